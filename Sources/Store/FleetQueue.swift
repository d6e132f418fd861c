// SPDX-License-Identifier: Apache-2.0
// The documents for the fleet that a dock keeps: committed with the decision they tell of, offered to the broker until
// it has them, and kept a while longer in case the fleet asks again. A fault here must never cost a decision.

public import DockModel
public import Fleet
internal import Foundation
internal import GRDB

/// Limits of the documents for the fleet.
public enum FleetQueueLimit {
    /// Documents that may wait at once: a month of a dock without a link. Beyond it those of the least rank are shed,
    /// oldest first.
    public static let waiting = 20_000
    /// Octets of the documents that wait.
    public static let waitingOctets = 32 << 20
    /// Documents kept after the broker has them, in case the fleet lacks some: days of a busy dock.
    public static let delivered = 5_000
    /// After so many documents the limits are looked after; between, the queue may be longer by as many.
    static let documentsBetweenCuts: Int64 = 256
    /// Documents that one call hands out.
    public static let perRound = 100
}

/// What a decision wants told to the fleet.
public struct FleetDraft: Sendable, Equatable {
    /// The dock.
    public var dock: String
    /// The stream.
    public var stream: FleetStream
    /// The body as JSON.
    public var body: [UInt8]

    /// A draft.
    public init(dock: String, stream: FleetStream, body: [UInt8]) {
        (self.dock, self.stream, self.body) = (dock, stream, body)
    }
}

/// A document that waits for the broker.
public struct WaitingDocument: Sendable, Equatable {
    /// Its row.
    public var id: Int64
    /// Its stream and number.
    public var stream: FleetStream, sequence: Int64
    /// Its octets, the same at each try.
    public var octets: [UInt8]
}

/// The queue in figures; the totals never go down.
public struct FleetQueueFigures: Sendable, Equatable {
    /// Documents that wait, and since when the oldest of them does.
    public var waiting = 0, oldest: WallTime?
    /// Documents ever made, taken by the broker, and given up for lack of room or because the broker never takes them.
    public var madeTotal: Int64 = 0, deliveredTotal: Int64 = 0, shedTotal: Int64 = 0
}

/// The queue of documents for the fleet.
public struct FleetQueue: Sendable {
    private let database: RoostDatabase

    /// The queue in a dock's database.
    public init(_ database: RoostDatabase) { self.database = database }

    /// The documents that wait, most urgent first; from now on they may have reached the broker.
    public func offer(limit: Int = FleetQueueLimit.perRound) throws(StoreError) -> [WaitingDocument] {
        let limit = min(max(limit, 0), FleetQueueLimit.perRound)
        return try database.write("offering documents to the fleet") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, stream, sequence, octets, checksum, state FROM fleet_document WHERE state < 2
                    ORDER BY rank, id LIMIT ?
                    """, arguments: [limit])
            var documents: [WaitingDocument] = []
            for row in rows {
                let id: Int64 = row["id"], octets = [UInt8](row["octets"] as Data)
                guard let stream = FleetStream(rawValue: row["stream"]),
                    Checksum.of(octets) == row["checksum"]
                else {
                    // A torn document is worth nothing; the fleet hears that it is gone when it asks.
                    try Self.shed(id, stream: row["stream"], in: db)
                    continue
                }
                documents.append(
                    WaitingDocument(id: id, stream: stream, sequence: row["sequence"], octets: octets))
                guard row["state"] == 0 else { continue }
                try db.execute(sql: "UPDATE fleet_document SET state = 1 WHERE id = ?", arguments: [id])
            }
            return documents
        }
    }

    /// The broker has these.
    public func delivered(_ ids: [Int64]) throws(StoreError) {
        guard !ids.isEmpty else { return }
        try database.write("noting what the fleet's broker has") { db in
            for id in ids {
                try db.cachedStatement(
                    sql: """
                        UPDATE fleet_stream SET delivered = delivered + 1
                        WHERE stream = (SELECT stream FROM fleet_document WHERE id = ? AND state < 2)
                        """
                ).execute(arguments: [id])
                try db.cachedStatement(sql: "UPDATE fleet_document SET state = 2 WHERE id = ?")
                    .execute(arguments: [id])
            }
            try db.execute(
                sql: """
                    DELETE FROM fleet_document WHERE state = 2 AND id <= (
                        SELECT id FROM fleet_document WHERE state = 2 ORDER BY id DESC LIMIT 1 OFFSET ?)
                    """, arguments: [FleetQueueLimit.delivered])
        }
    }

    /// The broker will never take this one.
    public func giveUp(_ id: Int64) throws(StoreError) {
        try database.write("giving up a document for the fleet") { db in
            let stream = try String.fetchOne(
                db, sql: "SELECT stream FROM fleet_document WHERE id = ? AND state < 2", arguments: [id])
            if let stream { try Self.shed(id, stream: stream, in: db) }
        }
    }

    /// Lets what the fleet lacks wait again.
    /// - Returns: the asked numbers that are not here any more, nor were ever made.
    public func repeatDocuments(_ request: RangeNote) throws(StoreError) -> RangeNote {
        try database.write("repeating documents for the fleet") { db in
            guard try Self.epoch(in: db) == request.epoch else { return request }
            var missing: [SequenceRange] = []
            for range in request.ranges {
                try db.execute(
                    sql: """
                        UPDATE fleet_document SET state = 1
                        WHERE stream = ? AND sequence BETWEEN ? AND ? AND state = 2
                        """,
                    arguments: [request.stream.rawValue, range.first, range.last])
                let here = try Int64.fetchAll(
                    db,
                    sql: """
                        SELECT sequence FROM fleet_document WHERE stream = ? AND sequence BETWEEN ? AND ?
                        ORDER BY sequence
                        """, arguments: [request.stream.rawValue, range.first, range.last])
                var next = range.first
                for sequence in here {
                    if let gap = SequenceRange(next, sequence - 1) { missing.append(gap) }
                    next = sequence + 1
                }
                if let gap = SequenceRange(next, range.last) { missing.append(gap) }
            }
            return RangeNote(epoch: request.epoch, stream: request.stream, ranges: missing)
        }
    }

    /// Begins a new epoch, in which every stream counts from 1 again: a copy of an older queue must not say numbers
    /// twice that the lost one has said with other contents. What waits keeps its octets, the old epoch among them.
    public func beginAnew() throws(StoreError) {
        try database.write("beginning a new epoch for the fleet") { db in
            try db.execute(sql: "DELETE FROM fleet_document WHERE state = 2")
            // Out of the way of the new numbers; the octets say what they are.
            try db.execute(sql: "UPDATE fleet_document SET state = 1, sequence = -sequence WHERE sequence > 0")
            try db.execute(sql: "DELETE FROM fleet_stream")
            try db.execute(sql: "DELETE FROM meta WHERE key = 'fleet.epoch'")
        }
    }

    /// The queue in figures.
    public func figures() throws(StoreError) -> FleetQueueFigures {
        try database.read("counting documents for the fleet") { db in
            var figures = FleetQueueFigures()
            let waiting = try Row.fetchOne(
                db,
                sql: "SELECT count(*) AS count, min(wall_ms) AS oldest FROM fleet_document WHERE state < 2")
            figures.waiting = waiting?["count"] ?? 0
            figures.oldest = (waiting?["oldest"] as Int64?).map(WallTime.init(milliseconds:))
            let sums = try Row.fetchOne(
                db,
                sql: """
                    SELECT coalesce(sum(head), 0) AS made, coalesce(sum(delivered), 0) AS delivered,
                    coalesce(sum(shed), 0) AS shed FROM fleet_stream
                    """)
            figures.madeTotal = sums?["made"] ?? 0
            figures.deliveredTotal = sums?["delivered"] ?? 0
            figures.shedTotal = sums?["shed"] ?? 0
            return figures
        }
    }
}

// MARK: - Inside other transactions

extension FleetQueue {
    /// Queues the drafts of a decision in its transaction. What fails here is undone alone: the decision stands.
    /// - Returns: what went wrong; nil when all were queued.
    static func insert(_ drafts: [FleetDraft], at moment: Moment, in db: Database) throws -> String? {
        guard !drafts.isEmpty else { return nil }
        do {
            try db.inSavepoint {
                let epoch = try epoch(in: db)
                for draft in drafts { try insert(draft, epoch: epoch, at: moment, in: db) }
                return .commit
            }
            return nil
        } catch {
            // A full disk ends the whole transaction: what follows would be stored without the rest.
            guard db.isInsideTransaction else { throw error }
            return "\(error)"
        }
    }

    private static func insert(_ draft: FleetDraft, epoch: Int64, at moment: Moment, in db: Database) throws {
        if draft.stream == .state {
            // A state that no broker can have seen yet gives way to this one, and so its number is used again.
            try db.execute(
                sql: """
                    UPDATE fleet_stream SET head = head - 1 WHERE stream = 'state' AND head = (
                        SELECT sequence FROM fleet_document WHERE stream = 'state' AND state = 0)
                    """)
            if db.changesCount > 0 {
                try db.execute(sql: "DELETE FROM fleet_document WHERE stream = 'state' AND state = 0")
            }
        }
        let sequence = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    INSERT INTO fleet_stream (stream, head) VALUES (?, 1)
                    ON CONFLICT (stream) DO UPDATE SET head = head + 1 RETURNING head
                    """), arguments: [draft.stream.rawValue])
        guard let sequence else { throw DatabaseError(message: "a stream of the fleet gave no number") }
        let isState = draft.stream == .state
        let (heads, shed) = isState ? try heads(in: db) : ([:], 0)
        let envelope = FleetEnvelope(
            dock: draft.dock, epoch: epoch, stream: draft.stream, sequence: sequence, sent: moment.wall,
            isClockTrusted: moment.isWallTrusted, heads: isState ? heads : nil, shed: isState ? shed : nil)
        let octets = envelope.document(body: draft.body)
        try db.cachedStatement(
            sql: """
                INSERT INTO fleet_document (stream, sequence, rank, state, wall_ms, size, octets, checksum)
                VALUES (?, ?, ?, 0, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            draft.stream.rawValue, sequence, draft.stream.rank, moment.wall.milliseconds, octets.count,
            Data(octets),
            Checksum.of(octets),
        ])
        if db.lastInsertedRowID.isMultiple(of: FleetQueueLimit.documentsBetweenCuts) { try cut(in: db) }
    }

    /// The newest number of each stream, and how many documents were shed.
    private static func heads(in db: Database) throws -> ([FleetStream: Int64], shed: Int64) {
        var heads: [FleetStream: Int64] = [:], shed: Int64 = 0
        for row in try Row.fetchAll(db, sql: "SELECT stream, head, shed FROM fleet_stream") {
            if let stream = FleetStream(rawValue: row["stream"]) { heads[stream] = row["head"] }
            shed += row["shed"]
        }
        return (heads, shed)
    }

    /// Sheds what is beyond the limits, least rank first.
    private static func cut(in db: Database) throws {
        while true {
            let row = try Row.fetchOne(
                db,
                sql:
                    "SELECT count(*) AS count, coalesce(sum(size), 0) AS size FROM fleet_document WHERE state < 2"
            )
            let count: Int = row?["count"] ?? 0, size: Int = row?["size"] ?? 0
            guard count > FleetQueueLimit.waiting || size > FleetQueueLimit.waitingOctets else { return }
            let surplus = max(count - FleetQueueLimit.waiting, Int(FleetQueueLimit.documentsBetweenCuts))
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT id, stream FROM fleet_document WHERE state < 2 ORDER BY rank DESC, id LIMIT ?",
                arguments: [surplus])
            guard !rows.isEmpty else { return }
            for row in rows { try shed(row["id"], stream: row["stream"], in: db) }
        }
    }

    private static func shed(_ id: Int64, stream: String, in db: Database) throws {
        try db.execute(sql: "UPDATE fleet_stream SET shed = shed + 1 WHERE stream = ?", arguments: [stream])
        try db.execute(sql: "DELETE FROM fleet_document WHERE id = ?", arguments: [id])
    }

    /// The number of this queue among all that a dock of this name may ever have; drawn once.
    private static func epoch(in db: Database) throws -> Int64 {
        if let text = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'fleet.epoch'"),
            let epoch = Int64(text)
        {
            return epoch
        }
        let epoch = Int64.random(in: 1...FleetLimit.largestNumber)
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES ('fleet.epoch', ?)", arguments: [String(epoch)])
        return epoch
    }
}
