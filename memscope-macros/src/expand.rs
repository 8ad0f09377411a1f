//! From a checked model to tokens; nothing can go wrong here.
//!
//! A scope is three `let`s: the region, which owns the memory under the user's own name; the end of the scope, whose
//! borrow of the region *is* the scope's lifetime; the handle, which shadows the region for good.
//!
//! Where the value stays in the scope the body is a closure instead.

use crate::closure::{self, Captures};
use crate::model::{Block, Call, Function, Kind, Scope};
use crate::{names, walk};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, LitStr, Signature, Type};

pub(crate) fn call(call: &Call<Scope>) -> TokenStream {
    let Call { header, body } = call;
    match (body, closure::output(header)) {
        (None, _) => opening(header),
        (Some(body), None) => block(&opening(header), body, header),
        (Some(body), Some(output)) => {
            let value = closure::value(output, body, header, Captures::Borrowed);
            // Braces that nothing needs would be warned of.
            if body.attrs.is_empty() { value } else { enclosed(&TokenStream::new(), body, &value) }
        }
    }
}

pub(crate) fn function(function: &Function<Scope>) -> TokenStream {
    let Function { header, attrs, vis, sig, body } = function;
    let Some(output) = closure::output(header) else {
        let body = self::body(&opening(header), body, header, sig);
        return quote!(#(#attrs)* #vis #sig #body);
    };
    let value = closure::value(output, body, header, Captures::of(sig));
    let body = enclosed(&TokenStream::new(), body, &value);
    let sig = closure::signature(sig, output);
    quote!(#(#attrs)* #vis #sig #body)
}

/// The block with `opening` in front of what it held.
///
/// In edition 2021 the temporaries of a block's last expression outlive the block's locals, hence the scope. The arm of
/// a `match` ends them before. Unlike `let value = { … }; value` it hands on the type that the surroundings expect, and
/// is not unreachable code after a body that diverges.
pub(crate) fn block(opening: &TokenStream, block: &Block, scope: &Scope) -> TokenStream {
    let body = braced(block, &elided(block.tokens.clone(), scope));
    // Visible, since an error about the value of the block may point at the `match`.
    let body = quote_spanned!(block.brace.span.join()=> match () { () => #body });
    enclosed(opening, block, &body)
}

/// The same for the body of a function.
///
/// A `match` forgets what an `impl Fn` expects of a closure. There a `return` ends the temporaries; the empty statement
/// keeps its braces from being unnecessary ones.
pub(crate) fn body(opening: &TokenStream, block: &Block, scope: &Scope, sig: &Signature) -> TokenStream {
    if !walk::holds(sig.output.to_token_stream(), "impl") {
        return self::block(opening, block, scope);
    }
    let hidden = names::hidden_span(block.brace.span.join());
    let empty = quote_spanned!(hidden=> ;);
    let body = elided(block.tokens.clone(), scope);
    let body = braced(block, &quote!(#empty #body));
    enclosed(opening, block, &quote_spanned!(hidden=> return #body;))
}

pub(crate) fn enclosed(opening: &TokenStream, block: &Block, body: &TokenStream) -> TokenStream {
    let attrs = &block.attrs;
    braced(block, &quote!(#attrs #opening #body))
}

/// `tokens` between the user's own braces, so that errors point at them.
pub(crate) fn braced(block: &Block, tokens: &TokenStream) -> TokenStream {
    let mut braced = TokenStream::new();
    block.brace.surround(&mut braced, |inner| tokens.to_tokens(inner));
    braced
}

fn opening(scope: &Scope) -> TokenStream {
    match &scope.kind {
        Kind::Region { name, parent, limit } => region(scope, name, parent.as_ref(), limit.as_ref()),
        Kind::Typed { mutability, ty } => typed(scope, mutability, ty),
    }
}

/// A constant, so that knowing its own place costs a scope one word.
pub(crate) fn site(name: &LitStr, scope: &Scope) -> TokenStream {
    let private = names::private(scope);
    quote_spanned! {scope.handle.span()=>
        const { &#private::Site::new(#name, #private::file!(), #private::line!()) }
    }
}

fn region(scope: &Scope, name: &LitStr, parent: Option<&Expr>, limit: Option<&Expr>) -> TokenStream {
    let handle = &scope.handle;
    let at = handle.span();
    let private = names::private(scope);
    let lent = parent.map(|parent| names::lent(parent, at));
    let budget = names::hidden("budget", at);
    let end = names::twin(handle);

    let site = site(name, scope);
    // What the exit needs is declared first, so that it is dropped last.
    let lend = parent.map(|parent| quote_spanned!(at=> let #lent = #private::Lent::new(#parent);));
    let count = limit.map(|limit| match parent {
        None => quote_spanned!(at=> let #budget = #private::Budget::new(#limit, #site);),
        Some(_) => quote_spanned!(at=> let #budget = #private::Budget::inner(#limit, #site, &#lent);),
    });
    let open = match (parent, limit) {
        (None, None) => quote_spanned!(at=> root(#site)),
        (Some(_), None) => quote_spanned!(at=> inner(&#lent, #site)),
        (None, Some(_)) => quote_spanned!(at=> on(&#budget)),
        (Some(_), Some(_)) => quote_spanned!(at=> inner_on(&#lent, &#budget)),
    };
    // The one borrow whose lifetime is the brand: errors name the user's handle and point at it. SAFETY: the pattern that
    // `ScopeEnd::new` asks for, in names that nobody can write.
    let brand = quote_spanned!(at=> #private::ScopeEnd::new(&#handle));
    let brand = quote_spanned!(names::hidden_span(at)=> unsafe { #brand });
    quote_spanned! {at=>
        #lend
        #count
        let #handle = #private::Region::#open;
        let #end = #brand;
        let #handle = #private::ScopeEnd::cx(&#end);
    }
}

pub(crate) fn typed(scope: &Scope, mutability: &impl ToTokens, ty: &Type) -> TokenStream {
    let handle = &scope.handle;
    let private = names::private(scope);
    let ty = elided(ty.to_token_stream(), scope);
    quote_spanned!(handle.span()=> let #mutability #handle = #private::TypedCx::<#ty>::new();)
}

pub(crate) fn elided(tokens: TokenStream, scope: &Scope) -> TokenStream {
    match &scope.lifetime {
        Some(lifetime) => walk::elide(tokens, &lifetime.ident, &mut Vec::new()),
        None => tokens,
    }
}
