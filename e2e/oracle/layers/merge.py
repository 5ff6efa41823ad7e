"""Layers that take several inputs."""

import functools

import torch

from core import mask_of, masked, passing


def stacked(reduce):
    """Over a new axis along which the inputs lie."""
    return passing(lambda args, inputs, weights, context: reduce(torch.stack(inputs, 0)))


def concatenate(args, inputs, weights, context):
    """As Keras joins masks: where one is missing all steps count."""
    y, masks = torch.cat(inputs, args["axis"]), [mask_of(x) for x in inputs]
    if all(mask is None for mask in masks):
        return y
    full = [torch.ones_like(x, dtype=bool) if mask is None else mask[..., None] for x, mask in zip(inputs, masks)]
    return masked(y, torch.cat([one.expand(x.shape) for one, x in zip(full, inputs)], args["axis"]).any(-1))


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
    "Subtract": passing(lambda args, inputs, weights, context: functools.reduce(torch.sub, inputs)),
    "Concatenate": concatenate,
    "Dot": dot,
}
