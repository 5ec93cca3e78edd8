//! The ledger on a page: each line of `table.txt` is an operation and its outcome.

use std::collections::BTreeMap;

use ayni_kernel::{
    Actor, Arg, Error, HoldId, MemberId, Money, RequestId, Result, Roles, TransferId, UserId, WriteTx, testing::Cast,
};

use super::{PROGRAM, Town, Who, code, new_currency, text, units, word};
use crate::{
    Account, Ask, Beyond, ChangeLimits, Formula, Grant, Growth, LimitKind, Pay, PlaceHold, Reverse, SetLimits, accept,
    change_limits, create_currency, expire_due, grant_once, hold, pay, post_group, post_hold, reject, request, reverse,
    set_limits, void_hold, withdraw,
};

const TABLE: &str = include_str!("table.txt");

/// The town and the labels given so far.
struct Desk {
    town: Town,
    transfers: BTreeMap<String, TransferId>,
    requests: BTreeMap<String, RequestId>,
    holds: BTreeMap<String, HoldId>,
}

type Outcome = Result<()>;

impl Desk {
    fn new() -> Self {
        let town = Town::new();
        town.write(|tx| create_currency(tx, &PROGRAM, new_currency("HRS", None, None))).unwrap();
        Self { town, transfers: BTreeMap::new(), requests: BTreeMap::new(), holds: BTreeMap::new() }
    }

    /// `Ana`, `Treasury`, or `Ana@HRS` for the account in the second currency.
    fn account(&self, name: &str) -> Account {
        if let Some((name, currency)) = name.split_once('@') {
            let code = code(&format!("{}-{currency}", name.to_uppercase()));
            return self.town.read(|tx| crate::account_by_code(tx, &PROGRAM, &code));
        }
        self.town.account(if name == "Treasury" { Who::Treasury } else { Who::Cast(cast(name)) })
    }

    fn pay_ask(&self, from: &str, to: &str, amount: &str, id: Option<TransferId>) -> Pay {
        Pay {
            id,
            from: self.account(from).id,
            to: self.account(to).id,
            amount: amount_of(amount),
            description: text("Bread"),
            category: None,
        }
    }

    fn write<T: Send + 'static>(
        &self,
        who: &str,
        work: impl FnOnce(&mut WriteTx<'_>, &Actor) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let me = actor(who);
        self.town.write(move |tx| work(tx, &me))
    }

    fn act(&mut self, line: &str) -> Outcome {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [who, "pays", to, amount, rest @ ..] => self.pay(who, who, to, amount, rest),
            [who, "for", from, "pays", to, amount, rest @ ..] => self.pay(who, from, to, amount, rest),
            [who, "together", rest @ ..] => self.together(who, rest),
            [who, "asks", payer, amount, "as", label] => self.ask(who, who, payer, amount, label),
            [who, "for", payee, "asks", payer, amount, "as", label] => self.ask(who, payee, payer, amount, label),
            [who, "accepts", label] => {
                let id = self.requests[*label];
                let transfer = self.write(who, move |tx, me| accept(tx, me, id))?;
                self.transfers.insert((*label).to_owned(), transfer.id);
                Ok(())
            }
            [who, "rejects", label] => {
                let id = self.requests[*label];
                self.write(who, move |tx, me| reject(tx, me, id)).map(drop)
            }
            [who, "withdraws", label] => {
                let id = self.requests[*label];
                self.write(who, move |tx, me| withdraw(tx, me, id)).map(drop)
            }
            other => self.act_on_holds(other),
        }
    }

    fn act_on_holds(&mut self, words: &[&str]) -> Outcome {
        match words {
            [who, "holds", to, amount, "as", label, rest @ ..] => {
                let expires = match rest {
                    ["until", seconds] => Some(self.town.clock.shows().plus_seconds(seconds.parse().unwrap())),
                    _ => None,
                };
                let (from, to) = (self.account(who).id, self.account(to).id);
                let ask = PlaceHold { from, to, amount: amount_of(amount), description: text("Deposit"), expires };
                let held = self.write(who, move |tx, me| hold(tx, me, ask))?;
                self.holds.insert((*label).to_owned(), held.id);
                Ok(())
            }
            [who, "posts", label, rest @ ..] => {
                let id = self.holds[*label];
                let amount = rest.first().map(|amount| amount_of(amount));
                let transfer = self.write(who, move |tx, me| post_hold(tx, me, id, amount))?;
                self.transfers.insert((*label).to_owned(), transfer.id);
                Ok(())
            }
            [who, "voids", label] => {
                let id = self.holds[*label];
                self.write(who, move |tx, me| void_hold(tx, me, id)).map(drop)
            }
            other => self.act_on_books(other),
        }
    }

    fn act_on_books(&mut self, words: &[&str]) -> Outcome {
        match words {
            [who, "reverses", label, rest @ ..] => {
                let beyond = if rest == ["anyway"] { Beyond::Allow } else { Beyond::Refuse };
                let ask = Reverse { transfer: self.transfers[*label], reason: text("Mistake"), beyond };
                let posted = self.write(who, move |tx, me| reverse(tx, me, ask))?;
                self.transfers.insert(format!("{label}-back"), posted[0].id);
                Ok(())
            }
            [who, "limits", account, lower, upper] => {
                let bound = |text: &str| (text != "none").then(|| amount_of(text));
                let account = self.account(account).id;
                let ask = SetLimits { account, lower: bound(lower), upper: bound(upper), reason: text("Trust") };
                self.write(who, move |tx, me| set_limits(tx, me, ask)).map(drop)
            }
            [who, "lets", account, lower, upper, kind @ ..] => {
                let bound = |text: &str| (text != "none").then(|| amount_of(text));
                let (account, kind) = (self.account(account).id, kind_of(kind));
                let (lower, upper, reason) = (bound(lower), bound(upper), text("Trust"));
                let ask = ChangeLimits { account, lower, upper, kind, reason };
                self.write(who, move |tx, me| change_limits(tx, me, ask)).map(drop)
            }
            [who, "grants", account, lower] => {
                let expires = self.town.clock.shows().plus_days(1);
                let (account, lower) = (self.account(account).id, amount_of(lower));
                let ask = Grant { account, lower, expires, reason: text("Once") };
                self.write(who, move |tx, me| grant_once(tx, me, ask)).map(drop)
            }
            [who, "suspends", member] => {
                let member = cast(member).member();
                self.write(who, move |tx, me| ayni_members::suspend(tx, me, member, text("Absent"))).map(drop)
            }
            [who, "restores", member] => {
                let member = cast(member).member();
                self.write(who, move |tx, me| ayni_members::restore(tx, me, member)).map(drop)
            }
            [who, "leaves"] => {
                let member = cast(who).member();
                self.write(who, move |tx, me| ayni_members::leave(tx, me, member)).map(drop)
            }
            [who, "sees", account] => {
                let (me, id) = (actor(who), self.account(account).id);
                self.town.community.read(|tx| crate::account(tx, &me, id)).map(drop)
            }
            ["wait", seconds] => {
                self.town.clock.turn(seconds.parse().unwrap());
                self.town.write(|tx| expire_due(tx, 100)).map(drop)
            }
            other => panic!("no such line: {other:?}"),
        }
    }

    /// `Ana pays Ben 10 [as label]`, or `id n` for an id given by the client.
    fn pay(&mut self, who: &str, from: &str, to: &str, amount: &str, rest: &[&str]) -> Outcome {
        let (id, label) = match rest {
            ["id", n] => (Some(TransferId::from_bytes([n.parse().unwrap(); 16])), None),
            ["as", label] => (None, Some(*label)),
            [] => (None, None),
            other => panic!("unknown ending {other:?}"),
        };
        let ask = self.pay_ask(from, to, amount, id);
        let transfer = self.write(who, move |tx, me| pay(tx, me, ask))?;
        self.transfers.extend(label.map(|label| (label.to_owned(), transfer.id)));
        Ok(())
    }

    /// `Ana together Ben 10 Carla 5 as label`.
    fn together(&mut self, who: &str, rest: &[&str]) -> Outcome {
        let (parts, label) = rest.split_at(rest.len() - 2);
        let asks = parts.chunks(2).map(|part| self.pay_ask(who, part[0], part[1], None)).collect();
        let posted = self.write(who, move |tx, me| post_group(tx, me, asks))?;
        self.transfers.insert(label[1].to_owned(), posted[0].id);
        Ok(())
    }

    fn ask(&mut self, who: &str, payee: &str, payer: &str, amount: &str, label: &str) -> Outcome {
        let ask = Ask {
            id: None,
            payee: self.account(payee).id,
            payer: self.account(payer).id,
            amount: amount_of(amount),
            description: text("Bread"),
            category: None,
            days: Some(1),
        };
        let asked = self.write(who, move |tx, me| request(tx, me, ask))?;
        self.requests.insert(label.to_owned(), asked.id);
        Ok(())
    }

    /// `ok` and balances (`Ana -10`, or `Ana.free 90` for what may still be paid), or a refusal's word and what it
    /// says is possible.
    fn expect(&self, line: &str, outcome: Outcome, expected: &str) {
        let words: Vec<&str> = expected.split_whitespace().collect();
        match (outcome, words.as_slice()) {
            (Ok(()), ["ok", balances @ ..]) => {
                for pair in balances.chunks(2) {
                    let seen = match pair[0].strip_suffix(".free") {
                        Some(name) => self.account(name).available().unwrap(),
                        None => self.account(pair[0]).balance(),
                    };
                    assert_eq!(seen, amount_of(pair[1]), "{} after {line}", pair[0]);
                }
            }
            (Err(error), [refusal, possible @ ..]) => {
                assert_eq!(word(&error), *refusal, "{line}");
                if let [amount] = possible {
                    assert_eq!(possible_of(&error).amount, amount_of(amount), "{line}");
                }
            }
            (outcome, _) => panic!("{line}: {outcome:?}"),
        }
    }
}

/// `warning`, `growing 50 300 2` (per cent, cap, partners), or a formula.
fn kind_of(words: &[&str]) -> LimitKind {
    match words {
        ["warning"] => LimitKind::Warn,
        ["growing", percent, cap, partners] => LimitKind::Growing(Growth {
            points: percent.parse::<u16>().unwrap() * 100,
            cap: amount_of(cap),
            partners: partners.parse().unwrap(),
        }),
        ["hard"] => LimitKind::Hard,
        formula => LimitKind::Formula(Formula::parse("formula", &formula.join(" ")).unwrap()),
    }
}

fn cast(name: &str) -> Cast {
    Cast::ALL.into_iter().find(|cast| cast.name() == name).unwrap_or_else(|| panic!("nobody is called {name}"))
}

fn actor(name: &str) -> Actor {
    match name {
        "Stranger" => Actor::Stranger,
        "Neighbour" => Actor::person(UserId::from_bytes([0x77; 16]), MemberId::from_bytes([0x77; 16]), Roles::NONE),
        name => cast(name.split('@').next().unwrap()).actor(),
    }
}

fn amount_of(text: &str) -> ayni_kernel::Amount {
    ayni_kernel::Scale::new(2).unwrap().parse_exact(text).unwrap()
}

fn possible_of(error: &Error) -> Money {
    let fault = match error {
        Error::Invalid(faults) => &faults.0[0],
        Error::Conflict(fault) => fault,
        other => panic!("{other}"),
    };
    let possible = fault.args.iter().find(|(name, _)| *name == "possible");
    match possible {
        Some((_, Arg::Money(money))) => money.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_line_has_its_outcome() {
    let mut desk = Desk::new();
    let mut lines = 0;
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (asked, expected) = line.split_once("->").unwrap();
        let outcome = desk.act(asked);
        desk.expect(line, outcome, expected);
        desk.town.sound();
        lines += 1;
    }
    assert!(lines > 50);
    assert_eq!(units(1), amount_of("1"));
}
