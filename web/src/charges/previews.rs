//! What a rule would have done, or will do: as a table, a total and a small picture.

use ayni_charges::{Outcome, Preview, Trial};
use ayni_kernel::{ReadTx, Result};
use ayni_ledger::Currency;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{MoneyView, Words},
    ledger::PartyView,
};

/// Accounts that a preview names: those on whom it bears most.
const NAMED: usize = 12;

/// One period of a preview.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChargeTrialView)]
pub(super) struct TrialView {
    /// When it begins.
    pub from: String,
    /// When it is over.
    pub until: String,
    /// What would be taken.
    pub taken: MoneyView,
    /// What would be given out.
    pub given: MoneyView,
    /// Accounts, or payments, that would be charged.
    pub charged: u32,
    /// Per cent of the greatest one: the length of its bar.
    #[serde(skip)]
    #[schema(ignore)]
    pub width: i64,
}

/// What it would do to one account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct OutcomeView {
    /// Whose.
    pub account: PartyView,
    /// What would be taken.
    pub taken: MoneyView,
    /// What it would get.
    pub given: MoneyView,
    /// Both together.
    pub net: MoneyView,
}

/// What a rule would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PreviewView {
    /// Period by period, the oldest first.
    pub trials: Vec<TrialView>,
    /// The accounts on which it bears most.
    pub outcomes: Vec<OutcomeView>,
    /// Accounts that would be changed.
    pub accounts: usize,
    /// What would be taken in all.
    pub taken: MoneyView,
    /// What would be given out in all.
    pub given: MoneyView,
    /// Whether there was more than could be looked at.
    pub cut: bool,
}

impl PreviewView {
    pub(super) fn of(tx: &ReadTx, words: &Words, currency: &Currency, preview: Preview) -> Result<Self> {
        let most = preview.trials.iter().map(|trial| trial.taken.minor()).max().unwrap_or(0).max(1);
        let accounts = preview.outcomes.len();
        let mut outcomes = preview.outcomes;
        outcomes.sort_by_key(|outcome| std::cmp::Reverse(net(outcome).unsigned_abs()));
        outcomes.truncate(NAMED);
        Ok(Self {
            trials: preview.trials.iter().map(|trial| trial_view(currency, trial, most)).collect(),
            outcomes: outcomes
                .iter()
                .map(|outcome| outcome_view(tx, words, currency, outcome))
                .collect::<Result<_>>()?,
            accounts,
            taken: currency.money(preview.taken).into(),
            given: currency.money(preview.given).into(),
            cut: preview.cut,
        })
    }

    /// Whether anything is given out.
    pub(super) const fn shares(&self) -> bool {
        self.given.is_positive()
    }
}

const fn net(outcome: &Outcome) -> i64 {
    outcome.given.minor().saturating_sub(outcome.taken.minor())
}

fn trial_view(currency: &Currency, trial: &Trial, most: i64) -> TrialView {
    let width = i128::from(trial.taken.minor()) * 100 / i128::from(most);
    TrialView {
        from: trial.period.from.to_string(),
        until: trial.period.until.to_string(),
        taken: currency.money(trial.taken).into(),
        given: currency.money(trial.given).into(),
        charged: trial.charged,
        width: i64::try_from(width).unwrap_or(100),
    }
}

fn outcome_view(tx: &ReadTx, words: &Words, currency: &Currency, outcome: &Outcome) -> Result<OutcomeView> {
    Ok(OutcomeView {
        account: PartyView::owning(tx, outcome.account, words)?,
        taken: currency.money(outcome.taken).into(),
        given: currency.money(outcome.given).into(),
        net: currency.money(ayni_kernel::Amount::new(net(outcome))).into(),
    })
}
