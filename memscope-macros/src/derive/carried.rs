//! `#[derive(Carried)]`: that a value holds no handle. The fields prove it, in a function that nobody calls.

use super::{Shape, ShapeField, Target};
use crate::errors::Errors;
use crate::walk;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, LifetimeParam, Type, TypeParamBound, WherePredicate, parse_quote};

pub(super) fn derive(target: &Target, _: &mut Errors) -> TokenStream {
    let krate = target.krate(Span::call_site());
    let generics = generics(target, &krate);
    let (params, _, predicates) = generics.split_for_impl();
    let (ident, (_, arguments, _)) = (&target.ident, target.generics.split_for_impl());
    let shapes = target.shapes();
    let arms = shapes.iter().map(|shape| arm(shape, target, &krate));
    // SAFETY of the implementation: no field holds a handle, or its function does not compile.
    // The trait is its own witness: a check of another name could be anything, since `crate = path` is the user's.
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        unsafe impl #params #krate::Carried for #ident #arguments #predicates {
            fn __fields_are_carried(&self) {
                match *self { #(#arms)* }
            }
        }
    }
}

/// The generics, with each type parameter carried, and without what outlives what. The compiler knows that of the type, and
/// a transaction could not prove it: it asks for every lifetime, also for those that are too long.
fn generics(target: &Target, krate: &TokenStream) -> Generics {
    let is_lasting = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(_));
    let mut generics = target.generics.clone();
    for param in generics.lifetimes_mut() {
        param.bounds.clear();
    }
    for param in generics.type_params_mut() {
        param.bounds = param.bounds.iter().filter(|bound| !is_lasting(bound)).cloned().collect();
        param.bounds.push(parse_quote!(#krate::Carried));
    }
    if let Some(clause) = &mut generics.where_clause {
        let kept = clause.predicates.iter().cloned().filter_map(|mut predicate| {
            match &mut predicate {
                WherePredicate::Type(predicate) => {
                    predicate.bounds = predicate.bounds.iter().filter(|bound| !is_lasting(bound)).cloned().collect();
                    if predicate.bounds.is_empty() {
                        return None;
                    }
                }
                WherePredicate::Lifetime(_) => return None,
                _ => {}
            }
            Some(predicate)
        });
        clause.predicates = kept.collect();
    }
    generics
}

/// All fields by name, since an attribute below the derive may still add one.
fn arm(shape: &Shape<'_>, target: &Target, krate: &TokenStream) -> TokenStream {
    let pattern = shape.pattern();
    let bindings = shape.fields.iter().map(|ShapeField { member, name, .. }| quote!(#member: ref #name));
    let proofs = shape.fields.iter().map(|ShapeField { name, field, .. }| {
        let ty = &field.ty;
        let proof = match depends(ty, target) {
            true => quote!(<#ty as #krate::Carried>::__fields_are_carried(#name);),
            // Without the parameters it is `'static`, so nothing of a transaction is in it. What the tokens do not tell,
            // such as a lifetime in a macro, the compiler finds here. An expression says it, as lints judge a `let`'s type.
            false => quote_spanned!(ty.span()=> _ = <[&'static #ty]>::len(&[]);),
        };
        // Or change one: to a pointer goes a reference to this type, and not one that dereferences to it.
        quote! {
            let _: *const #ty = #name;
            #proof
        }
    });
    quote!(#pattern { #(#bindings),* } => { #(#proofs)* })
}

/// Whether the type speaks of the parameters. All lifetimes are alike: which of them is a scope's is decided where the type
/// is used, and a type parameter may be, or lead to, anything of any lifetime.
fn depends(ty: &Type, target: &Target) -> bool {
    let is_named = |param: &LifetimeParam| walk::mention(ty.to_token_stream(), &param.lifetime.ident).is_some();
    target.generics.lifetimes().any(is_named) || target.is_generic(ty) || walk::holds(ty.to_token_stream(), "Self")
}
