//! Import and export: a dry run that shows every fault, then all or nothing with progress; a download of everything.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use askama::Template;
use axum::extract::Multipart;
use ayni_bundle::{Files, Finding, Plan, Report, Target};
use ayni_kernel::{CommunityId, Error, Fault, Result, Role, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{FormFaults, Of, Page, Refusal, Route, Visit, app::blocking, filters, reply::Answer, words::Words},
    links,
};

/// The largest bundle taken through the browser, in bytes; larger ones go through the command line.
const MAX_BUNDLE: usize = 64 * 1024 * 1024;

/// Finished jobs are forgotten, oldest first, when there are more than this.
const MAX_JOBS: usize = 16;

/// This feature's routes.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/import", import_page).about("Where an import begins").office().answers::<ImportPage>(),
        Route::post("/admin/import", check)
            .about("Checks a bundle (multipart, field `bundle`: a zip) without writing anything")
            .office()
            .max_body(MAX_BUNDLE)
            .answers::<JobView>(),
        Route::get("/admin/import/{id}", job_page)
            .about("An import: its report or progress")
            .office()
            .answers::<JobView>(),
        Route::get("/admin/import/{id}/progress", progress)
            .about("How far an import is")
            .office()
            .answers::<ProgressView>(),
        Route::post("/admin/import/{id}/start", start).about("Runs a checked import").office().answers::<JobView>(),
        Route::get("/admin/export", export).about("The whole community as a bundle (zip)").office(),
    ]
}

/// Imports that were checked, are running or have ended, while the program runs.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<BTreeMap<u64, Arc<Job>>>);

/// One import.
struct Job {
    id: u64,
    community: CommunityId,
    owner: UserId,
    report: Report,
    state: Mutex<State>,
}

/// How far it is.
enum State {
    Refused,
    Checked(Box<Plan>),
    Running { done: usize, total: usize },
    Done,
    Failed(Error),
}

impl Jobs {
    fn add(&self, community: CommunityId, owner: UserId, report: Report, plan: Option<Plan>) -> Arc<Job> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = jobs.last_key_value().map_or(1, |(last, _)| last + 1);
        while jobs.len() >= MAX_JOBS {
            jobs.pop_first();
        }
        let state = Mutex::new(plan.map_or(State::Refused, |plan| State::Checked(Box::new(plan))));
        let job = Arc::new(Job { id, community, owner, report, state });
        jobs.insert(id, Arc::clone(&job));
        job
    }

    /// A job of this admin; nobody else's.
    fn of(&self, visit: &Visit, id: u64) -> Result<Arc<Job>> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let owner = visit.user()?.id;
        jobs.get(&id).filter(|job| job.owner == owner).cloned().ok_or(Error::NotFound)
    }
}

impl Job {
    fn set(&self, state: State) -> State {
        std::mem::replace(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner), state)
    }

    fn progress(&self, words: &Words) -> ProgressView {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let total = self.report.members + self.report.transfers;
        let of = |state: &'static str, done, total, message: String, next| ProgressView {
            state,
            done,
            total,
            message,
            next,
        };
        match &*state {
            State::Refused => of("refused", 0, total, words.say("bundle-state-refused"), None),
            State::Checked(_) => of("checked", 0, total, words.say("bundle-state-checked"), None),
            State::Running { done, total } => {
                let args = [("done", (*done).into()), ("total", (*total).into())];
                of("running", *done, *total, words.say_with("bundle-state-running", &args), None)
            }
            State::Done => {
                of("done", total, total, words.say("bundle-state-done"), Some("/?said=bundle-said-imported".to_owned()))
            }
            State::Failed(error) => of("failed", 0, total, failure(words, error), None),
        }
    }
}

fn failure(words: &Words, error: &Error) -> String {
    match error {
        Error::Conflict(fault) => words.fault(fault),
        Error::Invalid(faults) => faults.0.iter().map(|fault| words.fault(fault)).collect::<Vec<_>>().join(" "),
        _ => words.say("bundle-state-failed"),
    }
}

/// The page where an import begins.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "bundle/import.html")]
struct ImportPage {
    /// Whether this community is new enough to be replaced by an imported one.
    fresh: bool,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for ImportPage {
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("bundle-title")
    }

    fn tab(&self) -> &'static str {
        "admin-import"
    }
}

/// How far an import is.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportProgressView)]
struct ProgressView {
    /// `refused`, `checked`, `running`, `done` or `failed`.
    state: &'static str,
    /// Rows written.
    done: usize,
    /// Rows to write.
    total: usize,
    /// The same in words.
    message: String,
    /// Where to go when it has ended.
    next: Option<String>,
}

/// An import with its report.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "bundle/job.html")]
struct JobView {
    /// Its number.
    id: u64,
    name: String,
    code: String,
    members: usize,
    users: usize,
    accounts: usize,
    transfers: usize,
    categories: usize,
    listings: usize,
    /// The sum of all balances; zero in a sound bundle.
    sum: String,
    /// Accounts whose balance equals the history.
    reconciled: usize,
    /// Everything that must be mended before it can be imported.
    faults: Vec<FindingView>,
    /// Things worth knowing.
    warnings: Vec<FindingView>,
    /// How far it is.
    progress: ProgressView,
}

impl Page for JobView {
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("bundle-title")
    }

    fn tab(&self) -> &'static str {
        "admin-import"
    }
}

/// One finding in the reader's language.
#[derive(Serialize, ToSchema)]
struct FindingView {
    file: String,
    row: Option<usize>,
    column: Option<String>,
    reason: String,
}

impl JobView {
    fn of(job: &Job, words: &Words) -> Self {
        let report = &job.report;
        let found = |list: &[Finding]| list.iter().map(|finding| FindingView::of(finding, words)).collect();
        Self {
            id: job.id,
            name: report.name.clone(),
            code: report.code.clone(),
            members: report.members,
            users: report.users,
            accounts: report.accounts,
            transfers: report.transfers,
            categories: report.categories,
            listings: report.listings,
            sum: report.sum.clone(),
            reconciled: report.reconciled,
            faults: found(&report.faults),
            warnings: found(&report.warnings),
            progress: job.progress(words),
        }
    }
}

impl FindingView {
    fn of(finding: &Finding, words: &Words) -> Self {
        Self {
            file: finding.file.clone(),
            row: finding.row,
            column: finding.column.clone(),
            reason: words.fault(&finding.fault),
        }
    }
}

/// Import and export are for admins.
fn admin(visit: &Visit) -> Result<UserId> {
    let user = visit.user()?.id;
    if visit.actor.has(Role::Admin) { Ok(user) } else { Err(Error::NotFound) }
}

async fn import_page(visit: Visit) -> Answer {
    admin(&visit)?;
    visit.page(&import_form(&visit, FormFaults::default())?)
}

fn import_form(visit: &Visit, faults: FormFaults) -> Result<ImportPage> {
    let fresh = visit.read(|tx, _| ayni_bundle::is_fresh(tx))?;
    Ok(ImportPage { fresh, faults })
}

async fn check(visit: Visit, upload: Multipart) -> Answer {
    let owner = admin(&visit)?;
    let files = match read_bundle(upload).await {
        Ok(files) => files,
        Err(error) => return visit.again(error, async |faults| import_form(&visit, faults.into())).await,
    };
    let checked = blocking(move || ayni_bundle::check(&files)).await?;
    let job = visit.app.jobs().add(visit.community.id, owner, checked.report, checked.plan);
    visit.page(&JobView::of(&job, &visit.words))
}

async fn read_bundle(mut upload: Multipart) -> Result<Files> {
    let unreadable = || Error::from(Fault::new("bundle", "bundle-upload"));
    while let Some(part) = upload.next_field().await.map_err(|_| unreadable())? {
        if part.name() == Some("bundle") {
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            return blocking(move || ayni_bundle::from_zip(&bytes)).await?.map_err(|error| on_field(error, "bundle"));
        }
    }
    Err(unreadable())
}

/// Puts faults about the archive as a whole beside the file field.
fn on_field(error: Error, field: &'static str) -> Error {
    match error {
        Error::Invalid(faults) => {
            ayni_kernel::Faults(faults.0.into_iter().map(|fault| fault.on(field)).collect()).into()
        }
        other => other,
    }
}

async fn job_page(visit: Visit, Of(id): Of<u64>) -> Answer {
    admin(&visit)?;
    let job = visit.app.jobs().of(&visit, id)?;
    visit.page(&JobView::of(&job, &visit.words))
}

async fn progress(visit: Visit, Of(id): Of<u64>) -> Answer {
    admin(&visit)?;
    let job = visit.app.jobs().of(&visit, id)?;
    visit.data(&job.progress(&visit.words))
}

async fn start(visit: Visit, Of(id): Of<u64>) -> Answer {
    admin(&visit)?;
    let job = visit.app.jobs().of(&visit, id)?;
    run(&visit, &job)?;
    visit.done(&JobView::of(&job, &visit.words), &links::import_job(job.id), "bundle-said-started")
}

/// Starts a checked import on its own thread; a job that is not waiting to be started is left as it is.
fn run(visit: &Visit, job: &Arc<Job>) -> Result<()> {
    if !visit.read(|tx, _| ayni_bundle::is_fresh(tx))? || job.community != visit.community.id {
        return Err(Error::conflict("bundle-not-fresh"));
    }
    let plan = match job.set(State::Running { done: 0, total: job.report.transfers }) {
        State::Checked(plan) => plan,
        other => {
            job.set(other);
            return Ok(());
        }
    };
    let (node, job) = (visit.app.node().clone(), Arc::clone(job));
    let target = Target { slug: visit.slug.clone(), replaces: Some(job.community), admin: Some(job.owner) };
    tokio::task::spawn_blocking(move || {
        let watched = Arc::clone(&job);
        let mut tell = move |step: ayni_bundle::Progress| {
            watched.set(State::Running { done: step.done, total: step.total });
        };
        match ayni_bundle::import(&node, *plan, target, &mut tell) {
            Ok(_) => job.set(State::Done),
            Err(error) => {
                tracing::warn!(%error, "an import failed and left nothing behind");
                job.set(State::Failed(error))
            }
        }
    });
    Ok(())
}

async fn export(visit: Visit) -> Answer {
    admin(&visit)?;
    let (node, id) = (visit.app.node().clone(), visit.community.id);
    let zip = blocking(move || ayni_bundle::to_zip(&ayni_bundle::export(&node, id)?)).await?.map_err(Refusal)?;
    visit.file(&format!("{}.zip", visit.slug), "application/zip", zip)
}
