//! Who acts, and the seal that a record wears until leave was asked.

use crate::{
    MemberId, UserId,
    error::{Error, Result},
};

/// Who asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who has not signed in.
    Stranger,
    /// A signed-in user, perhaps acting for a member of the community.
    Person(Person),
    /// The program itself: a job, a migration, an import. The text names it in logs.
    System(&'static str),
}

/// A signed-in user in one community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The login.
    pub user: UserId,
    /// The member for whom the user acts now; `None` when the user is no active member here.
    pub member: Option<MemberId>,
    /// Every member of this community whose affairs the user may look after.
    pub members: Vec<MemberId>,
    /// What the user may do beyond a member's own affairs.
    pub roles: Roles,
}

/// A role above that of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Acts for members.
    Steward,
    /// Sees all money, reverses transfers, sets limits.
    Treasurer,
    /// Looks after resources.
    Manager,
    /// Runs the community.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Steward, Self::Treasurer, Self::Manager, Self::Admin];

    /// The word used in forms, locale keys and records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Steward => "steward",
            Self::Treasurer => "treasurer",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Steward => 1,
            Self::Treasurer => 2,
            Self::Manager => 4,
            Self::Admin => 8,
        }
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u8);

impl Roles {
    /// No role: a member like any other.
    pub const NONE: Self = Self(0);

    /// Whether the role is held; an admin holds every role.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (role.bit() | Role::Admin.bit()) != 0
    }

    /// Whether the role itself was given.
    pub const fn given(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// The set with one more role.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Whether no role is held.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles given, in order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.given(*role))
    }

    /// The bits as stored: steward 1, treasurer 2, manager 4, admin 8.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// From stored bits; unknown ones are dropped.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b1111)
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Actor {
    /// A user who acts for one member and holds roles.
    pub fn person(user: UserId, member: MemberId, roles: Roles) -> Self {
        Self::Person(Person { user, member: Some(member), members: vec![member], roles })
    }

    /// Asks leave for an act on a record: [`Error::SignIn`] for a stranger, [`Error::NotFound`] when the actor
    /// may not even know of it, [`Error::Forbidden`] otherwise.
    pub fn may<T: Guarded>(&self, act: T::Act, on: &T) -> Result<()> {
        if matches!(self, Self::System(_)) || on.allows(self, act) {
            Ok(())
        } else if matches!(self, Self::Stranger) {
            Err(Error::SignIn)
        } else if on.visible(self) {
            Err(Error::Forbidden)
        } else {
            Err(Error::NotFound)
        }
    }

    /// The refusal for a thing that is not there: strangers are asked to sign in, so that they learn nothing.
    pub fn absent(&self) -> Error {
        match self {
            Self::Stranger => Error::SignIn,
            Self::Person(_) | Self::System(_) => Error::NotFound,
        }
    }

    /// Whether the actor holds the role (an admin and the program itself hold every one).
    pub fn has(&self, role: Role) -> bool {
        match self {
            Self::Stranger => false,
            Self::Person(person) => person.roles.has(role),
            Self::System(_) => true,
        }
    }

    /// Whether the actor is an active member, holds a role, or is the program.
    pub fn is_inside(&self) -> bool {
        match self {
            Self::Stranger => false,
            Self::Person(person) => person.member.is_some() || !person.roles.is_empty(),
            Self::System(_) => true,
        }
    }

    /// Whether the actor looks after this member's affairs as one of its users.
    pub fn acts_for(&self, member: MemberId) -> bool {
        matches!(self, Self::Person(person) if person.members.contains(&member))
    }

    /// The user, if one signed in.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Person(person) => Some(person.user),
            Self::Stranger | Self::System(_) => None,
        }
    }

    /// The member for whom the actor acts: [`Error::SignIn`] for strangers, [`Error::Forbidden`] for users who
    /// are no active member here.
    pub fn member(&self) -> Result<MemberId> {
        match self {
            Self::Person(person) => person.member.ok_or(Error::Forbidden),
            Self::Stranger => Err(Error::SignIn),
            Self::System(_) => Err(Error::Forbidden),
        }
    }
}

/// A record with a policy: who may see it and who may do what with it. Implemented in the feature's `policy.rs`.
pub trait Guarded {
    /// The acts that need leave.
    type Act: Copy;

    /// The policy, read from top to bottom; its last line is "no".
    fn allows(&self, me: &Actor, act: Self::Act) -> bool;

    /// Whether the actor may know that the record exists.
    fn visible(&self, me: &Actor) -> bool;
}

/// A record as it comes from its table: closed until leave was asked, so that forgetting to ask does not compile.
#[derive(Debug, Clone)]
pub struct Sealed<T>(T);

impl<T: Guarded> Sealed<T> {
    /// Seals a record; for `tables.rs`.
    pub const fn new(record: T) -> Self {
        Self(record)
    }

    /// Opens the record for an act that the actor may do.
    pub fn open(self, me: &Actor, act: T::Act) -> Result<T> {
        me.may(act, &self.0)?;
        Ok(self.0)
    }

    /// Opens the record without asking: for the program's own work, where the rule is kept elsewhere.
    pub fn unchecked(self) -> T {
        self.0
    }

    /// Whether the actor may do the act.
    pub fn allows(&self, me: &Actor, act: T::Act) -> bool {
        me.may(act, &self.0).is_ok()
    }
}
