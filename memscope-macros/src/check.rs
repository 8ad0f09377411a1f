//! The rules, one function each. Every one of them adds its mistakes and goes on with what can be kept.

use crate::errors::Errors;
use crate::model::{Call, Function, Handle, Header, HeaderOption, Kind, Scope};
use crate::{names, walk};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Expr, ExprLit, FnArg, GenericParam, Ident, Lifetime, Lit, LitStr, Path, Signature, Token, Type};

const OPTIONS: &str = "the options are `name`, `limit` and `crate`";

pub(crate) fn call(call: Call<Header>, errors: &mut Errors) -> Call<Scope> {
    let Call { header, body } = call;
    if header.handle.is_none() && errors.is_empty() {
        errors.push(header.at, "the scope's handle needs a name; write `scope!(cx)`");
    }
    let default = Ident::new("cx", Span::call_site());
    let header = scope(header, default, errors);
    if let (Some(lifetime), Some(body)) = (&header.lifetime, &body) {
        not_rebound(&body.tokens, lifetime, errors);
    }
    Call { header, body }
}

pub(crate) fn function(function: Function<Header>, errors: &mut Errors) -> Function<Scope> {
    let Function { header, attrs, vis, sig, body } = function;
    let default = names::default_handle(body.brace.span.join());
    let header = scope(header, default, errors);
    if let Some(constness) = &sig.constness {
        let message = "a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller";
        errors.push(constness.span, message);
    }
    if let Some((span, ty)) = parameter(&sig, &header.handle) {
        let handle = &header.handle;
        let is_handle = walk::holds(ty.to_token_stream(), "MemCx");
        let parent = if is_handle { format!(" in {handle}") } else { String::new() };
        let message = format!(
            "`{handle}` is the name of the scope's handle and of a parameter; \
            name the handle differently, as in `#[scoped(tmp{parent})]`"
        );
        errors.push(span, message);
    }
    if let Some(lifetime) = &header.lifetime {
        signature_without(lifetime, &sig, errors);
        not_rebound(&body.tokens, lifetime, errors);
    }
    Function { header, attrs, vis, sig, body }
}

fn scope(header: Header, default: Ident, errors: &mut Errors) -> Scope {
    let Header { lifetime, handle, options, .. } = header;
    let lifetime = lifetime.and_then(|lifetime| fresh(lifetime, errors));
    let Options { name, limit, krate } = Options::new(options, errors);
    let handle = handle.unwrap_or(Handle { mutability: None, ident: default, ty: None, parent: None });
    let Handle { mutability, ident, ty, parent } = handle;
    let kind = match ty {
        Some(ty) => {
            let parent = parent.map(|(in_token, _)| in_token.span);
            untyped_only("parent; remove `in …`", parent, errors);
            untyped_only("name; remove `name`", name.map(|(key, _)| key.span()), errors);
            untyped_only("limit; remove `limit`", limit.map(|(key, _)| key.span()), errors);
            Kind::Typed { mutability, ty }
        }
        None => {
            mutable_only_typed(mutability, &ident, errors);
            let name = name.map_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()), |(_, name)| name);
            Kind::Region { name, parent: parent.map(|(_, parent)| parent), limit: limit.map(|(_, limit)| limit) }
        }
    };
    Scope { handle: ident, lifetime, krate: krate.map(|(_, path)| path), kind }
}

/// The options, each with the key it was given by.
#[derive(Default)]
struct Options {
    name: Option<(Ident, LitStr)>,
    limit: Option<(Ident, Expr)>,
    krate: Option<(Ident, Path)>,
}

impl Options {
    fn new(written: Vec<HeaderOption>, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for HeaderOption { key, value } in written {
            match key.to_string().as_str() {
                "name" => once(&mut options.name, key, value, string, errors),
                "limit" => once(&mut options.limit, key, value, Ok, errors),
                "crate" => once(&mut options.krate, key, value, path, errors),
                _ => errors.push(key.span(), format!("unknown option `{key}`; {OPTIONS}")),
            }
        }
        options
    }
}

/// An option is given once and has a value of its own kind.
fn once<T>(
    slot: &mut Option<(Ident, T)>,
    key: Ident,
    value: Result<Expr, Span>,
    read: impl FnOnce(Expr) -> Result<T, (Span, &'static str)>,
    errors: &mut Errors,
) {
    if slot.is_some() {
        return errors.push(key.span(), format!("the option `{key}` is given twice; remove one of them"));
    }
    match value.map(read) {
        Ok(Ok(value)) => *slot = Some((key, value)),
        Ok(Err((at, message))) => errors.push(at, message),
        Err(at) => errors.push(at, format!("`{key}` takes its value after `=`; write `{key} = …`")),
    }
}

fn string(value: Expr) -> Result<LitStr, (Span, &'static str)> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Ok(name),
        other => Err((first_span(&other), "a scope's name is known at compile time; write a string, `name = \"…\"`")),
    }
}

fn path(value: Expr) -> Result<Path, (Span, &'static str)> {
    match ungrouped(value) {
        Expr::Path(path) if path.qself.is_none() => Ok(path.path),
        other => Err((first_span(&other), "`crate` takes the path of memscope; write `crate = ::path::to::memscope`")),
    }
}

/// The expression inside the invisible groups that `macro_rules!` puts around its fragments.
fn ungrouped(mut value: Expr) -> Expr {
    while let Expr::Group(group) = value {
        value = *group.expr;
    }
    value
}

fn first_span(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// `'static` and `'_` have a meaning already.
fn fresh(lifetime: Lifetime, errors: &mut Errors) -> Option<Lifetime> {
    if lifetime.ident != "static" && lifetime.ident != "_" {
        return Some(lifetime);
    }
    let message = format!("`{lifetime}` cannot name a scope's lifetime; use a name of its own, such as `'mcx`");
    errors.push(lifetime.ident.span(), message);
    None
}

fn untyped_only(what: &str, at: Option<Span>, errors: &mut Errors) {
    if let Some(at) = at {
        errors.push(at, format!("a typed scope is an arena of its own and has no {what}"));
    }
}

fn mutable_only_typed(mutability: Option<Token![mut]>, ident: &Ident, errors: &mut Errors) {
    if let Some(mutability) = mutability {
        let message =
            format!("`mut` is for typed scopes (`mut {ident}: Node<'_>`), a handle is `Copy`; write `{ident}`");
        errors.push(mutability.span, message);
    }
}

/// A binder in the body may not take the scope's lifetime for its own, as rustc says of two parameters.
fn not_rebound(body: &TokenStream, lifetime: &Lifetime, errors: &mut Errors) {
    let mut rebound = Vec::new();
    walk::elide(body.clone(), &lifetime.ident, &mut rebound);
    for span in rebound {
        errors.push(span, format!("`{lifetime}` is the scope's lifetime here; give this binder another name"));
    }
}

fn signature_without(lifetime: &Lifetime, sig: &Signature, errors: &mut Errors) {
    let Some(span) = lifetime_in_signature(sig, lifetime) else { return };
    let message = if declares(sig, lifetime) {
        format!("`{lifetime}` is a parameter of the function; give the scope's lifetime another name")
    } else {
        format!(
            "`{lifetime}` ends with the function's body, so its signature cannot name it; \
            take a `MemCx` from the caller, or return an owner"
        )
    };
    errors.push(span, message);
}

pub(crate) fn lifetime_in_signature(sig: &Signature, lifetime: &Lifetime) -> Option<Span> {
    walk::mention(quote!(#sig), &lifetime.ident)
}

pub(crate) fn declares(sig: &Signature, lifetime: &Lifetime) -> bool {
    sig.generics
        .params
        .iter()
        .any(|param| matches!(param, GenericParam::Lifetime(param) if param.lifetime == *lifetime))
}

/// Where a parameter is called like the handle, which would shadow it, and the parameter's type.
pub(crate) fn parameter<'a>(sig: &'a Signature, handle: &Ident) -> Option<(Span, &'a Type)> {
    sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) => Some((walk::binding(typed.pat.to_token_stream(), handle)?, &*typed.ty)),
        FnArg::Receiver(_) => None,
    })
}
