// SPDX-License-Identifier: Apache-2.0
// `roost hardware record` and `replay`: the raw exchanges of a device in a file, and back through the decoder, so that
// a fault in the field can be looked at on a desk. A recording holds registers and times, nothing of the site.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Registers

/// One exchange in a recording: one JSON line.
struct HardwareExchange: Codable {
    /// The first line of a recording says what it is.
    static let format = "roost-modbus-recording/1"

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
        OutboxOutput.surviveSignals()
        let device = try target.find()
        guard !FileManager.default.fileExists(atPath: file),
            FileManager.default.createFile(atPath: file, contents: nil),
            let out = FileHandle(forWritingAtPath: file)
        else {
            OutboxOutput.complain("\(file): it exists already or cannot be written; choose another name")
            throw OutboxExit.badConfiguration
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func write(_ exchange: HardwareExchange) throws {
            try out.write(contentsOf: try encoder.encode(exchange) + Data("\n".utf8))
        }
        try write(HardwareExchange(format: HardwareExchange.format, profile: device.profile.id, unit: device.unit))
        let probe = LineProbe(line: device.line)
        let timeout = Duration.milliseconds(device.profile.transport.timeoutMilliseconds)
        let gap = Duration.milliseconds(device.profile.transport.gapMilliseconds)
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
                let answer = await probe.ask(request, within: timeout, gap: gap)
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
            try OutboxOutput.sayJSON(view)
        } else {
            try OutboxOutput.say("\(file): \(view.exchanges) exchanges, \(view.good) with data\n")
        }
        if view.good == 0 { throw ExitCode(69) }
    }
}

/// Decodes a recording.
struct HardwareReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Decode a recording with a profile, as the dock would have.",
        discussion: """
            Exit codes: 0 all good, 1 a point had no good value, 78 the file is not a recording.

            Example:
              roost hardware replay plc.jsonl --hardware hardware
            """)

    @Argument(help: "The recording.")
    var file: String
    @Option(help: "Profile (file or id); the one of the recording when not given.")
    var profile: String?
    @Option(help: "Firmware family, when the profile has some.")
    var variant: String?
    @OptionGroup var shelf: HardwareShelfOptions
    @Flag(help: "Print every reading as one JSON line.")
    var json = false

    private struct Line: Encodable {
        var ms: Double
        var reading: HardwareReadingView
    }

    func run() throws {
        OutboxOutput.surviveSignals()
        let text = String(decoding: try HardwareShelfOptions.bytes(file), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = try exchange(lines.first ?? "", at: 1)
        guard head.format == HardwareExchange.format else {
            throw wrong(1, "the first line does not say format \(HardwareExchange.format)")
        }
        guard let name = profile ?? head.profile else { throw wrong(1, "it names no profile; add --profile") }
        let model = try shelf.profile(name, variant: variant)
        let plan = model.readPlan(for: Set(PollClass.allCases))
        var (exchanges, readings, bad) = (0, 0, 0)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let exchange = try exchange(line, at: index + 1)
            guard let table = exchange.table.flatMap(Table.init(rawValue:)), let address = exchange.address,
                let count = exchange.count, (0...65_535).contains(address), (1...2_000).contains(count)
            else { throw wrong(index + 1, "table, address or count is missing or impossible") }
            exchanges += 1
            let points = points(of: model, plan, table, address, count)
            let request = ReadRequest(table: table, address: address, count: count, points: points)
            let at = Instant(nanoseconds: Int64(min(max(exchange.ms ?? 0, 0), 1e12) * 1e6))
            let decoded =
                exchange.words.map { model.readings(of: request, words: $0, device: DeviceID(model.id), at: at) }
                ?? model.failed(
                    points, quality: exchange.exception == nil ? .badComm : .badDevice, device: DeviceID(model.id),
                    at: at)
            for reading in decoded {
                readings += 1
                bad += reading.quality == .good ? 0 : 1
                try say(Line(ms: exchange.ms ?? 0, reading: HardwareReadingView(reading, profile: model)))
            }
        }
        if !json { try OutboxOutput.say("\(exchanges) exchanges, \(readings) readings, \(bad) not good\n") }
        if bad > 0 { throw OutboxExit.finding }
    }

    /// The points of the plan's request, or all that lie in the span when the plan has changed since.
    private func points(
        of profile: DeviceProfile, _ plan: [ReadRequest], _ table: Table, _ address: Int, _ count: Int
    ) -> [PointID] {
        if let known = plan.first(where: { $0.table == table && $0.address == address && $0.count == count }) {
            return known.points
        }
        return profile.points.filter {
            $0.fn == table && $0.address >= address && $0.address + $0.width <= address + count
        }.map(\.id)
    }

    private func say(_ line: Line) throws {
        if json { return try OutboxOutput.sayJSON(line) }
        let shown = "\(line.reading.point) \(line.reading.shown) \(line.reading.quality)"
        try OutboxOutput.say(String(format: "%10.3f ms  ", line.ms) + OutboxOutput.printable(shown) + "\n")
    }

    private func exchange(_ line: Substring, at number: Int) throws -> HardwareExchange {
        do {
            return try JSONDecoder().decode(HardwareExchange.self, from: Data(line.utf8))
        } catch {
            throw wrong(number, "it is not a line of a recording")
        }
    }

    private func wrong(_ line: Int, _ what: String) -> ExitCode {
        OutboxOutput.complain("\(file):\(line):1: \(what); record it anew with roost hardware record")
        return OutboxExit.badConfiguration
    }
}
