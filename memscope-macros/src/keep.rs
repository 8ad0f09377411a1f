//! `#[keep(…)]` and `keep!(…)`: values that live as long as something else does.
//!
//! A kept value is made where it will live: `#[keep(with = x)] let v = e;` is `let v = P::keeper(&x).keep(e);`. First the
//! keeper, then the value, so that `e` may borrow what `x` is. Patterns and types are read by syn, values stay raw tokens.

mod arguments;
mod body;
mod flow;
mod function;
mod graph;
mod place;
mod result;
mod statement;

use crate::errors::Errors;
use crate::model::{Block, Function, Scope};
use crate::walk;
use arguments::Keep;
pub(crate) use place::tuple;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use result::Returned;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Error, Expr, Ident, Path, Token};

/// What the keeps of one body have in common.
struct Keeps {
    /// The path of memscope, if it is not `::memscope`.
    krate: Option<Path>,
    /// What `with = return` means.
    returned: Returned,
}

/// The keeps of a function: on itself, on its parameters, in its body.
pub(crate) fn function(mut function: Function<Scope>, errors: &mut Errors) -> Function<Scope> {
    let Function { header, attrs, sig, body, .. } = &mut function;
    let keeps = Keeps { krate: header.krate.clone(), returned: Returned::of_function(sig, header) };
    let own = keeps.taken(attrs, errors);
    if own.is_none() {
        flow::check(&keeps, sig, &body.tokens, errors);
    }
    let parameters = function::parameters(&keeps, sig, errors);
    let mut tokens = body::of_function(&keeps, sig, &header.handle, body.tokens.clone(), errors);
    if let Some((at, keep)) = own {
        tokens = function::placed(&keeps, at, keep, sig, body, tokens, errors);
    }
    let result = keeps.returned.binding();
    body.tokens = quote!(#result #parameters #tokens);
    function
}

/// The keeps in the block form of `scope!`, which sees nothing of the function around it.
pub(crate) fn block(mut block: Block, scope: &Scope, errors: &mut Errors) -> Block {
    let keeps = Keeps { krate: scope.krate.clone(), returned: Returned::of_block(scope) };
    let tokens = body::of_block(&keeps, block.tokens, errors);
    let result = keeps.returned.binding();
    block.tokens = quote!(#result #tokens);
    block
}

/// `keep!(e, …)`.
pub(crate) fn call(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parse = |input: ParseStream<'_>| {
        if input.is_empty() || input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            return Err(Error::new(input.span(), "`keep!` takes the value first; write `keep!(value, with = x)`"));
        }
        let value: Expr = input.parse()?;
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            return Err(input.error("expected `,` after the value; write `keep!(value, with = x)`"));
        }
        Ok((value, input.parse()?))
    };
    let (value, rest): (Expr, TokenStream) = match parse.parse2(input) {
        Ok(parts) => parts,
        Err(error) => return error.to_compile_error(),
    };
    let (keep, krate) = arguments::of_call(rest, &mut errors);
    let keeps = Keeps { krate, returned: Returned::default() };
    let keep = keeps.resolved(keep, &mut errors);
    let (value, name) = (value.into_token_stream(), "keep!");
    let kept = match keep {
        // Who forgets the value at once is told so at the whole call, as of a function's.
        Keep::Loose => {
            let (first, _) = walk::ends(value.clone());
            keeps.loose(value, None, name, first.located_at(Span::call_site()))
        }
        keep => keeps.value(&keep, value, None, name),
    };
    match errors.into_tokens() {
        None => kept,
        Some(errors) => quote!({ #errors #kept }),
    }
}

impl Keeps {
    /// The `#[keep]` among the attributes, which is removed from them, and where it stood.
    fn taken(&self, attrs: &mut Vec<Attribute>, errors: &mut Errors) -> Option<(Span, Keep)> {
        let mut taken = None;
        attrs.retain(|attr| {
            if let Some(at) = arguments::conditional_keep(attr, self.krate.as_ref()) {
                errors.push(at, "`#[keep]` is read before `cfg_attr` is; write this twice, with a `#[cfg]` each");
                taken = Some((at, Keep::Refused));
                return false;
            }
            if !arguments::is_keep(attr, self.krate.as_ref()) {
                return true;
            }
            let at = arguments::place(attr);
            if taken.is_some() {
                errors.push(at, "a value is kept once; remove one `#[keep]` of the two");
            } else {
                taken = Some((at, self.resolved(arguments::of_attribute(attr, errors), errors)));
            }
            false
        });
        taken
    }

    /// A keep whose `return`, if it has one, means something.
    fn resolved(&self, keep: Keep, errors: &mut Errors) -> Keep {
        match keep.returns().and_then(|at| Some((at, self.returned.mistake()?))) {
            None => keep,
            Some((at, mistake)) => {
                errors.push(at, mistake);
                Keep::Refused
            }
        }
    }
}
