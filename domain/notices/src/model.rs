//! What a notice is.

use ayni_kernel::{
    AgreementId, ApprovalId, Arg, BookingId, ClaimId, ClosureId, ListingId, MemberId, NoticeId, OrderId,
    PaymentOrderId, RequestId, ResourceId, SavedSearchId, SeriesId, Timestamp, TransferId, VoucherId, WaitId,
};

/// How long a notice is kept, in days: whoever did not look for half a year needs the thing itself, not the news of it.
pub const KEPT_DAYS: i64 = 180;

/// Unseen notices are counted up to here; beyond it, "many" says as much.
pub const MAX_COUNTED: usize = 100;

/// The value that pages show below the sentence, in the words of whoever did it.
pub const REASON: &str = "reason";

/// What a notice is about: where its reader goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Nothing that has a page.
    Nothing,
    /// A booking.
    Booking(BookingId),
    /// A booking that repeats.
    Series(SeriesId),
    /// A place in a waiting list.
    Wait(WaitId),
    /// Bookings made together.
    Order(OrderId),
    /// A resource.
    Resource(ResourceId),
    /// A closure into which bookings fall.
    Closure(ClosureId),
    /// A resource that is out of service, with the bookings of it that wait for another place.
    Outage(ResourceId),
    /// The calendars from elsewhere of a resource, which take what is booked.
    Calendars(ResourceId),
    /// A payment request.
    Request(RequestId),
    /// A payment that waits for a second person.
    Approval(ApprovalId),
    /// A voucher.
    Voucher(VoucherId),
    /// A payment order.
    PaymentOrder(PaymentOrderId),
    /// An amount kept for somebody who is no member yet.
    Claim(ClaimId),
    /// A payment.
    Transfer(TransferId),
    /// A listing.
    Listing(ListingId),
    /// A listing that ends and can be renewed.
    Renewal(ListingId),
    /// A listing that waits for a steward.
    Moderation(ListingId),
    /// What a saved search found.
    Search(SavedSearchId),
    /// An agreement.
    Agreement(AgreementId),
}

impl About {
    /// The form kept in records: a number, never reused, and the id.
    pub(crate) const fn stored(self) -> (u8, [u8; 16]) {
        match self {
            Self::Nothing => (0, [0; 16]),
            Self::Booking(id) => (1, id.bytes()),
            Self::Series(id) => (2, id.bytes()),
            Self::Wait(id) => (3, id.bytes()),
            Self::Order(id) => (4, id.bytes()),
            Self::Resource(id) => (5, id.bytes()),
            Self::Closure(id) => (6, id.bytes()),
            Self::Outage(id) => (7, id.bytes()),
            Self::Calendars(id) => (20, id.bytes()),
            Self::Request(id) => (30, id.bytes()),
            Self::Approval(id) => (31, id.bytes()),
            Self::Voucher(id) => (32, id.bytes()),
            Self::PaymentOrder(id) => (33, id.bytes()),
            Self::Claim(id) => (34, id.bytes()),
            Self::Transfer(id) => (35, id.bytes()),
            Self::Listing(id) => (40, id.bytes()),
            Self::Renewal(id) => (41, id.bytes()),
            Self::Moderation(id) => (42, id.bytes()),
            Self::Search(id) => (43, id.bytes()),
            Self::Agreement(id) => (80, id.bytes()),
        }
    }

    /// Reads the form of the record; what a newer program wrote leads nowhere.
    pub(crate) const fn from_stored((number, id): (u8, [u8; 16])) -> Self {
        match number {
            1 => Self::Booking(BookingId::from_bytes(id)),
            2 => Self::Series(SeriesId::from_bytes(id)),
            3 => Self::Wait(WaitId::from_bytes(id)),
            4 => Self::Order(OrderId::from_bytes(id)),
            5 => Self::Resource(ResourceId::from_bytes(id)),
            6 => Self::Closure(ClosureId::from_bytes(id)),
            7 => Self::Outage(ResourceId::from_bytes(id)),
            20 => Self::Calendars(ResourceId::from_bytes(id)),
            30 => Self::Request(RequestId::from_bytes(id)),
            31 => Self::Approval(ApprovalId::from_bytes(id)),
            32 => Self::Voucher(VoucherId::from_bytes(id)),
            33 => Self::PaymentOrder(PaymentOrderId::from_bytes(id)),
            34 => Self::Claim(ClaimId::from_bytes(id)),
            35 => Self::Transfer(TransferId::from_bytes(id)),
            40 => Self::Listing(ListingId::from_bytes(id)),
            41 => Self::Renewal(ListingId::from_bytes(id)),
            42 => Self::Moderation(ListingId::from_bytes(id)),
            43 => Self::Search(SavedSearchId::from_bytes(id)),
            80 => Self::Agreement(AgreementId::from_bytes(id)),
            _ => Self::Nothing,
        }
    }
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The key of its sentence in the locale files.
    pub word: &'static str,
    /// The values that the sentence names.
    pub args: Vec<(&'static str, Arg)>,
    /// What it is about.
    pub about: About,
}

impl Notice {
    /// A notice without values.
    pub const fn new(word: &'static str, about: About) -> Self {
        Self { word, args: Vec::new(), about }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// A notice as a member finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which one.
    pub id: NoticeId,
    /// Whose.
    pub member: MemberId,
    /// The key of its sentence in the locale files.
    pub word: String,
    /// The values that the sentence names.
    pub args: Vec<(String, Arg)>,
    /// What it is about.
    pub about: About,
    /// When it was told.
    pub at: Timestamp,
    /// When the member saw it.
    pub seen: Option<Timestamp>,
}
