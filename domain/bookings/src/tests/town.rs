//! A community with a house of rooms and desks, its cast, a currency, and a clock to turn.

use std::sync::Arc;

use ayni_calendar::Span;
use ayni_communities::{Settings, TimeZoneName};
use ayni_kernel::{
    Actor, Body, BookingId, Code, Community, Fault, Line, Name, ResourceId, Result, Scale, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_members::{MemberKind, NewMember};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_storage::Schema;
use ayni_terms::{Attachment, PolicyContent, PriceContent, Rules};

use crate::*;

pub(super) const PROGRAM: Actor = Actor::System("test");
/// Seconds.
pub(super) const HOUR: i64 = 3_600;

pub(super) fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(super) fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

/// The word of the fault of a conflict, or of each of an invalid wish.
pub(super) fn words<T: std::fmt::Debug>(refused: Result<T>) -> Vec<&'static str> {
    match refused.unwrap_err() {
        ayni_kernel::Error::Conflict(Fault { word, .. }) => vec![word],
        ayni_kernel::Error::Invalid(faults) => faults.0.iter().map(|fault| fault.word).collect(),
        other => vec![Box::leak(other.to_string().into_boxed_str())],
    }
}

pub(super) struct Town {
    pub(super) community: Community,
    pub(super) clock: Arc<TestClock>,
    /// A site that only holds others.
    pub(super) site: ResourceId,
    /// A room in it, booked as a whole.
    pub(super) room: ResourceId,
    /// A second one like it.
    pub(super) twin: ResourceId,
    /// A table with four seats in the room.
    pub(super) table: ResourceId,
    /// Where people come from: their members.
    pub(super) people: [ayni_kernel::MemberId; 5],
}

impl Town {
    pub(super) fn new(zone: &str) -> Self {
        let tables = [
            ayni_communities::tables(),
            ayni_members::tables(),
            ayni_notices::tables(),
            ayni_ledger::tables(),
            ayni_resources::tables(),
            ayni_terms::tables(),
            tables(),
        ]
        .concat();
        let clock = TestClock::new();
        let community =
            community(&clock, Schema { version: 1, tables, steps: Vec::new() }, &[ayni_ledger::react, react]);
        let code = Code::parse("code", "LIMA").unwrap();
        let time_zone = TimeZoneName::parse("zone", zone).unwrap();
        let settings =
            Settings { time_zone, ..Settings::new(community.id, code, name("Limatambo"), Timestamp::default()) };
        let people = community.write(move |tx| settle(tx, settings)).unwrap();
        let (site, room, twin, table) = community.write(build).unwrap();
        Self { community, clock, site, room, twin, table, people }
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.community.write(work)
    }

    pub(super) fn member(&self, who: Cast) -> ayni_kernel::MemberId {
        *self.people.get(who as usize).unwrap()
    }

    pub(super) fn actor(&self, who: Cast) -> Actor {
        Actor::person(who.user(), self.member(who), who.roles())
    }

    pub(super) fn ask(&self, who: Cast, resource: ResourceId, span: Span) -> Ask {
        Ask::plain(resource, self.member(who), span)
    }

    pub(super) fn book(&self, who: Cast, resource: ResourceId, span: Span) -> Result<Booking> {
        let (me, ask) = (self.actor(who), self.ask(who, resource, span));
        self.write(move |tx| book(tx, &me, ask))
    }

    pub(super) fn seats(&self, who: Cast, places: u32, span: Span) -> Result<Booking> {
        let (me, ask) = (self.actor(who), Ask { places, ..self.ask(who, self.table, span) });
        self.write(move |tx| book(tx, &me, ask))
    }

    pub(super) fn cancel(&self, who: Cast, id: BookingId) -> Result<Booking> {
        let me = self.actor(who);
        self.write(move |tx| cancel(tx, &me, id, Line::default()))
    }

    pub(super) fn now_is(&self, moment: &str) {
        self.clock.turn((at(moment).micros() - self.clock.shows().micros()) / 1_000_000);
    }

    pub(super) fn jobs(&self) -> usize {
        self.write(|tx| expire_due(tx, 100)).unwrap()
    }

    pub(super) fn see(&self, id: BookingId) -> Booking {
        self.community.read(|tx| unchecked(tx, id)).unwrap().unwrap()
    }

    /// Lets a policy hold for everything.
    pub(super) fn rule(&self, rules: Rules) {
        let content = PolicyContent {
            name: name("House"),
            attached: vec![Attachment::Everything],
            groups: Vec::new(),
            priority: 0,
            rules,
        };
        self.write(move |tx| ayni_terms::create_policy(tx, &PROGRAM, content)).unwrap();
    }

    /// Makes an hour of everything cost so many minor units.
    pub(super) fn price(&self, minor: i64, change: impl FnOnce(&mut ayni_terms::Rate)) {
        let currency = self.community.read(ayni_ledger::main_currency).unwrap();
        let tier = ayni_terms::Tier { minutes: 60, amount: ayni_kernel::Amount::new(minor) };
        let mut rate = ayni_terms::Rate::simple(&currency, vec![tier]);
        change(&mut rate);
        let content = PriceContent {
            name: name("By the hour"),
            attached: vec![Attachment::Everything],
            groups: Vec::new(),
            priority: 0,
            rate,
        };
        self.write(move |tx| ayni_terms::create_price(tx, &PROGRAM, content)).unwrap();
    }

    /// Balance and what is set aside of a member's main account, in minor units.
    pub(super) fn purse(&self, who: Cast) -> (i64, i64) {
        let member = self.member(who);
        let accounts = self.community.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, member)).unwrap();
        let account = accounts.first().unwrap();
        (account.balance().minor(), account.pending_out.minor())
    }

    pub(super) fn is_sound(&self) {
        assert_eq!(self.community.data.store().check().unwrap(), []);
    }
}

fn settle(tx: &mut WriteTx<'_>, settings: Settings) -> Result<[ayni_kernel::MemberId; 5]> {
    ayni_communities::found(tx, &PROGRAM, settings)?;
    ayni_ledger::create_currency(tx, &PROGRAM, currency())?;
    let mut people = Vec::new();
    for cast in Cast::ALL {
        let new = NewMember {
            user: Some(cast.user()),
            number: None,
            name: name(cast.name()),
            kind: MemberKind::Personal,
            description: Body::default(),
            address: ayni_kernel::Address::default(),
            location: None,
            contacts: Vec::new(),
            note: Line::default(),
        };
        people.push(ayni_members::create(tx, &PROGRAM, new)?.id);
    }
    people.try_into().map_err(|_| ayni_kernel::Error::broken("five people"))
}

fn currency() -> NewCurrency {
    let line = |text| Line::parse("line", text).unwrap();
    NewCurrency {
        code: Code::parse("code", "SOL").unwrap(),
        name: name("Sol"),
        plural: name("Soles"),
        symbol: line("S"),
        scale: Scale::new(2).unwrap(),
        shown: 2,
        kind: CurrencyKind::Mutual,
        rate: None,
        lower: Some(ayni_kernel::Amount::new(-5_000)),
        upper: None,
        request_days: 30,
    }
}

fn build(tx: &mut WriteTx<'_>) -> Result<(ResourceId, ResourceId, ResourceId, ResourceId)> {
    let mut make = |parent, called: &str, kind, change: &dyn Fn(&mut Details)| {
        let mut details = Details::new(name(called), kind);
        change(&mut details);
        Ok::<_, ayni_kernel::Error>(ayni_resources::create(tx, &PROGRAM, NewResource { parent, details })?.id)
    };
    let site = make(None, "House", ResourceKind::Site, &|_| {})?;
    let big = |details: &mut Details| details.capacity = 8;
    let room = make(Some(site), "Room", ResourceKind::Room, &big)?;
    let twin = make(Some(site), "Twin", ResourceKind::Room, &big)?;
    let seats = |details: &mut Details| {
        details.places = 4;
        details.unit = ayni_resources::Unit::Minutes;
    };
    let table = make(Some(room), "Table", ResourceKind::Desk, &seats)?;
    Ok((site, room, twin, table))
}
