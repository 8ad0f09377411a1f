//! One snapshot for every form.

use super::{scope, scoped, unsize};
use expect_test::expect;

#[test]
fn a_statement() {
    expect![[r#"
        fn f() {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx"));
}

#[test]
fn a_statement_with_a_parent() {
    expect![[r#"
        fn f() {
            let parent = ::memscope::__private::Lent::new(self.cx());
            let tmp = ::memscope::__private::Region::inner(
                &parent,
                const {
                    &::memscope::__private::Site::new(
                        "tmp",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
        }
    "#]]
    .assert_eq(&scope("<'mcx> tmp in self.cx(),"));
}

#[test]
fn a_limit_and_a_name() {
    expect![[r#"
        fn f() {
            let budget = ::memscope::__private::Budget::new(
                64 * 1024,
                const {
                    &::memscope::__private::Site::new(
                        "row",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let cx = ::memscope::__private::Region::limited(&budget);
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, limit = 64 * 1024, name = \"row\""));
}

#[test]
fn a_limit_inside_a_parent() {
    expect![[r#"
        fn f() {
            let cx = ::memscope::__private::Lent::new(cx);
            let budget = ::memscope::__private::Budget::inner(
                64,
                const {
                    &::memscope::__private::Site::new(
                        "tmp",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                &cx,
            );
            let tmp = ::memscope::__private::Region::inner_limited(&cx, &budget);
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
        }
    "#]]
    .assert_eq(&scope("tmp in cx, limit = 64"));
}

#[test]
fn a_path_to_the_crate() {
    expect![[r#"
        fn f() {
            let cx = my::memory::__private::Region::root(const {
                &my::memory::__private::Site::new(
                    "cx",
                    my::memory::__private::file!(),
                    my::memory::__private::line!(),
                )
            });
            let cx = unsafe { my::memory::__private::ScopeEnd::new(&cx) };
            let cx = my::memory::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, crate = my::memory"));
}

#[test]
fn a_raw_name() {
    expect![[r#"
        fn f() {
            let r#in = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "in",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let r#in = unsafe { ::memscope::__private::ScopeEnd::new(&r#in) };
            let r#in = ::memscope::__private::ScopeEnd::cx(&r#in);
        }
    "#]]
    .assert_eq(&scope("r#in"));
}

#[test]
fn a_typed_statement() {
    expect![[r#"
        fn f() {
            let mut nodes = ::memscope::__private::TypedCx::<Node<'_>>::new();
        }
    "#]]
    .assert_eq(&scope("mut nodes: Node<'_>"));
}

#[test]
fn a_block() {
    expect![[r#"
        fn f() {
            {
                #![allow(unused)]
                let cx = ::memscope::__private::Region::root(const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                });
                let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
                let cx = ::memscope::__private::ScopeEnd::cx(&cx);
                match () {
                    () => cx.alloc(1).len(),
                }
            }
        }
    "#]]
    .assert_eq(&scope("cx => { #![allow(unused)] cx.alloc(1).len() }"));
}

#[test]
fn a_block_that_names_the_lifetime() {
    expect![[r#"
        fn f() {
            {
                let cx = ::memscope::__private::Region::root(const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                });
                let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
                let cx = ::memscope::__private::ScopeEnd::cx(&cx);
                match () {
                    () => {
                        let v: MemVec<'_, &'_ str> = cx.vec();
                        'mcx: loop {
                            if v.is_empty() { break 'mcx } else { continue 'mcx }
                        }
                        fn inner<'mcx>(s: &'mcx str) -> &'mcx str {
                            s
                        }
                        #[scoped(<'mcx>)]
                        fn other() {}
                        scope!(<'mcx > tmp in cx => { let s : &'mcx str = tmp.alloc_str(""); });
                    }
                }
            }
        }
    "#]]
    .assert_eq(&scope(
        "<'mcx> cx => {
            let v: MemVec<'mcx, &'mcx str> = cx.vec();
            'mcx: loop { if v.is_empty() { break 'mcx } else { continue 'mcx } }
            fn inner<'mcx>(s: &'mcx str) -> &'mcx str { s }
            #[scoped(<'mcx>)] fn other() {}
            scope!(<'mcx> tmp in cx => { let s: &'mcx str = tmp.alloc_str(\"\"); });
        }",
    ));
}

#[test]
fn a_typed_block() {
    expect![[r#"
        fn f() {
            {
                let nodes = ::memscope::__private::TypedCx::<Node<'_>>::new();
                match () {
                    () => {
                        nodes.alloc(Node::<'_>::new());
                    }
                }
            }
        }
    "#]]
    .assert_eq(&scope("<'a> nodes: Node<'a> => { nodes.alloc(Node::<'a>::new()); }"));
}

#[test]
fn a_function() {
    expect![[r#"
        /// Doc.
        #[inline]
        pub(crate) fn f<T: Copy>(x: T) -> u8 {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => *cx.alloc(1),
            }
        }
    "#]]
    .assert_eq(&scoped("", "/// Doc.\n#[inline] pub(crate) fn f<T: Copy>(x: T) -> u8 { *cx.alloc(1) }"));
}

#[test]
fn a_function_with_inner_attributes() {
    expect![[r#"
        fn f() {
            #![allow(unused)]
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => {
                    cx.alloc(1);
                }
            }
        }
    "#]]
    .assert_eq(&scoped("", "fn f() { #![allow(unused)] cx.alloc(1); }"));
}

#[test]
fn a_function_with_a_header() {
    expect![[r#"
        fn parse<'mcx>(cx: MemCx<'mcx>, s: &str) -> Ast<'mcx> {
            let cx = ::memscope::__private::Lent::new(cx);
            let tmp = ::memscope::__private::Region::inner(
                &cx,
                const {
                    &::memscope::__private::Site::new(
                        "parse",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
            match () {
                () => {
                    let t: Tokens<'_> = lex(tmp, s);
                    build(cx, t)
                }
            }
        }
    "#]]
    .assert_eq(&scoped(
        "<'tmp> tmp in cx, name = \"parse\"",
        "fn parse<'mcx>(cx: MemCx<'mcx>, s: &str) -> Ast<'mcx> { let t: Tokens<'tmp> = lex(tmp, s); build(cx, t) }",
    ));
}

#[test]
fn a_function_with_options_only() {
    expect![[r#"
        fn f() -> ! {
            let budget = ::memscope::__private::Budget::new(
                4096,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let cx = ::memscope::__private::Region::limited(&budget);
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => loop {}
            }
        }
    "#]]
    .assert_eq(&scoped("limit = 4096", "fn f() -> ! { loop {} }"));
}

#[test]
fn a_function_that_returns_an_opaque_type() {
    expect![[r#"
        fn f() -> impl Fn(&str) -> usize {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            return {
                |s| s.len()
            };
        }
    "#]]
    .assert_eq(&scoped("", "fn f() -> impl Fn(&str) -> usize { |s| s.len() }"));
}

#[test]
fn an_async_method() {
    expect![[r#"
        async fn f(&mut self) -> io::Result<()> {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => self.go(cx.alloc(1)).await,
            }
        }
    "#]]
    .assert_eq(&scoped("", "async fn f(&mut self) -> io::Result<()> { self.go(cx.alloc(1)).await }"));
}

#[test]
fn an_unsafe_extern_function() {
    expect![[r#"
        unsafe extern "C" fn f(p: *const u8) -> u8 {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => *p,
            }
        }
    "#]]
    .assert_eq(&scoped("", "unsafe extern \"C\" fn f(p: *const u8) -> u8 { *p }"));
}

#[test]
fn a_typed_function() {
    expect![[r#"
        fn f() -> usize {
            let nodes = ::memscope::__private::TypedCx::<Node<'_>>::new();
            match () {
                () => nodes.len(),
            }
        }
    "#]]
    .assert_eq(&scoped("<'a> nodes: Node<'a>", "fn f() -> usize { nodes.len() }"));
}

#[test]
fn a_mistake_in_a_statement() {
    expect![[r#"
        fn f() {
            ::core::compile_error! {
                "unknown option `size`; the options are `name`, `limit` and `crate`"
            }
            let _ = &cx;
            let tmp = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
        }
    "#]]
    .assert_eq(&scope("tmp in cx, size = 5"));
}

#[test]
fn a_mistake_in_a_block() {
    expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "unknown option `size`; the options are `name`, `limit` and `crate`"
                }
                let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                match () {
                    () => *cx.alloc(1),
                }
            }
        }
    "#]]
    .assert_eq(&scope("cx, size = 5 => { *cx.alloc(1) }"));
}

#[test]
fn a_mistake_in_a_typed_scope() {
    expect![[r#"
        fn f() {
            ::core::compile_error! {
                "a typed scope is an arena of its own and has no limit; remove `limit`"
            }
            let nodes = ::memscope::__private::TypedCx::<Node<'_>>::new();
        }
    "#]]
    .assert_eq(&scope("nodes: Node<'_>, limit = 5"));
}

#[test]
fn a_mistake_in_a_function() {
    expect![[r#"
        ::core::compile_error! {
            "a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller"
        }
        ::core::compile_error! {
            "`'mcx` ends with the function's body, so its signature cannot name it; take a `MemCx` from the caller, or return an owner"
        }
        fn f<'mcx>() -> MemVec<'mcx, u8> {
            let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
            match () {
                () => cx.vec(),
            }
        }
    "#]].assert_eq(&scoped("<'mcx>", "const fn f() -> MemVec<'mcx, u8> { cx.vec() }"));
}

#[test]
fn a_handle_that_is_a_parameter() {
    expect![[r#"
        ::core::compile_error! {
            "`cx` is the name of the scope's handle and of a parameter; name the handle differently, as in `#[scoped(tmp in cx)]`"
        }
        fn f(cx: MemCx<'_>) -> u8 {
            match () {
                () => *cx.alloc(1),
            }
        }
    "#]].assert_eq(&scoped("", "fn f(cx: MemCx<'_>) -> u8 { *cx.alloc(1) }"));
}

#[test]
fn an_item_that_is_no_function() {
    expect![[r#"
        ::core::compile_error! {
            "`#[scoped]` is for functions, found `struct`; put it on a function with a body"
        }
        pub struct S {
            a: u8,
        }
    "#]]
    .assert_eq(&scoped("", "pub struct S { a: u8 }"));
}

#[test]
fn an_unsized_box() {
    expect![[r#"
        fn f() {
            match memscope::__private::open(cx.boxed([1, 2])) {
                opened => {
                    let coerced: *mut [u8] = (opened).0;
                    unsafe { (opened).1.close(coerced) }
                }
            }
        }
    "#]]
    .assert_eq(&unsize("cx.boxed([1, 2])", "[u8]"));
}

#[test]
fn an_unsized_box_of_several_bounds() {
    expect![[r#"
        fn f() {
            match memscope::__private::open(cx.boxed(7)) {
                opened => {
                    let coerced: *mut (dyn Display + Send) = (opened).0;
                    unsafe { (opened).1.close(coerced) }
                }
            }
        }
    "#]]
    .assert_eq(&unsize("cx.boxed(7)", "dyn Display + Send"));
}
