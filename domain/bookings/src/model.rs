//! What a booking is, and the steps that it may take.

use ayni_calendar::Span;
use ayni_kernel::{
    AddOnId, Amount, Body, BookingId, BusyCalendarId, Code, Error, Fault, HoldId, Line, MemberId, OrderId, ResourceId,
    Result, SeriesId, Timestamp, TransferId, UserId,
};
use ayni_terms::{Quote, Terms};

ayni_kernel::choices! {
    /// Where a booking stands.
    State {
        /// Kept for somebody who is filling in or paying; lapses by itself.
        Draft = 1 "draft",
        /// Waits for a manager's yes.
        Tentative = 2 "tentative",
        /// Stands.
        Confirmed = 3 "confirmed",
        /// They are there.
        CheckedIn = 4 "checked-in",
        /// Over.
        Completed = 5 "completed",
        /// Given back, or taken away.
        Cancelled = 6 "cancelled",
        /// Nobody came; what was left of the time went free.
        NoShow = 7 "no-show",
        /// A draft or a request that nobody finished in time.
        Expired = 8 "expired",
        /// A manager said no.
        Declined = 9 "declined",
    }

    /// How somebody said that they are there, or have left.
    Presence {
        /// By the button on the booking's page.
        Button = 1 "button",
        /// By the signed code at the door.
        Door = 2 "door",
        /// Somebody at the front desk did it.
        Desk = 3 "desk",
        /// The program, when the time was over.
        Clock = 4 "clock",
    }
}

impl State {
    /// Whether it is still going to happen, or happens now.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Draft | Self::Tentative | Self::Confirmed | Self::CheckedIn)
    }

    /// Whether it is shown in calendars: live, or took place.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Draft | Self::Tentative | Self::Confirmed | Self::CheckedIn | Self::Completed)
    }

    /// Whether one may follow the other.
    pub const fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(next, Self::Tentative | Self::Confirmed | Self::Cancelled | Self::Expired),
            Self::Tentative => matches!(next, Self::Confirmed | Self::Declined | Self::Cancelled | Self::Expired),
            Self::Confirmed => matches!(next, Self::CheckedIn | Self::Completed | Self::Cancelled | Self::NoShow),
            Self::CheckedIn => matches!(next, Self::Completed),
            Self::Completed | Self::Cancelled | Self::NoShow | Self::Expired | Self::Declined => false,
        }
    }
}

/// Whether a booking takes the place that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grip {
    /// Nobody else can have it.
    Blocks,
    /// It is only a wish so far, beside which others may book.
    Shows,
}

/// What becomes of a booking's price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payment {
    /// There is none.
    Free,
    /// Not asked for yet: a draft costs nothing.
    Unasked,
    /// Set aside in the ledger: the price and the deposit.
    Held {
        /// The hold.
        hold: HoldId,
        /// How much it sets aside, in minor units of the quote's currency.
        amount: Amount,
    },
    /// Paid, after the booking was over or by rule.
    Paid {
        /// The transfer.
        transfer: TransferId,
        /// How much.
        amount: Amount,
    },
    /// Nothing was kept.
    Released,
    /// To be paid in money, outside the ledger.
    Due {
        /// How much, in minor units of the quote's currency.
        amount: Amount,
        /// When it was paid, as somebody wrote down; `None` while it is owed.
        settled: Option<Timestamp>,
    },
}

/// One of the series that a booking belongs to: which, and the wall time at which its rule places it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The series.
    pub series: SeriesId,
    /// The start that the rule gives, also when this one was moved.
    pub original: jiff::civil::DateTime,
}

/// A claim on a resource for a span of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    /// Which one.
    pub id: BookingId,
    /// What people read out: six letters and digits, unique.
    pub reference: Code,
    /// What is booked.
    pub resource: ResourceId,
    /// For whom.
    pub member: MemberId,
    /// Who did it; `None` for the program.
    pub by: Option<UserId>,
    /// From when to when.
    pub span: Span,
    /// Seats or pieces taken; 1 for what is booked as a whole.
    pub places: u32,
    /// How many people come; 0 for unsaid.
    pub people: u32,
    /// Where it stands.
    pub state: State,
    /// What for, as calendars show it.
    pub title: Line,
    /// For the managers.
    pub note: Body,
    /// Equipment and catering, with how many of each.
    pub addons: Vec<(AddOnId, u32)>,
    /// The terms in force when it was made.
    pub terms: Terms,
    /// What it costs, line by line.
    pub quote: Quote,
    /// What became of the price.
    pub payment: Payment,
    /// The cart it was made with.
    pub order: Option<OrderId>,
    /// The series it belongs to.
    pub occurrence: Option<Occurrence>,
    /// When the program next does something about it by itself.
    pub due: Option<Timestamp>,
    /// When the house moved it elsewhere. Its member did not choose that, and may give it back for nothing until it
    /// begins.
    pub moved: Option<Timestamp>,
    /// When they came, and how that was said.
    pub came: Option<(Timestamp, Presence)>,
    /// When they left, and how that was said.
    pub left: Option<(Timestamp, Presence)>,
    /// Why it was cancelled, declined or moved.
    pub reason: Line,
    /// Grows with each change, as calendars want it.
    pub sequence: u32,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// Seconds in a minute.
pub(crate) const MINUTE: i64 = 60;

impl Booking {
    /// The span with the time before and after that its terms keep free.
    pub fn blocked(&self) -> Span {
        let end = match (self.state, self.left) {
            // Who leaves early gives the rest back.
            (State::Completed, Some((left, _))) if left > self.span.start && left < self.span.end => left,
            _ => self.span.end,
        };
        let span = Span::new(self.span.start, end).unwrap_or(self.span);
        buffered(span, &self.terms)
    }

    /// Whether it takes its place, only shows, or is gone.
    pub fn grip(&self) -> Option<Grip> {
        match self.state {
            State::Tentative if !self.terms.tentative_blocks() => Some(Grip::Shows),
            state if state.is_shown() => Some(Grip::Blocks),
            _ => None,
        }
    }

    /// Refuses, naming where it stands.
    pub(crate) fn refuse_state<T>(&self) -> Result<T> {
        Err(Error::Conflict(Fault::new("", stands(self.state))))
    }

    /// Goes on to another state, or refuses with `Conflict` naming where it stands.
    pub(crate) fn step(&mut self, next: State, now: Timestamp) -> Result<()> {
        if !self.state.leads_to(next) {
            return self.refuse_state();
        }
        self.state = next;
        self.updated = now;
        self.sequence = self.sequence.saturating_add(1);
        Ok(())
    }
}

/// A span with the minutes before and after that terms keep free.
pub(crate) fn buffered(span: Span, terms: &Terms) -> Span {
    span.widened(terms.before_minutes() * MINUTE, terms.after_minutes() * MINUTE)
}

/// The sentence that says where a booking stands, for refusals.
const fn stands(state: State) -> &'static str {
    match state {
        State::Draft => "bookings-stands-draft",
        State::Tentative => "bookings-stands-tentative",
        State::Confirmed => "bookings-stands-confirmed",
        State::CheckedIn => "bookings-stands-checked-in",
        State::Completed => "bookings-stands-completed",
        State::Cancelled => "bookings-stands-cancelled",
        State::NoShow => "bookings-stands-no-show",
        State::Expired => "bookings-stands-expired",
        State::Declined => "bookings-stands-declined",
    }
}

/// A wish to book.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Given by the client so that it may safely ask again; otherwise made here.
    pub id: Option<BookingId>,
    /// What.
    pub resource: ResourceId,
    /// For whom.
    pub member: MemberId,
    /// When.
    pub span: Span,
    /// Seats or pieces; 1 for what is booked as a whole.
    pub places: u32,
    /// How many people come; 0 for unsaid.
    pub people: u32,
    /// What for.
    pub title: Line,
    /// For the managers.
    pub note: Body,
    /// Equipment and catering.
    pub addons: Vec<(AddOnId, u32)>,
}

/// What somebody changes of a booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where to; the resource as it was when `None`.
    pub resource: Option<ResourceId>,
    /// When.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come.
    pub people: u32,
    /// What for.
    pub title: Line,
    /// For the managers.
    pub note: Body,
    /// Equipment and catering.
    pub addons: Vec<(AddOnId, u32)>,
}

impl Ask {
    /// A wish with nothing but a place, somebody and a time.
    pub fn plain(resource: ResourceId, member: MemberId, span: Span) -> Self {
        Self {
            id: None,
            resource,
            member,
            span,
            places: 1,
            people: 0,
            title: Line::default(),
            note: Body::default(),
            addons: Vec::new(),
        }
    }
}

impl Change {
    /// Only another time; everything else as it is.
    pub fn keeping(booking: &Booking, span: Span) -> Self {
        Self {
            resource: None,
            span,
            places: booking.places,
            people: booking.people,
            title: booking.title.clone(),
            note: booking.note.clone(),
            addons: booking.addons.clone(),
        }
    }
}

/// A part of a resource that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// By which booking; `None` for a calendar from elsewhere.
    pub booking: Option<BookingId>,
    /// By which calendar from elsewhere; `None` for a booking.
    pub calendar: Option<BusyCalendarId>,
    /// From when to when, with its buffers.
    pub span: Span,
    /// How many places; 0 for a wish that only shows.
    pub places: u32,
}
