"""Times SciPy on the pairs of association.rs and prints it beside the times that `cargo bench` wrote to stdin."""

import re
import sys
import time

import numpy as np
from scipy import stats
from scipy.stats import mstats

PAIRS, SAMPLES = 1_000_000, 3
SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def splitmix64(index):
    z = index * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def winsorized(x, y):
    cut = lambda side: np.asarray(mstats.winsorize(side, limits=(0.2, 0.2)))
    return stats.pearsonr(cut(x), cut(y))


# SciPy has neither the biweight midcorrelation nor the percentage bend correlation.
SCIPY = {
    "pearson_r": stats.pearsonr,
    "spearman_rho": stats.spearmanr,
    "kendall_tau": stats.kendalltau,
    "winsorized": winsorized,
    "xi": stats.chatterjeexi,
}


def median_time(measure, x, y):
    times = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        measure(x, y)
        times.append(time.perf_counter() - start)
    return sorted(times)[SAMPLES // 2]


def main():
    line = re.compile(r"[├╰]─ (\w+)\s.*?│.*?│\s*([\d.]+) (ns|µs|ms|s)\s*│")
    ours = {name: float(size) * SECONDS[unit] for name, size, unit in line.findall(sys.stdin.read())}
    if not ours:
        sys.exit("no times of cargo bench on stdin")
    row = np.arange(PAIRS, dtype=np.uint64)
    two = np.uint64(2)
    with np.errstate(over="ignore"):
        x = (splitmix64(two * row + np.uint64(1)) % np.uint64(100_000)).astype(float)
        y = x + (splitmix64(two * row + two) >> np.uint64(11)).astype(float) * 2e-11
    print(f"{PAIRS:,} pairs, median in ms    here   SciPy")
    for name, seconds in ours.items():
        theirs = f"{1e3 * median_time(SCIPY[name], x, y):7.0f}" if name in SCIPY else "      –"
        print(f"  {name:27}{1e3 * seconds:7.0f} {theirs}")
    print(f"  {'all':27}{1e3 * sum(ours.values()):7.0f}")


if __name__ == "__main__":
    main()
