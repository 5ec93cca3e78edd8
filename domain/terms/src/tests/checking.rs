//! Notices, lengths, steps, hours, approval: over changes of the clock, too.

use super::*;

#[test]
fn a_notice_of_days_goes_by_the_wall_clock_over_both_changes() {
    let by_days = terms(Rules { notice_book: Some(Notice::Days(1)), ..Rules::default() });
    let by_hours = terms(Rules { notice_book: Some(Notice::Minutes(24 * 60)), ..Rules::default() });
    // The day has 23 hours: a day before Sunday at ten is Saturday at ten, 24 hours before is Saturday at nine.
    let spring = span("2026-03-29T10:00", "2026-03-29T11:00");
    assert_eq!(words(&by_days, spring, "2026-03-28T10:00", &[]), [""; 0]);
    assert_eq!(words(&by_days, spring, "2026-03-28T10:01", &[]), ["terms-late-book"]);
    assert_eq!(words(&by_hours, spring, "2026-03-28T09:00", &[]), [""; 0]);
    assert_eq!(words(&by_hours, spring, "2026-03-28T09:01", &[]), ["terms-late-book"]);
    // The day has 25 hours.
    let autumn = span("2026-10-25T10:00", "2026-10-25T11:00");
    assert_eq!(words(&by_days, autumn, "2026-10-24T10:00", &[]), [""; 0]);
    assert_eq!(words(&by_days, autumn, "2026-10-24T10:01", &[]), ["terms-late-book"]);
    assert_eq!(words(&by_hours, autumn, "2026-10-24T11:00", &[]), [""; 0]);
}

#[test]
fn a_notice_names_the_last_moment_and_the_first_start() {
    let terms = terms(Rules { notice_book: Some(Notice::Minutes(120)), ..Rules::default() });
    let late = found(&terms, span("2026-05-04T10:00", "2026-05-04T11:00"), "2026-05-04T09:00", &[], &Spans::default());
    assert_eq!(late[0].rule, RuleKind::NoticeBook);
    assert_eq!(late[0].policy, Some(name("House rules")));
    assert_eq!(late[0].mend, Some(Mend::NotBefore(at("2026-05-04T11:00"))));
    assert_eq!(late[0].fault.args[0].1, at("2026-05-04T08:00").into());
}

#[test]
fn twenty_four_hours_at_most_allows_any_whole_day() {
    let terms = terms(Rules { max_length: Some(24 * 60), ..Rules::default() });
    for (from, to) in [
        ("2026-10-25T00:00", "2026-10-26T00:00"),
        ("2026-03-29T00:00", "2026-03-30T00:00"),
        ("2026-10-24T12:00", "2026-10-25T12:00"),
        ("2026-03-28T12:00", "2026-03-29T12:00"),
    ] {
        assert_eq!(words(&terms, span(from, to), "2026-03-01T00:00", &[]), [""; 0], "{from}");
    }
    let more = span("2026-10-25T00:00", "2026-10-26T00:15");
    assert_eq!(words(&terms, more, "2026-03-01T00:00", &[]), ["terms-too-long"]);
}

#[test]
fn all_broken_rules_are_told_at_once() {
    let rules = Rules {
        may_book: Some(Who::Nobody),
        notice_book: Some(Notice::Days(2)),
        min_length: Some(60),
        step: Some(30),
        when: Some(hours("Mo-Fr 08:00-20:00")),
        ..Rules::default()
    };
    let sunday = span("2026-03-01T10:05", "2026-03-01T10:20");
    assert_eq!(
        words(&terms(rules), sunday, "2026-03-01T10:00", &[]),
        ["terms-may-not-book", "terms-late-book", "terms-too-short", "terms-askew-step", "terms-odd-hours"]
    );
}

#[test]
fn the_horizon_opens_at_midnight() {
    let terms = terms(Rules { horizon: Some(7), ..Rules::default() });
    let last = span("2026-03-08T23:00", "2026-03-08T23:30");
    assert_eq!(words(&terms, last, "2026-03-01T08:00", &[]), [""; 0]);
    let next = span("2026-03-09T00:00", "2026-03-09T00:30");
    assert_eq!(words(&terms, next, "2026-03-01T23:59", &[]), ["terms-too-far"]);
    assert_eq!(words(&terms, next, "2026-03-02T00:00", &[]), [""; 0]);
}

#[test]
fn steps_count_from_midnight_or_from_the_opening() {
    let terms = terms(Rules { step: Some(60), ..Rules::default() });
    let open: Spans = span("2026-05-04T08:30", "2026-05-04T20:15").into();
    let says = |from, to| {
        let span = span(from, to);
        found(&terms, span, "2026-05-01T00:00", &[], &open).into_iter().map(|one| one.mend).collect::<Vec<_>>()
    };
    assert_eq!(says("2026-05-04T09:30", "2026-05-04T10:30"), []);
    assert_eq!(says("2026-05-04T10:00", "2026-05-04T12:00"), []);
    // Until it closes is always whole.
    assert_eq!(says("2026-05-04T19:30", "2026-05-04T20:15"), []);
    let nearest = span("2026-05-04T09:30", "2026-05-04T10:30");
    assert_eq!(says("2026-05-04T09:40", "2026-05-04T10:20"), [Some(Mend::Align(nearest))]);
}

#[test]
fn days_begin_and_end_with_the_opening_or_at_midnight() {
    let mut terms = terms(Rules::default());
    let monday = span("2026-05-04T09:00", "2026-05-04T17:00");
    let open: Spans = [monday, span("2026-05-05T09:00", "2026-05-05T17:00")].into_iter().collect();
    let fits = |terms: &Terms, from, to| found(terms, span(from, to), "2026-05-01T00:00", &[], &open).is_empty();
    terms.unit = Unit::Day;
    assert!(fits(&terms, "2026-05-04T09:00", "2026-05-04T17:00"));
    assert!(fits(&terms, "2026-05-04T00:00", "2026-05-05T00:00"));
    assert!(fits(&terms, "2026-05-04T09:00", "2026-05-05T17:00"));
    assert!(!fits(&terms, "2026-05-04T09:00", "2026-05-04T13:00"));
    terms.unit = Unit::HalfDay;
    assert!(fits(&terms, "2026-05-04T09:00", "2026-05-04T13:00"));
    assert!(fits(&terms, "2026-05-04T13:00", "2026-05-04T17:00"));
    assert!(!fits(&terms, "2026-05-04T12:00", "2026-05-04T17:00"));
    let askew = found(&terms, span("2026-05-04T10:00", "2026-05-04T12:00"), "2026-05-01T00:00", &[], &open);
    assert_eq!(askew[0].mend, Some(Mend::Align(span("2026-05-04T09:00", "2026-05-04T13:00"))));
    terms.unit = Unit::Week;
    assert!(!fits(&terms, "2026-05-04T09:00", "2026-05-05T17:00"));
    assert!(fits(&terms, "2026-05-04T00:00", "2026-05-11T00:00"));
}

#[test]
fn a_picker_offers_the_steps_of_the_opening() {
    let mut terms = terms(Rules { step: Some(90), ..Rules::default() });
    let open: Spans = span("2026-05-04T08:30", "2026-05-04T12:00").into();
    let date = at("2026-05-04T00:00").in_zone(&madrid()).date();
    let offered = |terms: &Terms| starts(terms, &madrid(), &open, date);
    assert_eq!(offered(&terms), [at("2026-05-04T08:30"), at("2026-05-04T10:00"), at("2026-05-04T11:30")]);
    terms.unit = Unit::Day;
    assert_eq!(offered(&terms), [at("2026-05-04T08:30")]);
    terms.unit = Unit::HalfDay;
    assert_eq!(offered(&terms), [at("2026-05-04T08:30"), at("2026-05-04T10:00")]);
}

#[test]
fn odd_hours_are_refused_or_need_a_yes() {
    let when = Some(hours("Mo-Fr 08:00-20:00"));
    let strict = terms(Rules { when: when.clone(), ..Rules::default() });
    let saturday = span("2026-05-02T10:00", "2026-05-02T12:00");
    let refused = found(&strict, saturday, "2026-05-01T00:00", &[], &Spans::default());
    assert_eq!(refused[0].mend, Some(Mend::NotBefore(at("2026-05-04T08:00"))));
    let asks = terms(Rules { when, approval: Some(Approval::OutsideHours), ..Rules::default() });
    assert_eq!(words(&asks, saturday, "2026-05-01T00:00", &[]), [""; 0]);
    assert!(asks.asks_approval(Almanac { zone: &madrid(), holidays: &Holidays::default() }, saturday));
    assert!(!asks.asks_approval(
        Almanac { zone: &madrid(), holidays: &Holidays::default() },
        span("2026-05-04T10:00", "2026-05-04T12:00")
    ));
    let long = terms(Rules { approval: Some(Approval::LongerThan(120)), ..Rules::default() });
    assert!(!long.asks_approval(Almanac { zone: &madrid(), holidays: &Holidays::default() }, saturday));
    assert!(long.asks_approval(
        Almanac { zone: &madrid(), holidays: &Holidays::default() },
        span("2026-05-02T10:00", "2026-05-02T12:15")
    ));
}

#[test]
fn changing_and_cancelling_have_their_own_notice() {
    let terms = terms(Rules {
        notice_change: Some(Notice::Minutes(60)),
        notice_cancel: Some(Notice::Days(1)),
        ..Rules::default()
    });
    let (zone, booked) = (madrid(), span("2026-05-04T10:00", "2026-05-04T11:00"));
    let late = |now, deed| too_late(&terms, booked, &zone, at(now), deed).map(|one| one.fault.word);
    assert_eq!(late("2026-05-04T09:00", Deed::Change), None);
    assert_eq!(late("2026-05-04T09:01", Deed::Change), Some("terms-late-change"));
    assert_eq!(late("2026-05-03T10:00", Deed::Cancel), None);
    assert_eq!(late("2026-05-03T10:01", Deed::Cancel), Some("terms-late-cancel"));
    assert_eq!(late("2026-05-04T09:59", Deed::Book), None);
}

#[test]
fn holidays_have_their_own_hours_in_rules_and_prices() {
    let may_day = span("2026-05-01T10:00", "2026-05-01T12:00");
    let holidays = Holidays::parse("holidays", "May 1 \"Labour Day\"").unwrap();
    let zone = madrid();
    let weekdays = terms(Rules { when: Some(hours("Mo-Fr 08:00-20:00; PH off")), ..Rules::default() });
    let words = |holidays: &Holidays| -> Vec<_> {
        let (open, now) = (Spans::default(), at("2026-04-28T10:00"));
        let wish = Wish { span: may_day, places: 1, zone: &zone, holidays, now, deed: Deed::Book, open: &open };
        objections(&weekdays, &wish, &[]).into_iter().map(|objection| objection.fault.word).collect()
    };
    assert_eq!(words(&Holidays::default()), [""; 0]);
    assert_eq!(words(&holidays), ["terms-odd-hours"]);
    let asks = terms(Rules { approval: Some(Approval::OutsideHours), ..weekdays.rules.clone() });
    assert!(asks.asks_approval(Almanac { zone: &zone, holidays: &holidays }, may_day));
    // A quota on busy hours counts nothing on a day that is none.
    let at = Almanac { zone: &zone, holidays: &holidays };
    let busy = hours("Mo-Fr 08:00-20:00; PH off");
    assert!(at.during(&busy, &may_day).is_empty());
    assert!(at.covers(&busy, &span("2026-05-04T10:00", "2026-05-04T12:00")));
}
