//! `#[derive(InScope)]`: the handle of the field that has one.

use super::{Shape, ShapeField, Target, last_segment};
use crate::errors::Errors;
use crate::walk;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Error, Lifetime, Type, WherePredicate, parse_quote};

const HANDLES: &[&str] = &["MemCx"];
/// What else belongs to a scope and can name it.
const CONTAINERS: &[&str] = &["MemVec", "MemDeque", "MemString", "MemMap", "MemSet", "MemPool", "Interner"];

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let Target { ident, generics, .. } = target;
    let krate = target.krate(Span::call_site());
    let Some(scope) = &target.scope else {
        errors
            .push(ident.span(), format!("`{ident}` has no lifetime, so it belongs to no scope; write `{ident}<'mcx>`"));
        return TokenStream::new();
    };
    let shapes = target.shapes();
    let found: Vec<_> = shapes.iter().filter_map(|shape| Some((shape, field(shape, target, errors)?))).collect();
    let asked = found.iter().map(|(_, found)| &found.field.ty).filter(|ty| target.is_generic(ty));
    let predicates = asked.map(|ty| -> WherePredicate { parse_quote!(#ty: #krate::InScope<#scope>) });
    let header = target.header(None, &quote!(#krate::InScope<#scope>), generics.clone(), predicates);
    let arms = found.iter().map(|(shape, ShapeField { member, name, .. })| {
        let pattern = shape.pattern();
        let at = name.span();
        let krate = target.krate(at);
        let handle = quote_spanned!(at=> #krate::InScope::cx(#name));
        quote!(#pattern { #member: ref #name, .. } => #handle,)
    });
    let body = if errors.is_empty() { quote!(match *self { #(#arms)* }) } else { quote!(::core::unreachable!()) };
    quote! {
        #header {
            #[inline]
            fn cx(&self) -> #krate::MemCx<#scope> {
                #body
            }
        }
    }
}

/// The field that names the scope: the marked one, else the only handle, else the only container.
fn field<'s, 't>(shape: &'s Shape<'t>, target: &Target, errors: &mut Errors) -> Option<&'s ShapeField<'t>> {
    let fields = &shape.fields;
    let marked: Vec<_> = fields.iter().filter(|field| is_marked(field, errors)).collect();
    let of = |names: &[&str]| fields.iter().filter(|field| is_one_of(&field.field.ty, names)).collect::<Vec<_>>();
    for candidates in [marked, of(HANDLES), of(CONTAINERS)] {
        match candidates[..] {
            [] => {}
            [field] => return Some(field).filter(|field| is_of_scope(field, target, errors)),
            [_, second, ..] => {
                let message = "two fields can name the scope; mark one of them with `#[memscope(scope)]`";
                errors.add(Error::new_spanned(&second.field.ty, message));
                return None;
            }
        }
    }
    let at = shape.variant.unwrap_or(&target.ident).span();
    errors.push(at, "no field names the scope; add a `MemCx`, or mark a field with `#[memscope(scope)]`");
    None
}

/// Whether a handle or a container is of the very scope that the type is of.
fn is_of_scope(field: &ShapeField<'_>, target: &Target, errors: &mut Errors) -> bool {
    let ty = &field.field.ty;
    let mentioned = |lifetime: &&Lifetime| walk::mention(ty.to_token_stream(), &lifetime.ident).is_some();
    let other = target.generics.lifetimes().map(|param| &param.lifetime).find(mentioned);
    if let (Some(scope), Some(other)) = (&target.scope, other)
        && !mentioned(&scope)
        && (is_one_of(ty, HANDLES) || is_one_of(ty, CONTAINERS))
    {
        let ident = &target.ident;
        let message =
            format!("this is of the scope `{other}`, but `{ident}` of `{scope}`; put `#[memscope({other})]` on it");
        errors.add(Error::new_spanned(ty, message));
        return false;
    }
    true
}

fn is_marked(field: &ShapeField<'_>, errors: &mut Errors) -> bool {
    let mut marked = false;
    for attr in field.field.attrs.iter().filter(|attr| attr.path().is_ident("memscope")) {
        match attr.parse_args::<syn::Ident>() {
            Ok(option) if option == "scope" => marked = true,
            _ => errors.add(Error::new_spanned(attr, "on a field there is only `#[memscope(scope)]`")),
        }
    }
    marked
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    last_segment(ty).is_some_and(|last| names.iter().any(|name| last.ident == name))
}
