"""Judges windows with pandas (a stable sort by group, then time; groupby) and numpy's sliding_window_view on each stretch
between gaps. Compared exactly: rows of windows, targets, the model's numbers, the parts of a split in time, the windows
a prediction is asked for."""

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from judge import run


def stretches(case, gaps):
    """Lists of row numbers that follow one another, and the table in order."""
    options, rows = case["input"], len(case["values"])
    table = pd.DataFrame({"row": range(rows), "time": range(rows), "group": "all"})
    if case["group"] is not None:
        table["group"] = case["group"]
    if case["time"] is not None:
        table["time"] = case["time"]
    first = {name: i for i, name in enumerate(table["group"].dropna().unique())}
    table = table.dropna()
    table["place"] = table["group"].map(first)
    table = table.sort_values(["place", "time", "row"])
    if case["time"] is None:
        return [list(own["row"]) for _, own in table.groupby("place")], table
    if options["duplicates"] == "first":
        table = table.drop_duplicates(["place", "time"], keep="first")
    steps = table.groupby("place")["time"].diff()
    usual = np.median(steps[steps > 0]) if (steps > 0).any() else np.inf
    breaks = (steps > 1.5 * usual) if gaps else steps.isna() & False
    return [list(own["row"]) for _, own in table.groupby(["place", breaks.cumsum()])], table


def judge_all(judge, cases):
    for case in cases:
        judge_case(judge, case)


def judge_case(judge, case):
    name, options = case["name"], case["input"]
    length, stride = options["length"], options["stride"]
    reach = length - 1 + (options["horizon"] if options["mode"] == "forecast" else 0)
    runs, table = stretches(case, options["gaps"] == "break")
    windows, targets, asked = [], [], []
    for own in runs:
        if len(own) > reach:
            whole = sliding_window_view(np.array(own), reach + 1)[::stride]
            windows += whole[:, :length].tolist()
            targets += whole[:, -1].tolist()
        if len(own) >= length:
            asked += sliding_window_view(np.array(own), length)[:, -1].tolist()
    judge.equal("rows of windows", case["windows"], windows, name)
    judge.equal("rows of targets", case["targets"], targets, name)
    values = np.array(case["values"], dtype=np.float32)
    judge.equal("what the model gets", case["x"], [values[rows].tolist() for rows in windows], name)
    judge.equal("windows to predict", case["asked"], asked, name)
    judge_parts(judge, case, table, windows, targets)


def judge_parts(judge, case, table, windows, targets):
    """Rows in windows are divided at two moments (or, without a time, each group's at two places)."""
    name, fractions = case["name"], case["fractions"]
    used = table[table["row"].isin({row for rows in windows for row in rows} | set(targets))]
    part_of = {}
    blocks = [used.sort_values("time", kind="stable")] if case["time"] is not None else [
        own for _, own in used.groupby("place")
    ]
    for own in blocks:
        sizes = shares(len(own), [1 - fractions["validation"] - fractions["test"], *fractions.values()])
        times = own["time"].tolist() + [np.inf]
        first, second = times[sizes[0]], times[sizes[0] + sizes[1]]
        for row, time in zip(own["row"], own["time"]):
            part_of[row] = 0 if time < first else 1 if time < second else 2
    expected = [[], [], []]
    for sample, (rows, target) in enumerate(zip(windows, targets)):
        parts = {part_of[row] for row in [*rows, target]}
        if len(parts) == 1:
            expected[parts.pop()].append(sample)
    judge.equal("parts in time", case["parts"], expected, name)


def shares(total, fractions):
    """Largest remainders; equal ones go to the first."""
    exact = [total * fraction for fraction in fractions]
    sizes = [int(np.floor(share + 1e-9)) for share in exact]
    order = sorted(range(3), key=lambda i: (-(round(exact[i] - sizes[i], 9)), i))
    for i in order[: total - sum(sizes)]:
        sizes[i] += 1
    return sizes


run(judge_all)
