//! The chain of transfers: how each transfer of a currency carries the hash of the one before. Pure.
//!
//! `docs/proofs.md` explains the format for those who want to check it with a program of their own. What somebody
//! must not see of a transfer enters its hash only as a *seal*: a keyed hash whose key, the *blind*, is known to those
//! who may look. The blinds of a transfer come from its random salt, so that nobody can guess what a seal hides by
//! trying, and so that a text can be erased one day (its seal kept in its place) without breaking the chain.

use ayni_kernel::{AccountId, Amount, CategoryId, CurrencyId, RequestId, Timestamp, TransferId, UserId};

use crate::model::{Standing, Transfer, TransferKind, TransferOrigin};

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// The randomness of one transfer, from which its blinds are made.
pub type Salt = [u8; 16];

/// What BLAKE3's key derivation calls a context: one for each use, so that no hash can pass for another.
const START: &str = "ayni ledger chain 1: start";
const LINK: &str = "ayni ledger chain 1: link";
const CONTENT: &str = "ayni ledger chain 1: content";
const BLINDS: &str = "ayni ledger chain 1: blinds";

/// Bytes of an encoded content; see [`Content::hash`].
const CONTENT_BYTES: usize = 277;

/// Where a transfer stands in the chain of its currency, as it is stored with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1 in each currency, without gaps.
    pub number: u64,
    /// The link of the transfer before; [`start`] for the first.
    pub previous: Hash,
    /// What its blinds are made from.
    pub salt: Salt,
    /// Whether it was posted here.
    pub origin: TransferOrigin,
    /// The number of its entry in the payer's statement.
    pub debit_entry: u64,
    /// The number of its entry in the payee's statement.
    pub credit_entry: u64,
}

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of its newest transfer; 0 before there is one.
    pub number: u64,
    /// The link of its newest transfer.
    pub link: Hash,
}

/// The keys of a transfer's seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blinds {
    /// Of what it was for.
    pub description: Hash,
    /// Of who did it.
    pub by: Hash,
    /// Of where the payer's statement stood afterwards.
    pub debit: Hash,
    /// Of where the payee's statement stood afterwards.
    pub credit: Hash,
}

impl Blinds {
    /// The blinds that come from a salt.
    pub fn of(salt: &Salt) -> Self {
        let mut blinds = [Hash::default(); 4];
        let mut output = blake3::Hasher::new_derive_key(BLINDS).update(salt).finalize_xof();
        for blind in &mut blinds {
            output.fill(blind);
        }
        let [description, by, debit, credit] = blinds;
        Self { description, by, debit, credit }
    }
}

/// The seal of a description.
pub fn seal_text(blind: &Hash, text: &str) -> Hash {
    *blake3::keyed_hash(blind, text.as_bytes()).as_bytes()
}

/// The seal of who did it; of nothing for the program itself.
pub fn seal_user(blind: &Hash, user: Option<UserId>) -> Hash {
    let user = user.map(UserId::bytes);
    *blake3::keyed_hash(blind, user.as_ref().map_or(&[], |bytes| bytes.as_slice())).as_bytes()
}

/// The seal of where a statement stood: entry's number and balance.
pub fn seal_standing(blind: &Hash, standing: Standing) -> Hash {
    let mut bytes = Writer::<16>::default();
    bytes.put(&standing.entry.to_be_bytes());
    bytes.put(&standing.balance.minor().to_be_bytes());
    *blake3::keyed_hash(blind, &bytes.bytes).as_bytes()
}

/// What a transfer's hash covers, with seals in place of what not everybody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Which transfer.
    pub id: TransferId,
    /// Those posted together.
    pub group: TransferId,
    /// What moved.
    pub currency: CurrencyId,
    /// Who paid.
    pub debit: AccountId,
    /// Who received.
    pub credit: AccountId,
    /// How much.
    pub amount: Amount,
    /// How it came about.
    pub kind: TransferKind,
    /// Whether it was posted here.
    pub origin: TransferOrigin,
    /// The seal of what it was for.
    pub description: Hash,
    /// What kind of thing it was for.
    pub category: Option<CategoryId>,
    /// The seal of who did it.
    pub by: Hash,
    /// The transfer it takes back.
    pub reverses: Option<TransferId>,
    /// The request it answers.
    pub request: Option<RequestId>,
    /// When it was posted.
    pub at: Timestamp,
    /// The seal of where the payer's statement stood afterwards.
    pub debit_standing: Hash,
    /// The seal of where the payee's statement stood afterwards.
    pub credit_standing: Hash,
}

impl Content {
    /// The content of a transfer; `sides` say where both statements stood afterwards, the payer's first.
    pub(crate) fn of(transfer: &Transfer, place: &Place, sides: (Standing, Standing)) -> Self {
        let blinds = Blinds::of(&place.salt);
        Self {
            id: transfer.id,
            group: transfer.group,
            currency: transfer.currency,
            debit: transfer.debit,
            credit: transfer.credit,
            amount: transfer.amount,
            kind: transfer.kind,
            origin: place.origin,
            description: seal_text(&blinds.description, transfer.description.as_str()),
            category: transfer.category,
            by: seal_user(&blinds.by, transfer.by),
            reverses: transfer.reverses,
            request: transfer.request,
            at: transfer.at,
            debit_standing: seal_standing(&blinds.debit, sides.0),
            credit_standing: seal_standing(&blinds.credit, sides.1),
        }
    }

    /// The hash of the content: all fields in the order in which they stand above, numbers big-endian, kinds by their
    /// stored numbers, an optional id as a byte 0 or 1 and sixteen bytes (zeros when absent), the time in
    /// microseconds since 1970.
    pub fn hash(&self) -> Hash {
        let mut out = Writer::<CONTENT_BYTES>::default();
        for id in [self.id.bytes(), self.group.bytes(), self.currency.bytes(), self.debit.bytes(), self.credit.bytes()]
        {
            out.put(&id);
        }
        out.put(&self.amount.minor().to_be_bytes());
        out.put(&[self.kind.number(), self.origin.number()]);
        out.put(&self.description);
        out.optional(self.category.map(CategoryId::bytes));
        out.put(&self.by);
        out.optional(self.reverses.map(TransferId::bytes));
        out.optional(self.request.map(RequestId::bytes));
        out.put(&self.at.micros().to_be_bytes());
        out.put(&self.debit_standing);
        out.put(&self.credit_standing);
        derive(CONTENT, &out.bytes)
    }
}

/// What stands before the first link of a currency.
pub fn start(currency: CurrencyId) -> Hash {
    derive(START, &currency.bytes())
}

/// The link of a transfer: over the link before, its number, and the hash of its content.
pub fn link(previous: &Hash, number: u64, content: &Hash) -> Hash {
    let mut out = Writer::<72>::default();
    out.put(previous);
    out.put(&number.to_be_bytes());
    out.put(content);
    derive(LINK, &out.bytes)
}

fn derive(context: &str, bytes: &[u8]) -> Hash {
    blake3::derive_key(context, bytes)
}

/// A buffer of known size that is filled from the front.
struct Writer<const N: usize> {
    bytes: [u8; N],
    used: usize,
}

impl<const N: usize> Default for Writer<N> {
    fn default() -> Self {
        Self { bytes: [0; N], used: 0 }
    }
}

impl<const N: usize> Writer<N> {
    fn put(&mut self, bytes: &[u8]) {
        let end = self.used + bytes.len();
        debug_assert!(end <= N, "an encoding is longer than its buffer");
        if let Some(place) = self.bytes.get_mut(self.used..end) {
            place.copy_from_slice(bytes);
        }
        self.used = end;
    }

    fn optional(&mut self, id: Option<[u8; 16]>) {
        self.put(&[u8::from(id.is_some())]);
        self.put(&id.unwrap_or_default());
    }
}
