"""Judges printed Keras source with Python's own parser and a table of how Keras 3's constructors are called
(`keras_signatures.json`, read out of Keras's source): no argument is unknown, none that is required is missing, each means
what the studio's call says, and what is left out has, in Keras, the value the studio's own layer works with."""

import ast
import json
from pathlib import Path

from judge import run

TABLE = json.loads((Path(__file__).resolve().parents[1] / "keras_signatures.json").read_text())
MODULES = ("layers", "regularizers", "constraints", "initializers")

#: Settings of tfjs that Keras has under another name or not at all: (of tfjs, in snake case) → (of Keras).
#: `batch_input_shape` and the like are how tfjs writes an Input into its first layer.
NOT_KERAS = {"batch_input_shape", "input_dtype", "input_length"}


class Fault(Exception):
    """What is wrong with a statement, in words."""


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def signature_of(module, name, classes):
    """(arguments in order with defaults, further keywords), from the table or a class defined in the file."""
    if module is None:
        if name not in classes:
            raise Fault(f"no class {name}")
        return classes[name], layer_keywords()
    if name not in TABLE[module]:
        raise Fault(f"Keras {TABLE['keras']} has no {module}.{name}")
    found = TABLE[module][name]
    return found["arguments"], found["further"]


def layer_keywords():
    return TABLE["layers"]["Layer"]["arguments"]


def own_classes(tree):
    """Constructors of the classes defined in the file, as the table writes them."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            init = next(n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
            positional, defaults = init.args.args[1:], init.args.defaults
            first = len(positional) - len(defaults)
            found[node.name] = [
                [a.arg] if i < first else [a.arg, ast.literal_eval(defaults[i - first])] for i, a in enumerate(positional)
            ]
    return found


class Call:
    """A constructor call, bound: what it states, and all that is in force."""

    def __init__(self, node, classes):
        function = node.func
        if isinstance(function, ast.Attribute):
            module, self.name = function.value.id, function.attr
            if module not in MODULES:
                raise Fault(f"{module} is no module of Keras")
        else:
            module, self.name = None, function.id
        arguments, further = signature_of(module, self.name, classes)
        self.module = module
        self.stated = {}
        for (name, *_), value in zip(arguments, node.args):
            self.stated[name] = value_of(value, classes)
        if len(node.args) > len(arguments):
            raise Fault(f"{self.name} takes {len(arguments)} arguments")
        names = {name for name, *_ in [*arguments, *further]}
        for keyword in node.keywords:
            if keyword.arg not in names:
                raise Fault(f"{self.name} has no argument {keyword.arg}")
            if keyword.arg in self.stated:
                raise Fault(f"{self.name} is given {keyword.arg} twice")
            self.stated[keyword.arg] = value_of(keyword.value, classes)
        missing = [name for name, *default in arguments if not default and name not in self.stated]
        if missing:
            raise Fault(f"{self.name} needs {', '.join(missing)}")
        self.force = {name: default[0] for name, *default in [*arguments, *further] if default} | self.stated

        if self.force.get("strides", 0) is None and "pool_size" in self.force:
            # Keras's documentation: "If None, it will default to pool_size".
            self.force["strides"] = self.force["pool_size"]

    def meaning(self, name):
        return meaning(name, self.force[name])


def value_of(node, classes):
    return Call(node, classes) if isinstance(node, ast.Call) else ast.literal_eval(node)


def meaning(name, value):
    """One form for what means the same: lists and tuples, no activation and the linear one, a number for each axis."""
    if isinstance(value, Call):
        return {"class": value.name, **{key: meaning(key, v) for key, v in value.force.items() if key not in IGNORED}}
    if isinstance(value, (list, tuple)):
        return [meaning(name, item) for item in value]
    if name == "data_format" and value is None:
        return "channels_last"
    if isinstance(value, bool) or value is None:
        return "linear" if value is None and name.endswith("activation") else value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str) and name.endswith("initializer"):
        return value.lower().replace("_", "")
    if isinstance(value, str) and name.endswith("activation"):
        return {"silu": "swish"}.get(value, value)
    return value


#: Of nested calls: what every Layer has.
IGNORED = {"name", "dtype", "autocast", "trainable", "seed"}


def expected_of(name, value):
    """The meaning of an argument of the studio's call, its names in camel case."""
    if isinstance(value, dict):
        inner = {snake(key): v for key, v in value["args"].items()}
        return {"class": value["className"], **{key: expected_of(key, v) for key, v in inner.items()}}
    if isinstance(value, list):
        return [expected_of(name, item) for item in value]
    if isinstance(value, str):
        return meaning(name, snake(value))
    return meaning(name, value)


def agrees(expected, found):
    """A nested call must agree in all that the studio states of it."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(key in found and agrees(v, found[key]) for key, v in expected.items())
    if isinstance(expected, float) and isinstance(found, list):
        return all(agrees(expected, item) for item in found)
    if isinstance(found, float) and isinstance(expected, list):
        return all(agrees(item, found) for item in expected)
    return expected == found


def tfjs_initializer(value):
    """Keras's name for an initializer as tfjs writes it down."""
    config = value["config"]
    if value["className"] == "VarianceScaling":
        fan = {"fanAvg": "glorot", "fanIn": "he" if config["scale"] == 2 else "lecun"}[config["mode"]]
        return fan + config["distribution"]
    if value["className"] == "RandomUniform" and (config["minval"], config["maxval"]) == (-0.05, 0.05):
        return "uniform"
    if value["className"] == "Constant":
        return "ones" if config["value"] == 1 else "zeros" if config["value"] == 0 else config["value"]
    return value["className"].lower()


def setting_of(name, value):
    if isinstance(value, dict):
        if name.endswith("initializer") and "className" in value:
            return tfjs_initializer(value)
        return None
    return expected_of(name, value)


def compare_call(judge, call, stated, config, where):
    """`call`: as bound in the source; `stated`: the studio's call; `config`: its layer's settings."""
    judge.equal("class", call.name, stated["className"], where)
    arguments = {snake(name): value for name, value in stated["args"].items()}
    for name, value in arguments.items():
        if name in call_arguments(stated["className"]):
            continue
        expected = expected_of(name, value)
        found = call.meaning(name) if name in call.force else "no such argument"
        judge.holds("arguments mean what the studio's call says", agrees(expected, found), f"{name}: {found}, the studio {expected}", where)
        if isinstance(value, dict) and isinstance(call.force.get(name), Call):
            inner = config["inner"].get(name)
            if inner is not None:
                compare_call(judge, call.force[name], value, inner, f"{where} {name}")
    for name, value in {snake(n): v for n, v in config["settings"].items()}.items():
        # Penalties are carried out by the training loop; what the call states was compared above.
        if name in arguments or name in call.stated or name in NOT_KERAS or name not in call.force:
            continue
        expected = setting_of(name, value)
        if expected is None:
            continue
        judge.holds(
            "what is left out is the studio's own value",
            agrees(expected, call.meaning(name)),
            f"{name}: Keras {call.meaning(name)}, the studio {expected}",
            where,
        )


def call_arguments(class_name):
    """Arguments that go with the inputs."""
    return {"use_causal_mask"} if class_name == "MultiHeadAttention" else set()


def compare_inputs(judge, node, layer, variables, where):
    given = []
    for argument in node.args:
        given += argument.elts if isinstance(argument, ast.List) else [argument]
    names = [variables.get(argument.id) for argument in given]
    expected = layer["inputs"]
    if layer["call"]["className"] == "MultiHeadAttention" and len(expected) == 1:
        expected = expected * 2
    judge.equal("inputs", names, expected, where)
    stated = {k.arg: ast.literal_eval(k.value) for k in node.keywords}
    wanted = {snake(k): v for k, v in layer["call"]["args"].items() if snake(k) in call_arguments(layer["call"]["className"])}
    judge.equal("inputs", stated, {k: v for k, v in wanted.items() if v is not False}, where)


def activations_known(judge, call, where):
    for name, value in call.force.items():
        if isinstance(value, Call):
            activations_known(judge, value, f"{where} {name}")
        elif name in ("activation", "recurrent_activation") and isinstance(value, str):
            judge.holds("activations are Keras's", value in TABLE["activations"], value, where)
        elif name.endswith("_initializer") and isinstance(value, str):
            known = {n.lower().replace("_", "") for n in TABLE["initializers"]} | {"uniform", "normal"}
            judge.holds("initializers are Keras's", value.lower().replace("_", "") in known, value, where)


def judge_one(judge, case):
    where = case["name"]
    tree = ast.parse(case["source"])
    classes = own_classes(tree)
    assigned = [n for n in tree.body if isinstance(n, ast.Assign)]
    first, *rest = assigned
    last = rest.pop()
    judge.equal("input", ast.unparse(first.value.func), "keras.Input", where)
    shape = {k.arg: ast.literal_eval(k.value) for k in first.value.keywords}["shape"]
    judge.equal("input", list(shape), case["inputShape"], where)
    judge.equal("layers", len(rest), len(case["layers"]), where)
    variables = {first.targets[0].id: case["input"]}
    for node, layer in zip(rest, case["layers"]):
        place = f"{where}, {layer['name']}"
        judge.equal("lines", node.lineno, layer["line"], place)
        try:
            call = Call(node.value.func, classes)
        except Fault as fault:
            judge.holds("calls that Keras takes", False, str(fault), place)
            variables[node.targets[0].id] = layer["name"]
            continue
        judge.holds("calls that Keras takes", True, "", place)
        activations_known(judge, call, place)
        judge.equal("frozen", call.force.get("trainable", True), not layer["frozen"], place)
        compare_call(judge, call, layer["call"], layer["config"], place)
        compare_inputs(judge, node.value, layer, variables, place)
        variables[node.targets[0].id] = layer["name"]
    ends = {k.arg: variables.get(k.value.id) for k in last.value.keywords}
    judge.equal("model", ends, {"inputs": case["input"], "outputs": case["output"]}, where)
    imported = {a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names}
    used = {n.value.id for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)}
    judge.equal("imports", sorted(imported), sorted((used - {"keras", "self"}) & {*MODULES, "ops"}), where)


def judge_all(judge, produced):
    covered = {case["name"].split(" ")[0] for case in produced["printed"]}
    judge.equal("every layer and template is printed", sorted(set(produced["kinds"]) - covered), [], "kinds")
    for case in produced["printed"]:
        judge_one(judge, case)


run(judge_all)
