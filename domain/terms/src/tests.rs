//! The rules of terms told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_calendar::{Holidays, Hours, Span, Spans, TimeZone};
use ayni_communities::{Settings, TimeZoneName};
use ayni_kernel::{
    Actor, Amount, BookingId, Code, Community, CurrencyId, Error, Line, MemberId, Name, PolicyId, ReadTx,
    ResourceCategoryId, ResourceId, Result, Scale, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{Currency, CurrencyKind, NewCurrency};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_resources::{Details as ResourceDetails, NewResource, Resource, ResourceKind, Unit};
use ayni_storage::Schema;

use crate::*;

mod checking;
mod paying;
mod pricing;
mod quotas;
mod winning;

const PROGRAM: Actor = Actor::System("test");

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

fn madrid() -> TimeZone {
    TimeZone::get("Europe/Madrid").unwrap()
}

/// A moment by Madrid's clock.
fn at(text: &str) -> Timestamp {
    ayni_calendar::instant(&madrid(), text.parse().unwrap())
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

fn hours(text: &str) -> Hours {
    Hours::parse("hours", text).unwrap()
}

const ROOM: ResourceId = ResourceId::from_bytes([1; 16]);
const ROOMS: ResourceCategoryId = ResourceCategoryId::from_bytes([2; 16]);

/// Terms that say only these rules, for a room that is booked by the minute.
fn terms(rules: Rules) -> Terms {
    let spot = Spot { resource: ROOM, above: Vec::new(), categories: vec![ROOMS], unit: Unit::Minutes };
    let content = PolicyContent {
        name: name("House rules"),
        attached: vec![Attachment::Everything],
        groups: Vec::new(),
        priority: 0,
        rules,
    };
    let (created, updated) = (Timestamp::default(), Timestamp::default());
    let policy = Policy { id: PolicyId::from_bytes([3; 16]), content, in_use: InUse::Yes, created, updated };
    decide(&[policy], &spot, &[])
}

/// The words of all that is wrong with a wish.
fn words(terms: &Terms, span: Span, now: &str, used: &[Used]) -> Vec<&'static str> {
    found(terms, span, now, used, &Spans::default()).into_iter().map(|objection| objection.fault.word).collect()
}

fn found(terms: &Terms, span: Span, now: &str, used: &[Used], open: &Spans) -> Vec<Objection> {
    let zone = madrid();
    objections(
        terms,
        &Wish { span, places: 1, zone: &zone, holidays: &Holidays::default(), now: at(now), deed: Deed::Book, open },
        used,
    )
}

fn used(from: &str, to: &str) -> Used {
    Used { span: span(from, to), places: 1, resource: ROOM, category: Some(ROOMS) }
}

/// The word of a refusal.
fn word(error: &Error) -> &'static str {
    match error {
        Error::Conflict(fault) => fault.word,
        Error::Invalid(faults) => faults.0[0].word,
        Error::NotFound => "not-found",
        Error::Forbidden => "forbidden",
        Error::SignIn => "sign-in",
        _ => "other",
    }
}

/// A community with its cast, a house with two rooms, hours as its currency, euros as money, and a clock to turn.
struct House {
    community: Community,
    clock: Arc<TestClock>,
    hours: Currency,
    euros: Currency,
    site: Resource,
    room: Resource,
    studio: Resource,
}

fn currency(tx: &mut WriteTx<'_>, text: &str, kind: CurrencyKind) -> Result<Currency> {
    let ask = NewCurrency {
        code: code(text),
        name: name(text),
        plural: name(text),
        symbol: line("¤"),
        scale: Scale::new(2).unwrap(),
        shown: 2,
        kind,
        rate: None,
        lower: Some(Amount::new(-10_000)),
        upper: None,
        request_days: 30,
    };
    ayni_ledger::create_currency(tx, &PROGRAM, ask)
}

fn place(tx: &mut WriteTx<'_>, parent: Option<ResourceId>, text: &str, kind: ResourceKind) -> Result<Resource> {
    ayni_resources::create(tx, &PROGRAM, NewResource { parent, details: ResourceDetails::new(name(text), kind) })
}

impl House {
    fn new() -> Self {
        let tables = [
            ayni_communities::tables(),
            ayni_members::tables(),
            ayni_ledger::tables(),
            ayni_resources::tables(),
            tables(),
        ]
        .concat();
        let clock = TestClock::new();
        let community = community(&clock, Schema { version: 1, tables, steps: Vec::new() }, &[ayni_ledger::react]);
        let mut settings = Settings::new(community.id, code("CASA"), name("Casa Roble"), Timestamp::default());
        settings.time_zone = TimeZoneName::parse("zone", "Europe/Madrid").unwrap();
        let write = move |tx: &mut WriteTx<'_>| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for cast in Cast::ALL {
                let (number, kind) = (code(&cast.name().to_uppercase()), MemberKind::Personal);
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            let currencies = (currency(tx, "HRS", CurrencyKind::Time)?, currency(tx, "EUR", CurrencyKind::Fiat)?);
            let house = place(tx, None, "House", ResourceKind::Site)?;
            let room = place(tx, Some(house.id), "Room", ResourceKind::Room)?;
            let studio = place(tx, Some(house.id), "Studio", ResourceKind::Room)?;
            Ok((currencies, house, room, studio))
        };
        let ((hours, euros), site, room, studio) = community.write(write).unwrap();
        Self { community, clock, hours, euros, site, room, studio }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.clock.turn(1);
        self.community.write(work)
    }

    fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> T {
        self.community.read(work).unwrap()
    }

    fn policy(&self, text: &str, attached: Attachment, rules: Rules) -> Policy {
        let content =
            PolicyContent { name: name(text), attached: vec![attached], groups: Vec::new(), priority: 0, rules };
        self.write(move |tx| create_policy(tx, &Cast::Ada.actor(), content)).unwrap()
    }

    /// A price of so much an hour for the whole house.
    fn hourly(&self, currency: &Currency, minor: i64) -> Price {
        let attached = vec![Attachment::Resource(self.site.id)];
        let content = simple_price(name("By the hour"), attached, currency, PriceUnit::Hour, Amount::new(minor));
        self.write(move |tx| create_price(tx, &Cast::Ada.actor(), content)).unwrap()
    }

    fn terms(&self, resource: &Resource, member: MemberId) -> Terms {
        self.read(|tx| terms_for(tx, resource, member))
    }

    fn quote(&self, member: MemberId, span: Span) -> Quote {
        let terms = self.terms(&self.room, member);
        let zone = madrid();
        self.read(|tx| {
            quote(
                tx,
                &PriceAsk {
                    book: &Rulebook::read(tx, member)?,
                    spot: &Spot::of(tx, &self.room)?,
                    terms: &terms,
                    span,
                    at: Almanac { zone: &zone, holidays: &Holidays::default() },
                    places: 1,
                    addons: &[],
                    now: self.clock.shows(),
                    demand: Demand::default(),
                },
            )
        })
    }

    fn draw(&self, booking: u8, quote: &Quote) -> Result<()> {
        let quote = quote.clone();
        self.write(move |tx| draw(tx, &PROGRAM, Cast::Ana.member(), booking_id(booking), &quote))
    }

    fn give_back(&self, booking: u8) {
        self.write(move |tx| give_back(tx, &PROGRAM, booking_id(booking))).unwrap();
    }
}

fn booking_id(number: u8) -> BookingId {
    BookingId::from_bytes([number; 16])
}

/// A price for nothing but its rate.
fn priced(rate: Rate) -> Price {
    Price {
        id: ayni_kernel::PriceId::from_bytes([4; 16]),
        content: PriceContent {
            name: name("Price"),
            attached: vec![Attachment::Everything],
            groups: Vec::new(),
            priority: 0,
            rate: rate.checked().unwrap(),
        },
        in_use: InUse::Yes,
        created: Timestamp::default(),
        updated: Timestamp::default(),
    }
}

/// A rate of these tiers and nothing else.
fn rate(tiers: &[(u32, i64)]) -> Rate {
    Rate {
        currency: CurrencyId::from_bytes([5; 16]),
        way: Way::Local,
        basis: Basis::Booking,
        tiers: tiers.iter().map(|(minutes, minor)| Tier { minutes: *minutes, amount: Amount::new(*minor) }).collect(),
        begun: Begun::Share,
        day_cap: None,
        fixed: Amount::ZERO,
        peak: None,
        minimum: Amount::ZERO,
        deposit: Amount::ZERO,
        dynamic: None,
        note: Line::default(),
    }
}
