//! Opening hours and holidays.

use ayni_kernel::Timestamp;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

use crate::{
    Exception, HolidayRule, Holidays, Hours, MonthDay, Season, Span, Times, Week, civil,
    holidays::{COUNTRIES, easter},
};

fn hours(text: &str) -> Hours {
    Hours::parse("hours", text).unwrap()
}

/// When it is open on a date in Madrid, as wall times.
fn open(hours: &Hours, day: Date, holidays: &[Date]) -> Vec<String> {
    let zone = civil::zone("zone", "Europe/Madrid").unwrap();
    let spans = hours.open(&zone, &civil::day_span(&zone, day), holidays);
    let time = |moment: Timestamp| civil::wall(&zone, moment).strftime("%d %H:%M").to_string();
    spans.iter().map(|span| format!("{} to {}", time(span.start), time(span.end))).collect()
}

#[test]
fn a_village_hall_with_a_siesta_a_summer_and_christmas() {
    let hall = hours(
        "Mo-Fr 09:00-13:00,15:00-19:00; Sa 10:00-14:00; Jun 15-Sep 14 Mo-Fr 08:00-14:00; \
         2026 Dec 24-2027 Jan 06 off; 2026 Dec 31 10:00-12:00; PH off",
    );
    // 2026-03-02 is a Monday.
    assert_eq!(open(&hall, date(2026, 3, 2), &[]), ["02 09:00 to 02 13:00", "02 15:00 to 02 19:00"]);
    assert_eq!(open(&hall, date(2026, 3, 2), &[date(2026, 3, 2)]), [""; 0]);
    assert_eq!(open(&hall, date(2026, 3, 1), &[]), [""; 0]);
    assert_eq!(open(&hall, date(2026, 6, 15), &[]), ["15 08:00 to 15 14:00"]);
    // The season leaves Saturdays as usual.
    assert_eq!(open(&hall, date(2026, 6, 20), &[]), ["20 10:00 to 20 14:00"]);
    assert_eq!(open(&hall, date(2026, 12, 28), &[]), [""; 0]);
    assert_eq!(open(&hall, date(2026, 12, 31), &[date(2026, 12, 31)]), ["31 10:00 to 31 12:00"]);
    assert_eq!(
        hall.to_string(),
        "Mo-Fr 09:00-13:00,15:00-19:00; Sa 10:00-14:00; Jun 15-Sep 14 Mo-Fr 08:00-14:00; Jun 15-Sep 14 Sa 10:00-14:00; \
         Jun 15-Sep 14 Su off; PH off; 2026 Dec 24-2027 Jan 06 off; 2026 Dec 31 10:00-12:00"
    );
    assert_eq!(hall.without_past(date(2027, 1, 1)).exceptions().len(), 1);
}

#[test]
fn nights_run_on_into_the_next_day_also_over_a_clock_change() {
    let bar = hours("Fr,Sa 20:00-03:00");
    assert_eq!(open(&bar, date(2026, 3, 7), &[]), ["07 00:00 to 07 03:00", "07 20:00 to 08 00:00"]);
    let zone = civil::zone("zone", "Europe/Madrid").unwrap();
    let night = |from, to| {
        let span = Span::new(civil::day_span(&zone, from).start, civil::day_span(&zone, to).end).unwrap();
        bar.open(&zone, &span, &[]).iter().map(Span::seconds).max().unwrap_or_default() / 3600
    };
    assert_eq!(night(date(2026, 3, 7), date(2026, 3, 8)), 7);
    assert_eq!(night(date(2026, 3, 28), date(2026, 3, 29)), 6);
    assert_eq!(night(date(2026, 10, 24), date(2026, 10, 25)), 8);
}

#[test]
fn always_and_never() {
    assert_eq!(hours("24/7"), Hours::always());
    assert_eq!(hours("00:00-24:00").to_string(), "24/7");
    assert_eq!(hours("off"), Hours::never());
    assert_eq!(open(&Hours::always(), date(2026, 10, 25), &[]), ["25 00:00 to 26 00:00"]);
    assert_eq!(open(&hours("00:00-24:00; PH 00:00-24:00"), date(2026, 3, 29), &[]), ["29 00:00 to 30 00:00"]);
    assert_eq!(open(&hours("08:00-08:00"), date(2026, 3, 3), &[]), ["03 00:00 to 04 00:00"]);
}

#[test]
fn a_season_may_run_over_new_year() {
    let rink = hours("off; Nov-Feb 10:00-22:00");
    for (day, opens) in [
        (date(2026, 11, 1), true),
        (date(2026, 12, 31), true),
        (date(2028, 2, 29), true),
        (date(2026, 3, 1), false),
        (date(2026, 10, 31), false),
    ] {
        assert_eq!(!rink.on(day, &[]).is_closed(), opens, "{day}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_the_part_that_is_meant() {
    for text in [
        "",
        "Mo",
        "Mo-Xx 09:00-10:00",
        "Mo 9-10",
        "Mo 09:60-10:00",
        "Mo 25:00-26:00",
        "Mo 08:00-34:00",
        "sunrise-sunset",
        "Feb 30-Mar 01 off",
        "2026 Feb 29 off",
        "2026 Dec 24-2026 Dec 20 off",
        "Mo 09:00-10:00 || 11:00-12:00",
        "Mo 01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00,11:00-12:00,13:00-14:00,15:00-16:00,17:00-18:00",
    ] {
        assert!(Hours::parse("hours", text).is_err(), "{text}");
    }
    assert!(Hours::parse("hours", &"2026 Dec 24 off;".repeat(2_000)).is_err());
    assert!(Hours::parse("hours", &"2026 Dec 24 off;".repeat(201)).is_err());
}

fn times() -> impl Strategy<Value = Times> {
    prop::collection::vec((0_u16..1440, 0_u16..1440), 0..4)
        .prop_filter_map("times that overlap over more than a day", |pairs| Times::new("hours", &pairs).ok())
}

fn week() -> impl Strategy<Value = Week> {
    prop::array::uniform7(prop_oneof![3 => Just(Times::all_day()), 1 => times()]).prop_map(Week::new)
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let day = || (1_i8..=12, 1_i8..=29).prop_map(|(month, day)| MonthDay::new(month, day).unwrap());
    let season = (day(), day(), week()).prop_map(|(first, last, week)| Season { first, last, week });
    let exception = (0_i64..5000, 0_i64..40, times()).prop_map(|(from, days, times)| {
        let first = date(2020, 1, 1).saturating_add(jiff::Span::new().days(from));
        Exception { first, last: first.saturating_add(jiff::Span::new().days(days)), times }
    });
    (week(), prop::collection::vec(season, 0..3), prop::option::of(times()), prop::collection::vec(exception, 0..4))
        .prop_map(|(week, seasons, holidays, exceptions)| {
            let hours = Hours::weekly(week).with_holidays(holidays);
            let hours = seasons.into_iter().fold(hours, |hours, each| hours.with_season("hours", each).unwrap());
            exceptions.into_iter().fold(hours, |hours, each| hours.with_exception("hours", each).unwrap())
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(hours in any_hours()) {
        let text = hours.to_string();
        prop_assert_eq!(Hours::parse("hours", &text).unwrap(), hours, "{}", text);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[A-Za-z0-9 ,;:/\\[\\]-]{0,60}") {
        let _ = Hours::parse("hours", &text);
        let _ = HolidayRule::parse("holidays", &text);
    }
}

#[test]
fn easter_is_where_the_almanacs_have_it() {
    for (year, month, day) in [
        (1961, 4, 2),
        (2000, 4, 23),
        (2008, 3, 23),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2038, 4, 25),
    ] {
        assert_eq!(easter(year), Some(date(year, month, day)));
    }
}

/// The holidays of a country in a year, as month and day.
fn of(country: &str, year: i16) -> Vec<(i8, i8)> {
    let list = Holidays::of_country(country).unwrap();
    list.between(date(year, 1, 1), date(year, 12, 31)).iter().map(|day| (day.month(), day.day())).collect()
}

#[test]
fn the_ready_lists_give_the_dates_that_the_countries_publish() {
    // Published by the governments: GOV.UK bank holidays 2027, OPM federal holidays 2026 and 2021, Ley 51 of 1983.
    assert_eq!(of("gb", 2027), [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
    assert_eq!(of("gb", 2022)[0], (1, 3));
    assert_eq!(
        of("us", 2026),
        [(1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25)]
    );
    // New Year's Day of 2022 is kept on the last day of 2021.
    assert_eq!(of("us", 2021).last(), Some(&(12, 31)));
    assert_eq!(
        of("co", 2026),
        [
            (1, 1),
            (1, 12),
            (3, 23),
            (4, 2),
            (4, 3),
            (5, 1),
            (5, 18),
            (6, 8),
            (6, 15),
            (6, 29),
            (7, 20),
            (8, 7),
            (8, 17),
            (10, 12),
            (11, 2),
            (11, 16),
            (12, 8),
            (12, 25)
        ]
    );
    assert_eq!(of("de", 2026)[1..6], [(4, 3), (4, 6), (5, 1), (5, 14), (5, 25)]);
    assert_eq!((of("es", 2026).len(), of("fr", 2026).len()), (10, 11));
    for (country, text) in COUNTRIES {
        let list = Holidays::of_country(country).unwrap();
        assert_eq!(list.to_string(), text.trim(), "{country}");
    }
}

#[test]
fn a_holiday_rule_is_read_and_written() {
    for text in ["May Mo[-1]", "easter", "easter -2 \"Viernes Santo\"", "Dec 25 weekend-two-on", "Feb 29"] {
        assert_eq!(HolidayRule::parse("holidays", text).unwrap().to_string(), text);
    }
    for text in ["", "May", "May Mo[6]", "easter +100", "Feb 30", "Dec 25 \"open", "Monday"] {
        assert!(HolidayRule::parse("holidays", text).is_err(), "{text}");
    }
    let leap = HolidayRule::parse("holidays", "Feb 29").unwrap();
    assert_eq!((leap.date_in(2027), leap.date_in(2028)), (None, Some(date(2028, 2, 29))));
    assert_eq!(Week::default().days().map(|(day, _)| day).next(), Some(Weekday::Monday));
}
