//! Categories of listings and payments.

use askama::Template;
use ayni_communities::{Access, Category, CategoryAct, ChangeCategory, NewCategory, SettingsAct};
use ayni_kernel::{CategoryId, Check, Code, Error, Fault, Line, Name, Result, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Visit, filters, words::Words},
    links,
};

/// A category as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CategoryForm {
    /// Its code; made from the name when left empty, and never changed later.
    code: String,
    /// Its name.
    name: String,
    /// What belongs into it.
    description: String,
    /// Who may see it: `public`, `group` or `private`.
    access: String,
    /// The id of the category that it is a part of; empty for none.
    parent: String,
}

impl CategoryForm {
    fn parent(&self) -> Result<Option<CategoryId>> {
        let id = Some(self.parent.as_str()).filter(|id| !id.is_empty());
        id.map(|id| id.parse().map_err(|_| Error::invalid("parent", "communities-category-unknown"))).transpose()
    }

    fn read(&self) -> Result<(Name, Line, Access)> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let description = check.take(Line::parse("description", &self.description));
        let access = check.take(Access::parse("access", &self.access));
        check.done()?;
        let (Some((name, description)), Some(access)) = (name.zip(description), access) else {
            return Err(check.into());
        };
        Ok((name, description, access))
    }

    fn code(&self, name: &Name) -> Result<Code, Fault> {
        match self.code.trim() {
            "" => {
                let slug = Slug::from_name(name.as_str()).ok_or_else(|| Fault::new("code", "fault-required"))?;
                Code::parse("code", slug.as_str())
            }
            typed => Code::parse("code", typed),
        }
    }
}

/// A category.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CommunityCategoryView)]
pub(crate) struct CategoryView {
    /// Its id.
    id: String,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// What belongs into it.
    description: String,
    /// Who may see it.
    access: &'static str,
    /// The id of the category that it is a part of.
    parent: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl From<Category> for CategoryView {
    fn from(category: Category) -> Self {
        Self {
            id: category.id.to_string(),
            code: category.code.to_string(),
            name: category.name.to_string(),
            description: category.description.to_string(),
            access: category.access.word(),
            parent: category.parent.map(|id| id.to_string()),
            link: links::admin_category(category.id),
        }
    }
}

/// Every category with its form.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "communities/categories.html")]
pub(crate) struct CategoriesPage {
    /// The categories by name.
    categories: Vec<CategoryView>,
    /// The category whose change was refused; empty for a new one.
    #[serde(skip)]
    #[schema(ignore)]
    editing: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: CategoryForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl CategoriesPage {
    fn of(visit: &Visit, editing: Option<CategoryId>, form: CategoryForm, faults: FormFaults) -> Result<Self> {
        visit.actor.may(SettingsAct::Change, &*visit.settings)?;
        let categories = visit.read(|tx, _| ayni_communities::categories(tx))?;
        let categories = categories.into_iter().map(CategoryView::from).collect();
        Ok(Self { categories, editing: editing.map(|id| id.to_string()).unwrap_or_default(), form, faults })
    }
}

impl CategoryView {
    fn parent_id(&self) -> &str {
        self.parent.as_deref().unwrap_or_default()
    }
}

impl Page for CategoriesPage {
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("communities-categories")
    }

    fn tab(&self) -> &'static str {
        "admin-settings"
    }
}

/// Shows the categories to those who may change them.
pub(super) async fn list(visit: Visit) -> Answer {
    visit.page(&CategoriesPage::of(&visit, None, CategoryForm::default(), FormFaults::default())?)
}

/// Adds a category.
pub(super) async fn add(visit: Visit, Input(form): Input<CategoryForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_CATEGORIES, "communities-said-category"),
        Err(error) => visit.again(error, async |faults| CategoriesPage::of(&visit, None, form, faults.into())).await,
    }
}

async fn insert(visit: &Visit, form: &CategoryForm) -> Result<CategoryView> {
    let (name, description, access) = form.read()?;
    let code = form.code(&name)?;
    let ask = NewCategory { code, name, description, access, icon: <(String, String)>::default() };
    let parent = form.parent()?;
    visit
        .write(move |tx, me| {
            let category = ayni_communities::add_category(tx, me, ask)?;
            ayni_communities::move_category(tx, me, category.id, parent)
        })
        .await
        .map(CategoryView::from)
}

/// Changes a category; its code and icon stay.
pub(super) async fn change(visit: Visit, Of(id): Of<CategoryId>, Input(form): Input<CategoryForm>) -> Answer {
    match replace(&visit, id, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_CATEGORIES, "communities-said-category"),
        Err(error) => {
            visit.again(error, async |faults| CategoriesPage::of(&visit, Some(id), form, faults.into())).await
        }
    }
}

async fn replace(visit: &Visit, id: CategoryId, form: &CategoryForm) -> Result<CategoryView> {
    let before = visit.read(|tx, me| {
        let category = ayni_communities::category(tx, id)?.ok_or(Error::NotFound)?;
        me.may(CategoryAct::Change, &category)?;
        Ok(category)
    })?;
    let (name, description, access) = form.read()?;
    let ask = ChangeCategory { name, description, access, icon: before.icon };
    let parent = form.parent()?;
    visit
        .write(move |tx, me| {
            ayni_communities::change_category(tx, me, id, ask)?;
            ayni_communities::move_category(tx, me, id, parent)
        })
        .await
        .map(CategoryView::from)
}
