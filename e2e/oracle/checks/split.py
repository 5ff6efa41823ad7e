"""Judges splits. What is compared, exactly:

- a partition: every row is in one part;
- sizes: the parts have the rows asked for (classes of a single row, which go to training, aside);
- stratified: every class has floor or ceiling of its exact share in each part, computed with fractions;
- stratified: the class counts of the test part differ from those of scikit-learn's `train_test_split(stratify=…)` of the
  same size by at most one row a class (which class gets a remainder is a draw in scikit-learn);
- chronological: the order is pandas' stable sort by the column;
- folds: every row is tested once; sizes and class counts of each fold are those of StratifiedKFold and KFold, the rows
  of each group's fold those of GroupKFold (whose order among groups of equal size is its own: then the sizes), and of
  the one group left out those of LeaveOneGroupOut;
- groups: no group is in two parts, whole parts come as near to their sizes as the largest group allows;
- balance: weights are compute_class_weight("balanced"); over- and undersampling give every class the rows of the
  largest, or of the smallest."""

from collections import Counter
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold, KFold, LeaveOneGroupOut, StratifiedKFold, train_test_split
from sklearn.utils.class_weight import compute_class_weight

from judge import run


def judge_all(judge, produced):
    for case in produced["cases"]:
        judge_case(judge, case)
    for case in produced["folds"]:
        judge_folds(judge, case)
    for index, case in enumerate(produced["balances"]):
        judge_balance(judge, case, f"balance {index}")


def judge_folds(judge, case):
    name, groups, folds = case["name"], case["groups"], case["folds"]
    rows = sum(len(part) for part in folds[0].values())
    for parts in folds:
        everything = parts["train"] + parts["validation"] + parts["test"]
        judge.equal("folds: a partition", sorted(everything), list(range(rows)), name)
        if groups is not None:
            judge_groups(judge, case, parts, rows)
    if case["strategy"] == "group":
        return
    tested = [sorted(parts["test"]) for parts in folds]
    judge.equal("folds: every row tested once", sorted(sum(tested, [])), list(range(rows)), name)
    for parts in folds:
        rest = rows - len(parts["test"])
        if groups is None and case["classOf"] is None:
            judge.holds(
                "folds: validation of the rest",
                abs(len(parts["validation"]) - rest * case["validation"]) < 1,
                f"{len(parts['validation'])} of {rest} for {case['validation']}",
                name,
            )
    places = np.zeros((rows, 1))
    if case["strategy"] == "leaveOneGroupOut":
        theirs = [test.tolist() for _, test in LeaveOneGroupOut().split(places, groups=groups)]
        judge.equal("LeaveOneGroupOut", tested, theirs, name)
    elif groups is not None:
        theirs = [test.tolist() for _, test in GroupKFold(len(folds)).split(places, groups=groups)]
        judge.equal("GroupKFold: sizes", [len(test) for test in tested], [len(test) for test in theirs], name)
        sizes = list(Counter(groups).values())
        if len(set(sizes)) == len(sizes):
            judge.equal("GroupKFold: rows", tested, theirs, name)
    elif case["classOf"] is None:
        theirs = [len(test) for _, test in KFold(len(folds)).split(places)]
        judge.equal("KFold: sizes", [len(test) for test in tested], theirs, name)
    else:
        judge_stratified_folds(judge, name, case["classOf"], tested)


def judge_stratified_folds(judge, name, class_of, tested):
    counts = Counter(class_of)
    # scikit-learn refuses folds that no class has rows enough for.
    if max(counts.values()) < len(tested):
        return
    splitter = StratifiedKFold(len(tested))
    for ours, (_, theirs) in zip(tested, splitter.split(np.zeros((len(class_of), 1)), class_of)):
        expected = Counter(class_of[row] for row in theirs)
        judge.equal("StratifiedKFold: class counts", Counter(class_of[row] for row in ours), expected, name)


def judge_groups(judge, case, parts, rows):
    name, groups = case["name"], case["groups"]
    held = {part: {groups[row] for row in parts[part]} for part in parts}
    trained = held["train"] | held["validation"]
    judge.holds("groups: no tested group is trained on", not held["test"] & trained, "one is", name)
    if case["strategy"] != "group":
        return
    judge.holds("groups: none in two parts", not held["train"] & held["validation"], "one is", name)
    largest = max(Counter(groups).values())
    if case["classOf"] is None:
        for part in ("validation", "test"):
            off = abs(len(parts[part]) - case[part] * rows)
            judge.holds("groups: part sizes", off <= largest, f"{part} is off by {off}, largest group {largest}", name)


def judge_balance(judge, case, name):
    class_of = case["classOf"]
    counts = Counter(class_of)
    present = sorted(counts)
    weights = compute_class_weight("balanced", classes=np.array(present), y=np.array(class_of))
    judge.close("class weights", [case["weights"][c] for c in present], weights.tolist(), 1e-6, where=name)
    over, under = Counter(class_of[at] for at in case["over"]), Counter(class_of[at] for at in case["under"])
    judge.equal("oversampling", over, {c: max(counts.values()) for c in present}, name)
    judge.equal("oversampling keeps every row", set(case["over"]), set(range(len(class_of))), name)
    judge.equal("undersampling", under, {c: min(counts.values()) for c in present}, name)
    judge.equal("undersampling repeats none", len(set(case["under"])), len(case["under"]), name)


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
