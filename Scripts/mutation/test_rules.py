# SPDX-License-Identifier: Apache-2.0
"""Tests of the mutation rules: python3 -m unittest discover -s Scripts/mutation"""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import rules  # noqa: E402
from swift_text import SwiftFile  # noqa: E402

SOURCE = '''
struct Sensed { func fresh() -> Bool { guard value > 1 else { return false }; return true } }
extension Turn {
    /// A "guard" in a comment, and { a brace.
    mutating func close(_ goal: CoverOrder) {
        guard let cover, cover != .contradictory, mayMove else { return }
        if timeInPhase > .seconds(60) || evidence.openSwitch.fresh(at: now.boot, within: ages.switches) == true {
            raise(.late, "over \\(inWords(deadlines.travel)) && \\(evidence.openSwitch.fresh(at: 1, within: 2))")
        }
        explain("not counted")
        if isNoted { state.tally.count += 1 }
        let id = order(.cover(.close))
        return enter(.closing)
    }
    mutating func enter(_ phase: Phase) { state.phase = phase }
    mutating func raise(_ kind: Kind, _ text: String) { state.raised.append(kind) }
    mutating func order(_ action: Action) -> Int64 { 1 }
    func isShort(_ list: [Int]) -> Bool {
        return list.count <= limits.most
            && list.first
                == .closed
    }
}
extension GateQuestion {
    func ask(_ gate: LaunchGate) -> Answered {
        switch gate {
        case .clock: now.isSet ? (.pass, "set", nil) : hold("no")
        case .wind: askWind()
        }
    }
}
'''


class RulesTest(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as folder:
            core = pathlib.Path(folder)
            (core / "Step+Test.swift").write_text(SOURCE)
            (core / "Policy.swift").write_text("struct Policy { func a() -> Bool { if b { return c } } }")
            self.mutants, self.texts = rules.mine(core)
        self.found = {(m.rule, m.before, m.after) for m in self.mutants}

    def expect(self, *rows):
        for row in rows:
            self.assertIn(row, self.found)

    def test_conditions_are_dropped_forced_and_negated(self):
        self.expect(("condition-dropped", "mayMove", "true"), ("condition-dropped", "cover != .contradictory", "true"),
                    ("condition-false", "cover != .contradictory", "false (the whole condition)"),
                    ("comparison-forced", "timeInPhase > .seconds(60)", "false"))
        self.assertEqual(1, sum(m.rule == "condition-negated" for m in self.mutants))

    def test_a_returned_condition_may_stand_on_several_lines(self):
        whole = "list.count <= limits.most && list.first == .closed"
        self.expect(("condition-true", whole, "true"), ("condition-dropped", "list.first == .closed", "true"),
                    ("switch-swapped", ".closed", "the other end"))

    def test_gates_ages_limits_switches_and_statements(self):
        fact = "evidence.openSwitch.fresh(at: now.boot, within: ages.switches)"
        self.expect(("gate-passes", "askWind()", "pass for .wind"), ("age-ignored", fact, "evidence.openSwitch.value"),
                    ("gate-passes", 'now.isSet ? (.pass, "set", nil) : hold("no")', "pass for .clock"),
                    ("limit-tenfold", "60", "600 s"), ("limit-tenfold", "limits.most", "10 times"),
                    ("switch-swapped", "evidence.openSwitch", "evidence.closedSwitch"),
                    ("statement-deleted", "return enter(.closing)", "return"),
                    ("statement-deleted", "order(.cover(.close))", "not sent"))

    def test_words_figures_and_the_predicates_own_type_are_left_alone(self):
        text = " ".join(m.before for m in self.mutants)
        for word in ("explain", "tally", "isNoted", "value > 1", "deadlines.travel"):
            self.assertNotIn(word, [m.before for m in self.mutants])
            self.assertNotIn(f"{word} ", text.replace("raise(", ""))
        self.assertEqual({"Step+Test.swift"}, {m.file for m in self.mutants})

    def test_the_instrumented_text_without_its_mutants_is_the_source(self):
        text = self.texts["Step+Test.swift"]
        self.assertEqual(text, rules.instrument(text, []))
        built = rules.instrument(text, self.mutants)
        self.assertEqual(SwiftFile("a", built).tokens[-1].text, "}")
        for mutant in self.mutants:
            self.assertIn(f"({mutant.id}", built[slice(*mutant.span)])

    def test_keys_are_unique_and_know_no_line(self):
        self.assertEqual(len(self.mutants), len({m.key for m in self.mutants}))

    def test_the_other_end_of_each_enum_that_has_one(self):
        swift = rules.opposites(["public enum Rod: Codable {\n    case open\n    /// a\n    case close, stop\n}\n",
                                 "enum Other {\n    case open\n}\n"])
        self.assertIn("_ told: Rod) -> Rod", swift)
        self.assertIn("? .close : .open", swift)
        self.assertNotIn("Other", swift)


if __name__ == "__main__":
    unittest.main()
