"""Judges splits. What is compared, exactly:

- a partition: every row is in one part;
- sizes: the parts have the rows asked for (classes of a single row, which go to training, aside);
- stratified: every class has floor or ceiling of its exact share in each part, computed with fractions;
- stratified: the class counts of the test part differ from those of scikit-learn's `train_test_split(stratify=…)` of the
  same size by at most one row a class (which class gets a remainder is a draw in scikit-learn);
- chronological: the order is pandas' stable sort by the column."""

from collections import Counter
from fractions import Fraction
from math import ceil, floor

import pandas as pd
from sklearn.model_selection import train_test_split

from judge import run


def judge_all(judge, cases):
    for case in cases:
        judge_case(judge, case)


def judge_case(judge, case):
    name, class_of, parts = case["name"], case["classOf"], case["parts"]
    rows = len(class_of)
    everything = parts["train"] + parts["validation"] + parts["test"]
    judge.equal("a partition", sorted(everything), list(range(rows)), name)
    counts = Counter(class_of)
    single = {c for c, count in counts.items() if count == 1} if case["strategy"] == "stratified" else set()
    divided = rows - len(single)
    for part in ("validation", "test"):
        share = Fraction(case["sizes"][part], rows) * divided
        judge.holds(
            "part sizes", len(parts[part]) in (floor(share), ceil(share)), f"{len(parts[part])} for {share}", name
        )
    if case["strategy"] == "stratified":
        judge_classes(judge, case, counts, single, divided)
    if case["strategy"] == "chronological":
        expected = pd.Series(case["order"]).sort_values(kind="stable").index.tolist()
        judge.equal("chronological order", everything, expected, name)


def judge_classes(judge, case, counts, single, divided):
    name, class_of, parts, rows = case["name"], case["classOf"], case["parts"], len(case["classOf"])
    held = {part: Counter(class_of[row] for row in parts[part]) for part in parts}
    for c in single:
        judge.equal("single rows train", held["train"][c], 1, name)
    for c in counts.keys() - single:
        for part, size in case["sizes"].items():
            share = Fraction(size, rows) * counts[c]
            judge.holds(
                "class shares",
                held[part][c] in (floor(share), ceil(share)),
                f"class {c}: {held[part][c]} rows of {part} for {share}",
                name,
            )
    # scikit-learn's split needs two rows of each class, and room for each class on both sides.
    size, classes = case["sizes"]["test"], len(counts)
    if single or size < classes or rows - size < classes:
        return
    _, sklearn_test = train_test_split(range(rows), test_size=size, stratify=class_of, random_state=0)
    theirs = Counter(class_of[row] for row in sklearn_test)
    worst = max(abs(theirs[c] - held["test"][c]) for c in counts)
    judge.holds("test part against scikit-learn's", worst <= 1, f"a class differs by {worst} rows", name)


run(judge_all)
