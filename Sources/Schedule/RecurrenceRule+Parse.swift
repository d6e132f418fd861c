// SPDX-License-Identifier: Apache-2.0
// Reads a recurrence rule and says in words what is wrong with it. Parts that RFC 5545 forbids or that nobody can fly
// (FREQ=SECONDLY) are refused with a remedy, never skipped.

extension RecurrenceRule {
    /// Longest rule that is read.
    static let longestText = 2_048
    /// Largest INTERVAL.
    static let largestInterval = 1_000_000
    /// Largest COUNT.
    static let largestCount = 100_000

    /// Parses a rule, with or without "RRULE:" before it.
    public init(_ text: String) throws(ScheduleError) {
        guard text.utf8.count <= Self.longestText else {
            throw .recurrence("the recurrence rule is longer than \(Self.longestText) bytes", "shorten it")
        }
        self.init(text: text)
        var body = text.uppercased()
        if body.hasPrefix("RRULE:") { body.removeFirst(6) }
        var seen: [String] = []
        for part in body.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else {
                throw .recurrence(
                    "\"\(shown(String(part)))\" is no part of a recurrence rule",
                    "write for example FREQ=WEEKLY;BYDAY=MO,WE")
            }
            guard !seen.contains(halves[0]) else {
                throw .recurrence("\(shown(halves[0])) is given twice", "remove one")
            }
            seen.append(halves[0])
            try read(halves[0], halves[1])
        }
        try check(seen)
    }

    private mutating func read(_ name: String, _ value: String) throws(ScheduleError) {
        switch name {
        case "FREQ": frequency = try Self.frequency(value)
        case "INTERVAL": interval = try Self.number(value, name, 1...Self.largestInterval)
        case "COUNT": end = .count(try Self.number(value, name, 1...Self.largestCount))
        case "UNTIL": end = try Self.until(value)
        case "BYMONTH": months = try bits(value, name, 1...12)
        case "BYMONTHDAY":
            for day in try numbers(value, name, 1...31, signed: true) {
                if day > 0 { monthDays |= 1 << UInt64(day) } else { lastMonthDays |= 1 << UInt64(-day) }
            }
        case "BYYEARDAY": yearDays = try numbers(value, name, 1...366, signed: true)
        case "BYWEEKNO": weekNumbers = try numbers(value, name, 1...53, signed: true)
        case "BYSETPOS": positions = try numbers(value, name, 1...366, signed: true)
        case "BYHOUR": hours = try bits(value, name, 0...23)
        case "BYMINUTE": minutes = try bits(value, name, 0...59)
        case "BYSECOND": seconds = try bits(value, name, 0...59)
        case "BYDAY": try readDays(value)
        case "WKST": weekStart = try Self.weekday(value)
        default:
            throw .recurrence(
                "\(shown(name)) is no part of a recurrence rule",
                "use FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYYEARDAY, BYWEEKNO, BYSETPOS, BYHOUR, "
                    + "BYMINUTE, BYSECOND, WKST")
        }
    }

    private func check(_ seen: [String]) throws(ScheduleError) {
        guard seen.contains("FREQ") else {
            throw .recurrence("the recurrence rule has no FREQ", "begin it with for example FREQ=DAILY")
        }
        guard !(seen.contains("COUNT") && seen.contains("UNTIL")) else {
            throw .recurrence("both COUNT and UNTIL are given", "keep one of them")
        }
        let names = [
            "BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND",
        ]
        guard positions.isEmpty || names.contains(where: seen.contains) else {
            throw .recurrence(
                "BYSETPOS stands alone", "add the part it counts in, for example BYDAY=MO,TU,WE,TH,FR")
        }
        guard ordinalWeekdays.isEmpty || frequency == .monthly || frequency == .yearly else {
            throw .recurrence(
                "BYDAY has a number with FREQ=\(frequency.rawValue)",
                "use FREQ=MONTHLY or FREQ=YEARLY, or write the weekday alone")
        }
        let most = [.hourly: 60, .minutely: 1][frequency] ?? 1_440
        let times =
            max(1, hours.nonzeroBitCount) * max(1, minutes.nonzeroBitCount) * max(1, seconds.nonzeroBitCount)
        guard frequency.isWithinDay || times <= most else {
            throw .recurrence("the rule names \(times) times of a day, more than \(most)", "name fewer")
        }
    }

    private mutating func readDays(_ value: String) throws(ScheduleError) {
        for item in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let day = String(item.suffix(2)), number = String(item.dropLast(2))
            let weekday = try Self.weekday(day)
            if number.isEmpty {
                weekdays |= 1 << UInt64(weekday)
            } else {
                guard let ordinal = Self.decimal(number), (1...53).contains(abs(ordinal)) else {
                    throw .recurrence(
                        "\"\(shown(item))\" is no weekday of BYDAY", "write for example MO, 2TU or -1FR")
                }
                ordinalWeekdays.append(OrdinalWeekday(ordinal: ordinal, weekday: weekday))
            }
        }
        guard ordinalWeekdays.count <= 371 else { throw .recurrence("BYDAY is too long", "name fewer days") }
    }

    static func weekday(_ text: String) throws(ScheduleError) -> Int {
        guard let index = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].firstIndex(of: text) else {
            throw .recurrence("\"\(shown(text))\" is no weekday", "use MO, TU, WE, TH, FR, SA or SU")
        }
        return index
    }

    private static func frequency(_ text: String) throws(ScheduleError) -> Frequency {
        if let frequency = Frequency(rawValue: text) { return frequency }
        let names = Frequency.allCases.map(\.rawValue).joined(separator: ", ")
        throw .recurrence("FREQ \"\(shown(text))\" cannot be flown", "use one of: \(names)")
    }

    private static func until(_ text: String) throws(ScheduleError) -> End {
        guard let time = CivilMoment(text) else {
            throw .recurrence(
                "UNTIL \"\(shown(text))\" is no time of the calendar",
                "write for example UNTIL=20271231T235959Z")
        }
        return time.isUTC ? .instant(time.local) : .local(time.local)
    }

    private func bits(_ value: String, _ name: String, _ range: ClosedRange<Int>) throws(ScheduleError)
        -> UInt64
    {
        try numbers(value, name, range, signed: false).reduce(into: 0) { $0 |= 1 << UInt64($1) }
    }

    private func numbers(
        _ value: String, _ name: String, _ range: ClosedRange<Int>, signed: Bool
    ) throws(ScheduleError) -> [Int] {
        var found: [Int] = []
        for item in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let number = Self.decimal(item), range.contains(signed ? abs(number) : number) else {
                let sign = signed ? ", or negative to count from the end" : ""
                throw .recurrence(
                    "\"\(shown(item))\" is no value of \(name)",
                    "use numbers from \(range.lowerBound) to \(range.upperBound)\(sign)")
            }
            if !found.contains(number) { found.append(number) }
        }
        return found.sorted()
    }

    private static func number(
        _ text: String, _ name: String, _ range: ClosedRange<Int>
    ) throws(ScheduleError) -> Int {
        guard let number = decimal(text), range.contains(number) else {
            throw .recurrence(
                "\(name) \"\(shown(text))\" is not a number from \(range.lowerBound) to \(range.upperBound)",
                "use a number in that range")
        }
        return number
    }

    private static func decimal(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int(digits)
        else { return nil }
        return text.hasPrefix("-") ? -value : value
    }
}

/// Foreign text as an error may show it: short, on one line.
func shown(_ text: String) -> String {
    let short = text.unicodeScalars.prefix(40).map { scalar -> Character in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            "\u{FFFD}"
        default: Character(scalar)
        }
    }
    return String(short) + (text.unicodeScalars.count > 40 ? "…" : "")
}
