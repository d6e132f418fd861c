// SPDX-License-Identifier: Apache-2.0
// Where probes begin and how they are judged. From the state of the world's core a calm path first leads through a
// whole flight, so that all its phases are at hand; stirred paths then branch off from whatever was reached. Nothing
// of it comes back into the simulated world but the rules that were broken.

internal import DockModel
internal import RoostCore

extension Probe {
    /// What is sound and at rest, whatever was before: hands away, fair weather, a vehicle that is ready.
    mutating func calm(_ state: DockState) {
        let isOut = state.phase.isAirborne
        for role: Role in [.emergencyStop, .serviceKey, .smoke, .waterLeak, .rainRate] where sensors[role] != nil {
            sensors[role] = 0
        }
        (sensors[.padTemperature], sensors[.windSpeed], sensors[.airTemperature]) = (20, 3, 15)
        for (role, value) in [(Role.humidity, 50.0), (.mainsPresent, 1), (.upsCharge, 100)]
        where sensors[role] != nil { sensors[role] = value }
        sensors[.coverCurrent] = 0
        if state.charge == nil { (sensors[.chargerEnable], sensors[.chargerCurrent]) = (0, 0) }
        (mute, now.isWallTrusted) = ([], true)
        (vehicle.isLinked, vehicle.isReadyToArm, vehicle.fix) = (true, true, 3)
        (vehicle.battery, vehicle.packTemperature) = (Percent(97), Celsius(20))
        guard !isOut else { return }
        sensors[.vehiclePresent] = 1
        (vehicle.isArmed, vehicle.landed, vehicle.intent) = (false, .onGround, .other)
        move(0, 0, height: 0)
    }

    /// The next event of a calm path: all goes as it should, and a mission comes when the dock rests.
    mutating func nextCalmly(_ state: DockState) -> Event {
        let span = Duration.milliseconds(pick([700, 1_100, 1_100, 2_100]))
        (now.boot, now.wall) = (now.boot + span, now.wall + span)
        if state.awaitsPerson, state.phase != .service { return .operatorSays(.reset) }
        for (role, value) in coming { sensors[role] = value }
        coming = [:]
        fly(state)
        var told: [Event] = open.map { .finished(order: $0.id, due(of: $0.action)) }
        open = []
        if state.phase == .idle, state.run == nil, happens(3) { told.append(.due(calmMission())) }
        told.append(
            .readings(
                sensors.sorted { $0.key.rawValue < $1.key.rawValue }.filter { !missing.contains($0.key) }
                    .map { RoleReading($0.key, $0.value, taken: now.boot) }))
        var update = vehicle
        (update.heardAt, update.batteryAt, update.positionAt, update.fixAt) = (now.boot, now.boot, now.boot, now.boot)
        if update.landed == .inAir { update.reachedItem = random.below(6) }
        told.append(.vehicle(update))
        return .together(told)
    }

    private mutating func calmMission() -> DueMission {
        var run = mission()
        run.due = now.wall
        run.latest = now.wall + .seconds(pick([70, 900, 7_200]))
        return run
    }

    private func due(of action: Action) -> OrderResult {
        switch action {
        case .upload:
            .verified(itemCount: SimulatedSite.planFacts.itemCount, checksum: SimulatedSite.planFacts.checksum)
        case .offloadLog: .fetched(octets: 1_000)
        default: .done
        }
    }

    /// The vehicle does what the phase is about.
    private mutating func fly(_ state: DockState) {
        switch state.phase {
        case .launching where vehicle.landed == .takingOff: vehicle.landed = .inAir
        case .flying:
            (vehicle.isArmed, vehicle.landed, sensors[.vehiclePresent]) = (true, .inAir, 0)
            move(60, 0, height: 30)
            // Too much wind to land in, for a while: it is sent elsewhere.
            if happens(12), state.alternate != nil { sensors[.windSpeed] = 16 }
            vehicle.intent = happens(4) || vehicle.intent == .returning ? .returning : .mission
        case .returning:
            move(1, 0, height: 20)
            guard happens(3) else { break }
            move(1, 0, height: 6)
            (vehicle.landed, vehicle.intent) = (.landing, .landing)
        case .landing:
            guard happens(3) else { break }
            move(0, 0, height: 0)
            (vehicle.landed, sensors[.vehiclePresent]) = (.onGround, 1)
            vehicle.isArmed = !happens(3)
        case .securing: (vehicle.isArmed, sensors[.vehiclePresent]) = (false, 1)
        case .diverting:
            if happens(3) { sensors[.windSpeed] = 3 }
            guard let place = state.divert?.place, vehicle.intent == .landing || happens(8) else { break }
            move(place.east.value, place.north.value, height: 20)
            if vehicle.intent == .landing, happens(3) {
                (vehicle.landed, vehicle.isArmed, sensors[.vehiclePresent]) = (.onGround, false, 0)
            }
        default: break
        }
    }

    private mutating func move(_ east: Double, _ north: Double, height: Double) {
        (vehicle.east, vehicle.north, vehicle.height) = (Metres(east), Metres(north), Metres(height))
        vehicle.distance = Metres((east * east + north * north).squareRoot())
    }

    /// What only some docks have or want: so each guard of it is met.
    mutating func varySite() {
        if happens(6) {
            let parts: [Role] = [
                .smoke, .waterLeak, .rainRate, .airTemperature, .padTemperature, .humidity, .upsCharge, .emergencyStop,
            ]
            for role in parts where happens(2) {
                policy.equipped.remove(role)
                if role != .emergencyStop { missing.insert(role) }
            }
        }
        // Switches of rods that nothing drives.
        if happens(8), sensors[.rodsOpenSwitch] != nil { policy.equipped.remove(.rodsCommand) }
        if happens(3) { policy.ventsSmoke.toggle() }
        if happens(6) { policy.deadlines.flight = .seconds(100) }
        if happens(8) { policy.plans = [:] }
        if happens(8) { policy.plans[SimulatedSite.plan]?.effort = nil }
        if happens(4), policy.alternates.isEmpty {
            policy.alternates = [LandingPlace(name: "field", east: Metres(60), north: Metres(-30))]
        }
    }
}

extension SimulatedWorld {
    /// A state that a probe reached, and the world in which it was.
    private struct Reached {
        var state: DockState
        var probe: Probe
    }

    /// Paths of a copy of the core's state through a stirred world; the first broken rule is kept.
    mutating func probe() {
        // The state of a process that has ended belongs to another boot clock.
        guard process.isRunning, process.blockedUntil <= seconds else { return }
        let seen = vehicle.update(at: now.boot, lastHeard: lastHeard, packTemperature: plant.packTemperature)
        var root = Probe(random: SplitMix(seed: random.next()), now: now, policy: policy, vehicle: seen)
        root.sensors = sensed
        if process.state.rods == nil { root.varySite() }
        var reached = [Reached(state: process.state, probe: root)]
        if areProbesDeep, root.random.below(3) == 0 {
            var here = reached[0]
            here.probe.calm(here.state)
            for _ in 0..<(10 + root.random.below(80)) {
                let event = here.probe.nextCalmly(here.state)
                guard take(event, &here, isCalm: true) else { return }
                reached.append(here)
            }
        }
        for _ in 0..<(areProbesDeep ? 4 : 1) {
            var here = reached[root.random.below(reached.count)]
            here.probe.random = SplitMix(seed: root.random.next())
            for _ in 0..<(3 + root.random.below(Probe.longest - 2)) {
                let event = here.probe.next(here.state)
                guard take(event, &here, isCalm: false) else { return }
            }
            if areProbesDeep { reached.append(here) }
        }
    }

    /// One step of a probe; false when a rule was broken, which is noted.
    private mutating func take(_ event: Event, _ here: inout Reached, isCalm: Bool) -> Bool {
        let before = here.state
        let (after, wanted) = step(before, event, at: here.probe.now, policy: here.probe.policy)
        let taken = StepTaken(
            before: before, event: event, now: here.probe.now, policy: here.probe.policy, after: after,
            effects: wanted)
        let place =
            "in a\(isCalm ? " calm" : "") probe, from \(before.phase.rawValue) on \(event.nameInSimulation)"
        if let broken = Invariant.broken(by: taken).first {
            note(broken, "\(place): the core's own predicate; it wanted \(wanted.inWords)")
            return false
        }
        if let stray = taken.strays().first {
            note(stray.invariant, "\(place), against the course: \(stray.detail); it wanted \(wanted.inWords)")
            return false
        }
        here.state = after
        here.probe.obey(wanted, isSure: isCalm)
        return true
    }

    /// What the sensors truly say now.
    var sensed: [Role: Double] {
        var all: [Role: Double] = [
            .coverOpenSwitch: plant.isOpenSwitchMade() ? 1 : 0,
            .coverClosedSwitch: plant.isClosedSwitchMade() ? 1 : 0,
            .coverCurrent: plant.coverCurrent, .chargerEnable: plant.isChargerEnabled ? 1 : 0,
            .chargerCurrent: plant.chargeCurrent, .vehiclePresent: vehicle.isOnPad ? 1 : 0, .emergencyStop: 0,
            .smoke: plant.faults.isSmoke ? 1 : 0, .waterLeak: plant.faults.isWater ? 1 : 0,
            .chargerEnergy: plant.chargeEnergy, .padTemperature: plant.padTemperature, .windSpeed: wind,
            .rainRate: 0,
            .airTemperature: weather.air(at: seconds),
        ]
        if site.hasHouse { all.merge([.humidity: 50, .mainsPresent: 1, .upsCharge: 100]) { $1 } }
        if site.hasKey { all[.serviceKey] = isKeyTurned ? 1 : 0 }
        if site.hasRods {
            all[.rodsOpenSwitch] = plant.rodsPosition < 1 ? 1 : 0
            all[.rodsClosedSwitch] = plant.rodsPosition > 99 ? 1 : 0
        }
        return all
    }
}
