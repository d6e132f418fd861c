// SPDX-License-Identifier: Apache-2.0
// Every declaration that another target can see says what it means: `public` and `package` ones, the cases of such
// enums that carry values, and the requirements of such protocols.

import Testing

/// The rule on documentation.
enum DocumentationRule {
    private static let modifiers: Set = [
        "public", "package", "open", "static", "final", "class", "private", "fileprivate", "internal", "set",
        "mutating", "nonmutating", "nonisolated", "indirect", "override", "required", "convenience", "lazy", "weak",
        "unowned", "consuming", "borrowing", "dynamic", "optional", "prefix", "postfix", "infix", "unsafe",
    ]
    private static let visible: Set = ["public", "package", "open"]
    private static let keywords: Set = [
        "actor", "associatedtype", "class", "enum", "extension", "func", "import", "init", "let", "macro", "operator",
        "protocol", "struct", "subscript", "typealias", "var",
    ]

    static func violations(in file: SwiftText) -> [Violation] {
        var found: [Violation] = []
        for (index, line) in file.code.enumerated() where visible.contains(where: { line.contains($0) }) {
            guard let keyword = visibleDeclaration(line) else { continue }
            if keyword == "extension" {
                let what = "say `public` at each member, not at the extension"
                found.append(Violation(path: file.path, line: index + 1, what: what))
            } else if keyword != "import", !isDocumented(file, line: index + 1) {
                found.append(Violation(path: file.path, line: index + 1, what: "\(keyword) without `///`"))
            }
        }
        return found + undocumentedMembers(of: file)
    }

    /// The keyword of a declaration on a line, if others can see what it declares.
    private static func visibleDeclaration(_ line: String) -> String? {
        var isVisible = false
        var depth = 0
        var afterAt = false
        for token in SwiftText(path: "", line).tokens {
            if token.text == "(" { depth += 1 }
            if token.text == ")" { depth -= 1 }
            if depth > 0 || token.text == ")" || token.text == "@" || afterAt {
                afterAt = token.text == "@"
                continue
            }
            if visible.contains(token.text) { isVisible = true }
            guard modifiers.contains(token.text) else {
                return isVisible && keywords.contains(token.text) ? token.text : nil
            }
            // `class` is a modifier of `class func` and a keyword elsewhere.
            if token.text == "class", isVisible, !line.contains("class func"), !line.contains("class var") {
                return "class"
            }
        }
        return nil
    }

    /// Whether documentation that says something stands right above a line, attributes aside.
    static func isDocumented(_ file: SwiftText, line: Int) -> Bool {
        var above = line - 2
        while above >= 0, isAttribute(file.code[above]) || isPlainComment(file.lines[above]) { above -= 1 }
        var hasWords = false
        while above >= 0, text(file.lines[above]).hasPrefix("///") {
            hasWords = hasWords || file.lines[above].contains { $0.isLetter }
            above -= 1
        }
        return hasWords
    }

    private static func text(_ line: String) -> Substring { line[...].drop { $0 == " " } }
    private static func isAttribute(_ line: String) -> Bool { text(line).hasPrefix("@") }
    private static func isPlainComment(_ line: String) -> Bool {
        text(line).hasPrefix("//") && !text(line).hasPrefix("///")
    }

    /// What an open brace belongs to.
    private enum Block { case visibleEnum, visibleProtocol, other }

    private static func undocumentedMembers(of file: SwiftText) -> [Violation] {
        var blocks: [Block] = []
        var next = Block.other
        var found: [Violation] = []
        let tokens = file.tokens
        for (index, token) in tokens.enumerated() {
            switch token.text {
            case "{":
                blocks.append(next)
                next = .other
            case "}": _ = blocks.popLast()
            case "enum", "protocol":
                guard visibleDeclaration(file.code[token.line - 1]) == token.text else { break }
                next = token.text == "enum" ? .visibleEnum : .visibleProtocol
            case "case" where blocks.last == .visibleEnum:
                let carries = tokens[(index + 1)...].prefix { $0.line == token.line }.contains { $0.text == "(" }
                guard carries, !isDocumented(file, line: token.line) else { break }
                found.append(Violation(path: file.path, line: token.line, what: "case with values without `///`"))
            case "func" where blocks.last == .visibleProtocol, "var" where blocks.last == .visibleProtocol,
                "init" where blocks.last == .visibleProtocol, "associatedtype" where blocks.last == .visibleProtocol:
                guard !isDocumented(file, line: token.line) else { break }
                found.append(Violation(path: file.path, line: token.line, what: "requirement without `///`"))
            default: break
            }
        }
        return found
    }
}

@Suite struct DocumentationTests {
    @Test func `whatever another target can see is documented`() {
        expectNone(Tree.here.sources.flatMap(DocumentationRule.violations))
    }

    private func lines(_ text: String) -> [Int] {
        DocumentationRule.violations(in: SwiftText(path: "Sources/A/B.swift", text)).map(\.line)
    }

    @Test(arguments: [
        "public struct A {}", "public let a = 1", "package func a() {}", "public static func a() {}",
        "public private(set) var a = 1", "@discardableResult public func a() -> Int { 1 }", "public final class A {}",
        "public class A {}", "public init() {}", "open class A {}", "public indirect enum A {}",
        "public typealias A = B", "nonisolated public func a() {}", "public subscript(a: Int) -> Int { 1 }",
    ])
    func `a bare declaration is found and a documented one is not`(declaration: String) {
        #expect(lines(declaration) == [1])
        #expect(lines("/// Says.\n" + declaration).isEmpty)
        #expect(lines("/// Says.\n@inlinable\n" + declaration).isEmpty)
        #expect(lines("///\n" + declaration) == [2])
        #expect(lines("// Says.\n" + declaration) == [2])
        #expect(lines("/// Says.\n\n" + declaration) == [3])
    }

    @Test(arguments: [
        "public import A", "struct A {}", "// public struct A {}", "let a = \"public struct\"", "let isPublic = 1",
        ".package(url: a)", "open.removeAll()", "open[a] = nil",
    ])
    func `what no other target sees needs none`(line: String) {
        #expect(lines(line).isEmpty)
    }

    @Test func `a visible extension is found`() {
        #expect(lines("/// Says.\npublic extension A {}") == [2])
    }

    @Test func `a bare case with values is found, in visible enums only`() {
        #expect(lines("/// Says.\npublic enum A {\n    case plain\n    case b(Int)\n}") == [4])
        #expect(lines("/// Says.\npublic enum A {\n    /// Says.\n    case b(Int)\n}").isEmpty)
        #expect(lines("enum A {\n    case b(Int)\n}").isEmpty)
        #expect(lines("/// Says.\npublic enum A {\n    var c: Int { switch self { case b(let c): c } }\n}").isEmpty)
    }

    @Test func `a bare requirement of a visible protocol is found`() {
        #expect(lines("/// Says.\npublic protocol A {\n    func b()\n    var c: Int { get }\n}") == [3, 4])
        #expect(lines("/// Says.\npublic protocol A {\n    /// Says.\n    static func b()\n}").isEmpty)
    }
}
