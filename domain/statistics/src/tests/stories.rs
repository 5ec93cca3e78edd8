//! Stories: what counts, what is taken back, who may look.

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    Amount, Code, Community, CurrencyId, Error, Line, Name, Scale, Timestamp, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{Beyond, CurrencyKind, NewCurrency, Pay, Reverse, Transfer};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_storage::Schema;

use crate::{Sum, audit, count, counting::COUNTER, report};

/// A month and some days, in seconds.
pub(super) const MONTH: i64 = 32 * 86_400;

pub(super) struct Town {
    pub(super) community: Community,
    pub(super) clock: Arc<TestClock>,
    pub(super) currency: CurrencyId,
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

fn ayni() -> NewCurrency {
    NewCurrency {
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
    }
}

impl Town {
    pub(super) fn new() -> Self {
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
            Ok(ayni_ledger::create_currency(tx, &COUNTER, ayni())?.id)
        });
        Self { community, clock, currency: currency.unwrap() }
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> ayni_kernel::Result<T> + Send + 'static,
    ) -> T {
        self.community.write(work).unwrap()
    }

    /// One pays another; nobody is the treasury.
    pub(super) fn pay(&self, payer: Option<Cast>, payee: Option<Cast>, minor: i64) -> Transfer {
        let currency = self.currency;
        self.write(move |tx| {
            let of = |cast: Option<Cast>| -> ayni_kernel::Result<_> {
                let Some(cast) = cast else { return ayni_ledger::treasury_id(&*tx, currency) };
                Ok(ayni_ledger::accounts_of(&*tx, &COUNTER, cast.member())?[0].id)
            };
            let (from, to) = (of(payer)?, of(payee)?);
            let description = line("Bread");
            let ask = Pay { id: None, from, to, amount: Amount::new(minor), description, category: None };
            ayni_ledger::pay(tx, &COUNTER, ask)
        })
    }

    pub(super) fn take_back(&self, transfer: &Transfer) {
        let id = transfer.id;
        self.write(move |tx| {
            let ask = Reverse { transfer: id, reason: line("By mistake"), beyond: Beyond::Allow };
            ayni_ledger::reverse(tx, &COUNTER, ask)
        });
    }

    /// Everything that waits is counted, a few at a time.
    pub(super) fn settle(&self) {
        while self.write(|tx| count(tx, 3)) == 3 {}
        assert_eq!(self.community.read(audit).unwrap(), []);
    }

    fn report(&self, months: u16) -> crate::Report {
        self.community.read(|tx| report(tx, &Cast::Ana.actor(), self.currency, months)).unwrap()
    }
}

const fn sum(amount: u64, times: u64) -> Sum {
    Sum { amount, times }
}

#[test]
fn trade_is_counted_by_the_month_and_what_the_community_moves_is_not_trade() {
    let town = Town::new();
    town.pay(Some(Cast::Ben), Some(Cast::Ana), 1_000);
    town.clock.turn(MONTH);
    town.pay(Some(Cast::Carla), Some(Cast::Ana), 500);
    town.pay(None, Some(Cast::Ben), 300);
    assert_eq!((town.report(2).counted, town.report(2).posted), (0, 3));
    town.settle();
    let report = town.report(2);
    let [first, second] = [report.months[0].figures, report.months[1].figures];
    assert_eq!((first.trade, first.active, first.newcomers, first.stock), (sum(1_000, 1), 2, 2, 1_000));
    assert_eq!((second.trade, second.other, second.posted), (sum(500, 1), sum(300, 1), sum(800, 2)));
    assert_eq!((second.active, second.newcomers, second.stock), (2, 1, 1_500));
    // The stock was 1000 at the month's beginning and 1500 at its end.
    assert_eq!((report.months[1].mean_stock(), report.months[1].velocity()), (1_250, Some(40)));
    assert_eq!((report.counted, report.posted, report.trade()), (3, 3, sum(1_500, 2)));
}

#[test]
fn what_is_taken_back_leaves_the_month_in_which_it_was_posted() {
    let town = Town::new();
    let mistake = town.pay(Some(Cast::Ben), Some(Cast::Ana), 1_000);
    town.pay(Some(Cast::Ben), Some(Cast::Carla), 200);
    town.clock.turn(MONTH);
    town.take_back(&mistake);
    town.settle();
    let report = town.report(2);
    let [first, second] = [report.months[0].figures, report.months[1].figures];
    assert_eq!((first.trade, first.active, first.posted), (sum(200, 1), 2, sum(1_200, 2)));
    assert_eq!((second.trade, second.reversed, second.stock), (sum(0, 0), sum(1_000, 1), 200));
    let spread: Vec<_> = report.bands.iter().map(|band| (band.step, band.accounts, band.sum)).collect();
    assert_eq!(spread, [(-3, 1, 200), (0, 1, 0), (3, 1, 200)]);
}

#[test]
fn everybody_inside_may_look_at_up_to_five_years() {
    let town = Town::new();
    let stranger = ayni_kernel::Actor::Stranger;
    let seen = town.community.read(|tx| report(tx, &stranger, town.currency, 12));
    assert!(matches!(seen, Err(Error::SignIn)), "{seen:?}");
    let long = town.community.read(|tx| report(tx, &Cast::Ana.actor(), town.currency, 61));
    assert!(matches!(long, Err(Error::Invalid(_))), "{long:?}");
    assert_eq!(town.report(60).months.len(), 60);
}
