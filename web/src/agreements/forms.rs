//! What the forms of agreements send.

use ayni_agreements::{Agreement, ReferenceLevel, Terms};
use ayni_kernel::{Amount, Body, Check, CurrencyId, Line, ReadTx, Result};
use ayni_market::PricePart;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    kit::{Face, Words},
    ledger::input::amount,
};

/// Something written.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MessageForm {
    /// What.
    pub message: String,
}

/// A reference as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ReferenceForm {
    /// How it went: `very-good`, `good`, `neutral`, `bad` or `very-bad`.
    pub level: String,
    /// What one writes; not to be left out below `neutral`.
    pub text: String,
}

impl ReferenceForm {
    pub(super) fn read(&self) -> Result<(ReferenceLevel, Body)> {
        let mut check = Check::default();
        let level = check.take(ReferenceLevel::parse("level", &self.level));
        let text = check.take(Body::parse("text", &self.text));
        check.done()?;
        Ok((level.unwrap_or(ReferenceLevel::Neutral), text.unwrap_or_default()))
    }
}

/// An answer to a reference.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ReplyForm {
    /// What one answers.
    pub reply: String,
}

/// Why a reference is hidden.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HideForm {
    /// Why; who gave it is told.
    pub reason: String,
}

/// Interest in a listing.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct InterestForm {
    /// What one writes to its owner.
    pub message: String,
    /// How many; one when left out.
    pub quantity: String,
}

impl InterestForm {
    pub(super) fn quantity(&self) -> Result<u32> {
        whole(&self.quantity)
    }
}

/// Terms as their form sends them.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TermsForm {
    /// What is done or given.
    pub what: String,
    /// When, in one's own words.
    pub when: String,
    /// How many; one when left out.
    pub quantity: String,
    /// The price; nothing for a gift.
    pub amount: String,
    /// The id of its currency.
    pub currency: String,
    /// The price in a second currency.
    pub amount_2: String,
    /// The id of that.
    pub currency_2: String,
}

impl TermsForm {
    /// The form with what is proposed, or else what was accepted, or else the listing's title.
    pub(super) fn of(tx: &ReadTx, words: &Words, agreement: &Agreement) -> Result<Self> {
        let proposed = agreement.proposal.as_ref().map(|proposal| &proposal.terms);
        let Some(terms) = proposed.or(agreement.terms.as_ref()) else {
            return Ok(Self { what: agreement.title.to_string(), quantity: "1".to_owned(), ..Self::default() });
        };
        let part = |at: usize| -> Result<(String, String)> {
            let Some(part) = terms.price.get(at) else { return Ok(Default::default()) };
            let currency = ayni_ledger::currency(tx, part.currency)?;
            Ok((words.amount(part.amount, currency.scale), part.currency.to_string()))
        };
        let ((amount, currency), (amount_2, currency_2)) = (part(0)?, part(1)?);
        Ok(Self {
            what: terms.what.to_string(),
            when: terms.when.to_string(),
            quantity: terms.quantity.to_string(),
            amount,
            currency,
            amount_2,
            currency_2,
        })
    }

    pub(super) fn read(&self, tx: &ReadTx, face: Face) -> Result<Terms> {
        let mut check = Check::default();
        let what = check.take(Line::parse("what", &self.what)).unwrap_or_default();
        let when = check.take(Line::parse("when", &self.when)).unwrap_or_default();
        let mut price = Vec::new();
        for (field, typed, currency) in
            [("amount", &self.amount, &self.currency), ("amount_2", &self.amount_2, &self.currency_2)]
        {
            if !typed.trim().is_empty() {
                let id: CurrencyId = currency.parse()?;
                let scale = ayni_ledger::currency(tx, id)?.scale;
                let read = check.take(amount(face, scale, field, typed));
                price.extend(read.map(|amount| PricePart { currency: id, amount }));
            }
        }
        check.done()?;
        Ok(Terms { what, when, quantity: whole(&self.quantity)?, price })
    }
}

/// What it came to.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FigureForm {
    /// In the first currency of the price.
    pub figure: String,
    /// In the second one.
    pub figure_2: String,
    /// Why, where a steward decides.
    pub note: String,
}

impl FigureForm {
    pub(super) fn read(&self, tx: &ReadTx, face: Face, agreement: &Agreement) -> Result<Vec<Amount>> {
        let mut check = Check::default();
        let mut figures = Vec::new();
        let fields = [("figure", &self.figure), ("figure_2", &self.figure_2)];
        for (part, (field, typed)) in agreement.price().iter().zip(fields) {
            let scale = ayni_ledger::currency(tx, part.currency)?.scale;
            figures.extend(check.take(amount(face, scale, field, typed)));
        }
        check.done()?;
        Ok(figures)
    }
}

/// A whole number; one when nothing is said.
fn whole(text: &str) -> Result<u32> {
    match text.trim() {
        "" => Ok(1),
        text => text.parse().map_err(|_| ayni_kernel::Error::invalid("quantity", "agreements-quantity-whole")),
    }
}
