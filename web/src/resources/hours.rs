//! The hours of a place: a week as a table, seasons, exceptions, holidays.

use std::future::ready;

use askama::Template;
use ayni_calendar::civil;
use ayni_kernel::{Actor, Faults, ReadTx, ResourceId, Result, tx::Now as _};
use ayni_resources::{Details, Resource};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    OFFICE_TAB,
    hours_form::HoursForm,
    managed,
    opening::{self, HoursPart},
    tree::told,
    views::{ResourceRef, ResourceView},
};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of hours.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/resources/{id}/hours", show)
            .about("The hours and holidays of a place.")
            .answers::<HoursPage>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/hours", save)
            .about("Say when a place is open, and which days are holidays.")
            .takes::<HoursForm>()
            .answers::<ResourceView>()
            .office(),
    ]
}

/// The hours of a place.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/hours.html")]
pub(crate) struct HoursPage {
    /// The place.
    resource: ResourceRef,
    /// Whether the hours are its own, and not those of what it stands in.
    own: bool,
    /// The hours that count, in the notation of OpenStreetMap.
    hours: String,
    /// The holidays that count, one rule a line.
    holidays: String,
    /// The zone in which its clocks run.
    zone: String,
    #[serde(skip)]
    #[schema(ignore)]
    parent: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    parts: Vec<HoursPart>,
    #[serde(skip)]
    #[schema(ignore)]
    action: String,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: HoursForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for HoursPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say_with("resources-hours-of", &[("name", self.resource.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl HoursPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, id: ResourceId, sent: Option<(HoursForm, Faults)>) -> Result<Self> {
        let resource = managed(tx, me, id)?;
        let opening = ayni_resources::opening(tx, &resource)?;
        let (form, faults) = sent.unwrap_or_else(|| (Self::form(&resource, &opening), Faults::default()));
        Ok(Self {
            own: resource.hours.is_some(),
            parent: resource.parent.map(|id| ayni_resources::unasked(tx, id)).transpose()?.map(|each| each.name.into()),
            parts: opening::parts(words, &opening.hours),
            hours: opening.hours.to_string(),
            holidays: opening.holidays.to_string(),
            zone: opening.zone.to_string(),
            action: links::admin_hours(id),
            back: links::admin_resource(id),
            resource: ResourceRef::from(&resource),
            form,
            faults: faults.into(),
        })
    }

    /// The form as it is; hours that are taken over are offered as a beginning for own ones.
    fn form(resource: &Resource, opening: &ayni_resources::Opening) -> HoursForm {
        let own = HoursForm::of(resource.hours.as_ref(), resource.holidays.as_ref());
        if resource.hours.is_some() {
            return own;
        }
        let taken_over = HoursForm::of(Some(&opening.hours), None);
        HoursForm { rows: taken_over.rows, ..own }
    }

    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn months(&self) -> impl Iterator<Item = (i8, &'static str)> {
        (1..=12).map(|month| (month, opening::month_key(month)))
    }

    fn lists(&self) -> Vec<Choice> {
        let countries = ayni_calendar::holidays::COUNTRIES.iter().map(|(code, _)| *code);
        choices(
            ["inherit", "none"].into_iter().chain(countries).chain(["own"]),
            "resources-holidays-",
            &self.form.holidays,
        )
    }
}

async fn show(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    visit.page(&visit.read(|tx, me| HoursPage::read(tx, me, &visit.words, id, None))?)
}

async fn save(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<HoursForm>) -> Answer {
    match replace(&visit, id, &form).await {
        Ok(saved) => told(&visit, &saved, &links::admin_hours(id), "resources-said-hours"),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| HoursPage::read(tx, me, &visit.words, id, Some((form, faults))));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

pub(super) async fn replace(visit: &Visit, id: ResourceId, form: &HoursForm) -> Result<Resource> {
    let today = visit.read(|tx, me| {
        let resource = managed(tx, me, id)?;
        Ok(civil::wall(&ayni_resources::zone(tx, &resource)?.zone(), tx.now()).date())
    })?;
    let (hours, holidays) = (form.hours(today)?, form.holiday_list()?);
    visit
        .write(move |tx, me| {
            let resource = ayni_resources::opened(&**tx, me, id, ayni_resources::ResourceAct::Manage)?;
            ayni_resources::change(tx, me, id, Details { hours, holidays, ..resource.details() })
        })
        .await
}
