//! A folder in memory that knows what a power failure would leave of it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Chance;
use crate::folder::{Folder, Listed};

/// Something the folder was told. Files are numbered, since names move.
#[derive(Debug, Clone)]
enum Op {
    /// A new, empty file under a name.
    Create(String, usize),
    Fill(usize, Vec<u8>),
    Sync(usize),
    Rename(String, String),
    Remove(String),
    SyncNames,
}

#[derive(Debug, Default)]
struct State {
    names: BTreeMap<String, usize>,
    files: Vec<Vec<u8>>,
    ops: Vec<Op>,
    /// Flushes of names are only claimed.
    forgets_names: bool,
}

/// The folder; clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimFolder(Arc<Mutex<State>>);

impl SimFolder {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many operations it was told so far.
    pub fn told(&self) -> usize {
        self.state().ops.len()
    }

    /// From now on flushes of names are only claimed: what a test that trusts them must find out.
    pub fn forget_names(&self) {
        self.state().forgets_names = true;
    }

    /// What a power failure after so many operations could leave: flushed content is there, other content is empty,
    /// cut short or whole; flushed names are there, of other changes of names any may be.
    #[must_use]
    pub fn image(&self, operations: usize, chance: &mut Chance) -> Self {
        let state = self.state();
        let ops = state.ops.get(..operations).unwrap_or(&state.ops);
        let (mut names, mut pending): (BTreeMap<String, usize>, Vec<&Op>) = (BTreeMap::new(), Vec::new());
        let mut files: Vec<(Vec<u8>, Option<Vec<u8>>)> = vec![(Vec::new(), None); state.files.len()];
        for op in ops {
            match op {
                Op::Create(..) | Op::Rename(..) | Op::Remove(_) => pending.push(op),
                Op::Fill(file, content) => files[*file].1 = Some(content.clone()),
                Op::Sync(file) => files[*file].0 = files[*file].1.take().unwrap_or_else(|| files[*file].0.clone()),
                Op::SyncNames => pending.drain(..).for_each(|op| name(&mut names, op)),
            }
        }
        for op in pending {
            if chance.one_in(2) {
                name(&mut names, op);
            }
        }
        let keep = |(flushed, filled): (Vec<u8>, Option<Vec<u8>>), chance: &mut Chance| match filled {
            Some(filled) if !chance.one_in(3) => filled[..chance.below(filled.len() + 1)].to_vec(),
            _ => flushed,
        };
        let files = files.into_iter().map(|file| keep(file, chance)).collect();
        Self(Arc::new(Mutex::new(State { names, files, ..State::default() })))
    }
}

fn name(names: &mut BTreeMap<String, usize>, op: &Op) {
    match op {
        Op::Create(name, file) => drop(names.insert(name.clone(), *file)),
        Op::Rename(from, to) => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
        Op::Remove(name) => drop(names.remove(name)),
        Op::Fill(..) | Op::Sync(_) | Op::SyncNames => {}
    }
}

impl Folder for SimFolder {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let file = state.files.len();
        state.files.push(bytes.to_vec());
        state.names.insert(name.to_owned(), file);
        state.ops.extend([Op::Create(name.to_owned(), file), Op::Fill(file, bytes.to_vec())]);
        Ok(())
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        let file = *state.names.get(name).ok_or(io::ErrorKind::NotFound)?;
        state.ops.push(Op::Sync(file));
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.state();
        let file = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.names.insert(to.to_owned(), file);
        state.ops.push(Op::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut state = self.state();
        if !state.forgets_names {
            state.ops.push(Op::SyncNames);
        }
        Ok(())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let state = self.state();
        Ok(state.names.get(name).and_then(|file| state.files.get(*file)).cloned())
    }

    fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = |name: &String| Listed { name: name.clone(), changed_micros: 0 };
        Ok(self.state().names.keys().map(listed).collect())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        state.names.remove(name);
        state.ops.push(Op::Remove(name.to_owned()));
        Ok(())
    }
}
