//! Order-preserving keys: the order of the encoded bytes is the order of the values.

use crate::Error;

/// A value that can be (a part of) a key.
///
/// The encoding is self-delimiting and no encoding is a prefix of another one of the same type,
/// so tuples are plain concatenations and a leading part of a tuple selects a range.
pub trait Key: Sized + Clone {
    /// Appends the encoding.
    fn write(&self, out: &mut Vec<u8>);

    /// Takes one encoded value off the front of `input`.
    ///
    /// # Errors
    /// [`Error::Codec`] when the bytes are no such value.
    fn read(input: &mut &[u8]) -> Result<Self, Error>;
}

const MALFORMED: Error = Error::Codec("malformed key");

fn take<const N: usize>(input: &mut &[u8]) -> Result<[u8; N], Error> {
    let (head, rest) = input.split_first_chunk::<N>().ok_or(MALFORMED)?;
    *input = rest;
    Ok(*head)
}

impl Key for () {
    fn write(&self, _out: &mut Vec<u8>) {}

    fn read(_input: &mut &[u8]) -> Result<Self, Error> {
        Ok(())
    }
}

impl Key for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(input: &mut &[u8]) -> Result<Self, Error> {
        match take::<1>(input)? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(MALFORMED),
        }
    }
}

macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl Key for $type {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn read(input: &mut &[u8]) -> Result<Self, Error> {
                Ok(Self::from_be_bytes(take(input)?))
            }
        }
    )*};
}

unsigned!(u8, u16, u32, u64);

/// Flipping the sign bit puts negative numbers before positive ones.
const SIGN: u64 = 1 << 63;

impl Key for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ SIGN).write(out);
    }

    fn read(input: &mut &[u8]) -> Result<Self, Error> {
        Ok((u64::read(input)? ^ SIGN).cast_signed())
    }
}

impl<const N: usize> Key for [u8; N] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn read(input: &mut &[u8]) -> Result<Self, Error> {
        take(input)
    }
}

/// A zero byte in a text is written as `00 FF`, the end as `00 00`.
impl Key for String {
    fn write(&self, out: &mut Vec<u8>) {
        for byte in self.bytes() {
            out.push(byte);
            if byte == 0 {
                out.push(0xFF);
            }
        }
        out.extend_from_slice(&[0, 0]);
    }

    fn read(input: &mut &[u8]) -> Result<Self, Error> {
        let mut text = Vec::new();
        loop {
            match take::<1>(input)? {
                [0] => match take::<1>(input)? {
                    [0] => return Self::from_utf8(text).map_err(|_| MALFORMED),
                    [0xFF] => text.push(0),
                    _ => return Err(MALFORMED),
                },
                [byte] => text.push(byte),
            }
        }
    }
}

impl<K: Key> Key for Option<K> {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(key) = self {
            key.write(out);
        }
    }

    fn read(input: &mut &[u8]) -> Result<Self, Error> {
        if bool::read(input)? { K::read(input).map(Some) } else { Ok(None) }
    }
}

macro_rules! tuple {
    ($($type:ident $place:tt),*) => {
        impl<$($type: Key),*> Key for ($($type,)*) {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$place.write(out);)*
            }

            fn read(input: &mut &[u8]) -> Result<Self, Error> {
                Ok(($($type::read(input)?,)*))
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);

/// The table's id in front of the encoded key.
pub(crate) fn encode<K: Key>(table: u16, key: &K) -> Vec<u8> {
    let mut out = Vec::with_capacity(40);
    table.write(&mut out);
    key.write(&mut out);
    out
}

/// Decodes a key that must fill `bytes` to the end.
pub(crate) fn decode<K: Key>(mut bytes: &[u8]) -> Result<K, Error> {
    let key = K::read(&mut bytes)?;
    if bytes.is_empty() { Ok(key) } else { Err(MALFORMED) }
}

/// The bytes behind the two of the table's id.
pub(crate) fn body(key: &[u8]) -> &[u8] {
    key.get(2..).unwrap_or_default()
}

/// The smallest byte string that is greater than every string that begins with `prefix`.
///
/// Table ids end below 0xFFFF, so within a table there always is one.
pub(crate) fn after_prefix(mut prefix: Vec<u8>) -> Vec<u8> {
    while let Some(last) = prefix.pop() {
        if last < 0xFF {
            prefix.push(last + 1);
            break;
        }
    }
    prefix
}
