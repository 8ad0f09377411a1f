//! `with = return`: what the function's result lives with.

use crate::model::Scope;
use crate::{closure, names};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use std::cell::Cell;
use syn::{FnArg, GenericArgument, Lifetime, Pat, PathArguments, ReturnType, Signature, Type};

/// What `return` means in a body: the handle of a scope, or nothing for a reason.
pub(super) struct Returned {
    handle: Result<Ident, String>,
    used: Cell<bool>,
}

impl Returned {
    /// The function's own handle, if its value stays in its scope; else that parameter whose lifetime the result has.
    pub(super) fn of_function(sig: &Signature, scope: &Scope) -> Self {
        let candidates = if closure::output(scope).is_some() { vec![scope.handle.clone()] } else { candidates(sig) };
        Self::new(match candidates.as_slice() {
            [handle] => Ok(handle.clone()),
            [] => Err("the function's result does not say whose scope it lives in; \
                take a `MemCx<'mcx>` whose lifetime it has, or return a `Kept`"
                .to_owned()),
            [others @ .., last] => {
                let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
                Err(format!(
                    "the function's result may live in the scope of {} or `{last}`; say which, as in `with = {last}`",
                    others.join(", ")
                ))
            }
        })
    }

    /// The block's own handle, if its value stays in its scope.
    pub(super) fn of_block(scope: &Scope) -> Self {
        if closure::output(scope).is_some() { Self::new(Ok(scope.handle.clone())) } else { Self::default() }
    }

    fn new(handle: Result<Ident, String>) -> Self {
        Self { handle, used: Cell::new(false) }
    }

    /// Takes note that a keep says `return`; why that means nothing, if so.
    pub(super) fn mistake(&self) -> Option<&str> {
        self.used.set(true);
        self.handle.as_ref().err().map(String::as_str)
    }

    /// Gives the handle a name that the body cannot shadow, if it is used there.
    pub(super) fn binding(&self) -> Option<TokenStream> {
        let handle = self.handle.as_ref().ok().filter(|_| self.used.get())?;
        let result = name(handle.span());
        Some(quote_spanned!(names::hidden_span(handle.span())=> let #result = #handle;))
    }
}

/// Of code whose function is not in sight.
impl Default for Returned {
    fn default() -> Self {
        let message =
            "`return` is that of a function with `#[scoped]`, and there is none around this; write `with = x`";
        Self::new(Err(message.to_owned()))
    }
}

/// The name that [`Returned::binding`] gives.
pub(super) fn name(at: Span) -> Ident {
    names::hidden("result", at)
}

/// The handles whose lifetime the result has: by its name, or, where the result names none, because both elide it.
fn candidates(sig: &Signature) -> Vec<Ident> {
    let ReturnType::Type(_, ty) = &sig.output else { return Vec::new() };
    let mut named = Vec::new();
    let elided = lifetimes(ty.to_token_stream(), &mut named);
    // Rust takes an elided lifetime from `&self`, if there is one.
    let of_self = sig.receiver().is_some_and(|receiver| lifetimes(receiver.to_token_stream(), &mut Vec::new()));
    let is_results = |lifetime: Option<Lifetime>| match lifetime {
        Some(lifetime) => named.contains(&lifetime.ident),
        None => named.is_empty() && elided && !of_self,
    };
    handles(sig).into_iter().filter_map(|(name, lifetime)| is_results(lifetime).then_some(name)).collect()
}

/// The parameters that are handles, or references to one, each with its lifetime, if that has a name.
pub(super) fn handles(sig: &Signature) -> Vec<(Ident, Option<Lifetime>)> {
    let handle = |input: &FnArg| {
        let FnArg::Typed(typed) = input else { return None };
        let mut ty = &*typed.ty;
        while let Type::Reference(reference) = ty {
            ty = &reference.elem;
        }
        let (Pat::Ident(pat), Type::Path(path)) = (&*typed.pat, ty) else { return None };
        let last = path.path.segments.last().filter(|last| last.ident == "MemCx")?;
        let lifetime = match &last.arguments {
            PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Lifetime(lifetime) if lifetime.ident != "_" => Some(lifetime.clone()),
                _ => None,
            }),
            _ => None,
        };
        Some((pat.ident.clone(), lifetime))
    };
    sig.inputs.iter().filter_map(handle).collect()
}

/// Collects the lifetimes that a type names; whether it elides one.
fn lifetimes(tokens: TokenStream, named: &mut Vec<Ident>) -> bool {
    let mut elides = false;
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match (&tree, trees.peek()) {
            (TokenTree::Punct(punct), next) if punct.as_char() == '&' => {
                elides |= !matches!(next, Some(TokenTree::Punct(quote)) if quote.as_char() == '\'');
            }
            (TokenTree::Punct(punct), Some(TokenTree::Ident(name))) if punct.as_char() == '\'' => {
                if name == "_" {
                    elides = true;
                } else {
                    named.push(name.clone());
                }
            }
            (TokenTree::Group(group), _) => elides |= lifetimes(group.stream(), named),
            _ => {}
        }
    }
    elides
}
