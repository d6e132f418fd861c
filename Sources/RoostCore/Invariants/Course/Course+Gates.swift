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
        case .service: step.mayHandsBeInside ? .hold : .pass
        case .cover: coverWord(isOpenAsked)
        case .rods: rodsWord(isOpenAsked)
        case .vehiclePresent: isOnPad.map { $0 ? .pass : .refuse } ?? .hold
        case .vehicleReady: vehicleWord
        case .battery: (step.charge ?? -1) >= policy.limits.batteryLaunch.value ? .pass : .hold
        case .gnss: (after.evidence.vehicle.fix.told(boot, policy.ages.gnss) ?? 0) >= 3 ? .pass : .hold
        case .wind, .rain, .temperature: isWeatherRight(gate) ? .pass : .hold
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

    private func isWeatherRight(_ gate: LaunchGate) -> Bool {
        let seen = after.evidence, limits = policy.limits, limit = policy.ages.weather
        switch gate {
        case .wind:
            guard seen.wind.latest.isTold(boot, limit), let mean = seen.wind.mean(at: boot),
                let gust = seen.wind.gust(at: boot)
            else { return false }
            return mean.value <= limits.windMean.value && gust.value <= limits.windGust.value
        case .rain:
            guard policy.equipped.contains(.rainRate) else { return true }
            return seen.rain.told(boot, limit).map { $0.value <= limits.rain.value } ?? false
        default:
            guard policy.equipped.contains(.airTemperature) else { return true }
            guard let air = seen.airTemperature.told(boot, limit)?.value else { return false }
            return air >= limits.temperatureMin.value && air <= limits.temperatureMax.value
        }
    }

    private var areWornPartsThere: Bool {
        policy.parts.contains { rule in
            rule.description.severity <= .error && after.wear.units[rule.description.id]?.isPastLimit == true
        }
    }
}
