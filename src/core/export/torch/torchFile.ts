/** @file The rest of the written file around the class: imports, the reader of weights, an example. */
import { assert } from "../../fault.ts";
import type { Shape } from "../../graph/types.ts";
import { pythonComment, pythonText } from "../keras/python.ts";
import type { Network } from "../network.ts";
import type { TorchClass } from "./torchClass.ts";
import type { TorchOptions } from "./writeTorch.ts";

/** The whole file. */
export function fileOf(written: TorchClass, { inputs, layers, output }: Network, options: TorchOptions): string {
  const body = written.forward.map((line) => `        ${line}`);
  const constructors = written.constructors.map((line) => `        ${line}`);
  const outputShape = layers.find(({ name }) => name === output)?.outputShape;
  assert(outputShape !== undefined, "the output is a layer");
  const helpers = [...written.helpers.values()];
  const code = [...helpers, ...constructors, ...body].join("\n");
  return [
    opening,
    ...(options.title ?? []).map(pythonComment),
    "",
    "import json",
    ...(/\bmath\./.test(code) ? ["import math"] : []),
    "",
    "import torch",
    "import torch.nn as nn",
    ...(/\bF\./.test(code) ? ["import torch.nn.functional as F"] : []),
    "",
    "",
    ...helpers.flatMap((source) => [source.trim(), "", ""]),
    "class Model(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    ...constructors,
    "",
    `    def forward(self, ${written.parameters.join(", ")}):`,
    ...inputs.map(({ shape }, index) => `        # ${written.parameters[index]}: ${axes(shape)}`),
    ...body,
    "",
    "",
    reader,
    "",
    "",
    loader(options.weightsFile ?? "model.safetensors"),
    "",
    "",
    'if __name__ == "__main__":',
    "    model = load()",
    "    with torch.no_grad():",
    `        y = model(${inputs.map(({ shape }) => `torch.zeros(${["2", ...shape].join(", ")})`).join(", ")})`,
    `    print(tuple(y.shape))  # (2, ${outputShape.join(", ")})`,
    "",
  ].join("\n");
}

const axes = (shape: Shape): string => `[batch, ${shape.join(", ")}]`;

const opening = `"""A model drawn in Layerwise, with the weights it learned there beside it. Values are [batch, …, channels]."""`;

const reader = `def read_tensors(path):
    """The tensors of a safetensors file, by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(data, dtype=torch.float32, count=(end - start) // 4, offset=start)
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors`;

const loader = (weightsFile: string): string => `def load(path=${pythonText(weightsFile)}):
    """The trained model, ready to predict; call train() on it to train it further."""
    model = Model()
    tensors = read_tensors(path)
    # Batch normalization counts the batches it has seen, which nothing here reads.
    wanted = {name for name in model.state_dict() if not name.endswith("num_batches_tracked")}
    if wanted != set(tensors):
        raise ValueError(f"{path} does not belong to this model: {sorted(wanted ^ set(tensors))}")
    model.load_state_dict(tensors, strict=False)
    return model.eval()`;
