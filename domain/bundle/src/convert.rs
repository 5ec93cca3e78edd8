//! Checked rows as records of the features, with their ids in place of codes and addresses.

use std::collections::BTreeMap;

use ayni_communities::{Access, Audience, Category, Hue, Joining, Kind, Settings, Status, TimeZoneName};
use ayni_kernel::{
    AccountId, Amount, CategoryId, Code, CommunityId, CurrencyId, Email, Error, Language, Line, ListingId, MemberId,
    Result, Timestamp, TransferId, UserId,
};
use ayni_ledger::{Account, AccountStatus, Currency, CurrencyKind, Owner, Transfer, TransferKind};
use ayni_market::{Listing, ListingStatus, Place, Price, Reminded, Tags};
use ayni_members::{Link, Member, MemberKind, MemberStatus, Visibility};
use ayni_users::{NewUser, Standing, UserStatus};

use crate::{
    contacts,
    model::{self, Stamp},
    words,
};

/// The extra under which a community keeps the id it had in its bundle: its own is always new.
pub(crate) const BUNDLE_ID: &str = "id";

/// The extra under which a user keeps a language that the program does not speak.
pub(crate) const LANGUAGE: &str = "language";

/// The extra under which a currency keeps its admin's address.
pub(crate) const ADMIN_USER: &str = "adminUser";

/// Days that payment requests stay open when a bundle does not say.
const REQUEST_DAYS: u16 = 30;

/// The ids that codes and addresses of the bundle stand for, and what fills gaps.
pub(crate) struct Ids {
    /// When the import takes place.
    pub(crate) now: Timestamp,
    /// Fresh ids for rows that bring none.
    pub(crate) fresh: std::vec::IntoIter<[u8; 16]>,
    pub(crate) users: BTreeMap<String, UserId>,
    pub(crate) members: BTreeMap<String, MemberId>,
    pub(crate) currencies: Vec<CurrencyId>,
    pub(crate) accounts: BTreeMap<String, AccountId>,
    pub(crate) categories: BTreeMap<String, CategoryId>,
}

impl Ids {
    /// The row's own id, or a fresh one.
    pub(crate) fn of<T: From<[u8; 16]>>(&mut self, stamp: &Stamp) -> Result<T> {
        let id = stamp.id.or_else(|| self.fresh.next());
        id.map(T::from).ok_or_else(|| Error::broken("the import ran out of fresh ids"))
    }

    /// When the row was made and last changed.
    fn times(&self, stamp: &Stamp) -> (Timestamp, Timestamp) {
        let created = stamp.created.or(stamp.updated).unwrap_or(self.now);
        (created, stamp.updated.unwrap_or(created))
    }

    fn user(&self, email: &str) -> Option<UserId> {
        self.users.get(email).copied()
    }

    fn member(&self, code: &str) -> Result<MemberId> {
        self.members.get(code).copied().ok_or_else(|| lost(code))
    }

    fn account(&self, code: &str) -> Result<AccountId> {
        self.accounts.get(code).copied().ok_or_else(|| lost(code))
    }

    fn category(&self, code: &str) -> Option<CategoryId> {
        self.categories.get(code).copied()
    }

    fn currency(&self, index: usize) -> Result<CurrencyId> {
        self.currencies.get(index).copied().ok_or_else(|| lost("currency"))
    }
}

fn lost(code: &str) -> Error {
    Error::broken(format!("a checked bundle names {code}, which it does not have"))
}

pub(crate) fn settings(row: model::Community, id: CommunityId, ids: &Ids) -> Result<Settings> {
    let (created, updated) = ids.times(&row.stamp);
    let mut extras = row.extras;
    extras.extend(row.stamp.id.map(|id| (BUNDLE_ID.to_owned(), CommunityId::from_bytes(id).to_string())));
    let language = row.language.unwrap_or_default();
    let offered = |tongue: &Language| *tongue == language || row.languages.is_empty() || row.languages.contains(tongue);
    Ok(Settings {
        id,
        code: Code::parse("code", &row.code)?,
        name: row.name,
        description: row.description,
        kind: words::choice(row.kind, Kind::from_word)?,
        status: words::choice(row.status, Status::from_word)?,
        access: words::choice(row.access, Access::from_word)?,
        language,
        languages: Language::ALL.into_iter().filter(offered).collect(),
        time_zone: match row.time_zone.as_str() {
            "" => TimeZoneName::default(),
            name => TimeZoneName::parse("time_zone", name)?,
        },
        hue: row.hue.map_or_else(|| Ok(Hue::default()), Hue::new)?,
        logo: None,
        image_url: row.image_url,
        terms: row.terms,
        address: row.address,
        location: row.location,
        contacts: row.contacts,
        joining: words::choice(row.joining, Joining::from_word)?,
        member_list: words::choice(row.member_list, Audience::from_word)?,
        extras,
        created,
        updated,
    })
}

pub(crate) fn currency(row: model::Currency, id: CurrencyId, ids: &Ids) -> Result<Currency> {
    let (created, updated) = ids.times(&row.stamp);
    let mut extras = row.extras;
    if !row.admin.is_empty() {
        extras.push((ADMIN_USER.to_owned(), row.admin));
    }
    Ok(Currency {
        id,
        code: Code::parse("code", &row.own_code)?,
        name: row.name,
        plural: row.plural,
        symbol: row.symbol,
        scale: row.scale,
        shown: row.decimals,
        kind: words::choice(row.kind, CurrencyKind::from_word)?,
        rate: row.rate,
        lower: lower(row.credit_limit)?,
        upper: row.maximum,
        request_days: row.request_days.unwrap_or(REQUEST_DAYS),
        extras,
        created,
        updated,
    })
}

/// The lower limit that a credit limit stands for.
pub(crate) fn lower(credit_limit: Option<Amount>) -> Result<Option<Amount>> {
    let too_large = || Error::invalid("creditLimit", "fault-amount-large");
    credit_limit.map(|limit| limit.negated().ok_or_else(too_large)).transpose()
}

pub(crate) fn user(row: model::User, id: UserId) -> Result<NewUser> {
    let language = Language::from_tag(&row.language);
    let unspoken = language.is_none() && !row.language.is_empty();
    Ok(NewUser {
        id: Some(id),
        email: Email::parse("email", &row.email)?,
        name: row.name,
        language,
        password: row.password,
        standing: Standing::Ordinary,
        status: words::choice(row.status, UserStatus::from_word)?,
        created: row.stamp.created,
        updated: row.stamp.updated,
        extras: if unspoken { vec![(LANGUAGE.to_owned(), row.language)] } else { Vec::new() },
    })
}

pub(crate) fn member(row: model::Member, ids: &Ids) -> Result<Member> {
    let (created, updated) = ids.times(&row.stamp);
    let status = words::choice(row.status, MemberStatus::from_word)?;
    let waiting = matches!(status, MemberStatus::Draft | MemberStatus::Pending);
    Ok(Member {
        id: ids.member(&row.code)?,
        number: Code::parse("number", &row.code)?,
        name: row.name,
        kind: words::choice(row.kind, MemberKind::from_word)?,
        status,
        access: words::choice(row.access, Access::from_word)?,
        description: row.description,
        photo: None,
        image_url: row.image_url,
        address: row.address,
        address_visibility: words::choice(row.address_visibility, Visibility::from_word)?,
        location: row.location,
        contacts: contacts::read(row.contacts)?,
        letter: row.letter,
        note: row.note,
        extras: row.extras,
        joined: row.joined.or((!waiting).then_some(created)),
        created,
        updated,
    })
}

pub(crate) fn link(row: model::Link, ids: &Ids) -> Result<Link> {
    Ok(Link {
        member: ids.member(&row.member)?,
        user: ids.user(&row.user).ok_or_else(|| lost(&row.user))?,
        preferences: row.preferences,
        id: row.stamp.id,
        created: ids.now,
    })
}

/// The account of a member, who stands as the word says.
pub(crate) fn account(row: &model::Account, member: &str, status: &str, ids: &Ids) -> Result<Account> {
    let (created, updated) = ids.times(&row.stamp);
    let mut extras = row.extras.clone();
    extras.retain(|(name, _)| name != crate::read::BEYOND_LIMIT);
    Ok(Account {
        id: ids.account(&row.code)?,
        code: Code::parse("code", &row.code)?,
        currency: ids.currency(row.currency)?,
        owner: Owner::Member(ids.member(member)?),
        status: match status {
            "active" => AccountStatus::Open,
            "deleted" => AccountStatus::Closed,
            _ => AccountStatus::Frozen,
        },
        lower: lower(row.credit_limit)?,
        upper: row.maximum,
        posted_in: Amount::ZERO,
        posted_out: Amount::ZERO,
        pending_in: Amount::ZERO,
        pending_out: Amount::ZERO,
        entries: 0,
        credit: None,
        extras,
        created,
        updated,
    })
}

pub(crate) fn transfer(row: model::Transfer, ids: &mut Ids) -> Result<Transfer> {
    let id: TransferId = ids.of(&row.stamp)?;
    let (at, updated) = ids.times(&row.stamp);
    Ok(Transfer {
        id,
        group: row.group.map_or(id, TransferId::from_bytes),
        currency: ids.currency(row.currency)?,
        debit: ids.account(&row.payer)?,
        credit: ids.account(&row.payee)?,
        amount: row.amount.ok_or_else(|| lost("an amount"))?,
        kind: words::choice(row.kind, TransferKind::from_word)?,
        description: row.description,
        category: ids.category(&row.category),
        by: ids.user(&row.user),
        reverses: row.reverses.map(TransferId::from_bytes),
        request: None,
        at,
        updated,
        extras: Vec::new(),
    })
}

pub(crate) fn category(row: model::Category, ids: &Ids) -> Result<Category> {
    let (created, updated) = ids.times(&row.stamp);
    Ok(Category {
        id: ids.category(&row.code).ok_or_else(|| lost(&row.code))?,
        code: Code::parse("code", &row.code)?,
        name: row.name,
        description: row.description,
        access: words::choice(row.access, Access::from_word)?,
        icon: row.icon,
        parent: None,
        created,
        updated,
    })
}

pub(crate) fn listing(row: model::Post, ids: &mut Ids) -> Result<Listing> {
    let id: ListingId = ids.of(&row.stamp)?;
    let (created, updated) = ids.times(&row.stamp);
    Ok(Listing {
        id,
        code: Code::parse("code", &row.code)?,
        kind: words::choice(row.kind, words::listing_kind)?,
        member: ids.member(&row.member)?,
        category: ids.category(&row.category),
        title: row.title,
        description: row.description,
        tags: Tags::default(),
        price: Price::in_words(row.value),
        stock: None,
        place: row.location.map_or(Place::Unsaid, Place::Point),
        photos: Vec::new(),
        status: words::choice(row.status, ListingStatus::from_word)?,
        access: words::choice(row.access, Access::from_word)?,
        published: None,
        images: row.images,
        fulfilled: row.fulfilled,
        expires: row.expires,
        reminded: Reminded::Nothing,
        made_by: None,
        sent_back: Line::default(),
        extras: Vec::new(),
        created,
        updated,
    })
}
