//! Values that the user frees. How many there are is known for the whole process, so one test asks at a time.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{mem, thread};

use common::{Log, Loud, measure};
use memscope::{Loose, keep, scope, unreleased};

/// Nobody else asks meanwhile; how many there were before.
fn alone() -> (MutexGuard<'static, ()>, usize) {
    static ALONE: Mutex<()> = Mutex::new(());
    (ALONE.lock().unwrap_or_else(PoisonError::into_inner), unreleased())
}

/// What is leaked for good, so that a leak checker finds it.
fn meant<T>(leaked: &T) {
    static MEANT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    MEANT.lock().unwrap_or_else(PoisonError::into_inner).push((&raw const *leaked).expose_provenance());
}

#[test]
fn kp09_released_values_leave_nothing() {
    let (_alone, before) = alone();
    let log = Log::default();
    let (_, used) = measure(|| {
        let mut loud: Loose<Loud> = keep!(log.loud(1));
        loud.id += 1;
        assert_eq!((loud.id, unreleased()), (2, before + 1));
        let loud = Loose::release(loud);
        assert_eq!((loud.id, unreleased(), log.take()), (2, before, vec![]));
        drop(loud);
        assert_eq!(log.take(), [2]);
    });
    assert_eq!(used.held, 0);
}

#[test]
fn kp09_leaked_values_stay_on_purpose() {
    let (_alone, before) = alone();
    let local = String::from("borrowed");
    let leaked: &mut (&str, u8) = Loose::leak(keep!((&*local, 1)));
    leaked.1 += 1;
    meant(leaked);
    assert_eq!((leaked.0, leaked.1, unreleased()), ("borrowed", 2, before));
    let forever: &'static mut u64 = Loose::leak(keep!(7));
    assert_eq!(*forever, 7);
    meant(forever);
}

#[test]
fn kp09_what_was_forgotten_is_counted_and_its_place_known() {
    let (_alone, before) = alone();
    let log = Log::default();
    let line = line!() + 1;
    let forgotten = keep!(log.loud(3));
    assert_eq!((Loose::place(&forgotten).1, unreleased()), (line, before + 1));
    assert!(Loose::place(&forgotten).0.ends_with("loose.rs"));
    // Dropping is forgetting: what another pointer still has stays.
    let again = mem::ManuallyDrop::new(forgotten);
    assert_eq!((again.id, log.take()), (3, vec![]));
    drop(Loose::release(mem::ManuallyDrop::into_inner(again)));
    assert_eq!((unreleased(), log.take()), (before, vec![3]));
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let kept = keep!(log.loud(4));
        meant(&*kept);
        panic!("not released");
    }));
    assert!(unwound.is_err());
    assert_eq!((unreleased(), log.take()), (before + 1, vec![]));
}

#[test]
fn kp09_a_value_of_any_size_and_alignment_on_any_thread() {
    #[repr(align(128))]
    struct Wide(u8);
    let (_alone, before) = alone();
    let (unit, wide, large) = (keep!(()), keep!(Wide(5)), keep!([9_u8; 100_000]));
    assert_eq!((&raw const *wide).addr() % 128, 0);
    assert_eq!(unreleased(), before + 3);
    let (wide, large) = thread::spawn(move || {
        Loose::release(unit);
        (Loose::release(wide).0, large)
    })
    .join()
    .unwrap();
    assert_eq!((wide, Loose::release(large)[99_999], unreleased()), (5, 9, before));
}

#[test]
fn kp09_a_loose_value_is_in_no_scope() {
    let (_alone, before) = alone();
    let kept = {
        scope!(cx);
        let n = cx.alloc(5);
        keep!(*n + 1)
    };
    assert_eq!((format!("{kept:?}"), Loose::release(kept), unreleased()), ("6".to_owned(), 6, before));
}
