//! What is emitted after a mistake: the same shape, so that the user's code survives and nothing follows up.

use crate::model::{Call, Function, Kind, Scope};
use crate::{check, expand, names};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, LifetimeParam};

pub(crate) fn call(call: &Call<Scope>, errors: &TokenStream) -> TokenStream {
    let opening = opening(&call.header);
    let opening = quote!(#errors #opening);
    match &call.body {
        Some(body) => expand::block(&opening, body, &call.header),
        None => opening,
    }
}

pub(crate) fn function(function: &Function<Scope>, errors: &TokenStream) -> TokenStream {
    let Function { header, attrs, vis, sig, body } = function;
    // A parameter of the handle's name stands in for the handle.
    let opening = match check::parameter(sig, &header.handle) {
        Some(_) => TokenStream::new(),
        None => opening(header),
    };
    let body = expand::body(&opening, body, header, sig);
    let mut sig = sig.clone();
    sig.constness = None;
    if let Some(lifetime) = &header.lifetime
        && check::lifetime_in_signature(&sig, lifetime).is_some()
        && !check::declares(&sig, lifetime)
    {
        let declared = LifetimeParam::new(lifetime.clone());
        sig.generics.params.insert(0, GenericParam::Lifetime(declared));
    }
    quote!(#errors #(#attrs)* #vis #sig #body)
}

/// A handle out of nothing: it borrows no region, so no borrow error can follow the mistake.
fn opening(scope: &Scope) -> TokenStream {
    match &scope.kind {
        Kind::Region { parent, limit, .. } => {
            let handle = &scope.handle;
            let krate = names::krate(scope);
            // What the header uses stays used.
            let used = parent.iter().chain(limit);
            quote_spanned! {handle.span()=>
                #(let _ = &#used;)*
                let #handle = ::core::option::Option::<#krate::MemCx<'_>>::None.unwrap();
            }
        }
        Kind::Typed { mutability, ty } => expand::typed(scope, mutability, ty),
    }
}
