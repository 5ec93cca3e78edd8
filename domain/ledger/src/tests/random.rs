//! Random operations against a small model of its own, which knows the rules in other words.

use ayni_kernel::{
    AccountId, Amount, HoldId, Line, RequestId, Result, TransferId, WriteTx,
    testing::Cast::{self, Ana, Ben, Carla},
};
use proptest::{collection::vec, prelude::*};

use super::{PROGRAM, Town, text};
use crate::{
    Ask, Beyond, Pay, PlaceHold, Reverse, SetLimits, StatementAsk, accept, expire_due, hold, pay, post_group,
    post_hold, reject, request, reverse, set_limits, statement, void_hold, withdraw,
};

/// Accounts that trade.
const PEOPLE: [Cast; 3] = [Ana, Ben, Carla];

/// Whole seconds after which a request has lapsed: a day, and the microseconds by which it was made after the clock's
/// last turn.
const REQUEST_SECONDS: i64 = 86_401;

#[derive(Debug, Clone)]
enum Op {
    Pay { from: usize, to: usize, amount: i64 },
    Retry { which: usize },
    Reuse { which: usize },
    Group { parts: Vec<(usize, usize, i64)> },
    Ask { payee: usize, payer: usize, amount: i64 },
    Accept { which: usize },
    Reject { which: usize },
    Withdraw { which: usize },
    Hold { from: usize, to: usize, amount: i64, seconds: Option<i64> },
    Post { which: usize, amount: Option<i64> },
    Void { which: usize },
    Reverse { which: usize, anyway: bool },
    Limits { of: usize, lower: Option<i64>, upper: Option<i64> },
    Wait { seconds: i64 },
}

fn ops() -> impl Strategy<Value = Op> {
    let who = 0..PEOPLE.len();
    let amount = prop_oneof![9 => 1_i64..6_000, 1 => -1_i64..=0];
    let which = 0_usize..64;
    prop_oneof![
        6 => (who.clone(), who.clone(), amount.clone()).prop_map(|(from, to, amount)| Op::Pay { from, to, amount }),
        1 => which.clone().prop_map(|which| Op::Retry { which }),
        1 => which.clone().prop_map(|which| Op::Reuse { which }),
        1 => vec((who.clone(), who.clone(), 1_i64..3_000), 1..4).prop_map(|parts| Op::Group { parts }),
        2 => (who.clone(), who.clone(), amount.clone())
            .prop_map(|(payee, payer, amount)| Op::Ask { payee, payer, amount }),
        2 => which.clone().prop_map(|which| Op::Accept { which }),
        1 => which.clone().prop_map(|which| Op::Reject { which }),
        1 => which.clone().prop_map(|which| Op::Withdraw { which }),
        3 => (who.clone(), who.clone(), amount, proptest::option::of(1_i64..100_000))
            .prop_map(|(from, to, amount, seconds)| Op::Hold { from, to, amount, seconds }),
        2 => (which.clone(), proptest::option::of(1_i64..6_000)).prop_map(|(which, amount)| Op::Post { which, amount }),
        1 => which.clone().prop_map(|which| Op::Void { which }),
        2 => (which, any::<bool>()).prop_map(|(which, anyway)| Op::Reverse { which, anyway }),
        1 => (who, proptest::option::of(-20_000_i64..500), proptest::option::of(-500_i64..20_000))
            .prop_map(|(of, lower, upper)| Op::Limits { of, lower, upper }),
        1 => (1_i64..60_000).prop_map(|seconds| Op::Wait { seconds }),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Purse {
    balance: i64,
    incoming: i64,
    outgoing: i64,
    lower: Option<i64>,
    upper: Option<i64>,
}

/// A group of movements: from, to, amount; and whether it was taken back or is itself a taking back.
#[derive(Debug, Clone)]
struct Deal {
    id: TransferId,
    parts: Vec<(usize, usize, i64)>,
    done: bool,
}

/// A promise between two, due at a moment of the model's own clock; `open` until resolved.
#[derive(Debug, Clone)]
struct Promise<Id> {
    id: Id,
    from: usize,
    to: usize,
    amount: i64,
    due: Option<i64>,
    open: bool,
    deal: Option<usize>,
}

struct Model {
    town: Town,
    accounts: Vec<AccountId>,
    purses: Vec<Purse>,
    clock: i64,
    paid: Vec<Pay>,
    deals: Vec<Deal>,
    requests: Vec<Promise<RequestId>>,
    holds: Vec<Promise<HoldId>>,
}

/// Whether a step from `before` to `after` keeps the bound, or comes nearer to zero from beyond it.
const fn fits(before: i64, after: i64, kept: bool, kept_before: bool) -> bool {
    kept || (!kept_before && after.abs() < before.abs())
}

impl Model {
    fn new() -> Self {
        let town = Town::new();
        let accounts = PEOPLE.iter().map(|who| town.id(*who)).collect();
        let purse = Purse { balance: 0, incoming: 0, outgoing: 0, lower: Some(-10_000), upper: Some(50_000) };
        let purses = vec![purse; PEOPLE.len()];
        let (paid, deals, requests, holds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { town, accounts, purses, clock: 0, paid, deals, requests, holds }
    }

    fn possible(&self, from: usize, to: usize, amount: i64) -> bool {
        let (payer, payee) = (self.purses[from], self.purses[to]);
        let out = payer.balance - payer.outgoing;
        let into = payee.balance + payee.incoming;
        let above = |value| payer.lower.is_none_or(|lower| value >= lower);
        let below = |value| payee.upper.is_none_or(|upper| value <= upper);
        amount > 0
            && from != to
            && fits(out, out - amount, above(out - amount), above(out))
            && fits(into, into + amount, below(into + amount), below(into))
    }

    fn step(&mut self, from: usize, to: usize, amount: i64) {
        self.purses[from].balance -= amount;
        self.purses[to].balance += amount;
    }

    fn aside(&mut self, from: usize, to: usize, amount: i64) {
        self.purses[from].outgoing += amount;
        self.purses[to].incoming += amount;
    }

    fn deal(&mut self, id: TransferId, parts: Vec<(usize, usize, i64)>, done: bool) -> usize {
        for (from, to, amount) in &parts {
            self.step(*from, *to, *amount);
        }
        self.deals.push(Deal { id, parts, done });
        self.deals.len() - 1
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.town.write(work)
    }

    fn pay_ask(&self, from: usize, to: usize, amount: i64) -> Pay {
        let n = u64::try_from(self.paid.len()).unwrap() + 1;
        let id = [[0xAA; 8], n.to_be_bytes()].concat();
        Pay {
            id: Some(TransferId::from_bytes(id.try_into().unwrap())),
            from: self.accounts[from],
            to: self.accounts[to],
            amount: Amount::new(amount),
            description: Line::default(),
            category: None,
        }
    }

    /// Does it in both worlds and compares.
    fn act(&mut self, op: &Op) {
        match op.clone() {
            Op::Pay { from, to, amount } => self.pay(from, to, amount),
            Op::Retry { which } => self.retry(which),
            Op::Reuse { which } => self.reuse(which),
            Op::Group { parts } => self.group(parts),
            Op::Ask { payee, payer, amount } => self.ask(payee, payer, amount),
            Op::Accept { which } => self.accept(which),
            Op::Reject { which } => self.decline(which, |tx, id| reject(tx, &PROGRAM, id).map(drop)),
            Op::Withdraw { which } => self.decline(which, |tx, id| withdraw(tx, &PROGRAM, id).map(drop)),
            Op::Hold { from, to, amount, seconds } => self.hold(from, to, amount, seconds),
            Op::Post { which, amount } => self.post(which, amount),
            Op::Void { which } => self.void(which),
            Op::Reverse { which, anyway } => self.reverse(which, anyway),
            Op::Limits { of, lower, upper } => self.limits(of, lower, upper),
            Op::Wait { seconds } => self.wait(seconds),
        }
        for (account, purse) in self.accounts.iter().zip(&self.purses) {
            let seen = self.town.read(|tx| crate::account(tx, &PROGRAM, *account));
            let seen = [seen.balance(), seen.pending_in, seen.pending_out].map(Amount::minor);
            assert_eq!(seen, [purse.balance, purse.incoming, purse.outgoing], "after {op:?}");
        }
        assert_eq!(self.purses.iter().map(|purse| purse.balance).sum::<i64>(), 0);
    }

    fn pay(&mut self, from: usize, to: usize, amount: i64) {
        let ask = self.pay_ask(from, to, amount);
        let given = ask.clone();
        let answer = self.write(move |tx| pay(tx, &PROGRAM, given));
        assert_eq!(answer.is_ok(), self.possible(from, to, amount), "{answer:?}");
        if let Ok(transfer) = answer {
            self.paid.push(ask);
            self.deal(transfer.id, vec![(from, to, amount)], false);
        }
    }

    /// The same payment once more changes nothing, whatever happened since.
    fn retry(&self, which: usize) {
        let Some(ask) = self.paid.get(which % self.paid.len().max(1)).cloned() else { return };
        let id = ask.id;
        assert_eq!(Some(self.write(move |tx| pay(tx, &PROGRAM, ask)).unwrap().id), id);
    }

    /// The same id for something else is refused.
    fn reuse(&self, which: usize) {
        let Some(mut ask) = self.paid.get(which % self.paid.len().max(1)).cloned() else { return };
        ask.amount = ask.amount.plus(Amount::new(1)).unwrap();
        super::refused(self.write(move |tx| pay(tx, &PROGRAM, ask)), "ledger-id-used");
    }

    fn group(&mut self, parts: Vec<(usize, usize, i64)>) {
        let asks: Vec<_> =
            parts.iter().map(|(from, to, amount)| Pay { id: None, ..self.pay_ask(*from, *to, *amount) }).collect();
        let answer = self.write(move |tx| post_group(tx, &PROGRAM, asks));
        let before = self.purses.clone();
        let possible = parts.iter().all(|(from, to, amount)| {
            let possible = self.possible(*from, *to, *amount);
            self.step(*from, *to, *amount);
            possible
        });
        self.purses = before;
        assert_eq!(answer.is_ok(), possible, "{answer:?}");
        if let Ok(posted) = answer {
            self.deal(posted[0].id, parts, false);
        }
    }

    fn ask(&mut self, payee: usize, payer: usize, amount: i64) {
        let ask = Ask {
            id: None,
            payee: self.accounts[payee],
            payer: self.accounts[payer],
            amount: Amount::new(amount),
            description: Line::default(),
            category: None,
            days: Some(1),
        };
        let answer = self.write(move |tx| request(tx, &PROGRAM, ask));
        assert_eq!(answer.is_ok(), amount > 0 && payee != payer, "{answer:?}");
        if let Ok(asked) = answer {
            let due = Some(self.clock + REQUEST_SECONDS);
            self.requests.push(Promise { id: asked.id, from: payer, to: payee, amount, due, open: true, deal: None });
        }
    }

    fn accept(&mut self, which: usize) {
        let Some(place) = pick(which, self.requests.len()) else { return };
        let asked = self.requests[place].clone();
        let answer = self.write(move |tx| accept(tx, &PROGRAM, asked.id));
        if let Some(deal) = asked.deal {
            assert_eq!(answer.unwrap().id, self.deals[deal].id);
            return;
        }
        assert_eq!(answer.is_ok(), asked.open && self.possible(asked.from, asked.to, asked.amount), "{answer:?}");
        if let Ok(transfer) = answer {
            let deal = self.deal(transfer.id, vec![(asked.from, asked.to, asked.amount)], false);
            (self.requests[place].open, self.requests[place].deal) = (false, Some(deal));
        }
    }

    fn decline(&mut self, which: usize, work: fn(&mut WriteTx<'_>, RequestId) -> Result<()>) {
        let Some(place) = pick(which, self.requests.len()) else { return };
        let id = self.requests[place].id;
        let answer = self.write(move |tx| work(tx, id));
        assert_eq!(answer.is_ok(), std::mem::take(&mut self.requests[place].open), "{answer:?}");
    }

    fn hold(&mut self, from: usize, to: usize, amount: i64, seconds: Option<i64>) {
        let ask = PlaceHold {
            from: self.accounts[from],
            to: self.accounts[to],
            amount: Amount::new(amount),
            description: Line::default(),
            expires: seconds.map(|seconds| self.town.clock.shows().plus_seconds(seconds)),
        };
        let answer = self.write(move |tx| hold(tx, &PROGRAM, ask));
        assert_eq!(answer.is_ok(), self.possible(from, to, amount), "{answer:?}");
        if let Ok(held) = answer {
            self.aside(from, to, amount);
            let due = seconds.map(|seconds| self.clock + seconds);
            self.holds.push(Promise { id: held.id, from, to, amount, due, open: true, deal: None });
        }
    }

    fn post(&mut self, which: usize, amount: Option<i64>) {
        let Some(place) = pick(which, self.holds.len()) else { return };
        let held = self.holds[place].clone();
        let answer = self.write(move |tx| post_hold(tx, &PROGRAM, held.id, amount.map(Amount::new)));
        let amount = amount.unwrap_or(held.amount);
        assert_eq!(answer.is_ok(), held.open && amount <= held.amount, "{answer:?}");
        if let Ok(transfer) = answer {
            self.aside(held.from, held.to, -held.amount);
            self.holds[place].open = false;
            self.deal(transfer.id, vec![(held.from, held.to, amount)], false);
        }
    }

    fn void(&mut self, which: usize) {
        let Some(place) = pick(which, self.holds.len()) else { return };
        let held = self.holds[place].clone();
        let answer = self.write(move |tx| void_hold(tx, &PROGRAM, held.id));
        assert_eq!(answer.is_ok(), held.open, "{answer:?}");
        if held.open {
            self.aside(held.from, held.to, -held.amount);
            self.holds[place].open = false;
        }
    }

    fn reverse(&mut self, which: usize, anyway: bool) {
        let Some(place) = pick(which, self.deals.len()) else { return };
        let deal = self.deals[place].clone();
        let beyond = if anyway { Beyond::Allow } else { Beyond::Refuse };
        let ask = Reverse { transfer: deal.id, reason: text("Mistake"), beyond };
        let answer = self.write(move |tx| reverse(tx, &PROGRAM, ask));
        let back: Vec<_> = deal.parts.iter().rev().map(|(from, to, amount)| (*to, *from, *amount)).collect();
        let before = self.purses.clone();
        let possible = back.iter().all(|(from, to, amount)| {
            let possible = self.possible(*from, *to, *amount);
            self.step(*from, *to, *amount);
            possible
        });
        self.purses = before;
        assert_eq!(answer.is_ok(), !deal.done && (anyway || possible), "{answer:?}");
        if let Ok(posted) = answer {
            self.deals[place].done = true;
            self.deal(posted[0].id, back, true);
        }
    }

    fn limits(&mut self, of: usize, lower: Option<i64>, upper: Option<i64>) {
        let ask = SetLimits {
            account: self.accounts[of],
            lower: lower.map(Amount::new),
            upper: upper.map(Amount::new),
            reason: text("Trust"),
        };
        let answer = self.write(move |tx| set_limits(tx, &PROGRAM, ask));
        assert_eq!(answer.is_ok(), lower.zip(upper).is_none_or(|(lower, upper)| lower <= upper), "{answer:?}");
        if answer.is_ok() {
            (self.purses[of].lower, self.purses[of].upper) = (lower, upper);
        }
    }

    fn wait(&mut self, seconds: i64) {
        self.town.clock.turn(seconds);
        self.clock += seconds;
        let lapsed = self.write(|tx| expire_due(tx, 1_000)).unwrap();
        let now = self.clock;
        let over = |due: Option<i64>| due.is_some_and(|due| due <= now);
        let mut count = 0;
        for asked in self.requests.iter_mut().filter(|asked| asked.open && over(asked.due)) {
            asked.open = false;
            count += 1;
        }
        for place in 0..self.holds.len() {
            let held = self.holds[place].clone();
            if held.open && over(held.due) {
                self.aside(held.from, held.to, -held.amount);
                self.holds[place].open = false;
                count += 1;
            }
        }
        assert_eq!(lapsed, count);
    }

    /// Each statement folds to its balance, and the audit finds nothing.
    fn settle(&self) {
        for (account, purse) in self.accounts.iter().zip(&self.purses) {
            let page = self.town.read(|tx| statement(tx, &PROGRAM, &StatementAsk::newest(*account, 1_000)));
            let sum: i64 = page.rows.iter().map(|line| line.entry.amount.minor()).sum();
            assert_eq!(sum, purse.balance);
            let newest = page.rows.first().map_or(0, |line| line.entry.balance.minor());
            assert_eq!(newest, purse.balance);
        }
        self.town.sound();
    }
}

/// One of those made so far, whatever number was drawn.
fn pick(which: usize, count: usize) -> Option<usize> {
    (count > 0).then(|| which % count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_operations_keeps_the_books(ops in vec(ops(), 1..80)) {
        let mut model = Model::new();
        for op in &ops {
            model.act(op);
        }
        model.settle();
    }
}
