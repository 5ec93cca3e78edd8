//! What the figures advise.

use ayni_kernel::ResourceId;

use crate::{
    figures::Figures,
    forecast::{HOURS, WEEK},
    suggestions::{Advice, Days, Heat, Known, Limits, suggestions},
};

/// Eight weeks of a room that is open from 9 to 21, booked as told: weekday from Monday, hour → parts of a hundred.
fn room(booked: impl Fn(usize, usize) -> u32) -> Known {
    let mut heat: Heat = [[(0, 0); HOURS]; WEEK];
    let mut figures = Figures::default();
    for (weekday, day) in heat.iter_mut().enumerate() {
        for (hour, of_hour) in day.iter_mut().enumerate().take(21).skip(9) {
            let open = 8 * 60;
            *of_hour = (open * booked(weekday, hour) / 100, open);
            figures.open[hour] += open;
            figures.booked[hour] += of_hour.0;
        }
    }
    figures.bookings = 120;
    let resource = ResourceId::from_bytes([1; 16]);
    let price = Some(Limits { lowest: -25, highest: 25 });
    Known { resource, figures, heat, days_open: 56, days_booked: 40, shortest: 30, price }
}

fn advice(known: &Known) -> Vec<Advice> {
    suggestions(known).into_iter().map(|suggestion| suggestion.advice).collect()
}

#[test]
fn full_evenings_and_empty_mornings_have_their_price() {
    let known = room(|weekday, hour| match (weekday, hour) {
        (0..5, 18..21) => 95,
        (0..5, 9..12) => 10,
        _ => 50,
    });
    let advice = advice(&known);
    let [Advice::Raise { peak, percent: dearer, overall }, Advice::Lower { quiet, percent: cheaper, .. }] = advice[..]
    else {
        panic!("{advice:?}");
    };
    assert_eq!((peak.days, peak.from, peak.to, peak.booked, dearer), (Days::Workdays, 18, 21, 950, 20));
    assert_eq!((quiet.days, quiet.from, quiet.to, quiet.booked, cheaper), (Days::Workdays, 9, 12, 100, -15));
    assert!((480..520).contains(&overall), "{overall}");
}

#[test]
fn prices_stay_within_the_limits() {
    let full = |weekday: usize, _: usize| if weekday < 5 { 95 } else { 2 };
    let mut known = room(full);
    known.price = Some(Limits { lowest: -5, highest: 0 });
    let advice_within = advice(&known);
    assert!(matches!(advice_within[..], [Advice::Lower { percent: -5, .. }]), "{advice_within:?}");
    known.price = None;
    assert_eq!(advice(&known), [], "what costs nothing cannot cost less");
}

#[test]
fn a_room_that_nobody_books_is_told_and_nothing_else() {
    let mut known = room(|_, _| 0);
    known.days_booked = 0;
    known.figures.bookings = 0;
    assert_eq!(advice(&known), [Advice::Unused { days: 56 }]);
    let mut known = room(|_, hour| if hour == 9 { 20 } else { 0 });
    known.days_booked = 9;
    assert!(matches!(advice(&known)[..], [Advice::Rare { days_booked: 9, days: 56, .. }]));
}

#[test]
fn gaps_and_no_shows_are_told_when_there_are_many() {
    let mut known = room(|_, _| 50);
    known.figures.gaps = 30;
    known.figures.gap_minutes = 450;
    known.figures.no_shows = 12;
    let gaps = Advice::Gaps { gaps: 30, minutes: 450, shortest: 30, bookings: 120 };
    assert_eq!(advice(&known), [gaps, Advice::NoShows { no_shows: 12, bookings: 120, rate: 100 }]);
    known.figures.gaps = 7;
    known.figures.no_shows = 4;
    assert_eq!(advice(&known), []);
}

#[test]
fn a_new_room_is_left_alone() {
    let mut known = room(|_, _| 0);
    known.days_open = 14;
    assert_eq!(advice(&known), []);
}
