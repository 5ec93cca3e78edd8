//! The stored records of this feature, their keys, indexes and versions. Private to it.

pub(crate) mod answering;
pub(crate) mod approvals;
pub(crate) mod batches;
pub(crate) mod claims;
pub(crate) mod orders;
pub(crate) mod paylinks;
pub(crate) mod vouchers;

use ayni_kernel::{Error, Line, Result};
use ayni_storage::AnyTable;

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    [
        approvals::tables(),
        batches::tables(),
        vouchers::tables(),
        orders::tables(),
        answering::tables(),
        paylinks::tables(),
        claims::tables(),
    ]
    .concat()
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a record of payments is damaged: {cause}"))
}

fn line(text: &str) -> Result<Line> {
    Line::parse("line", text).map_err(damaged)
}
