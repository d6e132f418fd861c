// SPDX-License-Identifier: Apache-2.0
// Fixtures and small helpers of these tests. Nothing here asserts.

import Foundation

@testable import Settings

/// The repository, for the example files that ship with it.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

func fixture(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    return Array(try Data(contentsOf: root.appendingPathComponent(path)))
}

func fixtureNames(_ folder: String, ending: String) -> [String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    // An empty list fails the tests that count them.
    let names = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
    return (names ?? []).filter { $0.hasSuffix(ending) }.sorted()
}

/// The text of an embedded default file.
func defaultText(_ file: String) -> String {
    String(decoding: DefaultConfiguration.files.contents[file] ?? [], as: UTF8.self)
}

/// What is printed when the default configuration is loaded with `changes` made to `file` (old text, new
/// text).
func problems(_ file: String, _ changes: [(String, String)], adding extra: [String: String] = [:]) -> [String]
{
    var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
    for (old, new) in changes {
        guard let text = texts[file], text.contains(old) else {
            return ["test mistake: \(old) is not in \(file)"]
        }
        texts[file] = text.replacingOccurrences(of: old, with: new)
    }
    for (name, text) in extra { texts[name] = text }
    return problems(in: texts)
}

/// What is printed when these files are loaded.
func problems(in texts: [String: String]) -> [String] {
    do throws(SettingsError) {
        _ = try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// What is printed when a YAML text is parsed.
func yamlProblems(_ bytes: [UInt8]) -> [String] {
    let log = ProblemLog(file: "a.yaml")
    _ = parseYAML(bytes, log: log)
    return log.sorted.map(\.description)
}

func yamlProblems(_ text: String) -> [String] { yamlProblems(Array(text.utf8)) }

/// A small fixed-seed generator (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
