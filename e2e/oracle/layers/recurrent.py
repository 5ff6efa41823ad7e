"""Recurrent layers step by step, from Keras's documentation of their formulas: torch's own cells have neither other
activations nor masks. A mask travels as an attribute of the tensor it belongs to."""

import torch

from common import Context, activation, forward, part_of


def mask_of(x):
    return getattr(x, "mask", None)


def masked(x, mask):
    if mask is not None:
        x.mask = mask
    return x


def kept(rate, shape, context, use):
    """Dropout's factors: 0, or 1 / (1 − rate)."""
    if not context.training or rate == 0:
        return torch.ones(shape)
    count = shape[0] * shape[1]
    return (context.noise(count, use) >= rate).double().reshape(shape) / (1 - rate)


def lstm_step(args, w, x, h, state):
    g, a = activation(args["recurrentActivation"]), activation(args["activation"])
    z = x @ w["kernel"] + h @ w["recurrent_kernel"]
    if args["useBias"]:
        z = z + w["bias"]
    i, f, c, o = torch.split(z, args["units"], 1)
    memory = g(f) * state[1] + g(i) * a(c)
    return [g(o) * a(memory), memory]


def gru_step(args, w, x, h, state):
    g, a, n = activation(args["recurrentActivation"]), activation(args["activation"]), args["units"]
    inner, outer = x @ w["kernel"], torch.zeros(3 * n)
    if args["useBias"]:
        inner = inner + (w["bias"][0] if args["resetAfter"] else w["bias"])
        outer = w["bias"][1] if args["resetAfter"] else outer
    xz, xr, xh = torch.split(inner, n, 1)
    bz, br, bh = torch.split(outer, n)
    kz, kr, kh = torch.split(w["recurrent_kernel"], n, 1)
    z, r = g(xz + h @ kz + bz), g(xr + h @ kr + br)
    candidate = a(xh + (r * (h @ kh + bh) if args["resetAfter"] else (r * h) @ kh))
    return [z * h + (1 - z) * candidate]


def rnn_step(args, w, x, h, state):
    z = x @ w["kernel"] + h @ w["recurrent_kernel"]
    if args["useBias"]:
        z = z + w["bias"]
    return [activation(args["activation"])(z)]


def recurrent(step, states):
    def layer(args, inputs, weights, context):
        x = inputs[0]
        mask = mask_of(x)
        batch, steps, width = x.shape
        x = x * kept(args["dropout"], (batch, width), context, 0)[:, None]
        between = kept(args["recurrentDropout"], (batch, args["units"]), context, 1)
        order = range(steps - 1, -1, -1) if args["goBackwards"] else range(steps)
        state = [torch.zeros(batch, args["units"])] * states
        outputs = []
        for t in order:
            after = step(args, weights, x[:, t], state[0] * between, state)
            if mask is not None:
                after = [torch.where(mask[:, t : t + 1], new, old) for new, old in zip(after, state)]
            state = after
            outputs.append(state[0])
        if args["returnSequences"]:
            return masked(torch.stack(outputs, 1), mask)
        return outputs[-1]

    return layer


def bidirectional(args, inputs, weights, context):
    call = args["layer"]
    back = {"className": call["className"], "args": {**call["args"], "goBackwards": True}}
    a = forward(call, inputs, part_of(weights, "forward_"), context)
    # The copy that goes backwards draws from the next stream of noise.
    other = Context(context.training, context.seed, context.step, context.stream + 1)
    b = forward(back, inputs, part_of(weights, "backward_"), other)
    sequence = call["args"]["returnSequences"]
    if sequence:
        b = torch.flip(b, [1])
    merge = {
        "concat": lambda: torch.cat([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    y, mask = merge[args["mergeMode"]](), mask_of(inputs[0])
    if not sequence or mask is None:
        return y
    # Keras: within Bidirectional, steps that do not count put out 0 (zero_output_for_mask).
    return masked(y * mask[..., None], mask)


def embedding(args, inputs, weights, context):
    numbers = inputs[0].long()
    y = torch.nn.functional.embedding(numbers, weights["embeddings"])
    return masked(y, numbers != 0) if args["maskZero"] else y


def masking(args, inputs, weights, context):
    counts = (inputs[0] != args["maskValue"]).any(-1)
    return masked(inputs[0] * counts[..., None], counts)


FORWARD = {
    "SimpleRNN": recurrent(rnn_step, 1),
    "LSTM": recurrent(lstm_step, 2),
    "GRU": recurrent(gru_step, 1),
    "Bidirectional": bidirectional,
    "Embedding": embedding,
    "Masking": masking,
}
