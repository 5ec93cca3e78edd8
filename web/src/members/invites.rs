//! Invitations in the office: making, listing and withdrawing them.

use std::future::ready;

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use ayni_kernel::{Check, Email, Error, Faults, InviteId, Line, Result, Timestamp, tx::Now as _};
use ayni_members::{Invite, NewInvite};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{form::or, logins::shown_once};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Refusal, Route, Visit, Words, app::App, filters, visit::arrival},
    links,
};

/// Days for which an invitation is good when the form does not say: time for one forgotten message and a reminder.
const USUAL_DAYS: &str = "14";

/// The routes of invitations.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/invites", list).about("The latest invitations.").office().answers::<InvitesPage>(),
        Route::post("/invites", invite)
            .about("Invite somebody: makes a link, shown once, that makes whoever follows it a member.")
            .office()
            .takes::<InviteForm>()
            .answers::<InviteMadePage>(),
        Route::post("/invites/{id}/withdrawal", withdraw)
            .about("Take an invitation back.")
            .office()
            .answers::<InvitesPage>(),
    ]
}

/// Scheme and host as the visitor's browser asked for them, for links that leave the browser.
#[derive(Debug, Clone)]
pub(crate) struct Origin(pub String);

impl FromRequestParts<App> for Origin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let scheme = if arrival(parts).secure { "https" } else { "http" };
        let header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = parts.uri.authority().map(ToString::to_string).or_else(|| header.map(str::to_owned));
        Ok(Self(format!("{scheme}://{}", host.unwrap_or_default())))
    }
}

/// An invitation to make.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct InviteForm {
    /// Who is invited.
    name: String,
    /// The address it goes to.
    email: String,
    /// A remark for the staff.
    note: String,
    /// How many days it may be used, 1 to 90; 14 when left out.
    valid_days: String,
}

impl InviteForm {
    fn read(&self) -> Result<NewInvite> {
        let mut check = Check::default();
        let name = check.take(Line::parse("name", &self.name));
        let email = if self.email.trim().is_empty() { None } else { check.take(Email::parse("email", &self.email)) };
        let note = check.take(Line::parse("note", &self.note));
        check.done()?;
        // Anything that is no number of days is refused like a wrong one.
        let valid_days = or(&self.valid_days, USUAL_DAYS).trim().parse().unwrap_or_default();
        match (name, note) {
            (Some(name), Some(note)) => Ok(NewInvite { email, name, note, valid_days }),
            _ => Err(check.into()),
        }
    }
}

/// An invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InviteView {
    /// The invitation's id.
    id: String,
    /// Who is invited.
    name: String,
    /// The address it goes to.
    email: Option<String>,
    /// A remark for the staff.
    note: String,
    /// Who invited.
    by: String,
    /// When it was made.
    created: String,
    /// Until when it may be used.
    expires: String,
    /// `open`, `used` or `over`.
    state: &'static str,
    /// The member that came of it.
    member: Option<String>,
    #[serde(skip)]
    member_link: String,
    #[serde(skip)]
    withdraw: String,
}

impl InviteView {
    fn of(invite: &Invite, by: String, now: Timestamp) -> Self {
        let state = match invite.used {
            Some(_) => "used",
            None if now < invite.expires => "open",
            None => "over",
        };
        Self {
            id: invite.id.to_string(),
            name: invite.name.to_string(),
            email: invite.email.as_ref().map(ToString::to_string),
            note: invite.note.to_string(),
            by,
            created: invite.created.to_string(),
            expires: invite.expires.to_string(),
            state,
            member: invite.used.map(|id| id.to_string()),
            member_link: invite.used.map(links::admin_member).unwrap_or_default(),
            withdraw: links::withdraw_invite(invite.id),
        }
    }

    fn is_open(&self) -> bool {
        self.state == "open"
    }

    fn state_key(&self) -> String {
        format!("members-invite-state-{}", self.state)
    }

    fn tone(&self) -> &'static str {
        match self.state {
            "open" => "wait",
            "used" => "ok",
            _ => "",
        }
    }
}

/// The invitations.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/invites.html")]
pub(crate) struct InvitesPage {
    /// The latest first.
    invites: Vec<InviteView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: InviteForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for InvitesPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-invites-title")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

/// A new invitation with its link.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/invited.html")]
pub(crate) struct InviteMadePage {
    /// The invitation.
    invite: InviteView,
    /// The link; it works once.
    link: String,
}

impl Page for InviteMadePage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-invited-title")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

fn page(visit: &Visit, form: InviteForm, faults: Faults) -> Result<InvitesPage> {
    let (invites, now) = visit.read(|tx, me| Ok((ayni_members::invites(tx, me)?, tx.now())))?;
    let invites = visit.app.read_node(|tx| {
        let view = |invite: &Invite| {
            let by = ayni_users::get(tx, invite.by)?.map(|user| user.name.to_string()).unwrap_or_default();
            Ok(InviteView::of(invite, by, now))
        };
        invites.iter().map(view).collect::<Result<Vec<_>>>()
    })?;
    Ok(InvitesPage { invites, form, faults: faults.into() })
}

async fn list(visit: Visit) -> Answer {
    let form = InviteForm { valid_days: USUAL_DAYS.to_owned(), ..InviteForm::default() };
    visit.page(&page(&visit, form, Faults::default())?)
}

async fn invite(visit: Visit, Origin(origin): Origin, Input(form): Input<InviteForm>) -> Answer {
    match make(&visit, &form, &origin).await {
        Ok(page) => shown_once(&visit, &page),
        Err(error) => visit.again(error, |faults| ready(page(&visit, form, faults))).await,
    }
}

async fn make(visit: &Visit, form: &InviteForm, origin: &str) -> Result<InviteMadePage> {
    let ask = form.read()?;
    let (invite, token) = visit.write(move |tx, me| ayni_members::invite(tx, me, ask)).await?;
    let by = visit.user()?.name.to_string();
    let view = InviteView::of(&invite, by, invite.created);
    Ok(InviteMadePage { invite: view, link: format!("{origin}{}", links::invite(&token.to_string())) })
}

async fn withdraw(visit: Visit, Of(id): Of<InviteId>) -> Answer {
    let empty = |faults| page(&visit, InviteForm::default(), faults);
    match visit.write(move |tx, me| ayni_members::withdraw_invite(tx, me, id)).await {
        Ok(()) => visit.done(&empty(Faults::default())?, links::ADMIN_INVITES, "members-said-withdrawn"),
        Err(error @ Error::Conflict(_)) => visit.again(error, |faults| ready(empty(faults))).await,
        Err(error) => Err(error.into()),
    }
}
