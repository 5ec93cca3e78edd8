//! Whole-program tests.

mod bench;
mod browser;
mod command_line;
mod crash;
mod keeping;
mod standby;
mod tidy;
