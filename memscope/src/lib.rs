#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(memscope_nightly, feature(allocator_api))]
#![doc = include_str!("../README.md")]

extern crate alloc;

// In the order in which a value flows through them: a region is branded, its handle allocates, a container owns.
mod shadow;
mod region;
mod brand;
pub mod source;
pub mod error;
mod zeroable;
mod cx;
#[cfg(feature = "std")]
mod ambient;
mod raw;
mod cursor;
mod boxed;
pub mod vec;
pub mod deque;
pub mod string;
mod thin;
mod pool;
pub mod slab;
mod typed;
mod pipe;
mod keep;
mod copy_in;
pub mod cell;
#[cfg(feature = "rayon")]
mod collect_in;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(feature = "stats")]
pub mod stats;
#[cfg(feature = "profile")]
pub mod profile;
#[cfg(any(feature = "allocator-api2", feature = "allocator-api2-03", feature = "allocator-api2-04", memscope_nightly))]
mod allocator;
#[cfg(feature = "hashbrown")]
mod map;
#[cfg(feature = "hashbrown")]
mod interner;
#[cfg(feature = "serde")]
mod ser;
#[cfg(feature = "serde")]
pub mod de;
#[cfg(feature = "ffi")]
pub mod ffi;

#[cfg(feature = "testing")]
pub mod testing;

#[doc(hidden)]
pub mod __private;

#[cfg(feature = "std")]
pub use ambient::{current, current_or_new};
pub use boxed::MemBox;
pub use cell::{MemCell, MemKey};
#[cfg(feature = "rayon")]
pub use collect_in::CollectIn;
pub use copy_in::CopyIn;
pub use cx::{Carried, Inside, MemCx, with_scope, with_scope_in, with_scope_on};
#[cfg(feature = "serde")]
pub use de::DeserializeIn;
pub use deque::MemDeque;
pub use error::{AdoptIn, AllocError, Cause, ContextIn, OwnedError, ScopedError, Unlimited};
#[cfg(feature = "hashbrown")]
pub use interner::{Intern, Interner, Symbol};
pub use keep::{
    At, Brand, Branded, Count, Counted, Covariant, Family, InScope, Keepable, Keeper, Kept, KeptArc, KeptOn, KeptRc,
    Loose, keep_with, try_keep_with, unreleased,
};
#[cfg(feature = "hashbrown")]
pub use map::{MemMap, MemSet};
pub use pool::{MemPool, PoolBox};
#[cfg(feature = "std")]
pub use region::trim;
pub use slab::{Idx, MemSlab, NewSlab, ThinSlab, with_slab};
#[cfg(feature = "stats")]
pub use stats::{report, report_all};
pub use string::MemString;
pub use thin::ThinVec;
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
/// scope!([<'lifetime>] name {, option} -> Kept<…> => { … })       an owner
/// scope!([<'lifetime>] name in parent {, option}, try -> Result<…> => { … })      a transaction
/// scope!([mut] name: Type);                                       a typed scope
/// ```
///
/// * `in parent`: the scope goes on in the free memory of the scope `parent` and gives it back, which makes opening
///   it as cheap as a few instructions. Without it, the scope takes a chunk from the thread's cache.
///   A function that takes values of both says which lives longer, `where 'outer: 'inner`.
/// * `name = "…"`: the scope's name in errors; the handle's own name otherwise.
/// * `ident = value`: what the scope is about, anything that displays: see [`MemCx::set_ident`], which is called as soon as there
///   is a handle. Without the feature `stats` nothing is formatted.
/// * `limit = bytes`: how many bytes the scope may hold, with all that is opened in it. Checked on the slow path only, so it
///   costs the fast path nothing; and exact, except that free memory lent to an inner scope counts as held while this is
///   open. [`MemCx::set_limit`] changes it.
/// * `from = source`: [where memory comes from](#where-memory-comes-from), for scopes without a parent.
/// * `inline = bytes`: the scope's first memory is in the frame of the function; for scopes without a parent.
/// * `recycle`: what is freed is used again.
/// * `ambient`: the scope is at hand where no handle was passed, through [`current`]; for scopes without a parent or source.
/// * `key = name`: binds the key of the scope's [cells](#cells); not for owners, transactions and typed scopes. (An owner of cells
///   is a [`Branded`].)
/// * `crate = path`: where this crate is found, if it was renamed or is re-exported.
/// * `try`: the scope is a transaction.
/// * `<'lifetime>`: the name of the scope's lifetime inside the body of the block forms, and in the type of their value.
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
/// # Where memory comes from
///
/// `from` takes a [`Source`](source::Source), by value or by reference. The scope asks it for chunks, and gives them back at its
/// end. The source outlives the scope, or the program does not compile:
///
/// ```
/// use memscope::source::{Buffer, First, Heap};
/// use memscope::scope;
/// use std::mem::MaybeUninit;
///
/// let mut bytes = [MaybeUninit::uninit(); 4096];
/// let source = First::new(Buffer::new(&mut bytes), Heap);     // this buffer, then the heap
/// scope!(cx, from = &source, limit = 1 << 20);
/// assert_eq!(cx.alloc_iter(0..100_u64).iter().sum::<u64>(), 4950);
/// ```
///
/// ```compile_fail,E0505
/// use memscope::scope;
/// use memscope::source::Heap;
///
/// let source = Box::new(Heap);
/// scope!(cx, from = &*source);
/// drop(source);           // cannot move out of `source` because it is borrowed
/// cx.alloc(7);
/// ```
///
/// A scope with `inline` never leaves the stack as long as so many bytes are enough, any constant, rounded down to a multiple
/// of 8; then it goes on as it would have begun. In an `async` function they are in the future.
///
/// ```
/// use memscope::scope;
///
/// fn is_anagram(a: &str, b: &str) -> bool {
///     scope!(cx, inline = 512);
///     let [a, b] = [a, b].map(|text| {
///         let bytes = cx.alloc_slice_copy(text.as_bytes());
///         bytes.sort_unstable();
///         bytes
///     });
///     a == b
/// }
/// assert!(is_anagram("least", "stale"));
/// ```
///
/// With `recycle` what is [freed](MemCx::free), or left by a container that grew, serves later requests, when the scope would
/// otherwise take another chunk: for scopes that live long. If what is alive in one is bounded, so is the scope, whatever the
/// sizes and alignments are. What can be freed takes multiples of 8 bytes there, buffers of bytes too, and counts as that.
/// A scope inside it does not recycle, unless its own header says so. Nor does a [transaction](MemCx::transaction): it takes new
/// memory, so what it commits and is then freed serves the scope, but not the next transaction. The idea is that of Postgres'
/// `AllocSet`.
///
/// ```
/// use memscope::scope;
/// use std::collections::VecDeque;
///
/// scope!(cx, recycle, limit = 4096);
/// let mut queue = VecDeque::new();
/// for round in 0..10_000_u64 {
///     queue.push_back(cx.boxed([round; 7]));
///     if queue.len() > 10 {
///         cx.free(queue.pop_front().unwrap());
///     }
/// }
/// assert_eq!(queue[0][0], 9990);
/// ```
///
/// **Cost.** None for what allocates. A scope on a source (`from`) begins without a chunk, so that its first value takes
/// one. `recycle` needs 696 bytes of stack, and a look at a list for what is freed
/// and for what finds no room. Free neighbours are joined to longer blocks when nothing else helps.
///
/// # Cells
///
/// With `key = k` the scope has a [`MemKey`], the only one, under the name `k`. It opens the scope's [`MemCell`]s: values that
/// plain references share, and that are changed through them, without a check or a count at run time.
///
/// ```
/// use memscope::{scope, MemCell, MemKey};
///
/// struct Account<'m> { owner: &'m str, balance: i64, partner: Option<&'m MemCell<'m, Account<'m>>> }
///
/// fn pay<'m>(from: &MemCell<'m, Account<'m>>, amount: i64, key: &mut MemKey<'m>) {
///     from.get_mut(key).balance -= amount;
///     if let Some(partner) = from.get(key).partner {
///         partner.get_mut(key).balance += amount;
///     }
/// }
///
/// scope!(cx, key = k);
/// let [ann, bob] = ["Ann", "Bob"].map(|owner| &*cx.alloc(MemCell::new(Account { owner, balance: 9, partner: None })));
/// ann.get_mut(&mut k).partner = Some(bob);
/// bob.get_mut(&mut k).partner = Some(ann);
/// pay(ann, 4, &mut k);
/// assert_eq!((bob.get(&k).owner, bob.get(&k).balance), ("Bob", 13));
/// ```
///
/// The key is a variable like any other, already `mut`: it is borrowed, passed on, moved. Each scope has its own, also one
/// inside another, and opens no other's cells. With its cells it leaves the block in a [`Branded`] owner.
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
/// # Owners
///
/// With the type of a [`Kept`] the scope does not end with the block: it goes into the owner, with the value of the block
/// as its root. The type may also be a `Result` or an `Option` of an owner; if there is none, the scope ends.
///
/// ```
/// use memscope::{scope, Keepable, Kept};
/// use std::num::ParseIntError;
///
/// #[derive(Keepable)]
/// struct Table<'mcx> { name: &'mcx str, rows: &'mcx [u32] }
///
/// let text = String::from("a: 1 2 3");
/// let table = scope!(<'mcx> cx -> Result<Kept<Table<'mcx>>, ParseIntError> => {
///     let Some((name, numbers)) = text.split_once(": ") else {
///         return Ok(Table { name: "empty", rows: &[] });
///     };
///     let mut rows = cx.vec();
///     for number in numbers.split(' ') {
///         rows.push(number.parse()?);
///     }
///     Ok(Table { name: cx.alloc_str(name), rows: rows.into_slice() })
/// });
/// drop(text);
/// let table: Kept<Table<'static>> = table?;
/// assert_eq!(table.with(|table| (table.name.len(), table.rows.len())), (1, 3));
/// # Ok::<_, ParseIntError>(())
/// ```
///
/// The block is a body of its own, as that of an `async` block is: `return` and `?` end the block, with its value, and not
/// the function around it; a `break` out of a loop around it, or `.await`, does not compile. It borrows what it uses. An
/// owner has memory of its own, hence no parent, limit or source.
///
/// The block's `'mcx` (that is also the name if the header gives none) lies within the owner, so that outside another
/// lifetime stands in its place: the first other one inside of `Kept<…>`, or else `'static`.
///
/// # Transactions
///
/// With `try` the scope goes to its parent if the block's value is an `Ok` or a `Some`: what was made in it lives on there,
/// without a copy. After an `Err`, a `None`, a panic, it is gone.
///
/// ```
/// use memscope::{scope, Carried, Keepable};
/// use std::num::ParseIntError;
///
/// #[derive(Keepable, Carried)]
/// struct Row<'cx> { line: &'cx str, values: &'cx [u32] }
///
/// scope!(cx);
/// let mut rows = cx.vec();
/// for line in ["1,2", "3,x,4", "5"] {
///     let row = scope!(<'tx> tx in cx, try -> Result<Row<'tx>, ParseIntError> => {
///         let mut values = tx.vec();
///         for value in line.split(',') {
///             values.push(value.parse()?);            // leaves the block, and nothing is left of this row
///         }
///         Ok(Row { line: tx.alloc_str(line), values: values.into_slice() })
///     });
///     rows.extend(row.ok());                          // has the lifetime of `cx`
/// }
/// assert_eq!(rows.len(), 2);
/// assert_eq!((rows[1].line, rows[1].values), ("5", &[5][..]));
/// ```
///
/// The block is a body of its own, as that of an owner is. See [`MemCx::transaction`] for what may be carried over, and
/// for the cost; the type's first argument has `#[derive(Keepable, Carried)]` or is a reference to plain data.
///
/// # Typed scopes
///
/// `scope!(nodes: Node<'_>)` binds a [`TypedCx`], which holds values of one type, destructors and cycles included.
pub use memscope_macros::scope;

/// Makes a slab: values of one type, with 32-bit handles that need no bounds check. See [`MemSlab`].
///
/// ```
/// use memscope::{scope, slab, Idx};
///
/// struct Node<'s> { name: &'s str, links: Vec<Idx<'s, Node<'s>>> }
///
/// scope!(cx);
/// slab!(mut nodes: Node<'_> in cx);
/// let a = nodes.push(Node { name: "a", links: vec![] });
/// let b = nodes.push(Node { name: "b", links: vec![a] });
/// nodes[a].links.push(b);
/// assert_eq!(nodes[nodes[a].links[0]].name, "b");
/// ```
///
/// `slab!([mut] name [: Type] in cx [, crate = path]);` is a statement, and declares `name` as a [`MemSlab`] in the scope of
/// `cx`, of a brand that no other slab has; `mut` if values are to be put in here, and not after it was moved elsewhere. The type
/// of the values can be left to the compiler. [`with_slab`] is the way without a macro.
///
/// An index of one slab is none of another:
///
/// ```compile_fail,E0597
/// use memscope::{scope, slab};
///
/// scope!(cx);
/// slab!(mut a in cx);
/// slab!(mut b in cx);         // `b` does not live long enough
/// let index = a.push(1);
/// b.push(1);
/// assert_eq!(b[index], 1);
/// ```
pub use memscope_macros::slab;

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
///
/// # Owners
///
/// A function whose return type names the scope's lifetime, `'mcx` or what the header calls it, inside of a [`Kept`] builds
/// that owner: what the body returns is its root. The type may also be a `Result` or an `Option` of an owner.
///
/// ```
/// use memscope::{scoped, Keepable, Kept};
/// use std::num::ParseIntError;
///
/// #[derive(Keepable)]
/// struct Sum<'src, 'mcx> { source: &'src str, terms: &'mcx [u32] }
///
/// #[scoped]
/// fn sum<'src>(source: &'src str) -> Result<Kept<Sum<'src, 'mcx>>, ParseIntError> {
///     let mut terms = cx.vec();
///     for term in source.split('+') {
///         terms.push(term.trim().parse()?);           // the memory is freed
///     }
///     Ok(Sum { source, terms: terms.into_slice() })   // the memory is the owner's
/// }
/// let sum = sum("1 + 20 + 300")?;
/// assert_eq!(sum.with(|sum| sum.terms.iter().sum::<u32>()), 321);
/// # Ok::<_, ParseIntError>(())
/// ```
///
/// To callers `'mcx` means nothing; for them the first other lifetime inside of `Kept<…>` stands in its place, or else
/// `'static`. Here they see `Kept<Sum<'src, 'src>>`. Where the return type does not name the lifetime, as in
/// `Kept<Sum<'static, 'static>>`, the owner comes from elsewhere, and the function's own scope ends as ever. The same goes
/// for a `Kept<Words>` that elides it: write `Kept<Words<'mcx>>`, with `'mcx` where the scope's lifetime is exchanged.
///
/// Only what is in the `Kept` can be made in the function's scope. A [`ScopedError`] of that scope cannot leave it: take a
/// handle of the caller's and make the error with that, or return an [`OwnedError`], which `?` turns it into.
///
/// In an `async` function the future of an owner is not `Send`, as it holds the handle until the owner is done.
///
/// # Transactions
///
/// With `try` the scope goes to its parent, without a copy, if the function returns an `Ok` or a `Some`; else it is gone.
///
/// ```
/// use memscope::{scoped, Carried, Keepable, MemCx};
/// use std::num::ParseIntError;
///
/// #[derive(Keepable, Carried)]
/// struct Row<'cx> { line: &'cx str, values: &'cx [u32] }
///
/// #[scoped(tx in cx, try)]
/// fn row<'cx>(cx: MemCx<'cx>, line: &str) -> Result<Row<'cx>, ParseIntError> {
///     let mut values = tx.vec();
///     for value in line.split(',') {
///         values.push(value.parse()?);
///     }
///     Ok(Row { line: tx.alloc_str(line), values: values.into_slice() })
/// }
/// memscope::scope!(cx);
/// assert!(row(cx, "3,x,4").is_err());
/// assert_eq!(row(cx, "1,2").unwrap().values, [1, 2]);
/// ```
///
/// The rules are those of the block: see [`scope!`](scope!#transactions).
pub use memscope_macros::scoped;

/// Makes a value live as long as something else does: `#[keep(with = x)]` before a `let`, or `keep!(value, with = x)`.
///
/// ```
/// use memscope::{scoped, MemCx};
///
/// struct Node<'mcx> { name: &'mcx str, next: Option<&'mcx Node<'mcx>> }
///
/// #[scoped(tmp in cx)]
/// fn longest<'mcx>(cx: MemCx<'mcx>, text: &'mcx str) -> Option<&'mcx Node<'mcx>> {
///     let words = tmp.alloc_iter(text.split(' '));        // gone when the function returns
///     words.sort_by_key(|word| word.len());
///     let mut next = None;
///     for name in words.iter().copied().filter(|word| word.len() > 2) {
///         #[keep(with = cx)]                              // made in the caller's scope
///         let node = Node { name, next };
///         next = Some(&*node);
///     }
///     next
/// }
/// memscope::scope!(cx);
/// let longest = longest(cx, "a study in scarlet").unwrap();
/// assert_eq!((longest.name, longest.next.unwrap().name), ("scarlet", "study"));
/// ```
///
/// The value is made where it will live, and `node` is a `&mut Node` to it: nothing moves later, so that every reference
/// to it stays valid. Without the attribute the same code is refused, as is one whose `x` ends first.
///
/// # Where it can stand
///
/// The attribute is known in the bodies of `#[scoped]` functions and of the block form of [`scope!`](scope!), on
///
/// * a `let` with a value, of any pattern and type, also `let … else`: what the pattern binds are references. The type is
///   that of the value, and a `mut` is for the reference. A pattern binds each part once, not beside the whole (`a @ (b, _)`).
/// * a parameter: `fn list<'mcx>(cx: MemCx<'mcx>, #[keep(with = return)] name: Name) -> List<'mcx>`.
/// * the function, whose body then makes the value and whose type is a reference to it, also in a `Result` or an `Option`.
///
/// Elsewhere, before `#[scoped]`, in a function without it, or in what a macro by example makes of its rules, rustc says that
/// it cannot find the attribute. `keep!` is an expression, also in the condition of an `if let`, and needs no other macro:
///
/// ```
/// use memscope::{keep, InScope};
///
/// fn beside<'mcx>(x: &impl InScope<'mcx>, n: u32) -> &'mcx mut u32 {
///     keep!(n, with = x)
/// }
/// memscope::scope!(cx);
/// let list = cx.vec::<u8>();
/// assert_eq!(*beside(&list, 7), 7);
/// ```
///
/// # With what
///
/// * `with = x`: a handle, a vector, a string, a map, a pool, an owner ([`Kept`], [`Branded`]), a type with
///   [`#[derive(InScope)]`](derive@InScope), any expression that is one; see [`Keeper`]. It is borrowed before the value is
///   made, and for no longer, except for an owner. (A future takes what it has borrowed across `.await`. So in one that is to be
///   `Send` write `with = {cx}`, which is a copy.)
/// * `with = (a, b)`: several. The value lives with the first, which has to outlive the others.
/// * `with = return`: as long as what the function returns, in the scope of that [`MemCx`] among the parameters whose
///   lifetime the result has, or in the memory of the owner that the function returns. Also one of several, and in a
///   [`pipe!`](pipe!#how-long-a-value-lives) of the body.
/// * no `with`: the user frees it. The value is a [`Loose`].
///
/// ```
/// use memscope::{scoped, Keepable, Kept, MemCx};
///
/// #[scoped(tmp in cx)]
/// #[keep(with = return)]
/// fn sum<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx u32, std::num::ParseIntError> {
///     let mut numbers = tmp.vec();
///     for word in text.split(' ') {
///         numbers.push(word.parse::<u32>()?);
///     }
///     Ok(numbers.iter().sum())                            // a `u32`, which is placed in the scope of `cx`
/// }
///
/// #[derive(Keepable)]
/// struct Pair<'mcx>(&'mcx u32, &'mcx u32);
///
/// #[scoped]
/// fn pair(n: u32) -> Kept<Pair<'mcx>> {
///     #[keep(with = return)]
///     let kept = n;
///     Pair(kept, kept)
/// }
///
/// memscope::scope!(cx);
/// assert_eq!(sum(cx, "1 2 3"), Ok(&6));
/// assert_eq!(pair(7).with(|pair| *pair.0 + *pair.1), 14);
/// ```
///
/// # Options
///
/// * `adopt`: the scope drops the value at its end. Without it, a value that has a destructor is refused.
/// * `copy`: a deep copy is kept, by [`CopyIn`], and bound as it is: `#[keep(with = x, copy)] let tree = *parsed;` borrows
///   `parsed` and makes a `Tree` of the scope of `x`, which is one that has a handle.
/// * `using = a`: the memory is that of `a`, which has to outlive `x`; the life is that of `x`.
/// * `counted`, with several that have nothing to do with each other: the value is a [`KeptArc`], of which each of them has
///   a share, and goes with the last. It is `Send`, `Sync` and `'static`, since the last may go on another thread, as
///   what an owner has adopted does that is sent to one.
/// * `crate = path`, in `keep!` only: where this crate is found. The attribute takes the path of its scope's header.
///
/// # Cycles
///
/// Of the keeps in a body the macro builds a graph; two that wait for each other are an error which names them. What
/// it does not see cannot be built: a keeper exists before what it keeps, and nothing kept owns its keeper. A cycle takes
/// interior mutability of the user's own, and inside of one scope it is harmless, since the scope goes as a whole.
///
/// # Panics
///
/// If the memory cannot be had; [`try_keep_with`] is the twin which returns that.
///
/// # Cost
///
/// That of [`MemCx::alloc`]. With an owner, or `counted`, a request to the heap for the value and each share.
pub use memscope_macros::keep;

/// Writes [`Carried`](trait@Carried) for a struct or an enum: its values can be carried out of a transaction, or of an owner.
///
/// ```
/// use memscope::{scope, Carried, Keepable};
/// use std::cell::Cell;
/// use std::time::Instant;
///
/// #[derive(Carried)]
/// struct Node<'mcx, T> { value: T, next: Option<&'mcx Node<'mcx, T>>, seen: Cell<bool> }
///
/// #[derive(Keepable, Carried)]
/// struct List<'mcx> { first: &'mcx Node<'mcx, u32>, made: Instant }
///
/// scope!(cx);
/// let list = cx.transaction::<List<'static>, ()>(|tx, _| {
///     let last = tx.alloc(Node { value: 2, next: None, seen: Cell::new(false) });
///     let first = tx.alloc(Node { value: 1, next: Some(last), seen: Cell::new(false) });
///     Ok(List { first, made: Instant::now() })
/// })?;
/// assert_eq!(list.first.next.map(|next| next.value), Some(2));
/// # Ok::<_, ()>(())
/// ```
///
/// A field that speaks of a parameter, of a lifetime or of a type, has to be `Carried`; any other has not, as it is
/// `'static`. A field that is not is an error at its type. Each type parameter is asked to be `Carried` too.
pub use memscope_macros::Carried;

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

/// Writes [`DeserializeIn`](trait@DeserializeIn), from the attributes that serde's own derive reads.
///
/// ```
/// use memscope::{scope, DeserializeIn, MemVec};
///
/// #[derive(DeserializeIn)]
/// #[serde(rename_all = "camelCase", deny_unknown_fields)]
/// struct Drawing<'mcx> {
///     file_name: &'mcx str,
///     #[serde(default = "white")]
///     background: u32,
///     shapes: MemVec<'mcx, Shape<'mcx>>,
///     #[serde(skip)]
///     cache: Option<&'mcx [u8]>,
/// }
///
/// fn white() -> u32 {
///     0xFF_FF_FF
/// }
///
/// #[derive(DeserializeIn)]
/// #[serde(rename_all = "lowercase")]
/// enum Shape<'mcx> {
///     Point,
///     Circle(f64),
///     Line { from: [f64; 2], to: [f64; 2], #[serde(alias = "text")] label: Option<&'mcx str> },
/// }
///
/// scope!(cx);
/// let json = r#"{"fileName": "a", "shapes": ["point", {"circle": 2}, {"line": {"from": [0, 0], "to": [1, 1]}}]}"#;
/// let drawing: Drawing<'_> = cx.deserialize(&mut serde_json::Deserializer::from_str(json))?;
/// assert_eq!((drawing.background, drawing.shapes.len(), drawing.cache), (0xFF_FF_FF, 3, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Structs of every form and enums, read as `Variant` or `{"Variant": …}`; any lifetimes and type parameters, of which those
/// that a field mentions are `DeserializeIn` too. Which lifetime is the scope's: `'mcx` if there is one of that name, else
/// the only one, else `#[memscope('name)]` says so.
///
/// | attribute | of | |
/// |---|---|---|
/// | `#[serde(rename = "…")]`, `alias = "…"` | a field, a variant | its name, further names |
/// | `rename_all = "…"` | a type, a variant | a rule for the names; of an enum's fields, `rename_all_fields` |
/// | `default`, `default = "path"` | a field, a struct | what is not there |
/// | `skip` | a field | is never read, and `Default` |
/// | `deny_unknown_fields` | a type | no other names |
/// | `transparent` | a struct | is read as its only field |
/// | `deserialize_with = "path"`, `with = "module"` | a field | by a function of serde's form |
/// | `#[deserialize_in(with = path)]` | a field | by a function that takes a [`Dest`](de::Dest) too |
/// | `#[deserialize_in(serde)]` | a field | by the type's own `Deserialize`; it may borrow from the input |
///
/// What concerns serialising only is passed over, and any other attribute is refused. `flatten`, `tag` and `untagged` are
/// among those: they hold a value of no known type in memory until it has one.
#[cfg(feature = "serde")]
pub use memscope_macros::DeserializeIn;

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
///   In a [`#[scoped]`](macro@scoped) function `return` may stand for `cx`, as in [`#[keep(with = return)]`](keep!).
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
/// * rustfmt leaves `pipe! { … }` as it is written.
///
/// # Cost
///
/// None: the stages are blocks with local variables.
///
/// The idea is the shell's pipe, with the topic of Hack: a name for the value, so that a stage is any expression.
pub use memscope_macros::pipe;
