//! All scopes that are open, as text in the manner of Postgres' `MemoryContextStats`, and as data.

use core::fmt::{self, Write as _};

use super::Stats;
use crate::region::{Samples, samples_elsewhere, samples_here};

/// How many scopes inside one are shown each by itself, and how deep.
const MAX_SHOWN: usize = 100;
/// How many bytes of an ident are shown.
const MAX_IDENT: usize = 100;

/// The scopes that are open on some threads: see [`report`].
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// Those that have an open scope.
    pub threads: Vec<Thread>,
}

/// The open scopes of a thread.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Thread {
    /// The thread's name. `None` if it has none, or if the scopes are of no thread.
    pub name: Option<String>,
    /// Whether the numbers are those of this moment. Else `used`, `free` and `peak` are as of the moment when the scope last got
    /// a chunk.
    pub exact: bool,
    /// Each is followed by those inside it, in the order in which they were opened.
    pub scopes: Vec<Scope>,
}

/// An open scope.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Scope {
    /// The name of the scope: what `name = "…"` said, else the handle's own name.
    pub name: &'static str,
    /// Where it was opened.
    pub file: &'static str,
    /// Where it was opened.
    pub line: u32,
    /// What the scope is about: see [`MemCx::set_ident`](crate::MemCx::set_ident). Empty if nobody said.
    pub ident: String,
    /// How many scopes there are around it.
    pub depth: usize,
    /// Where in the list the scope around it stands.
    pub parent: Option<usize>,
    /// Its own accounts.
    pub stats: Stats,
    /// Those of the scope with all that are open in it.
    pub tree: Totals,
}

/// The accounts of several scopes, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Totals {
    /// How many scopes they are.
    pub scopes: usize,
    /// What values take.
    pub used: usize,
    /// What the scopes can give before they have to ask for more.
    pub free: usize,
    /// All chunks, headers included.
    pub reserved: usize,
    /// The most that was ever reserved by a scope and those in it, at one time. Added up where that is said of several.
    pub peak: usize,
    /// How many chunks there are.
    pub chunks: usize,
}

impl Totals {
    fn add(&mut self, more: &Self) {
        let Self { scopes, used, free, reserved, peak, chunks } = self;
        *scopes += more.scopes;
        *used += more.used;
        *free += more.free;
        *reserved += more.reserved;
        *peak += more.peak;
        *chunks += more.chunks;
    }
}

/// The scopes that are open on the calling thread, exactly as they are.
///
/// ```
/// use memscope::{report, scope};
///
/// scope!(query);
/// query.set_ident("select 1");
/// query.alloc([0_u8; 100]);
/// scope!(row in query);
/// row.alloc([0_u8; 200]);
/// println!("{}", report());
/// ```
///
/// prints
///
/// ```text
/// thread main
///   query: select 1; 2032 total in 1 chunk; 0 free; 112 used
///     row; 0 total in 0 chunks; 1656 free; 200 used
/// Grand total: 2032 bytes in 1 chunk; 1656 free; 312 used
/// ```
///
/// `{:#}` adds the place where each scope was opened. Of more than 100 scopes inside one, or of those more than 100 deep, the text
/// has only the sums; in the data each stands by itself.
///
/// A scope is listed where it was opened, also if its future has moved to another thread since. Typed scopes are not listed.
#[must_use]
pub fn report() -> Report {
    Report { threads: thread(samples_here(), true).into_iter().collect() }
}

/// The scopes that are open on all threads, and the [owners](crate::Kept), which belong to none.
///
/// Other threads go on meanwhile. Of their scopes, and of owners, it is known what they have reserved, and how much they had used
/// when they last asked for more.
///
/// ```
/// let kept: memscope::Kept<&'static u64> = memscope::Kept::new(|cx| &*cx.alloc(7));
/// let owners = memscope::report_all().threads.pop().unwrap();
/// assert!(owners.scopes.iter().any(|owner| owner.name == "Kept"));
/// ```
#[must_use]
pub fn report_all() -> Report {
    let threads = thread(samples_here(), true).into_iter();
    Report { threads: threads.chain(samples_elsewhere().filter_map(|samples| thread(samples, false))).collect() }
}

impl Report {
    /// The accounts of all scopes together.
    #[must_use]
    pub fn total(&self) -> Totals {
        let roots = self.threads.iter().flat_map(|thread| &thread.scopes).filter(|scope| scope.depth == 0);
        roots.fold(Totals::default(), |mut sum, scope| {
            sum.add(&scope.tree);
            sum
        })
    }
}

/// Puts scopes in order: each before those inside it.
fn thread(samples: Samples, exact: bool) -> Option<Thread> {
    let Samples { thread, mut regions, idents } = samples;
    if regions.is_empty() {
        return None;
    }
    let mut start = 0;
    let mut texts: Vec<&str> = Vec::with_capacity(regions.len());
    for region in &regions {
        texts.push(&idents[start..start + region.ident]);
        start += region.ident;
    }
    // Oldest first, hence parents before children; and by number, so that a parent can be looked up.
    regions.reverse();
    texts.reverse();
    let find = |id: u64| regions.binary_search_by_key(&id, |region| region.id).ok();
    let parents: Vec<Option<usize>> = regions.iter().map(|region| find(region.parent)).collect();
    // From each region the next one inside the same, and the first one inside it; behind the last, those without a parent.
    let mut next = vec![None; regions.len()];
    let mut first = vec![None; regions.len() + 1];
    for (i, parent) in parents.iter().enumerate().rev() {
        next[i] = first[parent.unwrap_or(regions.len())].replace(i);
    }

    let mut scopes: Vec<Scope> = Vec::with_capacity(regions.len());
    let mut around: Vec<usize> = Vec::new();
    let mut at = first[regions.len()];
    let mut pending = Vec::new();
    while let Some(i) = at {
        let (region, parent) = (&regions[i], around.last().copied());
        let (file, line) = region.site.place();
        let stats = region.stats;
        scopes.push(Scope {
            name: region.site.name(),
            file,
            line,
            ident: texts[i].to_owned(),
            depth: around.len(),
            parent,
            stats,
            tree: Totals {
                scopes: 1,
                used: stats.used,
                free: stats.free,
                reserved: stats.reserved,
                peak: region.tree_peak,
                chunks: stats.chunks,
            },
        });
        pending.push(next[i]);
        around.push(scopes.len() - 1);
        at = first[i];
        while at.is_none() && !pending.is_empty() {
            at = pending.pop().flatten();
            around.pop();
        }
    }
    for i in (0..scopes.len()).rev() {
        if let Some(parent) = scopes[i].parent {
            let Totals { peak, .. } = scopes[parent].tree;
            let more = scopes[i].tree;
            scopes[parent].tree.add(&more);
            // That of the scope around it was counted with this one in it.
            scopes[parent].tree.peak = peak;
        }
    }
    Some(Thread { name: thread.and_then(|thread| Some(thread.name()?.to_owned())), exact, scopes })
}

/// Writes as much of a text as is shown, in one line.
fn cut(f: &mut fmt::Formatter<'_>, ident: &str) -> fmt::Result {
    let end = (0..=MAX_IDENT.min(ident.len())).rev().find(|end| ident.is_char_boundary(*end)).unwrap_or(0);
    for c in ident[..end].chars() {
        f.write_char(if c.is_control() { ' ' } else { c })?;
    }
    if end < ident.len() { f.write_str("...") } else { Ok(()) }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for thread in &self.threads {
            thread.fmt(f)?;
        }
        let Totals { used, free, reserved, chunks, .. } = self.total();
        write!(f, "Grand total: {reserved} bytes in {chunks} chunk{}; {free} free; {used} used", plural(chunks))
    }
}

impl fmt::Display for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "thread {name}")?,
            None => f.write_str("no thread, or one without a name")?,
        }
        f.write_str(if self.exact { "\n" } else { ", as of the last chunk\n" })?;
        // How many were shown inside each of the scopes around, and the sum of the others.
        let mut around: Vec<(usize, Totals)> = vec![Default::default()];
        let mut at = 0;
        while let Some(scope) = self.scopes.get(at) {
            rest(f, &mut around, scope.depth + 1)?;
            let (shown, others) = &mut around[scope.depth];
            if *shown == MAX_SHOWN || scope.depth == MAX_SHOWN {
                others.add(&scope.tree);
                at += scope.tree.scopes;
                continue;
            }
            *shown += 1;
            around.push(Default::default());
            write!(f, "{:width$}", "", width = 2 * around.len() - 2)?;
            scope.fmt(f)?;
            f.write_char('\n')?;
            at += 1;
        }
        rest(f, &mut around, 0)
    }
}

/// Ends the lists that are deeper than `depth`, each with a line about what was left out.
fn rest(f: &mut fmt::Formatter<'_>, around: &mut Vec<(usize, Totals)>, depth: usize) -> fmt::Result {
    while around.len() > depth {
        let width = 2 * around.len();
        if let Some((_, Totals { scopes, used, free, reserved, chunks, .. })) = around.pop()
            && scopes != 0
        {
            write!(f, "{:width$}{scopes} more scope{} containing ", "", plural(scopes))?;
            writeln!(f, "{reserved} total in {chunks} chunk{}; {free} free; {used} used", plural(chunks))?;
        }
    }
    Ok(())
}

impl fmt::Display for Scope {
    /// One line; with `{:#}` and the scope's place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if !self.ident.is_empty() {
            f.write_str(": ")?;
            cut(f, &self.ident)?;
        }
        write!(f, "; {}", self.stats)?;
        if f.alternate() { write!(f, " ({}:{})", self.file, self.line) } else { Ok(()) }
    }
}
