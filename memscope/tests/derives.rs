//! The derives on types of every form. What they refuse is in `ui-tests`.
#![deny(warnings)]

use std::cell::Cell;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use memscope::{
    At, CopyIn, Covariant, InScope, Keepable, Kept, MemBox, MemCx, MemString, MemVec, keep_with, scope, scoped, vec_in,
    with_scope,
};

/// The type at a lifetime, written out: compiles if the two are one type.
fn at<'m, F: Keepable<'m>>(root: F::At) -> At<'m, F> {
    root
}

/// Shortens by the derive's proof.
fn shortened<'r, 'short, 'long: 'short, F: Covariant + 'long>(
    root: &'r At<'long, F>,
    _end: &'short (),
) -> &'r At<'short, F> {
    F::shorten(root)
}

/// The sooner of two, which takes one type.
fn sooner<T>(a: T, _b: T) -> T {
    a
}

mod keepable {
    use super::*;

    #[derive(Keepable, Covariant, Debug)]
    struct One<'a>(&'a str);

    #[derive(Keepable, Covariant)]
    struct Several<'src, 'mcx, 'm, T: Debug + 'm, const N: usize>
    where
        'src: 'mcx,
        T: 'mcx,
    {
        text: &'src str,
        parts: &'mcx [&'src str; N],
        other: &'m T,
        value: &'mcx T,
    }

    #[derive(Keepable, Covariant)]
    #[memscope('node)]
    enum Chosen<'node, 'text> {
        Leaf(&'text str),
        Pair { left: &'node Chosen<'node, 'text>, right: &'node Self },
    }

    #[derive(Keepable, Covariant)]
    struct Unit;

    #[derive(Keepable, Covariant)]
    struct Plain<T = u8>(T);

    #[derive(Keepable)]
    struct Invariant<'mcx> {
        list: MemVec<'mcx, &'mcx str>,
    }

    /// Bounds that speak of the scope's lifetime are asked of every lifetime.
    #[derive(Keepable, Covariant)]
    struct Bounded<'mcx, T: PartialEq<&'mcx str> + 'mcx>
    where
        Option<&'mcx T>: Debug,
    {
        value: T,
        text: &'mcx str,
    }

    /// Of what the trait object borrows nothing is left in its type but that it outlives the scope.
    #[derive(Keepable)]
    struct Lazy<'src: 'mcx, 'mcx> {
        length: &'mcx (dyn Fn() -> usize + 'mcx),
        of: &'src str,
    }

    #[scoped]
    fn lazy<'src>(of: &'src str) -> Kept<Lazy<'src, 'mcx>> {
        Lazy { length: cx.alloc(move || of.len()), of }
    }

    #[test]
    fn kp05_a_root_that_hides_what_it_borrows() {
        let (text, other) = (String::from("text"), String::from("other text"));
        let kept = Kept::<Lazy<'_, '_>>::new(|cx| Lazy { length: cx.alloc(|| text.len()), of: &text });
        assert_eq!(kept.with(|root| ((root.length)(), root.of)), (4, "text"));
        let mut kept = kept.map::<Lazy<'_, '_>>(|root, cx| {
            let length = root.length;
            Lazy { length: cx.alloc(move || length() + 1), of: root.of }
        });
        assert_eq!(kept.with(|root| (root.length)()), 5);
        kept.with_mut(|root, cx| root.length = cx.alloc(|| other.len()));
        assert_eq!(kept.with(|root| (root.length)()), 10);
        assert_eq!(kept.consume(|root, _| (root.length)()), 10);
        assert_eq!(lazy(&text).with(|root| (root.length)()), 4);
    }

    #[test]
    fn kp05_the_type_at_another_lifetime() {
        let text = String::from("text");
        let one: One<'_> = at::<One<'static>>(One(&text));
        assert_eq!(one.0, "text");
        let unit: Unit = at::<Unit>(Unit);
        let plain: Plain<u16> = at::<Plain<u16>>(Plain(7));
        assert_eq!((size_of_val(&unit), plain.0, Plain(1_u8).0), (0, 7, 1));
    }

    #[test]
    fn kp05_roots_with_other_lifetimes_and_parameters() {
        let (text, other) = (String::from("a b"), 5);
        let kept: Kept<Several<'_, '_, '_, i32, 2>> = Kept::new(|cx| {
            let mut words = text.split(' ');
            let parts = cx.alloc([words.next().unwrap(), words.next().unwrap()]);
            Several { text: &text, parts, other: &other, value: cx.alloc(7) }
        });
        let root = kept.get();
        assert_eq!((root.text, root.parts, *root.other, *root.value), ("a b", &["a", "b"], 5, 7));

        let kept: Kept<Chosen<'_, '_>> = Kept::new(|cx| {
            let left = cx.alloc(Chosen::Leaf(&text));
            Chosen::Pair { left, right: cx.alloc(Chosen::Leaf("static")) }
        });
        match kept.get() {
            Chosen::Pair { left: Chosen::Leaf(left), right: Chosen::Leaf(right) } => {
                assert_eq!((*left, *right), ("a b", "static"));
            }
            _ => unreachable!(),
        }

        let kept: Kept<Invariant<'static>> = Kept::new(|cx| Invariant { list: vec_in![cx; &*cx.alloc_str("in")] });
        assert_eq!(kept.with(|root| root.list.join(" ")), "in");

        let kept: Kept<Bounded<'static, String>> = Kept::new(|cx| {
            let text = cx.alloc_str("same");
            Bounded { value: String::from("same"), text }
        });
        assert!(kept.get().value == kept.get().text);
    }

    #[test]
    fn kp05_shortening_proves_that_one_does_for_the_other() {
        let long = One("long");
        let text = String::from("short");
        let end = ();
        let short = One(&text);
        assert_eq!(sooner(shortened::<One<'static>>(&long, &end), &short).0, "long");
        let Unit = shortened::<Unit>(&Unit, &end);
    }
}

mod in_scope {
    use super::*;

    #[derive(InScope)]
    struct Handle<'src, 'mcx> {
        text: &'src str,
        list: MemVec<'mcx, u8>,
        cx: MemCx<'mcx>,
    }

    #[derive(InScope)]
    struct Container<'a>(u8, memscope::MemString<'a>);

    #[derive(InScope)]
    struct Marked<'tmp, 'mcx, T> {
        #[memscope(scope)]
        of: &'tmp T,
        cx: MemCx<'tmp>,
        outer: MemCx<'mcx>,
    }

    #[derive(InScope)]
    struct Inner<'mcx, T> {
        #[memscope(scope)]
        inner: T,
        text: &'mcx str,
    }

    #[derive(InScope)]
    enum Either<'mcx> {
        Text(MemString<'mcx>),
        List { n: usize, list: MemVec<'mcx, u8> },
        Neither(MemCx<'mcx>),
    }

    #[test]
    fn kp03_a_users_type_names_its_scope() {
        scope!(cx, name = "outer");
        let text = String::from("text");
        let handle = Handle { text: &text, list: vec_in![cx; 1], cx };
        assert_eq!((InScope::cx(&handle).name(), handle.cx.name(), handle.list.len()), ("outer", "outer", 1));
        let kept: &mut u8 = keep_with(&handle, handle.list[0]);
        assert_eq!((*kept, handle.text), (1, "text"));

        let container = Container(1, MemString::from_str_in("text", cx));
        assert_eq!((container.cx().name(), container.0, container.1.len()), ("outer", 1, 4));
        let inner = Inner { inner: &container, text: "text" };
        assert_eq!((inner.cx().name(), inner.text), ("outer", "text"));
        scope!(tmp in cx, name = "inner");
        let marked = Marked { of: &container, cx: tmp, outer: cx };
        assert_eq!((InScope::cx(&marked).name(), marked.cx.name(), marked.outer.name()), ("outer", "inner", "outer"));
    }

    #[test]
    fn kp03_every_variant_names_its_scope() {
        scope!(cx, name = "outer");
        let list = Either::List { n: 1, list: cx.vec() };
        for either in [Either::Text(cx.string()), list, Either::Neither(cx)] {
            assert_eq!(either.cx().name(), "outer");
            if let Either::List { n, list } = either {
                assert_eq!((n, list.len()), (1, 0));
            }
        }
    }
}

mod copy_in {
    use super::*;

    #[derive(CopyIn, Clone, Copy, PartialEq, Debug)]
    #[copy_in(share)]
    struct Point<T> {
        x: T,
        y: T,
    }

    #[derive(CopyIn, PartialEq, Debug)]
    struct Unit;

    #[derive(CopyIn, PartialEq, Debug)]
    struct Tuple<'a, T, const N: usize>(&'a T, [T; N], PhantomData<fn() -> T>)
    where
        T: Debug;

    #[derive(CopyIn, PartialEq, Debug)]
    enum Expr<'src, 'mcx> {
        Name(#[copy_in(share)] &'src str),
        Number(f64),
        Nothing,
        Call { callee: &'mcx Expr<'src, 'mcx>, args: &'mcx [Self] },
    }

    /// What shares or is of the type itself makes no copies of a parameter.
    #[derive(CopyIn)]
    struct Shared<'to, 'mcx, T, U: Default, V: Clone> {
        #[copy_in(share)]
        shared: Option<&'to T>,
        #[copy_in(skip)]
        skipped: U,
        #[copy_in(clone)]
        cloned: V,
        #[copy_in(share)]
        function: fn(&'static str) -> &'static str,
        others: &'mcx [Shared<'to, 'mcx, T, U, V>],
    }

    #[derive(CopyIn)]
    #[memscope('nodes)]
    struct Bounded<'text: 'nodes, 'nodes, T: Debug + 'nodes, I>
    where
        T: PartialEq<T>,
        I: Iterator<Item = u8>,
        &'nodes T: Debug,
    {
        #[copy_in(share)]
        text: &'text str,
        value: &'nodes mut T,
        #[copy_in(clone)]
        iter: I,
    }

    #[derive(CopyIn)]
    struct Comparable<'mcx, T: PartialEq<&'mcx str>, U: for<'a> Fn(&'a &'mcx str) -> bool, V: PartialOrd<&'mcx str>> {
        #[copy_in(share)]
        shared: T,
        #[copy_in(clone)]
        cloned: U,
        copied: V,
        text: &'mcx str,
    }

    #[derive(CopyIn)]
    struct Mutual<'mcx, T> {
        other: Option<MemBox<'mcx, Twin<'mcx, T>>>,
        value: T,
    }

    #[derive(CopyIn)]
    struct Twin<'mcx, T> {
        others: MemVec<'mcx, Mutual<'mcx, T>>,
    }

    /// What is counted has one type in all scopes.
    #[derive(CopyIn)]
    struct Counted<'src, 'mcx, T> {
        owner: Rc<T>,
        text: Arc<(&'src str, u8)>,
        tags: &'mcx [u8],
    }

    #[derive(CopyIn)]
    enum Never {}

    #[test]
    fn kp12_structs_of_every_form() {
        let source = String::from("f(1)");
        scope!(outer);
        let (unit, tuple, shared, mutual) = {
            scope!(cx);
            let tuple = Tuple(cx.alloc("text"), ["to", "be"], PhantomData);
            let end = Shared { shared: None, skipped: 1, cloned: 'e', function: str::trim, others: &[] };
            let others = std::slice::from_ref(cx.alloc(end));
            let shared = Shared { shared: Some(&source), skipped: 7, cloned: 's', function: str::trim, others };
            let twin = Twin { others: vec_in![cx; Mutual { other: None, value: &*cx.alloc_str("twin") }] };
            let mutual = Mutual { other: Some(cx.boxed(twin)), value: cx.alloc_str("value") };
            (Unit.copy_in(outer), tuple.copy_in(outer), shared.copy_in(outer), mutual.copy_in(outer))
        };
        assert_eq!((unit, tuple), (Unit, Tuple(&"text", ["to", "be"], PhantomData)));
        assert_eq!((shared.shared, shared.skipped, shared.cloned), (Some(&source), 0, 's'));
        assert_eq!(((shared.function)(" a "), shared.others[0].cloned), ("a", 'e'));
        assert_eq!((mutual.value, mutual.other.unwrap().others[0].value), ("value", "twin"));
        assert!(None::<Never>.copy_in(outer).is_none());
    }

    #[test]
    fn kp12_what_is_counted_is_shared() {
        let source = String::from("text");
        scope!(outer);
        let (owner, text) = (Rc::new(Cell::new(7)), Arc::new((&*source, 1)));
        let copy = with_scope(|cx| {
            let tags = cx.alloc_slice_copy(&[1, 2]);
            Counted { owner: Rc::clone(&owner), text, tags }.copy_in(outer)
        });
        owner.set(8);
        assert_eq!((copy.owner.get(), copy.text.0, copy.tags), (8, "text", &[1, 2][..]));
        assert_eq!((Rc::strong_count(&copy.owner), Arc::strong_count(&copy.text)), (2, 1));
    }

    #[test]
    fn kp12_enums_and_what_is_shared() {
        let source = String::from("f g");
        scope!(outer);
        let call = {
            scope!(cx);
            let args = cx.alloc_slice_fill_with(3, |i| match i {
                0 => Expr::Number(1.5),
                1 => Expr::Nothing,
                _ => Expr::Call { callee: cx.alloc(Expr::Name(&source[2..])), args: &[] },
            });
            Expr::Call { callee: cx.alloc(Expr::Name(&source[..1])), args }.copy_in(outer)
        };
        let g = Expr::Call { callee: &Expr::Name("g"), args: &[] };
        assert_eq!(call, Expr::Call { callee: &Expr::Name("f"), args: &[Expr::Number(1.5), Expr::Nothing, g] });
        let Expr::Call { callee: Expr::Name(f), .. } = call else { unreachable!() };
        assert_eq!(f.as_ptr(), source.as_ptr());

        let points = with_points(|points| points.copy_in(outer));
        assert_eq!(points, [Point { x: 1.0, y: 2.0 }; 3]);
    }

    fn with_points<R>(f: impl FnOnce(&&[Point<f32>]) -> R) -> R {
        f(&&[Point { x: 1.0, y: 2.0 }; 3][..])
    }

    fn is_empty(text: &&str) -> bool {
        text.is_empty()
    }

    #[test]
    fn kp12_bounds_hold_for_the_copy() {
        let text = String::from("text");
        scope!(outer);
        let mut copy = {
            scope!(cx);
            Bounded { text: &text, value: cx.alloc(&*cx.alloc_str("value")), iter: text.bytes() }.copy_in(outer)
        };
        let comparable = {
            scope!(cx);
            let (copied, text) = (cx.alloc_str("a") as &str, cx.alloc_str("b"));
            Comparable { shared: "shared", cloned: is_empty, copied, text }.copy_in(outer)
        };
        assert!(comparable.copied < comparable.text && comparable.shared != comparable.text);
        assert!(!(comparable.cloned)(&comparable.text));
        *copy.value = "new";
        assert_eq!((copy.text, &*copy.value, copy.iter.next()), ("text", &"new", Some(b't')));
    }
}

/// Bounds that say `Self`: of every lifetime, and of the copy's parameters.
mod bounds_of_self {
    use super::*;
    use memscope::Carried;

    trait Named {
        fn name(&self) -> String;
    }

    #[derive(Keepable, Covariant, Carried, CopyIn)]
    struct Pair<'mcx, T: Debug>(&'mcx str, T)
    where
        Self: Named + Sized;

    impl<T: Debug> Named for Pair<'_, T> {
        fn name(&self) -> String {
            format!("{} {:?}", self.0, self.1)
        }
    }

    #[derive(InScope)]
    struct Handle<'mcx>
    where
        Self: Sized,
        Option<Self>: Sized,
    {
        cx: MemCx<'mcx>,
    }

    #[test]
    fn kp05_bounds_of_the_type_itself() {
        let kept: Kept<Pair<'static, u8>> = Kept::new(|cx| Pair(cx.alloc_str("kept"), 7));
        assert_eq!((kept.get().name(), kept.with(|root| root.name())), ("kept 7".into(), "kept 7".into()));
        scope!(cx, name = "outer");
        let copy = with_scope(|tmp| Pair(tmp.alloc_str("copied"), &*tmp.alloc_str("deep")).copy_in(cx));
        let made = cx.transaction::<Pair<'static, u8>, ()>(|tx, _| Ok(Pair(tx.alloc_str("committed"), 8)));
        assert_eq!([copy.name(), made.unwrap().name()], ["copied \"deep\"", "committed 8"]);
        let handle = Handle { cx };
        assert_eq!((InScope::cx(&handle).name(), handle.cx.name()), ("outer", "outer"));
    }
}

/// memscope under another name, and names that meet those of the expansions.
mod hygiene {
    mod renamed {
        pub(super) use memscope::*;
    }

    use renamed::{CopyIn, Covariant, InScope, Keepable, MemCx};

    #[derive(Keepable, Covariant, CopyIn)]
    #[memscope(crate = renamed, 'to)]
    struct Names<'to, 'm, 'short, 'long, 'r, T> {
        node: &'to T,
        #[copy_in(share)]
        cx: &'m u8,
        #[copy_in(share)]
        rest: (&'short u8, &'long u8, &'r u8),
        #[copy_in(tail)]
        next: Option<&'to Names<'to, 'm, 'short, 'long, 'r, T>>,
    }

    #[derive(InScope, CopyIn)]
    #[memscope(crate = self::renamed)]
    struct Handle<'a> {
        cx: MemCx<'a>,
    }

    #[test]
    fn kp12_names_do_not_meet() {
        let (a, b) = (1, 2);
        renamed::scope!(outer, crate = renamed);
        let copy = renamed::with_scope(|cx| {
            let last = cx.alloc(Names { node: cx.alloc(3), cx: &a, rest: (&b, &b, &b), next: None });
            Names { node: cx.alloc(4), cx: &a, rest: (&a, &b, &b), next: Some(last) }.copy_in(outer)
        });
        let next = copy.next.unwrap();
        assert_eq!((*copy.node, *copy.cx, copy.rest, *next.node, *next.cx), (4, 1, (&1, &2, &2), 3, 1));
        let handle = renamed::with_scope(|cx| Handle { cx }.copy_in(outer));
        assert_eq!((handle.cx.name(), InScope::cx(&handle).name()), ("outer", "outer"));
    }
}
