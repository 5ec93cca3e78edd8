//! What happened, told in the commit log; and the features that act on it in the same transaction.

use crate::{
    AccountId, AddOnId, AgreementId, ApprovalId, BatchId, BookingId, BusyCalendarId, CategoryId, ChargeRuleId,
    ChargeRunId, ClaimId, ClosureId, CommunityId, CurrencyId, FeedId, GroupId, HoldId, InviteId, ListingId, MemberId,
    PassId, PayLinkId, PaymentOrderId, PlanId, PolicyId, PriceId, QualificationId, ReferenceId, RequestId,
    ResourceCategoryId, ResourceId, Result, SavedSearchId, SeriesId, TransferId, UserId, VoucherId, WaitId,
    tx::WriteTx,
};

/// A feature's answer to an event, run inside the transaction that emitted it. Wired in one list by the program.
pub type Reactor = fn(&mut WriteTx<'_>, Event) -> Result<()>;

/// Declares the events with the number under which each is written to the log. Numbers are never reused.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident($id:ty) = $number:literal),+ $(,)?) => {
        /// Something that happened to a thing, named by its id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event { $($(#[$doc])* $name($id)),+ }

        impl Event {
            /// The form kept in the log: a number (two bytes, little-endian) and the id.
            pub fn to_bytes(self) -> Vec<u8> {
                let (number, id): (u16, [u8; 16]) = match self { $(Self::$name(id) => ($number, id.bytes())),+ };
                [number.to_le_bytes().as_slice(), id.as_slice()].concat()
            }

            /// Reads the log's form; `None` for an event of a newer program.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                let (number, id) = bytes.split_first_chunk::<2>()?;
                let id: [u8; 16] = id.try_into().ok()?;
                match u16::from_le_bytes(*number) {
                    $($number => Some(Self::$name(<$id>::from_bytes(id))),)+
                    _ => None,
                }
            }
        }
    };
}

events! {
    /// The community's settings changed.
    CommunityChanged(CommunityId) = 1,
    /// A login was made or changed.
    UserChanged(UserId) = 2,
    /// A member's profile changed.
    MemberChanged(MemberId) = 10,
    /// Somebody asks to join.
    MemberApplied(MemberId) = 11,
    /// A member may trade from now on.
    MemberActivated(MemberId) = 12,
    /// A member may not trade any more (suspended, left, refused).
    MemberDeactivated(MemberId) = 13,
    /// Somebody was invited.
    InviteMade(InviteId) = 14,
    /// A currency was made or changed.
    CurrencyChanged(CurrencyId) = 20,
    /// An account was opened, or its limits or status changed.
    AccountChanged(AccountId) = 21,
    /// A transfer is final.
    TransferPosted(TransferId) = 22,
    /// An amount was reserved.
    HoldPlaced(HoldId) = 23,
    /// A hold was posted, voided or expired.
    HoldResolved(HoldId) = 24,
    /// A payment was asked for.
    PaymentRequested(RequestId) = 25,
    /// A payment request was accepted, rejected, withdrawn or expired.
    RequestResolved(RequestId) = 26,
    /// A category was made or changed.
    CategoryChanged(CategoryId) = 30,
    /// A listing was made, changed or hidden.
    ListingChanged(ListingId) = 31,
    /// A kind of training or agreement was made or changed.
    QualificationChanged(QualificationId) = 37,
    /// A floor plan was made, changed or removed.
    PlanChanged(PlanId) = 38,
    /// A category of resources was made, changed or removed.
    ResourceCategoryChanged(ResourceCategoryId) = 39,
    /// A resource was made, changed, paused, moved or retired.
    ResourceChanged(ResourceId) = 40,
    /// A closure was made, changed or removed.
    ClosureChanged(ClosureId) = 41,
    /// An add-on was made or changed.
    AddOnChanged(AddOnId) = 42,
    /// A member got a qualification, or it was withdrawn.
    QualificationGiven(MemberId) = 43,
    /// A group of members was made, changed or got other members.
    GroupChanged(GroupId) = 44,
    /// A booking was made.
    BookingMade(BookingId) = 45,
    /// A booking was changed: moved, approved, checked in.
    BookingChanged(BookingId) = 46,
    /// A booking is over: completed, cancelled, expired, not shown up for.
    BookingEnded(BookingId) = 47,
    /// A repeating booking was made or changed.
    SeriesChanged(SeriesId) = 48,
    /// Somebody joined or left a waiting list, or was offered a place.
    WaitChanged(WaitId) = 49,
    /// A booking policy was made or changed.
    PolicyChanged(PolicyId) = 50,
    /// A price was made or changed.
    PriceChanged(PriceId) = 51,
    /// The secret address of a calendar file was made or revoked.
    FeedChanged(FeedId) = 52,
    /// A calendar from elsewhere was attached to a resource, read anew or taken away.
    BusyCalendarChanged(BusyCalendarId) = 53,

    /// Something was asked about a listing, or answered.
    ListingAsked(ListingId) = 75,
    /// A saved search was made, changed or removed.
    SavedSearchChanged(SavedSearchId) = 76,
    /// An agreement was asked for, changed, paid or ended.
    AgreementChanged(AgreementId) = 80,
    /// A member said how a deal with another was.
    ReferenceGiven(ReferenceId) = 81,
    /// A pass was sold, given, drawn on or given back to.
    PassChanged(PassId) = 58,
    /// A rule of charges was made, changed, activated or ended.
    ChargeRuleChanged(ChargeRuleId) = 60,
    /// A run of a rule of charges was finished, or taken back.
    ChargeRunDone(ChargeRunId) = 61,

    /// A payment waits for a second person, or waits no more.
    ApprovalChanged(ApprovalId) = 65,
    /// Payments from a list were prepared or made.
    BatchChanged(BatchId) = 66,
    /// A voucher was issued, redeemed, withdrawn, or lapsed.
    VoucherChanged(VoucherId) = 67,
    /// A payment order was made, changed, carried out, or is over.
    PaymentOrderChanged(PaymentOrderId) = 68,
    /// A payment link was made, used or closed.
    PayLinkChanged(PayLinkId) = 69,
    /// An amount was kept for somebody who is no member yet, paid to them, or went back.
    ClaimChanged(ClaimId) = 70,
}
