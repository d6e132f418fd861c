// SPDX-License-Identifier: Apache-2.0
// `roost vehicle messages`: what is heard on a link, each message of each component with its rate and last fields.
// It sends nothing but the heartbeat of a ground station, without which some links stay silent.

import ArgumentParser
import DockModel
import Foundation
import Host
import MAVLink
import VehicleLink

/// Counts the messages on a link.
struct VehicleMessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "Count the messages on a link: rate and last fields of each.",
        discussion: """
            Several systems and components are told apart; --system shows one. Ctrl-C ends the count early and prints
            what was counted.

            Exit codes: 0 something was heard, 64 wrong usage, 69 nothing was heard, 78 bad configuration.

            Example:
              roost vehicle messages --connect udpin:0.0.0.0:14550 --seconds 10 --json
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Option(help: ArgumentHelp("How long to listen.", valueName: "seconds"))
    var seconds = 5.0
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (0.1...86_400).contains(seconds) else {
            throw ValidationError("--seconds must be 0.1 to 86400 s")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let (endpoint, clock, _) = try link.endpoint()
        let transport = endpoint.link(clock: clock)
        let listener = LinkListener()
        let start = clock.now().boot, span = Duration.seconds(seconds)
        let interrupts = Interrupts(), names = interrupts.names
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await arrival in transport.arrivals {
                    if await listener.take(arrival, at: clock.now().boot) {
                        transport.answer(to: arrival.sender)
                    }
                }
            }
            group.addTask {
                while !Task.isCancelled, start.duration(to: clock.now().boot) < span {
                    transport.send(await listener.heartbeat())
                    let left = span - start.duration(to: clock.now().boot)
                    // A cancelled sleep ends the count like its end does.
                    do { try await clock.sleep(for: min(.seconds(1), max(left, .milliseconds(1)))) } catch {
                        return
                    }
                }
            }
            group.addTask { for await _ in names { return } }
            await group.next()
            transport.close()
            group.cancelAll()
        }
        withExtendedLifetime(interrupts) {}
        let heard = await listener.result, listened = start.duration(to: clock.now().boot).inSeconds
        let messages = heard.messages.filter { link.system == nil || $0.source.system == link.system }
        if json {
            try CommandOutput.sayJSON(Self.json(messages, heard.statistics, "\(endpoint)", listened))
        } else {
            try CommandOutput.say(Self.lines(messages).map { CommandOutput.printable($0) + "\n" }.joined())
        }
        guard messages.isEmpty else { return }
        let trouble = transport.trouble.map { ": \($0)" } ?? ""
        CommandOutput.complain(
            CommandOutput.printable(
                "nothing was heard on \(endpoint) in \(rounded(listened, places: 1)) s\(trouble)"))
        throw ExitCode(69)
    }

    private static func lines(_ messages: [MessageCount]) -> [String] {
        messages.map { message in
            let source = "\(message.source.system)/\(message.source.component)"
            let rate = message.rate.map { String(format: "%7.2f Hz", $0) } ?? "      once"
            let fields = message.fields.map { "\($0.name)=\(text($0.value))" }.joined(separator: " ")
            return source.padding(toLength: 8, withPad: " ", startingAt: 0)
                + "\(message.name) (\(message.messageID))".padding(toLength: 36, withPad: " ", startingAt: 0)
                + String(format: "%7d ×", message.count) + rate + "  " + fields
        }
    }

    private static func text(_ value: FieldValue) -> String {
        switch value {
        case .unsigned(let number): "\(number)"
        case .signed(let number): "\(number)"
        case .real(let number): "\(Float(number))"
        case .text(let text): "\"\(text)\""
        case .list(let list): "[" + list.map { Self.text($0) }.joined(separator: ",") + "]"
        }
    }

    private static func json(
        _ messages: [MessageCount], _ statistics: LinkStatistics, _ endpoint: String, _ listened: Double
    ) -> JSONFields {
        JSONFields([
            "endpoint": endpoint, "s": rounded(listened, places: 2),
            "frames": Int(clamping: statistics.accepted),
            "frames_lost": Int(clamping: statistics.lost),
            "checksum_errors": Int(clamping: statistics.checksumErrors),
            "unknown_messages": Int(clamping: statistics.unknownMessages),
            "messages": messages.map { message in
                JSONFields([
                    "system": Int(message.source.system), "component": Int(message.source.component),
                    "id": Int(message.messageID), "name": message.name, "count": message.count,
                    "rate_hz": message.rate.map { rounded($0, places: 3) },
                    "fields": Dictionary(
                        message.fields.map { ($0.name, FieldJSON(value: $0.value)) }, uniquingKeysWith: { $1 }
                    ),
                ])
            },
        ])
    }
}

/// A field's value as JSON; what is no number there (NaN) is null.
private struct FieldJSON: Encodable, Sendable {
    var value: FieldValue

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .unsigned(let number): try container.encode(number)
        case .signed(let number): try container.encode(number)
        case .real(let number):
            if number.isFinite {
                try container.encode(Double("\(Float(number))") ?? number)
            } else {
                try container.encodeNil()
            }
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list.map { FieldJSON(value: $0) })
        }
    }
}

/// Parses and counts what arrives.
private actor LinkListener {
    private var parser = FrameParser()
    private var encoder = FrameEncoder(source: SessionOptions().own)
    private var tally = MessageTally()

    /// Counts; true when a vehicle's heartbeat was among it, which proves who may be answered.
    func take(_ arrival: Arrival, at now: Instant) -> Bool {
        var frames = parser.receive(arrival.bytes)
        if arrival.sender != nil || arrival.bytes.isEmpty { frames += parser.finish() }
        for frame in frames { tally.receive(frame, at: now) }
        return frames.contains { $0.decode(HeartbeatMessage.self).map { $0.type != .gcs } ?? false }
    }

    func heartbeat() -> [UInt8] { encoder.encode(HeartbeatMessage.groundStation) }

    var result: (messages: [MessageCount], statistics: LinkStatistics) { (tally.messages, parser.statistics) }
}
