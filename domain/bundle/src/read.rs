//! The files' rows as typed rows; each function reads one file.

use std::collections::BTreeMap;

use ayni_communities::TimeZoneName;
use ayni_kernel::{Amount, Code, Email, Fault, Language, Line, Name, Role, Scale};
use ayni_users::PasswordHash;

use crate::{
    model::{
        Account, Category, Community, Contact, Currency, Extras, Link, Member, Owner, Post, Stamp, Transfer, User, Word,
    },
    report::Notes,
    row::{Reader, decimal, each, is_web, list},
    sheet::{Sheet, shown},
    words,
};

/// Columns of our own in community.csv, all of the family `settings.`.
pub(crate) const COMMUNITY_SETTINGS: [&str; 11] = [
    "settings.kind",
    "settings.hue",
    "settings.timeZone",
    "settings.language",
    "settings.languages",
    "settings.joining",
    "settings.memberList",
    "settings.terms",
    "settings.roles.steward",
    "settings.roles.treasurer",
    "settings.roles.manager",
];

/// Columns of currency.csv with a meaning here, all of the family `settings.`.
pub(crate) const CURRENCY_SETTINGS: [&str; 6] = [
    "settings.defaultInitialCreditLimit",
    "settings.defaultInitialMaximumBalance",
    "settings.kind",
    "settings.code",
    "settings.requestDays",
    "settings.treasury",
];

/// The column of accounts.csv that says that a limit was set after the balance had passed it.
pub(crate) const BEYOND_LIMIT: &str = "settings.beyondLimit";

/// The column of members.csv that says who may see which contact.
pub(crate) const CONTACT_VISIBILITY: &str = "contact.visibility";

/// The column that holds a role's users.
pub(crate) const fn role_column(role: Role) -> &'static str {
    match role {
        Role::Steward => "settings.roles.steward",
        Role::Treasurer => "settings.roles.treasurer",
        Role::Manager => "settings.roles.manager",
        Role::Admin => "adminUsers",
    }
}

fn without(mut extras: Extras, own: &[&str]) -> Extras {
    extras.retain(|(name, _)| !own.contains(&name.as_str()));
    extras
}

pub(crate) fn communities(sheet: &Sheet, notes: &mut Notes) -> Vec<Community> {
    each(sheet, notes, |row| {
        let public_list = row.flag("settings.allowAnonymousMemberList") == Some("true");
        Community {
            stamp: row.stamp(),
            code: row.take("code", community_code),
            name: row.take("name", |text| Name::parse("", text)),
            status: row.word("status", words::COMMUNITY_STATUS, "active"),
            description: row.body("description"),
            access: row.word("access", words::ACCESS, "public"),
            image_url: row.image("imageUrl"),
            address: row.address(),
            location: row.location(),
            contacts: community_contacts(row),
            roles: Role::ALL.into_iter().map(|role| (role, row.emails(role_column(role)))).collect(),
            kind: row.word("settings.kind", words::COMMUNITY_KIND, "exchange"),
            hue: row.number("settings.hue", 359).and_then(|hue| u16::try_from(hue).ok()),
            time_zone: row.take("settings.timeZone", time_zone),
            language: row.maybe("settings.language", language),
            languages: row.take("settings.languages", |text| list(text).map(language).collect()),
            joining: row.word("settings.joining", words::JOINING, "open"),
            member_list: row.word(
                "settings.memberList",
                words::AUDIENCE,
                if public_list { "public" } else { "members" },
            ),
            terms: row.body("settings.terms"),
            extras: without(row.family("settings."), &COMMUNITY_SETTINGS),
        }
    })
}

fn community_contacts(row: &mut Reader<'_>) -> Vec<(String, Line)> {
    contact_columns(row).into_iter().map(|(column, text)| (column, one_line(row, &text))).collect()
}

/// The filled contact columns by their ending, in the order of their names.
fn contact_columns(row: &mut Reader<'_>) -> Extras {
    let family = row.family("contact.");
    family.into_iter().map(|(name, text)| (name.strip_prefix("contact.").unwrap_or(&name).to_owned(), text)).collect()
}

fn one_line(row: &mut Reader<'_>, text: &str) -> Line {
    Line::parse("", &text.replace(['\n', '\t'], " ")).unwrap_or_else(|fault| {
        row.fault("contact.", fault);
        Line::default()
    })
}

fn community_code(text: &str) -> Result<String, Fault> {
    let usable = text.len() == 4 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if usable { Ok(text.to_owned()) } else { Err(Fault::new("", "bundle-community-code").with("value", shown(text))) }
}

fn time_zone(text: &str) -> Result<String, Fault> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let wrong = |_| Fault::new("", "bundle-time-zone").with("value", shown(text));
    TimeZoneName::parse("", text).map(|zone| zone.to_string()).map_err(wrong)
}

fn language(text: &str) -> Result<Language, Fault> {
    Language::from_tag(text).ok_or_else(|| {
        let allowed = Language::ALL.map(Language::tag).join(", ");
        Fault::new("", "bundle-word").with("value", shown(text)).with("allowed", allowed)
    })
}

pub(crate) fn currencies(sheet: &Sheet, notes: &mut Notes) -> Vec<Currency> {
    each(sheet, notes, |row| {
        let stamp = row.stamp();
        let scale = row.take("scale", |text| scale(text).map(Some)).unwrap_or_else(finest);
        let name = row.take("name", |text| Name::parse("", text));
        let code = row.code("code");
        let own_code = row.maybe("settings.code", |text| Code::parse("", text).map(|c| c.to_string()));
        Currency {
            stamp,
            own_code: own_code.unwrap_or_else(|| code.clone()),
            code,
            admin: row.maybe("adminUser", |text| Email::parse("", text)).map_or_else(String::new, |e| e.to_string()),
            plural: row.maybe("namePlural", |text| Name::parse("", text)).unwrap_or_else(|| name.clone()),
            name,
            symbol: row.take("symbol", symbol),
            decimals: decimals(row, scale),
            scale,
            rate: rate(row),
            kind: row.word("settings.kind", words::CURRENCY_KIND, "mutual"),
            credit_limit: row.amount("settings.defaultInitialCreditLimit", scale),
            maximum: row.amount("settings.defaultInitialMaximumBalance", scale),
            request_days: row.number("settings.requestDays", 366).and_then(|days| u16::try_from(days).ok()),
            treasury: row.text("settings.treasury"),
            extras: without(row.family("settings."), &CURRENCY_SETTINGS),
        }
    })
}

fn scale(text: &str) -> Result<Scale, Fault> {
    text.parse::<u8>()
        .ok()
        .and_then(|decimals| Scale::new(decimals).ok())
        .ok_or_else(|| Fault::new("", "bundle-number").with("value", shown(text)).with("max", 6_i64))
}

/// The scale that reads every amount, where the true one is unknown: so that one fault is not found again in each row.
fn finest() -> Scale {
    Scale::new(6).unwrap_or_default()
}

fn symbol(text: &str) -> Result<Line, Fault> {
    match text.chars().count() {
        1..=3 => Line::parse("", text),
        _ => Err(Fault::new("", "bundle-symbol").with("value", shown(text))),
    }
}

fn decimals(row: &mut Reader<'_>, scale: Scale) -> u8 {
    let given = row.number("decimals", u64::from(u8::MAX)).and_then(|number| u8::try_from(number).ok());
    let shown = given.unwrap_or(scale.decimals());
    if shown > scale.decimals() {
        let fault = Fault::new("", "bundle-decimals-scale");
        row.fault("decimals", fault.with("decimals", i64::from(shown)).with("scale", i64::from(scale.decimals())));
    }
    shown
}

fn rate(row: &mut Reader<'_>) -> Option<(u64, u64)> {
    let max = i64::MAX.unsigned_abs();
    let parts = (row.number("rateNumerator", max), row.number("rateDenominator", max));
    match parts {
        (Some(1..), Some(1..)) => parts.0.zip(parts.1),
        (None, None) => None,
        (None | Some(0), _) => {
            row.fault("rateNumerator", Fault::new("", "bundle-rate"));
            None
        }
        (_, None | Some(0)) => {
            row.fault("rateDenominator", Fault::new("", "bundle-rate"));
            None
        }
    }
}

pub(crate) fn users(sheet: &Sheet, notes: &mut Notes) -> Vec<User> {
    each(sheet, notes, |row| User {
        stamp: row.stamp(),
        email: row.email("email"),
        name: row.take("name", |text| Name::parse("", text)),
        status: row.word("status", words::USER_STATUS, "active"),
        // The sentence must not show the cell.
        password: row.maybe("passwordHash", |text| {
            PasswordHash::imported(text).ok_or_else(|| Fault::new("", "bundle-password-hash"))
        }),
        language: spoken(row),
    })
}

fn spoken(row: &mut Reader<'_>) -> String {
    let tag = row.take("language", |text| Line::parse("", text)).to_string();
    if !tag.is_empty() && Language::from_tag(&tag).is_none() {
        let line = row.line();
        let fault = Fault::new("", "bundle-language").with("value", shown(&tag));
        row.notes.warn("users.csv", Some(line), Some("language"), fault);
    }
    tag
}

pub(crate) fn members(sheet: &Sheet, notes: &mut Notes) -> Vec<Member> {
    each(sheet, notes, |row| Member {
        stamp: row.stamp(),
        code: row.code("code"),
        name: row.take("name", |text| Name::parse("", text)),
        kind: row.word("type", words::MEMBER_KIND, ""),
        status: row.word("status", words::MEMBER_STATUS, ""),
        access: row.word("access", words::ACCESS, "public"),
        description: row.body("description"),
        image_url: row.image("imageUrl"),
        address: row.address(),
        address_visibility: row.word("address.visibility", words::VISIBILITY, "members"),
        location: row.location(),
        contacts: member_contacts(row),
        letter: row.body("letter"),
        note: row.line_of_text("note"),
        joined: row.time("joinedAt"),
        extras: row.family("settings."),
    })
}

fn member_contacts(row: &mut Reader<'_>) -> Vec<Contact> {
    let visibility: BTreeMap<String, Word> = row.take(CONTACT_VISIBILITY, |text| {
        list(text)
            .map(|entry| {
                let (column, word) = entry.rsplit_once('=').unwrap_or(("", entry));
                let known = words::VISIBILITY.iter().find(|known| **known == word.trim());
                known.map(|word| (column.trim().to_owned(), *word)).ok_or_else(|| {
                    let fault = Fault::new("", "bundle-word").with("value", shown(entry));
                    fault.with("allowed", words::VISIBILITY.join(", "))
                })
            })
            .collect()
    });
    let mut columns = contact_columns(row);
    columns.retain(|(column, _)| column != "visibility");
    let contacts = columns.into_iter().map(|(column, text)| Contact {
        value: one_line(row, &text),
        visibility: visibility.get(&column).copied().unwrap_or(words::CONTACT_DEFAULT),
        column,
    });
    contacts.collect()
}

pub(crate) fn links(sheet: &Sheet, notes: &mut Notes) -> Vec<Link> {
    each(sheet, notes, |row| {
        let mut preferences = row.family("notifications.");
        preferences.extend(row.family("emails."));
        Link { stamp: row.stamp(), member: row.code("member"), user: row.email("user"), preferences }
    })
}

/// Reads accounts; `owner` says whose an account code is, and in which currency.
pub(crate) fn accounts(
    sheet: &Sheet,
    notes: &mut Notes,
    currencies: &[Currency],
    owner: impl Fn(&str) -> (Owner, usize),
) -> Vec<Account> {
    each(sheet, notes, |row| {
        let stamp = row.stamp();
        let code = row.code("code");
        let (owner, currency) = owner(&code);
        let scale = currencies.get(currency).map_or_else(finest, |currency| currency.scale);
        if owner == Owner::Unknown && !code.is_empty() {
            row.fault("code", Fault::new("", "bundle-member-unknown").with("value", shown(&code)));
        }
        Account {
            stamp,
            owner,
            currency,
            balance: row.amount("balance", scale),
            credit_limit: row.amount("creditLimit", scale),
            maximum: row.amount("maximumBalance", scale),
            extras: row.family("settings."),
            code,
        }
    })
}

/// Reads transfers; `currency` says in which currency an account is kept, `None` when there is no such account.
pub(crate) fn transfers(
    sheet: &Sheet,
    notes: &mut Notes,
    currencies: &[Currency],
    currency: impl Fn(&str) -> Option<usize>,
) -> Vec<Transfer> {
    each(sheet, notes, |row| {
        let stamp = row.stamp();
        let (debit, credit) = (row.code("payer"), row.code("payee"));
        let used = currency(&debit).or_else(|| currency(&credit)).unwrap_or_default();
        let scale = currencies.get(used).map_or_else(finest, |currency| currency.scale);
        Transfer {
            payer: debit,
            payee: credit,
            user: row.maybe("user", |text| Email::parse("", text)).map_or_else(String::new, |e| e.to_string()),
            amount: row.take("amount", |text| positive(text, scale)),
            currency: used,
            description: row.line_of_text("description"),
            category: row.text("category"),
            kind: row.word("kind", words::TRANSFER_KIND, "import"),
            group: row.id("group"),
            reverses: row.id("reverses"),
            stamp: moment(row, stamp),
        }
    })
}

fn moment(row: &mut Reader<'_>, stamp: Stamp) -> Stamp {
    row.take("createdAt", |text| if text.is_empty() { Err(Fault::new("", "fault-required")) } else { Ok(()) });
    stamp
}

fn positive(text: &str, scale: Scale) -> Result<Option<Amount>, Fault> {
    let amount = scale.parse_exact(text).map_err(|wrong| decimal(wrong, text))?;
    if amount.is_positive() {
        Ok(Some(amount))
    } else {
        Err(Fault::new("", "bundle-amount-positive").with("value", shown(text)))
    }
}

pub(crate) fn categories(sheet: &Sheet, notes: &mut Notes) -> Vec<Category> {
    each(sheet, notes, |row| Category {
        stamp: row.stamp(),
        code: row.code("code"),
        name: row.take("name", |text| Name::parse("", text)),
        description: row.line_of_text("description"),
        access: row.word("access", words::ACCESS, "public"),
        icon: (row.line_of_text("icon.type").into(), row.line_of_text("icon.value").into()),
    })
}

pub(crate) fn posts(sheet: &Sheet, notes: &mut Notes) -> Vec<Post> {
    each(sheet, notes, |row| {
        let kind = row.word("type", words::LISTING_KIND, "");
        let title = row.line_of_text("title");
        if kind == "offer" && title.is_empty() {
            row.fault("title", Fault::new("", "fault-required"));
        }
        Post {
            stamp: row.stamp(),
            code: row.code("code"),
            kind,
            member: row.code("member"),
            category: row.text("category"),
            title,
            description: row.body("description"),
            status: row.word("status", words::LISTING_STATUS, "published"),
            access: row.word("access", words::ACCESS, "public"),
            value: row.line_of_text("value"),
            fulfilled: row.time("fulfilledAt"),
            expires: row.time("expiresAt"),
            location: row.location(),
            images: images(row),
        }
    })
}

fn images(row: &mut Reader<'_>) -> Vec<String> {
    let images: Vec<String> =
        row.take("imageUrls", |text| list(text).map(|image| Line::parse("", image).map(String::from)).collect());
    images.iter().filter(|image| is_web(image)).for_each(|_| row.notes.image());
    images
}
