"""Judges every layer with PyTorch in float64: forward and gradients on both backends against the reference layers of
`e2e/oracle/layers`, and the executed PyTorch and ONNX emissions against the studio's own output."""

import glob
import importlib.util
import os
import sys

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = os.path.join(os.path.dirname(HERE), "layers")
sys.path.append(LAYERS)

import common
from execute import check_onnx, run_onnx, run_torch, torch_model
from judge import run

torch.set_default_dtype(torch.float64)
torch.set_num_threads(2)

BAR = 1e-5
STREAMS_PER_LAYER = 16


def load_tables():
    """All groups' forward functions."""
    for path in sorted(glob.glob(os.path.join(LAYERS, "*.py"))):
        name = os.path.basename(path)[:-3]
        if name == "common":
            continue
        spec = importlib.util.spec_from_file_location(f"reference_{name}", path)
        module = importlib.util.module_from_spec(spec)
        # Under its plain name too, so that groups may use one another's functions.
        sys.modules.setdefault(name, module)
        spec.loader.exec_module(module)
        common.TABLE.update(getattr(module, "FORWARD", {}))


load_tables()


def tensor_of(entry, requires_grad=False):
    return torch.tensor(entry["values"]).reshape(entry["shape"]).requires_grad_(requires_grad)


def compare(judge, name, got, expected, where, least=1e-3):
    """Numbers against a tensor, relative to the tensor's largest number, which counts as `least` at least. Of a tensor
    that differs the worst number is told."""
    expected = expected.detach().double().flatten().tolist()
    floor = max([least, *(abs(value) for value in expected)])
    wrong = []
    if isinstance(got, list) and len(got) == len(expected):
        error = [abs(a - b) if isinstance(a, (int, float)) else float("inf") for a, b in zip(got, expected)]
        wrong = [i for i, e in enumerate(error) if not e <= BAR * floor]
    if wrong:
        worst = max(wrong, key=lambda i: error[i])
        where = f"{where}: {len(wrong)} of {len(expected)} differ, worst [{worst}]"
        judge.close(name, got[worst], expected[worst], BAR, floor, where)
    else:
        judge.close(name, got, expected, BAR, floor, where)


def reference(case, weights, inputs, training):
    """The output, and whether random numbers were drawn for it."""
    drew = False
    values = {entry["name"]: x for entry, x in zip(case["inputs"], inputs)}
    for index, layer in enumerate(case["job"]["layers"]):
        mine = {name.split("/", 1)[1]: w for name, w in weights.items() if name.split("/", 1)[0] == layer["name"]}
        stream = (case["firstIndex"] + index) * STREAMS_PER_LAYER
        context = common.Context(training, case["noiseSeed"], 0, stream)
        values[layer["name"]] = common.forward(layer["call"], [values[i] for i in layer["inputs"]], mine, context)
        drew = drew or context.drew
    return values[case["job"]["output"]], drew


def judge_engine(judge, case):
    """Forward and gradients; returns whether the reference drew random numbers."""
    weights = {w["name"]: tensor_of(w, w["name"] in case["trainable"]) for w in case["weights"]}
    inputs = [tensor_of(x, case["job"]["tokens"] is None) for x in case["inputs"]]
    y, drew = reference(case, weights, inputs, case["job"]["training"])
    (y.flatten() * torch.sin(torch.arange(1, y.numel() + 1).double())).sum().backward()
    zero = lambda x: torch.zeros_like(x) if x.grad is None else x.grad
    # A gradient that cancels to nothing is known no better than the gradients it cancels from.
    gradients = [tensor.grad for tensor in [*inputs, *weights.values()] if tensor.grad is not None]
    least = max([1e-3, *(1e-2 * gradient.abs().max().item() for gradient in gradients)])
    dx = torch.cat([zero(x).reshape(case["rows"], -1) for x in inputs], 1)
    for backend, title in (("cpu", "the CPU"), ("webgpu", "WebGPU")):
        name = f"{case['kind']} on {title}"
        got = case[backend]
        if "problem" in got:
            judge.holds(name, False, got["problem"][:600], case["name"])
            continue
        judge.equal(name, len(got["y"]), y.numel(), f"{case['name']}: numbers of the output", BAR)
        compare(judge, name, got["y"], y, f"{case['name']}: output")
        if got["dx"] is not None:
            compare(judge, name, got["dx"], dx, f"{case['name']}: gradient by the input", least)
        judge.equal(name, sorted(got["dw"]), sorted(case["trainable"]), f"{case['name']}: trained weights", BAR)
        for weight in case["trainable"]:
            where = f"{case['name']}: gradient by {weight}"
            compare(judge, name, got["dw"].get(weight), zero(weights[weight]), where, least)
    return drew


def judge_torch(judge, case):
    name = f"{case['kind']} as PyTorch"
    inputs = [tensor_of(x) for x in case["inputs"]]
    for emitted in case["emitted"]:
        where = f"{case['name']}, channels {emitted['layouts']}"
        if "problem" in emitted["torch"]:
            judge.holds(name, False, emitted["torch"]["problem"][:600], where)
            continue
        try:
            torch.set_default_dtype(torch.float32)
            y = run_torch(emitted["torch"], inputs)
        except Exception as error:
            judge.holds(name, False, f"{type(error).__name__}: {error}", where)
            continue
        finally:
            torch.set_default_dtype(torch.float64)
        judge.equal(name, y.numel(), len(case["cpu"]["predicted"]), f"{where}: numbers of the output", BAR)
        compare(judge, name, y.double().flatten().tolist(), torch.tensor(case["cpu"]["predicted"]), where)


def judge_training_mode(judge, case, drew):
    """PyTorch in training: what draws no random numbers gives what the studio gives while training; what draws some
    gives something else than in prediction, of the same shape."""
    name = f"{case['kind']} as PyTorch, while training"
    inputs = [tensor_of(x).float() for x in case["inputs"]]
    for emitted in case["emitted"]:
        if "problem" in emitted["torch"]:
            continue
        where = f"{case['name']}, channels {emitted['layouts']}"
        try:
            torch.set_default_dtype(torch.float32)
            torch.manual_seed(3)
            _, model = torch_model(emitted["torch"])
            y = model.train()(*inputs).detach().double().flatten()
        except Exception as error:
            judge.holds(name, False, f"{type(error).__name__}: {error}", where)
            continue
        finally:
            torch.set_default_dtype(torch.float64)
        studio, predicted = torch.tensor(case["cpu"]["y"]), torch.tensor(case["cpu"]["predicted"])
        if not drew:
            compare(judge, name, y.tolist(), studio, where)
            continue
        judge.equal(name, len(y), len(predicted), f"{where}: numbers of the output")
        if not torch.allclose(studio, predicted) and len(y) == len(predicted):
            judge.holds(name, not torch.allclose(y, predicted, atol=1e-4), "nothing random happened", where)


def judge_onnx(judge, cases):
    """All models in one call of the runtime."""
    jobs = []
    for case in cases:
        name = f"{case['kind']} as ONNX"
        inputs = [tensor_of(x) for x in case["inputs"]]
        for emitted in case["emitted"]:
            where = f"{case['name']}, channels {emitted['layouts']}"
            if "problem" in emitted["onnx"]:
                judge.holds(name, False, emitted["onnx"]["problem"][:600], where)
                continue
            try:
                check_onnx(emitted["onnx"]["model"])
            except Exception as error:
                judge.holds(name, False, f"onnx.checker: {error}", where)
                continue
            jobs.append((name, where, case, {"model": emitted["onnx"]["model"], "inputs": inputs}))
    for (name, where, case, _), y in zip(jobs, run_onnx([job for *_, job in jobs])):
        if isinstance(y, str):
            judge.holds(name, False, f"onnxruntime: {y}", where)
            continue
        compare(judge, name, y.flatten().tolist(), torch.tensor(case["cpu"]["predicted"]), where)


def judge_all(judge, produced):
    covered = {case["kind"] for case in produced["cases"]}
    for kind in produced["kinds"]:
        judge.holds("every kind of layer has a case", kind in covered, "none", kind)
    for name in produced["classes"]:
        judge.holds("every class has a reference", name in common.TABLE, "none", name)
    sound = []
    for case in produced["cases"]:
        if case["problem"] is not None:
            judge.holds(f"{case['kind']} is computed", False, case["problem"][:600], case["name"])
            continue
        drew = None
        try:
            drew = judge_engine(judge, case)
        except Exception as error:
            judge.holds(f"{case['kind']} has a reference", False, f"{type(error).__name__}: {error}", case["name"])
        if "problem" not in case["cpu"]:
            sound.append(case)
            if case["job"]["training"] and drew is not None:
                judge_training_mode(judge, case, drew)
    for case in sound:
        judge_torch(judge, case)
    judge_onnx(judge, sound)


run(judge_all)
