//! Bookings that repeat: their dates on the wall clock, what cannot be had, and changes of one, some and all.

use ayni_calendar::{DateTime, Ends, Frequency, Repeat, Rule, Until, Weekday, wall};
use ayni_kernel::{Event, Line, SeriesId, testing::Cast};
use ayni_notices::About;

use super::town::{HOUR, PROGRAM, Town, at, span, words};
use crate::*;

/// Seconds.
const DAY: i64 = 24 * HOUR;

fn civil(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// A repeat in London of so many minutes.
fn repeat(start: &str, minutes: i64, rule: Rule) -> Repeat {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
    Repeat::new("repeat", civil(start), minutes, zone, Some(rule)).unwrap()
}

fn times(rule: Rule, count: u32) -> Rule {
    rule.with_end("repeat", Ends::Count(count)).unwrap()
}

fn weekly(count: u32) -> Rule {
    times(Rule::every(Frequency::Weekly), count)
}

impl Town {
    fn wish(&self, who: Cast, repeat: Repeat, on_clash: OnClash) -> SeriesAsk {
        let title = Line::parse("title", "Choir").unwrap();
        let look = Look {
            resource: self.room,
            places: 1,
            people: 0,
            title,
            note: ayni_kernel::Body::default(),
            addons: Vec::new(),
        };
        SeriesAsk { id: None, member: self.member(who), look, repeat, on_clash }
    }

    fn series(&self, who: Cast, ask: SeriesAsk) -> ayni_kernel::Result<Series> {
        let me = self.actor(who);
        let made = self.write(move |tx| book_series(tx, &me, ask))?;
        self.finish(made.id);
        Ok(self.look_at(made.id))
    }

    fn look_at(&self, id: SeriesId) -> Series {
        self.community.read(|tx| series(tx, &PROGRAM, id)).unwrap()
    }

    /// Does what the program does until nothing is left to do now.
    fn finish(&self, id: SeriesId) {
        for _ in 0..2_000 {
            let progress = match self.write(move |tx| step(tx, id)) {
                Err(refused) => {
                    assert!(
                        matches!(refused, ayni_kernel::Error::Conflict(_) | ayni_kernel::Error::Invalid(_)),
                        "{refused}"
                    );
                    self.write(move |tx| leave_out(tx, id)).unwrap()
                }
                Ok(progress) => progress,
            };
            if progress == Progress::Done {
                return;
            }
        }
        panic!("a series is never done");
    }

    /// What the job does: all series that are due.
    fn series_job(&self) {
        for id in self.community.read(|tx| due_series(tx, self.clock.shows(), 100)).unwrap() {
            self.finish(id);
        }
    }

    /// The bookings of a series that stand or took place, in order.
    fn dates(&self, id: SeriesId) -> Vec<Booking> {
        let page = self.community.read(|tx| series_days(tx, &PROGRAM, id, None, MAX_DAYS)).unwrap();
        let booked = page.days.into_iter().filter_map(|day| match day.what {
            Day::Booked(booking) => Some(*booking),
            _ => None,
        });
        booked.collect()
    }

    fn walls(&self, id: SeriesId) -> Vec<String> {
        let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
        self.dates(id).iter().map(|booking| wall(&zone, booking.span.start).to_string()).collect()
    }
}

fn change(look: Look, when: When) -> SeriesChange {
    SeriesChange { look, when, on_clash: OnClash::Refuse }
}

#[test]
fn seven_in_the_evening_stays_seven_when_summer_time_ends() {
    let town = Town::new("Europe/London");
    let choir = repeat("2026-10-06T19:00:00", 120, weekly(8));
    let made = town.series(Cast::Ana, town.wish(Cast::Ana, choir, OnClash::Refuse)).unwrap();
    assert_eq!(made.phase, Phase::Standing);
    let starts: Vec<_> = town.dates(made.id).iter().map(|booking| booking.span).collect();
    assert_eq!(starts.len(), 8);
    assert_eq!(starts[2], span("2026-10-20T18:00:00Z", "2026-10-20T20:00:00Z"));
    assert_eq!(starts[3], span("2026-10-27T19:00:00Z", "2026-10-27T21:00:00Z"));
    let night = repeat("2026-10-05T00:30:00", 60, weekly(8));
    let night = town.series(Cast::Ben, town.wish(Cast::Ben, night, OnClash::Refuse)).unwrap();
    for start in town.walls(night.id) {
        assert_eq!((civil(&start).weekday(), &start[10..]), (Weekday::Monday, "T00:30:00"), "{start}");
    }
    town.is_sound();
}

#[test]
fn the_31st_is_only_where_there_is_one_and_until_counts_its_own_moment() {
    let town = Town::new("Europe/London");
    let rule = Rule::every(Frequency::Monthly);
    let ends = Ends::Until(Until::Moment(at("2026-10-31T10:00:00Z")));
    let rent = repeat("2026-05-31T10:00:00", 60, rule.with_end("repeat", ends).unwrap());
    let rent = town.series(Cast::Ana, town.wish(Cast::Ana, rent, OnClash::Refuse)).unwrap();
    // Ten o'clock is nine in UTC until the end of October, and ten after it.
    assert_eq!(
        town.walls(rent.id),
        ["2026-05-31T10:00:00", "2026-07-31T10:00:00", "2026-08-31T10:00:00", "2026-10-31T10:00:00"]
    );
}

#[test]
fn the_report_names_what_cannot_be_had_and_what_could_be_instead() {
    let town = Town::new("Europe/London");
    town.price(600, |_| ());
    let bens = town.book(Cast::Ben, town.room, span("2026-03-17T19:00:00Z", "2026-03-17T20:00:00Z")).unwrap();
    let choir = repeat("2026-03-03T19:00:00", 120, weekly(4));
    let ask = town.wish(Cast::Ana, choir, OnClash::Refuse);
    let report = town.community.read(|tx| preview_series(tx, &town.actor(Cast::Ana), &ask)).unwrap();
    assert_eq!((report.dates.len(), report.clashes(), report.goes_on), (4, 1, false));
    assert_eq!(report.totals.len(), 1);
    assert_eq!(report.totals[0].2.minor(), 3 * 1_200);
    let clash = &report.dates[2];
    assert_eq!((clash.start, clash.objections[0].hurdle), (civil("2026-03-17T19:00:00"), Hurdle::Taken));
    assert!(
        clash.alternatives.iter().any(|other| other.instead == Instead::Elsewhere && other.resource.id == town.twin)
    );

    assert_eq!(words(town.series(Cast::Ana, ask.clone())), ["series-clash"]);
    assert_eq!(town.purse(Cast::Ana), (0, 0));
    let made = town.series(Cast::Ana, SeriesAsk { on_clash: OnClash::Skip, ..ask }).unwrap();
    assert_eq!(town.walls(made.id).len(), 3);
    assert_eq!(made.gaps.get(&civil("2026-03-17T19:00:00")), Some(&Gap::Taken));
    assert_eq!(town.purse(Cast::Ana), (0, 3_600));

    // Ben gives it back: the date can be had after all.
    let (me, id, missing) = (town.actor(Cast::Ana), made.id, civil("2026-03-17T19:00:00"));
    let again = me.clone();
    assert_eq!(words(town.write(move |tx| readd(tx, &again, id, missing))), ["bookings-taken"]);
    town.cancel(Cast::Ben, bens.id).unwrap();
    town.write(move |tx| readd(tx, &me, id, missing)).unwrap();
    assert_eq!((town.walls(id).len(), town.look_at(id).gaps.len()), (4, 0));
    town.is_sound();
}

#[test]
fn dates_are_taken_out_and_put_in_again() {
    let town = Town::new("Europe/London");
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 120, weekly(4)), OnClash::Refuse))
        .unwrap();
    let (me, id, second) = (town.actor(Cast::Ana), made.id, civil("2026-03-10T19:00:00"));
    let ana = me.clone();
    let after = town.write(move |tx| skip(tx, &ana, id, second)).unwrap();
    assert!(after.repeat.skipped.contains(&second));
    assert_eq!(town.walls(id).len(), 3);
    // Cancelling the booking itself says the same.
    let third = town.dates(id)[1].id;
    town.cancel(Cast::Ana, third).unwrap();
    assert_eq!(town.look_at(id).repeat.skipped.len(), 2);
    town.book(Cast::Ben, town.room, span("2026-03-10T19:00:00Z", "2026-03-10T20:00:00Z")).unwrap();
    let ana = me.clone();
    assert_eq!(words(town.write(move |tx| readd(tx, &ana, id, second))), ["bookings-taken"]);
    let (ana, third, extra) = (me.clone(), civil("2026-03-17T19:00:00"), civil("2026-03-19T19:00:00"));
    town.write(move |tx| readd(tx, &ana, id, third).and_then(|_| readd(tx, &ana, id, extra))).unwrap();
    assert_eq!(
        town.walls(id),
        ["2026-03-03T19:00:00", "2026-03-17T19:00:00", "2026-03-19T19:00:00", "2026-03-24T19:00:00"]
    );
    let ben = town.actor(Cast::Ben);
    assert_eq!(town.write(move |tx| skip(tx, &ben, id, third)), Err(ayni_kernel::Error::NotFound));
    assert_eq!(words(town.write(move |tx| readd(tx, &me, id, third))), ["series-has"]);
    town.is_sound();
}

#[test]
fn this_and_following_leaves_the_past_and_others_alone() {
    let town = Town::new("Europe/London");
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, weekly(6)), OnClash::Refuse))
        .unwrap();
    let (me, id) = (town.actor(Cast::Ana), made.id);
    let (ana, fifth) = (me.clone(), civil("2026-03-31T19:00:00"));
    town.write(move |tx| skip(tx, &ana, id, fifth)).unwrap();
    // The fourth alone begins an hour later.
    let fourth = town.dates(id)[3].clone();
    let later = change(Look::of(&fourth), When::Moved(fourth.span.shifted(HOUR)));
    let (ana, alone) = (me.clone(), fourth.id);
    town.write(move |tx| change_series(tx, &ana, alone, Scope::This, later)).unwrap();
    town.now_is("2026-03-10T21:00:00Z");
    town.jobs();
    let past: Vec<Booking> = town.dates(id).into_iter().take(2).collect();
    assert!(past.iter().all(|booking| booking.state == State::Completed));
    let bens = town.book(Cast::Ben, town.twin, span("2026-03-18T19:00:00Z", "2026-03-18T20:00:00Z")).unwrap();

    // From the third on: Wednesdays at half past six, under another name.
    let third = town.dates(id)[2].clone();
    let look = Look { title: Line::parse("title", "Small choir").unwrap(), ..Look::of(&third) };
    let to = span("2026-03-18T18:30:00Z", "2026-03-18T19:30:00Z");
    let (ana, pivot) = (me.clone(), third.id);
    let change = change(look, When::Moved(to));
    let next = town.write(move |tx| change_series(tx, &ana, pivot, Scope::Following, change)).unwrap();
    town.finish(next.id);
    assert_eq!(town.dates(id), past);
    assert_eq!((town.look_at(id).followed, town.look_at(next.id).follows), (Some(next.id), Some(id)));
    assert_eq!(
        town.walls(next.id),
        // The one changed alone keeps its time; the one taken out stays out.
        ["2026-03-18T18:30:00", "2026-03-24T20:00:00", "2026-04-08T18:30:00"]
    );
    assert!(town.dates(next.id).iter().all(|booking| booking.title.as_str() == "Small choir"));
    assert_eq!(town.look_at(next.id).repeat.skipped.len(), 1);
    assert_eq!(town.see(bens.id), bens);
    town.is_sound();
}

#[test]
fn all_means_all_that_have_not_begun() {
    let town = Town::new("Europe/London");
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, weekly(4)), OnClash::Refuse))
        .unwrap();
    let bens = town.book(Cast::Ben, town.twin, span("2026-03-24T19:00:00Z", "2026-03-24T20:00:00Z")).unwrap();
    town.now_is("2026-03-03T19:30:00Z");
    let dates = town.dates(made.id);
    let look = Look { resource: town.twin, ..Look::of(&dates[3]) };
    let (me, last, to_twin) = (town.actor(Cast::Ana), dates[3].id, change(look, When::Kept));
    // Ben has the twin on the last date.
    let report = town.community.read(|tx| preview_change(tx, &me, last, Scope::All, &to_twin)).unwrap();
    assert_eq!((report.dates.len(), report.clashes()), (3, 1));
    let (ana, wish) = (me.clone(), to_twin.clone());
    assert_eq!(words(town.write(move |tx| change_series(tx, &ana, last, Scope::All, wish))), ["series-clash"]);
    let wish = SeriesChange { on_clash: OnClash::Skip, ..to_twin };
    let next = town.write(move |tx| change_series(tx, &me, last, Scope::All, wish)).unwrap();
    town.finish(next.id);
    // The first had begun, the last does not fit: both stay where they were.
    assert_eq!(town.dates(made.id).iter().map(|booking| booking.id).collect::<Vec<_>>(), [dates[0].id, dates[3].id]);
    assert_eq!(town.see(dates[3].id).resource, town.room);
    assert!(town.dates(next.id).iter().all(|booking| booking.resource == town.twin));
    assert_eq!(town.dates(next.id).len(), 2);
    assert_eq!(town.see(bens.id), bens);
    town.is_sound();
}

#[test]
fn a_daily_series_moves_into_its_own_places() {
    let town = Town::new("Europe/London");
    let daily = times(Rule::every(Frequency::Daily), 5);
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-03T10:00:00", 60, daily), OnClash::Refuse))
        .unwrap();
    let first = town.dates(made.id)[0].clone();
    let (me, id) = (town.actor(Cast::Ana), first.id);
    let change = change(Look::of(&first), When::Moved(first.span.shifted(DAY)));
    let next = town.write(move |tx| change_series(tx, &me, id, Scope::All, change)).unwrap();
    town.finish(next.id);
    let walls = town.walls(next.id);
    assert_eq!((walls.len(), walls[0].as_str(), walls[4].as_str()), (5, "2026-03-04T10:00:00", "2026-03-08T10:00:00"));
    assert_eq!(town.look_at(next.id).gaps.len(), 0);
}

#[test]
fn another_rule_cancels_what_it_has_not_and_makes_what_is_new() {
    let town = Town::new("Europe/London");
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, weekly(4)), OnClash::Refuse))
        .unwrap();
    let dates = town.dates(made.id);
    let rule = times(Rule::weekly(&[Weekday::Tuesday, Weekday::Thursday]), 3);
    let change = change(Look::of(&dates[1]), When::Repeated(repeat("2026-03-10T19:00:00", 90, rule)));
    let (me, second) = (town.actor(Cast::Ana), dates[1].id);
    let next = town.write(move |tx| change_series(tx, &me, second, Scope::Following, change)).unwrap();
    town.finish(next.id);
    assert_eq!(town.walls(next.id), ["2026-03-10T19:00:00", "2026-03-12T19:00:00", "2026-03-17T19:00:00"]);
    assert_eq!(town.see(dates[1].id).span.seconds(), 90 * 60);
    assert_eq!(town.see(dates[3].id).state, State::Cancelled);
}

#[test]
fn cancelling_gives_back_by_the_terms_of_each_date() {
    let town = Town::new("Europe/London");
    town.price(1_000, |_| ());
    town.rule(ayni_terms::Rules {
        refunds: Some(vec![
            ayni_terms::RefundTier { before: ayni_terms::Notice::Days(7), percent: 100 },
            ayni_terms::RefundTier { before: ayni_terms::Notice::Days(0), percent: 50 },
        ]),
        ..ayni_terms::Rules::default()
    });
    let made = town
        .series(Cast::Ana, town.wish(Cast::Ana, repeat("2026-03-10T19:00:00", 60, weekly(4)), OnClash::Refuse))
        .unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 4_000));
    town.now_is("2026-03-14T09:00:00Z");
    town.jobs();
    let (me, second) = (town.actor(Cast::Ana), town.dates(made.id)[1].id);
    let preview = town.community.read(|tx| series_cancellation(tx, &me, second, Scope::Following)).unwrap();
    let kept: Vec<i64> = preview.iter().map(|(_, settlement)| settlement.kept.minor()).collect();
    assert_eq!(kept, [500, 0, 0]);
    let id = made.id;
    town.write(move |tx| cancel_series(tx, &me, second, Scope::Following, Line::default())).unwrap();
    town.finish(id);
    // The first took place, of the second half is kept.
    assert_eq!(town.purse(Cast::Ana), (-1_500, 0));
    assert_eq!((town.look_at(id).phase, town.dates(id).len()), (Phase::Ended, 1));
    town.is_sound();
}

#[test]
fn an_open_ended_series_goes_on_as_the_horizon_does() {
    let town = Town::new("Europe/London");
    town.rule(ayni_terms::Rules { horizon: Some(28), ..ayni_terms::Rules::default() });
    let made = town
        .series(
            Cast::Ana,
            town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, Rule::every(Frequency::Weekly)), OnClash::Refuse),
        )
        .unwrap();
    assert_eq!(town.dates(made.id).len(), 4);
    town.clock.turn(14 * DAY);
    town.series_job();
    assert_eq!(town.dates(made.id).len(), 6);
    // Somebody else was faster once: the date is left out, and the member told.
    town.book(Cast::Ben, town.room, span("2026-04-14T18:00:00Z", "2026-04-14T19:00:00Z")).unwrap_err();
    town.clock.turn(2 * DAY);
    let theirs = town.book(Cast::Ben, town.room, span("2026-04-14T08:00:00Z", "2026-04-14T18:30:00Z"));
    theirs.unwrap();
    town.series_job();
    town.clock.turn(7 * DAY);
    town.series_job();
    assert_eq!(town.look_at(made.id).gaps.keys().copied().collect::<Vec<_>>(), [civil("2026-04-14T19:00:00")]);
    let told = town.community.read(|tx| ayni_notices::unseen(tx, &town.actor(Cast::Ana), town.member(Cast::Ana), 9));
    assert!(told.unwrap().iter().any(|notice| notice.about == About::Series(made.id)));
    // Nothing is due when there is nothing to do.
    assert!(town.community.read(|tx| due_series(tx, town.clock.shows(), 9)).unwrap().is_empty());
}

#[test]
fn when_a_date_goes_meanwhile_nothing_is_booked_of_a_series_that_wants_all() {
    let town = Town::new("Europe/London");
    town.price(600, |_| ());
    let ask = town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, weekly(5)), OnClash::Refuse);
    let me = town.actor(Cast::Ana);
    let id = town.write(move |tx| book_series(tx, &me, ask)).unwrap().id;
    town.write(move |tx| step(tx, id)).unwrap();
    town.book(Cast::Ben, town.room, span("2026-03-31T18:00:00Z", "2026-03-31T19:00:00Z")).unwrap();
    town.finish(id);
    assert_eq!((town.look_at(id).phase, town.dates(id).len()), (Phase::Refused, 0));
    assert_eq!(town.purse(Cast::Ana), (0, 0));
    let log = town.community.data.store().log(0, 1_000).unwrap();
    let told = log.iter().flat_map(|entry| &entry.events).any(|event| **event == Event::SeriesChanged(id).to_bytes());
    assert!(told);
}

#[test]
fn what_cannot_be_paid_is_left_out() {
    let town = Town::new("Europe/London");
    // Members may owe 50.00 at most: four dates of 12.00.
    town.price(1_200, |_| ());
    let ask = town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", 60, weekly(6)), OnClash::Skip);
    let made = town.series(Cast::Ana, ask).unwrap();
    assert_eq!(town.dates(made.id).len(), 4);
    assert_eq!(made.gaps.values().copied().collect::<Vec<_>>(), [Gap::Unpaid, Gap::Unpaid]);
    assert_eq!(town.purse(Cast::Ana), (0, 4_800));
}

#[test]
fn rules_count_the_dates_of_a_series_together() {
    let town = Town::new("Europe/London");
    town.rule(ayni_terms::Rules { occurrences: Some(3), ..ayni_terms::Rules::default() });
    let wish = |minutes, count| {
        let daily = times(Rule::every(Frequency::Daily), count);
        town.wish(Cast::Ana, repeat("2026-03-03T19:00:00", minutes, daily), OnClash::Refuse)
    };
    assert_eq!(words(town.series(Cast::Ana, wish(60, 4))), ["series-many"]);
    // Thirty hours every day is more than there is.
    assert_eq!(words(town.series(Cast::Ana, wish(30 * 60, 3))), ["series-clash"]);
    let past = repeat("2026-02-03T19:00:00", 60, weekly(2));
    assert_eq!(words(town.series(Cast::Ana, town.wish(Cast::Ana, past, OnClash::Skip))), ["series-none"]);
    assert_eq!(town.dates(town.series(Cast::Ana, wish(60, 3)).unwrap().id).len(), 3);
}

#[test]
fn a_series_and_a_single_booking_at_the_same_time_never_share_a_place() {
    let town = Town::new("Europe/London");
    std::thread::scope(|threads| {
        for who in [Cast::Ana, Cast::Ben] {
            let town = &town;
            threads.spawn(move || {
                let ask = town.wish(who, repeat("2026-03-03T19:00:00", 60, weekly(6)), OnClash::Skip);
                // Whoever is second in everything gets nothing at all.
                let _ = town.series(who, ask);
            });
        }
        threads.spawn(|| {
            for week in 0..6 {
                let slot = span("2026-03-03T19:00:00Z", "2026-03-03T20:00:00Z").shifted(week * 7 * DAY);
                let _ = town.book(Cast::Carla, town.room, slot);
            }
        });
    });
    for week in 0..6 {
        let start = at("2026-03-03T18:30:00Z").plus_seconds(week * 7 * DAY - if week > 3 { HOUR } else { 0 });
        let slot = ayni_calendar::Span::new(start, start.plus_seconds(2 * HOUR)).unwrap();
        let there = town.community.read(|tx| unchecked_on(tx, town.room, slot)).unwrap();
        let live: Vec<_> = there.iter().filter(|booking| booking.state.is_live()).map(|booking| booking.span).collect();
        for (at, one) in live.iter().enumerate() {
            assert!(live.iter().skip(at + 1).all(|other| !one.overlaps(other)), "{live:?}");
        }
        assert!(!live.is_empty(), "week {week}");
    }
    town.is_sound();
}
