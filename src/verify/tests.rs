//! Statements with proof: real ones are proven, whatever was changed in them is found.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_communities::Settings;
use ayni_kernel::{
    Actor, Code, Community, Line, Name, Timestamp,
    testing::{
        self,
        Cast::{self, Ana, Ben, Carla, Tova},
        TestClock,
    },
};
use ayni_ledger::{Ask, Beyond, CurrencyKind, NewCurrency, Pay, PlaceHold, ProofAsk, Reverse};
use ayni_members::{Member, MemberKind, MemberStatus};
use serde_json::{Value, json};

use super::*;

const PROGRAM: Actor = Actor::System("test");

/// Fields that a file only tells.
const TOLD: [&str; 6] =
    ["/community", "/made", "/account/code", "/currency/code", "/currency/symbol", "/currency/scale"];

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

/// A community in which Ana pays and is paid, and others deal with each other in between.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    currency: CurrencyId,
}

impl Town {
    fn new() -> Self {
        let clock = TestClock::new();
        let community = testing::community(&clock, ayni_founding::community_schema(), ayni_founding::reactors());
        let id = community.id;
        let currency = community.write(move |tx| {
            let name = |text| Name::parse("name", text).unwrap();
            let code = |text: &str| Code::parse("code", text).unwrap();
            ayni_communities::found(tx, &PROGRAM, Settings::new(id, code("LIMA"), name("Limatambo"), tx.now()))?;
            for cast in Cast::ALL {
                let number = code(&cast.name().to_uppercase());
                let (kind, status) = (MemberKind::Personal, MemberStatus::Active);
                let member = Member::new(cast.member(), number, name(cast.name()), kind, status, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            let new = NewCurrency {
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
            };
            ayni_ledger::create_currency(tx, &PROGRAM, new)
        });
        let town = Self { community, clock, currency: currency.unwrap().id };
        town.live();
        town
    }

    fn account(&self, of: Cast) -> AccountId {
        self.community.read(|tx| Ok(ayni_ledger::accounts_of(tx, &PROGRAM, of.member())?[0].id)).unwrap()
    }

    fn pay(&self, me: &Actor, from: Cast, to: Cast, minor: i64) -> ayni_ledger::Transfer {
        let (from, to) = (self.account(from), self.account(to));
        let pay =
            Pay { id: None, from, to, amount: Amount::new(minor), description: line("Bread & jam"), category: None };
        let me = me.clone();
        self.clock.turn(3_600);
        self.community.write(move |tx| ayni_ledger::pay(tx, &me, pay)).unwrap()
    }

    fn live(&self) {
        let first = self.pay(&Ana.actor(), Ana, Ben, 1_000).id;
        self.pay(&Ben.actor(), Ben, Carla, 400);
        self.pay(&Carla.actor(), Ana, Carla, 250);
        let back = Reverse { transfer: first, reason: line("Twice"), beyond: Beyond::Refuse };
        self.community.write(move |tx| ayni_ledger::reverse(tx, &Tova.actor(), back)).unwrap();
        let (ana, ben) = (self.account(Ana), self.account(Ben));
        let (amount, description) = (Amount::new(700), line("Rent"));
        let ask = Ask { id: None, payee: ana, payer: ben, amount, description, category: None, days: None };
        let request = self.community.write(move |tx| ayni_ledger::request(tx, &Ana.actor(), ask)).unwrap().id;
        self.community.write(move |tx| ayni_ledger::accept(tx, &Ben.actor(), request)).unwrap();
        self.pay(&Ben.actor(), Ben, Carla, 1);
        let hold = PlaceHold { from: ana, to: ben, amount: Amount::new(90), description: line("Key"), expires: None };
        let hold = self.community.write(move |tx| ayni_ledger::hold(tx, &Ana.actor(), hold)).unwrap().id;
        self.community.write(move |tx| ayni_ledger::post_hold(tx, &Ben.actor(), hold, None)).unwrap();
        self.pay(&Carla.actor(), Carla, Ben, 5);
    }

    fn statement(&self, me: &Actor, of: Cast, from: Option<Timestamp>, until: Option<Timestamp>) -> Value {
        let ask = ProofAsk { account: self.account(of), from, until };
        serde_json::to_value(self.community.read(|tx| ProofFile::of(tx, me, &ask)).unwrap()).unwrap()
    }

    fn head(&self) -> (u64, String) {
        let head = self.community.read(|tx| ayni_ledger::published_head(tx, &Ben.actor(), self.currency)).unwrap().head;
        (head.number, HEXLOWER.encode(&head.link))
    }
}

fn verdict(statement: &Value, head: Option<&str>) -> Outcome {
    judge(&serde_json::to_vec(statement).unwrap(), head)
}

#[track_caller]
fn refused(statement: &Value, head: Option<&str>) -> String {
    let outcome = verdict(statement, head);
    assert!(!outcome.well, "{:?}", outcome.lines);
    assert_eq!(outcome.data["proven"], false);
    outcome.lines[0].clone()
}

#[test]
fn a_real_statement_is_proven_against_the_head_that_everybody_sees() {
    let town = Town::new();
    let (number, head) = town.head();
    assert_eq!(number, 8);
    let statement = town.statement(&Ana.actor(), Ana, None, None);
    let outcome = verdict(&statement, Some(&head));
    assert!(outcome.well, "{:?}", outcome.lines);
    assert_eq!(
        outcome.lines,
        [
            "Limatambo: account ANA in AYN.",
            "Lines 1 to 5: from 0.00 ₳ to 3.60 ₳. Every line is in the chain and no line between them is missing.",
            "The chain is whole from transfer 1 to 8.",
            "The published head is that of transfer 8: these are the community's own books.",
        ]
    );
    assert_eq!((&outcome.data["lines"], &outcome.data["head_found_at"]), (&json!(5), &json!(8)));
    // A head that was published before is met on the way; one that comes later is not.
    let before = statement["lines"][1]["link"].as_str().unwrap().to_owned();
    assert_eq!(verdict(&statement, Some(&before.to_uppercase())).data["head_found_at"], json!(3));
    town.pay(&Ben.actor(), Ben, Ana, 1);
    assert!(refused(&statement, Some(&town.head().1)).contains("not among transfers 0 to 8"));
    assert!(refused(&statement, Some("abc")).contains("--head"));
    assert!(verdict(&statement, None).lines[3].contains("Compare its end"));
}

#[test]
fn others_are_hidden_and_only_what_pages_tell_is_told() {
    let town = Town::new();
    let statement = town.statement(&Ana.actor(), Ana, None, None);
    let text = statement.to_string();
    let foreign = town.community.read(|tx| ayni_ledger::all_transfers(tx, None, 10)).unwrap().rows;
    let mut hidden = 0;
    for transfer in &foreign {
        let own = [transfer.debit, transfer.credit].contains(&town.account(Ana));
        assert_eq!(text.contains(&transfer.id.to_string()), own);
        hidden += usize::from(!own);
    }
    assert_eq!(hidden, 3);
    // Ana herself, Carla for her, the treasurer who took back; but not who of Ben's house accepted and posted.
    let by = |n: usize| &statement["lines"][n]["by"];
    let user = |who: Cast| json!(who.user().to_string());
    assert_eq!([by(0), by(1), by(2)], [&user(Ana), &user(Carla), &user(Tova)]);
    assert_eq!([by(3), by(4)], [&Value::Null, &Value::Null]);
    assert!(statement["lines"][3]["by_seal"].is_string() && !text.contains(&Ben.user().to_string()));
    assert!(
        town.community
            .read(|tx| {
                let ask = ProofAsk { account: town.account(Ana), from: None, until: None };
                Ok(ProofFile::of(tx, &Ben.actor(), &ask).is_err())
            })
            .unwrap()
    );
}

#[test]
fn part_of_a_statement_is_proven_with_its_stretch_of_the_chain() {
    let town = Town::new();
    let all = town.statement(&Ana.actor(), Ana, None, None);
    let at = |n: usize| Timestamp::parse(all["lines"][n]["at"].as_str().unwrap()).unwrap();
    let part = town.statement(&Ana.actor(), Ana, Some(at(1)), Some(at(4)));
    let outcome = verdict(&part, None);
    assert!(outcome.well, "{:?}", outcome.lines);
    assert_eq!(
        (&part["opening"], &part["closing"]),
        (&json!({"entry": 1, "balance": -1_000}), &json!({"entry": 4, "balance": 450}))
    );
    assert_eq!((&part["start"]["number"], &part["end"]["number"]), (&json!(2), &json!(6)));
    assert!(verdict(&part, all["lines"][2]["link"].as_str()).well);
    assert!(!verdict(&part, Some(&town.head().1)).well);
    every_change_is_found(&part);
    // Nothing happened to Ana after that, but to others.
    let quiet = town.statement(&Ana.actor(), Ana, Some(at(4).plus_seconds(1)), None);
    let outcome = verdict(&quiet, Some(&town.head().1));
    assert!(outcome.well && outcome.lines[1].contains("no lines"), "{:?}", outcome.lines);
    let nobody = town.statement(&PROGRAM, Cast::Ada, None, None);
    assert!(verdict(&nobody, Some(&town.head().1)).well);
}

/// The paths of all values that are no object and no list.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// Another value of the same sort.
fn flipped(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_i64().unwrap() + 1),
        Value::String(text) => {
            // A digit in the middle becomes another one, so that ids, hashes and times stay such.
            let at = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).nth(3).map_or(0, |(at, _)| at);
            let other = if text[at..].starts_with('1') { "2" } else { "1" };
            json!(format!("{}{other}{}", &text[..at], text[at..].chars().skip(1).collect::<String>()))
        }
        _ => json!("0193a5b0-5b1e-7cc3-9d0e-3f1f6a0c2b11"),
    }
}

#[track_caller]
fn every_change_is_found(statement: &Value) {
    let mut paths = Vec::new();
    leaves(statement, "", &mut paths);
    for path in paths.iter().filter(|path| !TOLD.contains(&path.as_str())) {
        let mut changed = statement.clone();
        let value = changed.pointer_mut(path).unwrap();
        *value = flipped(value);
        let said = refused(&changed, None).to_lowercase();
        if let Some(at) = path.strip_prefix("/lines/").and_then(|rest| rest.split('/').next()) {
            let line = statement.pointer(&format!("/lines/{at}/entry")).unwrap();
            assert!(said.contains(&format!("line {line}")), "{path}: {said}");
        }
    }
    for list in ["/lines", "/chain"] {
        for at in 0..statement.pointer(list).unwrap().as_array().unwrap().len() {
            let mut shorter = statement.clone();
            shorter.pointer_mut(list).unwrap().as_array_mut().unwrap().remove(at);
            assert!(refused(&shorter, None).to_lowercase().contains("line"), "{list} {at}");
            let mut swapped = statement.clone();
            let items = swapped.pointer_mut(list).unwrap().as_array_mut().unwrap();
            if at + 1 < items.len() {
                items.swap(at, at + 1);
                assert!(refused(&swapped, None).to_lowercase().contains("line"), "{list} {at}");
            }
        }
    }
    for at in 0..statement["lines"].as_array().unwrap().len() {
        let mut without = statement.clone();
        let entry = without["lines"].as_array_mut().unwrap().remove(at)["entry"].clone();
        without["chain"].as_array_mut().unwrap().retain(|step| *step != entry);
        refused(&without, None);
    }
}

#[test]
fn whatever_is_changed_is_found_and_its_line_named() {
    let town = Town::new();
    let statement = town.statement(&Ana.actor(), Ana, None, None);
    every_change_is_found(&statement);
    let mut more = statement.clone();
    more["lines"][0]["note"] = json!("all is well");
    assert!(refused(&more, None).contains("damaged"));
    let mut newer = statement;
    newer["version"] = json!(2);
    assert!(refused(&newer, None).contains("Update Ayni"));
    assert!(refused(&json!({"a": 1}), None).contains("no statement"));
    assert!(!judge(b"date,number,transfer", None).well);
}

#[test]
fn a_forgery_that_agrees_with_itself_is_refused_by_the_published_head() {
    let town = Town::new();
    let head = town.head().1;
    let ask = ProofAsk { account: town.account(Ana), from: None, until: None };
    let mut file = town.community.read(|tx| ProofFile::of(tx, &Ana.actor(), &ask)).unwrap();
    // Ana forgets her first payment of 10 and writes 1 instead; she knows how the hashes are made.
    let mut link = hash("start", &file.start.link).unwrap();
    let (mut number, mut balance, mut lines) = (0, 0, file.lines.iter_mut());
    for step in &file.chain {
        number += 1;
        let content = match step {
            ProofStep::Other(content) => hash("link", content).unwrap(),
            ProofStep::Line(entry) => {
                let entered = lines.next().unwrap();
                if *entry == 1 {
                    (entered.amount, entered.change) = (100, -100);
                }
                balance += entered.change;
                entered.balance = balance;
                let (paid, standing) =
                    (entered.debit == file.account.id, Standing { entry: *entry, balance: Amount::new(balance) });
                let hash = content("line", town.currency, paid, standing, entered).unwrap().hash();
                entered.hash = HEXLOWER.encode(&hash);
                entered.link = HEXLOWER.encode(&chain::link(&link, number, &hash));
                hash
            }
        };
        link = chain::link(&link, number, &content);
    }
    file.closing.balance = balance;
    file.end.link = HEXLOWER.encode(&link);
    let forged = serde_json::to_value(&file).unwrap();
    assert!(verdict(&forged, None).well, "it agrees with itself");
    assert!(refused(&forged, Some(&head)).contains("these are other books"));
}
