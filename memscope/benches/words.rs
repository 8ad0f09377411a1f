//! Short strings, the same in every run.

/// 64 words of 3 to 12 bytes.
#[rustfmt::skip]
pub static WORDS: [&str; 64] = [
    "ash", "iron", "delta", "meadow", "lantern", "overcast", "labyrinth", "waterwheel", "marshmallow", "thunderstorm",
    "elm", "opal", "cedar", "harbor", "pebbles", "firewood", "periscope", "blacksmith", "quarterdeck", "cartographer",
    "fir", "rust", "ember", "ribbon", "cabbage", "seashore", "satellite", "snapdragon", "thistledown", "kaleidoscope",
    "oak", "moss", "grain", "timber", "anchors", "windmill", "waterfall", "stonemason", "honeysuckle", "constellates",
    "yew", "kelp", "brook", "saddle", "cypress", "farmyard", "chaffinch", "greenfinch", "candlestick", "weatherproof",
    "bay", "fern", "ridge", "walnut", "leather", "shoreman", "blueberry", "riverboats", "forestation", "nightingales",
    "fog", "dune", "scree", "copper",
];

#[inline(always)]
pub fn word(i: u64) -> &'static str {
    WORDS[i as usize % WORDS.len()]
}
