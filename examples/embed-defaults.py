#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Writes the example configuration into Sources/Settings/Defaults/Default*.swift, word for word.
# Run it after a change of an example; a test compares the two and fails when it was forgotten.
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "Sources" / "Settings" / "Defaults"
FILES = {
    "dock.yaml": ("dockYAML", "DefaultDock"),
    "parts.yaml": ("partsYAML", "DefaultParts"),
    "hardware/lufft-ws-umb.yaml": ("weatherProfileYAML", "DefaultWeatherProfile"),
    "hardware/roost-dock-plc.yaml": ("plcProfileYAML", "DefaultPLCProfile"),
    "hardware/roost-dock-house.yaml": ("houseProfileYAML", "DefaultHouseProfile"),
    "schedules/perimeter.yaml": ("perimeterYAML", "DefaultSchedule"),
    "schedules/perimeter.plan": ("perimeterPlan", "DefaultPlan"),
}
HEAD = '''// SPDX-License-Identifier: Apache-2.0
// The embedded default {file}, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {{
    /// The text of `{file}`.
    static let {name} = #"""
'''

for file, (name, swift) in FILES.items():
    text = (HERE / file).read_text(encoding="utf-8")
    assert text.endswith("\n") and '"""#' not in text, file
    lines = ["        " + line if line.strip() else "" for line in text.split("\n")[:-1]]
    body = HEAD.format(file=file, name=name) + "\n".join(lines) + '\n\n        """#\n}\n'
    (TARGET / f"{swift}.swift").write_text(body, encoding="utf-8")
