# SPDX-License-Identifier: Apache-2.0
"""Writes small thermal pictures of each kind into a folder, for the fuzzer to begin with: real ones are too large for
it to try many. The first octet of each says what is given beside the file."""
import pathlib
import struct
import sys
import zlib

WIDTH, HEIGHT = 12, 8
COUNTS = [16000 + 7 * (i % WIDTH) + 3 * (i // WIDTH) for i in range(WIDTH * HEIGHT)]
for hot in (30, 31, 42, 43):
    COUNTS[hot] = 18500


def png():
    """The counts as a 16-bit PNG with its octets in FLIR's order."""
    rows = b"".join(b"\0" + struct.pack(f"<{WIDTH}H", *COUNTS[y * WIDTH:(y + 1) * WIDTH]) for y in range(HEIGHT))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def fff(is_png):
    """A FLIR file with a raw record and a camera record."""
    raw = struct.pack("<9H", 2, WIDTH, HEIGHT, 0, 0, 0, WIDTH - 1, 0, HEIGHT - 1).ljust(32, b"\0")
    raw += png() if is_png else struct.pack(f"<{len(COUNTS)}H", *COUNTS)
    camera = bytearray(0x3A0)
    struct.pack_into("<H", camera, 0, 2)
    for at, value in {0x20: 0.95, 0x24: 1.0, 0x28: 293.15, 0x2C: 293.15, 0x30: 293.15, 0x34: 1.0, 0x3C: 0.5,
                      0x58: 15848.854, 0x5C: 1414.9, 0x60: 1.0, 0x70: 0.006569, 0x74: 0.01262, 0x78: -0.002276,
                      0x7C: -0.00667, 0x80: 1.9, 0x30C: 0.014533112}.items():
        struct.pack_into("<f", camera, at, value)
    struct.pack_into("<i", camera, 0x308, -4405)
    struct.pack_into("<HH", camera, 0x338, 16042, 2500)
    start = 64 + 2 * 32
    head = (b"FFF\0" + b"fuzz".ljust(16, b"\0") + struct.pack(">III", 101, 64, 2)).ljust(64, b"\0")

    def entry(kind, at, length):
        return struct.pack(">HHIIII", kind, 2, 100, 1, at, length).ljust(32, b"\0")

    return head + entry(1, start, len(raw)) + entry(0x20, start + len(raw), len(camera)) + raw + bytes(camera)


def segment(mark, data):
    return struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data


def exif(make, model):
    """EXIF data with a camera and a satellite fix."""
    texts = make + b"\0" + model + b"\0"
    at = 8 + 2 + 3 * 12 + 4
    fix = at + len(texts)
    fields = [(271, 2, len(make) + 1, at), (272, 2, len(model) + 1, at + len(make) + 1), (34853, 4, 1, fix)]
    body = b"II*\0" + struct.pack("<IH", 8, 3) + b"".join(struct.pack("<HHII", *f) for f in fields) + b"\0" * 4 + texts
    values = fix + 2 + 4 * 12 + 4
    body += struct.pack("<H", 4) + struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack("<HHII", 2, 5, 3, values)
    body += struct.pack("<HHI4s", 3, 2, 2, b"E\0\0\0") + struct.pack("<HHII", 4, 5, 3, values + 24) + b"\0" * 4
    body += struct.pack("<12I", 47, 1, 23, 1, 51, 1, 8, 1, 32, 1, 44, 1)
    return segment(0xE1, b"Exif\0\0" + body)


def jpeg(parts):
    size = segment(0xC0, struct.pack(">BHHB", 8, HEIGHT, WIDTH, 1) + b"\1\x11\0")
    return b"\xFF\xD8" + b"".join(parts) + size + b"\xFF\xD9"


def tiff(compression, predictor, order="<"):
    data = b""
    for y in range(HEIGHT):
        row = COUNTS[y * WIDTH:(y + 1) * WIDTH]
        if predictor == 2:
            row = [(v - (row[i - 1] if i else 0)) & 0xFFFF for i, v in enumerate(row)]
        data += struct.pack(f"{order}{WIDTH}H", *row)
    if compression == 8:
        data = zlib.compress(data)
    make = b"FLIR Duo Pro R\0"
    tags = [(256, 3, 1, WIDTH), (257, 3, 1, HEIGHT), (258, 3, 1, 16), (259, 3, 1, compression), (262, 3, 1, 1),
            (271, 2, len(make), 0), (273, 4, 1, 0), (277, 3, 1, 1), (278, 3, 1, HEIGHT), (279, 4, 1, len(data)),
            (317, 3, 1, predictor)]
    at = 8 + 2 + 12 * len(tags) + 4
    body = b""
    for tag, kind, count, value in tags:
        value = {271: at, 273: at + len(make)}.get(tag, value)
        short = kind == 3 and count == 1
        body += struct.pack(f"{order}HHI", tag, kind, count)
        body += struct.pack(f"{order}HH", value, 0) if short else struct.pack(f"{order}I", value)
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(f"{order}IH", 8, len(tags)) + body + b"\0" * 4 + make + data


def main():
    folder = pathlib.Path(sys.argv[1])
    flir = fff(False)
    half = len(flir) // 2
    cut = [segment(0xE1, b"FLIR\0\1\0\1" + flir[:half]), segment(0xE1, b"FLIR\0\1\1\1" + flir[half:])]
    counts = struct.pack(f"<{len(COUNTS)}H", *(v & ~3 for v in COUNTS))
    dji = [exif(b"DJI", b"M3T"), segment(0xE3, counts), segment(0xE4, b"\xFF\xD2\xD1\xFFiirp" + b"\0" * 8)]
    pictures = {
        "fff": flir, "fff-png": fff(True), "flir-jpeg": jpeg([exif(b"FLIR", b"T640")] + cut), "dji": jpeg(dji),
        "tiff": tiff(1, 1), "tiff-deflate": tiff(8, 2), "tiff-big": tiff(1, 2, ">"),
    }
    for name, data in pictures.items():
        for given in range(8):
            (folder / f"{name}-{given}").write_bytes(bytes([given]) + data)


main()
