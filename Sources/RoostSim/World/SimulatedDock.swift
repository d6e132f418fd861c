// SPDX-License-Identifier: Apache-2.0
// The core in a simulated world on virtual time: it carries out the core's orders, feeds it what the sensors say and
// checks every invariant after every step. The same seed and the same faults give the same run.

public import DockModel
public import RoostCore

/// An invariant that did not hold.
public struct Violation: Sendable, Equatable, Codable {
    /// The rule.
    public var invariant: Invariant
    /// Seconds of virtual time.
    public var seconds: Double
    /// The phase before the step.
    public var phase: Phase
    /// What reached the core.
    public var event: Event
}

/// What a simulated run counted.
public struct SimulationCounts: Sendable, Equatable, Codable {
    /// Steps of the core.
    public var steps = 0
    /// Predicates evaluated.
    public var invariantChecks = 0
    /// How the due missions ended.
    public var outcomes: [String: Int] = [:]
    /// Mails that would have been queued, by kind.
    public var mails: [String: Int] = [:]
    /// Incidents opened, by kind.
    public var incidents: [String: Int] = [:]
    /// Faults injected, by name.
    public var faults: [String: Int] = [:]
    /// Restarts of the process.
    public var restarts = 0

    /// Nothing counted yet.
    public init() {}
}

/// A dock, its world and its core in one value.
public struct SimulatedDock: Sendable {
    /// Most violations kept.
    static let mostViolations = 100
    /// Seconds an order takes until its end is reported.
    static let orderLatency = 0.4

    /// The site's limits.
    public let policy: DockPolicy
    /// All the core knows.
    public private(set) var state: DockState
    /// The dock's hardware.
    public var plant: DockPlant
    /// The vehicle.
    public var vehicle = SketchVehicle()
    /// Whether the field bus answers.
    public var isFieldbusUp = true
    /// Seconds between two looks at a dock that rests; a whole number.
    public var restTurn = 1.0
    /// Whether the wall clock is known to be set.
    public var isClockTrusted = true
    /// What was counted.
    public private(set) var counts = SimulationCounts()
    /// Invariants that did not hold.
    public private(set) var violations: [Violation] = []
    /// Effects of the last `run`.
    public private(set) var effects: [Effect] = []
    /// Seconds of virtual time.
    public private(set) var seconds = 0.0
    private let wallStart: WallTime
    private var reports: [(at: Double, order: Int64, result: OrderResult)] = []

    /// A dock at rest, whose noise follows from the seed.
    public init(
        seed: UInt64, policy: DockPolicy = DockPolicy(), start: WallTime = WallTime(seconds: 1_764_057_600)
    ) {
        self.policy = policy
        wallStart = start
        plant = DockPlant(seed: seed)
        state = DockState(
            at: Moment(boot: Instant(nanoseconds: 0), wall: start), parts: policy.parts)
        feed(.started)
    }

    /// Both clocks of the simulated world.
    public var now: Moment {
        Moment(
            boot: Instant(seconds: seconds),
            wall: WallTime(milliseconds: wallStart.milliseconds + Int64(seconds * 1000)),
            isWallTrusted: isClockTrusted)
    }

    /// Hands one event to the core, carries out what it wants and checks the invariants.
    public mutating func feed(_ event: Event) {
        let before = state
        let now = now
        let (after, wanted) = step(before, event, at: now, policy: policy)
        state = after
        counts.steps += 1
        counts.invariantChecks += Invariant.allCases.count
        let taken = StepTaken(
            before: before, event: event, now: now, policy: policy, after: after, effects: wanted)
        for invariant in Invariant.broken(by: taken) where violations.count < Self.mostViolations {
            violations.append(
                Violation(invariant: invariant, seconds: seconds, phase: before.phase, event: event))
        }
        effects += wanted
        for effect in wanted { carryOut(effect) }
    }

    /// Lets virtual time pass, one second a turn, and returns the effects of that time.
    @discardableResult
    public mutating func run(for span: Duration) -> [Effect] {
        effects = []
        let end = seconds + span.inSeconds
        while seconds < end { turn() }
        return effects
    }

    /// Lets virtual time pass until the core is in `phase`; false when it does not get there in time.
    public mutating func run(until phase: Phase, within span: Duration) -> Bool {
        effects = []
        let end = seconds + span.inSeconds
        while seconds < end {
            if state.phase == phase { return true }
            turn()
        }
        return state.phase == phase
    }

    /// Ends the process and starts it again with what was committed.
    public mutating func restart() {
        counts.restarts += 1
        reports = []
        feed(.started)
    }

    /// Makes a mission due now.
    public mutating func makeDue(_ name: String = "patrol", window: Duration = .seconds(1800)) {
        let now = now.wall
        feed(
            .due(
                DueMission(
                    id: "\(name)@\(now.milliseconds)", schedule: ScheduleID(name), plan: "\(name).plan",
                    due: now,
                    latest: now + window)))
    }

    /// Virtual seconds until something can need the core: long while the dock rests, one second otherwise.
    private var turnSeconds: Double {
        guard state.phase == .idle, state.charge == nil, state.travel == nil, reports.isEmpty, isFieldbusUp
        else {
            return 1
        }
        return restTurn
    }

    private mutating func turn() {
        let span = turnSeconds
        seconds += span
        plant.packCharge = vehicle.isOnPad ? vehicle.charge : plant.packCharge
        plant.isVehiclePresent = vehicle.isOnPad
        plant.watchdog &+= isFieldbusUp ? 1 : 0
        plant.advance(to: seconds)
        if vehicle.isOnPad { vehicle.charge = plant.packCharge }
        vehicle.advance(by: span)
        let due = reports.filter { $0.at <= seconds }
        reports.removeAll { $0.at <= seconds }
        for report in due { feed(.finished(order: report.order, report.result)) }
        if isFieldbusUp { feed(.readings(readings())) }
        feed(.vehicle(vehicle.update(at: now.boot)))
    }

    /// What the sensors say now.
    private func readings() -> [RoleReading] {
        let boot = now.boot
        var readings = [
            RoleReading(.coverOpenSwitch, plant.isOpenSwitchMade ? 1 : 0, taken: boot),
            RoleReading(.coverClosedSwitch, plant.isClosedSwitchMade ? 1 : 0, taken: boot),
            RoleReading(.coverCurrent, plant.coverCurrent, taken: boot),
            RoleReading(.chargerEnable, plant.isChargerEnabled ? 1 : 0, taken: boot),
            RoleReading(.chargerCurrent, plant.chargeCurrent, taken: boot),
            RoleReading(.vehiclePresent, plant.isVehiclePresent ? 1 : 0, taken: boot),
            RoleReading(.emergencyStop, plant.faults.isEmergencyStopPressed ? 1 : 0, taken: boot),
            RoleReading(.smoke, plant.faults.isSmoke ? 1 : 0, taken: boot),
        ]
        guard restTurn > 1 || Int(seconds) % 5 == 0 else { return readings }
        readings += [
            RoleReading(.coverMoves, Double(plant.coverMoves), taken: boot),
            RoleReading(.chargerEnergy, plant.chargeEnergy, taken: boot),
            RoleReading(.waterLeak, 0, taken: boot),
            RoleReading(.contactResistance, plant.contactResistance, taken: boot),
            RoleReading(.padTemperature, plant.padTemperature, taken: boot),
            RoleReading(.windSpeed, plant.wind, taken: boot),
            RoleReading(.rainRate, plant.rain, taken: boot),
            RoleReading(.airTemperature, plant.airTemperature, taken: boot),
        ]
        return readings
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .perform(let order): carryOut(order)
        case .post(let notice): counts.mails[notice.kindName, default: 0] += 1
        case .record(let run): counts.outcomes[run.outcome?.rawValue ?? "none", default: 0] += 1
        case .note(let incident):
            if incident.resolved == nil { counts.incidents[incident.kind.rawValue, default: 0] += 1 }
        }
    }

    private mutating func carryOut(_ order: Order) {
        var result = OrderResult.done
        var latency = Self.orderLatency
        switch order.action {
        case .cover(let goal):
            guard isFieldbusUp else { return report(order, .failed(reason: "time-out"), after: 1) }
            plant.drive = goal == .open ? .open : goal == .close ? .close : .stop
        case .charger(let isOn):
            guard isFieldbusUp else { return report(order, .failed(reason: "time-out"), after: 1) }
            plant.isChargerEnabled = isOn
        case .readyVehicle: break
        case .upload:
            latency = 2
            if let refusal = vehicle.faults.uploadRefusal {
                result = .failed(reason: refusal)
            } else {
                result = .verified(itemCount: vehicle.itemCount, checksum: 0xCBF4_3926)
            }
        case .launch:
            latency = 1
            if let refusal = vehicle.launch() { result = .failed(reason: refusal) }
        case .returnHome: vehicle.returnHome()
        case .offloadLog:
            latency = 5
            result = .fetched(octets: 1_000_000)
        }
        report(order, result, after: latency)
    }

    private mutating func report(_ order: Order, _ result: OrderResult, after latency: Double) {
        reports.append((seconds + latency, order.id, result))
    }

    /// Counts an injected fault.
    mutating func count(fault: String) { counts.faults[fault, default: 0] += 1 }
}

extension Notice {
    /// The kind of mail it becomes.
    public var kindName: String {
        switch self {
        case .mission: "mission"
        case .part: "part"
        case .incident: "incident"
        case .digest: "digest"
        }
    }
}
