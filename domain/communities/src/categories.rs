//! Categories of listings and transfers.

use ayni_kernel::{Actor, CategoryId, Code, Error, Event, Fault, Line, Name, Reads, Result, Timestamp, WriteTx};
use ayni_storage::Direction;

use crate::{
    Access, CategoryAct,
    tables::{BY_CODE, CATEGORIES, StoredCategory},
};

/// Categories of one community: more than anybody reads, few enough for one page.
pub const MAX_CATEGORIES: usize = 500;
/// Categories that lie in each other at most: more is a maze on a phone.
pub const MAX_CATEGORY_DEPTH: usize = 4;
/// The most bytes of each half of an icon's name.
const MAX_ICON_BYTES: usize = 200;

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Which one.
    pub id: CategoryId,
    /// Its code; no two categories share one.
    pub code: Code,
    /// Its name.
    pub name: Name,
    /// What belongs into it.
    pub description: Line,
    /// Who may see it.
    pub access: Access,
    /// Its icon: the set it is from, and its name there.
    pub icon: (String, String),
    /// The category that it is a part of.
    pub parent: Option<CategoryId>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A category to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: Name,
    /// What belongs into it.
    pub description: Line,
    /// Who may see it.
    pub access: Access,
    /// Its icon: the set it is from, and its name there.
    pub icon: (String, String),
}

/// What an admin changes of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCategory {
    /// Its name.
    pub name: Name,
    /// What belongs into it.
    pub description: Line,
    /// Who may see it.
    pub access: Access,
    /// Its icon: the set it is from, and its name there.
    pub icon: (String, String),
}

/// Every category, by name; there are few.
pub fn categories(tx: &impl Reads) -> Result<Vec<Category>> {
    let rows = CATEGORIES.range(tx, .., Direction::Ascending)?;
    let read = rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.category(id)));
    let mut categories = read.collect::<Result<Vec<_>>>()?;
    categories.sort_by_cached_key(|category| (category.name.as_str().to_lowercase(), category.code.clone()));
    Ok(categories)
}

/// The category with this id.
pub fn category(tx: &impl Reads, id: CategoryId) -> Result<Option<Category>> {
    CATEGORIES.get(tx, &id)?.map(|stored| stored.category(id)).transpose()
}

/// The category with this code.
pub fn category_by_code(tx: &impl Reads, code: &Code) -> Result<Option<Category>> {
    BY_CODE.get(tx, &code.to_string())?.map_or(Ok(None), |id| category(tx, id))
}

/// Adds a category.
///
/// Refuses with `Conflict` when the code is taken (`communities-category-taken`) or there are [`MAX_CATEGORIES`]
/// (`communities-categories-many`), with `Invalid` for an icon whose name is too long (`communities-icon-long`).
pub fn add_category(tx: &mut WriteTx<'_>, me: &Actor, ask: NewCategory) -> Result<Category> {
    let NewCategory { code, name, description, access, icon } = ask;
    let now = tx.now();
    let category =
        Category { id: tx.id(), code, name, description, access, icon, parent: None, created: now, updated: now };
    me.may(CategoryAct::Add, &category)?;
    insert(tx, category)
}

/// Changes a category; its code stays.
pub fn change_category(tx: &mut WriteTx<'_>, me: &Actor, id: CategoryId, ask: ChangeCategory) -> Result<Category> {
    let before = category(&**tx, id)?.ok_or_else(|| me.absent())?;
    me.may(CategoryAct::Change, &before)?;
    let ChangeCategory { name, description, access, icon } = ask;
    let after = Category { name, description, access, icon, updated: tx.now(), ..before };
    check_icon(&after)?;
    CATEGORIES.put(tx, &id, &StoredCategory::new(&after))?;
    tx.emit(Event::CategoryChanged(id))?;
    Ok(after)
}

/// Puts a category into another one, or on its own; for admins.
///
/// Refuses with `Invalid` a category that lies in the one to be moved (`communities-category-circle`), and more than
/// [`MAX_CATEGORY_DEPTH`] in each other (`communities-category-deep`).
pub fn move_category(tx: &mut WriteTx<'_>, me: &Actor, id: CategoryId, parent: Option<CategoryId>) -> Result<Category> {
    let before = category(&**tx, id)?.ok_or_else(|| me.absent())?;
    me.may(CategoryAct::Change, &before)?;
    let above = parent.map(|parent| path(&**tx, parent)).transpose()?.unwrap_or_default();
    if parent.is_some() && above.is_empty() {
        return Err(Error::invalid("parent", "communities-category-unknown"));
    }
    if above.iter().any(|category| category.id == id) {
        return Err(Error::invalid("parent", "communities-category-circle"));
    }
    if above.len() + height(&categories(&**tx)?, id, 0) > MAX_CATEGORY_DEPTH {
        let fault = Fault::new("parent", "communities-category-deep").with("max", MAX_CATEGORY_DEPTH);
        return Err(fault.into());
    }
    let after = Category { parent, updated: tx.now(), ..before };
    CATEGORIES.put(tx, &id, &StoredCategory::new(&after))?;
    tx.emit(Event::CategoryChanged(id))?;
    Ok(after)
}

/// How many categories stand in each other from this one downwards, itself among them.
fn height(all: &[Category], id: CategoryId, depth: usize) -> usize {
    if depth == MAX_CATEGORY_DEPTH {
        return 1;
    }
    let below = all.iter().filter(|category| category.parent == Some(id));
    1 + below.map(|category| height(all, category.id, depth + 1)).max().unwrap_or_default()
}

/// A category with all it lies in, from the widest down to itself; nothing when there is none.
pub fn path(tx: &impl Reads, id: CategoryId) -> Result<Vec<Category>> {
    let (mut path, mut next) = (Vec::new(), Some(id));
    while let Some(id) = next.filter(|_| path.len() < MAX_CATEGORY_DEPTH) {
        let Some(found) = category(tx, id)? else { break };
        next = found.parent;
        path.push(found);
    }
    path.reverse();
    Ok(path)
}

/// Keeps a category of a bundle and answers it, as it is, with its id and times. The program's own work.
///
/// Refuses like [`add_category`], and with `Conflict` (`communities-category-taken`) for an id in use.
pub fn import_category(tx: &mut WriteTx<'_>, category: Category) -> Result<Category> {
    insert(tx, category)
}

fn insert(tx: &mut WriteTx<'_>, category: Category) -> Result<Category> {
    let code_taken = BY_CODE.get(&**tx, &category.code.to_string())?.is_some();
    if code_taken || CATEGORIES.contains(&**tx, &category.id)? {
        return Err(Error::Conflict(Fault::new("code", "communities-category-taken")));
    }
    if CATEGORIES.range(&**tx, .., Direction::Ascending)?.take(MAX_CATEGORIES).count() == MAX_CATEGORIES {
        return Err(Error::Conflict(Fault::new("", "communities-categories-many").with("max", MAX_CATEGORIES)));
    }
    check_icon(&category)?;
    CATEGORIES.insert(tx, &category.id, &StoredCategory::new(&category))?;
    tx.emit(Event::CategoryChanged(category.id))?;
    Ok(category)
}

fn check_icon(category: &Category) -> Result<()> {
    let (set, name) = &category.icon;
    if set.len().max(name.len()) > MAX_ICON_BYTES {
        return Err(Error::invalid("icon", "communities-icon-long"));
    }
    Ok(())
}
