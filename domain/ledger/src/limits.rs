//! Limits of an account, and who changed them when and why.

use ayni_kernel::{AccountId, Actor, Amount, Check, Event, Fault, Line, Reads, Result, WriteTx};

use crate::{
    currencies::limits_fault,
    model::{Account, LimitChange},
    policy::AccountAct,
    tables,
};

/// More changes than anybody reads; the older ones stay in the store.
const MAX_HISTORY: usize = 200;

/// New limits for an account.
#[derive(Debug, Clone)]
pub struct SetLimits {
    /// Whose limits.
    pub account: AccountId,
    /// Least balance that a payment may leave; `None` for no limit.
    pub lower: Option<Amount>,
    /// Greatest balance that a payment may leave; `None` for no limit.
    pub upper: Option<Amount>,
    /// Why; must be given.
    pub reason: Line,
}

/// Sets an account's limits and notes who did it, when and why. An account that is beyond them afterwards keeps its
/// balance and may move towards zero.
pub fn set_limits(tx: &mut WriteTx<'_>, me: &Actor, ask: SetLimits) -> Result<Account> {
    let mut account = tables::sealed(&**tx, me, ask.account)?.open(me, AccountAct::SetLimits)?;
    let mut check = Check::default();
    check.require(|| limits_fault(ask.lower, ask.upper));
    check.require(|| ask.reason.is_empty().then(|| Fault::new("reason", "fault-required")));
    check.done()?;
    let change = LimitChange {
        account: account.id,
        at: tx.now(),
        by: me.user(),
        reason: ask.reason,
        before: (account.lower, account.upper),
        after: (ask.lower, ask.upper),
    };
    if change.before == change.after {
        return Ok(account);
    }
    (account.lower, account.upper) = change.after;
    account.updated = change.at;
    tables::put_face(tx, &account)?;
    tables::add_limit_change(tx, &change)?;
    tx.emit(Event::AccountChanged(account.id))?;
    Ok(account)
}

/// The changes of an account's limits, newest first, for those who may see the account.
pub fn limit_history(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<Vec<LimitChange>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    tables::limit_changes(tx, account.id, MAX_HISTORY)
}
