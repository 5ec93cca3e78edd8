//! The terms in force for one member at one resource: all policies that apply, the nearest first, field by field.

use ayni_calendar::{Hours, Span, wall_minutes};
use ayni_kernel::{GroupId, MemberId, Name, PolicyId, Reads, ResourceCategoryId, ResourceId, Result};
use ayni_resources::{Resource, Unit};

use crate::{
    attach::{self, Rank, Spot},
    policies::{InUse, Policy},
    rulebook::Almanac,
    rules::{Approval, CheckIn, CheckOut, Details, Late, Quota, RefundTier, RuleKind, Rules, Tentative, Who},
    tables,
};

/// How far ahead one may book where no policy says it, in days.
pub const HORIZON: u16 = 365;

/// How long a draft is kept where no policy says it, in minutes: enough to find the card or ask a friend.
pub const DRAFT: u32 = 15;

/// How long a freed place is offered to the first who waits where no policy says it, in minutes.
pub const OFFER: u32 = 120;

/// The most dates of a repeating booking where no policy says it: a year of weeks.
pub const OCCURRENCES: u16 = 53;

/// By what steps one books by the minute where no policy says it, in minutes.
pub const STEP: u32 = 15;

/// Which policy said a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The rule.
    pub rule: RuleKind,
    /// The policy's id.
    pub policy: PolicyId,
    /// The policy's name, as it was.
    pub name: Name,
}

/// The terms in force, frozen into a booking: what was agreed on does not change with the policies.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// For which resource.
    pub resource: ResourceId,
    /// Its category, which quotas may count by.
    pub category: Option<ResourceCategoryId>,
    /// By what it is booked.
    pub unit: Unit,
    /// All that was said. `may_book` is settled for the member: everybody, or nobody.
    pub rules: Rules,
    /// Who said what.
    pub said: Vec<Said>,
}

/// The terms for a member at a resource.
pub fn terms_for(tx: &impl Reads, resource: &Resource, member: MemberId) -> Result<Terms> {
    let spot = Spot::of(tx, resource)?;
    let groups = attach::groups_of(tx, member)?;
    Ok(decide(&tables::policies(tx)?, &spot, &groups))
}

/// The terms of some policies at a spot for a member of these groups.
pub fn decide(policies: &[Policy], spot: &Spot, groups: &[GroupId]) -> Terms {
    let mut terms = Terms {
        resource: spot.resource,
        category: spot.categories.first().copied(),
        unit: spot.unit,
        rules: Rules::default(),
        said: Vec::new(),
    };
    for (_, policy) in applying(policies, spot, groups) {
        terms.take(policy, groups);
    }
    terms
}

/// The policies that apply at a spot for a member of these groups, those that win first.
pub(crate) fn applying<'p>(
    policies: &'p [Policy],
    spot: &Spot,
    groups: &[GroupId],
) -> Vec<((Rank, PolicyId), &'p Policy)> {
    let mut found: Vec<_> = policies
        .iter()
        .filter(|policy| policy.in_use == InUse::Yes)
        .filter_map(|policy| {
            let rank = spot.rank(&policy.content.attached, &policy.content.groups, policy.content.priority, groups)?;
            Some(((rank, policy.id), policy))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
}

impl Terms {
    /// Takes what a policy says and no nearer one has said.
    fn take(&mut self, policy: &Policy, groups: &[GroupId]) {
        use RuleKind as Kind;
        let said = &mut self.said;
        let mut note = |rule| said.push(Said { rule, policy: policy.id, name: policy.content.name.clone() });
        let (rules, more) = (&mut self.rules, &policy.content.rules);
        macro_rules! each {
            ($($field:ident $kind:ident),+ $(,)?) => { $(
                if rules.$field.is_none() && more.$field.is_some() {
                    rules.$field.clone_from(&more.$field);
                    note(Kind::$kind);
                }
            )+ };
        }
        each!(
            may_book MayBook, notice_book NoticeBook, notice_change NoticeChange, notice_cancel NoticeCancel,
            horizon Horizon, min_length MinLength, max_length MaxLength, step Step, before Before, after After,
            when When, approval Approval, tentative Tentative, approval_time ApprovalTime, details Details,
            check_in CheckIn, check_out CheckOut, late Late, draft Draft, offer Offer, priority Priority,
            refunds Refunds, no_show NoShow, peak Peak, occurrences Occurrences, regret Regret,
        );
        for quota in &more.quotas {
            if !rules.quotas.iter().any(|known| known.is_like(quota)) {
                rules.quotas.push(*quota);
                note(Kind::Quota);
            }
        }
        if let Some(Who::Groups(named)) = &rules.may_book {
            let in_one = named.iter().any(|group| groups.contains(group));
            rules.may_book = Some(if in_one { Who::Everybody } else { Who::Nobody });
        }
    }

    /// The name of the policy that said a rule.
    pub fn said_by(&self, rule: RuleKind) -> Option<&Name> {
        self.said.iter().find(|said| said.rule == rule).map(|said| &said.name)
    }

    /// The name of the policy that said the `nth` quota.
    pub(crate) fn quota_by(&self, nth: usize) -> Option<&Name> {
        self.said.iter().filter(|said| said.rule == RuleKind::Quota).nth(nth).map(|said| &said.name)
    }

    /// How many days ahead a booking may begin.
    pub fn horizon(&self) -> u16 {
        self.rules.horizon.unwrap_or(HORIZON)
    }

    /// By what steps one books, in minutes; what is booked by half days, days and weeks goes by the opening instead.
    pub fn step(&self) -> u32 {
        match self.unit {
            Unit::Hour => 60,
            _ => self.rules.step.unwrap_or(STEP),
        }
    }

    /// Minutes kept free before.
    pub fn before_minutes(&self) -> i64 {
        self.rules.before.unwrap_or(0).into()
    }

    /// Minutes kept free after.
    pub fn after_minutes(&self) -> i64 {
        self.rules.after.unwrap_or(0).into()
    }

    /// What a member may have, in the order in which it was said.
    pub fn quotas(&self) -> &[Quota] {
        &self.rules.quotas
    }

    /// Whether a manager has to say yes to this booking.
    pub fn asks_approval(&self, at: Almanac<'_>, span: Span) -> bool {
        match self.rules.approval.unwrap_or(Approval::No) {
            Approval::No => false,
            Approval::Always => true,
            Approval::OutsideHours => !self.rules.when.as_ref().is_none_or(|when| at.covers(when, &span)),
            Approval::LongerThan(minutes) => wall_minutes(at.zone, &span) > i64::from(minutes),
        }
    }

    /// Whether a request takes the place while it waits for a yes.
    pub fn tentative_blocks(&self) -> bool {
        self.rules.tentative.unwrap_or(Tentative::Blocks) == Tentative::Blocks
    }

    /// After how many minutes a request lapses; `None` for at its beginning.
    pub fn approval_minutes(&self) -> Option<i64> {
        self.rules.approval_time.filter(|minutes| *minutes > 0).map(i64::from)
    }

    /// Who sees the details.
    pub fn details(&self) -> Details {
        self.rules.details.unwrap_or(Details::Members)
    }

    /// Whether one has to check in.
    pub fn check_in(&self) -> CheckIn {
        self.rules.check_in.unwrap_or(CheckIn::Optional)
    }

    /// Whether the clock checks out at the end.
    pub fn checks_out_by_itself(&self) -> bool {
        self.rules.check_out.unwrap_or(CheckOut::ByItself) == CheckOut::ByItself
    }

    /// What leaving late costs.
    pub fn late(&self) -> Option<Late> {
        self.rules.late
    }

    /// For how many minutes a draft is kept.
    pub fn draft_minutes(&self) -> i64 {
        self.rules.draft.unwrap_or(DRAFT).into()
    }

    /// For how many minutes a freed place is offered to who waits.
    pub fn offer_minutes(&self) -> i64 {
        self.rules.offer.unwrap_or(OFFER).into()
    }

    /// Those with a higher number are first among those who wait.
    pub fn waiting_priority(&self) -> u16 {
        self.rules.priority.unwrap_or(0)
    }

    /// What comes back when one cancels; `None`: all of it until the beginning.
    pub fn refunds(&self) -> Option<&[RefundTier]> {
        self.rules.refunds.as_deref()
    }

    /// Percent of the price that is kept when nobody came.
    pub fn no_show_percent(&self) -> u8 {
        self.rules.no_show.unwrap_or(100)
    }

    /// Which hours are busy ones.
    pub fn peak(&self) -> Option<&Hours> {
        self.rules.peak.as_ref()
    }

    /// How many dates one repeating booking may have.
    pub fn max_occurrences(&self) -> u16 {
        self.rules.occurrences.unwrap_or(OCCURRENCES)
    }
}
