#![cfg_attr(not(feature = "std"), no_std)]
#![doc = include_str!("../README.md")]

extern crate alloc;

// In the order in which a value flows through them: a region is branded, its handle allocates, a container owns.
mod region;
mod brand;
pub mod error;
mod zeroable;
mod cx;
mod raw;
mod boxed;
pub mod vec;
pub mod string;
mod typed;
mod pipe;
mod keep;
mod copy_in;
#[cfg(feature = "allocator-api2")]
mod allocator;
#[cfg(feature = "hashbrown")]
mod map;

#[doc(hidden)]
pub mod __private;

pub use boxed::MemBox;
pub use copy_in::CopyIn;
pub use cx::{Carried, Inside, MemCx, with_scope, with_scope_in};
pub use error::{AdoptIn, AllocError, Cause, ContextIn, OwnedError, ScopedError};
pub use keep::{
    At, Counted, Covariant, Family, InScope, Keepable, Keeper, Kept, KeptArc, KeptRc, Loose, keep_with, try_keep_with,
    unreleased,
};
#[cfg(feature = "hashbrown")]
pub use map::{MemMap, MemSet};
#[cfg(feature = "std")]
pub use region::trim;
pub use string::MemString;
pub use typed::TypedCx;
pub use vec::MemVec;
pub use zeroable::Zeroable;

/// Opens a scope, from here to the end of the enclosing block.
///
/// ```
/// use memscope::scope;
///
/// fn longest(lines: &str) -> Option<usize> {
///     let mut best = None;
///     for line in lines.lines() {
///         scope!(row);                                            // one for each line; its memory is reused
///         let words = row.alloc_iter(line.split_whitespace());
///         words.sort_unstable_by_key(|word| word.len());
///         let Some(last) = words.last() else { continue };        // leaving by any road ends the scope
///         best = best.max(Some(last.len()));
///     }
///     best
/// }
/// assert_eq!(longest("to be\n\nor not"), Some(3));
/// ```
///
/// `scope!(cx);` binds `cx`, a [`MemCx`]. A value that would outlive the scope does not compile; the error is at `cx`, by
/// its name:
///
/// ```compile_fail,E0597
/// use memscope::scope;
///
/// let kept;
/// {
///     scope!(cx);         // `cx` does not live long enough
///     kept = cx.alloc(7);
/// }
/// println!("{kept}");
/// ```
///
/// # The header
///
/// ```text
/// scope!([<'lifetime>] name [in parent] {, option});              a statement
/// scope!([<'lifetime>] name [in parent] {, option} => { … })      an expression
/// scope!([mut] name: Type);                                       a typed scope
/// ```
///
/// * `in parent`: the scope goes on in the free memory of the scope `parent` and gives it back, which makes opening
///   it as cheap as a few instructions. Without it, the scope takes a chunk from the thread's cache.
///   A function that takes values of both says which lives longer, `where 'outer: 'inner`.
/// * `name = "…"`: the scope's name in errors; the handle's own name otherwise.
/// * `limit = bytes`: how many bytes the scope may hold, with all that is opened in it. Checked on the slow path only, so it
///   costs the fast path nothing; and exact, except that free memory lent to an inner scope counts as held while this is
///   open.
/// * `crate = path`: where this crate is found, if it was renamed or is re-exported.
/// * `<'lifetime>`: the name of the scope's lifetime inside the body of the block form.
///
/// ```
/// use memscope::{scope, AllocError, MemCx};
///
/// fn checked(cx: MemCx<'_>, n: usize) -> Result<u64, AllocError> {
///     scope!(tmp in cx, name = "checked", limit = 64 * 1024);
///     let squares = tmp.try_alloc_slice_fill_with(n, |i| (i * i) as u64)?;
///     Ok(squares.iter().sum())
/// }
/// scope!(cx);
/// assert_eq!(checked(cx, 100).unwrap(), 328_350);
/// assert_eq!(checked(cx, 100_000).unwrap_err().scope(), "checked");
/// ```
///
/// # The block form
///
/// An expression whose value is the block's. The scope's lifetime has a name there, if the header gives one:
///
/// ```
/// use memscope::{scope, MemCx};
///
/// let total = scope!(<'mcx> cx => {
///     let parts: &'mcx [u32] = cx.alloc_slice_copy(&[1, 2, 3]);
///     parts.iter().sum::<u32>()
/// });
/// assert_eq!(total, 6);
/// ```
///
/// # Typed scopes
///
/// `scope!(nodes: Node<'_>)` binds a [`TypedCx`], which holds values of one type, destructors and cycles included.
pub use memscope_macros::scope;

/// Makes the body of a function a scope.
///
/// ```
/// use memscope::{scoped, MemCx};
///
/// #[scoped]                                           // names the handle `cx`
/// fn is_palindrome(text: &str) -> bool {
///     let letters = cx.alloc_iter(text.chars().filter(|c| c.is_alphanumeric()));
///     letters.iter().eq(letters.iter().rev())
/// }
/// assert!(is_palindrome("never odd or even"));
///
/// #[scoped(tmp in cx, name = "title")]                // a scratch scope, inside the caller's
/// fn title<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
///     let words = tmp.alloc_iter(text.split(' '));    // gone when the function returns
///     words.reverse();
///     cx.alloc_str(words[0])                          // lives as long as the caller's scope
/// }
/// memscope::scope!(cx);
/// assert_eq!(title(cx, "a study in scarlet"), "scarlet");
/// ```
///
/// The header is that of [`scope!`](scope!). It works on functions and methods, generic, `unsafe`, `extern` and `async`
/// ones: there the scope lives in the future, across every `.await`. The body is the user's own code, token by token;
/// `?`, `return` and loops mean what they mean.
pub use memscope_macros::scoped;

/// Writes [`CopyIn`](trait@CopyIn) for a struct or an enum, field by field.
///
/// ```
/// use memscope::{scope, CopyIn};
///
/// #[derive(CopyIn)]
/// struct Token<'src, 'mcx, T> {
///     value: &'mcx T,             // copied, and what it refers to
///     tags: &'mcx [&'mcx str],
///     #[copy_in(share)]
///     text: &'src str,            // the same text: it outlives both scopes
///     #[copy_in(skip)]
///     uses: u32,                  // the default value
/// }
///
/// let source = String::from("x = 1");
/// scope!(outer);
/// let kept = {
///     scope!(cx);
///     let token = Token { value: cx.alloc(1.5), tags: cx.alloc_slice_copy(&["name"]), text: &source, uses: 3 };
///     token.copy_in(outer)
/// };
/// assert_eq!((*kept.value, kept.tags, kept.text, kept.uses), (1.5, &["name"][..], "x = 1", 0));
/// ```
///
/// The type is taken apart field by field, so that a field which is added later is copied, or the program does not
/// build. In the copy's type the scope's lifetime is the new one, and each type parameter of a copied field is its
/// [`CopyIn::Copy`]. Which lifetime is the scope's: `'mcx` if there is one of that name, else the only one, else
/// `#[memscope('name)]` on the type says so.
///
/// | attribute of a field | in the copy |
/// |---|---|
/// | none | the field's own [`CopyIn`](trait@CopyIn) |
/// | `#[copy_in(share)]` | the same value; it is `Copy`, such as a reference that outlives the new scope |
/// | `#[copy_in(clone)]` | its [`Clone`] |
/// | `#[copy_in(skip)]` | its [`Default`] |
/// | `#[copy_in(tail)]` | the rest of a list, copied without recursion |
///
/// On the type itself, `#[copy_in(share)]` says that all of it is copied bit by bit, many of them in one piece.
///
/// # Long lists
///
/// A copy follows the references by recursion. Where that would be too deep, mark the reference to the next node: a
/// `&'mcx Self`, also `mut`, or an `Option` of one. The chain is then walked in a loop, and its copy is a slice.
///
/// ```
/// use memscope::{scope, CopyIn};
///
/// #[derive(CopyIn)]
/// struct Node<'mcx> {
///     value: u32,
///     #[copy_in(tail)]
///     next: Option<&'mcx Node<'mcx>>,
/// }
///
/// scope!(outer);
/// let list = {
///     scope!(cx);
///     let list = (0..100_000).fold(None, |next, value| Some(&*cx.alloc(Node { value, next })));
///     list.unwrap().copy_in(outer)
/// };
/// assert_eq!(list.value, 99_999);
/// ```
pub use memscope_macros::CopyIn;

/// Writes [`Covariant`](trait@Covariant), beside [`Keepable`](trait@Keepable).
///
/// ```
/// use memscope::{Covariant, Keepable, Kept};
///
/// #[derive(Keepable, Covariant)]
/// struct Words<'mcx> { all: &'mcx [&'mcx str] }
///
/// let words: Kept<Words<'static>> = Kept::new(|cx| Words { all: cx.alloc_slice_copy(&["to", "be"]) });
/// assert_eq!(words.get().all.len(), 2);
/// ```
///
/// The expansion claims nothing: the compiler checks that a longer lifetime does for a shorter one, and says what stands
/// in the way if it does not.
pub use memscope_macros::Covariant;

/// Writes [`InScope`](trait@InScope): the type belongs to the scope of one of its fields.
///
/// ```
/// use memscope::{keep_with, scope, InScope, MemCx};
///
/// #[derive(InScope)]
/// struct Parser<'src, 'mcx> { cx: MemCx<'mcx>, text: &'src str }
///
/// scope!(cx);
/// let parser = Parser { cx, text: "1 + 2" };
/// let length: &mut usize = keep_with(&parser, parser.text.len());
/// assert_eq!(*length, 5);
/// ```
///
/// The field is the only [`MemCx`], else the only vector, string, map or set of this crate, else the one marked
/// `#[memscope(scope)]`, whose type is [`InScope`](trait@InScope) itself. In an enum each variant has one.
pub use memscope_macros::InScope;

/// Writes [`Keepable`](trait@Keepable): the type can be the root of an owner.
///
/// ```
/// use memscope::{Keepable, Kept};
///
/// #[derive(Keepable)]
/// struct Ast<'src, 'mcx> { source: &'src str, words: &'mcx [&'src str] }
///
/// fn parse(source: &str) -> Kept<Ast<'_, '_>> {
///     Kept::new(|cx| Ast { source, words: cx.alloc_iter(source.split(' ')) })
/// }
/// assert_eq!(parse("to be").with(|ast| (ast.words.len(), ast.source)), (2, "to be"));
/// ```
///
/// Any number of other lifetimes and of parameters; those that the type borrows from outlive the scope, as the compiler
/// checks. Which lifetime is the scope's: `'mcx` if there is one of that name, else the only one, else
/// `#[memscope('name)]` on the type says so. A type without a lifetime can be a root too.
pub use memscope_macros::Keepable;

/// Sends a value through stages: in each, `_` is the value of the one before.
///
/// ```
/// use memscope::pipe;
/// use std::num::ParseIntError;
///
/// fn numbers(text: &str) -> Result<Vec<i32>, ParseIntError> {
///     text.split(' ').map(str::parse).collect()
/// }
/// fn spread(text: &str) -> Result<i32, ParseIntError> {
///     Ok(pipe!(numbers(text)? | { _.sort(); _ } | _[_.len() - 1] - _[0]))
/// }
/// assert_eq!(spread("5 3 9"), Ok(6));
/// assert!(spread("5 x").is_err());
/// ```
///
/// `_` is a place, as a variable is: `_` moves the value into the stage, `&_` and `&mut _` borrow it, and there are its
/// parts, `_.field`, `_[0]`, and its methods, `_.len()`. It may stand anywhere in the stage, more than once, and in the
/// arguments of macros which take expressions, such as `format!("{}", _)`. The `_` of patterns and types stay what they
/// are; in a `pipe!` within a stage, the `_` of the inner first stage is the outer value.
///
/// The pipe is plain code of the function around it: `?`, `return`, `break` and `.await` mean what they mean there.
///
/// # How long a value lives
///
/// The value of a stage lives for the next stage, and is dropped before the one after that. A temporary of a stage ends
/// with it, as with a `let`. What is needed for longer is kept, where that is said:
///
/// * `keep _ with result` keeps the value to the end of the pipe. If the pipe has a `let`, it keeps it as long as the
///   result, to the end of the block around: then the result may borrow it. For `result` the bound name may stand.
/// * `keep _ with cx` moves the value to the scope of `cx`, which is whatever [`keep_with`] takes, or a tuple of such.
///   Later stages reach the value through a reference that lives as long as the scope, so that `&_` may be returned.
///
/// ```
/// use memscope::{MemCx, pipe, scope};
///
/// fn load() -> String {
///     String::from("a study in scarlet")
/// }
/// fn words(text: &str) -> Vec<&str> {
///     text.split(' ').collect()
/// }
/// // The vector borrows the text, and the last stage looks at both.
/// assert_eq!(pipe!(load() | keep _ with result | words(&_) | _.concat().len()), 15);
///
/// // The result borrows the text.
/// pipe! { let mut found: Vec<&str> = load() | keep _ with result | words(&_) }
/// found.sort();
/// assert_eq!(found, ["a", "in", "scarlet", "study"]);
///
/// // The result lives in a scope.
/// fn count<'cx>(cx: MemCx<'cx>, text: &str) -> &'cx [usize; 2] {
///     pipe!([text.len(), words(text).len()] | keep _ with cx | &_)
/// }
/// scope!(cx);
/// assert_eq!(count(cx, "to be"), &[5, 2]);
/// ```
///
/// Without the `keep`, the error calls the value by the stage that made it:
///
/// ```compile_fail,E0597
/// # use memscope::pipe;
/// # fn load() -> String { String::new() }
/// # fn words(text: &str) -> Vec<&str> { text.split(' ').collect() }
/// let found = pipe!(load() | words(&_));      // `load_without_keep` does not live long enough
/// ```
///
/// # Where it differs from nested calls
///
/// * A stage whose operator binds looser than `|`, such as `_ == 3`, stands in parentheses, and so do closures.
/// * A stage that changes its value in place, `sharpen(&mut _)`, has the value of that call. To hand the changed value
///   on, write `{ sharpen(&mut _); _ }`. If the next stage would get a `()`, this is an error. So that it can be one, a
///   stage of the form `f(&mut _)` must have a type by itself; where only the next stage tells it, write `f::<T>(&mut _)`.
/// * `crate = path;` before everything else says where this crate is found, if it is not `::memscope`.
///
/// # Cost
///
/// None: the stages are blocks with local variables.
///
/// The idea is the shell's pipe, with the topic of Hack: a name for the value, so that a stage is any expression.
pub use memscope_macros::pipe;
