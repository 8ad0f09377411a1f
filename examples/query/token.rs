//! The words of a query.

use crate::error::{Fault, Span};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token<'t> {
    /// A keyword, a function or a column; keywords are told apart where they are expected, in any case.
    Word(&'t str),
    /// A column in double quotes, never a keyword.
    Quoted(&'t str),
    Number(f64),
    /// What stands between single quotes, where `''` is still two.
    Text(&'t str),
    Symbol(&'static str),
    End,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 16] = ["||", "<=", ">=", "<>", "!=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

/// Reads the word at `from` and says where it stands; the next one begins at the end of its span or later.
pub(crate) fn next(source: &str, from: usize) -> Result<(Token<'_>, Span), Fault> {
    let start = from + (source[from..].len() - source[from..].trim_start().len());
    let rest = &source[start..];
    let span = |len: usize| Span { start, end: start + len };
    let Some(first) = rest.chars().next() else {
        return Ok((Token::End, span(0)));
    };
    if first == '\'' || first == '"' {
        return quoted(rest, first)
            .map(|(token, len)| (token, span(len)))
            .ok_or_else(|| Fault::new(span(rest.len()), "this quote is never closed"));
    }
    if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(rest.len());
        let number = rest[..len].parse().ok().filter(|n: &f64| n.is_finite());
        let number = number.ok_or_else(|| Fault::new(span(len), format!("`{}` is not a number", &rest[..len])))?;
        return Ok((Token::Number(number), span(len)));
    }
    if first.is_alphabetic() || first == '_' {
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        return Ok((Token::Word(&rest[..len]), span(len)));
    }
    match SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
        Some(symbol) => Ok((Token::Symbol(symbol), span(symbol.len()))),
        None => Err(Fault::new(span(first.len_utf8()), format!("`{first}` means nothing here"))),
    }
}

/// The token, and its length with the quotes.
fn quoted(rest: &str, quote: char) -> Option<(Token<'_>, usize)> {
    let mut from = 1;
    loop {
        let end = from + rest[from..].find(quote)?;
        if quote == '\'' && rest[end + 1..].starts_with(quote) {
            from = end + 2;
            continue;
        }
        let inside = &rest[1..end];
        return Some((if quote == '"' { Token::Quoted(inside) } else { Token::Text(inside) }, end + 1));
    }
}
