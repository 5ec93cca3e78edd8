//! Brings a checked bundle in: into a new store, in batches, and into the registry only when all of it is there.

use std::collections::{BTreeMap, BTreeSet};

use ayni_communities::Entry;
use ayni_kernel::{
    AccountId, Actor, Amount, Community, CommunityId, CurrencyId, Email, Error, Name, Node, Reads, Result, Role, Roles,
    Slug, UserId, WriteTx,
};
use ayni_ledger::SetLimits;
use ayni_users::NewUser;

use crate::{
    Plan,
    convert::{self, Ids},
    model::{Account, Bundle, Owner, Stamp},
};

/// The program itself, while it imports.
const IMPORTER: Actor = Actor::System("bundle import");

/// Records a commit: few commits for a long history, and a progress bar that moves.
const BATCH: usize = 1_000;

/// Where a bundle goes.
#[derive(Debug, Clone)]
pub struct Target {
    /// The short name it will be found under.
    pub slug: Slug,
    /// A community that has not begun to live, whose place the new one takes.
    pub replaces: Option<CommunityId>,
    /// Somebody who becomes admin besides those whom the bundle names.
    pub admin: Option<UserId>,
}

/// How far an import is, in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Records written.
    pub done: usize,
    /// Records in all.
    pub total: usize,
}

/// Brings a community in with its whole history: original ids and times, users found or made by e-mail address.
/// All or nothing: whatever goes wrong, the registry, the logins and the old community stay as they were.
///
/// Refuses with `Conflict` when the slug is taken (`communities-slug-taken`) or the community to be replaced has
/// begun to live (`bundle-not-fresh`).
pub fn import(node: &Node, plan: Plan, target: Target, progress: &mut dyn FnMut(Progress)) -> Result<CommunityId> {
    make_way(node, &target)?;
    let Plan { mut bundle, total } = plan;
    let logins = Logins::new(node, &mut bundle)?;
    let id = node.data().write(|tx| Ok(tx.id()))?;
    let work = || {
        let name = bundle.community.name.clone();
        let mut step = Step { community: node.community(id)?, done: 0, total, progress };
        fill(&mut step, bundle, &logins, target.admin)?;
        open(node, id, name, logins, target)?;
        // Rows without a record of their own, such as the treasury's, are over too.
        step.tell(total);
        Ok(())
    };
    let imported: Result<()> = work();
    match imported {
        Ok(()) => Ok(id),
        Err(error) => {
            node.forget(id);
            Err(error)
        }
    }
}

/// Refuses when the slug is another's, or the old community has transfers or more than its founder.
fn make_way(node: &Node, target: &Target) -> Result<()> {
    let holder = node.data().read(|tx| ayni_communities::by_slug(tx, &target.slug))?;
    if holder.is_some_and(|entry| Some(entry.id) != target.replaces) {
        return Err(Error::conflict("communities-slug-taken"));
    }
    let Some(old) = target.replaces else { return Ok(()) };
    if node.community(old)?.read(is_fresh)? { Ok(()) } else { Err(Error::conflict("bundle-not-fresh")) }
}

/// Whether a community has not begun to live: no transfers, and no member but its founder. Only such a one may be
/// replaced by an import.
pub fn is_fresh(tx: &impl Reads) -> Result<bool> {
    let members = ayni_members::all(tx, None)?.rows.len();
    Ok(members <= 1 && ayni_ledger::all_transfers(tx, None, 1)?.rows.is_empty())
}

/// The users of a bundle: those the node knows already, and those to be made.
struct Logins {
    ids: BTreeMap<String, UserId>,
    new: Vec<NewUser>,
}

impl Logins {
    fn new(node: &Node, bundle: &mut Bundle) -> Result<Self> {
        let rows = std::mem::take(&mut bundle.users);
        let fresh: Vec<UserId> =
            fresh(rows.len(), |count| node.data().write(move |tx| Ok((0..count).map(|_| tx.id()).collect())))?;
        node.data().read(|tx| {
            let mut logins = Self { ids: BTreeMap::new(), new: Vec::new() };
            for (row, fresh) in rows.into_iter().zip(fresh) {
                let email = Email::parse("email", &row.email)?;
                let known = ayni_users::by_email(tx, &email)?.map(|user| user.id);
                if let Some(id) = known {
                    logins.ids.insert(row.email, id);
                    continue;
                }
                let given = row.stamp.id.map(UserId::from_bytes);
                // An id that belongs to somebody else here is not taken from them.
                let free = given.map(|id| ayni_users::get(tx, id)).transpose()?.is_some_and(|user| user.is_none());
                let id = given.filter(|_| free).unwrap_or(fresh);
                logins.ids.insert(row.email.clone(), id);
                logins.new.push(convert::user(row, id)?);
            }
            Ok(logins)
        })
    }
}

/// So many fresh ids, in batches.
fn fresh<T>(count: usize, mut make: impl FnMut(usize) -> Result<Vec<T>>) -> Result<Vec<T>> {
    let mut ids = Vec::with_capacity(count);
    while ids.len() < count {
        ids.extend(make((count - ids.len()).min(BATCH))?);
    }
    Ok(ids)
}

/// The store that is being filled, and how far it is.
struct Step<'a> {
    community: Community,
    done: usize,
    total: usize,
    progress: &'a mut dyn FnMut(Progress),
}

impl Step<'_> {
    fn tell(&mut self, more: usize) {
        self.done += more;
        (self.progress)(Progress { done: self.done.min(self.total), total: self.total });
    }

    /// One transaction without the limits of everyday work.
    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.community.write(move |tx| {
            tx.unlimited();
            work(tx)
        })
    }

    /// Writes records in batches.
    fn each<T: Send + 'static>(&mut self, rows: Vec<T>, write: fn(&mut WriteTx<'_>, T) -> Result<()>) -> Result<()> {
        let mut rows = rows.into_iter();
        loop {
            let batch: Vec<T> = rows.by_ref().take(BATCH).collect();
            let count = batch.len();
            if count == 0 {
                return Ok(());
            }
            self.write(move |tx| batch.into_iter().try_for_each(|row| write(tx, row)))?;
            self.tell(count);
        }
    }
}

/// Fills the community's own store and checks what came of it.
fn fill(step: &mut Step<'_>, mut bundle: Bundle, logins: &Logins, admin: Option<UserId>) -> Result<()> {
    let mut ids = ids(step, &mut bundle, logins)?;
    let roles = roles(&bundle, logins, admin);
    let settings = convert::settings(std::mem::take(&mut bundle.community), step.community.id, &ids)?;
    step.write(move |tx| ayni_communities::found(tx, &IMPORTER, settings))?;
    money(step, &mut bundle, &mut ids)?;
    people(step, &mut bundle, &ids, roles)?;
    let categories = bundle.categories.drain(..).map(|row| convert::category(row, &ids)).collect::<Result<_>>()?;
    step.each(categories, |tx, category| ayni_communities::import_category(tx, category).map(drop))?;
    let listings = bundle.posts.drain(..).map(|row| convert::listing(row, &mut ids)).collect::<Result<_>>()?;
    step.each(listings, |tx, listing| ayni_market::import_listing(tx, &listing))?;
    history(step, bundle, &mut ids)
}

/// Gives every row its id.
fn ids(step: &Step<'_>, bundle: &mut Bundle, logins: &Logins) -> Result<Ids> {
    let count = bundle.currencies.len()
        + bundle.members.len()
        + bundle.accounts.len()
        + bundle.transfers.len()
        + bundle.categories.len()
        + bundle.posts.len();
    let fresh = fresh(count, |count| step.write(move |tx| Ok((0..count).map(|_| tx.id()).collect())))?;
    let now = step.write(|tx| Ok(tx.now()))?;
    let mut ids = Ids {
        now,
        fresh: fresh.into_iter(),
        users: logins.ids.clone(),
        members: BTreeMap::new(),
        currencies: Vec::new(),
        accounts: BTreeMap::new(),
        categories: BTreeMap::new(),
    };
    // The treasury has an account of its own already; the member it is written as is none.
    let treasuries: BTreeSet<String> = bundle.accounts.iter().filter_map(treasury).collect();
    bundle.members.retain(|member| !treasuries.contains(&member.code));
    for row in &bundle.members {
        let id = ids.of(&row.stamp)?;
        ids.members.insert(row.code.clone(), id);
    }
    for row in &bundle.categories {
        let id = ids.of(&row.stamp)?;
        ids.categories.insert(row.code.clone(), id);
    }
    for row in bundle.accounts.iter().filter(|row| treasury(row).is_none()) {
        let id = ids.of(&row.stamp)?;
        ids.accounts.insert(row.code.clone(), id);
    }
    for row in &bundle.currencies {
        let id: CurrencyId = ids.of(&row.stamp)?;
        ids.currencies.push(id);
    }
    Ok(ids)
}

/// The code of the member that the treasury is written as.
fn treasury(account: &Account) -> Option<String> {
    match &account.owner {
        Owner::Treasury(member) => Some(member.clone()),
        Owner::Member(_) | Owner::Unknown => None,
    }
}

fn roles(bundle: &Bundle, logins: &Logins, admin: Option<UserId>) -> BTreeMap<UserId, Roles> {
    let mut roles: BTreeMap<UserId, Roles> = BTreeMap::new();
    let named = bundle.community.roles.iter().flat_map(|(role, emails)| emails.iter().map(move |email| (*role, email)));
    let named = named.filter_map(|(role, email)| Some((role, *logins.ids.get(email)?)));
    for (role, user) in named.chain(admin.map(|user| (Role::Admin, user))) {
        let held = roles.entry(user).or_default();
        *held = held.with(role);
    }
    roles
}

/// Writes the currencies, oldest first, and learns their treasuries.
fn money(step: &Step<'_>, bundle: &mut Bundle, ids: &mut Ids) -> Result<()> {
    for (index, mut row) in std::mem::take(&mut bundle.currencies).into_iter().enumerate() {
        let id = ids.currencies.get(index).copied().ok_or_else(|| Error::broken("a currency without an id"))?;
        row.stamp = Stamp { created: row.stamp.created.or(Some(ids.now)), ..row.stamp };
        let currency = convert::currency(row, id, ids)?;
        let account = bundle.accounts.iter().find(|row| row.currency == index && treasury(row).is_some());
        let limits = account.map(|row| Ok::<_, Error>((convert::lower(row.credit_limit)?, row.maximum))).transpose()?;
        let own = step.write(move |tx| {
            ayni_ledger::import_currency(tx, &currency)?;
            let own = ayni_ledger::treasury(&**tx, &IMPORTER, id)?;
            limits.map_or(Ok(()), |limits| treasury_limits(tx, own.id, limits))?;
            Ok(own.id)
        })?;
        ids.accounts.extend(account.map(|row| (row.code.clone(), own)));
    }
    Ok(())
}

fn treasury_limits(tx: &mut WriteTx<'_>, account: AccountId, limits: ayni_ledger::Limits) -> Result<()> {
    let (lower, upper) = limits;
    let reason = ayni_kernel::Line::parse("reason", "import")?;
    ayni_ledger::set_limits(tx, &IMPORTER, SetLimits { account, lower, upper, reason }).map(drop)
}

/// Writes members, who acts for them, their accounts, and the roles.
fn people(step: &mut Step<'_>, bundle: &mut Bundle, ids: &Ids, roles: BTreeMap<UserId, Roles>) -> Result<()> {
    let status: BTreeMap<String, &str> = bundle.members.iter().map(|row| (row.code.clone(), row.status)).collect();
    let members = bundle.members.drain(..).map(|row| convert::member(row, ids)).collect::<Result<_>>()?;
    step.each(members, |tx, member| ayni_members::import_member(tx, &member))?;
    let links: Vec<_> = bundle
        .links
        .drain(..)
        .filter(|row| ids.members.contains_key(&row.member))
        .map(|row| convert::link(row, ids))
        .collect::<Result<_>>()?;
    step.write(move |tx| links.iter().try_for_each(|link| ayni_members::import_link(tx, link)))?;
    let mut accounts = Vec::new();
    for row in &bundle.accounts {
        if let Owner::Member(member) = &row.owner {
            let status = status.get(member).copied().unwrap_or_default();
            accounts.push(convert::account(row, member, status, ids)?);
        }
    }
    step.each(accounts, |tx, account| ayni_ledger::import_account(tx, account).map(drop))?;
    step.write(move |tx| {
        roles.into_iter().try_for_each(|(user, roles)| ayni_members::set_roles(tx, &IMPORTER, user, roles))
    })
}

/// Writes the transfers in the order of their times, then compares every balance and audits the books.
fn history(step: &mut Step<'_>, mut bundle: Bundle, ids: &mut Ids) -> Result<()> {
    let mut rows = std::mem::take(&mut bundle.transfers);
    rows.sort_by_key(|row| (row.stamp.created, row.stamp.line));
    let transfers = rows.into_iter().map(|row| convert::transfer(row, ids)).collect::<Result<_>>()?;
    step.each(transfers, |tx, transfer| ayni_ledger::import_transfer(tx, transfer).map(drop))?;
    let given: Vec<(String, Amount)> =
        bundle.accounts.iter().filter_map(|row| Some((row.code.clone(), row.balance?))).collect();
    step.community.read(|tx| {
        for (code, balance) in &given {
            let id =
                ids.accounts.get(code).copied().ok_or_else(|| Error::broken(format!("{code} was not imported")))?;
            let account = ayni_ledger::account(tx, &IMPORTER, id)?;
            if account.balance() != *balance {
                return Err(Error::broken(format!("{code} has another balance after the import")));
            }
        }
        match ayni_ledger::audit(tx)?.first() {
            None => Ok(()),
            Some(finding) => Err(Error::broken(format!("the books do not add up after the import: {finding}"))),
        }
    })
}

/// Makes the logins, notes who belongs to the community, and registers it: in one transaction, at the very end.
fn open(node: &Node, id: CommunityId, name: Name, logins: Logins, target: Target) -> Result<()> {
    let old = target.replaces;
    node.data().write(move |tx| {
        tx.unlimited();
        let Target { slug, replaces, admin } = target;
        logins.new.into_iter().try_for_each(|user| ayni_users::register(tx, user).map(drop))?;
        for user in logins.ids.into_values().chain(admin) {
            ayni_users::note_membership(tx, user, id)?;
        }
        let created = tx.now();
        let entry = Entry { id, slug, hosts: Vec::new(), name, created };
        let Some(old) = replaces else { return ayni_communities::register(tx, entry) };
        for user in ayni_users::users_in(&**tx, old)? {
            ayni_users::drop_membership(tx, user, old)?;
        }
        let hosts = ayni_communities::by_id(&**tx, old)?.map(|entry| entry.hosts).unwrap_or_default();
        ayni_communities::replace(tx, old, Entry { hosts, ..entry })
    })?;
    if let Some(old) = old {
        node.forget(old);
    }
    Ok(())
}
