//! Instruction counts, from valgrind's callgrind.

use std::process::Command;

use crate::{harness::Workload, table};

/// Units of work in the shorter of the two runs whose difference is taken.
const UNITS: u64 = 4000;

/// Runs exactly `ops` operations of one case.
pub fn run(workload: &Workload, name: &str, ops: u64) -> Result<(), String> {
    let case = workload
        .cases
        .iter()
        .find(|case| case.name == name)
        .ok_or_else(|| format!("`{}` has no case `{name}`; see --list", workload.key))?;
    case.measure(ops);
    Ok(())
}

/// Prints the instructions for each unit of work, case by case.
pub fn table(workloads: &[&Workload]) -> Result<(), String> {
    let mut table = table::Table::new("instructions", 1);
    for workload in workloads {
        workload.check();
        let counts: Vec<f64> =
            workload.cases.iter().map(|case| instructions(workload, case.name)).collect::<Result<_, _>>()?;
        let ratios: Vec<f64> = counts.iter().map(|count| count / counts[0]).collect();
        table.add(workload, &counts, &ratios);
    }
    Ok(())
}

/// The difference of two runs, which cancels what start-up and warm-up take.
fn instructions(workload: &Workload, case: &str) -> Result<f64, String> {
    let ops = (UNITS / u64::from(workload.units)).max(2);
    let (short, long) = (collected(workload.key, case, ops)?, collected(workload.key, case, 2 * ops)?);
    Ok((long - short) as f64 / (ops * u64::from(workload.units)) as f64)
}

fn collected(workload: &str, case: &str, ops: u64) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--count", workload, case, &ops.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    report
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
        .ok_or_else(|| format!("valgrind counted nothing:\n{report}"))
}
