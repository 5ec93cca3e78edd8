//! One member in the office: all there is to know, and what may be decided.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Error, Faults, Line, MemberId, ReadTx, Result, Role, Roles, UserId, WriteTx};
use ayni_ledger::Account;
use ayni_members::{Link, Member, MemberStatus, Roll, RollAct};
use ayni_users::{RESET_HOURS, User};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    invites::Origin,
    views::{MemberView, RoleView},
};
use crate::{
    kit::{Answer, CardView, Face, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of one member in the office.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/members/{id}", member)
            .about("All about a member, for the staff.")
            .office()
            .answers::<PersonPage>(),
        Route::post("/members/{id}/approval", approve)
            .about("Make an applicant an active member.")
            .office()
            .takes::<DecisionForm>()
            .answers::<MemberView>(),
        Route::post("/members/{id}/refusal", refuse)
            .about("Turn an applicant down.")
            .office()
            .takes::<DecisionForm>()
            .answers::<MemberView>(),
        Route::post("/members/{id}/suspension", suspend)
            .about("Take a member out of trade for a while.")
            .office()
            .takes::<DecisionForm>()
            .answers::<MemberView>(),
        Route::post("/members/{id}/restoration", restore)
            .about("Let a suspended or disabled member trade again.")
            .office()
            .takes::<DecisionForm>()
            .answers::<MemberView>(),
        Route::post("/members/{id}/departure", leave)
            .about("End the membership; its balance must be zero.")
            .takes::<DecisionForm>()
            .answers::<MemberView>(),
        Route::post("/members/{id}/roles", give_roles)
            .about("Say which roles a user of the member holds.")
            .office()
            .takes::<RolesForm>()
            .answers::<PersonPage>(),
        Route::post("/members/{id}/reset-link", reset_link)
            .about("Make a link with which a user of the member sets a new password; shown once, to be handed over.")
            .office()
            .takes::<ResetLinkForm>()
            .answers::<ResetLinkPage>(),
    ]
}

/// A decision about a member.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DecisionForm {
    /// Why; kept for the staff.
    reason: String,
    /// Where a browser goes on.
    #[schema(ignore)]
    next: String,
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

/// Whose password is to be set anew.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ResetLinkForm {
    /// The user's id.
    user: String,
}

/// All about a member.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/person.html")]
pub(crate) struct PersonPage {
    /// The member.
    member: MemberView,
    /// What the applicant wrote.
    letter: String,
    /// Why the status changed last.
    note: String,
    /// Columns of an imported bundle that have no place of their own.
    extras: Vec<ExtraView>,
    /// Who acts for it.
    users: Vec<MemberUserView>,
    /// Its accounts.
    accounts: Vec<MemberAccountView>,
    #[serde(skip)]
    steward: bool,
    #[serde(skip)]
    admin: bool,
    #[serde(skip)]
    treasurer: bool,
    #[serde(skip)]
    reason: String,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

/// A column without a place of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ExtraView {
    /// The column.
    name: String,
    /// Its text.
    text: String,
}

/// A user who acts for a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MemberUserView {
    /// The user's id.
    id: String,
    /// The name.
    name: String,
    /// The address to sign in with.
    email: String,
    /// Whether the user may sign in.
    active: bool,
    /// Whether a password is set.
    has_password: bool,
    /// The roles, each with whether it was given.
    roles: Vec<RoleView>,
    /// Since when.
    since: String,
}

impl MemberUserView {
    fn has_roles(&self) -> bool {
        self.roles.iter().any(|role| role.given)
    }
}

/// An account of a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MemberAccountView {
    /// The account's id.
    id: String,
    /// The account's code.
    code: String,
    /// `open`, `frozen` or `closed`.
    status: &'static str,
    /// What it holds.
    balance: MoneyView,
    /// The least balance that a payment may leave.
    lower: Option<MoneyView>,
    /// The greatest balance that a payment may leave.
    upper: Option<MoneyView>,
    #[serde(skip)]
    link: String,
    #[serde(skip)]
    limits: String,
}

impl MemberAccountView {
    fn of(tx: &ReadTx, account: &Account) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let money = |amount| MoneyView::from(currency.money(amount));
        Ok(Self {
            id: account.id.to_string(),
            code: account.code.to_string(),
            status: account.status.word(),
            balance: money(account.balance()),
            lower: account.lower.map(money),
            upper: account.upper.map(money),
            link: links::account(account.id),
            limits: links::limits(account.id),
        })
    }

    fn is_open(&self) -> bool {
        self.status == "open"
    }

    fn status_key(&self) -> String {
        format!("members-account-{}", self.status)
    }
}

impl Page for PersonPage {
    const FEATURE: &'static str = "members";

    fn title(&self, _: &Words) -> String {
        self.member.name.clone()
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

impl PersonPage {
    fn decision(&self, noun: &str) -> String {
        links::decision(&self.member.id, noun)
    }

    fn behalf_link(&self) -> String {
        links::pay_for(&self.member.number)
    }

    fn may_restore(&self) -> bool {
        self.member.is("suspended") || self.member.is("disabled")
    }
}

async fn member(visit: Visit, Of(id): Of<MemberId>) -> Answer {
    visit.page(&page(&visit, id, String::new(), Faults::default())?)
}

fn page(visit: &Visit, id: MemberId, reason: String, faults: Faults) -> Result<PersonPage> {
    let (member, links, roles, accounts) = visit.read(|tx, me| {
        me.may(RollAct::SeeWaiting, &Roll)?;
        let member = ayni_members::get(tx, me, id)?;
        let links = ayni_members::users_of(tx, me, id)?;
        let roles = links.iter().map(|link| ayni_members::roles_of(tx, link.user)).collect::<Result<Vec<_>>>()?;
        let accounts = ayni_ledger::accounts_of(tx, me, id)?;
        let accounts = accounts.iter().map(|account| MemberAccountView::of(tx, account)).collect::<Result<_>>()?;
        Ok((member, links, roles, accounts))
    })?;
    let extra = |(name, text): &(String, String)| ExtraView { name: name.clone(), text: text.clone() };
    Ok(PersonPage {
        letter: member.letter.to_string(),
        note: member.note.to_string(),
        extras: member.extras.iter().map(extra).collect(),
        users: users(visit, &links, &roles)?,
        accounts,
        steward: visit.actor.has(Role::Steward),
        admin: visit.actor.has(Role::Admin),
        treasurer: visit.actor.has(Role::Treasurer),
        reason,
        faults: faults.into(),
        member: member.into(),
    })
}

fn users(visit: &Visit, links: &[Link], roles: &[Roles]) -> Result<Vec<MemberUserView>> {
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

async fn approve(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<DecisionForm>) -> Answer {
    decide(&visit, id, form, "members-said-approved", |tx, me, id, _| ayni_members::approve(tx, me, id)).await
}

async fn refuse(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<DecisionForm>) -> Answer {
    decide(&visit, id, form, "members-said-refused", ayni_members::refuse).await
}

async fn suspend(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<DecisionForm>) -> Answer {
    decide(&visit, id, form, "members-said-suspended", ayni_members::suspend).await
}

async fn restore(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<DecisionForm>) -> Answer {
    decide(&visit, id, form, "members-said-restored", |tx, me, id, _| ayni_members::restore(tx, me, id)).await
}

async fn leave(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<DecisionForm>) -> Answer {
    decide(&visit, id, form, "members-said-left", |tx, me, id, _| ayni_members::leave(tx, me, id)).await
}

/// A use case that decides about a member.
type Decide = fn(&mut WriteTx<'_>, &ayni_kernel::Actor, MemberId, Line) -> Result<Member>;

async fn decide(visit: &Visit, id: MemberId, form: DecisionForm, said: &'static str, decide: Decide) -> Answer {
    let done = match Line::parse("reason", &form.reason) {
        Ok(reason) => visit.write(move |tx, me| decide(tx, me, id, reason)).await,
        Err(fault) => Err(fault.into()),
    };
    match done {
        Ok(member) => {
            let next = goes_on(visit, &form, &member);
            visit.done(&MemberView::from(member), &next, said)
        }
        Err(error) if visit.actor.may(RollAct::SeeWaiting, &Roll).is_ok() => {
            visit.again(error, |faults| ready(page(visit, id, form.reason, faults))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Where a browser goes on after a decision: back where it came from, or to the member in the office, or home for
/// a member who left.
fn goes_on(visit: &Visit, form: &DecisionForm, member: &Member) -> String {
    if !form.next.is_empty() {
        links::local(&form.next).to_owned()
    } else if member.status == MemberStatus::Deleted && visit.actor.acts_for(member.id) {
        links::HOME.to_owned()
    } else {
        links::admin_member(member.id)
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
            let page = page(&visit, id, String::new(), Faults::default())?;
            visit.done(&page, &links::admin_member(id), "members-said-roles")
        }
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, String::new(), faults))).await,
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
    Input(form): Input<ResetLinkForm>,
) -> Answer {
    let user = user_of(&visit, id, &form.user)?;
    match make_link(&visit, id, user, &origin).await {
        Ok(page) => shown_once(&visit, &page),
        Err(error) => visit.again(error, |faults| ready(page(&visit, id, String::new(), faults))).await,
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
