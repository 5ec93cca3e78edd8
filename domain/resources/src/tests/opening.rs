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
        reason: Line::default(),
        note: Line::default(),
        way: ClosureWay::BookAround,
    };
    house.write(move |tx| close(tx, &PROGRAM, den, ask)).unwrap();
    let parts =
        [span("2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z"), span("2026-03-02T14:00:00Z", "2026-03-02T20:00:00Z")];
    assert_eq!(house.open(both, day), parts);
}
