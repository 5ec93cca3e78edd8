//! Saved searches: a list of them, saving, changing and forgetting one, and what one finds.

use std::future::ready;

use askama::Template;
use axum::response::{IntoResponse as _, Redirect};
use ayni_kernel::{Check, Fault, Faults, Line, ReadTx, Result, Role, SavedSearchId};
use ayni_market::{ListingKind, SaveSearch, SavedSearch, Tells, Wish};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::CategoryView;
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
    members::views::{Choice, choices},
};

/// Metres of a kilometre.
const KILOMETRE: u32 = 1_000;

/// The routes of saved searches.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::SAVED_SEARCHES, list)
            .about("The saved searches of the member acted for.")
            .answers::<SearchesPage>(),
        Route::post(links::SAVED_SEARCHES, save)
            .about("Save a search, to be told when something is put up that fits.")
            .takes::<SearchForm>()
            .answers::<SearchView>(),
        Route::get("/listings/searches/{id}", results).about("What a saved search finds.").page_only(),
        Route::post("/listings/searches/{id}", change)
            .about("Change a saved search: every field, changed or not.")
            .takes::<SearchForm>()
            .answers::<SearchView>(),
        Route::post("/listings/searches/{id}/removal", remove).about("Forget a saved search.").answers::<SearchView>(),
    ]
}

/// A search as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SearchForm {
    /// What the member calls it.
    name: String,
    /// Words that all have to be there.
    q: String,
    /// `offer` or `want`; empty for both.
    kind: String,
    /// The code of a category; what lies in it counts.
    category: String,
    /// A tag.
    tag: String,
    /// So many kilometres from home.
    within: String,
    /// `at-once`, `daily` or `never`; daily when left out.
    tells: String,
}

impl SearchForm {
    fn read(&self, tx: &ReadTx) -> Result<SaveSearch> {
        let mut check = Check::default();
        let name = check.take(Line::parse("name", &self.name));
        let words = check.take(Line::parse("q", &self.q));
        let kilometres = check.take(input::whole::<u32>("within", &self.within)).flatten();
        let tells = if self.tells.is_empty() { Tells::Daily.word() } else { &self.tells };
        let tells = check.take(Tells::parse("tells", tells));
        let known = ayni_communities::categories(tx)?.into_iter().find(|each| each.code.as_str() == self.category);
        check.require(|| {
            let unknown = known.is_none() && !self.category.is_empty();
            unknown.then(|| Fault::new("category", "market-category-unknown"))
        });
        check.done()?;
        let (Some((name, words)), Some(tells)) = (name.zip(words), tells) else { return Err(check.into()) };
        let wish = Wish {
            words,
            kind: ListingKind::from_word(&self.kind),
            category: known.map(|category| category.id),
            tag: Some(ayni_market::folded(&self.tag)).filter(|tag| !tag.is_empty()),
            within: kilometres.map(|kilometres| kilometres.saturating_mul(KILOMETRE)),
        };
        Ok(SaveSearch { name, wish, tells })
    }
}

/// A saved search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SearchView {
    /// Its id.
    id: String,
    /// What the member calls it; empty for its own words.
    name: String,
    /// Words that all have to be there.
    q: String,
    /// `offer` or `want`.
    kind: Option<&'static str>,
    /// In which category, with what lies in it.
    category: Option<CategoryView>,
    /// With which tag.
    tag: Option<String>,
    /// So many kilometres from home.
    within: Option<u32>,
    /// `at-once`, `daily` or `never`.
    tells: &'static str,
    #[serde(skip)]
    link: String,
}

impl SearchView {
    fn of(tx: &ReadTx, search: SavedSearch) -> Result<Self> {
        let category = search.wish.category.map(|id| ayni_communities::category(tx, id)).transpose()?.flatten();
        Ok(Self {
            id: search.id.to_string(),
            name: search.name.to_string(),
            q: search.wish.words.to_string(),
            kind: search.wish.kind.map(ListingKind::word),
            category: category.map(CategoryView::from),
            tag: search.wish.tag,
            within: search.wish.within.map(|metres| metres / KILOMETRE),
            tells: search.tells.word(),
            link: links::saved_search(search.id),
        })
    }

    /// The kind as a form has it.
    fn kind_word(&self) -> &str {
        self.kind.unwrap_or_default()
    }

    fn kilometres(&self) -> Option<i64> {
        self.within.map(i64::from)
    }

    fn tag_word(&self) -> &str {
        self.tag.as_deref().unwrap_or_default()
    }

    fn category_code(&self) -> &str {
        self.category.as_ref().map_or("", |category| &category.code)
    }

    fn tell_choices(&self) -> Vec<Choice> {
        tell_choices(self.tells)
    }

    /// What it finds now.
    fn results(&self) -> String {
        let parts = [
            ("q", self.q.as_str()),
            ("kind", self.kind_word()),
            ("category", self.category_code()),
            ("tag", self.tag_word()),
        ];
        let given: Vec<(&str, &str)> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{}{}", links::LISTINGS, links::query(&given))
    }
}

fn tell_choices(chosen: &str) -> Vec<Choice> {
    let chosen = if chosen.is_empty() { Tells::Daily.word() } else { chosen };
    choices(Tells::ALL.iter().map(|tells| tells.word()), "market-tells-", chosen)
}

/// The saved searches, and the form of a new one.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/searches.html")]
pub(crate) struct SearchesPage {
    /// The searches, newest first.
    searches: Vec<SearchView>,
    /// The categories to choose from.
    categories: Vec<CategoryView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: SearchForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
    #[serde(skip)]
    staff: bool,
}

impl Page for SearchesPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-searches")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl SearchesPage {
    fn of(visit: &Visit, form: SearchForm, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| {
            let searches = ayni_market::saved_searches(tx, me)?;
            Ok(Self {
                searches: searches.into_iter().map(|search| SearchView::of(tx, search)).collect::<Result<_>>()?,
                categories: ayni_communities::categories(tx)?.into_iter().map(CategoryView::from).collect(),
                form,
                faults: faults.into(),
                staff: me.has(Role::Steward),
            })
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        choices(["offer", "want"], "market-kind-", &self.form.kind)
    }

    fn new_tells(&self) -> Vec<Choice> {
        tell_choices(&self.form.tells)
    }
}

async fn list(visit: Visit) -> Answer {
    visit.page(&SearchesPage::of(&visit, SearchForm::default(), Faults::default())?)
}

async fn save(visit: Visit, Input(form): Input<SearchForm>) -> Answer {
    match keep(&visit, &form).await {
        Ok(search) => told(&visit, search, "market-said-search"),
        Err(error) => visit.again(error, |faults| ready(SearchesPage::of(&visit, form, faults))).await,
    }
}

async fn keep(visit: &Visit, form: &SearchForm) -> Result<SavedSearch> {
    visit.member()?;
    let ask = visit.read(|tx, _| form.read(tx))?;
    visit.write(move |tx, me| ayni_market::save_search(tx, me, ask)).await
}

async fn results(visit: Visit, Of(id): Of<SavedSearchId>) -> Answer {
    let view = visit.read(|tx, me| SearchView::of(tx, ayni_market::saved_search(tx, me, id)?))?;
    Ok(Redirect::to(&view.results()).into_response())
}

async fn change(visit: Visit, Of(id): Of<SavedSearchId>, Input(form): Input<SearchForm>) -> Answer {
    let ask = visit.read(|tx, me| {
        ayni_market::saved_search(tx, me, id)?;
        form.read(tx)
    })?;
    let search = visit.write(move |tx, me| ayni_market::change_search(tx, me, id, ask)).await?;
    told(&visit, search, "market-said-search")
}

async fn remove(visit: Visit, Of(id): Of<SavedSearchId>) -> Answer {
    let search = visit.read(|tx, me| ayni_market::saved_search(tx, me, id))?;
    visit.write(move |tx, me| ayni_market::remove_search(tx, me, id)).await?;
    told(&visit, search, "market-said-search-gone")
}

fn told(visit: &Visit, search: SavedSearch, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| SearchView::of(tx, search))?;
    visit.done(&view, links::SAVED_SEARCHES, said)
}
