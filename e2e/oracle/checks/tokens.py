"""Judges tokens with a tokenizer written here in plain Python, character by character (no regular expressions), and a
byte-pair encoder that counts every pair anew for every merge. Compared exactly: vocabulary, merges, numbers of all texts."""

import unicodedata
from collections import Counter

from judge import run

SPACES = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
LONE = [
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF),
]


def is_lone(c):
    return any(low <= ord(c) <= high for low, high in LONE)


def is_letter(c):
    return not is_lone(c) and unicodedata.category(c)[0] in "LNM"


def normalized(text, lowercase):
    text = unicodedata.normalize("NFC", text or "")
    return text.lower() if lowercase else text


def chunks(text):
    chunk = ""
    for c in text:
        if c not in SPACES:
            chunk += c
        elif chunk:
            yield chunk
            chunk = ""
    if chunk:
        yield chunk


def characters(text):
    return list(" ".join(chunks(text)))


def words(text):
    found = []
    for chunk in chunks(text):
        i = 0
        while i < len(chunk):
            end = i
            while end < len(chunk) and is_letter(chunk[end]):
                end += 1
                if end + 1 < len(chunk) and chunk[end] in "'’" and is_letter(chunk[end + 1]):
                    end += 1
            end = max(end, i + 1)
            found.append(chunk[i:end])
            i = end
    return found


def pieces(text):
    found = []
    for chunk in chunks(text):
        mark, i = "▁", 0
        while i < len(chunk):
            kind = next((k for k in (is_lone, is_letter) if k(chunk[i])), None)
            end = i + 1
            while kind and end < len(chunk) and end - i < 64 and kind(chunk[end]):
                end += 1
            found.append(mark + chunk[i:end])
            mark, i = "", end
    return found


def most_frequent(counts, limit):
    return [token for token, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]]


def merged(symbols, left, right):
    result, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == (left, right):
            result.append(left + right)
            i += 2
        else:
            result.append(symbols[i])
            i += 1
    return result


def learn(counted, limit):
    alphabet = Counter()
    for piece, count in counted.items():
        for c in piece:
            alphabet[c] += count
    vocabulary = most_frequent(alphabet, limit)
    known = set(vocabulary)
    state = {piece: list(piece) for piece in counted}
    merges = []
    while len(vocabulary) < limit:
        pairs = Counter()
        for piece, symbols in state.items():
            for pair in zip(symbols, symbols[1:]):
                if pair[0] in known and pair[1] in known:
                    pairs[pair] += counted[piece]
        best = most_frequent(pairs, 1)
        if not best or pairs[best[0]] < 2:
            break
        left, right = best[0]
        if (left, right) not in merges:
            merges.append((left, right))
        if left + right not in known:
            vocabulary.append(left + right)
            known.add(left + right)
        state = {piece: merged(symbols, left, right) for piece, symbols in state.items()}
    return vocabulary, merges


def cut(piece, ranks):
    symbols = list(piece)
    while True:
        possible = [pair for pair in zip(symbols, symbols[1:]) if pair in ranks]
        if not possible:
            return symbols
        symbols = merged(symbols, *min(possible, key=ranks.get))


def judge_all(judge, cases):
    for case in cases:
        judge_case(judge, case)


def judge_case(judge, case):
    name, options = case["name"], case["input"]
    texts = [normalized(text, options["lowercase"]) for text in case["texts"]]
    train = [texts[row] for row in case["trainRows"]]
    if options["tokenizer"] == "bytePairs":
        vocabulary, merges = learn(Counter(piece for text in train for piece in pieces(text)), options["vocabulary"])
        ranks = {pair: rank for rank, pair in enumerate(merges)}
        tokens = [[symbol for piece in pieces(text) for symbol in cut(piece, ranks)] for text in texts]
    else:
        tokenize = characters if options["tokenizer"] == "characters" else words
        counts = Counter(token for text in train for token in tokenize(text))
        vocabulary, merges = most_frequent(counts, options["vocabulary"]), []
        tokens = [tokenize(text) for text in texts]
    judge.equal("vocabulary", case["vocabulary"], vocabulary, name)
    judge.equal("byte-pair merges", [tuple(merge) for merge in case["merges"]], merges, name)
    numbers = {token: i + 2 for i, token in enumerate(vocabulary)}
    length = options["length"]
    for row, (own, got) in enumerate(zip(tokens, case["numbers"])):
        taken = [numbers.get(token, 1) for token in own[:length]]
        fill = [0] * (length - len(taken))
        expected = fill + taken if options["padding"] == "pre" else taken + fill
        judge.equal("numbers of texts", got, expected, f"{name}, text {row}")


run(judge_all)
