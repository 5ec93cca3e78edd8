//! Groups of members: residents, volunteers, the board. Prices, policies and priorities go by them.

use ayni_kernel::{
    Actor, Cursor, Error, Event, Fault, GroupId, Line, MemberId, Name, Page, Result, WriteTx, page::MAX_ROWS, tx::Reads,
};

use crate::{
    model::Card,
    policy::{Roll, RollAct},
    tables,
};

/// The most groups of a community: more than anybody can tell apart.
pub const MAX_GROUPS: usize = 200;
/// The most groups one member is in, so that every booking can look at all of them.
pub const MAX_GROUPS_OF_MEMBER: usize = 30;

/// A group of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name; no two groups share one, whatever its case.
    pub name: Name,
    /// What it is for.
    pub note: Line,
}

/// Every group, by name; for stewards and admins, and for those who look after resources.
pub fn groups(tx: &impl Reads, me: &Actor) -> Result<Vec<Group>> {
    me.may(RollAct::SeeGroups, &Roll)?;
    let mut groups = tables::groups(tx)?;
    groups.sort_by_cached_key(|group| (group.name.as_str().to_lowercase(), group.id));
    Ok(groups)
}

/// One group, unasked: for its name in prices and policies.
pub fn group(tx: &impl Reads, id: GroupId) -> Result<Group> {
    tables::group(tx, id)?.ok_or(Error::NotFound)
}

/// The groups that a member is in, unasked: for the program's own decisions.
pub fn groups_of(tx: &impl Reads, member: MemberId) -> Result<Vec<GroupId>> {
    tables::groups_of(tx, member)
}

/// How many members a group has, counted up to [`MAX_ROWS`]; for those who see groups.
pub fn group_size(tx: &impl Reads, me: &Actor, id: GroupId) -> Result<usize> {
    me.may(RollAct::SeeGroups, &Roll)?;
    Ok(tables::group_members(tx, id, None, MAX_ROWS)?.len())
}

/// The members of a group in the order in which they joined the community; for those who see groups.
pub fn group_members(
    tx: &impl Reads,
    me: &Actor,
    id: GroupId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Card>> {
    me.may(RollAct::SeeGroups, &Roll)?;
    group(tx, id)?;
    let after = after.map(Cursor::key::<MemberId>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut ids = tables::group_members(tx, id, after, limit + 1)?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().filter(|_| more).map(Cursor::after);
    let rows = ids.into_iter().map(|member| crate::name_of(tx, member)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}

/// Makes a group; for stewards and admins.
///
/// Refuses with `Conflict` when the name is taken (`members-group-taken`) or there are [`MAX_GROUPS`]
/// (`members-groups-many`).
pub fn add_group(tx: &mut WriteTx<'_>, me: &Actor, name: Name, note: Line) -> Result<Group> {
    me.may(RollAct::KeepGroups, &Roll)?;
    if tables::groups(&**tx)?.len() >= MAX_GROUPS {
        return Err(Error::Conflict(Fault::new("", "members-groups-many").with("max", MAX_GROUPS)));
    }
    let id = tx.id();
    save(tx, Group { id, name, note })
}

/// Changes a group; for stewards and admins. Refuses like [`add_group`].
pub fn change_group(tx: &mut WriteTx<'_>, me: &Actor, id: GroupId, name: Name, note: Line) -> Result<Group> {
    me.may(RollAct::KeepGroups, &Roll)?;
    group(&**tx, id)?;
    save(tx, Group { id, name, note })
}

/// Takes a group away; for stewards and admins.
///
/// Refuses with `Conflict` while somebody is in it (`members-group-used`).
pub fn remove_group(tx: &mut WriteTx<'_>, me: &Actor, id: GroupId) -> Result<()> {
    me.may(RollAct::KeepGroups, &Roll)?;
    group(&**tx, id)?;
    if !tables::group_members(&**tx, id, None, 1)?.is_empty() {
        return Err(Error::conflict("members-group-used"));
    }
    tables::remove_group(tx, id)?;
    tx.emit(Event::GroupChanged(id))
}

/// Takes a member into a group; for stewards and admins. Does nothing when it is in already.
///
/// Refuses with `Conflict` when the member is in [`MAX_GROUPS_OF_MEMBER`] (`members-groups-of-many`).
pub fn join_group(tx: &mut WriteTx<'_>, me: &Actor, id: GroupId, member: MemberId) -> Result<()> {
    me.may(RollAct::KeepGroups, &Roll)?;
    group(&**tx, id)?;
    crate::name_of(&**tx, member)?;
    let groups = tables::groups_of(&**tx, member)?;
    if groups.contains(&id) {
        return Ok(());
    }
    if groups.len() >= MAX_GROUPS_OF_MEMBER {
        let fault = Fault::new("member", "members-groups-of-many").with("max", MAX_GROUPS_OF_MEMBER);
        return Err(Error::Conflict(fault));
    }
    tables::put_group_member(tx, id, member)?;
    tx.emit(Event::GroupChanged(id))
}

/// Takes a member out of a group; for stewards and admins. Does nothing when it is not in it.
pub fn leave_group(tx: &mut WriteTx<'_>, me: &Actor, id: GroupId, member: MemberId) -> Result<()> {
    me.may(RollAct::KeepGroups, &Roll)?;
    group(&**tx, id)?;
    tables::remove_group_member(tx, id, member)?;
    tx.emit(Event::GroupChanged(id))
}

fn save(tx: &mut WriteTx<'_>, group: Group) -> Result<Group> {
    tables::put_group(tx, &group)?;
    tx.emit(Event::GroupChanged(group.id))?;
    Ok(group)
}
