//! What a type says of a body's value: which part of it is made in the scope.
//!
//! `Result<Kept<Ast<'mcx>>, E>` is an owner of `Ast<'mcx>`, of whatever lifetime; a transaction of type
//! `Result<Rows<'tx>, E>` commits `Rows<'tx>`. That part, the *family*, is what the expansion names as a type argument.
//! There the scope's lifetime has no meaning, so another one stands in for it: the first one that the part names anyway,
//! since what it borrows outlives it, else `'static`.

use crate::walk;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

/// What stands around the part that is made in the scope.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Wrapper {
    Bare,
    Option,
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
            _ => (wrapped(&mut read)?.0, argument, |ty| argument(argument(ty)?)),
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
        let (wrapper, made) = wrapped(&mut read)?;
        let made = made.to_token_stream();
        Some(Self::new(ty, wrapper, argument, made, lifetime))
    }

    /// A type with an owner in it that the body's value cannot become, for what follows that mistake; and the name of the
    /// owner.
    pub(crate) fn misplaced(ty: &Type, lifetime: &Lifetime) -> Option<(Self, Ident)> {
        let mut disowned = Disowned { lifetime, first: None };
        let mut ownerless = ty.clone();
        disowned.visit_type_mut(&mut ownerless);
        let (name, inside) = disowned.first?;
        let ownerless = ownerless.into_token_stream();
        // Without a name of its own the type means nothing inside of the function.
        if walk::holds(ownerless.clone(), "impl") {
            return None;
        }
        Some((Self { ownerless, inside: Some(inside), ..Self::unknown(ty) }, name))
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
    /// A macro sees names only: an alias of a `Result` or of an `Option` says so by the end of its own.
    fn of(name: &Ident) -> Option<Self> {
        let name = name.to_string();
        match () {
            () if name.ends_with("Option") => Some(Self::Option),
            () if name.ends_with("Result") => Some(Self::Result),
            () => None,
        }
    }
}

/// What stands in a `Result` or an `Option`, or in an alias of one, as its first argument.
pub(crate) fn wrapped(ty: &mut Type) -> Option<(Wrapper, &mut Type)> {
    let wrapper = Wrapper::of(&last(ty)?.ident)?;
    Some((wrapper, argument(ty)?))
}

/// Puts what owners are made of in their place, if it names the scope's lifetime.
struct Disowned<'a> {
    lifetime: &'a Lifetime,
    /// The first of the owners, and where it names the lifetime.
    first: Option<(Ident, Span)>,
}

impl VisitMut for Disowned<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let owner = last(ty).map(|last| last.ident.clone());
        let owner = owner.filter(|name| ["Kept", "KeptArc", "KeptRc"].iter().any(|owner| name == owner));
        let at = walk::mention(ty.to_token_stream(), &self.lifetime.ident);
        match (owner, at, argument(ty).cloned()) {
            (Some(name), Some(at), Some(made)) => {
                self.first.get_or_insert((name, at));
                *ty = made;
            }
            _ => visit_mut::visit_type_mut(self, ty),
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
