// SPDX-License-Identifier: Apache-2.0
// The power goes at any call on any file: the database opens again, whole, with every step that was promised and no
// half of another. ROOST_TORTURE=1 cuts at every call, with many seeds.

import Foundation
import Testing

@testable import Store

/// Whether the nightly run is under way.
let isTorture = ProcessInfo.processInfo.environment["ROOST_TORTURE"] == "1"

/// Expects that cuts of every kind happened and that none of them was a loss.
private func expectNoLoss(_ tally: CutTally, cuts: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(tally.cuts - tally.repeats >= cuts, sourceLocation: sourceLocation)
    #expect(tally.lossy > 0 && tally.stepsKept > 0 && tally.stepsLost > 0, sourceLocation: sourceLocation)
    #expect(tally.findings.isEmpty, "\(tally)", sourceLocation: sourceLocation)
}

@Test func `a power cut at any write loses no promised step and leaves none half done`() throws {
    var cut = PowerCut(try WorkRecord(), again: isTorture ? 10 : 50)
    try cut.run(stride: isTorture ? 1 : 2, seeds: 0..<(isTorture ? 8 : 1))
    expectNoLoss(cut.tally, cuts: 250)
}

@Test func `a power cut in an upgrade leaves the old database or the new one`() throws {
    let record = try WorkRecord(FaultWorkload.upgrade)
    var cut = PowerCut(record, migrations: FaultWorkload.nextMigrations)
    try cut.run(first: 1, stride: isTorture ? 1 : 2, seeds: 0..<(isTorture ? 8 : 1))
    expectNoLoss(cut.tally, cuts: 30)
}

// MARK: - The harness itself

/// What the harness says of a run that is not safe.
private func findings(in record: WorkRecord) throws -> [String] {
    var cut = PowerCut(record)
    try cut.run(stride: 8, seeds: 0..<1)
    return cut.tally.findings
}

@Test(arguments: ["OFF", "NORMAL"])
func `commits that are not flushed are caught losing a promised decision`(_ word: String) throws {
    let found = try findings(in: WorkRecord(pragmas: Workshop.pragmas + ["synchronous = \(word)"]))
    #expect(found.contains { $0.contains("promised decision") })
}

@Test func `a disk that lies about flushing is caught`() throws {
    let found = try findings(in: WorkRecord().onLyingDisk())
    #expect(found.contains { $0.contains("promised decision") })
    #expect(found.contains { $0.contains("damaged") })
}
