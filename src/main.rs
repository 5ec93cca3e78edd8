//! Ayni: a whole community on one box.

mod admin_socket;
mod backup;
mod cli;
mod config;
mod courier;
mod demo;
mod doctor;
mod house;
mod indexing;
mod jobs;
mod logs;
mod operation;
mod serve;
mod standby;
mod verify;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The first thing of all: every TLS part of the program uses this provider.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        return cli::fail("another cryptography provider was installed before ours");
    }
    cli::run()
}
