//! Compares each balance with the fold of the transfers, and the sum of all with zero.

use std::collections::{BTreeMap, BTreeSet};

use ayni_kernel::{Amount, Fault, Scale};

use crate::{
    model::{Account, Bundle},
    read::BEYOND_LIMIT,
    report::Notes,
};

const FILE: &str = "accounts.csv";

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Reconciled {
    /// Accounts whose given balance equals the fold.
    pub(crate) count: usize,
    /// The sum of the balances in the first currency.
    pub(crate) sum: String,
}

/// What went through one account; wide enough for any file.
#[derive(Debug, Default)]
struct Flow {
    paid: i128,
    received: i128,
}

impl Flow {
    const fn balance(&self) -> i128 {
        self.received - self.paid
    }
}

/// Notes every balance that is not what the transfers make it, lies beyond its limits, or leaves the sum unequal
/// to zero. Without readable transfers only limits and sum are looked at.
pub(crate) fn reconcile(bundle: &Bundle, readable: bool, notes: &mut Notes) -> Reconciled {
    let (flows, unsure) = flows(bundle);
    let mut sums = vec![0_i128; bundle.currencies.len().max(1)];
    let mut count = 0;
    let none = Flow::default();
    for account in &bundle.accounts {
        let scale = scale(bundle, account.currency);
        let flow = flows.get(account.code.as_str()).unwrap_or(&none);
        if [flow.paid, flow.received].iter().any(|sum| i64::try_from(*sum).is_err()) {
            notes.row(FILE, account.stamp.line, Fault::new("", "bundle-turnover-large"));
            continue;
        }
        let balance = account.balance.map_or_else(|| flow.balance(), |given| i128::from(given.minor()));
        if let Some(sum) = sums.get_mut(account.currency) {
            *sum += balance;
        }
        if readable && account.balance.is_some() {
            if balance == flow.balance() {
                count += 1;
            } else {
                let word =
                    if unsure.contains(account.code.as_str()) { "bundle-balance-unsure" } else { "bundle-balance" };
                let fault = Fault::new("", word).with("balance", exact(scale, balance));
                notes.cell(FILE, account.stamp.line, "balance", fault.with("computed", exact(scale, flow.balance())));
            }
        }
        limits(account, scale, balance, notes);
    }
    for (index, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum != 0) {
        notes.file(FILE, Fault::new("", "bundle-sum-not-zero").with("sum", exact(scale(bundle, index), *sum)));
    }
    Reconciled { count, sum: exact(scale(bundle, 0), sums.first().copied().unwrap_or_default()) }
}

fn flows(bundle: &Bundle) -> (BTreeMap<&str, Flow>, BTreeSet<&str>) {
    let mut flows: BTreeMap<&str, Flow> = BTreeMap::new();
    let mut unsure = BTreeSet::new();
    for transfer in &bundle.transfers {
        if transfer.payer == transfer.payee {
            continue;
        }
        let Some(amount) = transfer.amount else {
            unsure.extend([transfer.payer.as_str(), transfer.payee.as_str()]);
            continue;
        };
        flows.entry(&transfer.payer).or_default().paid += i128::from(amount.minor());
        flows.entry(&transfer.payee).or_default().received += i128::from(amount.minor());
    }
    (flows, unsure)
}

fn limits(account: &Account, scale: Scale, balance: i128, notes: &mut Notes) {
    if account.extras.iter().any(|(name, text)| name == BEYOND_LIMIT && text == "true") {
        return;
    }
    if let Some(limit) = account.credit_limit.filter(|limit| balance < -i128::from(limit.minor())) {
        let fault = Fault::new("", "bundle-limit-lower").with("balance", exact(scale, balance));
        notes.cell(FILE, account.stamp.line, "creditLimit", fault.with("limit", scale.format_exact(limit)));
    }
    if let Some(limit) = account.maximum.filter(|limit| balance > i128::from(limit.minor())) {
        let fault = Fault::new("", "bundle-limit-upper").with("balance", exact(scale, balance));
        notes.cell(FILE, account.stamp.line, "maximumBalance", fault.with("limit", scale.format_exact(limit)));
    }
}

fn scale(bundle: &Bundle, currency: usize) -> Scale {
    bundle.currencies.get(currency).map(|currency| currency.scale).unwrap_or_default()
}

/// An exact decimal, also beyond 64 bits.
fn exact(scale: Scale, minor: i128) -> String {
    i64::try_from(minor).map_or_else(
        |_| {
            let unit = i128::from(scale.unit());
            let fraction = format!("{:0width$}", (minor % unit).abs(), width = usize::from(scale.decimals()));
            format!("{}.{fraction}", minor / unit)
        },
        |minor| scale.format_exact(Amount::new(minor)),
    )
}
