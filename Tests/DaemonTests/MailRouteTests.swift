// SPDX-License-Identifier: Apache-2.0
// Routes: who gets what, in which language, at which hours. P0 and P1 wait for nothing; nobody is left without an
// alert because no route took it; nobody gets one twice.

import DockModel
import Fleet
import Foundation
import Post
import RoostCore
import Settings
import Store
import Testing
import Triage

@testable import RoostDaemon

/// A day with nothing in it.
private func tally() -> DayTally {
    var tally = DayTally()
    tally.day = "2026-11-26"
    return tally
}

@Suite struct MailRouteTests {
    private let night = 11.0 * 3_600

    @Test func `without routes mails go as before`() throws {
        let mails = try MailBureau("").mails(bureauIncident(.coverTimedOut))
        #expect(mails.map(\.recipients) == [["ops@example.org"]])
        #expect(mails[0].dedupe == "incident.\(bureauIncident(.coverTimedOut).storageID)")
        #expect(mails[0].severity == .error && mails[0].heldUntil == nil)
    }

    @Test func `each language has its mail and its thread, and nobody gets two`() throws {
        let bureau = try MailBureau(
            """
              routes:
                - {to: [anna@example.org, both@example.org], language: de}
                - {to: [ben@example.org, both@example.org]}
            """)
        let mails = bureau.mails(bureauIncident(.coverTimedOut))
        #expect(mails.map(\.recipients) == [["anna@example.org", "both@example.org"], ["ben@example.org"]])
        let german = ParsedMail(mails[0].octets), english = ParsedMail(mails[1].octets)
        #expect(german.subject.contains("Der Deckel hat sein Ende nicht erreicht"))
        #expect(german.text?.contains("Eis, Schmutz") == true && german.text?.contains("Look for") == false)
        #expect(english.subject.contains("The cover did not reach its end"))
        #expect(Set(mails.map(\.messageID)).count == 2 && Set(mails.compactMap(\.dedupe)).count == 2)
        var ended = bureauIncident(.coverTimedOut)
        ended.resolved = bureauNoon + .seconds(60)
        let after = bureau.mails(ended, at: 60)
        // The end of the German thread answers its beginning.
        #expect(
            String(decoding: after[0].octets, as: UTF8.self).contains("In-Reply-To: \(mails[0].messageID)"))
        #expect(
            String(decoding: after[1].octets, as: UTF8.self).contains("In-Reply-To: \(mails[1].messageID)"))
    }

    @Test func `quiet hours hold P2 until their end, and never P0 or P1`() throws {
        let bureau = try MailBureau("  routes: [{to: [anna@example.org], quiet: \"22:00-06:30\"}]")
        let error = bureau.mails(bureauIncident(.coverTimedOut), at: night)
        // 23:00 in Zürich; 06:30 is seven and a half hours away.
        #expect(error[0].heldUntil == bureauNoon + .seconds(night + 7.5 * 3_600))
        for kind in IncidentKind.allCases where kind.severity <= .critical {
            let mails = bureau.mails(bureauIncident(kind), at: night)
            #expect(mails.count == 1 && mails[0].heldUntil == nil, "\(kind)")
        }
        #expect(bureau.mails(bureauIncident(.coverTimedOut))[0].heldUntil == nil)
        // A clock that is not trusted knows no night.
        #expect(bureau.mails(bureauIncident(.coverTimedOut), at: night, isTrusted: false)[0].heldUntil == nil)
    }

    @Test func `a night in which the clocks change ends at the right minute`() throws {
        let router = MailRouter(
            mail: try MailBureau("  routes: [{to: [a@example.org], quiet: \"22:00-06:00\"}]").configuration
                .dock.mail,
            zone: try MailBureau("").configuration.dock.dock.timeZone)
        // 2027-03-28 02:00 is 03:00 in Zürich: this night is an hour shorter.
        let eve = Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_806_181_200))
        let end = try #require(router.shares(.mission, else: [], now: eve)[0].heldUntil)
        let local = LocalDay(end, zone: router.zone)
        #expect(local.minute == 360 && eve.wall.duration(to: end) == .seconds(7 * 3_600))
    }

    @Test func `who is on a quiet and on a loud route is told at once`() throws {
        let bureau = try MailBureau(
            """
              routes:
                - {to: [anna@example.org, ben@example.org], quiet: "22:00-06:00"}
                - {to: [anna@example.org]}
            """)
        let mails = bureau.mails(bureauIncident(.coverTimedOut), at: night)
        let held = mails.filter { $0.heldUntil != nil }
        #expect(held.map(\.recipients) == [["ben@example.org"]])
        #expect(mails.filter { $0.heldUntil == nil }.map(\.recipients) == [["anna@example.org"]])
        // One message, two rows.
        #expect(Set(mails.map(\.messageID)).count == 1 && Set(mails.compactMap(\.dedupe)).count == 2)
        let database = bureau.database
        let answers = try Outbox(database).enqueue(mails, at: bureauTime(night))
        #expect(answers.allSatisfy { if case .queued = $0 { true } else { false } })
    }

    @Test func `an incident that no route takes goes to the alert list`() throws {
        let bureau = try MailBureau(
            "  routes: [{to: [anna@example.org], kinds: [incident], severity: P1, hours: \"08:00-18:00\"}]")
        #expect(bureau.mails(bureauIncident(.smoke)).map(\.recipients) == [["anna@example.org"]])
        #expect(bureau.mails(bureauIncident(.coverTimedOut)).map(\.recipients) == [["ops@example.org"]])
        #expect(bureau.mails(bureauIncident(.smoke), at: night).map(\.recipients) == [["ops@example.org"]])
        let digest = bureau.writer.mails(for: .digest(tally()), state: bureau.state, now: bureauTime(0))
        #expect(digest.map(\.recipients) == [["boss@example.org"]])
    }

    @Test func `a digest in German keeps the key that tells its day`() throws {
        let bureau = try MailBureau("  routes: [{to: [a@example.org], language: de}, {to: [b@example.org]}]")
        let mails = bureau.writer.mails(
            for: .digest(tally()), state: bureau.state, now: bureauTime(0))
        #expect(mails.compactMap(\.dedupe).compactMap(MailKind.digestDay) == ["2026-11-26", "2026-11-26"])
        #expect(mails.count == 2 && ParsedMail(mails[0].octets).text?.contains("WARTENDE MAILS") != true)
        #expect(ParsedMail(mails[0].octets).text?.contains("OFFENE VORFÄLLE") == true)
    }

    @Test func `what a fleet reads of a mail is what the dock meant, signed with the key of its heartbeats`() throws {
        let bureau = try MailBureau("")
        let key = try #require(MessageKey(secret: "0123456789abcdef0123456789abcdef"))
        var writer = bureau.writer
        writer.factsKey = key
        let trust = MailTrust(takesUnsignedReports: false, needsKeys: true) { $0 == "NORTH" ? key : nil }
        func word(_ mail: NewMail) throws -> MailWord {
            try #require(
                try MailWord(ParsedMail(mail.octets), arrived: bureauNoon, now: bureauNoon + .seconds(9), trust: trust))
        }
        var incident = bureauIncident(.smoke)
        incident.resolved = bureauNoon
        let mails = writer.mails(for: .incident(incident), state: bureau.state, now: bureauTime(0))
        #expect(
            try word(#require(mails.first)).content
                == .incident(key: incident.key, severity: .emergency, isResolved: true))
        let digest = writer.mails(for: .digest(tally()), state: bureau.state, now: bureauTime(0))
        let told = try word(#require(digest.first))
        let body = String(decoding: FleetReport.rollup(RollUpReport(tally())).body, as: UTF8.self)
        #expect(told.isSigned && told.content == .digest(day: "2026-11-26", rollup: JSONNode(body.utf8)?.written))
    }

    @Test func `an alert has a short form for a satellite, in its thread`() throws {
        let incident = bureauIncident(.smoke)
        let mail = try #require(try MailBureau("").mails(incident).first)
        let short = try #require(mail.short)
        let text = String(decoding: short.octets, as: UTF8.self)
        let parts = text.components(separatedBy: "\r\n\r\n")
        #expect(parts.count == 2 && parts[1].utf8.count <= ShortAlert.mostOctets)
        for word in [
            "P0 OPEN", "POWER.smoke", "because of a test", "2026-11-26T11:00:00Z",
            "Ref \(incident.storageID)",
        ] {
            #expect(parts[1].contains(word), "\(word)")
        }
        #expect(short.messageID != mail.messageID && text.contains("To: ops@example.org"))
        let digests = try MailBureau("").writer.mails(
            for: .digest(tally()), state: DockState(at: bureauTime(0), parts: []),
            now: bureauTime(0))
        let digest = try #require(digests.first)
        let body = String(decoding: digest.short?.octets ?? [], as: UTF8.self).components(separatedBy: "\r\n\r\n")
        #expect(body.count == 2 && body[1].hasPrefix("Dock NORTH:") && body[1].utf8.count <= ShortAlert.mostOctets)
        #expect(digests.allSatisfy { $0.severity == nil })
    }
}

@Suite struct SealedMailTests {
    /// A directory with keys made by openssl.
    private func keys() throws -> String {
        let directory = try freshDirectory()
        for name in ["dock", "ops"] {
            try run(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout \(name).key -out \(name).pem "
                    + "-subj /CN=\(name) -addext extendedKeyUsage=emailProtection 2>/dev/null && chmod 600 \(name).key",
                in: directory)
        }
        return directory
    }

    private func run(_ command: String, in directory: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        struct Failed: Error { let command: String }
        if process.terminationStatus != 0 { throw Failed(command: command) }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is needed"))
    func `mails are sealed when they are queued, and openssl opens and believes them`() throws {
        let directory = try keys()
        let bureau = try MailBureau(
            """
              routes: [{to: [ops@example.org, plain@example.org]}]
              smime: {certificate_file: dock.pem, key_file: dock.key, recipients: {ops@example.org: ops.pem}}
            """, in: directory)
        let mails = bureau.mails(bureauIncident(.coverTimedOut))
        let sealed = try #require(mails.first { $0.recipients == ["ops@example.org"] })
        let signed = try #require(mails.first { $0.recipients == ["plain@example.org"] })
        // What is encrypted has no short form in the clear.
        #expect(sealed.short == nil && signed.short != nil)
        #expect(!String(decoding: sealed.octets, as: UTF8.self).contains("because of a test"))
        // The octets that leave are those of the queue, at every attempt.
        let outbox = Outbox(bureau.database)
        _ = try outbox.enqueue(mails, at: bureauTime(0))
        for attempt in 1...2 {
            let leased = try outbox.lease(
                limit: 10, owner: "\(attempt)", now: bureauNoon, span: .seconds(60), includeDeferred: true)
            #expect(Set(leased.map(\.octets)) == [sealed.octets, signed.octets])
            try outbox.release(leased.map(\.id), owner: "\(attempt)", now: bureauNoon)
        }
        try Data(sealed.octets).write(to: URL(fileURLWithPath: directory + "/sealed.eml"))
        try Data(signed.octets).write(to: URL(fileURLWithPath: directory + "/signed.eml"))
        try run(
            "openssl cms -decrypt -in sealed.eml -recip ops.pem -inkey ops.key -out opened.eml", in: directory
        )
        let verify = "openssl cms -verify -CAfile dock.pem -purpose any -in"
        try run(
            "\(verify) opened.eml -out opened.txt && grep -q 'because of a test' opened.txt", in: directory)
        try run(
            "\(verify) signed.eml -out signed.txt && grep -q 'because of a test' signed.txt", in: directory)
        // A changed octet is noticed.
        try run(
            "sed 's/because of a/because of A/' signed.eml > bad.eml; ! \(verify) bad.eml -out x",
            in: directory)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is needed"))
    func `a key that is none stops the start and not the alert`() throws {
        let directory = try keys()
        try run("echo nonsense > bad.pem", in: directory)
        #expect(throws: (any Error).self) {
            _ = try MailBureau("  smime: {recipients: {ops@example.org: bad.pem}}", in: directory)
        }
        #expect(throws: (any Error).self) {
            _ = try MailBureau("  smime: {certificate_file: dock.pem, key_file: ops.key}", in: directory)
        }
    }
}
