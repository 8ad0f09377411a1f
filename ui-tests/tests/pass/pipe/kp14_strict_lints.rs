//! The expansion is accepted where unsafe code is forbidden, warnings are errors and everything is documented.

#![forbid(unsafe_code)]
#![deny(warnings, unused, missing_docs, nonstandard_style, future_incompatible, rust_2018_idioms)]
#![deny(unused_qualifications, unused_lifetimes, single_use_lifetimes, unreachable_pub, let_underscore_drop)]
#![deny(unused_results, unused_import_braces, trivial_casts, trivial_numeric_casts, keyword_idents)]

use memscope::{MemCx, pipe, scope};

/// Its constructor's name is no name of a variable.
struct Image(Vec<u8>);

impl Image {
    fn sharpen(&mut self) {
        self.0.push(0);
    }
}

fn load(path: Option<&str>) -> Option<Image> {
    pipe!(
        path?
            | _.bytes().collect::<Vec<_>>()
            | Image(_)
            | {
                _.sharpen();
                _
            }
            | Some(_)
    )
}

fn count<'cx>(cx: MemCx<'cx>, image: &Image) -> &'cx [usize; 2] {
    pipe!([image.0.len(), image.0.capacity()] | keep _ with cx | { _.sort(); &_ })
}

fn is_bright(image: Image) -> bool {
    pipe!(image | (_.0.len() > 3 && !_.0.is_empty()) | (!_ || _))
}

fn stopped() -> ! {
    pipe!(5 | std::process::exit(_))
}

fn main() {
    scope!(cx);
    pipe! { let image: &[u8] = load(Some("abc")).expect("an image") | keep _ with result | &_.0 | &_[1..] }
    pipe! { let Image(first) = load(Some("abc")).expect("an image") }
    assert_eq!((image, first.len()), (&b"bc\0"[..], 4));
    assert_eq!(count(cx, &Image(vec![1])), &[1, 1]);
    assert!(is_bright(Image(first)));
    pipe!(load(None) | drop(_));
    if image.is_empty() {
        stopped();
    }
}
