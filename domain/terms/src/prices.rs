//! Prices: what a resource costs, attached as policies are. The nearest price that applies holds as a whole.

use ayni_calendar::Hours;
use ayni_kernel::{
    Actor, Amount, Check, CurrencyId, Error, Event, Fault, Faults, GroupId, Line, Name, PriceId, Reads, Result,
    Timestamp, WriteTx,
};
use ayni_ledger::{Currency, CurrencyKind};

use crate::{
    attach::{Attachment, Spot},
    policies::{InUse, reach_faults},
    policy::{Office, OfficeAct},
    rules::{MAX_LENGTH, MAX_TIERS},
    tables,
};

/// The most prices of a community: all are read whenever somebody books.
pub const MAX_PRICES: usize = 200;

/// The most steps of a price that follows demand: more than anybody understands.
pub const MAX_STEPS: usize = 8;

/// The furthest that a price may rise, in percent of the usual one.
pub const MAX_PERCENT: u16 = 1_000;

/// The highest amount of a price, in minor units: far below what sums of them could overflow.
pub const MAX_PRICE: i64 = 1_000_000_000_000;

/// Minutes of a day.
pub(crate) const DAY: u32 = 24 * 60;

ayni_kernel::choices! {
    /// In which way a price is paid.
    Way {
        /// There is none.
        Free = 1 "free",
        /// Through the ledger: set aside when booked, paid when it is over.
        Local = 2 "local",
        /// In money outside the ledger: written down as due.
        Money = 3 "money",
    }

    /// Of what a price is.
    Basis {
        /// Of the booking, however many places it takes.
        Booking = 1 "booking",
        /// Of each place: a seat, a piece.
        Place = 2 "place",
    }

    /// How a part of the shortest tier counts.
    Begun {
        /// As much as it is: half an hour of an hour's price is half of it.
        Share = 1 "share",
        /// As a whole one: each begun hour.
        Whole = 2 "whole",
    }
}

/// A length of time and its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// Minutes of the wall clock.
    pub minutes: u32,
    /// The price.
    pub amount: Amount,
}

/// What busy hours cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Peak {
    /// Which hours; those of the policy in force when `None`.
    pub hours: Option<Hours>,
    /// How much.
    pub rate: PeakRate,
}

/// How much busy hours cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeakRate {
    /// Percent of the usual price: 150 is half as much again, 80 a fifth less.
    Percent(u16),
    /// Prices of their own.
    Tiers(Vec<Tier>),
}

/// How a price follows demand and lead time, within limits. Percents are added up, 0 being the usual price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dynamic {
    /// From so many permille of the open time around that day booked: so many percent more (or less).
    pub demand: Vec<(u16, i16)>,
    /// When booked at most so many hours before the beginning: so many percent more (or less).
    pub lead: Vec<(u16, i16)>,
    /// The lowest, in percent of the usual price.
    pub floor: u16,
    /// The highest, in percent of the usual price.
    pub ceiling: u16,
}

/// How a price is reckoned.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// In which currency.
    pub currency: CurrencyId,
    /// Through the ledger, or as money due.
    pub way: Way,
    /// Of the booking or of each place.
    pub basis: Basis,
    /// Prices by length, the longest first. A time is made up of them from the longest on, but never costs more than
    /// one more of a longer one would: who needs 9 hours pays a day when that is less.
    pub tiers: Vec<Tier>,
    /// How a part of the shortest tier counts.
    pub begun: Begun,
    /// The most that the time of one day costs.
    pub day_cap: Option<Amount>,
    /// A part that does not depend on the time: cleaning, getting ready.
    pub fixed: Amount,
    /// What busy hours cost.
    pub peak: Option<Peak>,
    /// The least that a booking costs.
    pub minimum: Amount,
    /// Set aside with the price and given back after.
    pub deposit: Amount,
    /// How it follows demand.
    pub dynamic: Option<Dynamic>,
    /// What to know about it, such as "includes 19 % VAT".
    pub note: Line,
}

impl Rate {
    /// So much for so many minutes, and nothing else.
    pub fn simple(currency: &Currency, tiers: Vec<Tier>) -> Self {
        Self {
            currency: currency.id,
            way: usual_way(currency),
            basis: Basis::Booking,
            tiers,
            begun: Begun::Share,
            day_cap: None,
            fixed: Amount::ZERO,
            peak: None,
            minimum: Amount::ZERO,
            deposit: Amount::ZERO,
            dynamic: None,
            note: Line::default(),
        }
    }

    /// Puts lists into order and checks all bounds.
    pub fn checked(mut self) -> Result<Self, Faults> {
        let mut check = Check::default();
        self.tiers.sort_by_key(|tier| std::cmp::Reverse(tier.minutes));
        tiers_sound("tiers", &self.tiers, &mut check);
        if let Some(Peak { rate, .. }) = &mut self.peak {
            match rate {
                PeakRate::Tiers(tiers) => {
                    tiers.sort_by_key(|tier| std::cmp::Reverse(tier.minutes));
                    tiers_sound("peak", tiers, &mut check);
                    check.require(|| tiers.is_empty().then(|| Fault::new("peak", "terms-tiers-none")));
                }
                PeakRate::Percent(percent) => percent_sound("peak", *percent, &mut check),
            }
        }
        for (field, amount) in [
            ("day_cap", self.day_cap.unwrap_or_default()),
            ("fixed", self.fixed),
            ("minimum", self.minimum),
            ("deposit", self.deposit),
        ] {
            amount_sound(field, amount, &mut check);
        }
        let long = self.day_cap.is_some() && self.tiers.iter().any(|tier| tier.minutes > DAY);
        check.require(|| long.then(|| Fault::new("day_cap", "terms-cap-long")));
        check.require(|| (self.way == Way::Free).then(|| Fault::new("way", "fault-choice")));
        if let Some(dynamic) = &mut self.dynamic {
            dynamic.sort();
            dynamic.sound(&mut check);
        }
        match check.done() {
            Err(Error::Invalid(faults)) => Err(faults),
            _ => Ok(self),
        }
    }
}

impl Dynamic {
    fn sort(&mut self) {
        self.demand.sort_unstable_by_key(|step| std::cmp::Reverse(step.0));
        self.lead.sort_unstable_by_key(|step| step.0);
    }

    fn sound(&self, check: &mut Check) {
        let many = self.demand.len().max(self.lead.len()) > MAX_STEPS;
        check.require(|| many.then(|| Fault::new("dynamic", "terms-many").with("max", MAX_STEPS)));
        let twice = |steps: &[(u16, i16)]| steps.windows(2).any(|pair| matches!(pair, [one, two] if one.0 == two.0));
        check
            .require(|| (twice(&self.demand) || twice(&self.lead)).then(|| Fault::new("dynamic", "terms-steps-twice")));
        let wild = self.demand.iter().chain(&self.lead).any(|step| step.1.unsigned_abs() > MAX_PERCENT);
        check
            .require(|| wild.then(|| Fault::new("dynamic", "terms-percent-large").with("max", i64::from(MAX_PERCENT))));
        check.require(|| (self.floor > self.ceiling).then(|| Fault::new("ceiling", "terms-dynamic-order")));
        percent_sound("ceiling", self.ceiling, check);
    }

    /// The percent that demand adds.
    pub fn for_demand(&self, permille: u16) -> i16 {
        self.demand.iter().find(|(from, _)| permille >= *from).map_or(0, |(_, percent)| *percent)
    }

    /// The percent that booking so many hours ahead adds.
    pub fn for_lead(&self, hours: i64) -> i16 {
        self.lead.iter().find(|(until, _)| hours <= i64::from(*until)).map_or(0, |(_, percent)| *percent)
    }
}

fn tiers_sound(field: &'static str, tiers: &[Tier], check: &mut Check) {
    check.require(|| (tiers.len() > MAX_TIERS).then(|| Fault::new(field, "terms-many").with("max", MAX_TIERS)));
    for tier in tiers {
        let good = (1..=MAX_LENGTH).contains(&tier.minutes);
        check.require(|| {
            (!good).then(|| Fault::new(field, "terms-number").with("min", 1_i64).with("max", i64::from(MAX_LENGTH)))
        });
        amount_sound(field, tier.amount, check);
    }
    let twice = tiers.windows(2).any(|pair| matches!(pair, [one, two] if one.minutes == two.minutes));
    check.require(|| twice.then(|| Fault::new(field, "terms-tiers-twice")));
}

fn amount_sound(field: &'static str, amount: Amount, check: &mut Check) {
    check.require(|| amount.is_negative().then(|| Fault::new(field, "terms-amount-negative")));
    check.require(|| (amount.minor() > MAX_PRICE).then(|| Fault::new(field, "fault-amount-large")));
}

fn percent_sound(field: &'static str, percent: u16, check: &mut Check) {
    check.require(|| {
        (percent > MAX_PERCENT).then(|| Fault::new(field, "terms-percent-large").with("max", i64::from(MAX_PERCENT)))
    });
}

/// A price.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// Which one.
    pub id: PriceId,
    /// What it says.
    pub content: PriceContent,
    /// Whether it holds.
    pub in_use: InUse,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What the editor of a price sends: every field, changed or not.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceContent {
    /// Its name.
    pub name: Name,
    /// Where it holds.
    pub attached: Vec<Attachment>,
    /// For whom; empty for all.
    pub groups: Vec<GroupId>,
    /// Of two that are equally near the higher one wins.
    pub priority: u16,
    /// How it is reckoned.
    pub rate: Rate,
}

impl PriceContent {
    fn checked(mut self, tx: &impl Reads) -> Result<Self> {
        let mut faults = reach_faults(&mut self.attached, &mut self.groups, self.priority);
        match self.rate.clone().checked() {
            Ok(rate) => self.rate = rate,
            Err(more) => faults.extend(more.0),
        }
        faults.extend(way_fault(tx, self.rate.currency, self.rate.way)?);
        if faults.is_empty() { Ok(self) } else { Err(Faults(faults).into()) }
    }
}

/// Only money of a state can be due outside the ledger.
pub(crate) fn way_fault(tx: &impl Reads, currency: CurrencyId, way: Way) -> Result<Option<Fault>> {
    match ayni_ledger::currency(tx, currency) {
        Ok(currency) if way == Way::Money && currency.kind != CurrencyKind::Fiat => {
            Ok(Some(Fault::new("way", "terms-money-of-states")))
        }
        Ok(_) => Ok(None),
        Err(Error::NotFound) => Ok(Some(Fault::new("currency", "fault-choice"))),
        Err(other) => Err(other),
    }
}

/// How prices in a currency are usually paid: money of a state outside the ledger, everything else through it.
pub fn usual_way(currency: &Currency) -> Way {
    if currency.kind == CurrencyKind::Fiat { Way::Money } else { Way::Local }
}

/// The price that holds at a spot for a member of these groups: the nearest, and of equally near ones that for a group,
/// then the higher priority, then the older.
pub fn price_at<'p>(prices: &'p [Price], spot: &Spot, groups: &[GroupId]) -> Option<&'p Price> {
    let ranked = prices.iter().filter(|price| price.in_use == InUse::Yes).filter_map(|price| {
        let content = &price.content;
        let rank = spot.rank(&content.attached, &content.groups, content.priority, groups)?;
        Some(((rank, price.id), price))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, price)| price)
}

/// Makes a price; for managers and admins.
///
/// Refuses with `Invalid` for what is out of bounds, with `Conflict` when there are [`MAX_PRICES`].
pub fn create_price(tx: &mut WriteTx<'_>, me: &Actor, content: PriceContent) -> Result<Price> {
    me.may(OfficeAct::Manage, &Office)?;
    if tables::prices(&**tx)?.len() >= MAX_PRICES {
        return Err(Error::Conflict(Fault::new("", "terms-prices-many").with("max", MAX_PRICES)));
    }
    let (now, content) = (tx.now(), content.checked(&**tx)?);
    let price = Price { id: tx.id(), content, in_use: InUse::Yes, created: now, updated: now };
    save(tx, price)
}

/// Changes a price; for managers and admins. Bookings that were made keep the price they were made at.
pub fn change_price(tx: &mut WriteTx<'_>, me: &Actor, id: PriceId, content: PriceContent) -> Result<Price> {
    let old = price(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    let price = Price { content: content.checked(&**tx)?, updated: tx.now(), ..old };
    save(tx, price)
}

/// Takes a price into use or out of it; for managers and admins.
pub fn use_price(tx: &mut WriteTx<'_>, me: &Actor, id: PriceId, in_use: InUse) -> Result<Price> {
    let old = price(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    let price = Price { in_use, updated: tx.now(), ..old };
    save(tx, price)
}

/// Removes a price; for managers and admins.
pub fn remove_price(tx: &mut WriteTx<'_>, me: &Actor, id: PriceId) -> Result<()> {
    price(&**tx, me, id)?;
    me.may(OfficeAct::Manage, &Office)?;
    tables::remove_price(tx, id)?;
    tx.emit(Event::PriceChanged(id))
}

fn save(tx: &mut WriteTx<'_>, price: Price) -> Result<Price> {
    tables::put_price(tx, &price)?;
    tx.emit(Event::PriceChanged(price.id))?;
    Ok(price)
}

/// A price, for everybody inside.
pub fn price(tx: &impl Reads, me: &Actor, id: PriceId) -> Result<Price> {
    me.may(OfficeAct::Read, &Office)?;
    tables::price(tx, id)?.ok_or(Error::NotFound)
}

/// Every price, the oldest first; there are few. For everybody inside.
pub fn prices(tx: &impl Reads, me: &Actor) -> Result<Vec<Price>> {
    me.may(OfficeAct::Read, &Office)?;
    tables::prices(tx)
}
