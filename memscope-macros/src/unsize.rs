//! The coercion of `unsize!`: memscope's macro of that name takes the call apart, this puts it together.
//!
//! Only a procedural macro can give the coerced pointer the place of the user's box. If the coercion stood in the
//! `macro_rules!`, every error of it would blame the macro.

use crate::{names, walk};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token, Type, parenthesized};

/// `$crate: (BOX) => (TYPE)`; the last two are the user's.
struct Unsizing {
    krate: TokenTree,
    boxed: TokenStream,
    to: Type,
}

impl Parse for Unsizing {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (boxed, to);
        let krate = input.parse()?;
        input.parse::<Token![:]>()?;
        parenthesized!(boxed in input);
        input.parse::<Token![=>]>()?;
        parenthesized!(to in input);
        Ok(Self { krate, boxed: boxed.parse()?, to: to.parse()? })
    }
}

pub(crate) fn call(input: TokenStream) -> TokenStream {
    syn::parse2(input).map_or_else(|error| error.to_compile_error(), expand)
}

/// The box is opened, its pointer coerced, the box closed.
fn expand(Unsizing { mut krate, boxed, to }: Unsizing) -> TokenStream {
    let (first, last) = walk::ends(boxed.clone());
    let hidden = names::hidden_span(first);
    let name = names::hidden("opened", first);
    let coerced = names::hidden("coerced", first);
    // Still what `$crate` means, yet an error about `open` points at the box.
    krate.set_span(krate.span().located_at(first));
    let open = quote_spanned!(hidden=> #krate::__private::open(#boxed));

    // An expression's place is from its first token to its last: these are the user's, and the name between is hidden.
    let opened = quote_spanned!(first=> (#name));
    let field = quote_spanned!(last=> .0);
    let target = pointer(&to);
    // Outside of the `unsafe` block, since the type is the user's, and may have an expression in it.
    let coerce = quote_spanned!(hidden=> let #coerced: #target = #opened #field;);
    // SAFETY: both are the box's, and a raw pointer to mutable data coerces to another type by unsizing alone.
    let close = quote_spanned!(last=> #opened.1.close(#coerced));
    let close = quote_spanned!(hidden=> unsafe { #close });
    quote_spanned!(hidden=> match #open { #name => { #coerce #close } })
}

/// `*mut TYPE`, in the place of the type.
fn pointer(to: &Type) -> TokenStream {
    let (first, last) = walk::ends(to.to_token_stream());
    // Rust demands parentheses around several bounds, and warns of all others.
    let to = if has_bounds(to) { quote_spanned!(last=> (#to)) } else { to.to_token_stream() };
    quote_spanned!(first=> *mut #to)
}

fn has_bounds(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => has_bounds(&group.elem),
        Type::TraitObject(object) => object.bounds.len() > 1,
        _ => false,
    }
}
