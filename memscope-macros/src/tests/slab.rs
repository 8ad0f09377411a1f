//! `slab!`: every form as a snapshot, every mistake as a message.

use super::mistakes::messages;
use super::{printed, tokens};
use expect_test::{Expect, expect};
use quote::quote;

fn expands(input: &str, expected: Expect) {
    let expansion = crate::slab::call(tokens(input));
    expected.assert_eq(&printed(quote!(fn f() { #expansion })));
}

fn mistake(input: &str, message: Expect) {
    message.assert_eq(&messages(crate::slab::call(tokens(input))).join("\n"));
}

#[test]
fn the_type_is_left_to_the_compiler() {
    expands(
        "nodes in cx",
        expect![[r#"
        fn f() {
            let nodes_cx: ::memscope::MemCx<'_> = cx;
            let nodes = ::memscope::__private::SlabPlace::new();
            let nodes = unsafe { ::memscope::__private::SlabEnd::new(&nodes) };
            let nodes = ::memscope::__private::SlabEnd::slab(&nodes, nodes_cx).open::<_>();
        }
    "#]],
    );
}

#[test]
fn a_type_and_an_option() {
    expands(
        "mut r#in: Node<'_> in self.cx(), crate = engine::memory,",
        expect![[r#"
        fn f() {
            let in_cx: engine::memory::MemCx<'_> = self.cx();
            let r#in = engine::memory::__private::SlabPlace::new();
            let r#in = unsafe { engine::memory::__private::SlabEnd::new(&r#in) };
            let mut r#in = engine::memory::__private::SlabEnd::slab(&r#in, in_cx)
                .open::<Node<'_>>();
        }
    "#]],
    );
}

/// The same locals, out of nothing.
#[test]
fn after_a_mistake() {
    expands(
        "mut nodes: Node<'_> in cx, limit = 10",
        expect![[r#"
        fn f() {
            ::core::compile_error! {
                "expected the one option of a slab, `crate = path`, found `limit`"
            }
            let _ = &cx;
            let mut nodes = ::core::option::Option::<::memscope::MemSlab<'_, Node<'_>>>::None
                .unwrap();
            let _ = &mut nodes;
        }
    "#]],
    );
    expands(
        "nodes",
        expect![[r#"
        fn f() {
            ::core::compile_error! {
                "expected `in` and the handle of a scope, as in `slab!(nodes in cx)`"
            }
            let nodes = ::core::option::Option::<::memscope::MemSlab<'_, _>>::None.unwrap();
            let _ = &nodes;
        }
    "#]],
    );
    expands(
        "in cx",
        expect![[r#"
        fn f() {
            ::core::compile_error! {
                "expected a name for the slab, as in `slab!(nodes in cx)`, found `in`"
            }
        }
    "#]],
    );
}

#[test]
fn no_name() {
    mistake("", expect!["expected a name for the slab, as in `slab!(nodes in cx)`"]);
    mistake("mut", expect!["expected a name for the slab, as in `slab!(nodes in cx)`"]);
    mistake("in cx", expect!["expected a name for the slab, as in `slab!(nodes in cx)`, found `in`"]);
    mistake("5 in cx", expect!["expected a name for the slab, as in `slab!(nodes in cx)`, found `5`"]);
    mistake("<'s> nodes in cx", expect!["expected a name for the slab, as in `slab!(nodes in cx)`, found `<`"]);
}

#[test]
fn no_type() {
    mistake("nodes: in cx", expect!["`:` takes the type of the values; write `nodes: Node<'_> in cx`"]);
    mistake("nodes:", expect!["`:` takes the type of the values; write `nodes: Node<'_> in cx`"]);
    mistake(
        "nodes: = in cx",
        expect![
            "expected one of: `for`, parentheses, `unsafe`, `fn`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime"
        ],
    );
}

#[test]
fn no_scope() {
    mistake("nodes", expect!["expected `in` and the handle of a scope, as in `slab!(nodes in cx)`"]);
    mistake("nodes: u8", expect!["expected `in` and the handle of a scope, as in `slab!(nodes in cx)`"]);
    mistake("nodes cx", expect!["expected `in` and the handle of a scope, as in `slab!(nodes in cx)`, found `cx`"]);
    mistake("nodes in", expect!["`in` takes the handle of a scope; write `nodes in cx`"]);
    mistake("nodes in, crate = memscope", expect!["`in` takes the handle of a scope; write `nodes in cx`"]);
    mistake("nodes in +", expect!["expected an expression"]);
}

#[test]
fn more_than_the_header_has() {
    mistake("nodes in cx => {}", expect!["expected `,` or the end of the slab's header, found `=`"]);
    mistake("nodes in cx, limit = 10", expect!["expected the one option of a slab, `crate = path`, found `limit`"]);
    mistake(
        "nodes in cx, name = \"nodes\"",
        expect!["expected the one option of a slab, `crate = path`, found `name`"],
    );
    mistake("nodes in cx, crate", expect!["expected the one option of a slab, `crate = path`"]);
    mistake(
        "nodes in cx, crate = 5",
        expect!["`crate` takes the path of memscope; write `crate = ::path::to::memscope`"],
    );
    mistake(
        "nodes in cx, crate = memscope, crate = memscope",
        expect!["expected the end of the slab's header, found `crate`"],
    );
    mistake("nodes in cx, crate = memscope; more", expect!["expected the end of the slab's header, found `;`"]);
}
