"""PyTorch as a peer on the same GPU, eager and compiled: reads a model with its weights and batches, prints one JSON line a
way of running it. Called by gpu.ts: python3 torch_peer.py MODEL.json DEVICE STEPS ROUNDS"""

import json
import statistics
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    """The layers of the studio's description, channels first. Weights by the studio's names."""

    def __init__(self, problem):
        super().__init__()
        self.problem = problem
        stored = {w["name"]: np.array(w["values"], dtype=np.float32).reshape(w["shape"]) for w in problem["weights"]}
        self.layers = nn.ModuleDict()
        for layer in problem["layers"]:
            name, kind, params = layer["name"], layer["kind"], layer["params"]
            width = layer["inputShapes"][0][-1]
            part = lambda which: torch.from_numpy(stored[f"{name}/{which}"])
            if kind in ("dense", "output"):
                kernel = part("kernel")
                module = nn.Linear(*kernel.shape)
                values = {"weight": kernel.T, "bias": part("bias")}
            elif kind == "conv2d":
                kernel = part("kernel")
                module = nn.Conv2d(width, kernel.shape[3], kernel.shape[:2], params["strides"], bias=params["useBias"])
                values = {"weight": kernel.permute(3, 2, 0, 1)}
                if params["useBias"]:
                    values["bias"] = part("bias")
            elif kind == "batchNormalization":
                module = nn.BatchNorm2d(width, params["epsilon"], 1 - params["momentum"])
                values = {"weight": part("gamma"), "bias": part("beta")}
            elif kind == "lstm":
                module = nn.LSTM(width, params["units"], batch_first=True)
                values = {"weight_ih_l0": part("kernel").T, "weight_hh_l0": part("recurrent_kernel").T}
                values["bias_ih_l0"], values["bias_hh_l0"] = part("bias"), torch.zeros_like(part("bias"))
            elif kind == "gru":
                # Its reset comes after the product: the same work, another function.
                module = nn.GRU(width, params["units"], batch_first=True)
                values = {}
            else:
                continue
            with torch.no_grad():
                for key, value in values.items():
                    getattr(module, key).copy_(value)
            self.layers[name] = module

    def forward(self, x):
        made = {self.problem["input"]: x}
        for layer in self.problem["layers"]:
            name, kind, params = layer["name"], layer["kind"], layer["params"]
            sources = [made[source] for source in layer["inputs"]]
            y = sources[0]
            if kind == "conv2d" and params["padding"] == "same":
                # As TensorFlow pads: what is odd goes below and to the right.
                pads = []
                for side in (1, 0):
                    size, window, stride = y.shape[2 + side], params["kernelSize"][side], params["strides"][side]
                    total = max(0, (-(-size // stride) - 1) * stride + window - size)
                    pads += [total // 2, total - total // 2]
                y = F.pad(y, pads)
            if kind in ("lstm", "gru"):
                y = self.layers[name](y)[0][:, -1]
            elif name in self.layers:
                y = self.layers[name](y)
            elif kind == "maxPooling2d":
                y = F.max_pool2d(y, params["poolSize"])
            elif kind == "flatten":
                y = y.permute(0, 2, 3, 1).flatten(1)
            elif kind == "add":
                y = sources[0] + sources[1]
            elif kind == "globalAveragePooling2d":
                y = y.mean((2, 3))
            elif kind != "activation":
                raise ValueError(f"no {kind} here")
            if kind != "output" and params.get("activation") == "relu":
                y = F.relu(y)
            made[name] = y
        return made[self.problem["output"]]


def main():
    path, device, steps, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open(path) as file:
        problem = json.load(file)
    batch = problem["batchSize"]
    x = torch.tensor(problem["x"]).reshape([-1, *problem["inputShape"]])
    if x.dim() == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    x, y = x.to(device), torch.tensor(problem["y"]).long().to(device)
    wait = torch.cuda.synchronize if device == "cuda" else (lambda: None)
    for way in ("eager", "compiled"):
        try:
            net = Net(problem).to(device)
            adam = torch.optim.Adam(net.parameters(), lr=problem["learningRate"], eps=1e-7)
            run = torch.compile(net) if way == "compiled" else net

            def epoch():
                total = torch.zeros((), device=device)
                right = torch.zeros((), device=device)
                for step in range(steps):
                    own, labels = x[step * batch : (step + 1) * batch], y[step * batch : (step + 1) * batch]
                    logits = run(own)
                    loss = F.cross_entropy(logits, labels)
                    adam.zero_grad(set_to_none=True)
                    loss.backward()
                    adam.step()
                    with torch.no_grad():
                        total += loss
                        right += (logits.argmax(1) == labels).sum()
                return total.item() / steps

            losses, times = [epoch()], []
            for _ in range(rounds):
                wait()
                began = time.perf_counter()
                losses.append(epoch())
                wait()
                times.append((time.perf_counter() - began) * 1000 / steps)
            print(json.dumps({"way": way, "wallMs": statistics.median(times), "losses": losses}), flush=True)
        except Exception as error:  # told as the reason why this way has no figures
            print(json.dumps({"way": way, "why": str(error).strip().split("\n")[0][:160]}), flush=True)


main()
