//! The derives, and what all of them share: which lifetime is the scope's, and how an implementation begins.
//!
//! A derive cannot change its item, so mistakes are reported beside it. After one in a field the implementation is emitted
//! all the same, with a body that is never run, so that the mistake is the only error.

mod carried;
mod copy_in;
mod covariant;
mod deserialize_in;
mod in_scope;
mod keepable;
mod renaming;
mod serde_attrs;
mod serde_names;

use crate::errors::Errors;
use crate::walk;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Field, Fields, GenericParam, Generics, Lifetime, LifetimeParam, Member, Path,
    PathSegment, Token, Type, TypeParam, TypeParamBound, WherePredicate, parse_quote,
};

/// Writes an implementation for a type.
#[derive(Clone, Copy)]
pub(crate) struct Derive {
    write: fn(&Target, &mut Errors) -> TokenStream,
    /// Whether one lifetime of the type means something else than the others.
    asks_scope: bool,
}

pub(crate) const CARRIED: Derive = Derive { write: carried::derive, asks_scope: false };
pub(crate) const COPY_IN: Derive = Derive { write: copy_in::derive, asks_scope: true };
pub(crate) const COVARIANT: Derive = Derive { write: covariant::derive, asks_scope: true };
pub(crate) const DESERIALIZE_IN: Derive = Derive { write: deserialize_in::derive, asks_scope: true };
pub(crate) const IN_SCOPE: Derive = Derive { write: in_scope::derive, asks_scope: true };
pub(crate) const KEEPABLE: Derive = Derive { write: keepable::derive, asks_scope: true };

pub(crate) fn expand(item: TokenStream, derive: Derive) -> TokenStream {
    let input = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return Error::to_compile_error(&error),
    };
    let mut errors = Errors::default();
    let target = Target::new(item, input, derive.asks_scope, &mut errors);
    let implementation = if errors.is_empty() { (derive.write)(&target, &mut errors) } else { TokenStream::new() };
    errors.into_tokens().into_iter().chain([implementation]).collect()
}

/// The type under a derive.
pub(crate) struct Target {
    /// All of it, as written.
    item: TokenStream,
    attrs: Vec<Attribute>,
    ident: Ident,
    generics: Generics,
    data: Data,
    /// The lifetime of the scope that values of the type are built in; `None` if the type has no lifetime, or nobody asks.
    scope: Option<Lifetime>,
    /// The path of memscope, if it is not `::memscope`.
    krate: Option<Path>,
}

/// A struct, or one variant of an enum.
struct Shape<'t> {
    variant: Option<&'t Ident>,
    fields: Vec<ShapeField<'t>>,
}

struct ShapeField<'t> {
    member: Member,
    /// What the field is called where the shape was taken apart.
    name: Ident,
    field: &'t Field,
}

impl Target {
    fn new(item: TokenStream, input: DeriveInput, asks_scope: bool, errors: &mut Errors) -> Self {
        let DeriveInput { attrs, ident, generics, data, .. } = input;
        if let Data::Union(data) = &data {
            errors.push(data.union_token.span, "which field of a union is alive, nobody knows; make it an `enum`");
        }
        let generics = renaming::written_out(&ident, generics);
        let options = options(&attrs, errors);
        let scope = if asks_scope { scope(&ident, &generics, options.scope, errors) } else { None };
        Self { item, attrs, ident, generics, data, scope, krate: options.krate }
    }

    /// The path of memscope, with errors pointing there.
    fn krate(&self, at: Span) -> TokenStream {
        match &self.krate {
            Some(path) => quote!(#path),
            None => quote_spanned!(at=> ::memscope),
        }
    }

    /// One for a struct, one for each variant of an enum.
    fn shapes(&self) -> Vec<Shape<'_>> {
        match &self.data {
            Data::Struct(data) => vec![Shape::new(None, &data.fields)],
            Data::Enum(data) => {
                data.variants.iter().map(|variant| Shape::new(Some(&variant.ident), &variant.fields)).collect()
            }
            Data::Union(_) => Vec::new(),
        }
    }

    /// A lifetime of this name, or one like it if the type uses the name.
    fn fresh(&self, name: &str) -> Lifetime {
        let at = self.scope.as_ref().map_or(self.ident.span(), Lifetime::span);
        let mut lifetime = Lifetime::new(&format!("'{name}"), at);
        while walk::mention(self.item.clone(), &lifetime.ident).is_some() {
            lifetime = Lifetime::new(&format!("{lifetime}_"), at);
        }
        lifetime
    }

    /// Whether the tokens speak of the scope's lifetime.
    fn speaks(&self, part: &impl ToTokens) -> bool {
        self.scope.as_ref().is_some_and(|scope| walk::mention(part.to_token_stream(), &scope.ident).is_some())
    }

    fn is_scope(&self, lifetime: &Lifetime) -> bool {
        self.scope.as_ref() == Some(lifetime)
    }

    /// Whether the tokens name a type parameter.
    fn is_generic(&self, tokens: &impl ToTokens) -> bool {
        let params: BTreeSet<&Ident> = self.generics.type_params().map(|param| &param.ident).collect();
        renaming::idents(tokens.to_token_stream()).iter().any(|ident| params.contains(ident))
    }

    /// The bounds of all parameters and the `where` clause, as one list. `?Sized` is a bound of parameters only.
    fn predicates(&self) -> Vec<WherePredicate> {
        let mut predicates = Vec::new();
        for param in &self.generics.params {
            match param {
                GenericParam::Lifetime(LifetimeParam { lifetime, bounds, .. }) if !bounds.is_empty() => {
                    predicates.push(parse_quote!(#lifetime: #bounds));
                }
                GenericParam::Type(TypeParam { ident, bounds, .. }) => {
                    let is_maybe =
                        |bound: &TypeParamBound| matches!(bound, TypeParamBound::Trait(bound) if bound.maybe.is_some());
                    let bounds: Vec<_> = bounds.iter().filter(|bound| !is_maybe(bound)).collect();
                    if !bounds.is_empty() {
                        predicates.push(parse_quote!(#ident: #(#bounds)+*));
                    }
                }
                _ => {}
            }
        }
        predicates.extend(self.generics.where_clause.iter().flat_map(|clause| clause.predicates.clone()));
        predicates
    }

    /// The beginning of an implementation, up to its block: `impl<'new, …> Implemented for Type<…> where …`. To name a field is
    /// no use of it that a lint should judge.
    fn header(
        &self,
        new: Option<&Lifetime>,
        implemented: &TokenStream,
        mut generics: Generics,
        predicates: impl IntoIterator<Item = WherePredicate>,
    ) -> TokenStream {
        generics.make_where_clause().predicates.extend(predicates);
        if let Some(lifetime) = new {
            generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(lifetime.clone())));
        }
        let (params, _, predicates) = generics.split_for_impl();
        let (_, arguments, _) = self.generics.split_for_impl();
        let ident = &self.ident;
        quote!(#[automatically_derived] #[allow(deprecated)] impl #params #implemented for #ident #arguments #predicates)
    }
}

impl<'t> Shape<'t> {
    fn new(variant: Option<&'t Ident>, fields: &'t Fields) -> Self {
        let field = |(n, (member, field)): (usize, (Member, &'t Field))| {
            let at = match &member {
                Member::Named(name) => name.span(),
                Member::Unnamed(_) => field.ty.span(),
            };
            // By number, since a lint would judge what is made of a name.
            ShapeField { name: format_ident!("field_{n}", span = at), member, field }
        };
        Self { variant, fields: fields.members().zip(fields).enumerate().map(field).collect() }
    }

    /// What takes one apart.
    fn pattern(&self) -> TokenStream {
        match self.variant {
            Some(variant) => quote!(Self::#variant),
            None => quote!(Self),
        }
    }
}

/// The type without the invisible groups of a macro's fragments.
fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

/// What a path calls a type, whatever it is reached by.
fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ungrouped(ty) {
        Type::Path(ty) => ty.path.segments.last(),
        _ => None,
    }
}

/// `#[memscope('lifetime, crate = path)]` on the type.
#[derive(Default)]
struct Options {
    scope: Option<Lifetime>,
    krate: Option<Path>,
}

fn options(attrs: &[Attribute], errors: &mut Errors) -> Options {
    let mut options = Options::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("memscope")) {
        let parsed = attr.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            while !input.is_empty() {
                if input.peek(Lifetime) {
                    options.scope = Some(input.parse()?);
                } else if input.peek(Token![crate]) && input.peek2(Token![=]) {
                    input.parse::<Token![crate]>()?;
                    input.parse::<Token![=]>()?;
                    options.krate = Some(input.parse()?);
                } else {
                    return Err(input.error("on a type `#[memscope(…)]` takes the scope's lifetime and `crate = path`"));
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        parsed.unwrap_or_else(|error| errors.add(error));
    }
    options
}

/// Which lifetime is the scope's: the one that the attribute names, else `'mcx`, else the only one.
fn scope(ident: &Ident, generics: &Generics, given: Option<Lifetime>, errors: &mut Errors) -> Option<Lifetime> {
    let lifetimes: Vec<&Lifetime> = generics.lifetimes().map(|param| &param.lifetime).collect();
    if let Some(given) = given {
        if lifetimes.contains(&&given) {
            return Some(given);
        }
        errors.push(given.span(), format!("`{ident}` has no lifetime `{given}`"));
    } else if let Some(&mcx) = lifetimes.iter().find(|lifetime| lifetime.ident == "mcx") {
        return Some(mcx.clone());
    } else if let [first, second, ..] = lifetimes[..]
        && errors.is_empty()
    {
        let all = lifetimes.iter().map(|lifetime| format!("`{lifetime}`")).collect::<Vec<_>>().join(", ");
        let message = format!(
            "which of {all} is the scope's? Call it `'mcx`, or put `#[memscope({first})]` or `#[memscope({second})]` on \
             the type"
        );
        errors.push(ident.span(), message);
    }
    lifetimes.first().map(|&lifetime| lifetime.clone())
}
