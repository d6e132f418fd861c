// SPDX-License-Identifier: Apache-2.0
// Every safety rule of the core has a row in docs/safety/trace.md, from the hazard to the test that shows it kept and
// the log line that tells of it; every hazard, test and incident that the page names exists.

import Testing

/// The rule on the safety trace.
enum TraceRule {
    static let page = "docs/safety/trace.md"
    static let columns = ["invariant", "hazard", "predicate", "test", "log"]

    /// A safety rule as the core spells it.
    struct Rule: Equatable {
        let name: String
        let number: String
    }

    /// The cases of the core's `Invariant`.
    static func rules(in sources: [SwiftText]) -> [Rule] {
        for file in sources {
            guard let start = file.code.firstIndex(where: { $0.contains("enum Invariant:") }) else { continue }
            return file.code[start...].indices.compactMap { index in
                let words = file.code[index].split(separator: " ")
                guard words.count >= 2, words[0] == "case", words[1].first?.isLetter == true else { return nil }
                guard file.code[index].hasPrefix("    case ") else { return nil }
                let number = file.lines[index].split(separator: "\"").dropFirst().first.map(String.init)
                return Rule(name: String(words[1]), number: number ?? String(words[1]))
            }
        }
        return []
    }

    /// The sentences that name the tests.
    static func sentences(in tests: [SwiftText]) -> Set<String> {
        var names: Set<String> = []
        for file in tests {
            for token in file.tokens where token.text == "func" {
                if let name = file.quotedName(onLine: token.line) { names.insert(name) }
            }
        }
        return names
    }

    /// The incidents that the core can raise, as the log names them.
    static func incidents(in sources: [SwiftText]) -> Set<String> {
        for file in sources {
            guard let start = file.code.firstIndex(where: { $0.contains("enum IncidentKind:") }) else { continue }
            return Set(
                file.code[start...].indices.compactMap { index in
                    guard file.code[index].hasPrefix("    case ") else { return nil }
                    return file.lines[index].split(separator: "\"").dropFirst().first.map(String.init)
                })
        }
        return []
    }

    /// Whether a text between backticks has the form of an incident's name: "COVER.left-open".
    static func isIncident(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
        return parts[0].allSatisfy { $0.isUppercase } && parts[1].allSatisfy { $0.isLowercase || $0 == "-" }
    }

    /// The hazards of the analysis.
    static let hazards = Set((1...8).map { "H\($0)" })

    static func violations(
        rules: [Rule], page: TextFile, sentences: Set<String>, incidents: Set<String>
    ) -> [Violation] {
        func wrong(_ line: Int, _ what: String) -> Violation { Violation(path: page.path, line: line, what: what) }
        var found: [Violation] = []
        let rows = rows(ofTablesHeaded: columns[0], in: page)
        for rule in rules where !rows.contains(where: { names($0, rule) }) {
            found.append(wrong(1, "no row for \(rule.number) (\(rule.name))"))
        }
        for row in rows {
            guard row.cells.count == columns.count else {
                found.append(wrong(row.line, "\(row.cells.count) columns, not \(columns.count)"))
                continue
            }
            if !rules.contains(where: { names(row, $0) }) {
                found.append(wrong(row.line, "the core has no invariant \(row.cells[0])"))
            }
            for (title, cell) in zip(columns, row.cells) where cell.isEmpty {
                found.append(wrong(row.line, "\(title) is empty"))
            }
            let tests = quoted(row.cells[3])
            if tests.isEmpty { found.append(wrong(row.line, "names no test")) }
            for test in tests where !sentences.contains(test) {
                found.append(wrong(row.line, "no test is called `\(test)`"))
            }
            for hazard in row.cells[1].split(whereSeparator: { $0 == "," || $0 == " " })
            where !hazards.contains(String(hazard)) {
                found.append(wrong(row.line, "there is no hazard \(hazard)"))
            }
            for incident in quoted(row.cells[4]) where isIncident(incident) && !incidents.contains(incident) {
                found.append(wrong(row.line, "the core raises no \(incident)"))
            }
        }
        return found
    }

    /// Whether the first cell of a row is about a rule, by number or by name.
    private static func names(_ row: MarkdownRow, _ rule: Rule) -> Bool {
        let words = (row.cells.first ?? "").split { !$0.isLetter && !$0.isNumber }
        return words.contains { $0 == rule.number || $0 == rule.name }
    }
}

@Suite struct TraceTests {
    @Test func `every invariant is traced from its hazard to a test that exists`() throws {
        let rules = TraceRule.rules(in: Tree.here.sources)
        #expect(rules.count == 40)
        let incidents = TraceRule.incidents(in: Tree.here.sources)
        #expect(incidents.count >= 30)
        let page = try Tree.here.page(TraceRule.page)
        expectNone(
            TraceRule.violations(
                rules: rules, page: page, sentences: TraceRule.sentences(in: Tree.here.tests), incidents: incidents))
    }

    private let core = SwiftText(
        path: "Sources/RoostCore/Invariant.swift",
        """
        public enum Invariant: String {
            /// Says.
            case i1CoverStays = "I1"
            case i2NoFlight = "I2"

            var a: Int {
                switch self {
                case .i1CoverStays: 1
                }
            }
        }
        """)
    private let tests = SwiftText(path: "Tests/A/B.swift", "@Test func `the cover stays`() {}")

    private func found(_ rows: String) -> [String] {
        let text = "| invariant | hazard | predicate | test | log |\n|---|---|---|---|---|\n" + rows
        return TraceRule.violations(
            rules: TraceRule.rules(in: [core]), page: TextFile(path: TraceRule.page, text: text),
            sentences: TraceRule.sentences(in: [tests]), incidents: ["COVER.left-open"]
        ).map { "\($0.line) \($0.what)" }
    }

    @Test func `the rules are read from the core`() {
        #expect(
            TraceRule.rules(in: [core]) == [
                TraceRule.Rule(name: "i1CoverStays", number: "I1"), TraceRule.Rule(name: "i2NoFlight", number: "I2"),
            ])
    }

    @Test func `a rule without a row is found`() {
        #expect(found("| I1 | H1 | b | `the cover stays` | c |") == ["1 no row for I2 (i2NoFlight)"])
    }

    @Test func `a row without a rule, a hazard or a test is found`() {
        let good = "| I1 | H1 | b | `the cover stays` | c |\n| `i2NoFlight` | H1 | b | `the cover stays` | c |\n"
        #expect(found(good).isEmpty)
        #expect(found(good + "| I9 | H1 | b | `the cover stays` | c |") == ["5 the core has no invariant I9"])
        #expect(found(good + "| I1 | | b | `the cover stays` | c |") == ["5 hazard is empty"])
        #expect(found(good + "| I1 | H1 | b | none | c |") == ["5 names no test"])
        #expect(found(good + "| I1 | H1 | b | `the cover flies` | c |") == ["5 no test is called `the cover flies`"])
        #expect(found(good + "| I1 | H1 | b |") == ["5 3 columns, not 5"])
        #expect(found(good + "| I1 | H1, H9 | b | `the cover stays` | c |") == ["5 there is no hazard H9"])
    }

    @Test func `an incident that the core does not raise is found`() {
        let good = "| I1 | H1 | b | `the cover stays` | `COVER.left-open`, a line in `journal` |\n"
        let second = "| I2 | H1 | b | `the cover stays` | `COVER.fell-off` |"
        #expect(found(good + second) == ["4 the core raises no COVER.fell-off"])
        #expect(TraceRule.incidents(in: [core]) == [])
    }
}
