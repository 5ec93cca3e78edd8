//! The node's registry: which communities there are and under which addresses they are found.

use ayni_kernel::{CommunityId, Error, Fault, Name, Reads, Result, Slug, Timestamp, WriteTx};
use ayni_storage::Direction;

use crate::tables::{BY_HOST, BY_SLUG, REGISTRY, StoredEntry};

/// A community of this node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which one.
    pub id: CommunityId,
    /// Its short name: the first label of its host name.
    pub slug: Slug,
    /// Host names of its own, in lower case and without a port.
    pub hosts: Vec<String>,
    /// Its name, as its settings have it.
    pub name: Name,
    /// When it was registered.
    pub created: Timestamp,
}

/// Adds a community to the registry: from now on it is served.
///
/// Refuses with `Conflict` when another has the slug (`communities-slug-taken`) or a host (`communities-host-taken`).
pub fn register(tx: &mut WriteTx<'_>, entry: Entry) -> Result<()> {
    check_free(tx, &entry)?;
    let id = entry.id;
    Ok(REGISTRY.insert(tx, &id, &StoredEntry::new(entry))?)
}

/// Puts a new community in the place of an old one, whose slug and hosts it may have.
///
/// Refuses like [`register`], and with `NotFound` when there is no old one.
pub fn replace(tx: &mut WriteTx<'_>, old: CommunityId, new: Entry) -> Result<()> {
    REGISTRY.remove(tx, &old)?.ok_or(Error::NotFound)?;
    register(tx, new)
}

fn check_free(tx: &WriteTx<'_>, entry: &Entry) -> Result<()> {
    if BY_SLUG.get(&**tx, &entry.slug.to_string())?.is_some() {
        return Err(Error::Conflict(Fault::new("slug", "communities-slug-taken")));
    }
    for host in &entry.hosts {
        if BY_HOST.get(&**tx, &host_name(host))?.is_some() {
            return Err(Error::Conflict(Fault::new("hosts", "communities-host-taken").with("host", host.as_str())));
        }
    }
    Ok(())
}

/// Every community of the node, in the order of their ids; a node has few.
pub fn list(tx: &impl Reads) -> Result<Vec<Entry>> {
    let rows = REGISTRY.range(tx, .., Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.entry(id))).collect()
}

/// The community with this id.
pub fn by_id(tx: &impl Reads, id: CommunityId) -> Result<Option<Entry>> {
    REGISTRY.get(tx, &id)?.map(|stored| stored.entry(id)).transpose()
}

/// The community with this slug.
pub fn by_slug(tx: &impl Reads, slug: &Slug) -> Result<Option<Entry>> {
    BY_SLUG.get(tx, &slug.to_string())?.map_or(Ok(None), |id| by_id(tx, id))
}

/// The community that a request's `Host` means: the one with this host name, or else the one whose slug is its first
/// label. Case, port and a final dot do not matter.
pub fn by_host(tx: &impl Reads, host: &str) -> Result<Option<Entry>> {
    let host = host_name(host);
    if let Some(id) = BY_HOST.get(tx, &host)? {
        return by_id(tx, id);
    }
    let label = host.split('.').next().and_then(|label| Slug::parse("host", label).ok());
    match label.map_or(Ok(None), |slug| by_slug(tx, &slug))? {
        Some(entry) => Ok(Some(entry)),
        None => only(tx),
    }
}

/// The community of a node that has just one: it answers to every host, so that a box works before it has a name.
fn only(tx: &impl Reads) -> Result<Option<Entry>> {
    let mut first_two = REGISTRY.scan(tx, &(), None, Direction::Ascending)?.take(2);
    match (first_two.next().transpose()?, first_two.next()) {
        (Some((id, _)), None) => by_id(tx, id),
        _ => Ok(None),
    }
}

/// Gives the community in the registry its new name, after its settings changed.
pub fn set_name(tx: &mut WriteTx<'_>, id: CommunityId, name: Name) -> Result<()> {
    let mut entry = by_id(&**tx, id)?.ok_or(Error::NotFound)?;
    entry.name = name;
    Ok(REGISTRY.put(tx, &id, &StoredEntry::new(entry))?)
}

/// A host in lower case, without its port and final dot; an IPv6 address keeps its brackets.
pub(crate) fn host_name(raw: &str) -> String {
    let raw = raw.trim();
    let name = match raw.find(']') {
        Some(end) if raw.starts_with('[') => raw.get(..=end).unwrap_or(raw),
        _ => raw.split(':').next().unwrap_or(raw),
    };
    name.trim_end_matches('.').to_lowercase()
}
