//! The names in an expansion: which of them the user can see, where each of them points.
//!
//! Borrow errors call a place by its name and point at its span. What they should talk about therefore is the user's
//! own token; everything else is hygienic, so that no name of ours meets one of the user's.

use crate::model::Scope;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;

/// Nobody can name a hidden identifier, yet an error about it points at the handle.
///
/// Lints also take such a token for code of another crate: `#![forbid(unsafe_code)]` looks at the user's code only.
pub(crate) fn hidden_span(at: Span) -> Span {
    Span::mixed_site().located_at(at)
}

pub(crate) fn hidden(text: &str, at: Span) -> Ident {
    Ident::new(text, hidden_span(at))
}

/// The hidden twin of a name of the user's, for errors that mention it.
pub(crate) fn twin(name: &Ident) -> Ident {
    let mut twin = name.clone();
    twin.set_span(hidden_span(name.span()));
    twin
}

/// What lends the parent's window: errors that say when it is dropped call it by the parent's name.
pub(crate) fn lent(parent: &Expr, at: Span) -> Ident {
    // No local can be called `self`, and other hidden ones are called as the rest.
    let is_free = |name: &&Ident| !["self", "budget", "recycler"].iter().any(|taken| *name == taken);
    match parent {
        Expr::Path(parent) => parent.path.get_ident().filter(is_free).map(twin),
        _ => None,
    }
    .unwrap_or_else(|| hidden("parent", at))
}

/// The handle of a header that names none: visible where `body` was written, located at the macro's call.
///
/// A plain `call_site` would be visible too, but then errors say that they originate in a macro.
pub(crate) fn default_handle(body: Span) -> Ident {
    Ident::new("cx", body.located_at(Span::call_site()))
}

/// The path of the crate itself: what `crate = path` gave, or the absolute one, which nothing can shadow.
pub(crate) fn krate(scope: &Scope) -> TokenStream {
    match &scope.krate {
        Some(path) => quote!(#path),
        None => quote_spanned!(scope.handle.span()=> ::memscope),
    }
}

/// The module of memscope that only expansions name. If the given crate has none, it is not memscope: errors point at it.
pub(crate) fn private(scope: &Scope) -> TokenStream {
    let krate = krate(scope);
    let name = scope.krate.as_ref().and_then(|path| path.segments.last());
    let at = name.map_or_else(|| scope.handle.span(), |name| name.ident.span());
    quote_spanned!(at=> #krate::__private)
}
