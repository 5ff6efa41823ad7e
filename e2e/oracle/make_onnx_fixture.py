"""Writes src/core/export/fixtures/onnx.json: a model's bytes as the onnx package itself writes them, for the unit test of
our writer. Every sort of attribute, both types of tensor, an input that is left out. Run by hand where the format moves:

    python3 e2e/oracle/make_onnx_fixture.py
"""

import base64
import json
import os

import numpy as np
from onnx import TensorProto, helper, numpy_helper

nodes = [
    helper.make_node("Softmax", ["input"], ["a"], name="a", axis=-1),
    helper.make_node("Elu", ["a"], ["b"], name="b", alpha=0.75),
    helper.make_node("Pad", ["b", "sizes", "", "w"], ["c"], name="c", mode="constant"),
    helper.make_node(
        "LSTM", ["c", "w"], ["d", "output"], name="d", activations=["Sigmoid", "Tanh"], activation_alpha=[0.5, -2.0], perm=[0, 300]
    ),
]
initializers = [
    numpy_helper.from_array(np.array([[1.5, -2.25], [0.1, 1e-30]], dtype=np.float32), "w"),
    numpy_helper.from_array(np.array([-1, 0, 2**40], dtype=np.int64), "sizes"),
]
graph = helper.make_graph(
    nodes,
    "model",
    [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 4, 200])],
    [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 3])],
    initializers,
)
model = helper.make_model(graph, producer_name="Layerwise", opset_imports=[helper.make_opsetid("", 17)])
model.ir_version = 8
# The helper sorts attributes by name; the bytes' order is that of the fields.
place = os.path.join(os.path.dirname(__file__), "../../src/core/export/fixtures/onnx.json")
with open(place, "w", encoding="utf-8") as file:
    json.dump({"model": base64.b64encode(model.SerializeToString()).decode()}, file)
    file.write("\n")
