//! Founding a community, and the one list of what every feature keeps and reacts to.
//!
//! A community comes to life in three steps: its own store is filled, then its admin's login is made, and the
//! registry entry is written last. Until then nobody finds the community; when a step fails, the handle of its store
//! is dropped and only an unnamed folder is left, which nothing refers to.

use ayni_communities::{Entry, Hue, Kind, Settings, TimeZoneName};
use ayni_kernel::{
    Actor, Address, Body, CommunityId, Email, Error, Language, Line, MemberId, Name, Node, Reactor, Result, Role,
    Roles, Slug, Timestamp, UserId, WriteTx,
};
use ayni_ledger::NewCurrency;
use ayni_members::{Contact, ContactKind, MemberKind, NewMember, Visibility};
use ayni_storage::{AnyTable, Schema, Step};
use ayni_users::{NewUser, PasswordHash};

#[cfg(test)]
mod tests;

/// The version of the node's store. Raise it together with a migration step.
const NODE_SCHEMA: u32 = 1;

/// The version of a community's store. Raise it together with a migration step.
const COMMUNITY_SCHEMA: u32 = 3;

/// The program itself, while it founds.
const FOUNDER: Actor = Actor::System("founding");

/// A community to be founded.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its name.
    pub name: Name,
    /// Its short name: the first label of its host name.
    pub slug: Slug,
    /// What it mainly does.
    pub kind: Kind,
    /// The language of its pages where a reader has chosen none.
    pub language: Language,
    /// Where its clocks are.
    pub time_zone: TimeZoneName,
    /// Its accent colour.
    pub hue: Hue,
    /// Its first currency.
    pub currency: NewCurrency,
    /// Who runs it.
    pub admin: Admin,
}

/// The first person of a community.
#[derive(Debug, Clone)]
pub struct Admin {
    /// The name, as user and as member.
    pub name: Name,
    /// The address to sign in with.
    pub email: Email,
    /// The password's hash; hashing is slow and belongs before this call. A login that exists keeps its own.
    pub password: PasswordHash,
}

/// What was founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded {
    /// The community.
    pub community: CommunityId,
    /// The admin's login.
    pub user: UserId,
    /// The admin as a member.
    pub member: MemberId,
}

/// The tables of the node's store.
pub fn node_tables() -> Vec<&'static dyn AnyTable> {
    [ayni_users::tables(), ayni_communities::node_tables()].concat()
}

/// The tables of a community's store, one line a feature.
pub fn community_tables() -> Vec<&'static dyn AnyTable> {
    [
        ayni_communities::tables(),
        ayni_members::tables(),
        ayni_ledger::tables(),
        ayni_charges::tables(),
        ayni_payments::tables(),
        ayni_market::tables(),
        ayni_agreements::tables(),
        ayni_resources::tables(),
        ayni_terms::tables(),
        ayni_bookings::tables(),
        ayni_notices::tables(),
        ayni_occupancy::tables(),
        ayni_reciprocity::tables(),
        ayni_statistics::tables(),
    ]
    .concat()
}

/// The node's store as this program writes it.
pub fn node_schema() -> Schema {
    Schema { version: NODE_SCHEMA, tables: node_tables(), steps: Vec::new() }
}

/// A community's store as this program writes it.
pub fn community_schema() -> Schema {
    let chained = Step { to: 2, name: "number and chain transfers", run: ayni_ledger::number_and_chain };
    let listed = Step { to: 3, name: "lift listings", run: ayni_market::lift };
    Schema { version: COMMUNITY_SCHEMA, tables: community_tables(), steps: vec![chained, listed] }
}

/// The features that act on the events of a community's store, in the order in which they are told.
pub const fn reactors() -> &'static [Reactor] {
    &[
        ayni_ledger::react,
        ayni_charges::react,
        ayni_payments::react,
        ayni_market::react,
        ayni_bookings::react,
        ayni_occupancy::react,
    ]
}

/// Makes a community with its first currency and its admin. The admin's address may belong to a login of this node
/// already: then that login is the admin, and keeps its password.
///
/// Refuses with `Conflict` when the slug is taken (`communities-slug-taken`), with `Invalid` for a currency that
/// breaks the ledger's rules. A refusal leaves no trace in the registry.
pub fn found(node: &Node, ask: Founding) -> Result<Founded> {
    let slug = ask.slug.clone();
    if node.data().read(|tx| ayni_communities::by_slug(tx, &slug))?.is_some() {
        return Err(Error::conflict("communities-slug-taken"));
    }
    let email = ask.admin.email.clone();
    let known = node.data().read(|tx| ayni_users::by_email(tx, &email))?.map(|user| user.id);
    let (community, user) = node.data().write(move |tx| Ok((tx.id(), known.unwrap_or_else(|| tx.id()))))?;
    fill(node, community, user, &ask)
        .and_then(|member| {
            register(node, community, user, known, ask)?;
            Ok(Founded { community, user, member })
        })
        .inspect_err(|_| node.forget(community))
}

/// Fills the community's own store.
fn fill(node: &Node, id: CommunityId, user: UserId, ask: &Founding) -> Result<MemberId> {
    let ask = ask.clone();
    node.community(id)?.write(move |tx| {
        let settings = settings(id, &ask, tx.now())?;
        ayni_communities::found(tx, &FOUNDER, settings)?;
        ayni_ledger::create_currency(tx, &FOUNDER, ask.currency)?;
        admin(tx, user, &ask.admin)
    })
}

/// Makes the admin the first member.
fn admin(tx: &mut WriteTx<'_>, user: UserId, admin: &Admin) -> Result<MemberId> {
    let contact = Contact::parse(ContactKind::Email, "", admin.email.as_str(), Visibility::Members)?;
    let new = NewMember {
        user: Some(user),
        number: None,
        name: admin.name.clone(),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: Address::default(),
        location: None,
        contacts: vec![contact],
        note: Line::default(),
    };
    let member = ayni_members::create(tx, &FOUNDER, new)?;
    ayni_members::set_roles(tx, &FOUNDER, user, Roles::NONE.with(Role::Admin))?;
    Ok(member.id)
}

fn settings(id: CommunityId, ask: &Founding, now: Timestamp) -> Result<Settings> {
    let code = ayni_communities::suggested_code(&ask.name)?;
    Ok(Settings {
        kind: ask.kind,
        language: ask.language,
        languages: Language::ALL.to_vec(),
        time_zone: ask.time_zone.clone(),
        hue: ask.hue,
        ..Settings::new(id, code, ask.name.clone(), now)
    })
}

/// Makes the login, and the registry entry that opens the community to the world, in one transaction.
fn register(node: &Node, id: CommunityId, user: UserId, known: Option<UserId>, ask: Founding) -> Result<()> {
    node.data().write(move |tx| {
        if known.is_none() {
            let new = NewUser {
                id: Some(user),
                language: Some(ask.language),
                password: Some(ask.admin.password),
                ..NewUser::new(ask.admin.email, ask.admin.name)
            };
            ayni_users::register(tx, new)?;
        }
        ayni_users::note_membership(tx, user, id)?;
        let created = tx.now();
        ayni_communities::register(tx, Entry { id, slug: ask.slug, hosts: Vec::new(), name: ask.name, created })
    })
}
