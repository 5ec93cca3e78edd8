//! What holds at a place for somebody: every rule with the policy it comes from, and the price.

use askama::Template;
use ayni_kernel::{Actor, MemberId, ReadTx, ResourceId, Result};
use ayni_resources::Bookable;
use ayni_terms::{Spot, price_at, terms_for};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    passes::member_of,
    reach::keeper,
    says::{SaysView, price_says, terms_say},
};
use crate::{
    kit::{Answer, Ask, CardView, Page, Route, Visit, Words, filters},
    links,
    members::views::Choice,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/terms", show)
            .about("The terms that hold at a resource for a member: every rule with the policy it comes from, and the price.")
            .asks::<TermsQuery>()
            .answers::<TermsPage>()
            .office(),
    ]
}

/// Where and for whom.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct TermsQuery {
    /// The id of a resource.
    resource: String,
    /// The number or id of a member; the one acted for when left out.
    member: String,
    /// The member's id, as a list of suggestions fills it in.
    member_id: String,
}

/// The price that holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct HoldingPrice {
    /// The price's id.
    id: String,
    /// Its name.
    name: String,
    /// What it costs, in one line.
    says: String,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

/// What holds at a place.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct HoldingView {
    /// For whom.
    member: CardView,
    /// The rules, each with the policy it comes from.
    says: Vec<SaysView>,
    /// The price; absent when it costs nothing.
    price: Option<HoldingPrice>,
}

/// What holds at a place.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/overview.html")]
struct TermsPage {
    /// What holds; absent until a resource is chosen.
    holding: Option<HoldingView>,
    #[serde(skip)]
    #[schema(ignore)]
    places: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    ask: TermsQuery,
}

impl Page for TermsPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        words.say("terms-overview")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

async fn show(visit: Visit, Ask(ask): Ask<TermsQuery>) -> Answer {
    keeper(&visit)?;
    visit.page(&visit.read(|tx, me| TermsPage::of(tx, me, &visit.words, ask))?)
}

impl TermsPage {
    fn of(tx: &ReadTx, me: &Actor, words: &Words, ask: TermsQuery) -> Result<Self> {
        let tree = ayni_resources::tree(tx, me)?;
        let bookable = tree.walk().into_iter().filter(|(_, resource)| resource.bookable == Bookable::Yes);
        let places = bookable
            .map(|(_, resource)| Choice {
                value: resource.id.to_string(),
                key: resource.name.to_string(),
                chosen: resource.id.to_string() == ask.resource,
            })
            .collect();
        let holding = match ask.resource.parse::<ResourceId>() {
            Ok(id) => Some(HoldingView::of(tx, me, words, id, meant(tx, me, &ask)?)?),
            Err(_) => None,
        };
        Ok(Self { holding, places, ask })
    }
}

/// The member meant; the one acted for when none is named.
fn meant(tx: &ReadTx, me: &Actor, ask: &TermsQuery) -> Result<MemberId> {
    if ask.member.trim().is_empty() { me.member() } else { member_of(tx, me, &ask.member_id, &ask.member) }
}

impl HoldingView {
    fn of(tx: &ReadTx, me: &Actor, words: &Words, id: ResourceId, member: MemberId) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let terms = terms_for(tx, &resource, member)?;
        let groups = ayni_terms::groups_of(tx, member)?;
        let prices = ayni_terms::prices(tx, me)?;
        let price = price_at(&prices, &Spot::of(tx, &resource)?, &groups);
        let price = price.map(|price| -> Result<HoldingPrice> {
            let currency = ayni_ledger::currency(tx, price.content.rate.currency)?;
            Ok(HoldingPrice {
                id: price.id.to_string(),
                name: price.content.name.to_string(),
                says: price_says(words, &price.content, &currency),
                link: links::admin_price(price.id),
            })
        });
        Ok(Self {
            member: ayni_members::name_of(tx, member)?.into(),
            says: terms_say(words, &terms),
            price: price.transpose()?,
        })
    }
}
