// SPDX-License-Identifier: Apache-2.0
// Compares what the reports say with the files in Fixtures. With ROOST_REWRITE_GOLDEN=1 in the environment it
// writes them instead; look at the difference before you accept it.

import Foundation
import Testing

enum GoldenFile {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures")
    private static let isRewriting = ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1"

    /// Expects `text` to be the content of the file `name`.
    static func expect(_ text: String, equals name: String, at place: SourceLocation = #_sourceLocation)
        throws
    {
        let file = folder.appendingPathComponent(name)
        if isRewriting { try Data(text.utf8).write(to: file) }
        let golden = try String(contentsOf: file, encoding: .utf8)
        guard golden != text else { return }
        let old = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
        let was = line < old.count ? String(old[line]) : "(end)",
            now = line < new.count ? String(new[line]) : "(end)"
        Issue.record("\(name):\(line + 1) is\n\(now)\nand was\n\(was)", sourceLocation: place)
    }
}
