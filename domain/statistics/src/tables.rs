//! The stored roll-ups, and how far they have come. Private to the feature.

use ayni_kernel::{
    AccountId, CategoryId, CurrencyId, Error, MemberId, Result,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    model::{Band, Figures, Sum},
    month::Month,
};

record!(Figures, 1);
record!(Sum, 1);

/// How far a currency's chain was counted.
#[derive(Archive, Serialize, Deserialize, Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The number of the last transfer.
    pub(crate) number: u64,
    /// The members' balances after it, by bands in their order; accounts that never moved are not among them.
    pub(crate) bands: Vec<Band>,
}
record!(Progress, 1);

impl Progress {
    /// The sum of the positive balances.
    pub(crate) fn stock(&self) -> u64 {
        self.bands.iter().filter(|band| band.step > 0).fold(0, |all, band| all.saturating_add(band.sum))
    }

    /// A balance is in its band from now on.
    pub(crate) fn enter(&mut self, step: i16, size: u64) {
        match self.bands.binary_search_by_key(&step, |band| band.step) {
            Ok(at) => {
                if let Some(band) = self.bands.get_mut(at) {
                    band.accounts = band.accounts.saturating_add(1);
                    band.sum = band.sum.saturating_add(size);
                }
            }
            Err(at) => self.bands.insert(at, Band { step, accounts: 1, sum: size }),
        }
    }

    /// A balance is in its band no more.
    pub(crate) fn leave(&mut self, step: i16, size: u64) {
        for band in self.bands.iter_mut().filter(|band| band.step == step) {
            band.accounts = band.accounts.saturating_sub(1);
            band.sum = band.sum.saturating_sub(size);
        }
        self.bands.retain(|band| band.accounts > 0);
    }
}

/// How often a member gave or received in a month.
#[derive(Archive, Serialize, Deserialize, Default)]
struct StoredActivity {
    times: u64,
}
record!(StoredActivity, 1);

/// A member's balance after the last transfer that was counted.
#[derive(Archive, Serialize, Deserialize)]
struct StoredBalance {
    minor: i64,
}
record!(StoredBalance, 1);

static PROGRESS: Table<CurrencyId, Progress> = Table::new(0x08C0, "statistics_progress", &[]);
static MONTHS: Table<(CurrencyId, u16), Figures> = Table::new(0x08C1, "statistics_months", &[]);
static ACTIVE: Table<(CurrencyId, u16, MemberId), StoredActivity> = Table::new(0x08C2, "statistics_active", &[]);
static CATEGORIES: Table<(CurrencyId, u16, CategoryId), Sum> = Table::new(0x08C3, "statistics_categories", &[]);
static BALANCES: Table<AccountId, StoredBalance> = Table::new(0x08C4, "statistics_balances", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&PROGRESS, &MONTHS, &ACTIVE, &CATEGORIES, &BALANCES]
}

/// How far a currency was counted.
pub(crate) fn progress(tx: &impl Reads, currency: CurrencyId) -> Result<Progress> {
    Ok(PROGRESS.get(tx, &currency)?.unwrap_or_default())
}

pub(crate) fn put_progress(tx: &mut WriteTx<'_>, currency: CurrencyId, progress: &Progress) -> Result<()> {
    Ok(PROGRESS.put(tx, &currency, progress)?)
}

/// A month's figures; `None` when nothing was posted in it.
pub(crate) fn month(tx: &impl Reads, currency: CurrencyId, month: Month) -> Result<Option<Figures>> {
    Ok(MONTHS.get(tx, &(currency, month.0))?)
}

pub(crate) fn put_month(tx: &mut WriteTx<'_>, currency: CurrencyId, month: Month, figures: &Figures) -> Result<()> {
    Ok(MONTHS.put(tx, &(currency, month.0), figures)?)
}

/// The newest month with figures before another.
pub(crate) fn before(tx: &impl Reads, currency: CurrencyId, month: Month) -> Result<Option<Figures>> {
    let mut rows = MONTHS.scan(tx, &currency, Some(&(currency, month.0)), Direction::Descending)?;
    Ok(rows.next().transpose()?.map(|(_, figures)| figures))
}

/// All months of a currency, for the audit.
pub(crate) fn months(tx: &impl Reads, currency: CurrencyId) -> Result<Vec<(Month, Figures)>> {
    let rows = MONTHS.scan(tx, &currency, None, Direction::Ascending)?;
    rows.map(|row| row.map(|((_, month), figures)| (Month(month), figures)).map_err(Error::from)).collect()
}

/// How often a member traded in a month.
pub(crate) fn activity(tx: &impl Reads, key: (CurrencyId, Month, MemberId)) -> Result<u64> {
    Ok(ACTIVE.get(tx, &(key.0, key.1.0, key.2))?.map_or(0, |activity| activity.times))
}

/// Keeps how often a member traded in a month; nothing is kept for no time.
pub(crate) fn put_activity(tx: &mut WriteTx<'_>, key: (CurrencyId, Month, MemberId), times: u64) -> Result<()> {
    let key = (key.0, key.1.0, key.2);
    if times == 0 {
        ACTIVE.remove(tx, &key)?;
        return Ok(());
    }
    Ok(ACTIVE.put(tx, &key, &StoredActivity { times })?)
}

/// What was traded in a category in a month.
pub(crate) fn category(tx: &impl Reads, key: (CurrencyId, Month, CategoryId)) -> Result<Sum> {
    Ok(CATEGORIES.get(tx, &(key.0, key.1.0, key.2))?.unwrap_or_default())
}

/// Keeps what was traded in a category; nothing is kept for nothing.
pub(crate) fn put_category(tx: &mut WriteTx<'_>, key: (CurrencyId, Month, CategoryId), sum: Sum) -> Result<()> {
    let key = (key.0, key.1.0, key.2);
    if sum.times == 0 {
        CATEGORIES.remove(tx, &key)?;
        return Ok(());
    }
    Ok(CATEGORIES.put(tx, &key, &sum)?)
}

/// What was traded in each category in a month.
pub(crate) fn categories(tx: &impl Reads, currency: CurrencyId, month: Month) -> Result<Vec<(CategoryId, Sum)>> {
    let rows = CATEGORIES.scan(tx, &(currency, month.0), None, Direction::Ascending)?;
    rows.map(|row| row.map(|((.., category), sum)| (category, sum)).map_err(Error::from)).collect()
}

/// A member's balance as it was counted; `None` when it never moved.
pub(crate) fn balance(tx: &impl Reads, account: AccountId) -> Result<Option<i64>> {
    Ok(BALANCES.get(tx, &account)?.map(|balance| balance.minor))
}

pub(crate) fn put_balance(tx: &mut WriteTx<'_>, account: AccountId, minor: i64) -> Result<()> {
    Ok(BALANCES.put(tx, &account, &StoredBalance { minor })?)
}
