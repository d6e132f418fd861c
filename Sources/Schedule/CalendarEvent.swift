// SPDX-License-Identifier: Apache-2.0
// One event of a calendar file: when it begins, how long it lasts and how it repeats. What it forbids or flies is for
// others to say.

import DockModel

/// An event of a calendar.
public struct CalendarEvent: Sendable, Hashable {
    /// Longest event.
    public static let longestSpan = 3_660 * 86_400

    /// Its durable name.
    public let uid: String
    /// What it is about; empty when the file does not say.
    public let summary: String
    /// Its beginnings, on the clock of its zone.
    public let recurrence: RecurrenceSet
    /// Its zone; nil for a time that means the reader's own clock, as all-day events do.
    public let zone: Zone?
    /// Whether it lasts whole days.
    public let isAllDay: Bool
    /// How long it lasts: seconds, or for whole days their number times 86400.
    public let span: Int
    /// Values of properties whose name begins with X-ROOST-.
    public let ownProperties: [String: String]
    /// The beginning as the file gives it.
    public let start: CivilMoment

    /// Whether it happens only at the times that are listed one by one.
    var isSingle: Bool { recurrence.rule == nil }

    /// The window that begins at a local time of the event's own clock.
    private func window(at local: Int, _ zone: Zone) -> BlackoutWindow? {
        let from = zone.firstInstant(showing: local).seconds
        // Days end at midnight even when the clocks change between.
        let to = isAllDay ? zone.firstInstant(showing: local + span).seconds : from + span
        return BlackoutWindow(from: from, to: to, reason: summary.isEmpty ? uid : summary)
    }

    /// The windows with `from` < beginning ≤ `through`, at most `limit`.
    func windows(from: Int, through: Int, zone reader: Zone, limit: Int) -> [BlackoutWindow] {
        let zone = zone ?? reader
        var found: [BlackoutWindow] = []
        var cursor = from < 0 ? Int.min : from + zone.offset(at: from)
        while found.count < limit, let local = recurrence.next(from: cursor) {
            guard let window = window(at: local, zone), window.from <= through else { break }
            if window.from > from { found.append(window) }
            cursor = local + 1
        }
        return found
    }

    /// A window that begins by `through` and has not ended at `instant`.
    func window(holding instant: Int, through: Int, zone reader: Zone) -> BlackoutWindow? {
        let zone = zone ?? reader
        var cursor = instant + zone.offset(at: instant) - span - 7_200
        while let local = recurrence.next(from: cursor) {
            guard let window = window(at: local, zone), window.from <= through else { return nil }
            if window.to > instant { return window }
            cursor = local + 1
        }
        return nil
    }
}
