// SPDX-License-Identifier: Apache-2.0
// What the code does not do: trap on purpose, unwrap by force, swallow an error without a word, print, sleep in a test.
// Each ban has its example here, so that a ban which finds nothing fails.

import Testing

/// The rule on constructs.
enum BannedRule {
    /// Test files that may pause, and why.
    static let pausingFiles = [
        "Tests/FleetLinkTests/Machinery.swift": "waits for what programs by other hands do in their own time",
        "Tests/FieldbusTests/ScriptedServer.swift": "plays a device that answers late",
        "Tests/FieldbusTests/SharedToolTests.swift": "measures for a stated time, beside programs by other hands",
        "Tests/VehicleLinkTests/SerialLinkTests.swift": "plays a vehicle behind a serial port",
        "Tests/OutboxCommandTests/RealServerTests.swift": "waits until a program by other hands has stored its mail",
    ]

    /// Bans for all code.
    static func everywhere(_ file: SwiftText) -> [Violation] {
        var found: [Violation] = []
        let tokens = file.tokens
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch (token.text, next?.text) {
            case ("try", "?") where next?.isGlued == true && !file.hasComment(at: token.line):
                found.append(place(file, token, "`try?` without a comment why"))
            case ("@", "unchecked") where !saysWhyUnchecked(comment(above: token.line, in: file)):
                found.append(place(file, token, "`@unchecked` without a comment why it is Sendable all the same"))
            case ("struct", let name?), ("class", let name?), ("enum", let name?), ("actor", let name?),
                ("protocol", let name?), ("typealias", let name?):
                guard next?.isGlued == false, let suffix = suffixes.first(where: { name.hasSuffix($0) }) else { break }
                found.append(place(file, token, "a type name that ends in \(suffix) says nothing"))
            default: break
            }
        }
        return found
    }

    /// Endings of type names that hide what a type is for.
    private static let suffixes = ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Info"]

    /// Bans for `Sources`.
    static func inSources(_ file: SwiftText) -> [Violation] {
        var found: [Violation] = []
        let tokens = file.tokens
        for (index, token) in tokens.enumerated() {
            let before = index > 0 ? tokens[index - 1] : nil
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch token.text {
            case "!" where token.isGlued && isOperand(before) && !(next?.text == "=" && next?.isGlued == true):
                let what = ["try": "`try!`", "as": "`as!`"][before?.text ?? ""] ?? "`!` unwraps by force"
                found.append(place(file, token, what))
            case "fatalError", "print", "debugPrint", "dump", "assert", "assertionFailure":
                guard next?.text == "(", before?.text != ".", before?.text != "func" else { break }
                found.append(place(file, token, "`\(token.text)(`"))
            default: break
            }
        }
        return found
    }

    /// Whether a value can end with that token.
    private static func isOperand(_ token: Token?) -> Bool {
        guard let token, let first = token.text.unicodeScalars.first else { return false }
        return first.properties.isAlphabetic || "_$0123456789)]}>?\"`".unicodeScalars.contains(first)
    }

    /// Bans for the pure targets: no clock, no randomness, no concurrency.
    static func inPureTargets(_ file: SwiftText) -> [Violation] {
        let names: Set = [
            "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "randomElement", "shuffled", "Task",
            "async", "await", "actor",
        ]
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            let calls = index > 0 && tokens[index - 1].text == "." && tokens[index].text == "random"
            guard names.contains(tokens[index].text) || calls else { return nil }
            return place(file, tokens[index], "`\(tokens[index].text)` in a pure target")
        }
    }

    /// Bans for `Tests`.
    static func inTests(_ file: SwiftText) -> [Violation] {
        guard pausingFiles[file.path] == nil else { return [] }
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            let words = tokens[index...].prefix(3).map(\.text).joined()
            let before = index > 0 ? tokens[index - 1].text : ""
            let isCall = ["usleep(", "sleep(", "nanosleep("].contains { words.hasPrefix($0) }
            let isPause = ["Thread.sleep", "Task.sleep"].contains(words) || isCall && before != "." && before != "func"
            return isPause ? place(file, tokens[index], "a test does not sleep: wait for what it waits for") : nil
        }
    }

    /// Whether a comment speaks of the promise itself, not only of what the type is for.
    private static func saysWhyUnchecked(_ comment: String) -> Bool {
        ["Sendable", "Unchecked", "unchecked"].contains { comment.contains($0) }
    }

    /// The comments on a line and in the block right above it.
    private static func comment(above line: Int, in file: SwiftText) -> String {
        var first = line - 1
        while first > 0, file.lines[first - 1][...].drop(while: { $0 == " " }).hasPrefix("//") { first -= 1 }
        return file.comments[first..<line].joined(separator: "\n")
    }

    private static func place(_ file: SwiftText, _ token: Token, _ what: String) -> Violation {
        Violation(path: file.path, line: token.line, what: what)
    }
}

@Suite struct BannedTests {
    @Test func `nothing is swallowed, unchecked or badly named without a word`() {
        expectNone(Tree.here.swift.flatMap(BannedRule.everywhere))
    }

    @Test func `sources neither trap nor print`() {
        expectNone(Tree.here.sources.flatMap(BannedRule.inSources))
    }

    @Test func `pure targets know no clock, no randomness and no concurrency`() {
        let pure = Tree.here.sources.filter { file in
            LayerTable.pure.contains { file.path.hasPrefix("Sources/\($0)/") }
        }
        #expect(pure.count > 50)
        expectNone(pure.flatMap(BannedRule.inPureTargets))
    }

    @Test(arguments: ["ContinuousClock().now", "Int.random(in: 0...1)", "a.shuffled()", "Task { a() }", "await a()"])
    func `a clock, chance or concurrency is found`(line: String) {
        #expect(BannedRule.inPureTargets(text("\n" + line)).map(\.line) == [2])
        #expect(BannedRule.inPureTargets(text("let taskCount = 1  // await")).isEmpty)
    }

    @Test func `tests do not sleep`() {
        expectNone(Tree.here.tests.flatMap(BannedRule.inTests))
    }

    @Test func `every file that may pause exists and does`() {
        for path in BannedRule.pausingFiles.keys {
            let doesPause = Tree.here.tests.first { $0.path == path }?.code.contains { $0.contains("sleep(") }
            #expect(doesPause == true, "\(path)")
        }
    }

    private func text(_ text: String) -> SwiftText { SwiftText(path: "Sources/A/B.swift", text) }

    @Test(arguments: [
        "let a = try! b()", "let a = b!", "let a = b()!", "let a = b[1]!", "let a = b as! C", "let a: B!", "b!.c()",
        "let a = \"\\(b!)\"", "let a = \"b\"!", "fatalError(\"a\")", "print(a)", "dump(a)", "assert(a)",
        "let a = b?.c!", "`default`!.a()",
    ])
    func `a trap or a print is found`(line: String) {
        #expect(BannedRule.inSources(text("\n" + line)).map(\.line) == [2])
    }

    @Test(arguments: [
        "if !a { b }", "a != b", "reduce(!=)", "a.print(b)", "let a = \"b!\"", "// b!", "func print(_ a: Int) {}",
        "let a = [!b, !c]", "precondition(a, \"b!\")", "let a = \"\\(!b)\"", "func `no force!`() {}", "a!=b",
    ])
    func `what only looks like a trap is not`(line: String) {
        #expect(BannedRule.inSources(text(line)).isEmpty)
    }

    @Test func `an error that is swallowed without a word is found`() {
        #expect(BannedRule.everywhere(text("\n\ntry? a()")).map(\.line) == [3])
        #expect(BannedRule.everywhere(text("try? a()  // It may have gone.")).isEmpty)
        #expect(BannedRule.everywhere(text("// It may have gone.\ntry? a()")).isEmpty)
    }

    @Test func `an unchecked promise without a reason is found`() {
        #expect(BannedRule.everywhere(text("/// A box.\nclass A: @unchecked Sendable {}")).map(\.line) == [2])
        for reason in ["Sendable: a lock.", "Unchecked because of a lock."] {
            let reasoned = "/// A box. \(reason)\nclass A: @unchecked Sendable {}"
            #expect(BannedRule.everywhere(text(reasoned)).isEmpty)
        }
    }

    @Test(arguments: ["struct DockManager {}", "enum TextUtil {}", "class MailHelper {}", "typealias PartInfo = A"])
    func `a name that says nothing is found`(line: String) {
        #expect(BannedRule.everywhere(text(line)).map(\.line) == [1])
        #expect(BannedRule.everywhere(text("struct Information {}\nlet fileManager = b")).isEmpty)
    }

    @Test(arguments: ["Thread.sleep(forTimeInterval: 1)", "usleep(5)", "try await Task.sleep(for: a)", "_ = sleep(1)"])
    func `a test that sleeps is found`(line: String) {
        let path = "Tests/ATests/B.swift"
        #expect(BannedRule.inTests(SwiftText(path: path, "\n" + line)).map(\.line) == [2])
        #expect(BannedRule.inTests(SwiftText(path: path, "try await clock.sleep(for: a)")).isEmpty)
        #expect(BannedRule.inTests(SwiftText(path: path, "// \(line)")).isEmpty)
    }
}
