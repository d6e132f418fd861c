// SPDX-License-Identifier: Apache-2.0
// The durable mail queue: accepts mails with frozen octets and answers only when they are on the disk
// (R1-R4). It sends nothing. A mail leaves "waiting" only as sent or dead, each with the reply that proves it
// (I30).

public import DockModel
internal import GRDB

/// The outgoing mail queue in `roost.db`. Copies share one connection; other processes may use the same file.
public struct Outbox: Sendable {
    /// The database that holds it.
    public let database: RoostDatabase
    /// This process, as other processes will judge its leases.
    let holder: LeaseHolder
    /// The clock that measures leases.
    let bootClock: @Sendable () -> Int64

    /// The queue of an open database.
    public init(_ database: RoostDatabase) {
        self.init(database, holder: .current(), bootClock: LeaseHolder.bootNanoseconds)
    }

    /// The queue seen from a given process and clock, for tests of crashes and of time.
    init(_ database: RoostDatabase, holder: LeaseHolder, bootClock: @escaping @Sendable () -> Int64) {
        self.database = database
        self.holder = holder
        self.bootClock = bootClock
    }

    /// What the queue said to one mail.
    public enum Answer: Sendable, Equatable {
        /// It is on the disk under this number.
        case queued(Int64)
        /// Its dedupe key was used before, by the mail with this number; nothing was added.
        case duplicate(of: Int64)
        /// It was not taken.
        case refused(MailRefusal)
    }

    /// Takes mails in one durable transaction and answers each in order. A refused mail does not hold up the
    /// others.
    /// - Parameter entry: the line in the audit trail, stored with them.
    /// - Throws: `StoreError` when the transaction failed; then none was taken.
    public func enqueue(
        _ mails: [NewMail], at moment: Moment, audit entry: AuditEntry? = nil
    ) throws(StoreError) -> [Answer] {
        try enqueue(mails.map { CheckedMail($0) }, at: moment, audit: entry)
    }

    /// As above, with mails that were looked through before.
    public func enqueue(
        _ mails: [CheckedMail], at moment: Moment, audit entry: AuditEntry? = nil
    ) throws(StoreError) -> [Answer] {
        try database.write("queueing mail") { db in
            if let entry { try RoostDatabase.insert(entry, in: db) }
            var room = OutboxRoom(database: database)
            let rows = try OutboxRows(in: db)
            return try mails.map { mail in
                try Self.insert(mail, at: moment, room: &room, rows: rows, in: db)
            }
        }
    }

    /// Takes a mail unless it is faulty, repeated or without room.
    static func insert(
        _ mail: CheckedMail, at moment: Moment, room: inout OutboxRoom, rows: OutboxRows, in db: Database
    ) throws -> Answer {
        if let fault = mail.fault { return .refused(fault) }
        if let earlier = try earlier(mail.mail, in: db) { return .duplicate(of: earlier) }
        if let refusal = try room.makeRoom(for: mail.mail, at: moment, in: db) { return .refused(refusal) }
        return .queued(try rows.insert(mail, state: .queued, reply: nil, at: moment))
    }

    /// Takes the mails of a decision; one that cannot wait becomes a visible dead letter, so that the decision
    /// stands.
    static func insertAlways(_ mails: [NewMail], at moment: Moment, database: RoostDatabase, in db: Database) throws
        -> [Int64]
    {
        guard !mails.isEmpty else { return [] }
        var room = OutboxRoom(database: database)
        let rows = try OutboxRows(in: db)
        return try mails.map { mail in
            var checked = CheckedMail(mail)
            switch try insert(checked, at: moment, room: &room, rows: rows, in: db) {
            case .queued(let id), .duplicate(of: let id): return id
            case .refused(let refusal):
                // The key stays free: what never waited may be queued when there is room again.
                checked.mail.dedupe = nil
                return try rows.insert(checked, state: .dead, reply: "not queued: \(refusal)", at: moment)
            }
        }
    }

    private static func earlier(_ mail: NewMail, in db: Database) throws -> Int64? {
        guard let dedupe = mail.dedupe else { return nil }
        return try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM outbox WHERE dedupe = ?"), arguments: [dedupe])
    }
}

/// Where a mail stands.
public enum MailState: String, Sendable, CaseIterable, Codable {
    /// It waits for its first or next attempt.
    case queued
    /// A process is sending it now.
    case leased
    /// Every recipient was accepted by the server.
    case sent
    /// At least one recipient was given up; no recipient waits.
    case dead
}
