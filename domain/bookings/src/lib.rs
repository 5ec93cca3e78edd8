//! Bookings: claims on resources for spans of time.
//!
//! A booking is checked and written by the community's one writer in one transaction, so that no two can have the same
//! place: there is no moment between looking and taking. Resources in one another, and sets with their parts, take
//! each other; seats and pieces of one resource are counted side by side.
//!
//! The terms in force when it was made are kept in the booking. Its price is set aside in the ledger and taken when it
//! is over. What happens by itself (a draft lapses, nobody came, a time is over) is done by [`expire_due`].

mod availability;
mod booking;
mod changing;
mod conflicts;
mod door;
mod ending;
mod estate;
mod model;
mod obstacles;
mod place;
mod policy;
mod presence;
mod reading;
mod settlement;
mod tables;
mod telling;

pub use availability::{Alternative, Fit, Found, Instead, Search, Unfit, Verdict, find, free, why};
pub use booking::{approve, book, confirm, decline, draft};
pub use changing::change;
pub use door::{Sign, at_door, check_in_at_door, door_code};
pub use ending::{cancel, cancellation, settle_due};
pub use estate::Wanted;
pub use model::{Ask, Booking, Change, Grip, Occurrence, Payment, Presence, State, Taken};
pub use obstacles::{Hurdle, Objection};
pub use presence::{check_in, check_out, expire_due, has_due};
pub use reading::{
    Lane, Part, Rights, Shown, Whose, booking, by_reference, dues, ids_after, of_member, on, rights, timeline,
    unchecked, unchecked_on, waiting_for_answer,
};
pub use tables::tables;

#[cfg(test)]
mod tests;
