//! Who works at the sample company.

use std::ops::Range;

use super::draw::Draw;
use super::{GAMING_TEAMS, LEAD_TIME_SLOPE, WEEKS};

/// What one kind of work is like.
pub(super) struct Role {
    pub name: &'static str,
    /// Median prompts a week at the start.
    pub prompts: f64,
    /// Median hours from start to finish of a task. Roles with much usage have long tasks:
    /// this makes the reversal between roles.
    pub lead_time: f64,
    /// Mean tasks a week.
    pub tasks: f64,
    /// Median input tokens of a prompt.
    pub tokens_in: f64,
}

const fn role(name: &'static str, [prompts, lead_time, tasks, tokens_in]: [f64; 4]) -> Role {
    Role {
        name,
        prompts,
        lead_time,
        tasks,
        tokens_in,
    }
}

static ROLES: [Role; 6] = [
    role("engineer", [32.0, 72.0, 6.5, 2200.0]),
    role("analyst", [20.0, 48.0, 6.0, 1600.0]),
    role("product manager", [9.0, 30.0, 5.5, 900.0]),
    role("designer", [7.5, 26.0, 5.5, 700.0]),
    role("support", [4.5, 12.0, 7.5, 600.0]),
    role("operations", [5.0, 16.0, 6.5, 700.0]),
];

/// Team, department and head count by role, in the order of [`ROLES`]: 400 people.
const TEAMS: [(&str, &str, [usize; 6]); 12] = [
    ("Atlas", "Engineering", [30, 2, 2, 3, 0, 0]),
    ("Beacon", "Engineering", [28, 2, 2, 3, 0, 0]),
    ("Cedar", "Engineering", [28, 3, 2, 2, 0, 0]),
    ("Delta", "Engineering", [24, 2, 2, 2, 0, 1]),
    ("Ember", "Data", [8, 20, 1, 1, 0, 2]),
    ("Fjord", "Data", [8, 20, 1, 1, 0, 2]),
    ("Grove", "Product", [5, 2, 12, 13, 0, 0]),
    ("Harbor", "Product", [5, 2, 12, 13, 1, 0]),
    ("Iris", "Customer", [1, 1, 1, 0, 32, 2]),
    ("Juniper", "Customer", [1, 1, 1, 0, 32, 2]),
    ("Kestrel", "Operations", [2, 4, 2, 1, 2, 18]),
    ("Lumen", "Operations", [2, 4, 2, 1, 3, 18]),
];

const SITES: [&str; 4] = ["Austin", "Lisbon", "Toronto", "Remote"];

/// Standard deviation, between the people of a role, of the logarithm of weekly prompts.
const HABIT_SPREAD: f64 = 0.6;
/// How much lower that logarithm is for the one in six who have hardly taken to the assistant.
const RELUCTANCE: f64 = 1.0;

/// Which files a person appears in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Both,
    OnlyUsage,
    OnlyOutcomes,
}

/// What a person does about the leaderboard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaming {
    No,
    /// Tops the week up to just above the target.
    Target,
    /// Runs the assistant for the rank.
    Rank,
}

/// One person: who they are and what is constant about their work.
pub(super) struct Person {
    pub id: String,
    pub team: &'static str,
    pub department: &'static str,
    pub role: &'static Role,
    pub level: &'static str,
    pub site: &'static str,
    pub tenure_years: f64,
    pub listed: Listed,
    pub gaming: Gaming,
    /// Weeks employed within the observed span.
    pub weeks: Range<u32>,
    /// Prompts a week, at the start and without gaming.
    pub prompts: f64,
    /// Tokens of a prompt, relative to the role.
    pub verbosity: f64,
    /// Share of suggestions accepted.
    pub acceptance: f64,
    /// Tasks a week.
    pub tasks: f64,
    /// Hours from start to finish of a task.
    pub lead_time: f64,
    /// Slips (defects, reopened tasks), relative to others.
    pub slips: f64,
    /// Share of work done again.
    pub rework: f64,
    /// Review hours a week at the start.
    pub review_hours: f64,
    /// Quality score, 0 to 100; drawn apart from everything else.
    pub quality: f64,
}

/// Hires everyone, in the order of their ids.
pub(super) fn hire(seed: u64, draw: &mut Draw) -> Vec<Person> {
    let mut posts: Vec<_> = TEAMS
        .iter()
        .flat_map(|(team, department, heads)| {
            let roles = ROLES.iter().zip(heads);
            let posts = roles.flat_map(|(role, &heads)| std::iter::repeat_n(role, heads));
            posts.map(move |role| (*team, *department, role))
        })
        .zip(0_u64..)
        .map(|(post, number)| (pseudonym(seed, number), post))
        .collect();
    // The ids look random, so their order mixes teams and roles.
    posts.sort_by(|a, b| a.0.cmp(&b.0));
    let numbered = posts.into_iter().enumerate();
    numbered
        .map(|(number, (id, post))| person(id, post, listed(number), draw))
        .collect()
}

/// Every 16th person has usage only (25 contractors), every 20th outcomes only (20 without a licence).
fn listed(number: usize) -> Listed {
    match (number % 16, number % 20) {
        (3, _) => Listed::OnlyUsage,
        (_, 10) => Listed::OnlyOutcomes,
        _ => Listed::Both,
    }
}

fn person(
    id: String,
    (team, department, role): (&'static str, &'static str, &'static Role),
    listed: Listed,
    draw: &mut Draw,
) -> Person {
    let habit = HABIT_SPREAD * draw.normal() - if draw.chance(0.18) { RELUCTANCE } else { 0.0 };
    let prompts = role.prompts * libm::exp(habit);
    let tenure_years = 2.0 * draw.gamma(1.6);
    Person {
        id,
        team,
        department,
        role,
        level: level(tenure_years + draw.normal()),
        site: SITES[usize::from(draw.chance(0.5)) + 2 * usize::from(draw.chance(0.4))],
        tenure_years,
        listed,
        gaming: gaming(team, listed, prompts, draw),
        weeks: weeks_employed(draw),
        prompts,
        verbosity: draw.lognormal(0.3),
        acceptance: draw.beta(8.0, 16.0),
        tasks: role.tasks * draw.lognormal(0.25),
        lead_time: role.lead_time * libm::exp(LEAD_TIME_SLOPE * habit) * draw.lognormal(0.2),
        slips: draw.lognormal(0.4),
        rework: draw.beta(4.0, 28.0),
        review_hours: 3.0 * draw.lognormal(0.3),
        quality: 77.0 + 5.0 * draw.normal(),
    }
}

fn level(seniority: f64) -> &'static str {
    match seniority {
        s if s < 1.5 => "junior",
        s if s < 4.0 => "mid",
        s if s < 7.0 => "senior",
        _ => "lead",
    }
}

/// Who hardly uses the assistant does not care for its leaderboard.
fn gaming(team: &str, listed: Listed, prompts: f64, draw: &mut Draw) -> Gaming {
    let temptation = if GAMING_TEAMS.contains(&team) {
        0.85
    } else {
        0.06
    };
    let tempted = draw.chance(temptation) && prompts > 8.0 && listed != Listed::OnlyOutcomes;
    let for_rank = draw.chance(0.25);
    match (tempted, for_rank) {
        (false, _) => Gaming::No,
        (true, false) => Gaming::Target,
        (true, true) => Gaming::Rank,
    }
}

/// Most stay for the whole span; some join late, some leave early.
fn weeks_employed(draw: &mut Draw) -> Range<u32> {
    let first = if draw.chance(0.07) {
        3 + draw.below(16)
    } else {
        0
    };
    let last = if draw.chance(0.06) {
        20 + draw.below(5)
    } else {
        WEEKS
    };
    first..last
}

/// A pseudonym such as "p-3f9a2c". Each step is invertible on 24 bits, so no two numbers share one.
fn pseudonym(seed: u64, number: u64) -> String {
    const MASK: u64 = 0xff_ffff;
    let mut bits = seed.wrapping_add(number) & MASK;
    for odd in [0x9e_3779, 0x85_ebcb, 0xc2_b2af] {
        bits = (bits * odd) & MASK;
        bits ^= bits >> 11;
    }
    format!("p-{bits:06x}")
}
