//! `#[keep]` and `keep!`: every form as a snapshot, every mistake as a message.

use super::mistakes::messages;
use super::{printed, scope, scoped, tokens};
use expect_test::{Expect, expect};
use quote::quote;

/// The body of a function with `#[scoped(tmp)]` and the parameters `cx`, `other` and `list`.
fn body(source: &str) -> String {
    scoped("tmp", &format!("fn f<'a>(cx: MemCx<'a>, other: MemCx<'_>, list: &Words<'_>) -> Words<'a> {{ {source} }}"))
}

/// What stands after the three statements that open the scope.
#[track_caller]
fn expands(source: &str, expected: Expect) {
    let expansion = body(source);
    let statements = expansion.lines().skip_while(|line| !line.contains("ScopeEnd::cx")).skip(1);
    let statements: Vec<_> = statements.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    expected.assert_eq(&statements[..statements.len() - 1].join("\n"));
}

#[track_caller]
fn function_expands(arguments: &str, item: &str, expected: Expect) {
    expected.assert_eq(&scoped(arguments, item));
}

/// The messages for a statement in a body as above.
#[track_caller]
fn mistake(source: &str, message: Expect) {
    function_mistake(&format!("fn f<'a>(cx: MemCx<'a>, list: &Words<'_>) -> Words<'a> {{ {source} }}"), message);
}

#[track_caller]
fn function_mistake(item: &str, message: Expect) {
    message.assert_eq(&messages(crate::function(tokens("tmp"), tokens(item))).join("\n"));
}

/// `keep!(input)` as a statement.
fn keep(input: &str) -> String {
    let expansion = crate::keep::call(tokens(input));
    printed(quote!(fn f() { #expansion; }))
}

#[test]
fn with_a_name() {
    expands(
        "#[keep(with = cx)] let v = Node { next: None };",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&cx,).0).keep(Node { next: None });
                }
            }"#]],
    );
}

#[test]
fn with_an_expression() {
    expands(
        "#[keep(with = self.cx())] let v = e; #[keep(with = a.b[0])] let v = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&self.cx(),).0).keep(e);
                    let v = ::memscope::__private::keeper((&a.b[0],).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = *x)] let v = e; #[keep(with = &x)] let v = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&(*x),).0).keep(e);
                    let v = ::memscope::__private::keeper(&x).keep(e);
                }
            }"#]],
    );
}

#[test]
fn with_several() {
    expands(
        "#[keep(with = (cx, list))] let v = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper(((&cx,).0, (&list,).0)).keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = (cx, return, list))] let v = e;",
        expect![[r#"
            match () {
                () => {
                    let result = cx;
                    let v = ::memscope::__private::keeper(((&cx,).0, &result, (&list,).0))
                        .keep(e);
                }
            }"#]],
    );
}

#[test]
fn with_more_than_a_tuple_of_keepers_has() {
    expands(
        "#[keep(with = (a, b, c, d, e, f))] let v = e;",
        expect![[r#"
        match () {
            () => {
                let v = ::memscope::__private::keeper((
                        (((&a,).0, (&b,).0, (&c,).0), (&d,).0, (&e,).0),
                        (&f,).0,
                    ))
                    .keep(e);
            }
        }"#]],
    );
}

#[test]
fn with_return() {
    expands(
        "#[keep(with = return)] let v = e;",
        expect![[r#"
        match () {
            () => {
                let result = cx;
                let v = ::memscope::__private::keeper(&result).keep(e);
            }
        }"#]],
    );
    expands(
        "keep!(e, with = return, adopt)",
        expect![[r#"
        match () {
            () => {
                let result = cx;
                keep!(e, with = result, adopt)
            }
        }"#]],
    );
    expands(
        "keep!(e, with = (list, return, (return)), using = f(return))",
        expect![[r#"
        match () {
            () => {
                let result = cx;
                keep!(e, with = (list, result, (result)), using = f(return))
            }
        }"#]],
    );
    expands(
        "pipe!(a | keep _ with return | &_ | keep _ with (tmp, return) | _)",
        expect![[r#"
        match () {
            () => {
                let result = cx;
                pipe!(a | keep _ with & result | & _ | keep _ with(tmp, result) | _)
            }
        }"#]],
    );
    function_expands(
        "",
        "fn f<'a>(out: &&MemCx<'a>) -> &'a u8 { #[keep(with = return)] let v = e; v }",
        expect![[r#"
        fn f<'a>(out: &&MemCx<'a>) -> &'a u8 {
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
                    let result = out;
                    let v = ::memscope::__private::keeper(&result).keep(e);
                    v
                }
            }
        }
    "#]],
    );
}

#[test]
fn options() {
    expands(
        "#[keep(with = cx, adopt)] let v = String::new();",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&cx,).0).adopt(String::new());
                }
            }"#]],
    );
    expands(
        "#[keep(with = list, using = cx)] let v = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper_using((&cx,).0, (&list,).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx, copy)] let v: Words<'_> = *list;",
        expect![[r#"
            match () {
                () => {
                    let v: Words<'_> = ::memscope::__private::keep_copy((&cx,).0, &(*list));
                }
            }"#]],
    );
    expands(
        "#[keep(with = (a, b), counted)] let v: u8 = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::counted(
                        ((&a,).0, (&b,).0),
                        {
                            let value: u8 = e;
                            value
                        },
                    );
                }
            }"#]],
    );
    expands(
        "#[keep] let v: u8 = e;",
        expect![[r#"
        match () {
            () => {
                let v = ::memscope::__private::loose(
                    {
                        let value: u8 = e;
                        value
                    },
                    const {
                        &::memscope::__private::Site::new(
                            "v",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                );
            }
        }"#]],
    );
    expands(
        "#[keep()] let mut r#in = e;",
        expect![[r#"
        match () {
            () => {
                let mut r#in = ::memscope::__private::loose(
                    e,
                    const {
                        &::memscope::__private::Site::new(
                            "in",
                            ::memscope::__private::file!(),
                            ::memscope::__private::line!(),
                        )
                    },
                );
            }
        }"#]],
    );
}

#[test]
fn types_and_patterns() {
    expands(
        "#[keep(with = cx)] let v: Vec<_> = f::<u8, u8>(a, b)?;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&cx,).0)
                        .keep::<Vec<_>>(f::<u8, u8>(a, b)?);
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx)] let mut v = e;",
        expect![[r#"
            match () {
                () => {
                    #[allow(unused_mut)]
                    let mut v = ::memscope::__private::keeper((&cx,).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx)] let Pair { a, b: (c, _) } = e;",
        expect![[r#"
            match () {
                () => {
                    let Pair { a, b: (c, _) } = ::memscope::__private::keeper((&cx,).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx)] let Some(v) = e else { #[keep(with = cx)] let w = f; return w };",
        expect![[r#"
            match () {
                () => {
                    let Some(v) = ::memscope::__private::keeper((&cx,).0).keep(e) else {
                        let w = ::memscope::__private::keeper((&cx,).0).keep(f);
                        return w;
                    };
                }
            }"#]],
    );
    // Parentheses that only an `else` needs.
    expands(
        "#[keep(with = cx)] let Some(v) = (match a { b => c }) else { return }; \
            #[keep(with = cx)] let (a, b) = (c, d) else { return };",
        expect![[r#"
            match () {
                () => {
                    let Some(v) = ::memscope::__private::keeper((&cx,).0)
                        .keep(
                            match a {
                                b => c,
                            },
                        ) else { return };
                    let (a, b) = ::memscope::__private::keeper((&cx,).0).keep((c, d)) else {
                        return
                    };
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx)] let (a @ 1..=9 | a, b @ (None | Some(N))) = e;",
        expect![[r#"
            match () {
                () => {
                    let (a @ 1..=9 | a, b @ (None | Some(N))) = ::memscope::__private::keeper(
                            (&cx,).0,
                        )
                        .keep(e);
                }
            }"#]],
    );
    expands(
        "#[keep(with = cx)] let v = if a { b } else { c };",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&cx,).0).keep(if a { b } else { c });
                }
            }"#]],
    );
}

#[test]
fn attributes_beside_it_stay() {
    expands(
        "/// A value.\n #[keep(with = cx)] #[cfg(test)] let v = e;",
        expect![[r#"
            match () {
                () => {
                    /// A value.
                    #[cfg(test)]
                    let v = ::memscope::__private::keeper((&cx,).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[memscope::keep(with = cx)] let v = e; #[::memscope::keep(with = cx)] let w = e;",
        expect![[r#"
            match () {
                () => {
                    let v = ::memscope::__private::keeper((&cx,).0).keep(e);
                    let w = ::memscope::__private::keeper((&cx,).0).keep(e);
                }
            }"#]],
    );
    expands(
        "#[other::keep(with = cx)] let v = e;",
        expect![[r#"
        match () {
            () => {
                #[other::keep(with = cx)]
                let v = e;
            }
        }"#]],
    );
}

#[test]
fn at_any_depth() {
    expands(
        "f::<(&'static str, _)>({ #[keep(with = cx)] let v = e; v })",
        expect![[r#"
            match () {
                () => {
                    f::<
                        (&'static str, _),
                    >({
                        let v = ::memscope::__private::keeper((&cx,).0).keep(e);
                        v
                    })
                }
            }"#]],
    );
    expands(
        "if a { #[keep(with = cx)] let v = { #[keep(with = cx)] let w = e; w }; v }",
        expect![[r#"
            match () {
                () => {
                    if a {
                        let v = ::memscope::__private::keeper((&cx,).0)
                            .keep({
                                let w = ::memscope::__private::keeper((&cx,).0).keep(e);
                                w
                            });
                        v
                    }
                }
            }"#]],
    );
    expands(
        "scope!(x in cx => { #[keep(with = x)] let v = e; #[keep(with = return)] let w = e; })",
        expect![[r#"
            match () {
                () => {
                    let result = cx;
                    scope!(
                        x in cx => { let v = ::memscope::__private::keeper((& x,).0).keep(e); let
                        w = ::memscope::__private::keeper(& result).keep(e); }
                    )
                }
            }"#]],
    );
}

#[test]
fn what_is_not_the_bodys_is_left_alone() {
    expands(
        "fn g() { #[keep(with = cx)] let v = e; }",
        expect![[r#"
        match () {
            () => {
                fn g() {
                    #[keep(with = cx)]
                    let v = e;
                }
            }
        }"#]],
    );
    expands(
        "#[scoped] #[keep(with = return)] fn g<'a>(out: MemCx<'a>) -> &'a u8 { 5 }",
        expect![[r#"
        match () {
            () => {
                #[scoped]
                #[keep(with = return)]
                fn g<'a>(out: MemCx<'a>) -> &'a u8 {
                    5
                }
            }
        }"#]],
    );
    expands(
        "scope!(<'m> x -> Kept<&'m u8> => { #[keep(with = return)] let v = e; v })",
        expect![[r#"
        match () {
            () => {
                scope!(<'m > x -> Kept <&'m u8 > => { #[keep(with = return)] let v = e; v })
            }
        }"#]],
    );
    expands(
        "macro_rules! kept { ($x:ident) => { #[keep(with = $x)] let v = e; } }",
        expect![[r#"
        match () {
            () => {
                macro_rules! kept {
                    ($x:ident) => {
                        #[keep(with = $x)] let v = e;
                    };
                }
            }
        }"#]],
    );
}

#[test]
fn an_unfinished_statement_is_for_rustc() {
    let unfinished = |statement: &str, left: &str| {
        let tokens = crate::function(tokens(""), tokens(&format!("fn f() {{ {statement} }}"))).to_string();
        assert!(tokens.ends_with(&format!("{left} }} }} }}")), "{tokens}");
    };
    unfinished("#[keep(with = x)] let v = ;", "let v = ;");
    unfinished("#[keep(with = x)] let 5 6 = e;", "let 5 6 = e ;");
    unfinished("#[keep(with = x)] let v e;", "let v e ;");
}

#[test]
fn a_parameter() {
    function_expands(
        "tmp in cx",
        "fn f<'a>(cx: MemCx<'a>, #[keep(with = return)] mut name: Name, #[keep(with = cx, copy)] text: &str) \
            -> Option<&'a Name> { Some(name) }",
        expect![[r#"
            fn f<'a>(cx: MemCx<'a>, name: Name, text: &str) -> Option<&'a Name> {
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
                match () {
                    () => {
                        let result = cx;
                        #[allow(unused_mut)]
                        let mut name = ::memscope::__private::keeper(&result).keep(name);
                        let text = ::memscope::__private::keep_copy((&cx,).0, &(text));
                        Some(name)
                    }
                }
            }
        "#]],
    );
}

#[test]
fn a_parameter_with_attributes() {
    let function = scoped(
        "",
        "fn f(#[cfg(test)] #[keep(with = cx)] a: u8, #[keep(with = cx)] #[expect(unused)] #[allow(dead_code)] b: u8) {}",
    );
    let is_told = |line: &&str| ["fn f", "let a", "let b", "#["].iter().any(|told| line.trim().starts_with(told));
    expect![[r#"
        fn f(#[cfg(test)] a: u8, #[allow(dead_code)] b: u8) {
        #[cfg(test)]
        let a = ::memscope::__private::keeper((&cx,).0).keep(a);
        #[expect(unused)]
        #[allow(dead_code)]
        let b = ::memscope::__private::keeper((&cx,).0).keep(b);"#]]
    .assert_eq(&function.lines().filter(is_told).map(str::trim).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_function() {
    function_expands(
        "tmp",
        "#[inline] #[keep(with = return)] fn f<'a>(cx: MemCx<'a>, n: u8) -> &'a Node<'a> { Node { n } }",
        expect![[r##"
            #[inline]
            fn f<'a>(cx: MemCx<'a>, n: u8) -> &'a Node<'a> {
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
                    () => {
                        let result = cx;
                        ::memscope::__private::keeper(&result)
                            .keep((|| -> Node<'_> { Node { n } })())
                    }
                }
            }
        "##]],
    );
    function_expands(
        "tmp",
        "#[keep(with = return, adopt)] fn f(cx: MemCx<'_>) -> Result<&mut Node, Error> { Ok(g()?) }",
        expect![[r#"
            fn f(cx: MemCx<'_>) -> Result<&mut Node, Error> {
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
                    () => {
                        let result = cx;
                        (|| -> Result<Node, Error> { Ok(g()?) })()
                            .map(|value| -> &mut Node {
                                ::memscope::__private::keeper(&result).adopt(value)
                            })
                    }
                }
            }
        "#]],
    );
    function_expands(
        "tmp",
        "#[keep(with = return)] async fn f(cx: MemCx<'_>) -> &Node { g().await }",
        expect![[r#"
        async fn f(cx: MemCx<'_>) -> &Node {
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
                () => {
                    let result = cx;
                    ::memscope::__private::keeper(&result)
                        .keep((async || -> Node { g().await })().await)
                }
            }
        }
    "#]],
    );
}

#[test]
fn an_owner() {
    function_expands(
        "",
        "fn f() -> Kept<Node<'mcx>> { #[keep(with = return)] let v = e; Node(v) }",
        expect![[r#"
        fn f() -> Kept<Node<'static>> {
            ::memscope::__private::kept::<
                Node<'static>,
            >(
                const {
                    &::memscope::__private::Site::new(
                        "cx",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
                move |cx| {
                    let result = cx;
                    let v = ::memscope::__private::keeper(&result).keep(e);
                    Node(v)
                },
            )
        }
    "#]],
    );
}

#[test]
fn a_block() {
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
                        let v = ::memscope::__private::keeper((&cx,).0).keep::<V<'_>>(e);
                    }
                }
            }
        }
    "#]]
    .assert_eq(&scope("<'m> cx => { #[keep(with = cx)] let v: V<'m> = e; }"));
    expect![[r#"
        fn f() {
            {
                let cx = my::memory::__private::Region::root(const {
                    &my::memory::__private::Site::new(
                        "cx",
                        my::memory::__private::file!(),
                        my::memory::__private::line!(),
                    )
                });
                let cx = unsafe { my::memory::__private::ScopeEnd::new(&cx) };
                let cx = my::memory::__private::ScopeEnd::cx(&cx);
                match () {
                    () => {
                        let v = my::memory::__private::keeper((&cx,).0).keep(e);
                    }
                }
            }
        }
    "#]]
    .assert_eq(&scope("cx, crate = my::memory => { #[keep(with = cx)] let v = e; }"));
}

#[test]
fn an_expression() {
    expect![[r#"
        fn f() {
            ::memscope::__private::keeper_using((&a,).0, (&x,).0).keep(f::<A, B>(a)?);
        }
    "#]]
    .assert_eq(&keep("f::<A, B>(a)?, with = x, using = a"));
    expect![[r#"
        fn f() {
            my::memory::__private::keep_copy((&x,).0, &(e));
        }
    "#]]
    .assert_eq(&keep("e, with = x, copy, crate = my::memory"));
    expect![[r#"
        fn f() {
            ::memscope::__private::loose(
                e,
                const {
                    &::memscope::__private::Site::new(
                        "keep!",
                        ::memscope::__private::file!(),
                        ::memscope::__private::line!(),
                    )
                },
            );
        }
    "#]]
    .assert_eq(&keep("e"));
}

#[test]
fn names_that_only_look_like_a_cycle() {
    let none = |source: &str| mistake(source, expect![""]);
    // Each of them is kept with an older variable of that name.
    none("let v = cx.vec(); #[keep(with = v)] let v = e;");
    none("#[keep(with = list)] let list = e;");
    none("let b = cx; #[keep(with = b)] let a = e; #[keep(with = a)] let b = e;");
    none("for b in x { #[keep(with = b)] let a = e; #[keep(with = a)] let b = e; }");
    none("m!(b); #[keep(with = b)] let a = e; #[keep(with = a)] let b = e;");
    // rustc knows no `b` here, but there is no cycle either.
    none("#[keep(with = b)] let a = e; #[keep(with = cx)] let b = e;");
}

#[test]
fn cycles() {
    mistake(
        "#[keep(with = a)] let a = e;",
        expect!["`a` is kept with itself; keep it with a scope, as in `#[keep(with = tmp)]`"],
    );
    mistake(
        "#[keep(with = b)] let a = e; #[keep(with = a)] let b = e;",
        expect![
            "`a` is kept with `b`, and `b` with `a`: neither can be made first; keep both with one scope, as in `#[keep(with = tmp)]`"
        ],
    );
    mistake(
        "#[keep(with = b)] let a = e; #[keep(with = c)] let b = e; #[keep(with = a)] let c = e;",
        expect![
            "`a` is kept with `b`, `b` with `c`, and `c` with `a`: none can be made first; keep all of them with one scope, as in `#[keep(with = tmp)]`"
        ],
    );
    mistake(
        "#[keep(with = (cx, b))] let a = e; { #[keep(with = (a, cx), counted)] let b = e; }",
        expect![
            "`a` is kept with `b`, and `b` with `a`: neither can be made first; keep both with one scope, as in `#[keep(with = tmp)]`"
        ],
    );
    mistake(
        "#[keep(with = b.list)] let a = e; #[keep(with = (&a).cx())] let b = e;",
        expect![
            "`a` is kept with `b`, and `b` with `a`: neither can be made first; keep both with one scope, as in `#[keep(with = tmp)]`"
        ],
    );
    mistake(
        "#[keep(with = y)] let (x, _) = e; #[keep(with = x)] let P { f: y } = e;",
        expect![
            "`x` is kept with `y`, and `y` with `x`: neither can be made first; keep both with one scope, as in `#[keep(with = tmp)]`"
        ],
    );
    mistake(
        "#[keep(with = a)] let a = e; #[keep(with = b)] let b = e;",
        expect![[r#"
        `a` is kept with itself; keep it with a scope, as in `#[keep(with = tmp)]`
        `b` is kept with itself; keep it with a scope, as in `#[keep(with = tmp)]`"#]],
    );
}

#[test]
fn wrong_arguments() {
    mistake(
        "#[keep(wiht = cx)] let v = e;",
        expect!["unknown option `wiht`; a keep has `with`, `using`, `adopt`, `copy` and `counted`"],
    );
    mistake("#[keep(with)] let v = e;", expect!["`with` takes its value after `=`; write `with = x`"]);
    mistake("#[keep(with =)] let v = e;", expect!["`with` takes its value after `=`; write `with = x`"]);
    mistake("#[keep(with: cx)] let v = e;", expect!["`with` takes its value after `=`; write `with = x`"]);
    mistake("#[keep(with(cx))] let v = e;", expect!["`with` takes its value after `=`; write `with = x`"]);
    mistake("#[keep(with = cx copy)] let v = e;", expect!["expected `,` before `copy`"]);
    mistake("#[keep(with = cx, with = list)] let v = e;", expect!["`with` is given twice; remove one of them"]);
    mistake("#[keep(with = cx, adopt = true)] let v = e;", expect!["`adopt` takes no value; write `adopt`"]);
    mistake(
        "#[keep(5)] let v = e;",
        expect!["expected `with = …`, found `5`; a keep has `with`, `using`, `adopt`, `copy` and `counted`"],
    );
    mistake(
        "#[keep(with = cx, crate = memory)] let v = e;",
        expect!["unknown option `crate`; a keep has `with`, `using`, `adopt`, `copy` and `counted`"],
    );
    mistake(
        "#[keep = cx] let v = e;",
        expect!["`#[keep]` takes its arguments in parentheses; write `#[keep(with = x)]`"],
    );
    mistake(
        "#[keep[with = cx]] let v = e;",
        expect!["`#[keep]` takes its arguments in parentheses; write `#[keep(with = x)]`"],
    );
    mistake(
        "#[keep(with = cx, adopt, copy)] let v = e;",
        expect!["`adopt` and `copy` exclude each other; remove one of them"],
    );
    mistake(
        "#[keep(with = list, using = cx, copy)] let v = e;",
        expect!["`using` and `copy` exclude each other; remove one of them"],
    );
    mistake("#[keep(adopt)] let v = e;", expect!["`adopt` needs something to keep the value with; add `with = x`"]);
    mistake(
        "#[keep(with = cx, counted)] let v = e;",
        expect!["`counted` is for several keepers; write `with = (a, b), counted`, or remove it"],
    );
    mistake(
        "#[keep(with = (a, b, c, d), counted)] let v = e;",
        expect![
            "`counted` is for three keepers at most; give each of the others a clone of the value, `keep!(value.clone(), with = d, adopt)`"
        ],
    );
    mistake(
        "#[keep(with = (a, b), copy)] let v = e;",
        expect!["`copy` is for one keeper; write `with = a`, the one that outlives the others"],
    );
    mistake(
        "#[keep(with = return cx)] let v = e;",
        expect!["`return` stands for what the function returns; write `with = return`, or remove it"],
    );
    mistake(
        "#[keep(with = cx, using = return Some(cx))] let v = e;",
        expect!["`return` stands for what the function returns; write `using = return`, or remove it"],
    );
    mistake(
        "#[cfg_attr(a, allow(b), keep(with = cx))] let v = e;",
        expect!["`#[keep]` is read before `cfg_attr` is; write this twice, with a `#[cfg]` each"],
    );
    mistake("#[cfg_attr(keep, allow(b))] #[keep(with = cx)] let v = e;", expect![""]);
    mistake("#[keep(with = cx)] #[keep] let v = e;", expect!["a value is kept once; remove one `#[keep]` of the two"]);
    mistake(
        "#[keep(adpot, with)] let v = e;",
        expect![[r#"
        unknown option `adpot`; a keep has `with`, `using`, `adopt`, `copy` and `counted`
        `with` takes its value after `=`; write `with = x`"#]],
    );
}

#[test]
fn wrong_statements() {
    mistake(
        "#[keep(with = cx)] return;",
        expect!["`#[keep]` is for a `let`; in an expression write `keep!(value, with = x)`"],
    );
    mistake(
        "if #[keep(with = cx)] let Some(v) = S { v } && #[keep] let Some(w) = v {}",
        expect![[r#"
        `#[keep]` is for a `let` of its own; in a condition write `let … = keep!(value, with = x)`
        `#[keep]` is for a `let` of its own; in a condition write `let … = keep!(value, with = x)`"#]],
    );
    mistake(
        "match e { v if #[keep(with = cx)] let Some(v) = v => {} }",
        expect!["`#[keep]` is for a `let` of its own; in a condition write `let … = keep!(value, with = x)`"],
    );
    mistake(
        "while #[keep(with = cx)] let Some(v) = e { #[keep(with = cx)] let w = v; }",
        expect!["`#[keep]` is for a `let` of its own; in a condition write `let … = keep!(value, with = x)`"],
    );
    mistake(
        "#[keep(with = cx)] let v;",
        expect!["a kept value is made where it is bound; give it its value here, `let … = value;`"],
    );
    mistake(
        "#[keep(with = cx)] let (mut a, ref b) = e;",
        expect![[r#"
        what this binds are references to the kept value; remove `mut`
        what this binds are references to the kept value; remove `ref`"#]],
    );
    mistake(
        "#[keep(with = cx)] let (a @ Some(b), c @ [d, ..], e @ (F | f)) = e;",
        expect![[r#"
        `@` would bind the kept value and a part of it, by two references that can change it; bind the whole, and take it apart later
        `@` would bind the kept value and a part of it, by two references that can change it; bind the whole, and take it apart later
        `@` would bind the kept value and a part of it, by two references that can change it; bind the whole, and take it apart later"#]],
    );
    mistake(
        "#[keep(with = cx)] let ref v = e;",
        expect!["what this binds are references to the kept value; remove `ref`"],
    );
    mistake(
        "#[keep(with = cx)] let (ref mut a, &mut b, &mut (mut c)) = e;",
        expect![[r#"
            what this binds are references to the kept value; remove `ref`
            what this matches is a reference to the kept value; bind it here, and use `*` later
            what this matches is a reference to the kept value; bind it here, and use `*` later
            what this binds are references to the kept value; remove `mut`"#]],
    );
    mistake(
        "#[keep(with = cx)] let &v = e;",
        expect!["what this matches is a reference to the kept value; bind it here, and use `*` later"],
    );
    mistake(
        "#[keep] let (a, b) = e;",
        expect!["this value is freed by its name; give it one, and take it apart later"],
    );
    mistake(
        "#[keep(with = cx)] if let Some(v) = e {}",
        expect!["`#[keep]` is for a `let`; keep the value by a `let` before the `if`, or inside, where it is made"],
    );
    mistake(
        "#[keep(with = cx)] match e {}",
        expect!["`#[keep]` is for a `let`; keep the value by a `let` before the `match`, or inside, where it is made"],
    );
    mistake(
        "#[keep(with = cx)] f(e);",
        expect!["`#[keep]` is for a `let`; in an expression write `keep!(value, with = x)`"],
    );
    mistake(
        "f(#[keep(with = cx)] e);",
        expect![
            "`e` is made already, and where it is it stays, for something may point to it; put the attribute on its `let`, which makes it where it is kept"
        ],
    );
    mistake(
        "#[keep(with = cx)] const fn g() {}",
        expect!["`#[keep]` is for values; an item is there for ever, and a function has `#[scoped]` before it"],
    );
    mistake(
        "let v = e; #[keep(with = cx)] v;",
        expect![
            "`v` is made already, and where it is it stays, for something may point to it; put the attribute on its `let`, which makes it where it is kept"
        ],
    );
    mistake(
        "let v; #[keep(with = cx)] v = e;",
        expect![
            "`v` is made already, and where it is it stays, for something may point to it; put the attribute on its `let`, which makes it where it is kept"
        ],
    );
    mistake(
        "let v = e; #[keep(with = cx)] v",
        expect![
            "`v` is made already, and where it is it stays, for something may point to it; put the attribute on its `let`, which makes it where it is kept"
        ],
    );
    mistake(
        "#[keep(with = cx)] v == e",
        expect!["`#[keep]` is for a `let`; in an expression write `keep!(value, with = x)`"],
    );
}

#[test]
fn return_that_means_nothing() {
    let kept = |signature: &str, message: Expect| {
        function_mistake(&format!("fn f{signature} {{ #[keep(with = return)] let v = e; v }}"), message);
    };
    let fine = expect![""];
    kept("<'a>(cx: MemCx<'a>) -> &'a u8", fine);
    kept("(cx: memscope::MemCx<'_>, n: &u8) -> Words<'_>", expect![""]);
    kept("<'a>(&self, cx: MemCx<'a>) -> Option<&'a u8>", expect![""]);
    kept("<'a>(cx: MemCx<'_>, out: MemCx<'a>) -> &'a u8", expect![""]);
    kept("(self: Self, cx: MemCx<'_>) -> &u8", expect![""]);
    kept(
        "<'a>(cx: MemCx<'_>) -> &'a u8",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
    kept(
        "(&self, cx: MemCx<'_>) -> &u8",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
    kept(
        "(cx: MemCx<'_>) -> u8",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
    kept(
        "(cx: MemCx<'_>)",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
    kept(
        "<'a>(a: MemCx<'a>, b: MemCx<'a>, c: MemCx<'_>) -> &'a u8",
        expect!["the function's result may live in the scope of `a` or `b`; say which, as in `with = b`"],
    );
    kept(
        "<'a, 'b>(a: MemCx<'a>, b: MemCx<'b>, c: MemCx<'b>) -> Pair<'a, 'b>",
        expect!["the function's result may live in the scope of `a`, `b` or `c`; say which, as in `with = c`"],
    );
    mistake("keep!(e, with = list, using = return)", expect![""]);
    function_mistake(
        "fn f() { keep!(e, with = return) }",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
}

#[test]
fn return_without_a_function() {
    let block = tokens("cx => { #[keep(with = return)] let v = e; }");
    expect!["`return` is that of a function with `#[scoped]`, and there is none around this; write `with = x`"]
        .assert_eq(&messages(crate::call(block)).join("\n"));
    expect!["`return` is that of a function with `#[scoped]`, and there is none around this; write `with = x`"]
        .assert_eq(&messages(crate::keep::call(tokens("e, with = return"))).join("\n"));
}

#[test]
fn wrong_calls() {
    let call = |input: &str, message: Expect| {
        message.assert_eq(&messages(crate::keep::call(tokens(input))).join("\n"));
    };
    call("", expect!["`keep!` takes the value first; write `keep!(value, with = x)`"]);
    call("e with = cx", expect!["expected `,` after the value; write `keep!(value, with = x)`"]);
    call("e, wiht = cx", expect!["unknown option `wiht`; a keep has `with`, `using`, `adopt`, `copy` and `counted`"]);
    call(
        "e, with = cx, crate = 5",
        expect!["`crate` takes the path of memscope; write `crate = ::path::to::memscope`"],
    );
}

#[test]
fn wrong_parameters() {
    function_mistake(
        "fn f(#[keep(with = tmp)] (a, b): (u8, u8)) {}",
        expect!["a kept parameter is one name; take it apart in the body"],
    );
    function_mistake(
        "fn f(#[cfg_attr(test, keep(with = tmp))] a: u8) {}",
        expect!["`#[keep]` is read before `cfg_attr` is; write this twice, with a `#[cfg]` each"],
    );
    function_mistake(
        "fn f(#[keep(with = tmp)] ref a: u8) {}",
        expect!["a kept parameter is bound by reference already; remove `ref`"],
    );
    function_mistake(
        "fn f(#[keep(with = tmp)] self) {}",
        expect!["`self` cannot be bound anew; write `#[keep(…)] let this = self;` in the body"],
    );
    function_mistake(
        "fn f(#[keep(with = return)] a: u8) {}",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
}

#[test]
fn wrong_functions() {
    let kept = |arguments: &str, output: &str, message: Expect| {
        function_mistake(&format!("#[keep{arguments}] fn f<'a>(cx: MemCx<'a>){output} {{ e }}"), message);
    };
    kept(
        "(with = return)",
        "",
        expect![
            "the function's result does not say whose scope it lives in; take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
        ],
    );
    kept(
        "(with = cx)",
        "",
        expect![
            "`#[keep]` on a function is for a result behind a reference, `-> &'mcx Node`, also in a `Result` or an `Option`"
        ],
    );
    kept(
        "(with = cx)",
        "-> Node",
        expect![
            "`#[keep]` on a function is for a result behind a reference, `-> &'mcx Node`, also in a `Result` or an `Option`"
        ],
    );
    kept(
        "(with = cx)",
        "-> Result<u8, &'a str>",
        expect![
            "`#[keep]` on a function is for a result behind a reference, `-> &'mcx Node`, also in a `Result` or an `Option`"
        ],
    );
    kept(
        "(with = cx)",
        "-> &'a str",
        expect!["`#[keep]` on a function places a value of a known size; remove it, and make this one with the handle"],
    );
    kept(
        "(with = cx)",
        "-> Option<&'a [u8]>",
        expect!["`#[keep]` on a function places a value of a known size; remove it, and make this one with the handle"],
    );
    kept(
        "(with = cx, copy)",
        "-> &'a Node",
        expect!["on a function `#[keep]` places the result; write `#[keep(with = return)]`"],
    );
    kept("", "-> &'a Node", expect!["on a function `#[keep]` places the result; write `#[keep(with = return)]`"]);
}

#[test]
fn a_borrowed_parameter_that_is_the_result() {
    let flows = |result: &str, body: &str, message: Expect| {
        let item = format!("fn f<'a>(cx: MemCx<'a>, n: u8, p: &Node<'a>) -> {result} {{ {body} }}");
        function_mistake(&item, message);
    };
    flows(
        "&'a Node<'a>",
        "p",
        expect![
            "`p` flows into the result, which outlives the call that `p` is borrowed for; copy it, `#[keep(with = return, copy)] p: …`, or borrow it for as long, `p: &'a …`"
        ],
    );
    flows(
        "&'a Node<'a>",
        "if n == 0 { return cx.alloc(Node); } &*p",
        expect![
            "`p` flows into the result, which outlives the call that `p` is borrowed for; copy it, `#[keep(with = return, copy)] p: …`, or borrow it for as long, `p: &'a …`"
        ],
    );
    flows(
        "&'a Node<'a>",
        "f::<&'static str, _>(if c { return p }); q",
        expect![
            "`p` flows into the result, which outlives the call that `p` is borrowed for; copy it, `#[keep(with = return, copy)] p: …`, or borrow it for as long, `p: &'a …`"
        ],
    );
    flows(
        "Option<&'a Node<'a>>",
        "match n { 0 => return Some(p), _ => None }",
        expect![
            "`p` flows into the result, which outlives the call that `p` is borrowed for; copy it, `#[keep(with = return, copy)] p: …`, or borrow it for as long, `p: &'a …`"
        ],
    );
    flows(
        "Result<&'a Node<'a>, Error>",
        "f(|| 5); { if c { return Ok(p) } } Err(e)",
        expect![
            "`p` flows into the result, which outlives the call that `p` is borrowed for; copy it, `#[keep(with = return, copy)] p: …`, or borrow it for as long, `p: &'a …`"
        ],
    );
}

#[test]
fn a_borrowed_parameter_that_may_be_another() {
    let fine = |result: &str, body: &str| {
        let item = format!("fn f<'a>(cx: MemCx<'a>, n: u8, p: &Node<'a>) -> {result} {{ {body} }}");
        function_mistake(&item, expect![""]);
    };
    fine("&'a Node<'a>", "let p = cx.alloc(*p); p");
    fine("&'a Node<'a>", "if let Some(p) = q { return p; } q");
    fine("&'a Node<'a>", "match q { Some(p) => return p, None => q }");
    fine("&'a Node<'a>", "for p in q { return p; } q");
    fine("&'a Node<'a>", "pin!(p); p");
    fine("&'a Node<'a>", "f(|| { return p; }); f(|| return p); async { return p }; fn g(p: u8) { return p; } q");
    fine("Node<'a>", "p");
    fine("Option<&'a Node<'a>>", "p");
    fine("&'static Node<'a>", "p");
    function_mistake("fn f<'a>(cx: MemCx<'a>, p: &'a Node<'a>) -> &'a Node<'a> { p }", expect![""]);
    function_mistake(
        "fn f<'a>(cx: MemCx<'a>, #[keep(with = return, copy)] p: &Node<'a>) -> &'a Node<'a> { p }",
        expect![""],
    );
}
