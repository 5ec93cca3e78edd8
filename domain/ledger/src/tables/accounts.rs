//! Currencies, accounts, their balances and the history of their limits.

use ayni_kernel::{
    AccountId, Actor, Amount, Code, CurrencyId, Error, MemberId, Reads, Result, Scale, Sealed, Timestamp, UserId,
    WriteTx,
};
use ayni_storage::{Direction, Index, Table, record};

use super::{StoredKind, StoredNote, code, line, name, unknown};
use crate::{
    model::{Account, AccountStatus, Currency, CurrencyKind, Extras, LimitChange, Limits, Owner},
    policy::Dealing,
};

/// A currency as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredCurrency {
    code: String,
    name: String,
    plural: String,
    symbol: String,
    scale: Scale,
    shown: u8,
    kind: u8,
    rate: Option<(u64, u64)>,
    lower: Option<Amount>,
    upper: Option<Amount>,
    request_days: u16,
    extras: Extras,
    created: Timestamp,
    updated: Timestamp,
}

record!(StoredCurrency, 1);

static CURRENCY_BY_CODE: Index<String, CurrencyId, StoredCurrency> =
    Index::unique(0x8401, "currencies.by_code", |_, currency| vec![currency.code.clone()]);

pub(crate) static CURRENCIES: Table<CurrencyId, StoredCurrency> =
    Table::new(0x0401, "currencies", &[&CURRENCY_BY_CODE]);

/// What seldom changes of an account; the sums are kept apart, so that a payment writes only those.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredAccount {
    code: String,
    currency: CurrencyId,
    owner: u8,
    member: Option<MemberId>,
    status: u8,
    lower: Option<Amount>,
    upper: Option<Amount>,
    extras: Extras,
    created: Timestamp,
    updated: Timestamp,
}

record!(StoredAccount, 1);

/// The sums of an account.
#[derive(Default, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredBalance {
    posted_in: Amount,
    posted_out: Amount,
    pending_in: Amount,
    pending_out: Amount,
    entries: u64,
}

record!(StoredBalance, 1);

static ACCOUNT_BY_CODE: Index<String, AccountId, StoredAccount> =
    Index::unique(0x8402, "accounts.by_code", |_, account| vec![account.code.clone()]);

/// Owner's number, member, currency.
type OwnerKey = (u8, Option<MemberId>, CurrencyId);

static ACCOUNT_BY_OWNER: Index<OwnerKey, AccountId, StoredAccount> =
    Index::many(0x8403, "accounts.by_owner", |_, account| vec![(account.owner, account.member, account.currency)]);

pub(crate) static ACCOUNTS: Table<AccountId, StoredAccount> =
    Table::new(0x0402, "accounts", &[&ACCOUNT_BY_CODE, &ACCOUNT_BY_OWNER]);

pub(crate) static BALANCES: Table<AccountId, StoredBalance> = Table::new(0x0403, "balances", &[]);

/// A change of limits as stored, under its account and a number counted from 1.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredLimitChange {
    at: Timestamp,
    by: Option<UserId>,
    reason: String,
    before: Limits,
    after: Limits,
    kinds: (StoredKind, StoredKind),
    note: StoredNote,
}

record!(StoredLimitChange, 2, { 1 => v1::StoredLimitChange });

/// Changes of limits as stores had them when every limit was hard.
mod v1 {
    use ayni_kernel::{Timestamp, UserId};

    use super::{Limits, StoredKind, StoredNote};

    /// A change of the two numbers.
    #[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
    pub(crate) struct StoredLimitChange {
        at: Timestamp,
        by: Option<UserId>,
        reason: String,
        before: Limits,
        after: Limits,
    }

    impl From<StoredLimitChange> for super::StoredLimitChange {
        fn from(old: StoredLimitChange) -> Self {
            let StoredLimitChange { at, by, reason, before, after } = old;
            let kinds = (StoredKind::Hard, StoredKind::Hard);
            Self { at, by, reason, before, after, kinds, note: StoredNote::Set }
        }
    }
}

pub(crate) static LIMITS: Table<(AccountId, u64), StoredLimitChange> = Table::new(0x0404, "limits", &[]);

impl From<&Currency> for StoredCurrency {
    fn from(currency: &Currency) -> Self {
        Self {
            code: currency.code.to_string(),
            name: currency.name.to_string(),
            plural: currency.plural.to_string(),
            symbol: currency.symbol.to_string(),
            scale: currency.scale,
            shown: currency.shown,
            kind: currency.kind.number(),
            rate: currency.rate,
            lower: currency.lower,
            upper: currency.upper,
            request_days: currency.request_days,
            extras: currency.extras.clone(),
            created: currency.created,
            updated: currency.updated,
        }
    }
}

fn currency_of(id: CurrencyId, stored: StoredCurrency) -> Result<Currency> {
    Ok(Currency {
        id,
        code: code(&stored.code)?,
        name: name(&stored.name)?,
        plural: name(&stored.plural)?,
        symbol: line(&stored.symbol)?,
        scale: stored.scale,
        shown: stored.shown,
        kind: CurrencyKind::stored(stored.kind)?,
        rate: stored.rate,
        lower: stored.lower,
        upper: stored.upper,
        request_days: stored.request_days,
        extras: stored.extras,
        created: stored.created,
        updated: stored.updated,
    })
}

pub(crate) fn currency(tx: &impl Reads, id: CurrencyId) -> Result<Option<Currency>> {
    CURRENCIES.get(tx, &id)?.map(|stored| currency_of(id, stored)).transpose()
}

pub(crate) fn currency_by_code(tx: &impl Reads, code: &Code) -> Result<Option<CurrencyId>> {
    Ok(CURRENCY_BY_CODE.get(tx, &code.to_string())?)
}

/// Every currency, the oldest first.
pub(crate) fn currencies(tx: &impl Reads) -> Result<Vec<Currency>> {
    let mut all = CURRENCIES
        .range(tx, .., Direction::Ascending)?
        .map(|row| row.map_err(Error::from).and_then(|(id, stored)| currency_of(id, stored)))
        .collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|currency| (currency.created, currency.id));
    Ok(all)
}

pub(crate) fn insert_currency(tx: &mut WriteTx<'_>, currency: &Currency) -> Result<()> {
    Ok(CURRENCIES.insert(tx, &currency.id, &currency.into())?)
}

pub(crate) fn put_currency(tx: &mut WriteTx<'_>, currency: &Currency) -> Result<()> {
    Ok(CURRENCIES.put(tx, &currency.id, &currency.into())?)
}

const MEMBER: u8 = 1;
const TREASURY: u8 = 2;
const SYSTEM: u8 = 3;

const fn owner_key(owner: Owner) -> (u8, Option<MemberId>) {
    match owner {
        Owner::Member(member) => (MEMBER, Some(member)),
        Owner::Treasury => (TREASURY, None),
        Owner::System => (SYSTEM, None),
    }
}

fn owner_of(stored: &StoredAccount) -> Result<Owner> {
    match (stored.owner, stored.member) {
        (MEMBER, Some(member)) => Ok(Owner::Member(member)),
        (TREASURY, None) => Ok(Owner::Treasury),
        (SYSTEM, None) => Ok(Owner::System),
        (other, _) => Err(unknown("owner", other)),
    }
}

impl From<&Account> for StoredAccount {
    fn from(account: &Account) -> Self {
        let (owner, member) = owner_key(account.owner);
        Self {
            code: account.code.to_string(),
            currency: account.currency,
            owner,
            member,
            status: account.status.number(),
            lower: account.lower,
            upper: account.upper,
            extras: account.extras.clone(),
            created: account.created,
            updated: account.updated,
        }
    }
}

fn account_of(id: AccountId, stored: StoredAccount, sums: &StoredBalance) -> Result<Account> {
    Ok(Account {
        id,
        code: code(&stored.code)?,
        currency: stored.currency,
        owner: owner_of(&stored)?,
        status: AccountStatus::stored(stored.status)?,
        lower: stored.lower,
        upper: stored.upper,
        posted_in: sums.posted_in,
        posted_out: sums.posted_out,
        pending_in: sums.pending_in,
        pending_out: sums.pending_out,
        entries: sums.entries,
        credit: None,
        extras: stored.extras,
        created: stored.created,
        updated: stored.updated,
    })
}

/// An account without its sums, which are all zero in the answer: for cards.
pub(crate) fn face(tx: &impl Reads, id: AccountId) -> Result<Option<Account>> {
    ACCOUNTS.get(tx, &id)?.map(|stored| account_of(id, stored, &StoredBalance::default())).transpose()
}

/// An account with its sums.
pub(crate) fn account(tx: &impl Reads, id: AccountId) -> Result<Option<Sealed<Account>>> {
    let Some(stored) = ACCOUNTS.get(tx, &id)? else { return Ok(None) };
    let sums = BALANCES.get(tx, &id)?.unwrap_or_default();
    let mut account = account_of(id, stored, &sums)?;
    account.credit = super::credit_of(tx, &account)?.map(Box::new);
    Ok(Some(Sealed::new(account)))
}

/// An account, or the refusal for one that is not there.
pub(crate) fn sealed(tx: &impl Reads, me: &Actor, id: AccountId) -> Result<Sealed<Account>> {
    account(tx, id)?.ok_or_else(|| me.absent())
}

/// An account that a record of the ledger names, so that it must be there.
pub(crate) fn named(tx: &impl Reads, id: AccountId) -> Result<Account> {
    let account = account(tx, id)?.ok_or_else(|| Error::Broken(format!("the ledger names the missing {id:?}")))?;
    Ok(account.unchecked())
}

/// Both accounts of a record.
pub(crate) fn dealing(tx: &impl Reads, payer: AccountId, payee: AccountId) -> Result<Sealed<Dealing>> {
    Ok(Sealed::new(Dealing { payer: named(tx, payer)?, payee: named(tx, payee)? }))
}

pub(crate) fn account_by_code(tx: &impl Reads, code: &Code) -> Result<Option<AccountId>> {
    Ok(ACCOUNT_BY_CODE.get(tx, &code.to_string())?)
}

/// The accounts of an owner, one for each currency.
pub(crate) fn accounts_of(tx: &impl Reads, owner: Owner) -> Result<Vec<AccountId>> {
    let entries = ACCOUNT_BY_OWNER.scan(tx, &owner_key(owner), None, Direction::Ascending)?;
    entries.map(|entry| Ok(entry?.1)).collect()
}

pub(crate) fn account_in(tx: &impl Reads, owner: Owner, currency: CurrencyId) -> Result<Option<AccountId>> {
    let (owner, member) = owner_key(owner);
    Ok(ACCOUNT_BY_OWNER.get(tx, &(owner, member, currency))?)
}

/// Accounts in the order of their codes, after a code.
pub(crate) fn accounts_after<'t>(
    tx: &'t impl Reads,
    after: Option<&(String, AccountId)>,
) -> Result<impl Iterator<Item = Result<(String, AccountId)>> + 't> {
    let after = after.map(|(code, id)| (code, id));
    let entries = ACCOUNT_BY_CODE.scan(tx, &(), after, Direction::Ascending)?;
    Ok(entries.map(|entry| entry.map_err(Error::from)))
}

/// Accounts without their sums in the order of their ids, after one of them.
pub(crate) fn accounts_by_id(
    tx: &impl Reads,
    after: Option<AccountId>,
) -> Result<impl Iterator<Item = Result<Account>> + '_> {
    let rows = ACCOUNTS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    Ok(rows
        .map(|row| row.map_err(Error::from).and_then(|(id, stored)| account_of(id, stored, &StoredBalance::default()))))
}

pub(crate) fn insert_account(tx: &mut WriteTx<'_>, account: &Account) -> Result<()> {
    ACCOUNTS.insert(tx, &account.id, &account.into())?;
    Ok(put_sums(tx, account)?)
}

/// Writes an account's code, owner, status and limits; its sums are written by [`put_sums`].
pub(crate) fn put_face(tx: &mut WriteTx<'_>, account: &Account) -> Result<()> {
    Ok(ACCOUNTS.put(tx, &account.id, &account.into())?)
}

/// Writes an account's sums.
pub(crate) fn put_sums(tx: &mut WriteTx<'_>, account: &Account) -> Result<(), ayni_storage::Error> {
    let sums = StoredBalance {
        posted_in: account.posted_in,
        posted_out: account.posted_out,
        pending_in: account.pending_in,
        pending_out: account.pending_out,
        entries: account.entries,
    };
    BALANCES.put(tx, &account.id, &sums)
}

pub(crate) fn add_limit_change(tx: &mut WriteTx<'_>, change: &LimitChange) -> Result<()> {
    let last = LIMITS.last(&**tx, &change.account)?.map_or(0, |((_, number), _)| number);
    let stored = StoredLimitChange {
        at: change.at,
        by: change.by,
        reason: change.reason.to_string(),
        before: change.before,
        after: change.after,
        kinds: ((&change.kinds.0).into(), (&change.kinds.1).into()),
        note: change.note.into(),
    };
    Ok(LIMITS.insert(tx, &(change.account, last + 1), &stored)?)
}

fn limit_change_of(account: AccountId, stored: StoredLimitChange) -> Result<LimitChange> {
    Ok(LimitChange {
        account,
        at: stored.at,
        by: stored.by,
        reason: line(&stored.reason)?,
        before: stored.before,
        after: stored.after,
        kinds: (stored.kinds.0.open()?, stored.kinds.1.open()?),
        note: stored.note.open(),
    })
}

/// The newest changes of an account's limits, newest first.
pub(crate) fn limit_changes(tx: &impl Reads, account: AccountId, limit: usize) -> Result<Vec<LimitChange>> {
    let rows = LIMITS.scan(tx, &account, None, Direction::Descending)?;
    rows.take(limit).map(|row| limit_change_of(account, row?.1)).collect()
}

/// A change of an account's limits by its number, from 1.
pub(crate) fn limit_change(tx: &impl Reads, account: AccountId, number: u64) -> Result<Option<LimitChange>> {
    LIMITS.get(tx, &(account, number))?.map(|stored| limit_change_of(account, stored)).transpose()
}
