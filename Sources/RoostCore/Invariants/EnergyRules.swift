// SPDX-License-Identifier: Apache-2.0
// Predicates on where a vehicle that is out can land and what its pack allows. The forecast here is the least that a
// way can cost by the site's own figures; the core may reckon with more. I14, I15, I16, I40.

internal import DockModel

extension StepTaken {
    /// I14: a pack that holds less than the way home and the reserve need, or less than the charge at which the
    /// vehicle is called, has the vehicle on its way home or elsewhere; the call is repeated every ten seconds.
    var comesHomeInTime: Bool {
        guard after.phase == .flying, after.divert == nil else { return true }
        if after.isCalledHome {
            if !before.isCalledHome, !wants.contains(.returnHome) { return false }
            return after.homeCalled.map { span($0, boot) <= .seconds(10) } ?? false
        }
        guard let charge else { return true }
        let isEnough = charge >= leastHome + policy.limits.landingReserve.value - 0.001
        return isEnough && charge >= policy.limits.batteryReserve.value
    }

    /// The least charge that the way home can cost, %.
    private var leastHome: Double { least(for: distance ?? 0) }

    /// The least charge that a way and the landing after it can cost, %:
    /// rate x (way / max(2 m/s, cruise - wind) + height / descent + hover).
    private func least(for way: Double) -> Double {
        let rates = policy.energy
        let wind = after.evidence.wind.mean(at: boot)?.value ?? 0
        let onTheWay = max(0, way) / max(2, rates.cruise.value - wind)
        let down = max(0, height ?? 0) / max(0.3, rates.descent.value)
        return max(0, rates.percentPerMinute) * (onTheWay + down + rates.landing.inSeconds) / 60
    }

    /// Whether home cannot be landed on by the rule's words: the cover not open, nor opening in good time; something
    /// on the pad; wind over the limit; or the field bus lost, so that none of it is known.
    var isHomeBarred: Bool {
        guard let switches else { return true }
        let isOpening = after.phase == .flying && after.travel?.goal == .open
        if !(switches.open && !switches.closed), !isOpening || isContradictory { return true }
        if isOnPad == true, let height, height > 5 { return true }
        guard let wind = after.evidence.wind.latest.told(boot, policy.ages.weather) else { return false }
        return wind.value > policy.limits.windLanding.value
    }

    /// Whether home has been barred, and known to be, for as long as the site waits before it counts.
    private var isHomeGivenUp: Bool {
        guard isHomeBarred, let since = after.homeUnusableSince else { return false }
        return span(since, boot) >= policy.deadlines.homeUnusable
    }

    /// I15: a vehicle that is out has home or another place to land. That home is barred is noted when it begins and
    /// not forgotten while it lasts; where there is nothing else, it is told.
    var keepsALandingPlace: Bool {
        guard isAway else { return true }
        if hasPlaces, after.alternate == nil { return false }
        guard isHomeBarred else { return true }
        guard let since = after.homeUnusableSince else { return false }
        // To a vehicle on its way home a cover that is still opening is barred anew.
        let isAnew = before.phase == .flying && after.phase != .flying && after.travel?.goal == .open
        if let was = before.homeUnusableSince, was < since, !isStart, Self.isAway(before.phase), !isAnew {
            return false
        }
        return !isHomeGivenUp || after.alternate != nil || isOpen(.noLandingPlace)
    }

    /// I16: with home given up and a place elsewhere, the vehicle is sent there before what it needs to get there
    /// would eat into the reserve; when it cannot wait for home, at once.
    var divertsBeforeTheReserve: Bool {
        guard isAway, after.phase != .diverting else { return true }
        guard isHomeGivenUp, let place = after.alternate else { return true }
        if after.phase != .flying || before.isCalledHome { return false }
        guard let charge else { return true }
        return charge - least(to: place) > policy.limits.landingReserve.value
    }

    private func least(to place: LandingPlace) -> Double {
        let vehicle = after.evidence.vehicle
        guard let east = vehicle.east.told(boot, policy.ages.vehicle)?.value,
            let north = vehicle.north.told(boot, policy.ages.vehicle)?.value
        else { return least(for: 0) }
        let (x, y) = (place.east.value - east, place.north.value - north)
        return least(for: (x * x + y * y).squareRoot())
    }

    /// I40: a divert is taken back only when home can be used and the pack holds the way home and one and a half
    /// reserves, and at most once in a flight.
    var revokesOnce: Bool {
        guard after.divertsRevoked <= 1 else { return false }
        let isRevoked = before.divert != nil && after.divert == nil && isAway
        guard isRevoked || after.divertsRevoked > before.divertsRevoked else { return true }
        guard before.divertsRevoked == 0, after.divertsRevoked == 1, before.divert != nil, isProvedOpen,
            !isHomeBarred, distance != nil, let charge
        else { return false }
        return charge >= leastHome + 1.5 * policy.limits.landingReserve.value - 0.001
    }
}
