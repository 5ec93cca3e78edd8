//! The rules of the market told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_communities::{Access, NewCategory, Settings};
use ayni_kernel::{
    Actor, Body, CategoryId, Code, Community, Cursor, Error, Event, Line, ListingId, MemberId, Name, Result, Timestamp,
    WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_members::{Member, MemberKind, MemberStatus};
use ayni_search::Update;
use ayni_storage::Schema;

use crate::*;

mod asking;
mod counting;
mod life;
mod searching;
mod upgrade;

const PROGRAM: Actor = Actor::System("test");
const DAY: i64 = 86_400;

fn line(text: &str) -> Line {
    Line::parse("line", text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse("code", text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

fn settings(community: &Community, access: Access) -> Settings {
    Settings { access, ..Settings::new(community.id, code("LIMA"), name("Limatambo"), Timestamp::default()) }
}

/// A community with its cast, two categories and a clock to turn.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    food: CategoryId,
    tools: CategoryId,
}

impl Town {
    fn new(access: Access) -> Self {
        let tables = [
            ayni_communities::tables(),
            ayni_members::tables(),
            ayni_ledger::tables(),
            ayni_resources::tables(),
            ayni_notices::tables(),
            tables(),
        ]
        .concat();
        let clock = TestClock::new();
        let community = community(&clock, Schema { version: 1, tables, steps: Vec::new() }, &[react]);
        let settings = settings(&community, access);
        let write = move |tx: &mut WriteTx<'_>| {
            ayni_communities::found(tx, &PROGRAM, settings)?;
            for cast in Cast::ALL {
                let (number, kind) = (code(&cast.name().to_uppercase()), MemberKind::Personal);
                let member =
                    Member::new(cast.member(), number, name(cast.name()), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &member)?;
            }
            Ok((category(tx, "food")?, category(tx, "tools")?))
        };
        let (food, tools) = community.write(write).unwrap();
        Self { community, clock, food, tools }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(work)
    }

    fn publish(&self, me: Cast, content: Content) -> Result<Listing> {
        self.clock.turn(1);
        self.write(move |tx| publish(tx, &me.actor(), NewListing { member: me.member(), content }))
    }

    fn sees(&self, me: &Actor, id: ListingId) -> Result<()> {
        self.community.read(|tx| listing(tx, me, id)).map(drop)
    }

    /// The titles of a list, read in pages of `limit`.
    fn titles(&self, me: &Actor, ask: &List) -> Vec<String> {
        let (mut titles, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let ask = List { after, ..ask.clone() };
            let page = self.community.read(|tx| listings(tx, me, &ask)).unwrap();
            assert!(page.rows.len() <= ask.limit);
            titles.extend(page.rows.iter().map(|listing| listing.title.to_string()));
            match page.next {
                Some(next) => after = Some(Cursor::parse(&next.to_string()).unwrap()),
                None => return titles,
            }
        }
    }

    /// The store is sound, and the numbers are those of counting everything.
    fn is_sound(&self) {
        assert_eq!(self.community.data.store().check().unwrap(), []);
        counting::agree(self);
    }

    /// The sentences that a member was told and has not seen, newest first; they are seen then.
    fn told(&self, who: Cast) -> Vec<String> {
        self.clock.turn(1);
        self.write(move |tx| {
            let told = ayni_notices::unseen(&**tx, &who.actor(), who.member(), 50)?;
            ayni_notices::see_all(tx, &who.actor(), who.member())?;
            Ok(told.into_iter().map(|told| told.word).collect())
        })
        .unwrap()
    }

    /// What the program does by itself, until nothing is left to do.
    fn round(&self) {
        while self.community.read(|tx| has_due(tx, self.clock.shows())).unwrap() {
            self.write(|tx| remind_due(tx, 2)).unwrap();
        }
        while self.community.read(has_news).unwrap() {
            self.write(|tx| announce(tx, 2)).unwrap();
        }
        while self.community.read(|tx| has_tidings(tx, self.clock.shows())).unwrap() {
            self.write(|tx| tell_found(tx, 2)).unwrap();
        }
    }

    fn settle(&self, settings: MarketSettings) {
        self.write(move |tx| change_settings(tx, &Cast::Ada.actor(), settings)).unwrap();
    }
}

fn category(tx: &mut WriteTx<'_>, word: &str) -> Result<CategoryId> {
    let icon = (String::new(), String::new());
    let ask =
        NewCategory { code: code(word), name: name(word), description: Line::default(), access: Access::Public, icon };
    Ok(ayni_communities::add_category(tx, &PROGRAM, ask)?.id)
}

fn offer(title: &str) -> Content {
    Content { price: Price::in_words(line("2 hours")), ..Content::new(ListingKind::Offer, line(title)) }
}

fn want(title: &str) -> Content {
    Content { kind: ListingKind::Want, ..offer(title) }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>, word: &str) {
    match answer.unwrap_err() {
        Error::Conflict(fault) => assert_eq!(fault.word, word),
        Error::Invalid(faults) => assert_eq!(faults.0.iter().map(|fault| fault.word).collect::<Vec<_>>(), [word]),
        other => assert_eq!(other.to_string(), word),
    }
}

#[test]
fn a_member_publishes_changes_hides_and_shows() {
    let town = Town::new(Access::Public);
    let bread = town.publish(Cast::Ana, offer("Bread")).unwrap();
    let id = bread.id;
    assert!(bread.code.as_str().starts_with("ANA-") && bread.code.as_str().len() == 10, "{}", bread.code);
    let found = town.community.read(|tx| by_code(tx, &Cast::Ben.actor(), &code(&bread.code.as_str().to_lowercase())));
    assert_eq!(found.unwrap(), bread);

    let changed = town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, offer("Rye bread"))).unwrap();
    assert_eq!((changed.title.as_str(), changed.created), ("Rye bread", bread.created));
    assert!(changed.updated > bread.updated);
    assert_eq!(town.write(move |tx| edit(tx, &Cast::Ben.actor(), id, offer("Mine"))), Err(Error::Forbidden));
    assert_eq!(town.write(move |tx| hide(tx, &Cast::Tova.actor(), id)), Err(Error::Forbidden));
    assert_eq!(town.write(move |tx| hide(tx, &Actor::Stranger, id)), Err(Error::SignIn));

    town.write(move |tx| hide(tx, &Cast::Carla.actor(), id)).unwrap();
    assert_eq!(town.write(move |tx| edit(tx, &Cast::Ben.actor(), id, offer("Mine"))), Err(Error::NotFound));
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Err(Error::NotFound));
    assert_eq!(town.sees(&Cast::Ana.actor(), id), Ok(()));
    town.write(move |tx| show(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Ok(()));
    let log = town.community.data.store().log(0, 100).unwrap();
    let told =
        log.iter().flat_map(|entry| &entry.events).filter(|bytes| **bytes == Event::ListingChanged(id).to_bytes());
    assert_eq!(told.count(), 4);
    town.is_sound();
}

#[test]
fn nobody_publishes_for_others_but_stewards() {
    let town = Town::new(Access::Public);
    let for_ana = |me: Actor| {
        let ask = NewListing { member: Cast::Ana.member(), content: offer("Bread") };
        town.write(move |tx| publish(tx, &me, ask))
    };
    assert_eq!(for_ana(Cast::Ben.actor()), Err(Error::Forbidden));
    assert_eq!(for_ana(Actor::Stranger), Err(Error::SignIn));
    assert_eq!(for_ana(Cast::Carla.actor()).unwrap().member, Cast::Ana.member());
    let suspend = |tx: &mut WriteTx<'_>| ayni_members::suspend(tx, &PROGRAM, Cast::Ana.member(), Line::default());
    town.write(suspend).unwrap();
    refused(for_ana(Cast::Carla.actor()), "market-member-not-active");
    let nobody = NewListing { member: MemberId::from_bytes([1; 16]), content: offer("Air") };
    assert_eq!(town.write(move |tx| publish(tx, &PROGRAM, nobody)), Err(Error::NotFound));
}

#[test]
fn content_that_breaks_a_rule_is_refused() {
    let town = Town::new(Access::Public);
    let past = town.clock.shows();
    let description = Body::parse("description", "Somebody to talk to").unwrap();
    let image = |address: &str| Content { images: vec![address.to_owned()], ..offer("Bread") };
    for (content, word) in [
        (Content { description: description.clone(), ..offer("") }, "fault-required"),
        (want(""), "fault-required"),
        (Content { expires: Expiry::At(past), ..offer("Bread") }, "market-expires-past"),
        (Content { category: Some(CategoryId::from_bytes([1; 16])), ..offer("Bread") }, "market-category-unknown"),
        (
            Content { images: vec!["https://a.example/1".to_owned(); MAX_IMAGES + 1], ..offer("Bread") },
            "market-images-many",
        ),
        (image("javascript:alert(1)"), "market-image-address"),
        (image("https://a.example/a b"), "market-image-address"),
        (image(&format!("https://{}", "a".repeat(MAX_IMAGE_ADDRESS))), "market-image-address"),
        (
            Content {
                title: line(&"\u{1F33D}".repeat(Line::MAX)),
                description: Body::parse("description", &"\u{1F33D}".repeat(Body::MAX)).unwrap(),
                images: vec![format!("https://{}", "a".repeat(MAX_IMAGE_ADDRESS - 8)); MAX_IMAGES],
                ..offer("Bread")
            },
            "",
        ),
        (Content { description, ..want("") }, ""),
    ] {
        match (town.publish(Cast::Ana, content), word) {
            (Ok(_), "") => {}
            (answer, word) => refused(answer, word),
        }
    }
    town.is_sound();
}

#[test]
fn everybody_sees_what_access_and_time_allow() {
    for (community, access, seen) in [
        (Access::Public, Access::Public, [true, true, true, true]),
        (Access::Group, Access::Public, [false, true, true, true]),
        (Access::Public, Access::Group, [false, true, true, true]),
        (Access::Public, Access::Private, [false, false, true, true]),
    ] {
        let town = Town::new(community);
        let expires = Expiry::At(town.clock.shows().plus_days(2));
        let id = town.publish(Cast::Ana, Content { access, expires, ..offer("Bread") }).unwrap().id;
        let eyes = [Actor::Stranger, Cast::Ben.actor(), Cast::Carla.actor(), Cast::Ana.actor()];
        let check = |seen: [bool; 4], when: &str| {
            for (me, sees) in eyes.iter().zip(seen) {
                let refusal = if *me == Actor::Stranger { Error::SignIn } else { Error::NotFound };
                let expected = if sees { Ok(()) } else { Err(refusal) };
                assert_eq!(town.sees(me, id), expected, "{community:?} {access:?} {when} {me:?}");
                let listed = town.titles(me, &List { limit: 10, ..List::default() });
                assert_eq!(listed.len(), usize::from(sees), "{community:?} {access:?} {when} {me:?}");
            }
        };
        check(seen, "at first");
        let ana = Cast::Ana.member();
        town.write(move |tx| ayni_members::suspend(tx, &PROGRAM, ana, Line::default())).unwrap();
        check([false, false, true, true], "while its member is suspended");
        town.write(move |tx| ayni_members::restore(tx, &PROGRAM, ana)).unwrap();
        town.clock.turn(2 * DAY);
        check([false, false, true, true], "when its time is over");
        refused(town.write(move |tx| show(tx, &Cast::Ana.actor(), id)), "market-over");
    }
}

#[test]
fn lists_are_newest_first_by_kind_category_and_member() {
    let town = Town::new(Access::Public);
    let (food, tools) = (town.food, town.tools);
    let within = |category, content| Content { category: Some(category), ..content };
    for (who, content) in [
        (Cast::Ana, within(food, offer("Bread"))),
        (Cast::Ben, within(tools, offer("Saw"))),
        (Cast::Ana, within(food, want("Honey"))),
        (Cast::Ben, want("Company")),
        (Cast::Ana, within(food, offer("Jam"))),
        (Cast::Ana, offer("Songs")),
    ] {
        town.publish(who, content).unwrap();
    }
    let last = town.publish(Cast::Ana, offer("Old boots")).unwrap().id;
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), last)).unwrap();

    let all = ["Songs", "Jam", "Company", "Honey", "Saw", "Bread"];
    let (offers, wants) = (Some(ListingKind::Offer), Some(ListingKind::Want));
    let ana = Some(Cast::Ana.member());
    for limit in [1, 2, 10] {
        for (kind, category, member, titles) in [
            (None, None, None, &all[..]),
            (offers, None, None, &["Songs", "Jam", "Saw", "Bread"]),
            (wants, None, None, &["Company", "Honey"]),
            (None, Some(food), None, &["Jam", "Honey", "Bread"]),
            (offers, Some(food), None, &["Jam", "Bread"]),
            (wants, Some(tools), None, &[]),
            (None, None, ana, &["Songs", "Jam", "Honey", "Bread"]),
            (offers, Some(food), ana, &["Jam", "Bread"]),
        ] {
            let ask = List { kind, category, member, limit, ..List::default() };
            assert_eq!(town.titles(&Cast::Ben.actor(), &ask), titles, "{ask:?}");
        }
    }
    let own = List { member: ana, limit: 10, ..List::default() };
    assert_eq!(town.titles(&Cast::Ana.actor(), &own).first().unwrap(), "Old boots");
    assert_eq!(town.titles(&Cast::Ana.actor(), &List { limit: 10, ..List::default() }), all);
    town.is_sound();
}

#[test]
fn imports_keep_what_they_bring() {
    let town = Town::new(Access::Public);
    let at = Timestamp::parse("2019-05-01T10:00:00Z").unwrap();
    let old = Listing {
        id: ListingId::from_bytes([9; 16]),
        code: code("ANA-offer"),
        kind: ListingKind::Want,
        member: Cast::Ana.member(),
        category: Some(town.food),
        title: Line::default(),
        description: Body::default(),
        tags: Tags::parse("tags", "red, Round").unwrap(),
        price: Price::in_words(line("by arrangement")),
        stock: Some(3),
        place: Place::Remote,
        photos: vec![Photo { file: [7; 32], alt: line("A picture") }],
        images: vec!["a picture".to_owned()],
        status: ListingStatus::Draft,
        access: Access::Public,
        published: None,
        reminded: Reminded::Week,
        made_by: Some(Cast::Carla.member()),
        sent_back: line("Too small"),
        fulfilled: Some(at),
        expires: Some(at),
        extras: vec![("settings.color".to_owned(), "blue".to_owned())],
        created: at,
        updated: at,
    };
    let import = |listing: Listing| town.write(move |tx| import_listing(tx, &listing));
    import(old.clone()).unwrap();
    refused(import(old.clone()), "market-id-taken");
    let other = ListingId::from_bytes([8; 16]);
    refused(import(Listing { id: other, code: code("ana-OFFER"), ..old.clone() }), "market-code-taken");
    let lost = Listing { id: other, code: code("X"), member: MemberId::from_bytes([1; 16]), ..old.clone() };
    assert_eq!(import(lost), Err(Error::NotFound));
    assert_eq!(town.community.read(|tx| all(tx, None)).unwrap().rows, [old]);
    town.is_sound();
}

#[test]
fn words_find_listings_but_not_what_is_hidden() {
    let town = Town::new(Access::Public);
    let bread = town.publish(Cast::Ana, Content { access: Access::Public, ..offer("Rye bread") }).unwrap().id;
    let saw = town.publish(Cast::Ben, offer("Bread saw")).unwrap().id;
    let documents = town.community.read(|tx| Ok([document(tx, bread)?, document(tx, saw)?])).unwrap();
    town.community.index.apply(documents.into_iter().flatten().map(Update::Put).collect(), 1).unwrap();
    let finds = |me: &Actor| {
        let found = town
            .community
            .read(|tx| find(tx, me, &town.community.index, "bread", &List { limit: 10, ..List::default() }))
            .unwrap();
        let mut ids: Vec<_> = found.into_iter().map(|listing| listing.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(finds(&Actor::Stranger), [bread]);
    assert_eq!(finds(&Cast::Ana.actor()), [bread, saw]);
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), bread)).unwrap();
    assert_eq!(finds(&Cast::Ben.actor()), [saw], "an index that lags shows nothing hidden");
    assert_eq!(town.community.read(|tx| document(tx, bread)).unwrap().unwrap().audience, 2);
    assert_eq!(town.community.read(|tx| document(tx, ListingId::from_bytes([1; 16]))).unwrap(), None);
}
