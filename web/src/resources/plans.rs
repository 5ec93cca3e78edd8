//! Pictures of places, and floor plans on which places are marked.

use std::future::ready;

use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
};
use ayni_kernel::{Actor, Error, Fault, Faults, Line, Name, PlanId, ReadTx, ResourceId, Result};
use ayni_resources::{NewPlan, PERMILLE, Placement, Resource};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    OFFICE_TAB,
    floor::PlanView,
    managed,
    tree::told,
    views::{ResourceRef, ResourceView},
};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    photos::{self, MAX_PHOTO},
};

/// Room for what surrounds a file in a multipart form.
pub(crate) const WRAPPING: usize = 16 * 1024;

/// Columns and rows of the grid by which places are marked without script.
const GRID: u16 = 20;

/// The routes of pictures and plans.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/admin/spaces/resources/{id}/photo", add_photo)
            .about("Send a picture of a place as the part `photo` of a multipart form.")
            .answers::<ResourceView>()
            .office()
            .max_body(MAX_PHOTO + WRAPPING),
        Route::post("/admin/spaces/resources/{id}/photo-removal", remove_photo)
            .about("Take a picture from a place.")
            .takes::<PhotoForm>()
            .answers::<ResourceView>()
            .office(),
        Route::get("/admin/spaces/resources/{id}/plans", list)
            .about("The floor plans of a place.")
            .answers::<PlansPage>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/plan", add)
            .about("Send a floor plan as the part `plan` of a multipart form, its name as the part `name`.")
            .answers::<PlanView>()
            .office()
            .max_body(MAX_PHOTO + WRAPPING),
        Route::get("/admin/spaces/plans/{id}", show)
            .about("A floor plan with the places on it.")
            .answers::<FloorPlanPage>()
            .office(),
        Route::post("/admin/spaces/plans/{id}/places", place)
            .about("Mark a place on a floor plan, or take its mark away.")
            .takes::<PlaceForm>()
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/plans/{id}/removal", remove)
            .about("Take a floor plan away with all marks on it.")
            .answers::<PlanView>()
            .office(),
    ]
}

/// A picture to take away.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ResourcePhotoForm)]
pub(crate) struct PhotoForm {
    /// The picture's address.
    photo: String,
}

/// Where a place is on a plan.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PlaceForm {
    /// The id of the place.
    resource: String,
    /// From the left edge, in thousandths of the width; empty to take the mark away.
    x: String,
    /// From the upper edge, in thousandths of the height.
    y: String,
}

/// A file that a form sent, and the text beside it.
pub(crate) struct Sent {
    pub(crate) bytes: Vec<u8>,
    pub(crate) name: String,
}

/// Reads the picture of a part, and the text of the part `name`.
async fn sent(field: &'static str, parts: Multipart) -> Result<Sent> {
    sent_file((field, "fault-photo"), parts).await
}

/// Reads the file of a part, and the text of the part `name`; `broken` is the fault of what ends in the middle.
pub(crate) async fn sent_file((field, broken): (&'static str, &'static str), mut parts: Multipart) -> Result<Sent> {
    let unreadable = |why: &MultipartError| -> Error {
        let large = why.status() == StatusCode::PAYLOAD_TOO_LARGE;
        Fault::new(field, if large { "fault-body-large" } else { broken }).into()
    };
    let (mut bytes, mut name) = (Vec::new(), String::new());
    while let Some(part) = parts.next_field().await.map_err(|why| unreadable(&why))? {
        let which = part.name().map(str::to_owned);
        let content = part.bytes().await.map_err(|why| unreadable(&why))?;
        match which.as_deref() {
            Some("name") => name = String::from_utf8_lossy(&content).into_owned(),
            Some(which) if which == field => bytes = content.to_vec(),
            _ => {}
        }
    }
    if bytes.is_empty() { Err(Error::invalid(field, "fault-required")) } else { Ok(Sent { bytes, name }) }
}

async fn add_photo(visit: Visit, Of(id): Of<ResourceId>, parts: Multipart) -> Answer {
    // Leave is asked before the picture is read, so that nobody fills the disk.
    visit.read(|tx, me| managed(tx, me, id))?;
    let picture = photos::keep_large(&visit, "photo", sent("photo", parts).await?.bytes).await?;
    let saved = visit.write(move |tx, me| ayni_resources::add_photo(tx, me, id, picture.hash)).await?;
    told(&visit, &saved, &links::admin_resource(id), "resources-said-photo")
}

async fn remove_photo(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<PhotoForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let name = form.photo.rsplit('/').next().unwrap_or_default();
    let hash = links::photo_hash(name).ok_or_else(|| Error::invalid("photo", "fault-choice"))?;
    let saved = visit.write(move |tx, me| ayni_resources::remove_photo(tx, me, id, hash)).await?;
    told(&visit, &saved, &links::admin_resource(id), "resources-said-removed")
}

/// The floor plans of a place.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/plans.html")]
pub(crate) struct PlansPage {
    /// The place.
    resource: ResourceRef,
    /// The plans.
    plans: Vec<PlanView>,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for PlansPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say_with("resources-plans-of", &[("name", self.resource.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl PlansPage {
    fn read(tx: &ReadTx, me: &Actor, id: ResourceId, faults: Faults) -> Result<Self> {
        let resource = managed(tx, me, id)?;
        let plans = ayni_resources::plans_of(tx, id)?;
        Ok(Self {
            plans: plans.iter().map(|plan| PlanView::of(tx, me, plan, None, None)).collect::<Result<_>>()?,
            resource: ResourceRef::from(&resource),
            back: links::admin_resource(id),
            faults: faults.into(),
        })
    }
}

async fn list(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    visit.page(&visit.read(|tx, me| PlansPage::read(tx, me, id, Faults::default()))?)
}

async fn add(visit: Visit, Of(id): Of<ResourceId>, parts: Multipart) -> Answer {
    match insert(&visit, id, parts).await {
        Ok(view) => visit.done(&view, &view.link, "resources-said-plan"),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| PlansPage::read(tx, me, id, faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn insert(visit: &Visit, resource: ResourceId, parts: Multipart) -> Result<PlanView> {
    let place = visit.read(|tx, me| managed(tx, me, resource))?;
    let sent = sent("plan", parts).await?;
    let name = Line::parse("name", &sent.name)?;
    let name = if name.is_empty() { place.name } else { Name::parse("name", name.as_str())? };
    let photos::Kept { hash: picture, width, height } = photos::keep_large(visit, "plan", sent.bytes).await?;
    let ask = NewPlan { resource, name, picture, width, height };
    let plan = visit.write(move |tx, me| ayni_resources::add_plan(tx, me, ask)).await?;
    visit.read(|tx, me| PlanView::of(tx, me, &plan, None, None))
}

/// Something that can be marked on a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ResourceMarkView)]
pub(crate) struct MarkView {
    /// The place.
    resource: ResourceRef,
    /// Whether it is on this plan.
    placed: bool,
}

/// A floor plan with the places on it.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/plan.html")]
pub(crate) struct FloorPlanPage {
    /// The plan.
    plan: PlanView,
    /// What it shows.
    resource: ResourceRef,
    /// What stands in that and can be marked.
    marks: Vec<MarkView>,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
}

impl Page for FloorPlanPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, _: &Words) -> String {
        self.plan.name.clone()
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl FloorPlanPage {
    fn read(tx: &ReadTx, me: &Actor, id: PlanId) -> Result<Self> {
        let plan = ayni_resources::plan(tx, me, id)?;
        let resource = managed(tx, me, plan.resource)?;
        let tree = ayni_resources::tree(tx, me)?;
        let mark = |each: &Resource| MarkView {
            resource: ResourceRef::from(each),
            placed: each.plan.is_some_and(|placement| placement.plan == id),
        };
        Ok(Self {
            marks: tree.subtree(plan.resource).into_iter().skip(1).map(mark).collect(),
            plan: PlanView::of(tx, me, &plan, None, None)?,
            back: links::admin_plans(resource.id),
            resource: ResourceRef::from(&resource),
        })
    }

    fn steps() -> impl Iterator<Item = u16> {
        (0..=GRID).map(|step| step * (PERMILLE / GRID))
    }
}

async fn show(visit: Visit, Of(id): Of<PlanId>) -> Answer {
    visit.page(&visit.read(|tx, me| FloorPlanPage::read(tx, me, id))?)
}

async fn place(visit: Visit, Of(id): Of<PlanId>, Input(form): Input<PlaceForm>) -> Answer {
    let (resource, placement) = visit.read(|tx, me| mark(tx, me, id, &form))?;
    let saved = visit.write(move |tx, me| ayni_resources::place(tx, me, resource, placement)).await?;
    told(&visit, &saved, &links::admin_plan(id), "resources-said-saved")
}

fn mark(tx: &ReadTx, me: &Actor, plan: PlanId, form: &PlaceForm) -> Result<(ResourceId, Option<Placement>)> {
    managed(tx, me, ayni_resources::plan(tx, me, plan)?.resource)?;
    let id = form.resource.parse().map_err(|_| Error::invalid("resource", "resources-unknown"))?;
    if form.x.trim().is_empty() {
        return Ok((id, None));
    }
    let number = |raw: &str| raw.trim().parse::<u16>().ok().filter(|number| *number <= PERMILLE);
    let spot = number(&form.x).zip(number(&form.y));
    let (x, y) = spot.ok_or_else(|| Error::invalid("x", "resources-number"))?;
    Ok((id, Some(Placement { plan, x, y })))
}

async fn remove(visit: Visit, Of(id): Of<PlanId>) -> Answer {
    let (view, back) = visit.read(|tx, me| {
        let plan = ayni_resources::plan(tx, me, id)?;
        Ok((PlanView::of(tx, me, &plan, None, None)?, links::admin_plans(plan.resource)))
    })?;
    visit.write(move |tx, me| ayni_resources::remove_plan(tx, me, id)).await?;
    visit.done(&view, &back, "resources-said-removed")
}
