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
