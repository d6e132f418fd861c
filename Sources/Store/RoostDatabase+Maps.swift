// SPDX-License-Identifier: Apache-2.0
// Stores maps at a server: how far each is and which pictures the server has, in one transaction a step, so that a kill
// between two requests leaves what the next start needs to know.

public import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// Stores a map that begins, with its pictures; one of the same flight is replaced.
    public func begin(_ map: MapJobRecord, images: [MapImageRecord], at moment: Moment) throws(StoreError) {
        try write("beginning a map") { db in
            try db.execute(sql: "DELETE FROM map_image WHERE flight = ?", arguments: [map.flight])
            try Self.store(map, at: moment, in: db)
            for image in images {
                try db.execute(
                    sql: """
                        INSERT INTO map_image (flight, picture, name, octets, path, state) VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        map.flight, image.picture, image.name, image.octets, image.path, image.state.rawValue,
                    ])
            }
        }
    }

    /// Stores one step of a map. What somebody wishes meanwhile stays.
    public func store(_ map: MapJobRecord, images change: MapImageChange, at moment: Moment)
        throws(StoreError)
    {
        try write("storing a map") { db in
            try Self.store(map, at: moment, in: db)
            switch change {
            case .none: break
            case .one(let picture, let state):
                try db.execute(
                    sql: "UPDATE map_image SET state = ? WHERE flight = ? AND picture = ?",
                    arguments: [state.rawValue, map.flight, picture])
            case .allWaiting:
                try db.execute(
                    sql: "UPDATE map_image SET state = 'waiting' WHERE flight = ? AND state <> 'left-out'",
                    arguments: [map.flight])
            }
        }
    }

    /// Adds pictures that came since a map was begun; those it has already stay as they are.
    public func add(_ images: [MapImageRecord], toMap flight: String) throws(StoreError) {
        try write("adding pictures to a map") { db in
            for image in images {
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO map_image (flight, picture, name, octets, path, state)
                        VALUES (?, ?, ?, ?, ?, 'waiting')
                        """, arguments: [flight, image.picture, image.name, image.octets, image.path])
            }
        }
    }

    static func store(_ map: MapJobRecord, at moment: Moment, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO map_job (flight, schedule, uuid, wall_ms, is_open, body, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (flight) DO UPDATE SET schedule = excluded.schedule, uuid = excluded.uuid,
                    wall_ms = excluded.wall_ms, is_open = excluded.is_open, body = excluded.body,
                    checksum = excluded.checksum
                """,
            arguments: [
                map.flight, map.schedule, map.uuid, moment.wall.milliseconds, map.isOpen, Data(map.body),
                Checksum.of(map.body),
            ])
        // What is left of a map that has ended is in its body.
        if !map.isOpen {
            try db.execute(sql: "DELETE FROM map_image WHERE flight = ?", arguments: [map.flight])
        }
    }

    /// Notes what somebody wishes about a map, or that it was done.
    /// - Returns: whether there is such a map.
    @discardableResult
    public func wish(_ wish: MapJobRecord.Wish?, ofMap flight: String) throws(StoreError) -> Bool {
        try write("noting a wish about a map") { db in
            try db.execute(
                sql: "UPDATE map_job SET wish = ? WHERE flight = ?", arguments: [wish?.rawValue, flight])
            return db.changesCount > 0
        }
    }

    /// The map of a flight; nil when none was begun.
    public func mapJob(_ flight: String) throws(StoreError) -> MapJobRecord? {
        try read("reading a map") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM map_job WHERE flight = ?", arguments: [flight]).map(
                Self.map)
        }
    }

    /// Maps, the newest first.
    public func mapJobs(limit: Int) throws(StoreError) -> [MapJobRecord] {
        try read("reading maps") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM map_job ORDER BY wall_ms DESC, flight LIMIT ?",
                arguments: [min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.map)
        }
    }

    /// Maps of which something is to be done, the one that waits longest first.
    public func openMapJobs(limit: Int) throws(StoreError) -> [MapJobRecord] {
        try read("reading open maps") { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT * FROM map_job WHERE is_open = 1 OR wish IS NOT NULL ORDER BY wall_ms, flight LIMIT ?",
                arguments: [min(max(limit, 0), StoreLimit.rowsPerRead)]
            ).map(Self.map)
        }
    }

    /// The next picture that a map's server does not have; nil when it has all.
    public func nextMapImage(_ flight: String) throws(StoreError) -> MapImageRecord? {
        try read("looking for the next picture of a map") { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM map_image WHERE flight = ? AND (state = 'waiting' OR state = 'sending')
                    ORDER BY picture LIMIT 1
                    """, arguments: [flight]
            ).map { row in
                MapImageRecord(
                    picture: row["picture"], name: row["name"], octets: row["octets"], path: row["path"],
                    state: MapImageRecord.State(rawValue: row["state"]) ?? .waiting)
            }
        }
    }

    /// The pictures of a map by how far they are.
    public func mapImageCounts(_ flight: String) throws(StoreError) -> MapImageCounts {
        try read("counting the pictures of a map") { db in
            var counts = MapImageCounts()
            for row in try Row.fetchAll(
                db, sql: "SELECT state, COUNT(*) AS number FROM map_image WHERE flight = ? GROUP BY state",
                arguments: [flight])
            {
                let number: Int = row["number"]
                switch MapImageRecord.State(rawValue: row["state"]) {
                case .sent: counts.sent += number
                case .leftOut: counts.leftOut += number
                case .waiting, .sending, nil: counts.waiting += number
                }
            }
            return counts
        }
    }

    /// Flights whose pictures a map still needs.
    public func flightsWithOpenMaps() throws(StoreError) -> Set<String> {
        try read("reading which pictures maps need") { db in
            Set(try String.fetchAll(db, sql: "SELECT flight FROM map_job WHERE is_open = 1"))
        }
    }

    private static func map(_ row: Row) throws -> MapJobRecord {
        let flight: String = row["flight"]
        let wish: String? = row["wish"]
        return MapJobRecord(
            flight: flight, schedule: row["schedule"], uuid: row["uuid"],
            time: WallTime(milliseconds: row["wall_ms"]), isOpen: row["is_open"],
            wish: wish.flatMap(MapJobRecord.Wish.init), body: try body(row, table: "map_job", name: flight))
    }
}
