//! The stored records of policies, prices and passes, their keys and indexes. Private to the feature.

mod passes;
pub(crate) mod stored;

use ayni_kernel::{Error, PolicyId, PriceId, Reads, Result, WriteTx};
use ayni_storage::{AnyTable, Direction, Error as StorageError, Table};

use crate::{
    policies::{MAX_POLICIES, Policy},
    prices::{MAX_PRICES, Price},
};

pub(crate) use passes::{
    add_to_draw, day_in_use, days_of, drawn, entries, good_passes, insert_draw, insert_entry, kind, kinds, other_on,
    pass, passes_due, passes_of, put_kind, put_pass, remove_draw,
};
use stored::{StoredPolicy, StoredPrice};

static POLICIES: Table<PolicyId, StoredPolicy> = Table::new(0x0640, "policies", &[]);
static PRICES: Table<PriceId, StoredPrice> = Table::new(0x0641, "prices", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    let own: [&'static dyn AnyTable; 2] = [&POLICIES, &PRICES];
    own.into_iter().chain(passes::tables()).collect()
}

/// Stored numbers and texts that no version of this program wrote.
pub(crate) fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a record of terms is damaged: {cause}"))
}

/// What storage refuses because of what a person typed, as a fault of the form.
fn refused(error: StorageError) -> Error {
    match error {
        StorageError::TooLarge { what, .. } if what.starts_with("value") => Error::invalid("name", "terms-large"),
        other => other.into(),
    }
}

/// Every policy, the oldest first.
pub(crate) fn policies(tx: &impl Reads) -> Result<Vec<Policy>> {
    let rows = POLICIES.range(tx, .., Direction::Ascending)?;
    rows.take(MAX_POLICIES).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn policy(tx: &impl Reads, id: PolicyId) -> Result<Option<Policy>> {
    POLICIES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_policy(tx: &mut WriteTx<'_>, policy: &Policy) -> Result<()> {
    POLICIES.put(tx, &policy.id, &StoredPolicy::from(policy)).map_err(refused)
}

pub(crate) fn remove_policy(tx: &mut WriteTx<'_>, id: PolicyId) -> Result<()> {
    POLICIES.remove(tx, &id)?;
    Ok(())
}

/// Every price, the oldest first.
pub(crate) fn prices(tx: &impl Reads) -> Result<Vec<Price>> {
    let rows = PRICES.range(tx, .., Direction::Ascending)?;
    rows.take(MAX_PRICES).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn price(tx: &impl Reads, id: PriceId) -> Result<Option<Price>> {
    PRICES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_price(tx: &mut WriteTx<'_>, price: &Price) -> Result<()> {
    PRICES.put(tx, &price.id, &StoredPrice::from(price)).map_err(refused)
}

pub(crate) fn remove_price(tx: &mut WriteTx<'_>, id: PriceId) -> Result<()> {
    PRICES.remove(tx, &id)?;
    Ok(())
}
