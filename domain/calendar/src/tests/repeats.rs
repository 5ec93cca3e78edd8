//! Repeats: over clock changes, at the ends of months, divided, with starts taken out and put in.

use ayni_kernel::Timestamp;
use jiff::civil::{DateTime, Weekday, date};

use crate::{Ended, Ends, Repeat, Rule, Shape, Until, civil};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn wall(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn repeat(text: &str) -> Repeat {
    Repeat::parse("repeat", text).unwrap()
}

/// A repeat of an hour in Madrid.
fn in_madrid(start: &str, rule: &str) -> Repeat {
    repeat(&format!("DTSTART;TZID=Europe/Madrid:{start}\nDURATION:PT1H\nRRULE:{rule}"))
}

/// The first starts as `yyyy-mm-dd`.
fn days(repeat: &Repeat, max: usize) -> Vec<String> {
    repeat.starts(repeat.start, max).starts.iter().map(|start| start.date().to_string()).collect()
}

#[test]
fn a_weekly_evening_stays_at_seven_over_the_end_of_summer_time() {
    let choir = repeat("DTSTART;TZID=Europe/London:20261006T190000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=6");
    let starts = choir.starts(choir.start, 100);
    assert_eq!(starts.ended, Ended::Rule);
    let spans: Vec<_> = starts.starts.iter().map(|start| choir.span_at(*start)).collect();
    assert_eq!(
        spans.iter().map(|span| span.start).collect::<Vec<_>>(),
        [
            at("2026-10-06T18:00:00Z"),
            at("2026-10-13T18:00:00Z"),
            at("2026-10-20T18:00:00Z"),
            at("2026-10-27T19:00:00Z"),
            at("2026-11-03T19:00:00Z"),
            at("2026-11-10T19:00:00Z"),
        ]
    );
    assert!(starts.starts.iter().all(|start| start.hour() == 19 && start.weekday() == Weekday::Tuesday));
    assert!(spans.iter().all(|span| span.seconds() == 7200));
}

#[test]
fn half_past_midnight_on_monday_stays_monday() {
    let early = repeat(
        "DTSTART;TZID=Europe/London:20261012T003000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261103T000000Z",
    );
    let zone = civil::zone("zone", "Europe/London").unwrap();
    let starts = early.starts(early.start, 10).starts;
    assert_eq!(starts.len(), 4);
    for start in starts {
        let back = civil::wall(&zone, early.span_at(start).start);
        assert_eq!((back.weekday(), back.hour(), back.minute()), (Weekday::Monday, 0, 30));
    }
}

#[test]
fn until_in_utc_is_a_moment_and_not_a_wall_time() {
    // 19:00 in New York on 10 November is 00:00 UTC on the 11th: exactly the UNTIL, so it is the last; a second less
    // and it is not.
    let with = |until: &str| {
        repeat(&format!(
            "DTSTART;TZID=America/New_York:20261027T190000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL={until}"
        ))
    };
    assert_eq!(days(&with("20261111T000000Z"), 9), ["2026-10-27", "2026-11-03", "2026-11-10"]);
    assert_eq!(days(&with("20261110T235959Z"), 9), ["2026-10-27", "2026-11-03"]);
    // A date without a time includes its whole day in the repeat's own zone.
    assert_eq!(days(&with("20261110"), 9).len(), 3);
    // East of UTC the moment lies on the day before.
    let kathmandu =
        "DTSTART;TZID=Asia/Kathmandu:20260501T040000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260502T221500Z";
    assert_eq!(days(&repeat(kathmandu), 9), ["2026-05-01", "2026-05-02", "2026-05-03"]);
}

#[test]
fn zones_of_odd_minutes_keep_their_quarter_hours() {
    let yoga = repeat("DTSTART;TZID=Asia/Kathmandu:20260302T061500\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2");
    let first = yoga.span_at(yoga.start);
    assert_eq!((first.start, first.seconds()), (at("2026-03-02T00:30:00Z"), 3600));
    let tea = repeat("DTSTART;TZID=Asia/Kolkata:20260302T000000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2");
    assert_eq!(tea.span_at(tea.start).start, at("2026-03-01T18:30:00Z"));
}

#[test]
fn months_without_the_31st_are_left_out_and_the_last_day_can_be_named() {
    let on_31st = in_madrid("20260131T100000", "FREQ=MONTHLY");
    assert_eq!(days(&on_31st, 4), ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]);
    let last = in_madrid("20260131T100000", "FREQ=MONTHLY;BYMONTHDAY=-1");
    assert_eq!(days(&last, 3), ["2026-01-31", "2026-02-28", "2026-03-31"]);
    let leap = in_madrid("20240229T100000", "FREQ=YEARLY");
    assert_eq!(days(&leap, 2), ["2024-02-29", "2028-02-29"]);
}

#[test]
fn a_skipped_hour_is_as_much_later_and_never_lost() {
    let night = in_madrid("20260327T023000", "FREQ=DAILY;COUNT=4");
    let starts = night.starts(night.start, 9).starts;
    assert_eq!(starts.len(), 4);
    let spans: Vec<_> = starts.iter().map(|start| night.span_at(*start)).collect();
    assert_eq!(spans[2].start, at("2026-03-29T01:30:00Z"));
    assert!(spans.iter().all(|span| span.seconds() == 3600), "{spans:?}");
}

#[test]
fn a_whole_day_is_23_or_25_hours_and_no_day_is_lost() {
    let days = repeat("DTSTART;TZID=Europe/Madrid:20261024T000000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=3");
    let spans: Vec<_> = days.starts(days.start, 9).starts.iter().map(|start| days.span_at(*start)).collect();
    assert_eq!(spans.iter().map(|span| span.seconds() / 3600).collect::<Vec<_>>(), [24, 25, 24]);
    assert!(spans.windows(2).all(|pair| pair[0].end == pair[1].start));
}

#[test]
fn one_that_is_taken_out_can_come_back_and_others_can_be_put_in() {
    let mut club = in_madrid("20260302T180000", "FREQ=WEEKLY;COUNT=4");
    assert!(club.skip(wall("2026-03-09T18:00")));
    assert!(!club.skip(wall("2026-03-09T18:00")) && !club.skip(wall("2026-03-10T18:00")));
    club.add(wall("2026-03-11T20:00"));
    assert_eq!(days(&club, 9), ["2026-03-02", "2026-03-11", "2026-03-16", "2026-03-23"]);
    assert_eq!(club.next_after(wall("2026-03-02T18:00")), Some(wall("2026-03-11T20:00")));
    assert_eq!(repeat(&club.to_string()), club);
    assert!(club.skip(wall("2026-03-11T20:00")) && club.added.is_empty() && club.skipped.len() == 1);
    assert!(club.readd(wall("2026-03-09T18:00")));
    assert_eq!(days(&club, 9).len(), 4);
}

#[test]
fn dividing_keeps_every_start_once() {
    for rule in [
        "FREQ=WEEKLY;COUNT=10",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
        "FREQ=DAILY;INTERVAL=3;COUNT=9",
        "FREQ=MONTHLY;BYDAY=1MO;COUNT=7",
        "FREQ=WEEKLY;UNTIL=20260401T160000Z",
        "FREQ=WEEKLY;COUNT=2",
    ] {
        let mut whole = in_madrid("20260302T180000", rule);
        whole.add(wall("2026-03-12T08:00"));
        whole.add(wall("2026-09-12T08:00"));
        whole.skip(whole.starts(whole.start, 4).starts[3]);
        let all = whole.starts(whole.start, 12).starts;
        let end = *all.last().unwrap();
        for cut in all.iter().skip(1) {
            let (before, after) = (whole.until_before(*cut).unwrap(), whole.rest_from(*cut).unwrap());
            let mut both = before.starts(before.start, 50).starts;
            assert!(both.iter().all(|start| start < cut), "{rule} {cut}");
            both.extend(after.starts(wall("2026-01-01T00:00"), 50).starts.into_iter().filter(|start| *start <= end));
            assert_eq!(both, all, "{rule} {cut}\n{before}\n{after}");
        }
        assert!(whole.until_before(whole.start).is_none(), "{rule}");
    }
}

#[test]
fn where_one_looks_from_does_not_change_what_is_there() {
    for rule in [
        "FREQ=DAILY;INTERVAL=5",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,53",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=DAILY;COUNT=400",
    ] {
        let series = in_madrid("20261230T100000", rule);
        let all = series.starts(series.start, 60).starts;
        for (at, from) in all.iter().enumerate() {
            assert_eq!(series.starts(*from, 60 - at).starts, all[at..], "{rule} from {from}");
        }
    }
}

#[test]
fn what_never_meets_or_would_never_end_stops() {
    for rule in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
    ] {
        let never = in_madrid("20260302T180000", rule);
        assert_eq!(
            (never.starts(never.start, 5).starts.len(), never.starts(never.start, 5).ended),
            (0, Ended::Rule),
            "{rule}"
        );
    }
    let ages = in_madrid("20260302T180000", "FREQ=YEARLY;INTERVAL=1000");
    assert_eq!(days(&ages, 99).len(), 8);
    let daily = in_madrid("20260302T180000", "FREQ=DAILY");
    assert_eq!(daily.starts(daily.start, 5).ended, Ended::Max);
    // Far from the start without a walk through everything between.
    assert_eq!(daily.starts(wall("9000-01-01T00:00"), 1).starts, [wall("9000-01-01T18:00")]);
}

#[test]
fn rules_that_bookings_cannot_have_are_refused() {
    for rule in [
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYYEARDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7;BYMINUTE=1,2,3,4,5,6,7",
        "FREQ=DAILY;UNTIL=soon",
    ] {
        assert!(Rule::parse("repeat", rule).is_err(), "{rule}");
    }
    assert!(Rule::parse("repeat", &format!("FREQ=DAILY;BYMONTH={}", "1,".repeat(3000))).is_err());
}

#[test]
fn a_form_makes_rules_and_they_can_be_told_in_words() {
    let made = [
        (Rule::weekly(&[Weekday::Thursday, Weekday::Tuesday]), "FREQ=WEEKLY;BYDAY=TU,TH"),
        (Rule::monthly_on("day", -1).unwrap(), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (Rule::monthly_nth("day", -1, Weekday::Friday).unwrap(), "FREQ=MONTHLY;BYDAY=-1FR"),
    ];
    for (rule, text) in made {
        assert_eq!(rule.to_string(), text);
        assert_eq!(Rule::parse("repeat", text).unwrap(), rule);
        assert_ne!(rule.shape(), Shape::Other);
    }
    assert!(Rule::monthly_on("day", 32).is_err() && Rule::monthly_nth("day", 6, Weekday::Monday).is_err());
    let ends = Rule::weekly(&[]).with_end("end", Ends::Until(Until::Date(date(2026, 12, 31)))).unwrap();
    let ends = ends.with_interval("interval", 2).unwrap();
    assert_eq!(ends.to_string(), "FREQ=WEEKLY;UNTIL=20261231;INTERVAL=2");
    assert_eq!((ends.shape(), ends.interval()), (Shape::Weekly(Vec::new()), 2));
    assert!(Rule::weekly(&[]).with_end("end", Ends::Count(0)).is_err());
    assert_eq!(Rule::parse("r", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1").unwrap().shape(), Shape::Other);
}
