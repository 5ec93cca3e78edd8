//! Short codes that people read out and type: letters and digits that nobody mistakes for one another.

use ayni_kernel::{Code, Error, Result, WriteTx};

/// Crockford's Base32: without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code of chance, five bits a letter.
pub(crate) fn new(tx: &mut WriteTx<'_>, letters: usize) -> Result<Code> {
    let mut bytes = vec![0; letters];
    tx.random(&mut bytes);
    let letters = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
    let text: String = letters.map(|letter| char::from(*letter)).collect();
    Code::parse("code", &text).map_err(Error::broken)
}

/// What people type, as it is kept: capital letters without what they put between groups, and digits in place of the
/// letters that look like them.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })
    .collect()
}

/// A code in groups of four, as it is printed.
pub(crate) fn spelt(code: &Code) -> String {
    let groups: Vec<_> = code.as_str().as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    groups.join("-")
}
