//! Where a listing is, and how exactly others learn it.

use ayni_kernel::{Point, ResourceId};

/// Where a listing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nobody said.
    Unsaid,
    /// Anywhere: by telephone, by post, over the net.
    Remote,
    /// A point of its own, shown as it is.
    Point(Point),
    /// Where its member lives, shown to about a kilometre.
    Member,
    /// A place of the community.
    Resource(ResourceId),
}

/// A point as others may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// As it is.
    Exact(Point),
    /// The middle of a square of about a kilometre in which it lies.
    About(Point),
}

impl Position {
    /// The point, exact or not.
    pub const fn point(self) -> Point {
        match self {
            Self::Exact(point) | Self::About(point) => point,
        }
    }
}

/// The side of a square, in ten-millionths of a degree of latitude: 1.1 kilometres.
const CELL: i64 = 100_000;

/// Steps of a degree.
const DEGREE: i64 = 10_000_000;

/// The highest latitude of a square's middle, so that rounding does not leave the globe.
const POLE: i64 = 90 * DEGREE - CELL / 2;

/// The middle of the square in which a point lies. Always the same for the same square, so that asking often tells no
/// more than asking once. Squares are wider in degrees towards the poles, to be about as wide as they are high.
pub fn blurred(point: Point) -> Point {
    let (latitude, longitude) = point.steps();
    let row = (i64::from(latitude).div_euclid(CELL) * CELL + CELL / 2).clamp(-POLE, POLE);
    let width = width_at(row);
    let column = i64::from(longitude).div_euclid(width) * width + width / 2;
    let edge = 180 * DEGREE;
    let column = if column >= edge { edge - width / 2 } else { column };
    let steps = |value: i64| i32::try_from(value).unwrap_or_default();
    Point::from_steps(steps(row), steps(column))
}

/// How wide a square of a row is, in steps of longitude: whole multiples of [`CELL`], so that no float decides.
fn width_at(row: i64) -> i64 {
    let degrees = row.unsigned_abs() / DEGREE.unsigned_abs();
    let times = match degrees {
        0..=47 => 1,
        48..=65 => 2,
        66..=74 => 3,
        75..=80 => 4,
        81..=84 => 8,
        _ => 16,
    };
    CELL * times
}
