//! One row's cells as values: each that cannot be read is noted and gives a harmless default, so that all faults
//! of a row are found in one go.

use ayni_kernel::{
    Address, Amount, Body, Code, Email, Fault, Line, Point, Scale, Timestamp, UserId, money::DecimalFault,
};

use crate::{
    degrees,
    model::{Extras, Stamp, Word},
    report::Notes,
    sheet::{Row, Sheet, shown},
};

/// Reads the cells of one row.
pub(crate) struct Reader<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    pub(crate) notes: &'a mut Notes,
}

/// Reads every row of a sheet.
pub(crate) fn each<T>(sheet: &Sheet, notes: &mut Notes, mut read: impl FnMut(&mut Reader<'_>) -> T) -> Vec<T> {
    sheet.rows.iter().map(|row| read(&mut Reader { sheet, row, notes })).collect()
}

impl Reader<'_> {
    /// The row's number.
    pub(crate) const fn line(&self) -> usize {
        self.row.line
    }

    /// Notes a fault of a cell.
    pub(crate) fn fault(&mut self, column: &str, fault: Fault) {
        self.notes.cell(self.sheet.shape.file, self.row.line, column, fault);
    }

    /// The trimmed cell; `None` when there is no such column or the cell is unreadable.
    fn cell(&self, column: &str) -> Option<&str> {
        let at = self.sheet.header.iter().position(|name| name == column)?;
        self.row.cells.get(at)?.as_deref().map(str::trim)
    }

    /// The trimmed text, empty when there is none.
    pub(crate) fn text(&self, column: &str) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    /// Reads a cell; an empty one is the reader's business too.
    pub(crate) fn take<T: Default>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> T {
        match self.cell(column).map(read) {
            None => T::default(),
            Some(Ok(value)) => value,
            Some(Err(fault)) => {
                self.fault(column, fault);
                T::default()
            }
        }
    }

    /// Reads a cell that may be empty.
    pub(crate) fn maybe<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.take(column, |text| if text.is_empty() { Ok(None) } else { read(text).map(Some) })
    }

    /// A cell with one of a few words; empty means `otherwise`, and is a fault when that is empty too.
    pub(crate) fn word(&mut self, column: &str, allowed: &'static [Word], otherwise: Word) -> Word {
        let word = self.take(column, |text| match allowed.iter().find(|word| **word == text) {
            Some(word) => Ok(*word),
            None if text.is_empty() && !otherwise.is_empty() => Ok(otherwise),
            None => Err(Fault::new("", "bundle-word").with("value", shown(text)).with("allowed", allowed.join(", "))),
        });
        if word.is_empty() { otherwise } else { word }
    }

    /// `true`, `false` or nothing.
    pub(crate) fn flag(&mut self, column: &str) -> Option<Word> {
        Some(self.word(column, &["true", "false", ""], "")).filter(|word| !word.is_empty())
    }

    /// A text that must be there, as a short code.
    pub(crate) fn code(&mut self, column: &str) -> String {
        self.take(column, |text| Code::parse("", text).map(|code| code.to_string()))
    }

    /// An e-mail address that must be there, in lower case.
    pub(crate) fn email(&mut self, column: &str) -> String {
        self.take(column, email)
    }

    /// E-mail addresses between semicolons.
    pub(crate) fn emails(&mut self, column: &str) -> Vec<String> {
        self.take(column, |text| list(text).map(email).collect())
    }

    /// A single line; line breaks of the source become spaces.
    pub(crate) fn line_of_text(&mut self, column: &str) -> Line {
        self.take(column, |text| Line::parse("", &text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// A text with paragraphs.
    pub(crate) fn body(&mut self, column: &str) -> Body {
        self.take(column, |text| Body::parse("", text))
    }

    /// An address of an image.
    pub(crate) fn image(&mut self, column: &str) -> Line {
        let image = self.take(column, |text| Line::parse("", text));
        if is_web(image.as_str()) {
            self.notes.image();
        }
        image
    }

    /// A moment, or nothing.
    pub(crate) fn time(&mut self, column: &str) -> Option<Timestamp> {
        self.maybe(column, |text| {
            Timestamp::parse(text).ok_or_else(|| Fault::new("", "bundle-time").with("value", shown(text)))
        })
    }

    /// A UUID, or nothing.
    pub(crate) fn id(&mut self, column: &str) -> Option<[u8; 16]> {
        self.maybe(column, |text| {
            let read = text.parse::<UserId>().map(UserId::bytes);
            read.map_err(|_| Fault::new("", "bundle-id").with("value", shown(text)))
        })
    }

    /// A whole number from 0 to `max`, or nothing.
    pub(crate) fn number(&mut self, column: &str, max: u64) -> Option<u64> {
        self.maybe(column, |text| {
            let read = text.parse::<u64>().ok().filter(|number| *number <= max && !text.starts_with('+'));
            let max = i64::try_from(max).unwrap_or(i64::MAX);
            read.ok_or_else(|| Fault::new("", "bundle-number").with("value", shown(text)).with("max", max))
        })
    }

    /// An exact decimal, or nothing.
    pub(crate) fn amount(&mut self, column: &str, scale: Scale) -> Option<Amount> {
        self.maybe(column, |text| scale.parse_exact(text).map_err(|wrong| decimal(wrong, text)))
    }

    /// Line, id and times; the update must not lie before the creation.
    pub(crate) fn stamp(&mut self) -> Stamp {
        let stamp = Stamp {
            line: self.line(),
            id: self.id("id"),
            created: self.time("createdAt"),
            updated: self.time("updatedAt"),
        };
        if let (Some(created), Some(updated)) = (stamp.created, stamp.updated)
            && updated < created
        {
            let fault = Fault::new("", "bundle-updated").with("created", created).with("updated", updated);
            self.fault("updatedAt", fault);
        }
        stamp
    }

    /// The postal address.
    pub(crate) fn address(&mut self) -> Address {
        Address {
            street: self.line_of_text("address.streetAddress"),
            locality: self.line_of_text("address.locality"),
            postal_code: self.line_of_text("address.postalCode"),
            region: self.line_of_text("address.region"),
            country: self.line_of_text("address.country"),
        }
    }

    /// The point on the map, or nothing; half a point is a fault.
    pub(crate) fn location(&mut self) -> Option<Point> {
        self.word("location.type", &["Point", ""], "Point");
        let longitude = self.degrees("location.longitude", 180);
        let latitude = self.degrees("location.latitude", 90);
        for (given, missing) in
            [("location.longitude", "location.latitude"), ("location.latitude", "location.longitude")]
        {
            let lone = self.cell(missing).is_none_or(str::is_empty) && !self.text(given).is_empty();
            if lone {
                self.fault(missing, Fault::new("", "bundle-location-half"));
            }
        }
        latitude.zip(longitude).map(|(latitude, longitude)| Point::from_steps(latitude, longitude))
    }

    fn degrees(&mut self, column: &str, limit: i64) -> Option<i32> {
        self.maybe(column, |text| {
            let wrong = || Fault::new("", "bundle-degrees").with("value", shown(text)).with("limit", limit);
            degrees::parse(text, limit).ok_or_else(wrong)
        })
    }

    /// The filled columns of a family, by name; `column` keeps its full name.
    pub(crate) fn family(&mut self, family: &str) -> Extras {
        let sheet = self.sheet;
        let mut found = Extras::new();
        for column in sheet.header.iter().filter(|column| column.starts_with(family)) {
            let text = self.body(column);
            if !text.is_empty() && !found.iter().any(|(name, _)| name == column) {
                found.push((column.clone(), text.to_string()));
            }
        }
        found.sort();
        found
    }
}

/// The parts of a cell that holds a list.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// Whether an image is an address on the web.
pub(crate) fn is_web(image: &str) -> bool {
    image.starts_with("http://") || image.starts_with("https://")
}

fn email(text: &str) -> Result<String, Fault> {
    Email::parse("", text).map(|email| email.to_string())
}

/// The fault of an amount, naming what stands there.
pub(crate) fn decimal(wrong: DecimalFault, text: &str) -> Fault {
    let word = match wrong {
        DecimalFault::NotADecimal => "bundle-decimal",
        DecimalFault::TooFine { .. } => "bundle-decimal-fine",
        DecimalFault::TooLarge => "bundle-decimal-large",
    };
    let fault = Fault::new("", word).with("value", shown(text));
    match wrong {
        DecimalFault::TooFine { decimals } => fault.with("decimals", i64::from(decimals)),
        _ => fault,
    }
}
