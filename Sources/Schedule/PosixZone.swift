// SPDX-License-Identifier: Apache-2.0
// The rule at the end of a compiled zone file, "CET-1CEST,M3.5.0,M10.5.0/3": which offset holds in the years for which
// the file has no table. It reads the POSIX form with RFC 8536's wider times and nothing else.

import DockModel

/// A zone by a rule for every year.
struct PosixZone: Sendable, Hashable {
    /// When summer time begins or ends in a year.
    struct Day: Sendable, Hashable {
        /// How the day is named.
        enum Kind: Sendable, Hashable {
            /// Day 1 to 365, never counting 29 February.
            case julian(Int)
            /// Day 0 to 365, counting 29 February.
            case dayOfYear(Int)
            /// A weekday of a month: week 1 to 5, where 5 is the last.
            case monthWeek(month: Int, week: Int, weekday: Int)
        }
        let kind: Kind
        /// Seconds after local midnight; may be negative or beyond a day.
        let second: Int

        /// The moment as local seconds since 1970.
        func local(in year: Int) -> Int {
            let newYear = CivilDate.daysSince1970(year: year, month: 1, day: 1)
            switch kind {
            case .julian(let day):
                let isAfterLeapDay = day > 59 && CivilDate.isLeap(year)
                return (newYear + day - 1 + (isAfterLeapDay ? 1 : 0)) * 86_400 + second
            case .dayOfYear(let day): return (newYear + day) * 86_400 + second
            case .monthWeek(let month, let week, let weekday):
                let first = CivilDate.daysSince1970(year: year, month: month, day: 1)
                let ahead = (weekday - CivilDate.weekday(daysSince1970: first) + 7) % 7
                var day = ahead + (week - 1) * 7
                if day >= CivilDate.length(ofMonth: month, in: year) { day -= 7 }
                return (first + day) * 86_400 + second
            }
        }
    }

    /// Summer time: its offset and its bounds.
    struct Summer: Sendable, Hashable {
        let offset: Int
        let begins: Day
        let ends: Day
    }

    /// Seconds ahead of UTC outside summer time.
    let standard: Int
    /// Summer time, where the zone has it.
    let summer: Summer?

    /// The rule of a text; nil when it is none.
    init?(_ text: String) {
        var scan = Scan(bytes: Array(text.utf8))
        guard text.utf8.count <= 200, scan.name(), let west = scan.time() else { return nil }
        standard = -west
        guard !scan.isAtEnd else {
            summer = nil
            return
        }
        guard scan.name() else { return nil }
        var offset = standard + 3_600
        if !scan.isAt(44) {
            guard let west = scan.time() else { return nil }
            offset = -west
        }
        guard scan.take(44), let begins = scan.day(), scan.take(44), let ends = scan.day(), scan.isAtEnd
        else {
            return nil
        }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }

    /// The changes of one year, ascending.
    func changes(in year: Int) -> [(at: Int, offset: Int)] {
        guard let summer else { return [] }
        let begin = summer.begins.local(in: year) - standard,
            end = summer.ends.local(in: year) - summer.offset
        return [(begin, summer.offset), (end, standard)].sorted { $0.0 < $1.0 }
    }

    /// The offset at an instant.
    func offset(at seconds: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilDate(daysSince1970: floorDivide(seconds + standard, 86_400).quotient).year
        let begin = summer.begins.local(in: year) - standard,
            end = summer.ends.local(in: year) - summer.offset
        let isSummer = begin < end ? (begin..<end).contains(seconds) : !(end..<begin).contains(seconds)
        return isSummer ? summer.offset : standard
    }

    private struct Scan {
        let bytes: [UInt8]
        var at = 0

        var isAtEnd: Bool { at >= bytes.count }
        func isAt(_ byte: UInt8) -> Bool { at < bytes.count && bytes[at] == byte }

        mutating func take(_ byte: UInt8) -> Bool {
            guard isAt(byte) else { return false }
            at += 1
            return true
        }

        /// A name: letters, or anything in angle brackets.
        mutating func name() -> Bool {
            let start = at
            if take(60) {
                while !isAtEnd, bytes[at] != 62 { at += 1 }
                return take(62) && at - start > 2
            }
            while !isAtEnd, (65...90).contains(bytes[at] & 0xDF) { at += 1 }
            return at - start >= 3
        }

        mutating func number() -> Int? {
            var value = 0, digits = 0
            while !isAtEnd, (48...57).contains(bytes[at]), digits < 4 {
                value = value * 10 + Int(bytes[at] - 48)
                at += 1
                digits += 1
            }
            return digits > 0 ? value : nil
        }

        /// Hours, minutes and seconds with a sign, in seconds.
        mutating func time() -> Int? {
            let isNegative = take(45)
            if !isNegative { _ = take(43) }
            guard var value = number().map({ $0 * 3_600 }), value <= 168 * 3_600 else { return nil }
            for unit in [60, 1] where take(58) {
                guard let part = number(), part < 60 else { return nil }
                value += part * unit
            }
            return isNegative ? -value : value
        }

        mutating func day() -> Day? {
            let kind: Day.Kind
            if take(77) {
                guard let month = number(), (1...12).contains(month), take(46), let week = number(),
                    (1...5).contains(week), take(46), let weekday = number(), (0...6).contains(weekday)
                else { return nil }
                kind = .monthWeek(month: month, week: week, weekday: weekday)
            } else if take(74) {
                guard let day = number(), (1...365).contains(day) else { return nil }
                kind = .julian(day)
            } else {
                guard let day = number(), (0...365).contains(day) else { return nil }
                kind = .dayOfYear(day)
            }
            guard take(47) else { return Day(kind: kind, second: 7_200) }
            return time().map { Day(kind: kind, second: $0) }
        }
    }
}

extension CivilDate {
    /// Whether a year has 29 February.
    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// Days of a month.
    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
