//! What stands in the parentheses of a keep, and what it means.

use crate::errors::{Errors, quoted};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprReturn, Ident, MacroDelimiter, Meta, Path, Token};

const OPTIONS: &str = "a keep has `with`, `using`, `adopt`, `copy` and `counted`";

/// A keep as it is meant.
pub(super) enum Keep {
    /// The value is made in the keeper's place, and bound by reference.
    Placed { with: Keeper, using: Option<Keeper>, adopt: bool },
    /// A deep copy of the value is made there.
    Copied { with: Keeper },
    /// The value lives until the last of several keepers goes.
    Counted { with: Keeper },
    /// The user frees the value.
    Loose,
    /// What is wrong has been told.
    Refused,
}

/// What follows `with` or `using`.
pub(super) enum Keeper {
    Value(Expr),
    Several(Vec<Keeper>),
    /// Whatever the function's result lives with.
    Result(Token![return]),
}

impl Keep {
    /// Where it says `return`.
    pub(super) fn returns(&self) -> Option<Span> {
        match self {
            Self::Placed { with, using, .. } => with.returns().or_else(|| using.as_ref()?.returns()),
            Self::Copied { with } | Self::Counted { with } => with.returns(),
            Self::Loose | Self::Refused => None,
        }
    }

    /// Whether the value is bound by reference.
    pub(super) fn is_reference(&self) -> bool {
        matches!(self, Self::Placed { .. } | Self::Refused)
    }

    /// The variables that keep the value.
    pub(super) fn keepers(&self) -> Vec<&Ident> {
        match self {
            Self::Placed { with, .. } | Self::Copied { with } | Self::Counted { with } => with.names(),
            Self::Loose | Self::Refused => Vec::new(),
        }
    }
}

impl Keeper {
    fn new(value: Expr) -> Self {
        match value {
            Expr::Return(result) if result.expr.is_none() => Self::Result(result.return_token),
            Expr::Tuple(tuple) if tuple.elems.len() > 1 => {
                Self::Several(tuple.elems.into_iter().map(Self::new).collect())
            }
            Expr::Group(group) => Self::new(*group.expr),
            Expr::Paren(paren) => Self::new(*paren.expr),
            value => Self::Value(value),
        }
    }

    fn returns(&self) -> Option<Span> {
        match self {
            Self::Value(_) => None,
            Self::Several(keepers) => keepers.iter().find_map(Self::returns),
            Self::Result(token) => Some(token.span),
        }
    }

    fn names(&self) -> Vec<&Ident> {
        match self {
            Self::Value(value) => variable(value).into_iter().collect(),
            Self::Result(_) => Vec::new(),
            Self::Several(keepers) => keepers.iter().flat_map(Self::names).collect(),
        }
    }
}

/// The variable that an expression is a part of, or looks at.
fn variable(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Field(part) => variable(&part.base),
        Expr::Index(part) => variable(&part.expr),
        Expr::MethodCall(call) => variable(&call.receiver),
        Expr::Paren(inner) => variable(&inner.expr),
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) => variable(&reference.expr),
        Expr::Unary(operation) => variable(&operation.expr),
        _ => None,
    }
}

/// Whether the attribute is ours: `#[keep]`, also by the path of memscope.
pub(super) fn is_keep(attr: &Attribute, krate: Option<&Path>) -> bool {
    names_keep(attr.path(), krate)
}

/// Where a `#[cfg_attr]` has one of ours, which is read before it is known whether it holds.
pub(super) fn conditional_keep(attr: &Attribute, krate: Option<&Path>) -> Option<Span> {
    if !attr.path().is_ident("cfg_attr") {
        return None;
    }
    let attributes = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let keep = attributes.iter().skip(1).find(|attribute| names_keep(attribute.path(), krate))?;
    keep.path().segments.last().map(|last| last.ident.span())
}

fn names_keep(path: &Path, krate: Option<&Path>) -> bool {
    let Some(last) = path.segments.last().filter(|last| last.ident == "keep") else { return false };
    let names = |path: &Path| path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>();
    let mut prefix = names(path);
    prefix.pop();
    last.arguments.is_none()
        && (prefix.is_empty() || prefix == ["memscope"] || krate.is_some_and(|krate| names(krate) == prefix))
}

/// Where the attribute's name stands.
pub(super) fn place(attr: &Attribute) -> Span {
    attr.path().segments.last().map_or_else(Span::call_site, |last| last.ident.span())
}

pub(super) fn of_attribute(attr: &Attribute, errors: &mut Errors) -> Keep {
    let tokens = match &attr.meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => list.tokens.clone(),
        _ => {
            errors.push(place(attr), "`#[keep]` takes its arguments in parentheses; write `#[keep(with = x)]`");
            return Keep::Refused;
        }
    };
    Arguments::read(tokens, false, errors).map_or(Keep::Refused, |arguments| arguments.keep(errors))
}

/// The arguments of `keep!` after the value; one more of them is `crate = path`.
pub(super) fn of_call(tokens: TokenStream, errors: &mut Errors) -> (Keep, Option<Path>) {
    let Some(mut arguments) = Arguments::read(tokens, true, errors) else { return (Keep::Refused, None) };
    let krate = arguments.krate.take();
    (arguments.keep(errors), krate)
}

/// The arguments, each at most once.
#[derive(Default)]
struct Arguments {
    with: Option<(Span, Keeper)>,
    using: Option<(Span, Keeper)>,
    adopt: Option<Span>,
    copy: Option<Span>,
    counted: Option<Span>,
    krate: Option<Path>,
}

impl Arguments {
    /// `None` after a mistake.
    fn read(tokens: TokenStream, in_call: bool, errors: &mut Errors) -> Option<Self> {
        let mut arguments = Self::default();
        let mut mistakes = Vec::new();
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(mistake) = arguments.argument(input, in_call) {
                    mistakes.push(mistake);
                    while !input.is_empty() && !input.peek(Token![,]) {
                        input.parse::<TokenTree>()?;
                    }
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    let next: TokenTree = input.fork().parse()?;
                    mistakes.push(syn::Error::new(next.span(), format!("expected `,` before {}", quoted(&next))));
                    input.parse::<TokenStream>()?;
                }
            }
            Ok(())
        };
        if let Err(mistake) = parse.parse2(tokens) {
            mistakes.push(mistake);
        }
        let read = mistakes.is_empty().then_some(arguments);
        mistakes.into_iter().for_each(|mistake| errors.add(mistake));
        read
    }

    fn argument(&mut self, input: ParseStream<'_>, in_call: bool) -> syn::Result<()> {
        let next: TokenTree = input.fork().parse()?;
        let error = |message: String| Err(syn::Error::new(next.span(), message));
        let Ok(key) = Ident::parse_any(input) else {
            return error(format!("expected `with = …`, found {}; {OPTIONS}", quoted(&next)));
        };
        let at = key.span();
        let key = key.to_string();
        let twice = match key.as_str() {
            "with" => self.with.replace((at, Keeper::new(value(&key, at, input)?))).is_some(),
            "using" => self.using.replace((at, Keeper::new(value(&key, at, input)?))).is_some(),
            "crate" if in_call => match value(&key, at, input)? {
                Expr::Path(path) if path.qself.is_none() => self.krate.replace(path.path).is_some(),
                _ => {
                    return error(
                        "`crate` takes the path of memscope; write `crate = ::path::to::memscope`".to_owned(),
                    );
                }
            },
            "adopt" | "copy" | "counted" if input.peek(Token![=]) => {
                return error(format!("`{key}` takes no value; write `{key}`"));
            }
            "adopt" => self.adopt.replace(at).is_some(),
            "copy" => self.copy.replace(at).is_some(),
            "counted" => self.counted.replace(at).is_some(),
            _ => return error(format!("unknown option {}; {OPTIONS}", quoted(&next))),
        };
        if twice {
            return error(format!("`{key}` is given twice; remove one of them"));
        }
        Ok(())
    }

    /// What the arguments mean together.
    fn keep(self, errors: &mut Errors) -> Keep {
        let Self { with, using, adopt, copy, counted, krate: _ } = self;
        let using_at = using.as_ref().map(|(at, _)| *at);
        let given = [("using", using_at), ("adopt", adopt), ("copy", copy), ("counted", counted)];
        let given: Vec<_> = given.into_iter().filter_map(|(name, at)| Some((name, at?))).collect();
        let Some((_, with)) = with else {
            for (name, at) in &given {
                errors.push(*at, format!("`{name}` needs something to keep the value with; add `with = x`"));
            }
            return if given.is_empty() { Keep::Loose } else { Keep::Refused };
        };
        match given.as_slice() {
            // The memory of one and the life of another, which a destructor waits for: these two go together.
            [("using", _), ("adopt", _)] | [] | [_] => {}
            [(first, _), (second, at), ..] => {
                errors.push(*at, format!("`{first}` and `{second}` exclude each other; remove one of them"));
                return Keep::Refused;
            }
        }
        if let Some(at) = copy {
            let Keeper::Several(mut keepers) = with else { return Keep::Copied { with } };
            errors.push(at, "`copy` is for one keeper; write `with = a`, the one that outlives the others");
            return Keep::Copied { with: keepers.swap_remove(0) };
        }
        let Some(at) = counted else {
            return Keep::Placed { with, using: using.map(|(_, using)| using), adopt: adopt.is_some() };
        };
        let Keeper::Several(mut keepers) = with else {
            errors.push(at, "`counted` is for several keepers; write `with = (a, b), counted`, or remove it");
            return Keep::Refused;
        };
        if keepers.len() > 3 {
            errors.push(
                at,
                "`counted` is for three keepers at most; give each of the others a clone of the value, \
                    `keep!(value.clone(), with = d, adopt)`",
            );
            keepers.truncate(3);
        }
        Keep::Counted { with: Keeper::Several(keepers) }
    }
}

/// The expression after `key =`.
fn value(key: &str, mut at: Span, input: ParseStream<'_>) -> syn::Result<Expr> {
    if input.peek(Token![=]) {
        at = input.parse::<Token![=]>()?.span;
        if !input.is_empty() && !input.peek(Token![,]) {
            return match input.parse()? {
                Expr::Return(ExprReturn { return_token, expr: Some(_), .. }) => Err(syn::Error::new(
                    return_token.span,
                    format!("`return` stands for what the function returns; write `{key} = return`, or remove it"),
                )),
                value => Ok(value),
            };
        }
    } else if let Ok(next) = input.fork().parse::<TokenTree>()
        && !input.peek(Token![,])
    {
        at = next.span();
    }
    let example = if key == "crate" { "::path::to::memscope" } else { "x" };
    Err(syn::Error::new(at, format!("`{key}` takes its value after `=`; write `{key} = {example}`")))
}
