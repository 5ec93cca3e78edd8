//! Whole-program tests.

mod bench;
mod browser;
mod caldav;
mod command_line;
mod crash;
mod full_disk;
mod keeping;
mod proof;
mod spaces;
mod recurrence;
mod standby;
mod tidy;
