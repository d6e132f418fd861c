// SPDX-License-Identifier: Apache-2.0
// How the gates answer that look beyond the box: closed air and darkness, where the vehicle believes itself to be, what
// the route costs in this wind, mains and ice. A gate looks and answers: it must never order anything.

internal import DockModel

extension GateQuestion {
    /// Whether the air stays open, of one kind of closure, until the flight would be over.
    func askClosures(_ kind: Closure.Kind, open: String) -> Answered {
        // With a clock that is not trusted nothing can be said of the calendar; the clock's own gate holds then too.
        guard state.isWallTrusted(at: now) else { return hold("the clock is not known to be set") }
        let closures = state.run?.mission.terms?.closures ?? []
        let back = now.wall + (forecast?.time ?? .zero)
        let blocking = closures.filter { $0.kind == kind && $0.from <= back && $0.to > now.wall }
        guard let first = blocking.min(by: { ($0.from, $0.to) < ($1.from, $1.to) }) else { return (.pass, open, nil) }
        let until = blocking.map(\.to).max() ?? first.to
        let span = "\(inWords(first.from)) to \(inWords(first.to))"
        guard first.from > now.wall else {
            return hold("\(first.reason), until \(inWords(until))", value: "closed", limit: span)
        }
        return hold(
            "\(first.reason) from \(inWords(first.from)), the flight would end at \(inWords(back))",
            value: "back at \(inWords(back))", limit: span)
    }

    /// Whether the forecast lets the run fly; without one only the sensors are asked.
    func askForecast() -> Answered {
        guard let told = state.run?.mission.terms?.forecast else { return (.pass, "no forecast: sensors only", nil) }
        return askClosures(.forecast, open: told)
    }

    /// When the closures that hold a gate are over; nil when none holds it.
    func opening(of gate: LaunchGate) -> WallTime? {
        let kind: Closure.Kind
        switch gate {
        case .airspace: kind = .airspace
        case .daylight: kind = .darkness
        case .forecast: kind = .forecast
        default: return nil
        }
        var opens: WallTime?
        let span = forecast?.time ?? .zero
        // One closure may end in the next, and what is left between two may be too short for the flight.
        for closure in (state.run?.mission.terms?.closures ?? []).sorted(by: { $0.from < $1.from })
        where closure.kind == kind && closure.to > now.wall && closure.from <= (opens ?? now.wall) + span {
            opens = max(opens ?? closure.to, closure.to)
        }
        return opens
    }

    /// Whether the vehicle believes that it stands where the dock is: a wrong home, or a fix of another place, would
    /// lead it elsewhere.
    func askPosition() -> Answered {
        let limit = policy.ages.gnss, most = policy.limits.dockRadius
        guard let distance = evidence.vehicle.distance.fresh(at: now.boot, within: limit) else {
            return stale("vehicle's position", evidence.vehicle.distance.age(at: now.boot), limit: limit)
        }
        guard distance <= most else {
            return hold(
                "the vehicle says that it is \(distance) from the dock, limit \(most)", value: "\(distance)",
                limit: "\(most)")
        }
        return (.pass, "\(distance) from the dock", "\(most)")
    }

    /// Whether the pack holds what the route costs, and the reserve.
    func askEnergy() -> Answered {
        guard let forecast else { return (.pass, "this plan's route is not known", nil) }
        let limit = policy.ages.battery
        guard let charge = evidence.vehicle.battery.fresh(at: now.boot, within: limit) else {
            return stale("battery report", evidence.vehicle.battery.age(at: now.boot), limit: limit)
        }
        let needed = Percent(forecast.charge + policy.limits.landingReserve.value)
        let told = "the route of \(inWords(forecast.time)) in this wind and the reserve need \(needed)"
        guard charge >= needed else {
            return needed > Percent(100)
                ? (.refuse(because: "\(told), more than a full pack"), "\(charge)", "\(needed)")
                : hold("the pack holds \(charge), \(told)", value: "\(charge)", limit: "\(needed)")
        }
        return (.pass, "\(charge)", "\(needed)")
    }

    /// What the run's route takes in the wind at the dock: time, and charge in %; nil when the route is not known.
    ///
    /// A route that ends where it began flies as far against the wind as with it: at airspeed v in a wind w its mean
    /// ground speed is (v² - w²) / v, here at least 2 m/s (the wind triangle for a way out and back).
    var forecast: (time: Duration, charge: Double)? {
        guard let plan = state.run?.mission.plan, let effort = policy.plans[plan]?.effort else { return nil }
        let wind = evidence.wind.mean(at: now.boot)?.value ?? 0
        let air = max(0.5, effort.speed?.value ?? policy.energy.cruise.value)
        let ground = min(air, max(2, (air * air - wind * wind) / air))
        let climb = max(0, effort.climb.value)
        let seconds =
            max(0, effort.distance.value) / ground + climb / max(0.3, policy.energy.ascent.value)
            + climb / max(0.3, policy.energy.descent.value) + max(0, effort.waiting.inSeconds)
            + policy.energy.landing.inSeconds
        // Longer than any pack lasts, and short enough for any clock.
        let bounded = seconds.isFinite ? min(seconds, 86_400) : 86_400
        // A percent of a worn pack is less than a percent of a new one.
        let health = state.wear.packHealth(policy.parts) ?? 1
        let burn = max(0.1, policy.energy.percentPerMinute / health, state.learnedBurn ?? 0)
        return (.seconds(bounded), burn * bounded / 60)
    }

    /// Whether the dock has the power to open, to close and to keep warm.
    func askPower() -> Answered {
        guard policy.equipped.contains(.mainsPresent) else { return (.pass, "this dock does not watch its mains", nil) }
        let limit = policy.ages.weather
        guard let isPresent = evidence.mainsPresent.fresh(at: now.boot, within: limit) else {
            return stale("mains reading", evidence.mainsPresent.age(at: now.boot), limit: limit)
        }
        if isPresent { return (.pass, "present", nil) }
        let least = policy.limits.upsLaunch
        guard policy.equipped.contains(.upsCharge) else { return hold("mains are off") }
        guard let charge = evidence.upsCharge.fresh(at: now.boot, within: limit) else {
            return stale("UPS charge", evidence.upsCharge.age(at: now.boot), limit: limit)
        }
        guard charge >= least else {
            let told = "mains are off and the UPS holds \(charge), limit \(least)"
            return hold(told, value: "\(charge)", limit: "\(least)")
        }
        return (.pass, "mains off, UPS at \(charge)", "\(least)")
    }

    /// Whether ice is to be expected: near or below 0 °C with moisture in the air, or cold and in moderate rain
    /// (facts 2.2). A relative humidity of 85 % at 3 °C and below is a dew-point spread of 2 K (Magnus formula).
    func askIcing() -> Answered {
        guard policy.equipped.contains(.airTemperature) else { return (.pass, "this dock has no thermometer", nil) }
        let limit = policy.ages.weather
        guard let air = evidence.airTemperature.fresh(at: now.boot, within: limit) else {
            return stale("air temperature", evidence.airTemperature.age(at: now.boot), limit: limit)
        }
        let isWatched = policy.equipped.contains(.humidity)
        guard air.value <= Icing.coldest else { return (.pass, "\(air)", nil) }
        let rain = evidence.rain.fresh(at: now.boot, within: limit)?.value ?? 0
        if air.value < Icing.coldest, rain >= Icing.moderateRain {
            return hold("\(MillimetresPerHour(rain)) of rain at \(air) may freeze", value: "\(air)")
        }
        guard air.value <= Icing.cold else { return (.pass, "\(air)", nil) }
        if rain > 0 { return hold("rain at \(air) may freeze", value: "\(air)", limit: "\(Celsius(Icing.cold))") }
        guard isWatched else { return (.pass, "\(air), no humidity sensor", nil) }
        guard let humidity = evidence.humidity.fresh(at: now.boot, within: limit) else {
            return stale("humidity reading", evidence.humidity.age(at: now.boot), limit: limit)
        }
        guard humidity.value < Icing.moist else {
            return hold(
                "ice is to be expected at \(air) and \(humidity) humidity", value: "\(humidity)",
                limit: "\(Percent(Icing.moist))")
        }
        return (.pass, "\(air), \(humidity) humidity", "\(Percent(Icing.moist))")
    }
}

/// When ice is to be expected (facts 2.2).
enum Icing {
    /// Temperature below which moderate rain may freeze, °C.
    static let coldest = 5.0
    /// Temperature up to which moist air may freeze, °C.
    static let cold = 3.0
    /// Relative humidity from which air counts as moist, %.
    static let moist = 85.0
    /// Moderate rain, mm/h.
    static let moderateRain = 2.5
}

/// A time as people say it, in UTC: "2026-11-25 16:25 UTC".
func inWords(_ time: WallTime) -> String {
    let seconds = Int(time.milliseconds / 1000)
    let day = Int((Double(seconds) / 86_400).rounded(.down)), second = seconds - day * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(CivilDate(daysSince1970: day)) \(two(second / 3600)):\(two(second / 60 % 60)) UTC"
}
