//! The public page of a community, and the list of a node's communities.

use askama::Template;
use axum::{
    http::{header, request::Parts},
    response::{Html, IntoResponse},
};
use ayni_communities::{Access, Entry, Joining};
use ayni_kernel::{Error, Language, ReadTx, Result};
use ayni_market::{List, Listing, ListingKind};
use ayni_members::MemberStatus;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    communities::{CommunityReachView, paragraphs},
    kit::{Answer, Page, Shell, Visit, app::App, cookie, filters, frame::Frame, visit::wished, words::Words},
    links,
};

/// Listings shown to strangers: two rows on a desk.
const LISTINGS: usize = 6;

/// Characters of a listing without a title that stand for one: a line on a desk, two on a phone.
const MAX_TITLE: usize = 90;

/// A listing as strangers see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LandingListing {
    /// `offer` or `want`.
    kind: &'static str,
    /// Its title, or the beginning of its text.
    title: String,
    /// What it costs, in the member's own words.
    price: String,
    /// Its page.
    link: String,
}

impl LandingListing {
    fn of(listing: &Listing) -> Self {
        let text = if listing.title.is_empty() { listing.description.as_str() } else { listing.title.as_str() };
        Self {
            kind: listing.kind.word(),
            title: text.chars().take(MAX_TITLE).collect(),
            price: listing.price.words.to_string(),
            link: links::listing(listing.id),
        }
    }

    fn is_offer(&self) -> bool {
        self.kind == ListingKind::Offer.word()
    }
}

/// The public page of a community; only its name where it is not public.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "home/landing.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the page asks of the settings")]
pub(crate) struct LandingPage {
    /// The community's name.
    name: String,
    /// Whether everybody may read about it.
    public: bool,
    /// What it is about, paragraph by paragraph.
    description: Vec<String>,
    /// `coworking`, `exchange` or `both`.
    kind: &'static str,
    /// How many members it has.
    members: u64,
    /// The year of its founding.
    since: i16,
    /// What members pay with.
    currencies: Vec<String>,
    /// The newest public listings.
    listings: Vec<LandingListing>,
    /// How and where to reach it.
    reach: CommunityReachView,
    /// Whether anybody may ask to join.
    joining: bool,
    /// Whether members agree to something written.
    terms: bool,
    /// Whether strangers may look through the members.
    member_list: bool,
}

impl LandingPage {
    fn of(visit: &Visit, tx: &ReadTx) -> Result<Self> {
        let settings = &visit.settings;
        let public = settings.access == Access::Public;
        let members = ayni_members::count_by_status(tx)?.get(&MemberStatus::Active).copied().unwrap_or_default();
        let newest = List { limit: LISTINGS, ..List::default() };
        let listings = if public { ayni_market::listings(tx, &visit.actor, &newest)?.rows } else { Vec::new() };
        let currencies = ayni_ledger::currencies(tx)?.into_iter().map(|currency| currency.plural.into());
        Ok(Self {
            name: settings.name.to_string(),
            public,
            description: if public { paragraphs(settings.description.as_str()) } else { Vec::new() },
            kind: settings.kind.word(),
            members,
            since: settings.created.in_zone(visit.words.zone()).year(),
            currencies: currencies.collect(),
            listings: listings.iter().map(LandingListing::of).collect(),
            reach: if public { settings.as_ref().into() } else { CommunityReachView::default() },
            joining: settings.joining == Joining::Open,
            terms: !settings.terms.is_empty(),
            member_list: public && settings.member_list == ayni_communities::Audience::Public,
        })
    }

    /// What the page is about in a few drawings: icon and the end of the locale key.
    fn features(&self) -> &'static [(&'static str, &'static str)] {
        match self.kind {
            "coworking" => &[("pin", "rooms"), ("people", "people"), ("shield", "own")],
            "exchange" => &[("swap", "exchange"), ("people", "people"), ("shield", "own")],
            _ => &[("pin", "rooms"), ("swap", "exchange"), ("people", "people")],
        }
    }
}

impl Page for LandingPage {
    /// The public page is the community's.
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("home-welcome")
    }

    fn shell(&self) -> Shell {
        Shell::Landing
    }
}

/// Shows the public page.
pub(super) fn show(visit: &Visit) -> Answer {
    visit.page(&visit.read(|tx, _| LandingPage::of(visit, tx))?)
}

/// A community of the node with its address.
struct Door {
    name: String,
    link: String,
}

/// The communities of a node, for those who asked for none of them.
#[derive(Template)]
#[template(path = "home/node.html")]
struct NodePage {
    doors: Vec<Door>,
}

impl Door {
    /// A community's own host, or its short name before the host that was asked for.
    fn of(entry: Entry, asked: &str) -> Self {
        let link = match entry.hosts.first() {
            Some(host) => format!("//{host}/"),
            None => format!("//{}.{asked}/", entry.slug),
        };
        Self { name: entry.name.into(), link }
    }
}

/// Shows which communities there are; `NotFound`, and so the setup, while there is none.
pub(super) fn node(app: &App, parts: &Parts) -> Answer {
    let entries = app.read_node(ayni_communities::list)?;
    if entries.is_empty() {
        return Err(Error::NotFound.into());
    }
    let asked = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let page = NodePage { doors: entries.into_iter().map(|entry| Door::of(entry, asked)).collect() };
    let chosen = cookie::get(&parts.headers, "language").and_then(Language::from_tag);
    let words = Words::new(chosen.or_else(|| wished(&parts.headers).next()).unwrap_or_default(), "UTC");
    let body = page.render_with_values(&("words", words.clone())).map_err(Error::broken)?;
    let title = words.say("home-node");
    let html = Frame::bare(words, links::HOME).around(&title, "home", "", Shell::Door, &body)?;
    Ok(Html(html).into_response())
}
