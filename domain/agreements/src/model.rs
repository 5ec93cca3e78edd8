//! What an agreement is, and the decisions that need no transaction.

use ayni_kernel::{
    AgreementId, Amount, CurrencyId, Error, Fault, Line, ListingId, MemberId, Result, Timestamp, TransferId,
};
use ayni_market::{MAX_PARTS, MAX_STOCK, PricePart};

use crate::reference::REFERENCE_DAYS;

ayni_kernel::choices! {
    /// Where an agreement stands.
    AgreementState {
        /// Both talk and propose.
        Talking = 1 "talking",
        /// Both accepted the same terms.
        Agreed = 2 "agreed",
        /// It has begun.
        Started = 3 "started",
        /// One side said what it came to; the other one is asked.
        Confirming = 4 "confirming",
        /// The two figures lie too far apart: a steward decides.
        Disputed = 5 "disputed",
        /// The figure is certain and something of it is not paid yet.
        Due = 6 "due",
        /// All is paid.
        Paid = 7 "paid",
        /// Somebody called it off.
        Cancelled = 8 "cancelled",
        /// Nobody went on.
        Expired = 9 "expired",
    }

    /// A side of an agreement.
    Side {
        /// The member who does or gives something, and is paid.
        Giver = 1 "giver",
        /// The member who gets it, and pays.
        Taker = 2 "taker",
    }
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Giver => Self::Taker,
            Self::Taker => Self::Giver,
        }
    }
}

impl AgreementState {
    /// Whether nothing more happens to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Paid | Self::Cancelled | Self::Expired)
    }

    /// Whether what it came to can be said.
    pub const fn is_underway(self) -> bool {
        matches!(self, Self::Agreed | Self::Started | Self::Confirming)
    }
}

/// What two members agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What is done or given.
    pub what: Line,
    /// When, in their own words.
    pub when: Line,
    /// How many of the listing are taken, for its stock.
    pub quantity: u32,
    /// The price of it all, in at most [`MAX_PARTS`] currencies; nothing for a gift.
    pub price: Vec<PricePart>,
}

impl Terms {
    pub(crate) fn check(&self) -> Result<()> {
        let mut currencies: Vec<CurrencyId> = self.price.iter().map(|part| part.currency).collect();
        currencies.sort();
        currencies.dedup();
        if self.what.is_empty() {
            return Err(Error::invalid("what", "fault-required"));
        }
        if self.quantity == 0 || self.quantity > MAX_STOCK {
            return Err(Fault::new("quantity", "agreements-quantity").with("max", i64::from(MAX_STOCK)).into());
        }
        if self.price.len() > MAX_PARTS || currencies.len() < self.price.len() {
            return Err(Fault::new("price", "agreements-price-parts").with("max", MAX_PARTS).into());
        }
        if self.price.iter().any(|part| !part.amount.is_positive()) {
            return Err(Error::invalid("price", "agreements-price-positive"));
        }
        Ok(())
    }
}

/// Terms that one side proposed and the other has not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Whose idea.
    pub by: Side,
    /// What they would be.
    pub terms: Terms,
}

/// A part of what is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// In which currency.
    pub currency: CurrencyId,
    /// How much.
    pub amount: Amount,
    /// How it was paid; `None` while it is owed.
    pub paid: Option<PaidBy>,
}

/// How a part was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidBy {
    /// Through the ledger.
    Transfer(TransferId),
    /// In money, as the one who got it wrote down.
    Money(Timestamp),
}

/// A deal between two members about a listing, from the first message to the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Which one.
    pub id: AgreementId,
    /// About which listing.
    pub listing: ListingId,
    /// What stood above the listing when it was asked for.
    pub title: Line,
    /// Who gives and is paid.
    pub giver: MemberId,
    /// Who gets and pays.
    pub taker: MemberId,
    /// The side that asked first; the other one is the listing's.
    pub asker: Side,
    /// Where it stands.
    pub state: AgreementState,
    /// What both accepted; `None` while they talk.
    pub terms: Option<Terms>,
    /// What one side would like (instead).
    pub proposal: Option<Proposal>,
    /// What the giver says it came to, in the order of the price's parts.
    pub giver_says: Option<Vec<Amount>>,
    /// What the taker says it came to.
    pub taker_says: Option<Vec<Amount>>,
    /// What is paid or to be paid; empty before the figure is certain, and for gifts.
    pub owed: Vec<Owed>,
    /// The side that spoke or acted last.
    pub last: Side,
    /// How many were taken from the listing's stock.
    pub taken: u32,
    /// When a difference went to the stewards.
    pub disputed: Option<Timestamp>,
    /// When the figure was certain and all was paid.
    pub paid: Option<Timestamp>,
    /// When both were warned that it falls silent.
    pub warned: Option<Timestamp>,
    /// How many steps its history has.
    pub steps: u32,
    /// When it was asked for.
    pub created: Timestamp,
    /// When something happened last.
    pub updated: Timestamp,
}

/// What a side should do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Say what it would want, or how much.
    Propose,
    /// Say yes to the other's proposal, or propose something else.
    Accept,
    /// Nothing: the other side is asked.
    Wait,
    /// Say what it came to once it is done.
    Confirm,
    /// Nothing: a steward decides.
    Steward,
    /// Pay, which did not work so far.
    Pay,
    /// Write down that the money came.
    Receive,
    /// Say how it went.
    Refer,
    /// It is over.
    Nothing,
}

impl Agreement {
    /// The member of a side.
    pub const fn member(&self, side: Side) -> MemberId {
        match side {
            Side::Giver => self.giver,
            Side::Taker => self.taker,
        }
    }

    /// The side of a member.
    pub fn side_of(&self, member: MemberId) -> Option<Side> {
        Side::ALL.iter().copied().find(|side| self.member(*side) == member)
    }

    /// What a side said it came to.
    pub const fn says(&self, side: Side) -> Option<&Vec<Amount>> {
        match side {
            Side::Giver => self.giver_says.as_ref(),
            Side::Taker => self.taker_says.as_ref(),
        }
    }

    /// The price that both accepted, part by part.
    pub fn price(&self) -> &[PricePart] {
        self.terms.as_ref().map_or(&[], |terms| &terms.price)
    }

    /// What a side should do next. `money` says which currencies are paid outside the ledger.
    pub fn next(&self, side: Side, money: &[CurrencyId]) -> Next {
        match self.state {
            AgreementState::Paid | AgreementState::Cancelled | AgreementState::Expired => Next::Nothing,
            AgreementState::Disputed => Next::Steward,
            _ if self.proposal.as_ref().is_some_and(|proposal| proposal.by != side) => Next::Accept,
            AgreementState::Talking if self.proposal.is_some() => Next::Wait,
            AgreementState::Talking => Next::Propose,
            AgreementState::Agreed | AgreementState::Started | AgreementState::Confirming => {
                if self.says(side).is_some() { Next::Wait } else { Next::Confirm }
            }
            AgreementState::Due => {
                let unpaid = self.owed.iter().filter(|owed| owed.paid.is_none());
                let (outside, here): (Vec<&Owed>, Vec<&Owed>) = unpaid.partition(|owed| money.contains(&owed.currency));
                match side {
                    Side::Taker if !here.is_empty() => Next::Pay,
                    Side::Giver if !outside.is_empty() => Next::Receive,
                    Side::Giver | Side::Taker => Next::Wait,
                }
            }
        }
    }

    /// Until when its sides may say how it went; `None` before it is paid.
    pub fn references_until(&self) -> Option<Timestamp> {
        self.paid.map(|paid| paid.plus_days(REFERENCE_DAYS))
    }

    /// Whether it waits for a side, as far as the record alone tells: lists put those first.
    pub(crate) fn waits_for(&self, side: Side) -> bool {
        match self.state {
            AgreementState::Talking => self.last != side,
            AgreementState::Due => true,
            state if state.is_underway() => {
                self.proposal.as_ref().is_some_and(|proposal| proposal.by != side)
                    || (state == AgreementState::Confirming && self.says(side).is_none())
            }
            _ => false,
        }
    }

    /// When the program does something about it by itself: silence is broken by a warning, then by the end.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        if self.state != AgreementState::Talking {
            return None;
        }
        let days = if self.warned.is_some() { SILENT_DAYS } else { WARNED_DAYS };
        Some(self.updated.plus_days(days))
    }
}

/// Days of silence after which a talk is over: three weeks survive a holiday.
pub const SILENT_DAYS: i64 = 21;

/// Days of silence after which both are told so, a week before.
pub(crate) const WARNED_DAYS: i64 = 14;

/// What the community decides about differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementSettings {
    /// How many minutes two figures in hours may lie apart.
    pub minutes: u16,
    /// How far two other figures may lie apart, in percent of the price that was agreed on.
    pub percent: u8,
}

impl Default for AgreementSettings {
    /// A quarter of an hour, which nobody argues about; a quarter of the price otherwise.
    fn default() -> Self {
        Self { minutes: 15, percent: 25 }
    }
}

/// How a currency counts, for comparing figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// In hours, of so many minor units each.
    Hours(i64),
    /// In anything else.
    Other,
}

/// What two figures for one part come to: the same, their middle where they lie near enough to each other (rounded down
/// to a minor unit, in favour of who pays), and `None` where they do not.
pub(crate) fn meet(
    giver: Amount,
    taker: Amount,
    agreed: Amount,
    counted: Counted,
    settings: AgreementSettings,
) -> Option<Amount> {
    let (one, other) = (i128::from(giver.minor()), i128::from(taker.minor()));
    let apart = (one - other).abs();
    let near = match counted {
        Counted::Hours(unit) => apart * 60 <= i128::from(settings.minutes) * i128::from(unit),
        Counted::Other => apart * 100 <= i128::from(settings.percent) * i128::from(agreed.minor()),
    };
    let middle = i64::try_from((one + other).div_euclid(2)).ok()?;
    (apart == 0 || near).then(|| Amount::new(middle))
}
