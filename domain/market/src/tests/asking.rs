//! Questions under a listing, and favourites.

use super::*;

fn body(text: &str) -> Body {
    Body::parse("text", text).unwrap()
}

#[test]
fn one_asks_the_owner_answers_and_all_read_it() {
    let town = Town::new(Access::Public);
    let id = town.publish(Cast::Ana, offer("Bread")).unwrap().id;
    let asks = |me: Actor, text: &str| {
        let text = body(text);
        town.write(move |tx| ask(tx, &me, id, text))
    };
    refused(asks(Cast::Ana.actor(), "Is it good?"), "market-own");
    refused(asks(Cast::Ben.actor(), " "), "fault-required");
    refused(asks(Cast::Ben.actor(), &"x".repeat(MAX_SAID + 1)), "fault-long");
    assert_eq!(asks(Actor::Stranger, "Hello?").map(drop), Err(Error::SignIn));
    let question = asks(Cast::Ben.actor(), "With nuts?").unwrap().id;
    assert_eq!(town.told(Cast::Ana), ["market-told-question"]);

    let answers = |me: Cast, text: &str| {
        let text = body(text);
        town.write(move |tx| answer(tx, &me.actor(), id, question, text))
    };
    assert_eq!(answers(Cast::Ben, "No").map(drop), Err(Error::Forbidden));
    answers(Cast::Ana, "Without").unwrap();
    answers(Cast::Ana, "Without, always").unwrap();
    assert_eq!(town.told(Cast::Ben), ["market-told-answer"], "a better wording is no news");
    let read = |me: Cast| town.community.read(|tx| questions(tx, &me.actor(), id)).unwrap();
    let seen = read(Cast::Tova);
    assert_eq!((seen[0].text.as_str(), seen[0].answer.as_ref().unwrap().0.as_str()), ("With nuts?", "Without, always"));

    assert_eq!(
        town.write(move |tx| hide_question(tx, &Cast::Ana.actor(), id, question)).map(drop),
        Err(Error::Forbidden)
    );
    town.write(move |tx| hide_question(tx, &Cast::Carla.actor(), id, question)).unwrap();
    assert_eq!((read(Cast::Ben).len(), read(Cast::Carla).len()), (0, 1));
    town.write(move |tx| show_question(tx, &Cast::Carla.actor(), id, question)).unwrap();
    assert_eq!(read(Cast::Ben).len(), 1);
    let hidden = town.write(move |tx| hide(tx, &Cast::Ana.actor(), id));
    hidden.unwrap();
    assert_eq!(town.community.read(|tx| questions(tx, &Cast::Ben.actor(), id)), Err(Error::NotFound));
    town.is_sound();
}

#[test]
fn favourites_are_kept_for_their_member_and_leave_with_the_listing() {
    let town = Town::new(Access::Public);
    let ids = ["Bread", "Jam", "Tea"].map(|title| town.publish(Cast::Ana, offer(title)).unwrap().id);
    for id in ids {
        town.clock.turn(1);
        town.write(move |tx| favour(tx, &Cast::Ben.actor(), id)).unwrap();
        town.write(move |tx| favour(tx, &Cast::Ben.actor(), id)).unwrap();
    }
    let mine = |who: Cast| {
        let (mut titles, mut after) = (Vec::new(), None);
        loop {
            let page = town.community.read(|tx| favourites(tx, &who.actor(), after.as_ref(), 2)).unwrap();
            titles.extend(page.rows.iter().map(|listing| listing.title.to_string()));
            after = page.next;
            if after.is_none() {
                return titles;
            }
        }
    };
    assert_eq!(mine(Cast::Ben), ["Tea", "Jam", "Bread"]);
    assert_eq!(mine(Cast::Ana), [""; 0]);
    town.write(move |tx| hide(tx, &Cast::Ana.actor(), ids[1])).unwrap();
    assert_eq!(mine(Cast::Ben), ["Tea", "Bread"]);
    town.write(move |tx| unfavour(tx, &Cast::Ben.actor(), ids[1])).unwrap();
    town.write(move |tx| unfavour(tx, &Cast::Ben.actor(), ids[0])).unwrap();
    town.write(move |tx| show(tx, &Cast::Ana.actor(), ids[1])).unwrap();
    assert_eq!(mine(Cast::Ben), ["Tea"]);
    let is = |me: &Actor, id| town.community.read(|tx| is_favourite(tx, me, id)).unwrap();
    assert!(is(&Cast::Ben.actor(), ids[2]) && !is(&Cast::Ana.actor(), ids[2]) && !is(&Actor::Stranger, ids[2]));
    assert_eq!(town.write(move |tx| favour(tx, &Actor::Stranger, ids[0])).map(drop), Err(Error::SignIn));
    town.is_sound();
}
