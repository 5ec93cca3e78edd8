//! The doors: signing in and out, and the way in for those who forgot their password.

use askama::Template;
use axum::{
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use ayni_kernel::{Email, Error, Result, UserId, tx::Now as _};
use ayni_users::{Password, Token, UserStatus, Verdict};
use serde::{Deserialize, Serialize};

use crate::{
    communities::CommunityReachView,
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Shell, Visit, cookie, filters, visit::Proof, words::Words},
    links,
    users::{agent, hashed, open, welcome, with_cookie},
};

/// Where to go on after signing in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Next {
    next: String,
}

/// The sign-in form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    email: String,
    password: String,
    next: String,
}

/// The sign-in page.
#[derive(Template, Serialize)]
#[template(path = "users/sign-in.html")]
struct SignInPage {
    email: String,
    next: String,
    joining: bool,
    #[serde(skip)]
    faults: FormFaults,
}

impl SignInPage {
    fn of(visit: &Visit, email: String, next: String, faults: FormFaults) -> Self {
        let joining = visit.settings.joining == ayni_communities::Joining::Open;
        Self { email, next, joining, faults }
    }
}

impl Page for SignInPage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-sign-in")
    }

    fn shell(&self) -> Shell {
        Shell::Door
    }
}

/// Shows the form; who is signed in already goes on.
pub(super) async fn sign_in_form(visit: Visit, Ask(ask): Ask<Next>) -> Answer {
    if visit.user.is_some() {
        return Ok(Redirect::to(links::local(&ask.next)).into_response());
    }
    visit.page(&SignInPage::of(&visit, String::new(), ask.next, FormFaults::default()))
}

/// Signs in.
pub(super) async fn sign_in(visit: Visit, headers: HeaderMap, Input(form): Input<SignInForm>) -> Answer {
    let SignInForm { email, password, next } = form;
    match enter(&visit, &headers, &email, password).await {
        Ok(token) => welcome(&token, visit.arrival.secure, links::local(&next)),
        Err(error) => visit.again(error, async |faults| Ok(SignInPage::of(&visit, email, next, faults.into()))).await,
    }
}

/// The one refusal for everything that is wrong with a sign-in, so that it tells nothing about who is here.
fn wrong() -> Error {
    Error::invalid("", "users-sign-in-wrong")
}

/// Verifies the password and opens a session in place of the one the browser had.
async fn enter(visit: &Visit, headers: &HeaderMap, email: &str, password: String) -> Result<Token> {
    let user = verified(visit, &Email::parse("email", email)?, password).await?;
    let (agent, old) = (agent(headers), visit.session().ok().cloned());
    let open = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        if let Some(old) = old {
            ayni_users::close_session(tx, &old)?;
        }
        open(tx, user, agent)
    };
    visit.app.write_node(open).await
}

/// The user whose password this is. Takes as long for an address that nobody has.
async fn verified(visit: &Visit, email: &Email, typed: String) -> Result<UserId> {
    let found = visit.app.read_node(|tx| ayni_users::credentials(tx, email))?;
    let active = found.filter(|found| found.user.status == UserStatus::Active);
    let Some((user, hash)) = active.and_then(|found| Some((found.user.id, found.hash?))) else {
        visit.app.hashing(move || ayni_users::verify_nobody(&typed)).await?;
        return Err(wrong());
    };
    let (verdict, typed) = visit.app.hashing(move || (ayni_users::verify(&hash, &typed), typed)).await?;
    match verdict {
        Verdict::Wrong => Err(wrong()),
        Verdict::Right => Ok(user),
        Verdict::RightButOld => renewed(visit, user, &typed).await,
    }
}

/// Replaces a hash that came with an import by a current one; passwords too short for that stay as they are.
async fn renewed(visit: &Visit, user: UserId, typed: &str) -> Result<UserId> {
    if let Ok(password) = Password::parse("password", typed) {
        let hash = hashed(&visit.app, password).await?;
        visit.app.write_node(move |tx| ayni_users::upgrade_password(tx, user, hash)).await?;
    }
    Ok(user)
}

/// Signs out; without a session there is nothing to end.
pub(super) async fn sign_out(visit: Visit) -> Answer {
    if let Proof::Session(token, _) = &visit.proof {
        let token = token.clone();
        visit.app.write_node(move |tx| ayni_users::close_session(tx, &token)).await?;
    }
    with_cookie(Redirect::to(links::HOME).into_response(), cookie::no_session(visit.arrival.secure))
}

/// What to do without a password.
#[derive(Template, Serialize)]
#[template(path = "users/forgot.html")]
struct ForgotPage {
    reach: CommunityReachView,
}

impl Page for ForgotPage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-forgot")
    }

    fn shell(&self) -> Shell {
        Shell::Door
    }
}

/// Explains how to get in again.
pub(super) async fn forgot(visit: Visit) -> Answer {
    visit.page(&ForgotPage { reach: visit.settings.as_ref().into() })
}

/// The form behind a reset link.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ResetForm {
    password: String,
}

/// Sets a password; or says that the link is over.
#[derive(Template, Serialize)]
#[template(path = "users/reset.html")]
struct ResetPage {
    /// The address the login has; `None` when the link works no more.
    email: Option<String>,
    #[serde(skip)]
    faults: FormFaults,
}

impl ResetPage {
    fn of(visit: &Visit, token: Option<&Token>, faults: FormFaults) -> Result<Self> {
        let email = visit.app.read_node(|tx| {
            let user = token.map_or(Ok(None), |token| ayni_users::reset_link(tx, tx.now(), token))?;
            let user = user.map_or(Ok(None), |user| ayni_users::get(tx, user))?;
            Ok(user.map(|user| user.email.to_string()))
        })?;
        Ok(Self { email, faults })
    }
}

impl Page for ResetPage {
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say("users-reset")
    }

    fn shell(&self) -> Shell {
        Shell::Door
    }
}

/// Shows the form behind a link.
pub(super) async fn reset_form(visit: Visit, Of(token): Of<String>) -> Answer {
    visit.page(&ResetPage::of(&visit, Token::parse(&token).as_ref(), FormFaults::default())?)
}

/// Sets the password, uses the link up and signs in.
pub(super) async fn reset(
    visit: Visit,
    Of(token): Of<String>,
    headers: HeaderMap,
    Input(form): Input<ResetForm>,
) -> Answer {
    let token = Token::parse(&token);
    match set_through(&visit, token.clone(), &headers, &form).await {
        Ok(session) => welcome(&session, visit.arrival.secure, links::PASSWORD_SET),
        Err(error) => visit.again(error, async |faults| ResetPage::of(&visit, token.as_ref(), faults.into())).await,
    }
}

/// The link is looked at before the slow hashing, so that guessing costs nothing here.
async fn set_through(visit: &Visit, link: Option<Token>, headers: &HeaderMap, form: &ResetForm) -> Result<Token> {
    let over = || Error::conflict("users-link-over");
    let link = link.ok_or_else(over)?;
    visit.app.read_node(|tx| ayni_users::reset_link(tx, tx.now(), &link))?.ok_or_else(over)?;
    let hash = hashed(&visit.app, Password::parse("password", &form.password)?).await?;
    let agent = agent(headers);
    let set = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        let user = ayni_users::reset_password(tx, &link, hash)?;
        open(tx, user, agent)
    };
    visit.app.write_node(set).await
}
