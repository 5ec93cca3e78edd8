//! What happened once: limits changed, payments taken back, a farewell, a quarrel about a ladder, a feast.

use ayni_kernel::{Amount, Email, Error, Line, Result, TransferId};
use ayni_ledger::{Beyond, Pay, Reverse, SetLimits};
use ayni_members::NewInvite;

use super::{
    occasions::OCCASIONS,
    trading::{Deal, Side},
    world::{Player, World},
};

/// Something that happens once.
pub(super) type Incident = fn(&mut World<'_>) -> Result<()>;

/// Days after the founding, seconds of the day, what happens then.
const INCIDENTS: &[(i64, i64, Incident)] = &[
    (6, 43_200, bakery_limits),
    (40, 43_200, cafe_limits),
    (74, 61_200, decimal_point),
    (171, 43_200, careful_barnaby),
    (223, 61_200, wrong_neighbour),
    (244, 62_000, farewell),
    (302, 62_000, ladder),
    (330, 43_200, freight_limits),
    (356, 45_000, invitation),
    (361, 44_000, hettie_asks),
    (363, 44_000, bakery_asks),
    (363, 66_000, tamsin_asks),
    (364, 44_000, noor_asks),
    (364, 68_000, priya_asks),
];

/// What the Works pays everybody at midwinter, in hundredths of a button.
const FEAST: i64 = 300;

/// The incidents of a day, and the feast when its date (month, day) is midwinter, with their seconds of the day.
pub(super) fn of(day: i64, date: (i8, i8)) -> impl Iterator<Item = (i64, Incident)> {
    let midwinter = date == (12, 21);
    let feast: Option<(i64, Incident)> = midwinter.then_some((75_500, feast));
    INCIDENTS
        .iter()
        .chain(OCCASIONS)
        .filter(move |(on, ..)| *on == day)
        .map(|(_, second, incident)| (*second, *incident))
        .chain(feast)
}

impl World<'_> {
    fn limits(&self, key: &str, lower: i64, upper: i64, reason: &str) -> Result<()> {
        let (treasurer, account) = (self.login("gwen")?, self.account(self.find(key)?)?);
        let reason = Line::parse("reason", reason)?;
        self.community.write(move |tx| {
            let me = treasurer.actor(tx)?;
            let (lower, upper) = (Some(Amount::new(lower)), Some(Amount::new(upper)));
            ayni_ledger::set_limits(tx, &me, SetLimits { account, lower, upper, reason }).map(drop)
        })
    }

    /// The treasurer takes a payment back.
    fn take_back(&mut self, deal: Deal, transfer: TransferId, reason: &str) -> Result<()> {
        let treasurer = self.login("gwen")?;
        let reason = Line::parse("reason", reason)?;
        self.community.write(move |tx| {
            let me = treasurer.actor(tx)?;
            ayni_ledger::reverse(tx, &me, Reverse { transfer, reason, beyond: Beyond::Allow }).map(drop)
        })?;
        self.moved(Deal { from: deal.to, to: deal.from, ..deal })
    }

    fn deal(
        &self,
        from: &str,
        to: &str,
        amount: i64,
        description: &'static str,
        category: &'static str,
    ) -> Result<Deal> {
        let (from, to) = (Side::Member(self.find(from)?), Side::Member(self.find(to)?));
        Ok(Deal { from, to, amount, description, category })
    }

    /// The person who can best afford a mistake.
    fn comfortable(&self) -> Result<Side> {
        let busy = ["bronwen", "leocadia", "delphine"];
        let free = |player: &Player| player.trades && player.is_person() && !busy.contains(&player.someone.key);
        let free = self.players.iter().enumerate().filter(|(_, player)| free(player));
        let richest = free.max_by_key(|(_, player)| player.balance).map(|(who, _)| Side::Member(who));
        richest.ok_or_else(|| Error::broken("a story without people"))
    }

    /// A mistaken payment, its reversal, and the right payment.
    fn mistake(&mut self, wrong: Deal, right: Deal, reason: &str) -> Result<()> {
        if let Some(transfer) = self.pay(wrong)? {
            self.take_back(wrong, transfer, reason)?;
        }
        self.pay(right).map(drop)
    }
}

/// Everybody gets a few buttons from the Works.
fn feast(world: &mut World<'_>) -> Result<()> {
    let (treasurer, from) = (world.login("gwen")?, world.treasury);
    let guests: Vec<_> =
        world.players.iter().filter(|player| player.trades).filter_map(|guest| guest.account).collect();
    let category = world.categories.get("culture").copied();
    world.community.write(move |tx| {
        tx.unlimited();
        let me = treasurer.actor(tx)?;
        let description = Line::parse("description", "Midwinter: three buttons and a mince pie each")?;
        let amount = Amount::new(FEAST);
        let pay = |to| Pay { id: None, from, to, amount, description: description.clone(), category };
        ayni_ledger::post_group(tx, &me, guests.into_iter().map(pay).collect()).map(drop)
    })?;
    for player in world.players.iter_mut().filter(|player| player.trades) {
        player.balance += FEAST;
    }
    Ok(())
}

fn bakery_limits(world: &mut World<'_>) -> Result<()> {
    world.limits("crumb", -30_000, 150_000, "A bakery buys flour before it sells bread; agreed at the first meeting")
}

fn cafe_limits(world: &mut World<'_>) -> Result<()> {
    world.limits("repair", -20_000, 80_000, "Holds the Repair Café's fund for spare parts")
}

fn careful_barnaby(world: &mut World<'_>) -> Result<()> {
    world.limits("barnaby", -5_000, 50_000, "Under eighteen: half the usual credit, as agreed with his mother")
}

fn freight_limits(world: &mut World<'_>) -> Result<()> {
    world.limits("slowfreight", -20_000, 80_000, "New trailer, paid off by delivering until spring")
}

fn decimal_point(world: &mut World<'_>) -> Result<()> {
    let (from, to) = (world.comfortable()?, Side::Member(world.find("bronwen")?));
    let right = Deal { from, to, amount: 450, description: "Soft cheese, two tubs", category: "food" };
    world.mistake(Deal { amount: 4_500, ..right }, right, "The decimal point went for a walk: 45.00 instead of 4.50")
}

fn wrong_neighbour(world: &mut World<'_>) -> Result<()> {
    let (from, to) = (world.comfortable()?, Side::Member(world.find("leocadia")?));
    let right = Deal { from, to, amount: 700, description: "Spanish conversation", category: "learning" };
    let wrong = Deal { to: Side::Member(world.find("delphine")?), ..right };
    world.mistake(wrong, right, "Meant for Leocadia; right street, wrong language")
}

/// George moves away and leaves with a balance of zero.
fn farewell(world: &mut World<'_>) -> Result<()> {
    let who = world.find("george")?;
    let balance = world.player(who)?.balance;
    let george = Side::Member(who);
    let (from, to, description) = if balance > 0 {
        (george, Side::House, "What is left goes to the Works, with my thanks for the tea")
    } else {
        (Side::House, george, "Balance cleared from the common pot; safe travels")
    };
    if balance != 0 {
        world.pay(Deal { from, to, amount: balance.abs(), description, category: "culture" })?;
    }
    let hand = world.hand(who)?;
    let member = world.player(who)?.member;
    world.community.write(move |tx| {
        let me = hand.actor(tx)?;
        member.map_or(Ok(()), |member| ayni_members::leave(tx, &me, member).map(drop))
    })?;
    world.player_mut(who)?.trades = false;
    Ok(())
}

fn ladder(world: &mut World<'_>) -> Result<()> {
    let who = world.find("oscar")?;
    let (steward, member) = (world.login("rafael")?, world.player(who)?.member);
    world.community.write(move |tx| {
        let me = steward.actor(tx)?;
        let reason = Line::parse("reason", "Until the long ladder is back in the workshop; third reminder sent")?;
        member.map_or(Ok(()), |member| ayni_members::suspend(tx, &me, member, reason).map(drop))
    })?;
    world.player_mut(who)?.trades = false;
    Ok(())
}

fn invitation(world: &mut World<'_>) -> Result<()> {
    let steward = world.login("rafael")?;
    world.community.write(move |tx| {
        let me = steward.actor(tx)?;
        let ask = NewInvite {
            email: Some(Email::parse("email", "rosalind@weir.example")?),
            name: Line::parse("name", "Rosalind Peake")?,
            note: Line::parse("note", "Tunes pianos; Noor sends her")?,
            valid_days: 30,
        };
        ayni_members::invite(tx, &me, ask).map(drop)
    })
}

fn hettie_asks(world: &mut World<'_>) -> Result<()> {
    let deal = world.deal("dom", "hettie", 600, "Marmalade, two jars, and the good lids", "food")?;
    world.ask(deal)
}

fn bakery_asks(world: &mut World<'_>) -> Result<()> {
    let deal = world.deal("tamsin", "crumb", 1_450, "Bread and knots, the whole of last week", "food")?;
    world.ask(deal)
}

fn noor_asks(world: &mut World<'_>) -> Result<()> {
    let deal = world.deal("tamsin", "noor", 600, "Piano, half an hour: the left hand is coming along", "learning")?;
    world.ask(deal)
}

fn priya_asks(world: &mut World<'_>) -> Result<()> {
    let deal = world.deal("tamsin", "priya", 850, "Front wheel, trued, and a new bell", "home")?;
    world.ask(deal)
}

fn tamsin_asks(world: &mut World<'_>) -> Result<()> {
    let deal = world.deal("alun", "tamsin", 1_800, "Portrait of Parsnip, framed", "culture")?;
    world.ask(deal)
}
