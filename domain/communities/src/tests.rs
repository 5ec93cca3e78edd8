//! The rules of communities told as stories.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ayni_kernel::{
    Actor, Address, Body, CategoryId, Code, Community, CommunityId, Data, Error, Language, Line, Name, Point, Result,
    Slug, Timestamp,
    testing::{Cast, TestClock, community, data},
};
use ayni_storage::Schema;

use super::*;

const OAK: CommunityId = CommunityId::from_bytes([1; 16]);
const ELM: CommunityId = CommunityId::from_bytes([2; 16]);
const FOUNDER: Actor = Actor::System("founding");

fn node() -> Data {
    data(&TestClock::new(), Schema { version: 1, tables: node_tables(), steps: Vec::new() }, &[])
}

fn empty() -> Community {
    community(&TestClock::new(), Schema { version: 1, tables: tables(), steps: Vec::new() }, &[])
}

fn oak() -> Community {
    let community = empty();
    community.write(|tx| found(tx, &FOUNDER, full())).unwrap();
    community
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn slug(text: &str) -> Slug {
    Slug::parse("slug", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse("text", text).unwrap()
}

fn entry(id: CommunityId, short: &str, hosts: &[&str]) -> Entry {
    let hosts = hosts.iter().map(ToString::to_string).collect();
    Entry { id, slug: slug(short), hosts, name: name(short), created: Timestamp::default() }
}

/// Settings with something in every field.
fn full() -> Settings {
    Settings {
        id: OAK,
        code: code("OAK1"),
        name: name("The Oak"),
        description: Body::parse("d", "A house.\n\nWith a garden.").unwrap(),
        kind: Kind::Both,
        status: Status::Active,
        access: Access::Public,
        language: Language::English,
        languages: vec![Language::English, Language::Spanish],
        time_zone: TimeZoneName::parse("z", "Europe/Madrid").unwrap(),
        hue: Hue::new(210).unwrap(),
        logo: Some([7; 32]),
        image_url: line("https://example.org/oak.jpg"),
        terms: Body::parse("t", "Be kind.").unwrap(),
        address: Address {
            street: line("Calle Mayor 1"),
            locality: line("Ávila"),
            postal_code: line("05001"),
            region: line("Castilla y León"),
            country: line("ES"),
        },
        location: Some(Point::from_steps(406_570_000, -46_990_000)),
        contacts: vec![("email".into(), line("oak@example.org")), ("phone".into(), line("1"))],
        joining: Joining::InviteOnly,
        member_list: Audience::Members,
        extras: vec![("settings.minOffers".into(), "1".into())],
        created: Timestamp::parse("2026-01-10T10:00:00Z").unwrap(),
        updated: Timestamp::parse("2026-02-10T10:00:00Z").unwrap(),
    }
}

fn request() -> ChangeSettings {
    ChangeSettings {
        name: name("The Old Oak"),
        description: Body::default(),
        kind: Kind::Exchange,
        language: Language::Spanish,
        languages: Vec::new(),
        time_zone: TimeZoneName::default(),
        hue: Hue::default(),
        terms: Body::default(),
        joining: Joining::Open,
        member_list: Audience::Public,
        access: Access::Group,
        address: Address { locality: line("Arévalo"), ..Address::default() },
        location: None,
        contacts: vec![("website".into(), line("https://oak.example")), ("phone".into(), line("22"))],
    }
}

fn garden() -> NewCategory {
    NewCategory {
        code: code("garden"),
        name: name("Gardens"),
        description: line("Plants and pruning"),
        access: Access::Public,
        icon: ("material".into(), "yard".into()),
    }
}

fn word<T: std::fmt::Debug>(answer: Result<T>) -> &'static str {
    match answer.unwrap_err() {
        Error::Conflict(fault) => fault.word,
        Error::Invalid(faults) => faults.0.first().unwrap().word,
        other => panic!("{other}"),
    }
}

#[test]
fn a_community_is_found_by_slug_host_and_first_label() {
    let node = node();
    node.write(|tx| register(tx, entry(OAK, "oak", &["Tausch.Example.ORG", "[::1]"]))).unwrap();
    node.write(|tx| register(tx, entry(ELM, "elm", &[]))).unwrap();
    let at = |host: &str| node.read(|tx| by_host(tx, host)).unwrap().map(|entry| entry.id);
    assert_eq!(at("tausch.example.org"), Some(OAK));
    assert_eq!(at("TAUSCH.example.org.:8443"), Some(OAK));
    assert_eq!(at("[::1]:8080"), Some(OAK));
    assert_eq!(at("elm.example.net:80"), Some(ELM));
    assert_eq!(at("Elm"), Some(ELM));
    for nowhere in ["", ".", "example.org", "x.tausch.example.org", "[::2]:80", "127.0.0.1"] {
        assert_eq!(at(nowhere), None, "{nowhere}");
    }
    assert_eq!(node.read(|tx| by_slug(tx, &slug("elm"))).unwrap().unwrap().id, ELM);
    assert_eq!(node.read(|tx| by_slug(tx, &slug("ash"))), Ok(None));
    assert_eq!(node.read(list).unwrap().len(), 2);
}

#[test]
fn slugs_and_hosts_belong_to_one_community() {
    let node = node();
    node.write(|tx| register(tx, entry(OAK, "oak", &["oak.org"]))).unwrap();
    assert_eq!(word(node.write(|tx| register(tx, entry(ELM, "oak", &[])))), "communities-slug-taken");
    assert_eq!(word(node.write(|tx| register(tx, entry(ELM, "elm", &["OAK.org:80"])))), "communities-host-taken");
    assert_eq!(node.read(list).unwrap().len(), 1);
}

#[test]
fn an_import_takes_the_place_of_a_fresh_community() {
    let node = node();
    node.write(|tx| register(tx, entry(OAK, "oak", &["oak.org"]))).unwrap();
    node.write(|tx| replace(tx, OAK, entry(ELM, "oak", &["oak.org"]))).unwrap();
    assert_eq!(node.read(|tx| by_host(tx, "oak.org")).unwrap().unwrap().id, ELM);
    assert_eq!(node.read(|tx| by_id(tx, OAK)), Ok(None));
    assert_eq!(node.write(|tx| replace(tx, OAK, entry(OAK, "ash", &[]))), Err(Error::NotFound));
    node.write(|tx| set_name(tx, ELM, name("Elm"))).unwrap();
    assert_eq!(node.read(|tx| by_id(tx, ELM)).unwrap().unwrap().name, name("Elm"));
    assert_eq!(node.write(|tx| set_name(tx, OAK, name("Oak"))), Err(Error::NotFound));
}

#[test]
fn the_first_settings_are_kept_as_they_are() {
    let community = oak();
    assert_eq!(community.read(settings), Ok(full()));
    assert_eq!(word(community.write(|tx| found(tx, &FOUNDER, full()))), "communities-founded");
    assert_eq!(empty().read(settings), Err(Error::NotFound));
}

#[test]
fn only_the_program_founds() {
    for (me, refusal) in [(Actor::Stranger, Error::SignIn), (Cast::Ada.actor(), Error::Forbidden)] {
        assert_eq!(empty().write(move |tx| found(tx, &me, full())), Err(refusal));
    }
}

#[test]
fn a_code_has_four_capitals_or_digits_and_lists_an_end() {
    for bad in ["OAK", "OAK12", "oak1", "OÁK1", "O-K1"] {
        let new = Settings { code: code(bad), ..full() };
        assert_eq!(word(empty().write(move |tx| found(tx, &FOUNDER, new))), "communities-code", "{bad}");
    }
    let contacts = vec![("email".to_owned(), line(&"x".repeat(300))); 30];
    let extras = vec![("settings.x".to_owned(), "x".repeat(20_000))];
    let long = Settings { contacts, ..full() };
    assert_eq!(word(empty().write(move |tx| found(tx, &FOUNDER, long))), "communities-contacts-long");
    let long = Settings { extras, ..full() };
    assert_eq!(word(empty().write(move |tx| found(tx, &FOUNDER, long))), "communities-extras-long");
}

#[test]
fn the_longest_settings_fit() {
    let widest = "𝄞";
    let body = Body::parse("b", &widest.repeat(Body::MAX)).unwrap();
    let wide = line(&widest.repeat(Line::MAX));
    let (street, locality, postal_code) = (wide.clone(), wide.clone(), wide.clone());
    let new = Settings {
        description: body.clone(),
        terms: body,
        image_url: wide.clone(),
        address: Address { street, locality, postal_code, region: wide.clone(), country: wide.clone() },
        contacts: vec![(String::new(), wide); 6],
        extras: vec![("x".repeat(8_000), "y".repeat(8_000))],
        ..full()
    };
    let (community, expected) = (empty(), new.clone());
    community.write(move |tx| found(tx, &FOUNDER, new)).unwrap();
    assert_eq!(community.read(settings), Ok(expected));
}

#[test]
fn admins_change_the_settings() {
    let community = oak();
    let refusals = [(Actor::Stranger, Error::SignIn), (Cast::Ana.actor(), Error::Forbidden)];
    for (me, refusal) in refusals.into_iter().chain([(Cast::Tova.actor(), Error::Forbidden)]) {
        let other = me.clone();
        assert_eq!(community.write(move |tx| change(tx, &me, request())), Err(refusal.clone()));
        assert_eq!(community.write(move |tx| set_logo(tx, &other, None)), Err(refusal));
    }
    let after = community.write(|tx| change(tx, &Cast::Ada.actor(), request())).unwrap();
    assert_eq!((after.name.as_str(), after.kind, after.access), ("The Old Oak", Kind::Exchange, Access::Group));
    assert_eq!(after.languages, [Language::Spanish], "the main language is always offered");
    assert_eq!((after.created, after.logo, &after.extras), (full().created, Some([7; 32]), &full().extras));
    assert!(after.updated > full().updated && after.terms.is_empty());
    assert_eq!((&after.address, after.location, &after.contacts), (&request().address, None, &request().contacts));
    assert_eq!(community.read(settings), Ok(after));

    let long = ChangeSettings { contacts: vec![("phone".into(), line(&"1".repeat(300))); 30], ..request() };
    assert_eq!(word(community.write(|tx| change(tx, &Cast::Ada.actor(), long))), "communities-contacts-long");

    community.write(|tx| set_logo(tx, &Cast::Ada.actor(), Some([9; 32]))).unwrap();
    assert_eq!(community.read(settings).unwrap().logo, Some([9; 32]));
}

#[test]
fn admins_keep_the_categories() {
    let community = oak();
    let food = NewCategory { code: code("food"), name: name("apples & bread"), ..garden() };
    for (me, refusal) in [(Actor::Stranger, Error::SignIn), (Cast::Carla.actor(), Error::Forbidden)] {
        assert_eq!(community.write(move |tx| add_category(tx, &me, garden())), Err(refusal));
    }
    let ada = Cast::Ada.actor();
    let added = community.write(move |tx| add_category(tx, &ada, garden())).unwrap();
    community.write(|tx| add_category(tx, &Cast::Ada.actor(), food)).unwrap();
    let names = |list: Vec<Category>| list.into_iter().map(|one| one.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(community.read(categories).unwrap()), ["apples & bread", "Gardens"]);
    let again = community.write(|tx| add_category(tx, &Cast::Ada.actor(), garden()));
    assert_eq!(word(again), "communities-category-taken");

    let NewCategory { description, icon, .. } = garden();
    let ask = ChangeCategory { name: name("Allotments"), description, access: Access::Group, icon };
    let change_as = |me: Actor, id: CategoryId, ask: &ChangeCategory| {
        let ask = ask.clone();
        community.write(move |tx| change_category(tx, &me, id, ask))
    };
    assert_eq!(change_as(Cast::Ana.actor(), added.id, &ask), Err(Error::Forbidden));
    assert_eq!(change_as(Cast::Ada.actor(), CategoryId::from_bytes([9; 16]), &ask), Err(Error::NotFound));
    let changed = change_as(Cast::Ada.actor(), added.id, &ask).unwrap();
    assert_eq!((changed.name.as_str(), &changed.code, changed.created), ("Allotments", &added.code, added.created));
    assert_eq!(community.read(|tx| category(tx, added.id)).unwrap(), Some(changed.clone()));
    assert_eq!(community.read(|tx| category_by_code(tx, &code("garden"))).unwrap(), Some(changed));
    let long = ChangeCategory { icon: ("x".repeat(201), String::new()), ..ask };
    assert_eq!(word(change_as(Cast::Ada.actor(), added.id, &long)), "communities-icon-long");
}

fn imported(number: u16) -> Category {
    let NewCategory { name, description, access, icon, .. } = garden();
    let mut id = [0; 16];
    id[..2].copy_from_slice(&number.to_be_bytes());
    let created = Timestamp::parse("2020-01-01T00:00:00Z").unwrap();
    let code = code(&format!("c{number}"));
    let id = CategoryId::from_bytes(id);
    Category { id, code, name, description, access, icon, parent: None, created, updated: created.plus_days(1) }
}

#[test]
fn an_imported_category_keeps_id_and_times() {
    let community = oak();
    community.write(|tx| import_category(tx, imported(1))).unwrap();
    assert_eq!(community.read(categories), Ok(vec![imported(1)]));
    let same_id = Category { code: code("other"), ..imported(1) };
    assert_eq!(word(community.write(|tx| import_category(tx, same_id))), "communities-category-taken");
}

#[test]
fn there_is_an_end_to_categories() {
    let community = oak();
    let limit = u16::try_from(MAX_CATEGORIES).unwrap();
    community
        .write(move |tx| {
            tx.unlimited();
            (0..limit).try_for_each(|number| import_category(tx, imported(number)).map(drop))
        })
        .unwrap();
    assert_eq!(word(community.write(move |tx| import_category(tx, imported(limit)))), "communities-categories-many");
}

#[test]
fn choices_are_written_as_they_are_read() {
    macro_rules! round_trips {
        ($($choice:ident)+) => { $(
            for choice in $choice::ALL {
                assert_eq!($choice::parse("f", choice.word()), Ok(*choice));
                assert_eq!($choice::stored(choice.number()), Ok(*choice));
            }
            assert_eq!($choice::parse("f", "something").unwrap_err().word, "fault-choice");
            assert!(matches!($choice::stored(200), Err(Error::Broken(_))));
        )+ };
    }
    round_trips!(Access Kind Status Joining Audience);
}

#[test]
fn time_zones_are_those_of_the_iana_database() {
    let zone = |raw: &str| TimeZoneName::parse("time_zone", raw);
    assert_eq!(zone(" america/argentina/BUENOS_aires ").unwrap().as_str(), "America/Argentina/Buenos_Aires");
    for bad in ["", "Mars/Olympus", "+02:00", "Etc/Unknown", "../etc/passwd"] {
        assert_eq!(zone(bad).unwrap_err().word, "communities-time-zone", "{bad}");
    }
    let all = TimeZoneName::all();
    assert!(all.len() > 300 && all.contains(&zone("Europe/Madrid").unwrap()));
    for name in &all {
        assert!(zone(name.as_str()).is_ok(), "{name}");
    }
    let noon = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
    assert_eq!(noon.in_zone(&zone("Europe/Madrid").unwrap().zone()).hour(), 14);
}

#[test]
fn a_hue_lies_on_the_wheel() {
    assert_eq!(Hue::parse("hue", " 359 ").unwrap(), Hue::new(359).unwrap());
    for bad in ["360", "-1", "", "12.5", "green"] {
        assert_eq!(Hue::parse("hue", bad).unwrap_err().word, "communities-hue", "{bad}");
    }
}

#[test]
fn a_name_suggests_a_code() {
    for (given, expected) in [("Bramble Vale", "BRAM"), ("Ñu", "NUXX"), ("24 h", "24HX"), ("東京", "XXXX")] {
        assert_eq!(suggested_code(&name(given)).unwrap().as_str(), expected, "{given}");
    }
}
