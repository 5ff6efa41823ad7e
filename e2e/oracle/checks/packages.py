"""Opens the exported files as their receiver would: unzips the PyTorch package and runs the program its README prints, on
raw rows; checks the ONNX file and reads what it says of itself; parses the Keras file. The program that prepares raw
rows is run on those of many recipes."""

import ast
import base64
import csv
import io
import json
import os
import re
import sys
import tempfile
import types
import zipfile

import onnx
import torch

from judge import run


def program_of(readme):
    """The README's program: what follows its first import, as printed."""
    return re.search(r"^import \w+\n.*", readme, re.S | re.M).group(0)


def cells(row):
    """Images come as files."""
    return {k: base64.b64decode(v["file"]) if isinstance(v, dict) else v for k, v in row.items()}


def files_for(one, rows, folder):
    """What the README's program reads besides the package: a table, a picture."""
    with open(os.path.join(folder, "rows.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(k for row in rows for k in row)))
        writer.writeheader()
        writer.writerows({k: "" if v is None or isinstance(v, bytes) else v for k, v in row.items()} for row in rows)
    pictures = [value for row in rows for value in row.values() if isinstance(value, bytes)]
    if pictures:
        with open(os.path.join(folder, "picture.png"), "wb") as file:
            file.write(pictures[0])


def torch_package(judge, one):
    where, rows = one["name"], [cells(row) for row in one["rows"]]
    with tempfile.TemporaryDirectory() as folder:
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(one["torch"])))
        held = ["README.txt", "model.py", "model.safetensors", "prepare.py", "recipe.json"]
        judge.equal("files", sorted(archive.namelist()), held, where)
        archive.extractall(folder)
        files_for(one, rows, folder)
        with open(os.path.join(folder, "README.txt"), encoding="utf-8") as file:
            readme = file.read()
        before = os.getcwd()
        os.chdir(folder)
        sys.path.insert(0, folder)
        for module in ("model", "prepare"):
            sys.modules.pop(module, None)
        printed = io.StringIO()
        names = {"print": lambda *values: print(*values, file=printed)}
        try:
            exec(compile(program_of(readme), "README.txt", "exec"), names)
            with torch.no_grad():
                x = torch.from_numpy(names["prepare"](rows, names["recipe"]))
                found = names["answers"](names["load"]()(x), names["recipe"])
        finally:
            os.chdir(before)
            sys.path.remove(folder)
        judge.holds("the README's program prints answers", "'value': " in printed.getvalue(), printed.getvalue(), where)
        judge.close("predictions of raw rows", [numbers(answer) for answer in found], one["answers"], 1e-5, 1, where)
        if one["classes"] is not None:
            names = dict(enumerate(one["classes"]))
            best = [names.get(max(range(len(own)), key=own.__getitem__)) for own in one["answers"]]
            judge.equal("predicted classes", [answer["value"] for answer in found], best, where)
        for column in one["columns"]:
            judge.holds("the README names every column", words(column) in readme, column, where)
        recipe = json.loads(archive.read("recipe.json"))
        judge.equal("recipe", [f["column"] for f in recipe["features"]], one["columns"], where)
        judge.equal("recipe", recipe["target"].get("classes"), one["classes"], where)


def numbers(answer):
    """Probabilities, or the values of several numbers, or one."""
    several = answer.get("probabilities", answer.get("values"))
    return [answer["value"]] if several is None else list(several.values())


def module_of(source, name="prepare"):
    module = types.ModuleType(name)
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    return module


def prepared_rows(judge, program, one):
    """The package's program makes of raw rows what the studio does."""
    kind, where = one["recipe"]["features"][0]["type"], one["name"]
    got = program.prepare([cells(row) for row in one["rows"]], one["recipe"])
    judge.equal("shape of the model's input", list(got.shape), one["shape"], where)
    if kind == "text":
        judge.equal("word numbers of raw texts", got.ravel().tolist(), one["x"], where)
    else:
        name = "pixels of image files" if kind == "image" else "numbers of raw rows"
        judge.close(f"{name}, within {one['bar']:.0e}", got.ravel().tolist(), one["x"], one["bar"], 1, where)


def words(name):
    """As the README prints a name: on one line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", name).strip()


def onnx_file(judge, one):
    where = one["name"]
    model = onnx.load_model_from_string(base64.b64decode(one["onnx"]))
    onnx.checker.check_model(model, full_check=True)
    described = {entry.key: entry.value for entry in model.metadata_props}
    recipe = json.loads(described["recipe"])
    judge.equal("ONNX says how to prepare rows", [f["column"] for f in recipe["features"]], one["columns"], where)
    stated = json.loads(described["classes"]) if "classes" in described else None
    judge.equal("ONNX says its classes", stated, one["classes"], where)
    x = module_of(described["prepare.py"]).prepare([cells(row) for row in one["rows"]], recipe)
    sizes = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    judge.equal("ONNX takes what its own program prepares", list(x.shape)[1:], sizes[1:], where)
    judge.equal("ONNX input", [i.name for i in model.graph.input], ["input"], where)


def keras_file(judge, one):
    where = one["name"]
    tree = ast.parse(base64.b64decode(one["keras"]).decode("utf-8"))
    text = ast.get_docstring(tree)
    for column in one["columns"]:
        judge.holds("the Keras file names every column", words(column) in text, column, where)
    kinds = {type(node).__name__ for node in tree.body}
    judge.equal("statements of the Keras file", sorted(kinds), ["Assign", "Expr", "Import", "ImportFrom"], where)
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    judge.equal("statements of the Keras file", imported, {"keras"}, where)


def judge_all(judge, produced):
    for one in produced["packages"]:
        torch_package(judge, one)
        onnx_file(judge, one)
        keras_file(judge, one)
    program = module_of(produced["program"])
    for one in produced["prepared"]:
        prepared_rows(judge, program, one)


run(judge_all)
