"""Reads Keras's own source and writes down how its classes are called: argument names in order, defaults, whether further
arguments reach `Layer`. Facts only; no text of Keras is kept. The table is what printed source is judged with
(`checks/keras.py`), and its part on layers is written as data for the studio (`src/core/export/keras/signatures.ts`),
which leaves out what equals a default and reads positional arguments.

    /usr/bin/python3 e2e/oracle/keras_signatures.py <a git directory or a checkout of Keras 3>

Run it again for a newer Keras; both files are written, nothing else is.
"""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("layers", "regularizers", "constraints", "initializers", "activations")
MODULES = ("layers", "regularizers", "constraints", "initializers")
#: What the studio need not know: bases, and layers that no model of rows, sequences or images is drawn with.
LEFT_OUT = re.compile(
    r"3D|Adaptive|ConvLSTM|Cell$|Cells$|^(Layer|Wrapper|RNN|InputSpec|Pipeline|Lambda|Initializer|Constraint|Regularizer)$"
    r"|Lookup|Hashing|Crossing|Vectorization|Discretization|Spectrogram|STFT|BoundingBox|CategoryEncoding|FeatureSpace"
    r"|Einsum|Spectral|Ternary|Reversible|GroupQuery|Aug|CutMix|MixUp|Contrast(Lim|Limited)|Equalization|Solarization"
    r"|Random(Color|Elastic|Erasing|Gaussian|Gray|Hue|Invert|Persp|Poster|Satur|Sharp|Shear)"
)


class Source:
    """The files of Keras, from a git directory (also a bare one) or a folder."""

    def __init__(self, path):
        self.path = Path(path)
        self.bare = not (self.path / "keras").exists()

    def _git(self, *arguments):
        return subprocess.run(
            ["git", f"--git-dir={self.path}", *arguments], check=True, capture_output=True, text=True
        ).stdout

    def files(self, folder):
        if self.bare:
            names = self._git("ls-tree", "-r", "--name-only", "HEAD", f"keras/src/{folder}").split()
        else:
            names = [str(p.relative_to(self.path)) for p in (self.path / "keras/src" / folder).rglob("*.py")]
        return sorted(n for n in names if n.endswith(".py") and not n.endswith("_test.py"))

    def text(self, name):
        return self._git("show", f"HEAD:{name}") if self.bare else (self.path / name).read_text()


def exported(node):
    """The public names of a class or function: the texts handed to its `keras_export` decorator."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "keras_export":
            names = ast.literal_eval(decorator.args[0])
            return [names] if isinstance(names, str) else list(names)
    return []


def base_name(base):
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def default_of(node, constants):
    """A default as JSON, `{"python": text}` where it is no plain value. `constants`: those of the module, by name."""
    if isinstance(node, ast.Name) and node.id in constants:
        node = constants[node.id]
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return {"python": ast.unparse(node)}
    return json.loads(json.dumps(value))


def arguments_of(function, constants):
    """[[name], [name, default], …] in order, those that only a keyword reaches last; and whether there is **kwargs."""
    spec = function.args
    positional = [*spec.posonlyargs, *spec.args][1:]
    first_default = len(positional) - len(spec.defaults)
    found = []
    for index, argument in enumerate(positional):
        default = [] if index < first_default else [default_of(spec.defaults[index - first_default], constants)]
        found.append([argument.arg, *default])
    for argument, default in zip(spec.kwonlyargs, spec.kw_defaults):
        found.append([argument.arg] if default is None else [argument.arg, default_of(default, constants)])
    return found, spec.kwarg is not None


def handed_up(function):
    """What a constructor gives to its base itself, so that a caller cannot: keywords, and how many by position."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "__init__":
            return {keyword.arg for keyword in node.keywords if keyword.arg is not None}, len(node.args)
    return set(), 0


class Tables:
    def __init__(self, source):
        self.classes = {}
        #: By module: the class's own name by each of its public names.
        self.public = {module: {} for module in MODULES}
        self.activations = []
        for folder in FOLDERS:
            for file in source.files(folder):
                self._read(folder, ast.parse(source.text(file)))
        version = ast.parse(source.text("keras/src/version.py"))
        self.version = next(
            ast.literal_eval(node.value)
            for node in version.body
            if isinstance(node, ast.Assign) and node.targets[0].id == "__version__"
        )

    def _read(self, folder, tree):
        constants = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                self.classes.setdefault(node.name, (node, constants))
                for name in exported(node):
                    parts = name.split(".")
                    if len(parts) == 3 and parts[1] in MODULES:
                        self.public[parts[1]][parts[2]] = node.name
            elif isinstance(node, ast.FunctionDef) and folder == "activations":
                self.activations += [n.split(".")[-1] for n in exported(node) if n.split(".")[1] == "activations"]
            elif isinstance(node, ast.Assign) and folder == "activations":
                # Further names of the same functions: TABLE["swish"] = silu.
                target = node.targets[0]
                if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                    self.activations.append(target.slice.value)

    def signature(self, name):
        """Own arguments of the constructor, and the further keywords that its bases take."""
        own, kwargs, taken, by_position = None, True, set(), 0
        further = []
        while kwargs and name in self.classes:
            node, constants = self.classes[name]
            init = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
            if init is not None:
                found, kwargs = arguments_of(init, constants)
                taken |= {argument[0] for argument in found[:by_position]}
                if own is None:
                    own = found
                else:
                    known = {argument[0] for argument in [*own, *further]} | taken
                    further += [argument for argument in found if argument[0] not in known]
                keywords, by_position = handed_up(init)
                taken |= keywords
            name = base_name(node.bases[0]) if node.bases else ""
        return {"arguments": own or [], "further": further}


def camel(text):
    head, *rest = text.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def typescript(tables, layers, aliases):
    """The layers' part as data for the studio: names in camel case, defaults where they are plain."""
    lines = [
        "/**",
        f" * @file How Keras {tables.version}'s constructors are called: arguments in order, in camel case, each with its default where it",
        " * has one that is a plain value (texts in camel case as well). Written by `e2e/oracle/keras_signatures.py`: change nothing",
        " * here by hand. The oracle suite holds it against the same facts.",
        " */",
        'import type { KerasValue } from "../../layers/define.ts";',
        "",
        "/** A required argument is its name alone. */",
        "export type KerasArgument = readonly [name: string] | readonly [name: string, value: KerasValue];",
        "",
        f'export const kerasVersion = "{tables.version}";',
        "",
        "export const signatures: Readonly<Record<string, readonly KerasArgument[]>> = {",
    ]
    for name, arguments in layers.items():
        shown = [[camel(a[0]), *[text_camel(v) for v in a[1:]]] for a in arguments]
        lines.append(f"  {name}: {json.dumps(shown)},")
    lines += ["};", "", "/** Further public names of the same classes. */"]
    lines += ["export const aliases: Readonly<Record<string, string>> = {"]
    lines += [f'  {name}: "{own}",' for name, own in sorted(aliases.items())]
    return "\n".join([*lines, "};", ""])


def text_camel(value):
    return camel(value) if isinstance(value, str) and value.islower() else value


def main(path):
    tables = Tables(Source(path))
    written = {"keras": tables.version, "activations": sorted(set(tables.activations))}
    for module, names in tables.public.items():
        written[module] = {name: tables.signature(own) for name, own in sorted(names.items())}
    own_names = {name: own for names in tables.public.values() for name, own in names.items() if name[0].isupper()}
    used = {name: own for name, own in own_names.items() if not LEFT_OUT.search(own)}
    # Some classes are public under another name only ("Orthogonal" is OrthogonalInitializer in the source).
    canonical = {own: own if own in used else name for name, own in used.items()}
    plain = {name: tables.signature(own)["arguments"] for own, name in sorted(canonical.items())}
    assert all(not isinstance(a[-1], dict) for arguments in plain.values() for a in arguments), "defaults are plain"
    aliases = {name: canonical[own] for name, own in used.items() if name != canonical[own]}
    table = Path(__file__).with_suffix(".json")
    table.write_text(
        json.dumps(written, separators=(",", ":")).replace("]},\"", "]},\n\"") + "\n"
    )
    target = ROOT / "src/core/export/keras/signatures.ts"
    target.write_text(typescript(tables, plain, aliases))
    subprocess.run(["npx", "biome", "format", "--write", str(target), str(table)], cwd=ROOT, check=True)
    print({module: len(written[module]) for module in MODULES}, tables.version)


if __name__ == "__main__":
    main(sys.argv[1])
