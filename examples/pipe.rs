//! `pipe!`: a value goes through stages, and is freed when nothing needs it. `pipe-expanded.rs` shows what it stands for.

use memscope::{MemCx, pipe, scope};
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
    Ok(pipe! { load(text)? | { _.pixels.sort(); [_.pixels[0], _.pixels[_.pixels.len() - 1]] } | keep _ with cx | &_ })
}

fn main() -> Result<(), ParseIntError> {
    let sum: u8 = pipe! { load("8 4 2")? | blur(&_, 2) | { sharpen(&mut _); _ } | _.pixels.iter().sum() };
    println!("sum: {sum}");

    let count = pipe!(load("5 6 7")? | keep _ with result | rows(&_) | _.concat().len());
    println!("count: {count}");

    pipe! { let found = load("1 2 3")? | blur(&_, 1) | keep _ with result | rows(&_) }
    println!("rows: {found:?}");

    scope!(cx);
    println!("extremes: {:?}", extremes(cx, "3 9 6")?);
    Ok(())
}
