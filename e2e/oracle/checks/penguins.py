"""Judges how the studio reads and prepares penguins.csv, with pandas and a scikit-learn pipeline fitted on the same
training rows."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from judge import run

BAR = 1e-9
FLOAT32 = 1.2e-7


def studio_type(column):
    """What pandas makes of a column, in the studio's words."""
    present = column.dropna()
    if present.dtype == object:
        return "category"
    return "integer" if (present == present.round()).all() else "number"


def judge_all(judge, produced):
    table = pd.read_csv(produced["path"])
    judge.equal("rows", produced["rows"], len(table))
    judge.equal("columns", [column["name"] for column in produced["columns"]], list(table.columns))
    for column in produced["columns"]:
        judge_column(judge, column, table[column["name"]])
    types = {column["name"]: column["type"] for column in produced["columns"]}
    for prepared in produced["prepared"]:
        judge_prepared(judge, prepared, table, types)


def judge_column(judge, column, cells):
    name = column["name"]
    judge.equal("types", column["type"], studio_type(cells), name)
    judge.equal("missing cells", column["missing"], int(cells.isna().sum()), name)
    judge.equal("distinct values", column["unique"], int(cells.nunique()), name)
    if cells.dtype != object:
        stats = column["stats"]
        # pandas' default deviation is the sample's, NumPy's the population's; the studio shows one of them throughout.
        expected = {
            "min": float(cells.min()),
            "max": float(cells.max()),
            "mean": float(cells.mean()),
            "median": float(cells.median()),
            "std": float(cells.std(ddof=0)),
        }
        judge.close("statistics", stats, expected, BAR, where=name)


def judge_prepared(judge, prepared, table, types):
    name, target = prepared["target"], prepared["target"]
    rows, train = prepared["rows"], prepared["rows"][: prepared["trainCount"]]
    labelled = table.index[table[target].notna()].tolist()
    judge.equal("labelled rows", sorted(rows), labelled, name)
    features = [column for column in table.columns if column != target and types[column] in ("number", "integer", "category")]
    judge.equal("features", [f["column"] for f in prepared["recipe"]["features"]], features, name)
    blocks = []
    for column in features:
        if types[column] == "category":
            steps = make_pipeline(
                SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
            )
        else:
            steps = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
        transformer = ColumnTransformer([(column, steps, [column])]).fit(table.loc[train])
        block = transformer.transform(table.loc[rows])
        if types[column] == "category":
            block = np.hstack([block, 1 - block.sum(axis=1, keepdims=True)])
        blocks.append(block)
    expected = np.hstack(blocks)
    judge.equal("width", prepared["width"], expected.shape[1], name)
    got = np.array(prepared["x"]).reshape(len(rows), -1)
    judge.close("prepared rows", got.tolist(), expected.tolist(), FLOAT32, 1e-2, name)
    judge.equal("targets", prepared["y"], table.loc[rows, target].tolist(), name)
    if prepared["task"] == "regression":
        scaler = StandardScaler().fit(table.loc[train, [target]])
        scaling = {"offset": float(scaler.mean_[0]), "scale": float(scaler.scale_[0])}
        fitted = {key: prepared["recipe"]["target"][key] for key in scaling}
        judge.close("scaling of the target", fitted, scaling, BAR, where=name)
    else:
        classes = sorted(table[target].dropna().unique().tolist())
        judge.equal("classes", prepared["recipe"]["target"]["classes"], classes, name)


run(judge_all)
