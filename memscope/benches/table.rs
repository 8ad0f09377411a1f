//! The outcomes as one Markdown table.

use crate::harness::Workload;

/// The columns.
#[rustfmt::skip]
const PEERS: [&str; 10] = [
    "memscope", "bumpalo", "bump-scope", "oxc", "typed-arena", "multitude", "scoped-arena", "blink-alloc", "glibc", "mimalloc",
];

/// Times the workloads and prints nanoseconds for each unit of work: of each peer its best case, of memscope its
/// everyday form.
pub fn print(workloads: &[&Workload], rounds: usize, all_cases: bool) {
    for workload in workloads {
        workload.check();
    }
    let mut table = Table::new("ns", 2);
    let mut details = String::new();
    for workload in workloads {
        let outcome = workload.compare(rounds);
        table.add(workload, &outcome.medians, &outcome.ratios);
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
    decimals: usize,
    has_head: bool,
}

impl Table {
    pub fn new(measure: &'static str, decimals: usize) -> Self {
        Self { measure, decimals, has_head: false }
    }

    /// The ratios are relative to the first case.
    pub fn add(&mut self, workload: &Workload, values: &[f64], ratios: &[f64]) {
        match workload.best(values, |case| case.peer() != "memscope") {
            Some(best) => self.row(workload, values, ratios, best),
            None => self.alone(workload, values, ratios),
        }
    }

    /// A row; what stands after a peer's value is memscope's relative to it.
    fn row(&mut self, workload: &Workload, values: &[f64], ratios: &[f64], best: usize) {
        if !self.has_head {
            println!("\n| {} per … | {} | best peer | ratio | target |", self.measure, PEERS.join(" | "));
            println!("|---|{}---|---:|---:|", "---:|".repeat(PEERS.len()));
            self.has_head = true;
        }
        let decimals = self.decimals;
        let cell = |peer: &&str| match *peer {
            "memscope" => format!("{:.decimals$}", values[0]),
            peer => workload.best(values, |case| case.peer() == peer).map_or(String::from("–"), |of_peer| {
                format!("{:.decimals$} ({:.2})", values[of_peer], 1.0 / ratios[of_peer])
            }),
        };
        println!(
            "| {} ({}) | {} | {} | **{:.2}** | {} |",
            workload.title,
            workload.unit,
            PEERS.iter().map(cell).collect::<Vec<_>>().join(" | "),
            workload.cases[best].name,
            1.0 / ratios[best],
            workload.target.map_or(String::from("–"), |target| format!("≤ {target:.2}")),
        );
    }

    fn alone(&mut self, workload: &Workload, values: &[f64], ratios: &[f64]) {
        let decimals = self.decimals;
        println!("\n| {} ({} per {}) | | ratio |\n|---|---:|---:|", workload.title, self.measure, workload.unit);
        for ((case, value), ratio) in workload.cases.iter().zip(values).zip(ratios) {
            let name = if case.variant().is_empty() { "plain" } else { case.variant() };
            println!("| {name} | {value:.decimals$} | {ratio:.2} |");
        }
        self.has_head = false;
    }
}
