//! Becoming a member, and ceasing to be one.

use ayni_communities::Joining;
use ayni_kernel::{
    Actor, Address, Body, Code, Email, Error, Event, Line, MemberId, Name, Point, Result, UserId, WriteTx,
};

use crate::{
    directory::shown,
    import::take_number,
    model::{self, Contact, Member, MemberKind, MemberStatus, Step},
    people,
    policy::{MemberAct, Roll, RollAct},
    tables,
};

/// What somebody says who asks to join.
#[derive(Debug, Clone)]
pub struct Apply {
    /// The login that will act for the member.
    pub user: UserId,
    /// The member's name.
    pub name: Name,
    /// What sort of member.
    pub kind: MemberKind,
    /// The first contact; members will see it.
    pub email: Email,
    /// A few words to those who decide.
    pub letter: Body,
}

/// A member whom the staff write in, perhaps somebody without a computer.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// The login that will act for the member, if there is one.
    pub user: Option<UserId>,
    /// The number, when it is given already; otherwise the next one.
    pub number: Option<Code>,
    /// The member's name.
    pub name: Name,
    /// What sort of member.
    pub kind: MemberKind,
    /// What there is to say.
    pub description: Body,
    /// Where it lives.
    pub address: Address,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// How to reach it.
    pub contacts: Vec<Contact>,
    /// A remark for the staff.
    pub note: Line,
}

/// Asks to join; the member waits for an answer. Strangers may, where joining is open.
///
/// Refuses with `Conflict` where one joins by invitation (`members-by-invitation`) and for a user who is or asked
/// to become a member already (`members-already`).
pub fn apply(tx: &mut WriteTx<'_>, me: &Actor, ask: Apply) -> Result<Member> {
    let joining = ayni_communities::settings(&**tx)?.joining;
    if me.user().is_some_and(|user| user != ask.user) {
        me.may(RollAct::WriteIn, &Roll)?;
    }
    if joining == Joining::InviteOnly && me.may(RollAct::WriteIn, &Roll).is_err() {
        return Err(Error::conflict("members-by-invitation"));
    }
    no_member_yet(tx, ask.user)?;
    let contacts = vec![Contact::email(&ask.email)?];
    let fresh = fresh(tx, ask.name, ask.kind, MemberStatus::Pending, None)?;
    let member = Member { contacts, letter: ask.letter, ..fresh };
    tables::insert(tx, &member)?;
    people::link(tx, member.id, ask.user)?;
    tx.emit(Event::MemberApplied(member.id))?;
    Ok(member)
}

/// Writes in a member who is active at once; for stewards and admins.
///
/// Refuses with `Conflict` when the number is taken (`members-number-taken`).
pub fn create(tx: &mut WriteTx<'_>, me: &Actor, ask: NewMember) -> Result<Member> {
    me.may(RollAct::WriteIn, &Roll)?;
    model::check_contacts(&ask.contacts)?;
    let fresh = fresh(tx, ask.name, ask.kind, MemberStatus::Active, ask.number)?;
    let member = Member {
        description: ask.description,
        address: ask.address,
        location: ask.location,
        contacts: ask.contacts,
        note: ask.note,
        ..fresh
    };
    tables::insert(tx, &member)?;
    if let Some(user) = ask.user {
        people::link(tx, member.id, user)?;
    }
    tx.emit(Event::MemberActivated(member.id))?;
    Ok(member)
}

/// Refuses a user who is a member here or waits to become one.
pub(crate) fn no_member_yet(tx: &WriteTx<'_>, user: UserId) -> Result<()> {
    if people::members_of(&**tx, user)?.is_empty() { Ok(()) } else { Err(Error::conflict("members-already")) }
}

/// A new member with an id, a number and nothing else; not stored yet.
pub(crate) fn fresh(
    tx: &mut WriteTx<'_>,
    name: Name,
    kind: MemberKind,
    status: MemberStatus,
    number: Option<Code>,
) -> Result<Member> {
    let number = number.map_or_else(|| take_number(tx), Ok)?;
    Ok(Member::new(tx.id(), number, name, kind, status, tx.now()))
}

/// Makes an applicant an active member; for stewards and admins.
pub fn approve(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId) -> Result<Member> {
    take(tx, me, id, Step::Approve, Line::default())
}

/// Turns an applicant down; for stewards and admins.
pub fn refuse(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, reason: Line) -> Result<Member> {
    take(tx, me, id, Step::Refuse, reason)
}

/// Takes a member out of trade for a while; for stewards and admins.
///
/// Refuses with `Conflict` when nobody would be left to run the community (`members-last-admin`), with `Forbidden`
/// when somebody who is no admin wants to suspend a member with roles.
pub fn suspend(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, reason: Line) -> Result<Member> {
    take(tx, me, id, Step::Suspend, reason)
}

/// Lets a suspended or disabled member trade again; for stewards and admins.
pub fn restore(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId) -> Result<Member> {
    take(tx, me, id, Step::Restore, Line::default())
}

/// Ends the membership: for the member's own users, stewards and admins. Its users lose the roles they hold
/// through it. The ledger refuses while there is a balance.
///
/// Refuses like [`suspend`].
pub fn leave(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId) -> Result<Member> {
    take(tx, me, id, Step::Leave, Line::default())
}

fn take(tx: &mut WriteTx<'_>, me: &Actor, id: MemberId, step: Step, note: Line) -> Result<Member> {
    let act = if step == Step::Leave { MemberAct::Leave } else { MemberAct::Decide };
    let sealed = tables::member(&**tx, id)?.ok_or_else(|| me.absent())?;
    let member = sealed.open(me, act)?;
    people::may_touch_roles(&**tx, me, id)?;
    let before = member.status;
    let status = model::after(before, step)?;
    let now = tx.now();
    let joined = member.joined.or((status == MemberStatus::Active).then_some(now));
    let member = Member { status, note, joined, updated: now, ..member };
    if before == MemberStatus::Active {
        people::let_go(tx, id, status)?;
    }
    tables::replace(tx, before, &member)?;
    let activated = status == MemberStatus::Active;
    tx.emit(if activated { Event::MemberActivated(id) } else { Event::MemberDeactivated(id) })?;
    Ok(shown(me, member))
}
