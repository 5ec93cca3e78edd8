//! The stored records of members, their keys, indexes and versions. Private to the feature.

mod stored;

use ayni_kernel::{
    Code, Error, GroupId, InviteId, MemberId, Result, Roles, Sealed, UserId,
    tx::{Now, Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Error as StorageError, Index, Table};

use self::stored::{StoredCount, StoredGroup, StoredGroupMember, StoredInvite, StoredLink, StoredMember, StoredRoles};
use crate::{
    groups::Group,
    model::{Invite, Link, Member, MemberStatus, folded},
};

static MEMBERS: Table<MemberId, StoredMember> = Table::new(0x0301, "members", &[&BY_NUMBER, &BY_NAME, &BY_STATUS]);
/// Numbers without regard to case.
static BY_NUMBER: Index<String, MemberId, StoredMember> =
    Index::unique(0x8301, "members.by_number", |_, member| vec![folded(&member.number)]);
static BY_NAME: Index<String, MemberId, StoredMember> =
    Index::many(0x8302, "members.by_name", |_, member| vec![folded(&member.name)]);
static BY_STATUS: Index<(u8, String), MemberId, StoredMember> =
    Index::many(0x8303, "members.by_status", |_, member| vec![(member.status, folded(&member.name))]);

static LINKS: Table<(MemberId, UserId), StoredLink> = Table::new(0x0302, "links", &[&BY_USER]);
static BY_USER: Index<UserId, (MemberId, UserId), StoredLink> =
    Index::many(0x8304, "links.by_user", |(_, user), _| vec![*user]);

static ROLES: Table<UserId, StoredRoles> = Table::new(0x0303, "roles", &[]);

static INVITES: Table<InviteId, StoredInvite> = Table::new(0x0304, "invites", &[&BY_TOKEN]);
static BY_TOKEN: Index<[u8; 32], InviteId, StoredInvite> =
    Index::unique(0x8305, "invites.by_token", |_, invite| vec![invite.token]);

/// How many members have each status, so that nobody has to count them.
static COUNTS: Table<u8, StoredCount> = Table::new(0x0306, "member_counts", &[]);
/// The last place given in the row of member numbers.
static LAST_NUMBER: Table<(), StoredCount> = Table::new(0x0307, "last_member_number", &[]);

static GROUPS: Table<GroupId, StoredGroup> = Table::new(0x0308, "member_groups", &[&BY_GROUP_NAME]);
static BY_GROUP_NAME: Index<String, GroupId, StoredGroup> =
    Index::unique(0x8306, "member_groups.by_name", |_, group| vec![folded(&group.name)]);
static GROUP_MEMBERS: Table<(GroupId, MemberId), StoredGroupMember> =
    Table::new(0x0309, "group_members", &[&GROUPS_OF_MEMBER]);
static GROUPS_OF_MEMBER: Index<MemberId, (GroupId, MemberId), StoredGroupMember> =
    Index::many(0x8307, "group_members.by_member", |(_, member), _| vec![*member]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&MEMBERS, &LINKS, &ROLES, &INVITES, &COUNTS, &LAST_NUMBER, &GROUPS, &GROUP_MEMBERS]
}

/// Stored numbers and texts that no version of this program wrote.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a member's record is damaged: {cause}"))
}

/// What storage refuses because of what a person typed, as a fault of the form.
fn refused(error: StorageError) -> Error {
    match error {
        StorageError::Taken { index: "members.by_number" } => Error::conflict("members-number-taken"),
        StorageError::Taken { index: "member_groups.by_name" } => Error::conflict("members-group-taken"),
        StorageError::Duplicate { table: "members" } => Error::conflict("members-id-taken"),
        StorageError::TooLarge { what, .. } if what.starts_with("value") => {
            Error::invalid("description", "members-profile-large")
        }
        other => other.into(),
    }
}

pub(crate) fn member(tx: &impl Reads, id: MemberId) -> Result<Option<Sealed<Member>>> {
    MEMBERS.get(tx, &id)?.map(|stored| stored.open(id).map(Sealed::new)).transpose()
}

pub(crate) fn photos(tx: &impl Reads) -> Result<Vec<[u8; 32]>> {
    let rows = MEMBERS.range(tx, .., Direction::Ascending)?;
    rows.filter_map(|row| row.map(|(_, member)| member.photo).map_err(Error::from).transpose()).collect()
}

pub(crate) fn ids_after(tx: &impl Reads, after: Option<MemberId>, limit: usize) -> Result<Vec<MemberId>> {
    let rows = MEMBERS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| Ok(row?.0)).collect()
}

pub(crate) fn id_of_number(tx: &impl Reads, number: &Code) -> Result<Option<MemberId>> {
    Ok(BY_NUMBER.get(tx, &folded(number.as_str()))?)
}

pub(crate) fn insert(tx: &mut WriteTx<'_>, member: &Member) -> Result<()> {
    MEMBERS.insert(tx, &member.id, &StoredMember::from(member)).map_err(refused)?;
    count(tx, member.status, |n| n.saturating_add(1))
}

/// Replaces a member; `before` is the status it had.
pub(crate) fn replace(tx: &mut WriteTx<'_>, before: MemberStatus, member: &Member) -> Result<()> {
    MEMBERS.put(tx, &member.id, &StoredMember::from(member)).map_err(refused)?;
    if before != member.status {
        count(tx, before, |n| n.saturating_sub(1))?;
        count(tx, member.status, |n| n.saturating_add(1))?;
    }
    Ok(())
}

fn count(tx: &mut WriteTx<'_>, status: MemberStatus, change: impl FnOnce(u64) -> u64) -> Result<()> {
    let number = counted(&**tx, status)?;
    Ok(COUNTS.put(tx, &status.number(), &StoredCount { number: change(number) })?)
}

pub(crate) fn counted(tx: &impl Reads, status: MemberStatus) -> Result<u64> {
    Ok(COUNTS.get(tx, &status.number())?.map_or(0, |count| count.number))
}

pub(crate) fn last_number(tx: &impl Reads) -> Result<u32> {
    let last = LAST_NUMBER.get(tx, &())?.map_or(0, |last| last.number);
    u32::try_from(last).map_err(damaged)
}

pub(crate) fn put_last_number(tx: &mut WriteTx<'_>, place: u32) -> Result<()> {
    Ok(LAST_NUMBER.put(tx, &(), &StoredCount { number: place.into() })?)
}

/// A place in a list sorted by name: the folded name and the id.
pub(crate) type Place = (String, MemberId);

/// The members after a place, by name, all or those with a status; stops when `each` says so.
pub(crate) fn walk(
    tx: &impl Reads,
    status: Option<MemberStatus>,
    after: Option<&Place>,
    mut each: impl FnMut(Place) -> Result<std::ops::ControlFlow<()>>,
) -> Result<()> {
    if let Some(status) = status {
        let after = after.map(|(name, id)| ((status.number(), name.clone()), *id));
        let after = after.as_ref().map(|(value, id)| (value, id));
        for entry in BY_STATUS.scan(tx, &status.number(), after, Direction::Ascending)? {
            let ((_, name), id) = entry?;
            if each((name, id))?.is_break() {
                return Ok(());
            }
        }
    } else {
        let after = after.map(|(name, id)| (name, id));
        for entry in BY_NAME.scan(tx, &(), after, Direction::Ascending)? {
            if each(entry?)?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// At most `limit` members after an id, in the order of their ids.
pub(crate) fn page(tx: &impl Reads, after: Option<MemberId>, limit: usize) -> Result<Vec<Member>> {
    let rows = MEMBERS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn put_link(tx: &mut WriteTx<'_>, link: &Link) -> Result<()> {
    Ok(LINKS.put(tx, &(link.member, link.user), &StoredLink::from(link))?)
}

pub(crate) fn link(tx: &impl Reads, member: MemberId, user: UserId) -> Result<Option<Link>> {
    Ok(LINKS.get(tx, &(member, user))?.map(|stored| stored.open(member, user)))
}

pub(crate) fn remove_link(tx: &mut WriteTx<'_>, member: MemberId, user: UserId) -> Result<()> {
    LINKS.remove(tx, &(member, user))?;
    Ok(())
}

pub(crate) fn links_of(tx: &impl Reads, member: MemberId) -> Result<Vec<Link>> {
    let rows = LINKS.scan(tx, &member, None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).map(|((member, user), stored)| stored.open(member, user))).collect()
}

pub(crate) fn member_ids(tx: &impl Reads, user: UserId) -> Result<Vec<MemberId>> {
    let rows = BY_USER.scan(tx, &user, None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).map(|(_, (member, _))| member)).collect()
}

pub(crate) fn roles(tx: &impl Reads, user: UserId) -> Result<Roles> {
    Ok(ROLES.get(tx, &user)?.map_or(Roles::NONE, |stored| Roles::from_bits(stored.bits)))
}

/// The users with roles; few, because each was named by an admin.
pub(crate) fn all_roles(tx: &impl Reads) -> Result<Vec<(UserId, Roles)>> {
    let rows = ROLES.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).map(|(user, stored)| (user, Roles::from_bits(stored.bits)))).collect()
}

pub(crate) fn put_roles(tx: &mut WriteTx<'_>, user: UserId, roles: Roles) -> Result<()> {
    if roles.is_empty() {
        ROLES.remove(tx, &user)?;
    } else {
        ROLES.put(tx, &user, &StoredRoles { bits: roles.bits() })?;
    }
    Ok(())
}

/// Stores an invitation under the hash of its token.
pub(crate) fn insert_invite(tx: &mut WriteTx<'_>, invite: &Invite, token: [u8; 32]) -> Result<()> {
    Ok(INVITES.insert(tx, &invite.id, &StoredInvite::new(invite, token))?)
}

pub(crate) fn put_invite(tx: &mut WriteTx<'_>, invite: &Invite, token: [u8; 32]) -> Result<()> {
    Ok(INVITES.put(tx, &invite.id, &StoredInvite::new(invite, token))?)
}

pub(crate) fn remove_invite(tx: &mut WriteTx<'_>, id: InviteId) -> Result<()> {
    INVITES.remove(tx, &id)?;
    Ok(())
}

pub(crate) fn invite(tx: &impl Reads, id: InviteId) -> Result<Option<Invite>> {
    INVITES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn invite_by_token(tx: &impl Reads, token: [u8; 32]) -> Result<Option<Invite>> {
    BY_TOKEN.get(tx, &token)?.map_or(Ok(None), |id| invite(tx, id))
}

/// At most `limit` invitations, the newest first.
pub(crate) fn invites(tx: &impl Reads, limit: usize) -> Result<Vec<Invite>> {
    let rows = INVITES.scan(tx, &(), None, Direction::Descending)?;
    rows.take(limit).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn groups(tx: &impl Reads) -> Result<Vec<Group>> {
    let rows = GROUPS.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn group(tx: &impl Reads, id: GroupId) -> Result<Option<Group>> {
    GROUPS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_group(tx: &mut WriteTx<'_>, group: &Group) -> Result<()> {
    GROUPS.put(tx, &group.id, &StoredGroup::from(group)).map_err(refused)
}

pub(crate) fn remove_group(tx: &mut WriteTx<'_>, id: GroupId) -> Result<()> {
    GROUPS.remove(tx, &id)?;
    Ok(())
}

/// At most `limit` members of a group after one of them.
pub(crate) fn group_members(
    tx: &impl Reads,
    id: GroupId,
    after: Option<MemberId>,
    limit: usize,
) -> Result<Vec<MemberId>> {
    let after = after.map(|member| (id, member));
    let rows = GROUP_MEMBERS.scan(tx, &id, after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map(|((_, member), _)| member).map_err(Error::from)).collect()
}

pub(crate) fn groups_of(tx: &impl Reads, member: MemberId) -> Result<Vec<GroupId>> {
    let rows = GROUPS_OF_MEMBER.scan(tx, &member, None, Direction::Ascending)?;
    rows.map(|row| row.map(|(_, (group, _))| group).map_err(Error::from)).collect()
}

pub(crate) fn put_group_member(tx: &mut WriteTx<'_>, id: GroupId, member: MemberId) -> Result<()> {
    let since = Now::now(tx);
    Ok(GROUP_MEMBERS.put(tx, &(id, member), &StoredGroupMember { since })?)
}

pub(crate) fn remove_group_member(tx: &mut WriteTx<'_>, id: GroupId, member: MemberId) -> Result<()> {
    GROUP_MEMBERS.remove(tx, &(id, member))?;
    Ok(())
}
