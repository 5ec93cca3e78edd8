//! The editor of a place: what it is, how it is booked, who may, how it looks.

use std::future::ready;

use askama::Template;
use ayni_communities::{Access, TimeZoneName};
use ayni_kernel::{Actor, Faults, Name, ReadTx, ResourceId, Result};
use ayni_resources::{AttributeKind, Bookable, Details, NewResource, Offer, Resource, ResourceKind, Unit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    OFFICE_TAB,
    form::ResourceForm,
    keeps_some, managed, optional,
    tree::{ParentOption, kinds, parents, told},
    views::{NamedView, ResourceView},
};
use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of the editor.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::NEW_RESOURCE, new).about("The form of a new place.").page_only().office(),
        Route::post("/admin/spaces/resources", create)
            .about("Add a place or thing with all that there is to say about it.")
            .takes::<ResourceForm>()
            .answers::<ResourceView>()
            .office(),
        Route::get("/admin/spaces/resources/{id}", edit)
            .about("A place as its editor shows it.")
            .answers::<EditorPage>()
            .office(),
        Route::post("/admin/spaces/resources/{id}", save)
            .about("Change a place: every field, changed or not. Hours have their own form.")
            .takes::<ResourceForm>()
            .answers::<ResourceView>()
            .office(),
    ]
}

/// A thing to tick.
#[derive(Debug, Clone)]
struct Tick {
    name: String,
    label: String,
    on: bool,
}

/// A property to fill in.
#[derive(Debug, Clone)]
struct FactField {
    name: String,
    label: String,
    unit: String,
    value: String,
    options: Vec<Choice>,
    required: bool,
}

/// A place in its editor.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/editor.html")]
pub(crate) struct EditorPage {
    /// The place; absent for a new one.
    resource: Option<ResourceView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: ResourceForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
    #[serde(skip)]
    #[schema(ignore)]
    parents: Vec<ParentOption>,
    #[serde(skip)]
    #[schema(ignore)]
    own_parent: String,
    #[serde(skip)]
    #[schema(ignore)]
    categories: Vec<NamedView>,
    #[serde(skip)]
    #[schema(ignore)]
    facts: Vec<FactField>,
    #[serde(skip)]
    #[schema(ignore)]
    qualifications: Vec<Tick>,
    #[serde(skip)]
    #[schema(ignore)]
    addons: Vec<Tick>,
    #[serde(skip)]
    #[schema(ignore)]
    parts: Vec<Tick>,
    #[serde(skip)]
    #[schema(ignore)]
    managers: Vec<CardView>,
    #[serde(skip)]
    #[schema(ignore)]
    photos: Vec<String>,
}

impl Page for EditorPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        self.resource.as_ref().map_or_else(|| words.say("resources-new"), |resource| resource.name.clone())
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl EditorPage {
    fn action(&self) -> String {
        self.resource.as_ref().map_or_else(|| links::ADMIN_RESOURCES.to_owned(), |resource| resource.office.clone())
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.form.kind)
    }

    fn accesses(&self) -> Vec<Choice> {
        choices(Access::ALL.iter().map(|access| access.word()), "resources-access-", &self.form.access)
    }

    fn bookables(&self) -> Vec<Choice> {
        choices(Bookable::ALL.iter().map(|bookable| bookable.word()), "resources-bookable-", &self.form.bookable)
    }

    fn units(&self) -> Vec<Choice> {
        choices(Unit::ALL.iter().map(|unit| unit.word()), "resources-unit-", &self.form.unit)
    }

    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn zones(&self) -> Vec<TimeZoneName> {
        TimeZoneName::all()
    }

    fn is_set(&self) -> bool {
        self.form.kind == ResourceKind::Set.word()
    }

    /// The page of a place or of a new one.
    fn read(tx: &ReadTx, me: &Actor, resource: Option<&Resource>, form: ResourceForm, faults: Faults) -> Result<Self> {
        let managers = resource.map(|each| each.managers.clone()).unwrap_or_default();
        let cards = managers.into_iter().map(|id| Ok(CardView::from(ayni_members::name_of(tx, id)?)));
        let named = |name: &Name, id: String| NamedView { id, name: name.to_string() };
        let categories = ayni_resources::categories(tx)?;
        Ok(Self {
            parents: parents(tx, me)?,
            own_parent: resource.and_then(|each| each.parent).map(|id| id.to_string()).unwrap_or_default(),
            categories: categories.iter().map(|each| named(&each.name, each.id.to_string())).collect(),
            facts: facts(tx, &form)?,
            qualifications: qualifications(tx, &form)?,
            addons: addons(tx, &form)?,
            parts: parts(tx, me, resource, &form)?,
            managers: cards.collect::<Result<_>>()?,
            photos: resource.map(|each| each.photos.iter().map(links::photo).collect()).unwrap_or_default(),
            resource: resource.map(|each| ResourceView::of(tx, each)).transpose()?,
            form,
            faults: faults.into(),
        })
    }
}

fn facts(tx: &ReadTx, form: &ResourceForm) -> Result<Vec<FactField>> {
    let Some(category) = optional(&form.category).ok().flatten() else { return Ok(Vec::new()) };
    let field = |attribute: ayni_resources::Attribute| {
        let value = form.fact(&attribute).to_owned();
        let chosen = |option: &str, key: String| Choice { value: option.to_owned(), key, chosen: option == value };
        FactField {
            name: format!("fact-{}", attribute.id),
            label: attribute.name.to_string(),
            unit: match &attribute.kind {
                AttributeKind::Number(unit) => unit.to_string(),
                _ => String::new(),
            },
            options: match &attribute.kind {
                AttributeKind::Choice(options) => {
                    options.iter().map(|option| chosen(option.as_str(), option.to_string())).collect()
                }
                AttributeKind::YesNo => ["yes", "no"].map(|word| chosen(word, format!("resources-{word}"))).to_vec(),
                _ => Vec::new(),
            },
            required: attribute.need == ayni_resources::Need::Required,
            value,
        }
    };
    Ok(ayni_resources::attributes(tx, category)?.into_iter().map(field).collect())
}

fn qualifications(tx: &ReadTx, form: &ResourceForm) -> Result<Vec<Tick>> {
    let all = ayni_resources::qualifications(tx)?;
    let tick = |id: String, label: String| {
        let name = format!("qualification-{id}");
        Tick { on: form.rows.ticked(&name), name, label }
    };
    Ok(all.into_iter().map(|each| tick(each.id.to_string(), each.name.to_string())).collect())
}

fn addons(tx: &ReadTx, form: &ResourceForm) -> Result<Vec<Tick>> {
    let all = ayni_resources::addons(tx)?.into_iter().filter(|each| each.offer == Offer::Open);
    let tick = |each: ayni_resources::AddOn| {
        let name = format!("addon-{}", each.id);
        Tick { on: form.rows.ticked(&name), name, label: each.name.to_string() }
    };
    Ok(all.map(tick).collect())
}

/// What a set may be made of: all that can be seen, but itself.
fn parts(tx: &ReadTx, me: &Actor, own: Option<&Resource>, form: &ResourceForm) -> Result<Vec<Tick>> {
    let tree = ayni_resources::tree(tx, me)?;
    let others = tree.walk().into_iter().filter(|(_, each)| own.is_none_or(|own| own.id != each.id));
    let tick = |(depth, each): (usize, &Resource)| {
        let name = format!("part-{}", each.id);
        Tick { on: form.rows.ticked(&name), name, label: format!("{}{}", "– ".repeat(depth), each.name) }
    };
    Ok(others.map(tick).collect())
}

/// What a new place is asked for as.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewQuery {
    kind: String,
    parent: String,
}

async fn new(visit: Visit, Ask(ask): Ask<NewQuery>) -> Answer {
    let kind = ResourceKind::from_word(&ask.kind).unwrap_or(ResourceKind::Room);
    let usual = Details::new(visit.settings.name.clone(), kind);
    let form = ResourceForm { parent: ask.parent, ..ResourceForm::usual(&usual) };
    visit.page(&visit.read(|tx, me| {
        keeps_some(tx, me)?;
        EditorPage::read(tx, me, None, form, Faults::default())
    })?)
}

async fn create(visit: Visit, Input(form): Input<ResourceForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(made) => told(&visit, &made, &links::admin_resource(made.id), "resources-said-added"),
        Err(error) => {
            let page = |faults| ready(visit.read(|tx, me| EditorPage::read(tx, me, None, form, faults)));
            visit.again(error, page).await
        }
    }
}

async fn insert(visit: &Visit, form: &ResourceForm) -> Result<Resource> {
    let parent = optional(&form.parent)?;
    let details = visit.read(|tx, me| {
        match parent {
            Some(parent) => managed(tx, me, parent).map(drop)?,
            None => keeps_some(tx, me)?,
        }
        form.read(tx, me, None)
    })?;
    visit.write(move |tx, me| ayni_resources::create(tx, me, NewResource { parent, details })).await
}

async fn edit(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let resource = managed(tx, me, id)?;
        EditorPage::read(tx, me, Some(&resource), ResourceForm::of(&resource), Faults::default())
    })?)
}

async fn save(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<ResourceForm>) -> Answer {
    match replace(&visit, id, &form).await {
        Ok(saved) => told(&visit, &saved, &links::admin_resource(id), "resources-said-saved"),
        Err(error) => visit.again(error, |faults| ready(refused(&visit, id, form, faults))).await,
    }
}

fn refused(visit: &Visit, id: ResourceId, form: ResourceForm, faults: Faults) -> Result<EditorPage> {
    visit.read(|tx, me| EditorPage::read(tx, me, Some(&managed(tx, me, id)?), form, faults))
}

async fn replace(visit: &Visit, id: ResourceId, form: &ResourceForm) -> Result<Resource> {
    let details = visit.read(|tx, me| form.read(tx, me, Some(&managed(tx, me, id)?)))?;
    visit.write(move |tx, me| ayni_resources::change(tx, me, id, details)).await
}
