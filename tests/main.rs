//! Whole-program tests.

mod bench;
mod browser;
mod command_line;
mod crash;
mod full_disk;
mod keeping;
mod proof;
mod recurrence;
mod standby;
mod tidy;
