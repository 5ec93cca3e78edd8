//! The exchange in a real browser: a want is posted, found, talked about, agreed on, done, confirmed and paid; a
//! difference is settled; a voucher, a list of payments and a levy are made and used. At a phone and at a desk.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use crate::bench::{
    self,
    browser::{self, Browser, Screen},
    bundle,
    program::{self, Program},
};

/// What Rosalind wants done.
const FENCE: &str = "Mend the garden fence";

/// What Tobias offers.
const LESSON: &str = "Accordion lesson";

/// A list of payments whose third line, counting the heading, names nobody.
const FAULTY: &str = "payer,payee,description,amount\n,HAZL0001,Jam,1.00\n,HAZL0099,Bread,2.00\n,HAZL0004,Eggs,1.50\n";

/// Its bad line, corrected.
const CORRECTED: &str = "payer,payee,description,amount\n,HAZL0004,Bread,2.00\n";

#[test]
fn the_exchange_is_walked_on_a_phone() {
    walk_on(Screen::Phone);
}

#[test]
fn the_exchange_is_walked_at_a_desk() {
    walk_on(Screen::Desk);
}

fn walk_on(screen: Screen) {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let files = [folder.path().join("faulty.csv"), folder.path().join("corrected.csv")];
    std::fs::write(&files[0], FAULTY).unwrap();
    std::fs::write(&files[1], CORRECTED).unwrap();
    let program = Program::serve(&data);
    bench::run(browser::with(screen, program.url(), |browser| walk(browser, files)));
    program::examine(&data);
    program.stop();
}

async fn walk(browser: Browser, files: [PathBuf; 2]) {
    agree_and_pay(&browser).await;
    differ(&browser).await;
    use_a_voucher(&browser).await;
    pay_a_list(&browser, &files).await;
    charge(&browser).await;
}

/// Ends one person's visit and begins another's.
async fn hand_over(browser: &Browser, email: &str) {
    browser.sign_out().await;
    browser.sign_in(email).await;
}

/// Goes to the market as one does on this screen.
async fn go_to_market(browser: &Browser) {
    if browser.is_narrow() {
        browser.press_in_menu(".panel a[href='/listings']").await;
    } else {
        browser.press(".sidebar nav a[href='/listings']").await;
    }
}

/// The path of the page without what was said above it.
async fn place(browser: &Browser) -> String {
    browser.path().await.split('?').next().unwrap().to_owned()
}

/// From a want to the payment in both statements.
async fn agree_and_pay(browser: &Browser) {
    browser.sign_in(bundle::ROSALIND).await;
    let listing = post(browser, "want", FENCE, "12.00").await;
    hand_over(browser, bundle::TOBIAS).await;
    find(browser, &listing).await;
    let agreement = enquire(browser, "I can come with my tools.").await;
    propose(browser, "Three boards and a post", "Saturday at ten", "12.00").await;
    hand_over(browser, bundle::ROSALIND).await;
    browser.goto("/notices").await;
    browser.reads("main", FENCE).await;
    open_agreement(browser, FENCE).await;
    browser.reads("#next .key-value", "Saturday at ten").await;
    browser.press("form[action$='/acceptance'] button.primary").await;
    browser.reads(".page-head .badge", "Agreed").await;
    browser.press("form[action$='/start'] button").await;
    browser.reads(".page-head .badge", "Begun").await;
    confirm(browser, "12.00").await;
    hand_over(browser, bundle::TOBIAS).await;
    open_agreement(browser, FENCE).await;
    // A little more than she said: they meet in the middle.
    confirm(browser, "13.00").await;
    browser.reads(".page-head .badge", "Paid").await;
    browser.reads("#next", "12.50").await;
    assert_eq!(place(browser).await, agreement);
    in_the_books(browser, &listing, "+12.50").await;
    hand_over(browser, bundle::ROSALIND).await;
    in_the_books(browser, &listing, "−12.50").await;
}

/// Posts a listing and answers its path.
async fn post(browser: &Browser, kind: &str, title: &str, amount: &str) -> String {
    go_to_market(browser).await;
    browser.press("main a[href='/listings/new']").await;
    browser.tick(&format!("[name=kind][value={kind}]")).await;
    browser.fill("title", title).await;
    browser.fill("description", "The whole story is told at the door.").await;
    browser.fill("amount", amount).await;
    browser.press("button[name=then][value=publish]").await;
    browser.reads("h1", title).await;
    place(browser).await
}

/// Sees the want on the market, finds it through the search box, with a misspelt word too, and opens it.
async fn find(browser: &Browser, listing: &str) {
    go_to_market(browser).await;
    browser.reads("#results", FENCE).await;
    for words in ["garden fence", "gardn fense"] {
        if browser.is_narrow() {
            browser.press(".topbar a[href='/search']").await;
            browser.fill("q", words).await;
            let asked = format!("/search?q={}", words.replace(' ', "+"));
            browser.arrives(&asked).await;
            browser.press(&format!("#results a.title[href='{listing}']")).await;
        } else {
            browser.fill("q", words).await;
            browser.press(".search-box [role=option]").await;
        }
        assert_eq!(place(browser).await, listing, "{words:?} leads elsewhere");
    }
    browser.reads("h1", FENCE).await;
}

/// Says "I'm interested" and answers the path of what came of it.
async fn enquire(browser: &Browser, message: &str) -> String {
    browser.press(".page-head a.primary").await;
    browser.fill("message", message).await;
    browser.press("main form button.primary").await;
    browser.reads(".talk", message).await;
    place(browser).await
}

/// Proposes something else than what stands on the listing.
async fn propose(browser: &Browser, what: &str, when: &str, amount: &str) {
    browser.tick("details.reply summary").await;
    browser.fill("what", what).await;
    browser.fill("when", when).await;
    browser.fill("amount", amount).await;
    browser.press("form[action$='/proposal'] button").await;
    browser.reads("#next .key-value", what).await;
}

/// Opens one of the own agreements from the market.
async fn open_agreement(browser: &Browser, title: &str) {
    go_to_market(browser).await;
    browser.press("main .tabs a[href='/agreements']").await;
    open(browser, title).await;
}

/// Opens the row with this title.
async fn open(browser: &Browser, title: &str) {
    let links = browser.links("main a.title").await;
    let (_, address) = links.iter().find(|(words, _)| words == title).unwrap_or_else(|| panic!("{links:?}"));
    browser.press(&format!("main a.title[href='{address}']")).await;
    browser.reads("h1", title).await;
}

/// Says what it came to.
async fn confirm(browser: &Browser, figure: &str) {
    browser.fill("figure", figure).await;
    browser.press("form[action$='/confirmation'] button.primary").await;
}

/// The newest line of the statement is this payment; the agreement leads to the receipt and to the listing.
async fn in_the_books(browser: &Browser, listing: &str, amount: &str) {
    browser.goto("/wallet").await;
    browser.reads("#results .amount", amount).await;
    browser.reads("#results .row", FENCE).await;
    let receipt = browser.see("#results a.title").await.attr("href").await.unwrap().unwrap();
    open_agreement(browser, FENCE).await;
    browser.see(&format!("main a[href='{listing}']")).await;
    browser.press(&format!("#next a[href='{receipt}']")).await;
    browser.reads(".receipt .figure", "12.50").await;
}

/// The two say figures that lie too far apart, and Wren, who is on neither side, decides.
async fn differ(browser: &Browser) {
    hand_over(browser, bundle::TOBIAS).await;
    let listing = post(browser, "offer", LESSON, "6.00").await;
    hand_over(browser, bundle::ROSALIND).await;
    go_to_market(browser).await;
    browser.press(&format!("#results a.title[href='{listing}']")).await;
    enquire(browser, "I have an accordion and no idea.").await;
    propose(browser, "One hour", "Monday evening", "6.00").await;
    hand_over(browser, bundle::TOBIAS).await;
    open_agreement(browser, LESSON).await;
    browser.press("form[action$='/acceptance'] button.primary").await;
    confirm(browser, "6.00").await;
    hand_over(browser, bundle::ROSALIND).await;
    open_agreement(browser, LESSON).await;
    confirm(browser, "2.00").await;
    browser.reads(".page-head .badge", "steward").await;
    hand_over(browser, bundle::WREN).await;
    go_to_market(browser).await;
    browser.press("main .tabs a[href='/admin/disputes']").await;
    open(browser, LESSON).await;
    browser.fill("figure", "4.00").await;
    browser.fill("note", "Half an hour of it was tuning.").await;
    browser.press("form[action$='/decision'] button.primary").await;
    hand_over(browser, bundle::ROSALIND).await;
    open_agreement(browser, LESSON).await;
    browser.reads(".page-head .badge", "Paid").await;
    browser.reads("#next", "4.00").await;
    browser.reads(".talk", "Half an hour of it was tuning.").await;
}

/// Opens one of the other ways of paying.
async fn go_to_way(browser: &Browser, href: &str) {
    browser.press(if browser.is_narrow() { ".bottombar a[href='/pay']" } else { ".sidebar a[href='/pay']" }).await;
    browser.press("main a[href='/payments/ways']").await;
    browser.press(&format!("main a.title[href='{href}']")).await;
}

/// Rosalind issues a voucher, Tobias redeems it, and a second time it is refused with when and by whom.
async fn use_a_voucher(browser: &Browser) {
    go_to_way(browser, "/vouchers").await;
    browser.press(".page-head a.primary").await;
    browser.fill("amount", "3.00").await;
    browser.fill("note", "A slice of cake").await;
    browser.press("form[action='/vouchers'] button.primary").await;
    let code = browser.read(".slip-code").await;
    hand_over(browser, bundle::TOBIAS).await;
    look_up(browser, &code).await;
    browser.reads(".paper .figure", "3.00").await;
    browser.press("form[action='/vouchers/redemption'] button.primary").await;
    browser.reads(".receipt .figure", "3.00").await;
    for email in [bundle::TOBIAS, bundle::WREN] {
        hand_over(browser, email).await;
        look_up(browser, &code).await;
        browser.reads(".paper", "Redeemed by Tobías Fenn · ").await;
        assert!(browser.links("form[action='/vouchers/redemption'] button").await.is_empty());
    }
}

/// Types the code of a voucher.
async fn look_up(browser: &Browser, code: &str) {
    go_to_way(browser, "/vouchers/redeem").await;
    browser.fill("code", code).await;
    browser.press("main form button.primary").await;
}

/// A list with one bad line: the line is named, the good ones are paid only when that is said, and the corrected file
/// is paid as a whole.
async fn pay_a_list(browser: &Browser, [faulty, corrected]: &[PathBuf; 2]) {
    hand_over(browser, bundle::TOBIAS).await;
    upload(browser, faulty).await;
    browser.reads(".notice.bad", "Line 3: Nobody was found").await;
    browser.reads(".bad-line", "HAZL0099").await;
    assert!(browser.read_all("main form button.primary").await.is_empty(), "a faulty list is paid without a choice");
    browser.reads(".confirm .total", "2.50").await;
    browser.press("button[name=lines][value=good]").await;
    browser.reads(".page-head .badge", "Paid").await;
    upload(browser, corrected).await;
    assert!(browser.read_all(".bad-line").await.is_empty());
    browser.press("form[action$='/payment'] button.primary").await;
    browser.goto("/wallet").await;
    let amounts = browser.read_all("#results .amount").await;
    let amounts: Vec<_> = amounts.iter().map(|amount| amount.split_whitespace().next().unwrap()).collect();
    assert_eq!(amounts[0], "−2.00", "{amounts:?}");
    assert!(amounts[1..3].contains(&"−1.00") && amounts[1..3].contains(&"−1.50"), "{amounts:?}");
}

/// Brings a file with payments to the form for several at once.
async fn upload(browser: &Browser, file: &Path) {
    go_to_way(browser, "/batches").await;
    browser.press("main a[href='/batches/new']").await;
    browser.attach("file", file.to_str().unwrap()).await;
    browser.press("form[action='/batches/file'] button").await;
}

/// Wren puts a levy in force; whoever pays sees it before paying, and what it is for.
async fn charge(browser: &Browser) {
    hand_over(browser, bundle::WREN).await;
    browser.goto("/admin/charges").await;
    browser.press("main a[href$='levy']").await;
    browser.fill("name", "A new roof").await;
    browser.fill("rate", "10").await;
    browser.press("form[action='/admin/charges'] button.primary").await;
    browser.reads("h1", "A new roof").await;
    browser.press_and_confirm("form[action$='/activation'] button").await;
    browser.reads(".page-head .badge", "In force").await;
    hand_over(browser, bundle::TOBIAS).await;
    browser.goto("/pay?payee=HAZL0002").await;
    browser.fill("amount", "2.00").await;
    browser.press("form[action='/pay'] button.primary").await;
    browser.reads("dl.confirm", "A new roof").await;
    browser.reads("dl.confirm", "0.20").await;
    browser.press("form[action='/payments'] button.primary").await;
    browser.reads(".receipt .figure", "2.00").await;
    browser.goto("/charges").await;
    browser.reads("main", "A new roof").await;
    browser.sign_out().await;
}
