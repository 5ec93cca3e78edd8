//! Clocks that jump: order, ids, sessions and expiry hold whatever the computer believes the time to be.

use std::sync::Arc;

use ayni_kernel::testing::{TestClock, data};
use ayni_kernel::{AccountId, Data, HoldId, Line, Timestamp, TransferId, UserId, tx::Now as _};
use ayni_ledger::{AllTransfers, HoldState, Pay, PlaceHold};
use ayni_storage::testing::Chance;
use ayni_users::{NewUser, OpenSession};

use super::*;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Random lives with jumps of each kind.
const LIVES: u64 = 40;

/// Things that happen in one life.
const STEPS: usize = 60;

/// How far the clock jumps now: mostly on by a little, sometimes an hour, a day or more than a year, or not at all.
fn jump(chance: &mut Chance) -> i64 {
    const JUMPS: [i64; 12] = [0, 0, 1, 7, 60, HOUR, -HOUR, -1, -DAY, 400 * DAY, -400 * DAY, 20 * 365 * DAY];
    JUMPS[chance.below(JUMPS.len())]
}

struct Town {
    clock: Arc<TestClock>,
    node: Data,
    data: Data,
    user: UserId,
    accounts: Vec<AccountId>,
    paid: Vec<TransferId>,
    holds: Vec<HoldId>,
}

impl Town {
    fn new() -> Self {
        let clock = TestClock::new();
        let node = data(&clock, node_schema(), &[]);
        let community = data(&clock, community_schema(), reactors());
        let ask = ask("roble", "h");
        let new = NewUser::new(ask.admin.email.clone(), ask.admin.name.clone());
        let user = node.write(move |tx| ayni_users::register(tx, new)).unwrap().id;
        community
            .write(move |tx| {
                let settings = settings(tx.id(), &ask, tx.now())?;
                ayni_communities::found(tx, &FOUNDER, settings)?;
                let currency = NewCurrency { lower: None, ..ask.currency.clone() };
                ayni_ledger::create_currency(tx, &FOUNDER, currency)?;
                admin(tx, user, &ask.admin)
            })
            .unwrap();
        let accounts = community.read(|tx| Ok(ayni_ledger::all_accounts(tx, None, 10)?.rows)).unwrap();
        let accounts: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
        assert!(accounts.len() >= 2, "the admin's and the treasury");
        Self { clock, node, data: community, user, accounts, paid: Vec::new(), holds: Vec::new() }
    }

    fn pay(&mut self) {
        let (from, to) = (self.accounts[0], self.accounts[1]);
        let pay = Pay { id: None, from, to, amount: Amount::new(3), description: Line::default(), category: None };
        self.paid.push(self.data.write(move |tx| ayni_ledger::pay(tx, &FOUNDER, pay)).unwrap().id);
    }

    fn hold(&mut self) {
        let (from, to) = (self.accounts[1], self.accounts[0]);
        let hold = self.data.write(move |tx| {
            let expires = Some(tx.now().plus_seconds(3 * HOUR));
            let ask = PlaceHold { from, to, amount: Amount::new(2), description: Line::default(), expires };
            ayni_ledger::hold(tx, &FOUNDER, ask)
        });
        self.holds.push(hold.unwrap().id);
    }

    /// Whoever signs in is signed in, whatever the clock showed before and shows now.
    fn sign_in(&self) {
        let ask = OpenSession { user: self.user, agent: Line::default() };
        let token = self.node.write(move |tx| ayni_users::open_session(tx, ask)).unwrap();
        let session = self.node.read(|tx| ayni_users::session(tx, tx.now(), &token)).unwrap();
        assert!(session.is_some(), "signed in and already out");
    }

    /// What is pending now, and what is not any more.
    fn resolved(&self) -> Vec<HoldId> {
        let of = |id: &HoldId| self.data.read(|tx| ayni_ledger::hold_by_id(tx, &FOUNDER, *id)).unwrap();
        self.holds.iter().map(of).filter(|hold| hold.state != HoldState::Pending).map(|hold| hold.id).collect()
    }
}

fn live(seed: u64) {
    let mut chance = Chance::new(seed);
    let mut town = Town::new();
    let mut gone: Vec<HoldId> = Vec::new();
    for _ in 0..STEPS {
        town.clock.turn(jump(&mut chance));
        match chance.below(5) {
            0 | 1 => town.pay(),
            2 => town.hold(),
            3 => town.sign_in(),
            _ => drop(town.data.write(|tx| ayni_ledger::expire_due(tx, 100)).unwrap()),
        }
        let now_gone = town.resolved();
        assert!(gone.iter().all(|hold| now_gone.contains(hold)), "seed {seed}: a lapsed hold came back");
        gone = now_gone;
    }
    assert!(town.paid.is_sorted_by(|a, b| a < b), "seed {seed}: ids rise in the order of payments");
    let ask = AllTransfers { limit: 1_000, ..AllTransfers::default() };
    let book = town.data.read(|tx| ayni_ledger::transfers(tx, &FOUNDER, &ask)).unwrap().rows;
    let order: Vec<(Timestamp, TransferId)> = book.iter().rev().map(|l| (l.transfer.at, l.transfer.id)).collect();
    assert!(order.is_sorted_by(|a, b| a.0 < b.0), "seed {seed}: times rise strictly");
    assert_eq!(order.iter().map(|(_, id)| *id).collect::<Vec<_>>(), town.paid, "seed {seed}");
    assert_eq!(town.data.read(ayni_ledger::audit).unwrap(), [], "seed {seed}");
    assert_eq!(town.data.store().check().unwrap(), [], "seed {seed}");
}

#[test]
fn order_ids_sessions_and_expiry_hold_while_the_clock_jumps() {
    (0..LIVES).for_each(live);
}

#[test]
fn the_years_2038_and_2100_are_like_any_other() {
    for year in ["2038-01-19T03:14:07Z", "2099-12-31T23:59:59Z"] {
        let mut town = Town::new();
        let ahead = Timestamp::parse(year).unwrap().micros() - town.clock.shows().micros();
        town.clock.turn(ahead / 1_000_000);
        for _ in 0..3 {
            town.pay();
            town.hold();
            town.sign_in();
            town.clock.turn(1);
        }
        assert_eq!(town.data.read(ayni_ledger::audit).unwrap(), []);
        town.clock.turn(4 * HOUR);
        assert_eq!(town.data.write(|tx| ayni_ledger::expire_due(tx, 100)).unwrap(), 3);
    }
}
