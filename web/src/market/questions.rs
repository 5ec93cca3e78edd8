//! Questions and answers under a listing.

use ayni_kernel::{Actor, Body, Error, ListingId, QuestionId, ReadTx, Result, WriteTx};
use ayni_market::Question;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, CardView, Input, Of, Route, Visit},
    links,
};

/// The routes of questions.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/listings/{id}/questions", ask)
            .about("Ask something about a listing.")
            .takes::<AskForm>()
            .answers::<QuestionView>(),
        Route::post("/listings/{id}/answers", answer)
            .about("Answer a question about a listing.")
            .takes::<AnswerForm>()
            .answers::<QuestionView>(),
        Route::post("/listings/{id}/question-hiding", hide)
            .about("Take a question away from everybody but the staff.")
            .takes::<AnswerForm>()
            .answers::<QuestionView>(),
        Route::post("/listings/{id}/question-showing", show)
            .about("Show a question again.")
            .takes::<AnswerForm>()
            .answers::<QuestionView>(),
    ]
}

/// A question with its answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct QuestionView {
    /// The question's id.
    pub id: String,
    /// Who asked.
    pub asker: CardView,
    /// What.
    pub text: String,
    /// When.
    pub asked: String,
    /// What the owner said.
    pub answer: Option<String>,
    /// When the owner said so.
    pub answered: Option<String>,
    /// Whether a steward took it away.
    pub hidden: bool,
}

impl QuestionView {
    pub(super) fn of(tx: &ReadTx, question: Question) -> Result<Self> {
        let (answer, answered) = question.answer.unzip();
        Ok(Self {
            id: question.id.to_string(),
            asker: ayni_members::name_of(tx, question.asker)?.into(),
            text: question.text.to_string(),
            asked: question.asked.to_string(),
            answer: answer.map(|text| text.to_string()),
            answered: answered.map(|at| at.to_string()),
            hidden: question.hidden.is_some(),
        })
    }
}

/// A question as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct AskForm {
    /// What is asked.
    text: String,
}

/// An answer as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct AnswerForm {
    /// The id of the question.
    question: String,
    /// What is answered.
    text: String,
}

async fn ask(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<AskForm>) -> Answer {
    let text = Body::parse("question", &form.text).map_err(Error::from)?;
    let question = visit.write(move |tx, me| ayni_market::ask(tx, me, id, text)).await?;
    told(&visit, question, "market-said-asked")
}

async fn answer(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<AnswerForm>) -> Answer {
    let text = Body::parse("answer", &form.text).map_err(Error::from)?;
    let work = move |tx: &mut WriteTx<'_>, me: &Actor| ayni_market::answer(tx, me, id, question(&form)?, text);
    let question = visit.write(work).await?;
    told(&visit, question, "market-said-answered")
}

async fn hide(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<AnswerForm>) -> Answer {
    let question = visit.write(move |tx, me| ayni_market::hide_question(tx, me, id, question(&form)?)).await?;
    told(&visit, question, "market-said-saved")
}

async fn show(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<AnswerForm>) -> Answer {
    let question = visit.write(move |tx, me| ayni_market::show_question(tx, me, id, question(&form)?)).await?;
    told(&visit, question, "market-said-saved")
}

fn question(form: &AnswerForm) -> Result<QuestionId> {
    form.question.parse()
}

fn told(visit: &Visit, question: Question, said: &'static str) -> Answer {
    let next = links::listing(question.listing);
    let view = visit.read(|tx, _| QuestionView::of(tx, question))?;
    visit.done(&view, &next, said)
}
