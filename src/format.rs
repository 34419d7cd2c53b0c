//! Numbers and dates for human eyes only; none of this can be parsed back.

use jiff_core::civil::{Date, UnixEpochDay};

/// A narrow space that does not break, between thousands.
const THIN: char = '\u{202f}';

/// A number with about three significant digits: `0.0123`, `4.57`, `12 345`.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e15).contains(&size) {
        return true_minus(&format!("{value:.2e}"));
    }
    let decimals = match size {
        large if large >= 99.95 => 0,
        middle if middle >= 9.995 => 1,
        small if small >= 0.0995 => 2,
        tiny if tiny >= 0.00995 => 3,
        _ => 4,
    };
    fixed(value, decimals)
}

/// A coefficient between −1 and 1, always with two decimals: `0.40`, `−0.07`.
pub fn coefficient(value: f64) -> String {
    fixed(value, 2)
}

/// A number with its sign: `+0.12`, `−0.12`, `0`.
pub fn signed(value: f64) -> String {
    let text = number(value);
    if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A number with that many decimals, thousands set apart, and a true minus.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let minus = if value < 0.0 && !is_zero {
        "\u{2212}"
    } else {
        ""
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{minus}{}{point}{fraction}", grouped(whole))
}

/// A count: `412`, `12 345`.
pub fn integer(value: usize) -> String {
    grouped(&value.to_string())
}

/// A count with its noun: `1 person`, `412 people`.
pub fn count(value: usize, one: &str, many: &str) -> String {
    format!("{} {}", integer(value), if value == 1 { one } else { many })
}

/// A share: `63%`, `0.4%`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let is_whole = (percent - percent.round()).abs() < 1e-9;
    format!(
        "{}%",
        fixed(percent, usize::from(percent.abs() < 10.0 && !is_whole))
    )
}

/// How much of a file was read, in one unit: `24 of 54 MB`, `0.8 of 2.1 MB`, `12 of 480 kB`.
pub fn bytes_of(read: f64, all: f64) -> String {
    let (unit, name) = if all < 999_500.0 {
        (1e3, "kB")
    } else {
        (1e6, "MB")
    };
    let decimals = usize::from(unit > 1e3 && all < 9.95 * unit);
    format!(
        "{} of {} {name}",
        fixed(read / unit, decimals),
        fixed(all / unit, decimals)
    )
}

/// A p-value: `p = 0.034`, `p < 0.001`, never zero.
pub fn p_value(p: f64) -> String {
    match p {
        tiny if tiny < 0.001 => "p < 0.001".to_owned(),
        large if large > 0.999 => "p > 0.999".to_owned(),
        small if small < 0.0995 => format!("p = {small:.3}"),
        other => format!("p = {other:.2}"),
    }
}

/// An interval of a coefficient: `95% CI 0.18 to 0.61`.
pub fn interval(low: f64, high: f64, level: f64) -> String {
    format!(
        "{} CI {} to {}",
        percent(level),
        coefficient(low),
        coefficient(high)
    )
}

/// A day: `5 Jan 2026`.
pub fn date(when: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::try_from(when.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .unwrap_or(&"");
    format!("{} {month} {}", when.day(), when.year())
}

/// A day, counted from 1 January 1970: `5 Jan 2026`.
pub fn day(day: i32) -> String {
    let days = UnixEpochDay::new(day.clamp(-700_000, 2_900_000));
    days.map_or_else(|_| String::new(), |days| date(days.to_date()))
}

fn grouped(digits: &str) -> String {
    // Four digits stay together, as is usual in running text.
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

fn true_minus(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_about_three_digits() {
        let cases = [
            (0.0, "0"),
            (0.012_34, "0.012"),
            (0.5, "0.50"),
            (4.567, "4.57"),
            (45.67, "45.7"),
            (456.7, "457"),
            (1234.0, "1234"),
            (12_345.6, "12\u{202f}346"),
            (1_234_567.0, "1\u{202f}234\u{202f}567"),
            (-3.2, "\u{2212}3.20"),
            (-0.000_01, "\u{2212}1.00e\u{2212}5"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_rounded_zero_has_no_minus() {
        assert_eq!(coefficient(-0.001), "0.00");
        assert_eq!(coefficient(-0.07), "\u{2212}0.07");
    }

    #[test]
    fn the_bytes_of_a_file_read_in_its_own_unit() {
        assert_eq!(bytes_of(24.4e6, 53.5e6), "24 of 54 MB");
        assert_eq!(bytes_of(0.8e6, 2.12e6), "0.8 of 2.1 MB");
        assert_eq!(bytes_of(1.2e4, 4.8e5), "12 of 480 kB");
        assert_eq!(bytes_of(0.0, 999_600.0), "0.0 of 1.0 MB");
    }

    #[test]
    fn a_p_value_is_never_zero_or_one() {
        assert_eq!(p_value(0.0), "p < 0.001");
        assert_eq!(p_value(0.034), "p = 0.034");
        assert_eq!(p_value(0.5), "p = 0.50");
        assert_eq!(p_value(1.0), "p > 0.999");
    }

    #[test]
    fn counts_shares_intervals_and_dates_read_aloud() {
        assert_eq!(count(1, "person", "people"), "1 person");
        assert_eq!(count(41_200, "person", "people"), "41\u{202f}200 people");
        assert_eq!(
            (percent(0.63), percent(0.004), percent(0.95)),
            ("63%".into(), "0.4%".into(), "95%".into())
        );
        assert_eq!(interval(0.18, 0.61, 0.95), "95% CI 0.18 to 0.61");
        assert_eq!(date(jiff_core::civil::date(2026, 1, 5)), "5 Jan 2026");
        assert_eq!(
            (day(20_458), day(-1)),
            ("5 Jan 2026".into(), "31 Dec 1969".into())
        );
    }
}
