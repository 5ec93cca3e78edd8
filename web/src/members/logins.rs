//! The logins of a member in the office: who acts for it, with which roles, and the links that set their passwords.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Check, Email, Error, Faults, MemberId, Name, Result, Role, Roles, UserId};
use ayni_members::{Link, Roll, RollAct};
use ayni_users::{NewUser, RESET_HOURS, User};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    invites::Origin,
    person::{PersonPage, Typed, page},
    views::RoleView,
};
use crate::{
    kit::{Answer, CardView, Face, Input, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of a member's logins.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/members/{id}/users", add)
            .about("Let one more person sign in for the member; whoever has no login gets one and a link, shown once.")
            .office()
            .takes::<AddUserForm>()
            .answers::<AddedUserView>(),
        Route::post("/members/{id}/users/removal", remove)
            .about("End that somebody signs in for the member.")
            .office()
            .takes::<MemberUserForm>()
            .answers::<PersonPage>(),
        Route::post("/members/{id}/roles", give_roles)
            .about("Say which roles a user of the member holds.")
            .office()
            .takes::<RolesForm>()
            .answers::<PersonPage>(),
        Route::post("/members/{id}/reset-link", reset_link)
            .about("Make a link with which a user of the member sets a new password; shown once, to be handed over.")
            .office()
            .takes::<MemberUserForm>()
            .answers::<ResetLinkPage>(),
    ]
}

/// Who is to sign in for a member.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AddUserForm {
    /// The address to sign in with.
    pub email: String,
    /// The name for a new login; the member's name when it is left out.
    pub user_name: String,
}

/// Which of the users of a member is meant.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MemberUserForm {
    /// The user's id.
    user: String,
}

/// Who signs in for a member from now on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AddedUserView {
    /// The user's id.
    user: String,
    /// The name.
    name: String,
    /// For a new login the link that sets its password, to be handed over; it works once.
    link: Option<String>,
}

/// The roles of a user: anything but an empty text gives the role.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RolesForm {
    /// The user's id.
    user: String,
    /// Acts for members.
    steward: String,
    /// Sees all money, reverses transfers, sets limits.
    treasurer: String,
    /// Looks after resources.
    manager: String,
    /// Runs the community.
    admin: String,
}

impl RolesForm {
    fn roles(&self) -> Roles {
        let given = [
            (Role::Steward, &self.steward),
            (Role::Treasurer, &self.treasurer),
            (Role::Manager, &self.manager),
            (Role::Admin, &self.admin),
        ];
        given.into_iter().filter(|(_, text)| !text.is_empty()).map(|(role, _)| role).collect()
    }
}

/// A user who acts for a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MemberUserView {
    /// The user's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// Whether the user may sign in.
    pub active: bool,
    /// Whether a password is set.
    pub has_password: bool,
    /// The roles, each with whether it was given.
    pub roles: Vec<RoleView>,
    /// Since when.
    pub since: String,
}

impl MemberUserView {
    pub(super) fn has_roles(&self) -> bool {
        self.roles.iter().any(|role| role.given)
    }
}

pub(super) fn users(visit: &Visit, links: &[Link], roles: &[Roles]) -> Result<Vec<MemberUserView>> {
    visit.app.read_node(|tx| {
        let mut views = Vec::with_capacity(links.len());
        for (link, roles) in links.iter().zip(roles) {
            if let Some(user) = ayni_users::get(tx, link.user)? {
                views.push(user_view(&user, link, *roles));
            }
        }
        Ok(views)
    })
}

fn user_view(user: &User, link: &Link, roles: Roles) -> MemberUserView {
    MemberUserView {
        id: user.id.to_string(),
        name: user.name.to_string(),
        email: user.email.to_string(),
        active: user.status == ayni_users::UserStatus::Active,
        has_password: user.has_password,
        roles: RoleView::all(roles),
        since: link.created.to_string(),
    }
}

/// The user behind a form, who must act for the member.
fn user_of(visit: &Visit, id: MemberId, text: &str) -> Result<UserId> {
    let user: UserId = text.parse().map_err(|_| Error::invalid("user", "fault-choice"))?;
    let users = visit.read(|tx, me| ayni_members::users_of(tx, me, id))?;
    if users.iter().any(|link| link.user == user) { Ok(user) } else { Err(Error::NotFound) }
}

async fn give_roles(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<RolesForm>) -> Answer {
    let user = user_of(&visit, id, &form.user)?;
    let roles = form.roles();
    match visit.write(move |tx, me| ayni_members::set_roles(tx, me, user, roles)).await {
        Ok(()) => {
            let page = page(&visit, id, Typed::default(), Faults::default())?;
            visit.done(&page, &links::admin_member(id), "members-said-roles")
        }
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, Typed::default(), faults))).await,
    }
}

/// A link to hand over.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/reset-link.html")]
pub(crate) struct ResetLinkPage {
    /// The member.
    member: CardView,
    /// The user's name.
    user: String,
    /// The link; it works once.
    link: String,
    /// Hours for which it works.
    hours: i64,
    #[serde(skip)]
    back: String,
}

impl Page for ResetLinkPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-reset-title")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

async fn reset_link(
    visit: Visit,
    Origin(origin): Origin,
    Of(id): Of<MemberId>,
    Input(form): Input<MemberUserForm>,
) -> Answer {
    let user = user_of(&visit, id, &form.user)?;
    match make_link(&visit, id, user, &origin).await {
        Ok(page) => shown_once(&visit, &page),
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, Typed::default(), faults))).await,
    }
}

/// Shows a page with a secret that is shown once, without going on to another one; the API answers 201.
pub(super) fn shown_once<P: Page>(visit: &Visit, page: &P) -> Answer {
    match visit.face {
        Face::Page => visit.page(page),
        Face::Api => visit.done(page, links::HOME, ""),
    }
}

async fn make_link(visit: &Visit, id: MemberId, user: UserId, origin: &str) -> Result<ResetLinkPage> {
    let member = visit.read(|tx, me| {
        // Whoever has the link is that user: so only an admin may have one of somebody with roles.
        let act = if ayni_members::roles_of(tx, user)?.is_empty() { RollAct::WriteIn } else { RollAct::GiveRoles };
        me.may(act, &Roll)?;
        ayni_members::name_of(tx, id)
    })?;
    let community = visit.community.id;
    let (user, token) = visit
        .app
        .write_node(move |tx| {
            let user = ayni_users::get(&**tx, user)?.ok_or(Error::NotFound)?;
            // A login that also opens other communities, or the node, is not this community's to open.
            let elsewhere = ayni_users::communities_of(&**tx, user.id)?.iter().any(|other| *other != community);
            if elsewhere || user.operator {
                return Err(Error::conflict("members-reset-elsewhere"));
            }
            let token = ayni_users::make_reset_link(tx, user.id)?;
            Ok((user, token))
        })
        .await?;
    Ok(ResetLinkPage {
        member: CardView::from(member),
        user: user.name.to_string(),
        link: format!("{origin}{}", links::reset(&token)),
        hours: RESET_HOURS,
        back: links::admin_member(id),
    })
}

/// A login that acts for a member from now on.
struct Added {
    user: User,
    fresh: bool,
}

async fn add(visit: Visit, Origin(origin): Origin, Of(id): Of<MemberId>, Input(form): Input<AddUserForm>) -> Answer {
    match added(&visit, id, &form, &origin).await {
        Ok((_, Some(page))) if visit.face == Face::Page => visit.page(&page),
        Ok((view, _)) => visit.done(&view, &links::admin_member(id), "members-said-user-added"),
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, Typed::login(form), faults))).await,
    }
}

/// Links the login with this address to the member, made without a password when there is none; then with the page
/// of the link to hand over.
async fn added(
    visit: &Visit,
    id: MemberId,
    form: &AddUserForm,
    origin: &str,
) -> Result<(AddedUserView, Option<ResetLinkPage>)> {
    let member = visit.read(|tx, me| {
        me.may(RollAct::WriteIn, &Roll)?;
        ayni_members::may_add_user(tx, me, id)
    })?;
    let (email, name) = form.read(member.name)?;
    let Added { user, fresh } = login_for(visit, email, name).await?;
    let (user_id, community) = (user.id, visit.community.id);
    visit.write(move |tx, me| ayni_members::add_user(tx, me, id, user_id)).await?;
    visit.app.write_node(move |tx| ayni_users::note_membership(tx, user_id, community)).await?;
    let page = if fresh { Some(make_link(visit, id, user_id, origin).await?) } else { None };
    let link = page.as_ref().map(|page| page.link.clone());
    Ok((AddedUserView { user: user_id.to_string(), name: user.name.to_string(), link }, page))
}

impl AddUserForm {
    fn read(&self, usual: Name) -> Result<(Email, Name)> {
        let mut check = Check::default();
        let email = check.take(Email::parse("email", &self.email));
        let given = !self.user_name.trim().is_empty();
        let name = if given { check.take(Name::parse("user_name", &self.user_name)) } else { Some(usual) };
        check.done()?;
        email.zip(name).ok_or_else(|| check.into())
    }
}

/// The login with this address, made without a password when there is none.
async fn login_for(visit: &Visit, email: Email, name: Name) -> Result<Added> {
    let write = move |tx: &mut ayni_kernel::WriteTx<'_>| match ayni_users::by_email(&**tx, &email)? {
        Some(user) => Ok(Added { user, fresh: false }),
        None => Ok(Added { user: ayni_users::register(tx, NewUser::new(email, name))?, fresh: true }),
    };
    visit.app.write_node(write).await
}

async fn remove(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<MemberUserForm>) -> Answer {
    match removed(&visit, id, &form).await {
        Ok(()) => {
            let page = page(&visit, id, Typed::default(), Faults::default())?;
            visit.done(&page, &links::admin_member(id), "members-said-user-removed")
        }
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, Typed::default(), faults))).await,
    }
}

async fn removed(visit: &Visit, id: MemberId, form: &MemberUserForm) -> Result<()> {
    visit.actor.may(RollAct::WriteIn, &Roll)?;
    let user = user_of(visit, id, &form.user)?;
    let outside = visit
        .write(move |tx, me| {
            ayni_members::remove_user(tx, me, id, user)?;
            Ok(ayni_members::members_of(&**tx, user)?.is_empty())
        })
        .await?;
    if outside {
        let community = visit.community.id;
        visit.app.write_node(move |tx| ayni_users::drop_membership(tx, user, community)).await?;
    }
    Ok(())
}
