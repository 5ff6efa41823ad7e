"""Opens the exported files as their receiver would: unzips the PyTorch package and runs the program its README prints, on
raw rows; checks the ONNX file and reads what it says of itself; parses the Keras file."""

import ast
import base64
import io
import json
import os
import re
import sys
import tempfile
import zipfile

import onnx
import torch

from judge import run


def program_of(readme):
    """The README's program: what follows its first import, as printed."""
    return re.search(r"^import json\n.*", readme, re.S | re.M).group(0)


def torch_package(judge, one):
    where = one["task"]
    with tempfile.TemporaryDirectory() as folder:
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(one["torch"])))
        judge.equal("files", sorted(archive.namelist()), ["README.txt", "model.py", "model.safetensors", "recipe.json"], where)
        archive.extractall(folder)
        with open(os.path.join(folder, "README.txt"), encoding="utf-8") as file:
            readme = file.read()
        before = os.getcwd()
        os.chdir(folder)
        sys.path.insert(0, folder)
        sys.modules.pop("model", None)
        printed = io.StringIO()
        names = {"print": lambda *values: print(*values, file=printed)}
        try:
            exec(compile(program_of(readme), "README.txt", "exec"), names)
            with torch.no_grad():
                outputs = names["load"]()(torch.tensor([names["prepare"](row) for row in one["rows"]])).tolist()
        finally:
            os.chdir(before)
            sys.path.remove(folder)
        judge.holds("the README's program prints", "tensor(" in printed.getvalue(), printed.getvalue(), where)
        judge.close("predictions of raw rows", [answer(one, row) for row in outputs], one["answers"], 1e-5, 1, where)
        for column in one["columns"]:
            judge.holds("the README names every column", words(column) in readme, column, where)
        recipe = json.loads(archive.read("recipe.json"))
        judge.equal("recipe", [f["column"] for f in recipe["features"]], one["columns"], where)
        judge.equal("recipe", recipe["target"].get("classes"), one["classes"], where)


def words(name):
    """As the README prints a name: on one line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", name).strip()


def answer(one, outputs):
    """What the outputs mean, by the README's words."""
    if one["target"] is not None:
        return [outputs[0] * one["target"]["scale"] + one["target"]["offset"]]
    return [1 - outputs[0], outputs[0]] if len(outputs) == 1 else outputs


def onnx_file(judge, one):
    where = one["task"]
    model = onnx.load_model_from_string(base64.b64decode(one["onnx"]))
    onnx.checker.check_model(model, full_check=True)
    described = {entry.key: entry.value for entry in model.metadata_props}
    recipe = json.loads(described["recipe"])
    judge.equal("ONNX says how to prepare rows", [f["column"] for f in recipe["features"]], one["columns"], where)
    stated = json.loads(described["classes"]) if "classes" in described else None
    judge.equal("ONNX says its classes", stated, one["classes"], where)
    judge.equal("ONNX input", [i.name for i in model.graph.input], ["input"], where)


def keras_file(judge, one):
    where = one["task"]
    tree = ast.parse(base64.b64decode(one["keras"]).decode("utf-8"))
    text = ast.get_docstring(tree)
    for column in one["columns"]:
        judge.holds("the Keras file names every column", words(column) in text, column, where)
    kinds = {type(node).__name__ for node in tree.body}
    judge.equal("statements of the Keras file", sorted(kinds), ["Assign", "Expr", "Import", "ImportFrom"], where)
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    judge.equal("statements of the Keras file", imported, {"keras"}, where)


def judge_all(judge, produced):
    for one in produced:
        torch_package(judge, one)
        onnx_file(judge, one)
        keras_file(judge, one)


run(judge_all)
