// SPDX-License-Identifier: Apache-2.0
// Why a run of a schedule does not fly by the schedule's own terms, in words with the facts. The gates have their own
// answers; this is only what is known without looking outside.

import DockModel

/// Why a run is not flown by the schedule itself.
public enum Withheld: Sendable, Hashable, CustomStringConvertible {
    /// The schedule is switched off.
    case disabled
    /// Its date is in none of the seasons.
    case outOfSeason(date: String, seasons: String)
    /// It is due in quiet hours.
    case quietHours(QuietHours)
    /// It is due in a blackout.
    case blackout(source: String, BlackoutWindow)
    /// Its window ends before it may begin.
    case emptyWindow(String)
    /// The sun does not do that there on that day.
    case noSun(String)

    /// One word for machines.
    public var code: String {
        switch self {
        case .disabled: "disabled"
        case .outOfSeason: "out-of-season"
        case .quietHours: "quiet-hours"
        case .blackout: "blackout"
        case .emptyWindow: "empty-window"
        case .noSun: "no-sun"
        }
    }

    /// Why, in words for people.
    public var description: String {
        switch self {
        case .disabled: "the schedule is disabled (enabled: false)"
        case .outOfSeason(let date, let seasons): "\(date) is outside its season \(seasons)"
        case .quietHours(let hours): "it is due in the quiet hours \(hours)"
        case .blackout(let source, let window):
            "blackout \(shown(window.reason)) from \(utcText(window.from)) to \(utcText(window.to)) (\(shown(source)))"
        case .emptyWindow(let words): words
        case .noSun(let words): words
        }
    }
}

/// A run as it is planned: flown, or withheld for a reason.
public struct PlannedRun: Sendable, Hashable {
    /// The run.
    public let occurrence: Occurrence
    /// Why it is not flown; nil when it is.
    public let withheld: Withheld?
}
