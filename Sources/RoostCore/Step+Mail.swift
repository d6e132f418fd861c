// SPDX-License-Identifier: Apache-2.0
// What the core checks of the mail queue: that its counts add up, and that the day's digest, which is also the
// heartbeat, was taken by a server in time. It must never send anything itself.

internal import DockModel

extension Turn {
    /// Takes a count of the queue (I30): every mail ever created waits, was sent, or was given up.
    mutating func take(_ facts: OutboxFacts) {
        state.outbox = OutboxFacts(
            created: max(0, facts.created), queued: max(0, facts.queued), sent: max(0, facts.sent),
            failed: max(0, facts.failed), lastDigestSent: facts.lastDigestSent.bounded)
        let (some, isOver) = max(0, facts.queued).addingReportingOverflow(max(0, facts.sent))
        let (all, isFarOver) = some.addingReportingOverflow(max(0, facts.failed))
        if isOver || isFarOver || all != facts.created {
            raise(
                .mailUnaccounted,
                "\(facts.created) created, but \(facts.queued) wait, \(facts.sent) sent, \(facts.failed) given up")
        } else {
            resolve(.mailUnaccounted)
        }
        if let heartbeat = state.heartbeat, facts.lastDigestSent >= heartbeat.day {
            state.heartbeat = nil
            resolve(.heartbeatMissing)
        }
    }

    /// Says at the dock that no server took the last digest in time (I32); counted once for each.
    mutating func superviseHeartbeat() {
        guard let heartbeat = state.heartbeat, !heartbeat.isMissed,
            heartbeat.posted.duration(to: now.boot) > deadlines.heartbeat
        else { return }
        state.heartbeat?.isMissed = true
        state.tally.missedHeartbeats += 1
        raise(
            .heartbeatMissing, "the digest of \(heartbeat.day) was not taken within \(inWords(deadlines.heartbeat))")
    }

    /// A write to the hardware that nobody answered counts as not taken (I35).
    mutating func guardAnswers() {
        while let oldest = state.pendingWrites.first, oldest.given.duration(to: now.boot) > deadlines.answer {
            raise(.orderUnanswered, "order \(oldest.order) has no answer after \(inWords(deadlines.answer))")
            take(.failed(reason: "no answer within \(inWords(deadlines.answer))"), of: oldest.order)
        }
    }
}
