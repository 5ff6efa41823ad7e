"""Attention, positions and layers applied to each step. A mask travels as an attribute of the tensor it belongs to."""

import torch

from common import forward
from recurrent import mask_of, masked


def attention(args, inputs, weights, context):
    query = inputs[0]
    value = inputs[1] if len(inputs) > 1 else query
    key = inputs[2] if len(inputs) > 2 else value

    def heads(x, role):
        y = torch.einsum("btf,fhk->bhtk", x, weights[f"{role}_kernel"])
        return y + weights[f"{role}_bias"][None, :, None] if args["useBias"] else y

    q, k, v = heads(query, "query"), heads(key, "key"), heads(value, "value")
    scores = torch.einsum("bhtk,bhsk->bhts", q, k) / args["keyDim"] ** 0.5
    allowed = torch.ones(scores.shape[0], 1, *scores.shape[2:], dtype=torch.bool)
    if mask_of(query) is not None:
        allowed = allowed & mask_of(query)[:, None, :, None]
    for x in (value, key):
        if mask_of(x) is not None:
            allowed = allowed & mask_of(x)[:, None, None, :]
    if args["useCausalMask"]:
        allowed = allowed & torch.ones(scores.shape[2:], dtype=torch.bool).tril()
    shares = torch.softmax(torch.where(allowed, scores, torch.tensor(-1e9)), -1)
    if context.training and args["dropout"] > 0:
        kept = context.noise(shares.numel()).reshape(shares.shape) >= args["dropout"]
        shares = shares * kept / (1 - args["dropout"])
    taken = torch.einsum("bhts,bhsv->bthv", shares, v)
    y = torch.einsum("bthv,hvf->btf", taken, weights["attention_output_kernel"])
    if args["useBias"]:
        y = y + weights["attention_output_bias"]
    return masked(y, mask_of(query))


def positions(args, inputs, weights, context):
    x = inputs[0]
    _, steps, features = x.shape
    if args["positions"] == "learned":
        return masked(x + weights["position_embedding"], mask_of(x))
    table = torch.zeros(steps, features)
    step = torch.arange(steps).double()
    for column in range(features):
        angle = step / 10000 ** (2 * (column // 2) / features)
        table[:, column] = angle.sin() if column % 2 == 0 else angle.cos()
    return masked(x + table, mask_of(x))


def time_distributed(args, inputs, weights, context):
    outputs = [forward(args["layer"], [x], weights, context) for x in inputs[0].unbind(1)]
    return masked(torch.stack(outputs, 1), mask_of(inputs[0]))


FORWARD = {
    "MultiHeadAttention": attention,
    "PositionEmbedding": positions,
    "TimeDistributed": time_distributed,
}
