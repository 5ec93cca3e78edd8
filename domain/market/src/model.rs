//! What a listing is, and the decisions that need no transaction.

use ayni_communities::Access;
use ayni_kernel::{Body, CategoryId, Code, Error, Fault, Faults, Line, ListingId, MemberId, Timestamp};

use crate::{
    expiry,
    photo::{self, Photo},
    place::Place,
    price::Price,
    tags::Tags,
};

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
        /// Sent in, and looked at by a steward before it is shown.
        Waiting = 4 "waiting",
    }

    /// How far the owner was told that the end comes near.
    Reminded {
        /// Not yet.
        Nothing = 0 "nothing",
        /// A week before.
        Week = 1 "week",
        /// A day before.
        Day = 2 "day",
        /// That it is over.
        Over = 3 "over",
    }
}

/// The most of a thing that a listing counts: more than a village can give away, small enough to multiply prices by.
pub const MAX_STOCK: u32 = 1_000_000;

/// The most characters of a text that stand above a listing without a title: a line on a phone.
const MAX_HEADLINE: usize = 70;

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
    /// Labels by which it is found.
    pub tags: Tags,
    /// What it costs.
    pub price: Price,
    /// How many there are (left); `None` where nobody counts.
    pub stock: Option<u32>,
    /// Where it is.
    pub place: Place,
    /// Pictures kept here, in the order in which they are shown.
    pub photos: Vec<Photo>,
    /// Addresses of pictures on the web, as an import gave them; shown as links.
    pub images: Vec<String>,
    /// Where it stands.
    pub status: ListingStatus,
    /// Who may see it.
    pub access: Access,
    /// When it was first shown.
    pub published: Option<Timestamp>,
    /// When it was fulfilled.
    pub fulfilled: Option<Timestamp>,
    /// When it is over; `None` for never.
    pub expires: Option<Timestamp>,
    /// How far the owner was told of the end.
    pub reminded: Reminded,
    /// Who made it, where that was not its member: the member for whom that person acts.
    pub made_by: Option<MemberId>,
    /// Why a steward sent it back; empty otherwise.
    pub sent_back: Line,
    /// What an import gave that has no place of its own: column and text.
    pub extras: Vec<(String, String)>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// When a listing is to be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// After the community's usual time.
    Usual,
    /// At a moment that is still to come.
    At(Timestamp),
    /// Never, where the community allows it.
    Never,
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
    /// Labels by which it is found.
    pub tags: Tags,
    /// What it costs.
    pub price: Price,
    /// How many there are, at most [`MAX_STOCK`]; `None` where nobody counts.
    pub stock: Option<u32>,
    /// Where it is.
    pub place: Place,
    /// Pictures kept here, in the order in which they are shown.
    pub photos: Vec<Photo>,
    /// Addresses of pictures on the web.
    pub images: Vec<String>,
    /// Who may see it.
    pub access: Access,
    /// When it is over.
    pub expires: Expiry,
}

impl Content {
    /// Content with nothing but a kind and a title: for members, until the usual time is over.
    pub fn new(kind: ListingKind, title: Line) -> Self {
        Self {
            kind,
            category: None,
            title,
            description: Body::default(),
            tags: Tags::default(),
            price: Price::default(),
            stock: None,
            place: Place::Unsaid,
            photos: Vec::new(),
            images: Vec::new(),
            access: Access::Group,
            expires: Expiry::Usual,
        }
    }

    /// Checks what the fields alone cannot know; `stage` says how much may still be missing.
    pub(crate) fn check(&self, stage: Stage, now: Timestamp) -> Result<(), Error> {
        let mut faults = Vec::new();
        let described = self.kind == ListingKind::Want && !self.description.is_empty();
        if stage == Stage::Shown && self.title.is_empty() && !described {
            faults.push(Fault::new("title", "fault-required"));
        }
        faults.extend(photo::fault(&self.photos, &self.images));
        faults.extend(self.price.fault());
        if self.stock.is_some_and(|stock| stock > MAX_STOCK) {
            faults.push(Fault::new("stock", "market-stock-many").with("max", i64::from(MAX_STOCK)));
        }
        if matches!(self.expires, Expiry::At(end) if end <= now) {
            faults.push(Fault::new("expires", "market-expires-past"));
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults).into()) }
    }
}

/// How complete a listing has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Still being written.
    Draft,
    /// Ready for others.
    Shown,
}

/// What a listing has from its beginning.
#[derive(Debug, Clone)]
pub(crate) struct Begun {
    pub(crate) id: ListingId,
    pub(crate) code: Code,
    pub(crate) member: MemberId,
    pub(crate) made_by: Option<MemberId>,
}

impl Listing {
    /// A draft.
    pub(crate) fn new(begun: Begun, content: Content, expires: Option<Timestamp>, now: Timestamp) -> Self {
        let Begun { id, code, member, made_by } = begun;
        let empty = Self {
            id,
            code,
            kind: content.kind,
            member,
            category: None,
            title: Line::default(),
            description: Body::default(),
            tags: Tags::default(),
            price: Price::default(),
            stock: None,
            place: Place::Unsaid,
            photos: Vec::new(),
            images: Vec::new(),
            status: ListingStatus::Draft,
            access: content.access,
            published: None,
            fulfilled: None,
            expires: None,
            reminded: Reminded::Nothing,
            made_by,
            sent_back: Line::default(),
            extras: Vec::new(),
            created: now,
            updated: now,
        };
        empty.with(content, expires, now)
    }

    /// The listing with other content, over at `expires`.
    pub(crate) fn with(self, content: Content, expires: Option<Timestamp>, now: Timestamp) -> Self {
        Self {
            kind: content.kind,
            category: content.category,
            title: content.title,
            description: content.description,
            tags: content.tags,
            price: content.price,
            stock: content.stock,
            place: content.place,
            photos: content.photos,
            images: content.images,
            access: content.access,
            updated: now,
            ..self
        }
        .until(expires, now)
    }

    /// The listing with another end; what was told of the old one no longer counts.
    pub(crate) fn until(self, expires: Option<Timestamp>, now: Timestamp) -> Self {
        let reminded = if self.expires == expires { self.reminded } else { expiry::passed(expires, now) };
        Self { expires, reminded, ..self }
    }

    /// The listing, shown from now on.
    pub(crate) fn shown(self, now: Timestamp) -> Self {
        Self {
            status: ListingStatus::Published,
            published: self.published.or(Some(now)),
            fulfilled: None,
            sent_back: Line::default(),
            updated: now,
            ..self
        }
    }

    /// Whether it lacks what others need to make sense of it.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.title.is_empty() && (self.kind == ListingKind::Offer || self.description.is_empty())
    }

    /// Whether it says something else than before; ends, stock and who sees it are not looked at by stewards.
    pub(crate) fn says_other(&self, before: &Self) -> bool {
        let said = |listing: &Self| {
            (
                (listing.kind, listing.category, listing.title.clone(), listing.description.clone()),
                (listing.tags.clone(), listing.price.clone(), listing.photos.clone(), listing.images.clone()),
            )
        };
        said(self) != said(before)
    }

    /// What stands above it: its title, or the beginning of its text.
    pub fn headline(&self) -> String {
        if !self.title.is_empty() {
            return self.title.to_string();
        }
        let words = self.description.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() <= MAX_HEADLINE {
            return words;
        }
        let cut: String = words.chars().take(MAX_HEADLINE).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
        format!("{whole}\u{2026}")
    }

    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// Whether there is none left.
    pub fn is_sold_out(&self) -> bool {
        self.stock == Some(0)
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
