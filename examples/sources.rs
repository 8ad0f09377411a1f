//! One piece of code, and its memory from wherever the header of a scope says.

use std::mem::MaybeUninit;

use memscope::source::{Buffer, First, Heap, Limited, Source, Static, Tracking};
use memscope::{AllocError, MemCx, scope};

static SCRATCH: Static<8192> = Static::new();

/// Knows of no source, as all code that takes a handle.
fn frequent<'text>(cx: MemCx<'_>, text: &'text str) -> Result<&'text str, AllocError> {
    let words = cx.try_alloc_iter(text.split(' '))?;
    words.sort_unstable();
    let groups = words.chunk_by(|a, b| a == b);
    Ok(groups.max_by_key(|group| group.len()).map_or("", |group| group[0]))
}

fn tell(cx: MemCx<'_>, text: &str) {
    match frequent(cx, text) {
        Ok(word) => println!("{}: `{word}`", cx.name()),
        Err(refusal) => println!("{refusal}"),
    }
}

/// A source chosen by the caller.
fn tell_on(source: &dyn Source, text: &str) {
    scope!(chosen, from = source);
    tell(chosen, text);
}

fn main() {
    let text = &*"the rain in spain stays mainly in the plain ".repeat(4);
    let mut bytes = [MaybeUninit::uninit(); 8192];
    let (front, back) = bytes.split_at_mut(4096);

    scope!(cache);
    tell(cache, text);
    scope!(frame, inline = 1024);
    tell(frame, text);
    scope!(heap, from = Heap);
    tell(heap, text);
    scope!(buffer, from = Buffer::new(back));
    tell(buffer, text);
    scope!(statics, from = SCRATCH.take().expect("nobody else has it"));
    tell(statics, text);
    scope!(scope, from = cache);
    tell(scope, text);

    // They compose: the front of the buffer, then what is counted of the heap, and no more than so much of that.
    let heap = Tracking::new(Limited::new(Heap, 64 * 1024));
    let both = First::new(Buffer::new(front), &heap);
    for n in [1, 10, 1000] {
        let before = heap.total().requests;
        tell_on(&both, &text.repeat(n));
        println!("  {}", if heap.total().requests == before { "the buffer is enough" } else { "the heap has helped" });
    }
    assert_eq!(heap.total().live, 0);

    // What a scope may hold is its own to say.
    scope!(modest, from = &heap, limit = 100);
    tell(modest, text);
    modest.set_limit(1000).expect("it has a limit");
    tell(modest, text);
}
