"""Pooling over the cells of a window that lie inside the input, and over everything."""

import torch


def windows(size, window, stride, padding):
    """The cells of each place of the window, those outside the input left out."""
    if padding == "same":
        places = -(-size // stride)
        before = max((places - 1) * stride + window - size, 0) // 2
    else:
        places, before = (size - window) // stride + 1, 0
    starts = [place * stride - before for place in range(places)]
    return [(max(start, 0), min(start + window, size)) for start in starts]


def strides_of(args):
    """Left out, they are the window's own size."""
    return args.get("strides", args["poolSize"])


def pool2d(reduce):
    def forward(args, inputs, weights, context):
        (x,) = inputs
        rows, columns = (
            windows(x.shape[axis + 1], args["poolSize"][axis], strides_of(args)[axis], args["padding"])
            for axis in range(2)
        )
        return torch.stack(
            [
                torch.stack([reduce(x[:, top:bottom, left:right].flatten(1, 2)) for left, right in columns], 1)
                for top, bottom in rows
            ],
            1,
        )

    return forward


def pool1d(reduce):
    def forward(args, inputs, weights, context):
        (x,) = inputs
        places = windows(x.shape[1], args["poolSize"], strides_of(args), args["padding"])
        return torch.stack([reduce(x[:, start:end]) for start, end in places], 1)

    return forward


def over_all(reduce):
    def forward(args, inputs, weights, context):
        y = reduce(inputs[0].flatten(1, -2))
        return y.reshape(-1, *[1] * (inputs[0].dim() - 2), y.shape[-1]) if args["keepdims"] else y

    return forward


def mean_of_steps(args, inputs, weights, context):
    """A mask travels as an attribute of the tensor; steps that it leaves out do not count."""
    (x,) = inputs
    mask = getattr(x, "mask", None)
    counts = torch.ones(x.shape[:2]) if mask is None else mask.double()
    y = torch.einsum("bsc,bs->bc", x, counts) / counts.sum(1, keepdim=True).clamp(min=1)
    return y.unsqueeze(1) if args["keepdims"] else y


largest = lambda cells: cells.max(1).values
mean = lambda cells: cells.mean(1)

FORWARD = {
    "MaxPooling1D": pool1d(largest),
    "MaxPooling2D": pool2d(largest),
    "AveragePooling1D": pool1d(mean),
    "AveragePooling2D": pool2d(mean),
    "GlobalMaxPooling1D": over_all(largest),
    "GlobalMaxPooling2D": over_all(largest),
    "GlobalAveragePooling1D": mean_of_steps,
    "GlobalAveragePooling2D": over_all(mean),
}
