//! memscope beside its peers; README.md says how to run it.

mod counts;
mod harness;
mod peaks;
mod peers;
mod table;
mod words;
mod workloads;

use std::process::ExitCode;

use harness::Workload;

const USAGE: &str = "\
cargo bench --manifest-path memscope/benches/Cargo.toml -- [OPTIONS] [WORKLOAD]...

  (no option)              time all peers in turns and print the table
  --cases                  also print every case, not only each peer's best
  --rounds N               turns of each case (default 301)
  --list                   print the workloads and their cases
  --count WORKLOAD CASE N  run exactly N operations of one case, for an instruction counter
  --callgrind              count instructions of all cases with valgrind and print the table
  --peak WORKLOAD CASE N   run exactly N operations of one case, and print the peak of memory in KiB (Linux)
  --memory                 print the peaks of all cases
";

fn main() -> ExitCode {
    // Cargo adds `--bench` of its own accord.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprint!("{message}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), String> {
    match arguments {
        ["--list"] => {
            for workload in workloads::ALL {
                let cases: Vec<&str> = workload.cases.iter().map(|case| case.name).collect();
                println!("{}: {} ({})", workload.key, workload.title, cases.join(", "));
            }
            Ok(())
        }
        ["--count", workload, case, ops] => counts::run(named(workload)?, case, number(ops)?),
        ["--callgrind", chosen @ ..] => counts::table(&select(chosen)?),
        ["--peak", workload, case, ops] => peaks::run(named(workload)?, case, number(ops)?),
        ["--memory", chosen @ ..] => peaks::table(&select(chosen)?),
        _ => time(arguments),
    }
}

fn time(mut arguments: &[&str]) -> Result<(), String> {
    let (mut rounds, mut all_cases) = (301, false);
    loop {
        arguments = match arguments {
            ["--rounds", value, rest @ ..] => {
                rounds = number::<usize>(value)?.max(1);
                rest
            }
            ["--cases", rest @ ..] => {
                all_cases = true;
                rest
            }
            chosen => {
                table::print(&select(chosen)?, rounds, all_cases);
                return Ok(());
            }
        };
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn named(key: &str) -> Result<&'static Workload, String> {
    workloads::ALL
        .iter()
        .copied()
        .find(|workload| workload.key == key)
        .ok_or_else(|| format!("there is no workload `{key}`; see --list"))
}

fn select(keys: &[&str]) -> Result<Vec<&'static Workload>, String> {
    if keys.is_empty() {
        return Ok(workloads::ALL.to_vec());
    }
    keys.iter().map(|key| named(key)).collect()
}
