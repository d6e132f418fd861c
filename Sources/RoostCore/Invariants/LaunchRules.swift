// SPDX-License-Identifier: Apache-2.0
// Predicates on the launch. The gates' stored answers are not taken at their word: what each gate is about is looked
// at here again. Only the wind's mean and gust are taken from the window that gathers them. I3, I10, I11, I12, I26.

internal import DockModel

extension StepTaken {
    /// I3: arming needs the open switch, and not the closed one, both fresh and unchanged for a second.
    var armsUnderAnOpenCover: Bool {
        !wants.contains(.launch) || isSteadyOpen
    }

    /// Whether the switches have proved the cover open for a second.
    var isSteadyOpen: Bool {
        let limit = policy.ages.switches, second = Duration.seconds(1)
        return after.evidence.openSwitch.told(boot, limit, steady: second) == true
            && after.evidence.closedSwitch.told(boot, limit, steady: second) == false
    }

    /// I10: arming needs every gate's answer, each a pass, given in this step and true of what the dock knows now.
    var launchesThroughEveryGate: Bool {
        guard wants.contains(.launch) else { return true }
        guard let gates = after.run?.gates, gates.count == LaunchGate.allCases.count,
            gates.allSatisfy({ $0.answer == .pass }), Set(gates.map(\.gate)).count == gates.count
        else { return false }
        return isDockFit && isVehicleFit && isWeatherFit && isAirOpen && isRouteAffordable && isPowered
    }

    private var isDockFit: Bool {
        let limit = policy.ages.switches, seen = after.evidence
        guard after.lockOut == nil, seen.emergencyStop.told(boot, limit) == false, !mayHandsBeInside,
            isChargerMeasuredOff, isOnPad == true, after.travel == nil, after.rods == nil
        else { return false }
        if policy.equipped.contains(.rodsCommand) {
            guard let rodSwitches, rodSwitches.open, !rodSwitches.closed else { return false }
        }
        if policy.equipped.contains(.smoke), seen.smoke.told(boot, policy.ages.weather) != false {
            return false
        }
        return !policy.equipped.contains(.waterLeak)
            || seen.waterLeak.told(boot, policy.ages.weather) == false
    }

    private var isVehicleFit: Bool {
        let limits = policy.limits, vehicle = after.evidence.vehicle
        guard isHeard, isArmed == false, landed == .onGround,
            vehicle.isReadyToArm.told(boot, policy.ages.vehicle) == true,
            let fix = vehicle.fix.told(boot, policy.ages.gnss), fix >= 3, let charge,
            let away = vehicle.distance.told(boot, policy.ages.gnss), away.value <= limits.dockRadius.value
        else { return false }
        return charge >= max(limits.batteryLaunch.value, after.run?.mission.terms?.batteryLaunch?.value ?? 0)
    }

    /// Nothing closes the air, and it is light where the run asks for it, until the flight would be over.
    private var isAirOpen: Bool {
        guard let run = after.run, let terms = run.mission.terms else { return true }
        let isDarkTaken = terms.waivers.contains { $0.gate == .daylight }
        let back = now.wall + .seconds(routeSeconds(run.mission.plan) ?? 0)
        for closed in terms.closures {
            if closed.kind == .darkness, isDarkTaken { continue }
            if closed.kind == .forecast, terms.forecast == nil || isWaived(.forecast) { continue }
            if closed.from <= back, closed.to > now.wall { return false }
        }
        return true
    }

    /// The pack holds the route's cost and the reserve.
    private var isRouteAffordable: Bool {
        guard let run = after.run, let seconds = routeSeconds(run.mission.plan) else { return true }
        guard let charge else { return false }
        let rate = max(0.1, max(policy.energy.percentPerMinute, after.learnedBurn ?? 0))
        return charge + 1e-6 >= rate / 60 * seconds + policy.limits.landingReserve.value
    }

    /// How long a plan's route takes in the mean wind, s; nil for a route that is not known. Out and back in a wind w
    /// takes v / (v² - w²) a metre, at most 1 / 2 s.
    func routeSeconds(_ plan: String) -> Double? {
        guard let effort = policy.plans[plan]?.effort else { return nil }
        let rates = policy.energy
        let speed = max(0.5, (effort.speed ?? rates.cruise).value)
        let wind = after.evidence.wind.mean(at: boot)?.value ?? 0
        let square = speed * speed - wind * wind
        let pace = square <= 0 ? max(0.5, 1 / speed) : min(max(0.5, 1 / speed), max(1 / speed, speed / square))
        let height = max(0, effort.climb.value)
        let vertical = height / max(0.3, rates.ascent.value) + height / max(0.3, rates.descent.value)
        let sum =
            max(0, effort.distance.value) * pace + vertical + max(0, effort.waiting.inSeconds)
            + rates.landing.inSeconds
        return sum.isFinite ? min(sum, 86_400) : 86_400
    }

    /// Mains are there, or the UPS stands in for them.
    private var isPowered: Bool {
        guard policy.equipped.contains(.mainsPresent) else { return true }
        let limit = policy.ages.weather, seen = after.evidence
        if seen.mainsPresent.told(boot, limit) == true { return true }
        guard seen.mainsPresent.told(boot, limit) == false, policy.equipped.contains(.upsCharge),
            let left = seen.upsCharge.told(boot, limit)
        else { return false }
        return left.value >= policy.limits.upsLaunch.value
    }

    private var isWeatherFit: Bool {
        let limits = policy.limits, seen = after.evidence, limit = policy.ages.weather
        let asked = after.run?.mission.terms
        guard let wind = seen.wind.latest.told(boot, limit), wind.value <= limits.windGust.value,
            let mean = seen.wind.mean(at: boot),
            mean.value <= min(limits.windMean.value, asked?.windMean?.value ?? .infinity),
            let gust = seen.wind.gust(at: boot), gust.value <= limits.windGust.value
        else { return false }
        if policy.equipped.contains(.rainRate), !isWaived(.rain) {
            guard let rain = seen.rain.told(boot, limit), rain.value <= limits.rain.value,
                rain.value <= asked?.rain?.value ?? .infinity
            else {
                return false
            }
        }
        guard policy.equipped.contains(.airTemperature) else { return true }
        if !isWaived(.icing), isIceLikely != false { return false }
        guard !isWaived(.temperature) else { return true }
        guard let air = seen.airTemperature.told(boot, limit) else { return false }
        return air.value >= limits.temperatureMin.value && air.value <= limits.temperatureMax.value
    }

    /// Whether the schedule of a run, the one at hand unless another is given, waives a gate that it may waive.
    func isWaived(_ gate: LaunchGate, for run: MissionRun? = nil) -> Bool {
        guard [.daylight, .forecast, .rain, .icing, .temperature].contains(gate) else { return false }
        return (run ?? after.run)?.mission.terms?.waivers.contains { $0.gate == gate } == true
    }

    /// Whether ice is to be expected; nil while that cannot be told.
    var isIceLikely: Bool? {
        let seen = after.evidence, limit = policy.ages.weather
        guard let air = seen.airTemperature.told(boot, limit)?.value else { return nil }
        let rain = seen.rain.told(boot, limit)?.value ?? 0
        if air > 3 { return air < 5 && rain >= 2.5 }
        if rain > 0 { return true }
        guard policy.equipped.contains(.humidity) else { return false }
        return seen.humidity.told(boot, limit).map { $0.value >= 85 }
    }

    /// I11: when the gates let a run go on, none of their inputs is older than its own limit.
    var asksGatesOnFreshInputs: Bool {
        guard wants.contains(.launch) || isPreparedNow else { return true }
        let seen = after.evidence, hardware = policy.ages.switches, weather = policy.ages.weather
        guard switches != nil, isOnPad != nil, seen.emergencyStop.isTold(boot, hardware) else { return false }
        let sensors: [(Role, Bool)] = [
            (.smoke, seen.smoke.isTold(boot, weather)), (.waterLeak, seen.waterLeak.isTold(boot, weather)),
            (.rainRate, seen.rain.isTold(boot, weather) || isWaived(.rain)),
            (.airTemperature, seen.airTemperature.isTold(boot, weather) || isWaived(.temperature) && isWaived(.icing)),
            (.mainsPresent, seen.mainsPresent.isTold(boot, weather)),
            (.serviceKey, seen.serviceKey.isTold(boot, hardware)), (.rodsCommand, rodSwitches != nil),
        ]
        for (role, isTold) in sensors where policy.equipped.contains(role) && !isTold { return false }
        return seen.wind.latest.isTold(boot, weather) && isHeard && isArmed != nil && landed != nil
            && seen.vehicle.isReadyToArm.isTold(boot, policy.ages.vehicle) && charge != nil
            && seen.vehicle.fix.isTold(boot, policy.ages.gnss)
    }

    /// Whether the gates let a run go on to its preparation in this step.
    var isPreparedNow: Bool { before.phase == .gating && after.trail.contains(.preparing) }

    /// I12: the mission arms only after its own read-back, which has items and is the plan where the plan is known.
    var launchesTheVerifiedPlan: Bool {
        guard wants.contains(.launch) else { return true }
        guard let run = after.run, let count = run.itemCount, count > 0, let checksum = run.itemChecksum,
            before.launchStage == .verified || isVerifiedNow(count, checksum)
        else { return false }
        guard let plan = policy.plans[run.mission.plan] else { return true }
        return plan.itemCount == count && plan.checksum == checksum
    }

    private func isVerifiedNow(_ count: Int, _ checksum: UInt32) -> Bool {
        tells { told in
            guard case .finished(let order, .verified(let read, let sum)) = told else { return false }
            return order == before.awaited && read == count && sum == checksum
        }
    }

    /// I26: arming, and the opening for it, need a clock that is said to be set, shows 2024 or later, and has not
    /// jumped within a minute.
    var launchesOnATrustedClock: Bool {
        guard wants.contains(.launch) || isPreparedNow else { return true }
        let firstOf2024 = WallTime(milliseconds: 1_704_067_200_000)
        guard now.isWallTrusted, now.wall >= firstOf2024, !hasWallJumped else { return false }
        return after.clock.jumped.map { span($0, boot) >= .seconds(60) } ?? true
    }

    /// Whether both clocks disagree by over 2 s on what has passed since the step before.
    var hasWallJumped: Bool {
        guard let last = before.clock.last, !isStart else { return false }
        let (boot, isBootOver) = boot.nanoseconds.subtractingReportingOverflow(last.boot.nanoseconds)
        let (wall, isWallOver) = now.wall.milliseconds.subtractingReportingOverflow(last.wall.milliseconds)
        let (off, isOver) = wall.subtractingReportingOverflow(boot / 1_000_000)
        return isBootOver || isWallOver || isOver || off > 2_000 || off < -2_000
    }
}
