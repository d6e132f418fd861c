// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle against pymavlink, a decoder that shares no line with ours. Runs only where the
// environment variable ROOST_PYMAVLINK_PYTHON names a Python that has pymavlink.

import DockModel
import Foundation
import Host
import RoostSim
import Testing

@Suite(.timeLimit(.minutes(2))) struct IndependentDecoderTests {
    private static var python: String? { ProcessInfo.processInfo.environment["ROOST_PYMAVLINK_PYTHON"] }

    private struct Verdict: Decodable {
        var seen: [String: Int]
        var bad: Int
        var failed: String?
        var log: String?
    }

    @Test(
        .enabled(if: python != nil, "ROOST_PYMAVLINK_PYTHON is not set"), arguments: AutopilotDialect.allCases
    )
    func `pymavlink decodes every message and flies the vehicle`(dialect: AutopilotDialect) async throws {
        let clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: 25)
        var configuration = VehicleConfiguration(dialect: dialect, home: VirtualStation.home)
        configuration.groundStationTimeout = .seconds(120)
        configuration = configuration.stretched(for: clock)
        let server = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(configuration, now: clock.now().boot), clock: clock)
        server.start()
        defer { server.stop() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "decode_vehicle.py")
        let (status, output) = try await run([script.path(), String(server.port), "0.04"])
        let verdict = try JSONDecoder().decode(Verdict.self, from: Data(output.utf8))
        #expect(status == 0, "\(output)")
        #expect(verdict.failed == nil)
        #expect(verdict.bad == 0)
        let expected = [
            "HEARTBEAT", "SYS_STATUS", "SYSTEM_TIME", "GPS_RAW_INT", "ATTITUDE", "GLOBAL_POSITION_INT",
            "MISSION_CURRENT", "VFR_HUD", "BATTERY_STATUS", "VIBRATION", "HOME_POSITION",
            "EXTENDED_SYS_STATE",
            "AUTOPILOT_VERSION", "STATUSTEXT", "COMMAND_ACK", "MISSION_ACK",
            // ArduPilot asks for items by the old request, and takes integers for an answer.
            dialect == .px4 ? "MISSION_REQUEST_INT" : "MISSION_REQUEST",
            "MISSION_COUNT",
            "MISSION_ITEM_INT", "MISSION_ITEM_REACHED", "LOG_ENTRY", "LOG_DATA",
            dialect == .px4 ? "ESTIMATOR_STATUS" : "EKF_STATUS_REPORT",
        ]
        for type in expected { #expect(verdict.seen[type, default: 0] > 0, "\(type) was never decoded") }
        #expect(verdict.log == (dialect == .px4 ? "554c6f67" : "a3958080"))
    }

    private func run(_ arguments: [String]) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: Self.python ?? "/nonexistent")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        return try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { process in
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                ended.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
    }
}
