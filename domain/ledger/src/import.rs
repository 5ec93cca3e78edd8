//! Founding from a bundle and writing one: everything with its original ids and times.
//!
//! The importer asks leave and lifts the transaction's limits; nothing here tells anybody, since what is imported
//! happened elsewhere.

use ayni_kernel::{
    AccountId, Amount, CurrencyId, Cursor, Error, Fault, Page, Reads, Result, Timestamp, TransferId, WriteTx,
    page::MAX_ROWS,
};
use ayni_storage::Direction as Order;

use crate::{
    accounts, currencies,
    model::{Account, Currency, Transfer, TransferOrigin},
    payments::{id_used, no_payee, record, refusal},
    rules, tables,
};

/// Writes a currency as it was and opens its treasury. Accounts follow by [`import_account`].
///
/// Refuses with `Conflict` when the id or the code is taken.
pub fn import_currency(tx: &mut WriteTx<'_>, currency: &Currency) -> Result<()> {
    currencies::found(tx, currency)
}

/// Writes an account as it was; its sums and its count of entries start at zero, whatever is given, and grow with
/// the transfers imported.
///
/// Refuses with `Conflict` when the id or the code is taken, `NotFound` when the currency is not there.
pub fn import_account(tx: &mut WriteTx<'_>, account: Account) -> Result<()> {
    crate::currency(&**tx, account.currency)?;
    if tables::account(&**tx, account.id)?.is_some() {
        return Err(id_used());
    }
    if tables::account_by_code(&**tx, &account.code)?.is_some() {
        return Err(Error::Conflict(Fault::new("code", "ledger-code-taken")));
    }
    let zero = Amount::ZERO;
    let empty =
        Account { posted_in: zero, posted_out: zero, pending_in: zero, pending_out: zero, entries: 0, ..account };
    accounts::add(tx, &empty)
}

/// Writes a transfer as it was, without asking limits or status. Transfers come in the order of their times.
///
/// Refuses with `Invalid` when it is no possible transfer, lies in the future, or is earlier than one that either
/// account has already; with `Conflict` when its id is taken.
pub fn import_transfer(tx: &mut WriteTx<'_>, transfer: Transfer) -> Result<Transfer> {
    let debit = tables::account(&**tx, transfer.debit)?.ok_or_else(no_payer)?.unchecked();
    let credit = tables::account(&**tx, transfer.credit)?.ok_or_else(no_payee)?.unchecked();
    rules::match_up(&debit, &credit, transfer.amount).map_err(|trouble| refusal(&**tx, &debit, trouble))?;
    if transfer.currency != debit.currency {
        return Err(Error::invalid("currency", "ledger-other-currency"));
    }
    if tables::transfer(&**tx, transfer.id)?.is_some() {
        return Err(id_used());
    }
    // Statements are bisected by time, so that no entry may be earlier than the one before it.
    if transfer.at > tx.now() {
        return Err(Error::invalid("at", "ledger-import-future"));
    }
    for account in [&debit, &credit] {
        let last = tables::entry(&**tx, account.id, account.entries)?;
        if last.is_some_and(|last| last.at > transfer.at) {
            return Err(Error::invalid("at", "ledger-import-order"));
        }
    }
    record(tx, debit, credit, transfer, TransferOrigin::Elsewhere)
}

fn no_payer() -> Error {
    Error::invalid("from", "ledger-no-such-account")
}

/// A page of every account with its sums, in the order of codes; for the program itself.
pub fn all_accounts(tx: &impl Reads, after: Option<&Cursor>, limit: usize) -> Result<Page<Account>> {
    let after = after.map(Cursor::key::<(String, AccountId)>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = Vec::new();
    for place in tables::accounts_after(tx, after.as_ref())? {
        let (_, id) = place?;
        if rows.len() == limit {
            let next = rows.last().map(|account: &Account| Cursor::after(&(account.code.to_string(), account.id)));
            return Ok(Page { rows, next });
        }
        rows.push(tables::named(tx, id)?);
    }
    Ok(Page::last(rows))
}

/// A page of every transfer, in the order of times; for the program itself.
pub fn all_transfers(tx: &impl Reads, after: Option<&Cursor>, limit: usize) -> Result<Page<Transfer>> {
    let after = after.map(Cursor::key::<(Timestamp, TransferId)>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = Vec::new();
    for place in tables::by_time(tx, None, after, Order::Ascending)? {
        let (_, id) = place?;
        if rows.len() == limit {
            let next = rows.last().map(|transfer: &Transfer| Cursor::after(&(transfer.at, transfer.id)));
            return Ok(Page { rows, next });
        }
        rows.push(tables::named_transfer(tx, id)?);
    }
    Ok(Page::last(rows))
}

/// The transfers of a currency whose number in its chain is greater than `number`, in order, at most `limit`; for what
/// the program makes of all of them.
pub fn transfers_since(tx: &impl Reads, currency: CurrencyId, number: u64, limit: usize) -> Result<Vec<Transfer>> {
    let places = tables::chain_from(tx, currency, number.saturating_add(1))?;
    places.take(limit).map(|place| tables::named_transfer(tx, place?.1)).collect()
}
