// SPDX-License-Identifier: Apache-2.0
// Flight records in the database: which flights wait for theirs, what was made, and the totals over them. A record, its
// link of the chain and its mails are one transaction; the same version is never written twice.

public import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    // MARK: - Writing

    static func insert(dueRecord run: String, at moment: Moment, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO record_due (run, wall_ms) VALUES (?, ?) ON CONFLICT (run) DO NOTHING"
        ).execute(arguments: [run, moment.wall.milliseconds])
    }

    /// Stores a version of a record with its link and its mails, and takes the flight from those that wait.
    /// - Returns: false when this version is there already; then nothing was stored.
    public func commit(_ record: RecordCommit) throws(StoreError) -> Bool {
        let row = record.row
        guard row.body.count <= StoreLimit.bodyBytes else {
            throw .tooLarge(what: "the record of \(row.run)", size: row.body.count, limit: StoreLimit.bodyBytes)
        }
        return try write("storing a flight record") { db in
            let isThere = try Int.fetchOne(
                db, sql: "SELECT 1 FROM flight_record WHERE run = ? AND version = ?",
                arguments: [row.run, row.version])
            guard isThere == nil else { return false }
            try Self.insert(row, in: db)
            try Self.chain(
                .flightRecord, of: row.run, version: row.version, parts: row.parts, at: record.moment, in: db)
            try db.execute(sql: "DELETE FROM record_due WHERE run = ?", arguments: [row.run])
            if let note = record.forgets {
                try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: ["note.\(note)"])
            }
            _ = try Outbox.insertAlways(record.mails, at: record.moment, database: self, in: db)
            return true
        }
    }

    /// Takes a flight from those that wait although it gets no record; for a run that is not in the store.
    public func dropDueRecord(_ run: String) throws(StoreError) {
        try write("forgetting a flight without a run") { db in
            try db.execute(sql: "DELETE FROM record_due WHERE run = ?", arguments: [run])
        }
    }

    /// Marks that the files of a version were removed, with a link of the chain that says so.
    public func markThinned(_ row: FlightRecordRow, at moment: Moment) throws(StoreError) {
        try write("marking removed files") { db in
            try db.execute(
                sql: "UPDATE flight_record SET thinned_ms = ? WHERE run = ? AND version = ? AND thinned_ms IS NULL",
                arguments: [moment.wall.milliseconds, row.run, row.version])
            guard db.changesCount == 1 else { return }
            let files = row.files.sorted { $0.kind < $1.kind }.map { ChainPart($0.name, digest: $0.sha256) }
            try Self.chain(.thinned, of: row.run, version: row.version, parts: files, at: moment, in: db)
        }
    }

    /// Octets of the record files that are still there.
    public func keptRecordOctets() throws(StoreError) -> Int64 {
        try read("measuring record files") { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT COALESCE(SUM(f.octets), 0) FROM flight_record_file f
                    JOIN flight_record r ON r.run = f.run AND r.version = f.version WHERE r.thinned_ms IS NULL
                    """) ?? 0
        }
    }

    private static func insert(_ row: FlightRecordRow, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO flight_record (run, version, wall_ms, flown_ms, air_ms, aircraft, missing, has_log, body,
                    checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                row.run, row.version, row.made.milliseconds, row.flown.milliseconds,
                row.inAir.map { $0.nanoseconds / 1_000_000 }, row.aircraft, row.missing.joined(separator: " "),
                row.hasLog, Data(row.body), Checksum.of(row.body),
            ])
        for file in row.files {
            try db.execute(
                sql: """
                    INSERT INTO flight_record_file (run, version, kind, name, octets, sha256) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [row.run, row.version, file.kind, file.name, file.octets, Data(file.sha256)])
        }
    }

    // MARK: - Reading

    /// The runs whose record is still to be made, the oldest first.
    public func dueRecords(limit: Int = 100) throws(StoreError) -> [String] {
        try read("looking for flights without a record") { db in
            try String.fetchAll(
                db, sql: "SELECT run FROM record_due ORDER BY wall_ms, run LIMIT ?",
                arguments: [Self.bounded(limit)])
        }
    }

    /// The versions of a flight's record, the first first.
    public func flightRecords(run: String) throws(StoreError) -> [FlightRecordRow] {
        try read("reading the records of a flight") { db in
            try Self.rows(
                db, sql: "SELECT * FROM flight_record WHERE run = ? ORDER BY version", arguments: [run])
        }
    }

    /// The newest version of each flight between two times, in the order of flight, behind a place in that order.
    public func newestFlightRecords(
        from: WallTime, to: WallTime, after place: (flown: WallTime, run: String)? = nil, limit: Int
    ) throws(StoreError) -> [FlightRecordRow] {
        try read("reading flight records") { db in
            try Self.rows(
                db,
                sql: """
                    SELECT * FROM flight_record AS r WHERE flown_ms >= ? AND flown_ms < ?
                    AND (flown_ms, run) > (?, ?)
                    AND version = (SELECT MAX(version) FROM flight_record WHERE run = r.run)
                    ORDER BY flown_ms, run LIMIT ?
                    """,
                arguments: [
                    from.milliseconds, to.milliseconds, place?.flown.milliseconds ?? .min, place?.run ?? "",
                    Self.bounded(limit),
                ])
        }
    }

    /// The newest versions of the flights flown last, the last first.
    public func lastFlightRecords(limit: Int) throws(StoreError) -> [FlightRecordRow] {
        try read("reading the last flight records") { db in
            try Self.rows(
                db,
                sql: """
                    SELECT * FROM flight_record AS r
                    WHERE version = (SELECT MAX(version) FROM flight_record WHERE run = r.run)
                    ORDER BY flown_ms DESC, run DESC LIMIT ?
                    """, arguments: [Self.bounded(limit)])
        }
    }

    /// How long after a flight its log is still waited for.
    public static let longestLogWait = Duration.seconds(60 * 86_400)

    /// The flights before this time wait for no log any more. A clock that is ahead must not end the wait, nor a flight
    /// that was dated ahead: the earlier of now and of the last flight counts.
    private static let waitBegins = "MIN(?, (SELECT MAX(flown_ms) FROM flight_record)) - ?"

    /// The newest versions that have no log and still wait for it, those flown last first.
    /// - Parameter damaged: what is done about a row that does not match its checksum; when it returns, the row is left
    ///   out.
    public func flightRecordsWithoutLog(
        at now: WallTime, limit: Int, damaged: (StoreError) throws -> Void = { throw $0 }
    ) throws(StoreError) -> [FlightRecordRow] {
        try read("looking for flights without a log") { db in
            try Self.rows(
                db,
                sql: """
                    SELECT * FROM flight_record AS r WHERE flown_ms >= \(Self.waitBegins)
                    AND version = (SELECT MAX(version) FROM flight_record WHERE run = r.run)
                    AND has_log = 0 ORDER BY flown_ms DESC, run DESC LIMIT ?
                    """,
                arguments: [
                    now.milliseconds, Self.longestLogWait.nanoseconds / 1_000_000, Self.bounded(limit),
                ], damaged: damaged)
        }
    }

    /// Removes the notes "prefix.run" of runs whose record waits for no log any more.
    public func dropNotes(ofFlights prefix: String, at now: WallTime) throws(StoreError) {
        let (first, end) = Self.noteRange(prefix)
        try write("forgetting notes of flights") { db in
            try db.execute(
                sql: """
                    DELETE FROM meta WHERE key >= ? AND key < ?
                    AND (SELECT MAX(flown_ms) FROM flight_record WHERE run = substr(meta.key, ?)) < \(Self.waitBegins)
                    """,
                arguments: [
                    first, end, first.unicodeScalars.count + 1, now.milliseconds,
                    Self.longestLogWait.nanoseconds / 1_000_000,
                ])
        }
    }

    /// When the last flight before a time was; nil when there was none.
    public func lastFlown(before time: WallTime) throws(StoreError) -> WallTime? {
        try read("looking for the flight before") { db in
            try Int64.fetchOne(
                db, sql: "SELECT MAX(flown_ms) FROM flight_record WHERE flown_ms < ?", arguments: [time.milliseconds]
            ).map { WallTime(milliseconds: $0) }
        }
    }

    /// Lines of the journal of wear of one kind between two times, oldest first.
    /// - Parameter damaged: what is done about a row that does not match its checksum; when it returns, the row is left
    ///   out.
    public func wear(
        kind: String, from: WallTime, to: WallTime, limit: Int, damaged: (StoreError) throws -> Void = { throw $0 }
    ) throws(StoreError) -> [StoredWear] {
        try read("reading changes of parts") { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM wear_event WHERE kind = ? AND wall_ms > ? AND wall_ms <= ? ORDER BY seq LIMIT ?",
                arguments: [kind, from.milliseconds, to.milliseconds, Self.bounded(limit)]
            ).compactMap { row in try Self.proven(damaged) { try Self.wear(row) } }
        }
    }

    /// How many flights have a record, and the first and last day of flight; nil while none has.
    public func flightRecordSpan() throws(StoreError) -> (flights: Int, first: WallTime, last: WallTime)? {
        try read("counting flight records") { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT COUNT(DISTINCT run) AS n, MIN(flown_ms) AS a, MAX(flown_ms) AS b FROM flight_record")
            guard let row, let first: Int64 = row["a"], let last: Int64 = row["b"] else { return nil }
            return (row["n"], WallTime(milliseconds: first), WallTime(milliseconds: last))
        }
    }

    /// What an aircraft had flown by its records before a time, without one run.
    public func flightTotals(of aircraft: String, before: WallTime, without run: String) throws(StoreError)
        -> FlightTotals
    {
        try read("adding up flights") { db in
            var totals = FlightTotals()
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) AS n, TOTAL(air_ms) AS ms FROM flight_record AS r
                    WHERE aircraft = ? AND run <> ? AND flown_ms < ? AND air_ms IS NOT NULL
                    AND version = (SELECT MAX(version) FROM flight_record WHERE run = r.run)
                    """, arguments: [aircraft, run, before.milliseconds])
            guard let row else { return totals }
            totals.flights = row["n"]
            let milliseconds: Double = row["ms"]
            totals.inAir = .milliseconds(min(max(milliseconds, 0), 1e15))
            return totals
        }
    }

    /// Versions whose files are kept and that were made before a time, the oldest first.
    /// - Parameter damaged: what is done about a row that does not match its checksum; when it returns, the row is left
    ///   out.
    public func flightRecords(
        madeBefore time: WallTime, limit: Int, damaged: (StoreError) throws -> Void = { throw $0 }
    ) throws(StoreError) -> [FlightRecordRow] {
        try read("looking for old flight records") { db in
            try Self.rows(
                db,
                sql: """
                    SELECT * FROM flight_record WHERE thinned_ms IS NULL AND wall_ms < ? ORDER BY wall_ms LIMIT ?
                    """, arguments: [time.milliseconds, Self.bounded(limit)], damaged: damaged)
        }
    }

    static func rows(
        _ db: Database, sql: String, arguments: StatementArguments,
        damaged: (StoreError) throws -> Void = { throw $0 }
    ) throws -> [FlightRecordRow] {
        try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
            let record = try unproven(row, in: db)
            return try proven(damaged) {
                _ = try body(row, table: "flight_record", name: "\(record.run), version \(record.version)")
                return record
            }
        }
    }

    static func files(of run: String, version: Int, in db: Database) throws -> [RecordFile] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM flight_record_file WHERE run = ? AND version = ? ORDER BY kind",
            arguments: [run, version]
        ).map { row in
            RecordFile(
                kind: row["kind"], name: row["name"], octets: row["octets"], sha256: [UInt8](row["sha256"] as Data))
        }
    }
}

extension RoostDatabase {
    /// The versions of a flight's record whatever their checksums say, for those who look for what was changed.
    public func flightRecordsAsTheyAre(run: String) throws(StoreError) -> [FlightRecordRow] {
        try read("reading the records of a flight") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM flight_record WHERE run = ? ORDER BY version", arguments: [run])
                .map { row in try Self.unproven(row, in: db) }
        }
    }

    /// The newest version of the flight flown last, whatever its checksum says; nil while there is none.
    public func lastFlightRecordAsItIs() throws(StoreError) -> FlightRecordRow? {
        try read("reading the last flight record") { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM flight_record ORDER BY flown_ms DESC, run DESC, version DESC LIMIT 1"
            ).map { row in try Self.unproven(row, in: db) }
        }
    }

    /// The record of a row without a look at its checksum.
    static func unproven(_ row: Row, in db: Database) throws -> FlightRecordRow {
        let run: String = row["run"], version: Int = row["version"], missing: String = row["missing"]
        let inAir: Int64? = row["air_ms"], thinned: Int64? = row["thinned_ms"]
        var record = FlightRecordRow(
            run: run, version: version, made: WallTime(milliseconds: row["wall_ms"]),
            flown: WallTime(milliseconds: row["flown_ms"]), inAir: inAir.map { .milliseconds($0) },
            aircraft: row["aircraft"], missing: missing.split(separator: " ").map(String.init),
            hasLog: row["has_log"], body: [UInt8](row["body"] as Data))
        record.thinned = thinned.map { WallTime(milliseconds: $0) }
        record.files = try files(of: run, version: version, in: db)
        return record
    }
}
