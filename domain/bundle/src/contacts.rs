//! Contacts as columns: `contact.phone`, a second one as `contact.phone.2`, any other kind under its own label.

use ayni_kernel::{Error, Line, Result};
use ayni_members::{ContactKind, Visibility};

use crate::{model::Contact, words};

/// A column that is taken: it says who may see the others.
const VISIBILITY: &str = "visibility";

/// The columns of a member's contacts, each once.
pub(crate) fn columns(contacts: &[ayni_members::Contact]) -> Vec<Contact> {
    let mut columns: Vec<Contact> = Vec::with_capacity(contacts.len());
    for contact in contacts {
        let label = match contact.kind {
            ContactKind::Other => contact.label.as_str().replace(';', ","),
            known => known.word().to_owned(),
        };
        let base = if label.is_empty() { ContactKind::Other.word() } else { &label };
        columns.push(Contact {
            column: free(base, &columns),
            value: contact.value.clone(),
            visibility: contact.visibility.word(),
        });
    }
    columns.sort_by_key(|contact| place(&contact.column));
    columns
}

fn free(base: &str, taken: &[Contact]) -> String {
    let is_free = |name: &String| name != VISIBILITY && taken.iter().all(|contact| contact.column != *name);
    let numbered = (2_usize..).map(|number| format!("{base}.{number}"));
    // There are fewer contacts than numbers, so one is always free.
    std::iter::once(base.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// What a column is called without its number, and the number.
fn split(column: &str) -> (&str, usize) {
    let numbered = column.rsplit_once('.').and_then(|(base, number)| Some((base, number.parse().ok()?)));
    numbered.filter(|(base, _)| !base.is_empty()).unwrap_or((column, 1))
}

/// Where a contact stands among the others of its member.
fn place(column: &str) -> (String, usize) {
    let (base, number) = split(column);
    (base.to_owned(), number)
}

/// The contacts that the columns stand for.
pub(crate) fn read(mut columns: Vec<Contact>) -> Result<Vec<ayni_members::Contact>> {
    columns.sort_by_key(|contact| place(&contact.column));
    let contacts = columns.into_iter().map(|contact| {
        let (base, _) = split(&contact.column);
        let kind = ContactKind::from_word(base).unwrap_or(ContactKind::Other);
        let label = if kind == ContactKind::Other { base } else { "" };
        Ok(ayni_members::Contact {
            kind,
            label: Line::parse("contacts", label)?,
            value: contact.value,
            visibility: words::choice(contact.visibility, Visibility::from_word)?,
        })
    });
    contacts.collect::<Result<_, Error>>()
}
