//! Recurrence compared with python-dateutil. Where the two differ, `docs/recurrence.md` has the section of RFC 5545.

use jiff::civil::DateTime;

use crate::{Repeat, Rule, civil, ics::value};

/// Made by `domain/calendar/tests/recurrence.py`, which tells its form.
const EXPECTED: &str = include_str!("../../tests/recurrence.txt");

/// How many starts the file has of each rule, and up to which year.
const STARTS: usize = 12;
const HORIZON: i16 = 2060;

fn wall(text: &str) -> DateTime {
    match value::date_time(text).unwrap() {
        value::When::Floating(wall) => wall,
        other => unreachable!("{other:?}"),
    }
}

/// The families of differences that are explained.
const FAMILIES: [&str; 4] = ["same", "weekday", "new-year", "first-week"];

#[test]
fn two_thousand_rules_give_what_dateutil_gives_or_what_the_standard_says() {
    let zone = civil::zone("zone", "UTC").unwrap();
    let mut seen = std::collections::BTreeMap::new();
    for line in EXPECTED.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let start = wall(words[1]);
        let rule = Rule::parse("repeat", words[2]).unwrap();
        // What is written reads back as the same rule.
        assert_eq!(Rule::parse("repeat", &rule.to_string()).unwrap(), rule);
        let repeat = Repeat::new("repeat", start, 60, zone.clone(), Some(rule)).unwrap();
        let starts = repeat.starts(start, STARTS).starts.into_iter().filter(|start| start.year() <= HORIZON);
        let got: Vec<String> = starts.map(value::write_wall).collect();
        let want: Vec<&str> = words[3..].iter().copied().filter(|word| *word != "-").collect();
        assert_eq!(got, want, "{} {}", words[1], words[2]);
        *seen.entry(words[0]).or_insert(0) += 1;
    }
    assert_eq!(seen.values().sum::<usize>(), 2_000);
    assert!(FAMILIES.iter().all(|family| seen.contains_key(family)) && seen.len() == FAMILIES.len(), "{seen:?}");
    let page = include_str!("../../../../docs/recurrence.md");
    assert!(FAMILIES.iter().all(|family| page.contains(&format!("`{family}`"))), "docs/recurrence.md lacks a family");
}
