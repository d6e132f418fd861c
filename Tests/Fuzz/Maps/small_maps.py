# SPDX-License-Identifier: Apache-2.0
"""Writes small orthophotos of each kind into a folder, for the fuzzer to begin with: strips and tiles, classic and big
TIFF, both orders of octets, plain, deflate and PackBits, with the predictors. The first octet says what is asked for."""
import pathlib
import struct
import sys
import zlib

WIDTH, HEIGHT = 20, 12
CODES = {8: "B", 16: "H", 32: "f", 64: "d"}


def packbits(data):
    """Octets as literal runs."""
    return b"".join(bytes([len(data[i:i + 100]) - 1]) + data[i:i + 100] for i in range(0, len(data), 100))


def piece(order, bits, width, height, bands, compression, predictor):
    rows = []
    for y in range(height):
        values = [(40 + 7 * x + 11 * y + 50 * band) % 200 for x in range(width) for band in range(bands)]
        row = struct.pack(f"{order}{len(values)}{CODES[bits]}", *values)
        if predictor == 2:
            back = [value - (values[at - bands] if at >= bands else 0) for at, value in enumerate(values)]
            row = struct.pack(f"{order}{len(values)}{CODES[bits]}", *[value % (1 << bits) for value in back])
        if predictor == 3:
            big = struct.pack(f">{len(values)}f", *values)
            planes = b"".join(big[weight::4] for weight in range(4))
            row = bytes((octet - (planes[at - bands] if at >= bands else 0)) % 256 for at, octet in enumerate(planes))
        rows.append(row)
    data = b"".join(rows)
    return {1: data, 8: zlib.compress(data), 32773: packbits(data)}[compression]


def tiff(order, big, bits, bands, compression=1, predictor=1, tiled=False, planar=False, texts=True):
    kind = 3 if bits >= 32 else 1
    width, height = (16, 16) if tiled else (WIDTH, 5)
    across, down = (2, 1) if tiled else (1, 3)
    number = across * down * (bands if planar else 1)
    pieces = [piece(order, bits, width, height, 1 if planar else bands, compression, predictor)] * number
    size = 8 if big else 4
    word = {1: "B", 2: "s", 3: "H", 4: "I", 16: "Q"}
    place = 16 if big else 8
    places = []
    for data in pieces:
        places.append(place)
        place += len(data)
    long = 16 if big else 4
    names = "".join(f'<Item name="DESCRIPTION" sample="{band}" role="description">nir</Item>' for band in range(bands))
    tags = [(256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [bits] * bands), (259, 3, [compression]), (262, 3, [1]),
            (277, 3, [bands]), (284, 3, [2 if planar else 1]), (317, 3, [predictor]), (339, 3, [kind] * bands)]
    if tiled:
        tags += [(322, 3, [width]), (323, 3, [height]), (324, long, places), (325, long, [len(p) for p in pieces])]
    else:
        tags += [(273, long, places), (278, 3, [height]), (279, long, [len(p) for p in pieces])]
    if texts:
        tags += [(338, 3, [2]), (42112, 2, names.encode() + b"\0"), (42113, 2, b"7\0")]
    tags.sort()
    table = struct.pack(order + ("Q" if big else "H"), len(tags))
    after = place + len(table) + len(tags) * (4 + 2 * size) + size
    extra = b""
    for tag, form, values in tags:
        packed = values if form == 2 else struct.pack(f"{order}{len(values)}{word[form]}", *values)
        table += struct.pack(order + "HH" + ("Q" if big else "I"), tag, form, len(values))
        if len(packed) <= size:
            table += packed.ljust(size, b"\0")
        else:
            table += struct.pack(order + ("Q" if big else "I"), after + len(extra))
            extra += packed
    table += b"\0" * size
    mark = b"II" if order == "<" else b"MM"
    head = mark + (struct.pack(order + "HHHQ", 43, 8, 0, place) if big else struct.pack(order + "HI", 42, place))
    return head + b"".join(pieces) + table + extra


folder = pathlib.Path(sys.argv[1])
KINDS = [("<", False, 8, 3), ("<", False, 16, 4, 8, 2, True), (">", False, 16, 2, 32773), ("<", True, 32, 2, 8, 3),
         (">", True, 64, 1, 8), ("<", False, 32, 4, 1, 1, True, True), (">", False, 8, 4, 8, 2, False, True),
         ("<", True, 16, 1, 1, 1, False, False, False)]
for number, kind in enumerate(KINDS):
    for asked in (0, 0x0C):
        (folder / f"map-{number}-{asked}").write_bytes(bytes([asked]) + tiff(*kind))
