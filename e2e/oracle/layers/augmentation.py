"""The random layers of images, with the same draws, read by torch's grid_sample."""

import math

import torch
import torch.nn.functional as F


def draw(context, x, use=0):
    """A number in [0, 1) for each image: the upper 24 of 32 bits."""
    return (context.bits(x.shape[0], use) >> 8).double() / 2**24


def spread(context, x, reach, use=0):
    return ((2 * draw(context, x, use) - 1) * reach).reshape(-1, 1, 1)


def while_training(transform):
    return lambda args, inputs, weights, context: transform(args, inputs[0], context) if context.training else inputs[0]


def grid(x):
    """Columns [1, 1, width] and rows [1, height, 1], counted from the image's centre."""
    height, width = x.shape[1:3]
    columns, rows = torch.arange(width).double(), torch.arange(height).double()
    return (columns - columns.mean()).reshape(1, 1, -1), (rows - rows.mean()).reshape(1, -1, 1)


def read(x, columns, rows, args):
    """x at places given from the centre. grid_sample counts −1 … 1 from edge to edge."""
    height, width = x.shape[1:3]
    image, mode, fill = x.permute(0, 3, 1, 2), args["fillMode"], 0.0
    if mode == "wrap":
        image = image.tile(1, 1, 3, 3)
        height, width = 3 * height, 3 * width
    if mode == "constant":
        fill = args["fillValue"]
    columns, rows = torch.broadcast_tensors(columns, rows)
    places = torch.stack([2 * columns / width, 2 * rows / height], -1)
    padding = {"reflect": "reflection", "nearest": "border", "constant": "zeros", "wrap": "zeros"}[mode]
    y = F.grid_sample(image - fill, places, args["interpolation"], padding, align_corners=False) + fill
    return y.permute(0, 2, 3, 1)


def flip(args, x, context):
    for axis, use, word in ((2, 0, "horizontal"), (1, 1, "vertical")):
        if word in args["mode"]:
            chosen = draw(context, x, use) < 0.5
            x = torch.stack([image.flip(axis - 1) if yes else image for image, yes in zip(x, chosen)])
    return x


def rotation(args, x, context):
    angle = spread(context, x, args["factor"] * 2 * math.pi)
    columns, rows = grid(x)
    turned = torch.complex(columns + 0 * rows, rows + 0 * columns) * torch.exp(torch.complex(0 * angle, angle))
    return read(x, turned.real, turned.imag, args)


def translation(args, x, context):
    columns, rows = grid(x)
    down = spread(context, x, args["heightFactor"] * x.shape[1], 0)
    across = spread(context, x, args["widthFactor"] * x.shape[2], 1)
    return read(x, columns - across, rows - down, args)


def zoom(args, x, context):
    columns, rows = grid(x)
    high = 1 + spread(context, x, args["heightFactor"], 0)
    wide = high if args["widthFactor"] is None else 1 + spread(context, x, args["widthFactor"], 1)
    return read(x, columns * wide, rows * high, args)


def contrast(args, x, context):
    factor = 1 + spread(context, x, args["factor"]).unsqueeze(-1)
    mean = x.mean((1, 2), keepdim=True)
    return torch.lerp(mean.expand_as(x), x, factor.expand_as(x)).clamp(*args["valueRange"])


def brightness(args, x, context):
    low, high = args["valueRange"]
    return (x + spread(context, x, args["factor"] * (high - low)).unsqueeze(-1)).clamp(low, high)


FORWARD = {
    "RandomFlip": while_training(flip),
    "RandomRotation": while_training(rotation),
    "RandomTranslation": while_training(translation),
    "RandomZoom": while_training(zoom),
    "RandomContrast": while_training(contrast),
    "RandomBrightness": while_training(brightness),
}
