//! What a primary answers to a standby whose history is not its own, and what it puts down when it is replaced.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{fs, path::Path, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use ayni_kernel::{Email, Name};
use ayni_storage::Store;
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::{
    fence, hex, position,
    record::{Position, Role},
    ship,
    wire::{self, NODE, Refusal, Takeover},
};
use crate::house::House;

fn house(folder: &Path) -> Arc<House> {
    Arc::new(House::open(folder, 4).map_err(|closed| closed.error(folder)).unwrap())
}

fn store(house: &House) -> &Store {
    house.node().data().store()
}

/// Adds so many transactions to the node's history.
fn add(house: &House, transactions: u64) {
    for _ in 0..transactions {
        let email = Email::parse("email", &format!("user{}@a.example", store(house).status().seq)).unwrap();
        let new = ayni_users::NewUser::new(email, Name::parse("name", "Somebody").unwrap());
        house.node().data().write(move |tx| ayni_users::register(tx, new)).unwrap();
    }
}

/// Asks a primary as a standby with the right key does.
async fn ask(house: &Arc<House>, method: Method, path: &str, term: u64, body: Body) -> (StatusCode, Vec<u8>) {
    let key = house.replication().make_key().unwrap();
    let (_going_on, ending) = watch::channel(false);
    let request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", wire::ROOT))
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/json")
        .header(wire::TERM, term)
        .body(body)
        .unwrap();
    let answer = ship::router(house, ending).oneshot(request).await.unwrap();
    (answer.status(), to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
}

async fn log_after(house: &Arc<House>, after: u64, head: &str) -> Result<Vec<u64>, Refusal> {
    let path = format!("/log/node?after={after}&head={head}&bytes=1000000&wait=0");
    let (status, body) = ask(house, Method::GET, &path, 1, Body::empty()).await;
    match status {
        StatusCode::OK => Ok(wire::unpack(&body).unwrap().iter().map(|entry| entry.seq).collect()),
        StatusCode::CONFLICT => Err(serde_json::from_slice(&body).unwrap()),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn only_a_history_that_is_the_beginning_of_ours_is_continued() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path());
    add(&house, 6);
    let head = |seq| hex(&fence::hash_at(store(&house), seq).unwrap().unwrap());
    let nothing = hex(&[0; 32]);
    assert_eq!(log_after(&house, 0, &nothing).await, Ok(vec![1, 2, 3, 4, 5, 6]));
    assert_eq!(log_after(&house, 4, &head(4)).await, Ok(vec![5, 6]));
    assert_eq!(log_after(&house, 6, &head(6)).await, Ok(vec![]));
    for (after, head) in [(4, head(3)), (6, nothing.clone()), (7, head(6)), (0, head(1)), (4, String::new())] {
        assert_eq!(log_after(&house, after, &head).await, Err(Refusal::Differs), "{after}");
    }
    let (status, body) = ask(&house, Method::GET, "/status", 1, Body::empty()).await;
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, &told["role"], &told["term"]), (StatusCode::OK, &"primary".into(), &1.into()), "{told}");
    let old = head(2);
    store(&house).trim_log(4).unwrap();
    assert_eq!(log_after(&house, 3, &head(3)).await, Ok(vec![4, 5, 6]));
    assert_eq!(log_after(&house, 2, &old).await, Err(Refusal::Trimmed));
    assert_eq!(log_after(&house, 0, &nothing).await, Err(Refusal::Trimmed));
}

/// The numbers of the transactions in the files of what was never shipped.
fn put_down(folder: &Path) -> Vec<u64> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder.join(fence::UNSHIPPED)).into_iter().flatten() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|end| end == "log") {
            found.extend(wire::unpack(&fs::read(path).unwrap()).unwrap().iter().map(|entry| entry.seq));
        }
    }
    found
}

/// Tells a primary that somebody took over with this term and these positions.
async fn replace(house: &Arc<House>, term: u64, at: Position) -> StatusCode {
    let told = serde_json::to_vec(&Takeover { stores: vec![at] }).unwrap();
    ask(house, Method::POST, "/takeover", term, Body::from(told)).await.0
}

#[tokio::test]
async fn a_replaced_primary_puts_down_exactly_what_the_other_lacks() {
    for (seq, lacking) in [(6, vec![]), (4, vec![5, 6]), (0, vec![1, 2, 3, 4, 5, 6])] {
        let folder = tempfile::tempdir().unwrap();
        let house = house(folder.path());
        add(&house, 6);
        let head = hex(&fence::hash_at(store(&house), seq).unwrap().unwrap());
        let at = Position { store: NODE.to_owned(), seq, head };
        assert_eq!(replace(&house, 1, at.clone()).await, StatusCode::CONFLICT, "its own term replaces nobody");
        assert_eq!(house.replication().role(), Role::Primary);
        assert_eq!(replace(&house, 2, at).await, StatusCode::NO_CONTENT);
        assert_eq!((house.replication().role(), put_down(folder.path())), (Role::Fenced, lacking));
        let refused = house.node().data().write(ayni_users::sweep).unwrap_err().to_string();
        assert!(refused.contains("Another node took over (term 2)"), "{refused}");
    }
}

#[tokio::test]
async fn where_histories_differ_everything_is_put_down() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path());
    add(&house, 6);
    let at = Position { store: NODE.to_owned(), seq: 4, head: hex(&[9; 32]) };
    assert_eq!(replace(&house, 2, at).await, StatusCode::NO_CONTENT);
    assert_eq!(put_down(folder.path()), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_fence_holds_where_nothing_can_be_written_and_is_written_later() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path());
    let file = folder.path().join("replication.json");
    // A folder in the way makes writing the record fail, whoever runs this.
    fs::create_dir_all(file.join("in the way")).unwrap();
    assert!(house.replication().hear(house.node(), 2).is_err(), "it was not written, and says so");
    assert!(house.node().data().write(ayni_users::sweep).is_err(), "it holds all the same");
    fs::remove_dir_all(&file).unwrap();
    house.replication().hear(house.node(), 2).unwrap();
    drop(house);
    let again = self::house(folder.path());
    assert_eq!(again.replication().role(), Role::Fenced);
    assert!(again.node().data().write(ayni_users::sweep).is_err());
    assert_eq!(position(NODE, store(&again)).seq, 0);
}
