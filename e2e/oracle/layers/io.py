"""Dense, which is the model's head as well."""

from common import activation
from core import passing


def dense(args, inputs, weights, context):
    y = inputs[0] @ weights["kernel"]
    if args["useBias"]:
        y = y + weights["bias"]
    return activation(args["activation"])(y)


FORWARD = {"Dense": passing(dense)}
