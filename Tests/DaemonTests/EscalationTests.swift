// SPDX-License-Identifier: Apache-2.0
// Escalation and acknowledgement: each step once, over restarts too; none after somebody has taken note; a link that
// this dock did not make opens nothing.

import DockModel
import Foundation
import Host
import Post
import RoostCore
import Settings
import Store
import Testing

@testable import Console
@testable import RoostDaemon

private let steps = """
      escalation:
        - {after: 15 min, severity: P2, to: [chief@example.org]}
        - {after: 1 h, severity: P0, to: [owner@example.org], language: de}
      acknowledge_url: https://dock.example.org
    """

/// Tells an incident as the loop does.
private func tell(_ incident: Incident, _ bureau: MailBureau, bin: String = "mailedAlone") throws {
    var decision = DecisionCommit(moment: bureauTime(0))
    decision.incidents = [
        IncidentRecord(
            id: incident.storageID, severity: incident.kind.severity, kind: incident.kind.rawValue,
            opened: incident.opened, isOpen: incident.resolved == nil, body: try StateCoding.encode(incident))
    ]
    var triage = TriageCommit()
    triage.events = [
        EventRecord(
            id: incident.number, time: incident.opened, kind: incident.kind.rawValue,
            severity: incident.kind.severity, incident: incident.storageID,
            place: .ended(bin: bin, mail: nil),
            rule: "test", body: [])
    ]
    decision.triage = triage
    _ = try bureau.database.commit(decision)
}

private func desk(_ bureau: MailBureau) -> EscalationDesk {
    EscalationDesk(
        steps: bureau.configuration.dock.mail.escalation, database: bureau.database, writer: bureau.writer,
        logger: silent)
}

@Suite struct EscalationTests {
    private static func another(_ bureau: MailBureau) -> EscalationDesk { desk(bureau) }

    @Test func `each step comes once in its time, over restarts too`() throws {
        let bureau = try MailBureau(steps)
        try tell(bureauIncident(.smoke), bureau)
        let first = desk(bureau)
        #expect(!first.look(bureau.state, at: bureauTime(890)))
        #expect(first.look(bureau.state, at: bureauTime(901)))
        #expect(!first.look(bureau.state, at: bureauTime(1_800)))
        let second = desk(bureau)
        #expect(!second.look(bureau.state, at: bureauTime(1_900)))
        #expect(second.look(bureau.state, at: bureauTime(3_601)))
        #expect(!desk(bureau).look(bureau.state, at: bureauTime(9_000)))
        // Only the restarts write a mail that the queue knows already; a desk that goes on writes none again.
        #expect(first.mailsWritten == 1 && second.mailsWritten == 2)
        let mails = try Outbox(bureau.database).list().reversed()
        #expect(mails.map(\.recipients) == [["chief@example.org"], ["owner@example.org"]])
        #expect(mails.map(\.subject).first?.hasSuffix("nobody has answered") == true)
        #expect(mails.map(\.subject).last?.hasSuffix("niemand hat reagiert") == true)
        #expect(mails.allSatisfy { $0.priority == 0 && $0.severity == 0 && $0.shortForm == "queued" })
    }

    @Test func `nobody is called once somebody has taken note, or for what was never told`() throws {
        let bureau = try MailBureau(steps)
        let noticed = bureauIncident(.smoke, 1), held = bureauIncident(.water, 2),
            mild = bureauIncident(.clockJumped, 3)
        try tell(noticed, bureau)
        try tell(held, bureau, bin: "inhibited")
        try tell(mild, bureau)
        var ended = bureauIncident(.vehicleLost, 4)
        ended.resolved = bureauNoon
        try tell(ended, bureau)
        _ = try bureau.database.acknowledge(noticed.storageID, who: "Kim", way: "command", at: bureauTime(60))
        #expect(!desk(bureau).look(bureau.state, at: bureauTime(86_400)))
        #expect(try Outbox(bureau.database).list().isEmpty)
    }

    @Test func `a wall clock that jumps calls nobody`() throws {
        let bureau = try MailBureau(steps)
        try tell(bureauIncident(.smoke), bureau)
        let desk = EscalationTests.another(bureau)
        #expect(!desk.look(bureau.state, at: bureauTime(10)))
        let jumped = Moment(boot: bureauTime(20).boot, wall: bureauNoon + .seconds(1_000_000))
        #expect(!desk.look(bureau.state, at: jumped))
        // Nor does a clock that is not trusted when the process starts.
        #expect(!EscalationTests.another(bureau).look(bureau.state, at: bureauTime(5_000, isTrusted: false)))
    }

    @Test func `a link is good for its incident at its dock only`() throws {
        let bureau = try MailBureau(steps)
        let links = try #require(bureau.writer.links)
        let link = links.link(for: "1790000000000-12")
        #expect(link.hasPrefix("https://dock.example.org/ack/1790000000000-12."))
        let token = String(link.split(separator: "/").last ?? "")
        #expect(links.incident(of: token) == "1790000000000-12")
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(links.incident(of: changed) == nil)
        }
        for bad in [
            "", ".", "x", token + "A", String(token.dropLast()), "1790000000000-13" + token.dropFirst(16),
        ] {
            #expect(links.incident(of: bad) == nil)
        }
        // The key outlives a restart; another dock has another.
        #expect(try MailBureau(steps, in: bureau.directory).writer.links?.incident(of: token) != nil)
        #expect(try MailBureau(steps).writer.links?.incident(of: token) == nil)
        let storage = bureau.configuration.dock.storageDirectory
        let path = (storage.hasPrefix("/") ? storage : bureau.directory + "/" + storage) + "/acknowledge.key"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `an alert carries the link, its end does not, and only POST takes note`() throws {
        let bureau = try MailBureau(steps)
        var incident = bureauIncident(.coverTimedOut)
        try tell(incident, bureau)
        let text = ParsedMail(bureau.mails(incident)[0].octets).text ?? ""
        let link = try #require(bureau.writer.links?.link(for: incident.storageID))
        #expect(text.contains(link))
        let token = String(link.split(separator: "/").last ?? "")
        let door = AcknowledgeDoor(
            try #require(bureau.writer.links), bureau.database,
            clock: PacedClock(start: bureauNoon, speed: 1), logger: silent)
        #expect(door.reply(method: "GET", token: token, from: "", TimeStyle()).status == 200)
        #expect(try bureau.database.acknowledgement(of: incident.storageID) == nil)
        #expect(door.reply(method: "POST", token: token, from: "192.0.2.7", TimeStyle()).status == 200)
        #expect(try bureau.database.acknowledgement(of: incident.storageID)?.way == "link")
        // A second word changes nothing and leaves no further line.
        #expect(door.reply(method: "POST", token: token, from: "192.0.2.8", TimeStyle()).status == 200)
        let lines = try bureau.database.auditTrail().map(\.entry)
        #expect(lines.map(\.action) == ["acknowledge"] && lines.map(\.address) == ["192.0.2.7"])
        #expect(lines.map(\.way) == ["link"] && lines.map(\.subject) == [incident.storageID])
        #expect(door.reply(method: "POST", token: token + "x", from: "", TimeStyle()).status == 404)
        incident.resolved = bureauNoon + .seconds(60)
        #expect(!(ParsedMail(bureau.mails(incident, at: 60)[0].octets).text ?? "").contains("/ack/"))
    }
}
