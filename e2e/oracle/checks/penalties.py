"""Judges penalties and limits with PyTorch in float64: the loss by Keras's definitions, its gradient by autograd, one step
of torch.optim.SGD, and torch.renorm for max-norm."""

import glob
import os
import runpy
import sys

import torch

LAYERS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "layers")
sys.path.append(LAYERS)

import common
from judge import run

torch.set_default_dtype(torch.float64)
for path in sorted(glob.glob(os.path.join(LAYERS, "*.py"))):
    # Not by import: one of the files is called as a module of Python's own.
    if os.path.basename(path) != "common.py":
        common.TABLE.update(runpy.run_path(path).get("FORWARD", {}))

# Which weights an argument of Keras speaks of.
SPOKEN_OF = {
    "kernel": lambda part: part.endswith("kernel") and "recurrent" not in part,
    "bias": lambda part: part.endswith("bias"),
    "depthwise": lambda part: part in ("depthwise_kernel", "kernel"),
    "pointwise": lambda part: part == "pointwise_kernel",
}


def arguments(call):
    inner = call["args"].get("layer")
    return call["args"] if inner is None else inner["args"]


def size(penalty, values):
    return penalty["args"]["l1"] * values.abs().sum() + penalty["args"]["l2"] * values.square().sum()


def loss_of(case, weights, x, y):
    """The mean squared error, and each layer's penalties; those on outputs are a mean over rows."""
    model = case["model"]
    values, penalty = {model["input"]: x}, torch.zeros(())
    for layer in model["layers"]:
        mine = {name.split("/", 1)[1]: w for name, w in weights.items() if name.split("/", 1)[0] == layer["name"]}
        inputs = [values[source] for source in layer["inputs"]]
        out = values[layer["name"]] = common.forward(layer["call"], inputs, mine, common.Context(True))
        for argument, value in arguments(layer["call"]).items():
            if argument == "activityRegularizer":
                penalty = penalty + size(value, out) / len(x)
            elif argument.endswith("Regularizer"):
                named = [w for part, w in mine.items() if SPOKEN_OF[argument[: -len("Regularizer")]](part)]
                assert named, f"{argument} speaks of no weight of {layer['name']}"
                penalty = penalty + sum(size(value, w) for w in named)
    return (values[model["output"]][:, 0] - y).square().mean() + penalty


def limited(case, name, weight):
    """The weight within its limit; Keras adds 1e-7 to a length it divides by."""
    layer_name, part = name.split("/", 1)
    layer = next(l for l in case["model"]["layers"] if l["name"] == layer_name)
    for argument, value in arguments(layer["call"]).items():
        if argument.endswith("Constraint") and SPOKEN_OF[argument[: -len("Constraint")]](part):
            most, axes = value["args"]["maxValue"], value["args"]["axis"]
            length = torch.linalg.vector_norm(weight, dim=axes, keepdim=True)
            weight = weight * torch.where(length > most, most / (length + 1e-7), length / (length + 1e-7))
    return weight


def judge_all(judge, produced):
    moved = 0
    for case in produced:
        tensor = lambda stored: torch.tensor(stored["values"], dtype=torch.float64).reshape(stored["shape"])
        weights = {stored["name"]: tensor(stored).requires_grad_() for stored in case["before"]}
        y = torch.tensor(case["y"])
        x = torch.tensor(case["x"]).reshape(len(y), -1)
        loss = loss_of(case, weights, x, y)
        judge.close("loss with penalties", case["meanLoss"], loss.item(), 1e-5, where=case["name"])
        judge.close("validation loss with penalties", case["validationLoss"], loss.item(), 1e-5, where=case["name"])
        loss.backward()
        torch.optim.SGD(list(weights.values()), lr=case["rate"]).step()
        for stored in case["after"]:
            expected = limited(case, stored["name"], weights[stored["name"]].detach())
            moved += int(not torch.equal(expected, weights[stored["name"]]))
            where = f"{case['name']} {stored['name']}"
            judge.close("weights after a step", stored["values"], expected.flatten().tolist(), 1e-5, 1.0, where)
    judge.holds("limits are reached", moved >= 6, f"{moved} weights were beyond theirs")


run(judge_all)
