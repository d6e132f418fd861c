// SPDX-License-Identifier: Apache-2.0
// Stores what became of each recipient and decides when a mail is finished. "Sent" needs a positive reply to
// every recipient; one refused recipient makes the finished mail a dead letter, and a retry then asks only
// that one again.

public import DockModel
internal import Foundation
internal import GRDB
public import Post

extension Outbox {
    /// Stores outcomes of one mail durably; see `DeliveryQueue`.
    public func record(_ outcomes: [RecipientOutcome], of mail: Int64, owner: String, now: WallTime)
        throws(StoreError)
    {
        guard !outcomes.isEmpty else { return }
        try database.write("storing a delivery result") { db in
            try record(outcomes, of: mail, form: .long, owner: owner, now: now, in: db)
        }
    }

    /// Stores outcomes of one form of a mail.
    func record(
        _ outcomes: [RecipientOutcome], of mail: Int64, form: MailForm, owner: String, now: WallTime,
        in db: Database
    ) throws {
        var longestWait: Duration?
        for outcome in outcomes {
            switch form {
            case .long: try Self.store(outcome, of: mail, owner: owner, now: now, in: db)
            case .short(let isFinal):
                try Self.storeShort(outcome, isFinal: isFinal, of: mail, owner: owner, now: now, in: db)
            }
            if case .deferred(_, _, let wait) = outcome.outcome {
                longestWait = max(
                    longestWait ?? .zero, min(max(wait, .zero), OutboxLimit.longestRetryWait))
            }
        }
        if let longestWait { try Self.deferMail(mail, by: owner, for: longestWait, now: now, in: db) }
        try Self.settle(mail, owner: owner, now: now, in: db)
    }

    /// An outcome as it is stored.
    private struct Words {
        var outcome: String
        var code: Int?
        var reply: String

        init(_ result: RecipientOutcome) {
            switch result.outcome {
            case .sent(let answer): (outcome, code, reply) = ("sent", answer.code, answer.description)
            case .refused(let answer): (outcome, code, reply) = ("refused", answer.code, answer.description)
            case .deferred(let reason, let answer, _):
                (outcome, code) = ("deferred", answer?.code)
                reply = answer.map { "\(reason): \($0.description)" } ?? reason
            }
            reply = String(reply.prefix(2_000))
        }
    }

    private static func store(
        _ result: RecipientOutcome, of mail: Int64, owner: String, now: WallTime, in db: Database
    ) throws {
        let words = Words(result)
        // A server that has taken the mail has taken it, whatever happened to the row meanwhile.
        let change =
            switch result.outcome {
            case .sent: "state = 'sent',"
            case .refused: "state = CASE state WHEN 'queued' THEN 'dead' ELSE state END,"
            case .deferred: ""
            }
        try db.cachedStatement(
            sql: """
                UPDATE outbox_recipient SET \(change) is_in_flight = 0, code = ?, reply = ?
                WHERE mail = ? AND address = ? AND (state = 'queued' OR ?)
                """
        ).execute(arguments: [words.code, words.reply, mail, result.recipient, words.outcome == "sent"])
        if db.changesCount == 0 { try requireRecipient(result.recipient, of: mail, in: db) }
        try log(words, of: mail, to: result.recipient, owner: owner, now: now, in: db)
    }

    /// Stores what became of the short form: the recipient goes on waiting for the long one, unless none follows.
    private static func storeShort(
        _ result: RecipientOutcome, isFinal: Bool, of mail: Int64, owner: String, now: WallTime,
        in db: Database
    ) throws {
        var words = Words(result)
        words.reply = "short form: \(words.reply)"
        let (short, long): (String, String) =
            switch result.outcome {
            case .sent: ("sent", "sent")
            case .refused: ("dead", "dead")
            case .deferred: ("queued", "queued")
            }
        try db.cachedStatement(
            sql: """
                UPDATE outbox_recipient SET is_in_flight = 0, code = ?, reply = ?, short_state = ?,
                    state = CASE WHEN ? THEN ? ELSE state END
                WHERE mail = ? AND address = ? AND state = 'queued'
                """
        ).execute(arguments: [words.code, words.reply, short, isFinal, long, mail, result.recipient])
        if db.changesCount == 0 { try requireRecipient(result.recipient, of: mail, in: db) }
        try log(words, of: mail, to: result.recipient, owner: owner, now: now, in: db)
    }

    private static func log(
        _ words: Words, of mail: Int64, to recipient: String, owner: String, now: WallTime, in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO delivery (mail, wall_ms, owner, address, outcome, code, reply)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            mail, now.milliseconds, owner, recipient, words.outcome, words.code, words.reply,
        ])
    }

    private static func requireRecipient(_ recipient: String, of mail: Int64, in db: Database) throws {
        let found = try Int.fetchOne(
            db, sql: "SELECT 1 FROM outbox_recipient WHERE mail = ? AND address = ?",
            arguments: [mail, recipient])
        if found == nil { throw StoreError.noSuchRecipient(mail: mail, recipient: recipient) }
    }

    private static func deferMail(
        _ mail: Int64, by owner: String, for wait: Duration, now: WallTime, in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET attempts = attempts + 1, deferred_ms = ?, not_before_ms = ?, deferred_by = ?
                WHERE id = ?
                """
        ).execute(arguments: [now.milliseconds, (now + wait).milliseconds, owner, mail])
    }

    /// Ends the mail when no recipient waits, or the lease of `owner` when all it took have an outcome.
    private static func settle(_ mail: Int64, owner: String, now: WallTime, in db: Database) throws {
        let counts = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT COALESCE(SUM(state = 'queued'), 0) AS waiting,
                        COALESCE(SUM(state = 'dead'), 0) AS dead,
                        COALESCE(SUM(state = 'queued' AND is_in_flight), 0) AS flying
                    FROM outbox_recipient WHERE mail = ?
                    """), arguments: [mail])
        let waiting: Int = counts?["waiting"] ?? 0, dead: Int = counts?["dead"] ?? 0
        let flying: Int = counts?["flying"] ?? 0
        if waiting == 0 {
            try finish(mail, as: dead == 0 ? .sent : .dead, now: now, in: db)
        } else if flying == 0 {
            let holder = try String.fetchOne(
                db.cachedStatement(sql: "SELECT lease_owner FROM outbox WHERE id = ?"), arguments: [mail])
            if holder == owner { try endLease(mail, in: db) }
        }
    }

    private static func finish(_ mail: Int64, as state: MailState, now: WallTime, in db: Database) throws {
        let wanted = state == .sent ? "sent" : "dead"
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET state = ?, finished_ms = ?, lease_owner = NULL, lease_pid = NULL,
                    lease_pid_start = NULL, lease_host = NULL, lease_until_ns = NULL,
                    reply = (SELECT reply FROM outbox_recipient WHERE mail = outbox.id AND state = ?
                        ORDER BY position DESC LIMIT 1)
                WHERE id = ?
                """
        ).execute(arguments: [state.rawValue, now.milliseconds, wanted, mail])
        // What the long form has told needs no short one any more.
        try db.cachedStatement(
            sql:
                "UPDATE outbox_recipient SET short_state = 'superseded' WHERE mail = ? AND short_state = 'queued'"
        ).execute(arguments: [mail])
        if state == .sent {
            try db.cachedStatement(
                sql: """
                    DELETE FROM outbox_body WHERE mail = ? AND (SELECT size FROM outbox WHERE id = mail) > ?
                    """
            ).execute(arguments: [mail, OutboxLimit.sentBodyOctets])
        }
        try cut(after: mail, in: db)
    }

    /// Cuts the history back now and then: with the end of every so many mails, however that comes.
    static func cut(after mail: Int64, in db: Database) throws {
        if mail.isMultiple(of: OutboxLimit.mailsBetweenCuts) { try forgetOld(in: db) }
    }

    /// Keeps the history bounded: old finished mails lose their octets first and much later their row. What
    /// is forgotten stays counted, so that queued + sent + dead = created holds for ever (I30).
    static func forgetOld(in db: Database, finishedRows: Int64 = OutboxLimit.finishedRows) throws {
        for state in ["sent", "dead"] {
            try db.execute(
                sql: """
                    DELETE FROM outbox_body
                    WHERE mail IN (SELECT id FROM outbox WHERE state = :state AND id <=
                        (SELECT id FROM outbox WHERE state = :state ORDER BY id DESC LIMIT 1 OFFSET :kept))
                    """, arguments: ["state": state, "kept": OutboxLimit.sentBodiesKept])
        }
        let newest = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM outbox") ?? 0
        for state in ["sent", "dead"] {
            try db.execute(
                sql: "DELETE FROM outbox WHERE state = ? AND id <= ?",
                arguments: [state, newest - finishedRows])
            let forgotten = db.changesCount
            guard forgotten > 0 else { continue }
            try db.execute(
                sql: """
                    INSERT INTO meta (key, value) VALUES (?, ?)
                    ON CONFLICT (key) DO UPDATE SET value = CAST(value + excluded.value AS TEXT)
                    """, arguments: ["outbox.forgotten.\(state)", "\(forgotten)"])
        }
    }
}
