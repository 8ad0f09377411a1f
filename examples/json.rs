//! JSON read into a scope: what the packages of a workspace depend on.
//!
//! ```sh
//! cargo metadata --format-version 1 | cargo run --release --example json
//! cargo run --release --example json -- metadata.json
//! ```
//!
//! The text is read into the scope, and the data borrows from it: of the strings only those with escapes are copied. When
//! `main` is left, everything goes at once.

use std::cmp::Reverse;
use std::error::Error;
use std::fs::File;
use std::io::{self, Read};

use memscope::{DeserializeIn, MemCx, MemMap, scope};

/// The part of cargo's metadata that is asked about; the rest is passed over.
#[derive(DeserializeIn)]
struct Metadata<'mcx> {
    packages: &'mcx [Package<'mcx>],
    workspace_root: &'mcx str,
}

#[derive(DeserializeIn)]
struct Package<'mcx> {
    name: &'mcx str,
    version: &'mcx str,
    dependencies: &'mcx [Dependency<'mcx>],
    license: Option<&'mcx str>,
}

#[derive(DeserializeIn)]
struct Dependency<'mcx> {
    name: &'mcx str,
    #[serde(default)]
    kind: Option<Kind>,
}

#[derive(DeserializeIn, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Dev,
    Build,
}

/// Which packages others need, the most needed first.
fn needed<'mcx>(cx: MemCx<'mcx>, metadata: &Metadata<'mcx>) -> &'mcx [(&'mcx str, u32)] {
    let mut counts: MemMap<'_, &str, u32> = cx.map();
    for dependency in metadata.packages.iter().flat_map(|package| package.dependencies) {
        if dependency.kind != Some(Kind::Dev) {
            *counts.entry(dependency.name).or_default() += 1;
        }
    }
    let counts = cx.alloc_iter(counts);
    counts.sort_unstable_by_key(|(name, n)| (Reverse(*n), *name));
    counts
}

fn main() -> Result<(), Box<dyn Error>> {
    let input: Box<dyn Read> = match std::env::args_os().nth(1) {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    };
    scope!(cx, limit = 256 << 20);
    let text: &str = cx.read_to_string(input)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let metadata: Metadata<'_> = cx.deserialize_borrowed(&mut json)?;
    json.end()?;

    println!("{} packages for {}", metadata.packages.len(), metadata.workspace_root);
    for (name, n) in needed(cx, &metadata).iter().take(5) {
        println!("{n:>4} need {name}");
    }
    for package in metadata.packages.iter().filter(|package| package.license.is_none()) {
        println!("{} {} names no licence", package.name, package.version);
    }
    Ok(())
}
