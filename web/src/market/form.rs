//! The form of a listing: what it sends, and how that is read.

use ayni_communities::Access;
use ayni_kernel::{Actor, Body, CategoryId, Check, Fault, Line, MemberId, Point, Result, Timestamp};
use ayni_ledger::Currency;
use ayni_market::{Content, Expiry, Listing, ListingKind, Photo, Place, Price, PricePart, Tags};
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::ToSchema;

use super::views::place_word;
use crate::{kit::Visit, ledger::input};

/// A listing as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ListingForm {
    /// The id of the member whose it will be; the one acted for when left out.
    pub member: String,
    /// `offer` or `want`.
    pub kind: String,
    /// The title; wants may have none.
    pub title: String,
    /// What there is to say.
    pub description: String,
    /// The id of a category.
    pub category: String,
    /// Labels between commas.
    pub tags: String,
    /// What it costs, in the member's words.
    pub price: String,
    /// What it costs exactly.
    pub amount: String,
    /// In which currency, by its code; the main one when left out.
    pub currency: String,
    /// The part of the price in a second currency.
    pub amount2: String,
    /// In which currency that is, by its code.
    pub currency2: String,
    /// For how much that is, such as "hour" or "kg".
    pub unit: String,
    /// How many there are; empty where nobody counts.
    pub stock: String,
    /// `unsaid`, `remote`, `member` (near the member), `resource` or `point`.
    pub place: String,
    /// The id of the place of the community where it is.
    pub resource: String,
    /// Degrees north of a point.
    pub latitude: String,
    /// Degrees east of a point.
    pub longitude: String,
    /// Who may see it: `public`, `group` or `private`.
    pub access: String,
    /// The last day, such as 2026-12-31; empty for the community's usual time.
    pub expires: String,
    /// `never` for a listing without an end, where the community allows it.
    pub end: String,
    /// `draft` to go on later; published otherwise.
    pub then: String,
}

/// What a listing has that its form does not show.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    pub photos: Vec<Photo>,
    pub images: Vec<String>,
}

impl ListingForm {
    pub(super) fn of(listing: &Listing, zone: &TimeZone, currencies: &[Currency]) -> Self {
        let part = |at: usize| {
            let part = listing.price.parts.get(at);
            let found = part.and_then(|part| Some((part, currencies.iter().find(|each| each.id == part.currency)?)));
            found.map(|(part, currency)| (currency.scale.format_exact(part.amount), currency.code.to_string()))
        };
        let ((amount, currency), (amount2, currency2)) = (part(0).unwrap_or_default(), part(1).unwrap_or_default());
        let point = if let Place::Point(point) = listing.place { Some(point) } else { None };
        let degrees = |of: fn(Point) -> f64| point.map(|point| of(point).to_string()).unwrap_or_default();
        // The end is the first moment after the last day.
        let last = listing.expires.map(|end| end.plus_seconds(-1).in_zone(zone).date().to_string());
        Self {
            member: listing.member.to_string(),
            kind: listing.kind.word().to_owned(),
            title: listing.title.to_string(),
            description: listing.description.to_string(),
            category: listing.category.map(|id| id.to_string()).unwrap_or_default(),
            tags: listing.tags.joined(),
            price: listing.price.words.to_string(),
            amount,
            currency,
            amount2,
            currency2,
            unit: listing.price.unit.to_string(),
            stock: listing.stock.map(|stock| stock.to_string()).unwrap_or_default(),
            place: place_word(listing.place).to_owned(),
            resource: if let Place::Resource(id) = listing.place { id.to_string() } else { String::new() },
            latitude: degrees(Point::latitude),
            longitude: degrees(Point::longitude),
            access: listing.access.word().to_owned(),
            end: if last.is_none() { "never".to_owned() } else { String::new() },
            expires: last.unwrap_or_default(),
            then: String::new(),
        }
    }

    pub(super) fn read(&self, visit: &Visit, currencies: &[Currency], kept: Kept) -> Result<Content> {
        let mut check = Check::default();
        let kind = check.take(ListingKind::parse("kind", &self.kind));
        let title = check.take(Line::parse("title", &self.title));
        let description = check.take(Body::parse("description", &self.description));
        let category = check.take(category(&self.category)).flatten();
        let tags = check.take(Tags::parse("tags", &self.tags));
        let price = self.price(visit, currencies, &mut check);
        let stock = check.take(input::whole::<u32>("stock", &self.stock)).flatten();
        let place = check.take(self.place());
        let access = if self.access.is_empty() { Access::Group.word() } else { &self.access };
        let access = check.take(Access::parse("access", access));
        let expires = check.take(self.expiry(visit));
        check.done()?;
        let Kept { photos, images } = kept;
        match (kind.zip(title), description.zip(tags), price.zip(place), access.zip(expires)) {
            (Some((kind, title)), Some((description, tags)), Some((price, place)), Some((access, expires))) => {
                let stated = Content { description, category, tags, price, stock, ..Content::new(kind, title) };
                Ok(Content { place, photos, images, access, expires, ..stated })
            }
            _ => Err(check.into()),
        }
    }

    fn price(&self, visit: &Visit, currencies: &[Currency], check: &mut Check) -> Option<Price> {
        let words = check.take(Line::parse("price", &self.price));
        let unit = check.take(Line::parse("unit", &self.unit));
        let mut parts = Vec::new();
        for (amount, code) in [(&self.amount, &self.currency), (&self.amount2, &self.currency2)] {
            if amount.trim().is_empty() {
                continue;
            }
            let known = currencies.iter().find(|each| code.is_empty() || each.code.as_str() == code);
            let currency = known.ok_or_else(|| Fault::new("amount", "market-currency-unknown"));
            let part = currency.and_then(|currency| {
                let amount = input::amount(visit.face, currency.scale, "amount", amount)?;
                Ok(PricePart { currency: currency.id, amount })
            });
            parts.extend(check.take(part));
        }
        words.zip(unit).map(|(words, unit)| Price { words, parts, unit })
    }

    fn place(&self) -> Result<Place, Fault> {
        let unknown = || Fault::new("place", "market-place-unknown");
        match self.place.as_str() {
            "" | "unsaid" => Ok(Place::Unsaid),
            "remote" => Ok(Place::Remote),
            "member" => Ok(Place::Member),
            "resource" => self.resource.parse().map(Place::Resource).map_err(|_| unknown()),
            "point" => {
                let degrees = |text: &str| text.trim().replace(',', ".").parse::<f64>();
                let pair = degrees(&self.latitude).ok().zip(degrees(&self.longitude).ok());
                let (north, east) = pair.ok_or_else(|| Fault::new("place", "fault-location"))?;
                Point::new(north, east).map(Place::Point).map_err(|_| Fault::new("place", "fault-location"))
            }
            _ => Err(unknown()),
        }
    }

    fn expiry(&self, visit: &Visit) -> Result<Expiry, Fault> {
        if self.end == "never" {
            return Ok(Expiry::Never);
        }
        let end: Option<Timestamp> = input::day_after(&visit.words, "expires", &self.expires)
            .map_err(|_| Fault::new("expires", "market-expires-date"))?;
        Ok(end.map_or(Expiry::Usual, Expiry::At))
    }

    pub(super) fn member(&self, me: &Actor) -> Result<MemberId> {
        if self.member.is_empty() { me.member() } else { self.member.parse() }
    }

    pub(super) fn is_draft(&self) -> bool {
        self.then == "draft"
    }
}

fn category(id: &str) -> Result<Option<CategoryId>, Fault> {
    let id = Some(id).filter(|id| !id.is_empty());
    id.map(|id| id.parse().map_err(|_| Fault::new("category", "market-category-unknown"))).transpose()
}
