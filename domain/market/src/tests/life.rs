//! From the draft to the end: ends and reminders, moderation, stock.

use super::*;

#[test]
fn a_draft_is_begun_and_goes_on_later() {
    let town = Town::new(Access::Public);
    let ask = NewListing { member: Cast::Ana.member(), content: offer("") };
    let id = town.write(move |tx| draft(tx, &Cast::Ana.actor(), ask)).unwrap().id;
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Err(Error::NotFound));
    refused(town.write(move |tx| show(tx, &Cast::Ana.actor(), id)), "fault-required");
    town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, offer("Bread"))).unwrap();
    let shown = town.write(move |tx| show(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!((shown.status, shown.published), (ListingStatus::Published, Some(shown.updated)));
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Ok(()));
    refused(town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, offer(""))), "fault-required");
    let done = town.write(move |tx| fulfil(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!((done.status, done.fulfilled), (ListingStatus::Hidden, Some(done.updated)));
    assert_eq!(town.write(move |tx| show(tx, &Cast::Ana.actor(), id)).unwrap().fulfilled, None);
    town.is_sound();
}

#[test]
fn the_end_is_told_a_week_and_a_day_before_and_renewed_by_one_click() {
    let town = Town::new(Access::Public);
    let bread = town.publish(Cast::Ana, offer("Bread")).unwrap();
    assert_eq!(bread.expires, Some(town.clock.shows().plus_days(180)));
    let id = bread.id;
    let days = |days: i64| {
        town.clock.turn(days * DAY);
        town.round();
        town.told(Cast::Ana)
    };
    assert_eq!(days(172), [""; 0]);
    assert_eq!(days(1), ["market-told-ends-week"]);
    assert_eq!(days(5), [""; 0]);
    assert_eq!(days(1), ["market-told-ends-day"]);
    let renewed = town.write(move |tx| renew(tx, &Cast::Ana.actor(), id)).unwrap();
    assert!(renewed.expires.unwrap() > town.clock.shows().plus_days(180));
    // Renewing again and again does not add up.
    let again = town.write(move |tx| renew(tx, &Cast::Ana.actor(), id)).unwrap();
    assert!(again.expires.unwrap() <= town.clock.shows().plus_days(180 + 8));
    assert_eq!(days(170), [""; 0]);
    assert_eq!(days(12), ["market-told-ends-week"]);
    assert_eq!(days(6), ["market-told-over"]);
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Err(Error::NotFound));
    assert_eq!(town.community.read(|tx| document(tx, id)).unwrap().unwrap().audience, 2);
    assert_eq!(town.write(move |tx| renew(tx, &Cast::Ben.actor(), id)), Err(Error::NotFound));
    town.write(move |tx| renew(tx, &Cast::Ana.actor(), id)).unwrap();
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Ok(()));
    town.is_sound();
}

#[test]
fn what_was_over_long_ago_is_noted_in_silence() {
    let town = Town::new(Access::Public);
    let soon = Content { expires: Expiry::At(town.clock.shows().plus_days(3)), ..offer("Bread") };
    town.publish(Cast::Ana, soon).unwrap();
    town.clock.turn(60 * DAY);
    town.round();
    assert_eq!(town.told(Cast::Ana), [""; 0]);
    assert_eq!(town.titles(&Cast::Ben.actor(), &List { limit: 9, ..List::default() }), [""; 0]);
    town.is_sound();
}

#[test]
fn never_is_for_those_whom_the_community_allows_it() {
    let town = Town::new(Access::Public);
    let never = || Content { expires: Expiry::Never, ..offer("Bread") };
    let far = || Content { expires: Expiry::At(town.clock.shows().plus_days(3_000)), ..offer("Bread") };
    for (setting, member, staff) in [
        (NeverExpires::Nobody, false, false),
        (NeverExpires::Staff, false, true),
        (NeverExpires::Everybody, true, true),
    ] {
        town.settle(MarketSettings { never: setting, ..MarketSettings::default() });
        for (who, allowed) in [(Cast::Ana, member), (Cast::Carla, staff)] {
            for (content, word) in [(never(), "market-never"), (far(), "market-expires-far")] {
                match town.publish(who, content) {
                    Ok(_) => assert!(allowed, "{setting:?} {who:?}"),
                    refusal => {
                        assert!(!allowed, "{setting:?} {who:?}");
                        refused(refusal, word);
                    }
                }
            }
        }
    }
    // What never ends already may stay so.
    let id = town.publish(Cast::Ana, never()).unwrap().id;
    town.settle(MarketSettings { never: NeverExpires::Nobody, ..MarketSettings::default() });
    assert_eq!(town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, never())).unwrap().expires, None);
    refused(town.write(move |tx| renew(tx, &Cast::Ana.actor(), id)), "market-no-end");
    let days = MarketSettings { usual_days: 0, ..MarketSettings::default() };
    refused(town.write(move |tx| change_settings(tx, &Cast::Ada.actor(), days)), "market-usual-days");
    let usual = MarketSettings::default();
    assert_eq!(town.write(move |tx| change_settings(tx, &Cast::Carla.actor(), usual)), Err(Error::Forbidden));
}

#[test]
fn a_steward_looks_at_the_first_listing_of_a_member() {
    let town = Town::new(Access::Public);
    town.settle(MarketSettings { moderation: Moderation::First, ..MarketSettings::default() });
    let roles = Cast::Carla.roles();
    town.write(move |tx| {
        ayni_members::add_user(tx, &PROGRAM, Cast::Carla.member(), Cast::Carla.user())?;
        ayni_members::set_roles(tx, &PROGRAM, Cast::Carla.user(), roles)
    })
    .unwrap();
    let bread = town.publish(Cast::Ana, offer("Bread")).unwrap();
    let id = bread.id;
    assert_eq!((bread.status, bread.published), (ListingStatus::Waiting, None));
    assert_eq!(town.told(Cast::Carla), ["market-told-waiting"]);
    assert_eq!(town.sees(&Cast::Ben.actor(), id), Err(Error::NotFound));
    let queue = |me: Cast| town.community.read(|tx| waiting(tx, &me.actor(), 9));
    assert_eq!(queue(Cast::Ben), Err(Error::Forbidden));
    assert_eq!(queue(Cast::Carla).unwrap().len(), 1);
    assert_eq!(town.write(move |tx| approve(tx, &Cast::Ana.actor(), id)), Err(Error::Forbidden));

    refused(town.write(move |tx| send_back(tx, &Cast::Carla.actor(), id, line(""))), "fault-required");
    let back = town.write(move |tx| send_back(tx, &Cast::Carla.actor(), id, line("Say where"))).unwrap();
    assert_eq!((back.status, back.sent_back.as_str()), (ListingStatus::Draft, "Say where"));
    assert_eq!(town.told(Cast::Ana), ["market-told-sent-back"]);
    assert_eq!(town.write(move |tx| show(tx, &Cast::Ana.actor(), id)).unwrap().status, ListingStatus::Waiting);
    let shown = town.write(move |tx| approve(tx, &Cast::Carla.actor(), id)).unwrap();
    assert_eq!((shown.status, shown.sent_back.as_str()), (ListingStatus::Published, ""));
    refused(town.write(move |tx| approve(tx, &Cast::Carla.actor(), id)), "market-not-waiting");
    assert_eq!(town.told(Cast::Ana), ["market-told-approved"]);

    assert_eq!(town.publish(Cast::Ana, offer("Jam")).unwrap().status, ListingStatus::Published);
    assert_eq!(town.publish(Cast::Carla, offer("Tea")).unwrap().status, ListingStatus::Published);
    town.settle(MarketSettings { moderation: Moderation::All, ..MarketSettings::default() });
    let other = Content { access: Access::Public, ..offer("Bread") };
    let same = town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, other)).unwrap();
    assert_eq!(same.status, ListingStatus::Published, "who sees it is the owner's own business");
    let changed = town.write(move |tx| edit(tx, &Cast::Ana.actor(), id, offer("Cakes"))).unwrap();
    assert_eq!(changed.status, ListingStatus::Waiting);
    assert_eq!(town.community.read(|tx| waiting_count(tx, &Cast::Carla.actor(), 9)).unwrap(), 1);
    town.is_sound();
}

#[test]
fn a_steward_who_writes_for_a_member_is_named() {
    let town = Town::new(Access::Public);
    let ask = |content| NewListing { member: Cast::Ana.member(), content };
    let made = town.write(move |tx| publish(tx, &Cast::Carla.actor(), ask(offer("Bread")))).unwrap();
    assert_eq!((made.member, made.made_by), (Cast::Ana.member(), Some(Cast::Carla.member())));
    assert_eq!(town.publish(Cast::Ana, offer("Jam")).unwrap().made_by, None);
}

#[test]
fn stock_is_counted_down_and_given_back() {
    let town = Town::new(Access::Public);
    let content = Content { stock: Some(3), ..offer("Loaf") };
    let id = town.publish(Cast::Ana, content).unwrap().id;
    let left = |answer: Result<Listing>| answer.map(|listing| listing.stock);
    assert_eq!(left(town.write(move |tx| take_stock(tx, id, 2))), Ok(Some(1)));
    refused(town.write(move |tx| take_stock(tx, id, 2)), "market-stock-short");
    let last = town.write(move |tx| take_stock(tx, id, 1)).unwrap();
    assert!(last.is_sold_out());
    assert_eq!(left(town.write(move |tx| return_stock(tx, id, 2))), Ok(Some(2)));
    let plenty = town.publish(Cast::Ana, offer("Songs")).unwrap().id;
    assert_eq!(left(town.write(move |tx| take_stock(tx, plenty, 50))), Ok(None));
}

#[test]
fn exact_prices_are_reckoned_and_bounded() {
    let part = |number: u8, minor| PricePart {
        currency: ayni_kernel::CurrencyId::from_bytes([number; 16]),
        amount: ayni_kernel::Amount::new(minor),
    };
    let price = |parts: &[PricePart]| Price { parts: parts.to_vec(), unit: line("kg"), ..Price::default() };
    let both = price(&[part(1, 250), part(2, 100)]);
    assert_eq!(both.of(3), Some(vec![part(1, 750), part(2, 300)]));
    assert_eq!(price(&[part(1, i64::MAX)]).of(2), None);
    let town = Town::new(Access::Public);
    for (price, word) in [
        (price(&[part(1, 1), part(1, 2)]), "market-price-twice"),
        (price(&[part(1, 0)]), "market-price-positive"),
        (price(&[part(1, 1), part(2, 2), part(3, 3)]), "market-price-parts"),
        (Price { unit: line(&"x".repeat(MAX_UNIT + 1)), ..price(&[part(1, 1)]) }, "fault-long"),
        (price(&[part(1, 1)]), "market-currency-unknown"),
    ] {
        refused(town.publish(Cast::Ana, Content { price, ..offer("Flour") }), word);
    }
    let nowhere = Place::Resource(ayni_kernel::ResourceId::from_bytes([1; 16]));
    refused(town.publish(Cast::Ana, Content { place: nowhere, ..offer("Flour") }), "market-place-unknown");
    refused(town.publish(Cast::Ana, Content { stock: Some(MAX_STOCK + 1), ..offer("Flour") }), "market-stock-many");
    for (tags, word) in [("a<b", "market-tag-letters"), (&"x".repeat(MAX_TAG + 1), "market-tag-long")] {
        assert_eq!(Tags::parse("tags", tags).unwrap_err().word, word);
    }
    let many: Vec<_> = (0..=MAX_TAGS).map(|number| number.to_string()).collect();
    assert_eq!(Tags::parse("tags", &many.join(",")).unwrap_err().word, "market-tags-many");
    assert_eq!(Tags::parse("tags", " #Home made, home  MADE ,, Ñandú").unwrap().joined(), "home made, ñandú");
}

#[test]
fn a_home_is_shown_to_about_a_kilometre() {
    let point = |north, east| ayni_kernel::Point::new(north, east).unwrap();
    for (north, east) in
        [(51.77753, -2.18304), (-12.05, -77.04), (0.0, 0.0), (89.999, 179.999), (-90.0, -180.0), (66.5, 180.0)]
    {
        let home = point(north, east);
        let seen = home.blurred();
        assert!(home.metres_to(seen) <= 1_200, "{home:?} {seen:?} {}", home.metres_to(seen));
        assert_eq!(seen.blurred(), seen, "the middle of a square lies in it");
    }
    // Neighbours are seen at the same point, so that their homes cannot be told apart.
    assert_eq!(point(51.7761, -2.1811).blurred(), point(51.7789, -2.1849).blurred());
}
