//! Which payment requests are accepted by themselves: the payer's own choice, off until they make it.

use askama::Template;
use ayni_kernel::{AccountId, Actor, Check, Code, Error, Fault, MemberId, ReadTx, Result};
use ayni_payments::{AutoAccept, MAX_TRUSTED, SetAutoAccept};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Page, Route, Visit, Words, filters},
    ledger::{
        input::{self, Named, own_account},
        wallet::AccountChoice,
    },
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::AUTO_ACCEPT, show)
            .about("Which payment requests are accepted by themselves in the name of an account.")
            .asks::<AutoAcceptQuery>()
            .answers::<AutoAcceptPage>(),
        Route::post(links::AUTO_ACCEPT, change)
            .about("Sets which payment requests are accepted by themselves in the name of an account.")
            .takes::<AutoAcceptForm>()
            .answers::<AutoAcceptPage>(),
    ]
}

/// Whose choice is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct AutoAcceptQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
}

/// The choice as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct AutoAcceptForm {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// Days after which every request is accepted, 1 to 90; never when empty.
    days: String,
    /// The numbers of the members whose requests are accepted at once, apart from each other by commas or spaces.
    trusted: String,
    /// One more member, by name or number.
    add: String,
    /// Instead of `add`: the member's id as chosen in the form.
    add_id: String,
}

/// Which requests are accepted by themselves.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/auto_accept.html")]
struct AutoAcceptPage {
    /// Days after which every request is accepted; absent for never.
    days: Option<u16>,
    /// The members whose requests are accepted at once.
    trusted: Vec<CardView>,
    #[serde(skip)]
    #[schema(ignore)]
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    account: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: AutoAcceptForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl AutoAcceptPage {
    fn of(visit: &Visit, account: &str, form: Option<AutoAcceptForm>, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let account = own_account(tx, me, "account", account)?;
            let choice = ayni_payments::auto_accept(tx, me, account.id)?;
            let cards = choice.trusted.iter().map(|member| ayni_members::name_of(tx, *member).map(CardView::from));
            let trusted: Vec<CardView> = cards.collect::<Result<_>>()?;
            let numbers: Vec<&str> = trusted.iter().map(|card| card.number.as_str()).collect();
            let days = choice.days.map(|days| days.to_string()).unwrap_or_default();
            let filled = AutoAcceptForm { days, trusted: numbers.join(", "), ..AutoAcceptForm::default() };
            Ok(Self {
                days: choice.days,
                form: form.unwrap_or(filled),
                trusted,
                accounts: AccountChoice::beside(tx, me, &account)?,
                account: account.id.to_string(),
                faults,
            })
        })
    }
}

impl Page for AutoAcceptPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-auto")
    }

    fn tab(&self) -> &'static str {
        "requests"
    }
}

async fn show(visit: Visit, Ask(query): Ask<AutoAcceptQuery>) -> Answer {
    visit.page(&AutoAcceptPage::of(&visit, &query.account, None, FormFaults::default())?)
}

async fn change(visit: Visit, Input(form): Input<AutoAcceptForm>) -> Answer {
    match set(&visit, &form).await {
        Ok((page, next)) => visit.done(&page, &next, "payments-said-auto"),
        Err(error) => {
            let account = form.account.clone();
            let again = |faults: ayni_kernel::Faults| AutoAcceptPage::of(&visit, &account, Some(form), faults.into());
            visit.again(error, async |faults| again(faults)).await
        }
    }
}

async fn set(visit: &Visit, form: &AutoAcceptForm) -> Result<(AutoAcceptPage, String)> {
    let ask = visit.read(|tx, me| {
        let account = own_account(tx, me, "account", &form.account)?;
        let mut check = Check::default();
        let days = check.take(input::whole::<u16>("days", &form.days));
        let trusted = input::gather(&mut check, members(visit, tx, me, account.id, form))?;
        check.done()?;
        let (Some(days), Some(trusted)) = (days, trusted) else { return Err(check.into()) };
        Ok(SetAutoAccept { account: account.id, choice: AutoAccept { days, trusted } })
    })?;
    let account = ask.account.to_string();
    visit.write(move |tx, me| ayni_payments::set_auto_accept(tx, me, ask)).await?;
    let page = AutoAcceptPage::of(visit, &account, None, FormFaults::default())?;
    let next = format!("{}{}", links::AUTO_ACCEPT, links::query(&[("account", &account)]));
    Ok((page, next))
}

/// The members named by their numbers, and one more by name.
fn members(visit: &Visit, tx: &ReadTx, me: &Actor, account: AccountId, form: &AutoAcceptForm) -> Result<Vec<MemberId>> {
    let mut members: Vec<MemberId> = Vec::new();
    let numbers = form.trusted.split([',', ' ', ';']).filter(|text| !text.is_empty());
    for text in numbers.take(MAX_TRUSTED + 1) {
        let code = Code::parse("trusted", text)?;
        match ayni_members::by_number(tx, me, &code) {
            Ok(member) => members.push(member.id),
            Err(Error::NotFound) => {
                return Err(Fault::new("trusted", "payments-trusted-number").with("number", text).into());
            }
            Err(error) => return Err(error),
        }
    }
    let named = Named { field: "add", exact: "", chosen: &form.add_id, typed: &form.add };
    if !named.is_empty() {
        let currency = ayni_ledger::card(tx, account)?.currency;
        let found = named.find(visit, tx, me, currency)?;
        if let ayni_ledger::Owner::Member(member) = found.owner {
            members.push(member);
        }
    }
    members.sort_unstable();
    members.dedup();
    Ok(members)
}
