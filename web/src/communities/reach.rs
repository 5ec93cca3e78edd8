//! How and where to reach the community: as its pages show it, and as the settings form sends it.

use std::collections::BTreeMap;

use ayni_communities::Settings;
use ayni_kernel::{Address, Check, Fault, Line, Point, Result};
use ayni_members::{Contact, ContactKind, Visibility};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::members::views::{AddressView, ContactView, PointView};

/// Empty rows for contacts at the end of the form.
const SPARE_ROWS: usize = 2;

/// A way to reach the community.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CommunityContactView {
    /// Which way: `email`, `phone`, `website` or another word.
    pub kind: String,
    /// The address or number.
    pub value: String,
    /// The same as a link, where it makes one.
    pub link: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub icon: &'static str,
}

impl CommunityContactView {
    fn of(kind: &str, value: &Line) -> Self {
        let known = kind_of(kind).unwrap_or(if is_web(value) { ContactKind::Website } else { ContactKind::Other });
        let (label, visibility) = (Line::default(), Visibility::Public);
        let view = ContactView::from(&Contact { kind: known, label, value: value.clone(), visibility });
        Self { kind: kind.to_owned(), value: value.to_string(), link: view.href, icon: view.icon }
    }
}

/// How and where to reach the community.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct CommunityReachView {
    /// The ways to reach it.
    pub contacts: Vec<CommunityContactView>,
    /// Its address, line by line.
    pub address: Vec<String>,
    /// Where it is.
    pub location: Option<PointView>,
}

impl From<&Settings> for CommunityReachView {
    fn from(settings: &Settings) -> Self {
        let contacts = settings.contacts.iter().map(|(kind, value)| CommunityContactView::of(kind, value)).collect();
        let address = AddressView::from(&settings.address).lines();
        Self { contacts, address, location: settings.location.map(PointView::from) }
    }
}

impl CommunityReachView {
    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.contacts.is_empty() && self.address.is_empty() && self.location.is_none()
    }
}

/// A way to reach the community, as the settings form sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CommunityContactForm {
    /// `email`, `phone`, `website`, `telegram`, `whatsapp`, `signal` or `other`; an imported contact may have another
    /// word, which it keeps.
    kind: String,
    /// The address, number or name; a contact without one is dropped.
    value: String,
}

impl CommunityContactForm {
    /// Every contact that there is.
    pub(super) fn all(settings: &Settings) -> Vec<Self> {
        let row = |(kind, value): &(String, Line)| {
            // A bundle numbers the second contact of a kind, because no two of its columns share a name.
            let kind = kind_of(kind).map_or_else(|| kind.clone(), |kind| kind.word().to_owned());
            Self { kind, value: value.to_string() }
        };
        settings.contacts.iter().map(row).collect()
    }

    /// The rows of an HTML form: `contact-0-kind`, `contact-0-value`, … until one is missing.
    pub(super) fn gather(rows: &mut BTreeMap<String, String>) -> Vec<Self> {
        let mut take = |row: usize| {
            let kind = rows.remove(&format!("contact-{row}-kind"))?;
            let value = rows.remove(&format!("contact-{row}-value")).unwrap_or_default();
            Some(Self { kind, value })
        };
        (0..).map_while(&mut take).filter(|row| !row.value.trim().is_empty()).collect()
    }

    /// The rows that the form shows: each contact, then empty ones to fill in.
    pub(super) fn with_spare(contacts: &[Self]) -> Vec<Self> {
        contacts.iter().cloned().chain(std::iter::repeat_n(Self::default(), SPARE_ROWS)).collect()
    }

    /// The words of the kinds to choose from.
    pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
        ContactKind::ALL.iter().map(|kind| kind.word())
    }

    /// Whether its kind came with an import and is none of the usual ones.
    pub(super) fn is_foreign(&self) -> bool {
        !self.kind.is_empty() && ContactKind::from_word(&self.kind).is_none()
    }

    /// Whether there is something in it that the domain does not take.
    pub(super) fn is_refused(&self) -> bool {
        !self.value.trim().is_empty() && self.read().is_err()
    }

    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    pub(super) fn value(&self) -> &str {
        &self.value
    }

    /// What the domain takes; the usual kinds follow the rules for members' contacts.
    pub(super) fn read(&self) -> Result<(String, Line), Fault> {
        let kind = Line::parse("contacts", &self.kind)?;
        let value = match ContactKind::from_word(kind.as_str()) {
            // Members name another kind; here the value stands for itself.
            Some(known) => Contact::parse(known, known.word(), &self.value, Visibility::Public)?.value,
            None if kind.is_empty() => return Err(Fault::new("contacts", "fault-choice")),
            None => Line::parse("contacts", &self.value)?,
        };
        Ok((kind.into(), value))
    }
}

/// The kind that a word stands for; a number behind it tells contacts of one kind apart.
fn kind_of(word: &str) -> Option<ContactKind> {
    let plain = word.rsplit_once('.').filter(|(_, number)| number.parse::<u32>().is_ok()).map(|(kind, _)| kind);
    ContactKind::from_word(plain.unwrap_or(word))
}

fn is_web(value: &Line) -> bool {
    value.as_str().starts_with("https://") || value.as_str().starts_with("http://")
}

/// An address as typed: street, town, postal code, region, country.
pub(super) fn address(check: &mut Check, typed: [&str; 5]) -> Option<Address> {
    let [street, locality, postal_code, region, country] = typed;
    let street = check.take(Line::parse("street", street));
    let locality = check.take(Line::parse("locality", locality));
    let postal_code = check.take(Line::parse("postal_code", postal_code));
    let region = check.take(Line::parse("region", region));
    let country = check.take(Line::parse("country", country));
    Some(Address {
        street: street?,
        locality: locality?,
        postal_code: postal_code?,
        region: region?,
        country: country?,
    })
}

/// A place on the map, when both numbers are given; a decimal comma and a typographic minus are understood.
pub(super) fn point(latitude: &str, longitude: &str) -> Result<Option<Point>, Fault> {
    let plain = |typed: &str| typed.trim().replace(',', ".").replace('\u{2212}', "-");
    let (latitude, longitude) = (plain(latitude), plain(longitude));
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(None);
    }
    match (latitude.parse(), longitude.parse()) {
        (Ok(latitude), Ok(longitude)) => Point::new(latitude, longitude).map(Some),
        _ => Err(Fault::new("location", "fault-location")),
    }
}
