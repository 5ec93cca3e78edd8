//! The front desk: who comes today, who is there, what waits for an answer, what is owed.

use askama::Template;
use ayni_bookings::{Booking, State};
use ayni_calendar::{day_span, wall};
use ayni_kernel::{Actor, Error, ReadTx, Result, Role, tx::Now as _};
use ayni_resources::Resource;
use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{any::AnyView, views::BookingView, when, zone_of};
use crate::{
    kit::{Answer, Ask, Page, Route, Visit, Words, filters},
    links,
};

/// Dues shown at the desk; the treasurer's list has all.
const DUES: usize = 20;

/// Places looked at for a day.
const MAX_PLACES: usize = 300;

/// The routes of the desk.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/desk", desk)
            .about("Who comes today to the places that one looks after, what waits for an answer, what is owed.")
            .asks::<DeskQuery>()
            .answers::<DeskPage>(),
    ]
}

/// Which day.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct DeskQuery {
    /// The day; today otherwise.
    day: String,
}

/// The front desk.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/desk.html")]
pub(crate) struct DeskPage {
    /// Who is there now, or should have left.
    here: Vec<BookingView>,
    /// Who is expected on the day, by time.
    expected: Vec<BookingView>,
    /// What is over on the day.
    over: Vec<BookingView>,
    /// Requests that wait for an answer.
    waiting: Vec<BookingView>,
    /// What is owed in money, the oldest first.
    dues: Vec<BookingView>,
    #[serde(skip)]
    #[schema(ignore)]
    day: Date,
    #[serde(skip)]
    heading: String,
    #[serde(skip)]
    today: bool,
    #[serde(skip)]
    anys: Vec<AnyView>,
    #[serde(skip)]
    places: Vec<(String, String)>,
    #[serde(skip)]
    seq: u64,
}

impl Page for DeskPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("bookings-desk")
    }

    fn tab(&self) -> &'static str {
        "desk"
    }
}

impl DeskPage {
    fn step(&self, by: i64) -> String {
        let day = self.day.saturating_add(by.days()).to_string();
        format!("{}{}", links::DESK, links::query(&[("day", &day)]))
    }

    fn stream(&self) -> String {
        format!("{}/changes?since={}", links::CALENDAR, self.seq)
    }

    fn calendar(&self) -> String {
        links::calendar("day", &self.day.to_string(), "")
    }

    fn nothing(&self) -> bool {
        self.here.is_empty() && self.expected.is_empty() && self.over.is_empty()
    }
}

async fn desk(visit: Visit, Ask(ask): Ask<DeskQuery>) -> Answer {
    visit.user()?;
    visit.page(&visit.read(|tx, me| DeskPage::read(&visit, tx, me, &ask))?)
}

impl DeskPage {
    fn read(visit: &Visit, tx: &ReadTx, me: &Actor, ask: &DeskQuery) -> Result<Self> {
        let words = &visit.words;
        let places = looked_after(tx, me)?;
        let home = visit.settings.time_zone.zone();
        let today = wall(&home, tx.now()).date();
        let day = when::read_day("day", &ask.day)?.unwrap_or(today);
        let mut bookings: Vec<Booking> = Vec::new();
        for place in &places {
            let span = day_span(&zone_of(tx, place)?, day);
            for shown in ayni_bookings::on(tx, me, place.id, span)? {
                if let Some(id) = shown.booking {
                    bookings.push(ayni_bookings::booking(tx, me, id)?);
                }
            }
        }
        bookings.sort_by_key(|booking| (booking.span, booking.id));
        let views = |wanted: &[State]| {
            let some = bookings.iter().filter(|booking| wanted.contains(&booking.state));
            some.map(|booking| BookingView::of(tx, words, booking)).collect::<Result<Vec<_>>>()
        };
        let waiting = ayni_bookings::waiting_for_answer(tx, me)?;
        let dues = match ayni_bookings::dues(tx, me, None, DUES) {
            Ok(page) => page.rows,
            // Stewards see who comes, but not the money.
            Err(Error::Forbidden) => Vec::new(),
            Err(error) => return Err(error),
        };
        let all =
            |rows: &[Booking]| rows.iter().map(|booking| BookingView::of(tx, words, booking)).collect::<Result<_>>();
        Ok(Self {
            here: views(&[State::CheckedIn])?,
            expected: views(&[State::Confirmed])?,
            over: views(&[State::Completed, State::NoShow])?,
            waiting: all(&waiting)?,
            dues: all(&dues)?,
            heading: when::long_day(words, day),
            anys: if day == today { AnyView::now(tx, words, me)? } else { Vec::new() },
            today: day == today,
            places: places.iter().map(|place| (place.name.to_string(), links::book(place.id))).collect(),
            seq: tx.seq(),
            day,
        })
    }
}

/// The places at whose desk somebody stands: all for stewards and managers, otherwise those that they look after.
fn looked_after(tx: &ReadTx, me: &Actor) -> Result<Vec<Resource>> {
    let tree = ayni_resources::tree(tx, me)?;
    let all = me.has(Role::Steward) || me.has(Role::Manager);
    let mut found = Vec::new();
    for (_, resource) in tree.walk().into_iter().filter(|(_, resource)| resource.takes_bookings()) {
        if all || ayni_resources::manages(tx, me, resource.id)? {
            found.push(resource.clone());
        }
    }
    found.truncate(MAX_PLACES);
    if found.is_empty() && !all { Err(Error::Forbidden) } else { Ok(found) }
}
