//! The accumulator of mistakes: every stage adds to it, so that one run reports all of them.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use std::fmt::Display;

#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    pub(crate) fn push(&mut self, at: Span, message: impl Display) {
        self.add(syn::Error::new(at, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` for each mistake; `None` if there was no mistake.
    pub(crate) fn into_tokens(self) -> Option<TokenStream> {
        (!self.is_empty()).then(|| self.0.iter().map(syn::Error::to_compile_error).collect())
    }
}

/// A token as a message quotes it: of a group only what it begins with.
pub(crate) fn quoted(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "`(`".to_owned(),
            Delimiter::Bracket => "`[`".to_owned(),
            Delimiter::Brace => "`{`".to_owned(),
            Delimiter::None => format!("`{}`", group.stream()),
        },
        other => format!("`{other}`"),
    }
}
