//! Reading a booking that repeats: its first date and how it comes again.

use ayni_bookings::{Look, OnClash, SeriesAsk};
use ayni_calendar::{Repeat, Span, wall, wall_minutes};
use ayni_kernel::{Actor, Check, Fault, ReadTx, Result};
use ayni_resources::Resource;
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::ToSchema;

use super::rule::RuleForm;
use crate::{
    bookings::{
        input::{BookForm, id, open_hours},
        zone_of,
    },
    kit::Visit,
};

/// How a booking repeats, as a form or a program sends it. All fields are text.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RepeatForm {
    /// Made by the client so that sending twice books once.
    pub series: String,
    /// How it comes again.
    #[serde(flatten)]
    pub rule: RuleForm,
    /// What becomes of dates that cannot be had: `refuse` (the default) books nothing then, `skip` leaves them out.
    pub on_clash: String,
}

/// A repeating booking as its form or a program sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct SeriesForm {
    /// The first date.
    #[serde(flatten)]
    pub book: BookForm,
    /// How it repeats.
    #[serde(flatten)]
    pub how: RepeatForm,
}

impl RepeatForm {
    /// What becomes of dates that cannot be had.
    pub(super) fn on_clash(&self) -> Result<OnClash, Fault> {
        if self.on_clash.is_empty() { Ok(OnClash::Refuse) } else { OnClash::parse("on_clash", &self.on_clash) }
    }

    /// The dates that begin with a span.
    pub(super) fn repeat(&self, zone: &TimeZone, span: Span) -> Result<Repeat> {
        let start = wall(zone, span.start);
        let rule = self.rule.rule(start)?;
        Ok(Repeat::new("until", start, wall_minutes(zone, &span), zone.clone(), Some(rule))?)
    }
}

impl SeriesForm {
    /// From when to when the first date lasts.
    pub(super) fn span(&self, tx: &ReadTx, resource: &Resource, zone: &TimeZone) -> Result<Span> {
        self.book.span(resource, zone, &|day| open_hours(tx, resource, zone, day))
    }

    /// The wish that the form makes.
    pub(super) fn ask(&self, visit: &Visit, tx: &ReadTx, me: &Actor, resource: &Resource) -> Result<SeriesAsk> {
        let zone = zone_of(tx, resource)?;
        let span = self.span(tx, resource, &zone)?;
        let first = self.book.ask(resource, self.book.whom(visit, tx, me)?, span)?;
        let mut check = Check::default();
        let series = check.take(id("series", &self.how.series));
        let on_clash = check.take(self.how.on_clash());
        check.done()?;
        let (Some(series), Some(on_clash)) = (series, on_clash) else { return Err(check.into()) };
        let look = Look {
            resource: resource.id,
            places: first.places,
            people: first.people,
            title: first.title,
            note: first.note,
            addons: first.addons,
        };
        Ok(SeriesAsk { id: series, member: first.member, look, repeat: self.how.repeat(&zone, span)?, on_clash })
    }
}
