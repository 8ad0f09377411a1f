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
    let mut table = Table::new("ns");
    let mut details = String::new();
    for workload in workloads {
        let outcome = workload.compare(rounds);
        table.add(workload, &outcome.medians, outcome.base, &outcome.ratios);
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

/// Prints what was measured: a row for each workload with peers, a table for each without.
pub struct Table {
    measure: &'static str,
    has_head: bool,
}

impl Table {
    pub fn new(measure: &'static str) -> Self {
        Self { measure, has_head: false }
    }

    /// `base` is the case that the ratios are relative to.
    pub fn add(&mut self, workload: &Workload, values: &[f64], base: usize, ratios: &[f64]) {
        if workload.is_alone() {
            alone(workload, self.measure, values, ratios);
            self.has_head = false;
            return;
        }
        if !self.has_head {
            head(self.measure);
            self.has_head = true;
        }
        row(workload, values, base, ratios[0]);
    }
}

fn alone(workload: &Workload, measure: &str, values: &[f64], ratios: &[f64]) {
    println!("\n| {} ({measure} per {}) | | ratio |\n|---|---:|---:|", workload.title, workload.unit);
    for ((case, value), ratio) in workload.cases.iter().zip(values).zip(ratios) {
        let name = if case.variant().is_empty() { "plain" } else { case.variant() };
        println!("| {name} | {value:.2} | {ratio:.2} |");
    }
}

fn head(measure: &str) {
    println!("\n| workload ({measure} per …) | {} | best peer | ratio | target |", PEERS.join(" | "));
    println!("|---|{}---|---:|---:|", "---:|".repeat(PEERS.len()));
}

fn row(workload: &Workload, values: &[f64], best: usize, ratio: f64) {
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
