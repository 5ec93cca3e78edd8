//! Limits: their kinds, how credit comes about, their history, what went beyond them.

use ayni_kernel::{AccountId, Amount, Line, Timestamp, TransferId, UserId};

use crate::formula::{Figures, Formula};

/// A lower and an upper limit.
pub type Limits = (Option<Amount>, Option<Amount>);

/// How an account's lower limit comes about. The upper one is a plain number, hard unless limits warn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitKind {
    /// The numbers stop payments.
    Hard,
    /// The numbers stop nothing: what goes beyond them is noted and shown to both sides and to the office.
    Warn,
    /// The lower limit is where it starts; a share of what was earned adds to it.
    Growing(Growth),
    /// A formula says how much credit there is.
    Formula(Formula),
}

impl LimitKind {
    /// The word used in forms and locale keys.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Warn => "warn",
            Self::Growing(_) => "growing",
            Self::Formula(_) => "formula",
        }
    }
}

/// How credit grows with what was earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// The share of what was earned that adds to the credit, in hundredths of a percent.
    pub points: u16,
    /// The most credit there is.
    pub cap: Amount,
    /// Distinct partners from whom more was received than paid to them, before anything is added.
    pub partners: u16,
}

/// What was earned: from each partner what it paid more than it got back. Trading to and fro earns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Earned {
    /// In all.
    pub amount: Amount,
    /// From so many partners.
    pub partners: u32,
}

/// A lower limit that follows from history, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Its kind.
    pub kind: LimitKind,
    /// What it comes to; `None` where payments are not stopped.
    pub floor: Option<Amount>,
    /// What a formula knows of the account.
    pub figures: Figures,
    /// What growth knows of the account.
    pub earned: Earned,
    /// What was granted for one payment and is still open.
    pub once: Option<Once>,
}

/// A lower limit for one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The least balance that the one payment may leave.
    pub lower: Amount,
    /// Until when.
    pub expires: Timestamp,
}

/// What a line of the history of limits tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitNote {
    /// The limits were set.
    Set,
    /// A lower limit was granted for one payment, until a moment.
    Granted(Amount, Timestamp),
    /// That payment was made.
    Used(TransferId),
}

ayni_kernel::choices! {
    /// Why a transfer could go beyond a limit.
    BreachKind {
        /// The limit only warns.
        Warned = 1 "warned",
        /// An admin had granted it for one payment.
        Once = 2 "once",
        /// A reversal, with the consent of whoever took it back.
        Consented = 3 "consented",
    }
}

/// A transfer that went beyond a limit, and why it could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// Which transfer.
    pub transfer: TransferId,
    /// Whose limit.
    pub account: AccountId,
    /// The limit.
    pub limit: Amount,
    /// The balance afterwards, holds counted.
    pub balance: Amount,
    /// Why it could.
    pub kind: BreachKind,
    /// When.
    pub at: Timestamp,
}

/// Who changed an account's limits, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitChange {
    /// Whose limits.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for the program.
    pub by: Option<UserId>,
    /// Why.
    pub reason: Line,
    /// Lower and upper limit before.
    pub before: Limits,
    /// Lower and upper limit after.
    pub after: Limits,
    /// Kind of limit before and after.
    pub kinds: (LimitKind, LimitKind),
    /// What it was.
    pub note: LimitNote,
}
