//! Degrees of a map as exact decimals, without floats, so that they come out as they went in.

/// Decimals of the stored steps: a ten-millionth of a degree.
const DECIMALS: usize = 7;

/// Steps in a degree.
const STEPS: i64 = 10_000_000;

/// Reads a decimal number of degrees into steps, rounded half away from zero; `None` when it is none or lies
/// beyond `limit` degrees.
pub(crate) fn parse(text: &str, limit: i64) -> Option<i32> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !numeric(whole) || !numeric(fraction) || whole.len() > 3 {
        return None;
    }
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(DECIMALS).collect();
    let up = i64::from(fraction.as_bytes().get(DECIMALS).is_some_and(|digit| *digit >= b'5'));
    let steps = whole.parse::<i64>().ok()? * STEPS + kept.parse::<i64>().ok()? + up;
    if steps > limit * STEPS {
        return None;
    }
    i32::try_from(if negative { -steps } else { steps }).ok()
}

/// Writes steps as the shortest decimal number of degrees.
pub(crate) fn format(steps: i32) -> String {
    let size = i64::from(steps).abs();
    let sign = if steps < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:07}", size / STEPS, size % STEPS);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
