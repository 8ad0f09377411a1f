//! A memory profile by place: which `scope!` or `#[scoped]` takes how much.
//!
//! Behind the feature `profile`. A scope knows where it was opened, and in which other one, so there is nothing to sample and
//! no stack to unwind. Opening a scope then looks up its place in a tree, and leaving it adds a few numbers there; allocating
//! costs the same as without.
//!
//! ```
//! use memscope::{profile, scope};
//!
//! for round in 0..10_u64 {
//!     scope!(query);
//!     query.alloc_slice_default::<u64>(100);
//!     scope!(row in query);
//!     row.alloc(round);
//! }
//! let profile = profile::snapshot();
//! println!("{profile}");                              // a table, one line for each place
//! print!("{}", profile.folded());                     // for flame graph tools: query (src/main.rs:4);row (src/main.rs:6) 80
//! # let path = std::env::temp_dir().join("memscope-profile-doc.svg");
//! std::fs::write(&path, profile.svg("queries").to_string()).unwrap();
//! # std::fs::remove_file(path).unwrap();
//! ```

mod svg;
mod tree;

use core::fmt;
use std::collections::HashMap;

pub(crate) use tree::Node;

/// What the scopes of one place have used. Bytes are counted when a scope ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Counts {
    /// How often a scope was opened.
    pub entries: u64,
    /// How many of them are open.
    pub open: u64,
    /// How many bytes were allocated in all: also what was freed before the scope ended, but not what a buffer had too much
    /// before it was cut to its length.
    pub bytes: u64,
    /// The most bytes that one scope ever used.
    pub peak: u64,
    /// How many chunks the scopes asked for; what a scope borrows from the one around it is not among them.
    pub chunks: u64,
    /// How many bytes of those chunks no value stood in when the scope ended: reserved, and not used.
    pub unused: u64,
}

impl Counts {
    fn add(&mut self, more: &Self) {
        let Self { entries, open, bytes, peak, chunks, unused } = self;
        *entries += more.entries;
        *open += more.open;
        *bytes += more.bytes;
        *peak = more.peak.max(*peak);
        *chunks += more.chunks;
        *unused += more.unused;
    }
}

/// One place, inside others.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Place {
    /// The scope's name.
    pub name: &'static str,
    /// Where it is opened.
    pub file: &'static str,
    /// Where it is opened.
    pub line: u32,
    /// In how many others.
    pub depth: usize,
    /// What its scopes have used, without those inside them.
    pub counts: Counts,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{})", self.name, self.file, self.line)
    }
}

/// A profile as it was at one moment, of all threads. Displays as a table, the greediest place first.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Snapshot {
    /// Each place is followed by those inside it. One that is inside several others stands in each of them.
    pub places: Vec<Place>,
}

/// What was counted since the program began, or since the last [`reset`].
#[must_use]
pub fn snapshot() -> Snapshot {
    let mut places = Vec::new();
    tree::walk(|node, depth| {
        let (name, (file, line)) = (node.site.name(), node.site.place());
        places.push(Place { name, file, line, depth, counts: node.counts() });
    });
    Snapshot { places }
}

/// Begins anew. Scopes that are open go on counting; they are added when they end.
pub fn reset() {
    tree::walk(|node, _| node.reset());
}

impl Snapshot {
    /// For each place the sum over all the others that it is inside of, the one with the most bytes first. Their `depth` is 0.
    #[must_use]
    pub fn by_place(&self) -> Vec<Place> {
        let mut sums: Vec<Place> = Vec::new();
        let mut index = HashMap::new();
        for place in &self.places {
            let at = *index.entry((place.file, place.line, place.name)).or_insert(sums.len());
            match sums.get_mut(at) {
                Some(sum) => sum.counts.add(&place.counts),
                None => sums.push(Place { depth: 0, ..place.clone() }),
            }
        }
        sums.sort_by_key(|place| std::cmp::Reverse(place.counts.bytes));
        sums
    }

    /// One line for each place, with those around it and the bytes allocated: what flame graph tools read.
    #[must_use]
    pub fn folded(&self) -> impl fmt::Display + '_ {
        Folded(&self.places)
    }

    /// A flame graph of the bytes allocated: a picture to be written to a file and looked at in a browser.
    ///
    /// Each place is a box, as wide as what was allocated there and in the scopes inside, which stand on top of it.
    #[must_use]
    pub fn svg<'a>(&'a self, title: &'a str) -> impl fmt::Display + 'a {
        svg::FlameGraph { places: &self.places, title }
    }
}

struct Folded<'a>(&'a [Place]);

impl fmt::Display for Folded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut around: Vec<&Place> = Vec::new();
        for place in self.0 {
            around.truncate(place.depth);
            around.push(place);
            if place.counts.bytes != 0 {
                for (i, place) in around.iter().enumerate() {
                    write!(f, "{}{place}", if i == 0 { "" } else { ";" })?;
                }
                writeln!(f, " {}", place.counts.bytes)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEADING: [&str; 6] = ["entries", "open", "bytes", "peak", "chunks", "unused"];
        let [entries, open, bytes, peak, chunks, unused] = HEADING;
        writeln!(f, "{entries:>10} {open:>6} {bytes:>14} {peak:>12} {chunks:>8} {unused:>14}  scope")?;
        for place in self.by_place() {
            let Counts { entries, open, bytes, peak, chunks, unused } = place.counts;
            writeln!(f, "{entries:>10} {open:>6} {bytes:>14} {peak:>12} {chunks:>8} {unused:>14}  {place}")?;
        }
        Ok(())
    }
}
