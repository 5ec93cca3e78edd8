//! Formulas: what they mean, what they refuse, and that they are total.

use ayni_kernel::{Amount, Scale};

use crate::{Figures, Formula};

fn figures() -> Figures {
    Figures { given: Amount::new(12_050), received: Amount::new(30_025), trades: 7, months: 14 }
}

fn value(text: &str) -> i64 {
    Formula::parse("formula", text).unwrap().value(&figures(), Scale::new(2).unwrap()).minor()
}

#[test]
fn formulas_mean_what_they_say() {
    for (text, minor) in [
        ("100", 10_000),
        ("100 + 50 * 2", 20_000),
        ("(100 + 50) * 2", 30_000),
        ("100 - 20 - 30", 5_000),
        ("100 / 8 / 2", 625),
        ("received", 30_025),
        ("received * 10%", 3_002),
        ("received × 10 %", 3_002),
        ("min(500, 100 + received * 50%)", 25_012),
        ("max(given, received, 5)", 30_025),
        ("trades * 10 + months", 8_400),
        ("given − received", -17_975),
        ("10 ÷ 3", 333),
        ("100 / 0", 0),
        ("0.5", 50),
    ] {
        assert_eq!(value(text), minor, "{text}");
    }
}

#[test]
fn a_formula_says_how_it_came_about() {
    let formula = Formula::parse("formula", " min(500,100+received*50%) - (trades/months) ").unwrap();
    let said = formula.explained(&figures(), Scale::new(2).unwrap());
    assert_eq!(said, "min(500, 100 + 300.25 × 50 %) \u{2212} (7 ÷ 14)");
}

#[test]
fn what_makes_no_sense_is_refused_where_it_stops() {
    for (text, at) in [
        ("100 +", 6_usize),
        ("hello", 1),
        ("5 5", 3),
        ("min(1,)", 7),
        ("min 1", 5),
        ("(1, 2)", 7),
        ("1..2", 1),
        ("-5", 1),
        ("01", 1),
        ("9223372036854775807", 1),
        ("1 % %", 5),
    ] {
        let fault = Formula::parse("formula", text).unwrap_err();
        assert_eq!(fault.word, "ledger-formula", "{text}");
        assert_eq!(fault.args[0].1, ayni_kernel::Arg::from(at), "{text}");
    }
    assert_eq!(Formula::parse("formula", " ").unwrap_err().word, "fault-required");
    assert_eq!(Formula::parse("formula", &"1+".repeat(150)).unwrap_err().word, "ledger-formula-long");
    let deep = format!("{}1{}", "(".repeat(40), ")".repeat(40));
    assert!(Formula::parse("formula", &deep).is_err());
}

#[test]
fn no_number_is_too_large() {
    for text in ["9000000000000 * 9000000000000", "given * given * given * given", "0 - given * given * given * given"]
    {
        let formula = Formula::parse("formula", text).unwrap();
        for scale in [0, 2, 6] {
            let huge = Figures { given: Amount::new(i64::MAX), received: Amount::new(i64::MIN), ..figures() };
            assert_eq!(formula.value(&huge, Scale::new(scale).unwrap()), Amount::ZERO, "{text}");
        }
    }
}
