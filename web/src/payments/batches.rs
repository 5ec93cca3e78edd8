//! Lists of payments: looked at line by line, then paid.

use askama::Template;
use axum::extract::Multipart;
use ayni_kernel::{Actor, BatchId, Cursor, Error, Line, ReadTx, Result};
use ayni_payments::{Again, Batch, Checked, LineState, ListFault, MAX_FILE, MAX_TOGETHER, Pick, Progress};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    grid::{self, GridForm, GridPage},
    inside,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::views::PartyView,
    links,
};

/// Lists of a page.
const ROWS: usize = 30;

/// What a file may weigh with what a form puts around it.
const MAX_BODY: usize = MAX_FILE + 16 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::BATCHES, list)
            .about("The lists of payments that the caller prepared, newest first.")
            .asks::<BatchesQuery>()
            .answers::<BatchesPage>(),
        Route::get("/batches/new", form).about("The form for several payments at once.").page_only(),
        Route::post(links::BATCHES, prepare)
            .about("Prepares several payments; nothing moves before they are paid.")
            .takes::<GridForm>()
            .answers::<BatchPage>(),
        Route::post("/batches/file", upload)
            .about("Prepares the payments of a file (multipart, field `file`: CSV with payer, payee, description, amount).")
            .max_body(MAX_BODY)
            .answers::<BatchPage>(),
        Route::get("/batches/{id}", show)
            .about("A list of payments with what is wrong with each line now.")
            .answers::<BatchPage>(),
        Route::post("/batches/{id}/payment", pay)
            .about("Pays a list: up to 40 payments all or none, longer ones in stages. Goes on where it stopped.")
            .takes::<PayBatchForm>()
            .answers::<BatchPage>(),
        Route::post("/batches/{id}/removal", remove)
            .about("Throws a list away that was not paid.")
            .answers::<BatchPage>(),
    ]
}

/// A list of payments.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct BatchView {
    /// Its id.
    id: String,
    /// What it is called.
    title: String,
    /// draft, paying, paid or dropped.
    state: &'static str,
    /// How many lines it has.
    lines: u32,
    /// The id of the same list, paid before.
    repeats: Option<String>,
    /// When it was prepared.
    created: String,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    earlier: Option<String>,
}

impl BatchView {
    fn of(batch: &Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            title: batch.title.to_string(),
            state: batch.state.word(),
            lines: batch.lines,
            repeats: batch.repeats.map(|id| id.to_string()),
            created: batch.created.to_string(),
            link: links::batch(batch.id),
            earlier: batch.repeats.map(links::batch),
        }
    }

    fn state_key(&self) -> String {
        format!("payments-batch-{}", self.state)
    }

    fn count(&self) -> u64 {
        self.lines.into()
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "draft" => "info",
            "paying" => "wait",
            "paid" => "ok",
            _ => "",
        }
    }
}

/// Where a list of lists begins.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct BatchesQuery {
    /// The `next` of the page before.
    after: String,
}

/// The lists that the reader prepared.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/batches.html")]
struct BatchesPage {
    /// The newest first.
    batches: PageView<BatchView>,
}

async fn list(visit: Visit, Ask(query): Ask<BatchesQuery>) -> Answer {
    inside(&visit)?;
    let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
    let after = after.transpose()?;
    let page = visit.read(|tx, me| ayni_payments::batches(tx, me, after, ROWS))?;
    visit.page(&BatchesPage { batches: page.map(|batch| BatchView::of(&batch)).into() })
}

impl BatchesPage {
    fn older(&self) -> Option<String> {
        self.batches.next.as_ref().map(|next| format!("{}{}", links::BATCHES, links::query(&[("after", next)])))
    }
}

impl Page for BatchesPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-batches")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn form(visit: Visit) -> Answer {
    inside(&visit)?;
    visit.page(&GridPage::of(&visit, GridForm::default(), FormFaults::default())?)
}

async fn prepare(visit: Visit, Input(form): Input<GridForm>) -> Answer {
    inside(&visit)?;
    if form.wants_rows() {
        return visit.page(&GridPage::of(&visit, form, FormFaults::default())?);
    }
    match from_grid(&visit, &form).await {
        Ok(page) => visit.done(&page, &page.batch.link, "payments-said-prepared"),
        Err(error) => visit.again(error, async |faults| GridPage::of(&visit, form, faults.into())).await,
    }
}

async fn from_grid(visit: &Visit, form: &GridForm) -> Result<BatchPage> {
    let typed = form.lines();
    if typed.is_empty() {
        return Err(Error::invalid("lines", "payments-batch-empty"));
    }
    let title = Line::parse("title", &form.title)?;
    keep(visit, grid::understood(visit, &form.from, title, typed)?).await
}

async fn keep(visit: &Visit, ask: ayni_payments::NewBatch) -> Result<BatchPage> {
    let batch = visit.write(move |tx, me| ayni_payments::prepare(tx, me, ask)).await?;
    BatchPage::of(visit, batch.id, FormFaults::default())
}

async fn upload(visit: Visit, parts: Multipart) -> Answer {
    inside(&visit)?;
    match from_file(&visit, parts).await {
        Ok(page) => visit.done(&page, &page.batch.link, "payments-said-prepared"),
        Err(error) => visit.again(error, async |faults| GridPage::of(&visit, GridForm::default(), faults.into())).await,
    }
}

async fn from_file(visit: &Visit, mut parts: Multipart) -> Result<BatchPage> {
    let unreadable = || Error::invalid("file", "payments-file-unreadable");
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| unreadable())?;
        let lines = ayni_payments::read_list(&bytes).map_err(|fault| Error::invalid("file", file_word(fault)))?;
        let title = Line::parse("title", &name).unwrap_or_default();
        return keep(visit, grid::understood(visit, "", title, lines)?).await;
    }
    Err(unreadable())
}

const fn file_word(fault: ListFault) -> &'static str {
    match fault {
        ListFault::Empty => "payments-file-empty",
        ListFault::Columns => "payments-file-columns",
        ListFault::Narrow => "payments-file-narrow",
    }
}

/// A line of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PaymentLineView)]
struct LineView {
    /// Its number in the file or the grid.
    number: u32,
    /// Who pays; absent when nobody was found.
    payer: Option<PartyView>,
    /// Who receives; absent when nobody was found.
    payee: Option<PartyView>,
    /// How much; absent when it is no amount.
    amount: Option<MoneyView>,
    /// What for.
    description: String,
    /// ready, paid, waiting, refused or left.
    state: &'static str,
    /// What is wrong with it now.
    fault: Option<String>,
    /// The id of the payment that it became.
    transfer: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    typed: [String; 3],
    #[serde(skip)]
    #[schema(ignore)]
    receipt: Option<String>,
}

impl LineView {
    fn of(tx: &ReadTx, words: &Words, checked: Checked) -> Result<Self> {
        let Checked { line, fault } = checked;
        let party = |account: Option<_>| account.map(|id| PartyView::owning(tx, id, words)).transpose();
        let currency = match line.payer.or(line.payee) {
            Some(account) => ayni_ledger::currency(tx, ayni_ledger::card(tx, account)?.currency)?,
            None => ayni_ledger::main_currency(tx)?,
        };
        let paid = line.transfer.filter(|_| line.state == LineState::Paid);
        Ok(Self {
            number: line.typed.number,
            payer: party(line.payer)?,
            payee: party(line.payee)?,
            amount: line.amount.map(|amount| currency.money(amount).into()),
            description: line.typed.description,
            state: line.state.word(),
            fault: fault.map(|fault| words.fault(&fault)),
            transfer: line.transfer.map(|id| id.to_string()),
            typed: [line.typed.payer, line.typed.payee, line.typed.amount],
            receipt: paid.map(links::transfer),
        })
    }

    fn state_key(&self) -> String {
        format!("payments-line-{}", self.state)
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "paid" => "ok",
            "waiting" => "wait",
            "refused" => "bad",
            _ => "",
        }
    }

    fn is_ready(&self) -> bool {
        self.state == "ready"
    }

    fn payer_name(&self) -> &str {
        self.payer.as_ref().map_or(self.typed[0].as_str(), |party| &party.name)
    }

    fn payee_name(&self) -> &str {
        self.payee.as_ref().map_or(self.typed[1].as_str(), |party| &party.name)
    }
}

/// A list of payments with its lines.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/batch.html")]
struct BatchPage {
    /// The list.
    batch: BatchView,
    /// Its lines in their order.
    lines: Vec<LineView>,
    /// What the good lines that are to be paid come to, by currency.
    totals: Vec<MoneyView>,
    /// How many lines are to be paid and have nothing wrong.
    good: usize,
    /// How many lines have something wrong.
    bad: usize,
    #[serde(skip)]
    #[schema(ignore)]
    together: bool,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl BatchPage {
    fn of(visit: &Visit, id: BatchId, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| Self::read(&visit.words, tx, me, id, faults))
    }

    fn read(words: &Words, tx: &ReadTx, me: &Actor, id: BatchId, faults: FormFaults) -> Result<Self> {
        let (batch, checked) = ayni_payments::checked(tx, me, id)?;
        let totals = totals(tx, &checked)?;
        let lines: Vec<LineView> =
            checked.into_iter().map(|each| LineView::of(tx, words, each)).collect::<Result<_>>()?;
        let good = lines.iter().filter(|line| line.is_ready() && line.fault.is_none()).count();
        let bad = lines.iter().filter(|line| line.fault.is_some()).count();
        Ok(Self { batch: BatchView::of(&batch), together: good <= MAX_TOGETHER, lines, totals, good, bad, faults })
    }

    fn is(&self, state: &str) -> bool {
        self.batch.state == state
    }

    /// The lines with something wrong, which are named first.
    fn wrong(&self) -> impl Iterator<Item = &LineView> {
        self.lines.iter().filter(|line| line.fault.is_some())
    }
}

/// What is still to be paid of the lines with nothing wrong, by currency.
fn totals(tx: &ReadTx, checked: &[Checked]) -> Result<Vec<MoneyView>> {
    let mut sums = std::collections::BTreeMap::new();
    let ready = checked.iter().filter(|each| each.line.state == LineState::Ready && each.fault.is_none());
    for (payer, amount) in ready.filter_map(|each| each.line.payer.zip(each.line.amount)) {
        let sum: &mut i64 = sums.entry(ayni_ledger::card(tx, payer)?.currency).or_default();
        *sum = sum.saturating_add(amount.minor());
    }
    let money = |(id, sum)| Ok(ayni_ledger::currency(tx, id)?.money(ayni_kernel::Amount::new(sum)).into());
    sums.into_iter().map(money).collect()
}

impl Page for BatchPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-batch")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Of(id): Of<BatchId>) -> Answer {
    visit.page(&BatchPage::of(&visit, id, FormFaults::default())?)
}

/// How a list is paid.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct PayBatchForm {
    /// `good` pays the lines with nothing wrong and leaves the others out; otherwise every line must be good.
    lines: String,
    /// `yes` pays a list that was paid before.
    again: String,
}

async fn pay(visit: Visit, Of(id): Of<BatchId>, Input(form): Input<PayBatchForm>) -> Answer {
    match pay_all(&visit, id, &form).await {
        Ok(page) => visit.done(&page, &page.batch.link, "payments-said-batch"),
        Err(error) => visit.again(error, async |faults| BatchPage::of(&visit, id, faults.into())).await,
    }
}

/// Pays stage by stage. A stage that is refused is paid line by line, past those that are refused.
async fn pay_all(visit: &Visit, id: BatchId, form: &PayBatchForm) -> Result<BatchPage> {
    let pick = if form.lines == "good" { Pick::Good } else { Pick::All };
    let again = if form.again == "yes" { Again::Allow } else { Again::Refuse };
    let mut progress = visit.write(move |tx, me| ayni_payments::pay_batch(tx, me, id, pick, again)).await?;
    while progress.left > 0 {
        progress = match visit.write(move |tx, me| ayni_payments::pay_batch(tx, me, id, pick, again)).await {
            Err(Error::Invalid(_) | Error::Conflict(_)) => one(visit, id).await?,
            other => other?,
        };
    }
    BatchPage::of(visit, id, FormFaults::default())
}

async fn one(visit: &Visit, id: BatchId) -> Result<Progress> {
    match visit.write(move |tx, me| ayni_payments::pay_one(tx, me, id)).await {
        Err(Error::Invalid(_) | Error::Conflict(_)) => {
            visit.write(move |tx, me| ayni_payments::refuse_one(tx, me, id)).await
        }
        other => other,
    }
}

async fn remove(visit: Visit, Of(id): Of<BatchId>) -> Answer {
    match visit.write(move |tx, me| ayni_payments::drop_batch(tx, me, id)).await {
        Ok(_) => {
            visit.done(&BatchPage::of(&visit, id, FormFaults::default())?, links::BATCHES, "payments-said-dropped")
        }
        Err(error) => visit.again(error, async |faults| BatchPage::of(&visit, id, faults.into())).await,
    }
}
