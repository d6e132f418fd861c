// SPDX-License-Identifier: Apache-2.0
// What a database holds after its daemon has ended, looked at in a copy, so that the next daemon finds what the last
// one left and not what the examination made of it. It finds damage; what is right otherwise, the audit says.

import DockModel
import Foundation
import GRDB
import RoostCore

@testable import RoostDaemon
@testable import Store

/// What was found in one database.
struct Autopsy {
    /// An order of a committed decision.
    struct GivenOrder {
        var id: Int64
        var action: Action
        var at: Instant
    }

    /// States of mails by Message-ID.
    var mails: [String: MailState] = [:]
    /// Message-IDs of mission mails.
    var missionMails: [String] = []
    /// Records of due runs.
    var missions: [MissionRecord] = []
    /// Orders in the journal.
    var orders: [GivenOrder] = []
    /// Incidents by kind.
    var incidents: [String] = []
    /// Flights whose record is still to be made.
    var recordsDue: [String] = []
    /// Flights that have a record.
    var recorded: [String] = []
    /// Damage.
    var problems: [String] = []

    private struct Decided: Codable {
        var event: Event
        var effects: [Effect]
    }

    /// Examines the database in a directory; nothing is found where there is none yet.
    init(of directory: String) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: directory + "/roost.db") else { return }
        let copy = try freshDirectory()
        // A copy is of no further use.
        defer { try? files.removeItem(atPath: copy) }
        for name in ["roost.db", "roost.db-wal", "records"] where files.fileExists(atPath: directory + "/" + name) {
            try files.copyItem(atPath: directory + "/" + name, toPath: copy + "/" + name)
        }
        do {
            let database = try RoostDatabase.open(directory: copy)
            try examine(database)
            try database.close()
        } catch {
            problems.append("\(error)")
        }
    }

    private mutating func examine(_ database: RoostDatabase) throws {
        let findings = try database.queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        if findings != ["ok"] { problems += findings.map { "integrity_check: \($0)" } }
        if let snapshot = try DockSnapshot.read(from: database) {
            // Whatever the moment of the kill, the journal of wear leads to the wear that was stored.
            for (part, wear) in snapshot.state.wear.units
            where snapshot.state.wear.isInJournal(part) {
                guard try PartHistory(of: part, in: database).last != wear else { continue }
                problems.append("the journal of part \(part) does not lead to its state")
            }
        } else {
            problems.append("no state is stored")
        }
        missions = try database.missions(limit: 1_000)
        for mission in missions { _ = try StateCoding.decode(MissionRun.self, from: mission.body) }
        for incident in try database.incidents(limit: 1_000) {
            _ = try StateCoding.decode(Incident.self, from: incident.body)
            incidents.append(incident.kind)
        }
        try examineRecords(database)
        let outbox = Outbox(database)
        let stats = try outbox.stats(now: WallTime(milliseconds: 0))
        if !stats.isConserved { problems.append("the outbox does not add up") }
        for mail in try outbox.list(includeDismissed: true, limit: 10_000) {
            guard let details = try outbox.mail(id: mail.id) else { continue }
            mails[details.messageID] = mail.state
            if mail.kind == "mission" { missionMails.append(details.messageID) }
        }
        try readJournal(of: database)
    }

    /// Whatever the moment of the kill, the chain is whole, and each started mission has a record or waits for it.
    private mutating func examineRecords(_ database: RoostDatabase) throws {
        var audit = ChainAudit(database)
        problems += try audit.run().findings.map { "chain: \($0.kind.rawValue) \($0.detail)" }
        recordsDue = try database.dueRecords()
        recorded = try database.lastFlightRecords(limit: 100).map(\.run)
        for mission in missions where mission.outcome != nil {
            let run = try StateCoding.decode(MissionRun.self, from: mission.body)
            guard run.isStarted, !(recordsDue + recorded).contains(mission.occurrence) else { continue }
            problems.append("\(mission.occurrence) has no record and waits for none")
        }
    }

    private mutating func readJournal(of database: RoostDatabase) throws {
        var last: Int64 = 0
        while true {
            let page = try database.journal(after: last, limit: 500)
            guard let end = page.last?.sequence else { break }
            last = end
            for line in page where line.entry.kind == "decision" {
                let decided = try StateCoding.decode(Decided.self, from: line.entry.body)
                for case .perform(let order) in decided.effects {
                    orders.append(GivenOrder(id: order.id, action: order.action, at: line.moment.boot))
                }
            }
        }
        if Set(orders.map(\.id)).count != orders.count { problems.append("an order number was used twice") }
    }
}
