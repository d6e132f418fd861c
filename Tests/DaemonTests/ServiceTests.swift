// SPDX-License-Identifier: Apache-2.0
// The daemon under a service manager: what systemd hears of its start, its life and its end, what it hears when a part
// hangs, and that the shipped units are as tight as they are meant to be.

import DockModel
import Foundation
import Glibc
import Host
import RoostCore
import Synchronization
import Testing

@testable import RoostDaemon

/// A socket as systemd's NOTIFY_SOCKET.
private final class NotifyEar {
    let environment: [String: String]
    private let descriptor: Int32
    private let path: String
    private(set) var heard: [String] = []

    init(isAbstract: Bool = false, watchdog: Duration? = nil) throws {
        let name = "/tmp/roost-notify-\(UUID().uuidString.prefix(8))"
        path = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var variables = ["NOTIFY_SOCKET": (isAbstract ? "@" + name.dropFirst() : name)]
        if let watchdog { variables["WATCHDOG_USEC"] = "\(Int(watchdog / .microseconds(1)))" }
        environment = variables
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let octets = isAbstract ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8)
        unsafe withUnsafeMutableBytes(of: &place.sun_path) { unsafe $0.copyBytes(from: octets) }
        let length = socklen_t(2 + octets.count + (isAbstract ? 0 : 1))
        let result = unsafe withUnsafePointer(to: &place) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
        unsafe unlink(path)
    }

    /// Waits until a message as wanted has come; false when that takes too long.
    func hears(within seconds: Double = 20, _ isWanted: (String) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&request, 1, 50) > 0 else { continue }
            var octets = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe octets.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            guard count >= 0 else { continue }
            heard.append(String(decoding: octets.prefix(count), as: UTF8.self))
            if heard.last.map(isWanted) == true { return true }
        }
        return false
    }
}

extension TheDaemon {
    @Suite(.serialized) struct UnderService {
        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func `it is ready once the core decides, gives signs of life, and says that it ends`(isAbstract: Bool) throws {
            let field = try Rehearsal(speed: 10)
            defer { field.stop() }
            let ear = try NotifyEar(isAbstract: isAbstract, watchdog: .seconds(1))
            let daemon = try field.daemon(under: ["/usr/bin/env"] + ear.environment.map { "\($0)=\($1)" })
            #expect(ear.hears { $0 == "READY=1" }, "\(ear.heard)\n\(daemon.tail)")
            #expect(ear.heard == ["READY=1"])
            #expect(ear.hears { $0.hasPrefix("WATCHDOG=1\nSTATUS=starting, waits for fresh readings") }, "\(ear.heard)")
            #expect(ear.hears { $0.hasPrefix("WATCHDOG=1\nSTATUS=") && !$0.contains("starting") }, "\(ear.heard)")
            daemon.signal(SIGTERM)
            #expect(ear.hears { $0 == "STOPPING=1" })
            #expect(daemon.end(within: 20) == 0)
        }
    }
}

@Suite struct TheLifeWatch {
    @Test(.timeLimit(.minutes(1)))
    func `no sign of life leaves while a part hangs, and the part is named`() async throws {
        let ear = try NotifyEar(watchdog: .milliseconds(40))
        let real = Mutex(Instant(nanoseconds: 0))
        let signs = LifeSigns { real.withLock { $0 } }
        let bench = try Bench(DockState(at: moment(0), parts: []), isStoreThere: true)
        try await bench.take(.tick)
        let bus = signs.clock(bench.clock, of: .fieldbus)
        let watch = LifeWatch(
            loop: bench.loop, signs: signs, manager: ServiceNotifier(environment: ear.environment),
            clock: bench.clock, logger: silent)
        let task = Task { await watch.run() }
        #expect(ear.hears { $0.hasPrefix("WATCHDOG=1\n") }, "\(ear.heard)")
        real.withLock { $0 = $0 + .seconds(61) }
        #expect(ear.hears { $0 == "STATUS=hangs: fieldbus" }, "\(ear.heard)")
        let before = ear.heard.count
        #expect(ear.hears { $0 == "STATUS=hangs: fieldbus" })
        #expect(ear.heard.dropFirst(before).allSatisfy { !$0.contains("WATCHDOG") })
        _ = bus.now()
        #expect(ear.hears { $0.hasPrefix("WATCHDOG=1\n") }, "\(ear.heard)")
        task.cancel()
        await task.value
        #expect(ear.hears { $0 == "STOPPING=1" })
        await bench.end()
    }
}

@Suite struct ServiceUnits {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("systemd").path
    private static let analyze = "/usr/bin/systemd-analyze"
    static let hasAnalyze = FileManager.default.isExecutableFile(atPath: analyze)

    private func run(_ arguments: [String]) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.analyze)
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        .enabled(if: hasAnalyze, "systemd is needed"),
        arguments: ["roost.service", "roost-failed.service", "roost-again.service", "roost-backup.service"])
    func `a unit is exposed by at most 1.3 of 10`(unit: String) throws {
        let words = try run(["security", "--offline=true", "--no-pager", Self.folder + "/" + unit])
        let line = try #require(words.split(separator: "\n").last { $0.contains("Overall exposure level") })
        let level = try #require(line.split(separator: " ").lazy.compactMap { Double($0) }.first, "\(words)")
        #expect(level <= 1.3, "\(words)")
    }

    @Test(.enabled(if: hasAnalyze, "systemd is needed"))
    func `systemd understands every line of the units`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        let units = names.filter { $0.hasSuffix(".service") || $0.hasSuffix(".timer") }.sorted()
        #expect(units.count == 6)
        let words = try run(["verify", "--man=no", "--recursive-errors=no"] + units.map { Self.folder + "/" + $0 })
        // The command is installed elsewhere, and its folders are made when it is.
        let wrong = words.split(separator: "\n").filter { line in
            line.contains("systemd/roost") && !line.contains("/usr/bin/roost is not executable")
        }
        #expect(wrong.isEmpty, "\(words)")
    }
}
