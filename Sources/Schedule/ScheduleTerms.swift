// SPDX-License-Identifier: Apache-2.0
// Under which terms the runs of a schedule fly: bounds of the day, seasons, quiet hours, blackouts, and what is handed
// on to the gates. It judges the launch only; a vehicle in the air comes home whatever is written here.

import DockModel

/// The terms of a schedule beside its recurrence.
public struct ScheduleTerms: Sendable, Hashable {
    /// Most seasons, quiet hours, triggers and gate overrides of one schedule.
    public static let longestList = 64
    /// Most the start may lie before its nominal time.
    public static let longestLead = Duration.seconds(86_400)

    /// How long before its nominal time a run may already start; the due time is that earliest moment.
    public var lead = Duration.zero
    /// No run starts before this local time of its day; an earlier one waits.
    public var earliest: TimeOfDay?
    /// No run starts at or after this local time of its day.
    public var latest: TimeOfDay?
    /// Parts of the year in which it flies; empty means all of it.
    public var seasons: [Season] = []
    /// Local hours in which nothing starts.
    public var quietHours: [QuietHours] = []
    /// Times in which nothing starts.
    public var blackouts: [Blackout] = []
    /// Least battery charge at launch, in percent.
    public var minimumBatteryPercent: Double?
    /// Gates that judge this schedule by another limit.
    public var gateOverrides: [GateOverride] = []
    /// What else starts a run.
    public var triggers: [ScheduleTrigger] = []

    /// Terms that forbid nothing.
    public init() {}

    /// Whether some term may withhold a run.
    var mayWithhold: Bool {
        earliest != nil || latest != nil || !seasons.isEmpty || !quietHours.isEmpty || !blackouts.isEmpty
    }
}

/// A part of every year, both ends included; it may run over New Year.
public struct Season: Sendable, Hashable, CustomStringConvertible {
    /// Month and day as month * 100 + day.
    private let from: Int
    private let to: Int

    /// A season from "03-15" to "10-31"; nil when one is no day of a leap year.
    public init?(from: String, to: String) {
        guard let first = Self.day(from), let last = Self.day(to) else { return nil }
        (self.from, self.to) = (first, last)
    }

    private static func day(_ text: String) -> Int? {
        guard text.utf8.count == 5, let date = CivilMoment("2024-" + text), date.isDate else { return nil }
        let day = CivilDate(daysSince1970: floorDivide(date.local, 86_400).quotient)
        return day.month * 100 + day.day
    }

    /// "03-15 to 10-31".
    public var description: String { "\(Self.text(from)) to \(Self.text(to))" }
    private static func text(_ day: Int) -> String { "\(padded(day / 100, 2))-\(padded(day % 100, 2))" }

    /// Whether a date lies in it.
    func contains(_ date: CivilDate) -> Bool {
        let day = date.month * 100 + date.day
        return from <= to ? (from...to).contains(day) : day >= from || day <= to
    }
}

/// Hours of the local day in which nothing starts; they may run over midnight.
public struct QuietHours: Sendable, Hashable, CustomStringConvertible {
    /// When they begin.
    public let from: TimeOfDay
    /// When they end; the first minute that is not quiet.
    public let to: TimeOfDay
    /// Bit w is set when they begin on weekday w, 0 is Sunday.
    let weekdays: UInt64

    /// Quiet hours on the weekdays ("MO" ... "SU") on which they begin; none means all. Nil when they are empty or a
    /// weekday is unknown.
    public init?(from: TimeOfDay, to: TimeOfDay, weekdays: [String] = []) {
        guard from != to else { return nil }
        var bits: UInt64 = 0
        for day in weekdays {
            // An unknown weekday is the caller's to report; here it only means that there are no such hours.
            guard let index = try? RecurrenceRule.weekday(String(day.uppercased().prefix(2))) else {
                return nil
            }
            bits |= 1 << UInt64(index)
        }
        (self.from, self.to, self.weekdays) = (from, to, bits == 0 ? 0x7F : bits)
    }

    /// "22:00 to 06:00".
    public var description: String { "\(from) to \(to)" }

    private func begins(onDay day: Int) -> Bool {
        weekdays & (1 << UInt64(CivilDate.weekday(daysSince1970: day))) != 0
    }

    /// The local end of the hours that hold the local time, if any do.
    func end(holding local: Int) -> Int? {
        let (day, second) = floorDivide(local, 86_400)
        let begin = from.minuteOfDay * 60, end = to.minuteOfDay * 60
        if begin < end {
            return begins(onDay: day) && (begin..<end).contains(second) ? day * 86_400 + end : nil
        }
        if second >= begin, begins(onDay: day) { return (day + 1) * 86_400 + end }
        return second < end && begins(onDay: day - 1) ? day * 86_400 + end : nil
    }

    /// The first local beginning after the local time.
    func beginning(after local: Int) -> Int {
        let day = floorDivide(local, 86_400).quotient
        for ahead in 0...7 where begins(onDay: day + ahead) {
            let begin = (day + ahead) * 86_400 + from.minuteOfDay * 60
            if begin > local { return begin }
        }
        return (day + 8) * 86_400
    }
}

/// A gate that judges one schedule otherwise than the dock does, and why. What it means is the gates' matter.
public struct GateOverride: Sendable, Hashable {
    /// The gate's name.
    public let gate: String
    /// Another limit as written, with its unit: "10 m/s"; nil when the gate is waived for this schedule.
    public let limit: String?
    /// The same as a number, in m/s or mm/h.
    public let value: Double?
    /// Why, for the records of every launch.
    public let reason: String

    /// An override from its parts.
    public init(gate: String, limit: String?, value: Double?, reason: String) {
        (self.gate, self.limit, self.value, self.reason) = (gate, limit, value, reason)
    }
}

/// What from outside starts a run of a schedule. It is declared here and watched by the daemon.
public enum ScheduleTrigger: Sendable, Hashable {
    /// A point of a field device takes a value.
    case point(device: DeviceID, point: PointID, equals: Double)
    /// Somebody asks the dock's own web server for it under this name.
    case http(name: String)
}
