//! Categories of places, and the properties that places in them have.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Actor, Check, Error, Fault, Faults, Line, Name, ReadTx, ResourceCategoryId, Result};
use ayni_resources::{
    Attribute, AttributeDetails, AttributeKind, CategoryDetails, Estate, EstateAct, Filter, Need, ResourceCategory,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OFFICE_TAB, optional, rows::Rows, views::NamedView};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// Empty rows for properties at the end of the form.
const SPARE_ROWS: usize = 3;

/// The most properties that one form is read for; more than the domain takes.
const MAX_ROWS: usize = 60;

/// The routes of categories.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::RESOURCE_CATEGORIES, list)
            .about("Categories of places with their properties.")
            .answers::<ResourceCategoriesPage>()
            .office(),
        Route::post(links::RESOURCE_CATEGORIES, add)
            .about("Add a category of places.")
            .takes::<ResourceCategoryForm>()
            .answers::<ResourceCategoryView>()
            .office(),
        Route::get("/admin/spaces/categories/{id}", show)
            .about("A category of places.")
            .answers::<CategoryPage>()
            .office(),
        Route::post("/admin/spaces/categories/{id}", save)
            .about("Change a category of places: every field and property, changed or not.")
            .takes::<ResourceCategoryForm>()
            .answers::<ResourceCategoryView>()
            .office(),
        Route::post("/admin/spaces/categories/{id}/removal", remove)
            .about("Take away a category in which nothing stands.")
            .answers::<ResourceCategoryView>()
            .office(),
    ]
}

/// A property as it is sent and shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AttributeForm {
    /// Its id; empty for a new one.
    id: String,
    /// Its name; a property without one is taken away.
    name: String,
    /// `number`, `choice`, `text` or `yes-no`.
    kind: String,
    /// The unit of a number.
    unit: String,
    /// The options of a choice, with commas between.
    options: String,
    /// `required` or `optional`.
    need: String,
    /// `shown` when the search offers it, else `hidden`.
    filter: String,
}

impl From<&Attribute> for AttributeForm {
    fn from(attribute: &Attribute) -> Self {
        let (kind, unit, options) = match &attribute.kind {
            AttributeKind::Number(unit) => ("number", unit.to_string(), String::new()),
            AttributeKind::Choice(options) => {
                let options: Vec<_> = options.iter().map(Line::as_str).collect();
                ("choice", String::new(), options.join(", "))
            }
            AttributeKind::Text => ("text", String::new(), String::new()),
            AttributeKind::YesNo => ("yes-no", String::new(), String::new()),
        };
        Self {
            id: attribute.id.to_string(),
            name: attribute.name.to_string(),
            kind: kind.to_owned(),
            unit,
            options,
            need: attribute.need.word().to_owned(),
            filter: attribute.filter.word().to_owned(),
        }
    }
}

impl AttributeForm {
    fn read(&self) -> Result<AttributeDetails, Fault> {
        let split = || self.options.split(',').map(str::trim).filter(|option| !option.is_empty());
        let kind = match self.kind.as_str() {
            "number" => AttributeKind::Number(Line::parse("attributes", &self.unit)?),
            "choice" => {
                AttributeKind::Choice(split().map(|each| Line::parse("attributes", each)).collect::<Result<_, _>>()?)
            }
            "text" => AttributeKind::Text,
            "yes-no" | "" => AttributeKind::YesNo,
            _ => return Err(Fault::new("attributes", "fault-choice")),
        };
        Ok(AttributeDetails {
            id: self.id.parse().ok(),
            name: Name::parse("attributes", &self.name)?,
            kind,
            need: Need::from_word(&self.need).unwrap_or(Need::Optional),
            filter: Filter::from_word(&self.filter).unwrap_or(Filter::Hidden),
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        let chosen = if self.kind.is_empty() { "yes-no" } else { &self.kind };
        choices(["yes-no", "number", "choice", "text"], "resources-attribute-kind-", chosen)
    }

    fn is_required(&self) -> bool {
        self.need == Need::Required.word()
    }

    fn is_filter(&self) -> bool {
        self.filter == Filter::Shown.word()
    }
}

/// A category as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ResourceCategoryForm {
    /// The id of the category it stands in; empty for none.
    parent: String,
    /// Its name.
    name: String,
    /// The name of its icon; may be empty.
    icon: String,
    /// Its properties.
    attributes: Vec<AttributeForm>,
    /// The properties as HTML forms send them: `attribute-0-name`, …
    #[serde(flatten)]
    #[schema(ignore)]
    rows: Rows,
}

impl ResourceCategoryForm {
    fn of(category: &ResourceCategory) -> Self {
        Self {
            parent: category.parent.map(|id| id.to_string()).unwrap_or_default(),
            name: category.name.to_string(),
            icon: category.icon.to_string(),
            attributes: category.attributes.iter().map(AttributeForm::from).collect(),
            rows: Rows::default(),
        }
    }

    /// The same form with the numbered rows of an HTML form read into its properties.
    fn gathered(mut self) -> Self {
        for row in 0..MAX_ROWS {
            let cell = |name: &str| self.rows.cell(&format!("attribute-{row}-{name}")).to_owned();
            let ticked = |name: &str| self.rows.ticked(&format!("attribute-{row}-{name}"));
            let attribute = AttributeForm {
                id: cell("id"),
                name: cell("name"),
                kind: cell("kind"),
                unit: cell("unit"),
                options: cell("options"),
                need: if ticked("required") { Need::Required } else { Need::Optional }.word().to_owned(),
                filter: if ticked("filter") { Filter::Shown } else { Filter::Hidden }.word().to_owned(),
            };
            if !attribute.name.is_empty() {
                self.attributes.push(attribute);
            }
        }
        self
    }

    fn read(&self) -> Result<CategoryDetails> {
        let mut check = Check::default();
        let parent = optional(&self.parent).map_err(|_| Fault::new("parent", "resources-category-place"));
        let parent = check.take(parent).flatten();
        let name = check.take(Name::parse("name", &self.name));
        let icon = check.take(Line::parse("icon", &self.icon));
        let attributes: Vec<_> = self.attributes.iter().filter_map(|each| check.take(each.read())).collect();
        check.done()?;
        let (name, icon) = name.zip(icon).ok_or(check)?;
        Ok(CategoryDetails { parent, name, icon, attributes })
    }

    fn rows(&self) -> Vec<AttributeForm> {
        self.attributes.iter().cloned().chain(std::iter::repeat_n(AttributeForm::default(), SPARE_ROWS)).collect()
    }
}

/// A category of places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ResourceCategoryView {
    /// Its id.
    id: String,
    /// The id of the category it stands in.
    parent: Option<String>,
    /// Its name.
    name: String,
    /// The name of its icon; may be empty.
    icon: String,
    /// Its own properties.
    attributes: Vec<AttributeForm>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl From<&ResourceCategory> for ResourceCategoryView {
    fn from(category: &ResourceCategory) -> Self {
        Self {
            id: category.id.to_string(),
            parent: category.parent.map(|id| id.to_string()),
            name: category.name.to_string(),
            icon: category.icon.to_string(),
            attributes: category.attributes.iter().map(AttributeForm::from).collect(),
            link: links::resource_category(category.id),
        }
    }
}

impl ResourceCategoryView {
    fn summary(&self) -> String {
        self.attributes.iter().map(|each| each.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// All categories.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/categories.html")]
pub(crate) struct ResourceCategoriesPage {
    /// The categories by name.
    categories: Vec<ResourceCategoryView>,
}

impl Page for ResourceCategoriesPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-categories")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl ResourceCategoriesPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    const fn section(&self) -> &'static str {
        links::RESOURCE_CATEGORIES
    }
}

async fn list(visit: Visit) -> Answer {
    let categories = visit.read(|tx, me| {
        me.may(EstateAct::Manage, &Estate)?;
        ayni_resources::categories(tx)
    })?;
    visit.page(&ResourceCategoriesPage { categories: categories.iter().map(ResourceCategoryView::from).collect() })
}

/// A category in its form; a new one under the id of nothing.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/category.html")]
pub(crate) struct CategoryPage {
    /// The category; absent for a new one.
    category: Option<ResourceCategoryView>,
    #[serde(skip)]
    #[schema(ignore)]
    others: Vec<NamedView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: ResourceCategoryForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for CategoryPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        self.category.as_ref().map_or_else(|| words.say("resources-category-new"), |category| category.name.clone())
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl CategoryPage {
    fn read(
        tx: &ReadTx,
        me: &Actor,
        id: Option<ResourceCategoryId>,
        sent: Option<ResourceCategoryForm>,
        faults: Faults,
    ) -> Result<Self> {
        me.may(EstateAct::Manage, &Estate)?;
        let all = ayni_resources::categories(tx)?;
        let category = id.map(|id| all.iter().find(|each| each.id == id).ok_or(Error::NotFound)).transpose()?;
        let others = all.iter().filter(|each| Some(each.id) != id);
        let named = |each: &ResourceCategory| NamedView { id: each.id.to_string(), name: each.name.to_string() };
        Ok(Self {
            others: others.map(named).collect(),
            form: sent.or_else(|| category.map(ResourceCategoryForm::of)).unwrap_or_default(),
            category: category.map(ResourceCategoryView::from),
            faults: faults.into(),
        })
    }

    fn action(&self) -> &str {
        self.category.as_ref().map_or(links::RESOURCE_CATEGORIES, |category| category.link.as_str())
    }
}

async fn show(visit: Visit, Of(id): Of<String>) -> Answer {
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| Error::NotFound)?) };
    visit.page(&visit.read(|tx, me| CategoryPage::read(tx, me, id, None, Faults::default()))?)
}

async fn add(visit: Visit, Input(form): Input<ResourceCategoryForm>) -> Answer {
    let form = form.gathered();
    let done = async {
        visit.actor.may(EstateAct::Manage, &Estate)?;
        let ask = form.read()?;
        visit.write(move |tx, me| ayni_resources::add_category(tx, me, ask)).await
    };
    tell(&visit, None, form.clone(), done.await).await
}

async fn save(visit: Visit, Of(id): Of<ResourceCategoryId>, Input(form): Input<ResourceCategoryForm>) -> Answer {
    let form = form.gathered();
    let done = async {
        visit.actor.may(EstateAct::Manage, &Estate)?;
        let ask = form.read()?;
        visit.write(move |tx, me| ayni_resources::change_category(tx, me, id, ask)).await
    };
    tell(&visit, Some(id), form.clone(), done.await).await
}

async fn tell(
    visit: &Visit,
    id: Option<ResourceCategoryId>,
    form: ResourceCategoryForm,
    done: Result<ResourceCategory>,
) -> Answer {
    match done {
        Ok(category) => {
            let view = ResourceCategoryView::from(&category);
            visit.done(&view, links::RESOURCE_CATEGORIES, "resources-said-saved")
        }
        Err(error) => {
            let page = |faults| visit.read(|tx, me| CategoryPage::read(tx, me, id, Some(form), faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn remove(visit: Visit, Of(id): Of<ResourceCategoryId>) -> Answer {
    let category = visit.read(|tx, me| {
        me.may(EstateAct::Manage, &Estate)?;
        ayni_resources::category(tx, id)?.ok_or(Error::NotFound)
    })?;
    visit.write(move |tx, me| ayni_resources::remove_category(tx, me, id)).await?;
    visit.done(&ResourceCategoryView::from(&category), links::RESOURCE_CATEGORIES, "resources-said-removed")
}
