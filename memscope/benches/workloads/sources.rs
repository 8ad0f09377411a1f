//! What it costs a scope that its memory comes from a source, and what adapters add to that.

use std::{collections::VecDeque, hint::black_box, mem::MaybeUninit, ptr::NonNull};

use memscope::{
    MemCx, scope,
    source::{
        Buffer, Failing, First, FromAllocator, Heap, Limited, Logging, Malloc, Request, Source, Thread, Tracking,
    },
};

use crate::{
    harness::{Clock, Workload},
    peers::furnish,
    workloads::scopes::{fresh_scope, three},
};

/// Room for what is measured, in bytes.
const ROOM: usize = 64 * 1024;

pub static SOURCES: Workload = Workload {
    key: "sources",
    title: "fresh scope + 3 allocs, on a source",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => fresh_scope,
        "memscope:thread" => on_thread,
        "memscope:heap" => on_heap,
        "memscope:malloc" => on_malloc,
        "memscope:allocator-api2" => on_allocator,
        "memscope:buffer" => on_buffer,
        "memscope:scope" => on_scope,
        "memscope:pages" => on_pages,
        "memscope:objects" => on_objects,
    },
};

pub static ADAPTERS: Workload = Workload {
    key: "adapters",
    title: "fresh scope + 3 allocs, on an adapter of the heap",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope:heap" => on_heap,
        "memscope:first" => on_first,
        "memscope:failing" => on_failing,
        "memscope:logging" => on_logging,
        "memscope:limited" => on_limited,
        "memscope:tracking" => on_tracking,
        "memscope:limited(tracking)" => on_both,
    },
};

pub static FREED: Workload = Workload {
    key: "freed",
    title: "a box made, and the oldest of 1000 freed",
    unit: "box",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => freed,
        "memscope:recycle" => freed_recycling,
        "memscope:objects" => freed_objects,
    },
};

#[inline(always)]
fn on(clock: &mut Clock, source: &(impl Source + ?Sized)) {
    let source = black_box(source);
    clock.time(|i| {
        scope!(cx, from = source);
        three(cx, i)
    });
}

fn on_thread(clock: &mut Clock) {
    on(clock, &Thread);
}

fn on_heap(clock: &mut Clock) {
    on(clock, &Heap);
}

fn on_malloc(clock: &mut Clock) {
    on(clock, &Malloc);
}

fn on_allocator(clock: &mut Clock) {
    on(clock, &FromAllocator(allocator_api2::alloc::Global));
}

fn on_buffer(clock: &mut Clock) {
    let mut bytes = vec![MaybeUninit::uninit(); ROOM];
    on(clock, &Buffer::new(&mut bytes));
}

fn on_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    on(clock, &parent);
}

#[cfg(unix)]
fn on_pages(clock: &mut Clock) {
    on(clock, &memscope::source::Pages::new());
}

#[cfg(not(unix))]
fn on_pages(clock: &mut Clock) {
    on_heap(clock);
}

fn on_objects(clock: &mut Clock) {
    on(clock, &Objects);
}

fn on_first(clock: &mut Clock) {
    on(clock, &First::new(Heap, Heap));
}

fn on_failing(clock: &mut Clock) {
    on(clock, &Failing::at(Heap, usize::MAX));
}

fn on_logging(clock: &mut Clock) {
    on(clock, &Logging::new(Heap, |event| _ = black_box(event)));
}

fn on_limited(clock: &mut Clock) {
    on(clock, &Limited::new(Heap, 1 << 30));
}

fn on_tracking(clock: &mut Clock) {
    on(clock, &Tracking::new(Heap));
}

fn on_both(clock: &mut Clock) {
    on(clock, &Limited::new(Tracking::new(Heap), 1 << 30));
}

/// The heap, which sees every object.
struct Objects;

// SAFETY: passed on to the heap.
unsafe impl Source for Objects {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        Heap.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: std::alloc::Layout) {
        // SAFETY: passed on.
        unsafe { Heap.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }
}

#[inline(always)]
fn free_the_oldest(clock: &mut Clock, cx: MemCx<'_>) {
    let mut queue = VecDeque::new();
    for i in 0..1000 {
        queue.push_back(cx.boxed([i; 6]));
    }
    clock.time(|i| {
        queue.push_back(cx.boxed([i; 6]));
        let oldest = queue.pop_front().expect("there are a thousand");
        cx.free(oldest);
        queue.len() as u64
    });
}

fn freed(clock: &mut Clock) {
    scope!(cx);
    free_the_oldest(clock, black_box(cx));
}

fn freed_recycling(clock: &mut Clock) {
    scope!(cx, recycle);
    free_the_oldest(clock, black_box(cx));
}

fn freed_objects(clock: &mut Clock) {
    scope!(cx, from = &Objects);
    free_the_oldest(clock, black_box(cx));
}
