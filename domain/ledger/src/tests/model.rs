//! A second ledger, as simple as can be: maps, numbers and the rules in other words. It knows nothing of the first.
//!
//! Long because the whole of it stands in one place, to be read beside the first.

use std::collections::BTreeMap;

/// Any id.
pub(super) type Key = [u8; 16];

/// Something asked of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Pay(Part),
    Group(Vec<Part>),
    Reverse { transfer: Key, anyway: bool },
    Hold { from: Key, to: Key, amount: i64, until: Option<i64> },
    Post { hold: Key, amount: Option<i64> },
    Void { hold: Key },
    Ask { part: Part, days: i64 },
    Accept { request: Key },
    Reject { request: Key },
    Withdraw { request: Key },
    Limits { account: Key, lower: Option<i64>, upper: Option<i64> },
    Kind { account: Key, rule: Rule },
    Defaults { lower: Option<i64>, upper: Option<i64> },
    Suspend { member: Key },
    Restore { member: Key },
    Leave { member: Key },
    Join { member: Key, number: usize },
    Expire,
}

/// How a lower limit comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Hard,
    Warn,
    /// Half of what was earned, once from two, up to a cap.
    Grow {
        cap: i64,
    },
    /// Ten units, a quarter of what was received, and a unit for each trade.
    Formula,
}

/// A payment, or what is asked for: under an id of the caller's choice, for one of a few reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub id: Key,
    pub from: Key,
    pub to: Key,
    pub amount: i64,
    pub reason: u8,
}

/// How many things were made or changed, or the word of the refusal.
pub(super) type Verdict = Result<usize, &'static str>;

const DAY: i64 = 86_400_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Paid(Key),
    Dropped,
    Refused,
    Lapsed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    Suspended,
    Left,
}

/// A line of a statement: transfer, change, balance afterwards.
type Line = (Key, i128, i128);

#[derive(Debug, Clone)]
pub(super) struct Purse {
    pub owner: Option<Key>,
    pub currency: u8,
    pub lines: Vec<Line>,
    pub coming: i128,
    pub going: i128,
    pub lower: Option<i64>,
    pub upper: Option<i64>,
    pub rule: Rule,
    pub changes: usize,
}

impl Purse {
    pub(super) fn new(owner: Option<Key>, currency: u8, limits: (Option<i64>, Option<i64>)) -> Self {
        let (lower, upper) = limits;
        Self { owner, currency, lines: Vec::new(), coming: 0, going: 0, lower, upper, rule: Rule::Hard, changes: 0 }
    }

    pub(super) fn balance(&self) -> i128 {
        self.lines.last().map_or(0, |line| line.2)
    }
}

#[derive(Debug, Clone)]
struct Moved {
    part: Part,
    group: Key,
    back: bool,
    taken: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Promise {
    part: Part,
    made: i64,
    until: Option<i64>,
    pub state: State,
}

impl Promise {
    /// Whether it may still be answered.
    fn open(&self, now: i64, lapsed: &'static str, closed: &'static str) -> Result<(), &'static str> {
        match self.state {
            State::Waiting if self.until.is_none_or(|until| until > now) => Ok(()),
            State::Waiting | State::Lapsed => Err(lapsed),
            _ => Err(closed),
        }
    }
}

/// The second ledger.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub purses: BTreeMap<Key, Purse>,
    pub members: BTreeMap<Key, Standing>,
    pub requests: BTreeMap<Key, Promise>,
    pub holds: BTreeMap<Key, Promise>,
    pub defaults: (Option<i64>, Option<i64>),
    /// Every transfer in the order in which they were posted.
    pub order: Vec<Key>,
    moved: BTreeMap<Key, Moved>,
}

impl Model {
    /// Lives through a call at a moment. `made` are the ids that the other ledger chose for what it made.
    pub(super) fn live(&mut self, call: &Call, now: i64, made: &[Key]) -> Verdict {
        let before = self.clone();
        let verdict = self.try_to(call, now, &mut made.iter().copied());
        if verdict.is_err() {
            *self = before;
        }
        verdict
    }

    fn try_to(&mut self, call: &Call, now: i64, made: &mut dyn Iterator<Item = Key>) -> Verdict {
        match call.clone() {
            Call::Pay(part) => match self.moved.get(&part.id) {
                // The first of a group may be asked for again by itself.
                Some(moved) if moved.part == part && moved.group == part.id => Ok(1),
                Some(_) => Err("ledger-id-used"),
                None => self.together(&[part]),
            },
            Call::Group(parts) => self.together(&parts),
            Call::Reverse { transfer, anyway } => self.take_back(transfer, anyway, made),
            Call::Hold { from, to, amount, until } => {
                let part = Part { id: made.next().unwrap_or_default(), from, to, amount, reason: 0 };
                self.promise(part, now, until)
            }
            Call::Post { hold, amount } => self.post(hold, amount, now, made.next().unwrap_or_default()),
            Call::Void { hold } => {
                self.hold(hold, now)?;
                self.let_go(hold, State::Dropped);
                Ok(1)
            }
            Call::Ask { part, days } => self.ask(part, days, now),
            Call::Accept { request } => self.accept(request, now, made.next().unwrap_or_default()),
            Call::Reject { request } => self.answer(request, now, State::Refused),
            Call::Withdraw { request } => self.answer(request, now, State::Dropped),
            Call::Limits { account, lower, upper } => self.limit(account, lower, upper),
            Call::Kind { account, rule } => self.kind(account, rule),
            Call::Defaults { lower, upper } => {
                ordered(lower, upper)?;
                self.defaults = (lower, upper);
                Ok(1)
            }
            Call::Suspend { member } => self.stand(member, Standing::Suspended),
            Call::Restore { member } => self.stand(member, Standing::Active),
            Call::Leave { member } => self.stand(member, Standing::Left),
            Call::Join { member, .. } => {
                self.members.insert(member, Standing::Active);
                let purse = Purse::new(Some(member), 1, self.defaults);
                self.purses.insert(made.next().unwrap_or_default(), purse);
                Ok(1)
            }
            Call::Expire => Ok(self.expire(now)),
        }
    }

    fn purse(&mut self, key: Key) -> &mut Purse {
        self.purses.get_mut(&key).unwrap()
    }

    /// What is wrong with the amount and the two sides, whoever may move.
    fn matches(&self, part: Part) -> Result<(), &'static str> {
        if part.amount < 1 {
            return Err("ledger-amount-positive");
        }
        if part.from == part.to {
            return Err("ledger-same-account");
        }
        let same = self.purses[&part.from].currency == self.purses[&part.to].currency;
        if same { Ok(()) } else { Err("ledger-other-currency") }
    }

    fn movable(&self, part: Part) -> Result<(), &'static str> {
        for side in [part.from, part.to] {
            match self.purses[&side].owner.map(|member| self.members[&member]) {
                Some(Standing::Suspended) => return Err("ledger-account-frozen"),
                Some(Standing::Left) => return Err("ledger-account-closed"),
                Some(Standing::Active) | None => {}
            }
        }
        Ok(())
    }

    /// The room that limits leave, with what is set aside counted as gone and as come.
    fn roomy(&self, part: Part) -> Result<(), &'static str> {
        let amount = i128::from(part.amount);
        let payer = &self.purses[&part.from];
        let free = payer.balance() - payer.going;
        let nearer = |was: i128, will: i128| will.abs() < was.abs();
        if let Some(lower) = self.bottom(part.from)
            && free - amount < lower
            && (free >= lower || !nearer(free, free - amount))
        {
            let first = payer.lines.is_empty() && payer.going == 0 && lower >= 0;
            return Err(if first { "ledger-limit-first" } else { "ledger-limit-lower" });
        }
        let payee = &self.purses[&part.to];
        let full = payee.balance() + payee.coming;
        if let Some(upper) = self.top(part.to)
            && full + amount > upper
            && (full <= upper || !nearer(full, full + amount))
        {
            return Err("ledger-limit-upper");
        }
        Ok(())
    }

    /// The least balance that a payment may leave.
    pub(super) fn bottom(&self, key: Key) -> Option<i128> {
        let purse = &self.purses[&key];
        let lower = purse.lower.map(i128::from);
        match purse.rule {
            Rule::Hard => lower,
            Rule::Warn => None,
            Rule::Grow { cap } => {
                let start = -lower.unwrap();
                let earned = self.earned(key);
                let credit = if earned.len() < 2 { start } else { start + earned.iter().sum::<i128>() / 2 };
                Some(-credit.min(i128::from(cap)))
            }
            Rule::Formula => {
                let received: i128 = purse.lines.iter().map(|line| line.1.max(0)).sum();
                Some(-(1_000 + received / 4 + 100 * purse.lines.len() as i128))
            }
        }
    }

    /// The greatest balance that a payment may leave.
    pub(super) fn top(&self, key: Key) -> Option<i128> {
        let purse = &self.purses[&key];
        purse.upper.map(i128::from).filter(|_| purse.rule != Rule::Warn)
    }

    /// What it got of each other member more than it gave.
    fn earned(&self, key: Key) -> Vec<i128> {
        let mut partners: BTreeMap<Key, i128> = BTreeMap::new();
        for Moved { part, .. } in self.moved.values() {
            let amount = i128::from(part.amount);
            if part.to == key {
                *partners.entry(part.from).or_default() += amount;
            } else if part.from == key {
                *partners.entry(part.to).or_default() -= amount;
            }
        }
        partners.retain(|partner, net| *net > 0 && self.purses[partner].owner.is_some());
        if self.purses[&key].owner.is_some() { partners.into_values().collect() } else { Vec::new() }
    }

    fn payable(&self, part: Part) -> Result<(), &'static str> {
        self.matches(part)?;
        self.movable(part)?;
        self.roomy(part)
    }

    fn shift(&mut self, part: Part, group: Key, back: bool) {
        for (side, change) in [(part.from, -i128::from(part.amount)), (part.to, i128::from(part.amount))] {
            let purse = self.purse(side);
            let balance = purse.balance() + change;
            purse.lines.push((part.id, change, balance));
        }
        self.moved.insert(part.id, Moved { part, group, back, taken: false });
        self.order.push(part.id);
    }

    /// All or none; the same once more is the same as once.
    fn together(&mut self, parts: &[Part]) -> Verdict {
        let group = parts[0].id;
        let known = parts.iter().filter(|part| self.moved.contains_key(&part.id)).count();
        if known > 0 {
            let same =
                parts.iter().all(|part| self.moved.get(&part.id).is_some_and(|m| m.part == *part && m.group == group));
            let whole = self.moved.values().filter(|moved| moved.group == group).count() == parts.len();
            return if same && whole { Ok(parts.len()) } else { Err("ledger-id-used") };
        }
        for part in parts {
            self.payable(*part)?;
            self.shift(*part, group, false);
        }
        Ok(parts.len())
    }

    fn take_back(&mut self, transfer: Key, anyway: bool, made: &mut dyn Iterator<Item = Key>) -> Verdict {
        let group = self.moved.get(&transfer).ok_or("not-found")?.group;
        let all: Vec<Key> = self.order.iter().rev().filter(|id| self.moved[*id].group == group).copied().collect();
        let mut first = None;
        for id in &all {
            let moved = self.moved[id].clone();
            if moved.back {
                return Err("ledger-reversal-final");
            }
            if moved.taken {
                return Err("ledger-already-reversed");
            }
            let back =
                Part { id: made.next().unwrap_or_default(), from: moved.part.to, to: moved.part.from, ..moved.part };
            let gone = |side| self.purses[&side].owner.is_some_and(|member| self.members[&member] == Standing::Left);
            if gone(back.from) || gone(back.to) {
                return Err("ledger-account-closed");
            }
            if !anyway && self.roomy(back).is_err() {
                return Err("ledger-reversal-limit");
            }
            let first = *first.get_or_insert(back.id);
            self.shift(back, first, true);
            self.moved.get_mut(id).unwrap().taken = true;
        }
        Ok(all.len())
    }

    fn aside(&mut self, part: Part, sign: i128) {
        self.purse(part.from).going += sign * i128::from(part.amount);
        self.purse(part.to).coming += sign * i128::from(part.amount);
    }

    fn promise(&mut self, part: Part, now: i64, until: Option<i64>) -> Verdict {
        if until.is_some_and(|until| until <= now) {
            return Err("ledger-expiry-past");
        }
        self.payable(part)?;
        self.aside(part, 1);
        self.holds.insert(part.id, Promise { part, made: now, until, state: State::Waiting });
        Ok(1)
    }

    fn hold(&self, hold: Key, now: i64) -> Result<Part, &'static str> {
        let promise = self.holds.get(&hold).ok_or("not-found")?;
        promise.open(now, "ledger-hold-expired", "ledger-hold-resolved")?;
        Ok(promise.part)
    }

    fn let_go(&mut self, hold: Key, state: State) {
        let promise = self.holds.get_mut(&hold).unwrap();
        promise.state = state;
        let part = promise.part;
        self.aside(part, -1);
    }

    fn post(&mut self, hold: Key, amount: Option<i64>, now: i64, id: Key) -> Verdict {
        let held = self.hold(hold, now)?;
        let part = Part { id, amount: amount.unwrap_or(held.amount), ..held };
        if part.amount > held.amount {
            return Err("ledger-hold-amount");
        }
        self.matches(part)?;
        self.movable(part)?;
        self.let_go(hold, State::Paid(id));
        self.shift(part, id, false);
        Ok(1)
    }

    fn ask(&mut self, part: Part, days: i64, now: i64) -> Verdict {
        if let Some(known) = self.requests.get(&part.id) {
            let same = known.part == part && known.until == Some(known.made + days * DAY);
            return if same { Ok(1) } else { Err("ledger-id-used") };
        }
        self.matches(part)?;
        self.movable(part)?;
        let until = Some(now + days * DAY);
        self.requests.insert(part.id, Promise { part, made: now, until, state: State::Waiting });
        Ok(1)
    }

    fn request(&self, request: Key, now: i64) -> Result<Part, &'static str> {
        let promise = self.requests.get(&request).ok_or("not-found")?;
        promise.open(now, "ledger-request-expired", "ledger-request-closed")?;
        Ok(promise.part)
    }

    fn accept(&mut self, request: Key, now: i64, id: Key) -> Verdict {
        if let Some(State::Paid(_)) = self.requests.get(&request).map(|promise| promise.state) {
            return Ok(1);
        }
        let part = Part { id, ..self.request(request, now)? };
        self.payable(part)?;
        self.shift(part, id, false);
        self.requests.get_mut(&request).unwrap().state = State::Paid(id);
        Ok(1)
    }

    fn answer(&mut self, request: Key, now: i64, state: State) -> Verdict {
        self.request(request, now)?;
        self.requests.get_mut(&request).unwrap().state = state;
        Ok(1)
    }

    fn limit(&mut self, account: Key, lower: Option<i64>, upper: Option<i64>) -> Verdict {
        ordered(lower, upper)?;
        fits(lower, self.purses[&account].rule)?;
        let purse = self.purse(account);
        purse.changes += usize::from((purse.lower, purse.upper) != (lower, upper));
        (purse.lower, purse.upper) = (lower, upper);
        Ok(1)
    }

    fn kind(&mut self, account: Key, rule: Rule) -> Verdict {
        fits(self.purses[&account].lower, rule)?;
        let purse = self.purse(account);
        purse.changes += usize::from(purse.rule != rule);
        purse.rule = rule;
        Ok(1)
    }

    fn stand(&mut self, member: Key, wanted: Standing) -> Verdict {
        let standing = self.members[&member];
        match (wanted, standing) {
            (Standing::Suspended, Standing::Active) | (Standing::Active, Standing::Suspended) => {}
            (Standing::Left, Standing::Active | Standing::Suspended) => self.settled(member)?,
            (Standing::Suspended, _) => return Err("members-not-active"),
            (Standing::Active, _) => return Err("members-not-suspended"),
            (Standing::Left, _) => return Err("members-left-already"),
        }
        self.members.insert(member, wanted);
        Ok(1)
    }

    /// Nobody leaves in the middle of something.
    fn settled(&self, member: Key) -> Result<(), &'static str> {
        for purse in self.purses.values().filter(|purse| purse.owner == Some(member)) {
            if purse.balance() != 0 {
                return Err("ledger-balance-not-zero");
            }
            if (purse.coming, purse.going) != (0, 0) {
                return Err("ledger-holds-pending");
            }
        }
        Ok(())
    }

    fn expire(&mut self, now: i64) -> usize {
        let late =
            |promise: &Promise| promise.state == State::Waiting && promise.until.is_some_and(|until| until <= now);
        let holds: Vec<Key> = self.holds.iter().filter(|(_, promise)| late(promise)).map(|(id, _)| *id).collect();
        for id in &holds {
            self.let_go(*id, State::Lapsed);
        }
        let requests: Vec<_> = self.requests.values_mut().filter(|promise| late(promise)).collect();
        let count = holds.len() + requests.len();
        for promise in requests {
            promise.state = State::Lapsed;
        }
        count
    }

    /// Number and volume of the transfers of a currency.
    pub(super) fn traded(&self, currency: u8) -> (u64, i64) {
        let of_it = self.moved.values().filter(|moved| self.purses[&moved.part.from].currency == currency);
        of_it.fold((0, 0), |(count, volume), moved| (count + 1, volume + moved.part.amount))
    }
}

fn ordered(lower: Option<i64>, upper: Option<i64>) -> Result<(), &'static str> {
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower > upper => Err("ledger-limits-order"),
        _ => Ok(()),
    }
}

/// Growth starts from a debt that is allowed, and ends no earlier than it starts.
fn fits(lower: Option<i64>, rule: Rule) -> Result<(), &'static str> {
    match (rule, lower) {
        (Rule::Grow { cap }, Some(lower)) if lower <= 0 && cap < -lower => Err("ledger-growing-cap"),
        (Rule::Grow { .. }, None | Some(1..)) => Err("ledger-growing-lower"),
        _ => Ok(()),
    }
}
