//! What is emitted after a mistake: the same shape, so that the user's code survives and nothing follows up.

use crate::closure::{self, Captures};
use crate::model::{Call, Form, Function, Kind, Memory, Scope};
use crate::{check, expand, names};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, LifetimeParam};

pub(crate) fn call(call: &Call<Scope>, errors: &TokenStream) -> TokenStream {
    let Call { header, body } = call;
    let opening = opening(header);
    match (body, closure::output(header)) {
        (None, None) => quote!(#errors #opening),
        (None, Some(output)) => {
            // What the type names stays used.
            let ty = expand::elided(output.written.clone(), header);
            quote!(#errors let _ = ::core::option::Option::<#ty>::None; #opening)
        }
        (Some(body), None) => expand::block(&quote!(#errors #opening), body, header),
        (Some(body), Some(output)) => {
            let value = closure::unmade(output, &opening, body, header, Captures::Borrowed);
            expand::enclosed(errors, body, &value)
        }
    }
}

pub(crate) fn function(function: &Function<Scope>, errors: &TokenStream) -> TokenStream {
    let Function { header, attrs, vis, sig, body } = function;
    // A parameter of the handle's name stands in for the handle.
    let opening = match check::parameter(sig, &header.handle) {
        Some(_) => TokenStream::new(),
        None => opening(header),
    };
    let (mut sig, body) = match &header.form {
        Form::Owner(output) => {
            let value = closure::unmade(output, &opening, body, header, Captures::of(sig));
            (closure::signature(sig, output), expand::enclosed(&TokenStream::new(), body, &value))
        }
        // Its type is also that of the body.
        Form::Plain | Form::Transaction(_) => (sig.clone(), expand::body(&opening, body, header, sig)),
    };
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

/// A handle and a key out of nothing: they borrow no region, so no borrow error can follow the mistake.
fn opening(scope: &Scope) -> TokenStream {
    let handle = self::handle(scope);
    let key = scope.key.as_ref().map(|key| {
        let krate = names::krate(scope);
        let bound = expand::mutable(key);
        quote_spanned! {key.span()=>
            #bound = ::core::option::Option::<#krate::MemKey<'_>>::None.unwrap();
            let _ = &#key;
        }
    });
    quote!(#handle #key)
}

fn handle(scope: &Scope) -> TokenStream {
    match &scope.kind {
        Kind::Region { ident, memory, .. } => {
            let Memory { parent, limit, from, inline, .. } = memory;
            let handle = &scope.handle;
            let krate = names::krate(scope);
            // What the header uses stays used, and the handle is, for what is wrong may be where the user uses it.
            let used = parent.iter().chain(ident).chain(limit).chain(from).chain(inline);
            quote_spanned! {handle.span()=>
                #(let _ = &#used;)*
                let #handle = ::core::option::Option::<#krate::MemCx<'_>>::None.unwrap();
                let _ = &#handle;
            }
        }
        Kind::Typed { mutability, ty } if matches!(scope.form, Form::Plain) => expand::typed(scope, mutability, ty),
        // What it holds would end with the body.
        Kind::Typed { ty, .. } => {
            let handle = &scope.handle;
            let krate = names::krate(scope);
            let ty = expand::elided(quote!(#ty), scope);
            quote_spanned!(handle.span()=> let #handle = ::core::option::Option::<&#krate::TypedCx<#ty>>::None.unwrap();)
        }
    }
}
