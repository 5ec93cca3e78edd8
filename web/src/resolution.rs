//! What a closure or an outage means for bookings, and what becomes of each: for those who look after the place.

use std::{collections::BTreeMap, future::ready};

use askama::Template;
use ayni_bookings::{Affected, Cause, Decision, Plan};
use ayni_calendar::Span;
use ayni_kernel::{Actor, BookingId, ClosureId, Error, Faults, ReadTx, ResourceId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bookings::{
        views::{BookingView, PlaceView},
        when, zone_of,
    },
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    resources::again,
};

/// The most bookings that one request decides about: as many as the page shows.
const MAX_DECIDED: usize = ayni_bookings::MAX_AFFECTED;

/// The routes of what becomes of bookings.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/closures/{id}/bookings", closure)
            .about("The bookings that fall into a closure, and where each could go.")
            .answers::<PlanPage>()
            .office(),
        Route::post("/admin/spaces/closures/{id}/bookings", carry_out_closure)
            .about("Moves, cancels or keeps the bookings that fall into a closure; everybody is told.")
            .takes::<Decisions>()
            .answers::<DoneView>()
            .office(),
        Route::get("/admin/spaces/{id}/bookings", outage)
            .about("The bookings of a place that is out of service, and where each could go.")
            .answers::<PlanPage>()
            .office(),
        Route::post("/admin/spaces/{id}/bookings", carry_out_outage)
            .about("Moves, cancels or keeps the bookings of a place that is out of service; everybody is told.")
            .takes::<Decisions>()
            .answers::<DoneView>()
            .office(),
    ]
}

/// A booking that is concerned.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct AffectedView {
    /// The booking.
    booking: BookingView,
    /// Where it could go; absent when there is nothing on its day.
    to: Option<PlaceView>,
    /// When it would begin there.
    from: Option<String>,
    /// When it would end there.
    until: Option<String>,
    /// What is proposed: `move`, `cancel` or `tell`.
    proposed: &'static str,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    same_time: bool,
}

impl AffectedView {
    fn of(tx: &ReadTx, words: &Words, affected: &Affected) -> Result<Self> {
        let to = affected.instead.as_ref();
        let when = match to {
            Some((place, span)) => when::span(words, &zone_of(tx, place)?, span),
            None => String::new(),
        };
        Ok(Self {
            booking: BookingView::of(tx, words, &affected.booking)?,
            to: to.map(|(place, _)| PlaceView::of(tx, place)).transpose()?,
            from: to.map(|(_, span)| span.start.to_string()),
            until: to.map(|(_, span)| span.end.to_string()),
            proposed: word(&affected.proposed),
            when,
            same_time: to.is_some_and(|(_, span)| *span == affected.booking.span),
        })
    }

    /// The value of the field that moves it: where to and when.
    fn target(&self) -> String {
        let to = self.to.as_ref().map(|place| place.id.as_str()).unwrap_or_default();
        let (from, until) = (self.from.as_deref().unwrap_or_default(), self.until.as_deref().unwrap_or_default());
        format!("move {to} {from} {until}")
    }
}

const fn word(decision: &Decision) -> &'static str {
    match decision {
        Decision::Move { .. } => "move",
        Decision::Cancel => "cancel",
        Decision::Tell => "tell",
    }
}

/// What a closure or an outage means.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "resolution/plan.html")]
struct PlanPage {
    /// What is closed or out of service.
    place: PlaceView,
    /// From when on.
    from: String,
    /// Until when.
    until: String,
    /// What everybody reads about it.
    note: String,
    /// What was chosen to happen: `tell`, `move`, `cancel` or `book-around`.
    way: &'static str,
    /// The bookings that are concerned, by their beginning.
    affected: Vec<AffectedView>,
    /// Whether there are more than these.
    more: bool,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for PlanPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("resolution-title")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl PlanPage {
    fn of(visit: &Visit, (tx, me): (&ReadTx, &Actor), cause: Cause, faults: Faults) -> Result<Self> {
        let Plan { resource, span, repeats, note, way, affected, more, .. } = ayni_bookings::resolution(tx, me, cause)?;
        let affected = affected.iter().map(|each| AffectedView::of(tx, &visit.words, each));
        Ok(Self {
            affected: affected.collect::<Result<_>>()?,
            when: match &repeats {
                Some(repeat) => again(&visit.words, repeat),
                None => when::span(&visit.words, &zone_of(tx, &resource)?, &span),
            },
            place: PlaceView::of(tx, &resource)?,
            from: span.start.to_string(),
            until: span.end.to_string(),
            note: note.to_string(),
            way: way.word(),
            more,
            action: address(cause),
            faults: faults.into(),
        })
    }

    fn is_outage(&self) -> bool {
        !self.action.contains("/closures/")
    }
}

fn address(cause: Cause) -> String {
    match cause {
        Cause::Closure(id) => links::resolve_closure(id),
        Cause::Outage(id) => links::resolve_outage(id),
    }
}

async fn closure(visit: Visit, Of(id): Of<ClosureId>) -> Answer {
    show(&visit, Cause::Closure(id))
}

async fn outage(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    show(&visit, Cause::Outage(id))
}

fn show(visit: &Visit, cause: Cause) -> Answer {
    visit.page(&visit.read(|tx, me| PlanPage::of(visit, (tx, me), cause, Faults::default()))?)
}

/// What becomes of each booking, by its id: `tell`, `cancel`, or `move`, the id of the place, when it begins and when
/// it ends, with blanks between. Those that are not named stay as they are.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
struct Decisions {
    /// By the id of the booking.
    #[serde(flatten)]
    decisions: BTreeMap<String, String>,
}

impl Decisions {
    fn read(&self) -> Result<Vec<(BookingId, Decision)>> {
        let mut read = Vec::new();
        for (id, text) in &self.decisions {
            if let Some(decision) = decision(text)? {
                read.push((id.parse::<BookingId>()?, decision));
            }
        }
        if read.len() > MAX_DECIDED {
            return Err(Error::invalid("", "resolution-many"));
        }
        Ok(read)
    }
}

fn decision(text: &str) -> Result<Option<Decision>> {
    let unread = || Error::invalid("", "resolution-unread");
    let mut parts = text.split_whitespace();
    Ok(Some(match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (None | Some("keep"), None, None, None) => return Ok(None),
        (Some("tell"), None, None, None) => Decision::Tell,
        (Some("cancel"), None, None, None) => Decision::Cancel,
        (Some("move"), Some(to), Some(from), Some(until)) => {
            let moment = |text| Timestamp::parse(text).ok_or_else(unread);
            let span = Span::new(moment(from)?, moment(until)?).ok_or_else(unread)?;
            Decision::Move { to: to.parse()?, span }
        }
        _ => return Err(unread()),
    }))
}

/// What was done.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
struct DoneView {
    /// How many went to another place or time.
    moved: usize,
    /// How many were cancelled.
    cancelled: usize,
    /// How many stay, whose members were told.
    told: usize,
    /// The ids of those whose new place was taken meanwhile; nothing was done about them.
    gone: Vec<String>,
}

async fn carry_out_closure(visit: Visit, Of(id): Of<ClosureId>, Input(form): Input<Decisions>) -> Answer {
    carry_out(&visit, Cause::Closure(id), &form).await
}

async fn carry_out_outage(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<Decisions>) -> Answer {
    carry_out(&visit, Cause::Outage(id), &form).await
}

async fn carry_out(visit: &Visit, cause: Cause, form: &Decisions) -> Answer {
    // Who may not even see the plan decides nothing.
    visit.read(|tx, me| ayni_bookings::resolution(tx, me, cause))?;
    match decide(visit, cause, form).await {
        Ok(done) => {
            let said = if done.gone.is_empty() { "resolution-said-done" } else { "resolution-said-partly" };
            visit.done(&done, &address(cause), said)
        }
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| PlanPage::of(visit, (tx, me), cause, faults)));
            visit.again(error, again).await
        }
    }
}

/// One transaction a booking, so that one whose new place is gone does not hold up the others.
async fn decide(visit: &Visit, cause: Cause, form: &Decisions) -> Result<DoneView> {
    let mut done = DoneView::default();
    for (id, decision) in form.read()? {
        let what = word(&decision);
        match visit.write(move |tx, me| ayni_bookings::carry_out(tx, me, (cause, id), decision)).await {
            Ok(_) if what == "move" => done.moved += 1,
            Ok(_) if what == "cancel" => done.cancelled += 1,
            Ok(_) => done.told += 1,
            Err(Error::Conflict(_) | Error::Invalid(_)) => done.gone.push(id.to_string()),
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}
