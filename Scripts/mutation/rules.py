# SPDX-License-Identifier: Apache-2.0
"""The rules by which the core is mutated.

  gate-passes          one launch gate answers `pass`, whatever it sees
  condition-dropped    one item of a `guard a, b, c` (or one operand of `&&`, `||`) no longer counts
  condition-true       an `if`, `while` or `case ... where` condition, or a returned one, is forced true
  condition-false      the same, or a whole `guard`, is forced false; an optional binding finds nil
  condition-negated    a condition of a single item is turned round
  switch-swapped       one limit switch for the one at the other end, `.open` for `.close` or `.closed` and back
  comparison-forced    a comparison of times or limits that is not a condition of its own gives true, or false: the
                       deadline is dropped
  comparison-shifted   `<` for `<=` and back, `>` for `>=` and back, where whole numbers are counted
  age-ignored          `fresh(at:within:)` and `stable(at:within:for:)` give the value, however old; `stable` forgets
                       its span
  statement-deleted    a call of one of the core's mutating functions (order, raise, resolve, stopCover, endCharge,
                       enter, ...) is left out; `= order(...)` takes a number and sends nothing
  limit-tenfold        `deadlines.x`, `limits.x` or a literal `.seconds(n)` is ten times as large

Not mutated, because neither safety nor liveness hangs on it:
  - files that hold only values, limits and words, Step+Wear.swift (wear rows: figures), Bounded.swift and Invariants/;
  - the type Sensed: the predicates read it, and a mutant there would change the judge with the judged;
  - the type Fail: the answer to a broken invariant, which a sound core never needs (it has its own tests);
  - functions that only make words or figures (EXEMPT_FUNCTIONS), statements that only do (EXEMPT_STATEMENTS), and
    conditions that guard nothing else;
  - string literals and what is interpolated into them;
  - arguments of the functions that only make words (WORDED): what a gate's answer says is no decision;
  - bounds of memory (`count < most...`), which no run of a dock reaches: they have tests with hostile input;
  - age limits by `limit-tenfold`: `age-ignored` is the stronger mutant at the same place.
"""
import re
from dataclasses import dataclass, field

from swift_text import SwiftFile

FILES = re.compile(r"(Step(\+\w+)?|Evidence|Gates/.*)\.swift$")
EXEMPT_FILES = re.compile(r"Step\+Wear\.swift$|Bounded\.swift$|^Invariants/")
EXEMPT_TYPES = {"Sensed", "Fail"}
EXEMPT_FUNCTIONS = {"explain", "tally", "inWords", "coverInWords", "whyCoverStays", "noteFlight", "title", "reason",
                    "isPass", "stale", "hold", "outlooks"}
EXEMPT_CALLS = {"explain", "tally", "superviseWear", "noteTravelWear", "noteFlightWear", "noteChargeWear",
                "noteDayWear", "noteFlight", "replace"}
EXEMPT_STATEMENTS = re.compile(
    r"((self\.)?(state\.)?(tally|wear)\b|\(state\.wear|explain\(|run\.reasons\b|state\.evidence\.vehicle\.lastText\b"
    r"|(turn\.)?(note\w*Wear|noteFlight|superviseWear|tally|replace)\()")
# Arguments that only become words, and bounds of memory.
WORDED = {"stale", "hold", "inWords", "explain"}
MEMORY = re.compile(r"\.most[A-Z]\w*")
TIME = re.compile(r"\b(timeInPhase|deadlines|ages|seconds|now\.boot|now\.wall|limits|span|duration|silence)\b")
COMPARISONS = {"<", "<=", ">", ">="}
SHIFTS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SWITCH = re.compile(r"(.*)([oO]pen|[cC]losed)Switch$")
OTHER_END = {"open": "closed", "closed": "open", "Open": "Closed", "Closed": "Open"}


def other_switch(word):
    """The limit switch at the other end; None for a word that names no switch."""
    found = SWITCH.fullmatch(word)
    return found and f"{found[1]}{OTHER_END[found[2]]}Switch"


@dataclass
class Mutant:
    rule: str
    file: str
    line: int
    function: str
    before: str
    after: str
    start: int
    end: int
    template: str  # with {id} and {inner}
    order: int = 0  # of two at one place, the higher one is outside
    id: int = 0
    key: str = ""
    error: str = ""  # the compiler's word, when it does not compile
    owner: str = ""  # the type whose function it is in
    name: str = ""
    is_called: bool = True  # a function; else a property
    span: tuple = field(default=(0, 0))  # in the instrumented text


class Miner:
    """Finds the mutants of one file."""

    def __init__(self, file, mutating):
        self.file, self.mutating, self.mutants = file, mutating, []
        self.function, self.seen, self.exempt = None, set(), []

    def mine(self):
        for function in self.file.functions:
            if function.type in EXEMPT_TYPES or function.name in EXEMPT_FUNCTIONS:
                continue
            self.function = function
            walk = self.file.walk(function)
            self.exempt = [s for s in walk.simple if EXEMPT_STATEMENTS.match(self.file.source(*s))]
            self.exempt += [c.statement for c in walk.conditions
                            if c.keyword == "if" and self.is_exempt_body(c.body, walk)]
            self.worded = [(i, self.file.match[i + 1]) for i in range(function.first, function.last - 1)
                           if self.file.tokens[i].text in WORDED and self.file.is_one(i + 1, "(")]
            self.mine_gates(walk)
            for condition in walk.conditions:
                if not self.is_exempt(condition.statement[0]):
                    self.mine_condition(condition)
            for first, last in walk.wheres:
                self.force(first, last, "condition-true", "always", "true")
                self.force(first, last, "condition-false", "never", "false")
                self.mine_expression(first, last)
            for first, last in walk.subjects:
                self.mine_expression(first, last)
            for first, last in walk.simple:
                if not self.is_exempt(first):
                    self.mine_statement(first, last)
        return self.mutants

    def is_exempt(self, index):
        return any(first <= index < last for first, last in self.exempt)

    def is_worded(self, index):
        return any(first < index < last for first, last in self.worded)

    def is_of_memory(self, first, last):
        return bool(MEMORY.search(self.file.source(first, last)))

    def is_exempt_body(self, body, walk):
        inside = [s for s in walk.simple if body[0] <= s[0] < body[1]]
        return bool(inside) and all(EXEMPT_STATEMENTS.match(self.file.source(*s)) for s in inside)

    def add(self, rule, first, last, template, after, order=0):
        """A mutant that replaces tokens first..<last."""
        start, end = self.file.tokens[first].start, self.file.tokens[last - 1].end
        if (start, end, template) in self.seen:
            return
        self.seen.add((start, end, template))
        function = self.function
        self.mutants.append(Mutant(
            rule, self.file.name, self.file.tokens[first].line, function.title, self.file.source(first, last), after,
            start, end, template, order, owner=function.type, name=function.name,
            is_called=function.is_called))

    def has_consequences(self, first, last):
        tokens = self.file.tokens
        return any(tokens[i].text in self.mutating and self.file.is_one(i + 1, "(") for i in range(first, last))

    def force(self, first, last, rule, function, after):
        if self.has_consequences(first, last):
            function += "Unasked"
        self.add(rule, first, last, function + "({id}, {inner})", after)

    # Gates.

    def mine_gates(self, walk):
        """Rule gate-passes: the answer that `ask(LaunchGate)` gives for each gate."""
        if "LaunchGate" not in self.function.parameters or self.function.returns != "Answered":
            return
        at, end = self.function.first, self.function.last
        if self.file.is_one(at, "switch"):
            at, end = self.file.find(at, end, "{") + 1, end - 1
        labels = [i for i in range(at, end) if self.file.tokens[i].text == "case" and self.file.tokens[i].starts_line]
        for label, following in zip(labels, labels[1:] + [end]):
            colon = self.file.find(label, end, ":")
            self.add("gate-passes", colon + 1, following, "passing({id}, {inner})",
                     f"pass for {self.file.source(label + 1, colon)}", order=9)

    # Conditions.

    def mine_condition(self, condition):
        items = condition.items
        for first, last in items:
            word = self.file.tokens[first].text
            if word in ("let", "var"):
                self.mine_expression(self.file.find(first, last, "=") + 1, last)
            elif word == "case" or self.is_of_memory(first, last):
                continue
            else:
                self.force(first, last, "condition-dropped" if condition.keyword == "guard" or len(items) > 1
                           else "condition-true", "always", "true")
                if len(items) == 1:
                    self.force(first, last, "condition-false", "never", "false")
                    self.add("condition-negated", first, last, "flipped({id}, {inner})", "negated")
                self.mine_expression(first, last)
        if len(items) > 1 or self.file.tokens[items[0][0]].text in ("let", "var"):
            self.mine_refusal(condition)

    def mine_refusal(self, condition):
        """The condition as a whole is never met: one item that can be refused is enough."""
        if any(self.is_of_memory(*item) for item in condition.items):
            return
        boolean = [i for i in condition.items if self.file.tokens[i[0]].text not in ("let", "var", "case")]
        if boolean:
            self.force(*boolean[0], "condition-false", "never", "false (the whole condition)")
            return
        for first, last in condition.items:
            if self.file.tokens[first].text == "case":
                continue
            equals = self.file.find(first, last, "=")
            if equals == last:
                name = self.file.tokens[first + 1]
                self.add("condition-false", first + 1, first + 2, name.text + " = absent({id}, {inner})", "nil")
            else:
                self.add("condition-false", equals + 1, last, "absent({id}, {inner})", "nil")
            return

    # Statements.

    def mine_statement(self, first, last):
        tokens = self.file.tokens
        start = first + 1 if tokens[first].text == "return" else first
        call = start + 2 if self.file.is_one(start, "turn", "self") and self.file.is_one(start + 1, ".") else start
        if call < last and tokens[call].text in self.mutating and self.file.is_one(call + 1, "(") \
                and self.file.match[call + 1] + 1 == last and tokens[call].text not in EXEMPT_CALLS:
            text = self.file.source(first, last)
            if start == first:
                self.add("statement-deleted", first, last, "if !isLive({id}) { {inner} }", "deleted", order=9)
            elif not self.function.returns:
                self.add("statement-deleted", first, last, "if isLive({id}) { return }\n{inner}", "return", order=9)
        if start != first and self.function.returns == "Bool" and last - start > 1:
            self.force(start, last, "condition-true", "always", "true")
            self.force(start, last, "condition-false", "never", "false")
        if start == first and (first, last) == (self.function.first, self.function.last) \
                and self.function.returns == "Bool":
            self.force(first, last, "condition-true", "always", "true")
            self.force(first, last, "condition-false", "never", "false")
        equals = self.file.find(first, last, "=")
        if equals + 2 < last and tokens[equals + 1].text in ("order", "endCharge") \
                and self.file.is_one(equals + 2, "("):
            self.add("statement-deleted", equals + 1, last, "(isLive({id}) ? unsentOrder() : {inner})", "not sent")
        for at in range(first, last):
            if other_switch(tokens[at].text) and self.file.is_one(at - 1, ".") and self.file.is_one(at + 1, ".") \
                    and tokens[at + 2].text == "take":
                self.swap_statement(first, last, at)
        self.mine_expression(first, last)

    def swap_statement(self, first, last, at):
        text, token = self.file.text, self.file.tokens[at]
        start, end = self.file.tokens[first].start, self.file.tokens[last - 1].end
        other = text[start:token.start] + other_switch(token.text) + text[token.end:end]
        self.add("switch-swapped", first, last,
                 "if isLive({id}) { " + other + " } else { {inner} }", " ".join(other.split()))

    # Expressions.

    def mine_expression(self, first, last):
        for at in range(first, last):
            token = self.file.tokens[at]
            if self.is_worded(at):
                continue
            if token.text in ("&&", "||"):
                self.mine_operands(first, last, at)
            elif token.text in COMPARISONS and token.spaced_before and token.spaced_after:
                self.mine_comparison(first, last, at)
            elif other_switch(token.text):
                self.mine_swap(at)
            elif token.text in ("open", "close", "closed") and self.file.is_one(at - 1, "."):
                self.mine_position(at)
            elif token.text in ("fresh", "stable") and self.file.is_one(at - 1, ".") and self.file.is_one(at + 1, "("):
                self.mine_age(at)
            elif token.text in ("deadlines", "limits") and self.file.is_one(at + 1, "."):
                start = at - 2 if self.file.is_one(at - 1, ".") else at
                self.add("limit-tenfold", start, at + 3, "tenfold({id}, {inner})", "10 times")
            elif token.text == "seconds" and self.file.is_one(at + 1, "(") \
                    and self.file.tokens[at + 2].kind == "num" and self.file.is_one(at + 3, ")"):
                value = self.file.tokens[at + 2].text
                self.add("limit-tenfold", at + 2, at + 3, "(isLive({id}) ? " + value + "0 : {inner})", value + "0 s")

    def left_end(self, first, at, stops):
        """The first token of the operand that ends before `at`."""
        closing = set(")]}")
        while at > first:
            before = self.file.tokens[at - 1]
            if before.text in closing:
                at = self.file.match[at - 1]
                continue
            if before.text in stops or before.text in ("(", "[", "{", ",", "=", "return", ":", "in", "where", ";"):
                break
            if before.text == "?" and before.spaced_before:
                break
            at -= 1
        return at

    def right_end(self, at, last, stops):
        """The token behind the operand that begins at `at`."""
        while at < last:
            token = self.file.tokens[at]
            if token.text in stops or token.text in (")", "]", "}", ",", ":", ";"):
                break
            if token.text == "?" and token.spaced_before:
                break
            at = self.file.match[at] + 1 if token.text in ("(", "[", "{") else at + 1
        return at

    def mine_operands(self, first, last, at):
        """Rule condition-dropped: one operand of && is true, one of || false."""
        word = self.file.tokens[at].text
        stops = {"||"} if word == "||" else {"&&", "||"}
        function, after = ("always", "true") if word == "&&" else ("never", "false")
        left, right = self.left_end(first, at, stops), self.right_end(at + 1, last, stops)
        self.force(left, at, "condition-dropped", function, after)
        self.force(at + 1, right, "condition-dropped", function, after)

    def mine_comparison(self, first, last, at):
        stops = {"&&", "||", "??"}
        left, right = self.left_end(first, at, {"&&", "||"}), self.right_end(at + 1, last, stops - {"??"})
        text, tokens = self.file.source(left, right), self.file.tokens
        if TIME.search(text):
            self.force(left, right, "comparison-forced", "always", "true")
            self.force(left, right, "comparison-forced", "never", "false")
        sides = (self.file.source(left, at), self.file.source(at + 1, right))
        if any(re.fullmatch(r"-?\d+", side) or re.search(r"\.count\b|PerHour\b", side) for side in sides) \
                and not any(re.search(r"\.value\b|[sS]econds|\.most[A-Z]|airSeconds", side) for side in sides):
            shift = SHIFTS[tokens[at].text]
            other = self.file.text[tokens[left].start:tokens[at].start] + shift + \
                self.file.text[tokens[at].end:tokens[right - 1].end]
            self.add("comparison-shifted", left, right, "shifted({id}, " + other + ", {inner})",
                     " ".join(other.split()))

    def receiver(self, at):
        """The first token of the chain of members that ends with the token at `at`."""
        tokens = self.file.tokens
        while self.file.is_one(at - 1, ".", "?") and (tokens[at - 1].text == "." or not tokens[at - 1].spaced_before):
            at -= 1
            if tokens[at].text == ".":
                if tokens[at - 1].text in (")", "]"):
                    at = self.file.match[at - 1]
                if tokens[at - 1].text == "?" and not tokens[at - 1].spaced_before:
                    at -= 1
                if tokens[at - 1].kind != "id":
                    break
                at -= 1
        return at

    def mine_swap(self, at):
        tokens = self.file.tokens
        if self.file.is_one(at + 1, ":") or self.file.is_one(at + 2, "take"):
            return
        first = self.receiver(at)
        other = self.file.text[tokens[first].start:tokens[at].start] + other_switch(tokens[at].text)
        self.add("switch-swapped", first, at + 1, "(isLive({id}) ? " + other + " : {inner})", other)

    def mine_position(self, at):
        before = self.file.tokens[at - 2]
        if before.kind == "id" and not self.file.tokens[at - 1].spaced_before and before.text not in ("return", "case"):
            return  # a member of a value, not a case
        self.add("switch-swapped", at - 1, at + 1, "opposite({id}, {inner})", "the other end")

    def mine_age(self, at):
        tokens = self.file.tokens
        first, last = self.receiver(at), self.file.match[at + 1] + 1
        chain = self.file.text[tokens[first].start:tokens[at - 1].start]
        self.add("age-ignored", first, last, "ageless({id}, " + chain + ".value, {inner})", chain + ".value")
        if tokens[at].text == "stable":
            comma = self.file.find(at + 2, last, "for") - 1
            fresh = chain + ".fresh" + self.file.text[tokens[at + 1].start:tokens[comma].start] + ")"
            self.add("age-ignored", first, last, "ageless({id}, " + fresh + ", {inner})", " ".join(fresh.split()))


def name(mutants):
    """Numbers the mutants and gives each a key that does not change when lines move."""
    seen = {}
    for number, mutant in enumerate(mutants, 1):
        mutant.id = number
        key = f"{mutant.function} | {mutant.rule} | {mutant.before} -> {mutant.after}"
        seen[key] = seen.get(key, 0) + 1
        mutant.key = key if seen[key] == 1 else f"{key} #{seen[key]}"


def mine(core):
    """All mutants of the core in the folder `core`, and the texts they are in."""
    texts = {}
    for path in sorted(core.rglob("*.swift")):
        relative = path.relative_to(core).as_posix()
        if FILES.search(relative) and not EXEMPT_FILES.search(relative):
            texts[relative] = path.read_text()
    files = [SwiftFile(relative, text) for relative, text in texts.items()]
    mutating = {f.name for file in files for f in file.functions if f.is_mutating and f.type == "Turn"}
    mutants = [mutant for file in files for mutant in Miner(file, mutating).mine()]
    name(mutants)
    return mutants, texts


def opposites(sources):
    """Swift for `opposite`: the other end of each enum in `sources` that has one."""
    out = ""
    for text in sources:
        for found in re.finditer(r"\benum (\w+)[^{]*\{(.*?)\n\}", text, re.S):
            cases = set(re.findall(r"^ +case ((?:\w+(?:, )?)+)", found[2], re.M))
            words = {word for line in cases for word in line.split(", ")}
            shut = next((word for word in ("close", "closed") if word in words), None)
            if "open" in words and shut:
                out += (f"\n/// The other end, where mutant `id` lives.\n"
                        f"@inline(__always) func opposite(_ id: Int32, _ told: {found[1]}) -> {found[1]} {{\n"
                        f"    guard isLive(id) else {{ return told }}\n"
                        f"    return told == .open ? .{shut} : .open\n}}\n")
    return out


def instrument(text, mutants):
    """The text with all its mutants built in, each asleep until its number is called; notes where each stands."""
    ranges = sorted(mutants, key=lambda m: (m.start, -m.end, -m.order, m.id))
    root = []
    stack = []
    for mutant in ranges:
        while stack and stack[-1][0].end <= mutant.start:
            stack.pop()
        if stack and mutant.end > stack[-1][0].end:
            raise SystemExit(f"mutants overlap: {stack[-1][0].key} and {mutant.key}")
        node = (mutant, [])
        (stack[-1][1] if stack else root).append(node)
        stack.append(node)

    def write(start, end, nodes, offset):
        out, at = "", start
        for mutant, inside in nodes:
            out += text[at:mutant.start]
            head, tail = mutant.template.split("{inner}")
            head, tail = (part.replace("{id}", str(mutant.id)) for part in (head, tail))
            begin = offset + len(out)
            inner = write(mutant.start, mutant.end, inside, begin + len(head))
            out += head + inner + tail
            mutant.span = (begin, offset + len(out))
            at = mutant.end
        return out + text[at:end]

    return write(0, len(text), root, 0)


def shared_with_predicates(mutants, invariants):
    """Mutated functions that a predicate calls: there a mutant would change the judge with the judged."""
    helpers = {(m.name, m.is_called) for m in mutants if m.owner not in ("Turn", "GateQuestion", "")}
    found = set()
    for path in sorted(invariants.rglob("*.swift")):
        tokens = SwiftFile(path.name, path.read_text()).tokens
        for index, token in enumerate(tokens):
            after = tokens[index + 1].text if index + 1 < len(tokens) else ""
            before = tokens[index - 1].text if index else ""
            if token.text in ("Turn", "GateQuestion") or (token.text == "step" and after == "(" and before != "."):
                found.add(f"{path.name}:{token.line}: {token.text}")
            elif (token.text, after == "(") in helpers and before == "." and not tokens[index - 1].spaced_before:
                found.add(f"{path.name}:{token.line}: .{token.text}")
    return sorted(found)
