//! Every measure of association on a million pairs; `scripts/bench` prints `SciPy`'s time beside each.
//!
//! Left out: Theil–Sen and the distance correlation, which visit all pairs of points and refuse a million, and
//! whatever resamples.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops at what it did not expect"
)]

use divan::{Bencher, black_box};
use goodhart::stats::correlation::{kendall, pearson, spearman};
use goodhart::stats::dependence::chatterjee_xi;
use goodhart::stats::robust::{biweight_midcorrelation, percentage_bend, winsorized_correlation};

const PAIRS: u64 = 1_000_000;
const LEVEL: f64 = 0.95;

fn main() {
    divan::main();
}

/// Token counts with ties, and an outcome that goes with them; the same numbers as in `association.py`.
fn pairs() -> (Vec<f64>, Vec<f64>) {
    let splitmix64 = |index: u64| {
        let z = index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let pair = |row: u64| {
        let tokens = splitmix64(2 * row + 1) % 100_000;
        let noise = splitmix64(2 * row + 2) >> 11;
        (tokens as f64, tokens as f64 + noise as f64 * 2e-11)
    };
    (0..PAIRS).map(pair).unzip()
}

macro_rules! bench {
    ($($name:ident: |$x:ident, $y:ident| $measure:expr;)+) => {$(
        #[divan::bench(sample_count = 7, sample_size = 1)]
        fn $name(bencher: Bencher) {
            let ($x, $y) = &pairs();
            bencher.bench_local(|| black_box($measure));
        }
    )+};
}

bench! {
    pearson_r: |x, y| pearson(x, y, LEVEL).unwrap();
    spearman_rho: |x, y| spearman(x, y, LEVEL).unwrap();
    kendall_tau: |x, y| kendall(x, y, LEVEL).unwrap();
    biweight: |x, y| biweight_midcorrelation(x, y).unwrap();
    winsorized: |x, y| winsorized_correlation(x, y, 0.2).unwrap();
    bend: |x, y| percentage_bend(x, y, 0.2).unwrap();
    xi: |x, y| chatterjee_xi(x, y).unwrap();
}
