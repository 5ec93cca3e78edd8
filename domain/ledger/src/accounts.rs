//! Accounts: opened, frozen and closed as members come and go; read by those who may; their cards.

use ayni_kernel::{AccountId, Actor, Amount, Code, CurrencyId, Error, Event, Fault, MemberId, Reads, Result, WriteTx};
use ayni_members::MemberStatus;

use crate::{
    credit,
    model::{Account, AccountCard, AccountStatus, Currency, Owner},
    policy::{AccountAct, Book, BookAct},
    tables,
};

/// Codes tried when the plain one is taken: `ANA`, `ANA-2` … `ANA-99`.
const MAX_CODE_TRIES: u32 = 99;

/// Answers the members' events: opens (or unfreezes) accounts for a member who may trade, freezes them for one who
/// may not any more, closes them for one who was deleted.
///
/// Refuses the deletion with `Conflict` while a balance or a hold is left.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    match event {
        Event::MemberActivated(member) => activate(tx, member),
        Event::MemberDeactivated(member) => deactivate(tx, member),
        _ => Ok(()),
    }
}

fn activate(tx: &mut WriteTx<'_>, member: MemberId) -> Result<()> {
    let number = ayni_members::name_of(&**tx, member)?.number;
    for currency in tables::currencies(&**tx)? {
        open_for(tx, &currency, member, &number)?;
    }
    Ok(())
}

fn deactivate(tx: &mut WriteTx<'_>, member: MemberId) -> Result<()> {
    let deleted = ayni_members::name_of(&**tx, member)?.status == MemberStatus::Deleted;
    let status = if deleted { AccountStatus::Closed } else { AccountStatus::Frozen };
    for id in tables::accounts_of(&**tx, Owner::Member(member))? {
        let account = tables::named(&**tx, id)?;
        if deleted {
            settled(&**tx, &account)?;
        }
        set_status(tx, account, status)?;
    }
    Ok(())
}

/// Refuses while an account has a balance or pending holds.
fn settled(tx: &impl Reads, account: &Account) -> Result<()> {
    if account.balance().minor() != 0 {
        let currency = crate::currency(tx, account.currency)?;
        let fault = Fault::new("", "ledger-balance-not-zero").with("balance", currency.money(account.balance()));
        return Err(Error::Conflict(fault));
    }
    if account.pending_in.is_positive() || account.pending_out.is_positive() {
        return Err(Error::conflict("ledger-holds-pending"));
    }
    Ok(())
}

fn set_status(tx: &mut WriteTx<'_>, mut account: Account, status: AccountStatus) -> Result<()> {
    if account.status == status {
        return Ok(());
    }
    account.status = status;
    account.updated = tx.now();
    tables::put_face(tx, &account)?;
    tx.emit(Event::AccountChanged(account.id))
}

/// Opens a member's account in a currency, or opens it again.
///
/// In the first currency its code is the member's number, in another one the currency's code is added.
pub(crate) fn open_for(tx: &mut WriteTx<'_>, currency: &Currency, member: MemberId, number: &Code) -> Result<()> {
    let owner = Owner::Member(member);
    if let Some(id) = tables::account_in(&**tx, owner, currency.id)? {
        let account = tables::named(&**tx, id)?;
        return set_status(tx, account, AccountStatus::Open);
    }
    let main = crate::main_currency(&**tx)?.id == currency.id;
    let code = if main { number.to_string() } else { format!("{number}-{}", currency.code) };
    open(tx, owner, currency, &code)?;
    Ok(())
}

/// Opens an account; a member's gets the currency's default limits, others get none.
pub(crate) fn open(tx: &mut WriteTx<'_>, owner: Owner, currency: &Currency, code: &str) -> Result<Account> {
    let (lower, upper) = match owner {
        Owner::Member(_) => (currency.lower, currency.upper),
        Owner::Treasury | Owner::System => (None, None),
    };
    let now = tx.now();
    let account = Account {
        id: tx.id(),
        code: free_code(&**tx, code)?,
        currency: currency.id,
        owner,
        status: AccountStatus::Open,
        lower,
        upper,
        posted_in: Amount::ZERO,
        posted_out: Amount::ZERO,
        pending_in: Amount::ZERO,
        pending_out: Amount::ZERO,
        entries: 0,
        credit: None,
        extras: Vec::new(),
        created: now,
        updated: now,
    };
    add(tx, &account)?;
    if let Owner::Member(_) = owner {
        credit::begin(tx, currency.id, account.id)?;
    }
    tx.emit(Event::AccountChanged(account.id))?;
    Ok(account)
}

/// Writes a new account and counts it.
pub(crate) fn add(tx: &mut WriteTx<'_>, account: &Account) -> Result<()> {
    tables::insert_account(tx, account)?;
    let mut totals = tables::totals(&**tx, account.currency)?;
    totals.accounts += 1;
    tables::put_totals(tx, totals)
}

fn free_code(tx: &impl Reads, wanted: &str) -> Result<Code> {
    for number in 1..=MAX_CODE_TRIES {
        let text = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        let code = Code::parse("code", &text)?;
        if tables::account_by_code(tx, &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::Conflict(Fault::new("code", "ledger-code-taken")))
}

/// An account with its balance, for those who may see it.
pub fn account(tx: &impl Reads, me: &Actor, id: AccountId) -> Result<Account> {
    tables::sealed(tx, me, id)?.open(me, AccountAct::See)
}

/// The account with this code, for those who may see it.
pub fn account_by_code(tx: &impl Reads, me: &Actor, code: &Code) -> Result<Account> {
    let id = tables::account_by_code(tx, code)?.ok_or_else(|| me.absent())?;
    account(tx, me, id)
}

/// A member's accounts, one for each currency in the order these were made, for those who may see them.
pub fn accounts_of(tx: &impl Reads, me: &Actor, member: MemberId) -> Result<Vec<Account>> {
    let mut accounts = Vec::new();
    for currency in tables::currencies(tx)? {
        if let Some(id) = tables::account_in(tx, Owner::Member(member), currency.id)? {
            accounts.push(account(tx, me, id)?);
        }
    }
    Ok(accounts)
}

/// The community's own account in a currency, for those who may see it.
pub fn treasury(tx: &impl Reads, me: &Actor, currency: CurrencyId) -> Result<Account> {
    let id = tables::account_in(tx, Owner::Treasury, currency)?.ok_or_else(|| me.absent())?;
    account(tx, me, id)
}

/// What everybody inside may see of an account; the caller has asked leave already. `NotFound` when there is none.
pub fn card(tx: &impl Reads, id: AccountId) -> Result<AccountCard> {
    let account = tables::face(tx, id)?.ok_or(Error::NotFound)?;
    let member = match account.owner {
        Owner::Member(member) => Some(ayni_members::name_of(tx, member)?),
        Owner::Treasury | Owner::System => None,
    };
    let (name, number, photo) =
        member.map_or((None, None, None), |card| (Some(card.name), Some(card.number), card.photo));
    Ok(AccountCard {
        id,
        code: account.code,
        currency: account.currency,
        owner: account.owner,
        status: account.status,
        name,
        number,
        photo,
    })
}

/// The card of the account with this code, for everybody inside.
pub fn card_by_code(tx: &impl Reads, me: &Actor, code: &Code) -> Result<AccountCard> {
    me.may(BookAct::Browse, &Book)?;
    card(tx, tables::account_by_code(tx, code)?.ok_or(Error::NotFound)?)
}

/// The cards of a member's accounts, one for each currency, for everybody inside: where to pay somebody.
pub fn cards_of(tx: &impl Reads, me: &Actor, member: MemberId) -> Result<Vec<AccountCard>> {
    me.may(BookAct::Browse, &Book)?;
    let mut cards = Vec::new();
    for currency in tables::currencies(tx)? {
        if let Some(id) = tables::account_in(tx, Owner::Member(member), currency.id)? {
            cards.push(card(tx, id)?);
        }
    }
    Ok(cards)
}
