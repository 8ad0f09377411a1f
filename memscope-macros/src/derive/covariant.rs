//! `#[derive(Covariant)]`: the proof that a longer lifetime does for a shorter one. Its body is for the compiler to judge.

use super::Target;
use super::renaming::{self, Renaming};
use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

pub(super) fn derive(target: &Target, _: &mut Errors) -> TokenStream {
    let Target { ident, generics, .. } = target;
    let krate = target.krate(Span::call_site());
    let header = target.header(None, &quote!(#krate::Covariant), renaming::at_every_lifetime(target), []);
    let [borrowed, short, long] = ["r", "short", "long"].map(|name| target.fresh(name));
    let at = |to| {
        let renaming = Renaming { from: target.scope.as_ref(), to, types: Vec::new() };
        let arguments = renaming.apply(generics.split_for_impl().1.to_token_stream());
        quote_spanned!(ident.span()=> #ident #arguments)
    };
    let (long_root, short_root) = (at(&long), at(&short));
    // At the type's name, since here the compiler says what makes it invariant.
    let root = Ident::new("root", ident.span());
    quote! {
        #header {
            #[inline(always)]
            fn shorten<#borrowed, #short, #long: #short>(#root: &#borrowed #long_root) -> &#borrowed #short_root
            where
                Self: #long,
            {
                #root
            }
        }
    }
}
