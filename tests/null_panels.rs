//! How often each way of testing claims a relation where there is none.
//!
//! Panels of people over weeks in which usage and outcome know nothing of each other. The table that this prints is in
//! `docs/statistics.md`; run `cargo test --release --test null_panels -- --ignored --nocapture` to make it again.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use goodhart::stats::correlation::{pearson, spearman};
use goodhart::stats::panel::rmcorr::repeated_measures_correlation;
use goodhart::stats::panel::{Effects, Panel, fixed_effects};
use goodhart::stats::regression::Coefficient;
use goodhart::stats::special::normal_quantile;
use rand_core::Rng;
use rand_pcg::Pcg32;

const WEEKS: usize = 26;
const RUNS: usize = 2_000;
const ALPHA: f64 = 0.05;

/// A kind of panel.
struct Kind {
    name: &'static str,
    people: usize,
    /// Correlation of a person's week with the week before.
    autocorrelation: f64,
    /// What every week adds to x and to y of everybody, in standard deviations within a person.
    drift: f64,
    /// Standard deviation, on the log scale, of how much people vary from week to week.
    spread: f64,
    seed: u64,
}

const PLAIN: Kind = Kind {
    name: "",
    people: 30,
    autocorrelation: 0.5,
    drift: 0.0,
    spread: 0.0,
    seed: 0,
};

const KINDS: &[Kind] = &[
    Kind {
        name: "30 people, weeks independent",
        autocorrelation: 0.0,
        seed: 1,
        ..PLAIN
    },
    Kind {
        name: "10 people, autocorrelation 0.5",
        people: 10,
        seed: 2,
        ..PLAIN
    },
    Kind {
        name: "30 people, autocorrelation 0.5",
        seed: 3,
        ..PLAIN
    },
    Kind {
        name: "100 people, autocorrelation 0.5",
        people: 100,
        seed: 4,
        ..PLAIN
    },
    Kind {
        name: "30 people, autocorrelation 0.8",
        autocorrelation: 0.8,
        seed: 5,
        ..PLAIN
    },
    Kind {
        name: "30 people, 0.5, both series drift up together",
        drift: 0.05,
        seed: 6,
        ..PLAIN
    },
    Kind {
        name: "8 people, 0.5, people differ in how much they vary (log SD 0.5)",
        people: 8,
        spread: 0.5,
        seed: 7,
        ..PLAIN
    },
    Kind {
        name: "8 people, 0.5, people differ a lot in how much they vary (log SD 1)",
        people: 8,
        spread: 1.0,
        seed: 8,
        ..PLAIN
    },
];

/// Names of the ways of testing, in the order of [`p_values`].
const WAYS: [&str; 7] = [
    "pooled Pearson",
    "pooled Spearman",
    "Pearson of person means",
    "rmcorr",
    "person effects, CR1",
    "person effects, CR2",
    "person and week effects, CR2",
];

#[test]
#[ignore = "takes minutes"]
fn only_tests_that_count_people_keep_their_promise() {
    println!(
        "| Panels without any relation | {} | no verdict |",
        WAYS.join(" | ")
    );
    println!("|---|{}---|", "---|".repeat(WAYS.len()));
    for kind in KINDS {
        let mut claims = [0; WAYS.len()];
        let mut refused = 0;
        let mut random = Random(Pcg32::new(kind.seed, 0));
        for _ in 0..RUNS {
            let panel = kind.draw(&mut random);
            let (p_values, trusted) = p_values(&panel);
            for (claims, p_value) in claims.iter_mut().zip(p_values) {
                *claims += usize::from(p_value < ALPHA);
            }
            refused += usize::from(!trusted);
        }
        let percent = |count: usize| 100.0 * count as f64 / RUNS as f64;
        let cells = claims.iter().chain([&refused]);
        let cells: Vec<String> = cells
            .map(|&count| format!("{:.0} %", percent(count)))
            .collect();
        println!("| {} | {} |", kind.name, cells.join(" | "));
        let name = kind.name;
        assert!((3.0..=8.0).contains(&percent(claims[2])), "{name}");
        // Where hardly any panel gets a verdict, claiming too little is no broken promise.
        let least = if percent(refused) < 50.0 { 3.0 } else { 0.0 };
        assert!((least..=8.0).contains(&percent(claims[6])), "{name}");
        assert!(percent(claims[0]) > 25.0, "{name}");
    }
}

/// A panel that owns its rows.
struct Rows {
    person: Vec<usize>,
    period: Vec<i32>,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Kind {
    /// Each person has a level of x and one of y, of variance 1, and weeks about them that follow the week before, of
    /// variance 1 as well unless people differ.
    fn draw(&self, random: &mut Random) -> Rows {
        let rows =
            || (0..self.people).flat_map(|person| (0..WEEKS).map(move |week| (person, week)));
        Rows {
            person: rows().map(|(person, _)| person).collect(),
            period: rows()
                .map(|(_, week)| i32::try_from(week).unwrap())
                .collect(),
            x: self.series(random),
            y: self.series(random),
        }
    }

    fn series(&self, random: &mut Random) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.people * WEEKS);
        for _ in 0..self.people {
            let (level, scale) = (random.normal(), (self.spread * random.normal()).exp());
            let mut week = random.normal();
            for at in 0..WEEKS {
                values.push(level + scale * week + self.drift * at as f64);
                let news = (1.0 - self.autocorrelation.powi(2)).sqrt();
                week = self.autocorrelation * week + news * random.normal();
            }
        }
        values
    }
}

/// The p-value of each way of testing, and whether the last one would be turned into a verdict.
fn p_values(
    Rows {
        person,
        period,
        x,
        y,
    }: &Rows,
) -> ([f64; 7], bool) {
    let panel = Panel {
        person,
        period,
        x,
        y,
    };
    let means = |values: &[f64]| -> Vec<f64> {
        let people = values.chunks(WEEKS);
        people
            .map(|own| own.iter().sum::<f64>() / WEEKS as f64)
            .collect()
    };
    let one_way = fixed_effects(&panel, Effects::Person).unwrap();
    let two_way = fixed_effects(&panel, Effects::PersonAndPeriod).unwrap();
    let cr1 = Coefficient {
        estimate: one_way.slope.estimate,
        standard_error: one_way.cr1(2),
        degrees_of_freedom: one_way.people as f64 - 1.0,
    };
    let p_values = [
        pearson(x, y, 0.95).unwrap().p_value,
        spearman(x, y, 0.95).unwrap().p_value,
        pearson(&means(x), &means(y), 0.95).unwrap().p_value,
        repeated_measures_correlation(&panel.repeated(), 0.95)
            .unwrap()
            .p_value,
        cr1.p_value(),
        one_way.slope.p_value(),
        two_way.slope.p_value(),
    ];
    (p_values.map(Result::unwrap), two_way.trust().is_ok())
}

struct Random(Pcg32);

impl Random {
    fn normal(&mut self) -> f64 {
        normal_quantile((f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0)
    }
}
