//! What people do with an agreement.

use std::future::ready;

use ayni_agreements::Agreement;
use ayni_kernel::{Actor, AgreementId, Body, Error, ListingId, Result, WriteTx};

use super::{
    forms::{FigureForm, InterestForm, MessageForm, TermsForm},
    page::{AgreementPage, InterestPage},
    views::AgreementView,
};
use crate::kit::{Answer, Input, Of, Route, Visit};

/// The routes of acting.
pub(super) fn routes() -> Vec<Route> {
    let noun = |route: Route, about| route.about(about).answers::<AgreementView>();
    vec![
        noun(Route::post("/listings/{id}/interest", ask).takes::<InterestForm>(), "Say that one is interested."),
        noun(Route::post("/agreements/{id}/messages", say).takes::<MessageForm>(), "Write to the other side."),
        noun(Route::post("/agreements/{id}/proposal", propose).takes::<TermsForm>(), "Propose terms."),
        noun(Route::post("/agreements/{id}/acceptance", accept), "Accept what the other side proposed."),
        noun(Route::post("/agreements/{id}/start", start), "Say that it has begun."),
        noun(Route::post("/agreements/{id}/confirmation", confirm).takes::<FigureForm>(), "Say what it came to."),
        noun(Route::post("/agreements/{id}/decision", settle).takes::<FigureForm>(), "Decide a difference."),
        noun(Route::post("/agreements/{id}/payment", pay), "Pay what could not be paid before."),
        noun(Route::post("/agreements/{id}/receipt", receive), "Write down that the money came."),
        noun(Route::post("/agreements/{id}/cancellation", cancel).takes::<MessageForm>(), "Call it off."),
    ]
}

async fn ask(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<InterestForm>) -> Answer {
    match asked(&visit, id, &form).await {
        Ok(agreement) => said(&visit, &agreement, "agreements-said-asked"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| InterestPage::read(tx, me, id, form.clone(), faults)));
            visit.again(error, again).await
        }
    }
}

async fn asked(visit: &Visit, id: ListingId, form: &InterestForm) -> Result<Agreement> {
    let (quantity, message) = (form.quantity()?, Body::parse("message", &form.message)?);
    visit.write(move |tx, me| ayni_agreements::ask(tx, me, id, quantity, message)).await
}

/// Shows the agreement as it is now.
fn said(visit: &Visit, agreement: &Agreement, word: &'static str) -> Answer {
    let view = visit.read(|tx, me| AgreementView::of(tx, me, agreement))?;
    visit.done(&view, &view.link, word)
}

/// A refusal is shown on the agreement's page.
async fn told(visit: &Visit, id: AgreementId, done: Result<Agreement>, word: &'static str) -> Answer {
    match done {
        Ok(agreement) => said(visit, &agreement, word),
        Err(error) => {
            let page = |faults| ready(visit.read(|tx, me| AgreementPage::read(&visit.words, tx, me, id, faults)));
            visit.again(error, page).await
        }
    }
}

/// A use case that needs a text.
type Written = fn(&mut WriteTx<'_>, &Actor, AgreementId, Body) -> Result<Agreement>;

async fn write(visit: &Visit, id: AgreementId, form: &MessageForm, (act, word): (Written, &'static str)) -> Answer {
    let done = match Body::parse("message", &form.message) {
        Ok(text) => visit.write(move |tx, me| act(tx, me, id, text)).await,
        Err(fault) => Err(Error::from(fault)),
    };
    told(visit, id, done, word).await
}

async fn say(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<MessageForm>) -> Answer {
    write(&visit, id, &form, (ayni_agreements::say, "agreements-said-sent")).await
}

async fn cancel(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<MessageForm>) -> Answer {
    write(&visit, id, &form, (ayni_agreements::cancel, "agreements-said-cancelled")).await
}

async fn propose(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<TermsForm>) -> Answer {
    let done = match visit.read(|tx, _| form.read(tx, visit.face)) {
        Ok(terms) => visit.write(move |tx, me| ayni_agreements::propose(tx, me, id, terms)).await,
        Err(error) => Err(error),
    };
    told(&visit, id, done, "agreements-said-proposed").await
}

/// A use case that needs nothing but the agreement.
type Pressed = fn(&mut WriteTx<'_>, &Actor, AgreementId) -> Result<Agreement>;

async fn press(visit: &Visit, id: AgreementId, act: Pressed, word: &'static str) -> Answer {
    let done = visit.write(move |tx, me| act(tx, me, id)).await;
    told(visit, id, done, word).await
}

async fn accept(visit: Visit, Of(id): Of<AgreementId>) -> Answer {
    press(&visit, id, ayni_agreements::accept, "agreements-said-accepted").await
}

async fn start(visit: Visit, Of(id): Of<AgreementId>) -> Answer {
    press(&visit, id, ayni_agreements::start, "agreements-said-started").await
}

async fn pay(visit: Visit, Of(id): Of<AgreementId>) -> Answer {
    press(&visit, id, ayni_agreements::pay, "agreements-said-paid").await
}

async fn receive(visit: Visit, Of(id): Of<AgreementId>) -> Answer {
    press(&visit, id, ayni_agreements::receive, "agreements-said-received").await
}

async fn confirm(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<FigureForm>) -> Answer {
    let face = visit.face;
    let figures = visit.read(|tx, me| form.read(tx, face, &ayni_agreements::agreement(tx, me, id)?));
    let done = match figures {
        Ok(figures) => visit.write(move |tx, me| ayni_agreements::confirm(tx, me, id, figures)).await,
        Err(error) => Err(error),
    };
    told(&visit, id, done, "agreements-said-confirmed").await
}

async fn settle(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<FigureForm>) -> Answer {
    told(&visit, id, settled(&visit, id, &form).await, "agreements-said-settled").await
}

async fn settled(visit: &Visit, id: AgreementId, form: &FigureForm) -> Result<Agreement> {
    let figures = visit.read(|tx, me| form.read(tx, visit.face, &ayni_agreements::agreement(tx, me, id)?))?;
    let note = Body::parse("note", &form.note)?;
    visit.write(move |tx, me| ayni_agreements::settle(tx, me, id, &figures, note)).await
}
