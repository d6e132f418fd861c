#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes roost(1) from what the command says of itself: roost --experimental-dump-help | man-page.py > roost.1"""
import json
import re
import sys


def roff(text):
    """A text as roff takes it: no backslash, no line that begins with a control character."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def name_of(name):
    return ("-" if name["kind"] != "long" else "--") + name["name"]


def arguments(command):
    lines = []
    for each in command.get("arguments", []):
        if not each.get("shouldDisplay", True):
            continue
        value = each.get("valueName", "value").upper()
        if each["kind"] == "positional":
            title = f"\\fI{roff(value)}\\fR"
        else:
            title = ", ".join(f"\\fB{roff(name_of(n))}\\fR" for n in each.get("names", []))
            if each["kind"] == "option":
                title += f" \\fI{roff(value)}\\fR"
        text = each.get("abstract", "")
        default = each.get("defaultValue")
        if default not in (None, "", "false", "[]"):
            text += f" (default: {default})"
        lines += [".TP", title, roff(text) or "\\&"]
    return lines


def discussion(text):
    """Paragraphs are filled; what is indented, as an example, stays as it is."""
    lines, is_literal = [], False
    for line in (text or "").split("\n"):
        indented = line.startswith("  ")
        if indented != is_literal:
            lines.append(".EX" if indented else ".EE")
            is_literal = indented
        if line.strip():
            lines.append(roff(line))
        elif not is_literal:
            lines.append(".PP")
    if is_literal:
        lines.append(".EE")
    return lines


def write(command, path):
    lines = [f".SS {roff(' '.join(path))}", roff(command.get("abstract", ""))]
    lines += arguments(command)
    text = discussion(command.get("discussion", ""))
    if text:
        lines += [".PP"] + text
    for sub in command.get("subcommands", []):
        if sub.get("shouldDisplay", True) and sub["commandName"] != "help":
            lines += write(sub, path + [sub["commandName"]])
    return lines


def main():
    root = json.load(sys.stdin)["command"]
    lines = [
        '.TH ROOST 1 "" "Roost" "User Commands"', ".SH NAME",
        "roost \\- " + roff(re.sub(r"\.$", "", root.get("abstract", ""))), ".SH SYNOPSIS",
        ".B roost", "\\fIVERB\\fR [\\fIOPTIONS\\fR]", ".SH DESCRIPTION",
    ]
    lines += discussion(root.get("discussion", "")) + [".SH COMMANDS"]
    for sub in root.get("subcommands", []):
        if sub.get("shouldDisplay", True) and sub["commandName"] != "help":
            lines += write(sub, ["roost", sub["commandName"]])
    lines += [
        ".SH FILES", ".TP", "/etc/roost/dock.yaml", "the dock's configuration", ".TP", "/var/lib/roost",
        "database, flight logs and backups", ".SH SEE ALSO", "/usr/share/doc/roost/operating.md",
    ]
    # Two paragraph marks in a row say nothing.
    kept = [line for index, line in enumerate(lines) if line != ".PP" or lines[index - 1] != ".PP"]
    print("\n".join(kept))


main()
