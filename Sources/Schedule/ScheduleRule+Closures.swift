// SPDX-License-Identifier: Apache-2.0
// When a vehicle of a schedule must not be in the air by the schedule's own terms, as spans of time for the gates: its
// blackouts and its quiet hours. It does not know how long a flight takes; that is the gates' business.

import DockModel

extension ScheduleRule {
    /// The blackouts and quiet hours that touch a span of time, by their beginning, at most `limit`.
    public func closures(from: WallTime, through: WallTime, limit: Int = 32) -> [BlackoutWindow] {
        let bounds = Int64(0)...Int64(Self.lastSecond) * 1_000
        guard from < through, bounds.contains(from.milliseconds), limit > 0 else { return [] }
        let first = Int(from.milliseconds / 1_000),
            last = Int(min(through.milliseconds, bounds.upperBound) / 1_000)
        var found = terms.blackouts.flatMap { $0.windows(touching: first, through: last, limit: limit) }
        for hours in terms.quietHours { found += quiet(hours, first, last, limit: limit) }
        return Array(found.sorted { ($0.from, $0.to) < ($1.from, $1.to) }.prefix(limit))
    }

    private func quiet(_ hours: QuietHours, _ first: Int, _ last: Int, limit: Int) -> [BlackoutWindow] {
        var found: [BlackoutWindow] = []
        // From two days before on: hours over midnight may have begun the day before.
        var local = first + zone.offset(at: first) - 2 * 86_400
        while found.count < limit {
            let begin = hours.beginning(after: local)
            local = begin
            let from = zone.firstInstant(showing: begin).seconds
            guard from <= last else { break }
            guard let end = hours.end(holding: begin) else { continue }
            let to = zone.firstInstant(showing: end).seconds
            guard to > first, let window = BlackoutWindow(from: from, to: to, reason: "quiet hours \(hours)")
            else {
                continue
            }
            found.append(window)
        }
        return found
    }
}
