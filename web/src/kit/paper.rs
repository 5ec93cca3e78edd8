//! Paper: a small writer of PDF files with text in Helvetica, which every reader of PDF has, on A4 pages.

use std::fmt::Write as _;

/// The size of a page in points.
const WIDTH: i32 = 595;
const HEIGHT: i32 = 842;

/// The objects before the first page: catalogue, pages, two fonts.
const FIXED: usize = 4;

/// Widths of the letters from the space to the tilde, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The width of a letter beyond these: as wide as most capitals, so that text is never longer than reckoned.
const OTHER_WIDTH: u16 = 722;

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Upright.
    Plain,
    /// Heavy, for headings.
    Bold,
}

/// A document that grows by pages.
#[derive(Debug, Default)]
pub(crate) struct Paper {
    pages: Vec<String>,
}

impl Paper {
    /// Begins a new page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(String::new());
    }

    /// How many pages there are.
    pub(crate) const fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Writes a text on the newest page; the place is in points from the top left corner, `size` in points.
    pub(crate) fn text(&mut self, (x, y): (i32, i32), size: i32, ink: Ink, text: &str) {
        self.text_on(self.pages.len(), (x, y), size, ink, text);
    }

    /// Writes a text on a page counted from 1.
    pub(crate) fn text_on(&mut self, page: usize, (x, y): (i32, i32), size: i32, ink: Ink, text: &str) {
        let font = match ink {
            Ink::Plain => "F1",
            Ink::Bold => "F2",
        };
        let Some(page) = page.checked_sub(1).and_then(|at| self.pages.get_mut(at)) else { return };
        // Writing into memory does not fail.
        let _ = write!(page, "BT /{font} {size} Tf {x} {} Td <", HEIGHT - y);
        for byte in encode(text) {
            let _ = write!(page, "{byte:02X}");
        }
        page.push_str("> Tj ET\n");
    }

    /// Writes a text so that it ends at `x`.
    pub(crate) fn text_before(&mut self, (x, y): (i32, i32), size: i32, ink: Ink, text: &str) {
        self.text((x - width(text, size), y), size, ink, text);
    }

    /// Draws a thin line across the newest page.
    pub(crate) fn rule(&mut self, from: i32, to: i32, y: i32) {
        if let Some(page) = self.pages.last_mut() {
            let _ = writeln!(page, "0.5 w {from} {height} m {to} {height} l S", height = HEIGHT - y);
        }
    }

    /// The finished file.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let kids: Vec<String> = (0..self.pages.len()).map(|at| format!("{} 0 R", FIXED + 1 + 2 * at)).collect();
        let font = |name| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
            font("Helvetica"),
            font("Helvetica-Bold"),
        ];
        for (at, page) in self.pages.iter().enumerate() {
            let content = FIXED + 2 + 2 * at;
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] \
                 /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {content} 0 R >>"
            ));
            objects.push(format!("<< /Length {} >>\nstream\n{page}endstream", page.len()));
        }
        assemble(&objects).into_bytes()
    }
}

/// Puts the objects one after another, with the table that says where each begins.
fn assemble(objects: &[String]) -> String {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        // Writing into memory does not fail.
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let count = objects.len() + 1;
    let _ = write!(file, "xref\n0 {count}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file
}

/// Whether a text can be written as it is.
pub(crate) fn can_write(text: &str) -> bool {
    text.chars().all(|letter| byte(letter).is_some())
}

/// The bytes of a text in the encoding of the fonts; a letter that they do not have becomes a question mark.
fn encode(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(|letter| byte(letter).unwrap_or(b'?'))
}

/// A letter in the encoding of the fonts.
fn byte(letter: char) -> Option<u8> {
    match letter {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).ok(),
        '\u{2212}' => Some(b'-'),
        '\u{202f}' | '\u{2009}' => Some(0xA0),
        '€' => Some(0x80),
        '…' => Some(0x85),
        '‘' => Some(0x91),
        '’' => Some(0x92),
        '“' => Some(0x93),
        '”' => Some(0x94),
        '•' => Some(0x95),
        '–' => Some(0x96),
        '—' => Some(0x97),
        _ => None,
    }
}

/// How wide a text is at most, in points rounded up.
pub(crate) fn width(text: &str, size: i32) -> i32 {
    let thousandths: i32 = encode(text).map(|byte| i32::from(letter_width(byte))).sum();
    thousandths.saturating_mul(size).saturating_add(999) / 1_000
}

fn letter_width(byte: u8) -> u16 {
    match byte {
        0xA0 => 278,
        _ => byte.checked_sub(b' ').and_then(|at| WIDTHS.get(usize::from(at)).copied()).unwrap_or(OTHER_WIDTH),
    }
}

/// As much of a text as fits, with an ellipsis when it is cut.
pub(crate) fn fitting(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while !kept.is_empty() && width(&format!("{kept}…"), size) > room {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_file_says_where_its_objects_begin() {
        let mut paper = Paper::default();
        for text in ["Ñandú", "second"] {
            paper.turn();
            paper.text((50, 50), 10, Ink::Plain, text);
        }
        let file = String::from_utf8(paper.bytes()).unwrap();
        assert!(file.starts_with("%PDF-1.4") && file.contains("/Count 2") && file.contains("<D1616E64FA>"), "{file}");
        let table: usize = file.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
        let places = file[table..].lines().skip(3).take(8);
        for (place, number) in places.zip(1..) {
            let place: usize = place[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{number} 0 obj")), "{number} at {place}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_and_what_does_is_not() {
        assert_eq!(fitting("Bread", 10, 100), "Bread");
        let cut = fitting(&"Bread and more bread ".repeat(9), 10, 100);
        assert!(cut.ends_with('…') && width(&cut, 10) <= 100, "{cut}");
        assert!(can_write("Señor €") && !can_write("₳"));
    }
}
