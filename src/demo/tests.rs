//! The demo's year, told to a node in memory.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_bookings::{Booking, Payment, State};
use ayni_kernel::{Code, Community, Data, Email, Error, Node, Slug, Timestamp};
use ayni_ledger::{AllTransfers, RequestBox, RequestState, TransferKind};
use ayni_members::MemberStatus;
use ayni_search::Index;
use ayni_storage::{Backend, Blobs, Clock, Options, Schema, SeededEntropy, Store};

use super::{DemoClock, Guide, PASSWORD, SEED, tell, world::TELLER};

/// A node in memory whose stores run on the clock.
fn node(clock: &Arc<DemoClock>) -> Node {
    let store = |clock: &Arc<DemoClock>, schema: Schema| {
        let mut options = Options::new(Backend::Memory);
        options.clock = Arc::clone(clock) as Arc<dyn Clock>;
        options.entropy = Arc::new(SeededEntropy::new(11));
        Store::open(options, schema).map_err(Error::from)
    };
    let data = Data::new(store(clock, ayni_founding::node_schema()).unwrap(), &[]);
    let clock = Arc::clone(clock);
    let opener = move |id| {
        let data = Data::new(store(&clock, ayni_founding::community_schema())?, ayni_founding::reactors());
        Ok(Community { id, data, index: Index::memory()?, blobs: Blobs::memory() })
    };
    Node::new(data, Arc::new(opener))
}

/// The year that ends at `now`.
fn lived(now: &str, seed: u64) -> (Node, Community, Guide) {
    let clock = Arc::new(DemoClock::default());
    let node = node(&clock);
    let password = ayni_users::hash(&ayni_users::Password::parse("password", PASSWORD).unwrap()).unwrap();
    let mut last = (0, 0);
    let now = Timestamp::parse(now).unwrap();
    let guide = tell(&node, &clock, (now, seed), password, &mut |done, all| last = (done, all)).unwrap();
    assert_eq!(last, (366, 366));
    let slug = Slug::parse("slug", &guide.slug).unwrap();
    let entry = node.data().read(|tx| ayni_communities::by_slug(tx, &slug)).unwrap().unwrap();
    let community = node.community(entry.id).unwrap();
    (node, community, guide)
}

/// Every transfer as one line: when, from whom, to whom, how much, what for.
fn book(community: &Community) -> Vec<String> {
    let mut lines = Vec::new();
    let mut after = None;
    community
        .read(|tx| {
            loop {
                let ask = AllTransfers { after: after.take(), limit: 1_000, ..AllTransfers::default() };
                let page = ayni_ledger::transfers(tx, &TELLER, &ask)?;
                for line in page.rows {
                    let transfer = line.transfer;
                    // Whole seconds: the clock of the story runs on by microseconds.
                    let second = Timestamp::from_micros(transfer.at.micros() / 1_000_000 * 1_000_000);
                    let (from, to) = (line.debit.code, line.credit.code);
                    let (kind, amount) = (transfer.kind.word(), transfer.amount.minor());
                    lines.push(format!("{second} {from} {to} {kind} {amount} {}", transfer.description));
                }
                match page.next {
                    Some(next) => after = Some(next),
                    None => return Ok(()),
                }
            }
        })
        .unwrap();
    lines
}

#[test]
fn the_year_adds_up() {
    let (node, community, guide) = lived("2026-10-14T15:20:00Z", SEED);
    adds_up(&community);
    for (_, address) in &guide.logins {
        let email = Email::parse("email", address).unwrap();
        let found = node.data().read(|tx| ayni_users::credentials(tx, &email)).unwrap().unwrap();
        assert!(found.user.has_password, "{address}");
    }
    let (waiting, counts) =
        community.read(|tx| Ok((ayni_members::waiting(tx, &TELLER)?, ayni_members::count_by_status(tx)?))).unwrap();
    assert!(waiting.len() == 2 && waiting.iter().all(|member| !member.letter.is_empty()));
    let count = |status| counts.get(&status).copied();
    assert_eq!(count(MemberStatus::Active), Some(34));
    assert_eq!(count(MemberStatus::Suspended), Some(1));
    assert_eq!(count(MemberStatus::Deleted), Some(1));
}

/// Whatever day it is when somebody starts the demo.
#[test]
fn any_day_may_be_the_last() {
    for now in ["2026-01-01T00:00:30Z", "2027-03-02T08:00:00Z", "2028-02-29T12:00:00Z", "2026-07-26T23:59:59Z"] {
        let (node, community, guide) = lived(now, SEED);
        adds_up(&community);
        somebody_waits(&node, &community, &guide);
    }
}

/// The books are in order, nobody is beyond a limit, and the year was as lively as a year is.
fn adds_up(community: &Community) {
    let (findings, accounts) =
        community.read(|tx| Ok((ayni_ledger::audit(tx)?, ayni_ledger::all_accounts(tx, None, 1_000)?.rows))).unwrap();
    assert_eq!(findings, []);
    for account in accounts {
        let balance = account.balance();
        assert!(account.lower.is_none_or(|lower| balance >= lower), "{}", account.code);
        assert!(account.upper.is_none_or(|upper| balance <= upper), "{}", account.code);
    }
    let lines = book(community);
    assert!((1_900..2_500).contains(&lines.len()), "{} transfers", lines.len());
    let of_kind = |kind: TransferKind| lines.iter().filter(|line| line.contains(&format!(" {} ", kind.word()))).count();
    assert_eq!(of_kind(TransferKind::Reversal), 2);
    assert!(of_kind(TransferKind::OnBehalf) > 10 && of_kind(TransferKind::Request) > 50);
}

/// The member who looks around has a history, and is asked for payments right now.
fn somebody_waits(node: &Node, community: &Community, guide: &Guide) {
    let (_, address) = guide.logins.iter().find(|(shows, _)| shows == "member").unwrap();
    let email = Email::parse("email", address).unwrap();
    let user = node.data().read(|tx| ayni_users::by_email(tx, &email)).unwrap().unwrap().id;
    let (entries, open, states) = community
        .read(|tx| {
            let me = ayni_members::actor(tx, user, None)?;
            let account = ayni_ledger::accounts_of(tx, &me, me.member()?)?.remove(0);
            let open = ayni_ledger::open_requests(tx, &me, account.id)?.len();
            let mut states = Vec::new();
            for which in [RequestBox::Incoming, RequestBox::Outgoing] {
                let page = ayni_ledger::requests(tx, &me, account.id, which, None, 100)?;
                states.extend(page.rows.into_iter().map(|request| request.state));
            }
            Ok((account.entries, open, states))
        })
        .unwrap();
    assert!(entries >= 40, "{entries} entries");
    assert!(open >= 2, "{open} open requests");
    assert!(states.iter().any(|state| matches!(state, RequestState::Accepted(_))), "{states:?}");
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let now = "2026-10-14T15:20:00Z";
    let one = book(&lived(now, 7).1);
    assert_eq!(one, book(&lived(now, 7).1));
    assert_ne!(one, book(&lived(now, 8).1));
}

/// Every booking of the year.
fn bookings(community: &Community) -> Vec<Booking> {
    let mut all = Vec::new();
    community
        .read(|tx| {
            let mut after = None;
            loop {
                let ids = ayni_bookings::ids_after(tx, after, 500)?;
                let Some(last) = ids.last() else { return Ok(()) };
                after = Some(*last);
                for id in ids {
                    all.extend(ayni_bookings::unchecked(tx, id)?);
                }
            }
        })
        .unwrap();
    all
}

#[test]
fn the_works_are_booked_as_a_house_is() {
    let now = Timestamp::parse("2026-10-14T15:20:00Z").unwrap();
    let (node, community, guide) = lived("2026-10-14T15:20:00Z", SEED);
    let all = bookings(&community);
    let count = |state: State| all.iter().filter(|booking| booking.state == state).count();
    assert!((1_000..1_400).contains(&all.len()), "{} bookings", all.len());
    assert!(count(State::NoShow) > 10 && count(State::Cancelled) > 30 && count(State::Declined) > 0);
    assert!(count(State::Tentative) > 0, "somebody waits for the manager's yes");
    assert!(all.iter().filter(|booking| booking.span.start > now && booking.state.is_live()).count() > 8);
    let owed = |booking: &&Booking| matches!(booking.payment, Payment::Due { settled: None, .. });
    assert!(all.iter().filter(owed).count() > 0, "money is owed for the hall");
    let passes = all.iter().filter(|booking| !booking.quote.draws.is_empty()).count();
    assert!(passes > 30, "{passes} days were paid with passes");
    let class = all.iter().filter(|booking| booking.occurrence.is_some() && booking.state.is_shown()).count();
    assert!((4..10).contains(&class), "{class} evenings of a series with one left out");
    let moved = all.iter().filter(|booking| booking.reason.as_str().contains("plumber")).count();
    assert!(moved > 0, "{moved} bookings gave way to the plumber");
    // Two bookings of a place never lie in one another.
    let mut kept: Vec<_> = all.iter().filter(|booking| booking.grip().is_some() && booking.places == 1).collect();
    kept.sort_by_key(|booking| (booking.resource, booking.blocked()));
    let table =
        community.read(|tx| ayni_resources::by_code(tx, &TELLER, &Code::parse("code", "table").unwrap())).unwrap().id;
    for pair in kept.windows(2).filter(|pair| pair[0].resource == pair[1].resource && pair[0].resource != table) {
        assert!(!pair[0].blocked().overlaps(&pair[1].blocked()), "{pair:?}");
    }
    // Tamsin looks around: she has something before her and much behind her.
    let (_, address) = guide.logins.iter().find(|(shows, _)| shows == "member").unwrap();
    let email = Email::parse("email", address).unwrap();
    let user = node.data().read(|tx| ayni_users::by_email(tx, &email)).unwrap().unwrap().id;
    let member = community.read(|tx| ayni_members::actor(tx, user, None)?.member()).unwrap();
    let hers = all.iter().filter(|booking| booking.member == member && booking.state.is_shown());
    let (coming, past): (Vec<_>, Vec<_>) = hers.partition(|booking| booking.span.start > now);
    let (coming, past) = (coming.len(), past.len());
    assert!(coming >= 2 && past >= 20, "{coming} to come, {past} past");
}
