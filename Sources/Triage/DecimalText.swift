// SPDX-License-Identifier: Apache-2.0
// Numbers and times of a text line, straight from its octets. Short numbers are exact by arithmetic; long ones go
// through the standard library. Nothing here traps on any octets.

import DockModel

/// Readers of numbers and times.
enum DecimalText {
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19,
        1e20, 1e21, 1e22,
    ]

    /// The number that is all of the text, or nil.
    static func number(_ text: ArraySlice<UInt8>) -> Double? {
        guard !text.isEmpty, text.count <= 64 else { return nil }
        var index = text.startIndex
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        var mantissa: UInt64 = 0
        var digits = 0, places = 0
        var isPastPoint = false
        while index < text.endIndex {
            let octet = text[index]
            if octet &- 48 <= 9 {
                digits += 1
                if isPastPoint { places += 1 }
                if digits <= 18 { mantissa = mantissa &* 10 &+ UInt64(octet &- 48) }
            } else if octet == UInt8(ascii: "."), !isPastPoint {
                isPastPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        // Exact: a mantissa below 2^53 over a power of ten that a double holds exactly.
        if index == text.endIndex, digits <= 18, places <= 22, mantissa < 1 << 53 {
            let size = Double(mantissa) / powersOfTen[places]
            return isNegative ? -size : size
        }
        let allowed = text.allSatisfy { octet in
            octet &- 48 <= 9 || octet == 0x2E || octet == 0x2B || octet == 0x2D || octet | 0x20 == 0x65
        }
        return allowed ? Double(String(decoding: text, as: UTF8.self)) : nil
    }

    /// A time: "2026-11-25 17:40:00", with T, seconds and their part, and zone if wanted, or a date alone, both with
    /// "-" or "/", or a number since 1970. Without a zone it is taken as UTC.
    static func time(_ text: ArraySlice<UInt8>) -> WallTime? {
        let start = text.startIndex
        guard text.count >= 10, [UInt8(ascii: "-"), UInt8(ascii: "/")].contains(text[start + 4]) else {
            return unixTime(text)
        }
        func digits(_ offset: Int, _ count: Int) -> Int? { Self.digits(text, start + offset, count) }
        guard text[start + 7] == text[start + 4], let year = digits(0, 4), let month = digits(5, 2),
            let day = digits(8, 2), (1...12).contains(month), day >= 1, day <= days(in: month, of: year)
        else { return nil }
        let days = CivilDate.daysSince1970(year: year, month: month, day: day)
        if text.count == 10 { return WallTime(milliseconds: Int64(days) * 86_400_000) }
        guard text.count >= 16, text[start + 13] == UInt8(ascii: ":"),
            text[start + 10] == UInt8(ascii: " ") || text[start + 10] | 0x20 == UInt8(ascii: "t"),
            let hour = digits(11, 2), let minute = digits(14, 2), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        var index = start + 16
        var milliseconds = 0
        if index < text.endIndex, text[index] == UInt8(ascii: ":") {
            guard let whole = Self.digits(text, index + 1, 2), whole <= 60 else { return nil }
            milliseconds = whole * 1_000
            index += 3
            if index < text.endIndex, text[index] == UInt8(ascii: ".") {
                index += 1
                var unit = 100
                let first = index
                while index < text.endIndex, text[index] &- 48 <= 9 {
                    milliseconds += Int(text[index] &- 48) * unit
                    unit /= 10
                    index += 1
                }
                guard index > first else { return nil }
            }
        }
        guard let offset = zoneMinutes(text[index...]) else { return nil }
        let minutes = (days * 24 + hour) * 60 + minute - offset
        return WallTime(milliseconds: Int64(minutes) * 60_000 + Int64(milliseconds))
    }

    /// Seconds since 1970, or milliseconds, microseconds, nanoseconds when the number is too large for less.
    private static func unixTime(_ text: ArraySlice<UInt8>) -> WallTime? {
        guard let number = number(text), number.isFinite else { return nil }
        let milliseconds: Double
        switch abs(number) {
        case ..<1e11: milliseconds = number * 1_000
        case ..<1e14: milliseconds = number
        case ..<1e17: milliseconds = number / 1e3
        case ..<1e20: milliseconds = number / 1e6
        default: return nil
        }
        return WallTime(milliseconds: Int64(milliseconds.rounded()))
    }

    /// Minutes east of UTC: "", "Z", "UTC", "GMT", "+02:00", "-0530", "+01"; a space may stand before it.
    private static func zoneMinutes(_ zone: ArraySlice<UInt8>) -> Int? {
        let text = zone.first == 0x20 ? zone.dropFirst() : zone
        guard let sign = text.first else { return zone.isEmpty ? 0 : nil }
        if sign | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
        if ["utc", "gmt"].contains(where: { text.map { $0 | 0x20 }.elementsEqual($0.utf8) }) { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let start = text.startIndex + 1
        guard let hours = digits(text, start, 2), hours <= 18 else { return nil }
        var minutes = 0
        switch text.count {
        case 3: break
        case 5:
            guard let part = digits(text, start + 2, 2), part < 60 else { return nil }
            minutes = part
        case 6:
            guard text[start + 2] == UInt8(ascii: ":"), let part = digits(text, start + 3, 2), part < 60
            else {
                return nil
            }
            minutes = part
        default: return nil
        }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    /// A whole number of exactly `count` digits; nil when they are not all there.
    private static func digits(_ text: ArraySlice<UInt8>, _ first: Int, _ count: Int) -> Int? {
        guard first >= text.startIndex, first + count <= text.endIndex else { return nil }
        var number = 0
        for index in first..<(first + count) {
            guard text[index] &- 48 <= 9 else { return nil }
            number = number * 10 + Int(text[index] &- 48)
        }
        return number
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
