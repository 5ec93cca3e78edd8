//! The Works' own rooms, desks and machines: how they are set up, with hours, rules and prices.

use std::collections::BTreeMap;

use ayni_calendar::{Holidays, Hours};
use ayni_kernel::{
    Actor, Amount, Body, Code, CurrencyId, Error, GroupId, Line, MemberId, Name, QualificationId, ResourceCategoryId,
    ResourceId, Result, Scale, WriteTx,
};
use ayni_ledger::{Currency, CurrencyKind, NewCurrency};
use ayni_members::Access;
use ayni_resources::{
    AddOnDetails, AttributeDetails, AttributeKind, CategoryDetails, Details, Filter, Need, NewResource, Offer, Per,
    QualificationDetails, QualificationKind, ResourceKind, Unit, Value,
};
use ayni_terms::{
    Attachment, CheckIn, Dynamic, KindContent, PassPrice, PassUnit, Peak, PeakRate, Preset, PriceContent, Rate, Tier,
    Way,
};

use ResourceKind::{Desk, Floor, Machine, Room, Site, Tool, Vehicle};

/// The day on which the Works can be booked first: the desks are screwed together by then.
pub(super) const OPENING_DAY: i64 = 21;

/// When the house is open.
const HOURS: &str = "Mo-Fr 08:00-22:00; Sa 09:00-20:00; Su 10:00-16:00";
/// When the rooms upstairs are let.
const ROOM_HOURS: &str = "Mo-Fr 09:00-20:00; Sa 10:00-13:00";
/// When the hall is: by day the nursery school has it.
const HALL_HOURS: &str = "Mo-Fr 16:00-22:00; Sa 09:00-22:00; Su 10:00-18:00";
/// When somebody is there who knows where the first-aid box is.
const WORKSHOP_HOURS: &str = "Tu-Fr 10:00-18:00; We 10:00-21:00; Sa 10:00-17:00";
/// When the desks are lit and warm.
const DESK_HOURS: &str = "Mo-Fr 08:00-18:00; Sa 09:00-14:00";

/// Something of the Works.
struct Spot {
    key: &'static str,
    /// The key of what it stands in.
    under: &'static str,
    name: &'static str,
    kind: ResourceKind,
    /// Its own opening hours; empty as what it stands in.
    hours: &'static str,
    /// For how many people it is good, and how many can book it side by side.
    people: (u32, u32),
    unit: Unit,
    about: &'static str,
}

/// A row of the table of the house.
#[expect(clippy::too_many_arguments, reason = "one row of a table")]
const fn s(
    key: &'static str,
    under: &'static str,
    name: &'static str,
    kind: ResourceKind,
    hours: &'static str,
    people: (u32, u32),
    unit: Unit,
    about: &'static str,
) -> Spot {
    Spot { key, under, name, kind, hours, people, unit, about }
}

#[rustfmt::skip]
const HOUSE: &[Spot] = &[
    s("works", "", "The Button Works", Site, HOURS, (0, 1), Unit::Minutes, "A brick hall by the river, a workshop where the presses were, desks where the buttons were sorted. The kettle is on from nine."),
    s("ground", "works", "Ground floor", Floor, "", (0, 1), Unit::Minutes, "Step-free from Mill Lane. Mind the rails: they are real."),
    s("upstairs", "works", "Upstairs", Floor, "", (0, 1), Unit::Minutes, "Up the iron stairs; a stairlift for anybody who asks it nicely."),
    s("hall", "ground", "Pressing Hall", Room, HALL_HOURS, (80, 1), Unit::Minutes, "Eighty chairs, a stage the height of one pallet, and an echo that suits choirs. Put the chairs back in rows of ten."),
    s("workshop", "ground", "Workshop", Room, WORKSHOP_HOURS, (8, 1), Unit::Minutes, "Benches, vices, dust extraction, and a broom for afterwards."),
    s("laser", "workshop", "Laser cutter", Machine, "", (1, 1), Unit::Minutes, "600 by 400 millimetres, wood and acrylic up to 6 millimetres. Never PVC. Never alone with the lid off."),
    s("bandsaw", "workshop", "Bandsaw", Machine, "", (1, 1), Unit::Minutes, "Clean it when you are done: the next one is Tobias."),
    s("kiln", "ground", "Kiln", Machine, "", (1, 1), Unit::Day, "Fires to 1,260 degrees and cools when it pleases."),
    s("buttonhole", "upstairs", "The Buttonhole", Room, ROOM_HOURS, (8, 1), Unit::Minutes, "A table for eight, a screen, a door that closes. The radiator has two settings: off and Sahara."),
    s("thimble", "upstairs", "The Thimble", Room, ROOM_HOURS, (3, 1), Unit::Minutes, "For two, or three who like each other. Good for calls and for bad news."),
    s("sorting", "upstairs", "Sorting Room", Room, DESK_HOURS, (14, 1), Unit::Day, "Where forty women once sorted buttons by eye. Six desks and a long table."),
    s("desk-1", "sorting", "Window desk", Desk, "", (1, 1), Unit::Day, "The river, two swans, and a draught in January."),
    s("desk-2", "sorting", "Desk by the radiator", Desk, "", (1, 1), Unit::Day, "Warm from October. Taken from October."),
    s("desk-3", "sorting", "Desk by the kettle", Desk, "", (1, 1), Unit::Day, "You will hear everything."),
    s("desk-4", "sorting", "Desk under the clock", Desk, "", (1, 1), Unit::Day, "The clock is four minutes fast and nobody may touch it."),
    s("desk-5", "sorting", "Standing desk", Desk, "", (1, 1), Unit::Day, "Approved by Patience."),
    s("desk-6", "sorting", "Desk in the corner", Desk, "", (1, 1), Unit::Day, "For people with deadlines."),
    s("table", "sorting", "Long table", Desk, "", (8, 8), Unit::Hour, "Eight seats, eight sockets, one biscuit tin."),
    s("darkroom", "upstairs", "Darkroom", Room, ROOM_HOURS, (2, 1), Unit::Hour, "Enlarger, three trays, red light. Nobody has smelled of fixer here for a while."),
    s("bike", "works", "Cargo bicycle", Vehicle, "Mo-Su 08:00-20:00", (1, 1), Unit::Hour, "Carries two children, or a washing machine, not both."),
    s("sewing", "upstairs", "Industrial sewing machine", Machine, WORKSHOP_HOURS, (1, 1), Unit::Hour, "Sews leather, sails and fingers. Ingrid keeps it threaded."),
    s("projector", "works", "Projector", Tool, "Mo-Su 08:00-22:00", (0, 1), Unit::Day, "With the long cable. Bring it back with the long cable."),
];

/// Which resources have a training, and who gets it on which day.
const LASER_TRAINED: &[(&str, i64)] =
    &[("tobias", 21), ("dom", 30), ("tamsin", 44), ("casimir", 44), ("barnaby", 60), ("freya", 90), ("lena", 200)];

/// Everything of the Works that can be booked, and what the story needs to know about it.
#[derive(Debug, Clone, Default)]
pub(super) struct House {
    /// By key.
    places: BTreeMap<&'static str, ResourceId>,
    pub(super) laser_training: Option<QualificationId>,
    pub(super) choirs: Option<GroupId>,
    pub(super) desk_pass: Option<ayni_kernel::PassKindId>,
    pub(super) coffee: Option<ayni_kernel::AddOnId>,
}

impl House {
    /// A place of the Works by its key.
    pub(super) fn place(&self, key: &str) -> Result<ResourceId> {
        self.places.get(key).copied().ok_or_else(|| Error::broken(format!("the Works have no {key}")))
    }
}

/// Members of the group that has the hall for buttons.
pub(super) const CHOIR_KEYS: &[&str] = &["noor", "patience", "repair"];

/// Who has been trained on the laser cutter by a day.
pub(super) fn trained_on(day: i64) -> impl Iterator<Item = &'static str> {
    LASER_TRAINED.iter().filter(move |(_, on)| *on == day).map(|(key, _)| *key)
}

/// Sets everything up, as the admin would on a quiet Sunday; `choirs` are the members of the group that sings.
pub(super) fn set_up(tx: &mut WriteTx<'_>, me: &Actor, choirs: &[MemberId]) -> Result<House> {
    tx.unlimited();
    let mut house = House::default();
    let buttons = ayni_ledger::main_currency(&**tx)?;
    let pounds = pounds(tx, me)?;
    let categories = categories(tx, me)?;
    let laser = training(tx, me)?;
    house.laser_training = Some(laser);
    house.coffee = Some(coffee(tx, me, buttons.id)?);
    for spot in HOUSE {
        let parent = if spot.under.is_empty() { None } else { Some(house.place(spot.under)?) };
        let mut details = details(spot, &categories)?;
        if spot.key == "laser" {
            details.qualifications = vec![laser];
        }
        if matches!(spot.key, "hall" | "buttonhole") {
            details.addons.extend(house.coffee);
        }
        let made = ayni_resources::create(tx, me, NewResource { parent, details })?;
        house.places.insert(spot.key, made.id);
    }
    let choir = ayni_members::add_group(tx, me, name("Choirs and mending")?, line("Have the hall for buttons")?)?.id;
    for member in choirs {
        ayni_members::join_group(tx, me, choir, *member)?;
    }
    house.choirs = Some(choir);
    rules(tx, me, &house)?;
    prices(tx, me, &house, &buttons, &pounds)?;
    house.desk_pass = Some(desk_pass(tx, me, &house, &buttons)?);
    Ok(house)
}

fn name(text: &str) -> Result<Name> {
    Ok(Name::parse("name", text)?)
}

fn line(text: &str) -> Result<Line> {
    Ok(Line::parse("line", text)?)
}

fn details(spot: &Spot, categories: &BTreeMap<&'static str, Category>) -> Result<Details> {
    let mut details = Details {
        code: Some(Code::parse("code", spot.key)?),
        access: Access::Public,
        capacity: spot.people.0,
        places: spot.people.1,
        unit: spot.unit,
        description: Body::parse("description", spot.about)?,
        ..Details::new(name(spot.name)?, spot.kind)
    };
    if !spot.hours.is_empty() {
        details.hours = Some(Hours::parse("hours", spot.hours)?);
    }
    if spot.under.is_empty() {
        details.holidays = Holidays::of_country("gb");
        details.location = Some(ayni_kernel::Point::new(52.4396, -2.8384)?);
    }
    if matches!(spot.key, "sorting" | "workshop") {
        details.bookable = ayni_resources::Bookable::No;
    }
    let category = match spot.kind {
        Room if spot.key != "sorting" => Some("room"),
        Desk => Some("desk"),
        Machine => Some("machine"),
        _ => None,
    };
    if let Some(category) = category.and_then(|key| categories.get(key)) {
        details.category = Some(category.id);
        let has = |what: &str| matches!((spot.key, what), ("hall" | "buttonhole", "screen") | ("thimble", "quiet"));
        details.attributes =
            category.attributes.iter().map(|(key, id)| (*id, if has(key) { Value::Yes } else { Value::No })).collect();
    }
    Ok(details)
}

/// A category with its yes-or-no properties by key.
struct Category {
    id: ResourceCategoryId,
    attributes: Vec<(&'static str, ayni_kernel::AttributeId)>,
}

fn categories(tx: &mut WriteTx<'_>, me: &Actor) -> Result<BTreeMap<&'static str, Category>> {
    let mut made = BTreeMap::new();
    for (key, called, icon, properties) in [
        ("room", "Rooms", "home", &[("screen", "Screen"), ("quiet", "Quiet")][..]),
        ("desk", "Desks", "person", &[][..]),
        ("machine", "Machines", "settings", &[][..]),
    ] {
        let attributes = properties.iter().map(|(_, called)| {
            let kind = AttributeKind::YesNo;
            Ok(AttributeDetails { id: None, name: name(called)?, kind, need: Need::Optional, filter: Filter::Shown })
        });
        let attributes = attributes.collect::<Result<_>>()?;
        let ask = CategoryDetails { parent: None, name: name(called)?, icon: line(icon)?, attributes };
        let category = ayni_resources::add_category(tx, me, ask)?;
        let attributes = properties.iter().zip(&category.attributes).map(|((key, _), made)| (*key, made.id)).collect();
        made.insert(key, Category { id: category.id, attributes });
    }
    Ok(made)
}

/// Money of the state, in which parties pay for the hall: written down as due.
fn pounds(tx: &mut WriteTx<'_>, me: &Actor) -> Result<Currency> {
    ayni_ledger::create_currency(
        tx,
        me,
        NewCurrency {
            code: Code::parse("code", "GBP")?,
            name: name("pound")?,
            plural: name("pounds")?,
            symbol: line("£")?,
            scale: Scale::new(2)?,
            shown: 2,
            kind: CurrencyKind::Fiat,
            rate: None,
            lower: Some(Amount::ZERO),
            upper: None,
            request_days: 14,
        },
    )
}

fn training(tx: &mut WriteTx<'_>, me: &Actor) -> Result<QualificationId> {
    let ask = QualificationDetails {
        name: name("Laser cutter induction")?,
        kind: QualificationKind::Training,
        text: Body::parse(
            "text",
            "One hour with Tobias. What may be cut, what must not, and where the extinguisher is.",
        )?,
        valid_days: None,
    };
    Ok(ayni_resources::add_qualification(tx, me, ask)?.id)
}

fn coffee(tx: &mut WriteTx<'_>, me: &Actor, currency: CurrencyId) -> Result<ayni_kernel::AddOnId> {
    let ask = AddOnDetails {
        name: name("Coffee, tea and something from the bakery")?,
        description: Body::default(),
        price: Some((currency, Amount::new(40))),
        per: Per::Person,
        stock: None,
        offer: Offer::Open,
    };
    Ok(ayni_resources::add_addon(tx, me, ask)?.id)
}

/// Who may book what, how far ahead, and what comes back: the usual rules of each kind of place.
fn rules(tx: &mut WriteTx<'_>, me: &Actor, house: &House) -> Result<()> {
    let on = |keys: &[&str]| keys.iter().map(|key| house.place(key).map(Attachment::Resource)).collect::<Result<_>>();
    for (called, preset, keys) in [
        ("Meeting rooms", Preset::MeetingRoom, &["buttonhole", "thimble", "darkroom"][..]),
        ("Desks", Preset::DayDesk, &["sorting"][..]),
        ("Machines", Preset::Machine, &["workshop", "sewing"][..]),
        ("The hall", Preset::VillageHall, &["hall"][..]),
        ("Things to take home", Preset::ToolLibrary, &["bike", "projector"][..]),
    ] {
        let mut policy = preset.policy(name(called)?, on(keys)?);
        if preset == Preset::Machine {
            // Whoever has the key to the workshop has come.
            policy.rules.check_in = Some(CheckIn::Optional);
        }
        ayni_terms::create_policy(tx, me, policy)?;
    }
    Ok(())
}

/// What everything costs. Amounts are in hundredths.
fn prices(tx: &mut WriteTx<'_>, me: &Actor, house: &House, buttons: &Currency, pounds: &Currency) -> Result<()> {
    let on = |keys: &[&str]| keys.iter().map(|key| house.place(key).map(Attachment::Resource)).collect::<Result<_>>();
    let tier = |minutes: u32, amount: i64| Tier { minutes, amount: Amount::new(amount) };
    let simple = |called: &str, keys: &[&str], currency: &Currency, tiers: Vec<Tier>| -> Result<PriceContent> {
        let rate = Rate::simple(currency, tiers);
        Ok(PriceContent { name: name(called)?, attached: on(keys)?, groups: Vec::new(), priority: 0, rate })
    };
    let desks = simple("A desk for a day", &["sorting"], buttons, vec![tier(600, 100)])?;
    let mut seats = simple("A seat at the long table", &["table"], buttons, vec![tier(60, 10)])?;
    seats.rate.basis = ayni_terms::Basis::Place;
    let mut meeting = simple("The Buttonhole", &["buttonhole"], buttons, vec![tier(60, 60)])?;
    meeting.rate.day_cap = Some(Amount::new(500));
    meeting.rate.dynamic =
        Some(Dynamic { demand: vec![(600, 15), (300, 0)], lead: vec![(3, -20)], floor: 70, ceiling: 130 });
    let booth = simple("The Thimble", &["thimble"], buttons, vec![tier(60, 25)])?;
    let machines = simple("Machines", &["workshop", "sewing"], buttons, vec![tier(60, 40)])?;
    let laser = simple("Laser cutter", &["laser"], buttons, vec![tier(60, 100)])?;
    let kiln = simple("Kiln", &["kiln"], buttons, vec![tier(840, 250)])?;
    let mut bike = simple("Cargo bicycle", &["bike"], buttons, vec![tier(1_440, 250), tier(60, 25)])?;
    bike.rate.deposit = Amount::new(500);
    let mut hall = simple("The hall", &["hall"], pounds, vec![tier(60, 1_500)])?;
    hall.rate.peak =
        Some(Peak { hours: Some(Hours::parse("peak", "Fr-Sa 17:00-22:00")?), rate: PeakRate::Percent(150) });
    let mut singing = simple("The hall, for those who sing or mend", &["hall"], buttons, vec![tier(60, 120)])?;
    singing.groups.extend(house.choirs);
    for content in [desks, seats, meeting, booth, machines, laser, kiln, bike, hall, singing] {
        ayni_terms::create_price(tx, me, content)?;
    }
    Ok(())
}

fn desk_pass(tx: &mut WriteTx<'_>, me: &Actor, house: &House, buttons: &Currency) -> Result<ayni_kernel::PassKindId> {
    let content = KindContent {
        name: name("Ten days at a desk")?,
        description: Body::parse("description", "For the price of eight. Good for half a year.")?,
        unit: PassUnit::Days,
        quantity: 10,
        validity: 183,
        price: Some(PassPrice { currency: buttons.id, amount: Amount::new(800), way: Way::Local }),
        attached: vec![Attachment::Resource(house.place("sorting")?)],
        groups: Vec::new(),
    };
    Ok(ayni_terms::create_kind(tx, me, content)?.id)
}
