//! Where something is: an address for people and a point for maps.

use crate::{error::Fault, text::Line};

/// A postal address; every part may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Street and number.
    pub street: Line,
    /// Town or village.
    pub locality: Line,
    /// Postal code.
    pub postal_code: Line,
    /// County, province, state.
    pub region: Line,
    /// Country, usually as its ISO 3166 two-letter code.
    pub country: Line,
}

impl Address {
    /// Whether no part is filled in.
    pub fn is_empty(&self) -> bool {
        [&self.street, &self.locality, &self.postal_code, &self.region, &self.country].iter().all(|p| p.is_empty())
    }
}

/// A point on Earth in WGS 84, kept in ten-millionths of a degree (about a centimetre), so that equal points
/// stay equal and no float is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    latitude: i32,
    longitude: i32,
}

/// Steps in a degree.
const STEPS: f64 = 10_000_000.0;

/// How high the cells are to which private places are blurred, in steps: a kilometre.
const CELL: i32 = 90_000;

impl Point {
    /// From degrees; latitude −90 to 90, longitude −180 to 180.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, Fault> {
        let inside = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        if !inside {
            return Err(Fault::new("location", "fault-location"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 1.8 × 10⁹ after the check above")]
        let steps = |degrees: f64| (degrees * STEPS).round() as i32;
        Ok(Self { latitude: steps(latitude), longitude: steps(longitude) })
    }

    /// From the stored steps of a ten-millionth of a degree: latitude, longitude.
    pub const fn from_steps(latitude: i32, longitude: i32) -> Self {
        Self { latitude, longitude }
    }

    /// The stored steps: latitude, longitude.
    pub const fn steps(self) -> (i32, i32) {
        (self.latitude, self.longitude)
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / STEPS
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / STEPS
    }

    /// Thereabouts: the middle of a cell of about a square kilometre. Everything in a cell has the same middle, always,
    /// so that asking often tells no more than asking once.
    #[must_use]
    pub fn blurred(self) -> Self {
        const POLE: i32 = 900_000_000;
        const HALF_TURN: i32 = 1_800_000_000;
        let middle = |steps: i32, size: i32, most: i32| {
            (steps.div_euclid(size) * size).saturating_add(size / 2).clamp(-most, most)
        };
        let latitude = middle(self.latitude, CELL, POLE);
        // Cells are wider in degrees the closer they are to a pole, all in a row alike.
        let narrowing = (f64::from(latitude) / STEPS).to_radians().cos().max(0.01);
        #[expect(clippy::cast_possible_truncation, reason = "at most a hundred times the height")]
        let width = (f64::from(CELL) / narrowing).round() as i32;
        Self { latitude, longitude: middle(self.longitude, width, HALF_TURN) }
    }

    /// Metres to another point along the great circle (haversine formula, mean radius of the Earth 6,371,009 m as the
    /// IUGG gives it), rounded.
    pub fn metres_to(self, other: Self) -> u64 {
        const RADIUS: f64 = 6_371_009.0;
        let (from, to) = (self.latitude().to_radians(), other.latitude().to_radians());
        let across = (other.longitude() - self.longitude()).to_radians();
        let half = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
        let metres = 2.0 * RADIUS * half.sqrt().min(1.0).asin();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and half the equator")]
        let metres = metres.round() as u64;
        metres
    }
}
