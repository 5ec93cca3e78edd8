//! Bundles that come in and go out: nothing lost, nothing left behind by a refusal.

use std::sync::Arc;

use ayni_communities::{Access, Hue, Kind, TimeZoneName};
use ayni_founding::{Admin, Founded, Founding};
use ayni_kernel::{
    Actor, Amount, Body, Code, Community, CommunityId, Email, Error, Language, Line, Name, Node, Role, Roles, Scale,
    Slug,
    testing::{self, TestClock},
};
use ayni_ledger::{Beyond, CurrencyKind, NewCurrency, Pay, Reverse, SetLimits};
use ayni_members::{Apply, Contact, ContactKind, EditProfile, MemberKind, NewMember, Visibility};
use ayni_search::Index;
use ayni_storage::Blobs;
use ayni_users::{NewUser, PasswordHash};

use super::sample;
use crate::{Files, Plan, Progress, Target, check, export, import};

const PROGRAM: Actor = Actor::System("test");

/// An empty node, and the clock it follows.
fn node() -> (Node, Arc<TestClock>) {
    let clock = TestClock::new();
    let data = testing::data(&clock, ayni_founding::node_schema(), &[]);
    let hands = Arc::clone(&clock);
    let open = move |id| {
        let data = testing::data(&hands, ayni_founding::community_schema(), ayni_founding::reactors());
        Ok(Community { id, data, index: Index::memory()?, blobs: Blobs::memory() })
    };
    (Node::new(data, Arc::new(open)), clock)
}

fn slug(text: &str) -> Slug {
    Slug::parse("slug", text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

fn email(text: &str) -> Email {
    Email::parse("email", text).unwrap()
}

fn plan(files: &Files) -> Plan {
    let checked = check(files);
    assert_eq!(checked.report.faults, []);
    checked.plan.unwrap()
}

fn target(text: &str) -> Target {
    Target { slug: slug(text), replaces: None, admin: None }
}

fn bring(node: &Node, files: &Files, to: Target) -> Result<CommunityId, Error> {
    import(node, plan(files), to, &mut |_| {})
}

fn same(left: &Files, right: &Files) {
    for (name, bytes) in left {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert_eq!(text(bytes), text(&right[name]), "{name}");
    }
    assert_eq!(left.len(), right.len());
}

/// Out of the node, into an empty one, and out again: the same bytes.
fn survives(node: &Node, id: CommunityId) -> Files {
    let first = export(node, id).unwrap();
    let (other, _) = self::node();
    let again = bring(&other, &first, target("again")).unwrap();
    same(&first, &export(&other, again).unwrap());
    first
}

#[test]
fn a_bundle_comes_in_with_everything_and_goes_out_the_same() {
    let (node, _) = node();
    let mut seen: Vec<Progress> = Vec::new();
    let id = import(&node, plan(&sample::files()), target("nido"), &mut |p| seen.push(p)).unwrap();
    assert_eq!(seen.last(), Some(&Progress { done: 17, total: 17 }));
    assert!(seen.windows(2).all(|pair| pair[0].done <= pair[1].done));
    assert_eq!(node.data().read(|tx| ayni_communities::by_slug(tx, &slug("nido"))).unwrap().unwrap().id, id);

    let iria = node.data().read(|tx| ayni_users::by_email(tx, &email("iria@nido.example"))).unwrap().unwrap();
    assert_eq!(iria.id.to_string(), "7c9e6679-7425-40de-944b-e07fc1f90ae1");
    assert_eq!(iria.language, Some(Language::Spanish));
    let community = node.community(id).unwrap();
    community
        .read(|tx| {
            let me = ayni_members::actor(tx, iria.id, None)?;
            assert!(me.has(Role::Admin));
            let account = ayni_ledger::accounts_of(tx, &me, me.member()?)?.remove(0);
            assert_eq!(
                (account.balance(), account.lower, account.entries),
                (Amount::new(-125), Some(Amount::new(-2000)), 3)
            );
            assert_eq!(ayni_ledger::audit(tx)?, []);
            Ok(())
        })
        .unwrap();
    let first = survives(&node, id);
    assert_eq!(check(&first).report.reconciled, 3);
    assert!(String::from_utf8(first["users.csv"].clone()).unwrap().contains(",gl,"));
}

#[test]
fn people_the_node_knows_keep_their_login() {
    let (node, _) = node();
    let hash = PasswordHash::imported("$2b$10$aaaaaaaaaaaaaaaaaaaaaeijZAgcfl7p92ldGxad68LJZdL17lhWy").unwrap();
    let new = NewUser { password: Some(hash.clone()), ..NewUser::new(email("iria@nido.example"), name("Iria R.")) };
    let known = node.data().write(move |tx| ayni_users::register(tx, new)).unwrap();
    let id = bring(&node, &sample::files(), target("nido")).unwrap();
    let kept = node.data().read(|tx| ayni_users::password_hash(tx, known.id)).unwrap();
    assert!(kept == Some(hash));
    assert_eq!(node.data().read(|tx| ayni_users::communities_of(tx, known.id)).unwrap(), [id]);
    // The same people once more, in a second community of the node.
    let second = bring(&node, &sample::files(), target("nido2")).unwrap();
    assert_eq!(node.data().read(|tx| ayni_users::communities_of(tx, known.id)).unwrap(), [id, second]);
}

#[test]
fn a_refused_import_leaves_nothing() {
    let (node, _) = node();
    bring(&node, &sample::files(), target("nido")).unwrap();
    let before = node.data().store().status().seq;
    assert_eq!(bring(&node, &sample::files(), target("nido")), Err(Error::conflict("communities-slug-taken")));
    // A transfer of tomorrow is refused by the ledger when half of the bundle is written.
    let late = sample::damaged("transfers.csv", "2025-02-03T10:00:00Z,2025-02-04T10:00:00Z", "2099-02-03T10:00:00Z,");
    assert!(matches!(bring(&node, &late, target("late")), Err(Error::Invalid(_))));
    assert_eq!(node.data().read(ayni_communities::list).unwrap().len(), 1);
    assert_eq!(node.communities().len(), 1);
    assert_eq!(node.data().store().status().seq, before);
}

fn founded(node: &Node, kind: CurrencyKind) -> Founded {
    let ask = Founding {
        name: name("Taller Norte"),
        slug: slug("taller"),
        kind: Kind::Coworking,
        language: Language::Spanish,
        time_zone: TimeZoneName::parse("time_zone", "America/Lima").unwrap(),
        hue: Hue::new(20).unwrap(),
        currency: currency("SOL", kind),
        admin: Admin {
            name: name("Rosa"),
            email: email("rosa@taller.example"),
            password: PasswordHash::imported("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy").unwrap(),
        },
    };
    ayni_founding::found(node, ask).unwrap()
}

fn currency(code: &str, kind: CurrencyKind) -> NewCurrency {
    NewCurrency {
        code: Code::parse("code", code).unwrap(),
        name: name("sol"),
        plural: name("soles"),
        symbol: line("S/"),
        scale: Scale::new(2).unwrap(),
        shown: 2,
        kind,
        rate: None,
        lower: Some(Amount::new(-5_000)),
        upper: None,
        request_days: 14,
    }
}

#[test]
fn an_import_takes_the_place_of_a_fresh_community_only() {
    let (node, _) = node();
    let fresh = founded(&node, CurrencyKind::Mutual);
    let to = Target { slug: slug("taller"), replaces: Some(fresh.community), admin: Some(fresh.user) };
    let id = bring(&node, &sample::files(), to).unwrap();
    let entries = node.data().read(ayni_communities::list).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [id]);
    assert_eq!(node.data().read(|tx| ayni_users::communities_of(tx, fresh.user)).unwrap(), [id]);
    let roles = node.community(id).unwrap().read(|tx| ayni_members::roles_of(tx, fresh.user)).unwrap();
    assert!(roles.given(Role::Admin));
    let to = Target { slug: slug("taller"), replaces: Some(id), admin: None };
    assert_eq!(bring(&node, &sample::files(), to), Err(Error::conflict("bundle-not-fresh")));
}

/// A second member with contacts of every sort, a want-to-be, a treasury that moved, a reversal, two currencies.
fn live(node: &Node, founded: &Founded, clock: &TestClock) {
    let community = node.community(founded.community).unwrap();
    let (rosa, user) = (founded.member, founded.user);
    let pepe = NewUser::new(email("pepe@taller.example"), name("Pepe"));
    let pepe = node.data().write(move |tx| ayni_users::register(tx, pepe)).unwrap().id;
    community
        .write(move |tx| {
            let contacts = vec![
                contact(ContactKind::Phone, "", "+51 1 000 001", Visibility::Staff),
                contact(ContactKind::Other, "Matrix; home", "@pepa:taller.example", Visibility::Public),
                contact(ContactKind::Phone, "", "+51 1 000 002", Visibility::Members),
                contact(ContactKind::Other, "visibility", "low", Visibility::Members),
            ];
            let mut new = person("Pepa", contacts);
            new.number = Some(Code::parse("number", "42").unwrap());
            let welder = ayni_members::create(tx, &PROGRAM, new)?;
            let profile = EditProfile {
                name: welder.name.clone(),
                kind: MemberKind::Business,
                description: Body::parse("d", "Wood,\n\"iron\"\nand glass").unwrap(),
                address: welder.address.clone(),
                address_visibility: Visibility::Staff,
                location: Some(ayni_kernel::Point::from_steps(-120_000_000, 1)),
                contacts: welder.contacts.clone(),
                access: Access::Group,
            };
            ayni_members::edit_profile(tx, &PROGRAM, welder.id, profile)?;
            let letter = Body::parse("letter", "I weld.").unwrap();
            let email = email("pepe@taller.example");
            ayni_members::apply(
                tx,
                &PROGRAM,
                Apply { user: pepe, name: name("Pepe"), kind: MemberKind::Personal, email, letter },
            )?;
            ayni_members::set_roles(tx, &PROGRAM, user, Roles::NONE.with(Role::Admin).with(Role::Treasurer))?;
            ayni_ledger::create_currency(tx, &PROGRAM, currency("TALL", CurrencyKind::Time))?;
            pay_around(tx, user, rosa, welder.id)
        })
        .unwrap();
    clock.turn(60);
}

fn contact(kind: ContactKind, label: &str, value: &str, visibility: Visibility) -> Contact {
    Contact::parse(kind, label, value, visibility).unwrap()
}

fn person(text: &str, contacts: Vec<Contact>) -> NewMember {
    NewMember {
        user: None,
        number: None,
        name: name(text),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: ayni_kernel::Address::default(),
        location: None,
        contacts,
        note: line("no computer"),
    }
}

fn pay_around(
    tx: &mut ayni_kernel::WriteTx<'_>,
    user: ayni_kernel::UserId,
    rosa: ayni_kernel::MemberId,
    pepa: ayni_kernel::MemberId,
) -> Result<(), Error> {
    let me = ayni_members::actor(&**tx, user, None)?;
    let main = ayni_ledger::main_currency(&**tx)?;
    let treasury = ayni_ledger::treasury(&**tx, &me, main.id)?.id;
    let of = |tx: &ayni_kernel::WriteTx<'_>, member, index: usize| {
        ayni_ledger::accounts_of(&**tx, &PROGRAM, member).map(|accounts| accounts[index].id)
    };
    let pay = |from, to, amount| Pay {
        id: None,
        from,
        to,
        amount: Amount::new(amount),
        description: line("Board, \"oak\""),
        category: None,
    };
    let (a, b) = (of(tx, rosa, 0)?, of(tx, pepa, 0)?);
    ayni_ledger::pay(tx, &me, pay(treasury, a, 1_000))?;
    let wrong = ayni_ledger::pay(tx, &me, pay(a, b, 4_000))?;
    let reason = line("twice");
    ayni_ledger::reverse(tx, &me, Reverse { transfer: wrong.id, reason: reason.clone(), beyond: Beyond::Refuse })?;
    ayni_ledger::post_group(tx, &me, vec![pay(a, b, 4_500), pay(a, treasury, 10)])?;
    ayni_ledger::set_limits(tx, &me, SetLimits { account: a, lower: Some(Amount::new(-100)), upper: None, reason })?;
    let (a, b) = (of(tx, rosa, 1)?, of(tx, pepa, 1)?);
    ayni_ledger::pay(tx, &me, pay(b, a, 7)).map(drop)
}

#[test]
fn a_community_of_our_own_loses_nothing() {
    let (node, clock) = node();
    let founded = founded(&node, CurrencyKind::Fiat);
    let young = survives(&node, founded.community);
    assert!(!String::from_utf8(young["members.csv"].clone()).unwrap().contains("TREASURY"));
    live(&node, &founded, &clock);
    let files = survives(&node, founded.community);
    let text = |file: &str| String::from_utf8(files[file].clone()).unwrap();
    assert!(text("members.csv").contains("TALLTREASURY,Taller Norte,public"), "{}", text("members.csv"));
    assert!(text("members.csv").contains("phone=staff"), "{}", text("members.csv"));
    assert!(text("transfers.csv").contains("reversal"), "{}", text("transfers.csv"));
    assert!(text("community.csv").contains("settings.roles.treasurer"));
    // The reversal is known as one: it cannot be taken back again.
    let (other, _) = self::node();
    let id = bring(&other, &files, target("again")).unwrap();
    let treasury = other
        .community(id)
        .unwrap()
        .read(|tx| {
            let main = ayni_ledger::main_currency(tx)?;
            assert_eq!((main.code.as_str(), main.kind), ("SOL", CurrencyKind::Fiat));
            assert_eq!(ayni_members::all(tx, None)?.rows.len(), 3);
            ayni_ledger::treasury(tx, &PROGRAM, main.id)
        })
        .unwrap();
    assert_eq!(treasury.balance(), Amount::new(-990));
}
