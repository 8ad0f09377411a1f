//! Short strings, the same in every run.

use std::hint::black_box;

/// 64 words of 3 to 12 bytes.
#[rustfmt::skip]
static WORDS: [&str; 64] = [
    "ash", "iron", "delta", "meadow", "lantern", "overcast", "labyrinth", "waterwheel", "marshmallow", "thunderstorm",
    "elm", "opal", "cedar", "harbor", "pebbles", "firewood", "periscope", "blacksmith", "quarterdeck", "cartographer",
    "fir", "rust", "ember", "ribbon", "cabbage", "seashore", "satellite", "snapdragon", "thistledown", "kaleidoscope",
    "oak", "moss", "grain", "timber", "anchors", "windmill", "waterfall", "stonemason", "honeysuckle", "constellates",
    "yew", "kelp", "brook", "saddle", "cypress", "farmyard", "chaffinch", "greenfinch", "candlestick", "weatherproof",
    "bay", "fern", "ridge", "walnut", "leather", "shoreman", "blueberry", "riverboats", "forestation", "nightingales",
    "fog", "dune", "scree", "copper",
];

/// The words as a stranger hands them over: otherwise the compiler knows their lengths from their places.
#[derive(Clone, Copy)]
pub struct Words(&'static [&'static str; 64]);

impl Words {
    pub fn new() -> Self {
        Self(black_box(&WORDS))
    }

    /// Some word; the 64 come round and round.
    #[inline(always)]
    pub fn at(self, i: u64) -> &'static str {
        self.0[i as usize % self.0.len()]
    }
}
