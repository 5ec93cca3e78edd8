//! The files of a bundle and their columns.

/// One file of the format.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its name.
    pub(crate) file: &'static str,
    /// Whether a bundle is complete without it.
    pub(crate) presence: Presence,
    /// Columns it must have.
    pub(crate) needed: &'static [&'static str],
    /// Columns it may have besides.
    pub(crate) known: &'static [&'static str],
    /// Families of columns with any ending, such as `contact.`.
    pub(crate) families: &'static [&'static str],
}

/// Whether a file must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Needed,
    Optional,
}

impl Shape {
    /// Whether the column belongs to the format.
    pub(crate) fn knows(&self, column: &str) -> bool {
        self.needed.contains(&column)
            || self.known.contains(&column)
            || self.families.iter().any(|family| column.strip_prefix(family).is_some_and(|end| !end.is_empty()))
    }
}

pub(crate) const COMMUNITY: Shape = Shape {
    file: "community.csv",
    presence: Presence::Needed,
    needed: &["code", "name"],
    known: &[
        "id",
        "status",
        "description",
        "access",
        "adminUsers",
        "createdAt",
        "updatedAt",
        "imageUrl",
        "address.streetAddress",
        "address.locality",
        "address.postalCode",
        "address.region",
        "address.country",
        "location.type",
        "location.longitude",
        "location.latitude",
    ],
    families: &["contact.", "settings."],
};

pub(crate) const CURRENCY: Shape = Shape {
    file: "currency.csv",
    presence: Presence::Needed,
    needed: &["code", "name", "symbol", "scale"],
    known: &["id", "adminUser", "namePlural", "decimals", "rateNumerator", "rateDenominator", "createdAt", "updatedAt"],
    families: &["settings."],
};

pub(crate) const USERS: Shape = Shape {
    file: "users.csv",
    presence: Presence::Needed,
    needed: &["email", "name"],
    known: &["id", "status", "passwordHash", "language", "createdAt", "updatedAt"],
    families: &[],
};

pub(crate) const MEMBERS: Shape = Shape {
    file: "members.csv",
    presence: Presence::Needed,
    needed: &["code", "name", "type", "status"],
    known: &[
        "id",
        "access",
        "description",
        "createdAt",
        "updatedAt",
        "imageUrl",
        "address.streetAddress",
        "address.locality",
        "address.postalCode",
        "address.region",
        "address.country",
        "address.visibility",
        "location.type",
        "location.longitude",
        "location.latitude",
        "letter",
        "note",
        "joinedAt",
    ],
    families: &["contact.", "settings."],
};

pub(crate) const MEMBER_USERS: Shape = Shape {
    file: "member-users.csv",
    presence: Presence::Needed,
    needed: &["member", "user"],
    known: &["id"],
    families: &["notifications.", "emails."],
};

pub(crate) const ACCOUNTS: Shape = Shape {
    file: "accounts.csv",
    presence: Presence::Needed,
    needed: &["code", "balance"],
    known: &["id", "creditLimit", "maximumBalance", "createdAt", "updatedAt"],
    families: &["settings."],
};

pub(crate) const TRANSFERS: Shape = Shape {
    file: "transfers.csv",
    presence: Presence::Optional,
    needed: &["payer", "payee", "amount", "createdAt"],
    known: &["id", "user", "description", "updatedAt", "category", "kind", "group", "reverses"],
    families: &[],
};

pub(crate) const CATEGORIES: Shape = Shape {
    file: "categories.csv",
    presence: Presence::Optional,
    needed: &["code", "name"],
    known: &["id", "description", "access", "createdAt", "updatedAt", "icon.type", "icon.value"],
    families: &[],
};

pub(crate) const POSTS: Shape = Shape {
    file: "posts.csv",
    presence: Presence::Optional,
    needed: &["code", "type", "member"],
    known: &[
        "id",
        "category",
        "title",
        "description",
        "status",
        "access",
        "value",
        "createdAt",
        "updatedAt",
        "fulfilledAt",
        "expiresAt",
        "location.type",
        "location.longitude",
        "location.latitude",
        "imageUrls",
    ],
    families: &[],
};

/// Every file, in the order in which findings are listed.
pub(crate) static ALL: [&Shape; 9] =
    [&COMMUNITY, &CURRENCY, &USERS, &MEMBERS, &MEMBER_USERS, &ACCOUNTS, &TRANSFERS, &CATEGORIES, &POSTS];

/// Where a file stands in [`ALL`]; unknown ones come last.
pub(crate) fn order(file: &str) -> usize {
    ALL.iter().position(|shape| shape.file == file).unwrap_or(ALL.len())
}
