//! The fields of the editors of terms: texts that may be empty, lengths with a unit, choices; read and shown again.

use std::{collections::BTreeMap, str::FromStr};

use ayni_calendar::{Hours, Week};
use ayni_kernel::{Check, Fault};
use ayni_terms::Notice;

use crate::{
    members::views::Choice,
    resources::week::{self, DayFields},
};

/// Declares a form whose fields are texts, each found by its name, with lists that programs send and numbered rows
/// that browsers send.
macro_rules! form_of_texts {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident),+ $(,)? }
        lists { $($(#[$list_about:meta])* $list:ident: $kind:ty),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(default)]
        pub(crate) struct $name {
            $($(#[$about])* pub $field: String,)+
            $($(#[$list_about])* pub $list: $kind,)*
            /// What HTML forms send in numbered or ticked fields.
            #[serde(flatten, skip_serializing)]
            #[schema(ignore)]
            pub rows: std::collections::BTreeMap<String, String>,
        }

        impl $name {
            /// The text of a field; empty when it was not sent.
            pub(super) fn text(&self, name: &str) -> &str {
                match name {
                    $(stringify!($field) => self.$field.trim(),)+
                    other => self.rows.get(other).map_or("", |text| text.trim()),
                }
            }

            /// The field of a name, to be filled in; a numbered one is made.
            pub(super) fn slot(&mut self, name: &str) -> &mut String {
                match name {
                    $(stringify!($field) => &mut self.$field,)+
                    other => self.rows.entry(other.to_owned()).or_default(),
                }
            }
        }

        impl $crate::terms::fields::Texts for $name {
            fn get(&self, name: &str) -> &str {
                self.text(name)
            }

            fn set(&mut self, name: &str, value: String) {
                *self.slot(name) = value;
            }
        }
    };
}
pub(super) use form_of_texts;

/// A form whose fields are texts.
pub(super) trait Texts {
    /// The text of a field; empty when it was not sent.
    fn get(&self, name: &str) -> &str;

    /// Fills a field in.
    fn set(&mut self, name: &str, value: String);
}

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A whole number; the locale key of what follows it, or nothing.
    Number(&'static str),
    /// A number and a unit, in the field of the same name with `_unit` behind it.
    Length(&'static [&'static str]),
    /// One of these words, called `<prefix><word>`, or nothing.
    Choice(&'static str, &'static [&'static str]),
    /// Opening hours: a table of the week, or a text.
    Hours,
    /// A line of text.
    Line,
    /// An amount of money.
    Money,
}

/// Minutes, hours, days.
pub(super) const UNITS: &[&str] = &["minutes", "hours", "days"];

/// A field as the template writes it.
#[derive(Debug, Clone)]
pub(super) struct FieldView {
    pub name: &'static str,
    /// The name of the field of its unit.
    pub unit_name: String,
    pub value: String,
    pub units: Vec<Choice>,
    pub options: Vec<Choice>,
    pub suffix: &'static str,
    pub hint: bool,
    pub shape: Shape,
    /// The table of hours.
    pub week: Vec<DayFields>,
}

/// A group of fields under a heading.
#[derive(Debug, Clone)]
pub(super) struct SectionView {
    /// The last part of the locale key of the heading.
    pub name: &'static str,
    pub fields: Vec<FieldView>,
    /// Whether anything in it is filled in.
    pub filled: bool,
}

impl FieldView {
    pub(super) fn of(form: &impl Texts, &(name, shape, hint): &Declared) -> Self {
        let unit_name = format!("{name}_unit");
        let chosen = |words: &[&'static str], prefix: &str, now: &str| -> Vec<Choice> {
            crate::members::views::choices(words.iter().copied(), prefix, now)
        };
        let (units, options, suffix) = match shape {
            Shape::Length(units) => {
                let now = form.get(&unit_name);
                (chosen(units, "terms-unit-", if now.is_empty() { "hours" } else { now }), Vec::new(), "")
            }
            Shape::Choice(prefix, words) => (Vec::new(), chosen(words, prefix, form.get(name)), ""),
            Shape::Number(suffix) => (Vec::new(), Vec::new(), suffix),
            Shape::Hours | Shape::Line | Shape::Money => (Vec::new(), Vec::new(), ""),
        };
        let (week, value) = match shape {
            Shape::Hours => week_of(form, name),
            _ => (Vec::new(), form.get(name).to_owned()),
        };
        Self { name, unit_name, value, week, units, options, suffix, hint: hint == Hint::Yes, shape }
    }

    pub(super) fn label_key(&self) -> String {
        format!("terms-field-{}", self.name.replace('_', "-"))
    }

    pub(super) fn hint_key(&self) -> String {
        format!("terms-hint-{}", self.name.replace('_', "-"))
    }

    /// Whether anything is filled in.
    pub(super) fn is_given(&self) -> bool {
        let times = self.week.iter().flat_map(|day| &day.times);
        !self.value.is_empty() || times.into_iter().any(|time| !time.from.is_empty() || !time.to.is_empty())
    }

    pub(super) fn is_hours(&self) -> bool {
        self.shape == Shape::Hours
    }

    pub(super) fn is_length(&self) -> bool {
        matches!(self.shape, Shape::Length(_))
    }

    pub(super) fn is_choice(&self) -> bool {
        matches!(self.shape, Shape::Choice(..))
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.shape, Shape::Number(_))
    }

    /// What browsers of phones show to type it with.
    pub(super) fn keyboard(&self) -> &'static str {
        match self.shape {
            Shape::Number(_) | Shape::Length(_) => "numeric",
            Shape::Money => "decimal",
            Shape::Hours | Shape::Line | Shape::Choice(..) => "text",
        }
    }
}

/// The table of hours, and the text beside it: hours that are only a week stand in the table, all else in the text.
fn week_of(form: &impl Texts, name: &'static str) -> (Vec<DayFields>, String) {
    let text = form.get(name);
    let typed = week::fields(|cell| form.get(cell), name);
    let parsed = Hours::parse(name, text).ok();
    match parsed.as_ref().and_then(week::only) {
        Some(only) if typed.iter().flat_map(|day| &day.times).all(|time| time.from.is_empty()) => {
            let cells: BTreeMap<String, String> = week::cells(name, only).into_iter().collect();
            (week::fields(|cell| cells.get(cell).map_or("", String::as_str), name), String::new())
        }
        _ => (typed, text.to_owned()),
    }
}

/// Whether a sentence stands under a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Yes,
    No,
}

/// A field: its name, how it is typed, whether a hint stands under it.
pub(super) type Declared = (&'static str, Shape, Hint);

/// The sections of an editor.
pub(super) fn sections(form: &impl Texts, all: &[(&'static str, &[Declared])]) -> Vec<SectionView> {
    let section = |(name, fields): &(&'static str, &[Declared])| {
        let fields: Vec<_> = fields.iter().map(|field| FieldView::of(form, field)).collect();
        SectionView { name, filled: fields.iter().any(FieldView::is_given), fields }
    };
    all.iter().map(section).collect()
}

/// Reads the fields of a form, noting every fault.
pub(super) struct Reader<'f, F> {
    pub form: &'f F,
    pub check: Check,
}

/// Minutes in an hour and in a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

impl<'f, F: Texts> Reader<'f, F> {
    pub(super) fn new(form: &'f F) -> Self {
        Self { form, check: Check::default() }
    }

    pub(super) fn is_given(&self, name: &str) -> bool {
        !self.form.get(name).is_empty()
    }

    /// A whole number; nothing for an empty field.
    pub(super) fn number<N: FromStr>(&mut self, name: &'static str) -> Option<N> {
        let number = whole(name, self.form.get(name));
        self.check.take(number).flatten()
    }

    /// Minutes out of a number and a unit.
    pub(super) fn minutes(&mut self, name: &'static str) -> Option<u32> {
        let minutes = minutes_of(name, self.form.get(name), self.form.get(&format!("{name}_unit")));
        self.check.take(minutes).flatten()
    }

    /// A notice out of a number and a unit: days go by the calendar.
    pub(super) fn notice(&mut self, name: &'static str) -> Option<Notice> {
        let notice = notice_of(name, self.form.get(name), self.form.get(&format!("{name}_unit")));
        self.check.take(notice).flatten()
    }

    /// Opening hours, out of a text, else out of a table; nothing where both are empty.
    pub(super) fn hours(&mut self, name: &'static str) -> Option<Hours> {
        let form = self.form;
        let text = form.get(name);
        if !text.is_empty() {
            return self.check.take(Hours::parse(name, text));
        }
        let week = self.check.take(week::read(|cell| form.get(cell), name, name))?;
        (week != Week::default()).then(|| Hours::weekly(week))
    }

    /// One of some words; nothing for an empty field.
    pub(super) fn choice<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&'static str, &str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.form.get(name);
        if text.is_empty() { None } else { self.check.take(parse(name, text)) }
    }
}

/// A whole number; nothing for an empty text.
pub(super) fn whole<N: FromStr>(name: &'static str, text: &str) -> Result<Option<N>, Fault> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(name, "terms-whole")) }
}

/// Minutes out of a number and a unit; hours where none is named.
pub(super) fn minutes_of(name: &'static str, text: &str, unit: &str) -> Result<Option<u32>, Fault> {
    let Some(number) = whole::<u32>(name, text)? else { return Ok(None) };
    let times = match unit {
        "minutes" => 1,
        "" | "hours" => HOUR,
        "days" => DAY,
        _ => return Err(Fault::new(name, "fault-choice")),
    };
    number.checked_mul(times).map(Some).ok_or_else(|| Fault::new(name, "terms-whole"))
}

/// A notice out of a number and a unit.
pub(super) fn notice_of(name: &'static str, text: &str, unit: &str) -> Result<Option<Notice>, Fault> {
    if unit == "days" {
        return Ok(whole(name, text)?.map(Notice::Days));
    }
    Ok(minutes_of(name, text, unit)?.map(Notice::Minutes))
}

/// Fills minutes in, in the largest unit that has no rest.
pub(super) fn show_minutes(form: &mut impl Texts, name: &str, minutes: Option<u32>) {
    let Some(minutes) = minutes else { return };
    let (number, unit) = match minutes {
        0 => (0, "minutes"),
        _ if minutes.is_multiple_of(DAY) => (minutes / DAY, "days"),
        _ if minutes.is_multiple_of(HOUR) => (minutes / HOUR, "hours"),
        _ => (minutes, "minutes"),
    };
    form.set(name, number.to_string());
    form.set(&format!("{name}_unit"), unit.to_owned());
}

/// Fills a notice in; hours stay hours, which pass, and days stay days of the calendar.
pub(super) fn show_notice(form: &mut impl Texts, name: &str, notice: Option<Notice>) {
    match notice {
        Some(Notice::Days(days)) => {
            form.set(name, days.to_string());
            form.set(&format!("{name}_unit"), "days".to_owned());
        }
        Some(Notice::Minutes(minutes)) => {
            let whole = minutes > 0 && minutes.is_multiple_of(HOUR);
            let (number, unit) = if whole { (minutes / HOUR, "hours") } else { (minutes, "minutes") };
            form.set(name, number.to_string());
            form.set(&format!("{name}_unit"), unit.to_owned());
        }
        None => {}
    }
}

/// Fills anything in that writes itself.
pub(super) fn show(form: &mut impl Texts, name: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        form.set(name, value.to_string());
    }
}
