//! `pipe.rs` with each `pipe!` written out, simplified: the names are ours, as they are in the errors of the compiler.

use memscope::__private::keeper;
use memscope::{MemCx, scope};
use std::num::ParseIntError;

/// Says when it is freed.
struct Picture {
    name: String,
    pixels: Vec<u8>,
}

impl Drop for Picture {
    fn drop(&mut self) {
        println!("  {} is freed", self.name);
    }
}

fn load(text: &str) -> Result<Picture, ParseIntError> {
    let pixels = text.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    Ok(Picture { name: format!("[{text}]"), pixels })
}

fn blur(picture: &Picture, by: u8) -> Picture {
    let pixels = picture.pixels.iter().map(|pixel| pixel / by).collect();
    Picture { name: format!("{} blurred", picture.name), pixels }
}

fn sharpen(picture: &mut Picture) {
    picture.pixels.iter_mut().for_each(|pixel| *pixel *= 3);
}

fn rows(picture: &Picture) -> Vec<&[u8]> {
    picture.pixels.chunks(2).collect()
}

fn extremes<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx [u8; 2], ParseIntError> {
    // pipe! { load(text)? | { _.pixels.sort(); [_.pixels[0], _.pixels[_.pixels.len() - 1]] } | keep _ with cx | &_ }
    //
    // From where it is kept, `_` is what the reference to it refers to: `*stage_2_kept`.
    Ok({
        let stage_2_kept = {
            let stage_2_kept = {
                let mut load_without_keep = load(text)?;
                load_without_keep.pixels.sort();
                [load_without_keep.pixels[0], load_without_keep.pixels[load_without_keep.pixels.len() - 1]]
            };
            keeper(&cx).keep(stage_2_kept)
        };
        &*stage_2_kept
    })
}

fn main() -> Result<(), ParseIntError> {
    // pipe! { load("8 4 2")? | blur(&_, 2) | { sharpen(&mut _); _ } | _.pixels.iter().sum() }
    //
    // The stages nest, so that each value is dropped at the end of the stage that uses it.
    let sum: u8 = {
        let stage_3_without_keep = {
            let mut blur_without_keep = {
                let load_without_keep = load("8 4 2")?;
                blur(&load_without_keep, 2)
            };
            sharpen(&mut blur_without_keep);
            blur_without_keep
        };
        stage_3_without_keep.pixels.iter().sum()
    };
    println!("sum: {sum}");

    // pipe!(load("5 6 7")? | keep _ with result | rows(&_) | _.concat().len())
    //
    // What is kept is a local beside the others. It is called by what would help if it had to live still longer.
    let count = {
        let load_kept_without_let = load("5 6 7")?;
        {
            let rows_without_keep = rows(&load_kept_without_let);
            rows_without_keep.concat().len()
        }
    };
    println!("count: {count}");

    // pipe! { let found = load("1 2 3")? | blur(&_, 1) | keep _ with result | rows(&_) }
    //
    // With a `let` there is no block around, and what is kept lives as long as the result.
    let blur_kept_with_result = {
        let load_without_keep = load("1 2 3")?;
        blur(&load_without_keep, 1)
    };
    let found = rows(&blur_kept_with_result);
    println!("rows: {found:?}");

    scope!(cx);
    println!("extremes: {:?}", extremes(cx, "3 9 6")?);
    Ok(())
}
