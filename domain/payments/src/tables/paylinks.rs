//! The stored records of payment links.

use ayni_kernel::{AccountId, Amount, Code, PayLinkId, Reads, Result, Timestamp, UserId, WriteTx};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::paylinks::{LinkState, PayLink, Uses};

#[derive(Archive, Serialize, Deserialize)]
struct StoredLink {
    code: String,
    account: AccountId,
    amount: Option<Amount>,
    description: String,
    uses: u8,
    state: u8,
    times: u32,
    expires: Option<Timestamp>,
    by: Option<UserId>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredLink, 1);

static LINKS: Table<PayLinkId, StoredLink> = Table::new(0x0829, "payments.links", &[&BY_CODE, &BY_ACCOUNT]);
static BY_CODE: Index<String, PayLinkId, StoredLink> =
    Index::unique(0x8830, "payments.links.by_code", |_, link| vec![link.code.clone()]);
static BY_ACCOUNT: Index<AccountId, PayLinkId, StoredLink> =
    Index::many(0x8831, "payments.links.by_account", |_, link| vec![link.account]);

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&LINKS]
}

pub(crate) fn link(tx: &impl Reads, id: PayLinkId) -> Result<Option<PayLink>> {
    LINKS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: PayLinkId) -> Result<PayLink> {
    link(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn by_code(tx: &impl Reads, code: &str) -> Result<Option<PayLink>> {
    BY_CODE.get(tx, &code.to_owned())?.map(|id| named(tx, id)).transpose()
}

/// An account's links before one of them, newest first.
pub(crate) fn of_account(
    tx: &impl Reads,
    account: AccountId,
    after: Option<PayLinkId>,
    limit: usize,
) -> Result<Vec<PayLink>> {
    let after = after.map(|id| (account, id));
    let after = after.as_ref().map(|(account, id)| (account, id));
    let entries = BY_ACCOUNT.scan(tx, &account, after, Direction::Descending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

pub(crate) fn put(tx: &mut WriteTx<'_>, link: &PayLink) -> Result<()> {
    let stored = StoredLink {
        code: link.code.to_string(),
        account: link.account,
        amount: link.amount,
        description: link.description.to_string(),
        uses: link.uses.number(),
        state: link.state.number(),
        times: link.times,
        expires: link.expires,
        by: link.by,
        created: link.created,
        updated: link.updated,
    };
    Ok(LINKS.put(tx, &link.id, &stored)?)
}

impl StoredLink {
    fn open(self, id: PayLinkId) -> Result<PayLink> {
        Ok(PayLink {
            id,
            code: Code::parse("code", &self.code).map_err(damaged)?,
            account: self.account,
            amount: self.amount,
            description: line(&self.description)?,
            uses: Uses::stored(self.uses)?,
            state: LinkState::stored(self.state)?,
            times: self.times,
            expires: self.expires,
            by: self.by,
            created: self.created,
            updated: self.updated,
        })
    }
}
