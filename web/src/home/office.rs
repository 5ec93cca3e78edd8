//! The office's first page: how the community is doing, and the ways to everything.

use askama::Template;
use ayni_kernel::{Actor, ReadTx, Result, Role};
use ayni_members::{MemberStatus, Roll, RollAct};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{Answer, MoneyView, Page, Visit, filters, words::Words},
    links,
};

/// What was traded in one currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CurrencyTotals {
    /// The currency's name, for several units.
    currency: String,
    /// The sum of all payments ever made.
    volume: MoneyView,
    /// How many payments that were.
    transfers: u64,
    /// How many accounts there are.
    accounts: u64,
    /// What the community's own account holds, for those who may see it.
    treasury: Option<MoneyView>,
}

/// A way on.
struct Door {
    word: &'static str,
    icon: &'static str,
    link: &'static str,
}

/// How the community is doing.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "home/office.html")]
pub(crate) struct OverviewPage {
    /// Active members.
    members: u64,
    /// Applicants who wait for an answer.
    waiting: u64,
    /// Suspended members.
    suspended: u64,
    /// What was traded in each currency.
    totals: Vec<CurrencyTotals>,
    #[serde(skip)]
    #[schema(ignore)]
    doors: Vec<Door>,
}

impl Page for OverviewPage {
    const FEATURE: &'static str = "home";

    fn title(&self, words: &Words) -> String {
        words.say("home-office")
    }
}

/// Shows the overview to those who hold an office.
pub(super) async fn overview(visit: Visit) -> Answer {
    visit.actor.may(RollAct::SeeWaiting, &Roll)?;
    visit.page(&visit.read(OverviewPage::of)?)
}

impl OverviewPage {
    fn of(tx: &ReadTx, me: &Actor) -> Result<Self> {
        let counts = ayni_members::count_by_status(tx)?;
        let count = |status| counts.get(&status).copied().unwrap_or_default();
        Ok(Self {
            members: count(MemberStatus::Active),
            waiting: count(MemberStatus::Pending),
            suspended: count(MemberStatus::Suspended),
            totals: totals(tx, me)?,
            doors: doors(me),
        })
    }
}

fn totals(tx: &ReadTx, me: &Actor) -> Result<Vec<CurrencyTotals>> {
    let mut rows = Vec::new();
    for totals in ayni_ledger::community_totals(tx, me)? {
        let currency = ayni_ledger::currency(tx, totals.currency)?;
        let treasury = if me.has(Role::Treasurer) {
            Some(currency.money(ayni_ledger::treasury(tx, me, currency.id)?.balance()).into())
        } else {
            None
        };
        rows.push(CurrencyTotals {
            volume: currency.money(totals.volume).into(),
            currency: currency.plural.into(),
            transfers: totals.transfers,
            accounts: totals.accounts,
            treasury,
        });
    }
    Ok(rows)
}

/// The ways that the actor's roles open.
fn doors(me: &Actor) -> Vec<Door> {
    let all = [
        (Role::Steward, "members", "people", links::ADMIN_MEMBERS),
        (Role::Steward, "invites", "mail", links::ADMIN_INVITES),
        (Role::Steward, "behalf", "send", links::PAY),
        (Role::Manager, "spaces", "building", links::ADMIN_SPACES),
        (Role::Steward, "groups", "people", links::ADMIN_GROUPS),
        (Role::Treasurer, "transfers", "swap", links::ADMIN_TRANSFERS),
        (Role::Treasurer, "currencies", "coins", links::ADMIN_CURRENCIES),
        (Role::Admin, "settings", "settings", links::ADMIN_SETTINGS),
        (Role::Admin, "categories", "tag", links::ADMIN_CATEGORIES),
        (Role::Admin, "keeping", "shield", links::ADMIN_KEEPING),
        (Role::Admin, "import", "import", links::ADMIN_IMPORT),
    ];
    let open = all.into_iter().filter(|(role, ..)| me.has(*role));
    open.map(|(_, word, icon, link)| Door { word, icon, link }).collect()
}
