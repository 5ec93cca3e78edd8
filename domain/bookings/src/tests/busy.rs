//! Calendars from elsewhere: what they take, how they change, and what they leave alone.

use ayni_kernel::{BusyCalendarId, Fault, testing::Cast};
use ayni_notices::About;
use ayni_resources::ResourceKind;

use super::town::{HOUR, PROGRAM, Town, name, span, words};
use crate::*;

/// A calendar file with these events, each a list of lines.
fn file(events: &[&[&str]]) -> String {
    let event = |(at, lines): (usize, &&[&str])| {
        format!("BEGIN:VEVENT\r\nUID:event-{at}@council.example\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
    };
    let events: String = events.iter().enumerate().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn dance() -> String {
    file(&[&["DTSTART:20260303T100000Z", "DTEND:20260303T120000Z", "SUMMARY:Tea dance"]])
}

impl Town {
    fn content(&self, resource: ayni_kernel::ResourceId, text: &str) -> Content {
        let reading = self.community.read(|tx| read_file(tx, resource, text)).unwrap().unwrap();
        Content { file: *blake3::hash(text.as_bytes()).as_bytes(), reading }
    }

    fn upload(&self, resource: ayni_kernel::ResourceId, text: &str) -> BusyCalendarId {
        let ask = NewBusyCalendar { resource, name: name("Council"), given: Given::File(self.content(resource, text)) };
        self.write(move |tx| attach_calendar(tx, &PROGRAM, ask)).unwrap().id
    }

    fn outcome(&self, id: BusyCalendarId, outcome: Outcome) -> BusyCalendar {
        self.write(move |tx| note_outcome(tx, id, outcome)).unwrap();
        self.community.read(|tx| busy_calendar(tx, &PROGRAM, id)).unwrap()
    }

    fn taken_times(&self, id: BusyCalendarId) -> u32 {
        self.community.read(|tx| busy_calendar(tx, &PROGRAM, id)).unwrap().times
    }

    /// What the fault of a refused wish names as the calendar.
    fn in_the_way(&self, resource: ayni_kernel::ResourceId, wish: ayni_calendar::Span) -> Option<Fault> {
        let ask = self.ask(Cast::Ben, resource, wish);
        let verdict = self.community.read(|tx| why(tx, &self.actor(Cast::Ben), &ask, None)).unwrap();
        verdict.objections.into_iter().map(|objection| objection.fault).next()
    }
}

#[test]
fn a_busy_time_takes_the_place_what_stands_in_it_and_what_it_stands_in() {
    let town = Town::new("UTC");
    town.upload(town.room, &dance());
    let wish = span("2026-03-03T11:00:00Z", "2026-03-03T13:00:00Z");
    assert_eq!(words(town.book(Cast::Ana, town.room, wish)), ["bookings-taken-elsewhere"]);
    // One of four seats at the table in the room is not to be had either.
    assert_eq!(words(town.seats(Cast::Ana, 1, wish)), ["bookings-taken-elsewhere"]);
    let fault = town.in_the_way(town.room, wish).unwrap();
    assert!(fault.args.iter().any(|(key, value)| *key == "calendar" && *value == "Council".into()), "{fault:?}");
    town.book(Cast::Ana, town.room, span("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z")).unwrap();
    town.book(Cast::Ana, town.twin, wish).unwrap();
    town.is_sound();

    // A table that is taken elsewhere takes the room, and all seats of itself.
    let town = Town::new("UTC");
    town.upload(town.table, &dance());
    assert_eq!(words(town.book(Cast::Ana, town.room, wish)), ["bookings-taken-elsewhere"]);
    assert_eq!(words(town.seats(Cast::Ana, 1, wish)), ["bookings-taken-elsewhere"]);
}

#[test]
fn searches_alternatives_and_calendars_know_of_it() {
    let town = Town::new("UTC");
    town.upload(town.room, &dance());
    let wish = span("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z");
    let ask = town.ask(Cast::Ben, town.room, wish);
    let verdict = town.community.read(|tx| why(tx, &town.actor(Cast::Ben), &ask, None)).unwrap();
    assert!(verdict.alternatives.iter().any(|other| other.resource.id == town.twin));
    let search = Search {
        wanted: Wanted { kinds: vec![ResourceKind::Room], ..Wanted::default() },
        span: wish,
        places: 1,
        people: 1,
        member: Some(town.member(Cast::Ben)),
        limit: 9,
    };
    let found = town.community.read(|tx| find(tx, &town.actor(Cast::Ben), &search)).unwrap();
    assert_eq!(found.fitting.iter().map(|fit| fit.resource.id).collect::<Vec<_>>(), [town.twin]);
    assert_eq!(found.others[0].next.unwrap().start, wish.end);
    let lanes = |who: Cast| {
        let seen = town.community.read(|tx| timeline(tx, &town.actor(who), &[town.room, town.table], wish)).unwrap();
        (seen[0].shown[0].whose, seen[0].shown[0].title.as_ref().map(ToString::to_string), seen[1].blocked.len())
    };
    // Whose calendar it is, is for those who look after the place.
    assert_eq!(lanes(Cast::Ben), (Whose::Elsewhere, None, 1));
    assert_eq!(lanes(Cast::Ada), (Whose::Elsewhere, Some("Council".to_owned()), 1));
    let free = town.community.read(|tx| free(tx, &town.actor(Cast::Ben), town.room, wish.widened(HOUR, HOUR), 1));
    assert_eq!(
        free.unwrap().iter().copied().collect::<Vec<_>>(),
        [span("2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z"), span("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z"),]
    );
}

#[test]
fn a_new_file_replaces_the_old_one_and_taking_it_away_frees_all() {
    let town = Town::new("UTC");
    let id = town.upload(town.room, &dance());
    let old = span("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z");
    let new = file(&[
        &["DTSTART:20260304T100000Z", "DTEND:20260304T110000Z"],
        // What meets is one time; what is free or cancelled takes none; a fair lasts for weeks.
        &["DTSTART:20260304T110000Z", "DTEND:20260304T120000Z"],
        &["DTSTART:20260305T110000Z", "DTEND:20260305T120000Z", "TRANSP:TRANSPARENT"],
        &["DTSTART:20260305T110000Z", "DTEND:20260305T120000Z", "STATUS:CANCELLED"],
        &["DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260501"],
        &["DTSTART:nonsense"],
    ]);
    let content = town.content(town.room, &new);
    let calendar = town.write(move |tx| replace_file(tx, &PROGRAM, id, content)).unwrap();
    assert_eq!((calendar.times, calendar.unread), (2, 1));
    town.book(Cast::Ana, town.room, old).unwrap();
    town.book(Cast::Ana, town.room, span("2026-03-05T11:00:00Z", "2026-03-05T12:00:00Z")).unwrap();
    let month = span("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
    assert_eq!(
        words(town.book(Cast::Ana, town.room, span("2026-04-20T11:00:00Z", "2026-04-20T12:00:00Z"))),
        ["bookings-taken-elsewhere"]
    );
    // It is one time, in however many weeks it lies.
    let shown = town.community.read(|tx| on(tx, &town.actor(Cast::Ben), town.room, month)).unwrap();
    assert_eq!(shown.iter().map(|shown| shown.span).collect::<Vec<_>>(), [month]);
    town.write(move |tx| detach_calendar(tx, &PROGRAM, id)).unwrap();
    town.book(Cast::Ana, town.room, span("2026-04-20T11:00:00Z", "2026-04-20T12:00:00Z")).unwrap();
    assert!(town.community.read(|tx| busy_calendars(tx, &PROGRAM, town.room)).unwrap().is_empty());
    town.is_sound();
}

#[test]
fn who_waits_for_a_place_is_offered_what_becomes_free() {
    let town = Town::new("UTC");
    let id = town.upload(town.room, &dance());
    let (me, member, room) = (town.actor(Cast::Ana), town.member(Cast::Ana), town.room);
    let ask = WaitAsk {
        member,
        sought: Sought::Resource(room),
        span: span("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z"),
        places: 1,
        people: 2,
        title: ayni_kernel::Line::default(),
    };
    let waiting = town.write(move |tx| wait(tx, &me, ask)).unwrap().id;
    let content = town.content(room, &file(&[&["DTSTART:20260303T110000Z", "DTEND:20260303T120000Z"]]));
    town.write(move |tx| replace_file(tx, &PROGRAM, id, content)).unwrap();
    let stands = town.community.read(|tx| standing(tx, &town.actor(Cast::Ana), waiting)).unwrap();
    assert_eq!(stands.wait.state, WaitState::Offered);
}

#[test]
fn bookings_that_it_meets_stay_and_their_place_is_told_once() {
    let town = Town::new("UTC");
    let (room, tova) = (town.room, town.member(Cast::Tova));
    let manage = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        let resource = ayni_resources::unasked(&*tx, room)?;
        let mut details = resource.details();
        details.managers = vec![tova];
        ayni_resources::change(tx, &PROGRAM, room, details)
    };
    town.write(manage).unwrap();
    let booked = town.book(Cast::Ana, town.room, span("2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z")).unwrap();
    let seat = town.seats(Cast::Ben, 1, span("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z")).unwrap();
    town.book(Cast::Ana, town.room, span("2026-03-03T14:00:00Z", "2026-03-03T15:00:00Z")).unwrap();
    let id = town.upload(town.room, &dance());
    assert_eq!(town.see(booked.id).state, State::Confirmed);
    let met = town.community.read(|tx| overlapped(tx, &town.actor(Cast::Tova), id)).unwrap();
    assert_eq!(met.iter().map(|booking| booking.id).collect::<Vec<_>>(), [seat.id, booked.id]);
    let wider = file(&[&["DTSTART:20260303T080000Z", "DTEND:20260303T200000Z"]]);
    let content = town.content(town.room, &wider);
    town.write(move |tx| replace_file(tx, &PROGRAM, id, content)).unwrap();
    let told = town.community.read(|tx| ayni_notices::unseen(tx, &town.actor(Cast::Tova), tova, 9)).unwrap();
    let told: Vec<_> = told.iter().map(|told| (told.word.as_str(), told.about)).collect();
    assert_eq!(told, [("busy-told-overlap", About::Calendars(town.room))]);
    // Who does not look after the place has no business with its calendars.
    let no = town.community.read(|tx| overlapped(tx, &town.actor(Cast::Ana), id));
    assert_eq!(no.unwrap_err(), ayni_kernel::Error::Forbidden);
}

#[test]
fn a_weekly_evening_stays_at_seven_and_goes_on_as_the_horizon_moves() {
    let town = Town::new("Europe/Madrid");
    let choir = file(&[&[
        "DTSTART;TZID=Europe/Madrid:20250107T190000",
        "DTEND;TZID=Europe/Madrid:20250107T203000",
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/Madrid:20260310T190000",
    ]]);
    let id = town.upload(town.room, &choir);
    let taken = |day: &str, hour: &str| {
        let wish = span(&format!("{day}T{hour}:00:00Z"), &format!("{day}T{hour}:30:00Z"));
        town.in_the_way(town.room, wish).is_some_and(|fault| fault.word == "bookings-taken-elsewhere")
    };
    // Seven in the evening is 18:00 in winter and 17:00 in summer.
    assert!(taken("2026-03-24", "18") && !taken("2026-03-24", "17"));
    assert!(taken("2026-03-31", "17") && !taken("2026-03-31", "19"));
    assert!(!taken("2026-03-10", "18"));
    // A year and a half ahead is all that is kept; it moves on by itself.
    assert!(taken("2027-08-24", "17") && !taken("2028-02-08", "18"));
    town.now_is("2026-09-01T08:00:00Z");
    let due = town.community.read(|tx| due_calendars(tx, ayni_kernel::tx::Now::now(tx), 9)).unwrap();
    assert_eq!(due.iter().map(|calendar| calendar.id).collect::<Vec<_>>(), [id]);
    let before = town.taken_times(id);
    let calendar = town.outcome(id, Outcome::Renewed(town.content(town.room, &choir)));
    assert!(taken("2028-02-08", "18"));
    assert!(calendar.times.abs_diff(before) <= 2 && calendar.due > due[0].due);
    // Weeks that are over are not kept for ever.
    let old = span("2026-02-01T00:00:00Z", "2026-07-01T00:00:00Z");
    assert!(town.community.read(|tx| on(tx, &PROGRAM, town.room, old)).unwrap().is_empty());
    town.is_sound();
}

#[test]
fn a_calendar_that_fails_keeps_its_times_and_is_asked_less_often() {
    let town = Town::new("UTC");
    let address = CalendarAddress::parse("address", " webcal://Council.example:8443/secret?key=1 ").unwrap();
    assert_eq!(
        (address.as_str(), address.host()),
        ("https://Council.example:8443/secret?key=1", "Council.example:8443")
    );
    assert!(!format!("{address:?}").contains("secret"));
    let ask = NewBusyCalendar { resource: town.room, name: name("Council"), given: Given::Address(address) };
    let id = town.write(move |tx| attach_calendar(tx, &PROGRAM, ask)).unwrap().id;
    let fetched = Outcome::Fetched(town.content(town.room, &dance()), Validators::default());
    let first = town.outcome(id, fetched);
    let wait = |calendar: &BusyCalendar| (calendar.due.micros() - town.clock.shows().micros()) / 60_000_000;
    assert_eq!((first.times, wait(&first)), (1, 30));
    let waits: Vec<i64> = (0..8).map(|_| wait(&town.outcome(id, Outcome::Failed(Trouble::Slow)))).collect();
    assert_eq!(waits, [60, 120, 240, 480, 960, 1_440, 1_440, 1_440]);
    let failing = town.outcome(id, Outcome::Failed(Trouble::Missing));
    assert_eq!(failing.trouble.map(|(_, why)| why), Some(Trouble::Missing));
    let wish = span("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z");
    assert_eq!(words(town.book(Cast::Ana, town.room, wish)), ["bookings-taken-elsewhere"]);
    let well = town.outcome(id, Outcome::Same);
    assert_eq!((well.trouble, well.failures, wait(&well)), (None, 0, 30));
    let content = town.content(town.room, &dance());
    assert_eq!(words(town.write(move |tx| replace_file(tx, &PROGRAM, id, content))), ["busy-is-fetched"]);
    for bad in ["", "council.example/a.ics", "ftp://council.example", "https://", "https:///a", "http://a b"] {
        assert!(CalendarAddress::parse("address", bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_no_calendar_or_too_much_is_refused_and_our_own_bookings_are_left_out() {
    let town = Town::new("UTC");
    let read = |text: &str| town.community.read(|tx| read_file(tx, town.room, text)).unwrap();
    assert_eq!(read("<html>Sign in</html>").unwrap_err(), Trouble::Unreadable);
    assert_eq!(read(&" ".repeat(MAX_BYTES + 1)).unwrap_err(), Trouble::Large);
    let often: [&[&str]; 1] =
        [&["DTSTART:20260301T000000Z", "DTEND:20260301T003000Z", "RRULE:FREQ=DAILY;BYHOUR=0,2,4,6,8,10,12,14"]];
    assert_eq!(read(&file(&often)).unwrap_err(), Trouble::Many);
    // What was exported from here comes back, in a calendar that follows ours.
    let booked = town.book(Cast::Ana, town.room, span("2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z")).unwrap();
    let event = |uid: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20260303T110000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR"
        )
    };
    assert!(read(&event(&format!("{}@ayni", booked.id))).unwrap().times.is_empty());
    assert!(read(&event(&format!("{}-1-2@ayni", town.room))).unwrap().times.is_empty());
    // Another community's bookings count.
    assert_eq!(read(&event("01980000-0000-7000-8000-000000000000@ayni")).unwrap().times.len(), 1);
}

#[test]
fn the_most_times_that_a_calendar_may_have_fit_into_one_change() {
    let town = Town::new("UTC");
    let dense = |minute: usize| {
        let events: Vec<[String; 2]> = (0..MAX_TIMES)
            .map(|at| {
                let (day, slot) = (at / 24, at % 24);
                let date = format!("2026{:02}{:02}", 4 + day / 28, 1 + day % 28);
                [format!("DTSTART:{date}T{slot:02}{minute:02}00Z"), "DURATION:PT10M".to_owned()]
            })
            .collect();
        let lines: Vec<[&str; 2]> = events.iter().map(|[start, length]| [start.as_str(), length.as_str()]).collect();
        file(&lines.iter().map(<[&str; 2]>::as_slice).collect::<Vec<_>>())
    };
    let id = town.upload(town.room, &dense(0));
    assert_eq!(usize::try_from(town.taken_times(id)), Ok(MAX_TIMES));
    let content = town.content(town.room, &dense(30));
    town.write(move |tx| replace_file(tx, &PROGRAM, id, content)).unwrap();
    for extra in 1..MAX_CALENDARS {
        assert_ne!(town.upload(town.room, &dance()), id, "{extra}");
    }
    let ask = NewBusyCalendar {
        resource: town.room,
        name: name("One more"),
        given: Given::File(town.content(town.room, &dance())),
    };
    assert_eq!(words(town.write(move |tx| attach_calendar(tx, &PROGRAM, ask))), ["busy-calendars-many"]);
    town.is_sound();
}
