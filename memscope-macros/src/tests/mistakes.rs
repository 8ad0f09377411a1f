//! Every message, and that there is one for a mistake.

use super::tokens;
use expect_test::{Expect, expect};
use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

/// The messages of the `compile_error!`s in an expansion.
pub(super) fn messages(expansion: TokenStream) -> Vec<String> {
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
    scope(
        "a, b",
        expect![
            "unknown option `b`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
        ],
    );
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
    scope("nodes: Node, ident = 5", expect!["a typed scope is an arena of its own and has no ident; remove `ident`"]);
    scope(
        "nodes: Node, name = \"nodes\"",
        expect!["a typed scope is an arena of its own and has no name; remove `name`"],
    );
}

#[test]
fn options() {
    scope(
        "cx, size = 5",
        expect![
            "unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
        ],
    );
    scope("cx, limit = 5, limit = 6", expect!["the option `limit` is given twice; remove one of them"]);
    scope("cx, limit", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, limit =", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, ident", expect!["`ident` takes its value after `=`; write `ident = …`"]);
    scope("cx, name: \"row\"", expect!["`name` takes its value after `=`; write `name = …`"]);
    scope("cx, limit(64 * 1024), name = \"row\"", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope("cx, limit 5 => {}", expect!["`limit` takes its value after `=`; write `limit = …`"]);
    scope(
        "cx, size: 5",
        expect![
            "unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
        ],
    );
    scope("cx, name = NAME", expect![[r#"a scope's name is known at compile time; write a string, `name = "…"`"#]]);
    scope("cx, crate = 5", expect!["`crate` takes the path of memscope; write `crate = ::path::to::memscope`"]);
    scope("cx, 5", expect![[r#"expected an option such as `name = "…"`, found `5`"#]]);
}

#[test]
fn memory_that_a_scope_cannot_have() {
    scope(
        "tmp in cx, from = &source",
        expect!["a scope with a source of its own has no parent to lend it memory; remove `from` or `in …`"],
    );
    scope(
        "tmp in cx, inline = 64",
        expect!["a scope inside another begins in its parent's memory; remove `inline` or `in …`"],
    );
    scope(
        "nodes: Node, from = &source",
        expect!["a typed scope is an arena of its own and has no source; remove `from`"],
    );
    scope(
        "nodes: Node, inline = 64",
        expect!["a typed scope is an arena of its own and has no memory in the frame; remove `inline`"],
    );
    scope(
        "nodes: Node, recycle",
        expect!["a typed scope is an arena of its own and has no blocks to free; remove `recycle`"],
    );
    scope(
        "cx, from = &source -> Kept<&'mcx str> => {}",
        expect!["an owner takes its memory from the heap; remove `from`"],
    );
    scope(
        "cx, inline = 64 -> Kept<&'mcx str> => {}",
        expect!["an owner takes its memory from the heap; remove `inline`"],
    );
    scope(
        "cx in p, ambient",
        expect!["an ambient scope has memory of its own, not its parent's; remove `in …`, or `ambient`"],
    );
    scope(
        "cx, from = &s, ambient",
        expect!["an ambient scope takes its memory from the heap; remove `from`, or `ambient`"],
    );
    scope(
        "nodes: Node, ambient",
        expect!["a typed scope is an arena of its own and has no handle to lend; remove `ambient`"],
    );
    scope("cx, ambient -> Kept<&'mcx str> => {}", expect!["only a plain scope can be ambient; remove `ambient`"]);
    scope("cx, recycle -> Kept<&'mcx str> => {}", expect!["an owner takes its memory from the heap; remove `recycle`"]);
    scope(
        "tx in cx, from = &source, try -> Option<u8> => {}",
        expect!["a transaction takes memory as its parent does; remove `from`"],
    );
    scope(
        "tx in cx, inline = 64, try -> Option<u8> => {}",
        expect!["a transaction takes memory as its parent does; remove `inline`"],
    );
    scope(
        "tx in cx, recycle, try -> Option<u8> => {}",
        expect!["a transaction takes memory as its parent does; remove `recycle`"],
    );
    scoped(
        "recycle = true",
        "fn f() -> Kept<&'mcx str> {}",
        expect![[r#"
        `recycle` has no value; write `recycle` alone
        an owner takes its memory from the heap; remove `recycle`"#]],
    );
}

#[test]
fn options_of_memory() {
    scope("cx, from", expect!["`from` takes its value after `=`; write `from = …`"]);
    scope("cx, inline", expect!["`inline` takes its value after `=`; write `inline = …`"]);
    scope("cx, inline(64)", expect!["`inline` takes its value after `=`; write `inline = …`"]);
    scope("cx, recycle = true", expect!["`recycle` has no value; write `recycle` alone"]);
    scope("cx, recycle()", expect!["`recycle` has no value; write `recycle` alone"]);
    scope("cx, recycle, recycle", expect!["the option `recycle` is given twice; remove one of them"]);
    scope("cx, from = &a, from = &b", expect!["the option `from` is given twice; remove one of them"]);
    scope(
        "cx, source = &pool",
        expect![
            "unknown option `source`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`"
        ],
    );
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
fn a_type_that_is_in_the_wrong_place() {
    scope(
        "cx -> Kept<Ast<'mcx>>",
        expect!["a scope that is a statement has no value, hence no type; write `-> … => { … }`"],
    );
    scope(
        "tx in cx, try -> Option<u8>",
        expect!["a scope that is a statement has no value, hence no type; write `-> … => { … }`"],
    );
    scope("cx -> => { 5 }", expect!["`->` takes the type of the body's value; write `-> Kept<Ast<'mcx>>`"]);
    scope("cx ->", expect!["`->` takes the type of the body's value; write `-> Kept<Ast<'mcx>>`"]);
    scope("cx -> Kept<u8> + 5 => { 5 }", expect!["expected `=>` after the type of the body's value, found `+`"]);
    scope("cx -> Kept<u8>, limit = 5 => { 5 }", expect!["expected `=>` after the type of the body's value, found `,`"]);
    scope("cx -> Kept<u8> { 5 }", expect!["a scope's body follows an arrow; write `=> { … }`"]);
    scope("cx => { 5 } -> Kept<u8>", expect!["unexpected `-` after the scope's body; remove it"]);
    scoped(
        "cx -> Kept<u8>",
        "fn f() {}",
        expect!["the type of a `#[scoped]` function is in its signature; remove this one"],
    );
}

#[test]
fn a_type_that_is_no_owner() {
    scope(
        "cx -> u8 => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> Vec<u8> => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> Result<(Kept<u8>, u8), Error> => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> Result<u8, Kept<u8>> => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> Vec<Kept<u8>> => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> Kept => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
    scope(
        "cx -> &Kept<u8> => { 5 }",
        expect![
            "a block with a type builds an owner (`-> Kept<…>`) or is a transaction (`tx in cx, try -> Result<…>`); remove this type"
        ],
    );
}

#[test]
fn an_owner_with_what_only_other_scopes_have() {
    scope("cx in outer -> Kept<u8> => { 5 }", expect!["an owner has memory of its own and no parent; remove `in …`"]);
    scope("cx, limit = 5 -> Kept<u8> => { 5 }", expect!["an owner has no limit; remove `limit`"]);
    scope(
        "nodes: Node -> Kept<u8> => { 5 }",
        expect!["what an owner holds is made in a scope for values of all types; remove `: …`"],
    );
    scoped(
        "tmp in cx, limit = 5",
        "fn f(cx: MemCx<'_>) -> Option<Kept<Ast<'mcx>>> { 5 }",
        expect![[r#"
        an owner has memory of its own and no parent; remove `in …`
        an owner has no limit; remove `limit`"#]],
    );
    scoped(
        "nodes: Node",
        "fn f() -> Kept<Ast<'mcx>> { 5 }",
        expect!["what an owner holds is made in a scope for values of all types; remove `: …`"],
    );
}

#[test]
fn the_lifetime_outside_of_the_owner() {
    scoped(
        "",
        "fn f(s: &'mcx str) -> Kept<Ast<'mcx>> { 5 }",
        expect![
            "`'mcx` is the lifetime inside of the owner, so only what stands in `Kept<…>` can name it; use another one here"
        ],
    );
    scoped(
        "<'a>",
        "fn f() -> Result<Kept<Ast<'a>>, Error<'a>> { 5 }",
        expect![
            "`'a` is the lifetime inside of the owner, so only what stands in `Kept<…>` can name it; use another one here"
        ],
    );
    scoped(
        "<'a>",
        "fn f() -> (Kept<Ast<'a>>, u8) { 5 }",
        expect![
            "`'a` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "<'a>",
        "fn f() -> Vec<Kept<Ast<'a>>> { 5 }",
        expect![
            "`'a` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "<'a>",
        "fn f<'a>(s: &'a str) -> Kept<Ast<'a>> { 5 }",
        expect!["`'a` is a parameter of the function; give the scope's lifetime another name"],
    );
    scope(
        "<'a> cx -> Result<Kept<Ast<'a>>, Error<'a>> => { 5 }",
        expect![
            "`'a` is the lifetime inside of the owner, so only what stands in `Kept<…>` can name it; use another one here"
        ],
    );
}

#[test]
fn an_owner_in_something_else() {
    scoped(
        "",
        "fn f() -> Mutex<Kept<Ast<'mcx>>> { 5 }",
        expect![
            "`'mcx` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "",
        "fn f() -> Result<Vec<Kept<Ast<'mcx>>>, Error> { 5 }",
        expect![
            "`'mcx` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "",
        "async fn f() -> (Kept<Ast<'mcx>>, u8) { 5 }",
        expect![
            "`'mcx` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "<'a>",
        "fn f(&self) -> Result<u8, Kept<Ast<'a>>> { 5 }",
        expect![
            "`'a` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an `Option`; return one of these, and wrap it at the caller"
        ],
    );
    scoped(
        "",
        "fn f() -> KeptArc<Ast<'mcx>> { 5 }",
        expect!["`#[scoped]` makes a `Kept`; return that, and call `into_arc()` at the caller"],
    );
    scoped(
        "",
        "fn f() -> Result<memscope::KeptRc<Ast<'mcx>>, Error> { 5 }",
        expect!["`#[scoped]` makes a `Kept`; return that, and call `into_rc()` at the caller"],
    );
    scoped(
        "<'a>",
        "fn f() -> impl Iterator<Item = Kept<Ast<'a>>> { 5 }",
        expect![
            "`'a` ends with the function's body, so its signature cannot name it; take a `MemCx` from the caller, or return an owner"
        ],
    );
}

#[test]
fn an_owner_that_is_somebody_elses() {
    scoped("", "fn f() -> Vec<Kept<Ast<'mcx>>> { vec![Kept::new(|_| 5)] }", expect![""]);
    scoped("", "fn f() -> KeptArc<Ast<'mcx>> { Self::parse().into_arc() }", expect![""]);
    scoped("", "fn f(&self) -> (Kept<Ast<'mcx>>, u8) { 5 }", expect![""]);
    scoped("", "fn f(s: &'mcx str) -> Mutex<Kept<Ast<'mcx>>> { 5 }", expect![""]);
    scoped("", "fn f<'mcx>(s: &'mcx str) -> Kept<Ast<'mcx>> { 5 }", expect![""]);
    scoped("tmp in cx", "fn f(cx: MemCx<'_>) -> Kept<Ast<'static>> { 5 }", expect![""]);
    scope("cx -> Result<Kept<Ast<'mcx>>, Error<'mcx>> => { 5 }", expect![""]);
}

#[test]
fn a_transaction_without_its_parts() {
    scope("tx, try -> Option<u8> => { 5 }", expect!["a transaction needs a scope to commit to; write `tx in cx, try`"]);
    scope("tx in cx, try => { 5 }", expect!["a transaction has a type; write `try -> Result<…> => { … }`"]);
    scope("tx in cx, try", expect!["a transaction has a type; write `try -> Result<…> => { … }`"]);
    scope("try -> Option<u8> => { 5 }", expect!["the scope's handle needs a name; write `scope!(cx)`"]);
    scoped(
        "try",
        "fn f() -> Option<u8> { 5 }",
        expect!["a transaction needs a scope to commit to; write `tx in cx, try`"],
    );
    scoped(
        "tx in cx, try",
        "fn f(cx: MemCx<'_>) { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; return a `Result<…>` or an `Option<…>`"],
    );
}

#[test]
fn a_transaction_that_neither_fails_nor_succeeds() {
    scope(
        "tx in cx, try -> u8 => { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`"],
    );
    scope(
        "tx in cx, try -> Rows => { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`"],
    );
    scope(
        "tx in cx, try -> Vec<u8> => { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`"],
    );
    scope(
        "tx in cx, try -> &'static [u8] => { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`"],
    );
    scoped(
        "tx in cx, try",
        "fn f<'mcx>(cx: MemCx<'mcx>) -> &'mcx str { 5 }",
        expect!["a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`"],
    );
}

#[test]
fn a_transaction_with_what_only_other_scopes_have() {
    scope(
        "nodes: Node, try -> Option<u8> => { 5 }",
        expect!["a typed scope is an arena of its own and has no transaction; remove `try`"],
    );
    scoped(
        "tx in cx, try",
        "async fn f(cx: MemCx<'_>) -> Option<u8> { 5 }",
        expect!["a transaction cannot be `async`: await first, then commit; remove `async` or `try`"],
    );
}

#[test]
fn the_lifetime_outside_of_what_is_committed() {
    scope(
        "<'tx> tx in cx, try -> Result<Rows<'tx>, Error<'tx>> => { 5 }",
        expect!["`'tx` ends with the transaction, so only what it commits, the first argument, can name it"],
    );
    scoped(
        "<'tx> tx in cx, try",
        "fn f(cx: MemCx<'_>) -> Option<Rows<'tx>> { 5 }",
        expect![
            "`'tx` ends with the function's body, so its signature cannot name it; what is committed has the lifetime of the parent"
        ],
    );
}

#[test]
fn an_option_that_has_no_value() {
    scope("tx in cx, try = true -> Option<u8> => { 5 }", expect!["`try` has no value; write `try` alone"]);
    scope("tx in cx, try(5) -> Option<u8> => { 5 }", expect!["`try` has no value; write `try` alone"]);
    scope("tx in cx, try, try -> Option<u8> => { 5 }", expect!["the option `try` is given twice; remove one of them"]);
    scope("tx in cx try -> Option<u8> => { 5 }", expect!["expected `,` or the end of the scope's header, found `try`"]);
}

#[test]
fn two_mistakes() {
    scoped(
        "cx, size = 5",
        "const fn f() {}",
        expect![[r#"
            unknown option `size`; the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`
            a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller"#]],
    );
}
