// SPDX-License-Identifier: Apache-2.0
// A week of the simulated dock and vehicle feeds every part of the catalogue: what the vehicle's frames, the dock's
// registers and the computer tell goes through the daemon's own gauges into the core.

import DockModel
import Foundation
import RoostSim
import Settings
import Testing
import Wear

@testable import MAVLink
@testable import RoostCore
@testable import RoostDaemon
@testable import RoostSim

/// One flight of the simulated vehicle in virtual time, as the daemon's gauge hears it.
private struct VirtualFlight {
    private(set) var figures: [Event] = []
    private var vehicle: SimulatedVehicle
    private var report = VehicleReport(address: MAVLinkAddress(system: 1, component: 1))
    private var parser = FrameParser()
    private var encoder = FrameEncoder(source: MAVLinkAddress(system: 255, component: 190))
    private var now = Instant(nanoseconds: 0)
    private let gauge = VehicleGauge()
    private let dialect: AutopilotDialect

    init(_ dialect: AutopilotDialect) {
        self.dialect = dialect
        let home = GlobalPoint(latitude: 47.397742, longitude: 8.545594, altitude: 488)
        var configuration = VehicleConfiguration(dialect: dialect, home: home)
        configuration.pack = FlightPack(capacityAmpereHours: 12)
        vehicle = SimulatedVehicle(configuration)
    }

    /// Flies a box with a picture every ten metres; false when the vehicle did not take it.
    mutating func fly() -> Bool {
        func item(
            _ command: MAVCommand, _ latitude: Double = 0, _ longitude: Double = 0, _ height: Double = 0,
            _ first: Double = 0
        )
            -> MissionItem
        {
            let isPlaced = command == .navTakeoff || command == .navWaypoint
            return MissionItem(
                frame: isPlaced ? .globalRelativeAlt : .mission, command: command,
                parameters: [first, 0, 0, isPlaced ? .nan : 0, latitude, longitude, height])
        }
        // As fast as the catalogue's figure for the motors is meant.
        let cruise = MissionItem(frame: .mission, command: .doChangeSpeed, parameters: [1, 8, -1, 0, 0, 0, 0])
        let plan = [
            item(.navTakeoff, 47.397742, 8.545594, 12), item(.doSetCamTriggDist, 0, 0, 0, 10), cruise,
            item(.navWaypoint, 47.398942, 8.545594, 12), item(.navWaypoint, 47.398942, 8.547594, 15),
            item(.navReturnToLaunch),
        ]
        let items = MissionItem.list(
            of: plan, for: dialect == .px4 ? .px4 : .ardupilot, homeLatitude: 47.397742, homeLongitude: 8.545594,
            homeAltitude: 488)
        let ends = Correspondents(
            own: MAVLinkAddress(system: 255, component: 190), vehicle: MAVLinkAddress(system: 1, component: 1))
        ask()
        guard run(MissionUpload(items: items, type: .mission, between: ends)) == .accepted else { return false }
        for _ in 0..<400 { step() }
        guard launch(ends) else { return false }
        for _ in 0..<8_000 where vehicle.isArmed { step() }
        for _ in 0..<900 { step() }
        return !vehicle.isArmed && vehicle.isOnGround
    }

    private mutating func launch(_ ends: Correspondents) -> Bool {
        let family: Autopilot = dialect == .px4 ? .px4 : .ardupilot
        var orders: [CommandLongMessage] = []
        if dialect == .ardupilot, let guided = CommandLongMessage.set(.guided, on: family) { orders.append(guided) }
        orders.append(.arm)
        if let auto = CommandLongMessage.set(.mission, on: family) { orders.append(auto) }
        if dialect == .ardupilot { orders.append(.missionStart) }
        return orders.allSatisfy { run(CommandExchange($0, between: ends)) == .accepted }
    }

    /// Asks for what the daemon asks for: the equipment's messages, four times a second at most.
    private mutating func ask() {
        send(
            RequestDataStreamMessage(
                targetSystem: 1, targetComponent: 1, reqStreamID: .all, reqMessageRate: 4, startStop: 1))
        for id in [
            ESCStatusMessage.messageID, ESCInfoMessage.messageID, BatteryInfoMessage.messageID,
            ESCTelemetry1To4Message.messageID, VibrationMessage.messageID, BatteryStatusMessage.messageID,
        ] {
            send(
                CommandLongMessage(
                    targetSystem: 1, targetComponent: 1, command: .setMessageInterval, param1: Float(id),
                    param2: 500_000))
        }
    }

    private mutating func send(_ message: any MAVLinkMessage) { vehicle.receive(encoder.encode(message)) }

    private mutating func run<Machine: MicroProtocol>(_ machine: Machine) -> Machine.Outcome? {
        var machine = machine
        for message in machine.start(at: now) { send(message) }
        for _ in 0..<2_000 where machine.outcome == nil {
            for frame in step() { for message in machine.receive(frame, at: now) { send(message) } }
            for message in machine.tick(at: now) { send(message) }
        }
        return machine.outcome
    }

    @discardableResult
    private mutating func step() -> [MAVLinkFrame] {
        now = now + .milliseconds(50)
        if now.nanoseconds % 1_000_000_000 == 0 {
            send(HeartbeatMessage(type: .gcs, autopilot: .invalid, systemStatus: .active, mavlinkVersion: 3))
        }
        vehicle.advance(to: now)
        var heard: [MAVLinkFrame] = []
        for bytes in vehicle.takeOutgoing() { heard += parser.receive(bytes) + parser.finish() }
        for frame in heard { report.receive(frame, at: now) }
        report.tick(at: now)
        if let event = gauge.take(report, isAloft: vehicle.isArmed && !vehicle.isOnGround, at: now) {
            figures.append(event)
        }
        return heard
    }
}

@Suite struct FedParts {
    /// Where each part's figure comes from: this list fails when the catalogue has another part.
    private static let sources: [PartID: String] = [
        "cover-motor": "travel", "cover-hinge": "travel", "limit-switches": "travel", "charge-contacts": "charge",
        "centring-rods": "count", "flight-battery": "count", "pack-full-days": "count", "propellers": "count",
        "airframe": "count", "camera": "count", "pack-capacity": "vehicle", "pack-resistance": "vehicle",
        "pack-cells": "vehicle", "propeller-balance": "vehicle", "motors": "vehicle", "speed-controllers": "vehicle",
        "vibration-mounts": "vehicle", "landing-pad": "landing", "pad-heater": "register", "charger": "register",
        "main-contactor": "register", "cooler": "register", "box-fan": "register", "air-filter": "register",
        "ups-battery": "register", "disk": "computer", "modem": "computer",
    ]

    /// The figures of a day of the enclosure's registers while the charger works, and of the computer.
    private func registers(_ rules: [PartRule]) -> [Event] {
        var plant = DockPlant(seed: 3, hour: 12)
        let gauge = PointGauge(rules)
        let points = Set(rules.flatMap { [$0.measure].compactMap { $0 } + ($0.stress?.signals ?? []) })
            .filter(\.isPoint).map(\.rawValue).sorted()
        var told: [Event] = []
        plant.isChargerEnabled = true
        for minute in 0..<180 {
            if minute % 40 == 0 { plant.packCharge = 30 }
            plant.advance(to: Double(minute) * 60)
            for point in points {
                let halves = point.split(separator: ".").map(String.init)
                guard case .number(let value)? = plant.houseValue(PointID(halves[1])) else { continue }
                let place = PointReference(device: DeviceID(halves[0]), point: PointID(halves[1]))
                if let event = gauge.take(value, of: place, at: Instant(seconds: Double(minute) * 60)) {
                    told.append(event)
                }
            }
        }
        var uplink = UplinkGauge()
        for minute in 0..<3_000 { uplink.look(isDown: minute % 50 == 0, at: Instant(seconds: Double(minute) * 60)) }
        let computer =
            [DiskGauge.used("0x02 0x01").map { PartMeasurement(.diskLifeUsed, $0) }]
            + [uplink.hoursAWeek.map { PartMeasurement(.uplinkLoss, $0) }]
        return told + [.measured(computer.compactMap { $0 })]
    }

    @Test func `both families of autopilots tell of the same things, but what only one has messages for`() {
        var signals: [AutopilotDialect: Set<PartSignal>] = [:]
        for dialect in AutopilotDialect.allCases {
            var flight = VirtualFlight(dialect)
            let hasFlown = flight.fly()
            #expect(hasFlown)
            for case .measured(let told) in flight.figures {
                signals[dialect, default: []].formUnion(told.map(\.signal))
            }
        }
        #expect(signals[.px4]?.subtracting(signals[.ardupilot] ?? []) == [.packCycles, .packCapacity])
        #expect(signals[.ardupilot]?.subtracting(signals[.px4] ?? []) == [])
        #expect(signals[.ardupilot]?.isSuperset(of: [.shots, .motorCurrent, .packTemperature]) == true)
    }

    @Test func `a simulated week feeds every part of the catalogue`() throws {
        let configuration = try DefaultConfiguration.configuration()
        let rules = try configuration.policy().parts
        #expect(Set(rules.map(\.description.id)) == Set(Self.sources.keys))
        var flight = VirtualFlight(.px4)
        let hasFlown = flight.fly()
        try #require(hasFlown)
        let registers = registers(rules)
        var policy = SimulatedSite.withRods.policy
        policy.parts = rules
        var dock = SimulatedDock(seed: 11, site: .withRods, policy: policy)
        dock.restTurn = 60
        for day in 1...7 {
            let end = dock.seconds + 86_400
            for event in registers { dock.feed(event) }
            dock.run(for: .seconds(3_600))
            // The figures of a flight come while it lasts and when it has landed: before the row of its end.
            if day % 2 == 1 {
                dock.makeDue()
                _ = dock.run(until: .flying, within: .seconds(600))
                for event in flight.figures { dock.feed(event) }
                _ = dock.run(until: .idle, within: .seconds(3_600))
                for event in flight.figures.suffix(1) { dock.feed(event) }
            }
            dock.run(for: .seconds(max(0, end - dock.seconds)))
        }
        #expect(dock.violations.isEmpty, "\(dock.violations.prefix(3))")
        for rule in rules {
            let id = rule.description.id
            let unit = try #require(dock.state.wear.units[id])
            switch rule.description.measure {
            case .counted: #expect(unit.use > 0, "\(id) is not counted")
            case .measured: #expect(unit.unit.measuredRows > 0, "\(id) (\(Self.sources[id] ?? "")) is not measured")
            }
            for signal in rule.stress?.signals ?? [] {
                #expect(dock.state.wear.told[signal.rawValue] != nil, "\(signal) of \(id) is not told")
            }
        }
    }
}
