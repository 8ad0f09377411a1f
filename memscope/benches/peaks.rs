//! Peak memory: what a process has ever had, as Linux counts it.

use std::{fs, process::Command};

use crate::harness::Workload;

/// Units of work in the long run; the short one is a single operation.
const UNITS: u64 = 1_000_000;

/// Runs one case, and prints the process's peak in KiB.
pub fn run(workload: &Workload, case: &str, ops: u64) -> Result<(), String> {
    crate::counts::run(workload, case, ops)?;
    let status = fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    println!("{}", peak.ok_or("the system does not tell")?);
    Ok(())
}

/// Prints how much more a run of a million units has at its peak than a run of one operation.
pub fn table(workloads: &[&Workload]) -> Result<(), String> {
    println!("| workload (KiB for {UNITS} …) | case | peak |\n|---|---|---:|");
    for workload in workloads {
        workload.check();
        for case in workload.cases {
            let ops = UNITS / u64::from(workload.units);
            let more = peak(workload.key, case.name, ops)? - peak(workload.key, case.name, 1)?;
            println!("| {} ({}s) | {} | {more} |", workload.title, workload.unit, case.name);
        }
    }
    Ok(())
}

fn peak(workload: &str, case: &str, ops: u64) -> Result<i64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).args(["--peak", workload, case, &ops.to_string()]).output();
    let output = output.map_err(|error| error.to_string())?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| format!("`{case}` of `{workload}` told no peak"))
}
