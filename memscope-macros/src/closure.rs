//! Bodies that are closures: those whose value stays in the scope, since an owner takes it or it is committed.
//!
//! The call that gets the closure opens the scope, and decides by the value whether it ends. The closure makes the scope's
//! lifetime one that nothing around it has, and gives `return` and `?` the meaning that they have in a function.

use crate::expand::{braced, elided};
use crate::model::{Block, Form, Kind, Memory, Scope};
use crate::output::{Output, Wrapper};
use crate::{expand, names, walk};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{ReturnType, Signature, Token, Type};

/// How the closure gets what surrounds it.
#[derive(Clone, Copy)]
pub(crate) enum Captures {
    /// A block uses it.
    Borrowed,
    /// The body of a function owns the parameters, and waits where the function does.
    Moved { asyncness: Option<Token![async]> },
}

impl Captures {
    pub(crate) fn of(sig: &Signature) -> Self {
        Self::Moved { asyncness: sig.asyncness }
    }

    fn waits(self) -> bool {
        matches!(self, Self::Moved { asyncness: Some(_) })
    }

    /// What stands before the closure.
    fn keywords(self, at: Span) -> TokenStream {
        match self {
            Self::Borrowed => TokenStream::new(),
            Self::Moved { asyncness } => quote_spanned!(at=> #asyncness move),
        }
    }
}

/// The output of a body that is a closure.
pub(crate) fn output(scope: &Scope) -> Option<&Output> {
    match &scope.form {
        Form::Plain => None,
        Form::Owner(output) | Form::Transaction(output) => Some(output),
    }
}

/// The signature with a type that means something outside of the body.
pub(crate) fn signature(sig: &Signature, output: &Output) -> Signature {
    let mut sig = sig.clone();
    if let ReturnType::Type(_, ty) = &mut sig.output {
        **ty = Type::Verbatim(output.whole.clone());
    }
    sig
}

/// The call that opens the scope, with the body as its last argument.
pub(crate) fn value(output: &Output, block: &Block, scope: &Scope, captures: Captures) -> TokenStream {
    let handle = &scope.handle;
    let at = handle.span();
    let Kind::Region { name, ident, memory } = &scope.kind else { unreachable!("typed scopes are refused") };
    let Memory { parent, limit, .. } = memory;

    let function = function(scope, output.wrapper, limit.is_some(), captures.waits());
    let family = &output.family;
    let error = (output.wrapper == Wrapper::Result).then(|| quote!(, _));
    let arguments = parent.iter().chain(limit);
    let site = expand::site(name, scope);
    let mut first = expected(output, scope, captures.waits());
    first.extend(ident.as_ref().map(|ident| expand::ident(ident, scope)));
    let mut body = braced(block, &elided(block.tokens.clone(), scope));
    if !first.is_empty() {
        body = braced(block, &quote_spanned!(block.brace.span.join()=> #first match () { () => #body }));
    }
    // A transaction says to its body that the parent lives longer.
    let inside = matches!(scope.form, Form::Transaction(_)).then(|| quote_spanned!(at=> , _));
    let keywords = captures.keywords(at);
    let awaited = captures.waits().then(|| quote_spanned!(at=> .await));
    let value = quote_spanned! {at=>
        #function::<#family #error>(#(#arguments,)* #site, #keywords |#handle #inside| #body) #awaited
    };
    match (captures, &scope.form, output.wrapper) {
        // Nothing else names the whole type there; and what is named is used.
        (Captures::Borrowed, Form::Owner(_), Wrapper::Bare | Wrapper::Option) => {
            let whole = &output.whole;
            quote_spanned!(at=> ::core::convert::identity::<#whole>(#value))
        }
        _ => value,
    }
}

fn function(scope: &Scope, wrapper: Wrapper, limited: bool, waits: bool) -> TokenStream {
    let (name, result) = match scope.form {
        Form::Transaction(_) => ("transaction", ""),
        _ => ("kept", "_result"),
    };
    let wrapper = match wrapper {
        Wrapper::Bare => "",
        Wrapper::Option => "_option",
        Wrapper::Result => result,
    };
    let limited = if limited { "_limited" } else { "" };
    let waits = if waits { "_async" } else { "" };
    let private = names::private(scope);
    let name = format_ident!("{name}{wrapper}{limited}{waits}", span = scope.handle.span());
    quote!(#private::#name)
}

/// What tells the closure the type of its value; it never runs.
///
/// Of a `Result` the call knows only what is made in the scope; the type of the error stands in the whole type, maybe
/// behind an alias. An `async` closure expects nothing at all: there the first `return` decides.
fn expected(output: &Output, scope: &Scope, waits: bool) -> TokenStream {
    let Output { wrapper, root, whole, .. } = output;
    let at = names::hidden_span(scope.handle.span());
    let (pattern, ty, value) = match wrapper {
        // An `impl` has no name here.
        Wrapper::Result if walk::holds(whole.clone(), "impl") => return TokenStream::new(),
        Wrapper::Result => {
            let err = quote_spanned!(at=> ::core::result::Result::Err);
            let root = waits.then(|| quote_spanned!(at=> ::<#root, _>));
            (quote_spanned!(at=> #err(value)), whole.clone(), quote_spanned!(at=> #err #root(value)))
        }
        _ if !waits => return TokenStream::new(),
        _ => {
            let is_option = *wrapper == Wrapper::Option;
            let ty = if is_option { quote!(::core::option::Option<#root>) } else { root.clone() };
            (quote_spanned!(at=> value), ty, quote_spanned!(at=> value))
        }
    };
    returned(&pattern, &ty, &value, at)
}

/// A `return` that nothing reaches.
fn returned(pattern: &TokenStream, ty: &TokenStream, value: &TokenStream, at: Span) -> TokenStream {
    quote_spanned! {at=>
        if let ::core::option::Option::Some(#pattern) = ::core::option::Option::None::<#ty> {
            return #value;
        }
    }
}

/// What stands for the call after a mistake: the body is checked, as a closure that returns its value, and not called.
pub(crate) fn unmade(
    output: &Output,
    opening: &TokenStream,
    block: &Block,
    scope: &Scope,
    captures: Captures,
) -> TokenStream {
    let [written, ownerless] = [&output.written, &output.ownerless].map(|ty| elided(ty.clone(), scope));
    let at = scope.handle.span();
    let keywords = captures.keywords(at);
    let value = quote_spanned!(names::hidden_span(at)=> value);
    let expected = captures.waits().then(|| returned(&value, &ownerless, &value, at));
    let body = expand::block(&quote!(#opening #expected), block, scope);
    quote_spanned! {at=>
        let _ = #keywords || -> #ownerless #body;
        ::core::option::Option::<#written>::None.unwrap()
    }
}
