"""Compares what the studio computed with what an independent program computed, and reports it as one JSON list on
standard output: a name, how many numbers were compared, the worst relative error, the bar, the first failures.

A judge calls `run(judge_all)`, where `judge_all(judge, produced)` compares. It is started as `python3 checks/<name>.py
a.json b.json …` with this folder on PYTHONPATH: the first file is what was produced, the others hold planted faults, and
all are judged by one process because importing the libraries takes longer than judging."""

import json
import math
import sys
import traceback


def run(judge_all):
    verdicts = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            produced = json.load(file)
        judge = Judge()
        try:
            judge_all(judge, produced)
            verdicts.append({"crash": None, "results": list(judge.results.values())})
        except Exception:
            verdicts.append({"crash": traceback.format_exc().strip().replace("\n", " | "), "results": []})
    json.dump(verdicts, sys.stdout)


class Judge:
    def __init__(self):
        self.results = {}

    def _result(self, name, bar):
        return self.results.setdefault(
            name, {"name": name, "cases": 0, "worst": 0.0, "bar": bar, "ok": True, "failures": []}
        )

    def _fail(self, result, text):
        result["ok"] = False
        if len(result["failures"]) < 5:
            result["failures"].append(text)

    def close(self, name, got, expected, bar, floor=1e-3, where=""):
        """Numbers, or nested lists and dictionaries of them: |got - expected| <= bar * max(|expected|, floor). None
        (not defined) equals None only."""
        result = self._result(name, bar)
        if isinstance(expected, dict) and isinstance(got, dict) and got.keys() == expected.keys():
            for key in expected:
                self.close(name, got[key], expected[key], bar, floor, f"{where}.{key}")
        elif isinstance(expected, list) and isinstance(got, list) and len(got) == len(expected):
            for index, (a, b) in enumerate(zip(got, expected)):
                self.close(name, a, b, bar, floor, f"{where}[{index}]")
        elif _is_number(got) and _is_number(expected):
            result["cases"] += 1
            error = abs(got - expected) / max(abs(expected), floor)
            if math.isfinite(error):
                result["worst"] = max(result["worst"], error)
            if not error <= bar:
                self._fail(result, f"{where}: got {got!r}, expected {expected!r}")
        else:
            self.equal(name, got, expected, where, bar)

    def equal(self, name, got, expected, where="", bar=0):
        result = self._result(name, bar)
        result["cases"] += 1
        if got != expected:
            self._fail(result, f"{where}: got {_short(got)}, expected {_short(expected)}")

    def holds(self, name, condition, text, where=""):
        """Something that must be true; `text` says what was found instead."""
        result = self._result(name, 0)
        result["cases"] += 1
        if not condition:
            self._fail(result, f"{where}: {text}")


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _short(value):
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."
