// SPDX-License-Identifier: Apache-2.0
// The core driven by octets. The first octet chooses a world: one where nothing makes sense, or one where sensors,
// drive, charger and vehicle mostly do as told, so that few octets lead deep into a flight. Every step is checked
// against every invariant and against the bounds of the state.

import DockModel
import RoostCore
import Wear

/// The core, a crude world around it, and the octets that drive both.
struct OctetDock {
    /// What went wrong in a step.
    struct Breach: CustomStringConvertible {
        var invariants: [String]
        var step: Int
        var octet: Int
        var event: Event
        var description: String {
            "\(invariants.joined(separator: ", ")) broken in step \(step), octet \(octet), by \(shown(event))"
        }
    }

    /// Most steps that one input can take.
    static let mostSteps = 6_000

    private(set) var bytes: EventBytes
    private(set) var state: DockState
    private(set) var steps = 0
    /// The first step that broke a rule; nothing is done after it.
    private(set) var breach: Breach?
    /// The phases that were seen.
    private(set) var phases: Set<Phase> = []
    /// Rules that are known to be broken and are not looked at, so that others are found behind them.
    var ignored: Set<String> = []
    /// Called before each step.
    var watch: ((Event, Moment, DockState) -> Void)?

    private let policy: DockPolicy
    private let isPlausible: Bool
    private var now = Moment(boot: Instant(seconds: 100), wall: WallTime(seconds: 1_764_057_600))
    private var sensors: [Role: Double] = [
        .coverOpenSwitch: 0, .coverClosedSwitch: 1, .coverCurrent: 0, .chargerCurrent: 0, .vehiclePresent: 1,
        .emergencyStop: 0, .smoke: 0, .waterLeak: 0, .padTemperature: 20, .windSpeed: 3, .rainRate: 0,
        .airTemperature: 15, .chargerEnergy: 100, .coverMoves: 0,
        .rodsOpenSwitch: 0, .rodsClosedSwitch: 1, .serviceKey: 0, .humidity: 50, .mainsPresent: 1, .upsCharge: 100,
    ]
    private var vehicle = VehicleUpdate(isLinked: true)
    private var isBusUp = true, isHeard = true
    private var pending: [Order] = []
    private var missions = 0

    init(_ octets: [UInt8]) {
        bytes = EventBytes(octets)
        let choice = bytes.octet()
        isPlausible = choice & 1 == 0
        policy = Self.policy(choice >> 1)
        state = DockState(at: now, parts: policy.parts)
        (vehicle.isArmed, vehicle.landed, vehicle.intent) = (false, .onGround, .other)
        (vehicle.battery, vehicle.fix, vehicle.isReadyToArm) = (Percent(90), 3, true)
        (vehicle.height, vehicle.distance, vehicle.reachedItem) = (Metres(0), Metres(0), 0)
    }

    /// With or without parts that wear, sensors that a dock may lack, rods and key, alternate landing places, a vent.
    private static func policy(_ choice: UInt8) -> DockPolicy {
        var policy = DockPolicy()
        if choice & 1 == 1 { policy.parts = parts() }
        if choice & 2 == 2 { policy.equipped.subtract([.smoke, .waterLeak, .padTemperature, .airTemperature]) }
        if choice & 4 == 4 { policy.equipped = Set(Role.allCases) }
        if choice & 8 == 8 {
            policy.alternates = [
                LandingPlace(name: "meadow", east: Metres(200), north: Metres(-80)),
                LandingPlace(name: "roof", east: Metres(-900), north: Metres(400)),
            ]
        }
        policy.ventsSmoke = choice & 16 == 16
        return policy
    }

    private static func parts() -> [PartRule] {
        let measured = WearMeasure.measured(kind: "cover_current", unit: "A", new: 3, endOfLife: 6)
        let holds = WearMeasure.measured(kind: "pack_capacity", unit: "Ah", new: 12, endOfLife: 9.6)
        let rows: [(PartID, UseKind, WearMeasure, PartSignal?)] = [
            ("cover", .coverMoves, measured, .coverCurrent), ("pack", .days, holds, .packCapacity),
            ("cells", .highChargeDays, .counted(limit: 400), nil),
        ]
        return rows.compactMap { id, use, measure, signal in
            // A row that cannot be made is left out; these two can.
            let description = try? PartDescription(
                id: id, name: id.text, measure: measure, use: use, typicalLife: 1000, lifeSpread: 0.2,
                plannedUsesPerDay: 4, leadDays: 10, orderDays: 3, severity: .error)
            return description.map {
                PartRule(description: $0, measure: signal, assembly: id == "cover" ? nil : "battery")
            }
        }
    }

    /// Runs the input to its end or to the first broken rule.
    mutating func run() {
        take(.started)
        while !bytes.isAtEnd, breach == nil, steps < Self.mostSteps {
            if isPlausible { act() } else { beAbsurd() }
        }
    }

    /// One step of the core, checked.
    private mutating func take(_ event: Event) {
        guard breach == nil else { return }
        watch?(event, now, state)
        let (after, effects) = step(state, event, at: now, policy: policy)
        let taken = StepTaken(before: state, event: event, now: now, policy: policy, after: after, effects: effects)
        let broken = (Invariant.broken(by: taken).map(\.rawValue) + Self.swollen(after)).filter {
            !ignored.contains($0)
        }
        steps += 1
        phases.insert(after.phase)
        if !broken.isEmpty {
            breach = Breach(invariants: broken, step: steps, octet: bytes.read, event: event)
        }
        for case .perform(let order) in effects { pending.append(order) }
        if pending.count > 64 { pending.removeFirst(pending.count - 64) }
        state = after
    }

    /// What has outgrown its bound.
    private static func swollen(_ state: DockState) -> [String] {
        var found: [String] = []
        if state.incidents.count > 400 { found.append("incidents without bound") }
        if state.waiting.count > 32 { found.append("waiting runs without bound") }
        if state.failedTravels.count > 4_000 { found.append("failed travels without bound") }
        if state.run.map({ $0.reasons.count > 24 }) == true { found.append("reasons without bound") }
        return found
    }

    // MARK: - A world without sense

    private mutating func beAbsurd() {
        switch bytes.octet() {
        case 0: now.boot = bytes.instant(near: now.boot)
        case 1: now.wall = bytes.wall(near: now.wall)
        case 2: now.isWallTrusted.toggle()
        case 3...100: break
        case let span: pass(Double(span - 100) / 16)
        }
        take(EventKinds.event(&bytes, at: now, in: state))
    }

    private mutating func pass(_ seconds: Double) {
        let span = Int64(seconds * 1e9)
        now.boot = Instant(nanoseconds: now.boot.nanoseconds &+ span)
        now.wall = WallTime(milliseconds: now.wall.milliseconds &+ span / 1_000_000)
    }

    // MARK: - A world that mostly obeys

    /// What one octet does in the plausible world; the rest of the octets are its arguments.
    private mutating func act() {
        let choice = bytes.octet()
        switch choice % 24 {
        case 0...4: live(Int(choice / 24) + 1)
        case 5: live(Int(choice / 24) * 12 + 12)
        case 6: live(1, every: Double(bytes.octet()) * 16)
        case 7...10: obey()
        case 11: refuse()
        case 12: pending.removeAll()
        case 13: makeDue()
        case 14: fly(bytes.octet())
        case 15: setCover(bytes.octet())
        case 16: sensors[bytes.pick(Role.allCases)] = bytes.number()
        case 17: sensors[bytes.pick(Role.allCases)] = bytes.pick([0, 1])
        case 18: changeVehicle()
        case 19: restart()
        case 20: beAbsurd()
        case 21: changeClock()
        case 22: isBusUp.toggle()
        default: take(.operatorSays(bytes.pick(EventKinds.orders)(&bytes, now, state)))
        }
    }

    /// Lets time pass; everything that answers reports each time.
    private mutating func live(_ times: Int, every seconds: Double = 1) {
        for _ in 0..<times where breach == nil && steps < Self.mostSteps {
            pass(seconds)
            let readings = Role.allCases.compactMap { role in
                sensors[role].map { RoleReading(role, $0, taken: now.boot) }
            }
            take(isBusUp ? .readings(readings) : .tick)
            guard isHeard else { continue }
            vehicle.heardAt = now.boot
            (vehicle.batteryAt, vehicle.positionAt, vehicle.fixAt) = (now.boot, now.boot, now.boot)
            take(.vehicle(vehicle))
        }
    }

    /// The world does what it was ordered to, in order.
    private mutating func obey() {
        let orders = pending
        pending = []
        for order in orders { carryOut(order) }
    }

    private mutating func carryOut(_ order: Order) {
        var result = OrderResult.done
        switch order.action {
        case .cover(.open): setCover(0)
        case .cover(.close): setCover(1)
        case .rods(.open): (sensors[.rodsOpenSwitch], sensors[.rodsClosedSwitch]) = (1, 0)
        case .rods(.close): (sensors[.rodsOpenSwitch], sensors[.rodsClosedSwitch]) = (0, 1)
        case .charger(let isOn): sensors[.chargerCurrent] = isOn ? 4 : 0
        case .upload: result = .verified(itemCount: 6, checksum: 7)
        case .launch:
            fly(0)
            fly(1)
        case .returnHome: fly(2)
        case .fly(let place): (vehicle.intent, vehicle.east, vehicle.north) = (.other, place.east, place.north)
        case .land: fly(6)
        case .disarm: fly(5)
        case .offloadLog: result = .fetched(octets: 10)
        default: break
        }
        take(.finished(order: order.id, result))
    }

    private mutating func refuse() {
        guard !pending.isEmpty else { return }
        let order = pending.remove(at: Int(bytes.octet()) % pending.count)
        take(.finished(order: order.id, bytes.flag() ? .failed(reason: "no") : bytes.result()))
    }

    private mutating func makeDue() {
        let span = Int64(bytes.octet()) * 30_000
        missions += 1
        take(
            .due(
                DueMission(
                    id: "a@\(missions)", schedule: "a", plan: "p", due: now.wall,
                    latest: WallTime(milliseconds: now.wall.milliseconds &+ span))))
    }

    /// The vehicle goes on by one stage.
    private mutating func fly(_ stage: UInt8) {
        switch stage % 10 {
        case 0: vehicle.isArmed = true
        case 1:
            (vehicle.isArmed, vehicle.landed, vehicle.intent) = (true, .inAir, .mission)
            (vehicle.height, vehicle.distance, sensors[.vehiclePresent]) = (Metres(50), Metres(150), 0)
        case 2: vehicle.intent = .returning
        case 3: (vehicle.landed, vehicle.height, vehicle.distance) = (.landing, Metres(5), Metres(0))
        case 4: (vehicle.landed, vehicle.height, sensors[.vehiclePresent]) = (.onGround, Metres(0), 1)
        case 5: vehicle.isArmed = false
        case 6: (vehicle.landed, vehicle.isArmed, vehicle.distance) = (.onGround, false, Metres(300))
        case 7: isHeard.toggle()
        case 8: sensors[.vehiclePresent] = sensors[.vehiclePresent] == 1 ? 0 : 1
        default: vehicle.reachedItem = 5
        }
    }

    private mutating func setCover(_ position: UInt8) {
        let switches: (Double?, Double?) =
            switch position % 5 {
            case 0: (1, 0)
            case 1: (0, 1)
            case 2: (0, 0)
            case 3: (1, 1)
            default: (nil, nil)
            }
        (sensors[.coverOpenSwitch], sensors[.coverClosedSwitch]) = switches
    }

    private mutating func changeVehicle() {
        let told = bytes.vehicle(near: now.boot)
        switch bytes.octet() % 8 {
        case 0: vehicle.isArmed = told.isArmed
        case 1: vehicle.landed = told.landed
        case 2: vehicle.intent = told.intent
        case 3: vehicle.battery = told.battery
        case 4: (vehicle.height, vehicle.distance) = (told.height, told.distance)
        case 5: vehicle.isReadyToArm = told.isReadyToArm
        case 6: vehicle.isLinked = told.isLinked
        default: vehicle = told
        }
    }

    /// The process dies and starts again; orders that were given may still be carried out.
    private mutating func restart() {
        switch bytes.octet() % 4 {
        case 0: pending = []
        case 1: now.boot = Instant(seconds: 5)
        case 2: pass(600)
        default: break
        }
        take(.started)
    }

    private mutating func changeClock() {
        switch bytes.octet() % 4 {
        case 0: now.isWallTrusted.toggle()
        case 1: now.wall = bytes.wall(near: now.wall)
        case 2: pass(Double(bytes.octet()) * 60)
        default: take(.dayEnded(bytes.pick(["2026-11-25", "2026-11-26", "2026-11-27"])))
        }
    }
}

/// An event in words, short enough to read.
func shown(_ event: Event) -> String {
    var text = "\(event)"
    for noise in ["RoostCore.", "DockModel.", "Role.", "Optional"] { text = text.replacing(noise, with: "") }
    return text.utf8.count <= 600 ? text : String(text.prefix(600)) + "…"
}
