// SPDX-License-Identifier: Apache-2.0
// Decides whether the queue has room for one more mail and which waiting mail gives way (R7). It never pushes
// out an alert or a mail that is being sent, and each mail it pushes out stays visible as a dead letter.

internal import DockModel
internal import GRDB

/// The room of the queue inside one transaction.
struct OutboxRoom {
    private let database: RoostDatabase
    private let limits: Limits
    private var load: (mails: Int, octets: Int)?
    /// Whether `load` was counted; before that it is a bound from above that costs nothing to know.
    private var isLoadCounted = false
    private var space: (free: Int64, total: Int64)?
    private var planned: Int64 = 0

    /// The bounds of the queue.
    struct Limits: Sendable {
        var mails = OutboxLimit.waitingMails
        var octets = OutboxLimit.waitingOctets
    }

    init(database: RoostDatabase, limits: Limits = Limits()) {
        self.database = database
        self.limits = limits
    }

    /// Makes room for a mail and counts it in; returns why there is none.
    mutating func makeRoom(for mail: NewMail, at moment: Moment, in db: Database) throws -> MailRefusal? {
        if mail.priority != .alert, let free = freeBelowReserve(adding: mail.octets.count) {
            return .diskReserved(freeBytes: free)
        }
        // Alerts alone may use as much again before the bound holds for them too.
        let share = mail.priority == .alert ? 2 : 1
        var load = try self.load ?? Self.mostPossibleLoad(below: limits.octets / 2, in: db)
        if !isLoadCounted, load.mails >= limits.mails || load.octets > limits.octets - mail.octets.count {
            load = try Self.presentLoad(in: db)
            isLoadCounted = true
        }
        guard mail.octets.count <= limits.octets * share else { return .queueFull(waiting: load.mails) }
        while load.mails >= limits.mails || load.octets > limits.octets - mail.octets.count {
            guard let shed = try Self.shedOne(lessUrgentThan: mail.priority, at: moment, in: db) else {
                self.load = load
                let isBeyond =
                    load.mails >= limits.mails * share
                    || load.octets > limits.octets * share - mail.octets.count
                if isBeyond { return .queueFull(waiting: load.mails) }
                break
            }
            load = (load.mails - 1, load.octets - shed)
        }
        self.load = (load.mails + 1, load.octets + mail.octets.count)
        return nil
    }

    /// The free space when this mail would leave less than is kept for alerts. The disk is asked once a
    /// transaction; what the transaction itself will write is counted here.
    private mutating func freeBelowReserve(adding octets: Int) -> Int64? {
        if space == nil { space = StoredFile.space(at: database.directory) }
        guard let space else { return nil }
        let reserve = min(Int64(OutboxLimit.alertReserveBytes), space.total / 20)
        let cost = Int64(octets) * 2 + Self.rowCost
        guard space.free - planned - reserve >= cost else { return space.free - planned }
        planned += cost
        return nil
    }

    /// Bytes of rows and indexes that a mail costs beside its octets; those are written twice, to the log and
    /// to the main file.
    private static let rowCost: Int64 = 24 << 10

    /// No more mails can wait than were ever taken, and no more octets than the whole file holds. A long queue
    /// is not counted anew for every mail while it is far from its limits.
    private static func mostPossibleLoad(below limit: Int, in db: Database) throws -> (mails: Int, octets: Int) {
        let taken = try count("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'", in: db)
        let pages = try count("PRAGMA page_count", in: db)
        // No page is larger; a small file needs no second question.
        let (most, isTooMany) = pages.multipliedReportingOverflow(by: 65_536)
        if !isTooMany, most < limit { return (taken, most) }
        let (octets, overflow) = pages.multipliedReportingOverflow(by: try count("PRAGMA page_size", in: db))
        return (taken, overflow ? .max : octets)
    }

    private static func count(_ sql: String, in db: Database) throws -> Int {
        Int(clamping: try PlainStatement(sql, in: db).number() ?? 0)
    }

    private static func presentLoad(in db: Database) throws -> (mails: Int, octets: Int) {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT COUNT(*) AS mails, COALESCE(SUM(size), 0) AS octets FROM outbox
                    WHERE state IN ('queued', 'leased')
                    """))
        return (row?["mails"] ?? 0, row?["octets"] ?? 0)
    }

    /// Turns the oldest of the least urgent waiting mails into a dead letter; returns its size.
    private static func shedOne(lessUrgentThan priority: MailPriority, at moment: Moment, in db: Database)
        throws
        -> Int?
    {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, size FROM outbox WHERE state = 'queued' AND priority > ?
                    ORDER BY priority DESC, id LIMIT 1
                    """), arguments: [priority.rawValue])
        guard let row else { return nil }
        let id: Int64 = row["id"]
        try Outbox.bury(id, reply: Outbox.shedReply, at: moment.wall, in: db)
        try db.cachedStatement(sql: "DELETE FROM outbox_body WHERE mail = ?").execute(arguments: [id])
        return row["size"]
    }
}

extension Outbox {
    /// What the row of a mail says that was pushed out.
    static let shedReply = "pushed out: the queue was full and a more urgent mail came"

    /// Makes a waiting mail and its waiting recipients dead, with the reason.
    static func bury(_ id: Int64, reply: String, at wall: WallTime, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE outbox_recipient SET state = 'dead', is_in_flight = 0, reply = ?
                WHERE mail = ? AND state = 'queued'
                """
        ).execute(arguments: [reply, id])
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET state = 'dead', reply = ?, finished_ms = ?, lease_owner = NULL,
                    lease_pid = NULL,
                    lease_pid_start = NULL, lease_host = NULL, lease_until_ns = NULL
                WHERE id = ?
                """
        ).execute(arguments: [reply, wall.milliseconds, id])
        try cut(after: id, in: db)
    }
}
