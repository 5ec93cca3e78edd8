//! How the registry (node's store), the settings and the categories (community's store) are stored.

use ayni_kernel::{
    Address, Body, CategoryId, Code, CommunityId, Error, Language, Line, Name, Point, Result, Slug, Timestamp,
};
use ayni_storage::{AnyTable, Index, Table, record};

use crate::{
    Access, Audience, Category, Entry, Hue, Joining, Kind, Settings, Status, TimeZoneName, model::offered,
    registry::host_name,
};

/// This crate's tables in the node's store.
pub fn node_tables() -> Vec<&'static dyn AnyTable> {
    vec![&REGISTRY]
}

/// This crate's tables in a community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&SETTINGS, &CATEGORIES, &TEXTS]
}

pub(crate) static REGISTRY: Table<CommunityId, StoredEntry> = Table::new(0x0201, "registry", &[&BY_SLUG, &BY_HOST]);
pub(crate) static BY_SLUG: Index<String, CommunityId, StoredEntry> =
    Index::unique(0x8201, "registry.by_slug", |_, entry| vec![entry.slug.clone()]);
pub(crate) static BY_HOST: Index<String, CommunityId, StoredEntry> =
    Index::unique(0x8202, "registry.by_host", |_, entry| entry.hosts.clone());

/// One record.
pub(crate) static SETTINGS: Table<(), StoredSettings> = Table::new(0x0210, "settings", &[]);

pub(crate) static CATEGORIES: Table<CategoryId, StoredCategory> = Table::new(0x0211, "categories", &[&BY_CODE]);
pub(crate) static BY_CODE: Index<String, CategoryId, StoredCategory> =
    Index::unique(0x8211, "categories.by_code", |_, category| vec![category.code.clone()]);

/// One record: the settings' long texts, which would not fit into one value together with the description.
pub(crate) static TEXTS: Table<(), StoredTexts> = Table::new(0x0212, "settings_texts", &[]);

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredEntry {
    slug: String,
    hosts: Vec<String>,
    name: String,
    created: Timestamp,
}
record!(StoredEntry, 1);

impl StoredEntry {
    pub(crate) fn new(entry: Entry) -> Self {
        let mut hosts: Vec<_> = entry.hosts.iter().map(|host| host_name(host)).collect();
        hosts.sort();
        hosts.dedup();
        Self { slug: entry.slug.to_string(), hosts, name: entry.name.into(), created: entry.created }
    }

    pub(crate) fn entry(self, id: CommunityId) -> Result<Entry> {
        Ok(Entry {
            id,
            slug: Slug::parse("slug", &self.slug).map_err(Error::broken)?,
            hosts: self.hosts,
            name: Name::parse("name", &self.name).map_err(Error::broken)?,
            created: self.created,
        })
    }
}

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredSettings {
    id: CommunityId,
    code: String,
    name: String,
    description: String,
    kind: u8,
    status: u8,
    access: u8,
    language: String,
    languages: Vec<String>,
    time_zone: String,
    hue: u16,
    logo: Option<[u8; 32]>,
    image_url: String,
    /// Street, locality, postal code, region, country.
    address: [String; 5],
    /// Latitude and longitude in ten-millionths of a degree.
    location: Option<(i32, i32)>,
    contacts: Vec<(String, String)>,
    joining: u8,
    member_list: u8,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredSettings, 1);

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTexts {
    terms: String,
    extras: Vec<(String, String)>,
}
record!(StoredTexts, 1);

impl StoredTexts {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { terms: settings.terms.to_string(), extras: settings.extras.clone() }
    }
}

impl StoredSettings {
    pub(crate) fn new(settings: &Settings) -> Self {
        let Address { street, locality, postal_code, region, country } = &settings.address;
        Self {
            id: settings.id,
            code: settings.code.to_string(),
            name: settings.name.to_string(),
            description: settings.description.to_string(),
            kind: settings.kind.number(),
            status: settings.status.number(),
            access: settings.access.number(),
            language: settings.language.tag().to_owned(),
            languages: settings.languages.iter().map(|language| language.tag().to_owned()).collect(),
            time_zone: settings.time_zone.to_string(),
            hue: settings.hue.degrees(),
            logo: settings.logo,
            image_url: settings.image_url.to_string(),
            address: [street, locality, postal_code, region, country].map(ToString::to_string),
            location: settings.location.map(Point::steps),
            contacts: settings.contacts.iter().map(|(kind, value)| (kind.clone(), value.to_string())).collect(),
            joining: settings.joining.number(),
            member_list: settings.member_list.number(),
            created: settings.created,
            updated: settings.updated,
        }
    }

    pub(crate) fn settings(self, texts: StoredTexts) -> Result<Settings> {
        let line = |text: &str| Line::parse("text", text).map_err(Error::broken);
        let [street, locality, postal_code, region, country] = &self.address;
        let language = Language::from_tag(&self.language).unwrap_or_default();
        let languages: Vec<_> = self.languages.iter().filter_map(|tag| Language::from_tag(tag)).collect();
        let contacts = self.contacts.into_iter().map(|(kind, value)| Ok((kind, line(&value)?)));
        Ok(Settings {
            id: self.id,
            code: Code::parse("code", &self.code).map_err(Error::broken)?,
            name: Name::parse("name", &self.name).map_err(Error::broken)?,
            description: Body::parse("description", &self.description).map_err(Error::broken)?,
            kind: Kind::stored(self.kind)?,
            status: Status::stored(self.status)?,
            access: Access::stored(self.access)?,
            language,
            languages: offered(language, &languages),
            time_zone: TimeZoneName::stored(self.time_zone),
            hue: Hue::stored(self.hue),
            logo: self.logo,
            image_url: line(&self.image_url)?,
            terms: Body::parse("terms", &texts.terms).map_err(Error::broken)?,
            address: Address {
                street: line(street)?,
                locality: line(locality)?,
                postal_code: line(postal_code)?,
                region: line(region)?,
                country: line(country)?,
            },
            location: self.location.map(|(latitude, longitude)| Point::from_steps(latitude, longitude)),
            contacts: contacts.collect::<Result<_>>()?,
            joining: Joining::stored(self.joining)?,
            member_list: Audience::stored(self.member_list)?,
            extras: texts.extras,
            created: self.created,
            updated: self.updated,
        })
    }
}

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredCategory {
    code: String,
    name: String,
    description: String,
    access: u8,
    icon: (String, String),
    parent: Option<CategoryId>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredCategory, 2, { 1 => v1::StoredCategory });

/// Categories before they could lie in each other.
mod v1 {
    use ayni_kernel::Timestamp;

    #[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
    pub(crate) struct StoredCategory {
        code: String,
        name: String,
        description: String,
        access: u8,
        icon: (String, String),
        created: Timestamp,
        updated: Timestamp,
    }

    impl From<StoredCategory> for super::StoredCategory {
        fn from(old: StoredCategory) -> Self {
            let StoredCategory { code, name, description, access, icon, created, updated } = old;
            Self { code, name, description, access, icon, parent: None, created, updated }
        }
    }
}

impl StoredCategory {
    pub(crate) fn new(category: &Category) -> Self {
        Self {
            code: category.code.to_string(),
            name: category.name.to_string(),
            description: category.description.to_string(),
            access: category.access.number(),
            icon: category.icon.clone(),
            parent: category.parent,
            created: category.created,
            updated: category.updated,
        }
    }

    pub(crate) fn category(self, id: CategoryId) -> Result<Category> {
        Ok(Category {
            id,
            code: Code::parse("code", &self.code).map_err(Error::broken)?,
            name: Name::parse("name", &self.name).map_err(Error::broken)?,
            description: Line::parse("description", &self.description).map_err(Error::broken)?,
            access: Access::stored(self.access)?,
            icon: self.icon,
            parent: self.parent,
            created: self.created,
            updated: self.updated,
        })
    }
}
