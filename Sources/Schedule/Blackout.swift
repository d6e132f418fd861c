// SPDX-License-Identifier: Apache-2.0
// Times in which nothing may start: single windows in UTC, and the events of a calendar. It answers for one instant,
// and it never moves a run; that nothing starts then is the only thing it says.

import DockModel

/// A span of time in which nothing starts, and why.
public struct BlackoutWindow: Sendable, Hashable {
    /// Its first second, since 1970.
    public let from: Int
    /// The first second after it.
    public let to: Int
    /// Why, for people: the NOTAM's number, the event's name.
    public let reason: String

    /// A window; nil when it is empty.
    public init?(from: Int, to: Int, reason: String) {
        guard from < to else { return nil }
        (self.from, self.to, self.reason) = (from, to, reason)
    }
}

/// A source of blackouts.
public struct Blackout: Sendable, Hashable {
    /// Where it comes from: a calendar's file name, "NOTAM A1234/26".
    public let source: String
    /// Nothing starts this long before it begins either, so that a flight has landed.
    public let margin: Duration
    /// Single windows by their beginning.
    private let windows: [BlackoutWindow]
    /// The latest end of the windows up to each, for the search.
    private let latestEnds: [Int]
    /// Events that repeat.
    private let repeating: [CalendarEvent]
    /// Local days and times of events without a zone mean this one.
    private let zone: Zone

    /// Longest margin.
    public static let longestMargin = Duration.seconds(86_400)

    /// Blackouts from single windows.
    public init(windows: [BlackoutWindow], source: String, margin: Duration = .zero) {
        self.init(windows: windows, repeating: [], source: source, margin: margin, zone: .utc)
    }

    /// Blackouts from the events of a calendar; a date or time without a zone is one of `zone`.
    public init(events: [CalendarEvent], source: String, margin: Duration = .zero, zone: Zone) {
        var windows: [BlackoutWindow] = [], repeating: [CalendarEvent] = []
        for event in events {
            if event.isSingle {
                let count = event.recurrence.additions.count
                windows += event.windows(from: Int.min, through: Int.max, zone: zone, limit: count)
            } else {
                repeating.append(event)
            }
        }
        self.init(windows: windows, repeating: repeating, source: source, margin: margin, zone: zone)
    }

    private init(
        windows: [BlackoutWindow], repeating: [CalendarEvent], source: String, margin: Duration, zone: Zone
    ) {
        self.windows = windows.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        var latest = Int.min
        latestEnds = self.windows.map { window in
            latest = max(latest, window.to)
            return latest
        }
        (self.repeating, self.source, self.margin, self.zone) = (repeating, source, margin, zone)
    }

    /// The window that forbids a start at an instant, its margin included.
    public func window(holding instant: Int) -> BlackoutWindow? {
        let ahead = instant + Int(margin.components.seconds)
        // All windows that began by then, latest first, as long as one of them may still last.
        var index = count(beganBy: ahead) - 1
        while index >= 0, latestEnds[index] > instant {
            if windows[index].to > instant { return windows[index] }
            index -= 1
        }
        for event in repeating {
            if let window = event.window(holding: instant, through: ahead, zone: zone) { return window }
        }
        return nil
    }

    /// The end of the last window, in seconds since 1970; nil when events repeat, or there is none.
    public var lastEnd: Int? { repeating.isEmpty ? latestEnds.last : nil }

    /// The windows that touch a span, without their margin, at most `limit` of each source.
    func windows(touching first: Int, through last: Int, limit: Int) -> [BlackoutWindow] {
        var found: [BlackoutWindow] = []
        var index = 0
        while index < windows.count, windows[index].from <= last, found.count < limit {
            if windows[index].to > first { found.append(windows[index]) }
            index += 1
        }
        for event in repeating {
            let begun = event.windows(
                from: first - event.span - 7_200, through: last, zone: zone, limit: 1_000)
            found += begun.filter { $0.to > first }.prefix(limit)
        }
        return found
    }

    /// The first instant after `instant`, and before `limit`, at which a start is forbidden; nil when there is none.
    func beginning(after instant: Int, before limit: Int) -> Int? {
        let margin = Int(margin.components.seconds)
        let index = count(beganBy: instant + margin)
        var first = index < windows.count ? windows[index].from - margin : Int.max
        for event in repeating {
            let found = event.windows(
                from: instant + margin, through: min(first, limit) + margin, zone: zone, limit: 1)
            if let begin = found.first?.from { first = min(first, begin - margin) }
        }
        return first < limit ? first : nil
    }

    /// How many windows began at or before an instant.
    private func count(beganBy instant: Int) -> Int {
        var low = 0, high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].from <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
