//! Places on the globe: how far, whether inside, and the cells of a grid that a place lies in.

/// The Earth's mean radius in metres, as the IUGG gives it.
const RADIUS: f64 = 6_371_009.0;

/// Steps in a degree: positions are kept in ten-millionths, about a centimetre.
const STEPS: f64 = 10_000_000.0;

/// The grids that a place is indexed in: grid `n` has 2ⁿ columns and rows. The finest has cells of about
/// a kilometre by half of one.
const GRIDS: [u32; 7] = [3, 5, 7, 9, 11, 13, 15];

/// Most cells of an area that are looked up; an area of more is looked up in a coarser grid.
const MAX_CELLS: usize = 64;

/// Widens the box around a circle, so that rounding never cuts its edge off, in degrees.
const MARGIN: f64 = 1e-7;

/// A place on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

/// A part of the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Area {
    /// Everything within so many metres.
    Circle {
        /// The middle.
        centre: Spot,
        /// The radius in metres along the great circle.
        metres: f64,
    },
    /// A box as maps show it; one whose west lies east of its east crosses the antimeridian.
    Frame {
        /// The southern edge, in degrees.
        south: f64,
        /// The western edge, in degrees.
        west: f64,
        /// The northern edge, in degrees.
        north: f64,
        /// The eastern edge, in degrees.
        east: f64,
    },
}

impl Spot {
    /// A place given in degrees; `None` outside the globe.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let inside = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        inside.then_some(Self { latitude, longitude })
    }

    /// Metres to another place along the great circle (haversine formula).
    pub fn metres_to(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = (other.longitude - self.longitude).to_radians();
        let half = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
        2.0 * RADIUS * half.sqrt().min(1.0).asin()
    }

    /// As it is kept: latitude and longitude in steps.
    pub(crate) fn steps(self) -> (i64, i64) {
        #[expect(clippy::cast_possible_truncation, reason = "at most 1.8 × 10⁹")]
        let steps = |degrees: f64| (degrees * STEPS).round() as i64;
        (steps(self.latitude), steps(self.longitude))
    }

    /// From how it is kept.
    pub(crate) fn from_steps(latitude: i64, longitude: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "at most 1.8 × 10⁹")]
        let degrees = |steps: i64| steps as f64 / STEPS;
        Self { latitude: degrees(latitude), longitude: degrees(longitude) }
    }

    /// The cells it lies in, one of each grid.
    pub(crate) fn cells(self) -> impl Iterator<Item = u64> {
        // Every meridian meets at a pole, and 180° east is 180° west.
        let at_pole = self.latitude.abs() >= 90.0;
        let longitude = if at_pole || self.longitude >= 180.0 { -180.0 } else { self.longitude };
        let latitude = self.latitude;
        GRIDS.into_iter().map(move |grid| cell(grid, column(grid, longitude), row(grid, latitude)))
    }
}

impl Area {
    /// Whether a place lies in it.
    pub fn holds(&self, spot: Spot) -> bool {
        match *self {
            Self::Circle { centre, metres } => centre.metres_to(spot) <= metres,
            Self::Frame { south, west, north, east } => {
                let across = |longitude: f64| {
                    if west <= east {
                        west <= longitude && longitude <= east
                    } else {
                        longitude >= west || longitude <= east
                    }
                };
                let at_edge = spot.longitude.abs() >= 180.0 && across(-spot.longitude);
                (south..=north).contains(&spot.latitude)
                    && (spot.latitude.abs() >= 90.0 || across(spot.longitude) || at_edge)
            }
        }
    }

    /// The cells that cover it, of the finest grid in which they are few; `None` when they are many in all of them.
    pub(crate) fn cells(&self) -> Option<Vec<u64>> {
        let (south, north, parts) = self.bounds();
        GRIDS.iter().rev().find_map(|grid| {
            let rows = row(*grid, south)..=row(*grid, north);
            let columns: Vec<u64> =
                parts.iter().flat_map(|(west, east)| column(*grid, *west)..=column(*grid, *east)).collect();
            let many =
                usize::try_from(rows.end() - rows.start() + 1).map_or(true, |rows| rows * columns.len() > MAX_CELLS);
            if many {
                return None;
            }
            let mut cells: Vec<u64> =
                rows.flat_map(|row| columns.iter().map(move |column| cell(*grid, *column, row))).collect();
            cells.sort_unstable();
            cells.dedup();
            Some(cells)
        })
    }

    /// South, north, and the one or two stretches from west to east.
    fn bounds(&self) -> (f64, f64, Vec<(f64, f64)>) {
        let all = vec![(-180.0, 180.0)];
        match *self {
            Self::Circle { centre, metres } => {
                let angle = metres / RADIUS;
                let up = angle.to_degrees() + MARGIN;
                let (south, north) = (centre.latitude - up, centre.latitude + up);
                let ratio = angle.sin() / centre.latitude.to_radians().cos();
                if south <= -90.0 || north >= 90.0 || angle >= std::f64::consts::FRAC_PI_2 || ratio >= 1.0 {
                    return (south.max(-90.0), north.min(90.0), all);
                }
                let side = ratio.asin().to_degrees() + MARGIN;
                (south, north, stretches(centre.longitude - side, centre.longitude + side))
            }
            Self::Frame { south, west, north, east } => {
                let pole = south <= -90.0 || north >= 90.0;
                let parts = if pole {
                    all
                } else if west > east {
                    vec![(west, 180.0), (-180.0, east)]
                } else {
                    stretches(west, east)
                };
                (south, north, parts)
            }
        }
    }
}

/// A stretch of longitudes cut at the antimeridian. A place at 180° is kept in the cell of −180°.
fn stretches(west: f64, east: f64) -> Vec<(f64, f64)> {
    if east - west >= 360.0 {
        return vec![(-180.0, 180.0)];
    }
    let mut parts = vec![(west.max(-180.0), east.min(180.0))];
    if west < -180.0 {
        parts.push((west + 360.0, 180.0));
    }
    if east >= 180.0 {
        parts.push((-180.0, (east - 360.0).max(-180.0)));
    }
    parts
}

/// Which column or row of a grid; what lies on the last edge belongs to the last one.
fn slot(grid: u32, share: f64) -> u64 {
    let count = 1_u64 << grid;
    #[expect(clippy::cast_precision_loss, reason = "at most 2¹⁵")]
    let place = share.clamp(0.0, 1.0) * count as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2¹⁵")]
    let place = place as u64;
    place.min(count - 1)
}

fn column(grid: u32, longitude: f64) -> u64 {
    slot(grid, (longitude + 180.0) / 360.0)
}

fn row(grid: u32, latitude: f64) -> u64 {
    slot(grid, (latitude + 90.0) / 180.0)
}

fn cell(grid: u32, column: u64, row: u64) -> u64 {
    u64::from(grid) << 48 | column << 24 | row
}
