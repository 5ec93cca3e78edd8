//! Transfers: the receipt of one, its reversal, and all of them for the treasurer.

use askama::Template;
use ayni_kernel::{Actor, Cursor, Line, ReadTx, Result, Role, TransferId};
use ayni_ledger::{AllTransfers, Beyond, BeyondLimit, Owner, Reverse, TransferKind, TransferLine};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    charges::{self, RuleLink},
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        breaches::BreachView,
        input,
        statement::{Sheet, harmless},
        views::{PartyView, category_name, user_name},
    },
    links,
};

/// Transfers of a page.
const ROWS: usize = 50;

/// Transfers read for a file in one go.
const BATCH: usize = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/transfers/{id}", show).about("A transfer.").answers::<TransferPage>(),
        Route::post("/transfers/{id}/reversal", reverse)
            .about("Takes a transfer back by one the other way, once.")
            .takes::<ReversalForm>()
            .answers::<TransferView>()
            .office(),
        Route::get("/admin/transfers", list)
            .about("All transfers, newest first.")
            .asks::<TransfersQuery>()
            .answers::<TransfersPage>()
            .office(),
        Route::get("/admin/transfers.csv", file)
            .about("All transfers as a file for spreadsheets.")
            .asks::<TransfersQuery>()
            .page_only()
            .office(),
    ]
}

/// One movement of money. It never changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TransferView {
    /// The transfer's id.
    pub id: String,
    /// Who paid.
    pub payer: PartyView,
    /// Who received.
    pub payee: PartyView,
    /// How much.
    pub amount: MoneyView,
    /// When.
    pub at: String,
    /// payment, request, on-behalf, hold, reversal, levy or import.
    pub kind: &'static str,
    /// What for.
    pub description: String,
    /// The category's name.
    pub category: Option<String>,
    /// The transfer that this one takes back.
    pub reverses: Option<String>,
    /// The transfer that took this one back.
    pub reversed: Option<String>,
    /// The payment request that this one answers.
    pub request: Option<String>,
    /// The id that transfers posted together share.
    pub group: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl TransferView {
    /// The transfer as the visitor may see it.
    pub(crate) fn load(visit: &Visit, id: TransferId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, ayni_ledger::transfer(tx, me, id)?))
    }

    fn of(tx: &ReadTx, words: &Words, line: TransferLine) -> Result<Self> {
        let TransferLine { transfer, debit, credit, reversed } = line;
        let currency = ayni_ledger::currency(tx, transfer.currency)?;
        Ok(Self {
            id: transfer.id.to_string(),
            payer: PartyView::of(debit, words),
            payee: PartyView::of(credit, words),
            amount: currency.money(transfer.amount).into(),
            at: transfer.at.to_string(),
            kind: transfer.kind.word(),
            description: transfer.description.into(),
            category: category_name(tx, transfer.category)?,
            reverses: transfer.reverses.map(|id| id.to_string()),
            reversed: reversed.map(|id| id.to_string()),
            request: transfer.request.map(|id| id.to_string()),
            group: transfer.group.to_string(),
            link: links::transfer(transfer.id),
        })
    }

    fn kind_key(&self) -> String {
        format!("ledger-kind-{}", self.kind)
    }

    fn is_plain(&self) -> bool {
        matches!(self.kind, "payment" | "import")
    }
}

/// How the reader stands to a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    /// The reader's member paid.
    Paid,
    /// The reader's member received.
    Received,
    /// Neither: somebody from the office looks on.
    Aside,
}

/// A transfer's receipt.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/transfer.html")]
struct TransferPage {
    /// The transfer.
    transfer: TransferView,
    /// Whether the reader's member paid, received or stands aside.
    side: Side,
    /// Who did it, when that was neither party.
    by: Option<String>,
    /// The rule of charges by which it came about.
    rule: Option<RuleLink>,
    /// What it did beyond limits.
    breaches: Vec<BreachView>,
    /// Whose limits taking it back would break; empty where that is not the reader's to do.
    beyond: Vec<BeyondView>,
    #[serde(skip)]
    #[schema(ignore)]
    original: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    reversal: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    request: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    agreement: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    again: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    reverse: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    form: ReversalForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

/// Whose limit taking a transfer back would break.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct BeyondView {
    /// Whose account.
    account: PartyView,
    /// The limit.
    limit: MoneyView,
    /// What it would hold.
    balance: MoneyView,
    /// How far that is beyond the limit.
    over: MoneyView,
}

impl BeyondView {
    fn all(tx: &ReadTx, me: &Actor, words: &Words, id: TransferId) -> Result<Vec<Self>> {
        let beyond = ayni_ledger::reversal_beyond(tx, me, id)?;
        let view = |each: &BeyondLimit| {
            let currency = ayni_ledger::currency(tx, ayni_ledger::card(tx, each.account)?.currency)?;
            let over = each.balance.minus(each.limit).unwrap_or_default().minor().saturating_abs();
            Ok(Self {
                account: PartyView::owning(tx, each.account, words)?,
                limit: currency.money(each.limit).into(),
                balance: currency.money(each.balance).into(),
                over: currency.money(ayni_kernel::Amount::new(over)).into(),
            })
        };
        beyond.iter().map(view).collect()
    }
}

async fn show(visit: Visit, Of(id): Of<TransferId>) -> Answer {
    visit.page(&TransferPage::of(&visit, id, ReversalForm::default(), FormFaults::default())?)
}

impl TransferPage {
    fn of(visit: &Visit, id: TransferId, form: ReversalForm, faults: FormFaults) -> Result<Self> {
        let line = visit.read(|tx, me| ayni_ledger::transfer(tx, me, id))?;
        let mine = |owner| matches!(owner, Owner::Member(member) if visit.actor.acts_for(member));
        let side = match (mine(line.debit.owner), mine(line.credit.owner)) {
            (true, _) => Side::Paid,
            (false, true) => Side::Received,
            (false, false) => Side::Aside,
        };
        let told = matches!(line.transfer.kind, TransferKind::OnBehalf | TransferKind::Reversal);
        let by = if told { user_name(visit, line.transfer.by)? } else { None };
        let open = line.reversed.is_none() && line.transfer.kind != TransferKind::Reversal;
        let (original, reversal) = (line.transfer.reverses.map(links::transfer), line.reversed.map(links::transfer));
        let request = line.transfer.request.map(links::request);
        let reverse = (open && visit.actor.has(Role::Treasurer)).then(|| links::reverse(id));
        let asked = reverse.is_some();
        let (transfer, rule, breaches, beyond, agreement) = visit.read(|tx, me| {
            Ok((
                TransferView::of(tx, &visit.words, line)?,
                charges::rule_link(tx, me, &visit.words, id)?,
                BreachView::all(tx, me, &visit.words, id)?,
                if asked { BeyondView::all(tx, me, &visit.words, id)? } else { Vec::new() },
                ayni_agreements::of_transfer(tx, me, id)?.map(links::agreement),
            ))
        })?;
        let again = match side {
            Side::Paid => Some(links::pay_again(&transfer.payee.code, &transfer.amount.amount, &transfer.description)),
            Side::Received => Some(links::pay_to(&transfer.payer.code)),
            Side::Aside => None,
        };
        Ok(Self {
            transfer,
            side,
            by,
            rule,
            breaches,
            beyond,
            original,
            reversal,
            request,
            agreement,
            again,
            reverse,
            form,
            faults,
        })
    }
}

impl Page for TransferPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-transfer")
    }

    fn tab(&self) -> &'static str {
        if self.side == Side::Aside { "admin-transfers" } else { "wallet" }
    }
}

/// A reversal as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = LedgerReversalForm)]
struct ReversalForm {
    /// Why; both parties see it.
    reason: String,
    /// `yes` to do it even where an account goes beyond its limit.
    beyond: String,
}

async fn reverse(visit: Visit, Of(id): Of<TransferId>, Input(form): Input<ReversalForm>) -> Answer {
    match take_back(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "ledger-said-reversed"),
        Err(error) => visit.again(error, async |faults| TransferPage::of(&visit, id, form, faults.into())).await,
    }
}

async fn take_back(visit: &Visit, transfer: TransferId, form: &ReversalForm) -> Result<TransferView> {
    let beyond = if form.beyond == "yes" { Beyond::Allow } else { Beyond::Refuse };
    let reason = Line::parse("reason", &form.reason)?;
    visit.write(move |tx, me| ayni_ledger::reverse(tx, me, Reverse { transfer, reason, beyond })).await?;
    TransferView::load(visit, transfer)
}

/// Which transfers are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TransfersQuery {
    /// Words in the description, a name, number or code.
    q: String,
    /// First day, such as 2026-01-31.
    from: String,
    /// Last day.
    until: String,
    /// The `next` of the page before.
    after: String,
}

impl TransfersQuery {
    fn ask(&self, words: &Words, limit: usize) -> Result<AllTransfers> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(AllTransfers {
            words: given(&self.q),
            from: input::day(words, "from", &self.from)?,
            until: input::day_after(words, "until", &self.until)?,
            after: given(&self.after).map(|after| Cursor::parse(&after)).transpose()?,
            limit,
        })
    }

    fn address(&self, after: &str) -> String {
        links::query(&[("q", &self.q), ("from", &self.from), ("until", &self.until), ("after", after)])
    }

    fn dates(&self) -> bool {
        !self.from.is_empty() || !self.until.is_empty()
    }

    fn read(&self, visit: &Visit, limit: usize) -> Result<PageView<TransferView>> {
        visit.read(|tx, me| {
            let page = ayni_ledger::transfers(tx, me, &self.ask(&visit.words, limit)?)?;
            Ok(page.try_map(|line| TransferView::of(tx, &visit.words, line))?.into())
        })
    }
}

/// All transfers of the community.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/transfers.html")]
struct TransfersPage {
    /// The transfers asked for, newest first.
    transfers: PageView<TransferView>,
    #[serde(skip)]
    #[schema(ignore)]
    query: TransfersQuery,
}

async fn list(visit: Visit, Ask(query): Ask<TransfersQuery>) -> Answer {
    let transfers = query.read(&visit, ROWS)?;
    visit.page(&TransfersPage { transfers, query })
}

impl TransfersPage {
    fn older(&self) -> Option<String> {
        self.transfers.next.as_ref().map(|next| self.query.address(next))
    }

    fn newest(&self) -> Option<String> {
        (!self.query.after.is_empty()).then(|| format!("{}{}", links::ADMIN_TRANSFERS, self.query.address("")))
    }

    fn csv(&self) -> String {
        format!("{}{}", links::TRANSFERS_FILE, self.query.address(""))
    }
}

impl Page for TransfersPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-all")
    }

    fn tab(&self) -> &'static str {
        "admin-transfers"
    }
}

async fn file(visit: Visit, Ask(query): Ask<TransfersQuery>) -> Answer {
    let asked = visit.clone();
    let made = tokio::task::spawn_blocking(move || written(&asked, &query)).await;
    let bytes = made.map_err(ayni_kernel::Error::broken)??;
    visit.file("transfers.csv", "text/csv; charset=utf-8", bytes)
}

fn written(visit: &Visit, query: &TransfersQuery) -> Result<Vec<u8>> {
    let mut sheet = Sheet::new(
        &visit.words,
        &[
            "date",
            "transfer",
            "payer",
            "payer-code",
            "payee",
            "payee-code",
            "amount",
            "currency",
            "description",
            "category",
            "kind",
        ],
    )?;
    sheet.all(
        |after| TransfersQuery { after: after.unwrap_or_default(), ..query.clone() }.read(visit, BATCH),
        |row| {
            vec![
                row.at,
                row.id,
                harmless(row.payer.name),
                row.payer.code,
                harmless(row.payee.name),
                row.payee.code,
                row.amount.amount,
                row.amount.symbol,
                harmless(row.description),
                harmless(row.category.unwrap_or_default()),
                row.kind.to_owned(),
            ]
        },
    )?;
    sheet.bytes()
}
