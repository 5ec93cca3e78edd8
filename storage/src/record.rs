//! Stored records: rkyv bytes behind an envelope that carries the record's version and a checksum.

use rkyv::api::high::{HighDeserializer, HighSerializer, HighValidator};
use rkyv::bytecheck::CheckBytes;
use rkyv::rancor;
use rkyv::ser::allocator::ArenaHandle;
use rkyv::{Archive, Deserialize, Serialize};

use crate::Error;

/// A type that can be stored. Written by [`record!`](crate::record).
pub trait Record: Sized {
    /// The version that is written; every older one must still be readable.
    const VERSION: u16;

    /// The encoded fields.
    ///
    /// # Errors
    /// [`Error::Codec`] when the encoder refuses.
    fn to_body(&self) -> Result<Vec<u8>, Error>;

    /// Decodes a body of the given version and lifts it to this type.
    ///
    /// # Errors
    /// [`Error::Newer`] for a version this program does not know, [`Error::Codec`] for broken bytes.
    fn from_body(version: u16, body: &[u8]) -> Result<Self, Error>;
}

/// Makes an rkyv struct storable: `record!(Member, 1);`, or, with the older versions it can lift
/// through `From`, `record!(Member, 3, { 1 => v1::Member, 2 => v2::Member });`.
#[macro_export]
macro_rules! record {
    ($type:ty, $version:literal $(,)?) => {
        $crate::record!($type, $version, {});
    };
    ($type:ty, $version:literal, { $($old:literal => $past:ty),* $(,)? } $(,)?) => {
        impl $crate::Record for $type {
            const VERSION: u16 = $version;

            fn to_body(&self) -> ::core::result::Result<::std::vec::Vec<u8>, $crate::Error> {
                $crate::encode_body(self)
            }

            fn from_body(version: u16, body: &[u8]) -> ::core::result::Result<Self, $crate::Error> {
                match version {
                    $version => $crate::decode_body::<$type>(body),
                    $($old => $crate::decode_body::<$past>(body).map(::core::convert::Into::into),)*
                    found => ::core::result::Result::Err($crate::Error::Newer {
                        record: ::core::stringify!($type),
                        found,
                        known: $version,
                    }),
                }
            }
        }
    };
}

/// The rkyv bytes of a value; used by [`record!`](crate::record).
///
/// # Errors
/// [`Error::Codec`] when rkyv refuses.
pub fn encode_body<T>(value: &T) -> Result<Vec<u8>, Error>
where
    T: for<'a> Serialize<HighSerializer<Vec<u8>, ArenaHandle<'a>, rancor::Failure>>,
{
    rkyv::api::high::to_bytes_in::<_, rancor::Failure>(value, Vec::with_capacity(128))
        .map_err(|_| Error::Codec("encoding failed"))
}

/// Reads rkyv bytes with all checks; used by [`record!`](crate::record).
///
/// # Errors
/// [`Error::Codec`] when the bytes are no such value.
pub fn decode_body<T>(body: &[u8]) -> Result<T, Error>
where
    T: Archive,
    T::Archived:
        for<'a> CheckBytes<HighValidator<'a, rancor::Failure>> + Deserialize<T, HighDeserializer<rancor::Failure>>,
{
    rkyv::api::high::from_bytes::<T, rancor::Failure>(body).map_err(|_| Error::Codec("decoding failed"))
}

/// Bytes in front of a body: version (2, little-endian) and checksum (8).
pub(crate) const HEADER: usize = 10;

fn checksum(key: &[u8], version: [u8; 2], body: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key).update(&version).update(body);
    let mut sum = [0; 8];
    hasher.finalize_xof().fill(&mut sum);
    sum
}

/// Puts a body into its envelope. The key belongs to the checksum, so a value that turns up under
/// another key is found out.
pub(crate) fn seal(key: &[u8], version: u16, body: &[u8]) -> Vec<u8> {
    let version = version.to_le_bytes();
    let mut value = Vec::with_capacity(HEADER + body.len());
    value.extend_from_slice(&version);
    value.extend_from_slice(&checksum(key, version, body));
    value.extend_from_slice(body);
    value
}

/// Opens an envelope: version and body, or `None` when it is damaged.
pub(crate) fn unseal<'v>(key: &[u8], value: &'v [u8]) -> Option<(u16, &'v [u8])> {
    let (version, rest) = value.split_first_chunk::<2>()?;
    let (sum, body) = rest.split_first_chunk::<8>()?;
    (checksum(key, *version, body) == *sum).then(|| (u16::from_le_bytes(*version), body))
}
