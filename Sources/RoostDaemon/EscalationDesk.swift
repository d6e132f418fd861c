// SPDX-License-Identifier: Apache-2.0
// Tells others when nobody has taken note of an alert in its time. What was sent is known by the keys of the mails, so
// that a restart neither repeats nor forgets a step. It judges no incident and ends none.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Settings
internal import Store

/// The escalations of one dock.
final class EscalationDesk {
    /// Dock time between two looks.
    static let period = Duration.seconds(15)

    private let steps: [EscalationStep]
    private let database: RoostDatabase
    private let outbox: Outbox
    private let currentWriter: @Sendable () -> MailWriter
    private var writer: MailWriter { currentWriter() }
    private let logger: Logger
    /// When an open incident was first seen, and how old it was: a wall clock that jumps later changes nothing.
    private var seen: [String: (at: Instant, age: Duration)] = [:]
    /// Steps of open incidents that are in the queue for everybody; after a restart the keys of their mails tell.
    private var called: [String: Set<Int>] = [:]
    /// How many mails were written: none is written only to find its key used.
    private(set) var mailsWritten = 0

    /// A desk over the store. The writer is asked for each time: the mail settings may have changed.
    init(
        steps: [EscalationStep], database: RoostDatabase, writer: @autoclosure @escaping @Sendable () -> MailWriter,
        logger: Logger
    ) {
        (self.steps, self.database, currentWriter, self.logger) = (steps, database, writer, logger)
        outbox = Outbox(database)
    }

    /// Queues the mails of the steps whose time has come.
    /// - Returns: whether one was queued.
    func look(_ state: DockState, at now: Moment) -> Bool {
        guard !steps.isEmpty else { return false }
        do {
            let open = try database.incidents(openOnly: true, limit: StoreLimit.rowsPerRead)
            let ids = Set(open.map(\.id))
            seen = seen.filter { ids.contains($0.key) }
            called = called.filter { ids.contains($0.key) }
            var isQueued = false
            for row in open {
                if try escalate(row, state, at: now) { isQueued = true }
            }
            return isQueued
        } catch {
            logger.warning("escalations cannot be looked after: \(error)")
            return false
        }
    }

    private func escalate(_ row: IncidentRecord, _ state: DockState, at now: Moment) throws -> Bool {
        let age = age(of: row, at: now)
        let due = steps.enumerated().filter { index, step in
            row.severity <= step.severity && age >= step.after && called[row.id]?.contains(index) != true
        }
        guard !due.isEmpty, try isTold(row.id), try database.acknowledgement(of: row.id) == nil,
            // Who shelves an incident knows of it, for so long.
            try database.shelfHistory(of: row.id, limit: 1).first?.isInForce(at: now.wall) != true,
            let incident = ArchivedIncident(row)?.incident
        else { return false }
        var isQueued = false
        for (index, step) in due {
            let mails = try writer.escalation(
                incident, step: index + 1, step, after: age, state: state, now: now)
            mailsWritten += mails.count
            var isForAll = true
            for answer in try outbox.enqueue(mails, at: now) {
                switch answer {
                case .queued(let id):
                    isQueued = true
                    logger.notice(
                        "nobody has taken note of \(row.kind) for \(age); step \(index + 1) is mail \(id)")
                case .duplicate: break
                case .refused(let reason):
                    isForAll = false
                    logger.error("the escalation of \(row.kind) was not queued: \(reason)")
                }
            }
            if isForAll { called[row.id, default: []].insert(index) }
        }
        return isQueued
    }

    private func age(of row: IncidentRecord, at now: Moment) -> Duration {
        if let first = seen[row.id] { return first.age + first.at.duration(to: now.boot) }
        // A clock that is not trusted says nothing on how long ago it began.
        let age = now.isWallTrusted ? max(.zero, row.opened.duration(to: now.wall)) : .zero
        seen[row.id] = (now.boot, age)
        return age
    }

    /// Whether a mail told it: what the filter held back is nothing to answer to.
    private func isTold(_ incident: String) throws(StoreError) -> Bool {
        try database.events(ofIncident: incident).contains { row in
            guard case .ended(let bin, _) = row.place else { return false }
            return !RoostDatabase.heldBins.contains(bin)
        }
    }
}

/// Looks after escalations until the task is cancelled; `ring` wakes the post.
func runEscalations(_ desk: EscalationDesk, loop: DockLoop, clock: any DockClock, ring: () -> Void) async {
    while !Task.isCancelled {
        if desk.look(await loop.state, at: clock.now()) { ring() }
        do { try await clock.sleep(for: EscalationDesk.period) } catch { return }
    }
}
