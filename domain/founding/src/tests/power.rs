//! A community's life on a disk whose power is cut at any moment: payments, holds, requests, limits, reversals, joining.

use std::sync::Arc;

use ayni_kernel::{AccountId, Body, HoldId, Line, MemberId, RequestId, TransferId, testing::TestClock};
use ayni_ledger::{Ask, Beyond, Pay, PlaceHold, Reverse, SetLimits};
use ayni_storage::{
    Store,
    testing::{Chance, Cuts, Journal, Tally, cut_everywhere, soak},
};

use super::*;

/// Histories of a short run; `AYNI_SOAK` says how many a long one has.
const HISTORIES: u64 = 500;

/// Things that happen in one history, after a community was founded.
const STEPS: usize = 8;

/// Of so many steps of the disk the power is cut at one.
const ONE_STEP_IN: usize = 16;

/// What a history has to do with so far.
#[derive(Default)]
struct Life {
    members: Vec<MemberId>,
    accounts: Vec<AccountId>,
    transfers: Vec<TransferId>,
    holds: Vec<HoldId>,
    requests: Vec<RequestId>,
}

/// What came of one thing that happened.
enum Made {
    Member(MemberId),
    Transfer(TransferId),
    Hold(HoldId),
    Request(RequestId),
    Nothing,
}

fn words(text: &str) -> Line {
    Line::parse("description", text).unwrap()
}

impl Life {
    fn any<T: Copy>(list: &[T], chance: &mut Chance) -> Option<T> {
        list.get(chance.below(list.len().max(1))).copied()
    }

    /// One thing, which the rules may refuse: then nothing of it may be there.
    fn step(&mut self, data: &Data, chance: &mut Chance) {
        let (kind, amount) = (chance.below(9), Amount::new(1 + i64::try_from(chance.below(900)).unwrap()));
        let pick = |list: &[AccountId], chance: &mut Chance| Self::any(list, chance).unwrap();
        let (from, to) = (pick(&self.accounts, chance), pick(&self.accounts, chance));
        let pay = Pay { id: None, from, to, amount, description: words("for the cut"), category: None };
        let (transfer, hold) = (Self::any(&self.transfers, chance), Self::any(&self.holds, chance));
        let request = Self::any(&self.requests, chance);
        let made = data.write(move |tx| {
            Ok(match (kind, transfer, hold, request) {
                (0, ..) => Made::Member(ayni_members::create(tx, &FOUNDER, somebody("Berta"))?.id),
                (1, Some(transfer), ..) => {
                    let ask = Reverse { transfer, reason: words("by mistake"), beyond: Beyond::Allow };
                    ayni_ledger::reverse(tx, &FOUNDER, ask)?;
                    Made::Nothing
                }
                (2, ..) => {
                    let ask = PlaceHold { from, to, amount, description: words("aside"), expires: None };
                    Made::Hold(ayni_ledger::hold(tx, &FOUNDER, ask)?.id)
                }
                (3, _, Some(hold), _) => Made::Transfer(ayni_ledger::post_hold(tx, &FOUNDER, hold, None)?.id),
                (4, _, Some(hold), _) => {
                    ayni_ledger::void_hold(tx, &FOUNDER, hold)?;
                    Made::Nothing
                }
                (5, ..) => {
                    let ask = Ask {
                        id: None,
                        payee: to,
                        payer: from,
                        amount,
                        description: words("please"),
                        category: None,
                        days: None,
                    };
                    Made::Request(ayni_ledger::request(tx, &FOUNDER, ask)?.id)
                }
                (6, _, _, Some(request)) => Made::Transfer(ayni_ledger::accept(tx, &FOUNDER, request)?.id),
                (7, ..) => {
                    let (lower, upper) = (Some(amount.negated().unwrap()), None);
                    let ask = SetLimits { account: from, lower, upper, reason: words("as agreed") };
                    ayni_ledger::set_limits(tx, &FOUNDER, ask)?;
                    Made::Nothing
                }
                _ => Made::Transfer(ayni_ledger::pay(tx, &FOUNDER, pay)?.id),
            })
        });
        match made {
            Ok(Made::Member(id)) => self.joined(data, id),
            Ok(Made::Transfer(id)) => self.transfers.push(id),
            Ok(Made::Hold(id)) => self.holds.push(id),
            Ok(Made::Request(id)) => self.requests.push(id),
            Ok(Made::Nothing) | Err(Error::Invalid(_) | Error::Conflict(_)) => {}
            Err(error) => assert_eq!(error, Error::NotFound, "the disk is sound"),
        }
    }

    fn joined(&mut self, data: &Data, id: MemberId) {
        self.members.push(id);
        let accounts = data.read(|tx| ayni_ledger::accounts_of(tx, &FOUNDER, id)).unwrap();
        self.accounts.extend(accounts.iter().map(|account| account.id));
    }
}

fn somebody(name: &str) -> NewMember {
    NewMember {
        user: None,
        number: None,
        name: Name::parse("name", name).unwrap(),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: Address::default(),
        location: None,
        contacts: Vec::new(),
        note: Line::default(),
    }
}

fn history(store: &Store, chance: &mut Chance, journal: &mut Journal) {
    let data = Data::new(store.clone(), reactors());
    let ask = ask("roble", "h");
    let admin = data.write(move |tx| {
        let settings = settings(tx.id(), &ask, tx.now())?;
        ayni_communities::found(tx, &FOUNDER, settings)?;
        ayni_ledger::create_currency(tx, &FOUNDER, ask.currency.clone())?;
        let user = tx.id();
        admin(tx, user, &ask.admin)
    });
    journal.acknowledge(store);
    let mut life = Life::default();
    life.joined(&data, admin.unwrap());
    for _ in 0..STEPS {
        life.step(&data, chance);
        journal.acknowledge(store);
    }
}

/// The books add up.
fn holds(store: &Store) -> Result<(), String> {
    let findings = Data::new(store.clone(), &[]).read(ayni_ledger::audit).map_err(|error| error.to_string())?;
    findings.first().map_or(Ok(()), |finding| Err(finding.to_string()))
}

fn run(histories: std::ops::Range<u64>, lie_one_in: Option<usize>) -> Tally {
    let cuts = Cuts {
        schema: &community_schema,
        clock: TestClock::new() as Arc<dyn ayni_storage::Clock>,
        history: &history,
        holds: &holds,
        one_step_in: ONE_STEP_IN,
        lie_one_in,
    };
    let mut sum = Tally::default();
    histories.for_each(|seed| sum.add(cut_everywhere(&cuts, seed)));
    eprintln!("{sum}");
    sum
}

#[test]
fn a_community_survives_a_power_cut_at_any_moment() {
    let sum = run(0..soak(HISTORIES), None);
    assert!(sum.failures.is_empty() && sum.cuts > sum.histories, "{sum}");
}

#[test]
fn a_disk_that_skips_flushes_is_found_out() {
    let sum = run(0..20, Some(3));
    assert!(!sum.failures.is_empty(), "nothing was missed: {sum}");
}
