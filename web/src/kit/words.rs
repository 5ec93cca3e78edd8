//! The reader's language: sentences from the locale files, and numbers, money, dates in its writing.

use std::{borrow::Cow, collections::HashMap};

use ayni_kernel::{Amount, Arg, Fault, Language, Money, Scale, Timestamp};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{YMD, YMDT},
    input::{DateTime, Time},
    options::TimePrecision,
};
use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_locale_core::{Locale, locale};
use jiff::tz::TimeZone;

static_loader! {
    static LOCALES = {
        locales: "../assets/locales",
        fallback_language: "en",
        // Isolation marks are for right-to-left text; none of the languages so far is written that way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static SPANISH: LanguageIdentifier = langid!("es");

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

/// Formatters take microseconds to build, so each thread has each language's once (they share data that is not
/// made for several threads).
struct Formats {
    number: Option<DecimalFormatter>,
    date: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    moment: Option<FixedCalendarDateTimeFormatter<Gregorian, YMDT>>,
}

impl Formats {
    fn of(locale: &Locale) -> Self {
        Self {
            number: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok(),
            date: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::medium()).ok(),
            moment: FixedCalendarDateTimeFormatter::try_new(
                locale.into(),
                YMDT::medium().with_time_precision(TimePrecision::Minute),
            )
            .ok(),
        }
    }
}

thread_local! {
    static ENGLISH_FORMATS: Formats = Formats::of(&locale!("en-GB"));
    static SPANISH_FORMATS: Formats = Formats::of(&locale!("es"));
}

/// A language and a time zone: everything needed to speak to one reader.
#[derive(Debug, Clone)]
pub struct Words {
    language: Language,
    zone: TimeZone,
}

impl Words {
    /// Words for a reader; an unknown zone name counts as UTC.
    pub fn new(language: Language, zone: &str) -> Self {
        Self { language, zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC) }
    }

    /// The language spoken.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The zone in which moments are shown.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn formats<T>(&self, use_them: impl FnOnce(&Formats) -> T) -> T {
        match self.language {
            Language::English => ENGLISH_FORMATS.with(use_them),
            Language::Spanish => SPANISH_FORMATS.with(use_them),
        }
    }

    /// Whether the locale files have the key.
    pub fn knows(&self, key: &str) -> bool {
        LOCALES.try_lookup(identifier(self.language), key).is_some()
    }

    /// The sentence of a key.
    pub fn say(&self, key: &str) -> String {
        LOCALES.lookup(identifier(self.language), key)
    }

    /// The sentence of a key with the values it names.
    pub fn say_with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.say_named(key, args.iter().map(|(name, value)| (Cow::Borrowed(*name), value)))
    }

    /// The sentence of a key with the values it names, where the names were kept in a record.
    pub(crate) fn say_kept(&self, key: &str, args: &[(String, Arg)]) -> String {
        self.say_named(key, args.iter().map(|(name, value)| (Cow::Owned(name.clone()), value)))
    }

    fn say_named<'a>(&self, key: &str, args: impl Iterator<Item = (Cow<'static, str>, &'a Arg)>) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.map(|(name, value)| (name, self.value(value))).collect();
        LOCALES.lookup_with_args(identifier(self.language), key, &args)
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => text.clone().into(),
            Arg::Number(number) => (*number).into(),
            Arg::Money(money) => self.money(money).into(),
            Arg::Time(time) => self.moment(*time).into(),
        }
    }

    /// The sentence of a fault.
    pub fn fault(&self, fault: &Fault) -> String {
        self.say_with(fault.word, &fault.args)
    }

    /// A whole number with the language's group separators.
    pub fn number(&self, number: i64) -> String {
        self.decimal(&Decimal::from(number))
    }

    /// An amount without its currency, with all decimals and a true minus sign.
    pub fn amount(&self, amount: Amount, scale: Scale) -> String {
        let mut decimal = Decimal::from(amount.minor());
        decimal.multiply_pow10(-i16::from(scale.decimals()));
        decimal.pad_end(-i16::from(scale.decimals()));
        self.decimal(&decimal).replace('-', "\u{2212}")
    }

    /// An amount with the currency's sign behind it, joined by a no-break space.
    pub fn money(&self, money: &Money) -> String {
        format!("{}\u{a0}{}", self.amount(money.amount, money.scale), money.symbol)
    }

    /// A size in the unit that suits it, with one decimal from a megabyte on.
    pub fn size(&self, bytes: u64) -> String {
        const UNITS: [(u64, &str); 3] = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB")];
        let narrow = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        match UNITS.into_iter().find(|(unit, _)| bytes >= *unit) {
            Some((unit, sign)) => {
                let mut tenths = Decimal::from(narrow(bytes / (unit / 10)));
                tenths.multiply_pow10(-1);
                format!("{}\u{a0}{sign}", self.decimal(&tenths))
            }
            None => format!("{}\u{a0}kB", self.number(narrow(bytes.div_ceil(1_000)))),
        }
    }

    fn decimal(&self, decimal: &Decimal) -> String {
        self.formats(|formats| match &formats.number {
            Some(format) => format.format(decimal).to_string(),
            None => decimal.to_string(),
        })
    }

    /// The day, such as "23 Nov 2026".
    pub fn date(&self, time: Timestamp) -> String {
        let civil = time.in_zone(&self.zone);
        self.formats(|formats| match (&formats.date, day(&civil)) {
            (Some(format), Some(date)) => format.format(&date).to_string(),
            _ => civil.date().to_string(),
        })
    }

    /// Day and time of day.
    pub fn moment(&self, time: Timestamp) -> String {
        let civil = time.in_zone(&self.zone);
        let clock = Time::try_new(narrow(civil.hour()), narrow(civil.minute()), 0, 0).ok();
        self.formats(|formats| match (&formats.moment, day(&civil), clock) {
            (Some(format), Some(date), Some(time)) => format.format(&DateTime { date, time }).to_string(),
            _ => civil.datetime().to_string(),
        })
    }
}

impl askama::Value for Words {
    fn ref_any(&self) -> Option<&dyn std::any::Any> {
        Some(self)
    }
}

fn day(civil: &jiff::Zoned) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(i32::from(civil.year()), narrow(civil.month()), narrow(civil.day())).ok()
}

/// Civil fields are never negative.
fn narrow(field: i8) -> u8 {
    u8::try_from(field).unwrap_or_default()
}
