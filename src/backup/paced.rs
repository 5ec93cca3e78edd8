//! A file that is written in small portions to the disk, so that nobody else's write has to wait behind a large one.

use std::{
    fs::File,
    io::{self, Write},
};

/// After so many bytes the disk gets what was written.
const PORTION: usize = 8 << 20;

/// A file that is written without haste.
pub(crate) struct Paced {
    file: File,
    pending: usize,
}

impl Paced {
    /// Writes into an open file.
    pub(crate) const fn new(file: File) -> Self {
        Self { file, pending: 0 }
    }

    /// Waits until the disk has everything.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.file.sync_all()
    }
}

impl Write for Paced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.pending += written;
        if self.pending >= PORTION {
            self.pending = 0;
            self.file.sync_data()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
