//! The sample company: 400 invented people over 26 weeks, as the CSV files that a real one would export.
//!
//! It shows the program without anyone's data, and it tests the program: what is true of this company is
//! planted here, written down in [`Truth`] and in `docs/sample.md`, and measured in `tests/sample.rs`.
//! Equal seeds give equal bytes on every machine.

mod draw;
mod staff;
mod work;

use jiff_core::civil::{Date, date};

use draw::Draw;
use staff::{Gaming, Listed, Person};

/// The seed of the company that the page offers and that `docs/sample/` holds. It was picked for small
/// chance findings where nothing is planted; `docs/sample.md` says from how many.
pub const SEED: u64 = 3;

/// Observed weeks.
pub const WEEKS: u32 = 26;

/// The Monday of the first week.
const START: Date = date(2026, 1, 5);
/// The leaderboard starts with the 14th week, counted from 0.
const LAUNCH_WEEK: u32 = 13;
/// Prompts a week that the leaderboard asks for.
const TARGET: u32 = 50;
/// Where most people game the leaderboard: two teams of engineering and one of data.
const GAMING_TEAMS: [&str; 3] = ["Beacon", "Cedar", "Fjord"];
/// Log tasks per standard deviation of a week's intensity, before the leaderboard.
const LINK: f64 = 0.15;
/// Weeks over which the link fades to nothing once the leaderboard is there.
const FADE: u32 = 4;
/// Log prompts per standard deviation of a week's intensity.
const SWING: f64 = 0.35;
/// Log lead time per log usage, between the people of one role.
const LEAD_TIME_SLOPE: f64 = -0.3;
/// Growth of log usage a week, for everyone.
const USAGE_DRIFT: f64 = 0.02;
/// Growth of log tasks a week, for everyone.
const TASK_DRIFT: f64 = 0.012;
/// Growth of review hours a week, in hours, for everyone.
const REVIEW_DRIFT: f64 = 0.07;
/// Days on which nobody works.
const HOLIDAYS: [(Date, &str); 5] = [
    (date(2026, 1, 19), "Holiday: Martin Luther King Jr. Day"),
    (date(2026, 2, 16), "Holiday: Presidents' Day"),
    (date(2026, 5, 25), "Holiday: Memorial Day"),
    (date(2026, 6, 19), "Holiday: Juneteenth"),
    (date(2026, 7, 3), "Holiday: Independence Day (observed)"),
];

/// A company's exports, and what is true of it.
pub struct Company {
    /// Person × working day with activity: prompts, tokens, suggestions, minutes.
    pub usage_csv: String,
    /// Person × week at work: tasks, times, slips, quality.
    pub outcomes_csv: String,
    /// One row per person: team, role, level, site, tenure.
    pub people_csv: String,
    /// Dated events: the leaderboard, and holidays.
    pub events_csv: String,
    /// What was planted.
    pub truth: Truth,
}

/// What was planted in a company: the answers that the program has to find.
pub struct Truth {
    /// The Monday on which the leaderboard and its weekly target began.
    pub launch: Date,
    /// Prompts a week that the leaderboard asks for.
    pub target: u32,
    /// The teams in which most gamers work.
    pub gaming_teams: [&'static str; 3],
    /// People who inflate prompts and tokens from [`Truth::launch`] on; their outcomes stay as they were.
    pub gamers: Vec<String>,
    /// Within a person, before the launch: log tasks per log prompts of a week's shared intensity.
    /// Counting noise in prompts makes the observed slope smaller.
    pub link: f64,
    /// From this Monday on the link is zero; between the launch and here it fades in equal steps.
    pub link_gone: Date,
    /// Between the people of one role: log lead time per log usage. Between roles, and so over all people,
    /// the sign is the opposite.
    pub lead_time_slope: f64,
    /// Growth of log usage a week, shared by everyone.
    pub usage_drift: f64,
    /// Growth of log tasks a week, shared by everyone.
    pub task_drift: f64,
    /// Growth of review hours a week, in hours, shared by everyone: their only tie to usage.
    pub review_drift: f64,
    /// The outcome that nothing is tied to: neither usage, nor role, nor time.
    pub unrelated: &'static str,
    /// People without outcomes.
    pub only_in_usage: Vec<String>,
    /// People without usage.
    pub only_in_outcomes: Vec<String>,
}

/// Makes the company of a seed.
pub fn company(seed: u64) -> Company {
    let mut draw = Draw::new(seed);
    let staff = staff::hire(seed, &mut draw);
    let people_csv = people_csv(&staff, &mut draw);
    let (usage_csv, outcomes_csv) = work::exports(&staff, &mut draw);
    let ids = |wanted: fn(&Person) -> bool| -> Vec<String> {
        staff
            .iter()
            .filter(|p| wanted(p))
            .map(|p| p.id.clone())
            .collect()
    };
    let truth = Truth {
        launch: day(LAUNCH_WEEK, 0),
        target: TARGET,
        gaming_teams: GAMING_TEAMS,
        gamers: ids(|p| p.gaming != Gaming::No),
        link: LINK / SWING,
        link_gone: day(LAUNCH_WEEK + FADE - 1, 0),
        lead_time_slope: LEAD_TIME_SLOPE,
        usage_drift: USAGE_DRIFT,
        task_drift: TASK_DRIFT,
        review_drift: REVIEW_DRIFT,
        unrelated: "quality_score",
        only_in_usage: ids(|p| p.listed == Listed::OnlyUsage),
        only_in_outcomes: ids(|p| p.listed == Listed::OnlyOutcomes),
    };
    Company {
        usage_csv,
        outcomes_csv,
        people_csv,
        events_csv: events_csv(),
        truth,
    }
}

fn people_csv(staff: &[Person], draw: &mut Draw) -> String {
    let mut csv = String::from("person_id,team,department,role,level,site,tenure_years\n");
    for p in staff {
        let site = kept(draw, 0.98, p.site.into());
        let tenure = kept(draw, 0.97, format!("{:.1}", p.tenure_years));
        let cells = [
            &p.id,
            p.team,
            p.department,
            p.role.name,
            p.level,
            &site,
            &tenure,
        ];
        csv.push_str(&(cells.join(",") + "\n"));
    }
    csv
}

fn events_csv() -> String {
    let launch = day(LAUNCH_WEEK, 0);
    let mut events = HOLIDAYS
        .map(|(date, name)| (date, name.to_owned()))
        .to_vec();
    events.push((launch, "Leaderboard launched".into()));
    events.push((launch, format!("Usage target: {TARGET} prompts a week")));
    events.sort_by_key(|event| event.0);
    let rows = events
        .iter()
        .map(|(date, event)| format!("{},{event}\n", iso(*date)));
    std::iter::once("date,event\n".into()).chain(rows).collect()
}

/// A weekday (Monday is 0) of a week (the first is 0).
fn day(week: u32, weekday: u32) -> Date {
    let days = i32::try_from(7 * week + weekday).unwrap_or(i32::MAX);
    START.checked_add(days).unwrap_or(Date::MAX)
}

/// A date as the exports write it: `2026-01-05`.
fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// A cell's text, or nothing in the share of cells that are not kept: exports have holes.
fn kept(draw: &mut Draw, share: f64, text: String) -> String {
    if draw.chance(share) {
        text
    } else {
        String::new()
    }
}
