//! A program whose tests show that it takes every refusal of memory well: it counts the words of its standard input.
//!
//! `cargo test -p memscope-examples --example testing` runs them.

mod count;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::process::ExitCode;

use memscope::scope;

fn main() -> ExitCode {
    let mut text = String::new();
    if let Err(error) = io::stdin().read_to_string(&mut text) {
        eprintln!("standard input: {error}");
        return ExitCode::FAILURE;
    }
    scope!(cx, name = "words", limit = 1 << 20);
    match count::words(cx, &text) {
        Ok(words) => {
            for word in words {
                println!("{:>5} {}", word.count, word.text);
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
