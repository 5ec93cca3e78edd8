//! The office's list of members, and writing in somebody who does it without a computer.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Actor, Address, Body, Check, Code, Email, Error, Faults, Line, Name, Result, Role, UserId};
use ayni_members::{Contact, ContactKind, Member, MemberKind, MemberStatus, NewMember, Roll, RollAct, Visibility};
use ayni_users::NewUser;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    directory::{StatusTab, search},
    form::or,
    views::{Choice, MemberRow, MemberView, kinds},
};
use crate::kit::{Answer, Ask, FormFaults, Input, Page, PageView, Route, Visit, Words, filters};

/// The routes of the office's list.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/members", list)
            .about("Members of every status, for the staff: those who wait first.")
            .asks::<OfficeQuery>()
            .office()
            .answers::<OfficePage>(),
        Route::get("/admin/members/new", new).about("The form to write a member in.").office().page_only(),
        Route::post("/members", create)
            .about("Write a member in who is active at once.")
            .office()
            .takes::<NewMemberForm>()
            .answers::<MemberView>(),
    ]
}

/// What the list may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct OfficeQuery {
    /// Words to look for.
    q: String,
    /// Only members with this status, or `all`; those who wait, or else the active ones, when it is left out.
    status: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// The office's list of members.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/office.html")]
pub(crate) struct OfficePage {
    /// The members.
    members: PageView<MemberRow>,
    #[serde(skip)]
    q: String,
    #[serde(skip)]
    status: String,
    #[serde(skip)]
    #[schema(ignore)]
    tabs: Vec<StatusTab>,
    #[serde(skip)]
    steward: bool,
    #[serde(skip)]
    here: String,
}

impl Page for OfficePage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-office-title")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

impl OfficePage {
    fn waits(&self) -> bool {
        self.status == MemberStatus::Pending.word()
    }
}

async fn list(visit: Visit, Ask(ask): Ask<OfficeQuery>) -> Answer {
    visit.page(&office(&visit, ask)?)
}

fn office(visit: &Visit, ask: OfficeQuery) -> Result<OfficePage> {
    visit.read(|tx, me| {
        let waiting = ayni_members::waiting(tx, me)?;
        let usual = match (waiting.is_empty(), ask.q.is_empty()) {
            (false, true) => MemberStatus::Pending.word(),
            (true, true) => MemberStatus::Active.word(),
            (_, false) => "all",
        };
        let status = or(&ask.status, usual).to_owned();
        let first = status == MemberStatus::Pending.word() && ask.q.is_empty() && ask.after.is_empty();
        let members =
            if first { ayni_kernel::Page::last(waiting) } else { search(visit, tx, me, &ask.q, &status, &ask.after)? };
        Ok(OfficePage {
            members: members.map(MemberRow::from).into(),
            tabs: StatusTab::all(tx, &status)?,
            steward: me.has(Role::Steward),
            here: format!("{}?status={status}", crate::links::ADMIN_MEMBERS),
            q: ask.q,
            status,
        })
    })
}

/// A member to write in.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct NewMemberForm {
    /// The name.
    pub name: String,
    /// `personal`, `business`, `organization` or `public`.
    pub kind: String,
    /// The number, when it is given already; otherwise the next one.
    pub number: String,
    /// An e-mail address, as a contact for members.
    pub email: String,
    /// A telephone number, as a contact for members.
    pub phone: String,
    /// Anything, for a login with the e-mail address: a new one has no password until a reset link is handed over.
    pub login: Option<String>,
    /// What there is to say.
    pub description: String,
    /// A remark for the staff.
    pub note: String,
}

/// The form to write a member in.
#[derive(Debug, Template, Serialize)]
#[template(path = "members/new.html")]
pub(crate) struct NewMemberPage {
    next_number: String,
    #[serde(skip)]
    form: NewMemberForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for NewMemberPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-new-title")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

impl NewMemberPage {
    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.form.kind)
    }
}

fn new_page(visit: &Visit, form: NewMemberForm, faults: Faults) -> Result<NewMemberPage> {
    visit.read(|tx, me| {
        me.may(RollAct::WriteIn, &Roll)?;
        Ok(NewMemberPage { next_number: ayni_members::next_number(tx)?.to_string(), form, faults: faults.into() })
    })
}

async fn new(visit: Visit) -> Answer {
    visit.page(&new_page(&visit, NewMemberForm::default(), Faults::default())?)
}

async fn create(visit: Visit, Input(form): Input<NewMemberForm>) -> Answer {
    match write_in(&visit, &form).await {
        Ok(member) => {
            let view = MemberView::from(member);
            visit.done(&view, &view.admin_link, "members-said-created")
        }
        Err(error) => visit.again(error, |faults| ready(new_page(&visit, form, faults))).await,
    }
}

async fn write_in(visit: &Visit, form: &NewMemberForm) -> Result<Member> {
    visit.actor.may(RollAct::WriteIn, &Roll)?;
    let mut ask = form.read()?;
    let login = match (&form.login, form.email.trim().is_empty()) {
        (Some(_), true) => return Err(Error::invalid("email", "fault-required")),
        (Some(_), false) => Some(Email::parse("email", &form.email)?),
        (None, _) => None,
    };
    if let Some(number) = &ask.number {
        free(visit, &visit.actor, number)?;
    }
    if let Some(email) = login {
        ask.user = Some(login_for(visit, email, ask.name.clone()).await?);
    }
    let community = visit.community.id;
    let user = ask.user;
    let member = visit.write(move |tx, me| ayni_members::create(tx, me, ask)).await?;
    if let Some(user) = user {
        visit.app.write_node(move |tx| ayni_users::note_membership(tx, user, community)).await?;
    }
    Ok(member)
}

/// Refuses a number in use before a login is made for it.
fn free(visit: &Visit, me: &Actor, number: &Code) -> Result<()> {
    match visit.read(|tx, _| ayni_members::by_number(tx, me, number)) {
        Ok(_) => Err(Error::Conflict(ayni_kernel::Fault::new("number", "members-number-taken"))),
        Err(Error::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}

/// The login with this address, made without a password when there is none.
async fn login_for(visit: &Visit, email: Email, name: Name) -> Result<UserId> {
    let write = move |tx: &mut ayni_kernel::WriteTx<'_>| match ayni_users::by_email(&**tx, &email)? {
        Some(user) => Ok(user.id),
        None => Ok(ayni_users::register(tx, NewUser::new(email, name))?.id),
    };
    visit.app.write_node(write).await
}

impl NewMemberForm {
    fn read(&self) -> Result<NewMember> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(MemberKind::parse("kind", or(&self.kind, MemberKind::Personal.word())));
        let number = if self.number.trim().is_empty() { None } else { check.take(Code::parse("number", &self.number)) };
        let description = check.take(Body::parse("description", &self.description));
        let note = check.take(Line::parse("note", &self.note));
        let ways = [(ContactKind::Email, "email", &self.email), (ContactKind::Phone, "phone", &self.phone)];
        let contacts = ways
            .into_iter()
            .filter(|(.., value)| !value.trim().is_empty())
            .filter_map(|(kind, field, value)| {
                check.take(Contact::parse(kind, "", value, Visibility::Members).map_err(|fault| fault.on(field)))
            })
            .collect();
        check.done()?;
        match (name, kind, description, note) {
            (Some(name), Some(kind), Some(description), Some(note)) => {
                let (user, address, location) = (None, Address::default(), None);
                Ok(NewMember { user, number, name, kind, description, address, location, contacts, note })
            }
            _ => Err(check.into()),
        }
    }
}
