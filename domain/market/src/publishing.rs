//! Putting listings on the market, changing them and taking them down.

use ayni_communities::BlobHash;
use ayni_kernel::{Actor, Error, Event, Line, ListingId, MemberId, Result, Timestamp, WriteTx};
use ayni_members::MemberStatus;

use crate::{
    expiry,
    model::{self, Begun, Content, Expiry, Listing, ListingStatus, Stage},
    moderation,
    photo::{self, Photo},
    place::Place,
    policy::{Act, Stall, StallAct},
    saved,
    settings::settings,
    tables,
};

/// A listing to publish or to begin.
#[derive(Debug, Clone)]
pub struct NewListing {
    /// Whose it will be.
    pub member: MemberId,
    /// What it says.
    pub content: Content,
}

/// Publishes a listing, or hands it to the stewards where they look at it first; for the member's own users, stewards
/// and admins.
///
/// Refuses with `Invalid` content that breaks a rule, with `Conflict` for members who are not active
/// (`market-member-not-active`).
pub fn publish(tx: &mut WriteTx<'_>, me: &Actor, ask: NewListing) -> Result<Listing> {
    let listing = begin(tx, me, ask, Stage::Shown)?;
    tables::insert(tx, &listing)?;
    send_in(tx, me, listing)
}

/// Keeps a listing that is not finished, for nobody but its owner and the staff; refuses like [`publish`], except that
/// it may lack a title.
pub fn draft(tx: &mut WriteTx<'_>, me: &Actor, ask: NewListing) -> Result<Listing> {
    let listing = begin(tx, me, ask, Stage::Draft)?;
    tables::insert(tx, &listing)?;
    tx.emit(Event::ListingChanged(listing.id))?;
    Ok(listing)
}

/// Changes what a listing says; for the member's own users, stewards and admins. Refuses like [`publish`]. Where the
/// stewards look at everything, they look at it anew.
pub fn edit(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, content: Content) -> Result<Listing> {
    let before = editable(tx, me, id)?;
    let stage = if before.status == ListingStatus::Draft { Stage::Draft } else { Stage::Shown };
    check(tx, &content, stage)?;
    let now = tx.now();
    let expires = end_of(tx, me, &content, Some(&before))?;
    let after = before.clone().with(content, expires, now);
    if after.status == ListingStatus::Published && after.says_other(&before) && is_looked_at(tx, me, &after)? {
        return moderation::queue(tx, after);
    }
    save(tx, after)
}

/// Takes a listing down; for the member's own users, stewards and admins.
pub fn hide(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    let updated = tx.now();
    save(tx, Listing { status: ListingStatus::Hidden, updated, ..listing })
}

/// Takes a listing down because it found what it was for; for the member's own users, stewards and admins.
pub fn fulfil(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    let now = tx.now();
    save(tx, Listing { status: ListingStatus::Hidden, fulfilled: Some(now), updated: now, ..listing })
}

/// Shows a hidden listing or a finished draft; for the member's own users, stewards and admins. Like [`publish`] it may
/// have to wait for a steward.
///
/// Refuses with `Conflict` when its time is over (`market-over`), with `Invalid` when something is missing.
pub fn show(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    if listing.is_unfinished() {
        return Err(Error::invalid("title", "fault-required"));
    }
    send_in(tx, me, listing)
}

/// Lets a listing go on for the community's usual time from now, or from its end where that is still to come; shows it
/// again when it was over. For the member's own users, stewards and admins.
///
/// Refuses with `Conflict` a listing that has no end (`market-no-end`) or is a draft (`market-not-shown`).
pub fn renew(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    let end = listing.expires.ok_or_else(|| Error::conflict("market-no-end"))?;
    if listing.status != ListingStatus::Published {
        return Err(Error::conflict("market-not-shown"));
    }
    let (now, usual) = (tx.now(), i64::from(settings(&**tx)?.usual_days));
    let latest = now.plus_days(usual + expiry::WEEK);
    let renewed = end.max(now).plus_days(usual).min(latest);
    save(tx, Listing { updated: now, ..listing.until(Some(renewed.max(end)), now) })
}

/// What is done with a picture of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoChange {
    /// Put it after the others.
    Add,
    /// Say what is to be seen on it.
    Describe(Line),
    /// Show it before the others.
    First,
    /// Take it away.
    Remove,
}

/// Changes the pictures of a listing; for the member's own users, stewards and admins. A picture that is not there is
/// not found.
///
/// Refuses with `Invalid` more than [`MAX_IMAGES`](crate::MAX_IMAGES) pictures. Like [`edit`] it may send the listing
/// to the stewards.
pub fn change_photo(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: ListingId,
    file: BlobHash,
    change: PhotoChange,
) -> Result<Listing> {
    let before = editable(tx, me, id)?;
    let mut photos = before.photos.clone();
    let at = photos.iter().position(|photo| photo.file == file);
    match (change, at) {
        (PhotoChange::Add, None) => photos.push(Photo { file, alt: Line::default() }),
        (PhotoChange::Add, Some(_)) => {}
        (_, None) => return Err(Error::NotFound),
        (PhotoChange::Describe(alt), Some(at)) => {
            photos.iter_mut().skip(at).take(1).for_each(|photo| photo.alt = alt.clone());
        }
        (PhotoChange::First, Some(at)) => photos.get_mut(..=at).into_iter().for_each(|some| some.rotate_right(1)),
        (PhotoChange::Remove, Some(at)) => drop(photos.remove(at)),
    }
    photo::fault(&photos, &[]).map_or(Ok(()), |fault| Err(Error::from(fault)))?;
    let after = Listing { photos, updated: tx.now(), ..before.clone() };
    if after.status == ListingStatus::Published && after.says_other(&before) && is_looked_at(tx, me, &after)? {
        return moderation::queue(tx, after);
    }
    save(tx, after)
}

fn begin(tx: &mut WriteTx<'_>, me: &Actor, ask: NewListing, stage: Stage) -> Result<Listing> {
    me.may(StallAct::Publish, &Stall(ask.member))?;
    let owner = ayni_members::name_of(&**tx, ask.member)?;
    if owner.status != MemberStatus::Active {
        return Err(Error::conflict("market-member-not-active"));
    }
    check(tx, &ask.content, stage)?;
    let expires = end_of(tx, me, &ask.content, None)?;
    let id = tx.id();
    let made_by = me.member().ok().filter(|_| !me.acts_for(ask.member));
    let begun = Begun { id, code: model::code(&owner.number, id)?, member: ask.member, made_by };
    Ok(Listing::new(begun, ask.content, expires, tx.now()))
}

/// Shows a listing, or hands it to the stewards.
fn send_in(tx: &mut WriteTx<'_>, me: &Actor, listing: Listing) -> Result<Listing> {
    if is_looked_at(tx, me, &listing)? { moderation::queue(tx, listing) } else { put_up(tx, listing) }
}

fn is_looked_at(tx: &WriteTx<'_>, me: &Actor, listing: &Listing) -> Result<bool> {
    moderation::is_wanted(tx, me, listing)
}

/// Shows a listing that nothing stands against any more.
pub(crate) fn put_up(tx: &mut WriteTx<'_>, listing: Listing) -> Result<Listing> {
    let now = tx.now();
    if listing.is_over(now) {
        return Err(Error::conflict("market-over"));
    }
    if listing.published.is_none() {
        saved::put_out(tx, listing.id)?;
    }
    save(tx, listing.shown(now))
}

pub(crate) fn editable(tx: &WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let today = tables::today(&**tx, tx.now())?;
    let sealed = tables::listing(&**tx, today, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, Act::Edit)?.listing)
}

fn check(tx: &WriteTx<'_>, content: &Content, stage: Stage) -> Result<()> {
    content.check(stage, tx.now())?;
    if let Some(category) = content.category
        && ayni_communities::category(&**tx, category)?.is_none()
    {
        return Err(Error::invalid("category", "market-category-unknown"));
    }
    for part in &content.price.parts {
        let known = ayni_ledger::currency(&**tx, part.currency);
        known.map_err(|_| Error::invalid("price", "market-currency-unknown"))?;
    }
    if let Place::Resource(resource) = content.place {
        let known = ayni_resources::unasked(&**tx, resource);
        known.map_err(|_| Error::invalid("place", "market-place-unknown"))?;
    }
    Ok(())
}

/// When a listing with this content is over. An end that it has already may stay.
fn end_of(tx: &WriteTx<'_>, me: &Actor, content: &Content, before: Option<&Listing>) -> Result<Option<Timestamp>> {
    let (settings, now) = (settings(&**tx)?, tx.now());
    let stays = |end| before.is_some_and(|listing| listing.expires == end);
    match content.expires {
        Expiry::Usual => Ok(Some(now.plus_days(i64::from(settings.usual_days)))),
        Expiry::Never if settings.allows_never(me) || stays(None) => Ok(None),
        Expiry::Never => Err(Error::invalid("expires", "market-never")),
        Expiry::At(end) if settings.allows_never(me) || stays(Some(end)) => Ok(Some(end)),
        Expiry::At(end) => expiry::within(end, now, settings.usual_days).map(Some).map_err(Error::from),
    }
}

fn save(tx: &mut WriteTx<'_>, listing: Listing) -> Result<Listing> {
    tables::replace(tx, &listing)?;
    tx.emit(Event::ListingChanged(listing.id))?;
    Ok(listing)
}
