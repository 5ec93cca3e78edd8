//! Groups of members: making them, and saying who is in them.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Actor, Check, Code, Cursor, Error, Faults, GroupId, Line, MemberId, Name, ReadTx, Result};
use ayni_members::{Group, Roll, RollAct};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Members of a group on a page.
const PAGE: usize = 100;

/// The routes of groups.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_GROUPS, list).about("The groups of members.").answers::<GroupsPage>().office(),
        Route::post(links::ADMIN_GROUPS, add)
            .about("Make a group of members.")
            .takes::<GroupForm>()
            .answers::<GroupView>()
            .office(),
        Route::get("/admin/groups/{id}", show)
            .about("A group with its members.")
            .asks::<GroupQuery>()
            .answers::<GroupPage>()
            .office(),
        Route::post("/admin/groups/{id}", save)
            .about("Change a group's name and note.")
            .takes::<GroupForm>()
            .answers::<GroupView>()
            .office(),
        Route::post("/admin/groups/{id}/members", join)
            .about("Take a member into a group.")
            .takes::<GroupMemberForm>()
            .answers::<GroupView>()
            .office(),
        Route::post("/admin/groups/{id}/departure", leave)
            .about("Take a member out of a group.")
            .takes::<GroupMemberForm>()
            .answers::<GroupView>()
            .office(),
        Route::post("/admin/groups/{id}/removal", remove)
            .about("Take away a group that nobody is in.")
            .answers::<GroupView>()
            .office(),
    ]
}

/// A group as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct GroupForm {
    /// Its name.
    name: String,
    /// What it is for.
    note: String,
}

impl GroupForm {
    fn read(&self) -> Result<(Name, Line)> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let note = check.take(Line::parse("note", &self.note));
        name.zip(note).ok_or_else(|| check.into())
    }
}

/// A member to take into a group or out of it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct GroupMemberForm {
    /// The member's number.
    member: String,
    /// The member's id, in place of the number.
    member_id: String,
}

impl GroupMemberForm {
    fn read(&self, tx: &ReadTx, me: &Actor) -> Result<MemberId> {
        let nobody = || Error::invalid("member", "members-group-nobody");
        if let Ok(id) = self.member_id.parse::<MemberId>() {
            return ayni_members::get(tx, me, id).map(|member| member.id).map_err(|_| nobody());
        }
        let number = Code::parse("member", &self.member)?;
        ayni_members::by_number(tx, me, &number).map(|member| member.id).map_err(|_| nobody())
    }
}

/// Which members of a group are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct GroupQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// A group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct GroupView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What it is for.
    note: String,
    /// How many members it has, counted up to a thousand.
    members: usize,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl GroupView {
    fn of(tx: &ReadTx, me: &Actor, group: &Group) -> Result<Self> {
        Ok(Self {
            id: group.id.to_string(),
            name: group.name.to_string(),
            note: group.note.to_string(),
            members: ayni_members::group_size(tx, me, group.id)?,
            link: links::admin_group(group.id),
        })
    }
}

/// All groups, and the form of a new one.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/groups.html")]
pub(crate) struct GroupsPage {
    /// The groups by name.
    groups: Vec<GroupView>,
    #[serde(skip)]
    #[schema(ignore)]
    keeps: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: GroupForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for GroupsPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("members-groups")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

impl GroupsPage {
    fn read(tx: &ReadTx, me: &Actor, form: GroupForm, faults: Faults) -> Result<Self> {
        let groups = ayni_members::groups(tx, me)?;
        Ok(Self {
            groups: groups.iter().map(|group| GroupView::of(tx, me, group)).collect::<Result<_>>()?,
            keeps: me.may(RollAct::KeepGroups, &Roll).is_ok(),
            form,
            faults: faults.into(),
        })
    }
}

async fn list(visit: Visit) -> Answer {
    visit.page(&visit.read(|tx, me| GroupsPage::read(tx, me, GroupForm::default(), Faults::default()))?)
}

async fn add(visit: Visit, Input(form): Input<GroupForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(group) => told(&visit, &group, &links::admin_group(group.id), "members-said-group"),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| GroupsPage::read(tx, me, form, faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn insert(visit: &Visit, form: &GroupForm) -> Result<Group> {
    visit.actor.may(RollAct::KeepGroups, &Roll)?;
    let (name, note) = form.read()?;
    visit.write(move |tx, me| ayni_members::add_group(tx, me, name, note)).await
}

fn told(visit: &Visit, group: &Group, next: &str, said: &'static str) -> Answer {
    let view = visit.read(|tx, me| GroupView::of(tx, me, group))?;
    visit.done(&view, next, said)
}

/// A group with its members.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/group.html")]
pub(crate) struct GroupPage {
    /// The group.
    group: GroupView,
    /// Its members.
    members: PageView<CardView>,
    #[serde(skip)]
    #[schema(ignore)]
    keeps: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: GroupForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for GroupPage {
    const FEATURE: &'static str = "members";

    fn title(&self, _: &Words) -> String {
        self.group.name.clone()
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

impl GroupPage {
    fn read(tx: &ReadTx, me: &Actor, id: GroupId, after: &str, faults: Faults) -> Result<Self> {
        let after = Some(after).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        let members = ayni_members::group_members(tx, me, id, after.as_ref(), PAGE)?;
        let group = ayni_members::group(tx, id)?;
        Ok(Self {
            members: members.map(CardView::from).into(),
            form: GroupForm { name: group.name.to_string(), note: group.note.to_string() },
            group: GroupView::of(tx, me, &group)?,
            keeps: me.may(RollAct::KeepGroups, &Roll).is_ok(),
            faults: faults.into(),
        })
    }

    fn next(&self) -> Option<String> {
        let next = self.members.next.as_deref()?;
        Some(format!("{}{}", self.group.link, links::query(&[("after", next)])))
    }
}

async fn show(visit: Visit, Of(id): Of<GroupId>, Ask(ask): Ask<GroupQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| GroupPage::read(tx, me, id, &ask.after, Faults::default()))?)
}

/// The group's page, with a refused form's faults.
async fn tell(visit: &Visit, id: GroupId, done: Result<Group>, said: &'static str) -> Answer {
    match done {
        Ok(group) => told(visit, &group, &links::admin_group(id), said),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| GroupPage::read(tx, me, id, "", faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn save(visit: Visit, Of(id): Of<GroupId>, Input(form): Input<GroupForm>) -> Answer {
    let done = async {
        visit.actor.may(RollAct::KeepGroups, &Roll)?;
        let (name, note) = form.read()?;
        visit.write(move |tx, me| ayni_members::change_group(tx, me, id, name, note)).await
    };
    tell(&visit, id, done.await, "members-said-group").await
}

async fn join(visit: Visit, Of(id): Of<GroupId>, Input(form): Input<GroupMemberForm>) -> Answer {
    let done = async {
        let member = asked(&visit, &form)?;
        visit.write(move |tx, me| ayni_members::join_group(tx, me, id, member)).await?;
        visit.read(|tx, _| ayni_members::group(tx, id))
    };
    tell(&visit, id, done.await, "members-said-joined-group").await
}

async fn leave(visit: Visit, Of(id): Of<GroupId>, Input(form): Input<GroupMemberForm>) -> Answer {
    let done = async {
        let member = asked(&visit, &form)?;
        visit.write(move |tx, me| ayni_members::leave_group(tx, me, id, member)).await?;
        visit.read(|tx, _| ayni_members::group(tx, id))
    };
    tell(&visit, id, done.await, "members-said-left-group").await
}

fn asked(visit: &Visit, form: &GroupMemberForm) -> Result<MemberId> {
    visit.read(|tx, me| {
        me.may(RollAct::KeepGroups, &Roll)?;
        form.read(tx, me)
    })
}

async fn remove(visit: Visit, Of(id): Of<GroupId>) -> Answer {
    let view = visit.read(|tx, me| {
        me.may(RollAct::KeepGroups, &Roll)?;
        GroupView::of(tx, me, &ayni_members::group(tx, id)?)
    })?;
    visit.write(move |tx, me| ayni_members::remove_group(tx, me, id)).await?;
    visit.done(&view, links::ADMIN_GROUPS, "members-said-group-removed")
}
