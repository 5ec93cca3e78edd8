//! Stories on a real store: what is counted, what is taken back, who may look.

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    Amount, Code, Community, CurrencyId, Error, Line, Name, Scale, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{CurrencyKind, NewCurrency, Pay, Reverse};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::Schema;

use crate::{Advice, Concern, at_risk, count, counting::COUNTER, overview, portrait, visit};

struct Town {
    community: Community,
    clock: Arc<TestClock>,
    currency: CurrencyId,
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

impl Town {
    fn new() -> Self {
        let clock = TestClock::new();
        let tables =
            [ayni_communities::tables(), ayni_members::tables(), ayni_ledger::tables(), crate::tables()].concat();
        let community = community(&clock, Schema { version: 2, tables, steps: Vec::new() }, &[ayni_ledger::react]);
        let settings = Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default());
        let currency = community.write(move |tx| {
            ayni_communities::found(tx, &COUNTER, settings)?;
            for cast in Cast::ALL {
                let number = code(&cast.name().to_uppercase());
                let (kind, status) = (MemberKind::Personal, MemberStatus::Active);
                let member = Member::new(cast.member(), number, name(cast.name()), kind, status, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            let new = NewCurrency {
                code: code("AYN"),
                name: name("ayni"),
                plural: name("aynis"),
                symbol: line("₳"),
                scale: Scale::new(2).unwrap(),
                shown: 2,
                kind: CurrencyKind::Mutual,
                rate: None,
                lower: None,
                upper: None,
                request_days: 14,
            };
            Ok(ayni_ledger::create_currency(tx, &COUNTER, new)?.id)
        });
        Self { community, clock, currency: currency.unwrap() }
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> ayni_kernel::Result<T> + Send + 'static,
    ) -> T {
        self.community.write(work).unwrap()
    }

    /// One of the cast pays another, who gave something.
    fn pay(&self, taker: Cast, giver: Cast, minor: i64) -> ayni_ledger::Transfer {
        let currency = self.currency;
        self.write(move |tx| {
            let of = |cast: Cast| -> ayni_kernel::Result<_> {
                let accounts = ayni_ledger::accounts_of(&*tx, &COUNTER, cast.member())?;
                Ok(accounts.iter().find(|account| account.currency == currency).unwrap().id)
            };
            let ask = Pay {
                id: None,
                from: of(taker)?,
                to: of(giver)?,
                amount: Amount::new(minor),
                description: line("Bread"),
                category: None,
            };
            ayni_ledger::pay(tx, &COUNTER, ask)
        })
    }

    /// Everything that waits is counted, and everybody visited.
    fn settle(&self) {
        while self.write(|tx| count(tx, 2)) == 2 {}
        self.clock.turn(86_400);
        while self.write(|tx| visit(tx, 2)) > 0 {}
    }
}

#[test]
fn what_was_given_and_taken_is_shown_by_the_month() {
    let town = Town::new();
    town.pay(Cast::Ben, Cast::Ana, 1_000);
    town.clock.turn(40 * 86_400);
    town.pay(Cast::Carla, Cast::Ana, 500);
    town.pay(Cast::Ana, Cast::Ben, 700);
    town.settle();
    let seen = town.community.read(|tx| portrait(tx, &Cast::Ana.actor(), Cast::Ana.member(), town.currency)).unwrap();
    let lines: Vec<_> =
        seen.months.iter().map(|line| (line.month.civil().1, line.given.minor(), line.taken.minor())).collect();
    assert_eq!(lines.len(), 12);
    assert_eq!(&lines[10..], &[(3, 1_000, 0), (4, 500, 700)]);
    assert_eq!((seen.partners, seen.balance.minor()), (2, 800));
    let main: Vec<_> =
        seen.main.iter().map(|it| (it.member.name.as_str(), it.given.minor(), it.taken.minor())).collect();
    assert_eq!(main, [("Ben", 1_000, 700), ("Carla", 500, 0)]);
    assert!(seen.score.is_some());
}

#[test]
fn what_is_taken_back_never_counted() {
    let town = Town::new();
    let transfer = town.pay(Cast::Ben, Cast::Ana, 1_000);
    town.settle();
    town.write(move |tx| {
        let ask = Reverse { transfer: transfer.id, reason: line("A mistake"), beyond: ayni_ledger::Beyond::Refuse };
        ayni_ledger::reverse(tx, &COUNTER, ask)
    });
    town.settle();
    let seen = town.community.read(|tx| portrait(tx, &Cast::Ana.actor(), Cast::Ana.member(), town.currency)).unwrap();
    assert_eq!((seen.partners, seen.score, seen.advice), (0, None, Advice::Begin));
    assert!(seen.months.iter().all(|line| line.given.minor() == 0));
}

#[test]
fn a_year_later_it_counts_no_more() {
    let town = Town::new();
    for _ in 0..3 {
        town.pay(Cast::Ben, Cast::Ana, 1_000);
    }
    town.settle();
    town.clock.turn(366 * 86_400);
    let seen = town.community.read(|tx| portrait(tx, &Cast::Ana.actor(), Cast::Ana.member(), town.currency)).unwrap();
    assert_eq!((seen.score, seen.months.iter().map(|line| line.given.minor()).sum::<i64>()), (None, 0));
}

#[test]
fn a_round_of_visits_finds_who_should_be_talked_with() {
    let town = Town::new();
    for _ in 0..3 {
        town.pay(Cast::Ben, Cast::Ana, 1_000);
    }
    town.settle();
    let seen = town.community.read(|tx| overview(tx, &Cast::Ben.actor(), town.currency)).unwrap();
    assert!(seen.at.is_some());
    assert_eq!((seen.members, seen.scored), (5, 2));
    assert_eq!(seen.concerns.iter().find(|(which, _)| *which == Concern::Waiting).unwrap().1, 3);
    let page =
        town.community.read(|tx| at_risk(tx, &Cast::Carla.actor(), town.currency, Concern::Waiting, None, 2)).unwrap();
    assert_eq!(page.rows.len(), 2);
    let rest = town
        .community
        .read(|tx| at_risk(tx, &Cast::Carla.actor(), town.currency, Concern::Waiting, page.next.as_ref(), 2))
        .unwrap();
    assert_eq!((rest.rows.len(), rest.next), (1, None));
}

#[test]
fn a_portrait_is_for_oneself_and_for_those_who_can_help() {
    let town = Town::new();
    let look = |me: Cast| town.community.read(|tx| portrait(tx, &me.actor(), Cast::Ana.member(), town.currency));
    assert!(look(Cast::Ana).is_ok());
    assert!(look(Cast::Carla).is_ok());
    assert!(matches!(look(Cast::Ben), Err(Error::Forbidden)));
    let names = |me: Cast| {
        town.community
            .read(|tx| at_risk(tx, &me.actor(), town.currency, Concern::Leaving, None, 10).map(|page| page.rows))
    };
    assert!(matches!(names(Cast::Ben), Err(Error::Forbidden)));
    assert!(names(Cast::Tova).unwrap().is_empty());
}
