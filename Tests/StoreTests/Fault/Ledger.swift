// SPDX-License-Identifier: Apache-2.0
// Everything a database says through the interface of the store, as one value to compare, and the rules that must hold
// in every one of them. It reads; it never writes.

import DockModel
import Foundation
import GRDB
import Post

@testable import Store

/// All that the store hands out.
struct Ledger: Equatable {
    var state: StoredState?
    var journal: [StoredJournalEntry]
    var missions: [MissionRecord]
    var wear: [StoredWear]
    var incidents: [IncidentRecord]
    /// All columns of the tables of the queue, row by row.
    var queue: [[DatabaseValue]]
    /// Each mail that is kept, by number.
    var mails: [StoredMail]
    var stats: OutboxStats
    var note: String?

    /// What the rules below want to know of a mail.
    struct StoredMail: Equatable {
        var id: Int64
        var messageID: String
        var octets: [UInt8]?
    }

    init(_ database: RoostDatabase) throws {
        let outbox = Outbox(database)
        state = try database.latestState()
        journal = try database.journal(after: 0, limit: 10_000)
        missions = try database.missions(limit: 10_000)
        wear = try database.wear(limit: 10_000)
        incidents = try database.incidents(limit: 10_000)
        // The rows and not the details of each mail: the same in a tenth of the time, and leases and checksums too.
        (queue, mails) = try database.queue.inDatabase { db in
            let tables = ["outbox", "outbox_recipient", "outbox_body", "delivery"]
            let rows = try tables.flatMap { try Row.fetchAll(db, sql: "SELECT * FROM \($0) ORDER BY 1, 2") }
            let mails = try Row.fetchAll(
                db,
                sql:
                    "SELECT id, message_id, octets FROM outbox LEFT JOIN outbox_body ON mail = id ORDER BY id"
            )
            return (rows.map { Array($0.databaseValues) }, mails.map(StoredMail.init))
        }
        stats = try outbox.stats(now: noon.wall)
        note = try database.note(FaultWorkload.noteKey)
    }

    /// The number of the last decision, as its state says it; 0 before the first.
    var lastDecision: Int {
        state.flatMap { Int(String(decoding: $0.body.prefix { $0 != 0x20 }, as: UTF8.self)) } ?? 0
    }

    /// Where the parts of the decisions do not belong together. This is worked out from the numbers alone, without any
    /// other reading of the database.
    var contradictions: [String] {
        var found: [String] = []
        let last = lastDecision, decisions = (0..<last).map { FaultWorkload.decision($0 + 1) }
        if let newest = decisions.last, state?.body != newest.state {
            found.append("the state of decision \(last) is altered")
        }
        if wear.map(\.record) != decisions.flatMap(\.wear) {
            found.append("the journal of wear is not that of decisions 1 to \(last): \(wear.count) lines")
        }
        if journal.map(\.entry) != decisions.flatMap(\.journal) {
            found.append("the journal is not that of decisions 1 to \(last): \(journal.count) entries")
        }
        if journal.map(\.sequence) != (0..<journal.count).map({ Int64($0 + 1) }) {
            found.append("the journal has gaps")
        }
        if Set(missions.map(\.occurrence)) != Set(decisions.flatMap(\.missions).map(\.occurrence)) {
            found.append("the missions are not those of decisions 1 to \(last)")
        }
        if Set(incidents.map(\.id)) != Set(decisions.flatMap(\.incidents).map(\.id)) {
            found.append("the incidents are not those of decisions 1 to \(last)")
        }
        let wanted = decisions.flatMap(\.mails)
        let kept = mails.filter { $0.messageID.hasPrefix("<d") }
        if kept.map(\.messageID) != wanted.map(\.messageID) || kept.map(\.octets) != wanted.map(\.octets) {
            found.append("the mails are not those of decisions 1 to \(last): \(kept.map(\.messageID))")
        }
        if !stats.isConserved || stats.created != stats.queued + stats.sent + stats.dead {
            found.append("the outbox does not conserve: \(stats)")
        }
        return found
    }
}

extension Ledger.StoredMail {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], messageID: row["message_id"], octets: (row["octets"] as Data?).map(Array.init))
    }
}

extension RoostDatabase {
    /// What SQLite finds wrong with the file; empty when all is well.
    func faults() throws -> [String] {
        try queue.inDatabase { db in
            let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { "orphan: \($0)" }
            return integrity + orphans
        }
    }
}
