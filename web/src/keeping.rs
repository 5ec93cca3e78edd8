//! Safekeeping: backups, drills, sizes and the log, for admins; and the buttons for what a person may begin.

use std::fmt::Write as _;

use askama::Template;
use axum::response::IntoResponse as _;
use ayni_kernel::{Error, Result, Role, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{
        Page, Route, Visit, filters,
        keeper::{Backups, Drill, StandbyView, StoreFacts, StoreOwner, Task},
        reply::Answer,
        stream,
        words::Words,
    },
    links,
};

/// This feature's routes.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_KEEPING, show)
            .about("Backups, the last drill, sizes and the log")
            .office()
            .answers::<KeepingPage>(),
        Route::get("/admin/keeping/progress", progress)
            .about("Whether a backup or drill is under way")
            .office()
            .answers::<ProgressView>(),
        Route::post("/admin/keeping/backups", back_up).about("Begins a backup").office().answers::<ProgressView>(),
        Route::post("/admin/keeping/drills", drill).about("Begins a drill").office().answers::<ProgressView>(),
        Route::get("/admin/keeping/backups/newest", download)
            .about("The newest backup as a file, where the operator lets admins have it")
            .office(),
    ]
}

/// How things stand.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "keeping/show.html")]
struct KeepingPage {
    /// What is under way.
    progress: ProgressView,
    /// The scheduled backups; null when they are switched off.
    backups: Option<BackupsView>,
    /// The last drill.
    drill: Option<DrillView>,
    /// The community's store, then the program's own.
    stores: Vec<StoreView>,
    /// Free room on the disk, in bytes.
    free_bytes: u64,
    /// Other machines that follow this one.
    standbys: Vec<StandbyView>,
}

/// The scheduled backups.
#[derive(Serialize, ToSchema)]
struct BackupsView {
    /// When the newest whole one was made.
    newest_at: Option<String>,
    /// How long ago, in words.
    newest_ago: Option<String>,
    /// Its size.
    newest_bytes: u64,
    /// Whether it is encrypted.
    newest_encrypted: bool,
    /// When the next one is due.
    next_at: String,
    /// The same in words.
    next_in: String,
    /// Up to when everything is saved, the log included.
    saved_until: Option<String>,
    /// How long ago, in words.
    saved_ago: Option<String>,
    /// How many whole ones there are.
    count: usize,
    /// How many pieces of the log there are.
    logs: usize,
    /// Size of all together.
    bytes: u64,
    /// The earliest moment that can be brought back.
    oldest: Option<String>,
    /// Whether they are encrypted from now on.
    encrypted: bool,
    /// Communities that a backup holds.
    communities: usize,
    /// When the last attempt failed.
    failed_at: Option<String>,
    /// Why.
    failure: Option<String>,
    /// Whether the newest may be downloaded here.
    may_download: bool,
}

/// The last drill.
#[derive(Serialize, ToSchema)]
struct DrillView {
    /// When it was.
    at: String,
    /// How long ago, in words.
    ago: String,
    /// How long it took, in words.
    took: String,
    /// When the backup that was restored had been made.
    backup_at: Option<String>,
    /// Whether the restored state was the live one.
    well: bool,
    /// Why not.
    failure: Option<String>,
}

/// One store.
#[derive(Serialize, ToSchema)]
struct StoreView {
    /// `community` or `node`.
    owner: &'static str,
    /// Size of its file.
    bytes: u64,
    /// How much it grew in the last 30 days, when that is known.
    grown_bytes: Option<u64>,
    /// The same in words.
    grown: Option<String>,
    /// Size of the log in it.
    log_bytes: u64,
    /// How much the log grew in the last 30 days, when that is known and it did.
    log_grown_bytes: Option<u64>,
    /// The same in words.
    log_grown: Option<String>,
    /// Since when the log is kept.
    log_since: Option<String>,
    /// The number of the last transaction.
    seq: u64,
    /// Who reads along in the log.
    consumers: Vec<ConsumerView>,
    /// Why it takes no writes.
    read_only: Option<String>,
    /// Whether the disk is too full for it.
    full: bool,
    #[serde(skip)]
    #[schema(ignore)]
    spark: Option<Spark>,
}

/// A reader of the log.
#[derive(Serialize, ToSchema)]
struct ConsumerView {
    /// What it is.
    name: String,
    /// Transactions that it is behind.
    lag: u64,
}

/// Whether something is under way.
#[derive(Serialize, ToSchema)]
#[schema(as = KeepingProgressView)]
struct ProgressView {
    /// `running` or `done`.
    state: &'static str,
    /// Always 0: nobody knows how far it is.
    done: u32,
    /// Always 0.
    total: u32,
    /// The same in words.
    message: String,
    /// Where to go when it has ended.
    next: Option<&'static str>,
}

/// The growth of a file as a small line.
struct Spark {
    line: String,
    area: String,
    label: String,
}

impl Page for KeepingPage {
    const FEATURE: &'static str = "keeping";

    fn title(&self, words: &Words) -> String {
        words.say("keeping-title")
    }

    fn tab(&self) -> &'static str {
        "admin-keeping"
    }
}

/// All of this is for admins.
fn admin(visit: &Visit) -> Result<()> {
    visit.user()?;
    if visit.actor.has(Role::Admin) { Ok(()) } else { Err(Error::NotFound) }
}

async fn show(visit: Visit) -> Answer {
    admin(&visit)?;
    visit.page(&KeepingPage::of(&visit)?)
}

async fn progress(visit: Visit) -> Answer {
    admin(&visit)?;
    visit.data(&ProgressView::of(&visit))
}

async fn back_up(visit: Visit) -> Answer {
    admin(&visit)?;
    begin(&visit, Task::BackUp)
}

async fn drill(visit: Visit) -> Answer {
    admin(&visit)?;
    begin(&visit, Task::Drill)
}

fn begin(visit: &Visit, task: Task) -> Answer {
    visit.app.keeper().begin(task)?;
    visit.done(&ProgressView::of(visit), links::ADMIN_KEEPING, "keeping-said-begun")
}

async fn download(visit: Visit) -> Answer {
    admin(&visit)?;
    let file = visit.app.keeper().newest(visit.community.id)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((stream::attachment(&name)?, stream::body(&file).await?).into_response())
}

impl KeepingPage {
    fn of(visit: &Visit) -> Result<Self> {
        let (keeper, words) = (visit.app.keeper(), &visit.words);
        let keeping = keeper.look(visit.community.id)?;
        let now = keeping.now;
        Ok(Self {
            progress: ProgressView::of(visit),
            backups: keeping.backups.map(|backups| BackupsView::of(backups, now, words)),
            drill: keeping.drill.map(|drill| DrillView::of(drill, now, words)),
            stores: keeping.stores.into_iter().map(|store| StoreView::of(store, now, words)).collect(),
            free_bytes: keeping.free_bytes,
            standbys: keeper.standbys(),
        })
    }

    /// Why nothing can be written, in the first store that says so.
    fn read_only(&self) -> Option<&str> {
        self.stores.iter().find_map(|store| store.read_only.as_deref())
    }

    fn is_full(&self) -> bool {
        self.stores.iter().any(|store| store.full)
    }

    fn is_running(&self) -> bool {
        self.progress.state == "running"
    }
}

impl ProgressView {
    fn of(visit: &Visit) -> Self {
        let running = visit.app.keeper().under_way();
        let (state, word) = match running {
            Some(Task::BackUp) => ("running", "keeping-running-backup"),
            Some(Task::SaveLog) => ("running", "keeping-running-log"),
            Some(Task::Drill) => ("running", "keeping-running-drill"),
            None => ("done", "keeping-running-none"),
        };
        let next = running.is_none().then_some(links::ADMIN_KEEPING);
        Self { state, done: 0, total: 0, message: visit.words.say(word), next }
    }
}

impl BackupsView {
    fn of(backups: Backups, now: Timestamp, words: &Words) -> Self {
        let newest = backups.newest;
        let past = |at: Timestamp| ago(at, now, words);
        Self {
            newest_at: newest.as_ref().map(|newest| newest.at.to_string()),
            newest_ago: newest.as_ref().map(|newest| past(newest.at)),
            newest_bytes: newest.as_ref().map_or(0, |newest| newest.bytes),
            newest_encrypted: newest.is_some_and(|newest| newest.encrypted),
            next_at: backups.next.to_string(),
            next_in: ahead(backups.next, now, words),
            saved_until: backups.saved_until.map(|at| at.to_string()),
            saved_ago: backups.saved_until.map(past),
            count: backups.count,
            logs: backups.logs,
            bytes: backups.bytes,
            oldest: backups.oldest.map(|at| at.to_string()),
            encrypted: backups.encrypted,
            communities: backups.communities,
            failed_at: backups.failure.as_ref().map(|(at, _)| at.to_string()),
            failure: backups.failure.map(|(_, why)| why),
            may_download: backups.may_download,
        }
    }
}

impl DrillView {
    fn of(drill: Drill, now: Timestamp, words: &Words) -> Self {
        Self {
            at: drill.at.to_string(),
            ago: ago(drill.at, now, words),
            took: span(words, i64::try_from(drill.seconds).unwrap_or(i64::MAX)),
            backup_at: drill.backup_at.map(|at| at.to_string()),
            well: drill.failure.is_none(),
            failure: drill.failure,
        }
    }
}

impl StoreView {
    fn of(store: StoreFacts, now: Timestamp, words: &Words) -> Self {
        let consumer = |(name, lag): (String, u64)| ConsumerView { name: consumer(&name, words), lag };
        let month_ago = now.plus_days(-30);
        let then = store.sizes.iter().find(|(at, ..)| *at >= month_ago).filter(|_| store.sizes.len() > 1);
        let grown = then.and_then(|(_, bytes, _)| store.bytes.checked_sub(*bytes));
        let log_grown = then.and_then(|(.., log)| store.log_bytes.checked_sub(*log));
        let sizes: Vec<_> = store.sizes.iter().map(|(at, bytes, _)| (*at, *bytes)).collect();
        Self {
            owner: match store.owner {
                StoreOwner::Community => "community",
                StoreOwner::Node => "node",
            },
            bytes: store.bytes,
            grown_bytes: grown,
            grown: grown.map(|bytes| words.size(bytes)),
            log_bytes: store.log_bytes,
            log_grown_bytes: log_grown,
            log_grown: log_grown.map(|bytes| words.size(bytes)),
            log_since: store.log_since.map(|at| at.to_string()),
            seq: store.seq,
            consumers: store.consumers.into_iter().map(consumer).collect(),
            read_only: store.read_only,
            full: store.full,
            spark: Spark::of(&sizes, store.bytes, now, words),
        }
    }
}

/// The name of a reader of the log; one without words keeps its own.
fn consumer(name: &str, words: &Words) -> String {
    let key = format!("keeping-consumer-{name}");
    if words.knows(&key) { words.say(&key) } else { name.to_owned() }
}

/// A span of time in its largest unit.
fn span(words: &Words, seconds: i64) -> String {
    if seconds < 1 {
        return words.say("keeping-span-instant");
    }
    let (word, count) = match seconds {
        i64::MIN..60 => ("keeping-span-seconds", seconds),
        60..7_200 => ("keeping-span-minutes", seconds / 60),
        7_200..172_800 => ("keeping-span-hours", seconds / 3_600),
        _ => ("keeping-span-days", seconds / 86_400),
    };
    words.say_with(word, &[("count", count.into())])
}

fn ago(at: Timestamp, now: Timestamp, words: &Words) -> String {
    let seconds = (now.micros() - at.micros()) / 1_000_000;
    if seconds < 60 {
        return words.say("keeping-just-now");
    }
    words.say_with("keeping-ago", &[("span", span(words, seconds).into())])
}

fn ahead(at: Timestamp, now: Timestamp, words: &Words) -> String {
    let seconds = (at.micros() - now.micros()) / 1_000_000;
    if seconds < 60 {
        return words.say("keeping-now");
    }
    words.say_with("keeping-ahead", &[("span", span(words, seconds).into())])
}

/// Size of the line in its own units.
const WIDTH: u128 = 240;
const HEIGHT: u128 = 48;

impl Spark {
    /// The sizes and today's, oldest first; nothing when there are too few days for a line.
    fn of(sizes: &[(Timestamp, u64)], bytes: u64, now: Timestamp, words: &Words) -> Option<Self> {
        let (start, first) = *sizes.first()?;
        let span = u128::try_from(now.micros() - start.micros()).ok().filter(|_| sizes.len() > 1 && now > start)?;
        let most = sizes.iter().map(|(_, bytes)| *bytes).chain([bytes]).max()?.max(1);
        let y = |bytes: u64| HEIGHT - u128::from(bytes) * HEIGHT / u128::from(most);
        let mut line = format!("M0 {}", y(first));
        for (at, bytes) in sizes.iter().skip(1).chain([&(now, bytes)]) {
            let x = u128::try_from(at.micros() - start.micros()).unwrap_or(0) * WIDTH / span;
            // Writing into memory does not fail.
            let _ = write!(line, "L{x} {}", y(*bytes));
        }
        let label = words.say_with(
            "keeping-spark",
            &[
                ("from", words.date(start).into()),
                ("then", words.size(first).into()),
                ("now", words.size(bytes).into()),
            ],
        );
        Some(Self { area: format!("{line}V{HEIGHT}H0Z"), line, label })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        let words = Words::new(ayni_kernel::Language::English, "UTC");
        let told = [5, 90, 3_600, 7_200, 172_800].map(|seconds| span(&words, seconds));
        assert_eq!(told, ["5 seconds", "1 minute", "60 minutes", "2 hours", "2 days"]);
        assert_eq!(words.size(1_234_567), "1.2\u{a0}MB");
    }

    #[test]
    fn growth_is_drawn_from_the_first_day_to_now() {
        let words = Words::new(ayni_kernel::Language::English, "UTC");
        let day = |days: i64| Timestamp::from_micros(0).plus_days(days);
        let line = |sizes: &[(Timestamp, u64)]| Spark::of(sizes, 200, day(2), &words).map(|spark| spark.line);
        assert_eq!(line(&[(day(0), 100), (day(1), 100)]).as_deref(), Some("M0 24L120 24L240 0"));
        assert_eq!(line(&[(day(0), 100)]), None);
    }
}
