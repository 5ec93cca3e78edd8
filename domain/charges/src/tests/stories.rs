//! Rules and their runs as stories.

use ayni_kernel::{Actor, Amount, Role};
use ayni_members::MemberKind;

use super::town::{PROGRAM, Town, actor, member, name, office, refused, text, units};
use crate::{
    Every, Exempt, Rate, ReverseRun, RuleContent, RuleState, Share, Stage, What, activate, change_rule, draft, end,
    next_run, preview, remove_draft, reverse_run, rule, rules, rules_for, run, run_lines,
};

const FEE: What = What::Fee { amount: units(2) };

#[test]
fn fees_when_a_month_is_over_and_dues_when_it_begins() {
    let town = Town::of(3, Some(units(0)));
    let sols = town.sols();
    let fee = town.rule(town.content(FEE, Every::Month, "2026-04-01"));
    let content =
        RuleContent { currency: sols.id, ..town.content(What::Dues { amount: units(10) }, Every::Year, "2026-04-01") };
    let dues = town.rule(content);
    town.until("2026-04-01T05:00:00Z");
    town.work();
    assert_eq!(town.balance(0), units(0));
    assert_eq!(town.balance_of(town.account_in(0, &sols)), units(-10), "due in the fiat currency");
    town.until("2026-05-01T05:00:00Z");
    town.work();
    assert_eq!(town.balance(0), units(-2), "a fee is owed whatever the limit says");
    assert_eq!((town.runs(fee.id).len(), town.runs(dues.id).len()), (1, 1));
    town.sound();
}

#[test]
fn who_is_exempt_frozen_or_new_is_passed_over() {
    let town = Town::of(5, None);
    town.write(|tx| {
        let mut public = ayni_members::get(&**tx, &PROGRAM, member(1))?;
        public.kind = MemberKind::Public;
        let group = ayni_members::add_group(tx, &PROGRAM, name("Helpers"), text(""))?;
        ayni_members::join_group(tx, &PROGRAM, group.id, member(2))?;
        ayni_members::suspend(tx, &PROGRAM, member(3), text("Away"))?;
        let content = RuleContent {
            name: name("Upkeep"),
            currency: ayni_ledger::main_currency(&**tx)?.id,
            what: FEE,
            every: Every::Month,
            starts: "2026-04-01".parse().unwrap(),
            exempt: Exempt { members: vec![member(4)], groups: vec![group.id], kinds: vec![MemberKind::Public] },
        };
        let drafted = draft(tx, &PROGRAM, content)?;
        activate(tx, &PROGRAM, drafted.id)
    })
    .unwrap();
    town.until("2026-05-01T05:00:00Z");
    town.work();
    let balances = [0, 1, 2, 3, 4].map(|number| town.balance(number));
    assert_eq!(balances, [units(-2), units(-2), units(0), units(0), units(0)]);
    town.sound();
}

#[test]
fn a_run_is_taken_back_as_a_whole() {
    let town = Town::of(60, None);
    for number in 1..60 {
        town.moves(town.treasury(), town.account(number), units(i64::from(number))).unwrap();
    }
    let what = What::Demurrage { rate: Rate::new(1_000).unwrap(), free: units(10), share: Share::All };
    let rule = town.rule(town.content(what, Every::Week, "2026-03-02"));
    town.until("2026-03-09T05:00:00Z");
    let promised = town.read(|tx| next_run(tx, &office(Role::Treasurer), rule.id));
    assert!(town.work() > 4, "more than one transaction has room for");
    let done = town.runs(rule.id).remove(0);
    assert_eq!((done.taken, done.given, done.payers), (promised.taken, promised.given, 49));
    let ask = |reason: &str| ReverseRun { run: done.id, reason: text(reason) };
    let (bare, early) = (ask(""), ask("Voted down"));
    refused(town.write(move |tx| reverse_run(tx, &office(Role::Admin), bare)), "fault-required");
    refused(town.write(move |tx| reverse_run(tx, &office(Role::Treasurer), early)), "forbidden");
    let ask_now = ask("Voted down");
    town.write(move |tx| reverse_run(tx, &office(Role::Admin), ask_now)).unwrap();
    town.work();
    let again = ask("Once more");
    refused(town.write(move |tx| reverse_run(tx, &PROGRAM, again)), "charges-taken-back");
    assert!((0..60).all(|number| town.balance(number) == units(i64::from(number))));
    let back = town.runs(rule.id).remove(0);
    assert_eq!((back.stage, back.taken_back.unwrap().kept), (Stage::TakenBack, 0));
    assert_eq!(town.work(), 0, "it is not charged again");
    town.sound();
}

#[test]
fn what_is_in_force_never_changes() {
    let town = Town::of(2, None);
    let content = town.content(FEE, Every::Month, "2026-04-01");
    let past = town.content(FEE, Every::Month, "2026-02-01");
    let nothing = town.content(What::Fee { amount: units(0) }, Every::Month, "2026-04-01");
    let admin = || office(Role::Admin);
    refused(town.write(move |tx| draft(tx, &admin(), nothing)), "charges-amount-positive");
    let early = town.write(move |tx| draft(tx, &admin(), past)).unwrap().id;
    refused(town.write(move |tx| activate(tx, &admin(), early)), "charges-starts-past");
    let (first, other) = (content.clone(), RuleContent { name: name("Other"), ..content.clone() });
    let made = town.write(move |tx| draft(tx, &admin(), first)).unwrap();
    let changed = town.write(move |tx| change_rule(tx, &admin(), made.id, other)).unwrap();
    assert_eq!(changed.content.name, name("Other"));
    town.write(move |tx| activate(tx, &admin(), made.id)).unwrap();
    refused(town.write(move |tx| change_rule(tx, &admin(), made.id, content)), "charges-in-force");
    refused(town.write(move |tx| remove_draft(tx, &admin(), made.id)), "charges-in-force");
    let ended = town.write(move |tx| end(tx, &admin(), made.id)).unwrap();
    assert_eq!((ended.state, ended.next), (RuleState::Ended, None));
    refused(town.write(move |tx| end(tx, &admin(), made.id)), "charges-not-active");
    town.write(move |tx| remove_draft(tx, &admin(), early)).unwrap();
    town.until("2026-08-01T05:00:00Z");
    assert_eq!(town.work(), 0);
}

#[test]
fn who_may_see_and_do() {
    let town = Town::of(2, None);
    let content = town.content(FEE, Every::Month, "2026-04-01");
    for (who, word) in [
        (Actor::Stranger, "sign-in"),
        (actor(0), "forbidden"),
        (office(Role::Treasurer), "forbidden"),
        (office(Role::Steward), "forbidden"),
    ] {
        let content = content.clone();
        refused(town.write(move |tx| draft(tx, &who, content)), word);
    }
    refused(town.community.read(|tx| preview(tx, &actor(0), &content)), "forbidden");
    refused(town.community.read(|tx| rules(tx, &actor(0))), "forbidden");
    let draft_id = town.write({
        let content = content.clone();
        move |tx| draft(tx, &PROGRAM, content)
    });
    let id = draft_id.unwrap().id;
    refused(town.community.read(|tx| rule(tx, &actor(0), id)), "not-found");
    assert!(town.read(|tx| rules_for(tx, &actor(0), town.ayni.id)).is_empty());
    town.write(move |tx| activate(tx, &PROGRAM, id)).unwrap();
    assert_eq!(town.read(|tx| rules_for(tx, &actor(0), town.ayni.id)).len(), 1);
    town.read(|tx| rule(tx, &actor(0), id));
    refused(town.community.read(|tx| rule(tx, &Actor::Stranger, id)), "sign-in");
    town.until("2026-05-01T05:00:00Z");
    town.work();
    let made = town.runs(id).remove(0).id;
    refused(town.community.read(|tx| run(tx, &actor(0), made)), "forbidden");
    let lines = town.read(|tx| run_lines(tx, &office(Role::Treasurer), made, None, 1));
    assert_eq!((lines.rows.len(), lines.next.is_some()), (1, true));
    assert_eq!(lines.rows[0].charge, units(2));
}

#[test]
fn the_past_year_shows_what_would_have_been() {
    let town = Town::of(2, None);
    town.pays(0, 1, units(100)).unwrap();
    town.until("2027-03-20T12:00:00Z");
    let what = What::Demurrage { rate: Rate::new(100).unwrap(), free: Amount::ZERO, share: Share::Treasury };
    let content = town.content(what, Every::Month, "2027-04-01");
    let seen = town.read(|tx| preview(tx, &PROGRAM, &content));
    // Member 1 held 100 at the end of each month, and would have held one percent less each time.
    let taken: Vec<_> = seen.trials.iter().map(|trial| trial.taken.minor()).collect();
    assert_eq!(taken, [100, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89]);
    assert_eq!(seen.outcomes.len(), 1);
    assert_eq!((seen.taken, seen.given, seen.cut), (Amount::new(1_134), Amount::ZERO, false));
}
