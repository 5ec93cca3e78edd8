//! What pages and the API show of a member.

use ayni_kernel::{Address, Point, Role, Roles};
use ayni_members::{Contact, ContactKind, Member, MemberKind, MemberStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::links;

/// Characters of a description that a row of a list shows.
const SUMMARY: usize = 90;

/// A member with all that the reader may see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MemberView {
    /// The member's id.
    pub id: String,
    /// The member number.
    pub number: String,
    /// The name.
    pub name: String,
    /// `personal`, `business`, `organization` or `public`.
    pub kind: &'static str,
    /// `draft`, `pending`, `active`, `disabled`, `suspended` or `deleted`.
    pub status: &'static str,
    /// Who may see the member: `public`, `group` or `private`.
    pub access: &'static str,
    /// What it says about itself.
    pub description: String,
    /// Address of the photo, if there is one.
    pub photo: Option<String>,
    /// Where it lives; absent when empty or not for the reader.
    pub address: Option<AddressView>,
    /// Where it is on the map; absent when not for the reader.
    pub location: Option<PointView>,
    /// Who may see address and location: `public`, `members` or `staff`.
    pub address_visibility: &'static str,
    /// The ways to reach it that are for the reader.
    pub contacts: Vec<ContactView>,
    /// When it became a member.
    pub joined: Option<String>,
    /// When the record was made.
    pub created: String,
    /// When it last changed.
    pub updated: String,
    #[serde(skip)]
    pub link: String,
    #[serde(skip)]
    pub admin_link: String,
    #[serde(skip)]
    pub admin_profile: String,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            id: member.id.to_string(),
            number: member.number.to_string(),
            name: member.name.to_string(),
            kind: member.kind.word(),
            status: member.status.word(),
            access: member.access.word(),
            description: member.description.to_string(),
            photo: member.photo.as_ref().map(links::photo),
            address: (!member.address.is_empty()).then(|| AddressView::from(&member.address)),
            location: member.location.map(PointView::from),
            address_visibility: member.address_visibility.word(),
            contacts: member.contacts.iter().map(ContactView::from).collect(),
            joined: member.joined.map(|at| at.to_string()),
            created: member.created.to_string(),
            updated: member.updated.to_string(),
            link: links::member(member.id),
            admin_link: links::admin_member(member.id),
            admin_profile: links::admin_profile(member.id),
        }
    }
}

impl MemberView {
    /// The locale key of its sort.
    pub(crate) fn kind_key(&self) -> String {
        format!("members-kind-{}", self.kind)
    }

    /// The locale key of its status.
    pub(crate) fn status_key(&self) -> String {
        format!("members-status-{}", self.status)
    }

    /// The colour of its status badge.
    pub(crate) fn tone(&self) -> &'static str {
        tone(self.status)
    }

    /// Whether it is a person, whose picture is round.
    pub(crate) fn is_person(&self) -> bool {
        self.kind == MemberKind::Personal.word()
    }

    /// Whether it has this status.
    pub(crate) fn is(&self, status: &str) -> bool {
        self.status == status
    }

    /// Whether it waits for an answer.
    pub(crate) fn waits(&self) -> bool {
        self.is("pending") || self.is("draft")
    }
}

/// The colour of a status.
fn tone(status: &str) -> &'static str {
    match status {
        "active" => "ok",
        "pending" | "draft" => "wait",
        "suspended" => "warn",
        _ => "",
    }
}

/// A postal address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AddressView {
    /// Street and number.
    pub street: String,
    /// Town or village.
    pub locality: String,
    /// Postal code.
    pub postal_code: String,
    /// County, province, state.
    pub region: String,
    /// Country.
    pub country: String,
}

impl From<&Address> for AddressView {
    fn from(address: &Address) -> Self {
        Self {
            street: address.street.to_string(),
            locality: address.locality.to_string(),
            postal_code: address.postal_code.to_string(),
            region: address.region.to_string(),
            country: address.country.to_string(),
        }
    }
}

impl AddressView {
    /// The lines of an envelope, without empty ones.
    pub(crate) fn lines(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.locality).trim().to_owned();
        [self.street.clone(), town, self.region.clone(), self.country.clone()]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// A point in WGS 84.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct PointView {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl From<Point> for PointView {
    fn from(point: Point) -> Self {
        Self { latitude: point.latitude(), longitude: point.longitude() }
    }
}

impl PointView {
    /// The address that opens the point in the reader's own map (RFC 5870).
    pub(crate) fn href(&self) -> String {
        format!("geo:{},{}", self.latitude, self.longitude)
    }
}

/// A way to reach a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ContactView {
    /// `email`, `phone`, `website`, `telegram`, `whatsapp`, `signal` or `other`.
    pub kind: &'static str,
    /// What it is called, when it has a name of its own.
    pub label: String,
    /// The address, number or name.
    pub value: String,
    /// Who may see it: `public`, `members` or `staff`.
    pub visibility: &'static str,
    #[serde(skip)]
    pub href: Option<String>,
    #[serde(skip)]
    pub icon: &'static str,
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> Self {
        let value = contact.value.as_str();
        Self {
            kind: contact.kind.word(),
            label: contact.label.to_string(),
            value: value.to_owned(),
            visibility: contact.visibility.word(),
            href: href(contact.kind, value),
            icon: match contact.kind {
                ContactKind::Email => "mail",
                ContactKind::Phone | ContactKind::Whatsapp => "phone",
                ContactKind::Website => "globe",
                ContactKind::Telegram => "send",
                ContactKind::Signal => "bell",
                ContactKind::Other => "link",
            },
        }
    }
}

impl ContactView {
    /// The locale key of its kind.
    pub(crate) fn kind_key(&self) -> String {
        format!("members-way-{}", self.kind)
    }

    /// The locale key that says who sees it.
    pub(crate) fn seen_key(&self) -> String {
        format!("members-seen-{}", self.visibility)
    }
}

/// The address that a contact opens; nothing for what no program opens.
fn href(kind: ContactKind, value: &str) -> Option<String> {
    let digits = || value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    match kind {
        ContactKind::Email => Some(format!("mailto:{value}")),
        ContactKind::Phone => Some(format!("tel:{}", digits())),
        ContactKind::Whatsapp => Some(format!("https://wa.me/{}", digits().trim_start_matches('+'))),
        ContactKind::Telegram => Some(format!("https://t.me/{}", links::encode(value.trim_start_matches('@')))),
        // Records of other systems were not checked as forms are: only web addresses become links.
        ContactKind::Website => {
            (value.starts_with("https://") || value.starts_with("http://")).then(|| value.to_owned())
        }
        ContactKind::Signal | ContactKind::Other => None,
    }
}

/// A member in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MemberRow {
    /// The member's id.
    pub id: String,
    /// The member number.
    pub number: String,
    /// The name.
    pub name: String,
    /// `personal`, `business`, `organization` or `public`.
    pub kind: &'static str,
    /// `draft`, `pending`, `active`, `disabled`, `suspended` or `deleted`.
    pub status: &'static str,
    /// Address of the photo, if there is one.
    pub photo: Option<String>,
    /// Town or village, when it is for the reader.
    pub locality: String,
    /// The beginning of what it says about itself.
    pub summary: String,
    /// When the record was made.
    pub created: String,
    /// What the applicant wrote; for the staff.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub letter: String,
    #[serde(skip)]
    pub link: String,
    #[serde(skip)]
    pub admin_link: String,
}

impl From<Member> for MemberRow {
    fn from(member: Member) -> Self {
        Self {
            id: member.id.to_string(),
            number: member.number.to_string(),
            name: member.name.to_string(),
            kind: member.kind.word(),
            status: member.status.word(),
            photo: member.photo.as_ref().map(links::photo),
            locality: member.address.locality.to_string(),
            summary: summary(member.description.as_str(), SUMMARY),
            created: member.created.to_string(),
            letter: member.letter.to_string(),
            link: links::member(member.id),
            admin_link: links::admin_member(member.id),
        }
    }
}

impl MemberRow {
    /// The locale key of its sort.
    pub(crate) fn kind_key(&self) -> String {
        format!("members-kind-{}", self.kind)
    }

    /// The locale key of its status.
    pub(crate) fn status_key(&self) -> String {
        format!("members-status-{}", self.status)
    }

    /// The colour of its status badge.
    pub(crate) fn tone(&self) -> &'static str {
        tone(self.status)
    }

    /// Whether it is a person, whose picture is round.
    pub(crate) fn is_person(&self) -> bool {
        self.kind == MemberKind::Personal.word()
    }

    /// Whether it may trade.
    pub(crate) fn is_active(&self) -> bool {
        self.status == MemberStatus::Active.word()
    }

    /// Where one is sent to who decides about it.
    pub(crate) fn decision(&self, noun: &str) -> String {
        links::decision(&self.id, noun)
    }
}

/// The first so many characters of a text on one line, cut between words.
pub(crate) fn summary(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':', '–', '-']))
}

/// A choice in a form.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What the form sends.
    pub value: String,
    /// The locale key of what it is called; the name itself when the thing has one.
    pub key: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// The choices of a field whose words are called `<prefix><word>` in the locale files.
pub(crate) fn choices(words: impl IntoIterator<Item = &'static str>, prefix: &str, chosen: &str) -> Vec<Choice> {
    let choice = |word: &str| Choice { value: word.to_owned(), key: format!("{prefix}{word}"), chosen: word == chosen };
    words.into_iter().map(choice).collect()
}

/// The sorts of members to choose from.
pub(crate) fn kinds(chosen: &str) -> Vec<Choice> {
    let chosen = if chosen.is_empty() { MemberKind::Personal.word() } else { chosen };
    choices(MemberKind::ALL.iter().map(|kind| kind.word()), "members-kind-", chosen)
}

/// A role and whether somebody has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RoleView {
    /// `steward`, `treasurer`, `manager` or `admin`.
    pub role: &'static str,
    /// Whether it was given.
    pub given: bool,
}

impl RoleView {
    /// All roles, each with whether it was given.
    pub(crate) fn all(roles: Roles) -> Vec<Self> {
        Role::ALL.into_iter().map(|role| Self { role: role.word(), given: roles.given(role) }).collect()
    }

    /// The locale key of its name.
    pub(crate) fn key(&self) -> String {
        format!("members-role-{}", self.role)
    }

    /// The locale key of what it allows.
    pub(crate) fn hint_key(&self) -> String {
        format!("members-role-{}-hint", self.role)
    }
}

/// Statuses in the order of the office, with how many members have each.
pub(crate) const STATUSES: [MemberStatus; 6] = [
    MemberStatus::Pending,
    MemberStatus::Active,
    MemberStatus::Suspended,
    MemberStatus::Disabled,
    MemberStatus::Draft,
    MemberStatus::Deleted,
];
