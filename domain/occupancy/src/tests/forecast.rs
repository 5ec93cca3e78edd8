//! Forecasts of demand whose future is known.

use crate::forecast::{Demand, HOURS, Method, WEEK, forecast, hours_of_week};

/// A day's demand from its number: a week's pattern, a slope, and noise that a small generator makes.
fn invented(weeks: usize, slope: f64, noise: f64) -> Vec<f64> {
    let pattern = [240.0, 300.0, 320.0, 300.0, 260.0, 60.0, 0.0];
    let mut seed: u64 = 42;
    let mut chance = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 33).unwrap()) / f64::from(1_u32 << 31) - 0.5
    };
    let days = pattern.iter().cycle().take(weeks * WEEK).zip(0_u32..);
    days.map(|(base, day)| (base + slope * f64::from(day) + noise * 2.0 * chance()).max(0.0)).collect()
}

fn known(days: &[f64]) -> Vec<Demand> {
    days.iter().copied().map(Some).collect()
}

const OPEN: [Option<f64>; 28] = [Some(720.0); 28];

/// The mean absolute difference from what really came.
fn off(guess: &[f64], real: &[f64]) -> f64 {
    guess.iter().zip(real).map(|(a, b)| (a - b).abs()).sum::<f64>() / f64::from(u32::try_from(real.len()).unwrap())
}

#[test]
fn a_week_that_repeats_is_foretold_exactly() {
    let days = invented(30, 0.0, 0.0);
    let told = forecast(&known(&days[..26 * WEEK]), &OPEN).unwrap();
    assert_eq!(told.method, Method::LastWeek, "the simplest of equals");
    assert!(off(&told.days, &days[26 * WEEK..]) < 1e-9);
    let accuracy = told.accuracy.unwrap();
    assert_eq!((accuracy.weeks, accuracy.scaled), (4, None), "the naive method was never wrong: nothing to scale by");
    assert!(accuracy.error < 1e-9 && accuracy.gain().is_none());
}

#[test]
fn noise_is_averaged_out_and_the_gain_is_measured() {
    let days = invented(44, 0.0, 60.0);
    let told = forecast(&known(&days[..40 * WEEK]), &OPEN).unwrap();
    assert_ne!(told.method, Method::LastWeek);
    let accuracy = told.accuracy.unwrap();
    assert!(accuracy.error < accuracy.naive * 0.9, "{accuracy:?}");
    assert!(accuracy.gain().unwrap() > 10.0 && accuracy.scaled.unwrap() < 0.9, "{accuracy:?}");
    // On the weeks that come after it does as well as it says, and better than last week again.
    let last_week: Vec<f64> = days[39 * WEEK..40 * WEEK].iter().copied().cycle().take(28).collect();
    let real = &days[40 * WEEK..];
    assert!(off(&told.days, real) < off(&last_week, real));
    assert!((off(&told.days, real) - accuracy.error).abs() < 15.0, "{accuracy:?}");
}

#[test]
fn growth_is_followed() {
    let days = invented(30, 1.5, 10.0);
    let told = forecast(&known(&days[..26 * WEEK]), &OPEN).unwrap();
    assert_eq!(told.method, Method::HoltWinters);
    let last_week: Vec<f64> = days[25 * WEEK..26 * WEEK].iter().copied().cycle().take(28).collect();
    let real = &days[26 * WEEK..];
    assert!(off(&told.days, real) < off(&last_week, real));
}

/// When demand is a walk without a pattern, nothing beats last week by much, and the report says so.
#[test]
fn a_forecast_that_is_no_better_says_so() {
    let mut level: f64 = 300.0;
    let steps = invented(40, 0.0, 90.0);
    let plain = invented(40, 0.0, 0.0);
    let walk: Vec<f64> = steps
        .iter()
        .zip(&plain)
        .map(|(step, plain)| {
            level = (level + step - plain).max(0.0);
            level
        })
        .collect();
    let accuracy = forecast(&known(&walk), &OPEN).unwrap().accuracy.unwrap();
    let honest = walk.len() - 4 * WEEK;
    let naive = off(&walk[honest - WEEK..walk.len() - WEEK], &walk[honest..]);
    assert!((accuracy.naive - naive).abs() < 1e-9, "measured on the same days: {accuracy:?} {naive}");
}

#[test]
fn closed_days_are_no_demand() {
    let days = invented(26, 0.0, 0.0);
    let mut past = known(&days);
    // Two weeks of holidays, and every third Wednesday.
    past[20 * WEEK..22 * WEEK].fill(None);
    past.iter_mut().skip(2).step_by(21).for_each(|day| *day = None);
    let mut ahead = OPEN;
    ahead[3] = None;
    let told = forecast(&past, &ahead).unwrap();
    assert!(told.days[3].abs() < f64::EPSILON);
    assert!((told.days[0] - days[0]).abs() < 20.0 && (told.days[2] - days[2]).abs() < 20.0, "{:?}", told.days);
    let never = vec![None; 26 * WEEK];
    assert!(forecast(&never, &OPEN).is_none());
}

#[test]
fn a_guess_stays_between_nothing_and_everything() {
    let days = invented(12, 9.0, 0.0);
    let told = forecast(&known(&days), &[Some(400.0); 28]).unwrap();
    assert!(told.days.iter().all(|day| (0.0..=400.0).contains(day)));
    let falling: Vec<f64> = days.iter().rev().copied().collect();
    let told = forecast(&known(&falling), &OPEN).unwrap();
    assert!(told.days.iter().all(|day| *day >= 0.0));
}

#[test]
fn short_histories_are_honest() {
    let days = known(&invented(12, 0.0, 30.0));
    assert!(forecast(&days[..27], &OPEN).is_none(), "three weeks and six days");
    let told = forecast(&days[..28], &OPEN).unwrap();
    assert!(told.accuracy.is_none(), "nothing could be held out");
    let told = forecast(&days[..6 * WEEK + 3], &OPEN).unwrap();
    assert_eq!(told.accuracy.unwrap().weeks, 1);
}

#[test]
fn hours_follow_their_weekday() {
    let mut monday = [0; HOURS];
    monday[9] = 60;
    monday[10] = 30;
    let mut tuesday = [0; HOURS];
    tuesday[18] = 60;
    let quiet = [0; HOURS];
    let week = [monday, tuesday, quiet, quiet, quiet, quiet, quiet];
    let past = week.repeat(3);
    let hours = hours_of_week(&past, 0);
    assert!((hours[0][9] - 2.0 / 3.0).abs() < 1e-9 && (hours[1][18] - 1.0).abs() < 1e-9);
    assert!((hours[3][18] - 0.4).abs() < 1e-9, "a weekday without anybody is spread like the others");
    // The same past, told on a Wednesday: it ends with a Tuesday.
    let hours = hours_of_week(&past[..16], 2);
    assert!((hours[1][18] - 1.0).abs() < 1e-9);
}
