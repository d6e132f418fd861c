// SPDX-License-Identifier: Apache-2.0
// The sign of life of a dock: a few lines of text with a number, the time by which the next is due and a signature. The
// same lines are made and read here; what their absence means is the reader's affair.

public import DockModel

/// One sign of life.
public struct HeartbeatNote: Sendable, Equatable, Codable {
    /// The first line of each, with the version of the format.
    public static let mark = "roost-heartbeat/1"

    /// The dock that lives.
    public var dock: String
    /// When its numbers began; a dock that lost its store begins anew with a later one.
    public var epoch: Int64
    /// The number, from 1, without a gap but for what was superseded.
    public var sequence: Int64
    /// When it was made.
    public var sent: WallTime
    /// Whether the dock believed its clock.
    public var isClockTrusted: Bool
    /// By when the next is made.
    public var next: WallTime
    /// What the dock is doing.
    public var phase: String
    /// Whether its vehicle is in the air.
    public var isInFlight: Bool
    /// Open incidents.
    public var incidents: Int
    /// Signs of life since the epoch that were replaced by newer ones before any server took them.
    public var superseded: Int

    /// A sign of life.
    public init(
        dock: String, epoch: Int64, sequence: Int64, sent: WallTime, isClockTrusted: Bool, next: WallTime,
        phase: String, isInFlight: Bool, incidents: Int, superseded: Int
    ) {
        self.dock = dock
        self.epoch = epoch
        self.sequence = sequence
        self.sent = sent
        self.isClockTrusted = isClockTrusted
        self.next = next
        self.phase = phase
        self.isInFlight = isInFlight
        self.incidents = incidents
        self.superseded = superseded
    }

    /// The lines that are signed, each ended by a line feed.
    public var signedText: String {
        """
        \(Self.mark)
        dock \(Self.word(dock))
        epoch \(epoch)
        sequence \(sequence)
        sent \(UTCText.text(sent))
        clock \(isClockTrusted ? "believed" : "doubted")
        next \(UTCText.text(next))
        phase \(Self.word(phase))
        flight \(isInFlight ? "yes" : "no")
        incidents \(incidents)
        superseded \(superseded)

        """
    }

    /// The whole text, signed.
    public func text(signedBy key: MessageKey) -> String {
        signedText + "signature hmac-sha256 \(key.code(of: Array(signedText.utf8)))\n"
    }

    private static func word(_ text: String) -> String {
        String(text.prefix(64).map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
    }
}

/// What was found in a text.
public enum HeartbeatReading: Sendable, Equatable {
    /// It is no sign of life.
    case none
    /// It says it is one and cannot be read.
    case malformed(String)
    /// A sign of life whose signature is right, or is not.
    case note(HeartbeatNote, isSigned: Bool, code: String)
}

extension HeartbeatNote {
    private static let names = [
        "dock", "epoch", "sequence", "sent", "clock", "next", "phase", "flight", "incidents", "superseded",
    ]

    /// Reads a sign of life out of a mail's text. Spaces at line ends and lines before and after are not looked at:
    /// mail programs add them.
    public static func read(_ text: String, key: MessageKey) -> HeartbeatReading {
        var lines: [Substring] = []
        var hasBegun = false
        for line in text.split(
            maxSplits: 400, omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        {
            let line = trimmed(line)
            if !hasBegun { hasBegun = line == mark } else { lines.append(line) }
            if lines.count > names.count { break }
        }
        guard hasBegun else { return .none }
        guard lines.count == names.count + 1 else {
            return .malformed("it has \(lines.count) lines of \(names.count + 1)")
        }
        var values: [Substring] = []
        for (name, line) in zip(names, lines) {
            guard line.hasPrefix(name + " ") else { return .malformed("no \(name) where it should stand") }
            values.append(line.dropFirst(name.count + 1))
        }
        let signature = "signature hmac-sha256 "
        guard let last = lines.last, last.hasPrefix(signature) else {
            return .malformed("it has no signature")
        }
        guard let epoch = Int64(values[1]), let sequence = Int64(values[2]),
            (1...(1 << 53)).contains(sequence),
            let sent = UTCText.time(values[3]), let next = UTCText.time(values[5]),
            let incidents = Int(values[8]),
            let superseded = Int(values[9]), ["believed", "doubted"].contains(values[4]),
            ["yes", "no"].contains(values[7]), !values[0].isEmpty
        else { return .malformed("a number or a time cannot be read") }
        let note = HeartbeatNote(
            dock: String(values[0]), epoch: epoch, sequence: sequence, sent: sent,
            isClockTrusted: values[4] == "believed",
            next: next, phase: String(values[6]), isInFlight: values[7] == "yes", incidents: incidents,
            superseded: superseded)
        let code = String(last.dropFirst(signature.count))
        // Signed are the lines as they were made: a value that reads the same and was written otherwise does not pass.
        let signed = ([Substring(mark)] + lines.dropLast()).map { $0 + "\n" }.joined()
        return .note(note, isSigned: key.accepts(code, of: Array(signed.utf8)), code: code)
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let last = line.unicodeScalars.last, last == " " || last == "\r" || last == "\t" {
            line = line[..<line.unicodeScalars.index(before: line.unicodeScalars.endIndex)]
        }
        return line
    }
}

/// A time as "2026-11-26T01:50:00.000Z", both ways.
public enum UTCText {
    /// The time as text.
    public static func text(_ time: WallTime) -> String {
        let milliseconds = Swift.min(Swift.max(time.milliseconds, 0), 253_402_300_799_999)
        let (days, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
        }
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
        return
            "\(CivilDate(daysSince1970: Int(days)))T\(clock.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
    }

    /// The time of a text; nil for any other form.
    public static func time(_ text: Substring) -> WallTime? {
        let octets = Array(text.utf8)
        let form = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
        guard octets.count == form.count else { return nil }
        var numbers: [Int] = []
        var number = 0
        for (octet, wanted) in zip(octets, form) {
            if wanted == UInt8(ascii: "d") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) else { return nil }
                number = number * 10 + Int(octet - UInt8(ascii: "0"))
            } else {
                guard octet == wanted else { return nil }
                numbers.append(number)
                number = 0
            }
        }
        guard numbers.count == 7, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
            numbers[3] < 24,
            numbers[4] < 60, numbers[5] < 60, numbers[0] >= 1970
        else { return nil }
        let days = CivilDate.daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2])
        let seconds = Int64(days) * 86_400 + Int64(numbers[3] * 3_600 + numbers[4] * 60 + numbers[5])
        return WallTime(milliseconds: seconds * 1_000 + Int64(numbers[6]))
    }
}
