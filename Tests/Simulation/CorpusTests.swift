// SPDX-License-Identifier: Apache-2.0
// Every run that ever broke a rule, again: each file in the corpus must now break none. A file that fails is named.

import Foundation
import RoostSim
import Testing

/// The kept runs.
enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")

    /// Names of the files, in order.
    static let names: [String] = {
        // A folder that cannot be read has no files; a test of its own says so.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()
}

@Suite struct PastFailures {
    @Test func `the corpus is there`() { #expect(!Corpus.names.isEmpty, "no file in \(Corpus.folder.path)") }

    @Test(arguments: Corpus.names)
    func `a run that once broke a rule breaks none`(name: String) throws {
        let file = try ReplayFile(json: try Data(contentsOf: Corpus.folder.appending(path: name)))
        let report = file.script.run()
        #expect(
            report.violations == [],
            "\(name) breaks a rule: roost simulate --replay Tests/Simulation/corpus/\(name)")
    }
}
