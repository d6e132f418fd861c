// SPDX-License-Identifier: Apache-2.0
// The bus against an independent dock simulator and an independent fault injector, both external programs.
// These tests run only when ROOST_SHARED_TOOLS names the folder with modbus_dock.py and modbus_faults.py.

import DockModel
import Fieldbus
import Foundation
import Host
import Registers
import Synchronization
import Testing

private let tools = ProcessInfo.processInfo.environment["ROOST_SHARED_TOOLS"]

/// An external program that is stopped with the test.
private final class Tool {
    private let process = Process()
    let report: URL

    init(_ script: String, _ arguments: [String]) throws {
        report = FileManager.default.temporaryDirectory.appending(path: "roost-\(UUID().uuidString).json")
        process.executableURL = URL(filePath: "/usr/bin/python3")
        // The child inherits the blocked signals of this thread; without them it could not be stopped.
        let start =
            "import signal, sys, runpy; signal.pthread_sigmask(signal.SIG_SETMASK, []); "
            + "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        process.arguments =
            ["-c", start, "\(tools ?? "")/\(script)"] + arguments + ["--report", report.path()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // The program says "ready" when it listens.
        guard let line = try output.fileHandleForReading.read(upToCount: 5), line.count == 5 else {
            throw BenchTimeout(waitedFor: script)
        }
    }

    /// Stops the program and gives its report.
    func stop() throws -> [String: Any] {
        process.terminate()
        process.waitUntilExit()
        // A report that stays behind in the temporary folder does no harm.
        defer { try? FileManager.default.removeItem(at: report) }
        return try JSONSerialization.jsonObject(with: Data(contentsOf: report)) as? [String: Any] ?? [:]
    }

    func reloadPlan() { kill(process.processIdentifier, SIGHUP) }
}

/// The devices of the simulated dock, with quick time-outs.
private func dockDevices(port: Int, timeout: Int = 100) throws -> [FieldbusDevice] {
    let units: [(DeviceID, String, Int)] = [
        ("plc", "roost-dock-plc", 10), ("charger", "epever-tracer", 1), ("env", "xy-md02", 2),
        ("weather", "renke-rs-fsxcs", 3), ("weather2", "lufft-ws-umb", 4), ("meter", "eastron-sdm120", 5),
        ("meter3", "carlo-gavazzi-em340", 6), ("ups", "apc-smart-ups", 7), ("io", "advantech-adam-6050", 8),
        ("relay", "waveshare-relay-8", 9), ("bms", "victron-gx-battery", 225),
    ]
    return try units.map { id, name, unit in
        let file = URL(filePath: tools ?? "").appending(path: "../data/modbus/profiles/\(name).yaml")
        var profile = try readProfile(String(contentsOf: file, encoding: .utf8))
        if let variant = profile.variants.first {
            profile = profile.applying(variant: variant.name) ?? profile
        }
        profile.transport.timeoutMilliseconds = timeout
        profile.transport.gapMilliseconds = 0
        // The plant stands still in these tests, which must not count as frozen data here.
        profile.deviceClass = .io
        for index in profile.points.indices where profile.points[index].id == "heartbeat" {
            profile.points[index].id = "beat"
        }
        return FieldbusDevice(id: id, profile: profile, line: .tcp(host: "127.0.0.1", port: port), unit: unit)
    }
}

private func plan(_ rules: [[String: Any]]) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "roost-plan-\(UUID().uuidString).json")
    try JSONSerialization.data(withJSONObject: ["rules": rules]).write(to: file)
    return file
}

/// The next port of this process to look at, so that no test takes one that the test before has used.
private let nextPort = Mutex(12_000 + Int(getpid() % 8_000))

/// Two ports that nobody listens on, below those that the system gives to others.
private func freePorts() -> (Int, Int) {
    nextPort.withLock { next in
        func take() -> Int {
            repeat { next = next < 28_000 ? next + 1 : 12_000 } while !isFree(next)
            return next
        }
        return (take(), take())
    }
}

private func isFree(_ port: Int) -> Bool {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
            unsafe bind(listener, name, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}

/// How long faults are injected at least.
private let faultTime = Duration.seconds(Double(ProcessInfo.processInfo.environment["ROOST_FAULT_SECONDS"] ?? "") ?? 20)

/// Lets a bus run for the time of faults, and on until it has sent so many requests and believed so many values.
private func run(_ bench: Bench, requests: Int, values wanted: Int) async throws {
    try await Task.sleep(for: faultTime)
    let end = ContinuousClock.now + .seconds(300)
    while await bench.bus.statistics().reduce(0, { $0 + $1.requests }) < requests
        || values(in: bench.events).count <= wanted
    {
        guard ContinuousClock.now < end else { throw BenchTimeout(waitedFor: "\(requests) requests") }
        try await Task.sleep(for: .milliseconds(500))
    }
}

/// Every value that got in, with its device and point.
private func values(in events: [FieldbusEvent]) -> [(String, ReadingValue)] {
    events.flatMap { event -> [Reading] in
        if case .readings(let readings) = event { readings } else { [] }
    }.compactMap { reading in reading.value.map { ("\(reading.device).\(reading.point)", $0) } }
}

@Suite(.serialized, .enabled(if: tools != nil)) struct SharedToolTests {
    @Test func `every device of an independent dock is read without a bad point`() async throws {
        let (port, _) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0", "--seed", "7"])
        let bench = Bench(try dockDevices(port: port, timeout: 20_000), periods: .slow)
        for device in try dockDevices(port: port) {
            try await bench.wait(for: "\(device.id) found") { $0.isFound(device.id) }
            let bad = await bench.bus.readNow([device.id]).filter { $0.value == nil }
            #expect(bad.isEmpty, "\(device.id): \(bad.map { "\($0.point) \($0.quality)" })")
        }
        let confirmed = try await bench.bus.write("plc", "hvac_setpoint", .number(21.5))
        guard case .confirmed = confirmed else {
            Issue.record("\(confirmed)")
            return
        }
        await bench.stop()
        let report = try dock.stop()
        #expect(report["tcp_connections"] as? Int == 1)
        #expect((report["exceptions"] as? [String: Int])?.isEmpty == true)
        #expect((report["writes"] as? [Any])?.count == 1)
    }

    @Test func `no injected fault brings a wrong value in, and each is counted`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0", "--seed", "7"])
        let clean = Bench(try dockDevices(port: port, timeout: 5_000))
        let ids = try dockDevices(port: port).map(\.id)
        for id in ids { try await clean.wait(for: "found") { $0.isFound(id) } }
        await clean.bus.readNow(ids)
        let truth = values(in: clean.events).reduce(into: [:]) { $0[$1.0] = $1.1 }
        await clean.stop()

        let kinds = [
            "delay", "drop", "drop_request", "garbage", "garbage_only", "wrong_tid", "wrong_unit",
            "wrong_proto",
            "wrong_fn", "bad_length", "bad_count", "truncate", "truncate_close", "split", "slowloris",
            "duplicate",
            "stale_frame", "reset", "close", "exception",
        ]
        let rules: [[String: Any]] = kinds.map { kind in
            var rule: [String: Any] = ["fault": kind, "p": 0.004]
            if kind == "delay" { rule["ms"] = 180 }
            if kind == "slowloris" { rule["ms"] = 30 }
            if kind == "split" { rule["ms"] = 2 }
            if kind == "exception" { rule["code"] = 4 }
            return rule
        }
        let planFile = try plan(rules)
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path(), "--seed", "3"])
        let bench = Bench(try dockDevices(port: bad))
        try await run(bench, requests: 1_000, values: 10_000)
        await bench.stop()
        let statistics = await bench.bus.statistics()
        let report = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)

        let compared = values(in: bench.events)
        let wrong = compared.filter { truth[$0.0] != $0.1 }
        let fired = report["fired"] as? [String: Int] ?? [:]
        let requests = statistics.reduce(0) { $0 + $1.requests }
        let counted = statistics.reduce(0) { sum, one in
            sum + one.timeouts + one.mismatches + one.disconnects + one.exceptions.values.reduce(0, +)
        }
        print(
            "faults fired \(fired.values.reduce(0, +)), requests \(requests), counted \(counted), "
                + "values compared \(compared.count), wrong \(wrong.count)")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(compared.count > 10_000)
        let injected = fired.values.reduce(0, +) - (fired["split"] ?? 0)
        let late = ["delay", "drop", "drop_request", "truncate", "slowloris"].reduce(0) { $0 + (fired[$1] ?? 0) }
        let timeouts = statistics.reduce(0) { $0 + $1.timeouts }
        // A stale frame at the start of a connection is none, and two faults may meet in one request. A busy machine
        // adds time-outs of its own.
        #expect(counted - timeouts <= injected - late && Double(counted) > 0.98 * Double(injected))
    }

    @Test func `with every fault at one in twenty no wrong value gets in`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0", "--seed", "7"])
        let clean = Bench(try dockDevices(port: port, timeout: 5_000))
        let ids = try dockDevices(port: port).map(\.id)
        for id in ids { try await clean.wait(for: "found") { $0.isFound(id) } }
        await clean.bus.readNow(ids)
        let truth = values(in: clean.events).reduce(into: [:]) { $0[$1.0] = $1.1 }
        await clean.stop()

        // Nothing changes at this dock, so a stale content is the true one. Not here: value, bitflip and swap_unit,
        // which forge the content of a reply that is right in every field.
        let kinds = [
            "delay", "drop", "drop_request", "garbage", "garbage_only", "wrong_tid", "wrong_unit", "wrong_proto",
            "wrong_fn", "bad_length", "bad_count", "truncate", "truncate_close", "split", "slowloris", "duplicate",
            "stale", "stale_frame", "reset", "close", "exception", "blackhole",
        ]
        let rules: [[String: Any]] = kinds.map { kind in
            ["fault": kind, "p": 0.05, "ms": kind == "split" ? 2 : kind == "slowloris" ? 30 : 150]
        }
        let planFile = try plan(rules)
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path(), "--seed", "3"])
        let bench = Bench(try dockDevices(port: bad, timeout: 60))
        // So many that each fault fires: one that does not is a chance of 1 in 10^8.
        try await run(bench, requests: 400, values: 50)
        await bench.stop()
        let report = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
        let compared = values(in: bench.events)
        let wrong = compared.filter { truth[$0.0] != $0.1 }
        let fired = report["fired"] as? [String: Int] ?? [:]
        print("every fault at 5 %: fired \(fired), values compared \(compared.count), wrong \(wrong.count)")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(fired.count == kinds.count && compared.count > 50)
    }

    @Test func `content that is forged in a true frame stays within that frame, and some of it is not believed`()
        async throws
    {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0", "--seed", "7"])
        let devices = try dockDevices(port: bad, timeout: 5_000)
        let clean = Bench(try dockDevices(port: port, timeout: 5_000))
        for device in devices { try await clean.wait(for: "found") { $0.isFound(device.id) } }
        await clean.bus.readNow(devices.map(\.id))
        let truth = values(in: clean.events).reduce(into: [:]) { $0[$1.0] = $1.1 }
        await clean.stop()
        // Every field of these replies is right: no check of a frame can see them, on a serial line neither, as the
        // check sum is that of the forged content. Range, rate and the identity of a device are what is left.
        let planFile = try plan(["value", "bitflip", "swap_unit"].map { ["fault": $0, "p": 0.05] })
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path(), "--seed", "3"])
        let bench = Bench(devices)
        try await run(bench, requests: 1_000, values: 10_000)
        await bench.stop()
        let fired = (try faults.stop()["fired"] as? [String: Int] ?? [:]).values.reduce(0, +)
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
        var watches: [String: PlausibilityWatch] = [:]
        for device in devices {
            for point in device.profile.points { watches["\(device.id).\(point.id)"] = PlausibilityWatch(point: point) }
        }
        var compared = 0, wrong = 0, believed = 0
        var replies: Set<String> = []
        for case .readings(let readings) in bench.events {
            for reading in readings {
                let place = "\(reading.device).\(reading.point)"
                guard let judged = watches[place]?.judge(reading), let value = reading.value else { continue }
                compared += 1
                guard truth[place] != value else { continue }
                wrong += 1
                if judged.reading.quality == .good { believed += 1 }
                replies.insert("\(reading.device) \(reading.taken)")
            }
        }
        print(
            "forged content: \(fired) replies, \(compared) values, \(wrong) wrong in \(replies.count) replies, "
                + "\(believed) believed")
        #expect(fired > 50 && wrong > 0 && replies.count <= fired)
        // Points without a range, a rate or names cannot be judged.
        #expect(believed < wrong)
    }

    @Test func `content that stands still behind true frames is stale within five seconds and a poll`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--seed", "7"])
        let planFile = try plan([])
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path()])
        var device = try dockDevices(port: bad, timeout: 20_000)[0]
        device.profile = try shippedProfile("roost-dock-plc")
        let bench = Bench([device])
        let start = try await bench.wait(for: "found") { $0.isFound("plc") }
        _ = try await bench.reading("heartbeat", of: "plc", from: start) { $0.quality == .good }
        try JSONSerialization.data(withJSONObject: ["rules": [["fault": "stale", "fn": 4]]]).write(to: planFile)
        faults.reloadPlan()
        // The five seconds themselves are counted by the tests of `FrozenWatch`; a busy machine may look late.
        let frozen = try await bench.wait(for: "frozen", within: .seconds(30)) { $0.problem(of: "plc") == .frozen }
        let reading = try await bench.reading("limit_closed", of: "plc", from: frozen)
        #expect(reading.quality == .stale && reading.value == nil)
        try JSONSerialization.data(withJSONObject: ["rules": [[String: Any]]()]).write(to: planFile)
        faults.reloadPlan()
        let alive = try await bench.wait(for: "alive", from: frozen) { $0.problem(of: "plc") == .alive }
        #expect(try await bench.reading("limit_closed", of: "plc", from: alive).quality == .good)
        await bench.stop()
        _ = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
    }

    @Test func `a poll counts what the proxy did to it`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0"])
        let kinds = [
            "drop", "wrong_tid", "wrong_unit", "garbage", "truncate_close", "bad_count", "close", "reset", "exception",
        ]
        let planFile = try plan(
            kinds.enumerated().map { ["fault": $1, "every": 50, "after": 7 * $0, "max": 5, "code": 4] })
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path()])
        let poll = RegisterPoll(
            devices: [TCPAddress(host: "127.0.0.1", port: bad)], unit: 10, table: .input, address: 0, count: 8,
            timeout: .seconds(2), period: .milliseconds(4))
        // Five dropped replies take ten seconds; the faults need some 320 requests.
        let result = try #require(await poll.run(for: .seconds(20), seed: 1))
        let report = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
        let fired = report["fired"] as? [String: Int] ?? [:]
        #expect(fired.count == kinds.count && result.errors == fired.values.reduce(0, +))
        let requests = report["requests"] as? Int ?? 0
        // The last request may still be on its way.
        #expect((0...1).contains(requests - result.lines[0].statistics.requests))
        #expect(result.good + result.errors == result.lines[0].statistics.requests)
        #expect(result.registers == 8 * result.good && result.good > 300)
    }

    @Test func `a dock that restarts is back within twice its waiting time`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0"])
        let planFile = try plan([["fault": "refuse", "ms": 3_000, "after": 200, "max": 1]])
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path()])
        let bench = Bench(try dockDevices(port: bad))
        let lost = try await bench.wait(for: "lost") { $0.isLost("plc") }
        let start = ContinuousClock.now
        try await bench.wait(for: "found again", from: lost) { $0.isFound("plc") }
        // Away for three seconds, so that no wait is longer than 2.6 s; a busy machine gets ten more.
        #expect(ContinuousClock.now - start < .seconds(3 + 2 * 2.6 + 10))
        for id in try dockDevices(port: bad).map(\.id) {
            try await bench.wait(for: "\(id) found again", from: lost) { $0.isFound(id) }
        }
        await bench.stop()
        _ = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
    }

    @Test func `a serial line with late, damaged and foreign replies brings no wrong value in`() async throws
    {
        let (port, _) = freePorts()
        let folder = FileManager.default.temporaryDirectory
        let tty = folder.appending(path: "roost-\(getpid()).tty").path()
        let bad = folder.appending(path: "roost-\(getpid()).bad").path()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0", "--rtu", tty])
        func serial(_ path: String, timeout: Int = 100) throws -> [FieldbusDevice] {
            try dockDevices(port: port, timeout: timeout).filter { $0.id != "bms" }.map { device in
                var device = device
                device.line = .serial(path: path, format: SerialFormat(baud: 115_200))
                return device
            }
        }
        let clean = Bench(try serial(tty, timeout: 5_000))
        let ids = try serial(tty).map(\.id)
        for id in ids { try await clean.wait(for: "found") { $0.isFound(id) } }
        await clean.bus.readNow(ids)
        let truth = values(in: clean.events).reduce(into: [:]) { $0[$1.0] = $1.1 }
        #expect(truth.count > 100)
        await clean.stop()
        let kinds = ["delay", "drop", "crc", "garbage", "truncate", "wrong_unit", "stale_frame"]
        let planFile = try plan(kinds.map { ["fault": $0, "p": 0.05, "ms": 180] })
        let faults = try Tool(
            "modbus_faults.py", ["--rtu-in", tty, "--rtu-out", bad, "--plan", planFile.path(), "--seed", "5"])
        let bench = Bench(try serial(bad))
        try await run(bench, requests: 100, values: 200)
        // A device missed several times in a row rests before it is asked again.
        for id in ids { try await bench.wait(for: "\(id) found", within: .seconds(60)) { $0.isFound(id) } }
        await bench.stop()
        let statistics = await bench.bus.statistics()
        let report = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
        let compared = values(in: bench.events)
        let wrong = compared.filter { truth[$0.0] != $0.1 }
        let requests = statistics.reduce(0) { $0 + $1.requests }
        print(
            "RTU fired \(report["fired"] ?? ""), requests \(requests), "
                + "values compared \(compared.count), wrong \(wrong.count)"
        )
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(compared.count > 200)
        for one in statistics { #expect(one.good > 0) }
    }

    @Test func `faults one at a time are counted exactly`() async throws {
        let (port, bad) = freePorts()
        let dock = try Tool("modbus_dock.py", ["--port", "\(port)", "--speed", "0"])
        let kinds = [
            "drop", "wrong_tid", "wrong_unit", "garbage", "truncate", "truncate_close", "bad_count", "close",
            "drop_request", "garbage_only", "wrong_proto", "wrong_fn", "bad_length", "slowloris", "duplicate", "reset",
            "exception", "delay",
        ]
        let rules: [[String: Any]] = kinds.enumerated().map { index, kind in
            [
                "fault": kind, "every": 90, "after": 5 * index, "max": 4, "ms": kind == "slowloris" ? 400 : 2_500,
                "code": 4,
            ]
        }
        let planFile = try plan(rules)
        let faults = try Tool(
            "modbus_faults.py",
            ["--listen", "\(bad)", "--target", "127.0.0.1:\(port)", "--plan", planFile.path()])
        let bench = Bench(try dockDevices(port: bad, timeout: 1_500))
        try await waitUntil("900 requests", within: .seconds(300)) {
            await bench.bus.statistics().reduce(0) { $0 + $1.requests } >= 900
        }
        await bench.stop()
        let statistics = await bench.bus.statistics()
        let report = try faults.stop()
        _ = try dock.stop()
        try FileManager.default.removeItem(at: planFile)
        let fired = report["fired"] as? [String: Int] ?? [:]
        func sum(_ kinds: String...) -> Int { kinds.reduce(0) { $0 + (fired[$1] ?? 0) } }
        #expect(fired.count == kinds.count)
        #expect(statistics.reduce(0) { $0 + $1.requests } == report["requests"] as? Int)
        #expect(
            statistics.reduce(0) { $0 + $1.timeouts }
                == sum("drop", "truncate", "drop_request", "slowloris", "delay"))
        #expect(statistics.reduce(0) { $0 + $1.disconnects } == sum("close", "truncate_close", "reset"))
        let mismatches = statistics.reduce(0) { $0 + $1.mismatches }
        #expect(
            mismatches
                == sum(
                    "wrong_tid", "wrong_unit", "garbage", "bad_count", "garbage_only", "wrong_proto", "wrong_fn",
                    "bad_length", "duplicate"))
        #expect(statistics.reduce(0) { $0 + ($1.exceptions[4] ?? 0) } == sum("exception"))
    }

    @Test func `a serial adapter that is pulled out and put back is found again`() async throws {
        let (port, control) = freePorts()
        let tty = FileManager.default.temporaryDirectory.appending(path: "roost-\(getpid()).plug").path()
        let dock = try Tool(
            "modbus_dock.py", ["--port", "\(port)", "--control", "\(control)", "--rtu", tty])
        func order(_ line: String) throws {
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/bash")
            shell.arguments = [
                "-c", "exec 3<>/dev/tcp/127.0.0.1/\(control); echo '\(line)' >&3; head -1 <&3 >/dev/null",
            ]
            try shell.run()
            shell.waitUntilExit()
        }
        var device = try dockDevices(port: port)[0]
        device.line = .serial(path: tty, format: SerialFormat(baud: 115_200))
        let bench = Bench([device])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        try order(#"{"rtu":"down"}"#)
        let lost = try await bench.wait(for: "lost") { $0.isLost("plc") }
        try order(#"{"rtu":"up"}"#)
        let found = try await bench.wait(for: "found again", from: lost) { $0.isFound("plc") }
        #expect(try await bench.reading("limit_closed", of: "plc", from: found).quality == .good)
        await bench.stop()
        _ = try dock.stop()
    }
}
