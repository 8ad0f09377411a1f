//! From a checked [`Pipe`] to tokens; nothing can go wrong here.
//!
//! The stages nest to the left, `{ let b = { let a = load(); blur(&a) }; sharpen(&b) }`, so that each value is dropped as
//! soon as the stage that uses it has ended. What is kept with the result is a local beside the result.

use super::{Pipe, Stage, With, name_of, placeholder, unit};
use crate::names;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprInfer, ExprReference, Ident, Path, Stmt, Token, parse_quote_spanned};

pub(super) fn pipe(pipe: Pipe) -> TokenStream {
    let Pipe { krate, binding, first, rest } = pipe;
    let names = Names { binds: binding.is_some(), said: quote!(#first #(#rest)*).to_string() };
    let private = Private(krate);
    let mut locals = TokenStream::new();
    // Where the result is not, nothing is kept with it.
    let cfg: Vec<_> =
        binding.iter().flat_map(|binding| &binding.attrs).filter(|attr| attr.path().is_ident("cfg")).collect();
    let cfg = quote!(#(#cfg)*);

    let name = names.of(&first, 1, rest.first());
    let suspicion = self::suspicion(&first, rest.first());
    let mut value = Value { tokens: code(first, suspicion, &private), name, held: Held::Briefly };
    let mut rest = rest.into_iter().zip(2..).peekable();
    while let Some((stage, number)) = rest.next() {
        let next = rest.peek().map(|(stage, _)| stage);
        value = match stage {
            Stage::Expr(mut expr) => {
                let name = names.of(&expr, number, next);
                let suspicion = self::suspicion(&expr, next);
                placeholder::fill(&mut expr, |placeholder| value.place(&placeholder));
                Value { tokens: value.then(&code(expr, suspicion, &private)), name, held: Held::Briefly }
            }
            Stage::Keep(With::Result) => {
                locals.extend([cfg.clone(), value.declared()]);
                Value { tokens: TokenStream::new(), held: Held::Beside, ..value }
            }
            Stage::Keep(With::Keeper(keeper)) => {
                let name = value.name.clone();
                Value { tokens: value.then(&keep(&keeper, &name, &private)), name, held: Held::ByReference }
            }
        };
    }
    let value = value.tokens;
    match binding {
        Some(binding) => quote!(#locals #binding #value;),
        None if locals.is_empty() => value,
        None => block(quote!(#locals #value)),
    }
}

/// The value of the stages so far.
struct Value {
    tokens: TokenStream,
    name: Ident,
    held: Held,
}

/// What the next stage has of it.
#[derive(PartialEq)]
enum Held {
    /// The value, in a local of that stage's own.
    Briefly,
    /// The value, in a local beside the result.
    Beside,
    /// A reference to the value.
    ByReference,
}

impl Value {
    /// What stands for `_`.
    fn place(&self, placeholder: &ExprInfer) -> Expr {
        let at = placeholder.underscore_token.span;
        let mut name = self.name.clone();
        // The name's own hygiene, in the user's place.
        name.set_span(name.span().located_at(at));
        match self.held {
            Held::Briefly | Held::Beside => parse_quote_spanned!(at=> #name),
            Held::ByReference => parse_quote_spanned!(at=> *#name),
        }
    }

    /// The code of a stage, with the value declared for it.
    fn then(&self, stage: &TokenStream) -> TokenStream {
        if self.held == Held::Beside {
            return stage.clone();
        }
        let value = self.declared();
        block(quote!(#value #stage))
    }

    fn declared(&self) -> TokenStream {
        let Self { tokens, name, .. } = self;
        let mutability = Token![mut](name.span());
        let hidden = names::hidden_span(name.span());
        // Lints should not speak of it. In a stage that cannot be reached it is unused.
        quote_spanned!(hidden=> #[allow(unused_mut, unused_variables, non_snake_case)] let #mutability #name = #tokens;)
    }
}

/// A block that ends, for errors, where its last token is.
fn block(tokens: TokenStream) -> TokenStream {
    let end = tokens.clone().into_iter().last().map_or_else(Span::call_site, |last| last.span());
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(names::hidden_span(end));
    block.into_token_stream()
}

/// Where a stage stands that must have a value and looks as if it had none.
fn suspicion(stage: &Expr, next: Option<&Stage>) -> Option<Span> {
    (next.is_some() && unit::is_plausible(stage)).then(|| place(stage))
}

/// The code of a stage whose `_` is filled in.
fn code(stage: Expr, suspicion: Option<Span>, private: &Private) -> TokenStream {
    // As a statement it gets the parentheses that it needs there: `({ a } + b)`.
    let stage = Stmt::Expr(stage, None).into_token_stream();
    match suspicion {
        Some(at) => unit::checked(&stage, at, private),
        None => stage,
    }
}

/// A value that is moved to its keeper's scope.
fn keep(keeper: &Expr, value: &Ident, private: &Private) -> TokenStream {
    let at = keeper.span();
    let private = private.at(at);
    let keeper = borrowed(keeper);
    quote_spanned!(at=> #private::keeper(#keeper).keep(#value))
}

fn borrowed(keeper: &Expr) -> TokenStream {
    let at = keeper.span();
    match keeper {
        Expr::Reference(reference) => reference.to_token_stream(),
        Expr::Tuple(keepers) => crate::keep::tuple(keepers.elems.iter().map(borrowed)),
        value => {
            let (and_token, expr) = (Token![&](at), Box::new(value.clone()));
            let borrow = ExprReference { attrs: Vec::new(), and_token, mutability: None, expr };
            // Not the argument itself: there clippy calls a borrow needless, if the value is a reference.
            quote_spanned!(at=> (#borrow,).0)
        }
    }
}

/// The module of memscope that only expansions name.
pub(super) struct Private(Option<Path>);

impl Private {
    pub(super) fn at(&self, at: Span) -> TokenStream {
        match &self.0 {
            Some(path) => {
                // If it is not memscope, that is told where it is named.
                let named = path.segments.last().map_or(at, |name| name.ident.span());
                quote_spanned!(named=> #path::__private)
            }
            None => quote_spanned!(at=> ::memscope::__private),
        }
    }
}

/// Where errors show the stage.
fn place(expr: &Expr) -> Span {
    name_of(expr).map_or_else(|| expr.span(), Ident::span)
}

/// What errors call the values: by the stage that made it, and by what would help: `load_without_keep`.
///
/// The compiler shows only names that the user could have written, and says "temporary value" of all others. So these
/// are visible, unless they could meet another one.
struct Names {
    /// Whether the result is bound by the pipe.
    binds: bool,
    /// The text of the pipe.
    said: String,
}

impl Names {
    fn of(&self, expr: &Expr, number: usize, next: Option<&Stage>) -> Ident {
        let stage = name_of(expr).map_or_else(|| format!("stage_{number}"), |name| name.unraw().to_string());
        let name = match next {
            Some(Stage::Keep(With::Result)) if self.binds => format!("{stage}_kept_with_result"),
            Some(Stage::Keep(With::Result)) => format!("{stage}_kept_without_let"),
            Some(Stage::Keep(With::Keeper(_))) => format!("{stage}_kept"),
            Some(Stage::Expr(_)) | None => format!("{stage}_without_keep"),
        };
        // What a pipe inside of a stage keeps stands in that stage's own block, and may be called the same.
        let meets = self.said.contains(&name) || self.said.contains("keep _ with");
        if meets { names::hidden(&name, place(expr)) } else { Ident::new(&name, place(expr)) }
    }
}
