//! Calendar files: what we write, and what others write.

use ayni_kernel::Timestamp;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use crate::{
    Calendar, CalendarEvent, Repeat, Span, TimeZone, civil,
    ics::{self, Party, Privacy, Show, Status, When, line},
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn wall(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    civil::zone("zone", name).unwrap()
}

fn choir() -> CalendarEvent {
    let london = zone("Europe/London");
    let when = When::Timed { start: wall("2026-10-06T19:00"), end: wall("2026-10-06T21:00"), zone: london };
    let mut choir = CalendarEvent::new("choir@hall", at("2026-09-01T08:00:00Z"), when, "Choir; sopranos, altos");
    let rule = "DTSTART;TZID=Europe/London:20261006T190000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;UNTIL=20261231T235959Z\n\
                EXDATE;TZID=Europe/London:20261013T190000\nRDATE;TZID=Europe/London:20261014T200000";
    choir.repeat = Some(Repeat::parse("repeat", rule).unwrap());
    choir.description = "Bring:\n– the blue book\\folder".to_owned();
    choir.location = "Hall, Hazel Row 3".to_owned();
    choir.url = "https://hall.example/bookings/1".to_owned();
    choir.privacy = Privacy::Private;
    choir.sequence = 2;
    choir.modified = Some(at("2026-09-02T08:00:00Z"));
    choir.organizer = Some(Party { name: "Ana, the first".to_owned(), address: "mailto:ana@hall.example".to_owned() });
    choir
}

#[test]
fn what_we_write_we_read_back() {
    let mut moved = choir();
    moved.repeat = None;
    moved.recurrence_id = Some(wall("2026-10-27T19:00"));
    moved.when =
        When::Timed { start: wall("2026-10-28T19:00"), end: wall("2026-10-28T21:00"), zone: zone("Europe/London") };
    let days = When::AllDay { first: date(2026, 1, 31), last_exclusive: date(2026, 2, 2) };
    let mut feast = CalendarEvent::new("feast", at("2026-01-01T00:00:00Z"), days, "Feast");
    feast.show = Show::Free;
    feast.status = Status::Tentative;
    let when = When::Timed { start: wall("2026-05-01T12:00"), end: wall("2026-05-01T13:00"), zone: TimeZone::UTC };
    let call = CalendarEvent::new("call", at("2026-01-01T00:00:00Z"), when, "");
    let calendar = Calendar {
        name: "The hall, all of it".to_owned(),
        events: vec![choir(), moved, feast, call],
        ..Calendar::default()
    };
    let text = ics::write(&calendar);
    assert_eq!(ics::read("file", &text, &zone("Europe/Madrid")).unwrap(), calendar, "{text}");
    assert!(text.lines().all(|line| line.len() <= 75) && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    assert!(text.split('\n').all(|line| line.is_empty() || line.ends_with('\r')));
}

#[test]
fn the_changes_of_the_clock_are_written_as_far_as_the_events_reach() {
    let text = ics::write(&Calendar { events: vec![choir()], ..Calendar::default() });
    let zone = text.split("BEGIN:VTIMEZONE\r\n").nth(1).unwrap().split("END:VTIMEZONE").next().unwrap();
    // The spring before the first evening, and the autumn within; times as they were shown before the change.
    assert_eq!(
        zone,
        "TZID:Europe/London\r\nBEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n\
         TZNAME:BST\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\n\
         TZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\n"
    );
    let mut event = choir();
    event.repeat = None;
    let (start, end) = (wall("2026-10-06T19:00"), wall("2026-10-06T21:00"));
    event.when = When::Timed { start, end, zone: self::zone("Asia/Kathmandu") };
    let text = ics::write(&Calendar { events: vec![event], ..Calendar::default() });
    assert!(text.contains("TZOFFSETTO:+0545") && text.matches("BEGIN:VTIMEZONE").count() == 1, "{text}");
}

/// A file with one event of these lines.
fn file(lines: &str) -> Calendar {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
    ics::read("file", &text, &zone("America/Bogota")).unwrap()
}

/// The spans that a file's events take up in 2026.
fn spans(calendar: &Calendar) -> Vec<Span> {
    let year = Span::new(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).unwrap();
    calendar.busy_spans(&year, &zone("America/Bogota"), 100).into_iter().map(|busy| busy.span).collect()
}

fn span(start: &str, end: &str) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

#[test]
fn the_habits_of_other_programs_are_understood() {
    let noon = || vec![span("2026-06-01T17:00:00Z", "2026-06-01T18:00:00Z")];
    for lines in [
        // Outlook's zones, Mozilla's, one nobody knows, none at all.
        "DTSTART;TZID=\"SA Pacific Standard Time\":20260601T120000\nDTEND;TZID=\"SA Pacific Standard Time\":20260601T130000",
        "DTSTART;TZID=/mozilla.org/20070129_1/America/Bogota:20260601T120000\nDURATION:PT1H",
        "DTSTART;TZID=Customized Time Zone:20260601T120000\nDURATION:PT1H",
        "DTSTART:20260601T120000\nDURATION:P0DT1H0M0S",
        "DTSTART:20260601T170000Z\nDTEND;TZID=Europe/Madrid:20260601T200000",
        "dtstart;tzid=America/Bogota:2026-06-01T12:00:00\nDURATION:PT1H\nBEGIN:VALARM\nTRIGGER:-PT5M\nDTSTART:20200101T000000Z\nEND:VALARM",
        "DTSTART;TZID=America/\n Bogota:20260601T120000\r\nDURATION:\r\n\tPT1H",
    ] {
        assert_eq!(spans(&file(lines)), noon(), "{lines}");
    }
}

#[test]
fn a_date_means_the_whole_day_where_one_lives_and_its_end_is_not_part_of_it() {
    let days = |lines| spans(&file(lines));
    assert_eq!(
        days("DTSTART;VALUE=DATE:20260131\nDTEND;VALUE=DATE:20260202"),
        [span("2026-01-31T05:00:00Z", "2026-02-02T05:00:00Z")]
    );
    let one = [span("2026-07-20T05:00:00Z", "2026-07-21T05:00:00Z")];
    assert_eq!(days("DTSTART;VALUE=DATE:20260720\nDTEND;VALUE=DATE:20260721"), one);
    assert_eq!(days("DTSTART;VALUE=DATE:20260720"), one);
    assert_eq!(days("DTSTART;VALUE=DATE:20260720\nDTEND;VALUE=DATE:20260720"), one);
}

#[test]
fn changed_occurrences_stand_in_place_of_those_they_change() {
    let text = "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Madrid\nBEGIN:VEVENT\nUID:a\nSUMMARY:Yoga\nDTSTART:20260302T180000\nDTEND:20260302T190000\n\
                RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20260309T180000\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n\
                RECURRENCE-ID:20260316T170000Z\nDTSTART:20260317T090000\nDURATION:PT30M\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n\
                RECURRENCE-ID:20260323T180000\nSTATUS:CANCELLED\nDTSTART:20260323T180000\nEND:VEVENT\nBEGIN:VFREEBUSY\n\
                FREEBUSY;FBTYPE=BUSY:20260401T100000Z/PT1H,20260401T120000Z/20260401T130000Z\nFREEBUSY;FBTYPE=FREE:20260402T100000Z/PT1H\n\
                END:VFREEBUSY\nEND:VCALENDAR";
    let calendar = ics::read("file", text, &zone("America/Bogota")).unwrap();
    assert_eq!(
        spans(&calendar),
        [
            span("2026-03-02T17:00:00Z", "2026-03-02T18:00:00Z"),
            span("2026-03-17T08:00:00Z", "2026-03-17T08:30:00Z"),
            span("2026-04-01T10:00:00Z", "2026-04-01T11:00:00Z"),
            span("2026-04-01T12:00:00Z", "2026-04-01T13:00:00Z"),
        ]
    );
    // What began before the span and reaches into it is there too.
    let within = span("2026-03-02T17:30:00Z", "2026-03-02T23:00:00Z");
    assert_eq!(calendar.busy_spans(&within, &zone("Europe/Madrid"), 9).len(), 1);
}

#[test]
fn bad_files_are_refused_and_bad_events_counted() {
    assert!(ics::read("file", "<html>", &TimeZone::UTC).is_err());
    assert!(ics::read("file", &"x".repeat(ics::MAX_FILE + 1), &TimeZone::UTC).is_err());
    let event = "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n";
    assert!(
        ics::read("file", &format!("BEGIN:VCALENDAR\n{}", event.repeat(ics::MAX_EVENTS + 1)), &TimeZone::UTC).is_err()
    );
    let often = file("DTSTART:20260601T120000\nDURATION:PT1H\nRRULE:FREQ=SECONDLY");
    assert_eq!((often.events.len(), often.unread), (0, 1));
    assert_eq!(file("DTSTART:yesterday").unread, 1);
    assert_eq!(spans(&file("DTSTART:20260601T120000\nDURATION:PT1H\nTRANSP:TRANSPARENT")), []);
}

proptest! {
    #[test]
    fn any_text_survives_folding_and_escapes(text in "[a-zñ🎵,;:\\\\\"\n –]{0,200}") {
        let mut out = String::new();
        line::write(&mut out, &format!("SUMMARY:{}", line::escape(&text)));
        prop_assert!(out.split("\r\n").all(|line| line.len() <= 75));
        let lines = line::Line::read_all(&out);
        prop_assert_eq!(lines[0].text(), text);
    }

    #[test]
    fn no_file_breaks_the_reader(text in "(BEGIN:VEVENT|END:VEVENT|DTSTART:2026|\\PC{0,12}|[:;=,\"]|\n){0,30}") {
        let text = format!("BEGIN:VCALENDAR\n{text}");
        if let Ok(calendar) = ics::read("file", &text, &TimeZone::UTC) {
            let _ = ics::write(&calendar);
        }
    }
}
