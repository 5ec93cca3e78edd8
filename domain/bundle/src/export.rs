//! Writes a community as a bundle: everything the format has a place for, from one snapshot, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use ayni_communities::Settings;
use ayni_kernel::{
    AccountId, Amount, CategoryId, CommunityId, Cursor, Error, Language, MemberId, Name, Node, Page, ReadTx, Result,
    Role, Roles, UserId, page::MAX_ROWS,
};
use ayni_ledger::{Account, Currency, Owner, Transfer};
use ayni_members::{Link, Member};
use ayni_users::{PasswordHash, User};

use crate::{
    Files,
    check::account_code,
    contacts,
    convert::{ADMIN_USER, BUNDLE_ID, LANGUAGE},
    model::{self, Bundle, Extras, Stamp},
    read::BEYOND_LIMIT,
    words, write,
};

/// What the community's store holds.
struct Store {
    settings: Settings,
    roles: Vec<(UserId, Roles)>,
    currencies: Vec<Currency>,
    members: Vec<Member>,
    links: Vec<Link>,
    accounts: Vec<Account>,
    transfers: Vec<Transfer>,
    categories: Vec<ayni_communities::Category>,
    listings: Vec<ayni_market::Listing>,
}

/// What the rows name each other by.
struct Names {
    users: BTreeMap<UserId, String>,
    members: BTreeMap<MemberId, String>,
    accounts: BTreeMap<AccountId, (String, usize)>,
    categories: BTreeMap<CategoryId, String>,
}

/// Writes the bundle of a community. The caller asks leave: it holds everything, also password hashes.
pub fn export(node: &Node, community: CommunityId) -> Result<Files> {
    let store = node.community(community)?.read(load)?;
    let users = logins(node, community, &store)?;
    let treasuries = treasuries(&store);
    let names = names(&store, &users, &treasuries);
    let mut bundle = Bundle {
        community: community_row(&store, &names),
        currencies: store
            .currencies
            .iter()
            .enumerate()
            .map(|(i, row)| currency_row(&store, i, row, &treasuries))
            .collect(),
        users: users.into_iter().map(|(user, hash)| user_row(user, hash)).collect(),
        members: store.members.iter().map(member_row).collect(),
        links: store.links.iter().filter_map(|link| link_row(link, &names)).collect(),
        accounts: store.accounts.iter().filter_map(|account| account_row(account, &store, &names)).collect(),
        transfers: store.transfers.iter().map(|row| transfer_row(row, &names)).collect::<Result<_>>()?,
        categories: store.categories.iter().map(category_row).collect(),
        posts: store.listings.iter().map(|row| post_row(row, &names)).collect::<Result<_>>()?,
    };
    bundle.members.extend((!treasuries.is_empty()).then(|| treasury_member(&store)));
    sort(&mut bundle);
    Ok(write::files(&bundle))
}

fn load(tx: &ReadTx) -> Result<Store> {
    let members = all(|after| ayni_members::all(tx, after))?;
    let mut links = Vec::new();
    for member in &members {
        links.extend(ayni_members::links(tx, member.id)?);
    }
    Ok(Store {
        settings: ayni_communities::settings(tx)?,
        roles: ayni_members::all_roles(tx)?,
        currencies: ayni_ledger::currencies(tx)?,
        members,
        links,
        accounts: all(|after| ayni_ledger::all_accounts(tx, after, MAX_ROWS))?,
        transfers: all(|after| ayni_ledger::all_transfers(tx, after, MAX_ROWS))?,
        categories: ayni_communities::categories(tx)?,
        listings: all(|after| ayni_market::all(tx, after))?,
    })
}

/// Every row of a list that comes in pages.
fn all<T>(mut page: impl FnMut(Option<&Cursor>) -> Result<Page<T>>) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let next = page(after.as_ref())?;
        rows.extend(next.rows);
        after = next.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// Everybody who belongs to the community, acts for a member, holds a role or made a transfer.
fn logins(node: &Node, community: CommunityId, store: &Store) -> Result<Vec<(User, Option<PasswordHash>)>> {
    node.data().read(|tx| {
        let mut ids: BTreeSet<UserId> = ayni_users::users_in(tx, community)?.into_iter().collect();
        ids.extend(store.links.iter().map(|link| link.user));
        ids.extend(store.roles.iter().map(|(user, _)| *user));
        ids.extend(store.transfers.iter().filter_map(|transfer| transfer.by));
        let mut users = Vec::new();
        for id in ids {
            if let Some(user) = ayni_users::get(tx, id)? {
                let hash = ayni_users::password_hash(tx, id)?;
                users.push((user, hash));
            }
        }
        Ok(users)
    })
}

/// The codes under which treasuries that have moved are written, by their account.
fn treasuries(store: &Store) -> BTreeMap<AccountId, String> {
    let moved = store.accounts.iter().filter(|account| account.owner == Owner::Treasury && account.entries > 0);
    let member = treasury_code(store);
    moved
        .filter_map(|account| {
            let index = store.currencies.iter().position(|currency| currency.id == account.currency)?;
            Some((account.id, account_code(&member, index, &currency_code(store, index)?)))
        })
        .collect()
}

/// The code of the member that stands for the treasury: one that no member has.
fn treasury_code(store: &Store) -> String {
    let base = format!("{}TREASURY", store.settings.code);
    let is_free = |code: &String| !store.members.iter().any(|m| m.number.as_str().eq_ignore_ascii_case(code));
    // One more number than there are members, so that one is free.
    let numbered = (2..=store.members.len() + 2).map(|number| format!("{base}{number}"));
    std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
}

/// The code of a currency in the files: the community's for the first, its own for the others unless that is taken.
fn currency_code(store: &Store, index: usize) -> Option<String> {
    let own = store.currencies.get(index)?.code.to_string();
    let community = store.settings.code.to_string();
    if index == 0 {
        Some(community)
    } else if own.eq_ignore_ascii_case(&community) {
        Some(format!("{own}-{}", index + 1))
    } else {
        Some(own)
    }
}

fn names(store: &Store, users: &[(User, Option<PasswordHash>)], treasuries: &BTreeMap<AccountId, String>) -> Names {
    let members: BTreeMap<MemberId, String> = store.members.iter().map(|m| (m.id, m.number.to_string())).collect();
    let mut accounts = BTreeMap::new();
    for account in &store.accounts {
        let Some(index) = store.currencies.iter().position(|currency| currency.id == account.currency) else {
            continue;
        };
        let own = match account.owner {
            Owner::Member(member) => members.get(&member).zip(currency_code(store, index)),
            Owner::Treasury | Owner::System => None,
        };
        let code = own.map(|(member, currency)| account_code(member, index, &currency));
        if let Some(code) = code.or_else(|| treasuries.get(&account.id).cloned()) {
            accounts.insert(account.id, (code, index));
        }
    }
    Names {
        users: users.iter().map(|(user, _)| (user.id, user.email.to_string())).collect(),
        members,
        accounts,
        categories: store.categories.iter().map(|category| (category.id, category.code.to_string())).collect(),
    }
}

fn stamp(id: [u8; 16], created: ayni_kernel::Timestamp, updated: ayni_kernel::Timestamp) -> Stamp {
    // A clock that was set back must not make a bundle that nobody can read.
    Stamp { line: 0, id: Some(id), created: Some(created), updated: Some(updated.max(created)) }
}

/// The text kept under a name, and the other extras.
fn split(extras: &Extras, name: &str) -> (Option<String>, Extras) {
    let kept = extras.iter().find(|(extra, _)| extra == name).map(|(_, text)| text.clone());
    (kept, extras.iter().filter(|(extra, _)| extra != name).cloned().collect())
}

fn community_row(store: &Store, names: &Names) -> model::Community {
    let settings = &store.settings;
    let (bundle_id, extras) = split(&settings.extras, BUNDLE_ID);
    let id = bundle_id.and_then(|id| id.parse().ok()).unwrap_or(settings.id);
    let emails = |role: Role| {
        let held = store.roles.iter().filter(|(_, roles)| roles.given(role));
        let mut emails: Vec<String> = held.filter_map(|(user, _)| names.users.get(user).cloned()).collect();
        emails.sort();
        emails
    };
    let mut contacts: Vec<(String, ayni_kernel::Line)> = Vec::new();
    for (kind, value) in &settings.contacts {
        let base = if kind.is_empty() { "other" } else { kind };
        let numbered = (2_usize..).map(|number| format!("{base}.{number}"));
        let is_free = |name: &String| contacts.iter().all(|(taken, _)| taken != name);
        let column = std::iter::once(base.to_owned()).chain(numbered).find(is_free).unwrap_or_default();
        contacts.push((column, value.clone()));
    }
    model::Community {
        stamp: stamp(id.bytes(), settings.created, settings.updated),
        code: settings.code.to_string(),
        name: settings.name.clone(),
        status: settings.status.word(),
        description: settings.description.clone(),
        access: settings.access.word(),
        image_url: settings.image_url.clone(),
        address: settings.address.clone(),
        location: settings.location,
        contacts,
        roles: Role::ALL.into_iter().map(|role| (role, emails(role))).collect(),
        kind: settings.kind.word(),
        hue: Some(settings.hue.degrees()),
        time_zone: settings.time_zone.to_string(),
        language: Some(settings.language),
        languages: settings.languages.clone(),
        joining: settings.joining.word(),
        member_list: settings.member_list.word(),
        terms: settings.terms.clone(),
        extras,
    }
}

fn currency_row(
    store: &Store,
    index: usize,
    currency: &Currency,
    treasuries: &BTreeMap<AccountId, String>,
) -> model::Currency {
    let own = store.accounts.iter().find(|a| a.owner == Owner::Treasury && a.currency == currency.id);
    let (admin, extras) = split(&currency.extras, ADMIN_USER);
    model::Currency {
        stamp: stamp(currency.id.bytes(), currency.created, currency.updated),
        code: currency_code(store, index).unwrap_or_default(),
        own_code: currency.code.to_string(),
        admin: admin.unwrap_or_default(),
        name: currency.name.clone(),
        plural: currency.plural.clone(),
        symbol: currency.symbol.clone(),
        decimals: currency.shown,
        scale: currency.scale,
        rate: currency.rate,
        kind: currency.kind.word(),
        credit_limit: currency.lower.and_then(Amount::negated),
        maximum: currency.upper,
        request_days: Some(currency.request_days),
        treasury: own.and_then(|account| treasuries.get(&account.id)).cloned().unwrap_or_default(),
        extras,
    }
}

fn user_row(user: User, password: Option<PasswordHash>) -> model::User {
    let unspoken = split(&user.extras, LANGUAGE).0.unwrap_or_default();
    model::User {
        stamp: stamp(user.id.bytes(), user.created, user.updated),
        email: user.email.to_string(),
        name: user.name,
        status: user.status.word(),
        password,
        language: user.language.map_or(unspoken, |language: Language| language.tag().to_owned()),
    }
}

fn member_row(member: &Member) -> model::Member {
    model::Member {
        stamp: stamp(member.id.bytes(), member.created, member.updated),
        code: member.number.to_string(),
        name: member.name.clone(),
        kind: member.kind.word(),
        status: member.status.word(),
        access: member.access.word(),
        description: member.description.clone(),
        image_url: member.image_url.clone(),
        address: member.address.clone(),
        address_visibility: member.address_visibility.word(),
        location: member.location,
        contacts: contacts::columns(&member.contacts),
        letter: member.letter.clone(),
        note: member.note.clone(),
        // The day it was made is what an import assumes.
        joined: member.joined.filter(|joined| *joined != member.created),
        extras: member.extras.clone(),
    }
}

/// The member that stands for the treasury.
fn treasury_member(store: &Store) -> model::Member {
    model::Member {
        code: treasury_code(store),
        name: Name::clone(&store.settings.name),
        kind: "public",
        status: "active",
        access: "group",
        address_visibility: words::CONTACT_DEFAULT,
        ..model::Member::default()
    }
}

fn link_row(link: &Link, names: &Names) -> Option<model::Link> {
    Some(model::Link {
        stamp: Stamp { id: link.id, ..Stamp::default() },
        member: names.members.get(&link.member)?.clone(),
        user: names.users.get(&link.user)?.clone(),
        preferences: link.preferences.clone(),
    })
}

/// An account with a name in the files: a member's, or the treasury's when it has moved.
fn account_row(account: &Account, store: &Store, names: &Names) -> Option<model::Account> {
    let (code, currency) = names.accounts.get(&account.id)?.clone();
    let balance = account.balance();
    let is_beyond =
        account.lower.is_some_and(|lower| balance < lower) || account.upper.is_some_and(|upper| balance > upper);
    let mut extras = account.extras.clone();
    extras.extend(is_beyond.then(|| (BEYOND_LIMIT.to_owned(), "true".to_owned())));
    let (owner, stamp) = match account.owner {
        Owner::Member(member) => (
            model::Owner::Member(names.members.get(&member)?.clone()),
            stamp(account.id.bytes(), account.created, account.updated),
        ),
        // An import opens the treasury itself, with an id and times of its own.
        Owner::Treasury | Owner::System => (model::Owner::Treasury(treasury_code(store)), Stamp::default()),
    };
    Some(model::Account {
        stamp,
        code,
        owner,
        currency,
        balance: Some(balance),
        credit_limit: account.lower.and_then(Amount::negated),
        maximum: account.upper,
        extras,
    })
}

fn transfer_row(transfer: &Transfer, names: &Names) -> Result<model::Transfer> {
    let account = |id: AccountId| {
        let lost = || Error::broken(format!("the transfer {} names an account without an owner", transfer.id));
        names.accounts.get(&id).cloned().ok_or_else(lost)
    };
    let (debit, currency) = account(transfer.debit)?;
    let (credit, _) = account(transfer.credit)?;
    Ok(model::Transfer {
        stamp: stamp(transfer.id.bytes(), transfer.at, transfer.updated),
        payer: debit,
        payee: credit,
        user: transfer.by.and_then(|user| names.users.get(&user)).cloned().unwrap_or_default(),
        amount: Some(transfer.amount),
        currency,
        description: transfer.description.clone(),
        category: transfer.category.and_then(|id| names.categories.get(&id)).cloned().unwrap_or_default(),
        kind: transfer.kind.word(),
        group: Some(transfer.group).filter(|group| *group != transfer.id).map(ayni_kernel::TransferId::bytes),
        reverses: transfer.reverses.map(ayni_kernel::TransferId::bytes),
    })
}

fn category_row(category: &ayni_communities::Category) -> model::Category {
    model::Category {
        stamp: stamp(category.id.bytes(), category.created, category.updated),
        code: category.code.to_string(),
        name: category.name.clone(),
        description: category.description.clone(),
        access: category.access.word(),
        icon: category.icon.clone(),
    }
}

fn post_row(listing: &ayni_market::Listing, names: &Names) -> Result<model::Post> {
    let lost = || Error::broken(format!("the listing {} has no member", listing.id));
    Ok(model::Post {
        stamp: stamp(listing.id.bytes(), listing.created, listing.updated),
        code: listing.code.to_string(),
        kind: words::of_listing_kind(listing.kind),
        member: names.members.get(&listing.member).cloned().ok_or_else(lost)?,
        category: listing.category.and_then(|id| names.categories.get(&id)).cloned().unwrap_or_default(),
        title: listing.title.clone(),
        description: listing.description.clone(),
        status: listing.status.word(),
        access: listing.access.word(),
        value: listing.price.words.clone(),
        fulfilled: listing.fulfilled,
        expires: listing.expires,
        location: point(listing.place),
        images: listing.images.clone(),
    })
}

/// Rows by code, address, or time and id; the currencies stay in the order of their making.
fn sort(bundle: &mut Bundle) {
    bundle.users.sort_by(|a, b| a.email.cmp(&b.email));
    bundle.members.sort_by(|a, b| a.code.cmp(&b.code));
    bundle.links.sort_by(|a, b| (&a.member, &a.user).cmp(&(&b.member, &b.user)));
    bundle.accounts.sort_by(|a, b| a.code.cmp(&b.code));
    bundle.transfers.sort_by_key(|row| (row.stamp.created, row.stamp.id));
    bundle.categories.sort_by(|a, b| a.code.cmp(&b.code));
    bundle.posts.sort_by(|a, b| a.code.cmp(&b.code));
}

/// The point of a listing's place, where it has one of its own.
const fn point(place: ayni_market::Place) -> Option<ayni_kernel::Point> {
    match place {
        ayni_market::Place::Point(point) => Some(point),
        _ => None,
    }
}
