// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush` is killed, or its disk fails it, at sampled system calls; `Scripts/torture crash` tries all of
// them. The fixture harms, flushes again and counts; what must be zero is asserted here.

import Foundation
import Testing

/// What the fixture prints.
private struct CrashResult: Decodable {
    var points_that_exist: Int
    var points_tried: Int
    var points_reached: Int
    var errors_told: Int
    var lost: Int
    var changed: Int
    var foreign: Int
    var stuck: Int
    var violations: Int
    var most_duplicates: Int
    var failures: [String]
}

private let canCrash = isInstalled("/usr/bin/python3") && isInstalled("openssl") && isInstalled("strace")

@Suite(.enabled(if: canCrash, "python3, openssl and strace are needed")) struct FlushCrashTests {
    @Test(arguments: [20_270_601])
    func `a flush that dies or whose disk fails at any of 16 calls loses nothing and sends nothing stored again`(
        seed: Int
    ) throws {
        let script = try #require(
            Bundle.module.url(forResource: "flush_crash", withExtension: "py", subdirectory: "Fixtures"))
        let child = try Child(
            "/usr/bin/python3",
            [script.path, roostPath, try freshDirectory(), "--points", "16", "--seed", "\(seed)"])
        let text = try child.line(within: 120) ?? ""
        let result = try JSONDecoder().decode(CrashResult.self, from: Data(text.utf8))
        #expect(result.failures == [], "\(child.finish().complaints)")
        #expect(result.points_tried == 16 && result.points_that_exist > 100)
        #expect(result.points_reached >= 12 && result.errors_told >= 2)
        #expect(result.lost == 0 && result.changed == 0 && result.foreign == 0 && result.stuck == 0)
        #expect(result.violations == 0 && result.most_duplicates <= 4)
    }
}
