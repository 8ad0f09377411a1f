//! `pipe!`: stages between `|`, each with the value of the one before as `_`.
//!
//! The stages of the other macros, in small: `parse` splits the tokens, `check` holds the rules and collects every
//! mistake, `expand` cannot fail. What both need to know is in `placeholder`, which `_` is the value, and in `unit`,
//! which stages look as if they had none.

mod parse;
mod placeholder;
mod check;
mod unit;
mod expand;

use crate::errors::Errors;
use parse::Written;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, Ident, Member, Pat, Path, Token, Type};

/// `crate = path; let pattern: type = stage | stage | …`, checked.
struct Pipe {
    krate: Option<Path>,
    binding: Option<Binding>,
    first: Expr,
    rest: Vec<Stage>,
}

/// `let pattern: type =`.
#[derive(Clone)]
struct Binding {
    attrs: Vec<Attribute>,
    token: Token![let],
    pat: Pat,
    ty: Option<(Token![:], Type)>,
    eq: Token![=],
}

enum Stage {
    Expr(Expr),
    Keep(With),
}

/// What a kept value lives as long as.
enum With {
    Result,
    Keeper(Expr),
}

pub(crate) fn call(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut written = Written::default();
    let parsed = written.parse(input);
    let binding = written.binding.clone();
    let pipe = match parsed {
        Ok(()) => check::pipe(written, &mut errors),
        Err(error) => {
            errors.add(error);
            None
        }
    };
    match (pipe, errors.into_tokens()) {
        (Some(pipe), None) => expand::pipe(pipe),
        (_, errors) => fallback(binding, errors),
    }
}

/// An erroneous value, from which no further error follows.
fn fallback(binding: Option<Binding>, errors: Option<TokenStream>) -> TokenStream {
    match binding {
        Some(binding) => quote!(#binding { #errors };),
        None => quote!({ #errors }),
    }
}

impl ToTokens for Stage {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Expr(expr) | Self::Keep(With::Keeper(expr)) => expr.to_tokens(tokens),
            Self::Keep(With::Result) => {}
        }
    }
}

impl ToTokens for Binding {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, token, pat, ty, eq } = self;
        let ty = ty.as_ref().map(|(colon, ty)| quote!(#colon #ty));
        tokens.extend(quote!(#(#attrs)* #token #pat #ty #eq));
    }
}

/// What a person would call the expression: the function, method or macro that makes it, the variable or field that it is.
fn name_of(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Await(x) => name_of(&x.base),
        Expr::Call(x) => name_of(&x.func),
        Expr::Cast(x) => name_of(&x.expr),
        Expr::Field(x) => match &x.member {
            Member::Named(field) => Some(field),
            Member::Unnamed(_) => name_of(&x.base),
        },
        Expr::Group(x) => name_of(&x.expr),
        Expr::Index(x) => name_of(&x.expr),
        Expr::Macro(x) => last(&x.mac.path),
        Expr::MethodCall(x) => Some(&x.method),
        Expr::Paren(x) => name_of(&x.expr),
        Expr::Path(x) => last(&x.path),
        Expr::Reference(x) => name_of(&x.expr),
        Expr::Struct(x) => last(&x.path),
        Expr::Try(x) => name_of(&x.expr),
        Expr::Unary(x) => name_of(&x.expr),
        _ => None,
    }
}

fn last(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}
