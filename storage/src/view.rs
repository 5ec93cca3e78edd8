//! What a transaction sees: its own writes over the group's writes over the last commit.

use std::collections::BTreeMap;
use std::iter::Peekable;

use crate::Error;
use crate::engine::{Direction, EngineSnapshot, Pair, Pairs};

/// A written key: its new value (`None` removes) and whether the commit log tells of it.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) value: Option<Vec<u8>>,
    pub(crate) logged: bool,
}

/// Writes that are not committed yet, in key order.
pub(crate) type Layer = BTreeMap<Vec<u8>, Slot>;

/// A readable state. Get one from [`Reads::view`].
#[derive(Clone, Copy)]
pub struct View<'a> {
    base: &'a dyn EngineSnapshot,
    layers: Option<(&'a Layer, &'a Layer)>,
}

/// Something that can be read from: [`ReadTx`](crate::ReadTx), [`WriteTx`](crate::WriteTx), or a
/// type of yours that wraps one of them and passes its view on.
pub trait Reads {
    /// The state that is read.
    fn view(&self) -> View<'_>;

    /// The moment of the transaction, in microseconds since 1970.
    fn at_micros(&self) -> i64;
}

impl<'a> View<'a> {
    pub(crate) fn committed(base: &'a dyn EngineSnapshot) -> Self {
        Self { base, layers: None }
    }

    pub(crate) fn layered(base: &'a dyn EngineSnapshot, group: &'a Layer, own: &'a Layer) -> Self {
        Self { base, layers: Some((group, own)) }
    }

    pub(crate) fn get(self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        if let Some((group, own)) = self.layers
            && let Some(slot) = own.get(key).or_else(|| group.get(key))
        {
            return Ok(slot.value.clone());
        }
        self.base.get(key)
    }

    pub(crate) fn holds(self, key: &[u8]) -> Result<bool, Error> {
        if let Some((group, own)) = self.layers
            && let Some(slot) = own.get(key).or_else(|| group.get(key))
        {
            return Ok(slot.value.is_some());
        }
        self.base.contains(key)
    }

    /// The pairs with `from <= key < to`; lazy.
    pub(crate) fn range(self, from: &[u8], to: &[u8], direction: Direction) -> Result<Pairs<'a>, Error> {
        if from >= to {
            return Ok(Box::new(std::iter::empty()));
        }
        let base = self.base.range(from, to, direction)?;
        let Some((group, own)) = self.layers else {
            return Ok(base);
        };
        let merged = merge(base, group, from, to, direction);
        Ok(merge(merged, own, from, to, direction))
    }
}

/// Lays the part of `layer` between `from` and `to` over `base`.
fn merge<'a>(base: Pairs<'a>, layer: &'a Layer, from: &[u8], to: &[u8], direction: Direction) -> Pairs<'a> {
    let mut part = layer.range::<[u8], _>((std::ops::Bound::Included(from), std::ops::Bound::Excluded(to)));
    if part.clone().next().is_none() {
        return base;
    }
    match direction {
        Direction::Ascending => Box::new(Merge { base: base.peekable(), over: part.peekable(), direction }),
        Direction::Descending => {
            let over = std::iter::from_fn(move || part.next_back());
            Box::new(Merge { base: base.peekable(), over: over.peekable(), direction })
        }
    }
}

struct Merge<'a, O: Iterator<Item = (&'a Vec<u8>, &'a Slot)>> {
    base: Peekable<Pairs<'a>>,
    over: Peekable<O>,
    direction: Direction,
}

impl<'a, O: Iterator<Item = (&'a Vec<u8>, &'a Slot)>> Iterator for Merge<'a, O> {
    type Item = Result<Pair, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((over_key, _)) = self.over.peek() else {
                return self.base.next();
            };
            if let Some(base) = self.base.peek() {
                let Ok((base_key, _)) = base else {
                    return self.base.next();
                };
                let order = match self.direction {
                    Direction::Ascending => base_key.cmp(over_key),
                    Direction::Descending => over_key.cmp(&base_key),
                };
                if order.is_lt() {
                    return self.base.next();
                }
                if order.is_eq() {
                    self.base.next();
                }
            }
            let (key, slot) = self.over.next()?;
            if let Some(value) = &slot.value {
                return Some(Ok((key.clone(), value.clone())));
            }
        }
    }
}
