//! Notices: what a member was told, under the bell and on the first page.

use askama::Template;
use ayni_kernel::{Arg, Cursor, Result};
use ayni_notices::{About, Told};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Input, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Notices on a page: some screens on a phone.
const ROWS: usize = 30;

/// The routes of notices.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::NOTICES, list)
            .about("What the member acted for was told, newest first.")
            .asks::<NoticesQuery>()
            .answers::<NoticesPage>(),
        Route::post(links::NOTICES_SEEN, see_all)
            .about("Notes that everything told so far was seen.")
            .takes::<SeenForm>()
            .answers::<SeenView>(),
    ]
}

/// Something that a member was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NoticeView {
    /// The notice's id.
    pub id: String,
    /// The sentence in the reader's language.
    pub sentence: String,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// When it was told.
    pub at: String,
    /// When it was seen.
    pub seen: Option<String>,
    /// Where one goes on.
    pub link: Option<String>,
    /// Where a listing that ends is renewed with one click.
    pub renew: Option<String>,
}

impl NoticeView {
    fn of(words: &Words, told: &Told) -> Self {
        let reason = told.args.iter().find_map(|(name, value)| match value {
            Arg::Text(text) if name == ayni_notices::REASON => Some(text.clone()),
            _ => None,
        });
        Self {
            id: told.id.to_string(),
            sentence: words.say_kept(&told.word, &told.args),
            reason,
            at: told.at.to_string(),
            seen: told.seen.map(|at| at.to_string()),
            link: link(told.about),
            renew: match told.about {
                About::Renewal(id) => Some(links::listing_deed(id, "renewal")),
                _ => None,
            },
        }
    }
}

/// Where the thing that a notice is about has its page.
fn link(about: About) -> Option<String> {
    match about {
        About::Nothing => None,
        About::Agreement(id) => Some(links::agreement(id)),
        About::Booking(id) => Some(links::booking(id)),
        About::Series(id) => Some(links::series(id)),
        About::Wait(id) => Some(links::wait(id)),
        About::Order(_) => Some(links::CART.to_owned()),
        About::Resource(id) => Some(links::resource(id)),
        About::Closure(id) => Some(links::resolve_closure(id)),
        About::Outage(id) => Some(links::resolve_outage(id)),
        About::Calendars(id) => Some(links::admin_calendars(id)),
        About::Request(id) => Some(links::request(id)),
        About::Approval(id) => Some(links::approval(id)),
        About::Voucher(id) => Some(links::voucher(id)),
        About::PaymentOrder(id) => Some(links::payment_order(id)),
        About::Claim(id) => Some(links::claim(id)),
        About::Transfer(id) => Some(links::transfer(id)),
        About::Listing(id) | About::Renewal(id) | About::Moderation(id) => Some(links::listing(id)),
        About::Search(id) => Some(links::saved_search(id)),
    }
}

/// What the first page shows: the newest notices that were not seen yet; none for users without a member here.
pub(crate) fn unseen_notices(visit: &Visit, limit: usize) -> Result<Vec<NoticeView>> {
    let Ok(member) = visit.member() else { return Ok(Vec::new()) };
    let told = visit.read(|tx, me| ayni_notices::unseen(tx, me, member, limit))?;
    Ok(told.iter().map(|told| NoticeView::of(&visit.words, told)).collect())
}

/// Which notices are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct NoticesQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// What a member was told.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "notices/list.html")]
struct NoticesPage {
    /// The notices, newest first.
    notices: PageView<NoticeView>,
}

impl NoticesPage {
    fn read(visit: &Visit, query: &NoticesQuery) -> Result<Self> {
        let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
        let (after, member) = (after.transpose()?, visit.member()?);
        let page = visit.read(|tx, me| ayni_notices::notices(tx, me, member, after, ROWS))?;
        Ok(Self { notices: page.map(|told| NoticeView::of(&visit.words, &told)).into() })
    }

    fn has_unseen(&self) -> bool {
        self.notices.rows.iter().any(|notice| notice.seen.is_none())
    }

    fn older(&self) -> Option<String> {
        self.notices.next.as_ref().map(|next| format!("{}{}", links::NOTICES, links::query(&[("after", next)])))
    }
}

impl Page for NoticesPage {
    const FEATURE: &'static str = "notices";

    fn title(&self, words: &Words) -> String {
        words.say("kit-notices")
    }

    fn tab(&self) -> &'static str {
        "notices"
    }
}

async fn list(visit: Visit, Ask(query): Ask<NoticesQuery>) -> Answer {
    visit.page(&NoticesPage::read(&visit, &query)?)
}

/// What the button sends.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct SeenForm {
    /// The page to go on with: a path of this site; the notices otherwise.
    next: String,
}

/// How many notices were marked.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct SeenView {
    /// How many.
    seen: usize,
}

async fn see_all(visit: Visit, Input(form): Input<SeenForm>) -> Answer {
    let member = visit.member()?;
    let seen = visit.write(move |tx, me| ayni_notices::see_all(tx, me, member)).await?;
    let next = if form.next.is_empty() { links::NOTICES } else { links::local(&form.next) };
    visit.done(&SeenView { seen }, next, "notices-said-seen")
}
