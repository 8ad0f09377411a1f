//! How many bytes the structures of some workloads take at their peak; README.md says how to run it.
#![allow(dead_code)] // what measures time is in the same files

mod harness;
mod peers;
mod workloads;
mod words;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Those whose peers hold the same in different shapes.
const SHAPES: [&str; 4] = ["index-tree", "index-graph", "queue", "small-vectors"];

/// Operations of a case: the second finds what the first has left.
const OPS: u64 = 1000;

/// The system's allocator, which counts.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static HEAP: Counting = Counting;

// SAFETY: passes everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        PEAK.fetch_max(HELD.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: by the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: by the caller's contract.
        unsafe { System.dealloc(block, layout) }
    }
}

fn main() {
    for workload in workloads::ALL.iter().filter(|workload| SHAPES.contains(&workload.key)) {
        let ops = if workload.units == 1 { OPS } else { 1 };
        println!("{}: {} ({ops} times)", workload.key, workload.title);
        workload.check();
        for case in workload.cases {
            // What the thread keeps of the case before is not this one's.
            memscope::trim();
            let before = HELD.load(Relaxed);
            PEAK.store(before, Relaxed);
            case.measure(ops);
            println!("  {:20} {:>9} bytes", case.name, PEAK.load(Relaxed) - before);
        }
    }
}
