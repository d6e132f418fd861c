// SPDX-License-Identifier: Apache-2.0
// What a schedule is: plan, recurrence, zone, window, and what happens to runs that were missed. A rule that
// exists is valid; it holds no clock and no history.

import DockModel

/// Why a schedule rule was refused.
public struct ScheduleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The part of the rule that is wrong.
    public enum Subject: String, Sendable, Equatable {
        /// Its name.
        case name
        /// The cron expression, the recurrence rule, the daily times or the sun.
        case recurrence
        /// The time zone.
        case zone
        /// The span after the due time in which it may still start.
        case window
        /// The number of further attempts.
        case retryBudget
        /// The schedule it follows.
        case chain
        /// Seasons, quiet hours, blackouts, battery, gates or triggers.
        case terms
    }

    /// The part of the rule that is wrong.
    public let subject: Subject
    /// What is wrong, in words for people.
    public let reason: String
    /// What to do.
    public let remedy: String

    static func recurrence(_ reason: String, _ remedy: String) -> ScheduleError {
        ScheduleError(subject: .recurrence, reason: reason, remedy: remedy)
    }

    /// The reason with the remedy in parentheses.
    public var description: String { "\(reason) (\(remedy))" }
}

/// When a schedule recurs, in local time.
public enum Recurrence: Sendable, Hashable {
    /// At the matches of a cron expression.
    case cron(CronExpression)
    /// Every day at these times.
    case daily(DailyTimes)
    /// By a recurrence rule with its start, single times and exceptions.
    case rule(RecurrenceSet)
    /// By the sun.
    case sun(SunTimes)
    /// After the runs of another schedule.
    indirect case after(Chain)
    /// Only when something from outside asks for it.
    case triggered
}

/// A schedule that follows another.
public struct Chain: Sendable, Hashable {
    /// Longest delay.
    public static let longestDelay = Duration.seconds(86_400)
    /// Most schedules in a row.
    public static let mostLinks = 8

    /// The schedule that is followed.
    public let after: ScheduleID
    /// How long after the other is due.
    public let delay: Duration
    /// The rule of the other; nil until it is known, and then there are no runs.
    public internal(set) var predecessor: ScheduleRule?

    /// A link to a schedule that is not known yet.
    public init(after: ScheduleID, delay: Duration = .zero) throws(ScheduleError) {
        guard delay >= .zero, delay <= Self.longestDelay else {
            throw ScheduleError(
                subject: .chain, reason: "the delay after \(after) is not between 0 and 24 h",
                remedy: "write for example 10 min")
        }
        (self.after, self.delay) = (after, delay)
    }
}

/// One to 96 distinct times of day, in order.
public struct DailyTimes: Sendable, Hashable {
    /// Most times a day.
    public static let limit = 96
    /// The times, ascending.
    public let times: [TimeOfDay]

    /// Sorts the times; refuses an empty list, duplicates and more than `limit`.
    public init(_ times: [TimeOfDay]) throws(ScheduleError) {
        guard !times.isEmpty else {
            throw .recurrence("the list of daily times is empty", "write for example \"17:25\"")
        }
        guard times.count <= Self.limit else {
            throw .recurrence("\(times.count) daily times are more than \(Self.limit)", "use cron instead")
        }
        let sorted = times.sorted()
        if let twice = zip(sorted, sorted.dropFirst()).first(where: { $0 == $1 }) {
            throw .recurrence("daily time \(twice.0) is given twice", "remove one")
        }
        self.times = sorted
    }
}

/// What happens to a run whose window passed while the dock could not start it.
public enum MissedRunPolicy: String, Sendable, Hashable, CaseIterable {
    /// It is reported as missed and not flown.
    case skip
    /// The latest missed run is flown once, as soon as possible; older ones are reported as missed.
    case catchUpOnce = "catch-up"
    /// It is reported as missed, and a person is asked whether the latest one is still to be flown.
    case ask
}

/// A schedule of missions.
public struct ScheduleRule: Sendable, Hashable {
    /// Longest window, so that a run never starts a week late.
    public static let longestWindow = Duration.seconds(7 * 86_400)
    /// Most further attempts.
    public static let largestRetryBudget = 10

    /// The unique name of the schedule.
    public let name: ScheduleID
    /// The plan file, relative to the schedule's own folder.
    public let plan: String
    /// When it recurs.
    public private(set) var recurrence: Recurrence
    /// The zone of its times.
    public let zone: Zone
    /// How long after the due time a launch may still start.
    public let window: Duration
    /// What happens to missed runs.
    public let missedRuns: MissedRunPolicy
    /// Larger numbers win when two runs compete.
    public let priority: Int
    /// How many more times a run may be tried in its window after an attempt that ended on the ground.
    public let retryBudget: Int
    /// Whether it runs at all.
    public let isEnabled: Bool
    /// Under which terms its runs fly.
    public private(set) var terms: ScheduleTerms

    /// A valid rule, or the reason why it is none.
    public init(
        name: ScheduleID, plan: String, recurrence: Recurrence, zone: Zone,
        window: Duration = .seconds(1_800),
        missedRuns: MissedRunPolicy = .skip, priority: Int = 0, retryBudget: Int = 1, isEnabled: Bool = true,
        terms: ScheduleTerms = ScheduleTerms(),
    ) throws(ScheduleError) {
        guard Self.isName(name.text) else {
            throw ScheduleError(
                subject: .name, reason: "schedule name \"\(name)\" is not usable",
                remedy: "use 1 to 64 letters, digits, '-', '_' and '.'")
        }
        guard window > .zero, window <= Self.longestWindow else {
            throw ScheduleError(
                subject: .window, reason: "the window is not between 1 s and 7 days",
                remedy: "give the span after the due time in which it may start, for example 30 min")
        }
        guard (0...Self.largestRetryBudget).contains(retryBudget) else {
            throw ScheduleError(
                subject: .retryBudget, reason: "retry budget \(retryBudget) is not between 0 and 10",
                remedy: "use 1 or 2")
        }
        guard terms.lead >= .zero, terms.lead <= ScheduleTerms.longestLead else {
            throw ScheduleError(
                subject: .window,
                reason: "the earliest start is not between 0 and 24 h before the nominal time",
                remedy: "write for example earliest: -10 min")
        }
        if let earliest = terms.earliest, let latest = terms.latest, latest <= earliest {
            throw ScheduleError(
                subject: .window,
                reason: "the window is empty: it ends at \(latest) and begins at \(earliest)",
                remedy: "for a window over midnight give the time under at and the span as window")
        }
        (self.name, self.plan, self.recurrence, self.zone, self.window) = (
            name, plan, recurrence, zone, window
        )
        (self.missedRuns, self.priority, self.retryBudget) = (missedRuns, priority, retryBudget)
        self.isEnabled = isEnabled
        self.terms = terms
    }

    /// The rule with further blackouts.
    public func adding(blackouts: [Blackout]) -> ScheduleRule {
        var rule = self
        rule.terms.blackouts += blackouts
        return rule
    }

    /// The rule with the one it follows; itself when it does not follow that one.
    public func following(_ predecessor: ScheduleRule) -> ScheduleRule {
        guard case .after(var chain) = recurrence, chain.after == predecessor.name else { return self }
        var linked = self
        chain.predecessor = predecessor
        linked.recurrence = .after(chain)
        return linked
    }

    /// Whether a name can stand in an occurrence id, a file name and a mail subject without quoting.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }
}
