//! What the steps of the guided setup ask for, and what they make of it.

use ayni_calendar::Hours;
use ayni_communities::TimeZoneName;
use ayni_kernel::{
    Actor, Address, Body, Check, Error, Fault, Line, Name, QualificationId, ReadTx, ResourceCategoryId, ResourceId,
    Result, WriteTx,
};
use ayni_resources::{
    Bookable, CategoryDetails, Details, NewResource, QualificationDetails, QualificationKind, Resource, ResourceKind,
    Unit,
};
use ayni_terms::{Approval, Attachment, MAX_ATTACHED, Notice, Preset, PriceContent, PriceUnit, RefundTier};
use serde::Deserialize;

use super::{form::count, rows::Rows};
use crate::kit::Words;

/// Hours to begin with, by the word of the choice.
pub(super) const HOURS: [(&str, &str); 4] = [
    ("office", "Mo-Fr 09:00-18:00"),
    ("long", "Mo-Fr 08:00-22:00; Sa-Su 10:00-20:00"),
    ("daily", "Mo-Su 08:00-22:00"),
    ("always", "24/7"),
];

/// Rows for rooms, desks and machines.
pub(super) const ROWS: [(&str, usize); 3] = [("room", 6), ("desk", 3), ("machine", 4)];

/// The most desks made at once: a large open space, and as much as one transaction takes.
const MAX_DESKS: u32 = 80;

/// The kinds for which the setup asks prices and rules, with what is usual for each.
const KINDS: [(ResourceKind, Preset); 3] = [
    (ResourceKind::Room, Preset::MeetingRoom),
    (ResourceKind::Desk, Preset::DayDesk),
    (ResourceKind::Machine, Preset::Machine),
];

/// Zones of the countries whose holidays are ready.
const COUNTRIES: [(&str, &str); 12] = [
    ("Europe/Madrid", "es"),
    ("Atlantic/Canary", "es"),
    ("Europe/London", "gb"),
    ("Europe/Berlin", "de"),
    ("Europe/Paris", "fr"),
    ("America/Bogota", "co"),
    ("America/New_York", "us"),
    ("America/Chicago", "us"),
    ("America/Denver", "us"),
    ("America/Los_Angeles", "us"),
    ("America/Phoenix", "us"),
    ("America/Detroit", "us"),
];

/// The country whose holidays are likely in a zone; `none` when there is no list.
pub(super) fn country_of(zone: &TimeZoneName) -> &'static str {
    COUNTRIES.iter().find(|(name, _)| *name == zone.as_str()).map_or("none", |(_, code)| code)
}

/// Stands for a machine's name in the name of its training.
const MACHINE: &str = "{machine}";

/// Names in the language of whoever sets up, for what the setup makes.
#[derive(Debug, Clone)]
pub(super) struct Names {
    rooms: String,
    desks: String,
    machines: String,
    desk: String,
    training: String,
}

impl Names {
    pub(super) fn of(words: &Words) -> Self {
        Self {
            rooms: words.say("resources-setup-rooms"),
            desks: words.say("resources-setup-desks"),
            machines: words.say("resources-setup-machines"),
            desk: words.say("resources-kind-desk"),
            training: words.say_with("resources-setup-training-name", &[("name", MACHINE.into())]),
        }
    }

    fn group(&self, kind: ResourceKind) -> &str {
        match kind {
            ResourceKind::Room => &self.rooms,
            ResourceKind::Desk => &self.desks,
            _ => &self.machines,
        }
    }
}

/// How many of each kind a site has.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub rooms: usize,
    pub desks: usize,
    pub machines: usize,
    /// The names of its rooms, to say where desks are.
    pub room_names: Vec<String>,
}

impl Found {
    pub(super) fn read(tx: &ReadTx, me: &Actor, site: ResourceId) -> Result<Self> {
        let tree = ayni_resources::tree(tx, me)?;
        let all = tree.subtree(site);
        let number = |kind| all.iter().filter(|each| each.kind == kind && each.takes_bookings()).count();
        Ok(Self {
            rooms: number(ResourceKind::Room),
            desks: number(ResourceKind::Desk),
            machines: number(ResourceKind::Machine),
            room_names: all
                .iter()
                .filter(|each| each.kind == ResourceKind::Room)
                .map(|each| each.name.to_string())
                .collect(),
        })
    }

    /// The kinds that the site has, by word.
    pub(super) fn kinds(&self) -> Vec<&'static str> {
        let all = [
            (self.rooms, ResourceKind::Room),
            (self.desks, ResourceKind::Desk),
            (self.machines, ResourceKind::Machine),
        ];
        all.into_iter().filter(|(number, _)| *number > 0).map(|(_, kind)| kind.word()).collect()
    }
}

/// The site.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SiteForm {
    pub name: String,
    pub street: String,
    pub locality: String,
    pub zone: String,
    pub hours: String,
}

impl SiteForm {
    pub(super) fn read(&self) -> Result<NewResource> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let zone = check.take(TimeZoneName::parse("zone", &self.zone));
        let street = check.take(Line::parse("street", &self.street)).unwrap_or_default();
        let locality = check.take(Line::parse("locality", &self.locality)).unwrap_or_default();
        let hours = HOURS.iter().find(|(word, _)| *word == self.hours).map(|(_, text)| Hours::parse("hours", text));
        let hours = check.take(hours.transpose()).flatten();
        let (Some(name), Some(zone)) = (name, zone) else { return Err(check.into()) };
        check.done()?;
        let details = Details {
            zone: Some(zone),
            hours,
            address: Address { street, locality, ..Address::default() },
            ..Details::new(name, ResourceKind::Site)
        };
        Ok(NewResource { parent: None, details })
    }
}

/// Rooms, desks and machines: `room-0-name`, `room-0-people`, `desk-0-count`, …
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlacesForm {
    #[serde(flatten)]
    pub rows: Rows,
}

impl PlacesForm {
    /// The numbers of the rows for a kind.
    pub(super) fn numbers(kind: &str) -> std::ops::Range<usize> {
        0..ROWS.iter().find(|(word, _)| *word == kind).map_or(0, |(_, rows)| *rows)
    }

    /// A cell of a row.
    pub(super) fn cell(&self, kind: &str, row: usize, name: &str) -> &str {
        self.rows.cell(&format!("{kind}-{row}-{name}"))
    }

    /// Whether a machine asks for a training.
    pub(super) fn is_trained(&self, row: usize) -> bool {
        self.rows.ticked(&format!("machine-{row}-training"))
    }
}

/// Makes the places that the form names, in one go.
pub(super) fn make_places(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    site: ResourceId,
    form: &PlacesForm,
    names: &Names,
) -> Result<()> {
    let mut maker = Maker { site, rooms: rooms_of(tx, me, site)?, names };
    for row in PlacesForm::numbers("room") {
        let name = form.cell("room", row, "name");
        if !name.is_empty() {
            let capacity = count("room", form.cell("room", row, "people"), 0)?;
            maker.room(tx, me, name, capacity)?;
        }
    }
    let mut desks = 0;
    for row in PlacesForm::numbers("desk") {
        let number = count("desk", form.cell("desk", row, "count"), 0)?;
        desks = number.saturating_add(desks);
        if desks > MAX_DESKS {
            return Err(Fault::new("desk", "resources-setup-desks-many").with("max", i64::from(MAX_DESKS)).into());
        }
        let unit = Unit::from_word(form.cell("desk", row, "unit")).unwrap_or(Unit::Day);
        maker.desks(tx, me, number, unit, form.cell("desk", row, "where"))?;
    }
    for row in PlacesForm::numbers("machine") {
        let name = form.cell("machine", row, "name");
        if !name.is_empty() {
            let training = form.rows.ticked(&format!("machine-{row}-training"));
            let needs = if training { Some(maker.training(tx, me, name)?) } else { None };
            maker.machine(tx, me, name, form.cell("machine", row, "where"), needs)?;
        }
    }
    Ok(())
}

fn rooms_of(tx: &WriteTx<'_>, me: &Actor, site: ResourceId) -> Result<Vec<(String, ResourceId)>> {
    let tree = ayni_resources::tree(tx, me)?;
    let rooms = tree.subtree(site).into_iter().filter(|each| each.kind == ResourceKind::Room);
    Ok(rooms.map(|each| (each.name.as_str().to_lowercase(), each.id)).collect())
}

/// Makes places in a site, and remembers its rooms by name.
struct Maker<'a> {
    site: ResourceId,
    rooms: Vec<(String, ResourceId)>,
    names: &'a Names,
}

impl Maker<'_> {
    fn room(&mut self, tx: &mut WriteTx<'_>, me: &Actor, name: &str, capacity: u32) -> Result<()> {
        let category = category(tx, me, &self.names.rooms)?;
        let details = Details::new(Name::parse("room", name)?, ResourceKind::Room);
        let ask =
            NewResource { parent: Some(self.site), details: Details { capacity, category: Some(category), ..details } };
        let made = ayni_resources::create(tx, me, ask)?;
        self.rooms.push((name.to_lowercase(), made.id));
        Ok(())
    }

    /// The room of a name; one that is not there yet is made to hold others.
    fn place(&mut self, tx: &mut WriteTx<'_>, me: &Actor, name: &str) -> Result<ResourceId> {
        if name.is_empty() {
            return Ok(self.site);
        }
        if let Some((_, id)) = self.rooms.iter().find(|(known, _)| *known == name.to_lowercase()) {
            return Ok(*id);
        }
        let details = Details::new(Name::parse("where", name)?, ResourceKind::Room);
        let ask = NewResource { parent: Some(self.site), details: Details { bookable: Bookable::No, ..details } };
        let made = ayni_resources::create(tx, me, ask)?;
        self.rooms.push((name.to_lowercase(), made.id));
        Ok(made.id)
    }

    fn desks(&mut self, tx: &mut WriteTx<'_>, me: &Actor, number: u32, unit: Unit, place: &str) -> Result<()> {
        if number == 0 {
            return Ok(());
        }
        let parent = self.place(tx, me, place)?;
        let category = category(tx, me, &self.names.desks)?;
        let tree = ayni_resources::tree(&*tx, me)?;
        let there = tree.children(Some(parent)).filter(|each| each.kind == ResourceKind::Desk).count();
        for n in (there + 1..).take(usize::try_from(number).unwrap_or_default()) {
            let name = Name::parse("desk", &format!("{} {n}", self.names.desk))?;
            let details =
                Details { unit, category: Some(category), capacity: 1, ..Details::new(name, ResourceKind::Desk) };
            ayni_resources::create(tx, me, NewResource { parent: Some(parent), details })?;
        }
        Ok(())
    }

    fn machine(
        &mut self,
        tx: &mut WriteTx<'_>,
        me: &Actor,
        name: &str,
        place: &str,
        needs: Option<QualificationId>,
    ) -> Result<()> {
        let parent = self.place(tx, me, place)?;
        let category = Some(category(tx, me, &self.names.machines)?);
        let qualifications = needs.into_iter().collect();
        let details = Details::new(Name::parse("machine", name)?, ResourceKind::Machine);
        let details = Details { qualifications, category, ..details };
        ayni_resources::create(tx, me, NewResource { parent: Some(parent), details })?;
        Ok(())
    }

    /// The training for a machine.
    fn training(&self, tx: &mut WriteTx<'_>, me: &Actor, machine: &str) -> Result<QualificationId> {
        let name = Name::parse("machine", &self.names.training.replace(MACHINE, machine))?;
        let known = ayni_resources::qualifications(&*tx)?.into_iter().find(|each| each.name == name);
        if let Some(known) = known {
            return Ok(known.id);
        }
        let ask =
            QualificationDetails { name, kind: QualificationKind::Training, text: Body::default(), valid_days: None };
        Ok(ayni_resources::add_qualification(tx, me, ask)?.id)
    }
}

/// The category of a name; made when there is none, by those who may, else left out.
fn category(tx: &mut WriteTx<'_>, me: &Actor, name: &str) -> Result<ResourceCategoryId> {
    let name = Name::parse("name", name)?;
    let known = ayni_resources::categories(&*tx)?.into_iter().find(|each| each.name == name);
    if let Some(known) = known {
        return Ok(known.id);
    }
    let ask = CategoryDetails { parent: None, name, icon: Line::default(), attributes: Vec::new() };
    Ok(ayni_resources::add_category(tx, me, ask)?.id)
}

/// What prices are for.
const PRICE_UNITS: [PriceUnit; 4] = [PriceUnit::Hour, PriceUnit::HalfDay, PriceUnit::Day, PriceUnit::Week];

/// Prices: `price-room`, `per-room`, …
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PricesForm {
    pub currency: String,
    #[serde(flatten)]
    pub rows: Rows,
}

impl PricesForm {
    /// The form with what is usual.
    pub(super) fn usual() -> Self {
        let mut form = Self::default();
        for (kind, preset) in KINDS {
            form.rows.set(format!("per-{}", kind.word()), preset.unit().word());
        }
        form
    }

    pub(super) fn price(&self, kind: &str) -> &str {
        self.rows.cell(&format!("price-{kind}"))
    }

    /// What a price may be for, with the chosen one.
    pub(super) fn units(&self, kind: &str) -> Vec<crate::members::views::Choice> {
        let chosen = self.rows.cell(&format!("per-{kind}"));
        crate::members::views::choices(PRICE_UNITS.iter().map(|unit| unit.word()), "resources-price-per-", chosen)
    }
}

/// Makes the prices that the form names. A price with the same reach is changed, not doubled.
pub(super) fn make_prices(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    site: ResourceId,
    form: &PricesForm,
    names: &Names,
) -> Result<()> {
    let currencies = ayni_ledger::currencies(&*tx)?;
    let currency = currencies.iter().find(|each| form.currency.is_empty() || each.id.to_string() == form.currency);
    let currency = currency.ok_or_else(|| Error::invalid("currency", "fault-choice"))?;
    for (kind, _) in KINDS {
        let typed = form.price(kind.word());
        if typed.is_empty() {
            continue;
        }
        let amount = currency.scale.parse_typed(typed).map_err(|fault| fault.on("price"))?;
        if !amount.is_positive() {
            return Err(Error::invalid("price", "resources-price"));
        }
        let unit = PriceUnit::from_word(form.rows.cell(&format!("per-{}", kind.word()))).unwrap_or(PriceUnit::Hour);
        let reach = reach(tx, me, site, kind)?;
        let name = Name::parse("price", names.group(kind))?;
        save_price(tx, me, ayni_terms::simple_price(name, reach, currency, unit, amount))?;
    }
    Ok(())
}

fn save_price(tx: &mut WriteTx<'_>, me: &Actor, content: PriceContent) -> Result<()> {
    let known = ayni_terms::prices(&*tx, me)?.into_iter().find(|price| price.content.attached == content.attached);
    match known {
        Some(price) => ayni_terms::change_price(tx, me, price.id, content).map(drop),
        None => ayni_terms::create_price(tx, me, content).map(drop),
    }
}

/// What of a kind stands in the site: its category when all of that category does, so that later ones belong to it.
fn reach(tx: &WriteTx<'_>, me: &Actor, site: ResourceId, kind: ResourceKind) -> Result<Vec<Attachment>> {
    let tree = ayni_resources::tree(tx, me)?;
    let inside: Vec<&Resource> =
        tree.subtree(site).into_iter().filter(|each| each.kind == kind && each.takes_bookings()).collect();
    let category = inside.first().and_then(|each| each.category);
    let elsewhere = |id: ResourceCategoryId| {
        tree.walk().into_iter().any(|(_, each)| each.category == Some(id) && inside.iter().all(|own| own.id != each.id))
    };
    match category {
        Some(id) if inside.iter().all(|each| each.category == Some(id)) && !elsewhere(id) => {
            Ok(vec![Attachment::Category(id)])
        }
        _ if inside.len() <= MAX_ATTACHED => {
            let mut reach: Vec<_> = inside.iter().map(|each| Attachment::Resource(each.id)).collect();
            reach.sort_unstable();
            Ok(reach)
        }
        _ => Ok(vec![Attachment::Resource(site)]),
    }
}

/// How far ahead, in days.
pub(super) const HORIZONS: [u16; 5] = [7, 14, 30, 90, 365];

/// Until when all comes back, by word.
const CANCELS: [(&str, Notice); 5] = [
    ("any", Notice::NONE),
    ("2h", Notice::Minutes(120)),
    ("1d", Notice::Days(1)),
    ("2d", Notice::Days(2)),
    ("7d", Notice::Days(7)),
];

/// Rules in plain choices; `approval-room`, … are ticked when somebody has to say yes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RulesForm {
    pub horizon: String,
    pub cancel: String,
    #[serde(flatten)]
    pub rows: Rows,
}

impl RulesForm {
    /// The form with what is usual.
    pub(super) fn usual() -> Self {
        Self { horizon: "30".to_owned(), cancel: "1d".to_owned(), rows: Rows::default() }
    }

    pub(super) fn horizons(&self) -> Vec<crate::members::views::Choice> {
        let words = ["7", "14", "30", "90", "365"];
        crate::members::views::choices(words, "resources-horizon-", &self.horizon)
    }

    pub(super) fn cancels(&self) -> Vec<crate::members::views::Choice> {
        crate::members::views::choices(CANCELS.iter().map(|(word, _)| *word), "resources-cancel-", &self.cancel)
    }

    pub(super) fn approves(&self, kind: &str) -> bool {
        self.rows.ticked(&format!("approval-{kind}"))
    }
}

/// Makes a policy for each kind of place in the site: what is usual, with the answers in it.
pub(super) fn make_policies(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    site: ResourceId,
    form: &RulesForm,
    names: &Names,
) -> Result<()> {
    let horizon = form.horizon.parse().ok().filter(|days| HORIZONS.contains(days));
    let horizon: u16 = horizon.ok_or_else(|| Error::invalid("horizon", "fault-choice"))?;
    let cancel = CANCELS.iter().find(|(word, _)| *word == form.cancel).map(|(_, notice)| *notice);
    let cancel = cancel.ok_or_else(|| Error::invalid("cancel", "fault-choice"))?;
    for (kind, preset) in KINDS {
        let reach = reach(tx, me, site, kind)?;
        if reach.is_empty() {
            continue;
        }
        let mut content = preset.policy(Name::parse("name", names.group(kind))?, reach);
        content.rules.horizon = Some(horizon);
        content.rules.refunds = Some(vec![RefundTier { before: cancel, percent: 100 }]);
        content.rules.approval = Some(if form.approves(kind.word()) { Approval::Always } else { Approval::No });
        save_policy(tx, me, content)?;
    }
    Ok(())
}

fn save_policy(tx: &mut WriteTx<'_>, me: &Actor, content: ayni_terms::PolicyContent) -> Result<()> {
    let known = ayni_terms::policies(&*tx, me)?.into_iter().find(|policy| policy.content.attached == content.attached);
    match known {
        Some(policy) => ayni_terms::change_policy(tx, me, policy.id, content).map(drop),
        None => ayni_terms::create_policy(tx, me, content).map(drop),
    }
}
