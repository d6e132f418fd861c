// SPDX-License-Identifier: Apache-2.0
// What a person may do with the queue: look, try again, give up. It never removes a row: what is dropped or
// expired is a dead letter with the reason, and every mail ever taken stays counted (I30).

public import DockModel
internal import Foundation
internal import GRDB

/// One mail in a list.
public struct MailSummary: Sendable, Equatable, Codable {
    /// The queue's number.
    public var id: Int64
    /// Where it stands.
    public var state: MailState
    /// 0 is an alert.
    public var priority: Int
    /// Alert, digest and so on.
    public var kind: String
    /// The envelope recipients.
    public var recipients: [String]
    /// The subject.
    public var subject: String
    /// Octets of the message.
    public var size: Int
    /// Attempts that ended in a deferral.
    public var attempts: Int
    /// When it was taken.
    public var created: WallTime
    /// Not before this time again; nil unless it was deferred.
    public var notBefore: WallTime?
    /// When it was sent or given up.
    public var finished: WallTime?
    /// The final reply of a finished mail, or the reason it was given up.
    public var reply: String?
    /// Whether a person has put this dead letter away.
    public var isDismissed: Bool
    /// The class of the incident it tells of.
    public var severity: Int?
    /// Held back until then by quiet hours; `WallTime.never` while a person holds it.
    public var heldUntil: WallTime?
    /// Where its short form stands: "queued", "sent", "dead" or "superseded"; nil without one.
    public var shortForm: String?
}

extension WallTime {
    /// A time that does not come: a person holds the mail.
    public static let never = WallTime(milliseconds: LeaseGate.heldForEver)
}

/// One recipient of a mail.
public struct RecipientSummary: Sendable, Equatable, Codable {
    /// The address.
    public var address: String
    /// "queued", "sent" or "dead".
    public var state: String
    /// The code of its last reply.
    public var code: Int?
    /// Its last reply or reason.
    public var reply: String?
}

/// One line of a mail's delivery log.
public struct DeliverySummary: Sendable, Equatable, Codable {
    /// When the result was stored.
    public var at: WallTime
    /// The recipient.
    public var recipient: String
    /// "sent", "deferred" or "refused".
    public var outcome: String
    /// The server's reply or the reason.
    public var reply: String
}

/// All the queue knows of one mail.
public struct MailDetails: Sendable, Equatable {
    /// The line of the list.
    public var summary: MailSummary
    /// The Message-ID.
    public var messageID: String
    /// The envelope sender.
    public var sender: String
    /// The dedupe key.
    public var dedupe: String?
    /// Who is sending it now.
    public var leaseOwner: String?
    /// Each recipient.
    public var recipients: [RecipientSummary]
    /// Each result, oldest first.
    public var deliveries: [DeliverySummary]
    /// The frozen octets; nil when they are no longer kept.
    public var octets: [UInt8]?
    /// The octets of the short form; nil without one.
    public var shortOctets: [UInt8]?
}

/// The queue in numbers.
public struct OutboxStats: Sendable, Equatable, Codable {
    /// Mails ever taken.
    public var created: Int
    /// Mails that wait, those being sent included.
    public var queued: Int
    /// Of these, mails that are being sent now.
    public var leased: Int
    /// Of these, mails that wait for a retry time.
    public var deferred: Int
    /// Of these, mails that a person or quiet hours hold back.
    public var held: Int
    /// Mails sent, ever.
    public var sent: Int
    /// Mails given up, ever.
    public var dead: Int
    /// Dead letters that nobody has put away yet.
    public var openDeadLetters: Int
    /// Octets that wait.
    public var waitingOctets: Int
    /// When the oldest waiting mail was taken.
    public var oldestWaiting: WallTime?
    /// Whether `queued + sent + dead = created`; false is a defect of the queue.
    public var isConserved: Bool
}

/// What the queue answered a person.
public enum OperatorAnswer: Sendable, Equatable {
    /// Done.
    case done
    /// There is no mail of this number.
    case noSuchMail
    /// It cannot be done, and why.
    case notPossible(String)
}

extension Outbox {
    /// Mails in the order of their numbers, newest first; `state` nil lists all. Dead letters that were put
    /// away are listed only when `includeDismissed`; `before` goes on behind a mail of an earlier call.
    public func list(
        state: MailState? = nil, includeDismissed: Bool = false, before: Int64? = nil, limit: Int = 1_000
    ) throws(StoreError) -> [MailSummary] {
        try database.read("listing mail") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM outbox
                    WHERE (:state IS NULL OR state = :state) AND (is_dismissed = 0 OR :all) AND id < :before
                    ORDER BY id DESC LIMIT :limit
                    """,
                arguments: [
                    "state": state?.rawValue, "all": includeDismissed, "before": before ?? .max,
                    "limit": RoostDatabase.bounded(limit),
                ])
            return try rows.map { try Self.summary($0, in: db) }
        }
    }

    /// All the queue knows of a mail; nil when there is none of this number.
    public func mail(id: Int64) throws(StoreError) -> MailDetails? {
        try database.read("reading a mail") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [id])
            else {
                return nil
            }
            let recipients = try Row.fetchAll(
                db, sql: "SELECT * FROM outbox_recipient WHERE mail = ? ORDER BY position", arguments: [id])
            let deliveries = try Row.fetchAll(
                db, sql: "SELECT * FROM delivery WHERE mail = ? ORDER BY seq", arguments: [id])
            let body = try Row.fetchOne(db, sql: "SELECT * FROM outbox_body WHERE mail = ?", arguments: [id])
            let short = try Row.fetchOne(db, sql: "SELECT * FROM outbox_short WHERE mail = ?", arguments: [id])
            return MailDetails(
                summary: try Self.summary(row, in: db), messageID: row["message_id"], sender: row["sender"],
                dedupe: row["dedupe"], leaseOwner: row["lease_owner"],
                recipients: recipients.map {
                    RecipientSummary(
                        address: $0["address"], state: $0["state"], code: $0["code"], reply: $0["reply"])
                },
                deliveries: deliveries.map {
                    DeliverySummary(
                        at: WallTime(milliseconds: $0["wall_ms"]), recipient: $0["address"],
                        outcome: $0["outcome"], reply: $0["reply"])
                },
                octets: try body.map {
                    try RoostDatabase.body($0, column: "octets", table: "outbox_body", name: "\(id)")
                },
                shortOctets: try short.map {
                    try RoostDatabase.body($0, column: "octets", table: "outbox_short", name: "\(id)")
                })
        }
    }

    /// The last, in the order of their octets, of the keys that keep mails of a kind single, among mails that a server
    /// took for at least one recipient; nil when there is none.
    public func newestTakenKey(ofKind kind: String) throws(StoreError) -> String? {
        try database.read("looking for the newest \(kind) that was sent") { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT MAX(dedupe) FROM outbox
                    WHERE kind = :kind AND (state = 'sent' OR state = 'dead' AND EXISTS (
                        SELECT 1 FROM outbox_recipient WHERE mail = outbox.id AND outbox_recipient.state = 'sent'))
                    """, arguments: ["kind": kind])
        }
    }

    /// The queue in numbers, counted from the rows and not from a tally.
    public func stats(now: WallTime) throws(StoreError) -> OutboxStats {
        try database.read("counting mail") { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT COALESCE(SUM(state IN ('queued', 'leased')), 0) AS queued,
                        COALESCE(SUM(state = 'leased'), 0) AS leased,
                        COALESCE(SUM(state = 'sent'), 0) AS sent,
                        COALESCE(SUM(state = 'dead'), 0) AS dead,
                        COALESCE(SUM(state = 'dead' AND NOT is_dismissed), 0) AS open,
                        COALESCE(SUM(state = 'queued' AND deferred_ms <= :now AND not_before_ms > :now), 0)
                            AS deferred,
                        COALESCE(SUM(state = 'queued' AND NOT \(LeaseGate.isFree)), 0) AS held,
                        COALESCE(SUM(size) FILTER (WHERE state IN ('queued', 'leased')), 0) AS octets,
                        MIN(created_ms) FILTER (WHERE state IN ('queued', 'leased')) AS oldest
                    FROM outbox
                    """, arguments: ["now": now.milliseconds])
            guard let row else { throw StoreError.failed(doing: "counting mail", detail: "no row") }
            let created =
                try Int.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") ?? 0
            let sent = (row["sent"] as Int) + (try Self.forgotten("sent", in: db))
            let dead = (row["dead"] as Int) + (try Self.forgotten("dead", in: db))
            let queued: Int = row["queued"], oldest: Int64? = row["oldest"]
            return OutboxStats(
                created: created, queued: queued, leased: row["leased"], deferred: row["deferred"],
                held: row["held"], sent: sent,
                dead: dead, openDeadLetters: row["open"], waitingOctets: row["octets"],
                oldestWaiting: oldest.map { WallTime(milliseconds: $0) },
                isConserved: queued + sent + dead == created)
        }
    }

    /// Holds a waiting mail back until `retry` lets it go. It does not expire the sooner for it.
    public func hold(id: Int64) throws(StoreError) -> OperatorAnswer {
        try database.write("holding a mail") { db in
            try freeAbandonedLeases(owner: "", boot: bootClock(), in: db)
            guard let state = try Self.state(of: id, in: db) else { return .noSuchMail }
            switch state {
            case .sent: return .notPossible("mail \(id) is sent")
            case .leased: return .notPossible("mail \(id) is being sent now")
            case .dead: return .notPossible("mail \(id) is a dead letter; it is not sent unless it is retried")
            case .queued: break
            }
            try db.execute(
                sql: "UPDATE outbox SET held_until_ms = ? WHERE id = ?", arguments: [LeaseGate.heldForEver, id])
            return .done
        }
    }

    /// Makes a deferred or held mail due now, or queues the refused recipients of a dead letter again.
    public func retry(id: Int64) throws(StoreError) -> OperatorAnswer {
        try database.write("retrying a mail") { db in
            try freeAbandonedLeases(owner: "", boot: bootClock(), in: db)
            guard let state = try Self.state(of: id, in: db) else { return .noSuchMail }
            switch state {
            case .sent: return .notPossible("mail \(id) is sent")
            case .leased: return .notPossible("mail \(id) is being sent now")
            case .queued, .dead: break
            }
            guard
                try Int.fetchOne(db, sql: "SELECT 1 FROM outbox_body WHERE mail = ?", arguments: [id]) != nil
            else {
                return .notPossible("the octets of mail \(id) are no longer kept")
            }
            try db.execute(
                sql: "UPDATE outbox_recipient SET state = 'queued' WHERE mail = ? AND state = 'dead'",
                arguments: [id])
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'queued', is_dismissed = 0, deferred_ms = NULL,
                        not_before_ms = NULL, held_until_ms = NULL,
                        deferred_by = NULL, finished_ms = NULL, reply = NULL WHERE id = ?
                    """, arguments: [id])
            return .done
        }
    }

    /// Gives a waiting mail up, or puts a dead letter away.
    public func drop(id: Int64, now: WallTime) throws(StoreError) -> OperatorAnswer {
        try database.write("dropping a mail") { db in
            try freeAbandonedLeases(owner: "", boot: bootClock(), in: db)
            guard let state = try Self.state(of: id, in: db) else { return .noSuchMail }
            switch state {
            case .sent: return .notPossible("mail \(id) is sent")
            case .leased: return .notPossible("mail \(id) is being sent now")
            case .queued: try Self.bury(id, reply: "dropped by the operator", at: now, in: db)
            case .dead: break
            }
            try db.execute(sql: "UPDATE outbox SET is_dismissed = 1 WHERE id = ?", arguments: [id])
            return .done
        }
    }

    /// Waiting mails that have waited longer than is meant for their kind, the oldest first, at most
    /// `OutboxLimit.expiredAtOnce`. There is none while the wall clock is not trusted, nor one that was taken while it
    /// was not (R13).
    public func overdue(_ patience: MailPatience = MailPatience(), at moment: Moment) throws(StoreError)
        -> [MailSummary]
    {
        try database.read("looking for late mail") { db in try Self.overdue(patience, at: moment, in: db) }
    }

    /// Gives up a mail in the commit whose event and mail say so (I30).
    static func expire(_ id: Int64, at wall: WallTime, in db: Database) throws {
        guard try state(of: id, in: db) == .queued else { throw StoreError.notWaiting(mail: id) }
        try bury(id, reply: "expired: not delivered in time", at: wall, in: db)
    }

    private static func overdue(_ patience: MailPatience, at moment: Moment, in db: Database) throws -> [MailSummary] {
        guard moment.isWallTrusted else { return [] }
        let newest = moment.wall + (.zero - MailPatience.range.lowerBound)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, kind, created_ms FROM outbox
                WHERE state = 'queued' AND is_created_trusted = 1 AND created_ms < ? ORDER BY id
                """, arguments: [newest.milliseconds])
        return try rows.filter { row in
            WallTime(milliseconds: row["created_ms"]) < moment.wall + (.zero - patience.span(ofKind: row["kind"]))
        }.prefix(OutboxLimit.expiredAtOnce).compactMap { row in
            try Row.fetchOne(db, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [row["id"] as Int64])
                .map { try summary($0, in: db) }
        }
    }

    // MARK: - Rows

    private static func state(of id: Int64, in db: Database) throws -> MailState? {
        try String.fetchOne(db, sql: "SELECT state FROM outbox WHERE id = ?", arguments: [id])
            .flatMap { MailState(rawValue: $0) }
    }

    private static func forgotten(_ state: String, in db: Database) throws -> Int {
        let text = try String.fetchOne(
            db, sql: "SELECT value FROM meta WHERE key = ?", arguments: ["outbox.forgotten.\(state)"])
        return text.flatMap { Int($0) } ?? 0
    }

    private static func summary(_ row: Row, in db: Database) throws -> MailSummary {
        let id: Int64 = row["id"], name: String = row["state"]
        guard let state = MailState(rawValue: name) else {
            throw StoreError.damagedRow(table: "outbox", row: "\(id)")
        }
        let people = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT address, short_state FROM outbox_recipient WHERE mail = ? ORDER BY position"),
            arguments: [id])
        let recipients = people.map { $0["address"] as String }
        let shorts = people.compactMap { $0["short_state"] as String? }
        let notBefore: Int64? = row["not_before_ms"], finished: Int64? = row["finished_ms"]
        let held: Int64? = row["held_until_ms"]
        return MailSummary(
            id: id, state: state, priority: row["priority"], kind: row["kind"], recipients: recipients,
            subject: row["subject"], size: row["size"], attempts: row["attempts"],
            created: WallTime(milliseconds: row["created_ms"]),
            notBefore: notBefore.map { WallTime(milliseconds: $0) },
            finished: finished.map { WallTime(milliseconds: $0) }, reply: row["reply"],
            isDismissed: row["is_dismissed"], severity: row["severity"],
            heldUntil: held.map { WallTime(milliseconds: $0) },
            shortForm: ["queued", "dead", "superseded", "sent"].first { shorts.contains($0) })
    }
}
