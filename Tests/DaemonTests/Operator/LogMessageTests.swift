// SPDX-License-Identifier: Apache-2.0
// The journal's entries: octets as systemd reads them, ids that never change, and a catalogue that says what the code
// says.

import Foundation
import Glibc
import Logging
import Testing

@testable import roost

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")

/// The first text of every log call of a source, with "…" for what is put in.
private func loggedTexts(of source: String) -> [String] {
    var found: [String] = []
    for level in ["trace", "debug", "info", "notice", "warning", "error", "critical"] {
        for call in source.ranges(of: "og.\(level)(") + source.ranges(of: "ogger.\(level)(") {
            let rest = source[call.upperBound...].drop(while: \.isWhitespace)
            guard rest.first == "\"" else { continue }
            var text = "", depth = 0, before: Character = " "
            for letter in rest.dropFirst() {
                if depth == 0, letter == "\"", before != "\\" { break }
                switch (before, letter) {
                case ("\\", "("):
                    depth += 1
                    if depth == 1 { text = String(text.dropLast()) + "…" }
                case (_, "(") where depth > 0: depth += 1
                case (_, ")") where depth > 0: depth -= 1
                case _ where depth == 0: text.append(letter)
                default: break
                }
                before = letter
            }
            found.append(text)
        }
    }
    return found
}

@Suite struct LogMessages {
    @Test func `each message of the catalogue is one that the code writes`() throws {
        var texts: Set<String> = []
        let sources = FileManager.default.enumerator(
            at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        while let file = sources?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            texts.formUnion(loggedTexts(of: try String(contentsOf: file, encoding: .utf8)))
        }
        #expect(texts.count > 60)
        for message in LogCatalogue.all { #expect(texts.contains(message.text), "\(message.text)") }
    }

    @Test func `names and ids are unique, and an id never changes`() {
        let all = LogCatalogue.all
        #expect(
            Set(all.map(\.name)).count == all.count && Set(all.map(\.id)).count == all.count
                && all.count >= 40)
        #expect(all.allSatisfy { $0.id.count == 32 })
        #expect(LogCatalogue.all.first?.id == "00583afa60142e1df61d7115baa9aae0")
    }

    @Test(arguments: [
        ("phase idle -> gating", "phase.changed"), ("device plc answers", "device.found"),
        ("device plc: no reply", "device.trouble"), ("mail: 3 sent, 0 left", "mail.sent"),
        ("mail: no route", "mail.trouble"), ("mail 7 to a@b: refused", "mail.refused"),
        ("mail 7 was given up after 20 d: Digest", "mail.expired"),
        ("HTTP asks for a, and the clock is not set", "trigger.unset-clock"),
    ])
    func `a text has the name that says most of it`(text: String, name: String) {
        #expect(LogCatalogue.message(of: text)?.name == name)
    }

    @Test func `other texts have no name`() {
        #expect(LogCatalogue.message(of: "phase idle") == nil && LogCatalogue.message(of: "") == nil)
    }

    @Test func `the page shows the catalogue`() throws {
        let page = try String(contentsOf: root.appending(path: "docs/log-messages.md"), encoding: .utf8)
        let rows = LogCatalogue.all.map { "| `\($0.name)` | `\($0.id)` | \($0.text) | \($0.meaning) |" }
        for row in rows { #expect(page.contains(row), "\(row)") }
        #expect(
            page.split(separator: "\n").count { $0.hasPrefix("| `") && $0.split(separator: "|").count == 4 }
                == rows.count)
    }
}

@Suite struct JournalEntries {
    @Test func `one line is name and value, several lines have their length`() {
        #expect(JournalSocket.entry([("A", "b=c")]) == Array("A=b=c\n".utf8))
        #expect(
            JournalSocket.entry([("A", "b\nc")]) == Array("A\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0]
                + Array("b\nc\n".utf8))
        let long = JournalSocket.entry([("A", String(repeating: "x", count: 100_000))])
        #expect(long.count == JournalSocket.longestValue + 3)
    }

    @Test func `an entry arrives at a socket whole, and one that cannot leave is told`() throws {
        let path = try freshDirectory() + "/journal"
        #expect(!JournalSocket(path: path).send([("MESSAGE", "x")]))
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                unsafe bind(descriptor, rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(isBound == 0)
        let event = LogEvent(
            level: .error, message: "phase idle -> fault\nsecond line", metadata: nil, source: "roost",
            file: "F.swift",
            function: "f()", line: 7)
        #expect(JournalSocket(path: path).send(JournalLog.fields(of: event)))
        var octets = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &octets, octets.count, Int32(MSG_DONTWAIT))
        let text = String(decoding: octets.prefix(max(0, count)), as: UTF8.self)
        #expect(
            text.contains(
                "PRIORITY=3\nSYSLOG_IDENTIFIER=roost\nCODE_FILE=F.swift\nCODE_LINE=7\nCODE_FUNC=f()\n"))
        #expect(text.hasPrefix("MESSAGE\n\u{1F}\0\0\0\0\0\0\0phase idle -> fault\nsecond line\n"))
        #expect(text.contains("ROOST_MESSAGE=phase.changed\n") && text.contains("MESSAGE_ID="))
    }

    @Test func `standard error that is not the journal's has no journal`() {
        #expect(
            JournalSocket(environment: [:]) == nil
                && JournalSocket(environment: ["JOURNAL_STREAM": "1:1"]) == nil)
    }
}
