//! All policies and prices as one member meets them: read once, then asked for as many resources as one likes.

use ayni_calendar::{Holidays, Hours, Span, Spans, TimeZone, dates};
use ayni_kernel::{GroupId, MemberId, Reads, Result};

use crate::{
    attach::{self, Spot},
    policies::Policy,
    prices::{Price, price_at},
    tables,
    terms::{Terms, decide},
};

/// Every policy and price of a community, with the groups of one member.
#[derive(Debug, Clone, PartialEq)]
pub struct Rulebook {
    member: MemberId,
    groups: Vec<GroupId>,
    policies: Vec<Policy>,
    prices: Vec<Price>,
}

impl Rulebook {
    /// Reads it for a member, who need not exist: nobody in particular is in no group.
    pub fn read(tx: &impl Reads, member: MemberId) -> Result<Self> {
        Ok(Self {
            member,
            groups: attach::groups_of(tx, member)?,
            policies: tables::policies(tx)?,
            prices: tables::prices(tx)?,
        })
    }

    /// Whose it is.
    pub const fn member(&self) -> MemberId {
        self.member
    }

    /// The terms in force at a spot.
    pub fn terms(&self, spot: &Spot) -> Terms {
        decide(&self.policies, spot, &self.groups)
    }

    /// The price that holds at a spot.
    pub fn price(&self, spot: &Spot) -> Option<&Price> {
        price_at(&self.prices, spot, &self.groups)
    }
}

/// Where a resource's clocks are, and which days are holidays there: what hours written as text are read by.
#[derive(Debug, Clone, Copy)]
pub struct Almanac<'a> {
    /// Its zone.
    pub zone: &'a TimeZone,
    /// Its holidays.
    pub holidays: &'a Holidays,
}

impl Almanac<'_> {
    /// When hours hold within a span. The holidays are looked up only for hours that say something about them.
    pub(crate) fn during(self, hours: &Hours, span: &Span) -> Spans {
        let days = dates(self.zone, span);
        let ends = days.first().zip(days.last()).filter(|_| hours.holidays().is_some());
        let holidays = ends.map(|(first, last)| {
            // Times that began on the day before may reach into the span.
            self.holidays.between(first.yesterday().unwrap_or(*first), *last)
        });
        hours.open(self.zone, span, &holidays.unwrap_or_default())
    }

    /// Whether hours hold for the whole span.
    pub(crate) fn covers(self, hours: &Hours, span: &Span) -> bool {
        self.during(hours, span).covers(span)
    }
}
