// SPDX-License-Identifier: Apache-2.0
// When it is dark at a place, as spans of time for the gates: from sunset to sunrise, or between the civil twilights.
// It judges the sun alone; clouds and lamps are somebody else's business.

import DockModel

/// How much light a flight needs.
public enum FlightLight: String, Sendable, Hashable, CaseIterable {
    /// None: it flies by night, too.
    case any
    /// The sun is at most 6° below the horizon.
    case civilTwilight = "civil-twilight"
    /// The sun is up.
    case daylight
}

extension SunSite {
    /// The spans of darkness that touch a span of time, in their order, at most `limit`.
    public func darkness(
        for light: FlightLight, from: WallTime, through: WallTime, limit: Int = 8
    ) -> [BlackoutWindow] {
        let events: (morning: SunEvent, evening: SunEvent, name: String)
        switch light {
        case .any: return []
        case .civilTwilight: events = (.civilDawn, .civilDusk, "before civil dawn or after civil dusk")
        case .daylight: events = (.sunrise, .sunset, "before sunrise or after sunset")
        }
        let bounds = Int64(0)...Int64(ScheduleRule.lastSecond) * 1_000
        guard from < through, bounds.contains(from.milliseconds), limit > 0 else { return [] }
        let first = Int(from.milliseconds / 1_000)
        let last = Int(min(through.milliseconds, bounds.upperBound) / 1_000)
        var found: [BlackoutWindow] = []
        // Each solar day from midnight to midnight of the place: dark until its morning, and from its evening on.
        var noon = first - 86_400
        while noon <= last + 86_400, found.count < limit {
            let middle = meanNoon(near: noon), begin = middle - 43_200, end = middle + 43_200
            let spans: [(Int, Int)]
            switch (answer(events.morning, nearNoon: middle), answer(events.evening, nearNoon: middle)) {
            case (.at(let morning), .at(let evening)): spans = [(begin, morning), (evening, end)]
            case (.staysBelow, _), (_, .staysBelow): spans = [(begin, end)]
            case (.staysAbove, _), (_, .staysAbove): spans = []
            }
            for (start, stop) in spans where stop > first && start <= last && stop > start {
                // The night goes on over midnight.
                if let night = found.last, night.to >= start - 1,
                    let longer = BlackoutWindow(from: night.from, to: stop, reason: night.reason)
                {
                    found[found.count - 1] = longer
                } else if let window = BlackoutWindow(from: start, to: stop, reason: events.name) {
                    found.append(window)
                }
            }
            noon += 86_400
        }
        return found
    }

    /// The mean noon of the place nearest to an instant.
    private func meanNoon(near instant: Int) -> Int {
        let offset = 43_200 - longitude * 240
        return Int((((Double(instant) - offset) / 86_400).rounded() * 86_400 + offset).rounded())
    }
}
