//! The index as the log feeds it, and as it is made anew: what is found, by whom, and what becomes of it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::{collections::BTreeMap, sync::Arc};

use ayni_communities::{Access, ChangeCategory};
use ayni_finding::{Answer, Ask, Depth, Thing, Wish, search};
use ayni_kernel::{
    Actor, Community, CommunityId, Error, MemberId, Name, Node, Role, Roles, Slug, UserId,
    testing::{self, TestClock},
};
use ayni_members::{Member, MemberStatus};
use ayni_search::Index;
use ayni_storage::Blobs;

use super::{Made, Standing, anew, follow};

const PROGRAM: Actor = Actor::System("test");

/// A node in memory.
fn node() -> Node {
    let clock = TestClock::new();
    clock.turn(366 * 86_400);
    let data = testing::data(&clock, ayni_founding::node_schema(), &[]);
    let open = move |id: CommunityId| {
        let data = testing::data(&clock, ayni_founding::community_schema(), ayni_founding::reactors());
        Ok(Community { id, data, index: Index::memory()?, blobs: Blobs::memory() })
    };
    Node::new(data, Arc::new(open))
}

/// The village of Bramblewick, imported and indexed; nothing, with a reason printed, where its bundle is not at hand.
fn bramblewick() -> Option<(Node, Community)> {
    let Some(folder) = std::env::var_os("AYNI_BUNDLE") else {
        println!("skipped: AYNI_BUNDLE does not name the folder of the bundle");
        return None;
    };
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut files = ayni_bundle::Files::new();
    for entry in entries {
        let entry = entry.unwrap();
        files.insert(entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
    }
    let node = node();
    let checked = ayni_bundle::check(&files);
    assert_eq!(checked.report.faults, []);
    let slug = Slug::parse("slug", "bramblewick").unwrap();
    let target = ayni_bundle::Target { slug, replaces: None, admin: None };
    let id = ayni_bundle::import(&node, checked.plan.unwrap(), target, &mut |_| ()).unwrap();
    let community = node.community(id).unwrap();
    assert_eq!(follow(&community).unwrap(), Standing::Current);
    Some((node, community))
}

fn ask(typed: &str) -> Ask {
    Ask { wish: Wish::parse(typed), depth: Depth::Counted, limit: 50, ..Ask::default() }
}

fn answer(community: &Community, me: &Actor, typed: &str) -> Answer {
    community.read(|tx| search(tx, me, &community.index, &ask(typed))).unwrap()
}

fn things(community: &Community, me: &Actor, typed: &str) -> Vec<Thing> {
    answer(community, me, typed).found.into_iter().map(|found| found.thing).collect()
}

fn titles(community: &Community, me: &Actor, typed: &str) -> Vec<String> {
    things(community, me, typed).into_iter().map(|thing| thing.title).collect()
}

fn has(titles: &[String], title: &str) -> bool {
    titles.iter().any(|other| other == title)
}

/// Somebody of the village.
fn somebody(community: &Community, roles: Roles) -> Actor {
    let member = community.read(|tx| ayni_members::find(tx, &PROGRAM, &community.index, "Tom Reed", 1)).unwrap();
    Actor::person(UserId::from_bytes([9; 16]), member.first().unwrap().id, roles)
}

#[test]
fn bramblewick_is_found_by_word_misspelt_word_category_and_distance() {
    let Some((_node, community)) = bramblewick() else { return };
    let me = somebody(&community, Roles::NONE);
    let found = |typed: &str| titles(&community, &me, typed);
    assert!(has(&found("crooked vegetable"), "Crooked vegetable box"));
    assert!(has(&found("vegtable"), "Crooked vegetable box"), "misspelt");
    assert!(has(&found("vegetab"), "Crooked vegetable box"), "not finished");
    assert!(has(&found("\"vegetable box\""), "Crooked vegetable box"), "a phrase");
    assert!(!has(&found("vegetable -carrots"), "Crooked vegetable box"));
    assert!(has(&found("growing"), "Gardens & growing"), "a category itself");
    assert!(has(&found("category:food"), "Crooked vegetable box"), "by the category's code");
    assert!(has(&found("category:Food by:Mabel"), "Crooked vegetable box"), "by its name");
    assert!(has(&found("produce"), "Crooked vegetable box"), "names of categories count");
    assert!(has(&found("by:BRAM0001"), "Crooked vegetable box"));
    assert!(has(&found("mabel"), "Mabel Moss"));
    assert_eq!(found("by:Nobody"), Vec::<String>::new());
    let near = answer(&community, &me, "near:BRAM0001~3km");
    assert_eq!(near.understood.around.as_ref().map(|around| around.name.as_str()), Some("Mabel Moss"));
    assert!(near.found.iter().any(|found| found.thing.title == "Crooked vegetable box"));
    assert!(near.found.is_sorted_by(|one, other| one.metres <= other.metres), "the nearest first");
    assert!(near.found.iter().all(|found| found.metres.is_some_and(|metres| metres <= 3_000.0)));
    assert_eq!(answer(&community, &me, "near:0,0~10km").total, 0);
    assert_eq!(answer(&community, &me, "near:nowhere").understood.unknown, [ayni_finding::Unknown::Near]);
}

#[test]
fn bramblewick_counts_what_it_shows() {
    let Some((_node, community)) = bramblewick() else { return };
    let me = somebody(&community, Roles::NONE);
    let all = answer(&community, &me, "");
    let sum: u64 = all.kinds.iter().map(|(_, count)| count).sum();
    assert_eq!((sum, all.found.len() as u64), (all.total, all.total.min(50)));
    for value in all.values.iter().filter(|value| value.facet == "category") {
        let narrowed = Ask { narrowed: vec![("category", value.value.clone())], ..ask("") };
        let within = community.read(|tx| search(tx, &me, &community.index, &narrowed)).unwrap();
        assert_eq!(within.total, value.count, "{}", value.name);
    }
}

#[test]
fn a_renamed_category_and_a_suspended_member_are_found_as_they_are_now() {
    let Some((_node, community)) = bramblewick() else { return };
    let me = somebody(&community, Roles::NONE);
    let food = ayni_kernel::Code::parse("code", "food").unwrap();
    community
        .write(move |tx| {
            let category = ayni_communities::category_by_code(&**tx, &food)?.ok_or(Error::NotFound)?;
            let name = Name::parse("name", "Zucchini").map_err(Error::from)?;
            let ask =
                ChangeCategory { name, description: category.description, access: Access::Public, icon: category.icon };
            ayni_communities::change_category(tx, &PROGRAM, category.id, ask)
        })
        .unwrap();
    follow(&community).unwrap();
    assert!(has(&titles(&community, &me, "zucchini"), "Crooked vegetable box"));
    let aisha = community.read(|tx| ayni_members::find(tx, &PROGRAM, &community.index, "BRAM0003", 1)).unwrap();
    let id = aisha.first().unwrap().id;
    let theirs = |who: &Actor| answer(&community, who, "by:BRAM0003").total;
    let before = theirs(&me);
    assert!(before > 1, "a member and what it offers");
    community.write(move |tx| ayni_members::suspend(tx, &PROGRAM, id, ayni_kernel::Line::default())).unwrap();
    // Before the index knows, opening it says no; afterwards it is not even counted.
    assert!(answer(&community, &me, "by:BRAM0003").found.iter().all(|found| found.thing.kind == "member"));
    follow(&community).unwrap();
    assert!(theirs(&me) < before);
    let steward = somebody(&community, Roles::NONE.with(Role::Steward));
    assert_eq!(theirs(&steward), before);
}

/// What somebody may open, found by looking at every record.
fn openable(community: &Community, me: &Actor) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for kind in &ayni_finding::KINDS {
        let ids = community.read(|tx| (kind.ids_after)(tx, None, 10_000)).unwrap();
        let open = |id: &[u8; 16]| community.read(|tx| (kind.open)(tx, me, *id)).is_ok();
        let count = ids.iter().filter(|id| open(id)).count();
        if count > 0 {
            counts.insert(kind.kind, count);
        }
    }
    counts
}

#[test]
fn everybody_is_told_of_just_what_they_may_open() {
    let Some((_node, community)) = bramblewick() else { return };
    // Hidden ones of every kind: members who wait, private listings, private rooms.
    hide_some(&community);
    follow(&community).unwrap();
    let of_roles = |role: Role| somebody(&community, Roles::NONE.with(role));
    let mut everybody = vec![Actor::Stranger, somebody(&community, Roles::NONE)];
    everybody.extend(Role::ALL.map(of_roles));
    let mut seen = Vec::new();
    for me in &everybody {
        let all = answer(&community, me, "");
        let told: BTreeMap<&str, usize> =
            all.kinds.iter().map(|(kind, count)| (*kind, usize::try_from(*count).unwrap())).collect();
        assert_eq!(told, openable(&community, me), "{me:?}");
        seen.push(told.values().sum::<usize>());
    }
    assert!(seen.first() < seen.get(1) && seen.get(1) < seen.get(2), "a steward sees most, a stranger least: {seen:?}");
}

fn hide_some(community: &Community) {
    let ids = community.read(|tx| ayni_members::ids_after(tx, None, 100)).unwrap();
    let tom = somebody(community, Roles::NONE).member().unwrap();
    let other: MemberId = ids.into_iter().find(|id| *id != tom).unwrap();
    community
        .write(move |tx| {
            let now = tx.now();
            let code = ayni_kernel::Code::parse("code", "WAIT01")?;
            let name = Name::parse("name", "Waiting Wanda")?;
            let kind = ayni_members::MemberKind::Personal;
            let waits = Member::new(MemberId::from_bytes([77; 16]), code, name, kind, MemberStatus::Pending, now);
            ayni_members::import_member(tx, &waits)?;
            let own = ayni_market::ids_of_member(&**tx, tom)?;
            for listing in own.into_iter().take(1) {
                ayni_market::hide(tx, &PROGRAM, listing)?;
            }
            let theirs = ayni_market::ids_of_member(&**tx, other)?;
            for listing in theirs.into_iter().take(1) {
                ayni_market::hide(tx, &PROGRAM, listing)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_index_made_anew_says_the_same() {
    let Some((_node, community)) = bramblewick() else { return };
    let me = somebody(&community, Roles::NONE);
    let before = answer(&community, &me, "");
    let mut told = Vec::new();
    let made = anew(&community, &mut |done, total| told.push((done, total))).unwrap();
    #[expect(clippy::panic, reason = "a test")]
    let Made::Of(documents) = made else { panic!("{made:?}") };
    assert_eq!(told.last(), Some(&(documents, documents)));
    let after = answer(&community, &me, "");
    assert_eq!((before.total, before.kinds, before.values), (after.total, after.kinds, after.values));
    assert_eq!(follow(&community).unwrap(), Standing::Current);
    community.index.clear().unwrap();
    assert_eq!(answer(&community, &me, "").total, 0);
    community.data.store().note_cursor(super::CONSUMER, 0);
    follow(&community).unwrap();
    assert_eq!(answer(&community, &me, "").total, after.total, "an empty index fills itself from the log");
}
