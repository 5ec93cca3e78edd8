//! What a member is, and the decisions that need no transaction.

use ayni_communities::Access;
use ayni_kernel::{Address, Body, Code, Email, Error, Fault, InviteId, Line, MemberId, Name, Point, Timestamp, UserId};

ayni_kernel::choices! {
    /// What sort of member it is.
    MemberKind {
        /// A person.
        Personal = 1 "personal",
        /// A business.
        Business = 2 "business",
        /// An association, a cooperative.
        Organization = 3 "organization",
        /// A public body, or the community itself.
        Public = 4 "public",
    }

    /// Where a member stands.
    MemberStatus {
        /// Begun elsewhere and never sent in; comes only from imports.
        Draft = 1 "draft",
        /// Asked to join and waits for an answer.
        Pending = 2 "pending",
        /// May trade.
        Active = 3 "active",
        /// Switched off by the member; comes only from imports.
        Disabled = 4 "disabled",
        /// Switched off by the community for a while.
        Suspended = 5 "suspended",
        /// Left, or was refused. The record stays, because transfers name it.
        Deleted = 6 "deleted",
    }

    /// Who may see a contact or an address.
    Visibility {
        /// Everybody who may see the member.
        Public = 1 "public",
        /// The members of the community.
        Members = 2 "members",
        /// Stewards, treasurers and admins.
        Staff = 3 "staff",
    }

    /// A way to reach somebody.
    ContactKind {
        /// An e-mail address.
        Email = 1 "email",
        /// A telephone number.
        Phone = 2 "phone",
        /// A page on the web.
        Website = 3 "website",
        /// A name on Telegram.
        Telegram = 4 "telegram",
        /// A number on `WhatsApp`.
        Whatsapp = 5 "whatsapp",
        /// A number or name on Signal.
        Signal = 6 "signal",
        /// Anything else; the label says what.
        Other = 7 "other",
    }
}

/// The most contacts a profile may have: a page of them, and a record stays far below the store's limit.
pub const MAX_CONTACTS: usize = 20;

/// A member of the community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// The number people read out, such as `BRAM0001`; unique whatever its case.
    pub number: Code,
    /// Its name.
    pub name: Name,
    /// What sort of member it is.
    pub kind: MemberKind,
    /// Where it stands.
    pub status: MemberStatus,
    /// Who may see it.
    pub access: Access,
    /// What it says about itself.
    pub description: Body,
    /// The photo, by its hash among the community's blobs.
    pub photo: Option<[u8; 32]>,
    /// The address of a picture on the web, as an import gave it.
    pub image_url: Line,
    /// Where it lives.
    pub address: Address,
    /// Who may see the address and the location.
    pub address_visibility: Visibility,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// How to reach it; at most [`MAX_CONTACTS`].
    pub contacts: Vec<Contact>,
    /// What the applicant wrote; for staff and the member itself.
    pub letter: Body,
    /// Why the status changed last; for staff.
    pub note: Line,
    /// What an import gave that has no place of its own: column and text; for staff.
    pub extras: Vec<(String, String)>,
    /// When it first became active.
    pub joined: Option<Timestamp>,
    /// When the record was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A way to reach a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Which way.
    pub kind: ContactKind,
    /// The way's name when it is [`ContactKind::Other`]; otherwise mostly empty.
    pub label: Line,
    /// The address, number or name.
    pub value: Line,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Contact {
    /// Checks a contact as typed; faults are on the field `contacts`.
    pub fn parse(kind: ContactKind, label: &str, value: &str, visibility: Visibility) -> Result<Self, Fault> {
        const FIELD: &str = "contacts";
        let label = Line::parse(FIELD, label)?;
        let value = Line::parse(FIELD, value)?;
        let fits = |holds: bool, word| if holds { Ok(()) } else { Err(Fault::new(FIELD, word)) };
        fits(!value.is_empty(), "fault-required")?;
        match kind {
            ContactKind::Email => Email::parse(FIELD, value.as_str()).map(drop)?,
            ContactKind::Phone | ContactKind::Whatsapp => fits(is_phone(value.as_str()), "members-contact-phone")?,
            ContactKind::Website => fits(is_web(value.as_str()), "members-contact-website")?,
            ContactKind::Other => fits(!label.is_empty(), "members-contact-label")?,
            ContactKind::Telegram | ContactKind::Signal => {}
        }
        Ok(Self { kind, label, value, visibility })
    }

    /// An e-mail address that the community's members may see.
    pub(crate) fn email(email: &Email) -> Result<Self, Fault> {
        Self::parse(ContactKind::Email, "", email.as_str(), Visibility::Members)
    }
}

/// The fewest digits that make a telephone number worth dialling.
const MIN_DIGITS: usize = 3;

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= MIN_DIGITS && text.chars().all(|c| c.is_ascii_digit() || " +-().,/".contains(c))
}

/// Only addresses that are safe as a link: no `javascript:` and the like.
fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.chars().any(char::is_whitespace))
}

/// A user who acts for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The member.
    pub member: MemberId,
    /// The login.
    pub user: UserId,
    /// What the user wants to be told and how: name and text, as an import gave them.
    pub preferences: Vec<(String, String)>,
    /// The id an import gave.
    pub id: Option<[u8; 16]>,
    /// Since when.
    pub created: Timestamp,
}

/// An invitation to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Its id.
    pub id: InviteId,
    /// The address it goes to; `None` for a link that is handed over.
    pub email: Option<Email>,
    /// Who is invited.
    pub name: Line,
    /// A remark for the staff.
    pub note: Line,
    /// Who invited.
    pub by: UserId,
    /// Until when it may be used.
    pub expires: Timestamp,
    /// When it was made.
    pub created: Timestamp,
    /// The member that came of it.
    pub used: Option<MemberId>,
}

/// A member in one line: what a statement or a list of transfers needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: MemberId,
    /// Its number.
    pub number: Code,
    /// Its name.
    pub name: Name,
    /// Its photo among the community's blobs.
    pub photo: Option<[u8; 32]>,
    /// Where it stands.
    pub status: MemberStatus,
}

/// A change of a member's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Approve,
    Refuse,
    Suspend,
    Restore,
    Leave,
}

/// The status after a step, or why it cannot be taken.
pub(crate) fn after(status: MemberStatus, step: Step) -> Result<MemberStatus, Error> {
    use MemberStatus::{Active, Deleted, Disabled, Draft, Pending, Suspended};
    match (step, status) {
        (Step::Approve, Draft | Pending) | (Step::Restore, Disabled | Suspended) => Ok(Active),
        (Step::Suspend, Active) => Ok(Suspended),
        (Step::Refuse, Draft | Pending) | (Step::Leave, Draft | Pending | Active | Disabled | Suspended) => Ok(Deleted),
        (Step::Approve | Step::Refuse, _) => Err(Error::conflict("members-not-waiting")),
        (Step::Suspend, _) => Err(Error::conflict("members-not-active")),
        (Step::Restore, _) => Err(Error::conflict("members-not-suspended")),
        (Step::Leave, Deleted) => Err(Error::conflict("members-left-already")),
    }
}

/// Refuses more contacts than a profile may have.
pub(crate) fn check_contacts(contacts: &[Contact]) -> Result<(), Fault> {
    if contacts.len() > MAX_CONTACTS {
        return Err(Fault::new("contacts", "members-contacts-many").with("max", MAX_CONTACTS));
    }
    Ok(())
}

/// How close the reader of a profile stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closeness {
    /// Anybody.
    Outside,
    /// Another member.
    Inside,
    /// Stewards, treasurers, admins.
    Staff,
    /// One of the member's own users.
    Own,
}

impl Closeness {
    pub(crate) const fn sees(self, visibility: Visibility) -> bool {
        match self {
            Self::Outside => matches!(visibility, Visibility::Public),
            Self::Inside => matches!(visibility, Visibility::Public | Visibility::Members),
            Self::Staff | Self::Own => true,
        }
    }
}

impl Member {
    /// A member with nothing but a name; others in the community may see it.
    pub fn new(id: MemberId, number: Code, name: Name, kind: MemberKind, status: MemberStatus, now: Timestamp) -> Self {
        Self {
            id,
            number,
            name,
            kind,
            status,
            access: Access::Group,
            description: Body::default(),
            photo: None,
            image_url: Line::default(),
            address: Address::default(),
            address_visibility: Visibility::Members,
            location: None,
            contacts: Vec::new(),
            letter: Body::default(),
            note: Line::default(),
            extras: Vec::new(),
            joined: (status == MemberStatus::Active).then_some(now),
            created: now,
            updated: now,
        }
    }

    /// The member in one line.
    pub fn card(&self) -> Card {
        Card {
            id: self.id,
            number: self.number.clone(),
            name: self.name.clone(),
            photo: self.photo,
            status: self.status,
        }
    }

    /// The member without what the reader may not see.
    pub(crate) fn for_eyes(mut self, of: Closeness) -> Self {
        self.contacts.retain(|contact| of.sees(contact.visibility));
        if !of.sees(self.address_visibility) {
            self.address = Address::default();
            self.location = None;
        }
        if matches!(of, Closeness::Outside | Closeness::Inside) {
            self.letter = Body::default();
        }
        if of != Closeness::Staff {
            self.note = Line::default();
            self.extras = Vec::new();
        }
        self
    }
}

/// The form in which names and numbers are compared and sorted.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// The letter without its usual accents, so that Álvaro stands beside Alba.
const fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

/// The member number with this place in the row: the community's code and at least four digits.
pub(crate) fn number(community: &Code, place: u32) -> Result<Code, Error> {
    Code::parse("number", &format!("{community}{place:04}")).map_err(Error::broken)
}

/// The place that a number stands for in the row of this community's numbers.
pub(crate) fn place_of(community: &Code, number: &Code) -> Option<u32> {
    let digits = folded(number.as_str()).strip_prefix(&folded(community.as_str())).map(str::to_owned)?;
    (digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}
