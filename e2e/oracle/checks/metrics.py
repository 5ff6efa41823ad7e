"""Judges reports with scikit-learn's metrics and its dummy estimators."""

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor

import reference
from judge import run

BAR = 1e-9
# R² is 1 minus a ratio: near 0 its digits are those of the 1.
FLOORS = {"r2": 1}


def judge_all(judge, cases):
    for case in cases:
        (classification if case["kind"] == "classification" else regression)(judge, case)


def classification(judge, case):
    classes, y_test, y_train = case["classes"], np.array(case["yTest"]), np.array(case["yTrain"])
    outputs = np.array(case["outputs"], dtype=np.float64)
    if classes == 2 and len(outputs) == len(y_test):
        outputs = np.column_stack([1 - outputs, outputs])
    shares = np.bincount(y_train, minlength=classes) / len(y_train)
    if len(set(y_train.tolist())) == classes:
        dummy = DummyClassifier(strategy="prior").fit(np.zeros((len(y_train), 1)), y_train)
        assert np.allclose(dummy.predict_proba(np.zeros((1, 1)))[0], shares)
    compare(judge, "model", case, reference.classification(y_test, outputs, classes))
    compare(judge, "baseline", case, reference.classification(y_test, np.tile(shares, (len(y_test), 1)), classes))


def regression(judge, case):
    y_test, y_train = np.array(case["yTest"]), np.array(case["yTrain"])
    predicted = np.array(case["outputs"], dtype=np.float64) * case["scale"] + case["offset"]
    dummy = DummyRegressor(strategy="mean").fit(np.zeros((len(y_train), 1)), y_train)
    compare(judge, "model", case, reference.regression(y_test, predicted))
    compare(judge, "baseline", case, reference.regression(y_test, dummy.predict(np.zeros((len(y_test), 1)))))
    for value, residual in case["report"]["residuals"]:
        near = np.abs(predicted - value) <= 1e-9 * max(1, abs(value))
        found = np.abs(y_test[near] - predicted[near] - residual).min(initial=np.inf)
        scale = max(1, float(np.abs(y_test).max()))
        judge.holds("residuals are true minus predicted", found <= 1e-9 * scale, f"{residual} at {value}", case["name"])


def compare(judge, who, case, expected):
    got = case["report"][who]
    assert got.keys() == expected.keys(), (got.keys(), expected.keys())
    for score in expected:
        floor = FLOORS.get(score, 1e-3)
        judge.close(f"{who} {score}", got[score], expected[score], BAR, floor, case["name"])


run(judge_all)
