//! Long random lives of a community against the second ledger of `model.rs`, one caller at a time and many at once.
//!
//! `AYNI_SOAK=100000` lives through so many; `AYNI_SEED=17` lives through one again.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use ayni_kernel::{
    AccountId, Amount, HoldId, MemberId, Reads, RequestId, Result, Timestamp, TransferId, WriteTx,
    testing::Cast::{Ana, Ben, Carla},
};
use ayni_members::{Member, MemberKind, MemberStatus};

use super::{
    PROGRAM, Town, Who, code,
    invention::{Chance, Known},
    model::{Call, Key, Model, Part, Purse, Rule, Standing, State},
    name, new_currency, text, word,
};
use crate::{
    AccountStatus, Ask, Beyond, ChangeCurrency, ChangeLimits, Formula, Growth, HoldState, LimitKind, Pay, PlaceHold,
    RequestState, Reverse, SetLimits, StatementAsk, accept, change_currency, change_limits, create_currency,
    expire_due, hold, pay, post_group, post_hold, reject, request, reverse, set_limits, statement, tables, void_hold,
    withdraw,
};

/// Lives of one caller, and of several, in an ordinary run: a few seconds.
const LIVES: u64 = 150;
const SHARED_LIVES: u64 = 40;

/// Calls of a life.
const CALLS: usize = 90;

/// Callers at the same time.
const CALLERS: u64 = 4;

/// What the ledger did: when, in which order, and what it made or why not.
#[derive(Debug, Clone)]
struct Deed {
    call: Call,
    now: i64,
    order: u64,
    made: Result<Vec<Key>, &'static str>,
    count: usize,
}

/// A town with both ledgers.
struct Life {
    town: Town,
    known: Mutex<Known>,
    order: AtomicU64,
    start: Model,
}

impl Life {
    fn new() -> Self {
        let town = Town::new();
        town.write(|tx| create_currency(tx, &PROGRAM, new_currency("HRS", None, None))).unwrap();
        let hours = town.read(|tx| crate::account_by_code(tx, &PROGRAM, &code("ANA-HRS"))).id.bytes();
        let defaults = (Some(-10_000), Some(50_000));
        let mut start = Model::default();
        start.defaults = defaults;
        let (mut accounts, mut members) = (vec![hours], Vec::new());
        start.purses.insert(hours, Purse::new(Some(Ana.member().bytes()), 2, (None, None)));
        for who in [Ana, Ben, Carla] {
            let member = who.member().bytes();
            start.members.insert(member, Standing::Active);
            start.purses.insert(town.id(who).bytes(), Purse::new(Some(member), 1, defaults));
            accounts.push(town.id(who).bytes());
            members.push(member);
        }
        let treasury = town.id(Who::Treasury).bytes();
        start.purses.insert(treasury, Purse::new(None, 1, (None, None)));
        accounts.push(treasury);
        Self { town, known: Mutex::new(Known::of(accounts, members)), order: AtomicU64::new(0), start }
    }

    /// Asks the real ledger.
    fn perform(self: &Arc<Self>, call: Call) -> Deed {
        let noted = Arc::new(Mutex::new((0, 0)));
        let (asked, note, life) = (call.clone(), Arc::clone(&noted), Arc::clone(self));
        let currency = self.town.ayni.clone();
        let answer = self.town.write(move |tx| {
            *note.lock().unwrap() = (tx.now().micros(), life.order.fetch_add(1, Ordering::SeqCst));
            real(tx, asked, &currency)
        });
        let (now, order) = *noted.lock().unwrap();
        let (made, count) = match answer {
            Ok((made, count)) => (Ok(made), count),
            Err(error) => (Err(word(&error)), 0),
        };
        if let Ok(made) = &made {
            self.known.lock().unwrap().learn(&call, made);
        }
        Deed { call, now, order, made, count }
    }

    fn invent(&self, chance: &mut Chance) -> Call {
        // Time passes between calls, seldom much.
        self.town.clock.turn(if chance.one_in(8) { chance.between(0, 60_000) } else { chance.between(0, 2) });
        self.known.lock().unwrap().invent(chance, self.town.clock.shows().micros())
    }

    /// Lives through the deeds in their order with the second ledger, and compares all there is in the end.
    fn compare(&self, mut deeds: Vec<Deed>) {
        deeds.sort_by_key(|deed| deed.order);
        let mut model = self.start.clone();
        for deed in &deeds {
            let made = deed.made.clone().unwrap_or_default();
            let verdict = model.live(&deed.call, deed.now, &made);
            assert_eq!(verdict, deed.made.clone().map(|_| deed.count), "{deed:?}");
        }
        self.town.read(|tx| {
            for (account, purse) in &model.purses {
                same_account(tx, AccountId::from_bytes(*account), purse, &model)?;
            }
            same_promises(tx, &model)?;
            let totals = crate::community_totals(tx, &PROGRAM)?;
            for (place, currency) in [(0, 1), (1, 2)] {
                let (count, volume) = model.traded(currency);
                assert_eq!((totals[place].transfers, totals[place].volume.minor()), (count, volume));
            }
            Ok(())
        });
        self.same_order(&model);
        self.town.sound();
    }

    /// The commit log and the chain have the transfers in the order of the second ledger.
    fn same_order(&self, model: &Model) {
        let mut logged = Vec::new();
        let log = self.town.community.data.store().log(0, usize::MAX).unwrap();
        for entry in &log {
            let mut own = Vec::new();
            for change in &entry.changes {
                own.extend(tables::TRANSFERS.changed(change).unwrap().map(|(id, _)| id.bytes()));
            }
            // Changes of one transaction stand in the order of their keys.
            own.sort_by_key(|id| model.order.iter().position(|known| known == id));
            logged.extend(own);
        }
        assert_eq!(logged, model.order);
        let main = self.town.ayni.id;
        let chained: Vec<Key> = self
            .town
            .read(|tx| tables::chain_from(tx, main, 1)?.map(|place| Ok(place?.1.bytes())).collect::<Result<_>>());
        let hours =
            |id: &Key| model.purses.values().any(|purse| purse.currency == 2 && purse.lines.iter().any(|l| l.0 == *id));
        assert_eq!(chained, model.order.iter().filter(|id| !hours(id)).copied().collect::<Vec<_>>());
    }
}

/// The call in the words of the real ledger: what it made, and how many.
fn real(tx: &mut WriteTx<'_>, call: Call, currency: &crate::Currency) -> Result<(Vec<Key>, usize)> {
    let amount = |amount: Option<i64>| amount.map(Amount::new);
    let one = |id: Key| (vec![id], 1);
    Ok(match call {
        Call::Pay(part) => one(pay(tx, &PROGRAM, payment(part))?.id.bytes()),
        Call::Group(parts) => {
            let posted = post_group(tx, &PROGRAM, parts.into_iter().map(payment).collect())?;
            let ids: Vec<_> = posted.iter().map(|transfer| transfer.id.bytes()).collect();
            let count = ids.len();
            (ids, count)
        }
        Call::Reverse { transfer, anyway } => {
            let beyond = if anyway { Beyond::Allow } else { Beyond::Refuse };
            let ask = Reverse { transfer: TransferId::from_bytes(transfer), reason: text("Mistake"), beyond };
            let ids: Vec<_> = reverse(tx, &PROGRAM, ask)?.iter().map(|transfer| transfer.id.bytes()).collect();
            let count = ids.len();
            (ids, count)
        }
        Call::Hold { from, to, amount, until } => {
            let ask = PlaceHold {
                from: AccountId::from_bytes(from),
                to: AccountId::from_bytes(to),
                amount: Amount::new(amount),
                description: text("Deposit"),
                expires: until.map(Timestamp::from_micros),
            };
            one(hold(tx, &PROGRAM, ask)?.id.bytes())
        }
        Call::Post { hold, amount: part } => {
            one(post_hold(tx, &PROGRAM, HoldId::from_bytes(hold), amount(part))?.id.bytes())
        }
        Call::Void { hold } => one(void_hold(tx, &PROGRAM, HoldId::from_bytes(hold))?.id.bytes()),
        Call::Ask { part, days } => one(request(tx, &PROGRAM, asking(part, days))?.id.bytes()),
        Call::Accept { request } => one(accept(tx, &PROGRAM, RequestId::from_bytes(request))?.id.bytes()),
        Call::Reject { request } => one(reject(tx, &PROGRAM, RequestId::from_bytes(request))?.id.bytes()),
        Call::Withdraw { request } => one(withdraw(tx, &PROGRAM, RequestId::from_bytes(request))?.id.bytes()),
        Call::Limits { account, lower, upper } => {
            let account = AccountId::from_bytes(account);
            let ask = SetLimits { account, lower: amount(lower), upper: amount(upper), reason: text("Trust") };
            one(set_limits(tx, &PROGRAM, ask)?.id.bytes())
        }
        Call::Kind { account, rule } => one(real_kind(tx, AccountId::from_bytes(account), rule)?),
        other => return real_life(tx, &other, currency),
    })
}

fn real_kind(tx: &mut WriteTx<'_>, id: AccountId, rule: Rule) -> Result<Key> {
    let account = crate::account(&**tx, &PROGRAM, id)?;
    let kind = match rule {
        Rule::Hard => LimitKind::Hard,
        Rule::Warn => LimitKind::Warn,
        Rule::Grow { cap } => LimitKind::Growing(Growth { points: 5_000, cap: Amount::new(cap), partners: 2 }),
        Rule::Formula => LimitKind::Formula(Formula::parse("formula", "10 + received * 25% + trades").unwrap()),
    };
    let (lower, upper) = (account.lower, account.upper);
    let ask = ChangeLimits { account: id, lower, upper, kind, reason: text("Trust") };
    Ok(change_limits(tx, &PROGRAM, ask)?.id.bytes())
}

/// The calls that are about members and currencies.
fn real_life(tx: &mut WriteTx<'_>, call: &Call, currency: &crate::Currency) -> Result<(Vec<Key>, usize)> {
    let member = |bytes: &Key| MemberId::from_bytes(*bytes);
    match call {
        Call::Defaults { lower, upper } => {
            let ask = ChangeCurrency {
                currency: currency.id,
                name: currency.name.clone(),
                plural: currency.plural.clone(),
                symbol: currency.symbol.clone(),
                shown: currency.shown,
                rate: currency.rate,
                lower: lower.map(Amount::new),
                upper: upper.map(Amount::new),
                request_days: 14,
            };
            change_currency(tx, &PROGRAM, ask)?;
        }
        Call::Suspend { member: who } => drop(ayni_members::suspend(tx, &PROGRAM, member(who), text("Absent"))?),
        Call::Restore { member: who } => drop(ayni_members::restore(tx, &PROGRAM, member(who))?),
        Call::Leave { member: who } => drop(ayni_members::leave(tx, &PROGRAM, member(who))?),
        Call::Join { member: who, number } => {
            let number = code(&format!("NEW{number}"));
            let kind = MemberKind::Personal;
            let new = Member::new(member(who), number.clone(), name("New"), kind, MemberStatus::Suspended, tx.now());
            ayni_members::import_member(tx, &new)?;
            ayni_members::restore(tx, &PROGRAM, member(who))?;
            return Ok((vec![crate::account_by_code(&**tx, &PROGRAM, &number)?.id.bytes()], 1));
        }
        _ => return Ok((Vec::new(), expire_due(tx, 1_000)?)),
    }
    Ok((Vec::new(), 1))
}

fn payment(part: Part) -> Pay {
    Pay {
        id: Some(TransferId::from_bytes(part.id)),
        from: AccountId::from_bytes(part.from),
        to: AccountId::from_bytes(part.to),
        amount: Amount::new(part.amount),
        description: text(&format!("Reason {}", part.reason)),
        category: None,
    }
}

fn asking(part: Part, days: i64) -> Ask {
    let Pay { from, to, amount, description, category, .. } = payment(part);
    let id = Some(RequestId::from_bytes(part.id));
    Ask { id, payee: to, payer: from, amount, description, category, days: Some(u16::try_from(days).unwrap()) }
}

fn same_account(tx: &impl Reads, id: AccountId, purse: &Purse, model: &Model) -> Result<()> {
    let account = crate::account(tx, &PROGRAM, id)?;
    let balance = i128::from(account.balance().minor());
    assert_eq!(balance, purse.balance(), "{}", account.code);
    let pending = [account.pending_in, account.pending_out].map(|amount| i128::from(amount.minor()));
    assert_eq!(pending, [purse.coming, purse.going], "{}", account.code);
    let whole = |amount: Option<i64>| amount.map(i128::from);
    let free = model.bottom(id.bytes()).map(|lower| (balance - purse.going - lower).max(0));
    assert_eq!(whole(account.available().map(Amount::minor)), free, "{}", account.code);
    let room = model.top(id.bytes()).map(|upper| (upper - balance - purse.coming).max(0));
    assert_eq!(whole(account.room().map(Amount::minor)), room, "{}", account.code);
    let status = match purse.owner.map(|member| model.members[&member]) {
        None | Some(Standing::Active) => AccountStatus::Open,
        Some(Standing::Suspended) => AccountStatus::Frozen,
        Some(Standing::Left) => AccountStatus::Closed,
    };
    assert_eq!(account.status, status, "{}", account.code);
    assert_eq!(crate::limit_history(tx, &PROGRAM, id)?.len(), purse.changes);
    let page = statement(tx, &PROGRAM, &StatementAsk::newest(id, 1_000))?;
    let lines: Vec<_> = page
        .rows
        .iter()
        .rev()
        .map(|line| {
            (line.transfer.id.bytes(), i128::from(line.entry.amount.minor()), i128::from(line.entry.balance.minor()))
        })
        .collect();
    assert_eq!(lines, purse.lines, "{}", account.code);
    Ok(())
}

fn same_promises(tx: &impl Reads, model: &Model) -> Result<()> {
    for (id, promise) in &model.requests {
        let state = match crate::payment_request(tx, &PROGRAM, RequestId::from_bytes(*id))?.state {
            RequestState::Open => State::Waiting,
            RequestState::Accepted(transfer) => State::Paid(transfer.bytes()),
            RequestState::Rejected => State::Refused,
            RequestState::Withdrawn => State::Dropped,
            RequestState::Expired => State::Lapsed,
        };
        assert_eq!(state, promise.state);
    }
    for (id, promise) in &model.holds {
        let state = match crate::hold_by_id(tx, &PROGRAM, HoldId::from_bytes(*id))?.state {
            HoldState::Pending => State::Waiting,
            HoldState::Posted { transfer, .. } => State::Paid(transfer.bytes()),
            HoldState::Voided => State::Dropped,
            HoldState::Expired => State::Lapsed,
        };
        assert_eq!(state, promise.state);
    }
    Ok(())
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} must be a number")))
}

/// Lives through the usual number of lives, as many as the soak asks for, or the one named; says which failed.
fn lives(usual: u64, what: &str, one: fn(u64)) {
    let seeds = match number_from("AYNI_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number_from("AYNI_SOAK").unwrap_or(usual),
    };
    for seed in seeds {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| one(seed))) {
            eprintln!("live through it again with: AYNI_SEED={seed} cargo test -p ayni-ledger {what}");
            resume_unwind(panic);
        }
    }
}

#[test]
fn any_order_of_operations_keeps_the_books() {
    lives(LIVES, "any_order_of_operations_keeps_the_books", |seed| {
        let (life, mut chance) = (Arc::new(Life::new()), Chance(seed));
        let deeds: Vec<_> = (0..CALLS).map(|_| life.perform(life.invent(&mut chance))).collect();
        life.compare(deeds);
    });
}

#[test]
fn any_interleaving_of_callers_is_some_order() {
    lives(SHARED_LIVES, "any_interleaving_of_callers_is_some_order", |seed| {
        let life = Arc::new(Life::new());
        let deeds = thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|caller| {
                    let (life, mut chance) = (Arc::clone(&life), Chance(seed * CALLERS + caller));
                    scope.spawn(move || {
                        (0..CALLS / 2).map(|_| life.perform(life.invent(&mut chance))).collect::<Vec<_>>()
                    })
                })
                .collect();
            callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
        });
        life.compare(deeds);
    });
}

/// What must have happened somewhere in the lives of an ordinary run, or they would prove little.
const OUTCOMES: [&str; 34] = [
    "accept ok",
    "accept ledger-limit-lower",
    "accept ledger-request-closed",
    "accept ledger-request-expired",
    "ask ok",
    "ask ledger-id-used",
    "defaults ok",
    "expire ok",
    "group ok",
    "group ledger-id-used",
    "group ledger-limit-lower",
    "hold ok",
    "hold ledger-limit-upper",
    "join ok",
    "kind ok",
    "kind ledger-growing-lower",
    "kind ledger-growing-cap",
    "leave ok",
    "leave ledger-balance-not-zero",
    "limits ok",
    "limits ledger-limits-order",
    "pay ok",
    "pay ledger-account-closed",
    "pay ledger-account-frozen",
    "pay ledger-id-used",
    "pay ledger-other-currency",
    "post ok",
    "post ledger-hold-expired",
    "post ledger-hold-resolved",
    "reject ok",
    "reverse ok",
    "reverse ledger-already-reversed",
    "reverse ledger-reversal-limit",
    "void ok",
];

#[test]
fn lives_are_full_of_outcomes() {
    let mut seen = BTreeSet::new();
    for seed in 0..LIVES {
        let (life, mut chance) = (Arc::new(Life::new()), Chance(seed));
        for _ in 0..CALLS {
            let deed = life.perform(life.invent(&mut chance));
            let call = format!("{:?}", deed.call);
            let name = call.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
            seen.insert(format!("{name} {}", deed.made.err().unwrap_or("ok")));
        }
    }
    let missing: Vec<_> = OUTCOMES.iter().filter(|outcome| !seen.contains(**outcome)).collect();
    assert!(missing.is_empty(), "{missing:?} never happened, only {seen:#?}");
}

#[test]
fn the_second_ledger_notices() {
    let life = Arc::new(Life::new());
    let mut chance = Chance(3);
    let mut deeds: Vec<_> = (0..CALLS).map(|_| life.perform(life.invent(&mut chance))).collect();
    life.compare(deeds.clone());
    let paid = deeds.iter().position(|deed| matches!(deed.call, Call::Pay(_)) && deed.made.is_ok()).unwrap();
    deeds.remove(paid);
    let noticed = catch_unwind(AssertUnwindSafe(|| life.compare(deeds)));
    assert!(noticed.is_err(), "a payment that the second ledger never heard of must be noticed");
}
