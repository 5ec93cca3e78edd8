//! What each command does.

use std::{fs, path::Path, process::ExitCode, sync::Arc};

use anyhow::{Context as _, Result, bail};
use ayni_kernel::Node;
use ayni_storage::{Entropy as _, SystemEntropy};
use ayni_web::{App, Settings};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Cli, Command, say};
use crate::{
    admin_socket,
    backup::{self, Safekeeping},
    config::{self, Config},
    courier::Courier,
    demo,
    house::{self, Closed, House},
    jobs::Jobs,
    logs,
    operation::{self, Operation, Outcome},
    serve::{self, Server},
    standby::{Machinery, Part},
    verify,
};

/// Runs a command.
pub(super) fn run(cli: Cli) -> Result<ExitCode> {
    let mut config = Config::load(cli.config.or_else(config::packaged_file).as_deref(), settings_from_environment())?;
    let named = cli.data.is_some();
    if let Some(data) = cli.data {
        config.data = data;
    }
    let outcome = match cli.command {
        Command::Serve { listen } => {
            config.listen = listen.unwrap_or(config.listen);
            return serve(&config).map(|()| ExitCode::SUCCESS);
        }
        Command::Standby(follow) => {
            return super::standby::run(config, follow).map(|()| ExitCode::SUCCESS);
        }
        Command::Demo { listen } => {
            config.listen = listen;
            return run_demo(config, named).map(|()| ExitCode::SUCCESS);
        }
        Command::Config => {
            say(config::example().trim_end());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Import { bundle, community, dry_run } => import(&config, &bundle, &community, dry_run)?,
        Command::Export { bundle, community } => export(&config, &bundle, community)?,
        Command::Doctor { restore_drill: true, .. } => existing(&config, Operation::Drill)?,
        Command::Doctor { repair: true, .. } => existing(&config, Operation::Repair)?,
        Command::Doctor { .. } => existing(&config, Operation::Doctor)?,
        Command::StandbyKey => existing(&config, Operation::StandbyKey)?,
        Command::StandbyStatus => existing(&config, Operation::StandbyStatus)?,
        Command::Promote => existing(&config, Operation::Promote)?,
        Command::Digests => existing(&config, Operation::Digests)?,
        Command::Reindex { community } => existing(&config, Operation::Reindex { community })?,
        Command::ResetLink { email } => existing(&config, Operation::ResetLink { email })?,
        Command::Backup { file: Some(file), .. } => back_up(&config, &file)?,
        Command::Backup { file: None, .. } => new_key(),
        Command::Restore { source, until, community, identity } => {
            backup::restore(&backup::Ask { source, until, community, identity }, &config.data, config.cache_mib)?
        }
        Command::Verify { statement, head } => verify::verify(&statement, head.as_deref())?,
    };
    tell(&outcome, cli.json);
    Ok(if outcome.well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Variables of the environment that are settings; `AYNI_CONFIG` names the file itself.
fn settings_from_environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars().filter(|(name, _)| name != "AYNI_CONFIG")
}

fn tell(outcome: &Outcome, json: bool) {
    if json {
        say(&outcome.data);
    } else {
        outcome.lines.iter().for_each(say);
    }
}

/// Runs an operation here, or asks the program that has the folder open.
fn perform(config: &Config, operation: Operation, input: &[u8]) -> Result<Outcome> {
    let bar = Bar::default();
    let mut progress = |done, total| bar.show(done, total);
    match House::open(&config.data, config.cache_mib) {
        Ok(house) => operation::run(&house, &config.backup, &operation, input, &mut progress),
        Err(Closed::InUse) => admin_socket::ask(&config.data, operation, input, &mut progress),
        Err(closed) => Err(closed.error(&config.data)),
    }
}

fn existing(config: &Config, operation: Operation) -> Result<Outcome> {
    house::must_exist(&config.data)?;
    perform(config, operation, &[])
}

fn import(config: &Config, bundle: &Path, community: &str, dry_run: bool) -> Result<Outcome> {
    // Checked before the data folder is touched, so that a refused bundle changes nothing at all.
    operation::slug(community)?;
    let files = read_bundle(bundle)?;
    let report = operation::report(&ayni_bundle::check(&files).report);
    if dry_run || !report.well {
        return Ok(report);
    }
    let zip = ayni_bundle::to_zip(&files).map_err(|error| operation::sentence(&error))?;
    perform(config, Operation::Import { community: community.to_owned() }, &zip)
}

fn read_bundle(bundle: &Path) -> Result<ayni_bundle::Files> {
    let found = fs::metadata(bundle).with_context(|| format!("Cannot read {}", bundle.display()))?;
    if !found.is_dir() {
        return ayni_bundle::from_zip(&fs::read(bundle)?).map_err(|error| operation::sentence(&error));
    }
    let mut files = ayni_bundle::Files::new();
    for entry in fs::read_dir(bundle)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let table = Path::new(&name).extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        if entry.file_type()?.is_file() && table {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn export(config: &Config, goal: &Path, community: String) -> Result<Outcome> {
    if goal.exists() {
        bail!("{} exists already. Choose another name.", goal.display());
    }
    let mut outcome = existing(config, Operation::Export { community })?;
    let file = outcome.file.take().context("the export came without its file")?;
    if goal.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        operation::keep(file, goal)?;
    } else {
        let files = ayni_bundle::from_zip(&fs::read(file.path())?).map_err(|error| operation::sentence(&error))?;
        fs::create_dir_all(goal)?;
        for (name, bytes) in files {
            fs::write(goal.join(name), bytes)?;
        }
    }
    outcome.lines.push(format!("Written to {}.", goal.display()));
    Ok(outcome)
}

fn back_up(config: &Config, goal: &Path) -> Result<Outcome> {
    if goal.exists() {
        bail!("{} exists already. Choose another name.", goal.display());
    }
    let mut outcome = existing(config, Operation::Backup)?;
    let file = outcome.file.take().context("the backup came without its file")?;
    operation::keep(file, goal)?;
    let hash =
        outcome.data.get("hash").and_then(serde_json::Value::as_str).context("the backup came without its hash")?;
    backup::must_have(goal, hash)?;
    outcome.lines.push(format!("Written to {}.", goal.display()));
    Ok(outcome)
}

/// A pair of keys, printed once and kept nowhere.
fn new_key() -> Outcome {
    let (secret, public) = backup::new_pair();
    let lines = vec![
        "# Ayni's backups are read with this key. Keep it away from the machine that is backed up: print it, and put a"
            .to_owned(),
        "# copy where the community keeps its papers. Without it nobody can read the encrypted backups, you included."
            .to_owned(),
        format!("# public key, for the settings file: backup_recipient = \"{public}\""),
        secret.clone(),
    ];
    let data = serde_json::json!({ "secret": secret, "public": public });
    Outcome { lines, data, well: true, file: None }
}

fn serve(config: &Config) -> Result<()> {
    logs::start(config);
    let house = House::open(&config.data, config.cache_mib).map_err(|closed| closed.error(&config.data))?;
    let code = setup_code(house.node())?;
    serve_house(config, house, Part::Site, code.clone(), move |url| {
        say(format!("Ayni answers at {url}"));
        if let Some(code) = code {
            say(format!("There is no community yet. Open {url}/setup and give this one-time code: {code}"));
        }
    })
}

/// A code for the setup page while the node has no community.
fn setup_code(node: &Node) -> Result<Option<String>> {
    let stopped = node.data().store().status().read_only.is_some();
    if stopped || !node.data().read(ayni_communities::list)?.is_empty() {
        return Ok(None);
    }
    let mut chance = [0; 10];
    SystemEntropy.fill(&mut chance);
    let text = data_encoding::BASE32_NOPAD.encode(&chance);
    let parts: Vec<&str> = (0..4).filter_map(|part| text.get(part * 4..part * 4 + 4)).collect();
    Ok(Some(parts.join("-")))
}

/// Serves until told to stop, then finishes requests and queued writes.
pub(super) fn serve_house(
    config: &Config,
    house: House,
    part: Part,
    code: Option<String>,
    ready: impl FnOnce(&str),
) -> Result<()> {
    let house = Arc::new(house);
    let safekeeping = Safekeeping::start(Arc::clone(&house), config.backup.clone())?;
    let door = admin_socket::open(&house, config.backup.clone())?;
    let settings = Settings { attempts_per_minute: config.attempts_per_minute, version: env!("CARGO_PKG_VERSION") };
    let app = App::new(house.node().clone(), settings, code, safekeeping.keeper());
    let machinery = Machinery::new(&house, config, part, app.notice().clone())?;
    let (site, forget) = ayni_web::site(app);
    let keeper = Arc::clone(&house);
    let (watched, at_home) = (Arc::clone(&house), Arc::clone(&house));
    let courier = Courier::new(config.courier_private)?;
    let jobs = Jobs::start(house.node().clone(), forget, Arc::new(move || keeper.lay_ballast()), move || {
        watched.replication().may_write()
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::open(config).await?;
        machinery.start().await?;
        courier.start(house.node().clone(), move || at_home.replication().may_write());
        // Whoever reads the address may ask for the end at once.
        let stop = serve::stop_signal();
        ready(&server.url()?);
        server.run(site.merge(machinery.router()), machinery.until(stop)).await;
        anyhow::Ok(())
    })?;
    drop((runtime, machinery, jobs, safekeeping, door));
    tracing::info!("every queued write is on disk; good-bye");
    Ok(())
}

fn run_demo(mut config: Config, named: bool) -> Result<()> {
    logs::start(&Config {
        log: if config.log == "info" { "warn".to_owned() } else { config.log.clone() },
        ..config.clone()
    });
    let temporary = if named { None } else { Some(tempfile::Builder::new().prefix("ayni-demo-").tempdir()?) };
    if let Some(folder) = &temporary {
        config.data = folder.path().join("data");
    }
    // A fictional community has no business among the backups of a real one.
    config.backup.folder = None;
    let clock = Arc::new(demo::DemoClock::default());
    let house =
        House::open_at(&config.data, config.cache_mib, clock.clone()).map_err(|closed| closed.error(&config.data))?;
    if !house.node().data().read(ayni_communities::list)?.is_empty() {
        bail!(
            "{} holds a community already. Name a new folder for the demo, or run: ayni serve",
            config.data.display()
        );
    }
    say("Living a year of community life …");
    let bar = Bar::default();
    let guide = demo::fill(house.node(), &clock, &mut |done, total| bar.show(done, total))
        .map_err(|e| operation::sentence(&e))?;
    drop(bar);
    serve_house(&config, house, Part::Site, None, move |url| {
        say(format!("\n{} is open at {url}\n", guide.community));
        say("Sign in as");
        for (who, email) in &guide.logins {
            say(format!("  {who:<34} {email}"));
        }
        say(format!("with the password  {}\n\nPress Ctrl+C to end.", guide.password));
    })
}

/// A progress bar on the terminal; nothing where there is no terminal.
#[derive(Default)]
struct Bar(std::cell::OnceCell<ProgressBar>);

impl Bar {
    fn show(&self, done: usize, total: usize) {
        let bar = self.0.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style)
        });
        bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.0.get() {
            bar.finish_and_clear();
        }
    }
}
