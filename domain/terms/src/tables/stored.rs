//! How policies and prices are written: rules with their hours as text, choices as numbers.

use ayni_calendar::Hours;
use ayni_kernel::{
    Amount, CurrencyId, GroupId, Line, Name, PolicyId, PriceId, ResourceCategoryId, ResourceId, Result, Timestamp,
};
use ayni_storage::record;
use rkyv::{Archive, Deserialize, Serialize};

use super::damaged;
use crate::{
    attach::Attachment,
    notice::Notice,
    policies::{InUse, Policy, PolicyContent},
    prices::{Basis, Begun, Dynamic, Peak, PeakRate, Price, PriceContent, Rate, Tier, Way},
    rules::{
        Approval, CheckIn, CheckOut, Counts, Details, Hour, Late, Over, Per, Quota, RefundTier, Rules, Tentative, Who,
    },
};

/// Where and for whom: kind and id of each attachment, groups, priority.
#[derive(Debug, Archive, Serialize, Deserialize)]
pub(super) struct StoredReach {
    name: String,
    attached: Vec<(u8, [u8; 16])>,
    groups: Vec<GroupId>,
    priority: u16,
}

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredPolicy {
    reach: StoredReach,
    rules: StoredRules,
    in_use: u8,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredPolicy, 1);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredPrice {
    reach: StoredReach,
    rate: StoredRate,
    in_use: u8,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredPrice, 1);

/// Kind and count of a notice.
type StoredNotice = (u8, u32);

/// The rules of a policy, and those frozen into a booking.
#[derive(Debug, Archive, Serialize, Deserialize)]
pub(crate) struct StoredRules {
    may_book: Option<(u8, Vec<GroupId>)>,
    notice_book: Option<StoredNotice>,
    notice_change: Option<StoredNotice>,
    notice_cancel: Option<StoredNotice>,
    horizon: Option<u16>,
    min_length: Option<u32>,
    max_length: Option<u32>,
    step: Option<u32>,
    before: Option<u32>,
    after: Option<u32>,
    quotas: Vec<(u8, u8, u8, u8, Option<u32>)>,
    when: Option<String>,
    approval: Option<(u8, u32)>,
    tentative: Option<u8>,
    approval_time: Option<u32>,
    details: Option<u8>,
    check_in: Option<(u8, i64, i64)>,
    check_out: Option<u8>,
    late: Option<(u16, u16, u16)>,
    draft: Option<u32>,
    offer: Option<u32>,
    priority: Option<u16>,
    refunds: Option<Vec<(StoredNotice, u8)>>,
    no_show: Option<u8>,
    peak: Option<String>,
    occurrences: Option<u16>,
    regret: Option<u32>,
}

/// Busy hours (those of the policy when `None`), a percentage or tiers of their own.
type StoredPeak = (Option<String>, Option<u16>, Vec<(u32, Amount)>);

/// Steps by demand, steps by lead time, lowest and highest percent.
type StoredDynamic = (Vec<(u16, i16)>, Vec<(u16, i16)>, u16, u16);

#[derive(Debug, Archive, Serialize, Deserialize)]
struct StoredRate {
    currency: CurrencyId,
    way: u8,
    basis: u8,
    tiers: Vec<(u32, Amount)>,
    begun: u8,
    day_cap: Option<Amount>,
    fixed: Amount,
    peak: Option<StoredPeak>,
    minimum: Amount,
    deposit: Amount,
    dynamic: Option<StoredDynamic>,
    note: String,
}

pub(super) fn attachment(kept: (u8, [u8; 16])) -> Result<Attachment> {
    match kept {
        (1, id) => Ok(Attachment::Resource(ResourceId::from_bytes(id))),
        (2, id) => Ok(Attachment::Category(ResourceCategoryId::from_bytes(id))),
        (3, _) => Ok(Attachment::Everything),
        (unknown, _) => Err(damaged(format!("attachment {unknown}"))),
    }
}

pub(super) fn keep_attachment(attachment: &Attachment) -> (u8, [u8; 16]) {
    match attachment {
        Attachment::Resource(id) => (1, id.bytes()),
        Attachment::Category(id) => (2, id.bytes()),
        Attachment::Everything => (3, [0; 16]),
    }
}

impl StoredReach {
    fn new(name: &Name, attached: &[Attachment], groups: &[GroupId], priority: u16) -> Self {
        Self {
            name: name.to_string(),
            attached: attached.iter().map(keep_attachment).collect(),
            groups: groups.to_vec(),
            priority,
        }
    }

    fn open(self) -> Result<(Name, Vec<Attachment>, Vec<GroupId>, u16)> {
        let name = Name::parse("name", &self.name).map_err(damaged)?;
        let attached = self.attached.into_iter().map(attachment).collect::<Result<_>>()?;
        Ok((name, attached, self.groups, self.priority))
    }
}

impl From<&Policy> for StoredPolicy {
    fn from(policy: &Policy) -> Self {
        let PolicyContent { name, attached, groups, priority, rules } = &policy.content;
        Self {
            reach: StoredReach::new(name, attached, groups, *priority),
            rules: StoredRules::from(rules),
            in_use: policy.in_use.number(),
            created: policy.created,
            updated: policy.updated,
        }
    }
}

impl StoredPolicy {
    pub(super) fn open(self, id: PolicyId) -> Result<Policy> {
        let (name, attached, groups, priority) = self.reach.open()?;
        Ok(Policy {
            id,
            content: PolicyContent { name, attached, groups, priority, rules: self.rules.open()? },
            in_use: InUse::stored(self.in_use)?,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Price> for StoredPrice {
    fn from(price: &Price) -> Self {
        let PriceContent { name, attached, groups, priority, rate } = &price.content;
        Self {
            reach: StoredReach::new(name, attached, groups, *priority),
            rate: StoredRate::from(rate),
            in_use: price.in_use.number(),
            created: price.created,
            updated: price.updated,
        }
    }
}

impl StoredPrice {
    pub(super) fn open(self, id: PriceId) -> Result<Price> {
        let (name, attached, groups, priority) = self.reach.open()?;
        Ok(Price {
            id,
            content: PriceContent { name, attached, groups, priority, rate: self.rate.open()? },
            in_use: InUse::stored(self.in_use)?,
            created: self.created,
            updated: self.updated,
        })
    }
}

fn keep_tiers(tiers: &[Tier]) -> Vec<(u32, Amount)> {
    tiers.iter().map(|tier| (tier.minutes, tier.amount)).collect()
}

fn tiers(kept: Vec<(u32, Amount)>) -> Vec<Tier> {
    kept.into_iter().map(|(minutes, amount)| Tier { minutes, amount }).collect()
}

fn hours(kept: Option<String>) -> Result<Option<Hours>> {
    kept.map(|text| Hours::parse("hours", &text).map_err(damaged)).transpose()
}

impl From<&Rate> for StoredRate {
    fn from(rate: &Rate) -> Self {
        let peak = rate.peak.as_ref().map(|peak| {
            let own = peak.hours.as_ref().map(ToString::to_string);
            match &peak.rate {
                PeakRate::Percent(percent) => (own, Some(*percent), Vec::new()),
                PeakRate::Tiers(tiers) => (own, None, keep_tiers(tiers)),
            }
        });
        let dynamic = rate.dynamic.as_ref().map(|dynamic| {
            let Dynamic { demand, lead, floor, ceiling } = dynamic;
            (demand.clone(), lead.clone(), *floor, *ceiling)
        });
        Self {
            currency: rate.currency,
            way: rate.way.number(),
            basis: rate.basis.number(),
            tiers: keep_tiers(&rate.tiers),
            begun: rate.begun.number(),
            day_cap: rate.day_cap,
            fixed: rate.fixed,
            peak,
            minimum: rate.minimum,
            deposit: rate.deposit,
            dynamic,
            note: rate.note.to_string(),
        }
    }
}

impl StoredRate {
    fn open(self) -> Result<Rate> {
        let peak = match self.peak {
            None => None,
            Some((own, Some(percent), _)) => Some(Peak { hours: hours(own)?, rate: PeakRate::Percent(percent) }),
            Some((own, None, kept)) => Some(Peak { hours: hours(own)?, rate: PeakRate::Tiers(tiers(kept)) }),
        };
        Ok(Rate {
            currency: self.currency,
            way: Way::stored(self.way)?,
            basis: Basis::stored(self.basis)?,
            tiers: tiers(self.tiers),
            begun: Begun::stored(self.begun)?,
            day_cap: self.day_cap,
            fixed: self.fixed,
            peak,
            minimum: self.minimum,
            deposit: self.deposit,
            dynamic: self.dynamic.map(|(demand, lead, floor, ceiling)| Dynamic { demand, lead, floor, ceiling }),
            note: Line::parse("note", &self.note).map_err(damaged)?,
        })
    }
}

fn keep_who(who: &Who) -> (u8, Vec<GroupId>) {
    match who {
        Who::Everybody => (1, Vec::new()),
        Who::Groups(groups) => (2, groups.clone()),
        Who::Nobody => (3, Vec::new()),
    }
}

fn who((number, groups): (u8, Vec<GroupId>)) -> Result<Who> {
    match number {
        1 => Ok(Who::Everybody),
        2 => Ok(Who::Groups(groups)),
        3 => Ok(Who::Nobody),
        unknown => Err(damaged(format!("who {unknown}"))),
    }
}

fn keep_approval(approval: Approval) -> (u8, u32) {
    match approval {
        Approval::No => (1, 0),
        Approval::Always => (2, 0),
        Approval::OutsideHours => (3, 0),
        Approval::LongerThan(minutes) => (4, minutes),
    }
}

fn approval((number, minutes): (u8, u32)) -> Result<Approval> {
    match number {
        1 => Ok(Approval::No),
        2 => Ok(Approval::Always),
        3 => Ok(Approval::OutsideHours),
        4 => Ok(Approval::LongerThan(minutes)),
        unknown => Err(damaged(format!("approval {unknown}"))),
    }
}

fn keep_check_in(check_in: CheckIn) -> (u8, i64, i64) {
    match check_in {
        CheckIn::No => (1, 0, 0),
        CheckIn::Optional => (2, 0, 0),
        CheckIn::Required { opens_before, grace } => (3, opens_before, grace),
    }
}

fn check_in((number, opens_before, grace): (u8, i64, i64)) -> Result<CheckIn> {
    match number {
        1 => Ok(CheckIn::No),
        2 => Ok(CheckIn::Optional),
        3 => Ok(CheckIn::Required { opens_before, grace }),
        unknown => Err(damaged(format!("check-in {unknown}"))),
    }
}

impl From<&Rules> for StoredRules {
    fn from(rules: &Rules) -> Self {
        let quota = |quota: &Quota| {
            let Quota { counts, per, over, hour, most } = *quota;
            (counts.number(), per.number(), over.number(), hour.number(), most)
        };
        let refund = |tier: &RefundTier| (tier.before.stored(), tier.percent);
        Self {
            may_book: rules.may_book.as_ref().map(keep_who),
            notice_book: rules.notice_book.map(Notice::stored),
            notice_change: rules.notice_change.map(Notice::stored),
            notice_cancel: rules.notice_cancel.map(Notice::stored),
            horizon: rules.horizon,
            min_length: rules.min_length,
            max_length: rules.max_length,
            step: rules.step,
            before: rules.before,
            after: rules.after,
            quotas: rules.quotas.iter().map(quota).collect(),
            when: rules.when.as_ref().map(ToString::to_string),
            approval: rules.approval.map(keep_approval),
            tentative: rules.tentative.map(Tentative::number),
            approval_time: rules.approval_time,
            details: rules.details.map(Details::number),
            check_in: rules.check_in.map(keep_check_in),
            check_out: rules.check_out.map(CheckOut::number),
            late: rules.late.map(|late| (late.grace, late.unit, late.percent)),
            draft: rules.draft,
            offer: rules.offer,
            priority: rules.priority,
            refunds: rules.refunds.as_ref().map(|tiers| tiers.iter().map(refund).collect()),
            no_show: rules.no_show,
            peak: rules.peak.as_ref().map(ToString::to_string),
            occurrences: rules.occurrences,
            regret: rules.regret,
        }
    }
}

fn quota((counts, per, over, hour, most): (u8, u8, u8, u8, Option<u32>)) -> Result<Quota> {
    Ok(Quota {
        counts: Counts::stored(counts)?,
        per: Per::stored(per)?,
        over: Over::stored(over)?,
        hour: Hour::stored(hour)?,
        most,
    })
}

fn refund((before, percent): (StoredNotice, u8)) -> Result<RefundTier> {
    Ok(RefundTier { before: Notice::from_stored(before)?, percent })
}

impl StoredRules {
    pub(crate) fn open(self) -> Result<Rules> {
        let notice = |kept: Option<StoredNotice>| kept.map(Notice::from_stored).transpose();
        let tiers = self.refunds.map(|tiers| tiers.into_iter().map(refund).collect::<Result<_>>());
        Ok(Rules {
            may_book: self.may_book.map(who).transpose()?,
            notice_book: notice(self.notice_book)?,
            notice_change: notice(self.notice_change)?,
            notice_cancel: notice(self.notice_cancel)?,
            horizon: self.horizon,
            min_length: self.min_length,
            max_length: self.max_length,
            step: self.step,
            before: self.before,
            after: self.after,
            quotas: self.quotas.into_iter().map(quota).collect::<Result<_>>()?,
            when: hours(self.when)?,
            approval: self.approval.map(approval).transpose()?,
            tentative: self.tentative.map(Tentative::stored).transpose()?,
            approval_time: self.approval_time,
            details: self.details.map(Details::stored).transpose()?,
            check_in: self.check_in.map(check_in).transpose()?,
            check_out: self.check_out.map(CheckOut::stored).transpose()?,
            late: self.late.map(|(grace, unit, percent)| Late { grace, unit, percent }),
            draft: self.draft,
            offer: self.offer,
            priority: self.priority,
            refunds: tiers.transpose()?,
            no_show: self.no_show,
            peak: hours(self.peak)?,
            occurrences: self.occurrences,
            regret: self.regret,
        })
    }
}
