// SPDX-License-Identifier: Apache-2.0
// Runs a script in a simulated world on virtual time, checking every rule after every step.
// The same script gives the same report.

internal import DockModel
public import RoostCore

extension SimulationScript {
    /// Virtual time after the script in which all faults have ended, for the dock to come to rest: long enough for a
    /// person to come.
    private static let quietEnd = 36_000.0

    /// Runs it. `stopAtFirst` ends at the first violation; `progress` hears the share done now and then; `observe` sees
    /// each step of the core with the second in which it was taken.
    public func run(
        stopAtFirst: Bool = false, progress: (Double) -> Void = { _ in },
        observe: ((StepTaken, Double) -> Void)? = nil
    ) -> SimulationReport {
        var world = makeWorld()
        world.keepsSteps = observe != nil
        let sorted = happenings.sorted { $0.at < $1.at }
        let end = seconds, total = seconds + Self.quietEnd
        // A long run is forked now and then, a short one often.
        let forkOdds = days < 3 ? 400 : 1_200
        // So are probes.
        let probeTurns = days < 0.5 ? 100 : days < 3 ? 12 : 400
        var next = 0, turns = 0
        while world.seconds < total {
            if world.seconds >= end, next < Int.max {
                next = .max
                world.endAllFaults()
            }
            let until = next < sorted.count ? sorted[next].at : world.seconds < end ? end : total
            world.turn(max(0.2, min(world.leap(), until - world.seconds)))
            while next < sorted.count, sorted[next].at <= world.seconds {
                world.happen(sorted[next].kind)
                next += 1
            }
            world.live()
            turns += 1
            if let observe {
                for step in world.steps { observe(step, world.seconds) }
                world.steps.removeAll(keepingCapacity: true)
            }
            if world.random.below(forkOdds) == 0,
                world.process.state.phase != .idle || world.random.below(8) == 0
            {
                world.checkFork()
            }
            if turns % probeTurns == 0 { world.probe() }
            if stopAtFirst, !world.violations.isEmpty { break }
            if turns & 1023 == 0 { progress(min(1, world.seconds / total)) }
        }
        if !(stopAtFirst && !world.violations.isEmpty) {
            // What has just begun may go on to its end.
            let latest = total + SimulatedWorld.longestUnrest
            while !world.isTroubled, !world.isAtRest, world.seconds < latest {
                world.turn(world.leap())
                world.live()
            }
            world.checkEnd()
        }
        progress(1)
        return world.report
    }

    /// The world in which the script happens, with its calendar.
    private func makeWorld() -> SimulatedWorld {
        var world = SimulatedWorld(seed: seed, site: site, policy: site.policy)
        // Every other site keeps its pack at a storage charge while nothing is due.
        if seed % 2 == 1 { world.policy.limits.batteryStorage = Percent(70) }
        world.isFullyChecked = true
        world.courseStride = days < 3 ? 1 : 8
        // A short run full of faults is made to find what is rare.
        world.areProbesDeep = days >= 0.5 && days < 3 && Double(happenings.count) >= 30 * days
        world.vehicle.charge = 55 + 45 * world.random.uniform()
        var missions: [DueMission] = []
        for (number, happening) in happenings.sorted(by: { $0.at < $1.at }).enumerated() {
            guard case .mission(let window) = happening.kind else { continue }
            let due = world.clock.trueTime(at: happening.at)
            let name = number & 1 == 0 ? "patrol" : "survey"
            missions.append(
                DueMission(
                    id: "\(name)@\(due.milliseconds)", schedule: ScheduleID(name), plan: SimulatedSite.plan,
                    due: due,
                    latest: WallTime(milliseconds: due.milliseconds + Int64(max(0, min(window, 1e9)) * 1000)),
                    terms: Self.terms(of: number, due: due))
            )
        }
        world.calendar = missions
        return world
    }
}

extension SimulationScript {
    /// Every third mission has terms: a closure shortly after it is due, a priority, a gate that it waives.
    fileprivate static func terms(of number: Int, due: WallTime) -> LaunchTerms? {
        guard number % 3 == 0 else { return nil }
        var terms = LaunchTerms()
        terms.priority = number % 2
        let from = due + .seconds(Int64(number % 7) * 60 - 60)
        terms.closures = [
            Closure(
                kind: [.darkness, .airspace, .forecast, .airspace][number % 4], from: from,
                to: from + .seconds(Int64(number % 5) * 120), reason: "closed for a while")
        ]
        if number % 2 == 0 { terms.forecast = "issued at dawn" }
        if number % 9 == 0 { terms.waivers = [Waiver(gate: .rain, reason: "sealed vehicle")] }
        return terms
    }
}

extension SimulatedWorld {
    /// The last look: at rest, or a person has been told.
    mutating func checkEnd() {
        guard !isTroubled, !isAtRest, seconds - truth.lastFault > 1_500 else { return }
        note(.i36RestWithinBounds, "at the end of the run the dock is not at rest; \(inWords)")
    }

    /// What was counted and found.
    var report: SimulationReport {
        var counts = counts
        (counts.mailsSent, counts.mailsFailed) = (mail.sent, mail.failed)
        return SimulationReport(counts: counts, violations: violations)
    }
}
