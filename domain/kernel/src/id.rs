//! Identifiers: a UUID in a newtype for each kind of thing, so that they cannot be mixed up.

use std::{fmt, str::FromStr};

use ayni_storage::Key;

use crate::error::{Error, Fault};

/// Declares one newtype per kind of id.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Wraps the sixteen bytes of a UUID.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The sixteen bytes of the UUID.
            pub const fn bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl From<[u8; 16]> for $name {
            fn from(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
        }

        impl Key for $name {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }

            fn read(input: &mut &[u8]) -> Result<Self, ayni_storage::Error> {
                Ok(Self(<[u8; 16]>::read(input)?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&uuid::Uuid::from_bytes(self.0).as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = Error;

            /// Reads a UUID in any usual spelling; anything else is an [`Error::Invalid`] on the field `id`.
            fn from_str(text: &str) -> Result<Self, Error> {
                uuid::Uuid::parse_str(text.trim())
                    .map(|id| Self(id.into_bytes()))
                    .map_err(|_| Error::from(Fault::new("id", "fault-id")))
            }
        }
    )+ };
}

ids! {
    /// A tenant of the node.
    CommunityId,
    /// A login.
    UserId,
    /// A person or organisation in a community.
    MemberId,
    /// An invitation to join.
    InviteId,
    /// A token for the API.
    ApiTokenId,
    /// A unit of account.
    CurrencyId,
    /// A holder of one currency.
    AccountId,
    /// One immutable movement.
    TransferId,
    /// A reserved amount.
    HoldId,
    /// A payment asked for.
    RequestId,
    /// A category of listings and transfers.
    CategoryId,
    /// An offer or a want.
    ListingId,
    /// A question about a listing.
    QuestionId,
    /// A search of the market that goes on.
    SavedSearchId,
    /// A deal between two members about a listing.
    AgreementId,
    /// What one member says of another after a deal.
    ReferenceId,
    /// A place or a thing that can be booked.
    ResourceId,
    /// A category of resources.
    ResourceCategoryId,
    /// A property that the resources of a category have.
    AttributeId,
    /// A time during which a resource is closed.
    ClosureId,
    /// Equipment or catering that goes with a booking.
    AddOnId,
    /// A training or an agreement that a resource asks for.
    QualificationId,
    /// A group of members.
    GroupId,
    /// A floor plan.
    PlanId,
    /// A claim on a resource for a span of time.
    BookingId,
    /// A booking that repeats.
    SeriesId,
    /// Several bookings made together.
    OrderId,
    /// A named set of booking rules.
    PolicyId,
    /// A price for bookings.
    PriceId,
    /// Prepaid time or days.
    PassId,
    /// A kind of pass that is sold.
    PassKindId,
    /// A place in a waiting list.
    WaitId,
    /// Something told to a member.
    NoticeId,
    /// A calendar file behind a secret address.
    FeedId,
    /// A calendar from elsewhere whose times are busy here.
    BusyCalendarId,
    /// A rule by which the community charges its members.
    ChargeRuleId,
    /// One period of such a rule, charged to everybody.
    ChargeRunId,
    /// A payment that waits for a second person.
    ApprovalId,
    /// Payments made together from a list.
    BatchId,
    /// A voucher that is redeemed once.
    VoucherId,
    /// A payment that is made at a later moment, or again and again.
    PaymentOrderId,
    /// A code that leads to a payment.
    PayLinkId,
    /// An amount kept for somebody who is no member yet.
    ClaimId,
}
