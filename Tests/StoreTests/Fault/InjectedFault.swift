// SPDX-License-Identifier: Apache-2.0
// Runs the workload with one fault in every step: the step fails and changes nothing, or succeeds and is whole; tried
// again without the fault it succeeds. After each failure the power is cut too, since faults come in pairs.

import DockModel
import Foundation
import GRDB
import Testing

@testable import Store

/// A kind of fault, before it is said which call it strikes.
struct FaultKind: Sendable, CustomTestStringConvertible {
    let call: DiskCallKind
    let code: ResultCode
    /// Whether every later call of the step fails too, as on a disk that stays full.
    let isLasting: Bool

    init(_ call: DiskCallKind, _ code: ResultCode, isLasting: Bool = false) {
        self.call = call
        self.code = code
        self.isLasting = isLasting
    }

    var testDescription: String { "\(call) \(code.rawValue)\(isLasting ? " for good" : "")" }
}

/// What a series of faults has met.
struct FaultTally {
    var struck = 0
    /// Steps that failed, and steps that succeeded in spite of the fault.
    var failed = 0, survived = 0
    /// Power cuts after a failed step that brought the step back: its log was written, only the flush had failed.
    var inDoubt = 0
    /// Steps that succeeded only after the database had been closed and opened again.
    var restarts = 0
    var findings: [String] = []

    mutating func add(_ other: FaultTally) {
        struck += other.struck
        failed += other.failed
        survived += other.survived
        inDoubt += other.inDoubt
        restarts += other.restarts
        findings += other.findings
    }
}

/// One run of the workload with a fault in every step.
struct FaultRun {
    let kind: FaultKind
    /// The fault strikes this call of each step, counted from 1.
    let number: Int
    private let ledgers: [Ledger?]
    private var model = DiskModel()
    private var followed = 0
    private(set) var tally = FaultTally()

    init(_ kind: FaultKind, number: Int, promised record: WorkRecord) {
        self.kind = kind
        self.number = number
        ledgers = record.ledgers
    }

    /// Runs all steps; returns how many faults struck.
    mutating func run() throws {
        let directory = FaultDisk.freshPath()
        let disk = try FaultDisk(directory: directory)
        let shop = Workshop(directory: disk.directory)
        for (index, step) in FaultWorkload.steps.enumerated() {
            disk.set(
                DiskFault(kind: kind.call, number: number, count: kind.isLasting ? .max : 1, code: kind.code))
            var failure: (any Error)?
            do { try step.run(shop) } catch { failure = error }
            let hasStruck = disk.refused > 0
            disk.set(nil)
            if hasStruck { tally.struck += 1 }
            let place = "\(kind.testDescription), call \(number) of step \(index + 1) (\(step.name))"
            if let failure {
                tally.failed += 1
                complain(at: place, try examine(failure, of: step, index, shop, disk))
                complain(at: place, repeated(step, shop))
            } else if hasStruck {
                tally.survived += 1
            }
            guard hasStruck, step.name != "close" else { continue }
            if try Ledger(shop.open()) != ledgers[index + 1] {
                complain(at: place, ["the step is not there"])
            }
        }
        complain(at: "\(kind.testDescription), call \(number), at the end", try shop.open().faults())
        if try Ledger(shop.open()) != ledgers.last {
            complain(at: "the end", ["other rows than without faults"])
        }
        try shop.close()
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        if files != ["roost.db"] {
            complain(at: "\(kind.testDescription), call \(number)", ["leaves \(files)"])
        }
        try FileManager.default.removeItem(atPath: directory)
    }

    private mutating func complain(at place: String, _ found: [String]) {
        tally.findings += found.map { "\(place): \($0)" }
    }

    /// What is wrong when a failed step is tried again without the fault.
    private mutating func repeated(_ step: WorkStep, _ shop: Workshop) -> [String] {
        do {
            try step.run(shop)
            return []
        } catch {
            // SQLite takes a short read for the end of the file and keeps the page as zeros until it is closed.
            guard kind.code == .SQLITE_IOERR_SHORT_READ, case StoreError.damaged = error else {
                return ["failed again: \(error)"]
            }
        }
        do {
            tally.restarts += 1
            try shop.close()
            try step.run(shop)
            return []
        } catch {
            return ["failed again after a restart: \(error)"]
        }
    }

    /// What is wrong after a step that failed.
    private mutating func examine(
        _ failure: any Error, of step: WorkStep, _ index: Int, _ shop: Workshop, _ disk: FaultDisk
    ) throws -> [String] {
        var found: [String] = []
        // A checkpoint is made by the test itself, past the store.
        if !(failure is StoreError), step.name != "checkpoint" {
            found.append("not an error of the store: \(failure)")
        }
        for call in disk.log.dropFirst(followed) { model.apply(call) }
        followed = disk.log.count
        // Before the database is made there is nothing to look at.
        guard index > 0 else { return found }
        do {
            if try Ledger(shop.open()) != ledgers[index] {
                found.append("the connection sees a change: \(failure)")
            }
        } catch {
            guard kind.code == .SQLITE_IOERR_SHORT_READ, case StoreError.damaged = error else { throw error }
        }
        let neighbour = try RoostDatabase.open(directory: disk.directory)
        if try Ledger(neighbour) != ledgers[index] {
            found.append("another connection sees a change: \(failure)")
        }
        try neighbour.close()
        let all = Survival.allCases
        for survival in isTorture ? all : [all[(index + number) % all.count]] {
            found += try cut(survival, index).map { "\(failure), \($0)" }
        }
        return found
    }

    /// Cuts the power after the failure, before anything is tried again.
    private mutating func cut(_ survival: Survival, _ index: Int) throws -> [String] {
        let target = FaultDisk.freshPath()
        var choice = SeededChoice(seed: UInt64(index * 1_000 + number))
        try model.image(surviving: survival, &choice).lay(into: target, &choice)
        do {
            let database = try RoostDatabase.open(directory: target)
            var found = try database.faults()
            let ledger = try Ledger(database)
            found += ledger.contradictions
            if ledger == ledgers[index + 1], ledger != ledgers[index] {
                // The step was refused to its caller all the same: it may be done again, never in part.
                tally.inDoubt += 1
            } else if ledger != ledgers[index] {
                found.append("holds decision \(ledger.lastDecision) or other rows")
            }
            try database.close()
            try FileManager.default.removeItem(atPath: target)
            return found.map { "then a power cut (\(survival)): \($0)" }
        } catch {
            return ["then a power cut (\(survival)): \(error)"]
        }
    }
}
