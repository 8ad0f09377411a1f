//! `#[derive(CopyIn)]`: the type is taken apart, each field copied, and one of the new scope put together.
//!
//! The fields decide which type parameters become their copies: those that a copied field mentions. Of these the bounds
//! are asked, and not of the fields' types, so that a recursive type has no recursive bounds.

use super::renaming::{self, Renaming};
use super::{Shape, ShapeField, Target, last_segment, ungrouped};
use crate::errors::Errors;
use crate::names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Error, GenericArgument, GenericParam, Lifetime, PathArguments, Type, TypeReference, WherePredicate,
    parse_quote, parse_quote_spanned,
};

/// How a field comes into the copy.
#[derive(Clone, Copy)]
enum How {
    Deep,
    Share,
    Clone,
    Skip,
    Tail(Tail),
    /// `PhantomData`, which takes any type.
    Phantom,
}

/// Which type a tail has: `&'mcx Self`, `Option<&'mcx mut Self>`, …
#[derive(Clone, Copy)]
struct Tail {
    optional: bool,
    mutable: bool,
}

/// A shape with what its fields' attributes say.
struct Plan<'s, 't> {
    shape: &'s Shape<'t>,
    fields: Vec<(&'s ShapeField<'t>, How)>,
}

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let to = target.fresh("to");
    if let Some(whole) = whole(&target.attrs, errors) {
        return shared(target, &to, whole);
    }
    let shapes = target.shapes();
    let plans: Vec<_> = shapes.iter().map(|shape| Plan::new(shape, target, errors)).collect();
    let renaming = renaming(target, &to, &plans);
    for (field, how) in plans.iter().flat_map(|plan| &plan.fields) {
        check(field, *how, target, &renaming, errors);
    }
    let Target { ident, generics, .. } = target;
    let krate = target.krate(Span::call_site());
    let header = target.header(
        Some(&to),
        &quote!(#krate::CopyIn<#to>),
        renaming::at_every_lifetime(target),
        predicates(target, &renaming, &plans),
    );
    let arguments = renaming.apply(generics.split_for_impl().1.to_token_stream());
    let uses_cx = plans.iter().flat_map(|plan| &plan.fields).any(|(_, how)| matches!(how, How::Deep | How::Tail(_)));
    let made = renaming.apply(generics.split_for_impl().1.as_turbofish().to_token_stream());
    let body = Body::new(target, made);
    let (body, cx) = match errors.is_empty() {
        true => (body.of(&plans), if uses_cx { body.cx.to_token_stream() } else { quote!(_) }),
        false => (quote!(::core::unreachable!()), quote!(_)),
    };
    quote! {
        #header {
            type Copy = #ident #arguments;

            #[inline]
            fn try_copy_in(&self, #cx: #krate::MemCx<#to>) -> ::core::result::Result<Self::Copy, #krate::AllocError> {
                #body
            }
        }
    }
}

/// `#[copy_in(share)]` on the type: all of it is copied bit by bit.
fn shared(target: &Target, to: &Lifetime, at: Span) -> TokenStream {
    let krate = target.krate(Span::call_site());
    let params = target.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(param) => Some(param.lifetime.to_token_stream()),
        GenericParam::Type(param) => Some(param.ident.to_token_stream()),
        GenericParam::Const(_) => None,
    });
    let lasting = params.map(|param| -> WherePredicate { parse_quote!(#param: #to) });
    let plain: WherePredicate = parse_quote_spanned!(at=> Self: ::core::marker::Copy);
    let header = target.header(Some(to), &quote!(#krate::CopyIn<#to>), target.generics.clone(), lasting.chain([plain]));
    quote! {
        #header {
            type Copy = Self;

            #[inline(always)]
            fn try_copy_in(&self, _: #krate::MemCx<#to>) -> ::core::result::Result<Self, #krate::AllocError> {
                ::core::result::Result::Ok(*self)
            }

            #[inline]
            fn try_copy_slice_in(
                values: &[Self],
                cx: #krate::MemCx<#to>,
            ) -> ::core::result::Result<#krate::MemVec<#to, Self>, #krate::AllocError> {
                #krate::__private::share_slice(values, cx)
            }
        }
    }
}

impl<'s, 't> Plan<'s, 't> {
    fn new(shape: &'s Shape<'t>, target: &Target, errors: &mut Errors) -> Self {
        let fields: Vec<_> = shape.fields.iter().map(|field| (field, How::of(field, target, errors))).collect();
        let mut tails = fields.iter().filter(|(_, how)| matches!(how, How::Tail(_)));
        if let (Some(_), Some((second, _))) = (tails.next(), tails.next()) {
            errors.add(Error::new_spanned(
                &second.field.ty,
                "a chain has one tail; remove `#[copy_in(tail)]` from the other field",
            ));
        }
        Self { shape, fields }
    }

    fn tail(&self) -> Option<(&'s ShapeField<'t>, Tail)> {
        self.fields.iter().find_map(|(field, how)| match how {
            How::Tail(tail) => Some((*field, *tail)),
            _ => None,
        })
    }
}

impl How {
    fn of(field: &ShapeField<'_>, target: &Target, errors: &mut Errors) -> Self {
        let ty = &field.field.ty;
        match option(&field.field.attrs, errors) {
            Some(option) if option == "share" => Self::Share,
            Some(option) if option == "clone" => Self::Clone,
            Some(option) if option == "skip" => Self::Skip,
            Some(option) if option == "tail" => match Tail::of(ty, &target.ident) {
                Some(tail) => Self::Tail(tail),
                None => {
                    let name = &target.ident;
                    let message =
                        format!("a tail refers to the next `{name}`; it is a `&{name}` or an `Option<&{name}>`");
                    errors.add(Error::new_spanned(ty, message));
                    Self::Skip
                }
            },
            Some(option) => {
                let message = format!("unknown option `{option}`; a field has `share`, `clone`, `skip` or `tail`");
                errors.push(option.span(), message);
                Self::Skip
            }
            None if last_segment(ty).is_some_and(|last| last.ident == "PhantomData") => Self::Phantom,
            None => Self::Deep,
        }
    }
}

impl Tail {
    fn of(ty: &Type, name: &Ident) -> Option<Self> {
        let (reference, optional) = match ungrouped(ty) {
            Type::Reference(reference) => (reference, false),
            _ => (optional_reference(ty)?, true),
        };
        let is_self = last_segment(&reference.elem).is_some_and(|last| last.ident == *name || last.ident == "Self");
        is_self.then_some(Self { optional, mutable: reference.mutability.is_some() })
    }

    /// The next node of one that has this tail, as an `Option`.
    fn next(self, name: &Ident) -> TokenStream {
        match self.optional {
            true => quote!(::core::option::Option::as_deref(#name)),
            false => quote!(::core::option::Option::Some(&**#name)),
        }
    }

    /// The tail of the copy, whose rest is an `Option<&mut Type>`.
    fn copy(self, rest: &Ident) -> TokenStream {
        match (self.optional, self.mutable) {
            (true, true) => quote!(#rest),
            (true, false) => quote!(::core::option::Option::map(#rest, |node| &*node)),
            (false, _) => quote! {
                match #rest {
                    ::core::option::Option::Some(node) => node,
                    ::core::option::Option::None => ::core::unreachable!(),
                }
            },
        }
    }
}

/// `T` of `Option<&T>`.
fn optional_reference(ty: &Type) -> Option<&TypeReference> {
    let last = last_segment(ty).filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let GenericArgument::Type(ty) = arguments.args.first()? else { return None };
    match ungrouped(ty) {
        Type::Reference(reference) => Some(reference),
        _ => None,
    }
}

/// The option in `#[copy_in(option)]`.
fn option(attrs: &[Attribute], errors: &mut Errors) -> Option<Ident> {
    let mut found = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("copy_in")) {
        match attr.parse_args::<Ident>() {
            Ok(_) if found.is_some() => {
                errors.add(Error::new_spanned(attr, "a field is copied in one way; remove one of the two"))
            }
            Ok(option) => found = Some(option),
            Err(_) => errors.add(Error::new_spanned(attr, "expected one option, such as `#[copy_in(share)]`")),
        }
    }
    found
}

/// Where the type itself says that all of it is shared.
fn whole(attrs: &[Attribute], errors: &mut Errors) -> Option<Span> {
    let option = option(attrs, errors)?;
    if option != "share" {
        errors.push(option.span(), format!("`{option}` is for fields; a type may have `#[copy_in(share)]`"));
        return None;
    }
    Some(option.span())
}

/// The scope's lifetime becomes the new one, and each type parameter that a copied field mentions its copy.
fn renaming<'t>(target: &'t Target, to: &'t Lifetime, plans: &[Plan<'_, '_>]) -> Renaming<'t> {
    let krate = target.krate(Span::call_site());
    let deep = plans.iter().flat_map(|plan| &plan.fields).filter(|(_, how)| matches!(how, How::Deep));
    let mentioned: Vec<Ident> = deep.flat_map(|(field, _)| renaming::idents(copied(field, target))).collect();
    let params = target.generics.type_params().map(|param| &param.ident).filter(|ident| mentioned.contains(ident));
    let types = params.map(|ident| (ident, quote!(<#ident as #krate::CopyIn<#to>>::Copy))).collect();
    Renaming { from: target.scope.as_ref(), to, types }
}

/// What of a field's type becomes its copy's: not what is counted, for it is shared. Nor what is of the type itself, since
/// that becomes what the other fields say.
fn copied(field: &ShapeField<'_>, target: &Target) -> TokenStream {
    let is_kept = |ident: &Ident| *ident == target.ident || ident == "Rc" || ident == "Arc";
    renaming::outside(field.field.ty.to_token_stream(), &is_kept)
}

/// What the compiler would say about the expansion, said about the field.
fn check(field: &ShapeField<'_>, how: How, target: &Target, renaming: &Renaming<'_>, errors: &mut Errors) {
    let ty = &field.field.ty;
    let kept = match how {
        How::Share => "share",
        How::Clone => "clone",
        How::Deep => {
            if let Some(lifetime) = renaming::reference_elsewhere(copied(field, target), target.scope.as_ref()) {
                let message = format!(
                    "the copy of a reference lives in the new scope, but this one must live for `{lifetime}`; \
                     `#[copy_in(share)]` keeps the reference as it is"
                );
                errors.push(lifetime.span(), message);
            }
            return;
        }
        _ => return,
    };
    if let Some(scope) = target.scope.as_ref().filter(|_| target.speaks(ty)) {
        let message =
            format!("`{kept}` would keep what lives in the old scope, `{scope}`; without it, the field is copied");
        errors.add(Error::new_spanned(ty, message));
    } else if let Some(param) = renaming.mentioned(ty) {
        let message = format!(
            "`{kept}` keeps the field's type, but another field is copied, which makes another type of `{param}`; \
             use a parameter of its own here"
        );
        errors.add(Error::new_spanned(ty, message));
    }
}

fn predicates(target: &Target, renaming: &Renaming<'_>, plans: &[Plan<'_, '_>]) -> Vec<WherePredicate> {
    let generics = &target.generics;
    let krate = target.krate(Span::call_site());
    let to = renaming.to;
    let mut predicates: Vec<WherePredicate> = Vec::new();
    for param in generics.lifetimes().map(|param| &param.lifetime).filter(|lifetime| !target.is_scope(lifetime)) {
        predicates.push(parse_quote!(#param: #to));
    }
    for param in generics.type_params().map(|param| &param.ident) {
        predicates.push(if renaming.mentioned(param).is_some() {
            parse_quote!(#param: #krate::CopyIn<#to>)
        } else {
            parse_quote!(#param: #to)
        });
    }
    for (field, how) in plans.iter().flat_map(|plan| &plan.fields) {
        let ty = &field.field.ty;
        if target.is_generic(ty) {
            match how {
                How::Share => predicates.push(parse_quote!(#ty: ::core::marker::Copy)),
                How::Clone => predicates.push(parse_quote!(#ty: ::core::clone::Clone)),
                How::Skip => {
                    let ty = renaming.apply(ty.to_token_stream());
                    predicates.push(parse_quote!(#ty: ::core::default::Default));
                }
                How::Deep | How::Tail(_) | How::Phantom => {}
            }
        }
    }
    // What the type asks of its parameters, of those of the copy.
    let asked = target.predicates().into_iter().filter(|predicate| match predicate {
        WherePredicate::Lifetime(_) => target.speaks(predicate),
        _ => renaming.mentioned(predicate).is_some(),
    });
    predicates.extend(asked.map(|predicate| renaming.apply_to(&predicate)));
    predicates
}

/// What the body speaks of.
struct Body<'t> {
    target: &'t Target,
    /// The parameters of the copy, in an expression.
    parameters: TokenStream,
    cx: Ident,
    /// The parameters of the closures that copy a chain.
    node: Ident,
    rest: Ident,
}

impl<'t> Body<'t> {
    fn new(target: &'t Target, parameters: TokenStream) -> Self {
        let [cx, node, rest] = ["cx", "node", "rest"].map(|name| names::hidden(name, target.ident.span()));
        Self { target, parameters, cx, node, rest }
    }

    fn of(&self, plans: &[Plan<'_, '_>]) -> TokenStream {
        let Self { target, cx, node, rest, .. } = self;
        let arms = plans.iter().map(|plan| self.arm(plan));
        if plans.is_empty() {
            return quote!(match *self {});
        }
        if plans.iter().all(|plan| plan.tail().is_none()) {
            // In the type's place: here the compiler finds errors about the lifetimes of a variant.
            let at = target.ident.span();
            return quote_spanned!(at=> ::core::result::Result::Ok(match *self { #(#arms)* }));
        }
        let nexts = plans.iter().filter_map(|plan| {
            let pattern = plan.shape.pattern();
            let (ShapeField { member, name, .. }, tail) = plan.tail()?;
            let next = tail.next(name);
            Some(quote!(#pattern { #member: ref #name, .. } => #next,))
        });
        let ends = plans.iter().any(|plan| plan.tail().is_none()).then(|| quote!(_ => ::core::option::Option::None,));
        let krate = target.krate(Span::call_site());
        quote! {
            #krate::__private::copy_chain(
                self,
                #cx,
                |#node| match *#node { #(#nexts)* #ends },
                |#node, #rest| ::core::result::Result::Ok(match *#node { #(#arms)* }),
            )
        }
    }

    /// One shape: taken apart so that no field can be forgotten, and put together again. The parameters of a struct are
    /// written out, so that errors about lifetimes are found at the field; with a variant this cannot be done.
    fn arm(&self, plan: &Plan<'_, '_>) -> TokenStream {
        let Self { target, parameters, cx, rest, .. } = self;
        let (ident, pattern) = (&target.ident, plan.shape.pattern());
        let made = match plan.shape.variant {
            Some(variant) => quote!(#ident::#variant),
            None => quote!(#ident #parameters),
        };
        let bindings = plan.fields.iter().map(|(ShapeField { member, name, .. }, how)| match how {
            How::Deep | How::Share | How::Clone => quote!(#member: ref #name),
            How::Skip | How::Tail(_) | How::Phantom => quote!(#member: _),
        });
        let copies = plan.fields.iter().map(|(ShapeField { member, name, .. }, how)| {
            // In the user's place, since here the compiler decides whether the field can be copied.
            let at = name.span();
            let krate = target.krate(at);
            let copy = match how {
                How::Deep => quote_spanned!(at=> #krate::CopyIn::try_copy_in(#name, #cx)?),
                How::Share => quote_spanned!(at=> #krate::__private::share(#name)),
                How::Clone => quote_spanned!(at=> ::core::clone::Clone::clone(#name)),
                How::Skip => quote_spanned!(at=> ::core::default::Default::default()),
                How::Tail(tail) => tail.copy(rest),
                How::Phantom => quote!(::core::marker::PhantomData),
            };
            quote!(#member: #copy)
        });
        quote!(#pattern { #(#bindings),* } => #made { #(#copies),* },)
    }
}
