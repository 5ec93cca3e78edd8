//! Transfers and totals as stores of schema 1 have them: without a chain.

use ayni_kernel::{AccountId, Amount, CategoryId, CurrencyId, RequestId, Timestamp, TransferId, UserId};

use crate::model::{Extras, TransferOrigin};

/// A transfer without its place in a chain.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTransfer {
    group: TransferId,
    currency: CurrencyId,
    debit: AccountId,
    credit: AccountId,
    amount: Amount,
    kind: u8,
    description: String,
    category: Option<CategoryId>,
    by: Option<UserId>,
    reverses: Option<TransferId>,
    request: Option<RequestId>,
    at: Timestamp,
    updated: Timestamp,
    extras: Extras,
}

/// Totals without the head of a chain.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTotals {
    volume: Amount,
    transfers: u64,
    accounts: u64,
}

/// Not yet in a chain: [`crate::upgrade`] gives it its number.
impl From<StoredTransfer> for super::StoredTransfer {
    fn from(old: StoredTransfer) -> Self {
        Self {
            group: old.group,
            currency: old.currency,
            debit: old.debit,
            credit: old.credit,
            amount: old.amount,
            kind: old.kind,
            description: old.description,
            category: old.category,
            by: old.by,
            reverses: old.reverses,
            request: old.request,
            at: old.at,
            updated: old.updated,
            extras: old.extras,
            number: 0,
            previous: [0; 32],
            salt: [0; 16],
            origin: TransferOrigin::Elsewhere.number(),
            debit_entry: 0,
            credit_entry: 0,
        }
    }
}

impl From<StoredTotals> for super::StoredTotals {
    fn from(old: StoredTotals) -> Self {
        Self { volume: old.volume, transfers: old.transfers, accounts: old.accounts, head: [0; 32] }
    }
}
