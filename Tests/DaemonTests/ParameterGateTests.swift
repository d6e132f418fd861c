// SPDX-License-Identifier: Apache-2.0
// The required parameters between the vehicle link and the core: a vehicle that holds another value is not ready, its
// upload is refused with parameter, value and wanted value, and it is ready again when the value was put right.

import DockModel
import Host
import Logging
import MAVLink
import RoostCore
import RoostSim
import Settings
import Synchronization
import Testing
import VehicleLink

@testable import RoostDaemon

private final class Updates: Sendable {
    let newest = Mutex<VehicleUpdate?>(nil)
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct ParameterGateTests {
    @Test(arguments: AutopilotDialect.allCases)
    func `a wrong parameter holds the launch and refuses the upload until it is put right`(
        dialect: AutopilotDialect
    ) async throws {
        let clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: 50)
        let link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        var settings = VehicleConfiguration(
            dialect: dialect, home: GlobalPoint(latitude: 47.397742, longitude: 8.545594, altitude: 488))
        settings.groundStationTimeout = .seconds(300)
        let name = dialect == .px4 ? "NAV_DLL_ACT" : "FS_GCS_ENABLE"
        var vehicle = SimulatedVehicle(settings.stretched(for: clock), now: clock.now().boot)
        vehicle.setParameter(name, to: 0)
        let server = try SimulatedVehicleServer(
            vehicle: vehicle, clock: clock, peer: ("127.0.0.1", link.localPort ?? 0))
        let home = PlanPoint(latitude: 47.397742, longitude: 8.545594)
        let configuration = try DockConfiguration.load(files: DefaultConfiguration.files)
        let adapter = VehicleAdapter(
            session: VehicleSession(transport: link, clock: clock), plans: configuration.plans, home: home,
            logDirectory: "/nowhere",
            required: [ParameterRequirement(name, least: 1, most: 3, reason: "come home")],
            clock: clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let updates = Updates()
        let running = Task { await adapter.session.run() }
        server.start()
        let pump = Task {
            await adapter.pump {
                if case .vehicle(let update) = $0 { updates.newest.withLock { $0 = update } }
            }
        }
        let fault = "parameter \(name) is 0, wanted 1 to 3 (come home)"
        while updates.newest.withLock({ $0?.text }) != fault { await Task.yield() }
        #expect(updates.newest.withLock { $0?.isReadyToArm } == false)
        let plan = try #require(configuration.plans.keys.first)
        #expect(await adapter.upload(plan) == .failed(reason: fault))
        #expect(server.withVehicle { $0.storedItemCounts.mission } == 0)
        server.withVehicle { _ = $0.setParameter(name, to: 2) }
        guard case .verified = await adapter.upload(plan) else {
            Issue.record("not uploaded")
            return
        }
        while updates.newest.withLock({ $0?.isReadyToArm }) != true { await Task.yield() }
        // Lost and heard again: it may hold another thing now, and is not ready before it was asked.
        server.withVehicle { $0.faults.dropsTelemetry = true }
        while updates.newest.withLock({ $0?.isLinked }) != false { await Task.yield() }
        while adapter.parameterFault == nil { await Task.yield() }
        server.withVehicle { $0.faults.dropsTelemetry = false }
        while updates.newest.withLock({ $0?.isLinked == true && $0?.isReadyToArm == true }) == false {
            await Task.yield()
        }
        #expect(adapter.parameterFault == nil)
        running.cancel()
        await running.value
        await pump.value
        server.stop()
    }
}
