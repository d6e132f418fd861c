// SPDX-License-Identifier: Apache-2.0
// An alert in 340 octets of ASCII, the mobile-originated payload of a short-burst satellite modem: dock, incident,
// class, time in UTC, what to do, reference. It must never grow beyond that, whatever it is given.

public import DockModel

/// The short form of an alert.
public struct ShortAlert: Sendable, Equatable {
    /// Octets of the text with its line ends, as the body of a mail carries them.
    public static let mostOctets = 340

    /// How the incident stands.
    public enum Standing: String, Sendable {
        /// It has begun or goes on.
        case open = "OPEN"
        /// It was told before and goes on.
        case stillOpen = "STILL OPEN"
        /// It has ended.
        case ended = "ENDED"
    }

    /// The dock.
    public var dock: String
    /// Its class.
    public var severity: Severity
    /// How it stands.
    public var standing: Standing
    /// The stable name of its kind, such as COVER.timed-out.
    public var incident: String
    /// What happened.
    public var what: String
    /// When it began or ended.
    public var time: WallTime
    /// What to do.
    public var action: String
    /// Under which number the dock knows it.
    public var reference: String

    /// An alert of its parts; what is too long is cut when it is written.
    public init(
        dock: String, severity: Severity, standing: Standing, incident: String, what: String, time: WallTime,
        action: String, reference: String
    ) {
        self.dock = dock
        self.severity = severity
        self.standing = standing
        self.incident = incident
        self.what = what
        self.time = time
        self.action = action
        self.reference = reference
    }

    /// "P1 OPEN NORTH COVER.timed-out".
    public var subject: String {
        "\(severity.label) \(standing.rawValue) \(Self.plain(dock, most: 32)) \(Self.plain(incident, most: 40))"
    }

    /// The text: at most 340 octets of ASCII with CRLF behind each line.
    public var text: String {
        let head = "\(severity.label) \(standing.rawValue) \(Self.plain(dock, most: 32))\r\n"
        let kind = Self.plain(incident, most: 40)
        let foot = "\(UTCStamp.text(time))\r\nRef \(Self.plain(reference, most: 48))\r\n"
        let fixed = head.utf8.count + kind.utf8.count + foot.utf8.count + ": \r\nDo: \r\n".utf8.count
        let room = Self.mostOctets - fixed
        var what = Self.plain(what, most: room), action = Self.plain(action, most: room)
        // Each has half; what one does not need is the other's.
        if what.utf8.count + action.utf8.count > room {
            let half = room / 2
            let forWhat = max(half, room - action.utf8.count)
            what = Self.cut(what, most: min(what.utf8.count, forWhat))
            action = Self.cut(action, most: room - what.utf8.count)
        }
        let does = action.isEmpty ? "" : "Do: \(action)\r\n"
        return head + kind + (what.isEmpty ? "" : ": \(what)") + "\r\n" + does + foot
    }

    /// The text in printable ASCII on one line.
    static func plain(_ text: String, most: Int) -> String {
        var words = ""
        for scalar in text.unicodeScalars.prefix(4 * mostOctets) {
            switch scalar.value {
            case 0x21...0x7E: words.unicodeScalars.append(scalar)
            case _ where scalar.properties.isWhitespace || scalar.value < 0x20:
                if !words.isEmpty, words.last != " " { words += " " }
            default: words += spelling[scalar.value] ?? "?"
            }
        }
        while words.last == " " { words.removeLast() }
        return cut(words, most: most)
    }

    /// ASCII cut at the end of a word where there is one near.
    private static func cut(_ text: String, most: Int) -> String {
        guard text.utf8.count > most else { return text }
        let mark = ".."
        guard most > mark.utf8.count else { return String(text.prefix(max(0, most))) }
        let head = text.prefix(most - mark.utf8.count)
        let end = head.lastIndex(of: " ").flatMap {
            head.distance(from: $0, to: head.endIndex) < 16 ? $0 : nil
        }
        return String(head[..<(end ?? head.endIndex)]) + mark
    }

    private static let spelling: [UInt32: String] = [
        0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0xC4: "Ae", 0xD6: "Oe", 0xDC: "Ue", 0xDF: "ss", 0xB0: "deg",
        0xB5: "u",
        0x3BC: "u", 0x3A9: "ohm", 0x2126: "ohm", 0xB1: "+-", 0xB2: "2", 0xB3: "3", 0xD7: "x", 0xE0: "a",
        0xE1: "a",
        0xE2: "a", 0xE7: "c", 0xE8: "e", 0xE9: "e", 0xEA: "e", 0xED: "i", 0xF1: "n", 0xF3: "o", 0xF4: "o",
        0xFA: "u",
        0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-", 0x2018: "'",
        0x2019: "'",
        0x201C: "\"", 0x201D: "\"", 0x201E: "\"", 0x2026: "...", 0x2264: "<=", 0x2265: ">=", 0x2192: "->",
    ]
}

/// Times in UTC as machines read them.
enum UTCStamp {
    /// "2026-11-25T14:05:09Z".
    static func text(_ time: WallTime) -> String {
        let (date, second) = split(time)
        return "\(date)T\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    /// "20261125T140509Z" (RFC 5545).
    static func basic(_ time: WallTime) -> String { text(time).filter { $0 != "-" && $0 != ":" } }

    /// The date and the seconds of the day, kept within the years 1 to 9999.
    private static func split(_ time: WallTime) -> (CivilDate, Int) {
        let whole = time.milliseconds / 1_000 - (time.milliseconds % 1_000 < 0 ? 1 : 0)
        let seconds = Int(min(max(whole, -62_135_596_800), 253_402_300_799))
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return (CivilDate(daysSince1970: day), seconds - day * 86_400)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
