"""Judges analyses of tables with pandas, numpy and scipy, to 1e-9: quantiles (numpy's linear ones), Tukey's fences and what
lies beyond, |Pearson's r|, the correlation ratio (from sums of squares by groups, as an analysis of variance has them),
Cramér's V (scipy.stats.contingency.association), the matrix of pairwise complete correlations, and the rows of each
class. Strengths are computed on the training rows."""

import warnings

import numpy as np
import pandas as pd
from scipy.stats import pearsonr
from scipy.stats.contingency import association

from judge import run

BAR = 1e-9
SHARES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]


def judge_all(judge, cases):
    warnings.simplefilter("ignore")
    for case in cases:
        judge_case(judge, case)


def judge_case(judge, case):
    name = case["name"]
    table = pd.DataFrame({column["name"]: typed(column) for column in case["table"]})
    kinds = {column["name"]: column["type"] for column in case["table"]}
    train = table.iloc[case["trainRows"]]
    for figures in case["columns"]:
        column = figures["column"]
        where = f"{name}, {column}"
        if kinds[column] == "number":
            judge_numbers(judge, figures, table[column].dropna().to_numpy(), where)
        else:
            judge.equal("categories have no quantiles", figures["quantiles"], None, where)
        if column == case["target"]:
            judge.equal("the target has no strength", figures["strength"], None, where)
        else:
            judge_strength(judge, figures["strength"], train, column, case, kinds, where)
    judge_matrix(judge, case["correlations"], table, name)
    if case["task"] == "regression":
        judge.equal("classes", case["classes"], None, name)
    else:
        counts = table[case["target"]].value_counts().to_dict()
        judge.equal("rows of each class", {c["name"]: c["count"] for c in case["classes"]}, counts, name)


def typed(column):
    if column["type"] == "number":
        return pd.Series([np.nan if cell is None else float(cell) for cell in column["cells"]], dtype=float)
    return pd.Series(column["cells"], dtype=object)


def judge_numbers(judge, figures, present, where):
    quantiles = np.quantile(present, SHARES)
    floor = float(np.abs(present).max()) or 1
    judge.close("quantiles", figures["quantiles"], quantiles.tolist(), BAR, floor, where)
    lower, upper = np.quantile(present, [0.25, 0.75])
    if not upper > lower:
        judge.equal("no outliers where the quartiles are one", figures["outliers"], None, where)
        return
    low, high = lower - 1.5 * (upper - lower), upper + 1.5 * (upper - lower)
    inside = present[(present >= low) & (present <= high)]
    got = figures["outliers"]
    judge.equal("outliers", got["count"], len(present) - len(inside), where)
    judge.close("fences", [got["low"], got["high"]], [float(low), float(high)], BAR, floor, where)
    judge.close("whiskers", got["whiskers"], [float(inside.min()), float(inside.max())], BAR, floor, where)


def judge_strength(judge, strength, train, column, case, kinds, where):
    target = case["target"]
    pair = train[[column, target]].dropna()
    measure, value = expected_strength(pair[column], pair[target], kinds[column], case["task"])
    if value is None or np.isnan(value):
        judge.equal("no strength where nothing varies", strength, None, where)
        return
    judge.equal("measures", strength and strength["measure"], measure, where)
    judge.close(measure, strength and strength["value"], value, BAR, 1e-3, where)


def expected_strength(column, target, kind, task):
    if kind == "number" and task == "regression":
        if column.nunique() < 2 or target.nunique() < 2:
            return "pearson", None
        return "pearson", abs(float(pearsonr(column, target)[0]))
    if kind == "number":
        return "eta", eta(column, target)
    if task == "regression":
        return "eta", eta(target, column)
    counts = pd.crosstab(column, target)
    if min(counts.shape) < 2:
        return "cramersV", None
    return "cramersV", float(association(counts.to_numpy(), method="cramer"))


def eta(numbers, groups):
    """√(1 − the squares within the groups / all squares), in extended precision."""
    if groups.nunique() < 2 or numbers.nunique() < 2:
        return None
    values = numbers.to_numpy(dtype=np.longdouble)
    total = ((values - values.mean()) ** 2).sum()
    within = sum(((part - part.mean()) ** 2).sum() for _, part in by_group(values, groups))
    return float(np.sqrt(max(0, 1 - within / total)))


def by_group(values, groups):
    labels = groups.to_numpy()
    return [(label, values[labels == label]) for label in pd.unique(labels)]


def judge_matrix(judge, correlations, table, name):
    columns = correlations["columns"]
    expected_columns = [column for column in table.columns if table[column].dtype == float]
    judge.equal("columns of the matrix", columns, expected_columns, name)
    # Less the means: pandas adds up in doubles, and large offsets would cost it the digits that are compared.
    centred = table[columns] - table[columns].mean()
    expected = centred.corr(min_periods=2).to_numpy()
    got = np.array([np.nan if r is None else r for r in correlations["r"]], dtype=float).reshape(expected.shape)
    judge.equal("where r is not defined", np.isnan(got).tolist(), np.isnan(expected).tolist(), name)
    both = ~np.isnan(got) & ~np.isnan(expected)
    judge.close("correlations", got[both].tolist(), expected[both].tolist(), BAR, 1e-2, name)


run(judge_all)
