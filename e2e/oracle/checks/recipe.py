"""Judges recipes with scikit-learn, SciPy and pandas: each step of a column's chain is fitted here again on the training
rows and its parameters compared to 1e-9 (exponents to 1e-6, their formulas to 1e-9), then the chain's numbers in float64
and the encoded rows to the rounding of float32. Filters are judged by pandas, hashes by FeatureHasher, scores by the
feature_selection and linear_model modules."""

import warnings

import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_selection import VarianceThreshold, f_classif, f_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, RidgeClassifier
from sklearn.metrics import accuracy_score, mutual_info_score, r2_score
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)

from judge import run

warnings.filterwarnings("ignore")

BAR = 1e-9
LAMBDA = 1e-6
FLOAT32 = 1.2e-7
LIMIT = 3.4e38
PARTS = ["year", "month", "day", "weekday", "dayOfYear", "hour", "minute"]
PERIODS = {"month": 12, "day": 31, "weekday": 7, "dayOfYear": 366, "hour": 24, "minute": 60}


def judge_all(judge, produced):
    for case in produced["cases"]:
        judge_case(judge, case)
    for case in produced["filters"]:
        judge_filter(judge, case)
    for case in produced["hashes"]:
        judge_hash(judge, case)
    for case in produced["selections"]:
        judge_selection(judge, case)


class Chain:
    """One column as the steps leave it: numbers (NaN missing), categories (None missing), or places."""

    def __init__(self, judge, where, column, train, feature):
        self.judge, self.where, self.train = judge, where, train
        self.ops = list(feature["ops"]) if feature is not None else None
        self.date = column["type"] == "date"
        self.out = False
        self.flags = []
        self.block = None
        # One more row, whose cell is missing: what becomes of it stands for numbers that are lost on the way.
        cells = column["cells"] + [None]
        if column["type"] == "category":
            self.state = "category"
            self.values = np.array(cells, dtype=object)
        else:
            self.state = "number"
            if self.date:
                stamps = pd.to_datetime(pd.Series(cells, dtype=object))
                self.values = np.where(stamps.isna(), np.nan, stamps.astype("int64") / 1e6).astype(float)
            else:
                self.values = np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=float)

    def op(self, kind):
        """The next operation the studio fitted; compared by its kind."""
        if self.ops is None:
            return None
        found = self.ops.pop(0) if self.ops else None
        self.judge.equal("operations", found and found["kind"], kind, self.where)
        return found if found and found["kind"] == kind else None

    def close(self, name, got, expected, bar=BAR, floor=None):
        if got is None:
            return
        floor = self.span() if floor is None else floor
        self.judge.close(name, got, expected, bar, floor, self.where)

    def span(self):
        numbers = np.abs(self.values[self.train][~np.isnan(self.values[self.train])])
        return float(numbers.max()) if len(numbers) and numbers.max() > 0 else 1.0

    def present(self):
        values = self.values[self.train]
        if self.state == "category":
            return np.array([value for value in values if value is not None], dtype=object)
        return values[~np.isnan(values)]


def wants(step, chain):
    if chain.state == "end":
        return False
    kind, number = step["kind"], chain.state == "number"
    if kind in ("impute", "scale"):
        return number
    if kind in ("clip", "power", "bins"):
        return number and not chain.date
    if kind == "dateParts":
        return number and chain.date
    return not number


def judge_case(judge, case):
    name, train = case["name"], case["trainRows"]
    features = {feature["column"]: feature for feature in case["recipe"]["features"]}
    blocks, order = [], []
    for column in case["columns"]:
        feature = features.get(column["name"])
        chain = Chain(judge, f"{name}: {column['name']}", column, train, feature)
        for step in case["steps"]:
            if step["columns"] is not None and column["name"] not in step["columns"]:
                continue
            if wants(step, chain):
                STEPS[step["kind"]](chain, step["params"])
            if chain.out:
                break
        if chain.state == "category":
            chain.out = True
        if chain.state == "number" and not chain.out:
            numbers = chain.values[train]
            chain.out = bool(np.isnan(numbers).any() or (np.abs(numbers) >= LIMIT).any())
        judge.equal("columns that cannot enter are left out", feature is None, chain.out, chain.where)
        if chain.out or feature is None:
            continue
        judge.equal("operations", chain.ops, [], chain.where)
        order.append(column["name"])
        blocks.append(block_of(judge, chain, case["exact"].get(column["name"])))
    judge.equal("features keep the table's order", list(features), order, name)
    expected = np.hstack(blocks) if blocks else np.zeros((len(case["columns"][0]["cells"]), 0))
    got = np.array(case["encoded"]).reshape(-1, case["width"]) if case["width"] else expected[:, :0]
    judge.equal("encoded shape", list(got.shape), list(expected.shape), name)
    if got.shape != expected.shape:
        return
    for j in range(expected.shape[1]):
        floor = max(1e-2, float(np.abs(expected[:, j]).max(initial=0)) * 1e-3)
        judge.close("encoded rows", got[:, j].tolist(), expected[:, j].tolist(), FLOAT32, floor, f"{name}, number {j}")


def block_of(judge, chain, exact):
    flags = np.array(chain.flags, dtype=float).T.reshape(len(chain.values), -1)[:-1]
    if chain.state == "end":
        return np.hstack([chain.block[:-1], flags])
    *numbers, instead = chain.values.astype(float)
    numbers, instead = np.array(numbers), 0.0 if np.isnan(instead) else instead
    if exact is not None:
        known = [None if not np.isfinite(x) else float(x) for x in numbers]
        judge.close("chains in float64", exact, known, BAR, max(1e-3, chain.span() * 1e-3), chain.where)
    # What is still missing outside the training part, or beyond float32, stands as what a missing cell becomes.
    lost = np.isnan(numbers) | (np.abs(numbers) >= LIMIT)
    if lost.any():
        numbers = np.where(lost, instead, numbers)
    return np.hstack([numbers[:, None], flags])


def column_of(values):
    return values.reshape(-1, 1)


def impute(chain, params):
    values, missing = chain.values, np.isnan(chain.values)
    if params.get("strategy", "median") != "constant" and len(chain.present()) == 0:
        chain.out = True
        return
    strategy = {"mostFrequent": "most_frequent"}.get(params.get("strategy", "median"), params.get("strategy", "median"))
    if strategy == "constant":
        value = float(params.get("fillValue", 0))
    else:
        imputer = SimpleImputer(strategy=strategy).fit(column_of(values[chain.train]))
        value = float(imputer.statistics_[0])
    op = chain.op("impute")
    chain.close("imputed numbers", op and op["value"], value)
    if params.get("addIndicator", False):
        chain.flags.append(missing)
    chain.values = np.where(missing, value, values)


def impute_category(chain, params):
    missing = np.array([value is None for value in chain.values])
    if params.get("strategy", "mostFrequent") == "constant":
        value = params.get("fillText", "missing")
    else:
        if len(chain.present()) == 0:
            chain.out = True
            return
        cells = column_of(np.where(missing, np.nan, chain.values).astype(object))
        value = SimpleImputer(strategy="most_frequent").fit(cells[chain.train]).statistics_[0]
    op = chain.op("imputeCategory")
    if op:
        chain.judge.equal("imputed categories", op["value"], value, chain.where)
    if params.get("addIndicator", False):
        chain.flags.append(missing)
    chain.values = np.where(missing, value, chain.values).astype(object)


def clip(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    method = params["method"]
    if method == "fixed":
        low, high = params["low"], params["high"]
    elif method == "quantiles":
        low, high = np.quantile(present, [params["lowQuantile"], params["highQuantile"]])
    elif method == "quartiles":
        first, third = np.percentile(present, [25, 75])
        low, high = first - params["factor"] * (third - first), third + params["factor"] * (third - first)
    else:
        low = present.mean() - params["deviations"] * present.std()
        high = present.mean() + params["deviations"] * present.std()
    if low >= high and present.min() < present.max():
        return
    op = chain.op("clip")
    if op:
        chain.close("bounds", [op["low"], op["high"]], [float(low), float(high)])
        # What follows is fitted on the very same numbers.
        low, high = float(op["low"]), float(op["high"])
    chain.values = pd.Series(chain.values).clip(low, high).to_numpy()


def power(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    method = params["method"]
    least = {"log1p": -1, "squareRoot": 0, "boxCox": 0, "yeoJohnson": -np.inf}[method]
    if present.min() < least or (present.min() == least and method != "squareRoot"):
        return
    if method in ("log1p", "squareRoot"):
        chain.op("power")
        chain.values = (np.log1p if method == "log1p" else np.sqrt)(chain.values)
        return
    if present.min() == present.max():
        return
    name = "box-cox" if method == "boxCox" else "yeo-johnson"
    transformer = PowerTransformer(method=name, standardize=False).fit(column_of(present))
    found = chain.ops[0] if chain.ops else None
    # Where the differences are lost in the rounding of the results, the studio leaves the numbers as they are.
    spread = np.ptp(transformer.transform(column_of(present))) / np.abs(transformer.transform(column_of(present))).max()
    if not spread > 1e-5 and (found is None or (found["kind"], found.get("method")) != ("power", method)):
        return
    op = chain.op("power")
    if op is None:
        return
    judge_exponent(chain, present, op["lambda"], float(transformer.lambdas_[0]), name)
    transformer.lambdas_ = np.array([float(op["lambda"])])
    values = chain.values.copy()
    if method == "boxCox":
        values[values < 0] = np.nan
        with np.errstate(all="ignore"):
            from scipy.special import boxcox

            chain.values = boxcox(values.astype(float), op["lambda"])
    else:
        chain.values = transformer.transform(column_of(values))[:, 0]


def judge_exponent(chain, present, got, expected, name):
    """Of numbers that are alike scikit-learn's likelihood is ruled by its rounding: then ours must be the likelier one
    in extended precision."""
    if abs(got - expected) <= LAMBDA * max(1, abs(expected)):
        chain.close("exponents", got, expected, LAMBDA, 1.0)
        return
    ours, theirs = (likelihood(present, exponent, name) for exponent in (got, expected))
    chain.judge.holds("exponents likelier than scikit-learn's", ours >= theirs - 1e-12, f"{got} {expected}", chain.where)
    alike = float(np.ptp(np.log1p(np.abs(present))))
    chain.judge.holds("exponents that differ are of numbers alike", alike < 0.5 or len(present) < 9, str(alike), chain.where)


def likelihood(values, exponent, name):
    """Log likelihood over the number of rows, without constants, in long double."""
    x, a = values.astype(np.longdouble), np.longdouble(exponent)
    if name == "box-cox":
        logs, raised = np.log(x), x**a / a
    else:
        logs = np.sign(x) * np.log1p(np.abs(x))
        with np.errstate(all="ignore"):
            raised = np.where(x >= 0, (1 + np.abs(x)) ** a / a - 1 / a, -((1 + np.abs(x)) ** (2 - a)) / (2 - a) + 1 / (2 - a))
    return float(-np.log(raised.var()) / 2 + (a - 1) * logs.mean())


def bins(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    if present.min() == present.max():
        return
    one_hot = params["encode"] == "oneHot"
    binner = KBinsDiscretizer(params["bins"], encode="ordinal", strategy=params["strategy"]).fit(column_of(present))
    edges = binner.bin_edges_[0]
    op = chain.op("binOneHot" if one_hot else "bin")
    if op:
        chain.close("edges", op["edges"], edges[1:-1].tolist())
    missing = np.isnan(chain.values)
    place = binner.transform(column_of(np.where(missing, present[0], chain.values)))[:, 0]
    if one_hot:
        block = (place[:, None] == np.arange(len(edges) - 1)) & ~missing[:, None]
        end(chain, block.astype(float))
    else:
        chain.values = np.where(missing, np.nan, place)


def end(chain, block):
    chain.block = np.asarray(block, dtype=float)
    chain.state = "end"


def date_parts(chain, params):
    if len(chain.present()) == 0:
        chain.out = True
        return
    if not any(params[part] for part in PARTS):
        return
    missing = np.isnan(chain.values)
    stamps = pd.Series(pd.to_datetime(np.where(missing, 0, chain.values), unit="ms"))
    read = {
        "year": stamps.dt.year,
        "month": stamps.dt.month,
        "day": stamps.dt.day,
        "weekday": stamps.dt.weekday,
        "dayOfYear": stamps.dt.dayofyear,
        "hour": stamps.dt.hour,
        "minute": stamps.dt.minute,
    }
    op = chain.op("dateParts")
    fitted = {part["part"]: part for part in op["parts"]} if op else {}
    rows = np.array(chain.train)[~missing[chain.train]]
    columns = []
    for part in PARTS:
        if not params[part]:
            continue
        values = read[part].to_numpy(dtype=float)
        if params["cyclic"] and part != "year":
            angle = 2 * np.pi * values / PERIODS[part]
            columns += [np.sin(angle), np.cos(angle)]
            continue
        scaler = StandardScaler().fit(column_of(values[rows]))
        if part in fitted:
            got = [fitted[part].get("offset"), fitted[part].get("scale")]
            chain.judge.close("scaled date parts", got, [float(scaler.mean_[0]), float(scaler.scale_[0])], BAR, 1e-3, chain.where)
        columns.append(scaler.transform(column_of(values))[:, 0])
    end(chain, np.where(missing[:, None], 0, np.array(columns).T))


def ordinal(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    categories = np.unique(present)
    if params["order"] == "frequency":
        counts = pd.Series(present).value_counts()
        categories = np.array(sorted(categories, key=lambda value: (-counts[value], value)), dtype=object)
    encoder = OrdinalEncoder(
        categories=[categories], handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1
    )
    encoder.fit(column_of(present))
    op = chain.op("ordinal")
    if op:
        chain.judge.equal("orders", op["values"], encoder.categories_[0].tolist(), chain.where)
    cells = np.array(["\0 missing" if value is None else value for value in chain.values], dtype=object)
    chain.values = encoder.transform(column_of(cells))[:, 0]
    chain.state, chain.date = "number", False


def hashed(chain, params):
    hasher = FeatureHasher(n_features=params["buckets"], input_type="string")
    chain.op("hash")
    end(chain, hasher.transform([[] if value is None else [value] for value in chain.values]).toarray())


def one_hot(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    least = params.get("minRows", 1)
    encoder = OneHotEncoder(min_frequency=least, handle_unknown="infrequent_if_exist", sparse_output=False)
    encoder.fit(column_of(present))
    rare = encoder.infrequent_categories_[0]
    rare = set() if rare is None else set(rare)
    values = [value for value in encoder.categories_[0] if value not in rare]
    op = chain.op("oneHot")
    if op:
        chain.judge.equal("categories", op["values"], values, chain.where)
    missing = np.array([value is None for value in chain.values])
    places = encoder.transform(column_of(np.where(missing, "\0 missing", chain.values).astype(object)))[:, : len(values)]
    block = np.hstack([places, 1 - places.sum(axis=1, keepdims=True)])
    end(chain, np.where(missing[:, None], 0, block))


def scale(chain, params):
    present = chain.present()
    if len(present) == 0:
        chain.out = True
        return
    method = params.get("method", "standard")
    if method == "standard":
        scaler = StandardScaler().fit(column_of(present))
        offset, spread = float(scaler.mean_[0]), float(scaler.scale_[0])
    elif method == "minmax":
        scaler = MinMaxScaler().fit(column_of(present))
        offset, spread = float(scaler.data_min_[0]), float(1 / scaler.scale_[0])
    else:
        scaler = RobustScaler().fit(column_of(present))
        offset, spread = float(scaler.center_[0]), float(scaler.scale_[0])
    op = chain.op("scale")
    chain.close("offsets", op and op["offset"], offset)
    chain.close("scales", op and op["scale"], spread, BAR, chain.span() * 1e-3)
    if op:
        offset, spread = float(op["offset"]), float(op["scale"])
    chain.values, chain.date = (chain.values - offset) / spread, False


STEPS = {
    "impute": impute,
    "imputeCategory": impute_category,
    "clip": clip,
    "power": power,
    "bins": bins,
    "dateParts": date_parts,
    "ordinal": ordinal,
    "hash": hashed,
    "oneHot": one_hot,
    "scale": scale,
}


def judge_filter(judge, case):
    column = next(column for column in case["columns"] if column["name"] == case["column"])
    comparison, value = case["params"]["comparison"], case["params"]["value"]
    if column["type"] == "category":
        cells, bound = pd.Series(column["cells"], dtype=object), value
    elif column["type"] == "date":
        cells, bound = pd.to_datetime(pd.Series(column["cells"], dtype=object)), pd.Timestamp(value)
    else:
        cells, bound = pd.Series([np.nan if c is None else float(c) for c in column["cells"]]), float(value)
    frame = pd.DataFrame({"x": cells})
    queries = {
        "equal": "x == @bound",
        "notEqual": "x != @bound",
        "less": "x < @bound",
        "atMost": "x <= @bound",
        "more": "x > @bound",
        "atLeast": "x >= @bound",
        "contains": "x.str.contains(@bound, regex=False, na=False)",
        "missing": "x.isna()",
        "notMissing": "x.notna()",
    }
    expected = frame.query(queries[comparison], engine="python").index.tolist()
    judge.equal("filtered rows", case["kept"], expected, f"{column['type']} {comparison} {value}")


def judge_hash(judge, case):
    row = FeatureHasher(n_features=case["buckets"], input_type="string").transform([[case["text"]]]).toarray()[0]
    place = int(np.abs(row).argmax())
    judge.equal("places of hashes", [case["at"], case["sign"]], [place, int(row[place])], repr(case["text"]))


def judge_selection(judge, case):
    x = np.array(case["x"]).reshape(case["rows"], case["width"])
    y = np.array(case["values"] if case["classes"] is None else case["classes"])
    regression = case["classes"] is None
    name, method = case["name"], case["method"]
    bounds = case["starts"] + [case["width"]]
    blocks = [range(a, b) for a, b in zip(bounds, bounds[1:])]
    if method == "permutation":
        scores = permutation_scores(x, y, regression, blocks, case["orders"])
    else:
        numbers = {
            "variance": lambda: VarianceThreshold().fit(x).variances_,
            "correlation": lambda: correlations(x, y, regression),
            "mutualInformation": lambda: informations(x, y, regression),
            "l1": lambda: sparse_weights(x, y, regression, case["alpha"]),
        }[method]()
        scores = [max(float(numbers[j]) for j in block) for block in blocks]
    bar = 1e-6 if method == "l1" and not regression else 1e-8 if method in ("l1", "permutation") else BAR
    floor = 0.1 if method == "l1" else 1e-3
    judge.close(f"scores by {method}", case["scores"], [float(score) for score in scores], bar, floor, name)
    best = sorted(range(len(scores)), key=lambda i: (-case["scores"][i], i))[: case["count"]]
    judge.equal("columns kept", case["kept"], [case["names"][i] for i in sorted(best)], name)


def correlations(x, y, regression):
    """|r| from F = r² (n - 2) / (1 - r²); the correlation ratio from F = η² (n - k) / ((1 - η²) (k - 1))."""
    n = len(y)
    f = np.zeros(x.shape[1])
    varies = x.std(axis=0) > 0
    f[varies] = (f_regression if regression else f_classif)(x[:, varies], y)[0]
    k = 2 if regression else len(np.unique(y))
    return np.sqrt(f * (k - 1) / (f * (k - 1) + n - k))


def informations(x, y, regression):
    labels = [discrete(x[:, j]) for j in range(x.shape[1])]
    target = discrete(y) if regression else y
    return [mutual_info_score(column, target) for column in labels]


def discrete(values):
    if len(np.unique(values)) <= 20:
        return values
    binner = KBinsDiscretizer(10, encode="ordinal", strategy="quantile")
    return binner.fit_transform(column_of(values))[:, 0]


def sparse_weights(x, y, regression, alpha):
    x = StandardScaler().fit_transform(x)
    if regression:
        y = (y - y.mean()) / y.std()
        return np.abs(Lasso(alpha=alpha, tol=1e-14, max_iter=100_000).fit(x, y).coef_)
    weights = np.zeros(x.shape[1])
    classes = np.unique(y)
    for one in classes[1:] if len(classes) == 2 else classes:
        model = LogisticRegression(penalty="l1", solver="saga", C=1 / (alpha * len(y)), tol=1e-9, max_iter=100_000)
        weights = np.maximum(weights, np.abs(model.fit(x, y == one).coef_[0]))
    return weights


def permutation_scores(x, y, regression, blocks, orders):
    x = StandardScaler().fit_transform(x)
    model = (Ridge() if regression else RidgeClassifier()).fit(x, y)
    score = r2_score if regression else accuracy_score
    whole = score(y, model.predict(x))
    scores = []
    for block, repeats in zip(blocks, orders):
        drops = []
        for order in repeats:
            shuffled = x.copy()
            shuffled[:, list(block)] = x[np.array(order)][:, list(block)]
            drops.append(whole - score(y, model.predict(shuffled)))
        scores.append(np.mean(drops))
    return scores


run(judge_all)
