//! A community with as many members as a test wants, a currency without limits, and a clock to turn.

use std::sync::Arc;

use ayni_communities::{Settings, TimeZoneName};
use ayni_kernel::{
    AccountId, Actor, Amount, ChargeRuleId, Code, Community, Error, Line, MemberId, Name, ReadTx, Result, Role, Roles,
    Scale, Timestamp, UserId, WriteTx,
    testing::{TestClock, community},
    tx::Now as _,
};
use ayni_ledger::{Currency, CurrencyKind, NewCurrency, Pay, Transfer};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::{Schema, Step};

use crate::{ChargeRule, Every, Exempt, RuleContent, Run, What, activate, draft, rule, runs, work_due};

pub(super) const PROGRAM: Actor = Actor::System("test");

pub(super) fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

pub(super) fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

pub(super) fn text(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

/// Whole units of a currency with two decimals.
pub(super) const fn units(whole: i64) -> Amount {
    Amount::new(whole * 100)
}

pub(super) fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The word of a refusal.
#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(answer: Result<T>, expected: &str) {
    let word = match answer.unwrap_err() {
        Error::SignIn => "sign-in",
        Error::NotFound => "not-found",
        Error::Forbidden => "forbidden",
        Error::Invalid(faults) => faults.0[0].word,
        Error::Conflict(fault) => fault.word,
        other => panic!("{other}"),
    };
    assert_eq!(word, expected);
}

pub(super) struct Town {
    pub(super) community: Community,
    pub(super) clock: Arc<TestClock>,
    pub(super) ayni: Currency,
}

/// Somebody's id; 0 is Ana, and so on.
pub(super) const fn member(number: u8) -> MemberId {
    MemberId::from_bytes([0x20 + number; 16])
}

pub(super) fn actor(number: u8) -> Actor {
    Actor::person(UserId::from_bytes([0x20 + number; 16]), member(number), Roles::NONE)
}

pub(super) fn office(role: Role) -> Actor {
    Actor::person(UserId::from_bytes([0x0F; 16]), member(0), Roles::NONE.with(role))
}

fn new_currency(wanted: &str, kind: CurrencyKind, lower: Option<Amount>) -> NewCurrency {
    NewCurrency {
        code: code(wanted),
        name: name("ayni"),
        plural: name("aynis"),
        symbol: text("₳"),
        scale: Scale::new(2).unwrap(),
        shown: 2,
        kind,
        rate: None,
        lower,
        upper: None,
        request_days: 14,
    }
}

impl Town {
    /// A town of so many members whose accounts may go down to a limit.
    pub(super) fn of(members: u8, lower: Option<Amount>) -> Self {
        let clock = TestClock::new();
        let tables =
            [ayni_communities::tables(), ayni_members::tables(), ayni_ledger::tables(), crate::tables()].concat();
        let step = Step { to: 2, name: "chain", run: ayni_ledger::number_and_chain };
        let schema = Schema { version: 2, tables, steps: vec![step] };
        let community = community(&clock, schema, &[ayni_ledger::react, crate::react]);
        let zone = TimeZoneName::parse("zone", "America/Lima").unwrap();
        let settings = Settings {
            time_zone: zone,
            ..Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default())
        };
        let ayni = community.write(move |tx| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for number in 0..members {
                let title = format!("M{number}");
                let who = Member::new(
                    member(number),
                    code(&title),
                    name(&title),
                    MemberKind::Personal,
                    MemberStatus::Active,
                    tx.now(),
                );
                ayni_members::import_member(tx, &who)?;
            }
            ayni_ledger::create_currency(tx, &PROGRAM, new_currency("AYN", CurrencyKind::Mutual, lower))
        });
        Self { community, clock, ayni: ayni.unwrap() }
    }

    /// A second currency, of state money.
    pub(super) fn sols(&self) -> Currency {
        self.write(|tx| ayni_ledger::create_currency(tx, &PROGRAM, new_currency("PEN", CurrencyKind::Fiat, None)))
            .unwrap()
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.community.write(work)
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> T {
        self.community.read(work).unwrap()
    }

    pub(super) fn account(&self, number: u8) -> AccountId {
        self.account_in(number, &self.ayni)
    }

    pub(super) fn account_in(&self, number: u8, currency: &Currency) -> AccountId {
        let accounts = self.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, member(number)));
        accounts.into_iter().find(|account| account.currency == currency.id).unwrap().id
    }

    pub(super) fn treasury(&self) -> AccountId {
        self.read(|tx| ayni_ledger::treasury_id(tx, self.ayni.id))
    }

    pub(super) fn balance_of(&self, account: AccountId) -> Amount {
        self.read(|tx| ayni_ledger::account_named(tx, account)).balance()
    }

    pub(super) fn balance(&self, number: u8) -> Amount {
        self.balance_of(self.account(number))
    }

    pub(super) fn pays(&self, from: u8, to: u8, amount: Amount) -> Result<Transfer> {
        self.moves(self.account(from), self.account(to), amount)
    }

    pub(super) fn moves(&self, from: AccountId, to: AccountId, amount: Amount) -> Result<Transfer> {
        let ask = Pay { id: None, from, to, amount, description: text("Bread"), category: None };
        self.write(move |tx| ayni_ledger::pay(tx, &PROGRAM, ask))
    }

    pub(super) fn content(&self, what: What, every: Every, starts: &str) -> RuleContent {
        RuleContent {
            name: name("A rule"),
            currency: self.ayni.id,
            what,
            every,
            starts: starts.parse().unwrap(),
            exempt: Exempt::default(),
        }
    }

    /// Drafts a rule and puts it in force.
    pub(super) fn rule(&self, content: RuleContent) -> ChargeRule {
        self.write(move |tx| {
            let drafted = draft(tx, &PROGRAM, content)?;
            activate(tx, &PROGRAM, drafted.id)
        })
        .unwrap()
    }

    pub(super) fn at(&self, rule: ChargeRuleId) -> ChargeRule {
        self.read(|tx| crate::rules::find(tx, &PROGRAM, rule, crate::RuleAct::See))
    }

    /// Turns the clock to a moment.
    pub(super) fn until(&self, when: &str) {
        self.until_moment(moment(when));
    }

    pub(super) fn until_moment(&self, when: Timestamp) {
        self.clock.turn((when.micros() - self.clock.shows().micros()) / 1_000_000);
    }

    /// Does all that is due; how many steps that were.
    pub(super) fn work(&self) -> usize {
        let mut steps = 0;
        while self.read(|tx| crate::has_due(tx, tx.now())) {
            steps += self.write(work_due).unwrap();
        }
        steps
    }

    /// A rule's runs, the oldest first.
    pub(super) fn runs(&self, id: ChargeRuleId) -> Vec<Run> {
        let mut all = self.read(|tx| runs(tx, &PROGRAM, id, None, 1_000)).rows;
        all.reverse();
        all
    }

    /// Both books add up and agree with each other.
    #[track_caller]
    pub(super) fn sound(&self) {
        assert_eq!(self.read(ayni_ledger::audit), Vec::new());
        assert_eq!(self.read(crate::audit), Vec::new());
    }
}

#[test]
fn a_rule_is_read_as_it_was_written() {
    let town = Town::of(2, None);
    let content = town.content(What::Fee { amount: units(1) }, Every::Month, "2026-04-01");
    let made = town.rule(content.clone());
    assert_eq!(made.content, content);
    assert_eq!(town.read(|tx| rule(tx, &actor(1), made.id)), made);
}
