//! A small query engine over CSV files, to show what a program looks like that keeps its memory in scopes.
//!
//! ```sh
//! cargo run --release --example query
//! cargo run --release --example query -- "select origin, max(temp) group by origin" --heap
//! ```
//!
//! Read `scoped.rs` first: the query's scope, the row's scope inside it, and what is kept.

mod ast;
mod error;
mod eval;
mod function;
mod group;
mod heap;
mod input;
mod meter;
mod operator;
mod output;
mod parse;
mod report;
mod scoped;
mod token;
mod total;
mod value;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::error::Error;
use crate::report::{Report, Work};

/// Which months were the wettest, and how warm and windy were they?
const QUERY: &str = "\
select origin || ' ' || substr(time_hour, 1, 7) as airport_month,
       count(temp) as hours,
       round((avg(temp) - 32) / 1.8, 1) as celsius,
       round(max(wind_gust) * 1.609, 1) as gust_kmh,
       round(sum(precip) * 25.4, 1) as rain_mm
where visib is not null
group by airport_month
order by rain_mm desc
limit 10";

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/weather.csv");

/// Asks a CSV file a question.
#[derive(Parser)]
struct Arguments {
    /// For instance: select origin, avg(temp) as warmth group by origin order by warmth desc
    query: Option<String>,

    /// The file to ask; without it, a year of weather at New York's airports.
    #[arg(long, default_value = FILE, hide_default_value = true)]
    file: PathBuf,

    /// Runs the same engine on `Box`, `Vec` and `String` as well, and compares.
    #[arg(long)]
    heap: bool,

    /// Measures that many runs of each engine, in turns, and reports the median.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,

    /// Writes a flame graph of the memory that each scope allocates, and prints the table.
    #[cfg(feature = "profile")]
    #[arg(long, value_name = "SVG")]
    profile: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Err(error) if !error.is_broken_pipe() => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn run(arguments: &Arguments) -> Result<(), Error> {
    let query = arguments.query.as_deref().unwrap_or(QUERY);
    if arguments.query.is_none() {
        eprintln!("{query}\n");
    }
    let mut engines: Vec<(&str, Engine)> = vec![("scope", scoped::run)];
    if arguments.heap {
        engines.push(("heap", heap::run));
    }
    let mut answers = vec![Vec::new(); engines.len()];
    let mut reports: Vec<Vec<Report>> = engines.iter().map(|_| Vec::new()).collect();
    for _ in 0..arguments.runs {
        for ((&(engine, run), answer), reports) in engines.iter().zip(&mut answers).zip(&mut reports) {
            // Each run is like the first: without memory from the one before.
            *answer = Vec::new();
            memscope::trim();
            let (work, usage) = meter::measure(|| run(query, &arguments.file, answer));
            reports.push(Report { engine, work: work?, usage });
        }
    }

    io::stdout().write_all(&answers[0]).map_err(Error::write)?;
    eprintln!("\n{}", Report::HEADING);
    for mut reports in reports {
        reports.sort_by_key(|report| report.usage.time);
        eprintln!("{}", reports[reports.len() / 2]);
    }
    if arguments.heap {
        let same = answers.iter().all(|answer| *answer == answers[0]);
        eprintln!("\nThe two answers are {}.", if same { "the same" } else { "NOT the same" });
    }
    #[cfg(feature = "profile")]
    if let Some(path) = &arguments.profile {
        let profile = memscope::profile::snapshot();
        eprint!("\n{profile}");
        std::fs::write(path, profile.svg("The scopes of a query").to_string()).map_err(Error::write)?;
    }
    Ok(())
}

/// Both engines: the query, the file, and where the answer goes.
type Engine = fn(&str, &Path, &mut Vec<u8>) -> Result<Work, Error>;
