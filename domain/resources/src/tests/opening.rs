//! When a resource is open.

use ayni_calendar::{Holidays, Hours, Span};
use ayni_communities::TimeZoneName;
use ayni_kernel::{Line, Timestamp};

use super::*;

fn span(start: &str, end: &str) -> Span {
    Span::new(Timestamp::parse(start).unwrap(), Timestamp::parse(end).unwrap()).unwrap()
}

fn hours(text: &str) -> Hours {
    Hours::parse("hours", text).unwrap()
}

impl House {
    fn open(&self, id: ResourceId, within: Span) -> Vec<Span> {
        let read = |tx: &ayni_kernel::ReadTx| open(tx, &unasked(tx, id)?, &within);
        let found: Vec<Span> = self.community.read(read).unwrap().iter().copied().collect();
        let at_once = |tx: &ayni_kernel::ReadTx| {
            let (tree, zone) = (everything(tx)?, ayni_communities::settings(tx)?.time_zone);
            let mut closed = Vec::new();
            for place in tree.closers(id)? {
                closed.extend(closures_at(tx, place, &within)?.into_iter().map(|(span, _)| span));
            }
            Ok(tree.opening(id, &zone)?.unwrap().within(&within).minus(&closed.into_iter().collect()))
        };
        assert_eq!(found, self.community.read(at_once).unwrap().iter().copied().collect::<Vec<_>>());
        found
    }
}

#[test]
fn hours_zone_and_holidays_come_from_what_a_resource_stands_in() {
    let house = House::new();
    let home = house.add(
        None,
        Details {
            zone: Some(TimeZoneName::parse("zone", "Europe/Madrid").unwrap()),
            hours: Some(hours("Mo-Fr 09:00-18:00; PH off")),
            holidays: Holidays::of_country("es"),
            ..site("Casa")
        },
    );
    let hall = house.add(Some(home), room("Hall"));
    let late = house.add(Some(home), Details { hours: Some(hours("Mo-Su 20:00-02:00")), ..room("Cellar") });

    // Labour Day 2026 is a Friday; the clocks in Madrid are two hours ahead in May.
    let days = span("2026-04-30T00:00:00Z", "2026-05-02T00:00:00Z");
    let thursday = span("2026-04-30T07:00:00Z", "2026-04-30T16:00:00Z");
    assert_eq!(house.open(hall, days), [thursday]);
    let night = span("2026-04-30T18:00:00Z", "2026-05-01T00:00:00Z");
    assert_eq!(house.open(late, span("2026-04-30T12:00:00Z", "2026-05-01T12:00:00Z")), [night]);
}

#[test]
fn a_set_is_open_when_all_its_parts_are_and_closed_with_any_of_them() {
    let house = House::new();
    let hall = house.add(None, Details { hours: Some(hours("Mo-Su 08:00-20:00")), ..room("Hall") });
    let den = house.add(None, Details { hours: Some(hours("Mo-Su 10:00-22:00")), ..room("Den") });
    let both = house.add(None, set("Both", &[hall, den]));
    let day = span("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    assert_eq!(house.open(both, day), [span("2026-03-02T10:00:00Z", "2026-03-02T20:00:00Z")]);
    let ask = ClosureDetails {
        span: span("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z"),
        rule: None,
        reason: Line::default(),
        note: Line::default(),
        way: ClosureWay::BookAround,
    };
    house.write(move |tx| close(tx, &PROGRAM, den, ask)).unwrap();
    let parts =
        [span("2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z"), span("2026-03-02T14:00:00Z", "2026-03-02T20:00:00Z")];
    assert_eq!(house.open(both, day), parts);
}

fn rule(text: &str) -> ayni_calendar::Rule {
    ayni_calendar::Rule::parse("rule", text).unwrap()
}

fn cleaning(first: Span, text: &str) -> ClosureDetails {
    let (reason, note) = (Line::default(), Line::default());
    ClosureDetails { span: first, rule: Some(rule(text)), reason, note, way: ClosureWay::Tell }
}

fn refusal<T: std::fmt::Debug>(refused: ayni_kernel::Result<T>) -> String {
    match refused.unwrap_err() {
        ayni_kernel::Error::Invalid(faults) => faults.0[0].word.to_owned(),
        ayni_kernel::Error::Conflict(fault) => fault.word.to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn cleaning_on_first_mondays_stays_at_eight_over_both_clock_changes() {
    let house = House::new();
    let zone = Some(TimeZoneName::parse("zone", "Europe/Madrid").unwrap());
    let home = house.add(None, Details { zone, ..site("Casa") });
    let hall = house.add(Some(home), room("Hall"));
    let first = span("2026-03-02T07:00:00Z", "2026-03-02T09:00:00Z");
    let ask = cleaning(first, "FREQ=MONTHLY;BYDAY=1MO");
    let closure = house.write(move |tx| close(tx, &PROGRAM, home, ask)).unwrap();
    assert_eq!(closure.span, first);
    let closed = |from: &str, to: &str| {
        let within = span(from, to);
        let read = |tx: &ayni_kernel::ReadTx| closures(tx, &unasked(tx, hall)?, &within);
        house.community.read(read).unwrap().into_iter().map(|(span, _)| span).collect::<Vec<_>>()
    };
    // Winter time, then summer time, then winter time again: eight o'clock on the wall.
    assert_eq!(
        closed("2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"),
        [first, span("2026-04-06T06:00:00Z", "2026-04-06T08:00:00Z")]
    );
    assert_eq!(
        closed("2030-11-01T00:00:00Z", "2030-12-01T00:00:00Z"),
        [span("2030-11-04T07:00:00Z", "2030-11-04T09:00:00Z")]
    );
    // Only the part that was asked for, also of one that began before.
    assert_eq!(
        closed("2026-04-06T07:30:00Z", "2026-04-07T00:00:00Z"),
        [span("2026-04-06T07:30:00Z", "2026-04-06T08:00:00Z")]
    );
    // And new bookings find the hall closed then.
    let morning = span("2026-04-06T05:00:00Z", "2026-04-06T09:00:00Z");
    assert_eq!(
        house.open(hall, morning),
        [span("2026-04-06T05:00:00Z", "2026-04-06T06:00:00Z"), span("2026-04-06T08:00:00Z", "2026-04-06T09:00:00Z")]
    );
    house.write(move |tx| reopen(tx, &PROGRAM, closure.id)).unwrap();
    assert_eq!(house.open(hall, morning), [morning]);
}

#[test]
fn whole_days_that_come_again_have_the_length_of_their_day() {
    let house = House::new();
    let zone = Some(TimeZoneName::parse("zone", "Europe/London").unwrap());
    let hall = house.add(None, Details { zone, ..room("Hall") });
    // Each last Sunday of the month, of which the one in March has 23 hours and the one in October 25.
    let ask = cleaning(span("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"), "FREQ=MONTHLY;BYDAY=-1SU");
    let closure = house.write(move |tx| close(tx, &PROGRAM, hall, ask)).unwrap();
    let hours = |year: Span| closure.within(&year).iter().map(|span| span.seconds() / 3_600).collect::<Vec<_>>();
    assert_eq!(hours(span("2026-03-01T00:00:00Z", "2026-11-01T00:00:00Z")), [23, 24, 24, 24, 24, 24, 24, 25]);
    // Asked for far ahead, it reads what is asked for: one of 900 Sundays.
    assert_eq!(hours(span("2099-12-01T00:00:00Z", "2100-01-01T00:00:00Z")), [24]);
}

#[test]
fn what_comes_again_ends_by_its_rule_and_is_refused_when_it_makes_no_sense() {
    let house = House::new();
    let hall = house.add(None, room("Hall"));
    let first = span("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z");
    let refused = |rule: &str| {
        let ask = cleaning(first, rule);
        refusal(house.write(move |tx| close(tx, &PROGRAM, hall, ask)))
    };
    assert_eq!(refused("FREQ=DAILY;BYHOUR=0,12"), "resources-closure-overlaps");
    assert_eq!(refused("FREQ=YEARLY;UNTIL=20200101T000000Z"), "resources-closure-never");
    let ask = cleaning(first, "FREQ=YEARLY;COUNT=3");
    let closure = house.write(move |tx| close(tx, &PROGRAM, hall, ask)).unwrap();
    let coming = || {
        let read = |tx: &ayni_kernel::ReadTx| coming(tx, &PROGRAM, &Closures { limit: 10, ..Closures::default() });
        house.community.read(read).unwrap().rows.len()
    };
    assert_eq!(
        (coming(), closure.next(closure.span.end)),
        (1, Some(span("2027-12-24T00:00:00Z", "2027-12-25T00:00:00Z")))
    );
    let beyond = span("2029-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    let read = |tx: &ayni_kernel::ReadTx| closures_at(tx, hall, &beyond);
    assert_eq!(house.community.read(read).unwrap(), []);
    // Ending it: it takes place once, from then on.
    let once = ClosureDetails { rule: None, ..cleaning(first, "FREQ=YEARLY") };
    let ended = house.write(move |tx| change_closure(tx, &PROGRAM, closure.id, once)).unwrap();
    assert!(ended.repeats.is_none());
    let next = span("2027-12-24T00:00:00Z", "2027-12-25T00:00:00Z");
    assert_eq!(house.open(hall, next), [next]);
    assert_eq!(house.community.data.store().check().unwrap(), []);
}

#[test]
fn a_place_has_only_so_many_closures_that_come_again() {
    let house = House::new();
    let hall = house.add(None, room("Hall"));
    let ask = cleaning(span("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"), "FREQ=YEARLY");
    let close_again = || {
        let ask = ask.clone();
        house.write(move |tx| close(tx, &PROGRAM, hall, ask))
    };
    let made: Vec<_> = (0..MAX_REPEATING).map(|_| close_again().unwrap()).collect();
    assert_eq!(refusal(close_again()), "resources-closures-many");
    let (id, ask) = (made[0].id, ask.clone());
    house.write(move |tx| change_closure(tx, &PROGRAM, id, ask)).unwrap();
}
