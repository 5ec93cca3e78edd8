//! Qualifications, add-ons, closures and plans.

use ayni_calendar::Span;
use ayni_kernel::{Amount, Body, CurrencyId, Line, QualificationId, Timestamp};

use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn span(start: &str, end: &str) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

fn training(text: &str, valid_days: Option<u32>) -> QualificationDetails {
    QualificationDetails { name: name(text), kind: QualificationKind::Training, text: Body::default(), valid_days }
}

impl House {
    fn qualification(&self, ask: QualificationDetails) -> QualificationId {
        self.write(move |tx| add_qualification(tx, &PROGRAM, ask)).unwrap().id
    }

    fn missing(&self, id: ResourceId, member: Cast) -> Vec<String> {
        let read = |tx: &ayni_kernel::ReadTx| {
            let resource = unasked(tx, id)?;
            missing(tx, &resource, member.member(), self.clock.shows())
        };
        self.community.read(read).unwrap().iter().map(|each| each.name.to_string()).collect()
    }
}

#[test]
fn a_machine_asks_for_a_training_and_its_room_for_an_agreement() {
    let house = House::new();
    let text = Body::parse("text", "Wear goggles.").unwrap();
    let laser = house.qualification(training("Laser", Some(365)));
    let rules = house.qualification(QualificationDetails {
        kind: QualificationKind::Agreement,
        text,
        ..training("Workshop rules", None)
    });
    let shop = house.add(None, Details { qualifications: vec![rules], ..room("Workshop") });
    let cutter = Details { qualifications: vec![laser], ..Details::new(name("Cutter"), ResourceKind::Machine) };
    let cutter = house.add(Some(shop), cutter);
    let ana = Cast::Ana;
    assert_eq!(house.missing(cutter, ana), ["Laser", "Workshop rules"]);

    house.write(move |tx| agree(tx, &ana.actor(), ana.member(), rules)).unwrap();
    assert_eq!(house.write(move |tx| agree(tx, &ana.actor(), ana.member(), laser)), Err(Error::Forbidden));
    assert_eq!(house.write(move |tx| give(tx, &ana.actor(), ana.member(), laser)), Err(Error::Forbidden));
    house.write(move |tx| give(tx, &Cast::Ada.actor(), ana.member(), laser)).unwrap();
    assert!(house.missing(cutter, ana).is_empty());
    house.clock.turn(365 * 86_400);
    assert_eq!(house.missing(cutter, ana), ["Laser"]);
    house.write(move |tx| withdraw(tx, &Cast::Ada.actor(), ana.member(), rules)).unwrap();
    assert_eq!(house.missing(cutter, ana).len(), 2);
    let held = house.community.read(|tx| holdings_of(tx, &ana.actor(), ana.member())).unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(house.community.read(|tx| holdings_of(tx, &Cast::Ben.actor(), ana.member())), Err(Error::Forbidden));
    house.is_sound();
}

#[test]
fn a_closure_closes_what_is_in_it_and_sets_that_need_it() {
    let house = House::new();
    let home = house.add(None, site("Casa"));
    let [hall, den] = ["Hall", "Den"].map(|text| house.add(Some(home), room(text)));
    let both = house.add(None, set("Both", &[hall, den]));
    let closed = span("2026-04-01T08:00:00Z", "2026-04-03T08:00:00Z");
    let line = |text| Line::parse("line", text).unwrap();
    let ask = ClosureDetails {
        span: closed,
        rule: None,
        reason: line("Sanding"),
        note: line("New floor"),
        way: ClosureWay::Move,
    };
    let again = ask.clone();
    assert_eq!(house.write(move |tx| close(tx, &Cast::Ana.actor(), hall, again)), Err(Error::Forbidden));
    let made = house.write(move |tx| close(tx, &PROGRAM, hall, ask)).unwrap();

    let day = span("2026-04-02T00:00:00Z", "2026-04-04T00:00:00Z");
    let parts = |id| {
        let read = |tx: &ayni_kernel::ReadTx| closures(tx, &unasked(tx, id)?, &day);
        house.community.read(read).unwrap().into_iter().map(|(part, _)| part).collect::<Vec<_>>()
    };
    let part = span("2026-04-02T00:00:00Z", "2026-04-03T08:00:00Z");
    assert_eq!((parts(hall), parts(both), parts(den), parts(home)), (vec![part], vec![part], vec![], vec![]));

    let ask = Closures { limit: 10, ..Closures::default() };
    assert_eq!(house.community.read(|tx| coming(tx, &PROGRAM, &ask)).unwrap().rows, std::slice::from_ref(&made));
    assert!(house.community.read(|tx| coming(tx, &Cast::Ana.actor(), &ask)).unwrap().rows.is_empty());
    house.write(move |tx| reopen(tx, &PROGRAM, made.id)).unwrap();
    assert!(parts(hall).is_empty());
    house.is_sound();
}

#[test]
fn add_ons_have_prices_that_make_sense() {
    let house = House::new();
    let ask = AddOnDetails {
        name: name("Coffee"),
        description: Body::default(),
        price: None,
        per: Per::Person,
        stock: Some(40),
        offer: Offer::Open,
    };
    let free = ask.clone();
    let coffee = house.write(move |tx| add_addon(tx, &PROGRAM, free)).unwrap();
    let odd = AddOnDetails { price: Some((CurrencyId::from_bytes([9; 16]), Amount::ZERO)), ..ask };
    assert_eq!(house.write(move |tx| add_addon(tx, &PROGRAM, odd)), Err(Error::invalid("price", "resources-price")));
    let home = house.add(None, Details { addons: vec![coffee.id], ..site("Casa") });
    let hall = house.add(Some(home), room("Hall"));
    let read = |tx: &ayni_kernel::ReadTx| offered(tx, &unasked(tx, hall)?);
    assert_eq!(house.community.read(read).unwrap(), [coffee.id]);
}

#[test]
fn places_on_a_plan_are_places_in_what_it_shows() {
    let house = House::new();
    let home = house.add(None, site("Casa"));
    let hall = house.add(Some(home), room("Hall"));
    let yard = house.add(None, site("Yard"));
    let ask = NewPlan { resource: home, name: name("Ground floor"), picture: [7; 32], width: 800, height: 600 };
    let plan = house.write(move |tx| add_plan(tx, &PROGRAM, ask)).unwrap();
    let spot = Some(Placement { plan: plan.id, x: 250, y: 500 });
    house.write(move |tx| place(tx, &PROGRAM, hall, spot)).unwrap();
    let elsewhere = house.write(move |tx| place(tx, &PROGRAM, yard, spot));
    assert_eq!(elsewhere, Err(Error::invalid("plan", "resources-plan-elsewhere")));
    assert_eq!(house.community.read(|tx| placed_on(tx, plan.id)).unwrap().len(), 1);
    house.write(move |tx| remove_plan(tx, &PROGRAM, plan.id)).unwrap();
    assert_eq!(house.community.read(|tx| unasked(tx, hall)).unwrap().plan, None);
    house.is_sound();
}

#[test]
fn a_category_says_what_is_known_of_its_resources() {
    let house = House::new();
    let line = |text: &str| Line::parse("line", text).unwrap();
    let attribute =
        |text: &str, kind, need| AttributeDetails { id: None, name: name(text), kind, need, filter: Filter::Shown };
    let ask = CategoryDetails {
        parent: None,
        name: name("Rooms"),
        icon: Line::default(),
        attributes: vec![attribute("Size", AttributeKind::Number(line("m²")), Need::Required)],
    };
    let rooms = house.write(move |tx| add_category(tx, &PROGRAM, ask)).unwrap();
    let options = AttributeKind::Choice(vec![line("Projector"), line("Screen")]);
    let ask = CategoryDetails {
        parent: Some(rooms.id),
        name: name("Meeting rooms"),
        icon: Line::default(),
        attributes: vec![attribute("Picture", options, Need::Optional)],
    };
    let meeting = house.write(move |tx| add_category(tx, &PROGRAM, ask)).unwrap();
    let known = house.community.read(|tx| attributes(tx, meeting.id)).unwrap();
    let [size, picture] = [&known[0], &known[1]];
    assert_eq!(Value::parse(size, "12,50").unwrap(), Some(Value::Number(12_500)));
    assert_eq!(Value::Number(-12_500).to_string(), "-12.5");
    assert!(Value::parse(size, "big").is_err() && Value::parse(picture, "Blackboard").is_err());

    let details = Details { category: Some(meeting.id), ..room("Blue") };
    let ask = NewResource { parent: None, details: details.clone() };
    assert!(matches!(house.write(move |tx| create(tx, &PROGRAM, ask)), Err(Error::Invalid(_))));
    let given = vec![(size.id, Value::Number(20_000)), (picture.id, Value::Choice(line("Screen")))];
    let blue = house.add(None, Details { attributes: given.clone(), ..details });
    assert_eq!(house.community.read(|tx| unasked(tx, blue)).unwrap().attributes, given);
    let used = house.write(move |tx| remove_category(tx, &PROGRAM, meeting.id));
    assert_eq!(used, Err(Error::conflict("resources-category-used")));
    house.is_sound();
}
