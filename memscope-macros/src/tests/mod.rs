//! What the macros make of their input: expansions as snapshots, mistakes as messages.
//!
//! `UPDATE_EXPECT=1 cargo test -p memscope-macros` rewrites the snapshots.

mod cells;
mod derive;
mod deserialize_in;
mod expansions;
mod keep;
mod mistakes;
mod pipe;
mod slab;

use proc_macro2::TokenStream;
use quote::quote;

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the source is made of tokens")
}

fn printed(items: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(items).expect("an expansion is a list of items"))
}

/// `scope!(input)` as a statement of a function.
fn scope(input: &str) -> String {
    let expansion = crate::call(tokens(input));
    printed(quote!(fn f() { #expansion }))
}

/// `#[scoped(arguments)] item`.
fn scoped(arguments: &str, item: &str) -> String {
    printed(crate::function(tokens(arguments), tokens(item)))
}

/// `unsize!(boxed => to)` as a statement of a function, in the form in which memscope's macro hands it on.
fn unsize(boxed: &str, to: &str) -> String {
    let expansion = crate::unsize::call(tokens(&format!("memscope: ({boxed}) => ({to})")));
    printed(quote!(fn f() { #expansion }))
}
