//! Members from elsewhere, members for elsewhere, and the row of their numbers.

use ayni_kernel::{Code, Cursor, Error, Event, Page, Result, WriteTx, page::MAX_ROWS, tx::Reads};

use crate::{
    model::{self, Link, Member},
    tables,
};

/// The number that the next member gets: the community's code and four digits (more after 9999).
pub fn next_number(tx: &impl Reads) -> Result<Code> {
    Ok(next_place(tx)?.1)
}

fn next_place(tx: &impl Reads) -> Result<(u32, Code)> {
    let community = ayni_communities::settings(tx)?.code;
    let mut place = tables::last_number(tx)?;
    loop {
        place = place.checked_add(1).ok_or_else(|| Error::broken("no member numbers are left"))?;
        let number = model::number(&community, place)?;
        if tables::id_of_number(tx, &number)?.is_none() {
            return Ok((place, number));
        }
    }
}

/// Takes the next number.
pub(crate) fn take_number(tx: &mut WriteTx<'_>) -> Result<Code> {
    let (place, number) = next_place(&**tx)?;
    tables::put_last_number(tx, place)?;
    Ok(number)
}

/// Stores a member as it was elsewhere: with its id, number, status and times. Opens no account. The community's
/// settings must be there before its members, because its code begins the row of numbers.
///
/// Refuses with `Conflict` when the id or the number is taken.
pub fn import_member(tx: &mut WriteTx<'_>, member: &Member) -> Result<()> {
    tables::insert(tx, member)?;
    let community = ayni_communities::settings(&**tx)?.code;
    if let Some(place) = model::place_of(&community, &member.number)
        && place > tables::last_number(&**tx)?
    {
        tables::put_last_number(tx, place)?;
    }
    tx.emit(Event::MemberChanged(member.id))
}

/// Stores that a user acts for a member, as it was elsewhere. Refuses with `NotFound` when there is no such member.
pub fn import_link(tx: &mut WriteTx<'_>, link: &Link) -> Result<()> {
    tables::member(&**tx, link.member)?.ok_or(Error::NotFound)?;
    tables::put_link(tx, link)
}

/// Every member, complete and unasked, by id, in pages of [`MAX_ROWS`]: for export and other work of the program.
pub fn all(tx: &impl Reads, after: Option<&Cursor>) -> Result<Page<Member>> {
    let after = after.map(Cursor::key).transpose()?;
    let rows = tables::page(tx, after, MAX_ROWS)?;
    let next = (rows.len() == MAX_ROWS).then(|| rows.last().map(|member| Cursor::after(&member.id))).flatten();
    Ok(Page { rows, next })
}
