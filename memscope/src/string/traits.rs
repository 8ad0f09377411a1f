//! The traits that std's string has.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Add, AddAssign, Deref, DerefMut, Index, IndexMut};
use core::slice::SliceIndex;

use super::MemString;
use crate::vec::MemVec;

impl Deref for MemString<'_> {
    type Target = str;

    #[inline(always)]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl DerefMut for MemString<'_> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut str {
        self.as_mut_str()
    }
}

impl<I: SliceIndex<str>> Index<I> for MemString<'_> {
    type Output = I::Output;

    #[inline]
    fn index(&self, index: I) -> &I::Output {
        &self.as_str()[index]
    }
}

impl<I: SliceIndex<str>> IndexMut<I> for MemString<'_> {
    #[inline]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        &mut self.as_mut_str()[index]
    }
}

impl Clone for MemString<'_> {
    /// A copy in the same scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone() }
    }

    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.bytes.clone_from(&source.bytes);
    }
}

impl fmt::Debug for MemString<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for MemString<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

/// Appends; returns an error if the memory cannot be had.
impl fmt::Write for MemString<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.try_push_str(text).map_err(|_| fmt::Error)
    }

    #[inline]
    fn write_char(&mut self, c: char) -> fmt::Result {
        self.try_push(c).map_err(|_| fmt::Error)
    }
}

impl Hash for MemString<'_> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Eq for MemString<'_> {}

impl<'b> PartialOrd<MemString<'b>> for MemString<'_> {
    #[inline]
    fn partial_cmp(&self, other: &MemString<'b>) -> Option<Ordering> {
        self.as_str().partial_cmp(other.as_str())
    }
}

impl Ord for MemString<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// `a == b` as strings.
macro_rules! str_eq {
    ($($a:ty, $b:ty;)*) => {
        $(
            impl<'b> PartialEq<$b> for $a {
                #[inline]
                fn eq(&self, other: &$b) -> bool {
                    self[..] == other[..]
                }
            }
        )*
    };
}
str_eq! {
    MemString<'_>, MemString<'b>;
    MemString<'_>, str;
    str, MemString<'b>;
    MemString<'_>, &'b str;
    &'b str, MemString<'_>;
    MemString<'_>, &'b mut str;
    &'b mut str, MemString<'_>;
    MemString<'_>, String;
    String, MemString<'b>;
    MemString<'_>, Cow<'b, str>;
    Cow<'b, str>, MemString<'_>;
}

impl AsRef<str> for MemString<'_> {
    #[inline]
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsMut<str> for MemString<'_> {
    #[inline]
    fn as_mut(&mut self) -> &mut str {
        self
    }
}

impl AsRef<[u8]> for MemString<'_> {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

#[cfg(feature = "std")]
impl AsRef<std::ffi::OsStr> for MemString<'_> {
    #[inline]
    fn as_ref(&self) -> &std::ffi::OsStr {
        self.as_str().as_ref()
    }
}

#[cfg(feature = "std")]
impl AsRef<std::path::Path> for MemString<'_> {
    #[inline]
    fn as_ref(&self) -> &std::path::Path {
        self.as_str().as_ref()
    }
}

impl Borrow<str> for MemString<'_> {
    #[inline]
    fn borrow(&self) -> &str {
        self
    }
}

impl BorrowMut<str> for MemString<'_> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut str {
        self
    }
}

impl AddAssign<&str> for MemString<'_> {
    #[inline]
    #[track_caller]
    fn add_assign(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl Add<&str> for MemString<'_> {
    type Output = Self;

    #[inline]
    #[track_caller]
    fn add(mut self, text: &str) -> Self {
        self.push_str(text);
        self
    }
}

/// Puts each item at the end.
macro_rules! extend {
    ($($item:ty, $push:ident, |$i:ident| $text:expr;)*) => {
        $(
            impl<'b> Extend<$item> for MemString<'_> {
                #[inline]
                #[track_caller]
                fn extend<I: IntoIterator<Item = $item>>(&mut self, items: I) {
                    for $i in items {
                        self.$push($text);
                    }
                }
            }
        )*
    };
}
extend! {
    char, push, |c| c;
    &'b char, push, |c| *c;
    &'b str, push_str, |s| s;
    &'b mut str, push_str, |s| s;
    String, push_str, |s| &s;
    Box<str>, push_str, |s| &s;
    Cow<'b, str>, push_str, |s| &s;
    MemString<'b>, push_str, |s| &s;
}

impl<'mcx> From<MemString<'mcx>> for MemVec<'mcx, u8> {
    #[inline]
    fn from(string: MemString<'mcx>) -> Self {
        string.into_bytes()
    }
}

impl From<MemString<'_>> for String {
    fn from(string: MemString<'_>) -> Self {
        string.as_str().into()
    }
}

impl<'mcx> From<MemString<'mcx>> for Cow<'mcx, str> {
    /// Borrowed from the scope, without a copy.
    fn from(string: MemString<'mcx>) -> Self {
        Cow::Borrowed(string.into_str())
    }
}
