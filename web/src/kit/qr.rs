//! Codes to scan.

use std::fmt::Write as _;

use ayni_kernel::{Error, Result};
use fast_qr::{ECL, QRBuilder};

/// The quiet zone around a code, in its modules (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// A text as a code to scan: a drawing in black and white, whatever the theme, so that phones read it.
pub(crate) fn picture(text: &str) -> Result<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|why| Error::broken(format!("{why:?}")))?;
    let mut path = String::new();
    for row in 0..code.size {
        for (column, _) in code[row].iter().enumerate().filter(|(_, module)| module.value()) {
            write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET).map_err(Error::broken)?;
        }
    }
    let side = code.size + 2 * QUIET;
    Ok(format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}
