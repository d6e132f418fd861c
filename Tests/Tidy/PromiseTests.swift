// SPDX-License-Identifier: Apache-2.0
// What the README and the change log promise exists: the two make targets, every verb of the command, the version.

import Testing

/// The verbs of the command line, read from its sources.
struct Verbs {
    /// Name to the verbs below it.
    private var below: [String: Set<String>] = [:]
    /// The verbs of `roost` itself.
    let top: Set<String>

    init(_ files: [SwiftText]) {
        var names: [String: String] = [:]
        var children: [String: [String]] = [:]
        for file in files { Self.read(file, &names, &children) }
        for (type, name) in names {
            below[name, default: []].formUnion((children[type] ?? []).compactMap { names[$0] })
        }
        top = (below["roost"] ?? []).union(["help"])
    }

    /// Finds, for each command type, its name and the types of its subcommands.
    private static func read(_ file: SwiftText, _ names: inout [String: String], _ children: inout [String: [String]]) {
        let tokens = file.tokens
        var type = ""
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
            if token.text == "struct" { type = next }
            if token.text == "commandName", next == ":" {
                let line = file.lines[token.line - 1]
                guard let mark = line.firstRange(of: "commandName:") else { continue }
                let parts = line[mark.upperBound...].split(separator: "\"", omittingEmptySubsequences: false)
                if parts.count >= 3 { names[type] = String(parts[1]) }
            }
            if token.text == "subcommands", next == ":" {
                children[type] = tokens[(index + 3)...].prefix { $0.text != "]" }.map(\.text)
                    .filter { $0 != "." && $0 != "," && $0 != "self" }
            }
        }
    }

    /// What is wrong with `roost first second`, if anything.
    func complaint(_ first: String, _ second: String?) -> String? {
        guard top.contains(first) else { return "`roost \(first)` does not exist" }
        guard let second, let verbs = below[first], !verbs.isEmpty, !verbs.contains(second) else { return nil }
        return "`roost \(first) \(second)` does not exist"
    }
}

/// The rule on promises.
enum PromiseRule {
    /// README against the Makefile.
    static func makeTargets(readme: TextFile, makefile: TextFile) -> [Violation] {
        let targets = makefile.lines.compactMap { line in
            line.first?.isLetter == true ? line.firstIndex(of: ":").map { String(line[..<$0]) } : nil
        }
        return ["run", "test"].flatMap { target in
            var wrong: [Violation] = []
            if !readme.text.contains("make \(target)") {
                wrong.append(Violation(path: readme.path, line: 1, what: "does not say `make \(target)`"))
            }
            if !targets.contains(target) {
                wrong.append(Violation(path: makefile.path, line: 1, what: "has no target \(target)"))
            }
            return wrong
        }
    }

    /// Every verb after `roost` in code: in a fenced block, or between backticks.
    static func verbs(readme: TextFile, verbs: Verbs) -> [Violation] {
        var isFenced = false
        return readme.lines.enumerated().flatMap { index, line -> [Violation] in
            if line.hasPrefix("```") { isFenced.toggle() }
            let pieces = isFenced ? [String(line)] : quoted(String(line))
            return pieces.flatMap { calls(in: $0) }.compactMap { first, second in
                verbs.complaint(first, second).map { Violation(path: readme.path, line: index + 1, what: $0) }
            }
        }
    }

    /// The one or two verbs of every call in a piece of shell.
    private static func calls(in piece: String) -> [(String, String?)] {
        let words = piece.prefix { $0 != "#" }.split { " \t;|()".contains($0) }.map(String.init)
        return words.indices.compactMap { index in
            guard words[index] == "roost" || words[index].hasSuffix("/roost") else { return nil }
            let rest = words[(index + 1)...].prefix(2)
            guard let first = rest.first, isVerb(first) else { return nil }
            return (first, rest.count == 2 ? rest.last.flatMap { isVerb($0) ? $0 : nil } : nil)
        }
    }

    private static func isVerb(_ word: String) -> Bool {
        word.first?.isLowercase == true && word.allSatisfy { $0.isLowercase || $0 == "-" }
    }

    /// The version of the program, as its source says.
    static func version(in sources: [SwiftText]) -> String? {
        for file in sources {
            guard let start = file.code.firstIndex(where: { $0.contains("enum RoostVersion") }) else { continue }
            let line = file.lines[start...].first { $0.contains("static let text") }
            return line.flatMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
        }
        return nil
    }

    /// The change log against the version.
    static func version(_ version: String, changeLog: TextFile) -> [Violation] {
        let isThere = changeLog.lines.contains { line in
            line.hasPrefix("## ") && line.split { " []()".contains($0) }.contains { $0 == version }
        }
        return isThere ? [] : [Violation(path: changeLog.path, line: 1, what: "has no heading for \(version)")]
    }
}

@Suite struct PromiseTests {
    private let command = [
        SwiftText(
            path: "Sources/roost/A.swift",
            """
            struct Roost { static let c = C(commandName: "roost", subcommands: [Run.self, Box.self]) }
            struct Run { static let c = C(commandName: "run", abstract: "a") }
            struct Box { static let c = C(commandName: "box", subcommands: [List.self]) }
            struct List { static let c = C(commandName: "list") }
            enum RoostVersion {
                static let text = "1.2.3"
            }
            """)
    ]
    private var sources: [SwiftText] { Tree.here.sources.filter { $0.path.hasPrefix("Sources/roost/") } }

    @Test func `the make targets of the README exist`() throws {
        let readme = try Tree.here.page("README.md"), makefile = try Tree.here.page("Makefile")
        expectNone(PromiseRule.makeTargets(readme: readme, makefile: makefile))
    }

    @Test func `every verb of the README exists`() throws {
        let readme = try Tree.here.page("README.md")
        let verbs = Verbs(sources)
        #expect(verbs.top.count > 5)
        expectNone(PromiseRule.verbs(readme: readme, verbs: verbs))
    }

    @Test func `the change log has the version of the program`() throws {
        let version = try #require(PromiseRule.version(in: sources))
        let changeLog = try Tree.here.page("CHANGELOG.md")
        expectNone(PromiseRule.version(version, changeLog: changeLog))
    }

    private func page(_ text: String, _ path: String = "README.md") -> TextFile { TextFile(path: path, text: text) }

    @Test func `a missing make target is found`() {
        let makefile = page("run:\n\tx\n", "Makefile")
        let promises = page("make run, make test")
        #expect(PromiseRule.makeTargets(readme: promises, makefile: makefile).map(\.path) == ["Makefile"])
        let both = page("run:\n\ntest: a\n", "Makefile")
        #expect(PromiseRule.makeTargets(readme: page("make run"), makefile: both).map(\.path) == ["README.md"])
        #expect(PromiseRule.makeTargets(readme: page("make run\nmake test"), makefile: both).isEmpty)
    }

    @Test func `a verb that does not exist is found, in code only`() {
        func lines(_ text: String) -> [Int] {
            PromiseRule.verbs(readme: page(text), verbs: Verbs(command)).map(\.line)
        }
        #expect(lines("a\nUse `roost fly`.") == [2])
        #expect(lines("```sh\nroost run --now\n.build/release/roost fly\nroost box list x\n```") == [3])
        #expect(lines("`roost box fly`") == [1])
        #expect(lines("`roost run x`, `roost help`, `roost --version`, roost fly").isEmpty)
    }

    @Test func `a change log without the version is found`() {
        let version = PromiseRule.version(in: command)
        #expect(version == "1.2.3")
        #expect(PromiseRule.version("1.2.3", changeLog: page("# Log\n## 1.2.2\n1.2.3 is next\n")).count == 1)
        #expect(PromiseRule.version("1.2.3", changeLog: page("# Log\n## [1.2.3] - today\n")).isEmpty)
    }
}
