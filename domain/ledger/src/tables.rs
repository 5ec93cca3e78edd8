//! Private: stored records, their keys and indexes, and the way between them and the model's types.

mod accounts;
mod credit;
mod dealings;
mod movements;

use ayni_kernel::{Code, Error, Line, Name, Result};
use ayni_storage::AnyTable;

pub(crate) use accounts::*;
pub(crate) use credit::*;
pub(crate) use dealings::*;
pub use movements::number_and_chain;
pub(crate) use movements::*;

/// Every table of the ledger, for the community store's schema.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![
        &CURRENCIES,
        &ACCOUNTS,
        &BALANCES,
        &LIMITS,
        &TRANSFERS,
        &ENTRIES,
        &TOTALS,
        &HOLDS,
        &REQUESTS,
        &CREDITS,
        &DEFAULT_KINDS,
        &TIES,
        &TIED,
        &BREACHES,
    ]
}

fn code(text: &str) -> Result<Code> {
    Code::parse("code", text).map_err(Error::broken)
}

fn name(text: &str) -> Result<Name> {
    Name::parse("name", text).map_err(Error::broken)
}

fn line(text: &str) -> Result<Line> {
    Line::parse("line", text).map_err(Error::broken)
}

/// The refusal for a stored number that no program wrote.
fn unknown(what: &str, number: u8) -> Error {
    Error::Broken(format!("a ledger record has the unknown {what} {number}"))
}
