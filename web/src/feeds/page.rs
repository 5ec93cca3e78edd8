//! The page on which one makes and revokes addresses of calendar files, and the files themselves.

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use ayni_bookings::{Feed, FeedOf};
use ayni_calendar::{Calendar, ics};
use ayni_kernel::{Error, FeedId, ReadTx, ResourceId, Result};
use ayni_users::Token;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::file::{self, Told};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::Origin,
};

/// What the field says for one's own bookings.
const MINE: &str = "mine";
/// Seconds for which a calendar program need not ask again.
const FRESH: &str = "private, max-age=300";

/// The routes of calendar files.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::CALENDARS, list)
            .about("The addresses of one's own calendar files.")
            .asks::<CalendarsQuery>()
            .answers::<CalendarsPage>(),
        Route::post(links::CALENDARS, make)
            .about(
                "Makes the secret address of a calendar file, shown this once: of one's own bookings, or of a place.",
            )
            .takes::<FeedForm>()
            .answers::<FeedMadePage>(),
        Route::post("/profile/calendars/{id}/revocation", revoke)
            .about("Revokes the address of a calendar file.")
            .answers::<CalendarsPage>(),
        Route::get("/feeds/{token}", feed).page_only(),
    ]
}

/// What the page may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct CalendarsQuery {
    /// The place that is chosen in the form.
    resource: String,
}

/// An address to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FeedForm {
    /// `mine`, or the id of a place.
    of: String,
}

/// An address that was made; its secret is not kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FeedView {
    /// Its id.
    id: String,
    /// The place it shows with all that stands in it; nothing for one's own bookings.
    resource: Option<String>,
    /// When it was made.
    created: String,
    #[serde(skip)]
    #[schema(ignore)]
    revoke: String,
}

/// A place to choose.
#[derive(Debug, Clone)]
struct Choice {
    id: String,
    name: String,
}

/// One's own calendar files.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "feeds/calendars.html")]
pub(crate) struct CalendarsPage {
    /// The addresses, oldest first.
    feeds: Vec<FeedView>,
    /// The address that calendar programs are given to read and book themselves.
    caldav: String,
    #[serde(skip)]
    #[schema(ignore)]
    places: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    form: FeedForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for CalendarsPage {
    const FEATURE: &'static str = "feeds";

    fn title(&self, words: &Words) -> String {
        words.say("feeds-title")
    }
}

/// The one sight of a new address.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "feeds/made.html")]
pub(crate) struct FeedMadePage {
    /// The address.
    address: String,
    #[serde(skip)]
    #[schema(ignore)]
    follow: String,
}

impl Page for FeedMadePage {
    const FEATURE: &'static str = "feeds";

    fn title(&self, words: &Words) -> String {
        words.say("feeds-made")
    }
}

impl CalendarsPage {
    fn of(visit: &Visit, origin: &str, form: FeedForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let view = |feed: Feed| FeedView::of(tx, feed);
            let feeds = ayni_bookings::feeds(tx, me)?.into_iter().map(view).collect::<Result<_>>()?;
            let tree = ayni_resources::tree(tx, me)?;
            let places = tree.walk().into_iter().map(|(depth, resource)| Choice {
                id: resource.id.to_string(),
                name: format!("{}{}", "\u{2003}".repeat(depth), resource.name),
            });
            let caldav = format!("{origin}{}", super::dav::ROOT);
            Ok(Self { feeds, caldav, places: places.collect(), form, faults })
        })
    }
}

impl FeedView {
    fn of(tx: &ReadTx, feed: Feed) -> Result<Self> {
        let resource = match feed.of {
            FeedOf::Member(_) => None,
            FeedOf::Resource(id) => Some(ayni_resources::unasked(tx, id)?.name.to_string()),
        };
        let created = feed.created.to_string();
        Ok(Self { id: feed.id.to_string(), resource, created, revoke: links::revoke_feed(feed.id) })
    }
}

async fn list(visit: Visit, Origin(origin): Origin, Ask(ask): Ask<CalendarsQuery>) -> Answer {
    let form = FeedForm { of: ask.resource };
    visit.page(&CalendarsPage::of(&visit, &origin, form, FormFaults::default())?)
}

async fn make(visit: Visit, Origin(origin): Origin, Input(form): Input<FeedForm>) -> Answer {
    match write(&visit, &form).await {
        Ok(token) => visit.page(&FeedMadePage::of(&origin, &links::feed(&token))),
        Err(error) => visit.again(error, async |faults| CalendarsPage::of(&visit, &origin, form, faults.into())).await,
    }
}

impl FeedMadePage {
    fn of(origin: &str, path: &str) -> Self {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        Self { address: format!("{origin}{path}"), follow: format!("webcal://{host}{path}") }
    }
}

async fn write(visit: &Visit, form: &FeedForm) -> Result<Token> {
    let of = match form.of.as_str() {
        "" => return Err(Error::invalid("of", "fault-choice")),
        MINE => FeedOf::Member(visit.member()?),
        id => FeedOf::Resource(id.parse::<ResourceId>().map_err(|_| Error::invalid("of", "fault-choice"))?),
    };
    Ok(visit.write(move |tx, me| ayni_bookings::make_feed(tx, me, of)).await?.1)
}

async fn revoke(visit: Visit, Origin(origin): Origin, Of(id): Of<FeedId>) -> Answer {
    visit.write(move |tx, me| ayni_bookings::revoke_feed(tx, me, id)).await?;
    let page = CalendarsPage::of(&visit, &origin, FeedForm::default(), FormFaults::default())?;
    visit.done(&page, links::CALENDARS, "feeds-said-revoked")
}

/// The file behind a secret address; whoever knows it may read it.
async fn feed(visit: Visit, Origin(origin): Origin, Of(name): Of<String>, headers: HeaderMap) -> Answer {
    let token = name.strip_suffix(".ics").and_then(Token::parse).ok_or(Error::NotFound)?;
    let text = text(&visit, &origin, &token)?;
    let tag = HeaderValue::from_str(&file::tag(&text)).map_err(Error::broken)?;
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag);
    let cache = [(header::ETAG, tag), (header::CACHE_CONTROL, HeaderValue::from_static(FRESH))];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, cache).into_response());
    }
    Ok((cache, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

fn text(visit: &Visit, origin: &str, token: &Token) -> Result<String> {
    // Whoever reads, it is told in the language of the community: calendar programs say no wish.
    let words = Words::new(visit.settings.language, visit.settings.time_zone.as_str());
    let (name, of, rows) = visit.community.read(|tx| ayni_bookings::feed(tx, token))?;
    let told = match of {
        FeedOf::Member(_) => Told::Place,
        FeedOf::Resource(_) => Told::Person,
    };
    let events = rows.iter().map(|row| file::event(row, told, &words, origin)).collect();
    Ok(ics::write(&Calendar { name, events, ..Calendar::default() }))
}
