// SPDX-License-Identifier: Apache-2.0
// Files and logs of the simulated vehicle over the loopback: both protocols, resumed after a kill, refused in words.

import DockModel
import Foundation
import MAVLink
import RoostSim
import Testing
import VehicleLink

// One after the other: side by side, a debug build cannot read what several fast vehicles send.
@Suite(.timeLimit(.minutes(3)), .serialized) struct FileTests {
    private let blob = (0..<150_003).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7 &+ 1) }

    private func rig(
        _ dialect: AutopilotDialect, speed: Double = 20, loss: Int? = nil, folder: Bool = false
    ) throws -> LoopbackRig {
        try LoopbackRig(dialect, speed: speed) { vehicle in
            vehicle.faults.losesEveryNth = loss
            vehicle.logs = [
                StoredLog(id: 1, unixSeconds: 1_769_000_000, bytes: [1, 2, 3]),
                StoredLog(id: 2, unixSeconds: 1_770_000_000, bytes: blob),
            ]
        }
    }

    @Test(arguments: AutopilotDialect.allCases, LogRoute.allCases)
    func `the newest log comes whole by either protocol`(dialect: AutopilotDialect, route: LogRoute) async throws {
        let rig = try rig(dialect, loss: 100)
        await rig.untilHeard()
        let file = try await rig.session.pullNewestLog(into: rig.folder, named: "flight", by: route)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file.path))) == blob)
        #expect(file.path == rig.folder + "/flight.BIN")
        #expect(file.size == blob.count && file.announced == blob.count && file.resumed == 0)
        #expect(file.route == (route == .log ? .log : .files))
        #expect(file.isVerified == (route == .log ? nil : true))
        #expect(try FileManager.default.contentsOfDirectory(atPath: rig.folder) == ["flight.BIN"])
        let again = try await rig.session.pullNewestLog(into: rig.folder, named: "flight", by: route)
        #expect(again.path == rig.folder + "/flight-2.BIN")
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases, [LogRoute.files, .log])
    func `a pull that was ended goes on where it stopped`(dialect: AutopilotDialect, route: LogRoute) async throws {
        let rig = try rig(dialect, speed: 5, loss: 100)
        await rig.untilHeard()
        let folder = rig.folder
        let (progress, sink) = AsyncStream.makeStream(of: LogProgress.self)
        let pull = Task {
            defer { sink.finish() }
            return try await rig.session.pullNewestLog(into: folder, named: "flight", by: route) { sink.yield($0) }
        }
        for await step in progress where step.received > blob.count / 3 { break }
        pull.cancel()
        await #expect(throws: VehicleLinkError.cancelled) { _ = try await pull.value }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(left == [".log-of-1.part", ".log-of-1.part.state"])
        // The other protocol may finish what this one began.
        let other: LogRoute = route == .log ? .files : .log
        let file = try await rig.session.pullNewestLog(into: folder, named: "flight", by: other)
        #expect(file.resumed > blob.count / 4)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file.path))) == blob)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["flight.BIN"])
        await rig.stop()
    }

    @Test func `a state file that lies costs time, never a byte`() async throws {
        let rig = try rig(.px4)
        await rig.untilHeard()
        try FileManager.default.createDirectory(atPath: rig.folder, withIntermediateDirectories: true)
        let part = rig.folder + "/.log-of-1.part"
        try Data([UInt8](repeating: 9, count: 90_000)).write(to: URL(fileURLWithPath: part))
        let state = "roost partial file 1\nlog 2 of 1770000000\n\(blob.count)\n0 90000\nend\n"
        try Data(state.utf8).write(to: URL(fileURLWithPath: part + ".state"))
        // MAVFTP finds it by the checksum and falls back; the log protocol by the bytes it fetches twice.
        let log = try await rig.newestLog()
        #expect(log == blob)
        try Data([UInt8](repeating: 9, count: 90_000)).write(to: URL(fileURLWithPath: part))
        try Data(state.utf8).write(to: URL(fileURLWithPath: part + ".state"))
        #expect(try await rig.newestLog(by: .log) == blob)
        for bad in ["", "roost partial file 1\n", state.replacing("0 90000", with: "5 4"), state + "x"] {
            try Data(bad.utf8).write(to: URL(fileURLWithPath: part + ".state"))
            #expect(try await rig.newestLog(by: .log) == blob)
        }
        await rig.stop()
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `directories are listed and files fetched by name`(dialect: AutopilotDialect) async throws {
        let rig = try rig(dialect)
        await rig.untilHeard()
        let root = dialect == .px4 ? "/fs/microsd/log" : "/APM/LOGS"
        let listing = try await rig.session.list(root)
        #expect(listing.isWhole)
        switch dialect {
        case .px4:
            #expect(listing.entries.map(\.name) == ["2026-01-21", "2026-02-02"])
            #expect(!listing.entries.contains { !$0.isDirectory })
        case .ardupilot:
            #expect(listing.entries.map(\.name) == ["00000001.BIN", "00000002.BIN"])
            #expect(listing.entries.map(\.size) == [3, blob.count])
        }
        let path = dialect == .px4 ? root + "/2026-01-21/12_53_20.ulg" : root + "/00000001.BIN"
        let file = try await rig.session.fetch(path, to: rig.folder + "/small")
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file.path))) == [1, 2, 3])
        #expect(file.isVerified == true)
        for bad in ["/none", String(repeating: "x", count: 240), ""] {
            do throws(VehicleLinkError) {
                _ = try await rig.session.fetch(bad, to: rig.folder + "/none")
                Issue.record("\(bad) was fetched")
            } catch {
                guard case .fileRefused = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
        await #expect(throws: VehicleLinkError.self) { _ = try await rig.session.list("/none") }
        await #expect(throws: VehicleLinkError.self) {
            _ = try await rig.session.fetch(path, to: "/proc/none/small")
        }
        await rig.stop()
    }
}
