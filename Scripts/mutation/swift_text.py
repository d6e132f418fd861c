# SPDX-License-Identifier: Apache-2.0
"""Swift as far as mutants need it: tokens, brackets, and the walk from types to functions to statements.

It knows the layout that `swift format` gives our sources, not all of Swift, and it never changes a text.
"""
from dataclasses import dataclass, field

OPERATORS = set("/=-+!*%<>&|^~?")
PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass
class Token:
    kind: str  # id, num, str, op, punct
    text: str
    start: int
    end: int
    line: int
    starts_line: bool
    spaced_before: bool
    spaced_after: bool = False


def string_end(text, start):
    """The offset behind the string literal that begins at `start`, with all its interpolations."""
    quote = '"""' if text.startswith('"""', start) else '"'
    at = start + len(quote)
    while not text.startswith(quote, at):
        if text.startswith("\\(", at):
            depth, at = 1, at + 2
            while depth:
                if text[at] == '"':
                    at = string_end(text, at)
                    continue
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
        elif text[at] == "\\":
            at += 2
        else:
            at += 1
    return at + len(quote)


def tokens_of(text):
    tokens, at, line, starts_line, spaced = [], 0, 1, True, True
    while at < len(text):
        char = text[at]
        if char == "\n":
            at, line, starts_line, spaced = at + 1, line + 1, True, True
            continue
        if char.isspace():
            at, spaced = at + 1, True
            continue
        if text.startswith("//", at):
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
            continue
        if text.startswith("/*", at):
            end = text.index("*/", at) + 2
            line += text.count("\n", at, end)
            at, spaced = end, True
            continue
        start = at
        if char == '"':
            kind, at = "str", string_end(text, at)
        elif char.isalpha() or char in "_`$#@":
            kind, at = "id", at + 1
            while at < len(text) and (text[at].isalnum() or text[at] in "_`"):
                at += 1
        elif char.isdigit():
            kind, at = "num", at + 1
            while at < len(text) and (text[at].isalnum() or text[at] == "_" or (
                    text[at] == "." and text[at + 1].isdigit())):
                at += 1
        elif text.startswith("...", at) or text.startswith("..<", at):
            kind, at = "op", at + 3
        elif char in OPERATORS:
            kind = "op"
            while at < len(text) and text[at] in OPERATORS:
                at += 1
        else:
            kind, at = "punct", at + 1
        if tokens:
            tokens[-1].spaced_after = spaced
        tokens.append(Token(kind, text[start:at], start, at, line, starts_line, spaced))
        line += text.count("\n", start, at)
        starts_line = spaced = False
    if tokens:
        tokens[-1].spaced_after = True
    return tokens


@dataclass
class Function:
    """A body: a function, initialiser or computed property, and where it stands."""
    type: str
    name: str
    parameters: str
    returns: str
    is_mutating: bool
    first: int  # index of the first token inside the braces
    last: int  # index of the closing brace
    is_called: bool  # false for a computed property

    @property
    def title(self):
        return f"{self.type}.{self.name}({self.parameters})" if self.parameters else f"{self.type}.{self.name}"


@dataclass
class Condition:
    """One `if`, `guard` or `while`: its items, and the statements of the body that it guards."""
    keyword: str
    items: list  # (first, last) token indices, last exclusive
    body: tuple
    statement: tuple


@dataclass
class Walk:
    """What a walk through one body found."""
    simple: list = field(default_factory=list)  # statements without a keyword of their own
    conditions: list = field(default_factory=list)
    wheres: list = field(default_factory=list)  # `where` of a case
    subjects: list = field(default_factory=list)  # of switch and for


class SwiftFile:
    def __init__(self, name, text):
        self.name, self.text, self.tokens = name, text, tokens_of(text)
        self.match = {}
        stack = []
        for index, token in enumerate(self.tokens):
            if token.kind != "punct":
                continue
            if token.text in PAIRS:
                stack.append(index)
            elif token.text in PAIRS.values():
                opening = stack.pop()
                if PAIRS[self.tokens[opening].text] != token.text:
                    raise SystemExit(f"{name}:{token.line}: brackets do not match")
                self.match[opening], self.match[index] = index, opening
        self.functions = []
        self.find_functions(0, len(self.tokens), "")

    def source(self, first, last):
        """The text of tokens first..<last, in one line."""
        if first >= last:
            return ""
        return " ".join(self.text[self.tokens[first].start:self.tokens[last - 1].end].split())

    def is_one(self, index, *texts):
        return index < len(self.tokens) and self.tokens[index].text in texts

    def find(self, first, last, *texts):
        """The first of `texts` outside brackets in first..<last; a brace that is looked for is seen before it opens."""
        at = first
        while at < last:
            if self.tokens[at].text in texts:
                return at
            at = self.match[at] + 1 if self.tokens[at].text in PAIRS else at + 1
        return last

    def find_functions(self, at, end, type_name):
        tokens = self.tokens
        while at < end:
            word = tokens[at].text
            if word in ("struct", "enum", "extension", "class", "actor", "protocol") and tokens[at + 1].kind == "id" \
                    and tokens[at + 1].text not in ("func", "var"):
                brace = self.find(at, end, "{")
                self.find_functions(brace + 1, self.match[brace], tokens[at + 1].text)
                at = self.match[brace] + 1
            elif word in ("func", "init", "subscript") and not self.is_one(at - 1, "."):
                at = self.take_function(at, end, type_name)
            elif word == "var" and tokens[at + 1].kind == "id":
                stop = self.statement_end(at, end)
                brace = self.find(at, stop, "{", "=")
                if brace < stop and tokens[brace].text == "{":
                    colon = self.find(at, brace, ":")
                    self.functions.append(Function(
                        type_name, tokens[at + 1].text, "", self.source(colon + 1, brace), False, brace + 1,
                        self.match[brace], False))
                at = stop
            elif word in PAIRS:
                at = self.match[at] + 1
            else:
                at += 1

    def take_function(self, at, end, type_name):
        tokens = self.tokens
        name = tokens[at + 1].text if tokens[at].text == "func" else tokens[at].text
        opening = self.find(at, end, "(")
        closing = self.match[opening]
        types = []
        part = opening + 1
        while part < closing:
            comma = self.find(part, closing, ",")
            colon = self.find(part, comma, ":")
            default = self.find(colon, comma, "=")
            types.append(self.source(colon + 1, default))
            part = comma + 1
        brace = self.find(closing + 1, end, "{")
        arrow = self.find(closing + 1, brace, "->")
        modifiers = {tokens[i].text for i in range(max(0, at - 4), at) if tokens[i].line >= tokens[at].line - 1}
        self.functions.append(Function(
            type_name, name, ", ".join(types), self.source(arrow + 1, brace) if arrow < brace else "",
            "mutating" in modifiers, brace + 1, self.match[brace], True))
        return self.match[brace] + 1

    def continues(self, index):
        """Whether the token at the start of a line goes on with the expression before it."""
        token, before = self.tokens[index], self.tokens[index - 1]
        if token.text in (".", ":", "else", "where", "{") or (token.kind == "op" and token.spaced_after):
            return True
        return before.text in (",", "=", "->", "return") or (
            before.kind == "op" and before.spaced_before and before.spaced_after)

    def statement_end(self, at, end):
        """The index behind the simple statement that begins at `at`."""
        first = at
        while at < end:
            token = self.tokens[at]
            if token.text == ";" or (at > first and token.starts_line and not self.continues(at)):
                return at
            at = self.match[at] + 1 if token.text in PAIRS else at + 1
        return end

    def walk(self, function):
        found = Walk()
        self.walk_block(function.first, function.last, found)
        return found

    def walk_block(self, at, end, found):
        """Sorts the statements between two braces into `found`."""
        tokens = self.tokens
        while at < end:
            word = tokens[at].text
            if word in (";",):
                at += 1
            elif word in ("case", "default", "@unknown"):
                colon = self.find(at, end, ":")
                where = self.find(at, colon, "where")
                if where < colon:
                    found.wheres.append((where + 1, colon))
                at = colon + 1
            elif word in ("if", "guard", "while"):
                at = self.walk_condition(at, end, found)
            elif word == "switch":
                brace = self.find(at, end, "{")
                found.subjects.append((at + 1, brace))
                self.walk_block(brace + 1, self.match[brace], found)
                at = self.match[brace] + 1
            elif word == "for":
                brace = self.find(at, end, "{")
                found.subjects.append((self.find(at, brace, "in") + 1, brace))
                self.walk_block(brace + 1, self.match[brace], found)
                at = self.match[brace] + 1
            elif word in ("do", "defer", "repeat", "else"):
                brace = self.find(at, end, "{")
                self.walk_block(brace + 1, self.match[brace], found)
                at = self.match[brace] + 1
            else:
                stop = self.statement_end(at, end)
                found.simple.append((at, stop))
                at = stop

    def walk_condition(self, at, end, found):
        keyword = self.tokens[at].text
        stop = self.find(at + 1, end, "else" if keyword == "guard" else "{")
        items, part = [], at + 1
        while part < stop:
            comma = self.find(part, stop, ",")
            items.append((part, comma))
            part = comma + 1
        brace = self.find(stop, end, "{")
        closing = self.match[brace]
        condition = Condition(keyword, items, (brace + 1, closing), (at, closing + 1))
        found.conditions.append(condition)
        self.walk_block(brace + 1, closing, found)
        at = closing + 1
        if keyword == "if" and self.is_one(at, "else") and at < end:
            if self.is_one(at + 1, "if"):
                return self.walk_condition(at + 1, end, found)
            self.walk_block(at + 2, self.match[at + 1], found)
            at = self.match[at + 1] + 1
        return at
