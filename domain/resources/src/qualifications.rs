//! Qualifications: trainings and agreements that a resource asks for, and the members who have them.

use ayni_kernel::{
    Actor, Body, Error, Event, Fault, Guarded, MemberId, Name, QualificationId, Result, Role, Timestamp, UserId,
    WriteTx,
    tx::{Now, Reads},
};
use ayni_members::MemberStatus;

use crate::{
    model::Resource,
    policy::{Estate, EstateAct, is_staff},
    reading, tables,
};

ayni_kernel::choices! {
    /// How a member comes by a qualification.
    QualificationKind {
        /// Somebody who looks after resources gives it after a training.
        Training = 1 "training",
        /// The member reads a text and agrees.
        Agreement = 2 "agreement",
    }
}

/// The most qualifications of a community.
pub const MAX_KINDS: usize = 200;
/// The longest a qualification may be valid: ten years of days.
pub const MAX_VALID_DAYS: u32 = 3_660;
/// The most holders that a page shows.
pub const MAX_HOLDERS: usize = 1_000;

/// A training or an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    /// Its id.
    pub id: QualificationId,
    /// Its name.
    pub name: Name,
    /// How a member comes by it.
    pub kind: QualificationKind,
    /// What it is about; for an agreement the text that a member agrees to.
    pub text: Body,
    /// For how many days it holds; `None` for ever.
    pub valid_days: Option<u32>,
}

/// What the editor of a qualification sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualificationDetails {
    /// Its name.
    pub name: Name,
    /// How a member comes by it.
    pub kind: QualificationKind,
    /// What it is about; an agreement needs it.
    pub text: Body,
    /// For how many days it holds, 1 to [`MAX_VALID_DAYS`].
    pub valid_days: Option<u32>,
}

/// That a member has a qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub member: MemberId,
    /// Has what.
    pub qualification: QualificationId,
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` for ever.
    pub until: Option<Timestamp>,
    /// The user who gave it, or agreed.
    pub by: Option<UserId>,
}

impl Holding {
    /// Whether it counts at a moment.
    pub fn counts(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// What somebody may want to do with a member's qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldingAct {
    /// Know of it.
    See,
    /// Agree to a text.
    Agree,
    /// Give a training.
    Give,
    /// Take it away.
    Withdraw,
}

/// A member as the holder of qualifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder(pub MemberId);

impl Guarded for Holder {
    type Act = HoldingAct;

    fn allows(&self, me: &Actor, act: HoldingAct) -> bool {
        let own = me.acts_for(self.0);
        match act {
            HoldingAct::See | HoldingAct::Agree if own => true,
            // A signature on paper: stewards enter it for members who have no computer.
            HoldingAct::See | HoldingAct::Agree if me.has(Role::Steward) => true,
            _ if is_staff(me) => true,
            HoldingAct::See | HoldingAct::Agree | HoldingAct::Give | HoldingAct::Withdraw => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// Every qualification, by name. Anybody may read them.
pub fn qualifications(tx: &impl Reads) -> Result<Vec<Qualification>> {
    let mut all = tables::qualifications(tx)?;
    all.sort_by_cached_key(|qualification| (qualification.name.as_str().to_lowercase(), qualification.id));
    Ok(all)
}

/// One qualification. Anybody may read it.
pub fn qualification(tx: &impl Reads, id: QualificationId) -> Result<Qualification> {
    tables::qualification(tx, id)?.ok_or(Error::NotFound)
}

/// Adds a qualification; for managers and admins.
///
/// Refuses with `Conflict` when there are [`MAX_KINDS`] (`resources-qualifications-many`), with `Invalid` for an
/// agreement without a text and for days out of range.
pub fn add_qualification(tx: &mut WriteTx<'_>, me: &Actor, ask: QualificationDetails) -> Result<Qualification> {
    me.may(EstateAct::Manage, &Estate)?;
    if tables::qualifications(&**tx)?.len() >= MAX_KINDS {
        return Err(Error::Conflict(Fault::new("", "resources-qualifications-many").with("max", MAX_KINDS)));
    }
    let id = tx.id();
    save(tx, id, ask)
}

/// Changes a qualification; for managers and admins. Who has it keeps it as long as it was given for.
pub fn change_qualification(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: QualificationId,
    ask: QualificationDetails,
) -> Result<Qualification> {
    me.may(EstateAct::Manage, &Estate)?;
    qualification(&**tx, id)?;
    save(tx, id, ask)
}

fn save(tx: &mut WriteTx<'_>, id: QualificationId, ask: QualificationDetails) -> Result<Qualification> {
    let QualificationDetails { name, kind, text, valid_days } = ask;
    if kind == QualificationKind::Agreement && text.is_empty() {
        return Err(Error::invalid("text", "resources-agreement-text"));
    }
    if valid_days.is_some_and(|days| days == 0 || days > MAX_VALID_DAYS) {
        return Err(Fault::new("valid_days", "resources-valid-days").with("max", i64::from(MAX_VALID_DAYS)).into());
    }
    let qualification = Qualification { id, name, kind, text, valid_days };
    tables::put_qualification(tx, &qualification)?;
    tx.emit(Event::QualificationChanged(id))?;
    Ok(qualification)
}

/// Whether a member has a qualification at a moment.
pub fn holds(tx: &impl Reads, member: MemberId, qualification: QualificationId, at: Timestamp) -> Result<bool> {
    Ok(tables::holding(tx, member, qualification)?.is_some_and(|holding| holding.counts(at)))
}

/// What of all that a resource asks for a member does not have at a moment.
pub fn missing(tx: &impl Reads, resource: &Resource, member: MemberId, at: Timestamp) -> Result<Vec<Qualification>> {
    let mut missing = Vec::new();
    for id in reading::needed(tx, resource)? {
        if !holds(tx, member, id, at)? {
            missing.extend(tables::qualification(tx, id)?);
        }
    }
    Ok(missing)
}

/// The qualifications of a member, also those that are over; for the member's own users and the staff.
pub fn holdings_of(tx: &impl Reads, me: &Actor, member: MemberId) -> Result<Vec<Holding>> {
    me.may(HoldingAct::See, &Holder(member))?;
    tables::holdings_of(tx, member)
}

/// Who has a qualification, the newest first, at most [`MAX_HOLDERS`]; for managers and admins.
pub fn holders(tx: &impl Reads, me: &Actor, id: QualificationId) -> Result<Vec<Holding>> {
    me.may(EstateAct::Manage, &Estate)?;
    tables::holders(tx, id, MAX_HOLDERS)
}

/// Gives a member a qualification from now on, or renews it; for managers and admins.
///
/// Refuses with `Conflict` for members who are not active (`resources-member-not-active`).
pub fn give(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: QualificationId) -> Result<Holding> {
    me.may(HoldingAct::Give, &Holder(member))?;
    hold(tx, me, member, id)
}

/// Agrees to a text for a member; for the member's own users, and for the staff who have it on paper.
///
/// Refuses with `Forbidden` for trainings, which are given, and like [`give`].
pub fn agree(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: QualificationId) -> Result<Holding> {
    me.may(HoldingAct::Agree, &Holder(member))?;
    if qualification(&**tx, id)?.kind != QualificationKind::Agreement {
        return Err(Error::Forbidden);
    }
    hold(tx, me, member, id)
}

/// Takes a qualification from a member; for managers and admins. What was booked stays booked.
pub fn withdraw(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: QualificationId) -> Result<()> {
    me.may(HoldingAct::Withdraw, &Holder(member))?;
    if tables::holding(&**tx, member, id)?.is_none() {
        return Err(Error::NotFound);
    }
    tables::remove_holding(tx, member, id)?;
    tx.emit(Event::QualificationGiven(member))
}

fn hold(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: QualificationId) -> Result<Holding> {
    let qualification = qualification(&**tx, id)?;
    if ayni_members::name_of(&**tx, member)?.status != MemberStatus::Active {
        return Err(Error::conflict("resources-member-not-active"));
    }
    let since = Now::now(tx);
    let until = qualification.valid_days.map(|days| since.plus_days(i64::from(days)));
    let holding = Holding { member, qualification: id, since, until, by: me.user() };
    tables::put_holding(tx, &holding)?;
    tx.emit(Event::QualificationGiven(member))?;
    Ok(holding)
}
