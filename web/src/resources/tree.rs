//! All places as a tree, for those who look after them: adding, moving, taking out of service.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Actor, Check, Error, Faults, Line, Name, ReadTx, ResourceId, Result, WriteTx};
use ayni_resources::{Bookable, Details, NewResource, Resource, ResourceKind, ResourceStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    OFFICE_TAB, keeps_all, keeps_some, managed, optional,
    views::{self, ResourceView},
};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of the tree.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_SPACES, tree)
            .about("All places and things as a tree, for those who look after them.")
            .answers::<ResourceTreePage>()
            .office(),
        Route::post(links::ADMIN_SPACES, add)
            .about("Add a place or thing with what is usual for its kind.")
            .takes::<NewPlaceForm>()
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/pause", pause)
            .about("Take a place out of service for now; what was booked stays booked.")
            .takes::<PauseForm>()
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/resumption", resume)
            .about("Take a place into service again.")
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/retirement", retire)
            .about("Give a place up; it stays for what was booked.")
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/relocation", relocate)
            .about("Move a place with all that stands in it.")
            .takes::<MoveForm>()
            .answers::<ResourceView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/rank", rank)
            .about("Move a place one up or down among its siblings.")
            .takes::<RankForm>()
            .answers::<ResourceView>()
            .office(),
    ]
}

/// A place to add.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct NewPlaceForm {
    /// Its name.
    name: String,
    /// Its kind, such as `room`.
    kind: String,
    /// The id of what it stands in; empty for an outermost one.
    parent: String,
}

/// Why a place is paused.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PauseForm {
    /// What everybody who looks at it reads.
    note: String,
}

/// Where a place goes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MoveForm {
    /// The id of what it will stand in; empty for none.
    parent: String,
}

/// Which way a place goes among its siblings.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RankForm {
    /// `up` or `down`.
    way: String,
}

/// The classes that indent places, by their depth.
const DEPTHS: [&str; ayni_resources::MAX_DEPTH] =
    ["", "depth-1", "depth-2", "depth-3", "depth-4", "depth-5", "depth-6", "depth-7"];

/// A place in the tree.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TreeRow {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Its code.
    code: String,
    /// Its kind.
    kind: &'static str,
    /// How deep it stands; 0 for the outermost.
    depth: usize,
    /// The id of what it stands in.
    parent: Option<String>,
    /// `active`, `paused` or `retired`.
    status: &'static str,
    /// Whether it can be booked.
    bookable: &'static str,
    /// For how many people it is good.
    capacity: u32,
    #[serde(skip)]
    #[schema(ignore)]
    booked_by: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    office: String,
    #[serde(skip)]
    #[schema(ignore)]
    icon: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    manages: bool,
}

impl TreeRow {
    fn of(words: &Words, depth: usize, resource: &Resource, manages: bool) -> Self {
        let bookable = resource.bookable == Bookable::Yes;
        Self {
            id: resource.id.to_string(),
            name: resource.name.to_string(),
            code: resource.code.to_string(),
            kind: resource.kind.word(),
            depth,
            parent: resource.parent.map(|id| id.to_string()),
            status: resource.status.word(),
            bookable: resource.bookable.word(),
            capacity: resource.capacity,
            booked_by: bookable.then(|| views::booked_by(words, resource.unit, resource.places)),
            link: links::resource(resource.id),
            office: links::admin_resource(resource.id),
            icon: views::icon(resource.kind),
            manages,
        }
    }

    /// The class that indents it.
    fn indent(&self) -> &'static str {
        DEPTHS.get(self.depth).copied().unwrap_or_default()
    }

    fn is(&self, status: &str) -> bool {
        self.status == status
    }

    fn kind_key(&self) -> String {
        format!("resources-kind-{}", self.kind)
    }
}

/// A place to choose from, with dashes for its depth.
#[derive(Debug, Clone)]
pub(super) struct ParentOption {
    pub(super) id: String,
    pub(super) label: String,
}

/// What the actor looks after and can put something into.
pub(super) fn parents(tx: &ReadTx, me: &Actor) -> Result<Vec<ParentOption>> {
    let tree = ayni_resources::tree(tx, me)?;
    let mut options = Vec::new();
    for (depth, resource) in tree.walk() {
        let live = resource.status != ResourceStatus::Retired;
        if live && looks_after(me, &tree, resource) {
            let label = format!("{}{}", "– ".repeat(depth), resource.name);
            options.push(ParentOption { id: resource.id.to_string(), label });
        }
    }
    Ok(options)
}

fn looks_after(me: &Actor, tree: &ayni_resources::Tree, resource: &Resource) -> bool {
    let named = |each: &Resource| each.managers.iter().any(|manager| me.acts_for(*manager));
    keeps_all(me) || named(resource) || tree.ancestors(resource.id).into_iter().any(named)
}

/// All places.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/tree.html")]
pub(crate) struct ResourceTreePage {
    /// The places, each followed by what stands in it.
    resources: Vec<TreeRow>,
    #[serde(skip)]
    #[schema(ignore)]
    parents: Vec<ParentOption>,
    #[serde(skip)]
    #[schema(ignore)]
    keeps_all: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: NewPlaceForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for ResourceTreePage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-office")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl ResourceTreePage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    const fn section(&self) -> &'static str {
        links::ADMIN_SPACES
    }

    fn read(visit: &Visit, form: NewPlaceForm, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| {
            keeps_some(tx, me)?;
            let tree = ayni_resources::tree(tx, me)?;
            let row = |(depth, resource): (usize, &Resource)| {
                TreeRow::of(&visit.words, depth, resource, looks_after(me, &tree, resource))
            };
            Ok(Self {
                resources: tree.walk().into_iter().map(row).collect(),
                parents: parents(tx, me)?,
                keeps_all: keeps_all(me),
                form,
                faults: faults.into(),
            })
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(if self.form.kind.is_empty() { ResourceKind::Room.word() } else { &self.form.kind })
    }
}

/// The kinds to choose from; sets have a form of their own kind of need and are made in the editor.
pub(super) fn kinds(chosen: &str) -> Vec<Choice> {
    choices(ResourceKind::ALL.iter().map(|kind| kind.word()), "resources-kind-", chosen)
}

async fn tree(visit: Visit) -> Answer {
    visit.page(&ResourceTreePage::read(&visit, NewPlaceForm::default(), Faults::default())?)
}

async fn add(visit: Visit, Input(form): Input<NewPlaceForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(made) => told(&visit, &made, &links::admin_resource(made.id), "resources-said-added"),
        Err(error) => visit.again(error, |faults| ready(ResourceTreePage::read(&visit, form, faults))).await,
    }
}

async fn insert(visit: &Visit, form: &NewPlaceForm) -> Result<Resource> {
    let parent = optional(&form.parent)?;
    visit.read(|tx, me| parent.map_or_else(|| keeps_some(tx, me), |parent| managed(tx, me, parent).map(drop)))?;
    let mut check = Check::default();
    let name = check.take(Name::parse("name", &form.name));
    let kind = check.take(ResourceKind::parse("kind", &form.kind));
    let (Some(name), Some(kind)) = (name, kind) else { return Err(check.into()) };
    let ask = NewResource { parent, details: Details::new(name, kind) };
    visit.write(move |tx, me| ayni_resources::create(tx, me, ask)).await
}

/// Tells that something was done with a place.
pub(super) fn told(visit: &Visit, resource: &Resource, next: &str, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| ResourceView::of(tx, resource))?;
    visit.done(&view, next, said)
}

async fn pause(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<PauseForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let note = Line::parse("note", &form.note).map_err(Error::from)?;
    let done = visit.write(move |tx, me| ayni_resources::pause(tx, me, id, note)).await?;
    told(&visit, &done, &links::admin_resource(id), "resources-said-paused")
}

async fn resume(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    turn(&visit, id, "resources-said-resumed", ayni_resources::resume).await
}

async fn retire(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    turn(&visit, id, "resources-said-retired", ayni_resources::retire).await
}

/// A use case that changes where a place stands in its life.
type Turn = fn(&mut WriteTx<'_>, &Actor, ResourceId) -> Result<Resource>;

async fn turn(visit: &Visit, id: ResourceId, said: &'static str, turn: Turn) -> Answer {
    let done = visit.write(move |tx, me| turn(tx, me, id)).await?;
    told(visit, &done, &links::admin_resource(id), said)
}

async fn relocate(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<MoveForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let parent = optional(&form.parent)?;
    let done = visit.write(move |tx, me| ayni_resources::relocate(tx, me, id, parent)).await?;
    told(&visit, &done, &links::admin_resource(id), "resources-said-moved")
}

async fn rank(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<RankForm>) -> Answer {
    let resource = visit.read(|tx, me| managed(tx, me, id))?;
    let parent = resource.parent;
    let order = visit.read(|tx, _| Ok(swapped(&ayni_resources::everything(tx)?, &resource, &form.way)))?;
    visit.write(move |tx, me| ayni_resources::reorder(tx, me, parent, &order)).await?;
    told(&visit, &resource, links::ADMIN_SPACES, "resources-said-moved")
}

/// The siblings of a place with it one further up or down.
fn swapped(tree: &ayni_resources::Tree, resource: &Resource, way: &str) -> Vec<ResourceId> {
    let mut order: Vec<_> = tree.children(resource.parent).map(|each| each.id).collect();
    if let Some(at) = order.iter().position(|id| *id == resource.id) {
        let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, to);
    }
    order
}
