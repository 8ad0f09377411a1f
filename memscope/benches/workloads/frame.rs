//! A scope that never leaves the function's frame.

use std::{
    alloc::Layout,
    cell::Cell,
    hint::black_box,
    mem::MaybeUninit,
    ptr::{self, NonNull},
};

use bump_scope::{
    Bump,
    alloc::{AllocError, Allocator},
};
use memscope::scope;

use crate::{
    harness::{Clock, Workload},
    peers::{BumpScopeDown, Bumpalo, Tuned},
    workloads::scopes::{fresh_scope, pooled, see, three, three_boxes},
};

/// In bytes; the peers have a header in there.
const FRAME: usize = 512;

pub static FRAME_ONLY: Workload = Workload {
    key: "inline",
    title: "fresh scope of 512 bytes in the frame + 3 allocs",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => in_frame,
        "memscope:fresh" => fresh_scope,
        "bumpalo:pooled" => pooled::<Bumpalo>,
        "bump-scope:frame" => bump_scope_in_frame,
        "bump-scope:pooled" => pooled::<BumpScopeDown>,
        "array" => in_array,
        heaps => three_boxes,
    },
};

fn in_frame(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx, inline = 512);
        three(cx, i)
    });
}

type Bytes = [MaybeUninit<u8>; FRAME];

#[repr(align(16))]
struct Aligned(Bytes);

/// Gives its bytes once, whoever asks.
struct Frame(Cell<*mut Bytes>);

// SAFETY: the bytes are given once, outlive whatever is opened on this, and are aligned to 16, as what is asked for is.
unsafe impl Allocator for &Frame {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        match NonNull::new(self.0.replace(ptr::null_mut())) {
            Some(bytes) if layout.size() <= FRAME && layout.align() <= 16 => {
                Ok(NonNull::slice_from_raw_parts(bytes.cast(), FRAME))
            }
            _ => Err(AllocError),
        }
    }

    #[inline]
    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

fn bump_scope_in_frame(clock: &mut Clock) {
    clock.time(|i| {
        let mut bytes = Aligned([MaybeUninit::uninit(); FRAME]);
        let frame = Frame(Cell::new(&raw mut bytes.0));
        let mut arena: Bump<&Frame, Tuned<false>> = Bump::with_size_in(FRAME - 64, &frame);
        arena.scoped(|scope| {
            let one = bump_scope::BumpBox::leak(scope.alloc(i));
            let two = bump_scope::BumpBox::leak(scope.alloc([i, 2]));
            let three = bump_scope::BumpBox::leak(scope.alloc([i, 2, 3]));
            see(one, two, three)
        })
    });
}

/// What one would write by hand for values of a few words: no growth, no destructors, nothing nested.
struct Array {
    cur: Cell<*mut u8>,
    lo: usize,
}

impl Array {
    #[expect(clippy::mut_from_ref, reason = "each is of another place")]
    #[inline(always)]
    fn put<T: Copy>(&self, value: T) -> &mut T {
        let new = (self.cur.get().addr() - size_of::<T>()) & !(align_of::<T>() - 1);
        assert!(new >= self.lo, "the frame is full");
        let place = self.cur.get().with_addr(new);
        self.cur.set(place);
        // SAFETY: free memory of the array, large enough and aligned, which is given to nobody else.
        unsafe {
            place.cast::<T>().write(value);
            &mut *place.cast()
        }
    }
}

fn in_array(clock: &mut Clock) {
    clock.time(|i| {
        let mut bytes = black_box(Aligned([MaybeUninit::uninit(); FRAME]));
        let start = (&raw mut bytes.0).cast::<u8>();
        // SAFETY: the end of the array.
        let array = Array { cur: Cell::new(unsafe { start.add(FRAME) }), lo: start.addr() };
        see(array.put(i), array.put([i, 2]), array.put([i, 2, 3]))
    });
}
