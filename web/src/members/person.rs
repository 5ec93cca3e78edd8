//! One member in the office: all there is to know, and what may be decided.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Faults, Line, MemberId, ReadTx, Result, Role, WriteTx};
use ayni_ledger::Account;
use ayni_members::{Member, MemberStatus, Roll, RollAct};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    logins::{AddUserForm, MemberUserView, users},
    views::MemberView,
};
use crate::{
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
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
    #[schema(ignore)]
    typed: Typed,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

/// What was typed into one of the page's forms.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    reason: String,
    email: String,
    user_name: String,
}

impl Typed {
    /// Why somebody decided.
    fn reason(reason: String) -> Self {
        Self { reason, ..Self::default() }
    }

    /// A login to add.
    pub(super) fn login(form: AddUserForm) -> Self {
        Self { email: form.email, user_name: form.user_name, ..Self::default() }
    }

    fn is_login(&self) -> bool {
        !self.email.is_empty() || !self.user_name.is_empty()
    }
}

/// A column without a place of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ExtraView {
    /// The column.
    name: String,
    /// Its text.
    text: String,
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

    /// Whether one of its users holds a role, so that only an admin may say who signs in.
    fn has_office(&self) -> bool {
        self.users.iter().any(MemberUserView::has_roles)
    }

    fn may_restore(&self) -> bool {
        self.member.is("suspended") || self.member.is("disabled")
    }
}

async fn member(visit: Visit, Of(id): Of<MemberId>) -> Answer {
    visit.page(&page(&visit, id, Typed::default(), Faults::default())?)
}

/// The page of a member, with what was typed into one of its forms.
pub(super) fn page(visit: &Visit, id: MemberId, typed: Typed, faults: Faults) -> Result<PersonPage> {
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
        typed,
        faults: faults.into(),
        member: member.into(),
    })
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
            visit.again(error, |faults| ready(page(visit, id, Typed::reason(form.reason), faults))).await
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
