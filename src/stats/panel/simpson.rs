//! Does the relation point the same way over all rows, between people, within people and for each single person?

use super::groups::Groups;
use super::{Effects, Panel, Repeated, fixed_effects};
use crate::stats::bootstrap::pick;
use crate::stats::line::FittedLine;
use crate::stats::moments::mean;
use crate::stats::note::Note;
use crate::stats::regression::{Coefficient, Errors};
use crate::stats::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`simpson_check`] is made.
pub const SIMPSON: Note = Note {
    name: "Do the levels agree?",
    answers: "Does the relation turn around when people are looked at one by one?",
    formula: "Signs of the slopes over all rows, of people’s means, within people, and of each person’s own rows",
    certainty: "All rows and within people: CR2 errors by person; people’s means: HC3 errors; one person: classical errors. A disagreement is clear if neither interval contains 0.",
    assumes: "People are independent of each other. One person’s own interval is too narrow where a week resembles the week before.",
    source: "Simpson (1951), The interpretation of interaction in contingency tables; Kievit et al. (2013), Simpson’s paradox in psychological science",
    checked_against: "The sign reversal of R’s iris, and of simulated data in the unit tests",
};

/// A way of looking at the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// All rows at once.
    Pooled,
    /// One pair of means per person.
    Between,
    /// Deviations from each person's means.
    Within,
}

/// Where a relation points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Direction {
    /// Change of y per unit of x.
    pub slope: f64,
    /// Its confidence interval, or why there is none.
    pub interval: Result<Interval, Undefined>,
}

impl Direction {
    /// Whether the interval lies on one side of zero.
    pub fn is_clear(&self) -> bool {
        self.interval.is_ok_and(|interval| !interval.contains(0.0))
    }

    /// Whether the other points the opposite way.
    pub fn opposes(&self, other: &Self) -> bool {
        self.slope * other.slope < 0.0
    }

    fn new(slope: Coefficient, level: f64) -> Self {
        Self {
            slope: slope.estimate,
            interval: Ok(slope.interval(level)),
        }
    }
}

/// Two levels that point in opposite ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The levels.
    pub levels: [Level; 2],
    /// Whether the interval of neither contains zero; else chance could have turned a sign.
    pub clear: bool,
}

/// How many people point against a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    /// People whose own slope points the opposite way.
    pub people: usize,
    /// Those of them whose own interval does not contain zero.
    pub clearly: usize,
    /// People who have a slope of their own.
    pub of: usize,
}

/// Where the relation points at each level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimpsonCheck {
    /// Over all rows.
    pub pooled: Result<Direction, Undefined>,
    /// Of the people's means, each counted once.
    pub between: Result<Direction, Undefined>,
    /// Within people.
    pub within: Result<Direction, Undefined>,
    /// Of each person's own rows, by the person's number; people with fewer than three rows, or with a side that does
    /// not vary, have none.
    pub people: Vec<(usize, Direction)>,
}

impl SimpsonCheck {
    /// The direction at a level.
    ///
    /// # Errors
    /// Why the level has none.
    pub fn at(&self, level: Level) -> Result<Direction, Undefined> {
        match level {
            Level::Pooled => self.pooled,
            Level::Between => self.between,
            Level::Within => self.within,
        }
    }

    /// Which levels point in opposite ways; empty if all agree.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let pairs = [
            [Level::Within, Level::Between],
            [Level::Within, Level::Pooled],
            [Level::Between, Level::Pooled],
        ];
        let disagreement = |levels: [Level; 2]| {
            let (a, b) = (self.at(levels[0]).ok()?, self.at(levels[1]).ok()?);
            a.opposes(&b).then(|| Disagreement {
                levels,
                clear: a.is_clear() && b.is_clear(),
            })
        };
        pairs.into_iter().filter_map(disagreement).collect()
    }

    /// How many people point against a level.
    ///
    /// # Errors
    /// Why the level has no direction.
    pub fn against(&self, level: Level) -> Result<Against, Undefined> {
        let direction = self.at(level)?;
        let opposed = || {
            self.people
                .iter()
                .filter(|(_, own)| own.opposes(&direction))
        };
        Ok(Against {
            people: opposed().count(),
            clearly: opposed().filter(|(_, own)| own.is_clear()).count(),
            of: self.people.len(),
        })
    }
}

/// Where the relation points over all rows, between people, within people and for each person.
pub fn simpson_check(rows: &Repeated, level: f64) -> SimpsonCheck {
    // Neither effect looks at the periods.
    let period = vec![0; rows.x.len()];
    let panel = Panel {
        person: rows.person,
        period: &period,
        x: rows.x,
        y: rows.y,
    };
    let clustered =
        |effects| fixed_effects(&panel, effects).map(|found| Direction::new(found.slope, level));
    let people = Groups::new(rows.person);
    SimpsonCheck {
        pooled: clustered(Effects::Intercept),
        between: between(rows, &people, level),
        within: clustered(Effects::Person),
        people: people
            .rows()
            .filter_map(|own| {
                let (x, y) = (pick(rows.x, own), pick(rows.y, own));
                let line = FittedLine::new(&x, &y, Errors::Classical).ok()?;
                Some((rows.person[own[0]], Direction::new(line.slope, level)))
            })
            .collect(),
    }
}

fn between(rows: &Repeated, people: &Groups, level: f64) -> Result<Direction, Undefined> {
    let means = |values: &[f64]| -> Result<Vec<f64>, Undefined> {
        people.rows().map(|own| mean(&pick(values, own))).collect()
    };
    let (x, y) = (means(rows.x)?, means(rows.y)?);
    let line = |errors| FittedLine::new(&x, &y, errors);
    Ok(Direction {
        slope: line(Errors::Classical)?.slope.estimate,
        interval: line(Errors::Hc3).map(|line| line.slope.interval(level)),
    })
}
