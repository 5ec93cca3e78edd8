//! Changing and cancelling a date of a series: alone, with those after it, or with all that have not begun.

use std::future::ready;

use askama::Template;
use ayni_bookings::{Booking, Look, Scope, SeriesChange, When};
use ayni_calendar::wall;
use ayni_kernel::{Actor, Amount, BookingId, Check, CurrencyId, Error, Faults, Line, ReadTx, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{SeriesView, go_on, input::SeriesForm, plan::ReportView, rule::Choice};
use crate::{
    bookings::{
        views::{BookingView, money},
        when, zone_of,
    },
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/bookings/{id}/series", form)
            .about("The form that changes a date of a series, alone or with others.")
            .page_only(),
        Route::post("/bookings/{id}/series", change)
            .about("Changes a date of a series: this one, this and the following, or all that have not begun.")
            .takes::<ChangeForm>()
            .answers::<SeriesView>(),
        Route::get("/bookings/{id}/series/cancellation", cancellation)
            .about("What cancelling a date of a series would give back: alone, with the following, with all.")
            .answers::<CancelPage>(),
        Route::post("/bookings/{id}/series/cancellation", cancel)
            .about("Cancels a date of a series, alone or with others.")
            .takes::<CancelForm>()
            .answers::<SeriesView>(),
    ]
}

/// A change of a date of a series.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
struct ChangeForm {
    /// `this` (the default), `following` or `all`.
    #[serde(default)]
    scope: String,
    /// What it is from now on; what is left out stays. `repeat` is empty when the rule stays.
    #[serde(flatten)]
    form: SeriesForm,
}

/// The change that a form means.
fn read(tx: &ReadTx, me: &Actor, booking: &Booking, form: &ChangeForm) -> Result<(Scope, SeriesChange)> {
    let mut check = Check::default();
    let scope = if form.scope.is_empty() { Some(Scope::This) } else { check.take(Scope::parse("scope", &form.scope)) };
    let on_clash = check.take(form.form.how.on_clash());
    check.done()?;
    let (Some(scope), Some(on_clash)) = (scope, on_clash) else { return Err(check.into()) };
    let change = form.form.book.change(tx, me, booking)?;
    let resource = ayni_resources::unasked(tx, change.resource.unwrap_or(booking.resource))?;
    let look = Look {
        resource: resource.id,
        places: change.places,
        people: change.people,
        title: change.title,
        note: change.note,
        addons: change.addons,
    };
    let when = if !form.form.how.rule.repeat.is_empty() {
        When::Repeated(form.form.how.repeat(&zone_of(tx, &resource)?, change.span)?)
    } else if change.span == booking.span {
        When::Kept
    } else {
        When::Moved(change.span)
    };
    Ok((scope, SeriesChange { look, when, on_clash }))
}

/// The form that changes a date of a series.
#[derive(Template, Serialize)]
#[template(path = "series/change.html")]
struct ChangePage {
    booking: BookingView,
    series: SeriesView,
    /// What a change of several dates would meet, after it was refused.
    report: Option<ReportView>,
    #[serde(skip)]
    form: ChangeForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for ChangePage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("series-change")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl ChangePage {
    fn action(&self) -> String {
        links::change_series(&self.booking.id)
    }

    fn cancel(&self) -> String {
        links::cancel_series(&self.booking.id)
    }

    fn scopes(&self) -> Vec<Choice> {
        scopes(&self.form.scope)
    }

    fn of(visit: &Visit, (tx, me): (&ReadTx, &Actor), id: BookingId, form: ChangeForm, faults: Faults) -> Result<Self> {
        let booking = ayni_bookings::booking(tx, me, id)?;
        let occurrence = booking.occurrence.ok_or(Error::NotFound)?;
        let series = ayni_bookings::series(tx, me, occurrence.series)?;
        let report = match read(tx, me, &booking, &form) {
            Ok((scope, change)) if scope != Scope::This && !faults.0.is_empty() => {
                let report = ayni_bookings::preview_change(tx, me, id, scope, &change).ok();
                let repeat = match &change.when {
                    When::Repeated(repeat) => repeat.clone(),
                    When::Kept | When::Moved(_) => series.repeat.clone(),
                };
                report.map(|report| ReportView::of(tx, &visit.words, &repeat, &report)).transpose()?
            }
            _ => None,
        };
        Ok(Self {
            form: filled(tx, &booking, form)?,
            booking: BookingView::of(tx, &visit.words, &booking)?,
            series: SeriesView::of(tx, &visit.words, &series)?,
            report,
            faults: faults.into(),
        })
    }
}

/// The form as it is before anything was typed.
fn filled(tx: &ReadTx, booking: &Booking, mut form: ChangeForm) -> Result<ChangeForm> {
    let zone = zone_of(tx, &ayni_resources::unasked(tx, booking.resource)?)?;
    let (from, until) = (wall(&zone, booking.span.start), wall(&zone, booking.span.end));
    let book = &mut form.form.book;
    if book.day.is_empty() {
        book.day = from.date().to_string();
        book.from = when::clock(from.time());
        book.until = when::clock(until.time());
        book.title = booking.title.to_string();
        book.note = booking.note.to_string();
        book.places = booking.places.to_string();
    }
    Ok(form)
}

/// How far a change reaches.
fn scopes(chosen: &str) -> Vec<Choice> {
    let chosen = if chosen.is_empty() { Scope::This.word() } else { chosen };
    [(Scope::This, "series-scope-this"), (Scope::Following, "series-scope-following"), (Scope::All, "series-scope-all")]
        .map(|(scope, key)| Choice { value: scope.word(), key, chosen: scope.word() == chosen })
        .into()
}

async fn form(visit: Visit, Of(id): Of<BookingId>) -> Answer {
    let form = ChangeForm::default();
    visit.page(&visit.read(|tx, me| ChangePage::of(&visit, (tx, me), id, form, Faults::default()))?)
}

async fn change(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<ChangeForm>) -> Answer {
    match change_it(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "series-said-changed"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| ChangePage::of(&visit, (tx, me), id, form, faults)));
            visit.again(error, again).await
        }
    }
}

async fn change_it(visit: &Visit, id: BookingId, form: &ChangeForm) -> Result<SeriesView> {
    let (scope, change) = visit.read(|tx, me| {
        let booking = ayni_bookings::booking(tx, me, id)?;
        read(tx, me, &booking, form)
    })?;
    let series = visit.write(move |tx, me| ayni_bookings::change_series(tx, me, id, scope, change)).await?;
    if scope != Scope::This {
        go_on(visit, series.id).await?;
    }
    visit.read(|tx, me| SeriesView::of(tx, &visit.words, &ayni_bookings::series(tx, me, series.id)?))
}

/// What cancelling so far would give back and keep.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ScopeView {
    /// `this`, `following` or `all`.
    scope: &'static str,
    /// How many dates.
    dates: usize,
    /// What comes back, for each currency.
    back: Vec<MoneyView>,
    /// What is kept.
    kept: Vec<MoneyView>,
}

impl ScopeView {
    fn of(tx: &ReadTx, me: &Actor, id: BookingId, scope: Scope) -> Result<Self> {
        let each = ayni_bookings::series_cancellation(tx, me, id, scope)?;
        let (mut back, mut kept) = (Vec::new(), Vec::new());
        for (booking, settlement) in &each {
            let currency = booking.quote.currency;
            add(&mut back, currency, settlement.back);
            add(&mut kept, currency, settlement.kept);
        }
        let written = |sums: Vec<(CurrencyId, Amount)>| -> Result<Vec<MoneyView>> {
            let sums = sums.into_iter().filter(|(_, sum)| sum.is_positive());
            let views = sums.map(|(currency, sum)| money(tx, Some(currency), sum));
            Ok(views.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
        };
        Ok(Self { scope: scope.word(), dates: each.len(), back: written(back)?, kept: written(kept)? })
    }

    fn key(&self) -> String {
        format!("series-cancel-{}", self.scope)
    }
}

fn add(sums: &mut Vec<(CurrencyId, Amount)>, currency: Option<CurrencyId>, amount: Amount) {
    let Some(currency) = currency else { return };
    match sums.iter_mut().find(|(known, _)| *known == currency) {
        Some((_, sum)) => *sum = sum.plus(amount).unwrap_or(*sum),
        None => sums.push((currency, amount)),
    }
}

/// What cancelling would give back.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "series/cancel.html")]
struct CancelPage {
    /// The date.
    booking: BookingView,
    /// What cancelling it alone, with the following and with all would give back.
    scopes: Vec<ScopeView>,
    #[serde(skip)]
    series: SeriesView,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for CancelPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("series-cancel")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl CancelPage {
    fn action(&self) -> String {
        links::cancel_series(&self.booking.id)
    }

    fn of(visit: &Visit, (tx, me): (&ReadTx, &Actor), id: BookingId, faults: Faults) -> Result<Self> {
        let booking = ayni_bookings::booking(tx, me, id)?;
        let occurrence = booking.occurrence.ok_or(Error::NotFound)?;
        let scopes = Scope::ALL.iter().map(|scope| ScopeView::of(tx, me, id, *scope));
        Ok(Self {
            scopes: scopes.collect::<Result<_>>()?,
            booking: BookingView::of(tx, &visit.words, &booking)?,
            series: SeriesView::of(tx, &visit.words, &ayni_bookings::series(tx, me, occurrence.series)?)?,
            faults: faults.into(),
        })
    }
}

async fn cancellation(visit: Visit, Of(id): Of<BookingId>) -> Answer {
    visit.page(&visit.read(|tx, me| CancelPage::of(&visit, (tx, me), id, Faults::default()))?)
}

/// A cancellation.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CancelForm {
    /// `this` (the default), `following` or `all`.
    scope: String,
    /// Why.
    reason: String,
}

async fn cancel(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<CancelForm>) -> Answer {
    match cancel_it(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "series-said-cancelled"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| CancelPage::of(&visit, (tx, me), id, faults)));
            visit.again(error, again).await
        }
    }
}

async fn cancel_it(visit: &Visit, id: BookingId, form: &CancelForm) -> Result<SeriesView> {
    let scope = if form.scope.is_empty() { Scope::This } else { Scope::parse("scope", &form.scope)? };
    let reason = Line::parse("reason", &form.reason)?;
    let series = visit.write(move |tx, me| ayni_bookings::cancel_series(tx, me, id, scope, reason)).await?;
    if scope != Scope::This {
        go_on(visit, series.id).await?;
    }
    visit.read(|tx, me| SeriesView::of(tx, &visit.words, &ayni_bookings::series(tx, me, series.id)?))
}
