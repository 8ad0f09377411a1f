//! Every message, and that there is one for a mistake.

use super::tokens;
use expect_test::{Expect, expect};
use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

/// The messages of the `compile_error!`s in an expansion.
fn messages(expansion: TokenStream) -> Vec<String> {
    let trees: Vec<_> = expansion.into_iter().collect();
    let mut messages = Vec::new();
    for (i, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else { continue };
        match i.checked_sub(2).map(|i| &trees[i]) {
            Some(TokenTree::Ident(name)) if name == "compile_error" => {
                messages.push(syn::parse2::<LitStr>(group.stream()).expect("a message").value());
            }
            _ => messages.extend(self::messages(group.stream())),
        }
    }
    messages
}

fn scope(input: &str, message: Expect) {
    message.assert_eq(&messages(crate::call(tokens(input))).join("\n"));
}

fn scoped(arguments: &str, item: &str, message: Expect) {
    message.assert_eq(&messages(crate::function(tokens(arguments), tokens(item))).join("\n"));
}

#[test]
fn no_handle() {
    scope("", expect!["the scope's handle needs a name; write `scope!(cx)`"]);
    scope("=> {}", expect!["the scope's handle needs a name; write `scope!(cx)`"]);
    scope("name = \"row\"", expect!["the scope's handle needs a name; write `scope!(cx)`"]);
    scope("in cx", expect!["expected a name for the scope's handle, such as `cx`, found `in`"]);
}

#[test]
fn a_handle_that_is_no_name() {
    scope("5", expect!["expected a name for the scope's handle, such as `cx`, found `5`"]);
    scope("self", expect!["expected a name for the scope's handle, such as `cx`, found `self`"]);
    scope("_", expect!["expected a name for the scope's handle, such as `cx`, found `_`"]);
    scope("(a, b)", expect!["expected a name for the scope's handle, such as `cx`, found `(`"]);
    scope("mut", expect!["expected a name for the scope's handle, such as `cx`"]);
}

#[test]
fn two_handles() {
    scope("a b", expect!["a scope has one handle, `b` is a second one; open a scope for each of them"]);
    scope("a, b", expect!["unknown option `b`; the options are `name`, `limit` and `crate`"]);
}

#[test]
fn a_mutable_handle() {
    scope("mut cx", expect!["`mut` is for typed scopes (`mut cx: Node<'_>`), a handle is `Copy`; write `cx`"]);
}

#[test]
fn a_lifetime_that_is_none() {
    scope("<mcx> cx", expect!["expected a lifetime such as `'mcx`, found `mcx`"]);
    scope("<'mcx cx", expect!["expected `>` after the scope's lifetime, found `cx`"]);
    scope("<'static> cx", expect!["`'static` cannot name a scope's lifetime; use a name of its own, such as `'mcx`"]);
    scope("<'_> cx", expect!["`'_` cannot name a scope's lifetime; use a name of its own, such as `'mcx`"]);
}

#[test]
fn no_parent() {
    scope("cx in", expect!["`in` takes the parent's handle; write `tmp in cx`"]);
    scope("cx in => {}", expect!["`in` takes the parent's handle; write `tmp in cx`"]);
    scope("cx in +", expect!["expected an expression"]);
}

#[test]
fn no_type() {
    scope("nodes:", expect!["`:` takes the type of the values; write `nodes: Node<'_>`"]);
}

#[test]
fn a_typed_scope_with_what_only_regions_have() {
    scope("nodes: Node in cx", expect!["a typed scope is an arena of its own and has no parent; remove `in …`"]);
    scope("nodes: Node, limit = 5", expect!["a typed scope is an arena of its own and has no limit; remove `limit`"]);
    scope(
        "nodes: Node, name = \"nodes\"",
        expect!["a typed scope is an arena of its own and has no name; remove `name`"],
    );
}

#[test]
fn options() {
    scope("cx, size = 5", expect!["unknown option `size`; the options are `name`, `limit` and `crate`"]);
    scope("cx, limit = 5, limit = 6", expect!["the option `limit` is given twice; remove one of them"]);
    scope("cx, limit", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, limit =", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, name: \"row\"", expect!["`name` takes its value after `=`; write `name = …`"]);
    scope("cx, limit(64 * 1024), name = \"row\"", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, limit 5 => {}", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, size: 5", expect!["unknown option `size`; the options are `name`, `limit` and `crate`"]);
    scope("cx, name = NAME", expect![[r#"a scope's name is known at compile time; write a string, `name = "…"`"#]]);
    scope("cx, crate = 5", expect!["`crate` takes the path of memscope; write `crate = ::path::to::memscope`"]);
    scope("cx, 5", expect![[r#"expected an option such as `name = "…"`, found `5`"#]]);
}

#[test]
fn a_parent_after_the_options() {
    scope("tmp, in cx", expect!["the parent comes before the options; write `tmp in cx, …`"]);
    scope("tmp, name = \"tmp\" in cx", expect!["the parent comes before the options; write `tmp in cx, …`"]);
    scope("tmp, name = \"tmp\", in cx", expect!["the parent comes before the options; write `tmp in cx, …`"]);
}

#[test]
fn a_missing_comma() {
    scope("cx in parent name = \"row\"", expect!["expected `,` or the end of the scope's header, found `name`"]);
    scope("cx; name = \"row\"", expect!["expected `,` or the end of the scope's header, found `;`"]);
}

#[test]
fn a_body_that_is_no_block() {
    scope("cx => 5", expect!["a scope's body is a block; write `=> { … }`"]);
    scope("cx =>", expect!["a scope's body is a block; write `=> { … }`"]);
    scope("cx { 5 }", expect!["a scope's body follows an arrow; write `=> { … }`"]);
}

#[test]
fn trailing_tokens() {
    scope("cx => { 5 } + 6", expect!["unexpected `+` after the scope's body; remove it"]);
    scoped("cx => {}", "fn f() {}", expect!["the body of `#[scoped]` is the function's; remove this one"]);
    scoped("cx {}", "fn f() {}", expect!["the body of `#[scoped]` is the function's; remove this one"]);
}

#[test]
fn a_binder_that_takes_the_name_of_the_lifetime() {
    scope(
        "<'mcx> cx => { let f: for<'a, 'mcx> fn(&'mcx u8) = g; }",
        expect!["`'mcx` is the scope's lifetime here; give this binder another name"],
    );
}

#[test]
fn an_item_that_is_no_function() {
    scoped(
        "",
        "pub struct S;",
        expect!["`#[scoped]` is for functions, found `struct`; put it on a function with a body"],
    );
    scoped(
        "",
        "unsafe impl S {}",
        expect!["`#[scoped]` is for functions, found `impl`; put it on a function with a body"],
    );
    scoped(
        "",
        "const C: u8 = 5;",
        expect!["`#[scoped]` is for functions, found `const`; put it on a function with a body"],
    );
}

#[test]
fn a_function_without_a_body() {
    scoped(
        "",
        "fn read(&self);",
        expect!["`read` has no body here; put `#[scoped]` on the functions that implement it"],
    );
}

#[test]
fn a_const_function() {
    scoped(
        "",
        "const fn f() {}",
        expect!["a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller"],
    );
}

#[test]
fn the_lifetime_in_the_signature() {
    scoped(
        "<'mcx>",
        "fn f() -> &'mcx str { cx.alloc_str(\"\") }",
        expect![
            "`'mcx` ends with the function's body, so its signature cannot name it; take a `MemCx` from the caller, or return an owner"
        ],
    );
    scoped(
        "<'mcx> tmp in cx",
        "fn f<'mcx>(cx: MemCx<'mcx>) {}",
        expect!["`'mcx` is a parameter of the function; give the scope's lifetime another name"],
    );
}

#[test]
fn a_handle_that_is_a_parameter() {
    scoped(
        "",
        "fn f(cx: MemCx<'_>) {}",
        expect![
            "`cx` is the name of the scope's handle and of a parameter; name the handle differently, as in `#[scoped(tmp in cx)]`"
        ],
    );
    scoped(
        "a",
        "fn f((_, Pair { a, b: _ }): (u8, Pair)) {}",
        expect![
            "`a` is the name of the scope's handle and of a parameter; name the handle differently, as in `#[scoped(tmp)]`"
        ],
    );
}

#[test]
fn a_parameter_whose_pattern_only_mentions_the_handle() {
    scoped("a", "fn f(Pair { a: b, c: x::a }: Pair, a::S: a::S) {}", expect![[""]]);
}

#[test]
fn two_mistakes() {
    scoped(
        "cx, size = 5",
        "const fn f() {}",
        expect![[r#"
        unknown option `size`; the options are `name`, `limit` and `crate`
        a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller"#]],
    );
}
