//! One's own login: name, address, password, other devices, the language, the member acted for.

use askama::Template;
use axum::{
    http::request::Parts,
    response::{IntoResponse, Redirect},
};
use ayni_kernel::{Check, Email, Error, Fault, Language, MemberId, Name, Result};
use ayni_members::MemberStatus;
use ayni_users::{ChangeUser, Password, Token, User, Verdict};
use serde::{Deserialize, Serialize};

use crate::{
    kit::{Answer, FormFaults, Input, Page, Refusal, Visit, cookie, filters, visit::arrival, words::Words},
    links,
    users::{hashed, with_cookie},
};

/// A language to go on in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LanguageForm {
    language: String,
    next: String,
}

/// Keeps the choice of a language: in a cookie, and in the login of who is signed in. Works outside any community
/// too, for the setup page.
pub(super) async fn language(
    parts: Parts,
    visit: std::result::Result<Visit, Refusal>,
    Input(form): Input<LanguageForm>,
) -> Answer {
    let language = Language::parse("language", &form.language).map_err(Error::from)?;
    if let Ok(visit) = &visit {
        remember(visit, language).await?;
    }
    let on = Redirect::to(links::local(&form.next)).into_response();
    with_cookie(on, cookie::language(language.tag(), arrival(&parts).secure))
}

async fn remember(visit: &Visit, language: Language) -> Result<()> {
    let Some(user) = visit.user.clone() else { return Ok(()) };
    let me = visit.actor.clone();
    let ask = ChangeUser { name: user.name, email: user.email, language: Some(language) };
    visit.app.write_node(move |tx| ayni_users::change(tx, &me, user.id, ask).map(drop)).await
}

/// The member to act for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ActingForm {
    member: String,
}

/// Acts for another of one's members from now on.
pub(super) async fn act_as(visit: Visit, Input(form): Input<ActingForm>) -> Answer {
    let token = visit.session()?.clone();
    let member: MemberId = form.member.parse()?;
    let status = visit.read(|tx, _| Ok(ayni_members::name_of(tx, member)?.status))?;
    if !visit.actor.acts_for(member) || status != MemberStatus::Active {
        return Err(Error::NotFound.into());
    }
    visit.app.write_node(move |tx| ayni_users::act_as(tx, &token, Some(member))).await?;
    visit.done(&(), links::HOME, "users-said-acting")
}

/// A change of the password.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    current: String,
    password: String,
}

/// A change of the name and the address to sign in with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LoginForm {
    name: String,
    email: String,
    login_current: String,
}

impl LoginForm {
    fn of(user: &User) -> Self {
        Self { name: user.name.to_string(), email: user.email.to_string(), login_current: String::new() }
    }

    fn read(&self, language: Option<Language>) -> Result<ChangeUser> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let email = check.take(Email::parse("email", &self.email));
        let (Some(name), Some(email)) = (name, email) else { return Err(check.into()) };
        Ok(ChangeUser { name, email, language })
    }
}

/// The login's page.
#[derive(Template, Serialize)]
#[template(path = "users/login.html")]
struct LoginPage {
    email: String,
    has_password: bool,
    #[serde(skip)]
    form: LoginForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl LoginPage {
    fn of(visit: &Visit, form: Option<LoginForm>, faults: FormFaults) -> Result<Self> {
        let user = visit.user()?;
        let form = form.unwrap_or_else(|| LoginForm::of(user));
        Ok(Self { email: user.email.to_string(), has_password: user.has_password, form, faults })
    }
}

impl Page for LoginPage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-login")
    }
}

/// Shows the login.
pub(super) async fn login_form(visit: Visit) -> Answer {
    visit.session()?;
    visit.page(&LoginPage::of(&visit, None, FormFaults::default())?)
}

/// Changes the password; all other sessions end.
pub(super) async fn change_password(visit: Visit, Input(form): Input<PasswordForm>) -> Answer {
    match set(&visit, form).await {
        Ok(()) => visit.done(&(), links::PASSWORD, "users-said-password"),
        Err(error) => visit.again(error, async |faults| LoginPage::of(&visit, None, faults.into())).await,
    }
}

async fn set(visit: &Visit, form: PasswordForm) -> Result<()> {
    let (user, token) = (visit.user()?.id, visit.session()?.clone());
    let password = Password::parse("password", &form.password)?;
    confirm(visit, "current", form.current).await?;
    let hash = hashed(&visit.app, password).await?;
    visit.app.write_node(move |tx| ayni_users::set_password(tx, user, hash, Some(&token))).await
}

/// Lets on only who knows the password; a login without one has nothing to ask for.
async fn confirm(visit: &Visit, field: &'static str, typed: String) -> Result<()> {
    let user = visit.user()?.id;
    let Some(hash) = visit.app.read_node(|tx| ayni_users::password_hash(tx, user))? else { return Ok(()) };
    let verdict = visit.app.hashing(move || ayni_users::verify(&hash, &typed)).await?;
    if verdict == Verdict::Wrong { Err(Fault::new(field, "users-password-wrong").into()) } else { Ok(()) }
}

/// Changes the name and the address to sign in with.
pub(super) async fn change_login(visit: Visit, Input(form): Input<LoginForm>) -> Answer {
    match rename(&visit, &form).await {
        Ok(()) => visit.done(&(), links::PASSWORD, "users-said-login"),
        Err(error) => visit.again(error, async |faults| LoginPage::of(&visit, Some(form), faults.into())).await,
    }
}

async fn rename(visit: &Visit, form: &LoginForm) -> Result<()> {
    visit.session()?;
    let user = visit.user()?;
    let (id, me, ask) = (user.id, visit.actor.clone(), form.read(user.language)?);
    confirm(visit, "login_current", form.login_current.clone()).await?;
    visit.app.write_node(move |tx| ayni_users::change(tx, &me, id, ask).map(drop)).await
}

/// Signs out on every other device.
pub(super) async fn end_others(visit: Visit) -> Answer {
    let (user, token): (_, Token) = (visit.user()?.id, visit.session()?.clone());
    visit.app.write_node(move |tx| ayni_users::close_sessions(tx, user, Some(&token))).await?;
    visit.done(&(), links::PASSWORD, "users-said-elsewhere")
}
