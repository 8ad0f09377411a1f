//! `slab!`: a container with a brand of its own.
//!
//! As with a scope there are a place, the end of its brand and what the user sees, in this order; memscope's `brand.rs` has the
//! proof.

use crate::errors::quoted;
use crate::{check, names, walk};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Error, Expr, Ident, Path, Result, Token, Type};

/// `[mut] IDENT [: TYPE] in EXPR [, crate = PATH]`, as far as it was understood.
#[derive(Default)]
struct Slab {
    mutability: Option<Token![mut]>,
    name: Option<Ident>,
    ty: Option<Type>,
    parent: Option<Expr>,
    krate: Option<Path>,
}

pub(crate) fn call(input: TokenStream) -> TokenStream {
    let mut slab = Slab::default();
    let parsed = (|input: ParseStream<'_>| slab.parse(input)).parse2(input);
    match (parsed, &slab.name, &slab.parent) {
        (Ok(()), Some(name), Some(parent)) => slab.expand(name, parent),
        (parsed, ..) => {
            let error = parsed.err().map(|error| error.to_compile_error());
            let unmade = slab.unmade();
            quote!(#error #unmade)
        }
    }
}

impl Slab {
    fn parse(&mut self, input: ParseStream<'_>) -> Result<()> {
        // What stands where the mistake is, so that the rest is not one too.
        let parsed = self.header(input);
        input.parse::<TokenStream>()?;
        parsed
    }

    fn header(&mut self, input: ParseStream<'_>) -> Result<()> {
        let start = input.span();
        self.mutability = input.parse()?;
        let name: Ident =
            input.parse().map_err(|_| unexpected(input, start, "a name for the slab, as in `slab!(nodes in cx)`"))?;
        let at = name.span();
        self.name = Some(name);
        if input.peek(Token![:]) {
            let colon: Token![:] = input.parse()?;
            if input.is_empty() || input.peek(Token![in]) {
                return Err(Error::new(colon.span, "`:` takes the type of the values; write `nodes: Node<'_> in cx`"));
            }
            self.ty = Some(input.call(Type::without_plus)?);
        }
        let Ok(in_token) = input.parse::<Token![in]>() else {
            return Err(unexpected(input, at, "`in` and the handle of a scope, as in `slab!(nodes in cx)`"));
        };
        if input.is_empty() || input.peek(Token![,]) {
            return Err(Error::new(in_token.span, "`in` takes the handle of a scope; write `nodes in cx`"));
        }
        self.parent = Some(input.call(Expr::parse_without_eager_brace)?);
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            return Err(unexpected(input, at, "`,` or the end of the slab's header"));
        }
        if input.is_empty() {
            return Ok(());
        }
        if input.parse::<Token![crate]>().is_err() || input.parse::<Token![=]>().is_err() {
            return Err(unexpected(input, at, "the one option of a slab, `crate = path`"));
        }
        self.krate = Some(check::path(input.parse()?).map_err(|(at, message)| Error::new(at, message))?);
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() { Ok(()) } else { Err(unexpected(input, at, "the end of the slab's header")) }
    }

    fn expand(&self, name: &Ident, parent: &Expr) -> TokenStream {
        let Self { mutability, ty, .. } = self;
        let at = name.span();
        let krate = self.krate(at);
        let ty = ty.as_ref().map_or_else(|| quote_spanned!(at=> _), ToTokens::to_token_stream);
        // Evaluated before the place shadows a name that may stand in it. An error about its type points at it alone.
        let cx = names::hidden(&format!("{}_cx", name.unraw()), at);
        let (first, _) = walk::ends(parent.to_token_stream());
        let cx_type = self.krate(first);
        let cx_type = quote_spanned!(first=> #cx_type::MemCx<'_>);
        let end = names::twin(name);
        // The one borrow whose lifetime is the brand: errors name the slab and point at it. SAFETY: the pattern that
        // `SlabEnd::new` asks for, in names that nobody can write; `slab` is called once.
        let brand = quote_spanned!(at=> #krate::__private::SlabEnd::new(&#name));
        let brand = quote_spanned!(names::hidden_span(at)=> unsafe { #brand });
        quote_spanned! {at=>
            let #cx: #cx_type = #parent;
            let #name = #krate::__private::SlabPlace::new();
            let #end = #brand;
            let #mutability #name = #krate::__private::SlabEnd::slab(&#end, #cx).open::<#ty>();
        }
    }

    /// A slab out of nothing, after a mistake: no further error follows.
    fn unmade(&self) -> Option<TokenStream> {
        let Self { mutability, name, ty, parent, .. } = self;
        let name = name.as_ref()?;
        let krate = self.krate(name.span());
        let ty = ty.as_ref().map_or_else(|| quote_spanned!(name.span()=> _), ToTokens::to_token_stream);
        let used = parent.as_ref().map(|parent| quote_spanned!(name.span()=> let _ = &#parent;));
        let mut_ref = mutability.map(|mutability| quote_spanned!(mutability.span=> mut));
        Some(quote_spanned! {name.span()=>
            #used
            let #mutability #name = ::core::option::Option::<#krate::MemSlab<'_, #ty>>::None.unwrap();
            let _ = &#mut_ref #name;
        })
    }

    fn krate(&self, at: Span) -> TokenStream {
        self.krate.as_ref().map_or_else(|| quote_spanned!(at=> ::memscope), ToTokens::to_token_stream)
    }
}

/// What was expected, at the token that is there instead, or at `before` if nothing is.
fn unexpected(input: ParseStream<'_>, before: Span, expected: &str) -> Error {
    match input.fork().parse::<TokenTree>() {
        Ok(found) => Error::new(found.span(), format!("expected {expected}, found {}", quoted(&found))),
        Err(_) => Error::new(before, format!("expected {expected}")),
    }
}
