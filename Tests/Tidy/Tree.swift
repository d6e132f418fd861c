// SPDX-License-Identifier: Apache-2.0
// The files of this repository as the tidy checks see them, and how a check says what it found. It reads text only,
// follows no link, and never looks into build products.

import Foundation
import Testing

/// One place where a rule of the house is broken.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    /// Counts from 1.
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// Expects that nothing was found, and names every place if something was.
func expectNone(_ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation) {
    guard !violations.isEmpty else { return }
    let list = violations.map(\.description).joined(separator: "\n")
    Issue.record("\(violations.count) places:\n\(list)", sourceLocation: sourceLocation)
}

/// A text file by its path inside the repository.
struct TextFile: Sendable {
    let path: String
    let text: String

    /// The lines, without their ends.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// The repository.
struct Tree: Sendable {
    /// Every text file, sorted by path.
    let files: [TextFile]
    /// The Swift files of `Sources` and `Tests`, and the manifest, each read once.
    let swift: [SwiftText]

    /// The repository that this file stands in.
    static let here = Tree(root: root)

    /// Three steps up from this file, whatever links led here.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Folders that hold products, not sources.
    private static func isProduct(_ name: String) -> Bool {
        name.hasPrefix(".build") || [".git", ".swiftpm", "var", "__pycache__"].contains(name)
    }

    private init(root: URL) {
        let keys: [URLResourceKey] = [.isDirectoryKey, .isRegularFileKey]
        var files: [TextFile] = []
        let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys)
        while let url = walk?.nextObject() as? URL {
            guard let kind = try? url.resourceValues(forKeys: Set(keys)) else { continue }  // It has just gone.
            if kind.isDirectory == true, Self.isProduct(url.lastPathComponent) { walk?.skipDescendants() }
            guard kind.isRegularFile == true else { continue }
            guard let data = try? Data(contentsOf: url), !data.contains(0) else { continue }  // Gone, or not text.
            let path = url.path.dropFirst(root.path.count + 1)
            files.append(TextFile(path: String(path), text: String(decoding: data, as: UTF8.self)))
        }
        self.files = files.sorted { $0.path < $1.path }
        swift = self.files.filter { file in
            guard file.path.hasSuffix(".swift") else { return false }
            return file.path == "Package.swift" || file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/")
        }.map { SwiftText(path: $0.path, $0.text) }
    }

    /// The Swift files of `Sources`.
    var sources: [SwiftText] { swift.filter { $0.path.hasPrefix("Sources/") } }
    /// The Swift files of `Tests`.
    var tests: [SwiftText] { swift.filter { $0.path.hasPrefix("Tests/") } }

    /// The file of that path.
    func file(_ path: String) -> TextFile? { files.first { $0.path == path } }

    /// The file of that path, which must be there.
    func page(_ path: String) throws -> TextFile {
        guard let page = file(path) else { throw MissingFile(path: path) }
        return page
    }
}

/// A file that the project must have.
struct MissingFile: Error { let path: String }

@Suite struct TreeTests {
    @Test func `the tree holds the manifest, sources and tests, and no products`() {
        #expect(Tree.here.file("Package.swift") != nil)
        #expect(Tree.here.sources.count > 100)
        #expect(Tree.here.tests.count > 50)
        #expect(!Tree.here.files.contains { $0.path.contains(".build/") })
    }

    @Test func `a violation names file and line`() {
        #expect(Violation(path: "Sources/A.swift", line: 7, what: "odd").description == "Sources/A.swift:7: odd")
    }
}
