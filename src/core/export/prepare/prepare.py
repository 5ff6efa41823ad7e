"""From raw rows to the numbers the model takes, and from its outputs to answers, as recipe.json says.

    recipe = read_recipe("recipe.json")
    x = prepare(rows, recipe)           # rows: a list of {column: cell}
    found = answers(outputs, recipe)    # outputs: the model's, for x

A cell is a text as the table has it, a number, a bool, a date, or None where it is missing; an image is a path, its
bytes, a Pillow image or an array. A date as a number is in milliseconds since 1970, UTC.

Needs Python 3.8 and NumPy; for images Pillow too.
"""

import datetime
import io
import json
import math
import re
import unicodedata

import numpy as np


def read_recipe(path="recipe.json"):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def prepare(rows, recipe):
    """The model's input as float32, one sample a row; where the model takes windows, one a window (see `samples`)."""
    table = np.zeros((len(rows), sum(map(width, recipe["features"]))), np.float32)
    place = 0
    for feature in recipe["features"]:
        cells = [row.get(feature["column"]) for row in rows]
        table[:, place : place + width(feature)] = encode(feature, cells, recipe)
        place += width(feature)
    if recipe["window"] is not None:
        return table[np.array(samples(rows, recipe), int).reshape(-1, recipe["window"]["length"])]
    last = recipe["features"][0]["ops"][-1] if len(recipe["features"]) == 1 and recipe["features"][0]["ops"] else {}
    if last.get("kind") == "pixels":
        return table.reshape(len(rows), last["height"], last["width"], last["channels"])
    return table


def answers(outputs, recipe):
    """What each sample's outputs mean: {"value": …}, of classes with their probabilities, of several numbers each."""
    target, found = recipe["target"], []
    for own in np.asarray(outputs, float).reshape(len(outputs), -1).tolist():
        if target["kind"] == "classes":
            shares = [1 - own[0], own[0]] if len(own) == 1 else own
            best = target["classes"][int(np.argmax(shares))]
            found.append({"value": best, "probabilities": dict(zip(target["classes"], shares))})
        elif target["kind"] == "number":
            found.append({"value": own[0] * target["scale"] + target["offset"]})
        else:
            values = {o["column"]: y * o["scale"] + o["offset"] for y, o in zip(own, target["outputs"])}
            found.append({"value": values[target["column"]], "values": values})
    return found


# Windows of rows


def samples(rows, recipe):
    """The rows (from 0) of each sample, in order: of windows, every one there is; none goes across groups or gaps."""
    window = recipe["window"]
    if window is None:
        return [[row] for row in range(len(rows))]
    groups, times = [""] * len(rows), np.zeros(len(rows))
    if window["group"] is not None:
        names = {"type": "category", "rename": window.get("groupRename", {})}
        groups = [category(row.get(window["group"]), read_as(window["group"], recipe, names), recipe) for row in rows]
    if window["time"] is not None:
        kind = read_as(window["time"], recipe, {"type": window["timeType"]})
        times = np.array([number(row.get(window["time"]), kind, recipe) for row in rows], float)
    placed = [row for row in range(len(rows)) if groups[row] is not None and not math.isnan(times[row])]
    first = {}
    for row, group in enumerate(groups):
        first.setdefault(group, row)
    placed.sort(key=lambda row: (first[groups[row]], times[row]))
    stretches, before = [], None
    for row in placed:
        same = before is not None and groups[row] == groups[before]
        repeats = same and window["time"] is not None and times[row] == times[before]
        if repeats and window["duplicates"] == "first":
            continue
        gap = same and window["step"] is not None and (times[row] - times[before]) / window["step"] > 1.5
        if not same or gap:
            stretches.append([])
        stretches[-1].append(row)
        before = row
    length = window["length"]
    return [own[i : i + length] for own in stretches for i in range(len(own) - length + 1)]


def read_as(column, recipe, otherwise):
    """As the feature is, if the column is one too."""
    return next((feature for feature in recipe["features"] if feature["column"] == column), otherwise)


# A feature: its cells go through a chain of operations


def width(feature):
    """How many numbers a feature is."""
    ops = feature["ops"]
    widths = {
        "binOneHot": lambda op: len(op["edges"]) + 1,
        "dateParts": lambda op: sum(2 if part["cyclic"] else 1 for part in op["parts"]),
        "oneHot": lambda op: len(op["values"]) + 1,
        "hash": lambda op: op["buckets"],
        "tokens": lambda op: op["length"],
        "pixels": lambda op: op["height"] * op["width"] * op["channels"],
    }
    last = widths.get(ops[-1]["kind"], lambda op: 1)(ops[-1]) if ops else 1
    return last + sum(bool(op.get("indicator")) for op in ops)


def encode(feature, cells, recipe):
    """[rows, width(feature)]"""
    kind = feature["type"]
    if kind in ("text", "image"):
        value = texts(cells, recipe) if kind == "text" else cells
        ends = [op for op in feature["ops"] if op["kind"] in ("tokens", "pixels")]
        return OPERATIONS[ends[0]["kind"]](value, ends[0]) if ends else np.zeros((len(cells), width(feature)))
    value = read(feature, cells, recipe)
    flags = []
    for op in feature["ops"]:
        if op.get("indicator"):
            flags.append(missing(value))
        with np.errstate(all="ignore"):
            value = OPERATIONS[op["kind"]](value, op)
    if isinstance(value, list):  # Categories that nothing turned into numbers.
        value = np.zeros(len(cells))
    if value.ndim == 1:
        # What is still missing, or beyond a float32, counts as missing does.
        unusable = ~(np.abs(value) < 3.4e38)
        if unusable.any():
            value = np.where(unusable, instead(feature, recipe), value)
        value = value[:, None]
    return np.concatenate([value, *(flag[:, None] for flag in flags)], axis=1)


def instead(feature, recipe):
    """What the chain makes of a missing cell."""
    value = read(feature, [None], recipe)
    for op in feature["ops"]:
        with np.errstate(all="ignore"):
            value = OPERATIONS[op["kind"]](value, op)
    return 0.0 if isinstance(value, list) or math.isnan(value[0]) else value[0]


def read(feature, cells, recipe):
    """Numbers as a float array, NaN where missing; categories as a list, None where missing."""
    if feature["type"] in ("category", "boolean"):
        return [category(cell, feature, recipe) for cell in cells]
    return np.array([number(cell, feature, recipe) for cell in cells], float)


def missing(value):
    if isinstance(value, list):
        return np.array([float(one is None) for one in value])
    return np.isnan(value).astype(float)


def impute(x, op):
    return np.where(np.isnan(x), op["value"], x)


def impute_category(values, op):
    return [op["value"] if value is None else value for value in values]


def scale(x, op):
    return (x - op["offset"]) / op["scale"]


def clip(x, op):
    return np.minimum(np.maximum(x, op["low"]), op["high"])


def power(x, op):
    return POWERS[op["method"]](x, op["lambda"])


def box_cox(x, k):
    return np.log(x) if k == 0 else np.expm1(k * np.log(x)) / k


def yeo_johnson(x, k):
    above = np.log1p(x) if k == 0 else np.expm1(k * np.log1p(x)) / k
    below = -np.log1p(-x) if k == 2 else -np.expm1((2 - k) * np.log1p(-x)) / (2 - k)
    return np.where(x >= 0, above, below)


POWERS = {
    "log1p": lambda x, _: np.log1p(x),
    "squareRoot": lambda x, _: np.sqrt(x),
    "boxCox": box_cox,
    "yeoJohnson": yeo_johnson,
}


def which_bin(x, op):
    return np.where(np.isnan(x), x, np.searchsorted(op["edges"], x, side="right"))


def bin_one_hot(x, op):
    return one_at([None if math.isnan(place) else int(place) for place in which_bin(x, op)], len(op["edges"]) + 1)


def one_at(places, size, sign=lambda row: 1.0):
    """A row of zeros with 1 at each place; None: zeros only."""
    result = np.zeros((len(places), size))
    for row, place in enumerate(places):
        if place is not None:
            result[row, place] = sign(row)
    return result


PERIODS = {"month": 12, "day": 31, "weekday": 7, "dayOfYear": 366, "hour": 24, "minute": 60}


def date_parts(x, op):
    """Of milliseconds since 1970, UTC. Missing: zeros."""
    known = ~np.isnan(x)
    ms = np.where(known, x, 0).astype("int64").astype("datetime64[ms]")
    day, month, year = (ms.astype(f"datetime64[{unit}]") for unit in "DMY")
    minutes = (ms - day).astype("int64") // 60000
    read_part = {
        "year": lambda: year.astype(int) + 1970,
        "month": lambda: month.astype(int) % 12 + 1,
        "day": lambda: (day - month.astype(day.dtype)).astype(int) + 1,
        "weekday": lambda: (day.astype(int) + 3) % 7,  # Monday is 0.
        "dayOfYear": lambda: (day - year.astype(day.dtype)).astype(int) + 1,
        "hour": lambda: minutes // 60,
        "minute": lambda: minutes % 60,
    }
    columns = []
    for part in op["parts"]:
        value = read_part[part["part"]]()
        if part["cyclic"]:
            angle = 2 * np.pi * value / PERIODS[part["part"]]
            columns += [np.sin(angle), np.cos(angle)]
        else:
            columns.append((value - part["offset"]) / part["scale"])
    return np.stack(columns, axis=1) * known[:, None]


def ordinal(values, op):
    places = {value: i for i, value in enumerate(op["values"])}
    return np.array([places.get(value, -1) for value in values], float)


def one_hot(values, op):
    """The last place is for values that training never saw."""
    places = {value: i for i, value in enumerate(op["values"])}
    size = len(places) + 1
    return one_at([None if value is None else places.get(value, size - 1) for value in values], size)


def hashed(values, op):
    """As scikit-learn's FeatureHasher: 1 or -1 at one of the places."""
    hashes = [None if value is None else murmur3(value.encode("utf-8")) for value in values]
    places = [None if h is None else (2**31 - op["buckets"] if h == -(2**31) else abs(h)) % op["buckets"] for h in hashes]
    return one_at(places, op["buckets"], lambda row: 1.0 if hashes[row] >= 0 else -1.0)


def murmur3(data):
    """MurmurHash3, 32 bits, seed 0, signed."""

    def rotated(x, by):
        return (x << by | x >> (32 - by)) & 0xFFFFFFFF

    def scrambled(block):
        return rotated(block * 0xCC9E2D51 & 0xFFFFFFFF, 15) * 0x1B873593 & 0xFFFFFFFF

    h, whole = 0, len(data) & ~3
    for i in range(0, whole, 4):
        h = (rotated(h ^ scrambled(int.from_bytes(data[i : i + 4], "little")), 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    h ^= scrambled(int.from_bytes(data[whole:], "little")) ^ len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    h ^= h >> 16
    return h - 2**32 if h >= 2**31 else h


# Texts as word numbers: 0 is padding, 1 an unknown token

SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
# Characters of scripts written without spaces between words.
LONE = (
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF),
)  # fmt: skip


def is_lone(c):
    return any(low <= ord(c) <= high for low, high in LONE)


def is_letter(c):
    """Letters, numbers and marks."""
    return unicodedata.category(c)[0] in "LNM" and not is_lone(c)


def tokens(cells, op):
    numbers = {token: i + 2 for i, token in enumerate(op["vocabulary"])}
    ranks = {}
    for rank, pair in enumerate(op["merges"]):
        ranks.setdefault(tuple(pair), rank)
    result = np.zeros((len(cells), op["length"]))
    for row, text in enumerate(cells):
        text = unicodedata.normalize("NFC", text or "")
        cut = TOKENIZERS[op["tokenizer"]](text.lower() if op["lowercase"] else text, ranks)
        own = [numbers.get(token, 1) for token in cut[: op["length"]]]
        start = len(result[row]) - len(own) if op["padding"] == "pre" else 0
        result[row, start : start + len(own)] = own
    return result


def stretches_of(text):
    """What stands between spaces."""
    return "".join(" " if c in SPACES else c for c in text).split(" ")


def characters(text, _):
    return list(" ".join(filter(None, stretches_of(text))))


def words(text, _):
    """A lone character, letters and digits with apostrophes inside, or any other sign."""
    found = []
    for part in stretches_of(text):
        i = 0
        while i < len(part):
            end = i
            while end < len(part) and is_letter(part[end]):
                end += 1
                if part[end : end + 1] in ("'", "’") and end + 1 < len(part) and is_letter(part[end + 1]):
                    end += 1
            end = max(end, i + 1)
            found.append(part[i:end])
            i = end
    return found


def byte_pairs(text, ranks):
    """Pieces of at most 64 characters, marked where a word begins; of the known pairs the first learnt is merged first."""
    found = []
    for part in stretches_of(text):
        mark, i = "▁", 0
        while i < len(part):
            kind = next((kind for kind in (is_lone, is_letter) if kind(part[i])), None)
            end = i + 1
            while kind and end < min(len(part), i + 64) and kind(part[end]):
                end += 1
            found += merged(list(mark + part[i:end]), ranks)
            mark, i = "", end
    return found


def merged(symbols, ranks):
    while True:
        pairs = [pair for pair in zip(symbols, symbols[1:]) if pair in ranks]
        if not pairs:
            return symbols
        best = min(pairs, key=ranks.get)
        result, i = [], 0
        while i < len(symbols):
            size = 2 if tuple(symbols[i : i + 2]) == best else 1
            result.append("".join(symbols[i : i + size]))
            i += size
        symbols = result


TOKENIZERS = {"characters": characters, "words": words, "bytePairs": byte_pairs}

# Images


def pixels(cells, op):
    """(value / 255 - offset) / scale, rows first, channels last; a missing image is all 0."""
    result = np.zeros((len(cells), op["height"] * op["width"] * op["channels"]))
    for row, cell in enumerate(cells):
        if cell is not None:
            shown = np.asarray(fitted(opened(cell), op), float).reshape(op["height"], op["width"], op["channels"])
            result[row] = ((shown / 255 - op["offset"]) / op["scale"]).ravel()
    return result


def opened(cell):
    """As it is shown: turned as its camera says, 8 bits a channel, transparency over white."""
    from PIL import Image, ImageOps

    if isinstance(cell, np.ndarray):
        image = Image.fromarray(cell)
    elif isinstance(cell, Image.Image):
        image = cell
    else:
        image = Image.open(io.BytesIO(cell) if isinstance(cell, (bytes, bytearray)) else cell)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def fitted(image, to):
    """In the input's size: stretched, its middle cut out, or with black beside it."""
    from PIL import Image

    image = image.convert("L") if to["channels"] == 1 else image
    width, height, size = image.width, image.height, (to["width"], to["height"])
    wide = width * to["height"] > height * to["width"]
    if to["policy"] == "stretch":
        return image.resize(size, Image.BILINEAR)
    if to["policy"] == "crop":
        cut_width = max(1, height * to["width"] // to["height"]) if wide else width
        cut_height = height if wide else max(1, width * to["height"] // to["width"])
        left, top = (width - cut_width) // 2, (height - cut_height) // 2
        return image.crop((left, top, left + cut_width, top + cut_height)).resize(size, Image.BILINEAR)
    new_width = to["width"] if wide else max(1, (2 * width * to["height"] + height) // (2 * height))
    new_height = max(1, (2 * height * to["width"] + width) // (2 * width)) if wide else to["height"]
    result = Image.new(image.mode, size)
    small = image.resize((new_width, new_height), Image.BILINEAR)
    result.paste(small, ((to["width"] - new_width) // 2, (to["height"] - new_height) // 2))
    return result


OPERATIONS = {
    "impute": impute,
    "scale": scale,
    "clip": clip,
    "power": power,
    "bin": which_bin,
    "binOneHot": bin_one_hot,
    "dateParts": date_parts,
    "imputeCategory": impute_category,
    "ordinal": ordinal,
    "oneHot": one_hot,
    "hash": hashed,
    "tokens": tokens,
    "pixels": pixels,
}

# What a cell says

WHITE = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def text_of(cell, recipe):
    """The cell as a table would have it; None where it is missing."""
    if isinstance(cell, (bool, np.bool_)):
        cell = "true" if cell else "false"
    elif isinstance(cell, (int, np.integer)):
        cell = str(cell)
    elif isinstance(cell, (float, np.floating)):
        whole = math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e21
        cell = None if math.isnan(cell) else (str(int(cell)) if whole else repr(float(cell)))
        cell = cell and cell.replace(".", recipe["decimal"])
    if cell is None or cell.strip(WHITE).lower() in {word.strip(WHITE).lower() for word in recipe["missing"]}:
        return None
    return cell


def texts(cells, recipe):
    return [text_of(cell, recipe) for cell in cells]


def number(cell, feature, recipe):
    """NaN where the cell is missing or cannot be read."""
    kind = feature["type"]
    if isinstance(cell, datetime.date):
        return milliseconds(cell)
    if isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool):
        value = float(cell) if math.isfinite(cell) else math.nan
    else:
        text = text_of(cell, recipe)
        if text is None:
            return math.nan
        value = parse_date(text, recipe["dayFirst"]) if kind == "date" else parse_number(text, recipe["decimal"])
    return math.nan if kind == "integer" and not value.is_integer() else value


def milliseconds(date):
    """A time without a zone counts as UTC."""
    if not isinstance(date, datetime.datetime):
        date = datetime.datetime(date.year, date.month, date.day)
    zoned = date if date.tzinfo else date.replace(tzinfo=datetime.timezone.utc)
    return float((zoned - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1))


WORDS = dict.fromkeys(("true", "yes", "y", "t", "on", "1"), "true")
WORDS.update(dict.fromkeys(("false", "no", "n", "f", "off", "0"), "false"))


def category(cell, feature, recipe):
    """The cell's name under the recipe's other names; None where it is missing."""
    text = text_of(cell, recipe)
    if text is None:
        return None
    kind = feature["type"]
    if kind == "boolean":
        key = WORDS.get(text.strip(WHITE).lower())
    elif kind in ("number", "integer", "date"):
        value = number(text, feature, recipe)
        key = None if math.isnan(value) else value
    else:
        key = text.strip(WHITE)
    return feature.get("rename", {}).get(key, key)


INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def number_pattern(point):
    other = "," if point == "." else "."
    point = re.escape(point)
    sign, currency = "[+-]?", "[$€£¥₹₩₽₺₫]"
    grouped = rf"[1-9][0-9]{{0,2}}(?P<separator>[{other} '’\u00a0\u202f\u2009])[0-9]{{3}}(?:(?P=separator)[0-9]{{3}})*"
    return re.compile(
        rf"(?P<prefix>{sign}{currency}?|{currency}{sign}) ?(?P<whole>{grouped}|[0-9]+|(?={point}[0-9]))"
        rf"(?:{point}(?P<fraction>[0-9]*))?(?P<exponent>[eE]{sign}[0-9]+)? ?(?:%|{currency})?"
    )


NUMBERS = {"." : number_pattern("."), ",": number_pattern(",")}  # fmt: skip


def parse_number(text, decimal):
    """Signs of percent and currency and separators of thousands are dropped; codes (007) and infinity are no numbers."""
    text = text.strip(WHITE)
    if not text.isascii():
        text = INVISIBLE.sub("", text)
        text = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
        text = text.replace("\u2212", "-").replace("\uffe5", "¥").strip(WHITE)
    found = NUMBERS[decimal].fullmatch(text) if len(text) <= 400 else None
    if found is None:
        return math.nan
    whole, separator, fraction, exponent = found.group("whole", "separator", "fraction", "exponent")
    if separator is None and len(whole) > 1 and whole[0] == "0":
        return math.nan
    digits = whole.replace(separator, "") if separator else whole
    value = float(f"{'-' if '-' in found['prefix'] else ''}{digits or '0'}.{fraction or ''}0{exponent or ''}")
    plain = fraction is None and exponent is None
    return math.nan if math.isinf(value) or (plain and abs(value) > 2**53 - 1) else value


SPACE = f"[{WHITE}]"
TIME = (
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    rf"{SPACE}*([ap]\.?m\.?)?{SPACE}*(z|utc|gmt|[+-]\d{{2}}:?(?:\d{{2}})?)?)?"
)
DAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
YEAR_FIRST, YEAR_LAST, DAY_MONTH, MONTH_DAY, CHINESE = (
    re.compile(form + TIME + end, re.IGNORECASE | re.ASCII)
    for form, end in (
        (r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})", ")?"),
        (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", ""),
        (rf"{DAY}(\d{{1,2}})(?:st|nd|rd|th)?[ -]+{MONTH},?[ -]+(\d{{4}}|\d{{2}})", ""),
        (rf"{DAY}{MONTH} +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}})", ""),
        (rf"(\d{{4}}){SPACE}*年{SPACE}*(\d{{1,2}}){SPACE}*月{SPACE}*(\d{{1,2}}){SPACE}*[日号]", ""),
    )
)


def parse_date(text, day_first):
    """Milliseconds since 1970; a time without a zone counts as UTC. NaN where the text is no date."""
    text = text.strip(WHITE)
    if not 6 <= len(text) <= 48:
        return math.nan
    found = YEAR_FIRST.fullmatch(text)
    if found:
        year, separator, month, day, *time = found.groups()
        # 2020-07 is a month; 2020.07 is a number.
        return math.nan if day is None and separator == "." else moment(year, month, day or "1", time)
    found = YEAR_LAST.fullmatch(text)
    if found:
        a, _, b, year, *time = found.groups()
        # The cell itself may show which of the two is the day.
        if int(a) > 12 or (int(b) <= 12 and day_first):
            a, b = b, a
        return moment(year, a, b, time)
    found = DAY_MONTH.fullmatch(text)
    if found:
        day, month, year, *time = found.groups()
        return moment(year, MONTHS.index(month.lower()) + 1, day, time)
    found = MONTH_DAY.fullmatch(text)
    if found:
        month, day, year, *time = found.groups()
        return moment(year, MONTHS.index(month.lower()) + 1, day, time)
    found = CHINESE.fullmatch(text)
    if found:
        year, month, day, *time = found.groups()
        return moment(year, month, day, time)
    return math.nan


def moment(year, month, day, time):
    """Two digits of a year: 70 to 99 are of the last century."""
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        days = np.datetime64(f"{full:04}-{int(month):02}-{int(day):02}", "D").astype(int)
    except ValueError:
        return math.nan
    return float(days) * 86400000 + time_of_day(*time)


def time_of_day(hours, minutes, seconds, fraction, half, zone):
    if hours is None:
        return 0
    hour, minute, second = int(hours), int(minutes), int(seconds or 0)
    if half:
        if not 1 <= hour <= 12:
            return math.nan
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    # 60 is a leap second, which counts as the next minute's first.
    if hour > 23 or minute > 59 or second > 60:
        return math.nan
    local = ((hour * 60 + minute) * 60 + second) * 1000 + int(float(f"0.{fraction or ''}0") * 1000)
    if zone is None or zone[0] not in "+-":
        return local
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = (int(digits[:2]) * 60 + int(digits[2:])) * 60000
    return local + offset if zone[0] == "-" else local - offset
