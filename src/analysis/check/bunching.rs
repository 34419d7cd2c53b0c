//! Do values crowd just above a target?

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::verdict::LEVEL;
use crate::metrics::panel::Cells;
use crate::metrics::{Topic, Values};
use crate::stats::bunching::bunching;
use crate::stats::proportion::Proportion;
use crate::stats::{Interval, Undefined};

use super::events::Target;
use super::scene::Scene;

/// Width of the window on either side of the target, as a share of it.
const WIDTH: f64 = 0.1;
/// Bars of the histogram up to where it ends, in widths of the window: two and a half targets.
const BARS: usize = 25;

/// Person-periods near a target.
pub(super) struct Near {
    pub target: Target,
    pub width: f64,
    values: Vec<(u32, usize, f64)>,
}

/// Person-periods just above and just below a target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bunched {
    /// People with a value in the window since the split.
    pub people: usize,
    /// Person-periods in `[target, target + width)` since the split.
    pub above: u64,
    /// Those in `[target − width, target)`.
    pub below: u64,
    /// Of both, the share above, with its interval (Clopper and Pearson, as if person-periods were independent).
    pub share: f64,
    /// That interval.
    pub interval: Interval,
    /// The same counts before the split: above and below.
    pub before: [u64; 2],
    /// P-value against "as many people have more periods just above as just below": each person counts once.
    pub p_value: f64,
}

/// How values are spread about the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Edges of the bars, ascending; the target is one of them.
    pub edges: Vec<f64>,
    /// Share of the person-periods before the split in each bar; `None` in a bar of fewer people than may be shown.
    pub before: Vec<Option<f64>>,
    /// The same since the split.
    pub after: Vec<Option<f64>>,
    /// Person-periods before and since.
    pub n: [usize; 2],
}

impl Near {
    /// The values of the metric that the target is about, in its own period.
    pub fn of(scene: &Scene) -> Option<Self> {
        let target = scene.target.clone()?;
        let panel = &scene.panel;
        let log = panel.log(Topic::Usage);
        log.day.as_ref()?;
        let metric = panel.metric(&target.metric)?;
        let cells = Cells::of(log, target.period, panel.absent);
        let found = Values::of(metric.formula, log, &cells);
        let values = cells
            .keys
            .iter()
            .zip(&found.cells)
            .filter(|((person, _), value)| !value.is_nan() && scene.includes(*person))
            .map(|((person, period), value)| {
                let first = target.period.first_day(*period);
                // Without a split everything counts as since.
                let phase = scene.phase(panel.period.index(first).0).unwrap_or(1);
                (*person, phase, *value)
            })
            .collect();
        Some(Near {
            width: (target.value * WIDTH).round().max(1.0),
            target,
            values,
        })
    }

    /// The counts in the window, among those kept.
    pub fn bunched(&self, keep: impl Fn(u32) -> bool) -> Result<Bunched, Undefined> {
        let of = |phase: usize| -> Vec<f64> {
            let kept = self
                .values
                .iter()
                .filter(|row| row.1 == phase && keep(row.0));
            kept.map(|row| row.2).collect()
        };
        let since = bunching(&of(1), self.target.value, self.width)?;
        let before = bunching(&of(0), self.target.value, self.width);
        let before = before.map_or([0, 0], |found| [found.above, found.below]);
        let (mut people, mut hits, mut misses) = (0, 0, 0);
        let rows: Vec<&(u32, usize, f64)> = self
            .values
            .iter()
            .filter(|row| row.1 == 1 && keep(row.0) && self.side(row.2).is_some())
            .collect();
        for rows in rows.chunk_by(|a, b| a.0 == b.0) {
            let balance: i32 = rows.iter().filter_map(|row| self.side(row.2)).sum();
            people += 1;
            hits += u64::from(balance > 0);
            misses += u64::from(balance < 0);
        }
        if people < SMALLEST_GROUP {
            return Err(Undefined::TooFew {
                have: people,
                need: SMALLEST_GROUP,
            });
        }
        let p_value =
            Proportion::new(hits, hits + misses).map_or(1.0, |found| found.p_greater(0.5));
        Ok(Bunched {
            people,
            above: since.above,
            below: since.below,
            share: since.share_above.share(),
            interval: since.share_above.interval(LEVEL),
            before,
            p_value,
        })
    }

    /// 1 just above the target, −1 just below it, nothing elsewhere.
    fn side(&self, value: f64) -> Option<i32> {
        let from = value - self.target.value;
        if (0.0..self.width).contains(&from) {
            Some(1)
        } else {
            (-self.width..0.0).contains(&from).then_some(-1)
        }
    }

    /// How values are spread, over everyone.
    pub fn histogram(&self) -> Histogram {
        let first = self.target.value - self.width * (self.target.value / self.width).floor();
        let edges: Vec<f64> = (0..=BARS)
            .map(|at| first + self.width * at as f64)
            .collect();
        let spread = |phase: usize| {
            let all = self.values.iter().filter(|row| row.1 == phase).count();
            let share = |ends: &[f64]| {
                let inside = |row: &&(u32, usize, f64)| {
                    row.1 == phase && ends[0] <= row.2 && row.2 < ends[1]
                };
                let rows: Vec<u32> = self.values.iter().filter(inside).map(|row| row.0).collect();
                let mut people = rows.clone();
                people.dedup();
                (people.len() >= SMALLEST_GROUP || rows.is_empty())
                    .then(|| rows.len() as f64 / all.max(1) as f64)
            };
            let shares: Vec<Option<f64>> = edges.windows(2).map(share).collect();
            (shares, all)
        };
        let ((before, n_before), (after, n_after)) = (spread(0), spread(1));
        Histogram {
            edges,
            before,
            after,
            n: [n_before, n_after],
        }
    }
}
