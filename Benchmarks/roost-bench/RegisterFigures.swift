// SPDX-License-Identifier: Apache-2.0
// What planning and decoding one poll of the dock controller costs, against scaling the same words in a bare
// loop; and how fast the field bus polls, against a loop of libmodbus calls on the same server.

import CModbus
import DockModel
import Fieldbus
import Foundation
import Host
import Registers
import RoostSim
import Settings

/// The controller's profile out of the example configuration.
func controllerProfile(_ bench: Bench) throws -> DeviceProfile {
    let path = bench.examplesPath + "/hardware/roost-dock-plc.yaml"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    return try ProfileFile.profile(from: bytes, file: path)
}

/// The figures of plan and decode.
func registerFigures(_ bench: Bench) async throws -> [Figure] {
    let profile = try controllerProfile(bench)
    let classes: Set<PollClass> = [.fast, .normal]
    let plan = profile.readPlan(for: classes)
    let replies = plan.map { request in (0..<request.count).map { UInt16(truncatingIfNeeded: $0 & 1) } }
    let turns = bench.rounds.turns(2_000)
    let times = try bench.rounds.compare([
        { effort(each: turns) { _ in keep(profile.readPlan(for: classes)) } },
        {
            effort(each: turns) { index in
                let taken = Instant(nanoseconds: Int64(index))
                for (request, words) in zip(plan, replies) {
                    keep(profile.readings(of: request, words: words, device: "plc", at: taken))
                }
            }
        },
        { effort(each: turns * 10) { _ in for words in replies { keep(scaled(words)) } } },
    ])
    let reference = "scaling the words in a loop"
    return [
        Figure("plan of one poll", times[0] * 1e6, "µs", reference: reference, times[2] * 1e6),
        Figure("decode of one poll", times[1] * 1e6, "µs", reference: reference, times[2] * 1e6),
    ]
}

@inline(never)
private func scaled(_ words: [UInt16]) -> Double {
    var sum = 0.0
    for word in words { sum += Double(Int16(bitPattern: word)) * 0.1 }
    return sum
}

/// The figures of polling flat out.
func modbusFigures(_ bench: Bench) async throws -> [Figure] {
    let profile = try controllerProfile(bench)
    let unit = profile.transport.unit
    let values: [PointID: ReadingValue] = ["map_version": .number(1), "hvac_setpoint": .number(22)]
    let device = ServedDevice(unit: unit, profile: profile) { point in
        values[point] ?? .number(0)
    } write: { _, _ in
        true
    }
    let server = try ModbusServer(devices: [device])
    defer { server.stop() }
    let bus = DockBus(
        devices: [
            FieldbusDevice(
                id: "plc", profile: profile, line: .tcp(host: "127.0.0.1", port: server.port), unit: unit)
        ], clock: SystemClock(), seed: 1)
    if let bad = await bus.readNow(["plc"]).first(where: { $0.quality != .good }) {
        throw BenchError("the served controller's \(bad.point) is \(bad.quality)")
    }
    let client = try ModbusLoop(
        port: server.port, unit: unit, plan: profile.readPlan(for: Set(PollClass.allCases)))
    var times: [[Double]] = [[], []]
    let turns = bench.rounds.turns(100)
    for round in 0...bench.rounds.count {
        let before = server.requests
        let start = secondsNow()
        for _ in 0..<turns { keep(await bus.readNow(["plc"])) }
        let ours = (secondsNow() - start) / Double(server.requests - before)
        let theirs = try seconds(each: turns) { _ in try client.poll() } / Double(client.requests)
        guard round > 0 else { continue }
        times[0].append(ours)
        times[1].append(theirs)
    }
    return [
        Figure(
            "Modbus requests, flat out", 1 / median(times[0]), "requests/s",
            reference: "a loop of libmodbus calls",
            1 / median(times[1]))
    ]
}

/// The same requests through libmodbus, one after the other and nothing else.
@safe private final class ModbusLoop {
    private let context: OpaquePointer
    private let plan: [ReadRequest]
    private var registers = [UInt16](repeating: 0, count: 256)
    private var bits = [UInt8](repeating: 0, count: 2_048)

    init(port: Int, unit: Int, plan: [ReadRequest]) throws {
        guard let context = unsafe modbus_new_tcp("127.0.0.1", Int32(port)) else {
            throw BenchError("libmodbus takes no port \(port)")
        }
        unsafe self.context = context
        self.plan = plan
        unsafe modbus_set_slave(context, Int32(unit))
        guard unsafe modbus_connect(context) == 0 else { throw BenchError("libmodbus does not connect") }
    }

    deinit {
        unsafe modbus_close(context)
        unsafe modbus_free(context)
    }

    /// Requests of one poll.
    var requests: Int { plan.count }

    /// Sends every request of the plan and waits for its reply.
    func poll() throws {
        for request in plan {
            let (start, count) = (Int32(request.address), Int32(request.count))
            let answered: Int32
            switch request.table {
            case .coil: answered = unsafe modbus_read_bits(context, start, count, &bits)
            case .discrete: answered = unsafe modbus_read_input_bits(context, start, count, &bits)
            case .holding: answered = unsafe modbus_read_registers(context, start, count, &registers)
            case .input: answered = unsafe modbus_read_input_registers(context, start, count, &registers)
            }
            guard answered == count else { throw BenchError("libmodbus got no reply") }
        }
    }
}
