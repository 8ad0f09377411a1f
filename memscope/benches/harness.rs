//! Measures the peers of a workload in turns, so that a noisy machine is equally unkind to all of them.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// How long one turn of one peer should take: much less than a time slice, so that on a busy machine most turns pass
/// without an interruption, and the median shows one of those.
const TURN: Duration = Duration::from_micros(200);

/// One row of the table.
pub struct Workload {
    /// The name on the command line.
    pub key: &'static str,
    pub title: &'static str,
    /// What is counted, and how many of it one operation does.
    pub unit: &'static str,
    pub units: u32,
    /// The largest acceptable time of memscope relative to the best peer.
    pub target: Option<f64>,
    /// memscope's everyday form comes first.
    pub cases: &'static [Case],
}

/// One peer's way of doing a workload. The name is `peer` or `peer:variant`.
pub struct Case {
    pub name: &'static str,
    pub run: fn(&mut Clock),
}

impl Case {
    pub fn peer(&self) -> &'static str {
        self.name.split(':').next().unwrap_or(self.name)
    }

    /// Which of the peer's ways it is.
    pub fn variant(&self) -> &'static str {
        self.name.split_once(':').map_or("", |(_, variant)| variant)
    }

    /// Runs `ops` operations; returns the sum of their results and the time they took.
    pub fn measure(&self, ops: u64) -> (u64, Duration) {
        let mut clock = Clock { ops, sum: 0, elapsed: Duration::ZERO };
        (self.run)(&mut clock);
        (clock.sum, clock.elapsed)
    }
}

/// Given to a case, which prepares its arena and then hands over the operation.
pub struct Clock {
    ops: u64,
    sum: u64,
    elapsed: Duration,
}

impl Clock {
    /// Times the operation, after one that finds the memory cold. It gets its own number and returns what it computed.
    #[inline(always)]
    pub fn time(&mut self, mut op: impl FnMut(u64) -> u64) {
        // One loop for both, so that the operation has one caller and is inlined; of a length that is not known, so that it is
        // not unrolled into two.
        for &ops in black_box(&[1, self.ops][..]) {
            let start = Instant::now();
            let mut sum = 0u64;
            for i in 0..black_box(ops) {
                sum = sum.wrapping_add(op(i));
            }
            self.elapsed = start.elapsed();
            self.sum = black_box(sum);
        }
    }
}

/// The outcome of one workload, case by case.
pub struct Outcome {
    /// Median nanoseconds of one unit.
    pub medians: Vec<f64>,
    /// Medians over the rounds of the time relative to the first case's in the same round.
    pub ratios: Vec<f64>,
}

impl Workload {
    /// The case that takes least of those that are chosen by name.
    pub fn best(&self, values: &[f64], chosen: impl Fn(&Case) -> bool) -> Option<usize> {
        (0..self.cases.len()).filter(|&i| chosen(&self.cases[i])).min_by(|&a, &b| values[a].total_cmp(&values[b]))
    }

    /// Panics unless all cases compute the same, and something.
    pub fn check(&self) {
        for ops in [1, 7, 70] {
            let expected = self.cases[0].measure(ops).0;
            for case in self.cases {
                let sum = case.measure(ops).0;
                assert_eq!(sum, expected, "{}: {} computes something else", self.key, case.name);
            }
            assert!(expected != 0 || ops == 1, "{} computes nothing", self.key);
        }
    }

    pub fn compare(&self, rounds: usize) -> Outcome {
        let ops: Vec<u64> = self.cases.iter().map(calibrate).collect();
        let mut times = vec![Vec::with_capacity(rounds); self.cases.len()];
        for round in 0..rounds {
            for turn in 0..self.cases.len() {
                let i = (round + turn) % self.cases.len();
                let nanos = self.cases[i].measure(ops[i]).1.as_nanos() as f64;
                times[i].push(nanos / (ops[i] * u64::from(self.units)) as f64);
            }
        }
        let medians: Vec<f64> = times.iter().map(|of_case| median(of_case.clone())).collect();
        let relative =
            |of_case: &Vec<f64>| median(of_case.iter().zip(&times[0]).map(|(time, first)| time / first).collect());
        let ratios = times.iter().map(relative).collect();
        Outcome { medians, ratios }
    }
}

/// The number of operations that fill one turn.
fn calibrate(case: &Case) -> u64 {
    let mut ops = 1;
    loop {
        let elapsed = case.measure(ops).1;
        if elapsed >= TURN / 2 {
            let fitting = ops as f64 * TURN.as_secs_f64() / elapsed.as_secs_f64();
            return (fitting as u64).max(1);
        }
        ops *= 2;
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
