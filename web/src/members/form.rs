//! The form of a profile: from a member to its fields, and back to what the domain takes.

use std::collections::BTreeMap;

use ayni_kernel::{Address, Body, Check, Error, Fault, Line, Name, Point, Result};
use ayni_members::{Access, Contact, ContactKind, EditProfile, MAX_CONTACTS, Member, MemberKind, Visibility};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::{Choice, choices, kinds};

/// Empty rows for contacts at the end of the form.
const SPARE_ROWS: usize = 2;

/// A profile as its form sends it: every field, changed or not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ProfileForm {
    /// The name.
    pub name: String,
    /// `personal`, `business`, `organization` or `public`.
    pub kind: String,
    /// Who may see the member: `public`, `group` or `private`.
    pub access: String,
    /// What it says about itself.
    pub description: String,
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
    /// Who may see address and location: `public`, `members` or `staff`.
    pub address_visibility: String,
    /// Degrees north; empty for no place on the map.
    pub latitude: String,
    /// Degrees east; empty for no place on the map.
    pub longitude: String,
    /// The ways to reach it, at most 20.
    pub contacts: Vec<ContactForm>,
    /// The contacts as HTML forms send them: `contact-0-kind`, `contact-0-value`, …
    #[serde(flatten)]
    #[schema(ignore)]
    pub rows: BTreeMap<String, String>,
}

/// A way to reach a member.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ContactForm {
    /// `email`, `phone`, `website`, `telegram`, `whatsapp`, `signal` or `other`.
    pub kind: String,
    /// What it is called; needed for `other`.
    pub label: String,
    /// The address, number or name; a contact without one is dropped.
    pub value: String,
    /// Who may see it: `public`, `members` or `staff`.
    pub visibility: String,
}

impl ContactForm {
    /// The kinds to choose from.
    pub(super) fn kinds(&self) -> Vec<Choice> {
        let chosen = if self.kind.is_empty() { ContactKind::Phone.word() } else { &self.kind };
        choices(ContactKind::ALL.iter().map(|kind| kind.word()), "members-way-", chosen)
    }

    /// Who may see it, to choose from.
    pub(super) fn audiences(&self) -> Vec<Choice> {
        audiences(&self.visibility)
    }
}

/// Who may see a contact or an address, to choose from.
fn audiences(chosen: &str) -> Vec<Choice> {
    let chosen = if chosen.is_empty() { Visibility::Members.word() } else { chosen };
    choices(Visibility::ALL.iter().map(|visibility| visibility.word()), "members-audience-", chosen)
}

impl From<&Member> for ProfileForm {
    fn from(member: &Member) -> Self {
        let degrees = |of: fn(Point) -> f64| member.location.map(|point| of(point).to_string()).unwrap_or_default();
        let contact = |contact: &Contact| ContactForm {
            kind: contact.kind.word().to_owned(),
            label: contact.label.to_string(),
            value: contact.value.to_string(),
            visibility: contact.visibility.word().to_owned(),
        };
        Self {
            name: member.name.to_string(),
            kind: member.kind.word().to_owned(),
            access: member.access.word().to_owned(),
            description: member.description.to_string(),
            street: member.address.street.to_string(),
            locality: member.address.locality.to_string(),
            postal_code: member.address.postal_code.to_string(),
            region: member.address.region.to_string(),
            country: member.address.country.to_string(),
            address_visibility: member.address_visibility.word().to_owned(),
            latitude: degrees(Point::latitude),
            longitude: degrees(Point::longitude),
            contacts: member.contacts.iter().map(contact).collect(),
            rows: BTreeMap::new(),
        }
    }
}

impl ProfileForm {
    /// The same form with the numbered rows of an HTML form read into its contacts.
    pub(super) fn gathered(mut self) -> Self {
        let mut cell = |row: usize, name: &str| self.rows.remove(&format!("contact-{row}-{name}")).unwrap_or_default();
        for row in 0..MAX_CONTACTS + SPARE_ROWS {
            let contact = ContactForm {
                kind: cell(row, "kind"),
                label: cell(row, "label"),
                value: cell(row, "value"),
                visibility: cell(row, "visibility"),
            };
            if !contact.value.trim().is_empty() {
                self.contacts.push(contact);
            }
        }
        self
    }

    /// The rows that the form shows: each contact, then empty ones to fill in.
    pub(super) fn contact_rows(&self) -> Vec<ContactForm> {
        let spare = SPARE_ROWS.min(MAX_CONTACTS.saturating_sub(self.contacts.len()));
        self.contacts.iter().cloned().chain(std::iter::repeat_n(ContactForm::default(), spare)).collect()
    }

    /// The sorts of members to choose from.
    pub(super) fn kinds(&self) -> Vec<Choice> {
        kinds(&self.kind)
    }

    /// Who may see the member, to choose from.
    pub(super) fn accesses(&self) -> Vec<Choice> {
        let chosen = if self.access.is_empty() { Access::Group.word() } else { &self.access };
        choices(Access::ALL.iter().map(|access| access.word()), "members-access-", chosen)
    }

    /// Who may see the address, to choose from.
    pub(super) fn audiences(&self) -> Vec<Choice> {
        audiences(&self.address_visibility)
    }

    /// What the domain takes; all faults at once otherwise.
    pub(super) fn read(&self) -> Result<EditProfile> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(MemberKind::parse("kind", or(&self.kind, MemberKind::Personal.word())));
        let access = check.take(Access::parse("access", or(&self.access, Access::Group.word())));
        let description = check.take(Body::parse("description", &self.description));
        let seen = or(&self.address_visibility, Visibility::Members.word());
        let address_visibility = check.take(Visibility::parse("address_visibility", seen));
        let address = self.address(&mut check);
        let location = check.take(point(&self.latitude, &self.longitude)).flatten();
        let contacts = self.contacts.iter().filter_map(|contact| check.take(contact.read())).collect();
        check.done()?;
        match (name, kind, access, description, address, address_visibility) {
            (Some(name), Some(kind), Some(access), Some(description), Some(address), Some(address_visibility)) => {
                Ok(EditProfile { name, kind, access, description, address, address_visibility, location, contacts })
            }
            _ => Err(Error::from(check)),
        }
    }

    fn address(&self, check: &mut Check) -> Option<Address> {
        let street = check.take(Line::parse("street", &self.street));
        let locality = check.take(Line::parse("locality", &self.locality));
        let postal_code = check.take(Line::parse("postal_code", &self.postal_code));
        let region = check.take(Line::parse("region", &self.region));
        let country = check.take(Line::parse("country", &self.country));
        Some(Address {
            street: street?,
            locality: locality?,
            postal_code: postal_code?,
            region: region?,
            country: country?,
        })
    }
}

impl ContactForm {
    fn read(&self) -> Result<Contact, Fault> {
        let kind = ContactKind::parse("contacts", &self.kind)?;
        let seen = Visibility::parse("contacts", or(&self.visibility, Visibility::Members.word()))?;
        Contact::parse(kind, &self.label, &self.value, seen)
    }
}

/// What was sent, or the usual choice when the field was left out.
pub(super) fn or<'a>(sent: &'a str, usual: &'a str) -> &'a str {
    if sent.trim().is_empty() { usual } else { sent }
}

/// A place on the map, when both numbers are given; a decimal comma is understood.
fn point(latitude: &str, longitude: &str) -> Result<Option<Point>, Fault> {
    let (latitude, longitude) = (latitude.trim().replace(',', "."), longitude.trim().replace(',', "."));
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(None);
    }
    match (latitude.parse(), longitude.parse()) {
        (Ok(latitude), Ok(longitude)) => Point::new(latitude, longitude).map(Some),
        _ => Err(Fault::new("location", "fault-location")),
    }
}
