#!/usr/bin/env python3
"""What the program must find in docs/sample: computed from the CSV files alone, with pandas, SciPy and statsmodels.

Writes sample.json beside this file. To run it again, from the root of the repository:

    python3 -m venv target/oracle
    target/oracle/bin/pip install -r tests/oracle/requirements.txt
    target/oracle/bin/python tests/oracle/sample.py

The rules, which the program follows too
----------------------------------------
1. An empty cell is missing. Missing is never zero: a person without a row in a period has no value there.
2. A period is an ISO week (named by its Monday), a calendar month, or the whole span.
   A day of usage lies in the week and the month of its date; a week of outcomes, in the month of its Monday.
3. Within a person and period, counts and amounts are summed; scores, shares and hours are averaged.
   Both are taken over the cells that are there; if there is none, the value is missing.
4. Acceptance is a ratio of sums, accepted / suggested; without a suggestion it is missing.
5. Usage and outcomes are joined on person and period. A period counts where BOTH values of the pair are there.
6. A person's value is the mean over those periods; for acceptance, again the ratio of the sums over them.
7. Each person is one point. People are compared; weeks are not.
8. Means that differ by less than 1e-14 of their size differ by the order of their sums only: for ranks they are ties.
"""

import json
import pathlib
import platform

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "docs" / "sample"
LAUNCH = pd.Timestamp("2026-04-06")

SUMMED = ["prompts", "tokens_out", "suggestions", "accepted", "tasks_done", "defects"]
PAIRS = [
    ("prompts", "tasks_done"),
    ("tokens_out", "lead_time_hours"),
    ("prompts", "quality_score"),
    ("acceptance", "rework_share"),
    ("acceptance", "defects"),
]
PERIODS = {
    "week": lambda day: day - pd.to_timedelta(day.dt.day_of_week, unit="D"),
    "month": lambda day: day - pd.to_timedelta(day.dt.day - 1, unit="D"),
    "span": lambda day: pd.Series(pd.Timestamp("2026-01-01"), index=day.index),
}


def main():
    usage = pd.read_csv(SAMPLE / "usage.csv", parse_dates=["date"]).rename(columns={"date": "day"})
    outcomes = pd.read_csv(SAMPLE / "outcomes.csv", parse_dates=["week"]).rename(columns={"week": "day"})
    # Rule 4 needs no convention for half a ratio: both sides are there or neither is.
    assert (usage["suggestions"].isna() == usage["accepted"].isna()).all()
    answers = []
    for period in PERIODS:
        joined = join(usage, outcomes, period)
        for x, y in PAIRS:
            people, periods = person_values(joined, x, y)
            answers.append({"usage": x, "outcome": y, "period": period, "n_person_periods": periods, **between(people)})
    weekly = join(usage, outcomes, "week")
    spans = {
        "all": weekly,
        "before the launch": weekly[weekly["period"] < LAUNCH],
        "from the launch on": weekly[weekly["period"] >= LAUNCH],
    }
    result = {
        "made_by": "tests/oracle/sample.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "pandas": pd.__version__,
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
        },
        "join": receipt(usage, outcomes),
        "between_people": answers,
        "within_people": [{"usage": "prompts", "outcome": "tasks_done", "weeks": name, **within(rows)}
                          for name, rows in spans.items()],
    }
    (HERE / "sample.json").write_text(json.dumps(result, indent=1) + "\n")


def per_period(rows, period):
    """Rule 2 and rule 3: one row per person and period."""
    keys = [rows["person_id"], PERIODS[period](rows["day"]).rename("period")]
    measures = rows.drop(columns=["person_id", "day"])
    groups = measures.groupby(keys)
    columns = {name: groups[name].sum(min_count=1) if name in SUMMED else groups[name].mean() for name in measures}
    return pd.DataFrame(columns).reset_index()


def join(usage, outcomes, period):
    """Rule 5, first half."""
    return per_period(usage, period).merge(per_period(outcomes, period), on=["person_id", "period"], how="inner")


def person_values(joined, x, y):
    """Rules 4 to 7: one point per person, and the number of person-periods behind the points."""
    if x != "acceptance":
        both = joined.dropna(subset=[x, y])
        people = both.groupby("person_id")[[x, y]].mean()
        return people.set_axis(["x", "y"], axis=1), len(both)
    both = joined.dropna(subset=["accepted", "suggestions", y])
    both = both[both["suggestions"] > 0]
    groups = both.groupby("person_id")
    return pd.DataFrame({"x": groups["accepted"].sum() / groups["suggestions"].sum(), "y": groups[y].mean()}), len(both)


def tied(values):
    """Rule 8."""
    values = values.copy()
    order = np.argsort(values)
    last = -np.inf
    for at in order:
        if values[at] - last > 1e-14 * abs(values[at]):
            last = values[at]
        values[at] = last
    return values


def between(people):
    """The relation across people, one point each."""
    x, y, n = tied(people["x"].to_numpy()), tied(people["y"].to_numpy()), len(people)
    pearson = stats.pearsonr(x, y)
    # Fisher (1921): atanh r has a standard error of 1 / sqrt(n - 3). This is SciPy's interval too.
    fisher = interval(pearson.statistic, 1 / np.sqrt(n - 3))
    assert np.allclose(fisher, pearson.confidence_interval(0.95), rtol=1e-12)
    spearman = stats.spearmanr(x, y)
    # Bonett and Wright (2000).
    bonett_wright = interval(spearman.statistic, np.sqrt((1 + spearman.statistic**2 / 2) / (n - 3)))
    kendall = stats.kendalltau(x, y, variant="b", method="asymptotic")
    line = sm.OLS(y, sm.add_constant(x)).fit()
    return {
        "n_people": n,
        "pearson": {"r": pearson.statistic, "ci95": fisher, "p_value": pearson.pvalue},
        "spearman": {"rho": spearman.statistic, "ci95": bonett_wright, "p_value": spearman.pvalue},
        "kendall": {"tau_b": kendall.statistic, "p_value": kendall.pvalue},
        "line": {"intercept": line.params[0], "slope": line.params[1]},
    }


def interval(coefficient, standard_error):
    half = stats.norm.ppf(0.975) * standard_error
    return [float(np.tanh(np.arctanh(coefficient) + side * half)) for side in (-1, 1)]


def within(joined):
    """Tasks on prompts with an effect for each person and week, as a regression on dummies."""
    both = joined.dropna(subset=["prompts", "tasks_done"])
    y = both["tasks_done"].to_numpy()
    people = pd.get_dummies(both["person_id"], dtype=float)
    weeks = pd.get_dummies(both["period"], dtype=float, drop_first=True)
    slope = {}
    for effects, dummies in (("person", [people]), ("person and week", [people, weeks])):
        design = np.column_stack([both["prompts"].to_numpy(), *dummies])
        slope[effects] = float(sm.OLS(y, design).fit().params[0])
    return {
        "n_people": both["person_id"].nunique(),
        "n_person_weeks": len(both),
        "slope_person_effects": slope["person"],
        "slope_person_and_week_effects": slope["person and week"],
    }


def receipt(usage, outcomes):
    """What the join keeps and loses, before any missing cell."""
    users, workers = set(usage["person_id"]), set(outcomes["person_id"])
    rows = {name: len(per_period(table, "week")) for name, table in (("usage", usage), ("outcomes", outcomes))}
    return {
        "usage_rows": len(usage),
        "outcome_rows": len(outcomes),
        "people_in_both": len(users & workers),
        "people_only_in_usage": len(users - workers),
        "people_only_in_outcomes": len(workers - users),
        "person_weeks_usage": rows["usage"],
        "person_weeks_outcomes": rows["outcomes"],
        "person_weeks_in_both": len(join(usage, outcomes, "week")),
    }


if __name__ == "__main__":
    main()
