//! The rules of resources told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_communities::{Access, Settings};
use ayni_kernel::{
    Actor, Code, Community, Error, Name, ResourceId, Result, Role, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::Schema;

use crate::*;

mod opening;
mod rights;
mod shape;

const PROGRAM: Actor = Actor::System("test");

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

/// A community with its cast, a house to fill, and a clock to turn.
struct House {
    community: Community,
    clock: Arc<TestClock>,
}

impl House {
    fn new() -> Self {
        let tables = [ayni_communities::tables(), ayni_members::tables(), tables()].concat();
        let clock = TestClock::new();
        let community = community(&clock, Schema { version: 1, tables, steps: Vec::new() }, &[]);
        let settings = Settings::new(community.id, code("CASA"), name("Casa Roble"), Timestamp::default());
        let write = move |tx: &mut WriteTx<'_>| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for cast in Cast::ALL {
                let (number, kind) = (code(&cast.name().to_uppercase()), MemberKind::Personal);
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            Ok(())
        };
        community.write(write).unwrap();
        Self { community, clock }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.clock.turn(1);
        self.community.write(work)
    }

    fn add(&self, parent: Option<ResourceId>, details: Details) -> ResourceId {
        self.write(move |tx| create(tx, &PROGRAM, NewResource { parent, details })).unwrap().id
    }

    fn edit(&self, id: ResourceId, edit: impl FnOnce(&mut Details) + Send + 'static) -> Result<Resource> {
        self.write(move |tx| {
            let mut details = unasked(&**tx, id)?.details();
            edit(&mut details);
            change(tx, &PROGRAM, id, details)
        })
    }

    fn names(&self, me: &Actor) -> Vec<String> {
        let tree = self.community.read(|tx| tree(tx, me)).unwrap();
        tree.walk().into_iter().map(|(depth, each)| format!("{}{}", "  ".repeat(depth), each.name)).collect()
    }

    fn is_sound(&self) {
        assert_eq!(self.community.data.store().check().unwrap(), []);
    }
}

fn site(text: &str) -> Details {
    Details::new(name(text), ResourceKind::Site)
}

fn room(text: &str) -> Details {
    Details::new(name(text), ResourceKind::Room)
}

fn desk(text: &str) -> Details {
    Details::new(name(text), ResourceKind::Desk)
}

fn set(text: &str, parts: &[ResourceId]) -> Details {
    Details { parts: parts.to_vec(), ..Details::new(name(text), ResourceKind::Set) }
}
