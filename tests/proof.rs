//! A member takes a statement with proof away; the program checks it where there is no site and no data.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use crate::bench::{
    self, bundle,
    person::Person,
    program::{self, Program, command},
};

#[test]
fn a_statement_is_checked_without_the_site_it_came_from() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let (statement, head) = bench::run(async {
        let program = Program::serve(&data);
        let wren = Person::sign_in(program.url(), bundle::WREN).await;
        wren.pay("0193a5b0-5b1e-7cc3-9d0e-3f1f6a0c2b11", "HAZL0004", "0.25").await.unwrap();
        let account = wren.read("/wallet").await["balance"]["account"].as_str().unwrap().to_owned();
        let statement = wren.read(&format!("/accounts/{account}/statement.proof")).await;
        let currency = statement["currency"]["id"].as_str().unwrap().to_owned();
        let head = wren.read(&format!("/currencies/{currency}/head")).await;
        program.stop();
        (statement.to_string(), head["link"].as_str().unwrap().to_owned())
    });
    let (elsewhere, file) = (folder.path().join("nowhere"), folder.path().join("statement.json"));
    fs::write(&file, &statement).unwrap();
    let said = command(&elsewhere, &[&"verify", &file, &"--head", &head]).ends(0);
    assert!(said.out.contains("Hazel Row: account HAZL0001") && said.out.contains("own books"), "{said:?}");
    assert!(said.out.contains("brought in from elsewhere"), "{said:?}");
    let told = command(&elsewhere, &[&"verify", &file, &"--json"]).ends(0).json();
    assert_eq!(told["proven"], true, "{told}");

    fs::write(&file, statement.replace("\"change\":-25,", "\"change\":-24,")).unwrap();
    let said = command(&elsewhere, &[&"verify", &file]).ends(1);
    assert!(said.out.starts_with("Line ") && said.out.contains("not proven"), "{said:?}");
    let said = command(&elsewhere, &[&"verify", &folder.path().join("none")]).ends(2);
    assert!(said.err.contains("Cannot read"), "{said:?}");
    assert!(!elsewhere.exists());
}
