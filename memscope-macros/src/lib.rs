//! The macros of [memscope](https://docs.rs/memscope), which re-exports them; use them from there.
//!
//! * [`scope!`] opens a scope, as a statement or as a block.
//! * [`#[scoped]`](macro@scoped) makes the body of a function a scope.
//! * [`slab!`] makes a slab, whose brand no other has.
//! * `#[keep]`, which the bodies of both know, and [`keep!`] make a value live as long as something else does.
//! * [`pipe!`] sends a value through stages.
//!
//! # What they expand to
//!
//! `scope!(cx);` is three locals. The first owns the memory, under the user's own name, so that errors speak of `cx`. The
//! second borrows the first: the lifetime of this one borrow is the scope's. The third is the handle, and shadows the
//! first for good; the second has a name that nobody else can write.
//!
//! ```text
//! let cx = ::memscope::__private::Region::root(…);
//! let cx = unsafe { ::memscope::__private::ScopeEnd::new(&cx) };
//! let cx = ::memscope::__private::ScopeEnd::cx(&cx);
//! ```
//!
//! With `key = k` the key of the scope's cells follows, which nothing else makes:
//!
//! ```text
//! let mut k = unsafe { ::memscope::__private::ScopeEnd::key(&cx) };
//! ```
//!
//! What a scope needs of its surroundings stands in locals before these, in names that nobody can write: what a parent lends,
//! the memory in the frame, the source, what is recycled, and the terms. So they end after it. With all that a scope without
//! a parent can have:
//!
//! ```text
//! let mut inline = ::memscope::__private::Inline::<{ 512 }>::new();
//! let source = &source;
//! let recycler = ::memscope::__private::Recycler::new();
//! let supply = ::memscope::__private::Supply::limited(&source, 4096, …).recycling(&recycler);
//! let cx = ::memscope::__private::Region::inline_on(&mut inline, &supply);
//! ```
//!
//! Where the value stays in the scope, since an owner takes it or a transaction commits it, the body is a closure instead,
//! and what gets it opens the scope:
//!
//! ```text
//! ::memscope::__private::kept::<Ast<'static>>(…, move |cx| { … })
//! ```
//!
//! Why no two scopes can share a lifetime is proven where `ScopeEnd` is defined, in memscope's `brand.rs`. With
//! `MEMSCOPE_EXPAND=1` in the environment of the compiler every expansion is printed to its standard error.
//!
//! # How they work
//!
//! Both go through the same stages: `parse` reads the header strictly and leaves bodies alone, `check` holds the rules,
//! `expand` cannot fail. After a mistake `fallback` emits the same shape, so that the user's code survives and the
//! mistake is the only error.

mod parse;
mod walk;
mod model;
mod output;
mod check;
mod errors;
mod names;
mod expand;
mod closure;
mod keep;
mod fallback;
mod slab;
mod unsize;
mod pipe;
mod derive;
#[cfg(test)]
mod tests;

use errors::Errors;
use proc_macro2::TokenStream;

/// Opens a scope. Examples that run stand at `memscope::scope`.
///
/// | form | the scope ends |
/// |---|---|
/// | `scope!(header);` | with the block around it |
/// | `scope!(header => { … })` | with its own block, whose value it has |
/// | `scope!(header -> Kept<…> => { … })` | with the owner of the block's value, which it has |
/// | `scope!(header, try -> Result<…> => { … })` | with the parent, if the block's value is `Ok` or `Some` |
///
/// All bind the handle that allocates in the scope. The first two are left by `?`, `return`, `break`, `continue` and
/// `.await` as any block is. The block of the other two is a closure, that is, like an `async` block, a body of its own:
/// `return` and `?` give it its value, and neither can it leave a loop around it, nor wait.
///
/// # The header
///
/// ```text
/// header := [ <'lifetime> ] handle [ in parent ] { , option } [ -> type ]
///         | [ mut ] handle : type
/// ```
///
/// * `in parent`: the scope goes on where the parent's memory ends, and gives it back. Any expression that is a `MemCx`.
/// * `name = "…"`: what errors and reports call the scope; by default the handle's name.
/// * `limit = …`: how many bytes the scope may hold, a `usize`.
/// * `from = …`: where memory comes from, a `Source` or a reference to one.
/// * `inline = …`: how many bytes of its first memory are in the frame, a constant `usize`.
/// * `recycle`: what is freed is used again.
/// * `ambient`: the scope is at hand where no handle was passed.
/// * `key = k`: the name of the key of the scope's cells.
/// * `crate = …`: the path of memscope, where it is not `::memscope`.
/// * `try`: a transaction, which commits to the parent. Its type is a `Result` or an `Option`.
/// * `-> type`: what the block builds: an owner, or what is committed. See below.
/// * `nodes: Node<'_>`: a typed scope, an arena of that one type, which drops the values at its end. With `mut` it can
///   be iterated over mutably. It has no parent, and takes `crate` only.
///
/// | | `limit` | `from` | `inline` | `recycle` | `key` |
/// |---|---|---|---|---|---|
/// | without a parent | yes | yes | yes | yes | yes |
/// | `in parent` | yes | its parent's | its parent's | yes | yes |
/// | a transaction | yes | its parent's | its parent's | no | its parent's |
/// | an owner | no | the heap | no | no | no |
///
/// # The lifetime's name
///
/// In Rust no local lifetime has a name, so in a body `'lifetime` stands for `'_`: `let v: MemVec<'mcx, u8>` is checked as
/// `MemVec<'_, u8>`. After the statement form the code is plain Rust, which no macro sees, and there one writes `'_`. The
/// header may name the lifetime all the same: it is one grammar for all forms, so that a scope becomes a block, or a
/// block a scope, without a change of its header.
///
/// # Types
///
/// An owner is a `Kept<F>`, or a `Result` or an `Option` whose first argument is a `Kept<F>`. A transaction is a `Result` or
/// an `Option` of an `F`. A macro sees names only, so `Kept` goes by its own, and an alias of the other two by one that
/// ends in theirs, such as `io::Result` or `ParseResult`.
///
/// In `F`, and nowhere else in the type, `'lifetime` can be named, that of an owner by `'mcx` if the header gives no name.
/// Outside of the block it means nothing, so there it becomes the first other lifetime in `F`, else `'static`: the block's
/// `Kept<Ast<'src, 'mcx>>` is everybody's `Kept<Ast<'src, 'src>>`.
#[proc_macro]
pub fn scope(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(call(input.into())).into()
}

/// Makes the body of a function a scope. Examples that run stand at `memscope::scoped`.
///
/// Takes the header of [`scope!`], in which also the handle's name may be missing: then it is `cx`. Functions, methods,
/// associated, generic, `unsafe`, `extern` and `async` functions can be scoped; the parent may be a parameter, as in
/// `#[scoped(tmp in cx)]`. The lifetime's name is known in the body only.
///
/// A function whose return type names the lifetime inside of `Kept<…>` builds that owner: its body is that of the owner,
/// with `return` and `?` as ever. Another `Kept<…>` comes from elsewhere, and the scope ends with the body. In anything but
/// a `Result` or an `Option`, an owner that names the lifetime is refused, unless the function seems to be in an `impl`
/// and may mean one of that: there a name in the header, `#[scoped(<'own>)]`, tells the two apart for certain. With the
/// option `try` the function is a transaction, and what it returns has the caller's lifetimes, as in any function.
///
/// Refused, each with a message of its own: items that are no functions, functions without a body, `const fn`, a
/// signature that mentions the scope's lifetime (it ends with the body), and a handle that is called like a parameter.
#[proc_macro_attribute]
pub fn scoped(arguments: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(function(arguments.into(), item.into())).into()
}

/// Makes a value live as long as something else does. Examples that run stand at `memscope::keep`.
#[proc_macro]
pub fn keep(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(keep::call(input.into())).into()
}

/// Makes a slab. Examples that run stand at `memscope::slab`.
///
/// ```text
/// slab := [ mut ] name [ : type ] in cx [ , crate = path ]
/// ```
///
/// The expansion is that of a scope, with an empty place instead of the region:
///
/// ```text
/// let nodes_cx: ::memscope::MemCx<'_> = cx;
/// let nodes = ::memscope::__private::SlabPlace::new();
/// let nodes = unsafe { ::memscope::__private::SlabEnd::new(&nodes) };
/// let mut nodes = ::memscope::__private::SlabEnd::slab(&nodes, nodes_cx).open::<Node<'_>>();
/// ```
#[proc_macro]
pub fn slab(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(slab::call(input.into())).into()
}

/// What memscope's `unsize!` hands its arguments to.
#[doc(hidden)]
#[proc_macro]
pub fn unsize(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(unsize::call(input.into())).into()
}

/// Implements memscope's `Carried`; the compiler checks that every field can be carried.
#[proc_macro_derive(Carried, attributes(memscope))]
pub fn carried(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::CARRIED)).into()
}

/// Implements memscope's `CopyIn`. Options of a field: `#[copy_in(share)]`, `(clone)`, `(skip)`, `(tail)`.
#[proc_macro_derive(CopyIn, attributes(copy_in, memscope))]
pub fn copy_in(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::COPY_IN)).into()
}

/// Implements memscope's `Covariant`; the compiler checks that the type is.
#[proc_macro_derive(Covariant, attributes(memscope))]
pub fn covariant(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::COVARIANT)).into()
}

/// Implements memscope's `DeserializeIn`, by what `#[serde(…)]` says; of a field also `#[deserialize_in(serde)]`, `(with = path)`.
#[proc_macro_derive(DeserializeIn, attributes(deserialize_in, memscope, serde))]
pub fn deserialize_in(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::DESERIALIZE_IN)).into()
}

/// Implements memscope's `InScope`, with the handle of the field that has one: a `MemCx`, else a container, or the one
/// that is marked `#[memscope(scope)]`.
#[proc_macro_derive(InScope, attributes(memscope))]
pub fn in_scope(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::IN_SCOPE)).into()
}

/// Implements memscope's `Keepable`.
#[proc_macro_derive(Keepable, attributes(memscope))]
pub fn keepable(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(derive::expand(item.into(), derive::KEEPABLE)).into()
}

/// Sends a value through stages. Examples that run stand at `memscope::pipe`.
///
/// ```text
/// pipe  := [ crate = path; ] [ let pattern [: type] = ] stage { | stage } [ ; ]
/// stage := expression | keep _ with result | keep _ with keeper
/// ```
///
/// In every stage but the first `_` is the value of the stage before; it is a place, so that `&_`, `&mut _` and `_.field`
/// are what they are for a variable. The expansion is made of blocks and locals, in which `?`, `return` and `.await` mean
/// what they mean around it.
#[proc_macro]
pub fn pipe(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    dumped(pipe::call(input.into())).into()
}

fn call(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let call = parse::call(input, &mut errors);
    let call = check::call(call, &mut errors);
    match errors.into_tokens() {
        None => expand::call(&call),
        Some(errors) => fallback::call(&call, &errors),
    }
}

fn function(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let header = parse::arguments(arguments, &mut errors);
    let function =
        parse::function(header, item.clone(), &mut errors).map(|function| check::function(function, &mut errors));
    match (function, errors.into_tokens()) {
        (Some(function), None) => expand::function(&function),
        (Some(function), Some(errors)) => fallback::function(&function, &errors),
        (None, errors) => errors.into_iter().chain([item]).collect(),
    }
}

fn dumped(expansion: TokenStream) -> TokenStream {
    if std::env::var_os("MEMSCOPE_EXPAND").is_some_and(|value| value == "1") {
        eprintln!("{expansion}");
    }
    expansion
}
