//! The signed code at a door: who scans it says "I am here", and nobody can make one for another door.
//!
//! A code is the resource's id, a number of five minutes (0 on paper) and a keyed BLAKE3 of both. What a screen shows
//! is good for a quarter of an hour, so that a photo of it does not check anybody in from home.

use ayni_kernel::{Actor, Error, ResourceId, Result, Timestamp, WriteTx, tx::Reads};
use ayni_storage::{AnyTable, Table, record};
use data_encoding::BASE32_NOPAD;
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    model::{Booking, Presence},
    place::Place,
    policy::Door,
    presence,
};

/// Where a code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Printed and put up.
    Paper,
    /// On a screen that shows a new one now and then.
    Screen,
}

/// Microseconds for which a screen shows the same code.
const WINDOW: i64 = 5 * 60 * 1_000_000;
/// Windows before and after now that are taken: a slow phone, a clock that is off.
const LEEWAY: i64 = 2;
/// Bytes of the signature: 80 bits, and a guess costs a request.
const SIGNATURE: usize = 10;

#[derive(Archive, Serialize, Deserialize)]
struct StoredKey {
    key: [u8; 32],
}
record!(StoredKey, 1);

/// The community's key, made with the first code.
static KEYS: Table<u8, StoredKey> = Table::new(0x0702, "bookings.door_key", &[]);

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&KEYS]
}

/// The code of a door, for those who look after it.
pub fn door_code(tx: &mut WriteTx<'_>, me: &Actor, resource: ResourceId, sign: Sign) -> Result<String> {
    let place = Place::find(&**tx, me, resource)?;
    me.may((), &Door(&place.managers))?;
    let window = match sign {
        Sign::Paper => 0,
        Sign::Screen => u32::try_from(tx.now().micros() / WINDOW).unwrap_or(u32::MAX),
    };
    let key = if let Some(stored) = KEYS.get(&**tx, &0)? { stored.key } else { new_key(tx)? };
    Ok(code(&key, resource, window))
}

fn new_key(tx: &mut WriteTx<'_>) -> Result<[u8; 32]> {
    // Four ids have about 300 bits of chance.
    let ids: Vec<u8> = (0..4).flat_map(|_| tx.id::<ResourceId>().bytes()).collect();
    let key = *blake3::hash(&ids).as_bytes();
    KEYS.put(tx, &0, &StoredKey { key })?;
    Ok(key)
}

fn code(key: &[u8; 32], resource: ResourceId, window: u32) -> String {
    let body = [resource.bytes().as_slice(), &window.to_be_bytes()].concat();
    let signed = blake3::keyed_hash(key, &body);
    let signature = signed.as_bytes().get(..SIGNATURE).unwrap_or_default();
    BASE32_NOPAD.encode(&[&body, signature].concat())
}

/// The door that a scanned code stands at; `Conflict` when it is not one of this community's, or too old.
fn door(tx: &impl Reads, now: Timestamp, scanned: &str) -> Result<ResourceId> {
    let strange = || Error::conflict("bookings-door-unknown");
    let bytes = BASE32_NOPAD.decode(scanned.trim().to_ascii_uppercase().as_bytes()).map_err(|_| strange())?;
    let (id, rest) = bytes.split_first_chunk::<16>().ok_or_else(strange)?;
    let (window, _) = rest.split_first_chunk::<4>().ok_or_else(strange)?;
    let (id, window) = (ResourceId::from_bytes(*id), u32::from_be_bytes(*window));
    let key = KEYS.get(tx, &0)?.ok_or_else(strange)?.key;
    let right = blake3::hash(code(&key, id, window).as_bytes());
    // Hashes compare in constant time.
    if right != blake3::hash(scanned.trim().to_ascii_uppercase().as_bytes()) {
        return Err(strange());
    }
    if window != 0 && (now.micros() / WINDOW - i64::from(window)).abs() > LEEWAY {
        return Err(Error::conflict("bookings-door-old"));
    }
    Ok(id)
}

/// Which place a scanned code belongs to.
pub fn at_door<T: Reads + ayni_kernel::tx::Now>(tx: &T, scanned: &str) -> Result<ResourceId> {
    door(tx, tx.now(), scanned)
}

/// Checks in the actor's booking that is on, or about to begin, behind the door whose code was scanned.
///
/// Refuses with `Conflict` when there is none, it is too early, or the code is not good (any more).
pub fn check_in_at_door(tx: &mut WriteTx<'_>, me: &Actor, scanned: &str) -> Result<Booking> {
    me.member()?;
    let id = door(&**tx, tx.now(), scanned)?;
    let place = Place::find(&**tx, me, id)?;
    let booking = presence::current(tx, me, &place)?.ok_or_else(|| Error::conflict("bookings-door-none"))?;
    presence::arrive(tx, booking, Presence::Door)
}
