//! `#[derive(DeserializeIn)]`: what serde's formats call back, for a type of a scope.
//!
//! Each field is read in one place of the expansion, `ReadField`, so that a field whose type cannot be read is one error, at
//! that type. What is common to all types is in memscope's `de::parts`.

use super::renaming;
use super::serde_attrs::{Absent, FieldAttrs, How, TypeAttrs, VariantAttrs};
use super::serde_names::Rule;
use super::{Shape, ShapeField, Target};
use crate::errors::Errors;
use crate::names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, Fields, GenericParam, Generics, Lifetime, LifetimeParam, WherePredicate, parse_quote};

/// A struct or variant, and what its attributes say.
struct Plan<'s, 't> {
    /// Among the shapes of the type.
    number: usize,
    shape: &'s Shape<'t>,
    form: Form,
    /// All of its names; those of a struct are not asked for.
    names: Vec<String>,
    fields: Vec<Planned<'s, 't>>,
}

struct Planned<'s, 't> {
    /// Among the fields of the type.
    number: usize,
    field: &'s ShapeField<'t>,
    names: Vec<String>,
    absent: Absent,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Unit,
    Newtype,
    Tuple,
    Named,
}

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let attrs = TypeAttrs::new(&target.attrs, errors);
    let shapes = target.shapes();
    let plans = plans(target, &attrs, &shapes, errors);
    check(target, &attrs, &plans, errors);
    Derive { target, attrs, plans, de: target.fresh("de"), mcx: scope(target), input: fresh_type(target) }
        .expand(errors.is_empty())
}

/// The scope's lifetime, or another for a type that has none.
fn scope(target: &Target) -> Lifetime {
    target.scope.clone().unwrap_or_else(|| target.fresh("mcx"))
}

/// A type parameter that the user's type does not mention.
fn fresh_type(target: &Target) -> Ident {
    let taken = renaming::idents(target.item.clone());
    let mut ident = format_ident!("D");
    while taken.contains(&ident) {
        ident = format_ident!("{ident}_");
    }
    ident
}

fn plans<'s, 't>(
    target: &'t Target,
    attrs: &TypeAttrs,
    shapes: &'s [Shape<'t>],
    errors: &mut Errors,
) -> Vec<Plan<'s, 't>> {
    let mut count = 0;
    let mut plan = |number, shape: &'s Shape<'t>, fields: &Fields, rule: Option<Rule>, names, errors: &mut Errors| {
        let shape_fields = shape.fields.iter().map(|field| {
            let attrs = FieldAttrs::new(&field.field.attrs, errors);
            let ident = field.field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
            let name = attrs.names.name.unwrap_or_else(|| rule.map_or(ident.clone(), |rule| rule.of_field(&ident)));
            let names = [name].into_iter().chain(attrs.names.aliases).collect();
            count += 1;
            Planned { number: count - 1, field, names, absent: attrs.absent, how: attrs.how }
        });
        let planned: Vec<_> = shape_fields.collect();
        let form = match fields {
            Fields::Unit => Form::Unit,
            Fields::Unnamed(_) if planned.len() == 1 && !planned[0].is_skipped() => Form::Newtype,
            Fields::Unnamed(_) => Form::Tuple,
            Fields::Named(_) => Form::Named,
        };
        Plan { number, shape, form, names, fields: planned }
    };
    match &target.data {
        Data::Struct(data) => {
            shapes.iter().map(|shape| plan(0, shape, &data.fields, attrs.rename_all, Vec::new(), errors)).collect()
        }
        Data::Enum(data) => {
            let variants = shapes.iter().zip(&data.variants).enumerate();
            variants
                .map(|(number, (shape, variant))| {
                    let VariantAttrs { names, rename_all } = VariantAttrs::new(&variant.attrs, errors);
                    let ident = variant.ident.unraw().to_string();
                    let name = names
                        .name
                        .unwrap_or_else(|| attrs.rename_all.map_or(ident.clone(), |rule| rule.of_variant(&ident)));
                    let names = [name].into_iter().chain(names.aliases).collect();
                    let rule = rename_all.or(attrs.rename_all_fields);
                    plan(number, shape, &variant.fields, rule, names, errors)
                })
                .collect()
        }
        Data::Union(_) => Vec::new(),
    }
}

/// What the compiler would say about the expansion, said about the user's code.
fn check(target: &Target, attrs: &TypeAttrs, plans: &[Plan<'_, '_>], errors: &mut Errors) {
    let at = target.ident.span();
    if matches!(target.data, Data::Enum(_)) && !matches!(attrs.absent, Absent::Error) {
        errors.push(at, "`default` is for structs and fields: which variant would it be?");
    }
    if attrs.transparent {
        let read = plans.iter().flat_map(|plan| &plan.fields).filter(|field| !field.is_skipped()).count();
        if matches!(target.data, Data::Enum(_)) || read != 1 {
            errors.push(at, "`transparent` is for a struct of which one field is read");
        }
    }
    twice(plans.iter().map(|plan| (&plan.names, plan.shape.variant.map_or(at, Ident::span))), errors);
    for plan in plans {
        let named = plan.fields.iter().filter(|field| plan.form == Form::Named && !field.is_skipped());
        twice(named.map(|field| (&field.names, field.field.name.span())), errors);
        for field in &plan.fields {
            let ty = &field.field.field.ty;
            if matches!(field.how, How::Deep)
                && let Some(lifetime) = renaming::reference_elsewhere(ty.to_token_stream(), target.scope.as_ref())
            {
                let message = format!(
                    "what is read lives in the scope, but this must live for `{lifetime}`; with `#[deserialize_in(serde)]` \
                     the field borrows from the input"
                );
                errors.push(lifetime.span(), message);
            }
        }
    }
}

/// Refuses a name that stands for two things.
fn twice<'n>(lists: impl Iterator<Item = (&'n Vec<String>, Span)>, errors: &mut Errors) {
    let mut seen = std::collections::BTreeSet::new();
    for (names, at) in lists {
        for name in names {
            if !seen.insert(name) {
                errors.push(at, format!("`{name}` is the name of another one, too"));
            }
        }
    }
}

impl Planned<'_, '_> {
    fn is_skipped(&self) -> bool {
        matches!(self.how, How::Skip)
    }
}

struct Derive<'t> {
    target: &'t Target,
    attrs: TypeAttrs,
    plans: Vec<Plan<'t, 't>>,
    de: Lifetime,
    mcx: Lifetime,
    /// The parameter of generic functions: a deserializer, or what gives values.
    input: Ident,
}

/// The locals of the expansion.
fn local(name: &str) -> Ident {
    names::hidden(name, Span::call_site())
}

impl Derive<'_> {
    fn expand(&self, is_sound: bool) -> TokenStream {
        let Self { target, de, mcx, input, .. } = self;
        let krate = target.krate(Span::call_site());
        let header = self.header(&quote!(#krate::DeserializeIn<#de, #mcx>));
        let (dest, from) = (local("dest"), local("from"));
        let body = if is_sound { self.body(&dest, &from) } else { quote!(::core::unreachable!()) };
        let parts = is_sound.then(|| {
            let fields = self.plans.iter().flat_map(|plan| &plan.fields).filter(|field| !field.is_skipped());
            let fields = fields.map(|field| self.field(field));
            let parts = self.plans.iter().filter(|plan| self.has_parts(plan)).map(|plan| self.parts(plan));
            let variants = matches!(target.data, Data::Enum(_)).then(|| self.variants());
            quote!(#(#fields)* #(#parts)* #variants)
        });
        let (dest, from) = if is_sound { (quote!(#dest), quote!(#from)) } else { (quote!(_), quote!(_)) };
        quote! {
            #header {
                #[inline]
                fn deserialize_in<#input: #krate::__private::de::Deserializer<#de>>(
                    #dest: #krate::de::Dest<#de, #mcx>,
                    #from: #input,
                ) -> ::core::result::Result<Self, #input::Error> {
                    #body
                }
            }
            #parts
        }
    }

    /// The beginning of each implementation.
    fn header(&self, implemented: &TokenStream) -> TokenStream {
        let Self { target, de, mcx, .. } = self;
        let mut generics: Generics = target.generics.clone();
        if target.scope.is_none() {
            generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(mcx.clone())));
        }
        target.header(Some(de), implemented, generics, self.predicates())
    }

    /// What is asked of the type's parameters, and not of the fields' types, so that a recursive type has no recursive
    /// bounds.
    fn predicates(&self) -> Vec<WherePredicate> {
        let Self { target, de, mcx, .. } = self;
        let krate = target.krate(Span::call_site());
        let fields = || self.plans.iter().flat_map(|plan| &plan.fields);
        let deep = fields().filter(|field| matches!(field.how, How::Deep));
        let mentioned: Vec<Ident> =
            deep.flat_map(|field| renaming::idents(field.field.field.ty.to_token_stream())).collect();
        let params = target.generics.type_params().map(|param| &param.ident).filter(|param| mentioned.contains(param));
        let mut predicates: Vec<WherePredicate> =
            params.map(|param| parse_quote!(#param: #krate::DeserializeIn<#de, #mcx>)).collect();
        for field in fields() {
            let ty = &field.field.field.ty;
            if matches!(field.how, How::Serde) {
                let lifetimes = target.generics.lifetimes().map(|param| &param.lifetime);
                let borrowed = lifetimes.filter(|lifetime| {
                    !target.is_scope(lifetime) && crate::walk::mention(ty.to_token_stream(), &lifetime.ident).is_some()
                });
                predicates.extend(borrowed.map(|lifetime| -> WherePredicate { parse_quote!(#de: #lifetime) }));
                if target.is_generic(ty) {
                    predicates.push(parse_quote!(#ty: #krate::__private::de::Deserialize<#de>));
                }
            }
            let defaults = field.is_skipped() || matches!(field.absent, Absent::Default);
            if defaults && target.is_generic(ty) {
                predicates.push(parse_quote!(#ty: ::core::default::Default));
            }
        }
        predicates
    }

    /// What the type is called in the data, and in errors.
    fn name(&self) -> String {
        self.attrs.name.clone().unwrap_or_else(|| self.target.ident.unraw().to_string())
    }

    /// A unit and a newtype are made at once.
    fn has_parts(&self, plan: &Plan<'_, '_>) -> bool {
        matches!(plan.form, Form::Named | Form::Tuple) && !self.attrs.transparent
    }

    fn body(&self, dest: &Ident, from: &Ident) -> TokenStream {
        let Self { target, input, .. } = self;
        let krate = target.krate(Span::call_site());
        let (de, name) = (quote!(#krate::__private::de), self.name());
        if matches!(target.data, Data::Enum(_)) {
            return quote! {
                #de::Deserializer::deserialize_enum(
                    #from, #name, <Self as #de::Variants<'_, '_>>::VARIANTS, #de::Any::<Self>::new(#dest),
                )
            };
        }
        let Some(plan) = self.plans.first() else { return quote!(::core::unreachable!()) };
        let expected = self.expected(plan);
        let of = quote!(#de::Of::<Self, 0>::new(#dest));
        if self.attrs.transparent {
            let value = local("value");
            let fields = plan.fields.iter().map(|field| {
                let member = &field.field.member;
                let made = if field.is_skipped() { self.default_of(field) } else { quote!(#value) };
                quote!(#member: #made)
            });
            let number = plan.fields.iter().find(|field| !field.is_skipped()).map_or(0, |field| field.number);
            return quote! {
                <Self as #de::ReadField<'_, '_, #number>>::read(#dest, #de::Input::<#input>::Present(#from))
                    .map(|#value| Self { #(#fields),* })
            };
        }
        match plan.form {
            Form::Unit => quote! {
                #de::Deserializer::deserialize_unit_struct(
                    #from, #name, #de::Unit { value: Self, expected: #expected },
                )
            },
            Form::Newtype => {
                let value = local("value");
                quote! {
                    #de::Deserializer::deserialize_newtype_struct(#from, #name, #de::Newtype::<Self, 0, _> {
                        dest: #dest,
                        expected: #expected,
                        make: |#value| Self(#value),
                        of: ::core::marker::PhantomData,
                    })
                }
            }
            Form::Tuple => {
                let len = plan.fields.iter().filter(|field| !field.is_skipped()).count();
                quote!(#de::Deserializer::deserialize_tuple_struct(#from, #name, #len, #of))
            }
            Form::Named => quote! {
                #de::Deserializer::deserialize_struct(
                    #from, #name, <Self as #de::Parts<'_, '_, 0>>::FIELDS, #of,
                )
            },
        }
    }

    fn expected(&self, plan: &Plan<'_, '_>) -> String {
        let name = self.name();
        match (plan.shape.variant, plan.form) {
            (Some(variant), _) => format!("variant {name}::{}", variant.unraw()),
            (None, Form::Unit) => format!("unit struct {name}"),
            (None, Form::Newtype | Form::Tuple) => format!("tuple struct {name}"),
            (None, Form::Named) => format!("struct {name}"),
        }
    }

    /// The implementation that reads one field.
    fn field(&self, field: &Planned<'_, '_>) -> TokenStream {
        let Self { target, de, mcx, input, .. } = self;
        let (number, ty) = (field.number, &field.field.field.ty);
        // In the type's place, since here the compiler decides whether it can be read.
        let at = ty.span();
        let krate = target.krate(Span::call_site());
        let private = quote!(#krate::__private::de);
        let header = self.header(&quote!(#private::ReadField<#de, #mcx, #number>));
        let (dest, from, value) = (local("dest"), local("from"), local("value"));
        let read = match &field.how {
            How::Deep | How::Skip => {
                let krate = target.krate(at);
                quote_spanned! {at=>
                    match #from {
                        #krate::__private::de::Input::Present(#value) => {
                            <#ty as #krate::DeserializeIn<#de, #mcx>>::deserialize_in(#dest, #value)
                        }
                        #krate::__private::de::Input::Missing(#value) => {
                            #krate::__private::de::missing::<#ty, #input::Error>(#value)
                        }
                    }
                }
            }
            How::Function(path) => quote!(#private::with(#from, |#value| #path(#value))),
            How::InScope(path) => quote!(#private::with(#from, |#value| #path(#dest, #value))),
            How::Serde => {
                let krate = target.krate(at);
                let trait_ = quote_spanned!(at=> #krate::__private::de::Deserialize<#de>);
                quote!(#private::with(#from, |#value| <#ty as #trait_>::deserialize(#value)))
            }
        };
        let read = match field.absent {
            Absent::Error => read,
            _ => {
                let default = self.default_of(field);
                quote!(#private::or(#from, || #default, |#from| #read))
            }
        };
        let uses_dest = matches!(field.how, How::Deep | How::InScope(_));
        let dest = if uses_dest { quote!(#dest) } else { quote!(_) };
        quote! {
            #header {
                type Value = #ty;

                #[inline]
                fn read<#input: #private::Deserializer<#de>>(
                    #dest: #krate::de::Dest<#de, #mcx>,
                    #from: #private::Input<#input>,
                ) -> ::core::result::Result<#ty, #input::Error> {
                    #read
                }
            }
        }
    }

    fn default_of(&self, field: &Planned<'_, '_>) -> TokenStream {
        let at = field.field.field.ty.span();
        match &field.absent {
            Absent::Call(path) => quote!(#path()),
            _ => quote_spanned!(at=> ::core::default::Default::default()),
        }
    }

    /// The implementation that makes a struct or a variant of its fields.
    fn parts(&self, plan: &Plan<'_, '_>) -> TokenStream {
        let Self { target, de, mcx, input, .. } = self;
        let krate = target.krate(Span::call_site());
        let private = quote!(#krate::__private::de);
        let number = plan.number;
        let header = self.header(&quote!(#private::Parts<#de, #mcx, #number>));
        let expected = self.expected(plan);
        let read: Vec<&Planned<'_, '_>> = plan.fields.iter().filter(|field| !field.is_skipped()).collect();
        let whole_seq = format!("{expected} with {} element{}", read.len(), if read.len() == 1 { "" } else { "s" });
        let names = read.iter().filter(|_| plan.form == Form::Named).map(|field| &field.names[0]);
        let (dest, from, whole, place) = (local("dest"), local("from"), local("whole"), local("place"));
        // The defaults of the fields are those of a whole value, if the type says so.
        let whole_default = match &self.attrs.absent {
            Absent::Error => None,
            Absent::Default => Some(quote!(let #whole: Self = ::core::default::Default::default();)),
            Absent::Call(path) => Some(quote!(let #whole: Self = #path();)),
        };
        let absent = |field: &Planned<'_, '_>, otherwise: TokenStream| match (&field.absent, &whole_default) {
            (Absent::Error, Some(_)) => {
                let member = &field.field.member;
                quote!(#whole.#member)
            }
            (Absent::Error, None) if !field.is_skipped() => otherwise,
            _ => self.default_of(field),
        };
        let made = |value: &dyn Fn(&Planned<'_, '_>) -> TokenStream| {
            let variant = plan.shape.variant.map(|variant| quote!(::#variant));
            let fields = plan.fields.iter().map(|field| {
                let member = &field.field.member;
                let value = if field.is_skipped() { absent(field, TokenStream::new()) } else { value(field) };
                quote!(#member: #value)
            });
            quote!(::core::result::Result::Ok(Self #variant { #(#fields),* }))
        };
        let in_order = read.iter().enumerate().map(|(i, field)| {
            let (name, number) = (&field.field.name, field.number);
            let absent = absent(
                field,
                quote!(return ::core::result::Result::Err(#private::Error::invalid_length(#i, &#whole_seq))),
            );
            quote! {
                let #name = match #private::SeqAccess::next_element_seed(
                    &mut #from, #private::Of::<Self, #number>::new(#dest),
                )? {
                    ::core::option::Option::Some(#place) => #place,
                    ::core::option::Option::None => #absent,
                };
            }
        });
        let from_seq = {
            let made = made(&|field| field.field.name.to_token_stream());
            quote!(#whole_default #(#in_order)* #made)
        };
        let from_map = if plan.form == Form::Named {
            let slots = read.iter().map(|field| {
                let (name, ty) = (&field.field.name, &field.field.field.ty);
                quote!(let mut #name: ::core::option::Option<#ty> = ::core::option::Option::None;)
            });
            let arms = read.iter().enumerate().map(|(i, field)| {
                let (name, number, text) = (&field.field.name, field.number, &field.names[0]);
                quote! {
                    ::core::option::Option::Some(#i) => {
                        if ::core::option::Option::is_some(&#name) {
                            return ::core::result::Result::Err(#private::Error::duplicate_field(#text));
                        }
                        #name = ::core::option::Option::Some(#private::MapAccess::next_value_seed(
                            &mut #from, #private::Of::<Self, #number>::new(#dest),
                        )?);
                    }
                }
            });
            let found = self.find(read.iter().map(|field| &field.names));
            let unknown = if self.attrs.deny_unknown_fields { quote!(Field) } else { quote!(Ignored) };
            let made = made(&|field| {
                let (name, number, text) = (&field.field.name, field.number, &field.names[0]);
                let absent =
                    absent(field, quote!(#private::Of::<Self, #number>::new(#dest).missing::<#input::Error>(#text)?));
                quote! {
                    match #name {
                        ::core::option::Option::Some(#place) => #place,
                        ::core::option::Option::None => #absent,
                    }
                }
            });
            quote! {
                #(#slots)*
                while let ::core::option::Option::Some(#place) = #private::MapAccess::next_key_seed(
                    &mut #from,
                    #private::Name {
                        find: #found,
                        among: <Self as #private::Parts<'_, '_, #number>>::FIELDS,
                        unknown: #private::Unknown::#unknown,
                    },
                )? {
                    match #place {
                        #(#arms)*
                        _ => {
                            #private::MapAccess::next_value::<#private::IgnoredAny>(&mut #from)?;
                        }
                    }
                }
                #whole_default
                #made
            }
        } else {
            quote! {
                let _ = (#dest, &mut #from);
                ::core::result::Result::Err(#private::not_a_map(#expected))
            }
        };
        let unused = read.is_empty().then(|| quote!(let _ = (#dest, &mut #from);));
        quote! {
            #header {
                const EXPECTED: &'static str = #expected;
                const FIELDS: &'static [&'static str] = &[#(#names),*];

                fn from_seq<#input: #private::SeqAccess<#de>>(
                    #dest: #krate::de::Dest<#de, #mcx>,
                    mut #from: #input,
                ) -> ::core::result::Result<Self, #input::Error> {
                    #unused
                    #from_seq
                }

                fn from_map<#input: #private::MapAccess<#de>>(
                    #dest: #krate::de::Dest<#de, #mcx>,
                    mut #from: #input,
                ) -> ::core::result::Result<Self, #input::Error> {
                    #unused
                    #from_map
                }
            }
        }
    }

    /// A closure from a name to its place.
    fn find<'n>(&self, lists: impl Iterator<Item = &'n Vec<String>>) -> TokenStream {
        let name = local("name");
        let arms = lists.enumerate().map(|(i, names)| quote!(#(#names)|* => ::core::option::Option::Some(#i),));
        quote!(|#name: &str| match #name { #(#arms)* _ => ::core::option::Option::None })
    }

    /// The implementation that tells the variants of an enum.
    fn variants(&self) -> TokenStream {
        let Self { target, de, mcx, input, .. } = self;
        let krate = target.krate(Span::call_site());
        let private = quote!(#krate::__private::de);
        let header = self.header(&quote!(#private::Variants<#de, #mcx>));
        let expected = format!("enum {}", self.name());
        let names = self.plans.iter().map(|plan| &plan.names[0]);
        let found = self.find(self.plans.iter().map(|plan| &plan.names));
        let (dest, from, place, value) = (local("dest"), local("from"), local("place"), local("value"));
        let arms = self.plans.iter().enumerate().map(|(i, plan)| {
            let variant = plan.shape.variant;
            let of = quote!(#private::Of::<Self, #i>::new(#dest));
            let read = match plan.form {
                Form::Unit => quote! {
                    #private::VariantAccess::unit_variant(#from).map(|()| Self::#variant)
                },
                Form::Newtype => {
                    let number = plan.fields[0].number;
                    quote! {
                        #private::VariantAccess::newtype_variant_seed(#from, #private::Of::<Self, #number>::new(#dest))
                            .map(|#value| Self::#variant(#value))
                    }
                }
                Form::Tuple => {
                    let len = plan.fields.iter().filter(|field| !field.is_skipped()).count();
                    quote!(#private::VariantAccess::tuple_variant(#from, #len, #of))
                }
                Form::Named => quote! {
                    #private::VariantAccess::struct_variant(
                        #from, <Self as #private::Parts<'_, '_, #i>>::FIELDS, #of,
                    )
                },
            };
            quote!(::core::option::Option::Some(#i) => #read,)
        });
        quote! {
            #header {
                const EXPECTED: &'static str = #expected;
                const VARIANTS: &'static [&'static str] = &[#(#names),*];

                fn from_enum<#input: #private::EnumAccess<#de>>(
                    #dest: #krate::de::Dest<#de, #mcx>,
                    #from: #input,
                ) -> ::core::result::Result<Self, #input::Error> {
                    let _ = #dest;
                    let (#place, #from) = #private::EnumAccess::variant_seed(
                        #from,
                        #private::Name {
                            find: #found,
                            among: <Self as #private::Variants<'_, '_>>::VARIANTS,
                            unknown: #private::Unknown::Variant,
                        },
                    )?;
                    match #place {
                        #(#arms)*
                        _ => {
                            let _ = #from;
                            ::core::unreachable!()
                        }
                    }
                }
            }
        }
    }
}
