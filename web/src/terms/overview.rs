//! What holds at a place for somebody: every rule with the policy it comes from, the price, and how a booking would fare.

use askama::Template;
use ayni_calendar::{Span, TimeZone};
use ayni_kernel::{Actor, Body, Error, Faults, Line, MemberId, ReadTx, ResourceId, Result, Roles};
use ayni_resources::{Bookable, Resource};
use ayni_terms::{Spot, price_at, terms_for};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    passes::member_of,
    reach::keeper,
    says::{SaysView, price_says, terms_say},
};
use crate::{
    bookings::{
        views::{ObjectionView, PriceView},
        when,
    },
    kit::{Answer, Ask, CardView, FormFaults, Page, Route, Visit, Words, filters},
    links,
    members::views::Choice,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/terms", show)
            .about("The terms that hold at a resource for a member, with the policy of each rule; and how a booking would fare.")
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
    /// A day such as `2026-12-24`, to try a booking out.
    day: String,
    /// From when, such as `14:00`.
    from: String,
    /// Until when, such as `16:00`; a time before the first one is on the next day.
    until: String,
    /// Seats or pieces; 1 when left out.
    places: String,
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
    /// How a booking would fare; absent until a time is given.
    trial: Option<TrialView>,
}

/// How a booking would fare.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TermsTrialView)]
struct TrialView {
    /// From when to when, in the reader's words.
    when: String,
    /// Everything that stands in the way, with the policy that says so; none when it can be booked.
    objections: Vec<ObjectionView>,
    /// Whether somebody has to say yes.
    asks_approval: bool,
    /// What it would cost, line by line.
    price: PriceView,
}

/// What holds at a place.
#[derive(Debug, Template, Serialize, ToSchema)]
#[schema(as = SpacesTermsPage)]
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
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
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
        let (mut holding, mut faults) = (None, Faults::default());
        if let Ok(id) = ask.resource.parse::<ResourceId>() {
            match meant(tx, me, &ask).and_then(|member| HoldingView::of(tx, me, words, (id, member), &ask)) {
                Ok(view) => holding = Some(view),
                Err(Error::Invalid(found)) => faults = found,
                Err(other) => return Err(other),
            }
        }
        Ok(Self { holding, places, ask, faults: faults.into() })
    }
}

/// The member meant; the one acted for when none is named.
fn meant(tx: &ReadTx, me: &Actor, ask: &TermsQuery) -> Result<MemberId> {
    if ask.member.trim().is_empty() { me.member() } else { member_of(tx, me, &ask.member_id, &ask.member) }
}

impl HoldingView {
    fn of(
        tx: &ReadTx,
        me: &Actor,
        words: &Words,
        (id, member): (ResourceId, MemberId),
        ask: &TermsQuery,
    ) -> Result<Self> {
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
            trial: ask.trial(tx, me, words, (&resource, member))?,
        })
    }
}

impl TermsQuery {
    /// How a booking at the time that is asked for would fare, for the member, without any office of the reader's:
    /// those who look after a place are not held to its rules.
    fn trial(
        &self,
        tx: &ReadTx,
        me: &Actor,
        words: &Words,
        (resource, member): (&Resource, MemberId),
    ) -> Result<Option<TrialView>> {
        let zone = ayni_resources::zone(tx, resource)?.zone();
        let Some(span) = self.span(&zone)? else { return Ok(None) };
        let places = super::fields::whole("places", &self.places)?.unwrap_or(1);
        let ask = ayni_bookings::Ask {
            id: None,
            resource: resource.id,
            member,
            span,
            places,
            people: 0,
            title: Line::default(),
            note: Body::default(),
            addons: Vec::new(),
        };
        let user = me.user().ok_or(Error::SignIn)?;
        let them = Actor::person(user, member, Roles::NONE);
        let verdict = ayni_bookings::why(tx, &them, &ask, None)?;
        Ok(Some(TrialView {
            when: when::span(words, &zone, &span),
            objections: verdict.objections.iter().map(|objection| ObjectionView::of(words, objection)).collect(),
            asks_approval: verdict.asks_approval,
            price: PriceView::of(tx, words, &verdict.quote)?,
        }))
    }

    /// From when to when; nothing without a day.
    fn span(&self, zone: &TimeZone) -> Result<Option<Span>> {
        let Some(day) = when::read_day("day", &self.day)? else { return Ok(None) };
        let (from, until) = (when::read_clock("from", day, &self.from)?, when::read_clock("until", day, &self.until)?);
        let from = from.ok_or_else(|| Error::invalid("from", "fault-required"))?;
        let until = until.ok_or_else(|| Error::invalid("until", "fault-required"))?;
        let until = if until <= from { until.saturating_add(1.day()) } else { until };
        Ok(Span::new(ayni_calendar::instant(zone, from), ayni_calendar::instant(zone, until)))
    }
}
