//! Statements with proof: which stretch of the chain they cover, and that it can be walked from its start to its end.

use ayni_kernel::{
    Timestamp, TransferId,
    testing::Cast::{self, Ana, Ben, Carla, Tova},
};

use super::{Town, imports::past, refused, units};
use crate::{
    ProofAsk, ProofLink, Standing, StatementProof, Transfer,
    chain::{Head, link, start},
    import_transfer, prove, published_head,
};

fn proof(town: &Town, of: Cast, from: Option<Timestamp>, until: Option<Timestamp>) -> StatementProof {
    let ask = ProofAsk { account: town.id(of), from, until };
    town.read(|tx| prove(tx, &of.actor(), &ask))
}

/// Walks the links; the numbers of the statement's own lines.
#[track_caller]
fn walked(proof: &StatementProof) -> Vec<u64> {
    let mut head = proof.start;
    let mut lines = Vec::new();
    for step in &proof.links {
        let content = match step {
            ProofLink::Other(hash) => *hash,
            ProofLink::Own(line) => line.content.hash(),
        };
        head = Head { number: head.number + 1, link: link(&head.link, head.number + 1, &content) };
        if let ProofLink::Own(line) = step {
            assert_eq!(line.link, head.link);
            lines.push(line.entry.number);
        }
    }
    assert_eq!(head, proof.end);
    lines
}

#[test]
fn a_statement_is_proven_up_to_the_head_that_everybody_sees() {
    let town = Town::new();
    let published = |town: &Town| town.read(|tx| published_head(tx, &Ben.actor(), town.ayni.id));
    let first = published(&town);
    assert_eq!((first.head, first.at), (Head { number: 0, link: start(town.ayni.id) }, None));
    assert!(walked(&proof(&town, Ana, None, None)).is_empty());
    town.pay(Ana, Ben, units(1)).unwrap();
    town.pay(Ben, Carla, units(2)).unwrap();
    let last = town.pay(Carla, Ana, units(3)).unwrap();
    let whole = proof(&town, Ana, None, None);
    assert_eq!(walked(&whole), [1, 2]);
    assert_eq!((whole.start, whole.end), (first.head, published(&town).head));
    assert_eq!(published(&town).at, Some(last.at));
    assert_eq!((whole.opening, whole.closing), (Standing::default(), Standing { entry: 2, balance: units(2) }));
    let ask = ProofAsk { account: town.id(Ana), from: None, until: None };
    refused(town.community.read(|tx| prove(tx, &Ben.actor(), &ask)), "forbidden");
    refused(town.community.read(|tx| published_head(tx, &ayni_kernel::Actor::Stranger, town.ayni.id)), "sign-in");
}

#[test]
fn a_long_chain_is_proven_by_stretches() {
    let town = Town::new();
    let mut times = Vec::new();
    for n in 0..30 {
        town.clock.turn(60);
        let (from, to) = if n % 10 == 4 { (Ana, Ben) } else { (Ben, Carla) };
        times.push(town.pay(from, to, units(1)).unwrap().at);
    }
    let ask = ProofAsk { account: town.id(Ana), from: None, until: None };
    refused(town.community.read(|tx| prove(tx, &Ana.actor(), &ask)), "ledger-proof-long");
    let early = proof(&town, Ana, None, Some(times[15]));
    assert_eq!((walked(&early), early.start.number, early.end.number), (vec![1, 2], 0, 15));
    let late = proof(&town, Ana, Some(times[15]), None);
    assert_eq!((walked(&late), late.start, late.end.number), (vec![3], early.end, 30));
    let quiet = proof(&town, Ana, Some(times[16]), Some(times[19]));
    assert_eq!((walked(&quiet), quiet.start.number, quiet.end.number), (vec![], 16, 19));
    assert_eq!((quiet.opening, quiet.opening), (quiet.closing, Standing { entry: 2, balance: units(-2) }));
    let backwards = proof(&town, Ana, Some(times[19]), Some(times[16]));
    assert_eq!((walked(&backwards), backwards.start), (vec![], backwards.end));
}

#[test]
fn history_that_stands_out_of_its_time_is_covered_all_the_same() {
    let town = Town::new();
    let bring = |id: u8, from: Cast, to: Cast, at: &str| {
        let transfer = Transfer { debit: town.id(from), credit: town.id(to), ..past(&town, id, 1, at) };
        town.write(move |tx| import_transfer(tx, transfer)).unwrap()
    };
    bring(1, Ana, Ben, "2021-01-01T00:00:00Z");
    bring(2, Carla, Tova, "2019-01-01T00:00:00Z");
    bring(3, Ana, Ben, "2022-01-01T00:00:00Z");
    bring(4, Carla, Tova, "2020-01-01T00:00:00Z");
    for (from, until, lines) in [
        ("2018-01-01T00:00:00Z", "2021-06-01T00:00:00Z", vec![1]),
        ("2021-06-01T00:00:00Z", "2023-01-01T00:00:00Z", vec![2]),
        ("2018-01-01T00:00:00Z", "2023-01-01T00:00:00Z", vec![1, 2]),
    ] {
        let stretch = proof(&town, Ana, Timestamp::parse(from), Timestamp::parse(until));
        assert_eq!(walked(&stretch), lines, "{from}");
        let ids: Vec<TransferId> = stretch.links.iter().filter_map(own).collect();
        assert_eq!(ids.len(), lines.len());
    }
    town.sound();
}

fn own(step: &ProofLink) -> Option<TransferId> {
    match step {
        ProofLink::Own(line) => Some(line.transfer.id),
        ProofLink::Other(_) => None,
    }
}
