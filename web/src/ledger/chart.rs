//! Small pictures of money: where a balance stands between its limits, and how it went over time.

use std::fmt::Write as _;

use ayni_kernel::{Amount, Timestamp};
use ayni_ledger::{Account, Currency};

use crate::{kit::Words, ledger::views::short};

/// Below this share of the way from the lower limit to zero the meter warns.
const LOW_PERCENT: i128 = 15;

/// A balance between its limits; positions are per cent of the width, such as `16.7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meter {
    /// Whether the balance is near or below the lower limit.
    pub low: bool,
    /// Where zero is.
    pub zero: String,
    /// Where the filled part begins.
    pub from: String,
    /// How long the filled part is.
    pub width: String,
    /// Where the balance is.
    pub handle: String,
    /// The lower end as text; nothing without a limit.
    pub lower: String,
    /// The upper end as text; nothing without a limit.
    pub upper: String,
    /// The picture in words.
    pub label: String,
}

impl Meter {
    /// The meter of an account.
    pub(crate) fn of(account: &Account, currency: &Currency, words: &Words) -> Self {
        let balance = i128::from(account.balance().minor());
        let (low, high) = ends(account, balance);
        let at = |value: i128| permille(value, low, high);
        let (zero, handle) = (at(0), at(balance));
        let text = |limit: Option<Amount>| {
            limit.map_or_else(|| words.say("ledger-no-limit"), |limit| short(words, currency, limit))
        };
        let (lower, upper) = (text(account.lower_shown()), text(account.upper));
        let label = words.say_with(
            "ledger-meter",
            &[
                ("balance", currency.money(account.balance()).into()),
                ("lower", lower.clone().into()),
                ("upper", upper.clone().into()),
            ],
        );
        let near = account.lower_shown().is_some_and(|limit| {
            let limit = i128::from(limit.minor());
            balance < 0 && (balance - limit) * 100 < -limit * LOW_PERCENT
        });
        Self {
            low: near,
            zero: percent(zero),
            from: percent(zero.min(handle)),
            width: percent(zero.abs_diff(handle).try_into().unwrap_or(0)),
            handle: percent(handle),
            lower,
            upper,
            label,
        }
    }
}

/// The ends of the picture in minor units: the limits, or as much as shows the balance well; always around zero and
/// the balance, never empty.
fn ends(account: &Account, balance: i128) -> (i128, i128) {
    let lower = account.lower_shown().map(|limit| i128::from(limit.minor()));
    let upper = account.upper.map(|limit| i128::from(limit.minor()));
    let reach = lower.unwrap_or(0).abs().max(upper.unwrap_or(0).abs()).max(balance.abs() * 5 / 4).max(1);
    let low = lower.unwrap_or(if balance < 0 { -reach } else { 0 }).min(balance).min(0);
    let high = upper.unwrap_or(reach).max(balance).max(0);
    if low == high { (low, low + 1) } else { (low, high) }
}

fn permille(value: i128, low: i128, high: i128) -> i64 {
    i64::try_from((value - low) * 1_000 / (high - low)).unwrap_or(0).clamp(0, 1_000)
}

fn percent(permille: i64) -> String {
    format!("{}.{}", permille / 10, permille % 10)
}

/// Size of the plot in its own units.
const WIDTH: i128 = 600;
const HEIGHT: i128 = 200;

/// At most so many steps on the scale of amounts.
const STEPS: i128 = 4;

/// A balance over time: a line of steps, since a balance changes at once and stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chart {
    /// The path of the line.
    pub line: String,
    /// The path of the area between line and zero.
    pub area: String,
    /// The path of the last point.
    pub dot: String,
    /// Heights of the grid lines.
    pub grid: Vec<i128>,
    /// Height of zero.
    pub zero: i128,
    /// Amounts beside the grid lines, top to bottom.
    pub y: Vec<String>,
    /// Days below, first to last.
    pub x: Vec<String>,
    /// The picture in words.
    pub label: String,
}

impl Chart {
    /// The chart of some balances, oldest first; `None` when there are too few to make a line.
    pub(crate) fn of(
        points: &[(Timestamp, Amount)],
        now: Timestamp,
        currency: &Currency,
        words: &Words,
    ) -> Option<Self> {
        let ((start, first), (_, last)) = (points.first()?, points.last()?);
        if points.len() < 2 || now <= *start {
            return None;
        }
        let balances = || points.iter().map(|(_, balance)| i128::from(balance.minor()));
        let (low, high, step) = scale(balances().min()?.min(0), balances().max()?.max(0));
        let y = |minor: i128| (high - minor) * HEIGHT / (high - low);
        let span = i128::from(now.micros() - start.micros());
        let x = |at: Timestamp| i128::from(at.micros() - start.micros()) * WIDTH / span;
        let mut line = format!("M0 {}", y(first.minor().into()));
        for (at, balance) in points.iter().skip(1) {
            // Writing into memory does not fail.
            let _ = write!(line, "H{}V{}", x(*at), y(balance.minor().into()));
        }
        let _ = write!(line, "H{WIDTH}");
        let ticks: Vec<i128> = (0..=(high - low) / step).map(|n| high - n * step).collect();
        let label = words.say_with(
            "ledger-chart",
            &[("from", words.date(*start).into()), ("balance", currency.money(*last).into())],
        );
        Some(Self {
            area: format!("{line}V{zero}H0Z", zero = y(0)),
            line,
            dot: format!("M{WIDTH} {}h.01", y(last.minor().into())),
            grid: ticks.iter().map(|tick| y(*tick)).collect(),
            zero: y(0),
            y: ticks.iter().map(|tick| short(words, currency, amount(*tick))).collect(),
            x: [*start, middle(*start, now), now].map(|at| words.date(at)).to_vec(),
            label,
        })
    }
}

const fn middle(start: Timestamp, end: Timestamp) -> Timestamp {
    Timestamp::from_micros(start.micros() + (end.micros() - start.micros()) / 2)
}

fn amount(minor: i128) -> Amount {
    Amount::new(i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX }))
}

/// Round ends around the balances and the step between them: 1, 2 or 5 times a power of ten.
fn scale(least: i128, most: i128) -> (i128, i128, i128) {
    let wanted = ((most - least + STEPS - 1) / STEPS).max(1);
    let mut power = 1;
    while power * 10 <= wanted {
        power *= 10;
    }
    let step = [1, 2, 5, 10].map(|times| times * power).into_iter().find(|step| *step >= wanted).unwrap_or(power * 10);
    let low = least.div_euclid(step) * step;
    let high = -(-most).div_euclid(step) * step;
    if low == high { (low, low + step, step) } else { (low, high, step) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_round_and_holds_every_balance() {
        assert_eq!(scale(0, 0), (0, 1, 1));
        assert_eq!(scale(-3_700, 5_200), (-5_000, 10_000, 5_000));
        let far = [(-12_345, 99), (-3, 1_000_000), (i128::from(i64::MIN), i128::from(i64::MAX))];
        for (least, most) in (0..150).flat_map(|down| (0..150).map(move |up| (-down, up))).chain(far) {
            let (low, high, step) = scale(least, most);
            assert!(low <= least && most <= high, "{least}..{most} in {low}..{high}");
            assert!((high - low) % step == 0 && (high - low) / step <= STEPS + 1, "few steps: {low}..{high} by {step}");
            assert!(low <= 0 && 0 <= high && low % step == 0, "zero lies on a line: {low}..{high} by {step}");
        }
    }

    #[test]
    fn a_place_between_the_ends_is_per_mille_of_the_way() {
        assert_eq!([permille(-100, -100, 500), permille(0, -100, 500), permille(500, -100, 500)], [0, 166, 1_000]);
        assert_eq!(percent(166), "16.6");
    }
}
