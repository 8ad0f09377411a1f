//! Tokens to what is written before the stages, and the stages as raw tokens.

use super::Binding;
use crate::errors::quoted;
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Error, Pat, Path, Result, Token};

/// `crate = path; let pattern: type = stage | stage | …`, as written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) krate: Option<Path>,
    pub(super) binding: Option<Binding>,
    pub(super) stages: Vec<Raw>,
}

/// What stands between two `|`.
pub(super) struct Raw {
    pub(super) number: usize,
    pub(super) tokens: TokenStream,
    /// The `|` before it, or its beginning.
    pub(super) at: Span,
    /// Whether it is the nothing inside of a `||`.
    pub(super) inside_or: bool,
}

impl Written {
    /// After a mistake, what was written before it is there.
    pub(super) fn parse(&mut self, tokens: TokenStream) -> Result<()> {
        let parse = |input: ParseStream<'_>| {
            self.krate = krate(input)?;
            self.binding(input)?;
            self.stages = stages(input, self.binding.as_ref())?;
            input.parse::<Option<Token![;]>>()?;
            match input.parse::<Option<TokenTree>>()? {
                Some(tree) => {
                    input.parse::<TokenStream>()?;
                    Err(Error::new(tree.span(), format!("unexpected {} after the pipe; remove it", quoted(&tree))))
                }
                None => Ok(()),
            }
        };
        parse.parse2(tokens)
    }

    /// `#[attribute] let pattern: type =`; what it binds is there also if the rest is missing.
    fn binding(&mut self, input: ParseStream<'_>) -> Result<()> {
        let ahead = input.fork();
        let attrs = ahead.call(Attribute::parse_outer)?;
        if !ahead.peek(Token![let]) {
            return Ok(());
        }
        input.advance_to(&ahead);
        let token: Token![let] = input.parse()?;
        let mistake = |_| Error::new(token.span, "`let` takes a pattern and a `=`; write `let result = load() | …`");
        let pat = input.call(Pat::parse_single).map_err(mistake)?;
        let binding = self.binding.insert(Binding { attrs, token, pat, ty: None, eq: Token![=](token.span) });
        if input.peek(Token![:]) {
            binding.ty = Some((input.parse()?, input.parse()?));
        }
        binding.eq = input.parse().map_err(mistake)?;
        Ok(())
    }
}

/// `crate = path;`
fn krate(input: ParseStream<'_>) -> Result<Option<Path>> {
    if !(input.peek(Token![crate]) && input.peek2(Token![=])) {
        return Ok(None);
    }
    let key: Token![crate] = input.parse()?;
    let option = |input: ParseStream<'_>| {
        input.parse::<Token![=]>()?;
        let path = input.call(Path::parse_mod_style)?;
        input.parse::<Token![;]>()?;
        Ok(path)
    };
    option(input)
        .map(Some)
        .map_err(|_: Error| Error::new(key.span, "`crate` takes a path and a `;`; write `crate = path;`"))
}

/// The tokens between the `|`, up to a `;`.
fn stages(input: ParseStream<'_>, binding: Option<&Binding>) -> Result<Vec<Raw>> {
    let empty = |number, at, inside_or| Raw { number, tokens: TokenStream::new(), at, inside_or };
    let begin = match binding {
        Some(binding) if input.is_empty() => binding.eq.span,
        _ => input.span(),
    };
    let mut last = empty(1, begin, false);
    let mut stages = Vec::new();
    while !input.is_empty() && !input.peek(Token![;]) {
        let next = last.number + 1;
        if input.peek(Token![|=]) {
            return Err(input.error(format!("`|=` binds looser than `|`; put stage {} in parentheses", last.number)));
        } else if input.peek(Token![||]) {
            let [first, second] = input.parse::<Token![||]>()?.spans;
            stages.extend([last, empty(next, first, true)]);
            last = empty(next + 1, second, false);
        } else if input.peek(Token![|]) {
            let bar: Token![|] = input.parse()?;
            stages.push(last);
            last = empty(next, bar.span, false);
        } else {
            last.tokens.extend([input.parse::<TokenTree>()?]);
        }
    }
    stages.push(last);
    Ok(stages)
}
