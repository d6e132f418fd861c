// SPDX-License-Identifier: Apache-2.0
// A full or failing disk under the store: a step that throws has changed nothing, and the next one succeeds.

import Foundation
import GRDB
import Testing

@testable import Store

private let kinds =
    [
        FaultKind(.write, .SQLITE_FULL), FaultKind(.write, .SQLITE_FULL, isLasting: true),
        FaultKind(.write, .SQLITE_IOERR_WRITE), FaultKind(.synchronise, .SQLITE_IOERR_FSYNC),
        FaultKind(.truncate, .SQLITE_IOERR_TRUNCATE), FaultKind(.delete, .SQLITE_IOERR_DELETE),
        FaultKind(.read, .SQLITE_IOERR_READ), FaultKind(.read, .SQLITE_IOERR_SHORT_READ),
        FaultKind(.open, .SQLITE_CANTOPEN), FaultKind(.map, .SQLITE_IOERR_SHMMAP),
    ]
    + (isTorture
        ? [
            FaultKind(.write, .SQLITE_IOERR_WRITE, isLasting: true),
            FaultKind(.synchronise, .SQLITE_IOERR_FSYNC, isLasting: true),
        ] : [])

private let faultless = Result { try WorkRecord() }

@Test(arguments: kinds)
func `a disk that fails leaves the last good decision, and the next one is kept`(_ kind: FaultKind) throws {
    var tally = FaultTally(), number = 1
    repeat {
        var run = FaultRun(kind, number: number, promised: try faultless.get())
        try run.run()
        tally.add(run.tally)
        guard run.tally.struck > 0 else { break }
        number += isTorture ? 1 : 1 + number * 2
    } while true
    #expect(tally.findings.isEmpty)
    #expect(tally.failed > 0)
    // A full disk is relieved by a checkpoint once; every other failure of a flush or of the space is told.
    #expect(tally.inDoubt == 0 || kind.call == .synchronise)
    #expect(tally.restarts == 0 || kind.code == .SQLITE_IOERR_SHORT_READ)
}
