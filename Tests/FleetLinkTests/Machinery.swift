// SPDX-License-Identifier: Apache-2.0
// Starts Debian's mosquitto and PostgreSQL on loopback for the tests: data in a folder of their own, as a user without
// rights, killed at the end. It decides nothing about what is right.

import DockModel
import Fleet
import Foundation
import Glibc
import Store
import Synchronization
import Testing

@testable import FleetLink

/// The programs by other hands.
enum Machinery {
    static let broker = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    /// Where initdb and postgres are; the newest version.
    static let postgres: String? = {
        // Without the folder there is no version.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "/usr/lib/postgresql/\($0)/bin" }
        return newest.flatMap { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") ? $0 : nil }
    }()
    static let areThere = broker != nil && postgres != nil
    static let reason = Comment("mosquitto or PostgreSQL is missing: Scripts/install-packages test")

    /// A new folder that the programs' user can use.
    static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/roost-fleet-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if geteuid() == 0 { #expect(unsafe chown(path, 65_534, 65_534) == 0) }
        return path
    }

    /// A program, as a user without rights.
    static func start(_ program: String, _ arguments: [String], log: String) throws -> Process {
        let process = Process()
        let isPrivileged = geteuid() == 0
        process.executableURL = URL(fileURLWithPath: isPrivileged ? "/usr/bin/setpriv" : program)
        process.arguments =
            isPrivileged
            ? ["--reuid", "65534", "--regid", "65534", "--clear-groups", program] + arguments : arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        #expect(FileManager.default.createFile(atPath: log, contents: nil))
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        (process.standardOutput, process.standardError, process.standardInput) = (
            output, output, FileHandle.nullDevice
        )
        try process.run()
        return process
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String], in folder: String) throws {
        let log = folder + "/run.log"
        let process = try start(program, arguments, log: log)
        process.waitUntilExit()
        let words = try String(contentsOfFile: log, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(program) \(arguments): \(words)")
    }

    /// A port of the loopback address that nobody uses now.
    static func freePort() -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                _ = unsafe bind(socket, place, size)
                _ = unsafe getsockname(socket, place, &size)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits for what a program by other hands, or a thread of ours, does in its own time.
    static func wait(_ what: String, seconds: Double = 40, until isDone: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !isDone() {
            guard ContinuousClock.now < deadline else {
                Issue.record("waited in vain: \(what)")
                throw CancellationError()
            }
            usleep(5_000)
        }
    }
}

/// A broker that can be killed and started again.
final class TestBroker {
    let folder: String
    let port = Machinery.freePort()
    private let configuration: String
    private var process: Process?

    /// A broker with more lines of configuration.
    init(_ more: [String] = ["allow_anonymous true"], folder: String? = nil) throws {
        self.folder = try folder ?? Machinery.folder()
        let lines =
            [
                "listener \(port) 127.0.0.1", "max_queued_messages 0", "max_inflight_messages 0",
                "persistence false",
            ] + more
        configuration = self.folder + "/mosquitto.conf"
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: configuration, atomically: true, encoding: .utf8)
        #expect(unsafe chmod(configuration, 0o644) == 0)
        try start()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: folder)  // A left-over folder is harmless.
    }

    var address: BrokerAddress { BrokerAddress(host: "127.0.0.1", port: port) }

    func start() throws {
        let program = try #require(Machinery.broker)
        process = try Machinery.start(program, ["-c", configuration], log: folder + "/log")
        try Machinery.wait("mosquitto listens") { isListening }
    }

    /// Ends it at once, with all that it holds in memory.
    func kill() {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    private var isListening: Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        return unsafe withUnsafePointer(to: &address) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe connect(socket, place, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// A PostgreSQL server.
final class TestDatabases: Sendable {
    private let folder: String
    private let process = Mutex<Process?>(nil)
    private let count = Mutex(0)

    /// One for all tests that do not kill it; it ends with the process.
    static func shared() throws -> TestDatabases { try common.get() }
    private static let common: Result<TestDatabases, any Error> = {
        let made = Result { try TestDatabases() }
        atexit { try? TestDatabases.common.get().end() }  // What was never started needs no end.
        return made
    }()

    init() throws {
        folder = try Machinery.folder()
        let programs = try #require(Machinery.postgres)
        try Machinery.run(
            programs + "/initdb",
            ["-D", folder + "/data", "-U", "roost", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            in: folder)
        try start()
    }

    deinit { end() }

    private func end() {
        kill()
        try? FileManager.default.removeItem(atPath: folder)  // A left-over folder is harmless.
    }

    private func address(_ name: String) -> String {
        "host=\(folder) user=roost dbname=\(name) connect_timeout=5"
    }

    func start() throws {
        let programs = try #require(Machinery.postgres)
        let started = try Machinery.start(
            programs + "/postgres",
            ["-D", folder + "/data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            log: folder + "/log")
        process.withLock { $0 = started }
        try Machinery.wait("PostgreSQL answers") {
            do throws(PostgresError) {
                _ = try PostgresLink(address("postgres"))
                return true
            } catch { return false }
        }
    }

    /// Ends it as a crash would.
    func kill() {
        process.withLock { process in
            guard let running = process else { return }
            Glibc.kill(running.processIdentifier, SIGQUIT)
            running.waitUntilExit()
            process = nil
        }
    }

    /// A new empty database.
    func make() throws -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        try PostgresLink(address("postgres")).run("CREATE DATABASE fleet\(number)")
        return address("fleet\(number)")
    }
}

/// A dock: its real queue and its carrier.
final class TestDock {
    let name: String
    let queue: FleetQueue
    let carrier: FleetCarrier
    private let folder: String
    private let database: RoostDatabase

    private struct Shelf: CarrierShelf {
        let queue: FleetQueue
        func offer(limit: Int) throws -> [CarriedDocument] {
            try queue.offer(limit: limit).map {
                CarriedDocument(id: $0.id, stream: $0.stream, octets: $0.octets)
            }
        }
        func delivered(_ ids: [Int64]) throws { try queue.delivered(ids) }
        func giveUp(_ id: Int64, because reason: String) throws { try queue.giveUp(id) }
        func again(_ request: RangeNote) throws -> RangeNote { try queue.repeatDocuments(request) }
    }

    init(_ name: String, _ address: BrokerAddress) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory.path + "/roost-fleet-dock-\(UUID().uuidString)"
        database = try RoostDatabase.open(directory: folder)
        queue = FleetQueue(database)
        let said = Said()
        carrier = FleetCarrier(address: address, dock: name, shelf: Shelf(queue: queue)) { said.add($0) }
        self.said = said
        Task.detached { [carrier] in await carrier.run() }
    }

    /// What the carrier said.
    final class Said: Sendable {
        let words = Mutex([String]())
        func add(_ word: String) { words.withLock { $0.append(word) } }
        var all: [String] { words.withLock { $0 } }
    }
    let said: Said

    deinit {
        carrier.end()
        try? FileManager.default.removeItem(atPath: folder)  // A left-over folder is harmless.
    }

    /// Commits documents in one decision.
    func tell(_ streams: [FleetStream], sent: WallTime = WallTime(milliseconds: 1_795_694_400_000)) throws {
        var decision = DecisionCommit(moment: Moment(boot: Instant(seconds: 1), wall: sent))
        decision.fleet = streams.map {
            FleetDraft(dock: name, stream: $0, body: Array("{\"phase\":\"idle\"}".utf8))
        }
        _ = try database.commit(decision)
        carrier.ring()
    }
}

/// A receiver on a thread of its own.
final class TestReceiver: Sendable {
    let receiver: FleetReceiver
    let said = TestDock.Said()
    private let isDone = Mutex(false)

    init(_ broker: TestBroker, _ database: String, _ change: (inout ReceiverOptions) -> Void = { _ in }) {
        var options = ReceiverOptions(broker: broker.address, database: database)
        options.linger = .milliseconds(20)
        options.accountInterval = .milliseconds(100)
        options.gapPatience = .zero
        (options.firstPause, options.longestPause) = (.milliseconds(50), .milliseconds(200))
        change(&options)
        let said = said
        let made = FleetReceiver(options) { said.add($0) }
        receiver = made
        Thread { [self] in
            made.run()
            isDone.withLock { $0 = true }
        }.start()
    }

    func end() throws {
        receiver.end()
        try Machinery.wait("the receiver ends") { isDone.withLock { $0 } }
    }
}
