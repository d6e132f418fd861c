// SPDX-License-Identifier: Apache-2.0
// Every Swift file says at its top under which licence it stands, what it decides and what it must never do.

import Testing

/// The rule on the first lines of a file.
enum HeadRule {
    static let licence = "// SPDX-License-Identifier: Apache-2.0"

    static func violations(in file: SwiftText) -> [Violation] {
        // SwiftPM wants the tools version on the first line of the manifest.
        let start = file.path == "Package.swift" ? 1 : 0
        let lines = file.lines.dropFirst(start)
        guard lines.first == licence else {
            return [Violation(path: file.path, line: start + 1, what: "does not begin with \"\(licence)\"")]
        }
        let head = lines.dropFirst().prefix { $0.hasPrefix("//") && !$0.hasPrefix("///") }
        let wanted = file.path.hasPrefix("Tests/") ? 1...5 : 2...5
        guard !wanted.contains(head.count) else { return [] }
        let what = "the head has \(head.count) lines, not \(wanted.lowerBound) to \(wanted.upperBound)"
        return [Violation(path: file.path, line: start + 2, what: what)]
    }
}

@Suite struct HeadTests {
    @Test func `every Swift file has its head`() {
        expectNone(Tree.here.swift.flatMap(HeadRule.violations))
    }

    private func lines(_ path: String, _ text: String) -> [Int] {
        HeadRule.violations(in: SwiftText(path: path, text)).map(\.line)
    }

    @Test func `a file without licence is found`() {
        #expect(lines("Sources/A/B.swift", "// One.\n// Two.\nlet a = 1\n") == [1])
        #expect(lines("Sources/A/B.swift", "") == [1])
        #expect(lines("Package.swift", HeadRule.licence + "\n// One.\n// Two.\n") == [2])
    }

    @Test func `a head that is too short or too long is found`() {
        let head = HeadRule.licence + "\n"
        #expect(lines("Sources/A/B.swift", head + "// One.\n\n") == [2])
        #expect(lines("Sources/A/B.swift", head + "// One.\n// Two.\n\n") == [])
        #expect(lines("Sources/A/B.swift", head + String(repeating: "// More.\n", count: 6)) == [2])
        #expect(lines("Sources/A/B.swift", head + "\n// One.\n// Two.\n") == [2])
    }

    @Test func `one line is enough for a test`() {
        #expect(lines("Tests/A/B.swift", HeadRule.licence + "\n// One.\n") == [])
        #expect(lines("Tests/A/B.swift", HeadRule.licence + "\n\n") == [2])
    }
}
