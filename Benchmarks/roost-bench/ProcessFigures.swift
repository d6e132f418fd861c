// SPDX-License-Identifier: Apache-2.0
// What the whole program costs: how soon after its start `roost run` polls, and what it holds and burns while
// a dock of ten devices rests, polled once a second. The reference is this very program told to do nothing.

import DockModel
import Foundation
import Glibc
import Registers
import RoostSim
import Settings
import Synchronization

/// The figures of the process.
func processFigures(_ bench: Bench) async throws -> [Figure] {
    guard FileManager.default.isExecutableFile(atPath: bench.roostPath) else {
        throw BenchError(
            "\(bench.roostPath) is missing; build it with: swift build -c release --product roost")
    }
    let world = try RestingWorld(examples: bench.examplesPath)
    defer { world.server.stop() }
    var starts: [[Double]] = [[], [], []]
    for round in 0...bench.rounds.count {
        let folder = try DockFolder(bench, world)
        defer { folder.remove() }
        let first = try startToPoll(bench, world, folder)
        let again = try startToPoll(bench, world, folder)
        let nothing = try startOfNothing()
        guard round > 0 else { continue }
        for (index, time) in [again, first, nothing].enumerated() { starts[index].append(time) }
    }
    let (start, newStart, nothing) = (median(starts[0]), median(starts[1]), median(starts[2]))
    let folder = try DockFolder(bench, world)
    defer { folder.remove() }
    let rest = try await watch(bench, world, folder)
    let recovery = try recoveryFigures(bench, world, nothing: nothing)
    let program = "a program that does nothing"
    return [
        Figure(
            "start of `roost run` to the first poll", start * 1e3, "ms", reference: program, nothing * 1e3,
            target: .atMost(150)),
        Figure(
            "the same on an empty directory", newStart * 1e3, "ms", reference: program, nothing * 1e3,
            target: .atMost(150)),
        Figure(
            "memory of a resting dock", rest.ours.megabytes, "MB", reference: program,
            rest.reference.megabytes,
            target: .atMost(50)),
        Figure(
            "processor of a resting dock", rest.ours.share * 100, "% of a core", reference: program,
            rest.reference.share * 100, target: .atMost(0.5)),
        Figure("written by a resting dock", rest.writtenMegabytes * 86_400, "MB/day", target: .atMost(20)),
    ] + recovery
}

/// Seconds from the start of `roost run` until its first request has arrived.
private func startToPoll(_ bench: Bench, _ world: RestingWorld, _ folder: DockFolder) throws -> Double {
    world.firstRead.withLock { $0 = nil }
    let start = secondsNow()
    let dock = try Child(bench.roostPath, ["run", "--log", "error", "--config", folder.path])
    while secondsNow() - start < 20 {
        if let read = world.firstRead.withLock({ $0 }) {
            try dock.stop()
            return read - start
        }
        guard dock.isRunning else { throw BenchError("roost run ended at once; see its messages above") }
        usleep(200)
    }
    try dock.stop()
    throw BenchError("roost run did not poll within 20 s")
}

/// Seconds that the same kind of program takes to start and end when it does nothing.
private func startOfNothing() throws -> Double {
    let start = secondsNow()
    let child = try Child(Bench.ownPath, ["nothing"])
    child.wait()
    return secondsNow() - start
}

/// A resting dock and a resting program, watched at the same time.
private func watch(_ bench: Bench, _ world: RestingWorld, _ folder: DockFolder) async throws -> (
    ours: Usage, reference: Usage, writtenMegabytes: Double
) {
    let dock = try Child(bench.roostPath, ["run", "--log", "error", "--config", folder.path])
    let resting = try Child(Bench.ownPath, ["rest"])
    defer { resting.kill() }
    // The start itself is measured elsewhere.
    try await Task.sleep(for: .seconds(4))
    let before = (try dock.usedSeconds(), try resting.usedSeconds())
    let writtenBefore = try dock.writtenOctets()
    let requests = world.server.requests
    try await Task.sleep(for: .seconds(bench.watchSeconds))
    let after = (try dock.usedSeconds(), try resting.usedSeconds())
    guard Double(world.server.requests - requests) >= bench.watchSeconds else {
        throw BenchError("roost run does not poll once a second")
    }
    let ours = Usage(megabytes: try dock.megabytes(), share: (after.0 - before.0) / bench.watchSeconds)
    let reference = Usage(
        megabytes: try resting.megabytes(), share: (after.1 - before.1) / bench.watchSeconds)
    // A resting dock commits every five minutes: so long octets are counted, of a quick look over one minute.
    let span = bench.watchSeconds < 20 ? 62.0 : 302.0
    try await Task.sleep(for: .seconds(span - bench.watchSeconds))
    let usage = (ours, reference, Double(try dock.writtenOctets() - writtenBefore) / 1e6 / span)
    try dock.stop()
    return usage
}

private struct Usage {
    var megabytes: Double
    var share: Double
}

/// The hardware of a dock at rest, served to `roost run`.
final class RestingWorld {
    /// Units of further devices, of the kind of the example's last one: with its three they are ten.
    static let furtherUnits = 21...27
    let server: ModbusServer
    /// Where the dock stands.
    let home: GlobalPoint
    /// When the first request since the last reset was being answered.
    let firstRead: FirstRead
    /// The times between polls of the limit switches.
    let gaps: PollGaps

    final class FirstRead: Sendable {
        private let time = Mutex<Double?>(nil)
        func withLock<Result: Sendable>(_ body: (inout sending Double?) -> sending Result) -> Result {
            time.withLock(body)
        }
    }

    init(examples: String) throws {
        let configuration = try DockConfiguration.load(directory: examples)
        let dock = configuration.dock.dock
        home = GlobalPoint(latitude: dock.latitude, longitude: dock.longitude, altitude: dock.altitude.value)
        let firstRead = FirstRead()
        self.firstRead = firstRead
        let gaps = PollGaps()
        self.gaps = gaps
        let start = secondsNow()
        let values: [PointID: ReadingValue] = [
            "map_version": .number(1), "limit_closed": .flag(true), "drone_present": .flag(true),
            "pad_voltage": .number(25.2), "pad_contact": .number(15), "pad_temp": .number(21),
            "cover_moves": .number(1_200), "hvac_setpoint": .number(22), "temperature": .number(16),
            "wind_speed": .number(4),
        ]
        var units = configuration.dock.devices.compactMap { device in
            configuration.profile(of: device).map { (unit: device.unit, profile: $0) }
        }
        if let house = units.last?.profile { units += Self.furtherUnits.map { (unit: $0, profile: house) } }
        let devices = units.map { unit, profile in
            ServedDevice(unit: unit, profile: profile) { point in
                firstRead.withLock { if $0 == nil { $0 = secondsNow() } }
                if point == "limit_closed" { gaps.note() }
                if point == "heartbeat" { return .number(Double(Int(secondsNow() - start) & 0xFFFF)) }
                return values[point] ?? .number(0)
            } write: { _, _ in
                true
            }
        }
        server = try ModbusServer(devices: devices)
    }
}

/// How far polls are apart.
final class PollGaps: Sendable {
    private let seen = Mutex((count: 0, longest: 0.0, last: 0.0))

    /// Begins to count.
    func begin() { seen.withLock { $0 = (0, 0, secondsNow()) } }

    /// One more poll.
    func note() {
        seen.withLock { seen in
            let now = secondsNow()
            seen = (seen.count + 1, max(seen.longest, now - seen.last), now)
        }
    }

    /// How many there were, and the longest time without one.
    func end() -> (count: Int, longest: Double) {
        seen.withLock { ($0.count, max($0.longest, secondsNow() - $0.last)) }
    }
}

/// The example configuration with addresses of this run and an empty storage directory.
struct DockFolder {
    let path: String
    /// Where its console listens, on 127.0.0.1.
    let consolePort: UInt16
    private let directory: TemporaryDirectory

    /// Removes it with the database in it.
    func remove() { directory.remove() }

    /// Makes it; without a link of its own the vehicle is one that never calls.
    init(_ bench: Bench, _ world: RestingWorld, vehicleLink: String? = nil) throws {
        directory = try TemporaryDirectory()
        path = directory.path + "/etc"
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in ["dock.yaml", "parts.yaml"] {
            try Self.copy(bench.examplesPath + "/" + name, to: path + "/" + name)
        }
        for folder in ["hardware", "schedules"] {
            try files.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
            let source = bench.examplesPath + "/" + folder
            for name in try files.contentsOfDirectory(atPath: source) {
                try Self.copy(source + "/" + name, to: path + "/" + folder + "/" + name)
            }
        }
        let secret = path + "/secret"
        guard
            files.createFile(
                atPath: secret, contents: Data("bench".utf8), attributes: [.posixPermissions: 0o600])
        else { throw BenchError("\(secret) cannot be written") }
        var text = try String(contentsOfFile: path + "/dock.yaml", encoding: .utf8)
        consolePort = try freePort(SOCK_STREAM)
        let changes = [
            ("tcp:127.0.0.1:1502", "tcp:127.0.0.1:\(world.server.port)"),
            ("udpin:127.0.0.1:14540", try vehicleLink ?? "udpin:127.0.0.1:\(freePort(SOCK_DGRAM))"),
            ("127.0.0.1:8437", "127.0.0.1:\(consolePort)"),
            ("port: 587 ", "port: \(try freePort(SOCK_STREAM)) "),
            ("directory: ./var", "directory: \(directory.path)/var"),
            ("credential: smtp-password", "password_file: \(secret)"),
        ]
        let last =
            "  - {id: house, profile: roost-dock-house, line: \"tcp:127.0.0.1:1502\", unit: 11, optional: true}"
        guard text.contains(last) else { throw BenchError("the example dock.yaml has no house device") }
        let further = RestingWorld.furtherUnits.map {
            "  - {id: house\($0), profile: roost-dock-house, line: \"tcp:127.0.0.1:1502\", unit: \($0), "
                + "optional: true}\n"
        }
        text = text.replacing(last, with: further.joined() + last)
        for (old, new) in changes {
            guard text.contains(old) else { throw BenchError("the example dock.yaml has no \"\(old)\"") }
            text = text.replacing(old, with: new)
        }
        try text.write(toFile: path + "/dock.yaml", atomically: true, encoding: .utf8)
    }

    /// Copies what is in a file; some of the examples are links.
    private static func copy(_ source: String, to target: String) throws {
        try Data(contentsOf: URL(filePath: source)).write(to: URL(filePath: target))
    }
}

/// A port of this machine that nobody listens on now.
private func freePort(_ kind: __socket_type) throws -> UInt16 {
    let probe = socket(AF_INET, Int32(kind.rawValue), 0)
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
            unsafe bind(probe, general, size) == 0 && getsockname(probe, general, &size) == 0
        }
    }
    guard isBound else { throw BenchError("this machine has no free port") }
    return UInt16(bigEndian: address.sin_port)
}
