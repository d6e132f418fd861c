// SPDX-License-Identifier: Apache-2.0
// Times of day, and instants by their names in UTC, by arithmetic alone: no calendar object, no zone. It never says
// when a local time happens in UTC; that is the question of Zone+Resolve.swift.

import DockModel

/// A time of day in whole minutes.
public struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes since midnight of the wall clock, 0 to 1439.
    public let minuteOfDay: Int

    /// The time from "17:25"; nil unless it is two digits, a colon and two digits of a 24-hour clock.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        var digits: [Int] = []
        for index in [0, 1, 3, 4] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            digits.append(Int(bytes[index] - UInt8(ascii: "0")))
        }
        let hour = digits[0] * 10 + digits[1], minute = digits[2] * 10 + digits[3]
        guard hour < 24, minute < 60 else { return nil }
        minuteOfDay = hour * 60 + minute
    }

    /// The time as "17:25".
    public var description: String { "\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))" }

    /// Earlier times order first.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minuteOfDay < right.minuteOfDay }
}

/// `number` in decimal with leading zeros up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

/// Seconds since 1970 as "2026-11-25T16:25:00Z"; used in occurrence names, so its form never changes.
func utcText(_ seconds: Int) -> String {
    let (days, secondOfDay) = floorDivide(seconds, 86_400)
    let hour = secondOfDay / 3_600, minute = secondOfDay / 60 % 60, second = secondOfDay % 60
    let date = CivilDate(daysSince1970: days)
    guard (0...9_999).contains(date.year) else {
        return "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))Z"
    }
    func digit(_ number: Int) -> UInt8 { UInt8(truncatingIfNeeded: 48 + number % 10) }
    let text: [UInt8] = [
        digit(date.year / 1_000), digit(date.year / 100), digit(date.year / 10), digit(date.year), 45,
        digit(date.month / 10), digit(date.month), 45, digit(date.day / 10), digit(date.day), 84,
        digit(hour / 10), digit(hour), 58, digit(minute / 10), digit(minute), 58, digit(second / 10),
        digit(second),
        90,
    ]
    return String(decoding: text, as: UTF8.self)
}

/// Quotient rounded down and remainder that is never negative.
func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
    let remainder = value % divisor
    return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
}

extension TimeOfDay {
    private init(minuteOfDay: Int) { self.minuteOfDay = minuteOfDay }

    /// The start of the day.
    public static let midnight = TimeOfDay(minuteOfDay: 0)
}
