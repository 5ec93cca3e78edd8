//! How much of a resource people will want in the next weeks, and how far such guesses were off before.
//!
//! Three ways to guess are tried: last week again (the seasonal naive method), the average of the last weeks, and
//! Holt and Winters' additive method with a damped trend and a season of seven days (Hyndman and Athanasopoulos,
//! *Forecasting: Principles and Practice*, 3rd edition, sections 5.2 and 8.3). The one that did best on some weeks
//! that it had not seen is taken, and how good it is gets measured on later weeks that had no part in the choice.
//! Errors are mean absolute errors; they are also scaled by the naive method's error within the history before
//! (MASE; Hyndman and Koehler, *Another look at measures of forecast accuracy*, 2006).

mod winters;

ayni_kernel::choices! {
    /// How the next weeks are guessed.
    Method {
        /// Each day is as it was a week before.
        LastWeek = 1 "last-week",
        /// Each day is the average of that weekday in the last weeks.
        Average = 2 "average",
        /// A level, a damped trend and a week's pattern that are all learned from what came.
        HoltWinters = 3 "holt-winters",
    }
}

/// Days in a week: the season.
pub const WEEK: usize = 7;
/// Weeks on which the choice is made, and as many on which the chosen method is measured.
const HELD_OUT: usize = 4;
/// Weeks that a method needs to see first: the pattern of a week shows in three, and one more tells the trend.
const LEARNED: usize = 4;
/// Weeks that the average looks back.
const AVERAGED: usize = 6;
/// The most weeks that are looked at: a year tells the seasons that a week's pattern can know.
pub const MAX_WEEKS: usize = 56;
/// Weeks of which the hours of the day are learned.
pub const HOUR_WEEKS: usize = 12;
/// Hours in a day.
pub const HOURS: usize = 24;

/// What one day of the past asked for, in minutes; `None` for a day on which it was closed, which tells nothing.
pub type Demand = Option<f64>;

/// How far the guesses were off, on the same open days of weeks that nobody had seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// So many weeks were held out.
    pub weeks: usize,
    /// The mean absolute error of the chosen method, in minutes a day.
    pub error: f64,
    /// The same of the naive method, which says that each day is as it was a week before.
    pub naive: f64,
    /// The chosen method's error in parts of the naive method's within the weeks before (MASE); `None` where that
    /// one made no error at all.
    pub scaled: Option<f64>,
}

impl Accuracy {
    /// By how many percent the errors are smaller than the naive method's; negative when they are larger.
    pub fn gain(&self) -> Option<f64> {
        (self.naive > 0.0).then(|| (1.0 - self.error / self.naive) * 100.0)
    }
}

/// A guess at the days to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// How it was made.
    pub method: Method,
    /// Minutes of each day to come; zero for those on which it will be closed.
    pub days: Vec<f64>,
    /// How far it was off before; `None` while there are too few weeks to hold any out.
    pub accuracy: Option<Accuracy>,
}

/// Guesses the days to come. `past` ends with yesterday; `ahead` has for each day from today on how many minutes can
/// be had at most, `None` where it will be closed. Nothing is guessed from less than four weeks, or from weeks in
/// which it was never open.
pub fn forecast(past: &[Demand], ahead: &[Option<f64>]) -> Option<Forecast> {
    let past = past.get(past.len().saturating_sub(MAX_WEEKS * WEEK)..)?;
    let weeks = past.len() / WEEK;
    // Whole weeks: the same weekday stands at the same place of each.
    let past = past.get(past.len() - weeks * WEEK..)?;
    if weeks < LEARNED || past.iter().all(Option::is_none) {
        return None;
    }
    let held_out = HELD_OUT.min((weeks - LEARNED) / 2);
    let method = choose(past.get(..past.len() - held_out * WEEK)?, held_out);
    let guessed = guess(method, past, ahead.len());
    let days = guessed.into_iter().zip(ahead).map(|(guess, most)| most.map_or(0.0, |most| guess.clamp(0.0, most)));
    Some(Forecast { method, days: days.collect(), accuracy: measure(method, past, held_out) })
}

/// The method with the smallest error on the last weeks of a history; the simplest of equals.
fn choose(past: &[Demand], weeks: usize) -> Method {
    let mut best = (Method::LastWeek, f64::INFINITY);
    for method in [Method::LastWeek, Method::Average, Method::HoltWinters] {
        if let Some(error) = held_out_error(method, past, weeks).filter(|error| *error < best.1) {
            best = (method, error);
        }
    }
    best.0
}

/// Measures a method on the last weeks of a history.
fn measure(method: Method, past: &[Demand], weeks: usize) -> Option<Accuracy> {
    let error = held_out_error(method, past, weeks)?;
    let naive = held_out_error(Method::LastWeek, past, weeks)?;
    let before = past.get(..past.len() - weeks * WEEK)?;
    let scale =
        mean((WEEK..before.len()).filter_map(|day| Some((value(before, day)? - value(before, day - WEEK)?).abs())));
    let scaled = scale.filter(|scale| *scale > 0.0).map(|scale| error / scale);
    Some(Accuracy { weeks, error, naive, scaled })
}

/// The mean absolute error on the last weeks: each is guessed from all that came before it. Closed days do not count.
fn held_out_error(method: Method, past: &[Demand], weeks: usize) -> Option<f64> {
    let mut errors = Vec::with_capacity(weeks * WEEK);
    for week in (1..=weeks).rev() {
        let (before, rest) = past.split_at_checked(past.len().checked_sub(week * WEEK)?)?;
        let guessed = guess(method, before, WEEK);
        errors.extend(
            rest.iter().zip(guessed).filter_map(|(real, guess)| real.map(|real| (real - guess.max(0.0)).abs())),
        );
    }
    mean(errors.into_iter())
}

/// The guesses of a method for so many days after a history of whole weeks.
fn guess(method: Method, past: &[Demand], ahead: usize) -> Vec<f64> {
    match method {
        Method::LastWeek => repeated(past, ahead, 1),
        Method::Average => repeated(past, ahead, AVERAGED),
        Method::HoltWinters => winters::guess(past, ahead).unwrap_or_else(|| repeated(past, ahead, AVERAGED)),
    }
}

/// Each day to come as the average of the last so many open days at its place in the week.
fn repeated(past: &[Demand], ahead: usize, weeks: usize) -> Vec<f64> {
    let place = |place: usize| {
        let same = past.iter().rev().skip(WEEK - 1 - place).step_by(WEEK).filter_map(|day| *day).take(weeks);
        mean(same).unwrap_or(0.0)
    };
    let week: Vec<f64> = (0..WEEK).map(place).collect();
    week.into_iter().cycle().take(ahead).collect()
}

/// How a day's demand spreads over its hours, for each weekday from Monday: parts of one, learned from the last weeks
/// of a past that ends the day before `today` (Monday: 0). A weekday that nobody came on is spread like the others.
pub fn hours_of_week(past: &[[u32; HOURS]], today: usize) -> [[f64; HOURS]; WEEK] {
    let mut sums = [[0.0; HOURS]; WEEK];
    let mut all = [0.0; HOURS];
    for (back, day) in past.iter().rev().take(HOUR_WEEKS * WEEK).enumerate() {
        let weekday = (today + WEEK * HOUR_WEEKS - 1 - back) % WEEK;
        let Some(of_day) = sums.get_mut(weekday) else { continue };
        for ((sum, whole), minutes) in of_day.iter_mut().zip(&mut all).zip(day) {
            *sum += f64::from(*minutes);
            *whole += f64::from(*minutes);
        }
    }
    sums.map(|day| if day.iter().sum::<f64>() > 0.0 { shares(day) } else { shares(all) })
}

fn shares(minutes: [f64; HOURS]) -> [f64; HOURS] {
    let whole: f64 = minutes.iter().sum();
    minutes.map(|part| if whole > 0.0 { part / whole } else { 0.0 })
}

fn value(days: &[Demand], at: usize) -> Demand {
    days.get(at).copied().flatten()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| sum / count)
}
