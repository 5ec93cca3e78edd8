//! Plain types of charges: rules, runs and their lines.

use ayni_calendar::Date;
use ayni_kernel::{
    AccountId, Amount, CategoryId, ChargeRuleId, ChargeRunId, CurrencyId, Fault, GroupId, Line, MemberId, Name,
    Timestamp, TransferId, UserId,
};
use ayni_members::MemberKind;

ayni_kernel::choices! {
    /// What a rule charges for.
    ChargeKind {
        /// Each payment between members.
        Levy = 1 "levy",
        /// Keeping an account.
        Fee = 2 "fee",
        /// Being a member.
        Dues = 3 "dues",
        /// Holding more than nothing.
        Demurrage = 4 "demurrage",
    }

    /// Who bears a levy.
    Bearer {
        /// The payer, on top of the price.
        Payer = 1 "payer",
        /// The payee, out of what was received.
        Payee = 2 "payee",
        /// Either of them, each the whole levy.
        Both = 3 "both",
    }

    /// How often a rule charges.
    Every {
        /// Seven days.
        Week = 1 "week",
        /// A month of the calendar.
        Month = 2 "month",
        /// Three months.
        Quarter = 3 "quarter",
        /// Twelve months.
        Year = 4 "year",
    }

    /// Who gets what demurrage takes.
    Share {
        /// The community keeps it.
        Treasury = 1 "treasury",
        /// Equal shares to the accounts that traded in the period.
        Active = 2 "active",
        /// Equal shares to all accounts.
        All = 3 "all",
    }

    /// Where a rule stands.
    RuleState {
        /// It charges nothing yet and may be changed.
        Draft = 1 "draft",
        /// It charges from its start date on.
        Active = 2 "active",
        /// It charges no more.
        Ended = 3 "ended",
    }

    /// How far a run is.
    Stage {
        /// It reckons what each account owes.
        Reckoning = 1 "reckoning",
        /// It takes what is owed.
        Charging = 2 "charging",
        /// It gives out what was taken.
        Sharing = 3 "sharing",
        /// All of it is done.
        Done = 4 "done",
        /// It is being taken back.
        TakingBack = 5 "taking-back",
        /// All of it was taken back.
        TakenBack = 6 "taken-back",
    }
}

impl Stage {
    /// Whether the program still has to work on it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Reckoning | Self::Charging | Self::Sharing | Self::TakingBack)
    }
}

/// A share of an amount, in basis points: hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rate(u16);

impl Rate {
    /// All of it: more cannot be taken.
    pub const WHOLE: u16 = 10_000;

    /// From basis points, at most the whole.
    pub fn new(points: u16) -> Result<Self, Fault> {
        if points <= Self::WHOLE { Ok(Self(points)) } else { Err(Fault::new("rate", "charges-rate")) }
    }

    /// In basis points.
    pub const fn points(self) -> u16 {
        self.0
    }

    /// The share of an amount, rounded down to whole minor units; nothing of what is not above nothing.
    pub fn of(self, amount: Amount) -> Amount {
        if !amount.is_positive() {
            return Amount::ZERO;
        }
        let share = i128::from(amount.minor()) * i128::from(self.0) / i128::from(Self::WHOLE);
        // A part of an amount is no larger than the amount.
        Amount::new(i64::try_from(share).unwrap_or(i64::MAX))
    }
}

/// A levy on each payment between two members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levy {
    /// Who bears it.
    pub bearer: Bearer,
    /// The share of the price.
    pub rate: Rate,
    /// What is added to it.
    pub fixed: Amount,
    /// The least that is taken.
    pub least: Amount,
    /// The most that is taken; `None` for no bound.
    pub most: Option<Amount>,
    /// Only payments of these categories; none for all.
    pub categories: Vec<CategoryId>,
}

/// What a rule charges, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// On each payment.
    Levy(Levy),
    /// For each account, when a period is over.
    Fee {
        /// How much.
        amount: Amount,
    },
    /// For each member, when a period begins. In a currency of state money it is due there.
    Dues {
        /// How much.
        amount: Amount,
    },
    /// On what an account holds when a period is over.
    Demurrage {
        /// The share of what is held.
        rate: Rate,
        /// So much is free.
        free: Amount,
        /// Who gets it.
        share: Share,
    },
}

impl What {
    /// Its kind.
    pub const fn kind(&self) -> ChargeKind {
        match self {
            Self::Levy(_) => ChargeKind::Levy,
            Self::Fee { .. } => ChargeKind::Fee,
            Self::Dues { .. } => ChargeKind::Dues,
            Self::Demurrage { .. } => ChargeKind::Demurrage,
        }
    }

    /// Who gets what is taken.
    pub const fn share(&self) -> Share {
        match self {
            Self::Demurrage { share, .. } => *share,
            Self::Levy(_) | Self::Fee { .. } | Self::Dues { .. } => Share::Treasury,
        }
    }
}

/// Who is not charged and gets no share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exempt {
    /// These members.
    pub members: Vec<MemberId>,
    /// Members of these groups.
    pub groups: Vec<GroupId>,
    /// Members of these kinds.
    pub kinds: Vec<MemberKind>,
}

impl Exempt {
    /// Whether it names nobody.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty() && self.groups.is_empty() && self.kinds.is_empty()
    }
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleContent {
    /// What people call it; stands on every statement.
    pub name: Name,
    /// In which currency.
    pub currency: CurrencyId,
    /// What and how much.
    pub what: What,
    /// How often; without meaning for a levy.
    pub every: Every,
    /// The first day on which it holds, from which its periods are counted.
    pub starts: Date,
    /// Who is left out.
    pub exempt: Exempt,
}

/// A rule by which the community charges its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRule {
    /// Which one.
    pub id: ChargeRuleId,
    /// What it says.
    pub content: RuleContent,
    /// Where it stands.
    pub state: RuleState,
    /// Number of the newest period that was begun to be charged; 0 before there is one.
    pub charged: u32,
    /// When the next run is due; `None` for levies and rules that are not active.
    pub next: Option<Timestamp>,
    /// When its start date begins in the community's zone; set when it is activated.
    pub holds_from: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Who drafted it.
    pub by: Option<UserId>,
    /// When it was drafted.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// How a run was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// Who did it; `None` for the program.
    pub by: Option<UserId>,
    /// Why.
    pub reason: Line,
    /// When it was asked for.
    pub at: Timestamp,
    /// Movements that could not be taken back because an account is closed.
    pub kept: u32,
}

/// One period of a rule, charged to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which one.
    pub id: ChargeRunId,
    /// Of which rule.
    pub rule: ChargeRuleId,
    /// In which currency.
    pub currency: CurrencyId,
    /// The period's number, from 1.
    pub number: u32,
    /// When the period begins.
    pub from: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// When it was due: its amounts come from what was held then.
    pub due: Timestamp,
    /// How far it is.
    pub stage: Stage,
    /// The account up to which its stage is done.
    pub after: Option<AccountId>,
    /// Accounts that are charged.
    pub payers: u32,
    /// What is taken of them.
    pub taken: Amount,
    /// Accounts that get a share.
    pub receivers: u32,
    /// What was given out so far.
    pub given: Amount,
    /// Shares given out so far.
    pub shares: u32,
    /// When it began.
    pub begun: Timestamp,
    /// When it was done.
    pub finished: Option<Timestamp>,
    /// How it was taken back.
    pub taken_back: Option<TakenBack>,
}

/// What a run does to one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunLine {
    /// Which account.
    pub account: AccountId,
    /// What is taken; zero for an account that only gets a share.
    pub charge: Amount,
    /// Whether it gets a share.
    pub receives: bool,
    /// The share it got.
    pub gift: Amount,
    /// The transfer that took it.
    pub charged: Option<TransferId>,
    /// The transfer that gave it.
    pub gifted: Option<TransferId>,
}

/// By which rule a transfer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charged {
    /// The rule.
    pub rule: ChargeRuleId,
    /// The run; `None` for a levy.
    pub run: Option<ChargeRunId>,
}
