//! Add-ons: equipment, catering and services that are booked together with a resource.

use ayni_kernel::{
    Actor, AddOnId, Amount, Body, Check, CurrencyId, Error, Event, Fault, Name, Result, WriteTx, tx::Reads,
};

use crate::{
    policy::{Estate, EstateAct},
    tables,
};

ayni_kernel::choices! {
    /// What an add-on's price is for.
    Per {
        /// Once for a booking.
        Booking = 1 "booking",
        /// For each hour of it.
        Hour = 2 "hour",
        /// For each person.
        Person = 3 "person",
        /// For each piece.
        Piece = 4 "piece",
    }

    /// Whether an add-on is offered.
    Offer {
        /// It can be booked.
        Open = 1 "open",
        /// Not any more, or not now.
        Ended = 2 "ended",
    }
}

/// The most add-ons of a community: a catalogue that fits on one page.
pub const MAX_CATALOGUE: usize = 300;
/// The most pieces of an add-on.
pub const MAX_STOCK: u32 = 100_000;

/// Something that goes with a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddOn {
    /// Its id.
    pub id: AddOnId,
    /// Its name.
    pub name: Name,
    /// What it is.
    pub description: Body,
    /// What it costs; `None` when it is free.
    pub price: Option<(CurrencyId, Amount)>,
    /// What the price is for.
    pub per: Per,
    /// How many there are at the same time; `None` when it does not run out.
    pub stock: Option<u32>,
    /// Whether it is offered.
    pub offer: Offer,
}

/// What the editor of an add-on sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddOnDetails {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub description: Body,
    /// What it costs: more than nothing, in a currency of the community.
    pub price: Option<(CurrencyId, Amount)>,
    /// What the price is for.
    pub per: Per,
    /// How many there are at the same time, at most [`MAX_STOCK`].
    pub stock: Option<u32>,
    /// Whether it is offered.
    pub offer: Offer,
}

/// Every add-on, by name. Anybody may read them.
pub fn addons(tx: &impl Reads) -> Result<Vec<AddOn>> {
    let mut addons = tables::addons(tx)?;
    addons.sort_by_cached_key(|addon| (addon.name.as_str().to_lowercase(), addon.id));
    Ok(addons)
}

/// One add-on. Anybody may read it.
pub fn addon(tx: &impl Reads, id: AddOnId) -> Result<AddOn> {
    tables::addon(tx, id)?.ok_or(Error::NotFound)
}

/// Adds an add-on; for managers and admins.
///
/// Refuses with `Conflict` when there are [`MAX_CATALOGUE`] (`resources-addons-many`), with `Invalid` for a price or
/// stock that makes no sense.
pub fn add_addon(tx: &mut WriteTx<'_>, me: &Actor, ask: AddOnDetails) -> Result<AddOn> {
    me.may(EstateAct::Manage, &Estate)?;
    if tables::addons(&**tx)?.len() >= MAX_CATALOGUE {
        return Err(Error::Conflict(Fault::new("", "resources-addons-many").with("max", MAX_CATALOGUE)));
    }
    let id = tx.id();
    save(tx, id, ask)
}

/// Changes an add-on; for managers and admins. Bookings keep the price they were made with.
pub fn change_addon(tx: &mut WriteTx<'_>, me: &Actor, id: AddOnId, ask: AddOnDetails) -> Result<AddOn> {
    me.may(EstateAct::Manage, &Estate)?;
    addon(&**tx, id)?;
    save(tx, id, ask)
}

fn save(tx: &mut WriteTx<'_>, id: AddOnId, ask: AddOnDetails) -> Result<AddOn> {
    let AddOnDetails { name, description, price, per, stock, offer } = ask;
    let mut check = Check::default();
    check.require(|| {
        let free = price.is_some_and(|(_, amount)| !amount.is_positive());
        free.then(|| Fault::new("price", "resources-price"))
    });
    check.require(|| {
        let bad = stock.is_some_and(|stock| stock == 0 || stock > MAX_STOCK);
        bad.then(|| Fault::new("stock", "resources-stock").with("max", i64::from(MAX_STOCK)))
    });
    check.done()?;
    if let Some((currency, _)) = price {
        ayni_ledger::currency(&**tx, currency).map_err(|_| Error::invalid("currency", "fault-choice"))?;
    }
    let addon = AddOn { id, name, description, price, per, stock, offer };
    tables::put_addon(tx, &addon)?;
    tx.emit(Event::AddOnChanged(id))?;
    Ok(addon)
}
