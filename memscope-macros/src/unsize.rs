//! The coercion of `unsize!`: memscope's macro of that name takes the call apart, this puts it together.
//!
//! Only a procedural macro can give the coerced reference the place of the user's box. If the coercion stood in the
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

/// The box is opened, the reference to its value coerced, the box closed. None of it is unsafe, so that whatever the path of the
/// crate leads to can do no harm.
fn expand(Unsizing { mut krate, boxed, to }: Unsizing) -> TokenStream {
    let (first, last) = walk::ends(boxed.clone());
    let hidden = names::hidden_span(first);
    let name = names::hidden("opened", first);
    let coerced = names::hidden("coerced", first);
    // Still what `$crate` means, yet an error about `open` points at the box.
    krate.set_span(krate.span().located_at(first));
    // An expression's place is from its first token to its last: these are the user's, and the name between is hidden.
    let opened = quote_spanned!(first=> (#name));
    let field = quote_spanned!(last=> .0);
    let target = reference(&krate, &to);
    let close = quote_spanned!(hidden=> #krate::__private::close);
    let close = quote_spanned!(first=> (#close));
    let argument = quote_spanned!(last=> (#coerced));
    quote_spanned! {hidden=>
        match #krate::__private::open(#boxed) {
            #name => {
                let #coerced: #target = #opened #field;
                #close #argument
            }
        }
    }
}

/// `&mut Content<TYPE>`, in the place of the type.
fn reference(krate: &TokenTree, to: &Type) -> TokenStream {
    let (first, last) = walk::ends(to.to_token_stream());
    let content = quote_spanned!(names::hidden_span(first)=> #krate::__private::Content);
    let start = quote_spanned!(first=> &mut);
    let end = quote_spanned!(last=> >);
    quote_spanned!(first=> #start #content<'_, '_, #to #end)
}
