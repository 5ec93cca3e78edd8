//! What pages and the API show of places, prices and bookings.

use ayni_bookings::{Booking, Objection, Payment, State};
use ayni_kernel::{Amount, Arg, CurrencyId, ReadTx, Result};
use ayni_resources::Resource;
use ayni_terms::{LineKind, Quote, QuoteLine, Way};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use super::{when, zone_of};
use crate::{
    kit::{CardView, MoneyView, Words},
    links,
};

/// A place or a thing that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BookingPlaceView)]
pub(crate) struct PlaceView {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is, such as `room` or `desk`.
    pub kind: &'static str,
    /// What it stands in, from the outside in, such as `Old mill › Ground floor`.
    pub within: String,
    /// For how many people it is good; 0 when nothing is said.
    pub capacity: u32,
    /// How many seats or pieces can be booked side by side; 1 when it is booked as a whole.
    pub places: u32,
    /// Address of its first picture, if there is one.
    pub photo: Option<String>,
    /// Its time zone.
    pub zone: String,
    #[serde(skip)]
    pub link: String,
    #[serde(skip)]
    pub book: String,
}

impl PlaceView {
    /// A place with what it stands in.
    pub(crate) fn of(tx: &ReadTx, resource: &Resource) -> Result<Self> {
        let above = ayni_resources::ancestors(tx, resource)?;
        Self::named(tx, resource, above.iter().map(|above| above.name.as_str()).collect())
    }

    /// `above` from the nearest to the outermost.
    fn named(tx: &ReadTx, resource: &Resource, mut above: Vec<&str>) -> Result<Self> {
        above.reverse();
        Ok(Self {
            id: resource.id.to_string(),
            code: resource.code.to_string(),
            name: resource.name.to_string(),
            kind: resource.kind.word(),
            within: above.join(" › "),
            capacity: resource.capacity,
            places: resource.places,
            photo: resource.photos.first().map(links::photo),
            zone: zone_of(tx, resource)?.iana_name().unwrap_or("UTC").to_owned(),
            link: links::resource(resource.id),
            book: links::book(resource.id),
        })
    }

    /// Whether several can book it side by side.
    pub(crate) const fn is_shared(&self) -> bool {
        self.places > 1
    }

    /// The same numbers for sentences.
    pub(crate) fn capacity_count(&self) -> u64 {
        self.capacity.into()
    }

    pub(crate) fn places_count(&self) -> u64 {
        self.places.into()
    }

    /// The drawing that stands where there is no picture.
    pub(crate) fn icon(&self) -> &'static str {
        match self.kind {
            "machine" | "tool" | "equipment" => "settings",
            "desk" => "list",
            _ => "pin",
        }
    }
}

/// One line of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PriceLine {
    /// What it is about, such as `time` or `add-on`.
    pub kind: &'static str,
    /// The same in the reader's words.
    pub text: String,
    /// What it adds; absent when nothing is paid in a currency.
    pub amount: Option<MoneyView>,
}

/// A price with how it comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BookingPriceView)]
pub(crate) struct PriceView {
    /// `free`, `local` (through the ledger) or `money` (paid outside).
    pub way: &'static str,
    /// The lines, which sum up to the total.
    pub lines: Vec<PriceLine>,
    /// What is to be paid; absent when it is free.
    pub total: Option<MoneyView>,
    /// What is set aside beside it and given back after.
    pub deposit: Option<MoneyView>,
    /// What there is to know about the price.
    pub note: String,
}

impl PriceView {
    /// A quote in the reader's words.
    pub(crate) fn of(tx: &ReadTx, words: &Words, quote: &Quote) -> Result<Self> {
        let money = |amount: Amount| money(tx, quote.currency, amount);
        let lines = quote.lines.iter().map(|line| {
            let each = money(line.each)?;
            Ok(PriceLine {
                kind: line.kind.word(),
                text: explain(words, line, each.as_ref()),
                amount: if line.amount == Amount::ZERO { None } else { money(line.amount)? },
            })
        });
        Ok(Self {
            way: quote.way.word(),
            lines: lines.collect::<Result<_>>()?,
            total: if quote.way == Way::Free { None } else { money(quote.total)? },
            deposit: if quote.deposit == Amount::ZERO { None } else { money(quote.deposit)? },
            note: quote.note.to_string(),
        })
    }

    /// Whether it is owed in money outside the ledger.
    pub(crate) fn is_money(&self) -> bool {
        self.way == Way::Money.word()
    }
}

/// An amount in a currency, when there is one.
pub(crate) fn money(tx: &ReadTx, currency: Option<CurrencyId>, amount: Amount) -> Result<Option<MoneyView>> {
    let Some(id) = currency else { return Ok(None) };
    Ok(Some(ayni_ledger::currency(tx, id)?.money(amount).into()))
}

/// A line of a price as a sentence.
fn explain(words: &Words, line: &QuoteLine, each: Option<&MoneyView>) -> String {
    let each = each.map(|each| each.written(words)).unwrap_or_default();
    let args: [(&'static str, Arg); 6] = [
        ("name", line.name.as_str().into()),
        ("count", i64::from(line.quantity).into()),
        ("length", when::length(words, i64::from(line.minutes)).into()),
        ("unit", when::length(words, i64::from(line.unit)).into()),
        ("each", each.into()),
        ("percent", i64::from(line.percent.abs()).into()),
    ];
    let key = match line.kind {
        LineKind::Peak | LineKind::Demand | LineKind::Lead if line.percent < 0 => {
            format!("bookings-line-{}-less", line.kind.word())
        }
        kind => format!("bookings-line-{}", kind.word()),
    };
    words.say_with(&key, &args)
}

/// Something that stands in the way of a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ObjectionView {
    /// Which sort of thing: `policy`, `taken`, `closed`, `off`, `past`, `size`, `qualification`, `add-on`.
    pub hurdle: &'static str,
    /// The name of the set of rules that says so.
    pub policy: Option<String>,
    /// The sentence.
    pub sentence: String,
}

impl ObjectionView {
    /// An objection in the reader's words.
    pub(crate) fn of(words: &Words, objection: &Objection) -> Self {
        Self {
            hurdle: objection.hurdle.word(),
            policy: objection.policy.as_ref().map(ToString::to_string),
            sentence: words.fault(&objection.fault),
        }
    }
}

/// A booking in a list, and the beginning of its page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BookingView {
    /// The booking's id.
    pub id: String,
    /// What people read out.
    pub reference: String,
    /// What is booked.
    pub place: PlaceView,
    /// For whom.
    pub member: CardView,
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub until: String,
    /// From when to when, in the reader's words and the place's time.
    pub when: String,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come; 0 for unsaid.
    pub people: u32,
    /// `draft`, `tentative`, `confirmed`, `checked-in`, `completed`, `cancelled`, `no-show`, `expired`, `declined`.
    pub state: &'static str,
    /// What for.
    pub title: String,
    /// For those who look after the place.
    pub note: String,
    /// Why it was cancelled, declined or moved.
    pub reason: String,
    /// What it costs.
    pub price: PriceView,
    /// `free`, `unasked`, `held`, `paid`, `released` or `due`, and `settled` for what was owed and is paid.
    pub payment: &'static str,
    /// When a draft or a request lapses.
    pub lapses: Option<String>,
    /// When the house moved it elsewhere, after which it may be cancelled for nothing until it begins.
    pub moved: Option<String>,
    /// When they came.
    pub came: Option<String>,
    /// When they left.
    pub left: Option<String>,
    #[serde(skip)]
    pub hours: String,
    #[serde(skip)]
    pub link: String,
}

impl BookingView {
    /// A booking that the reader may see.
    pub(crate) fn of(tx: &ReadTx, words: &Words, booking: &Booking) -> Result<Self> {
        let resource = ayni_resources::unasked(tx, booking.resource)?;
        let zone = zone_of(tx, &resource)?;
        let lapses = booking.due.filter(|_| matches!(booking.state, State::Draft | State::Tentative));
        Ok(Self {
            id: booking.id.to_string(),
            reference: booking.reference.to_string(),
            place: PlaceView::of(tx, &resource)?,
            member: ayni_members::name_of(tx, booking.member)?.into(),
            from: booking.span.start.to_string(),
            until: booking.span.end.to_string(),
            when: when::span(words, &zone, &booking.span),
            places: booking.places,
            people: booking.people,
            state: booking.state.word(),
            title: booking.title.to_string(),
            note: booking.note.to_string(),
            reason: booking.reason.to_string(),
            price: PriceView::of(tx, words, &booking.quote)?,
            payment: payment_word(&booking.payment),
            lapses: lapses.map(|due| due.to_string()),
            moved: booking.moved.map(|at| at.to_string()),
            came: booking.came.map(|(at, _)| at.to_string()),
            left: booking.left.map(|(at, _)| at.to_string()),
            hours: clocks(&zone, booking),
            link: links::booking(booking.id),
        })
    }

    /// The locale key of where it stands.
    pub(crate) fn state_key(&self) -> String {
        format!("bookings-state-{}", self.state)
    }

    /// The colour of the mark that says where it stands.
    pub(crate) fn tone(&self) -> &'static str {
        match self.state {
            "confirmed" | "checked-in" => "ok",
            "draft" | "tentative" => "wait",
            "cancelled" | "declined" | "no-show" => "bad",
            _ => "",
        }
    }

    /// What it is called in lists: what it is for, else where it is.
    pub(crate) fn headline(&self) -> &str {
        if self.title.is_empty() { &self.place.name } else { &self.title }
    }
}

/// Beginning and end on the clock of the place.
fn clocks(zone: &TimeZone, booking: &Booking) -> String {
    let at = |moment| when::clock(ayni_calendar::wall(zone, moment).time());
    format!("{}–{}", at(booking.span.start), at(booking.span.end))
}

/// What became of a price, in one word.
pub(crate) const fn payment_word(payment: &Payment) -> &'static str {
    match payment {
        Payment::Unasked => "unasked",
        Payment::Free => "free",
        Payment::Held { .. } => "held",
        Payment::Paid { .. } => "paid",
        Payment::Released => "released",
        Payment::Due { settled: None, .. } => "due",
        Payment::Due { settled: Some(_), .. } => "settled",
    }
}
