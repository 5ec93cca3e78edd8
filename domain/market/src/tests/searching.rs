//! Saved searches: who is told of what, and how many searches a new listing meets.

use super::*;

fn wish(words: &str) -> Wish {
    Wish { words: line(words), ..Wish::default() }
}

impl Town {
    fn saves(&self, who: Cast, wish: Wish, tells: Tells) -> Result<SavedSearch> {
        let ask = SaveSearch { name: Line::default(), wish, tells };
        self.write(move |tx| save_search(tx, &who.actor(), ask))
    }

    fn lives(&self, who: Cast, north: f64, east: f64) {
        let at = ayni_kernel::Point::new(north, east).unwrap();
        self.write(move |tx| {
            let old = ayni_members::get(&**tx, &PROGRAM, who.member())?;
            let profile = ayni_members::EditProfile {
                name: old.name,
                kind: old.kind,
                access: old.access,
                description: old.description,
                address: old.address,
                address_visibility: old.address_visibility,
                location: Some(at),
                contacts: old.contacts,
            };
            ayni_members::edit_profile(tx, &PROGRAM, who.member(), profile)
        })
        .unwrap();
    }
}

#[test]
fn who_waits_for_something_hears_of_it() {
    let town = Town::new(Access::Public);
    let (food, tools) = (town.food, town.tools);
    town.write(move |tx| ayni_communities::move_category(tx, &PROGRAM, tools, Some(food))).unwrap();
    town.lives(Cast::Ana, 51.77, -2.18);
    town.lives(Cast::Ben, 51.80, -2.18);
    let tag = |tag: &str| Wish { tag: Some(tag.to_owned()), ..Wish::default() };
    let (of, within) = (
        |id| Wish { category: Some(id), ..Wish::default() },
        |metres| Wish { within: Some(metres), ..Wish::default() },
    );
    let bread = |content: Content| Content { tags: Tags::parse("tags", "Rye, organic").unwrap(), ..content };
    let (rye, near) =
        (|| bread(offer("Brötchen and rye loaves")), || Content { place: Place::Member, ..offer("Bread") });
    for (what, content, fits) in [
        (wish("loaf"), rye(), false),
        (wish("loaves"), rye(), true),
        (wish("BROTCHEN rye"), rye(), true),
        (wish("rye cake"), rye(), false),
        (wish("organic"), rye(), true),
        (wish("food"), Content { category: Some(food), ..offer("Bread") }, true),
        (Wish { kind: Some(ListingKind::Want), ..wish("rye") }, rye(), false),
        (Wish { kind: Some(ListingKind::Offer), ..Wish::default() }, rye(), true),
        (tag("#Organic"), rye(), true),
        (tag("vegan"), rye(), false),
        (of(food), Content { category: Some(tools), ..offer("Saw") }, true),
        (of(tools), Content { category: Some(food), ..offer("Bread") }, false),
        (within(5_000), near(), true),
        (within(1_000), near(), false),
        (within(1_000), Content { place: Place::Remote, ..offer("Advice") }, true),
        (within(1_000), offer("Somewhere"), false),
    ] {
        let search = town.saves(Cast::Ben, what.clone(), Tells::AtOnce).unwrap().id;
        let title = content.title.clone();
        town.publish(Cast::Ana, content).unwrap();
        town.round();
        let expected: &[&str] = if fits { &["market-told-found"] } else { &[] };
        assert_eq!(town.told(Cast::Ben), expected, "{what:?} and {title}");
        town.write(move |tx| remove_search(tx, &Cast::Ben.actor(), search)).unwrap();
    }
    town.is_sound();
}

#[test]
fn the_news_of_a_day_come_together() {
    let town = Town::new(Access::Public);
    town.saves(Cast::Ben, wish("bread"), Tells::Daily).unwrap();
    town.saves(Cast::Tova, wish("bread"), Tells::Daily).unwrap();
    town.saves(Cast::Ana, wish("bread"), Tells::AtOnce).unwrap();
    let first = town.publish(Cast::Ana, offer("Bread")).unwrap().id;
    let second = town.publish(Cast::Ana, offer("Rye bread")).unwrap().id;
    town.publish(Cast::Ana, Content { access: Access::Private, ..offer("Bread for me") }).unwrap();
    town.round();
    assert_eq!(town.told(Cast::Ana), [""; 0], "one's own listings are no news");
    assert_eq!(town.told(Cast::Ben), [""; 0]);
    town.clock.turn(DAY);
    town.round();
    assert_eq!(town.told(Cast::Ben), ["market-told-found-many"]);
    // What was shown once is no news when it is shown again, and what is gone again is none either.
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), first)).unwrap();
    town.write(move |tx| show(tx, &Cast::Ana.actor(), first)).unwrap();
    let third = town.publish(Cast::Ana, offer("White bread")).unwrap().id;
    town.round();
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), third)).unwrap();
    town.clock.turn(2 * DAY);
    town.round();
    assert_eq!(town.told(Cast::Ben), [""; 0]);
    assert!(town.sees(&Cast::Ben.actor(), second).is_ok());
    town.is_sound();
}

#[test]
fn searches_are_their_members_own_and_bounded() {
    let town = Town::new(Access::Public);
    refused(town.saves(Cast::Ben, Wish::default(), Tells::Daily), "market-search-empty");
    refused(town.saves(Cast::Ben, Wish { within: Some(500), ..Wish::default() }, Tells::Daily), "market-search-home");
    refused(town.saves(Cast::Ben, Wish { within: Some(0), ..Wish::default() }, Tells::Daily), "market-search-radius");
    let unknown = Wish { category: Some(CategoryId::from_bytes([1; 16])), ..Wish::default() };
    refused(town.saves(Cast::Ben, unknown, Tells::Daily), "market-category-unknown");
    let id = town.saves(Cast::Ben, wish("bread"), Tells::Daily).unwrap().id;
    assert_eq!(town.community.read(|tx| saved_search(tx, &Cast::Ana.actor(), id)).map(drop), Err(Error::NotFound));
    assert_eq!(town.write(move |tx| remove_search(tx, &Cast::Ada.actor(), id)), Err(Error::NotFound));
    for number in 1..MAX_SEARCHES {
        town.saves(Cast::Ben, wish(&format!("thing {number}")), Tells::Daily).unwrap();
    }
    refused(town.saves(Cast::Ben, wish("more"), Tells::Daily), "market-searches-many");
    let quiet = SaveSearch { name: line("Loaves"), wish: wish("bread"), tells: Tells::Never };
    town.write(move |tx| change_search(tx, &Cast::Ben.actor(), id, quiet)).unwrap();
    town.publish(Cast::Ana, offer("Bread")).unwrap();
    town.round();
    town.clock.turn(2 * DAY);
    town.round();
    assert_eq!(town.told(Cast::Ben), [""; 0]);
    town.is_sound();
}

#[test]
fn a_listing_meets_only_the_searches_that_it_may_fit() {
    let town = Town::new(Access::Public);
    // Two hundred searches for other things, and one for this.
    for hundred in 0..2_u32 {
        let some = move |tx: &mut WriteTx<'_>| {
            for number in 0..100 {
                let number = code(&format!("M{}", hundred * 100 + number));
                let (id, kind) = (tx.id(), MemberKind::Personal);
                let new = Member::new(id, number, name("Somebody"), kind, MemberStatus::Active, tx.now());
                ayni_members::import_member(tx, &new)?;
            }
            Ok(())
        };
        town.write(some).unwrap();
    }
    let members = town.community.read(|tx| ayni_members::all(tx, None)).unwrap().rows;
    for (number, member) in members.iter().filter(|member| member.number.as_str().starts_with('M')).enumerate() {
        let me = Actor::person(Cast::Ben.user(), member.id, ayni_kernel::Roles::NONE);
        let ask = SaveSearch { name: Line::default(), wish: wish(&format!("q{number}x")), tells: Tells::AtOnce };
        town.write(move |tx| save_search(tx, &me, ask)).unwrap();
    }
    town.saves(Cast::Ben, wish("bread"), Tells::AtOnce).unwrap();
    town.publish(Cast::Ana, offer("Bread")).unwrap();
    // One transaction that may look at two searches is enough.
    assert_eq!(town.write(|tx| announce(tx, 2)), Ok(0));
    assert_eq!(town.told(Cast::Ben), ["market-told-found"]);
}
