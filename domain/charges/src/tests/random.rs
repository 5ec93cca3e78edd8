//! Random rules over random histories: every run sums to zero, can be taken back, is made once for a period, and does
//! what its preview said.

use ayni_kernel::{AccountId, Amount, Timestamp, WriteTx};
use proptest::prelude::*;

use super::town::{PROGRAM, Town, text};
use crate::{
    Bearer, Every, Levy, Outcome, Preview, Rate, ReverseRun, Share, What, next_run, preview, reverse_run, run_lines,
};

const MEMBERS: u8 = 7;

/// Days between things that happen.
type Deed = (u8, u8, u8, i64);

fn whats() -> impl Strategy<Value = What> {
    let amount = || (1_i64..50_000).prop_map(Amount::new);
    let rate = || (1_u16..=10_000).prop_map(|points| Rate::new(points).unwrap());
    let share = prop_oneof![Just(Share::Treasury), Just(Share::Active), Just(Share::All)];
    prop_oneof![
        amount().prop_map(|amount| What::Fee { amount }),
        amount().prop_map(|amount| What::Dues { amount }),
        (rate(), 0_i64..30_000, share).prop_map(|(rate, free, share)| What::Demurrage {
            rate,
            free: Amount::new(free),
            share
        }),
    ]
}

fn levies() -> impl Strategy<Value = Levy> {
    let bearer = prop_oneof![Just(Bearer::Payer), Just(Bearer::Payee), Just(Bearer::Both)];
    (bearer, 0_u16..3_000, 0_i64..300, 0_i64..200, proptest::option::of(200_i64..500)).prop_map(
        |(bearer, rate, fixed, least, most)| Levy {
            bearer,
            rate: Rate::new(rate).unwrap(),
            fixed: Amount::new(fixed + 1),
            least: Amount::new(least),
            most: most.map(Amount::new),
            categories: Vec::new(),
        },
    )
}

fn everys() -> impl Strategy<Value = Every> {
    prop_oneof![Just(Every::Week), Just(Every::Month), Just(Every::Quarter)]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    proptest::collection::vec((0_u8..20, 0..MEMBERS, 0..MEMBERS, 1_i64..40_000), 1..35)
}

/// Members pay each other; days pass.
fn live(town: &Town, deeds: &[Deed], mut between: impl FnMut(&Town)) {
    for (days, from, to, amount) in deeds {
        town.clock.turn(i64::from(*days) * 86_400 + 3_600);
        between(town);
        if from != to {
            town.pays(*from, *to, Amount::new(*amount)).unwrap();
        }
    }
}

fn balances(town: &Town) -> Vec<Amount> {
    let mut all: Vec<_> = (0..MEMBERS).map(|number| town.balance(number)).collect();
    all.push(town.balance_of(town.treasury()));
    all
}

fn sum(amounts: &[Amount]) -> i64 {
    amounts.iter().map(|amount| amount.minor()).sum()
}

/// What a rule's runs did to each account.
fn done(town: &Town, rule: ayni_kernel::ChargeRuleId) -> Vec<(AccountId, Amount, Amount)> {
    let mut all = Vec::new();
    for run in town.runs(rule) {
        for line in town.read(|tx| run_lines(tx, &PROGRAM, run.id, None, 1_000)).rows {
            all.push((line.account, line.charge, line.gift));
        }
    }
    all
}

fn promised(preview: &Preview) -> Vec<(AccountId, Amount, Amount)> {
    preview.outcomes.iter().map(|Outcome { account, taken, given }| (*account, *taken, *given)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The runs of a year as they are made, late or in time, against the preview of the same year in a community that
    /// lived the same life without the rule.
    #[test]
    fn a_year_is_what_its_preview_said(what in whats(), every in everys(), deeds in deeds(), late in 1_u8..5) {
        let (with, without) = (Town::of(MEMBERS, None), Town::of(MEMBERS, None));
        let rule = with.rule(with.content(what.clone(), every, "2026-03-02"));
        for town in [&with, &without] {
            town.until("2026-03-02T05:00:01Z");
        }
        let mut waited = 0;
        live(&with, &deeds, |town| {
            waited += 1;
            if waited % late == 0 {
                town.work();
            }
        });
        live(&without, &deeds, |_| {});
        // Near the end of the year that a preview made then looks back on.
        for town in [&with, &without] {
            town.until("2027-02-25T12:00:00Z");
        }
        with.work();
        let seen = without.read(|tx| preview(tx, &PROGRAM, &without.content(what.clone(), every, "2026-03-02")));
        let runs = with.runs(rule.id);
        let made: Vec<_> = runs.iter().map(|run| (run.from, run.taken, run.given)).collect();
        let said: Vec<_> = seen.trials.iter().map(|trial| (trial.period.from, trial.taken, trial.given))
            .filter(|(from, ..)| *from >= runs[0].from).collect();
        // Dues of the year that has begun are charged already.
        prop_assert_eq!(&made[..said.len()], &said[..]);
        prop_assert!(made.len() <= said.len() + 1);
        prop_assert_eq!(sum(&balances(&with)), 0);
        with.sound();
    }

    /// Whatever the state of things: the next run does what it promised, sums to zero, is made once, and when it is
    /// taken back all is as it was.
    #[test]
    fn a_run_keeps_its_promise_and_can_be_taken_back(what in whats(), every in everys(), deeds in deeds()) {
        let town = Town::of(MEMBERS, None);
        live(&town, &deeds, |_| {});
        let today = town.clock.shows().to_string();
        let starts: ayni_calendar::Date = today[..10].parse().unwrap();
        let content = town.content(what, every, &starts.tomorrow().unwrap().to_string());
        let rule = town.rule(content);
        live(&town, &deeds[..deeds.len() / 2], |_| {});
        let due = town.at(rule.id).next.unwrap();
        if due > town.clock.shows() {
            town.until_moment(due);
        }
        let before = balances(&town);
        let said = town.read(|tx| next_run(tx, &PROGRAM, rule.id));
        town.write(crate::work_due).unwrap();
        while town.runs(rule.id).last().unwrap().stage.is_open() {
            town.write(crate::work_due).unwrap();
        }
        let first = town.runs(rule.id).remove(0);
        let lines: Vec<_> = town.read(|tx| run_lines(tx, &PROGRAM, first.id, None, 1_000)).rows.into_iter()
            .filter(|line| line.charge.is_positive() || line.gift.is_positive())
            .map(|line| (line.account, line.charge, line.gift)).collect();
        prop_assert_eq!(lines, promised(&said));
        prop_assert_eq!(sum(&balances(&town)), 0);
        town.sound();
        let ask = ReverseRun { run: first.id, reason: text("Voted down") };
        town.write(move |tx: &mut WriteTx<'_>| reverse_run(tx, &PROGRAM, ask)).unwrap();
        while town.runs(rule.id).remove(0).stage.is_open() {
            town.write(crate::work_due).unwrap();
        }
        prop_assert_eq!(balances(&town), before);
        let count = done(&town, rule.id).len();
        prop_assert_eq!(town.runs(rule.id).iter().filter(|run| run.number == first.number).count(), 1);
        prop_assert_eq!(done(&town, rule.id).len(), count);
        town.sound();
    }

    /// Payments with a levy against the preview over the same payments without it.
    #[test]
    fn levies_are_what_their_preview_said(levy in levies(), deeds in deeds()) {
        let (with, without) = (Town::of(MEMBERS, None), Town::of(MEMBERS, None));
        let content = with.content(What::Levy(levy), Every::Year, "2026-03-01");
        with.rule(content.clone());
        let deeds: Vec<Deed> = deeds.into_iter().map(|(days, from, to, amount)| (days % 7, from, to, amount)).collect();
        live(&with, &deeds, |_| {});
        live(&without, &deeds, |_| {});
        for town in [&with, &without] {
            town.until("2027-01-20T12:00:00Z");
        }
        let seen = without.read(|tx| preview(tx, &PROGRAM, &content));
        prop_assert_eq!(with.balance_of(with.treasury()), seen.taken);
        for Outcome { account, taken, .. } in seen.outcomes {
            let paid = without.balance_of(account).minus(with.balance_of(account));
            prop_assert_eq!(paid, Some(taken));
        }
        prop_assert_eq!(sum(&balances(&with)), 0);
        with.sound();
    }
}

#[test]
fn a_moment_is_not_in_two_periods() {
    let town = Town::of(1, None);
    let rule = town.rule(town.content(What::Fee { amount: Amount::new(1) }, Every::Week, "2026-03-02"));
    town.until("2026-06-01T05:00:00Z");
    town.work();
    let runs = town.runs(rule.id);
    let ends: Vec<Timestamp> = runs.iter().map(|run| run.until).collect();
    assert!(runs.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].number + 1 == pair[1].number));
    assert_eq!(ends.len(), 13);
}
