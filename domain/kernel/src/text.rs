//! Text from outside becomes one of these types at the edge: trimmed, bounded, free of control characters.

use std::fmt;

use crate::error::Fault;

/// Declares a text type with its bounds in characters.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident { min: $min:expr, max: $max:expr, lines: $lines:expr }),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX: usize = $max;

            /// Trims and checks; `field` names the form field in the fault.
            pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
                bounded(field, raw, $min, $max, $lines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether there is no text.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
    )+ };
}

texts! {
    /// The name of a person, organisation, community or currency.
    Name { min: 1, max: 100, lines: Lines::One },
    /// The title of a listing, event or page.
    Title { min: 1, max: 160, lines: Lines::One },
    /// An optional single line: a payment's description, a street, a reason.
    Line { min: 0, max: 300, lines: Lines::One },
    /// An optional longer text with paragraphs.
    Body { min: 0, max: 10_000, lines: Lines::Many },
}

/// Whether a text may have line breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn bounded(field: &'static str, raw: &str, min: usize, max: usize, lines: Lines) -> Result<String, Fault> {
    let unified = raw.replace("\r\n", "\n");
    let text = unified.trim();
    let forbidden = |c: char| c.is_control() && !(lines == Lines::Many && (c == '\n' || c == '\t'));
    if text.chars().any(forbidden) {
        return Err(Fault::new(field, "fault-control-characters"));
    }
    let length = text.chars().count();
    if length < min {
        return Err(Fault::new(field, "fault-required"));
    }
    if length > max {
        return Err(Fault::new(field, "fault-long").with("max", max));
    }
    Ok(text.to_owned())
}

/// An e-mail address, trimmed and in lower case, so that equal people have equal addresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// The longest address that a mail server must take (RFC 5321 section 4.5.3.1.3, without the angle brackets).
const MAX_EMAIL: usize = 254;

impl Email {
    /// Checks the shape `local@domain`; whether mail arrives is for the mail server to say.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let text = raw.trim().to_lowercase();
        if text.is_empty() {
            return Err(Fault::new(field, "fault-required"));
        }
        let shaped = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.len() > 1 && !domain.contains('@') && !domain.starts_with('.')
        });
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c));
        if shaped && clean && text.len() <= MAX_EMAIL { Ok(Self(text)) } else { Err(Fault::new(field, "fault-email")) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A community's short name in addresses: lower-case letters, digits and inner hyphens, as in a host name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// The longest label of a host name (RFC 1035 section 2.3.4).
const MAX_SLUG: usize = 63;

impl Slug {
    /// Checks the shape of a host name's label.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let text = raw.trim();
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let shaped = (1..=MAX_SLUG).contains(&text.len())
            && text.bytes().all(inner)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if shaped { Ok(Self(text.to_owned())) } else { Err(Fault::new(field, "fault-slug")) }
    }

    /// Makes a slug out of a name; `None` when nothing usable is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut text = String::new();
        for c in name.to_lowercase().chars() {
            match c {
                'a'..='z' | '0'..='9' => text.push(c),
                'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => text.push('a'),
                'é' | 'è' | 'ê' | 'ë' => text.push('e'),
                'í' | 'ì' | 'î' | 'ï' => text.push('i'),
                'ó' | 'ò' | 'ô' | 'ö' | 'õ' => text.push('o'),
                'ú' | 'ù' | 'û' | 'ü' => text.push('u'),
                'ñ' => text.push('n'),
                'ç' => text.push('c'),
                _ if !text.ends_with('-') => text.push('-'),
                _ => {}
            }
        }
        let cut: String = text.trim_matches('-').chars().take(MAX_SLUG).collect();
        Self::parse("slug", cut.trim_end_matches('-')).ok()
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A short code that people read out: letters, digits, `-`, `_` and `.`; a member number, a category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

/// Long enough for the codes that other systems give their listings.
const MAX_CODE: usize = 64;

impl Code {
    /// Checks characters and length.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let text = raw.trim();
        let usable = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if text.is_empty() {
            Err(Fault::new(field, "fault-required"))
        } else if text.chars().all(usable) && text.chars().count() <= MAX_CODE {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::new(field, "fault-code"))
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
