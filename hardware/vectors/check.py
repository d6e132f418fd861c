#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# A second reading of the test vectors, independent of Roost's decoder: it decodes the raw words of every vector by the
# profile with Python's struct and compares. Usage: hardware/vectors/check.py   (needs python3-yaml; exit 1 on a difference)
import pathlib, struct, sys
from decimal import Decimal
import yaml

HERE = pathlib.Path(__file__).resolve().parent
WIDTH = {"bool": 1, "u16": 1, "s16": 1, "bcd16": 1, "bits16": 1, "u32": 2, "s32": 2, "f32": 2, "bits32": 2, "u64": 4}
FORM = {"u16": ">H", "s16": ">h", "bits16": ">H", "u32": ">I", "s32": ">i", "bits32": ">I", "u64": ">Q", "f32": ">f"}


class Loader(yaml.SafeLoader):
    """YAML 1.2 words: `on`, `off`, `yes` and `no` are texts."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, rule) for tag, rule in rules if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def width(point):
    return point["count"] if point["type"] == "string" else WIDTH[point["type"]]


def octets(point, words):
    if point.get("word_order") == "little":
        words = words[::-1]
    order = "<H" if point.get("byte_order") == "little" else ">H"
    return b"".join(struct.pack(order, word) for word in words)


def decode(point, words, scales):
    """Value and quality of one point."""
    kind, data = point["type"], octets(point, words)
    if kind == "string":
        return data.rstrip(b"\0 ").decode("ascii", "replace"), "good"
    raw = int.from_bytes(data, "big")
    if "mask" in point:
        mask = point["mask"]
        raw = (raw & mask) // (mask & -mask)
    if raw in point.get("nan", []):
        return None, "badSentinel"
    if kind == "bool":
        bare = Decimal(1 if raw else 0)
    elif kind == "bcd16":
        if not f"{raw:04x}".isdigit():
            return None, "badSentinel"
        bare = Decimal(f"{raw:04x}")
    elif "mask" in point:
        bare = Decimal(raw)
    else:
        number = struct.unpack(FORM[kind], data)[0]
        if number != number or number in (float("inf"), float("-inf")):
            return None, "badSentinel"
        bare = Decimal(number)
    if "scale_point" in point:
        exponent = scales.get(point["scale_point"])
        if exponent is None or not -10 <= exponent <= 10:
            return None, "badSentinel"
        factor = Decimal(10) ** exponent
    else:
        factor = Decimal(str(point.get("scale", 1)))
    value = bare * factor + Decimal(str(point.get("offset", 0)))
    low, high = point.get("range", [None, None])
    outside = low is not None and not Decimal(str(low)) <= value <= Decimal(str(high))
    unnamed = "enum" in point and int(bare) not in point["enum"]
    suspect = point.get("zero_suspect") == "true" and bare == 0
    return value, "uncertain" if outside or unnamed or suspect else "good"


def points(profile, variant):
    found = {point["id"]: dict(point) for point in profile["points"]}
    if variant is None:
        return found
    change = profile["variants"][variant]
    if "base" in change:
        shift = change["base"] - min(point["address"] for point in found.values())
        for point in found.values():
            point["address"] += shift
    for name, keys in change.get("points", {}).items():
        found[name].update(keys)
    return found


def check(profile, vector, place):
    words = vector["words"]
    if isinstance(words, list):
        words = {vector["address"] + offset: word for offset, word in enumerate(words)}
    inside, found, problems = points(profile, vector.get("variant")), {}, []
    inside = {
        name: point for name, point in inside.items()
        if point["fn"] == vector["fn"] and all(point["address"] + i in words for i in range(width(point)))
    }
    scales = {}
    for name, point in inside.items():
        value, _ = decode({**point, "scale": 1}, [words[point["address"] + i] for i in range(width(point))], {})
        scales[name] = value if isinstance(value, Decimal) else None
    for name, point in inside.items():
        found[name] = decode(point, [words[point["address"] + i] for i in range(width(point))], scales)
    named = set(vector.get("values", {})) | set(vector.get("qualities", {}))
    if named != set(found):
        problems.append(f"{place}: names {sorted(named)}, the words hold {sorted(found)}")
    for name, (value, quality) in found.items():
        wanted = vector.get("qualities", {}).get(name, "good")
        if quality != wanted:
            problems.append(f"{place}: {name} is {quality}, the vector says {wanted}")
        expected = vector.get("values", {}).get(name)
        same = expected == value if value is None or isinstance(value, str) else (
            expected is not None and abs(float(value) - float(expected)) <= 1e-12 * max(1.0, abs(float(value))))
        if not same:
            problems.append(f"{place}: {name} is {value}, the vector says {expected}")
    return problems


def main():
    problems, count = [], 0
    for path in sorted(HERE.parent.glob("*.yaml")):
        profile = load(path)
        for number, vector in enumerate(load(HERE / path.name)["vectors"], 1):
            problems += check(profile, vector, f"{path.name} vector {number}")
            count += 1
    print("\n".join(problems) if problems else f"{count} vectors agree")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
