// SPDX-License-Identifier: Apache-2.0
// Calendar events: lines of RFC 5545, no value that adds a property, and a foreign parser that reads them back.

import DockModel
import Foundation
import Post
import Testing

private func event(_ change: (inout CalendarEvent) -> Void = { _ in }) -> CalendarEvent {
    var event = CalendarEvent(
        uid: "visit.2026-11.north@example.org", sequence: 2, start: WallTime(seconds: 1_795_766_400),
        end: WallTime(seconds: 1_795_773_600), summary: "Change the cover belt",
        description: "Belt 7; serial A,1\nBring: key",
        location: "Dock NORTH")
    change(&event)
    return event
}

private let stamp = WallTime(seconds: 1_795_000_000)

/// Whether the Python of the system has icalendar.
private let hasReader = python("import icalendar") == ""

/// What a Python program prints; nil when it fails.
private func python(_ program: String, _ input: String = "") -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", program]
    let (give, take) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (
        give, take, FileHandle.nullDevice
    )
    // A machine without Python has no such reader.
    guard (try? process.run()) != nil else { return nil }
    give.fileHandleForWriting.write(Data(input.utf8))
    give.fileHandleForWriting.closeFile()
    let output = take.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: output, as: UTF8.self) : nil
}

@Test func `an event is exactly this`() {
    #expect(
        event().text(at: stamp)
            == """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            PRODID:-//Roost//Roost//EN\r
            CALSCALE:GREGORIAN\r
            METHOD:PUBLISH\r
            BEGIN:VEVENT\r
            UID:visit.2026-11.north@example.org\r
            SEQUENCE:2\r
            DTSTAMP:20261118T110640Z\r
            DTSTART:20261127T080000Z\r
            DTEND:20261127T100000Z\r
            SUMMARY:Change the cover belt\r
            DESCRIPTION:Belt 7\\; serial A\\,1\\nBring: key\r
            LOCATION:Dock NORTH\r
            STATUS:CONFIRMED\r
            END:VEVENT\r
            END:VCALENDAR\r

            """)
}

@Test func `lines are folded at 75 octets and no character is split`() {
    let text = event { $0.summary = String(repeating: "Größe 5 € 🚁 ", count: 30) }.text(at: stamp)
    #expect(text.hasSuffix("\r\n"))
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    #expect(lines.contains { $0.hasPrefix(" ") && $0.utf8.count >= 72 })
    let unfolded = text.replacingOccurrences(of: "\r\n ", with: "")
    #expect(unfolded.contains("SUMMARY:" + String(repeating: "Größe 5 € 🚁 ", count: 30) + "\r\n"))
}

@Test func `no value adds a line or a property`() {
    let bad = "a\r\nATTENDEE:mailto:x@y\nBEGIN:VALARM\r\u{2028}X\u{0}\u{7}"
    let text = event {
        ($0.uid, $0.summary, $0.description, $0.location) = (bad, bad, bad, bad)
        ($0.sequence, $0.end) = (-5, $0.start)
    }.text(at: stamp)
    let names = text.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n").map {
        $0.prefix { $0 != ":" }
    }
    #expect(
        names == [
            "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP",
            "DTSTART",
            "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "END", "END", "",
        ])
    #expect(text.contains("SEQUENCE:0\r\n") && !text.contains("DTEND"))
    #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 13 || $0 == 10 })
}

@Test(.enabled(if: hasReader, "python3-icalendar is needed"))
func `another program reads the same event back`() throws {
    let long = String(repeating: "Wechsel des Antriebsriemens, Größe 5; \\ und\nZeile ", count: 20)
    let text = event { ($0.description, $0.isCancelled) = (long, true) }.text(at: stamp)
    let program = """
        import sys, icalendar
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
        assert calendar['METHOD'] == 'PUBLISH' and calendar['VERSION'] == '2.0'
        events = calendar.walk('VEVENT')
        assert len(events) == 1 and not calendar.errors and not events[0].errors
        e = events[0]
        print(e['UID'], e['SEQUENCE'], e['STATUS'], e['DTSTAMP'].dt.isoformat(), e['DTSTART'].dt.isoformat(),
              e['DTEND'].dt.isoformat(), e['SUMMARY'], e['LOCATION'], sep='|')
        sys.stdout.write(e['DESCRIPTION'])
        """
    let read = try #require(python(program, text))
    #expect(
        read
            == "visit.2026-11.north@example.org|2|CANCELLED|2026-11-18T11:06:40+00:00|2026-11-27T08:00:00+00:00|"
            + "2026-11-27T10:00:00+00:00|Change the cover belt|Dock NORTH\n" + long)
}
