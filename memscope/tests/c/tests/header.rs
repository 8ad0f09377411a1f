//! The header, and what it promises, from C.

use std::ffi::CStr;
use std::mem::{MaybeUninit, offset_of};
use std::ptr;
use std::sync::Mutex;

use memscope::ffi::{self, CSource, Table, Vtable};
use memscope::source::{Buffer, Failing, Heap, Logging, Source, Tracking};
use memscope::{Kept, MemCx, scope, with_scope_on};
use memscope_c_tests::{
    Account, Alc, check_edges, check_random, counted_source, numbers, source_layout, source_of, table_layout,
    with_fault,
};

/// Both checks.
#[track_caller]
fn passes(cx: MemCx<'_>) {
    let table = Table::new(cx);
    // SAFETY: the table of a scope that is open.
    assert_eq!(unsafe { check_edges(&table) }, 0, "the line of `program.c`");
    for seed in 0..20 {
        random(cx, seed, 2000);
    }
}

/// Returns how many requests were refused.
#[track_caller]
fn random(cx: MemCx<'_>, seed: u32, steps: i32) -> i32 {
    let (table, mut refusals) = (Table::new(cx), 0);
    // SAFETY: the table of a scope that is open.
    assert_eq!(unsafe { check_random(&table, seed, steps, &mut refusals) }, 0, "the line of `program.c`");
    refusals
}

#[test]
fn al05_c_sees_the_structs_as_they_are() {
    let words = |n: usize| (0..n).map(|n| n * size_of::<usize>()).collect::<Vec<_>>();
    assert_eq!(table_layout[1..], words(11));
    assert_eq!(table_layout[0], size_of::<Table<'_>>());
    let own = [
        size_of::<Vtable>(),
        offset_of!(Vtable, data),
        offset_of!(Vtable, allocate),
        offset_of!(Vtable, reallocate),
        offset_of!(Vtable, deallocate),
    ];
    assert_eq!(source_layout, own);
}

#[test]
fn al05_every_kind_of_scope_serves_c() {
    scope!(plain);
    passes(plain);
    scope!(recycling, recycle);
    passes(recycling);
    {
        scope!(inner in recycling, recycle);
        passes(inner);
        passes(recycling);
    }
    scope!(frame, inline = 4096, recycle);
    passes(frame);
    scope!(heap, from = Heap);
    passes(heap);
    let mut bytes = vec![MaybeUninit::uninit(); 8 << 20];
    scope!(buffer, from = Buffer::new(&mut bytes), recycle);
    passes(buffer);
    let owner = Kept::<&'static str>::new(|cx| {
        passes(cx);
        cx.alloc_str("an owner's")
    });
    assert_eq!(owner.with(|text| text.len()), 10);
}

/// A source that sees each object.
struct Objects;

// SAFETY: passed on.
unsafe impl Source for Objects {
    fn get(&self, request: memscope::source::Request) -> Option<ptr::NonNull<[u8]>> {
        Heap.get(request)
    }

    unsafe fn put(&self, block: ptr::NonNull<u8>, layout: std::alloc::Layout) {
        // SAFETY: passed on.
        unsafe { Heap.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }
}

#[test]
fn al05_a_source_that_sees_objects_gets_back_what_c_frees() {
    let source = Tracking::new(Objects);
    {
        scope!(cx, from = &source, recycle);
        passes(cx);
        scope!(inner in cx, limit = 1 << 20, recycle);
        passes(inner);
        let table = Table::new(inner);
        let before = source.total().blocks;
        // SAFETY: the table of a scope that is open.
        assert_eq!(unsafe { check_edges(&table) }, 0);
        assert_eq!(source.total().blocks, before, "`check_edges` frees all it has");
    }
    assert_eq!(source.total().live, 0);
}

#[test]
fn al05_out_of_memory_is_null_and_changes_nothing() {
    scope!(tight, limit = 20_000, recycle);
    let refusals: i32 = (0..50).map(|seed| random(tight, seed, 1000)).sum();
    assert!(refusals > 100, "{refusals}");
    // Of each table the blocks that were not freed are still there.
    for n in 0..100 {
        let failing = Failing::from(Heap, n % 10);
        scope!(cx, from = &failing, recycle);
        random(cx, n as u32, 500);
    }
    scope!(none, limit = 0);
    assert_eq!(random(none, 1, 100), 100);
}

#[test]
fn al05_what_c_frees_is_used_again_if_the_scope_recycles() {
    let held = |recycles: bool| {
        let source = Tracking::new(Heap);
        let run = |cx: MemCx<'_>| (0..10).for_each(|_| _ = random(cx, 7, 5000));
        if recycles {
            scope!(cx, from = &source, recycle);
            run(cx);
        } else {
            scope!(cx, from = &source);
            run(cx);
        }
        source.total().peak
    };
    let (with, without) = (held(true), held(false));
    assert!(with * 4 < without, "{with} and {without}");
}

#[test]
fn al05_rust_and_c_allocate_in_turns() {
    scope!(cx, recycle);
    let mut texts = cx.vec();
    for n in 0..50_u32 {
        texts.push(cx.alloc_fmt(format_args!("{n}")));
        random(cx, n, 300);
        let freed = cx.boxed([n; 5]);
        scope!(tmp in cx);
        random(tmp, n, 300);
        random(cx, n, 300);
        cx.free(freed);
    }
    assert!(texts.iter().enumerate().all(|(n, text)| **text == *n.to_string()));
}

#[test]
fn al05_a_library_with_a_table_of_its_own() {
    let table = |cx| Alc { malloc: ffi::malloc, realloc: ffi::yyjson_realloc, free: ffi::free, ctx: ffi::context(cx) };
    scope!(cx, limit = 10_000, recycle);
    for n in [1, 100, 1500, 4000] {
        // SAFETY: the functions of a scope that is open.
        let text = unsafe { numbers(&table(cx), n) };
        // SAFETY: null, or text in the scope.
        let text = (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) });
        match text {
            Some(text) => assert_eq!(text.to_bytes(), b"0123456789".repeat(400)[..n as usize].as_ref()),
            // Twice as long, there is no room for it beside itself.
            None => assert_eq!(n, 4000),
        }
    }
}

/// The checks are worth something.
#[cfg_attr(memscope_asan, ignore = "AddressSanitizer finds it first, and ends the process")]
#[test]
fn al05_negative_control_a_faulty_table_is_found() {
    // `with_fault` keeps the table that it was given.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock();
    scope!(cx, limit = 1 << 20, recycle);
    let table = Table::new(cx);
    let mut faulty = MaybeUninit::uninit();
    let mut faults = 0;
    // SAFETY: the table of a scope that is open; each fault is one that the checks can stand.
    while unsafe { with_fault(&table, &mut faulty, faults) } != 0 {
        // SAFETY: `with_fault` has written the table.
        assert_ne!(unsafe { check_edges(faulty.assume_init_ref()) }, 0, "fault {faults}");
        faults += 1;
    }
    assert_eq!(faults, 6);
}

#[test]
fn al05_scopes_on_an_allocator_of_c() {
    for of_one in [0, 1] {
        let mut account = Account { limit: 1 << 20, ..Account::default() };
        // SAFETY: the functions keep the contract, for as long as the account is there.
        let source = unsafe { CSource::new(counted_source(&raw mut account, of_one)) };
        with_scope_on(source, |cx| {
            assert_eq!(cx.alloc_slice_fill_with(10_000, |n| n)[9_999], 9_999);
            let error = cx.try_alloc_slice_default::<u8>(1 << 20).unwrap_err();
            assert_eq!(
                error.to_string(),
                "scope `with_scope_on` cannot allocate 1048576 bytes (align 1): out of memory"
            );
            passes(cx);
        });
        let Account { bytes, blocks, requests, .. } = account;
        assert_eq!((bytes, blocks), (0, 0));
        assert!(requests > 3);
    }
}

#[test]
fn al05_negative_control_the_account_of_c_sees_what_is_open() {
    let mut account = Account { limit: 1 << 20, ..Account::default() };
    let vtable = counted_source(&raw mut account, 0);
    // SAFETY: as above; the account is only read through the pointer that the functions have too.
    let source = unsafe { CSource::new(vtable) };
    scope!(cx, from = source);
    cx.alloc(1);
    // SAFETY: the pointer to the account.
    let open = unsafe { vtable.data.cast::<Account>().read() };
    assert_eq!(open.blocks, 1);
}

#[test]
fn al05_a_source_without_functions_refuses() {
    let vtable = Vtable { data: ptr::null_mut(), allocate: None, reallocate: None, deallocate: None };
    // SAFETY: there is no function that could break the contract.
    let source = unsafe { CSource::new(vtable) };
    scope!(cx, from = source);
    assert!(cx.try_alloc(1).is_err());
    assert_eq!(random(cx, 1, 100), 100);
}

/// A scope, as C sees it, is the source of another, which C sees.
#[test]
fn al05_there_and_back() {
    scope!(outer, recycle, limit = 8 << 20);
    let table = Table::new(outer);
    let calls = std::cell::Cell::new(0);
    {
        // SAFETY: the functions of a scope that is open for longer.
        let source = Logging::new(unsafe { CSource::new(source_of(&table)) }, |_| calls.set(calls.get() + 1));
        scope!(inner, from = &source, recycle);
        passes(inner);
    }
    assert!(calls.get() > 2);
    passes(outer);
}
