//! A reference that was only lent to a function, and that reaches its result.

use super::result::handles;
use super::{Keeps, arguments};
use crate::errors::Errors;
use crate::output::{Wrapper, wrapped};
use crate::walk;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::{FnArg, Lifetime, Pat, ReturnType, Signature, Type};

/// Tells of the parameters `p: &T` that are the function's result, where tokens can tell, though the result lives with a
/// handle. They get the lifetime of the result, so that nothing follows the mistake.
pub(super) fn check(keeps: &Keeps, sig: &mut Signature, body: &TokenStream, errors: &mut Errors) {
    let Some(result) = Target::of(sig) else { return };
    for input in &mut sig.inputs {
        let FnArg::Typed(typed) = input else { continue };
        let (Pat::Ident(pat), Type::Reference(reference)) = (&*typed.pat, &mut *typed.ty) else { continue };
        let elided = reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_");
        let name = &pat.ident;
        let is_kept = typed.attrs.iter().any(|attr| arguments::is_keep(attr, keeps.krate.as_ref()));
        if is_kept || !elided || rebinds(body, name) || !result.is_returned(body, name) {
            continue;
        }
        let lifetime = &result.lifetime;
        let message = format!(
            "`{name}` flows into the result, which outlives the call that `{name}` is borrowed for; \
            copy it, `#[keep(with = return, copy)] {name}: …`, or borrow it for as long, `{name}: &{lifetime} …`"
        );
        errors.push(name.span(), message);
        reference.lifetime = Some(lifetime.clone());
    }
}

/// A result that is a reference into a handle's scope.
struct Target {
    lifetime: Lifetime,
    /// What is around it: `Ok` or `Some`.
    wrapper: Option<&'static str>,
}

impl Target {
    fn of(sig: &Signature) -> Option<Self> {
        let ReturnType::Type(_, ty) = &sig.output else { return None };
        let mut ty = (**ty).clone();
        let (reference, wrapper) = match &mut ty {
            Type::Reference(reference) => (reference, None),
            other => match wrapped(other)? {
                (Wrapper::Option, Type::Reference(reference)) => (reference, Some("Some")),
                (Wrapper::Result, Type::Reference(reference)) => (reference, Some("Ok")),
                _ => return None,
            },
        };
        let lifetime = reference.lifetime.clone()?;
        let is_handles = handles(sig).iter().any(|(_, of_handle)| of_handle.as_ref() == Some(&lifetime));
        is_handles.then_some(Self { lifetime, wrapper })
    }

    /// Whether `name` is the last expression, or that of a `return`.
    fn is_returned(&self, body: &TokenStream, name: &Ident) -> bool {
        let trees: Vec<_> = body.clone().into_iter().collect();
        let ends_statement = |tree: &TokenTree| walk::is_punct(tree, ';') || walk::is_brace(tree);
        let start = trees.iter().rposition(ends_statement).map_or(0, |end| end + 1);
        self.is(&trees[start..], name) || self.returns(&trees, name)
    }

    /// Whether there is such a `return`, outside of what has returns of its own.
    fn returns(&self, trees: &[TokenTree], name: &Ident) -> bool {
        let mut rest = trees;
        let mut own_returns = false;
        while let [first, tail @ ..] = rest {
            let opaque = opaque(rest);
            if opaque > 0 {
                rest = &rest[opaque..];
                continue;
            }
            match first {
                TokenTree::Group(group) => {
                    let is_body = group.delimiter() == Delimiter::Brace;
                    if !(own_returns && is_body) {
                        let inner: Vec<_> = group.stream().into_iter().collect();
                        if self.returns(&inner, name) {
                            return true;
                        }
                    }
                    own_returns &= !is_body;
                }
                TokenTree::Ident(word) if word == "return" && !own_returns => {
                    let end = tail.iter().position(|tree| walk::is_punct(tree, ';') || walk::is_punct(tree, ','));
                    if self.is(&tail[..end.unwrap_or(tail.len())], name) {
                        return true;
                    }
                }
                TokenTree::Ident(word) if word == "async" => own_returns = true,
                TokenTree::Punct(punct) => match punct.as_char() {
                    '|' => own_returns = true,
                    ';' => own_returns = false,
                    _ => {}
                },
                _ => {}
            }
            rest = tail;
        }
        false
    }

    /// Whether the expression is `name` or `&*name`, inside of the wrapper.
    fn is(&self, expression: &[TokenTree], name: &Ident) -> bool {
        let wrapped: Vec<_>;
        let expression = match (self.wrapper, expression) {
            (None, bare) => bare,
            (Some(wrapper), [word, TokenTree::Group(group)]) if walk::is_ident(word, wrapper) => {
                wrapped = group.stream().into_iter().collect();
                &wrapped
            }
            _ => return false,
        };
        let is_name = |tree: &TokenTree| matches!(tree, TokenTree::Ident(ident) if ident == name);
        match expression {
            [tree] => is_name(tree),
            [and, star, tree] => walk::is_punct(and, '&') && walk::is_punct(star, '*') && is_name(tree),
            _ => false,
        }
    }
}

/// How many of the leading trees have returns of their own, or may have: an item, a macro; or are a lifetime, which may
/// be called like the keyword of an item.
fn opaque(trees: &[TokenTree]) -> usize {
    match trees {
        [quote, TokenTree::Ident(_), ..] if walk::is_punct(quote, '\'') => 2,
        [TokenTree::Ident(_), bang, TokenTree::Group(_), ..] if walk::is_punct(bang, '!') => 3,
        _ => walk::item(trees),
    }
}

/// Whether `name` may be another variable somewhere in the body: in a pattern, or by a macro.
fn rebinds(body: &TokenStream, name: &Ident) -> bool {
    let trees: Vec<_> = body.clone().into_iter().collect();
    let mentions = |trees: &[TokenTree]| walk::holds(trees.iter().cloned().collect(), &name.to_string());
    let mut start = 0;
    for (i, tree) in trees.iter().enumerate() {
        let rest = &trees[i + 1..];
        let until = |ends: &dyn Fn(&TokenTree) -> bool| &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        let rebinds = match tree {
            TokenTree::Ident(word) if word == "let" => mentions(until(&|tree| walk::is_punct(tree, '='))),
            TokenTree::Ident(word) if word == "for" => mentions(until(&|tree| walk::is_ident(tree, "in"))),
            TokenTree::Punct(punct) if punct.as_char() == '!' => mentions(&rest[..rest.len().min(2)]),
            // The pattern of an arm, with its guard.
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                rest.first().is_some_and(|next| walk::is_punct(next, '>')) && mentions(&trees[start..i])
            }
            TokenTree::Group(group) => rebinds(&group.stream(), name),
            _ => false,
        };
        if rebinds {
            return true;
        }
        if walk::is_punct(tree, ',') || walk::is_brace(tree) {
            start = i + 1;
        }
    }
    false
}
