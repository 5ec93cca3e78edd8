//! Kinds of passes: what is sold, to whom, for how much.

use ayni_kernel::{
    Actor, Amount, Body, Check, CurrencyId, Error, Fault, Faults, GroupId, MemberId, Name, PassKindId, Reads, Result,
    Timestamp, WriteTx,
};

use crate::{
    attach::{Attachment, groups_of},
    passes::PassUnit,
    policies::{InUse, reach_faults},
    policy::{Office, OfficeAct},
    prices::{MAX_PRICE, Way, way_fault},
    tables,
};

/// The most kinds of passes of a community.
pub const MAX_KINDS: usize = 100;

/// The most minutes or days of one pass: a year of minutes.
pub const MAX_PASS: u32 = 366 * 24 * 60;

/// The longest validity, in days: ten years.
pub const MAX_VALIDITY: u16 = 3_660;

/// A kind of pass that is sold.
#[derive(Debug, Clone, PartialEq)]
pub struct PassKind {
    /// Which one.
    pub id: PassKindId,
    /// What it is.
    pub content: KindContent,
    /// Whether it is sold; those sold before stay good.
    pub in_use: InUse,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What the editor of a kind of pass sends.
#[derive(Debug, Clone, PartialEq)]
pub struct KindContent {
    /// Its name.
    pub name: Name,
    /// What there is to say.
    pub description: Body,
    /// What it counts.
    pub unit: PassUnit,
    /// How many minutes or days.
    pub quantity: u32,
    /// For how many days it is good; 0 for ever.
    pub validity: u16,
    /// What it costs; `None` when it is only given.
    pub price: Option<PassPrice>,
    /// What it is good for.
    pub attached: Vec<Attachment>,
    /// Who may buy it; empty for everybody.
    pub groups: Vec<GroupId>,
}

/// What a pass costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassPrice {
    /// In which currency.
    pub currency: CurrencyId,
    /// How much: more than nothing.
    pub amount: Amount,
    /// Through the ledger, or as money due.
    pub way: Way,
}

impl KindContent {
    fn checked(mut self, tx: &impl Reads) -> Result<Self> {
        let mut faults = reach_faults(&mut self.attached, &mut self.groups, 0);
        let mut check = Check::default();
        let good = (1..=MAX_PASS).contains(&self.quantity);
        let number = |field, min: i64, max: i64| Fault::new(field, "terms-number").with("min", min).with("max", max);
        check.require(|| (!good).then(|| number("quantity", 1, MAX_PASS.into())));
        check.require(|| (self.validity > MAX_VALIDITY).then(|| number("validity", 0, MAX_VALIDITY.into())));
        if let Some(price) = self.price {
            let minor = price.amount.minor();
            check.require(|| (minor <= 0).then(|| Fault::new("amount", "terms-amount-positive")));
            check.require(|| (minor > MAX_PRICE).then(|| Fault::new("amount", "fault-amount-large")));
            check.require(|| (price.way == Way::Free).then(|| Fault::new("way", "fault-choice")));
            faults.extend(way_fault(tx, price.currency, price.way)?);
        }
        if let Err(Error::Invalid(more)) = check.done() {
            faults.extend(more.0);
        }
        if faults.is_empty() { Ok(self) } else { Err(Faults(faults).into()) }
    }
}

/// Makes a kind of pass; for managers and admins.
pub fn create_kind(tx: &mut WriteTx<'_>, me: &Actor, content: KindContent) -> Result<PassKind> {
    me.may(OfficeAct::Manage, &Office)?;
    if tables::kinds(&**tx)?.len() >= MAX_KINDS {
        return Err(Error::Conflict(Fault::new("", "terms-kinds-many").with("max", MAX_KINDS)));
    }
    let (now, content) = (tx.now(), content.checked(&**tx)?);
    let kind = PassKind { id: tx.id(), content, in_use: InUse::Yes, created: now, updated: now };
    tables::put_kind(tx, &kind)?;
    Ok(kind)
}

/// Changes a kind of pass; for managers and admins. Passes that were sold keep their number, name and validity; what
/// they are good for follows their kind.
pub fn change_kind(tx: &mut WriteTx<'_>, me: &Actor, id: PassKindId, content: KindContent) -> Result<PassKind> {
    let old = kind(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    if content.unit != old.content.unit {
        return Err(Error::invalid("unit", "terms-kind-unit"));
    }
    let kind = PassKind { content: content.checked(&**tx)?, updated: tx.now(), ..old };
    tables::put_kind(tx, &kind)?;
    Ok(kind)
}

/// Puts a kind of pass on sale or takes it off; for managers and admins.
pub fn use_kind(tx: &mut WriteTx<'_>, me: &Actor, id: PassKindId, in_use: InUse) -> Result<PassKind> {
    let old = kind(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    let kind = PassKind { in_use, updated: tx.now(), ..old };
    tables::put_kind(tx, &kind)?;
    Ok(kind)
}

/// A kind of pass, for everybody inside.
pub fn kind(tx: &impl Reads, me: &Actor, id: PassKindId) -> Result<PassKind> {
    me.may(OfficeAct::Read, &Office)?;
    tables::kind(tx, id)?.ok_or(Error::NotFound)
}

/// Every kind of pass, the oldest first; there are few. For everybody inside.
pub fn kinds(tx: &impl Reads, me: &Actor) -> Result<Vec<PassKind>> {
    me.may(OfficeAct::Read, &Office)?;
    tables::kinds(tx)
}

/// The kinds that a member can buy now.
pub fn on_sale(tx: &impl Reads, me: &Actor, member: MemberId) -> Result<Vec<PassKind>> {
    let groups = groups_of(tx, member)?;
    let mut all = kinds(tx, me)?;
    all.retain(|kind| is_for_sale(kind, &groups));
    Ok(all)
}

pub(crate) fn is_for_sale(kind: &PassKind, groups: &[GroupId]) -> bool {
    let content = &kind.content;
    let theirs = content.groups.is_empty() || content.groups.iter().any(|group| groups.contains(group));
    kind.in_use == InUse::Yes && content.price.is_some() && theirs
}
