//! What a community says about itself, and the pure decisions about it.

use std::fmt;

use ayni_kernel::{
    Address, Body, Check, Code, CommunityId, Fault, Language, Line, Name, Point, Result, Slug, Timestamp,
};
use jiff::tz::{self, TimeZone};

ayni_kernel::choices! {
    /// Who may see a thing.
    Access {
        /// Everybody, also without signing in.
        Public = 1 "public",
        /// The community's members.
        Group = 2 "group",
        /// Its owner and staff.
        Private = 3 "private",
    }
    /// What a community mainly does.
    Kind {
        /// Shares rooms, desks and machines.
        Coworking = 0 "coworking",
        /// Trades in a currency of its own.
        Exchange = 1 "exchange",
        /// Both.
        Both = 2 "both",
    }
    /// Where a community stands in its life.
    Status {
        /// Not yet open.
        Pending = 0 "pending",
        /// Open.
        Active = 1 "active",
        /// Closed for now.
        Disabled = 2 "disabled",
        /// Given up.
        Deleted = 3 "deleted",
    }
    /// How people come in.
    Joining {
        /// Anybody may apply.
        Open = 0 "open",
        /// Only with an invitation.
        InviteOnly = 1 "invite",
    }
    /// Who may look at a list.
    Audience {
        /// Everybody.
        Public = 0 "public",
        /// Members only.
        Members = 1 "members",
    }
}

/// The name of a file beside the store: its BLAKE3 hash.
pub type BlobHash = [u8; 32];

/// The name of a time zone in the IANA database, such as `Europe/Madrid`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// Takes a name that the database knows, in any case; answers it as the database spells it.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let zone = TimeZone::get(raw.trim()).ok().filter(|zone| !zone.is_unknown());
        let name = zone.as_ref().and_then(TimeZone::iana_name);
        name.map(|name| Self(name.to_owned())).ok_or_else(|| Fault::new(field, "communities-time-zone"))
    }

    /// Every name, sorted, to choose from.
    pub fn all() -> Vec<Self> {
        let mut names: Vec<_> = tz::db().available().map(|name| Self(name.as_str().to_owned())).collect();
        names.sort();
        names
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The zone for calculations; UTC when the database has dropped the name since.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// A name as it was stored; it was checked when it came in, and may have left the database since.
    pub const fn stored(name: String) -> Self {
        Self(name)
    }
}

impl Default for TimeZoneName {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The hue of a community's accent colour on the colour wheel, 0 to 359 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hue(u16);

/// Degrees of the colour wheel.
const DEGREES: u16 = 360;

impl Hue {
    /// Ayni's own colour, a quiet green.
    pub const DEFAULT: Self = Self(165);

    /// From degrees below 360.
    pub fn new(degrees: u16) -> Result<Self, Fault> {
        if degrees < DEGREES { Ok(Self(degrees)) } else { Err(Self::fault("hue")) }
    }

    /// Reads a form field.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let degrees = raw.trim().parse().ok().filter(|degrees| *degrees < DEGREES);
        degrees.map(Self).ok_or_else(|| Self::fault(field))
    }

    fn fault(field: &'static str) -> Fault {
        Fault::new(field, "communities-hue").with("max", i64::from(DEGREES - 1))
    }

    /// The degrees.
    pub const fn degrees(self) -> u16 {
        self.0
    }

    /// Stored degrees; a turn too many is taken off.
    pub(crate) const fn stored(degrees: u16) -> Self {
        Self(degrees % DEGREES)
    }
}

impl Default for Hue {
    /// A calm green.
    fn default() -> Self {
        Self(155)
    }
}

/// All that a community says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which community.
    pub id: CommunityId,
    /// Its code, four of A–Z and 0–9; member numbers begin with it.
    pub code: Code,
    /// Its name.
    pub name: Name,
    /// What it is about, for everybody.
    pub description: Body,
    /// What it mainly does.
    pub kind: Kind,
    /// Where it stands in its life.
    pub status: Status,
    /// Who may see it.
    pub access: Access,
    /// The language of its pages where a reader has chosen none.
    pub language: Language,
    /// The languages it offers; `language` is among them.
    pub languages: Vec<Language>,
    /// Where its clocks are.
    pub time_zone: TimeZoneName,
    /// Its accent colour.
    pub hue: Hue,
    /// Its logo, a file beside the store.
    pub logo: Option<BlobHash>,
    /// The address of a picture on the web, kept as a link.
    pub image_url: Line,
    /// What members agree to.
    pub terms: Body,
    /// Where it is, for people.
    pub address: Address,
    /// Where it is, for maps.
    pub location: Option<Point>,
    /// How to reach it: kind (`email`, `phone`, `website`, …) and value.
    pub contacts: Vec<(String, Line)>,
    /// How people come in.
    pub joining: Joining,
    /// Who may look at the list of members.
    pub member_list: Audience,
    /// Columns of an imported bundle that have no meaning here, kept for its export: name and text.
    pub extras: Vec<(String, String)>,
    /// When it was founded.
    pub created: Timestamp,
    /// When its settings last changed.
    pub updated: Timestamp,
}

/// What an admin changes on the settings page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSettings {
    /// Its name.
    pub name: Name,
    /// What it is about.
    pub description: Body,
    /// What it mainly does.
    pub kind: Kind,
    /// The language where a reader has chosen none.
    pub language: Language,
    /// The languages it offers; `language` is added when it is missing.
    pub languages: Vec<Language>,
    /// Where its clocks are.
    pub time_zone: TimeZoneName,
    /// Its accent colour.
    pub hue: Hue,
    /// What members agree to.
    pub terms: Body,
    /// How people come in.
    pub joining: Joining,
    /// Who may look at the list of members.
    pub member_list: Audience,
    /// Who may see the community.
    pub access: Access,
    /// Where it is, for people.
    pub address: Address,
    /// Where it is, for maps.
    pub location: Option<Point>,
    /// How to reach it: kind (`email`, `phone`, `website`, …) and value.
    pub contacts: Vec<(String, Line)>,
}

/// Characters of a community's code.
const CODE_LENGTH: usize = 4;
/// The most bytes of all contacts together, so that a settings record stays under storage's 64 KiB with the longest
/// description and address.
const MAX_CONTACT_BYTES: usize = 8 * 1024;
/// The most bytes of all kept columns together, for the same reason.
const MAX_EXTRA_BYTES: usize = 16 * 1024;

impl Settings {
    /// The settings of a new community, open to everybody who wants to join, with nothing said about it yet.
    pub fn new(id: CommunityId, code: Code, name: Name, now: Timestamp) -> Self {
        Self {
            id,
            code,
            name,
            description: Body::default(),
            kind: Kind::Exchange,
            status: Status::Active,
            access: Access::Public,
            language: Language::English,
            languages: vec![Language::English],
            time_zone: TimeZoneName::default(),
            hue: Hue::default(),
            logo: None,
            image_url: Line::default(),
            terms: Body::default(),
            address: Address::default(),
            location: None,
            contacts: Vec::new(),
            joining: Joining::Open,
            member_list: Audience::Members,
            extras: Vec::new(),
            created: now,
            updated: now,
        }
    }

    /// The settings after an admin's change.
    #[must_use]
    pub(crate) fn changed(self, ask: ChangeSettings, now: Timestamp) -> Self {
        Self {
            languages: offered(ask.language, &ask.languages),
            name: ask.name,
            description: ask.description,
            kind: ask.kind,
            language: ask.language,
            time_zone: ask.time_zone,
            hue: ask.hue,
            terms: ask.terms,
            joining: ask.joining,
            member_list: ask.member_list,
            access: ask.access,
            address: ask.address,
            location: ask.location,
            contacts: ask.contacts,
            updated: now,
            ..self
        }
    }

    /// Refuses a code that is not four of A–Z and 0–9, and lists too long to store.
    pub(crate) fn check(&self) -> Result<()> {
        let mut check = Check::default();
        let code = self.code.as_str();
        check.require(|| (!is_community_code(code)).then(|| Fault::new("code", "communities-code")));
        let contacts: usize = self.contacts.iter().map(|(kind, value)| kind.len() + value.as_str().len()).sum();
        check.require(|| (contacts > MAX_CONTACT_BYTES).then(|| Fault::new("contacts", "communities-contacts-long")));
        let extras: usize = self.extras.iter().map(|(column, text)| column.len() + text.len()).sum();
        check.require(|| (extras > MAX_EXTRA_BYTES).then(|| Fault::new("settings", "communities-extras-long")));
        check.done()
    }
}

/// The languages in the interface's order, each once, with the main one among them.
pub(crate) fn offered(main: Language, asked: &[Language]) -> Vec<Language> {
    Language::ALL.into_iter().filter(|language| *language == main || asked.contains(language)).collect()
}

fn is_community_code(code: &str) -> bool {
    code.len() == CODE_LENGTH && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// A code that goes with a name: its first four letters or digits in capitals, filled up with X.
pub fn suggested_code(name: &Name) -> Result<Code> {
    let plain = Slug::from_name(name.as_str()).map(|slug| slug.as_str().replace('-', "")).unwrap_or_default();
    let mut text: String = plain.to_ascii_uppercase().chars().take(CODE_LENGTH).collect();
    text.extend(std::iter::repeat_n('X', CODE_LENGTH - text.len()));
    Ok(Code::parse("code", &text)?)
}
