//! Plain types of the ledger: currencies, accounts, transfers, holds, payment requests.
//! Long because each record of the ledger stands beside those that it names.

mod limits;

use ayni_kernel::{
    AccountId, Amount, CategoryId, Code, CurrencyId, Cursor, HoldId, Line, MemberId, Money, Name, RequestId, Scale,
    Timestamp, TransferId, UserId,
};

pub use limits::*;

use crate::chain::Hash;

/// Known columns of an imported bundle that this program keeps but does not use: name and text.
pub type Extras = Vec<(String, String)>;

ayni_kernel::choices! {
    /// What a currency stands for.
    CurrencyKind {
        /// Mutual credit: members grant each other credit, all balances sum to zero.
        Mutual = 1 "mutual",
        /// Hours of a time bank.
        Time = 2 "time",
        /// Money of a state.
        Fiat = 3 "fiat",
        /// Points given by the community.
        Points = 4 "points",
    }
}

ayni_kernel::choices! {
    /// Whether an account may move.
    AccountStatus {
        /// It may pay and receive.
        Open = 1 "open",
        /// Its member may not trade now; only a reversal by the treasurer moves it.
        Frozen = 2 "frozen",
        /// Its member left with a balance of zero; nothing moves it any more.
        Closed = 3 "closed",
    }
}

ayni_kernel::choices! {
    /// How a transfer came about.
    TransferKind {
        /// By the payer.
        Payment = 1 "payment",
        /// By accepting a payment request.
        Request = 2 "request",
        /// By a steward in the name of the payer.
        OnBehalf = 3 "on-behalf",
        /// By posting a hold.
        Hold = 4 "hold",
        /// By taking back an earlier transfer.
        Reversal = 5 "reversal",
        /// By a levy of the community that the payer pays on top.
        Levy = 6 "levy",
        /// By an import.
        Import = 7 "import",
        /// By a charge of the community on many accounts, or by giving out what was charged.
        Charge = 8 "charge",
        /// By a levy taken from what was just received.
        Withheld = 9 "withheld",
    }
}

impl TransferKind {
    /// Whether the community took it by a rule: it is no trade between members.
    pub const fn is_charge(self) -> bool {
        matches!(self, Self::Levy | Self::Charge | Self::Withheld)
    }

    /// Whether limits are asked. The room of a hold was set aside before, a treasurer may take back beyond limits, and
    /// what the community charges is owed whatever the limits say.
    pub const fn asks_limits(self) -> bool {
        match self {
            Self::Payment | Self::Request | Self::OnBehalf | Self::Levy => true,
            Self::Hold | Self::Reversal | Self::Import | Self::Charge | Self::Withheld => false,
        }
    }
}

ayni_kernel::choices! {
    /// Where a transfer was posted first.
    TransferOrigin {
        /// By this program, under its rules.
        Here = 1 "here",
        /// Elsewhere, and brought in with its history: today's limits were not asked.
        Elsewhere = 2 "elsewhere",
    }
}

ayni_kernel::choices! {
    /// Who decides what becomes of a hold.
    HoldKeeper {
        /// Those between whom it stands.
        Parties = 1 "parties",
        /// The feature that placed it: the parties cannot post or void it past that.
        Program = 2 "program",
    }
}

/// A unit of account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// Which one.
    pub id: CurrencyId,
    /// Short code, such as `BRAM`; unique.
    pub code: Code,
    /// Name of one unit.
    pub name: Name,
    /// Name of several units.
    pub plural: Name,
    /// The sign people write: one to three characters.
    pub symbol: Line,
    /// Decimals it counts with; never changes.
    pub scale: Scale,
    /// Decimals usually shown, at most the scale.
    pub shown: u8,
    /// What it stands for.
    pub kind: CurrencyKind,
    /// What one unit is worth in the exchange's common measure, as numerator and denominator.
    pub rate: Option<(u64, u64)>,
    /// Lower limit that new member accounts get; `None` for no limit.
    pub lower: Option<Amount>,
    /// Upper limit that new member accounts get; `None` for no limit.
    pub upper: Option<Amount>,
    /// Days that a payment request stays open unless it says otherwise.
    pub request_days: u16,
    /// What the bundle carried beyond this.
    pub extras: Extras,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

impl Currency {
    /// An amount with what is needed to write it.
    pub fn money(&self, amount: Amount) -> Money {
        Money { amount, currency: self.id, scale: self.scale, symbol: self.symbol.as_str().to_owned() }
    }
}

/// Whose an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A member's.
    Member(MemberId),
    /// The community's own, one for each currency.
    Treasury,
    /// The program's, for what comes from or goes to another system.
    System,
}

/// Holds one currency for one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which one.
    pub id: AccountId,
    /// What people read out; unique.
    pub code: Code,
    /// What it holds.
    pub currency: CurrencyId,
    /// Whose it is.
    pub owner: Owner,
    /// Whether it may move.
    pub status: AccountStatus,
    /// Least balance that a payment may leave; `None` for no limit.
    pub lower: Option<Amount>,
    /// Greatest balance that a payment may leave; `None` for no limit.
    pub upper: Option<Amount>,
    /// Sum of all it received, in minor units.
    pub posted_in: Amount,
    /// Sum of all it paid, in minor units.
    pub posted_out: Amount,
    /// Sum of the pending holds in its favour.
    pub pending_in: Amount,
    /// Sum of the pending holds at its expense.
    pub pending_out: Amount,
    /// Number of its entries; the newest one has this number.
    pub entries: u64,
    /// How its lower limit follows from its history; `None` for a plain one, which is asked as it stands.
    pub credit: Option<Box<Credit>>,
    /// What the bundle carried beyond this.
    pub extras: Extras,
    /// When it was opened.
    pub created: Timestamp,
    /// When its limits, status or code last changed.
    pub updated: Timestamp,
}

impl Account {
    /// What it holds: received less paid.
    pub const fn balance(&self) -> Amount {
        // Both sums are never negative, so that their difference always fits.
        Amount::new(self.posted_in.minor().saturating_sub(self.posted_out.minor()))
    }

    /// Where its statement stands now.
    pub const fn standing(&self) -> Standing {
        Standing { entry: self.entries, balance: self.balance() }
    }

    /// The least balance that its kind of limit lets a payment leave; `None` where payments are not stopped.
    pub fn floor(&self) -> Option<Amount> {
        self.credit.as_ref().map_or(self.lower, |credit| credit.floor)
    }

    /// [`Account::floor`], with what was granted for one payment.
    pub fn lowest(&self) -> Option<Amount> {
        let once = self.credit.as_ref().and_then(|credit| credit.once.as_ref()).map(|once| once.lower);
        self.floor().map(|floor| once.map_or(floor, |once| once.min(floor)))
    }

    /// The greatest balance that a payment may leave; `None` where payments are not stopped.
    pub fn ceiling(&self) -> Option<Amount> {
        if self.warns() { None } else { self.upper }
    }

    /// Whether its limits warn and do not stop.
    pub fn warns(&self) -> bool {
        self.credit.as_ref().is_some_and(|credit| credit.kind == LimitKind::Warn)
    }

    /// The lower limit as people see it: what stops payments, or where the warning begins.
    pub fn lower_shown(&self) -> Option<Amount> {
        if self.warns() { self.lower } else { self.floor() }
    }

    /// Its kind of limit.
    pub fn limit_kind(&self) -> LimitKind {
        self.credit.as_ref().map_or(LimitKind::Hard, |credit| credit.kind.clone())
    }

    /// What may still be paid, never negative; `None` for any amount.
    pub fn available(&self) -> Option<Amount> {
        let free = self.balance().minor().saturating_sub(self.pending_out.minor());
        self.lowest().map(|lower| Amount::new(free.saturating_sub(lower.minor()).max(0)))
    }

    /// What may still be received, never negative; `None` for any amount.
    pub fn room(&self) -> Option<Amount> {
        let expected = self.balance().minor().saturating_add(self.pending_in.minor());
        self.ceiling().map(|upper| Amount::new(upper.minor().saturating_sub(expected).max(0)))
    }
}

/// An account as everybody in the community may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCard {
    /// Which account.
    pub id: AccountId,
    /// What people read out.
    pub code: Code,
    /// What it holds.
    pub currency: CurrencyId,
    /// Whose it is.
    pub owner: Owner,
    /// Whether it may move.
    pub status: AccountStatus,
    /// The member's name; `None` for the treasury and the program.
    pub name: Option<Name>,
    /// The member's number.
    pub number: Option<Code>,
    /// The member's photo.
    pub photo: Option<[u8; 32]>,
}

/// One immutable movement between two accounts of the same currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Which one.
    pub id: TransferId,
    /// The first transfer of those that were posted together; its own id when it stands alone.
    pub group: TransferId,
    /// What moved.
    pub currency: CurrencyId,
    /// The account that paid.
    pub debit: AccountId,
    /// The account that received.
    pub credit: AccountId,
    /// In minor units, more than zero.
    pub amount: Amount,
    /// How it came about.
    pub kind: TransferKind,
    /// What for.
    pub description: Line,
    /// What kind of thing it was for.
    pub category: Option<CategoryId>,
    /// Who did it; `None` for the program.
    pub by: Option<UserId>,
    /// The transfer that this one takes back.
    pub reverses: Option<TransferId>,
    /// The payment request that this one answers.
    pub request: Option<RequestId>,
    /// When it was posted.
    pub at: Timestamp,
    /// What the bundle gave as its last change; otherwise when it was posted.
    pub updated: Timestamp,
    /// What the bundle carried beyond this.
    pub extras: Extras,
}

/// One line of an account's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whose statement.
    pub account: AccountId,
    /// Counted from 1 without gaps.
    pub number: u64,
    /// What moved it.
    pub transfer: TransferId,
    /// Positive when received, negative when paid.
    pub amount: Amount,
    /// The balance afterwards.
    pub balance: Amount,
    /// When; never earlier than the entry before.
    pub at: Timestamp,
}

impl Entry {
    /// Where the statement stood after it.
    pub const fn standing(&self) -> Standing {
        Standing { entry: self.number, balance: self.balance }
    }
}

/// Where a statement stands after one of its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The entry's number; 0 before there is one.
    pub entry: u64,
    /// The balance afterwards.
    pub balance: Amount,
}

/// A pending transfer: the amount is set aside on both sides until it is posted, voided or expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which one.
    pub id: HoldId,
    /// The account that will pay.
    pub debit: AccountId,
    /// The account that will receive.
    pub credit: AccountId,
    /// The most that may be posted.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// What became of it.
    pub state: HoldState,
    /// Who decides what becomes of it.
    pub keeper: HoldKeeper,
    /// When it lapses by itself; `None` for never.
    pub expires: Option<Timestamp>,
    /// Who placed it; `None` for the program.
    pub by: Option<UserId>,
    /// When it was placed.
    pub created: Timestamp,
    /// When its state last changed.
    pub updated: Timestamp,
}

/// What became of a hold. It leaves `Pending` once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldState {
    /// The amount is set aside.
    Pending,
    /// Paid, wholly or in part; the rest was released.
    Posted {
        /// The transfer it became.
        transfer: TransferId,
        /// What was paid of it.
        amount: Amount,
    },
    /// Released.
    Voided,
    /// Lapsed.
    Expired,
}

/// A payment that the payee asks for and the payer accepts or rejects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// Which one.
    pub id: RequestId,
    /// Who asks.
    pub payee: AccountId,
    /// Who is asked.
    pub payer: AccountId,
    /// In minor units, more than zero.
    pub amount: Amount,
    /// What is asked for.
    pub currency: CurrencyId,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
    /// What became of it.
    pub state: RequestState,
    /// Until when it may be accepted.
    pub expires: Timestamp,
    /// Who made it; `None` for the program.
    pub by: Option<UserId>,
    /// When it was made.
    pub created: Timestamp,
    /// When its state last changed.
    pub updated: Timestamp,
}

/// What became of a payment request. It leaves `Open` once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// Waits for the payer.
    Open,
    /// Paid by this transfer.
    Accepted(TransferId),
    /// The payer said no.
    Rejected,
    /// The payee took it back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

/// Which side of its requests an account is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestBox {
    /// It is asked to pay.
    Incoming,
    /// It asks others to pay.
    Outgoing,
}

/// A statement's line with what people want to read beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The movement as this account saw it.
    pub entry: Entry,
    /// The movement itself.
    pub transfer: Transfer,
    /// The other side.
    pub other: AccountCard,
    /// The transfer that took it back, if one did.
    pub reversed: Option<TransferId>,
}

/// A transfer with both its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferLine {
    /// The movement.
    pub transfer: Transfer,
    /// Who paid.
    pub debit: AccountCard,
    /// Who received.
    pub credit: AccountCard,
    /// The transfer that took it back, if one did.
    pub reversed: Option<TransferId>,
}

/// Running counters of a currency, kept on each write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Which currency.
    pub currency: CurrencyId,
    /// Sum of the amounts of all transfers; stays at the greatest number of 64 bits once it gets there.
    pub volume: Amount,
    /// Number of transfers.
    pub transfers: u64,
    /// Number of accounts ever opened, the treasury among them.
    pub accounts: u64,
    /// The link of the newest transfer in the currency's chain; see [`crate::chain`].
    pub head: Hash,
}

/// Which way money went, seen from one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Received.
    In,
    /// Paid.
    Out,
}

/// What part of a statement is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementAsk {
    /// Whose statement.
    pub account: AccountId,
    /// Words that must all occur in the description, the other's name, number or code; case is ignored.
    pub words: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Only received or only paid.
    pub direction: Option<Direction>,
    /// Only of this category.
    pub category: Option<CategoryId>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Most rows, at most [`ayni_kernel::page::MAX_ROWS`].
    pub limit: usize,
}

impl StatementAsk {
    /// The newest lines of an account.
    pub const fn newest(account: AccountId, limit: usize) -> Self {
        Self { account, words: None, from: None, until: None, direction: None, category: None, after: None, limit }
    }
}
