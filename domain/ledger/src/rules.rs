//! The decisions of the ledger: pure, without a transaction.

use ayni_kernel::{Amount, Code, Error, Fault, Scale, Timestamp};
use jiff::tz::TimeZone;

use crate::{
    formula::Figures,
    model::{Account, AccountStatus, Currency, Earned, LimitKind},
};

/// Whether a reversal may leave an account beyond its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// No: it is refused.
    Refuse,
    /// Yes: the treasurer confirmed it.
    Allow,
}

/// Why an amount may not move from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    NotPositive,
    SameAccount,
    OtherCurrency,
    Frozen(&'static str, Code),
    Closed(&'static str, Code),
    Lower { possible: Amount, balance: Amount },
    First,
    Upper { possible: Amount },
    Large,
}

impl Trouble {
    /// The refusal with its sentence; `currency` is that of the accounts.
    pub(crate) fn told(self, currency: &Currency) -> Error {
        let invalid = |field, word| Error::from(Fault::new(field, word));
        match self {
            Self::NotPositive => invalid("amount", "ledger-amount-positive"),
            Self::SameAccount => invalid("to", "ledger-same-account"),
            Self::OtherCurrency => invalid("to", "ledger-other-currency"),
            Self::Large => invalid("amount", "fault-amount-large"),
            Self::Frozen(field, code) => {
                Error::Conflict(Fault::new(field, "ledger-account-frozen").with("account", code.as_str()))
            }
            Self::Closed(field, code) => {
                Error::Conflict(Fault::new(field, "ledger-account-closed").with("account", code.as_str()))
            }
            Self::Lower { possible, balance } => Fault::new("amount", "ledger-limit-lower")
                .with("possible", currency.money(possible))
                .with("balance", currency.money(balance))
                .into(),
            Self::First => invalid("amount", "ledger-limit-first"),
            Self::Upper { possible } => {
                Fault::new("amount", "ledger-limit-upper").with("possible", currency.money(possible)).into()
            }
        }
    }
}

/// Whether the amount could ever move between the accounts, whatever their status and limits.
pub(crate) fn match_up(debit: &Account, credit: &Account, amount: Amount) -> Result<(), Trouble> {
    if !amount.is_positive() {
        Err(Trouble::NotPositive)
    } else if debit.id == credit.id {
        Err(Trouble::SameAccount)
    } else if debit.currency == credit.currency {
        Ok(())
    } else {
        Err(Trouble::OtherCurrency)
    }
}

/// Whether both accounts may move now.
pub(crate) fn both_open(debit: &Account, credit: &Account) -> Result<(), Trouble> {
    [("from", debit), ("to", credit)].into_iter().try_for_each(|(field, account)| match account.status {
        AccountStatus::Open => Ok(()),
        AccountStatus::Frozen => Err(Trouble::Frozen(field, account.code.clone())),
        AccountStatus::Closed => Err(Trouble::Closed(field, account.code.clone())),
    })
}

/// Whether no account is closed, which is all that a reversal needs.
pub(crate) fn none_closed(debit: &Account, credit: &Account) -> Result<(), Trouble> {
    match both_open(debit, credit) {
        Err(Trouble::Frozen(..)) if credit.status == AccountStatus::Closed => {
            Err(Trouble::Closed("to", credit.code.clone()))
        }
        Err(Trouble::Frozen(..)) => Ok(()),
        other => other,
    }
}

/// Whether the limits of both sides, with what is set aside by holds, leave room for the amount.
///
/// An account that is beyond a limit already may still move towards zero.
pub(crate) fn within_limits(debit: &Account, credit: &Account, amount: Amount) -> Result<(), Trouble> {
    afford(debit, amount)?;
    let before = credit.balance().plus(credit.pending_in).ok_or(Trouble::Large)?;
    let after = before.plus(amount).ok_or(Trouble::Large)?;
    if let Some(upper) = credit.ceiling()
        && after > upper
        && !(before > upper && after.size() < before.size())
    {
        return Err(Trouble::Upper { possible: credit.room().unwrap_or_default() });
    }
    Ok(())
}

/// Whether the payer's lower limit leaves room for the amount.
pub(crate) fn afford(debit: &Account, amount: Amount) -> Result<(), Trouble> {
    let before = debit.balance().minus(debit.pending_out).ok_or(Trouble::Large)?;
    let after = before.minus(amount).ok_or(Trouble::Large)?;
    if let Some(lower) = debit.lowest()
        && after < lower
        && !(before < lower && after.size() < before.size())
    {
        let possible = debit.available().unwrap_or_default();
        if debit.entries == 0 && possible == Amount::ZERO && debit.pending_out == Amount::ZERO {
            return Err(Trouble::First);
        }
        return Err(Trouble::Lower { possible, balance: debit.balance() });
    }
    Ok(())
}

/// All that an ordinary payment, an accepted request and a hold need.
pub(crate) fn payable(debit: &Account, credit: &Account, amount: Amount) -> Result<(), Trouble> {
    match_up(debit, credit, amount)?;
    both_open(debit, credit)?;
    within_limits(debit, credit, amount)
}

/// Moves the amount: the sums and entry counts of both sides afterwards.
pub(crate) fn move_amount(debit: &mut Account, credit: &mut Account, amount: Amount) -> Result<(), Trouble> {
    debit.posted_out = debit.posted_out.plus(amount).ok_or(Trouble::Large)?;
    credit.posted_in = credit.posted_in.plus(amount).ok_or(Trouble::Large)?;
    debit.entries += 1;
    credit.entries += 1;
    Ok(())
}

/// Sets the amount aside on both sides.
pub(crate) fn set_aside(debit: &mut Account, credit: &mut Account, amount: Amount) -> Result<(), Trouble> {
    debit.pending_out = debit.pending_out.plus(amount).ok_or(Trouble::Large)?;
    credit.pending_in = credit.pending_in.plus(amount).ok_or(Trouble::Large)?;
    Ok(())
}

/// Releases an amount that was set aside on both sides.
pub(crate) fn release(debit: &mut Account, credit: &mut Account, amount: Amount) -> Result<(), Trouble> {
    debit.pending_out = debit.pending_out.minus(amount).ok_or(Trouble::Large)?;
    credit.pending_in = credit.pending_in.minus(amount).ok_or(Trouble::Large)?;
    Ok(())
}

/// Hundredths of a percent in the whole.
pub(crate) const WHOLE: u16 = 10_000;

/// What a lower limit comes to; `None` where payments are not stopped.
pub(crate) fn floor(
    kind: &LimitKind,
    lower: Option<Amount>,
    figures: &Figures,
    earned: Earned,
    scale: Scale,
) -> Option<Amount> {
    match kind {
        LimitKind::Hard => lower,
        LimitKind::Warn => None,
        LimitKind::Growing(growth) => {
            // One without a number to start from starts at nothing.
            let lower = lower.unwrap_or_default().min(Amount::ZERO);
            if earned.partners < u32::from(growth.partners) {
                return Some(lower);
            }
            let share = i128::from(earned.amount.minor()) * i128::from(growth.points) / i128::from(WHOLE);
            let grown = i128::from(lower.minor()) - share;
            let most = -i128::from(growth.cap.minor());
            // What was granted at the start is never taken away by the cap.
            let floor = grown.max(most).min(i128::from(lower.minor()));
            Some(Amount::new(i64::try_from(floor).unwrap_or(lower.minor())))
        }
        LimitKind::Formula(formula) => {
            let credit = formula.value(figures, scale).minor().max(0);
            Some(Amount::new(-credit))
        }
    }
}

/// Whole months of the calendar (UTC) between two moments.
pub(crate) fn months_between(from: Timestamp, until: Timestamp) -> u64 {
    let (from, until) = (from.in_zone(&TimeZone::UTC).datetime(), until.in_zone(&TimeZone::UTC).datetime());
    let count = |moment: jiff::civil::DateTime| i64::from(moment.year()) * 12 + i64::from(moment.month());
    let early = (until.day(), until.time()) < (from.day(), from.time());
    u64::try_from(count(until) - count(from) - i64::from(early)).unwrap_or(0)
}

/// How far a payer's balance would lie below a limit, with holds counted: the limit and the balance afterwards. `None`
/// where it stays within, or comes nearer to zero.
pub(crate) fn below(debit: &Account, limit: Option<Amount>, amount: Amount) -> Option<(Amount, Amount)> {
    let before = debit.balance().minus(debit.pending_out)?;
    let after = before.minus(amount)?;
    let limit = limit.filter(|limit| after < *limit)?;
    (before >= limit || after.size() >= before.size()).then_some((limit, after))
}

/// [`below`] for a payee and the limit above.
pub(crate) fn above(credit: &Account, limit: Option<Amount>, amount: Amount) -> Option<(Amount, Amount)> {
    let before = credit.balance().plus(credit.pending_in)?;
    let after = before.plus(amount)?;
    let limit = limit.filter(|limit| after > *limit)?;
    (before <= limit || after.size() >= before.size()).then_some((limit, after))
}
