// SPDX-License-Identifier: Apache-2.0
// The reader's side of the signs of life over real files: a Maildir whose mails move and get marks, an mbox with quoted
// lines, mails that are too large, no mails at all, and the words that a look says.

import DockModel
import Foundation
import Testing
import Triage

@testable import roost

private let key = MessageKey(octets: Array("the key of dock and reader, 32 o".utf8))
private let start = WallTime(milliseconds: 1_790_000_000_000)

private func later(_ hours: Double) -> WallTime {
    WallTime(milliseconds: start.milliseconds + Int64(hours * 3_600_000))
}

private func mail(_ sequence: Int64, epoch: Int64 = 1, key: MessageKey = key) -> String {
    let note = HeartbeatNote(
        dock: "north", epoch: epoch, sequence: sequence, sent: later(Double(sequence)), isClockTrusted: true,
        next: later(Double(sequence) + 1), phase: "idle", isInFlight: false, incidents: 0, superseded: 0)
    return """
        From: Roost <dock@example.org>
        To: ops@example.org
        Subject: alive
        X-Roost-Kind: heartbeat
        Content-Type: text/plain; charset=utf-8

        A sign of life.

        \(note.text(signedBy: key))
        """
}

private func maildir(_ mails: [(name: String, text: String)]) throws -> String {
    let path = try freshDirectory() + "/Maildir"
    for part in ["new", "cur", "tmp"] {
        try FileManager.default.createDirectory(atPath: "\(path)/\(part)", withIntermediateDirectories: true)
    }
    for mail in mails { try Data(mail.text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(mail.name)")) }
    return path
}

private func look(_ path: String) -> WatchLook {
    WatchLook(
        mailbox: HeartbeatMailbox(path: path, key: key), rules: HeartbeatWatch(), docks: [],
        within: 24 * 3_600)
}

@Suite struct TheWatchOfAMailbox {
    @Test func `a Maildir with every sign of life is well, and a mail that was read is the same mail`() throws
    {
        let path = try maildir([
            ("new/1.a", mail(1)), ("new/2.a", mail(2)), ("new/other", "Subject: x\n\nhello\n"),
        ])
        var look = look(path)
        let first = try look.take(at: later(2.5))
        #expect(first.isWell && first.findings.isEmpty)
        #expect(first.docks.map(\.sequence) == [2] && first.docks[0].count == 2)
        try FileManager.default.moveItem(atPath: path + "/new/1.a", toPath: path + "/cur/1.a:2,S")
        #expect(try look.take(at: later(2.5)).isWell)
        let late = try look.take(at: later(3.2))
        #expect(!late.isWell && late.findings.map(\.kind) == ["overdue"])
        try Data(mail(3).utf8).write(to: URL(fileURLWithPath: path + "/new/3.a"))
        #expect(try look.take(at: later(3.2)).isWell)
    }

    @Test func `a gap, a forgery and a replay are alarms for a day and not for ever`() throws {
        let forger = MessageKey(octets: [7])
        let path = try maildir([
            ("new/1", mail(1)), ("new/4", mail(4)), ("new/5", mail(5, key: forger)), ("new/4again", mail(4)),
        ])
        var look = look(path)
        let report = try look.take(at: later(4.5))
        #expect(Set(report.findings.filter(\.isAlarm).map(\.kind)) == ["gap", "bad-signature", "replay"])
        #expect(!report.isWell)
        #expect(look.news(in: report).filter { $0.contains("ALARM") }.count == 3)
        #expect(look.news(in: report).isEmpty)
        // The files came just now by this machine's clock; the gap was seen in the dock's.
        let gap = report.findings.first { $0.kind == "gap" }
        #expect(gap?.text.contains("numbers 2 to 3") == true)
    }

    @Test func `an mbox is read mail by mail, with quoted lines and either line end`() throws {
        let path = try freshDirectory() + "/mbox"
        let quoted = "Subject: other\n\n>From here on\nroost-heartbeat/2\n\n"
        var text = ""
        for body in [mail(1), quoted, mail(2).replacingOccurrences(of: "\n", with: "\r\n")] {
            text += "From dock@example.org Thu Nov 26 01:00:00 2026\n" + body + "\n\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        var look = look(path)
        let report = try look.take(at: later(2.5))
        #expect(report.isWell && report.docks.map(\.sequence) == [2] && report.docks[0].count == 2)
    }

    @Test func `an empty mailbox is an alarm, a missing one and a folder that is no Maildir are errors`()
        throws
    {
        var empty = look(try maildir([]))
        #expect(try empty.take(at: later(1)).findings.map(\.kind) == ["none"])
        var missing = look(try freshDirectory() + "/nothing")
        #expect(throws: MailboxError.self) { try missing.take(at: later(1)) }
        var folder = look(try freshDirectory())
        #expect(throws: MailboxError.self) { try folder.take(at: later(1)) }
    }

    @Test func `a mail that is too large or cut anywhere never traps and never counts as life`() throws {
        let whole = Array(mail(1).utf8)
        let mailbox = HeartbeatMailbox(path: "", key: key)
        for length in stride(from: 0, to: whole.count - 2, by: 7) {
            let sight = mailbox.sight(Array(whole[..<length]), place: "x", arrived: nil)
            if case .note(_, isSigned: true, _)? = sight?.reading { Issue.record("cut to \(length)") }
        }
        let path = try maildir([
            ("new/big", mail(1) + String(repeating: "x", count: HeartbeatMailbox.largestMail))
        ])
        var look = look(path)
        #expect(try look.take(at: later(1.5)).docks.isEmpty)
    }
}
