//! The one error of the domain: few kinds, each with one meaning at every edge.

use std::fmt;

use crate::{Money, Timestamp};

/// What every use case returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case refused or failed. `web` maps each kind to a status, a page and a problem document in one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The caller must sign in first.
    SignIn,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// The caller sees the thing but may not do this with it.
    Forbidden,
    /// What was sent breaks a rule; one fault per field.
    Invalid(Faults),
    /// What was sent is well formed but the state of things does not allow it.
    Conflict(Fault),
    /// Too many attempts; try again after so many seconds.
    TooMany {
        /// Seconds to wait.
        seconds: u32,
    },
    /// No changes are taken now.
    Unavailable(Stop),
    /// Something that should not happen; the cause is for the log, never for the page.
    Broken(String),
}

/// Why no changes are taken. Each has its sentence in the locale files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The disk is full; it goes on by itself when there is room.
    Full,
    /// The disk failed, with its words for the log; reading goes on.
    Fault(String),
    /// This copy is only for reading, with the reason for the log.
    ReadOnly(String),
    /// Kept here, but not yet where it has to be as well, with the reason for the log.
    Unconfirmed(String),
    /// Too much is waiting, or it took too long.
    Busy,
    /// The program is ending.
    Closing,
}

impl Stop {
    /// The last part of the locale key.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Fault(_) => "fault",
            Self::ReadOnly(_) => "read-only",
            Self::Unconfirmed(_) => "unconfirmed",
            Self::Busy => "busy",
            Self::Closing => "closing",
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(why) | Self::ReadOnly(why) | Self::Unconfirmed(why) => write!(f, "{} ({why})", self.word()),
            Self::Full | Self::Busy | Self::Closing => f.write_str(self.word()),
        }
    }
}

impl Error {
    /// An [`Error::Conflict`] whose sentence stands in the locale files under `word`.
    pub fn conflict(word: &'static str) -> Self {
        Self::Conflict(Fault::new("", word))
    }

    /// An [`Error::Invalid`] with a single fault.
    pub fn invalid(field: &'static str, word: &'static str) -> Self {
        Fault::new(field, word).into()
    }

    /// An [`Error::Broken`] with its cause for the log.
    pub fn broken(cause: impl fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn => f.write_str("sign in first"),
            Self::NotFound => f.write_str("not found"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::Invalid(faults) => write!(f, "invalid: {faults}"),
            Self::Conflict(fault) => write!(f, "conflict: {fault}"),
            Self::TooMany { seconds } => write!(f, "too many attempts, wait {seconds} s"),
            Self::Unavailable(why) => write!(f, "unavailable: {why}"),
            Self::Broken(cause) => write!(f, "broken: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Invalid(Faults(vec![fault]))
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<ayni_storage::Error> for Error {
    fn from(error: ayni_storage::Error) -> Self {
        use ayni_storage::Error as Below;
        match error {
            Below::Full => Self::Unavailable(Stop::Full),
            Below::ReadOnly(why) => Self::Unavailable(Stop::Fault(why)),
            Below::Stopped(why) => Self::Unavailable(Stop::ReadOnly(why)),
            Below::Unconfirmed(why) => Self::Unavailable(Stop::Unconfirmed(why)),
            Below::Busy => Self::Unavailable(Stop::Busy),
            Below::Closed => Self::Unavailable(Stop::Closing),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<ayni_search::Error> for Error {
    fn from(error: ayni_search::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// One thing that is wrong: the field it belongs to, the key of its sentence in the locale files, and the
/// values that the sentence names.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The field's name in the form and in the JSON body; empty when it is about the whole.
    pub field: &'static str,
    /// The Fluent key of the sentence.
    pub word: &'static str,
    /// Values the sentence names.
    pub args: Vec<(&'static str, Arg)>,
}

impl Fault {
    /// A fault without values.
    pub fn new(field: &'static str, word: &'static str) -> Self {
        Self { field, word, args: Vec::new() }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Moves the fault to another field, for a rule that serves several.
    #[must_use]
    pub fn on(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.word)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

/// A value inside a sentence; the edge formats it for the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Text as it is.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount with its currency.
    Money(Money),
    /// A moment.
    Time(Timestamp),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Money> for Arg {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Timestamp> for Arg {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

/// All faults of one request, so that a person corrects them in one go.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

/// Collects the faults of a form while its fields are read.
///
/// ```
/// # use ayni_kernel::{Check, Name, Email, Result};
/// fn read(name: &str, email: &str) -> Result<(Name, Email)> {
///     let mut check = Check::default();
///     let name = check.take(Name::parse("name", name));
///     let email = check.take(Email::parse("email", email));
///     check.done()?;
///     name.zip(email).ok_or_else(|| check.into())
/// }
/// assert!(read("", "no address").is_err());
/// ```
#[derive(Debug, Default)]
pub struct Check {
    faults: Vec<Fault>,
}

impl Check {
    /// Keeps the value, or notes the fault and goes on.
    pub fn take<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// Notes a fault when a rule does not hold.
    pub fn require(&mut self, holds: impl FnOnce() -> Option<Fault>) {
        self.faults.extend(holds());
    }

    /// Notes a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Refuses when anything was wrong so far.
    pub fn done(&self) -> Result<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Faults(self.faults.clone()).into()) }
    }
}

impl From<Check> for Error {
    fn from(check: Check) -> Self {
        Self::Invalid(Faults(check.faults))
    }
}
