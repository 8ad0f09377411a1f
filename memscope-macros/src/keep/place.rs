//! From a keep to the expression whose value is the kept one.
//!
//! The call itself stands where the value stands, and the keeper where the user wrote it: errors about either point at
//! the one that they are about.

use super::Keeps;
use super::arguments::{Keep, Keeper};
use super::result;
use crate::{names, walk};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Type};

impl Keeps {
    /// `value`, kept; `ty` is its type, if the user gave one.
    pub(super) fn value(&self, keep: &Keep, value: TokenStream, ty: Option<&Type>, name: &str) -> TokenStream {
        let (first, last) = walk::ends(value.clone());
        let private = self.private(first);
        let of_type = ty.map(|ty| quote_spanned!(first=> ::<#ty>));
        let arguments = |value: &dyn ToTokens| quote_spanned!(last=> (#value));
        match keep {
            Keep::Placed { with, using, adopt } => {
                let with = keeper(with);
                let place = match using {
                    None => quote_spanned!(first=> #private::keeper(#with)),
                    Some(using) => {
                        let using = keeper(using);
                        quote_spanned!(first=> #private::keeper_using(#using, #with))
                    }
                };
                let method = Ident::new(if *adopt { "adopt" } else { "keep" }, first);
                let value = arguments(&value);
                quote_spanned!(first=> #place.#method #of_type #value)
            }
            Keep::Copied { with } => {
                let with = keeper(with);
                let and = quote_spanned!(first=> &);
                let value = arguments(&value);
                let arguments = arguments(&quote!(#with, #and #value));
                quote_spanned!(first=> #private::keep_copy #arguments)
            }
            Keep::Counted { with } => {
                let with = keeper(with);
                let value = typed(value, ty);
                let arguments = arguments(&quote!(#with, #value));
                quote_spanned!(first=> #private::counted #arguments)
            }
            Keep::Loose => self.loose(value, ty, name, first),
            // A reference out of nothing, which borrows from nobody. The value sees the item, which is called like nothing
            // there.
            Keep::Refused => {
                let hidden = names::hidden_span(first);
                let value = arguments(&value);
                let item = quote_spanned!(hidden=> fn kept_by_nobody<'s, T>(_: T) -> &'s mut T { loop {} });
                quote_spanned!(hidden=> { #item kept_by_nobody #of_type #value })
            }
        }
    }

    /// `value`, which the user frees, by a call that stands at `at`.
    pub(super) fn loose(&self, value: TokenStream, ty: Option<&Type>, name: &str, at: Span) -> TokenStream {
        let (_, last) = walk::ends(value.clone());
        let private = self.private(at);
        let site = quote_spanned!(at=> const { &#private::Site::new(#name, #private::file!(), #private::line!()) });
        let value = typed(value, ty);
        let arguments = quote_spanned!(last=> (#value, #site));
        quote_spanned!(at=> #private::loose #arguments)
    }

    /// The module of memscope that only expansions name.
    fn private(&self, at: Span) -> TokenStream {
        let name = self.krate.as_ref().and_then(|path| path.segments.last());
        let krate = self.krate(at);
        quote_spanned!(name.map_or(at, |name| name.ident.span())=> #krate::__private)
    }

    /// The path of memscope.
    pub(super) fn krate(&self, at: Span) -> TokenStream {
        self.krate.as_ref().map_or_else(|| quote_spanned!(at=> ::memscope), ToTokens::to_token_stream)
    }
}

/// A keeper by reference, in the place of the user's expression.
fn keeper(keeper: &Keeper) -> TokenStream {
    match keeper {
        Keeper::Value(Expr::Reference(reference)) => reference.to_token_stream(),
        Keeper::Value(value) => {
            let (first, last) = walk::ends(value.to_token_stream());
            let value = match value {
                Expr::Path(_)
                | Expr::Field(_)
                | Expr::MethodCall(_)
                | Expr::Call(_)
                | Expr::Index(_)
                | Expr::Lit(_) => value.to_token_stream(),
                _ => quote_spanned!(last=> (#value)),
            };
            // Not the argument itself: there clippy calls a borrow needless, if the value is a reference.
            let value = quote_spanned!(first=> (&#value,));
            quote_spanned!(last=> #value.0)
        }
        Keeper::Several(keepers) => tuple(keepers.iter().map(self::keeper)),
        Keeper::Result(token) => {
            let result = result::name(token.span);
            quote_spanned!(token.span=> &#result)
        }
    }
}

/// Keepers, the first for the others. A tuple has three of them at most, and is a keeper itself: `((a, b, c), d)`.
pub(crate) fn tuple(mut keepers: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut first = keepers.next().unwrap_or_default();
    loop {
        let others: Vec<_> = keepers.by_ref().take(2).collect();
        if others.is_empty() {
            return first;
        }
        first = quote!((#first, #(#others),*));
    }
}

/// A value that is checked against the type which the user gave.
fn typed(value: TokenStream, ty: Option<&Type>) -> TokenStream {
    let Some(ty) = ty else { return value };
    let typed = names::hidden("value", walk::ends(value.clone()).0);
    quote!({ let #typed: #ty = #value; #typed })
}
