//! A member's day: the balance, what waits, what happened, what to do next.

use askama::Template;
use ayni_communities::Joining;
use ayni_kernel::{Actor, MemberId, ReadTx, Result, Role};
use ayni_members::{Member, MemberStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    bookings::{BookingView, next_booking},
    kit::{Answer, CardView, Page, Visit, filters, words::Words},
    ledger::{BalanceCard, EntryView, RequestView, balance_card, recent_entries, waiting_requests},
    links,
    notices::{NoticeView, unseen_notices},
};

/// Payments shown on the first page.
const RECENT: usize = 5;

/// Notices shown on the first page; the rest stands under the bell.
const NEWS: usize = 3;

/// More steps than this at a time would be a burden.
const STEPS: usize = 4;

/// The standing of a user without any member here.
const NOBODY: &str = "none";

/// The standing of a user who holds an office here without being a member.
const OFFICE: &str = "office";

/// Something worth doing next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NextStep {
    /// Which one: `approve`, `import`, `invite`, `describe`, `photo`, `about`, `offer`, `pay`.
    what: &'static str,
    /// Where it is done.
    link: &'static str,
    /// How many things wait, where they can be counted.
    count: u64,
    #[serde(skip)]
    #[schema(ignore)]
    icon: &'static str,
}

impl NextStep {
    const fn new(what: &'static str, icon: &'static str, link: &'static str) -> Self {
        Self { what, link, count: 0, icon }
    }

    fn title(&self) -> String {
        format!("home-step-{}", self.what)
    }

    fn hint(&self) -> String {
        format!("home-step-{}-hint", self.what)
    }
}

/// A member's first page.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "home/today.html")]
pub(crate) struct HomePage {
    /// What the person is called.
    name: String,
    /// The member acted for; absent for users who are no active member here.
    me: Option<CardView>,
    /// Where the user's membership stands when there is no member to act for: `none` or a status.
    standing: &'static str,
    /// Whether anybody may ask to join.
    joining: bool,
    /// What one has booked next.
    booking: Option<BookingView>,
    /// The balance in the first currency.
    balance: Option<BalanceCard>,
    /// What the member was told and has not seen yet, newest first.
    notices: Vec<NoticeView>,
    /// Payments that others asked for and that wait for an answer.
    requests: Vec<RequestView>,
    /// The latest payments, newest first.
    recent: Vec<EntryView>,
    /// What to do next, the most useful first.
    steps: Vec<NextStep>,
}

impl HomePage {
    /// Whether the user holds an office here without being a member.
    fn is_office(&self) -> bool {
        self.standing == OFFICE
    }

    /// Whether the user never was a member here.
    fn is_nobody(&self) -> bool {
        self.standing == NOBODY
    }
}

impl Page for HomePage {
    /// Balance, requests and payments wear the ledger's styles.
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("kit-home")
    }

    fn tab(&self) -> &'static str {
        "home"
    }
}

/// Shows the day.
pub(super) fn show(visit: &Visit) -> Answer {
    let user = visit.user()?;
    let (me, standing, steps) = visit.read(|tx, me| {
        let card = me.member().ok().map(|id| ayni_members::name_of(tx, id)).transpose()?;
        let standing = if card.is_some() { MemberStatus::Active.word() } else { standing(tx, me)? };
        let mut steps = office_steps(visit, tx)?;
        if let Ok(id) = me.member() {
            steps.extend(own_steps(tx, me, id)?);
        }
        steps.truncate(STEPS);
        Ok((card.map(CardView::from), standing, steps))
    })?;
    visit.page(&HomePage {
        name: me.as_ref().map_or_else(|| user.name.to_string(), |me| me.name.clone()),
        me,
        standing,
        joining: visit.settings.joining == Joining::Open,
        booking: next_booking(visit)?,
        balance: balance_card(visit)?,
        notices: unseen_notices(visit, NEWS)?,
        requests: waiting_requests(visit)?,
        recent: recent_entries(visit, RECENT)?,
        steps,
    })
}

/// Where somebody stands who has no active member here; the most hopeful status counts.
fn standing(tx: &ReadTx, me: &Actor) -> Result<&'static str> {
    let Actor::Person(person) = me else { return Ok(NOBODY) };
    let mut best: Option<MemberStatus> = None;
    for id in &person.members {
        let status = ayni_members::name_of(tx, *id)?.status;
        best = Some(best.map_or(status, |best| best.min(status)));
    }
    let without = if person.roles.is_empty() { NOBODY } else { OFFICE };
    Ok(best.map_or(without, MemberStatus::word))
}

/// What those who run the community should look at first.
fn office_steps(visit: &Visit, tx: &ReadTx) -> Result<Vec<NextStep>> {
    let me = &visit.actor;
    let mut steps = Vec::new();
    let counts = ayni_members::count_by_status(tx)?;
    let count = |status| counts.get(&status).copied().unwrap_or_default();
    let waiting = count(MemberStatus::Pending);
    if me.has(Role::Steward) && waiting > 0 {
        steps.push(NextStep { count: waiting, ..NextStep::new("approve", "people", links::ADMIN_MEMBERS) });
    }
    let alone = count(MemberStatus::Active) <= 1;
    if me.has(Role::Admin) && alone {
        steps.push(NextStep::new("import", "import", links::ADMIN_IMPORT));
    }
    if me.has(Role::Steward) && alone {
        steps.push(NextStep::new("invite", "mail", links::ADMIN_INVITES));
    }
    if me.has(Role::Admin) && visit.settings.description.is_empty() {
        steps.push(NextStep::new("describe", "edit", links::ADMIN_SETTINGS));
    }
    Ok(steps)
}

/// What makes a member easier to find and to trust.
fn own_steps(tx: &ReadTx, me: &Actor, id: MemberId) -> Result<Vec<NextStep>> {
    let member: Member = ayni_members::get(tx, me, id)?;
    let own = ayni_market::List { member: Some(id), limit: 1, ..ayni_market::List::default() };
    let offers = !ayni_market::listings(tx, me, &own)?.rows.is_empty();
    let traded = ayni_ledger::accounts_of(tx, me, id)?.iter().any(|account| account.entries > 0);
    let steps = [
        (member.photo.is_none() && member.image_url.is_empty())
            .then(|| NextStep::new("photo", "image", links::PROFILE)),
        member.description.is_empty().then(|| NextStep::new("about", "person", links::PROFILE)),
        (!offers).then(|| NextStep::new("offer", "market", links::NEW_LISTING)),
        (!traded).then(|| NextStep::new("pay", "send", links::MEMBERS)),
    ];
    Ok(steps.into_iter().flatten().collect())
}
