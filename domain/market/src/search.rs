//! What the search index keeps of a listing, and who may find it.

use ayni_communities::Access;
use ayni_kernel::{Actor, CategoryId, ListingId, MemberId, Result, Timestamp, tx::Reads};
use ayni_members::MemberStatus;
use ayni_search::{Document, Exactness, Position, Spot};

use crate::{
    model::{Listing, ListingStatus},
    place::Place,
    policy::is_staff,
    tables,
};

/// The kind of the search documents of listings.
pub const DOCUMENT: &str = "listing";

/// The kind of the search documents of categories.
pub const CATEGORY_DOCUMENT: &str = "category";

/// Audiences of search documents: everybody, members, the staff.
const EVERYBODY: u8 = 0;
const MEMBERS: u8 = 1;
const STAFF: u8 = 2;

/// The highest audience of listing documents that the actor belongs to; `None` where strangers see no listings.
pub fn search_audience(tx: &impl Reads, me: &Actor) -> Result<Option<u8>> {
    Ok(match (is_staff(me), me.is_inside()) {
        (true, _) => Some(STAFF),
        (false, true) => Some(MEMBERS),
        (false, false) => (ayni_communities::settings(tx)?.access == Access::Public).then_some(EVERYBODY),
    })
}

/// What the search index keeps of a listing; `None` takes it out.
pub fn document(tx: &impl Reads, id: ListingId) -> Result<Option<Document>> {
    let Some(listing) = tables::unasked(tx, id)? else {
        return Ok(None);
    };
    let member = ayni_members::name_of(tx, listing.member)?;
    let audience = audience_of(&listing, member.status);
    let mut document = Document {
        kind: DOCUMENT,
        id: id.bytes(),
        title: listing.title.to_string(),
        code: listing.code.to_string(),
        text: listing.description.to_string(),
        aside: listing.price.words.to_string(),
        labels: listing.tags.iter().map(str::to_owned).collect(),
        by: vec![member.name.to_string(), member.number.to_string()],
        facets: vec![("sort", listing.kind.word().to_owned())],
        audience,
        owners: vec![listing.member.bytes()],
        position: position(tx, &listing, audience)?,
        until: listing.expires.map(Timestamp::micros),
        created: listing.created.micros(),
        updated: listing.updated.micros(),
    };
    for category in listing.category.map(|id| ayni_communities::path(tx, id)).transpose()?.unwrap_or_default() {
        document.labels.push(category.name.to_string());
        document.facets.push(("category", category.id.to_string()));
    }
    Ok(Some(document))
}

/// What the search index keeps of a category of listings; `None` takes it out.
pub fn category_document(tx: &impl Reads, id: CategoryId) -> Result<Option<Document>> {
    let Some(category) = ayni_communities::category(tx, id)? else { return Ok(None) };
    Ok(Some(Document {
        kind: CATEGORY_DOCUMENT,
        id: id.bytes(),
        title: category.name.to_string(),
        code: category.code.to_string(),
        text: category.description.to_string(),
        audience: match category.access {
            Access::Public => EVERYBODY,
            Access::Group => MEMBERS,
            Access::Private => STAFF,
        },
        created: category.created.micros(),
        updated: category.updated.micros(),
        ..Document::default()
    }))
}

fn audience_of(listing: &Listing, owner: MemberStatus) -> u8 {
    match (listing.status, owner, listing.access) {
        (ListingStatus::Published, MemberStatus::Active, Access::Public) => EVERYBODY,
        (ListingStatus::Published, MemberStatus::Active, Access::Group) => MEMBERS,
        _ => STAFF,
    }
}

/// Where the listing says that it is; where it says nothing, about where its member is.
fn position(tx: &impl Reads, listing: &Listing, audience: u8) -> Result<Option<Position>> {
    let at = match listing.place {
        Place::Unsaid | Place::Member => return ayni_members::whereabouts(tx, listing.member),
        Place::Remote => None,
        Place::Point(point) => Some(point),
        Place::Resource(id) => ayni_resources::whereabouts(tx, id)?,
    };
    let spot = at.and_then(|at| Spot::new(at.latitude(), at.longitude()));
    Ok(spot.map(|spot| Position { spot, exactness: Exactness::Exact, audience }))
}

/// The listings whose documents say something of a member.
pub fn ids_of_member(tx: &impl Reads, member: MemberId) -> Result<Vec<ListingId>> {
    tables::ids_of_member(tx, member)
}

/// The listings whose documents say something of a category. Reads all listings: categories are rarely renamed.
pub fn ids_in_category(tx: &impl Reads, category: CategoryId) -> Result<Vec<ListingId>> {
    const AT_ONCE: usize = 1_000;
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = tables::page(tx, after, AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(ids) };
        after = Some(last.id);
        ids.extend(page.iter().filter(|listing| listing.category == Some(category)).map(|listing| listing.id));
    }
}
