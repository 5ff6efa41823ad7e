"""Prints the constants of src/engine/device/selfTest.ts, computed with numpy in float64."""

import numpy as np

a = np.arange(1, 13).reshape(3, 4) * 0.1 - 0.5
b = np.arange(1, 9).reshape(4, 2) * 0.25 - 1
print("matmul", (a @ b).ravel().tolist())

z = np.array([[1.0, 2.0, -1.0], [0.5, -0.5, 3.0]])
y = np.eye(3)[[1, 0]]
p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
print("cross-entropy", (-np.log((p * y).sum(1))).tolist())
print("its gradient", (p - y).ravel().tolist())

x = np.arange(16).reshape(4, 4) * 0.1 - 0.7
k = np.arange(9).reshape(3, 3) * 0.2 - 0.8
out = np.array([[(x[i : i + 3, j : j + 3] * k).sum() for j in range(2)] for i in range(2)])
print("conv2d", out.ravel().tolist())
g = 2 * out  # the gradient of sum(out ** 2)
dk = sum(g[i, j] * x[i : i + 3, j : j + 3] for i in range(2) for j in range(2))
dx = np.zeros((4, 4))
for i in range(2):
    for j in range(2):
        dx[i : i + 3, j : j + 3] += g[i, j] * k
print("its filter gradient", dk.ravel().tolist())
print("its input gradient", dx.ravel().tolist())


def lstm(v):
    sigmoid = lambda t: 1 / (1 + np.exp(-t))
    i, f, c, o = v
    return sigmoid(o) * np.tanh(sigmoid(f) * 0.3 + sigmoid(i) * np.tanh(c))


v = np.array([0.2, -0.4, 0.7, 1.1])
print("lstm cell", lstm(v))
print("its gradient", [(lstm(v + 1e-6 * e) - lstm(v - 1e-6 * e)) / 2e-6 for e in np.eye(4)])
