//! Deep copies: what the copy is made of, that it needs nothing of the old scope, and that nothing is lost on the way.

mod common;
mod counted;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroU32, Wrapping};
use std::ops::Bound;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use common::{Log, Loud, balanced, measure, panic_text, user_code, with_panic_at, without_heap};
use counted::{Counted, Ledger, panic_at_each};
use memscope::{AllocError, Cause, CopyIn, MemBox, MemCx, MemString, MemVec, ThinVec, scope, vec_in, with_scope};

/// Makes a value in a scope, copies it to another, ends the first, and looks at the copy.
macro_rules! copied {
    (|$cx:ident| $value:expr => |$copy:ident| $look:expr) => {{
        scope!(outer);
        let $copy = {
            scope!($cx);
            let value = $value;
            let copy = CopyIn::copy_in(&value, outer);
            // What the old scope leaves behind is not what the copy is made of.
            $cx.alloc_slice_fill_with(64, |_| 0xEE_u8);
            copy
        };
        $look
    }};
}

#[test]
fn kp12_plain_values_are_as_they_were() {
    fn same<T>(value: T)
    where
        T: for<'to> CopyIn<'to, Copy = T> + PartialEq + std::fmt::Debug,
    {
        with_scope(|cx| assert_eq!(value.copy_in(cx), value));
        with_scope(|cx| assert_eq!(T::try_copy_slice_in(std::slice::from_ref(&value), cx).unwrap()[..], [value]));
    }
    same((1_u8, 2_u16, 3_u32, 4_u64, 5_u128, 6_usize));
    same((1_i8, 2_i16, 3_i32, 4_i64, 5_i128, 6_isize));
    same((1.5_f32, 2.5_f64, true, 'x', (), NonZeroU32::MIN));
    same((Ordering::Less, Duration::from_millis(7), ..));
    same((IpAddr::V4(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST, SocketAddr::from(([127, 0, 0, 1], 80))));
    same((1..2, 1..=2, 1.., ..2, ..=2, Bound::Included(1), Bound::Excluded(2), Bound::<u8>::Unbounded));
    same((Some(1), None::<u8>, Ok::<u8, char>(1), Err::<u8, char>('e'), PhantomData::<u8>, Cell::new(1)));
    same((Reverse(1), Wrapping(2), RefCell::new(3), OnceCell::from(4), OnceCell::<u8>::new()));
    same([[1_u8, 2], [3, 4]]);
    same((1, 2, 3, 4, 5, 6, 7, 8));
}

#[test]
fn kp12_references_and_slices_are_new() {
    copied!(|cx| &*cx.alloc(cx.alloc(7_u64)) => |copy| assert_eq!(**copy, 7));
    copied!(|cx| cx.alloc(7_u64) as &u64 => |copy| assert_eq!(*copy, 7));
    copied!(|cx| (cx.alloc_slice_copy(&[1_u32, 2, 3]), 'x') => |copy| {
        copy.0[0] = 9;
        assert_eq!(copy, (&mut [9, 2, 3][..], 'x'));
    });
    copied!(|cx| [&*cx.alloc_str("to"), cx.alloc_str(""), cx.alloc_str("be")] => |copy| assert_eq!(copy, ["to", "", "be"]));
    copied!(|cx| Some(cx.alloc_str("to")) => |copy| {
        let copy = copy.unwrap();
        copy.make_ascii_uppercase();
        assert_eq!(copy, "TO");
    });
    copied!(|cx| Ok::<_, u8>(cx.alloc_cstr(c"libc")) => |copy| assert_eq!(copy, Ok(c"libc")));
    copied!(|cx| Cow::from(&*cx.alloc_str("text")) => |copy| assert!(matches!(copy, Cow::Borrowed("text"))));
    copied!(|cx| Cow::from(format!("{}", cx.alloc(7))) => |copy| assert!(matches!(copy, Cow::Borrowed("7"))));
    copied!(|cx| Cell::new(&*cx.alloc_str("cell")) => |copy| assert_eq!(copy.get(), "cell"));
    let words: &[&str] = copied!(|cx| &*cx.alloc_iter("to be or not".split(' ').map(|word| &*cx.alloc_str(word))) => |copy| {
        assert_eq!(copy, ["to", "be", "or", "not"]);
        &[]
    });
    assert!(words.is_empty());
}

#[test]
fn kp12_containers_and_their_handles_are_of_the_new_scope() {
    scope!(outer, name = "outer");
    let (handle, list, text, boxed, slice, name) = {
        scope!(cx, name = "inner");
        let list = vec_in![cx; MemString::from_str_in("to", cx), MemString::from_str_in("be", cx)];
        let boxed = cx.boxed(cx.boxed(5_u32));
        let slice: MemBox<'_, [u16]> = vec_in![cx; 1, 2, 3].into_boxed_slice();
        let name: MemBox<'_, str> = MemString::from_str_in("name", cx).into_boxed_str();
        (cx, list, MemString::from_str_in("text", cx), boxed, slice, name).copy_in(outer)
    };
    assert_eq!(handle.name(), "outer");
    assert_eq!((list.cx().name(), list[1].cx().name()), ("outer", "outer"));
    assert_eq!((list[0].as_str(), list[1].as_str(), text.as_str(), **boxed), ("to", "be", "text", 5));
    assert_eq!((&slice[..], &*name), (&[1, 2, 3][..], "name"));
}

#[cfg(feature = "hashbrown")]
#[test]
fn kp12_maps_and_sets() {
    use memscope::MemSet;
    use std::hash::RandomState;

    scope!(outer, name = "outer");
    let (map, set) = {
        scope!(cx);
        let (mut map, mut set) = (cx.map(), MemSet::with_hasher_in(RandomState::new(), cx));
        for i in 0..1000_u32 {
            map.insert(&*cx.alloc_fmt(format_args!("{i}")), vec_in![cx; i]);
            set.insert(i);
        }
        (map, set).copy_in(outer)
    };
    assert_eq!((map.len(), set.len(), map.allocator().name()), (1000, 1000, "outer"));
    assert!((0..1000).all(|i| map[&*i.to_string()] == [i] && set.contains(&i)));
    scope!(small, limit = 4096);
    assert_eq!((map.try_copy_in(small).unwrap_err().cause(), set.try_copy_in(small).is_err()), (Cause::Limit, true));
}

#[test]
fn kp12_std_owners_own_their_own_and_counted_ones_are_counted() {
    let (rc, arc) = (Rc::new(RefCell::new(1)), Arc::new(2));
    scope!(outer);
    let copy = {
        scope!(cx);
        let words = vec![&*cx.alloc_str("to"), cx.alloc_str("be")];
        let boxes: Box<[Box<&str>]> = words.iter().map(|word| Box::new(*word)).collect();
        (String::from("owned"), words, boxes, Box::<str>::from("text"), rc.clone(), arc.clone()).copy_in(outer)
    };
    *rc.borrow_mut() += 1;
    assert_eq!((Rc::strong_count(&rc), Arc::strong_count(&arc)), (2, 2));
    assert_eq!(
        (copy.0.as_str(), copy.1, &*copy.3, *copy.4.borrow(), *copy.5),
        ("owned", vec!["to", "be"], "text", 2, 2)
    );
    assert_eq!(copy.2.iter().map(|word| **word).collect::<Vec<_>>(), ["to", "be"]);
}

#[test]
fn kp12_std_collections_refer_to_the_new_scope() {
    #[derive(CopyIn)]
    struct Index<'mcx> {
        queue: VecDeque<&'mcx str>,
        heap: BinaryHeap<Reverse<&'mcx str>>,
        set: BTreeSet<&'mcx str>,
        tree: BTreeMap<&'mcx str, MemBox<'mcx, usize>>,
        hashed: HashSet<&'mcx str>,
        map: HashMap<&'mcx str, RefCell<MemVec<'mcx, usize>>>,
    }

    const WORDS: [&str; 4] = ["to", "be", "or", "not"];
    let copy = |cx| {
        scope!(tmp);
        let words = WORDS.map(|word| &*tmp.alloc_str(word));
        let index = Index {
            queue: words.into(),
            heap: words.map(Reverse).into(),
            set: words.into(),
            tree: words.map(|word| (word, tmp.boxed(word.len()))).into(),
            hashed: words.into(),
            map: words.map(|word| (word, RefCell::new(vec_in![tmp; word.len()]))).into(),
        };
        let copy = index.copy_in(cx);
        tmp.alloc_slice_fill_with(64, |_| 0xEE_u8);
        copy
    };
    scope!(outer);
    let Index { queue, heap, set, tree, hashed, map } = copy(outer);
    assert_eq!(queue, WORDS);
    assert_eq!(heap.into_sorted_vec(), ["to", "or", "not", "be"].map(Reverse));
    assert!(set.iter().eq(&["be", "not", "or", "to"]) && tree.keys().eq(&set) && hashed.len() == WORDS.len());
    assert!(WORDS.iter().all(|word| hashed.contains(word) && *tree[word] == word.len()));
    map.values().for_each(|list| list.borrow_mut().push(7));
    assert!(WORDS.iter().all(|word| map[word].borrow()[..] == [word.len(), 7]));
}

#[test]
fn kp12_slices_are_copied_in_one_piece_and_take_their_size() {
    balanced(|| {
        scope!(cx, limit = 4096);
        let bytes = [7_u8; 1000];
        assert_eq!((&bytes[..]).copy_in(cx), bytes);
        let refused = (&[0_u64; 512][..]).try_copy_in(cx).unwrap_err();
        assert_eq!((refused.size(), refused.cause()), (4096, Cause::Limit));
        assert_eq!((&[1_u64; 387][..]).copy_in(cx), [1; 387]);
    });
}

#[derive(CopyIn)]
struct Tree<'mcx> {
    label: &'mcx str,
    children: &'mcx [Tree<'mcx>],
}

fn tree<'mcx>(cx: MemCx<'mcx>, depth: usize) -> Tree<'mcx> {
    let children = if depth == 0 { &[] } else { &*cx.alloc_slice_fill_with(3, |_| tree(cx, depth - 1)) };
    Tree { label: cx.alloc_fmt(format_args!("depth {depth}")), children }
}

fn same(a: &Tree<'_>, b: &Tree<'_>) -> bool {
    a.label == b.label
        && a.children.len() == b.children.len()
        && a.children.iter().zip(b.children).all(|(a, b)| same(a, b))
}

#[test]
fn kp12_a_tree_is_copied_to_an_inner_an_outer_and_an_unrelated_scope() {
    balanced(|| {
        scope!(outer);
        scope!(cx in outer);
        scope!(other);
        let original = tree(cx, 5);
        assert!(same(&original, &original.copy_in(outer)));
        assert!(same(&original, &original.copy_in(cx)));
        assert!(same(&original, &original.copy_in(other)));
        scope!(inner in cx);
        assert!(same(&original, &original.copy_in(inner)));
    });
}

#[test]
fn kp12_a_copy_can_be_sent_and_borrows_nothing() {
    scope!(cx);
    let copy = with_scope(|inner| tree(inner, 3).copy_in(cx));
    let label = thread::scope(|threads| threads.spawn(|| copy.children[0].label.to_owned()).join().unwrap());
    assert_eq!(label, "depth 2");
}

#[test]
fn kp12_a_copy_asks_the_heap_for_chunks_only() {
    scope!(cx);
    let original = tree(cx, 6);
    scope!(outer);
    let (copy, used) = measure(|| original.copy_in(outer));
    assert!(same(&original, &copy));
    assert!(used.chunks > 0 && used.requests == used.chunks, "{used:?}");
}

#[test]
fn kp12_refused_at_every_size_of_budget() {
    scope!(cx);
    let original = tree(cx, 3);
    let mut refused = 0;
    for limit in 0.. {
        let done = balanced(|| {
            scope!(to, limit = limit * 8);
            match original.try_copy_in(to) {
                Ok(copy) => {
                    assert!(same(&original, &copy));
                    true
                }
                Err(error) => {
                    assert_eq!((error.scope(), error.cause()), ("to", Cause::Limit));
                    false
                }
            }
        });
        if done {
            break;
        }
        refused += 1;
    }
    assert!(refused > 100, "{refused}");
    scope!(full, limit = 8);
    assert!(panic_text(|| original.copy_in(full)).starts_with("scope `full` cannot allocate"));
    scope!(none);
    assert!(without_heap(|| original.try_copy_in(none).is_err()));
}

/// Is copied by a call of user code, and drops.
struct Fragile<'l>(Counted<'l>);

impl<'to, 'l: 'to> CopyIn<'to> for Fragile<'l> {
    type Copy = Fragile<'l>;

    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        cx.try_alloc(0_u64)?;
        Ok(Fragile(self.0.clone()))
    }
}

/// Is copied to what its elements have chosen, however many there are.
#[test]
fn kp12_a_lying_copy_of_a_slice_is_as_long_as_it_is() {
    struct Liar(u32);

    impl<'to> CopyIn<'to> for Liar {
        type Copy = u32;

        fn try_copy_in(&self, _: MemCx<'to>) -> Result<u32, AllocError> {
            Ok(self.0)
        }

        fn try_copy_slice_in(values: &[Self], cx: MemCx<'to>) -> Result<MemVec<'to, u32>, AllocError> {
            Ok(MemVec::from_iter_in(0..values.len() as u32 * 37 % 101, cx))
        }
    }

    scope!(cx);
    scope!(to);
    for len in 0..60_u32 {
        let values = || (0..len).map(Liar);
        let truth = len as usize * 37 % 101;
        let list = MemVec::from_iter_in(values(), cx);
        assert!(list.copy_in(to).iter().copied().eq(0..truth as u32));
        assert_eq!((&list[..]).copy_in(to).len(), truth);
        assert_eq!(ThinVec::from_iter_in(values(), cx).copy_in(to).len(), truth);
        assert_eq!(list.into_boxed_slice().copy_in(to).len(), truth);
    }
}

fn fragile<'l>(ledger: &'l Ledger, n: u32) -> impl Iterator<Item = Fragile<'l>> {
    ledger.values(n).map(Fragile)
}

#[derive(CopyIn)]
struct Owners<'l, 'mcx> {
    list: MemVec<'mcx, Fragile<'l>>,
    array: [Fragile<'l>; 3],
    boxed: MemBox<'mcx, (Fragile<'l>, Fragile<'l>)>,
    slice: MemBox<'mcx, [Fragile<'l>]>,
    heap: (Vec<Fragile<'l>>, Box<Fragile<'l>>),
    last: Result<Option<Fragile<'l>>, ()>,
}

fn owners<'l, 'mcx>(ledger: &'l Ledger, cx: MemCx<'mcx>) -> Owners<'l, 'mcx> {
    let mut values = fragile(ledger, 12);
    let mut next = || values.next().unwrap();
    Owners {
        list: vec_in![cx; next(), next()],
        array: [next(), next(), next()],
        boxed: cx.boxed((next(), next())),
        slice: vec_in![cx; next(), next()].into_boxed_slice(),
        heap: (vec![next()], Box::new(next())),
        last: Ok(Some(next())),
    }
}

#[test]
fn kp12_a_panic_drops_what_was_made() {
    panic_at_each(|ledger| {
        scope!(outer);
        scope!(cx);
        let original = owners(ledger, cx);
        let copy = original.copy_in(outer);
        assert_eq!(ledger.alive(), 24);
        assert_eq!(copy.list.len() + copy.array.len() + copy.slice.len() + copy.heap.0.len(), 8);
        assert_eq!((copy.boxed.1.0.id, copy.last.unwrap().unwrap().0.id), (6, 11));
    });
}

#[test]
fn kp12_a_refusal_drops_what_was_made() {
    let ledger = Ledger::new(u32::MAX);
    let mut copies = BTreeSet::new();
    for limit in (0..).step_by(8) {
        scope!(cx);
        scope!(to, limit = limit);
        let original = owners(&ledger, cx);
        let done = original.try_copy_in(to).map(|copy| copies.insert(copy.array.len())).is_ok();
        assert_eq!(ledger.alive(), 12);
        if done {
            break;
        }
    }
    ledger.assert_balanced();
    assert_eq!(copies.len(), 1);
}

#[test]
fn kp12_what_owns_drops_its_copy() {
    #[derive(CopyIn)]
    struct Noisy<'mcx> {
        #[copy_in(skip)]
        loud: Option<Loud>,
        text: MemString<'mcx>,
    }
    let log = Log::default();
    {
        scope!(outer);
        let mut copy = {
            scope!(cx);
            let noisy = Noisy { loud: Some(log.loud(1)), text: MemString::from_str_in("text", cx) };
            noisy.copy_in(outer)
        };
        assert_eq!((log.take(), copy.text.as_str(), copy.loud.is_none()), (vec![1], "text", true));
        copy.loud = Some(log.loud(2));
    }
    assert_eq!(log.take(), [2]);
}

#[derive(CopyIn)]
struct Node<'mcx> {
    value: u32,
    name: &'mcx str,
    #[copy_in(tail)]
    next: Option<&'mcx Node<'mcx>>,
}

impl<'mcx> Node<'mcx> {
    fn list(cx: MemCx<'mcx>, len: u32) -> Self {
        let node = |value, next| Node { value, name: cx.alloc_fmt(format_args!("{value}")), next };
        (0..len - 1).fold(node(len - 1, None), |next, value| node(value, Some(cx.alloc(next))))
    }

    fn values(&self) -> Vec<u32> {
        let nodes = std::iter::successors(Some(self), |node| node.next);
        nodes.map(|node| node.name.parse::<u32>().ok().filter(|value| *value == node.value).unwrap()).collect()
    }
}

/// Runs `f` on a stack with room for a few dozen calls.
fn on_a_small_stack(f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(64 << 10).spawn(f).unwrap().join().unwrap();
}

#[test]
fn kp12_a_list_of_100_000_nodes_on_a_small_stack() {
    on_a_small_stack(|| {
        scope!(outer);
        let copy = with_scope(|cx| {
            let list = Node::list(cx, 100_000);
            let (copy, used) = measure(|| list.copy_in(outer));
            assert_eq!(used.requests, used.chunks, "{used:?}");
            assert_eq!(copy.values(), list.values());
            copy
        });
        assert_eq!(copy.values().len(), 100_000);
    });
}

#[test]
fn kp12_a_chain_takes_no_more_than_its_copy() {
    balanced(|| {
        scope!(cx);
        let list = Node::list(cx, 100);
        let names: usize = list.values().iter().map(|value| value.to_string().len()).sum();
        scope!(to, limit = 99 * size_of::<Node<'_>>() + names);
        assert_eq!(list.copy_in(to).values(), list.values());
        assert!(to.try_alloc_layout(std::alloc::Layout::new::<u64>()).is_err());
    });
}

#[test]
fn kp12_chains_of_every_length_refused_at_every_node() {
    for len in 1..6 {
        scope!(cx);
        let list = Node::list(cx, len);
        for limit in 0..200 {
            scope!(to, limit = limit);
            match list.try_copy_in(to) {
                Ok(copy) => assert_eq!(copy.values(), list.values()),
                Err(error) => assert_eq!(error.scope(), "to"),
            }
        }
    }
}

#[test]
fn kp12_a_panic_in_a_chain_leaves_the_scope_as_it_is() {
    /// Calls user code when it is copied.
    struct Value(u32);

    impl<'to> CopyIn<'to> for Value {
        type Copy = Self;

        fn try_copy_in(&self, _: MemCx<'to>) -> Result<Self, AllocError> {
            user_code();
            Ok(Self(self.0))
        }
    }

    #[derive(CopyIn)]
    struct Link<'mcx>(Value, #[copy_in(tail)] Option<&'mcx Link<'mcx>>);

    for n in 0..=5 {
        balanced(|| {
            scope!(cx);
            let chain = (0..4).fold(Link(Value(4), None), |next, i| Link(Value(i), Some(cx.alloc(next))));
            scope!(to);
            let first = to.alloc(7);
            let (panicked, calls) = with_panic_at(n, || assert_eq!(chain.copy_in(to).1.unwrap().0.0, 2));
            assert_eq!((panicked, calls), (n < 5, (n + 1).min(5)));
            assert_eq!((*first, *to.alloc(8)), (7, 8));
        });
    }
}

#[test]
fn kp12_chains_of_every_form() {
    #[derive(CopyIn)]
    struct Mutable<'mcx> {
        value: u32,
        #[copy_in(tail)]
        next: Option<&'mcx mut Mutable<'mcx>>,
    }

    #[derive(CopyIn)]
    enum List<'mcx, T> {
        Empty,
        One(T),
        Cons(T, #[copy_in(tail)] &'mcx List<'mcx, T>),
        Mutable {
            value: T,
            #[copy_in(tail)]
            rest: &'mcx mut Self,
        },
    }

    impl<T: Copy> List<'_, T> {
        fn values(&self) -> Vec<T> {
            let mut values = Vec::new();
            let mut list = self;
            loop {
                let (value, rest) = match list {
                    Self::Empty => return values,
                    Self::One(value) => (value, &Self::Empty),
                    Self::Cons(value, rest) => (value, *rest),
                    Self::Mutable { value, rest } => (value, &**rest),
                };
                values.push(*value);
                list = rest;
            }
        }
    }

    on_a_small_stack(|| {
        scope!(outer);
        let (mutable, list) = with_scope(|cx| {
            let end = Mutable { value: 0, next: None };
            let mutable = (1..50_000).fold(end, |next, value| Mutable { value, next: Some(cx.alloc(next)) });
            let list = (0..50_000).fold(List::One(&*cx.alloc_str("end")), |rest, i| match i % 2 {
                0 => List::Cons(cx.alloc_str("even"), cx.alloc(rest)),
                _ => List::Mutable { value: cx.alloc_str("odd"), rest: cx.alloc(rest) },
            });
            (mutable.copy_in(outer), list.copy_in(outer))
        });
        let values = list.values();
        assert_eq!((values.len(), values[0], values[1], values[50_000]), (50_001, "odd", "even", "end"));
        assert_eq!(List::<u8>::Empty.copy_in(outer).values(), [0; 0]);

        let (mut node, mut sum) = (&mutable, u64::from(mutable.value));
        while let Some(next) = &node.next {
            node = next;
            sum += u64::from(node.value);
        }
        assert_eq!(sum, 50_000 * 49_999 / 2);
    });
}
