//! What happened once in the Works' rooms: passes bought, a radiator that gave up, varnish, a wedding that waits.

use ayni_bookings::{Ask, Cause, Look, OnClash, Progress, SeriesAsk, Sought, WaitAsk};
use ayni_calendar::{Repeat, Rule, Span, Weekday, day_span, instant};
use ayni_kernel::{Body, ClosureId, Error, Line, Result};
use ayni_resources::{ClosureDetails, ClosureWay};

use super::{
    bookings::{fulfil, refused},
    incidents::Incident,
    world::{Hand, World},
};

/// Days after the founding, seconds of the day, what happens then.
pub(super) const OCCASIONS: &[(i64, i64, Incident)] = &[
    (24, 43_000, dom_buys),
    (66, 43_000, dom_buys),
    (108, 43_000, dom_buys),
    (150, 43_000, dom_buys),
    (192, 43_000, lena_buys),
    (199, 43_000, dom_buys),
    (238, 43_000, lena_buys),
    (247, 52_000, radiator),
    (252, 43_000, dom_buys),
    (288, 43_000, lena_buys),
    (300, 30_000, cleaning),
    (310, 43_000, dom_buys),
    (332, 52_000, tamsin_teaches),
    (334, 43_000, lena_buys),
    (352, 52_000, varnish),
    (361, 52_000, tamsin_draws),
    (362, 52_000, tamsin_meets),
    (363, 52_000, odile_waits),
    (364, 52_000, wedding),
];

impl World<'_> {
    /// Somebody pays for ten days at a desk at once.
    fn buys_pass(&self, key: &str) -> Result<()> {
        let (hand, Some(kind)) = (self.login(key)?, self.house.desk_pass) else { return Ok(()) };
        let Some(member) = hand.member else { return Ok(()) };
        self.community.write(move |tx| {
            let me = hand.actor(tx)?;
            refused(ayni_terms::buy_pass(tx, &me, member, kind)).map(drop)
        })
    }

    /// Closes a place from one day to another, both included.
    fn closes(&self, key: &str, (from, to): (i64, i64), way: ClosureWay, why: (&str, &str)) -> Result<ClosureId> {
        let (manager, resource, zone) = (self.login("tobias")?, self.house.place(key)?, self.zone.zone());
        let (first, last) = (day_span(&zone, self.date(from)), day_span(&zone, self.date(to)));
        let span =
            Span::new(first.start, last.end).ok_or_else(|| Error::broken("a closure that ends before it begins"))?;
        let (reason, note) = (Line::parse("reason", why.0)?, Line::parse("note", why.1)?);
        self.community.write(move |tx| {
            let me = manager.actor(tx)?;
            let ask = ClosureDetails { span, rule: None, reason, note, way };
            Ok(ayni_resources::close(tx, &me, resource, ask)?.id)
        })
    }

    /// Closes a place again and again, at the same time of the day.
    fn closes_again(&self, key: &str, day: i64, hours: (i8, i8), rule: Rule, why: (&str, &str)) -> Result<()> {
        let (manager, resource, zone) = (self.login("tobias")?, self.house.place(key)?, self.zone.zone());
        let at = |hour| instant(&zone, self.date(day).at(hour, 0, 0, 0));
        let span =
            Span::new(at(hours.0), at(hours.1)).ok_or_else(|| Error::broken("a closure that ends before it begins"))?;
        let (reason, note) = (Line::parse("reason", why.0)?, Line::parse("note", why.1)?);
        self.community.write(move |tx| {
            let me = manager.actor(tx)?;
            let ask = ClosureDetails { span, rule: Some(rule), reason, note, way: ClosureWay::BookAround };
            ayni_resources::close(tx, &me, resource, ask).map(drop)
        })
    }

    /// The manager agrees to what is proposed for the bookings that lie in a closure.
    fn resolves(&self, closure: ClosureId) -> Result<()> {
        let manager = self.login("tobias")?;
        self.community.write(move |tx| {
            let (me, cause) = (manager.actor(tx)?, Cause::Closure(closure));
            for affected in ayni_bookings::resolution(tx, &me, cause)?.affected {
                refused(ayni_bookings::carry_out(tx, &me, (cause, affected.booking.id), affected.proposed))?;
            }
            Ok(())
        })
    }

    /// Somebody books the first of some days on which a place can be had.
    fn books(&self, key: &str, place: &str, days: (i64, i64), minutes: Option<(i64, i64)>, title: &str) -> Result<()> {
        let zone = self.zone.zone();
        for day in days.0..=days.1 {
            let places = vec![self.house.place(place)?];
            let Some(wish) = self.wish_of(key, places, (self.date(day), minutes), 1, title)? else { continue };
            let zone = zone.clone();
            if self.community.write(move |tx| fulfil(tx, &zone, wish))?.is_some() {
                break;
            }
        }
        Ok(())
    }
}

fn cleaning(world: &mut World<'_>) -> Result<()> {
    let first_mondays = Rule::monthly_nth("rule", 1, Weekday::Monday)?;
    world.closes_again("works", 301, (7, 9), first_mondays, ("The cleaners come", "Cleaning"))
}

fn dom_buys(world: &mut World<'_>) -> Result<()> {
    world.buys_pass("dom")
}

fn lena_buys(world: &mut World<'_>) -> Result<()> {
    world.buys_pass("lena")
}

/// What was booked in the Buttonhole moves next door, as far as there is room.
fn radiator(world: &mut World<'_>) -> Result<()> {
    let days = (248, 257);
    let why = ("The radiator knows no setting but Sahara any more", "Closed until the plumber has been. Bring water");
    let closure = world.closes("buttonhole", days, ClosureWay::Move, why)?;
    world.resolves(closure)
}

fn varnish(world: &mut World<'_>) -> Result<()> {
    let why = ("Two coats, and three days to dry", "The floor is varnished. Not even socks");
    world.closes("hall", (374, 376), ClosureWay::Tell, why).map(drop)
}

fn tamsin_draws(world: &mut World<'_>) -> Result<()> {
    world.books("tamsin", "desk-1", (366, 369), None, "Cheese labels")
}

fn tamsin_meets(world: &mut World<'_>) -> Result<()> {
    world.books("tamsin", "buttonhole", (367, 371), Some((630, 720)), "Cheese labels, with the cheese")
}

/// A wedding that the manager has not answered yet, on the first Saturday in three weeks that is free.
fn wedding(world: &mut World<'_>) -> Result<()> {
    let (freya, hall, zone) = (world.login("freya")?, world.house.place("hall")?, world.zone.zone());
    let Some(member) = freya.member else { return Ok(()) };
    for date in (384..=405).map(|day| world.date(day)).filter(|date| date.weekday() == Weekday::Saturday) {
        let at = |hour: i8| instant(&zone, date.at(hour, 0, 0, 0));
        let Some(span) = Span::new(at(12), at(15)) else { continue };
        let ask = Ask {
            people: 70,
            title: Line::parse("title", "A wedding, the quiet part")?,
            note: Body::parse("note", "The bride's grandmother will want to see where she sorted buttons.")?,
            ..Ask::plain(hall, member, span)
        };
        if asks(world, freya, ask)? {
            break;
        }
    }
    Ok(())
}

/// Whether a booking could be asked for.
fn asks(world: &World<'_>, hand: Hand, ask: Ask) -> Result<bool> {
    world.community.write(move |tx| {
        let me = hand.actor(tx)?;
        Ok(refused(ayni_bookings::book(tx, &me, ask))?.is_some())
    })
}

/// Thursday evenings from in a week on, ten of them, without the one on which there is a feast.
fn tamsin_teaches(world: &mut World<'_>) -> Result<()> {
    let (tamsin, resource, zone) = (world.login("tamsin")?, world.house.place("buttonhole")?, world.zone.zone());
    let Some(member) = tamsin.member else { return Ok(()) };
    let thursday = (340..347).map(|day| world.date(day)).find(|date| date.weekday() == Weekday::Thursday);
    let Some(start) = thursday.map(|date| date.at(18, 0, 0, 0)) else { return Ok(()) };
    let repeat = Repeat::new("repeat", start, 90, zone, Some(Rule::parse("rule", "FREQ=WEEKLY;COUNT=10")?))?;
    let title = Line::parse("title", "Drawing for people who cannot draw")?;
    let look = Look { resource, places: 1, people: 7, title, note: Body::default(), addons: Vec::new() };
    world.community.write(move |tx| {
        tx.unlimited();
        let me = tamsin.actor(tx)?;
        let ask = SeriesAsk { id: None, member, look, repeat, on_clash: OnClash::Skip };
        let Some(series) = refused(ayni_bookings::book_series(tx, &me, ask))? else { return Ok(()) };
        while ayni_bookings::step(tx, series.id)? == Progress::More {}
        let feast = start.saturating_add(jiff::Span::new().weeks(5));
        refused(ayni_bookings::skip(tx, &me, series.id, feast)).map(drop)
    })
}

/// Odile would like the Buttonhole when Tamsin has it.
fn odile_waits(world: &mut World<'_>) -> Result<()> {
    let (odile, tamsin, place) = (world.login("odile")?, world.login("tamsin")?, world.house.place("buttonhole")?);
    let (Some(member), Some(has)) = (odile.member, tamsin.member) else { return Ok(()) };
    let ahead = Span::new(world.morning(365), world.morning(375)).ok_or_else(|| Error::broken("no days ahead"))?;
    world.community.write(move |tx| {
        let me = odile.actor(tx)?;
        let taken = ayni_bookings::unchecked_on(&**tx, place, ahead)?;
        let Some(booking) = taken.into_iter().find(|booking| booking.member == has) else { return Ok(()) };
        let title = Line::parse("title", "Tasting, eight loaves")?;
        let ask = WaitAsk { member, sought: Sought::Resource(place), span: booking.span, places: 1, people: 6, title };
        refused(ayni_bookings::wait(tx, &me, ask)).map(drop)
    })
}
