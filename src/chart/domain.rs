//! From where to where an axis runs.

use super::{Axis, Chart, ScaleKind};

/// The domains of both axes: as asked for, or as far as the marks reach.
pub(super) fn domains(chart: &Chart) -> ([f64; 2], [f64; 2]) {
    let (mut x, mut y) = (None, None);
    for mark in &chart.marks {
        mark.reach(&mut |at_x, at_y| {
            grow(&mut x, &chart.x.scale, at_x);
            grow(&mut y, &chart.y.scale, at_y);
        });
    }
    (domain(&chart.x, x), domain(&chart.y, y))
}

fn grow(reach: &mut Option<[f64; 2]>, kind: &ScaleKind, value: f64) {
    // Beyond this the span of an axis would overflow.
    let has_place = value.abs() < 1e300 && (value > 0.0 || *kind != ScaleKind::Log);
    if has_place {
        let [low, high] = reach.unwrap_or([value, value]);
        *reach = Some([low.min(value), high.max(value)]);
    }
}

fn domain(axis: &Axis, reach: Option<[f64; 2]>) -> [f64; 2] {
    if let ScaleKind::Category(names) = &axis.scale {
        return [-0.5, names.len().max(1) as f64 - 0.5];
    }
    let [low, high] = axis.domain.or(reach).unwrap_or([0.0, 1.0]);
    match axis.scale {
        // Nothing above zero: any decade will do for the empty axis.
        ScaleKind::Log if low <= 0.0 => [1.0, 10.0],
        _ if axis.domain.is_some() && low < high => [low, high],
        ScaleKind::Log if low >= high => [low / 2.0, low * 2.0],
        // A scale that begins near zero begins at zero.
        ScaleKind::Linear if low > 0.0 && low < high * 0.25 => [0.0, high],
        ScaleKind::Log1p if low > 0.0 && low < 1.0 => [0.0, high],
        _ if low >= high => [
            low - 1.0_f64.max(low.abs() * 0.1),
            low + 1.0_f64.max(low.abs() * 0.1),
        ],
        _ => [low, high],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(domain: Option<[f64; 2]>) -> Axis {
        Axis {
            domain,
            ..Axis::new("", "", ScaleKind::Linear)
        }
    }

    fn assert_ends(got: [f64; 2], want: [f64; 2]) {
        let off = (got[0] - want[0]).abs().max((got[1] - want[1]).abs());
        assert!(off < 1e-12, "{got:?} is not {want:?}");
    }

    #[test]
    fn a_domain_near_zero_begins_at_zero_and_a_far_one_does_not() {
        assert_ends(domain(&linear(None), Some([1.0, 10.0])), [0.0, 10.0]);
        assert_ends(domain(&linear(None), Some([8.0, 10.0])), [8.0, 10.0]);
        assert_ends(
            domain(&linear(Some([2.0, 10.0])), Some([1.0, 9.0])),
            [2.0, 10.0],
        );
    }

    #[test]
    fn a_constant_or_empty_axis_still_has_width() {
        assert_ends(domain(&linear(None), Some([5.0, 5.0])), [4.0, 6.0]);
        assert_ends(domain(&linear(None), None), [0.0, 1.0]);
    }

    #[test]
    fn values_without_a_place_do_not_stretch_a_log_axis() {
        let mut reach = None;
        for value in [0.0, 3.0, -2.0, f64::NAN, 30.0] {
            grow(&mut reach, &ScaleKind::Log, value);
        }
        assert_eq!(reach, Some([3.0, 30.0]));
    }
}
