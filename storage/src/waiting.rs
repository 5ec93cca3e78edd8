//! Writes that are on disk and whose answers wait until somebody else has confirmed to have them too.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::store::lock;
use crate::writer::{Job, Purpose, finish};
use crate::{Error, Wait};

/// The waiting answers in the order of their transactions.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<State>);

#[derive(Default)]
struct State {
    wait: Wait,
    confirmed: u64,
    jobs: VecDeque<(u64, Box<dyn Job>)>,
}

impl Waiting {
    /// Keeps the jobs of a commit that ended with this number, and gives back those that need not wait. The store's
    /// own upkeep never does: nobody else has to have it.
    pub(crate) fn hold(&self, seq: u64, jobs: Vec<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
        let mut state = lock(&self.0);
        if state.wait == Wait::ForDisk || state.confirmed >= seq {
            return jobs;
        }
        let mut answered = Vec::new();
        for job in jobs {
            if job.purpose() == Purpose::Change {
                state.jobs.push_back((seq, job));
            } else {
                answered.push(job);
            }
        }
        answered
    }

    /// Says whether answers wait from now on.
    pub(crate) fn set(&self, wait: Wait) {
        let mut state = lock(&self.0);
        state.wait = wait;
        let free = if wait == Wait::ForDisk { std::mem::take(&mut state.jobs) } else { VecDeque::new() };
        drop(state);
        for (_, job) in free {
            finish(job, Ok(()));
        }
    }

    /// Answers the jobs up to a transaction.
    pub(crate) fn confirm(&self, seq: u64) {
        let mut state = lock(&self.0);
        state.confirmed = state.confirmed.max(seq);
        let count = state.jobs.iter().take_while(|(of, _)| *of <= seq).count();
        let free: Vec<_> = state.jobs.drain(..count).collect();
        drop(state);
        for (_, job) in free {
            finish(job, Ok(()));
        }
    }

    /// Answers every job that waits: it is kept here, and that is all that is known.
    pub(crate) fn give_up(&self, why: &str) {
        let jobs = std::mem::take(&mut lock(&self.0).jobs);
        for (_, job) in jobs {
            finish(job, Err(Error::Unconfirmed(why.to_owned())));
        }
    }
}
