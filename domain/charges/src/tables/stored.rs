//! The records themselves, and the way between them and the model's types.

use ayni_calendar::Date;
use ayni_kernel::{
    AccountId, Amount, CategoryId, ChargeRuleId, ChargeRunId, CurrencyId, GroupId, Line, MemberId, Name, Result,
    Timestamp, TransferId, UserId,
};
use ayni_members::MemberKind;
use ayni_storage::record;
use rkyv::{Archive, Deserialize, Serialize};

use super::damaged;
use crate::model::{
    Bearer, ChargeKind, ChargeRule, Every, Exempt, Levy, Rate, RuleContent, RuleState, Run, RunLine, Share, Stage,
    TakenBack, What,
};

#[derive(Archive, Serialize, Deserialize)]
enum StoredWhat {
    Levy { bearer: u8, rate: u16, fixed: Amount, least: Amount, most: Option<Amount>, categories: Vec<CategoryId> },
    Fee { amount: Amount },
    Dues { amount: Amount },
    Demurrage { rate: u16, free: Amount, share: u8 },
}

/// A rule as stored; the date is year, month, day.
#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredRule {
    name: String,
    pub(super) currency: CurrencyId,
    what: StoredWhat,
    every: u8,
    starts: (i16, i8, i8),
    exempt_members: Vec<MemberId>,
    exempt_groups: Vec<GroupId>,
    exempt_kinds: Vec<u8>,
    pub(super) state: u8,
    charged: u32,
    pub(super) next: Option<Timestamp>,
    holds_from: Option<Timestamp>,
    ended: Option<Timestamp>,
    by: Option<UserId>,
    created: Timestamp,
    updated: Timestamp,
}

record!(StoredRule, 1);

/// A run as stored; taken back: by whom, why, when, how many movements stayed.
#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredRun {
    pub(super) rule: ChargeRuleId,
    pub(super) currency: CurrencyId,
    pub(super) number: u32,
    from: Timestamp,
    until: Timestamp,
    pub(super) due: Timestamp,
    pub(super) stage: u8,
    after: Option<AccountId>,
    payers: u32,
    taken: Amount,
    receivers: u32,
    given: Amount,
    shares: u32,
    pub(super) begun: Timestamp,
    finished: Option<Timestamp>,
    taken_back: Option<(Option<UserId>, String, Timestamp, u32)>,
}

record!(StoredRun, 1);

/// What a run does to an account, as stored.
#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredLine {
    charge: Amount,
    receives: bool,
    gift: Amount,
    charged: Option<TransferId>,
    gifted: Option<TransferId>,
}

record!(StoredLine, 1);

/// By which rule a transfer came about, as stored.
#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredCharged {
    pub(super) rule: ChargeRuleId,
    pub(super) run: Option<ChargeRunId>,
}

record!(StoredCharged, 1);

impl From<&What> for StoredWhat {
    fn from(what: &What) -> Self {
        match what {
            What::Levy(levy) => Self::Levy {
                bearer: levy.bearer.number(),
                rate: levy.rate.points(),
                fixed: levy.fixed,
                least: levy.least,
                most: levy.most,
                categories: levy.categories.clone(),
            },
            What::Fee { amount } => Self::Fee { amount: *amount },
            What::Dues { amount } => Self::Dues { amount: *amount },
            What::Demurrage { rate, free, share } => {
                Self::Demurrage { rate: rate.points(), free: *free, share: share.number() }
            }
        }
    }
}

impl StoredWhat {
    fn open(self) -> Result<What> {
        Ok(match self {
            Self::Levy { bearer, rate, fixed, least, most, categories } => What::Levy(Levy {
                bearer: Bearer::stored(bearer)?,
                rate: Rate::new(rate).map_err(damaged)?,
                fixed,
                least,
                most,
                categories,
            }),
            Self::Fee { amount } => What::Fee { amount },
            Self::Dues { amount } => What::Dues { amount },
            Self::Demurrage { rate, free, share } => {
                What::Demurrage { rate: Rate::new(rate).map_err(damaged)?, free, share: Share::stored(share)? }
            }
        })
    }
}

impl From<&ChargeRule> for StoredRule {
    fn from(rule: &ChargeRule) -> Self {
        let content = &rule.content;
        Self {
            name: content.name.to_string(),
            currency: content.currency,
            what: (&content.what).into(),
            every: content.every.number(),
            starts: (content.starts.year(), content.starts.month(), content.starts.day()),
            exempt_members: content.exempt.members.clone(),
            exempt_groups: content.exempt.groups.clone(),
            exempt_kinds: content.exempt.kinds.iter().map(|kind| kind.number()).collect(),
            state: rule.state.number(),
            charged: rule.charged,
            next: rule.next,
            holds_from: rule.holds_from,
            ended: rule.ended,
            by: rule.by,
            created: rule.created,
            updated: rule.updated,
        }
    }
}

impl StoredRule {
    /// The number of its kind.
    pub(super) const fn kind(&self) -> u8 {
        match self.what {
            StoredWhat::Levy { .. } => ChargeKind::Levy,
            StoredWhat::Fee { .. } => ChargeKind::Fee,
            StoredWhat::Dues { .. } => ChargeKind::Dues,
            StoredWhat::Demurrage { .. } => ChargeKind::Demurrage,
        }
        .number()
    }

    pub(super) fn open(self, id: ChargeRuleId) -> Result<ChargeRule> {
        let (year, month, day) = self.starts;
        let kinds = self.exempt_kinds.into_iter().map(MemberKind::stored).collect::<Result<_>>()?;
        Ok(ChargeRule {
            id,
            content: RuleContent {
                name: Name::parse("name", &self.name).map_err(damaged)?,
                currency: self.currency,
                what: self.what.open()?,
                every: Every::stored(self.every)?,
                starts: Date::new(year, month, day).map_err(damaged)?,
                exempt: Exempt { members: self.exempt_members, groups: self.exempt_groups, kinds },
            },
            state: RuleState::stored(self.state)?,
            charged: self.charged,
            next: self.next,
            holds_from: self.holds_from,
            ended: self.ended,
            by: self.by,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Run> for StoredRun {
    fn from(run: &Run) -> Self {
        let taken_back = run.taken_back.as_ref();
        Self {
            rule: run.rule,
            currency: run.currency,
            number: run.number,
            from: run.from,
            until: run.until,
            due: run.due,
            stage: run.stage.number(),
            after: run.after,
            payers: run.payers,
            taken: run.taken,
            receivers: run.receivers,
            given: run.given,
            shares: run.shares,
            begun: run.begun,
            finished: run.finished,
            taken_back: taken_back.map(|back| (back.by, back.reason.to_string(), back.at, back.kept)),
        }
    }
}

impl StoredRun {
    pub(super) fn open(self, id: ChargeRunId) -> Result<Run> {
        let taken_back = self.taken_back.map(|(by, reason, at, kept)| {
            Ok::<_, ayni_kernel::Error>(TakenBack {
                by,
                reason: Line::parse("line", &reason).map_err(damaged)?,
                at,
                kept,
            })
        });
        Ok(Run {
            id,
            rule: self.rule,
            currency: self.currency,
            number: self.number,
            from: self.from,
            until: self.until,
            due: self.due,
            stage: Stage::stored(self.stage)?,
            after: self.after,
            payers: self.payers,
            taken: self.taken,
            receivers: self.receivers,
            given: self.given,
            shares: self.shares,
            begun: self.begun,
            finished: self.finished,
            taken_back: taken_back.transpose()?,
        })
    }
}

impl From<&RunLine> for StoredLine {
    fn from(line: &RunLine) -> Self {
        let RunLine { account: _, charge, receives, gift, charged, gifted } = *line;
        Self { charge, receives, gift, charged, gifted }
    }
}

impl StoredLine {
    pub(super) const fn open(&self, account: AccountId) -> RunLine {
        let Self { charge, receives, gift, charged, gifted } = *self;
        RunLine { account, charge, receives, gift, charged, gifted }
    }
}
