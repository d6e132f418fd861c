// SPDX-License-Identifier: Apache-2.0
// How incidents open and end. A condition that comes and goes is one incident: its end is told only once it has stayed
// away for a while, so that a bouncing contact writes two mails and not two a second.

internal import DockModel

extension Turn {
    /// Opens an incident unless the same one is open; an alert is queued with it.
    mutating func raise(_ kind: IncidentKind, subject: String = "", _ detail: String) {
        let key = Incident.key(kind, subject)
        guard state.incidents[key] == nil else {
            if !state.quietSince.isEmpty { state.quietSince[key] = nil }
            return
        }
        let incident = Incident(
            kind: kind, subject: subject, detail: detail.bounded, missionID: state.run?.mission.id,
            opened: now.wall, number: state.nextIncident)
        open(incident)
    }

    /// Stores and posts a new incident.
    mutating func open(_ incident: Incident) {
        state.nextIncident += 1
        state.incidents[incident.key] = incident
        state.tally.incidents[incident.kind.rawValue, default: 0] += 1
        effects.append(.note(incident))
        effects.append(.post(.incident(incident)))
    }

    /// Ends an open incident, at once or when its condition has stayed away long enough; the end is told as the
    /// beginning was.
    mutating func resolve(_ kind: IncidentKind, subject: String = "", atOnce: Bool = false) {
        guard !state.incidents.isEmpty else { return }
        let key = Incident.key(kind, subject)
        guard var incident = state.incidents[key] else { return }
        if !atOnce, kind.settlingTime > .zero {
            let since = state.quietSince[key] ?? now.boot
            state.quietSince[key] = since
            guard since.duration(to: now.boot) >= kind.settlingTime else { return }
        }
        state.incidents[key] = nil
        state.quietSince[key] = nil
        incident.resolved = now.wall
        effects.append(.note(incident))
        effects.append(.post(.incident(incident)))
    }

    /// Ends what is over by evidence alone, in whatever phase; runs on each step.
    mutating func endPastIncidents() {
        watchTroubles()
        guard !state.incidents.isEmpty else { return }
        if isVehicleHome {
            resolve(.vehicleSilent)
            resolve(.coverNotOpen)
            if state.phase != .landing { resolve(.notDisarmed) }
        }
        if let cover, cover != .contradictory, state.phase != .fault { resolve(.switchesContradict) }
        if state.charge == nil, evidence.isChargerProvedOff(at: now.boot, within: ages.switches) {
            resolve(.chargerStuckOn)
        }
        for key in state.quietSince.keys.sorted() {
            if let incident = state.incidents[key] { resolve(incident.kind, subject: incident.subject) }
        }
    }
}
