//! Places and bookings on small and large data: what is free, a day of many places, a booking, and bookings of many
//! clients through the API.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context as _, Result};
use ayni_bookings::{Ask, Search, Wanted};
use ayni_calendar::Span;
use ayni_kernel::{Actor, Amount, Name, ResourceId, Timestamp};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_terms::{Attachment, PolicyContent, PriceContent, Rate, Rules, Tier};
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    How, api,
    client::{Client, Proof},
    figures::{Sample, say},
    machine,
    server::{self, Server},
    stopwatch::Stopwatch,
    town::{People, Somebody, Town},
};

/// Rooms of the measured site, in buildings of ten.
const ROOMS: usize = 200;
/// Rooms of a building.
const OF_A_BUILDING: usize = 10;
/// Bookings of each room in a week: one each working day.
const A_WEEK: usize = 5;
/// Bookings made in one transaction while the data is prepared.
const BATCH: usize = 25;
/// Times that each thing is asked for.
const ASKED: usize = 100;
/// Clients of the load through the API, and the bookings of each.
const LOAD: (usize, usize) = (16, 150);

/// The program itself, while it prepares.
const MAKER: Actor = Actor::System("benches");
/// Seconds.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// Microseconds of an hour.
const HOUR_MICROS: i64 = HOUR * 1_000_000;

/// Measures and prints.
pub(crate) fn measure(how: &How) -> Result<()> {
    server::program(how)?;
    let runtime = api::runtime()?;
    say("\nPlaces and bookings: 200 rooms with hours of the house, a policy, a price and one booking a working day");
    for count in &how.bookings {
        let folder = how.scratch()?;
        let data = folder.path().join("data");
        let (town, people) = Town::found(&data)?;
        let rooms = build(&town)?;
        let (monday, clock) = (next_monday(&town)?, Stopwatch::start());
        fill(&town, &people, &rooms, *count, monday)?;
        let rate = f64::from(*count) / clock.elapsed().as_secs_f64();
        say(format!("{count} bookings (made at {rate:.0} a second); load {}", machine::load()));
        in_this_process(&town, &people, &rooms, monday)?;
        let dead = town.leave();
        through_the_api(how, &runtime, &dead, (&people, &rooms, monday))?;
    }
    Ok(())
}

fn named(text: &str) -> ayni_kernel::Result<Name> {
    Ok(Name::parse("name", text)?)
}

/// Two hundred rooms in twenty buildings on a site, a policy and a price for all of them.
fn build(town: &Town) -> Result<Vec<ResourceId>> {
    let site = make(town, None, "Site".to_owned(), ResourceKind::Site)?;
    let (mut rooms, mut building) = (Vec::new(), site);
    for number in 0..ROOMS {
        if number % OF_A_BUILDING == 0 {
            building = make(town, Some(site), format!("Building {number}"), ResourceKind::Building)?;
        }
        rooms.push(make(town, Some(building), format!("Room {number}"), ResourceKind::Room)?);
    }
    town.community.write(|tx| {
        let currency = ayni_ledger::main_currency(&**tx)?;
        let rate = Rate::simple(&currency, vec![Tier { minutes: 60, amount: Amount::new(250) }]);
        let (attached, groups) = (vec![Attachment::Everything], Vec::new());
        let price = PriceContent { name: named("By the hour")?, attached, groups, priority: 0, rate };
        ayni_terms::create_price(tx, &MAKER, price)?;
        let rules = Rules { max_length: Some(8 * 60), horizon: Some(365), ..Rules::default() };
        let (attached, groups) = (vec![Attachment::Everything], Vec::new());
        let policy = PolicyContent { name: named("House")?, attached, groups, priority: 0, rules };
        ayni_terms::create_policy(tx, &MAKER, policy).map(drop)
    })?;
    Ok(rooms)
}

fn make(town: &Town, parent: Option<ResourceId>, name: String, kind: ResourceKind) -> Result<ResourceId> {
    let made = town.community.write(move |tx| {
        let details = Details { capacity: 8, ..Details::new(named(&name)?, kind) };
        ayni_resources::create(tx, &MAKER, NewResource { parent, details })
    })?;
    Ok(made.id)
}

/// Midnight before the Monday after next, UTC: the first of the weeks that are filled.
fn next_monday(town: &Town) -> Result<Timestamp> {
    let now = town.community.write(|tx| Ok(tx.now()))?;
    // 1970-01-05 was a Monday.
    let (week, monday) = (WEEK * 1_000_000, 4 * DAY * 1_000_000);
    let weeks = (now.micros() - monday).div_euclid(week) + 2;
    Ok(Timestamp::from_micros(monday + weeks * week))
}

/// Books each room once on each working day, week after week, the measured week first.
fn fill(town: &Town, people: &People, rooms: &[ResourceId], count: u32, monday: Timestamp) -> Result<()> {
    let (rooms, members): (Arc<[ResourceId]>, _) = (rooms.into(), people.shared());
    let (all, mut done) = (usize::try_from(count)?, 0);
    while done < all {
        let end = all.min(done + BATCH);
        let (rooms, members) = (Arc::clone(&rooms), Arc::clone(&members));
        town.community.write(move |tx| {
            for number in done..end {
                let (turn, room) = (number / rooms.len(), number % rooms.len());
                let (week, day) = (turn / A_WEEK, turn % A_WEEK);
                let (Some(room), Some(who)) = (rooms.get(room), members.get(number % members.len())) else { break };
                let hours = i64::try_from(week * 7 * 24 + day * 24 + 9 + number % 6).unwrap_or(0);
                let start = monday.plus_seconds(hours * HOUR);
                ayni_bookings::book(tx, &MAKER, Ask::plain(*room, who.member, span(start, 2)?))?;
            }
            Ok(())
        })?;
        done = end;
    }
    Ok(())
}

fn span(start: Timestamp, hours: i64) -> ayni_kernel::Result<Span> {
    Span::new(start, start.plus_seconds(hours * HOUR)).ok_or_else(|| ayni_kernel::Error::broken("an empty span"))
}

/// Does something a hundred times and prints how long it took.
fn timed(name: &str, mut work: impl FnMut(usize) -> Result<usize>) -> Result<()> {
    let (mut micros, whole, mut found) = (Vec::new(), Stopwatch::start(), 0);
    for number in 0..ASKED {
        let clock = Stopwatch::start();
        found = work(number)?;
        micros.push(clock.micros());
    }
    let sample = Sample::new(micros, whole.elapsed());
    say(format!("  {name:<44} {} ms, {found} found", sample.time_columns()));
    Ok(())
}

fn in_this_process(town: &Town, people: &People, rooms: &[ResourceId], monday: Timestamp) -> Result<()> {
    let somebody = people.members.first().context("nobody lives here")?;
    let (me, week) = (somebody.actor(), span(monday, 7 * 24)?);
    timed("what is free in 200 rooms in a week, p50 p99", |_| {
        Ok(town.community.read(|tx| {
            rooms
                .iter()
                .map(|room| Ok(ayni_bookings::free(tx, &me, *room, week, 1)?.iter().count()))
                .sum::<ayni_kernel::Result<usize>>()
        })?)
    })?;
    let afternoon = span(monday.plus_seconds(14 * HOUR), 2)?;
    timed("a search over all of them for two hours", |_| {
        let search = Search {
            wanted: Wanted { kinds: vec![ResourceKind::Room], people: 6, ..Wanted::default() },
            span: afternoon,
            places: 1,
            people: 6,
            member: Some(somebody.member),
            limit: ROOMS,
        };
        Ok(town.community.read(|tx| ayni_bookings::find(tx, &me, &search))?.fitting.len())
    })?;
    let day = span(monday.plus_seconds(DAY), 24)?;
    timed("the day of all of them", |_| {
        let lanes = town.community.read(|tx| ayni_bookings::timeline(tx, &me, rooms, day))?;
        Ok(lanes.iter().map(|lane| lane.shown.len()).sum())
    })?;
    timed("a booking, on disk", |number| {
        let (room, me) = (*rooms.get(number).context("no such room")?, MAKER);
        let ask = Ask::plain(room, somebody.member, span(monday.plus_seconds(20 * HOUR), 1)?);
        town.community.write(move |tx| ayni_bookings::book(tx, &me, ask))?;
        Ok(1)
    })
}

/// Clients that book through the API at the same time, each in rooms and hours of its own.
fn through_the_api(
    how: &How,
    runtime: &Runtime,
    data: &std::path::Path,
    (people, rooms, monday): (&People, &[ResourceId], Timestamp),
) -> Result<()> {
    let server = Server::start(how, runtime, data)?;
    let (members, rooms): (_, Arc<[ResourceId]>) = (people.shared(), rooms.into());
    let sample = runtime.block_on(async {
        let (whole, mut tasks) = (Stopwatch::start(), JoinSet::new());
        for client in 0..LOAD.0 {
            let (members, rooms) = (Arc::clone(&members), Arc::clone(&rooms));
            tasks.spawn(async move { client_of(server.address, client, &members, (&rooms, monday)).await });
        }
        let mut micros = Vec::new();
        while let Some(one) = tasks.join_next().await {
            micros.extend(one??);
        }
        anyhow::Ok(Sample::new(micros, whole.elapsed()))
    })?;
    server.stop()?;
    say(format!(
        "  bookings of 16 clients through the API         {} (a second, p50 ms, p99 ms)",
        sample.load_columns()
    ));
    Ok(())
}

async fn client_of(
    address: SocketAddr,
    number: usize,
    members: &[Somebody],
    (rooms, monday): (&[ResourceId], Timestamp),
) -> Result<Vec<u32>> {
    let mut client = Client::open(address).await?;
    let who = members.get(number % members.len()).context("nobody lives here")?;
    let mut micros = Vec::new();
    for turn in 0..LOAD.1 {
        // Evenings of the second week; each client has rooms of its own.
        let place = turn * LOAD.0 + number;
        let room = rooms.get(place % rooms.len()).context("no such room")?;
        let night = i64::try_from(place / rooms.len())?;
        let start =
            Timestamp::from_micros(monday.micros() + (7 * 24 + 18 + night % 4 + 24 * (night / 4)) * HOUR_MICROS);
        let body = serde_json::json!({
            "from": start.to_string(),
            "until": start.plus_seconds(HOUR).to_string(),
            "title": "Choir",
        });
        let clock = Stopwatch::start();
        client.post(&format!("/api/v1/spaces/{room}/bookings"), Proof::Bearer(&who.token), body.to_string()).await?;
        micros.push(clock.micros());
    }
    Ok(micros)
}
