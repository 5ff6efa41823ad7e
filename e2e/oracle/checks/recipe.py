"""Judges recipes with scikit-learn's SimpleImputer, StandardScaler, MinMaxScaler and OneHotEncoder, each fitted on the
training rows; fitted values to 1e-9, encoded rows to the rounding of float32."""

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from judge import run

BAR = 1e-9
FLOAT32 = 1.2e-7


def judge_all(judge, cases):
    for case in cases:
        judge_case(judge, case)


def judge_case(judge, case):
    name, train = case["name"], case["trainRows"]
    features = {feature["column"]: feature for feature in case["recipe"]["features"]}
    blocks = []
    for column in case["columns"]:
        present = [column["cells"][row] for row in train if column["cells"][row] is not None]
        judge.equal("columns without a training value are left out", column["name"] in features, bool(present), name)
        if not present or column["name"] not in features:
            continue
        feature = features[column["name"]]
        fit = fit_category if column["type"] == "category" else fit_number
        blocks.append(fit(judge, name, feature, column["cells"], train, case["config"]))
    order = [column["name"] for column in case["columns"] if column["name"] in features]
    judge.equal("features keep the table's order", [f["column"] for f in case["recipe"]["features"]], order, name)
    expected = np.hstack(blocks) if blocks else np.zeros((0, 0))
    got = np.array(case["encoded"]).reshape(-1, max(case["width"], 1))
    judge.close("encoded rows", got.tolist(), expected.tolist(), FLOAT32, 1e-2, name)


def fit_number(judge, name, feature, cells, train, config):
    column = np.array([[np.nan if cell is None else float(cell)] for cell in cells])
    imputer = SimpleImputer(strategy=config["imputeNumber"]).fit(column[train])
    filled = imputer.transform(column)
    span = float(np.abs(filled[train]).max())
    judge.close("imputed numbers", feature["impute"], float(imputer.statistics_[0]), BAR, span or 1, name)
    if config["scale"] == "standard":
        scaler = StandardScaler().fit(filled[train])
        offset, scale = float(scaler.mean_[0]), float(scaler.scale_[0])
    elif config["scale"] == "minmax":
        scaler = MinMaxScaler().fit(filled[train])
        offset, scale = float(scaler.data_min_[0]), float(1 / scaler.scale_[0])
    else:
        scaler, offset, scale = None, 0.0, 1.0
    judge.close("offsets", feature["offset"], offset, BAR, span or 1, name)
    judge.close("scales", feature["scale"], scale, BAR, 1e-12, name)
    return scaler.transform(filled) if scaler else filled


def fit_category(judge, name, feature, cells, train, _config):
    column = np.array([[np.nan if cell is None else cell] for cell in cells], dtype=object)
    imputer = SimpleImputer(strategy="most_frequent").fit(column[train])
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(imputer.transform(column[train]))
    values = encoder.categories_[0].tolist()
    # scikit-learn sorts what was imputed; what no row holds before imputing cannot appear there.
    judge.equal("categories", feature["values"], values, name)
    if feature["impute"] < len(feature["values"]):
        judge.equal("imputed categories", feature["values"][feature["impute"]], imputer.statistics_[0], name)
    places = encoder.transform(imputer.transform(column))
    return np.hstack([places, 1 - places.sum(axis=1, keepdims=True)])


run(judge_all)
