//! The answer about a pair of metrics as a scatter plot, with what helps to read it in layers.

use crate::analysis::density::Density as Counted;
use crate::analysis::{self, Logarithm, Relation};
use crate::format;
use crate::metrics::MetricInfo;

use super::marks::{
    Band, Dash, Density, Direction, Estimate, Intervals, Label, Labels, Line, Margin, Shape, Side,
};
use super::scatter::{Cloud, FitPoint, Scatter, scatter};
use super::{Chart, Key, Mark, Paint, Scale, ScaleKind};

/// What may lie above the dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The least-squares line with its band.
    Line,
    /// The smooth curve with its band.
    Curve,
    /// Means among people who use about equally much.
    Doses,
    /// How each axis is filled.
    Margins,
}

/// How an answer is looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// The logarithm on the axis of usage, if any.
    pub logarithm: Option<Logarithm>,
    /// What lies above the dots.
    pub layers: Vec<Layer>,
    /// Smallest and largest x and y that are shown; everything where absent.
    pub window: Option<[[f64; 2]; 2]>,
}

impl Look {
    fn has(&self, layer: Layer) -> bool {
        self.layers.contains(&layer)
    }

    fn x_scale(&self) -> ScaleKind {
        scale(self.logarithm)
    }
}

/// Up to this many groups are named beside their dots; more would cover them.
const MOST_NAMES: usize = 7;
/// Bars of a histogram along an axis.
const BARS: usize = 40;

/// A dot per person, or the cells of a grid, with the layers of `look`. The title is left to the page, which says it
/// above the chart.
///
/// On a logarithmic axis of usage the line bends: it stays the straight line of the table beside it.
pub fn relation(relation: &Relation, look: &Look, counted: Option<&Counted>) -> Chart {
    let mut chart = match counted {
        Some(counted) => crowd(counted, look),
        None => dots(relation, look),
    };
    if look.has(Layer::Curve)
        && let Ok(curve) = &relation.curve
    {
        fitted(&mut chart, curve, Dash::Dashed);
        chart.key.push(Key::Stroke {
            name: "Smooth curve".to_owned(),
            paint: Paint::Ink,
            dash: Dash::Dashed,
        });
    }
    if look.has(Layer::Line)
        && let Ok(line) = &relation.line
    {
        fitted(&mut chart, &line.band, Dash::Solid);
        chart.key.push(Key::Stroke {
            name: "Line with 95% band".to_owned(),
            paint: Paint::Ink,
            dash: Dash::Solid,
        });
    }
    if look.has(Layer::Doses)
        && let Ok(doses) = &relation.doses
    {
        chart.marks.push(Mark::Intervals(Intervals {
            direction: Direction::Upward,
            estimates: doses.iter().map(dose).collect(),
        }));
        chart.key.push(Key::Estimate {
            name: "Mean of equal parts, 95% CI".to_owned(),
            paint: Paint::Ink,
            shape: Shape::Diamond,
        });
    }
    chart.marks.extend(names(relation));
    chart
}

/// How many people lie in each cell, without any other figure: the first that is shown of very many.
pub fn crowd(counted: &Counted, look: &Look) -> Chart {
    let look = Look {
        // The counts stay on the axis that they were made for.
        logarithm: counted.frame.logarithm,
        window: counted.frame.window,
        ..look.clone()
    };
    let grid = Density {
        x_edges: counted.x_edges.clone(),
        y_edges: counted.y_edges.clone(),
        counts: counted.counts.clone(),
    };
    let margins = look.has(Layer::Margins).then(|| margins_of(&grid));
    let mut chart = scatter(&Scatter {
        x_scale: look.x_scale(),
        cloud: Cloud::Grid(grid),
        ..blank([&counted.x, &counted.y], counted.people)
    });
    chart.marks.extend(margins.into_iter().flatten());
    framed(chart, &look)
}

/// The people of an answer as dots, or as the coarse cells that came with it.
fn dots(relation: &Relation, look: &Look) -> Chart {
    let mut groups = relation.groups.clone();
    let cloud = match &relation.cloud {
        analysis::Cloud::Hidden => Cloud::Points {
            points: Vec::new(),
            groups: Vec::new(),
        },
        analysis::Cloud::Points(people) => {
            let others = u16::try_from(groups.len()).unwrap_or(u16::MAX);
            let of_person = |group: Option<u16>| group.unwrap_or(others);
            let has_groups = !groups.is_empty();
            if has_groups && people.iter().any(|person| person.group.is_none()) {
                groups.push("others".to_owned());
            }
            Cloud::Points {
                points: people.iter().map(|person| [person.x, person.y]).collect(),
                groups: people
                    .iter()
                    .filter(|_| has_groups)
                    .map(|person| of_person(person.group))
                    .collect(),
            }
        }
        analysis::Cloud::Bins {
            x,
            y,
            columns,
            counts,
        } => Cloud::Bins {
            x: *x,
            y: *y,
            columns: *columns,
            counts: counts.clone(),
        },
    };
    let chart = scatter(&Scatter {
        x_scale: look.x_scale(),
        cloud,
        groups,
        ..blank([&relation.x, &relation.y], relation.people)
    });
    let mut chart = framed(chart, look);
    if look.has(Layer::Margins) {
        let margins = margins_along(chart.points(), look);
        chart.marks.extend(margins);
    }
    chart
}

/// A scatter plot of two metrics with nothing in it.
fn blank([x, y]: [&MetricInfo; 2], people: usize) -> Scatter {
    Scatter {
        title: String::new(),
        subtitle: String::new(),
        x_label: axis_label(x),
        x_unit: x.unit.clone(),
        y_label: axis_label(y),
        y_unit: y.unit.clone(),
        x_scale: ScaleKind::Linear,
        cloud: Cloud::Points {
            points: Vec::new(),
            groups: Vec::new(),
        },
        line: Vec::new(),
        groups: Vec::new(),
        note: format!("n = {}", format::count(people, "person", "people")),
    }
}

fn axis_label(metric: &MetricInfo) -> String {
    format!("{}, mean of each person", metric.label)
}

fn scale(logarithm: Option<Logarithm>) -> ScaleKind {
    match logarithm {
        None => ScaleKind::Linear,
        Some(Logarithm::Plain) => ScaleKind::Log,
        Some(Logarithm::OneMore) => ScaleKind::Log1p,
    }
}

fn framed(mut chart: Chart, look: &Look) -> Chart {
    if let Some([x, y]) = look.window {
        (chart.x.domain, chart.y.domain) = (Some(x), Some(y));
    }
    chart
}

/// A fitted line above the dots and below its like.
fn fitted(chart: &mut Chart, band: &[[f64; 4]], dash: Dash) {
    let points = band
        .iter()
        .map(|&[x, low, fit, high]| FitPoint { x, low, fit, high });
    let points: Vec<FitPoint> = points.collect();
    chart.marks.push(Mark::Band(Band {
        points: points.iter().map(|at| [at.x, at.low, at.high]).collect(),
        paint: Paint::Ink,
    }));
    chart.marks.push(Mark::Line(Line {
        points: points.iter().map(|at| [at.x, at.fit]).collect(),
        paint: Paint::Ink,
        width: 2.2,
        dash,
        label: String::new(),
    }));
}

fn dose(dose: &analysis::Dose) -> Estimate {
    Estimate {
        at: dose.usage,
        low: dose.interval.low,
        middle: dose.outcome,
        high: dose.interval.high,
        paint: Paint::Ink,
        shape: Shape::Diamond,
        label: String::new(),
    }
}

/// The groups' names at their middles, the largest first.
fn names(relation: &Relation) -> Option<Mark> {
    if !(1..=MOST_NAMES).contains(&relation.by_group.len()) {
        return None;
    }
    let mut groups: Vec<_> = (0_u16..).zip(&relation.by_group).collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.people));
    let label = |(series, group): (u16, &analysis::GroupRelation)| Label {
        at: group.centre,
        text: group.name.clone(),
        paint: Paint::Series(series),
    };
    Some(Mark::Labels(Labels {
        labels: groups.into_iter().map(label).collect(),
    }))
}

/// How the axes are filled by these points, in bars that are even on the axes.
fn margins_along(points: &[[f64; 2]], look: &Look) -> Vec<Mark> {
    let side = |on: Side, side: usize, kind: &ScaleKind| {
        let values = points.iter().map(|point| point[side]);
        let has_place = |value: &f64| *kind != ScaleKind::Log || *value > 0.0;
        let reach = values
            .clone()
            .filter(has_place)
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
                [low.min(value), high.max(value)]
            });
        let ends = look.window.map_or(reach, |window| window[side]);
        if ends[0] >= ends[1] {
            return None;
        }
        let scale = Scale::new(kind, ends, [0.0, BARS as f64]);
        let mut counts = vec![0; BARS];
        for value in values {
            if let Some(count) = bar(scale.to_pixel(value)).and_then(|bar| counts.get_mut(bar)) {
                *count += 1;
            }
        }
        let edges = (0..=BARS).map(|at| scale.from_pixel(at as f64));
        Some(Mark::Margin(Margin {
            on,
            edges: edges.collect(),
            counts,
            paint: Paint::Muted,
        }))
    };
    let x = side(Side::X, 0, &look.x_scale());
    let y = side(Side::Y, 1, &ScaleKind::Linear);
    x.into_iter().chain(y).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among a few dozen bars"
)]
fn bar(place: f64) -> Option<usize> {
    (0.0..=BARS as f64)
        .contains(&place)
        .then(|| (place as usize).min(BARS - 1))
}

/// How the axes are filled by the cells of a grid.
fn margins_of(grid: &Density) -> Vec<Mark> {
    let (columns, rows) = (grid.x_edges.len() - 1, grid.y_edges.len() - 1);
    let bars = |on: Side, edges: &[f64], cells: usize, cell: &dyn Fn(usize) -> usize| {
        let step = cells.div_ceil(BARS);
        let mut counts = vec![0; cells.div_ceil(step)];
        for (at, count) in grid.counts.iter().enumerate() {
            counts[cell(at) / step] += count;
        }
        let mut kept: Vec<f64> = edges.iter().copied().step_by(step).collect();
        if kept.len() <= counts.len() {
            kept.extend(edges.last());
        }
        Mark::Margin(Margin {
            on,
            edges: kept,
            counts,
            paint: Paint::Muted,
        })
    };
    vec![
        bars(Side::X, &grid.x_edges, columns, &|at| at % columns),
        bars(Side::Y, &grid.y_edges, rows, &|at| at / columns),
    ]
}
