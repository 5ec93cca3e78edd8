//! The records as they are written, version 1 of each, and the way to and from the domain's types.

use ayni_communities::Access;
use ayni_kernel::{
    Address, Body, Code, Email, GroupId, InviteId, Line, MemberId, Name, Point, Result, Timestamp, UserId,
};
use ayni_storage::record;
use rkyv::{Archive, Deserialize, Serialize};

use super::damaged;
use crate::{
    groups::Group,
    model::{Contact, ContactKind, Invite, Link, Member, MemberKind, MemberStatus, Visibility},
};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredMember {
    pub(super) number: String,
    pub(super) name: String,
    kind: u8,
    pub(super) status: u8,
    access: u8,
    description: String,
    pub(super) photo: Option<[u8; 32]>,
    image_url: String,
    address: StoredAddress,
    address_visibility: u8,
    location: Option<(i32, i32)>,
    contacts: Vec<StoredContact>,
    letter: String,
    note: String,
    extras: Vec<(String, String)>,
    joined: Option<Timestamp>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredMember, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredAddress {
    street: String,
    locality: String,
    postal_code: String,
    region: String,
    country: String,
}

#[derive(Archive, Serialize, Deserialize)]
struct StoredContact {
    kind: u8,
    label: String,
    value: String,
    visibility: u8,
}

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredLink {
    preferences: Vec<(String, String)>,
    id: Option<[u8; 16]>,
    created: Timestamp,
}
record!(StoredLink, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredRoles {
    pub(super) bits: u8,
}
record!(StoredRoles, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredInvite {
    pub(super) token: [u8; 32],
    email: Option<String>,
    name: String,
    note: String,
    by: UserId,
    expires: Timestamp,
    created: Timestamp,
    used: Option<MemberId>,
}
record!(StoredInvite, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredCount {
    pub(super) number: u64,
}
record!(StoredCount, 1);

fn line(text: &str) -> Result<Line> {
    Line::parse("line", text).map_err(damaged)
}

fn body(text: &str) -> Result<Body> {
    Body::parse("body", text).map_err(damaged)
}

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredGroup {
    pub(super) name: String,
    note: String,
}
record!(StoredGroup, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredGroupMember {
    pub(super) since: Timestamp,
}
record!(StoredGroupMember, 1);

impl From<&Group> for StoredGroup {
    fn from(group: &Group) -> Self {
        Self { name: group.name.to_string(), note: group.note.to_string() }
    }
}

impl StoredGroup {
    pub(super) fn open(self, id: GroupId) -> Result<Group> {
        let name = Name::parse("name", &self.name).map_err(damaged)?;
        Ok(Group { id, name, note: Line::parse("note", &self.note).map_err(damaged)? })
    }
}

impl From<&Member> for StoredMember {
    fn from(member: &Member) -> Self {
        Self {
            number: member.number.to_string(),
            name: member.name.to_string(),
            kind: member.kind.number(),
            status: member.status.number(),
            access: member.access.number(),
            description: member.description.to_string(),
            photo: member.photo,
            image_url: member.image_url.to_string(),
            address: StoredAddress::from(&member.address),
            address_visibility: member.address_visibility.number(),
            location: member.location.map(Point::steps),
            contacts: member.contacts.iter().map(StoredContact::from).collect(),
            letter: member.letter.to_string(),
            note: member.note.to_string(),
            extras: member.extras.clone(),
            joined: member.joined,
            created: member.created,
            updated: member.updated,
        }
    }
}

impl StoredMember {
    pub(super) fn open(self, id: MemberId) -> Result<Member> {
        Ok(Member {
            id,
            number: Code::parse("number", &self.number).map_err(damaged)?,
            name: Name::parse("name", &self.name).map_err(damaged)?,
            kind: MemberKind::stored(self.kind)?,
            status: MemberStatus::stored(self.status)?,
            access: Access::stored(self.access)?,
            description: body(&self.description)?,
            photo: self.photo,
            image_url: line(&self.image_url)?,
            address: self.address.open()?,
            address_visibility: Visibility::stored(self.address_visibility)?,
            location: self.location.map(|(latitude, longitude)| Point::from_steps(latitude, longitude)),
            contacts: self.contacts.into_iter().map(StoredContact::open).collect::<Result<_>>()?,
            letter: body(&self.letter)?,
            note: line(&self.note)?,
            extras: self.extras,
            joined: self.joined,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Address> for StoredAddress {
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

impl StoredAddress {
    fn open(self) -> Result<Address> {
        Ok(Address {
            street: line(&self.street)?,
            locality: line(&self.locality)?,
            postal_code: line(&self.postal_code)?,
            region: line(&self.region)?,
            country: line(&self.country)?,
        })
    }
}

impl From<&Contact> for StoredContact {
    fn from(contact: &Contact) -> Self {
        Self {
            kind: contact.kind.number(),
            label: contact.label.to_string(),
            value: contact.value.to_string(),
            visibility: contact.visibility.number(),
        }
    }
}

impl StoredContact {
    fn open(self) -> Result<Contact> {
        Ok(Contact {
            kind: ContactKind::stored(self.kind)?,
            label: line(&self.label)?,
            value: line(&self.value)?,
            visibility: Visibility::stored(self.visibility)?,
        })
    }
}

impl From<&Link> for StoredLink {
    fn from(link: &Link) -> Self {
        Self { preferences: link.preferences.clone(), id: link.id, created: link.created }
    }
}

impl StoredLink {
    pub(super) fn open(self, member: MemberId, user: UserId) -> Link {
        Link { member, user, preferences: self.preferences, id: self.id, created: self.created }
    }
}

impl StoredInvite {
    pub(super) fn new(invite: &Invite, token: [u8; 32]) -> Self {
        Self {
            token,
            email: invite.email.as_ref().map(Email::to_string),
            name: invite.name.to_string(),
            note: invite.note.to_string(),
            by: invite.by,
            expires: invite.expires,
            created: invite.created,
            used: invite.used,
        }
    }

    pub(super) fn open(self, id: InviteId) -> Result<Invite> {
        let email = self.email.map(|email| Email::parse("email", &email)).transpose().map_err(damaged)?;
        Ok(Invite {
            id,
            email,
            name: line(&self.name)?,
            note: line(&self.note)?,
            by: self.by,
            expires: self.expires,
            created: self.created,
            used: self.used,
        })
    }
}
