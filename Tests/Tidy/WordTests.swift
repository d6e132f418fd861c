// SPDX-License-Identifier: Apache-2.0
// Words that no text of the repository holds: marks of unfinished work, and paths of somebody's machine.

import Foundation
import Testing

/// The rule on words, for every text file.
enum WordRule {
    /// In two parts, so that this file does not hold them.
    private static let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    private static let machinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/tmp/cl" + "aude"]

    static func violations(in file: TextFile) -> [Violation] {
        let content = Data(file.text.utf8)
        let words = marks.filter { content.range(of: Data($0.utf8)) != nil }
        let paths = machinePaths.filter { content.range(of: Data($0.utf8)) != nil }
        guard !words.isEmpty || !paths.isEmpty else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            let found = words.filter { holds(line, $0) } + paths.filter { beginsPath(line, $0) }
            return found.map { Violation(path: file.path, line: index + 1, what: "holds \"\($0)\"") }
        }
    }

    /// Whether a word stands there by itself.
    private static func holds(_ line: Substring, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last, after = line[range.upperBound...].first
            return before?.isLetter != true && after?.isLetter != true && before?.isNumber != true
        }
    }

    /// Whether a path begins there, and not in the middle of another.
    private static func beginsPath(_ line: Substring, _ path: String) -> Bool {
        line.ranges(of: path).contains { range in
            guard let before = line[..<range.lowerBound].last else { return true }
            return !before.isLetter && !before.isNumber && !"._-}".contains(before)
        }
    }
}

@Suite struct WordTests {
    @Test func `no file holds unfinished work or a machine's path`() {
        expectNone(Tree.here.files.flatMap(WordRule.violations))
    }

    private func lines(_ text: String) -> [Int] {
        WordRule.violations(in: TextFile(path: "docs/a.md", text: text)).map(\.line)
    }

    @Test func `unfinished work is found`() {
        #expect(lines("a\n// TO" + "DO: b") == [2])
        #expect(lines("FIX" + "ME") == [1])
        #expect(lines("(XX" + "X)") == [1])
        #expect(lines("mkdir /tmp/a.XX" + "XXXX").isEmpty)
        #expect(lines("a HA" + "CK, b") == [1])
    }

    @Test func `a path of a machine is found`() {
        #expect(lines("a\nb\ncd /wo" + "rk/main") == [3])
        #expect(lines("\"/ro" + "ot/a\"") == [1])
        #expect(lines("/tmp/cl" + "aude-1") == [1])
        #expect(lines("https://example.org/wo" + "rk/a").isEmpty)
    }
}
