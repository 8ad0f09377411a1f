//! The outcomes as one Markdown table.

use crate::harness::{Case, Workload};

/// The columns.
const PEERS: [&str; 6] = ["memscope", "bumpalo", "bump-scope", "oxc", "typed-arena", "glibc"];

/// Times the workloads and prints nanoseconds for each unit of work: of each peer its best case, of memscope its
/// everyday form.
pub fn print(workloads: &[&Workload], rounds: usize, all_cases: bool) {
    for workload in workloads {
        workload.check();
    }
    head("ns");
    let mut details = String::new();
    for workload in workloads {
        let outcome = workload.compare(rounds);
        row(workload, &outcome.medians, outcome.best, outcome.ratio);
        details += &format!("{}:", workload.key);
        for (case, median) in workload.cases.iter().zip(&outcome.medians) {
            details += &format!(" {} {median:.2},", case.name);
        }
        details.pop();
        details += "\n";
    }
    if all_cases {
        print!("\nns by case\n\n{details}");
    }
}

pub fn head(measure: &str) {
    println!("| workload ({measure} per …) | {} | best peer | ratio | target |", PEERS.join(" | "));
    println!("|---|{}---|---:|---:|", "---:|".repeat(PEERS.len()));
}

/// One row; `best` is the case that the ratio is relative to.
pub fn row(workload: &Workload, values: &[f64], best: usize, ratio: f64) {
    let cells: Vec<String> = PEERS.iter().map(|peer| cell(workload.cases, values, peer)).collect();
    println!(
        "| {} ({}) | {} | {} | {ratio:.2} | {} |",
        workload.title,
        workload.unit,
        cells.join(" | "),
        workload.cases[best].name,
        workload.target.map_or(String::from("-"), |target| format!("≤ {target:.2}")),
    );
}

fn cell(cases: &[Case], values: &[f64], peer: &str) -> String {
    let mut of_peer = cases.iter().zip(values).filter(|(case, _)| case.peer() == peer).map(|(_, value)| *value);
    let value = if peer == "memscope" { of_peer.next() } else { of_peer.min_by(f64::total_cmp) };
    value.map_or(String::from("-"), |value| format!("{value:.2}"))
}
