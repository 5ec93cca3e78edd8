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

#[cfg(test)]
pub(super) use old::turn_back;

/// The tables as the first version declared them, to make stores of it in tests.
#[cfg(test)]
mod old {
    use ayni_kernel::{CurrencyId, Result, Timestamp, TransferId, WriteTx};
    use ayni_storage::{Direction, Index, Table, record};

    use super::{StoredTotals, StoredTransfer};

    record!(StoredTransfer, 1);
    record!(StoredTotals, 1);

    static BY_REVERSED: Index<TransferId, TransferId, StoredTransfer> =
        Index::unique(0x8404, "transfers.by_reversed", |_, transfer| transfer.reverses.into_iter().collect());

    static BY_GROUP: Index<TransferId, TransferId, StoredTransfer> =
        Index::many(0x8405, "transfers.by_group", |id, transfer| {
            Some(transfer.group).filter(|group| group != id).into_iter().collect()
        });

    static BY_TIME: Index<Timestamp, TransferId, StoredTransfer> =
        Index::many(0x8406, "transfers.by_time", |_, transfer| vec![transfer.at]);

    static TRANSFERS: Table<TransferId, StoredTransfer> =
        Table::new(0x0405, "transfers", &[&BY_REVERSED, &BY_GROUP, &BY_TIME]);

    static TOTALS: Table<CurrencyId, StoredTotals> = Table::new(0x0407, "ledger.totals", &[]);

    impl From<super::super::StoredTransfer> for StoredTransfer {
        fn from(new: super::super::StoredTransfer) -> Self {
            Self {
                group: new.group,
                currency: new.currency,
                debit: new.debit,
                credit: new.credit,
                amount: new.amount,
                kind: new.kind,
                description: new.description,
                category: new.category,
                by: new.by,
                reverses: new.reverses,
                request: new.request,
                at: new.at,
                updated: new.updated,
                extras: new.extras,
            }
        }
    }

    /// Writes every transfer and the totals as the first version did.
    pub(crate) fn turn_back(tx: &mut WriteTx<'_>) -> Result<()> {
        tx.unlimited();
        let transfers = super::super::TRANSFERS.range(&**tx, .., Direction::Ascending)?;
        let transfers: Vec<_> = transfers.collect::<Result<_, _>>()?;
        for (id, new) in transfers {
            super::super::TRANSFERS.remove(tx, &id)?;
            TRANSFERS.insert(tx, &id, &new.into())?;
        }
        let totals: Vec<_> = super::super::TOTALS.range(&**tx, .., Direction::Ascending)?.collect::<Result<_, _>>()?;
        for (currency, new) in totals {
            let (volume, transfers, accounts) = (new.volume, new.transfers, new.accounts);
            TOTALS.put(tx, &currency, &StoredTotals { volume, transfers, accounts })?;
        }
        Ok(())
    }
}
