// SPDX-License-Identifier: Apache-2.0
// How each launch gate answers. A value too old or never read is never a good one (I11).
// A gate looks and answers: it must never order anything, and it always gives its reason.

internal import DockModel

/// A gate's answer, what it looked at, and the limit it compared with, if there is one.
typealias Answered = (answer: GateAnswer, value: String, limit: String?)

/// What a gate needs to answer.
struct GateQuestion {
    var state: DockState
    var now: Moment
    var policy: DockPolicy
    /// Whether the cover must already be proved open (just before arming) or only be able to open.
    var isCoverToBeOpen: Bool

    var evidence: Evidence { state.evidence }
    var retry: Duration { policy.deadlines.holdRetry }

    /// Asks all gates, in their order.
    func askAll() -> [GateRecord] {
        LaunchGate.allCases.map { gate in
            let (answer, value, limit) = waived(gate) ?? ask(gate)
            return GateRecord(gate: gate, answer: answer, value: value, limit: limit)
        }
    }

    /// The answer of a gate that the run's schedule waives; nil for one that it does not, or may not, waive.
    private func waived(_ gate: LaunchGate) -> Answered? {
        guard gate.mayBeWaived, let waiver = state.run?.mission.terms?.waivers.first(where: { $0.gate == gate }) else {
            return nil
        }
        return (.pass, "waived by the schedule: \(waiver.reason)", nil)
    }

    /// Whether the run's schedule waives a gate that it may waive.
    func isWaived(_ gate: LaunchGate) -> Bool { waived(gate) != nil }

    /// Whether this gate held the run when it was last asked: then it asks for a little more, so that a value that
    /// moves about its limit does not open and close the cover.
    func hasHeld(_ gate: LaunchGate) -> Bool {
        state.run?.gates.contains { record in
            guard record.gate == gate, case .hold = record.answer else { return false }
            return true
        } ?? false
    }

    /// Asks one gate: its answer and what it looked at.
    func ask(_ gate: LaunchGate) -> Answered {
        switch gate {
        case .emergencyStop: askEmergencyStop()
        case .alarms: askAlarms()
        case .clock: state.isWallTrusted(at: now) ? (.pass, "set", nil) : hold("the clock is not known to be set")
        case .airspace: askClosures(.airspace, open: "open")
        case .daylight: askClosures(.darkness, open: "light enough, or no matter")
        case .forecast: askForecast()
        case .service: askServiceKey()
        case .cover: askCover()
        case .rods: askRods()
        case .vehiclePresent: askVehiclePresent()
        case .vehicleReady: askVehicleReady()
        case .position: askPosition()
        case .battery: askBattery()
        case .energy: askEnergy()
        case .gnss: askFix()
        case .power: askPower()
        case .wind: askWind()
        case .rain: askRain()
        case .icing: askIcing()
        case .temperature: askTemperature()
        case .parts: askParts()
        }
    }

    func hold(_ because: String, value: String? = nil, limit: String? = nil) -> Answered {
        (.hold(because: because, retryAfter: retry), value ?? because, limit)
    }

    /// Says how old a fact is, for an answer that it is too old.
    func stale(_ name: String, _ age: Duration?, limit: Duration) -> Answered {
        guard let age else { return hold("no \(name) since start") }
        return hold(
            "\(name) is \(inWords(age)) old, limit \(inWords(limit))",
            value: "\(inWords(age)) old", limit: inWords(limit))
    }

    private func askEmergencyStop() -> Answered {
        let limit = policy.ages.switches
        if let lockOut = state.lockOut { return hold("locked out: \(lockOut.reason)") }
        guard let isPressed = evidence.emergencyStop.fresh(at: now.boot, within: limit) else {
            return stale("emergency-stop reading", evidence.emergencyStop.age(at: now.boot), limit: limit)
        }
        return isPressed ? hold("the emergency stop is pressed") : (.pass, "released", nil)
    }

    private func askServiceKey() -> Answered {
        guard policy.equipped.contains(.serviceKey) else { return (.pass, "this dock has no service key", nil) }
        let limit = policy.ages.switches
        guard let isTurned = evidence.serviceKey.fresh(at: now.boot, within: limit) else {
            return stale("service key reading", evidence.serviceKey.age(at: now.boot), limit: limit)
        }
        return isTurned ? hold("the service key is turned") : (.pass, "not turned", nil)
    }

    private func askRods() -> Answered {
        guard policy.equipped.contains(.rodsCommand) else { return (.pass, "this dock has no rods", nil) }
        let limit = policy.ages.switches
        guard let position = evidence.rodsPosition(at: now.boot, within: limit) else {
            return stale("rod switch reading", evidence.rodsOpenSwitch.age(at: now.boot), limit: limit)
        }
        if position == .contradictory {
            return (.refuse(because: "both limit switches of the rods report contact"), "contradictory", nil)
        }
        guard isCoverToBeOpen, position != .open else { return (.pass, position.rawValue, nil) }
        return hold("the centring rods have not let go")
    }

    private func askAlarms() -> Answered {
        let limit = policy.ages.weather
        var told: [String] = []
        for (role, name, sensed) in [
            (Role.smoke, "smoke", evidence.smoke), (Role.waterLeak, "water", evidence.waterLeak),
        ] {
            guard policy.equipped.contains(role) else {
                told.append("no \(name) sensor")
                continue
            }
            guard let isTripped = sensed.fresh(at: now.boot, within: limit) else {
                return stale("\(name) reading", sensed.age(at: now.boot), limit: limit)
            }
            if isTripped { return (.refuse(because: "\(name) in the dock"), name, nil) }
            told.append("no \(name)")
        }
        return (.pass, told.joined(separator: ", "), nil)
    }

    private func askCover() -> Answered {
        let limit = policy.ages.switches
        guard let position = evidence.coverPosition(at: now.boot, within: limit) else {
            return stale("limit switch reading", evidence.openSwitch.age(at: now.boot), limit: limit)
        }
        switch position {
        case .contradictory:
            return (.refuse(because: "both cover limit switches report contact"), "contradictory", nil)
        case .open:
            guard isCoverToBeOpen else { return (.pass, "open", nil) }
            let second = Duration.seconds(1)
            guard evidence.openSwitch.stable(at: now.boot, within: limit, for: second) == true,
                evidence.closedSwitch.stable(at: now.boot, within: limit, for: second) == false
            else { return hold("the cover has not been proved open for 1 s") }
            return (.pass, "open", nil)
        case .closed, .moving:
            if isCoverToBeOpen { return hold("the cover is \(position.rawValue), not open") }
            return position == .closed ? (.pass, "closed", nil) : hold("the cover is between its switches")
        }
    }

    private func askVehiclePresent() -> Answered {
        let limit = policy.ages.switches
        guard let isPresent = evidence.vehiclePresent.fresh(at: now.boot, within: limit) else {
            return stale("pad contact reading", evidence.vehiclePresent.age(at: now.boot), limit: limit)
        }
        guard isPresent else { return (.refuse(because: "no vehicle on the pad"), "absent", nil) }
        return (.pass, "on the pad", nil)
    }

    private func askVehicleReady() -> Answered {
        let vehicle = evidence.vehicle
        let limit = policy.ages.vehicle
        guard vehicle.linked.fresh(at: now.boot, within: limit) == true else {
            return hold("the vehicle is not heard")
        }
        guard let isArmed = vehicle.armed.fresh(at: now.boot, within: limit) else {
            return stale("armed state", vehicle.armed.age(at: now.boot), limit: limit)
        }
        if isArmed { return (.refuse(because: "the vehicle is armed by someone else"), "armed", nil) }
        guard vehicle.landed.fresh(at: now.boot, within: limit) == .onGround else {
            return hold("the vehicle does not report that it is on the ground")
        }
        switch vehicle.isReadyToArm.fresh(at: now.boot, within: limit) {
        case true?: return (.pass, "ready, disarmed", nil)
        case false?:
            let text = vehicle.lastText.isEmpty ? "no text given" : vehicle.lastText
            return hold("the vehicle's pre-arm checks fail: \(text)")
        case nil: return stale("pre-arm state", vehicle.isReadyToArm.age(at: now.boot), limit: limit)
        }
    }

    private func askBattery() -> Answered {
        let limit = policy.ages.battery
        guard let charge = evidence.vehicle.battery.fresh(at: now.boot, within: limit) else {
            return stale("battery report", evidence.vehicle.battery.age(at: now.boot), limit: limit)
        }
        let least = max(policy.limits.batteryLaunch, state.run?.mission.terms?.batteryLaunch ?? Percent(0))
        guard charge >= least else {
            return hold("the pack holds \(charge), limit \(least)", value: "\(charge)", limit: "\(least)")
        }
        return (.pass, "\(charge)", "\(least)")
    }

    private func askFix() -> Answered {
        let limit = policy.ages.gnss
        guard let fix = evidence.vehicle.fix.fresh(at: now.boot, within: limit) else {
            return stale("GNSS report", evidence.vehicle.fix.age(at: now.boot), limit: limit)
        }
        return fix >= 3
            ? (.pass, "fix type \(fix)", "3 (3D)")
            : hold("GNSS fix type \(fix), a 3D fix is needed", value: "fix type \(fix)", limit: "3 (3D)")
    }

    private func askWind() -> Answered {
        let limit = policy.ages.weather
        guard evidence.wind.latest.fresh(at: now.boot, within: limit) != nil,
            let mean = evidence.wind.mean(at: now.boot), let gust = evidence.wind.gust(at: now.boot)
        else { return stale("wind reading", evidence.wind.latest.age(at: now.boot), limit: limit) }
        let share = hasHeld(.wind) ? Hysteresis.windShare : 1
        let gustLimit = MetresPerSecond(policy.limits.windGust.value * share)
        let most = min(policy.limits.windMean, state.run?.mission.terms?.windMean ?? policy.limits.windMean)
        let meanLimit = MetresPerSecond(most.value * share)
        guard gust <= gustLimit else {
            return hold(
                "gusts of \(gust) in the last 10 min, limit \(gustLimit)", value: "gust \(gust)", limit: "\(gustLimit)")
        }
        guard mean <= meanLimit else {
            return hold(
                "wind of \(mean) over the last 10 min, limit \(meanLimit)", value: "mean \(mean)",
                limit: "\(meanLimit)")
        }
        return (.pass, "\(mean), gust \(gust)", "\(meanLimit), gust \(gustLimit)")
    }

    private func askRain() -> Answered {
        guard policy.equipped.contains(.rainRate) else { return (.pass, "this dock has no rain sensor", nil) }
        let limit = policy.ages.weather
        guard let rain = evidence.rain.fresh(at: now.boot, within: limit) else {
            return stale("rain reading", evidence.rain.age(at: now.boot), limit: limit)
        }
        let dry = min(policy.limits.rain, state.run?.mission.terms?.rain ?? policy.limits.rain)
        let most = MillimetresPerHour(dry.value * (hasHeld(.rain) ? Hysteresis.rainShare : 1))
        guard rain <= most else {
            return hold("rain of \(rain), limit \(most)", value: "\(rain)", limit: "\(most)")
        }
        return (.pass, "\(rain)", "\(most)")
    }

    private func askTemperature() -> Answered {
        guard policy.equipped.contains(.airTemperature) else {
            return (.pass, "this dock has no thermometer", nil)
        }
        let limit = policy.ages.weather
        guard let air = evidence.airTemperature.fresh(at: now.boot, within: limit) else {
            return stale("air temperature", evidence.airTemperature.age(at: now.boot), limit: limit)
        }
        let margin = hasHeld(.temperature) ? Hysteresis.degrees : 0
        let least = Celsius(policy.limits.temperatureMin.value + margin)
        let most = Celsius(policy.limits.temperatureMax.value - margin)
        guard air >= least else {
            return hold("air at \(air), limit \(least)", value: "\(air)", limit: "\(least)")
        }
        guard air <= most else {
            return hold("air at \(air), limit \(most)", value: "\(air)", limit: "\(most)")
        }
        return (.pass, "\(air)", "\(least) to \(most)")
    }

    private func askParts() -> Answered {
        let worn = state.wear.partsPastHardLimit(policy.parts)
        guard worn.isEmpty else {
            return (.refuse(because: "past its limit: \(worn.joined(separator: ", "))"), "worn out", nil)
        }
        return (.pass, "none past its limit", nil)
    }
}

/// How much further a value must be within its limit once the gate has held the run for it.
enum Hysteresis {
    /// Share of the wind limits.
    static let windShare = 0.9
    /// Share of the rain limit: half of a drizzle is dry enough.
    static let rainShare = 0.5
    /// Degrees Celsius within the limits of air temperature.
    static let degrees = 1.0
}

/// A span as people say it: "45 s", "3 min".
func inWords(_ span: Duration) -> String {
    let seconds = Int64(span.inSeconds.rounded())
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    return "\(seconds / 3600) h"
}
