//! Sealing archives with age, so that only the holder of a key reads them, and opening them again.
//!
//! Each sealed archive has one more reader than the operator named: the machine it was made on, by a key in the data
//! folder. So the program can read its own archives back to verify them and to drill. Whoever has that folder has the
//! data anyway; whoever has only the archive still has nothing.

use std::{
    fmt,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, BufWriter, Read, Write},
    path::Path,
};

use age::{
    Decryptor, Encryptor, Recipient,
    secrecy::ExposeSecret as _,
    stream::{StreamReader, StreamWriter},
    x25519::{self, Identity},
};
use anyhow::{Context as _, Result, ensure};

use super::paced::Paced;

/// The file in the data folder with this machine's own key.
const OWN_KEY: &str = "backup.key";

/// What every age file begins with.
const MAGIC: &[u8] = b"age-encryption.org/";

/// Who may read sealed archives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Readers(Vec<x25519::Recipient>);

impl Readers {
    /// Reads public keys separated by commas; `None` when one of them is no age key.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let keys = text.split(',').map(str::trim).filter(|key| !key.is_empty());
        keys.map(|key| key.parse().ok()).collect::<Option<_>>().map(Self)
    }

    /// Whether archives are sealed at all.
    pub(crate) fn seal(&self) -> Seal {
        if self.0.is_empty() { Seal::None } else { Seal::Age }
    }

    /// These and the machine itself, for archives made on a data folder.
    pub(crate) fn and_machine(&self, folder: &Path) -> Result<Self> {
        if self.0.is_empty() {
            return Ok(Self::default());
        }
        let own = own_key(folder)?.to_public();
        Ok(Self(self.0.iter().cloned().chain([own]).collect()))
    }
}

impl PartialEq for Readers {
    fn eq(&self, other: &Self) -> bool {
        self.0.iter().map(ToString::to_string).eq(other.0.iter().map(ToString::to_string))
    }
}

impl Eq for Readers {}

/// Whether an archive is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seal {
    /// Anybody who has the file can read it.
    None,
    /// Only holders of a key can.
    Age,
}

/// The secret keys at hand.
#[derive(Default)]
pub(crate) struct Keys(Vec<Identity>);

impl Keys {
    /// The keys of an identity file as `age-keygen` and `ayni backup --new-key` write it.
    pub(crate) fn of_file(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("Cannot read {}", file.display()))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<Identity> = lines.map(str::parse).collect::<Result<_, &str>>().unwrap_or_default();
        ensure!(
            !keys.is_empty(),
            "{} holds no secret key. It must have a line that begins with AGE-SECRET-KEY-1.",
            file.display()
        );
        Ok(Self(keys))
    }

    /// The key of a data folder, when it has one.
    pub(crate) fn of_machine(folder: &Path) -> Result<Self> {
        if folder.join(OWN_KEY).exists() { Self::of_file(&folder.join(OWN_KEY)) } else { Ok(Self::default()) }
    }
}

/// The machine's own key, made when it is missing.
fn own_key(folder: &Path) -> Result<Identity> {
    let file = folder.join(OWN_KEY);
    if !file.exists() {
        let mut draft = tempfile::NamedTempFile::new_in(folder)?;
        draft.write_all(b"# Reads the backups made on this machine. Stays here; no backup holds it.\n")?;
        writeln!(draft, "{}", Identity::generate().to_string().expose_secret())?;
        draft.as_file().sync_all()?;
        // Somebody else may have made it in this very moment; then theirs is taken.
        if let Err(error) = draft.persist_noclobber(&file)
            && error.error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(error.into());
        }
        File::open(folder)?.sync_all()?;
    }
    Keys::of_file(&file)?.0.pop().context("the machine's own key is missing")
}

/// A new pair of keys: the secret one as an identity file has it, and the public one.
pub(crate) fn new_pair() -> (String, String) {
    let identity = Identity::generate();
    (identity.to_string().expose_secret().to_owned(), identity.to_public().to_string())
}

/// Where an archive is written to.
pub(crate) enum Sealer {
    /// As it is.
    Plain(BufWriter<Paced>),
    /// For the readers only.
    Sealed(Box<StreamWriter<BufWriter<Paced>>>),
}

impl Sealer {
    /// Writes into a file, sealed when there are readers.
    pub(crate) fn new(file: File, readers: &Readers) -> Result<Self> {
        let out = BufWriter::new(Paced::new(file));
        if readers.0.is_empty() {
            return Ok(Self::Plain(out));
        }
        let recipients = readers.0.iter().map(|reader| reader as &dyn Recipient);
        Ok(Self::Sealed(Box::new(Encryptor::with_recipients(recipients)?.wrap_output(out)?)))
    }

    /// Writes what is left and waits until the disk has it.
    pub(crate) fn finish(self) -> Result<()> {
        let out = match self {
            Self::Plain(out) => out,
            Self::Sealed(stream) => stream.finish()?,
        };
        out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        Ok(())
    }
}

impl Write for Sealer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Sealed(out) => out.flush(),
        }
    }
}

/// Why a sound archive stays closed.
#[derive(Debug)]
pub(crate) struct Locked(&'static str);

impl fmt::Display for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Locked {}

/// An archive's bytes, opened when they are sealed.
pub(crate) enum Opened {
    /// As they were.
    Plain(BufReader<File>),
    /// With one of the keys.
    Sealed(Box<StreamReader<BufReader<File>>>),
}

impl Opened {
    /// Opens a file; sealed or not is seen from its first bytes.
    pub(crate) fn new(file: File, keys: &Keys) -> Result<Self> {
        let mut input = BufReader::new(file);
        if !input.fill_buf()?.starts_with(MAGIC) {
            return Ok(Self::Plain(input));
        }
        let sealed = Decryptor::new_buffered(input).context("its seal is damaged")?;
        if keys.0.is_empty() {
            return Err(Locked("it is encrypted; give the secret key with --identity KEYFILE").into());
        }
        match sealed.decrypt(keys.0.iter().map(|key| key as &dyn age::Identity)) {
            Ok(stream) => Ok(Self::Sealed(Box::new(stream))),
            Err(age::DecryptError::NoMatchingKeys) => {
                Err(Locked("it is encrypted for another key than the one given").into())
            }
            Err(error) => Err(anyhow::Error::from(error).context("its seal is damaged")),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(bytes),
            Self::Sealed(input) => input.read(bytes),
        }
    }
}
