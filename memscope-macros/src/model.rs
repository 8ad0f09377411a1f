//! What a user wrote, and what it means.
//!
//! `parse` makes the first three types, with the original tokens beside every fact; `check` turns a [`Header`] into a
//! [`Scope`], the only description of a scope that `expand` reads.

use crate::output::Output;
use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, Ident, Lifetime, LitStr, Path, Signature, Token, Type, Visibility, token};

/// `<'lifetime> IDENT in EXPR, option, … -> TYPE`, as written.
pub(crate) struct Header {
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) handle: Option<Handle>,
    pub(crate) options: Vec<HeaderOption>,
    pub(crate) output: Option<(Token![->], Type)>,
    /// Where the handle's name stands, or should stand.
    pub(crate) at: Span,
}

/// `[mut] IDENT [: TYPE] [in EXPR]`.
pub(crate) struct Handle {
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) ident: Ident,
    pub(crate) ty: Option<Type>,
    pub(crate) parent: Option<(Token![in], Expr)>,
}

/// `key` or `key = value`.
pub(crate) struct HeaderOption {
    pub(crate) key: Ident,
    pub(crate) value: OptionValue,
}

pub(crate) enum OptionValue {
    /// Nothing follows the key.
    None,
    /// Something does that is no value; from here on.
    Malformed(Span),
    Given(Box<Expr>),
}

/// A body. Its inner attributes come first in the expansion, for that is where Rust wants them.
pub(crate) struct Block {
    pub(crate) brace: token::Brace,
    pub(crate) attrs: TokenStream,
    pub(crate) tokens: TokenStream,
}

/// `scope!(header)` or `scope!(header => { … })`.
pub(crate) struct Call<H> {
    pub(crate) header: H,
    pub(crate) body: Option<Block>,
}

/// `#[scoped(header)] fn … { … }`.
pub(crate) struct Function<H> {
    pub(crate) header: H,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: Block,
}

/// A header as it is meant.
pub(crate) struct Scope {
    pub(crate) handle: Ident,
    pub(crate) lifetime: Option<Lifetime>,
    /// The path of memscope, if it is not `::memscope`.
    pub(crate) krate: Option<Path>,
    /// What the key of the scope's cells is called.
    pub(crate) key: Option<Ident>,
    pub(crate) kind: Kind,
    pub(crate) form: Form,
}

#[expect(clippy::large_enum_variant, reason = "there is one of it at a time")]
pub(crate) enum Kind {
    Region {
        name: LitStr,
        /// What the scope is about.
        ident: Option<Expr>,
        memory: Memory,
    },
    Typed {
        mutability: Option<Token![mut]>,
        ty: Type,
    },
}

/// Where a scope's memory comes from, and on what terms.
pub(crate) struct Memory {
    pub(crate) parent: Option<Expr>,
    pub(crate) limit: Option<Expr>,
    pub(crate) from: Option<Expr>,
    pub(crate) inline: Option<Expr>,
    pub(crate) recycle: bool,
    /// Whether it is at hand where no handle was passed.
    pub(crate) ambient: bool,
}

/// What becomes of the body's value.
pub(crate) enum Form {
    /// It leaves the scope, which ends.
    Plain,
    /// It is the root of an owner, which the scope goes into.
    Owner(Output),
    /// It goes to the parent, with all that was made in the scope; or the scope ends.
    Transaction(Output),
}
