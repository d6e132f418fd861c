// SPDX-License-Identifier: Apache-2.0
// The course: what each launch gate must answer by the facts, and what follows from the answers. The gates' own code
// is not used; only the stored answers are compared.

internal import DockModel
internal import Wear

extension Course {
    /// The kind of a gate's answer.
    private enum Word { case pass, hold, refuse }

    private static func word(_ answer: GateAnswer) -> Word {
        switch answer {
        case .pass: .pass
        case .hold: .hold
        case .refuse: .refuse
        }
    }

    /// The run whose gates were asked, as it is after the step or as it was recorded.
    private var askedRun: MissionRun? {
        guard let id = before.run?.mission.id else { return nil }
        if let run = after.run, run.mission.id == id { return run }
        return records.first { $0.mission.id == id }
    }

    /// Whether the stored answers allow the launch.
    var areGatesOpen: Bool { askedRun?.gates.allSatisfy { $0.answer == .pass } ?? false }

    /// The answers given in this step are those that the facts ask for, and are obeyed.
    mutating func judgeGates() {
        guard before.phase == .gating || before.phase == .launching, let run = askedRun else { return }
        let isFirst = before.phase == .gating
        let next = after.trail.first
        let isAnswered =
            isFirst
            ? next == .preparing || next == .hold || (next == .idle && run.gates != before.run?.gates)
            : step.wants.contains(.launch) || run.gates != before.run?.gates
        // A run that waits again, because the key was turned, takes no answers with it.
        guard isAnswered, next != .service else { return }
        var words: [Word] = []
        for record in run.gates {
            let due = answer(of: record.gate, isOpenAsked: !isFirst)
            words.append(due)
            let isRight = Self.word(record.answer) == due
            if !isRight {
                found.append(
                    Stray(
                        invariant: .i10LaunchNeedsEveryGate,
                        detail: "the gate \(record.gate.rawValue) answers \(record.answer), not \(due)"))
            }
            if case .hold(_, let wait) = record.answer {
                demand(.i10LaunchNeedsEveryGate, "asked again in time", wait == policy.deadlines.holdRetry)
            }
        }
        demand(.i10LaunchNeedsEveryGate, "every gate is asked", words.count == LaunchGate.allCases.count)
        guard isFirst else {
            let isFit = words.allSatisfy { $0 == .pass } && step.isChargerMeasuredOff
            return demand(.i10LaunchNeedsEveryGate, "all gates decide", step.wants.contains(.launch) == isFit)
        }
        if words.contains(.refuse) {
            demand(.i10LaunchNeedsEveryGate, "a gate refused", next == .idle && run.outcome == .refused)
        } else if words.contains(.hold) {
            let isLate = step.now.wall + policy.deadlines.holdRetry > run.mission.latest && isClockGood
            demand(.i10LaunchNeedsEveryGate, "a gate held", next == (isLate ? .idle : .hold))
        } else {
            demand(.i10LaunchNeedsEveryGate, "all gates passed", next == .preparing)
        }
    }

    private func answer(of gate: LaunchGate, isOpenAsked: Bool) -> Word {
        switch gate {
        case .emergencyStop:
            after.lockOut == nil && after.evidence.emergencyStop.told(boot, policy.ages.switches) == false
                ? .pass : .hold
        case .alarms: alarmWord
        case .clock: isClockGood ? .pass : .hold
        case .airspace: isClockGood && !isClosed(.airspace) ? .pass : .hold
        case .daylight: step.isWaived(.daylight, for: askedRun) || (isClockGood && !isClosed(.darkness)) ? .pass : .hold
        case .forecast:
            step.isWaived(.forecast, for: askedRun) || askedTerms.forecast == nil
                || (isClockGood && !isClosed(.forecast)) ? .pass : .hold
        case .service: step.mayHandsBeInside ? .hold : .pass
        case .cover: coverWord(isOpenAsked)
        case .rods: rodsWord(isOpenAsked)
        case .vehiclePresent: isOnPad.map { $0 ? .pass : .refuse } ?? .hold
        case .vehicleReady: vehicleWord
        case .position: isInPlace ? .pass : .hold
        case .battery: (step.charge ?? -1) >= leastCharge ? .pass : .hold
        case .energy: energyWord
        case .power: isPowered ? .pass : .hold
        case .gnss: (after.evidence.vehicle.fix.told(boot, policy.ages.gnss) ?? 0) >= 3 ? .pass : .hold
        case .wind, .rain, .temperature: step.isWaived(gate, for: askedRun) || isWeatherRight(gate) ? .pass : .hold
        case .icing:
            step.isWaived(.icing, for: askedRun) || !policy.equipped.contains(.airTemperature)
                || step.isIceLikely == false ? .pass : .hold
        case .parts: areWornPartsThere ? .refuse : .pass
        }
    }

    private var alarmWord: Word {
        for (role, sensed) in [(Role.smoke, after.evidence.smoke), (.waterLeak, after.evidence.waterLeak)]
        where policy.equipped.contains(role) {
            guard let isTripped = sensed.told(boot, policy.ages.weather) else { return .hold }
            if isTripped { return .refuse }
        }
        return .pass
    }

    private func coverWord(_ isOpenAsked: Bool) -> Word {
        guard let cover else { return .hold }
        if cover == .contradictory { return .refuse }
        guard isOpenAsked else { return cover == .moving ? .hold : .pass }
        return step.isSteadyOpen ? .pass : .hold
    }

    private func rodsWord(_ isOpenAsked: Bool) -> Word {
        guard hasRods else { return .pass }
        guard let rods else { return .hold }
        if rods == .contradictory { return .refuse }
        return isOpenAsked && rods != .open ? .hold : .pass
    }

    private var vehicleWord: Word {
        guard isHeard, let isArmed else { return .hold }
        if isArmed { return .refuse }
        let isReady = after.evidence.vehicle.isReadyToArm.told(boot, policy.ages.vehicle) == true
        return landed == .onGround && isReady ? .pass : .hold
    }

    /// The run at hand as it came into the step.
    private var askedTerms: LaunchTerms { askedRun?.mission.terms ?? LaunchTerms() }

    private var leastCharge: Double {
        max(policy.limits.batteryLaunch.value, askedTerms.batteryLaunch?.value ?? 0)
    }

    private func isClosed(_ kind: Closure.Kind) -> Bool {
        let length = askedRun.flatMap { step.routeSeconds($0.mission.plan) } ?? 0
        let back = step.now.wall + .seconds(length)
        return askedTerms.closures.contains { $0.kind == kind && $0.to > step.now.wall && $0.from <= back }
    }

    private var isInPlace: Bool {
        guard let away = after.evidence.vehicle.distance.told(boot, policy.ages.gnss) else { return false }
        return away.value <= policy.limits.dockRadius.value
    }

    private var energyWord: Word {
        guard let run = askedRun, let length = step.routeSeconds(run.mission.plan) else { return .pass }
        guard let charge = step.charge else { return .hold }
        let rate = max(0.1, policy.energy.percentPerMinute / shareOfPack, before.learnedBurn ?? 0)
        let need = rate * length / 60 + policy.limits.landingReserve.value
        if charge >= need { return .pass }
        return need > 100 ? .refuse : .hold
    }

    /// What the pack holds of what a new one held, from the believed measure of the part that tells it.
    private var shareOfPack: Double {
        for rule in policy.parts where rule.measure == .packCapacity {
            guard case .measured(_, _, let new, _) = rule.description.measure, new > 0,
                let now = after.wear.units[rule.description.id]?.unit.lastMeasure
            else { continue }
            return max(0.3, min(1, now / new))
        }
        return 1
    }

    /// Whether the event reports that the pack was replaced.
    private var isPackReplaced: Bool {
        step.tells { told in
            guard case .operatorSays(.replacePart(let part, _, _, _)) = told,
                let pack = policy.parts.first(where: { $0.measure == .packCapacity })
            else { return false }
            return after.wear.units[pack.description.id]?.epoch != before.wear.units[pack.description.id]?.epoch
                && step.isReplaced(pack.description.id, with: part)
        }
    }

    private var isPowered: Bool {
        guard policy.equipped.contains(.mainsPresent) else { return true }
        switch after.evidence.mainsPresent.told(boot, policy.ages.weather) {
        case true?: return true
        case false?:
            guard policy.equipped.contains(.upsCharge),
                let left = after.evidence.upsCharge.told(boot, policy.ages.weather)
            else { return false }
            return left.value >= policy.limits.upsLaunch.value
        case nil: return false
        }
    }

    /// The gate held this run when it was last asked.
    private func isHeldBy(_ gate: LaunchGate) -> Bool {
        guard let last = before.run?.gates.first(where: { $0.gate == gate }) else { return false }
        return Self.word(last.answer) == .hold
    }

    /// What a minute of flight costs is learned from each ended flight that was long enough, and from nothing else.
    mutating func judgeLearning() {
        var due = isPackReplaced ? nil : before.learnedBurn
        for run in records where run.takeoff != nil && run.landed != nil {
            guard let span = run.airSeconds, span >= 120, let full = run.batteryStart, let left = run.batteryEnd,
                full.value > left.value
            else { continue }
            let cost = min(100, (full.value - left.value) * 60 / span)
            due = (due ?? cost) * 0.8 + cost * 0.2
        }
        let isRight = after.learnedBurn.map { abs($0 - (due ?? -1)) < 1e-6 } ?? (due == nil)
        demand(.i39OneOutcomeARun, "what a minute costs is learned from flights", isRight)
    }

    private func isWeatherRight(_ gate: LaunchGate) -> Bool {
        let seen = after.evidence, limits = policy.limits, limit = policy.ages.weather
        let isHeld = isHeldBy(gate)
        switch gate {
        case .wind:
            guard seen.wind.latest.isTold(boot, limit), let mean = seen.wind.mean(at: boot),
                let gust = seen.wind.gust(at: boot)
            else { return false }
            let part = isHeld ? 0.9 : 1
            return mean.value <= min(limits.windMean.value, askedTerms.windMean?.value ?? .infinity) * part
                && gust.value <= limits.windGust.value * part
        case .rain:
            guard policy.equipped.contains(.rainRate) else { return true }
            let most = min(limits.rain.value, askedTerms.rain?.value ?? .infinity)
            return seen.rain.told(boot, limit).map { $0.value <= most * (isHeld ? 0.5 : 1) } ?? false
        default:
            guard policy.equipped.contains(.airTemperature) else { return true }
            guard let air = seen.airTemperature.told(boot, limit)?.value else { return false }
            let margin: Double = isHeld ? 1 : 0
            return air >= limits.temperatureMin.value + margin && air <= limits.temperatureMax.value - margin
        }
    }

    private var areWornPartsThere: Bool {
        policy.parts.contains { rule in
            rule.description.severity <= .error && after.wear.units[rule.description.id]?.isPastLimit == true
        }
    }
}
