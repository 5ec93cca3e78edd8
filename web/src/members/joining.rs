//! The doors: applying to join, and accepting an invitation. Both make a login for whoever has none.

use std::future::ready;

use askama::Template;
use axum::{
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use ayni_communities::Joining;
use ayni_kernel::{Actor, Body, Check, Email, Error, Fault, Faults, Name, Result, UserId};
use ayni_members::{AcceptInvite, Apply, Invite, MemberKind};
use ayni_users::{NewUser, Password, Token};
use serde::{Deserialize, Serialize};

use super::{
    form::or,
    views::{Choice, kinds},
};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Refusal, Route, Shell, Visit, Words, filters},
    links, users,
};

/// The routes of the doors.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/join", join_form).about("The form to apply.").page_only(),
        Route::post("/join", join).about("Apply to become a member.").braked().page_only(),
        Route::get("/invites/{token}", invitation).about("An invitation.").braked().page_only(),
        Route::post("/invites/{token}", accept).about("Accept an invitation.").braked().page_only(),
    ]
}

/// What a newcomer says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewcomerForm {
    name: String,
    kind: String,
    email: String,
    password: String,
    letter: String,
    terms: Option<String>,
}

/// Which door it is.
#[derive(Debug, Clone)]
enum Door {
    /// One asks to join.
    Application,
    /// One was invited, by somebody with this name.
    Invitation { by: String, action: String },
    /// One joins by invitation and has none.
    Closed,
}

/// A door of the community.
#[derive(Debug, Template, Serialize)]
#[template(path = "members/join.html")]
pub(crate) struct JoinPage {
    community: String,
    #[serde(skip)]
    door: Door,
    #[serde(skip)]
    form: NewcomerForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    signed_in: Option<String>,
    #[serde(skip)]
    terms: bool,
    #[serde(skip)]
    sign_in: String,
}

impl Page for JoinPage {
    // All doors share the stylesheet of signing in.
    const FEATURE: &'static str = "users";

    fn title(&self, words: &Words) -> String {
        words.say_with("members-join-title", &[("community", self.community.as_str().into())])
    }

    fn shell(&self) -> Shell {
        Shell::Door
    }
}

impl JoinPage {
    fn of(visit: &Visit, door: Door, form: NewcomerForm, faults: Faults) -> Self {
        Self {
            community: visit.settings.name.to_string(),
            door,
            form,
            faults: faults.into(),
            signed_in: visit.user.as_ref().map(|user| user.name.to_string()),
            terms: !visit.settings.terms.is_empty(),
            sign_in: links::sign_in(&visit.path),
        }
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.form.kind)
    }

    fn action(&self) -> &str {
        match &self.door {
            Door::Invitation { action, .. } => action,
            Door::Application | Door::Closed => links::JOIN,
        }
    }

    fn inviter(&self) -> Option<&str> {
        match &self.door {
            Door::Invitation { by, .. } => Some(by),
            Door::Application | Door::Closed => None,
        }
    }

    fn is_closed(&self) -> bool {
        matches!(self.door, Door::Closed)
    }
}

/// A newcomer whose form was in order.
struct Newcomer {
    name: Name,
    kind: MemberKind,
    letter: Body,
    login: Login,
}

/// The login that will act for the member.
enum Login {
    /// The one that is signed in.
    Known { user: UserId, email: Email },
    /// A new one.
    New { email: Email, password: Password },
}

impl NewcomerForm {
    /// The form with the name of whoever is signed in or was invited.
    fn named(name: &str, email: &str) -> Self {
        Self { name: name.to_owned(), email: email.to_owned(), ..Self::default() }
    }

    fn read(&self, visit: &Visit) -> Result<Newcomer> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(MemberKind::parse("kind", or(&self.kind, MemberKind::Personal.word())));
        let letter = check.take(Body::parse("letter", &self.letter));
        let login = if let Some(user) = &visit.user {
            Some(Login::Known { user: user.id, email: user.email.clone() })
        } else {
            let email = check.take(Email::parse("email", &self.email));
            let password = check.take(Password::parse("password", &self.password));
            email.zip(password).map(|(email, password)| Login::New { email, password })
        };
        let unread = !visit.settings.terms.is_empty() && self.terms.is_none();
        check.require(|| unread.then(|| Fault::new("terms", "members-terms-agree")));
        check.done()?;
        match (name, kind, letter, login) {
            (Some(name), Some(kind), Some(letter), Some(login)) => Ok(Newcomer { name, kind, letter, login }),
            _ => Err(check.into()),
        }
    }

    /// The form as it is shown again: without the password.
    fn shown_again(self) -> Self {
        Self { password: String::new(), ..self }
    }
}

/// Whoever is a member already, or waits to become one, has nothing to do at the door.
fn is_in(visit: &Visit) -> bool {
    matches!(&visit.actor, Actor::Person(person) if !person.members.is_empty())
}

async fn join_form(visit: Visit) -> Answer {
    if is_in(&visit) {
        return Ok(Redirect::to(links::HOME).into_response());
    }
    let form =
        visit.user.as_ref().map_or_else(NewcomerForm::default, |user| NewcomerForm::named(user.name.as_str(), ""));
    visit.page(&JoinPage::of(&visit, application(&visit), form, Faults::default()))
}

fn application(visit: &Visit) -> Door {
    match visit.settings.joining {
        Joining::Open => Door::Application,
        Joining::InviteOnly => Door::Closed,
    }
}

async fn join(visit: Visit, headers: HeaderMap, Input(form): Input<NewcomerForm>) -> Answer {
    match apply(&visit, &form).await {
        Ok(user) => let_in(&visit, &headers, user, "members-said-applied").await,
        Err(error) => {
            let page = |faults| ready(Ok(JoinPage::of(&visit, application(&visit), form.shown_again(), faults)));
            visit.again(error, page).await
        }
    }
}

async fn apply(visit: &Visit, form: &NewcomerForm) -> Result<UserId> {
    if visit.settings.joining == Joining::InviteOnly {
        return Err(Error::conflict("members-by-invitation"));
    }
    let newcomer = form.read(visit)?;
    let (user, email) = login(visit, newcomer.name.clone(), newcomer.login).await?;
    let ask = Apply { user, name: newcomer.name, kind: newcomer.kind, email, letter: newcomer.letter };
    visit.write(move |tx, me| ayni_members::apply(tx, me, ask)).await?;
    Ok(user)
}

/// The login of a newcomer, made when it is new.
async fn login(visit: &Visit, name: Name, login: Login) -> Result<(UserId, Email)> {
    let (email, password) = match login {
        Login::Known { user, email } => return Ok((user, email)),
        Login::New { email, password } => (email, password),
    };
    let taken = visit.app.read_node(|tx| ayni_users::by_email(tx, &email))?.is_some();
    if taken {
        return Err(Error::Conflict(Fault::new("email", "users-email-taken")));
    }
    let hash = users::hashed(&visit.app, password).await?;
    let language = Some(visit.words.language());
    let new = NewUser { password: Some(hash), language, ..NewUser::new(email.clone(), name) };
    let user = visit.app.write_node(move |tx| ayni_users::register(tx, new)).await?;
    Ok((user.id, email))
}

/// Notes the membership, signs a new login in and goes on to the first page.
async fn let_in(visit: &Visit, headers: &HeaderMap, user: UserId, said: &'static str) -> Answer {
    let community = visit.community.id;
    visit.app.write_node(move |tx| ayni_users::note_membership(tx, user, community)).await?;
    let next = format!("{}?said={said}", links::HOME);
    if visit.user.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    let agent = users::agent(headers);
    let token = visit.app.write_node(move |tx| users::open(tx, user, agent)).await?;
    users::welcome(&token, visit.arrival.secure, &next)
}

/// The invitation behind a link, and its door.
fn open_door(visit: &Visit, token: &str) -> Result<(Token, Invite, Door)> {
    let over = || Error::conflict("members-invite-over");
    let parsed = Token::parse(token).ok_or_else(over)?;
    let invite = visit.read(|tx, _| {
        use ayni_kernel::tx::Now as _;
        ayni_members::invite_by_token(tx, tx.now(), &parsed)
    })?;
    let invite = invite.ok_or_else(over)?;
    let by = visit.app.read_node(|tx| ayni_users::get(tx, invite.by))?;
    let by = by.map_or_else(|| visit.settings.name.to_string(), |user| user.name.to_string());
    Ok((parsed, invite, Door::Invitation { by, action: links::invite(token) }))
}

async fn invitation(visit: Visit, Of(token): Of<String>) -> Answer {
    let (_, invite, door) = open_door(&visit, &token)?;
    if is_in(&visit) {
        return Err(Refusal(Error::conflict("members-already")));
    }
    let email = invite.email.map(|email| email.to_string()).unwrap_or_default();
    visit.page(&JoinPage::of(&visit, door, NewcomerForm::named(invite.name.as_str(), &email), Faults::default()))
}

async fn accept(visit: Visit, Of(token): Of<String>, headers: HeaderMap, Input(form): Input<NewcomerForm>) -> Answer {
    let (parsed, _, door) = open_door(&visit, &token)?;
    match follow(&visit, parsed, &form).await {
        Ok(user) => let_in(&visit, &headers, user, "members-said-welcome").await,
        Err(error) => {
            visit.again(error, |faults| ready(Ok(JoinPage::of(&visit, door, form.shown_again(), faults)))).await
        }
    }
}

async fn follow(visit: &Visit, token: Token, form: &NewcomerForm) -> Result<UserId> {
    if is_in(visit) {
        return Err(Error::conflict("members-already"));
    }
    let newcomer = form.read(visit)?;
    let (user, email) = login(visit, newcomer.name.clone(), newcomer.login).await?;
    let ask = AcceptInvite { user, name: newcomer.name, kind: newcomer.kind, email };
    visit.write(move |tx, _| ayni_members::accept_invite(tx, &token, ask)).await?;
    Ok(user)
}
