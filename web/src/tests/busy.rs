//! Other calendars of a place: uploaded, followed, read wrongly, met by bookings, taken away.

use ayni_bookings::{Outcome, Trouble};
use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Reply, Stranger, Town};

const TEA: &[u8] = b"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Council hall\r\nBEGIN:VEVENT\r\nUID:1@council\r\n\
    DTSTART:20260303T100000Z\r\nDTEND:20260303T120000Z\r\nSUMMARY:Secret tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn path(reply: &Reply) -> String {
    reply.location.as_deref().unwrap().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_takes_its_times_and_a_bad_one_is_refused_with_what_to_do() {
    let town = Town::new();
    let house = town.house();
    let office = format!("/admin/spaces/resources/{}", house.room);
    assert!(town.get(Cast::Ada, &office).await.expect(200).shows("/calendars\""));
    let (list, file) = (format!("{office}/calendars"), format!("{office}/calendar-file"));
    assert!(town.get(Cast::Ada, &list).await.expect(200).shows("No other calendar yet"));
    for (bad, says) in [(&b"<html>Sign in</html>"[..], "This is not a calendar file"), (b"", "fault")] {
        let refused = town.upload(Cast::Ada, &file, "calendar", bad).await.expect(422);
        assert!(refused.shows(says) && refused.shows("id=\"calendar-fault\""), "{says}");
    }
    let large = [TEA, &vec![b' '; ayni_bookings::MAX_BYTES][..]].concat();
    assert!(town.upload(Cast::Ada, &file, "calendar", &large).await.expect(422).shows("larger than 1 MB"));
    let booked = [("day", "2026-03-03"), ("from", "11:00"), ("until", "12:00"), ("title", "Choir")];
    let booking = town.book(Cast::Ana, house.room, &booked).await;

    let calendar = path(&town.upload(Cast::Ada, &file, "calendar", TEA).await.expect(303));
    let page = town.get(Cast::Ada, &calendar).await.expect(200);
    assert!(page.shows("Council hall") && page.shows("one busy time") && page.shows(&booking) && page.shows("Ana"));
    assert!(!page.shows("Secret tea"));
    let why = format!("/spaces/{}/book?day=2026-03-03&from=10:00&until=11:00", house.room);
    assert!(town.get(Cast::Carla, &why).await.expect(200).shows("Busy in another calendar, Council hall"));
    // The grid shows that it is taken, and by which calendar to those who look after it.
    let day = "/calendar?day=2026-03-03";
    assert!(!town.get(Cast::Carla, day).await.expect(200).shows("Secret tea"));
    assert!(town.get(Cast::Ada, day).await.expect(200).shows("Council hall"));

    let worse = town.upload(Cast::Ada, &format!("{calendar}/file"), "calendar", b"nothing").await.expect(422);
    assert!(worse.shows("This is not a calendar file") && worse.shows("Council hall"));
    let empty = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    town.upload(Cast::Ada, &format!("{calendar}/file"), "calendar", empty).await.expect(303);
    let page = town.get(Cast::Ada, &calendar).await.expect(200);
    assert!(page.shows("no busy times ahead") && !page.shows(&booking));
    town.post(Cast::Ada, &format!("{calendar}/fetching"), &[]).await.expect(409);
    town.post(Cast::Carla, &format!("{calendar}/removal"), &[]).await.expect(403);
    town.post(Cast::Ada, &format!("{calendar}/removal"), &[]).await.expect(303);
    town.get(Cast::Ada, &calendar).await.expect(404);
    town.get(Stranger, &list).await.expect(303);
}

#[tokio::test]
async fn an_address_is_followed_and_never_shown_again() {
    let town = Town::new();
    let house = town.house();
    let list = format!("/admin/spaces/resources/{}/calendars", house.room);
    let wrong = [("name", "Teacher"), ("address", "council hall")];
    let again = town.post(Cast::Ada, &list, &wrong).await.expect(422);
    assert!(again.shows("id=\"address-fault\"") && again.shows("value=\"Teacher\""));
    let admin = town.token(Cast::Ada, Scope::Admin);
    let ask = json!({ "name": "Teacher", "address": "webcal://calendar.example/private-1234/basic.ics" });
    let made = town.api(&admin, &list, Some(ask)).await.json();
    assert_eq!(
        (&made["host"], &made["fetched"], &made["times"]),
        (&json!("calendar.example"), &json!(null), &json!(0))
    );
    let page = town.get(Cast::Ada, &list).await.expect(200);
    assert!(page.shows("about to be read") && !page.shows("private-1234"));

    let id = made["id"].as_str().unwrap().parse().unwrap();
    let note = |outcome| town.community.write(move |tx| ayni_bookings::note_outcome(tx, id, outcome)).unwrap();
    note(Outcome::Failed(Trouble::Private));
    let page = town.get(Cast::Ada, &format!("/admin/spaces/calendars/{id}")).await.expect(200);
    assert!(page.shows("leads into a private network") && !page.shows("still counts"));
    assert!(!page.shows("about to be read"));
    note(Outcome::Same);
    town.clock.turn(12 * 60 + 1);
    let page = town.get(Cast::Ada, &list).await.expect(200);
    assert!(page.shows("Read 12 minutes ago"));
    note(Outcome::Failed(Trouble::Missing));
    let calendar = format!("/admin/spaces/calendars/{id}");
    assert!(town.get(Cast::Ada, &calendar).await.expect(200).shows("There is nothing at this address any more"));
    assert_eq!(town.api(&admin, &list, None).await.json()["calendars"][0]["trouble"], "missing");
    town.post(Cast::Ada, &format!("{calendar}/fetching"), &[]).await.expect(303);
    let due =
        town.community.read(|tx| ayni_bookings::due_calendars(tx, town.clock.shows().plus_seconds(1), 9)).unwrap();
    assert_eq!(due.len(), 1);
}
