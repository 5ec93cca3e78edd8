//! Folders that went bad: what cannot be used is moved away and made anew.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;

use super::tests::{document, found};
use super::{Index, Update};

fn fill(folder: &Path) {
    let index = Index::open(folder).unwrap();
    let documents = (1..=30).map(|number| document(number, "Ana Peña", "a gardener"));
    index.apply(documents.map(Update::Put).collect(), 7).unwrap();
    index.apply(vec![Update::Remove { kind: "member", id: [30; 16] }], 8).unwrap();
}

/// Ways in which a file goes bad.
const DAMAGES: [fn(&Path); 5] = [
    |file| fs::remove_file(file).unwrap(),
    |file| fs::write(file, "").unwrap(),
    |file| fs::write(file, "nothing that an index would hold").unwrap(),
    |file| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    },
    |file| {
        let mut bytes = fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(file, bytes).unwrap();
    },
];

#[test]
fn a_damaged_folder_is_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let sample = home.path().join("sample");
    fill(&sample);
    let files: Vec<_> = fs::read_dir(&sample).unwrap().map(|e| e.unwrap().file_name()).collect();
    let folder = home.path().join("search");
    for name in files.iter().filter(|name| !name.to_string_lossy().ends_with(".lock")) {
        for (way, damage) in DAMAGES.iter().enumerate() {
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            fs::create_dir(&folder).unwrap();
            for file in &files {
                fs::copy(sample.join(file), folder.join(file)).unwrap();
            }
            damage(&folder.join(name));
            let index = Index::open(&folder).unwrap();
            let state = (index.count(), index.cursor().unwrap());
            let expected = if index.was_rebuilt() { (0, 0) } else { (29, 8) };
            assert_eq!(state, expected, "{name:?}, damage {way}");
            assert_eq!(index.was_rebuilt(), folder.with_file_name("search.damaged").exists());
            index.apply(vec![Update::Put(document(1, "Zoe", ""))], 9).unwrap();
            assert_eq!(found(&index, "zoe"), [1]);
            if index.was_rebuilt() {
                fs::remove_dir_all(folder.with_file_name("search.damaged")).unwrap();
            } else {
                assert!(name.to_string_lossy().starts_with('.'), "{name:?}, damage {way}");
            }
        }
    }
}

#[test]
fn an_index_of_another_format_is_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("search");
    fill(&folder);
    let list = folder.join("meta.json");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replace("\"2:8\"", "\"1:8\"")).unwrap();
    let index = Index::open(&folder).unwrap();
    assert!(index.was_rebuilt());
    assert_eq!((index.count(), index.cursor().unwrap()), (0, 0));
    drop(index);
    assert!(!Index::open(&folder).unwrap().was_rebuilt());
}
