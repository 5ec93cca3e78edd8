//! Where and for whom terms hold: ticks for places, categories and groups, and the same in words.

use std::collections::BTreeSet;

use ayni_kernel::{Actor, Check, Fault, GroupId, ReadTx, ResourceCategoryId, ResourceId, Result};
use ayni_terms::Attachment;
use serde::Serialize;
use utoipa::ToSchema;

use crate::kit::{Visit, Words};

/// What terms are attached to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AttachedView {
    /// `everything`, `resource` or `category`.
    pub kind: &'static str,
    /// The id of the resource or category.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
}

impl AttachedView {
    /// The attachments in the reader's words; what is gone is left out.
    pub(super) fn all(tx: &ReadTx, words: &Words, attached: &[Attachment]) -> Result<Vec<Self>> {
        let mut views = Vec::new();
        for each in attached {
            let (kind, id, name) = match each {
                Attachment::Everything => ("everything", None, Some(words.say("terms-everything"))),
                Attachment::Resource(id) => {
                    let found = ayni_resources::unasked(tx, *id).ok().map(|resource| resource.name.to_string());
                    ("resource", Some(id.to_string()), found)
                }
                Attachment::Category(id) => {
                    let found = ayni_resources::category(tx, *id)?.map(|category| category.name.to_string());
                    ("category", Some(id.to_string()), found)
                }
            };
            views.extend(name.map(|name| Self { kind, id, name }));
        }
        Ok(views)
    }
}

/// The names of groups; those that are gone are left out.
pub(super) fn group_names(tx: &ReadTx, groups: &[GroupId]) -> Vec<String> {
    groups.iter().filter_map(|id| ayni_members::group(tx, *id).ok()).map(|group| group.name.to_string()).collect()
}

/// A box to tick.
#[derive(Debug, Clone)]
pub(super) struct Tick {
    /// The field's name.
    pub name: String,
    pub label: String,
    /// How deep it stands in a tree: the label is written after so many gaps.
    pub depth: usize,
    pub ticked: bool,
}

/// The boxes of an editor.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticks {
    pub everything: bool,
    pub resources: Vec<Tick>,
    pub categories: Vec<Tick>,
    pub groups: Vec<Tick>,
    /// The groups that alone may book.
    pub may: Vec<Tick>,
}

impl Ticks {
    /// The boxes there are, ticked as a form has them.
    pub(super) fn of(tx: &ReadTx, me: &Actor, ticked: &BTreeSet<String>) -> Result<Self> {
        let tick = |name: String, label: String, depth| Tick { ticked: ticked.contains(&name), name, label, depth };
        let tree = ayni_resources::everything(tx)?;
        let resources = tree.walk().into_iter();
        let resources = resources
            .map(|(depth, each)| tick(format!("resource-{}", each.id), each.name.to_string(), depth))
            .collect();
        let categories = ayni_resources::categories(tx)?.into_iter();
        let categories =
            categories.map(|each| tick(format!("category-{}", each.id), each.name.to_string(), 0)).collect();
        let all = ayni_members::groups(tx, me)?;
        let of = |start: &str| {
            all.iter().map(|each| tick(format!("{start}-{}", each.id), each.name.to_string(), 0)).collect::<Vec<_>>()
        };
        Ok(Self {
            everything: ticked.contains("everything"),
            resources,
            categories,
            groups: of("group"),
            may: of("may"),
        })
    }
}

/// What a form says about where and for whom, ticked or listed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'f> {
    pub rows: &'f std::collections::BTreeMap<String, String>,
    pub everything: &'f str,
    pub resources: &'f [String],
    pub categories: &'f [String],
    pub groups: &'f [String],
}

impl Said<'_> {
    /// The names of the boxes that are ticked.
    pub(super) fn ticked(&self) -> BTreeSet<String> {
        let mut ticked: BTreeSet<String> = self.rows.keys().cloned().collect();
        if !self.everything.is_empty() {
            ticked.insert("everything".to_owned());
        }
        for (start, list) in [("resource", self.resources), ("category", self.categories), ("group", self.groups)] {
            ticked.extend(list.iter().map(|id| format!("{start}-{id}")));
        }
        ticked
    }

    /// Where terms hold.
    pub(super) fn attached(&self, check: &mut Check) -> Vec<Attachment> {
        let ticked = self.ticked();
        let mut attached = Vec::new();
        if ticked.contains("everything") {
            attached.push(Attachment::Everything);
        }
        attached.extend(ids::<ResourceId>(&ticked, "resource-", "attached", check).map(Attachment::Resource));
        attached.extend(ids::<ResourceCategoryId>(&ticked, "category-", "attached", check).map(Attachment::Category));
        attached
    }

    /// For whom.
    pub(super) fn groups(&self, check: &mut Check) -> Vec<GroupId> {
        ids(&self.ticked(), "group-", "groups", check).collect()
    }
}

/// The ids behind a beginning.
pub(super) fn ids<I: std::str::FromStr>(
    ticked: &BTreeSet<String>,
    start: &str,
    field: &'static str,
    check: &mut Check,
) -> impl Iterator<Item = I> + use<I> {
    let mut found = Vec::new();
    for text in ticked.iter().filter_map(|name| name.strip_prefix(start)) {
        found.extend(check.take(text.parse().map_err(|_| Fault::new(field, "fault-id"))));
    }
    found.into_iter()
}

/// The boxes that stand for attachments and groups.
pub(super) fn boxes(attached: &[Attachment], groups: &[GroupId]) -> Vec<String> {
    let place = |each: &Attachment| match each {
        Attachment::Everything => "everything".to_owned(),
        Attachment::Resource(id) => format!("resource-{id}"),
        Attachment::Category(id) => format!("category-{id}"),
    };
    attached.iter().map(place).chain(groups.iter().map(|id| format!("group-{id}"))).collect()
}

/// Refuses those who keep no terms.
pub(super) fn keeper(visit: &Visit) -> Result<()> {
    visit.actor.may(ayni_resources::EstateAct::Manage, &ayni_resources::Estate)
}
