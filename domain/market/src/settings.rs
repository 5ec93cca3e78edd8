//! What the community decides about its market.

use ayni_kernel::{Actor, Check, Event, Fault, Reads, Result, Role, WriteTx};

use crate::{
    policy::{Hall, HallAct},
    tables,
};

ayni_kernel::choices! {
    /// Who may have listings that never expire.
    NeverExpires {
        /// Nobody.
        Nobody = 1 "nobody",
        /// Stewards and admins, also for others.
        Staff = 2 "staff",
        /// Every member.
        Everybody = 3 "everybody",
    }

    /// Which listings a steward looks at before others see them.
    Moderation {
        /// None.
        Nothing = 1 "nothing",
        /// The first one of each member.
        First = 2 "first",
        /// All of them, and every change of their content.
        All = 3 "all",
    }
}

/// The longest usual time of a listing, in days: three years.
pub const MAX_USUAL_DAYS: u16 = 1_096;

/// The usual time of a listing where nothing else was decided: half a year, after which most offers are forgotten.
const USUAL_DAYS: u16 = 180;

/// What the community decides about its market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarketSettings {
    /// How long a listing is shown where its owner says nothing else, and for how long it is renewed, in days.
    pub usual_days: u16,
    /// Who may have listings that never expire.
    pub never: NeverExpires,
    /// Which listings a steward looks at first.
    pub moderation: Moderation,
}

impl Default for MarketSettings {
    fn default() -> Self {
        Self { usual_days: USUAL_DAYS, never: NeverExpires::Staff, moderation: Moderation::Nothing }
    }
}

impl MarketSettings {
    /// Whether this actor may have listings without an end.
    pub fn allows_never(&self, me: &Actor) -> bool {
        match self.never {
            NeverExpires::Nobody => false,
            NeverExpires::Staff => me.has(Role::Steward),
            NeverExpires::Everybody => true,
        }
    }
}

/// What the community decided, or what holds where it decided nothing.
pub fn settings(tx: &impl Reads) -> Result<MarketSettings> {
    Ok(tables::settings(tx)?.unwrap_or_default())
}

/// Decides; for admins.
///
/// Refuses with `Invalid` when the usual time is not between a day and [`MAX_USUAL_DAYS`] (`market-usual-days`).
pub fn change_settings(tx: &mut WriteTx<'_>, me: &Actor, ask: MarketSettings) -> Result<MarketSettings> {
    me.may(HallAct::Settle, &Hall)?;
    let mut check = Check::default();
    let fits = (1..=MAX_USUAL_DAYS).contains(&ask.usual_days);
    let fault = || Fault::new("usual_days", "market-usual-days").with("max", i64::from(MAX_USUAL_DAYS));
    check.require(|| (!fits).then(fault));
    check.done()?;
    tables::put_settings(tx, ask)?;
    let community = ayni_communities::settings(&**tx)?.id;
    tx.emit(Event::CommunityChanged(community))?;
    Ok(ask)
}
