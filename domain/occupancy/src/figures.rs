//! What is counted of a resource: a day at a time, and the sums of many days.

use ayni_calendar::{Date, DateTime, Span, Spans, TimeZone, instant};
use ayni_kernel::{Amount, CurrencyId, Timestamp};

use crate::forecast::HOURS;

/// Minutes of each hour that the clock on the wall shows.
pub type Hourly = [u32; HOURS];

const SECONDS: i64 = 60;

/// What is counted of a resource on one day of its own calendar. Bookings are counted on the day on which they begin,
/// their minutes on the days and in the hours in which they lie; places of a resource that has several count each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Minutes that could be had, for each hour.
    pub open: Hourly,
    /// Minutes that were booked, for each hour.
    pub booked: Hourly,
    /// Bookings that took place, or are going to.
    pub bookings: u32,
    /// Those of them to which nobody came.
    pub no_shows: u32,
    /// Bookings that were given back or taken away.
    pub cancelled: u32,
    /// Gaps between two bookings that are too short for another one.
    pub gaps: u32,
    /// Minutes in those gaps.
    pub gap_minutes: u32,
    /// How long before their beginning the bookings were made, in minutes, all together.
    pub lead_minutes: u64,
    /// What the bookings brought, or are going to, by currency.
    pub revenue: Vec<(CurrencyId, Amount)>,
    /// What of that is still owed in money.
    pub due: Vec<(CurrencyId, Amount)>,
}

/// How a booking counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It takes place, or took place.
    Held,
    /// Nobody came.
    NoShow,
    /// It was given back or taken away.
    Cancelled,
}

/// A booking as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// From when to when.
    pub span: Span,
    /// The span with what its rules keep free before and after.
    pub blocked: Span,
    /// Seats or pieces taken.
    pub places: u32,
    /// How it counts.
    pub fate: Fate,
    /// When it was made.
    pub created: Timestamp,
    /// What it brings: currency and amount.
    pub revenue: Option<(CurrencyId, Amount)>,
    /// What of that is still owed in money.
    pub due: Option<(CurrencyId, Amount)>,
}

/// A day of a resource, ready to be counted.
#[derive(Debug, Clone)]
pub struct Day<'a> {
    /// Which day.
    pub date: Date,
    /// Where its clock is.
    pub zone: &'a TimeZone,
    /// When it is open, on that day at least.
    pub open: &'a Spans,
    /// Seats or pieces there are.
    pub places: u32,
    /// The shortest booking that somebody could put into a gap, in seconds.
    pub shortest: i64,
}

impl Day<'_> {
    /// Counts the day. `bookings` are those that touch it, in any order.
    pub fn count(&self, bookings: &[Counted]) -> Figures {
        let hours = hours(self.date, self.zone);
        let mut figures = Figures::default();
        for (hour, minutes) in hours.iter().zip(&mut figures.open) {
            let open = hour.map_or(0, |hour| self.open.within(&hour).seconds());
            *minutes = minutes_of(open).saturating_mul(self.places);
        }
        let begins = |booking: &Counted| hours.iter().flatten().any(|hour| hour.holds(booking.span.start));
        for booking in bookings {
            if booking.fate == Fate::Held {
                for (hour, minutes) in hours.iter().zip(&mut figures.booked) {
                    let inside = hour.and_then(|hour| booking.span.clip(&hour)).map_or(0, |part| part.seconds());
                    *minutes = minutes.saturating_add(minutes_of(inside).saturating_mul(booking.places));
                }
            }
            if begins(booking) {
                figures.tally(booking);
            }
        }
        (figures.gaps, figures.gap_minutes) = self.gaps(&hours, bookings);
        figures
    }

    /// Gaps between two bookings of a resource that is booked as a whole which are too short for another.
    fn gaps(&self, hours: &[Option<Span>; HOURS], bookings: &[Counted]) -> (u32, u32) {
        if self.places > 1 {
            return (0, 0);
        }
        let taken: Spans = bookings.iter().filter(|each| each.fate == Fate::Held).map(|each| each.blocked).collect();
        let ends = taken.iter().zip(taken.iter().skip(1));
        let gaps = ends.filter_map(|(one, next)| Span::new(one.end, next.start)).filter(|gap| {
            let today = hours.iter().flatten().any(|hour| hour.holds(gap.start));
            today && gap.seconds() < self.shortest && self.open.covers(gap)
        });
        gaps.fold((0, 0), |(count, minutes), gap| (count + 1, minutes + minutes_of(gap.seconds())))
    }
}

/// The hours of a day as spans: the second of two equal ones belongs to the first, one that is skipped is `None`.
pub fn hours(date: Date, zone: &TimeZone) -> [Option<Span>; HOURS] {
    let mut hours = [None; HOURS];
    let mut start = instant(zone, date.at(0, 0, 0, 0));
    for (hour, place) in (1_i8..).zip(&mut hours) {
        let next: DateTime = if usize::try_from(hour) == Ok(HOURS) {
            date.tomorrow().unwrap_or(date).at(0, 0, 0, 0)
        } else {
            date.at(hour, 0, 0, 0)
        };
        let end = instant(zone, next);
        *place = Span::new(start, end);
        start = end.max(start);
    }
    hours
}

fn minutes_of(seconds: i64) -> u32 {
    u32::try_from(seconds / SECONDS).unwrap_or(0)
}

impl Figures {
    fn tally(&mut self, booking: &Counted) {
        match booking.fate {
            Fate::Held => self.bookings += 1,
            Fate::NoShow => {
                self.bookings += 1;
                self.no_shows += 1;
            }
            Fate::Cancelled => self.cancelled += 1,
        }
        if booking.fate != Fate::Cancelled {
            let lead = (booking.span.start.micros() - booking.created.micros()) / (SECONDS * 1_000_000);
            self.lead_minutes += u64::try_from(lead).unwrap_or(0);
        }
        add_money(&mut self.revenue, booking.revenue);
        add_money(&mut self.due, booking.due);
    }

    /// Adds the figures of another day or resource.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.open.iter_mut().zip(other.open).chain(self.booked.iter_mut().zip(other.booked)) {
            *sum = sum.saturating_add(more);
        }
        self.bookings += other.bookings;
        self.no_shows += other.no_shows;
        self.cancelled += other.cancelled;
        self.gaps += other.gaps;
        self.gap_minutes = self.gap_minutes.saturating_add(other.gap_minutes);
        self.lead_minutes = self.lead_minutes.saturating_add(other.lead_minutes);
        other.revenue.iter().for_each(|more| add_money(&mut self.revenue, Some(*more)));
        other.due.iter().for_each(|more| add_money(&mut self.due, Some(*more)));
    }

    /// Minutes that could be had. What was booked outside the opening hours could be had, too.
    pub fn open_minutes(&self) -> u64 {
        let hours = self.open.iter().zip(&self.booked);
        hours.map(|(open, booked)| u64::from(*open.max(booked))).sum()
    }

    /// Minutes that were booked.
    pub fn booked_minutes(&self) -> u64 {
        self.booked.iter().copied().map(u64::from).sum()
    }

    /// How much of what could be had was booked, in thousandths; `None` when nothing could be had.
    pub fn occupancy(&self) -> Option<u16> {
        permille(self.booked_minutes(), self.open_minutes())
    }

    /// How many bookings nobody came to, in thousandths; `None` without bookings.
    pub fn no_show_rate(&self) -> Option<u16> {
        permille(self.no_shows.into(), self.bookings.into())
    }

    /// How long before their beginning bookings were made on average, in minutes; `None` without bookings.
    pub fn lead(&self) -> Option<u64> {
        self.lead_minutes.checked_div(self.bookings.into())
    }
}

/// A part in thousandths, rounded to the nearest; `None` of nothing.
pub(crate) fn permille(part: u64, whole: u64) -> Option<u16> {
    let thousandths = part.saturating_mul(2_000).saturating_add(whole).checked_div(whole.saturating_mul(2))?;
    Some(u16::try_from(thousandths.min(1_000)).unwrap_or(0))
}

/// Adds money to the sum of its currency; what is beyond 64 bits stays out.
fn add_money(sums: &mut Vec<(CurrencyId, Amount)>, more: Option<(CurrencyId, Amount)>) {
    let Some((currency, amount)) = more.filter(|(_, amount)| *amount != Amount::ZERO) else { return };
    match sums.binary_search_by_key(&currency, |(each, _)| *each) {
        Ok(at) => {
            if let Some((_, sum)) = sums.get_mut(at) {
                *sum = sum.plus(amount).unwrap_or(*sum);
            }
        }
        Err(at) => sums.insert(at, (currency, amount)),
    }
}
