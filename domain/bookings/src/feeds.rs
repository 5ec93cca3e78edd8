//! Calendar files behind secret addresses: of a member's bookings, or of a place with all that stands in it.
//!
//! A feed shows what the one who made it may see, and no more: it is read as that person, at the time of reading.

use ayni_calendar::Span;
use ayni_kernel::{
    Actor, Error, Event, Fault, FeedId, MemberId, Reads, ResourceId, Result, Timestamp, UserId, WriteTx, tx::Now,
};
use ayni_resources::{Bookable, Resource};
use ayni_users::Token;
use jiff::tz::TimeZone;

use crate::{
    model::Booking,
    reading::{self, Shown},
    tables::{self, feeds as stored},
};

/// The most feeds of one person: every device and every place that somebody looks after.
pub const MAX_FEEDS: usize = 20;
/// How far back a feed reaches, in days: what one may still want to look up.
pub const BACK_DAYS: i64 = 60;
/// How far ahead, in days: as far as people plan.
pub const AHEAD_DAYS: i64 = 400;
/// The most rows of a feed; calendar programs become slow with more.
const MAX_ROWS: usize = 2_000;
/// The most places of a feed.
const MAX_PLACES: usize = 200;

/// What a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOf {
    /// The bookings of a member.
    Member(MemberId),
    /// What is booked of a place and of all that stands in it.
    Resource(ResourceId),
}

/// A calendar file behind a secret address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// Which one.
    pub id: FeedId,
    /// What it shows.
    pub of: FeedOf,
    /// Who made it, as whom it is read.
    pub user: UserId,
    /// When it was made.
    pub created: Timestamp,
}

/// A booking in a feed or calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedRow {
    /// The place.
    pub resource: Resource,
    /// Where its clocks are.
    pub zone: TimeZone,
    /// What the reader may see of the booking.
    pub shown: Shown,
    /// All of it, for those who may open it.
    pub booking: Option<Booking>,
}

/// Makes a secret address; the token goes into it and is kept nowhere.
///
/// Refuses with `Forbidden` for another member's bookings, and with `Conflict` when there are [`MAX_FEEDS`].
pub fn make_feed(tx: &mut WriteTx<'_>, me: &Actor, of: FeedOf) -> Result<(Feed, Token)> {
    let user = me.user().ok_or(Error::SignIn)?;
    match of {
        FeedOf::Member(member) if me.acts_for(member) => {}
        FeedOf::Member(_) => return Err(Error::Forbidden),
        FeedOf::Resource(id) => {
            me.member()?;
            ayni_resources::visible(&**tx, me, id)?;
        }
    }
    if stored::of_user(&**tx, user, MAX_FEEDS)?.len() >= MAX_FEEDS {
        return Err(Error::Conflict(Fault::new("", "feeds-many").with("max", MAX_FEEDS)));
    }
    let token = Token::make(tx);
    let feed = Feed { id: tx.id(), of, user, created: tx.now() };
    stored::put(tx, &feed, token.hash())?;
    tx.emit(Event::FeedChanged(feed.id))?;
    Ok((feed, token))
}

/// One's own feeds, oldest first.
pub fn feeds(tx: &impl Reads, me: &Actor) -> Result<Vec<Feed>> {
    stored::of_user(tx, me.user().ok_or(Error::SignIn)?, MAX_FEEDS)
}

/// Revokes one of one's own feeds: its address leads nowhere from now on.
pub fn revoke_feed(tx: &mut WriteTx<'_>, me: &Actor, id: FeedId) -> Result<()> {
    let user = me.user().ok_or(Error::SignIn)?;
    let feed = stored::feed(&**tx, id)?.filter(|feed| feed.user == user).ok_or(Error::NotFound)?;
    stored::remove(tx, feed.id)?;
    tx.emit(Event::FeedChanged(feed.id))
}

/// What a feed shows now, by its secret; the name is that of the member or the place. `NotFound` when the secret leads
/// nowhere, or the one who made it may not see it any more.
pub fn feed<T: Reads + Now>(tx: &T, token: &Token) -> Result<(String, FeedOf, Vec<FeedRow>)> {
    let feed = stored::by_hash(tx, token.hash())?.ok_or(Error::NotFound)?;
    let acting = match feed.of {
        FeedOf::Member(member) => Some(member),
        FeedOf::Resource(_) => None,
    };
    let me = ayni_members::actor(tx, feed.user, acting)?;
    me.member().map_err(|_| Error::NotFound)?;
    let span = window(tx.now());
    match feed.of {
        FeedOf::Member(member) if me.acts_for(member) => {
            Ok((ayni_members::name_of(tx, member)?.name.to_string(), feed.of, of_member(tx, &me, member, span)?))
        }
        FeedOf::Member(_) => Err(Error::NotFound),
        FeedOf::Resource(id) => {
            let top = ayni_resources::visible(tx, &me, id).map_err(|_| Error::NotFound)?;
            Ok((top.name.to_string(), feed.of, of_resource(tx, &me, id, span)?))
        }
    }
}

/// The span that feeds and calendars show.
pub(crate) fn window(now: Timestamp) -> Span {
    Span { start: now.plus_days(-BACK_DAYS), end: now.plus_days(AHEAD_DAYS) }
}

/// A member's own bookings in a span, without drafts and what was given back.
pub(crate) fn of_member(tx: &impl Reads, me: &Actor, member: MemberId, span: Span) -> Result<Vec<FeedRow>> {
    let mut rows = Vec::new();
    for place in tables::of_member_from(tx, member, span.start)?.take(MAX_ROWS) {
        let face = tables::face(tx, place?.1)?;
        if face.span.start >= span.end || !face.state.is_shown() {
            continue;
        }
        let resource = ayni_resources::unasked(tx, face.resource)?;
        rows.push(row(tx, &resource, reading::view(tx, me, false, face)?)?);
    }
    Ok(rows)
}

/// What is booked in a span of a place and all that stands in it, as far as the reader may see.
fn of_resource(tx: &impl Reads, me: &Actor, top: ResourceId, span: Span) -> Result<Vec<FeedRow>> {
    let mut rows = Vec::new();
    for id in ayni_resources::subtree(tx, top)?.into_iter().take(MAX_PLACES) {
        let Ok(resource) = ayni_resources::visible(tx, me, id) else { continue };
        if resource.bookable == Bookable::Yes {
            rows.extend(on(tx, me, &resource, span)?);
        }
        if rows.len() >= MAX_ROWS {
            break;
        }
    }
    rows.truncate(MAX_ROWS);
    Ok(rows)
}

/// What is booked of one place in a span.
pub(crate) fn on(tx: &impl Reads, me: &Actor, resource: &Resource, span: Span) -> Result<Vec<FeedRow>> {
    let shown = reading::on(tx, me, resource.id, span)?;
    shown.into_iter().take(MAX_ROWS).map(|shown| row(tx, resource, shown)).collect()
}

fn row(tx: &impl Reads, resource: &Resource, shown: Shown) -> Result<FeedRow> {
    let booking = shown.booking.map(|id| tables::named(tx, id)).transpose()?;
    Ok(FeedRow { zone: ayni_resources::zone(tx, resource)?.zone(), resource: resource.clone(), shown, booking })
}
