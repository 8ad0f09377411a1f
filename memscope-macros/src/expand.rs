//! From a checked model to tokens; nothing can go wrong here.
//!
//! A scope is three `let`s: the region, which owns the memory under the user's own name; the end of the scope, whose
//! borrow of the region *is* the scope's lifetime; the handle, which shadows the region for good.
//!
//! Where the value stays in the scope the body is a closure instead.

use crate::closure::{self, Captures};
use crate::model::{Block, Call, Function, Kind, Memory, Scope};
use crate::{names, walk};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
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
        Kind::Region { name, ident, memory } => {
            let mut tokens = region(scope, name, memory);
            tokens.extend(ident.as_ref().map(|ident| self::ident(ident, scope)));
            tokens
        }
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

/// Says what the scope is about, as soon as there is a handle.
pub(crate) fn ident(ident: &Expr, scope: &Scope) -> TokenStream {
    let handle = &scope.handle;
    let krate = names::krate(scope);
    quote_spanned!(handle.span()=> #krate::MemCx::set_ident(#handle, #ident);)
}

fn region(scope: &Scope, name: &LitStr, memory: &Memory) -> TokenStream {
    let handle = &scope.handle;
    let at = handle.span();
    let private = names::private(scope);
    let lent = memory.parent.as_ref().map(|parent| names::lent(parent, at));
    let end = names::twin(handle);

    let site = site(name, scope);
    // What the exit needs is declared first, so that it is dropped last.
    let lend = memory.parent.as_ref().map(|parent| quote_spanned!(at=> let #lent = #private::Lent::new(#parent);));
    let frame = memory.inline.as_ref().map(|size| {
        let inline = names::hidden("inline", at);
        // Braces of the user's own would be called unnecessary where the size is a number.
        let size = quote_spanned!(names::hidden_span(at)=> { #size });
        let memory = quote_spanned!(at=> let mut #inline = #private::Inline::<#size>::new(););
        (memory, quote_spanned!(at=> &mut #inline))
    });
    let (inline, frame) = frame.unzip();
    let terms = terms(memory, &site, scope);
    let (terms, held) = terms.unzip();
    let lent = lent.map(|lent| quote_spanned!(at=> &#lent));
    let (open, last) = match (&lent, &frame, &held) {
        (None, None, None) => ("root", &site),
        (Some(_), _, None) => ("inner", &site),
        (None, Some(_), None) => ("inline", &site),
        (None, None, Some(held)) => ("on", held),
        (Some(_), _, Some(held)) => ("inner_on", held),
        (None, Some(_), Some(held)) => ("inline_on", held),
    };
    let function = Ident::new(open, at);
    let arguments = lent.iter().chain(&frame).chain([last]);
    let open = quote_spanned!(at=> #private::Region::#function(#(#arguments),*));
    // SAFETY: what it is opened with are the locals above, in the order that `ScopeEnd::new` asks for.
    let open = if function == "root" { open } else { quote_spanned!(names::hidden_span(at)=> unsafe { #open }) };
    // The one borrow whose lifetime is the brand: errors name the user's handle and point at it. SAFETY: the pattern that
    // `ScopeEnd::new` asks for, in names that nobody can write.
    let brand = quote_spanned!(at=> #private::ScopeEnd::new(&#handle));
    let brand = quote_spanned!(names::hidden_span(at)=> unsafe { #brand });
    let ambient = memory.ambient.then(|| {
        let node = names::hidden("ambient", at);
        // SAFETY: a local that nobody can name, of a region that borrows neither a window nor a source.
        let declare = quote_spanned!(names::hidden_span(at)=> unsafe { #private::Ambient::declare(&#node) });
        quote_spanned!(at=> let #node = #private::Ambient::new(#handle); #declare;)
    });
    let key = scope.key.as_ref().map(|key| {
        // SAFETY: the only call for this `ScopeEnd`, which nobody else can name.
        let made = quote_spanned!(at=> #private::ScopeEnd::key(&#end));
        let made = quote_spanned!(names::hidden_span(at)=> unsafe { #made });
        let key = mutable(key);
        quote_spanned!(at=> #key = #made;)
    });
    quote_spanned! {at=>
        #lend
        #inline
        #terms
        let #handle = #open;
        let #end = #brand;
        let #handle = #private::ScopeEnd::cx(&#end);
        #key
        #ambient
    }
}

/// The beginning of the `let` that binds a key: `mut`, as what changes a cell takes `&mut key`, but not all code does.
pub(crate) fn mutable(key: &Ident) -> TokenStream {
    // A pattern that begins in a macro would have no name in errors.
    let pattern = quote_spanned!(key.span()=> mut #key);
    quote_spanned!(names::hidden_span(key.span())=> #[allow(unused_mut)] let #pattern)
}

/// The locals that hold a scope's terms, and how it is told of them; `None` if it has none of its own.
fn terms(memory: &Memory, site: &TokenStream, scope: &Scope) -> Option<(TokenStream, TokenStream)> {
    let Memory { limit, from, recycle, .. } = memory;
    let at = scope.handle.span();
    let private = names::private(scope);
    let (source, name, terms) = match (from, limit) {
        (Some(from), limit) => {
            // A local of its own: it may be a value, and a temporary that it borrows lives as long.
            let source = names::hidden("source", at);
            let borrowed = names::hidden("source", from.span());
            let borrowed = quote_spanned!(names::hidden_span(from.span())=> &#borrowed);
            let terms = match limit {
                Some(limit) => quote_spanned!(at=> limited(#borrowed, #limit, #site)),
                None => quote_spanned!(at=> new(#borrowed, #site)),
            };
            let terms = quote_spanned!(at=> #private::Supply::#terms);
            (Some(quote_spanned!(at=> let #source = #from;)), "supply", terms)
        }
        (None, None) if !recycle => return None,
        (None, limit) => {
            let all = quote_spanned!(at=> ::core::primitive::usize::MAX);
            let limit = limit.as_ref().map_or(all, ToTokens::to_token_stream);
            (None, "budget", quote_spanned!(at=> #private::Budget::new(#limit, #site)))
        }
    };
    let name = names::hidden(name, at);
    let recycler = names::hidden("recycler", at);
    let declare = recycle.then(|| quote_spanned!(at=> let #recycler = #private::Recycler::new();));
    let recycle = recycle.then(|| {
        // SAFETY: both are locals that nobody can name, and no scope was opened on them yet.
        let recycle = quote_spanned!(at=> #private::Region::recycle(&#name, &#recycler));
        let recycle = quote_spanned!(names::hidden_span(at)=> unsafe { #recycle });
        quote_spanned!(at=> #recycle;)
    });
    Some((quote_spanned!(at=> #source #declare let #name = #terms; #recycle), quote_spanned!(at=> &#name)))
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
