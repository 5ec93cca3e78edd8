//! Whole-program tests.

mod bench;
mod browser;
mod caldav;
mod command_line;
mod courier;
mod crash;
mod exchange;
mod full_disk;
mod keeping;
mod logs;
mod proof;
mod recurrence;
mod spaces;
mod standby;
mod tidy;
