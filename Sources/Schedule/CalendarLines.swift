// SPDX-License-Identifier: Apache-2.0
// The content lines of an iCalendar file (RFC 5545, 3.1): folded lines joined, names, parameters and values taken
// apart, each with the place where it stands. What the lines mean is read elsewhere.

/// What is wrong with a calendar file, and where.
public struct CalendarFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in Unicode scalars.
    public let column: Int
    /// What is wrong.
    public let reason: String
    /// What to do.
    public let remedy: String

    /// Place, reason and remedy: "12:9: … (…)".
    public var description: String { "\(line):\(column): \(reason) (\(remedy))" }
}

/// A place in a calendar file.
struct CalendarPlace: Sendable, Hashable {
    var line: Int
    var column: Int

    func error(_ reason: String, _ remedy: String) -> CalendarFileError {
        CalendarFileError(line: line, column: column, reason: reason, remedy: remedy)
    }
}

/// One property of a calendar file.
struct CalendarProperty: Sendable {
    let name: String
    let parameters: [String: String]
    let value: String
    /// Where the line begins.
    let place: CalendarPlace
    /// Where the value begins.
    let valuePlace: CalendarPlace
}

/// Reads the lines of a calendar file one after the other.
struct CalendarLines {
    /// Largest file.
    static let largestFile = 4 * 1_024 * 1_024
    /// Longest unfolded line.
    static let longestLine = 64 * 1_024

    private let bytes: [UInt8]
    private var next = 0
    private var line = 0

    init(_ bytes: [UInt8]) throws(CalendarFileError) {
        guard bytes.count <= Self.largestFile else {
            throw CalendarPlace(line: 1, column: 1).error("the file is larger than 4 MiB", "split it")
        }
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    }

    /// The next property; nil at the end of the file.
    mutating func property() throws(CalendarFileError) -> CalendarProperty? {
        while let logical = try logicalLine() {
            if logical.bytes.isEmpty { continue }
            return try Self.property(logical)
        }
        return nil
    }

    /// A line with its folds undone, and where each piece of it stood.
    private struct Logical {
        var bytes: [UInt8] = []
        var pieces: [(offset: Int, line: Int, column: Int)] = []

        func place(of offset: Int) -> CalendarPlace {
            guard let piece = pieces.last(where: { $0.offset <= offset }) else {
                return CalendarPlace(line: 1, column: 1)
            }
            let scalars = bytes[piece.offset..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
            return CalendarPlace(line: piece.line, column: piece.column + scalars)
        }
    }

    private mutating func logicalLine() throws(CalendarFileError) -> Logical? {
        guard next < bytes.count else { return nil }
        var logical = Logical()
        var isFolded = false
        repeat {
            line += 1
            let start = isFolded ? next + 1 : next
            var end = start
            while end < bytes.count, bytes[end] != 10 { end += 1 }
            next = end < bytes.count ? end + 1 : end
            if end > start, bytes[end - 1] == 13 { end -= 1 }
            logical.pieces.append((logical.bytes.count, line, isFolded ? 2 : 1))
            logical.bytes += bytes[min(start, end)..<end]
            guard logical.bytes.count <= Self.longestLine else {
                throw CalendarPlace(line: line, column: 1).error(
                    "the line is longer than 64 KiB", "shorten it")
            }
            isFolded = next < bytes.count && (bytes[next] == 32 || bytes[next] == 9)
        } while isFolded
        return logical
    }

    private static func property(_ logical: Logical) throws(CalendarFileError) -> CalendarProperty {
        let bytes = logical.bytes
        func text(_ range: Range<Int>) throws(CalendarFileError) -> String {
            guard let text = String(validating: bytes[range], as: UTF8.self) else {
                throw logical.place(of: range.lowerBound).error(
                    "the text is not UTF-8", "save the file as UTF-8")
            }
            return text
        }
        var at = 0
        /// The end of a name that begins at `at`.
        func nameEnd() -> Int {
            var end = at
            while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
            return end
        }
        let end = nameEnd()
        guard end > 0 else {
            throw logical.place(of: 0).error(
                "the line does not begin with a property name", "write NAME:value")
        }
        let name = try text(0..<end).uppercased()
        at = end
        var parameters: [String: String] = [:]
        while at < bytes.count, bytes[at] == UInt8(ascii: ";") {
            at += 1
            let end = nameEnd()
            guard end > at, end < bytes.count, bytes[end] == UInt8(ascii: "=") else {
                throw logical.place(of: at).error(
                    "a parameter of \(shown(name)) has no =", "write for example ;TZID=…")
            }
            let key = try text(at..<end).uppercased()
            let (value, after) = try parameterValue(logical, from: end + 1)
            parameters[key] = try text(value)
            at = after
        }
        guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else {
            throw logical.place(of: at).error(
                "\(shown(name)) has no colon before its value", "write \(shown(name)):value")
        }
        return CalendarProperty(
            name: name, parameters: parameters, value: try text(at + 1..<bytes.count),
            place: logical.place(of: 0),
            valuePlace: logical.place(of: at + 1))
    }

    /// The octets of a parameter's value, and where the rest goes on; a list of values is kept as it is written.
    private static func parameterValue(
        _ logical: Logical, from start: Int
    ) throws(CalendarFileError) -> (value: Range<Int>, after: Int) {
        let bytes = logical.bytes
        var at = start
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            at += 1
            while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
            guard at < bytes.count else {
                throw logical.place(of: start).error("a quoted parameter does not end", "close it with \"")
            }
            let value = start + 1..<at
            at += 1
            // Further quoted values of a list do not matter to any parameter that is read here.
            var isQuoted = false
            while at < bytes.count,
                isQuoted || (bytes[at] != UInt8(ascii: ";") && bytes[at] != UInt8(ascii: ":"))
            {
                if bytes[at] == UInt8(ascii: "\"") { isQuoted.toggle() }
                at += 1
            }
            return (value, at)
        }
        while at < bytes.count, bytes[at] != UInt8(ascii: ";"), bytes[at] != UInt8(ascii: ":") { at += 1 }
        return (start..<at, at)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// Text as a calendar file writes it: with its escapes.
enum CalendarText {
    /// The text without escapes.
    static func plain(_ written: String) -> String {
        var text = "", isEscaped = false
        for character in written {
            if isEscaped {
                text.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// The text with escapes.
    static func written(_ plain: String) -> String {
        plain.reduce(into: "") { text, character in
            switch character {
            case "\\", ";", ",": text += "\\\(character)"
            case "\n", "\r\n", "\r": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
