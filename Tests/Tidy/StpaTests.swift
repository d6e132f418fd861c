// SPDX-License-Identifier: Apache-2.0
// The STPA matrix in docs/safety/stpa.md: six commands, four ways of being unsafe, no empty cell, and no cell that
// names an invariant which the core does not have. Every invariant that answers a command is one of the forty.

import Testing

/// The rule on the STPA matrix.
enum StpaRule {
    static let page = "docs/safety/stpa.md"
    static let commands = ["open cover", "close cover", "charger on or off", "arm and launch", "divert", "mail"]
    static let ways = 4

    /// The invariants that a cell names: the letter I and a number.
    static func invariants(in cell: String) -> [String] {
        cell.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { word in
            word.first == "I" && word.count > 1 && word.dropFirst().allSatisfy(\.isNumber)
        }
    }

    static func violations(page: TextFile, rules: Set<String>) -> [Violation] {
        func wrong(_ line: Int, _ what: String) -> Violation { Violation(path: page.path, line: line, what: what) }
        let rows = rows(ofTablesHeaded: "command", in: page)
        var found: [Violation] = []
        for command in commands where !rows.contains(where: { $0.cells.first == command }) {
            found.append(wrong(1, "no row for the command: \(command)"))
        }
        for row in rows {
            let cells = row.cells.dropFirst()
            if !commands.contains(row.cells.first ?? "") {
                found.append(wrong(row.line, "no command: \(row.cells.first ?? "")"))
            }
            if cells.count != ways { found.append(wrong(row.line, "\(cells.count) ways, not \(ways)")) }
            for cell in cells {
                let named = invariants(in: cell)
                if named.isEmpty { found.append(wrong(row.line, "a cell without an invariant")) }
                for name in named where !rules.contains(name) {
                    found.append(wrong(row.line, "the core has no invariant \(name)"))
                }
            }
        }
        return found
    }
}

@Suite struct StpaTests {
    @Test func `every command is answered in each of the four ways in which it can be unsafe`() throws {
        let rules = Set(TraceRule.rules(in: Tree.here.sources).map(\.number))
        let page = try Tree.here.page(StpaRule.page)
        expectNone(StpaRule.violations(page: page, rules: rules))
        #expect(rows(ofTablesHeaded: "command", in: page).flatMap { $0.cells.dropFirst() }.count == 24)
    }

    private func found(_ change: (String) -> String) -> [String] {
        let head = "| command | a | b | c | d |\n|---|---|---|---|---|\n"
        let rows = StpaRule.commands.map { "| \($0) | I1 | off: I2 | I1 I2 | I2 |" }.joined(separator: "\n")
        let page = TextFile(path: StpaRule.page, text: head + change(rows))
        return StpaRule.violations(page: page, rules: ["I1", "I2"]).map { "\($0.line) \($0.what)" }
    }

    @Test func `a whole matrix passes`() { #expect(found { $0 }.isEmpty) }

    @Test func `an empty cell, an unknown invariant and a missing command are found`() {
        #expect(found { $0.replacingFirst("off: I2", by: "") } == ["3 a cell without an invariant"])
        #expect(found { $0.replacingFirst("off: I2", by: "see below") } == ["3 a cell without an invariant"])
        #expect(found { $0.replacingFirst("off: I2", by: "I41") } == ["3 the core has no invariant I41"])
        #expect(found { $0.replacingFirst(" off: I2 |", by: "") } == ["3 3 ways, not 4"])
        #expect(
            found { $0.replacingFirst("open cover", by: "paint cover") } == [
                "1 no row for the command: open cover", "3 no command: paint cover",
            ])
    }
}

extension String {
    /// This text with the first place of `old` exchanged.
    fileprivate func replacingFirst(_ old: String, by new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
