"""Executes what the studio exports: PyTorch source as a module that loads its own weights' file, ONNX by onnx.checker and
onnxruntime (through `runOnnx.mjs`, once for all models)."""

import base64
import json
import os
import subprocess
import tempfile

import onnx
import torch


def torch_model(emitted):
    """The module object and the model it loads, from {"source", "tensors"} (a safetensors file in base64)."""
    # As a file would hold it: a lone surrogate in a label does not survive encoding.
    source = emitted["source"].encode("utf-8", "replace").decode("utf-8")
    scope = {"__name__": "exported"}
    exec(compile(source, "<exported>", "exec"), scope)
    with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
        file.write(base64.b64decode(emitted["tensors"]))
        file.flush()
        return scope, scope["load"](file.name)


def run_torch(emitted, inputs):
    """The loaded model's output for float32 inputs."""
    _, model = torch_model(emitted)
    with torch.no_grad():
        return model(*[x.float() for x in inputs])


def check_onnx(model):
    """Raises where the model is not valid; types and shapes are inferred strictly."""
    parsed = onnx.load_from_string(base64.b64decode(model))
    onnx.checker.check_model(parsed, full_check=True)
    return parsed


def run_onnx(jobs):
    """For each {"model", "inputs": [tensor]} the output as a tensor, or the text of an error."""
    if not jobs:
        return []
    plain = [
        {
            "model": job["model"],
            "inputs": [{"shape": list(x.shape), "values": x.flatten().tolist()} for x in job["inputs"]],
        }
        for job in jobs
    ]
    script = os.path.join(os.path.dirname(__file__), "runOnnx.mjs")
    done = subprocess.run(["node", script], input=json.dumps(plain), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"onnxruntime did not run: {done.stderr.strip()[-600:]}")
    results = json.loads(done.stdout)
    return [
        torch.tensor(one["values"], dtype=torch.float64).reshape(one["shape"]) if "values" in one else one["error"]
        for one in results
    ]
