//! What the search index keeps of a member, and who may find it.

use ayni_communities::Access;
use ayni_kernel::{Actor, Line, MemberId, Point, Result, tx::Reads};
use ayni_search::{Document, Exactness, Position, Spot};

use crate::{
    directory::audience as list_audience,
    model::{Closeness, Member, MemberStatus},
    policy::{Roll, RollAct, is_staff},
    tables,
};

/// The kind of the search documents of members.
pub const DOCUMENT: &str = "member";

/// Audiences of search documents: everybody, members, the staff.
const EVERYBODY: u8 = 0;
const MEMBERS: u8 = 1;
const STAFF: u8 = 2;

/// The highest audience of member documents that the actor belongs to; `None` for those who may not look for members
/// at all.
pub fn search_audience(tx: &impl Reads, me: &Actor) -> Result<Option<u8>> {
    if me.may(RollAct::List(list_audience(tx, me)?), &Roll).is_err() {
        return Ok(None);
    }
    Ok(Some(match (is_staff(me), me.is_inside()) {
        (true, _) => STAFF,
        (false, true) => MEMBERS,
        (false, false) => EVERYBODY,
    }))
}

/// What the search index keeps of a member; `None` takes it out.
pub fn document(tx: &impl Reads, id: MemberId) -> Result<Option<Document>> {
    Ok(tables::member(tx, id)?.and_then(|sealed| document_of(sealed.unchecked())))
}

/// Where a member is, as the search index may tell it to members, or to the staff when the member is hidden.
pub fn whereabouts(tx: &impl Reads, id: MemberId) -> Result<Option<Position>> {
    Ok(tables::member(tx, id)?.and_then(|sealed| position(&sealed.unchecked())))
}

/// As much as its audience may see, so that no hidden text can be guessed by searching for it. `None` for members who
/// left.
fn document_of(member: Member) -> Option<Document> {
    let (audience, eyes) = audience_of(&member)?;
    let position = position(&member);
    let member = member.for_eyes(eyes);
    let address = [&member.address.street, &member.address.locality, &member.address.region].map(Line::as_str);
    let contacts = member.contacts.iter().map(|contact| contact.value.as_str());
    let aside: Vec<&str> = address.into_iter().chain(contacts).collect();
    Some(Document {
        kind: DOCUMENT,
        id: member.id.bytes(),
        title: member.name.to_string(),
        code: member.number.to_string(),
        text: member.description.to_string(),
        aside: aside.join("\n"),
        by: vec![member.name.to_string(), member.number.to_string()],
        facets: vec![("sort", member.kind.word().to_owned())],
        audience,
        owners: if audience == STAFF { vec![member.id.bytes()] } else { Vec::new() },
        position,
        created: member.created.micros(),
        updated: member.updated.micros(),
        ..Document::default()
    })
}

fn audience_of(member: &Member) -> Option<(u8, Closeness)> {
    match (member.status, member.access) {
        (MemberStatus::Deleted, _) => None,
        (MemberStatus::Active, Access::Public) => Some((EVERYBODY, Closeness::Outside)),
        (MemberStatus::Active, Access::Group) => Some((MEMBERS, Closeness::Inside)),
        _ => Some((STAFF, Closeness::Staff)),
    }
}

/// The exact place for those who may see the address; thereabouts for the other members; nothing for strangers.
fn position(member: &Member) -> Option<Position> {
    let (audience, _) = audience_of(member)?;
    let at = member.location?;
    let sees = |eyes: Closeness| eyes.sees(member.address_visibility);
    let placed = |at: Point, exactness, audience| {
        let spot = Spot::new(at.latitude(), at.longitude())?;
        Some(Position { spot, exactness, audience })
    };
    match audience {
        STAFF => placed(at, Exactness::Exact, STAFF),
        EVERYBODY if sees(Closeness::Outside) => placed(at, Exactness::Exact, EVERYBODY),
        _ if sees(Closeness::Inside) => placed(at, Exactness::Exact, MEMBERS),
        _ => placed(at.blurred(), Exactness::Approximate, MEMBERS),
    }
}
