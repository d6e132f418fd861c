// SPDX-License-Identifier: Apache-2.0
// What the tidy checks take for code, and what for a comment or a string.

import Testing

@Suite struct SwiftTextTests {
    /// The code of one line, without blanks.
    private func code(_ line: String) -> String {
        SwiftText(path: "A.swift", line).code.joined(separator: "|").filter { $0 != " " }
    }

    @Test func `comments are no code`() {
        #expect(code("a // b") == "a")
        #expect(code("a /* b /* c */ d */ e") == "ae")
        #expect(code("a /* b\nc */ d") == "a|d")
        #expect(SwiftText(path: "A.swift", "a // b").comments == ["  // b"])
    }

    @Test func `what stands in quotes is no code`() {
        #expect(code(#"a = "b \" // c" + d"#) == #"a=""+d"#)
        #expect(code("a = #\"b \\\" c\"# + d") == "a=#\"\"#+d")
        #expect(code("a = \"\"\"\n  b \"c\"\n  \"\"\" + d") == "a=\"\"\"||\"\"\"+d")
        #expect(code("func `b! // c`() {}") == "func``(){}")
    }

    @Test func `an interpolation is code, as deep as it goes`() {
        #expect(code(#"a = "b \(c("d)") + e) f" + g"#) == #"a="(c("")+e)"+g"#)
        #expect(code("a = #\"b \\(c) \\#(d) e\"#") == "a=#\"(d)\"#")
    }

    @Test func `a string that never ends is over with its line`() {
        #expect(code("a = \"b\nc") == "a=\"|c")
    }

    @Test func `tokens know their line and whether they touch`() {
        let tokens = SwiftText(path: "A.swift", "a !b\nc!").tokens
        #expect(tokens.map(\.text) == ["a", "!", "b", "c", "!"])
        #expect(tokens.map(\.line) == [1, 1, 1, 2, 2])
        #expect(tokens.map(\.isGlued) == [false, false, true, false, true])
    }

    @Test func `a comment counts on its line and on the next`() {
        let text = SwiftText(path: "A.swift", "// why\na\nb\nc // why")
        #expect((1...4).map { text.hasComment(at: $0) } == [true, true, false, true])
    }

    @Test func `a quoted name is read from its line`() {
        #expect(SwiftText(path: "A.swift", "@Test func `a gate holds`() {}").quotedName(onLine: 1) == "a gate holds")
        #expect(SwiftText(path: "A.swift", "func plain() {}").quotedName(onLine: 1) == nil)
    }
}
