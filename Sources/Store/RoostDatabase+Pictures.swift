// SPDX-License-Identifier: Apache-2.0
// Stores what the pictures of flights show. A picture is known by its octets, so that one which arrives twice is one;
// the judgement of a flight is one transaction, so that a kill neither loses nor repeats a word.

public import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// Notes that a picture is about to be read: an attempt more. The flight it belongs to is open again when the
    /// picture is new to it.
    /// - Returns: the picture as it is stored now.
    public func begin(_ picture: PictureRecord, schedule: String, at moment: Moment) throws(StoreError)
        -> PictureRecord
    {
        try write("noting a picture") { db in
            if let known = try Self.picture(picture, in: db) {
                guard known.state == .trying else { return known }
                try db.execute(
                    sql: "UPDATE picture SET attempts = attempts + 1, path = ? WHERE id = ?",
                    arguments: [picture.path, known.id])
                var again = known
                (again.attempts, again.path) = (known.attempts + 1, picture.path)
                return again
            }
            try db.execute(
                sql: """
                    INSERT INTO picture
                        (flight, name, octets, digest, arrived_ms, state, attempts, path, body, checksum)
                    VALUES (?, ?, ?, ?, ?, 'trying', 1, ?, ?, ?)
                    """,
                arguments: [
                    picture.flight, picture.name, picture.octets, picture.digest,
                    picture.arrived.milliseconds,
                    picture.path, Data(), Checksum.of([]),
                ])
            var new = picture
            (new.id, new.attempts, new.state) = (db.lastInsertedRowID, 1, .trying)
            try Self.reopen(picture.flight, schedule: schedule, at: moment, in: db)
            return new
        }
    }

    /// Takes an attempt back that was given up and did not fail.
    public func takeBackAttempt(at id: Int64) throws(StoreError) {
        try write("taking back an attempt at a picture") { db in
            try db.execute(
                sql: "UPDATE picture SET attempts = attempts - 1 WHERE id = ? AND attempts > 0", arguments: [id])
        }
    }

    private static func reopen(_ flight: String, schedule: String, at moment: Moment, in db: Database) throws
    {
        try db.execute(
            sql: """
                INSERT INTO picture_flight (flight, schedule, wall_ms, is_settled, body, checksum)
                VALUES (?, ?, ?, 0, ?, ?)
                ON CONFLICT (flight) DO UPDATE SET is_settled = 0, wall_ms = excluded.wall_ms
                """,
            arguments: [flight, schedule, moment.wall.milliseconds, Data(), Checksum.of([])])
    }

    /// Stores what became of a picture: its state, what it shows, its flight and where its file is to lie.
    public func finish(_ picture: PictureRecord, schedule: String, at moment: Moment) throws(StoreError) {
        try write("storing a picture") { db in
            let before = try String.fetchOne(
                db, sql: "SELECT flight FROM picture WHERE id = ?", arguments: [picture.id])
            try db.execute(
                sql: """
                    UPDATE picture SET flight = ?, state = ?, path = ?, waits_for_upload = ?, body = ?, checksum = ?
                    WHERE id = ?
                    """,
                arguments: [
                    picture.flight, picture.state.rawValue, picture.path, picture.waitsForUpload,
                    Data(picture.body),
                    Checksum.of(picture.body), picture.id,
                ])
            // A judgement may have passed it by while it was being read.
            try Self.reopen(picture.flight, schedule: schedule, at: moment, in: db)
            if before != picture.flight {
                // A flight of which nothing is left is none.
                try db.execute(
                    sql: """
                        DELETE FROM picture_flight WHERE flight = ? AND is_settled = 0
                            AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.flight = picture_flight.flight)
                        """, arguments: [before])
            }
        }
    }

    /// Notes where a file lies now, or that it is gone or taken away.
    public func move(picture id: Int64, to path: String?, waitsForUpload: Bool) throws(StoreError) {
        try write("noting where a picture lies") { db in
            try db.execute(
                sql: "UPDATE picture SET path = ?, waits_for_upload = ? WHERE id = ?",
                arguments: [path, waitsForUpload, id])
        }
    }

    /// Forgets pictures from before a time whose files are gone and whose flights are judged; the flights keep their
    /// numbers. One that is brought again later is a new one.
    /// - Returns: how many were forgotten.
    @discardableResult
    public func forgetPictures(before time: WallTime, limit: Int = StoreLimit.picturesForgotten) throws(StoreError)
        -> Int
    {
        try write("forgetting old pictures") { db in
            // From the flights, which are few, to their pictures. Those of no flight share one that is never old.
            try db.execute(
                sql: """
                    DELETE FROM picture WHERE id IN (
                        SELECT old.id FROM picture_flight CROSS JOIN picture AS old
                            ON old.flight = picture_flight.flight
                        WHERE picture_flight.is_settled = 1
                            AND (picture_flight.wall_ms < :time OR picture_flight.flight = '')
                            AND old.path IS NULL AND old.arrived_ms < :time LIMIT :limit)
                    """, arguments: ["time": time.milliseconds, "limit": max(limit, 0)])
            return db.changesCount
        }
    }

    /// Stores the judgement of a flight's pictures, and the words about it.
    public func judge(_ judgement: PictureJudgement, at moment: Moment) throws(StoreError) {
        try write("storing what a flight's pictures show") { db in
            let flight = judgement.flight
            let isMore =
                try Int.fetchOne(
                    db, sql: "SELECT 1 FROM picture WHERE flight = ? AND id > ? LIMIT 1",
                    arguments: [flight.flight, judgement.upTo]) != nil
            try db.execute(
                sql: """
                    INSERT INTO picture_flight (flight, schedule, wall_ms, is_settled, body, checksum)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (flight) DO UPDATE SET schedule = excluded.schedule, wall_ms = excluded.wall_ms,
                        is_settled = excluded.is_settled, body = excluded.body, checksum = excluded.checksum
                    """,
                arguments: [
                    flight.flight, flight.schedule, moment.wall.milliseconds, flight.isSettled && !isMore,
                    Data(flight.body), Checksum.of(flight.body),
                ])
            for place in judgement.places {
                try db.execute(
                    sql: """
                        INSERT INTO hot_place (number, schedule, wall_ms, body, checksum) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (number) DO UPDATE SET wall_ms = excluded.wall_ms, body = excluded.body,
                            checksum = excluded.checksum
                        """,
                    arguments: [
                        place.number, place.schedule, moment.wall.milliseconds, Data(place.body),
                        Checksum.of(place.body),
                    ])
            }
            for number in judgement.gone {
                try db.execute(sql: "DELETE FROM hot_place WHERE number = ?", arguments: [number])
            }
            for word in judgement.words { try Self.insert(word, at: moment, in: db) }
            if let map = judgement.map { try Self.store(map, at: moment, in: db) }
        }
    }

    private static func insert(_ word: PictureWordRecord, at moment: Moment, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO picture_word (wall_ms, flight, spot, body, checksum, shown, shown_checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                moment.wall.milliseconds, word.flight, word.spot, Data(word.body), Checksum.of(word.body),
                word.shown.map { Data($0) }, word.shown.map { Checksum.of($0) },
            ])
        let newest = db.lastInsertedRowID
        guard newest.isMultiple(of: 100) else { return }
        // The pictures of old words go first, the words long after.
        try db.execute(
            sql:
                "UPDATE picture_word SET shown = NULL, shown_checksum = NULL WHERE seq <= ? AND shown IS NOT NULL",
            arguments: [newest - StoreLimit.shownPictures])
        try db.execute(
            sql: "DELETE FROM picture_word WHERE seq <= ?", arguments: [newest - StoreLimit.pictureWords])
    }

    // MARK: - Reading

    private static func picture(_ picture: PictureRecord, in db: Database) throws -> PictureRecord? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM picture WHERE digest = ? AND octets = ? AND name = ?",
            arguments: [picture.digest, picture.octets, picture.name]
        ).map(Self.picture)
    }

    /// Pictures of a flight from a number on, oldest first.
    public func pictures(ofFlight flight: String, after id: Int64 = 0, limit: Int = StoreLimit.rowsPerRead)
        throws(StoreError) -> [PictureRecord]
    {
        try read("reading pictures") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM picture WHERE flight = ? AND id > ? ORDER BY id LIMIT ?",
                arguments: [flight, id, min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.picture)
        }
    }

    /// The number of the newest picture that arrived; 0 when none did.
    public func newestPicture() throws(StoreError) -> Int64 {
        try read("looking for the newest picture") { db in
            try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM picture") ?? 0
        }
    }

    /// Pictures whose files are still there, oldest first.
    public func keptPictures(limit: Int = StoreLimit.rowsPerRead) throws(StoreError) -> [PictureRecord] {
        try read("reading kept pictures") { db in
            try Row.fetchAll(
                db,
                sql:
                    """
                    SELECT * FROM picture WHERE path IS NOT NULL AND state <> 'trying' ORDER BY arrived_ms, id LIMIT ?
                    """,
                arguments: [min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.picture)
        }
    }

    /// Pictures whose files are still there: their octets, how many they are, and how many of them wait to be taken
    /// away.
    public func keptPictureFigures() throws(StoreError) -> (octets: Int, count: Int, waiting: Int) {
        try read("measuring kept pictures") { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT COALESCE(SUM(octets), 0) AS octets, COUNT(*) AS number,
                        COALESCE(SUM(waits_for_upload = 1 AND state = 'read'), 0) AS waiting
                    FROM picture WHERE path IS NOT NULL AND state <> 'trying'
                    """)
            guard let row else { return (0, 0, 0) }
            return (row["octets"], row["number"], row["waiting"])
        }
    }

    /// Pictures that were read and whose files wait to be taken away, oldest first.
    public func picturesForUpload(limit: Int) throws(StoreError) -> [PictureRecord] {
        try read("reading pictures that wait for their upload") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM picture WHERE waits_for_upload = 1 AND state = 'read' AND path IS NOT NULL
                    ORDER BY arrived_ms, id LIMIT ?
                    """, arguments: [min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.picture)
        }
    }

    /// A flight with pictures; nil when none of it came.
    public func pictureFlight(_ flight: String) throws(StoreError) -> PictureFlightRecord? {
        try read("reading a flight's pictures") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM picture_flight WHERE flight = ?", arguments: [flight])
                .map(Self.pictureFlight)
        }
    }

    /// Flights with pictures, the newest first; those that wait for their judgement alone when `openOnly`.
    public func pictureFlights(openOnly: Bool = false, limit: Int) throws(StoreError) -> [PictureFlightRecord]
    {
        try read("reading flights with pictures") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM picture_flight \(openOnly ? "WHERE is_settled = 0 " : "")
                    ORDER BY wall_ms DESC, flight LIMIT ?
                    """, arguments: [min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.pictureFlight)
        }
    }

    /// Words after a number, oldest first; their pictures are left out.
    public func pictureWords(after number: Int64, limit: Int) throws(StoreError) -> [PictureWordRecord] {
        try read("reading words about pictures") { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT seq, flight, spot, body, checksum FROM picture_word WHERE seq > ? ORDER BY seq LIMIT ?",
                arguments: [number, min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map { row in
                let number: Int64 = row["seq"]
                var word = PictureWordRecord(
                    flight: row["flight"], spot: row["spot"],
                    body: try Self.body(row, table: "picture_word", name: "\(number)"))
                word.number = number
                return word
            }
        }
    }

    /// The number of the newest word from before a time; 0 when there is none.
    public func newestPictureWord(before time: WallTime) throws(StoreError) -> Int64 {
        try read("looking for the newest word about pictures") { db in
            try Int64.fetchOne(
                db, sql: "SELECT MAX(seq) FROM picture_word WHERE wall_ms < ?", arguments: [time.milliseconds]
            ) ?? 0
        }
    }

    /// The newest picture that a mail about a spot shows; nil when there is none any more.
    public func shownPicture(ofSpot spot: String) throws(StoreError) -> [UInt8]? {
        try read("reading a spot's picture") { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT shown AS body, shown_checksum AS checksum FROM picture_word
                    WHERE spot = ? AND shown IS NOT NULL ORDER BY seq DESC LIMIT 1
                    """, arguments: [spot])
            return try row.map { try Self.body($0, table: "picture_word", name: spot) }
        }
    }

    /// The hot places of a schedule, or of all.
    public func hotPlaces(of schedule: String? = nil) throws(StoreError) -> [HotPlaceRecord] {
        try read("reading hot places") { db in
            let chosen = schedule == nil ? "" : "WHERE schedule = ? "
            return try Row.fetchAll(
                db, sql: "SELECT * FROM hot_place \(chosen)ORDER BY number LIMIT \(StoreLimit.rowsPerRead)",
                arguments: StatementArguments(schedule.map { [$0] } ?? [])
            ).map { row in
                let number: Int64 = row["number"]
                return HotPlaceRecord(
                    number: number, schedule: row["schedule"],
                    body: try Self.body(row, table: "hot_place", name: "\(number)"))
            }
        }
    }

    /// The number that the next hot place gets: one that no place ever had.
    public func nextHotPlace() throws(StoreError) -> Int64 {
        try read("numbering hot places") { db in
            let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'hot_place'")
            return (last ?? 0) + 1
        }
    }

    private static func picture(_ row: Row) throws -> PictureRecord {
        let id: Int64 = row["id"]
        guard let state = PictureRecord.State(rawValue: row["state"]) else {
            throw StoreError.damagedRow(table: "picture", row: "\(id)")
        }
        var picture = PictureRecord(
            flight: row["flight"], name: row["name"], octets: row["octets"], digest: row["digest"],
            arrived: WallTime(milliseconds: row["arrived_ms"]), state: state, attempts: row["attempts"],
            path: row["path"], waitsForUpload: row["waits_for_upload"],
            body: try Self.body(row, table: "picture", name: "\(id)"))
        picture.id = id
        return picture
    }

    private static func pictureFlight(_ row: Row) throws -> PictureFlightRecord {
        let flight: String = row["flight"]
        return PictureFlightRecord(
            flight: flight, schedule: row["schedule"], time: WallTime(milliseconds: row["wall_ms"]),
            isSettled: row["is_settled"], body: try Self.body(row, table: "picture_flight", name: flight))
    }
}
