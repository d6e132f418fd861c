// SPDX-License-Identifier: Apache-2.0
// A file is at most 500 lines, a function 70, a line 120 columns, and nothing is indented by tabs.

import Testing

/// The rule on sizes.
enum SizeRule {
    static let fileLines = 500
    static let functionLines = 70
    static let columns = 120
    /// Files that hold the text of another file word for word; that text keeps its own width.
    static let embeddedTexts = "Sources/Settings/Defaults/"

    static func violations(in file: SwiftText) -> [Violation] {
        var found: [Violation] = []
        if file.lines.count > fileLines {
            let what = "the file has \(file.lines.count) lines, more than \(fileLines)"
            found.append(Violation(path: file.path, line: file.lines.count, what: what))
        }
        for (index, line) in file.lines.enumerated() {
            if line.utf8.count > columns, line.count > columns, !isEmbedded(file, index) {
                let what = "\(line.count) columns, more than \(columns)"
                found.append(Violation(path: file.path, line: index + 1, what: what))
            }
            if line.utf8.contains(0x09) {
                found.append(Violation(path: file.path, line: index + 1, what: "a tab"))
            }
        }
        for body in functions(in: file) where body.count > functionLines {
            let what = "the function has \(body.count) lines, more than \(functionLines)"
            found.append(Violation(path: file.path, line: body.lowerBound, what: what))
        }
        return found
    }

    private static func isEmbedded(_ file: SwiftText, _ index: Int) -> Bool {
        file.path.hasPrefix(embeddedTexts) && (file.code[index] + file.comments[index]).allSatisfy(\.isWhitespace)
    }

    /// The lines of every function, initialiser, subscript and computed property, from its keyword to its last brace.
    static func functions(in file: SwiftText) -> [ClosedRange<Int>] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            guard startsFunction(tokens, at: index), let open = bodyStart(tokens, from: index) else { return nil }
            var depth = 0
            for token in tokens[open...] {
                if token.text == "{" { depth += 1 }
                if token.text == "}" { depth -= 1 }
                if depth == 0 { return tokens[index].line...token.line }
            }
            return nil
        }
    }

    private static func startsFunction(_ tokens: [Token], at index: Int) -> Bool {
        let before = index > 0 ? tokens[index - 1].text : ""
        let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch tokens[index].text {
        case "func", "deinit", "subscript": return before != "."
        case "init": return before != "." && ["(", "?", "<"].contains(after)
        // A computed property names its type; a binding in a condition does not.
        case "var": return index + 2 < tokens.count && tokens[index + 2].text == ":"
        default: return false
        }
    }

    /// The first brace outside parentheses, unless something else begins before it: then there is no body.
    private static func bodyStart(_ tokens: [Token], from start: Int) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(start + 1) {
            switch tokens[index].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            case "}" where depth <= 0: return nil
            case "=" where depth == 0 && tokens[start].text == "var": return nil
            case "func", "init", "var", "let", "deinit", "subscript", "case", "struct", "enum", "associatedtype":
                if depth == 0 { return nil }
            default: break
            }
        }
        return nil
    }
}

@Suite struct SizeTests {
    @Test func `files, functions and lines keep their limits`() {
        expectNone(Tree.here.swift.flatMap(SizeRule.violations))
        // A scanner that sees no functions would find none too long.
        #expect(Tree.here.swift.reduce(0) { $0 + SizeRule.functions(in: $1).count } > 1_500)
    }

    private func found(_ text: String) -> [Violation] {
        SizeRule.violations(in: SwiftText(path: "Sources/A/B.swift", text))
    }

    private func functions(_ text: String) -> [ClosedRange<Int>] {
        SizeRule.functions(in: SwiftText(path: "Sources/A/B.swift", text))
    }

    @Test func `a long file is found`() {
        #expect(found(String(repeating: "let a = 1\n", count: 500)).isEmpty)
        #expect(found(String(repeating: "let a = 1\n", count: 501)).map(\.line) == [501])
    }

    @Test func `a wide line and a tab are found`() {
        #expect(found(String(repeating: "°", count: 120)).isEmpty)
        #expect(found("\n" + String(repeating: "°", count: 121)).map(\.line) == [2])
        #expect(found("\tlet a = 1").map(\.what) == ["a tab"])
    }

    @Test func `only the text that is embedded word for word may be wide`() {
        let wide = String(repeating: "x", count: 121)
        let text = "let a = #\"\"\"\n" + wide + "\n\"\"\"#\n// " + wide + "\n"
        let path = SizeRule.embeddedTexts + "DefaultDock.swift"
        #expect(SizeRule.violations(in: SwiftText(path: path, text)).map(\.line) == [4])
        #expect(found(text).map(\.line) == [2, 4])
    }

    @Test func `a long function is found where it begins`() {
        let body = String(repeating: "    work()\n", count: 69)
        #expect(found("\nfunc long() {\n" + body + "}\n").map(\.line) == [2])
        #expect(found("\nfunc fits() {\n" + body.dropFirst(11) + "}\n").isEmpty)
        #expect(found("init() {\n" + body + "}\n").map(\.line) == [1])
        #expect(found("var long: Int {\n" + body + "}\n").map(\.line) == [1])
    }

    @Test func `a body is measured by its own braces`() {
        #expect(functions("func a() -> [Int] {\n    b { \"}\" } // }\n}\nlet c = 1") == [1...3])
        #expect(functions("protocol P {\n    func a()\n    var b: Int { get }\n}") == [3...3])
        #expect(functions("func a(\n    _ b: () -> Void = {}\n) {\n}") == [1...4])
        #expect(functions("let a = B.init(1)\nvar b: Int = 2\nstruct C {\n}").isEmpty)
    }
}
