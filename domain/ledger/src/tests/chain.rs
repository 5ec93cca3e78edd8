//! The chain's format: pinned, so that no proof given out once is refused later.

use ayni_kernel::{AccountId, Amount, CategoryId, CurrencyId, Timestamp, TransferId, UserId};

use crate::{
    Standing, Transfer, TransferKind, TransferOrigin,
    chain::{Blinds, Content, Hash, Place, link, seal_standing, seal_text, seal_user, start},
};

fn hex(hash: Hash) -> String {
    data_encoding::HEXLOWER.encode(&hash)
}

fn transfer() -> Transfer {
    Transfer {
        id: TransferId::from_bytes([1; 16]),
        group: TransferId::from_bytes([2; 16]),
        currency: CurrencyId::from_bytes([3; 16]),
        debit: AccountId::from_bytes([4; 16]),
        credit: AccountId::from_bytes([5; 16]),
        amount: Amount::new(1_250),
        kind: TransferKind::Payment,
        description: super::text("Two jars of honey"),
        category: Some(CategoryId::from_bytes([6; 16])),
        by: Some(UserId::from_bytes([7; 16])),
        reverses: None,
        request: None,
        at: Timestamp::from_micros(1_772_355_600_000_001),
        updated: Timestamp::from_micros(1_772_355_600_000_001),
        extras: Vec::new(),
    }
}

fn place() -> Place {
    let previous = start(CurrencyId::from_bytes([3; 16]));
    Place { number: 1, previous, salt: [8; 16], origin: TransferOrigin::Here, debit_entry: 3, credit_entry: 9 }
}

const SIDES: (Standing, Standing) =
    (Standing { entry: 3, balance: Amount::new(-1_250) }, Standing { entry: 9, balance: Amount::new(7_000) });

#[test]
fn the_format_is_the_one_that_was_published() {
    let place = place();
    let content = Content::of(&transfer(), &place, SIDES).hash();
    assert_eq!(hex(place.previous), "758ab40ceb3588caa6d3dd72407834f16d5e6f962a60cd6a12a2f2fd2633666a");
    assert_eq!(hex(content), "cc813c7608c9c856586169a86fd992090eb4616860eae77e357d3b6b78acb5d4");
    assert_eq!(
        hex(link(&place.previous, 1, &content)),
        "20af8a8d723e46563cc7aa78effc31cadfd13da3d73cfa39c78f53a36e3c9358"
    );
}

#[test]
fn every_field_is_covered() {
    let hash = |transfer: Transfer, place: Place, sides| Content::of(&transfer, &place, sides).hash();
    let plain = || (transfer(), place(), SIDES);
    let mut seen = vec![hash(transfer(), place(), SIDES)];
    let mut differs = |change: fn(&mut Transfer, &mut Place, &mut (Standing, Standing))| {
        let (mut transfer, mut place, mut sides) = plain();
        change(&mut transfer, &mut place, &mut sides);
        let hash = hash(transfer, place, sides);
        assert!(!seen.contains(&hash), "change number {}", seen.len());
        seen.push(hash);
    };
    differs(|transfer, _, _| transfer.id = TransferId::from_bytes([9; 16]));
    differs(|transfer, _, _| transfer.group = TransferId::from_bytes([9; 16]));
    differs(|transfer, _, _| transfer.currency = CurrencyId::from_bytes([9; 16]));
    differs(|transfer, _, _| transfer.debit = AccountId::from_bytes([9; 16]));
    differs(|transfer, _, _| transfer.credit = AccountId::from_bytes([9; 16]));
    differs(|transfer, _, _| transfer.amount = Amount::new(1_251));
    differs(|transfer, _, _| transfer.kind = TransferKind::Request);
    differs(|transfer, _, _| transfer.description = super::text("Two jars of honey."));
    differs(|transfer, _, _| transfer.category = None);
    differs(|transfer, _, _| transfer.by = None);
    differs(|transfer, _, _| transfer.reverses = Some(TransferId::from_bytes([0; 16])));
    differs(|transfer, _, _| transfer.request = Some(ayni_kernel::RequestId::from_bytes([0; 16])));
    differs(|transfer, _, _| transfer.at = transfer.at.plus_seconds(1));
    differs(|_, place, _| place.origin = TransferOrigin::Elsewhere);
    differs(|_, place, _| place.salt = [9; 16]);
    differs(|_, _, sides| sides.0.entry = 4);
    differs(|_, _, sides| sides.0.balance = Amount::ZERO);
    differs(|_, _, sides| sides.1.entry = 4);
    differs(|_, _, sides| sides.1.balance = Amount::ZERO);
    let content = seen[0];
    let previous = place().previous;
    assert_ne!(link(&previous, 1, &content), link(&previous, 2, &content));
    assert_ne!(link(&previous, 1, &content), link(&content, 1, &previous));
}

#[test]
fn a_seal_opens_with_its_blind_only() {
    let blinds = Blinds::of(&[8; 16]);
    let all = [blinds.description, blinds.by, blinds.debit, blinds.credit];
    assert!(all.iter().enumerate().all(|(at, blind)| !all[at + 1..].contains(blind)));
    assert_ne!(seal_text(&blinds.description, "Honey"), seal_text(&blinds.by, "Honey"));
    assert_ne!(seal_user(&blinds.by, None), seal_user(&blinds.by, Some(UserId::from_bytes([0; 16]))));
    let standing = Standing { entry: 1, balance: Amount::new(5) };
    assert_ne!(seal_standing(&blinds.debit, standing), seal_standing(&blinds.credit, standing));
}
