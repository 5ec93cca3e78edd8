//! Typed rows as files: fixed order of columns, each row in a fixed place, so that equal bundles give equal bytes.

use std::collections::BTreeSet;

use ayni_kernel::{Address, Amount, Language, Point, Role, Scale, Timestamp, TransferId};

use crate::{
    Files, degrees,
    model::{Account, Bundle, Category, Community, Currency, Extras, Link, Member, Post, Stamp, Transfer, User},
    read::{CONTACT_VISIBILITY, role_column},
    sheet, words,
};

/// A row as pairs of column and text, in the order of the columns.
type Cells = Vec<(String, String)>;

/// Writes all nine files.
pub(crate) fn files(bundle: &Bundle) -> Files {
    let community = [community(&bundle.community)];
    let mut files = Files::new();
    let mut add = |name: &str, rows: Vec<Cells>, head: usize, empty: &[&str]| {
        files.insert(name.to_owned(), table(rows, head, empty));
    };
    add("community.csv", community.into(), 18, &[]);
    add("currency.csv", bundle.currencies.iter().map(currency).collect(), 12, &[]);
    add("users.csv", bundle.users.iter().map(user).collect(), 8, &["id", "email", "name"]);
    add("members.csv", bundle.members.iter().map(member).collect(), 18, &["id", "code", "name", "type", "status"]);
    add("member-users.csv", bundle.links.iter().map(link).collect(), 3, &["id", "member", "user"]);
    let accounts = bundle.accounts.iter().map(|row| account(row, scale(bundle, row.currency)));
    add("accounts.csv", accounts.collect(), 7, &["id", "code", "balance"]);
    let transfers = bundle.transfers.iter().map(|row| transfer(row, scale(bundle, row.currency)));
    add("transfers.csv", transfers.collect(), 8, &["id", "payer", "payee", "amount", "createdAt"]);
    add("categories.csv", bundle.categories.iter().map(category).collect(), 9, &["id", "code", "name"]);
    add("posts.csv", bundle.posts.iter().map(post).collect(), 18, &["id", "code", "type", "member"]);
    files
}

fn scale(bundle: &Bundle, currency: usize) -> Scale {
    bundle.currencies.get(currency).map(|currency| currency.scale).unwrap_or_default()
}

/// A table of the rows. The first `head` columns are always written; the others, by name, only where a
/// row fills them. A file without rows has the `empty` header.
fn table(rows: Vec<Cells>, head: usize, empty: &[&str]) -> Vec<u8> {
    let mut header: Vec<String> = match rows.first() {
        Some(row) => row.iter().take(head).map(|(column, _)| column.clone()).collect(),
        None => empty.iter().map(|column| (*column).to_owned()).collect(),
    };
    let filled = rows.iter().flat_map(|row| row.iter().skip(head)).filter(|(_, text)| !text.is_empty());
    let more: BTreeSet<&String> = filled.map(|(column, _)| column).collect();
    header.extend(more.into_iter().cloned());
    let mut lines = vec![header.clone()];
    for row in rows {
        let text = |column: &String| row.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone());
        lines.push(header.iter().map(|column| text(column).unwrap_or_default()).collect());
    }
    sheet::write(&lines)
}

/// Builds one row.
#[derive(Default)]
struct Line(Cells);

impl Line {
    fn add(mut self, column: &str, text: &(impl ToString + ?Sized)) -> Self {
        self.0.push((column.to_owned(), text.to_string()));
        self
    }

    fn maybe<T: ToString>(self, column: &str, value: Option<T>) -> Self {
        self.add(column, &value.map(|value| value.to_string()).unwrap_or_default())
    }

    fn id(self, id: Option<[u8; 16]>) -> Self {
        self.maybe("id", id.map(TransferId::from_bytes))
    }

    fn times(self, stamp: &Stamp) -> Self {
        self.time("createdAt", stamp.created).time("updatedAt", stamp.updated)
    }

    fn time(self, column: &str, time: Option<Timestamp>) -> Self {
        self.maybe(column, time)
    }

    fn amount(self, column: &str, scale: Scale, amount: Option<Amount>) -> Self {
        self.maybe(column, amount.map(|amount| scale.format_exact(amount)))
    }

    fn address(self, address: &Address) -> Self {
        self.add("address.streetAddress", &address.street)
            .add("address.locality", &address.locality)
            .add("address.postalCode", &address.postal_code)
            .add("address.region", &address.region)
            .add("address.country", &address.country)
    }

    fn location(self, location: Option<Point>) -> Self {
        let steps = location.map(Point::steps);
        self.maybe("location.type", steps.map(|_| "Point"))
            .maybe("location.longitude", steps.map(|(_, longitude)| degrees::format(longitude)))
            .maybe("location.latitude", steps.map(|(latitude, _)| degrees::format(latitude)))
    }

    fn extras(mut self, extras: &Extras) -> Self {
        self.0.extend(extras.iter().cloned());
        self
    }
}

fn community(row: &Community) -> Cells {
    let emails = |role: Role| row.roles.get(&role).map(|emails| emails.join(";")).unwrap_or_default();
    let languages: Vec<&str> = row.languages.iter().copied().map(Language::tag).collect();
    let mut line = Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .add("name", &row.name)
        .add("status", row.status)
        .add("description", &row.description)
        .add("access", row.access)
        .add("adminUsers", &emails(Role::Admin))
        .times(&row.stamp)
        .add("imageUrl", &row.image_url)
        .address(&row.address)
        .location(row.location)
        .add("settings.kind", row.kind)
        .maybe("settings.hue", row.hue)
        .add("settings.timeZone", &row.time_zone)
        .maybe("settings.language", row.language)
        .add("settings.languages", &languages.join(";"))
        .add("settings.joining", row.joining)
        .add("settings.memberList", row.member_list)
        .add("settings.terms", &row.terms);
    for role in [Role::Steward, Role::Treasurer, Role::Manager] {
        line = line.add(role_column(role), &emails(role));
    }
    for (column, text) in &row.contacts {
        line = line.add(&format!("contact.{column}"), text);
    }
    line.extras(&row.extras).0
}

fn currency(row: &Currency) -> Cells {
    let own_code = Some(&row.own_code).filter(|own| **own != row.code);
    Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .add("adminUser", &row.admin)
        .add("name", &row.name)
        .add("namePlural", &row.plural)
        .add("symbol", &row.symbol)
        .add("decimals", &row.decimals)
        .add("scale", &row.scale.decimals())
        .maybe("rateNumerator", row.rate.map(|(numerator, _)| numerator))
        .maybe("rateDenominator", row.rate.map(|(_, denominator)| denominator))
        .times(&row.stamp)
        .amount("settings.defaultInitialCreditLimit", row.scale, row.credit_limit)
        .amount("settings.defaultInitialMaximumBalance", row.scale, row.maximum)
        .add("settings.kind", row.kind)
        .maybe("settings.code", own_code)
        .maybe("settings.requestDays", row.request_days)
        .add("settings.treasury", &row.treasury)
        .extras(&row.extras)
        .0
}

fn user(row: &User) -> Cells {
    Line::default()
        .id(row.stamp.id)
        .add("email", &row.email)
        .add("name", &row.name)
        .add("status", row.status)
        .maybe("passwordHash", row.password.as_ref().map(ayni_users::PasswordHash::as_str))
        .add("language", &row.language)
        .times(&row.stamp)
        .0
}

fn member(row: &Member) -> Cells {
    let visibility: Vec<String> = row
        .contacts
        .iter()
        .filter(|contact| contact.visibility != words::CONTACT_DEFAULT)
        .map(|contact| format!("{}={}", contact.column, contact.visibility))
        .collect();
    let mut line = Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .add("name", &row.name)
        .add("type", row.kind)
        .add("status", row.status)
        .add("access", row.access)
        .add("description", &row.description)
        .times(&row.stamp)
        .add("imageUrl", &row.image_url)
        .address(&row.address)
        .location(row.location)
        .add("address.visibility", if row.address_visibility == "members" { "" } else { row.address_visibility })
        .add("letter", &row.letter)
        .add("note", &row.note)
        .time("joinedAt", row.joined)
        .add(CONTACT_VISIBILITY, &visibility.join(";"));
    for contact in &row.contacts {
        line = line.add(&format!("contact.{}", contact.column), &contact.value);
    }
    line.extras(&row.extras).0
}

fn link(row: &Link) -> Cells {
    Line::default().id(row.stamp.id).add("member", &row.member).add("user", &row.user).extras(&row.preferences).0
}

fn account(row: &Account, scale: Scale) -> Cells {
    Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .amount("balance", scale, row.balance)
        .amount("creditLimit", scale, row.credit_limit)
        .amount("maximumBalance", scale, row.maximum)
        .times(&row.stamp)
        .extras(&row.extras)
        .0
}

fn transfer(row: &Transfer, scale: Scale) -> Cells {
    Line::default()
        .id(row.stamp.id)
        .add("payer", &row.payer)
        .add("payee", &row.payee)
        .add("user", &row.user)
        .amount("amount", scale, row.amount)
        .add("description", &row.description)
        .times(&row.stamp)
        .add("category", &row.category)
        .add("kind", if row.kind == "import" { "" } else { row.kind })
        .maybe("group", row.group.map(TransferId::from_bytes))
        .maybe("reverses", row.reverses.map(TransferId::from_bytes))
        .0
}

fn category(row: &Category) -> Cells {
    Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .add("name", &row.name)
        .add("description", &row.description)
        .add("access", row.access)
        .times(&row.stamp)
        .add("icon.type", &row.icon.0)
        .add("icon.value", &row.icon.1)
        .0
}

fn post(row: &Post) -> Cells {
    let images: Vec<String> = row.images.iter().map(|image| image.replace(';', "%3B")).collect();
    Line::default()
        .id(row.stamp.id)
        .add("code", &row.code)
        .add("type", row.kind)
        .add("member", &row.member)
        .add("category", &row.category)
        .add("title", &row.title)
        .add("description", &row.description)
        .add("status", row.status)
        .add("access", row.access)
        .add("value", &row.value)
        .times(&row.stamp)
        .time("fulfilledAt", row.fulfilled)
        .time("expiresAt", row.expires)
        .location(row.location)
        .add("imageUrls", &images.join(";"))
        .0
}
