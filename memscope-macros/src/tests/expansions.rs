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
            let tmp = unsafe {
                ::memscope::__private::Region::inner(
                    &parent,
                    const {
                        &::memscope::__private::Site::new(
                            "tmp",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                )
            };
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
            let cx = unsafe { ::memscope::__private::Region::on(&budget) };
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
            let budget = ::memscope::__private::Budget::new(
                64,
                const {
                    &::memscope::__private::Site::new(
                        "tmp",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let tmp = unsafe { ::memscope::__private::Region::inner_on(&cx, &budget) };
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
        }
    "#]]
    .assert_eq(&scope("tmp in cx, limit = 64"));
}

#[test]
fn a_source() {
    expect![[r#"
        fn f() {
            let source = &source;
            let supply = ::memscope::__private::Supply::new(
                &source,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let cx = unsafe { ::memscope::__private::Region::on(&supply) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, from = &source"));
}

#[test]
fn a_source_with_a_limit() {
    expect![[r#"
        fn f() {
            let source = Buffer::new(bytes);
            let supply = ::memscope::__private::Supply::limited(
                &source,
                4096,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let cx = unsafe { ::memscope::__private::Region::on(&supply) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, from = Buffer::new(bytes), limit = 4096"));
}

#[test]
fn memory_in_the_frame() {
    expect![[r#"
        fn f() {
            let mut inline = ::memscope::__private::Inline::<{ 4 * 1024 }>::new();
            let cx = unsafe {
                ::memscope::__private::Region::inline(
                    &mut inline,
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                )
            };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, inline = 4 * 1024"));
}

#[test]
fn memory_in_the_frame_with_a_limit() {
    expect![[r#"
        fn f() {
            let mut inline = ::memscope::__private::Inline::<{ N }>::new();
            let budget = ::memscope::__private::Budget::new(
                64,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            let cx = unsafe { ::memscope::__private::Region::inline_on(&mut inline, &budget) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, inline = N, limit = 64"));
}

#[test]
fn recycling() {
    expect![[r#"
        fn f() {
            let recycler = ::memscope::__private::Recycler::new();
            let budget = ::memscope::__private::Budget::new(
                ::core::primitive::usize::MAX,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            unsafe { ::memscope::__private::Region::recycle(&budget, &recycler) };
            let cx = unsafe { ::memscope::__private::Region::on(&budget) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, recycle"));
}

#[test]
fn a_scope_that_is_ambient() {
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
            let ambient = ::memscope::__private::Ambient::new(cx);
            unsafe { ::memscope::__private::Ambient::declare(&ambient) };
        }
    "#]]
    .assert_eq(&scope("cx, ambient"));
}

#[test]
fn recycling_inside_a_parent() {
    expect![[r#"
        fn f() {
            let parent = ::memscope::__private::Lent::new(recycler);
            let recycler = ::memscope::__private::Recycler::new();
            let budget = ::memscope::__private::Budget::new(
                64,
                const {
                    &::memscope::__private::Site::new(
                        "tmp",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            unsafe { ::memscope::__private::Region::recycle(&budget, &recycler) };
            let tmp = unsafe { ::memscope::__private::Region::inner_on(&parent, &budget) };
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
        }
    "#]]
    .assert_eq(&scope("tmp in recycler, recycle, limit = 64"));
}

#[test]
fn all_that_a_scope_without_a_parent_can_have() {
    expect![[r#"
        fn f() {
            let mut inline = ::memscope::__private::Inline::<{ 256 }>::new();
            let source = &source;
            let recycler = ::memscope::__private::Recycler::new();
            let supply = ::memscope::__private::Supply::limited(
                &source,
                64,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            unsafe { ::memscope::__private::Region::recycle(&supply, &recycler) };
            let cx = unsafe { ::memscope::__private::Region::inline_on(&mut inline, &supply) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
        }
    "#]]
    .assert_eq(&scope("cx, recycle, limit = 64, inline = 256, from = &source"));
}

#[test]
fn a_function_with_a_source() {
    expect![[r#"
        async fn f(source: &Pool) -> u8 {
            let source = source;
            let recycler = ::memscope::__private::Recycler::new();
            let supply = ::memscope::__private::Supply::new(
                &source,
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
            unsafe { ::memscope::__private::Region::recycle(&supply, &recycler) };
            let cx = unsafe { ::memscope::__private::Region::on(&supply) };
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            match () {
                () => cx.len(),
            }
        }
    "#]]
    .assert_eq(&scoped("from = source, recycle", "async fn f(source: &Pool) -> u8 { cx.len() }"));
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
    expect![[r#"
        fn f() {
            let hooks = ::memscope::__private::TypedCx::<fn(u8) -> Kept<u8>>::new();
        }
    "#]]
    .assert_eq(&scope("hooks: fn(u8) -> Kept<u8>"));
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
            let tmp = unsafe {
                ::memscope::__private::Region::inner(
                    &cx,
                    const {
                        &::memscope::__private::Site::new(
                            "parse",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                )
            };
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
            let cx = unsafe { ::memscope::__private::Region::on(&budget) };
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
fn a_function_that_builds_an_owner() {
    expect![[r#"
        pub fn parse<'src>(src: &'src str) -> Kept<Ast<'src, 'src>> {
            #![allow(unused)]
            ::memscope::__private::kept::<
                Ast<'src, 'src>,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |cx| {
                    let t: Tokens<'_> = lex(cx, src);
                    build(t)
                },
            )
        }
    "#]].assert_eq(&scoped(
        "",
        "pub fn parse<'src>(src: &'src str) -> Kept<Ast<'src, 'mcx>> { #![allow(unused)] let t: Tokens<'mcx> = lex(cx, src); build(t) }",
    ));
}

#[test]
fn a_function_that_builds_an_owner_or_fails() {
    expect![[r#"
        fn parse(&self, src: &str) -> io::Result<memscope::Kept<Ast<'static>>> {
            ::memscope::__private::kept_result::<
                Ast<'static>,
                _,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "ast",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |arena| {
                    if let ::core::option::Option::Some(::core::result::Result::Err(value)) = ::core::option::Option::None::<
                        io::Result<memscope::Kept<Ast<'static>>>,
                    > {
                        return ::core::result::Result::Err(value);
                    }
                    match () {
                        () => Ok(build(lex(arena, src)?)),
                    }
                },
            )
        }
    "#]].assert_eq(&scoped(
        "<'a> arena, name = \"ast\"",
        "fn parse(&self, src: &str) -> io::Result<memscope::Kept<Ast<'a>>> { Ok(build(lex(arena, src)?)) }",
    ));
}

#[test]
fn a_function_that_builds_an_owner_or_nothing() {
    expect![[r#"
        fn parse(src: &str) -> Option<Kept<Ast<'_, '_>>> {
            ::memscope::__private::kept_option::<
                Ast<'_, '_>,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |cx| { Some(build(lex(cx, src)?)) },
            )
        }
    "#]]
    .assert_eq(&scoped("", "fn parse(src: &str) -> Option<Kept<Ast<'mcx, '_>>> { Some(build(lex(cx, src)?)) }"));
}

#[test]
fn async_functions_that_build_an_owner() {
    expect![[r#"
        async fn load(&self) -> Kept<Ast<'static>> {
            ::memscope::__private::kept_async::<
                Ast<'static>,
            >(
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                    async move |cx| {
                        if let ::core::option::Option::Some(value) = ::core::option::Option::None::<
                            Ast<'_>,
                        > {
                            return value;
                        }
                        match () {
                            () => self.go(cx).await,
                        }
                    },
                )
                .await
        }
    "#]]
    .assert_eq(&scoped("", "async fn load(&self) -> Kept<Ast<'mcx>> { self.go(cx).await }"));
    expect![[r#"
        async fn load(&self) -> Option<Kept<Ast<'static>>> {
            ::memscope::__private::kept_option_async::<
                Ast<'static>,
            >(
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                    async move |cx| {
                        if let ::core::option::Option::Some(value) = ::core::option::Option::None::<
                            ::core::option::Option<Ast<'_>>,
                        > {
                            return value;
                        }
                        match () {
                            () => self.go(cx).await,
                        }
                    },
                )
                .await
        }
    "#]]
    .assert_eq(&scoped("", "async fn load(&self) -> Option<Kept<Ast<'mcx>>> { self.go(cx).await }"));
    expect![[r#"
        async fn load(&self) -> Result<Kept<Ast<'static>>, Error> {
            ::memscope::__private::kept_result_async::<
                Ast<'static>,
                _,
            >(
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                    async move |cx| {
                        if let ::core::option::Option::Some(
                            ::core::result::Result::Err(value),
                        ) = ::core::option::Option::None::<Result<Kept<Ast<'static>>, Error>> {
                            return ::core::result::Result::Err::<Ast<'_>, _>(value);
                        }
                        match () {
                            () => self.go(cx).await,
                        }
                    },
                )
                .await
        }
    "#]]
    .assert_eq(&scoped("", "async fn load(&self) -> Result<Kept<Ast<'mcx>>, Error> { self.go(cx).await }"));
}

#[test]
fn an_owner_whose_error_has_no_name() {
    expect![[r#"
        fn parse() -> Result<Kept<Ast<'static>>, impl Error> {
            ::memscope::__private::kept_result::<
                Ast<'static>,
                _,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |cx| { parsed(cx) },
            )
        }
    "#]]
    .assert_eq(&scoped("", "fn parse() -> Result<Kept<Ast<'mcx>>, impl Error> { parsed(cx) }"));
}

#[test]
fn an_owner_of_a_type_that_binds_lifetimes() {
    expect![[r#"
        fn f() -> Kept<Ast<'static, for<'a> fn(&'a str, &'static str) -> &'a str>> {
            ::memscope::__private::kept::<
                Ast<'static, for<'a> fn(&'a str, &'static str) -> &'a str>,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |cx| { cx.alloc(1) },
            )
        }
    "#]]
    .assert_eq(&scoped("", "fn f() -> Kept<Ast<'mcx, for<'a> fn(&'a str, &'mcx str) -> &'a str>> { cx.alloc(1) }"));
}

#[test]
fn a_function_that_returns_an_owner_from_elsewhere() {
    expect![[r#"
        fn parse(src: &str) -> Kept<Ast<'static>> {
            let tmp = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "tmp",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
            match () {
                () => parsed(tmp.alloc_str(src)),
            }
        }
    "#]]
    .assert_eq(&scoped("tmp", "fn parse(src: &str) -> Kept<Ast<'static>> { parsed(tmp.alloc_str(src)) }"));
}

#[test]
fn a_block_that_builds_an_owner() {
    expect![[r#"
        fn f() {
            ::core::convert::identity::<
                Kept<Ast<'static>>,
            >(
                ::memscope::__private::kept::<
                    Ast<'static>,
                >(
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                    |cx| {
                        let t: Tokens<'_> = lex(cx);
                        build(t)
                    },
                ),
            )
        }
    "#]]
    .assert_eq(&scope("<'a> cx -> Kept<Ast<'a>> => { let t: Tokens<'a> = lex(cx); build(t) }"));
    expect![[r#"
        fn f() {
            {
                #![allow(unused)]
                arena::__private::kept_result::<
                    Ast<'static>,
                    _,
                >(
                    const {
                        &arena::__private::Site::new(
                            "cx",
                            arena::__private::file!(),
                            arena::__private::line!(),
                        )
                    },
                    |cx| {
                        if let ::core::option::Option::Some(
                            ::core::result::Result::Err(value),
                        ) = ::core::option::Option::None::<
                            Result<Kept<Ast<'static>>, Error<'mcx>>,
                        > {
                            return ::core::result::Result::Err(value);
                        }
                        match () {
                            () => build(cx)?,
                        }
                    },
                )
            }
        }
    "#]]
    .assert_eq(&scope("cx, crate = arena -> Result<Kept<Ast<'mcx>>, Error<'mcx>> => { #![allow(unused)] build(cx)? }"));
}

#[test]
fn a_transaction() {
    expect![[r#"
        fn f() {
            ::memscope::__private::transaction::<
                Rows<'cx, 'cx>,
                _,
            >(
                cx,
                const {
                    &::memscope::__private::Site::new(
                        "tx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                |tx, _| {
                    if let ::core::option::Option::Some(::core::result::Result::Err(value)) = ::core::option::Option::None::<
                        Result<Rows<'cx, 'cx>, Error>,
                    > {
                        return ::core::result::Result::Err(value);
                    }
                    match () {
                        () => {
                            let r: Row<'_> = row(tx)?;
                            rows(r)
                        }
                    }
                },
            )
        }
    "#]].assert_eq(&scope("<'tx> tx in cx, try -> Result<Rows<'cx, 'tx>, Error> => { let r: Row<'tx> = row(tx)?; rows(r) }"));
    expect![[r#"
        fn f() {
            ::memscope::__private::transaction_option_limited::<
                &'static [u8],
            >(
                self.cx(),
                64 * 1024,
                const {
                    &::memscope::__private::Site::new(
                        "rows",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                |tx, _| { rows(tx) },
            )
        }
    "#]]
    .assert_eq(&scope(
        "tx in self.cx(), try, limit = 64 * 1024, name = \"rows\" -> Option<&'static [u8]> => { rows(tx) }",
    ));
}

#[test]
fn a_function_that_is_a_transaction() {
    expect![[r#"
        fn load<'mcx>(cx: MemCx<'mcx>, line: &str) -> Result<Row<'mcx>, Error> {
            ::memscope::__private::transaction::<
                Row<'mcx>,
                _,
            >(
                cx,
                const {
                    &::memscope::__private::Site::new(
                        "tx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |tx, _| {
                    if let ::core::option::Option::Some(::core::result::Result::Err(value)) = ::core::option::Option::None::<
                        Result<Row<'mcx>, Error>,
                    > {
                        return ::core::result::Result::Err(value);
                    }
                    match () {
                        () => {
                            let r: Row<'_> = row(tx, line)?;
                            Ok(r)
                        }
                    }
                },
            )
        }
    "#]].assert_eq(&scoped(
        "<'tx> tx in cx, try",
        "fn load<'mcx>(cx: MemCx<'mcx>, line: &str) -> Result<Row<'mcx>, Error> { let r: Row<'tx> = row(tx, line)?; Ok(r) }",
    ));
    expect![[r#"
        fn load(cx: MemCx<'_>) -> Option<Row<'_>> {
            ::memscope::__private::transaction_option_limited::<
                Row<'_>,
            >(
                cx,
                64,
                const {
                    &::memscope::__private::Site::new(
                        "tx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |tx, _| { row(tx) },
            )
        }
    "#]]
    .assert_eq(&scoped("tx in cx, limit = 64, try", "fn load(cx: MemCx<'_>) -> Option<Row<'_>> { row(tx) }"));
}

#[test]
fn a_mistake_in_an_owner() {
    expect![[r#"
        ::core::compile_error! {
            "an owner has memory of its own and no parent; remove `in …`"
        }
        ::core::compile_error! {
            "`'mcx` is the lifetime inside of the owner, so only what stands in `Kept<…>` can name it; use another one here"
        }
        fn parse<'mcx, 'src>(
            cx: MemCx<'src>,
            src: &'src str,
        ) -> Result<Kept<Ast<'src, 'src>>, Error<'mcx>> {
            let _ = move || -> Result<Ast<'src, '_>, Error<'_>> {
                let _ = &cx;
                let tmp = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                let _ = &tmp;
                match () {
                    () => build(tmp, src),
                }
            };
            ::core::option::Option::<Result<Kept<Ast<'src, '_>>, Error<'_>>>::None.unwrap()
        }
    "#]].assert_eq(&scoped(
        "tmp in cx",
        "fn parse<'src>(cx: MemCx<'src>, src: &'src str) -> Result<Kept<Ast<'src, 'mcx>>, Error<'mcx>> { build(tmp, src) }",
    ));
    expect![[r#"
        ::core::compile_error! {
            "unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
        }
        async fn load<'src>(&self, src: &'src str) -> Kept<Ast<'src, 'src>> {
            let _ = async move || -> Ast<'src, '_> {
                let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                let _ = &cx;
                if let ::core::option::Option::Some(value) = ::core::option::Option::None::<
                    Ast<'src, '_>,
                > {
                    return value;
                }
                match () {
                    () => self.go(cx, src).await,
                }
            };
            ::core::option::Option::<Kept<Ast<'src, '_>>>::None.unwrap()
        }
    "#]]
    .assert_eq(&scoped(
        "cx, size = 5",
        "async fn load<'src>(&self, src: &'src str) -> Kept<Ast<'src, 'mcx>> { self.go(cx, src).await }",
    ));
    expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "an owner has no limit; remove `limit`"
                }
                let _ = || -> Option<Ast<'_>> {
                    let _ = &5;
                    let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                    let _ = &cx;
                    match () {
                        () => build(cx),
                    }
                };
                ::core::option::Option::<Option<Kept<Ast<'_>>>>::None.unwrap()
            }
        }
    "#]]
    .assert_eq(&scope("<'a> cx, limit = 5 -> Option<Kept<Ast<'a>>> => { build(cx) }"));
    expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
                }
                let _ = || -> Vec<'_, u8> {
                    let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                    let _ = &cx;
                    match () {
                        () => build(cx),
                    }
                };
                ::core::option::Option::<Vec<'_, u8>>::None.unwrap()
            }
        }
    "#]].assert_eq(&scope("<'a> cx -> Vec<'a, u8> => { build(cx) }"));
}

#[test]
fn a_mistake_in_a_transaction() {
    expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "a transaction needs a scope to commit to; write `tx in cx, try`"
                }
                let _ = || -> Result<Rows<'_>, Error> {
                    let tx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                    let _ = &tx;
                    match () {
                        () => rows(tx),
                    }
                };
                ::core::option::Option::<Result<Rows<'_>, Error>>::None.unwrap()
            }
        }
    "#]]
    .assert_eq(&scope("<'tx> tx, try -> Result<Rows<'tx>, Error> => { rows(tx) }"));
    expect![[r#"
        ::core::compile_error! {
            "a transaction needs a scope to commit to; write `tx in cx, try`"
        }
        fn load(cx: MemCx<'_>) -> Option<Row<'_>> {
            let tx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
            let _ = &tx;
            match () {
                () => row(tx),
            }
        }
    "#]]
    .assert_eq(&scoped("tx, try", "fn load(cx: MemCx<'_>) -> Option<Row<'_>> { row(tx) }"));
}

#[test]
fn a_mistake_in_a_statement() {
    expect![[r#"
        fn f() {
            ::core::compile_error! {
                "unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
            }
            let _ = &cx;
            let tmp = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
            let _ = &tmp;
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
                    "unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
                }
                let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                let _ = &cx;
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
            let _ = &cx;
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
                    let coerced: &mut memscope::__private::Content<'_, '_, [u8]> = (opened).0;
                    (memscope::__private::close)(coerced)
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
                    let coerced: &mut memscope::__private::Content<'_, '_, dyn Display + Send> = (opened)
                        .0;
                    (memscope::__private::close)(coerced)
                }
            }
        }
    "#]]
    .assert_eq(&unsize("cx.boxed(7)", "dyn Display + Send"));
}

#[test]
fn what_a_statement_is_about() {
    expect![[r#"
        fn f() {
            let cx = ::memscope::__private::Lent::new(cx);
            let tmp = unsafe {
                ::memscope::__private::Region::inner(
                    &cx,
                    const {
                        &::memscope::__private::Site::new(
                            "tmp",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                )
            };
            let tmp = unsafe { ::memscope::__private::ScopeEnd::new(&tmp) };
            let tmp = ::memscope::__private::ScopeEnd::cx(&tmp);
            ::memscope::MemCx::set_ident(tmp, format_args!("row {n}"));
        }
    "#]]
    .assert_eq(&scope("tmp in cx, ident = format_args!(\"row {n}\")"));
}

#[test]
fn what_a_block_is_about() {
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
                ::memscope::MemCx::set_ident(cx, n);
                match () {
                    () => cx.alloc(1),
                }
            }
        }
    "#]]
    .assert_eq(&scope("cx, ident = n => { cx.alloc(1) }"));
}

#[test]
fn what_a_function_is_about() {
    expect![[r#"
        fn f(path: &str) -> usize {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            ::memscope::MemCx::set_ident(cx, path);
            match () {
                () => path.len(),
            }
        }
    "#]]
    .assert_eq(&scoped("ident = path", "fn f(path: &str) -> usize { path.len() }"));
}

#[test]
fn what_an_owner_is_about() {
    expect![[r#"
        fn f() {
            ::core::convert::identity::<
                Kept<&'static str>,
            >(
                ::memscope::__private::kept::<
                    &'static str,
                >(
                    const {
                        &::memscope::__private::Site::new(
                            "cx",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                    |cx| {
                        ::memscope::MemCx::set_ident(cx, n);
                        match () {
                            () => cx.alloc_str(n),
                        }
                    },
                ),
            )
        }
    "#]]
    .assert_eq(&scope("cx, ident = n -> Kept<&'mcx str> => { cx.alloc_str(n) }"));
}

#[test]
fn what_a_transaction_is_about() {
    expect![[r#"
        fn f() {
            ::memscope::__private::transaction::<
                &'tx u64,
                _,
            >(
                cx,
                const {
                    &::memscope::__private::Site::new(
                        "tx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                |tx, _| {
                    if let ::core::option::Option::Some(::core::result::Result::Err(value)) = ::core::option::Option::None::<
                        Result<&'tx u64, E>,
                    > {
                        return ::core::result::Result::Err(value);
                    }
                    ::memscope::MemCx::set_ident(tx, n);
                    match () {
                        () => Ok(tx.alloc(n)),
                    }
                },
            )
        }
    "#]].assert_eq(&scope("tx in cx, try, ident = n -> Result<&'tx u64, E> => { Ok(tx.alloc(n)) }"));
}
