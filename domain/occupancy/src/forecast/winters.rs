//! Holt and Winters' additive method with a damped trend and a week's season.
//!
//! In the notation of *Forecasting: Principles and Practice* (section 8.3), with the season's length m = 7:
//! the level l = α (y − s) + (1 − α)(l + φ b), the trend b = β (l − l before) + (1 − β) φ b, the season
//! s = γ (y − l before − φ b) + (1 − γ) s, and the guess for h days ahead l + (φ + … + φ^h) b + s of that weekday.
//! On a closed day the level goes on along its trend and nothing is learned.

use super::{Demand, WEEK, mean};

/// Weeks from which the first level and season are taken.
const FIRST_WEEKS: usize = 2;
/// The smoothing factors that are tried: of the level, of the trend, of the season. Steady ones, since a month of
/// bad weather is no new era; a trend of zero is among them.
const LEVELS: [f64; 5] = [0.02, 0.05, 0.1, 0.2, 0.4];
const TRENDS: [f64; 3] = [0.0, 0.01, 0.05];
const SEASONS: [f64; 4] = [0.02, 0.05, 0.1, 0.25];
/// How much of the trend is left a day later: without damping, guesses for a month ahead run away.
const DAMPING: f64 = 0.98;

#[derive(Debug, Clone, Copy)]
struct Factors {
    level: f64,
    trend: f64,
    season: f64,
}

#[derive(Debug, Clone, Copy)]
struct State {
    level: f64,
    trend: f64,
    /// By place in the week.
    season: [f64; WEEK],
}

impl State {
    /// The state before the first day, from the first weeks that say anything.
    fn first(past: &[Demand]) -> Option<Self> {
        let start = past.get(..FIRST_WEEKS * WEEK)?;
        let level = mean(start.iter().filter_map(|day| *day)).or_else(|| mean(past.iter().filter_map(|day| *day)))?;
        let mut season = [0.0; WEEK];
        for (place, part) in season.iter_mut().enumerate() {
            let same = start.iter().skip(place).step_by(WEEK).filter_map(|day| *day);
            *part = mean(same).map_or(0.0, |mean| mean - level);
        }
        Some(Self { level, trend: 0.0, season })
    }

    fn guess(&self, place: usize) -> f64 {
        self.level + DAMPING * self.trend + self.season.get(place % WEEK).copied().unwrap_or(0.0)
    }

    /// Learns what the day at a place in the week was like.
    fn learn(&mut self, place: usize, day: Demand, by: Factors) {
        let along = self.level + DAMPING * self.trend;
        let Some(season) = self.season.get_mut(place % WEEK) else { return };
        let Some(real) = day else {
            self.level = along;
            self.trend *= DAMPING;
            return;
        };
        let level = by.level * (real - *season) + (1.0 - by.level) * along;
        self.trend = by.trend * (level - self.level) + (1.0 - by.trend) * DAMPING * self.trend;
        *season = by.season * (real - along) + (1.0 - by.season) * *season;
        self.level = level;
    }
}

/// The guesses for so many days after the past; `None` when it is too short to begin.
pub(super) fn guess(past: &[Demand], ahead: usize) -> Option<Vec<f64>> {
    let first = State::first(past)?;
    let mut best: Option<(f64, State)> = None;
    for factors in tried() {
        let (error, state) = run(first, past, factors);
        if best.is_none_or(|(least, _)| error < least) {
            best = Some((error, state));
        }
    }
    let (_, State { level, mut trend, season }) = best?;
    let mut along = level;
    let days = (0..ahead).map(|day| {
        trend *= DAMPING;
        along += trend;
        along + season.get((past.len() + day) % WEEK).copied().unwrap_or(0.0)
    });
    Some(days.collect())
}

fn tried() -> impl Iterator<Item = Factors> {
    LEVELS.into_iter().flat_map(|level| {
        TRENDS.into_iter().flat_map(move |trend| SEASONS.map(|season| Factors { level, trend, season }))
    })
}

/// Lives through the past: the sum of squared errors one day ahead, and the state at its end. The first weeks, from
/// which the state was taken, do not count.
fn run(mut state: State, past: &[Demand], by: Factors) -> (f64, State) {
    let mut error = 0.0;
    for (at, day) in past.iter().enumerate() {
        if let Some(real) = day.filter(|_| at >= FIRST_WEEKS * WEEK) {
            error += (real - state.guess(at)).powi(2);
        }
        state.learn(at, *day, by);
    }
    (error, state)
}
