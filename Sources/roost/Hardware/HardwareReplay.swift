// SPDX-License-Identifier: Apache-2.0
// `roost hardware replay`: the exchanges of a recording back through the decoder of a profile. It reads line by line,
// so that a recording may be of any length, and refuses whatever is no line of one.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Registers

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

    /// A reading of an exchange.
    struct Line: Encodable {
        var ms: Double
        var reading: HardwareReadingView
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let input = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else {
            CommandOutput.complain("\(file): the file cannot be read; check its name, owner and mode")
            throw CommandExit.badConfiguration
        }
        defer { close(input) }
        let counts = try replay(input) { line in
            if json { return try CommandOutput.sayJSON(line) }
            let shown = "\(line.reading.point) \(line.reading.shown) \(line.reading.quality)"
            try CommandOutput.say(String(format: "%10.3f ms  ", line.ms) + CommandOutput.printable(shown) + "\n")
        }
        if !json {
            try CommandOutput.say(
                "\(counts.exchanges) exchanges, \(counts.readings) readings, \(counts.bad) not good\n")
        }
        if counts.bad > 0 { throw CommandExit.finding }
    }

    /// What a recording held.
    struct Counts: Equatable {
        var exchanges = 0
        var readings = 0
        var bad = 0
    }

    /// Decodes the recording in an open file, line by line.
    func replay(_ input: Int32, say: (Line) throws -> Void) throws -> Counts {
        var source = OutboxLineSource(file: input, lineOctets: HardwareExchange.mostOctets)
        var group = source.nextGroup()
        guard let first = group.first else { throw unreadable(source) ?? wrong(1, "the file is empty") }
        let head = try exchange(first)
        guard head.format == HardwareExchange.format else {
            throw wrong(1, "the first line does not say format \(HardwareExchange.format)")
        }
        guard let name = profile ?? head.profile else { throw wrong(1, "it names no profile; add --profile") }
        let decoder = RecordingDecoder(profile: try shelf.profile(name, variant: variant))
        var counts = Counts()
        group.removeFirst()
        while true {
            for line in group where line.octets?.isEmpty != true {
                let exchange = try exchange(line)
                guard let readings = decoder.readings(of: exchange) else {
                    throw wrong(line.number, "table, address or count is missing or impossible")
                }
                counts.exchanges += 1
                counts.readings += readings.count
                counts.bad += readings.count { $0.quality != .good }
                for reading in readings {
                    let view = HardwareReadingView(reading, profile: decoder.profile)
                    try say(Line(ms: exchange.ms ?? 0, reading: view))
                }
            }
            group = source.nextGroup()
            if group.isEmpty { break }
        }
        if let failure = unreadable(source) { throw failure }
        return counts
    }

    private func exchange(_ line: OutboxInputLine) throws -> HardwareExchange {
        guard let octets = line.octets else {
            throw wrong(line.number, "the line is longer than \(HardwareExchange.mostOctets) octets")
        }
        do {
            return try JSONDecoder().decode(HardwareExchange.self, from: Data(octets))
        } catch {
            throw wrong(line.number, "it is not a line of a recording")
        }
    }

    private func unreadable(_ source: OutboxLineSource) -> ExitCode? {
        guard let reason = source.failure else { return nil }
        CommandOutput.complain("\(file): the file cannot be read: \(unsafe String(cString: strerror(reason)))")
        return CommandExit.badConfiguration
    }

    private func wrong(_ line: Int, _ what: String) -> ExitCode {
        CommandOutput.complain("\(file):\(line):1: \(what); record it anew with roost hardware record")
        return CommandExit.badConfiguration
    }
}

/// Decodes exchanges with a profile.
private struct RecordingDecoder {
    let profile: DeviceProfile
    private let plan: [ReadRequest]

    init(profile: DeviceProfile) {
        self.profile = profile
        plan = profile.readPlan(for: Set(PollClass.allCases))
    }

    /// The readings of an exchange; nil when no device can have been asked so.
    func readings(of exchange: HardwareExchange) -> [Reading]? {
        guard let table = exchange.table.flatMap(Table.init(rawValue:)), let address = exchange.address,
            let count = exchange.count, (0...65_535).contains(address), (1...2_000).contains(count)
        else { return nil }
        let points = points(table, address, count)
        let at = Instant(nanoseconds: Int64(min(max(exchange.ms ?? 0, 0), 1e12) * 1e6))
        let device = DeviceID(profile.id)
        guard let words = exchange.words else {
            let quality: ReadingQuality = exchange.exception == nil ? .badComm : .badDevice
            return profile.failed(points, quality: quality, device: device, at: at)
        }
        let request = ReadRequest(table: table, address: address, count: count, points: points)
        return profile.readings(of: request, words: words, device: device, at: at)
    }

    /// The points of the plan's request, or all that lie in the span when the plan has changed since.
    private func points(_ table: Table, _ address: Int, _ count: Int) -> [PointID] {
        if let known = plan.first(where: { $0.table == table && $0.address == address && $0.count == count }) {
            return known.points
        }
        return profile.points.filter {
            $0.fn == table && $0.address >= address && $0.address + $0.width <= address + count
        }.map(\.id)
    }
}
