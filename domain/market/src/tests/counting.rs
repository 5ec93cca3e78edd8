//! The category tree with its numbers.

use std::collections::BTreeMap;

use super::*;

/// The kept numbers are those of going through everything.
pub(super) fn agree(town: &Town) {
    let mut brute: BTreeMap<(ListingKind, Option<CategoryId>), u32> = BTreeMap::new();
    let (kept, all) = town
        .community
        .read(|tx| {
            let mut shown = Vec::new();
            for listing in crate::all(tx, None)?.rows {
                let owner = ayni_members::name_of(tx, listing.member)?.status;
                let over = listing.reminded == Reminded::Over;
                if listing.status == ListingStatus::Published && owner == MemberStatus::Active && !over {
                    shown.push(listing);
                }
            }
            Ok((counts(tx, &Cast::Ada.actor())?, shown))
        })
        .unwrap();
    for listing in &all {
        *brute.entry((listing.kind, listing.category)).or_default() += 1;
    }
    assert_eq!(kept, brute);
}

#[test]
fn a_category_holds_what_lies_in_it() {
    let town = Town::new(Access::Public);
    let (food, tools) = (town.food, town.tools);
    let saws = town.write(|tx| category(tx, "saws")).unwrap();
    let into = |id, parent| town.write(move |tx| ayni_communities::move_category(tx, &PROGRAM, id, parent));
    into(saws, Some(tools)).unwrap();
    refused(into(tools, Some(saws)), "communities-category-circle");
    refused(into(tools, Some(tools)), "communities-category-circle");
    refused(into(tools, Some(CategoryId::from_bytes([1; 16]))), "communities-category-unknown");

    let within = |category, title: &str| Content { category: Some(category), ..offer(title) };
    let tagged = |title: &str, tags: &str| Content { tags: Tags::parse("tags", tags).unwrap(), ..offer(title) };
    for (who, content) in [
        (Cast::Ana, within(tools, "Hammer")),
        (Cast::Ben, within(saws, "Fretsaw")),
        (Cast::Ana, within(food, "Bread")),
        (Cast::Ben, within(saws, "Jigsaw")),
        (Cast::Ana, within(tools, "Pliers")),
        (Cast::Ana, tagged("Sharpening", "saws, Blades")),
        (Cast::Ben, Content { place: Place::Remote, ..tagged("Advice", "blades") }),
    ] {
        town.publish(who, content).unwrap();
    }
    let ben = Cast::Ben.actor();
    let list = || List { limit: 2, ..List::default() };
    for (ask, titles) in [
        (List { category: Some(tools), ..list() }, &["Pliers", "Jigsaw", "Fretsaw", "Hammer"][..]),
        (List { category: Some(saws), ..list() }, &["Jigsaw", "Fretsaw"]),
        (List { category: Some(tools), member: Some(Cast::Ben.member()), ..list() }, &["Jigsaw", "Fretsaw"]),
        (List { tag: Some("#BLADES".to_owned()), ..list() }, &["Advice", "Sharpening"]),
        (List { tag: Some("blades".to_owned()), reach: Some(Reach::Local), ..list() }, &["Sharpening"]),
        (List { reach: Some(Reach::Remote), ..list() }, &["Advice"]),
        (List { tag: Some("saws".to_owned()), category: Some(tools), ..list() }, &[]),
    ] {
        assert_eq!(town.titles(&ben, &ask), titles, "{ask:?}");
    }
    town.is_sound();
}

#[test]
fn the_numbers_follow_every_change() {
    let town = Town::new(Access::Public);
    let (food, tools) = (town.food, town.tools);
    let of = |category| Content { category: Some(category), ..offer("Thing") };
    let counts = |me: Actor| {
        town.is_sound();
        let counts = town.community.read(|tx| counts(tx, &me)).unwrap();
        let of = |category| counts.get(&(ListingKind::Offer, Some(category))).copied().unwrap_or_default();
        (of(food), of(tools))
    };
    let ben = || Cast::Ben.actor();
    let id = town.publish(Cast::Ana, of(food)).unwrap().id;
    town.publish(Cast::Ana, Content { access: Access::Public, ..of(food) }).unwrap();
    town.publish(Cast::Ana, Content { access: Access::Private, ..of(food) }).unwrap();
    assert_eq!((counts(ben()), counts(Actor::Stranger), counts(Cast::Carla.actor())), ((2, 0), (1, 0), (3, 0)));
    town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, of(tools))).unwrap();
    assert_eq!(counts(ben()), (1, 1));
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!(counts(ben()), (1, 0));
    let ana = Cast::Ana.member();
    town.write(move |tx| ayni_members::suspend(tx, &PROGRAM, ana, Line::default())).unwrap();
    assert_eq!(counts(ben()), (0, 0));
    town.write(move |tx| show(tx, &Cast::Carla.actor(), id)).unwrap();
    assert_eq!(counts(ben()), (0, 0));
    town.write(move |tx| ayni_members::restore(tx, &PROGRAM, ana)).unwrap();
    assert_eq!(counts(ben()), (1, 1));
    town.clock.turn(200 * DAY);
    town.round();
    assert_eq!(counts(ben()), (0, 0));
    assert_eq!(town.titles(&ben(), &List { limit: 9, ..List::default() }), [""; 0]);
}
