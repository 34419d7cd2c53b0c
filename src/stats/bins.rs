//! Mean outcome in bins of usage: the shape of a relation without a model.

use super::mean::interval;
use super::moments::{mean, need_variation, standard_deviation};
use super::note::Note;
use super::quantile::sorted;
use super::{Interval, Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`binned_means`] is made.
pub const BINNED_MEANS: Note = Note {
    name: "Means in bins",
    answers: "How good is the outcome among those who use little, some and much?",
    formula: "Edges: quantiles of x of type 7 at 0, 1/k, …, 1, equal edges merged; a bin is (low, high], the first one closed on the left; mean of y per bin",
    certainty: "Interval: mean ± t · s/√m for the m points of a bin, Student’s t with m − 1 degrees of freedom.",
    assumes: "Each point is a person. Where many share one value of x there are fewer bins than asked for.",
    source: "Hyndman & Fan (1996), Sample quantiles in statistical packages; Student (1908), The probable error of a mean",
    checked_against: "R quantile and cut, numpy, scipy.stats.t",
};

/// How to cut x.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Binning {
    /// Bins of about equally many points.
    pub bins: usize,
    /// Confidence level of each mean.
    pub level: f64,
}

/// The points whose x lies above `low` and at or below `high`; in the first bin also those at `low`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Lower edge.
    pub low: f64,
    /// Upper edge.
    pub high: f64,
    /// Points inside, at least one.
    pub n: usize,
    /// Their mean x.
    pub mean_x: f64,
    /// Their mean y.
    pub mean_y: f64,
    /// Standard deviation of their y, with divisor n − 1; none for a single point.
    pub standard_deviation: Result<f64, Undefined>,
    /// Interval of the mean of y; of zero width if all y are equal, none for a single point.
    pub interval: Result<Interval, Undefined>,
}

/// Mean y in quantile bins of x, in ascending order. A bin that no point falls into is left out.
///
/// # Errors
/// [`Undefined::TooFew`] below two points; [`Undefined::Constant`] if x does not vary;
/// [`Undefined::OutOfRange`] for no bins.
pub fn binned_means(x: &[f64], y: &[f64], binning: Binning) -> Result<Vec<Bin>, Undefined> {
    match need_variation(x, y, 2) {
        Ok(()) | Err(Undefined::Constant(Side::Y)) => {}
        Err(undefined) => return Err(undefined),
    }
    if binning.bins == 0 {
        return Err(Undefined::OutOfRange);
    }
    let edges = quantile_edges(&sorted(x), binning.bins);
    let mut members = vec![(Vec::new(), Vec::new()); edges.len() - 1];
    for (&x, &y) in x.iter().zip(y) {
        let edges_below = edges.partition_point(|&edge| edge < x);
        let (xs, ys): &mut (Vec<f64>, Vec<f64>) = &mut members[edges_below.saturating_sub(1)];
        xs.push(x);
        ys.push(y);
    }
    edges
        .windows(2)
        .zip(members)
        .filter(|(_, (xs, _))| !xs.is_empty())
        .map(|(edges, (xs, ys))| Bin::new([edges[0], edges[1]], &xs, &ys, binning.level))
        .collect()
}

impl Bin {
    fn new(edges: [f64; 2], x: &[f64], y: &[f64], level: f64) -> Result<Self, Undefined> {
        Ok(Self {
            low: edges[0],
            high: edges[1],
            n: x.len(),
            mean_x: mean(x)?,
            mean_y: mean(y)?,
            standard_deviation: standard_deviation(y),
            interval: interval(y, level),
        })
    }
}

/// The distinct type-7 quantiles at 0, 1/bins, …, 1.
///
/// The position k(n − 1)/bins is split in whole numbers: rounding must not move an edge off the value that it falls on.
fn quantile_edges(sorted: &[f64], bins: usize) -> Vec<f64> {
    let last = sorted.len() - 1;
    let mut edges: Vec<f64> = (0..=bins)
        .map(|k| {
            let (below, rest) = (k * last / bins, k * last % bins);
            let step = sorted[(below + 1).min(last)] - sorted[below];
            sorted[below] + rest as f64 / bins as f64 * step
        })
        .collect();
    edges.dedup();
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_equal_values_leave_fewer_bins() {
        let x = [0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 5.0, 9.0];
        let y = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        let bins = binned_means(
            &x,
            &y,
            Binning {
                bins: 4,
                level: 0.95,
            },
        )
        .unwrap();
        let counts: Vec<usize> = bins.iter().map(|bin| bin.n).collect();
        assert_eq!(counts, [6, 2]);
    }

    #[test]
    fn every_point_is_in_one_bin_and_no_bin_is_empty() {
        let x = [0.0, 0.0, 10.0, 10.0];
        let bins = binned_means(
            &x,
            &x,
            Binning {
                bins: 12,
                level: 0.95,
            },
        )
        .unwrap();
        assert!(bins.iter().all(|bin| bin.n > 0));
        assert_eq!(bins.iter().map(|bin| bin.n).sum::<usize>(), 4);
    }

    #[test]
    fn an_edge_that_falls_on_a_value_is_that_value() {
        let x: Vec<f64> = (0..31).map(|i| f64::from(i) / 10.0).collect();
        for bins in [3, 5, 6, 10, 15, 30] {
            let edges = quantile_edges(&x, bins);
            assert!(edges.iter().all(|edge| x.contains(edge)), "{edges:?}");
        }
    }

    #[test]
    fn a_single_point_has_a_mean_but_no_interval() {
        let bins = binned_means(
            &[1.0, 2.0],
            &[3.0, 4.0],
            Binning {
                bins: 2,
                level: 0.95,
            },
        );
        assert!(
            bins.unwrap()
                .iter()
                .all(|bin| bin.n == 1 && bin.interval.is_err())
        );
    }

    #[test]
    fn equal_usage_cannot_be_binned() {
        let got = binned_means(
            &[2.0; 5],
            &[1.0, 2.0, 3.0, 4.0, 5.0],
            Binning {
                bins: 3,
                level: 0.95,
            },
        );
        assert_eq!(got, Err(Undefined::Constant(Side::X)));
    }
}
