//! Wishes put into days that are partly taken.
#![expect(clippy::unwrap_used, reason = "tests")]

use ayni_kernel::Timestamp;

use super::*;

/// A span of one day, in hours.
fn hours(from: f64, to: f64) -> Span {
    #[expect(clippy::cast_possible_truncation, reason = "quarters of an hour")]
    let at = |hour: f64| Timestamp::default().plus_seconds((hour * 3_600.0) as i64);
    Span::new(at(from), at(to)).unwrap()
}

fn desk(free: &[(f64, f64)]) -> Equal {
    let free: Spans = free.iter().map(|(from, to)| hours(*from, *to)).collect();
    Equal { empty: free.clone(), free, shortest: 3_600 }
}

/// The number of the desk that is given.
fn given(desks: &[Equal], wish: Span) -> Option<usize> {
    let fits = desks.iter().enumerate().filter_map(|(at, desk)| Some((desk.fit(wish)?, at)));
    fits.min().map(|(_, at)| at)
}

#[test]
fn the_tightest_gap_is_filled_and_the_long_day_stays_whole() {
    let desks = [desk(&[(9.0, 17.0)]), desk(&[(9.0, 11.0), (13.0, 17.0)]), desk(&[(9.0, 10.0), (12.0, 17.0)])];
    assert_eq!(given(&desks, hours(9.0, 11.0)), Some(1));
    assert_eq!(given(&desks, hours(9.0, 10.0)), Some(2));
    assert_eq!(given(&desks, hours(9.0, 17.0)), Some(0));
    assert_eq!(given(&desks, hours(8.0, 9.0)), None);
}

#[test]
fn no_scraps_are_left_that_nobody_can_book() {
    // Into the shorter gap it would leave half an hour at each side.
    let desks = [desk(&[(9.0, 12.0)]), desk(&[(9.0, 17.0)])];
    assert_eq!(given(&desks, hours(9.5, 11.5)), Some(1), "half an hour before, but an afternoon after");
    let desks = [desk(&[(9.5, 12.0)]), desk(&[(8.0, 17.0)])];
    assert_eq!(given(&desks, hours(9.5, 11.0)), Some(0), "one hour is left, and that can be booked");
}

#[test]
fn what_is_in_pieces_already_is_taken_first() {
    let desks = [desk(&[(9.0, 12.0), (13.0, 17.0)]), desk(&[(9.0, 12.0), (13.0, 14.0), (16.0, 17.0)])];
    assert_eq!(given(&desks, hours(9.0, 10.0)), Some(1));
    let desks = [desk(&[(9.0, 12.0), (13.0, 17.0)]), desk(&[(9.0, 12.0), (13.0, 14.0)])];
    assert_eq!(given(&desks, hours(9.0, 10.0)), Some(1));
    let desks = [desk(&[(9.0, 17.0)]), desk(&[(9.0, 17.0)])];
    assert_eq!(given(&desks, hours(9.0, 10.0)), Some(0), "the first of equals");
}

#[test]
fn a_table_with_somebody_at_it_comes_before_an_empty_one() {
    let busy = Equal { empty: hours(14.0, 17.0).into(), ..desk(&[(9.0, 17.0)]) };
    assert_eq!(given(&[desk(&[(9.0, 17.0)]), busy], hours(9.0, 12.0)), Some(0), "a desk is no table");
    let empty = || Equal { empty: [hours(9.0, 16.0)].into_iter().collect(), ..desk(&[(9.0, 17.0)]) };
    let busy = Equal { empty: hours(14.0, 17.0).into(), ..desk(&[(9.0, 17.0)]) };
    assert_eq!(given(&[empty(), busy], hours(9.0, 12.0)), Some(1));
}

/// A day of wishes that come one after the other: packed, a desk stays free all day for longer than when the first
/// that is free is given.
#[test]
fn packing_keeps_whole_days_free() {
    let wishes = [(9.0, 11.0), (13.0, 15.0), (11.0, 13.0), (15.0, 17.0), (9.0, 13.0), (13.0, 17.0)];
    let mut days: Vec<Spans> = vec![hours(9.0, 17.0).into(); 4];
    for (from, to) in wishes {
        let wish = hours(from, to);
        let desks: Vec<Equal> =
            days.iter().map(|free| Equal { free: free.clone(), empty: free.clone(), shortest: 3_600 }).collect();
        let chosen = given(&desks, wish).unwrap();
        let day = days.get_mut(chosen).unwrap();
        *day = day.minus(&wish.into());
    }
    assert_eq!(days.iter().filter(|free| free.covers(&hours(9.0, 17.0))).count(), 2);
    assert_eq!(days.iter().filter(|free| free.is_empty()).count(), 2);
}
