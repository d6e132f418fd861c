#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/MAVLink/Generated/*.swift from Scripts/mavlink-messages.json.

  generate-mavlink.py            writes the files and removes stale ones
  generate-mavlink.py --check    writes nothing; exit status 1 when a file on disk differs from what would be written

The output depends on the table only, so that regeneration is byte-identical.
"""
import json
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "Scripts" / "mavlink-messages.json"
OUTPUT = ROOT / "Sources" / "MAVLink" / "Generated"
FILE_LIMIT, WIDTH = 480, 110

TYPES = {"uint8_t": "UInt8", "int8_t": "Int8", "uint16_t": "UInt16", "int16_t": "Int16", "uint32_t": "UInt32",
         "int32_t": "Int32", "uint64_t": "UInt64", "int64_t": "Int64", "float": "Float"}
LAYOUT = {"uint8_t": "u8", "int8_t": "i8", "uint16_t": "u16", "int16_t": "i16", "uint32_t": "u32", "int32_t": "i32",
          "uint64_t": "u64", "int64_t": "i64", "float": "f32"}
ACRONYMS = {"ID", "CRC", "URI", "URL", "UAS", "UTC", "RC", "MSL", "AMSL", "EU", "MAV", "GPS", "ADSB", "EKF", "ESC",
            "UTM", "ODID", "FTP", "VTOL", "UA", "MCU", "ISBD", "NED", "ENU", "FRD", "FLU", "INS", "RTK", "DGPS", "PPP",
            "PPM", "I2C", "CAN", "CAA", "VTOL", "LTE", "GSM", "CDMA", "WCDMA", "SD", "HD", "USB", "PWM", "IMU", "VIO",
            "GCS", "ROI", "LED", "AHRS", "GNSS", "GPS2", "HW", "HUD", "VFR", "HL"}
# Run-together words of the definitions, so that names stay readable.
SPLIT = {"STATUSTEXT": "STATUS_TEXT", "HWSTATUS": "HW_STATUS", "MEMINFO": "MEM_INFO"}
KEYWORDS = {"default", "init", "return", "in", "is", "case", "class", "func", "let", "var", "self", "switch", "break",
            "continue", "repeat", "where", "while", "for", "if", "else", "do", "true", "false", "nil", "import",
            "internal", "public", "private", "static", "struct", "enum", "extension", "protocol", "guard", "defer",
            "fallthrough", "as", "any", "operator", "throw", "throws", "rethrows", "try", "catch", "super"}
# Enumerations that no field of the table names but that commands and modes use.
EXTRA_ENUMS = {"MAV_COMPONENT", "FENCE_TYPE", "COPTER_MODE", "MAV_MODE", "MAV_DO_REPOSITION_FLAGS",
               "PRECISION_LAND_MODE", "MAV_FTP_OPCODE", "MAV_FTP_ERR"}
EXTRA_RAW = {"COPTER_MODE": "UInt32", "FENCE_TYPE": "UInt32"}
PLAIN_ENUMS = {"MAV_BOOL"}  # used with two widths and two meanings of "true": the fields stay numbers


def words(name):
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name)
    return [w for w in name.split("_") if w]


def upper_camel(name):
    out = ""
    for word in words(name):
        upper = word.upper()
        plain = re.match(r"[A-Z]*", upper).group(0)
        piece = upper if upper in ACRONYMS else word[0].upper() + word[1:].lower()
        if out and out[-1].isdigit() and piece[0].isdigit():
            out += "_"
        out += piece
    return out


def lower_camel(name):
    if re.fullmatch(r"[A-Z0-9]+[a-z]+", name) and not re.fullmatch(r"[A-Z][a-z]+", name):  # I2Cerr
        name = re.sub(r"([A-Z0-9]+)([a-z]+)", r"\1_\2", name)
    pieces = words(name)
    head = pieces[0].lower()
    text = head + upper_camel("_".join(pieces[1:])) if len(pieces) > 1 and not (
        head[-1].isdigit() and pieces[1][0].isdigit()) else head + (
        "_" + upper_camel("_".join(pieces[1:])) if len(pieces) > 1 else "")
    return text


def quoted(name):
    return f"`{name}`" if name in KEYWORDS else name


def enum_name(name):
    if name == "MAV_CMD":
        return "MAVCommand"
    return "MAV" + upper_camel(name[4:] if name.startswith("MAV_") else name)


def member_name(enum, member, members):
    shared = os.path.commonprefix(members)[: os.path.commonprefix(members).rfind("_") + 1] if len(members) > 1 else ""
    rest = member
    for prefix in (enum + "_", shared):
        if prefix and member.startswith(prefix):
            rest = member[len(prefix):]
            break
    if rest[0].isdigit():
        pieces = rest.split("_")
        if pieces[0] == "3D" and not any("2D_" in m for m in members):
            return lower_camel("_".join(pieces[1:]).lower())
        if len(pieces) == 2 and pieces[1].isalpha():
            rest = pieces[1] + "_" + pieces[0]
        elif len(pieces) > 1 and pieces[1][0].isalpha():
            rest = "_".join(pieces[1:] + pieces[:1])
        else:
            rest = "VALUE_" + re.sub(r"(\d)_(\d)", r"\1_POINT\2", rest)
    return lower_camel(rest.lower() if rest.isupper() or "_" in rest else rest)


def number(value):
    return f"{value:_}" if value >= 1_000_000 else str(value)


def is_mask(name, values):
    if any(v == 0 for v in values):
        return False
    single_bits = all(v & (v - 1) == 0 for v in values)
    return name.endswith("FLAGS") or (single_bits and (len(values) >= 3 or name.endswith("FLAG")))


def header(*lines):
    return ["// SPDX-License-Identifier: Apache-2.0"] + ["// " + line for line in lines] + [""]


def enum_lines(name, members, raw):
    values = list(members.values())
    mask = is_mask(name, values)
    swift = enum_name(name)
    kind = "OptionSet, MAVEnumeration" if mask else "MAVEnumeration, Hashable"
    lines = [f"/// `{name}`{', a bit mask' if mask else ''}.", f"public struct {swift}: {kind} {{",
             "    /// The number on the wire.", f"    public var rawValue: {raw}",
             "    /// A value from its number; every number is allowed.",
             f"    public init(rawValue: {raw}) {{ self.rawValue = rawValue }}", ""]
    seen = set()
    for member, value in members.items():
        swift_member = member_name(name, member, list(members))
        assert swift_member not in seen, (name, swift_member)
        seen.add(swift_member)
        lines.append(f"    /// `{member}`, {value}.")
        lines.append(f"    public static let {quoted(swift_member)} = Self(rawValue: {number(value)})")
    return lines + ["}", ""]


def swift_type(field, enums):
    if field["type"] == "char":
        return f"FixedText<{field['array']}>"
    base = TYPES[field["type"]]
    if field.get("enum") in enums:
        base = enum_name(field["enum"])
    return f"FixedArray<{field['array']}, {base}>" if field["array"] else base


def zero(field, enums):
    if field["type"] == "char":
        return '""'
    mask = field.get("enum") in enums and is_mask(field["enum"], list(enums[field["enum"]].values()))
    scalar = "[]" if mask else ".init(rawValue: 0)" if field.get("enum") in enums else "0"
    return f".init(repeating: {scalar})" if field["array"] else scalar


def field_comment(field):
    text = f"`{field['name']}`"
    if field.get("units"):
        scale = f" × {field['multiplier']}" if field.get("multiplier") else ""
        text += f" in {field['units']}{scale}"
    if field.get("ext"):
        text += ", extension"
    invalid = field.get("invalid")
    if invalid:
        invalid = invalid.replace("NAN", "NaN").replace("[", "").replace("]", "")
        text += f"; {invalid} when unknown"
    return text + "."


def wrapped(start, items, end, indent):
    lines, line = [start], " " * (indent + 4)
    for item in items:
        if len(line) + len(item) + 1 > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = " " * (indent + 4)
        line += item + " "
    lines.append(line.rstrip())
    return lines + [end]


def layout_text(message):
    entries = []
    for field in message["wire"]:
        kind = f"c{field['array']}" if field["type"] == "char" else LAYOUT[field["type"]]
        if field["array"] and field["type"] != "char":
            kind += f"*{field['array']}"
        entries.append(f"{kind} {field['name']}")
    return entries


def message_name(message):
    return upper_camel(SPLIT.get(message["name"], message["name"])) + "Message"


def message_lines(message, enums):
    by_name = {f["name"]: f for f in message["wire"]}
    fields = [by_name[n] for n in message["xml_order"]]
    names = {f["name"]: quoted(lower_camel(f["name"])) for f in fields}
    plain = {f["name"]: lower_camel(f["name"]) for f in fields}
    lines = [f"/// `{message['name']}`, number {message['id']}.", f"public struct {message_name(message)}: MAVLinkMessage {{"]
    for field in fields:
        lines += [f"    /// {field_comment(field)}", f"    public var {names[field['name']]}: {swift_type(field, enums)}"]
    arguments = [f"{names[f['name']]}: {swift_type(f, enums)} = {zero(f, enums)}," for f in fields]
    arguments[-1] = arguments[-1][:-1]
    lines += ["", "    /// A message from its fields; those left out are zero."]
    lines += wrapped("    public init(", arguments, "    ) {", 4)
    lines += [f"        self.{plain[f['name']]} = {names[f['name']]}" for f in fields]
    lines += ["    }", "", "    /// Reads the fields from a payload.", "    public init(payload bytes: FramePayload) {"]
    lines += [f"        {plain[f['name']] if plain[f['name']] not in KEYWORDS else 'self.' + plain[f['name']]} = "
              f"bytes.read(at: {f['offset']})" for f in message["wire"]]
    lines += ["    }", "", "    /// Writes the fields to a payload.",
              "    public func write(to bytes: inout FramePayload) {"]
    lines += [f"        bytes.write({plain[f['name']] if plain[f['name']] not in KEYWORDS else 'self.' + plain[f['name']]}, "
              f"at: {f['offset']})" for f in message["wire"]]
    lines += ["    }", "", "    /// Number, check byte, lengths and layout.", "    public static var traits: MessageTraits {",
              "        MessageTraits(",
              f"            id: {message['id']}, name: \"{message['name']}\", crcExtra: {message['crc_extra']}, "
              f"lengthV1: {message['min_len_v1']},"
              f" lengthV2: {message['max_len_v2']},",
              '            layout: """']
    line = ""
    entries = [e + "," for e in layout_text(message)]
    entries[-1] = entries[-1][:-1]
    for entry in entries:
        if len(line) + len(entry) + 22 > WIDTH:
            lines.append("                " + line + "\\")
            line = ""
        line += entry + " "
    lines += ["                " + line.rstrip(), '                """)', "    }", "}", ""]
    return lines


def table_lines(messages):
    lines = header("Which messages this build knows. Written by Scripts/generate-mavlink.py: change the table there,",
                   "not this file.")
    lines += ["/// The messages this build knows.", "enum MessageTable {", "    /// All of them, by number.",
              "    static let all: [any MAVLinkMessage.Type] = ["]
    lines += [f"        {message_name(m)}.self," for m in messages]
    lines += ["    ]", "", "    /// Their numbers, rising, in the same order.", "    static let numbers: [UInt32] = ["]
    lines += [f"        {m['id']}," for m in messages]
    lines += ["    ]", "", "    /// What checking their frames needs, in the same order.", "    static let wires: [WireTraits] = ["]
    lines += [f"        WireTraits(crcExtra: {m['crc_extra']}, lengthV1: {m['min_len_v1']}, lengthV2: {m['max_len_v2']}),"
              for m in messages]
    return lines + ["    ]", "}", ""]


def packed(prefix, blocks, *comment):
    files, current = [], None
    for block in blocks:
        if current is None or len(current) + len(block) > FILE_LIMIT:
            current = header(*comment)
            files.append(current)
        current += block
    return {f"{prefix}{n:02}.swift": lines for n, lines in enumerate(files, 1)}


def generate():
    table = json.loads(TABLE.read_text())
    messages = sorted(table["messages"], key=lambda m: m["id"])
    raw = dict(EXTRA_RAW)
    for message in messages:
        for field in message["wire"]:
            if field.get("enum") and field["enum"] not in PLAIN_ENUMS:
                raw[field["enum"]] = TYPES[field["type"]]
    enums = {n: v for n, v in table["enums"].items() if (n in raw or n in EXTRA_ENUMS) and n not in PLAIN_ENUMS}
    blocks = [enum_lines(n, enums[n], raw.get(n, "UInt8")) for n in sorted(enums)]
    note = "Written by Scripts/generate-mavlink.py: change the table or the generator, not this file."
    files = packed("Enumerations", blocks, "Enumerations of the MAVLink definitions; all are open, so that unknown values survive.", note)
    files |= packed("Messages", [message_lines(m, enums) for m in messages],
                    "Messages of the MAVLink definitions, by number; field comments give the unit on the wire.", note)
    files["MessageTable.swift"] = table_lines(messages)
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in files.items()}


def main():
    files = generate()
    present = {p.name for p in OUTPUT.glob("*.swift")} if OUTPUT.exists() else set()
    if "--check" in sys.argv[1:]:
        wrong = [n for n, text in files.items() if n not in present or (OUTPUT / n).read_text() != text]
        wrong += sorted(present - set(files))
        for name in wrong:
            print(f"Sources/MAVLink/Generated/{name}: differs from the table; run Scripts/generate-mavlink.py")
        sys.exit(1 if wrong else 0)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name in present - set(files):
        (OUTPUT / name).unlink()
    for name, text in files.items():
        (OUTPUT / name).write_text(text)


main()
