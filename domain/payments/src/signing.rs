//! What a voucher carries, and the community's signature under it, so that anybody can check it without the network.
//!
//! The bytes are a version, the voucher's id, the last four bytes of its currency's id, the amount in minor units
//! (eight bytes), the second at which it lapses (four bytes), all big-endian, and an Ed25519 signature (RFC 8032) of
//! what stands before it. They are written in Base32 (RFC 4648 section 6) without padding.

use ayni_kernel::{Amount, CurrencyId, Error, Reads, Result, Timestamp, VoucherId, WriteTx};
use data_encoding::BASE32_NOPAD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::{tables::vouchers as tables, vouchers::Voucher};

/// The version of what is signed.
const VERSION: u8 = 1;

/// Bytes before the signature.
const BODY: usize = 1 + 16 + 4 + 8 + 4;

/// What a signed voucher says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedVoucher {
    /// Which one.
    pub id: VoucherId,
    /// The last bytes of its currency's id.
    pub currency: [u8; 4],
    /// What it is worth, in minor units.
    pub amount: Amount,
    /// When it lapses.
    pub expires: Timestamp,
}

/// What tells a currency from the community's others: the part of its id that is chance.
fn mark(currency: CurrencyId) -> [u8; 4] {
    let bytes = currency.bytes();
    bytes.last_chunk().copied().unwrap_or_default()
}

/// The key with which the community signs, made when it is first needed.
pub(crate) fn key(tx: &mut WriteTx<'_>) -> Result<Ed25519KeyPair> {
    if let Some(seed) = tables::key(&**tx)? {
        return pair(&seed);
    }
    let mut seed = [0; 32];
    tx.random(&mut seed);
    tables::put_key(tx, seed)?;
    pair(&seed)
}

fn pair(seed: &[u8; 32]) -> Result<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(Error::broken)
}

/// The key with which everybody can check the community's vouchers; `None` before it issued one.
pub fn public_key(tx: &impl Reads) -> Result<Option<[u8; 32]>> {
    let Some(seed) = tables::key(tx)? else { return Ok(None) };
    let public: [u8; 32] = pair(&seed)?.public_key().as_ref().try_into().map_err(Error::broken)?;
    Ok(Some(public))
}

/// The text of a voucher's code.
pub(crate) fn sign(key: &Ed25519KeyPair, voucher: &Voucher) -> String {
    let seconds = u32::try_from(voucher.expires.micros() / 1_000_000).unwrap_or(u32::MAX);
    let body = [
        [VERSION].as_slice(),
        &voucher.id.bytes(),
        &mark(voucher.currency),
        &voucher.amount.minor().to_be_bytes(),
        &seconds.to_be_bytes(),
    ]
    .concat();
    let signature = key.sign(&body);
    BASE32_NOPAD.encode(&[body.as_slice(), signature.as_ref()].concat())
}

/// Reads a code and checks its signature; `None` when it is not one of this community's.
pub(crate) fn read(tx: &impl Reads, text: &str) -> Result<Option<SignedVoucher>> {
    let Some(public) = public_key(tx)? else { return Ok(None) };
    let Ok(bytes) = BASE32_NOPAD.decode(text.trim().to_ascii_uppercase().as_bytes()) else { return Ok(None) };
    let Some((body, signature)) = bytes.split_at_checked(BODY) else { return Ok(None) };
    if UnparsedPublicKey::new(&ED25519, public).verify(body, signature).is_err() {
        return Ok(None);
    }
    Ok(parse(body))
}

fn parse(body: &[u8]) -> Option<SignedVoucher> {
    let (version, rest) = body.split_first()?;
    let (id, rest) = rest.split_first_chunk::<16>()?;
    let (currency, rest) = rest.split_first_chunk::<4>()?;
    let (amount, rest) = rest.split_first_chunk::<8>()?;
    let seconds = u32::from_be_bytes(*rest.first_chunk::<4>()?);
    (*version == VERSION).then(|| SignedVoucher {
        id: VoucherId::from_bytes(*id),
        currency: *currency,
        amount: Amount::new(i64::from_be_bytes(*amount)),
        expires: Timestamp::from_micros(i64::from(seconds) * 1_000_000),
    })
}
