// SPDX-License-Identifier: Apache-2.0
// A session and a simulated vehicle joined by real UDP on the loopback, fifty times faster than life. It must
// decide nothing; it only starts and stops the two ends.

import DockModel
import Foundation
import Host
import MAVLink
import RoostSim
import VehicleLink

/// Both ends of a loopback link.
struct LoopbackRig {
    let clock: PacedClock
    let server: SimulatedVehicleServer
    let link: UDPLink
    let session: VehicleSession
    let running: Task<Void, Never>
    /// For files of this test.
    let folder = NSTemporaryDirectory() + "roost-link-" + UUID().uuidString
    static let home = GlobalPoint(latitude: 47.397742, longitude: 8.545594, altitude: 488)

    /// - Parameter startsVehicle: false leaves the vehicle switched off.
    init(
        _ dialect: AutopilotDialect, speed: Double = 50, startsVehicle: Bool = true,
        options: SessionOptions = SessionOptions(), _ change: (inout SimulatedVehicle) -> Void = { _ in },
        configure: (inout VehicleConfiguration) -> Void = { _ in }
    ) throws {
        clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: speed)
        link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        var configuration = VehicleConfiguration(dialect: dialect, home: Self.home)
        configuration.groundStationTimeout = .seconds(300)
        configure(&configuration)
        configuration = configuration.stretched(for: clock)
        var vehicle = SimulatedVehicle(configuration, now: clock.now().boot)
        change(&vehicle)
        server = try SimulatedVehicleServer(
            vehicle: vehicle, clock: clock, peer: ("127.0.0.1", link.localPort ?? 0))
        session = VehicleSession(transport: link, clock: clock, options: options)
        let session = session
        running = Task { await session.run() }
        if startsVehicle { server.start() }
    }

    func stop() async {
        running.cancel()
        await running.value
        server.stop()
        // A folder that no test wrote to is not there.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The newest log, as it came.
    func newestLog(by route: LogRoute = .best) async throws -> [UInt8] {
        let file = try await session.pullNewestLog(into: folder, named: "log", by: route)
        return Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
    }

    /// Reads reports until one meets the condition; nil when the session ended first.
    func report(where isMet: (SessionReport) -> Bool) async -> SessionReport? {
        for await report in session.reports where isMet(report) { return report }
        return nil
    }

    /// Waits until the vehicle is heard and has said where it stands.
    func untilHeard() async {
        _ = await report { $0.isHeard && $0.vehicle?.home != nil && $0.landed.basis == .landedMessage }
    }
}

extension SessionReport {
    /// On the ground by the word of the vehicle's own land detector.
    var isProvenLanded: Bool { landed.state == .onGround && landed.basis == .landedMessage }
}

/// Item lists for tests.
enum TestPlan {
    static func item(
        _ command: MAVCommand, _ latitude: Double = 0, _ longitude: Double = 0, _ altitude: Double = 0,
        parameters: [Double] = [0, 0, 0, .nan], frame: MAVFrame = .globalRelativeAlt
    ) -> MissionItem {
        MissionItem(frame: frame, command: command, parameters: parameters + [latitude, longitude, altitude])
    }

    /// A small flight with parameters that neither family keeps whole, a fence and a rally point.
    static var flight: FlightPlanItems {
        let corner = { (latitude: Double, longitude: Double) in
            item(
                MAVCommand(rawValue: 5_001), latitude, longitude, parameters: [4, 0, 0, 0], frame: .global)
        }
        return FlightPlanItems(
            mission: [
                item(.navTakeoff, 47.397742, 8.545594, 12.345, parameters: [15, 0, 0, .nan]),
                item(.navWaypoint, 47.397942, 8.545594, 12, parameters: [0, 2, 0, .nan]),
                item(MAVCommand(rawValue: 2_000), parameters: [0, 0, 1, 0], frame: .mission),
                item(.navWaypoint, 47.397942, 8.545894, 15, parameters: [2, 2, 0, 90]),
                item(.navReturnToLaunch, parameters: [0, 0, 0, 0], frame: .mission),
            ],
            fence: [
                corner(47.3965, 8.5439), corner(47.3965, 8.5472), corner(47.3989, 8.5472),
                corner(47.3989, 8.5439),
            ],
            rally: [item(MAVCommand(rawValue: 5_100), 47.397942, 8.545394, 15, parameters: [0, 0, 0, 0])])
    }
}
