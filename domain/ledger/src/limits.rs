//! Limits of an account, and who changed them when and why.

use ayni_kernel::{AccountId, Actor, Amount, Line, Reads, Result, WriteTx};

use crate::{
    credit::{ChangeLimits, change_limits},
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
/// balance and may move towards zero. Its kind of limit stays.
pub fn set_limits(tx: &mut WriteTx<'_>, me: &Actor, ask: SetLimits) -> Result<Account> {
    let account = tables::sealed(&**tx, me, ask.account)?.open(me, AccountAct::SetLimits)?;
    let kind = account.limit_kind();
    let SetLimits { account, lower, upper, reason } = ask;
    change_limits(tx, me, ChangeLimits { account, lower, upper, kind, reason })
}

/// The changes of an account's limits, newest first, for those who may see the account.
pub fn limit_history(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<Vec<LimitChange>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    tables::limit_changes(tx, account.id, MAX_HISTORY)
}
