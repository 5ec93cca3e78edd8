//! The rules of agreements told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    Actor, AgreementId, Amount, Body, Code, Community, CurrencyId, Error, Line, ListingId, Name, Result, Scale,
    Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_market::{Content, ListingKind, NewListing, Price, PricePart};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::Schema;

use crate::*;

const PROGRAM: Actor = Actor::System("test");
const DAY: i64 = 86_400;

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

fn body(text: &str) -> Body {
    Body::parse("text", text).unwrap()
}

/// A community whose hours have two decimals and a limit of ten, and which writes down euros.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    hours: CurrencyId,
    euros: CurrencyId,
}

fn currency(tx: &mut WriteTx<'_>, code: &str, kind: CurrencyKind) -> Result<CurrencyId> {
    let ask = NewCurrency {
        code: Code::parse("code", code)?,
        name: Name::parse("name", code)?,
        plural: Name::parse("plural", code)?,
        symbol: line("h"),
        scale: Scale::new(2)?,
        shown: 2,
        kind,
        rate: None,
        lower: Some(Amount::new(-1_000)),
        upper: None,
        request_days: 30,
    };
    Ok(ayni_ledger::create_currency(tx, &PROGRAM, ask)?.id)
}

impl Town {
    fn new() -> Self {
        let tables = [
            ayni_communities::tables(),
            ayni_members::tables(),
            ayni_ledger::tables(),
            ayni_resources::tables(),
            ayni_notices::tables(),
            ayni_market::tables(),
            tables(),
        ]
        .concat();
        let clock = TestClock::new();
        let schema = Schema { version: 1, tables, steps: Vec::new() };
        let community = community(&clock, schema, &[ayni_ledger::react, ayni_market::react]);
        let code = Code::parse("code", "LIMA").unwrap();
        let settings = Settings::new(community.id, code, Name::parse("n", "Lima").unwrap(), Timestamp::default());
        let (hours, euros) = community
            .write(move |tx| {
                ayni_communities::found(tx, &PROGRAM, settings)?;
                for cast in Cast::ALL {
                    let number = Code::parse("code", &cast.name().to_uppercase())?;
                    let (kind, status) = (MemberKind::Personal, MemberStatus::Active);
                    let name = Name::parse("name", cast.name())?;
                    let member = Member::new(cast.member(), number, name, kind, status, tx.now());
                    ayni_members::import_member(tx, &member)?;
                    ayni_members::add_user(tx, &PROGRAM, cast.member(), cast.user())?;
                    ayni_members::set_roles(tx, &PROGRAM, cast.user(), cast.roles())?;
                }
                Ok((currency(tx, "HOUR", CurrencyKind::Time)?, currency(tx, "EURO", CurrencyKind::Fiat)?))
            })
            .unwrap();
        Self { community, clock, hours, euros }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(work)
    }

    /// Ana offers three times an hour of bicycle repair, for two hours each.
    fn offer(&self, parts: &[(CurrencyId, i64)]) -> ListingId {
        let parts =
            parts.iter().map(|(currency, minor)| PricePart { currency: *currency, amount: Amount::new(*minor) });
        let content = Content {
            price: Price { parts: parts.collect(), ..Price::default() },
            stock: Some(3),
            ..Content::new(ListingKind::Offer, line("Bicycle repair"))
        };
        let ask = NewListing { member: Cast::Ana.member(), content };
        self.write(move |tx| ayni_market::publish(tx, &Cast::Ana.actor(), ask)).unwrap().id
    }

    fn ask(&self, listing: ListingId) -> Agreement {
        self.write(move |tx| ask(tx, &Cast::Ben.actor(), listing, 1, body("Mine squeaks"))).unwrap()
    }

    /// Both accepted.
    fn agreed(&self, parts: &[(CurrencyId, i64)]) -> AgreementId {
        let id = self.ask(self.offer(parts)).id;
        self.write(move |tx| accept(tx, &Cast::Ana.actor(), id)).unwrap();
        id
    }

    fn confirm(&self, who: Cast, id: AgreementId, minor: &[i64]) -> Result<Agreement> {
        let figures = minor.iter().copied().map(Amount::new).collect();
        self.write(move |tx| confirm(tx, &who.actor(), id, figures))
    }

    fn balance(&self, who: Cast) -> i64 {
        let accounts = self.community.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, who.member())).unwrap();
        accounts.into_iter().find(|account| account.currency == self.hours).unwrap().balance().minor()
    }

    fn stock(&self, listing: ListingId) -> Option<u32> {
        self.community.read(|tx| ayni_market::listing(tx, &Cast::Ana.actor(), listing)).unwrap().stock
    }

    fn told(&self, who: Cast) -> Vec<String> {
        self.write(move |tx| {
            let told = ayni_notices::unseen(&**tx, &who.actor(), who.member(), 50)?;
            ayni_notices::see_all(tx, &who.actor(), who.member())?;
            Ok(told.into_iter().map(|told| told.word).collect())
        })
        .unwrap()
    }

    fn is_sound(&self) {
        assert_eq!(self.community.data.store().check().unwrap(), []);
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T>, word: &str) {
    match result.unwrap_err() {
        Error::Conflict(fault) => assert_eq!(fault.word, word),
        Error::Invalid(faults) => assert_eq!(faults.0[0].word, word),
        other => assert_eq!(other.to_string(), word),
    }
}

#[test]
fn from_interest_to_payment() {
    let town = Town::new();
    let listing = town.offer(&[(town.hours, 200)]);
    let own = town.write(move |tx| ask(tx, &Cast::Ana.actor(), listing, 1, body("Me")));
    refused(own, "agreements-own");
    let id = town.ask(listing).id;
    let again = town.write(move |tx| ask(tx, &Cast::Ben.actor(), listing, 1, body("Me")));
    refused(again, "agreements-open");
    assert_eq!(town.told(Cast::Ana), ["agreements-told-asked"]);
    for stranger in [Cast::Carla, Cast::Tova, Cast::Ada] {
        let seen = town.community.read(|tx| agreement(tx, &stranger.actor(), id));
        assert_eq!(seen.map(drop), Err(Error::NotFound), "what two members write is theirs");
    }
    // Ben asked with the listing's price, so only Ana may say yes to it.
    refused(town.write(move |tx| accept(tx, &Cast::Ben.actor(), id)), "agreements-nothing-proposed");
    let terms = Terms {
        what: line("Two bicycles"),
        when: line("Friday"),
        quantity: 2,
        price: vec![PricePart { currency: town.hours, amount: Amount::new(400) }],
    };
    town.write(move |tx| propose(tx, &Cast::Ana.actor(), id, terms)).unwrap();
    assert_eq!(town.community.read(|tx| waiting_count(tx, &Cast::Ben.actor(), Cast::Ben.member(), 9)), Ok(1));
    refused(town.confirm(Cast::Ben, id, &[400]), "agreements-not-agreed");
    town.write(move |tx| accept(tx, &Cast::Ben.actor(), id)).unwrap();
    assert_eq!(town.stock(listing), Some(1));
    town.write(move |tx| start(tx, &Cast::Ana.actor(), id)).unwrap();
    town.confirm(Cast::Ana, id, &[410]).unwrap();
    refused(town.confirm(Cast::Ana, id, &[410]), "agreements-said-already");
    assert_eq!(town.balance(Cast::Ana), 0);
    let paid = town.confirm(Cast::Ben, id, &[401]).unwrap();
    assert_eq!(paid.state, AgreementState::Paid);
    assert_eq!((town.balance(Cast::Ana), town.balance(Cast::Ben)), (405, -405), "half a unit stays with the payer");
    refused(town.confirm(Cast::Ben, id, &[401]), "agreements-over");
    let transfer = match paid.owed[0].paid {
        Some(PaidBy::Transfer(transfer)) => Some(transfer),
        Some(PaidBy::Money(_)) | None => None,
    };
    let of = town.community.read(|tx| of_transfer(tx, &Cast::Ben.actor(), transfer.unwrap()));
    assert_eq!(of, Ok(Some(id)));
    let kinds = town.community.read(|tx| steps(tx, &Cast::Ben.actor(), id)).unwrap();
    let kinds: Vec<&str> = kinds.iter().map(|step| step.kind.word()).collect();
    assert_eq!(kinds, ["asked", "proposed", "accepted", "started", "confirmed", "confirmed", "paid"]);
    town.is_sound();
}

#[test]
fn a_change_needs_the_other_side_and_calling_off_gives_the_stock_back() {
    let town = Town::new();
    let listing = town.offer(&[(town.hours, 200)]);
    let id = town.ask(listing).id;
    town.write(move |tx| accept(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!(town.stock(listing), Some(2));
    let dearer = Terms {
        what: line("Repair"),
        when: Line::default(),
        quantity: 3,
        price: vec![PricePart { currency: town.hours, amount: Amount::new(900) }],
    };
    let changed = town.write(move |tx| propose(tx, &Cast::Ana.actor(), id, dearer)).unwrap();
    assert_eq!(changed.price()[0].amount, Amount::new(200), "what both accepted holds until both accept another");
    refused(town.confirm(Cast::Ben, id, &[200]), "agreements-change-waits");
    town.write(move |tx| accept(tx, &Cast::Ben.actor(), id)).unwrap();
    assert_eq!(town.stock(listing), Some(0));
    town.write(move |tx| cancel(tx, &Cast::Ben.actor(), id, Body::default())).unwrap();
    assert_eq!(town.stock(listing), Some(3));
    refused(town.write(move |tx| say(tx, &Cast::Ben.actor(), id, body("Sorry"))), "agreements-over");
    town.is_sound();
}

#[test]
fn a_steward_who_is_no_party_decides_a_difference() {
    let town = Town::new();
    let id = town.agreed(&[(town.hours, 200)]);
    town.confirm(Cast::Ana, id, &[300]).unwrap();
    let disputed = town.confirm(Cast::Ben, id, &[100]).unwrap();
    assert_eq!(disputed.state, AgreementState::Disputed);
    assert_eq!(town.told(Cast::Carla), ["agreements-told-judge"]);
    let settles = |who: Cast, minor: i64, note: &str| {
        let note = body(note);
        town.write(move |tx| settle(tx, &who.actor(), id, &[Amount::new(minor)], note))
    };
    assert_eq!(settles(Cast::Ana, 300, "Mine").map(drop), Err(Error::Forbidden));
    assert_eq!(settles(Cast::Tova, 300, "Hm").map(drop), Err(Error::NotFound));
    refused(settles(Cast::Carla, 301, "More"), "agreements-figure-large");
    refused(settles(Cast::Carla, 150, ""), "fault-required");
    assert_eq!(town.community.read(|tx| disputes(tx, &Cast::Carla.actor(), 9)).unwrap().len(), 1);
    let paid = settles(Cast::Carla, 150, "Both were there for an hour and a half").unwrap();
    assert_eq!((paid.state, town.balance(Cast::Ana)), (AgreementState::Paid, 150));
    assert_eq!(town.community.read(|tx| disputes(tx, &Cast::Carla.actor(), 9)).unwrap(), []);
    town.is_sound();
}

#[test]
fn who_cannot_pay_owes_and_pays_later_and_money_is_written_down() {
    let town = Town::new();
    let id = town.agreed(&[(town.hours, 1_200), (town.euros, 500)]);
    assert!(town.community.read(|tx| hindrance(tx, &Cast::Ben.actor(), id)).unwrap().is_some());
    town.confirm(Cast::Ben, id, &[1_200, 500]).unwrap();
    let due = town.confirm(Cast::Ana, id, &[1_200, 500]).unwrap();
    assert_eq!((due.state, town.balance(Cast::Ana)), (AgreementState::Due, 0), "none of it moved");
    assert!(town.write(move |tx| pay(tx, &Cast::Ben.actor(), id)).is_err());
    let accounts = town.community.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, Cast::Ben.member())).unwrap();
    let from = town.community.read(|tx| ayni_ledger::treasury(tx, &PROGRAM, town.hours)).unwrap().id;
    let to = accounts.into_iter().find(|account| account.currency == town.hours).unwrap().id;
    let gift =
        ayni_ledger::Pay { id: None, from, to, amount: Amount::new(500), description: line("x"), category: None };
    town.write(move |tx| ayni_ledger::pay(tx, &PROGRAM, gift)).unwrap();
    refused(town.write(move |tx| pay(tx, &Cast::Ana.actor(), id)), "agreements-nothing-due");
    let half = town.write(move |tx| pay(tx, &Cast::Ben.actor(), id)).unwrap();
    assert_eq!((half.state, town.balance(Cast::Ana)), (AgreementState::Due, 1_200), "the euros are still owed");
    let whole = town.write(move |tx| receive(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!(whole.state, AgreementState::Paid);
    town.is_sound();
}

#[test]
fn silence_is_warned_of_and_ends_a_talk() {
    let town = Town::new();
    let id = town.ask(town.offer(&[])).id;
    let pass = || town.write(|tx| expire_due(tx, 10)).unwrap();
    town.clock.turn(13 * DAY);
    assert_eq!(pass(), 0);
    town.clock.turn(DAY + 1);
    assert_eq!((pass(), pass()), (1, 0));
    town.write(move |tx| say(tx, &Cast::Ana.actor(), id, body("Still there?"))).unwrap();
    town.clock.turn(14 * DAY + 1);
    assert_eq!(pass(), 1, "a word begins it anew");
    town.clock.turn(7 * DAY);
    assert_eq!(pass(), 1);
    let over = town.community.read(|tx| agreement(tx, &Cast::Ben.actor(), id)).unwrap();
    assert_eq!(over.state, AgreementState::Expired);
    town.is_sound();
}

/// Whatever both press, in whatever order, it is paid once and never before both accepted and both confirmed.
#[test]
fn it_is_paid_at_most_once_in_any_order() {
    let mut seed = 17_u64;
    let mut draw = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let town = Town::new();
    let mut paid = 0;
    for _ in 0..40 {
        let before = town.balance(Cast::Ana);
        let listing = town.offer(&[(town.hours, 10)]);
        let id = town.ask(listing).id;
        for _ in 0..12 {
            let who = if draw(2) == 0 { Cast::Ana } else { Cast::Ben };
            // Refusals are part of the story: only the sums count.
            let _ = match draw(5) {
                0 => town.write(move |tx| accept(tx, &who.actor(), id)),
                1 => town.write(move |tx| start(tx, &who.actor(), id)),
                2 => town.write(move |tx| pay(tx, &who.actor(), id)),
                _ => town.confirm(who, id, &[10]),
            };
        }
        let state = town.community.read(|tx| agreement(tx, &Cast::Ben.actor(), id)).unwrap().state;
        let moved = town.balance(Cast::Ana) - before;
        assert_eq!(moved, if state == AgreementState::Paid { 10 } else { 0 });
        paid += u32::from(state == AgreementState::Paid);
    }
    assert!(paid > 5, "the story says nothing when nothing is paid");
    town.is_sound();
}

#[test]
fn both_confirming_at_once_pays_once() {
    let town = Town::new();
    let id = town.agreed(&[(town.hours, 200)]);
    let results = std::thread::scope(|scope| {
        let hands = [Cast::Ana, Cast::Ben, Cast::Ana, Cast::Ben].map(|who| {
            let town = &town;
            scope.spawn(move || town.confirm(who, id, &[200]))
        });
        hands.map(|hand| hand.join().unwrap())
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
    assert_eq!(town.balance(Cast::Ana), 200);
    town.is_sound();
}

impl Town {
    /// A gift of Ana's to Ben that is done.
    fn paid(&self) -> AgreementId {
        let id = self.ask(self.offer(&[])).id;
        let terms = Terms { what: line("Repair"), when: Line::default(), quantity: 1, price: Vec::new() };
        self.write(move |tx| {
            propose(tx, &Cast::Ana.actor(), id, terms)?;
            accept(tx, &Cast::Ben.actor(), id)
        })
        .unwrap();
        self.confirm(Cast::Ana, id, &[]).unwrap();
        self.confirm(Cast::Ben, id, &[]).unwrap();
        self.told(Cast::Ana);
        self.told(Cast::Ben);
        id
    }

    fn refer(&self, who: Cast, id: AgreementId, level: ReferenceLevel, text: &str) -> Result<Reference> {
        let text = body(text);
        let given = self.write(move |tx| give_reference(tx, &who.actor(), id, level, text));
        // The store's moments run ahead of a clock that stands.
        self.clock.turn(1);
        given
    }

    /// What Carla reads about somebody.
    fn about(&self, who: Cast) -> Vec<String> {
        let shown = self.community.read(|tx| references(tx, &Cast::Carla.actor(), who.member(), None, 9)).unwrap();
        shown.rows.into_iter().map(|reference| reference.text.to_string()).collect()
    }

    fn counts(&self, who: Cast) -> Vec<usize> {
        let counts = self.community.read(|tx| reference_counts(tx, &Cast::Carla.actor(), who.member())).unwrap();
        counts.into_iter().map(|(_, count)| count).collect()
    }
}

#[test]
fn references_are_shown_once_both_gave_theirs() {
    let town = Town::new();
    let open = town.ask(town.offer(&[])).id;
    refused(town.refer(Cast::Ben, open, ReferenceLevel::Good, ""), "agreements-reference-unpaid");
    let id = town.paid();
    refused(town.refer(Cast::Ben, id, ReferenceLevel::Bad, ""), "agreements-reference-why");
    assert_eq!(town.refer(Cast::Carla, id, ReferenceLevel::Good, "").map(drop), Err(Error::NotFound));
    let first = town.refer(Cast::Ben, id, ReferenceLevel::Bad, "She came late").unwrap();
    refused(town.refer(Cast::Ben, id, ReferenceLevel::Good, ""), "agreements-reference-given");
    assert_eq!(town.told(Cast::Ana), ["agreements-told-referred"]);
    for who in [Cast::Ana, Cast::Carla, Cast::Ada] {
        let seen = town.community.read(|tx| reference(tx, &who.actor(), first.id));
        assert_eq!(seen.map(drop), Err(Error::NotFound), "{who:?} must not know yet what Ben said");
    }
    assert_eq!((town.about(Cast::Ana), town.counts(Cast::Ana)), (Vec::new(), vec![0; 5]));
    let deal = town.community.read(|tx| agreement(tx, &Cast::Ana.actor(), id)).unwrap();
    let next_of = |side: Side| town.community.read(|tx| next(tx, &deal, side)).unwrap();
    assert_eq!((next_of(Side::Giver), next_of(Side::Taker)), (Next::Refer, Next::Nothing));
    assert_eq!(town.community.read(|tx| references_of(tx, &Cast::Ana.actor(), &deal)), Ok(Vec::new()));
    town.refer(Cast::Ana, id, ReferenceLevel::VeryGood, "Always again").unwrap();
    assert_eq!(town.told(Cast::Ben), ["agreements-told-shown"]);
    assert_eq!(
        (town.about(Cast::Ana), town.about(Cast::Ben)),
        (vec!["She came late".into()], vec!["Always again".into()])
    );
    assert_eq!((town.counts(Cast::Ana), town.counts(Cast::Ben)), (vec![0, 0, 0, 1, 0], vec![1, 0, 0, 0, 0]));
    assert_eq!(town.community.read(|tx| references_of(tx, &Cast::Ana.actor(), &deal)).unwrap().len(), 2);
    town.is_sound();
}

#[test]
fn a_reference_without_its_pair_is_shown_when_the_other_can_give_none_any_more() {
    let town = Town::new();
    let id = town.paid();
    town.refer(Cast::Ben, id, ReferenceLevel::Neutral, "Fine").unwrap();
    town.clock.turn(REFERENCE_DAYS * DAY - 60);
    assert_eq!(town.about(Cast::Ana), Vec::<String>::new());
    // A cursor of somebody's own making reaches no further.
    let ahead = (i64::MIN, ayni_kernel::ReferenceId::from_bytes([0; 16]));
    let cursor = ayni_kernel::Cursor::after(&ahead);
    let peek = town.community.read(|tx| references(tx, &Cast::Ana.actor(), Cast::Ana.member(), Some(&cursor), 9));
    assert_eq!(peek.unwrap().rows, []);
    town.clock.turn(61);
    assert_eq!((town.about(Cast::Ana), town.counts(Cast::Ana)), (vec!["Fine".into()], vec![0, 0, 1, 0, 0]));
    refused(town.refer(Cast::Ana, id, ReferenceLevel::VeryBad, "Revenge"), "agreements-reference-late");
    town.is_sound();
}

#[test]
fn who_is_spoken_of_answers_once_and_stewards_hide_with_a_reason() {
    let town = Town::new();
    let id = town.paid();
    let bad = town.refer(Cast::Ben, id, ReferenceLevel::VeryBad, "She is a thief").unwrap().id;
    town.refer(Cast::Ana, id, ReferenceLevel::Good, "").unwrap();
    let reply = |who: Cast, text: &str| {
        let text = body(text);
        town.write(move |tx| reply_to_reference(tx, &who.actor(), bad, text))
    };
    assert_eq!(reply(Cast::Ben, "So it is").map(drop), Err(Error::Forbidden));
    refused(reply(Cast::Ana, ""), "fault-required");
    reply(Cast::Ana, "I am not").unwrap();
    refused(reply(Cast::Ana, "Really"), "agreements-reference-replied");
    assert_eq!(town.told(Cast::Ben), ["agreements-told-replied", "agreements-told-shown"]);
    let hide = |who: Cast, reason: &str| {
        let reason = line(reason);
        town.write(move |tx| hide_reference(tx, &who.actor(), bad, reason))
    };
    for who in [Cast::Ana, Cast::Tova] {
        assert_eq!(hide(who, "Lies").map(drop), Err(Error::Forbidden));
    }
    refused(hide(Cast::Carla, ""), "fault-required");
    hide(Cast::Carla, "No insults").unwrap();
    assert_eq!(town.told(Cast::Ben), ["agreements-told-hidden"]);
    assert_eq!((town.about(Cast::Ana), town.counts(Cast::Ana)), (Vec::new(), vec![0; 5]));
    let seen = |who: Cast| town.community.read(|tx| reference(tx, &who.actor(), bad)).map(|it| it.state);
    assert_eq!((seen(Cast::Ben), seen(Cast::Carla)), (Ok(ReferenceState::Hidden), Ok(ReferenceState::Hidden)));
    assert_eq!(seen(Cast::Tova), Err(Error::NotFound));
    town.write(move |tx| show_reference(tx, &Cast::Carla.actor(), bad)).unwrap();
    assert_eq!(town.about(Cast::Ana), ["She is a thief"]);
    town.is_sound();
}
