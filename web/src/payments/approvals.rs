//! Payments that wait for a second person: the list, one of them, and its decision.

use askama::Template;
use ayni_kernel::{Actor, ApprovalId, Error, Line, ReadTx, Result, tx::Now as _};
use ayni_payments::{Approval, ApprovalState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::{
        transfers::TransferView,
        views::{PartyView, category_name, user_name},
    },
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::APPROVALS, list)
            .about("Payments that wait for the caller's decision, the oldest first.")
            .answers::<ApprovalsPage>(),
        Route::get("/approvals/{id}", show).about("A payment that needs a second person.").answers::<ApprovalPage>(),
        Route::post("/approvals/{id}/authorisation", authorise)
            .about("Authorises a payment that somebody else sent: it is paid at once.")
            .answers::<TransferView>(),
        Route::post("/approvals/{id}/denial", deny)
            .about("Says no to a payment that somebody else sent, with a reason.")
            .takes::<DenialForm>()
            .answers::<ApprovalView>(),
        Route::post("/approvals/{id}/withdrawal", withdraw)
            .about("Takes a payment back that waits, by the payer's side.")
            .answers::<ApprovalView>(),
    ]
}

/// A payment that needs a second person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ApprovalView {
    /// Its id.
    pub id: String,
    /// Who pays.
    pub payer: PartyView,
    /// Who receives.
    pub payee: PartyView,
    /// How much.
    pub amount: MoneyView,
    /// What for.
    pub description: String,
    /// The category's name.
    pub category: Option<String>,
    /// waiting, paid, denied, withdrawn or expired.
    pub state: &'static str,
    /// The id that the transfer gets or got.
    pub transfer: String,
    /// Why it was denied.
    pub reason: Option<String>,
    /// When it was sent.
    pub created: String,
    /// Until when it waits.
    pub expires: String,
    /// Whether the reader may authorise or deny it now.
    pub decidable: bool,
    /// Whether the reader may take it back now.
    pub withdrawable: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl ApprovalView {
    pub(crate) fn of(tx: &ReadTx, me: &Actor, words: &Words, approval: &Approval) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, approval.currency)?;
        let now = tx.now();
        let late = approval.state == ApprovalState::Waiting && approval.expires <= now;
        Ok(Self {
            id: approval.id.to_string(),
            payer: PartyView::owning(tx, approval.from, words)?,
            payee: PartyView::owning(tx, approval.to, words)?,
            amount: currency.money(approval.amount).into(),
            description: approval.description.to_string(),
            category: category_name(tx, approval.category)?,
            state: if late { ApprovalState::Expired } else { approval.state }.word(),
            transfer: approval.transfer.to_string(),
            reason: Some(approval.reason.to_string()).filter(|reason| !reason.is_empty()),
            created: approval.created.to_string(),
            expires: approval.expires.to_string(),
            decidable: approval.decidable(tx, me, now)?,
            withdrawable: approval.withdrawable(tx, me, now)?,
            link: links::approval(approval.id),
        })
    }

    /// The approval as the visitor may see it.
    pub(crate) fn load(visit: &Visit, id: ApprovalId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, me, &visit.words, &ayni_payments::approval(tx, me, id)?))
    }

    fn state_key(&self) -> String {
        format!("payments-approval-is-{}", self.state)
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "waiting" => "wait",
            "paid" => "ok",
            "denied" => "bad",
            _ => "",
        }
    }
}

/// Payments that wait for a decision.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/approvals.html")]
struct ApprovalsPage {
    /// The oldest first.
    approvals: Vec<ApprovalView>,
}

async fn list(visit: Visit) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let waiting = ayni_payments::approvals_for(tx, me)?;
        let views = waiting.iter().map(|approval| ApprovalView::of(tx, me, &visit.words, approval));
        Ok(ApprovalsPage { approvals: views.collect::<Result<_>>()? })
    })?)
}

impl Page for ApprovalsPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-approvals")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// One payment that needs a second person.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/approval.html")]
struct ApprovalPage {
    /// The payment.
    approval: ApprovalView,
    /// Who sent it.
    by: Option<String>,
    /// Who decided.
    decided_by: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    receipt: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    form: DenialForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl ApprovalPage {
    fn of(visit: &Visit, id: ApprovalId, form: DenialForm, faults: FormFaults) -> Result<Self> {
        let approval = visit.read(|tx, me| ayni_payments::approval(tx, me, id))?;
        let paid = approval.state == ApprovalState::Paid;
        Ok(Self {
            by: user_name(visit, Some(approval.by))?,
            decided_by: user_name(visit, approval.decided_by)?,
            receipt: paid.then(|| links::transfer(approval.transfer)),
            approval: ApprovalView::load(visit, id)?,
            form,
            faults,
        })
    }
}

impl Page for ApprovalPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-approval")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Of(id): Of<ApprovalId>) -> Answer {
    visit.page(&ApprovalPage::of(&visit, id, DenialForm::default(), FormFaults::default())?)
}

/// Why not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct DenialForm {
    /// Why it is denied; whoever sent it is told.
    reason: String,
}

async fn authorise(visit: Visit, Of(id): Of<ApprovalId>) -> Answer {
    match visit.write(move |tx, me| ayni_payments::authorise(tx, me, id)).await {
        Ok(transfer) => {
            let receipt = TransferView::load(&visit, transfer.id)?;
            visit.done(&receipt, &links::approval(id), "payments-said-authorised")
        }
        Err(error) => again(&visit, id, DenialForm::default(), error).await,
    }
}

async fn deny(visit: Visit, Of(id): Of<ApprovalId>, Input(form): Input<DenialForm>) -> Answer {
    match refuse(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-denied"),
        Err(error) => again(&visit, id, form, error).await,
    }
}

async fn refuse(visit: &Visit, id: ApprovalId, form: &DenialForm) -> Result<ApprovalView> {
    // First whether one may, then what was typed.
    visit.read(|tx, me| ayni_payments::approval(tx, me, id))?;
    let reason = Line::parse("reason", &form.reason)?;
    visit.write(move |tx, me| ayni_payments::deny(tx, me, id, reason)).await?;
    ApprovalView::load(visit, id)
}

async fn withdraw(visit: Visit, Of(id): Of<ApprovalId>) -> Answer {
    match visit.write(move |tx, me| ayni_payments::withdraw_approval(tx, me, id)).await {
        Ok(_) => {
            let view = ApprovalView::load(&visit, id)?;
            visit.done(&view, &view.link, "payments-said-withdrawn")
        }
        Err(error) => again(&visit, id, DenialForm::default(), error).await,
    }
}

async fn again(visit: &Visit, id: ApprovalId, form: DenialForm, error: Error) -> Answer {
    visit.again(error, async |faults| ApprovalPage::of(visit, id, form, faults.into())).await
}
