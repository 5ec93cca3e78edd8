//! Passwords: as typed, hashed with argon2id, and verified against the hashes of the systems people come from.

use std::{fmt, hint::black_box};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use ayni_kernel::{Error, Fault, Result};
use sha2::{Digest, Sha512};

/// The fewest characters of a new password: long enough that guessing online is hopeless.
const MIN_CHARACTERS: usize = 10;
/// The most characters of a password: room for any sentence, no room to keep the hasher busy.
const MAX_CHARACTERS: usize = 128;
/// The most bytes that are verified at all (four for each character), so that nobody hashes a megabyte.
const MAX_BYTES: usize = MAX_CHARACTERS * 4;

/// Memory of argon2id in KiB: 64 MiB, as RFC 9106 section 4 has it for machines with little memory.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes of argon2id, from the same section.
const PASSES: u32 = 3;
/// Lanes of argon2id: one, because a small machine has few cores and serves others meanwhile.
const LANES: u32 = 1;

/// The dearest imported hashes that are taken, so that one sign-in cannot hold a core for longer than seconds.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
/// The most passes of an imported argon2id hash.
const MAX_PASSES: u32 = 16;
/// The most lanes of an imported argon2id hash.
const MAX_LANES: u32 = 16;
/// The highest cost of an imported bcrypt hash (each step doubles the time; 10 to 12 are usual).
const MAX_BCRYPT_COST: u32 = 15;
/// The highest binary logarithm of the rounds of an imported Drupal hash (15 is what Drupal writes).
const MAX_DRUPAL_ROUNDS_LOG2: usize = 20;
/// The lowest that Drupal itself accepts.
const MIN_DRUPAL_ROUNDS_LOG2: usize = 7;
/// Characters of a Drupal hash: the digest's text is cut to fit.
const DRUPAL_LENGTH: usize = 55;
/// Where a Drupal hash's digest begins: behind `$S$`, the rounds and eight characters of salt.
const DRUPAL_SETTING: usize = 12;
/// The alphabet of phpass, in the order of the values 0 to 63.
const PHPASS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A password as typed (not trimmed): 10 to 128 characters. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks the length; `field` names the form field in the fault.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        match raw.chars().count() {
            0 => Err(Fault::new(field, "fault-required")),
            count if count < MIN_CHARACTERS => {
                Err(Fault::new(field, "users-password-short").with("min", MIN_CHARACTERS))
            }
            count if count > MAX_CHARACTERS => {
                Err(Fault::new(field, "users-password-long").with("max", MAX_CHARACTERS))
            }
            _ => Ok(Self(raw.to_owned())),
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// The hash of a password: argon2id, or one that came with an import (bcrypt, Drupal 7).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash from another system when its kind is known and it is well formed: argon2id in PHC form,
    /// bcrypt `$2a$`, `$2b$`, `$2y$`, Drupal 7 `$S$`.
    pub fn imported(raw: &str) -> Option<Self> {
        Scheme::of(raw).map(|_| Self(raw.to_owned()))
    }

    /// The text, for export only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether [`hash`] would make the same kind today.
    pub(crate) fn is_current(&self) -> bool {
        Scheme::of(&self.0) == Some(Scheme::Current)
    }

    /// The text to store.
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    /// A hash as it was stored by this program.
    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

/// The kinds of hashes that can be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    /// Argon2id with today's parameters.
    Current,
    /// Argon2id with others.
    Argon,
    /// Blowfish, from most PHP, Ruby and Node programs.
    Bcrypt,
    /// Phpass over SHA-512.
    Drupal,
}

impl Scheme {
    fn of(text: &str) -> Option<Self> {
        if text.starts_with("$argon2id$") {
            argon_scheme(text)
        } else if text.starts_with("$2") {
            is_bcrypt(text).then_some(Self::Bcrypt)
        } else if text.starts_with("$S$") {
            drupal_rounds(text).map(|_| Self::Drupal)
        } else {
            None
        }
    }
}

fn argon_scheme(text: &str) -> Option<Scheme> {
    let parsed = argon2::PasswordHash::new(text).ok()?;
    if parsed.salt.is_none() || parsed.hash.is_none() {
        return None;
    }
    let params = Params::try_from(&parsed).ok()?;
    let bounded = params.m_cost() <= MAX_MEMORY_KIB && params.t_cost() <= MAX_PASSES && params.p_cost() <= MAX_LANES;
    let current = params.m_cost() == MEMORY_KIB
        && params.t_cost() == PASSES
        && params.p_cost() == LANES
        && parsed.version == Some(Version::V0x13.into());
    bounded.then_some(if current { Scheme::Current } else { Scheme::Argon })
}

fn is_bcrypt(text: &str) -> bool {
    let mut parts = text.split('$').skip(1);
    let known = matches!(parts.next(), Some("2a" | "2b" | "2y"));
    let cost = parts.next().filter(|cost| cost.len() == 2 && cost.bytes().all(|b| b.is_ascii_digit()));
    let bounded =
        cost.and_then(|cost| cost.parse::<u32>().ok()).is_some_and(|cost| (4..=MAX_BCRYPT_COST).contains(&cost));
    let digest = parts.next().is_some_and(|rest| rest.len() == 53 && rest.bytes().all(|b| PHPASS.contains(&b)));
    known && bounded && digest && parts.next().is_none()
}

/// The rounds of a well-formed Drupal 7 hash.
fn drupal_rounds(text: &str) -> Option<u64> {
    let digits = text.strip_prefix("$S$")?.as_bytes();
    let shaped = text.len() == DRUPAL_LENGTH && digits.iter().all(|b| PHPASS.contains(b));
    let log2 = PHPASS.iter().position(|symbol| Some(symbol) == digits.first())?;
    (shaped && (MIN_DRUPAL_ROUNDS_LOG2..=MAX_DRUPAL_ROUNDS_LOG2).contains(&log2)).then(|| 1 << log2)
}

/// How a typed password compares to a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right,
    /// It is the password, but the hash should be made anew: [`hash`] it and call
    /// [`upgrade_password`](crate::upgrade_password).
    RightButOld,
    /// It is not the password.
    Wrong,
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with argon2id (64 MiB, 3 passes) and a salt from the system. Slow on purpose: call it off the
/// writer and off the event loop.
pub fn hash(password: &Password) -> Result<PasswordHash> {
    let hash = hasher()?.hash_password(password.0.as_bytes()).map_err(Error::broken)?;
    Ok(PasswordHash(hash.to_string()))
}

/// Compares what was typed with a hash. Slow on purpose, like [`hash`].
pub fn verify(hash: &PasswordHash, typed: &str) -> Verdict {
    if typed.len() > MAX_BYTES {
        return Verdict::Wrong;
    }
    let scheme = Scheme::of(&hash.0);
    let right = match scheme {
        None => false,
        Some(Scheme::Current | Scheme::Argon) => {
            Argon2::default().verify_password(typed.as_bytes(), hash.0.as_str()).is_ok()
        }
        Some(Scheme::Bcrypt) => bcrypt::verify(typed, &hash.0).unwrap_or(false),
        Some(Scheme::Drupal) => is_drupal(&hash.0, typed),
    };
    match scheme {
        Some(Scheme::Current) if right => Verdict::Right,
        Some(_) if right => Verdict::RightButOld,
        _ => Verdict::Wrong,
    }
}

/// Takes as long as [`verify`] does, so that an unknown address answers no faster than a known one.
pub fn verify_nobody(typed: &str) {
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let typed = typed.as_bytes().get(..typed.len().min(MAX_BYTES)).unwrap_or_default();
    if let Ok(hasher) = hasher() {
        // The outcome does not matter; only the work does.
        let _ = hasher.hash_password_into(typed, b"nobody's own salt", black_box(&mut out));
    }
    black_box(out);
}

/// Phpass as Drupal 7 has it: SHA-512 over salt and password, then over digest and password, 2ⁿ times.
fn is_drupal(hash: &str, typed: &str) -> bool {
    let (Some(rounds), Some(salt), Some(digest)) =
        (drupal_rounds(hash), hash.get(4..DRUPAL_SETTING), hash.get(DRUPAL_SETTING..))
    else {
        return false;
    };
    let round = |before: &[u8]| Sha512::new().chain_update(before).chain_update(typed.as_bytes()).finalize();
    let last = (0..rounds).fold(round(salt.as_bytes()), |before, _| round(&before));
    // Hashing both sides keeps the comparison's time from telling how much of the digest is right.
    phpass_text(&last)
        .get(..digest.len())
        .is_some_and(|text| blake3::hash(text.as_bytes()) == blake3::hash(digest.as_bytes()))
}

/// The text of bytes in phpass's own base 64: three bytes, least significant first, give four characters.
fn phpass_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let value = group.iter().rev().fold(0_usize, |value, byte| value << 8 | usize::from(*byte));
        let symbols = (0..=group.len()).filter_map(|place| PHPASS.get(value >> (6 * place) & 63));
        text.extend(symbols.map(|symbol| char::from(*symbol)));
    }
    text
}
