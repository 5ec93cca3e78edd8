//! The setup of a node without data: one form, opened by the code that the program printed.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, request::Parts},
    response::{Html, IntoResponse, Response},
};
use ayni_communities::{Hue, Kind, TimeZoneName};
use ayni_founding::{Admin, Founding};
use ayni_kernel::{Amount, Check, Email, Error, Fault, Language, Line, Name, Result, Scale, Slug};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_users::{Password, Token};
use serde::Deserialize;

use crate::{
    kit::{
        Answer, Ask, FormFaults, Input, Shell,
        app::{App, blocking},
        cookie, filters,
        frame::Frame,
        refusal::status,
        visit::{arrival, wished},
        words::Words,
    },
    links,
    users::{agent, hashed, open, welcome},
};

/// Days that a payment request stays open until an admin says otherwise.
const REQUEST_DAYS: u16 = 30;

/// The setup link that the program prints carries the code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SetupLink {
    code: String,
}

/// The setup form.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(super) struct SetupForm {
    code: String,
    name: String,
    kind: String,
    language: String,
    time_zone: String,
    currency_kind: String,
    currency_name: String,
    currency_plural: String,
    currency_symbol: String,
    scale: String,
    credit: String,
    admin_name: String,
    admin_email: String,
    password: String,
}

impl Default for SetupForm {
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            code: String::new(),
            name: String::new(),
            kind: text(Kind::Exchange.word()),
            language: String::new(),
            time_zone: String::new(),
            currency_kind: text(CurrencyKind::Mutual.word()),
            currency_name: String::new(),
            currency_plural: String::new(),
            currency_symbol: String::new(),
            scale: text("2"),
            credit: text("100"),
            admin_name: String::new(),
            admin_email: String::new(),
            password: String::new(),
        }
    }
}

/// The setup page.
#[derive(Template)]
#[template(path = "communities/setup.html")]
struct SetupPage {
    form: SetupForm,
    faults: FormFaults,
    zones: Vec<TimeZoneName>,
}

/// The visitor's words, since there is no community yet that could have its own.
fn words(headers: &HeaderMap) -> Words {
    let chosen = cookie::get(headers, "language").and_then(Language::from_tag);
    Words::new(chosen.or_else(|| wished(headers).next()).unwrap_or_default(), "UTC")
}

fn page(headers: &HeaderMap, form: SetupForm, faults: FormFaults) -> Result<Response> {
    let words = words(headers);
    let page = SetupPage { form: SetupForm { password: String::new(), ..form }, faults, zones: TimeZoneName::all() };
    let body = page.render_with_values(&("words", words.clone())).map_err(Error::broken)?;
    let title = words.say("communities-setup");
    let html = Frame::bare(words, links::SETUP).around(&title, "communities", "", Shell::Wizard, &body)?;
    Ok(Html(html).into_response())
}

/// Shows the form while the node has no data.
pub(super) async fn form(State(app): State<App>, headers: HeaderMap, Ask(ask): Ask<SetupLink>) -> Answer {
    if !app.setup_open() {
        return Err(Error::NotFound.into());
    }
    let language = words(&headers).language().tag().to_owned();
    let form = SetupForm { code: ask.code, language, ..SetupForm::default() };
    Ok(page(&headers, form, FormFaults::default())?)
}

/// Founds the community, signs its admin in and closes the setup for good.
pub(super) async fn found(State(app): State<App>, parts: Parts, Input(form): Input<SetupForm>) -> Answer {
    if !app.setup_open() {
        return Err(Error::NotFound.into());
    }
    match begin(&app, &parts.headers, &form).await {
        Ok(session) => welcome(&session, arrival(&parts).secure, links::WELCOME),
        Err(error) => again(&parts.headers, form, error),
    }
}

/// The form once more with its faults; refusals that no field can mend go on.
fn again(headers: &HeaderMap, form: SetupForm, error: Error) -> Answer {
    let code: StatusCode = status(&error);
    let faults = match error {
        Error::Invalid(faults) => faults.into(),
        Error::Conflict(fault) => ayni_kernel::Faults(vec![fault]).into(),
        other => return Err(other.into()),
    };
    let mut response = page(headers, form, faults)?;
    *response.status_mut() = code;
    Ok(response)
}

async fn begin(app: &App, headers: &HeaderMap, form: &SetupForm) -> Result<Token> {
    if !app.is_setup_code(&form.code) {
        return Err(Error::invalid("code", "communities-setup-code-wrong"));
    }
    let (draft, password) = Draft::read(form)?;
    let hash = hashed(app, password).await?;
    let node = app.node().clone();
    let founded = blocking(move || ayni_founding::found(&node, draft.with(hash))).await??;
    app.close_setup();
    let agent = agent(headers);
    app.write_node(move |tx| open(tx, founded.user, agent)).await
}

/// What the form says, read; all but the password, which is slow to hash.
struct Draft {
    name: Name,
    slug: Slug,
    kind: Kind,
    language: Language,
    time_zone: TimeZoneName,
    currency: NewCurrency,
    admin: (Name, Email),
}

impl Draft {
    fn read(form: &SetupForm) -> Result<(Self, Password)> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &form.name));
        let kind = check.take(Kind::parse("kind", &form.kind));
        let language = check.take(Language::parse("language", &form.language));
        let time_zone = check.take(TimeZoneName::parse("time_zone", &form.time_zone));
        let currency = name.as_ref().map(|name| currency(&mut check, name, form)).transpose()?.flatten();
        let admin_name = check.take(Name::parse("admin_name", &form.admin_name));
        let email = check.take(Email::parse("admin_email", &form.admin_email));
        let password = check.take(Password::parse("password", &form.password));
        check.done()?;
        let community = name.zip(kind).zip(language).zip(time_zone).zip(currency);
        let (Some(((((name, kind), language), time_zone), currency)), Some(admin), Some(password)) =
            (community, admin_name.zip(email), password)
        else {
            return Err(check.into());
        };
        let slug = Slug::from_name(name.as_str()).map_or_else(|| Slug::parse("name", "community"), Ok)?;
        Ok((Self { name, slug, kind, language, time_zone, currency, admin }, password))
    }

    fn with(self, password: ayni_users::PasswordHash) -> Founding {
        let (name, email) = self.admin;
        Founding {
            name: self.name,
            slug: self.slug,
            kind: self.kind,
            language: self.language,
            time_zone: self.time_zone,
            hue: Hue::default(),
            currency: self.currency,
            admin: Admin { name, email, password },
        }
    }
}

/// The first currency; its code is the community's.
fn currency(check: &mut Check, community: &Name, form: &SetupForm) -> Result<Option<NewCurrency>> {
    let kind = CurrencyKind::from_word(&form.currency_kind).ok_or_else(|| Fault::new("currency_kind", "fault-choice"));
    let kind = check.take(kind);
    let name = check.take(Name::parse("currency_name", &form.currency_name));
    let plural = check.take(Name::parse("currency_plural", &form.currency_plural));
    let symbol = check.take(symbol(&form.currency_symbol));
    let scale = check.take(scale(&form.scale));
    let lower = scale.and_then(|scale| check.take(credit(scale, &form.credit)));
    let (Some((kind, name)), Some((plural, symbol)), Some((scale, lower))) =
        (kind.zip(name), plural.zip(symbol), scale.zip(lower))
    else {
        return Ok(None);
    };
    let code = ayni_communities::suggested_code(community)?;
    let shown = scale.decimals();
    let (rate, upper, request_days) = (None, None, REQUEST_DAYS);
    Ok(Some(NewCurrency { code, name, plural, symbol, scale, shown, kind, rate, lower, upper, request_days }))
}

fn symbol(typed: &str) -> Result<Line, Fault> {
    let symbol = Line::parse("currency_symbol", typed)?;
    if symbol.is_empty() { Err(Fault::new("currency_symbol", "fault-required")) } else { Ok(symbol) }
}

fn scale(typed: &str) -> Result<Scale, Fault> {
    let decimals = typed.trim().parse().map_err(|_| Fault::new("scale", "fault-choice"))?;
    Scale::new(decimals)
}

/// The lower limit of new accounts: so far below zero may they go. Nothing typed means no limit.
fn credit(scale: Scale, typed: &str) -> Result<Option<Amount>, Fault> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let amount = scale.parse_typed(typed).map_err(|fault| fault.on("credit"))?;
    // Typed as "100" or, by those who think of the balance, as "-100".
    let size = if amount.is_negative() { Some(amount) } else { amount.negated() };
    size.map(Some).ok_or_else(|| Fault::new("credit", "fault-amount-large"))
}
