//! What a listing is, and the decisions that need no transaction.

use ayni_communities::Access;
use ayni_kernel::{Body, CategoryId, Code, Error, Fault, Faults, Line, ListingId, MemberId, Point, Timestamp};

ayni_kernel::choices! {
    /// Which way a listing goes.
    ListingKind {
        /// The member has something to give.
        Offer = 1 "offer",
        /// The member looks for something.
        Want = 2 "want",
    }

    /// Where a listing stands.
    ListingStatus {
        /// Not shown yet.
        Draft = 1 "draft",
        /// Shown.
        Published = 2 "published",
        /// Not shown any more.
        Hidden = 3 "hidden",
    }
}

/// The most pictures a listing may have: a row of them on a phone.
pub const MAX_IMAGES: usize = 10;

/// The longest address of a picture, in bytes: what browsers and proxies take without trouble.
pub const MAX_IMAGE_ADDRESS: usize = 2_000;

/// An offer or a want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// The code by which people and other systems name it; unique whatever its case.
    pub code: Code,
    /// Which way it goes.
    pub kind: ListingKind,
    /// Whose it is.
    pub member: MemberId,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// The title; wants may have none.
    pub title: Line,
    /// What there is to say.
    pub description: Body,
    /// What it costs, in the member's own words.
    pub price: Line,
    /// Where it stands.
    pub status: ListingStatus,
    /// Who may see it.
    pub access: Access,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// Addresses of pictures on the web.
    pub images: Vec<String>,
    /// When it was fulfilled.
    pub fulfilled: Option<Timestamp>,
    /// When it is over.
    pub expires: Option<Timestamp>,
    /// What an import gave that has no place of its own: column and text.
    pub extras: Vec<(String, String)>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What the form of a listing sends: every field, changed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Which way it goes.
    pub kind: ListingKind,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// The title; only wants may have none, and then they have a description.
    pub title: Line,
    /// What there is to say.
    pub description: Body,
    /// What it costs, in the member's own words.
    pub price: Line,
    /// Who may see it.
    pub access: Access,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// Addresses of pictures on the web, at most [`MAX_IMAGES`].
    pub images: Vec<String>,
    /// When it is over: later than now.
    pub expires: Option<Timestamp>,
}

impl Content {
    /// Checks what the fields alone cannot know.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), Error> {
        let mut faults = Vec::new();
        let nameless = self.title.is_empty() && (self.kind == ListingKind::Offer || self.description.is_empty());
        if nameless {
            faults.push(Fault::new("title", "fault-required"));
        }
        if self.images.len() > MAX_IMAGES {
            faults.push(Fault::new("images", "market-images-many").with("max", MAX_IMAGES));
        }
        if !self.images.iter().all(|address| is_web(address)) {
            faults.push(Fault::new("images", "market-image-address"));
        }
        if self.expires.is_some_and(|expires| expires <= now) {
            faults.push(Fault::new("expires", "market-expires-past"));
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults).into()) }
    }
}

/// Only addresses that are safe as a picture's source: no `javascript:` and the like.
fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let clean = |rest: &str| !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    address.len() <= MAX_IMAGE_ADDRESS && rest.is_some_and(clean)
}

impl Listing {
    /// A published listing.
    pub(crate) fn new(id: ListingId, code: Code, member: MemberId, content: Content, now: Timestamp) -> Self {
        Self {
            id,
            code,
            kind: content.kind,
            member,
            category: content.category,
            title: content.title,
            description: content.description,
            price: content.price,
            status: ListingStatus::Published,
            access: content.access,
            location: content.location,
            images: content.images,
            fulfilled: None,
            expires: content.expires,
            extras: Vec::new(),
            created: now,
            updated: now,
        }
    }

    /// The listing with other content.
    pub(crate) fn with(self, content: Content, now: Timestamp) -> Self {
        Self {
            kind: content.kind,
            category: content.category,
            title: content.title,
            description: content.description,
            price: content.price,
            access: content.access,
            location: content.location,
            images: content.images,
            expires: content.expires,
            updated: now,
            ..self
        }
    }

    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

/// The form in which codes are compared.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// Letters and digits of generated codes, without those that look alike.
const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// The longest part of a member number that goes into a listing's code, in characters.
const MAX_PREFIX: usize = 40;

/// A code for a listing: the member's number and six letters out of the random end of its id.
pub(crate) fn code(number: &Code, id: ListingId) -> Result<Code, Error> {
    let prefix: String = number.as_str().chars().take(MAX_PREFIX).collect();
    let tail = id.bytes().into_iter().rev().take(6);
    let letters: String =
        tail.filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()).copied().map(char::from)).collect();
    Code::parse("code", &format!("{prefix}-{letters}")).map_err(Error::broken)
}
