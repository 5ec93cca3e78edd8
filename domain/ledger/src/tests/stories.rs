//! Payments, requests, reversals and limits, a story for each rule.

use ayni_kernel::{
    Actor, Arg, Error, Event, Line, Person, RequestId, Roles, TransferId,
    testing::Cast::{self, Ada, Ana, Ben, Carla, Tova},
};

use ayni_kernel::tx::Now as _;

use super::{PROGRAM, Town, Who, code, new_currency, refused, text, units, word};
use crate::{
    Account, Ask, Beyond, ChangeCurrency, RequestBox, RequestState, Reverse, SetLimits, StatementAsk, TransferKind,
    change_currency, create_currency, expire_due, has_due, limit_history, open_requests, pay, post_group, preview,
    reject, request, requests, reverse, set_limits, statement, withdraw,
};

fn limits(account: &Account, lower: i64, upper: i64) -> SetLimits {
    SetLimits { account: account.id, lower: Some(units(lower)), upper: Some(units(upper)), reason: text("Trust") }
}

#[test]
fn a_payment_moves_the_amount_and_writes_two_entries() {
    let town = Town::new();
    let transfer = town.pay(Ana, Ben, units(10)).unwrap();
    assert_eq!((transfer.kind, transfer.group, transfer.by), (TransferKind::Payment, transfer.id, Some(Ana.user())));
    assert_eq!((town.balance(Ana), town.balance(Ben)), (units(-10), units(10)));
    let (ana, ben) = (town.account(Ana), town.account(Ben));
    assert_eq!((ana.entries, ana.posted_out, ben.entries, ben.posted_in), (1, units(10), 1, units(10)));
    let log = town.community.data.store().log(0, 1_000).unwrap();
    let told = log.last().unwrap().events.clone();
    assert_eq!(told, vec![Event::TransferPosted(transfer.id).to_bytes()]);
    town.sound();
}

#[test]
fn the_lower_limit_refuses_and_says_how_much_is_possible() {
    let town = Town::new();
    town.pay(Ana, Ben, units(40)).unwrap();
    let Err(Error::Invalid(faults)) = town.pay(Ana, Ben, units(61)) else { panic!("not refused") };
    let fault = &faults.0[0];
    assert_eq!((fault.field, fault.word), ("amount", "ledger-limit-lower"));
    let money = |whole| Arg::Money(town.ayni.money(units(whole)));
    assert_eq!(fault.args, vec![("possible", money(60)), ("balance", money(-40))]);
    town.pay(Ana, Ben, units(60)).unwrap();
}

#[test]
fn the_upper_limit_refuses_without_telling_the_payees_balance() {
    let town = Town::new();
    let ben = town.account(Ben);
    town.write(move |tx| set_limits(tx, &Tova.actor(), limits(&ben, -100, 30))).unwrap();
    town.pay(Ana, Ben, units(20)).unwrap();
    let Err(Error::Invalid(faults)) = town.pay(Ana, Ben, units(11)) else { panic!("not refused") };
    assert_eq!(faults.0[0].word, "ledger-limit-upper");
    assert_eq!(faults.0[0].args, vec![("possible", Arg::Money(town.ayni.money(units(10))))]);
}

#[test]
fn an_account_beyond_its_limit_may_move_towards_zero() {
    let town = Town::new();
    town.pay(Ana, Ben, units(80)).unwrap();
    let (ana, ben) = (town.account(Ana), town.account(Ben));
    town.write(move |tx| set_limits(tx, &Tova.actor(), limits(&ana, -50, 500))).unwrap();
    town.write(move |tx| set_limits(tx, &Tova.actor(), limits(&ben, -100, 50))).unwrap();
    refused(town.pay(Ana, Carla, units(1)), "ledger-limit-lower");
    refused(town.pay(Carla, Ben, units(1)), "ledger-limit-upper");
    // Both are beyond their limits before and after, and nearer to zero.
    town.pay(Ben, Ana, units(10)).unwrap();
    assert_eq!((town.balance(Ana), town.balance(Ben)), (units(-70), units(70)));
    town.sound();
}

#[test]
fn amounts_accounts_and_currencies_must_fit() {
    let town = Town::new();
    refused(town.pay(Ana, Ben, units(0)), "ledger-amount-positive");
    refused(town.pay(Ana, Ben, units(-5)), "ledger-amount-positive");
    refused(town.pay(Ana, Ana, units(5)), "ledger-same-account");
    let hours = town.write(|tx| create_currency(tx, &Ada.actor(), new_currency("HRS", None, None))).unwrap();
    let other = town.read(|tx| crate::account_by_code(tx, &PROGRAM, &code("BEN-HRS")));
    assert_eq!(other.currency, hours.id);
    let mut ask = town.ask(Ana, Ben, units(1));
    ask.to = other.id;
    refused(town.write(move |tx| pay(tx, &Ana.actor(), ask)), "ledger-other-currency");
    let mut ask = town.ask(Ana, Ben, units(1));
    ask.to = ayni_kernel::AccountId::from_bytes([9; 16]);
    refused(town.write(move |tx| pay(tx, &Ana.actor(), ask)), "ledger-no-such-account");
    let mut ask = town.ask(Ana, Ben, units(1));
    ask.category = Some(ayni_kernel::CategoryId::from_bytes([9; 16]));
    refused(town.write(move |tx| pay(tx, &Ana.actor(), ask)), "ledger-no-such-category");
}

#[test]
fn sums_beyond_64_bits_are_refused() {
    let town = Town::new();
    let hours = town.write(|tx| create_currency(tx, &Ada.actor(), new_currency("HRS", None, None))).unwrap();
    let of = |text: &str| town.read(|tx| crate::account_by_code(tx, &PROGRAM, &code(text))).id;
    let (ana, ben) = (of("ANA-HRS"), of("BEN-HRS"));
    let ask = move |from, to, minor| crate::Pay {
        id: None,
        from,
        to,
        amount: ayni_kernel::Amount::new(minor),
        description: Line::default(),
        category: None,
    };
    town.write(move |tx| pay(tx, &PROGRAM, ask(ana, ben, i64::MAX))).unwrap();
    refused(town.write(move |tx| pay(tx, &PROGRAM, ask(ana, ben, 1))), "fault-amount-large");
    town.write(move |tx| pay(tx, &PROGRAM, ask(ben, ana, i64::MAX))).unwrap();
    // The balances are zero again, but the sums of all that moved are full.
    refused(town.write(move |tx| pay(tx, &PROGRAM, ask(ana, ben, 1))), "fault-amount-large");
    let totals = town.read(|tx| crate::community_totals(tx, &Ana.actor()));
    assert_eq!((totals[1].currency, totals[1].volume.minor()), (hours.id, i64::MAX));
    town.sound();
}

#[test]
fn asking_again_with_the_same_id_pays_once() {
    let town = Town::new();
    let mut ask = town.ask(Ana, Ben, units(100));
    ask.id = Some(TransferId::from_bytes([7; 16]));
    let (first, again) = (ask.clone(), ask.clone());
    let first = town.write(move |tx| pay(tx, &Ana.actor(), first)).unwrap();
    // Ana could not pay twice; the answer is that of the first time.
    assert_eq!(town.write(move |tx| pay(tx, &Ana.actor(), again)).unwrap(), first);
    assert_eq!(town.balance(Ben), units(100));
    let mut other = ask.clone();
    other.amount = units(1);
    refused(town.write(move |tx| pay(tx, &Ana.actor(), other)), "ledger-id-used");
    // Somebody else learns nothing from a guessed id.
    refused(town.write(move |tx| pay(tx, &Carla.actor(), ask)), "ledger-id-used");
    town.sound();
}

#[test]
fn a_group_posts_together_or_not_at_all() {
    let town = Town::new();
    let asks = vec![town.ask(Ana, Ben, units(60)), town.ask(Ana, Carla, units(50))];
    refused(town.write(move |tx| post_group(tx, &Ana.actor(), asks)), "ledger-limit-lower");
    assert_eq!((town.balance(Ana), town.balance(Ben)), (units(0), units(0)));
    let asks = vec![town.ask(Ana, Ben, units(60)), town.ask(Ana, Carla, units(40))];
    let posted = town.write(move |tx| post_group(tx, &Ana.actor(), asks)).unwrap();
    assert!(posted.iter().all(|transfer| transfer.group == posted[0].id));
    assert_eq!(town.balance(Ana), units(-100));
    refused(town.write(|tx| post_group(tx, &Ana.actor(), Vec::new())), "ledger-group-size");
    town.sound();
}

#[test]
fn a_group_with_ids_is_idempotent_as_a_whole() {
    let town = Town::new();
    let id = |n| Some(TransferId::from_bytes([n; 16]));
    let mut asks = vec![town.ask(Ana, Ben, units(6)), town.ask(Ana, Carla, units(4))];
    asks[0].id = id(9);
    let half = asks.clone();
    refused(town.write(move |tx| post_group(tx, &Ana.actor(), half)), "ledger-group-ids");
    asks[1].id = id(3);
    let (one, two, fewer) = (asks.clone(), asks.clone(), vec![asks[0].clone()]);
    let first = town.write(move |tx| post_group(tx, &Ana.actor(), one)).unwrap();
    assert_eq!(town.write(move |tx| post_group(tx, &Ana.actor(), two)).unwrap(), first);
    refused(town.write(move |tx| post_group(tx, &Ana.actor(), fewer)), "ledger-id-used");
    let more = [asks.clone(), vec![crate::Pay { id: id(5), ..town.ask(Ana, Ben, units(1)) }]].concat();
    refused(town.write(move |tx| post_group(tx, &Ana.actor(), more)), "ledger-id-used");
    assert_eq!(town.balance(Ana), units(-10));
    town.sound();
}

#[test]
fn a_steward_pays_on_behalf_and_others_may_not() {
    let town = Town::new();
    let ask = town.ask(Ana, Ben, units(5));
    let by = |who: Actor| {
        let ask = ask.clone();
        town.write(move |tx| pay(tx, &who, ask))
    };
    let transfer = by(Carla.actor()).unwrap();
    assert_eq!((transfer.kind, transfer.by), (TransferKind::OnBehalf, Some(Carla.user())));
    assert_eq!(by(Ada.actor()).unwrap().kind, TransferKind::OnBehalf);
    refused(by(Ben.actor()), "forbidden");
    refused(by(Tova.actor()), "forbidden");
    refused(by(Actor::Stranger), "sign-in");
    let outsider = Person { user: Ben.user(), member: None, members: Vec::new(), roles: Roles::NONE };
    refused(by(Actor::Person(outsider)), "not-found");
    assert_eq!(town.pay(Carla, Ben, units(5)).unwrap().kind, TransferKind::Payment);
}

#[test]
fn the_treasury_pays_by_the_treasurer_only() {
    let town = Town::new();
    let ask = town.ask(Who::Treasury, Ana, units(1_000));
    refused(
        town.write({
            let ask = ask.clone();
            move |tx| pay(tx, &Carla.actor(), ask)
        }),
        "forbidden",
    );
    refused(
        town.write({
            let ask = ask.clone();
            move |tx| pay(tx, &Tova.actor(), ask)
        }),
        "ledger-limit-upper",
    );
    let less = crate::Pay { amount: units(200), ..ask };
    assert_eq!(town.write(move |tx| pay(tx, &Tova.actor(), less)).unwrap().kind, TransferKind::Payment);
    assert_eq!(town.balance(Who::Treasury), units(-200));
    town.sound();
}

#[test]
fn a_preview_says_what_a_payment_would_do() {
    let town = Town::new();
    let (ana, ben) = (town.id(Ana), town.id(Ben));
    let seen = town.read(|tx| preview(tx, &Ana.actor(), ana, ben, units(30)));
    let money = |whole| town.ayni.money(units(whole));
    assert_eq!((seen.before, seen.after, seen.available), (money(0), money(-30), Some(money(100))));
    assert_eq!((seen.lower, seen.upper, seen.fault), (Some(money(-100)), Some(money(500)), None));
    let seen = town.read(|tx| preview(tx, &Ana.actor(), ana, ben, units(130)));
    assert_eq!(seen.fault.unwrap().word, "ledger-limit-lower");
    assert_eq!(town.balance(Ana), units(0));
    refused(town.community.read(|tx| preview(tx, &Ben.actor(), ana, ben, units(1))), "forbidden");
}

#[test]
fn a_request_is_paid_when_the_payer_accepts() {
    let town = Town::new();
    let asked = town.request(Ben, Ana, units(20)).unwrap();
    assert_eq!(asked.expires, asked.created.plus_days(14));
    let ana = town.id(Ana);
    assert_eq!(town.read(|tx| open_requests(tx, &Ana.actor(), ana)), vec![asked.clone()]);
    refused(town.accept(Ben, &asked), "forbidden");
    let transfer = town.accept(Ana, &asked).unwrap();
    assert_eq!((transfer.kind, transfer.request), (TransferKind::Request, Some(asked.id)));
    assert_eq!(town.accept(Ana, &asked).unwrap(), transfer);
    assert_eq!(town.balance(Ben), units(20));
    assert!(town.read(|tx| open_requests(tx, &Ana.actor(), ana)).is_empty());
    let seen = town.read(|tx| crate::payment_request(tx, &Ben.actor(), asked.id));
    assert_eq!(seen.state, RequestState::Accepted(transfer.id));
    let id = asked.id;
    refused(town.write(move |tx| reject(tx, &Ana.actor(), id)), "ledger-request-closed");
    town.sound();
}

#[test]
fn only_the_payer_rejects_and_only_the_payee_withdraws() {
    let town = Town::new();
    let id = town.request(Ben, Ana, units(20)).unwrap().id;
    refused(town.write(move |tx| reject(tx, &Ben.actor(), id)), "forbidden");
    refused(town.write(move |tx| withdraw(tx, &Ana.actor(), id)), "forbidden");
    let stranger = Actor::person(
        ayni_kernel::UserId::from_bytes([3; 16]),
        ayni_kernel::MemberId::from_bytes([3; 16]),
        Roles::NONE,
    );
    refused(town.write(move |tx| reject(tx, &stranger, id)), "not-found");
    assert_eq!(town.write(move |tx| reject(tx, &Ana.actor(), id)).unwrap().state, RequestState::Rejected);
    refused(town.write(move |tx| withdraw(tx, &Ben.actor(), id)), "ledger-request-closed");
    let id = town.request(Ben, Ana, units(20)).unwrap().id;
    assert_eq!(town.write(move |tx| withdraw(tx, &Ben.actor(), id)).unwrap().state, RequestState::Withdrawn);
    let id = town.request(Ben, Ana, units(20)).unwrap().id;
    let transfer = town.write(move |tx| crate::accept(tx, &Carla.actor(), id)).unwrap();
    assert_eq!(transfer.by, Some(Carla.user()));
}

#[test]
fn a_request_beyond_the_limit_stays_open() {
    let town = Town::new();
    let asked = town.request(Ben, Ana, units(120)).unwrap();
    refused(town.accept(Ana, &asked), "ledger-limit-lower");
    town.pay(Ben, Ana, units(20)).unwrap();
    town.accept(Ana, &asked).unwrap();
}

#[test]
fn an_expired_request_cannot_be_accepted() {
    let town = Town::new();
    let asked = town.request(Ben, Ana, units(20)).unwrap();
    town.clock.turn(14 * 86_400 + 1);
    refused(town.accept(Ana, &asked), "ledger-request-expired");
    assert!(town.read(|tx| has_due(tx, tx.now())));
    assert_eq!(town.write(|tx| expire_due(tx, 10)).unwrap(), 1);
    assert_eq!(town.write(|tx| expire_due(tx, 10)).unwrap(), 0);
    assert!(!town.read(|tx| has_due(tx, tx.now())));
    let seen = town.read(|tx| crate::payment_request(tx, &Ana.actor(), asked.id));
    assert_eq!(seen.state, RequestState::Expired);
    refused(town.accept(Ana, &asked), "ledger-request-expired");
}

#[test]
fn requests_are_idempotent_and_listed_newest_first() {
    let town = Town::new();
    let ask = Ask {
        id: Some(RequestId::from_bytes([5; 16])),
        payee: town.id(Ben),
        payer: town.id(Ana),
        amount: units(3),
        description: text("Eggs"),
        category: None,
        days: Some(2),
    };
    let (one, two) = (ask.clone(), ask.clone());
    let first = town.write(move |tx| request(tx, &Ben.actor(), one)).unwrap();
    assert_eq!(town.write(move |tx| request(tx, &Ben.actor(), two)).unwrap(), first);
    let other = Ask { amount: units(4), ..ask.clone() };
    refused(town.write(move |tx| request(tx, &Ben.actor(), other)), "ledger-id-used");
    let long = Ask { id: None, days: Some(366), ..ask };
    refused(town.write(move |tx| request(tx, &Ben.actor(), long)), "ledger-days");
    for whole in 1..=4 {
        town.request(Ben, Ana, units(whole)).unwrap();
    }
    let (ana, ben) = (town.id(Ana), town.id(Ben));
    let page = town.read(|tx| requests(tx, &Ana.actor(), ana, RequestBox::Incoming, None, 3));
    let rest = town.read(|tx| requests(tx, &Ana.actor(), ana, RequestBox::Incoming, page.next.clone(), 3));
    let amounts: Vec<_> = page.rows.iter().chain(&rest.rows).map(|row| row.amount).collect();
    assert_eq!(amounts, [4, 3, 2, 1, 3].map(units));
    assert_eq!(rest.next, None);
    assert_eq!(town.read(|tx| requests(tx, &Ben.actor(), ben, RequestBox::Outgoing, None, 9)).rows.len(), 5);
    refused(town.community.read(|tx| requests(tx, &Ben.actor(), ana, RequestBox::Incoming, None, 3)), "forbidden");
}

fn reversal(transfer: TransferId, beyond: Beyond) -> Reverse {
    Reverse { transfer, reason: text("Mistake"), beyond }
}

#[test]
fn a_transfer_is_taken_back_once_and_by_the_treasurer() {
    let town = Town::new();
    let original = town.pay(Ana, Ben, units(10)).unwrap().id;
    let back = move |who: Cast, id| {
        move |tx: &mut ayni_kernel::WriteTx<'_>| reverse(tx, &who.actor(), reversal(id, Beyond::Refuse))
    };
    refused(town.write(back(Ben, original)), "forbidden");
    refused(town.write(back(Carla, original)), "forbidden");
    let posted = town.write(back(Tova, original)).unwrap();
    assert_eq!((posted[0].kind, posted[0].reverses), (TransferKind::Reversal, Some(original)));
    assert_eq!(town.balance(Ana), units(0));
    refused(town.write(back(Tova, original)), "ledger-already-reversed");
    refused(town.write(back(Tova, posted[0].id)), "ledger-reversal-final");
    let line = town.read(|tx| crate::transfer(tx, &Ana.actor(), original));
    assert_eq!(line.reversed, Some(posted[0].id));
    let ana = town.id(Ana);
    let lines = town.read(|tx| statement(tx, &Ana.actor(), &StatementAsk::newest(ana, 2))).rows;
    assert_eq!([lines[0].reversed, lines[1].reversed], [None, Some(posted[0].id)]);
    town.sound();
}

#[test]
fn a_reversal_takes_the_whole_group_back() {
    let town = Town::new();
    let asks = vec![town.ask(Ana, Ben, units(90)), town.ask(Ben, Carla, units(190))];
    let posted = town.write(move |tx| post_group(tx, &PROGRAM, asks)).unwrap();
    let second = posted[1].id;
    let back = town.write(move |tx| reverse(tx, &Tova.actor(), reversal(second, Beyond::Refuse))).unwrap();
    assert_eq!(back.len(), 2);
    assert!(back.iter().all(|transfer| transfer.group == back[0].id));
    assert!([Ana, Ben, Carla].iter().all(|who| town.balance(*who) == units(0)));
    town.sound();
}

#[test]
fn a_reversal_beyond_a_limit_needs_the_treasurers_word() {
    let town = Town::new();
    let original = town.pay(Ana, Ben, units(50)).unwrap().id;
    town.pay(Ben, Carla, units(140)).unwrap();
    let refusal = town.write(move |tx| reverse(tx, &Tova.actor(), reversal(original, Beyond::Refuse))).unwrap_err();
    let Error::Conflict(fault) = refusal else { panic!("{refusal}") };
    assert_eq!(fault.word, "ledger-reversal-limit");
    assert_eq!(fault.args[0], ("account", Arg::Text("BEN".into())));
    town.write(move |tx| reverse(tx, &Tova.actor(), reversal(original, Beyond::Allow))).unwrap();
    assert_eq!(town.balance(Ben), units(-140));
    town.sound();
}

#[test]
fn limits_are_set_by_the_treasurer_and_remembered() {
    let town = Town::new();
    let ana = town.account(Ana);
    let id = ana.id;
    let set = |who: Cast, ask: SetLimits| town.write(move |tx| set_limits(tx, &who.actor(), ask));
    refused(set(Ana, limits(&ana, -1_000, 500)), "forbidden");
    refused(set(Carla, limits(&ana, -1_000, 500)), "forbidden");
    refused(set(Tova, limits(&ana, 10, 5)), "ledger-limits-order");
    refused(set(Tova, SetLimits { reason: Line::default(), ..limits(&ana, -1, 5) }), "fault-required");
    set(Tova, limits(&ana, -200, 500)).unwrap();
    set(Ada, limits(&ana, -300, 600)).unwrap();
    set(Ada, limits(&ana, -300, 600)).unwrap();
    let changes = town.read(|tx| limit_history(tx, &Ana.actor(), id));
    let told: Vec<_> = changes.iter().map(|c| (c.by, c.before.0, c.after.0, c.reason.as_str())).collect();
    assert_eq!(
        told,
        vec![
            (Some(Ada.user()), Some(units(-200)), Some(units(-300)), "Trust"),
            (Some(Tova.user()), Some(units(-100)), Some(units(-200)), "Trust"),
        ]
    );
    refused(town.community.read(|tx| limit_history(tx, &Ben.actor(), id)), "forbidden");
}

#[test]
fn currencies_are_made_and_changed_by_the_admin() {
    let town = Town::new();
    let make = |who: Cast, ask| town.write(move |tx| create_currency(tx, &who.actor(), ask));
    refused(make(Tova, new_currency("HRS", None, None)), "forbidden");
    refused(make(Ada, new_currency("AYN", None, None)), "ledger-currency-taken");
    let mut odd = new_currency("HRS", Some(units(1)), Some(units(0)));
    odd.symbol = text("hours");
    odd.shown = 3;
    odd.rate = Some((1, 0));
    odd.request_days = 0;
    let Err(Error::Invalid(faults)) = make(Ada, odd) else { panic!("not refused") };
    let words: Vec<_> = faults.0.iter().map(|fault| fault.word).collect();
    assert_eq!(words, ["ledger-symbol", "ledger-shown", "ledger-rate", "ledger-limits-order", "ledger-days"]);
    let hours = make(Ada, new_currency("HRS", None, None)).unwrap();
    assert_eq!(town.read(crate::main_currency).id, town.ayni.id);
    let ask = ChangeCurrency {
        currency: hours.id,
        name: super::name("hour"),
        plural: super::name("hours"),
        symbol: text("h"),
        shown: 1,
        rate: Some((1, 12)),
        lower: Some(units(-10)),
        upper: None,
        request_days: 30,
    };
    let changed = town.write(move |tx| change_currency(tx, &Ada.actor(), ask)).unwrap();
    assert_eq!(town.read(|tx| crate::currency(tx, hours.id)), changed);
    assert_eq!((changed.scale, changed.created), (hours.scale, hours.created));
}

#[test]
fn a_refusal_leaves_no_trace() {
    let town = Town::new();
    let seq = town.community.data.store().status().seq;
    assert_eq!(word(&town.pay(Ana, Ben, units(101)).unwrap_err()), "ledger-limit-lower");
    assert_eq!(town.community.data.store().status().seq, seq);
    assert_eq!(town.account(Ana).entries, 0);
}
