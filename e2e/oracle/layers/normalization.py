"""Normalization, and layers that disturb while training, by torch's own functions on channels-first tensors."""

import torch
import torch.nn.functional as F

from core import passing


def batch_normalization(args, inputs, weights, context):
    x = inputs[0].movedim(-1, 1)
    gamma, beta = weights.get("gamma"), weights.get("beta")
    if context.training:
        y = F.batch_norm(x, None, None, gamma, beta, True, 0, args["epsilon"])
    else:
        mean, variance = weights["moving_mean"], weights["moving_variance"]
        y = F.batch_norm(x, mean, variance, gamma, beta, False, 0, args["epsilon"])
    return y.movedim(1, -1)


def layer_normalization(args, inputs, weights, context):
    x = inputs[0]
    return F.layer_norm(x, x.shape[-1:], weights.get("gamma"), weights.get("beta"), args["epsilon"])


def group_normalization(args, inputs, weights, context):
    x = inputs[0].movedim(-1, 1)
    groups = x.shape[1] if args["groups"] == -1 else args["groups"]
    y = F.group_norm(x, groups, None, None, args["epsilon"]).movedim(1, -1)
    return y * weights.get("gamma", 1) + weights.get("beta", 0)


def dropout(args, inputs, weights, context):
    x = inputs[0]
    if not context.training:
        return x
    kept = context.noise(x.numel()) >= args["rate"]
    return x * kept.reshape(x.shape) / (1 - args["rate"])


def spatial_dropout(args, inputs, weights, context):
    x = inputs[0]
    if not context.training:
        return x
    kept = context.noise(x.shape[0] * x.shape[-1]) >= args["rate"]
    return torch.einsum("b...c,bc->b...c", x, kept.reshape(x.shape[0], x.shape[-1]).double()) / (1 - args["rate"])


def gaussian_noise(args, inputs, weights, context):
    x = inputs[0]
    if not context.training:
        return x
    words = context.bits(x.numel() * 9).reshape(-1, 9)
    ones = sum((words[:, :8] >> bit) & 1 for bit in range(32)).sum(1)
    gap = (words[:, 8] >> 16).double() / 65536 - 0.5
    normal = (ones - 128 + gap) / (64 + 1 / 12) ** 0.5
    return x + args["stddev"] * normal.reshape(x.shape)


FORWARD = {
    "BatchNormalization": passing(batch_normalization),
    "LayerNormalization": passing(layer_normalization),
    "GroupNormalization": passing(group_normalization),
    "Dropout": passing(dropout),
    "SpatialDropout1D": passing(spatial_dropout),
    "SpatialDropout2D": passing(spatial_dropout),
    "GaussianNoise": passing(gaussian_noise),
}
