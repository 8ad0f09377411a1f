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

use errors::Errors;
use proc_macro2::TokenStream;

/// Opens a scope …
#[proc_macro]
pub fn scope(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(call(input.into())).into()
}

/// Makes …
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
