//! Places in a real browser: set up, found, booked, refused with alternatives, repeated, waited for, asked for, checked
//! in at the door, given back, and moved out of the way of a closure. At a phone and at a desk.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use jiff::{ToSpan as _, civil::DateTime};

use crate::bench::{
    self,
    browser::{self, Browser, Screen},
    bundle,
    program::{self, Program},
};

/// What a newcomer may need for the setup by the model of `docs/effort.md`: a house with two rooms, a desk and a
/// machine, its hours, prices and policies.
const SETUP_TIME: Duration = Duration::from_mins(5);

#[test]
fn a_house_is_set_up_and_booked_on_a_phone() {
    walk_on(Screen::Phone);
}

#[test]
fn a_house_is_set_up_and_booked_at_a_desk() {
    walk_on(Screen::Desk);
}

fn walk_on(screen: Screen) {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let program = Program::serve(&data);
    bench::run(browser::with(screen, program.url(), walk));
    program::examine(&data);
    program.stop();
}

async fn walk(browser: Browser) {
    browser.sign_in(bundle::WREN).await;
    let house = set_up(&browser).await;
    browser.sign_out().await;
    browser.sign_in(bundle::ROSALIND).await;
    let booked = search_and_book(&browser, &house).await;
    repeat(&browser, &house).await;
    browser.sign_out().await;
    browser.sign_in(bundle::TOBIAS).await;
    be_refused(&browser, &house).await;
    let wait = queue(&browser, &house).await;
    browser.sign_out().await;
    browser.sign_in(bundle::ROSALIND).await;
    give_back(&browser, &booked).await;
    let asked = ask_for_a_desk(&browser, &house).await;
    browser.sign_out().await;
    browser.sign_in(bundle::TOBIAS).await;
    take_the_offer(&browser, &wait).await;
    browser.sign_out().await;
    browser.sign_in(bundle::WREN).await;
    approve(&browser, &asked).await;
    let code = door(&browser, &house).await;
    close(&browser, &house).await;
    browser.sign_out().await;
    browser.sign_in(bundle::ROSALIND).await;
    come_in(&browser, &house, &code).await;
    browser.goto("/notices").await;
    browser.reads("main", "Loft").await;
    browser.sign_out().await;
}

/// What was set up.
struct House {
    room: String,
    desk: String,
    /// The day after tomorrow.
    day: jiff::civil::Date,
    now: DateTime,
}

impl House {
    fn slot(&self, from: &str, until: &str) -> String {
        format!("/spaces/{}/book?day={}&from={from}&until={until}", self.room, self.day)
    }
}

/// The id at the end of a link with these words.
async fn id_of(browser: &Browser, css: &str, words: &str) -> String {
    for link in browser.links(css).await {
        if link.0.contains(words) {
            return link.1.rsplit('/').next().unwrap().to_owned();
        }
    }
    panic!("no link {css} says {words}");
}

/// A newcomer answers the questions of the guided setup, within the time that it may take.
async fn set_up(browser: &Browser) -> House {
    browser.begin_count();
    browser.goto("/admin/spaces").await;
    browser.press("main a[href='/admin/spaces/setup']").await;
    browser.fill("name", "The Old Dairy").await;
    browser.choose("hours", "always").await;
    browser.fill("zone", "UTC").await;
    browser.press("form[action='/admin/spaces/setup'] button.primary").await;
    for (name, words) in [
        ("room-1-name", "Parlour"),
        ("room-1-people", "8"),
        ("room-2-name", "Loft"),
        ("room-2-people", "8"),
        ("desk-1-count", "1"),
        ("machine-1-name", "Lathe"),
    ] {
        browser.fill(name, words).await;
    }
    browser.press("form[action$='/places'] button.primary").await;
    browser.press("form[action$='/hours'] button.primary").await;
    browser.fill("price-room", "1.00").await;
    browser.press("form[action$='/prices'] button.primary").await;
    browser.tick("[name='approval-desk']").await;
    browser.press("form[action$='/rules'] button.primary").await;
    browser.see(".empty a.button.primary").await;
    let effort = browser.end_count();
    eprintln!("The guided setup: {effort:?}, {} seconds by the model", effort.time().as_secs());
    assert!(effort.time() < SETUP_TIME, "{effort:?} takes {:?}", effort.time());
    browser.goto("/admin/spaces").await;
    let tree = "main a[href^='/admin/spaces/']";
    let (room, desk) = (id_of(browser, tree, "Parlour").await, id_of(browser, tree, "Desk").await);
    browser.goto(&format!("/spaces/{room}/door")).await;
    let clock = browser.read("#door .num").await;
    browser.goto("/spaces").await;
    let today = browser.see("[name=day]").await.prop("value").await.unwrap().unwrap();
    let time: jiff::civil::Time = clock.split_whitespace().next().unwrap().parse().unwrap();
    let now = today.parse::<jiff::civil::Date>().unwrap().to_datetime(time);
    House { room, desk, day: now.date().checked_add(2.days()).unwrap(), now }
}

/// Presses the first thing of this kind and answers the id of what came of it.
async fn made(browser: &Browser, css: &str) -> String {
    browser.press(css).await;
    browser.path().await.split('?').next().unwrap().to_owned()
}

async fn search_and_book(browser: &Browser, house: &House) -> String {
    browser.goto(&format!("/spaces?day={}&from=10:00&until=12:00&people=6&kind=room", house.day)).await;
    browser.reads("main", "Parlour").await;
    browser.goto(&house.slot("10:00", "12:00")).await;
    browser.reads("#verdict", "2.00").await;
    browser.fill("title", "Cheese tasting").await;
    let booking = made(browser, "#book-form button.primary").await;
    browser.reads("h1", "Cheese tasting").await;
    booking
}

/// The same hour every week for four weeks, with one of them left out and another made longer.
async fn repeat(browser: &Browser, house: &House) {
    let first = house.day.checked_add(1.day()).unwrap();
    browser
        .goto(&format!(
            "/spaces/{}/repeat?day={first}&from=18:00&until=19:00&repeat=weekly&ends=count&count=4&title=Choir",
            house.room
        ))
        .await;
    browser.press("#report button.primary").await;
    browser.reads("h1", "Choir").await;
    assert_eq!(browser.read_all("ol.list li .badge").await.len(), 4);
    browser.press_and_confirm("ol.list li:nth-child(2) form[action$='/skipping'] button").await;
    assert_eq!(browser.read_all("ol.list li .badge").await.len(), 3);
}

/// Another wants the same, is told why not, and takes what is offered instead.
async fn be_refused(browser: &Browser, house: &House) {
    browser.goto(&house.slot("11:00", "12:00")).await;
    browser.reads("#verdict .notice", "taken").await;
    browser.press(".alternatives a").await;
    browser.press("#book-form button.primary").await;
    browser.see(".ticket").await;
}

async fn queue(browser: &Browser, house: &House) -> String {
    browser.goto(&format!("/spaces/{}/wait?day={}&from=10:00&until=11:00", house.room, house.day)).await;
    made(browser, "form[action$='/waiting'] button.primary").await
}

/// Giving back tells beforehand what comes back.
async fn give_back(browser: &Browser, booking: &str) {
    browser.goto(booking).await;
    browser.reads("main", "2.00").await;
    browser.press_and_confirm("form[action$='/cancellation'] button").await;
    browser.reads(".page-head .badge", "Cancelled").await;
}

/// Who waited has the place kept for a while, and takes it.
async fn take_the_offer(browser: &Browser, wait: &str) {
    browser.goto(wait).await;
    browser.press("form[action$='/acceptance'] button").await;
    browser.goto("/bookings").await;
    browser.reads("main", "Parlour").await;
}

async fn ask_for_a_desk(browser: &Browser, house: &House) -> String {
    browser.goto(&format!("/spaces/{}/book?day={}", house.desk, house.day)).await;
    let booking = made(browser, "#book-form button.primary").await;
    browser.see(".notice.info").await;
    booking
}

async fn approve(browser: &Browser, booking: &str) {
    browser.goto("/desk").await;
    browser.press(&format!("form[action='{booking}/approval'] button")).await;
    browser.goto(booking).await;
    browser.reads(".page-head .badge", "Booked").await;
}

/// What the code at the door of the other room says, to a phone that scans it.
async fn door(browser: &Browser, house: &House) -> String {
    browser.goto(&format!("/spaces/{}/door", house.room)).await;
    let link = browser.see(".door-scan .qr").await.attr("data-link").await.unwrap().unwrap();
    link.split_once("/door/").unwrap().1.to_owned()
}

/// The room is closed on the day of the first choir; the choir moves to the other room, and is told.
async fn close(browser: &Browser, house: &House) {
    let day = house.day.checked_add(1.day()).unwrap();
    browser.goto("/admin/spaces/closures").await;
    browser.choose("resource", &house.room).await;
    browser.fill_date("first", day).await;
    browser.tick("[name=way][value=move]").await;
    browser.press("form[action='/admin/spaces/closures'] button.primary").await;
    browser.reads("main", "Choir").await;
    browser.press("form[action$='/bookings'] button.primary").await;
}

/// Books what is left of this quarter of an hour and the next, and checks in with the code at the door.
async fn come_in(browser: &Browser, house: &House, code: &str) {
    let minute = i64::from(house.now.minute());
    let from = house.now.checked_sub((minute % 15).minutes()).unwrap();
    let until = from.checked_add(2.hours()).unwrap();
    let room = &house.room;
    let ask = format!(
        "/spaces/{room}/book?day={}&from={}&until_day={}&until={}",
        from.date(),
        from.strftime("%H:%M"),
        until.date(),
        until.strftime("%H:%M")
    );
    browser.goto(&ask).await;
    browser.press("#book-form button.primary").await;
    browser.goto(&format!("/door/{code}")).await;
    browser.press("form[action^='/door/'] button.primary").await;
    browser.reads(".page-head .badge", "Here").await;
}
