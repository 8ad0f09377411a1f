//! A flame graph as an SVG file: one box a place, above the place around it; what it is says a tooltip.

use core::fmt;

use super::{Counts, Place};

const WIDTH: f64 = 1200.0;
/// Of a row of boxes.
const ROW: f64 = 18.0;
/// Above the boxes, for the title, and below them.
const MARGIN: f64 = 40.0;
/// Of a letter of the font, about.
const LETTER: f64 = 6.7;
/// Boxes that nobody could see are left out.
const MIN_WIDTH: f64 = 0.1;

pub(super) struct FlameGraph<'a> {
    pub(super) places: &'a [Place],
    pub(super) title: &'a str,
}

/// A place with its box.
struct Frame<'a> {
    place: &'a Place,
    /// Of it and those inside.
    bytes: u64,
    /// Of those that stand to the left.
    before: u64,
}

impl FlameGraph<'_> {
    /// Boxes in the order of the places.
    fn frames(&self) -> Vec<Frame<'_>> {
        let mut frames: Vec<Frame<'_>> = Vec::with_capacity(self.places.len());
        let mut around: Vec<usize> = Vec::new();
        let mut before = 0;
        for (i, place) in self.places.iter().enumerate() {
            around.truncate(place.depth);
            around.push(i);
            frames.push(Frame { place, bytes: 0, before });
            // What a place has used itself stands to the right of nothing but what comes before it, below the rest.
            before += place.counts.bytes;
            for &outer in &around {
                frames[outer].bytes += place.counts.bytes;
            }
        }
        frames
    }
}

impl fmt::Display for FlameGraph<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frames = self.frames();
        let total: u64 = self.places.iter().map(|place| place.counts.bytes).sum();
        let rows = self.places.iter().map(|place| place.depth + 1).max().unwrap_or(0);
        let height = 2.0 * MARGIN + ROW * rows as f64;
        let scale = WIDTH / total.max(1) as f64;
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
             font-family=\"monospace\" font-size=\"11\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
             <text x=\"{}\" y=\"24\" font-size=\"15\" text-anchor=\"middle\">{}: {total} bytes allocated</text>",
            WIDTH / 2.0,
            Escaped(self.title),
        )?;
        for Frame { place, bytes, before } in frames {
            let (x, width) = (before as f64 * scale, bytes as f64 * scale);
            if width < MIN_WIDTH {
                continue;
            }
            let y = height - MARGIN - ROW * (place.depth + 1) as f64;
            let percent = 100.0 * bytes as f64 / total as f64;
            let Counts { bytes: own, peak, entries, .. } = place.counts;
            let s = if entries == 1 { "" } else { "s" };
            write!(f, "<g><title>{}: {bytes} bytes ({percent:.1}%), ", Escaped(&place.to_string()))?;
            writeln!(f, "{own} of them its own, in {entries} scope{s}; {peak} at most</title>")?;
            let (height, (red, green)) = (ROW - 1.0, colour(place.name));
            write!(f, "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\" rx=\"2\" ")?;
            writeln!(f, "fill=\"rgb({red},{green},80)\" stroke=\"#fff\" stroke-width=\"0.5\"/>")?;
            let fits = |label: &str| label.chars().count() as f64 * LETTER <= width - 6.0;
            if let Some(label) = [&place.to_string(), place.name].into_iter().find(|label| fits(label)) {
                writeln!(f, "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", x + 3.0, y + 12.5, Escaped(label))?;
            }
            writeln!(f, "</g>")?;
        }
        writeln!(f, "</svg>")
    }
}

/// Between yellow and red, the same for the same name.
fn colour(name: &str) -> (u32, u32) {
    let hash = name.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    (225 + hash % 30, 110 + hash / 30 % 110)
}

/// Text between tags.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for c in self.0.chars() {
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
