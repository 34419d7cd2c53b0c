//! How long files of a million rows take from bytes to an answer, natively: `cargo bench --bench import [FILE...]`.
//!
//! Without files it writes its own. Where Linux says how long this thread was on a processor, that is what counts, so
//! that other work on the machine does not. In the browser the same is measured by `scripts/bench-import`.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

use goodhart::analysis::{Interest, Pair};
use goodhart::dataset::{Absent, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::Filters;

/// Bytes that the engine is fed at once, as in the browser.
const PIECE: usize = 256 << 10;

const RUNS: usize = 5;

fn main() {
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| !one.starts_with("--"))
        .collect();
    let files: Vec<(String, Vec<u8>)> = if named.is_empty() {
        vec![
            ("usage.csv".to_owned(), usage(5_000, 200).into_bytes()),
            ("outcomes.csv".to_owned(), outcomes(5_000).into_bytes()),
        ]
    } else {
        let read = |name: String| std::fs::read(&name).map(|bytes| (name, bytes));
        named
            .into_iter()
            .filter_map(|name| read(name).ok())
            .collect()
    };
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} MB", bytes / 1_000_000);
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..RUNS {
        for (times, time) in times.iter_mut().zip(once(&files)) {
            times.push(time);
        }
    }
    for (name, mut times) in ["read", "close", "join", "relate"].into_iter().zip(times) {
        times.sort_unstable_by(f64::total_cmp);
        println!("{name:>8} {:8.1} ms", times[RUNS / 2]);
    }
}

/// Milliseconds for reading, closing, joining and relating.
fn once(files: &[(String, Vec<u8>)]) -> [f64; 4] {
    let mut engine = Engine::new();
    let mut mappings = Vec::new();
    let mut times = [0.0; 4];
    for (number, (name, bytes)) in (0..).zip(files) {
        let id = FileId(number);
        let start = now();
        engine.open(id, name);
        for piece in bytes.chunks(PIECE) {
            engine.feed(id, piece);
        }
        times[0] += now() - start;
        let start = now();
        let report = engine.close(id);
        times[1] += now() - start;
        mappings.extend(report.mapping.map(|mapping| (id, mapping)));
    }
    let recipe = Recipe {
        files: mappings,
        period: Period::Week,
        absent: Absent::Unknown,
        filters: Filters::default(),
        naming: goodhart::dataset::Naming::default(),
    };
    let start = now();
    let joined = engine.answer(&Request::Join(recipe.clone()));
    times[2] = now() - start;
    let Response::Joined(Ok(report)) = joined else {
        panic!("the files do not join");
    };
    let (x, y) = report.first.expect("there is something to relate");
    let pair = Pair {
        x,
        y,
        group: None,
        with_ids: false,
        interest: Interest::Middle,
    };
    let start = now();
    let answer = engine.answer(&Request::Relate(recipe, pair));
    times[3] = now() - start;
    assert!(matches!(answer, Response::Related(Ok(_))));
    times
}

/// Milliseconds on a processor, or by the clock.
fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64() * 1e3, |time| time / 1e6)
}

/// Numbers without a pattern that a branch predictor could learn.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % bound
    }
}

fn usage(people: u64, days: u64) -> String {
    let mut dice = Dice(1);
    let mut text = String::from(
        "person_id,team,role,date,prompts,tokens_in,tokens_out,suggestions,accepted,active_minutes\n",
    );
    for person in 0..people {
        for day in 0..days {
            let prompts = dice.below(25);
            let suggested = prompts * 3 + dice.below(5);
            let _ = text.write_fmt(format_args!(
                "P{person:05},T{:03},role{},2025-{:02}-{:02},{prompts},{},{},{suggested},{},{}.{}\n",
                person % 400,
                person % 8,
                day / 28 + 1,
                day % 28 + 1,
                prompts * (300 + dice.below(400)),
                prompts * (500 + dice.below(800)),
                dice.below(suggested + 1),
                dice.below(400),
                dice.below(10),
            ));
        }
    }
    text
}

fn outcomes(people: u64) -> String {
    let mut dice = Dice(2);
    let mut text = String::from("person_id,quality_score,defects,cycle_days\n");
    for person in 0..people {
        let _ = text.write_fmt(format_args!(
            "P{person:05},{}.{:02},{},{}.{:02}\n",
            50 + dice.below(40),
            dice.below(100),
            dice.below(12),
            dice.below(20),
            dice.below(100)
        ));
    }
    text
}
