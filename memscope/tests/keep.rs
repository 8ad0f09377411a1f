//! `#[keep]` and `keep!`: where a value is made, and how long it lives.

mod common;

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use common::{Log, balanced, panic_text};
use memscope::{
    AllocError, CopyIn, InScope, Keepable, Kept, KeptArc, Loose, MemCx, MemVec, ScopedError, error_in, keep, scope,
    scoped, vec_in,
};

#[derive(Debug, PartialEq, Clone, Copy, CopyIn)]
struct Node<'mcx> {
    n: u32,
    next: Option<&'mcx Node<'mcx>>,
}

/// A value that knows its scope.
#[derive(InScope)]
struct Parser<'mcx> {
    cx: MemCx<'mcx>,
    errors: Cell<u32>,
}

#[scoped(tmp)]
fn chain<'out>(cx: MemCx<'out>, n: u32) -> Option<&'out Node<'out>> {
    let numbers = tmp.alloc_iter(0..n);
    let mut next = None;
    for &mut n in numbers {
        #[keep(with = cx)]
        let node = Node { n, next };
        next = Some(&*node);
    }
    next
}

#[test]
fn kp02_a_value_is_made_in_the_scope_of_what_keeps_it() {
    balanced(|| {
        scope!(cx);
        let newest = chain(cx, 1000).unwrap();
        assert_eq!((newest.n, newest.next.unwrap().n), (999, 998));
    });
}

#[test]
fn kp02_what_points_to_it_stays_valid_as_long_as_its_keeper() {
    scope!(outer);
    let list = scope!(inner in outer => {
        let mut list: MemVec<'_, &u32> = outer.vec();
        for n in 0..100 {
            #[keep(with = list)]
            let kept = 2 * *inner.alloc(n);
            list.push(kept);
        }
        list
    });
    assert!(list.iter().enumerate().all(|(i, n)| **n == 2 * i as u32));
}

#[test]
fn kp02_patterns_and_types() {
    #[scoped]
    fn kept() -> u32 {
        #[keep(with = cx)]
        let wide: u64 = 1;
        #[keep(with = cx)]
        let mut counter = 1_u32;
        *counter += 1;
        #[keep(with = cx)]
        let (a, Node { n, .. }) = (3_u32, Node { n: 4, next: None });
        *n += *a;
        #[keep(with = cx)]
        let Some(opened) = Some(5_u32) else { unreachable!() };
        #[keep(with = cx)]
        let _ = 6;
        #[keep(with = cx)]
        let dynamic: &dyn Fn(u32) -> u32 = &|n| n + 1;
        // A `mut` variable is a reference that may be replaced.
        #[keep(with = cx)]
        let mut node = Node { n: 7, next: None };
        #[keep(with = cx)]
        let other = Node { n: 8, next: None };
        if node.n == 7 {
            node = other;
        }
        *wide as u32 + *counter + *n + *opened + dynamic(1) + node.n
    }
    assert_eq!(kept(), 1 + 2 + 7 + 5 + 2 + 8);
}

#[test]
fn kp02_the_value_may_borrow_what_its_keeper_is() {
    #[scoped]
    fn kept() -> usize {
        let mut list = cx.vec::<u32>();
        #[keep(with = list)]
        let last = {
            list.push(1);
            list.len()
        };
        list.push(2);
        *last + list.len()
    }
    assert_eq!(kept(), 3);
}

#[test]
fn kp02_leaving_early_makes_nothing() {
    #[scoped]
    fn parse(text: &str) -> Result<u32, std::num::ParseIntError> {
        for word in text.split(' ') {
            #[keep(with = cx)]
            let n = match word {
                "" => continue,
                "." => break,
                "?" => return Ok(0),
                word => word.parse::<u32>()?,
            };
            if *n > 9 {
                return Ok(*n);
            }
        }
        Ok(1)
    }
    assert_eq!(parse("1 2  10"), Ok(10));
    assert_eq!(parse("1 . 10"), Ok(1));
    assert_eq!(parse("1 ? 10"), Ok(0));
    assert!(parse("1 x").is_err());
}

#[test]
fn kp03_what_can_keep() {
    scope!(cx);
    let handle: &mut u32 = keep!(1, with = cx);
    let list = cx.vec::<u8>();
    let by_list: &mut u32 = keep!(2, with = list);
    let text = cx.string();
    let by_text: &mut u32 = keep!(3, with = &text);
    let parser = Parser { cx, errors: Cell::new(0) };
    let by_struct: &mut u32 = keep!(4, with = parser);
    let parser = &parser;
    let by_reference: &mut u32 = keep!(parser.errors.replace(9) + 5, with = parser);
    let by_method: &mut u32 = keep!(6, with = parser.cx());
    let owner: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(0));
    let by_owner: &mut u32 = keep!(7, with = owner);
    let all = [handle, by_list, by_text, by_struct, by_reference, by_method, by_owner];
    assert!(all.iter().zip(1..).all(|(n, i)| **n == i));
}

/// The handle is found by its lifetime.
#[scoped(tmp in cx)]
fn longest<'a, 'b>(cx: MemCx<'a>, other: MemCx<'b>, text: &str) -> Result<&'b Node<'b>, AllocError>
where
    'a: 'b,
{
    let lengths = tmp.alloc_iter(text.split(' ').map(str::len));
    other.reserve(1)?;
    #[keep(with = return)]
    let next = Node { n: 0, next: None };
    // The name is free for other uses.
    let other = lengths.iter().max();
    Ok(keep!(Node { n: *other.unwrap_or(&0) as u32, next: Some(next) }, with = return))
}

/// Also one that is only lent.
#[scoped(tmp in *cx)]
fn doubled<'a>(cx: &MemCx<'a>, n: &u32) -> &'a u32 {
    #[keep(with = return)]
    let doubled = 2 * *tmp.alloc(*n);
    doubled
}

trait Reserve {
    fn reserve(self, bytes: usize) -> Result<(), AllocError>;
}

impl Reserve for MemCx<'_> {
    fn reserve(self, bytes: usize) -> Result<(), AllocError> {
        self.try_alloc_slice_default::<u8>(bytes).map(drop)
    }
}

#[test]
fn kp04_with_return_is_the_scope_of_the_result() {
    scope!(a);
    scope!(b in a);
    let longest = longest(a, b, "to be or not").unwrap();
    assert_eq!((longest.n, longest.next.map(|next| next.n)), (3, Some(0)));
    assert_eq!(doubled(&b, &3), &6);
}

#[scoped(tmp)]
fn parameters<'mcx>(
    cx: MemCx<'mcx>,
    #[keep(with = return)] mut first: Node<'mcx>,
    #[keep(with = cx, copy)] second: &Node<'_>,
    #[keep(with = tmp)] third: u32,
) -> (&'mcx Node<'mcx>, &'mcx Node<'mcx>) {
    first.n += *third;
    (first, second)
}

#[test]
fn kp04_a_parameter_is_kept() {
    scope!(cx);
    let (first, second) = {
        scope!(tmp in cx);
        let second = tmp.alloc(Node { n: 3, next: None });
        parameters(cx, Node { n: 1, next: None }, second, 1)
    };
    assert_eq!((first.n, second.n), (2, 3));
}

/// What stands after `copy` is borrowed, and what is bound is the copy.
#[scoped(tmp in cx)]
fn outward<'mcx>(cx: MemCx<'mcx>, keeper: &MemVec<'mcx, u32>) -> Result<Node<'mcx>, ScopedError<'mcx>> {
    let nodes = tmp.alloc(Node { n: 1, next: Some(tmp.alloc(Node { n: 2, next: None })) });
    #[keep(with = keeper, copy)]
    let Node { n, next } = *nodes;
    if keeper.is_empty() {
        #[keep(with = cx, copy)]
        let error = error_in!(tmp, "{n} has no keeper").context_in(tmp, format_args!("next: {}", next.is_some()));
        return Err(error);
    }
    nodes.n = 3;
    Ok(Node { n, next })
}

#[test]
fn kp12_copies_and_errors_are_moved_outward() {
    scope!(cx);
    let copy = outward(cx, &vec_in![cx; 1]).unwrap();
    let error = outward(cx, &cx.vec()).unwrap_err();
    scope!(other in cx);
    other.alloc_slice_fill_with(100, |_| u64::MAX);
    assert_eq!((copy.n, copy.next.map(|next| next.n)), (1, Some(2)));
    assert_eq!(format!("{error:#}"), "next: true: 1 has no keeper");
}

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn made<'mcx>(cx: MemCx<'mcx>, n: u32) -> &'mcx mut Node<'mcx> {
    if n == 0 {
        return Node { n: 100, next: None };
    }
    let next = made(cx, n - 1);
    Node { n, next: Some(next) }
}

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn parsed<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx u32, std::num::ParseIntError> {
    if text.is_empty() {
        return Ok(0);
    }
    Ok(text.parse::<u32>()? + 1)
}

struct Names<'mcx> {
    cx: MemCx<'mcx>,
    made: u32,
}

impl<'mcx> Names<'mcx> {
    #[scoped(_tmp)]
    #[keep(with = self.cx, adopt)]
    fn next(&mut self) -> Option<&'mcx mut String> {
        self.made = self.made.checked_sub(1)?;
        Some(self.made.to_string())
    }
}

#[scoped(_tmp)]
#[keep(with = return)]
async fn awaited<'mcx>(cx: MemCx<'mcx>, n: impl Future<Output = u32>) -> &'mcx Node<'mcx> {
    let n = n.await;
    Node { n, next: Some(cx.alloc(Node { n, next: None })) }
}

#[test]
fn kp04_the_result_of_a_function_is_kept() {
    scope!(cx);
    let node = made(cx, 2);
    node.n += 1;
    assert_eq!((node.n, node.next.unwrap().next.unwrap().n), (3, 100));
    assert_eq!((parsed(cx, "7"), parsed(cx, "")), (Ok(&8), Ok(&0)));
    assert!(parsed(cx, "x").is_err());
    let mut names = Names { cx, made: 1 };
    assert_eq!((names.next().map(|name| name.len()), names.next()), (Some(1), None));
    let future = pin!(awaited(cx, async { 5 }));
    let Poll::Ready(node) = future.poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
    assert_eq!(node.next, Some(&Node { n: 5, next: None }));
}

#[derive(Keepable)]
struct Tree<'mcx> {
    root: &'mcx Node<'mcx>,
}

#[scoped]
fn tree(#[keep(with = return)] n: u32) -> Kept<Tree<'mcx>> {
    #[keep(with = return)]
    let leaf = Node { n: *n, next: None };
    Tree { root: keep!(Node { n: 1, next: Some(leaf) }, with = return) }
}

/// The owner has the parameter itself.
#[scoped]
fn odd(#[keep(with = return)] node: Node<'static>) -> Result<Kept<Tree<'mcx>>, String> {
    if node.n % 2 == 0 { Err(format!("{} is even", node.n)) } else { Ok(Tree { root: node }) }
}

#[test]
fn kp04_with_return_is_the_region_of_a_returned_owner() {
    balanced(|| {
        let odd_of = |n| odd(Node { n, next: None }).map(|tree| tree.with(|tree| tree.root.n));
        assert_eq!((odd_of(7), odd_of(8)), (Ok(7), Err("8 is even".to_owned())));
    });
    let tree = tree(7);
    tree.with(|tree| assert_eq!(tree.root.next, Some(&Node { n: 7, next: None })));

    scope!(cx);
    let nested: Kept<&'static u32> = scope!(<'m> own -> Kept<&'m u32> => {
        #[keep(with = return)]
        let n = 5;
        #[keep(with = cx)]
        let m = 6;
        *n += *m;
        n
    });
    nested.with(|n| assert_eq!(**n, 11));
}

#[test]
fn kp06_nested_scopes_are_kept_by_the_outermost() {
    balanced(|| {
        scope!(outer);
        let kept: &mut u32 = {
            scope!(middle in outer);
            scope!(inner in middle);
            keep!(7, with = (outer, middle, inner))
        };
        assert_eq!(*kept, 7);
    });
}

#[test]
fn kp06_unrelated_owners_count() {
    let log = Log::default();
    let one: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(1));
    let other: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(2));
    let loud = log.loud(1);
    #[scoped]
    fn shared<'k>(
        one: &'k Kept<&'static mut u32>,
        other: &'k Kept<&'static mut u32>,
        loud: common::Loud,
    ) -> KeptArc<&'static common::Loud> {
        let _ = cx;
        #[keep(with = (*one, *other), counted)]
        let shared: common::Loud = loud;
        shared
    }
    let shared = shared(&one, &other, loud);
    assert_eq!(KeptArc::strong_count(&shared), 3);
    drop(one);
    assert_eq!(KeptArc::strong_count(&shared), 2);
    drop(shared);
    assert!(log.take().is_empty());
    drop(other);
    assert_eq!(log.take(), [1]);
}

#[test]
fn kp08_the_memory_of_one_and_the_life_of_another() {
    #[scoped(tmp, limit = 64)]
    fn used(storage: MemCx<'_>) -> u64 {
        #[keep(with = tmp, using = storage)]
        let kept = [7_u64; 512];
        kept.iter().sum()
    }
    scope!(cx);
    assert_eq!(used(cx), 7 * 512);
}

#[test]
fn kp09_the_user_frees_what_nobody_keeps() {
    let log = Log::default();
    #[scoped]
    fn loose(value: common::Loud) -> Loose<common::Loud> {
        let _ = cx;
        #[keep]
        let value = value;
        value
    }
    let value = loose(log.loud(1));
    assert_eq!(value.id, 1);
    assert!(Loose::place(&value).0.ends_with("keep.rs"));
    let value = Loose::release(value);
    assert!(log.take().is_empty());
    drop(value);
    assert_eq!(log.take(), [1]);
    let kept: &'static mut u32 = Loose::leak(keep!(5));
    *kept += 1;
    // SAFETY: `leak` made the reference of a box, and nobody else has it.
    drop(unsafe { Box::from_raw(kept) });
}

#[test]
fn kp10_a_keep_in_one_branch_acts_there_only() {
    #[scoped(tmp in cx)]
    fn chosen<'mcx>(cx: MemCx<'mcx>, keeps: bool) -> Option<&'mcx [u64; 512]> {
        if keeps {
            #[keep(with = cx)]
            let kept = [1_u64; 512];
            Some(kept)
        } else {
            let gone = tmp.alloc([1_u64; 512]);
            assert_eq!(gone[0], 1);
            None
        }
    }
    scope!(cx, limit = 16 * 1024);
    for _ in 0..100 {
        assert!(chosen(cx, false).is_none());
    }
    assert_eq!(chosen(cx, true).map(|kept| kept[511]), Some(1));
    let full = panic_text(|| (0..100).filter_map(|_| chosen(cx, true)).count());
    assert!(full.contains("`cx`"), "{full}");
}

#[test]
fn kp01_what_is_adopted_is_dropped_with_its_keeper() {
    let log = Log::default();
    {
        scope!(outer);
        scope!(inner in outer => {
            #[keep(with = outer, adopt)]
            let one: common::Loud = log.loud(1);
            let _two = keep!(log.loud(2), with = inner, adopt);
            assert_eq!(one.id, 1);
        });
        assert_eq!(log.take(), [2]);
    }
    assert_eq!(log.take(), [1]);
}

#[test]
fn kp07_a_keeper_may_be_shadowed_by_what_it_keeps() {
    #[scoped]
    fn shadowed() -> usize {
        let v = cx.vec::<u32>();
        #[keep(with = v)]
        let v = v.len();
        #[keep(with = cx)]
        let cx = *v + 1;
        *cx
    }
    assert_eq!(shadowed(), 1);
}
