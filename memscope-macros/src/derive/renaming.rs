//! One lifetime for another, and types for type parameters, in any tokens.

use super::Target;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parse;
use syn::{BoundLifetimes, GenericParam, Generics, Lifetime, LifetimeParam, Token, TypeParamBound, WherePredicate};

/// What stands for what.
pub(super) struct Renaming<'r> {
    pub(super) from: Option<&'r Lifetime>,
    pub(super) to: &'r Lifetime,
    pub(super) types: Vec<(&'r Ident, TokenStream)>,
}

impl Renaming<'_> {
    pub(super) fn apply(&self, tokens: TokenStream) -> TokenStream {
        let mut renamed = TokenStream::new();
        let mut before = [None, None];
        for tree in tokens {
            let after_quote = before[1] == Some('\'');
            let in_path = before == [Some(':'), Some(':')];
            before = [before[1], punct(&tree)];
            match tree {
                TokenTree::Group(group) => {
                    let mut inside = Group::new(group.delimiter(), self.apply(group.stream()));
                    inside.set_span(group.span());
                    renamed.extend([TokenTree::Group(inside)]);
                }
                TokenTree::Ident(ident) if after_quote => {
                    let from = self.from.is_some_and(|from| from.ident == ident);
                    renamed.extend([TokenTree::Ident(if from { self.to.ident.clone() } else { ident })]);
                }
                TokenTree::Ident(ident) if !in_path => match self.types.iter().find(|(from, _)| **from == ident) {
                    Some((_, to)) => renamed.extend(to.clone()),
                    None => renamed.extend([TokenTree::Ident(ident)]),
                },
                other => renamed.extend([other]),
            }
        }
        renamed
    }

    /// The same for what parses as itself with any names.
    pub(super) fn apply_to<T: ToTokens + Parse>(&self, part: &T) -> T {
        match syn::parse2(self.apply(part.to_token_stream())) {
            Ok(renamed) => renamed,
            Err(error) => unreachable!("types stand where types stood: {error}"),
        }
    }

    /// The first of the renamed types in the tokens.
    pub(super) fn mentioned(&self, part: &impl ToTokens) -> Option<Ident> {
        idents(part.to_token_stream()).into_iter().find(|ident| self.types.iter().any(|(from, _)| *from == ident))
    }
}

/// The generics, with the type's name and parameters where a bound says `Self`: so what else speaks of those is seen in it, too.
pub(super) fn written_out(ident: &Ident, mut generics: Generics) -> Generics {
    let arguments = generics.split_for_impl().1.to_token_stream();
    let (this, unused) = (Ident::from(<Token![Self]>::default()), Lifetime::new("'_", ident.span()));
    let renaming = Renaming { from: None, to: &unused, types: vec![(&this, quote!(#ident #arguments))] };
    for param in generics.type_params_mut() {
        param.bounds.iter_mut().for_each(|bound| *bound = renaming.apply_to(bound));
    }
    for predicate in generics.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates) {
        *predicate = renaming.apply_to(predicate);
    }
    generics
}

/// The generics, with each bound that speaks of the scope's lifetime asked of every lifetime. Were it asked of two, the
/// compiler could not tell which of them is meant. That something outlives the scope stays as it is: about another
/// scope `Keepable` implies it, where a bound would ask it of `'static`.
pub(super) fn at_every_lifetime(target: &Target) -> Generics {
    let mut generics = target.generics.clone();
    let any = target.fresh("any");
    let renaming = Renaming { from: target.scope.as_ref(), to: &any, types: Vec::new() };
    let bind = |binder: &mut Option<BoundLifetimes>| {
        let binder = binder.get_or_insert_with(BoundLifetimes::default);
        binder.lifetimes.insert(0, GenericParam::Lifetime(LifetimeParam::new(any.clone())));
    };
    let rebound = |bound: &mut TypeParamBound| {
        if matches!(bound, TypeParamBound::Trait(_)) && target.speaks(bound) {
            *bound = renaming.apply_to(bound);
            if let TypeParamBound::Trait(bound) = bound {
                bind(&mut bound.lifetimes);
            }
        }
    };
    for param in generics.type_params_mut() {
        param.bounds.iter_mut().for_each(rebound);
    }
    for predicate in generics.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates) {
        let WherePredicate::Type(predicate) = predicate else { continue };
        if target.speaks(&predicate.bounded_ty) {
            let is_trait = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Trait(_));
            predicate.bounded_ty = renaming.apply_to(&predicate.bounded_ty);
            predicate.bounds =
                predicate.bounds.iter().filter(|bound| is_trait(bound)).map(|bound| renaming.apply_to(bound)).collect();
            bind(&mut predicate.lifetimes);
        } else {
            predicate.bounds.iter_mut().for_each(rebound);
        }
    }
    generics
}

/// All identifiers that are no lifetimes, at any depth, nor follow a `::`.
pub(super) fn idents(tokens: TokenStream) -> Vec<Ident> {
    let mut idents = Vec::new();
    let mut before = [None, None];
    for tree in tokens {
        match &tree {
            TokenTree::Group(group) => idents.extend(self::idents(group.stream())),
            TokenTree::Ident(ident) if before[1] != Some('\'') && before != [Some(':'), Some(':')] => {
                idents.push(ident.clone());
            }
            _ => {}
        }
        before = [before[1], punct(&tree)];
    }
    idents
}

/// The tokens without the arguments of some types.
pub(super) fn outside(tokens: TokenStream, of: &impl Fn(&Ident) -> bool) -> TokenStream {
    let mut left = TokenStream::new();
    let (mut depth, mut is_head, mut is_arrow) = (0, false, false);
    for tree in tokens {
        let char = punct(&tree);
        match char {
            Some('<') if is_head || depth > 0 => depth += 1,
            Some('>') if depth > 0 && !is_arrow => depth -= 1,
            _ if depth > 0 => {}
            _ => left.extend([match &tree {
                TokenTree::Group(group) => Group::new(group.delimiter(), outside(group.stream(), of)).into(),
                other => other.clone(),
            }]),
        }
        is_head = matches!(&tree, TokenTree::Ident(ident) if of(ident));
        is_arrow = char == Some('-');
    }
    left
}

/// The lifetime of the first reference that has another one than the scope's.
pub(super) fn reference_elsewhere(tokens: TokenStream, scope: Option<&Lifetime>) -> Option<Lifetime> {
    let trees: Vec<_> = tokens.into_iter().collect();
    trees.iter().enumerate().find_map(|(i, tree)| match (tree, trees.get(i + 1), trees.get(i + 2)) {
        (TokenTree::Group(group), ..) => reference_elsewhere(group.stream(), scope),
        (and, Some(TokenTree::Punct(quote)), Some(TokenTree::Ident(ident)))
            if punct(and) == Some('&')
                && quote.as_char() == '\''
                && scope.is_none_or(|scope| scope.ident != *ident) =>
        {
            Some(Lifetime { apostrophe: quote.span(), ident: ident.clone() })
        }
        _ => None,
    })
}

fn punct(tree: &TokenTree) -> Option<char> {
    match tree {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}
