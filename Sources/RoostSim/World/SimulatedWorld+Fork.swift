// SPDX-License-Identifier: Apache-2.0
// Checks that need a second world or a second step: a copy whose process is killed and started at once must come to
// rest (I24), and the same step under another wall clock must decide the same (I25).

internal import DockModel
internal import RoostCore

extension SimulatedWorld {
    /// Longest that a restarted copy may take to come to rest, s.
    private static let longestFork = 14_400.0

    /// Kills and restarts the process of a copy in a healthy world, and follows the copy until it rests.
    mutating func checkFork() {
        counts.forks += 1
        var copy = self
        defer {
            counts.steps += copy.counts.steps - counts.steps
            counts.invariantChecks += copy.counts.invariantChecks - counts.invariantChecks
        }
        copy.isFork = true
        copy.violations = []
        copy.endAllFaults()
        copy.isKeyTurned = false
        copy.chores = []
        copy.truth.visitedAt = nil
        copy.kill(downFor: 1)
        let end = seconds + Self.longestFork
        while copy.seconds < end {
            copy.turn(copy.leap())
            copy.live()
            if let found = copy.violations.first {
                let place = "in a copy restarted at \(seconds) s, at \(found.seconds) s"
                return note(found.invariant, "\(place): \(found.detail)")
            }
            if copy.process.isRunning, copy.isAtRest, !copy.isTroubled, copy.seconds - seconds > 75 { return }
        }
        note(.i24CrashClosure, "a copy restarted at \(seconds) s never came to rest; \(copy.inWords)")
    }

    /// Takes the same step under another wall clock: nothing that is decided by intervals may differ.
    mutating func checkShiftedWall(
        before: DockState, event: Event, now: Moment, after: DockState, effects: [Effect]
    ) {
        for told in event.told {
            switch told {
            case .due, .agenda, .dayEnded, .started, .operatorSays, .together: return
            case .tick, .readings, .device, .sensors, .vehicle, .finished, .outbox, .measured, .payload,
                .storeRestored, .storeCopied:
                break
            }
        }
        if case .started = event { return }
        // Whether the pack is filled is a matter of the wall clock: the next run is due on it.
        if policy.limits.batteryStorage != nil { return }
        // A run that has not taken off ends by the wall clock: near that moment the step may differ.
        let isFree = before.waiting.isEmpty && (before.run == nil || before.run?.takeoff != nil)
        let span: Duration = isFree ? .seconds(Int64(3_600 * (1 + random.below(9_000)))) : .seconds(3)
        if !isFree {
            let limits = (before.waiting + (before.run.map { [$0.mission] } ?? [])).map(\.latest)
            let near = Int64(200_000)
            guard limits.allSatisfy({ abs($0.milliseconds - now.wall.milliseconds) > near }) else { return }
        }
        guard now.wall.milliseconds > 1_710_000_000_000 else { return }
        var (shifted, moment) = (before, now)
        moment.wall = now.wall + span
        shifted.clock.last?.wall = (before.clock.last?.wall ?? now.wall) + span
        let (other, wanted) = step(shifted, event, at: moment, policy: policy)
        counts.shiftedSteps += 1
        let orders = effects.orders, others = wanted.orders
        guard
            orders != others || other.phase != after.phase || other.phaseEntered != after.phaseEntered
                || other.travel != after.travel || other.charge != after.charge || other.rods != after.rods
                || other.askAgain != after.askAgain || other.chargeAgain != after.chargeAgain
                || other.run?.airSeconds != after.run?.airSeconds
        else { return }
        note(
            .i25WallClockChangesNoInterval,
            "with the wall clock \(span) ahead \(event.nameInSimulation) leads to \(other.phase.rawValue) and "
                + "\(wanted.inWords), not to \(after.phase.rawValue) and \(effects.inWords)")
    }
}

extension [Effect] {
    /// The orders among them.
    var orders: [Order] { compactMap { if case .perform(let order) = $0 { order } else { nil } } }
}
