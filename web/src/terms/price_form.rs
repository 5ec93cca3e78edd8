//! The editor of a price: from its rate to fields, and back.

use ayni_kernel::{Amount, Check, CurrencyId, Fault, Line, Name, Result, Scale};
use ayni_ledger::Currency;
use ayni_terms::{
    Basis, Begun, Dynamic, MAX_STEPS, MAX_TIERS, Peak, PeakRate, PriceContent, Rate, Tier, Way, usual_way,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    fields::{
        Declared, Hint, Reader, SectionView, Shape, UNITS, form_of_texts, minutes_of, sections, show, show_minutes,
        whole,
    },
    reach::{Said, boxes},
};
use crate::{
    kit::Face,
    members::views::{Choice, choices},
};

/// Empty rows at the end of lists.
const SPARE_ROWS: usize = 2;

/// Permille in a percent.
const PERMILLE: u16 = 10;

form_of_texts! {
    /// A price as its editor sends it: every field, changed or not.
    PriceForm {
        /// Its name, which members read above its lines.
        name,
        /// Anything, to hold everywhere.
        everything,
        /// Of two that are equally near the higher number wins.
        priority,
        /// The id of the currency.
        currency,
        /// `local` (through the ledger) or `money` (written down as due); as is usual for the currency when empty.
        way,
        /// `booking`, or `place` for each seat or piece.
        basis,
        /// A part of the shortest tier counts as its `share` or as a `whole` one.
        begun,
        /// The most that the time of a day costs.
        day_cap,
        /// A part that does not depend on the time.
        fixed,
        /// The least that a booking costs.
        minimum,
        /// Set aside beside the price and given back after.
        deposit,
        /// Busy hours, such as `Mo-Fr 17:00-20:00`; those of the policy when empty.
        peak_hours,
        /// Percent of the usual price in busy hours; empty for no difference.
        peak_percent,
        /// The lowest price after demand and lead time, in percent.
        floor,
        /// The highest, in percent.
        ceiling,
        /// What to know about it, such as `includes 19 % VAT`.
        note,
    }
    lists {
        /// Ids of resources where it holds, with all that stands in them.
        resources: Vec<String>,
        /// Ids of categories where it holds.
        categories: Vec<String>,
        /// Ids of groups for whom it holds; none for everybody.
        groups: Vec<String>,
        /// Prices by length, at most 8.
        tiers: Vec<TierForm>,
        /// Prices by length in busy hours, instead of a percentage; at most 8.
        peak_tiers: Vec<TierForm>,
        /// From so many percent booked on: so many percent more; at most 8.
        demand: Vec<StepForm>,
        /// Booked at most so many hours ahead: so many percent more; at most 8.
        lead: Vec<StepForm>,
    }
}

/// A length of time and its price.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TierForm {
    /// How long.
    pub length: String,
    /// `minutes`, `hours` or `days`.
    pub unit: String,
    /// The price; a row without it is dropped.
    pub amount: String,
}

/// A step of a price that moves.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct StepForm {
    /// Percent booked, or hours ahead; a row without it is dropped.
    pub from: String,
    /// Percent more, or less when negative.
    pub percent: String,
}

/// The sections of the editor.
const SECTIONS: &[(&str, &[Declared])] = &[
    (
        "price-more",
        &[
            ("basis", Shape::Choice("terms-basis-", &["booking", "place"]), Hint::No),
            ("begun", Shape::Choice("terms-begun-", &["share", "whole"]), Hint::No),
            ("day_cap", Shape::Money, Hint::Yes),
            ("fixed", Shape::Money, Hint::Yes),
            ("minimum", Shape::Money, Hint::No),
            ("deposit", Shape::Money, Hint::Yes),
            ("way", Shape::Choice("terms-way-", &["local", "money"]), Hint::Yes),
            ("note", Shape::Line, Hint::Yes),
            ("priority", Shape::Number(""), Hint::Yes),
        ],
    ),
    (
        "peak",
        &[("peak_hours", Shape::Hours, Hint::Yes), ("peak_percent", Shape::Number("terms-suffix-percent"), Hint::Yes)],
    ),
    (
        "dynamic",
        &[
            ("floor", Shape::Number("terms-suffix-percent"), Hint::No),
            ("ceiling", Shape::Number("terms-suffix-percent"), Hint::No),
        ],
    ),
];

/// A row of tiers with what can be chosen in it.
#[derive(Debug, Clone)]
pub(super) struct TierRow {
    pub length: String,
    pub units: Vec<Choice>,
    pub amount: String,
}

impl PriceForm {
    /// The editor of a new price of a preset: its unit, no amount yet.
    pub(super) fn preset(content: &PriceContent, currency: &Currency) -> Self {
        let mut form = Self::filled(content, currency);
        for tier in &mut form.tiers {
            tier.amount.clear();
        }
        form.day_cap.clear();
        form
    }

    /// The editor of a price that there is.
    pub(super) fn filled(content: &PriceContent, currency: &Currency) -> Self {
        let rate = &content.rate;
        let mut form =
            Self { name: content.name.to_string(), priority: content.priority.to_string(), ..Self::default() };
        for tick in boxes(&content.attached, &content.groups) {
            form.tick(&tick);
        }
        form.currency = rate.currency.to_string();
        form.note = rate.note.to_string();
        show(&mut form, "way", Some(rate.way).filter(|way| *way != usual_way(currency)));
        show(&mut form, "basis", Some(rate.basis));
        show(&mut form, "begun", Some(rate.begun));
        let written = |amount: Amount| currency.scale.format_exact(amount);
        show(&mut form, "day_cap", rate.day_cap.map(written));
        for (name, amount) in [("fixed", rate.fixed), ("minimum", rate.minimum), ("deposit", rate.deposit)] {
            show(&mut form, name, Some(amount).filter(|amount| amount.is_positive()).map(written));
        }
        form.tiers = tier_forms(&rate.tiers, currency.scale);
        form.fill_moving(rate, currency.scale);
        form
    }

    fn tick(&mut self, name: &str) {
        "on".clone_into(self.slot(name));
        let lists =
            [("resource-", &mut self.resources), ("category-", &mut self.categories), ("group-", &mut self.groups)];
        for (start, list) in lists {
            list.extend(name.strip_prefix(start).map(ToOwned::to_owned));
        }
    }

    fn fill_moving(&mut self, rate: &Rate, scale: Scale) {
        if let Some(peak) = &rate.peak {
            show(self, "peak_hours", peak.hours.as_ref());
            match &peak.rate {
                PeakRate::Percent(percent) => show(self, "peak_percent", Some(percent)),
                PeakRate::Tiers(tiers) => self.peak_tiers = tier_forms(tiers, scale),
            }
        }
        if let Some(dynamic) = &rate.dynamic {
            let step = |from: u16, percent: i16| StepForm { from: from.to_string(), percent: percent.to_string() };
            self.demand = dynamic.demand.iter().map(|(from, percent)| step(from / PERMILLE, *percent)).collect();
            self.lead = dynamic.lead.iter().map(|(hours, percent)| step(*hours, *percent)).collect();
            show(self, "floor", Some(dynamic.floor));
            show(self, "ceiling", Some(dynamic.ceiling));
        }
    }

    /// What it says about where and for whom.
    pub(super) fn said(&self) -> Said<'_> {
        Said {
            rows: &self.rows,
            everything: &self.everything,
            resources: &self.resources,
            categories: &self.categories,
            groups: &self.groups,
        }
    }

    /// The currency meant; the first one when none is.
    pub(super) fn currency_of<'c>(&self, all: &'c [Currency]) -> Result<&'c Currency, Fault> {
        let text = self.currency.trim();
        let fault = || Fault::new("currency", "fault-choice");
        if text.is_empty() {
            return all.first().ok_or_else(fault);
        }
        let id: CurrencyId = text.parse().map_err(|_| fault())?;
        all.iter().find(|currency| currency.id == id).ok_or_else(fault)
    }

    /// Reads the form as a price.
    pub(super) fn read(&self, face: Face, currencies: &[Currency]) -> Result<PriceContent> {
        let currency = self.currency_of(currencies)?;
        let mut reader = Reader::new(self);
        let name = reader.check.take(Name::parse("name", &self.name));
        let attached = self.said().attached(&mut reader.check);
        let groups = self.said().groups(&mut reader.check);
        let priority = reader.number("priority").unwrap_or(0);
        let rate = self.rate(&mut reader, face, currency);
        let check = reader.check;
        check.done()?;
        let Some(name) = name else { return Err(check.into()) };
        Ok(PriceContent { name, attached, groups, priority, rate })
    }

    fn rate(&self, reader: &mut Reader<'_, Self>, face: Face, currency: &Currency) -> Rate {
        let scale = currency.scale;
        let money = |name: &'static str, check: &mut Check| {
            let text = self.text(name);
            if text.is_empty() { None } else { check.take(amount(face, scale, name, text)) }
        };
        let day_cap = money("day_cap", &mut reader.check);
        let [fixed, minimum, deposit] =
            ["fixed", "minimum", "deposit"].map(|name| money(name, &mut reader.check).unwrap_or_default());
        let tiers = self.read_tiers("tiers", "tier", &self.tiers, face, scale, &mut reader.check);
        Rate {
            currency: currency.id,
            way: reader.choice("way", Way::parse).unwrap_or_else(|| usual_way(currency)),
            basis: reader.choice("basis", Basis::parse).unwrap_or(Basis::Booking),
            tiers,
            begun: reader.choice("begun", Begun::parse).unwrap_or(Begun::Share),
            day_cap,
            fixed,
            peak: self.read_peak(reader, face, scale),
            minimum,
            deposit,
            dynamic: self.read_dynamic(reader),
            note: reader.check.take(Line::parse("note", &self.note)).unwrap_or_default(),
        }
    }

    fn read_peak(&self, reader: &mut Reader<'_, Self>, face: Face, scale: Scale) -> Option<Peak> {
        let hours = reader.hours("peak_hours");
        let percent = reader.number("peak_percent");
        let tiers = self.read_tiers("peak", "peak-tier", &self.peak_tiers, face, scale, &mut reader.check);
        match percent {
            Some(percent) => Some(Peak { hours, rate: PeakRate::Percent(percent) }),
            None if tiers.is_empty() => None,
            None => Some(Peak { hours, rate: PeakRate::Tiers(tiers) }),
        }
    }

    fn read_dynamic(&self, reader: &mut Reader<'_, Self>) -> Option<Dynamic> {
        let demand = self.step_forms("demand", &self.demand);
        let lead = self.step_forms("lead", &self.lead);
        let (floor, ceiling) = (reader.number("floor"), reader.number("ceiling"));
        if demand.is_empty() && lead.is_empty() {
            return None;
        }
        let mut read = |steps: Vec<StepForm>| -> Vec<(u16, i16)> {
            steps.iter().filter_map(|step| reader.check.take(step.read())).collect()
        };
        let demand = read(demand).into_iter().map(|(from, percent)| (from.saturating_mul(PERMILLE), percent)).collect();
        Some(Dynamic { demand, lead: read(lead), floor: floor.unwrap_or(0), ceiling: ceiling.unwrap_or(USUAL_CEILING) })
    }

    fn tier_forms(&self, row: &str, listed: &[TierForm]) -> Vec<TierForm> {
        let cell = |n: usize, name: &str| self.text(&format!("{row}-{n}-{name}")).to_owned();
        let typed = (0..=MAX_TIERS).map(|n| TierForm {
            length: cell(n, "length"),
            unit: cell(n, "unit"),
            amount: cell(n, "amount"),
        });
        listed.iter().cloned().chain(typed.filter(|tier| !tier.amount.is_empty())).collect()
    }

    fn read_tiers(
        &self,
        field: &'static str,
        row: &str,
        listed: &[TierForm],
        face: Face,
        scale: Scale,
        check: &mut Check,
    ) -> Vec<Tier> {
        let read = |tier: &TierForm| {
            let length = if tier.length.is_empty() { "1" } else { &tier.length };
            let minutes = minutes_of(field, length, &tier.unit)?.ok_or_else(|| Fault::new(field, "fault-required"))?;
            Ok(Tier { minutes, amount: amount(face, scale, field, &tier.amount)? })
        };
        self.tier_forms(row, listed).iter().filter_map(|tier| check.take(read(tier))).collect()
    }

    fn step_forms(&self, row: &str, listed: &[StepForm]) -> Vec<StepForm> {
        let cell = |n: usize, name: &str| self.text(&format!("{row}-{n}-{name}")).to_owned();
        let typed = (0..=MAX_STEPS).map(|n| StepForm { from: cell(n, "from"), percent: cell(n, "percent") });
        listed.iter().cloned().chain(typed.filter(|step| !step.from.is_empty())).collect()
    }

    /// The sections of the editor.
    pub(super) fn sections(&self) -> Vec<SectionView> {
        sections(self, SECTIONS)
    }

    /// The rows of tiers, with some to spare.
    pub(super) fn tier_rows(&self) -> Vec<TierRow> {
        self.rows_of("tier", &self.tiers)
    }

    /// The rows of tiers in busy hours, with some to spare.
    pub(super) fn peak_rows(&self) -> Vec<TierRow> {
        self.rows_of("peak-tier", &self.peak_tiers)
    }

    fn rows_of(&self, row: &str, listed: &[TierForm]) -> Vec<TierRow> {
        let spare = std::iter::repeat_n(TierForm::default(), SPARE_ROWS);
        let rows = self.tier_forms(row, listed).into_iter().chain(spare).take(MAX_TIERS);
        rows.map(|tier| TierRow {
            units: choices(
                UNITS.iter().copied(),
                "terms-unit-",
                if tier.unit.is_empty() { "hours" } else { &tier.unit },
            ),
            length: tier.length,
            amount: tier.amount,
        })
        .collect()
    }

    /// The rows of steps by demand, with some to spare.
    pub(super) fn demand_rows(&self) -> Vec<StepForm> {
        self.step_rows("demand", &self.demand)
    }

    /// The rows of steps by lead time, with some to spare.
    pub(super) fn lead_rows(&self) -> Vec<StepForm> {
        self.step_rows("lead", &self.lead)
    }

    fn step_rows(&self, row: &str, listed: &[StepForm]) -> Vec<StepForm> {
        let spare = std::iter::repeat_n(StepForm::default(), SPARE_ROWS);
        self.step_forms(row, listed).into_iter().chain(spare).take(MAX_STEPS).collect()
    }
}

/// How far a price may rise where nothing is said, in percent of the usual one.
const USUAL_CEILING: u16 = 200;

fn tier_forms(tiers: &[Tier], scale: Scale) -> Vec<TierForm> {
    let one = |tier: &Tier| {
        let mut form = PriceForm::default();
        show_minutes(&mut form, "length", Some(tier.minutes));
        let text = |name: &str| form.text(name).to_owned();
        TierForm { length: text("length"), unit: text("length_unit"), amount: scale.format_exact(tier.amount) }
    };
    tiers.iter().rev().map(one).collect()
}

impl StepForm {
    fn read(&self) -> Result<(u16, i16), Fault> {
        let required = || Fault::new("dynamic", "fault-required");
        let from = whole("dynamic", &self.from)?.ok_or_else(required)?;
        Ok((from, whole("dynamic", &self.percent)?.ok_or_else(required)?))
    }
}

/// An amount: from a program the exact decimal, from a person as it was typed.
pub(super) fn amount(face: Face, scale: Scale, field: &'static str, text: &str) -> Result<Amount, Fault> {
    let read = match face {
        Face::Page => scale.parse_typed(text),
        Face::Api => scale.parse_exact(text),
    };
    read.map_err(|fault| fault.on(field))
}
