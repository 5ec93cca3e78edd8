//! Currencies and their running totals.

use ayni_kernel::{
    Actor, Amount, Check, Code, CurrencyId, Error, Event, Fault, Line, Name, Reads, Result, Scale, WriteTx,
    page::MAX_ROWS,
};
use ayni_members::{List, MemberStatus};

use crate::{
    accounts,
    model::{Currency, CurrencyKind, Owner, Totals},
    policy::{Book, BookAct},
    tables,
};

/// The program itself, where members are read to open their accounts.
const OPENING: Actor = Actor::System("ledger opens accounts");

/// More than a sign or an abbreviation does not fit beside an amount.
const MAX_SYMBOL: usize = 3;

/// A payment request that nobody answered for a year is forgotten.
pub(crate) const MAX_REQUEST_DAYS: u16 = 365;

/// A currency to be made.
#[derive(Debug, Clone)]
pub struct NewCurrency {
    /// Short code; unique.
    pub code: Code,
    /// Name of one unit.
    pub name: Name,
    /// Name of several units.
    pub plural: Name,
    /// One to three characters.
    pub symbol: Line,
    /// Decimals it counts with; final.
    pub scale: Scale,
    /// Decimals usually shown, at most the scale.
    pub shown: u8,
    /// What it stands for.
    pub kind: CurrencyKind,
    /// Worth in the exchange's common measure, as numerator and denominator, both above zero.
    pub rate: Option<(u64, u64)>,
    /// Lower limit of new member accounts.
    pub lower: Option<Amount>,
    /// Upper limit of new member accounts.
    pub upper: Option<Amount>,
    /// Days that payment requests stay open: 1 to 365.
    pub request_days: u16,
}

/// What can be changed of a currency. Limits apply to accounts opened from now on.
#[derive(Debug, Clone)]
pub struct ChangeCurrency {
    /// Which one.
    pub currency: CurrencyId,
    /// Name of one unit.
    pub name: Name,
    /// Name of several units.
    pub plural: Name,
    /// One to three characters.
    pub symbol: Line,
    /// Decimals usually shown, at most the scale.
    pub shown: u8,
    /// Worth in the exchange's common measure, as numerator and denominator, both above zero.
    pub rate: Option<(u64, u64)>,
    /// Lower limit of new member accounts.
    pub lower: Option<Amount>,
    /// Upper limit of new member accounts.
    pub upper: Option<Amount>,
    /// Days that payment requests stay open: 1 to 365.
    pub request_days: u16,
}

/// Makes a currency with its treasury account and an account for each active member.
///
/// Refuses with `Conflict` when the code is taken.
pub fn create_currency(tx: &mut WriteTx<'_>, me: &Actor, ask: NewCurrency) -> Result<Currency> {
    me.may(BookAct::ManageCurrencies, &Book)?;
    let now = tx.now();
    let currency = Currency {
        id: tx.id(),
        code: ask.code,
        name: ask.name,
        plural: ask.plural,
        symbol: ask.symbol,
        scale: ask.scale,
        shown: ask.shown,
        kind: ask.kind,
        rate: ask.rate,
        lower: ask.lower,
        upper: ask.upper,
        request_days: ask.request_days,
        extras: Vec::new(),
        created: now,
        updated: now,
    };
    sound(&currency)?;
    found(tx, &currency)?;
    open_for_members(tx, &currency)?;
    tx.emit(Event::CurrencyChanged(currency.id))?;
    Ok(currency)
}

/// Writes a new currency and opens its treasury.
pub(crate) fn found(tx: &mut WriteTx<'_>, currency: &Currency) -> Result<()> {
    if tables::currency_by_code(&**tx, &currency.code)?.is_some() {
        return Err(Error::Conflict(Fault::new("code", "ledger-currency-taken")));
    }
    if tables::currency(&**tx, currency.id)?.is_some() {
        return Err(Error::Conflict(Fault::new("id", "ledger-id-used")));
    }
    tables::insert_currency(tx, currency)?;
    accounts::open(tx, Owner::Treasury, currency, currency.code.as_str())?;
    Ok(())
}

/// Opens an account in the currency for each active member.
fn open_for_members(tx: &mut WriteTx<'_>, currency: &Currency) -> Result<()> {
    // A community of a thousand members is beyond the limits of an everyday transaction.
    tx.unlimited();
    let mut after = None;
    loop {
        let ask = List { status: Some(MemberStatus::Active), after, limit: MAX_ROWS };
        let page = ayni_members::directory(&**tx, &OPENING, &ask)?;
        for member in page.rows {
            accounts::open_for(tx, currency, member.id, &member.number)?;
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}

/// Changes a currency's names, sign, decimals shown and the defaults of what is made from now on.
pub fn change_currency(tx: &mut WriteTx<'_>, me: &Actor, ask: ChangeCurrency) -> Result<Currency> {
    let old = currency(&**tx, ask.currency)?;
    me.may(BookAct::ManageCurrencies, &Book)?;
    let currency = Currency {
        name: ask.name,
        plural: ask.plural,
        symbol: ask.symbol,
        shown: ask.shown,
        rate: ask.rate,
        lower: ask.lower,
        upper: ask.upper,
        request_days: ask.request_days,
        updated: tx.now(),
        ..old
    };
    sound(&currency)?;
    tables::put_currency(tx, &currency)?;
    tx.emit(Event::CurrencyChanged(currency.id))?;
    Ok(currency)
}

/// The rules for a currency's own fields.
fn sound(currency: &Currency) -> Result<()> {
    let mut check = Check::default();
    let length = currency.symbol.as_str().chars().count();
    check.require(|| {
        (!(1..=MAX_SYMBOL).contains(&length)).then(|| Fault::new("symbol", "ledger-symbol").with("max", MAX_SYMBOL))
    });
    let decimals = currency.scale.decimals();
    check.require(|| {
        (currency.shown > decimals).then(|| Fault::new("shown", "ledger-shown").with("max", i64::from(decimals)))
    });
    check.require(|| {
        currency.rate.filter(|(over, under)| *over == 0 || *under == 0).map(|_| Fault::new("rate", "ledger-rate"))
    });
    check.require(|| limits_fault(currency.lower, currency.upper));
    check.require(|| days_fault(currency.request_days));
    check.done()
}

/// The lower limit must not be above the upper one.
pub(crate) fn limits_fault(lower: Option<Amount>, upper: Option<Amount>) -> Option<Fault> {
    lower.zip(upper).filter(|(lower, upper)| lower > upper).map(|_| Fault::new("upper", "ledger-limits-order"))
}

/// Payment requests stay open for one day to a year.
pub(crate) fn days_fault(days: u16) -> Option<Fault> {
    (!(1..=MAX_REQUEST_DAYS).contains(&days))
        .then(|| Fault::new("days", "ledger-days").with("max", i64::from(MAX_REQUEST_DAYS)))
}

/// A currency. Anybody may read it.
pub fn currency(tx: &impl Reads, id: CurrencyId) -> Result<Currency> {
    tables::currency(tx, id)?.ok_or(Error::NotFound)
}

/// Every currency, the oldest first. Anybody may read them.
pub fn currencies(tx: &impl Reads) -> Result<Vec<Currency>> {
    tables::currencies(tx)
}

/// The currency that was made first; `NotFound` before there is one.
pub fn main_currency(tx: &impl Reads) -> Result<Currency> {
    currencies(tx)?.into_iter().next().ok_or(Error::NotFound)
}

/// How much was traded in each currency so far. For everybody inside.
pub fn community_totals(tx: &impl Reads, me: &Actor) -> Result<Vec<Totals>> {
    me.may(BookAct::Browse, &Book)?;
    currencies(tx)?.into_iter().map(|currency| tables::totals(tx, currency.id)).collect()
}
