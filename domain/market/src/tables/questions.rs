//! How questions and favourites are stored.

use ayni_kernel::{
    Body, ListingId, MemberId, QuestionId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{Rank, damaged};
use crate::questions::{MAX_QUESTIONS, Question};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredQuestion {
    asker: MemberId,
    text: String,
    asked: Timestamp,
    answer: Option<(String, Timestamp)>,
    hidden: Option<Timestamp>,
}
record!(StoredQuestion, 1);

/// Ids grow with time, so questions lie in the order in which they were asked.
pub(super) static QUESTIONS: Table<(ListingId, QuestionId), StoredQuestion> = Table::new(0x0503, "questions", &[]);

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredFavourite {
    at: Timestamp,
}
record!(StoredFavourite, 1);

type FavouriteKey = (MemberId, ListingId);

pub(super) static FAVOURITES: Table<FavouriteKey, StoredFavourite> =
    Table::new(0x0504, "favourites", &[&FAVOURITES_BY_TIME]);
static FAVOURITES_BY_TIME: Index<(MemberId, Timestamp), FavouriteKey, StoredFavourite> =
    Index::many(0x8508, "favourites.by_time", |(member, _), favourite| vec![(*member, favourite.at)]);

pub(crate) fn put_question(tx: &mut WriteTx<'_>, question: &Question) -> Result<()> {
    let stored = StoredQuestion {
        asker: question.asker,
        text: question.text.to_string(),
        asked: question.asked,
        answer: question.answer.as_ref().map(|(text, at)| (text.to_string(), *at)),
        hidden: question.hidden,
    };
    Ok(QUESTIONS.put(tx, &(question.listing, question.id), &stored)?)
}

pub(crate) fn question(tx: &impl Reads, listing: ListingId, id: QuestionId) -> Result<Option<Question>> {
    QUESTIONS.get(tx, &(listing, id))?.map(|stored| stored.open((listing, id))).transpose()
}

/// The questions about a listing, the oldest first.
pub(crate) fn questions(tx: &impl Reads, listing: ListingId) -> Result<Vec<Question>> {
    let rows = QUESTIONS.scan(tx, &listing, None, Direction::Ascending)?.take(MAX_QUESTIONS);
    rows.map(|row| row.map_err(ayni_kernel::Error::from).and_then(|(key, stored)| stored.open(key))).collect()
}

impl StoredQuestion {
    fn open(self, (listing, id): (ListingId, QuestionId)) -> Result<Question> {
        let body = |text: &str| Body::parse("text", text).map_err(damaged);
        let answer = self.answer.map(|(text, at)| Ok::<_, ayni_kernel::Error>((body(&text)?, at))).transpose()?;
        let Self { asker, asked, hidden, .. } = self;
        Ok(Question { id, listing, asker, text: body(&self.text)?, asked, answer, hidden })
    }
}

pub(crate) fn put_favourite(tx: &mut WriteTx<'_>, member: MemberId, id: ListingId, at: Timestamp) -> Result<()> {
    Ok(FAVOURITES.put(tx, &(member, id), &StoredFavourite { at })?)
}

pub(crate) fn remove_favourite(tx: &mut WriteTx<'_>, member: MemberId, id: ListingId) -> Result<()> {
    FAVOURITES.remove(tx, &(member, id))?;
    Ok(())
}

pub(crate) fn is_favourite(tx: &impl Reads, member: MemberId, id: ListingId) -> Result<bool> {
    Ok(FAVOURITES.contains(tx, &(member, id))?)
}

/// At most `limit` favourites of a member before a place, the newest first.
pub(crate) fn favourites(tx: &impl Reads, member: MemberId, after: Option<&Rank>, limit: usize) -> Result<Vec<Rank>> {
    let after = after.map(|(at, id)| ((member, *at), (member, *id)));
    let after = after.as_ref().map(|(value, key)| (value, key));
    let entries = FAVOURITES_BY_TIME.scan(tx, &member, after, Direction::Descending)?.take(limit);
    entries.map(|entry| entry.map(|((_, at), (_, id))| (at, id)).map_err(Into::into)).collect()
}
