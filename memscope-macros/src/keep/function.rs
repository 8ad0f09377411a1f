//! `#[keep]` on parameters, and on the function itself.

use super::Keeps;
use super::arguments::Keep;
use super::statement::allow_unused_mut;
use crate::errors::Errors;
use crate::model::Block;
use crate::output::wrapped;
use crate::{names, walk};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, FnArg, Pat, ReturnType, Signature, Type};

/// The statements by which the kept parameters take their places; the attributes are removed.
pub(super) fn parameters(keeps: &Keeps, sig: &mut Signature, errors: &mut Errors) -> TokenStream {
    let mut statements = TokenStream::new();
    for input in &mut sig.inputs {
        let typed = match input {
            FnArg::Typed(typed) => typed,
            FnArg::Receiver(receiver) => {
                if keeps.taken(&mut receiver.attrs, errors).is_some() {
                    let at = receiver.self_token.span;
                    errors.push(at, "`self` cannot be bound anew; write `#[keep(…)] let this = self;` in the body");
                }
                continue;
            }
        };
        let Some((_, keep)) = keeps.taken(&mut typed.attrs, errors) else { continue };
        let Pat::Ident(pat) = &mut *typed.pat else {
            errors.push(
                walk::ends(typed.pat.to_token_stream()).0,
                "a kept parameter is one name; take it apart in the body",
            );
            continue;
        };
        if let Some(token) = pat.by_ref {
            errors.push(token.span, "a kept parameter is bound by reference already; remove `ref`");
            continue;
        }
        let mutability = pat.mutability.take();
        let name = &pat.ident;
        let allow = allow_unused_mut(&keep, mutability);
        let value = keeps.value(&keep, name.to_token_stream(), None, &name.to_string());
        // What the function uses is the new variable, if there is one.
        let mut attrs: Vec<_> = typed.attrs.extract_if(.., |attr| attr.path().is_ident("expect")).collect();
        let is_of_both = |attr: &&Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("allow");
        attrs.extend(typed.attrs.iter().filter(is_of_both).cloned());
        let hidden = names::hidden_span(name.span());
        statements.extend(quote_spanned!(hidden=> #(#attrs)* #allow let #mutability #name = #value;));
    }
    statements
}

/// The result of a function with `#[keep]`: what its body makes, placed where its type says.
///
/// The body becomes a closure, in which `return` and `?` mean what they mean in the function.
pub(super) fn placed(
    keeps: &Keeps,
    at: Span,
    mut keep: Keep,
    sig: &Signature,
    block: &Block,
    body: TokenStream,
    errors: &mut Errors,
) -> TokenStream {
    if !keep.is_reference() {
        errors.push(at, "on a function `#[keep]` places the result; write `#[keep(with = return)]`");
        keep = Keep::Refused;
    }
    let made = match Made::of(&sig.output) {
        Ok(made) => made,
        Err((of_type, message)) => {
            if !matches!(keep, Keep::Refused) {
                errors.push(of_type.unwrap_or(at), message);
            }
            return body;
        }
    };
    let at = block.brace.span.join();
    let hidden = names::hidden_span(at);
    let mut braced = TokenStream::new();
    block.brace.surround(&mut braced, |inner| body.to_tokens(inner));
    let ty = &made.ty;
    let closure = quote_spanned!(hidden=> || -> #ty #braced);
    let value = match &sig.asyncness {
        None => quote_spanned!(hidden=> (#closure)()),
        Some(_) => quote_spanned!(hidden=> (async #closure)().await),
    };
    match &made.within {
        None => keeps.value(&keep, value, None, ""),
        Some(reference) => {
            let inner = names::hidden("value", at);
            let kept = keeps.value(&keep, inner.to_token_stream(), None, "");
            quote_spanned!(hidden=> #value.map(|#inner| -> #reference { #kept }))
        }
    }
}

/// What the body of a kept function makes. Its lifetime is for the compiler to find, for in a transaction that is not yet
/// the one of the result.
struct Made {
    /// The result's type without the reference.
    ty: TokenStream,
    /// The reference, where it is the first argument of a `Result` or an `Option`.
    within: Option<TokenStream>,
}

impl Made {
    /// From the type of the result; or what is wrong with that, and where.
    fn of(output: &ReturnType) -> Result<Self, (Option<Span>, &'static str)> {
        const NO_REFERENCE: &str = "`#[keep]` on a function is for a result behind a reference, `-> &'mcx Node`, \
            also in a `Result` or an `Option`";
        let ReturnType::Type(_, written) = output else { return Err((None, NO_REFERENCE)) };
        let (first, _) = walk::ends(written.to_token_stream());
        let mut ty = (**written).clone();
        let argument = match &mut ty {
            reference @ Type::Reference(_) => Some(reference),
            wrapper => wrapped(wrapper).map(|(_, argument)| argument),
        };
        let Some(argument) = argument else { return Err((Some(first), NO_REFERENCE)) };
        let Type::Reference(reference) = argument.clone() else { return Err((Some(first), NO_REFERENCE)) };
        *argument = sized(&reference.elem)?;
        let elided = |ty: &dyn ToTokens| match &reference.lifetime {
            Some(lifetime) => walk::elide(ty.to_token_stream(), &lifetime.ident, &mut Vec::new()),
            None => ty.to_token_stream(),
        };
        let is_within = !matches!(&**written, Type::Reference(_));
        Ok(Self { ty: elided(&ty), within: is_within.then(|| elided(&reference)) })
    }
}

/// A type that a closure can return, as far as syntax tells.
fn sized(ty: &Type) -> Result<Type, (Option<Span>, &'static str)> {
    let is_sized = match ty {
        Type::Slice(_) | Type::TraitObject(_) | Type::ImplTrait(_) => false,
        Type::Path(path) => !path.path.is_ident("str"),
        _ => true,
    };
    if is_sized {
        return Ok(ty.clone());
    }
    let (first, _) = walk::ends(ty.to_token_stream());
    Err((
        Some(first),
        "`#[keep]` on a function places a value of a known size; remove it, and make this one with the handle",
    ))
}
