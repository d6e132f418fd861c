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
            let (answer, value, limit) = ask(gate)
            return GateRecord(gate: gate, answer: answer, value: value, limit: limit)
        }
    }

    /// Asks one gate: its answer and what it looked at.
    func ask(_ gate: LaunchGate) -> Answered {
        switch gate {
        case .emergencyStop: askEmergencyStop()
        case .alarms: askAlarms()
        case .clock: state.isWallTrusted(at: now) ? (.pass, "set", nil) : hold("the clock is not known to be set")
        case .service: askServiceKey()
        case .cover: askCover()
        case .rods: askRods()
        case .vehiclePresent: askVehiclePresent()
        case .vehicleReady: askVehicleReady()
        case .battery: askBattery()
        case .gnss: askFix()
        case .wind: askWind()
        case .rain: askRain()
        case .temperature: askTemperature()
        case .parts: askParts()
        }
    }

    private func hold(_ because: String, value: String? = nil, limit: String? = nil) -> Answered {
        (.hold(because: because, retryAfter: retry), value ?? because, limit)
    }

    /// Says how old a fact is, for an answer that it is too old.
    private func stale(_ name: String, _ age: Duration?, limit: Duration) -> Answered {
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
        guard charge >= policy.limits.batteryLaunch else {
            return hold(
                "the pack holds \(charge), limit \(policy.limits.batteryLaunch)", value: "\(charge)",
                limit: "\(policy.limits.batteryLaunch)")
        }
        return (.pass, "\(charge)", "\(policy.limits.batteryLaunch)")
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
        let limits = policy.limits
        guard gust <= limits.windGust else {
            return hold(
                "gusts of \(gust) in the last 10 min, limit \(limits.windGust)", value: "gust \(gust)",
                limit: "\(limits.windGust)")
        }
        guard mean <= limits.windMean else {
            return hold(
                "wind of \(mean) over the last 10 min, limit \(limits.windMean)", value: "mean \(mean)",
                limit: "\(limits.windMean)")
        }
        return (.pass, "\(mean), gust \(gust)", "\(limits.windMean), gust \(limits.windGust)")
    }

    private func askRain() -> Answered {
        guard policy.equipped.contains(.rainRate) else { return (.pass, "this dock has no rain sensor", nil) }
        let limit = policy.ages.weather
        guard let rain = evidence.rain.fresh(at: now.boot, within: limit) else {
            return stale("rain reading", evidence.rain.age(at: now.boot), limit: limit)
        }
        let most = "\(policy.limits.rain)"
        guard rain <= policy.limits.rain else {
            return hold("rain of \(rain), limit \(most)", value: "\(rain)", limit: most)
        }
        return (.pass, "\(rain)", most)
    }

    private func askTemperature() -> Answered {
        guard policy.equipped.contains(.airTemperature) else {
            return (.pass, "this dock has no thermometer", nil)
        }
        let limit = policy.ages.weather
        guard let air = evidence.airTemperature.fresh(at: now.boot, within: limit) else {
            return stale("air temperature", evidence.airTemperature.age(at: now.boot), limit: limit)
        }
        let limits = policy.limits
        guard air >= limits.temperatureMin else {
            return hold(
                "air at \(air), limit \(limits.temperatureMin)", value: "\(air)", limit: "\(limits.temperatureMin)")
        }
        guard air <= limits.temperatureMax else {
            return hold(
                "air at \(air), limit \(limits.temperatureMax)", value: "\(air)", limit: "\(limits.temperatureMax)")
        }
        return (.pass, "\(air)", "\(limits.temperatureMin) to \(limits.temperatureMax)")
    }

    private func askParts() -> Answered {
        let worn = state.wear.partsPastHardLimit(policy.parts)
        guard worn.isEmpty else {
            return (.refuse(because: "past its limit: \(worn.joined(separator: ", "))"), "worn out", nil)
        }
        return (.pass, "none past its limit", nil)
    }
}

/// A span as people say it: "45 s", "3 min".
func inWords(_ span: Duration) -> String {
    let seconds = Int64(span.inSeconds.rounded())
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    return "\(seconds / 3600) h"
}
