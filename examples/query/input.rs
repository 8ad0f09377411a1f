//! The file, one row at a time.

use std::fs::File;
use std::path::Path;

use csv::StringRecord;

use crate::error::{Error, Fault, Place};

pub(crate) struct Input<'f> {
    file: &'f Path,
    reader: csv::Reader<File>,
    /// How many rows have been read.
    pub(crate) rows: u64,
}

impl<'f> Input<'f> {
    /// Opens the file and reads its header.
    pub(crate) fn open(file: &'f Path) -> Result<(Self, StringRecord), Error> {
        let what = |cause| Error::Io { what: format!("cannot open `{}`", file.display()), cause };
        let mut reader = csv::Reader::from_reader(File::open(file).map_err(what)?);
        let header = reader.headers().map_err(|error| Error::csv(file, error))?.clone();
        if header.is_empty() {
            let at = Place { file: file.into(), line: 1, column: Some(1) };
            return Err(Error::Data { at, message: "the file has no header line".into() });
        }
        Ok((Input { file, reader, rows: 0 }, header))
    }

    /// Reads the next row into the buffer; false at the end of the file.
    pub(crate) fn read(&mut self, record: &mut StringRecord) -> Result<bool, Error> {
        let more = self.reader.read_record(record).map_err(|error| Error::csv(self.file, error))?;
        self.rows += u64::from(more);
        Ok(more)
    }

    /// A fault that evaluating this row brought to light.
    pub(crate) fn fault(&self, source: &str, record: &StringRecord, fault: Fault) -> Error {
        let line = record.position().map_or(1, csv::Position::line);
        let row = Some(Place { file: self.file.into(), line, column: None });
        Error::Query { source: source.into(), fault: fault.into(), row }
    }
}
