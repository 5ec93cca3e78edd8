//! Brings a store of schema 1 to schema 2: every transfer gets its number and its place in its currency's chain.

use std::collections::{BTreeMap, btree_map};

use ayni_kernel::{AccountId, CurrencyId, Timestamp, TransferId};
use ayni_storage::{Direction, Error, WriteTx};

use super::{BY_TIME, ENTRIES, StoredTransfer, TOTALS, TRANSFERS, stored_transfer, transfer_of};
use crate::{
    chain::{self, Content, Head, Place, Salt},
    model::{Owner, Standing, Transfer, TransferOrigin},
    tables,
};

/// Numbers and chains the transfers of each currency in the order of their times; those of one moment in the order in
/// which both their statements have them, and by id where that leaves a choice.
pub fn number_and_chain(tx: &mut WriteTx) -> Result<(), Error> {
    // Ids and times only: the whole history would not fit.
    let order: Vec<_> = BY_TIME.scan(tx, &(), None, Direction::Ascending)?.collect::<Result<_, _>>()?;
    let mut chains = Chains::default();
    for moment in order.chunk_by(|one, next| one.0 == next.0) {
        let mut waiting: Vec<TransferId> = moment.iter().map(|(_, id)| *id).collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut late = Vec::new();
            for id in waiting {
                let transfer = load(tx, id)?;
                if chains.is_next(tx, &transfer)? {
                    chains.enter(tx, &transfer)?;
                } else {
                    late.push(id);
                }
            }
            // Statements that contradict each other: the audit will say so, the chain takes the transfers as they come.
            if late.len() == before {
                late.drain(..).try_for_each(|id| chains.enter(tx, &load(tx, id)?))?;
            }
            waiting = late;
        }
    }
    chains.close(tx)
}

fn load(tx: &WriteTx, id: TransferId) -> Result<Transfer, Error> {
    let stored: StoredTransfer = TRANSFERS.get(tx, &id)?.ok_or(Error::Codec("an index names a missing transfer"))?;
    transfer_of(id, stored).map_err(|_| Error::Codec("a transfer of the old form cannot be read"))
}

/// The chains and the statements so far.
#[derive(Default)]
struct Chains {
    heads: BTreeMap<CurrencyId, Head>,
    statements: BTreeMap<AccountId, Standing>,
    founded: BTreeMap<CurrencyId, Option<Timestamp>>,
}

impl Chains {
    fn standing(&self, account: AccountId) -> Standing {
        self.statements.get(&account).copied().unwrap_or_default()
    }

    /// Whether it is the next entry of both its statements.
    fn is_next(&self, tx: &WriteTx, transfer: &Transfer) -> Result<bool, Error> {
        for account in [transfer.debit, transfer.credit] {
            let next = self.standing(account).entry + 1;
            if ENTRIES.get(tx, &(account, next))?.is_none_or(|entry| entry.transfer != transfer.id) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn enter(&mut self, tx: &mut WriteTx, transfer: &Transfer) -> Result<(), Error> {
        let mut salt = Salt::default();
        tx.random(&mut salt);
        let debit = self.step(transfer.debit, transfer.amount.minor().saturating_neg());
        let credit = self.step(transfer.credit, transfer.amount.minor());
        let origin = self.origin(tx, transfer)?;
        let currency = transfer.currency;
        let head = self.heads.entry(currency).or_insert_with(|| Head { number: 0, link: chain::start(currency) });
        let place = Place {
            number: head.number + 1,
            previous: head.link,
            salt,
            origin,
            debit_entry: debit.entry,
            credit_entry: credit.entry,
        };
        TRANSFERS.put(tx, &transfer.id, &stored_transfer(transfer, &place))?;
        let content = Content::of(transfer, &place, (debit, credit));
        *head = Head { number: place.number, link: chain::link(&place.previous, place.number, &content.hash()) };
        Ok(())
    }

    fn step(&mut self, account: AccountId, change: i64) -> Standing {
        let standing = self.statements.entry(account).or_default();
        standing.entry += 1;
        standing.balance = ayni_kernel::Amount::new(standing.balance.minor().saturating_add(change));
        *standing
    }

    /// Stores of schema 1 did not note where a transfer was posted. What is older than the currency's treasury, which
    /// this program opened, was brought in.
    fn origin(&mut self, tx: &WriteTx, transfer: &Transfer) -> Result<TransferOrigin, Error> {
        let currency = transfer.currency;
        let founded = match self.founded.entry(currency) {
            btree_map::Entry::Occupied(known) => *known.get(),
            btree_map::Entry::Vacant(free) => *free.insert(opened(tx, currency)?),
        };
        let here = founded.is_some_and(|founded| transfer.at > founded);
        Ok(if here { TransferOrigin::Here } else { TransferOrigin::Elsewhere })
    }

    /// Writes the heads beside the totals.
    fn close(self, tx: &mut WriteTx) -> Result<(), Error> {
        for (currency, head) in self.heads {
            let mut totals = TOTALS.get(tx, &currency)?.unwrap_or_default();
            totals.head = head.link;
            TOTALS.put(tx, &currency, &totals)?;
        }
        Ok(())
    }
}

/// When the currency's treasury was opened.
fn opened(tx: &WriteTx, currency: CurrencyId) -> Result<Option<Timestamp>, Error> {
    let unreadable = |_| Error::Codec("an account cannot be read");
    let Some(id) = tables::account_in(tx, Owner::Treasury, currency).map_err(unreadable)? else { return Ok(None) };
    Ok(tables::face(tx, id).map_err(unreadable)?.map(|account| account.created))
}
