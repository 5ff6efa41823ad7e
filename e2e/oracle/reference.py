"""What scikit-learn says about predictions: the one place that calls its metrics, for the fixtures of the unit tests
and for the judge of the oracle suite. Keys are those of the studio's own scores (src/core/evaluation/types.ts)."""

import warnings

import numpy as np
from sklearn import metrics
from sklearn.exceptions import UndefinedMetricWarning

# Absent classes and classes never predicted are part of the cases, not accidents.
warnings.filterwarnings("ignore", category=UndefinedMetricWarning)
warnings.filterwarnings("ignore", message="y_pred contains classes not in y_true")
warnings.filterwarnings("ignore", message="The y_pred values do not sum to one")


def averages(score, y_true, y_pred, labels):
    return {
        average: float(score(y_true, y_pred, labels=labels, average=average, zero_division=0))
        for average in ("macro", "micro", "weighted")
    }


def roc_auc(y_true, probabilities, classes):
    """None where scikit-learn has no value: a class without a row, or all rows of one class."""
    try:
        if classes == 2:
            return float(metrics.roc_auc_score(y_true, probabilities[:, 1]))
        # The check that each row sums to 1 would refuse what the clipped float32 sums miss; areas need no sum.
        areas = [metrics.roc_auc_score(y_true == c, probabilities[:, c]) for c in range(classes)]
        area = float(np.mean(areas))
        if np.allclose(1, probabilities.sum(axis=1)):
            whole = metrics.roc_auc_score(
                y_true, probabilities, multi_class="ovr", average="macro", labels=list(range(classes))
            )
            assert abs(area - whole) < 1e-12, (area, whole)
        return area
    except ValueError:
        return None


def log_loss(y_true, probabilities, classes):
    if len(y_true) == 0 or classes < 2:
        return None
    return float(metrics.log_loss(y_true, probabilities, labels=list(range(classes))))


def classification(y_true, probabilities, classes):
    y_true = np.asarray(y_true)
    probabilities = np.asarray(probabilities, dtype=np.float64).reshape(len(y_true), classes)
    y_pred = probabilities.argmax(axis=1)
    labels = list(range(classes))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        y_true, y_pred, labels=labels, zero_division=0
    )
    return {
        "accuracy": float(metrics.accuracy_score(y_true, y_pred)),
        "balancedAccuracy": float(metrics.balanced_accuracy_score(y_true, y_pred)),
        "precision": averages(metrics.precision_score, y_true, y_pred, labels),
        "recall": averages(metrics.recall_score, y_true, y_pred, labels),
        "f1": averages(metrics.f1_score, y_true, y_pred, labels),
        "logLoss": log_loss(y_true, probabilities, classes),
        "rocAuc": roc_auc(y_true, probabilities, classes),
        "perClass": [
            {"precision": float(p), "recall": float(r), "f1": float(f), "support": int(s)}
            for p, r, f, s in zip(precision, recall, f1, support)
        ],
        "confusion": metrics.confusion_matrix(y_true, y_pred, labels=labels).tolist(),
    }


def regression(y_true, predicted):
    y_true = np.asarray(y_true, dtype=np.float64)
    predicted = np.asarray(predicted, dtype=np.float64)
    # scikit-learn gives 0 or 1 for a constant target and NaN for one row; the studio says "not defined".
    defined = len(y_true) > 1 and len(set(y_true.tolist())) > 1
    return {
        "mae": float(metrics.mean_absolute_error(y_true, predicted)),
        "rmse": float(metrics.mean_squared_error(y_true, predicted, squared=False)),
        "r2": float(metrics.r2_score(y_true, predicted)) if defined else None,
    }
