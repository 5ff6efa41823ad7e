"""Judges whole models as they leave the studio: ONNX by onnx.checker and onnxruntime, PyTorch source by running it, both
against the studio's own predictions; the source learns; names of the user are never code."""

import ast

import torch

from execute import check_onnx, run_onnx, torch_model
from judge import run

torch.set_num_threads(2)

BAR = 1e-5
STEPS = 12
ROWS = 32


def tensor_of(batch):
    return torch.tensor(batch["x"]).reshape(batch["shape"])


def compare(judge, name, case, got, batch, where):
    """Relative to the largest output of the model; a small one is a difference of larger numbers."""
    outputs = [abs(value) for one in case["batches"] for value in one["y"] if value is not None]
    judge.close(name, got.double().flatten().tolist(), batch["y"], BAR, max([0.1, *outputs]), where)


def loss_of(task, y, targets):
    if task == "multiclass":
        return -torch.log(y.gather(1, targets.long()[:, None]).clamp_min(1e-7)).mean()
    if task == "binary":
        return torch.nn.functional.binary_cross_entropy(y[:, 0].clamp(1e-6, 1 - 1e-6), targets)
    return torch.nn.functional.mse_loss(y[:, 0], targets)


def judge_learning(judge, case, model):
    """An epoch on random rows: the loss falls, and every weight that can learn is moved."""
    generator = torch.Generator().manual_seed(1)
    shape = [ROWS, *case["batches"][0]["shape"][1:]]
    if case["vocabulary"] is None:
        x = torch.rand(shape, generator=generator) * 4 - 2
    else:
        x = torch.randint(case["vocabulary"], shape, generator=generator).float()
    if case["task"] == "regression":
        targets = torch.rand(ROWS, generator=generator)
    else:
        targets = torch.randint(2 if case["task"] == "binary" else 3, (ROWS,), generator=generator).float()
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    losses = []
    for _ in range(STEPS):
        # The same units are dropped at each step, so that the losses can be compared.
        torch.manual_seed(2)
        optimizer.zero_grad()
        loss = loss_of(case["task"], model(x), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    judge.holds("PyTorch source learns: the loss falls", losses[-1] < losses[0], f"{losses[0]} to {losses[-1]}", case["name"])
    still = [name for name, parameter in model.named_parameters() if torch.equal(parameter.detach(), before[name])]
    judge.holds("PyTorch source learns: every weight moves", still == [], f"still: {still}", case["name"])


def judge_torch(judge, case):
    name = f"PyTorch source of every {case['group']}"
    if "problem" in case["emitted"]["torch"]:
        judge.holds(name, False, case["emitted"]["torch"]["problem"][:400], where_of(case))
        return
    try:
        _, model = torch_model(case["emitted"]["torch"])
        with torch.no_grad():
            for batch in case["batches"]:
                compare(judge, name, case, model(tensor_of(batch)), batch, f"{where_of(case)}, {batch['shape'][0]} rows")
        if case["group"] == "template":
            judge_learning(judge, case, model)
    except Exception as error:
        judge.holds(name, False, f"{type(error).__name__}: {error}", where_of(case))


def judge_onnx(judge, cases):
    jobs = []
    for case in cases:
        name = f"ONNX of every {case['group']}"
        onnx = case["emitted"]["onnx"]
        if "problem" in onnx:
            judge.holds(name, False, onnx["problem"][:400], where_of(case))
            continue
        try:
            check_onnx(onnx["model"])
        except Exception as error:
            judge.holds(name, False, f"onnx.checker: {error}", where_of(case))
            continue
        for batch in case["batches"]:
            jobs.append((name, case, batch, {"model": onnx["model"], "inputs": [tensor_of(batch)]}))
    for (name, case, batch, _), y in zip(jobs, run_onnx([job for *_, job in jobs])):
        where = f"{where_of(case)}, {batch['shape'][0]} rows"
        if isinstance(y, str):
            judge.holds(name, False, f"onnxruntime: {y}", where)
        else:
            compare(judge, name, case, y, batch, where)


def where_of(case):
    return f"{case['name']} ({', '.join(case['kinds'])})" if case["group"] == "random graph" else case["name"]


class WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant(value="") if isinstance(node.value, str) else node


def tree(source):
    source = source.encode("utf-8", "replace").decode("utf-8")
    return ast.dump(WithoutTexts().visit(ast.parse(source)))


def judge_names(judge, named):
    for one in named:
        try:
            same = tree(one["hostile"]) == tree(one["harmless"])
        except SyntaxError as error:
            same = False
            one["name"] += f" {error}"
        judge.holds("names of the user are never code", same, "another syntax tree", one["name"])


def judge_all(judge, produced):
    there = {case["name"].split(" ")[0] for case in produced["models"] if case["group"] == "template"}
    for template in produced["templates"]:
        judge.holds("every template is exported", template in there, "missing", template)
    sound = []
    for case in produced["models"]:
        name = f"every {case['group']} can be built and exported"
        judge.holds(name, case["problem"] is None, str(case["problem"])[:400], case["name"])
        if case["problem"] is None:
            sound.append(case)
    for case in sound:
        judge_torch(judge, case)
    judge_onnx(judge, sound)
    judge_names(judge, produced["named"])


run(judge_all)
