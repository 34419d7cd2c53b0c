//! What happens at the sample company, week by week: prompts and tokens by day, outcomes by week.

use super::draw::Draw;
use super::staff::{Gaming, Listed, Person};
use super::{
    FADE, HOLIDAYS, LAUNCH_WEEK, LINK, REVIEW_DRIFT, SWING, TARGET, TASK_DRIFT, USAGE_DRIFT, day,
    iso, kept,
};

const USAGE_HEADER: &str = "person_id,date,prompts,tokens_in,tokens_out,cache_read_tokens,suggestions,accepted,active_minutes,features_used\n";
const OUTCOMES_HEADER: &str = "person_id,week,tasks_done,lead_time_hours,defects,reopened,rework_share,review_hours,quality_score\n";

/// Monday to Friday, relative to an average day.
const WEEKDAYS: [f64; 5] = [0.95, 1.1, 1.1, 1.05, 0.8];
/// How much of last week's intensity is still there this week.
const PERSISTENCE: f64 = 0.5;

/// One person's day with the assistant.
#[derive(Clone, Copy, Default)]
struct Day {
    /// Prompts that the work called for.
    prompts: u32,
    /// Prompts for the leaderboard.
    extra: u32,
}

/// Writes the usage file and the outcomes file.
pub(super) fn exports(staff: &[Person], draw: &mut Draw) -> (String, String) {
    let (mut usage, mut outcomes) = (USAGE_HEADER.to_owned(), OUTCOMES_HEADER.to_owned());
    for person in staff {
        let mut intensity = draw.normal();
        for week in person.weeks.clone() {
            let news = (1.0 - PERSISTENCE * PERSISTENCE).sqrt() * draw.normal();
            intensity = PERSISTENCE * intensity + news;
            // Leave is taken by whole weeks, so that absence alone does not tie usage to outcomes.
            if draw.chance(0.05) {
                continue;
            }
            if person.listed != Listed::OnlyOutcomes {
                usage_week(&mut usage, person, week, intensity, draw);
            }
            if person.listed != Listed::OnlyUsage {
                outcomes.push_str(&outcome_row(person, week, intensity, draw));
            }
        }
    }
    (usage, outcomes)
}

fn usage_week(csv: &mut String, person: &Person, week: u32, intensity: f64, draw: &mut Draw) {
    let growth = libm::exp(USAGE_DRIFT * f64::from(week) + SWING * intensity);
    let mean = person.prompts * growth * draw.lognormal(0.2);
    let mut days = [Day::default(); 5];
    for (weekday, day) in working_days(week) {
        days[weekday].prompts = prompts(mean * day / 5.0, draw);
    }
    if week >= LAUNCH_WEEK {
        inflate(&mut days, person.gaming, week, draw);
    }
    for (day_of_week, used) in (0..).zip(days) {
        if used.prompts + used.extra > 0 {
            csv.push_str(&usage_row(person, &iso(day(week, day_of_week)), used, draw));
        }
    }
}

/// Prompts of one day: often none when few are expected, bursty otherwise.
fn prompts(mean: f64, draw: &mut Draw) -> u32 {
    let active = 0.95 * (1.0 - libm::exp(-0.8 * mean));
    if draw.chance(active) {
        1 + draw.negative_binomial((mean / active - 1.0).max(0.0), 3.0)
    } else {
        0
    }
}

/// Prompts for the leaderboard: on the last two working days, most of them on the very last.
fn inflate(days: &mut [Day; 5], gaming: Gaming, week: u32, draw: &mut Draw) {
    let so_far: u32 = days.iter().map(|day| day.prompts).sum();
    let aim = match gaming {
        Gaming::No => return,
        Gaming::Target => TARGET + draw.poisson(2.5),
        Gaming::Rank => so_far.max(TARGET) + draw.negative_binomial(60.0, 2.0),
    };
    let extra = aim.saturating_sub(so_far);
    if draw.chance(0.15) || extra == 0 {
        return;
    }
    let last = draw.binomial(extra, 0.75);
    let shares = [last, extra - last];
    for ((weekday, _), share) in working_days(week).rev().zip(shares) {
        days[weekday].extra = share;
    }
}

/// The weekdays of a week that are no holiday, with their weight.
fn working_days(week: u32) -> impl DoubleEndedIterator<Item = (usize, f64)> {
    let works = move |weekday: u32| {
        HOLIDAYS
            .iter()
            .all(|(holiday, _)| *holiday != day(week, weekday))
    };
    let weighted = [0, 1, 2, 3, 4].into_iter().zip(WEEKDAYS).enumerate();
    weighted
        .filter(move |(_, (weekday, _))| works(*weekday))
        .map(|(at, (_, weight))| (at, weight))
}

fn usage_row(person: &Person, date: &str, used: Day, draw: &mut Draw) -> String {
    let prompts = f64::from(used.prompts);
    let extra = f64::from(used.extra);
    // A leaderboard prompt drags in whole folders, is rarely looked at and seldom accepted.
    let tokens_in =
        person.role.tokens_in * person.verbosity * draw.lognormal(0.3) * (prompts + 4.0 * extra);
    let tokens_out = 420.0 * person.verbosity * draw.lognormal(0.3) * (prompts + 2.0 * extra);
    let cache_read = tokens_in * draw.gamma(3.0);
    let suggested = draw.poisson(1.4 * prompts);
    let suggested_extra = draw.poisson(1.2 * extra);
    let suggestions = suggested + suggested_extra;
    let accepted =
        draw.binomial(suggested, person.acceptance) + draw.binomial(suggested_extra, 0.05);
    let minutes = (1.0 + draw.gamma(3.0) / 3.0 * (2.5 * prompts + 0.5 * extra)).min(480.0);
    let features = 1 + draw.binomial((used.prompts + used.extra).min(5), 0.35);
    // A client without telemetry leaves out a whole group of cells.
    let tokens = [tokens_in, tokens_out, cache_read]
        .map(|t| format!("{t:.0}"))
        .join(",");
    let tokens = if draw.chance(0.99) {
        tokens
    } else {
        ",,".into()
    };
    let shown = if draw.chance(0.98) {
        format!("{suggestions},{accepted}")
    } else {
        ",".into()
    };
    let prompts = kept(draw, 0.996, (used.prompts + used.extra).to_string());
    let minutes = kept(draw, 0.985, format!("{minutes:.0}"));
    format!(
        "{},{date},{prompts},{tokens},{shown},{minutes},{features}\n",
        person.id
    )
}

fn outcome_row(person: &Person, week: u32, intensity: f64, draw: &mut Draw) -> String {
    let workload: f64 = working_days(week).map(|(_, weight)| weight / 5.0).sum();
    let growth = libm::exp(TASK_DRIFT * f64::from(week) + link(week) * intensity);
    let tasks = draw.poisson(person.tasks * workload * growth);
    let defects = draw.poisson(0.08 * f64::from(tasks) * person.slips);
    let reopened = draw.binomial(tasks, (0.06 * person.slips).min(1.0));
    let lead_time = person.lead_time * draw.lognormal(0.25);
    let rework = draw.beta(
        1.0 + 20.0 * person.rework,
        1.0 + 20.0 * (1.0 - person.rework),
    );
    let review_hours = person.review_hours + REVIEW_DRIFT * f64::from(week);
    let review_hours = review_hours * workload * draw.gamma(6.0) / 6.0;
    let quality = (person.quality + 6.0 * draw.normal()).clamp(0.0, 100.0);
    // Without a finished task there is no time, no share and no score to report.
    let of_tasks = |cell: String| if tasks > 0 { cell } else { String::new() };
    [
        person.id.clone(),
        iso(day(week, 0)),
        kept(draw, 0.995, tasks.to_string()),
        of_tasks(kept(draw, 0.98, format!("{lead_time:.1}"))),
        defects.to_string(),
        reopened.to_string(),
        of_tasks(kept(draw, 0.98, format!("{rework:.3}"))),
        kept(draw, 0.97, format!("{review_hours:.1}")),
        of_tasks(kept(draw, 0.9, format!("{quality:.1}"))),
    ]
    .join(",")
        + "\n"
}

/// Log tasks per standard deviation of a week's intensity: constant, then fading to zero.
fn link(week: u32) -> f64 {
    let since = (week + 1).saturating_sub(LAUNCH_WEEK).min(FADE);
    LINK * f64::from(FADE - since) / f64::from(FADE)
}
