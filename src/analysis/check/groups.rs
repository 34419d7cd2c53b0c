//! The groups that may be shown. Small ones are hidden, together with those that would give them away.

use serde::{Deserialize, Serialize};

use crate::dataset::disclosure::{
    DOMINANCE_PERCENT, Group, Minimum, Rule, Total, Visibility, protect,
};
use crate::dataset::guess::header_words;
use crate::dataset::{Adds, Attribute};
use crate::metrics::{Formula, Metric, Panel, Topic};

/// Above this many groups a chart of them cannot be read; attributes with fewer are proposed first.
const MOST_PROPOSED: usize = 20;

/// Words of an attribute that people work together by.
const OF_TEAMS: [&str; 4] = ["team", "squad", "group", "unit"];

/// The groups of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grouped {
    /// The attribute; `None` where there is none to group by.
    pub attribute: Option<String>,
    /// Names of the groups that may be shown, in order of letters.
    pub names: Vec<String>,
    /// People with usage in each.
    pub people: Vec<usize>,
    /// Groups that are too small to be shown.
    pub too_few: usize,
    /// Groups of which one person makes up nearly everything.
    pub dominated: usize,
    /// Groups that are hidden because they would give another one away.
    pub complements: usize,
}

impl Grouped {
    /// Groups that are not shown.
    pub fn hidden(&self) -> usize {
        self.too_few + self.dominated + self.complements
    }
}

/// The groups, with who belongs to them.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    shown: Grouped,
    /// Per person of the data set, the position of their group in the names.
    of_person: Vec<Option<u16>>,
}

impl Groups {
    /// The groups of an attribute among people with usage; of the likeliest attribute if none is asked for.
    pub fn of(panel: &Panel, usage: &Metric, asked: Option<&str>) -> Self {
        let totals = totals(panel, usage);
        let named = asked.and_then(|name| panel.dataset.attribute(name));
        if let Some(attribute) = named {
            return Self::by(attribute, &totals);
        }
        let mut found: Vec<(usize, Self)> = panel
            .dataset
            .attributes
            .iter()
            .map(|attribute| (preference(attribute), Self::by(attribute, &totals)))
            .filter(|(_, groups)| groups.shown.names.len() >= 2)
            .collect();
        // Of equally likely ones the finest; stable, so that names decide in the end.
        found.sort_by_key(|(preference, groups)| {
            let count = groups.shown.names.len();
            (*preference, count > MOST_PROPOSED, usize::MAX - count)
        });
        let first = found.into_iter().next();
        first.map_or_else(Self::default, |(_, groups)| groups)
    }

    fn by(attribute: &Attribute, totals: &[Option<f64>]) -> Self {
        let mut members: Vec<Vec<f64>> = vec![Vec::new(); attribute.levels.len()];
        for (level, total) in attribute.level_of.iter().zip(totals) {
            if let (Some(level), Some(total)) = (level, total) {
                members[usize::from(*level)].push(*total);
            }
        }
        let groups: Vec<Group<'_>> = members
            .iter()
            .map(|members| Group {
                people: members.len(),
                contributions: members,
            })
            .collect();
        // Figures of everyone stand beside those of the groups, so the total is known.
        let rule = Rule {
            minimum: Minimum::SCREEN,
            dominance_percent: DOMINANCE_PERCENT,
            total: Total::Known,
        };
        let decided = protect(&groups, rule).groups;
        let hidden = |why: Visibility| decided.iter().filter(|found| **found == why).count();
        let mut shown = Grouped {
            attribute: Some(attribute.name.clone()),
            too_few: hidden(Visibility::TooFew),
            dominated: hidden(Visibility::Dominated),
            complements: hidden(Visibility::Complement),
            ..Grouped::default()
        };
        let mut position = vec![None; attribute.levels.len()];
        for (level, visibility) in decided.iter().enumerate() {
            // A group without people is allowed to be shown, but there is nothing to show of it.
            if *visibility == Visibility::Shown && !members[level].is_empty() {
                position[level] = u16::try_from(shown.names.len()).ok();
                shown.names.push(attribute.levels[level].clone());
                shown.people.push(members[level].len());
            }
        }
        let of_person = attribute
            .level_of
            .iter()
            .map(|level| level.and_then(|level| position[usize::from(level)]))
            .collect();
        Groups { shown, of_person }
    }

    /// The position of a person's group among the names.
    pub fn of_person(&self, person: u32) -> Option<usize> {
        let group = self.of_person.get(person as usize).copied().flatten();
        group.map(usize::from)
    }

    /// How many groups may be shown.
    pub fn count(&self) -> usize {
        self.shown.names.len()
    }

    /// What may be told of them.
    pub fn public(&self) -> Grouped {
        self.shown.clone()
    }
}

fn preference(attribute: &Attribute) -> usize {
    let words = header_words(&attribute.name);
    let is_team = words.iter().any(|word| OF_TEAMS.contains(&word.as_str()));
    usize::from(!is_team)
}

/// What each person adds to the usage; `None` for who has none. Of a metric that does not add up every person counts alike.
fn totals(panel: &Panel, usage: &Metric) -> Vec<Option<f64>> {
    let adds_up = matches!(
        usage.formula,
        Formula::Measure(_, Adds::Sum) | Formula::ActiveDays
    );
    let values = panel.values(usage);
    let mut totals = vec![None; panel.dataset.people.len()];
    let keys = &panel.cells(Topic::Usage).keys;
    for ((person, _), value) in keys.iter().zip(&values.cells) {
        if !value.is_nan() {
            let total = totals[*person as usize].get_or_insert(0.0);
            *total = if adds_up { *total + value } else { 1.0 };
        }
    }
    totals
}
