//! How much: levies, charges of a period, shares. Pure.

use ayni_kernel::{Amount, CategoryId};

use crate::model::{Levy, What};

/// What a levy takes on a payment; nothing when it is not about its category.
pub(crate) fn levy(levy: &Levy, amount: Amount, category: Option<CategoryId>) -> Amount {
    let meant = levy.categories.is_empty() || category.is_some_and(|category| levy.categories.contains(&category));
    if !meant {
        return Amount::ZERO;
    }
    let share = levy.rate.of(amount).plus(levy.fixed).unwrap_or(levy.fixed);
    let least = share.max(levy.least);
    levy.most.map_or(least, |most| least.min(most))
}

/// What a period costs an account that holds so much; nothing for levies.
pub(crate) fn charge(what: &What, holds: Amount) -> Amount {
    match what {
        What::Levy(_) => Amount::ZERO,
        What::Fee { amount } | What::Dues { amount } => *amount,
        What::Demurrage { rate, free, .. } => rate.of(holds.minus(*free).unwrap_or_default()),
    }
}

/// The share of the account at a place (from 0) when so much goes to so many equally.
pub(crate) fn share(total: Amount, receivers: u32, place: u32) -> Amount {
    let (total, receivers) = (total.minor(), i64::from(receivers));
    if receivers == 0 {
        return Amount::ZERO;
    }
    Amount::new(total / receivers + i64::from(i64::from(place) < total % receivers))
}

/// What one account is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Footing {
    /// What it holds.
    pub(crate) holds: Amount,
    /// Whether it is charged.
    pub(crate) pays: Pays,
    /// Whether it gets a share.
    pub(crate) receives: bool,
}

/// Whether an account is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pays {
    /// Yes.
    Yes,
    /// It is exempt, or was not there yet.
    No,
}

/// What a run takes and gives, account by account in the order given.
pub(crate) fn reckon(what: &What, footings: &[Footing]) -> Vec<(Amount, Amount)> {
    let charges: Vec<Amount> = footings
        .iter()
        .map(|footing| match footing.pays {
            Pays::Yes => charge(what, footing.holds),
            Pays::No => Amount::ZERO,
        })
        .collect();
    let total = charges.iter().fold(Amount::ZERO, |sum, charge| sum.plus(*charge).unwrap_or(sum));
    let receivers = u32::try_from(footings.iter().filter(|footing| footing.receives).count()).unwrap_or(u32::MAX);
    let mut place = 0;
    charges
        .into_iter()
        .zip(footings)
        .map(|(charge, footing)| {
            let gift = if footing.receives { share(total, receivers, place) } else { Amount::ZERO };
            place += u32::from(footing.receives);
            (charge, gift)
        })
        .collect()
}

/// Several runs one after the other, as if each had been made when it was due: for each the accounts' footings as they
/// were without any of them, `None` where the run passes an account over.
pub(crate) fn in_a_row(what: &What, runs: &[Vec<Option<Footing>>]) -> Vec<Vec<(Amount, Amount)>> {
    let mut changes = vec![Amount::ZERO; runs.first().map_or(0, Vec::len)];
    let mut all = Vec::with_capacity(runs.len());
    for footings in runs {
        let met: Vec<Footing> = footings
            .iter()
            .zip(&changes)
            .map(|(footing, change)| match footing {
                Some(footing) => Footing { holds: footing.holds.plus(*change).unwrap_or(footing.holds), ..*footing },
                None => Footing { holds: Amount::ZERO, pays: Pays::No, receives: false },
            })
            .collect();
        let lines = reckon(what, &met);
        for (change, (charge, gift)) in changes.iter_mut().zip(&lines) {
            *change = change.minus(*charge).and_then(|rest| rest.plus(*gift)).unwrap_or(*change);
        }
        all.push(lines);
    }
    all
}
