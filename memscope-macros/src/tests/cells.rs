//! `key = k`.

use super::mistakes::messages;
use super::{scope, scoped, tokens};
use expect_test::{Expect, expect};

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
            #[allow(unused_mut)]
            let mut k = unsafe { ::memscope::__private::ScopeEnd::key(&cx) };
        }
    "#]]
    .assert_eq(&scope("cx, key = k"));
}

#[test]
fn a_block_inside_a_parent() {
    expect![[r#"
        fn f() {
            {
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
                #[allow(unused_mut)]
                let mut key = unsafe { ::memscope::__private::ScopeEnd::key(&tmp) };
                match () {
                    () => f(&mut key),
                }
            }
        }
    "#]]
    .assert_eq(&scope("tmp in cx, key = key => { f(&mut key) }"));
}

#[test]
fn a_function() {
    expect![[r#"
        fn f(n: u8) -> u8 {
            let cx = ::memscope::__private::Region::root(const {
                &::memscope::__private::Site::new(
                    "cx",
                    ::memscope::__private::file!(),
                    ::memscope::__private::line!(),
                )
            });
            let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
            let cx = ::memscope::__private::ScopeEnd::cx(&cx);
            #[allow(unused_mut)]
            let mut k = unsafe { ::memscope::__private::ScopeEnd::key(&cx) };
            match () {
                () => g(n, cx, &mut k),
            }
        }
    "#]]
    .assert_eq(&scoped("key = k", "fn f(n: u8) -> u8 { g(n, cx, &mut k) }"));
}

#[test]
fn after_a_mistake_there_is_a_key() {
    expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "`limit` takes its value after `=`; write `limit = …`"
                }
                let cx = ::core::option::Option::<::memscope::MemCx<'_>>::None.unwrap();
                let _ = &cx;
                #[allow(unused_mut)]
                let mut k = ::core::option::Option::<::memscope::MemKey<'_>>::None.unwrap();
                let _ = &k;
                match () {
                    () => f(cx, &mut k),
                }
            }
        }
    "#]]
    .assert_eq(&scope("cx, key = k, limit => { f(cx, &mut k) }"));
}

/// The message, both for a scope and for a function.
fn header(header: &str, message: Expect) {
    let scope = messages(crate::call(tokens(header)));
    assert_eq!(scope, messages(crate::function(tokens(header), tokens("fn f() {}"))));
    message.assert_eq(&scope.join("\n"));
}

#[test]
fn no_name() {
    header("cx, key", expect!["`key` takes its value after `=`; write `key = …`"]);
    header("cx, key =", expect!["`key` takes its value after `=`; write `key = …`"]);
    header("cx, key(k)", expect!["`key` takes its value after `=`; write `key = …`"]);
    header("cx, key: k", expect!["`key` takes its value after `=`; write `key = …`"]);
    header("cx, key = 5", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = _", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = &k", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = a.k", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = a::k", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = k::<u8>", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = self", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = (a, b)", expect!["`key` takes a name for the scope's key; write `key = k`"]);
    header("cx, key = mut k", expect!["a key is `mut` already; write `key = k`"]);
    header("cx, key = a b", expect!["expected `,` or the end of the scope's header, found `b`"]);
}

#[test]
fn two_keys() {
    header("cx, key = a, key = a", expect!["the option `key` is given twice; remove one of them"]);
}

#[test]
fn names_that_are_taken() {
    header("k, key = k", expect!["`k` is the name of the scope's handle; give the key another one, `key = k`"]);
    let function = |item| messages(crate::function(tokens("key = k"), tokens(item))).join("\n");
    expect!["`k` is the name of the scope's key and of a parameter; rename one of them"]
        .assert_eq(&function("fn f(k: u8) {}"));
    expect![[r#"
        a `Kept` has no key, since nothing would tell its cells from those of another that lives for ever; remove `key`, or build a `Branded`, which has one
        `k` is the name of the scope's key and of a parameter; rename one of them"#]]
        .assert_eq(&function("fn f((n, [k, ..]): (u8, [u8; 2])) -> Kept<&'mcx str> {}"));
    expect![[r#"
        `k` is the name of the scope's key and of a parameter; rename one of them
        `cx` is the name of the scope's handle and of a parameter; name the handle differently, as in `#[scoped(tmp in cx)]`"#]].assert_eq(&function("fn f(cx: MemCx<'_>, k: u8) {}"));
}

#[test]
fn forms_without_a_key() {
    header("nodes: Node, key = k", expect!["a typed scope is an arena of its own and has no cells; remove `key`"]);
    expect!["a transaction has no key, since the cells that it commits open with the key of its parent; remove `key`"]
        .assert_eq(&messages(crate::call(tokens("tx in cx, key = k, try -> Option<u8> => {}"))).join("\n"));
    let function = crate::function(tokens("tx in cx, key = k, try"), tokens("fn f(cx: MemCx<'_>) -> Option<u8> {}"));
    expect!["a transaction has no key, since the cells that it commits open with the key of its parent; remove `key`"]
        .assert_eq(&messages(function).join("\n"));
    expect!["a `Kept` has no key, since nothing would tell its cells from those of another that lives for ever; remove `key`, or build a `Branded`, which has one"].assert_eq(&messages(crate::call(tokens("cx, key = k -> Kept<Graph<'mcx>> => {}"))).join("\n"));
    let function = crate::function(tokens("key = k"), tokens("fn f() -> Option<Kept<Graph<'mcx>>> {}"));
    expect!["a `Kept` has no key, since nothing would tell its cells from those of another that lives for ever; remove `key`, or build a `Branded`, which has one"].assert_eq(&messages(function).join("\n"));
}
