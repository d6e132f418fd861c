// SPDX-License-Identifier: Apache-2.0
// Predicates on what is said: every incident in the commit that opens or ends it, the mail queue that adds up, and
// the digest that is missed aloud. I29, I30, I31, I32.

internal import DockModel

extension StepTaken {
    /// I29: an incident that opens in a step is stored and posted in that step, whatever its severity.
    var postsIncidents: Bool {
        if after.incidents == before.incidents, after.nextIncident == before.nextIncident { return true }
        for (key, incident) in after.incidents where before.incidents[key]?.number != incident.number {
            guard says(incident) else { return false }
        }
        // One that opened and ended within the step has a number of its own, and was told all the same.
        var opened: Int64 = 0
        for case .note(let incident) in effects where incident.resolved == nil { opened += 1 }
        return after.nextIncident &- before.nextIncident == opened
    }

    private func says(_ incident: Incident) -> Bool {
        effects.contains(.note(incident)) && effects.contains(.post(.incident(incident)))
    }

    /// I30: every mail ever created waits, was sent or was given up; a queue that does not add up is an open
    /// incident.
    var accountsForMails: Bool {
        guard let queue = after.outbox else { return true }
        let (some, isOver) = queue.queued.addingReportingOverflow(queue.sent)
        let (all, isFarOver) = some.addingReportingOverflow(queue.failed)
        if isOver || isFarOver || all != queue.created { return isOpen(.mailUnaccounted) }
        return true
    }

    /// I31: nothing that is stored of an incident of error or worse is held back: it is posted in the same step, and
    /// no such incident ends without a word.
    var saysUrgentThingsNow: Bool {
        if wants.contains(.note) {
            for case .note(let incident) in effects where incident.kind.severity <= .error {
                guard effects.contains(.post(.incident(incident))) else { return false }
            }
        }
        if before.incidents == after.incidents { return true }
        for (key, incident) in before.incidents where incident.kind.severity <= .error {
            guard after.incidents[key]?.number != incident.number else { continue }
            guard tellsEnd(of: incident) else { return false }
        }
        return true
    }

    private func tellsEnd(of incident: Incident) -> Bool {
        effects.contains { effect in
            guard case .post(.incident(let told)) = effect else { return false }
            return told.number == incident.number && told.key == incident.key && told.resolved != nil
        }
    }

    /// I32: a digest that no server took by its time is shown as an incident and counted; a digest is never forgotten
    /// while it waits; and no day has two.
    var missesHeartbeatsAloud: Bool {
        if let digest = after.heartbeat {
            if digest.isMissed {
                guard isOpen(.heartbeatMissing) else { return false }
                let isNew = before.heartbeat?.day != digest.day || before.heartbeat?.isMissed != true
                if isNew, after.tally.missedHeartbeats < 1 { return false }
            } else if span(digest.posted, boot) > policy.deadlines.heartbeat {
                return false
            }
        } else if let waiting = before.heartbeat, !isTaken(waiting.day) {
            return false
        }
        return !wants.contains(.post) || areDigestsDistinct
    }

    /// Whether the event tells that a server took that day's digest, or ends another day meanwhile.
    private func isTaken(_ day: String) -> Bool {
        tells { told in
            switch told {
            case .outbox(let facts): facts.lastDigestSent >= day
            case .dayEnded: true
            case .started, .tick, .readings, .device, .sensors, .vehicle, .due, .finished, .agenda, .operatorSays,
                .measured, .payload, .storeRestored, .storeCopied, .together:
                false
            }
        }
    }

    private var areDigestsDistinct: Bool {
        var days: [String] = []
        for case .post(.digest(let tally)) in effects {
            guard tally.day.bounded != before.lastDigest, !days.contains(tally.day) else { return false }
            days.append(tally.day)
        }
        guard let last = days.last else { return true }
        return after.lastDigest == last.bounded
            && (after.heartbeat == nil || after.heartbeat?.day == after.lastDigest)
    }
}
