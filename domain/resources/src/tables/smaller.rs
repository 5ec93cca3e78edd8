//! The records beside the resources: add-ons, qualifications and who has them, closures, plans.

mod v1;

use ayni_calendar::{Repeat, Span};
use ayni_kernel::{
    AddOnId, Amount, ClosureId, CurrencyId, MemberId, PlanId, QualificationId, ResourceId, Result, Timestamp, UserId,
};
use ayni_storage::record;
use rkyv::{Archive, Deserialize, Serialize};

use super::{
    damaged,
    stored::{body, line, name},
};
use crate::{
    addons::{AddOn, Offer, Per},
    closures::{Closure, ClosureWay},
    plans::Plan,
    qualifications::{Holding, Qualification, QualificationKind},
};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredAddOn {
    name: String,
    description: String,
    price: Option<(CurrencyId, Amount)>,
    per: u8,
    stock: Option<u32>,
    offer: u8,
}
record!(StoredAddOn, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredQualification {
    name: String,
    kind: u8,
    text: String,
    valid_days: Option<u32>,
}
record!(StoredQualification, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredHolding {
    pub(super) since: Timestamp,
    until: Option<Timestamp>,
    by: Option<UserId>,
}
record!(StoredHolding, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredClosure {
    pub(super) resource: ResourceId,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// How it comes again, in its text form.
    repeats: Option<String>,
    pub(super) over: Timestamp,
    looked: Timestamp,
    reason: String,
    note: String,
    way: u8,
    by: Option<UserId>,
    created: Timestamp,
}
record!(StoredClosure, 2, { 1 => v1::StoredClosure });

impl StoredClosure {
    /// What is closed once, and from when.
    pub(super) fn once(&self) -> impl Iterator<Item = (ResourceId, Timestamp)> {
        self.repeats.is_none().then_some((self.resource, self.start)).into_iter()
    }

    /// What is closed again and again, and until when at the latest.
    pub(super) fn again(&self) -> impl Iterator<Item = (ResourceId, Timestamp)> {
        self.repeats.is_some().then_some((self.resource, self.over)).into_iter()
    }

    /// Until when the bookings inside were looked for, where more are to come.
    pub(super) fn unlooked(&self) -> Option<Timestamp> {
        (self.repeats.is_some() && self.looked < self.over).then_some(self.looked)
    }
}

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredPlan {
    pub(super) resource: ResourceId,
    name: String,
    picture: [u8; 32],
    width: u32,
    height: u32,
}
record!(StoredPlan, 1);

impl From<&AddOn> for StoredAddOn {
    fn from(addon: &AddOn) -> Self {
        Self {
            name: addon.name.to_string(),
            description: addon.description.to_string(),
            price: addon.price,
            per: addon.per.number(),
            stock: addon.stock,
            offer: addon.offer.number(),
        }
    }
}

impl StoredAddOn {
    pub(super) fn open(self, id: AddOnId) -> Result<AddOn> {
        Ok(AddOn {
            id,
            name: name(&self.name)?,
            description: body(&self.description)?,
            price: self.price,
            per: Per::stored(self.per)?,
            stock: self.stock,
            offer: Offer::stored(self.offer)?,
        })
    }
}

impl From<&Qualification> for StoredQualification {
    fn from(qualification: &Qualification) -> Self {
        Self {
            name: qualification.name.to_string(),
            kind: qualification.kind.number(),
            text: qualification.text.to_string(),
            valid_days: qualification.valid_days,
        }
    }
}

impl StoredQualification {
    pub(super) fn open(self, id: QualificationId) -> Result<Qualification> {
        let (name, kind) = (name(&self.name)?, QualificationKind::stored(self.kind)?);
        Ok(Qualification { id, name, kind, text: body(&self.text)?, valid_days: self.valid_days })
    }
}

impl From<&Holding> for StoredHolding {
    fn from(holding: &Holding) -> Self {
        Self { since: holding.since, until: holding.until, by: holding.by }
    }
}

impl StoredHolding {
    pub(super) fn open(self, member: MemberId, qualification: QualificationId) -> Holding {
        Holding { member, qualification, since: self.since, until: self.until, by: self.by }
    }
}

impl From<&Closure> for StoredClosure {
    fn from(closure: &Closure) -> Self {
        Self {
            resource: closure.resource,
            start: closure.span.start,
            end: closure.span.end,
            repeats: closure.repeats.as_ref().map(ToString::to_string),
            over: closure.over,
            looked: closure.looked,
            reason: closure.reason.to_string(),
            note: closure.note.to_string(),
            way: closure.way.number(),
            by: closure.by,
            created: closure.created,
        }
    }
}

impl StoredClosure {
    pub(super) fn open(self, id: ClosureId) -> Result<Closure> {
        Ok(Closure {
            id,
            resource: self.resource,
            span: Span::new(self.start, self.end).ok_or_else(|| damaged("a closure ends before it begins"))?,
            repeats: self.repeats.as_deref().map(repeat).transpose()?,
            over: self.over,
            looked: self.looked,
            reason: line(&self.reason)?,
            note: line(&self.note)?,
            way: ClosureWay::stored(self.way)?,
            by: self.by,
            created: self.created,
        })
    }
}

fn repeat(text: &str) -> Result<Repeat> {
    Repeat::parse("repeats", text).map_err(|fault| damaged(fault.word))
}

impl From<&Plan> for StoredPlan {
    fn from(plan: &Plan) -> Self {
        Self {
            resource: plan.resource,
            name: plan.name.to_string(),
            picture: plan.picture,
            width: plan.width,
            height: plan.height,
        }
    }
}

impl StoredPlan {
    pub(super) fn open(self, id: PlanId) -> Result<Plan> {
        let Self { resource, picture, width, height, .. } = self;
        Ok(Plan { id, resource, name: name(&self.name)?, picture, width, height })
    }
}
