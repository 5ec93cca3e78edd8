//! Periods: counted from the start, in the community's zone.

use ayni_calendar::TimeZone;

use super::town::moment;
use crate::{
    Every,
    periods::{first_day, past_year, period},
};

#[test]
fn a_start_on_the_31st_keeps_its_day() {
    let starts = "2026-01-31".parse().unwrap();
    let days: Vec<_> = (0..5).map(|count| first_day(starts, Every::Month, count).to_string()).collect();
    assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    assert_eq!(first_day(starts, Every::Year, -2).to_string(), "2024-01-31");
    assert_eq!(first_day(starts, Every::Quarter, 1).to_string(), "2026-04-30");
}

#[test]
fn days_begin_where_the_community_is() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let march = period(&zone, "2026-03-01".parse().unwrap(), Every::Month, 1);
    // Summer time began within it.
    assert_eq!((march.from, march.until), (moment("2026-02-28T23:00:00Z"), moment("2026-03-31T22:00:00Z")));
}

#[test]
fn the_past_year_ends_with_the_last_whole_period() {
    let zone = TimeZone::UTC;
    let now = moment("2026-03-15T12:00:00Z");
    for (every, starts, count, last) in [
        (Every::Month, "2026-04-01", 12, "2026-03-01T00:00:00Z"),
        (Every::Week, "2030-01-07", 52, "2026-03-09T00:00:00Z"),
        (Every::Quarter, "2020-02-10", 4, "2026-02-10T00:00:00Z"),
        (Every::Year, "2026-03-15", 1, "2026-03-15T00:00:00Z"),
        (Every::Year, "2026-03-16", 1, "2025-03-16T00:00:00Z"),
    ] {
        let periods = past_year(&zone, starts.parse().unwrap(), every, now);
        assert_eq!((periods.len(), periods.last().unwrap().until), (count, moment(last)), "{every} {starts}");
        assert!(periods.windows(2).all(|pair| pair[0].until == pair[1].from));
    }
}
