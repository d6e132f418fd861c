// SPDX-License-Identifier: Apache-2.0
// Predicates on orders, starts, phases and clocks: nothing is ordered twice, nothing is done blind after a start,
// phases change along the table, and intervals begin on the boot clock. I22, I23, I24, I25.

internal import DockModel

extension StepTaken {
    /// I22: a start orders nothing; while the dock looks around nothing is actuated; and in the step that ends the
    /// look, only when cover, charger and vehicle have each been read since.
    var readsBeforeItActs: Bool {
        if isStart { return !wants.has(.order) }
        guard before.phase == .starting || isVisited || after.phase == .starting, wants.has(.actuation) else {
            return true
        }
        guard after.phase != .starting, switches != nil else { return false }
        return after.evidence.chargerCurrent.isTold(boot, policy.ages.switches) && (isOnPad != nil || isHeard)
    }

    /// I23: numbers of orders only grow, within a step and from step to step; there is no end to an order that was
    /// never given, and a start repeats none.
    var ordersOnce: Bool {
        guard after.nextOrder >= before.nextOrder else { return false }
        guard wants.has(.order) else { return true }
        var least = before.nextOrder
        for case .perform(let order) in effects {
            guard order.id >= least, order.id < after.nextOrder else { return false }
            least = order.id &+ 1
        }
        return !isStart
    }

    /// I24: after a start nothing of the last process is believed or under way, a motor that may still run is to be
    /// stopped, and the dock looks around or goes on waiting for a person. Any other step goes along the phase table.
    var staysOnTheTable: Bool {
        guard isStart else { return isPathOnTheTable }
        guard after.evidence == Evidence(), after.travel == nil, after.rods == nil, after.charge == nil,
            after.launchStage == nil, after.awaited == nil, after.pendingWrites.isEmpty,
            after.stopOrder == nil
        else { return false }
        if before.travel != nil || before.stopOrder != nil, after.stopAgain == nil { return false }
        switch before.phase {
        case .lost, .diverted, .fault: return after.phase == before.phase
        case .service: return after.phase == .service || after.phase == .starting
        case .starting, .idle, .gating, .hold, .preparing, .opening, .launching, .flying, .returning,
            .landing,
            .diverting, .securing, .closing, .charging, .offloading, .reporting, .recover:
            return after.phase == .starting
        }
    }

    private var isPathOnTheTable: Bool {
        if after.trail.isEmpty { return after.phase == before.phase }
        var phase = before.phase
        for next in after.trail {
            guard phase.mayLead(to: next) else { return false }
            phase = next
        }
        return phase == after.phase
    }

    /// I25: whatever the wall clock does, each interval that begins in this step begins at the boot clock's time;
    /// and a jump of over 2 s is noted and told.
    var measuresOnTheBootClock: Bool {
        guard after.phaseEntered == boot || after.phaseEntered == before.phaseEntered,
            begins(after.travel?.ordered, before.travel?.ordered),
            begins(after.rods?.ordered, before.rods?.ordered),
            begins(after.charge?.begun, before.charge?.begun),
            begins(after.divert?.decided, before.divert?.decided),
            begins(after.divert?.ordered, before.divert?.ordered),
            begins(after.homeUnusableSince, before.homeUnusableSince),
            begins(after.strayChargeSince, before.strayChargeSince),
            begins(after.homeCalled, before.homeCalled),
            begins(after.chargerOffOrdered, before.chargerOffOrdered),
            begins(after.disarmOrdered, before.disarmOrdered),
            begins(after.heartbeat?.posted, before.heartbeat?.posted),
            waits(after.askAgain, before.askAgain, policy.deadlines.holdRetry),
            waits(after.chargeAgain, before.chargeAgain, .seconds(3600)),
            waits(after.stopAgain, before.stopAgain, .seconds(2))
        else { return false }
        for write in after.pendingWrites where write.order >= before.nextOrder && write.given != boot {
            return false
        }
        guard hasWallJumped else { return true }
        return after.clock.jumped == boot && isOpen(.clockJumped)
    }

    /// An interval's beginning is now, unless it began before.
    private func begins(_ later: Instant?, _ earlier: Instant?) -> Bool {
        later == nil || later == boot || later == earlier
    }

    /// A wait ends at most `longest` from now, unless it began before.
    private func waits(_ later: Instant?, _ earlier: Instant?, _ longest: Duration) -> Bool {
        guard let later, later != earlier else { return true }
        let rest = span(boot, later)
        return rest >= .zero && rest <= longest
    }
}
