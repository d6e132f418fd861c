#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes roost(1) and a page for each verb from what the command says of itself:
roost --experimental-dump-help | man-page.py DIRECTORY"""
import json
import os
import re
import sys
import time


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


def head(name, abstract):
    # A date that a build can fix, so that two packages of one source are equal.
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    return [
        f'.TH {name.upper()} 1 "{date}" "Roost" "User Commands"', ".SH NAME",
        f"{name} \\- " + roff(re.sub(r"\.$", "", abstract)),
    ]


FILES = [
    ".SH FILES", ".TP", "/etc/roost/dock.yaml", "the dock's configuration", ".TP", "/var/lib/roost",
    "database, flight logs and backups",
]


def pages(root):
    """The text of each page by its name: roost, and one for each verb."""
    verbs = [sub for sub in root.get("subcommands", [])
             if sub.get("shouldDisplay", True) and sub["commandName"] != "help"]
    lines = head("roost", root.get("abstract", ""))
    lines += [".SH SYNOPSIS", ".B roost", "\\fIVERB\\fR [\\fIOPTIONS\\fR]", ".SH DESCRIPTION"]
    lines += discussion(root.get("discussion", "")) + [".SH COMMANDS"]
    for sub in verbs:
        lines += [".TP", f"\\fBroost\\-{roff(sub['commandName'])}\\fR(1)", roff(sub.get("abstract", ""))]
    yield "roost", lines + FILES + [".SH SEE ALSO", "/usr/share/doc/roost/operating.md, configuration.md, incidents.md"]
    for sub in verbs:
        name = sub["commandName"]
        lines = head(f"roost-{name}", sub.get("abstract", ""))
        lines += [".SH SYNOPSIS", f".B roost {roff(name)}"]
        lines += ["\\fIVERB\\fR [\\fIOPTIONS\\fR]" if sub.get("subcommands") else "[\\fIOPTIONS\\fR]"]
        lines += [".SH COMMANDS"] + write(sub, ["roost", name]) + FILES
        yield f"roost-{name}", lines + [".SH SEE ALSO", "\\fBroost\\fR(1), /usr/share/doc/roost/operating.md"]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: roost --experimental-dump-help | man-page.py DIRECTORY")
    for name, lines in pages(json.load(sys.stdin)["command"]):
        # Two paragraph marks in a row say nothing.
        kept = [line for index, line in enumerate(lines) if line != ".PP" or lines[index - 1] != ".PP"]
        with open(os.path.join(sys.argv[1], name + ".1"), "w", encoding="utf-8") as file:
            file.write("\n".join(kept) + "\n")


main()
