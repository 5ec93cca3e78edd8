//! The ledger's rules: stories, the table of transfers and outcomes, random operations, a race.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at what it did not expect"
)]

mod chain;
mod comings;
mod credit;
mod faults;
mod formula;
mod history;
mod holds;
mod imports;
mod invention;
mod model;
mod proof;
mod race;
mod random;
mod stories;
mod table;
mod upgrade;

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    AccountId, Actor, Amount, Code, Community, Error, Line, Name, ReadTx, Result, Scale, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::{Schema, Step};

use crate::{
    Account, Ask, Currency, CurrencyKind, NewCurrency, Owner, Pay, PaymentRequest, Transfer, accept, audit,
    create_currency, pay, react, request,
};

/// The program itself, which may do everything.
const PROGRAM: Actor = Actor::System("test");

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

/// Asserts a refusal by its word.
#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>, expected: &str) {
    assert_eq!(word(&answer.unwrap_err()), expected);
}

/// A community with its cast, a mutual credit currency (two decimals, −100 to 500) and a clock to turn.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    ayni: Currency,
}

fn settings(community: &Community) -> Settings {
    Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default())
}

fn new_currency(wanted: &str, lower: Option<Amount>, upper: Option<Amount>) -> NewCurrency {
    NewCurrency {
        code: code(wanted),
        name: name("ayni"),
        plural: name("aynis"),
        symbol: text("₳"),
        scale: Scale::new(2).unwrap(),
        shown: 2,
        kind: CurrencyKind::Mutual,
        rate: None,
        lower,
        upper,
        request_days: 14,
    }
}

/// The tables that the ledger needs, and the step to its chain.
fn schema(version: u32) -> Schema {
    let tables = [ayni_communities::tables(), ayni_members::tables(), crate::tables()].concat();
    let step = Step { to: 2, name: "chain", run: crate::number_and_chain };
    Schema { version, tables, steps: vec![step].into_iter().filter(|step| step.to <= version).collect() }
}

impl Town {
    fn new() -> Self {
        let clock = TestClock::new();
        let community = community(&clock, schema(2), &[react]);
        Self::found(community, clock)
    }

    /// Fills a community with its cast and its currency.
    fn found(community: Community, clock: Arc<TestClock>) -> Self {
        let settings = settings(&community);
        let ayni = community.write(move |tx| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for cast in Cast::ALL {
                let number = code(&cast.name().to_uppercase());
                let kind = MemberKind::Personal;
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            create_currency(tx, &PROGRAM, new_currency("AYN", Some(units(-100)), Some(units(500))))
        });
        Self { community, clock, ayni: ayni.unwrap() }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(work)
    }

    fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> T {
        self.community.read(work).unwrap()
    }

    /// The account of somebody in the first currency.
    fn account(&self, of: impl Into<Who>) -> Account {
        let owner = match of.into() {
            Who::Cast(cast) => Owner::Member(cast.member()),
            Who::Treasury => Owner::Treasury,
        };
        self.read(|tx| {
            let id = crate::tables::account_in(tx, owner, self.ayni.id)?.unwrap();
            crate::account(tx, &PROGRAM, id)
        })
    }

    fn id(&self, of: impl Into<Who>) -> AccountId {
        self.account(of).id
    }

    fn balance(&self, of: impl Into<Who>) -> Amount {
        self.account(of).balance()
    }

    fn ask(&self, from: impl Into<Who>, to: impl Into<Who>, amount: Amount) -> Pay {
        Pay { id: None, from: self.id(from), to: self.id(to), amount, description: text("Bread"), category: None }
    }

    /// One of the cast pays another.
    fn pay(&self, from: Cast, to: Cast, amount: Amount) -> Result<Transfer> {
        let ask = self.ask(from, to, amount);
        self.write(move |tx| pay(tx, &from.actor(), ask))
    }

    fn request(&self, payee: Cast, payer: Cast, amount: Amount) -> Result<PaymentRequest> {
        let ask = Ask {
            id: None,
            payee: self.id(payee),
            payer: self.id(payer),
            amount,
            description: text("Bread"),
            category: None,
            days: None,
        };
        self.write(move |tx| request(tx, &payee.actor(), ask))
    }

    fn accept(&self, payer: Cast, request: &PaymentRequest) -> Result<Transfer> {
        let id = request.id;
        self.write(move |tx| accept(tx, &payer.actor(), id))
    }

    /// The books add up.
    #[track_caller]
    fn sound(&self) {
        assert_eq!(self.read(audit), Vec::new());
    }
}

/// Whose account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Cast(Cast),
    Treasury,
}

impl From<Cast> for Who {
    fn from(cast: Cast) -> Self {
        Self::Cast(cast)
    }
}
