"""Other shapes of the same numbers."""


def reshape(args, inputs, weights, context):
    return inputs[0].reshape(inputs[0].shape[0], *args["targetShape"])


def permute(args, inputs, weights, context):
    return inputs[0].permute(0, *args["dims"])


FORWARD = {
    "Flatten": lambda args, inputs, weights, context: inputs[0].flatten(1),
    "Reshape": reshape,
    "Permute": permute,
    "RepeatVector": lambda args, inputs, weights, context: inputs[0].unsqueeze(1).expand(-1, args["n"], -1),
    "Rescaling": lambda args, inputs, weights, context: inputs[0] * args["scale"] + args["offset"],
}
