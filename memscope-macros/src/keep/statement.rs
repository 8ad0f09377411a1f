//! One `let` that keeps.

use super::Keeps;
use super::arguments::Keep;
use crate::errors::Errors;
use crate::{names, walk};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Pat, PatIdent, Token, Type};

/// `let PATTERN: TYPE = VALUE else { … };`
pub(super) struct Statement {
    let_token: Token![let],
    pub(super) pat: Pat,
    ty: Option<(Token![:], Type)>,
    equals: Option<Token![=]>,
    pub(super) value: TokenStream,
    /// `else { … };`, as far as it is there.
    pub(super) otherwise: TokenStream,
}

impl Statement {
    /// `None` if it is no `let` statement.
    pub(super) fn read(tokens: TokenStream) -> Option<Self> {
        let parse = |input: ParseStream<'_>| {
            let let_token = input.parse()?;
            let pat = input.call(Pat::parse_single)?;
            let ty = if input.peek(Token![:]) { Some((input.parse()?, input.parse()?)) } else { None };
            let equals: Option<Token![=]> = input.parse()?;
            if equals.is_none() && !input.is_empty() && !input.peek(Token![;]) {
                return Err(input.error("expected `=`"));
            }
            let (value, otherwise) = split(input.parse()?);
            if equals.is_some() && value.is_empty() {
                return Err(input.error("expected a value"));
            }
            Ok(Self { let_token, pat, ty, equals, value, otherwise })
        };
        parse.parse2(tokens).ok()
    }

    /// The variables that it binds.
    pub(super) fn names(&self) -> Vec<Ident> {
        let mut names = Vec::new();
        names_in(self.pat.to_token_stream(), &mut names);
        names.retain(|name| walk::binding(self.pat.to_token_stream(), name).is_some());
        names
    }

    /// The statement with its value kept.
    pub(super) fn kept(self, keeps: &Keeps, keep: &Keep, errors: &mut Errors) -> TokenStream {
        let Self { mut let_token, pat, ty, equals, value, otherwise } = self;
        let Some(equals) = equals else {
            let (at, _) = walk::ends(pat.to_token_stream());
            errors.push(at, "a kept value is made where it is bound; give it its value here, `let … = value;`");
            let ty = ty.map(|(colon, ty)| quote!(#colon #ty));
            return quote!(#let_token #pat #ty #otherwise);
        };
        let name = match &pat {
            Pat::Ident(PatIdent { by_ref: None, subpat: None, ident, .. }) => Some(ident.clone()),
            _ => None,
        };
        let mutability = match &pat {
            Pat::Ident(pat) => pat.mutability,
            _ => None,
        };
        let mistakes = match keep {
            Keep::Placed { .. } | Keep::Refused if name.is_none() => by_value(pat.to_token_stream()),
            Keep::Counted { .. } | Keep::Loose if name.is_none() => {
                let (at, _) = walk::ends(pat.to_token_stream());
                vec![(at, "this value is freed by its name; give it one, and take it apart later".to_owned())]
            }
            _ => Vec::new(),
        };
        if !mistakes.is_empty() {
            mistakes.into_iter().for_each(|(at, message)| errors.push(at, message));
            let ty = ty.map(|(colon, ty)| quote!(#colon #ty));
            return quote!(#let_token #pat #ty #equals #value #otherwise);
        }
        let allow = allow_unused_mut(keep, mutability);
        let called = name.map_or_else(String::new, |name| name.unraw().to_string());
        // A copy is bound as it is, hence by its own type; the other types are those of what is kept.
        let copied = matches!(keep, Keep::Copied { .. });
        let of_pattern = ty.as_ref().filter(|_| copied).map(|(colon, ty)| quote!(#colon #ty));
        let of_value = ty.as_ref().filter(|_| !copied).map(|(_, ty)| ty);
        let value = keeps.value(keep, value, of_value, &called);
        // Lints look at the user's statements; this one does more than it seems, such as a `let` before a result.
        let_token.span = names::hidden_span(let_token.span);
        let otherwise = hidden_end(otherwise);
        quote!(#allow #let_token #pat #of_pattern #equals #value #otherwise)
    }
}

/// The value, and what follows it: `else { … };`, unless the `else` belongs to an `if`, whose block is before it.
///
/// Where a `;` is missing the value ends all the same, so that rustc tells of this and of nothing else.
fn split(rest: TokenStream) -> (TokenStream, TokenStream) {
    let trees: Vec<_> = rest.into_iter().collect();
    let end = trees.len() - usize::from(trees.last().is_some_and(|last| walk::is_punct(last, ';')));
    let end = match &trees[..end] {
        [.., before, word, block]
            if walk::is_ident(word, "else") && walk::is_brace(block) && !walk::is_brace(before) =>
        {
            end - 2
        }
        value => expression(value).unwrap_or(end),
    };
    let (value, otherwise) = trees.split_at(end);
    let value = match (value, otherwise) {
        ([TokenTree::Group(group)], [word, ..]) if walk::is_ident(word, "else") => unwrapped(group),
        (value, _) => value.iter().cloned().collect(),
    };
    (value, otherwise.iter().cloned().collect())
}

/// Without the parentheses that a value may need before an `else`: in a call rustc would find them unnecessary.
fn unwrapped(group: &Group) -> TokenStream {
    let inner: Vec<_> = group.stream().into_iter().collect();
    if group.delimiter() == Delimiter::Parenthesis && expression(&inner) == Some(inner.len()) {
        group.stream()
    } else {
        group.to_token_stream()
    }
}

/// How many of the trees are the first expression, if syn knows it.
fn expression(trees: &[TokenTree]) -> Option<usize> {
    let parse = |input: ParseStream<'_>| {
        input.parse::<Expr>()?;
        input.parse::<TokenStream>()
    };
    let rest = parse.parse2(trees.iter().cloned().collect()).ok()?;
    Some(trees.len() - rest.into_iter().count())
}

/// The statement's end, as its `let`, from somewhere else.
fn hidden_end(otherwise: TokenStream) -> TokenStream {
    let mut trees: Vec<_> = otherwise.into_iter().collect();
    if let Some(TokenTree::Punct(end)) = trees.last_mut() {
        end.set_span(names::hidden_span(end.span()));
    }
    trees.into_iter().collect()
}

fn names_in(pattern: TokenStream, names: &mut Vec<Ident>) {
    for tree in pattern {
        match tree {
            TokenTree::Group(group) => names_in(group.stream(), names),
            TokenTree::Ident(name) => names.push(name),
            _ => {}
        }
    }
}

/// What in a pattern binds by value, or wants a reference: a kept value is matched through one, so that all that the
/// pattern binds are references.
fn by_value(pattern: TokenStream) -> Vec<(Span, String)> {
    let mut mistakes = Vec::new();
    // In `ref mut` and `&mut` the `mut` is no mistake of its own.
    let mut is_told = false;
    let mut trees = pattern.into_iter();
    while let Some(tree) = trees.next() {
        let is_and = walk::is_punct(&tree, '&');
        match &tree {
            TokenTree::Group(group) => mistakes.extend(by_value(group.stream())),
            TokenTree::Punct(at) if at.as_char() == '@' && binds(trees.clone()) => {
                let message = "`@` would bind the kept value and a part of it, by two references that can change it; \
                    bind the whole, and take it apart later";
                mistakes.push((at.span(), message.to_owned()));
            }
            TokenTree::Ident(word) if word == "ref" || word == "mut" && !is_told => {
                let message = format!("what this binds are references to the kept value; remove `{word}`");
                mistakes.push((word.span(), message));
            }
            and if is_and => {
                let message = "what this matches is a reference to the kept value; bind it here, and use `*` later";
                mistakes.push((and.span(), message.to_owned()));
            }
            _ => {}
        }
        is_told = is_and || walk::is_ident(&tree, "ref");
    }
    mistakes
}

/// Whether a variable is bound before the next `,` or `|`. What begins in upper case is taken for a constant or a variant.
fn binds(pattern: impl Iterator<Item = TokenTree>) -> bool {
    let mut words = Vec::new();
    let pattern: TokenStream = pattern.take_while(|tree| !",|".chars().any(|end| walk::is_punct(tree, end))).collect();
    names_in(pattern.clone(), &mut words);
    let is_variable = |word: &Ident| {
        let is_name = syn::parse2::<Ident>(word.to_token_stream()).is_ok();
        is_name && !word.to_string().starts_with(char::is_uppercase)
    };
    words.iter().any(|word| is_variable(word) && walk::binding(pattern.clone(), word).is_some())
}

/// For the `mut` of a kept variable that is a reference: it need not be `mut` itself, but may.
pub(super) fn allow_unused_mut(keep: &Keep, mutability: Option<Token![mut]>) -> Option<TokenStream> {
    let mutability = mutability.filter(|_| keep.is_reference())?;
    Some(quote_spanned!(names::hidden_span(mutability.span)=> #[allow(unused_mut)]))
}
