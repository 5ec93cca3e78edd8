//! A listing's page.

use askama::Template;
use ayni_kernel::{Actor, Error, ListingId, ReadTx, Result, Role};
use serde::Serialize;
use utoipa::ToSchema;

use super::{questions::QuestionView, views::ListingView};
use crate::{
    kit::{Answer, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of a listing's page.
pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/listings/{id}", listing).about("A listing.").answers::<ListingPage>()]
}

/// A listing's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/listing.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
pub(crate) struct ListingPage {
    /// The listing.
    listing: ListingView,
    /// What was asked about it.
    questions: Vec<QuestionView>,
    /// Whether it is a favourite of the member acted for.
    favourite: bool,
    /// Since when its member is one.
    since: Option<String>,
    #[serde(skip)]
    owner: bool,
    #[serde(skip)]
    staff: bool,
    #[serde(skip)]
    trades: bool,
}

impl Page for ListingPage {
    const FEATURE: &'static str = "market";

    fn title(&self, _: &Words) -> String {
        self.listing.headline.clone()
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl ListingPage {
    fn member_link(&self) -> String {
        format!("{}/{}", links::MEMBERS, self.listing.member.id)
    }

    /// Where "I'm interested" leads: the one place that knows it.
    fn interest_link(&self) -> String {
        links::interest(&self.listing.id)
    }

    fn pay_link(&self) -> String {
        links::pay_for_listing(&self.listing.member.number, &self.listing.headline)
    }

    fn more_link(&self) -> String {
        format!("{}?member={}", links::LISTINGS, self.listing.member.id)
    }
}

async fn listing(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    visit.page(&visit.read(|tx, me| ListingPage::read(tx, me, id))?)
}

impl ListingPage {
    fn read(tx: &ReadTx, me: &Actor, id: ListingId) -> Result<Self> {
        let listing = ayni_market::listing(tx, me, id)?;
        let own = me.acts_for(listing.member);
        let staff = me.has(Role::Steward);
        let questions = ayni_market::questions(tx, me, id)?;
        let since = match ayni_members::get(tx, me, listing.member) {
            Ok(member) => member.joined.map(|at| at.to_string()),
            Err(Error::NotFound | Error::Forbidden | Error::SignIn) => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            owner: own || staff,
            staff,
            trades: !own && me.member().is_ok(),
            favourite: ayni_market::is_favourite(tx, me, id)?,
            questions: questions.into_iter().map(|each| QuestionView::of(tx, each)).collect::<Result<_>>()?,
            since,
            listing: ListingView::of(tx, me, listing)?,
        })
    }
}
