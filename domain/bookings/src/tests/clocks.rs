//! Clocks that change and zones that are not whole hours.

use ayni_calendar::{Span, instant};
use ayni_kernel::testing::Cast;
use ayni_terms::{Counts, Hour, Notice, Over, Per, Quota, Rules};
use jiff::tz::TimeZone;

use super::town::{PROGRAM, Town, span, words};
use crate::*;

fn wall(zone: &str, from: &str, to: &str) -> Span {
    let zone = TimeZone::get(zone).unwrap();
    Span::new(instant(&zone, from.parse().unwrap()), instant(&zone, to.parse().unwrap())).unwrap()
}

#[test]
fn a_whole_day_is_24_hours_whatever_the_clocks_do() {
    let town = Town::new("Europe/Madrid");
    town.rule(Rules { max_length: Some(24 * 60), ..Rules::default() });
    for (from, to) in [
        ("2026-03-29T00:00", "2026-03-30T00:00"),
        ("2026-10-25T00:00", "2026-10-26T00:00"),
        ("2026-03-28T12:00", "2026-03-29T12:00"),
    ] {
        let booked = town.book(Cast::Ana, town.room, wall("Europe/Madrid", from, to)).unwrap();
        town.cancel(Cast::Ana, booked.id).unwrap();
    }
    let more = wall("Europe/Madrid", "2026-03-29T00:00", "2026-03-30T00:30");
    assert_eq!(words(town.book(Cast::Ana, town.room, more)), ["terms-too-long"]);
}

#[test]
fn kathmandu_and_adelaide_have_whole_slots() {
    for zone in ["Asia/Kathmandu", "Australia/Adelaide", "Australia/Lord_Howe"] {
        let town = Town::new(zone);
        town.rule(Rules { step: Some(60), ..Rules::default() });
        town.book(Cast::Ana, town.room, wall(zone, "2026-03-05T10:00", "2026-03-05T11:00")).unwrap();
        town.book(Cast::Ben, town.room, wall(zone, "2026-03-05T11:00", "2026-03-05T12:00")).unwrap();
        let off = wall(zone, "2026-03-05T12:45", "2026-03-05T13:45");
        assert_eq!(words(town.book(Cast::Ben, town.room, off)), ["terms-askew-step"], "{zone}");
        let free = town.community.read(|tx| {
            free(tx, &town.actor(Cast::Ana), town.room, wall(zone, "2026-03-05T09:00", "2026-03-05T13:00"), 1)
        });
        assert_eq!(free.unwrap().seconds(), 2 * 3_600, "{zone}");
    }
}

#[test]
fn two_days_before_is_counted_on_the_wall_over_a_change_of_clocks() {
    let town = Town::new("Europe/Madrid");
    town.rule(Rules { notice_book: Some(Notice::Days(2)), ..Rules::default() });
    // The clocks go forward on the 29th: 47 hours pass between these two.
    let slot = wall("Europe/Madrid", "2026-03-30T10:00", "2026-03-30T11:00");
    town.now_is("2026-03-28T09:00:00Z");
    town.book(Cast::Ana, town.room, slot).unwrap();
    town.clock.turn(60);
    assert_eq!(words(town.book(Cast::Ana, town.twin, slot)), ["terms-late-book"]);
}

#[test]
fn a_night_does_not_use_up_two_days() {
    let town = Town::new("Europe/Madrid");
    let quota = Quota { counts: Counts::Minutes, per: Per::Day, over: Over::All, hour: Hour::Any, most: Some(4 * 60) };
    town.rule(Rules { quotas: vec![quota], ..Rules::default() });
    town.book(Cast::Ana, town.room, wall("Europe/Madrid", "2026-03-04T22:00", "2026-03-05T02:00")).unwrap();
    town.book(Cast::Ana, town.room, wall("Europe/Madrid", "2026-03-05T10:00", "2026-03-05T12:00")).unwrap();
    let more = wall("Europe/Madrid", "2026-03-05T14:00", "2026-03-05T15:00");
    assert_eq!(words(town.book(Cast::Ana, town.twin, more)), ["terms-quota-minutes-day"]);
    town.book(Cast::Ben, town.twin, more).unwrap();
    // What was given back does not count.
    let next = town.book(Cast::Ana, town.twin, wall("Europe/Madrid", "2026-03-06T10:00", "2026-03-06T14:00")).unwrap();
    town.cancel(Cast::Ana, next.id).unwrap();
    town.book(Cast::Ana, town.room, wall("Europe/Madrid", "2026-03-06T15:00", "2026-03-06T19:00")).unwrap();
}

#[test]
fn a_booking_over_several_weeks_is_seen_once_in_each() {
    let town = Town::new("UTC");
    let long = town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-04-20T10:00:00Z")).unwrap();
    for (from, to) in [
        ("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z"),
        ("2026-03-16T00:00:00Z", "2026-03-17T00:00:00Z"),
        ("2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"),
    ] {
        let seen = town.community.read(|tx| on(tx, &town.actor(Cast::Ana), town.room, span(from, to))).unwrap();
        assert_eq!(seen.iter().filter_map(|shown| shown.booking).collect::<Vec<_>>(), [long.id], "{from}");
    }
    let wish = span("2026-04-15T10:00:00Z", "2026-04-15T11:00:00Z");
    assert_eq!(words(town.book(Cast::Ben, town.room, wish)), ["bookings-taken"]);
}

#[test]
fn the_holidays_of_the_place_count_in_its_rules_and_prices() {
    let town = Town::new("Europe/Madrid");
    let site = town.site;
    let mut details = town.community.read(|tx| ayni_resources::unasked(tx, site)).unwrap().details();
    details.holidays = Some(ayni_calendar::Holidays::parse("holidays", "May 1").unwrap());
    town.write(move |tx| ayni_resources::change(tx, &PROGRAM, site, details)).unwrap();
    let hours = |text| Some(ayni_calendar::Hours::parse("hours", text).unwrap());
    town.rule(ayni_terms::Rules { when: hours("Mo-Su 08:00-20:00; PH 08:00-12:00"), ..ayni_terms::Rules::default() });
    town.price(1_000, |rate| {
        let hours = hours("PH 00:00-24:00");
        rate.peak = Some(ayni_terms::Peak { hours, rate: ayni_terms::PeakRate::Percent(200) });
    });
    let noon = |day: &str| span(&format!("2026-{day}T13:00:00Z"), &format!("2026-{day}T14:00:00Z"));
    assert_eq!(words(town.book(Cast::Ana, town.room, noon("05-01"))), ["terms-odd-hours"]);
    let usual = town.book(Cast::Ana, town.room, noon("05-04")).unwrap();
    let morning = span("2026-05-01T07:00:00Z", "2026-05-01T08:00:00Z");
    let holiday = town.book(Cast::Ana, town.room, morning).unwrap();
    assert_eq!((usual.quote.total.minor(), holiday.quote.total.minor()), (1_000, 2_000));
}
