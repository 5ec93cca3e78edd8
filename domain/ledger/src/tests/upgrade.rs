//! A store of the first schema, opened by this program.

use std::{path::Path, sync::Arc};

use ayni_kernel::{
    Community, CommunityId, Data, TransferId,
    testing::{
        Cast::{Ana, Ben, Carla, Tova},
        TestClock,
    },
};
use ayni_search::Index;
use ayni_storage::{Backend, Blobs, Clock, Options, Store};

use super::{Town, imports::past, react, schema, text, units};
use crate::{Pay, Reverse, TransferOrigin, chain::Place, import_transfer, post_group, reverse, tables};

fn open(path: &Path, clock: &Arc<TestClock>, version: u32) -> Community {
    let mut options = Options::new(Backend::File(path.to_owned()));
    options.clock = Arc::clone(clock) as Arc<dyn Clock>;
    let store = Store::open(options, schema(version)).unwrap();
    Community {
        id: CommunityId::from_bytes([1; 16]),
        data: Data::new(store, &[react]),
        index: Index::memory().unwrap(),
        blobs: Blobs::memory(),
    }
}

/// History from elsewhere, payments, a group whose ids do not rise, a payment taken back.
fn live(town: &Town) {
    for (id, at) in [(9, "2020-01-01T00:00:00Z"), (3, "2020-01-01T00:00:00Z"), (7, "2021-01-01T00:00:00Z")] {
        let transfer = past(town, id, 50, at);
        town.write(move |tx| import_transfer(tx, transfer)).unwrap();
    }
    town.pay(Ben, Ana, units(150)).unwrap();
    let (ana, ben, carla) =
        (town.ask(Ana, Ben, units(100)), town.ask(Ben, Carla, units(100)), town.ask(Carla, Ana, units(100)));
    let named = |id: u8, pay: Pay| Pay { id: Some(TransferId::from_bytes([id; 16])), ..pay };
    let group = vec![named(0xC3, ana), named(0xB2, ben), named(0xA1, carla)];
    let posted = town.write(move |tx| post_group(tx, &super::PROGRAM, group)).unwrap();
    let ask = Reverse { transfer: posted[0].id, reason: text("Twice"), beyond: crate::Beyond::Refuse };
    town.write(move |tx| reverse(tx, &Tova.actor(), ask)).unwrap();
}

/// Ids and places in the order of the chain.
fn chain(town: &Town) -> Vec<(TransferId, Place)> {
    town.read(|tx| {
        tables::chain_from(tx, town.ayni.id, 1)?
            .map(|place| {
                let id = place?.1;
                Ok((id, tables::named_placed(tx, id)?.1))
            })
            .collect()
    })
}

#[test]
fn a_store_of_schema_1_gets_its_chain_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let clock = TestClock::new();
    let town = Town::found(open(&path, &clock, 1), Arc::clone(&clock));
    live(&town);
    let before = chain(&town);
    town.write(tables::turn_back).unwrap();
    assert_eq!(chain(&town), []);
    let Town { community, ayni, .. } = town;
    community.data.store().clone().close();

    let town = Town { community: open(&path, &clock, 2), clock, ayni };
    assert_eq!(town.community.data.store().status().schema, 2);
    assert_eq!(town.community.data.store().check().unwrap(), []);
    town.sound();
    let after = chain(&town);
    // The same order, though two of the group have ids that say otherwise; the first two were brought in at one moment.
    let ids = |chain: &[(TransferId, Place)]| chain.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after.iter().map(|(_, place)| place.number).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    let origins: Vec<_> = after.iter().map(|(_, place)| place.origin).collect();
    assert_eq!(origins[..3], [TransferOrigin::Elsewhere; 3]);
    assert_eq!(origins[3..], [TransferOrigin::Here; 7]);
    assert!(after.iter().zip(&before).skip(1).all(|(new, old)| new.1.previous != old.1.previous), "other salts");
    // And it goes on from there.
    town.pay(Ana, Ben, units(1)).unwrap();
    assert_eq!(chain(&town).len(), 11);
    town.sound();
}
