//! The configuration: a TOML file, then `AYNI_…` variables over it. Each key is declared once, in [`KEYS`].

use std::{fmt::Write as _, net::IpAddr, net::SocketAddr, path::Path, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use toml::de::{DeTable, DeValue};

use crate::{
    backup::{self, Download, Keep, Readers},
    courier::Private,
    standby::Mode,
};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Coloured lines on a terminal, JSON otherwise.
    Auto,
    /// Lines for people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Config {
    pub data: PathBuf,
    pub listen: SocketAddr,
    pub trusted_proxies: Vec<IpAddr>,
    pub tls_certificate: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub log: String,
    pub log_format: LogFormat,
    pub attempts_per_minute: u32,
    pub cache_mib: u32,
    pub backup: backup::Settings,
    pub standby_mode: Mode,
    pub standby_patience: u32,
    pub courier_private: Private,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from(if is_packaged() { "/var/lib/ayni" } else { "./ayni-data" }),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            trusted_proxies: Vec::new(),
            tls_certificate: None,
            tls_key: None,
            log: "info".to_owned(),
            log_format: LogFormat::Auto,
            attempts_per_minute: 20,
            cache_mib: 32,
            backup: backup::Settings {
                // The service may write nowhere but into its data folder, and a mistake is undone from here. It is on
                // the same disk, though: somebody has to carry backups away.
                folder: is_packaged().then(|| PathBuf::from("backups")),
                readers: Readers::default(),
                keep: Keep::default(),
                log_minutes: 5,
                log_days: 30,
                download: Download::Alone,
            },
            standby_mode: Mode::Async,
            standby_patience: 10,
            courier_private: Private::Refused,
        }
    }
}

/// Whether the running program was installed as a package.
fn is_packaged() -> bool {
    std::env::current_exe().is_ok_and(|program| program.starts_with("/usr/bin"))
}

/// The settings file of a packaged installation, when there is one.
pub(crate) fn packaged_file() -> Option<PathBuf> {
    let file = PathBuf::from("/etc/ayni/ayni.toml");
    (is_packaged() && file.exists()).then_some(file)
}

/// One key: its name, what it does, its default as the example file shows it, what is allowed, how it is read.
struct Key {
    name: &'static str,
    about: &'static str,
    example: &'static str,
    allowed: &'static str,
    read: fn(&mut Config, &str) -> Option<()>,
}

/// Every key. The example file is generated from this list.
const KEYS: [Key; 18] = [
    Key {
        name: "data",
        about: "The folder with everything the program keeps; /var/lib/ayni when installed as a package.",
        example: "\"./ayni-data\"",
        allowed: "a path",
        read: |config, text| (!text.is_empty()).then(|| config.data = PathBuf::from(text)),
    },
    Key {
        name: "listen",
        about: "The address and port to answer on. Use 0.0.0.0:8080 to answer the whole network.",
        example: "\"127.0.0.1:8080\"",
        allowed: "an address and port, such as 127.0.0.1:8080 or [::]:443",
        read: |config, text| text.parse().ok().map(|listen| config.listen = listen),
    },
    Key {
        name: "trusted_proxies",
        about: "Addresses of web servers in front of Ayni whose X-Forwarded-For and X-Forwarded-Proto are believed.",
        example: "\"\"",
        allowed: "addresses separated by commas, or nothing",
        read: |config, text| {
            let list = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            list.map(str::parse).collect::<Result<_, _>>().ok().map(|list| config.trusted_proxies = list)
        },
    },
    Key {
        name: "tls_certificate",
        about: "A certificate chain (PEM). With it and tls_key Ayni speaks HTTPS by itself.",
        example: "\"\"",
        allowed: "a path, or nothing",
        read: |config, text| {
            config.tls_certificate = (!text.is_empty()).then(|| PathBuf::from(text));
            Some(())
        },
    },
    Key {
        name: "tls_key",
        about: "The certificate's private key (PEM).",
        example: "\"\"",
        allowed: "a path, or nothing",
        read: |config, text| {
            config.tls_key = (!text.is_empty()).then(|| PathBuf::from(text));
            Some(())
        },
    },
    Key {
        name: "log",
        about: "How much is logged.",
        example: "\"info\"",
        allowed: "error, warn, info, debug or trace, or a list such as \"warn,ayni_web=debug\"",
        read: |config, text| {
            tracing_subscriber::EnvFilter::try_new(text).ok()?;
            text.clone_into(&mut config.log);
            Some(())
        },
    },
    Key {
        name: "log_format",
        about: "How log lines are written.",
        example: "\"auto\"",
        allowed: "auto (pretty on a terminal, JSON otherwise), pretty or json",
        read: |config, text| {
            config.log_format = match text {
                "auto" => LogFormat::Auto,
                "pretty" => LogFormat::Pretty,
                "json" => LogFormat::Json,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "attempts_per_minute",
        about: "How often one address may try to sign in, reset a password or join in a minute.",
        example: "20",
        allowed: "a whole number from 1 to 100000",
        read: |config, text| {
            let number = text.parse().ok().filter(|n| (1..=100_000).contains(n))?;
            config.attempts_per_minute = number;
            Some(())
        },
    },
    Key {
        name: "cache_mib",
        about: "Memory in MiB for the page cache of each community's store.",
        example: "32",
        allowed: "a whole number from 4 to 4096",
        read: |config, text| {
            let number = text.parse().ok().filter(|n| (4..=4096).contains(n))?;
            config.cache_mib = number;
            Some(())
        },
    },
    Key {
        name: "backup_folder",
        about: "The folder for the backups that Ayni makes by itself, seen from the data folder; \"backups\" in there when installed as a package, otherwise none are made.",
        example: "\"\"",
        allowed: "a path, or nothing",
        read: |config, text| {
            config.backup.folder = (!text.is_empty()).then(|| PathBuf::from(text));
            Some(())
        },
    },
    Key {
        name: "backup_recipient",
        about: "Public keys of those who may read the backups; with them, backups are encrypted. Make a pair with: ayni backup --new-key",
        example: "\"\"",
        allowed: "age public keys (age1…) separated by commas, or nothing",
        read: |config, text| Readers::parse(text).map(|readers| config.backup.readers = readers),
    },
    Key {
        name: "backup_keep",
        about: "How many backups are kept: the last of so many hours, days, weeks and months. Without hours, one is made a day.",
        example: "\"24,7,4,12\"",
        allowed: "four whole numbers from 0 to 1000 separated by commas, not all 0",
        read: |config, text| Keep::parse(text).map(|keep| config.backup.keep = keep),
    },
    Key {
        name: "backup_log_minutes",
        about: "Minutes between the pieces of the log that are saved between two backups: the most that a broken disk can cost.",
        example: "5",
        allowed: "a whole number from 1 to 1440",
        read: |config, text| {
            config.backup.log_minutes = text.parse().ok().filter(|n| (1..=1_440).contains(n))?;
            Some(())
        },
    },
    Key {
        name: "backup_log_days",
        about: "Days for which the pieces of the log are kept: so far back you can restore to the minute.",
        example: "30",
        allowed: "a whole number from 1 to 3650",
        read: |config, text| {
            config.backup.log_days = text.parse().ok().filter(|n| (1..=3_650).contains(n))?;
            Some(())
        },
    },
    Key {
        name: "backup_download",
        about: "Who may take a backup away through the browser: alone = the admins of a community that has the machine for itself, admins = the admins of every community (a backup holds all of them), nobody.",
        example: "\"alone\"",
        allowed: "alone, admins or nobody",
        read: |config, text| {
            config.backup.download = match text {
                "alone" => Download::Alone,
                "admins" => Download::Admins,
                "nobody" => Download::Nobody,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "standby_mode",
        about: "When a change is answered: once it is on this machine's disk (async), or once a standby has it too (sync).",
        example: "\"async\"",
        allowed: "async or sync",
        read: |config, text| {
            config.standby_mode = match text {
                "async" => Mode::Async,
                "sync" => Mode::Sync,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "standby_patience",
        about: "With standby_mode sync: after so many seconds without a standby no changes are taken until one is back.",
        example: "10",
        allowed: "a whole number from 1 to 3600",
        read: |config, text| {
            let number = text.parse().ok().filter(|n| (1..=3600).contains(n))?;
            config.standby_patience = number;
            Some(())
        },
    },
    Key {
        name: "courier_private_addresses",
        about: "Whether calendars may be fetched from this machine and from private networks. Whoever looks after a place names their addresses.",
        example: "\"refused\"",
        allowed: "refused or allowed",
        read: |config, text| {
            config.courier_private = match text {
                "refused" => Private::Refused,
                "allowed" => Private::Allowed,
                _ => return None,
            };
            Some(())
        },
    },
];

/// What every variable's name begins with.
const PREFIX: &str = "AYNI_";

impl Config {
    /// Reads the file (if one is named) and then the variables. Anything unknown or wrong is refused with the line
    /// or the variable, and what is allowed.
    pub(crate) fn load(file: Option<&Path>, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let mut config = Self::default();
        if let Some(file) = file {
            let text = std::fs::read_to_string(file).with_context(|| format!("Cannot read {}", file.display()))?;
            config.read_file(&text).with_context(|| format!("In {}", file.display()))?;
        }
        for (name, value) in variables {
            if let Some(key) = name.strip_prefix(PREFIX) {
                config.set(&key.to_lowercase(), &value).with_context(|| format!("In the variable {name}"))?;
            }
        }
        if config.tls_certificate.is_some() != config.tls_key.is_some() {
            bail!("tls_certificate and tls_key belong together: give both, or neither.");
        }
        Ok(config)
    }

    fn read_file(&mut self, text: &str) -> Result<()> {
        let line_of = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(span.start));
            anyhow::anyhow!("line {line}: {}", error.message())
        })?;
        for (key, value) in table.get_ref() {
            let line = line_of(key.span().start);
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) => number.as_str().to_owned(),
                _ => bail!("line {line}: {} must be a text or a number.", key.get_ref()),
            };
            self.set(key.get_ref(), &text).with_context(|| format!("line {line}"))?;
        }
        Ok(())
    }

    fn set(&mut self, name: &str, text: &str) -> Result<()> {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            let known: Vec<_> = KEYS.iter().map(|key| key.name).collect();
            bail!("There is no setting named {name}. Known are: {}.", known.join(", "));
        };
        match (key.read)(self, text.trim()) {
            Some(()) => Ok(()),
            None => bail!("{name} cannot be \"{text}\". Allowed is {}.", key.allowed),
        }
    }
}

/// The example file: every key with its meaning and default.
pub(crate) fn example() -> String {
    let mut text = String::from(
        "# Ayni's settings. Every line shows the default; remove the # in front of a key to change it.\n\
         # Each key can also be given as a variable: listen as AYNI_LISTEN, and so on.\n",
    );
    for key in &KEYS {
        // Writing into a String cannot fail.
        let _ = write!(text, "\n# {}\n# Allowed: {}.\n#{} = {}\n", key.about, key.allowed, key.name, key.example);
    }
    text
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ayni.toml");
        std::fs::write(&file, text).unwrap();
        Config::load(Some(&file), variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn the_example_is_the_default_and_is_shipped() {
        let text = example();
        let lines: Vec<&str> =
            text.lines().map(|line| line.strip_prefix('#').filter(|l| !l.starts_with(' ')).unwrap_or(line)).collect();
        let plain = lines.join("\n");
        assert_eq!(load(&plain, &[]).unwrap(), Config::default());
        assert_eq!(include_str!("../packaging/ayni.toml"), example(), "run: ayni config > packaging/ayni.toml");
    }

    #[test]
    fn wrong_settings_are_refused_with_line_and_remedy() {
        for (text, expected) in [
            (
                "listen = \"127.0.0.1:1\"\nlisten_on = 3\n",
                "line 2: There is no setting named listen_on. Known are: data",
            ),
            ("\nlisten = \"nowhere\"", "line 2: listen cannot be \"nowhere\". Allowed is an address"),
            ("cache_mib = 1", "line 1: cache_mib cannot be \"1\". Allowed is a whole number from 4 to 4096"),
            ("log = [\"info\"]", "line 1: log must be a text or a number"),
            ("a = = 2", "line 1"),
            ("tls_key = \"k.pem\"", "belong together"),
            ("backup_keep = \"0,0,0,0\"", "line 1: backup_keep cannot be \"0,0,0,0\". Allowed is four whole numbers"),
            ("backup_recipient = \"age1nobody\"", "backup_recipient cannot be \"age1nobody\". Allowed is age public"),
        ] {
            let error = format!("{:#}", load(text, &[]).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        }
        let error = format!("{:#}", load("", &[("AYNI_PORT", "80")]).unwrap_err());
        assert!(error.contains("AYNI_PORT") && error.contains("There is no setting named port"), "{error}");
    }

    #[test]
    fn variables_win_over_the_file() {
        let config = load("listen = \"127.0.0.1:1\"", &[("AYNI_LISTEN", "127.0.0.1:2"), ("HOME", "/x")]).unwrap();
        assert_eq!(config.listen.port(), 2);
    }
}
