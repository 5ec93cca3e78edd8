//! A place's page: what it looks like, what it has, when it is open, who looks after it, where it is.

use askama::Template;
use ayni_kernel::{Actor, QualificationId, ReadTx, ResourceId, Result, tx::Now as _};
use ayni_resources::{Bookable, QualificationKind, Resource};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    floor::{At, PlanView},
    opening::{self, ClosedView, HoursPart, OpenDayView},
    views::{self, ResourceRef, ResourceView},
};
use crate::{
    kit::{Answer, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of a place's page.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/resources/{id}", show)
            .about("A place or thing that can be booked: properties, hours, rules, pictures.")
            .answers::<ResourcePage>(),
    ]
}

/// What a place asks for, and whether the reader has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NeedView {
    /// The qualification's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `training` or `agreement`.
    pub kind: &'static str,
    /// Whether the member acted for has it now.
    pub held: bool,
    /// The text to agree to, or what the training is about.
    pub text: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub agree: Option<String>,
}

/// A place's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/place.html")]
pub(crate) struct ResourcePage {
    /// The place.
    resource: ResourceView,
    /// How it is open in the next days.
    days: Vec<OpenDayView>,
    /// Closures in the next weeks.
    closures: Vec<ClosedView>,
    /// What it asks for.
    needs: Vec<NeedView>,
    /// What stands directly in it.
    children: Vec<ResourceRef>,
    /// Floor plans: its own, or the one that it is on.
    plans: Vec<PlanView>,
    /// Whether the reader looks after it.
    manages: bool,
    #[serde(skip)]
    #[schema(ignore)]
    book: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    calendar: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    own_calendar: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    hours: Vec<HoursPart>,
    #[serde(skip)]
    #[schema(ignore)]
    booked_by: String,
}

impl Page for ResourcePage {
    const FEATURE: &'static str = "resources";

    fn title(&self, _: &Words) -> String {
        self.resource.name.clone()
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

async fn show(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    visit.page(&visit.read(|tx, me| ResourcePage::read(tx, me, &visit.words, id))?)
}

impl ResourcePage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, id: ResourceId) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let (days, closures) = opening::coming(tx, words, &resource, tx.now())?;
        let children = ayni_resources::children(tx, me, Some(id))?;
        let books = me.member().is_ok() && resource.takes_bookings();
        let looks = me.is_inside() && resource.bookable == Bookable::Yes;
        Ok(Self {
            book: books.then(|| links::book(id)),
            own_calendar: (me.member().is_ok() && looks).then(|| links::calendars_of(id)),
            calendar: looks.then(|| links::calendar("week", "", &id.to_string())),
            hours: opening::parts(words, &ayni_resources::hours(tx, &resource)?),
            booked_by: views::booked_by(words, resource.unit, resource.places),
            needs: needs(tx, me, &resource)?,
            plans: plans(tx, me, &resource)?,
            children: children.iter().map(ResourceRef::from).collect(),
            manages: ayni_resources::manages(tx, me, id)?,
            resource: ResourceView::of(tx, &resource)?,
            days,
            closures,
        })
    }
}

fn needs(tx: &ReadTx, me: &Actor, resource: &Resource) -> Result<Vec<NeedView>> {
    let member = me.member().ok();
    let view = |id: QualificationId| {
        let each = ayni_resources::qualification(tx, id)?;
        let held = member.map_or(Ok(false), |member| ayni_resources::holds(tx, member, id, tx.now()))?;
        let agrees = each.kind == QualificationKind::Agreement && member.is_some() && !held;
        Ok(NeedView {
            id: id.to_string(),
            name: each.name.to_string(),
            kind: each.kind.word(),
            held,
            text: each.text.to_string(),
            agree: agrees.then(|| links::agree(id)),
        })
    };
    ayni_resources::needed(tx, resource)?.into_iter().map(view).collect()
}

fn plans(tx: &ReadTx, me: &Actor, resource: &Resource) -> Result<Vec<PlanView>> {
    let mut plans = ayni_resources::plans_of(tx, resource.id)?;
    if let Some(placement) = resource.plan
        && plans.iter().all(|plan| plan.id != placement.plan)
    {
        // Whoever may not see what the plan shows is not shown the plan.
        plans.extend(ayni_resources::plan(tx, me, placement.plan).ok());
    }
    let at = At::now(tx.now());
    plans.iter().map(|plan| PlanView::of(tx, me, plan, Some(resource.id), Some(at))).collect()
}
