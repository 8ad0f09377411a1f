//! Tokens to a [`Header`] and raw bodies.
//!
//! A header is parsed strictly. After a mistake in it, parsing goes on at the body, and what was read stays in the
//! model: the handle is bound all the same, and the code that uses it gives no errors of its own.

use crate::errors::{Errors, quoted};
use crate::model::{Block, Call, Function, Handle, Header, HeaderOption, OptionValue};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, Ident, Result, Signature, Token, Type, Visibility, braced, token};

/// `header` or `header => { … }`.
pub(crate) fn call(tokens: TokenStream, errors: &mut Errors) -> Call<Header> {
    infallibly(tokens, |input| {
        let header = header(input, errors);
        let body = body(input, errors)?;
        let rest: TokenStream = input.parse()?;
        if let Some(first) = rest.into_iter().next() {
            errors.push(first.span(), format!("unexpected {} after the scope's body; remove it", quoted(&first)));
        }
        Ok(Call { header, body })
    })
}

/// The arguments of `#[scoped(…)]`.
pub(crate) fn arguments(tokens: TokenStream, errors: &mut Errors) -> Header {
    infallibly(tokens, |input| {
        let header = header(input, errors);
        let rest: TokenStream = input.parse()?;
        if let Some(first) = rest.into_iter().next()
            && errors.is_empty()
        {
            errors.push(first.span(), "the body of `#[scoped]` is the function's; remove this one");
        }
        Ok(header)
    })
}

/// The item under `#[scoped(header)]`; `None` if it is nothing that has a body to scope.
pub(crate) fn function(header: Header, item: TokenStream, errors: &mut Errors) -> Option<Function<Header>> {
    let parse = |input: ParseStream<'_>| {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let sig = signature(input)?;
        if input.peek(Token![;]) {
            let message =
                format!("`{}` has no body here; put `#[scoped]` on the functions that implement it", sig.ident);
            return Err(input.error(message));
        }
        let body = block(input)?;
        Ok(Function { header, attrs, vis, sig, body })
    };
    parse.parse2(item).map_err(|error| errors.add(error)).ok()
}

fn signature(input: ParseStream<'_>) -> Result<Signature> {
    let fork = input.fork();
    if fork.parse::<Signature>().is_ok() {
        return input.parse();
    }
    let item = input.fork();
    item.parse::<Option<Token![unsafe]>>()?;
    if item.peek(Token![fn]) {
        return input.parse();
    }
    let found: TokenTree = item.parse()?;
    let message = format!("`#[scoped]` is for functions, found {}; put it on a function with a body", quoted(&found));
    Err(Error::new(found.span(), message))
}

/// Runs a parser that puts its own mistakes into the accumulator and reads everything.
fn infallibly<T>(tokens: TokenStream, parse: impl FnOnce(ParseStream<'_>) -> Result<T>) -> T {
    match parse.parse2(tokens) {
        Ok(parsed) => parsed,
        Err(error) => unreachable!("a token can always be skipped: {error}"),
    }
}

fn header(input: ParseStream<'_>, errors: &mut Errors) -> Header {
    let mut header = Header { lifetime: None, handle: None, options: Vec::new(), output: None, at: input.span() };
    if let Err(error) = header.parse(input) {
        errors.add(error);
        while !at_output(input) && input.parse::<TokenTree>().is_ok() {}
    }
    match output(input) {
        Ok(output) => header.output = output,
        Err(error) => {
            errors.add(error);
            while !at_body(input) && input.parse::<TokenTree>().is_ok() {}
        }
    }
    header
}

impl Header {
    fn parse(&mut self, input: ParseStream<'_>) -> Result<()> {
        if input.peek(Token![<]) {
            let open: Token![<] = input.parse()?;
            self.lifetime = Some(input.parse().map_err(|_| unexpected(input, open.span, "a lifetime such as `'mcx`"))?);
            input.parse::<Token![>]>().map_err(|_| unexpected(input, open.span, "`>` after the scope's lifetime"))?;
            self.at = input.span();
        }
        if !at_end_of_part(input) && !at_option(input) {
            self.handle(input)?;
        } else if at_option(input) {
            self.options.push(option(input)?);
        }
        while !at_output(input) {
            separator(input)?;
            if !at_output(input) {
                self.options.push(option(input)?);
            }
        }
        Ok(())
    }

    fn handle(&mut self, input: ParseStream<'_>) -> Result<()> {
        let mutability: Option<Token![mut]> = input.parse()?;
        let at = mutability.map_or(self.at, |mutability| mutability.span);
        let ident = input.parse().map_err(|_| unexpected(input, at, "a name for the scope's handle, such as `cx`"))?;
        let handle = self.handle.insert(Handle { mutability, ident, ty: None, parent: None });
        if input.peek(Ident) && !at_option(input) {
            let second: Ident = input.fork().parse()?;
            let message = format!("a scope has one handle, `{second}` is a second one; open a scope for each of them");
            return Err(input.error(message));
        }
        if input.peek(Token![:]) {
            let colon: Token![:] = input.parse()?;
            handle.ty = Some(input.call(Type::without_plus).map_err(|error| {
                operand(input, error, colon.span, "`:` takes the type of the values; write `nodes: Node<'_>`")
            })?);
        }
        if input.peek(Token![in]) {
            let in_token: Token![in] = input.parse()?;
            let parent = input.call(Expr::parse_without_eager_brace).map_err(|error| {
                operand(input, error, in_token.span, "`in` takes the parent's handle; write `tmp in cx`")
            })?;
            handle.parent = Some((in_token, parent));
        }
        Ok(())
    }
}

/// `key` or `key = value`; what is wrong with the two of them is for `check` to say.
fn option(input: ParseStream<'_>) -> Result<HeaderOption> {
    parent_comes_first(input)?;
    let key =
        Ident::parse_any(input).map_err(|_| unexpected(input, input.span(), "an option such as `name = \"…\"`"))?;
    let mut value = OptionValue::None;
    if input.peek(Token![=]) && !input.peek(Token![=>]) {
        value = OptionValue::Malformed(input.parse::<Token![=]>()?.span);
        if key == "key" && input.peek(Token![mut]) {
            return Err(input.error("a key is `mut` already; write `key = k`"));
        }
        if input.peek(token::Brace) || !at_end_of_part(input) {
            value = OptionValue::Given(Box::new(input.call(Expr::parse_without_eager_brace)?));
        }
    } else if !at_end_of_part(input) {
        value = OptionValue::Malformed(input.span());
        while !at_end_of_part(input) {
            input.parse::<TokenTree>()?;
        }
    }
    Ok(HeaderOption { key, value })
}

fn separator(input: ParseStream<'_>) -> Result<()> {
    parent_comes_first(input)?;
    match input.parse::<Token![,]>() {
        Ok(_) => Ok(()),
        Err(_) => Err(unexpected(input, input.span(), "`,` or the end of the scope's header")),
    }
}

fn parent_comes_first(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![in]) {
        return Err(input.error("the parent comes before the options; write `tmp in cx, …`"));
    }
    Ok(())
}

/// `-> TYPE`.
fn output(input: ParseStream<'_>) -> Result<Option<(Token![->], Type)>> {
    if !input.peek(Token![->]) {
        return Ok(None);
    }
    let arrow: Token![->] = input.parse()?;
    let ty = input.call(Type::without_plus).map_err(|error| {
        operand(input, error, arrow.span(), "`->` takes the type of the body's value; write `-> Kept<Ast<'mcx>>`")
    })?;
    if at_body(input) {
        return Ok(Some((arrow, ty)));
    }
    Err(unexpected(input, arrow.span(), "`=>` after the type of the body's value"))
}

/// The body after `=>`, also one that lacks its arrow.
fn body(input: ParseStream<'_>, errors: &mut Errors) -> Result<Option<Block>> {
    let arrow: Option<Token![=>]> = input.parse()?;
    if input.peek(token::Brace) {
        if arrow.is_none() && errors.is_empty() {
            errors.push(input.span(), "a scope's body follows an arrow; write `=> { … }`");
        }
        return block(input).map(Some);
    }
    let Some(arrow) = arrow else { return Ok(None) };
    let rest: TokenStream = input.parse()?;
    let at = rest.clone().into_iter().next().map_or(arrow.span(), |token| token.span());
    errors.push(at, "a scope's body is a block; write `=> { … }`");
    let tokens = if rest.is_empty() { quote!(loop {}) } else { rest };
    Ok(Some(Block { brace: token::Brace(at), attrs: TokenStream::new(), tokens }))
}

fn block(input: ParseStream<'_>) -> Result<Block> {
    let content;
    let brace = braced!(content in input);
    let mut attrs = TokenStream::new();
    while content.peek(Token![#]) && content.peek2(Token![!]) && content.peek3(token::Bracket) {
        for _ in 0..3 {
            attrs.extend([content.parse::<TokenTree>()?]);
        }
    }
    let tokens = content.parse()?;
    Ok(Block { brace, attrs, tokens })
}

/// At the end of the header's first part, after which there may be a type.
fn at_output(input: ParseStream<'_>) -> bool {
    at_body(input) || input.peek(Token![->])
}

fn at_body(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![=>]) || input.peek(token::Brace)
}

fn at_end_of_part(input: ParseStream<'_>) -> bool {
    at_output(input) || input.peek(Token![,])
}

fn at_option(input: ParseStream<'_>) -> bool {
    let assigned = input.peek2(Token![=]) && !input.peek2(Token![=>]) && !input.peek2(Token![==]);
    input.peek(Token![try]) || input.peek(Ident::peek_any) && assigned
}

/// What was expected, at the token that is there instead, or at `before` if nothing is.
fn unexpected(input: ParseStream<'_>, before: Span, expected: &str) -> Error {
    match input.fork().parse::<TokenTree>() {
        Ok(found) if !at_output(input) => {
            Error::new(found.span(), format!("expected {expected}, found {}", quoted(&found)))
        }
        _ => Error::new(before, format!("expected {expected}")),
    }
}

/// Why an operand did not parse: what it should be if nothing is there, else what syn says of it.
fn operand(input: ParseStream<'_>, error: Error, before: Span, missing: &str) -> Error {
    if at_end_of_part(input) { Error::new(before, missing) } else { error }
}
