"""Runs exported PyTorch modules as while training. Their random numbers come from the judge, so that the reference layers
of `e2e/oracle/layers` know what was drawn."""

import glob
import os
import runpy
import sys
from unittest import mock

import torch

LAYERS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "layers")
sys.path.append(LAYERS)

import common
from execute import torch_model
from judge import run

for path in sorted(glob.glob(os.path.join(LAYERS, "*.py"))):
    # Not by import: one of the files is called as a module of Python's own.
    if os.path.basename(path) != "common.py":
        common.TABLE.update(runpy.run_path(path).get("FORWARD", {}))


class Drawn(common.Context):
    """The judge's numbers: of each draw the bits, in order."""

    def __init__(self, name):
        super().__init__(True, seed=sum(name.encode()), stream=1)

    def uniform(self, use, *shape):
        count = torch.Size(shape).numel()
        return ((self.bits(count, use) >> 8).double() / 2**24).float().reshape(shape)


def in_training(emitted, x, drawn):
    """The module's output; its first call of torch.rand gets the first numbers, its second the second."""
    _, model = torch_model(emitted)
    model.train()
    uses = iter(range(100))
    rand = lambda *shape, device=None: drawn.uniform(next(uses), *shape)
    normal = torch.randn(x.shape, generator=torch.Generator().manual_seed(5))
    with torch.no_grad(), mock.patch("torch.rand", rand):
        with mock.patch("torch.randn_like", lambda like: normal.reshape(like.shape)):
            return model(x.float()), model, normal


def judge_all(judge, produced):
    changed = {}
    judge.holds("every random layer is there", len(produced) > 25, f"{len(produced)} cases")
    for case in produced:
        tensor = lambda stored: torch.tensor(stored["values"], dtype=torch.float64).reshape(stored["shape"])
        x, args, kind = tensor(case["input"]), case["call"]["args"], case["call"]["className"]
        weights = {stored["name"]: tensor(stored) for stored in case["weights"]}
        name = f"{kind} as PyTorch, while training"
        for emitted in case["emitted"]:
            where = f"{case['name']}, channels {emitted['layouts']}"
            drawn = Drawn(case["name"])
            y, model, normal = in_training(emitted["torch"], x, drawn)
            if kind == "GaussianNoise":
                expected = x + args["stddev"] * normal
            else:
                torch.set_default_dtype(torch.float64)
                expected = common.forward(case["call"], [x], weights, drawn)
                torch.set_default_dtype(torch.float32)
            judge.close(name, y.flatten().tolist(), expected.flatten().tolist(), 1e-5, x.abs().max().item(), where)
            if kind == "BatchNormalization":
                mean = x.flatten(0, -2).mean(0)
                moved = args["momentum"] * weights["moving_mean"] + (1 - args["momentum"]) * mean
                got = next(value for key, value in model.state_dict().items() if key.endswith("running_mean"))
                judge.close(f"{name}: moving mean", got.tolist(), moved.tolist(), 1e-5, 1.0, where)
            changed[kind] = changed.get(kind, False) or not torch.equal(x, expected)
    for kind, does in changed.items():
        judge.holds("every layer changes its input", does, "it is handed on", kind)


run(judge_all)
