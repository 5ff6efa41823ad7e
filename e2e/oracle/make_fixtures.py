"""Writes the expected numbers of the unit tests: small random cases, judged by scikit-learn. Run by hand with
/usr/bin/python3 (Debian's python3-sklearn) from the repository's root; the files are committed."""

import json
from pathlib import Path

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import reference

root = Path(__file__).resolve().parents[2] / "src" / "core"
rng = np.random.default_rng(20240601)


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n")


def classification_case(name, rows, classes, present=None, levels=None):
    """levels: how many distinct probabilities there are, to make ties; present: classes that have rows."""
    y_true = rng.choice(present if present else classes, size=rows)
    raw = rng.integers(0, levels, size=(rows, classes)) + 0.0 if levels else rng.exponential(size=(rows, classes))
    raw[raw.sum(axis=1) == 0] = 1
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    return {
        "name": name,
        "classes": classes,
        "yTrue": y_true.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "expected": reference.classification(y_true, probabilities, classes),
    }


def regression_case(name, y_true, predicted):
    expected = reference.regression(y_true, predicted)
    return {"name": name, "yTrue": list(y_true), "predicted": list(predicted), "expected": expected}


def scaling_case(name, cells):
    column = np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64).reshape(-1, 1)
    fitted = {}
    for strategy in ("mean", "median"):
        imputer = SimpleImputer(strategy=strategy).fit(column)
        filled = imputer.transform(column)
        standard, minmax = StandardScaler().fit(filled), MinMaxScaler().fit(filled)
        fitted[strategy] = {
            "impute": float(imputer.statistics_[0]),
            "standard": {"offset": float(standard.mean_[0]), "scale": float(standard.scale_[0])},
            "minmax": {"offset": float(minmax.data_min_[0]), "scale": float(1 / minmax.scale_[0])},
        }
    return {"name": name, "cells": cells, "fitted": fitted}


def with_missing(values, share):
    return [None if rng.random() < share else float(value) for value in values]


def mode_case(name, cells):
    column = np.array([[np.nan if cell is None else cell] for cell in cells], dtype=object)
    imputer = SimpleImputer(strategy="most_frequent").fit(column)
    return {"name": name, "cells": cells, "mode": imputer.statistics_[0]}


write(
    root / "evaluation" / "fixtures" / "classification.json",
    [
        classification_case("binary", 40, 2),
        classification_case("binary with ties", 60, 2, levels=4),
        classification_case("binary, one class in the part", 12, 2, present=[1]),
        classification_case("three classes", 50, 3),
        classification_case("three classes with ties", 60, 3, levels=3),
        classification_case("a class without rows", 30, 4, present=[0, 1, 3]),
        classification_case("one row", 1, 3),
        classification_case("seven classes, few rows", 9, 7),
    ],
)
write(
    root / "evaluation" / "fixtures" / "regression.json",
    [
        regression_case("noise", (y := rng.normal(size=30)).tolist(), (y + rng.normal(size=30) / 3).tolist()),
        regression_case("large offset", (y := 1e6 + rng.normal(size=25)).tolist(), (y + 0.1).tolist()),
        regression_case("worse than the mean", rng.normal(size=20).tolist(), (5 * rng.normal(size=20)).tolist()),
        regression_case("constant target", [0.1] * 3, [0.1, 0.2, 0.3]),
        regression_case("one row", [2.5], [3.0]),
    ],
)
write(
    root / "data" / "fixtures" / "scaling.json",
    [
        scaling_case("normal", rng.normal(size=21).tolist()),
        scaling_case("missing, odd", with_missing(rng.normal(40, 8, size=25), 0.25)),
        scaling_case("missing, even", with_missing(rng.exponential(1e4, size=24), 0.3)),
        scaling_case("constant", [7.25] * 9),
        scaling_case("constant up to rounding", [0.1, 0.1, 0.1, 0.1 + 1e-17, 0.1]),
        scaling_case("one row", [3.0]),
        scaling_case("large offset", (1e9 + rng.normal(size=30)).tolist()),
    ],
)
write(
    root / "data" / "fixtures" / "mode.json",
    [
        mode_case("tie", ["pear", "apple", "pear", "apple", "zebra"]),
        mode_case("capitals", ["b", "B", "a", "b", "B"]),
        mode_case("missing", ["x", None, "y", None, None, "y"]),
        mode_case("beyond the basic plane", ["\U0001f427", "\uffe5", "\U0001f427", "\uffe5"]),
    ],
)
