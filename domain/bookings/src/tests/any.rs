//! Any desk: whoever minds none of them is given one, and told why; what the search says beside it.

use ayni_kernel::{Amount, Body, BookingId, Line, ResourceCategoryId, ResourceId, testing::Cast};
use ayni_resources::{CategoryDetails, Details, NewResource, ResourceKind, Unit};
use ayni_terms::Rules;

use super::town::{PROGRAM, Town, name, span, words};
use crate::*;

/// A hall with four desks of a category, open from eight to eight.
struct Hall {
    town: Town,
    around: ResourceId,
    desks: [ResourceId; 4],
    category: ResourceCategoryId,
}

impl Hall {
    fn new() -> Self {
        let town = Town::new("UTC");
        let site = town.site;
        let (hall, desks, category) = town
            .write(move |tx| {
                let details = CategoryDetails {
                    name: name("Desks"),
                    parent: None,
                    icon: Line::default(),
                    attributes: Vec::new(),
                };
                let category = ayni_resources::add_category(tx, &PROGRAM, details)?.id;
                let details = Details::new(name("Hall"), ResourceKind::Site);
                let hall = ayni_resources::create(tx, &PROGRAM, NewResource { parent: Some(site), details })?.id;
                let mut desks = Vec::new();
                for number in 1..=4 {
                    let mut details = Details::new(name(&format!("Desk {number}")), ResourceKind::Desk);
                    details.unit = Unit::Minutes;
                    details.category = Some(category);
                    details.hours = Some(ayni_calendar::Hours::parse("hours", "08:00-20:00").unwrap());
                    if number > 2 {
                        details.tags = vec![Line::parse("tag", "Quiet").unwrap()];
                    }
                    let new = NewResource { parent: Some(hall), details };
                    desks.push(ayni_resources::create(tx, &PROGRAM, new)?.id);
                }
                Ok((hall, desks.try_into().unwrap(), category))
            })
            .unwrap();
        Self { town, around: hall, desks, category }
    }

    fn wish(&self, who: Cast, from: u32, until: u32) -> AnyAsk {
        let at = |hour: u32| format!("2026-03-02T{hour:02}:00:00Z");
        AnyAsk {
            id: None,
            category: self.category,
            under: None,
            member: self.town.member(who),
            span: span(&at(from), &at(until)),
            places: 1,
            people: 0,
            title: Line::default(),
            note: Body::default(),
            most: None,
        }
    }

    fn take(&self, who: Cast, ask: AnyAsk) -> ayni_kernel::Result<(ResourceId, Option<Because>)> {
        let me = self.town.actor(who);
        let placed = self.town.write(move |tx| book_any(tx, &me, ask))?;
        Ok((placed.booking.resource, placed.because))
    }

    fn search(&self, who: Cast, from: u32, until: u32) -> Found {
        let ask = self.wish(who, from, until);
        let wanted = Wanted { category: Some(self.category), ..Wanted::default() };
        let search = Search { wanted, span: ask.span, places: 1, people: 0, member: Some(ask.member), limit: 3 };
        self.town.community.read(|tx| find(tx, &self.town.actor(who), &search)).unwrap()
    }
}

#[test]
fn gaps_are_filled_and_a_member_stays_where_they_are() {
    let hall = Hall::new();
    let [first, second, ..] = hall.desks;
    // An empty house: the first of equals; the next one fills what is left of the same desk.
    assert_eq!(hall.take(Cast::Ana, hall.wish(Cast::Ana, 8, 12)), Ok((first, Some(Because::Packs))));
    assert_eq!(hall.take(Cast::Ben, hall.wish(Cast::Ben, 12, 20)), Ok((first, Some(Because::Fills))));
    // Ana comes back in the afternoon. Her desk is taken: she sits beside it.
    assert_eq!(hall.take(Cast::Ana, hall.wish(Cast::Ana, 14, 16)), Ok((second, Some(Because::Beside))));
    assert_eq!(hall.take(Cast::Ana, hall.wish(Cast::Ana, 16, 18)), Ok((second, Some(Because::Same))));
    hall.town.is_sound();
}

#[test]
fn it_is_booked_by_the_rules_and_for_the_price_that_was_shown() {
    let hall = Hall::new();
    hall.town.price(600, |_| ());
    hall.town.rule(Rules { max_length: Some(240), ..Rules::default() });
    assert_eq!(words(hall.take(Cast::Ana, hall.wish(Cast::Ana, 8, 20))), ["terms-too-long"]);
    let ask = AnyAsk { most: Some(Amount::new(1_199)), ..hall.wish(Cast::Ana, 8, 10) };
    assert_eq!(words(hall.take(Cast::Ana, ask.clone())), ["bookings-any-dearer"]);
    hall.take(Cast::Ana, AnyAsk { most: Some(Amount::new(1_200)), ..ask }).unwrap();
    assert_eq!(hall.town.purse(Cast::Ana), (0, 1_200));
    // Nobody books for another.
    let for_ben = AnyAsk { member: hall.town.member(Cast::Ben), ..hall.wish(Cast::Ana, 8, 10) };
    assert_eq!(words(hall.take(Cast::Ana, for_ben)), ["not allowed"]);
    let nowhere = AnyAsk { under: Some(hall.town.twin), ..hall.wish(Cast::Ana, 8, 10) };
    assert_eq!(words(hall.take(Cast::Ana, nowhere)), ["bookings-any-nothing"]);
    // Sent twice it is booked once.
    let twice = AnyAsk { id: Some(BookingId::from_bytes([7; 16])), ..hall.wish(Cast::Ben, 10, 12) };
    let (desk, _) = hall.take(Cast::Ben, twice.clone()).unwrap();
    assert_eq!(hall.take(Cast::Ben, twice), Ok((desk, None)));
}

#[test]
fn when_all_is_taken_it_says_so() {
    let hall = Hall::new();
    for desk in hall.desks {
        hall.town.book(Cast::Ada, desk, hall.wish(Cast::Ada, 9, 11).span).unwrap();
    }
    assert_eq!(words(hall.take(Cast::Ana, hall.wish(Cast::Ana, 10, 12))), ["bookings-any-taken"]);
    let found = hall.search(Cast::Ana, 10, 12);
    assert_eq!((found.fitting.len(), found.anys.len(), found.taken), (0, 0, vec![hall.category]));
    assert_eq!(hall.search(Cast::Ana, 11, 12).taken, []);
}

#[test]
fn two_that_want_the_last_one_do_not_both_get_it() {
    let hall = Hall::new();
    let won = std::thread::scope(|threads| {
        let all: Vec<_> = (0..12)
            .map(|n| {
                let (hall, who) = (&hall, [Cast::Ana, Cast::Ben, Cast::Tova][n % 3]);
                threads.spawn(move || hall.take(who, hall.wish(who, 9, 17)).is_ok())
            })
            .collect();
        all.into_iter().filter_map(|each| each.join().ok()).filter(|won| *won).count()
    });
    assert_eq!(won, 4);
    hall.town.is_sound();
}

#[test]
fn the_search_offers_any_and_counts_what_would_narrow_it() {
    let hall = Hall::new();
    hall.town.price(600, |_| ());
    hall.town.book(Cast::Ada, hall.desks[0], hall.wish(Cast::Ada, 9, 11).span).unwrap();
    let found = hall.search(Cast::Ana, 9, 10);
    assert_eq!(found.anys.iter().map(|any| (any.category, any.free)).collect::<Vec<_>>(), [(hall.category, 3)]);
    assert_eq!(found.anys[0].quote.total, Amount::new(600));
    assert_eq!(found.facets.categories, [(hall.category, 3)]);
    assert_eq!(found.facets.sites, [(hall.town.site, 3)]);
    assert_eq!(found.facets.tags, [(Line::parse("tag", "Quiet").unwrap(), 2)]);
    let ask = AnyAsk { under: Some(hall.around), ..hall.wish(Cast::Ana, 9, 10) };
    let seen = hall.town.community.read(|tx| choice(tx, &hall.town.actor(Cast::Ana), &ask)).unwrap();
    assert_eq!((seen.free, seen.pick.unwrap().quote.total), (3, Amount::new(600)));
}
