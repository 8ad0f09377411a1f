//! Keeping, under clippy's strictest groups: as `pedantic.rs`, whose lints these are.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::semicolon_outside_block, clippy::let_underscore_must_use, clippy::same_name_method)]
#![deny(clippy::absolute_paths, clippy::allow_attributes, clippy::undocumented_unsafe_blocks)]
#![forbid(unsafe_code)]

use memscope::{InScope, Kept, Loose, MemCx, keep, scope, scoped};
use std::num::ParseIntError;

/// Its scope is known by a reference to it, too.
struct Words<'mcx>(MemCx<'mcx>);

impl<'mcx> InScope<'mcx> for Words<'mcx> {
    fn cx(&self) -> MemCx<'mcx> {
        self.0
    }
}

impl<'mcx> Words<'mcx> {
    /// The last thing in a body is what was kept.
    #[scoped(tmp in self.0)]
    fn longest(&self, text: &'mcx str) -> Option<&'mcx &'mcx str> {
        let words = tmp.alloc_iter(text.split(' '));
        words.sort_unstable_by_key(|word| word.len());
        let last = *words.last()?;
        Some({
            #[keep(with = self)]
            let longest = last;
            longest
        })
    }

    #[scoped(tmp in self.0)]
    #[keep(with = self)]
    fn length(&self, text: &str) -> Result<&'mcx usize, ParseIntError> {
        if text.is_empty() {
            return Ok(0);
        }
        tmp.alloc_str(text).parse::<usize>()
    }

    #[scoped(tmp)]
    #[keep(with = return)]
    fn zero(cx: MemCx<'mcx>) -> &'mcx mut u32 {
        *tmp.alloc(0)
    }
}

#[scoped(tmp in cx)]
fn forms(cx: MemCx<'_>, #[keep(with = return)] mut first: u32, second: u32) -> &mut (u32, u32) {
    *first += 1;
    #[keep(with = cx)]
    let mut sum: u32 = *first + second;
    *sum += 1;
    #[keep(with = (cx, tmp))]
    let (one, Some(two)) = (1, Some(2)) else { unreachable!() };
    #[keep(with = cx, using = cx)]
    let three: u32 = *one + *two;
    #[keep(with = cx, copy)]
    let four = *three + 1;
    #[keep]
    let five = four + 1;
    #[keep(with = cx, adopt)]
    let text = String::from("text");
    text.push_str("ual");
    let five = Loose::release(five);
    #[keep(with = return)]
    let result = (*sum, five);
    result
}

#[test]
fn nx01_keep_is_clean_under_pedantic_clippy() {
    scope!(cx);
    let words = Words(cx);
    assert_eq!(words.longest("a word"), Some(&"word"));
    assert_eq!((words.length("7"), words.length("")), (Ok(&7), Ok(&0)));
    *Words::zero(cx) += 1;
    assert_eq!(*forms(cx, 1, 2), (5, 5));
    let one: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(1));
    let other: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(2));
    let counted = keep!(String::from("both"), with = (one, other), counted);
    assert_eq!(counted.with(|text| text.len()), 4);
    let words = &words;
    *keep!(7, with = words) += *keep!(8, with = one);
    let total = scope!(<'mcx> tmp in cx => {
        #[keep(with = tmp)]
        let text: &'mcx str = "text";
        #[keep(with = cx)]
        let length = text.len();
        *length
    });
    assert_eq!(total, 4);
}
