//! One's own bookings: what comes, day by day, and what is over.

use askama::Template;
use ayni_bookings::Part;
use ayni_calendar::wall;
use ayni_kernel::{Actor, Cursor, MemberId, ReadTx, Result, tx::Now as _};
use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{input::id, views::BookingView, when, zone_of};
use crate::{
    kit::{Answer, Ask, CardView, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Bookings on a page.
const PAGE: usize = 30;

/// The part that is asked for by this word; what comes otherwise.
const PAST: &str = "past";

/// The routes of one's own bookings.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/bookings", mine)
            .about("One's own bookings: what comes, the next first; or what is over, the last first.")
            .asks::<MineQuery>()
            .answers::<MinePage>(),
    ]
}

/// Which bookings.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MineQuery {
    /// `past` for what is over.
    show: String,
    /// The id of a member, for the staff; the one acted for when left out.
    member: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// A member's bookings.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/mine.html")]
#[schema(as = BookingMinePage)]
pub(crate) struct MinePage {
    /// The bookings.
    bookings: PageView<BookingView>,
    /// Whose they are.
    member: CardView,
    #[serde(skip)]
    days: Vec<DayView>,
    #[serde(skip)]
    past: bool,
    #[serde(skip)]
    own: bool,
    #[serde(skip)]
    next: Option<String>,
}

/// A day with how many of the page's bookings it has.
#[derive(Debug, Clone)]
struct DayView {
    name: String,
    bookings: Vec<BookingView>,
}

impl Page for MinePage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("bookings-mine")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl MinePage {
    fn part_link(&self, part: &str) -> String {
        let member = if self.own { "" } else { self.member.id.as_str() };
        format!("{}{}", links::BOOKINGS, links::query(&[("show", part), ("member", member)]))
    }
}

async fn mine(visit: Visit, Ask(ask): Ask<MineQuery>) -> Answer {
    visit.user()?;
    visit.page(&visit.read(|tx, me| MinePage::read(&visit.words, tx, me, &ask))?)
}

impl MinePage {
    fn read(words: &Words, tx: &ReadTx, me: &Actor, ask: &MineQuery) -> Result<Self> {
        let member: MemberId = id("member", &ask.member)?.map_or_else(|| me.member(), Ok)?;
        let past = ask.show == PAST;
        let which = if past { Part::Past } else { Part::Upcoming };
        let after = Some(ask.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        let found = ayni_bookings::of_member(tx, me, member, (which, after, PAGE))?;
        let mut days: Vec<(Date, DayView)> = Vec::new();
        for booking in &found.rows {
            let zone = zone_of(tx, &ayni_resources::unasked(tx, booking.resource)?)?;
            let (date, today) = (wall(&zone, booking.span.start).date(), wall(&zone, tx.now()).date());
            let view = BookingView::of(tx, words, booking)?;
            match days.last_mut().filter(|(last, _)| *last == date) {
                Some((_, day)) => day.bookings.push(view),
                None => days.push((date, DayView { name: day_name(words, today, date), bookings: vec![view] })),
            }
        }
        let bookings: PageView<BookingView> = found.try_map(|booking| BookingView::of(tx, words, &booking))?.into();
        Ok(Self {
            next: bookings.next.as_ref().map(|next| {
                format!(
                    "{}{}",
                    links::BOOKINGS,
                    links::query(&[("show", &ask.show), ("member", &ask.member), ("after", next)])
                )
            }),
            bookings,
            member: ayni_members::name_of(tx, member)?.into(),
            days: days.into_iter().map(|(_, day)| day).collect(),
            past,
            own: me.acts_for(member),
        })
    }
}

/// A day as people call it when it is near.
pub(super) fn day_name(words: &Words, today: Date, date: Date) -> String {
    let day = when::day(words, date);
    if date == today {
        words.say_with("bookings-today-day", &[("day", day.into())])
    } else if date == today.saturating_add(1.day()) {
        words.say_with("bookings-tomorrow-day", &[("day", day.into())])
    } else {
        day
    }
}

/// What the member acted for has booked next, for the first page; nothing for users without a member.
pub(crate) fn next_booking(visit: &Visit) -> Result<Option<BookingView>> {
    visit.read(|tx, me| {
        let Ok(member) = me.member() else { return Ok(None) };
        let next = ayni_bookings::of_member(tx, me, member, (Part::Upcoming, None, 1))?.rows.into_iter().next();
        next.map(|booking| BookingView::of(tx, &visit.words, &booking)).transpose()
    })
}
