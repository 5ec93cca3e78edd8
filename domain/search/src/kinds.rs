//! What can be found, one entry a kind.

use ayni_kernel::{
    Actor, CategoryId, Error, Event, ListingId, MemberId, Money, ReadTx, ResourceCategoryId, ResourceId, Result,
};
use ayni_market::Price;
use ayni_members::Card;
use ayni_search::Document;

/// A sixteen-byte id, of whatever kind.
pub type Id = [u8; 16];

/// The most characters of what is shown of a text.
const EXCERPT: usize = 160;

/// Something that can be found.
pub struct Kind {
    /// The kind of its documents.
    pub kind: &'static str,
    /// The documents that say something else after an event.
    pub of: fn(&ReadTx, Event) -> Result<Vec<Id>>,
    /// The document as it is now; `None` when there is none any more.
    pub document: fn(&ReadTx, Id) -> Result<Option<Document>>,
    /// The ids after one of them, in their order, at most so many.
    pub ids_after: fn(&ReadTx, Option<Id>, usize) -> Result<Vec<Id>>,
    /// The highest audience of such documents that the actor belongs to; `None` for no document at all.
    pub audience: fn(&ReadTx, &Actor) -> Result<Option<u8>>,
    /// What was found, as the actor may see it; [`Error::NotFound`] when the actor may not.
    pub open: fn(&ReadTx, &Actor, Id) -> Result<Thing>,
}

/// Something found, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its code or number; may be empty.
    pub code: String,
    /// What sort of its kind it is: an offer, a room; may be empty.
    pub sort: &'static str,
    /// The beginning of what it says.
    pub text: String,
    /// What it costs, in its member's words.
    pub price: String,
    /// The exact price, parts of which are paid together; empty where there is none.
    pub prices: Vec<Money>,
    /// For how much that is, such as an hour; empty for the whole.
    pub unit: String,
    /// Whose it is.
    pub by: Option<Card>,
    /// The name of the category that it stands in.
    pub category: Option<String>,
    /// A picture among the community's files.
    pub photo: Option<[u8; 32]>,
}

/// Everything that can be found.
pub const KINDS: [Kind; 5] = [
    Kind {
        kind: ayni_members::DOCUMENT,
        of: |_, event| Ok(member_of(event).map(MemberId::bytes).into_iter().collect()),
        document: |tx, id| ayni_members::document(tx, MemberId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_members::ids_after(tx, after.map(MemberId::from_bytes), limit)?;
            Ok(ids.into_iter().map(MemberId::bytes).collect())
        },
        audience: |tx, me| ayni_members::search_audience(tx, me),
        open: member,
    },
    Kind {
        kind: ayni_market::DOCUMENT,
        of: |tx, event| {
            let ids = match event {
                Event::ListingChanged(id) => vec![id],
                Event::CategoryChanged(id) => ayni_market::ids_in_category(tx, id)?,
                other => member_of(other).map_or(Ok(Vec::new()), |id| ayni_market::ids_of_member(tx, id))?,
            };
            Ok(ids.into_iter().map(ListingId::bytes).collect())
        },
        document: |tx, id| ayni_market::document(tx, ListingId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_market::ids_after(tx, after.map(ListingId::from_bytes), limit)?;
            Ok(ids.into_iter().map(ListingId::bytes).collect())
        },
        audience: |tx, me| ayni_market::search_audience(tx, me),
        open: listing,
    },
    Kind {
        kind: ayni_resources::DOCUMENT,
        of: |tx, event| {
            let ids = match event {
                // What stands in it is seen, named and placed by it.
                Event::ResourceChanged(id) => ayni_resources::subtree(tx, id)?,
                Event::ResourceCategoryChanged(id) => ayni_resources::ids_in_category(tx, id)?,
                _ => Vec::new(),
            };
            Ok(ids.into_iter().map(ResourceId::bytes).collect())
        },
        document: |tx, id| ayni_resources::document(tx, ResourceId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_resources::ids_after(tx, after.map(ResourceId::from_bytes), limit)?;
            Ok(ids.into_iter().map(ResourceId::bytes).collect())
        },
        audience: |tx, me| ayni_resources::search_audience(tx, me),
        open: resource,
    },
    Kind {
        kind: ayni_market::CATEGORY_DOCUMENT,
        of: |_, event| match event {
            Event::CategoryChanged(id) => Ok(vec![id.bytes()]),
            _ => Ok(Vec::new()),
        },
        document: |tx, id| ayni_market::category_document(tx, CategoryId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let all = ayni_communities::categories(tx)?;
            Ok(page(all.into_iter().map(|category| category.id.bytes()), after, limit))
        },
        audience: |tx, me| ayni_market::search_audience(tx, me),
        open: category,
    },
    Kind {
        kind: ayni_resources::CATEGORY_DOCUMENT,
        of: |_, event| match event {
            Event::ResourceCategoryChanged(id) => Ok(vec![id.bytes()]),
            _ => Ok(Vec::new()),
        },
        document: |tx, id| ayni_resources::category_document(tx, ResourceCategoryId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let all = ayni_resources::categories(tx)?;
            Ok(page(all.into_iter().map(|category| category.id.bytes()), after, limit))
        },
        audience: |tx, me| ayni_resources::search_audience(tx, me),
        open: resource_category,
    },
];

/// The member whose document says something else after an event.
const fn member_of(event: Event) -> Option<MemberId> {
    match event {
        Event::MemberChanged(id)
        | Event::MemberApplied(id)
        | Event::MemberActivated(id)
        | Event::MemberDeactivated(id) => Some(id),
        _ => None,
    }
}

/// A page of ids of which there are few.
fn page(ids: impl Iterator<Item = Id>, after: Option<Id>, limit: usize) -> Vec<Id> {
    let mut ids: Vec<Id> = ids.filter(|id| after.is_none_or(|after| *id > after)).collect();
    ids.sort_unstable();
    ids.truncate(limit);
    ids
}

/// The beginning of a text, cut between words.
fn excerpt(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = flat.char_indices().nth(EXCERPT) else {
        return flat;
    };
    let cut = flat.get(..end).unwrap_or_default();
    let whole = cut.rfind(' ').and_then(|space| cut.get(..space)).unwrap_or(cut);
    format!("{whole}…")
}

fn member(tx: &ReadTx, me: &Actor, id: Id) -> Result<Thing> {
    let member = ayni_members::get(tx, me, MemberId::from_bytes(id))?;
    Ok(Thing {
        kind: ayni_members::DOCUMENT,
        id,
        title: member.name.to_string(),
        code: member.number.to_string(),
        sort: member.kind.word(),
        text: excerpt(member.description.as_str()),
        price: String::new(),
        prices: Vec::new(),
        unit: String::new(),
        by: None,
        category: None,
        photo: member.card().photo,
    })
}

fn listing(tx: &ReadTx, me: &Actor, id: Id) -> Result<Thing> {
    let listing = ayni_market::listing(tx, me, ListingId::from_bytes(id))?;
    let category = listing.category.map(|id| ayni_communities::category(tx, id)).transpose()?.flatten();
    let text = excerpt(listing.description.as_str());
    Ok(Thing {
        kind: ayni_market::DOCUMENT,
        id,
        title: if listing.title.is_empty() { text.clone() } else { listing.title.to_string() },
        code: listing.code.to_string(),
        sort: listing.kind.word(),
        text,
        price: listing.price.words.to_string(),
        prices: prices(tx, &listing.price)?,
        unit: listing.price.unit.to_string(),
        by: Some(ayni_members::name_of(tx, listing.member)?),
        category: category.map(|category| category.name.to_string()),
        photo: None,
    })
}

fn prices(tx: &ReadTx, price: &Price) -> Result<Vec<Money>> {
    price.parts.iter().map(|part| Ok(ayni_ledger::currency(tx, part.currency)?.money(part.amount))).collect()
}

fn resource(tx: &ReadTx, me: &Actor, id: Id) -> Result<Thing> {
    let resource = ayni_resources::visible(tx, me, ResourceId::from_bytes(id))?;
    if resource.status == ayni_resources::ResourceStatus::Retired {
        return Err(Error::NotFound);
    }
    let line = resource.category.map_or(Ok(Vec::new()), |id| ayni_resources::category_line(tx, id))?;
    Ok(Thing {
        kind: ayni_resources::DOCUMENT,
        id,
        title: resource.name.to_string(),
        code: resource.code.to_string(),
        sort: resource.kind.word(),
        text: excerpt(resource.description.as_str()),
        price: String::new(),
        prices: Vec::new(),
        unit: String::new(),
        by: None,
        category: line.first().map(|category| category.name.to_string()),
        photo: resource.photos.first().copied(),
    })
}

fn category(tx: &ReadTx, me: &Actor, id: Id) -> Result<Thing> {
    let id_of = CategoryId::from_bytes(id);
    let category = ayni_communities::category(tx, id_of)?.ok_or_else(|| me.absent())?;
    let needed = ayni_market::category_document(tx, id_of)?.map(|document| document.audience);
    if ayni_market::search_audience(tx, me)? < needed {
        return Err(me.absent());
    }
    Ok(Thing {
        text: excerpt(category.description.as_str()),
        ..named(ayni_market::CATEGORY_DOCUMENT, id, category.name.to_string(), category.code.to_string())
    })
}

fn resource_category(tx: &ReadTx, me: &Actor, id: Id) -> Result<Thing> {
    let line = ayni_resources::category_line(tx, ResourceCategoryId::from_bytes(id))?;
    let category = line.first().ok_or_else(|| me.absent())?;
    Ok(named(ayni_resources::CATEGORY_DOCUMENT, id, category.name.to_string(), String::new()))
}

/// Something with a name and nothing more.
const fn named(kind: &'static str, id: Id, title: String, code: String) -> Thing {
    Thing {
        kind,
        id,
        title,
        code,
        sort: "",
        text: String::new(),
        price: String::new(),
        prices: Vec::new(),
        unit: String::new(),
        by: None,
        category: None,
        photo: None,
    }
}
