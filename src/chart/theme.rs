//! Colours, sizes and the font of a chart, for light and dark pages.
//!
//! Series colours are those of Okabe and Ito (2008), "Color universal design", made darker on white and
//! lighter on black until labels in them can be read (4.5:1, WCAG 2.2, 1.4.3); shapes repeat what they say.

use serde::{Deserialize, Serialize};

use super::Paint;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
    /// Opacity from 0 to 1.
    pub alpha: f64,
}

impl Colour {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(code: u32) -> Self {
        let [_, red, green, blue] = code.to_be_bytes();
        Self {
            rgb: [red, green, blue],
            alpha: 1.0,
        }
    }

    /// The same colour, with that opacity.
    #[must_use]
    pub const fn with_alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// Contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.rgb.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                libm::pow((share + 0.055) / 1.055, 2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mean of two bytes is a byte"
    )]
    fn between(self, other: Self, share: f64) -> Self {
        let mix = |at: usize| {
            let (from, to) = (f64::from(self.rgb[at]), f64::from(other.rgb[at]));
            (from + (to - from) * share).round() as u8
        };
        Self {
            rgb: [mix(0), mix(1), mix(2)],
            alpha: 1.0,
        }
    }
}

/// Colours for a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Palette {
    /// From little to much, in one hue.
    Sequential,
    /// From negative over neutral to positive, in two hues that colour-blind people tell apart.
    Diverging,
}

/// How a chart looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// Behind everything.
    pub background: Colour,
    /// Titles and labels.
    pub ink: Colour,
    /// Secondary text.
    pub muted: Colour,
    /// Axis lines and reference lines.
    pub axis: Colour,
    /// Grid lines.
    pub grid: Colour,
    /// The one accent.
    pub accent: Colour,
    /// Group colours; beyond the last they repeat with another shape.
    pub series: Vec<Colour>,
    /// Opacity of bands.
    pub band_alpha: f64,
    /// Stops from little to much.
    pub sequential: Vec<Colour>,
    /// Stops from negative to positive.
    pub diverging: Vec<Colour>,
    /// CSS font family stack.
    pub family: String,
    /// Size of labels in CSS pixels; everything else is in proportion to it.
    pub text: f64,
}

const FAMILY: &str =
    "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

fn colours(codes: &[u32]) -> Vec<Colour> {
    codes.iter().map(|code| Colour::hex(*code)).collect()
}

impl Theme {
    /// Dark on white.
    pub fn light() -> Self {
        Self {
            background: Colour::hex(0xff_ff_ff),
            ink: Colour::hex(0x1b_1e_23),
            muted: Colour::hex(0x5c_63_6e),
            axis: Colour::hex(0x8a_91_9b),
            grid: Colour::hex(0xe7_e9_ec),
            accent: Colour::hex(0x00_6a_a8),
            series: colours(&[
                0x00_6a_a8, 0xc2_4e_00, 0x00_7a_59, 0xa8_48_7f, 0x85_62_00, 0x3a_3f_47, 0x6b_70_78,
            ]),
            band_alpha: 0.16,
            sequential: colours(&[0xdc_ea_f5, 0x8f_bf_df, 0x3a_88_bd, 0x0b_52_86, 0x07_2b_50]),
            diverging: colours(&[0xb0_48_00, 0xf0_a7_6b, 0xf3_f3_f1, 0x7f_b6_dc, 0x00_55_8c]),
            family: FAMILY.to_owned(),
            text: 13.0,
        }
    }

    /// Light on near-black.
    pub fn dark() -> Self {
        Self {
            background: Colour::hex(0x14_17_1b),
            ink: Colour::hex(0xf0_f2_f4),
            muted: Colour::hex(0xa3_ab_b5),
            axis: Colour::hex(0x76_7e_89),
            grid: Colour::hex(0x2a_2f_36),
            accent: Colour::hex(0x56_b4_e9),
            series: colours(&[
                0x56_b4_e9, 0xf0_8a_3c, 0x2f_c1_98, 0xe0_8f_c0, 0xf0_e4_42, 0xf2_f4_f6, 0xa9_b0_b9,
            ]),
            band_alpha: 0.22,
            sequential: colours(&[0x1c_2f_40, 0x1f_56_80, 0x2f_85_bd, 0x7f_c3_ec, 0xe2_f3_ff]),
            diverging: colours(&[0xf5_9a_55, 0x9a_54_22, 0x2b_30_36, 0x25_63_90, 0x6c_be_f0]),
            family: FAMILY.to_owned(),
            text: 13.0,
        }
    }

    /// The same colours with another size of text, for a projector.
    #[must_use]
    pub fn with_text(self, text: f64) -> Self {
        Self { text, ..self }
    }

    /// The colour of a role.
    pub fn paint(&self, paint: Paint) -> Colour {
        match paint {
            Paint::Ink => self.ink,
            Paint::Muted => self.muted,
            Paint::Accent => self.accent,
            Paint::Series(series) => {
                let at = usize::from(series) % self.series.len().max(1);
                self.series.get(at).copied().unwrap_or(self.accent)
            }
        }
    }

    /// The colour of a share between 0 and 1 in a palette.
    pub fn shade(&self, palette: Palette, share: f64) -> Colour {
        let stops = match palette {
            Palette::Sequential => &self.sequential,
            Palette::Diverging => &self.diverging,
        };
        let place = share.clamp(0.0, 1.0) * stops.len().saturating_sub(1) as f64;
        let below = place.floor();
        let at = |wanted: f64| {
            let found = stops
                .iter()
                .enumerate()
                .find(|(index, _)| *index as f64 >= wanted);
            found.map_or(self.muted, |(_, stop)| *stop)
        };
        at(below).between(at(place.ceil()), place - below)
    }

    /// Ink or background, whichever reads better on `ground`.
    pub fn on(&self, ground: Colour) -> Colour {
        if ground.contrast(self.ink) >= ground.contrast(self.background) {
            self.ink
        } else {
            self.background
        }
    }

    /// Tick labels, axis labels, notes.
    pub(super) fn small(&self) -> f64 {
        self.text * 0.92
    }

    /// The title.
    pub(super) fn large(&self) -> f64 {
        self.text * 1.35
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_colour_can_be_read_on_the_background() {
        for theme in [Theme::light(), Theme::dark()] {
            for colour in theme.series.iter().chain([&theme.accent]) {
                let contrast = colour.contrast(theme.background);
                assert!(contrast >= 4.5, "{colour:?}: {contrast:.2}");
            }
            assert!(theme.axis.contrast(theme.background) >= 3.0);
        }
    }

    #[test]
    fn text_can_be_read_on_the_background_and_on_every_shade() {
        for theme in [Theme::light(), Theme::dark()] {
            for text in [theme.ink, theme.muted] {
                assert!(text.contrast(theme.background) >= 4.5);
            }
            for palette in [Palette::Sequential, Palette::Diverging] {
                for share in 0..=20 {
                    let ground = theme.shade(palette, f64::from(share) / 20.0);
                    let contrast = theme.on(ground).contrast(ground);
                    assert!(contrast >= 4.0, "{palette:?} {share}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn black_on_white_has_the_contrast_of_the_standard() {
        // WCAG 2.2: the contrast of black and white is 21:1.
        let contrast = Colour::hex(0).contrast(Colour::hex(0xff_ff_ff));
        assert!((contrast - 21.0).abs() < 1e-12);
    }

    #[test]
    fn a_shade_in_the_middle_is_the_middle_stop() {
        let theme = Theme::light();
        assert_eq!(theme.shade(Palette::Diverging, 0.5), theme.diverging[2]);
        assert_eq!(theme.shade(Palette::Diverging, 1.0), theme.diverging[4]);
    }
}
