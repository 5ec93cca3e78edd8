//! Opening: twice, newer, and older files with their migrations.
//!
//! `tests/fixtures/v1.redb` was written by the test of version 1 with `AYNI_WRITE_FIXTURE=1`. It stands for a file
//! of a released program: write a new one beside it, never over it, when the layout changes.

use std::path::{Path, PathBuf};

use super::{HandClock, PLANTS, garden_at, insert, keep, options, plant, schema};
use crate::{Backend, Direction, Error, Index, Schema, Step, Store, Table};

mod v1 {
    #[derive(Debug, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
    pub(super) struct Tool {
        pub(super) name: String,
    }
}

#[derive(Debug, PartialEq, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
struct Tool {
    handles: u8,
    name: String,
}

impl From<v1::Tool> for Tool {
    fn from(old: v1::Tool) -> Self {
        Self { handles: 1, name: old.name }
    }
}

mod written_by_v1 {
    use super::v1::Tool;
    crate::record!(Tool, 1);
}

crate::record!(Tool, 2, { 1 => v1::Tool });

static OLD_TOOLS: Table<u32, v1::Tool> = Table::new(0x0201, "tools", &[]);
static OLD_LENT: Table<u32, v1::Tool> = Table::new(0x0202, "lent", &[]);

static TOOLS: Table<u32, Tool> = Table::new(0x0201, "tools", &[]);
static BY_NAME: Index<String, u32, Tool> = Index::unique(0x8202, "lent.by_name", |_, tool| vec![tool.name.clone()]);
static LENT: Table<u32, Tool> = Table::new(0x0202, "lent", &[&BY_NAME]);

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1.redb")
}

fn at(path: &Path) -> crate::Options {
    options(Backend::File(path.to_owned()), HandClock::at(1_000))
}

fn second_schema() -> Schema {
    let index_lent = Step { to: 2, name: "index lent tools by name", run: |tx| LENT.rebuild(tx) };
    Schema { version: 2, tables: vec![&TOOLS, &LENT], steps: vec![index_lent] }
}

fn first_schema() -> Schema {
    Schema { version: 1, tables: vec![&OLD_TOOLS, &OLD_LENT], steps: Vec::new() }
}

fn names(store: &Store) -> Vec<String> {
    let all = |tx: &crate::ReadTx| -> Result<Vec<String>, Error> {
        let tools = OLD_TOOLS.range(tx, .., Direction::Ascending)?;
        tools.chain(OLD_LENT.range(tx, .., Direction::Ascending)?).map(|row| Ok(row?.1.name)).collect()
    };
    store.read(all).unwrap().unwrap()
}

#[test]
fn version_1_still_writes_what_the_fixture_holds() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(at(&folder.path().join("store.redb")), first_schema()).unwrap();
    keep(&store, |tx| {
        OLD_TOOLS.insert(tx, &1, &v1::Tool { name: "spade".into() })?;
        OLD_LENT.insert(tx, &2, &v1::Tool { name: "rake".into() })?;
        OLD_LENT.insert(tx, &3, &v1::Tool { name: "hoe".into() })
    });
    if std::env::var("AYNI_WRITE_FIXTURE").is_ok() {
        store.copy_to(&fixture()).unwrap();
    }
    let kept = folder.path().join("kept.redb");
    std::fs::copy(fixture(), &kept).unwrap();
    let kept = Store::open(at(&kept), first_schema()).unwrap();
    assert_eq!(names(&kept), names(&store));
    assert_eq!(names(&kept), ["spade", "rake", "hoe"]);
}

#[test]
fn a_file_of_version_1_opens_and_is_lifted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    std::fs::copy(fixture(), &path).unwrap();
    let store = Store::open(at(&path), second_schema()).unwrap();
    store
        .read(|tx| {
            // Not touched by the step: lifted when read.
            let spade = Tool { handles: 1, name: "spade".into() };
            assert_eq!(TOOLS.get(tx, &1).unwrap(), Some(spade));
            // The step built the index that version 1 did not have.
            assert_eq!(BY_NAME.get(tx, &"hoe".into()).unwrap(), Some(3));
            assert_eq!(LENT.range(tx, .., Direction::Ascending).unwrap().count(), 2);
        })
        .unwrap();
    let status = store.status();
    assert_eq!((status.schema, status.seq), (2, 2));
    assert_eq!(store.check().unwrap(), Vec::new());
    store.close();
    // The step does not run again.
    let store = Store::open(at(&path), second_schema()).unwrap();
    assert_eq!(store.status().seq, 2);
}

#[test]
fn a_step_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    std::fs::copy(fixture(), &path).unwrap();
    let mut schema = second_schema();
    schema.steps.push(Step {
        to: 3,
        name: "fail after writing",
        run: |tx| {
            LENT.remove(tx, &2)?;
            Err(Error::Busy)
        },
    });
    schema.version = 3;
    assert_eq!(Store::open(at(&path), schema).err(), Some(Error::Busy));
    let store = Store::open(at(&path), second_schema()).unwrap();
    assert_eq!(store.status().schema, 2);
    assert!(store.read(|tx| LENT.contains(tx, &2).unwrap()).unwrap());
}

#[test]
fn newer_files_and_newer_records_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    std::fs::copy(fixture(), &path).unwrap();
    let store = Store::open(at(&path), second_schema()).unwrap();
    keep(&store, |tx| TOOLS.put(tx, &9, &Tool { handles: 2, name: "barrow".into() }));
    let old = store.read(|tx| OLD_TOOLS.get(tx, &9).err()).unwrap();
    assert_eq!(old, Some(Error::Newer { record: "Tool", found: 2, known: 1 }));
    store.close();
    let first = Schema { version: 1, tables: vec![&OLD_TOOLS, &OLD_LENT], steps: Vec::new() };
    let refused = Store::open(at(&path), first).err().unwrap();
    assert_eq!(refused, Error::NewerStore { found: 2, known: 1 });
    assert!(refused.to_string().ends_with("Update the program."));
}

#[test]
fn a_file_opens_once_at_a_time_and_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = garden_at(&path);
    let second = Store::open(at(&path), schema()).err().unwrap();
    assert_eq!(second.to_string(), "This data folder is already in use by another running Ayni.");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    insert(&store, 1, plant("sage", None, 1));
    drop(store);
    let store = garden_at(&path);
    assert!(store.read(|tx| PLANTS.contains(tx, &1).unwrap()).unwrap());
}

#[test]
fn a_wrong_declaration_is_refused() {
    let open = |schema| Store::open(options(Backend::Memory, HandClock::at(0)), schema).err();
    let twice = Schema { version: 1, tables: vec![&PLANTS, &PLANTS], steps: Vec::new() };
    assert!(matches!(open(twice), Some(Error::Schema(_))));
    let mut late = second_schema();
    late.version = 1;
    assert!(matches!(open(late), Some(Error::Schema(_))));
}
