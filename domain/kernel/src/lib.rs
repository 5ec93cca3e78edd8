//! The words every feature shares: ids, money, time, text, actors, errors, events, and the handle of a community.
//!
//! Nothing here knows a feature. A feature depends on this crate and on the features below it.

pub mod actor;
mod choice;
pub mod community;
pub mod error;
pub mod event;
pub mod id;
pub mod language;
pub mod money;
pub mod page;
pub mod place;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod time;
pub mod tx;

pub use actor::{Actor, Guarded, Person, Role, Roles, Sealed};
pub use community::{Community, Data, News, Node};
pub use error::{Arg, Check, Error, Fault, Faults, Result, Stop};
pub use event::{Event, Reactor};
pub use id::{
    AccountId, AddOnId, AgreementId, ApiTokenId, ApprovalId, AttributeId, BatchId, BookingId, BusyCalendarId,
    CategoryId, ChargeRuleId, ChargeRunId, ClaimId, ClosureId, CommunityId, CurrencyId, FeedId, GroupId, HoldId,
    InviteId, ListingId, MemberId, NoticeId, OrderId, PassId, PassKindId, PayLinkId, PaymentOrderId, PlanId, PolicyId,
    PriceId, QualificationId, QuestionId, ReferenceId, RequestId, ResourceCategoryId, ResourceId, SavedSearchId,
    SeriesId, TransferId, UserId, VoucherId, WaitId,
};
pub use language::Language;
pub use money::{Amount, Money, Scale};
pub use page::{Cursor, Page};
pub use place::{Address, Point};
pub use text::{Body, Code, Email, Line, Name, Slug, Title};
pub use time::Timestamp;
pub use tx::{ReadTx, Reads, WriteTx};

#[cfg(test)]
mod tests;
