//! Charts as they may leave the page: no mark stands for a single person.

use crate::analysis::SMALLEST_GROUP;
use crate::chart::marks::{Band, Density, Dots, Line, Mark};
use crate::chart::{Chart, Scale, ScaleKind};

use super::Grain;

/// The chart with dots of single people turned into dots of at least [`SMALLEST_GROUP`], or nothing where that leaves
/// no chart. Marks without a place (NaN from a gap) are cut out, because JSON has no word for them.
pub fn chart(mut chart: Chart, grain: Grain) -> Option<Chart> {
    let mut marks: Vec<Mark> = std::mem::take(&mut chart.marks)
        .into_iter()
        .flat_map(finite)
        .collect();
    if grain == Grain::Person {
        // A bar beside the axis may stand for one person, and has nothing that it could be merged with.
        marks.retain(|mark| !matches!(mark, Mark::Margin(_)));
        let mut reach = None;
        let mut kept =
            format!("Each dot is the mean of {SMALLEST_GROUP} or more people who are alike");
        for mark in &mut marks {
            match mark {
                Mark::Dots(dots) => {
                    *dots = microaggregated(dots, [&chart.x.scale, &chart.y.scale]);
                    reach = extent(&dots.points);
                }
                Mark::Density(density) => {
                    *density = coarsened(density);
                    reach = filled(density);
                    kept = format!("Cells with fewer than {SMALLEST_GROUP} people are left out");
                }
                _ => {}
            }
        }
        // Without dots the lines are those of single people, and cannot become anything else.
        let (low, high) = reach?;
        for mark in &mut marks {
            shorten(mark, low, high);
        }
        chart.subtitle = kept;
    }
    chart.marks = marks;
    for axis in [&mut chart.x, &mut chart.y] {
        axis.domain = axis
            .domain
            .filter(|domain| domain.iter().all(|end| end.is_finite()));
    }
    Some(chart)
}

/// Smallest and largest x.
fn extent(points: &[[f64; 2]]) -> Option<(f64, f64)> {
    let mut across = points.iter().map(|point| point[0]);
    let first = across.next()?;
    Some(across.fold((first, first), |(low, high), x| (low.min(x), high.max(x))))
}

/// A line that ends where the last person is would give their value away.
fn shorten(mark: &mut Mark, low: f64, high: f64) {
    let holds = |x: f64| (low..=high).contains(&x);
    match mark {
        Mark::Line(line) => line.points.retain(|point| holds(point[0])),
        Mark::Band(band) => band.points.retain(|point| holds(point[0])),
        Mark::Labels(labels) => labels.labels.retain(|label| holds(label.at[0])),
        _ => {}
    }
}

/// Most columns, and most rows, of a grid that leaves the page.
const MOST_CELLS: usize = 48;

/// A grid of larger cells, of which those with fewer than [`SMALLEST_GROUP`] people are empty.
fn coarsened(density: &Density) -> Density {
    let (columns, rows) = (
        density.x_edges.len().saturating_sub(1).max(1),
        density.y_edges.len().saturating_sub(1).max(1),
    );
    let (wide, tall) = (columns.div_ceil(MOST_CELLS), rows.div_ceil(MOST_CELLS));
    let new_columns = columns.div_ceil(wide);
    let mut counts = vec![0_u32; new_columns * rows.div_ceil(tall)];
    for (at, count) in density.counts.iter().enumerate() {
        let (row, column) = (at / columns / tall, at % columns / wide);
        if let Some(sum) = counts.get_mut(row * new_columns + column) {
            *sum = sum.saturating_add(*count);
        }
    }
    for count in &mut counts {
        if (*count as usize) < SMALLEST_GROUP {
            *count = 0;
        }
    }
    let edges = |edges: &[f64], step: usize| {
        let inner = edges.iter().copied().step_by(step);
        let mut kept: Vec<f64> = inner.collect();
        if edges.len() % step != 1 % step {
            kept.extend(edges.last());
        }
        kept
    };
    Density {
        x_edges: edges(&density.x_edges, wide),
        y_edges: edges(&density.y_edges, tall),
        counts,
    }
}

/// From the first to the last column that has people.
fn filled(density: &Density) -> Option<(f64, f64)> {
    let columns = density.x_edges.len().saturating_sub(1).max(1);
    let with_people = density
        .counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0);
    let mut at = with_people.map(|(at, _)| at % columns);
    let first = at.next()?;
    let (low, high) = at.fold((first, first), |(low, high), at| {
        (low.min(at), high.max(at))
    });
    Some((*density.x_edges.get(low)?, *density.x_edges.get(high + 1)?))
}

/// Dots that each stand for [`SMALLEST_GROUP`] people or more of one group, at the mean of their values.
///
/// People are split at the median of the side on which they differ more, as long as both halves are large enough;
/// what is left together is averaged. Groups with fewer people are left out.
/// Sources: `LeFevre`, `DeWitt` & Ramakrishnan (2006), "Mondrian multidimensional k-anonymity"; Domingo-Ferrer &
/// Mateo-Sanz (2002), "Practical data-oriented microaggregation for statistical disclosure control".
fn microaggregated(dots: &Dots, scales: [&ScaleKind; 2]) -> Dots {
    let [x, y] = [0, 1].map(|side| {
        let values = dots.points.iter().map(|point| point[side]);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
            (low.min(at), high.max(at))
        });
        Scale::new(scales[side], [low, high], [0.0, 1.0])
    });
    let has_groups = !dots.groups.is_empty();
    let group_of = |at: usize| dots.groups.get(at).copied().unwrap_or_default();
    let mut groups: Vec<u16> = (0..dots.points.len()).map(group_of).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut merged = Dots {
        points: Vec::new(),
        groups: Vec::new(),
        radius: LARGER,
        alpha: dots.alpha.max(LEAST_ALPHA),
    };
    for group in groups {
        let mut people: Vec<Person> = dots
            .points
            .iter()
            .enumerate()
            .filter(|(at, _)| group_of(*at) == group)
            .map(|(_, at)| Person {
                values: *at,
                place: [x.to_pixel(at[0]), y.to_pixel(at[1])],
            })
            .collect();
        split(&mut people, &mut |mean| {
            merged.points.push(mean);
            merged.groups.extend(has_groups.then_some(group));
        });
    }
    merged
}

/// Radius of a dot that stands for several people, in CSS pixels.
const LARGER: f64 = 5.0;

/// Fewer dots need not be as see-through.
const LEAST_ALPHA: f64 = 0.7;

/// One person's dot.
struct Person {
    values: [f64; 2],
    /// Where it is drawn, as a share of both axes.
    place: [f64; 2],
}

fn split(people: &mut [Person], keep: &mut dyn FnMut([f64; 2])) {
    if people.len() < SMALLEST_GROUP {
        return;
    }
    if people.len() < 2 * SMALLEST_GROUP {
        let mean = |side: usize| {
            let sum: f64 = people.iter().map(|person| person.values[side]).sum();
            sum / people.len() as f64
        };
        keep([mean(0), mean(1)]);
        return;
    }
    let side = wider_side(people);
    people.sort_by(|one, two| one.place[side].total_cmp(&two.place[side]));
    let (low, high) = people.split_at_mut(people.len() / 2);
    split(low, keep);
    split(high, keep);
}

/// The side on which people differ more, to the eye. Quarters are compared, so that one far person does not decide.
fn wider_side(people: &[Person]) -> usize {
    let [x, y] = [0, 1].map(|side| {
        let mut places: Vec<f64> = people.iter().map(|person| person.place[side]).collect();
        places.sort_by(f64::total_cmp);
        let at = |quarters: usize| places.get(places.len() * quarters / 4).copied();
        at(3).zip(at(1)).map_or(0.0, |(high, low)| high - low)
    });
    usize::from(y > x)
}

/// The mark without what has no place; a line with a gap becomes two.
fn finite(mark: Mark) -> Vec<Mark> {
    let is_finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    match mark {
        Mark::Line(line) => runs(&line.points)
            .map(|points| {
                Mark::Line(Line {
                    points,
                    ..line.clone()
                })
            })
            .collect(),
        Mark::Band(band) => runs(&band.points)
            .map(|points| {
                Mark::Band(Band {
                    points,
                    paint: band.paint,
                })
            })
            .collect(),
        Mark::Dots(mut dots) => {
            keep_finite(&mut dots);
            vec![Mark::Dots(dots)]
        }
        Mark::Intervals(mut intervals) => {
            intervals
                .estimates
                .retain(|one| is_finite(&[one.at, one.low, one.middle, one.high]));
            vec![Mark::Intervals(intervals)]
        }
        Mark::Cells(mut cells) => {
            for cell in &mut cells.cells {
                cell.value = cell.value.filter(|value| value.is_finite());
            }
            let has_limits = is_finite(&cells.limits);
            has_limits
                .then_some(Mark::Cells(cells))
                .into_iter()
                .collect()
        }
        Mark::Density(density) => {
            let keep = is_finite(&density.x_edges) && is_finite(&density.y_edges);
            keep.then_some(Mark::Density(density)).into_iter().collect()
        }
        Mark::Bars(bars) => {
            let keep = is_finite(&bars.edges) && is_finite(&bars.heights);
            keep.then_some(Mark::Bars(bars)).into_iter().collect()
        }
        Mark::Rule(rule) => {
            let keep = rule.at.is_finite();
            keep.then_some(Mark::Rule(rule)).into_iter().collect()
        }
        Mark::Placed(mut placed) => {
            placed
                .dots
                .retain(|dot| is_finite(&dot.x) && is_finite(&dot.y));
            vec![Mark::Placed(placed)]
        }
        Mark::Margin(margin) => {
            let keep = is_finite(&margin.edges);
            keep.then_some(Mark::Margin(margin)).into_iter().collect()
        }
        Mark::Labels(mut labels) => {
            labels.labels.retain(|label| is_finite(&label.at));
            vec![Mark::Labels(labels)]
        }
        Mark::Text(text) => {
            let keep = is_finite(&[text.x, text.y]);
            keep.then_some(Mark::Text(text)).into_iter().collect()
        }
    }
}

fn keep_finite(dots: &mut Dots) {
    let keeps: Vec<bool> = dots
        .points
        .iter()
        .map(|point| point.iter().all(|at| at.is_finite()))
        .collect();
    let mut at = keeps.iter();
    dots.points.retain(|_| at.next().is_some_and(|keep| *keep));
    let mut at = keeps.iter();
    dots.groups.retain(|_| at.next().is_some_and(|keep| *keep));
}

/// The runs of points between gaps.
fn runs<const N: usize>(points: &[[f64; N]]) -> impl Iterator<Item = Vec<[f64; N]>> {
    points
        .split(|point| point.iter().any(|at| !at.is_finite()))
        .filter(|run| !run.is_empty())
        .map(<[_]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::marks::Dash;
    use crate::chart::{Axis, Paint};

    fn with(marks: Vec<Mark>) -> Chart {
        Chart {
            title: String::new(),
            subtitle: String::new(),
            x: Axis::new("Prompts", "", ScaleKind::Log1p),
            y: Axis::new("Tasks", "", ScaleKind::Linear),
            marks,
            key: Vec::new(),
            note: String::new(),
        }
    }

    fn line(points: Vec<[f64; 2]>) -> Mark {
        Mark::Line(Line {
            points,
            paint: Paint::Muted,
            width: 1.0,
            dash: Dash::Solid,
            label: String::new(),
        })
    }

    fn dots(points: Vec<[f64; 2]>) -> Mark {
        Mark::Dots(Dots {
            points,
            groups: Vec::new(),
            radius: 3.0,
            alpha: 1.0,
        })
    }

    #[test]
    fn nobody_can_be_read_off_a_chart_that_left_the_page() {
        let people = (0..400).map(f64::from).map(|at| [at * at, 400.0 - at]);
        let loner = [1e9, 1e9];
        let points: Vec<[f64; 2]> = people.chain([loner]).collect();
        let line = line(vec![[0.0, 400.0], [1e9, 0.0]]);
        let left = chart(with(vec![dots(points.clone()), line]), Grain::Person);
        let left = left.expect("there are enough people");
        assert!((40..=80).contains(&left.points().len()));
        assert!(left.points().iter().all(|point| !points.contains(point)));
        let ends = left
            .points()
            .iter()
            .map(|point| point[0])
            .fold(0.0, f64::max);
        assert!(ends < 5e8, "the loner's place shows: {ends}");
        let Some(Mark::Line(line)) = left.marks.last() else {
            panic!("the line is gone");
        };
        assert!(line.points.iter().all(|point| point[0] <= ends));
    }

    #[test]
    fn a_group_of_few_is_not_in_a_chart_that_left_the_page() {
        let mut two = match dots((0..24).map(|at| [f64::from(at), 1.0]).collect()) {
            Mark::Dots(dots) => dots,
            other => panic!("{other:?}"),
        };
        two.groups = (0..24).map(|at| u16::from(at >= 20)).collect();
        let left = chart(with(vec![Mark::Dots(two)]), Grain::Person).expect("a group is left");
        let Some(Mark::Dots(merged)) = left.marks.first() else {
            panic!("no dots");
        };
        assert_eq!(
            (merged.points.len(), merged.groups.as_slice()),
            (4, [0; 4].as_slice())
        );
        assert!(merged.points.iter().all(|point| point[0] < 20.0));
    }

    #[test]
    fn a_chart_of_single_people_without_dots_stays_on_the_page() {
        let line = line(vec![[0.0, 1.0], [1.0, 2.0]]);
        assert_eq!(chart(with(vec![line]), Grain::Person), None);
    }

    #[test]
    fn a_grid_that_left_the_page_has_no_cell_of_few_people() {
        let (columns, rows) = (101_u32, 50_u32);
        let edges = |cells: u32| (0..=cells).map(f64::from).collect();
        // One person per cell, and one far away from all.
        let counts =
            (0..columns * rows).map(|at| u32::from(at % columns < 60 || at == columns * rows - 1));
        let grid = Mark::Density(Density {
            x_edges: edges(columns),
            y_edges: edges(rows),
            counts: counts.collect(),
        });
        let line = line(vec![[0.0, 1.0], [30.0, 2.0], [101.0, 3.0]]);
        let left = chart(with(vec![grid, line]), Grain::Person).expect("most cells stay");
        let [Mark::Density(grid), Mark::Line(line)] = left.marks.as_slice() else {
            panic!("a mark is gone");
        };
        assert_eq!(
            grid.counts.len(),
            (grid.x_edges.len() - 1) * (grid.y_edges.len() - 1)
        );
        assert_eq!(
            (grid.x_edges.last(), grid.y_edges.last()),
            (Some(&101.0), Some(&50.0))
        );
        assert!(grid.counts.iter().all(|count| *count == 0 || *count >= 5));
        assert_eq!(grid.counts.iter().sum::<u32>(), 60 * 50);
        assert_eq!(line.points.last(), Some(&[30.0, 2.0]));
    }

    #[test]
    fn a_gap_in_a_line_survives_as_two_lines() {
        let line = line(vec![[0.0, 1.0], [1.0, f64::NAN], [2.0, 2.0]]);
        let left = chart(with(vec![line]), Grain::Group).expect("a chart of groups stays");
        assert_eq!(left.marks.len(), 2);
    }
}
