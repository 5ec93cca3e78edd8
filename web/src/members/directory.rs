//! The directory, the suggestions of the person search, and a member's page.

use askama::Template;
use ayni_kernel::{Actor, Code, Cursor, Error, MemberId, Page as Rows, ReadTx, Result, Role};
use ayni_market::List as Listings;
use ayni_members::{List, Member, MemberStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{MemberRow, MemberView, STATUSES};
use crate::{
    agreements::ReputeView,
    kit::{Answer, Ask, Of, Page, PageView, Route, Visit, Words, filters},
    links,
    market::ListingCard,
};

/// Members on a page of the directory: eight rows of three cards, and a few screens on a phone.
const PAGE: usize = 48;

/// Members that a search shows; who is not among them needs better words.
const FOUND: usize = 60;

/// Suggestions while typing: as many as fit under the field on a phone.
const SUGGESTED: usize = 8;

/// Listings on a member's page.
const LISTED: usize = 6;

/// The routes of the directory.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/members", members)
            .about("The members, by name; or those that fit the words `q` best.")
            .asks::<MembersQuery>()
            .answers::<MembersPage>(),
        Route::get("/members/suggestions", suggestions)
            .about("Active members whose name or number fits what was typed so far.")
            .asks::<SuggestionsQuery>()
            .answers::<SuggestionsView>(),
        Route::get("/members/{id}", member).about("A member, as the reader may see it.").answers::<MemberPage>(),
    ]
}

/// What the directory may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MembersQuery {
    /// Words to look for in names, numbers, descriptions, places.
    q: String,
    /// For the staff: only members with this status, or `all`; active ones when it is left out.
    status: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// The directory.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/directory.html")]
pub(crate) struct MembersPage {
    /// The members.
    members: PageView<MemberRow>,
    #[serde(skip)]
    q: String,
    #[serde(skip)]
    #[schema(ignore)]
    statuses: Vec<StatusTab>,
    #[serde(skip)]
    status: String,
    #[serde(skip)]
    steward: bool,
    #[serde(skip)]
    inside: bool,
    #[serde(skip)]
    later: bool,
}

/// A status as a tab or chip.
#[derive(Debug, Clone)]
pub(crate) struct StatusTab {
    /// The word in the address.
    pub word: &'static str,
    /// The locale key.
    pub key: String,
    /// How many members have it.
    pub count: u64,
    /// Whether it is the one shown.
    pub here: bool,
}

impl StatusTab {
    /// The statuses that some member has, and all of them; the one shown is always there.
    pub(crate) fn all(tx: &ReadTx, shown: &str) -> Result<Vec<Self>> {
        let counts = ayni_members::count_by_status(tx)?;
        let tab =
            |word: &'static str, count| Self { word, key: format!("members-tab-{word}"), count, here: word == shown };
        let mut tabs: Vec<_> = STATUSES
            .into_iter()
            .map(|status| tab(status.word(), counts.get(&status).copied().unwrap_or_default()))
            .filter(|tab| tab.count > 0 || tab.here)
            .collect();
        tabs.push(tab("all", counts.values().sum()));
        Ok(tabs)
    }
}

impl Page for MembersPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-title")
    }

    fn tab(&self) -> &'static str {
        "members"
    }
}

/// Stewards, treasurers and admins see members of every status.
pub(super) fn is_staff(me: &Actor) -> bool {
    me.has(Role::Steward) || me.has(Role::Treasurer)
}

async fn members(visit: Visit, Ask(ask): Ask<MembersQuery>) -> Answer {
    visit.page(&MembersPage::read(&visit, ask)?)
}

impl MembersPage {
    fn read(visit: &Visit, ask: MembersQuery) -> Result<Self> {
        let shown = if ask.status.is_empty() { MemberStatus::Active.word().to_owned() } else { ask.status.clone() };
        visit.read(|tx, me| {
            let rows = search(visit, tx, me, &ask.q, &shown, &ask.after)?;
            Ok(Self {
                members: rows.map(MemberRow::from).into(),
                statuses: if is_staff(me) { StatusTab::all(tx, &shown)? } else { Vec::new() },
                status: ask.status,
                steward: me.has(Role::Steward),
                inside: me.is_inside(),
                later: !ask.after.is_empty(),
                q: ask.q,
            })
        })
    }
}

/// Members by words, or by name; with a status, or `all`.
pub(super) fn search(
    visit: &Visit,
    tx: &ReadTx,
    me: &Actor,
    q: &str,
    status: &str,
    after: &str,
) -> Result<Rows<Member>> {
    let status = MemberStatus::from_word(status);
    if q.trim().is_empty() {
        let after = Some(after).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        return ayni_members::directory(tx, me, &List { status, after, limit: PAGE });
    }
    let mut rows = named(visit, tx, me, q, FOUND)?;
    rows.retain(|member| status.is_none_or(|status| member.status == status));
    Ok(Rows::last(rows))
}

/// The member with exactly this number first, then whoever fits the words.
fn named(visit: &Visit, tx: &ReadTx, me: &Actor, q: &str, limit: usize) -> Result<Vec<Member>> {
    let mut rows = ayni_members::find(tx, me, &visit.community.index, q, limit)?;
    if let Ok(number) = Code::parse("q", q)
        && let Some(exact) = known(ayni_members::by_number(tx, me, &number))?
    {
        rows.retain(|member| member.id != exact.id);
        rows.insert(0, exact);
    }
    Ok(rows)
}

/// Nothing instead of a refusal, for things one may ask about without knowing whether they are there.
fn known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(thing) => Ok(Some(thing)),
        Err(Error::NotFound | Error::SignIn | Error::Forbidden) => Ok(None),
        Err(other) => Err(other),
    }
}

/// What was typed so far.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct SuggestionsQuery {
    /// The beginning of a name, or a number.
    q: String,
}

/// Members to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionsView {
    /// The best first.
    items: Vec<Suggestion>,
}

/// One member to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// The member's id.
    id: String,
    /// The name.
    name: String,
    /// The member number.
    code: String,
    /// Address of the photo, if there is one.
    avatar: Option<String>,
}

async fn suggestions(visit: Visit, Ask(ask): Ask<SuggestionsQuery>) -> Answer {
    let found = visit.read(|tx, me| search(&visit, tx, me, &ask.q, MemberStatus::Active.word(), ""))?;
    let item = |member: Member| Suggestion {
        id: member.id.to_string(),
        name: member.name.to_string(),
        code: member.number.to_string(),
        avatar: member.photo.as_ref().map(links::photo),
    };
    let items =
        if ask.q.trim().is_empty() { Vec::new() } else { found.rows.into_iter().take(SUGGESTED).map(item).collect() };
    visit.data(&SuggestionsView { items })
}

/// Where stewards act for a member.
#[derive(Debug)]
struct Behalf {
    pay: String,
    publish: String,
}

impl Behalf {
    fn of(member: &Member) -> Self {
        Self { pay: links::pay_for(member.number.as_str()), publish: links::new_listing_for(&member.id.to_string()) }
    }
}

/// A member's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/member.html")]
pub(crate) struct MemberPage {
    /// The member.
    member: MemberView,
    /// What it offers and wants now.
    listings: Vec<ListingCard>,
    /// What those say who traded with it.
    references: ReputeView,
    #[serde(skip)]
    own: bool,
    #[serde(skip)]
    trades: bool,
    #[serde(skip)]
    staff: bool,
    #[serde(skip)]
    #[schema(ignore)]
    behalf: Option<Behalf>,
    #[serde(skip)]
    more: String,
}

impl Page for MemberPage {
    const FEATURE: &'static str = "members";

    fn title(&self, _: &Words) -> String {
        self.member.name.clone()
    }

    fn tab(&self) -> &'static str {
        "members"
    }
}

impl MemberPage {
    fn pay_link(&self) -> String {
        links::pay_to(&self.member.number)
    }

    fn ask_link(&self) -> String {
        links::ask_of(&self.member.number)
    }
}

async fn member(visit: Visit, Of(id): Of<MemberId>) -> Answer {
    visit.page(&visit.read(|tx, me| MemberPage::read(tx, me, id))?)
}

impl MemberPage {
    fn read(tx: &ReadTx, me: &Actor, id: MemberId) -> Result<Self> {
        let member = ayni_members::get(tx, me, id)?;
        let ask = Listings { member: Some(id), limit: LISTED, ..Listings::default() };
        let listings = ayni_market::listings(tx, me, &ask)?.rows;
        let own = me.acts_for(id);
        Ok(Self {
            own,
            trades: !own && me.member().is_ok() && member.status == MemberStatus::Active,
            staff: is_staff(me),
            behalf: (me.has(Role::Steward) && member.status == MemberStatus::Active).then(|| Behalf::of(&member)),
            more: links::listings_of(id),
            references: ReputeView::of(tx, me, id)?,
            member: member.into(),
            listings: listings.iter().map(|listing| ListingCard::of(tx, me, listing)).collect::<Result<_>>()?,
        })
    }
}
