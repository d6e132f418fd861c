// SPDX-License-Identifier: Apache-2.0
// What one mail says to the fleet: read from its JSON part and its signature alone, dated by the server that took it,
// and refused with a reason when it cannot be believed.

import DockModel
import Foundation
import Post
import Testing
import Triage

@testable import Fleet

/// Mails as docks write them, made by hand.
enum MailExample {
    static let key = MessageKey(octets: Array("the key of the dock NORTH, 32 oc".utf8))
    static let now = WallTime(milliseconds: 1_795_780_800_000)

    /// A mail with a JSON part; `signedBy` signs it.
    static func mail(
        _ json: String, kind: String, dock: String = "NORTH", from: String = "dock@example.org",
        signedBy key: MessageKey? = nil, more: String = ""
    ) -> [UInt8] {
        let signature = key.map { "X-Roost-Signature: hmac-sha256 \($0.code(of: Array(json.utf8)))\n" } ?? ""
        return Array(
            """
            \(more)From: Roost <\(from)>
            Subject: whatever
            Date: Thu, 26 Nov 2026 13:00:00 +0100
            X-Roost-Kind: \(kind)
            X-Roost-Dock: \(dock)
            \(signature)MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            words for people
            --b
            Content-Type: application/json; name=roost.json
            Content-Disposition: attachment; filename=roost.json
            Content-Transfer-Encoding: base64

            \(Data(json.utf8).base64EncodedString())
            --b--

            """.utf8)
    }

    static func facts(
        _ kind: String, dock: String = "NORTH", key: String = "k", time: String, _ more: String = ""
    )
        -> String
    {
        """
        {"dock":"\(dock)","key":"\(key)","kind":"\(kind)","schema":"roost-mail/1","time":"\(time)"\(more)}
        """
    }

    static func note(_ sequence: Int64, epoch: Int64 = 1, dock: String = "NORTH", incidents: Int = 0)
        -> HeartbeatNote
    {
        let sent = WallTime(milliseconds: 1_795_694_400_000 + sequence * 3_600_000)
        return HeartbeatNote(
            dock: dock, epoch: epoch, sequence: sequence, sent: sent, isClockTrusted: true,
            next: sent + .seconds(3_600), phase: "idle", isInFlight: false, incidents: incidents,
            superseded: 0)
    }

    static func beat(_ note: HeartbeatNote, key: MessageKey = key, more: String = "") -> [UInt8] {
        Array(
            "\(more)From: dock@example.org\nX-Roost-Kind: heartbeat\n\nAlive.\n\n\(note.text(signedBy: key))"
                .utf8)
    }

    static func word(_ octets: [UInt8], arrived: WallTime? = nil, _ trust: MailTrust = MailTrust())
        throws(MailFault)
        -> MailWord?
    {
        try MailWord(ParsedMail(octets), arrived: arrived, now: now, trust: trust)
    }
}

@Suite struct MailWordTests {
    private let keyed = MailTrust(takesUnsignedReports: false) { $0 == "NORTH" ? MailExample.key : nil }

    @Test func `a heartbeat, an incident and a digest say what they say`() throws {
        let beat = try #require(try MailExample.word(MailExample.beat(MailExample.note(3)), keyed))
        #expect(beat.dock == "NORTH" && beat.isSigned && beat.content == .heartbeat(MailExample.note(3)))
        let incident = MailExample.facts(
            "incident", time: "2026-11-26T12:00:00Z",
            ",\"incident\":\"POWER.smoke\",\"severity\":\"critical\"")
        let word = try #require(try MailExample.word(MailExample.mail(incident, kind: "incident")))
        #expect(word.content == .incident(key: "POWER.smoke", severity: .critical, isResolved: false))
        #expect(word.told == WallTime(milliseconds: 1_795_694_400_000) && !word.isSigned)
        let digest = MailExample.facts(
            "digest", time: "2026-11-26T17:00:00Z",
            ",\"day\":\"2026-11-26\",\"rollup\":{\"day\":\"2026-11-26\",\"parts\":[1.50,true,null]}")
        let day = try #require(try MailExample.word(MailExample.mail(digest, kind: "digest")))
        #expect(
            day.content
                == .digest(day: "2026-11-26", rollup: "{\"day\":\"2026-11-26\",\"parts\":[1.50,true,null]}"))
    }

    @Test func `mails of others are passed over, and such that only quote a dock too`() throws {
        for text in [
            "", "Subject: x\n\nhello\n", "X-Roost-Kind: test\n\nroost.json is not here\n", "\u{0}\u{1}\n\n",
        ] {
            #expect(try MailExample.word(Array(text.utf8)) == nil)
        }
        #expect(try MailExample.word([0, 255, 254, 10, 13, 10]) == nil)
    }

    @Test func `what cannot be believed is refused with its reason`() throws {
        let facts = MailExample.facts("digest", time: "2026-11-26T17:00:00Z", ",\"day\":\"2026-11-26\"")
        func fault(_ octets: [UInt8], _ trust: MailTrust = MailTrust()) -> MailFault? {
            do throws(MailFault) {
                _ = try MailExample.word(octets, trust)
                return nil
            } catch { return error }
        }
        let stranger = MessageKey(octets: Array("another key than that of the dock".utf8))
        #expect(fault(MailExample.beat(MailExample.note(1), key: stranger), keyed) == .badSignature)
        #expect(fault(MailExample.mail(facts, kind: "digest"), keyed) == .unsigned)
        #expect(fault(MailExample.mail(facts, kind: "digest", signedBy: stranger), keyed) == .badSignature)
        #expect(fault(MailExample.mail(facts, kind: "digest", signedBy: MailExample.key), keyed) == nil)
        // One octet of the part changed on the way.
        let other = MailExample.facts("digest", time: "2026-11-26T17:00:01Z", ",\"day\":\"2026-11-26\"")
        var changed = MailExample.mail(other, kind: "digest")
        changed.insert(
            contentsOf: Array(
                "X-Roost-Signature: hmac-sha256 \(MailExample.key.code(of: Array(facts.utf8)))\n".utf8), at: 0
        )
        #expect(fault(changed, keyed) == .badSignature)
        #expect(
            fault(MailExample.mail(facts, kind: "digest", dock: "SOUTH"))
                == .otherDock("\"SOUTH\" and \"NORTH\""))
        let senders = MailTrust(key: { _ in nil }) { _ in ["dock@example.org"] }
        #expect(fault(MailExample.mail(facts, kind: "digest"), senders) == nil)
        #expect(
            fault(MailExample.mail(facts, kind: "digest", from: "evil@example.com"), senders)
                == .strangeSender("evil@example.com"))
        let unknown = MailTrust(needsKeys: true)
        #expect(fault(MailExample.mail(facts, kind: "digest"), unknown) == .unsigned)
        #expect(fault(MailExample.beat(MailExample.note(1)), unknown) == .unsigned)
        for json in [
            "{", "[]", MailExample.facts("digest", time: "yesterday"),
            MailExample.facts("digest", dock: "no name", time: "2026-11-26T17:00:00Z"),
            MailExample.facts("digest", time: "2026-11-26T17:00:00Z", ",\"day\":\"2026-02-30\""),
            MailExample.facts(
                "digest", time: "2026-11-26T17:00:00Z",
                ",\"day\":\"2026-11-26\",\"rollup\":{\"day\":\"2026-11-25\"}"),
        ] {
            let found = fault(
                MailExample.mail(json, kind: "digest", dock: json.contains("no name") ? "no name" : "NORTH"))
            guard case .malformed = found else {
                Issue.record("\(json): \(String(describing: found))")
                continue
            }
        }
    }

    @Test func `the last server says when a mail came, and nothing comes in the future`() throws {
        let note = MailExample.note(1)
        let received =
            "Received: from a by b; Thu, 26 Nov 2026 15:30:00 +0200 (CEST)\nReceived: from x by a; garbage\n"
        let word = try #require(
            try MailExample.word(MailExample.beat(note, more: received), arrived: MailExample.now))
        #expect(word.arrived == WallTime(milliseconds: 1_795_699_800_000))
        let file = try #require(try MailExample.word(MailExample.beat(note), arrived: note.sent))
        #expect(file.arrived == note.sent)
        let late = try #require(
            try MailExample.word(MailExample.beat(note), arrived: MailExample.now + .seconds(99)))
        #expect(late.arrived == MailExample.now)
    }

    @Test func `copies of a mail are one, whatever the way they came`() throws {
        let facts = MailExample.facts("digest", time: "2026-11-26T17:00:00Z", ",\"day\":\"2026-11-26\"")
        let one = try #require(try MailExample.word(MailExample.mail(facts, kind: "digest")))
        let two = try #require(
            try MailExample.word(MailExample.mail(facts, kind: "digest", more: "Received: x\n")))
        let three = try #require(
            try MailExample.word(
                MailExample.mail(
                    MailExample.facts("digest", time: "2026-11-26T17:00:01Z", ",\"day\":\"2026-11-26\""),
                    kind: "digest")))
        #expect(one.identity == two.identity && one.identity != three.identity)
    }
}
