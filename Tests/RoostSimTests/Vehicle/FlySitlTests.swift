// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle flown by an independent ground station in Python. Runs only where the environment names both: a
// Python with pymavlink as ROOST_PYMAVLINK_PYTHON, and the program as ROOST_FLY_SITL.

import DockModel
import Foundation
import Host
import RoostSim
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct FlySitlTests {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
    private static var isThere: Bool {
        variable("ROOST_PYMAVLINK_PYTHON") != nil && variable("ROOST_FLY_SITL") != nil
    }

    private struct Verdict: Decodable {
        var result: String
        var autopilot: String?
        var reached: [Int]
        var landed_from_home_m: Double?
        var uploads: [Upload]?
        struct Upload: Decodable { var result: Int? }
    }

    @Test(
        .enabled(if: isThere, "ROOST_PYMAVLINK_PYTHON or ROOST_FLY_SITL is not set"),
        arguments: AutopilotDialect.allCases,
        ["MC_mission_box", "fence_rally_mission", "simple", "survey"])
    func `an independent ground station flies the plans of the field`(dialect: AutopilotDialect, plan: String)
        async throws
    {
        let clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: 25)
        var configuration = VehicleConfiguration(dialect: dialect, home: VirtualStation.home)
        // Five seconds of real time, for a machine that is busy.
        configuration.groundStationTimeout = .seconds(125)
        configuration.transferTimeout = .seconds(125)
        configuration = configuration.stretched(for: clock)
        let server = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(configuration, now: clock.now().boot), clock: clock)
        server.start()
        defer { server.stop() }
        let file = try planFile(plan)
        let (status, output) = try await run([
            Self.variable("ROOST_FLY_SITL") ?? "", "--connect", "udpout:127.0.0.1:\(server.port)", "--plan",
            file.path(),
            "--heartbeat", "0.04", "--item-timeout", "1", "--timeout", "120",
        ])
        #expect(status == 0, "\(output)")
        let verdict = try JSONDecoder().decode(Verdict.self, from: Data(output.utf8))
        #expect(verdict.result == "flown and landed")
        #expect(verdict.autopilot == (dialect == .px4 ? "PX4" : "ArduPilot"))
        #expect(verdict.uploads?.allSatisfy { $0.result == 0 } == true)
        #expect(verdict.reached.count >= 3)
        #expect(try #require(verdict.landed_from_home_m) < 15)
    }

    /// The plan of the field. A survey has neither take-off nor return, which ArduPilot needs; they are added.
    private func planFile(_ name: String) throws -> URL {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "SettingsTests/Fixtures/plans")
        let file = folder.appending(path: name + ".plan")
        guard name == "survey" else { return file }
        var plan = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        var mission = try #require(plan["mission"] as? [String: Any])
        var items = try #require(mission["items"] as? [Any])
        func item(_ command: Int, _ frame: Int, _ parameters: [Double]) -> [String: Any] {
            [
                "type": "SimpleItem", "command": command, "frame": frame, "params": parameters,
                "autoContinue": true,
            ]
        }
        let home = VirtualStation.home
        items.insert(item(22, 3, [0, 0, 0, 0, home.latitude, home.longitude, 50]), at: 0)
        items.append(item(20, 2, [0, 0, 0, 0, 0, 0, 0]))
        mission["items"] = items
        plan["mission"] = mission
        let copy = FileManager.default.temporaryDirectory.appending(path: "roost-survey-\(UUID()).plan")
        try JSONSerialization.data(withJSONObject: plan).write(to: copy)
        return copy
    }

    private func run(_ arguments: [String]) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: Self.variable("ROOST_PYMAVLINK_PYTHON") ?? "/nonexistent")
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
