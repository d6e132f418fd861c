// SPDX-License-Identifier: Apache-2.0
// Predicates on what must not last: a write without an answer, a phase beyond its bound, an open cover without a
// flight. I35, I36, I37.

internal import DockModel

extension StepTaken {
    /// I35: a write to the hardware is followed up until it is answered; one that is not answered in time is given up
    /// and told. The range of the value and the reading back are the field bus's own work.
    var followsUpWrites: Bool {
        for write in after.pendingWrites where span(write.given, boot) > policy.deadlines.answer {
            return false
        }
        if isStart || (before.pendingWrites.isEmpty && !wants.has(.write)) { return true }
        let isFull = after.pendingWrites.count >= DockState.mostPendingWrites
        for case .perform(let order) in effects where Wants.write.has(Wants.kind(of: order.action)) {
            guard isFollowed(order.id) || isAnswered(order.id) || isFull else { return false }
        }
        for write in before.pendingWrites where !isFollowed(write.order) && !isAnswered(write.order) {
            let isOverdue = span(write.given, boot) > policy.deadlines.answer
            // A person who has just looked ends the incident in the step that opens it.
            guard isOverdue ? isOpen(.orderUnanswered) || isVisited : isFull else { return false }
        }
        return true
    }

    private func isFollowed(_ order: Int64) -> Bool { after.pendingWrites.contains { $0.order == order } }

    private func isAnswered(_ order: Int64) -> Bool {
        tells { told in
            if case .finished(order, _) = told { true } else { false }
        }
    }

    /// I36: no phase that is not a resting one outlasts its bound without an open incident; where a person is
    /// awaited, an incident stands that says so.
    var restsWithinBounds: Bool {
        if after.lockOut != nil, !isOpen(.emergencyStop), !isOpen(.lockedOut) { return false }
        switch after.phase {
        case .idle: return true
        case .service: return isOpen(.handsInDock)
        case .lost: return isOpen(.vehicleLost)
        case .diverted: return isOpen(.landedElsewhere)
        case .fault: return isUrgentOpen
        case .starting, .gating, .hold, .preparing, .opening, .launching, .flying, .returning, .landing,
            .diverting,
            .securing, .closing, .charging, .offloading, .reporting, .recover:
            guard span(after.phaseEntered, boot) > longestStay else { return true }
            // What moves has a deadline of its own.
            return after.travel != nil || after.rods != nil || before.charge != nil || after.charge != nil
                || !after.incidents.isEmpty
        }
    }

    private var isUrgentOpen: Bool { after.incidents.values.contains { $0.kind.severity <= .error } }

    /// The longest that the phase may last in silence: its deadline where it has one, else ten minutes.
    private var longestStay: Duration {
        let deadlines = policy.deadlines, tenMinutes = Duration.seconds(600)
        return switch after.phase {
        case .starting: deadlines.start
        case .gating, .preparing: deadlines.prepare
        case .hold: deadlines.holdRetry
        case .opening: deadlines.coverTravel * 2 + deadlines.rodTravel * 3
        case .launching: max(deadlines.upload + .seconds(10), deadlines.takeoff)
        case .flying, .returning, .diverting: deadlines.flight
        case .landing, .securing: deadlines.landing
        case .offloading: deadlines.offload
        case .closing, .charging, .reporting, .recover: tenMinutes
        case .idle, .lost, .diverted, .fault, .service: tenMinutes
        }
    }

    /// I37: a cover that has been open for ten minutes, in a phase that has lasted as long and has no vehicle out or
    /// expected, is being closed, or an incident says why not.
    var leavesNoCoverOpen: Bool {
        switch after.phase {
        case .idle, .gating, .hold, .closing, .charging, .offloading, .reporting, .recover: break
        case .starting, .preparing, .opening, .launching, .flying, .returning, .landing, .diverting,
            .securing, .lost,
            .diverted, .fault, .service:
            return true
        }
        let tenMinutes = Duration.seconds(600)
        guard span(after.phaseEntered, boot) > tenMinutes,
            after.evidence.openSwitch.told(boot, policy.ages.switches, steady: tenMinutes) == true,
            !isContradictory
        else { return true }
        return after.travel != nil || after.rods != nil || isOpen(.coverLeftOpen)
    }
}
