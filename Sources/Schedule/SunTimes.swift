// SPDX-License-Identifier: Apache-2.0
// A recurrence by the sun: an event, an offset, a place, and on which days. On a day without the event it says why
// there is none; it never falls back to a time of its own.

import DockModel

/// Runs relative to the sun, once a local day.
public struct SunTimes: Sendable, Hashable {
    /// Largest offset before or after the event.
    public static let largestOffset = Duration.seconds(12 * 3_600)

    /// The event.
    public let event: SunEvent
    /// How long after the event; negative is before it.
    public let offset: Duration
    /// Where.
    public let site: SunSite
    /// On which local days; nil means every day. Only the dates of its times count.
    public let days: RecurrenceSet?

    /// Sun times from their parts.
    public init(
        _ event: SunEvent, offset: Duration = .zero, at site: SunSite, on days: RecurrenceSet? = nil
    ) throws(ScheduleError) {
        guard offset >= .zero - Self.largestOffset, offset <= Self.largestOffset else {
            throw .recurrence("the offset from \(event.rawValue) is more than 12 h", "use a smaller one")
        }
        (self.event, self.offset, self.site, self.days) = (event, offset, site, days)
    }

    /// Whether runs are due on a local day.
    func includes(day: Int) -> Bool {
        guard let days else { return true }
        return days.next(from: day * 86_400).map { $0 < (day + 1) * 86_400 } ?? false
    }

    /// When the run of a local day is due, to the whole minute.
    func answer(onLocalDay day: Int, zone: Zone) -> SunAnswer {
        let noon = day * 86_400 + 43_200
        switch site.answer(event, nearNoon: noon - zone.offset(at: noon)) {
        case .at(let seconds):
            let due = seconds + Int(offset.components.seconds)
            return .at(floorDivide(due + 30, 60).quotient * 60)
        case .staysAbove: return .staysAbove
        case .staysBelow: return .staysBelow
        }
    }
}

extension SunAnswer {
    /// Why an event does not come, in words; nil when it does.
    func absence(of event: SunEvent) -> String? {
        switch (self, event) {
        case (.at, _): nil
        case (.staysAbove, .sunrise), (.staysAbove, .sunset): "the sun does not set that day (polar day)"
        case (.staysBelow, .sunrise), (.staysBelow, .sunset): "the sun does not rise that day (polar night)"
        case (.staysAbove, .civilDawn), (.staysAbove, .civilDusk):
            "civil twilight does not end that day: the sun stays above -6°"
        case (.staysBelow, .civilDawn), (.staysBelow, .civilDusk):
            "there is no civil twilight that day: the sun stays below -6°"
        }
    }
}
