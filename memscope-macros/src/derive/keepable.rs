//! `#[derive(Keepable)]`: the type with another lifetime in the place of the scope's, and what of it stays.

use super::Target;
use super::renaming::{self, Renaming};
use crate::errors::Errors;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::WherePredicate;

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let Target { ident, generics, .. } = target;
    let krate = target.krate(Span::call_site());
    if refused(target, errors) {
        return TokenStream::new();
    }
    let new = target.fresh("m");
    let renaming = Renaming { from: target.scope.as_ref(), to: &new, types: Vec::new() };
    let every = renaming::at_every_lifetime(target);
    let family = target.header(None, &quote!(#krate::Family), every.clone(), []);
    let header = target.header(Some(&new), &quote!(#krate::Keepable<#new>), every, []);
    // In the user's place, since here the compiler decides whether whatever else the type borrows outlives the scope.
    let arguments = renaming.apply(generics.split_for_impl().1.to_token_stream());
    let at = quote_spanned!(ident.span()=> type At = #ident #arguments;);
    let others = generics.lifetimes().map(|param| &param.lifetime).filter(|lifetime| !target.is_scope(lifetime));
    let types = generics.type_params().map(|param| &param.ident);
    quote! {
        #family {
            type Rest = (#(&#others (),)* #(::core::marker::PhantomData<#types>,)*);
        }

        #header {
            #at
        }
    }
}

/// `'mcx: 'other`, which no owner can promise: its memory goes when it is dropped. The compiler would say so, but in
/// words about the implementation.
fn refused(target: &Target, errors: &mut Errors) -> bool {
    let predicates = target.predicates();
    let outlives = predicates.iter().find_map(|predicate| match predicate {
        WherePredicate::Lifetime(predicate) if target.is_scope(&predicate.lifetime) => predicate.bounds.first(),
        _ => None,
    });
    if let (Some(scope), Some(other)) = (&target.scope, outlives) {
        let message = format!("the scope may end before `{other}`, so `{scope}` cannot outlive it; remove the bound");
        errors.push(other.span(), message);
    }
    outlives.is_some()
}
