//! Policies: named sets of rules, attached to resources, categories and groups of members.

use ayni_kernel::{Actor, Check, Error, Event, Fault, GroupId, Name, PolicyId, Reads, Result, Timestamp, WriteTx};

use crate::{
    attach::{Attachment, MAX_ATTACHED, MAX_GROUPS},
    policy::{Office, OfficeAct},
    rules::Rules,
    tables,
};

/// The most policies of a community: all are read whenever somebody books.
pub const MAX_POLICIES: usize = 200;

/// The highest priority.
pub const MAX_PRIORITY: u16 = 1_000;

ayni_kernel::choices! {
    /// Whether terms are in use.
    InUse {
        /// They hold.
        Yes = 1 "yes",
        /// They are kept for later.
        No = 2 "no",
    }
}

/// A named set of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Which one.
    pub id: PolicyId,
    /// What it says.
    pub content: PolicyContent,
    /// Whether it holds.
    pub in_use: InUse,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What the editor of a policy sends: every field, changed or not.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyContent {
    /// Its name, which members read when a rule of it says no.
    pub name: Name,
    /// Where it holds.
    pub attached: Vec<Attachment>,
    /// For whom; empty for all.
    pub groups: Vec<GroupId>,
    /// Of two that are equally near the higher one wins; at most [`MAX_PRIORITY`].
    pub priority: u16,
    /// What it says.
    pub rules: Rules,
}

impl PolicyContent {
    /// Checks all bounds and puts lists into order.
    pub(crate) fn checked(mut self) -> Result<Self> {
        let mut faults = reach_faults(&mut self.attached, &mut self.groups, self.priority);
        match self.rules.clone().checked() {
            Ok(rules) => self.rules = rules,
            Err(more) => faults.extend(more.0),
        }
        if faults.is_empty() { Ok(self) } else { Err(ayni_kernel::Faults(faults).into()) }
    }
}

/// Puts into order where and for whom terms hold; the faults of it.
pub(crate) fn reach_faults(attached: &mut Vec<Attachment>, groups: &mut Vec<GroupId>, priority: u16) -> Vec<Fault> {
    attached.sort_unstable();
    attached.dedup();
    groups.sort_unstable();
    groups.dedup();
    let mut check = Check::default();
    check.require(|| attached.is_empty().then(|| Fault::new("attached", "terms-attached-none")));
    check.require(|| {
        (attached.len() > MAX_ATTACHED).then(|| Fault::new("attached", "terms-many").with("max", MAX_ATTACHED))
    });
    check.require(|| (groups.len() > MAX_GROUPS).then(|| Fault::new("groups", "terms-many").with("max", MAX_GROUPS)));
    check.require(|| {
        (priority > MAX_PRIORITY)
            .then(|| Fault::new("priority", "terms-number").with("min", 0_i64).with("max", i64::from(MAX_PRIORITY)))
    });
    match check.done() {
        Err(Error::Invalid(faults)) => faults.0,
        _ => Vec::new(),
    }
}

/// Makes a policy; for managers and admins.
///
/// Refuses with `Invalid` for rules out of bounds, with `Conflict` when there are [`MAX_POLICIES`].
pub fn create_policy(tx: &mut WriteTx<'_>, me: &Actor, content: PolicyContent) -> Result<Policy> {
    me.may(OfficeAct::Manage, &Office)?;
    if tables::policies(&**tx)?.len() >= MAX_POLICIES {
        return Err(Error::Conflict(Fault::new("", "terms-policies-many").with("max", MAX_POLICIES)));
    }
    let now = tx.now();
    let policy = Policy { id: tx.id(), content: content.checked()?, in_use: InUse::Yes, created: now, updated: now };
    save(tx, policy)
}

/// Changes a policy; for managers and admins. Bookings that were made keep the terms they were made on.
pub fn change_policy(tx: &mut WriteTx<'_>, me: &Actor, id: PolicyId, content: PolicyContent) -> Result<Policy> {
    let old = policy(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    let policy = Policy { content: content.checked()?, updated: tx.now(), ..old };
    save(tx, policy)
}

/// Takes a policy into use or out of it; for managers and admins.
pub fn use_policy(tx: &mut WriteTx<'_>, me: &Actor, id: PolicyId, in_use: InUse) -> Result<Policy> {
    let old = policy(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    let policy = Policy { in_use, updated: tx.now(), ..old };
    save(tx, policy)
}

/// Removes a policy; for managers and admins. Bookings that were made keep the terms they were made on.
pub fn remove_policy(tx: &mut WriteTx<'_>, me: &Actor, id: PolicyId) -> Result<()> {
    policy(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    tables::remove_policy(tx, id)?;
    tx.emit(Event::PolicyChanged(id))
}

fn save(tx: &mut WriteTx<'_>, policy: Policy) -> Result<Policy> {
    tables::put_policy(tx, &policy)?;
    tx.emit(Event::PolicyChanged(policy.id))?;
    Ok(policy)
}

/// A policy. Everybody inside may read the rules of the house.
pub fn policy(tx: &impl Reads, me: &Actor, id: PolicyId) -> Result<Policy> {
    me.may(OfficeAct::Read, &Office)?;
    tables::policy(tx, id)?.ok_or(Error::NotFound)
}

/// Every policy, the oldest first; there are few. For everybody inside.
pub fn policies(tx: &impl Reads, me: &Actor) -> Result<Vec<Policy>> {
    me.may(OfficeAct::Read, &Office)?;
    tables::policies(tx)
}
