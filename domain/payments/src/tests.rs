//! The rules of ways of paying: stories, and a race.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at what it did not expect"
)]

mod answering;
mod approvals;
mod batches;
mod claims;
mod orders;
mod paylinks;
mod vouchers;

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    AccountId, Actor, Amount, Code, Community, Error, Line, MemberId, Name, ReadTx, Result, Scale, Timestamp, UserId,
    WriteTx,
    testing::{Cast, TestClock, community},
    tx::Now as _,
};
use ayni_ledger::{Account, Currency, CurrencyKind, NewCurrency, Pay};
use ayni_members::{Link, Member, MemberKind, MemberStatus};
use ayni_storage::{Schema, Step};

use crate::{Authorisers, SetThreshold};

/// The program itself, which may do everything.
const PROGRAM: Actor = Actor::System("test");

/// A second login of Ana's member.
const SECOND: UserId = UserId::from_bytes([0x77; 16]);

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn text(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

/// Whole units of a currency with two decimals.
const fn units(whole: i64) -> Amount {
    Amount::new(whole * 100)
}

/// The word of a refusal: its sentence's key, or its kind.
fn word(error: &Error) -> &'static str {
    match error {
        Error::SignIn => "sign-in",
        Error::NotFound => "not-found",
        Error::Forbidden => "forbidden",
        Error::Invalid(faults) => faults.0[0].word,
        Error::Conflict(fault) => fault.word,
        other => panic!("{other}"),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>, expected: &str) {
    assert_eq!(word(&answer.unwrap_err()), expected);
}

fn link(user: UserId, member: MemberId, created: Timestamp) -> Link {
    Link { member, user, preferences: Vec::new(), id: None, created }
}

/// A community with its cast and a currency of mutual credit (two decimals, −100 to 500).
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    currency: Currency,
}

fn schema() -> Schema {
    let tables = [
        ayni_communities::tables(),
        ayni_members::tables(),
        ayni_ledger::tables(),
        ayni_notices::tables(),
        crate::tables(),
    ];
    let step = Step { to: 2, name: "chain", run: ayni_ledger::number_and_chain };
    Schema { version: 2, tables: tables.concat(), steps: vec![step] }
}

impl Town {
    fn new() -> Self {
        let clock = TestClock::new();
        let community = community(&clock, schema(), &[ayni_ledger::react, crate::react]);
        let settings = Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default());
        let currency = community.write(move |tx| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for cast in Cast::ALL {
                let (number, kind) = (code(&cast.name().to_uppercase()), MemberKind::Personal);
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &member)?;
                let link = link(cast.user(), cast.member(), tx.now());
                ayni_members::import_link(tx, &link)?;
                ayni_members::set_roles(tx, &PROGRAM, cast.user(), cast.roles())?;
            }
            let second = link(SECOND, Cast::Ana.member(), tx.now());
            ayni_members::import_link(tx, &second)?;
            ayni_ledger::create_currency(
                tx,
                &PROGRAM,
                NewCurrency {
                    code: code("AYN"),
                    name: name("ayni"),
                    plural: name("aynis"),
                    symbol: text("₳"),
                    scale: Scale::new(2).unwrap(),
                    shown: 2,
                    kind: CurrencyKind::Mutual,
                    rate: None,
                    lower: Some(units(-100)),
                    upper: Some(units(500)),
                    request_days: 14,
                },
            )
        });
        Self { community, clock, currency: currency.unwrap() }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(work)
    }

    fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> Result<T> {
        self.community.read(work)
    }

    fn account(&self, of: Cast) -> Account {
        self.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, of.member())).unwrap().remove(0)
    }

    fn id(&self, of: Cast) -> AccountId {
        self.account(of).id
    }

    /// Balance and what may still be paid, in minor units.
    fn purse(&self, of: Cast) -> (i64, i64) {
        let account = self.account(of);
        (account.balance().minor(), account.available().unwrap().minor())
    }

    fn ask(&self, from: Cast, to: Cast, amount: Amount) -> Pay {
        let (from, to) = (self.id(from), self.id(to));
        Pay { id: None, from, to, amount, description: text("Bread"), category: None }
    }

    /// Payments of more than so much need a second person.
    fn threshold(&self, amount: Amount, by: Authorisers) {
        let ask = SetThreshold { currency: self.currency.id, amount: Some(amount), by };
        self.write(move |tx| crate::set_threshold(tx, &Cast::Ada.actor(), ask)).unwrap();
    }

    /// What the program does by itself when the clock has been turned.
    fn work(&self) {
        while self.read(|tx| ayni_ledger::has_due(tx, tx.now())).unwrap() {
            self.write(|tx| ayni_ledger::expire_due(tx, 100)).unwrap();
        }
        for what in self.read(|tx| crate::due(tx, tx.now(), 100)).unwrap() {
            match self.write(move |tx| crate::carry_out(tx, what)) {
                Ok(()) => {}
                Err(Error::Broken(why)) => panic!("{why}"),
                Err(error) => self.write(move |tx| crate::give_way(tx, what, &error)).unwrap(),
            }
        }
    }

    /// The keys of what somebody was told, the newest first.
    fn told(&self, whom: Cast) -> Vec<String> {
        let told = self.read(|tx| ayni_notices::unseen(tx, &whom.actor(), whom.member(), 50)).unwrap();
        told.into_iter().map(|told| told.word).collect()
    }

    /// The books add up.
    #[track_caller]
    fn sound(&self) {
        assert_eq!(self.read(ayni_ledger::audit).unwrap(), Vec::new());
    }
}
