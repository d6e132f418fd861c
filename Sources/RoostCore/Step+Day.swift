// SPDX-License-Identifier: Apache-2.0
// The end of the operational day: the tally is closed and becomes the digest, once a day, whatever the clock does.
// It must never post two digests for one day, nor lose what came in between.

internal import DockModel

extension Turn {
    /// Closes the tally and posts the digest of `day`; a day not later than the last posted one changes nothing.
    mutating func endDay(_ day: String) {
        // A last digest that lies ahead of the clock was written while the clock was wrong.
        let isAhead = state.lastDigestAt.map { now.wall < $0 + .seconds(-43_200) } ?? false
        guard day > state.lastDigest || (isAhead && day != state.lastDigest) else { return }
        state.lastDigest = day.bounded
        state.lastDigestAt = now.wall
        state.heartbeat = Heartbeat(day: state.lastDigest, posted: now.boot)
        noteDayWear()
        // The digest tells of it; a day that ends soon after is not the one that it spoilt.
        if let told = state.incidents[IncidentKind.storeRestored.rawValue],
            told.opened.duration(to: now.wall) >= .seconds(43_200)
        {
            resolve(.storeRestored)
        }
        var tally = state.tally
        tally.day = day.bounded
        tally.ended = now.wall
        tally.battery = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery)
        tally.openIncidents = state.incidents.values.sorted {
            ($0.kind.severity, $0.number) < ($1.kind.severity, $1.number)
        }
        tally.parts = outlooks()
        effects.append(.post(.digest(tally)))
        state.tally = DayTally()
        state.tally.begun = now.wall
    }
}
