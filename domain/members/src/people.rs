//! Users behind members, and the roles they hold.

use ayni_kernel::{Actor, Error, Event, MemberId, Person, Result, Role, Roles, UserId, WriteTx, tx::Reads};

use crate::{
    model::{Link, Member, MemberStatus},
    policy::{MemberAct, Roll, RollAct},
    tables,
};

/// The user as an actor in this community: the members whose affairs it looks after, the one it acts for (the
/// asked one when that is active, else the first active one), and its roles.
///
/// Members who wait or are suspended are among `members`, so that their users still see them, but nobody acts
/// for them; and roles rest while none of the user's members is active.
pub fn actor(tx: &impl Reads, user: UserId, acting: Option<MemberId>) -> Result<Actor> {
    let members = members_of(tx, user)?;
    let roles = in_effect(&members, tables::roles(tx, user)?);
    let active = || members.iter().filter(|member| member.status == MemberStatus::Active).map(|member| member.id);
    let member = active().find(|id| Some(*id) == acting).or_else(|| active().next());
    Ok(Actor::Person(Person { user, member, members: members.iter().map(|member| member.id).collect(), roles }))
}

/// Roles as they count now: those of a user whose members are all out of trade rest.
fn in_effect(members: &[Member], roles: Roles) -> Roles {
    let resting = !members.is_empty() && members.iter().all(|member| member.status != MemberStatus::Active);
    if resting { Roles::NONE } else { roles }
}

/// The members for whom a user acts, whatever their status, except those who left. Complete, so not for pages.
pub fn members_of(tx: &impl Reads, user: UserId) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    for id in tables::member_ids(tx, user)? {
        let member = tables::member(tx, id)?.ok_or_else(|| Error::broken(format!("no member {id} behind a link")))?;
        members.extend(Some(member.unchecked()).filter(|member| member.status != MemberStatus::Deleted));
    }
    Ok(members)
}

/// The users of a member; for them, and for the staff.
pub fn users_of(tx: &impl Reads, me: &Actor, id: MemberId) -> Result<Vec<Link>> {
    let sealed = tables::member(tx, id)?.ok_or_else(|| me.absent())?;
    sealed.open(me, MemberAct::SeeUsers)?;
    tables::links_of(tx, id)
}

/// The users of a member, unasked: for the program's own work.
pub fn links(tx: &impl Reads, id: MemberId) -> Result<Vec<Link>> {
    tables::links_of(tx, id)
}

/// Whether the actor may let more users act for a member, to be asked before a login is made for one. Answers the
/// member, and refuses as [`add_user`] does.
pub fn may_add_user(tx: &impl Reads, me: &Actor, id: MemberId) -> Result<Member> {
    let sealed = tables::member(tx, id)?.ok_or_else(|| me.absent())?;
    let member = sealed.open(me, MemberAct::Edit)?;
    may_touch_roles(tx, me, id)?;
    if member.status == MemberStatus::Deleted {
        return Err(Error::conflict("members-left-already"));
    }
    Ok(member)
}

/// Lets one more user act for a member; for the member's own users, stewards and admins. Does nothing when the
/// user does so already.
///
/// Refuses with `Forbidden` when a user of the member holds a role that the actor does not stand above, and with
/// `Conflict` (`members-left-already`) when the member has left.
pub fn add_user(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, user: UserId) -> Result<Link> {
    may_add_user(&**tx, me, id)?;
    if let Some(link) = tables::link(&**tx, id, user)? {
        return Ok(link);
    }
    let link = link(tx, id, user)?;
    tx.emit(Event::MemberChanged(id))?;
    Ok(link)
}

/// Ends that a user acts for a member; for the member's own users, stewards and admins. Roles end with the user's
/// last member, since nobody could see or take them any more.
///
/// Refuses with `NotFound` when the user does not act for it, with `Conflict` when the member's own users would
/// leave it without any (`members-last-user`) or the community would be left without an admin
/// (`members-last-admin`).
pub fn remove_user(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, user: UserId) -> Result<()> {
    let sealed = tables::member(&**tx, id)?.ok_or_else(|| me.absent())?;
    sealed.open(me, MemberAct::Edit)?;
    may_touch_roles(&**tx, me, id)?;
    let users = tables::links_of(&**tx, id)?;
    if users.iter().all(|link| link.user != user) {
        return Err(Error::NotFound);
    }
    if users.len() == 1 && !me.has(Role::Steward) {
        return Err(Error::conflict("members-last-user"));
    }
    let had_admins = !admins(&**tx)?.is_empty();
    tables::remove_link(tx, id, user)?;
    if members_of(&**tx, user)?.is_empty() {
        tables::put_roles(tx, user, Roles::NONE)?;
    }
    if had_admins && admins(&**tx)?.is_empty() {
        return Err(Error::conflict("members-last-admin"));
    }
    tx.emit(Event::MemberChanged(id))
}

/// Stores that a user acts for a member.
pub(crate) fn link(tx: &mut WriteTx<'_>, member: MemberId, user: UserId) -> Result<Link> {
    let link = Link { member, user, preferences: Vec::new(), id: None, created: tx.now() };
    tables::put_link(tx, &link)?;
    Ok(link)
}

/// The roles given to a user.
pub fn roles_of(tx: &impl Reads, user: UserId) -> Result<Roles> {
    tables::roles(tx, user)
}

/// Every user with roles, for export.
pub fn all_roles(tx: &impl Reads) -> Result<Vec<(UserId, Roles)>> {
    tables::all_roles(tx)
}

/// The users who may run the community now.
pub fn admins(tx: &impl Reads) -> Result<Vec<UserId>> {
    let mut admins = Vec::new();
    for (user, roles) in tables::all_roles(tx)? {
        let counts = roles.given(Role::Admin) && in_effect(&members_of(tx, user)?, roles).given(Role::Admin);
        admins.extend(counts.then_some(user));
    }
    Ok(admins)
}

/// Says which roles a user holds; for admins.
///
/// Refuses with `Conflict` when no admin would be left (`members-last-admin`), with `NotFound` for a user who is
/// no member here.
pub fn set_roles(tx: &mut WriteTx<'_>, me: &Actor, user: UserId, roles: Roles) -> Result<()> {
    me.may(RollAct::GiveRoles, &Roll)?;
    let members = members_of(&**tx, user)?;
    if members.is_empty() && me.user().is_some() {
        return Err(Error::NotFound);
    }
    if !roles.given(Role::Admin) && admins(&**tx)? == [user] {
        return Err(Error::conflict("members-last-admin"));
    }
    tables::put_roles(tx, user, roles)?;
    members.iter().try_for_each(|member| tx.emit(Event::MemberChanged(member.id)))
}

/// Only admins, and its own users, decide about a member whose users hold roles: a steward must not be able to
/// put the admin out.
pub(crate) fn may_touch_roles(tx: &impl Reads, me: &Actor, id: MemberId) -> Result<()> {
    if me.has(Role::Admin) || me.acts_for(id) {
        return Ok(());
    }
    for link in tables::links_of(tx, id)? {
        if !tables::roles(tx, link.user)?.is_empty() {
            return Err(Error::Forbidden);
        }
    }
    Ok(())
}

/// Before a member stops being active: refuses when no admin would be left, and takes the roles of users for whom
/// this was the last membership when it ends for good.
pub(crate) fn let_go(tx: &mut WriteTx<'_>, id: MemberId, status: MemberStatus) -> Result<()> {
    let mut stranded = Vec::new();
    for link in tables::links_of(&**tx, id)? {
        let others = members_of(&**tx, link.user)?;
        if !others.iter().any(|member| member.id != id && member.status == MemberStatus::Active) {
            stranded.push(link.user);
        }
    }
    let admins = admins(&**tx)?;
    if !admins.is_empty() && admins.iter().all(|user| stranded.contains(user)) {
        return Err(Error::conflict("members-last-admin"));
    }
    if status == MemberStatus::Deleted {
        stranded.into_iter().try_for_each(|user| tables::put_roles(tx, user, Roles::NONE))?;
    }
    Ok(())
}
