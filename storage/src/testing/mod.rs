//! For tests: a disk that fails on purpose, and histories that are cut by power failures at every step.
//!
//! The disk keeps a log of everything it was told. From that log come the images that a power failure could leave:
//! what was flushed is there; of what was not, any part may be, torn at any sector (Pillai et al., "All File Systems
//! Are Not Created Equal", OSDI 2014). Everything random comes from a seed, so that a failure can be replayed.
#![allow(clippy::missing_panics_doc, clippy::indexing_slicing, reason = "for tests")]

mod chance;
mod cuts;
mod sim_disk;
mod sim_folder;

pub use chance::Chance;
pub use cuts::{Cuts, Journal, Tally, cut_everywhere, soak};
pub use sim_disk::{Fault, Keep, SimDisk};
pub use sim_folder::SimFolder;
