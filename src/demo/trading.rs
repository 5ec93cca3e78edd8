//! How the people of the story trade: who buys what from whom, who asks for the payment, who answers.

use ayni_kernel::{AccountId, Amount, CategoryId, Line, RequestId, Result, TransferId, WriteTx};
use ayni_ledger::{Ask, Pay};

use super::{
    offers::{CHORES, HOUSE, OFFERS, Offer, On},
    world::{Asked, Hand, Player, World},
};

/// Of a hundred deals so many are rent paid to the Works.
const RENT_PERCENT: u32 = 3;
/// Of a hundred deals so many are work paid by the Works.
const CHORE_PERCENT: u32 = 14;
/// Of a hundred deals between members so many begin with a payment request.
const ASKED_PERCENT: u32 = 16;
/// Prices are in whole halves of a button.
const PRICE_STEP: i64 = 50;
/// The category of rent and chores.
const RENT_CATEGORY: &str = "desks";
/// What shops and associations do not buy.
const FOR_PEOPLE: [&str; 2] = ["learning", "care"];
/// Balances, in hundredths of a button, above which members sell less, or nothing.
const RICH: i64 = 30_000;
const FULL: i64 = 42_000;
/// The credit that careful people use before they stop buying.
const CREDIT: i64 = 8_500;
/// Somebody this far above zero is as likely to buy as anybody richer.
const EASY: i64 = 35_000;

/// One side of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// A player.
    Member(usize),
    /// The Works itself: the treasury.
    House,
}

/// Something bought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deal {
    pub(super) from: Side,
    pub(super) to: Side,
    /// In hundredths of a button.
    pub(super) amount: i64,
    pub(super) description: &'static str,
    pub(super) category: &'static str,
}

/// A deal as the ledger wants it.
struct Order {
    hand: Hand,
    from: AccountId,
    to: AccountId,
    amount: Amount,
    description: Line,
    category: Option<CategoryId>,
}

/// A step of a transaction.
enum Step {
    Pay(Order),
    Ask(Order),
}

/// What came of a step.
enum Outcome {
    Paid,
    Refused,
    Asked(RequestId),
}

impl World<'_> {
    /// So many deals at one moment.
    pub(super) fn trade(&mut self, day: i64, count: u32) -> Result<()> {
        let mut deals = Vec::new();
        let mut steps = Vec::new();
        for _ in 0..count {
            let Some(deal) = self.choose(day)? else { continue };
            let asks = self.both_online(deal)? && self.chance.happens(ASKED_PERCENT);
            steps.push(if asks {
                Step::Ask(self.order(deal, deal.to)?)
            } else {
                Step::Pay(self.order(deal, deal.from)?)
            });
            deals.push(deal);
        }
        if steps.is_empty() {
            return Ok(());
        }
        let outcomes =
            self.community.write(move |tx| steps.into_iter().map(|step| take(tx, step)).collect::<Result<Vec<_>>>())?;
        for (deal, outcome) in deals.into_iter().zip(outcomes) {
            match outcome {
                Outcome::Paid => self.moved(deal)?,
                Outcome::Asked(id) => self.note(day, deal, id),
                Outcome::Refused => {}
            }
        }
        Ok(())
    }

    /// Pays at once; `None` when the ledger refuses.
    pub(super) fn pay(&mut self, deal: Deal) -> Result<Option<TransferId>> {
        let order = self.order(deal, deal.from)?;
        let paid = self.community.write(move |tx| settle(tx, order))?;
        if paid.is_some() {
            self.moved(deal)?;
        }
        Ok(paid)
    }

    /// Asks for a payment that nobody answers in this story.
    pub(super) fn ask(&mut self, deal: Deal) -> Result<()> {
        let order = self.order(deal, deal.to)?;
        self.community.write(move |tx| request(tx, order)).map(drop)
    }

    /// The payers look at the requests of the last days.
    pub(super) fn answer(&mut self, day: i64) -> Result<()> {
        let (due, later) = std::mem::take(&mut self.asked).into_iter().partition(|asked| asked.day == Some(day));
        self.asked = later;
        for asked in due {
            self.answer_one(&asked)?;
        }
        Ok(())
    }

    fn answer_one(&mut self, asked: &Asked) -> Result<()> {
        if !self.player(asked.payer)?.trades || !self.player(asked.payee)?.trades {
            return Ok(());
        }
        let hand = self.hand(asked.payer)?;
        let (id, accepts) = (asked.id, asked.accepts);
        let moved = self.community.write(move |tx| {
            let me = hand.actor(tx)?;
            let request = ayni_ledger::payment_request(&**tx, &me, id)?;
            let look = ayni_ledger::preview(&**tx, &me, request.payer, request.payee, request.amount)?;
            if accepts && look.fault.is_none() {
                return Ok(ayni_ledger::accept(tx, &me, id)?.amount.minor());
            }
            ayni_ledger::reject(tx, &me, id)?;
            Ok(0)
        })?;
        self.shift(Side::Member(asked.payer), -moved)?;
        self.shift(Side::Member(asked.payee), moved)
    }

    /// Keeps a request in mind until its payer looks at it.
    fn note(&mut self, day: i64, deal: Deal, id: RequestId) {
        let (Side::Member(from), Side::Member(to)) = (deal.from, deal.to) else { return };
        let looks = !self.chance.happens(8);
        let day = looks.then_some(day + self.chance.between(0, 5, 1));
        let accepts = self.chance.happens(90);
        self.asked.push(Asked { id, payee: to, payer: from, day, accepts });
    }

    /// Keeps the balances in mind after a payment.
    pub(super) fn moved(&mut self, deal: Deal) -> Result<()> {
        self.shift(deal.from, -deal.amount)?;
        self.shift(deal.to, deal.amount)
    }

    fn shift(&mut self, side: Side, by: i64) -> Result<()> {
        if let Side::Member(who) = side {
            self.player_mut(who)?.balance += by;
        }
        Ok(())
    }

    fn both_online(&self, deal: Deal) -> Result<bool> {
        let (Side::Member(from), Side::Member(to)) = (deal.from, deal.to) else { return Ok(false) };
        Ok(self.player(from)?.someone.online() && self.player(to)?.someone.online())
    }

    /// The order for the ledger, given by one side's hand.
    fn order(&self, deal: Deal, by: Side) -> Result<Order> {
        let account = |side| match side {
            Side::Member(who) => self.account(who),
            Side::House => Ok(self.treasury),
        };
        let hand = match by {
            Side::Member(who) => self.hand(who)?,
            Side::House => self.login("gwen")?,
        };
        Ok(Order {
            hand,
            from: account(deal.from)?,
            to: account(deal.to)?,
            amount: Amount::new(deal.amount),
            description: Line::parse("description", deal.description)?,
            category: self.categories.get(deal.category).copied(),
        })
    }

    /// What is bought next; `None` when nobody is there to buy it.
    fn choose(&mut self, day: i64) -> Result<Option<Deal>> {
        let kind = self.chance.below(100);
        if kind < RENT_PERCENT + CHORE_PERCENT {
            let rent = kind < RENT_PERCENT;
            return Ok(self.house_deal(if rent { HOUSE } else { CHORES }, rent));
        }
        let civil = self.morning(day).in_zone(&self.zone.zone());
        let (month, weekday) = (civil.month(), civil.weekday().to_monday_zero_offset());
        let mut weights = Vec::with_capacity(OFFERS.len());
        for (number, offer) in OFFERS.iter().enumerate() {
            let open = self.offered.get(number).is_some_and(|from| *from <= day);
            let seller = self.player(self.find(offer.by)?)?;
            let wish = if open && seller.trades { appetite(offer, month, weekday) } else { 0 };
            weights.push(wish * eagerness(seller.balance));
        }
        let Some(offer) = self.chance.weighted(&weights).and_then(|number| OFFERS.get(number)) else { return Ok(None) };
        let seller = self.find(offer.by)?;
        let Some(buyer) = self.buyer(Some(seller), offer.category) else { return Ok(None) };
        let amount = self.chance.between(offer.paid.0, offer.paid.1, PRICE_STEP);
        let description = self.chance.one_of(offer.deeds).unwrap_or(offer.title);
        let (from, to) = (Side::Member(buyer), Side::Member(seller));
        Ok(Some(Deal { from, to, amount, description, category: offer.category }))
    }

    /// Rent paid to the Works, or work paid by it.
    fn house_deal(&mut self, table: &[(&'static str, i64, i64, u32)], rent: bool) -> Option<Deal> {
        let weights: Vec<_> = table.iter().map(|row| row.3).collect();
        let (description, low, high, _) = self.chance.weighted(&weights).and_then(|row| table.get(row)).copied()?;
        let amount = self.chance.between(low, high, PRICE_STEP);
        let (from, to) = if rent {
            (Side::Member(self.buyer(None, RENT_CATEGORY)?), Side::House)
        } else {
            (Side::House, Side::Member(self.helper()?))
        };
        Some(Deal { from, to, amount, description, category: RENT_CATEGORY })
    }

    /// Who buys: those who like to, and who can afford it.
    fn buyer(&mut self, seller: Option<usize>, category: &str) -> Option<usize> {
        let for_people = FOR_PEOPLE.contains(&category);
        let weight = |(who, player): (usize, &Player)| {
            let able = player.trades && Some(who) != seller && (player.is_person() || !for_people);
            let purse = u32::try_from((player.balance.min(EASY) / 2 + CREDIT).max(0)).unwrap_or(0) / 100;
            if able { player.someone.spends * purse } else { 0 }
        };
        let weights: Vec<_> = self.players.iter().enumerate().map(weight).collect();
        self.chance.weighted(&weights)
    }

    /// Who does the Works' chores: those who need the buttons.
    fn helper(&mut self) -> Option<usize> {
        let weight = |player: &Player| match player.balance {
            _ if !(player.trades && player.is_person() && player.someone.online()) => 0,
            ..0 => 6,
            0..RICH => 1,
            _ => 0,
        };
        let weights: Vec<_> = self.players.iter().map(weight).collect();
        self.chance.weighted(&weights)
    }
}

/// How much an offer is sought on such a day.
fn appetite(offer: &Offer, month: i8, weekday: i8) -> u32 {
    const SATURDAY: i8 = 5;
    let (first, last) = offer.months;
    let season = if first <= last { (first..=last).contains(&month) } else { month >= first || month <= last };
    let day = match offer.on {
        On::Any => 3,
        On::Market if weekday == SATURDAY => 9,
        On::Market => 1,
        On::Work if weekday < SATURDAY => 4,
        On::Work => 0,
    };
    if season { offer.often * day } else { 0 }
}

/// How much a member with such a balance wants to sell.
const fn eagerness(balance: i64) -> u32 {
    if balance < 0 {
        8
    } else if balance < RICH {
        5
    } else if balance < FULL {
        1
    } else {
        0
    }
}

fn take(tx: &mut WriteTx<'_>, step: Step) -> Result<Outcome> {
    match step {
        Step::Pay(order) => Ok(settle(tx, order)?.map_or(Outcome::Refused, |_| Outcome::Paid)),
        Step::Ask(order) => request(tx, order).map(Outcome::Asked),
    }
}

/// Pays if the ledger would let it.
fn settle(tx: &mut WriteTx<'_>, order: Order) -> Result<Option<TransferId>> {
    let me = order.hand.actor(tx)?;
    let Order { from, to, amount, description, category, .. } = order;
    if ayni_ledger::preview(&**tx, &me, from, to, amount)?.fault.is_some() {
        return Ok(None);
    }
    Ok(Some(ayni_ledger::pay(tx, &me, Pay { id: None, from, to, amount, description, category })?.id))
}

fn request(tx: &mut WriteTx<'_>, order: Order) -> Result<RequestId> {
    let me = order.hand.actor(tx)?;
    let Order { from, to, amount, description, category, .. } = order;
    Ok(ayni_ledger::request(
        tx,
        &me,
        Ask { id: None, payee: to, payer: from, amount, description, category, days: None },
    )?
    .id)
}
