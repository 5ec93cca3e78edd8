//! Founding, told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_kernel::{
    Amount, Code, Community, Data, Error, Node, Scale,
    testing::{self, TestClock},
};
use ayni_ledger::CurrencyKind;
use ayni_search::Index;
use ayni_storage::Blobs;

use super::*;

mod clock;
mod power;

fn node() -> Node {
    let clock = TestClock::new();
    let data: Data = testing::data(&clock, node_schema(), &[]);
    let open = move |id| {
        let data = testing::data(&clock, community_schema(), reactors());
        Ok(Community { id, data, index: Index::memory()?, blobs: Blobs::memory() })
    };
    Node::new(data, Arc::new(open))
}

fn ask(slug: &str, symbol: &str) -> Founding {
    Founding {
        name: Name::parse("name", "Casa Roble").unwrap(),
        slug: Slug::parse("slug", slug).unwrap(),
        kind: Kind::Both,
        language: Language::Spanish,
        time_zone: TimeZoneName::parse("time_zone", "Europe/Madrid").unwrap(),
        hue: Hue::default(),
        currency: NewCurrency {
            code: Code::parse("code", "HORA").unwrap(),
            name: Name::parse("name", "hora").unwrap(),
            plural: Name::parse("plural", "horas").unwrap(),
            symbol: Line::parse("symbol", symbol).unwrap(),
            scale: Scale::new(2).unwrap(),
            shown: 2,
            kind: CurrencyKind::Time,
            rate: None,
            lower: Some(Amount::new(-1_000)),
            upper: None,
            request_days: 14,
        },
        admin: Admin {
            name: Name::parse("name", "Rosa").unwrap(),
            email: Email::parse("email", "rosa@roble.example").unwrap(),
            password: PasswordHash::imported("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy").unwrap(),
        },
    }
}

#[test]
fn a_new_community_is_found_by_its_slug_and_its_admin_may_trade() {
    let node = node();
    let founded = found(&node, ask("roble", "h")).unwrap();
    let slug = Slug::parse("slug", "roble").unwrap();
    let entry = node.data().read(|tx| ayni_communities::by_slug(tx, &slug)).unwrap().unwrap();
    assert_eq!(entry.id, founded.community);
    let user = node.data().read(|tx| ayni_users::get(tx, founded.user)).unwrap().unwrap();
    assert_eq!((user.email.as_str(), user.has_password), ("rosa@roble.example", true));
    assert_eq!(node.data().read(|tx| ayni_users::communities_of(tx, user.id)).unwrap(), [founded.community]);
    let community = node.community(founded.community).unwrap();
    community
        .read(|tx| {
            let me = ayni_members::actor(tx, founded.user, None)?;
            assert!(me.has(Role::Admin) && me.acts_for(founded.member));
            let accounts = ayni_ledger::accounts_of(tx, &me, founded.member)?;
            assert_eq!(accounts.len(), 1);
            assert_eq!(accounts.first().map(|account| account.code.to_string()), Some("CASA0001".to_owned()));
            assert_eq!(ayni_ledger::audit(tx)?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_person_may_found_twice_but_not_under_the_same_slug() {
    let node = node();
    let first = found(&node, ask("roble", "h")).unwrap();
    assert_eq!(found(&node, ask("roble", "h")), Err(Error::conflict("communities-slug-taken")));
    let second = found(&node, ask("encina", "h")).unwrap();
    assert_eq!(first.user, second.user);
    assert_ne!(first.community, second.community);
}

#[test]
fn a_refused_currency_leaves_no_trace() {
    let node = node();
    assert!(matches!(found(&node, ask("roble", "horas")), Err(Error::Invalid(_))));
    assert_eq!(node.data().read(ayni_communities::list).unwrap(), []);
    let email = Email::parse("email", "rosa@roble.example").unwrap();
    assert_eq!(node.data().read(|tx| ayni_users::by_email(tx, &email)).unwrap(), None);
    assert!(node.communities().is_empty());
}

#[test]
fn older_stores_have_a_way_to_the_schema_of_today() {
    let schema = community_schema();
    assert_eq!(schema.steps.iter().map(|step| step.to).collect::<Vec<_>>(), (2..=schema.version).collect::<Vec<_>>());
}
