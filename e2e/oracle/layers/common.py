"""What the reference layers share. Each `<group>.py` of this folder has a table

    FORWARD = {"Conv2D": conv2d, …}        # Keras's class name → function

    def conv2d(args, inputs, weights, context): …   # → the layer's output

args: the Keras call's arguments, in camel case, as the studio made it ({"filters": 4, "strides": [1, 1], …}); a call inside
      (a wrapped layer) is {"className": …, "args": {…}} and is computed by `forward`.
inputs: float64 tensors [batch, …], channels last, as many as the layer has.
weights: by part: {"kernel": tensor, "bias": tensor}; of a layer inside a layer "forward_kernel" and so on.
context: `.training`; `.noise(count, use=0)`, the numbers in [0, 1) that the layer draws while training.

Gradients come from autograd, so everything is written with torch's own operations."""

import torch
import torch.nn.functional as F

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "relu6": lambda x: torch.clamp(x, 0, 6),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": lambda x: 0.5 * x * (1 + torch.erf(x / 2**0.5)),
    "swish": lambda x: x * torch.sigmoid(x),
    "mish": lambda x: x * torch.tanh(torch.log1p(torch.exp(x))),
    "sigmoid": torch.sigmoid,
    "hardSigmoid": lambda x: torch.clamp(x / 6 + 0.5, 0, 1),
    "tanh": torch.tanh,
    "softplus": lambda x: torch.log1p(torch.exp(x)),
    "softsign": lambda x: x / (1 + x.abs()),
    "softmax": lambda x: torch.softmax(x, -1),
}

# Filled by the judge from all groups' tables.
TABLE = {}


def activation(name):
    return ACTIVATIONS[name]


def forward(call, inputs, weights, context):
    """The output of a Keras call."""
    return TABLE[call["className"]](call["args"], inputs, weights, context)


def part_of(weights, prefix):
    """The weights of a layer inside a layer: "forward_kernel" → "kernel"."""
    return {name[len(prefix) :]: tensor for name, tensor in weights.items() if name.startswith(prefix)}


def pcg(state):
    """PCG-RXS-M-XS-32 (O'Neill 2014) of an int64 tensor that holds unsigned 32-bit numbers."""
    mask = 0xFFFFFFFF
    state = (state * 747796405 + 2891336453) & mask
    word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737 & mask
    return (word >> 22) ^ word


class Context:
    def __init__(self, training, seed=0, step=0, stream=0):
        self.training = training
        self.seed, self.step, self.stream = seed, step, stream
        # Whether the layer has drawn random numbers.
        self.drew = False

    def key(self, use=0):
        self.drew = True
        hashed = lambda n: int(pcg(torch.tensor(n & 0xFFFFFFFF)))
        return hashed(self.seed ^ hashed(self.step ^ hashed(self.stream ^ (0 if use == 0 else hashed(use)))))

    def bits(self, count, use=0):
        """`count` unsigned 32-bit numbers of the layer's stream."""
        return pcg(self.key(use) ^ pcg(torch.arange(count)))

    def noise(self, count, use=0):
        return self.bits(count, use).double() / 2**32
