// SPDX-License-Identifier: Apache-2.0
// The events that could have become mails, each with the one place where it ended, and the small values that are
// committed with decisions. An event is written once and changes only when its wait ends.

internal import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// Bins whose events nobody was mailed about one by one.
    public static let heldBins = ["foldedAsRepeat", "inhibited", "shelved", "rateFolded", "digestOnly"]

    // MARK: - Writing

    static func insert(_ triage: TriageCommit, at moment: Moment, in db: Database) throws {
        for value in triage.kept {
            let body = Data(value.body), sum = Checksum.of(value.body)
            try db.cachedStatement(sql: "UPDATE kept SET wall_ms = ?, body = ?, checksum = ? WHERE name = ?")
                .execute(arguments: [moment.wall.milliseconds, body, sum, value.name])
            guard db.changesCount == 0 else { continue }
            try db.cachedStatement(sql: "INSERT INTO kept (name, wall_ms, body, checksum) VALUES (?, ?, ?, ?)")
                .execute(arguments: [value.name, moment.wall.milliseconds, body, sum])
        }
        for event in triage.events { try insert(event, in: db) }
        for release in triage.releases {
            try db.cachedStatement(
                sql: "UPDATE event SET bin = ?, mail = ?, waits_in = NULL WHERE waits_in = ?"
            ).execute(arguments: [release.bin, release.mail, release.group])
        }
        if let last = triage.events.last?.id { try prune(before: last, in: db) }
        if let kind = triage.supersedes { try supersede(kind, at: moment, in: db) }
    }

    private static func insert(_ event: EventRecord, in db: Database) throws {
        var bin: String?
        var mail: String?
        var group: String?
        switch event.place {
        case .ended(let ended, let told): (bin, mail) = (ended, told)
        case .waits(let name): group = name
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO event (id, wall_ms, kind, severity, incident, bin, rule, waits_in, mail, body, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            event.id, event.time.milliseconds, event.kind, event.severity.rawValue, event.incident, bin,
            event.rule,
            group, mail, Data(event.body), Checksum.of(event.body),
        ])
    }

    /// Ended events older than the newest `StoreLimit.eventRows` leave, now and then.
    private static func prune(before last: Int64, in db: Database) throws {
        guard last > StoreLimit.eventRows, last.isMultiple(of: 1_000) else { return }
        try db.cachedStatement(sql: "DELETE FROM event WHERE id <= ? AND waits_in IS NULL")
            .execute(arguments: [last - StoreLimit.eventRows])
    }

    /// Gives up the waiting mails of a kind; one that is being sent now is left to its end.
    private static func supersede(_ kind: String, at moment: Moment, in db: Database) throws {
        let waiting = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM outbox WHERE state = 'queued' AND kind = ?"),
            arguments: [kind])
        for mail in waiting {
            try Outbox.bury(mail, reply: "superseded by a newer one, not sent", at: moment.wall, in: db)
            try db.cachedStatement(sql: "UPDATE outbox SET is_dismissed = 1 WHERE id = ?").execute(
                arguments: [mail]
            )
        }
        guard !waiting.isEmpty else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO meta (key, value) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + excluded.value
                """
        ).execute(arguments: [supersededKey(kind), "\(waiting.count)"])
    }

    private static func supersededKey(_ kind: String) -> String { "outbox.superseded.\(kind)" }

    // MARK: - Reading

    /// Mails of a kind that were given up because a newer one of the kind was queued, ever.
    public func superseded(kind: String) throws(StoreError) -> Int {
        try read("counting superseded mail") { db in
            let text = try String.fetchOne(
                db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [Self.supersededKey(kind)])
            return text.flatMap { Int($0) } ?? 0
        }
    }

    /// Mails of a kind that wait and are not being sent.
    public func waitingMails(kind: String) throws(StoreError) -> Int {
        try read("counting waiting mail") { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM outbox WHERE state = 'queued' AND kind = ?", arguments: [kind])
                ?? 0
        }
    }

    /// A kept value; nil when there is none of this name.
    public func kept(_ name: String) throws(StoreError) -> [UInt8]? {
        try read("reading a kept value") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM kept WHERE name = ?", arguments: [name])
                .map { try Self.body($0, table: "kept", name: name) }
        }
    }

    /// The number of the newest event; nil when there was none yet.
    public func newestEvent() throws(StoreError) -> Int64? {
        try read("looking for the newest event") { db in
            try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM event")
        }
    }

    /// Events that wait for a mail, oldest first. A damaged one comes with an empty body: no other waits for it, and
    /// what its columns say can be told.
    public func waitingEvents() throws(StoreError) -> [EventRecord] {
        try read("reading waiting events") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM event WHERE waits_in IS NOT NULL ORDER BY id").map(
                Self.waitingEvent)
        }
    }

    private static func waitingEvent(_ row: Row) throws -> EventRecord {
        do {
            return try event(row)
        } catch StoreError.damagedRow {
            let rank: Int = row["severity"], group: String = row["waits_in"]
            return EventRecord(
                id: row["id"], time: WallTime(milliseconds: row["wall_ms"]), kind: row["kind"],
                severity: Severity(rawValue: rank) ?? .error, incident: row["incident"], place: .waits(in: group),
                rule: row["rule"], body: [])
        }
    }

    /// Events after a number, oldest first; those held back alone when `heldOnly`, of one bin when it is named.
    public func events(after id: Int64, heldOnly: Bool = false, bin: String? = nil, limit: Int) throws(StoreError)
        -> [EventRecord]
    {
        let bins = Self.held(bin)
        return try read("reading events") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM event WHERE id > ?\(heldOnly ? " AND bin IN (\(bins))" : "")
                    ORDER BY id LIMIT ?
                    """, arguments: [id, Self.bounded(limit)]
            ).map(Self.event)
        }
    }

    /// The bins asked for as SQL knows them; a bin that is none holds nothing.
    private static func held(_ bin: String?) -> String {
        let bins = heldBins.filter { bin == nil || $0 == bin }.map { "'\($0)'" }
        return bins.isEmpty ? "NULL" : bins.joined(separator: ", ")
    }

    /// The newest events that were held back, or of one bin, newest first; `skipping` leaves out as many of them.
    public func newestHeldEvents(bin: String? = nil, limit: Int, skipping: Int = 0) throws(StoreError)
        -> [EventRecord]
    {
        let bins = Self.held(bin)
        return try read("reading held events") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM event WHERE bin IN (\(bins)) ORDER BY id DESC LIMIT ? OFFSET ?",
                arguments: [Self.bounded(limit), max(0, skipping)]
            ).map(Self.event)
        }
    }

    /// The events of an incident, oldest first.
    public func events(ofIncident incident: String, limit: Int = StoreLimit.rowsPerRead) throws(StoreError)
        -> [EventRecord]
    {
        try read("reading the events of an incident") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM event WHERE incident = ? ORDER BY id LIMIT ?",
                arguments: [incident, Self.bounded(limit)]
            ).map(Self.event)
        }
    }

    /// How many kept events ended in each bin, and how many wait ("waiting").
    public func eventCounts() throws(StoreError) -> [String: Int] {
        try read("counting events") { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT COALESCE(bin, 'waiting') AS place, COUNT(*) AS number FROM event GROUP BY place")
            return Dictionary(rows.map { ($0["place"] as String, $0["number"] as Int) }, uniquingKeysWith: +)
        }
    }

    private static func event(_ row: Row) throws -> EventRecord {
        let id: Int64 = row["id"]
        let rank: Int = row["severity"]
        let bin: String? = row["bin"]
        let group: String? = row["waits_in"]
        guard let severity = Severity(rawValue: rank) else {
            throw StoreError.damagedRow(table: "event", row: "\(id)")
        }
        let place: EventRecord.Place
        switch (bin, group) {
        case (let bin?, nil): place = .ended(bin: bin, mail: row["mail"])
        case (nil, let group?): place = .waits(in: group)
        default: throw StoreError.damagedRow(table: "event", row: "\(id)")
        }
        return EventRecord(
            id: id, time: WallTime(milliseconds: row["wall_ms"]), kind: row["kind"], severity: severity,
            incident: row["incident"], place: place, rule: row["rule"],
            body: try body(row, table: "event", name: "\(id)"))
    }
}
