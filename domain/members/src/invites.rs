//! Invitations: a link that makes whoever follows it a member at once, one time.

use ayni_kernel::{
    Actor, Email, Error, Event, Fault, InviteId, Line, Name, Result, Timestamp, UserId, WriteTx, tx::Reads,
};
use ayni_users::Token;

use crate::{
    joining,
    model::{Contact, Invite, Member, MemberKind, MemberStatus},
    people,
    policy::{Roll, RollAct},
    tables,
};

/// The longest time an invitation may lie about, in days: after a season nobody remembers who has the link.
pub const MAX_INVITE_DAYS: u16 = 90;

/// The most invitations that are listed.
const LISTED: usize = 200;

/// An invitation to make.
#[derive(Debug, Clone)]
pub struct NewInvite {
    /// The address it goes to; `None` for a link that is handed over.
    pub email: Option<Email>,
    /// Who is invited.
    pub name: Line,
    /// A remark for the staff.
    pub note: Line,
    /// How many days it may be used: 1 to [`MAX_INVITE_DAYS`].
    pub valid_days: u16,
}

/// What the invited person says.
#[derive(Debug, Clone)]
pub struct AcceptInvite {
    /// The login that will act for the member.
    pub user: UserId,
    /// The member's name.
    pub name: Name,
    /// What sort of member.
    pub kind: MemberKind,
    /// The first contact; members will see it.
    pub email: Email,
}

/// Invites somebody; for stewards and admins. The token goes into the link and is kept nowhere.
pub fn invite(tx: &mut WriteTx<'_>, me: &Actor, ask: NewInvite) -> Result<(Invite, Token)> {
    me.may(RollAct::Invite, &Roll)?;
    let by = me.user().ok_or(Error::Forbidden)?;
    if ask.valid_days == 0 || ask.valid_days > MAX_INVITE_DAYS {
        let fault = Fault::new("valid_days", "members-invite-days");
        return Err(fault.with("max", i64::from(MAX_INVITE_DAYS)).into());
    }
    let token = Token::make(tx);
    let now = tx.now();
    let invite = Invite {
        id: tx.id(),
        email: ask.email,
        name: ask.name,
        note: ask.note,
        by,
        expires: now.plus_days(ask.valid_days.into()),
        created: now,
        used: None,
    };
    tables::insert_invite(tx, &invite, token.hash())?;
    tx.emit(Event::InviteMade(invite.id))?;
    Ok((invite, token))
}

/// The invitation behind a link, while it may be used.
pub fn invite_by_token(tx: &impl Reads, now: Timestamp, token: &Token) -> Result<Option<Invite>> {
    let invite = tables::invite_by_token(tx, token.hash())?;
    Ok(invite.filter(|invite| invite.used.is_none() && now < invite.expires))
}

/// Makes the invited person an active member; the token is the leave, and good once.
///
/// Refuses with `Conflict` when the invitation was used, withdrawn or is over (`members-invite-over`), and for a
/// user who is or asked to become a member already (`members-already`).
pub fn accept_invite(tx: &mut WriteTx<'_>, token: &Token, ask: AcceptInvite) -> Result<Member> {
    let invite = invite_by_token(&**tx, tx.now(), token)?.ok_or_else(|| Error::conflict("members-invite-over"))?;
    joining::no_member_yet(tx, ask.user)?;
    let contacts = vec![Contact::email(&ask.email)?];
    let fresh = joining::fresh(tx, ask.name, ask.kind, MemberStatus::Active, None)?;
    let member = Member { contacts, ..fresh };
    tables::insert(tx, &member)?;
    people::link(tx, member.id, ask.user)?;
    tables::put_invite(tx, &Invite { used: Some(member.id), ..invite }, token.hash())?;
    tx.emit(Event::MemberActivated(member.id))?;
    Ok(member)
}

/// The latest invitations, newest first, used or not; for stewards and admins.
pub fn invites(tx: &impl Reads, me: &Actor) -> Result<Vec<Invite>> {
    me.may(RollAct::Invite, &Roll)?;
    tables::invites(tx, LISTED)
}

/// Takes an invitation back; for stewards and admins.
///
/// Refuses with `Conflict` when it was used (`members-invite-used`).
pub fn withdraw_invite(tx: &mut WriteTx<'_>, me: &Actor, id: InviteId) -> Result<()> {
    me.may(RollAct::Invite, &Roll)?;
    let invite = tables::invite(&**tx, id)?.ok_or(Error::NotFound)?;
    if invite.used.is_some() {
        return Err(Error::conflict("members-invite-used"));
    }
    tables::remove_invite(tx, id)
}
