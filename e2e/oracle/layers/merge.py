"""Layers that take several inputs."""

import functools

import torch


def stacked(reduce):
    """Over a new axis along which the inputs lie."""
    return lambda args, inputs, weights, context: reduce(torch.stack(inputs, 0))


def dot(args, inputs, weights, context):
    rows = []
    for x, axis in zip(inputs, args["axes"]):
        if args["normalize"]:
            x = x / torch.linalg.vector_norm(x, dim=axis, keepdim=True).clamp(min=1e-7)
        x = x.movedim(axis, -1)
        rows.append((x.reshape(x.shape[0], -1, x.shape[-1]), x.shape[1:-1]))
    (a, kept_a), (b, kept_b) = rows
    shape = tuple(kept_a) + tuple(kept_b)
    return torch.bmm(a, b.transpose(1, 2)).reshape(a.shape[0], *(shape or (1,)))


FORWARD = {
    "Add": stacked(lambda x: x.sum(0)),
    "Multiply": stacked(lambda x: x.prod(0)),
    "Average": stacked(lambda x: x.mean(0)),
    "Maximum": stacked(lambda x: x.max(0).values),
    "Minimum": stacked(lambda x: x.min(0).values),
    "Subtract": lambda args, inputs, weights, context: functools.reduce(torch.sub, inputs),
    "Concatenate": lambda args, inputs, weights, context: torch.cat(inputs, args["axis"]),
    "Dot": dot,
}
