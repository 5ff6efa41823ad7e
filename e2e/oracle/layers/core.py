"""Activations as layers of their own."""

import torch

from common import activation


def plain_activation(args, inputs, weights, context):
    return activation(args["activation"])(inputs[0])


def leaky_relu(args, inputs, weights, context):
    return torch.nn.functional.leaky_relu(inputs[0], args["negativeSlope"])


def prelu(args, inputs, weights, context):
    # Keras's own definition.
    x = inputs[0]
    return torch.relu(x) - weights["alpha"] * torch.relu(-x)


FORWARD = {"Activation": plain_activation, "LeakyReLU": leaky_relu, "PReLU": prelu}
