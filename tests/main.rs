//! Whole-program tests.

mod bench;
mod browser;
mod caldav;
mod command_line;
mod crash;
mod full_disk;
mod keeping;
mod logs;
mod proof;
mod recurrence;
mod spaces;
mod standby;
mod tidy;
