//! Pages: what the system sees of them.

use std::cell::RefCell;
use std::fs;

use memscope::source::{Event, Logging, Pages};
use memscope::with_scope_on;

use crate::contract::{is_child, must_abort};
use crate::scope_on;

/// The protection of the page at `at`, as the system's table has it, or nothing if there is no page.
fn access(at: usize) -> Option<String> {
    fs::read_to_string("/proc/self/maps").unwrap().lines().find_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let hex = |text| usize::from_str_radix(text, 16).unwrap();
        (hex(start)..hex(end)).contains(&at).then(|| rest[..4].to_owned())
    })
}

#[test]
fn al01_pages_go_back_to_the_system() {
    let kinds = [
        (Pages::new(), 4096, 0),
        (Pages::new().with_guards(), 4096, 1),
        (Pages::new().with_huge_pages(), 2 << 20, 0),
        (Pages::new().with_huge_pages().with_guards(), 2 << 20, 1),
    ];
    for (pages, unit, guards) in kinds {
        let blocks = RefCell::new(Vec::new());
        let source = Logging::new(pages, |event| {
            if let Event::Given { at, len, .. } = event {
                blocks.borrow_mut().push((at, len));
            }
        });
        {
            scope_on!(cx, &source);
            cx.alloc_slice_default::<u8>(100_000);
            cx.alloc_slice_default::<u8>(3_000_000);
            assert_eq!(blocks.borrow().len(), 2);
            for &(at, len) in &*blocks.borrow() {
                assert!(at.is_multiple_of(unit) && len.is_multiple_of(unit) && len > 0);
                assert!([at, at + len - 1].iter().all(|at| access(*at).unwrap() == "rw-p"));
                if guards > 0 {
                    assert!([at - 1, at + len].iter().all(|at| access(*at).unwrap() == "---p"));
                }
            }
        }
        // Other threads may map there at once, but hardly all of it.
        let blocks = blocks.into_inner();
        assert!(blocks.iter().any(|(at, len)| access(at + len - 1).is_none()));
    }
}

#[test]
fn al01_a_guard_page_stops_a_write_past_the_end() {
    if is_child() {
        return with_scope_on(Pages::new().with_guards(), |cx| {
            let last = cx.alloc([0_u8; 8]).as_mut_ptr_range().end;
            eprintln!("before");
            // SAFETY: none, this is what the page is for: the first value is the last of its block.
            unsafe { last.write_volatile(1) };
            eprintln!("after");
        });
    }
    must_abort("pages::al01_a_guard_page_stops_a_write_past_the_end", "before");
}
