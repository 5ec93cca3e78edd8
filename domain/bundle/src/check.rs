//! The dry run: reads a bundle, finds every fault, and makes the plan of an import when there is none.

use std::collections::{BTreeMap, BTreeSet};

use ayni_communities::MAX_CATEGORIES;
use ayni_kernel::Fault;

use crate::{
    Checked, Files, Plan, Report,
    model::{Bundle, Owner, Stamp, Transfer},
    read, reconcile,
    report::Notes,
    shape::{self, Presence, Shape},
    sheet::{self, Sheet, shown},
};

/// Reads and checks a bundle as a whole. The plan is there only when nothing is wrong.
pub fn check(files: &Files) -> Checked {
    let mut notes = Notes::default();
    let sheets = sheets(files, &mut notes);
    let bundle = bundle(&sheets, &mut notes);
    unique(&bundle, &mut notes);
    references(&bundle, &sheets, &mut notes);
    let reconciled = reconcile::reconcile(&bundle, sheets.complete("transfers.csv"), &mut notes);
    let mut report = figures(&bundle);
    report.reconciled = reconciled.count;
    report.sum = reconciled.sum;
    let clean = notes.is_clean();
    notes.finish(&mut report, shape::order);
    Checked { plan: clean.then(|| Plan { bundle, total: steps(&report) }), report }
}

fn figures(bundle: &Bundle) -> Report {
    let currency = bundle.currencies.first();
    Report {
        name: bundle.community.name.to_string(),
        code: bundle.community.code.clone(),
        currency: currency.map(|currency| currency.own_code.clone()).unwrap_or_default(),
        symbol: currency.map(|currency| currency.symbol.to_string()).unwrap_or_default(),
        scale: currency.map(|currency| currency.scale.decimals()).unwrap_or_default(),
        users: bundle.users.len(),
        members: bundle.members.len(),
        accounts: bundle.accounts.len(),
        transfers: bundle.transfers.len(),
        categories: bundle.categories.len(),
        listings: bundle.posts.len(),
        ..Report::default()
    }
}

/// What an import counts its progress in: one step a record.
fn steps(report: &Report) -> usize {
    report.users + report.members + report.accounts + report.transfers + report.categories + report.listings
}

/// The files that are there, by name.
struct Sheets(BTreeMap<&'static str, Sheet>);

impl Sheets {
    fn get(&self, shape: &Shape) -> Option<&Sheet> {
        self.0.get(shape.file)
    }

    /// Whether the file is there (or may be absent) with every column it needs.
    fn complete(&self, file: &str) -> bool {
        self.0.get(file).is_none_or(|sheet| sheet.complete)
    }
}

fn sheets(files: &Files, notes: &mut Notes) -> Sheets {
    let mut sheets = BTreeMap::new();
    for shape in shape::ALL {
        match files.get(shape.file) {
            Some(bytes) => drop(sheets.insert(shape.file, sheet::read(shape, bytes, notes))),
            None if shape.presence == Presence::Needed => {
                notes.file(shape.file, Fault::new("", "bundle-file-missing").with("file", shape.file));
            }
            None => {}
        }
    }
    for file in files.keys().filter(|file| shape::order(file) == shape::ALL.len()) {
        notes.warn(file, None, None, Fault::new("", "bundle-file-unknown").with("file", shown(file)));
    }
    Sheets(sheets)
}

fn bundle(sheets: &Sheets, notes: &mut Notes) -> Bundle {
    let mut bundle = Bundle::default();
    if let Some(sheet) = sheets.get(&shape::COMMUNITY) {
        let mut rows = read::communities(sheet, notes);
        if rows.len() != 1 && sheet.complete {
            notes.file(sheet.shape.file, Fault::new("", "bundle-one-row").with("found", rows.len()));
        }
        bundle.community = if rows.is_empty() { bundle.community } else { rows.swap_remove(0) };
    }
    if let Some(sheet) = sheets.get(&shape::CURRENCY) {
        bundle.currencies = read::currencies(sheet, notes);
        if bundle.currencies.is_empty() && sheet.complete {
            notes.file(sheet.shape.file, Fault::new("", "bundle-one-row").with("found", 0_i64));
        }
    }
    bundle.users = sheets.get(&shape::USERS).map(|sheet| read::users(sheet, notes)).unwrap_or_default();
    bundle.members = sheets.get(&shape::MEMBERS).map(|sheet| read::members(sheet, notes)).unwrap_or_default();
    bundle.links = sheets.get(&shape::MEMBER_USERS).map(|sheet| read::links(sheet, notes)).unwrap_or_default();
    if let Some(sheet) = sheets.get(&shape::ACCOUNTS) {
        let trust = sheets.get(&shape::MEMBERS).is_none_or(|members| !members.complete);
        let owners = owners(&bundle);
        let owner = |code: &str| match owners.get(code) {
            Some((owner, currency)) => (owner.clone(), *currency),
            // Without a list of members nobody can say that one is missing.
            None if trust => (Owner::Member(code.to_owned()), 0),
            None => (Owner::Unknown, 0),
        };
        bundle.accounts = read::accounts(sheet, notes, &bundle.currencies, owner);
    }
    if let Some(sheet) = sheets.get(&shape::TRANSFERS) {
        let accounts: BTreeMap<&str, usize> =
            bundle.accounts.iter().map(|account| (account.code.as_str(), account.currency)).collect();
        bundle.transfers = read::transfers(sheet, notes, &bundle.currencies, |code| accounts.get(code).copied());
    }
    bundle.categories = sheets.get(&shape::CATEGORIES).map(|sheet| read::categories(sheet, notes)).unwrap_or_default();
    bundle.posts = sheets.get(&shape::POSTS).map(|sheet| read::posts(sheet, notes)).unwrap_or_default();
    bundle
}

/// The account code of every owner in every currency: the member's own in the first, with the currency's code
/// behind it in the others.
fn owners(bundle: &Bundle) -> BTreeMap<String, (Owner, usize)> {
    let mut owners = BTreeMap::new();
    for (index, currency) in bundle.currencies.iter().enumerate() {
        for member in &bundle.members {
            let code = account_code(&member.code, index, &currency.code);
            let owner = if code == currency.treasury {
                Owner::Treasury(member.code.clone())
            } else {
                Owner::Member(member.code.clone())
            };
            owners.insert(code, (owner, index));
        }
    }
    owners
}

/// The code of a member's account in one of the bundle's currencies.
pub(crate) fn account_code(member: &str, index: usize, currency: &str) -> String {
    if index == 0 { member.to_owned() } else { format!("{member}-{currency}") }
}

/// Notes codes, addresses and ids that stand twice in a file.
fn unique(bundle: &Bundle, notes: &mut Notes) {
    let mut no_twins = |shape: &Shape, column: &'static str, keys: &mut dyn Iterator<Item = (Stamp, String)>| {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (stamp, key) in keys.filter(|(_, key)| !key.is_empty()) {
            let earlier = *first.entry(key.to_lowercase()).or_insert(stamp.line);
            if earlier != stamp.line {
                let fault = Fault::new("", "bundle-twice").with("value", shown(&key)).with("row", earlier);
                notes.cell(shape.file, stamp.line, column, fault);
            }
        }
    };
    let id =
        |stamp: Stamp| (stamp, stamp.id.map(|id| ayni_kernel::UserId::from_bytes(id).to_string()).unwrap_or_default());
    macro_rules! no_twins {
        ($($shape:ident $rows:ident $column:literal $key:ident),+ $(,)?) => { $(
            no_twins(&shape::$shape, "id", &mut bundle.$rows.iter().map(|row| id(row.stamp)));
            no_twins(&shape::$shape, $column, &mut bundle.$rows.iter().map(|row| (row.stamp, row.$key.clone())));
        )+ };
    }
    no_twins!(
        CURRENCY currencies "code" code,
        USERS users "email" email,
        MEMBERS members "code" code,
        ACCOUNTS accounts "code" code,
        CATEGORIES categories "code" code,
        POSTS posts "code" code,
    );
    no_twins(&shape::TRANSFERS, "id", &mut bundle.transfers.iter().map(|row| id(row.stamp)));
    no_twins(&shape::MEMBER_USERS, "id", &mut bundle.links.iter().map(|row| id(row.stamp)));
    let pairs = bundle.links.iter().filter(|link| !link.member.is_empty() && !link.user.is_empty());
    no_twins(
        &shape::MEMBER_USERS,
        "user",
        &mut pairs.map(|link| (link.stamp, format!("{} {}", link.member, link.user))),
    );
    let reversed = bundle.transfers.iter().map(|row| (row.stamp, row.reverses));
    let key = |id: [u8; 16]| ayni_kernel::TransferId::from_bytes(id).to_string();
    no_twins(&shape::TRANSFERS, "reverses", &mut reversed.map(|(stamp, id)| (stamp, id.map(key).unwrap_or_default())));
}

/// Looks up what rows name, and notes what is not there.
struct Lookup<'a> {
    word: &'static str,
    known: BTreeSet<&'a str>,
    /// Off when the file with the names could not be read: then nothing can be said.
    on: bool,
}

impl Lookup<'_> {
    fn need(&self, notes: &mut Notes, shape: &Shape, line: usize, column: &str, key: &str) {
        if self.on && !key.is_empty() && !self.known.contains(key) {
            notes.cell(shape.file, line, column, Fault::new("", self.word).with("value", shown(key)));
        }
    }
}

fn references(bundle: &Bundle, sheets: &Sheets, notes: &mut Notes) {
    let readable =
        |shape: &Shape| sheets.get(shape).map_or(shape.presence == Presence::Optional, |sheet| sheet.complete);
    let users = Lookup {
        word: "bundle-user-unknown",
        known: bundle.users.iter().map(|user| user.email.as_str()).collect(),
        on: readable(&shape::USERS),
    };
    let members = Lookup {
        word: "bundle-member-unknown",
        known: bundle.members.iter().map(|member| member.code.as_str()).collect(),
        on: readable(&shape::MEMBERS),
    };
    let categories = Lookup {
        word: "bundle-category-unknown",
        known: bundle.categories.iter().map(|category| category.code.as_str()).collect(),
        on: readable(&shape::CATEGORIES),
    };
    let accounts = Lookup {
        word: "bundle-account-unknown",
        known: bundle.accounts.iter().map(|account| account.code.as_str()).collect(),
        on: readable(&shape::ACCOUNTS),
    };
    for (role, emails) in &bundle.community.roles {
        for email in emails {
            users.need(notes, &shape::COMMUNITY, bundle.community.stamp.line, read::role_column(*role), email);
        }
    }
    codes(bundle, notes);
    for currency in &bundle.currencies {
        users.need(notes, &shape::CURRENCY, currency.stamp.line, "adminUser", &currency.admin);
        accounts.need(notes, &shape::CURRENCY, currency.stamp.line, "settings.treasury", &currency.treasury);
    }
    for link in &bundle.links {
        members.need(notes, &shape::MEMBER_USERS, link.stamp.line, "member", &link.member);
        users.need(notes, &shape::MEMBER_USERS, link.stamp.line, "user", &link.user);
    }
    for post in &bundle.posts {
        members.need(notes, &shape::POSTS, post.stamp.line, "member", &post.member);
        categories.need(notes, &shape::POSTS, post.stamp.line, "category", &post.category);
    }
    let at = &shape::TRANSFERS;
    for transfer in &bundle.transfers {
        accounts.need(notes, at, transfer.stamp.line, "payer", &transfer.payer);
        accounts.need(notes, at, transfer.stamp.line, "payee", &transfer.payee);
        users.need(notes, at, transfer.stamp.line, "user", &transfer.user);
        categories.need(notes, at, transfer.stamp.line, "category", &transfer.category);
    }
    if bundle.categories.len() > MAX_CATEGORIES {
        notes.file("categories.csv", Fault::new("", "bundle-categories-many").with("max", MAX_CATEGORIES));
    }
    holders(bundle, accounts.on, notes);
    parties(bundle, notes);
}

/// The first currency has the community's code, and member codes begin with it.
fn codes(bundle: &Bundle, notes: &mut Notes) {
    let community = &bundle.community.code;
    if community.is_empty() {
        return;
    }
    if let Some(currency) = bundle.currencies.first().filter(|currency| !currency.code.is_empty())
        && currency.code != *community
    {
        let fault = Fault::new("", "bundle-currency-code").with("value", shown(&currency.code));
        notes.cell("currency.csv", currency.stamp.line, "code", fault.with("community", community.as_str()));
    }
    for member in bundle.members.iter().filter(|member| !member.code.is_empty()) {
        if member.code.strip_prefix(community.as_str()).is_none_or(str::is_empty) {
            let fault = Fault::new("", "bundle-member-code").with("value", shown(&member.code));
            // Staff may give other numbers here, so that this is no reason to refuse.
            let fault = fault.with("community", community.as_str());
            notes.warn("members.csv", Some(member.stamp.line), Some("code"), fault);
        }
    }
}

/// Who has an account and who must have one; a member who left has an empty one.
fn holders(bundle: &Bundle, accounts_known: bool, notes: &mut Notes) {
    let status: BTreeMap<&str, &str> = bundle.members.iter().map(|m| (m.code.as_str(), m.status)).collect();
    let mut holders = BTreeSet::new();
    for account in &bundle.accounts {
        let (Owner::Member(code) | Owner::Treasury(code)) = &account.owner else { continue };
        holders.insert(code.as_str());
        let status = status.get(code.as_str()).copied().unwrap_or_default();
        if matches!(status, "draft" | "pending") {
            let fault = Fault::new("", "bundle-account-early").with("value", shown(code)).with("status", status);
            notes.cell("accounts.csv", account.stamp.line, "code", fault);
        }
        if status == "deleted" && account.balance.is_some_and(|balance| balance.minor() != 0) {
            let scale = bundle.currencies.get(account.currency).map(|currency| currency.scale).unwrap_or_default();
            let balance = account.balance.map(|balance| scale.format_exact(balance)).unwrap_or_default();
            let fault = Fault::new("", "bundle-deleted-balance").with("balance", balance);
            notes.cell("accounts.csv", account.stamp.line, "balance", fault);
        }
    }
    let lacking = bundle.members.iter().filter(|m| m.status == "active" && !m.code.is_empty());
    for member in lacking.filter(|m| accounts_known && !holders.contains(m.code.as_str())) {
        let fault = Fault::new("", "bundle-account-missing").with("value", shown(&member.code));
        notes.cell("members.csv", member.stamp.line, "code", fault);
    }
}

/// What both sides of a transfer must have in common, and what a reversal must point to.
fn parties(bundle: &Bundle, notes: &mut Notes) {
    let accounts: BTreeMap<&str, usize> = bundle.accounts.iter().map(|a| (a.code.as_str(), a.currency)).collect();
    let by_id: BTreeMap<[u8; 16], &Transfer> =
        bundle.transfers.iter().filter_map(|transfer| Some((transfer.stamp.id?, transfer))).collect();
    for transfer in &bundle.transfers {
        let line = transfer.stamp.line;
        let currency = |code: &str| accounts.get(code);
        if !transfer.payer.is_empty() && transfer.payer == transfer.payee {
            let fault = Fault::new("", "bundle-same-account").with("value", shown(&transfer.payer));
            notes.cell("transfers.csv", line, "payee", fault);
        } else if currency(&transfer.payer).zip(currency(&transfer.payee)).is_some_and(|(a, b)| a != b) {
            notes.cell("transfers.csv", line, "payee", Fault::new("", "bundle-two-currencies"));
        }
        for (column, id) in [("reverses", transfer.reverses), ("group", transfer.group)] {
            let own = column == "group" && id == transfer.stamp.id;
            if let Some(id) = id.filter(|id| !own && !by_id.contains_key(id)) {
                let shown = ayni_kernel::TransferId::from_bytes(id).to_string();
                notes.cell(
                    "transfers.csv",
                    line,
                    column,
                    Fault::new("", "bundle-transfer-unknown").with("value", shown),
                );
            }
        }
        let original = transfer.reverses.and_then(|id| by_id.get(&id).copied());
        let sound = match (original, transfer.reverses) {
            (None, None) => transfer.kind != "reversal",
            (None, Some(_)) => true,
            (Some(original), _) => takes_back(transfer, original),
        };
        if !sound {
            notes.cell("transfers.csv", line, "reverses", Fault::new("", "bundle-reversal"));
        }
    }
}

/// Whether a transfer is the exact reversal of an earlier one.
fn takes_back(transfer: &Transfer, original: &Transfer) -> bool {
    transfer.kind == "reversal"
        && original.kind != "reversal"
        && (&transfer.payer, &transfer.payee) == (&original.payee, &original.payer)
        && transfer.amount == original.amount
        && transfer.stamp.created >= original.stamp.created
}
