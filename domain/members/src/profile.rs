//! What a member shows of itself.

use ayni_kernel::{Actor, Address, Body, Error, Event, Line, MemberId, Name, Point, Result, WriteTx};

use crate::{
    Access,
    directory::shown,
    model::{self, Contact, Member, MemberKind, MemberStatus, Visibility},
    policy::MemberAct,
    tables,
};

/// A profile as its form sends it: every field, changed or not.
#[derive(Debug, Clone)]
pub struct EditProfile {
    /// The name.
    pub name: Name,
    /// What sort of member.
    pub kind: MemberKind,
    /// Who may see the member.
    pub access: Access,
    /// What it says about itself.
    pub description: Body,
    /// Where it lives.
    pub address: Address,
    /// Who may see the address and the location.
    pub address_visibility: Visibility,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// How to reach it; at most [`MAX_CONTACTS`](crate::MAX_CONTACTS).
    pub contacts: Vec<Contact>,
}

/// Changes a profile; for the member's own users, stewards and admins.
///
/// Refuses with `Invalid` more contacts than a profile may have.
pub fn edit_profile(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, ask: EditProfile) -> Result<Member> {
    let member = editable(tx, me, id)?;
    model::check_contacts(&ask.contacts)?;
    let member = Member {
        name: ask.name,
        kind: ask.kind,
        access: ask.access,
        description: ask.description,
        address: ask.address,
        address_visibility: ask.address_visibility,
        location: ask.location,
        contacts: ask.contacts,
        ..member
    };
    save(tx, me, member)
}

/// Sets or takes away the photo, named by its hash among the community's blobs; for the member's own users,
/// stewards and admins. An address of a picture that an import gave is forgotten then.
pub fn set_photo(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, photo: Option<[u8; 32]>) -> Result<Member> {
    let member = editable(tx, me, id)?;
    save(tx, me, Member { photo, image_url: Line::default(), ..member })
}

fn editable(tx: &WriteTx<'_>, me: &Actor, id: MemberId) -> Result<Member> {
    let sealed = tables::member(&**tx, id)?.ok_or_else(|| me.absent())?;
    let member = sealed.open(me, MemberAct::Edit)?;
    if member.status == MemberStatus::Deleted {
        return Err(Error::conflict("members-left-already"));
    }
    Ok(member)
}

fn save(tx: &mut WriteTx<'_>, me: &Actor, member: Member) -> Result<Member> {
    let member = Member { updated: tx.now(), ..member };
    tables::replace(tx, member.status, &member)?;
    tx.emit(Event::MemberChanged(member.id))?;
    Ok(shown(me, member))
}
