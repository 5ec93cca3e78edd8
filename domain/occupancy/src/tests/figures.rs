//! Days counted: hours, places, both clock changes, gaps.

use ayni_calendar::{Date, Span, Spans, TimeZone, day_span, zone};
use ayni_kernel::{Amount, CurrencyId, Timestamp};

use crate::figures::{Counted, Day, Fate, Figures, hours};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

fn london() -> TimeZone {
    zone("zone", "Europe/London").unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn booking(from: &str, to: &str) -> Counted {
    let span = span(from, to);
    let created = span.start.plus_seconds(-7_200);
    Counted { span, blocked: span, places: 1, fate: Fate::Held, created, revenue: None, due: None }
}

fn counted(day: &str, open: &[Span], places: u32, bookings: &[Counted]) -> Figures {
    let open: Spans = open.iter().copied().collect();
    let zone = london();
    Day { date: date(day), zone: &zone, open: &open, places, shortest: 1_800 }.count(bookings)
}

#[test]
fn a_day_is_counted_by_the_hour() {
    let open = [span("2026-06-01T08:00:00Z", "2026-06-01T17:00:00Z")];
    let pounds = CurrencyId::from_bytes([7; 16]);
    let paid = Counted {
        revenue: Some((pounds, Amount::new(1_200))),
        ..booking("2026-06-01T08:30:00Z", "2026-06-01T10:00:00Z")
    };
    let gone = Counted {
        fate: Fate::Cancelled,
        due: Some((pounds, Amount::new(300))),
        ..booking("2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z")
    };
    let missed = Counted { fate: Fate::NoShow, ..booking("2026-06-01T14:00:00Z", "2026-06-01T15:00:00Z") };
    let figures = counted("2026-06-01", &open, 1, &[paid, gone, missed]);
    // London is an hour ahead of UTC in June.
    assert_eq!((figures.open[8], figures.open[9], figures.open[17], figures.open[18]), (0, 60, 60, 0));
    assert_eq!((figures.booked[9], figures.booked[10], figures.booked[15]), (30, 60, 0));
    assert_eq!((figures.bookings, figures.no_shows, figures.cancelled), (2, 1, 1));
    assert_eq!((figures.occupancy(), figures.no_show_rate(), figures.lead()), (Some(167), Some(500), Some(120)));
    assert_eq!(figures.revenue, [(pounds, Amount::new(1_200))]);
    assert_eq!(figures.due, [(pounds, Amount::new(300))]);
}

#[test]
fn a_night_counts_on_both_days_but_only_once_as_a_booking() {
    let night = [booking("2026-06-01T21:30:00Z", "2026-06-02T01:00:00Z")];
    let (one, two) = (counted("2026-06-01", &[], 1, &night), counted("2026-06-02", &[], 1, &night));
    assert_eq!((one.booked[22], one.booked[23], two.booked[0], two.booked[1]), (30, 60, 60, 60));
    assert_eq!((one.bookings, two.bookings), (1, 0));
    assert_eq!(one.occupancy(), Some(1_000), "what is booked outside the hours could be had");
}

/// The days on which the clock changes have 23 and 25 hours; the hours of all days of a year have no hole.
#[test]
fn clock_changes_lose_nothing() {
    for (day, length) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)] {
        let whole = day_span(&london(), date(day));
        let figures = counted(day, &[whole], 1, &[]);
        assert_eq!(figures.open_minutes(), length * 60, "{day}");
    }
    assert_eq!(counted("2026-03-29", &[day_span(&london(), date("2026-03-29"))], 1, &[]).open[1], 0);
    assert_eq!(counted("2026-10-25", &[day_span(&london(), date("2026-10-25"))], 1, &[]).open[1], 120);
    for name in ["Europe/London", "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut"] {
        let zone = zone("zone", name).unwrap();
        let mut day = date("2026-01-01");
        while day < date("2027-01-01") {
            let parts: Spans = hours(day, &zone).into_iter().flatten().collect();
            assert_eq!(parts, Spans::from(day_span(&zone, day)), "{name} {day}");
            day = day.tomorrow().unwrap();
        }
    }
}

#[test]
fn places_count_each() {
    let open = [span("2026-06-01T08:00:00Z", "2026-06-01T10:00:00Z")];
    let three = Counted { places: 3, ..booking("2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z") };
    let figures = counted("2026-06-01", &open, 4, &[three, booking("2026-06-01T08:00:00Z", "2026-06-01T10:00:00Z")]);
    assert_eq!((figures.open_minutes(), figures.booked_minutes(), figures.gaps), (480, 300, 0));
}

#[test]
fn gaps_are_those_that_nobody_can_book() {
    let open = [span("2026-06-01T08:00:00Z", "2026-06-01T17:00:00Z")];
    let day = [
        booking("2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z"),
        booking("2026-06-01T09:20:00Z", "2026-06-01T10:00:00Z"), // 20 minutes after the first: lost
        booking("2026-06-01T10:30:00Z", "2026-06-01T11:00:00Z"), // half an hour: can be booked
        booking("2026-06-01T11:00:00Z", "2026-06-01T12:00:00Z"), // none
        booking("2026-06-01T16:45:00Z", "2026-06-01T17:00:00Z"),
        booking("2026-06-01T17:10:00Z", "2026-06-01T18:00:00Z"), // it is closed between them
    ];
    let figures = counted("2026-06-01", &open, 1, &day);
    assert_eq!((figures.gaps, figures.gap_minutes), (1, 20));
}

#[test]
fn sums_are_sums() {
    let open = [span("2026-06-01T08:00:00Z", "2026-06-01T17:00:00Z")];
    let pounds = CurrencyId::from_bytes([7; 16]);
    let paid = Counted {
        revenue: Some((pounds, Amount::new(1_200))),
        ..booking("2026-06-01T08:30:00Z", "2026-06-01T10:00:00Z")
    };
    let day = counted("2026-06-01", &open, 1, &[paid]);
    let mut sum = Figures::default();
    sum.add(&day);
    assert_eq!(sum, day);
    sum.add(&day);
    assert_eq!((sum.open_minutes(), sum.bookings, sum.lead(), sum.occupancy()), (1_080, 2, Some(120), day.occupancy()));
    assert_eq!(sum.revenue, [(pounds, Amount::new(2_400))]);
}
