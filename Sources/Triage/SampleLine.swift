// SPDX-License-Identifier: Apache-2.0
// Reads one line `timestamp,value` of a series. It says what is wrong and in which column; it never guesses a
// number or a time, and no octets make it fail otherwise.

import DockModel

/// What one line of a series is.
public enum SampleLine: Sendable, Equatable {
    /// A reading; its value is nil when the field is empty, "NaN" or infinite.
    case sample(Sample)
    /// The names of the columns; only the first line can be that.
    case header
    /// Not readable: why, and the column counted from 1.
    case unreadable(because: String, column: Int)

    /// Longest line that is read, in octets.
    public static let longestLine = 1_024

    /// Reads a line without its line end.
    /// - Parameters:
    ///   - octets: the line, UTF-8 or ASCII.
    ///   - isFirst: whether a header may stand here.
    public init(_ octets: ArraySlice<UInt8>, isFirst: Bool = false) {
        var line = octets
        if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        if line.last == 0x0D { line = line.dropLast() }
        let start = octets.startIndex
        guard line.count <= Self.longestLine else {
            self = .unreadable(because: "the line is longer than \(Self.longestLine) octets", column: 1)
            return
        }
        if isFirst, line.starts(with: [0xFF, 0xFE]) || line.starts(with: [0xFE, 0xFF]) {
            self = .unreadable(because: "the text is UTF-16; expected UTF-8, as iconv makes it", column: 1)
            return
        }
        if let carriage = line.firstIndex(of: 0x0D) {
            self = .unreadable(
                because: "a carriage return inside the line; lines end in LF or CR LF", column: carriage - start + 1)
            return
        }
        guard let comma = line.firstIndex(of: UInt8(ascii: ",")) else {
            let what = line.isEmpty ? "the line is empty" : "there is no comma"
            self = .unreadable(because: "\(what); expected `timestamp,value`", column: 1)
            return
        }
        let tail = line[(comma + 1)...]
        if let second = tail.firstIndex(of: UInt8(ascii: ",")) {
            if isFirst, Self.isName(Self.trimmed(line[..<comma])), Self.isName(Self.trimmed(tail[..<second])) {
                self = .header
                return
            }
            self = .unreadable(
                because: "more than two fields; expected `timestamp,value`", column: second - start + 1)
            return
        }
        let (first, second) = (Self.trimmed(line[..<comma]), Self.trimmed(tail))
        let time = DecimalText.time(first)
        let value = Self.value(second)
        switch (time, value) {
        case (let time?, .number(let number)): self = .sample(Sample(time: time, value: number))
        case (nil, .unreadable) where isFirst: self = .header
        case (nil, .number(nil)) where isFirst && Self.isName(first): self = .header
        case (nil, _):
            self = .unreadable(
                because: "the time \(Self.shown(first)) is not like 2026-11-25 17:40:00, "
                    + "2026-11-25T17:40:00Z or a number since 1970", column: 1)
        case (_, .unreadable):
            self = .unreadable(
                because: "the value \(Self.shown(second)) is not a number", column: comma - start + 2)
        }
    }

    /// Whether a field can be the name of a column: it begins with a letter.
    private static func isName(_ field: ArraySlice<UInt8>) -> Bool {
        field.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
    }

    private enum Field {
        case number(Double?)
        case unreadable
    }

    private static let noNumber: Set<String> = [
        "", "nan", "null", "none", "na", "n/a", "inf", "infinity", "-", "?",
    ]

    private static func value(_ text: ArraySlice<UInt8>) -> Field {
        if let number = DecimalText.number(text) { return .number(number.isFinite ? number : nil) }
        guard text.count <= 10 else { return .unreadable }
        var word = text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
        if word.count > 1, word[0] == UInt8(ascii: "+") || word[0] == UInt8(ascii: "-") { word.removeFirst() }
        return noNumber.contains(String(decoding: word, as: UTF8.self)) ? .number(nil) : .unreadable
    }

    /// Without spaces, tabs and one pair of quotation marks.
    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var field = field
        func isBlank(_ octet: UInt8?) -> Bool { octet == 0x20 || octet == 0x09 }
        while isBlank(field.first) { field = field.dropFirst() }
        while isBlank(field.last) { field = field.dropLast() }
        if field.count >= 2, field.first == 0x22, field.last == 0x22 { return field.dropFirst().dropLast() }
        return field
    }

    /// Foreign text for an error: short, quoted, printable ASCII only.
    private static func shown(_ text: ArraySlice<UInt8>) -> String {
        let printable = text.prefix(32).map { $0 >= 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }
        return "\"" + String(decoding: printable, as: UTF8.self) + (text.count > 32 ? "...\"" : "\"")
    }
}
