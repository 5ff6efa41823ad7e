"""Judges images with Pillow's `convert("L")` and `resize(…, BILINEAR)`, whose bytes must be met exactly; hashes and
duplicates with plain loops over all pairs; the scaling of channels with numpy."""

import numpy as np
from PIL import Image

from judge import run

FLOAT32 = 1.2e-7


def judge_all(judge, produced):
    for case in produced["resized"]:
        judge_resized(judge, case)
    for case in produced["hashed"]:
        judge_hashed(judge, case)
    for case in produced["scaled"]:
        judge_scaled(judge, case)


def judge_resized(judge, case):
    width, height, to = case["width"], case["height"], case["to"]
    image = Image.frombytes("RGB", (width, height), bytes.fromhex(case["pixels"]))
    if to["channels"] == 1:
        image = image.convert("L")
    fitted = fit(image, to["width"], to["height"], to["policy"])
    judge.equal("resized as Pillow does", case["result"], fitted.tobytes().hex(), case["name"])


def fit(image, to_width, to_height, policy):
    width, height = image.size
    wide = width * to_height > height * to_width
    if policy == "stretch":
        return image.resize((to_width, to_height), Image.BILINEAR)
    if policy == "crop":
        cut_width = max(1, height * to_width // to_height) if wide else width
        cut_height = height if wide else max(1, width * to_height // to_width)
        left, top = (width - cut_width) // 2, (height - cut_height) // 2
        cut = image.crop((left, top, left + cut_width, top + cut_height))
        return cut.resize((to_width, to_height), Image.BILINEAR)
    new_width = to_width if wide else max(1, (2 * width * to_height + height) // (2 * height))
    new_height = max(1, (2 * height * to_width + width) // (2 * width)) if wide else to_height
    result = Image.new(image.mode, (to_width, to_height))
    small = image.resize((new_width, new_height), Image.BILINEAR)
    result.paste(small, ((to_width - new_width) // 2, (to_height - new_height) // 2))
    return result


def judge_hashed(judge, case):
    images = [np.frombuffer(bytes.fromhex(text), np.uint8).reshape(8, 9) for text in case["images"]]
    bits = np.array([(image[:, :-1] < image[:, 1:]).ravel() for image in images])
    words = [int(sum(1 << i for i in range(32) if row[start + i])) for row in bits for start in (0, 32)]
    judge.equal("hashes", case["hashes"], words, case["name"])
    parent = list(range(len(bits)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i in range(len(bits)):
        for j in range(i):
            if int((bits[i] != bits[j]).sum()) <= case["distance"]:
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    groups = {}
    for i in range(len(bits)):
        groups.setdefault(root(i), []).append(i)
    expected = [group for _, group in sorted(groups.items()) if len(group) > 1]
    judge.equal("duplicates, of all pairs", case["groups"], expected, case["name"])


def judge_scaled(judge, case):
    channels = case["channels"]
    images = [np.frombuffer(bytes.fromhex(text), np.uint8).reshape(-1, channels) / 255 for text in case["images"]]
    train = np.concatenate([images[row] for row in case["trainRows"]])
    scale = train.std(axis=0)
    scale[[len(np.unique(train[:, c])) == 1 for c in range(channels)]] = 1
    judge.close("mean of a channel", case["offset"], train.mean(axis=0).tolist(), 1e-9, 1e-3, case["name"])
    judge.close("deviation of a channel", case["scale"], scale.tolist(), 1e-9, 1e-3, case["name"])
    expected = ((images[0] - train.mean(axis=0)) / scale).ravel()
    judge.close("encoded pixels", case["encoded"], expected.tolist(), FLOAT32, 1, case["name"])


run(judge_all)
