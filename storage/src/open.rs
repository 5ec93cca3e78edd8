//! Opening: the declaration is checked, old files are brought up to date, newer ones refused.

use std::collections::BTreeMap;

use crate::Error;
use crate::log::{FIRST_FREE_TABLE, Head};
use crate::store::Schema;
use crate::view::View;
use crate::writer::Writer;

/// Ids are unique and in the free range; steps ascend to the schema's version.
pub(crate) fn validate(schema: &Schema) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    let ids = schema.tables.iter().flat_map(|table| std::iter::once((table.id(), table.name())).chain(table.indexes()));
    for (id, name) in ids {
        if !(FIRST_FREE_TABLE..u16::MAX).contains(&id) {
            return Err(Error::Schema(format!("the id {id:#06x} of {name} is reserved")));
        }
        if let Some(other) = seen.insert(id, name) {
            return Err(Error::Schema(format!("{other} and {name} have the same id {id:#06x}")));
        }
    }
    let rising = schema.steps.is_sorted_by(|a, b| a.to < b.to);
    if !rising || schema.steps.last().is_some_and(|step| step.to > schema.version) {
        return Err(Error::Schema("the steps must rise up to the schema's version".into()));
    }
    Ok(())
}

/// Sets up a new file, or runs the steps an old one lacks, each in one commit.
pub(crate) fn bring_up_to_date(writer: &mut Writer, schema: &Schema) -> Result<(), Error> {
    let Some(head) = Head::load(View::committed(writer.base.as_ref()))? else {
        return set_version(writer, schema.version);
    };
    if head.schema > schema.version {
        return Err(Error::NewerStore { found: head.schema, known: schema.version });
    }
    writer.head = head;
    if head.uncounted() {
        writer.head.count(View::committed(writer.base.as_ref()))?;
    }
    for step in schema.steps.iter().filter(|step| step.to > head.schema) {
        tracing::info!(step = step.name, to = step.to, "bringing the data up to date");
        let mut tx = writer.group();
        tx.begin(writer.clock.as_ref());
        tx.unlimited();
        (step.run)(&mut tx)?;
        tx.accept()?;
        tx.set_schema(step.to);
        writer.commit(tx)?;
    }
    if writer.head.schema < schema.version {
        set_version(writer, schema.version)?;
    }
    Ok(())
}

fn set_version(writer: &mut Writer, version: u32) -> Result<(), Error> {
    let mut tx = writer.group();
    tx.set_schema(version);
    writer.commit(tx)
}
