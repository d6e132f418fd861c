// SPDX-License-Identifier: Apache-2.0
// Writes one decision of the core in one transaction: state, journal, mails, missions, wear and incidents
// together. It never writes a part of a decision, and never returns before the whole is on the disk (I29).

internal import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// Writes everything of one decision durably.
    /// - Returns: the queue number of each mail of the decision, in its order; a mail whose dedupe key was
    ///   used before gets the number of the earlier one.
    /// - Parameter fleetFault: hears why the fleet's documents of this decision could not be queued.
    /// - Throws: `StoreError`; nothing of the decision is kept then.
    public func commit(
        _ decision: DecisionCommit, fleetFault: (String) -> Void = { _ in }
    ) throws(StoreError) -> [Int64] {
        try refuseOversize(decision)
        return try write("committing a decision") { db in
            if let state = decision.state { try Self.insert(state: state, at: decision.moment, in: db) }
            for entry in decision.journal { try Self.insert(entry, at: decision.moment, in: db) }
            for mission in decision.missions { try Self.upsert(mission, at: decision.moment, in: db) }
            for line in decision.wear { try Self.insert(line, at: decision.moment, in: db) }
            for incident in decision.incidents {
                try Self.upsert(incident, at: decision.moment, in: db)
                try Self.chain(incident, at: decision.moment, in: db)
            }
            for run in decision.dueRecords { try Self.insert(dueRecord: run, at: decision.moment, in: db) }
            try Self.insert(decision.signals, at: decision.moment, in: db)
            if let fault = try FleetQueue.insert(decision.fleet, at: decision.moment, in: db) {
                fleetFault(fault)
            }
            for mail in decision.expired { try Outbox.expire(mail, at: decision.moment.wall, in: db) }
            for day in decision.days { try Self.insert(day, in: db) }
            // Before the mails: what is superseded leaves room for them.
            if let triage = decision.triage { try Self.insert(triage, at: decision.moment, in: db) }
            return try Outbox.insertAlways(decision.mails, at: decision.moment, database: self, in: db)
        }
    }

    private func refuseOversize(_ decision: DecisionCommit) throws(StoreError) {
        var bodies: [(String, Int)] = decision.journal.map { ("journal entry \($0.kind)", $0.body.count) }
        if let state = decision.state { bodies.append(("the state", state.count)) }
        bodies += decision.missions.map { ("mission \($0.occurrence)", $0.body.count) }
        bodies += decision.wear.map { ("a line about part \($0.part)", $0.body.count) }
        bodies += decision.incidents.map { ("incident \($0.id)", $0.body.count) }
        bodies += decision.days.map { ("day \($0.day)", $0.figures.count + $0.body.count) }
        bodies += decision.triage?.kept.map { ("the kept value \($0.name)", $0.body.count) } ?? []
        bodies += decision.triage?.events.map { ("event \($0.id)", $0.body.count) } ?? []
        bodies += decision.signals.map { ("what is known of \($0.name)", $0.body.count) }
        for (what, size) in bodies where size > StoreLimit.bodyBytes {
            throw .tooLarge(what: what, size: size, limit: StoreLimit.bodyBytes)
        }
    }

    private static func insert(state: [UInt8], at moment: Moment, in db: Database) throws {
        guard let body = PackedBody.pack(state) else {
            throw StoreError.failed(doing: "committing a decision", detail: "no memory to pack the state")
        }
        let values: StatementArguments = [
            moment.boot.nanoseconds, moment.wall.milliseconds, moment.isWallTrusted, Data(body), Checksum.of(body),
        ]
        // A row of the same size is written over in place; a replaced one would move through the list of free pages.
        try db.cachedStatement(
            sql: """
                UPDATE state SET boot_ns = ?, wall_ms = ?, is_wall_trusted = ?, body = ?, checksum = ? WHERE id = 1
                """
        ).execute(arguments: values)
        guard db.changesCount == 0 else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO state (id, boot_ns, wall_ms, is_wall_trusted, body, checksum) VALUES (1, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: values)
    }

    private static func insert(_ entry: JournalEntry, at moment: Moment, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal (boot_ns, wall_ms, is_wall_trusted, kind, body, checksum)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            moment.boot.nanoseconds, moment.wall.milliseconds, moment.isWallTrusted, entry.kind,
            Data(entry.body),
            Checksum.of(entry.body),
        ])
        let sequence = db.lastInsertedRowID
        guard sequence > StoreLimit.journalRows, sequence.isMultiple(of: 1_000) else { return }
        try db.cachedStatement(sql: "DELETE FROM journal WHERE seq <= ?")
            .execute(arguments: [sequence - StoreLimit.journalRows])
    }

    private static func upsert(_ mission: MissionRecord, at moment: Moment, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO mission (occurrence, schedule, planned_ms, outcome, wall_ms, body, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (occurrence) DO UPDATE SET schedule = excluded.schedule,
                    planned_ms = excluded.planned_ms, outcome = excluded.outcome, wall_ms = excluded.wall_ms,
                    body = excluded.body, checksum = excluded.checksum
                """
        ).execute(arguments: [
            mission.occurrence, mission.schedule, mission.planned.milliseconds, mission.outcome,
            moment.wall.milliseconds, Data(mission.body), Checksum.of(mission.body),
        ])
    }

    private static func insert(_ line: WearRecord, at moment: Moment, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO wear_event (part, wall_ms, kind, body, checksum) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            line.part, moment.wall.milliseconds, line.kind, Data(line.body), Checksum.of(line.body),
        ])
        let sequence = db.lastInsertedRowID
        guard sequence > StoreLimit.wearRows, sequence.isMultiple(of: 1_000) else { return }
        try db.cachedStatement(sql: "DELETE FROM wear_event WHERE seq <= ?")
            .execute(arguments: [sequence - StoreLimit.wearRows])
    }

    private static func upsert(_ incident: IncidentRecord, at moment: Moment, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO incident (id, severity, kind, opened_ms, is_open, wall_ms, body, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, kind = excluded.kind,
                    opened_ms = excluded.opened_ms, is_open = excluded.is_open, wall_ms = excluded.wall_ms,
                    body = excluded.body, checksum = excluded.checksum
                """
        ).execute(arguments: [
            incident.id, incident.severity.rawValue, incident.kind, incident.opened.milliseconds,
            incident.isOpen,
            moment.wall.milliseconds, Data(incident.body), Checksum.of(incident.body),
        ])
        if !incident.isOpen {
            try endShelf(of: incident.id, by: "the end of the incident", at: moment.wall, in: db)
        }
    }
}
