//! What can go wrong, and where. An error outlives every scope, so it owns its text.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A part of the query's text, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A mistake in the query, or one that a row of the file brought to light.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(crate) fn new(at: Span, message: impl Into<String>) -> Self {
        Fault { at, message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Fault { help: Some(help.into()), ..self }
    }
}

/// A place in the file: the line, and the column as a spreadsheet counts it.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    pub(crate) line: u64,
    pub(crate) column: Option<usize>,
}

#[derive(Debug)]
pub(crate) enum Error {
    /// The query makes no sense, at all or for the row at `row`.
    Query { source: String, fault: Box<Fault>, row: Option<Place> },
    /// The file is not the table it should be.
    Data { at: Place, message: String },
    /// The system did not let us read or write.
    Io { what: String, cause: io::Error },
}

impl Error {
    pub(crate) fn query(source: &str, fault: Fault) -> Self {
        Error::Query { source: source.into(), fault: fault.into(), row: None }
    }

    /// Translates what the `csv` crate says into a line and a column.
    pub(crate) fn csv(file: &Path, error: csv::Error) -> Self {
        let at = |line, column| Place { file: file.into(), line, column };
        let line = error.position().map_or(1, csv::Position::line);
        let text = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(cause) => Error::Io { what: format!("cannot read `{}`", file.display()), cause },
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Error::Data {
                at: at(line, Some(len.min(expected_len) as usize + 1)),
                message: format!("this row has {}, the header has {expected_len}", fields(len)),
            },
            csv::ErrorKind::Utf8 { err, .. } => {
                Error::Data { at: at(line, Some(err.field() + 1)), message: "this field is not UTF-8".into() }
            }
            _ => Error::Data { at: at(line, None), message: text },
        }
    }

    pub(crate) fn write(cause: io::Error) -> Self {
        Error::Io { what: "cannot write the answer".into(), cause }
    }

    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Io { cause, .. } if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn fields(n: u64) -> String {
    format!("{n} field{}", if n == 1 { "" } else { "s" })
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file.display(), self.line)?;
        self.column.map_or(Ok(()), |column| write!(f, ", column {column}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Query { source, fault, row } => {
                write!(f, "{}", fault.message)?;
                excerpt(f, source, fault.at)?;
                if let Some(row) = row {
                    write!(f, "\n  = in the row at {row}")?;
                }
                fault.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  = {help}"))
            }
            Error::Data { at, message } => write!(f, "{message}\n --> {at}"),
            Error::Io { what, cause } => write!(f, "{what}: {cause}"),
        }
    }
}

/// Shows the line of the query with carets below.
fn excerpt(f: &mut fmt::Formatter<'_>, source: &str, at: Span) -> fmt::Result {
    let before = &source[..at.start];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = source[start..].lines().next().unwrap_or_default();
    let number = before.matches('\n').count() + 1;
    let column = source[start..at.start].chars().count() + 1;
    let carets = source[at.start..at.end.min(start + line.len()).max(at.start)].chars().count().max(1);
    let margin = number.to_string().len();
    write!(f, "\n{:margin$}--> query, line {number}, column {column}", "")?;
    write!(f, "\n{:margin$} |\n{number} | {line}", "")?;
    write!(f, "\n{:margin$} | {:indent$}{:^<carets$}", "", "", "", indent = column - 1)
}
