//! A real browser with a person in front of it: goes to pages, types, clicks, reads. Every page it comes to is looked
//! at: no errors in the console, nothing refused by the policy, nothing wider than the screen, nothing without a name.

use std::{
    panic::resume_unwind,
    sync::{Arc, Mutex},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{
    task::{LocalSet, spawn_local},
    time::{error::Elapsed, timeout},
};

use super::{PATIENCE, bundle::PASSWORD, driver::Driver, effort::Effort, eventually, keepsakes};

/// Longer than any journey takes on a busy machine.
const JOURNEY: Duration = Duration::from_mins(5);

/// What the person holds or sits at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    Phone,
    Desk,
    /// A phone with scripts turned off.
    Scriptless,
}

/// How a page is expected to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Fine,
    /// The form comes again with what was wrong; some browsers note its status in the console.
    Refused,
}

/// A browser with its own profile.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    screen: Screen,
    base: String,
    driver: Arc<Driver>,
    profile: Arc<tempfile::TempDir>,
    effort: Arc<Mutex<Option<Effort>>>,
}

/// Lets a person use a browser; keeps a picture of the page when the test fails.
pub(crate) async fn with<F: Future<Output = ()> + 'static>(
    screen: Screen,
    base: &str,
    journey: impl FnOnce(Browser) -> F,
) {
    let browser = Browser::open(screen, base).await;
    let walk = journey(browser.clone());
    let bounded = timeout(JOURNEY, async { spawn_local(walk).await });
    let outcome = LocalSet::new().run_until(bounded).await;
    if !matches!(outcome, Ok(Ok(()))) && timeout(PATIENCE, browser.keep_picture()).await.is_err() {
        eprintln!("The browser does not answer any more.");
    }
    // A browser that hangs ends with its driver.
    let closed = timeout(PATIENCE, browser.client.close()).await;
    match outcome {
        Ok(Ok(())) => closed.unwrap().unwrap(),
        Ok(Err(failure)) => resume_unwind(failure.into_panic()),
        Err(Elapsed { .. }) => panic!("the journey takes longer than {JOURNEY:?}"),
    }
}

impl Browser {
    async fn open(screen: Screen, base: &str) -> Self {
        let (driver, profile) = (Driver::get(), Arc::new(super::folder()));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(screen, &profile.path().display().to_string()));
        let client = builder.connect(driver.url()).await.unwrap();
        Self { client, screen, base: base.to_owned(), driver, profile, effort: Arc::default() }
    }

    /// Whether it is as narrow as a phone.
    pub(crate) fn is_narrow(&self) -> bool {
        self.screen != Screen::Desk
    }

    /// From now on it is counted what the person has to do.
    pub(crate) fn begin_count(&self) {
        *self.effort.lock().unwrap() = Some(Effort::default());
    }

    /// What the person had to do since counting began, which ends here.
    pub(crate) fn end_count(&self) -> Effort {
        self.effort.lock().unwrap().take().unwrap()
    }

    fn count(&self, work: impl FnOnce(&mut Effort)) {
        if let Some(effort) = self.effort.lock().unwrap().as_mut() {
            work(effort);
        }
    }

    /// Goes to a page of the site.
    pub(crate) async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
        self.look(Reply::Fine).await;
    }

    /// The path and query of the page.
    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// The first element that fits and can be seen.
    pub(crate) async fn see(&self, css: &str) -> Element {
        eventually(css, async || {
            for element in self.client.find_all(Locator::Css(css)).await.ok()? {
                if element.is_displayed().await.ok()? {
                    return Some(element);
                }
            }
            None
        })
        .await
    }

    /// The words of the first element that fits and can be seen.
    pub(crate) async fn read(&self, css: &str) -> String {
        self.see(css).await.text().await.unwrap()
    }

    /// The words of all elements that fit.
    pub(crate) async fn read_all(&self, css: &str) -> Vec<String> {
        let mut words = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            words.push(element.text().await.unwrap());
        }
        words
    }

    /// Fails unless the words stand in the element.
    #[track_caller]
    pub(crate) fn reads<'a>(&'a self, css: &'a str, words: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let found = self.read(css).await;
            assert!(found.contains(words), "{caller}: {css} reads {found:?}, not {words:?}");
        }
    }

    /// Types into the field with this name, in place of what was there.
    pub(crate) async fn fill(&self, name: &str, words: &str) {
        let field = self.see(&format!("[name={name}]:not([type=hidden])")).await;
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
        self.count(|effort| {
            effort.fields += 1;
            effort.keys += words.chars().count() as u64;
        });
    }

    /// Chooses a file for the field with this name.
    pub(crate) async fn attach(&self, name: &str, file: &str) {
        let field = self.client.find(Locator::Css(&format!("[name={name}]"))).await.unwrap();
        field.send_keys(file).await.unwrap();
    }

    /// Chooses a value from the list with this name.
    pub(crate) async fn choose(&self, name: &str, value: &str) {
        self.click(&self.see(&format!("[name={name}] option[value='{value}']")).await).await;
        self.count(|effort| effort.choices += 1);
    }

    /// Ticks or chooses something on the page.
    pub(crate) async fn tick(&self, css: &str) {
        self.click(&self.see(css).await).await;
        self.count(|effort| effort.clicks += 1);
    }

    /// Puts a day into the field with this name, whatever way the browser's language has of typing one.
    pub(crate) async fn fill_date(&self, name: &str, day: jiff::civil::Date) {
        let field = self.see(&format!("[name={name}]")).await;
        let script = "arguments[0].value = arguments[1]";
        let words = vec![serde_json::to_value(&field).unwrap(), day.to_string().into()];
        self.client.execute(script, words).await.unwrap();
    }

    /// The words and addresses of all links that fit.
    pub(crate) async fn links(&self, css: &str) -> Vec<(String, String)> {
        let mut links = Vec::new();
        for link in self.client.find_all(Locator::Css(css)).await.unwrap() {
            let address = link.attr("href").await.unwrap().unwrap();
            links.push((link.text().await.unwrap(), address));
        }
        links
    }

    /// Finds a person by the first letters of the name, as one types.
    pub(crate) async fn choose_person(&self, field: &str, letters: &str, name: &str) {
        self.fill(field, letters).await;
        let options = ".combobox [role=option]";
        let found = eventually("a suggestion", async || {
            for option in self.client.find_all(Locator::Css(options)).await.ok()? {
                if option.text().await.ok()?.contains(name) {
                    return Some(option);
                }
            }
            None
        })
        .await;
        self.click(&found).await;
        let typed = self.see(&format!("#{field}")).await.prop("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some(name), "the person chosen does not stand in the field");
    }

    /// Presses something that leads to another page.
    pub(crate) async fn press(&self, css: &str) {
        self.press_for(css, Reply::Fine).await;
    }

    /// Presses something whose answer is expected to be of a kind.
    pub(crate) async fn press_for(&self, css: &str, reply: Reply) {
        let page = self.opened().await;
        self.click(&self.see(css).await).await;
        self.count(|effort| effort.clicks += 1);
        eventually("the next page", async || (self.opened().await != page).then_some(())).await;
        self.look(reply).await;
    }

    /// Presses something that asks once whether it is meant, and says yes.
    pub(crate) async fn press_and_confirm(&self, css: &str) {
        self.click(&self.see(css).await).await;
        self.press("dialog[open] button.primary").await;
    }

    /// When the page was opened; no two pages have the same moment. Nothing between two pages.
    async fn opened(&self) -> Option<String> {
        let moment = self.client.execute("return performance.timeOrigin", vec![]).await.ok()?;
        Some(moment.to_string())
    }

    /// Brings the element into sight, as a person does who must see what to press, and clicks.
    async fn click(&self, element: &Element) {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.client.execute(script, vec![serde_json::to_value(element).unwrap()]).await.unwrap();
        element.click().await.unwrap();
    }

    /// Waits until the browser has come to a path by itself, and looks at that page.
    pub(crate) async fn arrives(&self, path: &str) {
        eventually(path, async || (self.path().await == path).then_some(())).await;
        self.look(Reply::Fine).await;
    }

    /// Signs in through the page.
    pub(crate) async fn sign_in(&self, email: &str) {
        self.goto("/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", PASSWORD).await;
        self.press("form[action='/sign-in'] button").await;
        assert!(self.path().await.starts_with('/') && !self.path().await.starts_with("/sign-in"), "not signed in");
    }

    /// Signs out through the menu.
    pub(crate) async fn sign_out(&self) {
        self.press_in_menu("form[action='/sign-out'] button").await;
    }

    /// Presses something in the menu of the account.
    pub(crate) async fn press_in_menu(&self, css: &str) {
        self.click(&self.see("details.menu > summary").await).await;
        self.press(css).await;
    }

    /// Looks at the page: it is whole, answered as expected, fits the screen, and nothing was said in the console.
    async fn look(&self, reply: Reply) {
        eventually("the whole page", async || {
            let state = self.client.execute("return document.readyState", vec![]).await.ok()?;
            (state == "complete").then_some(())
        })
        .await;
        let path = self.path().await;
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
        let status = self.client.execute(script, vec![]).await.unwrap().as_u64().unwrap();
        let expected = if reply == Reply::Fine { 200..300 } else { 400..500 };
        assert!(expected.contains(&status), "{path} answers {status}");
        let said: Vec<String> = self.console().await.into_iter().filter(|line| !is_expected(line, reply)).collect();
        assert!(said.is_empty(), "the console of {path} says {said:#?}");
        self.fits(&path).await;
        let nameless = self.client.execute(NAMELESS, vec![]).await.unwrap();
        assert_eq!(nameless, json!([]), "{path} has things that a screen reader cannot name");
        if self.effort.lock().unwrap().is_some() {
            let words = self.client.execute(WORDS, vec![]).await.unwrap().as_u64().unwrap();
            self.count(|effort| {
                effort.pages += 1;
                effort.words += words;
            });
        }
    }

    /// Fails when the page is wider than the screen, and names what sticks out.
    async fn fits(&self, path: &str) {
        let script = "const wide = document.scrollingElement.scrollWidth, screen = window.innerWidth;\
            const out = [...document.querySelectorAll('body *')]\
                .filter((node) => node.getBoundingClientRect().right > screen + 0.5).slice(0, 5)\
                .map((node) => node.tagName + '.' + node.className);\
            return [wide, screen, out];";
        let found = self.client.execute(script, vec![]).await.unwrap();
        let (wide, screen) = (found[0].as_u64().unwrap(), found[1].as_u64().unwrap());
        let meant = if self.is_narrow() { 390 } else { 1280 };
        assert!(screen <= meant && wide <= screen, "{path} is {wide} wide on a screen of {screen}: {}", found[2]);
    }

    /// What was said in the console since it was last asked.
    async fn console(&self) -> Vec<String> {
        let session = self.client.session_id().await.unwrap().unwrap();
        let request = reqwest::Client::new().post(format!("{}/session/{session}/se/log", self.driver.url()));
        let answer: Value = request.json(&json!({ "type": "browser" })).send().await.unwrap().json().await.unwrap();
        let entries = answer["value"].as_array().unwrap_or_else(|| panic!("no log: {answer}"));
        entries.iter().map(|entry| format!("{}: {}", entry["level"], entry["message"])).collect()
    }

    async fn keep_picture(&self) {
        let file = keepsakes().join(format!("{:?}-{}.png", self.screen, std::process::id()));
        let path = self.path().await;
        match self.client.screenshot().await {
            Ok(picture) => {
                std::fs::write(&file, picture).unwrap();
                eprintln!("The page {path} is kept in {} (profile {})", file.display(), self.profile.path().display());
            }
            Err(error) => eprintln!("The page {path} could not be kept: {error}"),
        }
    }
}

/// Controls, links and pictures that can be seen and have no name.
const NAMELESS: &str = "
    const said = (node) => (node?.textContent ?? '').trim();
    const by = (node) => (node.getAttribute('aria-labelledby') ?? '').split(' ')
        .map((id) => said(document.getElementById(id))).join('');
    const name = (node) => (node.getAttribute('aria-label') ?? '').trim() || by(node)
        || [...(node.labels ?? [])].map(said).join('') || (node.getAttribute('title') ?? '').trim();
    const inside = (node) => said(node) || [...node.querySelectorAll('[alt],[aria-label],title')]
        .map((part) => part.getAttribute('alt') || part.getAttribute('aria-label') || said(part)).join('').trim();
    const fields = [...document.querySelectorAll('input:not([type=hidden]),select,textarea')]
        .filter((node) => !name(node) && !['submit', 'button'].includes(node.type));
    const pressed = [...document.querySelectorAll('a[href],button,summary')]
        .filter((node) => !name(node) && !inside(node));
    const pictures = [...document.querySelectorAll('img:not([alt])')];
    return [...fields, ...pressed, ...pictures].filter((node) => node.checkVisibility() && !node.closest('[aria-hidden=true]')).slice(0, 5)
        .map((node) => node.outerHTML.slice(0, 160));";

/// How many words can be read in the main part of the page; what lists would open to does not count.
const WORDS: &str = "
    const parts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    let words = 0;
    while (parts.nextNode()) {
        const holder = parts.currentNode.parentElement;
        if (holder.checkVisibility() && !holder.closest('option, datalist, script, style, svg')) {
            words += parts.currentNode.data.split(/\\s+/).filter(Boolean).length;
        }
    }
    return words;";

/// A refused form is answered with a status that the browser may note.
fn is_expected(line: &str, reply: Reply) -> bool {
    reply == Reply::Refused && line.contains("Failed to load resource: the server responded with a status of 4")
}

fn capabilities(screen: Screen, profile: &str) -> Capabilities {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={profile}"));
    let mut prefs = json!({ "intl.accept_languages": "en-US,en", "credentials_enable_service": false });
    if screen == Screen::Scriptless {
        prefs["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    let mut options = json!({ "args": arguments, "prefs": prefs });
    if screen != Screen::Desk {
        // Without scripts the driver never ends a tap, so that phone is used with a mouse.
        let metrics =
            json!({ "width": 390, "height": 844, "pixelRatio": 2, "mobile": true, "touch": screen == Screen::Phone });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let all = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
    all.as_object().unwrap().clone()
}
