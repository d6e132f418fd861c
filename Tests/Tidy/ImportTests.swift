// SPDX-License-Identifier: Apache-2.0
// A target imports what the table allows, and the table keeps the order of the levels. SwiftPM does not refuse
// `import Foundation` in a pure target, so this must.

import Testing

/// The rule on imports.
enum ImportRule {
    /// The modules that a file imports, with their lines.
    static func imports(of file: SwiftText) -> [(module: String, line: Int)] {
        let tokens = file.tokens
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return tokens.indices.compactMap { index in
            guard tokens[index].text == "import", index + 1 < tokens.count, !tokens[index].isGlued else { return nil }
            let next = kinds.contains(tokens[index + 1].text) && index + 2 < tokens.count ? index + 2 : index + 1
            guard tokens[next].line == tokens[index].line else { return nil }
            return (tokens[next].text, tokens[index].line)
        }
    }

    /// What a file of `Sources` imports against the table.
    static func violations(in file: SwiftText, layers: [Layer]) -> [Violation] {
        let parts = file.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, let name = parts.last else { return [] }
        guard let layer = layers.first(where: { $0.target == parts[1] }) else {
            return [Violation(path: file.path, line: 1, what: "LayerTable.swift has no target \(parts[1])")]
        }
        let allowed = Set(layer.ours + layer.outside + [layer.exceptions[name]].compactMap { $0 })
        return imports(of: file).filter { !allowed.contains($0.module) && $0.module != "Swift" }.map {
            Violation(path: file.path, line: $0.line, what: "\(layer.target) may not import \($0.module)")
        }
    }

    /// What the table itself does wrong.
    static func violations(inTable layers: [Layer], pure: [String]) -> [Violation] {
        let levels = Dictionary(layers.map { ($0.target, $0.level) }, uniquingKeysWith: { first, _ in first })
        var wrong: [String] = []
        if levels.count != layers.count { wrong.append("a target has two rows") }
        for layer in layers {
            for module in layer.ours where (levels[module] ?? Int.max) >= layer.level {
                wrong.append("\(layer.target) of level \(layer.level) may not import \(module)")
            }
            if pure.contains(layer.target), !layer.outside.isEmpty {
                wrong.append("\(layer.target) is pure and imports nothing from outside")
            }
        }
        return wrong.map { Violation(path: "Tests/Tidy/LayerTable.swift", line: 1, what: $0) }
    }

    /// Where the page shows another table.
    static func violations(onPage page: TextFile?, layers: [Layer]) -> [Violation] {
        let wanted = layers.map(\.row)
        guard let page else {
            let table = ([LayerTable.title] + wanted).joined(separator: "\n")
            return [Violation(path: LayerTable.page, line: 1, what: "the page is missing; it shows\n\(table)")]
        }
        let shown = rows(ofTablesHeaded: "target", in: page).map { row in
            (row.line, "| " + row.cells.joined(separator: " | ") + " |")
        }
        let surplus = shown.filter { !wanted.contains($0.1) }.map {
            Violation(path: page.path, line: $0.0, what: "the test's table has no such row")
        }
        let missing = wanted.filter { row in !shown.contains { $0.1 == row } }.map {
            Violation(path: page.path, line: 1, what: "missing row \($0)")
        }
        return surplus + missing
    }

    /// Where the comments of the manifest give a target another level.
    static func violations(inManifest manifest: TextFile, layers: [Layer]) -> [Violation] {
        let levels = Dictionary(layers.map { ($0.target, $0.level) }, uniquingKeysWith: { first, _ in first })
        var level: Int?
        var isTarget = false
        var found: [Violation] = []
        for (index, line) in manifest.lines.enumerated() {
            if let mark = line.firstRange(of: "// Level ") {
                level = line[mark.upperBound...].first?.wholeNumberValue
            } else if line.contains("// Tests.") {
                level = nil
            }
            if line.contains("roost(") || line.contains(".executableTarget(") { isTarget = true }
            let names = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard let level, isTarget, names.count >= 3 else { continue }
            isTarget = false
            let name = String(names[1])
            guard levels[name] != level else { continue }
            let wanted = levels[name].map(String.init) ?? "nothing"
            let what = "\(name) stands under level \(level); the table says \(wanted)"
            found.append(Violation(path: manifest.path, line: index + 1, what: what))
        }
        return found
    }
}

@Suite struct ImportTests {
    private let small = [
        Layer(0, "Words"), Layer(1, "Clock", ["Words"], exceptions: ["Zone.swift": "Foundation"]),
        Layer(3, "Edge", ["Words", "Clock"], outside: ["Glibc"]),
    ]

    @Test func `every target imports what its row allows`() {
        expectNone(Tree.here.sources.flatMap { ImportRule.violations(in: $0, layers: LayerTable.layers) })
    }

    @Test func `the table keeps the order of the levels`() {
        expectNone(ImportRule.violations(inTable: LayerTable.layers, pure: LayerTable.pure))
    }

    @Test func `the page on the layers shows the same table`() {
        expectNone(ImportRule.violations(onPage: Tree.here.file(LayerTable.page), layers: LayerTable.layers))
    }

    @Test func `the manifest lists the targets under the same levels`() throws {
        let manifest = try Tree.here.page("Package.swift")
        expectNone(ImportRule.violations(inManifest: manifest, layers: LayerTable.layers))
    }

    private func imports(_ path: String, _ text: String) -> [String] {
        ImportRule.violations(in: SwiftText(path: path, text), layers: small).map(\.description)
    }

    @Test func `an import that the table does not allow is found`() {
        #expect(
            imports("Sources/Words/A.swift", "\nimport Foundation") == [
                "Sources/Words/A.swift:2: Words may not import Foundation"
            ])
        #expect(imports("Sources/Words/A.swift", "@testable internal import struct Glibc.stat").count == 1)
        #expect(imports("Sources/Clock/Other.swift", "import Foundation").count == 1)
        #expect(imports("Sources/Clock/Zone.swift", "import Foundation\npublic import Words").isEmpty)
        #expect(imports("Sources/Clock/A.swift", "import Edge").count == 1)
        #expect(imports("Sources/Clock/A.swift", "// import Edge").isEmpty)
        #expect(imports("Sources/New/A.swift", "").count == 1)
    }

    @Test func `a table against the levels is found`() {
        let upward = small + [Layer(1, "Low", ["Edge"])], sideways = small + [Layer(1, "Low", ["Clock"])]
        #expect(ImportRule.violations(inTable: small, pure: ["Words"]).isEmpty)
        #expect(ImportRule.violations(inTable: upward, pure: []).count == 1)
        #expect(ImportRule.violations(inTable: sideways, pure: []).count == 1)
        #expect(ImportRule.violations(inTable: small, pure: ["Edge"]).count == 1)
        #expect(ImportRule.violations(inTable: small + [Layer(2, "Words")], pure: []).count == 1)
    }

    @Test func `a page that differs from the table is found`() {
        let page = TextFile(
            path: LayerTable.page,
            text: """
                \(LayerTable.title)
                |---|---|---|---|
                | Words | 0 | - | - |
                | Clock | 1 | Words | - |
                | Edge | 3 | Words, Clock | Glibc |
                """)
        let found = ImportRule.violations(onPage: page, layers: small)
        #expect(found.map(\.line) == [4, 1])
        #expect(found.last?.what == "missing row | Clock | 1 | Words | Foundation in Zone.swift only |")
        #expect(ImportRule.violations(onPage: nil, layers: small).count == 1)
    }

    @Test func `a manifest that differs from the table is found`() {
        func found(_ text: String) -> [Int] {
            ImportRule.violations(inManifest: TextFile(path: "Package.swift", text: text), layers: small).map(\.line)
        }
        let good = "// Level 0: words.\nroost(\"Words\"),\n// Level 3\nroost(\n    \"Edge\",\n    [\"Words\"])\n"
        #expect(found(good) == [])
        #expect(found("// Level 1: words.\nroost(\"Words\"),\n") == [2])
        #expect(found("// Level 1\nroost(\n    \"New\",\n") == [3])
        #expect(found("// Level 1\n// Tests.\ntests(\"WordsTests\", [\"Words\"])\n") == [])
    }
}
