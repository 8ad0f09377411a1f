//! `#[derive(Covariant)]`: the proof that a longer lifetime does for a shorter one. Its body is for the compiler to judge.

use super::Target;
use super::keepable::carried;
use super::renaming::Renaming;
use crate::errors::Errors;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, LifetimeParam, WherePredicate, parse_quote};

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let Target { ident, krate, .. } = target;
    let [borrowed, short, long] = ["r", "short", "long"].map(|name| target.fresh(name));
    let any = target.fresh("m");
    let renaming = Renaming { from: target.scope.as_ref(), to: &any, types: Vec::new() };
    let at_any = carried(target, &renaming).map(|mut predicate| {
        if let WherePredicate::Type(predicate) = &mut predicate {
            let binder = predicate.lifetimes.get_or_insert_with(|| parse_quote!(for<>));
            binder.lifetimes.insert(0, GenericParam::Lifetime(LifetimeParam::new(any.clone())));
        }
        predicate
    });
    let header = target.header(None, &quote!(#krate::Covariant), at_any);
    // At the type's name, since here the compiler says what makes it invariant.
    let root = Ident::new("root", ident.span());
    let body = if errors.is_empty() { quote!(#root) } else { quote!(::core::unreachable!()) };
    let at = |lifetime| quote!(<Self as #krate::Keepable<#lifetime>>::At);
    let (long_root, short_root) = (at(&long), at(&short));
    quote_spanned! {ident.span()=>
        #header {
            #[inline(always)]
            fn shorten<#borrowed, #short, #long: #short>(#root: &#borrowed #long_root) -> &#borrowed #short_root
            where
                Self: #long,
            {
                #body
            }
        }
    }
}
