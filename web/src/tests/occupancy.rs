//! Reports on places: who reads them, what stands in them, the file and the API.

use ayni_bookings::Ask;
use ayni_calendar::Span;
use ayni_kernel::{Actor, Amount, Name, ResourceId, testing::Cast};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_terms::{Attachment, PriceContent, Rate, Tier};
use ayni_users::Scope;

use super::bench::{Stranger, Town};

const PROGRAM: Actor = Actor::System("test");
const HOUR: i64 = 3_600;

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

impl Town {
    /// A house with two rooms; one costs 2.50 an hour and is booked from nine to eleven by Ana on each of some days.
    fn booked_house(&self, days: i64) -> (ResourceId, ResourceId) {
        let member = self.resident(Cast::Ana).member;
        let rooms = self
            .community
            .write(move |tx| {
                let site = Details::new(name("House"), ResourceKind::Site);
                let parent =
                    Some(ayni_resources::create(tx, &PROGRAM, NewResource { parent: None, details: site })?.id);
                let mut room = |called| {
                    let details = Details::new(name(called), ResourceKind::Room);
                    ayni_resources::create(tx, &PROGRAM, NewResource { parent, details })
                };
                let (big, small) = (room("Big room")?.id, room("Small room")?.id);
                let currency = ayni_ledger::main_currency(&**tx)?;
                let rate = Rate::simple(&currency, vec![Tier { minutes: 60, amount: Amount::new(250) }]);
                let attached = vec![Attachment::Resource(big)];
                let price = PriceContent { name: name("Hour"), attached, groups: Vec::new(), priority: 0, rate };
                ayni_terms::create_price(tx, &PROGRAM, price)?;
                Ok((big, small))
            })
            .unwrap();
        self.community
            .write(move |tx| {
                tx.unlimited();
                let midnight = tx.now().micros().div_euclid(86_400_000_000) * 86_400_000_000;
                for day in 1..=days {
                    let nine = ayni_kernel::Timestamp::from_micros(midnight).plus_days(day).plus_seconds(9 * HOUR);
                    let span = Span::new(nine, nine.plus_seconds(2 * HOUR)).unwrap();
                    ayni_bookings::book(tx, &PROGRAM, Ask::plain(rooms.0, member, span))?;
                }
                Ok(())
            })
            .unwrap();
        while self.community.read(|tx| ayni_occupancy::has_work(tx, self.clock.shows())).unwrap() {
            self.community.write(|tx| ayni_occupancy::refresh(tx, 50)).unwrap();
        }
        rooms
    }
}

#[tokio::test]
async fn managers_read_how_much_places_are_used() {
    let town = Town::new();
    let empty = town.get(Cast::Ada, "/admin/spaces/reports").await.expect(200);
    assert!(empty.shows("Nothing to report yet"));
    let (big, small) = town.booked_house(5);
    let page = town.get(Cast::Tova, "/admin/spaces/reports").await.expect(200);
    assert!(page.shows("Big room") && page.shows("25.00") && page.shows("10 hours"), "{}", page.body);
    assert!(page.shows("class=\"heat\"") && page.shows("09:00"), "{}", page.body);
    let only = town.get(Cast::Ada, &format!("/admin/spaces/reports?place={small}&span=week")).await.expect(200);
    assert!(only.shows("Small room") && !only.shows(&format!("/resources/{big}")));
    town.get(Cast::Ada, "/admin/spaces/reports?span=decade").await.expect(422);
    town.get(Cast::Ada, "/admin/spaces/reports?day=soon").await.expect(422);
    for cast in [Cast::Ana, Cast::Carla] {
        town.get(cast, "/admin/spaces/reports").await.expect(403);
        town.get(cast, "/admin/spaces/reports.csv").await.expect(403);
    }
    town.get(Stranger, "/admin/spaces/reports").await.expect(303);
}

#[tokio::test]
async fn programs_and_spreadsheets_read_the_same() {
    let town = Town::new();
    let (big, _) = town.booked_house(5);
    let file = town.get(Cast::Ada, "/admin/spaces/reports.csv?span=month").await.expect(200);
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines.len(), 3, "{}", file.body);
    assert!(
        lines[1].starts_with("Big room,room,") && lines[1].contains(",600,") && lines[1].ends_with("25.00"),
        "{}",
        file.body
    );
    let told = town.api(&town.token(Cast::Ada, Scope::Admin), "/admin/spaces/reports?span=month", None).await;
    let told = told.expect(200).json();
    assert_eq!((told["span"].as_str(), told["figures"]["bookings"].as_u64()), (Some("month"), Some(5)));
    assert_eq!(told["places"][0]["id"].as_str(), Some(big.to_string().as_str()));
    assert_eq!(told["places"][0]["booked_minutes"].as_u64(), Some(600));
    assert_eq!(told["heat"].as_array().map(Vec::len), Some(7));
    assert!(told["expected"].is_null(), "there is too little history");
}
