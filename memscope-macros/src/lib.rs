//! The macros of [memscope](https://docs.rs/memscope), which re-exports them; use them from there.
//!
//! Both go through the same stages: `parse` reads the header strictly and leaves bodies alone, `check` holds the rules,
//! `expand` cannot fail. After a mistake `fallback` emits the same shape, so that the user's code survives.
//!
//! With `MEMSCOPE_EXPAND=1` in the environment of the compiler every expansion is printed to its standard error.

mod parse;
mod walk;
mod model;
mod check;
mod errors;
mod names;
mod expand;
mod fallback;
#[cfg(test)]
mod tests;

use errors::Errors;
use proc_macro2::TokenStream;

/// Opens a scope. Examples that run stand at `memscope::scope`.
///
/// As a statement, `scope!(cx);`, the scope goes on to the end of the enclosing block; with a body,
/// `scope!(cx => { … })`, it is an expression, and its value the body's. Either way it binds `cx`, the handle that
/// allocates in the scope, and `?`, `return`, `break`, `continue` and `.await` leave it as they leave any block.
///
/// The header is `<'lifetime>`, the handle's name, `in` and the parent's handle, then options after commas; all but the
/// name may be missing. The options are `name = "…"` (the scope's name in errors and reports; by default the handle's),
/// `limit = …` (in bytes) and `crate = …` (the path of memscope, where it is not `::memscope`). In a body the lifetime
/// of the header may be used in types; it stands for `'_` there.
///
/// `scope!(nodes: Node<'_>)`, or `scope!(mut nodes: Node<'_>)`, opens a typed scope, which holds values of one type and
/// drops them at its end. It has no parent, name or limit.
#[proc_macro]
pub fn scope(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(call(input.into())).into()
}

/// Makes the body of a function a scope. Examples that run stand at `memscope::scoped`.
///
/// Takes the header of `scope!`, in which also the handle's name may be missing: then it is `cx`. Functions, methods,
/// associated, generic, `unsafe`, `extern` and `async` functions can be scoped; the parent may be a parameter, as in
/// `#[scoped(tmp in cx)]`.
///
/// Refused, each with a message of its own: items that are no functions, functions without a body, `const fn`, a
/// signature that mentions the scope's lifetime (it ends with the body), and a handle that is called like a parameter.
#[proc_macro_attribute]
pub fn scoped(arguments: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(function(arguments.into(), item.into())).into()
}

fn call(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let call = parse::call(input, &mut errors);
    let call = check::call(call, &mut errors);
    match errors.into_tokens() {
        None => expand::call(&call),
        Some(errors) => fallback::call(&call, &errors),
    }
}

fn function(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let header = parse::arguments(arguments, &mut errors);
    let function =
        parse::function(header, item.clone(), &mut errors).map(|function| check::function(function, &mut errors));
    match (function, errors.into_tokens()) {
        (Some(function), None) => expand::function(&function),
        (Some(function), Some(errors)) => fallback::function(&function, &errors),
        (None, errors) => errors.into_iter().chain([item]).collect(),
    }
}

fn dumped(expansion: TokenStream) -> TokenStream {
    if std::env::var_os("MEMSCOPE_EXPAND").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
