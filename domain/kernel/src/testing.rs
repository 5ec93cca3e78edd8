//! For tests: a community in memory, a clock that the test turns, and a fixed cast.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use ayni_search::Index;
use ayni_storage::{Backend, Blobs, Clock, Options, Schema, SeededEntropy, Store};

use crate::{Actor, Community, CommunityId, Data, MemberId, Reactor, Role, Roles, Timestamp, UserId};

/// A clock that stands still until the test turns it.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that shows 2026-03-01T09:00:00Z.
    pub fn new() -> Arc<Self> {
        let start = Timestamp::parse("2026-03-01T09:00:00Z").unwrap_or_default();
        Arc::new(Self(AtomicI64::new(start.micros())))
    }

    /// Turns the clock on (or back, when negative) by seconds.
    pub fn turn(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// What it shows.
    pub fn shows(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

impl Clock for TestClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// An empty store in memory with a seeded entropy, so that each run gives the same ids.
///
/// # Panics
///
/// When the schema is wrong.
pub fn data(clock: &Arc<TestClock>, schema: Schema, reactors: &'static [Reactor]) -> Data {
    let mut options = Options::new(Backend::Memory);
    options.clock = Arc::clone(clock) as Arc<dyn Clock>;
    options.entropy = Arc::new(SeededEntropy::new(7));
    match Store::open(options, schema) {
        Ok(store) => Data::new(store, reactors),
        #[expect(clippy::panic, reason = "a test without a store can only stop")]
        Err(error) => panic!("{error}"),
    }
}

/// An empty community in memory.
///
/// # Panics
///
/// When the schema is wrong.
pub fn community(clock: &Arc<TestClock>, schema: Schema, reactors: &'static [Reactor]) -> Community {
    match Index::memory() {
        Ok(index) => Community {
            id: CommunityId::from_bytes([1; 16]),
            data: data(clock, schema, reactors),
            index,
            blobs: Blobs::memory(),
        },
        #[expect(clippy::panic, reason = "a test without an index can only stop")]
        Err(error) => panic!("{error}"),
    }
}

/// The fixed cast: Ana and Ben are members, Carla is the steward, Tova the treasurer, Ada the admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// A member.
    Ana,
    /// A member.
    Ben,
    /// The steward.
    Carla,
    /// The treasurer.
    Tova,
    /// The admin.
    Ada,
}

impl Cast {
    /// Everybody.
    pub const ALL: [Self; 5] = [Self::Ana, Self::Ben, Self::Carla, Self::Tova, Self::Ada];

    /// The login.
    pub const fn user(self) -> UserId {
        UserId::from_bytes([0x10 + self as u8; 16])
    }

    /// The member.
    pub const fn member(self) -> MemberId {
        MemberId::from_bytes([0x20 + self as u8; 16])
    }

    /// The first name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ana => "Ana",
            Self::Ben => "Ben",
            Self::Carla => "Carla",
            Self::Tova => "Tova",
            Self::Ada => "Ada",
        }
    }

    /// The roles held.
    pub fn roles(self) -> Roles {
        match self {
            Self::Ana | Self::Ben => Roles::NONE,
            Self::Carla => Roles::NONE.with(Role::Steward),
            Self::Tova => Roles::NONE.with(Role::Treasurer),
            Self::Ada => Roles::NONE.with(Role::Admin),
        }
    }

    /// The person as an actor.
    pub fn actor(self) -> Actor {
        Actor::person(self.user(), self.member(), self.roles())
    }
}
