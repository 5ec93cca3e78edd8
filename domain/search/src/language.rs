//! The language of the search box: words, "phrases", -words, `category:`, `near:`, `by:`, `tag:`. Pure.

use std::fmt;

use ayni_kernel::Point;

/// Characters of a wish that are read: far more than fits into the box.
const MAX_CHARS: usize = 500;

/// The widest circle that can be asked for, in metres: half around the Earth.
const WIDEST: f64 = 20_100_000.0;

/// Words before a colon, in the languages of the pages.
const CATEGORY: [&str; 3] = ["category", "categoría", "categoria"];
const NEAR: [&str; 2] = ["near", "cerca"];
const BY: [&str; 2] = ["by", "por"];
const TAG: [&str; 2] = ["tag", "etiqueta"];

/// What a person typed, taken apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// Plain words.
    pub words: Vec<String>,
    /// Words that stand beside each other.
    pub phrases: Vec<String>,
    /// Words that must not occur.
    pub without: Vec<String>,
    /// The code or the name of a category.
    pub category: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// Around what.
    pub near: Option<Near>,
    /// The name or the number of whom it is by.
    pub by: Option<String>,
}

/// Around what, and how far.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Around what.
    pub place: Place,
    /// How far, in metres; nothing said is for the search to decide.
    pub metres: Option<f64>,
}

/// A place that somebody named.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Where the searcher is.
    Me,
    /// A point.
    Point(Point),
    /// Something with a name or a code.
    Named(String),
}

impl Wish {
    /// Takes apart what was typed; any text is fine.
    pub fn parse(typed: &str) -> Self {
        let mut wish = Self::default();
        for part in parts(typed) {
            wish.add(part);
        }
        wish
    }

    /// Whether nothing was typed that means anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, part: Part) {
        let Part { key, text, quoted } = part;
        match key.as_str() {
            "" if quoted => self.phrases.push(text),
            "" => self.words.push(text),
            "-" => self.without.push(text),
            key if CATEGORY.contains(&key) => self.category = Some(text),
            key if NEAR.contains(&key) => self.near = Near::parse(&text),
            key if BY.contains(&key) => self.by = Some(text),
            key if TAG.contains(&key) => self.tag = Some(text),
            // "12:30" and the like are words.
            key => self.words.push(format!("{key}:{text}")),
        }
    }
}

/// A piece of what was typed: what stands before the colon, and the rest.
#[derive(Debug, PartialEq)]
struct Part {
    key: String,
    text: String,
    quoted: bool,
}

/// Cuts at spaces outside of quotation marks. An open quotation that never ends is plain words: somebody is typing it.
fn parts(typed: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest: &str = match typed.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => typed.get(..end).unwrap_or_default(),
        None => typed,
    };
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let (key, after) = key_of(rest);
        let (text, quoted, left) = value_of(after);
        let (key, text) = (key.to_lowercase(), text.trim().to_owned());
        if !text.is_empty() {
            parts.push(Part { key, text, quoted });
        }
        rest = left;
    }
    parts
}

/// What stands before the first colon of a word, or its minus.
fn key_of(rest: &str) -> (&str, &str) {
    if let Some(after) = rest.strip_prefix('-')
        && after.starts_with(|c: char| c.is_alphanumeric() || c == '"')
    {
        return ("-", after);
    }
    let word = rest.split([' ', '\t', '\n', '"']).next().unwrap_or_default();
    match word.split_once(':') {
        Some((key, _)) if !key.is_empty() && key.chars().all(char::is_alphabetic) => {
            (key, rest.get(key.len() + 1..).unwrap_or_default())
        }
        _ => ("", rest),
    }
}

/// The next word or quotation; a quotation takes what is tied to it along, such as `"Town hall"~2km`.
fn value_of(rest: &str) -> (String, bool, &str) {
    let space = |text: &str| text.find(char::is_whitespace).unwrap_or(text.len());
    if let Some(after) = rest.strip_prefix('"') {
        if let Some(end) = after.find('"') {
            let (inside, behind) = (after.get(..end).unwrap_or_default(), after.get(end + 1..).unwrap_or_default());
            let (tied, left) = behind.split_at_checked(space(behind)).unwrap_or((behind, ""));
            return (format!("{inside}{tied}"), true, left);
        }
        return value_of(after);
    }
    let (word, left) = rest.split_at_checked(space(rest)).unwrap_or((rest, ""));
    (word.replace('"', " "), false, left)
}

impl Near {
    fn parse(text: &str) -> Option<Self> {
        let (name, metres) = match text.rsplit_once('~') {
            Some((name, radius)) => (name, metres(radius)),
            None => (text, None),
        };
        let name = name.trim();
        let place = match name.to_lowercase().as_str() {
            "" => return None,
            "me" | "mí" | "mi" | "here" | "aquí" | "aqui" => Place::Me,
            _ => point(name).map_or_else(|| Place::Named(name.to_owned()), Place::Point),
        };
        Some(Self { place, metres })
    }
}

/// "41.38,2.17" as a point.
fn point(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    Point::new(degrees(latitude)?, degrees(longitude)?).ok()
}

/// "2km", "500m", "1.5 mi" or kilometres without a unit, in metres.
fn metres(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let metres = match unit.trim() {
        "" | "km" => number * 1_000.0,
        "m" => number,
        "mi" => number * 1_609.344,
        _ => return None,
    };
    (metres > 0.0 && metres <= WIDEST).then_some(metres)
}

/// As it could have been typed.
impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = self.words.clone();
        parts.extend(self.phrases.iter().map(|phrase| format!("\"{phrase}\"")));
        parts.extend(self.without.iter().map(|word| format!("-{}", quoted(word))));
        parts.extend(self.category.iter().map(|category| format!("category:{}", quoted(category))));
        parts.extend(self.tag.iter().map(|tag| format!("tag:{}", quoted(tag))));
        parts.extend(self.near.iter().map(|near| format!("near:{near}")));
        parts.extend(self.by.iter().map(|by| format!("by:{}", quoted(by))));
        f.write_str(&parts.join(" "))
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Me => f.write_str("me")?,
            Place::Point(point) => write!(f, "{},{}", point.latitude(), point.longitude())?,
            Place::Named(name) => f.write_str(&quoted(name))?,
        }
        self.metres.map_or(Ok(()), |metres| write!(f, "~{metres}m"))
    }
}

fn quoted(text: &str) -> String {
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}
