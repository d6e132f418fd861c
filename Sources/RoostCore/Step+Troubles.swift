// SPDX-License-Identifier: Apache-2.0
// What is told of a flight that goes wrong, of the mains and of the closed box. These incidents order nothing: what the
// dock does about a flight is decided by its phases.

internal import DockModel

extension Turn {
    /// A vehicle on its way home that has come no nearer for so long does not come.
    static let longestStandstill = Duration.seconds(120)
    /// A fix may be away for so long before it is told.
    static let shortestFixLoss = Duration.seconds(5)

    /// Tells of what is wrong in flight, of the mains and of a box that somebody opened; runs on each step.
    mutating func watchTroubles() {
        watchFix()
        watchWords()
        watchWayHome()
        watchMains()
        watchBox()
    }

    private var isOut: Bool { state.phase.isAirborne }

    private mutating func watchFix() {
        guard let fix = evidence.vehicle.fix.fresh(at: now.boot, within: ages.gnss) else { return }
        guard isOut, fix < 3 else { return resolve(.gnssDegraded) }
        guard evidence.vehicle.fix.stable(at: now.boot, within: ages.gnss, for: Self.shortestFixLoss) != nil
        else { return }
        raise(
            .gnssDegraded,
            "GNSS fix type \(fix) in flight for \(inWords(Self.shortestFixLoss)); 3 is a 3D fix")
    }

    /// The vehicle's own word: a fence it left, a part that failed. On the ground a new one is the gates' business.
    private mutating func watchWords() {
        guard let troubles = evidence.vehicle.troubles.fresh(at: now.boot, within: ages.vehicle) else {
            return
        }
        for kind in VehicleTrouble.Kind.allCases {
            guard let found = troubles.first(where: { $0.kind == kind }) else {
                resolve(kind.incident)
                continue
            }
            if isOut || state.launchStage == .takingOff { raise(kind.incident, found.detail) }
        }
    }

    /// A vehicle that is called home, or says it returns, must come nearer or lower.
    private mutating func watchWayHome() {
        let isComing = state.phase == .returning || (state.phase == .flying && state.isCalledHome)
        let limit = ages.vehicle
        guard isComing, let distance = evidence.vehicle.distance.fresh(at: now.boot, within: limit),
            let height = evidence.vehicle.height.fresh(at: now.boot, within: limit)
        else {
            if state.homeward != nil { state.homeward = nil }
            if isVehicleHome || state.phase == .landing { resolve(.returnFailed) }
            return
        }
        guard let before = state.homeward else {
            state.homeward = HomewardProgress(since: now.boot, distance: distance, height: height)
            return
        }
        if distance.value <= before.distance.value - 5 || height.value <= before.height.value - 2 {
            state.homeward = HomewardProgress(since: now.boot, distance: distance, height: height)
            return resolve(.returnFailed)
        }
        let standstill = before.since.duration(to: now.boot)
        guard standstill >= Self.longestStandstill else { return }
        raise(
            .returnFailed,
            "on its way home and no nearer for \(inWords(Self.longestStandstill)): \(distance) away, \(height) high"
        )
    }

    private mutating func watchMains() {
        guard let hasMains = evidence.mainsPresent.fresh(at: now.boot, within: ages.weather) else { return }
        guard !hasMains else { return resolve(.mainsLost) }
        let charge = evidence.upsCharge.fresh(at: now.boot, within: ages.weather)
        raise(
            .mainsLost,
            "no mains power; the UPS holds \(charge.map { "\($0)" } ?? "a charge that is not measured")"
        )
    }

    /// An idle dock was proved closed, and only its own order, the service key or smoke opens it.
    private mutating func watchBox() {
        guard let cover else { return }
        if cover == .closed { return resolve(.intrusion) }
        let isExplained =
            state.lockOut != nil || state.run != nil || state.travel != nil
            || evidence.serviceKey.fresh(at: now.boot, within: ages.switches) == true
            || state.incidents[IncidentKind.smoke.rawValue] != nil
        guard state.phase == .idle, cover == .open, !isExplained else { return }
        raise(.intrusion, "the idle dock's cover is open; nobody ordered it, no key is turned")
    }
}
