//! Many threads: who fills memory fastest, and what it costs to have results in one place.
//!
//! ```sh
//! cargo bench --manifest-path memscope/benches/Cargo.toml --bench threads -- [threads]
//! ```
//!
//! Nanoseconds in the quickest of the rounds, in which all take turns: what else the machine does only adds to that. `Shared` is what a handle for many threads would be at best:
//! one atomic subtraction for each value. It is here and not in the library because of what this prints.

use std::alloc::{Layout, alloc, dealloc};
use std::hint::black_box;
use std::ptr::{self, NonNull};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicIsize, AtomicPtr};
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};
use std::{env, thread};

use blink_alloc::SyncBlinkAlloc;
use bumpalo::Bump;
use bumpalo_herd::Herd;
use memscope::{Carried, CollectIn, CopyIn, Keepable, Kept, MemCx, scope};
use rayon::prelude::*;

const ROUNDS: usize = 101;

fn main() {
    let threads = env::args().nth(1).and_then(|n| n.parse().ok());
    let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    println!("{threads} threads\n");
    for (name, values, rounds) in [
        ("100 000 values of 24 bytes a thread", 100_000, 0),
        ("20 000, a hundred rounds of arithmetic after each", 20_000, 100),
        ("200 values a thread", 200, 0),
        ("20 values a thread", 20, 0),
    ] {
        fill(name, threads, values, rounds);
    }
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    for (name, words) in [("3 words a line", 3), ("30 words a line", 30)] {
        results(name, words);
    }
}

type Run<'r> = (&'r str, Box<dyn FnMut() -> Duration + 'r>);

/// Prints the least of each, per unit.
fn measure(title: &str, units: usize, mut runs: Vec<Run<'_>>) {
    let mut least = vec![Duration::MAX; runs.len()];
    for _ in 0..ROUNDS {
        for ((_, run), least) in runs.iter_mut().zip(&mut least) {
            *least = run().min(*least);
        }
    }
    println!("{title}");
    for ((name, _), least) in runs.iter().zip(least) {
        println!("  {name:<52} {:>8.2}", least.as_nanos() as f64 / units as f64);
    }
    println!();
}

type Value = [u64; 3];

/// So much work that the values are not all that the threads do.
fn toil(rounds: u64) {
    let sum = (0..rounds).fold(rounds, |x, _| x.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(7));
    black_box(sum);
}

/// Where small blocks were freed, glibc joins them when it is next asked for a large one. Who asks, a chunk for instance, would pay
/// for another's blocks.
fn pay_off() {
    drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
}

/// The time that the slowest of the threads takes for `f`, all at once.
fn together(threads: usize, f: impl Fn() + Sync) -> Duration {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let work = || {
            start.wait();
            let began = Instant::now();
            f();
            let time = began.elapsed();
            pay_off();
            time
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).max().unwrap()
    })
}

/// All threads fill memory that lives until all have ended.
fn fill(title: &str, threads: usize, values: usize, rounds: u64) {
    let runs: Vec<Run<'_>> = vec![
        (
            "memscope, a scope for each thread",
            Box::new(|| {
                together(threads, || {
                    scope!(cx);
                    for n in 0..values as u64 {
                        black_box(cx.alloc([n; 3]));
                        toil(rounds);
                    }
                })
            }),
        ),
        (
            "memscope, owners that go to the caller's scope",
            Box::new(|| {
                scope!(cx);
                let kept = Mutex::new(Vec::new());
                let time = together(threads, || {
                    let own = Kept::<&'static Value>::new(|cx| {
                        for n in 0..values as u64 {
                            black_box(cx.alloc([n; 3]));
                            toil(rounds);
                        }
                        cx.alloc([0; 3])
                    });
                    kept.lock().unwrap().push(own);
                });
                let began = Instant::now();
                for own in kept.into_inner().unwrap() {
                    black_box(own.into_scope(cx));
                }
                time + began.elapsed()
            }),
        ),
        (
            "shared: an atomic subtraction for each value",
            Box::new(|| {
                let shared = Shared::new();
                together(threads, || {
                    for n in 0..values as u64 {
                        black_box(shared.alloc([n; 3]));
                        toil(rounds);
                    }
                })
            }),
        ),
        (
            "bumpalo in a Mutex",
            Box::new(|| {
                let bump = Mutex::new(Bump::new());
                together(threads, || {
                    for n in 0..values as u64 {
                        black_box(ptr::from_ref(bump.lock().unwrap().alloc([n; 3])));
                        toil(rounds);
                    }
                })
            }),
        ),
        (
            "bumpalo-herd, a member for each thread",
            Box::new(|| {
                let herd = Herd::new();
                together(threads, || {
                    let bump = herd.get();
                    for n in 0..values as u64 {
                        black_box(bump.alloc([n; 3]));
                        toil(rounds);
                    }
                })
            }),
        ),
        (
            "blink-alloc, SyncBlinkAlloc",
            Box::new(|| {
                let blink = SyncBlinkAlloc::new();
                together(threads, || {
                    for n in 0..values as u64 {
                        let place = blink.allocate(Layout::new::<Value>()).unwrap().cast::<Value>();
                        // SAFETY: fresh memory for a value.
                        unsafe { place.write([n; 3]) };
                        black_box(place);
                        toil(rounds);
                    }
                })
            }),
        ),
        (
            "malloc, a Box for each value",
            Box::new(|| {
                together(threads, || {
                    let mut all = Vec::with_capacity(values);
                    for n in 0..values as u64 {
                        all.push(black_box(Box::new([n; 3])));
                        toil(rounds);
                    }
                })
            }),
        ),
    ];
    measure(title, values, runs);
}

/// What a scope for many threads would be: chunks with a cursor each, which threads take from by one atomic subtraction.
struct Shared {
    newest: AtomicPtr<Chunk>,
    growing: Mutex<()>,
}

#[repr(C, align(64))]
struct Chunk {
    /// The next value ends here. Below zero when the chunk is full.
    left: AtomicIsize,
    older: *mut Chunk,
    size: usize,
}

// SAFETY: chunks are taken from by atomic means, and freed when the owner is dropped.
unsafe impl Sync for Shared {}

impl Shared {
    fn new() -> Self {
        Self { newest: AtomicPtr::new(Self::chunk(ptr::null_mut(), 4096)), growing: Mutex::new(()) }
    }

    fn chunk(older: *mut Chunk, size: usize) -> *mut Chunk {
        // SAFETY: the size is not zero, and the header fits.
        unsafe {
            let chunk = alloc(Layout::from_size_align(size, 64).unwrap()).cast::<Chunk>();
            chunk.write(Chunk { left: ((size - size_of::<Chunk>()) as isize).into(), older, size });
            chunk
        }
    }

    #[expect(clippy::mut_from_ref, reason = "each is of another place")]
    fn alloc<T>(&self, value: T) -> &mut T {
        let size = size_of::<T>().next_multiple_of(8) as isize;
        loop {
            let chunk = self.newest.load(Acquire);
            // SAFETY: a chunk of ours; the part of it from `left` on was taken by this very subtraction.
            unsafe {
                let left = (*chunk).left.fetch_sub(size, Relaxed) - size;
                if left >= 0 {
                    let place = chunk.add(1).cast::<u8>().add(left as usize).cast::<T>();
                    place.write(value);
                    return &mut *place;
                }
            }
            let _growing = self.growing.lock().unwrap();
            if self.newest.load(Relaxed) == chunk {
                // SAFETY: a chunk of ours.
                let size = (unsafe { (*chunk).size } * 2).min(1 << 20);
                self.newest.store(Self::chunk(chunk, size), Release);
            }
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let mut chunk = *self.newest.get_mut();
        while let Some(at) = NonNull::new(chunk) {
            // SAFETY: a chunk of ours, which nobody uses any more.
            unsafe {
                let (older, size) = ((*chunk).older, (*chunk).size);
                dealloc(at.as_ptr().cast(), Layout::from_size_align(size, 64).unwrap());
                chunk = older;
            }
        }
    }
}

#[derive(Keepable, Carried, CopyIn)]
struct Line<'cx> {
    words: &'cx [&'cx str],
}

fn line<'cx>(cx: MemCx<'cx>, text: &str) -> Line<'cx> {
    Line { words: cx.alloc_iter(text.split(' ').map(|word| &*cx.alloc_str(word))) }
}

/// The words of many lines, in one place: made by rayon's threads.
fn results(title: &str, words: usize) {
    const LINES: usize = 20_000;
    let text: Vec<String> =
        (0..LINES).map(|n| (0..words).map(|m| format!("{:x}", n * m * 7919)).collect::<Vec<_>>().join(" ")).collect();
    let timed = |f: &mut dyn FnMut() -> usize| {
        let began = Instant::now();
        assert_eq!(f(), LINES * words);
        let time = began.elapsed();
        rayon::broadcast(|_| pay_off());
        time
    };
    let runs: Vec<Run<'_>> = vec![
        (
            "memscope, collect_in",
            Box::new(|| {
                timed(&mut || {
                    scope!(cx);
                    let lines = text.par_iter().collect_in::<Line<'static>>(cx, |cx, text, _| line(cx, text));
                    lines.iter().map(|line| line.words.len()).sum()
                })
            }),
        ),
        (
            "memscope, owners of 100 lines, copied by the caller",
            Box::new(|| {
                timed(&mut || {
                    scope!(cx);
                    let parts = text.par_chunks(100).map(|part| {
                        Kept::<Lines<'static>>::new(|cx| Lines {
                            lines: cx.alloc_iter(part.iter().map(|text| line(cx, text))),
                        })
                    });
                    let parts: Vec<_> = parts.collect();
                    let lines = parts.into_iter().map(|part| part.with(|part| part.lines.copy_in(cx).len() * words));
                    lines.sum()
                })
            }),
        ),
        (
            "memscope, one thread, no copy",
            Box::new(|| {
                timed(&mut || {
                    scope!(cx);
                    let lines = cx.alloc_iter(text.iter().map(|text| line(cx, text)));
                    lines.iter().map(|line| line.words.len()).sum()
                })
            }),
        ),
        (
            "bumpalo-herd, a member for each piece",
            Box::new(|| {
                timed(&mut || {
                    let herd = Herd::new();
                    let lines = text.par_iter().map_init(
                        || herd.get(),
                        |bump, text| {
                            let words: Vec<&str> = text.split(' ').map(|word| &*bump.alloc_str(word)).collect();
                            &*bump.alloc_slice_copy(&words)
                        },
                    );
                    let lines: Vec<&[&str]> = lines.collect();
                    lines.iter().map(|line| line.len()).sum()
                })
            }),
        ),
        (
            "malloc, Vec<Vec<String>>",
            Box::new(|| {
                timed(&mut || {
                    let lines = text.par_iter().map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>());
                    let lines: Vec<_> = lines.collect();
                    lines.iter().map(|line| line.len()).sum()
                })
            }),
        ),
    ];
    measure(&format!("{LINES} lines to their words, {title}, per word"), LINES * words, runs);
}

#[derive(Keepable, Carried)]
struct Lines<'cx> {
    lines: &'cx [Line<'cx>],
}
