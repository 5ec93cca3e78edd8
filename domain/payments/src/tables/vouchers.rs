//! The stored records of vouchers, and the community's key for signing them.

use std::ops::Bound;

use ayni_kernel::{
    AccountId, Amount, Code, CurrencyId, HoldId, Reads, Result, Timestamp, TransferId, UserId, VoucherId, WriteTx,
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::vouchers::{Redeemed, Voucher, VoucherState};

#[derive(Archive, Serialize, Deserialize)]
struct StoredVoucher {
    code: String,
    sheet: VoucherId,
    account: AccountId,
    currency: CurrencyId,
    amount: Amount,
    note: String,
    hold: HoldId,
    state: u8,
    redeemed: Option<(AccountId, TransferId, Timestamp)>,
    expires: Timestamp,
    by: Option<UserId>,
    token: String,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredVoucher, 1);

/// The seed of the signing key.
#[derive(Archive, Serialize, Deserialize)]
struct StoredSeed {
    seed: [u8; 32],
}
record!(StoredSeed, 1);

static KEYS: Table<u8, StoredSeed> = Table::new(0x0822, "payments.voucher_key", &[]);
static VOUCHERS: Table<VoucherId, StoredVoucher> =
    Table::new(0x0823, "payments.vouchers", &[&BY_CODE, &BY_SHEET, &BY_ACCOUNT, &DUE]);
static BY_CODE: Index<String, VoucherId, StoredVoucher> =
    Index::unique(0x8826, "payments.vouchers.by_code", |_, voucher| vec![voucher.code.clone()]);
static BY_SHEET: Index<VoucherId, VoucherId, StoredVoucher> =
    Index::many(0x8827, "payments.vouchers.by_sheet", |_, voucher| vec![voucher.sheet]);
/// Ids grow with time, so an account's vouchers lie in the order in which they were issued.
static BY_ACCOUNT: Index<AccountId, VoucherId, StoredVoucher> =
    Index::many(0x8828, "payments.vouchers.by_account", |_, voucher| vec![voucher.account]);
static DUE: Index<Timestamp, VoucherId, StoredVoucher> = Index::many(0x8829, "payments.vouchers.due", |_, voucher| {
    if voucher.state == VoucherState::Open.number() { vec![voucher.expires] } else { Vec::new() }
});

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&KEYS, &VOUCHERS]
}

pub(crate) fn key(tx: &impl Reads) -> Result<Option<[u8; 32]>> {
    Ok(KEYS.get(tx, &0)?.map(|stored| stored.seed))
}

pub(crate) fn put_key(tx: &mut WriteTx<'_>, seed: [u8; 32]) -> Result<()> {
    Ok(KEYS.put(tx, &0, &StoredSeed { seed })?)
}

pub(crate) fn voucher(tx: &impl Reads, id: VoucherId) -> Result<Option<Voucher>> {
    VOUCHERS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: VoucherId) -> Result<Voucher> {
    voucher(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, voucher: &Voucher) -> Result<()> {
    Ok(VOUCHERS.put(tx, &voucher.id, &voucher.into())?)
}

pub(crate) fn by_code(tx: &impl Reads, code: &str) -> Result<Option<Voucher>> {
    BY_CODE.get(tx, &code.to_owned())?.map(|id| named(tx, id)).transpose()
}

pub(crate) fn sheet(tx: &impl Reads, first: VoucherId, limit: usize) -> Result<Vec<Voucher>> {
    let entries = BY_SHEET.scan(tx, &first, None, Direction::Ascending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// An account's vouchers before one of them, newest first.
pub(crate) fn of_account(
    tx: &impl Reads,
    account: AccountId,
    after: Option<VoucherId>,
    limit: usize,
) -> Result<Vec<Voucher>> {
    let after = after.map(|id| (account, id));
    let after = after.as_ref().map(|(account, id)| (account, id));
    let entries = BY_ACCOUNT.scan(tx, &account, after, Direction::Descending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Open vouchers whose time is over.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<VoucherId>> {
    let entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}

impl From<&Voucher> for StoredVoucher {
    fn from(voucher: &Voucher) -> Self {
        Self {
            code: voucher.code.to_string(),
            sheet: voucher.sheet,
            account: voucher.account,
            currency: voucher.currency,
            amount: voucher.amount,
            note: voucher.note.to_string(),
            hold: voucher.hold,
            state: voucher.state.number(),
            redeemed: voucher.redeemed.map(|how| (how.to, how.transfer, how.at)),
            expires: voucher.expires,
            by: voucher.by,
            token: voucher.token.clone(),
            created: voucher.created,
            updated: voucher.updated,
        }
    }
}

impl StoredVoucher {
    fn open(self, id: VoucherId) -> Result<Voucher> {
        Ok(Voucher {
            id,
            code: Code::parse("code", &self.code).map_err(damaged)?,
            sheet: self.sheet,
            account: self.account,
            currency: self.currency,
            amount: self.amount,
            note: line(&self.note)?,
            hold: self.hold,
            state: VoucherState::stored(self.state)?,
            redeemed: self.redeemed.map(|(to, transfer, at)| Redeemed { to, transfer, at }),
            expires: self.expires,
            by: self.by,
            token: self.token,
            created: self.created,
            updated: self.updated,
        })
    }
}
