// SPDX-License-Identifier: Apache-2.0
// The course: when a vehicle in the air is called home and when it is not, whether home can be landed on, which place
// it is sent to instead, and what it is told on the way. The energy rule is reckoned here anew, with the flight's own
// rate when that is higher than the site's.

internal import DockModel

extension Course {
    private var vehicle: VehicleFacts { after.evidence.vehicle }
    private var old: Duration { policy.ages.vehicle }

    // Energy.

    /// Charge used in a minute, %.
    private var burn: Double {
        let planned = max(0.1, policy.energy.percentPerMinute)
        guard let run = after.run, let seconds = run.airSeconds, seconds >= 30, let full = run.batteryStart,
            let left = run.batteryEnd
        else { return planned }
        return max(planned, 60 * (full.value - left.value) / seconds)
    }

    private func cost(_ way: Double) -> Double {
        let wind = after.evidence.wind.mean(at: boot)?.value ?? 0
        let height = step.height ?? after.run?.greatestHeight?.value ?? 0
        let travel = max(0, way) / max(2, policy.energy.cruise.value - wind)
        let down = max(0, height) / max(0.3, policy.energy.descent.value)
        return burn * (travel + down + policy.energy.landing.inSeconds) / 60
    }

    private var costHome: Double { cost(step.distance ?? after.run?.greatestDistance?.value ?? 0) }

    private func way(to place: LandingPlace) -> Double {
        if let east = vehicle.east.told(boot, old)?.value, let north = vehicle.north.told(boot, old)?.value {
            let (x, y) = (place.east.value - east, place.north.value - north)
            return (x * x + y * y).squareRoot()
        }
        let (x, y) = (place.east.value, place.north.value)
        return (x * x + y * y).squareRoot() + (after.run?.greatestDistance?.value ?? 0)
    }

    // The call home.

    private enum Call { case must, may, never }

    /// Whether the vehicle is to be called home by what is known now; rounding may tip it either way.
    private var call: Call {
        if let charge = step.charge {
            if charge < policy.limits.batteryReserve.value { return .must }
            let spare = charge - costHome - policy.limits.landingReserve.value
            if spare < -0.001 { return .must }
            if spare < 0.001 { return .may }
        } else if isUntold {
            return .must
        }
        if isGusty { return .must }
        return isTooLong ? .must : .never
    }

    private var isGusty: Bool {
        let wind = after.evidence.wind.latest.told(boot, policy.ages.weather)
        return wind.map { $0.value > policy.limits.windGust.value } ?? false
    }

    /// The vehicle is heard, and has not told its charge for a minute.
    private var isUntold: Bool {
        let battery = vehicle.battery
        let last = (battery.value == nil ? battery.since : battery.taken) ?? after.phaseEntered
        return isHeard && span(last, boot) > .seconds(60) && stay > .seconds(60)
    }

    var isTooLong: Bool {
        max(after.run?.airSeconds ?? 0, stay.inSeconds) > policy.deadlines.flight.inSeconds
    }

    mutating func judgeFlight() {
        if after.phase != .launching {
            demand(.i24CrashClosure, "a launch is over with its phase", after.launchStage == nil)
        }
        let isCalled = step.wants.contains(.returnHome)
        if after.phase == .flying, after.divert == nil {
            let isRight = after.isCalledHome || call != .must
            demand(.i14EnergyToComeHome, "the vehicle must be called home", isRight)
            let isAsked = step.tells { if case .operatorSays(.callHome) = $0 { true } else { false } }
            if isAsked, before.phase == .flying {
                demand(.i14EnergyToComeHome, "an operator called it home", after.isCalledHome)
            }
        }
        if isCalled { judgeCall() }
        let isNew = after.isCalledHome && !before.isCalledHome
        demand(.i14EnergyToComeHome, "called home without a word to the vehicle", !isNew || isCalled)
        if isNew, after.divertsRevoked == before.divertsRevoked {
            demand(.i14EnergyToComeHome, "a call home is told", step.isOpen(.calledHome))
        }
        if isTooLong, after.phase == .returning || (after.phase == .flying && !isLow && !isGusty) {
            demand(.i36RestWithinBounds, "a flight that is too long is told", step.isOpen(.flightTooLong))
        }
        judgeTimeInTheAir()
        judgeEndedFlight()
        judgeSilence()
    }

    /// The time in the air grows by no more than has passed.
    private mutating func judgeTimeInTheAir() {
        guard let run = after.run, run.mission.id == before.run?.mission.id, let last = before.clock.last,
            let seconds = run.airSeconds
        else { return }
        let grown = seconds - (before.run?.airSeconds ?? 0)
        demand(
            .i25WallClockChangesNoInterval, "the time in the air is counted as it passes",
            grown >= 0 && grown <= max(0, span(last.boot, boot).inSeconds) + 0.001)
    }

    private var isLow: Bool { step.charge.map { $0 < policy.limits.batteryReserve.value } ?? false }

    private mutating func judgeCall() {
        if after.divertsRevoked > before.divertsRevoked { return }
        guard before.isCalledHome else {
            let isAsked = step.tells { if case .operatorSays(.callHome) = $0 { true } else { false } }
            // In a step that leads on, the phase in which it was called is over.
            let isRight = isAsked || call != .never || after.phase != .flying
            return demand(.i14EnergyToComeHome, "called home without a need", isRight)
        }
        let isTime = before.homeCalled.map { span($0, boot) >= .seconds(10) } ?? true
        let intent = vehicle.intent.told(boot, old)
        demand(
            .i14EnergyToComeHome, "called again too soon, or when it obeys",
            isTime && intent != .returning && intent != .landing)
    }

    /// A flight that is over leaves nothing behind; one that begins finds nothing of the last.
    private mutating func judgeEndedFlight() {
        let isOver = [.lost, .diverted, .fault].contains(after.phase) && after.trail.contains(after.phase)
        if isOver || step.wants.contains(.launch) {
            demand(
                .i15OneLandingPlace, "a flight that is over is not forgotten",
                after.divert == nil && after.alternate == nil && !after.isCalledHome
                    && after.divertsRevoked == 0)
        }
        if isHome, after.trail.contains(.closing), before.phase == .securing || after.trail.contains(.securing) {
            demand(
                .i15OneLandingPlace, "home, and sent elsewhere", after.divert == nil && after.alternate == nil
            )
            let isOver =
                !step.isOpen(.noLandingPlace) || after.quietSince[IncidentKind.noLandingPlace.rawValue] != nil
            demand(.i15OneLandingPlace, "home, and told that it has no place", isOver)
            demand(.i15OneLandingPlace, "home, and told that it is sent elsewhere", !step.isOpen(.diverting))
        }
        if before.phase == .launching, after.trail.first == .flying {
            demand(
                .i36RestWithinBounds, "a launch that came off ends its incidents",
                !step.isOpen(.launchFailed) && !step.isOpen(.uploadFailed))
        }
    }

    private mutating func judgeSilence() {
        let isSought = isAway || (after.phase == .securing && isArmed != false && isOnPad == false)
        guard isSought, !isHeard else { return }
        let isSilent = silence > policy.ages.vehicle
        demand(.i21SilentVehicle, "a silent vehicle is told", !isSilent || step.isOpen(.vehicleSilent))
    }

    // Home and other places.

    /// Whether home can be landed on now, by all that is known.
    private var isHomeBarred: Bool {
        if step.isStopPressed || after.lockOut != nil || step.isKeyTurned || step.isHomeBarred { return true }
        return after.evidence.smoke.told(boot, policy.ages.weather) == true
    }

    func isLongBarred(since: Instant?) -> Bool {
        since.map { span($0, boot) >= policy.deadlines.homeUnusable } ?? false
    }

    private var nearest: LandingPlace? {
        var places = policy.alternates
        if places.isEmpty, let plan = after.run?.mission.plan { places = policy.rallyPoints[plan] ?? [] }
        return places.min { way(to: $0) < way(to: $1) }
    }

    /// Whether home may become usable by what the dock does itself.
    private var mayHomeOpen: Bool {
        after.lockOut == nil && cover != .contradictory && !step.isKeyTurned
            && after.failedTravels.count <= policy.limits.coverRetriesPerHour
    }

    /// Whether the vehicle is to be sent elsewhere from a phase.
    func mustDivert(_ from: Phase) -> Bool {
        let place = after.divert?.place ?? after.alternate
        guard let place, isHomeBarredFor(from), isLongBarred(since: after.homeUnusableSince) else {
            return false
        }
        if !mayHomeOpen || after.isCalledHome || from != .flying { return true }
        guard let charge = step.charge else { return false }
        return charge - cost(way(to: place)) - policy.limits.landingReserve.value <= burn / 2 + 1 + 0.001
    }

    private func isHomeBarredFor(_ from: Phase) -> Bool {
        if isHomeBarred { return true }
        // On approach a cover that is still opening does not count.
        return cover != .open && from != .flying
    }

    mutating func judgeLanding() {
        guard isAway, after.trail.count < 8 else { return }
        let since = after.homeUnusableSince
        if isHomeBarred {
            // To a vehicle on its way home a cover that is still opening is barred anew.
            let isAnew = before.phase == .flying && after.phase != .flying && after.travel?.goal == .open
            let was = isAwayBefore && !isAnew ? before.homeUnusableSince : since
            demand(
                .i15OneLandingPlace, "home that is barred is noted",
                since != nil && (was == nil || since == was))
        } else {
            // An opening that is ordered in this step opens nothing yet.
            let isOpening = cover != .open && after.travel?.ordered == boot
            demand(.i15OneLandingPlace, "home that can be used is noted as barred", (since != nil) == isOpening)
        }
        if let divert = after.divert {
            demand(.i15OneLandingPlace, "sent there, it keeps its place", after.alternate == divert.place)
        } else {
            let isNearest = after.alternate.map { place in
                nearest.map { way(to: place) <= way(to: $0) } ?? false
            }
            demand(.i15OneLandingPlace, "the nearest place", isNearest ?? (nearest == nil))
        }
        let isStranded = isLongBarred(since: since) && after.alternate == nil
        demand(.i15OneLandingPlace, "no place to land is told", !isStranded || step.isOpen(.noLandingPlace))
        guard after.phase == .diverting else {
            let isSafe = after.phase == .flying ? !mustDivertSurely : !mustDivert(after.phase)
            return demand(.i16DivertBeforeTheReserve, "the vehicle must be sent elsewhere", isSafe)
        }
        judgeDivert()
    }

    private var isAwayBefore: Bool { StepTaken.isAway(before.phase) }

    private var mustDivertSurely: Bool {
        guard let place = after.alternate, isHomeBarred, isLongBarred(since: after.homeUnusableSince) else {
            return false
        }
        if !mayHomeOpen || after.isCalledHome { return before.isCalledHome || !after.isCalledHome }
        guard let charge = step.charge else { return false }
        return charge - cost(way(to: place)) - policy.limits.landingReserve.value < burn / 2 + 1 - 0.001
    }

    private mutating func judgeDivert() {
        guard let divert = after.divert else {
            return demand(.i16DivertBeforeTheReserve, "sent elsewhere without a place", false)
        }
        let isTold = vehicle.east.isTold(boot, old) && vehicle.north.isTold(boot, old)
        let isThere = isTold && way(to: divert.place) < 8
        let isLanding = isThere && vehicle.intent.told(boot, old) == .landing
        let isOrdered = divert.ordered.map { span($0, boot) < .seconds(10) } ?? false
        demand(.i16DivertBeforeTheReserve, "the way there is ordered again", isOrdered || isLanding)
        if before.phase != .diverting, !after.trail.isEmpty, StepTaken.isAway(before.phase) {
            demand(.i16DivertBeforeTheReserve, "the divert is told", step.isOpen(.diverting))
        }
        for order in orders {
            switch order.action {
            case .fly(let place):
                demand(.i16DivertBeforeTheReserve, "flown to the place", !isThere && place == divert.place)
            case .land: demand(.i16DivertBeforeTheReserve, "landed at the place", isThere)
            default: break
            }
        }
        let isAgain = orders.contains { if case .fly = $0.action { true } else { $0.action == .land } }
        if isAgain, let last = before.divert?.ordered {
            demand(.i16DivertBeforeTheReserve, "ordered again too soon", span(last, boot) >= .seconds(10))
        }
        judgeRevocation(divert)
    }

    /// What keeps a decided divert from being taken back (I40).
    private mutating func judgeRevocation(_ divert: Divert) {
        let isUsable = after.homeUnusableSince == nil && cover == .open
        demand(
            .i40OneRevocation, "home that can be used again is noted",
            (divert.homeUsableSince != nil) == isUsable)
        if isUsable, let was = before.divert?.homeUsableSince {
            demand(.i40OneRevocation, "and since when", divert.homeUsableSince == was)
        }
        let isTime = divert.homeUsableSince.map { span($0, boot) >= policy.deadlines.homeUnusable } ?? false
        guard isUsable, isTime, after.divertsRevoked == 0, landed == .inAir, step.distance != nil,
            vehicle.intent.told(boot, old) != .landing, let charge = step.charge
        else { return }
        let spare = charge - costHome - 1.5 * policy.limits.landingReserve.value
        demand(.i40OneRevocation, "home can be used again", spare < 0.001)
    }

    /// A divert is taken back only when all of that is so.
    mutating func judgeRevoked() {
        guard after.divertsRevoked > before.divertsRevoked else { return }
        let isTime =
            before.divert?.homeUsableSince.map { span($0, boot) >= policy.deadlines.homeUnusable } ?? false
        let isInTheAir = landed == .inAir && vehicle.intent.told(boot, old) != .landing
        demand(.i40OneRevocation, "taken back too soon", isTime && isInTheAir && step.distance != nil)
        let spare = (step.charge ?? -1e9) - costHome - 1.5 * policy.limits.landingReserve.value
        demand(.i40OneRevocation, "taken back without the charge for it", spare > -0.001)
        demand(
            .i40OneRevocation, "taken back without a call",
            step.wants.contains(.returnHome) && after.isCalledHome)
    }
}
