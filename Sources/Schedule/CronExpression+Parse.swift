// SPDX-License-Identifier: Apache-2.0
// Reads a cron expression and says in words what is wrong with it. It accepts nothing that cron programs read
// in different ways (wrap-around ranges, "L", "W", "#"): those are refused with a remedy.

/// One of the five fields: its name, its bounds and the names it takes.
private struct CronField {
    let name: String
    let bounds: ClosedRange<Int>
    let names: [String]
    /// Where an open range ends: Sunday counts once, as 0.
    var lastOfRange: Int { min(bounds.upperBound, name == "day of week" ? 6 : 59) }

    static let minute = CronField(name: "minute", bounds: 0...59, names: [])
    static let hour = CronField(name: "hour", bounds: 0...23, names: [])
    static let dayOfMonth = CronField(name: "day of month", bounds: 1...31, names: [])
    static let month = CronField(
        name: "month", bounds: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    )
    static let weekday = CronField(
        name: "day of week", bounds: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    )
}

extension CronExpression {
    /// Longest expression that is read.
    static let longestText = 512

    /// Parses five fields separated by blanks; an expression without any date is refused.
    public init(_ text: String) throws(ScheduleError) {
        guard text.utf8.count <= Self.longestText else {
            throw .recurrence("the cron expression is longer than \(Self.longestText) bytes", "shorten it")
        }
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard fields.count == 5 else {
            throw .recurrence(
                "cron expression \"\(text)\" has \(fields.count) fields, not 5",
                "write minute, hour, day of month, month and day of week",
            )
        }
        let daysOfMonth = try Self.bits(fields[2], .dayOfMonth)
        let weekdayBits = try Self.bits(fields[4], .weekday)
        let weekdays = (weekdayBits | weekdayBits >> 7) & 0x7F
        self.init(
            text: text,
            minutes: try Self.bits(fields[0], .minute),
            hours: try Self.bits(fields[1], .hour),
            daysOfMonth: daysOfMonth,
            months: try Self.bits(fields[3], .month),
            weekdays: weekdays,
            limitsDayOfMonth: !Self.isStar(fields[2], isFull: daysOfMonth == 0xFFFF_FFFE, other: fields[4]),
            limitsWeekday: !Self.isStar(fields[4], isFull: weekdays == 0x7F, other: fields[2]),
        )
        guard hasDates else {
            throw .recurrence(
                "cron expression \"\(text)\" never happens: no month it names has such a day",
                "correct the day of month or the month",
            )
        }
    }

    /// Whether a day field says nothing: a bare `*`, or every day beside a field that is written with a `*`.
    private static func isStar(_ text: String, isFull: Bool, other: String) -> Bool {
        text == "*" || (isFull && other.contains("*"))
    }

    private static func bits(_ text: String, _ field: CronField) throws(ScheduleError) -> UInt64 {
        var bits: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            bits |= try partBits(String(part), field)
        }
        return bits
    }

    private static func partBits(_ part: String, _ field: CronField) throws(ScheduleError) -> UInt64 {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        var step = 1
        if halves.count == 2 {
            guard let number = decimal(halves[1]), number >= 1, number <= field.bounds.upperBound else {
                throw .recurrence(
                    "step \"\(halves[1])\" of the \(field.name) field is not a number from 1 to "
                        + "\(field.bounds.upperBound)",
                    "write for example */\(field.bounds.upperBound > 12 ? 10 : 2)",
                )
            }
            step = number
        }
        let range = try range(halves[0], field, hasStep: halves.count == 2)
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
            .reduce(into: 0) { $0 |= 1 << UInt64($1) }
    }

    private static func range(
        _ text: String, _ field: CronField, hasStep: Bool,
    ) throws(ScheduleError) -> ClosedRange<Int> {
        if text == "*" { return field.bounds.lowerBound...field.lastOfRange }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let first = try value(ends[0], field)
        guard ends.count == 2 else {
            // "5/15" means "from 5 on, every 15" to every cron program in use.
            return hasStep ? first...max(first, field.lastOfRange) : first...first
        }
        var last = try value(ends[1], field)
        if field.name == "day of week", last == 0, first > 0 { last = 7 }
        guard first <= last else {
            throw .recurrence(
                "range \"\(text)\" of the \(field.name) field runs backwards",
                "write two ranges, for example \(first)-\(field.bounds.upperBound),"
                    + "\(field.bounds.lowerBound)-\(last)",
            )
        }
        return first...last
    }

    private static func value(_ text: String, _ field: CronField) throws(ScheduleError) -> Int {
        if let index = field.names.firstIndex(of: text.lowercased()) {
            return index + field.bounds.lowerBound
        }
        guard let number = decimal(text), field.bounds.contains(number) else {
            let names = field.names.isEmpty ? "" : " or a name such as \(field.names[1])"
            throw .recurrence(
                "\"\(text)\" is no \(field.name)",
                "use a number from \(field.bounds.lowerBound) to \(field.bounds.upperBound)\(names)",
            )
        }
        return number
    }

    private static func decimal(_ text: String) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
