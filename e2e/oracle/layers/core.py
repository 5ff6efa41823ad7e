"""Activations as layers of their own, and how layers hand masks on. A mask travels as an attribute of its tensor."""

import functools

import torch

from common import activation


def mask_of(x):
    return getattr(x, "mask", None)


def masked(y, mask):
    if mask is not None:
        y.mask = mask
    return y


def passing(forward):
    """Keras's rule: a step counts where it counts in any input; where one input has no mask, there is none."""

    def passed(args, inputs, weights, context):
        y, masks = forward(args, inputs, weights, context), [mask_of(x) for x in inputs]
        return masked(y, None if any(mask is None for mask in masks) else functools.reduce(torch.logical_or, masks))

    return passed


def plain_activation(args, inputs, weights, context):
    return activation(args["activation"])(inputs[0])


def leaky_relu(args, inputs, weights, context):
    return torch.nn.functional.leaky_relu(inputs[0], args["negativeSlope"])


def prelu(args, inputs, weights, context):
    # Keras's own definition.
    x = inputs[0]
    return torch.relu(x) - weights["alpha"] * torch.relu(-x)


FORWARD = {
    "Activation": passing(plain_activation),
    "LeakyReLU": passing(leaky_relu),
    "PReLU": passing(prelu),
}
