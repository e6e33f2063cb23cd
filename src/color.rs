//! Colours: how well one can be read on another, and the nearest form of a colour that can.
//!
//! Input: colours as `#rrggbb`. Output: contrast ratios by WCAG 2.2, and colours. Only additions, multiplications and divisions
//! are used, so the same colours give the same answer on every machine.

use std::fmt;

/// A colour of a screen: red, green and blue, each from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color([u8; 3]);

/// A colour of a theme, as it is on light and on dark screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    /// On light screens and on paper.
    pub light: Color,
    /// On dark screens.
    pub dark: Color,
}

/// What a lightness is counted in: the largest and the smallest of the three parts, added. White has this much.
const LIGHTEST: i32 = 510;

impl Color {
    /// The colour with these parts of red, green and blue.
    #[must_use]
    pub fn new(parts: [u8; 3]) -> Self {
        Self(parts)
    }

    /// Reads `#rrggbb`, in small or capital letters, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// The colour that was probably meant by a text that is nearly one: without the sign before it, or with three digits.
    #[must_use]
    pub fn meant_by(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        let long = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_string(),
        };
        Self::parse(&format!("#{long}"))
    }

    /// The contrast ratio of two colours, from 1 to 21: "contrast ratio" and "relative luminance" of WCAG 2.2 (W3C, 2023,
    /// <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let value = f64::from(part) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { power_of_2_4((value + 0.055) / 1.055) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The form of this colour that `passes` and whose lightness differs least; the darker one of two that are equally near.
    /// `None` when no lightness passes.
    ///
    /// Hue and saturation stay. They and the lightness are those of HSL (CSS Color Module Level 4, W3C, section 7,
    /// <https://www.w3.org/TR/css-color-4/#the-hsl-notation>).
    #[must_use]
    pub fn nearest(self, passes: impl Fn(Self) -> bool) -> Option<Self> {
        let own = self.lightness();
        (0..=LIGHTEST).flat_map(|step| [own - step, own + step]).find_map(|lightness| {
            let form = self.with_lightness(lightness)?;
            passes(form).then_some(form)
        })
    }

    /// The lightness of HSL, in parts of 510.
    fn lightness(self) -> i32 {
        let (least, most) = self.range();
        least + most
    }

    fn range(self) -> (i32, i32) {
        let [red, green, blue] = self.0.map(i32::from);
        (red.min(green).min(blue), red.max(green).max(blue))
    }

    /// The colour of the same hue and saturation with another lightness, which a part of 510 gives.
    ///
    /// With saturation and hue kept, the parts keep their order and their distances in proportion to `room`, the widest
    /// distance that HSL allows at a lightness. That is the formula of HSL without its fractions.
    fn with_lightness(self, lightness: i32) -> Option<Self> {
        if !(0..=LIGHTEST).contains(&lightness) {
            return None;
        }
        let room = |lightness: i32| 255 - (lightness - 255).abs();
        let (old_room, new_room) = (room(self.lightness()), room(lightness));
        let (least, most) = self.range();
        if old_room == 0 {
            // Black and white have no hue: their other forms are grey.
            return u8::try_from(lightness / 2).ok().map(|part| Self([part; 3]));
        }
        let part = |part: u8| {
            let doubled = lightness * old_room - (most - least) * new_room + 2 * new_room * (i32::from(part) - least);
            u8::try_from((doubled + old_room) / (2 * old_room)).ok()
        };
        let [red, green, blue] = self.0;
        Some(Self([part(red)?, part(green)?, part(blue)?]))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// `value` to the power of 2.4, for values from 0 to 1: its square times the fifth root of its square, by Newton's method.
fn power_of_2_4(value: f64) -> f64 {
    let square = value * value;
    let mut root = 1.0_f64;
    // From 1, 32 steps are more than the smallest value asked for needs.
    for _ in 0..32 {
        let fourth = root * root * root * root;
        root -= (fourth * root - square) / (5.0 * fourth);
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        for (a, b, ratio) in [
            ("#000000", "#ffffff", 21.0),
            ("#767676", "#ffffff", 4.542),
            ("#777777", "#ffffff", 4.478),
            ("#ff0000", "#ffffff", 3.998),
            ("#0000ff", "#ffffff", 8.592),
            ("#0b4f8a", "#0b4f8a", 1.0),
        ] {
            for (a, b) in [(a, b), (b, a)] {
                let found = color(a).contrast(color(b));
                assert!((found - ratio).abs() < 0.001, "{a} on {b}: {found}");
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the power of the machine is what ours is compared to")]
    #[test]
    fn the_power_is_that_of_the_machine() {
        for part in 0..=255_u8 {
            let value = (f64::from(part) / 255.0 + 0.055) / 1.055;
            let (ours, theirs) = (power_of_2_4(value), value.powf(2.4));
            assert!((ours - theirs).abs() < 1e-14, "{part}: {ours} {theirs}");
        }
    }

    #[test]
    fn a_colour_is_six_digits_behind_a_sign_and_nothing_else() {
        assert_eq!(color("#0B4f8A").to_string(), "#0b4f8a");
        for wrong in ["", "#", "0b4f8a", "#0b4f8", "#0b4f8aa", "#0b4f8g", "#+b4f8a", "red", " #0b4f8a", "#é4f8", "#fff"]
        {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Color::meant_by("0b4f8a"), Some(color("#0b4f8a")));
        assert_eq!(Color::meant_by("#ABC"), Some(color("#aabbcc")));
        assert_eq!(Color::meant_by("rouge"), None);
        assert_eq!(Color::meant_by("é4f8"), None);
    }

    #[test]
    fn another_lightness_is_that_of_hsl() {
        // hsl(180 100% 25%), hsl(180 100% 75%); a grey stays grey, and black and white have grey forms.
        assert_eq!(color("#00ffff").with_lightness(128), Some(color("#008080")));
        assert_eq!(color("#008080").with_lightness(382), Some(color("#7fffff")));
        assert_eq!(color("#333333").with_lightness(400), Some(color("#c8c8c8")));
        assert_eq!(color("#000000").with_lightness(100), Some(color("#323232")));
        assert_eq!(color("#ffffff").with_lightness(511), None);
    }

    #[test]
    fn of_two_forms_that_are_equally_near_the_darker_one_is_chosen() {
        let own = color("#0b4f8a");
        let far = own.nearest(|form| (form.lightness() - own.lightness()).abs() >= 40).unwrap();
        assert!(far.lightness() < own.lightness(), "{far}");
    }

    #[test]
    fn no_colour_passes_what_nothing_passes() {
        assert_eq!(color("#0b4f8a").nearest(|_| false), None);
        assert_eq!(color("#0b4f8a").nearest(|_| true), Some(color("#0b4f8a")));
    }
}
