//! How many listings are shown in each category: kept in step with them, so that counting never reads them all.

use std::collections::BTreeMap;

use ayni_communities::Access;
use ayni_kernel::{Actor, CategoryId, Event, MemberId, Reads, Result, WriteTx};
use ayni_members::MemberStatus;

use crate::{
    model::{Listing, ListingKind, ListingStatus, Reminded},
    policy::is_staff,
    tables,
};

/// Where a listing is counted.
pub(crate) type Slot = (Access, ListingKind, Option<CategoryId>);

/// How many listings of each kind stand in each category itself, without what lies in it, as far as the actor may see
/// them: a member's own private ones are left out.
pub fn counts(tx: &impl Reads, me: &Actor) -> Result<BTreeMap<(ListingKind, Option<CategoryId>), u32>> {
    let community = ayni_communities::settings(tx)?.access;
    let sees = |access| match access {
        _ if is_staff(me) => true,
        Access::Public => me.is_inside() || community == Access::Public,
        Access::Group => me.is_inside(),
        Access::Private => false,
    };
    let mut counts = BTreeMap::new();
    for ((access, kind, category), count) in tables::tally(tx)? {
        if sees(access) {
            *counts.entry((kind, category)).or_default() += count;
        }
    }
    Ok(counts)
}

/// Where a listing of an active member is counted; nowhere when it is not shown.
pub(crate) fn slot(listing: &Listing) -> Option<Slot> {
    let shown = listing.status == ListingStatus::Published && listing.reminded != Reminded::Over;
    shown.then_some((listing.access, listing.kind, listing.category))
}

/// Counts a listing anew that was changed.
pub(crate) fn recount(tx: &mut WriteTx<'_>, before: Option<&Listing>, after: &Listing) -> Result<()> {
    let (old, new) = (before.and_then(slot), slot(after));
    if old == new || !is_active(tx, after.member)? {
        return Ok(());
    }
    old.map_or(Ok(()), |slot| tables::count(tx, slot, tables::Step::Down))?;
    new.map_or(Ok(()), |slot| tables::count(tx, slot, tables::Step::Up))
}

/// Counts the listings of a member who comes or goes: nobody sees those of members who are not active.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    let (member, step) = match event {
        Event::MemberActivated(member) => (member, tables::Step::Up),
        Event::MemberDeactivated(member) => (member, tables::Step::Down),
        _ => return Ok(()),
    };
    let slots: Vec<Slot> = tables::of_member(&**tx, member)?.iter().filter_map(slot).collect();
    slots.into_iter().try_for_each(|slot| tables::count(tx, slot, step))
}

fn is_active(tx: &WriteTx<'_>, member: MemberId) -> Result<bool> {
    Ok(ayni_members::name_of(&**tx, member)?.status == MemberStatus::Active)
}
