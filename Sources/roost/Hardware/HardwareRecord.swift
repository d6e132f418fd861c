// SPDX-License-Identifier: Apache-2.0
// `roost hardware record`: the raw exchanges of a device in a file, so that a fault in the field can be looked at on a
// desk. A recording holds registers and times, nothing of the site.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Registers

/// One exchange in a recording: one JSON line.
struct HardwareExchange: Codable {
    /// The first line of a recording says what it is.
    static let format = "roost-modbus-recording/1"
    /// Most octets of a line; the longest reply of Modbus takes 16 KiB.
    static let mostOctets = 64 << 10

    var format: String?
    var profile: String?
    var unit: Int?
    /// Milliseconds since the start.
    var ms: Double?
    var table: String?
    var address: Int?
    var count: Int?
    var words: [UInt16]?
    /// The exception code of a refusal.
    var exception: Int?
    /// Why there was no reply.
    var failure: String?
    /// Microseconds from the request to the end.
    var us: Double?
}

/// Records a device.
struct HardwareRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Record the raw exchanges of a device into a file.",
        discussion: """
            Every read of the profile's plan is sent once a period, as the dock would. The file has one JSON line an
            exchange; roost hardware replay decodes it. An existing file is not overwritten.

            Example:
              roost hardware record plc plc.jsonl --seconds 60 --config /etc/roost
            """)

    @OptionGroup var target: HardwareDeviceOptions
    @Argument(help: "The file to write.")
    var file: String
    @Option(help: "How long, in seconds.")
    var seconds = 10.0
    @Option(help: "From one cycle to the next, in milliseconds.")
    var periodMs = 1_000
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var file: String
        var exchanges: Int
        var good: Int
    }

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds must be above 0, at most 86400")
        }
        guard (1...3_600_000).contains(periodMs) else { throw ValidationError("--period-ms must be 1 to 3600000") }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let device = try target.find()
        guard !FileManager.default.fileExists(atPath: file),
            FileManager.default.createFile(atPath: file, contents: nil),
            let out = FileHandle(forWritingAtPath: file)
        else {
            CommandOutput.complain("\(file): it exists already or cannot be written; choose another name")
            throw CommandExit.badConfiguration
        }
        func write(_ exchange: HardwareExchange) throws {
            try out.write(contentsOf: try CommandOutput.json(exchange))
        }
        try write(HardwareExchange(format: HardwareExchange.format, profile: device.profile.id, unit: device.unit))
        let probe = LineProbe(line: device.line)
        let transport = device.profile.transport
        let plan = device.profile.readPlan(for: Set(PollClass.allCases))
        let (clock, bar) = (ContinuousClock(), ProgressBar())
        let start = clock.now
        var view = View(file: file, exchanges: 0, good: 0)
        var next = start
        while clock.now - start < .seconds(seconds) {
            for planned in plan {
                guard let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, read: planned)
                else {
                    continue
                }
                let ms = (clock.now - start) / .milliseconds(1)
                let answer = await probe.ask(request, within: transport.timeout, gap: transport.gap)
                var exchange = HardwareExchange(
                    ms: (ms * 1_000).rounded() / 1_000, table: planned.table.rawValue, address: planned.address,
                    count: planned.count, words: answer.outcome.words,
                    us: ((answer.took / .microseconds(1)) * 10).rounded() / 10)
                exchange.exception = answer.outcome.exceptionCode.map { Int($0) }
                if exchange.words == nil, exchange.exception == nil { exchange.failure = answer.outcome.text }
                try write(exchange)
                view.exchanges += 1
                view.good += exchange.words == nil ? 0 : 1
            }
            let done = (clock.now - start) / .seconds(1)
            bar.show {
                .init(share: done / seconds, text: "\(view.exchanges) exchanges", secondsLeft: seconds - done)
            }
            next += .milliseconds(periodMs)
            if next > clock.now {
                try await clock.sleep(until: min(next, start + .seconds(seconds)))
            } else {
                next = clock.now
            }
        }
        bar.clear()
        try out.close()
        if json {
            try CommandOutput.sayJSON(view)
        } else {
            try CommandOutput.say("\(file): \(view.exchanges) exchanges, \(view.good) with data\n")
        }
        if view.good == 0 { throw ExitCode(69) }
    }
}
