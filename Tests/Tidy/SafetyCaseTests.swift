// SPDX-License-Identifier: Apache-2.0
// The safety case in docs/safety/case.md: a row for each hazard, with just the invariants that the trace names for it,
// and with tests that exist. It does not judge whether the argument holds.

import Testing

/// The rule on the safety case.
enum SafetyCaseRule {
    static let page = "docs/safety/case.md"
    static let columns = 5

    static func violations(page: TextFile, trace: TextFile, sentences: Set<String>) -> [Violation] {
        func wrong(_ line: Int, _ what: String) -> Violation { Violation(path: page.path, line: line, what: what) }
        var found: [Violation] = []
        var traced: [String: Set<String>] = [:]
        for row in rows(ofTablesHeaded: TraceRule.columns[0], in: trace) where row.cells.count > 1 {
            for hazard in row.cells[1].split(whereSeparator: { $0 == "," || $0 == " " }) {
                traced[String(hazard), default: []].insert(row.cells[0])
            }
        }
        let rows = rows(ofTablesHeaded: "hazard", in: page)
        for hazard in TraceRule.hazards.sorted() where !rows.contains(where: { $0.cells.first == hazard }) {
            found.append(wrong(1, "no row for \(hazard)"))
        }
        for row in rows {
            guard row.cells.count == columns else {
                found.append(wrong(row.line, "\(row.cells.count) columns, not \(columns)"))
                continue
            }
            let hazard = row.cells[0], named = Set(StpaRule.invariants(in: row.cells[2]))
            let wanted = traced[hazard] ?? []
            for missing in wanted.subtracting(named).sorted() {
                found.append(wrong(row.line, "the trace has \(missing) for \(hazard)"))
            }
            for stray in named.subtracting(wanted).sorted() {
                found.append(wrong(row.line, "the trace has no \(stray) for \(hazard)"))
            }
            for cell in row.cells where cell.isEmpty { found.append(wrong(row.line, "an empty cell")) }
            for test in quoted(row.cells[3]) where test.contains(" ") && !sentences.contains(test) {
                found.append(wrong(row.line, "no test is called `\(test)`"))
            }
        }
        return found
    }
}

@Suite struct SafetyCaseTests {
    @Test func `the safety case names for each hazard what the trace names, and tests that exist`() throws {
        expectNone(
            SafetyCaseRule.violations(
                page: try Tree.here.page(SafetyCaseRule.page), trace: try Tree.here.page(TraceRule.page),
                sentences: TraceRule.sentences(in: Tree.here.tests)))
    }

    private func found(_ change: (String) -> String) -> [String] {
        let trace = "| invariant | hazard |\n|---|---|\n| I1 | H1, H2 |\n| I2 | H1 |\n| I3 | H3, H4, H5, H6, H7, H8 |\n"
        let all = ["H1": "I1, I2", "H2": "I1"]
        let lines = TraceRule.hazards.sorted().map { "| \($0) | claim | \(all[$0] ?? "I3") | `it holds` | rest |" }
        let head = "| Hazard | Claim | Invariants | Evidence | What remains |\n|---|---|---|---|---|\n"
        return SafetyCaseRule.violations(
            page: TextFile(path: SafetyCaseRule.page, text: head + change(lines.joined(separator: "\n"))),
            trace: TextFile(path: TraceRule.page, text: trace), sentences: ["it holds"]
        ).map { "\($0.line) \($0.what)" }
    }

    @Test func `a whole case passes`() { #expect(found { $0 }.isEmpty) }

    @Test func `an invariant too many, one too few, a hazard without a row and a test that is not there are found`() {
        #expect(found { $0.replacing("I1, I2", with: "I1") } == ["3 the trace has I2 for H1"])
        #expect(found { $0.replacing("I1, I2", with: "I1, I2, I3") } == ["3 the trace has no I3 for H1"])
        #expect(found { $0.replacing("| H8 |", with: "| H9 |") }.first == "1 no row for H8")
        let flies = "| H7 | claim | I3 | `it flies`"
        #expect(found { $0.replacing("| H7 | claim | I3 | `it holds`", with: flies) }.count == 1)
    }
}
