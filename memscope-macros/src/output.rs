//! What a type says of a body's value: which part of it is made in the scope.
//!
//! `Result<Kept<Ast<'mcx>>, E>` is an owner of `Ast<'mcx>`, of whatever lifetime; a transaction of type
//! `Result<Rows<'tx>, E>` commits `Rows<'tx>`. That part, the *family*, is what the expansion names as a type argument.
//! There the scope's lifetime has no meaning, so another one stands in for it: the first one that the part names anyway,
//! since what it borrows outlives it, else `'static`.

use crate::walk;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

/// What stands around the part that is made in the scope.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Wrapper {
    Bare,
    Option,
    /// Everything else, since aliases are called anything.
    Result,
}

/// The type of a body's value, taken apart.
pub(crate) struct Output {
    pub(crate) wrapper: Wrapper,
    /// What is made in the scope.
    pub(crate) family: TokenStream,
    /// The same, as the body sees it.
    pub(crate) root: TokenStream,
    /// The whole type.
    pub(crate) whole: TokenStream,
    /// The whole type as it was written.
    pub(crate) written: TokenStream,
    /// The type that it was written for, without the owner.
    pub(crate) ownerless: TokenStream,
    /// Where what is made in the scope names the scope's lifetime.
    pub(crate) inside: Option<Span>,
    /// Where anything else does.
    pub(crate) outside: Option<Span>,
}

impl Output {
    /// `Kept<F>`, `Option<Kept<F>>`, or a `Result`, or an alias of one, whose first argument is a `Kept<F>`.
    pub(crate) fn owner(ty: &Type, lifetime: &Lifetime) -> Option<Self> {
        let mut read = ty.clone();
        let (wrapper, owner, family): (_, Slot, Slot) = match &last(&mut read)?.ident {
            name if name == "Kept" => (Wrapper::Bare, |ty| Some(ty), argument),
            name => (Wrapper::of(name)?, argument, |ty| argument(argument(ty)?)),
        };
        if last(owner(&mut read)?)?.ident != "Kept" {
            return None;
        }
        let made = family(&mut read)?.to_token_stream();
        let ownerless = filled(ty, owner, made.clone());
        Some(Self { ownerless, ..Self::new(ty, wrapper, family, made, Some(lifetime)) })
    }

    /// An `Option`, or a `Result`, or an alias of one, whose first argument is what is committed.
    pub(crate) fn transaction(ty: &Type, lifetime: Option<&Lifetime>) -> Option<Self> {
        let mut read = ty.clone();
        let wrapper = Wrapper::of(&last(&mut read)?.ident)?;
        let made = argument(&mut read)?.to_token_stream();
        Some(Self::new(ty, wrapper, argument, made, lifetime))
    }

    /// A type that is none of these, for what follows a mistake.
    pub(crate) fn unknown(ty: &Type) -> Self {
        Self::new(ty, Wrapper::Bare, |ty| Some(ty), ty.to_token_stream(), None)
    }

    fn new(ty: &Type, wrapper: Wrapper, slot: Slot, made: TokenStream, lifetime: Option<&Lifetime>) -> Self {
        let written = ty.to_token_stream();
        let with = |exchange: fn(TokenStream, &Lifetime) -> TokenStream| match lifetime {
            Some(lifetime) => exchange(made.clone(), lifetime),
            None => made.clone(),
        };
        let mention = |tokens| walk::mention(tokens, &lifetime?.ident);
        let family = with(exchanged);
        Self {
            wrapper,
            root: with(elided),
            whole: filled(ty, slot, family.clone()),
            family,
            ownerless: written.clone(),
            written,
            inside: mention(made.clone()),
            outside: mention(filled(ty, slot, TokenStream::new())),
        }
    }
}

impl Wrapper {
    fn of(name: &Ident) -> Option<Self> {
        match name.to_string().as_str() {
            "Option" => Some(Self::Option),
            // Whatever a `Result` may be called, it is not called that.
            "Arc" | "Box" | "MemBox" | "MemVec" | "Pin" | "Poll" | "Rc" | "Vec" => None,
            _ => Some(Self::Result),
        }
    }
}

/// Where in a type a part of it stands.
type Slot = fn(&mut Type) -> Option<&mut Type>;

fn filled(ty: &Type, slot: Slot, with: TokenStream) -> TokenStream {
    let mut ty = ty.clone();
    if let Some(part) = slot(&mut ty) {
        *part = Type::Verbatim(with);
    }
    ty.into_token_stream()
}

/// The last name of a path, also inside the groups that `macro_rules!` puts around its fragments.
fn last(ty: &mut Type) -> Option<&mut PathSegment> {
    match ty {
        Type::Group(group) => last(&mut group.elem),
        Type::Paren(paren) => last(&mut paren.elem),
        Type::Path(path) => path.path.segments.last_mut(),
        _ => None,
    }
}

/// The first type argument of a path.
fn argument(ty: &mut Type) -> Option<&mut Type> {
    let PathArguments::AngleBracketed(arguments) = &mut last(ty)?.arguments else { return None };
    arguments.args.iter_mut().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The type with another lifetime in the place of the scope's.
fn exchanged(ty: TokenStream, lifetime: &Lifetime) -> TokenStream {
    let mut names = Names::default();
    names.read(ty.clone());
    let other = names.used.into_iter().find(|name| *name != lifetime.ident && !names.bound.contains(name));
    put(ty, &lifetime.ident, &other.unwrap_or_else(|| Ident::new("static", lifetime.ident.span())))
}

/// The type as a body sees it, in which a scope's lifetime has no name.
fn elided(ty: TokenStream, lifetime: &Lifetime) -> TokenStream {
    put(ty, &lifetime.ident, &Ident::new("_", Span::call_site()))
}

/// The lifetimes in a type, in their order.
#[derive(Default)]
struct Names {
    used: Vec<Ident>,
    /// By a `for<…>`, outside of which they mean nothing.
    bound: Vec<Ident>,
}

impl Names {
    fn read(&mut self, ty: TokenStream) {
        let (mut quoted, mut binder) = (false, false);
        for tree in ty {
            match &tree {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(name) if quoted && binder => self.bound.push(name.clone()),
                TokenTree::Ident(name) if quoted => self.used.push(name.clone()),
                TokenTree::Ident(keyword) => binder = keyword == "for",
                TokenTree::Punct(punct) => binder &= punct.as_char() != '>',
                TokenTree::Literal(_) => {}
            }
            quoted = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\'');
        }
    }
}

/// Replaces a lifetime; the new one stands where the old one stood.
fn put(ty: TokenStream, old: &Ident, new: &Ident) -> TokenStream {
    let mut quoted = false;
    ty.into_iter()
        .map(|tree| {
            let replaced = match &tree {
                TokenTree::Ident(name) if quoted && name == old => {
                    let mut new = new.clone();
                    new.set_span(new.span().located_at(name.span()));
                    new.into()
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), put(group.stream(), old, new));
                    inner.set_span(group.span());
                    inner.into()
                }
                _ => tree.clone(),
            };
            quoted = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\'');
            replaced
        })
        .collect()
}
