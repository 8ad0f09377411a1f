//! A table over real input, made by all cores: each thread fills memory of its own, and the results are the caller's.
//!
//! ```sh
//! cargo run --release --example parallel              # the days with the widest span of temperature
//! cargo run --release --example parallel -- a.csv     # of a file with the same columns
//! ```

use std::error::Error;
use std::{env, fs};

use memscope::{Carried, CollectIn, Keepable, MemCx, MemMap, scope};
use rayon::prelude::*;

/// How many bytes of the text are a piece of work.
const PIECE: usize = 64 * 1024;

/// What a piece of the text tells of each day in it.
#[derive(Keepable, Carried)]
struct Part<'cx> {
    days: &'cx [(&'cx str, Day)],
}

/// Of one airport.
#[derive(Clone, Copy, Carried)]
struct Day {
    low: f64,
    high: f64,
}

impl Day {
    fn merge(&mut self, other: &Self) {
        (self.low, self.high) = (self.low.min(other.low), self.high.max(other.high));
    }

    fn span(&self) -> f64 {
        self.high - self.low
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1);
    let text = fs::read_to_string(path.as_deref().unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/data/weather.csv")))?;
    let (_, rows) = text.split_once('\n').ok_or("the file is empty")?;

    scope!(table);
    let parts = pieces(rows).par_bridge().collect_in::<Part<'static>>(table, |part, piece, _| days(part, piece));
    let mut days: MemMap<'_, &str, Day> = MemMap::new_in(table);
    for (name, day) in parts.iter().flat_map(|part| part.days) {
        // The names are where their threads made them, and that is now in `table`.
        days.entry(name).and_modify(|known| known.merge(day)).or_insert(*day);
    }
    let widest = table.alloc_iter(days);
    widest.sort_by(|(a, x), (b, y)| y.span().total_cmp(&x.span()).then(a.cmp(b)));
    println!("{} days", widest.len());
    for (name, day) in widest.iter().take(5) {
        println!("{name}: {:.1} °F, from {} to {}", day.span(), day.low, day.high);
    }
    Ok(())
}

/// The text in pieces, cut behind a line.
fn pieces(mut text: &str) -> impl Iterator<Item = &str> + Send {
    std::iter::from_fn(move || {
        let end = text.as_bytes().iter().skip(PIECE).position(|byte| *byte == b'\n');
        let piece;
        (piece, text) = text.split_at(end.map_or(text.len(), |end| PIECE + end + 1));
        (!piece.is_empty()).then_some(piece)
    })
}

/// What a thread does with its piece: the map is gone when it returns, the days stay.
fn days<'cx>(cx: MemCx<'cx>, piece: &str) -> Part<'cx> {
    scope!(tmp in cx);
    let mut days: MemMap<'_, [&str; 4], Day> = MemMap::new_in(tmp);
    for row in piece.lines() {
        let mut fields = row.split(',');
        let [Some(airport), Some(year), Some(month), Some(day)] = [(); 4].map(|()| fields.next()) else { continue };
        let Some(degrees) = fields.nth(1).and_then(|field| field.parse().ok()) else { continue };
        let hour = Day { low: degrees, high: degrees };
        days.entry([airport, year, month, day]).and_modify(|day| day.merge(&hour)).or_insert(hour);
    }
    let named = days.iter().map(|([airport, year, month, day], hours)| {
        (&*cx.alloc_fmt(format_args!("{airport} {year}-{month:0>2}-{day:0>2}")), *hours)
    });
    Part { days: cx.alloc_iter(named) }
}
