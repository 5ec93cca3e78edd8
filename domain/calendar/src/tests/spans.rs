//! Spans, sets of spans, and the days and notices of a zone.

use ayni_kernel::Timestamp;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;

use crate::{Span, Spans, civil};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn span(start: &str, end: &str) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

fn zone(name: &str) -> jiff::tz::TimeZone {
    civil::zone("zone", name).unwrap()
}

#[test]
fn what_ends_and_what_begins_at_ten_do_not_meet() {
    let early = span("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z");
    let late = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    assert!(!early.overlaps(&late) && !late.overlaps(&early));
    assert!(Span::new(early.end, early.end).is_none());
    assert!(early.holds(early.start) && !early.holds(early.end));
    let both: Spans = [late, early].into_iter().collect();
    assert_eq!(both.iter().copied().collect::<Vec<_>>(), [span("2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z")]);
}

#[test]
fn days_have_23_24_or_25_hours() {
    let madrid = zone("Europe/Madrid");
    let hours = |day| civil::day_span(&madrid, day).seconds() / 3600;
    assert_eq!([hours(date(2026, 3, 28)), hours(date(2026, 3, 29)), hours(date(2026, 10, 25))], [24, 23, 25]);
    // In Sao Paulo's summers midnight itself was skipped; in Cuba it is shown twice.
    assert_eq!(civil::day_span(&zone("America/Sao_Paulo"), date(2018, 11, 4)).start, at("2018-11-04T03:00:00Z"));
    assert_eq!(civil::day_span(&zone("America/Havana"), date(2024, 11, 3)).seconds(), 25 * 3600);
    // Lord Howe moves by half an hour.
    assert_eq!(civil::day_span(&zone("Australia/Lord_Howe"), date(2026, 4, 5)).seconds(), 24 * 3600 + 1800);
    // Samoa left a day out.
    let none = civil::day_span(&zone("Pacific/Apia"), date(2011, 12, 30));
    assert!(none.start < none.end);
}

#[test]
fn noon_to_noon_is_24_hours_whatever_the_clock_does() {
    let madrid = zone("Europe/Madrid");
    let autumn = span("2026-10-24T10:00:00Z", "2026-10-25T11:00:00Z");
    let spring = span("2026-03-28T11:00:00Z", "2026-03-29T10:00:00Z");
    assert_eq!((autumn.seconds(), civil::wall_minutes(&madrid, &autumn)), (25 * 3600, 24 * 60));
    assert_eq!((spring.seconds(), civil::wall_minutes(&madrid, &spring)), (23 * 3600, 24 * 60));
    assert_eq!(civil::wall_minutes(&madrid, &civil::day_span(&madrid, date(2026, 10, 25))), 24 * 60);
    // From the first 02:45 to the second 02:15 half an hour passes, though the wall clock goes back by as much.
    assert_eq!(civil::wall_minutes(&madrid, &span("2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z")), 30);
}

#[test]
fn a_notice_of_a_day_keeps_its_time_over_a_clock_change_and_one_of_an_hour_is_an_hour() {
    let london = zone("Europe/London");
    let sunday_ten = at("2026-10-25T10:00:00Z");
    assert_eq!(civil::later_by_wall(&london, sunday_ten, -24 * 60), at("2026-10-24T09:00:00Z"));
    assert_eq!(civil::later_by_wall(&london, sunday_ten, -(24 * 60 + 30)), at("2026-10-24T08:30:00Z"));
    // 02:30 on the spring night, one hour before: 01:00 UTC is the change.
    let after = at("2026-03-29T01:30:00Z");
    assert_eq!(civil::later_by_wall(&london, after, -60), at("2026-03-29T00:30:00Z"));
    assert_eq!(civil::later_by_wall(&london, at("2026-03-28T10:00:00Z"), 48 * 60), at("2026-03-30T09:00:00Z"));
    assert!(civil::later_by_wall(&london, sunday_ten, i64::MAX) > sunday_ten);
    assert!(civil::later_by_wall(&london, sunday_ten, i64::MIN) < sunday_ten);
}

#[test]
fn dates_are_those_of_the_zone_and_midnight_ends_a_day() {
    let bogota = zone("America/Bogota");
    let whole = civil::day_span(&bogota, date(2026, 7, 20));
    assert_eq!(whole, span("2026-07-20T05:00:00Z", "2026-07-21T05:00:00Z"));
    assert_eq!(civil::dates(&bogota, &whole), [date(2026, 7, 20)]);
    let new_month = span("2026-01-31T22:00:00-05:00", "2026-02-01T02:00:00-05:00");
    assert_eq!(civil::dates(&bogota, &new_month), [date(2026, 1, 31), date(2026, 2, 1)]);
    let kathmandu = zone("Asia/Kathmandu");
    assert_eq!(civil::day_span(&kathmandu, date(2026, 5, 1)).start, at("2026-04-30T18:15:00Z"));
    assert_eq!(civil::day_span(&zone("Asia/Kolkata"), date(2026, 5, 1)).start, at("2026-04-30T18:30:00Z"));
    assert_eq!(civil::dates(&bogota, &span("1990-01-01T00:00:00Z", "2090-01-01T00:00:00Z")).len(), civil::MAX_DATES);
}

#[test]
fn weeks_are_named_by_their_first_day_and_never_meet_over_new_year() {
    let monday = |year, month, day| civil::week_of(date(year, month, day), Weekday::Monday);
    assert_eq!(monday(2026, 12, 31), date(2026, 12, 28));
    assert_eq!(monday(2027, 1, 3), date(2026, 12, 28));
    assert_eq!(monday(2027, 1, 4), date(2027, 1, 4));
    assert_ne!(monday(2026, 1, 1), monday(2026, 12, 31));
    assert_eq!(civil::week_of(date(2027, 1, 3), Weekday::Sunday), date(2027, 1, 3));
    assert_ne!(civil::month_of(date(2024, 1, 11)), civil::month_of(date(2024, 11, 1)));
}

#[test]
fn a_skipped_time_is_as_much_later_and_of_two_the_first_is_meant() {
    let madrid = zone("Europe/Madrid");
    assert_eq!(civil::instant(&madrid, date(2026, 3, 29).at(2, 30, 0, 0)), at("2026-03-29T01:30:00Z"));
    assert_eq!(civil::instant(&madrid, date(2026, 10, 25).at(2, 30, 0, 0)), at("2026-10-25T00:30:00Z"));
}

/// A small set of whole minutes and the spans that make it up.
fn minutes() -> impl Strategy<Value = (Vec<bool>, Spans)> {
    prop::collection::vec((0_usize..60, 1_usize..12), 0..9).prop_map(|pairs| {
        let mut held = vec![false; 80];
        let mut spans = Vec::new();
        for (start, length) in pairs {
            held[start..start + length].fill(true);
            let at = |minute: usize| Timestamp::from_micros(i64::try_from(minute).unwrap() * 60_000_000);
            spans.extend(Span::new(at(start), at(start + length)));
        }
        (held, spans.into_iter().collect())
    })
}

/// The set as minutes again; that the spans are sorted and apart is looked at on the way.
fn held(spans: &Spans) -> Vec<bool> {
    let mut held = vec![false; 80];
    let mut before = None;
    for span in spans {
        assert!(span.start < span.end && before.is_none_or(|end| end < span.start), "{spans:?}");
        before = Some(span.end);
        let minute = |moment: Timestamp| usize::try_from(moment.micros() / 60_000_000).unwrap();
        held[minute(span.start)..minute(span.end)].fill(true);
    }
    held
}

proptest! {
    #[test]
    fn sets_of_spans_are_sets_of_moments((a_held, a) in minutes(), (b_held, b) in minutes(), from in 0_usize..60, length in 1_usize..20) {
        let both = |join: fn(bool, bool) -> bool| -> Vec<bool> {
            a_held.iter().zip(&b_held).map(|(a, b)| join(*a, *b)).collect()
        };
        prop_assert_eq!(held(&a.union(&b)), both(|a, b| a || b));
        prop_assert_eq!(held(&a.minus(&b)), both(|a, b| a && !b));
        prop_assert_eq!(held(&a.common(&b)), both(|a, b| a && b));
        let at = |minute: usize| Timestamp::from_micros(i64::try_from(minute).unwrap() * 60_000_000);
        let window = Span::new(at(from), at(from + length)).unwrap();
        prop_assert_eq!(a.within(&window), a.common(&window.into()));
        prop_assert_eq!(a.covers(&window), a_held[from..from + length].iter().all(|held| *held));
        prop_assert_eq!(a.touches(&window), a_held[from..from + length].iter().any(|held| *held));
        prop_assert_eq!(a.seconds(), 60 * i64::try_from(a_held.iter().filter(|held| **held).count()).unwrap());
    }
}
