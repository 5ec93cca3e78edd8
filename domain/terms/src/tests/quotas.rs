//! What a member may have: nights, weeks over New Year, days of 23 and 25 hours, hours instead of bookings.

use super::*;

fn quota(counts: Counts, per: Per, most: u32) -> Terms {
    terms(Rules {
        step: Some(5),
        horizon: Some(731),
        quotas: vec![Quota { counts, per, over: Over::Resource, hour: Hour::Any, most: Some(most) }],
        ..Rules::default()
    })
}

const NOW: &str = "2025-12-01T00:00";

#[test]
fn a_night_counts_on_each_day_only_its_part() {
    let terms = quota(Counts::Minutes, Per::Day, 8 * 60);
    let night = used("2026-01-10T20:00", "2026-01-11T06:00");
    // Saturday has four hours of it, Sunday six.
    assert_eq!(words(&terms, span("2026-01-10T08:00", "2026-01-10T12:00"), NOW, &[night]), [""; 0]);
    assert_eq!(words(&terms, span("2026-01-11T08:00", "2026-01-11T10:00"), NOW, &[night]), [""; 0]);
    let full = found(&terms, span("2026-01-11T08:00", "2026-01-11T11:00"), NOW, &[night], &Spans::default());
    assert_eq!(full[0].fault.word, "terms-quota-minutes-day");
    assert_eq!(full[0].mend, Some(Mend::AtMost(120)));
    // Another night the day after is held against both.
    let next = span("2026-01-11T22:00", "2026-01-12T06:00");
    assert_eq!(words(&terms, next, NOW, &[night]), [""; 0]);
    // Of bookings it is one, on the day on which it begins.
    let terms = quota(Counts::Bookings, Per::Day, 1);
    assert_eq!(words(&terms, span("2026-01-11T08:00", "2026-01-11T09:00"), NOW, &[night]), [""; 0]);
    assert_eq!(
        words(&terms, span("2026-01-10T08:00", "2026-01-10T09:00"), NOW, &[night]),
        ["terms-quota-bookings-day"]
    );
}

#[test]
fn weeks_are_whole_over_new_year_and_never_the_same() {
    let terms = quota(Counts::Bookings, Per::Week, 1);
    // Monday 29 December 2025 to Sunday 4 January 2026 is one week.
    let monday = used("2025-12-29T10:00", "2025-12-29T11:00");
    assert_eq!(
        words(&terms, span("2026-01-04T10:00", "2026-01-04T11:00"), NOW, &[monday]),
        ["terms-quota-bookings-week"]
    );
    assert_eq!(words(&terms, span("2026-01-05T10:00", "2026-01-05T11:00"), NOW, &[monday]), [""; 0]);
    // The first week of one year has nothing to do with the first week of the next, nor 11 January with 1 November.
    let january = used("2026-01-01T10:00", "2026-01-01T11:00");
    let eleventh = used("2026-01-11T10:00", "2026-01-11T11:00");
    for next in ["2026-12-28", "2027-01-01", "2026-11-01"] {
        let start = at(&format!("{next}T10:00"));
        let wish = Span::new(start, start.plus_seconds(3_600)).unwrap();
        assert_eq!(words(&terms, wish, NOW, &[january, eleventh]), [""; 0], "{next}");
    }
}

#[test]
fn twenty_four_hours_a_day_fit_back_to_back_also_when_the_clock_changes() {
    let terms = quota(Counts::Minutes, Per::Day, 24 * 60);
    for day in ["2026-03-29", "2026-10-25", "2026-05-04"] {
        let noon = format!("{day}T12:00");
        let morning = Used {
            span: Span::new(at(&format!("{day}T00:00")), at(&noon)).unwrap(),
            ..used("2026-01-01T00:00", "2026-01-02T00:00")
        };
        let rest = Span::new(at(&noon), at(&format!("{day}T23:59:00")).plus_seconds(60)).unwrap();
        assert_eq!(words(&terms, rest, "2026-01-01T00:00", &[morning]), [""; 0], "{day}");
    }
}

#[test]
fn hours_are_counted_where_four_long_ones_would_pass_for_four_short_ones() {
    let by_number = quota(Counts::Bookings, Per::Day, 4);
    let by_hours = quota(Counts::Minutes, Per::Day, 4 * 60);
    let three = [
        used("2026-01-12T08:00", "2026-01-12T10:00"),
        used("2026-01-12T10:00", "2026-01-12T12:00"),
        used("2026-01-12T12:00", "2026-01-12T14:00"),
    ];
    let fourth = span("2026-01-12T14:00", "2026-01-12T16:00");
    assert_eq!(words(&by_number, fourth, NOW, &three), [""; 0]);
    assert_eq!(words(&by_hours, fourth, NOW, &three[..2]), ["terms-quota-minutes-day"]);
}

#[test]
fn at_once_counts_what_is_not_over() {
    let terms = quota(Counts::Bookings, Per::AtOnce, 2);
    let past = used("2025-11-01T08:00", "2025-11-01T10:00");
    let running = used("2025-11-30T23:00", "2025-12-01T02:00");
    let coming = used("2026-03-01T08:00", "2026-03-01T10:00");
    let wish = span("2026-01-12T14:00", "2026-01-12T16:00");
    assert_eq!(words(&terms, wish, NOW, &[past, running]), [""; 0]);
    assert_eq!(words(&terms, wish, NOW, &[past, running, coming]), ["terms-quota-bookings-at-once"]);
}

#[test]
fn a_quota_of_busy_hours_leaves_the_others_free() {
    let terms = terms(Rules {
        peak: Some(hours("Mo-Fr 17:00-21:00")),
        quotas: vec![Quota {
            counts: Counts::Minutes,
            per: Per::Month,
            over: Over::Category,
            hour: Hour::Peak,
            most: Some(120),
        }],
        ..Rules::default()
    });
    let busy = used("2026-01-12T16:00", "2026-01-12T19:00");
    assert_eq!(words(&terms, span("2026-01-13T10:00", "2026-01-13T15:00"), NOW, &[busy]), [""; 0]);
    assert_eq!(
        words(&terms, span("2026-01-13T16:00", "2026-01-13T18:00"), NOW, &[busy]),
        ["terms-quota-minutes-month"]
    );
    let elsewhere = Used { category: None, resource: ResourceId::from_bytes([9; 16]), ..busy };
    assert_eq!(words(&terms, span("2026-01-13T16:00", "2026-01-13T18:00"), NOW, &[elsewhere]), [""; 0]);
}

#[test]
fn only_the_windows_that_count_are_read() {
    let zone = madrid();
    let ask = |terms: &Terms, span| {
        let (open, holidays) = (Spans::default(), Holidays::default());
        let (zone, holidays, now) = (&zone, &holidays, at(NOW));
        windows(terms, &Wish { span, places: 1, zone, holidays, now, deed: Deed::Book, open: &open })
    };
    let night = span("2026-01-10T20:00", "2026-01-11T06:00");
    assert_eq!(ask(&terms(Rules::default()), night), []);
    assert_eq!(ask(&quota(Counts::Minutes, Per::Day, 60), night), [span("2026-01-10T00:00", "2026-01-12T00:00")]);
    let new_year = span("2025-12-31T20:00", "2026-01-01T06:00");
    assert_eq!(ask(&quota(Counts::Minutes, Per::Week, 60), new_year), [span("2025-12-29T00:00", "2026-01-05T00:00")]);
    assert_eq!(ask(&quota(Counts::Minutes, Per::Month, 60), new_year), [span("2025-12-01T00:00", "2026-02-01T00:00")]);
}
