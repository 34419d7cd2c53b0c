//! A chart as SVG text: for export, for print and for tests. Equal charts give equal text.

use plotters::prelude::{DrawingBackend, SVGBackend};

use super::draw::{Em, draw};
use super::layout::{Layout, Measure, Size};
use super::{Chart, Theme, UNITS};

/// plotters writes a font size of `size / 1.24`; this undoes it.
const SVG_EM: Em = Em(1.24);

/// The chart as a stand-alone SVG of that many CSS pixels, with its words as a text alternative.
pub fn to_svg(chart: &Chart, width: u32, height: u32, theme: &Theme) -> String {
    let size = Size {
        width: f64::from(width),
        height: f64::from(height),
    };
    let layout = Layout::new(chart, size, theme, &AverageWidths);
    let fine = |pixels: u32| f64::from(pixels) * UNITS;
    let mut drawing = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut drawing, (width, height));
        // Writing into a string does not fail.
        let _ = draw(chart, &layout, theme, &mut backend, SVG_EM);
        let _ = backend.present();
    }
    // plotters' own first line knows neither the finer units nor the words.
    let (_, drawing) = drawing.split_once('\n').unwrap_or(("", &drawing));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" font-variant=\"tabular-nums\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{drawing}",
        fine(width),
        fine(height),
        escaped(&chart.title),
        escaped(&chart.summary()),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Widths of an average sans-serif face, for where no font can be asked.
struct AverageWidths;

impl Measure for AverageWidths {
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let ems: f64 = text.chars().map(em_width).sum();
        // DejaVu Sans, the widest of the usual faces, is about 1.17 times as wide as Helvetica:
        // too much room looks better than too little.
        ems * size * if bold { 1.3 } else { 1.17 }
    }
}

/// Width of a character in em, in classes after the Helvetica metrics (Adobe AFM, 1997).
fn em_width(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' => 0.222,
        'I' | 'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | ';' | '!' | '/' | '(' | ')' | '-' => 0.3,
        '\u{202f}' | '\u{2009}' => 0.2,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'm' | 'M' => 0.833,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.722,
        'G' | 'O' | 'Q' => 0.778,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 0.667,
        'F' | 'T' | 'L' | 'Z' => 0.6,
        'W' | '%' | '\u{2190}'..='\u{21ff}' | '\u{2026}' => 0.944,
        // Scripts with square characters.
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ffef}' => 1.0,
        _ => 0.556,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_letters_take_less_room_than_wide_ones() {
        let width = |text| AverageWidths.width(text, 10.0, false);
        assert!(width("illi") < width("omen") && width("omen") < width("WWMM"));
        assert!((width("00") - 2.0 * width("0")).abs() < 1e-12);
    }
}
