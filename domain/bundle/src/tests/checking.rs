//! What a check finds: nothing in a sound bundle, and each fault where it is.

use super::sample::{damaged, files};
use crate::{Files, Finding, Report, check, from_zip, to_zip, words, write};

/// File, row (0 = whole file), column (empty = whole row) and word of each finding.
fn found(findings: &[Finding]) -> Vec<(String, usize, String, &'static str)> {
    let place = |f: &Finding| (f.file.clone(), f.row.unwrap_or(0), f.column.clone().unwrap_or_default(), f.fault.word);
    findings.iter().map(place).collect()
}

fn faults(files: &Files) -> Vec<(String, usize, String, &'static str)> {
    let checked = check(files);
    assert_eq!(checked.plan.is_some(), checked.report.faults.is_empty());
    found(&checked.report.faults)
}

#[test]
fn a_sound_bundle_has_no_faults_and_its_figures() {
    let checked = check(&files());
    assert_eq!(found(&checked.report.faults), []);
    assert!(checked.plan.is_some());
    let Report { code, currency, symbol, scale, users, members, accounts, .. } = checked.report.clone();
    assert_eq!((code.as_str(), currency.as_str(), symbol.as_str(), scale), ("NIDO", "NIDO", "h", 2));
    assert_eq!((users, members, accounts), (3, 4, 3));
    let Report { transfers, categories, listings, sum, reconciled, .. } = checked.report.clone();
    assert_eq!((transfers, categories, listings, sum.as_str(), reconciled), (4, 1, 2, "0.00", 3));
    let warnings = found(&checked.report.warnings);
    let words: Vec<_> = warnings.iter().map(|(_, row, _, word)| (*row, *word)).collect();
    assert_eq!(words, [(3, "bundle-language"), (0, "bundle-images")]);
}

/// One line a damage: file, what stands there, what is put there, and the findings as `file:row:column word`.
#[rustfmt::skip]
const DAMAGES: &[(&str, &str, &str, &[&str])] = &[
    // The form of a file.
    ("users.csv", "id,email,name", "id,mail,name", &["users.csv:1:email bundle-column-missing", "users.csv:1:mail bundle-column-unknown", "*"]),
    ("users.csv", "language,", "status,", &["users.csv:1:status bundle-column-twice"]),
    ("members.csv", "contact.phone", "contact.", &["members.csv:1:contact. bundle-column-unknown"]),
    ("posts.csv", "need,NIDO0002,,,", "need,NIDO0002,,", &["posts.csv:3: bundle-cells"]),
    ("categories.csv", "\"Plants, trees\"", "\"Plants, trees", &["categories.csv:2: bundle-quote-open", "posts.csv:2:category bundle-category-unknown"]),
    ("categories.csv", "\"Plants, trees\"", "The \"plants\"", &["categories.csv:2: bundle-quote", "posts.csv:2:category bundle-category-unknown"]),
    ("categories.csv", "\"Plants, trees\"", "\"Plants\" etc", &["categories.csv:2: bundle-quote", "posts.csv:2:category bundle-category-unknown"]),
    ("community.csv", "NIDO,El Nido", "Nido,El Nido", &["community.csv:2:code bundle-community-code"]),
    // Cells.
    ("community.csv", ",El Nido", ",", &["community.csv:2:name fault-required"]),
    ("community.csv", "iria@nido.example", "nobody@nido.example", &["community.csv:2:adminUsers bundle-user-unknown"]),
    ("community.csv", "bruno@nido.example", "nobody@nido.example", &["community.csv:2:settings.roles.steward bundle-user-unknown"]),
    ("community.csv", "40.4167750", "", &["community.csv:2:location.latitude bundle-location-half"]),
    ("community.csv", "40.4167750", "90.1", &["community.csv:2:location.latitude bundle-degrees"]),
    ("community.csv", "Point", "Polygon", &["community.csv:2:location.type bundle-word"]),
    ("community.csv", "2,true,", "2,maybe,", &["community.csv:2:settings.allowAnonymousMemberList bundle-word"]),
    ("currency.csv", "NIDO,hour", "HORA,hour", &["currency.csv:2:code bundle-currency-code"]),
    ("currency.csv", ",h,1,2,", ",hours,1,2,", &["currency.csv:2:symbol bundle-symbol"]),
    ("currency.csv", ",h,1,2,", ",h,1,two,", &["currency.csv:2:scale bundle-number"]),
    ("currency.csv", ",decimals,scale,", ",decimals,settings.x,", &["currency.csv:1:scale bundle-column-missing"]),
    ("currency.csv", ",h,1,2,", ",h,3,2,", &["currency.csv:2:decimals bundle-decimals-scale"]),
    ("currency.csv", ",1,10,", ",1,0,", &["currency.csv:2:rateDenominator bundle-rate"]),
    ("currency.csv", "20.00,false", "20.001,false", &["currency.csv:2:settings.defaultInitialCreditLimit bundle-decimal-fine"]),
    ("users.csv", "cleo@nido.example", "cleo", &["users.csv:4:email fault-email", "member-users.csv:4:user bundle-user-unknown"]),
    ("users.csv", "cleo@nido.example", "IRIA@nido.example", &["users.csv:4:email bundle-twice", "member-users.csv:4:user bundle-user-unknown"]),
    ("users.csv", "fc1f90ae3", "fc1f90ae1", &["users.csv:4:id bundle-twice"]),
    ("users.csv", "7c9e6679-7425-40de-944b-e07fc1f90ae3", "7c9e6679", &["users.csv:4:id bundle-id"]),
    ("users.csv", "$2b$10$", "$1$", &["users.csv:2:passwordHash bundle-password-hash"]),
    ("users.csv", "disabled", "asleep", &["users.csv:4:status bundle-word"]),
    ("users.csv", "2025-01-04T10:00:00Z,2025-01-04T10:00:00Z", "2025-01-04,2025-01-04T10:00:00Z", &["users.csv:4:createdAt bundle-time"]),
    ("users.csv", "2025-01-04T10:00:00Z,2025-01-04T10:00:00Z", "2025-01-04T10:00:01Z,2025-01-04T10:00:00Z", &["users.csv:4:updatedAt bundle-updated"]),
    ("members.csv", "NIDO0003", "NIDO0004", &["members.csv:5:code bundle-twice", "member-users.csv:4:member bundle-member-unknown"]),
    ("members.csv", "NIDO0003", "XXXX0003", &["member-users.csv:4:member bundle-member-unknown"]),
    ("members.csv", "business", "shop", &["members.csv:3:type bundle-word"]),
    ("members.csv", "group", "family", &["members.csv:3:access bundle-word"]),
    ("members.csv", "pending", "active", &["members.csv:4:code bundle-account-missing"]),
    ("members.csv", "active,group", "draft,group", &["accounts.csv:3:code bundle-account-early"]),
    ("members.csv", "active,group", "deleted,group", &["accounts.csv:3:balance bundle-deleted-balance"]),
    ("member-users.csv", "NIDO0001,bruno", "NIDO0002,bruno", &["member-users.csv:5:user bundle-twice"]),
    ("member-users.csv", "NIDO0003,cleo", "NIDO0009,cleo", &["member-users.csv:4:member bundle-member-unknown"]),
    ("member-users.csv", "NIDO0003,cleo", "NIDO0003,clea", &["member-users.csv:4:user bundle-user-unknown"]),
    // Money.
    ("accounts.csv", "NIDO0004,0", "NIDO0005,0", &["accounts.csv:4:code bundle-member-unknown", "transfers.csv:3:payer bundle-account-unknown", "transfers.csv:4:payee bundle-account-unknown", "*"]),
    ("accounts.csv", "-1.25", "-1,25", &["accounts.csv:2: bundle-cells", "*"]),
    ("accounts.csv", "-1.25", "-1.2500", &["accounts.csv:2:balance bundle-decimal-fine"]),
    ("accounts.csv", "-1.25", "-1.25e0", &["accounts.csv:2:balance bundle-decimal"]),
    ("accounts.csv", "-1.25", "-01.25", &["accounts.csv:2:balance bundle-decimal"]),
    ("accounts.csv", "-1.25", "-92233720368547758.09", &["accounts.csv:2:balance bundle-decimal-large"]),
    ("accounts.csv", "-1.25", "-1.24", &["accounts.csv:0: bundle-sum-not-zero", "accounts.csv:2:balance bundle-balance"]),
    ("accounts.csv", "20.00,100.00", "1.00,100.00", &["accounts.csv:2:creditLimit bundle-limit-lower"]),
    ("accounts.csv", "1.25,,", "1.25,,1.24", &["accounts.csv:3:maximumBalance bundle-limit-upper"]),
    ("transfers.csv", "NIDO0002,NIDO0004", "NIDO0002,NIDO0002", &["transfers.csv:4:payee bundle-same-account", "*"]),
    ("transfers.csv", "NIDO0002,NIDO0004", "NIDO0009,NIDO0004", &["transfers.csv:4:payer bundle-account-unknown", "accounts.csv:3:balance bundle-balance"]),
    ("transfers.csv", "NIDO0002,NIDO0004", "NIDO0002,NIDO0009", &["transfers.csv:4:payee bundle-account-unknown", "accounts.csv:4:balance bundle-balance"]),
    ("transfers.csv", ",0.25,", ",0.255,", &["transfers.csv:5:amount bundle-decimal-fine", "accounts.csv:2:balance bundle-balance-unsure", "accounts.csv:3:balance bundle-balance-unsure"]),
    ("transfers.csv", ",0.25,", ",0,", &["transfers.csv:5:amount bundle-amount-positive", "*"]),
    ("transfers.csv", ",0.25,", ",-0.25,", &["transfers.csv:5:amount bundle-amount-positive", "*"]),
    ("transfers.csv", "iria@nido.example", "ira@nido.example", &["transfers.csv:3:user bundle-user-unknown"]),
    ("transfers.csv", "f90ae4,", "f90ae1,", &["transfers.csv:5:id bundle-twice"]),
    ("transfers.csv", "2025-02-01T10:00:00Z", "", &["transfers.csv:3:createdAt fault-required"]),
    // The market.
    ("posts.csv", ",g2,", ",g1,", &["posts.csv:3:code bundle-twice"]),
    ("posts.csv", "need", "want", &["posts.csv:3:type bundle-word"]),
    ("posts.csv", "NIDO0002", "NIDO0009", &["posts.csv:3:member bundle-member-unknown"]),
    ("posts.csv", "garden", "kitchen", &["posts.csv:2:category bundle-category-unknown"]),
    ("posts.csv", "garden,Pruning", "garden,", &["posts.csv:2:title fault-required"]),
];

#[test]
fn each_fault_is_found_where_it_is_and_nothing_else() {
    for (file, from, to, expected) in DAMAGES {
        let mut faults: Vec<String> =
            faults(&damaged(file, from, to)).iter().map(|(f, r, c, w)| format!("{f}:{r}:{c} {w}")).collect();
        // A star allows for what follows from the damage, such as balances that cannot agree any more.
        let (open, expected) = (expected.contains(&"*"), expected.iter().filter(|e| **e != "*"));
        for each in expected {
            let at = faults.iter().position(|fault| fault == each);
            let at = at.unwrap_or_else(|| panic!("{file}: {from:?} -> {to:?}: no {each} among {faults:?}"));
            faults.remove(at);
        }
        assert!(open || faults.is_empty(), "{file}: {from:?} -> {to:?}: also {faults:?}");
    }
}

#[test]
fn missing_files_broken_text_and_strange_files() {
    let mut files = files();
    files.remove("users.csv");
    files.remove("posts.csv");
    files.insert("photos.csv".to_owned(), Vec::new());
    assert_eq!(faults(&files), [("users.csv".to_owned(), 0, String::new(), "bundle-file-missing")]);
    assert!(found(&check(&files).report.warnings).iter().any(|(file, ..)| file == "photos.csv"));

    let mut files = super::sample::files();
    let bytes = files.get_mut("members.csv").unwrap();
    let at = bytes.windows(5).position(|w| w == b"Bruno").unwrap();
    bytes[at] = 0xff;
    assert_eq!(faults(&files), [("members.csv".to_owned(), 3, "name".to_owned(), "bundle-utf8")]);
    assert_eq!(check(&Files::new()).report.faults.len(), 6);
}

#[test]
fn all_faults_come_at_once_bounded_and_without_secrets() {
    let mut files = damaged("users.csv", "$2b$10$N9qo8", "$2b$10$secret");
    let mut transfers = files["transfers.csv"].clone();
    for _ in 0..1_500 {
        transfers.extend_from_slice(b",NIDO0001,XXXX0001,,1.00,,2025-02-03T10:00:00Z,\n");
    }
    files.insert("transfers.csv".to_owned(), transfers);
    let report = check(&files).report;
    assert_eq!(report.faults.len(), 1_001);
    assert_eq!(report.faults[1_000].fault.word, "bundle-more");
    assert!(report.faults.iter().any(|f| f.fault.word == "bundle-password-hash"));
    assert!(!format!("{report:?}").contains("secret"));
}

#[test]
fn a_byte_order_mark_line_ends_and_order_of_columns_do_not_matter() {
    let mut files = files();
    let text = String::from_utf8(files["users.csv"].clone()).unwrap();
    files.insert("users.csv".to_owned(), format!("\u{feff}{}\r\n", text.replace('\n', "\r\n")).into_bytes());
    let categories = "name,code\nGarden,garden\n";
    files.insert("categories.csv".to_owned(), categories.into());
    assert_eq!(faults(&files), []);
}

#[test]
fn written_rows_read_back_the_same() {
    let bundle = check(&files()).plan.expect("no faults").bundle;
    let first = write::files(&bundle);
    let again = check(&first);
    assert_eq!(found(&again.report.faults), []);
    assert_eq!(again.report, check(&files()).report);
    let second = write::files(&again.plan.unwrap().bundle);
    assert_eq!(first, second);
    let community = String::from_utf8(first["community.csv"].clone()).unwrap();
    assert!(community.contains("Point,-3.70379,40.416775,"), "{community}");
}

#[test]
fn a_second_currency_and_the_treasury() {
    let mut files = files();
    let mut add = |file: &str, text: &str| files.get_mut(file).unwrap().extend_from_slice(text.as_bytes());
    add("currency.csv", "EURO,euro,euros,€,2,2,,,,2025-01-02T10:00:00Z,,,\n");
    add("accounts.csv", ",NIDO0001-EURO,3.00,,,,,\n,NIDO0002-EURO,-3.00,,,,,\n");
    add("transfers.csv", ",NIDO0002-EURO,NIDO0001-EURO,,3.00,,2025-02-03T10:00:00Z,\n");
    assert_eq!(faults(&files), []);
    files
        .get_mut("transfers.csv")
        .unwrap()
        .extend_from_slice(b",NIDO0002-EURO,NIDO0001,,3.00,,2025-02-03T10:00:00Z,\n");
    assert!(faults(&files).iter().any(|(.., word)| *word == "bundle-two-currencies"));
}

#[test]
fn a_zip_keeps_the_files_and_its_bytes() {
    let zip = to_zip(&files()).unwrap();
    assert_eq!(zip, to_zip(&files()).unwrap());
    assert_eq!(from_zip(&zip).unwrap(), files());
    let inside: Files = files().into_iter().map(|(name, bytes)| (format!("nido/{name}"), bytes)).collect();
    assert_eq!(from_zip(&to_zip(&inside).unwrap()).unwrap(), files());
    for name in ["a/b/c.csv", "../users.csv", "other/users.csv"] {
        let mut strange = inside.clone();
        strange.insert(name.to_owned(), Vec::new());
        assert!(from_zip(&to_zip(&strange).unwrap()).is_err(), "{name}");
    }
    let many: Files = (0..65).map(|i| (format!("{i}.csv"), Vec::new())).collect();
    assert!(from_zip(&to_zip(&many).unwrap()).is_err());
    assert!(from_zip(b"no zip").is_err());
}

#[test]
fn the_words_of_cells_are_those_of_the_features() {
    macro_rules! same {
        ($($list:ident = $crate_name:ident :: $choice:ident),+ $(,)?) => { $(
            let words: Vec<&str> = $crate_name::$choice::ALL.iter().map(|choice| choice.word()).collect();
            assert_eq!(words::$list, words, stringify!($choice));
        )+ };
    }
    same!(
        ACCESS = ayni_communities::Access,
        AUDIENCE = ayni_communities::Audience,
        COMMUNITY_KIND = ayni_communities::Kind,
        COMMUNITY_STATUS = ayni_communities::Status,
        JOINING = ayni_communities::Joining,
        USER_STATUS = ayni_users::UserStatus,
    );
}
