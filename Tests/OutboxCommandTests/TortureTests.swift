// SPDX-License-Identifier: Apache-2.0
// Cuts and kills of a whole `roost outbox flush` (R3): nothing is lost, nothing is altered, and a mail comes twice
// only where its final reply was lost. The fixture holds the server, the proxy and the count; it can run far longer
// sweeps by hand.

import Foundation
import Testing

/// What the fixture prints.
private struct TortureResult: Decodable {
    var rounds: Int
    var cuts: Int
    var kills: Int
    var lost: Int
    var changed: Int
    var foreign: Int
    var stuck: Int
    var unexplained: Int
    var violations: Int
    var duplicates: Int
    var most_duplicates: Int
    var failures: [String]
}

private let hasPython = isInstalled("/usr/bin/python3") && isInstalled("openssl")

@Suite(.enabled(if: hasPython, "python3 and openssl are needed")) struct TortureTests {
    private func torture(_ arguments: [String]) throws -> TortureResult {
        let script = try #require(
            Bundle.module.url(forResource: "mail_torture", withExtension: "py", subdirectory: "Fixtures"))
        let child = try Child("/usr/bin/python3", [script.path, roostPath, try freshDirectory()] + arguments)
        let text = try child.line(within: 240) ?? ""
        let result = try JSONDecoder().decode(TortureResult.self, from: Data(text.utf8))
        #expect(result.failures == [], "\(child.finish().complaints)")
        #expect(result.lost == 0 && result.changed == 0 && result.foreign == 0 && result.stuck == 0)
        #expect(result.unexplained == 0 && result.violations == 0)
        // The window of small mails; see SubmissionPolicy.smallMailWindow.
        #expect(result.most_duplicates <= 8)
        return result
    }

    @Test func `a cut at any octet of either direction loses nothing and repeats only what was in doubt`() throws {
        let result = try torture(["--points", "40", "--finals", "2", "--kills", "0"])
        #expect(result.cuts >= 50 && result.rounds == result.cuts + 1)
        // Final replies were lost: a sweep without any duplicate would not have reached them.
        #expect(result.duplicates > 0)
    }

    @Test(arguments: ["pipelining", "steps"])
    func `without BDAT and without grouping a cut does no more harm`(mode: String) throws {
        let result = try torture([
            "--mode", mode, "--points", "8", "--finals", "1", "--kills", "0", "--mails", "6",
        ])
        #expect(result.cuts >= 16)
    }

    @Test(.enabled(if: isInstalled("strace"), "strace is needed"))
    func `a kill at any system call loses nothing and repeats at most the window`() throws {
        let result = try torture(["--points", "0", "--finals", "0", "--kills", "3"])
        #expect(result.kills >= 8)
    }
}
