//! Telling those whom a payment concerns.

use ayni_kernel::{AccountId, Amount, MemberId, Money, Reads, Result, Role, WriteTx};
use ayni_ledger::Owner;
use ayni_notices::{About, Notice};

/// More office holders than a community has; whoever is beyond finds it in the list.
const MAX_TOLD: usize = 20;

/// The member behind an account, if there is one.
pub(crate) fn member_of(tx: &impl Reads, account: AccountId) -> Result<Option<MemberId>> {
    match ayni_ledger::card(tx, account)?.owner {
        Owner::Member(member) => Ok(Some(member)),
        Owner::Treasury | Owner::System => Ok(None),
    }
}

/// What an account is called in a notice: its member's name, or its code.
pub(crate) fn name_of(tx: &impl Reads, account: AccountId) -> Result<String> {
    let card = ayni_ledger::card(tx, account)?;
    Ok(card.name.map_or_else(|| card.code.to_string(), String::from))
}

/// An amount with the currency of an account.
pub(crate) fn money(tx: &impl Reads, account: AccountId, amount: Amount) -> Result<Money> {
    let currency = ayni_ledger::card(tx, account)?.currency;
    Ok(ayni_ledger::currency(tx, currency)?.money(amount))
}

/// Tells the member behind an account; the treasury is told nothing.
pub(crate) fn tell(tx: &mut WriteTx<'_>, account: AccountId, notice: Notice) -> Result<()> {
    if let Some(member) = member_of(&**tx, account)? {
        ayni_notices::tell(tx, member, notice)?;
    }
    Ok(())
}

/// Tells the members of those who hold a role, one notice each.
pub(crate) fn tell_role(tx: &mut WriteTx<'_>, role: Role, notice: &Notice) -> Result<()> {
    let holders = ayni_members::all_roles(&**tx)?;
    let holders = holders.into_iter().filter(|(_, roles)| roles.has(role)).take(MAX_TOLD);
    for (user, _) in holders.collect::<Vec<_>>() {
        let member = ayni_members::members_of(&**tx, user)?.into_iter().next();
        if let Some(member) = member {
            ayni_notices::tell(tx, member.id, notice.clone())?;
        }
    }
    Ok(())
}

/// A notice with the words that nearly each has: whose, and how much.
pub(crate) fn notice(word: &'static str, about: About, name: String, amount: Money) -> Notice {
    Notice::new(word, about).with("name", name).with("amount", amount)
}
