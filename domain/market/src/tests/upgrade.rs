//! A store whose listings were written before they had tags, photos and exact prices.

use std::path::Path;

use ayni_kernel::{CommunityId, Data};
use ayni_search::Index;
use ayni_storage::{Backend, Blobs, Clock, Options, Step, Store};

use super::*;
use crate::tables::old;

fn open(path: &Path, clock: &Arc<TestClock>, version: u32) -> Community {
    let mut options = Options::new(Backend::File(path.to_owned()));
    options.clock = Arc::clone(clock) as Arc<dyn Clock>;
    let beside = [ayni_communities::tables(), ayni_members::tables()].concat();
    let market = if version == 1 { old::tables() } else { tables() };
    let steps = if version == 1 { Vec::new() } else { vec![Step { to: 2, name: "lift listings", run: lift }] };
    let schema = Schema { version, tables: [beside, market].concat(), steps };
    let store = Store::open(options, schema).unwrap();
    Community {
        id: CommunityId::from_bytes([1; 16]),
        data: Data::new(store, &[react]),
        index: Index::memory().unwrap(),
        blobs: Blobs::memory(),
    }
}

#[test]
fn old_listings_are_lifted_with_their_lists_and_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let (path, clock) = (folder.path().join("store.redb"), TestClock::new());
    let at = clock.shows();
    let old = open(&path, &clock, 1);
    let settings = settings(&old, Access::Public);
    old.write(move |tx| {
        ayni_communities::found(tx, &PROGRAM, settings)?;
        let (number, kind) = (code("ANA"), MemberKind::Personal);
        let ana = Member::new(Cast::Ana.member(), number, name("Ana"), kind, MemberStatus::Active, at);
        ayni_members::import_member(tx, &ana)?;
        for (number, status) in [(1, ListingStatus::Published), (2, ListingStatus::Draft), (3, ListingStatus::Hidden)] {
            old::put(tx, number, Cast::Ana.member(), status)?;
        }
        Ok(())
    })
    .unwrap();
    drop(old);

    let new = open(&path, &clock, 2);
    let town =
        Town { community: new, clock, food: CategoryId::from_bytes([0; 16]), tools: CategoryId::from_bytes([0; 16]) };
    town.is_sound();
    let ben = Cast::Ben.actor();
    assert_eq!(town.titles(&ben, &List { limit: 9, ..List::default() }), ["Old 1"]);
    let rows = town.community.read(|tx| all(tx, None)).unwrap().rows;
    let published: Vec<_> = rows.iter().map(|listing| listing.published).collect();
    assert_eq!(published, [Some(at), None, Some(at)]);
    let first = &rows[0];
    assert_eq!(
        (first.price.words.as_str(), first.place),
        ("2 hours", Place::Point(ayni_kernel::Point::from_steps(7, 9)))
    );
    assert!(first.tags.is_empty() && first.photos.is_empty() && first.stock.is_none() && !first.price.is_exact());
    // The old end still counts, and the reminders belong to the new program.
    assert!(town.community.read(|tx| has_due(tx, at.plus_days(30))).unwrap());
}
