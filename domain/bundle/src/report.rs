//! What a check found: figures for the reader, and findings with their file, row and column.

use ayni_kernel::Fault;

/// The most faults that are listed; what is beyond is counted.
const MAX_FAULTS: usize = 1_000;

/// The figures of a bundle and everything that is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The community's name.
    pub name: String,
    /// The community's code.
    pub code: String,
    /// The code of its (first) currency.
    pub currency: String,
    /// The sign of its (first) currency.
    pub symbol: String,
    /// Decimals of its (first) currency.
    pub scale: u8,
    /// Rows of users.csv.
    pub users: usize,
    /// Rows of members.csv.
    pub members: usize,
    /// Rows of accounts.csv.
    pub accounts: usize,
    /// Rows of transfers.csv.
    pub transfers: usize,
    /// Rows of categories.csv.
    pub categories: usize,
    /// Rows of posts.csv.
    pub listings: usize,
    /// The sum of all balances in the first currency, as an exact decimal.
    pub sum: String,
    /// Accounts whose given balance equals the fold of the transfers.
    pub reconciled: usize,
    /// What is worth knowing but no reason to refuse.
    pub warnings: Vec<Finding>,
    /// Why the bundle cannot be imported; empty when it can.
    pub faults: Vec<Finding>,
}

/// One thing found, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// The row as a spreadsheet shows it: the header is row 1. `None` when it is about the whole file.
    pub row: Option<usize>,
    /// The column's name in the header.
    pub column: Option<String>,
    /// What is wrong: the key of a sentence and the values in it.
    pub fault: Fault,
}

/// Collects findings while a bundle is read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    faults: Vec<Finding>,
    warnings: Vec<Finding>,
    images: usize,
}

impl Notes {
    /// Notes a fault of one cell.
    pub(crate) fn cell(&mut self, file: &str, row: usize, column: &str, fault: Fault) {
        self.push(file, Some(row), Some(column), fault);
    }

    /// Notes a fault of one row.
    pub(crate) fn row(&mut self, file: &str, row: usize, fault: Fault) {
        self.push(file, Some(row), None, fault);
    }

    /// Notes a fault of the header.
    pub(crate) fn column(&mut self, file: &str, column: &str, fault: Fault) {
        self.push(file, Some(1), Some(column), fault);
    }

    /// Notes a fault of a whole file.
    pub(crate) fn file(&mut self, file: &str, fault: Fault) {
        self.push(file, None, None, fault);
    }

    fn push(&mut self, file: &str, row: Option<usize>, column: Option<&str>, fault: Fault) {
        self.faults.push(Finding { file: file.to_owned(), row, column: column.map(str::to_owned), fault });
    }

    /// Notes something that is no reason to refuse.
    pub(crate) fn warn(&mut self, file: &str, row: Option<usize>, column: Option<&str>, fault: Fault) {
        self.warnings.push(Finding { file: file.to_owned(), row, column: column.map(str::to_owned), fault });
    }

    /// Counts an image that is an address on the web.
    pub(crate) fn image(&mut self) {
        self.images += 1;
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Moves everything into the report, by file (in the order given) and row, bounded.
    pub(crate) fn finish(mut self, report: &mut Report, order: impl Fn(&str) -> usize) {
        if self.images > 0 {
            let fault = Fault::new("", "bundle-images").with("count", self.images);
            self.warn("", None, None, fault);
        }
        self.faults.sort_by_key(|found| (order(&found.file), found.row));
        self.warnings.sort_by_key(|found| (order(&found.file), found.row));
        report.faults = bounded(self.faults);
        report.warnings = bounded(self.warnings);
    }
}

fn bounded(mut found: Vec<Finding>) -> Vec<Finding> {
    let more = found.len().saturating_sub(MAX_FAULTS);
    if more > 0 {
        found.truncate(MAX_FAULTS);
        let fault = Fault::new("", "bundle-more").with("count", more);
        found.push(Finding { file: String::new(), row: None, column: None, fault });
    }
    found
}
