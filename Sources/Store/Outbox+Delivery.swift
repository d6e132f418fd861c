// SPDX-License-Identifier: Apache-2.0
// The queue as the submission engine uses it: leases, results, retry times. A mail has one holder at a time
// (R6), results are on the disk before a call returns (R5), and a recipient that was accepted is never
// offered again.

public import DockModel
internal import Foundation
internal import GRDB
public import Post

extension Outbox: DeliveryQueue {
    /// Takes due mails for `owner`; see `DeliveryQueue`. A mail whose stored octets are damaged becomes a
    /// dead letter here: it must neither be sent nor hold up the others.
    public func lease(limit: Int, owner: String, now: WallTime, span: Duration, includeDeferred: Bool)
        throws(StoreError) -> [QueuedMail]
    {
        try database.write("leasing mail") { db in
            try lease(
                limit: limit, owner: owner, now: now, span: span, includeDeferred: includeDeferred,
                through: LeaseGate(), in: db
            ).map(\.mail)
        }
    }

    /// Takes due mails that a gate lets through, each in the form that it chooses.
    func lease(
        limit: Int, owner: String, now: WallTime, span: Duration, includeDeferred: Bool, through gate: LeaseGate,
        in db: Database
    ) throws -> [LeasedMail] {
        let boot = bootClock()
        try freeAbandonedLeases(owner: owner, boot: boot, in: db)
        var taken: [LeasedMail] = []
        var last: (priority: Int, id: Int64) = (-1, 0)
        while taken.count < limit,
            let row = try Self.nextDue(
                after: last, owner: owner, now: now, includeDeferred: includeDeferred, through: gate, in: db)
        {
            last = (row["priority"], row["id"])
            let isShort: Bool = row["is_short"]
            guard let mail = try Self.queuedMail(row, isShort: isShort, now: now, in: db) else { continue }
            try hold(mail.id, owner: owner, until: Self.later(boot, span), isShort: isShort, in: db)
            taken.append(LeasedMail(mail: mail, isShort: isShort))
        }
        return taken
    }

    /// Prolongs all leases of `owner`; see `DeliveryQueue`.
    public func renew(owner: String, now: WallTime, span: Duration) throws(StoreError) {
        try database.write("renewing leases") { db in
            try db.cachedStatement(
                sql: "UPDATE outbox SET lease_until_ns = ? WHERE state = 'leased' AND lease_owner = ?"
            ).execute(arguments: [Self.later(bootClock(), span), owner])
        }
    }

    /// Gives mails back unattempted; see `DeliveryQueue`.
    public func release(_ mails: [Int64], owner: String, now: WallTime) throws(StoreError) {
        try database.write("releasing mail") { db in
            for mail in mails {
                let isHeld = try Int.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT 1 FROM outbox WHERE id = ? AND state = 'leased' AND lease_owner = ?"),
                    arguments: [mail, owner])
                if isHeld != nil { try Self.endLease(mail, in: db) }
            }
        }
    }

    /// Gives back all mails of an owner; see `DeliveryQueue`.
    public func releaseAll(of owner: String, now: WallTime) throws(StoreError) {
        try database.write("releasing mail") { db in
            let mails = try Int64.fetchAll(
                db, sql: "SELECT id FROM outbox WHERE state = 'leased' AND lease_owner = ?", arguments: [owner])
            for mail in mails { try Self.endLease(mail, in: db) }
        }
    }

    /// How many mails wait: due, deferred or leased.
    public func waitingCount() throws(StoreError) -> Int {
        try database.read("counting mail") { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'leased')") ?? 0
        }
    }

    /// How many recipients a server has taken a mail for since `time`; see `DeliveryQueue`.
    public func sentCount(since time: WallTime) throws(StoreError) -> Int {
        try database.read("counting sent mail") { db in
            // Results are written in the order of time, so those of a day are the last rows.
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM delivery WHERE outcome = 'sent' AND wall_ms >= ?",
                arguments: [time.milliseconds]) ?? 0
        }
    }

    // MARK: - Leases

    /// Gives back what crashed or stalled processes hold; the leases of `owner` itself are left alone.
    func freeAbandonedLeases(owner: String, boot: Int64, in db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, lease_pid, lease_pid_start, lease_host, lease_until_ns FROM outbox
                    WHERE state = 'leased' AND lease_owner <> ?
                    """), arguments: [owner])
        for row in rows {
            let other = LeaseHolder(
                process: row["lease_pid"] ?? 0, processStart: row["lease_pid_start"] ?? 0,
                host: row["lease_host"] ?? "")
            guard holder.sees(other, until: row["lease_until_ns"] ?? 0, now: boot) else { continue }
            try Self.endLease(row["id"], in: db)
        }
    }

    /// The next due mail in the order of sending. A deferral made "later than now" shows that the wall clock
    /// was set back since: such a mail is due, or it would wait for a date that was never meant.
    private static func nextDue(
        after last: (priority: Int, id: Int64), owner: String, now: WallTime, includeDeferred: Bool,
        through gate: LeaseGate, in db: Database
    ) throws -> Row? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, message_id, priority, sender, attempts, created_ms,
                        :short AND EXISTS (SELECT 1 FROM outbox_recipient
                            WHERE mail = outbox.id AND state = 'queued' AND short_state = 'queued') AS is_short
                    FROM outbox
                    WHERE state = 'queued' AND (priority, id) > (:priority, :id)
                        AND (deferred_ms IS NULL OR not_before_ms <= :now OR deferred_ms > :now
                            OR (:all AND deferred_by <> :owner))
                        AND \(LeaseGate.isFree) AND \(LeaseGate.isThrough)
                    ORDER BY priority, id LIMIT 1
                    """),
            arguments: [
                "priority": last.priority, "id": last.id, "now": now.milliseconds, "all": includeDeferred,
                "owner": owner,
            ] + gate.arguments)
    }

    private func hold(_ mail: Int64, owner: String, until: Int64, isShort: Bool, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET state = 'leased', lease_owner = ?, lease_pid = ?, lease_pid_start = ?,
                    lease_host = ?, lease_until_ns = ?
                WHERE id = ?
                """
        ).execute(arguments: [owner, holder.process, holder.processStart, holder.host, until, mail])
        try db.cachedStatement(
            sql: """
                UPDATE outbox_recipient SET is_in_flight = 1
                WHERE mail = ? AND state = 'queued' AND (NOT ? OR short_state = 'queued')
                """
        ).execute(arguments: [mail, isShort])
    }

    static func endLease(_ mail: Int64, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET state = 'queued', lease_owner = NULL, lease_pid = NULL,
                    lease_pid_start = NULL,
                    lease_host = NULL, lease_until_ns = NULL
                WHERE id = ?
                """
        ).execute(arguments: [mail])
        try db.cachedStatement(sql: "UPDATE outbox_recipient SET is_in_flight = 0 WHERE mail = ?")
            .execute(arguments: [mail])
    }

    private static func queuedMail(_ row: Row, isShort: Bool, now: WallTime, in db: Database) throws -> QueuedMail? {
        let id: Int64 = row["id"]
        guard let (octets, messageID) = try octets(of: id, row["message_id"], isShort: isShort, now: now, in: db)
        else { return nil }
        let recipients = try String.fetchAll(
            db.cachedStatement(
                sql:
                    """
                    SELECT address FROM outbox_recipient
                    WHERE mail = ? AND state = 'queued' AND (NOT ? OR short_state = 'queued')
                    ORDER BY position
                    """
            ),
            arguments: [id, isShort])
        return QueuedMail(
            id: id, messageID: messageID, priority: row["priority"], sender: row["sender"],
            recipients: recipients, octets: octets, attempts: row["attempts"],
            created: WallTime(milliseconds: row["created_ms"]))
    }

    /// The octets of one form with their Message-ID. A mail whose octets are damaged becomes a dead letter; a damaged
    /// short form only leaves the long one alone.
    private static func octets(
        of id: Int64, _ messageID: String, isShort: Bool, now: WallTime, in db: Database
    ) throws -> ([UInt8], String)? {
        guard isShort else {
            let body = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT octets, checksum FROM outbox_body WHERE mail = ?"), arguments: [id])
            guard let body else {
                try bury(id, reply: "the stored octets are missing", at: now, in: db)
                return nil
            }
            let octets = [UInt8](body["octets"] as Data)
            if Checksum.of(octets) == body["checksum"] { return (octets, messageID) }
            try bury(id, reply: "the stored octets do not match their checksum", at: now, in: db)
            return nil
        }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT message_id, octets, checksum FROM outbox_short WHERE mail = ?"),
            arguments: [id])
        if let row {
            let octets = [UInt8](row["octets"] as Data)
            if Checksum.of(octets) == row["checksum"] { return (octets, row["message_id"]) }
        }
        try db.execute(
            sql: "UPDATE outbox_recipient SET short_state = 'dead' WHERE mail = ? AND short_state = 'queued'",
            arguments: [id])
        return nil
    }

    private static func later(_ boot: Int64, _ span: Duration) -> Int64 {
        let (sum, overflow) = boot.addingReportingOverflow(max(0, span.nanoseconds))
        return overflow ? .max : sum
    }
}
