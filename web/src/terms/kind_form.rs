//! The editor of a kind of pass: from it to fields, and back.

use ayni_kernel::{Body, Check, Fault, Name, Result};
use ayni_ledger::Currency;
use ayni_terms::{KindContent, PassPrice, PassUnit, Way, usual_way};

use super::{
    fields::{Declared, Hint, Reader, SectionView, Shape, form_of_texts, sections, show},
    price_form::amount,
    reach::{Said, boxes},
};
use crate::kit::Face;

/// Minutes in an hour.
const HOUR: u32 = 60;

form_of_texts! {
    /// A kind of pass as its editor sends it: every field, changed or not.
    KindForm {
        /// Its name.
        name,
        /// What there is to say.
        description,
        /// `minutes` (of which `quantity` gives the hours) or `days`; final.
        unit,
        /// How many hours or days.
        quantity,
        /// For how many days it is good; empty for ever.
        validity,
        /// The id of the currency.
        currency,
        /// What it costs; empty when it is only given.
        price,
        /// `local` (through the ledger) or `money` (written down as due); as is usual for the currency when empty.
        way,
        /// Anything, to be good everywhere.
        everything,
    }
    lists {
        /// Ids of resources where it is good, with all that stands in them.
        resources: Vec<String>,
        /// Ids of categories where it is good.
        categories: Vec<String>,
        /// Ids of groups that may buy it; none for everybody.
        groups: Vec<String>,
    }
}

/// The fields of the editor beside name, description, unit, currency and price.
const SECTIONS: &[(&str, &[Declared])] = &[(
    "kind",
    &[
        ("quantity", Shape::Number(""), Hint::No),
        ("validity", Shape::Number("terms-suffix-days"), Hint::Yes),
        ("way", Shape::Choice("terms-way-", &["local", "money"]), Hint::Yes),
    ],
)];

impl KindForm {
    /// The editor of a kind that there is.
    pub(super) fn filled(content: &KindContent, currency: Option<&Currency>) -> Self {
        let mut form = Self {
            name: content.name.to_string(),
            description: content.description.to_string(),
            unit: content.unit.word().to_owned(),
            quantity: match content.unit {
                PassUnit::Minutes => (content.quantity / HOUR).to_string(),
                PassUnit::Days => content.quantity.to_string(),
            },
            ..Self::default()
        };
        show(&mut form, "validity", Some(content.validity).filter(|days| *days > 0));
        if let Some((price, currency)) = content.price.zip(currency) {
            form.currency = price.currency.to_string();
            form.price = currency.scale.format_exact(price.amount);
            show(&mut form, "way", Some(price.way).filter(|way| *way != usual_way(currency)));
        }
        for tick in boxes(&content.attached, &content.groups) {
            form.tick(&tick);
        }
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

    /// The sections of the editor.
    pub(super) fn sections(&self) -> Vec<SectionView> {
        sections(self, SECTIONS)
    }

    /// The currency meant; the first one when none is.
    pub(super) fn currency_of<'c>(&self, all: &'c [Currency]) -> Result<&'c Currency, Fault> {
        let wanted = self.currency.trim();
        let found = all.iter().find(|currency| wanted.is_empty() || currency.id.to_string() == wanted);
        found.ok_or_else(|| Fault::new("currency", "fault-choice"))
    }

    /// Reads the form as a kind of pass.
    pub(super) fn read(&self, face: Face, currencies: &[Currency]) -> Result<KindContent> {
        let mut reader = Reader::new(self);
        let name = reader.check.take(Name::parse("name", &self.name));
        let description = reader.check.take(Body::parse("description", &self.description));
        let unit = reader.choice("unit", PassUnit::parse).unwrap_or(PassUnit::Minutes);
        let quantity: u32 = reader.number("quantity").unwrap_or(0);
        let validity = reader.number("validity").unwrap_or(0);
        let price = self.price_of(&mut reader, face, currencies);
        let attached = self.said().attached(&mut reader.check);
        let groups = self.said().groups(&mut reader.check);
        let check: Check = reader.check;
        check.done()?;
        let (Some(name), Some(description)) = (name, description) else { return Err(check.into()) };
        let quantity = match unit {
            PassUnit::Minutes => quantity.saturating_mul(HOUR),
            PassUnit::Days => quantity,
        };
        Ok(KindContent { name, description, unit, quantity, validity, price, attached, groups })
    }

    fn price_of(&self, reader: &mut Reader<'_, Self>, face: Face, currencies: &[Currency]) -> Option<PassPrice> {
        if !reader.is_given("price") {
            return None;
        }
        let currency = reader.check.take(self.currency_of(currencies))?;
        let way = reader.choice("way", Way::parse).unwrap_or_else(|| usual_way(currency));
        let amount = reader.check.take(amount(face, currency.scale, "price", &self.price))?;
        Some(PassPrice { currency: currency.id, amount, way })
    }
}
