//! Content lines of iCalendar: folding, parameters, text escapes (RFC 5545, sections 3.1 to 3.3.11).

use std::fmt::Write as _;

/// The longest line in octets, without its break (RFC 5545, section 3.1).
const FOLD: usize = 75;

/// A content line: a name, parameters and a value as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name in capitals, without a group before it.
    pub name: String,
    /// Names in capitals with their values, quotes taken off.
    pub params: Vec<(String, String)>,
    /// The value, escapes still in it.
    pub value: String,
}

impl Line {
    /// Reads a line that is unfolded; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = text.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (head, value) = (text.get(..colon)?, text.get(colon + 1..)?);
        let mut parts = split_unquoted(head, ';').into_iter();
        let name = parts.next()?.trim();
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name).to_ascii_uppercase();
        let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let params = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim().to_ascii_uppercase(), value.trim().replace('"', "")))
            .collect();
        named.then(|| Self { name, params, value: value.to_owned() })
    }

    /// Reads all lines of a text: folded ones are joined, what is no line is left out.
    pub fn read_all(text: &str) -> Vec<Self> {
        unfold(text).iter().filter_map(|line| Self::read(line)).collect()
    }

    /// The value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// The value as text, its escapes resolved.
    pub fn text(&self) -> String {
        unescape(&self.value)
    }
}

fn split_unquoted(text: &str, at: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == at && !quoted
    })
    .collect()
}

/// Joins folded lines; takes line feeds alone too, which many programs write.
pub fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for raw in text.trim_start_matches('\u{feff}').split('\n') {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        match (raw.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(line)) => line.push_str(rest),
            _ => lines.push(raw.to_owned()),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Resolves the escapes of a text value (RFC 5545, section 3.3.11).
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    text
}

/// Escapes a text value.
pub fn escape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                value.push('\\');
                value.push(c);
            }
            '\n' => value.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => value.push(c),
        }
    }
    value
}

/// Writes a parameter's value: in quotes where it has to be, without what cannot stand in it at all.
pub fn quote(value: &str) -> String {
    let clean: String = value.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    if clean.contains([':', ';', ',']) { format!("\"{clean}\"") } else { clean }
}

/// Adds a line, folded at 75 octets between characters, with its break.
pub fn write(out: &mut String, line: &str) {
    let mut room = FOLD;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = FOLD - 1;
        }
        room -= c.len_utf8();
        let _ = out.write_char(c);
    }
    out.push_str("\r\n");
}
