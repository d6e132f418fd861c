// SPDX-License-Identifier: Apache-2.0
// The core on a bench: a test sets each sensor by hand, lets seconds pass and sees what the core wants. Nothing moves
// by itself, so that a test can show the core a world that no physics would allow. Every step is checked against all
// invariants.

import DockModel
import RoostCore

/// The core with hand-set sensors.
struct CoreBench {
    var policy = DockPolicy()
    var state: DockState
    /// Seconds of the boot clock.
    var seconds = 1000.0
    /// The wall clock, which a test may step.
    var wall = WallTime(seconds: 1_764_057_600)
    var isWallTrusted = true
    /// Whether the field bus answers.
    var isBusUp = true
    /// What the sensors say; a role that is missing is not reported.
    var sensors: [Role: Double] = [
        .coverOpenSwitch: 0, .coverClosedSwitch: 1, .coverCurrent: 0, .chargerCurrent: 0, .vehiclePresent: 1,
        .emergencyStop: 0, .smoke: 0, .waterLeak: 0, .padTemperature: 20, .windSpeed: 3, .rainRate: 0,
        .airTemperature: 15, .chargerEnergy: 100,
    ]
    /// What the vehicle says; nil while it is not heard.
    var vehicle: VehicleUpdate?
    /// How orders end; nil for one that never does.
    var answer: (Action) -> OrderResult? = { action in
        switch action {
        case .upload: .verified(itemCount: 6, checksum: 7)
        case .offloadLog: .fetched(octets: 10)
        case .cover, .rods, .charger, .readyVehicle, .launch, .returnHome, .fly, .land, .disarm: .done
        }
    }
    private(set) var effects: [Effect] = []
    private(set) var broken: [Invariant] = []
    /// The steps that wanted something.
    private(set) var steps: [StepTaken] = []
    private var unanswered: [Order] = []

    init(policy: DockPolicy = DockPolicy()) {
        self.policy = policy
        var update = VehicleUpdate(isLinked: true)
        (update.isArmed, update.landed, update.intent) = (false, .onGround, .other)
        (update.battery, update.fix, update.isReadyToArm) = (Percent(96), 3, true)
        (update.height, update.distance) = (Metres(0), Metres(0))
        vehicle = update
        state = DockState(at: Moment(boot: Instant(seconds: 1000), wall: wall), parts: policy.parts)
    }

    /// A bench whose dock has looked around and rests.
    static func resting(policy: DockPolicy = DockPolicy()) -> CoreBench {
        var bench = CoreBench(policy: policy)
        bench.feed(.started)
        bench.pass(3)
        return bench
    }

    /// A bench whose vehicle is in the air on a mission.
    static func flying(policy: DockPolicy = DockPolicy()) -> CoreBench {
        var bench = resting(policy: policy)
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 80)
        bench.sensors[.vehiclePresent] = 0
        bench.vehicle?.intent = .mission
        bench.pass(2)
        return bench
    }

    var now: Moment { Moment(boot: Instant(seconds: seconds), wall: wall, isWallTrusted: isWallTrusted) }

    /// Hands one event to the core.
    mutating func feed(_ event: Event) {
        let before = state, now = now
        let (after, wanted) = step(before, event, at: now, policy: policy)
        state = after
        effects += wanted
        let taken = StepTaken(
            before: before, event: event, now: now, policy: policy, after: after, effects: wanted)
        broken += Invariant.broken(by: taken)
        if !wanted.isEmpty { steps.append(taken) }
        for case .perform(let order) in wanted { unanswered.append(order) }
    }

    /// Lets seconds pass: each begins with the ends of orders, then the sensors and the vehicle report.
    mutating func pass(_ count: Int) {
        for _ in 0..<count {
            seconds += 1
            wall = wall + .seconds(1)
            let ended = unanswered
            unanswered = []
            for order in ended {
                if let result = answer(order.action) { feed(.finished(order: order.id, result)) }
            }
            if isBusUp {
                feed(
                    .readings(
                        Role.allCases.compactMap { role in
                            sensors[role].map { RoleReading(role, $0, taken: now.boot) }
                        }))
            }
            if var update = vehicle {
                (update.heardAt, update.batteryAt) = (now.boot, now.boot)
                (update.positionAt, update.fixAt) = (now.boot, now.boot)
                feed(.vehicle(update))
            } else {
                feed(.vehicle(VehicleUpdate(isLinked: false)))
            }
            feed(.tick)
        }
    }

    /// Forgets the effects seen so far.
    mutating func forget() { effects = [] }

    /// A new process on the same committed state; `boot` is what the boot clock shows then.
    mutating func restart(boot: Double? = nil) {
        seconds = boot ?? seconds
        unanswered = []
        feed(.started)
    }

    mutating func makeDue(_ name: String = "patrol", window: Duration = .seconds(1800)) {
        feed(
            .due(
                DueMission(
                    id: "\(name)@\(wall.milliseconds)", schedule: ScheduleID(name), plan: "\(name).plan",
                    due: wall, latest: wall + window)))
    }

    mutating func setCover(_ position: CoverPosition) {
        sensors[.coverOpenSwitch] = position == .open || position == .contradictory ? 1 : 0
        sensors[.coverClosedSwitch] = position == .closed || position == .contradictory ? 1 : 0
    }

    mutating func setVehicle(
        _ landed: LandedState, isArmed: Bool, height: Double = 0, distance: Double = 0
    ) {
        vehicle?.landed = landed
        vehicle?.isArmed = isArmed
        vehicle?.height = Metres(height)
        vehicle?.distance = Metres(distance)
    }

    var actions: [Action] {
        effects.compactMap { if case .perform(let order) = $0 { order.action } else { nil } }
    }
    var records: [MissionRun] {
        effects.compactMap { if case .record(let run) = $0 { run } else { nil } }
    }
    /// Mails about incidents of one kind, openings and ends.
    func mails(_ kind: IncidentKind) -> Int {
        effects.filter {
            if case .post(.incident(let incident)) = $0 { incident.kind == kind } else { false }
        }
        .count
    }
    func isOpen(_ kind: IncidentKind) -> Bool { state.incidents.values.contains { $0.kind == kind } }
}
