//! Where "near" is.

use ayni_kernel::{Actor, Point, ReadTx, Result};
use ayni_search::{Exactness, Index, Query, Spot};

use crate::{
    KINDS,
    language::{Near, Place},
    search::Scope,
};

/// How far "near" is where nothing is said: a walk or a short ride, in metres.
const NEAR: f64 = 5_000.0;

/// What a name may stand for is looked for among so many: the first ones may have no place.
const CANDIDATES: usize = 10;

/// A circle on the map that somebody asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// What lies in the middle; nothing for a point and for the searcher.
    pub name: String,
    /// The middle.
    pub point: Point,
    /// The radius in metres.
    pub metres: f64,
    /// Whether the middle is only thereabouts.
    pub is_approximate: bool,
}

/// The circle that is meant; `None` when nothing of that name has a place that the actor may know.
pub(crate) fn around(
    tx: &ReadTx,
    me: &Actor,
    index: &Index,
    scope: &Scope,
    near: &Near,
    here: Option<Point>,
) -> Result<Option<Around>> {
    let metres = near.metres.unwrap_or(NEAR);
    let plain = |point: Point| Around { name: String::new(), point, metres, is_approximate: false };
    match &near.place {
        Place::Me => Ok(here.map(plain)),
        Place::Point(point) => Ok(Some(plain(*point))),
        Place::Named(name) => {
            let kinds = [ayni_resources::DOCUMENT, ayni_members::DOCUMENT, ayni_market::DOCUMENT];
            for kind in kinds {
                let query = Query { words: name, kinds: &[kind], limit: CANDIDATES, ..scope.query() };
                for hit in index.find(&query)? {
                    let Some((spot, exactness)) = hit.spot else { continue };
                    let Some(open) = KINDS.iter().find(|each| each.kind == hit.kind) else { continue };
                    let (Ok(thing), Ok(point)) = ((open.open)(tx, me, hit.id), point(spot)) else { continue };
                    let is_approximate = exactness == Exactness::Approximate;
                    return Ok(Some(Around { name: thing.title, point, metres, is_approximate }));
                }
            }
            Ok(None)
        }
    }
}

/// A place of the index as a point.
pub(crate) fn point(spot: Spot) -> Result<Point> {
    Ok(Point::new(spot.latitude, spot.longitude)?)
}

/// A point as a place of the index.
pub(crate) fn spot(point: Point) -> Spot {
    Spot { latitude: point.latitude(), longitude: point.longitude() }
}
