//! Cells and their key (nx02).

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::{fmt, mem, thread};

use memscope::cell::Overlap;
use memscope::{Carried, Keepable, Kept, MemBox, MemCell, MemKey, MemVec, scope, scoped};

#[derive(Debug, Default, Keepable, Carried)]
struct Node<'m> {
    value: u64,
    next: Option<&'m MemCell<'m, Node<'m>>>,
}

#[test]
fn nx02_a_cycle_is_changed_in_place() {
    scope!(cx, key = k);
    let nodes: Vec<_> = (0..10).map(|value| &*cx.alloc(MemCell::new(Node { value, next: None }))).collect();
    for (i, node) in nodes.iter().enumerate() {
        node.get_mut(&mut k).next = Some(nodes[(i + 3) % nodes.len()]);
    }
    let mut at = nodes[0];
    for _ in 0..20 {
        let node = at.get_mut(&mut k);
        node.value += 100;
        at = node.next.unwrap();
    }
    assert!(nodes.iter().all(|node| node.get(&k).value >= 200));
}

#[test]
fn nx02_a_cell_and_a_key_cost_no_memory() {
    fn cell_of<T>() {
        assert_eq!(Layout::new::<MemCell<'_, T>>(), Layout::new::<T>());
    }
    cell_of::<u8>();
    cell_of::<()>();
    cell_of::<[u16; 5]>();
    cell_of::<String>();
    assert_eq!(size_of::<MemKey<'_>>(), 0);
}

#[test]
fn nx02_a_cell_is_used_as_std_uses_its_own() {
    scope!(_cx, key = k);
    let cell = MemCell::new(String::from("a"));
    let other = MemCell::from(String::from("b"));
    cell.set(&mut k, String::from("c"));
    assert_eq!(cell.replace(&mut k, String::from("d")), "c");
    cell.swap(&mut k, &other);
    cell.swap(&mut k, &cell);
    assert_eq!((&**cell.get(&k), &**other.get(&k)), ("b", "d"));
    assert_eq!(cell.take(&mut k), "b");
    // SAFETY: nobody has the key meanwhile.
    assert_eq!(unsafe { (*cell.as_ptr()).as_str() }, "");
    let mut other = other;
    other.value_mut().push('!');
    assert_eq!(other.into_inner(), "d!");
    assert_eq!(MemCell::<'_, u8>::default().into_inner(), 0);
}

#[test]
fn nx02_debug_needs_no_key_and_tells_nothing() {
    struct Loud;
    impl fmt::Debug for Loud {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            unreachable!("the value is not looked at")
        }
    }
    scope!(cx, key = k);
    let cell = &*cx.alloc(MemCell::new(Loud));
    let changed = cell.get_mut(&mut k);
    assert_eq!(format!("{cell:?}"), "MemCell { .. }");
    *changed = Loud;
    assert_eq!(format!("{k:?}"), "MemKey");
    let node = cx.alloc(MemCell::new(Node::default()));
    node.get_mut(&mut k).next = Some(cx.alloc(MemCell::default()));
    assert_eq!(format!("{:?}", node.get(&k)), "Node { value: 0, next: Some(MemCell { .. }) }");
}

#[test]
fn nx02_a_cell_of_a_value_in_its_place() {
    scope!(cx, key = k);
    let mut value = 1;
    let cell = &*MemCell::from_mut(&mut value);
    let two = [cell, cell];
    two.iter().for_each(|cell| *cell.get_mut(&mut k) += 1);
    assert_eq!(value, 3);

    let mut text = String::from("abc");
    let cell: &MemCell<'_, str> = MemCell::from_mut(text.as_mut_str());
    cell.get_mut(&mut k).make_ascii_uppercase();
    assert_eq!(cell.get(&k), "ABC");
    let slice: &mut [u8] = cx.alloc_slice_copy(&[3, 1, 2]);
    MemCell::from_mut(slice).get_mut(&mut k).sort_unstable();
    assert_eq!(slice, [1, 2, 3]);
}

#[test]
fn nx02_slices_of_cells() {
    scope!(cx, key = k);
    let zeros = &*cx.alloc_zeroed::<[MemCell<'_, u32>; 3]>();
    assert_eq!(MemCell::from_slice_of_cells(zeros).get(&k), [0; 3]);
    let array = &*cx.alloc(MemCell::new([3, 1, 2]));
    let cells: &[MemCell<'_, _>; 3] = array.as_array_of_cells();
    cells[0].swap(&mut k, &cells[2]);
    assert_eq!(array.get(&k), &[2, 1, 3]);
    let slice: &MemCell<'_, [i32]> = array;
    assert_eq!(slice.as_slice_of_cells().len(), 3);
    *slice.as_slice_of_cells()[1].get_mut(&mut k) = 7;
    assert_eq!(slice.get(&k), [2, 7, 3]);

    let back = MemCell::from_slice_of_cells(&cells[1..]);
    back.get_mut(&mut k).reverse();
    assert_eq!(array.get(&k), &[2, 3, 7]);
    assert!(MemCell::from_slice_of_cells(&cells[..0]).get_mut(&mut k).is_empty());
    let units: &MemCell<'_, [()]> = &MemCell::new([(); 4]);
    assert_eq!(MemCell::from_slice_of_cells(units.as_slice_of_cells()).get(&k).len(), 4);
}

#[test]
fn nx02_several_at_once() {
    scope!(cx, key = k);
    let [a, b, c, d] = [1, 2, 3, 4].map(|n| &*cx.alloc(MemCell::new(n)));
    let text = MemCell::new(String::from("text"));
    let bytes: &MemCell<'_, [u8]> = &MemCell::new(*b"abc");

    let (x, y) = k.get_disjoint_mut((a, b)).unwrap();
    mem::swap(x, y);
    let (x, text, bytes) = k.get_disjoint_mut((a, &text, bytes)).unwrap();
    text.truncate(*x);
    bytes[0] = b'z';
    let all = k.get_disjoint_mut([a, b, c, d]).unwrap();
    assert_eq!(all.map(|n| mem::replace(n, 0)), [2, 1, 3, 4]);
    let eight = [(); 8].map(|()| MemCell::new(0_u8));
    let [e, f, g, h, i, j, l, m] = eight.each_ref();
    let eight = k.get_disjoint_mut((e, f, g, h, i, j, l, m)).unwrap();
    *eight.7 = 1;
    assert_eq!(k.get_disjoint_mut([a; 0]).unwrap().len(), 0);
    assert_eq!(*k.get_disjoint_mut([a]).unwrap()[0], 0);
}

#[test]
fn nx02_what_overlaps_is_not_opened_at_once() {
    #[track_caller]
    fn refused<T>(opened: Result<T, Overlap>, first: usize, second: usize) {
        let Err(overlap) = opened else { panic!("opened") };
        assert_eq!((overlap.first, overlap.second), (first, second));
        let text = format!("cells {first} and {second} are the same or overlap, so they cannot be changed at once");
        assert_eq!(overlap.to_string(), text);
    }
    scope!(cx, key = k);
    let [a, b] = [1, 2].map(|n| &*cx.alloc(MemCell::new(n)));
    refused(k.get_disjoint_mut((a, a)), 0, 1);
    refused(k.get_disjoint_mut([a, b, a]), 0, 2);
    refused(k.get_disjoint_mut([a, b, b]), 1, 2);

    // A part and the whole.
    let array = &*cx.alloc(MemCell::new([1_u32, 2, 3]));
    let [first, second, third] = array.as_array_of_cells();
    refused(k.get_disjoint_mut((array, first)), 0, 1);
    refused(k.get_disjoint_mut((third, array)), 0, 1);
    assert!(k.get_disjoint_mut([first, second, third]).is_ok());
    let cells = array.as_array_of_cells();
    let [front, back] = [&cells[..2], &cells[1..]].map(MemCell::from_slice_of_cells);
    refused(k.get_disjoint_mut([front, back]), 0, 1);
    refused(k.get_disjoint_mut((front, second)), 0, 1);
    assert!(k.get_disjoint_mut((front, third)).is_ok());
    assert!(k.get_disjoint_mut((first, back)).is_ok());

    // By one byte.
    let bytes = MemCell::new([1_u8, 2, 3]);
    let bytes = bytes.as_array_of_cells();
    let [front, back] = [&bytes[..2], &bytes[2..]].map(MemCell::from_slice_of_cells);
    refused(k.get_disjoint_mut((front, &bytes[1])), 0, 1);
    refused(k.get_disjoint_mut((&bytes[1], front)), 0, 1);
    assert!(k.get_disjoint_mut((back, front)).is_ok());

    // Unsized in other ways.
    let shown: &MemCell<'_, dyn fmt::Debug> = a;
    refused(k.get_disjoint_mut((shown, a)), 0, 1);
    assert!(k.get_disjoint_mut((shown, b)).is_ok());
}

/// A value of size zero may be worth something: two `&mut` to one would be two of it.
#[test]
fn nx02_values_of_size_zero_overlap_at_one_address() {
    struct Permit;
    scope!(cx, key = k);
    let permit = &*cx.alloc(MemCell::new(Permit));
    assert!(k.get_disjoint_mut((permit, permit)).is_err());
    let permits = MemCell::new([(); 2].map(|()| Permit));
    let [first, second] = permits.as_array_of_cells();
    assert!(k.get_disjoint_mut([first, second]).is_err());
    assert!(k.get_disjoint_mut((&permits, first)).is_err());

    // The key of another scope is such a value.
    scope!(other, key = l);
    let cell = &*other.alloc(MemCell::new(1));
    let inner = MemCell::new(l);
    assert!(k.get_disjoint_mut((&inner, &inner)).is_err());
    *cell.get_mut(inner.get_mut(&mut k)) += 1;
    assert_eq!(cell.get(&inner.into_inner()), &2);
}

#[test]
fn nx02_cells_in_cells_and_at_every_alignment() {
    #[repr(align(4096))]
    struct Aligned(u8);
    scope!(cx, key = k);
    let outer = &*cx.alloc(MemCell::new(MemCell::new(1)));
    assert_eq!(outer.get(&k).get(&k), &1);
    *outer.get_mut(&mut k).value_mut() += 1;
    assert_eq!(outer.replace(&mut k, MemCell::new(5)).into_inner(), 2);

    let aligned = &*cx.alloc(MemCell::new(Aligned(1)));
    aligned.get_mut(&mut k).0 += 1;
    assert_eq!((aligned.as_ptr().addr() % 4096, aligned.get(&k).0), (0, 2));
}

#[test]
fn nx02_inner_scopes_have_keys_of_their_own() {
    scope!(cx, key = k);
    let total = &*cx.alloc(MemCell::new(0));
    for round in 0..3 {
        scope!(tmp in cx, key = inner);
        let here = tmp.alloc(MemCell::new(round));
        *here.get_mut(&mut inner) *= 10;
        *total.get_mut(&mut k) += here.get(&inner);
    }
    assert_eq!(total.get(&k), &30);
}

#[test]
fn nx02_recursion() {
    #[scoped(key = k)]
    fn depth<'o>(count: &MemCell<'o, u32>, outer: &mut MemKey<'o>, left: u32) -> u32 {
        *count.get_mut(outer) += 1;
        let own = &*cx.alloc(MemCell::new(0));
        if left > 0 { depth(own, &mut k, left - 1) + own.get(&k) } else { 0 }
    }
    scope!(cx, key = k);
    let count = cx.alloc(MemCell::new(0));
    assert_eq!(depth(count, &mut k, 5), 5);
    assert_eq!(count.get(&k), &1);
}

#[test]
fn nx02_what_a_transaction_made_opens_with_the_parents_key() {
    #[derive(Keepable, Carried)]
    struct List<'cx> {
        first: &'cx MemCell<'cx, Node<'cx>>,
        own: MemCell<'cx, u8>,
        slice: &'cx [MemCell<'cx, &'cx str>],
    }

    #[derive(Debug)]
    struct Failed;

    scope!(cx, key = k);
    let outside = &*cx.alloc(MemCell::new(0_u64));
    for fails in [true, false] {
        let list = cx.transaction::<List<'static>, Failed>(|tx, _| {
            *outside.get_mut(&mut k) += 1;
            let mut first = MemCell::new(Node { value: 1, next: None });
            first.value_mut().next = Some(tx.alloc(MemCell::new(Node { value: 2, next: None })));
            let slice = tx.alloc_iter(["a", "b"].map(|text| MemCell::new(&*tx.alloc_str(text))));
            if fails { Err(Failed) } else { Ok(List { first: tx.alloc(first), own: MemCell::new(3), slice }) }
        });
        assert_eq!(list.is_err(), fails);
        let Ok(list) = list else { continue };
        let second = list.first.get(&k).next.unwrap();
        second.get_mut(&mut k).next = Some(list.first);
        *list.own.get_mut(&mut k) += 1;
        list.slice[0].swap(&mut k, &list.slice[1]);
        let around = second.get(&k).next.unwrap().get(&k);
        assert_eq!((around.value, list.own.get(&k), *list.slice[0].get(&k)), (1, &4, "b"));
    }
    assert_eq!(outside.get(&k), &2);
}

#[test]
fn nx02_an_owner_holds_cells_that_who_has_it_changes() {
    #[derive(Keepable)]
    struct Root<'mcx>(&'mcx mut MemCell<'mcx, u8>);

    let mut kept: Kept<Root<'static>> = Kept::new(|cx| Root(cx.alloc(MemCell::new(1))));
    kept.with_mut(|root, _| *root.0.value_mut() += 1);
    let value = thread::spawn(move || kept.consume(|root, _| mem::take(root.0.value_mut()))).join().unwrap();
    assert_eq!(value, 2);
}

#[test]
fn nx02_threads_read_together_and_change_in_turns() {
    scope!(cx, key = k);
    let cells = &*cx.alloc_iter((0..8_u64).map(MemCell::new));
    let total = || {
        let key = &k;
        thread::scope(|threads| {
            let sums: Vec<_> = cells
                .chunks(2)
                .map(|part| threads.spawn(move || part.iter().map(|cell| cell.get(key)).sum::<u64>()))
                .collect();
            sums.into_iter().map(|sum| sum.join().unwrap()).sum::<u64>()
        })
    };
    assert_eq!(total(), 28);
    let key = Mutex::new(&mut k);
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                for cell in cells {
                    *cell.get_mut(&mut key.lock().unwrap()) += 1;
                }
            });
        }
    });
    assert_eq!(cells.iter().map(|cell| cell.get(&k)).sum::<u64>(), 28 + 32);
    // The key itself travels, and comes back.
    let k = thread::scope(|threads| {
        threads
            .spawn(|| {
                let mut k = k;
                cells[0].set(&mut k, 100);
                k
            })
            .join()
            .unwrap()
    });
    assert_eq!(cells[0].get(&k), &100);
}

#[test]
fn nx02_send_and_sync_are_those_of_the_value() {
    fn needs_send<T: Send + ?Sized>() {}
    fn needs_sync<T: Sync + ?Sized>() {}
    needs_send::<MemKey<'_>>();
    needs_sync::<MemKey<'_>>();
    needs_send::<MemCell<'_, Cell<u8>>>();
    needs_send::<MemCell<'_, String>>();
    needs_sync::<MemCell<'_, String>>();
    needs_sync::<MemCell<'_, [u8]>>();
    needs_sync::<MemCell<'_, dyn Fn() + Send + Sync>>();
    needs_send::<&MemCell<'_, Node<'_>>>();
}

#[test]
fn nx02_futures_with_keys_take_turns() {
    async fn add<'m>(cell: &MemCell<'m, u32>, key: &mut MemKey<'m>) {
        let value = cell.get_mut(key);
        for _ in 0..3 {
            yielded().await;
            *value += 1;
        }
    }

    async fn yielded() {
        let mut first = true;
        std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    async fn scoped(n: u32) -> u32 {
        scope!(_cx, key = k);
        let cell = MemCell::new(n);
        add(&cell, &mut k).await;
        *cell.get(&k)
    }

    let (mut one, mut two) = (pin!(scoped(1)), pin!(scoped(10)));
    let context = &mut Context::from_waker(Waker::noop());
    for _ in 0..3 {
        assert!(one.as_mut().poll(context).is_pending() && two.as_mut().poll(context).is_pending());
    }
    assert_eq!((one.poll(context), two.poll(context)), (Poll::Ready(4), Poll::Ready(13)));
}

/// The cell has the value that the same code leaves in a variable.
#[test]
fn nx02_a_panic_in_code_of_the_value_leaves_a_value() {
    struct Fragile(u8, Rc<RefCell<Vec<u8>>>);
    impl Drop for Fragile {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0);
            assert_ne!(self.0, 1, "dropped");
        }
    }
    let log = Rc::default();
    {
        scope!(cx, key = k);
        let cell = cx.boxed(MemCell::new(Fragile(1, Rc::clone(&log))));
        let set = catch_unwind(AssertUnwindSafe(|| cell.set(&mut k, Fragile(2, Rc::clone(&log)))));
        assert!(set.is_err());
        assert_eq!(cell.get(&k).0, 2);
        let changed = catch_unwind(AssertUnwindSafe(|| {
            let value = cell.get_mut(&mut k);
            value.0 = 3;
            panic!("with the value open");
        }));
        assert!(changed.is_err());
        assert_eq!(cell.get(&k).0, 3);
    }
    assert_eq!(*log.borrow(), [1, 3]);
}

#[test]
fn nx02_containers_of_the_scope_in_cells_and_cells_in_containers() {
    scope!(cx, key = k);
    let list = MemCell::new(MemVec::new_in(cx));
    let shared = [&list, &list];
    for (i, list) in shared.into_iter().enumerate() {
        list.get_mut(&mut k).push(cx.boxed(MemCell::new(i)));
    }
    let boxed: &MemBox<'_, _> = &list.get(&k)[1];
    assert_eq!(boxed.get(&k), &1);
    let first = list.get_mut(&mut k).remove(0);
    first.set(&mut k, 7);
    cx.free(first);
    assert_eq!(list.get(&k).len(), 1);
}
