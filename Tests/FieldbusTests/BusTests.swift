// SPDX-License-Identifier: Apache-2.0
// The whole bus against a real Modbus TCP server: values, commands, losses, returns, strangers and refusals.

import DockModel
import Fieldbus
import Glibc
import Host
import Registers
import RoostSim
import Synchronization
import Testing

private func plc(_ port: Int, id: DeviceID = "plc", unit: Int = 10, timeout: Int = 30_000) throws
    -> FieldbusDevice
{
    var profile = try shippedProfile("roost-dock-plc")
    profile.transport.timeoutMilliseconds = timeout
    return FieldbusDevice(id: id, profile: profile, line: .tcp(host: "127.0.0.1", port: port), unit: unit)
}

private func serve(_ world: World, port: Int = 0, unit: Int = 10) throws -> ModbusServer {
    try ModbusServer(devices: [world.served(unit: unit, shippedProfile("roost-dock-plc"))], port: port)
}

/// A server on a port below those that the system gives to others, so that the port can be taken again.
private func serveOnKeptPort(_ world: World) throws -> ModbusServer {
    let first = 28_500 + Int(getpid()) % 1_000
    for port in first..<first + 2_000 {
        if let server = try? serve(world, port: port) { return server }  // a port that is taken is not ours
    }
    throw BenchTimeout(waitedFor: "a free port")
}

@Suite(.serialized) struct BusTests {
    @Test func `a device is found first and then every point is read as it is`() async throws {
        let server = try serve(restingDock())
        let bench = Bench([try plc(server.port)], periods: .slow)
        let found = try await bench.wait(for: "found") { $0.isFound("plc") }
        #expect(found == 0)
        let voltage = try await bench.reading("pad_voltage", of: "plc")
        #expect(voltage.value == .number(25.2) && voltage.quality == .good && voltage.unit == "V")
        #expect(try await bench.reading("pad_current", of: "plc").value == .number(-0.5))
        #expect(try await bench.reading("cover_moves", of: "plc").value == .number(70_001))
        #expect(try await bench.reading("pad_energy", of: "plc").value == .number(1_234.5))
        #expect(try await bench.reading("limit_closed", of: "plc").value == .flag(true))
        #expect(try await bench.reading("limit_open", of: "plc").value == .flag(false))
        let latest = await bench.bus.latest(["plc"])
        #expect(latest.count == 24 && latest.allSatisfy { $0.quality == .good })
        #expect(server.acceptedConnections == 1)
        await bench.stop()
        server.stop()
        try await waitUntil("no open connection") { server.openConnections == 0 }
    }

    @Test func `commands are sent once and read back`() async throws {
        let world = restingDock()
        let server = try serve(world)
        let bench = Bench([try plc(server.port)])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        guard case .confirmed(let reading) = try await bench.bus.write("plc", "cover_command", .number(1))
        else {
            Issue.record("not confirmed")
            return
        }
        #expect(reading.value == .number(1))
        #expect(try await bench.bus.write("plc", "watchdog", .number(7)) == .accepted)
        #expect(world.value("watchdog") == .number(7))
        #expect(world.state.withLock { $0.written } == ["cover_command", "watchdog"])
        await bench.stop()
        server.stop()
    }

    @Test func `a command that does not take effect is told with what was read`() async throws {
        let world = restingDock()
        world.state.withLock { $0.ignored = ["charge_enable"] }
        let server = try serve(world)
        let bench = Bench([try plc(server.port)])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        await #expect(
            throws: FieldbusError.readBackDiffers(
                device: "plc", point: "charge_enable", written: [1], read: [0])
        ) {
            try await bench.bus.write("plc", "charge_enable", .flag(true))
        }
        #expect(world.state.withLock { $0.written } == ["charge_enable"])
        await bench.stop()
        server.stop()
    }

    @Test func `what must not be written never reaches the device`() async throws {
        let world = restingDock()
        let server = try serve(world)
        let bench = Bench([try plc(server.port)])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        await #expect(throws: FieldbusError.writeRefused(device: "plc", .notWritable("pad_voltage"))) {
            try await bench.bus.write("plc", "pad_voltage", .number(1))
        }
        await #expect(throws: FieldbusError.writeRefused(device: "plc", .notNamed("cover_command", value: 9)))
        {
            try await bench.bus.write("plc", "cover_command", .number(9))
        }
        await #expect(throws: FieldbusError.unknownDevice("other")) {
            try await bench.bus.write("other", "cover_command", .number(1))
        }
        #expect(world.state.withLock { $0.written }.isEmpty)
        await bench.stop()
        server.stop()
    }

    @Test func `a lost device gives every point a bad quality, and comes back by itself`() async throws {
        let world = restingDock()
        let first = try serveOnKeptPort(world)
        let port = first.port
        let bench = Bench([try plc(port)])
        _ = try await bench.reading("pad_voltage", of: "plc")
        first.stop()
        let lost = try await bench.wait(for: "lost") { $0.isLost("plc") }
        let bad = try await bench.reading("limit_closed", of: "plc", from: lost)
        #expect(bad.value == nil && bad.quality == .badComm)
        guard case .readings(let all) = bench.events[lost + 1] else {
            Issue.record("no readings follow the loss")
            return
        }
        #expect(Set(all.map(\.point)).count == 24 && all.allSatisfy { $0.value == nil })
        await #expect(throws: FieldbusError.notConnected(device: "plc", line: "127.0.0.1:\(port)")) {
            try await bench.bus.write("plc", "watchdog", .number(1))
        }
        world.set("pad_voltage", .number(24))
        var again: ModbusServer?
        // The threads of the first may need a while to let go of the port.
        try await waitUntil("the port is free again") {
            again = try? serve(world, port: port)  // a port that is still taken is tried again
            return again != nil
        }
        let second = try #require(again)
        let found = try await bench.wait(for: "found again", from: lost) { $0.isFound("plc") }
        #expect(try await bench.reading("pad_voltage", of: "plc", from: found).value == .number(24))
        #expect(bench.events.filter { $0.isLost("plc") }.count == 1)
        #expect(await bench.statistics("plc")?.returns == 1)
        await bench.stop()
        second.stop()
    }

    @Test func `a stranger is never trusted`() async throws {
        let world = restingDock()
        world.set("map_version", .number(2))
        let server = try serve(world)
        let bench = Bench([try plc(server.port)])
        let index = try await bench.wait(for: "problem") { $0.problem(of: "plc") != nil }
        guard case .wrongDevice(let because)? = bench.events[index].problem(of: "plc") else {
            Issue.record("another problem")
            return
        }
        #expect(because.contains("map_version"))
        let reading = try await bench.reading("pad_voltage", of: "plc")
        #expect(reading.quality == .configuration && reading.value == nil)
        #expect(!bench.events.contains { $0.isFound("plc") })
        await bench.stop()
        server.stop()
    }

    @Test func `a model in a chain is found first, and its points are read where it lies`() async throws {
        let profile = try shippedProfile("sunspec-802-battery")
        var inDevice = profile.moved(by: 40_070)
        inDevice.discovery = nil
        inDevice.points += [
            PointProfile(id: "marker", fn: .holding, address: 40_000, type: .u32),
            PointProfile(id: "common", fn: .holding, address: 40_002, type: .u16),
            PointProfile(id: "common_length", fn: .holding, address: 40_003, type: .u16),
        ]
        let world = World([
            "marker": .number(Double(0x5375_6E53 as UInt32)), "common": .number(1), "common_length": .number(66),
            "model_id": .number(802), "model_len": .number(62), "soc": .number(73),
        ])
        let server = try ModbusServer(devices: [world.served(unit: 1, inDevice)], port: 0)
        let line = FieldbusLine.tcp(host: "127.0.0.1", port: server.port)
        let bench = Bench([FieldbusDevice(id: "pack", profile: profile, line: line, unit: 1)])
        let reading = try await bench.reading("soc", of: "pack") { $0.quality == .good }
        #expect(reading.value == .number(73) && reading.unit == "%")
        await bench.stop()
        // Without its marker the same device is a stranger.
        world.set("marker", .number(0))
        let other = Bench([FieldbusDevice(id: "pack", profile: profile, line: line, unit: 1)])
        let lost = try await other.wait(for: "lost") { $0.isLost("pack") }
        guard case .deviceLost(_, .wrongDevice(_, _, let because), _) = other.events[lost] else {
            Issue.record("another reason")
            return
        }
        #expect(because == "no marker at 40000, 50000, 0")
        await other.stop()
        server.stop()
    }

    @Test func `frozen data are stale although the device answers`() async throws {
        let world = restingDock()
        let server = try serve(world)
        // Twenty times faster than life: five seconds without a heartbeat are a quarter of a second here.
        let clock = PacedClock(start: WallTime(milliseconds: 1_800_000_000_000), speed: 20)
        let bench = Bench(
            [try plc(server.port)], clock: clock,
            periods: PollPeriods(fast: .milliseconds(400), floor: .milliseconds(5)))
        _ = try await bench.reading("pad_voltage", of: "plc") { $0.quality == .good }
        world.state.withLock { $0.isHeartbeating = false }
        let frozen = try await bench.wait(for: "frozen") { $0.problem(of: "plc") == .frozen }
        #expect(try await bench.reading("limit_closed", of: "plc", from: frozen).quality == .stale)
        world.state.withLock { $0.isHeartbeating = true }
        let alive = try await bench.wait(for: "alive", from: frozen) { $0.problem(of: "plc") == .alive }
        #expect(try await bench.reading("limit_closed", of: "plc", from: alive).quality == .good)
        await bench.stop()
        server.stop()
    }

    @Test func `a missing unit behind a gateway leaves its siblings and the connection alone`() async throws {
        let server = try serve(restingDock())
        let bench = Bench([try plc(server.port), try plc(server.port, id: "gone", unit: 11)])
        let lost = try await bench.wait(for: "lost") { $0.isLost("gone") }
        guard case .deviceLost(_, .exceptionReply(_, let code), _) = bench.events[lost] else {
            Issue.record("another reason")
            return
        }
        #expect(code == 11)
        _ = try await bench.reading("pad_voltage", of: "plc", from: lost) { $0.quality == .good }
        #expect(server.acceptedConnections == 1)
        #expect(!bench.events.contains { $0.isLost("plc") })
        await bench.stop()
        server.stop()
    }

    @Test func `a point the device refuses is left alone and the others are read`() async throws {
        var wide = try plc(0).profile
        wide.points.append(
            PointProfile(id: "ghost", fn: .input, address: 8, type: .u16, unit: "x", poll: .fast))
        let server = try serve(restingDock())
        let bench = Bench([
            FieldbusDevice(
                id: "plc", profile: wide, line: .tcp(host: "127.0.0.1", port: server.port), unit: 10)
        ])
        let index = try await bench.wait(for: "quarantine") { $0.problem(of: "plc") != nil }
        #expect(bench.events[index].problem(of: "plc") == .quarantined("ghost", code: 2))
        #expect(try await bench.reading("ghost", of: "plc").quality == .configuration)
        #expect(try await bench.reading("heartbeat", of: "plc", from: index).quality == .good)
        let before = try #require(await bench.statistics("plc"))
        _ = try await bench.reading("heartbeat", of: "plc", from: bench.events.count)
        let after = try #require(await bench.statistics("plc"))
        #expect(before.quarantined == ["ghost"] && after.exceptions == before.exceptions)
        #expect(server.acceptedConnections == 1)
        await bench.stop()
        server.stop()
    }

    @Test func `a refused block is split once and all its points stay good`() async throws {
        var loose = try plc(0).profile
        loose.limits.gaps = .ok
        let server = try serve(restingDock())
        let bench = Bench([
            FieldbusDevice(
                id: "plc", profile: loose, line: .tcp(host: "127.0.0.1", port: server.port), unit: 10)
        ])
        let index = try await bench.wait(for: "split") { $0.problem(of: "plc") != nil }
        guard case .blockSplit? = bench.events[index].problem(of: "plc") else {
            Issue.record("another problem")
            return
        }
        #expect(try await bench.reading("pad_voltage", of: "plc", from: index).quality == .good)
        #expect(try await bench.reading("cover_state", of: "plc", from: index).quality == .good)
        await bench.stop()
        server.stop()
    }

    @Test func `a line that is away does not slow another line`() async throws {
        let server = try serve(restingDock())
        let away = ScriptedServer { _ in [] }
        let bench = Bench([try plc(away.port, id: "away", timeout: 60_000), try plc(server.port)], periods: .slow)
        try await waitUntil("the first request to the line that is away") { !away.requests.isEmpty }
        let start = ContinuousClock.now
        try await bench.wait(for: "found", within: .seconds(50)) { $0.isFound("plc") }
        let readings = await bench.bus.readNow(["plc"])
        // The other line has waited for its first reply all the while: it waits for a minute.
        #expect(away.requests.count == 1 && ContinuousClock.now - start < .seconds(50))
        #expect(readings.count == 24 && readings.allSatisfy { $0.quality == .good })
        away.stop()
        #expect(await bench.bus.latest(["away"]).allSatisfy { $0.value == nil })
        await bench.stop()
        server.stop()
    }

    @Test func `a write whose reply was lost is settled by reading and never sent twice`() async throws {
        // Swallows the reply to the write and answers reads of the command register with the written value.
        let server = ScriptedServer { request in
            switch request.frame[7] {
            case 6: return []
            case 2: return [.send(Array(request.frame[0..<4]) + [0, 4, request.unit, 2, 1, 0])]
            case 1: return [.send(Array(request.frame[0..<4]) + [0, 4, request.unit, 1, 1, 0])]
            default: return [.send(request.reply(1))]
            }
        }
        let bench = Bench([try plc(server.port, timeout: 2_000)])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        guard case .confirmed = try await bench.bus.write("plc", "cover_command", .number(1)) else {
            Issue.record("not settled")
            return
        }
        await #expect(throws: FieldbusError.self) { try await bench.bus.write("plc", "watchdog", .number(3)) }
        #expect(server.requests.filter { $0.frame[7] == 6 }.count == 2)
        server.stop()
        await bench.stop()
    }

    @Test func `a device that needs a rest after the connection gets it before the first request`()
        async throws
    {
        let server = try serve(restingDock())
        var device = try plc(server.port)
        device.profile.transport.connectDelayMilliseconds = 300
        let start = ContinuousClock.now
        let bench = Bench([device])
        try await bench.wait(for: "found") { $0.isFound("plc") }
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        #expect(server.acceptedConnections == 1)
        await bench.stop()
        server.stop()
    }

    @Test func `errors say what, where and what to do`() async throws {
        let server = ScriptedServer { _ in [] }
        let bench = Bench([try plc(server.port, timeout: 30)])
        let lost = try await bench.wait(for: "lost") { $0.isLost("plc") }
        guard case .deviceLost(_, let error, _) = bench.events[lost] else { return }
        #expect(
            "\(error)".hasPrefix(
                "plc (127.0.0.1:\(server.port) unit 10), function 4 at address 0: no whole reply within"))
        #expect(error.device == "plc")
        server.stop()
        await bench.stop()
    }

    @Test func `a list of devices that cannot work is told before it is used`() throws {
        let one = try plc(502)
        let other = try plc(502, id: "second")
        #expect(FieldbusDevice.problems(in: [one]) == [])
        #expect(
            FieldbusDevice.problems(in: [one, other]) == [
                "devices plc and second are both unit 10 on 127.0.0.1:502"
            ])
        #expect(FieldbusDevice.problems(in: [one, one]).count == 2)
        var serial = one
        serial.line = .serial(path: "/dev/x", format: SerialFormat(baud: 9_600))
        serial.unit = 0
        #expect(FieldbusDevice.problems(in: [serial]).first?.contains("outside 1...247") == true)
    }
}
