//! `#[derive(Keepable)]`: the type with another lifetime in the place of the scope's.

use super::Target;
use super::renaming::Renaming;
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{TypeParamBound, WherePredicate};

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let Target { ident, generics, krate, .. } = target;
    if refused(target, errors) {
        return TokenStream::new();
    }
    let new = target.fresh("m");
    let renaming = Renaming { from: target.scope.as_ref(), to: &new, types: Vec::new() };
    let predicates = carried(target, &renaming);
    let header = target.header(Some(&new), &quote!(#krate::Keepable<#new>), predicates);
    // In the user's place, since here the compiler decides whether whatever else the type borrows outlives the scope.
    let arguments = renaming.apply(generics.split_for_impl().1.to_token_stream());
    let at = quote_spanned!(ident.span()=> type At = #ident #arguments;);
    let family = target.header(None, &quote!(#krate::Family), []);
    let others = generics.lifetimes().map(|param| &param.lifetime).filter(|lifetime| !target.is_scope(lifetime));
    let types = generics.type_params().map(|param| &param.ident);
    let rest = quote!(type Rest = (#(&#others (),)* #(::core::marker::PhantomData<#types>,)*););
    quote!(#family { #rest } #header { #at })
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

/// The bounds that speak of the scope's lifetime, about the new one. That others outlive it is implied by the trait, and
/// written out it would be asked of `'static`.
pub(super) fn carried<'t>(
    target: &'t Target,
    renaming: &'t Renaming<'_>,
) -> impl Iterator<Item = WherePredicate> + use<'t> {
    target.predicates().into_iter().filter_map(|predicate| {
        let WherePredicate::Type(mut predicate) = predicate else { return None };
        predicate.bounds =
            predicate.bounds.into_iter().filter(|bound| !matches!(bound, TypeParamBound::Lifetime(_))).collect();
        let speaks = !predicate.bounds.is_empty() && renaming.touches(&predicate);
        speaks.then(|| renaming.apply_to(&WherePredicate::Type(predicate)))
    })
}
