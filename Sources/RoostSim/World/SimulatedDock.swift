// SPDX-License-Identifier: Apache-2.0
// The simulated world for those who drive it by hand, second by second: tests and benchmarks set what is wrong, let
// time pass and see what the core wants. It is the same world that scripts run in; only its leaps are made here.

public import DockModel
public import RoostCore

/// A dock, its world and its core in one value.
public struct SimulatedDock: Sendable {
    private var world: SimulatedWorld

    /// A dock at rest, whose noise follows from the seed.
    public init(
        seed: UInt64, site: SimulatedSite = .plain, policy: DockPolicy = DockPolicy(),
        start: WallTime = WallTime(seconds: 1_764_057_600)
    ) {
        var clock = SimulatedClock()
        clock.trueStart = start
        world = SimulatedWorld(seed: seed, site: site, policy: policy, clock: clock)
        world.keepsEffects = true
        world.start()
        world.counts.restarts = 0
    }

    /// The site's limits.
    public var policy: DockPolicy { world.policy }
    /// All the core knows.
    public var state: DockState { world.process.state }
    /// The dock's hardware.
    public var plant: CoarsePlant {
        get { world.plant }
        set { world.plant = newValue }
    }
    /// The vehicle.
    public var vehicle: SketchVehicle {
        get { world.vehicle }
        set { world.vehicle = newValue }
    }
    /// Whether the field bus answers.
    public var isFieldbusUp: Bool {
        get { !world.bus.isDown }
        set {
            world.bus.isDown = !newValue
            world.isBusGood = world.bus.isGood
        }
    }
    /// Whether the wall clock is known to be set.
    public var isClockTrusted: Bool {
        get { world.clock.isTrusted }
        set { world.clock.isTrusted = newValue }
    }
    /// Seconds between two looks at a dock that rests.
    public var restTurn = 1.0
    /// What was counted.
    public var counts: SimulationCounts { world.counts }
    /// Rules that did not hold.
    public var violations: [Violation] { world.violations }
    /// Effects of the last `run`.
    public var effects: [Effect] { world.effects }
    /// Seconds of virtual time.
    public var seconds: Double { world.seconds }
    /// Both clocks of the simulated world.
    public var now: Moment { world.now }

    /// Hands one event to the core, carries out what it wants and checks every rule.
    public mutating func feed(_ event: Event) {
        world.take(event)
        world.carryOutDue()
    }

    /// Lets virtual time pass, one second a turn, and returns the effects of that time.
    @discardableResult
    public mutating func run(for span: Duration) -> [Effect] {
        world.effects = []
        let end = seconds + span.inSeconds
        while seconds < end { turn() }
        return effects
    }

    /// Lets virtual time pass until the core is in `phase`; false when it does not get there in time.
    public mutating func run(until phase: Phase, within span: Duration) -> Bool {
        world.effects = []
        let end = seconds + span.inSeconds
        while seconds < end {
            if state.phase == phase { return true }
            turn()
        }
        return state.phase == phase
    }

    /// Ends the process and starts it again with what was committed.
    public mutating func restart() {
        world.kill(downFor: 0)
        world.start()
    }

    /// Makes a mission due now.
    public mutating func makeDue(_ name: String = "patrol", window: Duration = .seconds(1800)) {
        let now = now.wall
        feed(
            .due(
                DueMission(
                    id: "\(name)@\(now.milliseconds)", schedule: ScheduleID(name), plan: SimulatedSite.plan,
                    due: now,
                    latest: now + window)))
    }

    private mutating func turn() {
        let isResting =
            state.phase == .idle && state.charge == nil && state.travel == nil && world.pending.isEmpty
            && isFieldbusUp
        world.turn(isResting ? max(1, restTurn) : 1)
    }
}
