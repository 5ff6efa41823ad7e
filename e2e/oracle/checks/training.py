"""Judges a training step and the optimizers with PyTorch in float64: networks rebuilt from the Keras calls with torch's
own functions, gradients by torch's autograd, updates by torch.optim."""

import torch
import torch.nn.functional as F

from judge import run

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": lambda x: 0.5 * x * (1 + torch.erf(x / 2**0.5)),
    "softmax": lambda x: torch.softmax(x, -1),
}


def forward(case, weights, x, training):
    """The network's output with its last activation left off, and the batch statistics of its normalizations."""
    model, values = case["model"], {case["model"]["input"]: x}
    statistics = {}
    for layer in model["layers"]:
        name, kind, args = layer["name"], layer["call"]["className"], layer["call"]["args"]
        inputs = [values[source] for source in layer["inputs"]]
        if kind == "Dense":
            out = inputs[0] @ weights[f"{name}/kernel"]
            if args["useBias"]:
                out = out + weights[f"{name}/bias"]
            if name != model["output"]:
                out = ACTIVATIONS[args["activation"]](out)
        elif kind == "BatchNormalization":
            scale, shift, eps = weights[f"{name}/gamma"], weights[f"{name}/beta"], args["epsilon"]
            if training:
                statistics[name] = (inputs[0].mean(0).detach(), inputs[0].var(0, unbiased=False).detach(), args["momentum"])
                out = F.batch_norm(inputs[0], None, None, scale, shift, True, 0, eps)
            else:
                mean, variance = weights[f"{name}/moving_mean"].detach(), weights[f"{name}/moving_variance"].detach()
                out = F.batch_norm(inputs[0], mean, variance, scale, shift, False, 0, eps)
        elif kind == "Activation":
            out = ACTIVATIONS[args["activation"]](inputs[0])
        elif kind == "Dropout":
            assert args["rate"] == 0
            out = inputs[0]
        elif kind == "Add":
            out = sum(inputs)
        elif kind == "Concatenate":
            out = torch.cat(inputs, args["axis"])
        else:
            raise ValueError(kind)
        values[name] = out
    return values[model["output"]], statistics


LOSSES = {
    "categoricalCrossentropy": lambda z, y: F.cross_entropy(z, y.long()),
    "binaryCrossentropy": lambda z, y: F.binary_cross_entropy_with_logits(z[:, 0], y),
    "meanSquaredError": lambda z, y: F.mse_loss(z[:, 0], y),
    "meanAbsoluteError": lambda z, y: F.l1_loss(z[:, 0], y),
    "huber": lambda z, y: F.huber_loss(z[:, 0], y, delta=1.0),
}


def step(judge, case):
    def tensor(stored):
        return torch.tensor(stored["values"], dtype=torch.float64).reshape(stored["shape"])

    weights = {stored["name"]: tensor(stored).requires_grad_() for stored in case["before"]}
    after = {stored["name"]: tensor(stored) for stored in case["after"]}
    x = torch.tensor(case["x"], dtype=torch.float64).reshape(case["rows"], case["width"])
    y = torch.tensor(case["y"], dtype=torch.float64)
    head = next(l for l in case["model"]["layers"] if l["name"] == case["model"]["output"])["call"]["args"]["activation"]
    expected = ACTIVATIONS[head](forward(case, weights, x, False)[0]).flatten().tolist()
    judge.close("predictions", case["predictions"], expected, 1e-5, where=case["name"])

    logits, statistics = forward(case, weights, x, True)
    loss = LOSSES[case["loss"]](logits, y)
    judge.close("loss of a batch", case["meanLoss"], loss.item(), 1e-5, where=case["name"])
    loss.backward()
    for name, weight in weights.items():
        moved = (weight.detach() - after[name]) / case["rate"]
        layer, part = name.split("/")
        if part.startswith("moving_"):
            mean, variance, momentum = statistics[layer]
            new = mean if part == "moving_mean" else variance
            expected = momentum * weight.detach() + (1 - momentum) * new
            judge.close("moving averages", after[name].flatten().tolist(), expected.flatten().tolist(), 1e-5, where=f"{case['name']} {name}")
            continue
        # Where all terms of a gradient cancel, float64's own rounding is what is left of it.
        scale = max(weight.grad.abs().max().item(), 1e-9)
        judge.close("gradients", moved.flatten().tolist(), weight.grad.flatten().tolist(), 1e-5, floor=scale, where=f"{case['name']} {name}")


def optimizer_for(case, weight):
    p, rate = case["params"], case["rate"]
    kind = case["optimizer"]
    if kind == "sgd":
        return torch.optim.SGD([weight], lr=rate)
    if kind in ("momentum", "nesterov"):
        return torch.optim.SGD([weight], lr=rate, momentum=p["momentum"], nesterov=kind == "nesterov")
    if kind == "rmsprop":
        return torch.optim.RMSprop([weight], lr=rate, alpha=p["rho"], eps=p["epsilon"])
    if kind == "adagrad":
        return torch.optim.Adagrad([weight], lr=rate, initial_accumulator_value=p["initialAccumulatorValue"], eps=p["epsilon"])
    betas = (p["beta1"], p["beta2"])
    if kind == "adam":
        return torch.optim.Adam([weight], lr=rate, betas=betas, eps=p["epsilon"])
    if kind == "adamw":
        return torch.optim.AdamW([weight], lr=rate, betas=betas, eps=p["epsilon"], weight_decay=p["weightDecay"])
    if kind == "adamax":
        return torch.optim.Adamax([weight], lr=rate, betas=betas, eps=p["epsilon"])
    if kind == "nadam":
        return NAdam(weight, rate, betas, p["epsilon"])
    assert kind == "lion", kind
    return Lion(weight, rate, betas, p["weightDecay"])


class NAdam:
    """
    torch.optim.NAdam with momentum_decay=1, which is Keras's schedule; in float64. torch 1.13, Debian's, multiplies the
    next product by the momentum once too often (mended in torch 2): it cannot judge by itself.
    """

    def __init__(self, weight, rate, betas, epsilon):
        self.weight, self.rate, self.betas, self.epsilon = weight, rate, betas, epsilon
        self.mean = torch.zeros_like(weight, dtype=torch.float64)
        self.square = torch.zeros_like(weight, dtype=torch.float64)
        self.product, self.count = 1.0, 0

    def step(self):
        beta1, beta2 = self.betas
        gradient = self.weight.grad.double()
        self.count += 1
        momentum = beta1 * (1 - 0.5 * 0.96**self.count)
        following = beta1 * (1 - 0.5 * 0.96 ** (self.count + 1))
        self.product *= momentum
        self.mean = beta1 * self.mean + (1 - beta1) * gradient
        self.square = beta2 * self.square + (1 - beta2) * gradient**2
        ahead = (1 - momentum) * gradient / (1 - self.product) + following * self.mean / (1 - self.product * following)
        root = (self.square / (1 - beta2**self.count)).sqrt() + self.epsilon
        with torch.no_grad():
            self.weight.copy_(self.weight.double() - self.rate * ahead / root)


class Lion:
    """Chen et al. 2023, Algorithm 2, which torch lacks; the state in float64."""

    def __init__(self, weight, rate, betas, decay):
        self.weight, self.rate, self.betas, self.decay = weight, rate, betas, decay
        self.mean = torch.zeros_like(weight, dtype=torch.float64)

    def step(self):
        gradient = self.weight.grad.double()
        way = torch.sign(self.betas[0] * self.mean + (1 - self.betas[0]) * gradient)
        with torch.no_grad():
            self.weight.copy_(self.weight.double() - self.rate * (way + self.decay * self.weight.double()))
        self.mean = self.betas[1] * self.mean + (1 - self.betas[1]) * gradient


def update(judge, case):
    weight = torch.nn.Parameter(torch.tensor(case["start"]))
    optimizer = optimizer_for(case, weight)
    for index, gradient in enumerate(case["gradients"]):
        weight.grad = torch.tensor(gradient)
        optimizer.step()
        judge.close(f"20 updates of {case['optimizer']}", case["path"][index], weight.tolist(), 1e-5, floor=1.0, where=f"{case['name']} step {index + 1}")


def judge_all(judge, produced):
    for case in produced["steps"]:
        step(judge, case)
    for case in produced["updates"]:
        update(judge, case)


run(judge_all)
