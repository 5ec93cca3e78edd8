//! The golden matrix: what every route answers to everybody, one route after another, beside `permissions.txt`.
//! Long because the street has one of each thing that a path can name.
//!
//! The file is written by hand in the sense that every line of it was read: a route without its line, or a line
//! whose answer changed, fails. Run with `AYNI_PERMISSIONS=write` to write the file anew, and read the difference.

use std::fmt::Write as _;

use axum::http::Method;
use ayni_kernel::{Actor, Amount, Body, Line, Role, Roles, UserId, testing::Cast};
use ayni_members::{Apply, MemberKind, NewInvite};
use ayni_users::{NewUser, OpenSession, Scope};

use super::bench::{Reply, Stranger, Town, Who};
use crate::{
    kit::route::{Faces, Route},
    links,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permissions.txt");

/// Everybody who may knock: Ben is the manager here, Omar a member of another community.
const EVERYBODY: [&str; 7] = ["stranger", "outsider", "member", "steward", "treasurer", "manager", "admin"];

/// Routes that take a file, by the end of their path, and its field.
const FILES: [(&str, &str); 7] = [
    ("/photo", "photo"),
    ("/logo", "logo"),
    ("/admin/import", "bundle"),
    ("/plan", "plan"),
    ("/calendar-file", "calendar"),
    ("/batches/file", "file"),
    ("/file", "calendar"),
];

/// A town with one of each thing that a path can name. Everything belongs to Ana.
struct Street {
    town: Town,
    outsider: UserId,
    /// What stands in a path → the id for it.
    things: Vec<(&'static str, String)>,
}

fn line(text: &str) -> Line {
    Line::parse("text", text).unwrap()
}

impl Street {
    fn new() -> Self {
        let town = Town::new();
        let ada = town.actor(Cast::Ada);
        let ben = town.resident(Cast::Ben).user;
        town.community
            .write(move |tx| ayni_members::set_roles(tx, &ada, ben, Roles::NONE.with(Role::Manager)))
            .unwrap();
        let (outsider, applicant) = (newcomer(&town, "omar"), newcomer(&town, "pia"));
        // Ana books before she has a pass, so that the pass is not drawn on.
        let booked = bookings(&town);
        let others = [
            estate(&town),
            members(&town, applicant),
            money(&town),
            charges(&town),
            payments(&town),
            market(&town),
            agreements(&town),
            terms(&town),
        ];
        let things = [booked, others.concat()].concat();
        Self { town, outsider, things }
    }

    /// The path with ids in it.
    fn path(&self, route: &Route) -> String {
        let mut path = route.path.replace("{token}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        if path.contains("{id}") || path.contains("{code}") {
            // The longest part says best what the path is about.
            let fitting = self.things.iter().filter(|(part, _)| path.contains(part));
            let thing = fitting.max_by_key(|(part, _)| part.len());
            let (_, id) = thing.unwrap_or_else(|| panic!("no thing stands for {path}"));
            path = path.replace("{id}", id).replace("{code}", id);
        }
        path
    }

    fn who(&self, name: &str) -> Who {
        match name {
            "stranger" => Stranger.into(),
            "outsider" => {
                let open = OpenSession { user: self.outsider, agent: Line::default() };
                let session = self.town.node.data().write(move |tx| ayni_users::open_session(tx, open));
                Who::Session(session.unwrap().to_string())
            }
            "member" => Cast::Ana.into(),
            "steward" => Cast::Carla.into(),
            "treasurer" => Cast::Tova.into(),
            "manager" => Cast::Ben.into(),
            _ => Cast::Ada.into(),
        }
    }

    /// Somebody, already signed in: doing so writes.
    fn signed_in(&self, name: &str) -> Who {
        match self.who(name) {
            Who::Cast(cast) => Who::Session(self.town.session(cast)),
            other => other,
        }
    }

    async fn answer(&self, route: &Route, who: Who) -> Reply {
        let path = self.path(route);
        let file = FILES.iter().find(|(end, _)| path.ends_with(end));
        let user = self.town.resident(Cast::Ana).user.to_string();
        match (&route.method, file) {
            (&Method::POST, Some((_, field))) => self.town.upload(who, &path, field, b"no picture").await,
            (&Method::POST, None) => self.town.post(who, &path, &[("user", &user)]).await,
            _ => self.town.get(who, &path).await,
        }
    }

    /// How much was ever written here: the newest commits of the community and of the node.
    fn commits(&self) -> [u64; 2] {
        [&self.town.community.data, self.town.node.data()].map(|data| data.store().status().seq)
    }
}

fn newcomer(town: &Town, name: &str) -> UserId {
    let email = ayni_kernel::Email::parse("email", &format!("{name}@elsewhere.example")).unwrap();
    let new = NewUser::new(email, ayni_kernel::Name::parse("name", name).unwrap());
    town.node.data().write(move |tx| ayni_users::register(tx, new)).unwrap().id
}

fn members(town: &Town, applicant: UserId) -> Vec<(&'static str, String)> {
    let (ada, ana) = (town.actor(Cast::Ada), town.resident(Cast::Ana).member.to_string());
    let apply = Apply {
        user: applicant,
        name: ayni_kernel::Name::parse("name", "Pia").unwrap(),
        kind: MemberKind::Personal,
        email: ayni_kernel::Email::parse("email", "pia@elsewhere.example").unwrap(),
        letter: Body::default(),
    };
    let pia = town.community.write(move |tx| ayni_members::apply(tx, &Actor::Stranger, apply)).unwrap().id.to_string();
    let invite = NewInvite { email: None, name: line("Ivo"), note: Line::default(), valid_days: 7 };
    let (invite, _) = town.community.write(move |tx| ayni_members::invite(tx, &ada, invite)).unwrap();
    vec![
        ("/members/{id}/approval", pia.clone()),
        ("/members/{id}/refusal", pia),
        ("/invites/", invite.id.to_string()),
        ("/members/", ana),
    ]
}

/// A site with one of each thing that belongs to places, and a group of members.
fn estate(town: &Town) -> Vec<(&'static str, String)> {
    use ayni_resources::*;
    let ada = town.actor(Cast::Ada);
    let name = |text: &str| ayni_kernel::Name::parse("name", text).unwrap();
    let span = ayni_calendar::Span::new(town.clock.shows().plus_days(1), town.clock.shows().plus_days(2)).unwrap();
    let made = town.community.write(move |tx| {
        let details = Details::new(name("Mill"), ResourceKind::Site);
        let site = create(tx, &ada, NewResource { parent: None, details })?.id;
        let address = ayni_bookings::CalendarAddress::parse("address", "https://council.example/hall.ics")?;
        let given = ayni_bookings::Given::Address(address);
        let calendar = ayni_bookings::NewBusyCalendar { resource: site, name: name("Council"), given };
        let calendar = ayni_bookings::attach_calendar(tx, &ada, calendar)?.id;
        let way = ClosureWay::Tell;
        let closure = ClosureDetails { span, rule: None, reason: Line::default(), note: Line::default(), way };
        let closure = close(tx, &ada, site, closure)?.id;
        let (icon, attributes) = (Line::default(), Vec::new());
        let category = CategoryDetails { parent: None, name: name("Rooms"), icon, attributes };
        let category = add_category(tx, &ada, category)?.id;
        let addon = AddOnDetails {
            name: name("Coffee"),
            description: Body::default(),
            price: None,
            per: Per::Person,
            stock: None,
            offer: Offer::Open,
        };
        let addon = add_addon(tx, &ada, addon)?.id;
        let kind = QualificationKind::Agreement;
        let text = Body::parse("text", "Wear goggles.")?;
        let agreement = QualificationDetails { name: name("Goggles"), kind, text, valid_days: None };
        let agreement = add_qualification(tx, &ada, agreement)?.id;
        let plan = NewPlan { resource: site, name: name("Ground"), picture: [7; 32], width: 40, height: 20 };
        let plan = add_plan(tx, &ada, plan)?.id;
        let group = ayni_members::add_group(tx, &ada, name("Residents"), Line::default())?.id;
        Ok([
            ("/spaces/setup/", site.to_string()),
            ("/resources/", site.to_string()),
            ("/spaces/closures/", closure.to_string()),
            ("/spaces/calendars/", calendar.to_string()),
            ("/spaces/categories/", category.to_string()),
            ("/spaces/addons/", addon.to_string()),
            ("/qualifications/", agreement.to_string()),
            ("/spaces/plans/", plan.to_string()),
            ("/plans/", plan.to_string()),
            ("/groups/", group.to_string()),
        ])
    });
    made.unwrap().to_vec()
}

fn money(town: &Town) -> Vec<(&'static str, String)> {
    let (ana, ben) = (town.actor(Cast::Ana), town.actor(Cast::Ben));
    let account = |who: Cast| {
        let (me, member) = (town.actor(who), town.resident(who).member);
        town.community.read(|tx| ayni_ledger::accounts_of(tx, &me, member)).unwrap()[0].id
    };
    let (mine, bens) = (account(Cast::Ana), account(Cast::Ben));
    let pay = ayni_ledger::Pay {
        id: None,
        from: mine,
        to: bens,
        amount: Amount::new(500),
        description: line("eggs"),
        category: None,
    };
    let transfer = town.community.write(move |tx| ayni_ledger::pay(tx, &ana, pay)).unwrap().id;
    let ask = ayni_ledger::Ask {
        id: None,
        payee: bens,
        payer: mine,
        amount: Amount::new(300),
        description: line("jam"),
        category: None,
        days: None,
    };
    let request = town.community.write(move |tx| ayni_ledger::request(tx, &ben, ask)).unwrap().id;
    let ana = town.actor(Cast::Ana);
    let hold = ayni_ledger::PlaceHold {
        from: mine,
        to: bens,
        amount: Amount::new(200),
        description: line("honey"),
        expires: None,
    };
    let hold = town.community.write(move |tx| ayni_ledger::hold(tx, &ana, hold)).unwrap().id;
    let currency = town.community.read(ayni_ledger::main_currency).unwrap().id;
    vec![
        ("/accounts/", mine.to_string()),
        ("/transfers/", transfer.to_string()),
        ("/requests/", request.to_string()),
        ("/holds/", hold.to_string()),
        ("/currencies/", currency.to_string()),
    ]
}

/// Dues that are in force, and their first run.
fn charges(town: &Town) -> Vec<(&'static str, String)> {
    let ada = town.actor(Cast::Ada);
    let made = town.community.write(move |tx| {
        let zone = ayni_communities::settings(&**tx)?.time_zone.zone();
        let content = ayni_charges::RuleContent {
            name: ayni_kernel::Name::parse("name", "Dues").unwrap(),
            currency: ayni_ledger::main_currency(&**tx)?.id,
            what: ayni_charges::What::Dues { amount: Amount::new(1) },
            every: ayni_charges::Every::Year,
            starts: ayni_calendar::wall(&zone, tx.now()).date(),
            exempt: ayni_charges::Exempt::default(),
        };
        let rule = ayni_charges::draft(tx, &ada, content)?.id;
        ayni_charges::activate(tx, &ada, rule)?;
        while ayni_charges::work_due(tx)? > 0 {}
        let run = ayni_charges::runs(&**tx, &ada, rule, None, 1)?.rows.remove(0).id;
        Ok((rule, run))
    });
    let (rule, run) = made.unwrap();
    vec![("/charges/", rule.to_string()), ("/charges/runs/", run.to_string())]
}

/// One of each way of paying, from Ana's account or into it.
fn payments(town: &Town) -> Vec<(&'static str, String)> {
    use ayni_payments::*;
    let (ana, ada) = (town.actor(Cast::Ana), town.actor(Cast::Ada));
    let (me, other) = (town.resident(Cast::Ana).member, town.resident(Cast::Ben).member);
    let made = town.community.write(move |tx| {
        let mine = ayni_ledger::accounts_of(&*tx, &ada, me)?[0].clone();
        let to = ayni_ledger::accounts_of(&*tx, &ada, other)?[0].id;
        let (from, amount) = (mine.id, Amount::new(10));
        let rule = |amount| SetThreshold { currency: mine.currency, amount, by: Authorisers::Treasurer };
        set_threshold(tx, &ada, rule(Some(Amount::new(5))))?;
        let pay = ayni_ledger::Pay { id: None, from, to, amount, description: Line::default(), category: None };
        let Sent::Waiting(approval) = send(tx, &ana, pay)? else { panic!("it should wait") };
        set_threshold(tx, &ada, rule(None))?;
        let sheet = issue(tx, &ana, Issue { from, amount, count: 2, days: 9, note: Line::default() })?;
        let typed = ListLine { number: 1, ..ListLine::default() };
        let lines = vec![NewLine { typed, payer: Some(from), payee: Some(to), amount: Some(amount) }];
        let batch = prepare(tx, &ana, NewBatch { title: Line::default(), lines })?.id;
        let start = "2030-01-01T08:00:00".parse().unwrap();
        let (description, category, rule, parts) = (Line::default(), None, None, None);
        let order = order(tx, &ana, NewOrder { from, to, amount, description, category, start, rule, parts })?.id;
        let (description, uses) = (Line::default(), Uses::Many);
        let link = make_link(tx, &ana, NewPayLink { account: from, amount: None, description, uses, days: None })?;
        let name = ayni_kernel::Name::parse("name", "Inti")?;
        let (contact, description) = (line("inti@elsewhere.example"), Line::default());
        let claim = reserve(tx, &ana, Reserve { from, amount, name, contact, description, days: 9 })?;
        Ok([
            ("/approvals/", approval.id.to_string()),
            ("/vouchers/", sheet[0].id.to_string()),
            ("/vouchers/redeem/", sheet[1].code.to_string()),
            ("/batches/", batch.to_string()),
            ("/payment-orders/", order.to_string()),
            ("/payment-links/", link.id.to_string()),
            ("/pay/", link.code.to_string()),
            ("/claims/", claim.id.to_string()),
            ("/claim/", claim.code.to_string()),
        ])
    });
    made.unwrap().to_vec()
}

fn market(town: &Town) -> Vec<(&'static str, String)> {
    let (ana, ada, member) = (town.actor(Cast::Ana), town.actor(Cast::Ada), town.resident(Cast::Ana).member);
    let category = ayni_communities::NewCategory {
        code: ayni_kernel::Code::parse("code", "food").unwrap(),
        name: ayni_kernel::Name::parse("name", "Food").unwrap(),
        description: Line::default(),
        access: ayni_communities::Access::Public,
        icon: (String::new(), String::new()),
    };
    let category = town.community.write(move |tx| ayni_communities::add_category(tx, &ada, category)).unwrap().id;
    let title = Line::parse("title", "Bread").unwrap();
    let content = ayni_market::Content {
        category: Some(category),
        ..ayni_market::Content::new(ayni_market::ListingKind::Offer, title)
    };
    let listing = ayni_market::NewListing { member, content };
    let listing = town.community.write(move |tx| ayni_market::publish(tx, &ana, listing)).unwrap().id;
    let wish = ayni_market::Wish { words: line("Bread"), ..ayni_market::Wish::default() };
    let search = ayni_market::SaveSearch { name: Line::default(), wish, tells: ayni_market::Tells::Daily };
    let ana = town.actor(Cast::Ana);
    let search = town.community.write(move |tx| ayni_market::save_search(tx, &ana, search)).unwrap().id;
    let token = town.token(Cast::Ana, Scope::Read);
    let me = town.actor(Cast::Ana);
    let community = town.community.id;
    let token = {
        assert!(token.starts_with("ayni_"));
        town.node.data().read(|tx| ayni_users::api_tokens(tx, &me, community)).unwrap()[0].id
    };
    let mine = ayni_bookings::FeedOf::Member(member);
    let feed = town.community.write(move |tx| ayni_bookings::make_feed(tx, &me, mine)).unwrap().0.id;
    vec![
        ("/categories/", category.to_string()),
        ("/listings/", listing.to_string()),
        ("/listings/searches/", search.to_string()),
        ("/tokens/", token.to_string()),
        ("/calendars/", feed.to_string()),
        ("/import/", "1".to_owned()),
    ]
}

/// An agreement of Ana's and Ben's that begins, one that is done, and a reference after another.
fn agreements(town: &Town) -> Vec<(&'static str, String)> {
    use ayni_agreements::{AgreementState, ReferenceLevel, Terms, accept, ask, confirm, give_reference, propose};
    let (ana, ben, member) = (town.actor(Cast::Ana), town.actor(Cast::Ben), town.resident(Cast::Ana).member);
    let made = town.community.write(move |tx| {
        let mut deals = Vec::new();
        for title in ["Soup", "Cake", "Tea"] {
            let content = ayni_market::Content::new(ayni_market::ListingKind::Offer, line(title));
            let listing = ayni_market::publish(tx, &ana, ayni_market::NewListing { member, content })?.id;
            deals.push(ask(tx, &ben, listing, 1, Body::parse("message", "Please")?)?.id);
        }
        for deal in &deals {
            let terms = Terms { what: line("Some"), when: Line::default(), quantity: 1, price: Vec::new() };
            propose(tx, &ben, *deal, terms)?;
        }
        for deal in deals.iter().skip(1) {
            accept(tx, &ana, *deal)?;
            confirm(tx, &ana, *deal, Vec::new())?;
            assert_eq!(confirm(tx, &ben, *deal, Vec::new())?.state, AgreementState::Paid);
        }
        give_reference(tx, &ana, deals[2], ReferenceLevel::Good, Body::default())?;
        let reference = give_reference(tx, &ben, deals[2], ReferenceLevel::Good, Body::default())?.id;
        Ok([
            ("/agreements/", deals[0].to_string()),
            ("/agreements/{id}/reference", deals[1].to_string()),
            ("/references/", reference.to_string()),
        ])
    });
    // Who reads is in the same moment as who wrote, or later.
    town.clock.turn(1);
    made.unwrap().to_vec()
}

/// A policy, a price and a kind of pass, and a pass of Ana's.
fn terms(town: &Town) -> Vec<(&'static str, String)> {
    let (ada, ana) = (town.actor(Cast::Ada), town.resident(Cast::Ana).member);
    let currency = town.community.read(ayni_ledger::main_currency).unwrap();
    let name = || ayni_kernel::Name::parse("name", "House").unwrap();
    let attached = || vec![ayni_terms::Attachment::Everything];
    let policy = ayni_terms::Preset::MeetingRoom.policy(name(), attached());
    let price = ayni_terms::Preset::MeetingRoom.price(name(), attached(), &currency, Amount::new(100));
    let kind = ayni_terms::KindContent {
        name: name(),
        description: Body::default(),
        unit: ayni_terms::PassUnit::Days,
        quantity: 3,
        validity: 30,
        price: None,
        attached: attached(),
        groups: Vec::new(),
    };
    let made = town.community.write(move |tx| {
        let policy = ayni_terms::create_policy(tx, &ada, policy)?.id;
        let price = ayni_terms::create_price(tx, &ada, price)?.id;
        let kind = ayni_terms::create_kind(tx, &ada, kind)?.id;
        let pass = ayni_terms::give_pass(tx, &ada, ana, kind, Line::default())?.id;
        Ok((policy, price, kind, pass))
    });
    let (policy, price, kind, pass) = made.unwrap();
    vec![
        ("/spaces/policies/", policy.to_string()),
        ("/spaces/prices/", price.to_string()),
        ("/admin/spaces/passes/", kind.to_string()),
        ("/passes/", pass.to_string()),
    ]
}

/// A booking of Ana's, its place, and the code of its door.
fn bookings(town: &Town) -> Vec<(&'static str, String)> {
    let room = town.house().room;
    let (ana, ada, member) = (town.actor(Cast::Ana), town.actor(Cast::Ada), town.resident(Cast::Ana).member);
    let at = |text| ayni_kernel::Timestamp::parse(text).unwrap();
    let span = ayni_calendar::Span::new(at("2026-03-03T10:00:00Z"), at("2026-03-03T12:00:00Z")).unwrap();
    let ask = ayni_bookings::Ask::plain(room, member, span);
    let booking = town.community.write(move |tx| ayni_bookings::book(tx, &ana, ask)).unwrap().id;
    let sign = ayni_bookings::Sign::Paper;
    let code = town.community.write(move |tx| ayni_bookings::door_code(tx, &ada, room, sign)).unwrap();
    let mut things = repeated(town, room, span);
    things.extend([("/bookings/", booking.to_string()), ("/door/", code), ("/spaces/", room.to_string())]);
    things
}

/// A series, a wait and a closure of a place.
fn repeated(town: &Town, room: ayni_kernel::ResourceId, span: ayni_calendar::Span) -> Vec<(&'static str, String)> {
    let (ana, ada, member) = (town.actor(Cast::Ana), town.actor(Cast::Ada), town.resident(Cast::Ana).member);
    let wait = ayni_bookings::WaitAsk {
        member,
        sought: ayni_bookings::Sought::Resource(room),
        span,
        places: 1,
        people: 0,
        title: Line::default(),
    };
    let rule = ayni_calendar::Rule::every(ayni_calendar::Frequency::Weekly);
    let rule = rule.with_end("count", ayni_calendar::Ends::Count(2)).unwrap();
    let start = "2026-03-10T10:00:00".parse().unwrap();
    let look = ayni_bookings::Look {
        resource: room,
        places: 1,
        people: 0,
        title: Line::default(),
        note: Body::default(),
        addons: Vec::new(),
    };
    let repeat = ayni_calendar::Repeat::new("until", start, 60, ayni_calendar::TimeZone::UTC, Some(rule)).unwrap();
    let on_clash = ayni_bookings::OnClash::Refuse;
    let series = ayni_bookings::SeriesAsk { id: None, member, look, repeat, on_clash };
    let closed = ayni_resources::ClosureDetails {
        span: span.shifted(2 * 86_400),
        rule: None,
        reason: Line::default(),
        note: Line::default(),
        way: ayni_resources::ClosureWay::Tell,
    };
    let made = town.community.write(move |tx| {
        let wait = ayni_bookings::wait(tx, &ana, wait)?.id;
        let series = ayni_bookings::book_series(tx, &ana, series)?.id;
        while ayni_bookings::step(tx, series)? == ayni_bookings::Progress::More {}
        let day = ayni_bookings::series_days(&**tx, &ana, series, None, 1)?.days.remove(0);
        let ayni_bookings::Day::Booked(dated) = day.what else { panic!("the first date is not booked") };
        let closure = ayni_resources::close(tx, &ada, room, closed)?.id;
        Ok((wait, series, dated.id, closure))
    });
    let (wait, series, dated, closure) = made.unwrap();
    vec![
        ("/bookings/{id}/series", dated.to_string()),
        ("/series/", series.to_string()),
        ("/waiting/", wait.to_string()),
        ("/closures/", closure.to_string()),
    ]
}

/// Streets for writes: none sees what another did, and one that refused serves the next, because a refusal leaves
/// no trace.
#[derive(Default)]
struct Streets(Option<Street>);

impl Streets {
    /// What a write answers.
    async fn answer(&mut self, route: &Route, name: &str) -> u16 {
        let street = self.0.take().unwrap_or_else(Street::new);
        let who = street.signed_in(name);
        let before = street.commits();
        let reply = street.answer(route, who).await;
        let answer = reply.status.as_u16();
        if answer >= 400 || reply.location.is_some_and(|to| to.starts_with(links::SIGN_IN)) {
            assert_eq!(street.commits(), before, "{} answers {answer} to {name}: a refusal that wrote", route.path);
            self.0 = Some(street);
        }
        answer
    }
}

/// What each route answers to everybody.
async fn matrix() -> String {
    let mut text = format!("{:<5} {:<45}", "", "");
    for who in EVERYBODY {
        write!(text, " {who:>9}").unwrap();
    }
    text.push('\n');
    let (still, mut streets) = (Street::new(), Streets::default());
    for route in crate::routes() {
        let mut answers = Vec::new();
        for who in EVERYBODY {
            answers.push(match route.method {
                Method::POST => streets.answer(&route, who).await,
                _ => still.answer(&route, still.who(who)).await.status.as_u16(),
            });
        }
        let face = if route.faces == Faces::Page { "page only" } else { "" };
        write!(text, "{:<5} {:<45}", route.method.as_str(), route.path).unwrap();
        for answer in answers {
            write!(text, " {answer:>9}").unwrap();
        }
        writeln!(text, "  {face}").unwrap();
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn every_route_answers_everybody_as_the_matrix_says() {
    let found = matrix().await;
    if std::env::var("AYNI_PERMISSIONS").is_ok_and(|wish| wish == "write") {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap();
        std::fs::write(FILE, &found).unwrap();
    }
    let golden = std::fs::read_to_string(FILE).unwrap_or_default();
    let changed: Vec<String> = found
        .lines()
        .filter(|line| !golden.lines().any(|known| known == *line))
        .map(|line| format!("now:  {line}"))
        .chain(golden.lines().filter(|line| !found.lines().any(|now| now == *line)).map(|line| format!("was:  {line}")))
        .collect();
    assert!(changed.is_empty(), "The matrix of permissions changed; read each line:\n{}", changed.join("\n"));
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_scope() {
    let street = Street::new();
    for (scope, reach) in
        [(Scope::Read, [200, 403, 403]), (Scope::Pay, [200, 422, 403]), (Scope::Admin, [200, 422, 200])]
    {
        let token = street.town.token(Cast::Ada, scope);
        let wallet = street.town.api(&token, "/wallet", None).await.status.as_u16();
        let pay = street.town.api(&token, "/payments", Some(serde_json::json!({}))).await.status.as_u16();
        let office = street.town.api(&token, "/admin/members", None).await.status.as_u16();
        assert_eq!([wallet, pay, office], reach, "{scope:?}");
    }
}

#[tokio::test]
async fn nothing_of_one_community_is_seen_by_a_member_of_another() {
    let street = Street::new();
    for route in crate::routes().iter().filter(|route| route.method == Method::GET && route.faces == Faces::Both) {
        let reply = street.town.get(street.who("outsider"), &street.path(route)).await;
        for secret in ["eggs", "jam", "honey", "pia@elsewhere.example"] {
            assert!(!reply.shows(secret), "{} shows {secret} to an outsider", route.path);
        }
    }
}
