//! On paper: payment slips to fill in, and cards with a code by which a member is paid.

use askama::Template;
use ayni_kernel::{Actor, Error, ReadTx, Result, Role};
use ayni_ledger::AccountCard;
use ayni_members::{List, MemberStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Page, Route, Visit, Words, filters, qr},
    ledger::{input::own_account, views::PartyView},
    links,
    members::Origin,
};

/// Cards of a page on the screen: six sheets of paper.
const ROWS: usize = 60;

/// Slips of one sheet of paper.
const SLIPS: usize = 8;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::CARD, mine).about("A card with a code by which one is paid, for printing.").page_only(),
        Route::get(links::SLIPS, slips)
            .about("Payment slips to fill in by hand, for printing.")
            .asks::<SlipQuery>()
            .page_only(),
        Route::get(links::MEMBER_CARDS, cards)
            .about("Cards of the members with a code by which each is paid, for printing.")
            .asks::<CardsQuery>()
            .answers::<CardsPage>()
            .office(),
    ]
}

/// A card with a code by which somebody is paid.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct PayCard {
    /// Who is paid.
    party: PartyView,
    /// The address in the code.
    address: String,
    #[serde(skip)]
    #[schema(ignore)]
    picture: String,
}

impl PayCard {
    fn of(words: &Words, origin: &str, card: AccountCard) -> Result<Self> {
        let party = PartyView::of(card, words);
        let address = format!("{origin}{}", links::pay_to(&party.code));
        Ok(Self { picture: qr::picture(&address)?, address, party })
    }
}

/// Cards to print.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/cards.html")]
struct CardsPage {
    /// The cards.
    cards: Vec<PayCard>,
    /// The `after` of the next page; absent on the last.
    next: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    community: String,
}

impl CardsPage {
    fn further(&self) -> Option<String> {
        self.next.as_ref().map(|next| format!("{}{}", links::MEMBER_CARDS, links::query(&[("after", next)])))
    }
}

impl Page for CardsPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-cards")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn mine(visit: Visit, Origin(origin): Origin) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let account = own_account(tx, me, "account", "")?;
        let cards = vec![PayCard::of(&visit.words, &origin, ayni_ledger::card(tx, account.id)?)?];
        Ok(CardsPage { cards, next: None, community: visit.settings.name.to_string() })
    })?)
}

/// Which cards are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CardsQuery {
    /// The `next` of the page before.
    after: String,
}

async fn cards(visit: Visit, Origin(origin): Origin, Ask(query): Ask<CardsQuery>) -> Answer {
    steward(&visit)?;
    visit.page(&visit.read(|tx, me| all(&visit, (tx, me), &origin, &query))?)
}

/// The office prints cards for members without a computer.
fn steward(visit: &Visit) -> Result<()> {
    if visit.actor.has(Role::Steward) { Ok(()) } else { Err(visit.user().err().unwrap_or(Error::Forbidden)) }
}

fn all(visit: &Visit, (tx, me): (&ReadTx, &Actor), origin: &str, query: &CardsQuery) -> Result<CardsPage> {
    let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| ayni_kernel::Cursor::parse(after));
    let ask = List { status: Some(MemberStatus::Active), after: after.transpose()?, limit: ROWS };
    let page = ayni_members::directory(tx, me, &ask)?;
    let mut cards = Vec::new();
    for member in &page.rows {
        let account = ayni_ledger::cards_of(tx, me, member.id)?.into_iter().next();
        cards.extend(account.map(|card| PayCard::of(&visit.words, origin, card)).transpose()?);
    }
    let community = visit.settings.name.to_string();
    Ok(CardsPage { cards, next: page.next.map(|next| next.to_string()), community })
}

/// For whom the slips are.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SlipQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
}

/// Slips to fill in.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/slips.html")]
struct SlipsPage {
    card: PayCard,
    community: String,
    symbol: String,
    sheet: std::ops::Range<usize>,
}

impl Page for SlipsPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-slips")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn slips(visit: Visit, Origin(origin): Origin, Ask(query): Ask<SlipQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let account = own_account(tx, me, "account", &query.account)?;
        let card = PayCard::of(&visit.words, &origin, ayni_ledger::card(tx, account.id)?)?;
        let symbol = ayni_ledger::currency(tx, account.currency)?.symbol.to_string();
        Ok(SlipsPage { card, community: visit.settings.name.to_string(), symbol, sheet: 0..SLIPS })
    })?)
}
