// SPDX-License-Identifier: Apache-2.0
// An event for calendars (RFC 5545): one VEVENT that is published, such as a visit for maintenance. A later text with
// the same uid and a higher sequence replaces it. No value can add a line or a property.

public import DockModel

/// One event of a calendar.
public struct CalendarEvent: Sendable, Equatable {
    /// The media type of its file, for an attachment.
    public static let mediaType = "text/calendar; method=PUBLISH; charset=utf-8"
    /// Most characters of a text that are kept.
    static let longestText = 4_000

    /// The same for ever, and no other event's: "visit.2026-11.north@example.org".
    public var uid: String
    /// 0 at first, one more with each change.
    public var sequence: Int
    /// When it begins.
    public var start: WallTime
    /// When it ends; an end that is not after the beginning is left out.
    public var end: WallTime
    /// Its title.
    public var summary: String
    /// What it is about; line feeds are kept.
    public var description: String
    /// Where.
    public var location: String
    /// Whether it does not take place.
    public var isCancelled = false

    /// An event.
    public init(
        uid: String, sequence: Int, start: WallTime, end: WallTime, summary: String, description: String,
        location: String
    ) {
        self.uid = uid
        self.sequence = sequence
        self.start = start
        self.end = end
        self.summary = summary
        self.description = description
        self.location = location
    }

    /// The file, with CRLF line ends; `stamp` is when it was written.
    public func text(at stamp: WallTime) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Roost//Roost//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT", "UID:\(Self.escaped(uid))", "SEQUENCE:\(min(max(sequence, 0), Int(Int32.max)))",
            "DTSTAMP:\(UTCStamp.basic(stamp))", "DTSTART:\(UTCStamp.basic(start))",
        ]
        if UTCStamp.text(end) > UTCStamp.text(start) { lines.append("DTEND:\(UTCStamp.basic(end))") }
        lines.append("SUMMARY:\(Self.escaped(summary))")
        if !description.isEmpty { lines.append("DESCRIPTION:\(Self.escaped(description))") }
        if !location.isEmpty { lines.append("LOCATION:\(Self.escaped(location))") }
        lines += ["STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT", "END:VCALENDAR"]
        return lines.map(CalendarLine.folded).joined()
    }

    /// A text value: backslash, semicolon, comma and line feed are escaped, other control characters left out.
    private static func escaped(_ text: String) -> String {
        var value = "", isAfterReturn = false
        for scalar in text.unicodeScalars.prefix(longestText) {
            defer { isAfterReturn = scalar == "\r" }
            switch scalar {
            case "\\", ";", ",": value += "\\\(scalar)"
            case "\r", "\u{85}", "\u{2028}", "\u{2029}": value += "\\n"
            case "\n": if !isAfterReturn { value += "\\n" }
            case "\t": value += " "
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): break
            default: value.unicodeScalars.append(scalar)
            }
        }
        return value
    }
}
