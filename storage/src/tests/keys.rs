//! The order of encoded keys is the order of their values.

use proptest::prelude::*;

use crate::key::{Key, decode};

fn bytes<K: Key>(key: &K) -> Vec<u8> {
    let mut out = Vec::new();
    key.write(&mut out);
    out
}

fn ordered<K: Key + Ord + std::fmt::Debug>(a: &K, b: &K) {
    assert_eq!(bytes(a).cmp(&bytes(b)), a.cmp(b), "{a:?} {b:?}");
    assert_eq!(&decode::<K>(&bytes(a)).unwrap(), a);
}

/// Texts of few characters, so that prefixes of one another and zero bytes are frequent.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![Just('\0'), Just('a'), Just('ÿ'), any::<char>()], 0..5)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn numbers_keep_their_order(a: (i64, u64, u32, u16), b: (i64, u64, u32, u16)) {
        ordered(&a, &b);
    }

    #[test]
    fn small_numbers_keep_their_order(a in -2_i64..2, b in -2_i64..2) {
        ordered(&a, &b);
    }

    #[test]
    fn texts_keep_their_order(a in (text(), text()), b in (text(), text())) {
        ordered(&a, &b);
    }

    #[test]
    fn options_and_bytes_keep_their_order(
        a in (proptest::option::of(text()), any::<[u8; 3]>(), any::<bool>()),
        b in (proptest::option::of(text()), any::<[u8; 3]>(), any::<bool>()),
    ) {
        ordered(&a, &b);
    }
}

#[test]
fn malformed_keys_are_refused() {
    assert!(decode::<u32>(&[1, 2, 3]).is_err());
    assert!(decode::<u32>(&[1, 2, 3, 4, 5]).is_err());
    assert!(decode::<String>(b"no end").is_err());
    assert!(decode::<String>(&[0xFF, 0, 0]).is_err());
    assert!(decode::<bool>(&[2]).is_err());
}
