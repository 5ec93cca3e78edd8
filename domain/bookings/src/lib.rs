//! Bookings: claims on resources for spans of time.
//!
//! A booking is checked and written by the community's one writer in one transaction, so that no two can have the same
//! place: there is no moment between looking and taking. Resources in one another, and sets with their parts, take
//! each other; seats and pieces of one resource are counted side by side.
//!
//! The terms in force when it was made are kept in the booking. Its price is set aside in the ledger and taken when it
//! is over. What happens by itself (a draft lapses, nobody came, a time is over) is done by [`expire_due`].

mod audit;
mod availability;
mod booking;
mod busy;
mod cart;
mod changing;
mod conflicts;
mod door;
mod ending;
mod entries;
mod estate;
mod facets;
mod feeds;
mod model;
mod obstacles;
mod place;
mod placement;
mod policy;
mod presence;
mod reacting;
mod reading;
mod resolution;
mod series;
mod settlement;
mod tables;
mod telling;
mod waiting;

pub use audit::{Finding, audit};
pub use availability::{
    Alternative, AnyOf, Fit, Found, Instead, Search, Unfit, Vacancy, Verdict, find, free, vacancy, why,
};
pub use booking::{approve, book, confirm, decline, draft};
pub use busy::{
    Given, NewBusyCalendar, Outcome, attach_calendar, busy_calendar, busy_calendars, busy_files, detach_calendar,
    due_calendars, fetch_again,
    model::{
        BusyCalendar, CalendarAddress, Content, MAX_BYTES, MAX_CALENDARS, MAX_TIMES, Reading, Source, Trouble,
        Validators,
    },
    note_outcome, overlapped, read_file, replace_file,
};
pub use cart::{Cart, MAX_ITEMS, Order, Total, add_to_cart, cart, cart_count, check_out_cart, remove_from_cart};
pub use changing::change;
pub use door::{Sign, at_door, check_in_at_door, door_code};
pub use ending::{cancel, cancellation, settle_due};
pub use entries::{
    Entry, MAX_ENTRIES, Shelf, Thing, book_entry, book_series_entry, change_series_entry, entry, name_of_thing, shelf,
    thing_named,
};
pub use estate::{Wanted, matching};
pub use facets::{Facets, facets};
pub use feeds::{AHEAD_DAYS, BACK_DAYS, Feed, FeedOf, FeedRow, MAX_FEEDS, feed, feeds, make_feed, revoke_feed};
pub use model::{Ask, Booking, Change, Grip, Occurrence, Payment, Presence, State, Taken};
pub use obstacles::{Hurdle, Objection};
pub use placement::{AnyAsk, Because, Choice, Pick, Placed, book_any, choice, shortest};
pub use presence::{check_in, check_out, expire_due, has_due};
pub use reacting::react;
pub use reading::{
    Lane, Part, Rights, Shown, Whose, booking, by_reference, dues, ids_after, of_member, on, rights, timeline,
    unchecked, unchecked_on, waiting_for_answer,
};
pub use resolution::{
    Affected, Cause, Decision, MAX_AFFECTED, Plan, carry_out, has_to_look_ahead, look_ahead, resolution,
};
pub use series::{
    DateVerdict, DatesPage, Day, Gap, Hand, Look, MAX_DATES, MAX_DAYS, OnClash, Phase, Progress, Scope, Series,
    SeriesAsk, SeriesChange, SeriesDay, SeriesReport, SeriesRights, When, book_series, cancel_series, change_series,
    due_series, leave_out, preview_change, preview_series, readd, series, series_cancellation, series_days, series_of,
    series_rights, skip, step,
};
pub use tables::tables;
pub use waiting::{
    MAX_LINE, MAX_WAITS, Sought, Standing, Wait, WaitAsk, WaitState, accept_offer, expire_waits, give_up,
    has_due_waits, line, standing, wait, waits_of,
};

#[cfg(test)]
mod tests;
