"""Convolutions as sums over the cells of the window, and what else changes images: TensorFlow's arithmetic."""

import torch
import torch.nn.functional as F
from common import activation



def same_pads(size, window, stride, dilation=1):
    """TensorFlow's padding of an axis: the odd cell stands at the end."""
    reach = (window - 1) * dilation + 1
    places = -(-size // stride)
    total = max((places - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


def pads_of(padding, size, window, stride, dilation=1):
    if padding == "same":
        return same_pads(size, window, stride, dilation)
    return ((window - 1) * dilation, 0) if padding == "causal" else (0, 0)


def padded(x, pads, value=0.0):
    """[batch, h, w, channels] with cells before and after both axes."""
    (top, bottom), (left, right) = pads
    return F.pad(x, (0, 0, left, right, top, bottom), value=value)


def taps(x, window, strides, dilation):
    """For each cell of the window: its place, and what it sees at every place of the window."""
    counts = [
        (x.shape[axis + 1] - ((window[axis] - 1) * dilation[axis] + 1)) // strides[axis] + 1 for axis in range(2)
    ]
    for row in range(window[0]):
        for column in range(window[1]):
            top, left = row * dilation[0], column * dilation[1]
            seen = x[:, top : top + (counts[0] - 1) * strides[0] + 1 : strides[0]]
            seen = seen[:, :, left : left + (counts[1] - 1) * strides[1] + 1 : strides[1]]
            yield row, column, seen


def convolved(x, kernel, strides, dilation, padding, groups=1):
    window = kernel.shape[:2]
    x = padded(x, [pads_of(padding, x.shape[a + 1], window[a], strides[a], dilation[a]) for a in range(2)])
    parts = []
    for part, own in zip(x.chunk(groups, -1), kernel.chunk(groups, -1)):
        parts.append(sum(seen @ own[row, column] for row, column, seen in taps(part, window, strides, dilation)))
    return torch.cat(parts, -1)


def each_channel(x, kernel, strides, dilation, padding):
    window = kernel.shape[:2]
    x = padded(x, [pads_of(padding, x.shape[a + 1], window[a], strides[a], dilation[a]) for a in range(2)])
    y = sum(seen.unsqueeze(-1) * kernel[row, column] for row, column, seen in taps(x, window, strides, dilation))
    return y.flatten(-2)


def finished(args, weights, y):
    return activation(args["activation"])(y + weights["bias"] if args["useBias"] else y)


def conv1d(args, inputs, weights, context):
    strides, dilation = [1, args["strides"]], [1, args["dilationRate"]]
    x, kernel = inputs[0].unsqueeze(1), weights["kernel"].unsqueeze(0)
    y = convolved(x, kernel, strides, dilation, args["padding"], args["groups"])
    return finished(args, weights, y.squeeze(1))


def conv2d(args, inputs, weights, context):
    y = convolved(
        inputs[0], weights["kernel"], args["strides"], args["dilationRate"], args["padding"], args["groups"]
    )
    return finished(args, weights, y)


def conv2d_transpose(args, inputs, weights, context):
    """The gradient of a convolution: each input cell adds its window to the output."""
    (x,), kernel = inputs, weights["kernel"]
    window, strides = args["kernelSize"], args["strides"]
    same = args["padding"] == "same"
    sizes = [
        x.shape[a + 1] * strides[a] + (0 if same else max(window[a] - strides[a], 0)) for a in range(2)
    ]
    before = [pads_of(args["padding"], sizes[a], window[a], strides[a])[0] for a in range(2)]
    batch, height, width, _ = x.shape
    rows = []
    for p in range(sizes[0]):
        columns = []
        for q in range(sizes[1]):
            total = torch.zeros(batch, kernel.shape[2])
            for i in range(height):
                for j in range(width):
                    row, column = p + before[0] - i * strides[0], q + before[1] - j * strides[1]
                    if 0 <= row < window[0] and 0 <= column < window[1]:
                        total = total + x[:, i, j] @ kernel[row, column].T
            columns.append(total)
        rows.append(torch.stack(columns, 1))
    return finished(args, weights, torch.stack(rows, 1))


def depthwise(args, x, weights):
    return each_channel(x, weights["depthwise_kernel"], args["strides"], args["dilationRate"], args["padding"])


def depthwise_conv2d(args, inputs, weights, context):
    return finished(args, weights, depthwise(args, inputs[0], weights))


def separable_conv2d(args, inputs, weights, context):
    return finished(args, weights, depthwise(args, inputs[0], weights) @ weights["pointwise_kernel"][0, 0])


def zero_padding2d(args, inputs, weights, context):
    return padded(inputs[0], args["padding"])


def cropping2d(args, inputs, weights, context):
    (top, bottom), (left, right) = args["cropping"]
    _, height, width, _ = inputs[0].shape
    return inputs[0][:, top : height - bottom, left : width - right]


def blended(x, axis, factor):
    """Each new cell lies between the two old ones whose centres are nearest; beyond the ends the last one goes on."""
    size = x.shape[axis]
    at = ((torch.arange(size * factor) + 0.5) / factor - 0.5).clamp(0, size - 1)
    below = at.floor().long()
    above = (below + 1).clamp(max=size - 1)
    share = (at - below).reshape([-1 if a == axis else 1 for a in range(x.dim())])
    return x.index_select(axis, below) * (1 - share) + x.index_select(axis, above) * share


def up_sampling2d(args, inputs, weights, context):
    (x,), (tall, wide) = inputs, args["size"]
    if args["interpolation"] == "nearest":
        return x.repeat_interleave(tall, 1).repeat_interleave(wide, 2)
    return blended(blended(x, 1, tall), 2, wide)


FORWARD = {
    "Conv1D": conv1d,
    "Conv2D": conv2d,
    "Conv2DTranspose": conv2d_transpose,
    "DepthwiseConv2D": depthwise_conv2d,
    "SeparableConv2D": separable_conv2d,
    "ZeroPadding2D": zero_padding2d,
    "Cropping2D": cropping2d,
    "UpSampling2D": up_sampling2d,
}
