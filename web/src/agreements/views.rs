//! How agreements are shown.

use ayni_agreements::{Agreement, Next, PaidBy, Side, Step, Terms};
use ayni_kernel::{Actor, ReadTx, Result};
use ayni_market::PricePart;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{CardView, MoneyView},
    links,
};

/// What two members agree on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AgreementTermsView)]
pub(crate) struct TermsView {
    /// What is done or given.
    pub what: String,
    /// When, in their words.
    pub when: String,
    /// How many.
    pub quantity: u32,
    /// The price; nothing for a gift.
    pub price: Vec<MoneyView>,
}

impl TermsView {
    fn of(tx: &ReadTx, terms: &Terms) -> Result<Self> {
        Ok(Self {
            what: terms.what.to_string(),
            when: terms.when.to_string(),
            quantity: terms.quantity,
            price: moneys(tx, &terms.price)?,
        })
    }
}

/// A part of what is to be paid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OwedView {
    /// How much.
    pub amount: MoneyView,
    /// Whether it was paid.
    pub paid: bool,
    /// The transfer that paid it.
    pub transfer: Option<String>,
}

/// A step of the history.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AgreementStepView)]
pub(crate) struct StepView {
    /// What happened.
    pub kind: &'static str,
    /// Who did it; nobody for the program.
    pub by: Option<CardView>,
    /// What they wrote.
    pub text: String,
    /// The amounts it names.
    pub amounts: Vec<MoneyView>,
    /// When.
    pub at: String,
}

impl StepView {
    pub(super) fn of(tx: &ReadTx, step: &Step) -> Result<Self> {
        Ok(Self {
            kind: step.kind.word(),
            by: step.by.map(|id| ayni_members::name_of(tx, id)).transpose()?.map(CardView::from),
            text: step.text.to_string(),
            amounts: moneys(tx, &step.amounts)?,
            at: step.at.to_string(),
        })
    }

    pub(super) fn key(&self) -> String {
        format!("agreements-step-{}", self.kind)
    }
}

/// An agreement as its reader sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AgreementView {
    /// The agreement's id.
    pub id: String,
    /// What stood above the listing.
    pub title: String,
    /// The listing's id.
    pub listing: String,
    /// Where it stands.
    pub state: &'static str,
    /// Who gives and is paid.
    pub giver: CardView,
    /// Who gets and pays.
    pub taker: CardView,
    /// The reader's side, `giver` or `taker`; none for a steward.
    pub side: Option<&'static str>,
    /// What both accepted.
    pub terms: Option<TermsView>,
    /// What one side would like (instead).
    pub proposal: Option<TermsView>,
    /// What is to be paid.
    pub owed: Vec<OwedView>,
    /// What the reader should do next.
    pub next: &'static str,
    /// When something happened last.
    pub updated: String,
    #[serde(skip)]
    pub link: String,
}

impl AgreementView {
    pub(super) fn of(tx: &ReadTx, me: &Actor, agreement: &Agreement) -> Result<Self> {
        let side = ayni_agreements::side_of(agreement, me);
        let next = side.map_or(Ok(Next::Wait), |side| ayni_agreements::next(tx, agreement, side))?;
        let owed = |owed: &ayni_agreements::Owed| -> Result<OwedView> {
            let transfer = match owed.paid {
                Some(PaidBy::Transfer(id)) => Some(id.to_string()),
                Some(PaidBy::Money(_)) | None => None,
            };
            let amount = ayni_ledger::currency(tx, owed.currency)?.money(owed.amount).into();
            Ok(OwedView { amount, paid: owed.paid.is_some(), transfer })
        };
        Ok(Self {
            id: agreement.id.to_string(),
            title: agreement.title.to_string(),
            listing: agreement.listing.to_string(),
            state: agreement.state.word(),
            giver: ayni_members::name_of(tx, agreement.giver)?.into(),
            taker: ayni_members::name_of(tx, agreement.taker)?.into(),
            side: side.map(Side::word),
            terms: agreement.terms.as_ref().map(|terms| TermsView::of(tx, terms)).transpose()?,
            proposal: agreement.proposal.as_ref().map(|it| TermsView::of(tx, &it.terms)).transpose()?,
            owed: agreement.owed.iter().map(owed).collect::<Result<_>>()?,
            next: word(next),
            updated: agreement.updated.to_string(),
            link: links::agreement(agreement.id),
        })
    }

    /// The member on the other side; the giver for a steward.
    pub(super) fn other(&self) -> &CardView {
        if self.side == Some(Side::Giver.word()) { &self.taker } else { &self.giver }
    }

    pub(super) fn state_key(&self) -> String {
        format!("agreements-state-{}", self.state)
    }

    pub(super) fn next_key(&self) -> String {
        format!("agreements-next-{}", self.next)
    }

    pub(super) fn needs_me(&self) -> bool {
        matches!(self.next, "propose" | "accept" | "confirm" | "pay" | "receive" | "refer")
    }
}

const fn word(next: Next) -> &'static str {
    match next {
        Next::Propose => "propose",
        Next::Accept => "accept",
        Next::Wait => "wait",
        Next::Confirm => "confirm",
        Next::Steward => "steward",
        Next::Pay => "pay",
        Next::Receive => "receive",
        Next::Refer => "refer",
        Next::Nothing => "nothing",
    }
}

pub(super) fn moneys(tx: &ReadTx, parts: &[PricePart]) -> Result<Vec<MoneyView>> {
    parts.iter().map(|part| Ok(ayni_ledger::currency(tx, part.currency)?.money(part.amount).into())).collect()
}
