// SPDX-License-Identifier: Apache-2.0
// `roost hardware poll`: what lines and devices can carry. It reads the same registers of every device again and again
// with the dock's own bus code, and counts. It decodes nothing and writes nothing.

import ArgumentParser
import Fieldbus
import Foundation
import Registers

/// Polls registers and counts.
struct HardwarePoll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll", abstract: "Poll registers of one or more devices, and say how fast and how well.",
        discussion: """
            A cycle is one good read of every device: cycles = good reads / devices. Times are from the request to the
            checked reply of one read. Exit codes: 0 no error, 1 errors were counted, 69 nothing answered.

            Example:
              roost hardware poll --tcp 10.0.0.5:502 --tcp 10.0.0.6:502 --unit 1 --function 4 --address 0 --count 60 \\
                  --seconds 10 --period-ms 100
            """)

    @Option(name: .customLong("tcp"), help: ArgumentHelp("A device; repeat it.", valueName: "HOST:PORT"))
    var devices: [HardwareHost]
    @Option(help: "Unit id, 0 to 255.")
    var unit = 1
    @Option(help: "Function code: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers.")
    var function = 4
    @Option(help: "First address, from 0, decimal or 0x….")
    var address = HardwareNumber(0)
    @Option(help: "Registers (1 to 125) or bits (1 to 2000) of one read.")
    var count = 60
    @Option(help: "How long, in seconds.")
    var seconds = 10.0
    @Option(help: "From one cycle to the next, in milliseconds; 0 polls flat out.")
    var periodMs = 0.0
    @Option(help: "Longest wait for one reply, in milliseconds.")
    var timeoutMs = 1_000
    @Flag(help: "Print one JSON document.")
    var json = false

    private var table: Table? { Table.allCases.first { Int($0.readFunction) == function } }

    func validate() throws {
        guard !devices.isEmpty else { throw ValidationError("name at least one device with --tcp HOST:PORT") }
        guard devices.count <= 256 else { throw ValidationError("at most 256 devices") }
        guard let table else { throw ValidationError("--function must be 1, 2, 3 or 4") }
        guard (0...255).contains(unit) else { throw ValidationError("--unit must be 0 to 255") }
        let most = table.isBits ? 2_000 : 125
        guard (1...most).contains(count) else { throw ValidationError("--count must be 1 to \(most)") }
        guard address.value + count <= 65_536 else {
            throw ValidationError("--address plus --count goes beyond 65536")
        }
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds must be above 0, at most 86400")
        }
        guard periodMs >= 0, periodMs <= 3_600_000 else {
            throw ValidationError("--period-ms must be 0 to 3600000")
        }
        guard (1...60_000).contains(timeoutMs) else { throw ValidationError("--timeout-ms must be 1 to 60000") }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        guard let table else { throw ExitCode(64) }
        let poll = RegisterPoll(
            devices: devices.map(\.address), unit: unit, table: table, address: address.value, count: count,
            timeout: .milliseconds(timeoutMs), period: periodMs > 0 ? .microseconds(Int(periodMs * 1_000)) : nil)
        guard let result = await poll.run(for: .milliseconds(Int(seconds * 1_000)), seed: .random(in: 0 ... .max))
        else { throw ValidationError("Modbus cannot carry this read") }
        let view = HardwarePollView(result, devices: devices.count)
        if json { try CommandOutput.sayJSON(view) } else { try CommandOutput.say(view.page) }
        if result.good == 0 { throw ExitCode(69) }
        if result.errors > 0 { throw CommandExit.finding }
    }
}

/// The result of a poll.
struct HardwarePollView: Encodable {
    var cycles: Int
    var registers: Int
    var errors: Int
    var p50: Double?
    var p99: Double?
    var seconds: Double
    var cyclesPerSecond: Double
    var devices: [HardwareCountsView]
    private var lines: [DeviceStatistics]

    enum CodingKeys: String, CodingKey {
        case cycles, registers, errors, seconds, devices
        case p50 = "p50_us"
        case p99 = "p99_us"
        case cyclesPerSecond = "cycles_per_s"
    }

    init(_ result: RegisterPollResult, devices count: Int) {
        cycles = result.cycles
        registers = result.registers
        errors = result.errors
        p50 = HardwareCountsView.microseconds(result.replyTime(0.5))
        p99 = HardwareCountsView.microseconds(result.replyTime(0.99))
        seconds = ((result.elapsed / .seconds(1)) * 1_000).rounded() / 1_000
        cyclesPerSecond = seconds > 0 ? (Double(cycles) / seconds * 10).rounded() / 10 : 0
        lines = result.lines.map(\.statistics)
        devices = lines.map { HardwareCountsView($0) }
    }

    /// The same for people.
    var page: String {
        func time(_ value: Double?) -> String { value.map { "\($0) µs" } ?? "-" }
        var text = """
            cycles     \(cycles) in \(seconds) s (\(cyclesPerSecond) /s)
            registers  \(registers)
            errors     \(errors)
            p50        \(time(p50))
            p99        \(time(p99))

            """
        for (counts, device) in zip(lines, devices) {
            text += "device     \(device.line): \(device.good) good of \(device.requests) requests, "
            text += "p50 \(time(device.p50)), p99 \(time(device.p99))"
            for fault in counts.faults { text += ", \(fault.count) \(fault.name)" }
            text += "\n"
        }
        return text
    }
}
