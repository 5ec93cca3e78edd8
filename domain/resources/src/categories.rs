//! Categories of resources: a tree of their own that says what properties the resources in it have.

use std::fmt;

use ayni_kernel::{
    Actor, AttributeId, Check, Error, Event, Fault, Line, Name, ResourceCategoryId, Result, WriteTx, tx::Reads,
};

use crate::{
    model::MAX_ATTRIBUTES,
    policy::{Estate, EstateAct},
    shape::MAX_DEPTH,
    tables,
};

ayni_kernel::choices! {
    /// Whether the search offers a property as a filter.
    Filter {
        /// The search asks for it.
        Shown = 1 "shown",
        /// It only stands on the resource's page.
        Hidden = 2 "hidden",
    }

    /// Whether every resource of the category has to say it.
    Need {
        /// It may be left open.
        Optional = 1 "optional",
        /// It has to be given.
        Required = 2 "required",
    }
}

/// The most categories: more than anybody reads, few enough for one page.
pub const MAX_CATEGORIES: usize = 200;
/// The most options of a choice: what a list in a form can still show.
pub const MAX_OPTIONS: usize = 50;
/// Numbers are kept in thousandths: 1.5 m², 0.75 kW.
pub const THOUSANDTHS: i64 = 1_000;
/// The largest number of a property, in thousandths: a thousand million whole ones.
const MAX_NUMBER: i64 = 1_000_000_000 * THOUSANDTHS;
/// Decimals of a number.
const DECIMALS: usize = 3;

/// What a property is given as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// A number with its unit, such as `m²`; the unit may be empty.
    Number(Line),
    /// One of these.
    Choice(Vec<Line>),
    /// A line of text.
    Text,
    /// Yes or no.
    YesNo,
}

/// A property that resources of a category have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its id.
    pub id: AttributeId,
    /// Its name.
    pub name: Name,
    /// What it is given as.
    pub kind: AttributeKind,
    /// Whether it has to be given.
    pub need: Need,
    /// Whether the search offers it.
    pub filter: Filter,
}

/// What a resource says about one property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, in thousandths.
    Number(i64),
    /// One of the options.
    Choice(Line),
    /// Text.
    Text(Line),
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Value {
    /// Reads what a person typed or chose for a property; nothing at all is `None`.
    pub fn parse(attribute: &Attribute, raw: &str) -> Result<Option<Self>, Fault> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Ok(None);
        }
        let fault = |word| Fault::new("attributes", word).with("name", attribute.name.as_str());
        let value = match &attribute.kind {
            AttributeKind::Number(_) => Self::Number(number(raw).ok_or_else(|| fault("resources-attribute-number"))?),
            AttributeKind::Choice(options) => {
                let option = options.iter().find(|option| option.as_str() == raw);
                Self::Choice(option.cloned().ok_or_else(|| fault("resources-attribute-choice"))?)
            }
            AttributeKind::Text => Self::Text(Line::parse("attributes", raw)?),
            AttributeKind::YesNo => match raw {
                "yes" => Self::Yes,
                "no" => Self::No,
                _ => return Err(fault("resources-attribute-choice")),
            },
        };
        Ok(Some(value))
    }

    /// Whether the property can have this value.
    fn fits(&self, kind: &AttributeKind) -> bool {
        match (self, kind) {
            (Self::Number(number), AttributeKind::Number(_)) => number.abs() <= MAX_NUMBER,
            (Self::Choice(option), AttributeKind::Choice(options)) => options.contains(option),
            (Self::Text(_), AttributeKind::Text) | (Self::Yes | Self::No, AttributeKind::YesNo) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Value {
    /// The form that [`Value::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => {
                let (sign, size) = (if *number < 0 { "-" } else { "" }, number.unsigned_abs());
                let (whole, part) = (size / THOUSANDTHS.unsigned_abs(), size % THOUSANDTHS.unsigned_abs());
                if part == 0 {
                    return write!(f, "{sign}{whole}");
                }
                let digits = format!("{part:03}");
                write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
            }
            Self::Choice(text) | Self::Text(text) => f.write_str(text.as_str()),
            Self::Yes => f.write_str("yes"),
            Self::No => f.write_str("no"),
        }
    }
}

/// Thousandths out of a decimal with a point or a comma.
fn number(raw: &str) -> Option<i64> {
    let plain = raw.replace(',', ".");
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain.as_str()), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) || part.len() > DECIMALS {
        return None;
    }
    let size: i64 = format!("{whole}{part:0<DECIMALS$}").parse().ok()?;
    (size <= MAX_NUMBER).then_some(if negative { -size } else { size })
}

/// A category of resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceCategory {
    /// Its id.
    pub id: ResourceCategoryId,
    /// The category it stands in; it has that one's properties too.
    pub parent: Option<ResourceCategoryId>,
    /// Its name.
    pub name: Name,
    /// The name of its icon in the sprite, without `i-`; may be empty.
    pub icon: Line,
    /// Its own properties.
    pub attributes: Vec<Attribute>,
}

/// What the editor of a category sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryDetails {
    /// The category it stands in.
    pub parent: Option<ResourceCategoryId>,
    /// Its name.
    pub name: Name,
    /// The name of its icon.
    pub icon: Line,
    /// Its own properties; those without an id are new.
    pub attributes: Vec<AttributeDetails>,
}

/// A property as the editor sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeDetails {
    /// Which one; `None` for a new one.
    pub id: Option<AttributeId>,
    /// Its name.
    pub name: Name,
    /// What it is given as.
    pub kind: AttributeKind,
    /// Whether it has to be given.
    pub need: Need,
    /// Whether the search offers it.
    pub filter: Filter,
}

/// Every category, by name; there are few.
pub fn categories(tx: &impl Reads) -> Result<Vec<ResourceCategory>> {
    let mut categories = tables::categories(tx)?;
    categories.sort_by_cached_key(|category| (category.name.as_str().to_lowercase(), category.id));
    Ok(categories)
}

/// The category with this id.
pub fn category(tx: &impl Reads, id: ResourceCategoryId) -> Result<Option<ResourceCategory>> {
    tables::category(tx, id)
}

/// A category and those it stands in, nearest first.
pub fn category_line(tx: &impl Reads, id: ResourceCategoryId) -> Result<Vec<ResourceCategory>> {
    let mut line: Vec<ResourceCategory> = Vec::new();
    let mut at = Some(id);
    while let Some(category) = at.map(|id| tables::category(tx, id)).transpose()?.flatten() {
        if line.len() == MAX_DEPTH {
            return Err(Error::broken(format!("category {id} stands in a circle")));
        }
        at = category.parent;
        line.push(category);
    }
    Ok(line)
}

/// The properties that resources of a category have: those of the outermost category first.
pub fn attributes(tx: &impl Reads, id: ResourceCategoryId) -> Result<Vec<Attribute>> {
    Ok(category_line(tx, id)?.into_iter().rev().flat_map(|category| category.attributes).collect())
}

/// Adds a category; for managers and admins.
///
/// Refuses with `Conflict` when there are [`MAX_CATEGORIES`] (`resources-categories-many`), with `Invalid` for a
/// parent that is not there or too deep, and for properties that break a rule.
pub fn add_category(tx: &mut WriteTx<'_>, me: &Actor, ask: CategoryDetails) -> Result<ResourceCategory> {
    me.may(EstateAct::Manage, &Estate)?;
    if tables::categories(&**tx)?.len() >= MAX_CATEGORIES {
        return Err(Error::Conflict(Fault::new("", "resources-categories-many").with("max", MAX_CATEGORIES)));
    }
    let id = tx.id();
    save(tx, id, &[], ask)
}

/// Changes a category; for managers and admins. What resources say about a property that is taken away stays with
/// them unseen until they are changed next.
pub fn change_category(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: ResourceCategoryId,
    ask: CategoryDetails,
) -> Result<ResourceCategory> {
    me.may(EstateAct::Manage, &Estate)?;
    let before = tables::category(&**tx, id)?.ok_or(Error::NotFound)?;
    save(tx, id, &before.attributes, ask)
}

/// Takes away a category; for managers and admins.
///
/// Refuses with `Conflict` while resources (`resources-category-used`) or categories (`resources-category-parent`)
/// stand in it.
pub fn remove_category(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceCategoryId) -> Result<()> {
    me.may(EstateAct::Manage, &Estate)?;
    if tables::category(&**tx, id)?.is_none() {
        return Err(Error::NotFound);
    }
    if tables::any_in_category(&**tx, id)? {
        return Err(Error::conflict("resources-category-used"));
    }
    if tables::categories(&**tx)?.iter().any(|category| category.parent == Some(id)) {
        return Err(Error::conflict("resources-category-parent"));
    }
    tables::remove_category(tx, id)?;
    tx.emit(Event::ResourceCategoryChanged(id))
}

fn save(
    tx: &mut WriteTx<'_>,
    id: ResourceCategoryId,
    before: &[Attribute],
    ask: CategoryDetails,
) -> Result<ResourceCategory> {
    if let Some(parent) = ask.parent {
        let line = category_line(&**tx, parent)?;
        if line.is_empty() || line.len() >= MAX_DEPTH || line.iter().any(|each| each.id == id) {
            return Err(Error::invalid("parent", "resources-category-place"));
        }
    }
    let mut attributes: Vec<Attribute> = Vec::new();
    for each in ask.attributes {
        let known = each.id.filter(|id| before.iter().any(|old| old.id == *id));
        let known = known.filter(|id| attributes.iter().all(|taken| taken.id != *id));
        let AttributeDetails { name, kind, need, filter, .. } = each;
        attributes.push(Attribute { id: known.unwrap_or_else(|| tx.id()), name, kind, need, filter });
    }
    check(&attributes)?;
    let category = ResourceCategory { id, parent: ask.parent, name: ask.name, icon: ask.icon, attributes };
    tables::put_category(tx, &category)?;
    tx.emit(Event::ResourceCategoryChanged(id))?;
    Ok(category)
}

fn check(attributes: &[Attribute]) -> Result<()> {
    let mut check = Check::default();
    check.require(|| {
        let many = attributes.len() > MAX_ATTRIBUTES;
        many.then(|| Fault::new("attributes", "resources-many").with("max", MAX_ATTRIBUTES))
    });
    for attribute in attributes {
        if let AttributeKind::Choice(options) = &attribute.kind {
            let good = (1..=MAX_OPTIONS).contains(&options.len()) && options.iter().all(|option| !option.is_empty());
            check.require(|| {
                let fault = || Fault::new("attributes", "resources-attribute-options");
                (!good).then(|| fault().with("name", attribute.name.as_str()).with("max", MAX_OPTIONS))
            });
        }
    }
    check.done()
}

/// The values that fit the properties of a category; refuses when one that has to be given is missing.
pub(crate) fn fitting(attributes: &[Attribute], given: &[(AttributeId, Value)]) -> Result<Vec<(AttributeId, Value)>> {
    let mut check = Check::default();
    let mut values = Vec::new();
    for attribute in attributes {
        let value = given.iter().find(|(id, _)| *id == attribute.id).map(|(_, value)| value.clone());
        let fault = |word| Fault::new("attributes", word).with("name", attribute.name.as_str());
        match value {
            Some(value) if value.fits(&attribute.kind) => values.push((attribute.id, value)),
            Some(_) => check.fault(fault("resources-attribute-choice")),
            None if attribute.need == Need::Required => check.fault(fault("resources-attribute-needed")),
            None => {}
        }
    }
    check.done()?;
    Ok(values)
}
