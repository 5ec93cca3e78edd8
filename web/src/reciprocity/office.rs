//! Reciprocity of the community as a whole, for everybody inside; and who should be talked with, for the staff.

use askama::Template;
use ayni_kernel::{Actor, Cursor, ReadTx, Result, Role};
use ayni_reciprocity::{Concern, Overview};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    pictures::{Column, tenths},
    portrait::{PartView, currency},
};
use crate::{
    kit::{Answer, Ask, CardView, MoneyView, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Names on a page: some screens on a phone.
const ROWS: usize = 30;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::COMMUNITY_RECIPROCITY, show)
            .about("How giving and taking stand for the community; for the staff also who should be talked with.")
            .asks::<CommunityQuery>()
            .answers::<CommunityPage>(),
    ]
}

/// What of the community is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct CommunityQuery {
    /// The currency's id; the main one without.
    currency: String,
    /// leaving, hoarding, stuck, waiting or closed: also the names, for the staff.
    concern: String,
    /// Where the names begin.
    after: String,
}

/// How many members there are of a concern.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConcernView {
    /// leaving, hoarding, stuck, waiting or closed.
    pub name: &'static str,
    /// How many members.
    pub members: u32,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    chosen: bool,
}

impl ConcernView {
    fn key(&self) -> String {
        format!("reciprocity-concern-{}", self.name)
    }

    fn hint(&self) -> String {
        format!("reciprocity-concern-{}-hint", self.name)
    }
}

/// Somebody who should be talked with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AtRiskView {
    /// Who.
    pub member: CardView,
    /// The points; absent while there is too little to say.
    pub points: Option<u16>,
    /// The balance now.
    pub balance: MoneyView,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

/// How giving and taking stand for the community.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "reciprocity/community.html")]
pub(crate) struct CommunityPage {
    /// As of when; absent while it is counted for the first time.
    pub at: Option<String>,
    /// How many members have an account.
    pub members: u32,
    /// How many of them have a score.
    pub scored: u32,
    /// The mean of their points.
    pub points: u16,
    /// The means of the parts.
    pub parts: Vec<PartView>,
    /// How many members have 0–9 points, 10–19, … 90–100.
    pub tenths: Vec<u32>,
    /// How many members there are of each concern.
    pub concerns: Vec<ConcernView>,
    /// Who they are, of the concern asked for; absent for whoever may not know.
    pub names: Option<PageView<AtRiskView>>,
    #[serde(skip)]
    #[schema(ignore)]
    columns: Vec<Column>,
    #[serde(skip)]
    #[schema(ignore)]
    older: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    staff: bool,
}

async fn show(visit: Visit, Ask(query): Ask<CommunityQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| CommunityPage::read(tx, me, &visit.words, &query))?)
}

impl CommunityPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, query: &CommunityQuery) -> Result<Self> {
        let chosen = currency(tx, &query.currency)?;
        let overview = ayni_reciprocity::overview(tx, me, chosen)?;
        let concern = Some(query.concern.as_str()).filter(|word| !word.is_empty());
        let concern = concern.map(|word| Concern::parse("concern", word)).transpose()?;
        let names = concern.map(|concern| names(tx, me, &overview, concern, query)).transpose()?;
        Ok(Self::of(&overview, words, concern, names, me.has(Role::Steward) || me.has(Role::Treasurer)))
    }

    fn of(
        overview: &Overview,
        words: &Words,
        chosen: Option<Concern>,
        names: Option<PageView<AtRiskView>>,
        staff: bool,
    ) -> Self {
        let next = names.as_ref().and_then(|names| names.next.clone()).zip(chosen);
        Self {
            at: overview.at.map(|at| at.to_string()),
            members: overview.members,
            scored: overview.scored,
            points: overview.points,
            parts: PartView::all(overview.parts),
            tenths: overview.tenths.to_vec(),
            concerns: overview
                .concerns
                .iter()
                .map(|(concern, members)| ConcernView {
                    name: concern.word(),
                    members: *members,
                    link: links::concern(concern.word(), ""),
                    chosen: chosen == Some(*concern),
                })
                .collect(),
            columns: tenths(overview.tenths, words),
            older: next.map(|(after, concern)| links::concern(concern.word(), &after)),
            names,
            staff,
        }
    }
}

/// Who should be talked with.
fn names(
    tx: &ReadTx,
    me: &Actor,
    overview: &Overview,
    concern: Concern,
    query: &CommunityQuery,
) -> Result<PageView<AtRiskView>> {
    let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after)).transpose()?;
    let page = ayni_reciprocity::at_risk(tx, me, overview.currency.id, concern, after.as_ref(), ROWS)?;
    let view = page.map(|each| AtRiskView {
        link: links::reciprocity_of(each.member.id),
        member: each.member.into(),
        points: each.points,
        balance: overview.currency.money(each.balance).into(),
    });
    Ok(view.into())
}

impl Page for CommunityPage {
    const FEATURE: &'static str = "reciprocity";

    fn title(&self, words: &Words) -> String {
        words.say("reciprocity-community")
    }

    fn tab(&self) -> &'static str {
        if self.staff { "reciprocity" } else { "wallet" }
    }
}
