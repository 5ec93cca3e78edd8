//! The main job in a real browser, at a phone and at a desk: a community moves in and trades.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};

use crate::bench::{
    self,
    browser::{self, Browser, Reply, Screen},
    bundle::{self, PASSWORD},
    program::{self, Program},
};

/// Who sets the site up.
const ADMIN: &str = "odile@elsewhere.example";

/// Who asks to join.
const NEWCOMER: &str = "ines@elsewhere.example";

/// Every page that a community has by itself.
const PAGES: [&str; 94] = [
    "/",
    "/wallet",
    "/pay",
    "/requests",
    "/requests/new",
    "/requests?show=sent",
    "/requests?show=received",
    "/members",
    "/listings",
    "/listings/new",
    "/profile",
    "/profile/password",
    "/profile/tokens",
    "/admin",
    "/admin/members",
    "/admin/members?status=active",
    "/admin/members/new",
    "/admin/invites",
    "/admin/keeping",
    "/admin/transfers",
    "/admin/currencies",
    "/admin/categories",
    "/admin/settings",
    "/admin/import",
    "/api/docs",
    "/notices",
    "/spaces",
    "/calendar",
    "/calendar?view=week",
    "/bookings",
    "/series",
    "/cart",
    "/waiting",
    "/passes",
    "/qualifications",
    "/profile/calendars",
    "/desk",
    "/admin/groups",
    "/admin/spaces",
    "/admin/spaces/setup",
    "/admin/spaces/new",
    "/admin/spaces/closures",
    "/admin/spaces/categories",
    "/admin/spaces/addons",
    "/admin/spaces/qualifications",
    "/admin/spaces/terms",
    "/admin/spaces/policies",
    "/admin/spaces/policies/new",
    "/admin/spaces/prices",
    "/admin/spaces/prices/new",
    "/admin/spaces/passes",
    "/admin/spaces/passes/new",
    "/admin/spaces/reports",
    "/listings?q=bread",
    "/listings?kind=want",
    "/listings/mine",
    "/listings/favourites",
    "/listings/searches",
    "/admin/market",
    "/admin/market/waiting",
    "/agreements",
    "/admin/disputes",
    "/search",
    "/search?q=bred",
    "/search?q=nothing+of+the+kind+at+all",
    "/reciprocity",
    "/reciprocity/community",
    "/charges",
    "/admin/charges",
    "/admin/charges/new?kind=levy",
    "/admin/charges/new?kind=fee",
    "/admin/charges/new?kind=demurrage",
    "/admin/charges/new?kind=dues",
    "/payments/ways",
    "/payments/card",
    "/payments/slips",
    "/approvals",
    "/vouchers",
    "/vouchers/new",
    "/vouchers/redeem",
    "/vouchers/check",
    "/batches",
    "/batches/new",
    "/payment-orders",
    "/payment-orders/new",
    "/payment-links",
    "/payment-links/new",
    "/claims",
    "/claims/new",
    "/admin/claims",
    "/admin/members/cards",
    "/requests/auto-accept",
    "/holds/new",
    "/admin/breaches",
];

/// Lists, and what leads from each to the first thing on it.
const FIRSTS: [(&str, &str); 14] = [
    ("/wallet", "#results a.title"),
    ("/members", "#results a"),
    ("/listings", "main a[href^='/listings/']:not([href='/listings/new'])"),
    ("/admin/members?status=active", "#results a.title"),
    ("/admin/transfers", "main a[href^='/transfers/']"),
    ("/spaces", "main a[href^='/resources/']"),
    ("/spaces", "main a[href^='/spaces/'][href*='/book']"),
    ("/desk", "main a[href^='/bookings/']"),
    ("/admin/spaces", "main a[href^='/admin/spaces/resources/']"),
    ("/admin/spaces/policies", "main a[href^='/admin/spaces/policies/']:not([href$='/new'])"),
    ("/admin/spaces/prices", "main a[href^='/admin/spaces/prices/']:not([href$='/new'])"),
    ("/admin/spaces/qualifications", "main a[href^='/admin/spaces/qualifications/']"),
    ("/search", "#results a.title"),
    ("/admin/currencies", "main a[href^='/admin/currencies/']"),
];

#[test]
fn a_community_moves_in_and_trades_on_a_phone() {
    bench::run(move_in(Screen::Phone));
}

#[test]
fn a_community_moves_in_and_trades_at_a_desk() {
    bench::run(move_in(Screen::Desk));
}

#[test]
fn paying_works_without_scripts() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let program = Program::serve(&data);
    bench::run(browser::with(Screen::Scriptless, program.url(), pay_without_scripts));
    program::examine(&data);
    program.stop();
}

#[test]
fn every_page_is_in_order() {
    let program = Program::demo();
    let admin = program.told("dmin");
    let admin = admin.split_whitespace().last().unwrap().to_owned();
    let password = program.told("with the password ");
    let journey = |browser| look_around(browser, admin, password);
    bench::run(browser::with(Screen::Phone, program.url(), journey));
    program.stop();
}

async fn move_in(screen: Screen) {
    let folder = bench::folder();
    let data = folder.path().join("data");
    let zip = zipped(folder.path());
    let program = Program::serve(&data);
    let code = program.told("one-time code: ");
    let running = data.clone();
    let journey = |browser: Browser| async move {
        set_up(&browser, &code).await;
        bring_in(&browser, &zip).await;
        trade(&browser).await;
        agree(&browser).await;
        refuse_too_much(&browser).await;
        let examination = tokio::task::spawn_blocking(move || program::examine(&running));
        examination.await.unwrap();
        apply(&browser).await;
        approve(&browser).await;
        speak_spanish(&browser).await;
    };
    browser::with(screen, program.url(), journey).await;
    program.stop();
    program::examine(&data);
}

/// Hazel Row as a zip.
fn zipped(folder: &Path) -> PathBuf {
    let zip = folder.join("hazel-row.zip");
    std::fs::write(&zip, ayni_bundle::to_zip(&bundle::sound()).unwrap()).unwrap();
    zip
}

/// The first start: a wrong code is refused, the right one founds a community.
async fn set_up(browser: &Browser, code: &str) {
    browser.goto("/setup").await;
    for (field, words) in [
        ("code", "AAAA-BBBB-CCCC-DDDD"),
        ("name", "Hazel Row"),
        ("time_zone", "Europe/London"),
        ("currency_name", "hazelnut"),
        ("currency_plural", "hazelnuts"),
        ("currency_symbol", "hz"),
        ("admin_name", "Odile Marsh"),
        ("admin_email", ADMIN),
        ("password", PASSWORD),
    ] {
        browser.fill(field, words).await;
    }
    browser.press_for("form[action='/setup'] button.primary", Reply::Refused).await;
    assert!(!browser.read("#code-fault").await.is_empty());
    browser.fill("code", code).await;
    browser.fill("password", PASSWORD).await;
    browser.press("form[action='/setup'] button.primary").await;
    assert!(browser.path().await.starts_with("/?said=communities-said-founded"), "{}", browser.path().await);
    for page in
        ["/admin", "/admin/members", "/admin/currencies", "/admin/transfers", "/admin/settings", "/admin/keeping"]
    {
        browser.goto(page).await;
    }
}

/// The import: checked first, then started; the progress leads to the first page by itself.
async fn bring_in(browser: &Browser, zip: &Path) {
    browser.goto("/admin/import").await;
    browser.attach("bundle", zip.to_str().unwrap()).await;
    browser.press("form[action='/admin/import'] button.primary").await;
    let figures = browser.read_all(".reconcile dd").await;
    assert_eq!(figures, ["4", "3", "4", "4", "1", "2", "4 / 4", "0.00"]);
    browser.press("form[action$='/start'] button.primary").await;
    browser.arrives("/?said=bundle-said-imported").await;
    browser.sign_out().await;
}

/// Rosalind pays Tobias, then asks him for a payment.
async fn trade(browser: &Browser) {
    browser.sign_in(bundle::ROSALIND).await;
    browser.reads(".balance-card .figure", "6.25").await;
    browser.press(if browser.is_narrow() { ".bottombar a[href='/pay']" } else { ".sidebar a[href='/pay']" }).await;
    browser.choose_person("payee", "tob", "Tobías Fenn").await;
    browser.fill("amount", "12.50").await;
    browser.reads(".balance-after", "18.75").await;
    browser.fill("description", "A new saddle").await;
    browser.press("form[action='/pay'] button.primary").await;
    let sums = browser.read_all("dl.confirm dd.num").await;
    assert!(sums[0].contains("12.50") && sums[1].contains("6.25") && sums[2].contains("18.75"), "{sums:?}");
    browser.press("form[action='/payments'] button.primary").await;
    browser.reads(".flash", "Paid.").await;
    browser.reads(".receipt .figure", "12.50").await;
    browser.goto("/requests/new").await;
    browser.choose_person("payer", "HAZL0003", "Tobías Fenn").await;
    browser.fill("amount", "3").await;
    browser.fill("description", "Mended a puncture").await;
    browser.press("form[action='/requests'] button.primary").await;
    browser.reads(".flash", "Your request was sent.").await;
    browser.sign_out().await;
}

/// Tobias sees the request on his first page and accepts it. Then both statements agree.
async fn agree(browser: &Browser) {
    browser.sign_in(bundle::TOBIAS).await;
    browser.reads(".requests .request", "Mended a puncture").await;
    browser.press("form[action$='/acceptance'] button.primary").await;
    browser.reads(".flash", "Paid. Thank you!").await;
    browser.goto("/wallet").await;
    browser.reads(".balance-card .figure", "12.25").await;
    let his = statement(browser).await;
    browser.sign_out().await;
    browser.sign_in(bundle::ROSALIND).await;
    browser.goto("/wallet").await;
    browser.reads(".balance-card .figure", "15.75").await;
    let hers = statement(browser).await;
    assert_eq!((&his[0][..], &his[1][..]), ("−3.00", "+12.50"), "{his:?}");
    assert_eq!((&hers[0][..], &hers[1][..]), ("+3.00", "−12.50"), "{hers:?}");
}

/// The amounts of the statement on the page, newest first.
async fn statement(browser: &Browser) -> Vec<String> {
    let amounts = browser.read_all("#results .amount").await;
    amounts.iter().map(|amount| amount.split_whitespace().next().unwrap().to_owned()).collect()
}

/// Rosalind may owe 50.00 and owes 15.75, so 34.25 is possible, and the refusal says so.
async fn refuse_too_much(browser: &Browser) {
    browser.goto("/pay?payee=HAZL0003").await;
    browser.fill("amount", "34.26").await;
    browser.press_for("form[action='/pay'] button.primary", Reply::Refused).await;
    browser.reads("#amount-fault", "34.25").await;
    browser.fill("amount", "34.25").await;
    browser.press("form[action='/pay'] button.primary").await;
    browser.reads("dl.confirm", "50.00").await;
    browser.sign_out().await;
}

/// A stranger sees the public page and asks to join.
async fn apply(browser: &Browser) {
    browser.goto("/").await;
    browser.reads("h1", "Hazel Row").await;
    browser.press("a[href='/join']").await;
    browser.fill("name", "Inés Calder").await;
    browser.fill("email", NEWCOMER).await;
    browser.fill("password", PASSWORD).await;
    browser.fill("letter", "I live in number nine.").await;
    browser.press("form[action='/join'] button.primary").await;
    assert!(browser.path().await.contains("said=members-said-applied"), "{}", browser.path().await);
    browser.sign_out().await;
}

/// The admin who set the site up is admin of the imported community too, and lets the newcomer in.
async fn approve(browser: &Browser) {
    browser.sign_in(ADMIN).await;
    browser.goto("/admin/members").await;
    browser.reads(".applicant", "I live in number nine.").await;
    browser.press("form[action$='/approval'] button.primary").await;
    browser.goto("/admin/members?status=active").await;
    assert!(browser.read("#results").await.contains("Inés Calder"));
    browser.sign_out().await;
    browser.sign_in(NEWCOMER).await;
    browser.goto("/wallet").await;
    browser.reads(".balance-card .figure", "0.00").await;
}

/// The newcomer goes on in Spanish.
async fn speak_spanish(browser: &Browser) {
    browser.press_in_menu("button[name=language][value=es]").await;
    assert_eq!(browser.see("html").await.attr("lang").await.unwrap().as_deref(), Some("es"));
    browser.goto("/pay").await;
    browser.reads("h1", "Pagar").await;
}

/// Signing in and paying with nothing but pages and forms.
async fn pay_without_scripts(browser: Browser) {
    browser.sign_in(bundle::ROSALIND).await;
    browser.goto("/pay").await;
    let role = browser.see("#payee").await.attr("role").await.unwrap();
    assert_eq!(role, None, "the person search runs, so scripts are not turned off");
    browser.fill("payee", "HAZL0003").await;
    browser.fill("amount", "1.50").await;
    browser.press("form[action='/pay'] button.primary").await;
    browser.reads("dl.confirm", "7.75").await;
    browser.press("form[action='/payments'] button.primary").await;
    browser.reads(".receipt .figure", "1.50").await;
    browser.goto("/wallet").await;
    browser.reads(".balance-card .figure", "7.75").await;
    browser.sign_out().await;
}

/// Goes to every page of a community with a year of life, as its admin.
async fn look_around(browser: Browser, admin: String, password: String) {
    for page in ["/", "/join", "/forgot", "/terms", "/listings", "/sign-in"] {
        browser.goto(page).await;
    }
    browser.fill("email", &admin).await;
    browser.fill("password", &password).await;
    browser.press("form[action='/sign-in'] button").await;
    for page in PAGES {
        browser.goto(page).await;
    }
    for (list, first) in FIRSTS {
        browser.goto(list).await;
        browser.press(first).await;
    }
}
