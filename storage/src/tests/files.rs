//! Files beside the store: durable before anybody may name them, collected when nobody does.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::testing::{Chance, SimFolder, soak};
use crate::{Blobs, Error};

fn content(chance: &mut Chance) -> Vec<u8> {
    (0..=chance.below(300)).map(|_| chance.number().to_le_bytes()[0]).collect()
}

/// Puts some files, some of them twice; then cuts the power after each operation. Gives what was lost or torn.
fn lost(seed: u64, forget: bool) -> Vec<String> {
    let mut chance = Chance::new(seed);
    let folder = SimFolder::default();
    if forget {
        folder.forget_names();
    }
    let blobs = Blobs::within(Arc::new(folder.clone()));
    let mut kept: Vec<(usize, [u8; 32])> = Vec::new();
    let mut contents = Vec::new();
    for _ in 0..6 {
        if contents.is_empty() || !chance.one_in(3) {
            contents.push(content(&mut chance));
        }
        let bytes = &contents[chance.below(contents.len())];
        kept.push((folder.told(), blobs.put(bytes).unwrap()));
        kept.last_mut().unwrap().0 = folder.told();
    }
    let mut wrong = Vec::new();
    for cut in 0..=folder.told() {
        let after = Blobs::within(Arc::new(folder.image(cut, &mut chance)));
        for (_, hash) in kept.iter().filter(|(told, _)| *told <= cut) {
            if !matches!(after.get(hash), Ok(Some(_))) {
                wrong.push(format!("seed {seed}, cut after {cut}: an answered file is missing"));
            }
        }
        let torn = after.list().unwrap().into_iter().filter(|hash| after.get(hash).is_err()).count();
        if torn > 0 {
            wrong.push(format!("seed {seed}, cut after {cut}: {torn} files are torn"));
        }
    }
    wrong
}

#[test]
fn an_answered_file_survives_a_power_cut_and_none_is_torn() {
    let wrong: Vec<_> = (0..soak(300)).flat_map(|seed| lost(seed, false)).collect();
    assert!(wrong.is_empty(), "{}: {:?}", wrong.len(), wrong.first());
}

#[test]
fn a_folder_that_forgets_names_is_found_out() {
    assert!((0..20).any(|seed| !lost(seed, true).is_empty()));
}

#[test]
fn orphans_and_unfinished_files_go_after_a_day_and_named_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let (named, orphan) = (blobs.put(b"a face").unwrap(), blobs.put(b"an old face").unwrap());
    std::fs::write(folder.path().join("1234.7.part"), b"half").unwrap();
    std::fs::write(folder.path().join("notes.txt"), b"not ours").unwrap();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let kept = BTreeSet::from([named]);
    let now = crate::Clock::now_micros(&crate::SystemClock);
    assert_eq!(blobs.collect(&kept, now).unwrap(), 0, "they may be on their way");
    assert_eq!(blobs.collect(&kept, now + 86_500_000_000).unwrap(), 2);
    assert_eq!((blobs.list().unwrap(), files()), (vec![named], 2));
    assert_eq!(blobs.get(&orphan).unwrap(), None);
    std::fs::write(folder.path().join(blake3::Hash::from(named).to_hex().as_str()), b"another face").unwrap();
    assert!(matches!(blobs.get(&named), Err(Error::Corrupt { .. })));
    assert_eq!(blobs.put(b"a face").unwrap(), named, "putting it again mends it");
    assert_eq!(blobs.get(&named).unwrap().unwrap(), b"a face");
}
