// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle's files against pymavlink's MAVFTP client, which shares no line with ours. Runs only where the
// environment variable ROOST_PYMAVLINK_PYTHON names a Python that has pymavlink.

import DockModel
import Foundation
import Host
import RoostSim
import Testing

@Suite(.timeLimit(.minutes(2))) struct IndependentFileClientTests {
    private static var python: String? { ProcessInfo.processInfo.environment["ROOST_PYMAVLINK_PYTHON"] }

    private struct Verdict: Decodable {
        var failed: String?
        var list: Int?
        var get: Int?
        var bytes: Int?
        var refused: Int?
    }

    @Test(
        .enabled(if: python != nil, "ROOST_PYMAVLINK_PYTHON is not set"), arguments: AutopilotDialect.allCases,
        [nil, "the key of both ends"])
    func `pymavlink lists and fetches files of the vehicle`(dialect: AutopilotDialect, key: String?) async throws {
        let clock = SystemClock()
        let blob = (0..<120_007).map { UInt8(truncatingIfNeeded: $0 &* 29 &+ $0 >> 8 &+ 1) }
        var configuration = VehicleConfiguration(dialect: dialect, home: VirtualStation.home)
        configuration.signingSecret = key
        configuration.powerUp = clock.now().wall
        configuration.storedLogs = [StoredLog(id: 1, unixSeconds: 1_770_000_000, bytes: blob)]
        let server = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(configuration, now: clock.now().boot), clock: clock)
        server.start()
        defer { server.stop() }
        let target = NSTemporaryDirectory() + "roost-mavftp-\(UUID().uuidString)"
        // A target that never came is not there to be removed.
        defer { try? FileManager.default.removeItem(atPath: target) }
        let folder = dialect == .px4 ? "/fs/microsd/log/2026-02-02" : "/APM/LOGS"
        let name = folder + (dialect == .px4 ? "/02_40_00.ulg" : "/00000001.BIN")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fetch_files.py")
        let (status, output) = try await run(
            [script.path(), String(server.port), folder, name, target] + (key.map { [$0] } ?? []))
        let line = output.split(separator: "\n").last.map(String.init) ?? ""
        let verdict = try JSONDecoder().decode(Verdict.self, from: Data(line.utf8))
        #expect(status == 0 && verdict.failed == nil, "\(output)")
        #expect(verdict.list == 0 && verdict.get == 0, "\(output)")
        #expect(verdict.bytes == blob.count)
        #expect(verdict.refused != 0)
        let octets = try Data(contentsOf: URL(fileURLWithPath: target))
        #expect(Array(octets) == blob)
    }

    private func run(_ arguments: [String]) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: Self.python ?? "/nonexistent")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { process in
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                ended.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
    }
}
