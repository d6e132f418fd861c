// SPDX-License-Identifier: Apache-2.0
// A ground station in virtual time for tests of the simulated vehicle: it runs the MAVLink module's machines
// against the vehicle without a socket. It must not decide what the vehicle should do.

import DockModel
import MAVLink
import RoostSim

/// Drives one simulated vehicle step by step and keeps what it said.
final class VirtualStation {
    var vehicle: SimulatedVehicle
    var report: VehicleReport
    var now = Instant(nanoseconds: 0)
    var sendsHeartbeats = true
    var frames: [MAVLinkFrame] = []
    private var parser = FrameParser()
    private var encoder = FrameEncoder(source: MAVLinkAddress(system: 255, component: 190))
    private var lastHeartbeat: Instant?
    static let home = GlobalPoint(latitude: 47.397742, longitude: 8.545594, altitude: 488)

    var ends: Correspondents {
        Correspondents(
            own: MAVLinkAddress(system: 255, component: 190), vehicle: MAVLinkAddress(system: 1, component: 1)
        )
    }

    init(
        _ dialect: AutopilotDialect, requestsStreams: Bool = true,
        _ change: (inout VehicleConfiguration) -> Void = { _ in }
    ) {
        var configuration = VehicleConfiguration(dialect: dialect, home: Self.home)
        change(&configuration)
        vehicle = SimulatedVehicle(configuration)
        report = VehicleReport(address: MAVLinkAddress(system: 1, component: 1))
        // ArduPilot tells nothing but its heartbeat by itself.
        guard dialect == .ardupilot, requestsStreams else { return }
        send(
            RequestDataStreamMessage(
                targetSystem: 1, targetComponent: 1, reqStreamID: .all, reqMessageRate: 4, startStop: 1))
    }

    /// One step of 50 ms; returns the frames of this step.
    func step() -> [MAVLinkFrame] {
        now = now + .milliseconds(50)
        if sendsHeartbeats, lastHeartbeat.map({ $0 + .seconds(1) <= now }) ?? true {
            lastHeartbeat = now
            send(HeartbeatMessage(type: .gcs, autopilot: .invalid, systemStatus: .active, mavlinkVersion: 3))
        }
        vehicle.advance(to: now)
        var heard: [MAVLinkFrame] = []
        for bytes in vehicle.takeOutgoing() { heard += parser.receive(bytes) + parser.finish() }
        for frame in heard { report.receive(frame, at: now) }
        report.tick(at: now)
        frames += heard
        return heard
    }

    func send(_ message: any MAVLinkMessage) { vehicle.receive(encoder.encode(message)) }

    /// Lets time pass.
    func pass(_ span: Duration) {
        let end = now + span
        while now < end { _ = step() }
    }

    /// Lets time pass until something holds; false when it did not within `span`.
    func pass(_ span: Duration, until isMet: (VirtualStation) -> Bool) -> Bool {
        let end = now + span
        while now < end {
            if isMet(self) { return true }
            _ = step()
        }
        return isMet(self)
    }

    /// Runs a machine to its end.
    func run<Machine: MicroProtocol>(_ machine: Machine) -> Machine.Outcome? {
        var machine = machine
        for message in machine.start(at: now) { send(message) }
        for _ in 0..<10_000 where machine.outcome == nil {
            for frame in step() { for message in machine.receive(frame, at: now) { send(message) } }
            for message in machine.tick(at: now) { send(message) }
        }
        return machine.outcome
    }

    func order(_ command: CommandLongMessage) -> CommandOutcome? {
        run(CommandExchange(command, between: ends))
    }

    func upload(_ items: [MissionItem], _ type: MAVMissionType = .mission) -> MissionUploadOutcome? {
        run(MissionUpload(items: items, type: type, between: ends))
    }

    func download(_ type: MAVMissionType = .mission) -> [MissionItem]? {
        guard case .items(let items) = run(MissionDownload(type: type, between: ends)) else { return nil }
        return items
    }

    /// Mode, arm, start, each family its own way; false when a step was refused.
    func launch() -> Bool {
        switch vehicle.configuration.dialect {
        case .px4:
            guard order(.arm) == .accepted, let mode = CommandLongMessage.set(.mission, on: .px4) else {
                return false
            }
            return order(mode) == .accepted
        case .ardupilot:
            guard let guided = CommandLongMessage.set(.guided, on: .ardupilot),
                let auto = CommandLongMessage.set(.mission, on: .ardupilot)
            else { return false }
            return order(guided) == .accepted && order(.arm) == .accepted && order(auto) == .accepted
                && order(.missionStart) == .accepted
        }
    }

    var texts: [String] { report.texts.map(\.text) }
    var reached: [UInt16] { frames.compactMap { $0.decode(MissionItemReachedMessage.self)?.seq } }
    /// The same without PX4's repetitions, which come a second or more after the item before.
    var reachedOnce: [UInt16] {
        reached.reduce(into: []) { list, item in if list.last != item { list.append(item) } }
    }
}

/// Item lists for tests.
enum TestPlan {
    static func item(
        _ command: MAVCommand, _ latitude: Double = 0, _ longitude: Double = 0, _ altitude: Double = 0,
        parameters: [Double] = [0, 0, 0, .nan], frame: MAVFrame = .globalRelativeAlt
    ) -> MissionItem {
        MissionItem(
            frame: frame, command: command, parameters: parameters + [latitude, longitude, altitude])
    }

    /// Take-off, two sides of a small box, and home.
    static var box: [MissionItem] {
        [
            item(.navTakeoff, 47.397742, 8.545594, 12), item(.navWaypoint, 47.397942, 8.545594, 12),
            item(.navWaypoint, 47.397942, 8.545894, 15, parameters: [2, 2, 0, .nan]),
            item(.navReturnToLaunch, parameters: [0, 0, 0, 0], frame: .mission),
        ]
    }

    static func list(_ items: [MissionItem], for dialect: AutopilotDialect) -> [MissionItem] {
        MissionItem.list(
            of: items, for: dialect == .px4 ? .px4 : .ardupilot, homeLatitude: 47.397742,
            homeLongitude: 8.545594,
            homeAltitude: 488)
    }
}
