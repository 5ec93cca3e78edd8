//! The tree, sets, and whose bookings get in whose way.

use super::*;

#[test]
fn a_house_is_filled_moved_and_put_into_order() {
    let house = House::new();
    let home = house.add(None, site("Casa"));
    let hall = house.add(Some(home), room("Hall"));
    let den = house.add(Some(home), room("Den"));
    let one = house.add(Some(hall), desk("Desk"));
    let two = house.add(Some(hall), desk("Desk"));
    assert_eq!(house.names(&PROGRAM), ["Casa", "  Hall", "    Desk", "    Desk", "  Den"]);
    let codes: Vec<_> =
        [one, two].into_iter().map(|id| house.community.read(|tx| unasked(tx, id)).unwrap().code.to_string()).collect();
    assert_eq!(codes, ["desk", "desk-2"]);

    house.write(move |tx| reorder(tx, &PROGRAM, Some(home), &[den, hall])).unwrap();
    house.write(move |tx| relocate(tx, &PROGRAM, two, Some(den))).unwrap();
    assert_eq!(house.names(&PROGRAM), ["Casa", "  Den", "    Desk", "  Hall", "    Desk"]);

    let circle = house.write(move |tx| relocate(tx, &PROGRAM, home, Some(two)));
    assert_eq!(circle, Err(Error::invalid("parent", "resources-circle")));
    let mut deepest = two;
    for _ in 0..5 {
        deepest = house.add(Some(deepest), room("Box"));
    }
    let ask = NewResource { parent: Some(deepest), details: room("Too deep") };
    assert!(matches!(house.write(move |tx| create(tx, &PROGRAM, ask)), Err(Error::Invalid(_))));
    assert!(matches!(house.write(move |tx| relocate(tx, &PROGRAM, den, Some(one))), Err(Error::Invalid(_))));
    house.is_sound();
}

#[test]
fn whose_bookings_get_in_the_way() {
    let house = House::new();
    let home = house.add(None, site("Casa"));
    let [hall, den] = ["Hall", "Den"].map(|text| house.add(Some(home), room(text)));
    let [one, two] = ["One", "Two"].map(|text| house.add(Some(hall), desk(text)));
    let yard = house.add(None, site("Yard"));
    let van = house.add(Some(yard), Details::new(name("Van"), ResourceKind::Vehicle));
    // A set that stands in the house and has a part elsewhere, and a set with that set in it.
    let tour = house.add(Some(home), set("Tour", &[den, van]));
    let both = house.add(None, set("Both", &[tour, one]));

    let related_to = |id| {
        let stored = house.community.read(|tx| related(tx, id)).unwrap().blocking;
        let read = house.community.read(everything).unwrap().related(id).unwrap().blocking;
        assert_eq!(stored[0], id);
        let sorted = |mut ids: Vec<ResourceId>| {
            ids.sort_unstable();
            ids
        };
        assert_eq!(sorted(stored.clone()), sorted(read));
        sorted(stored)
    };
    let is = |id, others: &[ResourceId]| {
        let mut all = others.to_vec();
        all.push(id);
        all.sort_unstable();
        assert_eq!(related_to(id), all);
    };
    is(one, &[hall, home, both]);
    is(two, &[hall, home]);
    is(hall, &[one, two, home, both]);
    is(den, &[home, tour, both]);
    is(van, &[yard, tour, both]);
    is(yard, &[van, tour, both]);
    is(tour, &[den, van, yard, home, both]);
    is(both, &[tour, den, van, yard, one, hall, home]);
    is(home, &[hall, den, one, two, tour, both]);

    // It is mutual.
    let all = [home, hall, den, one, two, yard, van, tour, both];
    for each in all {
        for other in related_to(each) {
            assert!(related_to(other).contains(&each));
        }
    }
    let circle = house.edit(tour, move |details| details.parts = vec![both]);
    assert_eq!(circle, Err(Error::invalid("parts", "resources-set-circle")));
    house.is_sound();
}

#[test]
fn what_stands_in_something_is_seen_and_looked_after_like_it() {
    let house = House::new();
    let home = house.add(None, site("Casa"));
    let hall = house.add(Some(home), room("Hall"));
    house.add(Some(hall), desk("One"));
    let ana = Cast::Ana;
    assert_eq!(house.names(&ana.actor()).len(), 3);
    house.edit(hall, |details| details.access = Access::Private).unwrap();
    assert_eq!(house.names(&ana.actor()), ["Casa"]);
    assert!(house.names(&Actor::Stranger).is_empty());
    house.edit(home, |details| details.access = Access::Public).unwrap();
    assert_eq!(house.names(&Actor::Stranger), ["Casa"]);

    let rename = move |me: Actor| {
        house.write(move |tx| {
            let details = Details { name: name("Great hall"), ..unasked(&**tx, hall)?.details() };
            change(tx, &me, hall, details).map(|changed| changed.name.to_string())
        })
    };
    assert_eq!(rename(ana.actor()), Err(Error::NotFound));
    assert!(rename(Actor::person(ana.user(), ana.member(), [Role::Manager].into_iter().collect())).is_ok());
}

#[test]
fn managers_named_on_a_site_look_after_what_is_in_it() {
    let house = House::new();
    let ana = Cast::Ana;
    let home = house.add(None, site("Casa"));
    let hall = house.add(Some(home), room("Hall"));
    house.edit(home, move |details| details.managers = vec![ana.member()]).unwrap();
    let me = ana.actor();
    let manages = |id| house.community.read(|tx| manages(tx, &ana.actor(), id)).unwrap();
    assert!(manages(home) && manages(hall));
    house.write(move |tx| pause(tx, &me, hall, ayni_kernel::Line::parse("note", "Wet paint").unwrap())).unwrap();
    let hall = house.community.read(|tx| visible(tx, &Cast::Ben.actor(), hall)).unwrap();
    assert!(!hall.takes_bookings());
    let me = ana.actor();
    let outer = NewResource { parent: None, details: site("Mine") };
    assert_eq!(house.write(move |tx| create(tx, &me, outer)), Err(Error::Forbidden));
}
