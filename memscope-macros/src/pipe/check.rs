//! All rules of a pipe: what is wrong with a stage is said by its number and text.

use super::parse::{Raw, Written};
use super::{Binding, Pipe, Stage, With, placeholder};
use crate::errors::Errors;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{BinOp, Error, Expr, Ident, Pat, RangeLimits, Result, Token};

/// The pipe as it is meant, without the stages that are wrong; `None` if it has no first one.
pub(super) fn pipe(Written { krate, binding, stages: raw }: Written, errors: &mut Errors) -> Option<Pipe> {
    // The `|` around a missing stage may be those of a closure or of an *or*. Then no other mistake means much.
    if let Some(error) = raw.iter().find_map(|stage| missing(stage, raw.len())) {
        errors.add(error);
        return None;
    }
    let mut stages = Vec::new();
    for stage in &raw {
        let checked = match keep(stage) {
            Some(with) => with.and_then(|with| kept(stage, with, &raw, binding.as_ref())),
            None => match parsed(stage) {
                Ok(expr) => checked(stage, expr, &raw),
                // Nor do the stages after one that may be a part of a larger expression.
                Err(error) => {
                    errors.add(error);
                    break;
                }
            },
        };
        match checked {
            Ok(stage) => stages.push(stage),
            Err(error) => errors.add(error),
        }
    }
    let mut stages = stages.into_iter();
    match stages.next() {
        Some(Stage::Expr(first)) => Some(Pipe { krate, binding, first, rest: stages.collect() }),
        _ => None,
    }
}

/// "stage 2, `blur(&_, 3)`"
fn name(stage: &Raw) -> String {
    const LONGEST: usize = 40;
    let text = stage.tokens.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace("& _", "&_").replace("& mut", "&mut");
    let shown = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    format!("stage {}, `{shown}`", stage.number)
}

/// At all tokens of the stage.
fn error(stage: &Raw, message: &str) -> Error {
    Error::new_spanned(&stage.tokens, format!("{}, {message}", name(stage)))
}

fn missing(stage: &Raw, last: usize) -> Option<Error> {
    let number = stage.number;
    if begins_a_closure(stage) {
        return Some(error(stage, "begins a closure; put the stage in parentheses"));
    }
    let message = if !stage.tokens.is_empty() {
        return None;
    } else if last == 1 {
        "a pipe needs a value to begin with; write `pipe!(load() | show(&_))`".to_owned()
    } else if stage.inside_or {
        format!("stage {number} is empty, between the two `|`; if this is an *or*, put the stage in parentheses")
    } else if number == last {
        format!("stage {number} is empty; write it, or remove the `|`")
    } else {
        format!("stage {number} is empty; write it, or if this is a closure, put the stage in parentheses")
    };
    Some(Error::new(stage.at, message))
}

/// `move |x| x`, of which the `|` has cut off the rest.
fn begins_a_closure(stage: &Raw) -> bool {
    let words = ["async", "move", "static"];
    let is_such = |tree| matches!(tree, TokenTree::Ident(found) if words.iter().any(|word| found == word));
    !stage.tokens.is_empty() && stage.tokens.clone().into_iter().all(is_such)
}

/// What `keep _ with x` keeps for; `None` if the stage is an expression.
fn keep(stage: &Raw) -> Option<Result<Expr>> {
    let trees: Vec<_> = stage.tokens.clone().into_iter().collect();
    let is = |tree: &TokenTree, text: &str| matches!(tree, TokenTree::Ident(word) if word == text);
    let keeps = match trees.as_slice() {
        // No expression has a word after a word.
        [keep, second, rest @ ..] if is(keep, "keep") => {
            let borrows = matches!(second, TokenTree::Punct(punct) if punct.as_char() == '&');
            matches!(second, TokenTree::Ident(_)) || borrows && rest.iter().any(|tree| is(tree, "with"))
        }
        _ => false,
    };
    let parse = |input: ParseStream<'_>| {
        input.parse::<Ident>()?;
        input.parse::<Token![_]>()?;
        let with: Ident = input.parse()?;
        if with == "with" { input.parse() } else { Err(input.error("no `with`")) }
    };
    keeps.then(|| {
        let with = parse.parse2(stage.tokens.clone());
        with.map_err(|_| {
            error(stage, "is not how a value is kept; write `keep _ with result`, or a handle for `result`")
        })
    })
}

fn kept(stage: &Raw, with: Expr, all: &[Raw], binding: Option<&Binding>) -> Result<Stage> {
    if stage.number == 1 {
        Err(error(stage, "has no value to keep; begin with the value"))
    } else if keep(&all[stage.number - 2]).is_some() {
        Err(error(stage, "keeps what is kept already; remove one of the two"))
    } else if stage.number == all.len() {
        Err(error(stage, "is the last, so nothing uses what it keeps; add a stage that does, such as `| &_`"))
    } else if returns(&with) {
        // In such a function `#[scoped]` has put a name in its place.
        Err(error(
            stage,
            "speaks of the `return` of a function with `#[scoped]`, and there is none around this; \
            write `keep _ with result`, or a handle for `result`",
        ))
    } else if is_result(&with, binding) {
        Ok(Stage::Keep(With::Result))
    } else {
        Ok(Stage::Keep(With::Keeper(with)))
    }
}

fn returns(with: &Expr) -> bool {
    match with {
        Expr::Return(_) => true,
        Expr::Tuple(keepers) => keepers.elems.iter().any(returns),
        _ => false,
    }
}

/// `result`, or how the result is called.
fn is_result(with: &Expr, binding: Option<&Binding>) -> bool {
    let Expr::Path(path) = with else { return false };
    let bound = match binding {
        Some(Binding { pat: Pat::Ident(bound), .. }) => path.path.is_ident(&bound.ident),
        _ => false,
    };
    bound || path.path.is_ident("result")
}

fn parsed(stage: &Raw) -> Result<Expr> {
    syn::parse2(stage.tokens.clone()).map_err(|found| {
        let has_else =
            stage.tokens.clone().into_iter().any(|tree| matches!(tree, TokenTree::Ident(word) if word == "else"));
        let cure = if has_else {
            "the `let` of a pipe has no `else`, bind the value first"
        } else {
            "put parentheses around a `|` that does not end a stage"
        };
        error(stage, &format!("is no expression: {found}; {cure}"))
    })
}

fn checked(stage: &Raw, expr: Expr, all: &[Raw]) -> Result<Stage> {
    if let Some(operator) = looser(&expr) {
        let message = format!("`{operator}` binds looser than `|`; put stage {} in parentheses", stage.number);
        return Err(Error::new_spanned(operator, message));
    }
    let found = placeholder::find(&expr);
    match (stage.number.checked_sub(2), found.places.first()) {
        (None, None) | (Some(_), Some(_)) => Ok(Stage::Expr(unwrapped(expr))),
        (None, Some(place)) => {
            let message = format!("{}, is the first, so `_` has no value; begin with the value", name(stage));
            Err(Error::new(*place, message))
        }
        (Some(before), None) => Err(match found.unread {
            Some(unread) => {
                let cure = format!("write `{{ let value = _; {unread}!(…) }}`");
                let message = format!("{}, has a `_` which only `{unread}!` understands; {cure}", name(stage));
                Error::new(unread.span(), message)
            }
            None => {
                let before = name(&all[before]);
                error(stage, &format!("does not use the value of {before}; write `_`, `&_` or `&mut _`"))
            }
        }),
    }
}

/// The stage without the parentheses that only the pipe needs: rustc would call them unnecessary.
fn unwrapped(expr: Expr) -> Expr {
    match expr {
        Expr::Paren(paren) if paren.attrs.is_empty() => *paren.expr,
        expr => expr,
    }
}

/// What makes the whole stage bind looser than `|`: Rust would read another pipe than the one that is seen.
fn looser(expr: &Expr) -> Option<TokenStream> {
    Some(match expr {
        Expr::Assign(assign) => assign.eq_token.to_token_stream(),
        Expr::Binary(binary) if !is_tighter(&binary.op) => binary.op.to_token_stream(),
        Expr::Break(x) => x.break_token.to_token_stream(),
        Expr::Range(range) => match range.limits {
            RangeLimits::HalfOpen(dots) => dots.to_token_stream(),
            RangeLimits::Closed(dots) => dots.to_token_stream(),
        },
        Expr::Return(x) => x.return_token.to_token_stream(),
        _ => return None,
    })
}

fn is_tighter(op: &BinOp) -> bool {
    use BinOp::{Add, BitAnd, BitXor, Div, Mul, Rem, Shl, Shr, Sub};
    matches!(op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) | BitXor(_) | BitAnd(_) | Shl(_) | Shr(_))
}
