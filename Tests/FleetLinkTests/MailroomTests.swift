// SPDX-License-Identifier: Apache-2.0
// Docks of which only mail tells: their rows are the same whatever the order and number of their mails, a mail that the
// database does not take costs no other its place, and a dock with a broker is left to its broker.

import DockModel
import Fleet
import Foundation
import Post
import Testing
import Triage

@testable import FleetLink

@Suite(.serialized, .enabled(if: Machinery.areThere, Machinery.reason), .timeLimit(.minutes(1)))
struct MailroomTests {
    private let hour: Int64 = 3_600_000
    /// An hour ago, so that nobody is silent for days.
    private let base =
        WallTime(seconds: (Date().timeIntervalSince1970).rounded()).milliseconds - 10 * 3_600_000

    private func time(_ hours: Int64) -> WallTime { WallTime(milliseconds: base + hours * hour) }

    private func word(_ dock: String, _ hours: Int64, _ kind: String, _ content: MailWord.Content) throws
        -> MailWord
    {
        let stamp = String(UTCText.text(time(hours)).prefix(19)) + "Z"
        var facts =
            "{\"schema\":\"roost-mail/1\",\"dock\":\"\(dock)\",\"kind\":\"\(kind)\",\"key\":\"k\",\"time\":\"\(stamp)\""
        switch content {
        case .heartbeat, .other: break
        case .incident(let key, let severity, let isResolved):
            facts += ",\"incident\":\"\(key)\",\"isResolved\":\(isResolved)"
            if let severity { facts += ",\"severity\":\"\(severity)\"" }
        case .digest(let day, let rollup):
            facts += ",\"day\":\"\(day)\"" + (rollup.map { ",\"rollup\":\($0)" } ?? "")
        }
        let mail = """
            From: dock@example.org
            X-Roost-Kind: \(kind)
            MIME-Version: 1.0
            Content-Type: application/json
            Content-Disposition: attachment; filename=roost.json

            \(facts)}
            """
        return try #require(
            try MailWord(
                ParsedMail(Array(mail.utf8)), arrived: time(hours), now: time(100), trust: MailTrust()))
    }

    private func beat(
        _ dock: String, _ sequence: Int64, epoch: Int64 = 1, incidents: Int = 0, phase: String = "idle"
    )
        throws -> MailWord
    {
        let note = HeartbeatNote(
            dock: dock, epoch: epoch, sequence: sequence, sent: time(sequence), isClockTrusted: true,
            next: time(sequence + 1), phase: phase, isInFlight: false, incidents: incidents, superseded: 0)
        let mail = "X-Roost-Kind: heartbeat\n\n\(note.text(signedBy: MessageKey(octets: [1])))"
        return try #require(
            try MailWord(
                ParsedMail(Array(mail.utf8)), arrived: time(sequence), now: time(100), trust: MailTrust()))
    }

    private func rollup(_ day: String, _ stage: String) -> String {
        var report = RollUpReport(day: day)
        var part = PartReport(
            part: "fan", name: "Fan", serial: "1", use: 1, useUnit: "h", daysP10: 5, daysP50: 9, leadDays: 21)
        part.stage = stage
        report.parts = [part]
        return String(decoding: FleetReport.rollup(report).body, as: UTF8.self)
    }

    private func rows(_ link: PostgresLink) throws -> [[String?]] {
        try link.rows(
            """
            SELECT name, to_char(last_seen AT TIME ZONE 'UTC', 'DDD HH24:MI'), epoch::text, state::text FROM roost.dock
            UNION ALL SELECT dock, to_char(received AT TIME ZONE 'UTC', 'DDD HH24:MI'), sequence::text, body::text
            FROM roost.document ORDER BY 1, 3
            """)
    }

    @Test func `docks are the same whatever the order and the copies of their mails`() throws {
        let words = [
            try beat("A", 1), try beat("A", 2, incidents: 1, phase: "hold"), try beat("A", 1, epoch: 0),
            try word("A", 2, "incident", .incident(key: "X", severity: .error, isResolved: false)),
            try word("A", 1, "incident", .incident(key: "Y", severity: .emergency, isResolved: false)),
            try word("A", 3, "incident", .incident(key: "Y", severity: .emergency, isResolved: true)),
            try word("B", 1, "digest", .digest(day: "2026-11-25", rollup: rollup("2026-11-25", "plan"))),
            try word("B", 4, "digest", .digest(day: "2026-11-25", rollup: rollup("2026-11-25", "stop"))),
            try word("B", 3, "digest", .digest(day: "2026-11-26", rollup: rollup("2026-11-26", "replace"))),
            try word("C", 1, "mission", .other),
            try word("D", 1, "incident", .incident(key: "Z", severity: .critical, isResolved: false)),
            try beat("D", 2),
        ]
        var found: [[[String?]]] = []
        for turn in 0..<3 {
            let link = try PostgresLink(try TestDatabases.shared().make())
            let mailroom = try FleetMailroom(link)
            let order =
                turn == 0 ? words : turn == 1 ? words.reversed() : words + words.reversed() + [words[4]]
            var stored = 0, repeated = 0
            // In small pieces, as mailboxes of several days would bring them.
            for start in stride(from: 0, to: order.count, by: turn == 2 ? 5 : 1) {
                let outcome = try mailroom.take(
                    Array(order[start..<min(order.count, start + (turn == 2 ? 5 : 1))]), aside: [])
                stored += outcome.stored
                repeated += outcome.repeated
            }
            #expect(stored == words.count && repeated == order.count - words.count)
            found.append(try rows(link))
            guard turn == 2 else { continue }
            let overview = try FleetOverview(link)
            let docks = Dictionary(try overview.docks().map { ($0.dock, $0) }) { first, _ in first }
            #expect(
                docks["A"]?.openIncidents == 1 && docks["A"]?.worstSeverity == 2
                    && docks["A"]?.phase == "hold")
            #expect(docks["A"]?.intervalSeconds == 3_600)
            // The heartbeat after the incident's word says that none is open.
            #expect(docks["D"]?.openIncidents == 0 && docks["D"]?.worstSeverity == nil)
            #expect(docks["C"]?.concern == .well && docks["C"]?.phase == nil)
            #expect(try overview.parts().map { "\($0.part) \($0.stage)" } == ["fan replace"])
        }
        #expect(found[0] == found[1] && found[1] == found[2])
        #expect(found[0].count == 6)
    }

    @Test func `a mail that cannot be kept is put aside once, and the rest goes on`() throws {
        let link = try PostgresLink(try TestDatabases.shared().make())
        let mailroom = try FleetMailroom(link)
        let poison = try word(
            "P", 1, "incident", .incident(key: "a\\u0000b", severity: nil, isResolved: false))
        let words = [try beat("A", 1), poison, try beat("A", 2)]
        let garbage = MailAside(place: "new/1", octets: [0, 1, 2], fault: .badSignature)
        for _ in 0..<2 {
            let outcome = try mailroom.take(words, aside: [garbage])
            #expect(outcome.docks == ["A"] && outcome.putAside == 2)
        }
        #expect(try link.rows("SELECT count(*), count(dock) FROM roost.poison") == [["2", "0"]])
        #expect(try link.rows("SELECT count(*) FROM roost.mail") == [["2"]])
    }

    @Test func `a dock with a broker is left to its broker`() throws {
        let link = try PostgresLink(try TestDatabases.shared().make())
        let mailroom = try FleetMailroom(link)
        _ = try mailroom.take([try beat("A", 1)], aside: [])
        let ledger = try FleetLedger(link)
        var report = StateReport()
        report.phase = "flying"
        let envelope = FleetEnvelope(
            dock: "A", epoch: 77, stream: .state, sequence: 1, sent: time(9), isClockTrusted: true,
            heads: [.state: 1], shed: 0)
        _ = try ledger.store([
            Arrival(
                topic: FleetTopic.document(dock: "A", .state).description,
                octets: envelope.document(body: FleetReport.state(report).body))
        ])
        #expect(try ledger.account())
        _ = try mailroom.take([try beat("A", 2, phase: "fault")], aside: [])
        #expect(try link.rows("SELECT epoch, state->>'phase' FROM roost.dock") == [["77", "flying"]])
    }
}
