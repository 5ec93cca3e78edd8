//! The kernel's rules told as stories.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use crate::{
    Amount, Email, Event, Line, MemberId, Name, Point, Role, Roles, Scale, Slug, Timestamp, money::DecimalFault,
};

#[test]
fn exact_decimals_are_read_and_written_back() {
    let scale = Scale::new(2).unwrap();
    for (text, minor) in [("0", 0), ("12.5", 1250), ("-0.01", -1), ("92233720368547758.07", i64::MAX)] {
        assert_eq!(scale.parse_exact(text).unwrap(), Amount::new(minor), "{text}");
    }
    assert_eq!(scale.parse_exact("-92233720368547758.08").unwrap(), Amount::new(i64::MIN));
    assert_eq!(scale.format_exact(Amount::new(i64::MIN)), "-92233720368547758.08");
    assert_eq!(scale.parse_exact("92233720368547758.08"), Err(DecimalFault::TooLarge));
    assert_eq!(scale.parse_exact("1.005"), Err(DecimalFault::TooFine { decimals: 2 }));
    for text in ["", "-", ".5", "5.", "01", "1e3", "+1", " 1", "1,5", "--1", "٣"] {
        assert_eq!(scale.parse_exact(text), Err(DecimalFault::NotADecimal), "{text:?}");
    }
}

#[test]
fn typed_amounts_follow_what_people_write() {
    let scale = Scale::new(2).unwrap();
    for (text, minor) in [
        ("12,5", 1250),
        ("12.50", 1250),
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("1 234,5", 123_450),
        ("1'234.50", 123_450),
        ("1.234.567", 123_456_700),
        ("\u{2212}3", -300),
    ] {
        assert_eq!(scale.parse_typed(text).unwrap(), Amount::new(minor), "{text}");
    }
    for text in ["1,23,4.5", "abc", "1.2.3", "12,34.5,6", "5,", ""] {
        assert!(scale.parse_typed(text).is_err(), "{text}");
    }
    assert_eq!(Scale::new(0).unwrap().parse_typed("1.500").unwrap(), Amount::new(1500));
    assert_eq!(scale.parse_typed("1.500"), Err(DecimalFault::TooFine { decimals: 2 }));
}

#[test]
fn text_is_trimmed_bounded_and_clean() {
    assert_eq!(Name::parse("name", "  Ana  ").unwrap().as_str(), "Ana");
    assert_eq!(Name::parse("name", " ").unwrap_err().word, "fault-required");
    assert_eq!(Line::parse("l", &"x".repeat(301)).unwrap_err().word, "fault-long");
    assert_eq!(Line::parse("l", "a\u{7}b").unwrap_err().word, "fault-control-characters");
    assert_eq!(Email::parse("email", " Ana@Example.ORG ").unwrap().as_str(), "ana@example.org");
    for bad in ["", "ana", "@x", "a@", "a b@c.d", "a@@b.c", "a@.b"] {
        assert!(Email::parse("email", bad).is_err(), "{bad}");
    }
    assert_eq!(Slug::from_name("Peña del Ñandú!").unwrap().as_str(), "pena-del-nandu");
    assert!(Slug::parse("slug", "-a").is_err());
}

#[test]
fn an_admin_holds_every_role_but_was_given_one() {
    let admin = Roles::NONE.with(Role::Admin);
    assert!(admin.has(Role::Treasurer) && !admin.given(Role::Treasurer));
    assert_eq!(Roles::from_bits(admin.bits()), admin);
    assert!(!Roles::NONE.with(Role::Steward).has(Role::Treasurer));
}

#[test]
fn events_survive_the_log() {
    let event = Event::MemberActivated(MemberId::from_bytes([3; 16]));
    assert_eq!(Event::from_bytes(&event.to_bytes()), Some(event));
    assert_eq!(Event::from_bytes(&[0xff; 18]), None);
    assert_eq!(Event::from_bytes(&[1]), None);
}

#[test]
fn times_are_written_as_they_were_read() {
    for text in ["2026-07-01T10:00:00Z", "1969-12-31T23:59:59.999999Z"] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Timestamp::parse("2026-07-01T12:00:00+02:00"), Timestamp::parse("2026-07-01T10:00:00Z"));
    assert_eq!(Timestamp::parse("2026-07-01"), None);
}

#[test]
fn points_stay_equal_and_inside_the_globe() {
    let point = Point::new(51.77753, -2.18304).unwrap();
    assert_eq!(point.steps(), (517_775_300, -21_830_400));
    assert!(Point::new(90.1, 0.0).is_err() && Point::new(0.0, f64::NAN).is_err());
}

proptest! {
    #[test]
    fn every_amount_survives_writing_and_reading(minor in any::<i64>(), decimals in 0_u8..=6) {
        let scale = Scale::new(decimals).unwrap();
        prop_assert_eq!(scale.parse_exact(&scale.format_exact(Amount::new(minor))).unwrap(), Amount::new(minor));
    }

    #[test]
    fn no_text_breaks_the_readers(text in ".{0,40}") {
        let scale = Scale::new(2).unwrap();
        let _ = (scale.parse_exact(&text), scale.parse_typed(&text), Slug::from_name(&text), Email::parse("e", &text));
    }
}
