//! "When a measure becomes a target, it ceases to be a good measure": did the relation fall after a date?
//!
//! The date has to be known beforehand. A date picked by looking at the series finds a break too often.

use super::groups::Groups;
use super::rmcorr::{RepeatedMeasures, repeated_measures_correlation};
use super::slope::{Model, PanelSlope};
use super::{Effects, Panel, Repeated};
use crate::stats::bootstrap::pick;
use crate::stats::correlation::spearman;
use crate::stats::moments::mean;
use crate::stats::note::Note;
use crate::stats::regression::Coefficient;
use crate::stats::special::normal_two_sided;
use crate::stats::{Correlation, Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`goodhart_break`] is made.
pub const GOODHART_BREAK: Note = Note {
    name: "Break after a target date",
    answers: "Does usage say less about the outcome since it became a target?",
    formula: "y = b·x + d·x·after + e, with a level for each person before and another after, and where it is said one for each period that all share; d is the change of the slope",
    certainty: "d: CR2 standard error by person, Satterthwaite’s t. Beside it: atanh r before − atanh r after, with the jackknife over people and t with people − 1 degrees of freedom.",
    assumes: "The date was known beforehand, and people are independent. A slope may fall because usage varies more; look at both numbers.",
    source: "Goodhart (1975), Problems of monetary management; Chow (1960), Tests of equality between sets of coefficients",
    checked_against: "R clubSandwich and sandwich; leave-one-person-out refits in numpy",
};

/// How [`ratio_change`] is made.
pub const RATIO_CHANGE: Note = Note {
    name: "Volume per result",
    answers: "How much more usage goes into one result since the date?",
    formula: "(Σ usage / Σ results after) / (Σ usage / Σ results before)",
    certainty: "Interval on the log scale from the jackknife over people, t with people − 1 degrees of freedom.",
    assumes: "Results are counted alike before and after. It is a ratio of sums: a person without results divides nothing by zero.",
    source: "Cochran (1977), Sampling Techniques, 6.17; Tukey (1958), Bias and confidence in not-quite large samples",
    checked_against: "Leave-one-person-out refits in pandas",
};

/// A relation within people before and after a date.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GoodhartBreak {
    /// Number of rows.
    pub n: usize,
    /// Number of people.
    pub people: usize,
    /// The relation within people before the date.
    pub before: RepeatedMeasures,
    /// The relation within people from the date on.
    pub after: RepeatedMeasures,
    /// The slope after minus the slope before.
    pub change_of_slope: PanelSlope,
    /// Fisher's z of r before minus that of r after, with the jackknife over people; or why there is none.
    pub fall_of_correlation: Result<Coefficient, Undefined>,
}

impl GoodhartBreak {
    /// Fisher's textbook test of two correlations, its z and two-sided p-value. Only to be shown as a warning: it takes
    /// each row for a person of its own.
    ///
    /// # Errors
    /// [`Undefined::PerfectFit`] if a side lies on lines; [`Undefined::NoDegreesOfFreedom`] below two of them.
    pub fn as_if_rows_were_people(&self) -> Result<(f64, f64), Undefined> {
        let variance = |phase: &RepeatedMeasures| match phase.degrees_of_freedom {
            0 | 1 => Err(Undefined::NoDegreesOfFreedom),
            _ if phase.unexplained <= 0.0 => Err(Undefined::PerfectFit),
            degrees_of_freedom => Ok(1.0 / (degrees_of_freedom as f64 - 1.0)),
        };
        let squared_error = variance(&self.before)? + variance(&self.after)?;
        let z = (self.before.fisher_z() - self.after.fisher_z()) / squared_error.sqrt();
        Ok((z, normal_two_sided(z)))
    }
}

/// Compares the relation within people before the period `launch` with the one from it on.
///
/// # Errors
/// As [`repeated_measures_correlation`] for either phase, and as [`fixed_effects`](super::fixed_effects).
pub fn goodhart_break(panel: &Panel, launch: i32, level: f64) -> Result<GoodhartBreak, Undefined> {
    let phase = phases(panel, launch);
    let correlation = |wanted: usize| {
        let rows: Vec<usize> = (0..phase.len())
            .filter(|&row| phase[row] == wanted)
            .collect();
        let person: Vec<usize> = rows.iter().map(|&row| panel.person[row]).collect();
        let (x, y) = (pick(panel.x, &rows), pick(panel.y, &rows));
        let repeated = Repeated {
            person: &person,
            x: &x,
            y: &y,
        };
        repeated_measures_correlation(&repeated, level)
    };
    let (before, after) = (correlation(0)?, correlation(1)?);
    let change_of_slope = change(panel, &phase, Effects::PersonByPhase(&phase))?;
    Ok(GoodhartBreak {
        n: change_of_slope.n,
        people: change_of_slope.people,
        before,
        after,
        change_of_slope,
        fall_of_correlation: fall_of_correlation(panel, &phase),
    })
}

/// The slope within people after the period `launch` minus the slope before it, when what all people share in a period is
/// taken out as well: a holiday that lowers usage and outcome of everyone then counts for neither slope.
///
/// # Errors
/// As [`fixed_effects`](super::fixed_effects); [`Undefined::Constant`] without rows on a side.
pub fn change_beside_periods(panel: &Panel, launch: i32) -> Result<PanelSlope, Undefined> {
    let phase = phases(panel, launch);
    change(panel, &phase, Effects::PersonByPhaseAndPeriod(&phase))
}

/// The phase of each row: 0 before the period `launch`, 1 from it on.
fn phases(panel: &Panel, launch: i32) -> Vec<usize> {
    let phase = |&period: &i32| usize::from(period >= launch);
    panel.period.iter().map(phase).collect()
}

fn change(panel: &Panel, phase: &[usize], effects: Effects) -> Result<PanelSlope, Undefined> {
    let later = |(&x, &phase): (&f64, &usize)| if phase == 1 { x } else { 0.0 };
    let x_after: Vec<f64> = panel.x.iter().zip(phase).map(later).collect();
    let model = Model {
        person: panel.person,
        period: panel.period,
        regressors: &[panel.x, &x_after],
        y: panel.y,
        effects,
    };
    model.slope(1)
}

/// Volumes and results of people over periods, such as tokens and merged changes.
#[derive(Debug, Clone, Copy)]
pub struct Volumes<'a> {
    /// The person of each row.
    pub person: &'a [usize],
    /// The period of each row.
    pub period: &'a [i32],
    /// What was put in.
    pub volume: &'a [f64],
    /// What came out.
    pub results: &'a [f64],
}

/// Volume per result before and after a date.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RatioChange {
    /// Number of people.
    pub people: usize,
    /// Volume per result before the date.
    pub before: f64,
    /// Volume per result from the date on.
    pub after: f64,
    /// Natural logarithm of after / before, with the jackknife over people.
    pub log_ratio: Coefficient,
}

impl RatioChange {
    /// Volume per result after, as a multiple of before.
    pub fn ratio(&self) -> f64 {
        self.after / self.before
    }

    /// Confidence interval of that multiple.
    pub fn interval(&self, level: f64) -> Interval {
        let log = self.log_ratio.interval(level);
        Interval {
            low: libm::exp(log.low),
            high: libm::exp(log.high),
            level,
        }
    }
}

/// Compares the volume per result before the period `launch` with the one from it on, as ratios of sums.
///
/// # Errors
/// [`Undefined::TooFew`] below two people; [`Undefined::OutOfRange`] if a sum is not positive, also without one of them.
pub fn ratio_change(rows: &Volumes, launch: i32) -> Result<RatioChange, Undefined> {
    let sums = people_sums(rows.person, |row| {
        let pair = [rows.volume[row], rows.results[row]];
        (usize::from(rows.period[row] >= launch), pair)
    });
    let per_result = |[volume, results]: [f64; 2]| {
        let defined = volume > 0.0 && results > 0.0;
        let ratio = volume / results;
        defined.then_some(ratio).ok_or(Undefined::OutOfRange)
    };
    let log_ratio = jackknife(&sums, |[before, after]| {
        Ok(libm::log(per_result(after)? / per_result(before)?))
    })?;
    let [before, after] = total(&sums);
    Ok(RatioChange {
        people: sums.len(),
        before: per_result(before)?,
        after: per_result(after)?,
        log_ratio,
    })
}

/// Spearman's rho across people for each period, in their order; the line along which a break would show.
pub fn spearman_by_period(panel: &Panel, level: f64) -> Vec<(i32, Result<Correlation, Undefined>)> {
    let periods = Groups::new(panel.period);
    let of_period = |rows: &[usize]| {
        let (x, y) = (pick(panel.x, rows), pick(panel.y, rows));
        (panel.period[rows[0]], spearman(&x, &y, level))
    };
    periods.rows().map(of_period).collect()
}

/// Fisher's z before minus after, with the jackknife over people.
fn fall_of_correlation(panel: &Panel, phase: &[usize]) -> Result<Coefficient, Undefined> {
    let keys: Vec<_> = panel.person.iter().zip(phase).collect();
    let groups = Groups::new(&keys);
    let (x, y) = (groups.deviations(panel.x), groups.deviations(panel.y));
    let sums = people_sums(panel.person, |row| {
        let (x, y) = (x[row], y[row]);
        (phase[row], [x * x, x * y, y * y])
    });
    let fisher_z = |[xx, xy, yy]: [f64; 3]| {
        let z = libm::atanh((xy / xx.sqrt() / yy.sqrt()).clamp(-1.0, 1.0));
        z.is_finite().then_some(z).ok_or(Undefined::PerfectFit)
    };
    jackknife(&sums, |[before, after]| {
        Ok(fisher_z(before)? - fisher_z(after)?)
    })
}

/// Sums of one person before and after.
type Sums<const N: usize> = [[f64; N]; 2];

/// Each person's sums; `of` gives the phase of a row and what it adds.
fn people_sums<const N: usize>(
    person: &[usize],
    of: impl Fn(usize) -> (usize, [f64; N]),
) -> Vec<Sums<N>> {
    let of_person = |rows: &[usize]| {
        let mut sums = [[0.0; N]; 2];
        for (phase, values) in rows.iter().map(|&row| of(row)) {
            for (sum, value) in sums[phase].iter_mut().zip(values) {
                *sum += value;
            }
        }
        sums
    };
    Groups::new(person).rows().map(of_person).collect()
}

/// Sums over people.
fn total<const N: usize>(people: &[Sums<N>]) -> Sums<N> {
    people.iter().fold([[0.0; N]; 2], both)
}

fn both<const N: usize>(mut one: Sums<N>, other: &Sums<N>) -> Sums<N> {
    for (sum, more) in one.iter_mut().flatten().zip(other.iter().flatten()) {
        *sum += more;
    }
    one
}

/// Sums over people without each of them in turn: those before and those after, added. Subtracting one from the total
/// would cost digits where that one dominates.
fn without_each<const N: usize>(people: &[Sums<N>]) -> Vec<Sums<N>> {
    let mut behind = vec![[[0.0; N]; 2]];
    for sums in people.iter().rev() {
        let so_far = behind[behind.len() - 1];
        behind.push(both(so_far, sums));
    }
    let mut ahead = [[0.0; N]; 2];
    let rest = behind.iter().rev().skip(1);
    let of_person = |(sums, behind): (&Sums<N>, &Sums<N>)| {
        let left = both(ahead, behind);
        ahead = both(ahead, sums);
        left
    };
    people.iter().zip(rest).map(of_person).collect()
}

/// A statistic of sums over people with its jackknife error over people, t with people − 1 degrees of freedom.
///
/// Source: Tukey (1958), Annals of Mathematical Statistics 29.
fn jackknife<const N: usize>(
    people: &[Sums<N>],
    statistic: impl Fn(Sums<N>) -> Result<f64, Undefined>,
) -> Result<Coefficient, Undefined> {
    let count = people.len();
    if count < 2 {
        return Err(Undefined::TooFew {
            have: count,
            need: 2,
        });
    }
    let without = without_each(people).into_iter().map(&statistic);
    let without: Vec<f64> = without.collect::<Result<_, _>>()?;
    let centre = mean(&without)?;
    let squares: f64 = without.iter().map(|value| (value - centre).powi(2)).sum();
    let degrees_of_freedom = (count - 1) as f64;
    Ok(Coefficient {
        estimate: statistic(total(people))?,
        standard_error: (degrees_of_freedom / count as f64 * squares).sqrt(),
        degrees_of_freedom,
    })
}
