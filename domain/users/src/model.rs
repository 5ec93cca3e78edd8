//! What a user is.

use ayni_kernel::{Email, Language, Name, Timestamp, UserId};

use crate::PasswordHash;

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum UserStatus {
    /// May sign in.
    #[default]
    Active,
    /// May not sign in; open sessions and tokens count for nothing.
    Disabled,
}

impl UserStatus {
    /// Every status.
    pub const ALL: [Self; 2] = [Self::Active, Self::Disabled];

    /// The word used in forms, locale keys and bundles.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// A user's place on the node, above all communities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Standing {
    /// A user like any other.
    #[default]
    Ordinary,
    /// Runs the node.
    Operator,
}

/// A login. May be a member of several communities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Which one.
    pub id: UserId,
    /// The address to sign in with; no two users share one.
    pub email: Email,
    /// The person's name.
    pub name: Name,
    /// Whether the user may sign in.
    pub status: UserStatus,
    /// The language the user chose; `None` follows the community or the browser.
    pub language: Option<Language>,
    /// Whether the user runs the node.
    pub operator: bool,
    /// Whether a password is set; without one a reset link is the way in.
    pub has_password: bool,
    /// When the login was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// Columns of an imported bundle that have no meaning here, kept for its export: name and text.
    pub extras: Vec<(String, String)>,
}

/// A login to be made. What is `None` is filled in by the transaction.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The id to keep, for an import.
    pub id: Option<UserId>,
    /// The address to sign in with.
    pub email: Email,
    /// The person's name.
    pub name: Name,
    /// The language, if chosen.
    pub language: Option<Language>,
    /// The password's hash; `None` until the user sets one through a reset link.
    pub password: Option<PasswordHash>,
    /// The user's place on the node.
    pub standing: Standing,
    /// Whether the user may sign in.
    pub status: UserStatus,
    /// The time to keep, for an import.
    pub created: Option<Timestamp>,
    /// The time to keep, for an import.
    pub updated: Option<Timestamp>,
    /// Columns to keep for a later export.
    pub extras: Vec<(String, String)>,
}

impl NewUser {
    /// An active, ordinary user without a password.
    pub const fn new(email: Email, name: Name) -> Self {
        Self {
            id: None,
            email,
            name,
            language: None,
            password: None,
            standing: Standing::Ordinary,
            status: UserStatus::Active,
            created: None,
            updated: None,
            extras: Vec::new(),
        }
    }
}

/// What users change about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeUser {
    /// The person's name.
    pub name: Name,
    /// The address to sign in with.
    pub email: Email,
    /// The language, if chosen.
    pub language: Option<Language>,
}

/// What signing in needs to know about a user.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user.
    pub user: User,
    /// The hash to verify; `None` when no password is set.
    pub hash: Option<PasswordHash>,
}
