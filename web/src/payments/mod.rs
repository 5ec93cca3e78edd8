//! Ways of paying beside the plain payment: a second person's consent, lists, vouchers, orders, links, paper.

mod answering;
mod approvals;
mod batches;
mod cards;
mod check;
mod claims;
mod grid;
mod orders;
mod pay_links;
mod second_person;
mod sheets;
mod vouchers;

use askama::Template;
use ayni_kernel::{Actor, Error, ReadTx, Result, Role};
use serde::Serialize;

pub(crate) use approvals::ApprovalView;

use crate::{
    kit::{Answer, Page, Route, Visit, Words, filters},
    ledger::{input::own_account, wallet::AccountChoice},
    links,
};

/// Every route of the feature.
pub(crate) fn routes() -> Vec<Route> {
    let ways = vec![Route::get(links::WAYS, ways).about("What else there is beside the plain payment.").page_only()];
    [
        ways,
        approvals::routes(),
        second_person::routes(),
        vouchers::routes(),
        sheets::routes(),
        check::routes(),
        batches::routes(),
        orders::routes(),
        answering::routes(),
        pay_links::routes(),
        claims::routes(),
        cards::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Refuses strangers and users without a member or role before anything else is looked at.
fn inside(visit: &Visit) -> Result<()> {
    visit.user()?;
    if visit.actor.is_inside() { Ok(()) } else { Err(Error::Forbidden) }
}

/// The accounts that a form offers: those of the owner of the chosen one; none for office holders without an account.
fn accounts(tx: &ReadTx, me: &Actor, field: &'static str, chosen: &str) -> Result<Vec<AccountChoice>> {
    if chosen.is_empty() && me.member().is_err() {
        return Ok(Vec::new());
    }
    AccountChoice::beside(tx, me, &own_account(tx, me, field, chosen)?)
}

/// What else there is beside the plain payment.
#[derive(Template, Serialize)]
#[template(path = "payments/ways.html")]
struct WaysPage {
    member: bool,
    treasurer: bool,
    steward: bool,
    approvals: usize,
}

async fn ways(visit: Visit) -> Answer {
    inside(&visit)?;
    let approvals = visit.read(|tx, me| Ok(ayni_payments::approvals_for(tx, me)?.len()))?;
    let treasurer = visit.actor.has(Role::Treasurer);
    let steward = visit.actor.has(Role::Steward);
    visit.page(&WaysPage { member: visit.member().is_ok(), treasurer, steward, approvals })
}

impl Page for WaysPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-ways")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}
