//! Names, points and what is kept, without a disk.

use std::collections::BTreeSet;

use ayni_kernel::Timestamp;

use super::super::{
    archive::Kind,
    names::{Named, next_moment},
    point::Written,
    retention::{Keep, expired},
    seal::Seal,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn whole(at: Timestamp) -> Named {
    Named { at, kind: Kind::Whole, seal: Seal::None }
}

#[test]
fn only_names_of_ours_are_read_to_the_letter() {
    for name in ["ayni-20261124T140000Z.ayni", "ayni-20261124T140500Z.log.ayni.age"] {
        assert_eq!(Named::parse(name).unwrap().to_string(), name);
    }
    for other in [
        "ayni-20261124T140000Z.ayni.part",
        "ayni-2026-11-24T14:00:00Z.ayni",
        "ayni-20261324T140000Z.ayni",
        "ayni-20261124T140000Z.log",
        " ayni-20261124T140000Z.ayni",
        "ayni-20261124T140000Z.ayni.ayni",
        "photos.zip",
        "",
    ] {
        assert_eq!(Named::parse(other), None, "{other}");
    }
}

#[test]
fn names_rise_whatever_the_clock_does() {
    let first = next_moment(&[], at("2026-11-24T14:00:00.7Z"));
    assert_eq!(first, at("2026-11-24T14:00:00Z"));
    let named = [whole(first)];
    assert_eq!(next_moment(&named, at("2026-11-24T15:00:00Z")), at("2026-11-24T15:00:00Z"));
    assert_eq!(next_moment(&named, at("2025-01-01T00:00:00Z")), at("2026-11-24T14:00:01Z"));
}

#[test]
fn points_are_read_as_people_write_them() {
    let moment = Written::Moment(at("2026-11-24T13:05:00Z"));
    assert_eq!(Written::parse("2026-11-24T14:05:00+01:00").unwrap(), moment);
    assert_eq!(Written::parse("1234").unwrap(), Written::Seq(1_234));
    let Written::Clock(clock) = Written::parse("2026-11-24 14:05").unwrap() else { panic!() };
    assert_eq!(clock.to_string(), "2026-11-24T14:05:00");
    for wrong in ["2026-11-24", "yesterday", "", "14:05", "99999999999999999999999"] {
        let refused = Written::parse(wrong).unwrap_err().to_string();
        assert!(refused.ends_with('.'), "{wrong}: {refused}");
    }
}

#[test]
fn hours_days_weeks_and_months_are_kept_and_the_log_they_need() {
    let keep = Keep::parse("3, 2, 2, 2").unwrap();
    let now = at("2026-11-24T14:30:00Z");
    // An hourly backup and a log a minute later, for a hundred days.
    let hours = (0..2_400).rev().map(|hour| at("2026-11-24T14:00:00Z").plus_seconds(-3_600 * hour));
    let all: Vec<Named> =
        hours.flat_map(|at| [whole(at), Named { kind: Kind::Log, ..whole(at.plus_seconds(60)) }]).collect();
    let gone = expired(&all, keep, 2, now);
    let kept: Vec<Named> = all.iter().filter(|named| !gone.contains(named)).copied().collect();
    let wholes: Vec<String> =
        kept.iter().filter(|named| named.kind == Kind::Whole).map(|named| named.at.to_string()).collect();
    assert_eq!(
        wholes,
        [
            "2026-10-31T23:00:00Z", // the month before
            "2026-11-22T23:00:00Z", // the week before
            "2026-11-23T23:00:00Z", // the day before
            "2026-11-24T12:00:00Z",
            "2026-11-24T13:00:00Z",
            "2026-11-24T14:00:00Z",
        ]
    );
    let logs: Vec<Timestamp> = kept.iter().filter(|named| named.kind == Kind::Log).map(|named| named.at).collect();
    // Two days back begins in the span after the backup of the evening before, whose log is whole.
    assert_eq!(logs[0], at("2026-10-31T23:01:00Z"));
    assert_eq!(logs.len(), all.iter().filter(|n| n.kind == Kind::Log && n.at > at("2026-10-31T23:00:00Z")).count());
    // What is kept is kept the next time too.
    assert_eq!(expired(&kept, keep, 2, now), []);
    let distinct: BTreeSet<Timestamp> = kept.iter().map(|named| named.at).collect();
    assert_eq!(distinct.len(), kept.len());
}

#[test]
fn the_newest_backup_is_never_removed() {
    let old = [whole(at("2020-01-01T00:00:00Z"))];
    assert_eq!(expired(&old, Keep::parse("0,0,0,1").unwrap(), 1, at("2026-11-24T14:30:00Z")), []);
    assert_eq!(Keep::parse("0,0,0,0"), None);
    assert_eq!(Keep::parse("1,2,3"), None);
    assert_eq!(Keep::parse("0,7,0,0").unwrap().every_seconds(), 86_400);
}
