//! Secrets handed out once: session cookies, reset links, invitations, API tokens.

use std::fmt;

use ayni_kernel::WriteTx;
use data_encoding::BASE64URL_NOPAD;

/// 32 random bytes. Only their BLAKE3 hash is ever stored, so a stolen store opens no door.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A new one, from the transaction's randomness.
    pub fn make(tx: &mut WriteTx<'_>) -> Self {
        let mut bytes = [0; 32];
        tx.random(&mut bytes);
        Self(bytes)
    }

    /// Reads the text form (base64url without padding, 43 characters); `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The hash under which the token is stored.
    pub fn hash(&self) -> [u8; 32] {
        blake3::hash(&self.0).into()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}
