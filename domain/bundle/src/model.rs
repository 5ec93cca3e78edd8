//! A bundle as typed rows: what checking makes of the files, and what export writes. Rows name each other by code
//! and e-mail address, as the files do.

use std::collections::BTreeMap;

use ayni_kernel::{Address, Amount, Body, Language, Line, Name, Point, Role, Scale, Timestamp};
use ayni_users::PasswordHash;

/// One of a fixed set of words, such as a status.
pub(crate) type Word = &'static str;

/// Columns kept as they are: name and text.
pub(crate) type Extras = Vec<(String, String)>;

/// The whole bundle.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) community: Community,
    pub(crate) currencies: Vec<Currency>,
    pub(crate) users: Vec<User>,
    pub(crate) members: Vec<Member>,
    pub(crate) links: Vec<Link>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) transfers: Vec<Transfer>,
    pub(crate) categories: Vec<Category>,
    pub(crate) posts: Vec<Post>,
}

/// What most rows have: where they stand, their id and times.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stamp {
    pub(crate) line: usize,
    pub(crate) id: Option<[u8; 16]>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) updated: Option<Timestamp>,
}

#[derive(Debug, Default)]
pub(crate) struct Community {
    pub(crate) stamp: Stamp,
    pub(crate) code: String,
    pub(crate) name: Name,
    pub(crate) status: Word,
    pub(crate) description: Body,
    pub(crate) access: Word,
    pub(crate) image_url: Line,
    pub(crate) address: Address,
    pub(crate) location: Option<Point>,
    /// Column ending after `contact.`, and text.
    pub(crate) contacts: Vec<(String, Line)>,
    /// E-mail addresses by role.
    pub(crate) roles: BTreeMap<Role, Vec<String>>,
    pub(crate) kind: Word,
    pub(crate) hue: Option<u16>,
    pub(crate) time_zone: String,
    pub(crate) language: Option<Language>,
    pub(crate) languages: Vec<Language>,
    pub(crate) joining: Word,
    pub(crate) member_list: Word,
    pub(crate) terms: Body,
    pub(crate) extras: Extras,
}

#[derive(Debug, Default)]
pub(crate) struct Currency {
    pub(crate) stamp: Stamp,
    /// The code in the file: the first currency's is the community's.
    pub(crate) code: String,
    /// The code people see, when it is another.
    pub(crate) own_code: String,
    pub(crate) admin: String,
    pub(crate) name: Name,
    pub(crate) plural: Name,
    pub(crate) symbol: Line,
    pub(crate) decimals: u8,
    pub(crate) scale: Scale,
    pub(crate) rate: Option<(u64, u64)>,
    pub(crate) kind: Word,
    pub(crate) credit_limit: Option<Amount>,
    pub(crate) maximum: Option<Amount>,
    pub(crate) request_days: Option<u16>,
    /// The code of the treasury's account in accounts.csv.
    pub(crate) treasury: String,
    pub(crate) extras: Extras,
}

#[derive(Debug, Default)]
pub(crate) struct User {
    pub(crate) stamp: Stamp,
    pub(crate) email: String,
    pub(crate) name: Name,
    pub(crate) status: Word,
    pub(crate) password: Option<PasswordHash>,
    /// As it is in the file; may be a language that the program does not speak.
    pub(crate) language: String,
}

#[derive(Debug, Default)]
pub(crate) struct Member {
    pub(crate) stamp: Stamp,
    pub(crate) code: String,
    pub(crate) name: Name,
    pub(crate) kind: Word,
    pub(crate) status: Word,
    pub(crate) access: Word,
    pub(crate) description: Body,
    pub(crate) image_url: Line,
    pub(crate) address: Address,
    pub(crate) address_visibility: Word,
    pub(crate) location: Option<Point>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) letter: Body,
    pub(crate) note: Line,
    pub(crate) joined: Option<Timestamp>,
    pub(crate) extras: Extras,
}

/// A way to reach a member: the column's ending after `contact.`, the text, and who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) column: String,
    pub(crate) value: Line,
    pub(crate) visibility: Word,
}

#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(crate) stamp: Stamp,
    pub(crate) member: String,
    pub(crate) user: String,
    pub(crate) preferences: Extras,
}

#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) stamp: Stamp,
    pub(crate) code: String,
    pub(crate) owner: Owner,
    /// Which of the bundle's currencies.
    pub(crate) currency: usize,
    pub(crate) balance: Option<Amount>,
    pub(crate) credit_limit: Option<Amount>,
    pub(crate) maximum: Option<Amount>,
    pub(crate) extras: Extras,
}

/// Whose account it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Nobody that could be found, which was noted.
    #[default]
    Unknown,
    /// The member with this code.
    Member(String),
    /// The community itself, written as the member with this code.
    Treasury(String),
}

#[derive(Debug, Default)]
pub(crate) struct Transfer {
    pub(crate) stamp: Stamp,
    pub(crate) payer: String,
    pub(crate) payee: String,
    pub(crate) user: String,
    /// `None` when it could not be read, which was noted.
    pub(crate) amount: Option<Amount>,
    pub(crate) currency: usize,
    pub(crate) description: Line,
    pub(crate) category: String,
    pub(crate) kind: Word,
    pub(crate) group: Option<[u8; 16]>,
    pub(crate) reverses: Option<[u8; 16]>,
}

#[derive(Debug, Default)]
pub(crate) struct Category {
    pub(crate) stamp: Stamp,
    pub(crate) code: String,
    pub(crate) name: Name,
    pub(crate) description: Line,
    pub(crate) access: Word,
    pub(crate) icon: (String, String),
}

#[derive(Debug, Default)]
pub(crate) struct Post {
    pub(crate) stamp: Stamp,
    pub(crate) code: String,
    pub(crate) kind: Word,
    pub(crate) member: String,
    pub(crate) category: String,
    pub(crate) title: Line,
    pub(crate) description: Body,
    pub(crate) status: Word,
    pub(crate) access: Word,
    pub(crate) value: Line,
    pub(crate) fulfilled: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) location: Option<Point>,
    pub(crate) images: Vec<String>,
}
