//! Vouchers: an amount of an account on paper, kept aside until somebody redeems it, once, or it lapses.

use ayni_kernel::{
    AccountId, Actor, Amount, Code, Cursor, Error, Event, Fault, HoldId, Line, Page, Reads, Result, Timestamp,
    TransferId, UserId, VoucherId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::{AccountAct, HoldState, KeepAside, Pay, Transfer};
use ayni_notices::About;

use crate::{
    approvals::{PROGRAM, payer, within_threshold},
    code, signing,
    tables::vouchers as tables,
    telling,
};

/// The most vouchers of one sheet: three pages of eight, and some ten keys each of the 500 that one transaction writes.
pub const MAX_SHEET: usize = 24;

/// The longest that a voucher is good for, in days: two years.
pub const MAX_VOUCHER_DAYS: u16 = 730;

/// Letters of a short code: 60 bits, and a guess costs a request of somebody signed in.
const CODE_LETTERS: usize = 12;

ayni_kernel::choices! {
    /// Where a voucher stands.
    VoucherState {
        /// It can be redeemed.
        Open = 1 "open",
        /// Somebody redeemed it.
        Redeemed = 2 "redeemed",
        /// Whoever issued it took it back.
        Withdrawn = 3 "withdrawn",
        /// Nobody redeemed it in time.
        Expired = 4 "expired",
    }
}

/// An amount on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// Which one.
    pub id: VoucherId,
    /// What people type: twelve letters and digits.
    pub code: Code,
    /// The first voucher of the sheet that it was issued with.
    pub sheet: VoucherId,
    /// The account that pays for it.
    pub account: AccountId,
    /// In which currency.
    pub currency: ayni_kernel::CurrencyId,
    /// What it is worth.
    pub amount: Amount,
    /// What for, as it is printed.
    pub note: Line,
    /// What keeps the amount aside.
    pub hold: HoldId,
    /// Where it stands.
    pub state: VoucherState,
    /// Who redeemed it, when, and the payment.
    pub redeemed: Option<Redeemed>,
    /// Until when it can be redeemed.
    pub expires: Timestamp,
    /// Who issued it; `None` for the program.
    pub by: Option<UserId>,
    /// The signed text of its code, for the picture.
    pub token: String,
    /// When it was issued.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// How a voucher was redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redeemed {
    /// The account that received.
    pub to: AccountId,
    /// The payment.
    pub transfer: TransferId,
    /// When.
    pub at: Timestamp,
}

/// Vouchers to be issued.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The account that pays for them.
    pub from: AccountId,
    /// What each is worth.
    pub amount: Amount,
    /// How many, at most [`MAX_SHEET`].
    pub count: usize,
    /// How many days they are good for, at most [`MAX_VOUCHER_DAYS`].
    pub days: u16,
    /// What for, as it is printed.
    pub note: Line,
}

/// A voucher to be redeemed.
#[derive(Debug, Clone)]
pub struct Redeem {
    /// Its short code, or the whole text of its picture.
    pub text: String,
    /// The account that is to receive.
    pub to: AccountId,
}

impl Voucher {
    /// Where it stands at a moment.
    pub fn standing(&self, now: Timestamp) -> VoucherState {
        if self.state == VoucherState::Open && self.expires <= now { VoucherState::Expired } else { self.state }
    }

    /// Its code in groups of four, as it is printed.
    pub fn spelt(&self) -> String {
        code::spelt(&self.code)
    }
}

/// Issues vouchers: what they are worth is kept aside on the account. By whoever may pay from it.
///
/// Refuses as a payment does, and with `Invalid` for more than [`MAX_SHEET`], for too long a time, and for an amount that
/// would need a second person (`payments-above-threshold`).
pub fn issue(tx: &mut WriteTx<'_>, me: &Actor, ask: Issue) -> Result<Vec<Voucher>> {
    let Issue { from, amount, count, days, note } = ask;
    let account = payer(&**tx, me, from)?;
    if !(1..=MAX_SHEET).contains(&count) {
        return Err(Fault::new("count", "payments-voucher-count").with("max", MAX_SHEET).into());
    }
    if !(1..=MAX_VOUCHER_DAYS).contains(&days) {
        return Err(Fault::new("days", "payments-days").with("max", usize::from(MAX_VOUCHER_DAYS)).into());
    }
    within_threshold(&**tx, me, account.id, total(amount, count)?)?;
    let key = signing::key(tx)?;
    // Whole seconds, as the signed text has them.
    let seconds = tx.now().plus_days(i64::from(days)).micros() / 1_000_000;
    let expires = Timestamp::from_micros(seconds * 1_000_000);
    let mut sheet: Vec<Voucher> = Vec::with_capacity(count);
    for _ in 0..count {
        let description = note.clone();
        let hold = ayni_ledger::keep_aside(tx, me, KeepAside { from, to: None, amount, description, expires })?;
        let id = tx.id();
        let mut voucher = Voucher {
            id,
            code: code::new(tx, CODE_LETTERS)?,
            sheet: sheet.first().map_or(id, |first| first.id),
            account: account.id,
            currency: account.currency,
            amount,
            note: note.clone(),
            hold: hold.id,
            state: VoucherState::Open,
            redeemed: None,
            expires,
            by: me.user(),
            token: String::new(),
            created: tx.now(),
            updated: tx.now(),
        };
        voucher.token = signing::sign(&key, &voucher);
        tables::put(tx, &voucher)?;
        tx.emit(Event::VoucherChanged(id))?;
        sheet.push(voucher);
    }
    Ok(sheet)
}

/// What the whole sheet is worth.
fn total(amount: Amount, count: usize) -> Result<Amount> {
    let count = i64::try_from(count).map_err(Error::broken)?;
    let total = amount.minor().checked_mul(count).map(Amount::new);
    total.ok_or_else(|| Error::invalid("amount", "fault-amount-large"))
}

/// The voucher of a short code or of the text of a picture.
fn found(tx: &impl Reads, text: &str) -> Result<Voucher> {
    let unknown = || Error::conflict("payments-voucher-unknown");
    let voucher = if text.trim().len() > 2 * CODE_LETTERS {
        let signed = signing::read(tx, text)?.ok_or_else(unknown)?;
        tables::voucher(tx, signed.id)?
    } else {
        tables::by_code(tx, &code::plain(text))?
    };
    voucher.ok_or_else(unknown)
}

/// Redeems a voucher: what it is worth is paid to the account, once. By whoever may collect for that account.
///
/// Refuses with `Conflict` when it was redeemed already (the fault says by whom and when), was taken back, has lapsed, or
/// is not one of this community's; and as a payment does when the account may not receive so much.
pub fn redeem(tx: &mut WriteTx<'_>, me: &Actor, ask: Redeem) -> Result<Transfer> {
    let Redeem { text, to } = ask;
    let account = ayni_ledger::account(&**tx, me, to)?;
    me.may(AccountAct::Collect, &account)?;
    let mut voucher = found(&**tx, &text)?;
    redeemable(&**tx, &voucher, tx.now())?;
    ayni_ledger::void_hold(tx, &PROGRAM, voucher.hold)?;
    let (id, description) = (Some(TransferId::from_bytes(voucher.id.bytes())), printed(&voucher));
    let pay = Pay { id, from: voucher.account, to: account.id, amount: voucher.amount, description, category: None };
    let transfer = ayni_ledger::pay(tx, &PROGRAM, pay)?;
    voucher.state = VoucherState::Redeemed;
    voucher.redeemed = Some(Redeemed { to: account.id, transfer: transfer.id, at: tx.now() });
    change(tx, &mut voucher)?;
    let (name, money) = (telling::name_of(&**tx, account.id)?, telling::money(&**tx, account.id, voucher.amount)?);
    let notice = telling::notice("payments-notice-redeemed", About::Voucher(voucher.id), name, money);
    telling::tell(tx, voucher.account, notice)?;
    Ok(transfer)
}

/// The description of the payment: the printed note and the code.
fn printed(voucher: &Voucher) -> Line {
    let text =
        if voucher.note.is_empty() { voucher.spelt() } else { format!("{} · {}", voucher.note, voucher.spelt()) };
    Line::parse("note", &text).unwrap_or_else(|_| voucher.note.clone())
}

fn redeemable(tx: &impl Reads, voucher: &Voucher, now: Timestamp) -> Result<()> {
    match (voucher.standing(now), voucher.redeemed) {
        (VoucherState::Open, _) => Ok(()),
        (VoucherState::Redeemed, Some(how)) => Err(Error::Conflict(
            Fault::new("", "payments-voucher-redeemed")
                .with("name", telling::name_of(tx, how.to)?)
                .with("when", how.at),
        )),
        (VoucherState::Expired, _) => {
            Err(Error::Conflict(Fault::new("", "payments-voucher-expired").with("when", voucher.expires)))
        }
        (VoucherState::Withdrawn | VoucherState::Redeemed, _) => Err(Error::conflict("payments-voucher-withdrawn")),
    }
}

/// Takes a voucher back that nobody redeemed yet: the amount is free again, the paper worth nothing. By whoever may pay
/// from the account.
pub fn withdraw_voucher(tx: &mut WriteTx<'_>, me: &Actor, id: VoucherId) -> Result<Voucher> {
    let mut voucher = voucher(&**tx, me, id)?;
    payer(&**tx, me, voucher.account)?;
    redeemable(&**tx, &voucher, tx.now())?;
    ayni_ledger::void_hold(tx, &PROGRAM, voucher.hold)?;
    voucher.state = VoucherState::Withdrawn;
    change(tx, &mut voucher)?;
    Ok(voucher)
}

fn change(tx: &mut WriteTx<'_>, voucher: &mut Voucher) -> Result<()> {
    voucher.updated = tx.now();
    tables::put(tx, voucher)?;
    tx.emit(Event::VoucherChanged(voucher.id))
}

/// Notes that a voucher has lapsed; the ledger frees the amount.
pub(crate) fn expire(tx: &mut WriteTx<'_>, id: VoucherId) -> Result<()> {
    let Some(mut voucher) = tables::voucher(&**tx, id)?.filter(|known| known.state == VoucherState::Open) else {
        return Ok(());
    };
    if let HoldState::Posted { .. } = ayni_ledger::hold_by_id(&**tx, &PROGRAM, voucher.hold)?.state {
        return Err(Error::broken(format!("the amount of {id:?} was paid past it")));
    }
    voucher.state = VoucherState::Expired;
    change(tx, &mut voucher)?;
    let money = telling::money(&**tx, voucher.account, voucher.amount)?;
    let notice = telling::notice("payments-notice-voucher-expired", About::Voucher(id), voucher.spelt(), money);
    telling::tell(tx, voucher.account, notice)
}

/// A voucher, for those who may see the account that pays for it.
pub fn voucher(tx: &impl Reads, me: &Actor, id: VoucherId) -> Result<Voucher> {
    let voucher = tables::voucher(tx, id)?.ok_or_else(|| me.absent())?;
    match ayni_ledger::account(tx, me, voucher.account) {
        // That it exists is nobody else's business.
        Err(Error::Forbidden) => Err(Error::NotFound),
        Err(error) => Err(error),
        Ok(_) => Ok(voucher),
    }
}

/// The voucher that somebody holds in the hand, for everybody inside.
///
/// Refuses with `Conflict` when it is not one of this community's.
pub fn voucher_by_text(tx: &impl Reads, me: &Actor, text: &str) -> Result<Voucher> {
    if me.is_inside() { found(tx, text) } else { Err(me.absent()) }
}

/// The vouchers that were issued together with one, for those who may see its account.
pub fn voucher_sheet(tx: &impl Reads, me: &Actor, id: VoucherId) -> Result<Vec<Voucher>> {
    let first = voucher(tx, me, id)?;
    tables::sheet(tx, first.sheet, MAX_SHEET)
}

/// An account's vouchers, newest first, for those who may see it.
pub fn vouchers_of(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<Voucher>> {
    let account = ayni_ledger::account(tx, me, account)?;
    let after = after.map(|cursor| cursor.key::<VoucherId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_account(tx, account.id, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|voucher| Cursor::after(&voucher.id));
    Ok(Page { rows, next })
}
