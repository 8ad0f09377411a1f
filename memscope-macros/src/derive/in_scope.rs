//! `#[derive(InScope)]`: the handle of the field that has one.

use super::{Shape, ShapeField, Target};
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, WherePredicate, parse_quote};

/// What belongs to a scope and can name it, next to the handle itself.
const CONTAINERS: [&str; 4] = ["MemVec", "MemString", "MemMap", "MemSet"];

pub(super) fn derive(target: &Target, errors: &mut Errors) -> TokenStream {
    let Target { ident, krate, .. } = target;
    let Some(scope) = &target.scope else {
        errors
            .push(ident.span(), format!("`{ident}` has no lifetime, so it belongs to no scope; write `{ident}<'mcx>`"));
        return TokenStream::new();
    };
    let shapes = target.shapes();
    let found: Vec<_> = shapes.iter().filter_map(|shape| field(shape, errors).map(|field| (shape, field))).collect();
    let asked = found.iter().map(|(_, found)| &found.field.ty).filter(|ty| target.is_generic(ty));
    let predicates = asked.map(|ty| -> WherePredicate { parse_quote!(#ty: #krate::InScope<#scope>) });
    let header = target.header(None, &quote!(#krate::InScope<#scope>), predicates);
    let arms = found.iter().map(|(Shape { pattern, .. }, ShapeField { member, name, field })| {
        let handle = quote_spanned!(field.ty.span()=> #krate::InScope::cx(#name));
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
fn field<'s, 't>(shape: &'s Shape<'t>, errors: &mut Errors) -> Option<&'s ShapeField<'t>> {
    let Shape { fields, at, .. } = shape;
    let marked: Vec<_> = fields.iter().filter(|field| is_marked(field, errors)).collect();
    let of = |names: &[&str]| fields.iter().filter(|field| is_one_of(&field.field.ty, names)).collect::<Vec<_>>();
    for candidates in [marked, of(&["MemCx"]), of(&CONTAINERS)] {
        match candidates[..] {
            [] => {}
            [field] => return Some(field),
            [_, second, ..] => {
                let message = "two fields can name the scope; mark one of them with `#[memscope(scope)]`";
                errors.push(second.field.ty.span(), message);
                return None;
            }
        }
    }
    errors.push(*at, "no field names the scope; add a `MemCx`, or mark a field with `#[memscope(scope)]`");
    None
}

fn is_marked(field: &ShapeField<'_>, errors: &mut Errors) -> bool {
    let mut marked = false;
    for attr in field.field.attrs.iter().filter(|attr| attr.path().is_ident("memscope")) {
        match attr.parse_args::<syn::Ident>() {
            Ok(option) if option == "scope" => marked = true,
            _ => errors.push(attr.span(), "on a field there is only `#[memscope(scope)]`"),
        }
    }
    marked
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    let Type::Path(ty) = ty else { return false };
    ty.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}
