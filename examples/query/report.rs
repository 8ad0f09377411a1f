//! What a run took, for the reader.

use std::fmt;

use crate::meter::Usage;

/// What an engine did.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    /// Rows read.
    pub(crate) rows: u64,
    /// Bytes of what was made in the rows' scopes, where there are any.
    pub(crate) made: Option<usize>,
}

pub(crate) struct Report {
    pub(crate) engine: &'static str,
    pub(crate) work: Work,
    pub(crate) usage: Usage,
}

impl Report {
    pub(crate) const HEADING: &str =
        "engine        rows   in row scopes  peak memory   requests        time       rows/s";

    fn rate(&self) -> f64 {
        self.work.rows as f64 / self.usage.time.as_secs_f64()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { engine, work, usage } = self;
        let made = work.made.map_or("-".into(), |made| format!("{made} B"));
        let peak = format!("{} B", usage.peak);
        let time = usage.time.as_secs_f64() * 1e3;
        write!(
            f,
            "{engine:<7} {:>10} {made:>15} {peak:>12} {:>10} {time:>8.2} ms {:>12.0}",
            work.rows,
            usage.requests,
            self.rate()
        )
    }
}
