//! Pages of long lists: a bounded number of rows and a cursor to the next.

use crate::error::{Error, Result};

/// The most rows a page may have, whatever was asked for.
pub const MAX_ROWS: usize = 1_000;

/// Where a page begins; opaque outside the feature that made it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor(Vec<u8>);

impl Cursor {
    /// A cursor after a key.
    pub fn after(key: &impl ayni_storage::Key) -> Self {
        let mut bytes = Vec::new();
        key.write(&mut bytes);
        Self(bytes)
    }

    /// The key it stands for, or a fault when it was tampered with.
    pub fn key<K: ayni_storage::Key>(&self) -> Result<K> {
        let mut input = self.0.as_slice();
        let key = K::read(&mut input).map_err(|_| Error::invalid("after", "fault-cursor"))?;
        if input.is_empty() { Ok(key) } else { Err(Error::invalid("after", "fault-cursor")) }
    }

    /// Reads the text form from a link.
    pub fn parse(text: &str) -> Result<Self> {
        data_encoding::BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map(Self)
            .map_err(|_| Error::invalid("after", "fault-cursor"))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::BASE64URL_NOPAD.encode(&self.0))
    }
}

/// Some rows and, when there are more, the cursor to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A list that ends here.
    pub const fn last(rows: Vec<T>) -> Self {
        Self { rows, next: None }
    }

    /// The same page with other rows.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(change).collect(), next: self.next }
    }

    /// The same page with other rows, where making one may fail.
    pub fn try_map<U>(self, change: impl FnMut(T) -> Result<U>) -> Result<Page<U>> {
        Ok(Page { rows: self.rows.into_iter().map(change).collect::<Result<_>>()?, next: self.next })
    }
}
