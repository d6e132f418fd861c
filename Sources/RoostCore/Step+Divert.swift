// SPDX-License-Identifier: Apache-2.0
// Where the vehicle is to land: what the way home costs, whether home can be used, which alternate place the pack still
// reaches, and when the vehicle is sent there (I14 to I18, I20, I40).

internal import DockModel

extension Turn {
    /// Charge used in a minute, %: the site's figure, or this flight's own when that is higher.
    private var burn: Double {
        let planned = max(0.1, policy.energy.percentPerMinute)
        guard let run = state.run, let start = run.batteryStart, let end = run.batteryEnd,
            let seconds = run.airSeconds, seconds >= 30
        else { return planned }
        return max(planned, (start.value - end.value) / seconds * 60)
    }

    /// Charge that a way of `distance` and a landing from `height` cost, %:
    /// burn × (distance / max(2 m/s, cruise − wind) + height / descent + hover) (facts 2.2, energy rule ours).
    private func cost(of distance: Metres, from height: Metres) -> Double {
        let wind = evidence.wind.mean(at: now.boot)?.value ?? 0
        let speed = max(2, policy.energy.cruise.value - wind)
        let seconds =
            max(0, distance.value) / speed + max(0, height.value) / max(0.3, policy.energy.descent.value)
            + policy.energy.landing.inSeconds
        return burn * seconds / 60
    }

    /// The height to come down from: as told, or the flight's greatest while it is not.
    private var heightToLose: Metres {
        evidence.vehicle.height.fresh(at: now.boot, within: ages.vehicle) ?? state.run?.greatestHeight ?? Metres(0)
    }

    /// Charge the way home costs, %: from where the vehicle is, or from its farthest point while that is not told.
    private var costHome: Double {
        let distance = evidence.vehicle.distance.fresh(at: now.boot, within: ages.vehicle)
        return cost(of: distance ?? state.run?.greatestDistance ?? Metres(0), from: heightToLose)
    }

    /// Charge the way to a place costs, %.
    private func cost(to place: LandingPlace) -> Double {
        cost(of: distance(to: place), from: heightToLose)
    }

    /// Where the vehicle says that it is; nil while it does not.
    private var here: LandingPlace? {
        guard let east = evidence.vehicle.east.fresh(at: now.boot, within: ages.vehicle),
            let north = evidence.vehicle.north.fresh(at: now.boot, within: ages.vehicle)
        else { return nil }
        return LandingPlace(name: "", east: east, north: north)
    }

    /// Distance to a place; while the vehicle's own is not told, its farthest distance from home and that of the place.
    private func distance(to place: LandingPlace) -> Metres {
        if let here { return place.distance(east: here.east, north: here.north) }
        return place.distance(east: Metres(0), north: Metres(0)) + (state.run?.greatestDistance ?? Metres(0))
    }

    /// Whether the vehicle says that it is nearer to a place than to home.
    private func isAtPlace(_ place: LandingPlace) -> Bool {
        guard let here else { return false }
        return place.distance(east: here.east, north: here.north) < here.distance(east: Metres(0), north: Metres(0))
    }

    /// Why the vehicle cannot land at home now; nil when it can.
    private var whyHomeUnusable: String? {
        if evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == true {
            return "the emergency stop is pressed"
        }
        if let lockOut = state.lockOut { return "the dock is locked out: \(lockOut.reason)" }
        if policy.fitted.serviceKey,
            evidence.serviceKey.fresh(at: now.boot, within: ages.switches) == true
        {
            return "the service key is turned"
        }
        if evidence.smoke.fresh(at: now.boot, within: ages.weather) == true { return "smoke in the dock" }
        guard let cover else { return "the cover's switches are not read" }
        guard cover == .open || isCoverOpening else { return "the cover is \(cover.rawValue)" }
        if evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == true,
            let height = evidence.vehicle.height.fresh(at: now.boot, within: ages.vehicle), height.value > 5
        {
            return "something stands on the pad"
        }
        if let wind = evidence.wind.latest.fresh(at: now.boot, within: ages.weather), wind > limits.windLanding {
            return "wind of \(wind) at the dock, limit \(limits.windLanding)"
        }
        return nil
    }

    /// Whether the cover is on its way to open; on approach only an open one counts.
    private var isCoverOpening: Bool {
        guard let travel = state.travel, travel.goal == .open, state.phase == .flying else { return false }
        // One ordered in this step opens nothing yet.
        return travel.ordered < now.boot
    }

    /// Whether what keeps the vehicle from home can end by what the dock does itself.
    private var mayHomeOpenAgain: Bool {
        state.lockOut == nil && cover != .contradictory && state.failedTravels.count <= limits.coverRetriesPerHour
            && !(policy.fitted.serviceKey
                && evidence.serviceKey.fresh(at: now.boot, within: ages.switches) == true)
    }

    /// Keeps a landing place in hand while the vehicle is out, calls it home while the pack still reaches, and sends it
    /// elsewhere when home cannot be used. Runs in each phase of the flight.
    mutating func superviseLanding() {
        let why = whyHomeUnusable
        if why == nil { state.homeUnusableSince = nil } else if state.homeUnusableSince == nil {
            state.homeUnusableSince = now.boot
        }
        let charge = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery)?.value
        chooseAlternate(charge)
        let isUnusable = state.homeUnusableSince.map { $0.duration(to: now.boot) >= deadlines.homeUnusable } == true
        if isUnusable, state.alternate == nil, let why {
            raise(.noLandingPlace, "\(why); no alternate place is known")
        } else {
            resolve(.noLandingPlace)
        }
        guard state.phase != .diverting else { return }
        callHomeWhileItReaches(charge)
        guard isUnusable, let why, let place = state.alternate else { return }
        let margin = burn / 2 + 1
        let isShort = charge.map { $0 - cost(to: place) - limits.landingReserve.value <= margin } ?? false
        guard isShort || !mayHomeOpenAgain || state.isCalledHome || state.phase != .flying else { return }
        divert(to: place, because: why)
    }

    /// The nearest place; a vehicle that was sent to one keeps it.
    private mutating func chooseAlternate(_ charge: Double?) {
        if let divert = state.divert { return state.alternate = divert.place }
        var places = policy.alternates
        if places.isEmpty, let plan = state.run?.mission.plan { places = policy.rallyPoints[plan] ?? [] }
        var best: (place: LandingPlace, distance: Metres)?
        for place in places {
            let way = distance(to: place)
            if best.map({ way < $0.distance }) ?? true { best = (place, way) }
        }
        state.alternate = best?.place
    }

    /// The pack must reach home and keep its reserve (I14); a pack that is not told for a minute is not trusted.
    private mutating func callHomeWhileItReaches(_ charge: Double?) {
        guard state.phase == .flying, !state.isCalledHome else { return }
        if let charge {
            let needed = costHome + limits.landingReserve.value
            guard charge < needed else { return }
            return callHome("the pack holds \(Percent(charge)), the way home and the reserve need \(Percent(needed))")
        }
        let isHeard = evidence.vehicle.linked.fresh(at: now.boot, within: ages.vehicle) == true
        let battery = evidence.vehicle.battery
        let age = (battery.value == nil ? battery.since : battery.taken)?.duration(to: now.boot) ?? timeInPhase
        if isHeard, age > .seconds(60), timeInPhase > .seconds(60) {
            callHome("the pack's charge has not been told for \(inWords(age))")
        }
    }

    private mutating func divert(to place: LandingPlace, because why: String) {
        explain("sent to \(place.name): \(why)")
        raise(.diverting, "\(why); sent to \(place.name), \(distance(to: place)) away")
        state.divert = Divert(place: place, reason: why.bounded, decided: now.boot)
        enter(.diverting)
        insistOnDivert()
    }

    /// On the way to an alternate place: until it has landed there, or home can be used again and the pack allows it.
    mutating func watchDivert() {
        noteFlight()
        guard let divert = state.divert else { return enter(.flying) }
        let vehicle = evidence.vehicle
        if vehicle.landed.fresh(at: now.boot, within: ages.vehicle) == .onGround,
            vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == false
        {
            // Something else on the pad, or a stuck contact, is not the vehicle that says it stands elsewhere.
            if isVehicleHome, !isAtPlace(divert.place) { return enter(.securing) }
            return enterDiverted("landed at \(divert.place.name): \(divert.reason)", as: .diverted)
        }
        watchSilence()
        guard state.phase == .diverting else { return }
        keepPadOpen()
        superviseLanding()
        if mayRevoke() {
            explain("home can be used again: called home")
            resolve(.diverting)
            (state.divert, state.divertsRevoked) = (nil, state.divertsRevoked + 1)
            (state.isCalledHome, state.homeCalled) = (true, now.boot)
            order(.returnHome)
            return enter(.flying)
        }
        insistOnDivert()
    }

    /// Whether the alternate landing may be revoked: once a flight, with home usable for a while and charge for the way
    /// home and one and a half reserves (I40).
    private mutating func mayRevoke() -> Bool {
        guard state.homeUnusableSince == nil, cover == .open else {
            state.divert?.homeUsableSince = nil
            return false
        }
        let since = state.divert?.homeUsableSince ?? now.boot
        state.divert?.homeUsableSince = since
        guard since.duration(to: now.boot) >= deadlines.homeUnusable, state.divertsRevoked == 0,
            evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle) == .inAir,
            evidence.vehicle.intent.fresh(at: now.boot, within: ages.vehicle) != .landing,
            evidence.vehicle.distance.fresh(at: now.boot, within: ages.vehicle) != nil,
            let charge = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery)
        else { return false }
        return charge.value >= costHome + 1.5 * limits.landingReserve.value
    }

    /// Orders the way, and above the place the landing, every ten seconds: one order may be lost.
    private mutating func insistOnDivert() {
        guard let divert = state.divert else { return }
        if let last = divert.ordered, last.duration(to: now.boot) < .seconds(10) { return }
        let isThere = here != nil && distance(to: divert.place).value < 8
        if isThere, evidence.vehicle.intent.fresh(at: now.boot, within: ages.vehicle) == .landing { return }
        state.divert?.ordered = now.boot
        order(isThere ? .land : .fly(to: divert.place))
    }
}
