// SPDX-License-Identifier: Apache-2.0
// Runs the workload once on a watched disk, then cuts the power at points of the log: makes the directory that a disk
// could hold, opens it as the next start does, and compares it with what had been promised. It counts what it has seen,
// so that a harness that tears nothing cannot pass for a good one.

import DockModel
import Foundation
import GRDB
import Post

@testable import Store

/// One whole run of a list of steps.
struct WorkRecord {
    let directory: String
    let steps: [WorkStep]
    private(set) var log: [DiskCall]
    /// The ledger before the first step and after each: the promises.
    let ledgers: [Ledger?]

    /// Runs all steps on a fresh disk or on one that holds `image`, whose ledger is `initial`. The marks in the log
    /// say how many steps had returned.
    init(
        _ steps: [WorkStep] = FaultWorkload.steps, pragmas: [String] = Workshop.pragmas,
        on image: DiskImage = DiskImage(), holding initial: Ledger? = nil
    ) throws {
        let directory = FaultDisk.freshPath()
        var choice = SeededChoice(seed: 0)
        try image.lay(into: directory, &choice)
        let disk = try FaultDisk(directory: directory)
        let shop = Workshop(directory: disk.directory, pragmas: pragmas)
        var ledgers: [Ledger?] = [initial]
        for (index, step) in steps.enumerated() {
            try step.run(shop)
            disk.mark(index + 1)
            // A closed database is not opened only to look: that would be work of its own.
            ledgers.append(step.name == "close" ? ledgers.last ?? nil : try Ledger(shop.open()))
        }
        try shop.close()
        self.directory = disk.directory
        self.steps = steps
        log = disk.log
        self.ledgers = ledgers
        try FileManager.default.removeItem(atPath: directory)
    }

    /// The same run on a disk that says it has flushed and has not.
    func onLyingDisk() -> WorkRecord {
        var copy = self
        copy.log = log.filter { if case .synchronise = $0 { false } else { true } }
        return copy
    }
}

/// What a series of power cuts has met.
struct CutTally {
    var cuts = 0
    /// Images that were the same as one before and were not opened again.
    var repeats = 0
    /// Cuts inside a step after which the step had happened, and after which it had not.
    var stepsKept = 0, stepsLost = 0
    /// Cuts that lost or tore something the process had written.
    var lossy = 0
    /// Images on which the work went on under the same threat and was cut again.
    var cutAgain = 0
    var findings: [String] = []

    mutating func add(_ other: CutTally, from place: String) {
        cuts += other.cuts
        repeats += other.repeats
        stepsKept += other.stepsKept
        stepsLost += other.stepsLost
        lossy += other.lossy
        findings += other.findings.map { "\(place), then \($0)" }
    }
}

/// Cuts the power in a recorded run.
struct PowerCut {
    let record: WorkRecord
    private var model = DiskModel()
    private var opened: Set<Int> = []
    /// Every so many cuts the work goes on and is cut again; nil never.
    var again: Int?
    private(set) var tally = CutTally()

    private let migrations: [Migration]

    /// Cuts in `record`; the Roost that starts afterwards knows `migrations`.
    init(_ record: WorkRecord, again: Int? = nil, migrations: [Migration] = Schema.migrations) {
        self.record = record
        self.migrations = migrations
        self.again = again
    }

    /// Cuts at every `stride`-th call, beginning at `first`, once for each seed.
    mutating func run(first: Int = 0, stride: Int, seeds: Range<UInt64>) throws {
        var done: Int?
        for (point, call) in record.log.enumerated() {
            model.apply(call)
            if case .mark(let step) = call { done = step }
            // Cuts right after a step has returned test its promise; they are always among the points.
            let isPromise = if case .mark = call { true } else { false }
            guard let done, isPromise || point % stride == first % stride else { continue }
            for seed in seeds { try cut(at: point, seed: seed, afterStep: done) }
        }
    }

    private mutating func cut(at point: Int, seed: UInt64, afterStep done: Int) throws {
        var choice = SeededChoice(seed: UInt64(point) &* 1_000 &+ seed)
        let survival = Survival.allCases[Int.random(in: 0..<Survival.allCases.count, using: &choice)]
        let image = model.image(surviving: survival, &choice)
        tally.cuts += 1
        var hasher = Hasher()
        hasher.combine(image)
        hasher.combine(done)
        guard opened.insert(hasher.finalize()).inserted else {
            tally.repeats += 1
            return
        }
        var whole = SeededChoice(seed: 0)
        if image != model.image(surviving: .all, &whole) { tally.lossy += 1 }
        let name = done > 0 ? record.steps[done - 1].name : "nothing"
        let place = "call \(point) (seed \(seed), \(survival)), after step \(done) (\(name))"
        let target = FaultDisk.freshPath()
        try image.lay(into: target, &choice)
        do {
            let ledger = try audit(target, afterStep: done, at: place, isContinuing: choice.oneIn(4))
            if let again, tally.cuts % again == 0 { try cutAgain(image, holding: ledger, at: place) }
        } catch {
            tally.findings.append("\(place): \(error)")
        }
        try FileManager.default.removeItem(atPath: target)
    }

    /// Goes on with the image as the next process does, and cuts the power during that.
    private mutating func cutAgain(_ image: DiskImage, holding ledger: Ledger, at place: String) throws {
        let next = ledger.lastDecision + 1
        let steps = [
            WorkStep("open") { _ = try $0.open() },
            WorkStep("decision \(next)") { _ = try $0.open().commit(FaultWorkload.decision(next)) },
            WorkStep("close") { try $0.close() },
        ]
        var second = PowerCut(try WorkRecord(steps, on: image, holding: ledger))
        try second.run(first: tally.cuts, stride: 5, seeds: 0..<1)
        tally.cutAgain += 1
        tally.add(second.tally, from: place)
    }

    /// Opens what the disk holds and compares it with the promises.
    private mutating func audit(
        _ directory: String, afterStep done: Int, at place: String, isContinuing: Bool
    ) throws -> Ledger {
        let database = try RoostDatabase.open(directory: directory, migrations: migrations)
        var found = try database.faults()
        let ledger = try Ledger(database)
        found += ledger.contradictions
        let promised = record.ledgers[done],
            next = done + 1 < record.ledgers.count ? record.ledgers[done + 1] : nil
        // Before the first step has returned there is no database, or an empty one.
        if ledger == promised || promised == nil && ledger.stats.created == 0 {
            if promised != next { tally.stepsLost += 1 }
        } else if ledger == next {
            tally.stepsKept += 1
        } else {
            let wanted = promised?.lastDecision ?? 0
            found.append("promised decision \(wanted), holds \(ledger.lastDecision) or other rows")
        }
        if isContinuing { found += try Self.goOn(database) }
        try database.close()
        tally.findings += found.map { "\(place): \($0)" }
        return ledger
    }

    /// Work after the restart: the next decision is kept, and every mail that waits can be sent, once.
    static func goOn(_ database: RoostDatabase) throws -> [String] {
        let before = try Ledger(database)
        _ = try database.commit(FaultWorkload.decision(before.lastDecision + 1))
        var found = try Ledger(database).contradictions
        // Another boot: the leases of the lost one are free.
        var holder = LeaseHolder.current()
        holder.host = "another-boot pid:[1]"
        let outbox = Outbox(database, holder: holder, bootClock: { 1 })
        let waiting = try outbox.stats(now: noon.wall).queued
        let mails = try outbox.lease(
            limit: 1_000, owner: "next", now: noon.wall, span: .seconds(60), includeDeferred: true)
        if mails.count != waiting { found.append("\(waiting) mails wait, \(mails.count) can be sent") }
        for mail in mails {
            let served =
                try outbox.mail(id: mail.id)?.recipients.filter { $0.state == "sent" }.map(\.address) ?? []
            if !Set(mail.recipients).isDisjoint(with: served) {
                found.append("mail \(mail.id) is offered again")
            }
            try outbox.record(mail.recipients.map { sent($0) }, of: mail.id, owner: "next", now: later(20))
        }
        let stats = try outbox.stats(now: noon.wall)
        if stats.queued != 0 || !stats.isConserved { found.append("after sending all: \(stats)") }
        return found + (try database.faults())
    }
}
